import type { Cure, WindowsUpdates } from '#domain/applicability/applicability.ts'
import type { AdvisoryRemediation } from '#model/advisory.ts'
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

/**
 * By configuration and vulnerability, where Microsoft leaves it open: each update that cures it there. Nothing where none is
 * named.
 */
export async function updatesThatCure(
  db: Db,
  organisationId: string,
  asked: readonly Shared[],
): Promise<ReadonlyMap<string, readonly AdvisoryRemediation[]>> {
  const named = new Map<string, readonly AdvisoryRemediation[]>()
  if (asked.length === 0) return named
  const updates = await updatesFollowed(db, organisationId)
  if (!updates) return named
  const byConfiguration = Map.groupBy(asked, (one) => one.configuration_id)
  for (const configuration of await configurationsById(db, organisationId, [...byConfiguration.keys()])) {
    const microsoft = microsoftOn(updates, windowsNamesOf(updates, configuration))
    const ids = byConfiguration.get(configuration.id)!.map((one) => one.vulnerability_id)
    for (const { cve, answer, updates: some } of microsoft?.explain(ids) ?? [])
      if (answer !== 'not_affected' && some.length > 0)
        named.set(
          sharedKey({ configuration_id: configuration.id, vulnerability_id: cve }),
          [...new Set(some)].sort().map((update) => toRemediation(update, cve)),
        )
  }
  return named
}

/**
 * Microsoft leaves it open, by this evidence. That the manufacturer says of the device itself that it is affected takes the
 * update from nobody; that it says not affected does.
 */
export const isLeftOpenByMicrosoft = (evidence: readonly Evidence[]): boolean =>
  evidence.some(({ database, answer }) => database === 'MSRC' && answer !== 'not_affected') &&
  !evidence.some(({ isMaker, answer, isSuperseded }) => isMaker && answer === 'not_affected' && !isSuperseded)

/** An update without an article goes by the build that it leaves; Microsoft's page of the CVE leads to it. */
function toRemediation(update: string, cve: string): AdvisoryRemediation {
  const article = /^KB(\d+)$/.exec(update)?.[1]
  return {
    category: 'vendor_fix',
    details: `Microsoft’s update ${article ? update : `to ${update}`} cures it, or one that contains it. Install it once the manufacturer of the device allows it.`,
    url: article
      ? `https://support.microsoft.com/help/${article}`
      : `https://msrc.microsoft.com/update-guide/vulnerability/${cve}`,
    productIds: [],
  }
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
