import type { RiskBand } from '#web/api/words.ts'
import classes from './badges.module.css'

const shapes: Readonly<Record<RiskBand, string>> = {
  // An octagon, a triangle, a square, a ring: told apart with no colour at all.
  critical: 'M5 1h6l4 4v6l-4 4H5l-4-4V5z',
  high: 'M8 1.5 15.2 14H.8z',
  medium: 'M2 2h12v12H2z',
  low: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zm0 3a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z',
}

export function BandShape({ band, size = 12 }: { band: RiskBand; size?: number }) {
  return (
    <svg viewBox="0 0 16 16" width={size} height={size} aria-hidden className={classes[`shape-${band}`]}>
      <path d={shapes[band]} fill="currentColor" fillRule="evenodd" />
    </svg>
  )
}

const names: Readonly<Record<RiskBand, string>> = { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low' }

/** A score and its band: number, word, shape and colour say the same. The hint stands in words elsewhere on the page. */
export function BandBadge({
  band,
  score,
  hint,
}: {
  band: RiskBand | null
  score?: number | null | undefined
  hint?: string
}) {
  if (!band) return <span className="quiet">—</span>
  return (
    <span title={hint} className={`${classes.band} ${classes[band]}`}>
      <BandShape band={band} />
      {score !== undefined && score !== null && <strong className="number">{Math.round(score)}</strong>}
      {names[band]}
    </span>
  )
}
