import type { AdvisoryRemediation } from '#model/advisory.ts'
import type { Db } from '#platform/db/database.ts'
import { curedOn, isLeftOpenByMicrosoft, updatesThatCure } from './cured.ts'
import { sharedKey } from './explained.ts'
import type { VexMatch } from './vex-store.ts'

// What Microsoft's updates add to the hospital's verdicts. Of a platform's matches no evidence is stored: those that are not
// affected are so by an update that is installed; those that are affected may be cured by one that is not.

export interface ToldMatch extends VexMatch {
  /** Updates that cure it, where Microsoft leaves it open and nobody of more weight says otherwise. */
  readonly updates: readonly AdvisoryRemediation[]
}

export async function withUpdates(
  db: Db,
  organisationId: string,
  matches: readonly VexMatch[],
): Promise<readonly ToldMatch[]> {
  const cured = await curedOn(db, organisationId, matches.filter(isCuredByDatabase))
  const named = await updatesThatCure(db, organisationId, matches.filter(isLeftOpen))
  return matches.map((match) => {
    const cure = isCuredByDatabase(match) ? cured.get(sharedKey(match)) : undefined
    return { ...match, ...(cure && { evidence: [cure] }), updates: named.get(sharedKey(match)) ?? [] }
  })
}

const isCuredByDatabase = ({ answer, evidence }: VexMatch) => answer === 'not_affected' && evidence.length === 0

const isLeftOpen = ({ answer, evidence }: VexMatch) =>
  answer === 'affected' && (evidence.length === 0 || isLeftOpenByMicrosoft(evidence))
