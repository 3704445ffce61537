import { openDecisionInputs } from '#domain/findings/findings.ts'
import { actionFor, answersTo, findPoint, isTimeZone, judge } from '#domain/judgement/judgement.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Appetite, AppetitePreview } from '#model/appetite.ts'
import type { Db } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { versionIn } from './appetite-store.ts'

/**
 * What a table makes of the findings that are open now, and what it moves against the one in force; nothing is written. A table
 * that is not finished is tried as far as it goes.
 */
export async function previewAppetite(
  db: Db,
  organisationId: OrganisationId,
  appetite: Appetite,
  now = new Date(),
): Promise<AppetitePreview> {
  const strange = appetite.points.find((id) => !findPoint(id))
  if (strange !== undefined) throw new AppError('bad_request', `No finding answers "${strange}". Take another point.`)
  const { calendar } = appetite
  if (!isTimeZone(calendar.timeZone) || new Set(calendar.weekend).size >= 7)
    throw new AppError('bad_request', 'Mend the calendar first: it needs a time zone and a working day.')
  const inForce = await versionIn(db, organisationId, { state: 'adopted' })
  const outcomes = new Map<string | null, { findings: number; firstDueOn: string | null }>()
  const moves = new Map<string, AppetitePreview['moves'][number]>()
  let [findings, assumed] = [0, 0]
  for await (const one of openDecisionInputs(db, organisationId)) {
    findings += one.findings
    const answers = answersTo(appetite, one.inputs)
    if (answers.some(({ isAssumed }) => isAssumed)) assumed += one.findings
    const after = actionFor(appetite, answers)?.name ?? null
    const judged = { inputs: one.inputs, openedAt: now, site: '', kevDueOn: one.kevDueOn, isKevUnread: one.isKevUnread }
    const dueOn = after === null ? null : (judge(appetite, judged).deadlines[0]?.dueOn ?? null)
    const outcome = outcomes.get(after) ?? { findings: 0, firstDueOn: null }
    outcome.findings += one.findings
    if (dueOn !== null && (outcome.firstDueOn === null || dueOn < outcome.firstDueOn)) outcome.firstDueOn = dueOn
    outcomes.set(after, outcome)
    if (!inForce) continue
    const before = actionFor(inForce.appetite, answersTo(inForce.appetite, one.inputs))?.name ?? null
    if (before === after) continue
    const key = JSON.stringify([before, after])
    moves.set(key, { before, after, findings: (moves.get(key)?.findings ?? 0) + one.findings })
  }
  const order = [...appetite.actions.map(({ name }) => name).toReversed(), null]
  return {
    findings,
    assumed,
    outcomes: [...new Set(order)].flatMap((action) => {
      const outcome = outcomes.get(action)
      return outcome ? [{ action, ...outcome }] : []
    }),
    moves: [...moves.values()].sort((a, b) => b.findings - a.findings),
  }
}
