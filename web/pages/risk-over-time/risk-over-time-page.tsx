import { Button, Skeleton } from '@mantine/core'
import { IconChartLine, IconDownload } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import type { RiskGroup, RiskOverTime, RiskPoint } from '#web/api/contract.ts'
import { allItems } from '#web/api/paging.ts'
import { riskGroupsQuery, riskOverTimeQuery } from '#web/api/risk-over-time.ts'
import type { RiskOverTimeSearch } from '#web/page-searches.ts'
import { downloads, paths } from '#web/paths.ts'
import { AppLink, CountLink, formatCount } from '#web/ui/app-link.tsx'
import { FacetFilter } from '#web/ui/facet-filter.tsx'
import { FilterBar } from '#web/ui/filter-bar.tsx'
import { formatDay, Moment } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Section } from '#web/ui/section.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { type Column, PlainTable, RowLink } from '#web/ui/table.tsx'
import { LinkTabs } from '#web/ui/tabs.tsx'
import { formatSum } from './change.tsx'
import { GroupTable } from './group-table.tsx'
import classes from './risk-over-time.module.css'

const RiskChart = lazy(() => import('./risk-chart.tsx'))

const spans = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: '1098', label: 'Three years' },
]

const daysBefore = (day: string, days: number) =>
  new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10)

/** Are we getting better? What the open findings came to on each day. */
export function RiskOverTimePage() {
  const { search, setSearch, clear } = useSearchState<RiskOverTimeSearch>()
  const { site, manufacturer, model } = search
  const narrowed = { site, manufacturer, model }
  const span = Number(search.span ?? 90)
  // The hospital's today is the server's to say; a day more or less at the edge of the span shows nothing wrong.
  const from = daysBefore(new Date().toISOString().slice(0, 10), span)
  const risk = useQuery(riskOverTimeQuery({ ...narrowed, from }))
  return (
    <Page
      title="Risk over time"
      lead={
        risk.data?.points.length ? (
          <>
            Are we getting better? Counted <Moment at={risk.data.points.at(-1)!.countedAt} ago />
          </>
        ) : (
          'Are we getting better?'
        )
      }
    >
      <Filters search={search} span={String(span)} clear={clear} setSearch={setSearch} from={from} />
      <Loaded query={risk} skeleton={<Skeleton height={360} />}>
        {(data) =>
          data.measuredSince === null ? (
            <Empty icon={<IconChartLine size={30} aria-hidden />} title="Nothing was measured yet">
              The first point is counted within minutes of the first start, and then once a day at least. A line takes
              two days.
            </Empty>
          ) : (
            <Measured risk={data} search={search} />
          )
        }
      </Loaded>
    </Page>
  )
}

function Filters({
  search,
  span,
  from,
  clear,
  setSearch,
}: {
  search: RiskOverTimeSearch
  span: string
  from: string
  clear: () => void
  setSearch: (change: Partial<RiskOverTimeSearch>) => void
}) {
  const { site, manufacturer, model } = search
  const first = { limit: 200, sort: 'risk', from } as const
  const sites = allItems(useInfiniteQuery(riskGroupsQuery({ by: 'site', ...first })).data)
  const makers = allItems(useInfiniteQuery(riskGroupsQuery({ by: 'manufacturer', site, ...first })).data)
  const models = allItems(useInfiniteQuery(riskGroupsQuery({ by: 'model', site, manufacturer, ...first })).data)
  const options = (rows: RiskGroup[], name: 'site' | 'manufacturer' | 'model', chosen: string | undefined) => {
    const known = rows.map((row) => ({ value: row[name] ?? '', count: row.after.openFindings }))
    return chosen === undefined || known.some(({ value }) => value === chosen)
      ? known
      : [{ value: chosen, count: 0 }, ...known]
  }
  const isFiltered = site !== undefined || manufacturer !== undefined
  return (
    <FilterBar
      onClear={isFiltered ? clear : undefined}
      end={
        <Button
          component="a"
          href={downloads.riskOverTime({ site, manufacturer, model, from })}
          download
          variant="default"
          size="compact-md"
          leftSection={<IconDownload size={15} aria-hidden />}
        >
          CSV
        </Button>
      }
    >
      <FacetFilter
        title="Site"
        value={site}
        onChange={(value) => setSearch({ site: value })}
        options={options(sites, 'site', site)}
      />
      <FacetFilter
        title="Manufacturer"
        value={manufacturer}
        onChange={(value) => setSearch({ manufacturer: value, model: undefined })}
        options={options(makers, 'manufacturer', manufacturer)}
      />
      {manufacturer !== undefined && (
        <FacetFilter
          title="Model"
          value={model}
          onChange={(value) => setSearch({ model: value })}
          options={options(models, 'model', model)}
        />
      )}
      <FacetFilter
        title="Time"
        value={span}
        any="90 days"
        onChange={(value) => setSearch({ span: value as RiskOverTimeSearch['span'] })}
        options={spans}
      />
    </FilterBar>
  )
}

