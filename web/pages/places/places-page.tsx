import { IconMapPin } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PlaceProposal, PlaceReading, PlaceRule } from '#web/api/contract.ts'
import {
  addPlaceAliases,
  placeCountsQuery,
  placeHows,
  placeProposalsQuery,
  placeRulesQuery,
  placesQuery,
  refusePlace,
} from '#web/api/places.ts'
import { AliasList } from '#web/components/alias-list.tsx'
import { AliasesPage } from '#web/components/aliases-page.tsx'
import { type Proposal, ProposalList } from '#web/components/proposal-list.tsx'
import { type Reading, ReadingList } from '#web/components/reading-list.tsx'
import type { PlacesSearch } from '#web/page-searches.ts'
import { downloads, paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { FacetFilter } from '#web/ui/facet-filter.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Empty } from '#web/ui/states.tsx'
import { EditPlaceDialog, UndoPlaceDialog } from './place-dialogs.tsx'

const icon = <IconMapPin size={30} aria-hidden />
const file = {
  download: downloads.aliases('places'),
  columns: ['kind', 'site', 'name', 'meant', 'note'],
  add: addPlaceAliases,
}
const kindWords: Readonly<Record<PlaceReading['kind'], string>> = { site: 'Sites', care_area: 'Care areas' }
const editorClosed = { edit: undefined, says: undefined, of: undefined, meant: undefined }

/** How the places of the inventory are read, and what the hospital itself says of them. */
export function PlacesPage() {
  const { search, setSearch } = useSearchState<PlacesSearch>()
  const counts = useQuery(placeCountsQuery(undefined))
  const proposals = useQuery(placeProposalsQuery)
  return (
    <AliasesPage
      title="Places"
      lead="Systems write the same ward each in its own way. What is one is asked once and worked on in one round; devices keep their texts."
      href={paths.places}
      tab={search.tab}
      inventory={{ title: 'Places in the inventory', counts: counts.data }}
      proposals={proposals.data?.length}
      file={file}
      onAdd={() => setSearch({ edit: '' })}
    >
      {search.tab === 'proposals' ? <Proposals /> : search.tab === 'aliases' ? <Aliases /> : <Places />}
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
    </AliasesPage>
  )
}

const aboutOf = ({ kind, site }: Pick<PlaceReading, 'kind' | 'site'>) =>
  kind === 'site' ? 'site' : `at ${site || 'no site'}`

function Places() {
  const { search, setSearch, clear } = useSearchState<PlacesSearch>()
  const { q, kind, how } = search
  const counts = useQuery(placeCountsQuery(kind))
  const places = useInfiniteQuery(placesQuery({ q, kind, how }))
  const read = (row: PlaceReading): Reading => {
    const { kind: is, site, careArea, taken } = row
    const name = is === 'site' ? site : careArea
    return {
      name,
      about: aboutOf(row),
      devices: row.devices,
      devicesHref: paths.devices(is === 'site' ? { site } : { site, careArea }),
      how: placeHows[row.how],
      taken:
        is === 'site'
          ? taken.site
          : [taken.careArea, ...(taken.site === site ? [] : [taken.site || 'no site'])].join(', '),
      edit: paths.places({ q, kind, how, edit: name, says: is, of: is === 'site' ? undefined : site }),
    }
  }
  return (
    <ReadingList
      label="Places in the inventory"
      query={places}
      rowKey={(row) => [row.kind, row.site, row.careArea].join('\n')}
      read={read}
      q={q}
      how={how}
      hows={placeHows}
      counts={counts.data}
      onFilter={setSearch}
      filters={
        <FacetFilter
          title="Sites and care areas"
          value={kind}
          onChange={(value) => setSearch({ kind: value as PlacesSearch['kind'] })}
          options={Object.entries(kindWords).map(([value, label]) => ({ value, label }))}
        />
      }
      onClear={q === undefined && kind === undefined && how === undefined ? undefined : clear}
      word="Place"
      icon={icon}
      empty={
        <Empty icon={icon} title="No place yet">
          Sites and care areas of devices stand here once there are some.{' '}
          <AppLink href={paths.importFile()}>Import a file</AppLink>
        </Empty>
      }
    />
  )
}

const readProposal = (row: PlaceProposal): Proposal => {
  const { kind, site, name, meant, devices, evidence } = row
  const of = kind === 'site' ? undefined : site
  return {
    ...{ name, meant, devices, evidence },
    about: aboutOf(row),
    devicesHref: paths.devices(kind === 'site' ? { site: name } : { site, careArea: name }),
    edit: paths.places({ tab: 'proposals', edit: name, says: kind, meant, of }),
  }
}

function Proposals() {
  return (
    <ProposalList
      title="Places that may be one"
      query={useQuery(placeProposalsQuery)}
      rowKey={(row) => [row.kind, row.site, row.name, row.meant].join('\n')}
      read={readProposal}
      refuse={({ kind, site, name, meant }) =>
        refusePlace({ kind, site, name, meant, reason: 'Refused in the list of proposals' })
      }
      empty={
        <Empty icon={icon} title="Nothing to propose">
          No two places of the inventory are one by the words and abbreviations of the trade.
        </Empty>
      }
    />
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
  const rules = useInfiniteQuery(placeRulesQuery(search.past !== 'true', search.q))
  const [undoing, setUndoing] = useState<PlaceRule | null>(null)
  return (
    <>
      <AliasList
        query={rules}
        says={(rule) => <Says rule={rule} />}
        q={search.q}
        past={search.past}
        onFilter={setSearch}
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
