import type { SourceRecord } from '#domain/sources/sources.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { DeviceChange } from '#model/change.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { canonicalJson, idFrom, newId, sha256 } from '#platform/id.ts'
import { type CarriedRows, carriedRows, type Row, takenBack } from './carried.ts'
import * as store from './inventory-store.ts'
import * as ledger from './joining-store.ts'
import { rebuildDevices } from './resolve.ts'
import { resolveContext } from './resolve-context.ts'

// The identity ledger: what made two devices one, or one two, and the way back. Here the records go from device to device, and what is
// known of these is made again; the loop takes findings and work along.

export interface Merge {
  /** The device that stays. */
  readonly into: string
  /** The device that is no more, as long as the merge stands. */
  readonly from: string
  readonly reason: string
  /** How likely it is that the two are one device, 0 to 1; left out where a person says so. */
  readonly probability?: number | undefined
  readonly runId?: string | undefined
}

export interface Split {
  readonly deviceId: string
  /** The records that leave for a device of their own. */
  readonly records: readonly ledger.RecordKey[]
  readonly reason: string
  /** Work orders, and findings with what was decided and said of them, that go along; all others stay. */
  readonly workOrderIds?: readonly string[] | undefined
  readonly vulnerabilityIds?: readonly string[] | undefined
}

/** A device before and after: what does not follow from its records alone. */
interface States {
  readonly before: readonly ledger.DeviceState[]
  readonly after: readonly ledger.DeviceState[]
}

/** One entry as the loop takes it from module to module. */
export interface Joining extends ledger.Pair {
  readonly kind: ledger.EntryKind
  /** How the device stood from which findings come; null where it had not been there. */
  readonly fromBefore: ledger.DeviceState | null
  readonly intoAfter: ledger.DeviceState
  readonly reason: string
  readonly probability: number | null
  readonly runId: string | null
  readonly carried: ledger.Carried
}

export interface Joined {
  readonly entries: readonly Joining[]
  readonly moved: readonly ledger.Moved[]
  readonly changes: readonly DeviceChange[]
}

/** Merges in the order given, in rounds in which no device occurs twice: a round is done at once. */
export function roundsOf<Of extends { readonly into: string; readonly from: string }>(merges: readonly Of[]): Of[][] {
  const rounds: Of[][] = []
  const lastOf = new Map<string, number>()
  for (const merge of merges) {
    const round = Math.max(lastOf.get(merge.into) ?? -1, lastOf.get(merge.from) ?? -1) + 1
    const there = rounds[round]
    if (there) there.push(merge)
    else rounds.push([merge])
    lastOf.set(merge.into, round)
    lastOf.set(merge.from, round)
  }
  return rounds
}

/**
 * The records of each `from` go to its `into`, and both are made again from what they have then. No device occurs twice. Throws a
 * conflict where one of the two is not there, or no more.
 */
