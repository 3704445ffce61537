import { nameVulnerabilities } from '#domain/intelligence/intelligence.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Answer } from '#model/finding.ts'
import type { Tx } from '#platform/db/database.ts'
import { type Database, type Hit, isDatabase } from './databases.ts'
import { type MatchRow, type StoredMatch, upsertMatches } from './match-store.ts'
import type { MatchChange } from './matches.ts'
import * as store from './platform-store.ts'
import { countOpenDevices, rankedPairsOf } from './score-store.ts'

// A platform is what configurations have in common for NVD, OSV and Microsoft: the same names, doing the same, with the same
// vulnerabilities left to matches of their own. Its matches are stored once. Nobody has a vulnerability twice. What a database
// takes back stays with each configuration as a match that was withdrawn, as an advisory's does.

export interface Share {
  readonly configurationId: string
  /** Null where databases say nothing that is not in a match of the configuration's own. */
  readonly digest: string | null
  readonly written: string
  readonly hits: ReadonlyMap<string, Hit>
  readonly leftOut: ReadonlySet<string>
  readonly present: store.PlatformLink | undefined
  /** Matches of its own that are stored, and those that it has now. */
  readonly own: ReadonlyMap<string, StoredMatch>
  isOwn(vulnerabilityId: string): boolean
}

interface Shared {
  /** Where a finding may have a history. */
  readonly changes: readonly MatchChange[]
  /** All that came out otherwise, of each configuration. */
  readonly changed: number
  readonly movedIds: readonly string[]
  readonly heldBefore: ReadonlyMap<string, ReadonlyMap<string, StoredMatch>>
  readonly inserted: number
}

/**
 * Gives each configuration its platform, and writes what is new on it. A configuration that moves to another one keeps when
 * each vulnerability was first seen on it. `heldBefore` is what the platforms said that configurations left.
 * `lookAt` gives the shares of configurations that must come along: their platform says something anew of which they have a
 * match of their own.
 */
