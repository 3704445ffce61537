import type { AnsweredPoint, DecisionInputs } from '#domain/risk/risk.ts'
import type { Role } from '#model/access.ts'
import type { Appetite, AppetiteAction } from '#model/appetite.ts'
import { decide, findTable } from '#standards/ssvc/ssvc.ts'
import { type Due, dueOf, endOf, partOf, zoneOf } from './deadline.ts'
import { presetTitles } from './diff.ts'
import { rowKey } from './points.ts'

/** A finding as the table looks at it. */
export interface Judged {
  readonly inputs: DecisionInputs
  /** When our own clock recorded it. */
  readonly openedAt: Date
  readonly site: string
  /** KEV's due date, `2026-03-14`; null where it has none. */
  readonly kevDueOn: string | null
}

export interface Judgement {
  /** What the table asked, and what the finding answers. */
  readonly answers: readonly AnsweredPoint[]
  readonly action: AppetiteAction
  /** Every deadline that holds, the earliest first; empty where none does. */
  readonly deadlines: readonly (Due & { readonly by: string })[]
  readonly timeZone: string
  /** Who is told when, in order. */
  readonly escalations: readonly { readonly at: Date; readonly to: Role; readonly isMissed: boolean }[]
}

/** What an adopted appetite asks of a finding. A table that was not checked may have no row for it: that is an error. */
export function judge(appetite: Appetite, { inputs, openedAt, site, kevDueOn }: Judged): Judgement {
  const answers = answersTo(appetite, inputs)
  const action = actionFor(appetite, answers)
  if (!action) throw new RangeError(`The table has no action for ${answers.map(({ value }) => value).join(' ')}`)
  const { calendar, presets } = appetite
  const timeZone = zoneOf(calendar, site)
  const within = (days: number) => dueOf(openedAt, { amount: days, unit: 'days' }, calendar, timeZone)
  const federal = presets.bod2604 ? federalDays(inputs.points) : null
  const proposed = presets.hipaa ? proposedDays[inputs.band] : undefined
  const deadlines = [
    ...(action.deadline ? [{ by: action.name, ...dueOf(openedAt, action.deadline, calendar, timeZone) }] : []),
    ...(presets.kev && kevDueOn ? [{ by: presetTitles.kev, ...endOf(kevDueOn, timeZone) }] : []),
    ...(federal === null ? [] : [{ by: presetTitles.bod2604, ...within(federal) }]),
    ...(proposed === undefined ? [] : [{ by: presetTitles.hipaa, ...within(proposed) }]),
  ].sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
  const [first] = deadlines
  const { escalation, missedTo } = action
  const escalations = first
    ? [
        ...(escalation
          ? [{ at: partOf(openedAt, first, escalation.afterPercent), to: escalation.to, isMissed: false }]
          : []),
        ...(missedTo ? [{ at: first.dueAt, to: missedTo, isMissed: true }] : []),
      ]
    : []
  return { answers, action, deadlines, timeZone, escalations }
}

export function answersTo(appetite: Appetite, inputs: DecisionInputs): readonly AnsweredPoint[] {
  return appetite.points.map((id) => {
    const found = inputs.points.find((point) => point.id === id)
    if (!found) throw new RangeError(`No finding answers ${id}`)
    return found
  })
}

/** Undefined where a table that is not finished has none, or more than one. */
export function actionFor(appetite: Appetite, answers: readonly AnsweredPoint[]): AppetiteAction | undefined {
  const when = rowKey(answers.map(({ value }) => value))
  const said = new Set(appetite.rows.filter((one) => rowKey(one.when) === when).flatMap(({ action }) => action ?? []))
  return said.size === 1 ? appetite.actions.find(({ key }) => said.has(key)) : undefined
}

/** HIPAA Security Rule NPRM of 2025-01-06 (FR 2024-30983): a patch in 15 days where the risk is critical, 30 where it is high. */
const proposedDays: Readonly<Partial<Record<DecisionInputs['band'], number>>> = { critical: 15, high: 30 }

/** CISA BOD 26-04; null: at the next upgrade of the system. */
function federalDays(points: readonly AnsweredPoint[]): number | null {
  const table = findTable('cisa:DT_BOD2604:1.0.0')!
  const given = Object.fromEntries(
    points
      .filter(({ name }) => table.points.some((point) => point.name === name))
      .map(({ name, value }) => [name, value]),
  )
  const decision = decide(table, given)
  if (!decision.ok) throw new Error(decision.reason)
  const days = /^(\d+) days/.exec(decision.outcomes.at(-1)!)
  return days ? Number(days[1]) : null
}