export async function joinRecords(
  tx: Tx,
  source: SourceRecord,
  merges: readonly (Merge & { readonly entryId?: string })[],
  now: string,
): Promise<Joined> {
  const organisationId = source.organisation_id
  await store.lockInventory(tx, organisationId)
  const pairs = merges.map(({ entryId = newId(), from, into }) => ({ entryId, from, into }))
  const ids = pairs.flatMap(({ from, into }) => [from, into])
  const before = await statesOf(tx, organisationId, ids)
  for (const { from, into } of pairs) {
    if (from === into) throw new AppError('bad_request', 'A device cannot be merged with itself: choose another one.')
    for (const id of [from, into]) await assertThere(tx, organisationId, before, id)
  }
  const conflictsBefore = await ledger.conflictRows(tx, organisationId, ids)
  const stayed = Map.groupBy(await ledger.observationsThere(tx, organisationId, pairs), (row) => row.entry_id)
  const waiting = Map.groupBy(await ledger.moveWaiting(tx, organisationId, pairs), (row) => row.entry_id)
  const moved = await ledger.moveAll(tx, organisationId, pairs)
  await ledger.moveConflicts(tx, organisationId, pairs)
  await ledger.setDeviceStates(
    tx,
    organisationId,
    pairs.map(({ from, into }) => ({
      ...before.get(into)!,
      first_seen_at: earlier(before.get(into)!.first_seen_at, before.get(from)!.first_seen_at),
    })),
  )
  const context = await resolveContext(tx, organisationId, source, null, now)
  const rebuilt = await rebuildDevices(tx, { ...context, source: named(source, 'The merge of two records') }, ids)
  await ledger.setDeviceStates(tx, organisationId, sinceOf(pairs, before, await statesOf(tx, organisationId, ids)))
  await store.countConflicts(tx, organisationId, ids)
  const after = await statesOf(tx, organisationId, ids)
  const conflictsAfter = await ledger.conflictRows(tx, organisationId, ids)
  return {
    entries: pairs.map((pair, position) => {
      const { reason, probability = null, runId = null } = merges[position]!
      const own = [pair.from, pair.into]
      return {
        ...pair,
        kind: 'merge' as const,
        fromBefore: before.get(pair.from)!,
        intoAfter: after.get(pair.into)!,
        reason,
        probability,
        runId,
        carried: {
          devices: { before: own.map((id) => before.get(id)!), after: own.map((id) => after.get(id)!) },
          ...(stayed.has(pair.entryId) && { stayed: stayed.get(pair.entryId)!.map(({ id }) => id) }),
          ...(waiting.has(pair.entryId) && { waiting: waiting.get(pair.entryId)!.map(keyOf) }),
          conflicts: carriedRows(rowsOfDevices(conflictsBefore, own), rowsOfDevices(conflictsAfter, own)),
        },
      }
    }),
    moved,
    changes: withSince(rebuilt, after),
  }
}

/**
 * What the merged device is in since the merge it is in as long as the one of the two that was: a finding is as old as its first
 * opening on either.
 */
function sinceOf(
  pairs: readonly ledger.Pair[],
  before: ReadonlyMap<string, ledger.DeviceState>,
  after: ReadonlyMap<string, ledger.DeviceState>,
): ledger.DeviceState[] {
  return pairs.flatMap(({ from, into }) => {
    const state = after.get(into)!
    const [first, ...others] = [before.get(from)!, before.get(into)!]
      .filter((one) => one.configuration_id === state.configuration_id)
      .map((one) => one.configuration_since)
    return first === undefined ? [] : [{ ...state, configuration_since: others.reduce(earlier, first) }]
  })
}

const earlier = (a: string, b: string) => (Date.parse(b) < Date.parse(a) ? b : a)

/** As they stand where their moments were set afterwards. */
const withSince = (changes: readonly DeviceChange[], states: ReadonlyMap<string, ledger.DeviceState>): DeviceChange[] =>
  changes.map((change) => {
    const since = states.get(change.deviceId)?.configuration_since
    return since === undefined
      ? change
      : { ...change, after: { ...change.after, configurationSince: new Date(since).toISOString() } }
  })

const named = (source: SourceRecord, name: string) => ({ ...source, name })

const rowsOfDevices = (rows: readonly Row[], ids: readonly string[]) =>
  rows.filter((row) => ids.includes(String(row.device_id)))

const statesOf = async (db: Db, organisationId: OrganisationId, ids: readonly string[]) =>
  new Map((await ledger.deviceStates(db, organisationId, ids)).map((state) => [state.id, state]))

async function assertThere(
  db: Db,
  organisationId: OrganisationId,
  states: ReadonlyMap<string, ledger.DeviceState>,
  id: string,
) {
  const state = states.get(id)
  if (!state) throw notFound('device', id)
  if (!state.gone_at) return
  const [into] = await ledger.mergedInto(db, organisationId, [id])
  throw new AppError(
    'conflict',
    into
      ? `Device ${id} was merged with device ${into.into_id} before: choose that one.`
      : `Device ${id} is gone: no record speaks of it any more.`,
  )
}

