import { Button } from '@mantine/core'
import { IconGavel } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { decisionCountsQuery, decisionsQuery } from '#web/api/decisions.ts'
import { decisionKinds, humanise } from '#web/api/words.ts'
import { DecisionCard, decisionColumns, decisionHref } from '#web/components/decision-columns.tsx'
import type { DecisionSearch } from '#web/page-searches.ts'
import { paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { FacetFilter } from '#web/ui/facet-filter.tsx'
import { FilterBar, TextFilter } from '#web/ui/filter-bar.tsx'
import { Page } from '#web/ui/page.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Empty } from '#web/ui/states.tsx'
import { DecisionTabs } from './decision-tabs.tsx'

const states = [
  ['in_force', 'In force'],
  ['carried', 'In force, and carried'],
  ['broken', 'Broken somewhere'],
  ['asking', 'Something is not known'],
  ['expiring', 'Ends within 30 days'],
  ['ending_week', 'Ends within 7 days'],
  ['over', 'Over'],
  ['withdrawn', 'Taken back'],
] as const

/** Every decision about findings: where it holds, where it was carried to, where it broke. */
export function DecisionsPage() {
  const { search, setSearch, clear } = useSearchState<DecisionSearch>()
  const decisions = useInfiniteQuery(decisionsQuery(search))
  const counts = useQuery(decisionCountsQuery).data
  const isFiltered = Object.keys(search).length > 0
  return (
    <Page
      fill
      title="Decisions"
      lead={
        counts ? (
          <span className="number">
            {formatCount(counts.in_force ?? 0)} in force, {formatCount(counts.broken ?? 0)} broken somewhere,{' '}
            {formatCount(counts.expiring ?? 0)} soon to end
          </span>
        ) : (
          'What people decided about findings, and on what premises.'
        )
      }
    >
      <DecisionTabs current="register" />
      <FilterBar onClear={isFiltered ? clear : undefined}>
        <TextFilter label="CVE, model, reason, person" value={search.q} onChange={(q) => setSearch({ q })} />
        <FacetFilter
          title="State"
          value={search.state}
          onChange={(state) => setSearch({ state: state as DecisionSearch['state'] })}
          options={states.map(([value, label]) => ({ value, label, count: counts?.[value] }))}
        />
        <FacetFilter
          title="Decision"
          value={search.decision}
          onChange={(decision) => setSearch({ decision: decision as DecisionSearch['decision'] })}
          options={decisionKinds.map((value) => ({ value, label: humanise(value) }))}
        />
        {(['vulnerability', 'advisory'] as const).map(
          (name) =>
            search[name] && (
              <FacetFilter
                key={name}
                title={humanise(name)}
                value={search[name]}
                onChange={(value) => setSearch({ [name]: value })}
                options={[{ value: search[name], label: search[name] }]}
              />
            ),
        )}
        {search.control && (
          <FacetFilter
            title="Rests on"
            value={search.control}
            onChange={(control) => setSearch({ control })}
            options={[{ value: search.control, label: 'one control' }]}
          />
        )}
      </FilterBar>
      <PagedTable
        fill
        label="Decisions"
        query={decisions}
        total={isFiltered ? undefined : counts?.any}
        columns={decisionColumns}
        rowKey={(row) => row.id}
        rowHref={decisionHref}
        rowHeight={64}
        cardHeight={150}
        card={(row) => <DecisionCard row={row} />}
        empty={
          isFiltered ? (
            <Empty
              icon={<IconGavel size={30} aria-hidden />}
              title="No decision fits these filters"
              action={
                <Button variant="default" onClick={clear}>
                  Clear filters
                </Button>
              }
            />
          ) : (
            <Empty icon={<IconGavel size={30} aria-hidden />} title="Nothing was decided yet">
              A <AppLink href={paths.findings()}>finding</AppLink>, or all that an advisory leaves open on a model, can
              be decided: accepted until a day, mitigated, not affected. What was decided stands here, with its
              premises.
            </Empty>
          )
        }
      />
    </Page>
  )
}
