import { Button } from '@mantine/core'
import { IconZoomQuestion } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { attributeName, whyAsked } from '#web/api/asked.ts'
import type { Question } from '#web/api/contract.ts'
import { allItems } from '#web/api/paging.ts'
import { questionsQuery } from '#web/api/work-orders.ts'
import { useMay } from '#web/components/access.ts'
import { BandBadge } from '#web/components/band-badge.tsx'
import classes from '#web/components/group-list.module.css'
import { MakeFieldChecksDialog } from '#web/components/make-field-checks-dialog.tsx'
import { ExploitedMark } from '#web/components/state-badges.tsx'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, CountLink, formatCount } from '#web/ui/app-link.tsx'
import { Page } from '#web/ui/page.tsx'
import { Empty, Failure, RowsSkeleton } from '#web/ui/states.tsx'

const keyOf = ({ attribute, option, manufacturer, model, site, careArea }: Question) =>
  [attribute, option, manufacturer, model, site, careArea].join('\n')

/** Which one look is worth a technician's time most, where nobody can tell. */
export function QuestionsPage() {
  const questions = useInfiniteQuery(questionsQuery)
  const items = allItems(questions.data)
  // Held here: once the checks are made, their question is no longer in the list.
  const [asking, setAsking] = useState<Question | null>(null)
  return (
    <Page
      title="Ask one thing"
      lead="Where nobody can tell, one look at the device does. What settles most risk per minute stands first."
    >
      {questions.isPending ? (
        <RowsSkeleton rows={6} height={120} />
      ) : questions.error && items.length === 0 ? (
        <Failure error={questions.error} retry={() => void questions.refetch()} />
      ) : items.length === 0 ? (
        <Empty icon={<IconZoomQuestion size={30} aria-hidden />} title="Nothing to ask">
          No finding waits for one thing that somebody could read at the device. Those that need more stand among the{' '}
          <AppLink href={paths.findings({ answer: 'cannot_tell' })}>findings of which nobody can tell</AppLink>.
        </Empty>
      ) : (
        <div style={{ display: 'grid', gap: 'var(--space-3)' }}>
          {items.map((question) => (
            <QuestionCard key={keyOf(question)} question={question} onMake={() => setAsking(question)} />
          ))}
          {questions.hasNextPage && (
            <Button
              variant="default"
              loading={questions.isFetchingNextPage}
              onClick={() => void questions.fetchNextPage()}
            >
              More
            </Button>
          )}
        </div>
      )}
      {asking && <MakeFieldChecksDialog question={asking} onClose={() => setAsking(null)} />}
    </Page>
  )
}

function QuestionCard({ question, onMake }: { question: Question; onMake: () => void }) {
  const may = useMay()
  const { attribute, option, manufacturer, model, site, careArea, devices, findings, minutes, sampleDevices } = question
  const product = `${manufacturer} ${model}`.trim() || 'devices of no stated make'
  const place = [careArea || 'care area not known', site || 'site not known'].join(', ')
  // However they are spelt.
  const asked = { manufacturer, model, site, careArea, alike: 'true' }
  const count = devices === 1 ? 'one' : formatCount(devices)
  return (
    <article className={classes.group}>
      <div className={classes.head}>
        <div className={classes.names}>
          <h2 className={classes.title}>
            {attribute === 'option'
              ? `See whether ${count} ${product} ${devices === 1 ? 'has' : 'have'} "${option}"`
              : `Read the ${attributeName(attribute)} of ${count} ${product}`}
            <span className="quiet"> · {place}</span>
          </h2>
          <p className={classes.advisory}>{whyAsked(attribute)}</p>
        </div>
        <div className={classes.badges}>
          {question.knownExploited && <ExploitedMark />}
          <BandBadge band={question.worstBand} score={question.worstScore} />
        </div>
      </div>
      <div className={classes.row}>
        <p className={classes.numbers}>
          <span>
            settles{' '}
            <CountLink href={paths.findings({ answer: 'cannot_tell', ...asked })} count={findings} of="findings" />{' '}
            {findings === 1 ? 'finding' : 'findings'}
          </span>
          <span>
            <CountLink href={paths.devices({ ...asked, active: 'true' })} count={devices} of="devices" />{' '}
            {devices === 1 ? 'device' : 'devices'}
            {question.rooms > 1 && ` in ${formatCount(question.rooms)} rooms`}
          </span>
          <span>
            about {formatCount(minutes)} min{question.sharesWay && ' more on the same round'}
          </span>
          <span
            className="quiet"
            title="The scores that it may settle, by how likely each answer is, for each minute of work"
          >
            {question.riskPerMinute.toFixed(1)} points of risk a minute
          </span>
        </p>
        <div className={`${classes.actions} no-print`}>
          <Action size="compact-md" disabledReason={may.whyNot('work-order:write')} onClick={onMake}>
            Make field checks
          </Action>
        </div>
      </div>
      <p className={classes.sample}>
        {sampleDevices.map((device, index) => (
          <span key={device.id}>
            {index > 0 && ', '}
            <AppLink href={paths.device(device.id)}>{device.name}</AppLink>
            {device.room && ` (${device.room})`}
          </span>
        ))}
        {devices > sampleDevices.length && ` and ${formatCount(devices - sampleDevices.length)} more`}
      </p>
    </article>
  )
}