/** Chosen records leave a device for one of their own. Throws where they are not its records, or all of them. */
export async function partRecords(
  tx: Tx,
  source: SourceRecord,
  split: Split & { readonly entryId?: string; readonly to?: string },
  now: string,
): Promise<Joined> {
  const organisationId = source.organisation_id
  await store.lockInventory(tx, organisationId)
  const { deviceId, reason, records, workOrderIds = [], vulnerabilityIds = [], entryId = newId() } = split
  const before = await statesOf(tx, organisationId, [deviceId])
  await assertThere(tx, organisationId, before, deviceId)
  const present = await ledger.presentRecords(tx, organisationId, deviceId)
  const wanted = new Set(records.map(recordText))
  const leaving = present.filter((record) => wanted.has(recordText(record)))
  if (leaving.length === 0 || leaving.length < wanted.size)
    throw new AppError('conflict', 'Not all of these are present records of the device. Load it again, then choose.')
  if (leaving.length === present.length)
    throw new AppError('conflict', 'At least one record stays with the device: leave one unticked.')
  const into = split.to ?? (await freeId(tx, organisationId, deviceId, leaving, entryId))
  const pair = { entryId, from: deviceId, into }
  const ids = [deviceId, into]
  const intoBefore = (await statesOf(tx, organisationId, [into])).get(into)
  const conflictsBefore = await ledger.conflictRows(tx, organisationId, ids)
  const moved = await ledger.moveRecords(tx, organisationId, pair, leaving)
  const context = await resolveContext(tx, organisationId, source, null, now)
  const rebuilt = await rebuildDevices(tx, { ...context, source: named(source, 'The split of a record') }, ids)
  const made = await statesOf(tx, organisationId, ids)
  const own = before.get(deviceId)!
  const part = made.get(into)!
  if (part.configuration_id === own.configuration_id)
    await ledger.setDeviceStates(tx, organisationId, [{ ...part, configuration_since: own.configuration_since }])
  await store.countConflicts(tx, organisationId, ids)
  const after = await statesOf(tx, organisationId, ids)
  const conflictsAfter = await ledger.conflictRows(tx, organisationId, ids)
  return {
    entries: [
      {
        ...pair,
        kind: 'split',
        fromBefore: own,
        intoAfter: after.get(into)!,
        reason,
        probability: null,
        runId: null,
        carried: {
          devices: { before: intoBefore ? [own, intoBefore] : [own], after: ids.map((id) => after.get(id)!) },
          conflicts: carriedRows(conflictsBefore, conflictsAfter),
          split: { records: leaving, workOrderIds, vulnerabilityIds },
        },
      },
    ],
    moved,
    changes: withSince(rebuilt, after),
  }
}

const keyOf = ({ sourceId, sourceKey }: ledger.RecordKey): ledger.RecordKey => ({ sourceId, sourceKey })

const recordText = ({ sourceId, sourceKey }: ledger.RecordKey) => `${sourceId}\n${sourceKey}`

/** The same records split from the same device again are the same device again, unless that one stands by something else. */
async function freeId(
  db: Db,
  organisationId: OrganisationId,
  deviceId: string,
  records: readonly ledger.RecordKey[],
  entryId: string,
): Promise<string> {
  const own = idFrom(sha256(canonicalJson(['split', organisationId, deviceId, records.map(recordText)])))
  const state = (await statesOf(db, organisationId, [own])).get(own)
  return state && !state.gone_at ? idFrom(sha256(canonicalJson([own, entryId]))) : own
}

/** Writes the entries down, with what findings and work took along. */
export async function recordEntries(
  tx: Tx,
  actor: Actor,
  { entries, moved }: Pick<Joined, 'entries' | 'moved'>,
  along: {
    readonly findings: ReadonlyMap<string, Readonly<Record<string, CarriedRows>>>
    readonly work: ReadonlyMap<string, Readonly<Record<string, CarriedRows>>>
  },
): Promise<void> {
  await ledger.writeEntries(
    tx,
    actor.organisationId,
    entries.map((entry) => ({
      id: entry.entryId,
      kind: entry.kind,
      from_device_id: entry.from,
      to_device_id: entry.into,
      actor_id: actor.personId,
      actor_name: actor.name,
      run_id: entry.runId,
      reason: entry.reason,
      probability: entry.probability,
      carried: {
        ...entry.carried,
        findings: along.findings.get(entry.entryId) ?? {},
        work: along.work.get(entry.entryId) ?? {},
      },
    })),
    moved,
  )
}

// the way back ------------------------------------------------------------------------------------------------------

