import { Skeleton } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { AppLink } from './app-link.tsx'
import classes from './page.module.css'

export interface PageProps {
  title: string
  /** The way back up: the list that this page belongs to. */
  parent?: { title: string; href: string } | undefined
  /** A line above the title that says what kind of thing this is. */
  eyebrow?: ReactNode
  lead?: ReactNode
  actions?: ReactNode
  /** The page is as high as the window, and one part of it scrolls. */
  fill?: boolean
  /** Texts stay readable: nothing gets wider than this column. */
  narrow?: boolean
  children: ReactNode
}

/** Until the first page is there: on it, the browser's own order of focus is right. */
let isOpening = true

/** One page: its title goes to the tab and to the screen reader when the page opens. */
export function Page({ title, parent, eyebrow, lead, actions, fill, narrow, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · Homeostat`
  }, [title])
  useEffect(() => {
    const isMove = !isOpening
    isOpening = false
    if (!isMove) return
    if (document.activeElement === document.body || document.activeElement?.closest('nav'))
      heading.current?.focus({ preventScroll: true })
  }, [])

  return (
    <div className={[classes.page, fill && classes.fill, narrow && classes.narrow].filter(Boolean).join(' ')}>
      <div className={classes.head}>
        <div className={classes.titles}>
          {(parent || eyebrow) && (
            <div className={classes.eyebrow}>
              {parent && (
                <AppLink href={parent.href} className={classes.parent}>
                  {parent.title}
                </AppLink>
              )}
              {parent && eyebrow && <span aria-hidden> / </span>}
              {eyebrow}
            </div>
          )}
          <h1 ref={heading} tabIndex={-1} className={classes.title}>
            {title}
          </h1>
          {lead && <div className={classes.lead}>{lead}</div>}
        </div>
        {actions && <div className={`${classes.actions} no-print`}>{actions}</div>}
      </div>
      {children}
    </div>
  )
}

/** The shape of a page whose content is on its way. */
export function PageSkeleton({ title = 'Loading' }: { title?: string }) {
  return (
    <div className={classes.page} aria-busy="true">
      <h1 className="visually-hidden">{title}</h1>
      <output className="visually-hidden">Loading</output>
      <Skeleton height={30} width="min(22rem, 70%)" mb="sm" />
      <Skeleton height={16} width="min(36rem, 90%)" mb="xl" />
      <Skeleton height={180} mb="lg" />
      <Skeleton height={260} />
    </div>
  )
}
