import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { allItems } from '#web/api/paging.ts'
import { reviewsQuery } from '#web/api/reviews.ts'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { Section } from '#web/ui/section.tsx'
import classes from './conflict-card.module.css'

/** Records of the device of which a person must say whether they are of it, or of one with another. Nothing where there are none. */
export function DeviceReviews({ device }: { device: string }) {
  const reviews = useInfiniteQuery(reviewsQuery({ device }))
  const items = allItems(reviews.data)
  if (items.length === 0) return null
  return (
    <Section title="One device or two" aside={`${items.length} to answer`}>
      <div style={{ display: 'grid', gap: 'var(--space-3)' }}>
        {items.map(({ id, a, b, probability }) => {
          const other = [a, b].find((side) => side.device?.id !== device) ?? b
          return (
            <article key={id} className={classes.card}>
              <div className={classes.text}>
                <p className={classes.sentence}>
                  {Math.round(probability * 100)} % likely one device with{' '}
                  {other.device ? (
                    <AppLink href={paths.device(other.device.id)}>{other.device.name}</AppLink>
                  ) : (
                    other.sourceKey
                  )}
                </p>
                <p className={classes.small}>
                  {a.source.name} {a.sourceKey} · {b.source.name} {b.sourceKey}
                </p>
              </div>
              <Button
                component={AppLink}
                size="compact-md"
                href={paths.reviews({ at: id })}
                aria-label={`Answer: one device with ${other.device?.name ?? other.sourceKey}?`}
              >
                Answer
              </Button>
            </article>
          )
        })}
      </div>
    </Section>
  )
}
