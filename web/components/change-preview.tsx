import { useDebouncedValue } from '@mantine/hooks'
import { type UseQueryOptions, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { RowsSkeleton, sentenceOf } from '#web/ui/states.tsx'
import classes from './aliases.module.css'

/** What a change of aliases would change, worked out while it is typed. */
export function ChangePreview<Change, Preview>({
  change,
  queryOf,
  children,
}: {
  /** Null while there is nothing to ask. */
  change: Change | null
  queryOf: (change: Change | null) => UseQueryOptions<Preview, Error, Preview, (string | Change | null)[]>
  children: (preview: Preview) => ReactNode
}) {
  const [asked] = useDebouncedValue(change, 350)
  const preview = useQuery(queryOf(asked))
  const data = asked === null ? undefined : preview.data
  // What stands there is of a moment ago, and could be taken for the answer.
  const isOld = change !== asked || preview.isPlaceholderData
  return (
    <section className={classes.preview} aria-labelledby="what-would-change" aria-live="polite">
      <h3 id="what-would-change">What would change</h3>
      {change === null ? (
        <p className="quiet">Fill in the fields above, and it stands here before you save.</p>
      ) : preview.error ? (
        <p role="alert">{sentenceOf(preview.error)}</p>
      ) : !data ? (
        <RowsSkeleton rows={2} height={28} />
      ) : (
        <div className={classes.answer} aria-busy={isOld}>
          {children(data)}
        </div>
      )}
    </section>
  )
}
