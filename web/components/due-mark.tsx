import type { FindingRow } from '#web/api/contract.ts'
import { Day, Moment } from '#web/ui/moment.tsx'
import classes from './due-mark.module.css'

type Due = NonNullable<FindingRow['due']>

/** The last day on which it is in time; within a day of it the moment, in the hospital's own time. */
export function DueDay({ due }: { due: Due }) {
  const isSoon = Math.abs(Date.parse(due.at) - Date.now()) < 24 * 3600 * 1000
  const when = isSoon ? <Moment at={due.at} /> : <Day on={due.on} />
  return due.isOverdue ? <strong className={classes.overdue}>overdue, was due {when}</strong> : <span>by {when}</span>
}

/** What the hospital's appetite asks of a finding, and by when. */
export function DueMark({ row: { action, due } }: { row: Pick<FindingRow, 'action' | 'due'> }) {
  if (!action) return <span className="quiet">—</span>
  return (
    <>
      <span
        className={classes.action}
        data-urgency={action.rank === action.of ? 'most' : action.rank === 1 ? 'least' : undefined}
      >
        {action.name}
      </span>
      <div className={classes.day}>{due ? <DueDay due={due} /> : 'no deadline'}</div>
    </>
  )
}
