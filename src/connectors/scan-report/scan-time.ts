import { type DateOrder, momentOf, readDate } from '#connectors/table/date-value.ts'

/** Hours before UTC, by the letters that scanners write behind a time; letters that several zones share are not among them. */
const zones: Readonly<Record<string, string>> = {
  ...{ UTC: '+00:00', GMT: '+00:00', WET: '+00:00', CET: '+01:00', CEST: '+02:00', EET: '+02:00', EEST: '+03:00' },
  ...{ EST: '-05:00', EDT: '-04:00', CST: '-06:00', CDT: '-05:00', MST: '-07:00', MDT: '-06:00', PST: '-08:00' },
  ...{ PDT: '-07:00', AKST: '-09:00', AKDT: '-08:00', HST: '-10:00' },
}

/** Before this no scanner wrote a report; what says so has no clock. */
const first = Date.parse('1995-01-01T00:00:00Z')

/**
 * The moment that a scanner wrote, as ISO 8601 with offset: seconds since 1970, `2025-08-22T17:09:57+02:00`,
 * `20210228T225429678`, `Wed Mar 23 15:07:52 2022`, `Jan 5, 2021 10:24:08 MST`, `05/25/2021 07:36:58`. One without an offset is of
 * the time zone given (IANA). Undefined where it is no moment, or can be two.
 */
export function readScanTime(written: string, timeZone: string, order: DateOrder | null = null): string | undefined {
  const text = written.trim()
  const moment = readMoment(text, timeZone, order)
  return moment !== undefined && Date.parse(moment) >= first ? moment : undefined
}

function readMoment(text: string, timeZone: string, order: DateOrder | null): string | undefined {
  if (/^\d{9,10}(?:\.\d+)?$/.test(text)) return utc(Number(text) * 1000)
  if (/^\d{12,13}$/.test(text)) return utc(Number(text))

  const plain = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)\d*(Z?)$/.exec(text)
  if (plain) {
    const [, year, month, day, hour, minute, second, zone] = plain
    return local(`${year}-${month}-${day}`, `${hour}:${minute}:${second}`, zone ? 'UTC' : timeZone)
  }
  // `Wed Mar 23 15:07:52 2022`, as C's ctime writes it.
  const ctime = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d)(?: ([A-Z]{3,4}))? (\d{4})$/.exec(text)
  const spoken = ctime ? `${ctime[2]} ${ctime[1]} ${ctime[5]} ${ctime[3]}${ctime[4] ? ` ${ctime[4]}` : ''}` : text

  const [, bare = spoken, letters] = /^(.*\d(?: ?[AP]M)?)[ (]+([A-Z]{3,4})\)?$/.exec(spoken) ?? []
  const offset = letters === undefined ? undefined : zones[letters]
  const date = readDate(bare.replace(/\bat\b\s*/, ''), order)
  if (date?.kind !== 'date' || date.time === undefined) return undefined
  const known = date.offset ?? offset
  return known === undefined
    ? local(date.on, date.time, timeZone)
    : utc(Date.parse(`${date.on}T${date.time}${known === 'Z' ? 'Z' : known}`))
}

function local(on: string, time: string, timeZone: string): string | undefined {
  return Number.isNaN(Date.parse(`${on}T${time}Z`)) ? undefined : momentOf(on, time, timeZone)
}

const utc = (milliseconds: number): string | undefined => {
  const date = new Date(milliseconds)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace('.000', '')
}

/** The later of two moments. */
export const later = (one: string | undefined, other: string | undefined): string | undefined =>
  one === undefined || (other !== undefined && Date.parse(other) > Date.parse(one)) ? other : one
