import { useInfiniteQuery } from '@tanstack/react-query'
import { matchRunsQuery } from '#web/api/advisories.ts'
import type { MatchRun } from '#web/api/contract.ts'
import type { MatchRunSearch } from '#web/page-searches.ts'
import { paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { FacetFilter } from '#web/ui/facet-filter.tsx'
import { FilterBar } from '#web/ui/filter-bar.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Empty } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import classes from './advisories.module.css'

const triggers: Record<MatchRun['trigger'], string> = {
  person: 'By a person',
  advisories: 'Advisories came',
  devices: 'Devices came',
  databases: 'NVD, OSV or Microsoft’s updates changed',
  bills: 'Bills changed',
  aliases: 'Names changed',
  rules: 'A new version of Homeostat',
}

/** What it is about where no advisory or device is named. */
const whatOf: Partial<Record<MatchRun['trigger'], string>> = {
  databases: ', by what they run on and what is inside',
  bills: ', with another bill of materials',
  aliases: ', read otherwise',
  rules: ', by its rules',
}

function What({ run: { trigger, advisoryIds, deviceIds, configurations } }: { run: MatchRun }) {
  const [advisory] = advisoryIds
  const [device] = deviceIds
  if (advisory !== undefined)
    return (
      <>
        <AppLink href={paths.advisory(advisory)}>{advisory}</AppLink>
        {advisoryIds.length > 1 && ` and ${formatCount(advisoryIds.length - 1)} more`}
      </>
    )
  if (device !== undefined)
    return deviceIds.length === 1 ? (
      <AppLink href={paths.device(device)}>one device</AppLink>
    ) : (
      <>{formatCount(deviceIds.length)} devices</>
    )
  return (
    <>
      {formatCount(configurations)} {trigger === 'devices' && 'new '}
      {configurations === 1 ? 'configuration' : 'configurations'}
      {whatOf[trigger]}
    </>
  )
}

const columns: Column<MatchRun>[] = [
  { id: 'at', title: 'When', width: 10.5, render: (run) => <Moment at={run.endedAt} /> },
  {
    id: 'trigger',
    title: 'Why',
    width: 11,
    render: (run) => (
      <>
        {triggers[run.trigger]}
        <div className={classes.sub}>{run.by}</div>
      </>
    ),
  },
  { id: 'what', title: 'What was matched', width: 14, grow: true, render: (run) => <What run={run} /> },
  { id: 'changed', title: 'Changed', width: 6.5, align: 'end', render: (run) => formatCount(run.changed) },
  { id: 'devices', title: 'Devices', width: 6, align: 'end', render: (run) => formatCount(run.devices) },
  {
    id: 'open',
    title: 'Not remediated',
    width: 9,
    align: 'end',
    render: (run) => formatCount(run.notRemediated),
  },
  { id: 'begun', title: 'In progress', width: 7.5, align: 'end', render: (run) => formatCount(run.inProgress) },
  { id: 'done', title: 'Done', width: 5, align: 'end', render: (run) => formatCount(run.done) },
]

/** When advisories and devices were matched, why, and what came of it. */
export function MatchRunsPage() {
  const { search, setSearch, clear } = useSearchState<MatchRunSearch>()
  const runs = useInfiniteQuery(matchRunsQuery(search))
  return (
    <Page
      fill
      title="Matching runs"
      parent={{ title: 'Advisories', href: paths.advisories() }}
      lead="What comes in is matched of itself; a person can ask for it again. Devices are counted as they stood then."
    >
      <FilterBar onClear={search.trigger ? clear : undefined}>
        <FacetFilter
          title="Why"
          value={search.trigger}
          onChange={(value) => setSearch({ trigger: value as MatchRunSearch['trigger'] })}
          options={Object.entries(triggers).map(([value, label]) => ({ value, label }))}
        />
      </FilterBar>
      <PagedTable
        fill
        label="Matching runs"
        query={runs}
        columns={columns}
        rowKey={(run) => run.id}
        rowHeight={56}
        card={(run) => (
          <>
            <strong>{triggers[run.trigger]}</strong>: <What run={run} />
            <div className={classes.sub}>
              <Moment at={run.endedAt} />, {run.by}
            </div>
            {formatCount(run.changed)} {run.changed === 1 ? 'match' : 'matches'} changed ·{' '}
            {run.devices === 0 ? (
              'no device'
            ) : (
              <>
                {formatCount(run.devices)} {run.devices === 1 ? 'device' : 'devices'}: {formatCount(run.notRemediated)}{' '}
                not remediated, {formatCount(run.inProgress)} in progress, {formatCount(run.done)} done
              </>
            )}
          </>
        )}
        empty={<Empty title="Nothing was matched yet">Add devices and a feed of advisories.</Empty>}
      />
    </Page>
  )
}
