import type { AppetiteCalendar, Deadline } from '#model/appetite.ts'

// When a deadline ends. Days are days of the site's time zone, which is named and never the server's; the start is the moment
// that our own clock recorded, so the clock of a source shifts nothing. Hours are counted as they pass, over a change of clocks too.

const hour = 3_600_000
/** Every offset in force since 1972 is a multiple of it. */
const step = hour / 4

/** The last day and the first moment after it, which is too late. */
export interface Due {
  /** `2026-03-14`, in the time zone. */
  readonly dueOn: string
  readonly dueAt: Date
}

/** The end of a day in a time zone, or a moment. */
export type Moment = { readonly on: string } | { readonly at: Date }

export function dueOf(start: Date, { amount, unit }: Deadline, calendar: AppetiteCalendar, timeZone: string): Due {
  if (unit === 'hours') {
    const dueAt = new Date(start.getTime() + amount * hour)
    return { dueOn: dayAt(dueAt, timeZone), dueAt }
  }
  const day = dayAt(start, timeZone)
  return endOf(unit === 'days' ? addDays(day, amount) : addWorkingDays(day, amount, calendar), timeZone)
}

/** A day that is given as a date ends with the day at the site. */
export const endOf = (dueOn: string, timeZone: string): Due => ({
  dueOn,
  dueAt: startOfDay(addDays(dueOn, 1), timeZone),
})

/** The moment at which so much of the time has passed. */
export const partOf = (start: Date, { dueAt }: Due, percent: number): Date =>
  new Date(start.getTime() + Math.round(((dueAt.getTime() - start.getTime()) * percent) / 100))

export const zoneOf = (calendar: AppetiteCalendar, site: string): string =>
  calendar.sites.find((one) => one.site === site)?.timeZone ?? calendar.timeZone

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    // An offset is no place: it would be an hour wrong for half the year.
    return name === 'UTC' || /^[A-Za-z]/.test(name)
  } catch {
    return false
  }
}

// days ------------------------------------------------------------------------------------------------

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 24 * hour).toISOString().slice(0, 10)

/** Monday is 1. */
const weekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay() || 7

/** The n-th working day after the day; a calendar without any is refused by the check. */
export function addWorkingDays(day: string, days: number, calendar: AppetiteCalendar): string {
  if (new Set(calendar.weekend).size >= 7) throw new RangeError('The calendar has no working day')
  const holidays = new Set(calendar.holidays)
  let at = day
  for (let left = days; left > 0; ) {
    at = addDays(at, 1)
    if (!calendar.weekend.includes(weekday(at)) && !holidays.has(at)) left--
  }
  return at
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** The day that it is in a time zone. */
export function dayAt(at: Date, timeZone: string): string {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    formats.set(timeZone, format)
  }
  return format.format(at)
}

/** The first moment from which on it is that day or later; where clocks go back over midnight, after they did. */
function startOfDay(day: string, timeZone: string): Date {
  const utcMidnight = Date.parse(`${day}T00:00:00Z`)
  const isReached = (steps: number) => dayAt(new Date(utcMidnight + steps * step), timeZone) >= day
  let [before, reached] = [-16 * 4, 16 * 4]
  while (reached - before > 1) {
    const middle = (before + reached) >> 1
    if (isReached(middle)) reached = middle
    else before = middle
  }
  for (let ahead = reached + 8; ahead > reached; ahead--)
    if (!isReached(ahead)) return new Date(utcMidnight + (ahead + 1) * step)
  return new Date(utcMidnight + reached * step)
}
