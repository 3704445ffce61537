import type { HealthDevice } from '#web/api/contract.ts'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { Day } from '#web/ui/moment.tsx'
import classes from './health-why.module.css'

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

export function HealthNext({ next }: { next: HealthDevice['next'] }) {
  return (
    <div className={classes.next}>
      {next.map(({ text, path }) => (
        <AppLink key={text} href={path}>
          {text}
        </AppLink>
      ))}
    </div>
  )
}
