import { Kbd } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { Action } from './action.tsx'
import { AppLink } from './app-link.tsx'
import classes from './queue.module.css'

// One question after the other: what waits on the left, the one that is open beside it.

/** Which keys do what; on a phone there are none. */
export function QueueKeys({ keys }: { keys: readonly { readonly key: string; readonly word: string }[] }) {
  return (
    <p className={`${classes.keys} no-print`}>
      {keys.map(({ key, word }) => (
        <span key={key}>
          <Kbd>{key}</Kbd> {word}
        </span>
      ))}
    </p>
  )
}

interface More {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  fetchNextPage(): Promise<unknown>
}

export function Queue({
  label,
  query,
  items,
  children,
}: {
  label: string
  query: More
  /** `QueueItem`s. */
  items: ReactNode
  /** The one that is open: a `QueueHead` and what it is decided by. */
  children: ReactNode
}) {
  return (
    <div className={classes.split}>
      <nav className={classes.list} aria-label={label}>
        <ol>{items}</ol>
        {query.hasNextPage && (
          <Action
            variant="default"
            fullWidth
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            More
          </Action>
        )}
      </nav>
      <article className={classes.detail} aria-labelledby="current">
        {children}
      </article>
    </div>
  )
}

export function QueueItem({ isCurrent, href, children }: { isCurrent: boolean; href: string; children: ReactNode }) {
  const item = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isCurrent) item.current?.scrollIntoView({ block: 'nearest' })
  }, [isCurrent])
  return (
    <li ref={item}>
      <AppLink href={href} className={classes.item} aria-current={isCurrent ? 'true' : undefined}>
        {children}
      </AppLink>
    </li>
  )
}

export const QueueTitle = ({ children }: { children: ReactNode }) => (
  <span className={classes.itemTitle}>{children}</span>
)
export const QueueFacts = ({ children }: { children: ReactNode }) => <span className={classes.facts}>{children}</span>

/** What is asked, what is known of it at a glance, and the answers. */
export function QueueHead({
  title,
  facts,
  actions,
  children,
}: {
  title: ReactNode
  facts: ReactNode
  actions: ReactNode
  children?: ReactNode
}) {
  return (
    <header className={classes.head}>
      <h2 id="current" className={classes.title}>
        {title}
      </h2>
      <p className={classes.facts}>{facts}</p>
      {children}
      <div className={`${classes.actions} no-print`}>{actions}</div>
    </header>
  )
}
