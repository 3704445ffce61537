import { Radio, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ComparedSide, IdentityReviewView, IdentityVerdict } from '#web/api/contract.ts'
import { answerReview, lookForReview, reviewQuery, withdrawVerdict } from '#web/api/reviews.ts'
import { useMay } from '#web/components/access.ts'
import { ReasonDialog } from '#web/components/reason-dialog.tsx'
import { Action } from '#web/ui/action.tsx'
import { formatCount } from '#web/ui/app-link.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { QueueHead } from '#web/ui/queue.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { Loaded } from '#web/ui/states.tsx'
import {
  AnswerDialog,
  type DetailProps,
  LaterDialog,
  LookDialog,
  Sides,
  Standing,
  useRefusal,
} from './question-parts.tsx'
import classes from './reviews.module.css'

export const reviewKeys = [
  { key: 'S', act: 'same', word: 'same device', label: 'The same device' },
  { key: 'D', act: 'different', word: 'two devices', label: 'Two devices' },
  { key: 'L', act: 'later', word: 'later', label: 'Later' },
  { key: 'W', act: 'look', word: 'send somebody to look', label: 'Send somebody to look' },
] as const

/** Are these two records of one device? Both sides, what speaks for it, and what was said before. */
export function ReviewDetail({ review, ...rest }: { review: string } & DetailProps) {
  const found = useQuery(reviewQuery(review))
  return <Loaded query={found}>{(view) => <Detail view={view} {...rest} />}</Loaded>
}

const nameOf = (side: ComparedSide) => side.device?.name ?? 'a record that is no longer there'

