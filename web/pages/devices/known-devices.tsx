import { Button } from '@mantine/core'
import { IconDownload, IconHistory } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useContext } from 'react'
import type { KnownDevice } from '#web/api/contract.ts'
import { knownCountQuery, knownDevicesQuery } from '#web/api/known.ts'
import { attributeTitle, humanise } from '#web/api/words.ts'
import { KnownOnField } from '#web/components/known-on-field.tsx'
import type { DeviceSearch } from '#web/page-searches.ts'
import { downloads, paths } from '#web/paths.ts'
import { formatCount } from '#web/ui/app-link.tsx'
import { FacetFilter } from '#web/ui/facet-filter.tsx'
import { FilterBar, TextFilter } from '#web/ui/filter-bar.tsx'
import { formatDayOrMoment, Moment, TimeZone } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Empty } from '#web/ui/states.tsx'
import { type Column, RowLink } from '#web/ui/table.tsx'
import classes from './known-devices.module.css'

const kept = ['site', 'careArea', 'manufacturer', 'model', 'deviceType', 'lifecycle', 'criticality'] as const

/** The filters that can be asked of a past day; findings, queries and what advisories say are of today. */
function knownFilter(search: DeviceSearch) {
  const { q, active } = search
  return {
    ...Object.fromEntries(kept.flatMap((name) => (search[name] === undefined ? [] : [[name, search[name]]]))),
    ...(q !== undefined && { q }),
    ...(active !== undefined && { active: active === 'true' }),
  }
}

/** The inventory as it was known at the end of a day. */
export function KnownDevices({ asKnownOn }: { asKnownOn: string }) {
  const { search, setSearch } = useSearchState<DeviceSearch>()
  const filter = knownFilter(search)
  const sort = search.sort === 'site' ? 'site' : 'name'
  const devices = useInfiniteQuery(knownDevicesQuery({ ...filter, asKnownOn, sort }))
  const count = useQuery(knownCountQuery({ ...filter, asKnownOn }))
  const total = count.data?.isCapped ? undefined : count.data?.count
  const names = Object.keys(filter)
  const today = () => setSearch({ asKnownOn: undefined })
  const columns = knownColumns(asKnownOn)
  const day = formatDayOrMoment(asKnownOn, useContext(TimeZone))
  return (
    <Page
      fill
      title="Devices"
      lead={
        count.data && (
          <span className="number">
            {count.data.isCapped && 'More than '}
            {formatCount(count.data.count)} {count.data.count === 1 ? 'device' : 'devices'} known then
          </span>
        )
      }
    >
      <Remark title={`You see the inventory as known on ${day}`}>
        What was recorded later, taken back later, or merged later is not in it. Findings, scores and counts by filter
        are of today, and left out.{' '}
        <Button variant="default" size="compact-sm" onClick={today}>
          Back to today
        </Button>
      </Remark>
      <FilterBar
        onClear={
          names.length > 0
            ? () => setSearch({ ...Object.fromEntries(names.map((name) => [name, undefined])) })
            : undefined
        }
        end={
          <>
            <KnownOnField value={asKnownOn} onChange={(day) => setSearch({ asKnownOn: day })} />
            <Button
              component="a"
              href={downloads.knownDevices({ ...filter, asKnownOn, sort })}
              download
              variant="default"
              size="compact-md"
              leftSection={<IconDownload size={15} aria-hidden />}
            >
              CSV
            </Button>
          </>
        }
      >
        <TextFilter label="Tag, serial, name, IP, MAC" value={search.q} onChange={(q) => setSearch({ q })} />
        {kept.map((name) => {
          const value = search[name]
          return value === undefined ? null : (
            <FacetFilter
              key={name}
              title={attributeTitle(name)}
              value={value}
              onChange={() => setSearch({ [name]: undefined })}
              options={[{ value, label: name === 'lifecycle' || name === 'criticality' ? humanise(value) : value }]}
            />
          )
        })}
      </FilterBar>
      <PagedTable
        fill
        label={`Devices as known on ${day}`}
        query={devices}
        total={total}
        columns={columns}
        rowKey={(row) => row.id}
        rowHref={(row) => paths.knownDevice(row.id, asKnownOn)}
        rowHeight={58}
        card={(row) => <KnownCard row={row} asKnownOn={asKnownOn} />}
        sort={sort}
        onSort={(word) => setSearch({ sort: word as DeviceSearch['sort'] })}
        empty={
          <Empty
            icon={<IconHistory size={30} aria-hidden />}
            title={names.length > 0 ? 'No device known then fits these filters' : 'No device was known then'}
            action={
              <Button variant="default" onClick={today}>
                Back to today
              </Button>
            }
          >
            {names.length > 0
              ? 'They are looked for as they were named on that day.'
              : 'The first inventory was put in after that day.'}
          </Empty>
        }
      />
    </Page>
  )
}

const dash = <span className="quiet">—</span>

const plain = (
  id: keyof KnownDevice & string,
  title: string,
  width: number,
  render: (row: KnownDevice) => React.ReactNode,
): Column<KnownDevice> => ({ id, title, width, render: (row) => render(row) || dash })

const knownColumns = (asKnownOn: string): Column<KnownDevice>[] => [
  {
    id: 'name',
    title: 'Device',
    width: 14,
    grow: true,
    sort: 'name',
    render: (row) => (
      <>
        <RowLink href={paths.knownDevice(row.id, asKnownOn)}>{row.name}</RowLink>
        <div className={classes.sub}>{[row.manufacturer, row.model].filter(Boolean).join(' ') || 'Make not known'}</div>
      </>
    ),
  },
  { id: 'changed', title: 'Changed since', width: 10, render: (row) => <Since row={row} /> },
  plain('assetTag', 'Asset tag', 6.5, (row) => row.assetTag),
  plain('serialNumber', 'Serial number', 8.5, (row) => row.serialNumber),
  plain('softwareVersion', 'Software', 6, (row) => row.softwareVersion),
  {
    id: 'site',
    title: 'Place',
    width: 11,
    sort: 'site',
    render: (row) => [row.site, row.careArea, row.room].filter(Boolean).join(' · ') || dash,
  },
  plain('ipAddresses', 'IP address', 8, (row) => <span className="mono">{row.ipAddresses.join(' ')}</span>),
  plain('lastSeenAt', 'Seen then', 7.5, (row) => row.lastSeenAt && <Moment at={row.lastSeenAt} />),
]

/** What is otherwise today. */
function Since({ row }: { row: KnownDevice }) {
  if (row.isGoneNow) return <span className={classes.gone}>No longer in the inventory</span>
  if (row.changed.length === 0) return <span className="quiet">nothing</span>
  const titles = row.changed.map(attributeTitle)
  return <>{titles.length > 3 ? `${titles.slice(0, 2).join(', ')} and ${titles.length - 2} more` : titles.join(', ')}</>
}

function KnownCard({ row, asKnownOn }: { row: KnownDevice; asKnownOn: string }) {
  return (
    <div className={classes.card}>
      <RowLink href={paths.knownDevice(row.id, asKnownOn)}>{row.name}</RowLink>
      <div className={classes.sub}>
        {[row.manufacturer, row.model, row.softwareVersion, row.site, row.careArea, row.room]
          .filter(Boolean)
          .join(' · ')}
      </div>
      <div className={classes.sub}>
        Changed since: <Since row={row} />
      </div>
    </div>
  )
}
