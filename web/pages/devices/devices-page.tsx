import { Button, Checkbox, Popover } from '@mantine/core'
import { IconColumns3, IconDeviceHeartMonitor, IconDownload } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { matchAgain } from '#web/api/advisories.ts'
import type { DeviceRow } from '#web/api/contract.ts'
import { deviceFacetsQuery, devicesQuery } from '#web/api/devices.ts'
import { attributeTitle, humanise, supportWords } from '#web/api/words.ts'
import { useMay } from '#web/components/access.ts'
import { DeviceCard, deviceColumns } from '#web/components/device-columns.tsx'
import { KnownOnField } from '#web/components/known-on-field.tsx'
import { QueryField } from '#web/components/query-field.tsx'
import { SavedViews } from '#web/components/saved-views.tsx'
import { WhatIfLink } from '#web/components/what-if-link.tsx'
import type { DeviceSearch } from '#web/page-searches.ts'
import { downloads, paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { FacetFilter } from '#web/ui/facet-filter.tsx'
import { FilterBar, TextFilter } from '#web/ui/filter-bar.tsx'
import { LinkAction } from '#web/ui/link-action.tsx'
import { Page } from '#web/ui/page.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { SelectionActions, selectColumn, useSelection } from '#web/ui/selection.tsx'
import { Empty } from '#web/ui/states.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { KnownDevices } from './known-devices.tsx'

const facetFilters = [
  ['site', 'Site'],
  ['careArea', 'Care area'],
  ['deviceType', 'Type'],
  ['manufacturer', 'Manufacturer'],
  ['model', 'Model'],
  ['lifecycle', 'Lifecycle'],
  ['criticality', 'Criticality'],
] as const
const words: readonly string[] = ['lifecycle', 'criticality']

/** Filters that come with a link from elsewhere: shown as they are, and cleared like the others. */
const linkedFilters = [
  ['band', 'Risk', humanise],
  ['zone', 'Zone', String],
  ['missing', 'Without', attributeTitle],
  ['source', 'Source', () => 'one source'],
  ['unreported', 'No longer reported', humanise],
  ['sbom', 'SBOM', () => 'one bill'],
  ['mds2', 'MDS2', () => 'one form'],
  ['alike', 'In any spelling', humanise],
  ['advisory', 'Advisory', String],
  ['vulnerability', 'Vulnerability', String],
  ['answer', 'Answer', humanise],
  ['countsAs', 'Counts as', humanise],
  ['knownExploited', 'Known exploited', humanise],
] as const

const chosenColumns = (search: DeviceSearch) => {
  const chosen = search.columns?.split(',')
  // Who narrows the list by support is to see it.
  const isAsked = (id: string) => id === 'systemSupport' && search.support !== undefined
  return deviceColumns.filter(({ id, usual }) => (chosen ? id === 'name' || chosen.includes(id) : usual || isAsked(id)))
}

export function DevicesPage() {
  const { search } = useSearchState<DeviceSearch>()
  return search.asKnownOn ? <KnownDevices asKnownOn={search.asKnownOn} /> : <DevicesNow />
}

function DevicesNow() {
  const may = useMay()
  const { search, setSearch, clear } = useSearchState<DeviceSearch>()
  const { columns: _columns, sort, ...filters } = search
  const devices = useInfiniteQuery(devicesQuery({ ...filters, sort: sort ?? 'name' }))
  const facets = useQuery(deviceFacetsQuery(filters))
  const total = facets.data?.total
  const selection = useSelection()
  const again = useChange((deviceIds: string[]) => matchAgain({ deviceIds }), {
    done: 'Matched again.',
    onDone: selection.clear,
  })
  const isFiltered = Object.keys(filters).length > 0

  return (
    <Page
      fill
      title="Devices"
      lead={
        total === undefined ? undefined : (
          <span className="number">
            {formatCount(total)} {total === 1 ? 'device' : 'devices'}
            {isFiltered && ' fit the filters'}
          </span>
        )
      }
      actions={
        <>
          {search.zone && (
            <WhatIfLink step={{ kind: 'segment', where: { zone: search.zone }, zone: '' }}>
              What if the zone were apart
            </WhatIfLink>
          )}
          <LinkAction href={paths.importFile()} disabledReason={may.whyNot('source:run')}>
            Import a file
          </LinkAction>
          <LinkAction href={paths.addDevice()} variant="default" disabledReason={may.whyNot('device:write')}>
            Add a device
          </LinkAction>
        </>
      }
    >
      <FilterBar
        onClear={isFiltered ? clear : undefined}
        end={
          <>
            <SelectionActions
              selection={selection}
              most={1000}
              actions={[
                { title: 'Match again', whyNot: may.whyNot('source:run'), isBusy: again.isPending, act: again.mutate },
              ]}
            />
            <KnownOnField value={undefined} onChange={(asKnownOn) => setSearch({ asKnownOn })} />
            <ChooseColumns search={search} onChange={(columns) => setSearch({ columns })} />
            <SavedViews page="devices" path={paths.devices()} search={search} isWatchable />
            <Button
              component="a"
              href={downloads.devices({ ...filters, sort })}
              download
              variant="default"
              size="compact-md"
              leftSection={<IconDownload size={15} aria-hidden />}
            >
              CSV
            </Button>
            <Button
              component="a"
              href={downloads.fhirDevices({ ...filters, sort })}
              download
              variant="default"
              size="compact-md"
              leftSection={<IconDownload size={15} aria-hidden />}
            >
              FHIR
            </Button>
          </>
        }
      >
        <TextFilter label="Tag, serial, name, IP, MAC" value={search.q} onChange={(q) => setSearch({ q })} />
        {facetFilters.map(([attribute, title]) => (
          <FacetFilter
            key={attribute}
            title={title}
            value={search[attribute]}
            onChange={(value) => setSearch({ [attribute]: value })}
            options={(facets.data?.facets[attribute] ?? []).map(({ value, count }) =>
              words.includes(attribute) ? { value, count, label: humanise(value) } : { value, count },
            )}
          />
        ))}
        <FacetFilter
          title="In use"
          value={search.active}
          onChange={(active) => setSearch({ active: active as 'true' | 'false' | undefined })}
          options={[
            { value: 'true', label: 'On the worklist' },
            { value: 'false', label: 'Stored, retired, loaned' },
          ]}
        />
        <FacetFilter
          title="Conflicts"
          value={search.hasConflict}
          onChange={(hasConflict) => setSearch({ hasConflict: hasConflict as 'true' | 'false' | undefined })}
          options={[
            { value: 'true', label: 'With conflicts' },
            { value: 'false', label: 'Without conflicts' },
          ]}
        />
        <FacetFilter
          title="System support"
          value={search.support}
          onChange={(support) => setSearch({ support: support as DeviceSearch['support'] })}
          options={[
            ...Object.entries(supportWords).map(([value, label]) => ({ value, label })),
            { value: 'unknown', label: 'Not known' },
          ]}
        />
        {linkedFilters.map(([name, title, say]) =>
          search[name] ? (
            <FacetFilter
              key={name}
              title={title}
              value={search[name]}
              onChange={(value) => setSearch({ [name]: value })}
              options={[{ value: search[name], label: say(search[name]) }]}
            />
          ) : null,
        )}
      </FilterBar>
      <QueryField of="devices" value={search.query} onChange={(query) => setSearch({ query })} />
      <PagedTable
        fill
        label="Devices"
        query={devices}
        total={total}
        columns={[selectColumn(selection, ({ id, name }: DeviceRow) => ({ id, name })), ...chosenColumns(search)]}
        rowKey={(row) => row.id}
        rowHref={(row) => paths.device(row.id)}
        rowHeight={58}
        card={(row) => <DeviceCard row={row} />}
        sort={sort ?? 'name'}
        onSort={(word) => setSearch({ sort: word as DeviceSearch['sort'] })}
        empty={
          isFiltered ? (
            <Empty
              icon={<IconDeviceHeartMonitor size={30} aria-hidden />}
              title={search.query ? 'No device answers the query' : 'No device fits these filters'}
              action={
                <Button variant="default" onClick={clear}>
                  Clear filters
                </Button>
              }
            >
              {search.query
                ? 'It was read as it stands; take a part of the query away to see more.'
                : 'A part of a serial number or a tag is enough; retired and stored devices are listed too.'}
            </Empty>
          ) : (
            <Empty icon={<IconDeviceHeartMonitor size={30} aria-hidden />} title="No devices yet">
              Put in an export of your CMMS, as it is. <AppLink href={paths.importFile()}>Import a file</AppLink>
            </Empty>
          )
        }
      />
    </Page>
  )
}

function ChooseColumns({
  search,
  onChange,
}: {
  search: DeviceSearch
  onChange: (columns: string | undefined) => void
}) {
  const shown = chosenColumns(search).map((column) => column.id)
  return (
    <Popover position="bottom-end" width={240} trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          size="compact-md"
          visibleFrom="sm"
          leftSection={<IconColumns3 size={15} aria-hidden />}
        >
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <Checkbox.Group
          label="Columns shown"
          value={shown}
          onChange={(ids) => onChange(ids.filter((id) => id !== 'name').join(','))}
        >
          <div style={{ display: 'grid', gap: 'var(--space-2)', marginTop: 'var(--space-2)' }}>
            {deviceColumns
              .filter((column) => column.id !== 'name')
              .map((column) => (
                <Checkbox key={column.id} value={column.id} label={column.title} size="sm" />
              ))}
          </div>
        </Checkbox.Group>
        <Button variant="subtle" size="compact-sm" mt="sm" onClick={() => onChange(undefined)}>
          As usual
        </Button>
      </Popover.Dropdown>
    </Popover>
  )
}
