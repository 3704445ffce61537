import type { History, HistoryGroup, HistoryProfile, Span } from '#domain/findings/findings.ts'
import { actionFor, addDays, answersTo, dayAt, endOf, judge, zoneOf } from '#domain/judgement/judgement.ts'
import type { DecisionInputs } from '#domain/risk/risk.ts'
import type { Appetite } from '#model/appetite.ts'
import type { BackTestMonth, BackTestSide, HoursNeeded } from '#model/back-test.ts'

// What a table would have asked of the past: every time in which a finding was open is judged as on its days, and its
// deadline held against when it was in fact closed. Moments are milliseconds since 1970.

/** Minutes at one device for what one advisory leaves open on it. */
export interface Effort {
  readonly least: number
  readonly likely: number
  readonly most: number
  /** Told by work orders that were done; else planned. */
  readonly isMeasured: boolean
}

export type EffortOf = (
  group: Pick<HistoryGroup, 'manufacturer' | 'model' | 'description'>,
  advisoryId: string,
  isQuestion: boolean,
) => Effort

/** The months of a back-test. */
export interface Months {
  readonly names: readonly string[]
  /** When each begins, and when the last one ends: the moment of the test. */
  readonly starts: readonly number[]
  readonly end: number
}

/** The months up to a moment, in a time zone; the first is a whole one, the last ends with the moment. */
export function monthsUntil(to: Date, count: number, timeZone: string): Months {
  const [year, month] = dayAt(to, timeZone).split('-').map(Number) as [number, number]
  const names = Array.from({ length: count + 1 }, (_, at) => {
    const index = year * 12 + month - 1 - count + at
    return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
  })
  const starts = names.map((name) => endOf(addDays(`${name}-01`, -1), timeZone).dueAt.getTime())
  return { names, starts, end: to.getTime() }
}

/** The month that a moment is in; -1 before the first, and as many as there are behind the end. */
function monthOf({ starts, end }: Months, at: number): number {
  if (at > end) return starts.length
  let month = starts.length - 1
  while (month >= 0 && at < starts[month]!) month--
  return month
}

const day = 86_400_000
const never = Number.POSITIVE_INFINITY

/** Which action, from when on, and until when it was to be done. */
interface Phase {
  /** Place among the actions; -1 for none. */
  action: number
  from: number
  to: number
  due: number
}

/** Counts what one table makes of a history. */
export class TableReplay {
  private readonly rules: (readonly [Rule, Rule | null] | undefined)[] = []
  private readonly assumed: (boolean | undefined)[] = []
  private readonly zones = new Map<string, Zone>()
  private readonly zoneOfSite = new Map<string, Zone>()
  private readonly actions: ActionCounts[]
  private readonly total: Lateness = new Lateness()
  private readonly visits = new Map<number, Visit>()
  private readonly earlier = hours()
  private readonly later = hours()
  private readonly undated = hours()
  private readonly appetite: Appetite
  private readonly history: History
  private readonly months: Months
  private readonly effortOf: EffortOf
  private visitCount = 0
  private measured = 0

  constructor(appetite: Appetite, history: History, months: Months, effortOf: EffortOf) {
    this.appetite = appetite
    this.history = history
    this.months = months
    this.effortOf = effortOf
    this.actions = [...appetite.actions, null].map(() => new ActionCounts(months.names.length))
  }

