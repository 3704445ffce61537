import { recordDeviceRisk } from '#domain/inventory/inventory.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Tx } from '#platform/db/database.ts'
import { type DeviceScope, deviceRisks, pairsOf } from './finding-store.ts'
import { basisPairs, countOpenDevices, type Pair } from './score-store.ts'

/**
 * Brings up to date what is kept beside the findings: how many devices have each score open, and what its open findings
 * come to on each device. `left` are pairs that devices of the scope have left.
 */
export async function rollUp(
  tx: Tx,
  organisationId: OrganisationId,
  scope: DeviceScope,
  { left = [], now = new Date() }: { left?: readonly Pair[]; now?: Date } = {},
) {
  const pairs = [...(await pairsOf(tx, organisationId, scope)), ...left]
  const unique = new Map(pairs.map((pair) => [`${pair.configuration_id} ${pair.context_id}`, pair]))
  if (unique.size === 0) return
  await countOpenDevices(tx, organisationId, await basisPairs(tx, organisationId, [...unique.values()]))
  await recordDeviceRisk(tx, organisationId, await deviceRisks(tx, organisationId, scope, now))
}
