import { useState } from 'react'
import type { HealthDevice } from '#web/api/contract.ts'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink } from '#web/ui/app-link.tsx'
import { Day } from '#web/ui/moment.tsx'
import { useMay } from './access.ts'
import classes from './health-why.module.css'
import { InspectDialog } from './inspect-dialog.tsx'

type Why = HealthDevice['why'][number]

/** Why a device stands in a list: each sentence with its time and its source. */
export function HealthWhy({ why }: { why: readonly Why[] }) {
  return (
    <ul className={classes.why}>
      {why.map(({ text, at, source }) => (
        <li key={`${text} ${source?.id ?? ''}`}>
          {text}
          {source && (
            <>
              , <AppLink href={paths.source(source.id)}>{source.name}</AppLink>
            </>
          )}
          {at && (
            <span className="quiet">
              {' '}
              · <Day on={at.slice(0, 10)} />
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

/** What to do next; where that is to look for the device, it is done at once. */
export function HealthNext({ device, next }: { device: string; next: HealthDevice['next'] }) {
  const may = useMay()
  const [isSending, setIsSending] = useState(false)
  return (
    <div className={classes.next}>
      {next.map(({ kind, text, path }) =>
        kind === 'inspect' ? (
          <Action
            key={text}
            size="compact-sm"
            variant="light"
            disabledReason={may.whyNot('work-order:write')}
            onClick={() => setIsSending(true)}
          >
            {text}
          </Action>
        ) : (
          <AppLink key={text} href={path}>
            {text}
          </AppLink>
        ),
      )}
      {isSending && <InspectDialog devices={[device]} onClose={() => setIsSending(false)} />}
    </div>
  )
}
