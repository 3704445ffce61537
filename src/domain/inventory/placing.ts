import type { Resolution } from '#domain/resolving/resolving.ts'
import type { DeviceChange } from '#model/change.ts'
import { compareTexts } from '#model/text-order.ts'

import { type Db, inTransaction, type Tx } from '#platform/db/database.ts'
import { idFrom, sha256 } from '#platform/id.ts'
import { type Attending, openComparing } from './comparing.ts'
import { type Identifier, identifiersOf, soughtBy } from './identity.ts'
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
  /** Records that wait to be compared again, as something changed meanwhile. */
  readonly waiting: number
  /** Pairs of which a person must say whether they are of one device. */
  readonly reviews: readonly RecordPair[]
  /** Devices that what arrived shows to be one, the one that stays first. */
  readonly merges: readonly { readonly into: string; readonly from: string; readonly probability: number }[]
  /** Whether all records were compared, not only some, and all found their place. */
  readonly isWhole: boolean
  /** What found its place. */
  readonly arrived: readonly RecordPair['a'][]
}

const nothing: Placed = { records: 0, waiting: 0, reviews: [], merges: [], isWhole: false, arrived: [] }

/** What placing needs of others. */
export interface Placing extends Attending {
  readonly sources: ReadonlyMap<string, { readonly name: string }>
  /** What people said of records, in force at that moment. */
  verdicts?(db: Db): Promise<readonly Verdict[]>
  /** What else follows, in the transaction in which the places are written down. */
  settle?(tx: Tx, placed: Placed): Promise<void>
  /** Last in that transaction. */
  decided?: ((tx: Tx) => Promise<void>) | undefined
}

/**
 * Says of which device each waiting record is, and writes it down, in one transaction with what else follows from it. Reads what stands
 * without a lock and compares as long as it takes; a record that goes with something that changed meanwhile gets no place: it is to be
 * compared again.
 */
export async function decidePlaces(
  db: Db,
  organisationId: string,
  scope: store.Scope,
  placing: Placing,
): Promise<Placed> {
  const { sources, verdicts: verdictsNow = async () => [] } = placing
  const rows = await store.waiting(db, organisationId, scope)
  if (rows.length === 0) return nothing
  const verdicts = await verdictsNow(db)
  const enough = Math.max(fewRecords, rows.length * muchOf)
  const count = await store.countPresent(db, organisationId, enough + 1)
  const isWhole = count <= enough
  const sought = isWhole ? [] : soughtByAll(rows)
  const around = isWhole ? [] : await standingAround(db, organisationId, sought)
  const arrivals = rows.map(({ source_id, source_key, digest }) => ({ source_id, source_key, digest }))

  const comparing = openComparing((isWhole ? count : around.length) + rows.length, placing)
  // Sources are ordered by their names, so that two hospitals alike come to the same.
  const names = new Map([...sources].map(([id, { name }]) => [id, `${name}\n${id}`]))
  const sourceName = (id: string) => names.get(id) ?? `\n${id}`
  const compared: Compared[] = []
  // What records say is handed on: it is not to be kept twice.
  const take = (some: readonly (store.ComparedRow & Partial<store.StandingRow>)[]) => {
    for (const { source_id, source_key, id, device_id } of some)
      compared.push({ id, device: device_id, source_id, source_key, source: sourceName(source_id) })
    comparing.add({
      sources: some.map(({ source_id }) => sourceName(source_id)),
      keys: some.map(({ source_key }) => source_key),
      claims: some.map(({ claims }) => claims),
    })
  }
  const named = (at: number) => {
    const { source_id, source_key } = compared[at]!
    return { sourceId: source_id, sourceKey: source_key }
  }
  let resolution: Resolution
  try {
    if (isWhole) for await (const some of allPresent(db, organisationId)) take(some)
    for (const some of [around, rows]) while (some.length > 0) take(some.splice(0, chunk))
    resolution = await comparing.resolve({
      devices: compared.map(({ device }) => device),
      verdicts: verdictsAmong(compared.length, named, verdicts),
    })
  } finally {
    await comparing.close()
  }
  const begin = compared.length - arrivals.length
  const groups = groupsOf(compared, resolution)

  return await inTransaction(db, async (tx) => {
    await lockInventory(tx, organisationId)
    const isChanged = await changedMeanwhile(
      tx,
      organisationId,
      { compared, arrivals, scope, sought, isWhole, verdicts },
      verdictsNow,
    )
    const concerned = [...groups].filter(([, { records, arrived }]) => arrived.length > 0 && !records.some(isChanged))
    const several = concerned.flatMap(([, { standing }]) => (standing.size > 1 ? [...standing.keys()] : []))
    const there = new Set(several.length > 0 ? await store.devicesThere(tx, organisationId, several) : [])
    const merges: { into: string; from: string; probability: number }[] = []
    const homes = new Map<number, string>()
    const homeless: { group: number; first: store.WaitingRow }[] = []
    for (const [group, { standing, arrived, likely }] of concerned) {
      // What more records stand for stays; of two alike, the one of which is told first.
      const [into, ...others] = [...standing].sort(([, n], [, m]) => m - n).map(([id]) => id)
      if (others.length > 0 && [into!, ...others].some((id) => !there.has(id))) {
        // One is decided and not made yet: it is waited for, where others may make it.
        if (!db.isTransaction) continue
      } else for (const from of others) merges.push({ into: into!, from, probability: likely })
      if (into !== undefined) homes.set(group, into)
      else homeless.push({ group, first: arrivals[arrived[0]! - begin]! })
    }
    for (const [group, id] of await newHomes(tx, organisationId, homeless)) homes.set(group, id)
    const decisions = arrivals.flatMap((arrival, at) => {
      const device_id = homes.get(resolution.deviceOf[begin + at]!)
      return device_id === undefined ? [] : [{ ...arrival, device_id }]
    })
    const waiting = arrivals.length - decisions.length
    const placed: Placed = {
      records: decisions.length,
      waiting,
      reviews: resolution.reviews
        .filter(({ a, b }) => !isChanged(a) && !isChanged(b))
        .map(({ a, b, ...said }) => ({ ...said, a: named(a), b: named(b) })),
      merges,
      isWhole: isWhole && waiting === 0,
      arrived: decisions.map(({ source_id, source_key }) => ({ sourceId: source_id, sourceKey: source_key })),
    }
    await placing.settle?.(tx, placed)
    for (let at = 0; at < decisions.length; at += chunk)
      await store.decide(tx, organisationId, decisions.slice(at, at + chunk))
    await placing.decided?.(tx)
    return placed
  })
}

