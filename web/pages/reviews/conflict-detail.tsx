import { useQuery } from '@tanstack/react-query'
import type { ConflictView } from '#web/api/contract.ts'
import { conflictQuery, lookForConflict, putConflictOff, settleConflict } from '#web/api/reviews.ts'
import { attributeTitle, humanise } from '#web/api/words.ts'
import { useMay } from '#web/components/access.ts'
import { claimText } from '#web/components/claim-field.tsx'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink } from '#web/ui/app-link.tsx'
import { Moment, withDays } from '#web/ui/moment.tsx'
import { QueueHead } from '#web/ui/queue.tsx'
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

export const conflictKeys = [
  { key: '1', act: 'first', word: 'the first is right', label: 'The first is right' },
  { key: '2', act: 'second', word: 'the second is right', label: 'The second is right' },
  { key: 'O', act: 'otherwise', word: 'settle otherwise', label: 'Settle otherwise' },
  { key: 'L', act: 'later', word: 'later', label: 'Later' },
  { key: 'W', act: 'look', word: 'make it a work order', label: 'Make it a work order' },
] as const

/** Who says what, since when; and which of them is right. */
export function ConflictDetail({ conflict, ...rest }: { conflict: string } & DetailProps) {
  const found = useQuery(conflictQuery(conflict))
  return <Loaded query={found}>{(view) => <Detail view={view} {...rest} />}</Loaded>
}

function Detail({ view, asking, onAsk, onDone, show, onShow }: { view: ConflictView } & DetailProps) {
  const { conflict, sides, attributes, choices } = view
  const may = useMay()
  const whyNot = conflict.settledAt ? 'It is settled.' : may.whyNot('device:write')
  const reasonOff = (act: string) => {
    if (act === 'look') return conflict.settledAt ? whyNot : may.whyNot('work-order:write')
    if (act !== 'first' && act !== 'second') return whyNot
    return whyNot ?? (choices.some(({ side }) => side === act) ? null : 'That side says nothing that could be right.')
  }
  // Each side by its name, where the names tell them apart.
  const labelOf = (act: string, label: string) => {
    const side = { first: sides[0].title, second: sides[1].title }[act]
    return side && sides[0].title !== sides[1].title ? `${side} is right` : label
  }
  useRefusal({ asking, onAsk }, asking && reasonOff(asking))
  return (
    <>
      <QueueHead
        title={withDays(conflict.text)}
        facts={
          <>
            <AppLink href={paths.device(conflict.device.id)}>{conflict.device.name}</AppLink>
            <span>{humanise(conflict.kind)}</span>
            <span>
              opened <Moment at={conflict.openedAt} ago />
            </span>
          </>
        }
        actions={conflictKeys.map(({ act, label }) => (
          <Action
            key={act}
            size="compact-md"
            variant={act === 'first' || act === 'second' ? 'filled' : 'default'}
            disabledReason={reasonOff(act)}
            onClick={() => onAsk(act)}
          >
            {labelOf(act, label)}
          </Action>
        ))}
      />
      <Standing row={conflict} />
      <Sides sides={sides} attributes={attributes} show={show} onShow={onShow} />
      {asking && !reasonOff(asking) && (
        <Answers view={view} asking={asking} onDone={onDone} onClose={() => onAsk(null)} />
      )}
    </>
  )
}

function Answers({
  view: { conflict, sides, choices },
  asking,
  onDone,
  onClose,
}: {
  view: ConflictView
  asking: string
  onDone: () => void
  onClose: () => void
}) {
  const ends = { onDone, onClose }
  if (asking === 'later') return <LaterDialog send={(later) => putConflictOff(conflict.id, later)} {...ends} />
  if (asking === 'look')
    return (
      <LookDialog send={(chosen) => lookForConflict(conflict.id, chosen)} {...ends}>
        <p style={{ margin: 0 }}>
          One field check at {conflict.device.name}. The conflict is settled when it is verified.
        </p>
      </LookDialog>
    )
  const choice = choices.find(({ side }) => side === asking)
  const who = sides[asking === 'second' ? 1 : 0].title
  return (
    <AnswerDialog
      title={choice ? `${who} is right` : 'Settle otherwise'}
      submit="Settle"
      done="Conflict settled."
      label={choice ? 'How do you know?' : 'What is right, and how do you know?'}
      send={(settlement) => settleConflict(conflict.id, { settlement, ...(choice && { right: choice.side }) })}
      {...ends}
    >
      <p style={{ margin: 0 }}>
        {choice
          ? `${attributeTitle(choice.attribute)} becomes "${claimText(choice.attribute, choice.value)}" by your word: it is believed before what the sources say, which goes on standing beside it.`
          : 'Nothing of the device changes: it is settled in words.'}
      </p>
    </AnswerDialog>
  )
}
