import type { ReactNode } from 'react'
import classes from './facts.module.css'

export interface Fact {
  name: string
  value: ReactNode
}

/** Names and values in a grid. */
export function Facts({ facts, columns }: { facts: (Fact | null | false)[]; columns?: 'one' | 'many' }) {
  return (
    <dl className={columns === 'one' ? classes.list : classes.grid}>
      {facts
        .filter((fact): fact is Fact => !!fact)
        .map((fact) => (
          <div key={fact.name} className={classes.fact}>
            <dt>{fact.name}</dt>
            <dd>{fact.value === null || fact.value === undefined || fact.value === '' ? <Absent /> : fact.value}</dd>
          </div>
        ))}
    </dl>
  )
}

export function Absent({ children = 'not known' }: { children?: ReactNode }) {
  return <span className={classes.absent}>{children}</span>
}