/** A record that was compared, by its place among them. */
interface Compared {
  readonly source_id: string
  readonly source_key: string
  /** Name and id of its source. */
  readonly source: string
  /** Where it stands; both are undefined of what waits. */
  readonly id: string | undefined
  readonly device: string | undefined
}

interface Group {
  /** Devices that its records stand in, with how many. */
  readonly standing: Map<string, number>
  readonly records: number[]
  /** Of the records those that wait, by what is told of them. */
  readonly arrived: number[]
  likely: number
}

/** What was found to be one device, by what is told and not by ids, which are drawn by lot. */
function groupsOf(compared: readonly Compared[], { deviceOf, probability }: Resolution): Map<number, Group> {
  const inOrder = compared
    .map((_, at) => at)
    .sort(
      (x, y) =>
        compareTexts(compared[x]!.source, compared[y]!.source) ||
        compareTexts(compared[x]!.source_key, compared[y]!.source_key),
    )
  const groups = new Map<number, Group>()
  for (const at of inOrder) {
    const device = deviceOf[at]!
    let group = groups.get(device)
    if (!group) {
      group = { standing: new Map(), records: [], arrived: [], likely: 1 }
      groups.set(device, group)
    }
    group.records.push(at)
    const standing = compared[at]!.device
    if (standing === undefined) group.arrived.push(at)
    else group.standing.set(standing, (group.standing.get(standing) ?? 0) + 1)
    group.likely = Math.min(group.likely, probability[at]!)
  }
  return groups
}

/**
 * Of which of the records that were compared the answer may be another by now: one that went, moved to another device or says something
 * else; of which a person said something since, or took it back; or one that waits and has something in common with what came meanwhile.
 */
