import { IconRefresh, IconSettings } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { InventoryHealth } from '#web/api/contract.ts'
import { countHealth, inventoryHealthQuery } from '#web/api/inventory-health.ts'
import { healthLists, healthListWords } from '#web/api/words.ts'
import { useMay } from '#web/components/access.ts'
import type { InventoryHealthSearch } from '#web/page-searches.ts'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink } from '#web/ui/app-link.tsx'
import { PageFailure } from '#web/ui/loaded-page.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { Page, PageSkeleton } from '#web/ui/page.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Empty } from '#web/ui/states.tsx'
import { LinkTabs } from '#web/ui/tabs.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { DuplicateList, HealthDeviceList } from './health-lists.tsx'
import { Overview } from './overview.tsx'
import { RhythmList } from './rhythm-list.tsx'
import { ScopeList } from './scope-list.tsx'
import { SettingsDialog } from './settings-dialog.tsx'

/** What the inventory does not know, knows twice or wrongly, and what to do first. */
export function InventoryHealthPage() {
  const health = useQuery(inventoryHealthQuery)
  if (health.data) return <Health health={health.data} />
  if (health.error) return <PageFailure error={health.error} retry={() => void health.refetch()} />
  return <PageSkeleton title="Inventory health" />
}

function Health({ health }: { health: InventoryHealth }) {
  const { search } = useSearchState<InventoryHealthSearch>()
  const may = useMay()
  const [isEditing, setIsEditing] = useState(false)
  const count = useChange(countHealth, { done: 'Counted.' })
  const current = search.list ?? search.tab ?? 'overview'
  const isList = current !== 'overview' && current !== 'duplicate'
  return (
    <Page
      title="Inventory health"
      fill={isList}
      lead={
        health.countedAt ? (
          <>
            What the inventory does not know, and what to do first. Counted <Moment at={health.countedAt} ago />
          </>
        ) : (
          'What the inventory does not know, and what to do first. Not counted yet.'
        )
      }
      actions={
        <>
          <Action
            variant="subtle"
            leftSection={<IconRefresh size={16} aria-hidden />}
            loading={count.isPending}
            disabledReason={may.whyNot('source:run')}
            onClick={() => count.mutate(undefined)}
          >
            Count now
          </Action>
          <Action
            variant="default"
            leftSection={<IconSettings size={16} aria-hidden />}
            disabledReason={may.whyNot('settings:write')}
            onClick={() => setIsEditing(true)}
          >
            Limits
          </Action>
        </>
      }
    >
      <LinkTabs
        label="Inventory health"
        current={current}
        tabs={[
          { id: 'overview', title: 'Overview', href: paths.inventoryHealth() },
          ...healthLists.map((list) => ({
            id: list,
            title: list === 'unmanaged' ? 'Unmanaged' : healthListWords[list],
            count: health.counts[list] ?? 0,
            href: paths.inventoryHealth({ list }),
          })),
          { id: 'wards', title: 'Wards', href: paths.inventoryHealth({ tab: 'wards' }) },
          { id: 'sources', title: 'Sources', href: paths.inventoryHealth({ tab: 'sources' }) },
          { id: 'rhythms', title: 'Rhythms', href: paths.inventoryHealth({ tab: 'rhythms' }) },
        ]}
      />
      {search.list === 'duplicate' ? (
        <DuplicateList health={health} search={search} />
      ) : search.list ? (
        <HealthDeviceList key={search.list} health={health} search={search} list={search.list} />
      ) : search.tab === 'wards' ? (
        <ScopeList key="wards" scope="ward" search={search} />
      ) : search.tab === 'sources' ? (
        <ScopeList key="sources" scope="source" search={search} />
      ) : search.tab === 'rhythms' ? (
        <RhythmList search={search} />
      ) : health.devices === 0 ? (
        <Empty title={health.countedAt ? 'No devices yet' : 'Not counted yet'}>
          It is counted after each run, and every hour. Connect a register of what you own, and what sees devices
          themselves: <AppLink href={paths.importFile()}>Import a file</AppLink> or{' '}
          <AppLink href={paths.addSource()}>add a source</AppLink>.
        </Empty>
      ) : (
        <Overview health={health} />
      )}
      {isEditing && <SettingsDialog settings={health.settings} onClose={() => setIsEditing(false)} />}
    </Page>
  )
}
