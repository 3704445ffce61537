/** A list that is published whole and shared by all sources that read one: which of it is in force. */
export interface ListInForce {
  /** `YYYY-MM-DD` */
  readonly day: string
  /** The moment, where its publisher tells one: KEV has several in a day. */
  readonly releasedAt: string | null
}

/** For time zones, and for a clock that is a little off. */
const toleranceMs = 24 * 3_600_000

/** Dated so far after the clock that the date, or the clock, is wrong. */
export const isAhead = (at: string, now: Date): boolean => Date.parse(at) - now.getTime() > toleranceMs

/** The last day that is not ahead. */
export const lastPlausibleDay = (now: Date): string => dayOf(new Date(now.getTime() + toleranceMs))

export function isOlder(one: ListInForce, other: ListInForce): boolean {
  if (one.releasedAt !== null && other.releasedAt !== null)
    return Date.parse(one.releasedAt) < Date.parse(other.releasedAt)
  return one.day < other.day
}

/** Absent where none is in force, or one whose date cannot be: that stands in no other's way. */
export const inForceAt = (list: ListInForce | undefined, now: Date): ListInForce | undefined =>
  list && !isAhead(list.releasedAt ?? list.day, now) ? list : undefined

const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

/** Why it is refused, with both dates; `what` begins the sentence. */
export const aheadOfClock = (what: string, at: string, now: Date): string =>
  `${what} is dated ${at.slice(0, 10)}, and by this server's clock today is ${dayOf(now)}: it is refused, and what was read before stays in force. Fetch the current one; where the clock is wrong, set it.`