function Detail({ view, asking, onAsk, onDone, show, onShow }: { view: IdentityReviewView } & DetailProps) {
  const { review, sides, attributes, reasons, verdicts, isOneDevice } = view
  const may = useMay()
  const isGone = sides.some(({ device }) => device === null)
  const whyNot = review.settledAt
    ? 'It is settled. Take the answer back to give another.'
    : (may.whyNot('device:write') ?? (isGone ? 'One of the two records is not there any more.' : null))
  const whyNotLook = whyNot ?? may.whyNot('work-order:write')
  const reasonOff = (act: string) => (act === 'look' ? whyNotLook : whyNot)
  useRefusal({ asking, onAsk }, asking && reasonOff(asking))
  return (
    <>
      <QueueHead
        title={isOneDevice ? 'Is this record of the device that it stands in?' : 'Are these one device?'}
        facts={
          <>
            <strong>{Math.round(review.probability * 100)} % likely one device</strong>
            <span>
              asked <Moment at={review.openedAt} ago />
            </span>
            <span title="The records that an answer is expected to put right, times the risk of the devices">
              worth {review.worth.toFixed(1)}
            </span>
          </>
        }
        actions={reviewKeys.map(({ act, label }) => (
          <Action
            key={act}
            size="compact-md"
            variant={act === 'same' || act === 'different' ? 'filled' : 'default'}
            disabledReason={reasonOff(act)}
            onClick={() => onAsk(act)}
          >
            {label}
          </Action>
        ))}
      />
      <Standing row={review} checked={review.checked} />
      {reasons.length > 0 && (
        <section className={classes.part} aria-label="What speaks for one device, and against it">
          <h3>What speaks for one device, and against it</h3>
          <ul className={classes.reasons}>
            {reasons.map(({ field, text, isFor, bits, strength }) => (
              <li key={field}>
                <span className={classes.sign} title={bits === null ? undefined : `${bits.toFixed(1)} bits`}>
                  <b aria-hidden>{isFor ? '+' : '−'}</b> {isFor ? 'For it' : 'Against it'}
                  {strength && `, ${strength}`}
                </span>
                <span>{text}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Sides sides={sides} attributes={attributes} show={show} onShow={onShow} />
      <Said verdicts={verdicts} />
      {asking && !reasonOff(asking) && (
        <Answers view={view} asking={asking} onDone={onDone} onClose={() => onAsk(null)} />
      )}
    </>
  )
}

function Answers({
  view: { review, sides, isOneDevice, stays: suggested },
  asking,
  onDone,
  onClose,
}: {
  view: IdentityReviewView
  asking: string
  onDone: () => void
  onClose: () => void
}) {
  const [stays, setStays] = useState(suggested)
  const [lookAt, setLookAt] = useState(sides[0].device?.id ?? null)
  const ends = { onDone, onClose }
  const choose = (label: string, value: string | null, onChange: (id: string) => void, description: string) => (
    <Radio.Group label={label} description={description} value={value} onChange={onChange}>
      <Stack gap="xs" mt="xs">
        {sides.flatMap(({ device, title }) =>
          device ? <Radio key={title} value={device.id} label={`${title}: ${device.name}`} /> : [],
        )}
      </Stack>
    </Radio.Group>
  )
  if (asking === 'later')
    return <LaterDialog send={(later) => answerReview(review.id, { answer: 'later', ...later })} {...ends} />
  if (asking === 'look')
    return (
      <LookDialog
        send={(chosen) => lookForReview(review.id, { ...chosen, ...(lookAt && { deviceId: lookAt }) })}
        {...ends}
      >
        {!isOneDevice &&
          choose('Which one is looked at?', lookAt, setLookAt, 'Its serial number is read from the label.')}
      </LookDialog>
    )
  if (asking === 'same')
    return (
      <AnswerDialog
        title="The same device"
        submit="They are one device"
        done="One device. The answer can be taken back at any time."
        send={(reason) => answerReview(review.id, { answer: 'same', reason, ...(stays && !isOneDevice && { stays }) })}
        {...ends}
      >
        {isOneDevice ? (
          <p style={{ margin: 0 }}>Nothing moves: what is said keeps the record where it stands.</p>
        ) : (
          choose(
            'Which one stays?',
            stays,
            setStays,
            'Records, findings, decisions and work of the other one go to it. Suggested is the one that more hangs on, else the older.',
          )
        )}
      </AnswerDialog>
    )
  return (
    <AnswerDialog
      title="Two devices"
      submit="They are two devices"
      done="Two devices. Nothing that is read later joins them."
      send={(reason) => answerReview(review.id, { answer: 'different', reason })}
      {...ends}
    >
      <p style={{ margin: 0 }}>
        {isOneDevice
          ? `The record of ${review.b.source.name} leaves ${nameOf(sides[1])} for a device of its own.`
          : 'Nothing moves: what is said keeps them apart.'}
      </p>
    </AnswerDialog>
  )
}

/** What people said of these records before; what counts can be taken back. */
function Said({ verdicts }: { verdicts: readonly IdentityVerdict[] }) {
  const may = useMay()
  const [taking, setTaking] = useState<IdentityVerdict | null>(null)
  if (verdicts.length === 0) return null
  return (
    <section className={classes.part} aria-label="What was said before">
      <h3>What was said before</h3>
      <ul className={classes.said}>
        {verdicts.map((verdict) => (
          <li key={verdict.id}>
            <span>
              <strong>{verdict.answer === 'same' ? 'One device' : 'Two devices'}</strong>
              {!verdict.isOfPair && ` (of other records of these devices)`}: {verdict.reason}{' '}
              <span className="quiet">
                {verdict.personName}, <Moment at={verdict.at} />
                {verdict.pairs > 1 && `, ${formatCount(verdict.pairs)} pairs of records`}
                {verdict.withdrawnAt && `; no longer counts, by ${verdict.withdrawnBy ?? 'somebody'}`}
              </span>
            </span>
            {!verdict.withdrawnAt && (
              <Action
                size="compact-sm"
                variant="default"
                disabledReason={may.whyNot('device:write')}
                aria-label={`Take back: ${verdict.reason}`}
                onClick={() => setTaking(verdict)}
              >
                Take back
              </Action>
            )}
          </li>
        ))}
      </ul>
      {taking && (
        <ReasonDialog
          title="Take the answer back"
          submit="Take back"
          done="Taken back: it is asked again."
          send={(reason) => withdrawVerdict(taking.id, reason)}
          onClose={() => setTaking(null)}
        >
          {taking.answer === 'same'
            ? 'The two devices are two again, each with what is its own, and the question is open.'
            : 'What was said no longer keeps the records apart, and the question is open.'}
        </ReasonDialog>
      )}
      {verdicts.some(({ withdrawnAt, isOfPair }) => !withdrawnAt && isOfPair) && (
        <Remark>What counts here binds whatever is read later, until somebody takes it back.</Remark>
      )}
    </section>
  )
}
