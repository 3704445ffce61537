import { type Comparison, type QueryValue, type Unit, units } from './expression.ts'

// Days and moments as people write them: `2026-03-01`, `today`, `now-30d`, `30 days ago`, `in 2 weeks`.

const shortUnits: Readonly<Record<string, Unit>> = {
  min: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  mo: 'month',
  y: 'year',
}
export const shortOf: Readonly<Record<Unit, string>> = {
  minute: 'min',
  hour: 'h',
  day: 'd',
  week: 'w',
  month: 'mo',
  year: 'y',
}

export const unitOf = (word: string): Unit | undefined =>
  units.find((unit) => unit === word.toLowerCase().replace(/s$/, ''))

/** More would leave the calendar that PostgreSQL and JavaScript have in common. */
const mostOf: Readonly<Record<Unit, number>> = {
  minute: 5_000_000,
  hour: 100_000,
  day: 36_500,
  week: 5200,
  month: 1200,
  year: 100,
}

export const relative = (from: 'now' | 'today', amount: number, unit: Unit): QueryValue | undefined =>
  Number.isSafeInteger(amount) && Math.abs(amount) <= mostOf[unit]
    ? { kind: 'relative', from, amount: amount === 0 ? 0 : amount, unit: amount === 0 ? 'day' : unit }
    : undefined

/** One word as a day or moment; undefined where it is none. */
export function readDay(word: string, isMoment: boolean): QueryValue | undefined {
  const text = word.toLowerCase()
  const named = { today: 0, yesterday: -1, tomorrow: 1 }[text]
  if (named !== undefined) return relative('today', named, 'day')
  const shifted = /^(now|today)(?:([+-])(\d{1,7})(min|h|d|w|mo|y))?$/.exec(text)
  if (shifted) {
    const [, from, sign, amount = '0', short = 'd'] = shifted
    const unit = shortUnits[short]!
    // A date has no hours.
    if (!isMoment && (unit === 'hour' || unit === 'minute')) return undefined
    return relative(isMoment ? (from as 'now') : 'today', Number(amount) * (sign === '-' ? -1 : 1), unit)
  }
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return isDay(text) ? { kind: 'day', on: text } : undefined
  if (!isMoment || !/^\d{4}-\d\d-\d\dt\d\d:\d\d(:\d\d(\.\d{1,3})?)?(z|[+-]\d\d:\d\d)$/.test(text)) return undefined
  const time = Date.parse(text.toUpperCase())
  return Number.isNaN(time) || !isDay(text.slice(0, 10))
    ? undefined
    : { kind: 'moment', at: new Date(time).toISOString() }
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

export interface QueryClock {
  readonly now: Date
  /** IANA name; days begin and end there. */
  readonly timeZone: string
}

/** What a value comes to: a whole day of the hospital, or a point in time. */
type When = { readonly on: string } | { readonly at: string }

function whenOf(value: QueryValue, { now, timeZone }: QueryClock): When {
  if (value.kind === 'day') return { on: value.on }
  if (value.kind === 'moment') return { at: value.at }
  if (value.kind !== 'relative') throw new Error(`${value.kind} is no time`)
  const { from, amount, unit } = value
  if (from === 'now') return { at: shift(now, amount, unit).toISOString() }
  const today = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(now)
  const shifted = shift(new Date(`${today}T00:00:00Z`), amount, unit)
  return unit === 'hour' || unit === 'minute'
    ? { at: shift(now, amount, unit).toISOString() }
    : { on: shifted.toISOString().slice(0, 10) }
}

const milliseconds = { minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 } as const

/** The last day of a shorter month stands for a day that it has not. */
function shift(from: Date, amount: number, unit: Unit): Date {
  if (unit !== 'month' && unit !== 'year') return new Date(from.getTime() + amount * milliseconds[unit])
  const months = unit === 'year' ? amount * 12 : amount
  const moved = new Date(from)
  moved.setUTCDate(1)
  moved.setUTCMonth(moved.getUTCMonth() + months)
  const last = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate()
  moved.setUTCDate(Math.min(from.getUTCDate(), last))
  return moved
}

/** The day after, for the end of a day. */
const dayAfter = (on: string) => new Date(Date.parse(`${on}T00:00:00Z`) + milliseconds.day).toISOString().slice(0, 10)

export interface Bound {
  readonly sign: '<' | '<=' | '>' | '>='
  readonly when: When
}

/** What a moment has to be for the comparison to hold: `= 2026-03-01` is all of that day, `> 2026-03-01` begins with the next. */
export function momentBounds(operator: Comparison, value: QueryValue, clock: QueryClock): readonly Bound[] {
  const isDayMeant = operator === '=' && value.kind === 'relative' && value.unit !== 'hour' && value.unit !== 'minute'
  const when = whenOf(isDayMeant ? { ...value, from: 'today' } : value, clock)
  if ('at' in when)
    return operator === '='
      ? [
          { sign: '>=', when },
          { sign: '<=', when },
        ]
      : [{ sign: operator as '<', when }]
  const next = { on: dayAfter(when.on) }
  switch (operator) {
    case '<':
      return [{ sign: '<', when }]
    case '<=':
      return [{ sign: '<', when: next }]
    case '>':
      return [{ sign: '>=', when: next }]
    case '>=':
      return [{ sign: '>=', when }]
    default:
      return [
        { sign: '>=', when },
        { sign: '<', when: next },
      ]
  }
}

/** The day that a date is compared with. */
export function dayOf(value: QueryValue, clock: QueryClock): string {
  const when = whenOf(value, clock)
  if ('at' in when) throw new Error('A date is compared with days')
  return when.on
}
