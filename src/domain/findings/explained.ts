import { componentVulnerabilities } from '#domain/intelligence/intelligence.ts'
import type { Db } from '#platform/db/database.ts'
import { attributionsOf, nvdOf, readNames } from './databases.ts'
import { microsoftOn, windowsUpdatesFor } from './microsoft.ts'
import { followedDatabases, namesOfPlatforms } from './platform-store.ts'
import { type Combined, combine } from './statements.ts'

export interface Shared {
  readonly configuration_id: string
  readonly vulnerability_id: string
}

export const sharedKey = (one: Shared) => `${one.configuration_id} ${one.vulnerability_id}`

/**
 * Why databases say so, for matches that are stored without evidence: made from the names of the platform and from these
 * vulnerabilities alone, so that it costs what a page shows.
 */
export async function explainShared(
  db: Db,
  organisationId: string,
  matches: readonly Shared[],
): Promise<ReadonlyMap<string, Combined>> {
  if (matches.length === 0) return new Map()
  const wanted = Map.groupBy(matches, (one) => one.configuration_id)
  const rows = await namesOfPlatforms(db, organisationId, [...wanted.keys()])
  const nvd = await nvdOf(db, [...new Set(matches.map((one) => one.vulnerability_id))])
  const platforms = rows.map((row) => ({ ...row, names: readNames(row.names) }))
  const updates = platforms.some(({ names }) => names.windows)
    ? await windowsUpdatesFor(db, (await followedDatabases(db, organisationId)).msrc)
    : undefined
  const packages = await componentVulnerabilities(
    db,
    platforms.flatMap(({ names }) => names.packages),
  )
  const explained = new Map<string, Combined>()
  let first = 0
  for (const { configuration_id, names } of platforms) {
    const end = first + names.packages.length
    const ids = new Set(wanted.get(configuration_id)!.map((one) => one.vulnerability_id))
    const own = packages.filter(({ component }) => component >= first && component < end)
    const microsoft = microsoftOn(updates ?? null, names.windows)
    for (const [vulnerability_id, said] of attributionsOf(nvd, names.facts, own, microsoft, ids))
      explained.set(sharedKey({ configuration_id, vulnerability_id }), combine(said))
    first = end
  }
  return explained
}
