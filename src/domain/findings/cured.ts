import type { Cure, WindowsUpdates } from '#domain/applicability/applicability.ts'
import type { Evidence } from '#model/finding.ts'
import type { Db } from '#platform/db/database.ts'
import { saidByMicrosoft } from './databases.ts'
import { type Shared, sharedKey } from './explained.ts'
import { configurationsById } from './match-store.ts'
import { microsoftOn, windowsNamesOf, windowsUpdatesFor } from './microsoft.ts'
import { followedDatabases } from './platform-store.ts'

/**
 * Where Microsoft's updates prove that the vulnerability is cured on the configuration, and how. Of most that is cured
 * nothing is stored: it is asked for where a finding of it has a history.
 */
export async function curedOn(
  db: Db,
  organisationId: string,
  asked: readonly Shared[],
): Promise<ReadonlyMap<string, Evidence>> {
  const cured = new Map<string, Evidence>()
  if (asked.length === 0) return cured
  const updates = await updatesFollowed(db, organisationId)
  if (!updates) return cured
  const byConfiguration = Map.groupBy(asked, (one) => one.configuration_id)
  for (const configuration of await configurationsById(db, organisationId, [...byConfiguration.keys()])) {
    const microsoft = microsoftOn(updates, windowsNamesOf(updates, configuration))
    if (!microsoft) continue
    const ids = byConfiguration.get(configuration.id)!.map((one) => one.vulnerability_id)
    const here = ids.filter((id) => microsoft.answers.get(id) === 'not_affected')
    for (const [vulnerability_id, said] of saidByMicrosoft(microsoft, here))
      cured.set(sharedKey({ configuration_id: configuration.id, vulnerability_id }), { ...said, isSuperseded: false })
  }
  return cured
}

const mostCures = 8

export type UpdateToInstall = Cure

/** By configuration: the updates that cure most of what is open on its Windows, each what those before it leave. */
export async function updatesToInstall(
  db: Db,
  organisationId: string,
  configurationIds: readonly string[],
): Promise<ReadonlyMap<string, readonly UpdateToInstall[]>> {
  const updates = await updatesFollowed(db, organisationId)
  if (!updates) return new Map()
  const configurations = await configurationsById(db, organisationId, configurationIds)
  return new Map(
    configurations.map((configuration) => {
      const device = updates.read(configuration)
      return [configuration.id, device ? updates.cures(device, mostCures) : []]
    }),
  )
}

async function updatesFollowed(db: Db, organisationId: string): Promise<WindowsUpdates | undefined> {
  const { msrc } = await followedDatabases(db, organisationId)
  return msrc > 0 ? await windowsUpdatesFor(db, msrc) : undefined
}
