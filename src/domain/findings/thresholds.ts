import { recordAudit } from '#domain/access/access.ts'
import { listsRead } from '#domain/intelligence/intelligence.ts'
import { lockInventory } from '#domain/inventory/inventory.ts'
import { treat } from '#domain/risk/risk.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import { type ThresholdMove, type ThresholdPreview, type Thresholds, tiers } from '#model/threshold.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { rankVulnerabilities } from './ranking.ts'
import { rollUp } from './roll-up.ts'
import { settleDecisions } from './settle.ts'
import * as store from './threshold-store.ts'
import { byTier, noThreshold, thresholdsOf } from './thresholds-of.ts'

// How sure a match has to be that the hospital acts on it, by the device's criticality (ADR 0026). Thresholds work where a
// score is made: a change ranks again what stands between the old ones and the new, and nothing else.

export interface ThresholdsInForce {
  readonly thresholds: Thresholds
  /** Nothing is set aside before it was: what attackers use is not known. */
  readonly isCatalogueRead: boolean
}

export const getThresholds = async (db: Db, organisationId: OrganisationId): Promise<ThresholdsInForce> => ({
  thresholds: await presentThresholds(db, organisationId),
  isCatalogueRead: (await listsRead(db)).known_exploited,
})

const presentThresholds = async (db: Db, organisationId: OrganisationId) =>
  (await thresholdsOf(db, organisationId)) ?? byTier(() => noThreshold)

/** Sets them, and treats every finding by them from here on. */
export async function setThresholds(tx: Tx, actor: Actor, wanted: Thresholds, reason: string): Promise<void> {
  const { organisationId } = actor
  assertInOrder(wanted)
  await lockInventory(tx, organisationId)
  const before = await presentThresholds(tx, organisationId)
  const ranges = changedRanges(before, wanted)
  if (ranges.length === 0) return
  await store.upsertThresholds(
    tx,
    organisationId,
    tiers.map((tier) => ({
      criticality: tier,
      affected_from: wanted[tier].affectedFrom,
      look_from: wanted[tier].lookFrom,
    })),
  )
  await recordAudit(tx, actor, {
    action: 'thresholds.set',
    subjectKind: 'organisation',
    subjectId: organisationId,
    reason,
    detail: { before, after: wanted },
  })
  const concerned = await store.vulnerabilitiesWithin(tx, organisationId, ranges)
  const configurationIds = await rankVulnerabilities(tx, organisationId, concerned)
  if (configurationIds.length === 0) return
  await settleDecisions(tx, organisationId, { configurationIds }, { actor })
  await rollUp(tx, organisationId, { configurationIds })
}

/** What other thresholds would make of the open findings; nothing is written. */
export async function previewThresholds(
  db: Db,
  organisationId: OrganisationId,
  wanted: Thresholds,
  now = new Date(),
): Promise<ThresholdPreview> {
  assertInOrder(wanted)
  const present = await presentThresholds(db, organisationId)
  const ranges = changedRanges(present, wanted)
  if (ranges.length === 0) return { moves: [], groups: [] }
  const groups = new Map<string, ThresholdMove>()
  for (const row of await store.findingsWithin(db, organisationId, ranges, now)) {
    const { criticality, manufacturer, model, findings } = row
    const match = toTreated(row)
    const [before, after] = [treat(match, present).countsAs, treat(match, wanted).countsAs]
    if (before === after) continue
    add(groups, { criticality, before, after, manufacturer, model, findings })
  }
  const moves = new Map<string, ThresholdMove>()
  for (const group of groups.values()) add(moves, { ...group, manufacturer: '', model: '' })
  return {
    moves: mostFirst(moves).map(({ manufacturer: _, model: __, ...move }) => move),
    groups: mostFirst(groups).slice(0, mostGroups),
  }
}

const toTreated = (
  row: Pick<store.AlikeFindings, 'criticality' | 'probability' | 'is_name_alone' | 'is_exploited'>,
) => ({
  answer: 'cannot_tell' as const,
  criticality: row.criticality,
  probability: row.probability,
  isNameAlone: row.is_name_alone,
  isExploited: row.is_exploited,
})

/** Which threshold decides how a finding counts, in words; null where none has to do with it. */
export async function countsAsText(
  db: Db,
  organisationId: OrganisationId,
  one: { configuration_id: string; context_id: string; vulnerability_id: string },
): Promise<string | null> {
  const thresholds = await thresholdsOf(db, organisationId)
  const row = thresholds && (await store.treatedMatch(db, organisationId, one))
  return row ? treat(toTreated(row), thresholds).text : null
}

const mostGroups = 200

function add(groups: Map<string, ThresholdMove>, one: ThresholdMove) {
  const key = [one.criticality, one.before, one.after, one.manufacturer, one.model].join('\n')
  groups.set(key, { ...one, findings: one.findings + (groups.get(key)?.findings ?? 0) })
}

const mostFirst = (groups: ReadonlyMap<string, ThresholdMove>) =>
  [...groups].sort(([a, one], [b, other]) => other.findings - one.findings || (a < b ? -1 : 1)).map(([, one]) => one)

/** More certain than anything is: what has no threshold is never affected by one. */
const never = 1.01

function changedRanges(before: Thresholds, after: Thresholds): store.ChangedRange[] {
  return tiers.flatMap((tier) => {
    const criticalities = tier === 'life_sustaining' ? [tier, 'unknown' as const] : [tier]
    return [
      [before[tier].affectedFrom ?? never, after[tier].affectedFrom ?? never] as const,
      [before[tier].lookFrom, after[tier].lookFrom] as const,
    ]
      .filter(([a, b]) => a !== b)
      .map(([a, b]) => ({ criticalities, from: Math.min(a, b), below: Math.max(a, b) }))
  })
}

/** What hangs more on a device never makes a match count for less. */
function assertInOrder(wanted: Thresholds): void {
  const refuse = (tier: string, field: string, sentence: string) => {
    throw new AppError('bad_request', sentence, { details: { fields: { [`thresholds.${tier}.${field}`]: sentence } } })
  }
  for (const [at, tier] of tiers.entries()) {
    const { affectedFrom, lookFrom } = wanted[tier]
    if (affectedFrom !== null && lookFrom > affectedFrom)
      refuse(tier, 'lookFrom', 'What counts as affected cannot be set aside: lower the second threshold.')
    const above = tiers[at - 1]
    if (above === undefined) continue
    if ((wanted[above].affectedFrom ?? never) > (affectedFrom ?? never))
      refuse(tier, 'affectedFrom', `It cannot be lower than that of ${words(above)} devices.`)
    if (wanted[above].lookFrom > lookFrom)
      refuse(tier, 'lookFrom', `It cannot be lower than that of ${words(above)} devices.`)
  }
}

const words = (tier: string) => (tier === 'life_sustaining' ? 'life-sustaining' : `${tier}-criticality`)
