import { Button } from '@mantine/core'
import { IconPackages } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { allItems } from '#web/api/paging.ts'
import { groupsQuery } from '#web/api/work-orders.ts'
import { GroupCard, groupKey } from '#web/components/group-list.tsx'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { Page } from '#web/ui/page.tsx'
import { Empty, Failure, RowsSkeleton } from '#web/ui/states.tsx'

/** What work could be made of, worst first. */
export function WorkPage() {
  const groups = useInfiniteQuery(groupsQuery())
  const items = allItems(groups.data)
  return (
    <Page
      title="To plan"
      lead="Findings that one round of work can serve: an advisory, a model, a site. The worst stand first."
      actions={
        <>
          <Button component={AppLink} href={paths.questions()} variant="default">
            Ask one thing
          </Button>
          <Button component={AppLink} href={paths.workOrders()} variant="default">
            Work orders
          </Button>
        </>
      }
    >
      {groups.isPending ? (
        <RowsSkeleton rows={6} height={120} />
      ) : groups.error && items.length === 0 ? (
        <Failure error={groups.error} retry={() => void groups.refetch()} />
      ) : items.length === 0 ? (
        <Empty icon={<IconPackages size={30} aria-hidden />} title="Nothing waits to be planned">
          Groups appear when findings are open. See the <AppLink href={paths.findings()}>findings</AppLink>.
        </Empty>
      ) : (
        <div style={{ display: 'grid', gap: 'var(--space-3)' }}>
          {items.map((group) => (
            <GroupCard key={groupKey(group)} group={group} withAdvisory heading="h2" />
          ))}
          {groups.hasNextPage && (
            <Button variant="default" loading={groups.isFetchingNextPage} onClick={() => void groups.fetchNextPage()}>
              More
            </Button>
          )}
        </div>
      )}
    </Page>
  )
}
