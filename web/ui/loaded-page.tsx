import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ApiProblem } from '#web/api/client.ts'
import { Page, PageSkeleton } from './page.tsx'
import { Failure } from './states.tsx'

const titles: Readonly<Record<number, string>> = {
  0: 'Homeostat cannot be reached',
  400: 'There is nothing here',
  403: 'Not for your role',
  404: 'There is nothing here',
}

export interface PageFailureProps {
  error: unknown
  retry?: (() => void) | undefined
  /** Where such things are listed. */
  parent?: { title: string; href: string } | undefined
}

/** A page that could not be shown: refused, gone, out of reach, or broken. */
export function PageFailure({ error, retry, parent }: PageFailureProps) {
  const status = error instanceof ApiProblem ? error.status : 500
  return (
    <Page title={titles[status] ?? 'This page could not be shown'} parent={parent} narrow>
      <Failure error={error} retry={status === 404 || status === 400 ? undefined : retry} />
    </Page>
  )
}

/** A page about one thing: its skeleton, then the thing, or why it cannot be shown. */
export function LoadedPage<Data>({
  query,
  title,
  parent,
  children,
}: {
  query: UseQueryResult<Data>
  /** What the thing is, while it is on its way. */
  title: string
  parent: { title: string; href: string }
  children: (data: Data) => ReactNode
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.error) return <PageFailure error={query.error} retry={() => void query.refetch()} parent={parent} />
  return <PageSkeleton title={title} />
}
