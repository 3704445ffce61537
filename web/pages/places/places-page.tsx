import { Button } from '@mantine/core'
import { IconMapPin } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PlaceProposal, PlaceReading, PlaceRule } from '#web/api/contract.ts'
import {
  placeCountsQuery,
  placeHows,
  placeProposalsQuery,
  placeRulesQuery,
  placesQuery,
  refusePlace,
} from '#web/api/places.ts'
import { useMay } from '#web/components/access.ts'
import { AliasList } from '#web/components/alias-list.tsx'
import classes from '#web/components/aliases.module.css'
import type { PlacesSearch } from '#web/page-searches.ts'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, CountLink, formatCount } from '#web/ui/app-link.tsx'
import { FacetFilter } from '#web/ui/facet-filter.tsx'
import { FilterBar, TextFilter } from '#web/ui/filter-bar.tsx'
import { Page } from '#web/ui/page.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { type Column, PlainTable, RowLink } from '#web/ui/table.tsx'
import { LinkTabs } from '#web/ui/tabs.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { EditPlaceDialog, UndoPlaceDialog } from './place-dialogs.tsx'

const icon = <IconMapPin size={30} aria-hidden />
const kindWords: Readonly<Record<PlaceReading['kind'], string>> = { site: 'Sites', care_area: 'Care areas' }
const editorClosed = { edit: undefined, says: undefined, of: undefined, meant: undefined }

/** How the places of the inventory are read, and what the hospital itself says of them. */
export function PlacesPage() {
  const may = useMay()
  const { search, setSearch } = useSearchState<PlacesSearch>()
  const counts = useQuery(placeCountsQuery(undefined))
  const proposals = useQuery(placeProposalsQuery)
  const tab = search.tab ?? 'places'
  return (
    <Page
      fill
      title="Places"
      lead="Systems write the same ward each in its own way. What is one is asked once and worked on in one round; devices keep their texts."
      actions={
        <Action disabledReason={may.whyNot('finding:decide')} onClick={() => setSearch({ edit: '' })}>
          Add an alias
        </Action>
      }
    >
      <LinkTabs
        label="Places"
        current={tab}
        tabs={[
          {
            id: 'places',
            title: 'Places in the inventory',
            count: counts.data && Object.values(counts.data).reduce((sum, count) => sum + count, 0),
            href: paths.places(),
          },
          {
            id: 'proposals',
            title: 'Proposals',
            count: proposals.data?.length,
            href: paths.places({ tab: 'proposals' }),
          },
          { id: 'aliases', title: 'Your aliases', href: paths.places({ tab: 'aliases' }) },
        ]}
      />
      {tab === 'proposals' ? <Proposals /> : tab === 'aliases' ? <Aliases /> : <Places />}
      {search.edit !== undefined && (
        <EditPlaceDialog
          key={[search.says, search.of, search.edit].join('\n')}
          draft={{
            kind: search.says ?? 'care_area',
            site: search.of ?? '',
            name: search.edit,
            meant: search.meant ?? '',
          }}
          onClose={() => setSearch(editorClosed)}
        />
      )}
    </Page>
  )
}

const nameOf = ({ kind, site, careArea }: PlaceReading) => (kind === 'site' ? site : careArea)
const devicesAt = ({ kind, site, careArea }: PlaceReading) =>
  paths.devices(kind === 'site' ? { site } : { site, careArea })

function Places() {
  const { search, setSearch, clear } = useSearchState<PlacesSearch>()
  const { q, kind, how } = search
  const counts = useQuery(placeCountsQuery(kind))
  const places = useInfiniteQuery(placesQuery({ q, kind, how }))
  const isFiltered = q !== undefined || kind !== undefined || how !== undefined
  const editOf = (row: PlaceReading) =>
    paths.places({
      ...{ q, kind, how, edit: nameOf(row), says: row.kind },
      ...(row.kind === 'care_area' && { of: row.site }),
    })
  const siteOf = ({ kind, site }: PlaceReading) => (kind === 'site' ? 'site' : `at ${site || 'no site'}`)
  const takenFor = ({ kind, taken, site }: PlaceReading) =>
    kind === 'site'
      ? taken.site
      : [taken.careArea, ...(taken.site === site ? [] : [taken.site || 'no site'])].join(', ')
  const columns: Column<PlaceReading>[] = [
    {
      id: 'name',
      title: 'As the inventory writes it',
      width: 18,
      grow: true,
      render: (row) => (
        <>
          <RowLink href={editOf(row)}>{nameOf(row)}</RowLink>
          <div className={classes.sub}>{siteOf(row)}</div>
        </>
      ),
    },
    {
      id: 'devices',
      title: 'Devices',
      width: 7,
      align: 'end',
      render: (row) => <CountLink href={devicesAt(row)} count={row.devices} of={`devices at ${nameOf(row)}`} />,
    },
    { id: 'how', title: 'How it is read', width: 12, render: (row) => placeHows[row.how] },
    { id: 'taken', title: 'Taken for', width: 16, grow: true, render: takenFor },
  ]
  return (
    <>
      <FilterBar onClear={isFiltered ? clear : undefined}>
        <TextFilter label="Place" value={q} onChange={(next) => setSearch({ q: next })} />
        <FacetFilter
          title="Sites and care areas"
          value={kind}
          onChange={(value) => setSearch({ kind: value as PlacesSearch['kind'] })}
          options={Object.entries(kindWords).map(([value, label]) => ({ value, label }))}
        />
        <FacetFilter
          title="How it is read"
          value={how}
          onChange={(value) => setSearch({ how: value as PlacesSearch['how'] })}
          options={Object.entries(placeHows).map(([value, label]) => ({
            value,
            label,
            count: counts.data?.[value as PlaceReading['how']],
          }))}
        />
      </FilterBar>
      <PagedTable
        fill
        label="Places in the inventory"
        query={places}
        columns={columns}
        rowKey={(row) => [row.kind, row.site, row.careArea].join('\n')}
        rowHref={editOf}
        rowHeight={60}
        card={(row) => (
          <>
            <RowLink href={editOf(row)}>{nameOf(row)}</RowLink> <span className="quiet">{siteOf(row)}</span>
            <div>
              {placeHows[row.how]}
              {takenFor(row) !== nameOf(row) && `: ${takenFor(row)}`}
            </div>
            <div className={classes.sub}>
              {formatCount(row.devices)} {row.devices === 1 ? 'device' : 'devices'}
            </div>
          </>
        )}
        empty={
          isFiltered ? (
            <Empty
              icon={icon}
              title="No place fits these filters"
              action={
                <Button variant="default" onClick={clear}>
                  Clear filters
                </Button>
              }
            />
          ) : (
            <Empty icon={icon} title="No place yet">
              Sites and care areas of devices stand here once there are some.{' '}
              <AppLink href={paths.importFile()}>Import a file</AppLink>
            </Empty>
          )
        }
      />
    </>
  )
}

