export type DateOrder = 'dmy' | 'mdy' | 'ymd'

export type DateReading =
  /** `on` is `YYYY-MM-DD`, `time` is `HH:MM:SS`, `offset` is `Z` or `+02:00`. */
  | { readonly kind: 'date'; readonly on: string; readonly time?: string; readonly offset?: string }
  /** Two days are possible. */
  | { readonly kind: 'ambiguous' }
  /** A day that stands for "none", as 1900-01-01 and 9999-12-31 do. */
  | { readonly kind: 'none' }

// English, German, French and Spanish; three letters tell a month but for June and July in French.
const months: Readonly<Record<string, number>> = {
  ...{ jan: 1, ene: 1, feb: 2, fev: 2, mar: 3, mrz: 3, mae: 3, apr: 4, avr: 4, abr: 4, may: 5, mai: 5, jun: 6 },
  ...{ juin: 6, jul: 7, juil: 7, aug: 8, aou: 8, ago: 8, sep: 9, set: 9, oct: 10, okt: 10, nov: 11 },
  ...{ dec: 12, dez: 12, dic: 12 },
}

const placeholders = new Set(['0001-01-01', '1753-01-01', '1899-12-30', '1899-12-31', '1900-01-01', '9999-12-31'])

const withTime =
  /^(.+?)(?:T|,?\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap])?\.?m?\.?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i
const yearFirst = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/
const compact = /^((?:19|20)\d{2})(\d{2})(\d{2})$/
const numeric = /^(\d{1,2})([-/. ])\s?(\d{1,2})\2\s?(\d{4}|\d{2})$/
const dayNamed = /^(\d{1,2})(?:st|nd|rd|th|\.)?[\s/-]*(?:de\s+)?([a-z]+)\.?[\s,/-]*(?:de\s+)?(\d{4}|\d{2})$/
const namedDay = /^([a-z]+)\.?[\s-]*(\d{1,2})(?:st|nd|rd|th)?[\s,-]+(\d{4})$/
const serial = /^(\d{5})(?:\.(\d+))?$/

/** Reads a date of any usual form. `order` settles 03/04/2025; undefined where the text is no date. */
export function readDate(text: string, order: DateOrder | null): DateReading | undefined {
  const timed = withTime.exec(text)
  const day = readDay(timed?.[1] ?? text, order)
  if (day?.kind !== 'date' || !timed) return day

  const [, , hours = '', minutes = '', seconds = '00', half, zone] = timed
  const hour = half ? (Number(hours) % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : Number(hours)
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined
  const time = `${two(hour)}:${minutes}:${seconds}`
  return zone ? { ...day, time, offset: offsetOf(zone) } : { ...day, time }
}

/** What a date says about the order of day and month in its column. */
export function orderOf(text: string): DateOrder | 'ambiguous' | undefined {
  const match = numeric.exec(withTime.exec(text)?.[1] ?? text)
  if (!match) return undefined
  const [, a = '', separator, b = ''] = match
  if (separator === '.' || a === b) return undefined
  const [first, second] = [Number(a), Number(b)]
  if (first <= 12 && second <= 12) return 'ambiguous'
  return first > 12 ? (second > 12 ? undefined : 'dmy') : 'mdy'
}

function readDay(written: string, order: DateOrder | null): DateReading | undefined {
  let match = yearFirst.exec(written) ?? compact.exec(written)
  if (match) {
    const parts = match.slice(1).filter((part) => /\d/.test(part))
    return dateOf(Number(parts[0]), Number(parts[1]), Number(parts[2]))
  }
  match = numeric.exec(written)
  if (match) return numericDate(match, order)

  match = serial.exec(written)
  if (match) return serialDate(Number(match[1]), match[2])

  const words = written
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+/, '')
  match = dayNamed.exec(words)
  if (match) return named(match[3], match[2], match[1])
  match = namedDay.exec(words)
  return match ? named(match[3], match[1], match[2]) : undefined
}

function numericDate(match: RegExpExecArray, order: DateOrder | null): DateReading | undefined {
  const [, first = '', separator, second = '', third = ''] = match
  const [a, b] = [Number(first), Number(second)]
  if (order === 'ymd' && third.length === 2) return dateOf(fullYear(first), b, Number(third))

  const year = fullYear(third)
  // Nobody writes the month first with points.
  if (separator === '.') return dateOf(year, b, a)
  if (a > 12 || a === b) return dateOf(year, b, a)
  if (b > 12) return dateOf(year, a, b)
  if (order === null || order === 'ymd') return { kind: 'ambiguous' }
  return order === 'dmy' ? dateOf(year, b, a) : dateOf(year, a, b)
}

/** Days since 1899-12-30, as Excel counts them after February 1900; from 1950 to 2099, so that no other number is taken for a day. */
function serialDate(days: number, fraction: string | undefined): DateReading | undefined {
  if (days < 18_264 || days > 73_050) return undefined
  const seconds = fraction ? Math.round(Number(`0.${fraction}`) * 86_400) : 0
  const moment = new Date((days - 25_569) * 86_400_000 + seconds * 1000).toISOString()
  return seconds === 0
    ? { kind: 'date', on: moment.slice(0, 10) }
    : { kind: 'date', on: moment.slice(0, 10), time: moment.slice(11, 19) }
}

function named(year = '', month = '', day = ''): DateReading | undefined {
  const number = months[month.slice(0, 4)] ?? months[month.slice(0, 3)]
  return number === undefined ? undefined : dateOf(fullYear(year), number, Number(day))
}

function dateOf(year: number, month: number, day: number): DateReading | undefined {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined
  const on = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
  return placeholders.has(on) ? { kind: 'none' } : { kind: 'date', on }
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Two digits are of this century up to 69, as in POSIX and Excel's neighbourhood. */
const fullYear = (digits: string) =>
  digits.length === 4 ? Number(digits) : Number(digits) + (Number(digits) < 70 ? 2000 : 1900)

const two = (number: number) => String(number).padStart(2, '0')

const offsetOf = (zone: string) =>
  /^[+-]/.test(zone) ? (zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`) : 'Z'

const offsets = new Map<string, number>()

/** The moment, in UTC, that a clock in the time zone shows: `2025-03-04T13:05:00Z`. */
export function momentOf(on: string, time: string, timeZone: string): string {
  const shown = Date.parse(`${on}T${time}Z`)
  const near = shown - offsetAt(shown, timeZone)
  return new Date(shown - offsetAt(near, timeZone)).toISOString().replace('.000', '')
}

/** Milliseconds that the zone is ahead of UTC; changes of a zone fall on quarters of an hour. */
function offsetAt(moment: number, timeZone: string): number {
  const key = `${timeZone} ${Math.floor(moment / 900_000)}`
  const known = offsets.get(key)
  if (known !== undefined) return known

  const parts = formatOf(timeZone).formatToParts(moment)
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})/.exec(name) ?? []
  const offset = sign ? (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000 : 0
  if (offsets.size > 50_000) offsets.clear()
  offsets.set(key, offset)
  return offset
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  formats.set(timeZone, format)
  return format
}
