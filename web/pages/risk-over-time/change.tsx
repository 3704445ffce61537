import { formatCount } from '#web/ui/app-link.tsx'
import classes from './risk-over-time.module.css'

/** A sum of scores, without decimals. */
export const formatSum = (sum: number) => formatCount(Math.round(sum))

/** How a number moved, in words for who hears it: less is better. */
export function Change({ from, to }: { from: number; to: number }) {
  const change = Math.round(to - from)
  if (change === 0)
    return (
      <span className="quiet number">
        ±0<span className="visually-hidden">, unchanged</span>
      </span>
    )
  return (
    <span className={`${change < 0 ? classes.better : classes.worse} number`}>
      {change < 0 ? '−' : '+'}
      {formatCount(Math.abs(change))}
      <span className="visually-hidden">{change < 0 ? ', better' : ', worse'}</span>
    </span>
  )
}
