import { useInfiniteQuery } from '@tanstack/react-query'
import type { RiskGroup } from '#web/api/contract.ts'
import { riskGroupsQuery } from '#web/api/risk-over-time.ts'
import type { RiskOverTimeSearch } from '#web/page-searches.ts'
import { paths } from '#web/paths.ts'
import { CountLink } from '#web/ui/app-link.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Empty } from '#web/ui/states.tsx'
import { type Column, RowLink } from '#web/ui/table.tsx'
import { LinkTabs } from '#web/ui/tabs.tsx'
import { Change, formatSum } from './change.tsx'
import classes from './risk-over-time.module.css'

type Grouping = 'site' | 'manufacturer' | 'model'
const groupings: readonly { by: Grouping; title: string }[] = [
  { by: 'site', title: 'Sites' },
  { by: 'manufacturer', title: 'Manufacturers' },
  { by: 'model', title: 'Models' },
]

const nameOf = ({ site, manufacturer, model }: RiskGroup) =>
  site !== null
    ? site || 'No site'
    : model !== null
      ? `${manufacturer || 'No manufacturer'} ${model || 'No model'}`
      : manufacturer || 'No manufacturer'

/** What the row is narrowed to, beside what the page is. */
const partOf = ({ site, manufacturer, model }: RiskGroup) => ({
  ...(site !== null && { site }),
  ...(manufacturer !== null && { manufacturer }),
  ...(model !== null && { model }),
})

/** Sites, manufacturers or models, then and now. */
export function GroupTable({ search, days }: { search: RiskOverTimeSearch; days: { from: string; to: string } }) {
  const { setSearch } = useSearchState<RiskOverTimeSearch>()
  const by = search.by ?? 'site'
  const { site, manufacturer, model } = search
  const narrowed = { site, manufacturer, model }
  const sort = search.sort ?? 'risk'
  const groups = useInfiniteQuery(riskGroupsQuery({ by, sort, ...narrowed, ...days }))
  const hrefOf = (row: RiskGroup) => paths.riskOverTime({ ...search, ...partOf(row) })
  const openOf = (row: RiskGroup) => paths.findings({ ...narrowed, ...partOf(row), alike: 'true' })
  const columns: Column<RiskGroup>[] = [
    {
      id: 'name',
      title: groupings.find((one) => one.by === by)!.title.replace(/s$/, ''),
      width: 14,
      grow: true,
      sort: 'name',
      render: (row) => <RowLink href={hrefOf(row)}>{nameOf(row)}</RowLink>,
    },
    {
      id: 'risk',
      title: 'Sum of scores',
      width: 8,
      align: 'end',
      sort: 'risk',
      isDown: true,
      render: (row) => <span className="number">{formatSum(row.after.risk)}</span>,
    },
    {
      id: 'rise',
      title: 'Change',
      width: 8,
      align: 'end',
      sort: 'rise',
      isDown: true,
      render: (row) => <Change from={row.before.risk} to={row.after.risk} />,
    },
    ...(['safety', 'care', 'privacy'] as const).map(
      (axis): Column<RiskGroup> => ({
        id: axis,
        title: axis === 'safety' ? 'Safety' : axis === 'care' ? 'Care' : 'Privacy',
        width: 7,
        align: 'end',
        render: (row) => <Change from={row.before[axis]} to={row.after[axis]} />,
      }),
    ),
    {
      id: 'open',
      title: 'Open findings',
      width: 8,
      align: 'end',
      render: (row) => <CountLink href={openOf(row)} count={row.after.openFindings} of="open findings" />,
    },
    {
      id: 'critical',
      title: 'Critical',
      width: 6,
      align: 'end',
      render: (row) => <Change from={row.before.critical} to={row.after.critical} />,
    },
    {
      id: 'devices',
      title: 'Devices',
      width: 6,
      align: 'end',
      render: (row) => (
        <CountLink
          href={paths.devices({ ...narrowed, ...partOf(row), alike: 'true', active: 'true' })}
          count={row.after.devices}
          of="devices"
        />
      ),
    },
  ]
  return (
    <>
      <LinkTabs
        label="Grouped by"
        current={by}
        tabs={groupings.map((one) => ({
          id: one.by,
          title: one.title,
          href: paths.riskOverTime({ ...search, by: one.by, sort: undefined }),
        }))}
      />
      <PagedTable
        label={groupings.find((one) => one.by === by)!.title}
        query={groups}
        columns={columns}
        rowKey={(row) => JSON.stringify(partOf(row))}
        rowHref={hrefOf}
        cardHeight={96}
        card={(row) => (
          <div className={classes.stack}>
            <RowLink href={hrefOf(row)}>{nameOf(row)}</RowLink>
            <span className={classes.facts}>
              <span className="number">{formatSum(row.after.risk)}</span>
              <Change from={row.before.risk} to={row.after.risk} />
              <CountLink href={openOf(row)} count={row.after.openFindings} of="open findings" />
            </span>
          </div>
        )}
        sort={sort}
        onSort={(chosen) => setSearch({ sort: chosen as RiskOverTimeSearch['sort'] })}
        empty={<Empty title="None">No day of this time was measured, or none fits these filters.</Empty>}
      />
    </>
  )
}