/** An entry, and the standing ones that came later and rest on it: these go back first, and stand again afterwards. */
export async function entryToUndo(tx: Tx, organisationId: OrganisationId, id: string) {
  await store.lockInventory(tx, organisationId)
  const entry = await ledger.entryById(tx, organisationId, id)
  if (!entry) throw notFound('identity entry', id)
  if (entry.undone_at)
    throw new AppError('conflict', `This ${entry.kind} was undone before, by ${entry.undone_by ?? 'somebody'}.`)
  const devices = new Set([entry.from_device_id, entry.to_device_id])
  for (;;) {
    const later = await ledger.laterEntries(tx, organisationId, entry, [...devices])
    const size = devices.size
    for (const one of later) devices.add(one.from_device_id).add(one.to_device_id)
    if (devices.size === size) return { entry, later }
  }
}

export interface TakenBack {
  readonly changes: readonly DeviceChange[]
  /** Where the two stood until now: devices have left that. */
  readonly left: readonly ledger.DeviceState[]
  /** Devices that something moved since the entry, other than the entry itself: what was recorded of it stays. */
  readonly movedSince: ReadonlySet<string>
  /** How the device stood until now to which the records had gone. */
  readonly joined: ledger.DeviceState
  /** Of a split: how the part stood until now, and how the device stands that it goes back to. */
  readonly states: { readonly fromBefore: ledger.DeviceState | null; readonly intoAfter: ledger.DeviceState }
}

/** The records of an entry go back to the device that they came from, and both are made again. */
export async function takeRecordsBack(
  tx: Tx,
  source: SourceRecord,
  entry: ledger.EntryRow,
  now: string,
): Promise<TakenBack> {
  const organisationId = source.organisation_id
  const { from_device_id: from, to_device_id: into, carried } = entry
  const ids = [from, into]
  const states = await statesOf(tx, organisationId, ids)
  const was: States = { before: carried.devices?.before ?? [], after: carried.devices?.after ?? [] }
  const movedSince = new Set<string>()
  for (const left of was.after) {
    const state = states.get(left.id)!
    const isMoved =
      state.configuration_id !== left.configuration_id || state.configuration_since !== left.configuration_since
    if (isMoved && !state.gone_at) movedSince.add(left.id)
  }
  const conflicts = takenBack(
    carried.conflicts ?? { before: [], after: [] },
    await ledger.conflictRows(tx, organisationId, ids),
  )
  if (entry.kind === 'merge') await ledger.moveBack(tx, organisationId, { entryId: entry.id, from, into }, carried)
  else {
    const back = [{ entryId: entry.id, from: into, into: from }]
    await ledger.moveWaiting(tx, organisationId, back)
    await ledger.moveAll(tx, organisationId, back)
  }
  await ledger.replaceConflicts(tx, organisationId, conflicts)
  if (entry.kind === 'split')
    await ledger.moveConflicts(tx, organisationId, [{ entryId: entry.id, from: into, into: from }])
  const restored = was.before.filter(({ id }) => !movedSince.has(id))
  // What moved since keeps its way, and is as old as it was before.
  const kept = was.before
    .filter(({ id }) => movedSince.has(id))
    .map((state) => ({ ...states.get(state.id)!, first_seen_at: state.first_seen_at }))
  await ledger.setDeviceStates(tx, organisationId, [...restored, ...kept])
  const context = await resolveContext(tx, organisationId, source, null, now)
  const word = entry.kind === 'merge' ? 'The undone merge' : 'The undone split'
  const changes = await rebuildDevices(tx, { ...context, source: named(source, word) }, ids)
  await store.countConflicts(tx, organisationId, ids)
  const intoAfter = (await statesOf(tx, organisationId, [from])).get(from)!
  return {
    changes,
    left: [...states.values()],
    movedSince,
    joined: states.get(into)!,
    states: { fromBefore: states.get(into) ?? null, intoAfter },
  }
}

/** Marks an entry as taken back, with what of its own making went with it. */
export const recordUndone = (
  tx: Tx,
  actor: Actor,
  id: string,
  made: Readonly<Record<string, readonly Row[]>>,
): Promise<unknown> => ledger.markUndone(tx, actor.organisationId, id, actor.name, made)

/** The standing merge that a split of these records would take back; undefined where there is none. */
export const mergeOfRecords = ledger.mergeOfRecords
