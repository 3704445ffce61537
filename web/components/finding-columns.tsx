import type { FindingRow } from '#web/api/contract.ts'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { type Column, RowLink } from '#web/ui/table.tsx'
import { BandBadge } from './band-badge.tsx'
import { DueMark } from './due-mark.tsx'
import classes from './finding-columns.module.css'
import {
  AnswerBadge,
  CountsAsBadge,
  DecisionBadge,
  ExploitedMark,
  RemediationBadge,
  StatusBadge,
  UndecidedBadge,
} from './state-badges.tsx'

export const findingKey = (row: FindingRow) => `${row.device.id} ${row.vulnerabilityId}`
export const findingHref = (row: FindingRow) => paths.finding(row.device.id, row.vulnerabilityId)

const openAgain = {
  broken: 'A decision no longer holds',
  asks: 'A decision waits',
  waiting: 'Not in force yet',
} as const

function What({ row }: { row: FindingRow }) {
  return (
    <>
      <div className={classes.line}>
        <RowLink href={findingHref(row)}>{row.vulnerabilityId}</RowLink>
        {row.knownExploited && <ExploitedMark isShort />}
        <span className={classes.title}>{row.title}</span>
      </div>
      <div className={classes.because} title={row.undecided?.text ?? row.because}>
        {row.undecided ? `${openAgain[row.undecided.state]}: ${row.undecided.text}` : row.because}
      </div>
    </>
  )
}

function Where({ row }: { row: FindingRow }) {
  return (
    <>
      <AppLink href={paths.device(row.device.id)} className={`${classes.device} cut`} title={row.device.name}>
        {row.device.name}
      </AppLink>
      <div className={classes.sub}>
        {[row.device.careArea, row.device.site].filter(Boolean).join(' · ') || 'Place not known'}
      </div>
    </>
  )
}

/** The four fields of the state; those that say nothing yet are left to the finding's own page. */
function State({ row }: { row: FindingRow }) {
  return (
    <div className={classes.state}>
      <AnswerBadge answer={row.answer} />
      {row.answer === 'cannot_tell' && row.countsAs && row.countsAs !== 'to_look_at' && (
        <CountsAsBadge countsAs={row.countsAs} />
      )}
      {row.status !== 'under_investigation' && row.status !== row.answer && <StatusBadge status={row.status} />}
      {row.decision !== 'none' && <DecisionBadge decision={row.decision} />}
      {row.undecided && <UndecidedBadge undecided={row.undecided} />}
      {row.remediation !== 'not_remediated' && <RemediationBadge remediation={row.remediation} />}
    </div>
  )
}

const score: Column<FindingRow> = {
  id: 'risk',
  title: 'Risk',
  width: 8.5,
  sort: 'risk',
  isDown: true,
  render: (row) => <BandBadge band={row.band} score={row.score} />,
}
const what: Column<FindingRow> = {
  id: 'what',
  title: 'Vulnerability, and why it is here',
  width: 26,
  grow: true,
  render: (row) => <What row={row} />,
}
const where: Column<FindingRow> = { id: 'where', title: 'Device', width: 16, render: (row) => <Where row={row} /> }
const state: Column<FindingRow> = { id: 'state', title: 'State', width: 11, render: (row) => <State row={row} /> }
const opened: Column<FindingRow> = {
  id: 'opened',
  title: 'Opened',
  width: 9,
  align: 'end',
  sort: 'opened',
  isDown: true,
  render: (row) => <Moment at={row.openedAt} ago />,
}

const action: Column<FindingRow> = {
  id: 'action',
  title: 'Action',
  width: 10,
  sort: 'action',
  isDown: true,
  render: (row) => <DueMark row={row} />,
}

/** What to do by when stands first, once an appetite says so; the others make room for it. */
export const withAction = (columns: Column<FindingRow>[], rows: readonly FindingRow[]): Column<FindingRow>[] =>
  rows.some((row) => row.action)
    ? [action, ...columns.map((column) => ({ ...column, width: beside.get(column.id) ?? column.width }))]
    : columns
const beside: ReadonlyMap<string, number> = new Map([
  ['what', 20],
  ['where', 13],
])

export const findingColumns = [score, what, where, state, opened]
/** On the page of one device. */
export const deviceFindingColumns = [score, what, state, opened]
/** On the page of one vulnerability. */
export const vulnerabilityFindingColumns: Column<FindingRow>[] = [
  score,
  {
    id: 'device',
    title: 'Device',
    width: 18,
    render: (row) => (
      <>
        <RowLink href={findingHref(row)}>{row.device.name}</RowLink>
        <div className={classes.sub}>{[row.device.manufacturer, row.device.model].filter(Boolean).join(' ')}</div>
      </>
    ),
  },
  {
    id: 'place',
    title: 'Place',
    width: 12,
    render: (row) => [row.device.careArea, row.device.site].filter(Boolean).join(' · ') || '—',
  },
  { id: 'because', title: 'Because', width: 18, grow: true, render: (row) => row.because },
  state,
]

export function FindingCard({ row }: { row: FindingRow }) {
  return (
    <div className={classes.card}>
      <div className={classes.cardTop}>
        <BandBadge band={row.band} score={row.score} />
        <State row={row} />
      </div>
      {row.action && (
        <div>
          <DueMark row={row} />
        </div>
      )}
      <div>
        <RowLink href={findingHref(row)}>{row.vulnerabilityId}</RowLink> {row.title}
      </div>
      {row.knownExploited && (
        <div>
          <ExploitedMark />
        </div>
      )}
      <div className={classes.because}>
        {row.undecided ? `${openAgain[row.undecided.state]}: ${row.undecided.text}` : row.because}
      </div>
      <div className={classes.because}>
        {row.device.name}
        {row.device.careArea ? ` · ${row.device.careArea}` : ''}
      </div>
    </div>
  )
}
