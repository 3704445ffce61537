import { type ReactNode, useId } from 'react'
import classes from './section.module.css'

export interface SectionProps {
  title: string
  /** Beside the title: a count, a hint. */
  aside?: ReactNode
  actions?: ReactNode
  /** Content goes to the edges: for tables. */
  flush?: boolean
  id?: string
  children: ReactNode
}

/** A part of a page with its own heading. */
export function Section({ title, aside, actions, flush, id, children }: SectionProps) {
  const heading = useId()
  return (
    <section className={classes.section} aria-labelledby={heading} id={id}>
      <div className={classes.head}>
        <h2 className={classes.title} id={heading}>
          {title}
        </h2>
        {aside && <div className={classes.aside}>{aside}</div>}
        {actions && <div className={`${classes.actions} no-print`}>{actions}</div>}
      </div>
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  )
}
