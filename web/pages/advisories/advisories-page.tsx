import { Button } from '@mantine/core'
import { IconListSearch, IconNews } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import {
  advisoriesQuery,
  advisoryFacetsQuery,
  markAdvisories,
  matchAgain,
  uploadAdvisory,
} from '#web/api/advisories.ts'
import type { AdvisoryRow } from '#web/api/contract.ts'
import { triageDecisions } from '#web/api/words.ts'
import { useMay } from '#web/components/access.ts'
import { ExploitedMark } from '#web/components/state-badges.tsx'
import type { AdvisorySearch } from '#web/page-searches.ts'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, CountLink } from '#web/ui/app-link.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { FacetFilter } from '#web/ui/facet-filter.tsx'
import { FileChoice } from '#web/ui/file-choice.tsx'
import { FilterBar, TextFilter } from '#web/ui/filter-bar.tsx'
import { FormError } from '#web/ui/form.tsx'
import { LinkAction } from '#web/ui/link-action.tsx'
import { Day } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { SelectionActions, selectColumn, useSelection } from '#web/ui/selection.tsx'
import { Empty } from '#web/ui/states.tsx'
import { type Column, RowLink } from '#web/ui/table.tsx'
import { useChange } from '#web/ui/use-change.ts'
import classes from './advisories.module.css'
import { decisionWords } from './decide-advisory-dialog.tsx'
import { chosenFields, DocumentFieldsDialog } from './document-fields-dialog.tsx'

const zero = <span className="quiet">0</span>
const affectedHref = (row: AdvisoryRow) => paths.devices({ advisory: row.id, countsAs: 'affected', active: 'true' })
const cannotTellHref = (row: AdvisoryRow) => paths.devices({ advisory: row.id, countsAs: 'to_look_at', active: 'true' })

const columns: Column<AdvisoryRow>[] = [
  {
    id: 'advisory',
    title: 'Advisory',
    sort: 'title',
    width: 22,
    grow: true,
    render: (row) => (
      <>
        <RowLink href={paths.advisory(row.id)}>
          {row.isUnread && <span className={classes.unread}>Not read: </span>}
          {row.title}
        </RowLink>
        <div className={classes.sub}>
          <span className="mono">{row.trackingId}</span> · {row.publisher}
          {row.withdrawnAt && <strong> · withdrawn</strong>}
        </div>
      </>
    ),
  },
  { id: 'exploited', title: 'Exploited', width: 6, render: (row) => row.knownExploited && <ExploitedMark isShort /> },
  {
    id: 'cvss',
    title: 'CVSS',
    width: 5,
    align: 'end',
    sort: 'cvss',
    isDown: true,
    render: (row) => row.worstCvss?.toFixed(1) ?? <span className="quiet">—</span>,
  },
  { id: 'flaws', title: 'Flaws', width: 5, align: 'end', render: (row) => row.vulnerabilities },
  {
    id: 'affected',
    title: 'Affected',
    width: 7,
    align: 'end',
    sort: 'affected',
    isDown: true,
    render: (row) =>
      row.affected === 0 ? zero : <CountLink href={affectedHref(row)} count={row.affected} of="devices affected" />,
  },
  {
    id: 'cannotTell',
    title: 'Cannot tell',
    width: 7.5,
    align: 'end',
    render: (row) =>
      row.cannotTell === 0 ? (
        zero
      ) : (
        <CountLink href={cannotTellHref(row)} count={row.cannotTell} of="devices of which nobody can tell" />
      ),
  },
  {
    id: 'revised',
    title: 'Revised',
    width: 8,
    align: 'end',
    sort: 'newest',
    isDown: true,
    render: (row) => <Day on={row.revisedAt.slice(0, 10)} />,
  },
]

