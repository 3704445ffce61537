import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { allItems } from '#web/api/paging.ts'
import { markRead, newestNoticesQuery, noticesQuery } from '#web/api/people.ts'
import { NoticeList } from '#web/components/notice-list.tsx'
import { Action } from '#web/ui/action.tsx'
import { formatCount } from '#web/ui/app-link.tsx'
import { Page } from '#web/ui/page.tsx'
import { Section } from '#web/ui/section.tsx'
import { Failure, RowsSkeleton } from '#web/ui/states.tsx'
import { useChange } from '#web/ui/use-change.ts'

export function NotificationsPage() {
  const newest = useQuery(newestNoticesQuery)
  const notices = useInfiniteQuery(noticesQuery)
  const read = useChange(markRead)
  const unread = newest.data?.unread ?? 0
  const items = allItems(notices.data)
  return (
    <Page
      narrow
      title="Notifications"
      actions={
        <Action
          variant="default"
          loading={read.isPending}
          disabledReason={unread === 0 ? 'Everything is read.' : null}
          onClick={() => read.mutate('all')}
        >
          Mark all as read
        </Action>
      }
    >
      <Section title="Newest first" aside={`${formatCount(unread)} unread`} flush>
        {notices.isPending ? (
          <RowsSkeleton height={64} />
        ) : notices.error && items.length === 0 ? (
          <Failure error={notices.error} retry={() => void notices.refetch()} />
        ) : (
          <NoticeList items={items} />
        )}
        {notices.hasNextPage && (
          <div style={{ padding: 'var(--space-3) var(--space-4)' }}>
            <Button variant="default" loading={notices.isFetchingNextPage} onClick={() => void notices.fetchNextPage()}>
              Older ones
            </Button>
          </div>
        )}
      </Section>
    </Page>
  )
}
