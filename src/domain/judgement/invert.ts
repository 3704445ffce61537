import type { AppetiteCalendar, Deadline } from '#model/appetite.ts'
import { addDays, addWorkingDays, dayAt, endOf, type Moment } from './deadline.ts'

// A later start is never due earlier. So "due by then" is "started before some moment", and a list of findings can be narrowed by
// its due days without any of them being stored.

const hour = 3_600_000

/** Started before it. */
interface Starts {
  readonly before: Date
}

/**
 * Which starts are due by a day's end (`on`, in the time zone), or have run out at a moment (`at`). The inverse of `dueOf`. A start
 * that lies more than 120 years back is not looked for.
 */
export function latestStart(
  { amount, unit }: Deadline,
  calendar: AppetiteCalendar,
  timeZone: string,
  by: Moment,
): Starts {
  if (unit === 'hours') {
    // On a day: anything that runs out before the next one begins.
    const end = 'at' in by ? by.at.getTime() + 1 : endOf(by.on, timeZone).dueAt.getTime()
    return { before: new Date(end - amount * hour) }
  }
  const last = lastDay(by, timeZone)
  const started = unit === 'days' ? addDays(last, -amount) : lastWorkingStart(last, amount, calendar)
  return { before: endOf(started, timeZone).dueAt }
}

/** A date that is due by then: the day itself, or the last that is over at the moment. */
export const lastDay = (by: Moment, timeZone: string): string => ('at' in by ? lastDayOver(by.at, timeZone) : by.on)

function lastDayOver(at: Date, timeZone: string): string {
  const before = addDays(dayAt(at, timeZone), -1)
  return endOf(before, timeZone).dueAt > at ? addDays(before, -1) : before
}

function lastWorkingStart(last: string, amount: number, calendar: AppetiteCalendar): string {
  const isDue = (daysBack: number) => addWorkingDays(addDays(last, -daysBack), amount, calendar) <= last
  let [late, due] = [-1, 1]
  while (!isDue(due) && due < 120 * 366) due *= 2
  while (due - late > 1) {
    const middle = (late + due) >> 1
    if (isDue(middle)) due = middle
    else late = middle
  }
  return addDays(last, -due)
}
