import type { ReactNode } from 'react'
import { Moment } from './moment.tsx'
import { Empty } from './states.tsx'
import classes from './timeline.module.css'

export interface TimelineEntry {
  key: string
  at: string
  by: string | null
  text: ReactNode
  /** Why, and other small print. */
  note?: ReactNode
}

/** What happened, newest first as it comes. */
export function Timeline({ entries }: { entries: TimelineEntry[] }) {
  if (entries.length === 0) return <Empty title="Nothing has happened yet" />
  return (
    <ol className={classes.timeline}>
      {entries.map((entry) => (
        <li key={entry.key}>
          <div>{entry.text}</div>
          {entry.note && <div className={classes.note}>{entry.note}</div>}
          <div className={classes.by}>
            {entry.by ?? 'Homeostat'}, <Moment at={entry.at} />
          </div>
        </li>
      ))}
    </ol>
  )
}