export async function sharePlatforms(
  tx: Tx,
  organisationId: OrganisationId,
  shares: readonly Share[],
  lookAt: (configurationIds: readonly string[]) => Promise<readonly Share[]>,
): Promise<Shared> {
  const changes: MatchChange[] = []
  const moved = new Set<string>()
  const heldBefore = new Map<string, ReadonlyMap<string, StoredMatch>>()
  const wanted = new Map(shares.flatMap((share) => (share.digest === null ? [] : [[share.digest, share] as const])))
  const present = shares.flatMap((share) => (share.present ? [share.present.platform_id] : []))
  if (wanted.size === 0 && present.length === 0) return { changes, changed: 0, movedIds: [], heldBefore, inserted: 0 }

  const idOf = new Map(
    (await store.platformsByDigest(tx, organisationId, [...wanted.keys()])).map(({ id, digest }) => [digest, id]),
  )
  const stored = new Map<string, Map<string, StoredMatch>>()
  for (const row of await store.matchesOfBases(tx, organisationId, [...new Set([...present, ...idOf.values()])])) {
    const rows = stored.get(row.basis_id)
    if (rows) rows.set(row.vulnerability_id, row)
    else stored.set(row.basis_id, new Map([[row.vulnerability_id, row]]))
  }
  const withHistory = await store.vulnerabilitiesWithHistory(tx, organisationId)
  const now = new Date().toISOString()

  const inserted: store.SharedMatch[] = []
  const updated: store.SharedMatch[] = []
  const dropped: { basis_id: string; vulnerability_id: string }[] = []

  // What is said anew on platforms that are there concerns all that have them.
  const changedOn = new Map<string, { id: string; before: StoredMatch | undefined; hit: Hit | null }[]>()
  for (const [digest, share] of wanted) {
    const basis_id = idOf.get(digest)
    if (basis_id === undefined) continue
    const rows = stored.get(basis_id) ?? new Map<string, StoredMatch>()
    const list = []
    for (const [vulnerability_id, hit] of open(share)) {
      const old = rows.get(vulnerability_id)
      const row = { basis_id, vulnerability_id, ...hit, matched_at: now }
      if (!old) inserted.push(row)
      else if (old.digest !== store.sharedDigest(row))
        updated.push({ ...row, matched_at: isOpen(old) === isOpen(hit) ? old.matched_at : now })
      else continue
      list.push({ id: vulnerability_id, before: old, hit })
    }
    for (const old of rows.values())
      if (!share.hits.has(old.vulnerability_id) || share.leftOut.has(old.vulnerability_id)) {
        dropped.push(old)
        list.push({ id: old.vulnerability_id, before: old, hit: null })
      }
    if (list.length > 0) changedOn.set(basis_id, list)
  }
  // Who has a match of its own of what its platform says from now on belongs on another platform before it is said.
  const added = [...changedOn].flatMap(([platform_id, list]) =>
    list.flatMap(({ id, before }) => (before ? [] : [{ platform_id, vulnerability_id: id }])),
  )
  const along = added.length === 0 ? [] : await store.configurationsWithOwn(tx, organisationId, added)
  const looked = new Set(shares.map((share) => share.configurationId))
  const missing = along.filter((id) => !looked.has(id))
  if (missing.length > 0)
    return await sharePlatforms(tx, organisationId, [...shares, ...(await lookAt(missing))], lookAt)

  const fresh = [...wanted].filter(([digest]) => !idOf.has(digest)).map(([, share]) => share)
  const ids = await store.insertPlatforms(
    tx,
    organisationId,
    fresh.map(({ digest, written }) => ({ digest: digest!, written, names: written })),
  )
  for (const [at, share] of fresh.entries()) {
    idOf.set(share.digest!, ids[at]!)
    // As long as it was said of the first that has the platform, it was said of the others that come along with it.
    const left = stored.get(share.present?.platform_id ?? '')
    for (const [vulnerability_id, hit] of open(share)) {
      const old = share.own.get(vulnerability_id) ?? left?.get(vulnerability_id)
      const since = old && isOpen(old) && isOpen(hit) ? old.matched_at : now
      inserted.push({ basis_id: ids[at]!, vulnerability_id, ...hit, matched_at: since })
    }
  }

  const moving = shares.filter((share) => share.present?.digest !== (share.digest ?? undefined))
  const leaving = new Set(moving.map((share) => share.configurationId))
  const takenBack: StoredMatch[] = []
  let changed = 0
  if (changedOn.size > 0)
    for (const link of await store.configurationsOfPlatforms(tx, organisationId, [...changedOn.keys()])) {
      if (leaving.has(link.configuration_id)) continue
      moved.add(link.configuration_id)
      changed += changedOn.get(link.platform_id)!.length
      for (const { id, before, hit } of changedOn.get(link.platform_id)!) {
        if (before || withHistory.has(id)) changes.push(toChange(link.configuration_id, id, before, hit))
        if (before && isOpen(before) && !hit) takenBack.push({ ...before, basis_id: link.configuration_id })
        // What was taken back on it before is said through the platform again.
        if (!before && hit) dropped.push({ basis_id: link.configuration_id, vulnerability_id: id })
      }
    }
  for (const share of shares) {
    // A match of its own that nothing but a database supports any more is the platform's now.
    for (const [id, old] of share.own) if (!share.isOwn(id) && share.hits.has(id)) dropped.push(old)
  }
  for (const share of moving) {
    const left = stored.get(share.present?.platform_id ?? '') ?? new Map<string, StoredMatch>()
    heldBefore.set(share.configurationId, left)
    moved.add(share.configurationId)
    for (const [id, hit] of open(share)) {
      const before = share.own.get(id) ?? left.get(id)
      if (before?.answer === hit.answer) continue
      changed++
      if (before || withHistory.has(id)) changes.push(toChange(share.configurationId, id, before, hit))
    }
    for (const old of left.values())
      if (isOpen(old) && !share.isOwn(old.vulnerability_id) && !share.hits.has(old.vulnerability_id)) {
        changed++
        changes.push(toChange(share.configurationId, old.vulnerability_id, old, null))
        takenBack.push({ ...old, basis_id: share.configurationId })
      }
  }

  await store.dropMatches(tx, organisationId, dropped)
  if (inserted.length > 0) {
    await nameVulnerabilities(tx, [...new Set(inserted.map((row) => row.vulnerability_id))])
    await store.insertShared(tx, organisationId, inserted)
  }
  if (updated.length > 0) await store.updateShared(tx, organisationId, updated)
  if (takenBack.length > 0) await upsertMatches(tx, organisationId, takenBack.map(toWithdrawn), true)
  await store.setPlatforms(
    tx,
    organisationId,
    moving.map(({ configurationId, digest }) => ({
      configuration_id: configurationId,
      platform_id: digest === null ? null : idOf.get(digest)!,
    })),
  )
  const left = new Set(moving.flatMap((share) => (share.present ? [share.present.platform_id] : [])))
  if (left.size > 0) {
    await store.dropUnused(tx, organisationId, [...left])
    // The others that have it are fewer devices now.
    await countOpenDevices(tx, organisationId, await rankedPairsOf(tx, organisationId, [...left]))
  }
  return { changes, changed, movedIds: [...moved], heldBefore, inserted: inserted.length }
}

/** What the platform says itself. */
function* open({ hits, leftOut }: Share): Iterable<[string, Hit]> {
  for (const one of hits) if (!leftOut.has(one[0])) yield one
}

const isOpen = ({ answer }: { readonly answer: Answer }) => answer !== 'not_affected'

function sourceOf({ digest }: StoredMatch): Database {
  const [source = ''] = digest.split(' ')
  return isDatabase(source) ? source : 'NVD'
}

function toWithdrawn(old: StoredMatch): MatchRow {
  const database = sourceOf(old)
  const text =
    database === 'MSRC'
      ? 'Microsoft’s updates left it open on this Windows, and do so no longer'
      : `${database} said that it applies to what the device is made of, and says so no longer`
  return {
    basis_id: old.basis_id,
    vulnerability_id: old.vulnerability_id,
    answer: 'not_affected',
    probability: 0,
    advisory_id: database,
    evidence: [
      {
        ...{ advisoryId: database, publisher: database, database },
        ...{ revision: '', productId: '', revisedAt: '', namesVersion: false, isSuperseded: false },
        ...{ answer: old.answer, probability: 0, because: [{ part: 'statement', outcome: 'contradicts', text }] },
      },
    ],
    advisory_ids: [database],
    supported_by: [],
    affected_by: [],
    digest: '',
    matched_at: old.matched_at,
  }
}

const toChange = (
  configurationId: string,
  vulnerabilityId: string,
  before: StoredMatch | undefined,
  hit: Hit | null,
): MatchChange => ({
  configuration_id: configurationId,
  vulnerability_id: vulnerabilityId,
  before: before?.answer ?? null,
  after: hit?.answer ?? 'not_affected',
  isWithdrawn: hit === null,
  deciding: null,
  source: hit?.source ?? (before ? sourceOf(before) : 'NVD'),
})
