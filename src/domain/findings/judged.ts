import { codeOf, findPoint, inputsOf, judge } from '#domain/judgement/judgement.ts'
import type { OrganisationId } from '#model/access.ts'
import type { FindingJudgement } from '#model/due.ts'
import type { Db } from '#platform/db/database.ts'
import { type Actionable, type ActionsInForce, actionOf } from './actions.ts'
import { inputsOfFinding } from './ranking.ts'

/** How the action and the due day of a finding come about, down to what it answers and why. */
export async function judgementOf(
  db: Db,
  organisationId: OrganisationId,
  actions: ActionsInForce | null,
  row: Actionable & Parameters<typeof inputsOfFinding>[2],
): Promise<FindingJudgement | null> {
  const { points } = row
  if (!actions || points === null || !actionOf(actions, row, new Date()).action) return null
  const inputs = await inputsOfFinding(db, organisationId, row)
  const { answers, deadlines, timeZone, escalations } = judge(actions.appetite, {
    // Should what is stored be of a moment before, it stands without its words.
    inputs: inputs && codeOf(inputs) === points ? inputs : inputsOf(points),
    openedAt: new Date(row.opened_at),
    site: row.site ?? '',
    kevDueOn: row.kev_due_on,
    isKevUnread: actions.isKevUnread,
  })
  return {
    version: actions.version,
    points: answers.map((one) => ({
      ...one,
      valueName: findPoint(one.id)!.values.find(({ key }) => key === one.value)!.name,
    })),
    deadlines: deadlines.map(({ by, dueOn, dueAt }) => ({ by, on: dueOn, at: dueAt.toISOString() })),
    timeZone,
    escalations: escalations.map(({ at, to, isMissed }) => ({ at: at.toISOString(), to, isMissed })),
  }
}
