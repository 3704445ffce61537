import { Button } from '@mantine/core'
import type { Conflict } from '#web/api/contract.ts'
import { attributeTitle, humanise } from '#web/api/words.ts'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { Moment, withDays } from '#web/ui/moment.tsx'
import classes from './conflict-card.module.css'

/** Sources that contradict each other about one device: never merged in silence. */
export function ConflictCard({ conflict }: { conflict: Conflict }) {
  return (
    <article className={classes.card}>
      <div className={classes.text}>
        <p className={classes.kind}>
          {conflict.attribute ? attributeTitle(conflict.attribute) : humanise(conflict.kind)}
        </p>
        <p className={classes.sentence}>{withDays(conflict.text)}</p>
        <p className={classes.small}>
          {typeof conflict.detail.otherDeviceId === 'string' && (
            <>
              <AppLink href={paths.device(conflict.detail.otherDeviceId)}>the other device</AppLink> ·{' '}
            </>
          )}
          opened <Moment at={conflict.openedAt} ago />
          {conflict.order && (
            <>
              {' '}
              · waits for <AppLink href={paths.workOrder(conflict.order.id)}>{conflict.order.number}</AppLink>
            </>
          )}
        </p>
      </div>
      {!conflict.settledAt && (
        <Button
          component={AppLink}
          size="compact-md"
          className={classes.act}
          href={paths.reviews({ tab: 'conflicts', at: conflict.id })}
          aria-label={`Settle: ${withDays(conflict.text)}`}
        >
          Settle
        </Button>
      )}
    </article>
  )
}