function Measured({ risk, search }: { risk: RiskOverTime; search: RiskOverTimeSearch }) {
  const { points } = risk
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last)
    return (
      <Empty icon={<IconChartLine size={30} aria-hidden />} title="No day of this time was measured">
        Homeostat has counted since {formatDay(risk.measuredSince!)}.
      </Empty>
    )
  const show = search.show ?? 'bands'
  return (
    <>
      <Section title="What the open findings came to" aside={`since ${formatDay(first.day)}`}>
        <Said first={first} last={last} />
        <LinkTabs
          label="What is drawn"
          current={show}
          tabs={[
            { id: 'bands', title: 'Open findings by band', href: paths.riskOverTime({ ...search, show: undefined }) },
            { id: 'axes', title: 'Risk by axis', href: paths.riskOverTime({ ...search, show: 'axes' }) },
          ]}
        />
        <Suspense fallback={<Skeleton height={300} />}>
          <RiskChart risk={risk} show={show} label={labelOf(first, last, show)} />
        </Suspense>
        <p className="quiet small" style={{ margin: 0 }}>
          {show === 'axes'
            ? 'Likelihood × harm of each open finding, 0 to 100, added up; the three harms overlap and are not added to each other.'
            : labelOf(first, last, show)}
          {risk.notMeasured.length > 0 &&
            ` The line is broken where nobody counted: ${risk.notMeasured.map(spanWords).join(', ')}.`}
          {first.day < risk.dailySince &&
            ` Before ${formatDay(risk.dailySince)} the last measured day of each week is kept.`}
        </p>
      </Section>
      <Section title="Day by day" flush>
        <Days risk={risk} search={search} />
      </Section>
      <Section title="Where it changed" flush>
        <GroupTable search={search} days={{ from: first.day, to: last.day }} />
      </Section>
    </>
  )
}

const spanWords = ({ from, to }: { from: string; to: string }) =>
  from === to ? formatDay(from) : `${formatDay(from)} to ${formatDay(to)}`

const labelOf = (first: RiskPoint, last: RiskPoint, show: 'bands' | 'axes') =>
  show === 'axes'
    ? `From ${formatDay(first.day)} to ${formatDay(last.day)} patient safety went from ${formatSum(first.safety)} to ${formatSum(last.safety)}, care delivery from ${formatSum(first.care)} to ${formatSum(last.care)}, privacy from ${formatSum(first.privacy)} to ${formatSum(last.privacy)}.`
    : `From ${formatDay(first.day)} to ${formatDay(last.day)} open findings went from ${formatCount(first.openFindings)} to ${formatCount(last.openFindings)}, critical ones from ${formatCount(first.critical)} to ${formatCount(last.critical)}.`

/** The answer in one sentence. */
function Said({ first, last }: { first: RiskPoint; last: RiskPoint }) {
  if (first.day === last.day)
    return (
      <p className={classes.said}>
        The sum of scores is <strong className="number">{formatSum(last.risk)}</strong> over{' '}
        {formatCount(last.openFindings)} open findings. That is the first day; whether it gets better shows tomorrow.
      </p>
    )
  const change = Math.round(last.risk) - Math.round(first.risk)
  const share = first.risk === 0 ? null : Math.abs(Math.round((100 * (last.risk - first.risk)) / first.risk))
  return (
    <p className={classes.said}>
      {change === 0 ? (
        'The sum of scores is where it was'
      ) : (
        <>
          The sum of scores{' '}
          <span className={change < 0 ? classes.better : classes.worse}>{change < 0 ? 'fell' : 'rose'}</span>
          {share !== null && ` by ${share} %`}, from {formatSum(first.risk)} to {formatSum(last.risk)}
        </>
      )}
      , on {formatCount(last.devices)} devices
      {last.devices !== first.devices && `, where there were ${formatCount(first.devices)}`}.
    </p>
  )
}