  /** Every span of a group, and in the end `endGroup`. Gives the action that the table asks for at last. */
  take(group: HistoryGroup, span: Span): string | null {
    const phases = this.phasesOf(span, this.zoneAt(group.siteAsWritten))
    const { starts, end } = this.months
    const first = starts[0]!
    const n = group.devices
    const until = span.closed ?? never
    let missedIn: Phase | undefined
    for (const [at, phase] of phases.entries()) {
      const counts = this.countsOf(phase.action)
      // The same action again is no other: only its deadline may have changed.
      if (phases[at - 1]?.action !== phase.action) {
        const month = monthOf(this.months, phase.from)
        if (month >= 0) counts.got[month]! += n
        else if (phase.to > first) counts.atStart += n
      }
      counts.open(this.months, phase.from, phase.to, n)
      // The moment at which it is due is the first that is too late.
      if (!missedIn && phase.due <= Math.min(phase.to, end)) missedIn = phase
    }
    if (missedIn && Math.min(until, end) > first) {
      const at = Math.max(missedIn.due, missedIn.from)
      const month = monthOf(this.months, at)
      const counts = this.countsOf(missedIn.action)
      if (month < 0) counts.overdueAtStart += n
      else counts.missed[month]! += n
      const late = {
        days: (Math.min(until, end) - at) / day,
        isOpen: span.closed === null,
        isAtOnce: at > missedIn.due,
      }
      counts.lateness.add(late, n)
      this.total.add(late, n)
    }
    const last = phases.at(-1)!
    this.plan(span, missedIn ?? last)
    return last.action < 0 ? null : this.appetite.actions[last.action]!.name
  }

  /** All spans of the group are taken. */
  endGroup(group: HistoryGroup): void {
    const { advisories } = this.history
    for (const { advisory, isQuestion, month, action } of this.visits.values()) {
      const effort = this.effortOf(group, advisories[advisory]!, isQuestion)
      if (month === undated) add(this.undated, effort, group.devices)
      else if (month < 0) add(this.earlier, effort, group.devices)
      else if (month >= this.months.names.length) add(this.later, effort, group.devices)
      else {
        add(this.countsOf(action).hours[month]!, effort, group.devices)
        this.visitCount += group.devices
        if (effort.isMeasured) this.measured += group.devices
      }
    }
    this.visits.clear()
  }

  /** Something that the table asks is not known of it, and the worst was taken. */
  isAssumed(span: Span): boolean {
    const { unlisted } = this.history.profiles[span.profile]!
    const known = this.assumed[span.profile]
    if (known !== undefined) return known
    const isAssumed = answersTo(this.appetite, unlisted).some((answer) => answer.isAssumed)
    this.assumed[span.profile] = isAssumed
    return isAssumed
  }

  /** Of the visits that were due in the months, those whose minutes work orders tell: 0 to 1. */
  get measuredShare(): number {
    return this.visitCount === 0 ? 0 : this.measured / this.visitCount
  }

  result(): BackTestSide {
    const named = [...this.appetite.actions.map(({ name }) => name), null]
    const actions = this.actions
      .map((counts, at) => ({ action: named[at]!, ...counts.result(this.months) }))
      .filter(({ action, got, atStart }) => action !== null || got + atStart > 0)
    // The most urgent first, and last what has no action.
    const inOrder = [
      ...actions.filter(({ action }) => action !== null).toReversed(),
      ...actions.filter(({ action }) => action === null),
    ]
    return {
      ...this.total.result(),
      overdueAtStart: this.actions.reduce((sum, { overdueAtStart }) => sum + overdueAtStart, 0),
      actions: inOrder,
      hours: rounded(sumOf(this.actions.flatMap((counts) => counts.hours))),
      hoursBefore: rounded(this.earlier),
      hoursLater: rounded(this.later),
      hoursUndated: rounded(this.undated),
      visits: this.visitCount,
    }
  }

  private countsOf(action: number): ActionCounts {
    return this.actions[action < 0 ? this.actions.length - 1 : action]!
  }

  /** Until CISA's catalogue lists it, it is judged as unlisted. Deadlines count from when the finding opened first, as everywhere. */
  private phasesOf(span: Span, zone: Zone): readonly Phase[] {
    const profile = this.history.profiles[span.profile]!
    const [unlisted, listed] = this.rulesOf(span.profile, profile)
    const until = span.closed ?? never
    const plain = (from: number, to: number): Phase => ({
      action: unlisted.action,
      from,
      to,
      due: this.dueOf(span.profile * 2, unlisted, span.since, zone, null),
    })
    if (!listed) return [plain(span.opened, until)]
    const listedAt = Math.max(span.opened, startOf(profile.listedOn!, zone))
    const delistedAt = Math.max(listedAt, profile.delistedAt ?? never)
    const phases: Phase[] = []
    if (listedAt > span.opened) phases.push(plain(span.opened, Math.min(listedAt, until)))
    if (listedAt < Math.min(until, delistedAt))
      phases.push({
        action: listed.action,
        from: listedAt,
        to: Math.min(delistedAt, until),
        due: this.dueOf(span.profile * 2 + 1, listed, span.since, zone, profile.kevDueOn),
      })
    if (delistedAt < until) phases.push(plain(delistedAt, until))
    return phases
  }

