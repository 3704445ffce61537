import { Button } from '@mantine/core'
import { IconDownload, IconListSearch } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FindingRow } from '#web/api/contract.ts'
import { findingFacetsQuery, findingsQuery, listedFindings } from '#web/api/findings.ts'
import { allItems } from '#web/api/paging.ts'
import {
  answers,
  countsAsWords,
  decisionKinds,
  findingStatuses,
  humanise,
  remediationStates,
  riskBands,
} from '#web/api/words.ts'
import { useMay } from '#web/components/access.ts'
import { DecideDialog } from '#web/components/decide-dialog.tsx'
import { FindingCard, findingColumns, findingHref, findingKey, withAction } from '#web/components/finding-columns.tsx'
import { QueryField } from '#web/components/query-field.tsx'
import { SavedViews } from '#web/components/saved-views.tsx'
import type { FindingSearch } from '#web/page-searches.ts'
import { downloads, paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { FacetFilter } from '#web/ui/facet-filter.tsx'
import { FilterBar, TextFilter } from '#web/ui/filter-bar.tsx'
import { LinkAction } from '#web/ui/link-action.tsx'
import { tellFailure } from '#web/ui/notice.ts'
import { Page } from '#web/ui/page.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { type Selection, SelectionActions, selectColumn, useSelection } from '#web/ui/selection.tsx'
import { Empty } from '#web/ui/states.tsx'
import { useChange } from '#web/ui/use-change.ts'

const wordFilters = [
  ['band', 'Risk', riskBands],
  ['answer', 'Answer', answers],
  ['countsAs', 'Counts as', countsAsWords],
  ['status', 'Status', findingStatuses],
  ['decision', 'Decision', decisionKinds],
  ['remediation', 'Remediation', remediationStates],
] as const
const textFilters = [
  ['site', 'Site'],
  ['careArea', 'Care area'],
  ['manufacturer', 'Manufacturer'],
  ['model', 'Model'],
] as const
const linkedFilters = [
  ['device', 'Device', 'one device'],
  ['alike', 'In any spelling', 'yes'],
  ['sbom', 'SBOM', 'devices of one bill'],
  ['component', 'Component', 'one component of the bill'],
  ['advisory', 'Advisory', null],
  ['vulnerability', 'Vulnerability', null],
] as const

const firstWords = { action: 'most urgent', risk: 'worst', opened: 'newest' } as const

const dueWords: Readonly<Record<string, string>> = {
  overdue: 'Overdue',
  '0': 'By today',
  '7': 'Within a week',
  '30': 'Within 30 days',
  none: 'No deadline',
}
const dueOptions = (asked: string | undefined) =>
  [...new Set([...['overdue', '0', '7', '30', 'none'], ...(asked === undefined ? [] : [asked])])].map((value) => ({
    value,
    label: dueWords[value] ?? `Within ${value} days`,
  }))

export function FindingsPage() {
  const may = useMay()
  const { search, setSearch, clear } = useSearchState<FindingSearch>()
  const { sort, ...filters } = search
  const findings = useInfiniteQuery(findingsQuery({ ...filters, sort }))
  const facets = useQuery(findingFacetsQuery(filters))
  const total = facets.data?.total
  const rows = allItems(findings.data)
  const actions = facets.data?.facets.action ?? []
  // Once an appetite was adopted, the list opens by what it asks.
  const isAdopted = actions.length > 0 || rows.some((row) => row.action) || search.action !== undefined
  const by = sort ?? (isAdopted ? 'action' : 'risk')
  const isFiltered = Object.keys(filters).length > 0
  const selection = useSelection()
  const [deciding, setDeciding] = useState<readonly FindingKey[] | null>(null)
  const all = useChange(() => listedFindings(filters), { onDone: ({ findings }) => setDeciding(findings) })
  const counts = (name: (typeof wordFilters)[number][0]) =>
    new Map<string, number>(facets.data?.facets[name]?.map(({ value, count }) => [value, count]))
  // A query says for itself which.
  const kind = search.query ? '' : search.open === 'false' ? 'closed ' : search.open === 'any' ? '' : 'open '
  return (
    <Page
      fill
      title="Findings"
      lead={
        total === undefined ? (
          'Worst first, each with the reason why it is here.'
        ) : (
          <span className="number">
            {formatCount(total)} {kind}
            {total === 1 ? 'finding' : 'findings'}, {firstWords[by]} first
          </span>
        )
      }
      actions={
        <LinkAction href={paths.vexIssues()} variant="subtle" disabledReason={may.whyNot('finding:publish')}>
          Verdicts handed out
        </LinkAction>
      }
    >
      <FilterBar
        onClear={isFiltered ? clear : undefined}
        end={
          <>
            <SavedViews page="findings" path={paths.findings()} search={search} isWatchable />
            <Button
              component="a"
              href={downloads.findings({ ...filters, sort })}
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
        <TextFilter label="CVE, device, title" value={search.q} onChange={(q) => setSearch({ q })} />
        <FacetFilter
          title="Open"
          any="Open"
          value={search.open}
          onChange={(open) => setSearch({ open: open as FindingSearch['open'] })}
          options={[
            { value: 'false', label: 'Closed' },
            { value: 'any', label: 'Open and closed' },
          ]}
        />
        {isAdopted && (
          <>
            <FacetFilter
              title="Action"
              value={search.action}
              onChange={(action) => setSearch({ action })}
              options={actions}
            />
            <FacetFilter
              title="Due"
              value={search.due}
              onChange={(due) => setSearch({ due })}
              options={dueOptions(search.due)}
            />
          </>
        )}
        {wordFilters.map(([name, title, words]) => (
          <FacetFilter
            key={name}
            title={title}
            value={search[name]}
            onChange={(value) =>
              // What is set aside is not open.
              setSearch({ [name]: value, ...(value === 'set_aside' && { open: 'any' as const }) })
            }
            options={words.map((word) => ({ value: word, label: humanise(word), count: counts(name).get(word) }))}
          />
        ))}
        <FacetFilter
          title="Known exploited"
          value={search.knownExploited}
          onChange={(value) => setSearch({ knownExploited: value as 'true' | 'false' | undefined })}
          options={[
            { value: 'true', label: 'Known exploited' },
            { value: 'false', label: 'Not known to be' },
          ]}
        />
        {textFilters.map(([name, title]) => (
          <FacetFilter
            key={name}
            title={title}
            value={search[name]}
            onChange={(value) => setSearch({ [name]: value })}
            options={facets.data?.facets[name] ?? []}
          />
        ))}
        {linkedFilters.map(([name, title, label]) =>
          search[name] && (name !== 'component' || search.sbom) ? (
            <FacetFilter
              key={name}
              title={title}
              value={search[name]}
              onChange={(value) => setSearch({ [name]: value, ...(name === 'sbom' && { component: undefined }) })}
              options={[{ value: search[name], label: label ?? search[name] }]}
            />
          ) : null,
        )}
        <FacetFilter
          title="Decision broke"
          value={search.decisionBroke}
          onChange={(value) => setSearch({ decisionBroke: value as 'true' | undefined })}
          options={[{ value: 'true', label: 'A premise no longer holds' }]}
        />
        {search.reopened && (
          <FacetFilter
            title="Reopened"
            value={search.reopened}
            onChange={(value) => setSearch({ reopened: value as 'true' | undefined })}
            options={[{ value: 'true', label: 'Contradicted after verification' }]}
          />
        )}
      </FilterBar>
      <QueryField of="findings" value={search.query} onChange={(query) => setSearch({ query })} />
      {may('finding:decide') && (
        <>
          <SelectionActions
            selection={selection}
            most={5000}
            actions={[{ title: 'Decide', whyNot: null, isBusy: false, act: (ids) => setDeciding(ids.map(keyOfRow)) }]}
          />
          {isFiltered && total !== undefined && total > 1 && selection.ids.length === 0 && (
            <p style={{ margin: '0 0 var(--space-2)' }}>
              <Action
                size="compact-md"
                variant="light"
                loading={all.isPending}
                disabledReason={total > 5000 ? 'At most 5,000 at once: narrow the list.' : null}
                onClick={() => all.mutate(undefined, { onError: tellFailure })}
              >
                Decide all {formatCount(total)} of this list
              </Action>
            </p>
          )}
        </>
      )}
      {deciding && (
        <DecideDialog
          many={{
            on: { kind: 'findings', findings: [...deciding] },
            title: 'Decide the chosen findings',
            words: `${formatCount(deciding.length)} findings, in one decision. To undo all of it, take the decision back.`,
          }}
          onDecided={selection.clear}
          onClose={() => setDeciding(null)}
        />
      )}
      <PagedTable
        fill
        label="Findings"
        query={findings}
        total={total}
        columns={[...(may('finding:decide') ? [chooseColumn(selection)] : []), ...withAction(findingColumns, rows)]}
        rowKey={findingKey}
        rowHref={findingHref}
        rowHeight={64}
        cardHeight={isAdopted ? 195 : 150}
        card={(row) => <FindingCard row={row} />}
        sort={by}
        onSort={(word) => setSearch({ sort: word as FindingSearch['sort'] })}
        empty={
          isFiltered ? (
            <Empty
              icon={<IconListSearch size={30} aria-hidden />}
              title="No finding fits these filters"
              action={
                <Button variant="default" onClick={clear}>
                  Clear filters
                </Button>
              }
            >
              Closed findings are left out unless you ask for them.
            </Empty>
          ) : (
            <Empty icon={<IconListSearch size={30} aria-hidden />} title="No open finding">
              Findings appear when an advisory speaks of a device, NVD of what it is made of, or Microsoft of its
              Windows. See the <AppLink href={paths.sources()}>sources</AppLink> for what has been read.
            </Empty>
          )
        }
      />
    </Page>
  )
}

interface FindingKey {
  readonly deviceId: string
  readonly vulnerabilityId: string
}
const keyOfRow = (id: string): FindingKey => {
  const at = id.indexOf(' ')
  return { deviceId: id.slice(0, at), vulnerabilityId: id.slice(at + 1) }
}
const chooseColumn = (selection: Selection) =>
  selectColumn<FindingRow>(selection, (row) => ({
    id: `${row.device.id} ${row.vulnerabilityId}`,
    name: `${row.vulnerabilityId} on ${row.device.name}`,
  }))
