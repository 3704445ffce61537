import { Progress } from '@mantine/core'
import { IconArrowBackUp, IconPlayerStop, IconRotateClockwise } from '@tabler/icons-react'
import { useState } from 'react'
import type { Run } from '#web/api/contract.ts'
import { changeRun, isUnderWay, type RunVerb } from '#web/api/sources.ts'
import { humanise } from '#web/api/words.ts'
import { Action } from '#web/ui/action.tsx'
import { formatCount } from '#web/ui/app-link.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { useMay } from './access.ts'
import classes from './run-card.module.css'
import { RunStateBadge } from './state-badges.tsx'

/** Who or what asked for it. */
const triggers: Readonly<Record<Run['trigger'], string>> = {
  person: 'Asked for',
  schedule: 'By its rhythm',
  folder: 'A file came',
  replay: 'Skipped records again',
  set_up: 'At set-up',
}

/** What the name of a count does not tell by itself. */
const countNames: Record<string, string> = {
  rejected: 'skipped',
  nvd_cve: 'CVEs of NVD',
  recall: 'recall entries',
  product_support: 'products',
  product_classification: 'product codes',
  gudid_device: 'device identifiers',
}

export function RunCounts({ counts }: { counts: Record<string, number> }) {
  const shown = Object.entries(counts)
  if (shown.length === 0) return <span className="quiet">Nothing counted yet</span>
  return (
    <dl className={classes.counts}>
      {shown.map(([name, count]) => (
        <div key={name}>
          <dd>{formatCount(count)}</dd>
          <dt>{countNames[name] ?? humanise(name).toLowerCase()}</dt>
        </div>
      ))}
    </dl>
  )
}

export function RunProgress({ run }: { run: Run }) {
  const part = run.total ? Math.min(100, ((run.done ?? 0) / run.total) * 100) : null
  return (
    <div className={classes.progress} aria-live="polite">
      <Progress.Root size="lg">
        <Progress.Section
          value={part ?? 100}
          animated={part === null}
          striped={part === null}
          aria-label={run.phase ? humanise(run.phase) : 'Progress'}
        />
      </Progress.Root>
      <span className="quiet small number">
        {run.state === 'queued' ? 'Waiting for its turn' : run.phase ? humanise(run.phase) : 'Working'}
        {run.done !== null && run.total ? `: ${formatCount(run.done)} of ${formatCount(run.total)}` : ''}
        {run.done !== null && !run.total && run.done > 0 ? `: ${formatCount(run.done)} so far` : ''}
      </span>
    </div>
  )
}

/** One run of a source: what it did, and what can still be done about it. */
export function RunCard({ run }: { run: Run }) {
  const may = useMay()
  const [isUndoing, setIsUndoing] = useState(false)
  const change = useChange((verb: RunVerb) => changeRun(run.id, verb), {
    done: (_, verb) => ({ cancel: 'Cancelled.', undo: 'Being undone.', resume: 'Goes on.' })[verb],
    onDone: () => setIsUndoing(false),
  })
  const whyNot = may.whyNot('source:run')
  return (
    <article className={classes.run}>
      <div className={classes.head}>
        <RunStateBadge state={run.state} />
        <span className={classes.name}>{run.fileName ?? triggers[run.trigger]}</span>
        <span className="quiet small">
          {run.actorName && `${run.actorName}, `}
          <Moment at={run.startedAt ?? run.queuedAt} ago />
        </span>
        <div className={classes.actions}>
          {isUnderWay(run) && (
            <Action
              size="compact-sm"
              variant="default"
              leftSection={<IconPlayerStop size={14} aria-hidden />}
              disabledReason={whyNot}
              loading={change.isPending}
              onClick={() => change.mutate('cancel')}
            >
              Cancel
            </Action>
          )}
          {run.canResume && (
            <Action
              size="compact-sm"
              variant="default"
              leftSection={<IconRotateClockwise size={14} aria-hidden />}
              disabledReason={whyNot}
              loading={change.isPending}
              onClick={() => change.mutate('resume')}
            >
              Resume
            </Action>
          )}
          {run.canUndo && (
            <Action
              size="compact-sm"
              variant="default"
              leftSection={<IconArrowBackUp size={14} aria-hidden />}
              disabledReason={whyNot}
              onClick={() => setIsUndoing(true)}
            >
              Undo
            </Action>
          )}
        </div>
      </div>
      {isUnderWay(run) && <RunProgress run={run} />}
      {(!run.error || Object.keys(run.counts).length > 0) && <RunCounts counts={run.counts} />}
      {run.error && (
        <Remark tone="bad" title="It stopped">
          {run.error.detail}
        </Remark>
      )}
      {change.error && <Remark tone="bad">{change.error.message}</Remark>}
      {isUndoing && (
        <Dialog title="Undo this run" opened onClose={() => setIsUndoing(false)} size="sm">
          <Form
            danger
            submit="Undo"
            isSending={change.isPending}
            error={change.error}
            onSubmit={() => change.mutate('undo')}
          >
            <p style={{ margin: 0 }}>
              What this run observed is taken back: devices that only it knows disappear, attributes return to what they
              were. Decisions and work stay.
            </p>
          </Form>
        </Dialog>
      )}
    </article>
  )
}
