import type { ReactNode } from 'react'
import classes from './access.module.css'

/** The frame of the pages before the sign-in. */
export function AccessFrame({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <main className={classes.frame}>
      <title>{`${title} · Homeostat`}</title>
      <div className={classes.card}>
        <div className={classes.brand}>
          <img src="/homeostat.svg" alt="" width={32} height={32} />
          Homeostat
        </div>
        <h1 className={classes.title}>{title}</h1>
        {lead && <p className={classes.lead}>{lead}</p>}
        {children}
      </div>
      <p className={classes.foot}>Closes the loop on the cybersecurity of a hospital’s medical devices.</p>
    </main>
  )
}