  private zoneAt(site: string): Zone {
    const known = this.zoneOfSite.get(site)
    if (known) return known
    const name = zoneOf(this.appetite.calendar, site)
    const zone = this.zones.get(name) ?? { name, site, dues: new Map(), starts: new Map(), days: daysOf(name) }
    this.zones.set(name, zone)
    this.zoneOfSite.set(site, zone)
    return zone
  }

  private rulesOf(place: number, profile: HistoryProfile) {
    const known = this.rules[place]
    if (known) return known
    const made = [this.ruleOf(profile.unlisted), profile.listed && this.ruleOf(profile.listed)] as const
    this.rules[place] = made
    return made
  }

  private ruleOf(inputs: DecisionInputs): Rule {
    const action = actionFor(this.appetite, answersTo(this.appetite, inputs))
    return {
      inputs,
      action: action ? this.appetite.actions.indexOf(action) : -1,
      isOfHours: action?.deadline?.unit === 'hours',
    }
  }

  /** The same for all that began on one day in one time zone, unless hours count. */
  private dueOf(place: number, rule: Rule, start: number, zone: Zone, kevDueOn: string | null): number {
    if (rule.action < 0) return never
    const { dues, site } = zone
    const key = rule.isOfHours ? null : place * 100_000 + dayNumber(start, zone)
    const known = key === null ? undefined : dues.get(key)
    if (known !== undefined) return known
    const judged = {
      inputs: rule.inputs,
      openedAt: new Date(start),
      site,
      kevDueOn,
      isKevUnread: this.history.isKevUnread,
    }
    const due = judge(this.appetite, judged).deadlines[0]?.dueAt.getTime() ?? never
    if (key !== null) dues.set(key, due)
    return due
  }

  /** Work is due where it was done, or still to be done when its time was up; not where a decision or a publisher spared it. */
  private plan(span: Span, { due: time, from, action }: Phase): void {
    const { closed, how, advisory } = span
    const due = Math.max(time, from)
    if (closed !== null && how !== 'fixed' && closed < due) return
    const month = due === never ? undated : monthOf(this.months, due)
    const { isQuestion } = this.history.profiles[span.profile]!
    const key = ((month + 2) * 2 + (isQuestion ? 1 : 0)) * 1_000_000 + advisory
    const known = this.visits.get(key)
    // One visit for all of them; it is as urgent as the most urgent.
    if (!known) this.visits.set(key, { advisory, isQuestion, month, action })
    else if (action > known.action) known.action = action
  }
}

/** In place of a month, where there is no deadline. */
const undated = -2

interface Rule {
  readonly inputs: DecisionInputs
  readonly action: number
  readonly isOfHours: boolean
}

interface Visit {
  readonly advisory: number
  readonly isQuestion: boolean
  readonly month: number
  action: number
}

interface Zone {
  readonly name: string
  /** One of the sites in it. */
  readonly site: string
  readonly dues: Map<number, number>
  /** When days begin, by their name. */
  readonly starts: Map<string, number>
  readonly days: Map<number, number>
}

/** Of the process: both tables, and the next back-test, look at the same days. */
const knownDays = new Map<string, Map<number, number>>()
const daysOf = (zone: string) => {
  const known = knownDays.get(zone) ?? new Map<number, number>()
  knownDays.set(zone, known)
  return known
}

