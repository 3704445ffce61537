import { type ReactNode, useEffect, useRef } from 'react'
import { AppLink, formatCount } from './app-link.tsx'
import classes from './tabs.module.css'

export interface TabItem {
  id: string
  title: string
  count?: number | undefined
  href: string
}

/** Tabs that are links: each view of a page has its address. */
export function LinkTabs({
  label,
  tabs,
  current,
  end,
}: {
  label: string
  tabs: TabItem[]
  current: string
  end?: ReactNode
}) {
  // Where there is no room for all, the one that is open is to be seen.
  const list = useRef<HTMLElement>(null)
  const widths = tabs.map(({ count }) => count).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the open tab is found by its mark, and moves as counts come
  useEffect(() => {
    const open = list.current?.querySelector<HTMLElement>('[aria-current]')
    if (open && list.current) list.current.scrollLeft = open.offsetLeft - list.current.offsetLeft - 16
  }, [current, widths])
  return (
    <div className={`${classes.tabs} no-print`}>
      <nav aria-label={label} className={classes.list} ref={list}>
        {tabs.map((tab) => (
          <AppLink
            key={tab.id}
            href={tab.href}
            className={classes.tab}
            aria-current={tab.id === current ? 'page' : undefined}
          >
            {tab.title}
            {tab.count !== undefined && <span className={classes.count}>{formatCount(tab.count)}</span>}
          </AppLink>
        ))}
      </nav>
      {end}
    </div>
  )
}
