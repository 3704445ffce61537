import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { RowsSkeleton, sentenceOf } from '#web/ui/states.tsx'
import classes from './aliases.module.css'

/** What a change of aliases would change, worked out while it is typed. */
export function ChangePreview<Preview>({
  isAsked,
  query,
  children,
}: {
  isAsked: boolean
  query: Pick<UseQueryResult<Preview>, 'data' | 'error'>
  children: (preview: Preview) => ReactNode
}) {
  return (
    <section className={classes.preview} aria-labelledby="what-would-change" aria-live="polite">
      <h3 id="what-would-change">What would change</h3>
      {!isAsked ? (
        <p className="quiet">Fill in the fields above, and it stands here before you save.</p>
      ) : query.error ? (
        <p role="alert">{sentenceOf(query.error)}</p>
      ) : !query.data ? (
        <RowsSkeleton rows={2} height={28} />
      ) : (
        children(query.data)
      )}
    </section>
  )
}
