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

/** A sentence of the server's, with its days as all others are written. */
export const withDays = (sentence: string): string => sentence.replace(/\b\d{4}-\d{2}-\d{2}\b/g, formatDay)

export function formatMoment(at: string, zone: string): string {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? at : format(zone, 'moment').format(date)
}

/** The hospital's days from one moment to another, and how many: `12 Mar – 3 Apr 2026, 22 days`. */
export function formatSpan(from: string, to: string, zone: string): string {
  const [first, last] = [new Date(from), new Date(to)]
  if (Number.isNaN(first.getTime()) || Number.isNaN(last.getTime())) return `${from} – ${to}`
  const whole = { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' } as const
  const dayOf = (date: Date) => Date.parse(new Intl.DateTimeFormat('en-CA', whole).format(date))
  const days = Math.round((dayOf(last) - dayOf(first)) / (24 * 3600 * 1000))
  const count = days <= 0 ? 'less than a day' : days === 1 ? '1 day' : `${days.toLocaleString('en')} days`
  const range = format(zone, 'day').formatRange(first, Math.max(first.getTime(), last.getTime()))
  // Browsers differ in the spaces around the dash.
  return `${range.replace(/\s*–\s*/, ' – ')}, ${count}`
}

/** The hospital's day, `2026-03-12`, as a field for days has it: near midnight it is another than the browser's. */
export function useToday(): string {
  const timeZone = useContext(TimeZone)
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(),
  )
}

/** So many days after a day, as a field for days has it. */
export const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

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

/** From one moment to another, in days; the moments themselves where the pointer rests. */
export function Span({ from, to }: { from: string; to: string }) {
  const zone = useContext(TimeZone)
  return (
    <span title={`${formatMoment(from, zone)} – ${formatMoment(to, zone)} (${zone})`}>
      {formatSpan(from, to, zone)}
    </span>
  )
}

/** Past its day, as it is today. */
export const isPast = (on: string | null | undefined, today: string): boolean => !!on && on.slice(0, 10) < today

/** `2026-03-01` as the day, a moment to the minute. */
export const formatDayOrMoment = (on: string, zone: string): string =>
  on.length === 10 ? formatDay(on) : formatMoment(on, zone)
