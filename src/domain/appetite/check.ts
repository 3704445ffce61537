import {
  addDays,
  addWorkingDays,
  combinations,
  findPoint,
  inWords,
  isTimeZone,
  knownPointIds,
  rowKey,
} from '#domain/judgement/judgement.ts'
import type { Appetite, AppetiteFault, AppetiteRow } from '#model/appetite.ts'
import type { DecisionPoint } from '#standards/ssvc/decision-points.ts'

/**
 * Why an appetite cannot be adopted; empty where it can. A table has one action for every combination of its points, and what is
 * worse in any of them is never treated laxer, unless an exception says why. `today`: `2026-03-14`; deadlines in working days are
 * tried from each day of the two years that follow.
 */
export function faultsOf(appetite: Appetite, today: string): readonly AppetiteFault[] {
  const faults: AppetiteFault[] = [...faultsOfNamespace(appetite), ...faultsOfCalendar(appetite)]
  const points = appetite.points.map(findPoint)
  const strange = appetite.points.filter((_, at) => !points[at])
  if (strange.length > 0 || new Set(appetite.points).size < points.length)
    return [
      ...faults,
      other(
        strange.length > 0
          ? `No finding answers "${strange.join('", "')}": take decision points of ${knownPointIds.join(', ')}.`
          : 'A decision point is asked twice: remove one.',
      ),
    ]
  const asked = points as readonly DecisionPoint[]
  const actions = rankOf(appetite)
  if (actions.size < appetite.actions.length) faults.push(other('Two actions have the same key: rename one.'))
  faults.push(...faultsOfDeadlines(appetite, today))
  const all = combinations(asked)
  const { chosen, faults: ofRows } = readRows(appetite, asked, all)
  return [...faults, ...ofRows, ...faultsOfOrder(appetite, asked, all, chosen)]
}

/** Rank of each action by its key, the least urgent 0. */
export const rankOf = (appetite: Appetite): ReadonlyMap<string, number> =>
  new Map(appetite.actions.map(({ key }, rank) => [key, rank]))

const other = (text: string): AppetiteFault => ({ kind: 'other', rows: [], action: null, text })

// rows ------------------------------------------------------------------------------------------------

/** The action of each combination where exactly one is said. */
function readRows(appetite: Appetite, points: readonly DecisionPoint[], all: readonly (readonly string[])[]) {
  const faults: AppetiteFault[] = []
  const ranks = rankOf(appetite)
  const wanted = new Set(all.map(rowKey))
  const said = new Map<string, AppetiteRow[]>()
  for (const row of appetite.rows) {
    const key = rowKey(row.when)
    if (!wanted.has(key))
      faults.push({
        ...{ kind: 'row_unreadable', rows: [row.when], action: row.action },
        text: `The row "${key}" is no combination of ${points.map(({ name }) => name).join(', ')}: remove it.`,
      })
    else said.set(key, [...(said.get(key) ?? []), row])
  }
  const chosen = new Map<string, string>()
  for (const when of all) {
    const rows = said.get(rowKey(when)) ?? []
    const actions = new Set(rows.flatMap(({ action }) => (action === null ? [] : [action])))
    const [action] = actions
    const fault = (kind: AppetiteFault['kind'], text: string) =>
      faults.push({ kind, rows: [[...when]], action: action ?? null, text: `${inWords(points, when)}: ${text}` })
    if (action === undefined) fault('row_missing', 'no action is chosen. Choose one.')
    else if (actions.size > 1)
      fault(
        'row_contradicts',
        `the table says ${[...actions].map((key) => nameOf(appetite, key)).join(' and ')}. Keep one.`,
      )
    else if (!ranks.has(action)) fault('row_unreadable', `there is no action "${action}". Choose one that there is.`)
    else chosen.set(rowKey(when), action)
  }
  return { chosen, faults }
}

const nameOf = (appetite: Appetite, key: string) => appetite.actions.find((action) => action.key === key)?.name ?? key

/**
 * Neighbours are looked at first: without exceptions the order runs along them. Once they agree, or are excepted, every other pair
 * is looked at as well, so that an exception never hides more than the pair it names.
 */
function faultsOfOrder(
  appetite: Appetite,
  points: readonly DecisionPoint[],
  all: readonly (readonly string[])[],
  chosen: ReadonlyMap<string, string>,
): readonly AppetiteFault[] {
  const ranks = rankOf(appetite)
  const excepted = new Map(
    appetite.exceptions.map(({ milder, worse, reason }) => [pairKey(milder, worse), reason.trim() !== '']),
  )
  const needed = new Set<string>()
  const rank = (when: readonly string[]) => ranks.get(chosen.get(rowKey(when)) ?? '')
  const faultOf = (milder: readonly string[], worse: readonly string[]): AppetiteFault[] => {
    const [lower, higher] = [rank(milder), rank(worse)]
    if (lower === undefined || higher === undefined || higher >= lower) return []
    needed.add(pairKey(milder, worse))
    if (excepted.get(pairKey(milder, worse))) return []
    const [laxer, stricter] = [appetite.actions[higher]!, appetite.actions[lower]!]
    const text = `${inWords(points, worse)} is worse than ${inWords(points, milder)}, but ${laxer.name} is laxer than ${stricter.name}. Raise the one, lower the other, or record an exception with its reason.`
    return [{ kind: 'worse_is_laxer', rows: [[...milder], [...worse]], action: laxer.key, text }]
  }
  const faults = all.flatMap((milder) => neighboursOf(points, milder).flatMap((worse) => faultOf(milder, worse)))
  if (faults.length === 0 && needed.size > 0)
    for (const milder of all)
      for (const worse of all) if (isWorse(points, milder, worse)) faults.push(...faultOf(milder, worse))
  for (const { milder, worse } of appetite.exceptions)
    if (faults.length === 0 && !needed.has(pairKey(milder, worse)))
      faults.push({
        ...{ kind: 'exception', rows: [milder, worse], action: null },
        text: `The exception for ${inWords(points, worse)} against ${inWords(points, milder)} is not needed: remove it.`,
      })
  return faults
}

