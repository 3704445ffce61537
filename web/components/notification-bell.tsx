import { ActionIcon, Button, Indicator, Popover } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBell } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { markRead, newestNoticesQuery } from '#web/api/people.ts'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { NoticeList } from './notice-list.tsx'
import classes from './notices.module.css'

export function NotificationBell() {
  const [isOpen, popover] = useDisclosure(false)
  const notices = useQuery(newestNoticesQuery)
  const read = useChange(markRead)
  const unread = notices.data?.unread ?? 0
  return (
    <Popover
      opened={isOpen}
      onChange={popover.toggle}
      position="bottom-end"
      width="min(26rem, calc(100vw - 1rem))"
      trapFocus
    >
      <Indicator label={unread > 99 ? '99+' : unread} size={16} disabled={unread === 0} color="red.9" offset={5}>
        <Popover.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            c="var(--text-quiet)"
            size="lg"
            onClick={popover.toggle}
            aria-label={unread === 0 ? 'Notifications' : `Notifications, ${unread} unread`}
          >
            <IconBell size={20} aria-hidden />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} aria-label="Notifications">
        <div className={classes.head}>
          <strong>Notifications</strong>
          {unread > 0 && (
            <Button size="compact-sm" variant="subtle" loading={read.isPending} onClick={() => read.mutate('all')}>
              Mark all as read
            </Button>
          )}
        </div>
        <div className={classes.scroll}>
          <Loaded query={notices}>{(data) => <NoticeList items={data.items} onOpen={popover.close} />}</Loaded>
        </div>
        <div className={classes.foot}>
          <AppLink href={paths.notifications()} onClick={popover.close}>
            All notifications
          </AppLink>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