function AdvisoryCard({ row }: { row: AdvisoryRow }) {
  return (
    <>
      <RowLink href={paths.advisory(row.id)}>{row.title}</RowLink>
      <div className={classes.sub}>
        {row.trackingId} · {row.publisher} · <Day on={row.revisedAt.slice(0, 10)} />
      </div>
      <div className={classes.cardNumbers}>
        <span>
          <CountLink href={affectedHref(row)} count={row.affected} of="devices affected" /> affected
        </span>
        <span>
          <CountLink href={cannotTellHref(row)} count={row.cannotTell} of="devices of which nobody can tell" /> cannot
          tell
        </span>
        {row.worstCvss !== null && <span>CVSS {row.worstCvss.toFixed(1)}</span>}
        {row.knownExploited && <ExploitedMark />}
      </div>
    </>
  )
}

export function AdvisoriesPage() {
  const may = useMay()
  const { search, setSearch, clear } = useSearchState<AdvisorySearch>()
  const { sort, ...filters } = search
  const advisories = useInfiniteQuery(
    advisoriesQuery({
      ...filters,
      cvssFrom: filters.cvssFrom === undefined ? undefined : Number(filters.cvssFrom),
      cvssTo: filters.cvssTo === undefined ? undefined : Number(filters.cvssTo),
      sort: sort ?? 'newest',
    }),
  )
  const [isAdding, setIsAdding] = useState(false)
  const [isSearching, setIsSearching] = useState(false)
  const selection = useSelection()
  const again = useChange((advisoryIds: string[]) => matchAgain({ advisoryIds }), {
    done: 'Matched again.',
    onDone: selection.clear,
  })
  const mark = useChange((ids: string[]) => markAdvisories(ids, true), {
    done: 'Marked as read.',
    onDone: selection.clear,
  })
  const facets = useQuery(advisoryFacetsQuery)
  const isFiltered = Object.keys(filters).length > 0
  return (
    <Page
      fill
      title="Advisories"
      lead="What CISA and manufacturers publish, and how many devices here it speaks of."
      actions={
        <>
          <LinkAction href={paths.matchRuns()} variant="subtle">
            Matching runs
          </LinkAction>
          <LinkAction href={paths.vexProducts()} variant="subtle">
            VEX that fits no device
          </LinkAction>
          <Action variant="default" disabledReason={may.whyNot('source:write')} onClick={() => setIsAdding(true)}>
            Add a document
          </Action>
          <LinkAction href={paths.addSource()} variant="default" disabledReason={may.whyNot('source:write')}>
            Add a feed
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
              most={200}
              actions={[
                {
                  title: 'Match again',
                  whyNot: may.whyNot('source:run'),
                  isBusy: again.isPending,
                  act: again.mutate,
                },
                { title: 'Mark as read', whyNot: null, isBusy: mark.isPending, act: mark.mutate },
              ]}
            />
            <Button
              size="compact-md"
              variant="default"
              leftSection={<IconListSearch size={15} aria-hidden />}
              onClick={() => setIsSearching(true)}
            >
              All fields
            </Button>
          </>
        }
      >
        <TextFilter label="Title, id, CVE, product" value={search.q} onChange={(q) => setSearch({ q })} />
        <FacetFilter
          title="Here"
          value={search.affected}
          onChange={(affected) => setSearch({ affected: affected as AdvisorySearch['affected'] })}
          options={[
            { value: 'yes', label: 'Speaks of devices here' },
            { value: 'no', label: 'Speaks of none' },
          ]}
        />
        <FacetFilter
          title="Known exploited"
          value={search.knownExploited}
          onChange={(value) => setSearch({ knownExploited: value as 'true' | undefined })}
          options={[{ value: 'true', label: 'Known exploited' }]}
        />
        <FacetFilter
          title="Medical"
          value={search.medical}
          onChange={(value) => setSearch({ medical: value as 'true' | undefined })}
          options={[{ value: 'true', label: 'Medical only' }]}
        />
        <FacetFilter
          title="Triage"
          value={search.decision ?? (search.inbox === 'true' ? 'inbox' : undefined)}
          onChange={(value) =>
            setSearch(
              value === 'inbox'
                ? { inbox: 'true', decision: undefined }
                : { inbox: undefined, decision: value as AdvisorySearch['decision'] },
            )
          }
          options={[
            { value: 'inbox', label: 'Waits for a decision' },
            ...triageDecisions.map((value) => ({ value, label: decisionWords[value].past })),
          ]}
        />
        <FacetFilter
          title="Not read"
          value={search.unread}
          onChange={(value) => setSearch({ unread: value as 'true' | undefined })}
          options={[{ value: 'true', label: 'Not read by you' }]}
        />
        <FacetFilter
          title="Publisher"
          value={search.publisher}
          onChange={(publisher) => setSearch({ publisher })}
          options={facets.data?.publisher ?? (search.publisher ? [{ value: search.publisher }] : [])}
        />
        {chosenFields(search).map(({ name, title, value }) => (
          <FacetFilter
            key={name}
            title={title}
            value={value}
            onChange={(next) => setSearch({ [name]: next })}
            options={[{ value }]}
          />
        ))}
        {search.device && (
          <FacetFilter
            title="Device"
            value={search.device}
            onChange={(device) => setSearch({ device })}
            options={[{ value: search.device, label: 'one device' }]}
          />
        )}
        {search.model && (
          <FacetFilter
            title="Model"
            value={search.model}
            onChange={(model) => setSearch({ model })}
            options={[{ value: search.model }]}
          />
        )}
      </FilterBar>
      <PagedTable
        fill
        label="Advisories"
        query={advisories}
        columns={[selectColumn(selection, (row: AdvisoryRow) => ({ id: row.id, name: row.trackingId })), ...columns]}
        rowKey={(row) => row.id}
        rowHref={(row) => paths.advisory(row.id)}
        rowHeight={60}
        card={(row) => <AdvisoryCard row={row} />}
        sort={sort ?? 'newest'}
        onSort={(word) => setSearch({ sort: word as AdvisorySearch['sort'] })}
        empty={
          isFiltered ? (
            <Empty
              icon={<IconNews size={30} aria-hidden />}
              title="No advisory fits these filters"
              action={
                <Button variant="default" onClick={clear}>
                  Clear filters
                </Button>
              }
            />
          ) : (
            <Empty icon={<IconNews size={30} aria-hidden />} title="No advisories yet">
              They come from feeds: the internet, a folder or a zip.{' '}
              <AppLink href={paths.addSource()}>Add a feed</AppLink>
            </Empty>
          )
        }
      />
      {isSearching && (
        <DocumentFieldsDialog search={search} onApply={setSearch} onClose={() => setIsSearching(false)} />
      )}
      {isAdding && <AddDocumentDialog onClose={() => setIsAdding(false)} />}
    </Page>
  )
}

/** One document by hand, for what no feed brings. */
function AddDocumentDialog({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate()
  const [progress, setProgress] = useState<number>()
  const add = useChange((file: File) => uploadAdvisory(file, setProgress), {
    done: ({ isNew, remarks }) =>
      `${isNew ? 'Added' : 'It was there already'}${remarks.length > 0 ? `; not all could be read: ${remarks[0]}` : ''}.`,
    onDone: ({ kind, id }) => void navigate({ to: kind === 'vex' ? paths.vexDocument(id) : paths.advisory(id) }),
  })
  return (
    <Dialog title="Add a document" opened onClose={onClose}>
      <FileChoice
        label="CSAF, OpenVEX or CycloneDX VEX document"
        hint="A JSON file of CSAF 2.0 or 2.1, of OpenVEX, or a CycloneDX VEX that links to bills of materials. A newer revision replaces an older one, and both are kept."
        accept=".json,application/json"
        progress={add.isPending ? (progress ?? 0) : undefined}
        onFile={(file) => add.mutate(file)}
      />
      <FormError error={add.error} />
    </Dialog>
  )
}