async function changedMeanwhile(
  tx: Tx,
  organisationId: string,
  before: {
    readonly compared: readonly Compared[]
    readonly arrivals: readonly store.WaitingRow[]
    readonly scope: store.Scope
    readonly sought: readonly Identifier[]
    readonly isWhole: boolean
    readonly verdicts: readonly Verdict[]
  },
  verdictsNow: (db: Db) => Promise<readonly Verdict[]>,
): Promise<(at: number) => boolean> {
  const { compared, arrivals, scope, sought, isWhole } = before
  const begin = compared.length - arrivals.length
  const changed = new Set<number>()

  const waiting = new Map(
    (await store.stillWaiting(tx, organisationId, scope)).map((row) => [recordText(row), row.digest]),
  )
  for (const [at, arrival] of arrivals.entries())
    if (waiting.get(recordText(arrival)) !== arrival.digest) changed.add(begin + at)

  const devices = isWhole
    ? 'all'
    : [
        ...new Set([
          ...compared.flatMap(({ device }) => (device === undefined ? [] : [device])),
          ...(await store.devicesBearing(tx, organisationId, sought, mostBearers)),
          ...(await decidedAround(tx, organisationId, sought)).map(({ device_id }) => device_id),
        ]),
      ]
  const standing = new Map((await store.standing(tx, organisationId, devices)).map((row) => [row.id, row.device_id]))
  for (const [at, { id, device }] of compared.entries())
    if (id !== undefined) {
      if (standing.get(id) !== device) changed.add(at)
      standing.delete(id)
    }
  // What is left came meanwhile.
  const came = new Set<string>()
  const ids = [...standing.keys()]
  for (let at = 0; at < ids.length; at += chunk)
    for (const claims of await store.claimsOf(tx, organisationId, ids.slice(at, at + chunk)))
      for (const one of identifiersOf(claims)) came.add(identifierText(one))
  if (came.size > 0) {
    const placeOf = new Map(arrivals.map((row, at) => [recordText(row), begin + at]))
    for (const row of await store.waiting(tx, organisationId, scope)) {
      const at = placeOf.get(recordText(row))
      if (at !== undefined && soughtByAll([row]).some((one) => came.has(identifierText(one)))) changed.add(at)
    }
  }

  const said = new Set(before.verdicts.map(verdictText))
  const now = await verdictsNow(tx)
  const still = new Set(now.map(verdictText))
  const concerned = new Set(
    [
      ...now.filter((one) => !said.has(verdictText(one))),
      ...before.verdicts.filter((one) => !still.has(verdictText(one))),
    ]
      .flatMap(({ a, b }) => [a, b])
      .map(({ sourceId, sourceKey }) => `${sourceId}\n${sourceKey}`),
  )
  if (concerned.size > 0)
    for (const [at, one] of compared.entries()) if (concerned.has(recordText(one))) changed.add(at)
  return (at) => changed.has(at)
}

const recordText = ({ source_id, source_key }: Pick<Compared, 'source_id' | 'source_key'>) =>
  `${source_id}\n${source_key}`
const identifierText = ({ kind, value }: Identifier) => `${kind}\n${value}`
const verdictText = ({ a, b, answer }: Verdict) => [a.sourceId, a.sourceKey, b.sourceId, b.sourceKey, answer].join('\n')

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

async function* allPresent(db: Db, organisationId: string): AsyncGenerator<readonly store.PresentRow[]> {
  for (let after: string | null = null; ; ) {
    const rows: store.PresentRow[] = await store.presentAfter(db, organisationId, after, chunk)
    yield rows
    if (rows.length < chunk) break
    after = rows.at(-1)!.id
  }
  yield* allDecided(db, organisationId)
}

async function* allDecided(db: Db, organisationId: string): AsyncGenerator<readonly store.PresentRow[]> {
  for (let after: store.PresentRow | null = null; ; ) {
    const rows: store.PresentRow[] = await store.decidedAfter(db, organisationId, after, chunk)
    yield rows
    if (rows.length < chunk) return
    after = rows.at(-1)!
  }
}

/** What has something in common with what arrived, and a sample of the rest. */
const standingAround = async (db: Db, organisationId: string, sought: readonly Identifier[]) => [
  ...(await store.presentAround(
    db,
    organisationId,
    await store.devicesBearing(db, organisationId, sought, mostBearers),
    sampleSize,
  )),
  ...(await decidedAround(db, organisationId, sought)),
]

/** Waiting records that are decided and have something in common with what is sought: they are no device's yet. */
async function decidedAround(db: Db, organisationId: string, sought: readonly Identifier[]) {
  const texts = new Set(sought.map(identifierText))
  const found: store.PresentRow[] = []
  for await (const rows of allDecided(db, organisationId))
    for (const row of rows)
      if (identifiersOf(JSON.parse(row.claims)).some((one) => texts.has(identifierText(one)))) found.push(row)
  return found
}

/** What to look for to find what has something in common with any of the records. */
function soughtByAll(rows: readonly store.ComparedRow[]): readonly Identifier[] {
  const sought = new Map(
    rows
      .flatMap(({ claims }) => soughtBy(identifiersOf(JSON.parse(claims))))
      .map((one) => [identifierText(one), one] as const),
  )
  return [...sought.values()]
}

/**
 * A device is called by the first of its records, so that the same records make the same device whenever they come; where that
 * name is taken by a device that this is not, by another.
 */
async function newHomes(
  db: Db,
  organisationId: string,
  homeless: readonly { readonly group: number; readonly first: store.WaitingRow }[],
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
