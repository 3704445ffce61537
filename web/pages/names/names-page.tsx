import { Button, Group } from '@mantine/core'
import { IconTags } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { NameProposal, NameRule, VendorReading } from '#web/api/contract.ts'
import {
  nameProposalsQuery,
  nameRulesQuery,
  readings,
  refuseName,
  vendorCountsQuery,
  vendorNamesQuery,
} from '#web/api/names.ts'
import { useMay } from '#web/components/access.ts'
import { AliasList } from '#web/components/alias-list.tsx'
import classes from '#web/components/aliases.module.css'
import type { NamesSearch } from '#web/page-searches.ts'
import { downloads, paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, CountLink, formatCount } from '#web/ui/app-link.tsx'
import { FacetFilter } from '#web/ui/facet-filter.tsx'
import { FilterBar, TextFilter } from '#web/ui/filter-bar.tsx'
import { LinkAction } from '#web/ui/link-action.tsx'
import { Page } from '#web/ui/page.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Section } from '#web/ui/section.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { type Column, PlainTable, RowLink } from '#web/ui/table.tsx'
import { LinkTabs } from '#web/ui/tabs.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { AddAliasesDialog, EditNameDialog, UndoNameDialog } from './name-dialogs.tsx'

const icon = <IconTags size={30} aria-hidden />
const isOpenQuestion = (how: VendorReading['how']) => how === 'unknown' || how === 'nobody'

const How = ({ row }: { row: VendorReading }) =>
  row.how === 'unknown' ? <strong>{readings.unknown}</strong> : readings[row.how]

/** How the makers' names of the inventory are read, and what the hospital itself says of them. */
export function NamesPage() {
  const may = useMay()
  const { search, setSearch } = useSearchState<NamesSearch>()
  const counts = useQuery(vendorCountsQuery)
  const proposals = useQuery(nameProposalsQuery)
  const [isAdding, setIsAdding] = useState(false)
  const whyNot = may.whyNot('finding:decide')
  const tab = search.tab ?? 'names'
  const total = counts.data && Object.values(counts.data).reduce((sum, count) => sum + count, 0)
  return (
    <Page
      fill
      title="Names"
      lead="Advisories name makers in their way, inventories in theirs. An alias holds for every device at once, and can be taken back."
      actions={
        <Group gap="sm">
          <Button variant="default" component="a" href={downloads.aliases('csv')} download>
            Download aliases
          </Button>
          <Action variant="default" disabledReason={whyNot} onClick={() => setIsAdding(true)}>
            Add from a file
          </Action>
          <Action disabledReason={whyNot} onClick={() => setSearch({ edit: '' })}>
            Add an alias
          </Action>
        </Group>
      }
    >
      <LinkTabs
        label="Names"
        current={tab}
        tabs={[
          { id: 'names', title: 'Makers in the inventory', count: total, href: paths.names() },
          {
            id: 'proposals',
            title: 'Proposals',
            count: proposals.data?.length,
            href: paths.names({ tab: 'proposals' }),
          },
          { id: 'aliases', title: 'Your aliases', href: paths.names({ tab: 'aliases' }) },
        ]}
      />
      {tab === 'proposals' ? <Proposals /> : tab === 'aliases' ? <Aliases /> : <Makers />}
      {search.edit !== undefined && (
        <EditNameDialog
          key={search.edit}
          name={search.edit}
          maker={search.maker ?? ''}
          onClose={() => setSearch({ edit: undefined, maker: undefined })}
        />
      )}
      {isAdding && <AddAliasesDialog onClose={() => setIsAdding(false)} />}
    </Page>
  )
}

