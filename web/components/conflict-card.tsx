import { useState } from 'react'
import type { Conflict } from '#web/api/contract.ts'
import { attributeTitle, humanise } from '#web/api/words.ts'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink } from '#web/ui/app-link.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { useMay } from './access.ts'
import classes from './conflict-card.module.css'
import { SettleDialog } from './settle-dialog.tsx'

/** Sources that contradict each other about one device: never merged in silence. */
export function ConflictCard({ conflict, withDevice }: { conflict: Conflict; withDevice?: boolean }) {
  const may = useMay()
  const [isSettling, setIsSettling] = useState(false)
  return (
    <article className={classes.card}>
      <div className={classes.text}>
        <p className={classes.kind}>
          {humanise(conflict.kind)}
          {conflict.attribute && ` · ${attributeTitle(conflict.attribute)}`}
        </p>
        <p className={classes.sentence}>{conflict.text}</p>
        <p className={classes.small}>
          {withDevice && (
            <>
              <AppLink href={paths.device(conflict.device.id)}>{conflict.device.name}</AppLink> ·{' '}
            </>
          )}
          {typeof conflict.detail.otherDeviceId === 'string' && (
            <>
              <AppLink href={paths.device(conflict.detail.otherDeviceId)}>the other device</AppLink> ·{' '}
            </>
          )}
          since <Moment at={conflict.openedAt} ago />
          {conflict.settledAt && (
            <>
              {' '}
              · settled by {conflict.settledBy}, <Moment at={conflict.settledAt} ago />: {conflict.settlement}
            </>
          )}
        </p>
      </div>
      {!conflict.settledAt && (
        <Action size="compact-md" disabledReason={may.whyNot('device:write')} onClick={() => setIsSettling(true)}>
          Settle
        </Action>
      )}
      {isSettling && <SettleDialog conflict={conflict} onClose={() => setIsSettling(false)} />}
    </article>
  )
}