function Proposals() {
  const may = useMay()
  const proposals = useQuery(placeProposalsQuery)
  const refuse = useChange(
    ({ kind, site, name, meant }: PlaceProposal) =>
      refusePlace({ kind, site, name, meant, reason: 'Refused in the list of proposals' }),
    { done: (_, { name, meant }) => `${name} is not proposed as ${meant} again.` },
  )
  const acceptOf = ({ kind, site, name, meant }: PlaceProposal) =>
    paths.places({ tab: 'proposals', edit: name, says: kind, meant, ...(kind === 'care_area' && { of: site }) })
  const siteOf = ({ kind, site }: PlaceProposal) => (kind === 'site' ? 'site' : `at ${site || 'no site'}`)
  const refusalOf = (row: PlaceProposal) => (
    <Action
      variant="default"
      size="compact-sm"
      disabledReason={may.whyNot('finding:decide')}
      aria-label={`Refuse that ${row.name} is ${row.meant}`}
      onClick={() => refuse.mutate(row)}
    >
      Refuse
    </Action>
  )
  const columns: Column<PlaceProposal>[] = [
    {
      id: 'name',
      title: 'As the inventory writes it',
      width: 14,
      grow: true,
      render: (row) => (
        <>
          <RowLink href={acceptOf(row)}>{row.name}</RowLink>
          <div className={classes.sub}>{siteOf(row)}</div>
        </>
      ),
    },
    { id: 'meant', title: 'May be', width: 13, render: (row) => row.meant },
    { id: 'devices', title: 'Devices', width: 7, align: 'end', render: (row) => formatCount(row.devices) },
    {
      id: 'why',
      title: 'What speaks for it',
      width: 18,
      grow: true,
      render: (row) => <div className={classes.sub}>{row.evidence}</div>,
    },
    { id: 'refuse', title: 'Refuse', width: 7, render: refusalOf },
  ]
  return (
    <Loaded query={proposals}>
      {(rows) =>
        rows.length === 0 ? (
          <Empty icon={icon} title="Nothing to propose">
            No two places of the inventory are one by the words and abbreviations of the trade.
          </Empty>
        ) : (
          <PlainTable
            label="Proposals"
            columns={columns}
            rows={rows}
            rowKey={(row) => [row.kind, row.site, row.name, row.meant].join('\n')}
            rowHref={acceptOf}
            card={(row) => (
              <>
                <RowLink href={acceptOf(row)}>{row.name}</RowLink> may be <strong>{row.meant}</strong>, {siteOf(row)},{' '}
                {formatCount(row.devices)} {row.devices === 1 ? 'device' : 'devices'}
                <div className={classes.sub}>{row.evidence}</div>
                {refusalOf(row)}
              </>
            )}
          />
        )
      }
    </Loaded>
  )
}

const Says = ({ rule: { kind, site, name, meant } }: { rule: PlaceRule }) => (
  <>
    <strong>{name}</strong>
    {site !== null && ` at ${site || 'no site'}`} is{' '}
    {meant ?? `a ${kind === 'site_apart' ? 'site' : 'place'} of its own`}
  </>
)

function Aliases() {
  const { search, setSearch } = useSearchState<PlacesSearch>()
  const rules = useInfiniteQuery(placeRulesQuery(search.past !== 'true'))
  const [undoing, setUndoing] = useState<PlaceRule | null>(null)
  return (
    <>
      <AliasList
        query={rules}
        says={(rule) => <Says rule={rule} />}
        past={search.past}
        onPast={(past) => setSearch({ past })}
        onTakeBack={setUndoing}
        empty={
          <Empty icon={icon} title="No alias of your own">
            Places that differ in case and signs are one by themselves. Where that is wrong or not enough, say it here.
          </Empty>
        }
      />
      {undoing && <UndoPlaceDialog rule={undoing} onClose={() => setUndoing(null)} />}
    </>
  )
}