function Makers() {
  const { search, setSearch, clear } = useSearchState<NamesSearch>()
  const counts = useQuery(vendorCountsQuery)
  const { q, how } = search
  const names = useInfiniteQuery(vendorNamesQuery({ q, how }))
  const isFiltered = q !== undefined || how !== undefined
  const editOf = (row: VendorReading) => paths.names({ q, how, edit: row.name })
  const columns: Column<VendorReading>[] = [
    {
      id: 'name',
      title: 'As the inventory writes it',
      width: 18,
      grow: true,
      render: (row) => (
        <>
          <RowLink href={editOf(row)}>{row.name || 'no maker stated'}</RowLink>
          <div className={classes.sub}>
            {formatCount(row.models)} {row.models === 1 ? 'model' : 'models'}
          </div>
        </>
      ),
    },
    {
      id: 'devices',
      title: 'Devices',
      width: 7,
      align: 'end',
      render: (row) => (
        <CountLink
          href={paths.devices({ manufacturer: row.name, active: 'true' })}
          count={row.devices}
          of={`devices of ${row.name}`}
        />
      ),
    },
    { id: 'how', title: 'How it is read', width: 14, render: (row) => <How row={row} /> },
    {
      id: 'maker',
      title: 'Taken for',
      width: 16,
      grow: true,
      render: (row) => row.maker ?? <span className="quiet">—</span>,
    },
  ]
  return (
    <>
      <FilterBar onClear={isFiltered ? clear : undefined}>
        <TextFilter label="Name" value={q} onChange={(next) => setSearch({ q: next })} />
        <FacetFilter
          title="How it is read"
          value={how}
          onChange={(value) => setSearch({ how: value as NamesSearch['how'] })}
          options={Object.entries(readings).map(([value, label]) => ({
            value,
            label,
            count: counts.data?.[value as VendorReading['how']],
          }))}
        />
      </FilterBar>
      <PagedTable
        fill
        label="Makers in the inventory"
        query={names}
        columns={columns}
        rowKey={(row) => row.name}
        rowHref={editOf}
        rowHeight={60}
        card={(row) => (
          <>
            <RowLink href={editOf(row)}>{row.name || 'no maker stated'}</RowLink>
            <div>
              <How row={row} />
              {!isOpenQuestion(row.how) && `: ${row.maker}`}
            </div>
            <div className={classes.sub}>
              {formatCount(row.devices)} {row.devices === 1 ? 'device' : 'devices'}, {formatCount(row.models)}{' '}
              {row.models === 1 ? 'model' : 'models'}
            </div>
          </>
        )}
        empty={
          isFiltered ? (
            <Empty
              icon={icon}
              title="No name fits these filters"
              action={
                <Button variant="default" onClick={clear}>
                  Clear filters
                </Button>
              }
            />
          ) : (
            <Empty icon={icon} title="No device yet">
              The makers of devices stand here once there are some.{' '}
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
  const proposals = useQuery(nameProposalsQuery)
  const refuse = useChange(
    ({ name, maker }: NameProposal) => refuseName({ name, maker, reason: 'Refused in the list of proposals' }),
    { done: (_, { name, maker }) => `${name} is not proposed as ${maker} again.` },
  )
  const whyNot = may.whyNot('finding:decide')
  const acceptOf = ({ name, maker }: NameProposal) => paths.names({ tab: 'proposals', edit: name, maker })
  const evidenceOf = (row: NameProposal) => (
    <div className={classes.sub}>{row.evidence.map(({ text }) => text).join('; ')}</div>
  )
  const answersTo = (row: NameProposal) => (
    <Group gap="xs" wrap="nowrap">
      <LinkAction
        href={acceptOf(row)}
        variant="default"
        size="compact-sm"
        aria-label={`See what changes if ${row.name} is ${row.maker}`}
      >
        See what changes
      </LinkAction>
      {refusalOf(row)}
    </Group>
  )
  const refusalOf = (row: NameProposal) => (
    <Action
      variant="default"
      size="compact-sm"
      disabledReason={whyNot}
      aria-label={`Refuse that ${row.name} is ${row.maker}`}
      onClick={() => refuse.mutate(row)}
    >
      Refuse
    </Action>
  )
  const columns: Column<NameProposal>[] = [
    {
      id: 'name',
      title: 'As the inventory writes it',
      width: 14,
      grow: true,
      render: (row) => <RowLink href={acceptOf(row)}>{row.name}</RowLink>,
    },
    { id: 'maker', title: 'May be', width: 13, render: (row) => row.maker },
    {
      id: 'devices',
      title: 'Devices',
      width: 7,
      align: 'end',
      render: (row) => (
        <CountLink
          href={paths.devices({ manufacturer: row.name, active: 'true' })}
          count={row.devices}
          of={`devices of ${row.name}`}
        />
      ),
    },
    { id: 'why', title: 'What speaks for it', width: 20, grow: true, render: evidenceOf },
    { id: 'answer', title: 'Accept or refuse', isTitleHidden: true, width: 17, align: 'end', render: answersTo },
  ]
  return (
    <Loaded query={proposals}>
      {(rows) =>
        rows.length === 0 ? (
          <Empty icon={icon} title="Nothing to propose">
            Each maker’s name is known, or nothing in the inventory tells whom it may mean.
          </Empty>
        ) : (
          <Section title="Names that may mean a known maker" aside="nothing changes until you say so" flush>
            <PlainTable
              label="Proposals"
              columns={columns}
              rows={rows}
              rowKey={(row) => row.name}
              rowHref={acceptOf}
              card={(row) => (
                <>
                  <RowLink href={acceptOf(row)}>{row.name}</RowLink> may be <strong>{row.maker}</strong>,{' '}
                  {formatCount(row.devices)} {row.devices === 1 ? 'device' : 'devices'}
                  {evidenceOf(row)}
                  <div className={classes.cardAction}>{answersTo(row)}</div>
                </>
              )}
            />
          </Section>
        )
      }
    </Loaded>
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
  const rules = useInfiniteQuery(nameRulesQuery(search.past !== 'true'))
  const [undoing, setUndoing] = useState<NameRule | null>(null)
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
            Names are read by what is known of companies. Where that is wrong or not enough, say it here.
          </Empty>
        }
      />
      {undoing && <UndoNameDialog rule={undoing} onClose={() => setUndoing(null)} />}
    </>
  )
}
