import type { AnsweredPoint, DecisionInputs } from '#domain/risk/risk.ts'
import type { Role } from '#model/access.ts'
import type { Appetite, AppetiteAction, Deadline } from '#model/appetite.ts'
import { decide, findTable } from '#standards/ssvc/ssvc.ts'
import { type Due, dueOf, endOf, partOf, zoneOf } from './deadline.ts'
import { rowKey } from './points.ts'

/** A finding as the table looks at it. */
export interface Judged {
  readonly inputs: DecisionInputs
  /** When our own clock recorded it. */
  readonly openedAt: Date
  readonly site: string
  /** KEV's due date, `2026-03-14`; null where it has none. */
  readonly kevDueOn: string | null
  /** The catalogue was never read: it counts as listed, and nobody can say since when. */
  readonly isKevUnread?: boolean | undefined
}

/** What a table asks of all findings that answer alike. */
export interface Rule {
  readonly answers: readonly AnsweredPoint[]
  readonly action: AppetiteAction
  /** 1 is the least urgent. */
  readonly rank: number
  /** From the opening of the finding; beside them holds KEV's date, where that preset is on. */
  readonly deadlines: readonly { readonly by: string; readonly deadline: Deadline }[]
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
export function judge(appetite: Appetite, { inputs, kevDueOn, isKevUnread, ...finding }: Judged): Judgement {
  return judgeBy(appetite, ruleOf(appetite, inputs, isKevUnread), { ...finding, kevDueOn })
}

/** The same, where the rule is known. */
export function judgeBy(
  { calendar, presets }: Pick<Appetite, 'calendar' | 'presets'>,
  { answers, action, ...rule }: Rule,
  { openedAt, site, kevDueOn }: Pick<Judged, 'openedAt' | 'site' | 'kevDueOn'>,
): Judgement {
  const timeZone = zoneOf(calendar, site)
  const deadlines = [
    ...rule.deadlines.map(({ by, deadline }) => ({ by, ...dueOf(openedAt, deadline, calendar, timeZone) })),
    ...(presets.kev && kevDueOn ? [{ by: presetTitles.kev, ...endOf(kevDueOn, timeZone) }] : []),
  ].sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || (a.dueOn < b.dueOn ? -1 : 1))
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

/** What the table says of these answers. A table that was not checked may have no row for them: that is an error. */
export function ruleOf(appetite: Appetite, inputs: DecisionInputs, isKevUnread = false): Rule {
  const answers = answersTo(appetite, inputs)
  const action = actionFor(appetite, answers)
  if (!action) throw new RangeError(`The table has no action for ${answers.map(({ value }) => value).join(' ')}`)
  const { actions, presets } = appetite
  const days = (by: string, amount: number) => ({ by, deadline: { amount, unit: 'days' } as const })
  const federal = presets.bod2604 ? federalDays(inputs.points) : null
  const proposed = presets.hipaa ? proposedDays[inputs.band] : undefined
  return {
    answers,
    action,
    rank: 1 + actions.findIndex(({ key }) => key === action.key),
    deadlines: [
      ...(action.deadline ? [{ by: action.name, deadline: action.deadline }] : []),
      // Its day may be past already.
      ...(presets.kev && isKevUnread ? [days(`${presetTitles.kev}, which were never read`, 0)] : []),
      ...(federal === null ? [] : [days(presetTitles.bod2604, federal)]),
      ...(proposed === undefined ? [] : [days(presetTitles.hipaa, proposed)]),
    ],
  }
}

export const presetTitles: Readonly<Record<keyof Appetite['presets'], string>> = {
  kev: 'Due dates of CISA KEV',
  bod2604: 'CISA BOD 26-04',
  hipaa: 'HIPAA Security Rule, proposed 2025',
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
