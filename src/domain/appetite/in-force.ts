import { actionFor, answersTo } from '#domain/judgement/judgement.ts'
import type { DecisionInputs } from '#domain/risk/risk.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Db } from '#platform/db/database.ts'
import { versionIn } from './appetite-store.ts'

/** Which action the appetite in force asks for, over many findings: each combination of answers is looked up once. */
export async function actionsInForce(db: Db, organisationId: OrganisationId) {
  const inForce = await versionIn(db, organisationId, { state: 'adopted' })
  if (!inForce) return null
  const { appetite, version } = inForce
  const known = new Map<string, string | null>()
  return {
    version: version!,
    /** The most urgent first. */
    actions: appetite.actions.map(({ name }) => name).toReversed(),
    actionOf(inputs: DecisionInputs): string | null {
      const answers = answersTo(appetite, inputs)
      const key = answers.map(({ value }) => value).join(' ')
      const present = known.get(key)
      if (present !== undefined) return present
      const action = actionFor(appetite, answers)?.name ?? null
      known.set(key, action)
      return action
    },
  }
}
