import { whatLowers } from '#domain/risk/risk.ts'
import type { OrganisationId } from '#model/access.ts'
import type { AskedAttribute } from '#model/finding.ts'
import type { Lowerings } from '#model/lowering.ts'
import type { Db } from '#platform/db/database.ts'
import type { FindingId } from './decide.ts'
import { getFinding } from './lists.ts'
import { riskInputOf } from './ranking.ts'

const words: Readonly<Record<AskedAttribute, string>> = {
  manufacturer: 'its manufacturer',
  model: 'its model',
  softwareVersion: 'its software version',
  firmwareVersion: 'its firmware version',
  operatingSystem: 'its operating system',
  serialNumber: 'its serial number',
  option: 'which options it has',
}

/** What would bring the score of a finding down, by the scorer that made it; nothing where it is not open. */
export async function loweringsOf(
  db: Db,
  organisationId: OrganisationId,
  id: FindingId,
  now = new Date(),
): Promise<Lowerings> {
  const { finding, evidence, remediations } = await getFinding(db, organisationId, id, now)
  const input = finding.isOpen ? await riskInputOf(db, organisationId, id.deviceId, id.vulnerabilityId) : null
  if (!input) return { now: null, lowerings: [] }
  const missing = evidence
    .filter(({ answer, givesWay }) => answer === 'cannot_tell' && !givesWay)
    .flatMap(({ because }) => because)
    .find(({ outcome, asks }) => outcome === 'unknown' && asks !== undefined)
  const found = whatLowers(input, {
    hasFix: remediations.some(({ category }) => category === 'vendor_fix'),
    missing: missing?.asks ? (missing.option ? `whether it has “${missing.option}”` : words[missing.asks]) : '',
  })
  const { reasons: _, countsAs: __, ...scored } = found.now
  return { now: scored, lowerings: [...found.lowerings] }
}
