import { createContext, useContext } from 'react'

/** The hospital's time zone: every time on a page is told in it. */
export const TimeZone = createContext('UTC')

const cache = new Map<string, Intl.DateTimeFormat>()
function format(zone: string, kind: 'day' | 'moment'): Intl.DateTimeFormat {
  const key = `${zone} ${kind}`
  let known = cache.get(key)
  if (!known) {
    const day = { day: 'numeric', month: 'short', year: 'numeric' } as const
    const time = kind === 'moment' ? ({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const) : {}
    known = new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...day, ...time })
    cache.set(key, known)
  }
  return known
}

/** `2025-11-23` → `23 Nov 2025`; a day has no time zone. */
export function formatDay(day: string): string {
  const date = new Date(day.length === 10 ? `${day}T00:00:00Z` : day)
  return Number.isNaN(date.getTime()) ? day : format('UTC', 'day').format(date)
}

export function formatMoment(at: string, zone: string): string {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? at : format(zone, 'moment').format(date)
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['week', 7 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
]

export function formatAgo(at: string, now: Date): string {
  const seconds = (new Date(at).getTime() - now.getTime()) / 1000
  for (const [unit, length] of units)
    if (Math.abs(seconds) >= length) return relative.format(Math.round(seconds / length), unit)
  return 'just now'
}

export function Day({ on }: { on: string | null | undefined }) {
  if (!on) return <span className="quiet">—</span>
  return <time dateTime={on}>{formatDay(on)}</time>
}

export function Moment({ at, ago }: { at: string | null | undefined; ago?: boolean }) {
  const zone = useContext(TimeZone)
  if (!at) return <span className="quiet">—</span>
  const full = formatMoment(at, zone)
  return (
    <time dateTime={at} title={`${full} (${zone})`}>
      {ago ? formatAgo(at, new Date()) : full}
    </time>
  )
}

/** Past its day, counted in days from today. */
export const isPast = (on: string | null | undefined, today = new Date().toISOString().slice(0, 10)): boolean =>
  !!on && on.slice(0, 10) < today
