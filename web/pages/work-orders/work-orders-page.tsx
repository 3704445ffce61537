import { Button, Menu } from '@mantine/core'
import { IconArrowsExchange, IconClipboardList, IconDownload, IconUpload } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { catalogueQuery } from '#web/api/sources.ts'
import { humanise, workOrderStates, workOrderTypes } from '#web/api/words.ts'
import { takeWorkOrders, workOrdersQuery } from '#web/api/work-orders.ts'
import { useMay, useSession } from '#web/components/access.ts'
import { QueryField } from '#web/components/query-field.tsx'
import { ResultsDialog } from '#web/components/results-dialog.tsx'
import { SavedViews } from '#web/components/saved-views.tsx'
import { orderHref, orderKey, WorkOrderCard, workOrderColumns } from '#web/components/work-order-columns.tsx'
import type { WorkOrderSearch } from '#web/page-searches.ts'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { FacetFilter } from '#web/ui/facet-filter.tsx'
import { FilterBar, TextFilter } from '#web/ui/filter-bar.tsx'
import { Page } from '#web/ui/page.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { saveFile } from '#web/ui/save-file.ts'
import { useSearchState } from '#web/ui/search-state.ts'
import { Empty } from '#web/ui/states.tsx'
import { LinkTabs } from '#web/ui/tabs.tsx'
import { useChange } from '#web/ui/use-change.ts'

/** A technician comes for their own; everybody else for what is open. */
const usualTab = (role: string | undefined) => (role === 'technician' ? 'mine' : 'open')

export function WorkOrdersPage() {
  const { person } = useSession()
  const may = useMay()
  const { search, setSearch, clear } = useSearchState<WorkOrderSearch>()
  const { tab: asked, sort, ...filters } = search
  const tab = asked ?? (Object.keys(filters).length > 0 ? 'all' : usualTab(person?.role))
  const orders = useInfiniteQuery(
    workOrdersQuery({
      ...filters,
      ...(tab === 'mine' ? { assignedTo: 'me', open: 'true' } : tab === 'open' ? { open: 'true' } : {}),
      sort,
    }),
  )
  const linked = [
    ['campaign', 'Campaign', 'made together'],
    ['device', 'Device', 'one device'],
    ['vulnerability', 'Vulnerability', search.vulnerability],
    ['advisory', 'Advisory', search.advisory],
    ['manufacturer', 'Manufacturer', search.manufacturer],
    ['model', 'Model', search.model],
    ['site', 'Site', search.site],
    ['alike', 'In any spelling', 'yes'],
    ['stuck', 'Stuck', search.stuck === 'verify' ? 'claimed without proof' : 'late, on hold or not found'],
    ['assignedTo', 'Given to', search.assignedTo === 'nobody' ? 'nobody' : 'one person'],
  ] as const
  const isFiltered = Object.keys(filters).length > 0
  return (
    <Page
      fill
      title="Work orders"
      actions={<CmmsMenu mayWrite={may.whyNot('work-order:write')} state={search.state} />}
    >
      <LinkTabs
        label="Work orders"
        current={tab}
        tabs={[
          { id: 'mine', title: 'Mine', href: paths.workOrders({ ...filters, tab: 'mine' }) },
          { id: 'open', title: 'Open', href: paths.workOrders({ ...filters, tab: 'open' }) },
          { id: 'all', title: 'All', href: paths.workOrders({ ...filters, tab: 'all' }) },
        ]}
      />
      <FilterBar
        onClear={isFiltered ? clear : undefined}
        end={<SavedViews page="work-orders" path={paths.workOrders()} search={search} isWatchable />}
      >
        <TextFilter label="Number, device, title" value={search.q} onChange={(q) => setSearch({ q })} />
        <FacetFilter
          title="State"
          value={search.state}
          onChange={(state) => setSearch({ state })}
          options={[
            ...(search.state?.includes(',')
              ? [{ value: search.state, label: search.state.split(',').map(humanise).join(', ') }]
              : []),
            ...workOrderStates.map((value) => ({ value, label: humanise(value) })),
          ]}
        />
        <FacetFilter
          title="Type"
          value={search.type}
          onChange={(type) => setSearch({ type })}
          options={workOrderTypes.map((value) => ({ value, label: humanise(value) }))}
        />
        {linked.map(([name, title, label]) =>
          search[name] !== undefined ? (
            <FacetFilter
              key={name}
              title={title}
              value={search[name]}
              onChange={(value) => setSearch({ [name]: value })}
              options={[{ value: search[name], label: label ?? search[name] }]}
            />
          ) : null,
        )}
      </FilterBar>
      <QueryField of="work" value={search.query} onChange={(query) => setSearch({ query })} />
      <PagedTable
        fill
        label="Work orders"
        query={orders}
        columns={workOrderColumns}
        rowKey={orderKey}
        rowHref={orderHref}
        rowHeight={60}
        cardHeight={150}
        card={(row) => <WorkOrderCard row={row} />}
        sort={sort}
        onSort={(word) => setSearch({ sort: word })}
        empty={
          <Empty
            icon={<IconClipboardList size={30} aria-hidden />}
            title={tab === 'mine' ? 'Nothing is assigned to you' : 'No work orders'}
          >
            {tab === 'mine' ? (
              <>
                See what is <AppLink href={paths.workOrders({ tab: 'open' })}>open</AppLink>.
              </>
            ) : (
              <>
                They are made from groups of findings. <AppLink href={paths.work()}>What could be planned</AppLink>
              </>
            )}
          </Empty>
        }
      />
    </Page>
  )
}

/** Out to a CMMS as a file, and its answers back in. */
function CmmsMenu({ mayWrite, state }: { mayWrite: string | null; state: string | undefined }) {
  const catalogue = useQuery(catalogueQuery)
  const [outlet, setOutlet] = useState<{ id: string; title: string } | null>(null)
  const take = useChange((from: string) => takeWorkOrders(from, { state }), {
    onDone: saveFile,
    done: 'The file is saved, and the work orders in it are marked as sent.',
  })
  const outlets = catalogue.data?.outlets ?? []
  return (
    <>
      <Menu position="bottom-end" width={300}>
        <Menu.Target>
          <Button variant="default" leftSection={<IconArrowsExchange size={16} aria-hidden />}>
            Exchange with the CMMS
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {mayWrite && <Menu.Label style={{ whiteSpace: 'normal' }}>{mayWrite}</Menu.Label>}
          {outlets.length === 0 && <Menu.Label>No outlet is installed.</Menu.Label>}
          {outlets.map((one) => (
            <div key={one.id}>
              <Menu.Label>{one.title}</Menu.Label>
              <Menu.Item
                disabled={!!mayWrite || take.isPending}
                leftSection={<IconDownload size={16} aria-hidden />}
                onClick={() => take.mutate(one.id)}
              >
                Work orders out, marked as sent
              </Menu.Item>
              <Menu.Item
                disabled={!!mayWrite}
                leftSection={<IconUpload size={16} aria-hidden />}
                onClick={() => setOutlet(one)}
              >
                Results in …
              </Menu.Item>
            </div>
          ))}
        </Menu.Dropdown>
      </Menu>
      {outlet && <ResultsDialog outlet={outlet} onClose={() => setOutlet(null)} />}
    </>
  )
}
