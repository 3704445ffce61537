import { IconHistory } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { AuditEntry } from '#web/api/contract.ts'
import { auditQuery } from '#web/api/people.ts'
import { humanise } from '#web/api/words.ts'
import type { AuditSearch } from '#web/page-searches.ts'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { FacetFilter } from '#web/ui/facet-filter.tsx'
import { FilterBar } from '#web/ui/filter-bar.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Empty } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'

const kinds = [
  'device',
  'model',
  'conflict',
  'finding',
  'control',
  'work_order',
  'campaign',
  'source',
  'run',
  'skipped',
  'person',
  'session',
  'organisation',
  'settings',
]

const pageOf: Readonly<Record<string, (id: string) => string>> = {
  device: (id) => paths.device(id),
  work_order: (id) => paths.workOrder(id),
  source: (id) => paths.source(id),
  advisory: (id) => paths.advisory(id),
  model: (id) => paths.model(id),
  campaign: (id) => paths.workOrders({ tab: 'all', campaign: id }),
  review: (id) => paths.reviews({ at: id }),
  conflict: (id) => paths.reviews({ tab: 'conflicts', at: id }),
}

function Subject({ entry }: { entry: AuditEntry }) {
  const page = pageOf[entry.subjectKind]
  const text = (
    <>
      {humanise(entry.subjectKind)} <span className="mono">{entry.subjectId.slice(0, 13)}</span>
    </>
  )
  return page ? <AppLink href={page(entry.subjectId)}>{text}</AppLink> : text
}

function detailText(detail: unknown): string {
  if (detail === null || detail === undefined) return ''
  if (typeof detail !== 'object') return String(detail)
  return Object.entries(detail)
    .map(([name, value]) => `${humanise(name)}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join('; ')
}

const columns: Column<AuditEntry>[] = [
  { id: 'at', title: 'When', width: 11, render: (entry) => <Moment at={entry.at} /> },
  { id: 'who', title: 'Who', width: 10, render: (entry) => entry.actorName },
  { id: 'what', title: 'What', width: 12, render: (entry) => humanise(entry.action) },
  { id: 'subject', title: 'On what', width: 13, render: (entry) => <Subject entry={entry} /> },
  {
    id: 'why',
    title: 'Why and how',
    width: 16,
    grow: true,
    render: (entry) => (
      <>
        {entry.reason}
        <div className="quiet small cut">{detailText(entry.detail)}</div>
      </>
    ),
  },
]

export function AuditPage() {
  const { search, setSearch, clear } = useSearchState<AuditSearch>()
  const audit = useInfiniteQuery(auditQuery({ ...search }))
  const isFiltered = Object.keys(search).length > 0
  return (
    <Page fill title="Audit trail" lead="Who changed what, when and why. Nothing here can be changed.">
      <FilterBar onClear={isFiltered ? clear : undefined}>
        <FacetFilter
          title="On what"
          value={search.subjectKind}
          onChange={(subjectKind) => setSearch({ subjectKind })}
          options={kinds.map((value) => ({ value, label: humanise(value) }))}
        />
        {search.actor && (
          <FacetFilter
            title="Who"
            value={search.actor}
            onChange={(actor) => setSearch({ actor })}
            options={[{ value: search.actor, label: 'one person' }]}
          />
        )}
        {search.subjectId && (
          <FacetFilter
            title="Subject"
            value={search.subjectId}
            onChange={(subjectId) => setSearch({ subjectId })}
            options={[{ value: search.subjectId, label: 'one' }]}
          />
        )}
      </FilterBar>
      <PagedTable
        fill
        label="Audit trail"
        query={audit}
        columns={columns}
        rowKey={(entry) => entry.id}
        rowHeight={58}
        card={(entry) => (
          <>
            <strong>{humanise(entry.action)}</strong>
            <div>
              <Subject entry={entry} />
            </div>
            {entry.reason && <div>{entry.reason}</div>}
            <div className="quiet small">
              {entry.actorName}, <Moment at={entry.at} />
            </div>
          </>
        )}
        empty={<Empty icon={<IconHistory size={30} aria-hidden />} title="Nothing has been changed" />}
      />
    </Page>
  )
}
