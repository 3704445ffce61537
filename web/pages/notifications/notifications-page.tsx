import { useQuery } from '@tanstack/react-query'
import { markRead, noticesQuery } from '#web/api/people.ts'
import { NoticeList } from '#web/components/notice-list.tsx'
import { Action } from '#web/ui/action.tsx'
import { Page } from '#web/ui/page.tsx'
import { Section } from '#web/ui/section.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { useChange } from '#web/ui/use-change.ts'

export function NotificationsPage() {
  const notices = useQuery(noticesQuery)
  const read = useChange(markRead)
  const unread = notices.data?.unread ?? 0
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
      <Section title="Newest first" aside={`${unread} unread`} flush>
        <Loaded query={notices}>{(data) => <NoticeList items={data.items} />}</Loaded>
      </Section>
    </Page>
  )
}
