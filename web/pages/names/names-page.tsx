import { IconTags } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { NameProposal, NameRule, VendorReading } from '#web/api/contract.ts'
import {
  addAliases,
  nameProposalsQuery,
  nameRulesQuery,
  readings,
  refuseName,
  vendorCountsQuery,
  vendorNamesQuery,
} from '#web/api/names.ts'
import { AliasList } from '#web/components/alias-list.tsx'
import { AliasesPage } from '#web/components/aliases-page.tsx'
import { type Proposal, ProposalList } from '#web/components/proposal-list.tsx'
import { type Reading, ReadingList } from '#web/components/reading-list.tsx'
import type { NamesSearch } from '#web/page-searches.ts'
import { downloads, paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Empty } from '#web/ui/states.tsx'
import { EditNameDialog, UndoNameDialog } from './name-dialogs.tsx'

const icon = <IconTags size={30} aria-hidden />
const file = {
  download: downloads.aliases('names'),
  columns: ['kind', 'name', 'maker', 'model', 'note'],
  add: addAliases,
}
const devicesOf = (manufacturer: string) => paths.devices({ manufacturer, active: 'true' })

/** How the makers' names of the inventory are read, and what the hospital itself says of them. */
export function NamesPage() {
  const { search, setSearch } = useSearchState<NamesSearch>()
  const counts = useQuery(vendorCountsQuery)
  const proposals = useQuery(nameProposalsQuery)
  return (
    <AliasesPage
      title="Names"
      lead="Advisories name makers in their way, inventories in theirs. An alias holds for every device at once, and can be taken back."
      href={paths.names}
      tab={search.tab}
      inventory={{ title: 'Makers in the inventory', counts: counts.data }}
      proposals={proposals.data?.length}
      file={file}
      onAdd={() => setSearch({ edit: '' })}
    >
      {search.tab === 'proposals' ? <Proposals /> : search.tab === 'aliases' ? <Aliases /> : <Makers />}
      {search.edit !== undefined && (
        <EditNameDialog
          key={search.edit}
          name={search.edit}
          maker={search.maker ?? ''}
          onClose={() => setSearch({ edit: undefined, maker: undefined })}
        />
      )}
    </AliasesPage>
  )
}

function Makers() {
  const { search, setSearch, clear } = useSearchState<NamesSearch>()
  const counts = useQuery(vendorCountsQuery)
  const { q, how } = search
  const names = useInfiniteQuery(vendorNamesQuery({ q, how }))
  const read = (row: VendorReading): Reading => ({
    name: row.name || 'no maker stated',
    about: `${formatCount(row.models)} ${row.models === 1 ? 'model' : 'models'}`,
    devices: row.devices,
    devicesHref: devicesOf(row.name),
    how: row.how === 'unknown' ? <strong>{readings.unknown}</strong> : readings[row.how],
    taken: row.maker,
    edit: paths.names({ q, how, edit: row.name }),
  })
  return (
    <ReadingList
      label="Makers in the inventory"
      query={names}
      rowKey={(row) => row.name}
      read={read}
      q={q}
      how={how}
      hows={readings}
      counts={counts.data}
      onFilter={setSearch}
      onClear={q === undefined && how === undefined ? undefined : clear}
      word="Name"
      icon={icon}
      empty={
        <Empty icon={icon} title="No device yet">
          The makers of devices stand here once there are some.{' '}
          <AppLink href={paths.importFile()}>Import a file</AppLink>
        </Empty>
      }
    />
  )
}

const readProposal = ({ name, maker, devices, evidence }: NameProposal): Proposal => ({
  ...{ name, devices, meant: maker },
  devicesHref: devicesOf(name),
  evidence: evidence.map(({ text }) => text).join('; '),
  edit: paths.names({ tab: 'proposals', edit: name, maker }),
})

function Proposals() {
  return (
    <ProposalList
      title="Names that may mean a known maker"
      query={useQuery(nameProposalsQuery)}
      rowKey={(row) => row.name}
      read={readProposal}
      refuse={({ name, maker }) => refuseName({ name, maker, reason: 'Refused in the list of proposals' })}
      empty={
        <Empty icon={icon} title="Nothing to propose">
          Each maker’s name is known, or nothing in the inventory tells whom it may mean.
        </Empty>
      }
    />
  )
}

const Says = ({ rule: { kind, name, maker, model } }: { rule: NameRule }) =>
  kind === 'model' ? (
    <>
      <strong>{name}</strong> of {maker} is {model}
    </>
  ) : (
    <>
      <strong>{name}</strong> {kind === 'vendor' ? 'is' : 'is not'} {maker}
    </>
  )

function Aliases() {
  const { search, setSearch } = useSearchState<NamesSearch>()
  const rules = useInfiniteQuery(nameRulesQuery(search.past !== 'true', search.q))
  const [undoing, setUndoing] = useState<NameRule | null>(null)
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
            Names are read by what is known of companies. Where that is wrong or not enough, say it here.
          </Empty>
        }
      />
      {undoing && <UndoNameDialog rule={undoing} onClose={() => setUndoing(null)} />}
    </>
  )
}
