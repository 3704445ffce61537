import { IconArrowsSplit2 } from '@tabler/icons-react'
import type { WhatIfMove } from '#web/api/contract.ts'
import { BandBadge } from '#web/components/band-badge.tsx'
import { paths } from '#web/paths.ts'
import { formatCount } from '#web/ui/app-link.tsx'
import { type PagedQuery, PagedTable } from '#web/ui/paged-table.tsx'
import { Empty } from '#web/ui/states.tsx'
import { type Column, RowLink } from '#web/ui/table.tsx'
import { causeWords } from './step-words.ts'
import classes from './what-if.module.css'

const modelOf = ({ manufacturer, model }: WhatIfMove) =>
  [manufacturer, model].filter(Boolean).join(' ') || 'No model stated'

/** The findings in their list; of what would come only the vulnerability is there. */
const hrefOf = ({ vulnerabilityId, manufacturer, model, site, before }: WhatIfMove) =>
  before
    ? paths.findings({ vulnerability: vulnerabilityId, manufacturer, model, site })
    : paths.vulnerability(vulnerabilityId)

function Standing({ of, none }: { of: WhatIfMove['before']; none: string }) {
  if (!of) return <span className="quiet">{none}</span>
  return (
    <>
      <BandBadge band={of.band} score={of.score} />
      {of.action && <div className={classes.reasons}>{of.action}</div>}
    </>
  )
}

function Why({ row }: { row: WhatIfMove }) {
  return (
    <>
      {causeWords[row.cause]}
      {row.reasons.map(({ rule, axis, before, after }) => (
        <p key={`${rule} ${axis}`} className={classes.reasons}>
          {before && after ? `${before} → ${after}` : before ? `No longer: ${before}` : after}
        </p>
      ))}
    </>
  )
}

const key = (row: WhatIfMove) =>
  JSON.stringify([row.vulnerabilityId, row.manufacturer, row.model, row.site, row.cause, row.before, row.after])

const columns: Column<WhatIfMove>[] = [
  {
    id: 'what',
    title: 'Vulnerability',
    width: 11,
    render: (row) => <RowLink href={hrefOf(row)}>{row.vulnerabilityId}</RowLink>,
  },
  {
    id: 'where',
    title: 'On',
    width: 14,
    render: (row) => (
      <>
        {modelOf(row)}
        <div className={classes.reasons}>{row.site || 'No site stated'}</div>
      </>
    ),
  },
  { id: 'devices', title: 'Devices', width: 6, align: 'end', render: (row) => formatCount(row.devices) },
  { id: 'before', title: 'Before', width: 8, render: (row) => <Standing of={row.before} none="Not open" /> },
  { id: 'after', title: 'After', width: 8, render: (row) => <Standing of={row.after} none="Gone" /> },
  { id: 'why', title: 'Why', width: 16, grow: true, render: (row) => <Why row={row} /> },
]

function Card({ row }: { row: WhatIfMove }) {
  return (
    <div className={classes.cards}>
      <RowLink href={hrefOf(row)}>{row.vulnerabilityId}</RowLink>
      <span>
        {modelOf(row)}, {row.site || 'no site stated'}: {formatCount(row.devices)}{' '}
        {row.devices === 1 ? 'device' : 'devices'}
      </span>
      <span>
        <Standing of={row.before} none="Not open" /> → <Standing of={row.after} none="Gone" />
      </span>
      <Why row={row} />
    </div>
  )
}

/** Findings alike in one row, the largest change first. */
export function MovesList({ query, total }: { query: PagedQuery<WhatIfMove>; total: number }) {
  return (
    <PagedTable
      label="Findings that move"
      query={query}
      total={total}
      columns={columns}
      rowKey={key}
      rowHref={hrefOf}
      rowHeight={60}
      cardHeight={150}
      card={(row) => <Card row={row} />}
      empty={
        <Empty icon={<IconArrowsSplit2 size={30} aria-hidden />} title="No finding moves">
          What the steps change is looked at by no score here, or on no device.
        </Empty>
      }
    />
  )
}
