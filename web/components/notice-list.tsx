import { IconBell } from '@tabler/icons-react'
import type { Notice } from '#web/api/contract.ts'
import { markRead } from '#web/api/people.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { Empty } from '#web/ui/states.tsx'
import { useChange } from '#web/ui/use-change.ts'
import classes from './notices.module.css'

export function NoticeList({ items, onOpen }: { items: Notice[]; onOpen?: () => void }) {
  const read = useChange(markRead)
  if (items.length === 0)
    return (
      <Empty icon={<IconBell size={26} aria-hidden />} title="Nothing to tell">
        You hear here of work that is given to you, and of new findings that attackers are known to use.
      </Empty>
    )
  return (
    <ul className={classes.list}>
      {items.map((notice) => (
        <li key={notice.id} className={notice.readAt ? classes.read : classes.unread}>
          {!notice.readAt && <span className="visually-hidden">Unread: </span>}
          {notice.path ? (
            <AppLink
              href={notice.path}
              className={classes.title}
              onClick={() => {
                if (!notice.readAt) read.mutate([notice.id])
                onOpen?.()
              }}
            >
              {notice.title}
            </AppLink>
          ) : (
            <span className={classes.title}>{notice.title}</span>
          )}
          <span className={classes.body}>{notice.body}</span>
          <span className={classes.at}>
            <Moment at={notice.at} ago />
          </span>
        </li>
      ))}
    </ul>
  )
}
