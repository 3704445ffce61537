import type { WorkOrderRow } from '#web/api/contract.ts'
import { humanise } from '#web/api/words.ts'
import { paths } from '#web/paths.ts'
import { Day, isPast, useToday } from '#web/ui/moment.tsx'
import { type Column, RowLink } from '#web/ui/table.tsx'
import classes from './finding-columns.module.css'
import { OrderStateBadge } from './state-badges.tsx'

export const orderKey = (row: WorkOrderRow) => row.id
export const orderHref = (row: WorkOrderRow) => paths.workOrder(row.id)

const over: readonly string[] = [
  'verified',
  'administratively_closed',
  'cancelled',
  'work_complete',
  'verification_pending',
]

function Due({ row }: { row: WorkOrderRow }) {
  const isLate = isPast(row.dueOn, useToday()) && !over.includes(row.state)
  if (!isLate) return <Day on={row.dueOn} />
  return (
    <strong style={{ color: 'var(--bad-text)' }}>
      <Day on={row.dueOn} /> overdue
    </strong>
  )
}

const place = (row: WorkOrderRow) =>
  [row.device.site, row.device.careArea, row.device.room].filter(Boolean).join(' · ') || 'Place not known'

export const workOrderColumns: Column<WorkOrderRow>[] = [
  {
    id: 'number',
    title: 'Number',
    width: 8,
    sort: 'number',
    render: (row) => <RowLink href={orderHref(row)}>{row.number}</RowLink>,
  },
  {
    id: 'title',
    title: 'What to do',
    width: 18,
    grow: true,
    render: (row) => (
      <>
        {row.title}
        <div className={classes.sub}>
          {humanise(row.type)}
          {row.findings > 0 && ` · ${row.findings} ${row.findings === 1 ? 'finding' : 'findings'}`}
          {row.externalId && ` · CMMS ${row.externalId}`}
        </div>
      </>
    ),
  },
  {
    id: 'device',
    title: 'Device',
    width: 15,
    render: (row) => (
      <>
        {row.device.name}
        <div className={classes.sub}>{place(row)}</div>
      </>
    ),
  },
  {
    id: 'state',
    title: 'State',
    width: 12,
    render: (row) => (
      <>
        <OrderStateBadge state={row.state} />
        {row.state === 'on_hold' && row.holdReason && <div className={classes.because}>{humanise(row.holdReason)}</div>}
      </>
    ),
  },
  {
    id: 'assignee',
    title: 'Assigned to',
    width: 9,
    render: (row) => row.assignee?.name ?? <span className="quiet">Nobody</span>,
  },
  { id: 'due', title: 'Due', width: 9, sort: 'due', render: (row) => <Due row={row} /> },
]

export function WorkOrderCard({ row }: { row: WorkOrderRow }) {
  return (
    <div className={classes.card}>
      <div className={classes.cardTop}>
        <RowLink href={orderHref(row)}>{row.number}</RowLink>
        <OrderStateBadge state={row.state} />
      </div>
      <div>{row.title}</div>
      <div>
        <strong>{row.device.name}</strong>
      </div>
      <div className={classes.because}>{place(row)}</div>
      <div className={classes.because}>
        Due <Due row={row} /> · {row.assignee?.name ?? 'nobody assigned'}
      </div>
    </div>
  )
}