/** The day in a time zone, counted from 1970; every offset in force since 1972 is a multiple of a quarter of an hour. */
function dayNumber(at: number, { name, days }: Zone): number {
  const quarter = Math.floor(at / 900_000)
  const known = days.get(quarter)
  if (known !== undefined) return known
  const found = Date.parse(`${dayAt(new Date(at), name)}T00:00:00Z`) / day
  if (days.size < 200_000) days.set(quarter, found)
  return found
}

function startOf(on: string, { name, starts }: Zone): number {
  const found = starts.get(on) ?? endOf(addDays(on, -1), name).dueAt.getTime()
  starts.set(on, found)
  return found
}

// counting ----------------------------------------------------------------------------------------------------------

type Minutes = { -readonly [Part in keyof HoursNeeded]: number }

const hours = (): Minutes => ({ least: 0, likely: 0, most: 0 })

function add(to: Minutes, { least, likely, most }: HoursNeeded, times: number): void {
  to.least += least * times
  to.likely += likely * times
  to.most += most * times
}

const sumOf = (all: readonly Minutes[]): Minutes => {
  const sum = hours()
  for (const one of all) add(sum, one, 1)
  return sum
}

/** Minutes to hours with one decimal. */
const rounded = ({ least, likely, most }: Minutes): HoursNeeded => ({
  least: tenth(least / 60),
  likely: tenth(likely / 60),
  most: tenth(most / 60),
})

const tenth = (value: number) => Math.round(value * 10) / 10

/** How late, in tenths of days; as many numbers as differ. */
class Lateness {
  private readonly tenths = new Map<number, number>()
  private missed = 0
  private stillOpen = 0
  private atOnce = 0

  add({ days, isOpen, isAtOnce }: { days: number; isOpen: boolean; isAtOnce: boolean }, n: number): void {
    const tenths = Math.max(0, Math.round(days * 10))
    this.tenths.set(tenths, (this.tenths.get(tenths) ?? 0) + n)
    this.missed += n
    if (isOpen) this.stillOpen += n
    if (isAtOnce) this.atOnce += n
  }

  result() {
    const sorted = [...this.tenths].sort(([a], [b]) => a - b)
    let seen = 0
    const median = sorted.find(([, n]) => {
      seen += n
      return seen * 2 >= this.missed
    })
    return {
      missed: this.missed,
      stillOpen: this.stillOpen,
      atOnce: this.atOnce,
      medianDaysLate: median ? median[0] / 10 : null,
      worstDaysLate: sorted.length > 0 ? sorted.at(-1)![0] / 10 : null,
    }
  }
}

class ActionCounts {
  readonly got: number[]
  readonly missed: number[]
  readonly hours: Minutes[]
  readonly lateness = new Lateness()
  atStart = 0
  overdueAtStart = 0
  /** How many more are open at the end of each month than at the end of the one before. */
  private readonly steps: number[]

  constructor(months: number) {
    this.got = new Array(months).fill(0)
    this.missed = new Array(months).fill(0)
    this.hours = Array.from({ length: months }, hours)
    this.steps = new Array(months + 1).fill(0)
  }

  open(months: Months, from: number, to: number, n: number): void {
    const last = months.names.length
    // Open at the ends of all months from the one it begins in to the one before it ends.
    const begins = Math.max(0, monthOf(months, from))
    const ends = to > months.end ? last : Math.max(0, monthOf(months, to))
    if (ends <= begins) return
    this.steps[begins]! += n
    this.steps[ends]! -= n
  }

  result({ names }: Months) {
    let open = 0
    const months = names.map((month, at): BackTestMonth => {
      open += this.steps[at]!
      return {
        month,
        got: this.got[at]!,
        openAtEnd: open,
        missed: this.missed[at]!,
        hours: rounded(this.hours[at]!),
      }
    })
    return {
      ...this.lateness.result(),
      atStart: this.atStart,
      got: this.got.reduce((sum, n) => sum + n, 0),
      openNow: months.at(-1)?.openAtEnd ?? 0,
      overdueAtStart: this.overdueAtStart,
      months,
    }
  }
}
