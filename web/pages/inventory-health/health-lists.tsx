import { Button } from '@mantine/core'
import { IconDownload, IconStethoscope } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { DuplicatePair, HealthDevice, IdentityReview, InventoryHealth } from '#web/api/contract.ts'
import { deviceFacetsQuery } from '#web/api/devices.ts'
import { duplicatesQuery, healthDevicesQuery } from '#web/api/inventory-health.ts'
import { allItems } from '#web/api/paging.ts'
import { reviewsQuery } from '#web/api/reviews.ts'
import { type healthLists, healthListWords } from '#web/api/words.ts'
import { useMay } from '#web/components/access.ts'
import { BandBadge } from '#web/components/band-badge.tsx'
import { HealthNext, HealthWhy } from '#web/components/health-why.tsx'
import { InspectDialog, mostInspections } from '#web/components/inspect-dialog.tsx'
import type { InventoryHealthSearch } from '#web/page-searches.ts'
import { downloads, paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { FacetFilter } from '#web/ui/facet-filter.tsx'
import { FilterBar, TextFilter } from '#web/ui/filter-bar.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Section } from '#web/ui/section.tsx'
import { SelectBox, SelectionActions, selectColumn, useSelection } from '#web/ui/selection.tsx'
import { Empty, Failure, RowsSkeleton } from '#web/ui/states.tsx'
import { type Column, RowLink } from '#web/ui/table.tsx'
import classes from './inventory-health.module.css'

type List = (typeof healthLists)[number]

const leads: Readonly<Record<List, string>> = {
  unknown: 'Observers see them, and no register has them.',
  ghost:
    'Registers have them, and for longer than their like are ever silent nothing saw them, though somebody looked.',
  missing: 'Said to be missing, not found by who looked, or silent for so long that they are gone.',
  duplicate: 'Devices that may be one, and rows of one register that say they are the same thing.',
  unmanaged: 'Software that no bill of materials, no statement of support and nobody by name answers for.',
  ended: 'Their model, or the system that they run, is no longer supported.',
}

function Filters({ health, search, list }: { health: InventoryHealth; search: InventoryHealthSearch; list: List }) {
  const { setSearch } = useSearchState<InventoryHealthSearch>()
  const facets = useQuery(deviceFacetsQuery({ query: list }))
  const { tab: _, list: __, ...filters } = search
  const isFiltered = Object.keys(filters).some((name) => name !== 'sort')
  const clear = () => setSearch({ q: undefined, site: undefined, careArea: undefined, source: undefined })
  const options = (name: 'site' | 'careArea') =>
    (facets.data?.facets[name] ?? []).map(({ value, count }) => ({ value, count }))
  return (
    <FilterBar
      onClear={isFiltered ? clear : undefined}
      end={
        <Button
          component="a"
          href={downloads.healthDevices({ list, ...filters })}
          download
          variant="default"
          size="compact-md"
          leftSection={<IconDownload size={15} aria-hidden />}
        >
          CSV
        </Button>
      }
    >
      {list !== 'duplicate' && (
        <TextFilter label="Tag, serial, name, IP, MAC" value={search.q} onChange={(q) => setSearch({ q })} />
      )}
      <FacetFilter
        title="Site"
        value={search.site}
        onChange={(site) => setSearch({ site, careArea: undefined })}
        options={options('site')}
      />
      <FacetFilter
        title="Care area"
        value={search.careArea}
        onChange={(careArea) => setSearch({ careArea })}
        options={options('careArea')}
      />
      <FacetFilter
        title="Source"
        value={search.source}
        onChange={(source) => setSearch({ source })}
        options={health.sources.map(({ id, name }) => ({ value: id, label: name }))}
      />
    </FilterBar>
  )
}

const dash = <span className="quiet">—</span>

/** Nothing is compared where nothing is alike. */
const nextOf = ({ next, likely }: HealthDevice) => next.filter(({ kind }) => kind !== 'compare' || likely.length > 0)

const columnsOf = (list: List): Column<HealthDevice>[] => [
  {
    id: 'name',
    title: 'Device',
    width: 12,
    sort: 'name',
    render: ({ device }) => (
      <>
        <RowLink href={paths.device(device.id, 'health')}>{device.name}</RowLink>
        <div className="quiet small">
          {[device.manufacturer, device.model].filter(Boolean).join(' ') || 'Make not known'}
        </div>
      </>
    ),
  },
  { id: 'why', title: 'Why', width: 19, grow: true, render: (row) => <HealthWhy why={row.why} /> },
  ...(list === 'unknown'
    ? [{ id: 'likely', title: 'May be', width: 11, render: (row: HealthDevice) => <Likely row={row} /> }]
    : []),
  {
    id: 'place',
    title: 'Place',
    width: 8,
    sort: 'site',
    render: ({ device }) => [device.careArea, device.site].filter(Boolean).join(', ') || dash,
  },
  {
    id: 'risk',
    title: 'Risk',
    width: 7,
    sort: 'risk',
    isDown: true,
    render: ({ device }) => <BandBadge band={device.worstBand} score={device.worstScore} />,
  },
  {
    id: 'seen',
    title: 'Last seen',
    width: 7,
    sort: 'lastSeen',
    isDown: true,
    render: (row) => (row.seenAt ? <Moment at={row.seenAt} ago /> : dash),
  },
  {
    id: 'next',
    title: 'Next step',
    width: 11,
    render: (row) => <HealthNext device={row.device.id} next={nextOf(row)} />,
  },
]

function Likely({ row }: { row: HealthDevice }) {
  if (row.likely.length === 0) return <span className="quiet small">No row of a register is like it</span>
  return (
    <div className={classes.two}>
      {row.likely.map(({ id, name, because }) => (
        <span key={id} className="small">
          <AppLink href={paths.device(id)}>{name}</AppLink> <span className="quiet">{because}</span>
        </span>
      ))}
    </div>
  )
}

export function HealthDeviceList({
  health,
  search,
  list,
}: {
  health: InventoryHealth
  search: InventoryHealthSearch
  list: List
}) {
  const { setSearch } = useSearchState<InventoryHealthSearch>()
  const { tab: _, list: __, ...filters } = search
  const devices = useInfiniteQuery(healthDevicesQuery({ list, ...filters }))
  const may = useMay()
  const selection = useSelection()
  const [sent, setSent] = useState<readonly string[] | null>(null)
  const isSought = list === 'ghost' || list === 'missing'
  const nameOf = ({ device }: HealthDevice) => ({ id: device.id, name: device.name })
  return (
    <>
      <p className="quiet" style={{ margin: 0 }}>
        {leads[list]}
      </p>
      <Filters health={health} search={search} list={list} />
      {isSought && (
        <SelectionActions
          selection={selection}
          most={mostInspections}
          actions={[
            {
              title: 'Send somebody to look',
              whyNot: may.whyNot('work-order:write'),
              isBusy: false,
              act: setSent,
            },
          ]}
        />
      )}
      {sent && <InspectDialog devices={sent} onMade={selection.clear} onClose={() => setSent(null)} />}
      <PagedTable
        fill
        label={healthListWords[list]}
        query={devices}
        columns={[...(isSought ? [selectColumn(selection, nameOf)] : []), ...columnsOf(list)]}
        rowKey={({ device }) => device.id}
        rowHref={({ device }) => paths.device(device.id, 'health')}
        rowHeight={96}
        cardHeight={190}
        card={(row) => (
          <div className={classes.two}>
            <span style={{ display: 'flex', gap: 'var(--space-2)', alignItems: 'center' }}>
              {isSought && <SelectBox selection={selection} {...nameOf(row)} />}
              <RowLink href={paths.device(row.device.id, 'health')}>{row.device.name}</RowLink>
            </span>
            <span className="quiet small">{[row.device.careArea, row.device.site].filter(Boolean).join(', ')}</span>
            <HealthWhy why={row.why} />
            {list === 'unknown' && <Likely row={row} />}
            <HealthNext device={row.device.id} next={nextOf(row)} />
          </div>
        )}
        sort={search.sort ?? 'risk'}
        onSort={(sort) => setSearch({ sort: sort as InventoryHealthSearch['sort'] })}
        empty={<NoneThere health={health} list={list} />}
      />
    </>
  )
}

function NoneThere({ health, list }: { health: InventoryHealth; list: List }) {
  const icon = <IconStethoscope size={30} aria-hidden />
  const has = (role: string) => health.sources.some((source) => source.role === role)
  if (list === 'unknown' && !has('register'))
    return (
      <Empty icon={icon} title="No register is connected">
        Nothing is unknown while nobody lists what you own. <AppLink href={paths.importFile()}>Import the CMMS</AppLink>
      </Empty>
    )
  if ((list === 'ghost' || list === 'unknown') && !has('observer'))
    return (
      <Empty icon={icon} title="No observer is connected">
        Nothing sees the devices themselves. <AppLink href={paths.addSource()}>Add a source</AppLink>
      </Empty>
    )
  return (
    <Empty icon={icon} title="None">
      {health.countedAt === null ? 'It is counted after the next run.' : 'None there, or none fits these filters.'}
    </Empty>
  )
}

export function DuplicateList({ health, search }: { health: InventoryHealth; search: InventoryHealthSearch }) {
  const { site, careArea, source } = search
  const pairs = useInfiniteQuery(duplicatesQuery({ site, careArea, source }))
  const items = allItems(pairs.data)
  const reviews = useInfiniteQuery(reviewsQuery({ site, careArea, source, state: 'unsettled' }))
  // Of two records of one device it is asked whether they are two.
  const suspected = allItems(reviews.data).filter(({ a, b }) => a.device?.id !== b.device?.id)
  return (
    <>
      <p className="quiet" style={{ margin: 0 }}>
        {leads.duplicate}
      </p>
      <Filters health={health} search={search} list="duplicate" />
      {suspected.length > 0 && (
        <Section title="May be one device" actions={<AppLink href={paths.reviews()}>All to answer</AppLink>}>
          <ul className={classes.suspected}>
            {suspected.slice(0, 100).map((review) => (
              <Suspected key={review.id} review={review} />
            ))}
          </ul>
          {reviews.hasNextPage && suspected.length <= 100 && (
            <Button variant="default" loading={reviews.isFetchingNextPage} onClick={() => void reviews.fetchNextPage()}>
              More
            </Button>
          )}
        </Section>
      )}
      {pairs.isPending || reviews.isPending ? (
        <RowsSkeleton rows={4} height={160} />
      ) : pairs.error && items.length === 0 ? (
        <Failure error={pairs.error} retry={() => void pairs.refetch()} />
      ) : items.length === 0 && suspected.length > 0 ? null : items.length === 0 ? (
        <NoneThere health={health} list="duplicate" />
      ) : (
        <div className={classes.pairs}>
          {items.map((pair) => (
            <Pair key={pair.id} pair={pair} />
          ))}
          {pairs.hasNextPage && (
            <Button variant="default" loading={pairs.isFetchingNextPage} onClick={() => void pairs.fetchNextPage()}>
              More
            </Button>
          )}
        </div>
      )}
    </>
  )
}

function Suspected({ review: { id, a, b, probability } }: { review: IdentityReview }) {
  const name = (side: typeof a) => side.device?.name ?? side.sourceKey
  return (
    <li className={classes.suspect}>
      <AppLink
        href={paths.reviews({ at: id })}
        aria-label={`${Math.round(probability * 100)} %: say whether ${name(a)} and ${name(b)} are one`}
      >
        {Math.round(probability * 100)} %
      </AppLink>
      {[a, b].map((side) => (
        <span key={`${side.source.id} ${side.sourceKey}`}>
          {side.device ? <AppLink href={paths.device(side.device.id)}>{side.device.name}</AppLink> : side.sourceKey}{' '}
          <span className="quiet small">
            {side.source.name} {side.sourceKey}
          </span>
        </span>
      ))}
    </li>
  )
}

function Pair({ pair }: { pair: DuplicatePair }) {
  const names = [...new Set([...Object.keys(pair.a.claims), ...Object.keys(pair.b.claims)])]
  return (
    <section className={classes.pair} aria-label={`${pair.why}: ${pair.a.sourceKey} and ${pair.b.sourceKey}`}>
      <h2>
        {pair.why} in <AppLink href={paths.source(pair.source.id)}>{pair.source.name}</AppLink>
      </h2>
      <table className={classes.sides}>
        <thead>
          <tr>
            <th scope="row">Row</th>
            {[pair.a, pair.b].map((side) => (
              <th key={side.sourceKey} scope="col">
                <AppLink href={paths.device(side.deviceId)}>{side.sourceKey}</AppLink>{' '}
                <span className="quiet small">
                  <Moment at={side.observedAt} ago />
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name) => {
            const [a, b] = [pair.a.claims[name], pair.b.claims[name]]
            const mark = a !== undefined && b !== undefined && a !== b ? classes.differs : undefined
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className={mark}>{a ?? dash}</td>
                <td className={mark}>{b ?? dash}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <div className={classes.foot}>
        <AppLink href={pair.next.path}>{pair.next.text}</AppLink>
        {pair.isOneDevice && <span className="quiet">Both are one device here already</span>}
      </div>
    </section>
  )
}
