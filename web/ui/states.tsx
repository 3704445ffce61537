import { Button, Skeleton } from '@mantine/core'
import { IconAlertTriangle, IconCloudOff, IconLock, IconRefresh } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ApiProblem } from '#web/api/client.ts'
import classes from './states.module.css'

/** What went wrong, as a sentence that says what to do. */
export const sentenceOf = (error: unknown): string =>
  error instanceof ApiProblem
    ? error.message
    : 'This page met an error of its own. Load it again; if it stays, tell whoever runs Homeostat here.'

export function Failure({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const isForbidden = error instanceof ApiProblem && error.status === 403
  const isOffline = error instanceof ApiProblem && error.isOffline
  // What was asked cannot be answered, however often.
  const isAsked = error instanceof ApiProblem && error.status === 400
  const Icon = isForbidden ? IconLock : isOffline ? IconCloudOff : IconAlertTriangle
  return (
    <div role="alert" className={classes.state}>
      <Icon size={28} aria-hidden className={classes.warn} />
      <p className={classes.sentence}>{sentenceOf(error)}</p>
      {retry && !isForbidden && !isAsked && (
        <Button variant="default" size="sm" leftSection={<IconRefresh size={16} aria-hidden />} onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  )
}

/** Nothing here, and what to do next. */
export function Empty({
  icon,
  title,
  children,
  action,
}: {
  icon?: ReactNode
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className={classes.state}>
      {icon && <span className={classes.icon}>{icon}</span>}
      <p className={classes.title}>{title}</p>
      {children && <div className={classes.sentence}>{children}</div>}
      {action}
    </div>
  )
}

export function RowsSkeleton({ rows = 8, height = 44 }: { rows?: number; height?: number }) {
  return (
    <div aria-busy="true" className={classes.rows}>
      <output className="visually-hidden">Loading</output>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars have no identity
        <div key={index} className={classes.row} style={{ height }}>
          <Skeleton height={12} width={`${18 + ((index * 37) % 20)}%`} />
          <Skeleton height={12} width={`${10 + ((index * 53) % 24)}%`} />
          <Skeleton height={12} width={`${8 + ((index * 29) % 18)}%`} />
        </div>
      ))}
    </div>
  )
}

/** Shows the content of a query, or its skeleton, or its failure. */
export function Loaded<Data>({
  query,
  skeleton,
  children,
}: {
  query: UseQueryResult<Data>
  skeleton?: ReactNode
  children: (data: Data) => ReactNode
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.error) return <Failure error={query.error} retry={() => void query.refetch()} />
  return <>{skeleton ?? <RowsSkeleton />}</>
}
