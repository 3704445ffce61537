import type { OrganisationId } from '#model/access.ts'
import type { Tx } from '#platform/db/database.ts'
import { canonicalJson } from '#platform/id.ts'
import { believedSources, toClaimant } from './attribute-trust.ts'
import { classify } from './classing.ts'
import { goldenRecord } from './golden-record.ts'
import * as store from './known-on-store.ts'
import { deviceFields } from './resolve.ts'

const atOnce = 500

/**
 * What devices were known as before versions of records were kept, worked out from the observations by the rule of today. Some devices
 * in each transaction; false where none is left.
 */
export async function tellUntoldPasts(tx: Tx, organisationId: OrganisationId): Promise<boolean> {
  const deviceIds = await store.takeUntold(tx, organisationId, atOnce)
  if (deviceIds.length === 0) return false
  // Merged or split meanwhile: what was kept since then stays as it is.
  const moved = await store.inLedger(tx, organisationId, deviceIds)
  const sources = await believedSources(tx, organisationId)
  const told = deviceIds.filter((id) => !moved.has(id))
  const rows = await store.everRecorded(tx, organisationId, told)
  const versions: store.VersionRow[] = []
  const present: { device_id: string; known_since: string }[] = []
  for (const [device_id, own] of Map.groupBy(rows, (row) => row.device_id)) {
    const states = statesOf(own, (standing) => {
      const claimants = standing.map((row) => toClaimant(sources, row))
      const { lastSeenAt: _, ...golden } = goldenRecord(claimants)
      const { criticality, careSetting } = classify(golden, null)
      return { ...deviceFields(golden, own[0]!.source_key), criticality, care_setting: careSetting, golden }
    })
    for (const [position, { from, version }] of states.entries()) {
      const next = states[position + 1]
      if (version && next) versions.push({ ...version, device_id, known_since: from, known_until: next.from })
      if (!next) present.push({ device_id, known_since: from })
    }
  }
  await store.insertVersions(tx, organisationId, versions, present)
  return true
}

/** From each moment at which something else stood; null where nothing did. */
function statesOf<Version>(
  rows: readonly store.TellingRow[],
  versionOf: (standing: readonly store.TellingRow[]) => Version,
): { readonly from: string; readonly version: Version | null }[] {
  const moments = [
    ...new Set(
      rows.flatMap(({ recorded_at, retracted_at }) => (retracted_at ? [recorded_at, retracted_at] : [recorded_at])),
    ),
  ].sort()
  const states: { from: string; version: Version | null }[] = []
  for (const at of moments) {
    const standing = new Map<string, store.TellingRow>()
    // The oldest first: of one key the newest that is not taken back stands.
    for (const row of rows)
      if (row.recorded_at <= at && (row.retracted_at === null || row.retracted_at > at))
        standing.set(`${row.source_id}\n${row.source_key}`, row)
    const version = standing.size === 0 ? null : versionOf([...standing.values()])
    const last = states.at(-1)
    if (!last || canonicalJson(last.version) !== canonicalJson(version)) states.push({ from: at, version })
  }
  return states
}
