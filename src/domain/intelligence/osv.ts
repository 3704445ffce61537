import { compilePackages, matchComponents, type PackageMatch, packagesOf } from '#domain/matching/matching.ts'
import type { Component } from '#model/component.ts'
import type { OsvEntry } from '#model/osv.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { sha256 } from '#platform/id.ts'
import { packageKeyOf } from '#standards/osv/osv.ts'
import * as store from './osv-store.ts'

/**
 * Stores what OSV databases say; the same again writes nothing. Of two entries of one id the one that was modified later
 * counts ("modified field" of the schema), so that a replayed answer undoes nothing. A withdrawn entry stays and names no
 * package.
 */
export async function storeOsv(tx: Tx, entries: readonly OsvEntry[]) {
  const counts = { new: 0, changed: 0, unchanged: 0, older: 0, withdrawn: 0 }
  const ids: string[] = []
  if (entries.length === 0) return { ids, counts }

  const latest = new Map<string, OsvEntry>()
  for (const entry of entries) {
    const other = latest.get(entry.id)
    if (other) counts.older++
    if (!other || entry.modifiedAt >= other.modifiedAt) latest.set(entry.id, entry)
  }
  await store.lockOsv(tx)
  const present = new Map((await store.osvDigests(tx, [...latest.keys()])).map((row) => [row.id, row]))
  const changed: store.NewOsvRecord[] = []
  const packages: { package: string; id: string }[] = []
  let version: number | undefined
  for (const entry of latest.values()) {
    const json = JSON.stringify(entry)
    const digest = sha256(json)
    const stored = present.get(entry.id)
    if (stored?.digest === digest) {
      counts.unchanged++
      continue
    }
    if (stored && entry.modifiedAt < stored.modified_at) {
      counts.older++
      continue
    }
    counts[entry.withdrawnAt && !stored?.withdrawn_at ? 'withdrawn' : stored ? 'changed' : 'new']++
    ids.push(entry.id)
    version ??= await store.nextOsvVersion(tx)
    changed.push({
      id: entry.id,
      modified_at: entry.modifiedAt,
      withdrawn_at: entry.withdrawnAt,
      entry: json,
      digest,
      version,
    })
    if (!entry.withdrawnAt) for (const key of namedIn(entry)) packages.push({ package: key, id: entry.id })
  }
  if (changed.length > 0) {
    const replaced = changed.flatMap(({ id }) => (present.has(id) ? [id] : []))
    await store.replaceOsv(tx, replaced, changed, packages)
  }
  return { ids: ids.sort(), counts }
}

const namedIn = (entry: OsvEntry): ReadonlySet<string> =>
  new Set(entry.affected.flatMap((affected) => packageKeyOf(affected) ?? []))

/** Grows with each change of what is said of packages. */
export const packageVulnerabilityVersion = store.latestOsvVersion

/** The entries that name one of the packages (`npm/@ward/pump`), in order of id; withdrawn ones are left out. */
export async function packageVulnerabilities(db: Db, packages: readonly string[]): Promise<readonly OsvEntry[]> {
  return packages.length === 0 ? [] : await store.osvEntriesOf(db, packages)
}

/** What is known of the packages of a bill, or of one; in order of component and vulnerability. */
export async function componentVulnerabilities(
  db: Db,
  components: readonly Component[],
): Promise<readonly PackageMatch[]> {
  const entries = await packageVulnerabilities(db, packagesOf(components))
  return matchComponents(compilePackages(entries), components)
}