const pairKey = (milder: readonly string[], worse: readonly string[]) => `${rowKey(milder)} < ${rowKey(worse)}`

/** Those that are one step worse in one point. */
const neighboursOf = (points: readonly DecisionPoint[], when: readonly string[]) =>
  points.flatMap(({ values }, at) => {
    const next = values[values.findIndex(({ key }) => key === when[at]) + 1]
    return next ? [when.with(at, next.key)] : []
  })

/** Worse in some point and milder in none. */
const isWorse = (points: readonly DecisionPoint[], milder: readonly string[], worse: readonly string[]) =>
  rowKey(milder) !== rowKey(worse) &&
  points.every(({ values }, at) => {
    const place = (when: readonly string[]) => values.findIndex(({ key }) => key === when[at])
    return place(milder) <= place(worse)
  })

// deadlines and calendar ------------------------------------------------------------------------------

/** What is more urgent is never due later, on whatever day it starts. */
function faultsOfDeadlines(appetite: Appetite, today: string): readonly AppetiteFault[] {
  const { actions, calendar } = appetite
  const faults: AppetiteFault[] = []
  if (new Set(calendar.weekend).size >= 7) return []
  for (const [at, urgent] of actions.entries()) {
    const fault = (text: string) => faults.push({ kind: 'deadline', rows: [], action: urgent.key, text })
    if (!urgent.deadline && (urgent.escalation || urgent.missedTo))
      fault(`${urgent.name} has no deadline that could be missed: give it one, or escalate to nobody.`)
    const lax = actions.slice(0, at).findLast(({ deadline }) => deadline)
    if (!lax?.deadline) continue
    if (!urgent.deadline) fault(`${urgent.name} is more urgent than ${lax.name} and needs a deadline as well.`)
    else {
      const day = laterFrom(urgent.deadline, lax.deadline, appetite, today)
      if (day !== undefined)
        fault(
          `${urgent.name} would be due after ${lax.name}, for a finding of ${day}. Shorten the one or give the other more time.`,
        )
    }
  }
  return faults
}

type Units = NonNullable<Appetite['actions'][number]['deadline']>

/** The first day from which on the urgent one is due later; in hours of a site without a change of clocks. */
function laterFrom(urgent: Units, lax: Units, { calendar }: Appetite, today: string): string | undefined {
  if (urgent.unit === lax.unit) return urgent.amount > lax.amount ? today : undefined
  const hoursTo = (from: string, hourOfDay: number, { amount, unit }: Units) => {
    if (unit === 'hours') return hourOfDay + amount
    const last = unit === 'days' ? addDays(from, amount) : addWorkingDays(from, amount, calendar)
    return (Date.parse(last) - Date.parse(from)) / 3_600_000 + 24
  }
  for (let day = 0; day < 731; day++) {
    const from = addDays(today, day)
    for (const hourOfDay of [0, 24]) if (hoursTo(from, hourOfDay, urgent) > hoursTo(from, hourOfDay, lax)) return from
  }
  return undefined
}

function faultsOfCalendar({ calendar }: Appetite): readonly AppetiteFault[] {
  const zones = [{ site: 'the hospital', timeZone: calendar.timeZone }, ...calendar.sites]
  const sites = calendar.sites.map(({ site }) => site)
  return [
    ...zones
      .filter(({ timeZone }) => !isTimeZone(timeZone))
      .map(({ site, timeZone }) =>
        other(`"${timeZone}" of ${site} is not the name of a time zone. Write it like Europe/Berlin.`),
      ),
    ...sites
      .filter((site, at) => sites.indexOf(site) < at)
      .map((site) => other(`The site "${site}" has two time zones: remove one.`)),
    ...(new Set(calendar.weekend).size >= 7 ? [other('Every day is a weekend: leave at least one working day.')] : []),
  ]
}

/** SSVC, namespaces: what is not registered starts with `x_`, a reverse domain name and a fragment. */
const ownNamespace = /^x_[a-z0-9-]+(\.[a-z0-9-]+)+#[a-z0-9][a-z0-9._-]*$/

const faultsOfNamespace = ({ namespace }: Appetite) =>
  ownNamespace.test(namespace)
    ? []
    : [
        other(
          `"${namespace}" is no namespace of the hospital’s own. Write x_, its domain backwards and a name: x_org.example.hospital#appetite.`,
        ),
      ]
