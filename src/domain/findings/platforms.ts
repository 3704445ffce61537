import { nameVulnerabilities } from '#domain/intelligence/intelligence.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Answer } from '#model/finding.ts'
import type { Tx } from '#platform/db/database.ts'
import { idFrom, sha256 } from '#platform/id.ts'
import { type Database, type Hit, isDatabase, speakerOf } from './databases.ts'
import { type MatchRow, type StoredMatch, upsertMatches } from './match-store.ts'
import type { MatchChange } from './matches.ts'
import * as store from './platform-store.ts'
import { countOpenDevices, rankedPairsOf } from './score-store.ts'

// A platform is what configurations have in common for NVD, OSV and Microsoft: the same names, with the same vulnerabilities left to
// others. A configuration stands on two at most: one of its operating system, and one of all else. Their matches are stored
// once, and nobody has a vulnerability twice. What a database takes back stays with each configuration as a match that was
// withdrawn, as an advisory's does.

/** What a platform says. */
export interface Part {
  readonly digest: string
  readonly isSystem: boolean
  readonly written: string
  readonly hits: ReadonlyMap<string, Hit>
  /** Of these others speak: an advisory, or the other platform. */
  readonly leftOut: ReadonlySet<string>
}

export interface Share {
  readonly configurationId: string
  /** Configurations with the same are ranked together on a platform. */
  readonly group: string
  /** None where databases say nothing that is not in a match of the configuration's own. */
  readonly parts: readonly Part[]
  readonly present: readonly store.PlatformLink[]
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

interface Said {
  readonly id: string
  readonly before: StoredMatch | undefined
  readonly hit: Hit | null
}

/**
 * Gives each configuration its platforms, and writes what is new on them, as of a state of the databases. A configuration that
 * moves to another one keeps when each vulnerability was first seen on it. `heldBefore` is what the platforms said that
 * configurations left. `lookAt` gives the shares of configurations that must come along, as what is said anew on their platform
 * is said of them elsewhere too.
 */
export async function sharePlatforms(
  tx: Tx,
  organisationId: OrganisationId,
  shares: readonly Share[],
  state: string,
  lookAt: (configurationIds: readonly string[]) => Promise<readonly Share[]>,
): Promise<Shared> {
  const changes: MatchChange[] = []
  const moved = new Set<string>()
  const heldBefore = new Map<string, ReadonlyMap<string, StoredMatch>>()
  const wanted = new Map<string, { share: Share; part: Part }>()
  for (const share of shares)
    for (const part of share.parts) if (!wanted.has(part.digest)) wanted.set(part.digest, { share, part })
  const moving = shares.filter(isMoving)
  if (wanted.size === 0 && moving.length === 0) return { changes, changed: 0, movedIds: [], heldBefore, inserted: 0 }

  const there = await store.platformsByDigest(tx, organisationId, [...wanted.keys()])
  const idOf = new Map(there.map(({ id, digest }) => [digest, id]))
  const behind = there.filter(({ followed }) => followed !== state)
  const stored = await storedOn(tx, organisationId, [
    ...moving.flatMap(({ present }) => present.map(({ platform_id }) => platform_id)),
    ...behind.map(({ id }) => id),
  ])
  /** What the platforms said of the configuration. */
  const leftOf = (share: Share): ReadonlyMap<string, StoredMatch> => {
    const maps = share.present.flatMap(({ platform_id }) => stored.get(platform_id) ?? [])
    return maps.length < 2 ? (maps[0] ?? noneStored) : new Map(maps.flatMap((map) => [...map]))
  }
  const withHistory = await store.vulnerabilitiesWithHistory(tx, organisationId)
  const now = new Date().toISOString()

  const inserted: store.SharedMatch[] = []
  const updated: store.SharedMatch[] = []
  const dropped: { basis_id: string; vulnerability_id: string }[] = []

  // What is said anew on platforms that are there concerns all that have them.
  const changedOn = new Map<string, Said[]>()
  for (const { id: basis_id, digest } of behind) {
    const { share, part } = wanted.get(digest)!
    const rows = stored.get(basis_id) ?? noneStored
    const list: Said[] = []
    for (const [vulnerability_id, hit] of open(part)) {
      const old = rows.get(vulnerability_id)
      const row = { basis_id, vulnerability_id, ...hit, matched_at: now }
      if (!old) inserted.push({ ...row, matched_at: sinceOf(leftOf(share).get(vulnerability_id), hit.answer) ?? now })
      else if (old.digest !== store.sharedDigest(row))
        updated.push({ ...row, matched_at: isOpen(old) === isOpen(hit) ? old.matched_at : now })
      else continue
      list.push({ id: vulnerability_id, before: old, hit })
    }
    for (const old of rows.values())
      if (!part.hits.has(old.vulnerability_id) || part.leftOut.has(old.vulnerability_id)) {
        dropped.push(old)
        list.push({ id: old.vulnerability_id, before: old, hit: null })
      }
    if (list.length > 0) changedOn.set(basis_id, list)
  }
  const missing = await concernedBy(tx, organisationId, shares, changedOn)
  if (missing.length > 0)
    return await sharePlatforms(tx, organisationId, [...shares, ...(await lookAt(missing))], state, lookAt)
  await store.setFollowed(
    tx,
    organisationId,
    behind.map(({ id }) => id),
    state,
  )

  const fresh = [...wanted.values()].filter(({ part }) => !idOf.has(part.digest))
  const ids = await store.insertPlatforms(
    tx,
    organisationId,
    fresh.map(({ part: { digest, written, isSystem } }) => ({ digest, names: written, isSystem })),
    state,
  )
  for (const [at, { part }] of fresh.entries()) idOf.set(part.digest, ids[at]!)
  /** Written one by one: there may be a million. */
  function* onFresh(): Iterable<store.SharedMatch> {
    for (const [at, { share, part }] of fresh.entries()) {
      // As long as it was said of the first that has the platform, it was said of the others that come along with it.
      const left = leftOf(share)
      const isNew = left.size === 0 && share.own.size === 0
      for (const [vulnerability_id, { answer, probability, source }] of open(part)) {
        const old = isNew ? undefined : (share.own.get(vulnerability_id) ?? left.get(vulnerability_id))
        const matched_at = sinceOf(old, answer) ?? now
        yield { basis_id: ids[at]!, vulnerability_id, answer, probability, source, matched_at }
      }
    }
  }

  const takenBack: StoredMatch[] = []
  let changed = 0
  const looked = new Set(shares.map((share) => share.configurationId))
  if (changedOn.size > 0)
    for (const link of await store.configurationsOfPlatforms(tx, organisationId, [...changedOn.keys()])) {
      if (looked.has(link.configuration_id)) continue
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
    for (const [id, old] of share.own)
      if (!share.isOwn(id) && share.parts.some(({ hits }) => hits.has(id))) dropped.push(old)
    if (!isMoving(share) && !share.present.some(({ platform_id }) => changedOn.has(platform_id))) continue
    const left = leftOf(share)
    if (isMoving(share)) heldBefore.set(share.configurationId, left)
    moved.add(share.configurationId)
    for (const part of share.parts)
      for (const [id, hit] of open(part)) {
        const before = share.own.get(id) ?? left.get(id)
        if (before?.answer === hit.answer) continue
        changed++
        if (before || withHistory.has(id)) changes.push(toChange(share.configurationId, id, before, hit))
      }
    const isSaid = (id: string) => share.parts.some(({ hits, leftOut }) => hits.has(id) && !leftOut.has(id))
    for (const old of left.values())
      if (isOpen(old) && !share.isOwn(old.vulnerability_id) && !isSaid(old.vulnerability_id)) {
        changed++
        changes.push(toChange(share.configurationId, old.vulnerability_id, old, null))
        takenBack.push({ ...old, basis_id: share.configurationId })
      }
  }

  await store.dropMatches(tx, organisationId, dropped)
  const named = new Set(inserted.map((row) => row.vulnerability_id))
  let onFreshOnes = 0
  for (const { part } of fresh)
    for (const [id] of open(part)) {
      named.add(id)
      onFreshOnes++
    }
  if (named.size > 0) await nameVulnerabilities(tx, [...named])
  if (inserted.length > 0) await store.insertShared(tx, organisationId, inserted)
  if (onFreshOnes > 0) await store.insertShared(tx, organisationId, onFresh())
  if (updated.length > 0) await store.updateShared(tx, organisationId, updated)
  if (takenBack.length > 0) await upsertMatches(tx, organisationId, takenBack.map(toWithdrawn), true)
  await store.setPlatforms(
    tx,
    organisationId,
    moving.flatMap(({ configurationId, group, parts }) =>
      parts.map((part) => ({
        configuration_id: configurationId,
        platform_id: idOf.get(part.digest)!,
        group_id: groupIdOf(group, part),
      })),
    ),
    moving.map(({ configurationId }) => configurationId),
  )
  const links = moving.flatMap(({ present }) => present)
  const groupsLeft = new Map(
    links.map(({ platform_id, group_id }) => [`${platform_id} ${group_id}`, { basis_id: platform_id, group_id }]),
  )
  if (groupsLeft.size > 0) {
    await store.dropUnused(tx, organisationId, [...groupsLeft.values()])
    // The others of a group are fewer devices now.
    await countOpenDevices(tx, organisationId, await rankedPairsOf(tx, organisationId, [...groupsLeft.values()]))
  }
  return { changes, changed, movedIds: [...moved], heldBefore, inserted: inserted.length + onFreshOnes }
}

/** It stands on other platforms from now on, or in another group. */
const isMoving = ({ present, parts, group }: Share) =>
  present.length !== parts.length ||
  !present.every((link) =>
    parts.some((part) => part.digest === link.digest && groupIdOf(group, part) === link.group_id),
  )

/** Of one platform alone. */
const groupIdOf = (group: string, { digest }: Part) => idFrom(sha256(`group ${digest} ${group}`))

const noneStored: ReadonlyMap<string, StoredMatch> = new Map()

async function storedOn(tx: Tx, organisationId: OrganisationId, platformIds: readonly string[]) {
  const stored = new Map<string, Map<string, StoredMatch>>()
  for (const row of await store.matchesOfBases(tx, organisationId, [...new Set(platformIds)])) {
    const rows = stored.get(row.basis_id)
    if (rows) rows.set(row.vulnerability_id, row)
    else stored.set(row.basis_id, new Map([[row.vulnerability_id, row]]))
  }
  return stored
}

/**
 * Configurations that are not looked at yet, and that have what a platform of theirs says from now on from elsewhere too, or may
 * have from elsewhere what it no longer says: they may belong on other platforms before it is said.
 */
async function concernedBy(
  tx: Tx,
  organisationId: OrganisationId,
  shares: readonly Share[],
  changedOn: ReadonlyMap<string, readonly Said[]>,
): Promise<string[]> {
  if (changedOn.size === 0) return []
  const said = [...changedOn].flatMap(([platform_id, list]) =>
    list.flatMap(({ id, before, hit }) =>
      hit && before?.answer !== hit.answer ? { platform_id, vulnerability_id: id } : [],
    ),
  )
  const saidLess = [...changedOn].flatMap(([platform_id, list]) =>
    list.some(({ before, hit }) => before && before.answer !== hit?.answer) ? platform_id : [],
  )
  const looked = new Set(shares.map((share) => share.configurationId))
  return [
    ...new Set([
      ...(said.length > 0 ? await store.configurationsSaidElsewhere(tx, organisationId, said) : []),
      ...(saidLess.length > 0 ? await store.configurationsOnTwo(tx, organisationId, saidLess) : []),
    ]),
  ].filter((id) => !looked.has(id))
}

/** Since when it stands open. */
const sinceOf = (old: StoredMatch | undefined, answer: Answer) =>
  old && isOpen(old) && isOpen({ answer }) ? old.matched_at : undefined

/** What the platform says itself. */
function* open({ hits, leftOut }: Part): Iterable<[string, Hit]> {
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
      : `${speakerOf(database)} said that it applies to what the device is made of, and says so no longer`
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
