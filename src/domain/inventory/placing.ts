import { resolveRecords, type SourceRecord } from '#domain/resolving/resolving.ts'
import type { DeviceChange } from '#model/change.ts'
import { compareTexts } from '#model/text-order.ts'

import { type Db, inTransaction, type Tx } from '#platform/db/database.ts'
import { idFrom, sha256 } from '#platform/id.ts'
import { identifiersOf, soughtBy } from './identity.ts'
import { lockInventory } from './inventory-store.ts'
import * as store from './placing-store.ts'
import { membersOf, type ResolveContext, type TakenObservation, takeIn } from './resolve.ts'

// Which device a record speaks of that is told of for the first time. All that arrived is placed together, among what stands
// already: where much arrived, among everything; else among what it has something in common with, and a sample of the rest that
// shows how careful the sources are.

/** Up to so many records all are compared; and where as many arrive as a tenth of them. */
const fewRecords = 10_000
const muchOf = 10
/** Devices of the sample: enough that shares of a hundredth are seen. */
const sampleSize = 800
/** A value that more devices bear tells none of them. */
const mostBearers = 60
const chunk = 20_000

export type Scope = store.Scope

/** Two records of which the resolver says something. */
export interface RecordPair {
  readonly a: { readonly sourceId: string; readonly sourceKey: string }
  readonly b: { readonly sourceId: string; readonly sourceKey: string }
  readonly probability: number
  /** What each field says for one device, or against it, in bits. */
  readonly reasons: readonly { readonly field: string; readonly bits: number }[]
}

/** What a person said of two records: it binds. */
type Verdict = Pick<RecordPair, 'a' | 'b'> & { readonly answer: 'same' | 'different' }

export interface Placed {
  /** Records that found their place. */
  readonly records: number
  /** Pairs of which a person must say whether they are of one device. */
  readonly reviews: readonly RecordPair[]
  /** Devices that what arrived shows to be one, the one that stays first. */
  readonly merges: readonly { readonly into: string; readonly from: string; readonly probability: number }[]
  /** Whether all records were compared, not only some. */
  readonly isWhole: boolean
  /** What waited. */
  readonly arrived: readonly RecordPair['a'][]
}

const nothing: Placed = { records: 0, reviews: [], merges: [], isWhole: false, arrived: [] }

/**
 * Says of which device each waiting record is, and writes it down; before, `settle` does what else follows, so that after a crash all is
 * found once more. Reads what stands without a lock; what changed meanwhile waits
 * for the next time.
 */
export async function decidePlaces(
  db: Db,
  organisationId: string,
  sources: ReadonlyMap<string, { readonly name: string }>,
  scope: store.Scope,
  verdicts: readonly Verdict[] = [],
  settle: (placed: Placed) => Promise<void> = async () => {},
): Promise<Placed> {
  const arrivals = await store.waiting(db, organisationId, scope)
  if (arrivals.length === 0) return nothing
  const enough = Math.max(fewRecords, arrivals.length * muchOf)
  const isWhole = (await store.countPresent(db, organisationId, enough + 1)) <= enough
  const present = isWhole
    ? await allPresent(db, organisationId)
    : await store.presentAround(db, organisationId, await devicesNear(db, organisationId, arrivals), sampleSize)

  const records: SourceRecord[] = []
  const devices: (string | undefined)[] = []
  // Sources are ordered by their names, so that two hospitals alike come to the same.
  const sourceName = (id: string) => `${sources.get(id)?.name ?? ''}\n${id}`
  for (const { source_id, source_key, claims, device_id } of present) {
    records.push({ source: sourceName(source_id), key: source_key, claims })
    devices.push(device_id)
  }
  for (const { source_id, source_key, claims } of arrivals) {
    records.push({ source: sourceName(source_id), key: source_key, claims })
    devices.push(undefined)
  }
  const named = (at: number) => {
    const { source_id, source_key } = present[at] ?? arrivals[at - present.length]!
    return { sourceId: source_id, sourceKey: source_key }
  }
  const { deviceOf, probability, reviews } = resolveRecords(records, {
    devices,
    verdicts: verdictsAmong(records.length, named, verdicts),
  })

  // By what is told, not by ids, which are drawn by lot.
  const inOrder = records
    .map((_, at) => at)
    .sort(
      (x, y) => compareTexts(records[x]!.source, records[y]!.source) || compareTexts(records[x]!.key, records[y]!.key),
    )
  const groups = new Map<number, { standing: Map<string, number>; arrived: number[]; likely: number }>()
  for (const at of inOrder) {
    const device = deviceOf[at]!
    let group = groups.get(device)
    if (!group) {
      group = { standing: new Map(), arrived: [], likely: 1 }
      groups.set(device, group)
    }
    const standing = devices[at]
    if (standing === undefined) group.arrived.push(at)
    else group.standing.set(standing, (group.standing.get(standing) ?? 0) + 1)
    group.likely = Math.min(group.likely, probability[at]!)
  }
  const merges: { into: string; from: string; probability: number }[] = []
  const homes = new Map<number, string>()
  const homeless: { group: number; first: store.ComparedRow }[] = []
  for (const [group, { standing, arrived, likely }] of groups) {
    if (arrived.length === 0) continue
    // What more records stand for stays; of two alike, the one of which is told first.
    const [into, ...others] = [...standing].sort(([, n], [, m]) => m - n).map(([id]) => id)
    for (const from of others) merges.push({ into: into!, from, probability: likely })
    if (into !== undefined) homes.set(group, into)
    else homeless.push({ group, first: arrivals[arrived[0]! - present.length]! })
  }
  for (const [group, id] of await newHomes(db, organisationId, homeless)) homes.set(group, id)
  const decisions = arrivals.map(({ source_id, source_key, digest }, at) => ({
    source_id,
    source_key,
    digest,
    device_id: homes.get(deviceOf[present.length + at]!)!,
  }))
  const placed = {
    records: arrivals.length,
    reviews: reviews.map(({ a, b, ...said }) => ({ ...said, a: named(a), b: named(b) })),
    merges,
    isWhole,
    arrived: arrivals.map((_, at) => named(present.length + at)),
  }
  await settle(placed)
  for (let at = 0; at < decisions.length; at += chunk)
    await inTransaction(db, async (tx) => {
      await lockInventory(tx, organisationId)
      await store.decide(tx, organisationId, decisions.slice(at, at + chunk))
    })
  return placed
}

