import { Button } from '@mantine/core'
import { IconRotate2 } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { RecallRow } from '#web/api/contract.ts'
import { recallsQuery } from '#web/api/recalls.ts'
import type { RecallSearch } from '#web/page-searches.ts'
import { paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { FacetFilter } from '#web/ui/facet-filter.tsx'
import { FilterBar, TextFilter } from '#web/ui/filter-bar.tsx'
import { Day } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Empty } from '#web/ui/states.tsx'
import { type Column, RowLink } from '#web/ui/table.tsx'
import classes from './recalls.module.css'
import { topicWords } from './topic-words.ts'

const dash = <span className="quiet">—</span>

const Matched = ({ row }: { row: RecallRow }) =>
  row.advisoryId ? (
    <AppLink href={paths.advisory(row.advisoryId)}>Matched</AppLink>
  ) : (
    <span className="quiet">Kept</span>
  )

const Published = ({ row }: { row: RecallRow }) => {
  const on = row.publishedOn ?? row.initiatedOn
  return on ? <Day on={on} /> : dash
}

const columns: Column<RecallRow>[] = [
  {
    id: 'product',
    title: 'Product',
    width: 14,
    grow: true,
    render: (row) => (
      <>
        <div className={classes.reason}>
          <RowLink href={paths.recall(row.eventId)}>{row.product}</RowLink>
        </div>
        <div className={classes.sub}>
          {row.firm}
          {row.products > 1 && ` · ${formatCount(row.products)} products`}
        </div>
      </>
    ),
  },
  {
    id: 'reason',
    title: 'Reason',
    width: 14,
    grow: true,
    render: (row) => <div className={classes.reason}>{row.reason}</div>,
  },
  { id: 'class', title: 'Class', width: 4.5, render: (row) => row.classification ?? dash },
  { id: 'topic', title: 'About', width: 6.5, render: (row) => topicWords[row.topic] },
  { id: 'status', title: 'FDA status', width: 9, render: (row) => row.status },
  { id: 'matched', title: 'Devices', width: 6.5, render: (row) => <Matched row={row} /> },
  { id: 'published', title: 'Published', width: 7.5, align: 'end', render: (row) => <Published row={row} /> },
]

function RecallCard({ row }: { row: RecallRow }) {
  return (
    <>
      <div className={classes.reason}>
        <RowLink href={paths.recall(row.eventId)}>{row.product}</RowLink>
      </div>
      <div className={classes.sub}>
        {row.firm} · {topicWords[row.topic]}
        {row.classification && ` · class ${row.classification}`} · <Published row={row} />
      </div>
      <div className={classes.reason}>{row.reason}</div>
      <Matched row={row} />
    </>
  )
}

export function RecallsPage() {
  const { search, setSearch, clear } = useSearchState<RecallSearch>()
  const { topic = 'security', ...rest } = search
  const recalls = useInfiniteQuery(recallsQuery({ ...rest, ...(topic !== 'any' && { topic }) }))
  const isFiltered = Object.keys(search).length > 0
  const icon = <IconRotate2 size={30} aria-hidden />
  return (
    <Page
      fill
      title="Recalls"
      lead="What the FDA says of recalled devices. Those about security are matched with the devices here; all others are kept, and matched when you ask."
    >
      <FilterBar onClear={isFiltered ? clear : undefined}>
        <TextFilter label="Firm, product, number, reason" value={search.q} onChange={(q) => setSearch({ q })} />
        <FacetFilter
          title="About"
          value={topic}
          onChange={(value) => setSearch({ topic: (value ?? 'any') as RecallSearch['topic'] })}
          options={[
            { value: 'security', label: 'Security' },
            { value: 'software', label: 'Other software' },
            { value: 'other', label: 'Anything else' },
            { value: 'any', label: 'All recalls' },
          ]}
        />
        <FacetFilter
          title="Firm"
          value={search.here}
          onChange={(value) => setSearch({ here: value as 'true' | undefined })}
          options={[{ value: 'true', label: 'With devices here' }]}
        />
        <FacetFilter
          title="Class"
          value={search.classification}
          onChange={(value) => setSearch({ classification: value as RecallSearch['classification'] })}
          options={['I', 'II', 'III'].map((value) => ({ value, label: `Class ${value}` }))}
        />
        <FacetFilter
          title="Ongoing"
          value={search.ongoing}
          onChange={(value) => setSearch({ ongoing: value as RecallSearch['ongoing'] })}
          options={[
            { value: 'true', label: 'Ongoing' },
            { value: 'false', label: 'Ended' },
          ]}
        />
      </FilterBar>
      <PagedTable
        fill
        label="Recalls"
        query={recalls}
        columns={columns}
        rowKey={(row) => row.eventId}
        rowHref={(row) => paths.recall(row.eventId)}
        rowHeight={76}
        card={(row) => <RecallCard row={row} />}
        empty={
          isFiltered ? (
            <Empty
              icon={icon}
              title="No recall fits these filters"
              action={
                <Button variant="default" onClick={clear}>
                  Clear filters
                </Button>
              }
            />
          ) : (
            <Empty icon={icon} title="No recalls about security">
              They come with the feed “FDA recalls”. <AppLink href={paths.addSource()}>Add a feed</AppLink>, or{' '}
              <AppLink href={paths.recalls({ topic: 'any' })}>look at all recalls</AppLink>.
            </Empty>
          )
        }
      />
    </Page>
  )
}
