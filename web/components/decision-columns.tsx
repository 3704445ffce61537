import type { DecisionFinding, DecisionRow } from '#web/api/contract.ts'
import { decidedOn } from '#web/api/decisions.ts'
import { paths } from '#web/paths.ts'
import { AppLink, CountLink } from '#web/ui/app-link.tsx'
import { Day, Moment } from '#web/ui/moment.tsx'
import { type Column, RowLink } from '#web/ui/table.tsx'
import classes from './decision.module.css'
import { DecisionBadge, DecisionStateBadge, StandingBadge } from './state-badges.tsx'

const dash = <span className="quiet">—</span>

const count = (row: DecisionRow, state: 'holds' | 'broken' | 'asks', n: number, of: string) =>
  n === 0 ? dash : <CountLink href={paths.decision(row.id, state)} count={n} of={of} />

export const decisionHref = (row: DecisionRow) => paths.decision(row.id)

export const decisionColumns: Column<DecisionRow>[] = [
  {
    id: 'decision',
    title: 'Decision',
    width: 9,
    render: (row) => (
      <>
        <DecisionBadge decision={row.decision} />
        <div>
          <DecisionStateBadge state={row.state} isBroken={row.broken > 0} />
        </div>
      </>
    ),
  },
  {
    id: 'on',
    title: 'On what, and why',
    width: 16,
    grow: true,
    render: (row) => (
      <>
        <RowLink href={decisionHref(row)}>{decidedOn(row)}</RowLink>
        <div className={classes.sub} title={row.reason}>
          {row.reason}
        </div>
      </>
    ),
  },
  {
    id: 'holding',
    title: 'In force',
    width: 5.5,
    align: 'end',
    render: (row) => count(row, 'holds', row.decision === 'none' ? 0 : row.holding, 'findings that it is in force on'),
  },
  {
    id: 'carried',
    title: 'Carried',
    width: 5,
    align: 'end',
    render: (row) => count(row, 'holds', row.decision === 'none' ? 0 : row.carried, 'findings that it was carried to'),
  },
  {
    id: 'broken',
    title: 'Broken',
    width: 5,
    align: 'end',
    render: (row) => count(row, 'broken', row.broken, 'findings that are open again'),
  },
  {
    id: 'asking',
    title: 'Not known',
    width: 6.5,
    align: 'end',
    render: (row) => count(row, 'asks', row.asking, 'findings on which something is not known'),
  },
  {
    id: 'until',
    title: 'Until',
    width: 7,
    align: 'end',
    render: (row) => (row.expiresOn ? <Day on={row.expiresOn} /> : dash),
  },
  {
    id: 'decided',
    title: 'Decided',
    width: 9,
    align: 'end',
    render: (row) => (
      <>
        <Moment at={row.decidedAt} ago />
        <div className={classes.sub}>{row.decidedBy}</div>
      </>
    ),
  },
]

export const DecisionCard = ({ row }: { row: DecisionRow }) => (
  <>
    <div className={classes.badges}>
      <DecisionBadge decision={row.decision} />
      <DecisionStateBadge state={row.state} isBroken={row.broken > 0} />
    </div>
    <RowLink href={decisionHref(row)}>{decidedOn(row)}</RowLink>
    <div className={classes.sub}>{row.reason}</div>
    <div className={classes.numbers}>
      {row.decision !== 'none' && (
        <span>{count(row, 'holds', row.holding, 'findings that it is in force on')} in force</span>
      )}
      {row.carried > 0 && row.decision !== 'none' && (
        <span>{count(row, 'holds', row.carried, 'findings that it was carried to')} carried</span>
      )}
      {row.broken > 0 && <span>{count(row, 'broken', row.broken, 'findings that are open again')} broken</span>}
      {row.asking > 0 && (
        <span>{count(row, 'asks', row.asking, 'findings on which something is not known')} not known</span>
      )}
      {row.expiresOn && (
        <span>
          until <Day on={row.expiresOn} />
        </span>
      )}
    </div>
    <div className={classes.sub}>
      {row.decidedBy}, <Moment at={row.decidedAt} ago />
    </div>
  </>
)

export const standingKey = (row: DecisionFinding) => `${row.device.id} ${row.vulnerabilityId}`
export const standingHref = (row: DecisionFinding) => paths.finding(row.device.id, row.vulnerabilityId)

/** `the decision rests on imaging` says already what it was. */
export const endsWithWas = ({ text, was }: { text: string; was: string | null }) =>
  was !== null && text.endsWith(` ${was}`)

/** `Versions 9.1, zone clinical`: what was compared when it began to hold. */
export const checkedText = (checked: DecisionFinding['checked']): string =>
  checked.map(({ kind, value }) => `${kind.replaceAll('_', ' ')}: ${value}`).join(' · ')

const Why = ({ row }: { row: Pick<DecisionFinding, 'failing' | 'checked'> }) =>
  row.failing.length > 0 ? (
    row.failing.map((one) => (
      <div key={one.kind}>
        {one.text}
        {one.was && !endsWithWas(one) && <span className="quiet"> (was {one.was})</span>}
      </div>
    ))
  ) : (
    <span className={classes.sub}>{checkedText(row.checked)}</span>
  )

export const standingColumns: Column<DecisionFinding>[] = [
  {
    id: 'state',
    title: 'State',
    width: 8.5,
    render: (row) => (
      <>
        <StandingBadge state={row.state} />
        {row.state === 'holds' && row.isCarried && <div className={classes.sub}>carried</div>}
      </>
    ),
  },
  {
    id: 'device',
    title: 'Device',
    width: 15,
    render: (row) => (
      <>
        <AppLink href={paths.device(row.device.id)}>{row.device.name}</AppLink>
        <div className={classes.sub}>{[row.device.careArea, row.device.site].filter(Boolean).join(' · ')}</div>
      </>
    ),
  },
  {
    id: 'vulnerability',
    title: 'Vulnerability',
    width: 10,
    render: (row) => <RowLink href={standingHref(row)}>{row.vulnerabilityId}</RowLink>,
  },
  { id: 'why', title: 'Why, or what was checked', width: 19, grow: true, render: (row) => <Why row={row} /> },
  { id: 'since', title: 'Since', width: 9, align: 'end', render: (row) => <Moment at={row.since} ago /> },
]

export const StandingCard = ({ row }: { row: DecisionFinding }) => (
  <>
    <div className={classes.badges}>
      <StandingBadge state={row.state} />
      {row.state === 'holds' && row.isCarried && <span className="quiet small">carried</span>}
    </div>
    <RowLink href={standingHref(row)}>{row.vulnerabilityId}</RowLink> on {row.device.name}
    <div className={classes.sub}>
      <Why row={row} />
    </div>
  </>
)
