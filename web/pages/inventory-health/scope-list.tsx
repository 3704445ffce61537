import { useInfiniteQuery } from '@tanstack/react-query'
import type { HealthScope } from '#web/api/contract.ts'
import { healthScopesQuery } from '#web/api/inventory-health.ts'
import { ScoreBar } from '#web/components/score-bar.tsx'
import type { InventoryHealthSearch } from '#web/page-searches.ts'
import { paths } from '#web/paths.ts'
import { AppLink, CountLink } from '#web/ui/app-link.tsx'
import { FilterBar, TextFilter } from '#web/ui/filter-bar.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Empty } from '#web/ui/states.tsx'
import { type Column, RowLink } from '#web/ui/table.tsx'
import classes from './inventory-health.module.css'

const filterOf = ({ scope, id, site, careArea }: HealthScope) =>
  scope === 'source' ? { source: id } : { site: site ?? '', careArea: careArea ?? '' }
const devicesOf = (row: HealthScope) =>
  paths.devices({ ...filterOf(row), ...(row.scope === 'ward' ? { alike: 'true' } : {}) })
const hrefOf = (row: HealthScope) => (row.scope === 'source' ? paths.source(row.id) : devicesOf(row))

const listed = (list: 'unknown' | 'ghost' | 'missing', title: string): Column<HealthScope> => ({
  id: list,
  title,
  width: 6,
  align: 'end',
  render: (row) => (
    <CountLink
      href={paths.inventoryHealth({ list, ...filterOf(row) })}
      count={row.counts[list] ?? 0}
      of={`${list} devices`}
    />
  ),
})

const Change = ({ change }: { change: number | null }) =>
  change === null || change === 0 ? null : (
    <span className="quiet small">
      {' '}
      {change > 0 ? `+${change}` : change}
      <span className="visually-hidden"> in thirty days</span>
    </span>
  )

const Check = ({ row }: { row: HealthScope }) =>
  row.check ? (
    <span className="small">
      <AppLink href={row.check.path}>{row.check.text}</AppLink>{' '}
      <span className="quiet">+{row.check.gain.toFixed(1)}</span>
    </span>
  ) : (
    <span className="quiet">Nothing is missing</span>
  )

const columns: Column<HealthScope>[] = [
  {
    id: 'title',
    title: 'Name',
    width: 13,
    grow: true,
    render: (row) => <RowLink href={hrefOf(row)}>{row.title}</RowLink>,
  },
  {
    id: 'score',
    title: 'Health',
    width: 11,
    render: (row) => (
      <>
        <ScoreBar score={row.score} />
        <Change change={row.change} />
      </>
    ),
  },
  {
    id: 'devices',
    title: 'Devices',
    width: 6,
    align: 'end',
    render: (row) => <CountLink href={devicesOf(row)} count={row.devices} of="devices" />,
  },
  listed('unknown', 'Unknown'),
  listed('ghost', 'Ghosts'),
  listed('missing', 'Missing'),
  { id: 'check', title: 'What pays most', width: 22, grow: true, render: (row) => <Check row={row} /> },
]

export function ScopeList({ scope, search }: { scope: 'ward' | 'source'; search: InventoryHealthSearch }) {
  const { setSearch } = useSearchState<InventoryHealthSearch>()
  const scopes = useInfiniteQuery(healthScopesQuery({ scope, q: search.q }))
  const label = scope === 'ward' ? 'Wards' : 'Sources'
  return (
    <>
      <FilterBar onClear={search.q ? () => setSearch({ q: undefined }) : undefined}>
        <TextFilter label="Name" value={search.q} onChange={(q) => setSearch({ q })} />
      </FilterBar>
      <PagedTable
        fill
        label={label}
        query={scopes}
        columns={columns}
        rowKey={({ id }) => id}
        rowHref={hrefOf}
        rowHeight={64}
        cardHeight={130}
        card={(row) => (
          <div className={classes.two}>
            <RowLink href={hrefOf(row)}>{row.title}</RowLink>
            <ScoreBar score={row.score} />
            <Check row={row} />
          </div>
        )}
        empty={<Empty title="None">They stand here when devices are counted, after the next run.</Empty>}
      />
    </>
  )
}