/** Verdicts on two records that are both compared, by their places. */
function verdictsAmong(count: number, named: (at: number) => RecordPair['a'], verdicts: readonly Verdict[]) {
  if (verdicts.length === 0) return []
  const text = ({ sourceId, sourceKey }: RecordPair['a']) => `${sourceId}\n${sourceKey}`
  const placeOf = new Map(Array.from({ length: count }, (_, at) => [text(named(at)), at]))
  return verdicts.flatMap(({ a, b, answer }) => {
    const [one, other] = [placeOf.get(text(a)), placeOf.get(text(b))]
    return one === undefined || other === undefined ? [] : [{ a: one, b: other, answer }]
  })
}

async function allPresent(db: Db, organisationId: string): Promise<store.PresentRow[]> {
  const all: store.PresentRow[] = []
  for (let after: string | null = null; ; ) {
    const rows = await store.presentAfter(db, organisationId, after, chunk)
    all.push(...rows)
    if (rows.length < chunk) return all
    after = rows.at(-1)!.id
  }
}

/** Devices that have something in common with what arrived. */
async function devicesNear(db: Db, organisationId: string, arrivals: readonly store.ComparedRow[]): Promise<string[]> {
  const sought = new Map(
    arrivals
      .flatMap(({ claims }) => soughtBy(identifiersOf(claims)))
      .map((one) => [`${one.kind}\n${one.value}`, one] as const),
  )
  return await store.devicesBearing(db, organisationId, [...sought.values()], mostBearers)
}

/**
 * A device is called by the first of its records, so that the same records make the same device whenever they come; where that
 * name is taken by a device that this is not, by another.
 */
async function newHomes(
  db: Db,
  organisationId: string,
  homeless: readonly { readonly group: number; readonly first: store.ComparedRow }[],
): Promise<Map<number, string>> {
  const homes = new Map<number, string>()
  let left = homeless
  for (let turn = 0; left.length > 0; turn++) {
    const ids = left.map(({ first }) =>
      idFrom(
        sha256([organisationId, first.source_id, first.source_key, ...(turn > 0 ? [String(turn)] : [])].join('\n')),
      ),
    )
    const taken = new Set<string>()
    for (let at = 0; at < ids.length; at += chunk)
      for (const { id, is_gone, is_merged } of await store.takenIds(db, organisationId, ids.slice(at, at + chunk)))
        if (!is_gone || is_merged) taken.add(id)
    for (const [at, { group }] of left.entries()) if (!taken.has(ids[at]!)) homes.set(group, ids[at]!)
    left = left.filter((_, at) => taken.has(ids[at]!))
  }
  return homes
}

/**
 * Makes the devices of some of the records that were decided, or lets those that stand have them. Undefined where none is left.
 * `joined` counts records that came to a device of another record.
 */
export async function takePlaces(
  tx: Tx,
  context: ResolveContext,
  scope: store.Scope,
  limit: number,
): Promise<{ changes: readonly DeviceChange[]; records: number; joined: number } | undefined> {
  const { organisationId } = context
  await lockInventory(tx, organisationId)
  const rows = await store.decided(tx, organisationId, scope, limit)
  if (rows.length === 0) return undefined
  const deviceIds = [...new Set(rows.map(({ device_id }) => device_id))]
  const members = await membersOf(tx, context, deviceIds)
  const begun = [...members.values()].filter((standing) => standing.length === 0).length
  const taken = rows.map(
    (row): TakenObservation => ({
      sourceId: row.source_id,
      runId: row.run_id,
      deviceId: row.device_id,
      at: row.at,
      observation: { sourceKey: row.source_key, observedAt: row.observed_at, claims: JSON.parse(row.claims) },
      digest: row.digest,
      claimsText: row.claims,
      rawText: null,
    }),
  )
  const changes = await takeIn(tx, context, members, taken, { keep: store.observeArrivals })
  for (const [sourceId, some] of Map.groupBy(rows, (row) => row.source_id))
    await store.dropArrivals(
      tx,
      organisationId,
      sourceId,
      some.map((row) => row.source_key),
    )
  return { changes, records: rows.length, joined: rows.length - begun }
}