type Day = RiskPoint | { day: string; from: string; to: string }
const isGap = (row: Day): row is { day: string; from: string; to: string } => 'from' in row

/** The same without the picture, the last day first. */
function Days({ risk, search }: { risk: RiskOverTime; search: RiskOverTimeSearch }) {
  const { site, manufacturer, model } = search
  const narrowed = { site, manufacturer, model }
  const rows: Day[] = [...risk.points, ...risk.notMeasured.map((gap) => ({ day: gap.from, ...gap }))].sort((a, b) =>
    a.day < b.day ? 1 : -1,
  )
  const knownOn = (day: string) =>
    day === risk.today
      ? paths.devices({ ...narrowed, alike: 'true', active: 'true' })
      : paths.devices({ ...narrowed, asKnownOn: day })
  const number = (id: keyof RiskPoint, title: string, width = 6): Column<Day> => ({
    id,
    title,
    width,
    align: 'end',
    render: (row) => (isGap(row) ? <Nothing /> : <span className="number">{formatSum(Number(row[id]))}</span>),
  })
  const columns: Column<Day>[] = [
    {
      id: 'day',
      title: 'Day',
      width: 11,
      grow: true,
      render: (row) =>
        isGap(row) ? (
          <span className="quiet">{spanWords(row)}: not measured</span>
        ) : (
          <RowLink href={knownOn(row.day)}>
            {formatDay(row.day)}
            <span className="visually-hidden">: devices as known on that day</span>
          </RowLink>
        ),
    },
    {
      id: 'openFindings',
      title: 'Open findings',
      width: 8,
      align: 'end',
      render: (row) =>
        isGap(row) ? (
          <Nothing />
        ) : row.day === risk.today ? (
          <CountLink
            href={paths.findings({ ...narrowed, alike: 'true' })}
            count={row.openFindings}
            of="open findings"
          />
        ) : (
          <span className="number">{formatCount(row.openFindings)}</span>
        ),
    },
    {
      id: 'moved',
      title: 'Rose, fell by',
      width: 8,
      align: 'end',
      render: (row) =>
        isGap(row) ? (
          <Nothing />
        ) : (
          <span className="number">
            +{formatCount(row.rose)}, −{formatCount(row.fell)}
          </span>
        ),
    },
    number('critical', 'Critical'),
    number('high', 'High'),
    number('medium', 'Medium'),
    number('low', 'Low'),
    number('knownExploited', 'Known exploited', 8),
    number('deviceRisk', 'Worst of each device', 9),
    number('risk', 'Sum of scores', 8),
    number('safety', 'Safety'),
    number('care', 'Care'),
    number('privacy', 'Privacy'),
    number('devices', 'Devices'),
  ]
  return (
    <>
      <div className={classes.days}>
        <PlainTable
          label="Days"
          rows={rows}
          columns={columns}
          rowKey={({ day }) => day}
          rowHref={({ day }) => knownOn(day)}
          card={(row) =>
            isGap(row) ? (
              <span className="quiet">{spanWords(row)}: not measured</span>
            ) : (
              <div className={classes.stack}>
                <RowLink href={knownOn(row.day)}>{formatDay(row.day)}</RowLink>
                <span className={classes.facts}>
                  <span>{formatCount(row.openFindings)} open</span>
                  <span>{formatCount(row.critical)} critical</span>
                  <span>sum of scores {formatSum(row.risk)}</span>
                </span>
              </div>
            )
          }
        />
      </div>
      <p className="quiet small" style={{ padding: 'var(--space-3) var(--space-4)', margin: 0 }}>
        A day opens the devices as they were known on it. What rose and fell is told for each site and model: what opens
        and closes there on one day cancels out. <AppLink href={paths.decisions()}>Decisions</AppLink> and{' '}
        <AppLink href={paths.workOrders()}>work orders</AppLink> say why.
      </p>
    </>
  )
}

const Nothing = () => <span className="quiet">—</span>
