import { configurationsTouched, harmTold } from '#domain/catalogue/catalogue.ts'
import { countingWords, dataDisclosed } from '#domain/composition/composition.ts'
import {
  announceBroken,
  announceExploited,
  answerUntold,
  type BindingChange,
  breakOverdue,
  carriedFindings,
  carryFindings,
  carryFindingsBack,
  configurationsAskedForSerials,
  countCarried,
  expireDecisions,
  findingRows,
  lapseProposals,
  onAliases,
  onBills,
  onDatabases,
  onDeviceChanges,
  onIntelligence,
  onPlaceNames,
  onRubric,
  presentDatabases,
  type RubricChange,
  remindOfEnds,
  runMatching,
  settleMatchRun,
  takeFindingsBack,
} from '#domain/findings/findings.ts'
import { restoreAdvisory, storeFeedRecords, storeTakenRecall } from '#domain/intelligence/intelligence.ts'
import {
  checkReferences,
  decidePlaces,
  deferReferences,
  discloseData,
  type EntryRow,
  entryToUndo,
  firstSeenOf,
  isSaidByPerson,
  joinRecords,
  lockInventory,
  type Merge,
  mergeOfRecords,
  observe,
  observeByPerson,
  type PreparedObservation,
  pairsAcross,
  partRecords,
  type Resolved,
  type Row,
  rebuildDevicesOf,
  recordEntries,
  recordsOfDevice,
  recordUndone,
  recordVerdicts,
  retractRun,
  reviewToAnswer,
  roundsOf,
  type Split,
  settleConflict,
  settleGone,
  settleJoined,
  settleParted,
  takeDevicesBehind,
  takePlaces,
  takeRecordsBack,
  tellApart,
  tellCriticality,
  tellUntoldPasts,
  weighReviews,
  withdrawVerdict,
  withdrawVerdictsOfEntry,
} from '#domain/inventory/inventory.ts'
import { aliasesOf, placeNamesOf } from '#domain/names/names.ts'
import {
  carriedWork,
  carryWork,
  onFindingMoves,
  settleWorkBack,
  takeWorkBack,
  workRows,
  workToSplit,
} from '#domain/remediation/remediation.ts'
import { personSource, type RunRecord, type SourceRecord } from '#domain/sources/sources.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { DeviceChange, FindingMove } from '#model/change.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { FeedRecord } from '#model/intelligence.ts'
import type { IdentityAnswer } from '#model/review.ts'
import { type Db, inSavepoint, inTransaction, type Tx } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'

// observe → resolve → match → rank → plan → act → verify, on one page. Every effect that crosses modules is named here,
// in the transaction of what caused it; there is no event bus.

/** A source said something about devices. In an import, what it tells of for the first time waits for `onArrivals`. */
export async function onObservations(
  tx: Tx,
  source: SourceRecord,
  run: { id: string; now: string; actor: Actor; isImport?: boolean },
  batch: readonly PreparedObservation[],
): Promise<Resolved> {
  const resolved = await observe(tx, source, run.id, run.now, batch) // observe: what is said of which record?
  await onChanges(tx, run.actor, resolved.changes, run.isImport ? run.id : undefined)
  if (run.isImport || resolved.counts.new === 0) return resolved
  const scope = { sourceId: source.id, keys: batch.map(({ observation }) => observation.sourceKey) }
  await decidePlaces(tx, source.organisation_id, scope, { merge: mergeFound(source.organisation_id, run.id) })
  const placed = await takePlaces(tx, source, run.now, scope, batch.length)
  await onChanges(tx, run.actor, placed?.changes ?? [])
  return {
    changes: [...resolved.changes, ...(placed?.changes ?? [])],
    counts: { ...resolved.counts, joined: placed?.joined ?? 0 },
  }
}

/** Records per transaction when devices are made of them: the first ones are few, so that the tables can be counted early. */
const placedFirst = 1000
const placedAtOnce = 10_000

/** So often what changed while it was compared is compared again; then it waits for the next run. */
const mostComparisons = 4

/** What goes along with placing, which is long work. */
export interface PlacingProgress {
  /** About every second while many records are compared; `share` of that is done, from 0 to 1. What it throws ends it, and all waits. */
  comparing?(share: number): Promise<void>
  /** Ends the comparison at once, with its reason. */
  readonly signal?: AbortSignal | undefined
  /** In the transaction in which it is written down of which devices the records are; what it throws takes that back. */
  decided?(tx: Tx): Promise<void>
  /** In the transaction of what was placed. */
  placed(tx: Tx, placed: { records: number; joined: number }): Promise<void>
  /** Before each of them. */
  next(): Promise<void>
}

/** A run was read to its end: resolve, whose claims are these? All that it told of for the first time is placed together. */
export async function onArrivals(
  db: Db,
  source: SourceRecord,
  run: { id: string; now: string; actor: Actor },
  progress: PlacingProgress,
): Promise<void> {
  const scope = { runId: run.id }
  for (let turn = 1; turn <= mostComparisons; turn++) {
    const { waiting } = await decidePlaces(db, source.organisation_id, scope, {
      merge: mergeFound(source.organisation_id, run.id),
      attend: progress.comparing?.bind(progress),
      signal: progress.signal,
      decided: progress.decided?.bind(progress),
    })
    for (let isLeft = true, size = placedFirst; isLeft; size = Math.min(size * 3, placedAtOnce)) {
      await progress.next()
      isLeft = await inTransaction(db, async (tx) => {
        const placed = await takePlaces(tx, source, run.now, scope, size)
        if (!placed) return false
        await onChanges(tx, run.actor, placed.changes, run.id)
        await progress.placed(tx, placed)
        return true
      })
    }
    if (waiting === 0) return
  }
}

/** Devices that what arrived shows to be one: Homeostat merges them, and it can be taken back. */
const mergeFound =
  (organisationId: OrganisationId, runId: string) =>
  async (tx: Tx, merges: readonly { into: string; from: string; probability: number }[]): Promise<void> => {
    const reason = 'A record that was told of for the first time goes with both'
    const actor: Actor = { organisationId, personId: null, name: 'Homeostat' }
    await onMerges(
      tx,
      actor,
      merges.map((merge) => ({ ...merge, reason, runId })),
    )
    await settleJoined(tx, organisationId, [...new Set(merges.map(({ into }) => into))])
  }

/** A person corrected a device, or added one. */
export async function onPersonObservation(
  tx: Tx,
  actor: Actor,
  deviceId: string | null,
  claims: DeviceClaims,
  now: string,
): Promise<string> {
  const observed = await observeByPerson(tx, await personSource(tx, actor.organisationId), deviceId, claims, now)
  await onChanges(tx, actor, observed.changes)
  return observed.deviceId
}

/** An import was taken back. */
export async function onUndo(tx: Tx, source: SourceRecord, runId: string, actor: Actor, now: string): Promise<number> {
  const changes = await retractRun(tx, source, runId, now)
  await settleGone(tx, source.organisation_id)
  await onChanges(tx, actor, changes)
  return changes.length
}

/**
 * Devices turned out to be one: records, findings, decisions and work of `from` go to `into`, in the order given. Each is an entry of
 * the identity ledger, which can be taken back. Gives the entries in the same order.
 */
export async function onMerges(tx: Tx, actor: Actor, merges: readonly Merge[]): Promise<readonly string[]> {
  const numbered = merges.map((merge) => ({ ...merge, entryId: newId() }))
  for (const round of roundsOf(numbered)) await joinRound(tx, actor, round)
  return numbered.map(({ entryId }) => entryId)
}

/** The same of one pair. Throws a conflict where one of the two is not there, or no more. */
export async function onMerge(tx: Tx, actor: Actor, merge: Merge): Promise<{ readonly entryId: string }> {
  const [entryId] = await onMerges(tx, actor, [merge])
  return { entryId: entryId! }
}

async function joinRound(tx: Tx, actor: Actor, round: readonly (Merge & { readonly entryId: string })[]) {
  const ids = round.flatMap(({ into, from }) => [into, from])
  await rejoined(tx, actor, ids, async (source, now) => {
    const joined = await joinRecords(tx, source, round, now)
    await carryWork(tx, actor.organisationId, joined.entries)
    return { ...joined, brought: await carryFindings(tx, actor.organisationId, joined.entries) }
  })
}

/**
 * Records of a device turned out to be of another: they leave for a device of their own, with the work and the findings that are named.
 * Where exactly they came by a merge that stands, it is that merge that is taken back, unless something later rests on it.
 */
export async function onSplit(
  tx: Tx,
  actor: Actor,
  split: Split,
): Promise<{ readonly entryId: string; readonly deviceId: string; readonly isUndo: boolean }> {
  await lockInventory(tx, actor.organisationId)
  const merge = await mergeOfRecords(tx, actor.organisationId, split.deviceId, split.records)
  const undone = merge && (await undoneAlone(tx, actor, merge))
  if (undone) return { entryId: merge, deviceId: undone.from, isUndo: true }
  const entryId = newId()
  return { entryId, deviceId: await part(tx, actor, { ...split, entryId }), isUndo: false }
}

/** Undefined where a later entry rests on it that cannot be made again without it. */
async function undoneAlone(tx: Tx, actor: Actor, entryId: string) {
  try {
    return await inSavepoint(tx, () => onIdentityUndo(tx, actor, entryId))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return undefined
  }
}

async function part(tx: Tx, actor: Actor, split: Split & { readonly entryId: string; readonly to?: string }) {
  const { organisationId } = actor
  const { deviceId, workOrderIds = [], vulnerabilityIds = [] } = split
  let made = ''
  await rejoined(tx, actor, split.to ? [deviceId, split.to] : [deviceId], async (source, now) => {
    const parted = await partRecords(tx, source, split, now)
    const [pair] = parted.entries
    made = pair!.into
    const work = await workToSplit(tx, organisationId, deviceId, workOrderIds)
    await carryWork(tx, organisationId, [pair!], new Set(workOrderIds))
    const along = { vulnerabilityIds: new Set(vulnerabilityIds), worked: work.going, staying: work.staying }
    const brought = await carryFindings(tx, organisationId, [{ ...pair!, ...along }])
    return { ...parted, brought }
  })
  return made
}

/** What a merge or a split does, with what findings and work were before and are afterwards. */
async function rejoined(
  tx: Tx,
  actor: Actor,
  deviceIds: readonly string[],
  join: (
    source: SourceRecord,
    now: string,
  ) => Promise<Awaited<ReturnType<typeof joinRecords>> & { readonly brought: ReadonlyMap<string, readonly string[]> }>,
) {
  const { organisationId } = actor
  await lockInventory(tx, organisationId)
  await deferReferences(tx)
  const findingsBefore = await findingRows(tx, organisationId, deviceIds)
  const workBefore = await workRows(tx, organisationId, deviceIds)
  const { brought, ...joined } = await join(await personSource(tx, organisationId), new Date().toISOString())
  await checkReferences(tx)
  await onChanges(tx, actor, withBrought(joined.changes, brought), joined.entries[0]?.runId ?? undefined)
  const ids = joined.entries.flatMap(({ from, into }) => [from, into])
  await recordEntries(tx, actor, joined, {
    findings: carriedFindings(joined.entries, findingsBefore, await findingRows(tx, organisationId, ids)),
    work: carriedWork(joined.entries, workBefore, await workRows(tx, organisationId, ids)),
  })
}

const withBrought = (changes: readonly DeviceChange[], brought: ReadonlyMap<string, readonly string[]>) =>
  changes.map((change) => {
    const broughtVulnerabilityIds = brought.get(change.deviceId)
    return broughtVulnerabilityIds ? { ...change, broughtVulnerabilityIds } : change
  })

/**
 * A merge or a split turned out to be wrong: records, findings, decisions and work go back to the halves that they came from, with what
 * happened to them since. Later entries that rest on it are taken back first, and made again afterwards.
 */
export async function onIdentityUndo(
  tx: Tx,
  actor: Actor,
  entryId: string,
): Promise<{ readonly from: string; readonly into: string }> {
  const { entry, later } = await entryToUndo(tx, actor.organisationId, entryId)
  for (const one of later.toReversed()) await takeBack(tx, actor, one)
  await takeBack(tx, actor, entry)
  for (const one of later) await joinAgain(tx, actor, one, entry)
  await withdrawVerdictsOfEntry(tx, actor, entryId)
  const parted = [entry, ...later].flatMap((one) => [one.from_device_id, one.to_device_id])
  await settleParted(tx, actor.organisationId, [...new Set(parted)])
  return { from: entry.from_device_id, into: entry.to_device_id }
}

async function takeBack(tx: Tx, actor: Actor, entry: EntryRow) {
  const { organisationId } = actor
  const { id, kind, at, from_device_id: from, to_device_id: into, carried } = entry
  const parts = { kind, at, from, into }
  await deferReferences(tx)
  const source = await personSource(tx, organisationId)
  const back = await takeRecordsBack(tx, source, entry, new Date().toISOString())
  const work = await takeWorkBack(tx, organisationId, { ...parts, carried: carried.work ?? {} })
  const findings = { ...parts, carried: carried.findings ?? {} }
  const { parted, brought, events } =
    kind === 'merge'
      ? await takeFindingsBack(tx, organisationId, findings, { ...work, ...back })
      : { parted: [], ...(await carryFindingsBack(tx, organisationId, findings, back.states, back.movedSince)) }
  await checkReferences(tx)
  const changes = withBrought(back.changes, brought)
  await onChanges(tx, actor, changes.filter(isChange))
  await countCarried(tx, organisationId, [from, into], back.left)
  await settleWorkBack(tx, actor, parts, work.moved, parted)
  await recordUndone(tx, actor, id, { findingEvents: events, workOrderEvents: work.events })
}

/** A device that is as it was before the entry has not changed. */
const isChange = ({ before, after, broughtVulnerabilityIds = [] }: DeviceChange) =>
  before?.configurationId !== after.configurationId ||
  before.contextId !== after.contextId ||
  before.isActive !== after.isActive ||
  broughtVulnerabilityIds.length > 0

async function joinAgain(tx: Tx, actor: Actor, entry: EntryRow, undone: EntryRow) {
  const { id: entryId, from_device_id: from, to_device_id: into, reason, carried } = entry
  try {
    if (entry.kind === 'merge') await joinRound(tx, actor, [{ entryId, from, into, reason }])
    else
      await part(tx, actor, {
        entryId,
        deviceId: from,
        to: into,
        reason,
        ...carried.split,
        records: carried.split?.records ?? [],
      })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new AppError(
      'conflict',
      `A later ${entry.kind} rests on this ${undone.kind}: ${entry.reason}. Undo that one first (${entryId}). ${error.message}`,
    )
  }
}

// what people say of whose record it is ------------------------------------------------------------------------------

/** What hangs on devices: of two that become one, the one that more hangs on stays. */
export async function boundTo(
  db: Db,
  organisationId: OrganisationId,
  deviceIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly workOrders: number; readonly decisions: number }>> {
  const work = await workRows(db, organisationId, deviceIds)
  const findings = await findingRows(db, organisationId, deviceIds)
  const countOf = (rows: readonly Row[], id: string) => rows.filter((row) => row.device_id === id).length
  return new Map(
    deviceIds.map((id) => [id, { workOrders: countOf(work.order, id), decisions: countOf(findings.standing, id) }]),
  )
}

/** The device with more work orders and decisions stays, else the older one. */
export function survivorOf<
  Of extends {
    readonly id: string
    readonly workOrders: number
    readonly decisions: number
    readonly firstSeenAt: string
  },
>(a: Of, b: Of): string {
  const hangs = (one: Of) => one.workOrders + one.decisions
  if (hangs(a) !== hangs(b)) return hangs(a) > hangs(b) ? a.id : b.id
  return Date.parse(b.firstSeenAt) < Date.parse(a.firstSeenAt) ? b.id : a.id
}

export interface ReviewAnswer {
  readonly answer: IdentityAnswer
  readonly reason: string
  /** Of two devices that become one, the one that stays; left out, it is chosen by what hangs on them. */
  readonly stays?: string | undefined
}

export interface Answered {
  /** Null where all that was said stood before. */
  readonly verdictId: string | null
  /** The merge or split that was made of it; null where nothing moved. */
  readonly entryId: string | null
  /** The devices that the two records stand in now: one, or two. */
  readonly deviceIds: readonly string[]
}

/**
 * A person said whether two records are of one device: their devices become one, or the second record leaves the device that both
 * are in. What was said binds the resolver for all records of both sides.
 */
export async function onReviewAnswered(tx: Tx, actor: Actor, id: string, answered: ReviewAnswer): Promise<Answered> {
  const { answer, reason, stays } = answered
  const review = await reviewToAnswer(tx, actor.organisationId, id)
  const { a, b, deviceA, deviceB, recordsA, recordsB } = review
  if (answer === 'same') {
    const ids = [deviceA, deviceB]
    if (stays !== undefined && !ids.includes(stays))
      throw new AppError('bad_request', 'The device that stays must be one of the two. Load the review again.')
    const pairs = pairsAcross(recordsA, recordsB, [{ a, b }])
    if (deviceA === deviceB) {
      const verdictId = await recordVerdicts(tx, actor, { answer, reason, pairs: [{ a, b }] })
      return { verdictId, entryId: null, deviceIds: [deviceA] }
    }
    const into = stays ?? (await survivor(tx, actor.organisationId, deviceA, deviceB))
    const from = into === deviceA ? deviceB : deviceA
    const { entryId } = await onMerge(tx, actor, { into, from, reason })
    const verdictId = await recordVerdicts(tx, actor, { answer, reason, pairs, entryId })
    await settleJoined(tx, actor.organisationId, [into])
    return { verdictId, entryId, deviceIds: [into] }
  }
  if (deviceA !== deviceB) {
    const pairs = pairsAcross(recordsA, recordsB, [{ a, b }])
    return {
      verdictId: await recordVerdicts(tx, actor, { answer, reason, pairs }),
      entryId: null,
      deviceIds: [deviceA, deviceB],
    }
  }
  const split = await onSplit(tx, actor, { deviceId: deviceA, records: [b], reason })
  const staying = recordsA.filter(({ sourceId, sourceKey }) => sourceId !== b.sourceId || sourceKey !== b.sourceKey)
  const { entryId } = split
  const pairs = pairsAcross(staying, [b], [{ a, b }])
  const verdictId = await recordVerdicts(tx, actor, { answer, reason, pairs, entryId })
  return { verdictId, entryId, deviceIds: [deviceA, split.deviceId] }
}

async function survivor(db: Db, organisationId: OrganisationId, a: string, b: string) {
  const bound = await boundTo(db, organisationId, [a, b])
  const [one, other] = await Promise.all([a, b].map((id) => firstSeenOf(db, organisationId, id)))
  return survivorOf({ id: a, ...bound.get(a)!, firstSeenAt: one! }, { id: b, ...bound.get(b)!, firstSeenAt: other! })
}

/** A person merged two devices beside the queue: their records are of one device from now on, also for the resolver. */
export async function onPersonMerge(
  tx: Tx,
  actor: Actor,
  merge: Pick<Merge, 'into' | 'from' | 'reason'>,
): Promise<{ readonly entryId: string; readonly verdictId: string | null }> {
  await lockInventory(tx, actor.organisationId)
  const pairs = pairsAcross(
    await recordsOfDevice(tx, actor.organisationId, merge.into),
    await recordsOfDevice(tx, actor.organisationId, merge.from),
  )
  const { entryId } = await onMerge(tx, actor, merge)
  const verdictId = await recordVerdicts(tx, actor, { answer: 'same', pairs, reason: merge.reason, entryId })
  await settleJoined(tx, actor.organisationId, [merge.into])
  return { entryId, verdictId }
}

/** A person split records off a device beside the queue: they are of another device from now on, also for the resolver. */
export async function onPersonSplit(
  tx: Tx,
  actor: Actor,
  split: Split,
): Promise<Awaited<ReturnType<typeof onSplit>> & { readonly verdictId: string | null }> {
  await lockInventory(tx, actor.organisationId)
  const leaving = new Set(split.records.map(({ sourceId, sourceKey }) => `${sourceId}\n${sourceKey}`))
  const all = await recordsOfDevice(tx, actor.organisationId, split.deviceId)
  const staying = all.filter(({ sourceId, sourceKey }) => !leaving.has(`${sourceId}\n${sourceKey}`))
  const made = await onSplit(tx, actor, split)
  const verdictId = await recordVerdicts(tx, actor, {
    answer: 'different',
    pairs: pairsAcross(staying, split.records),
    reason: split.reason,
    entryId: made.entryId,
  })
  return { ...made, verdictId }
}

/**
 * A person takes back a merge or a split: what a person said with it no longer binds. Where Homeostat itself had merged, they say that
 * its records are of two devices.
 */
export async function onPersonUndo(
  tx: Tx,
  actor: Actor,
  entryId: string,
  reason: string,
): Promise<Awaited<ReturnType<typeof onIdentityUndo>>> {
  const { organisationId } = actor
  await lockInventory(tx, organisationId)
  const isByPerson = await isSaidByPerson(tx, organisationId, entryId)
  const undone = await onIdentityUndo(tx, actor, entryId)
  if (isByPerson) return undone
  const pairs = pairsAcross(
    await recordsOfDevice(tx, organisationId, undone.into),
    await recordsOfDevice(tx, organisationId, undone.from),
  )
  if (pairs.length > 0) await recordVerdicts(tx, actor, { answer: 'different', pairs, reason, entryId })
  return undone
}

/** A person takes back what they, or somebody else, said of records: what was moved by it goes back, and it is asked again. */
export async function onVerdictWithdrawn(
  tx: Tx,
  actor: Actor,
  id: string,
): Promise<Awaited<ReturnType<typeof withdrawVerdict>>> {
  const withdrawn = await withdrawVerdict(tx, actor, id)
  const { entry, answer, reason } = withdrawn
  if (entry && !entry.isUndone) await onIdentityUndo(tx, actor, entry.id)
  // Two devices were said by taking a merge back: it is made again.
  if (entry?.isUndone && entry.kind === 'merge' && answer === 'different')
    await onMerge(tx, actor, { into: entry.into, from: entry.from, reason: `Taken back: ${reason}` })
  return withdrawn
}

/** A person settled a conflict; what they say is right becomes their claim. */
export async function onConflictSettled(
  tx: Tx,
  actor: Actor,
  id: string,
  settled: Parameters<typeof settleConflict>[3],
): Promise<string> {
  const { deviceId, claims } = await settleConflict(tx, actor, id, settled)
  if (claims) await onPersonObservation(tx, actor, deviceId, claims, new Date().toISOString())
  return deviceId
}

/** A source is trusted more, or less, than before. */
export async function onTrust(tx: Tx, source: SourceRecord, deviceIds: readonly string[], actor: Actor, now: string) {
  await onChanges(tx, actor, await rebuildDevicesOf(tx, source, deviceIds, now))
}

/** A publisher said something about vulnerabilities; matched again is only what its products index to. */
export async function onFeedRecords(
  tx: Tx,
  organisationId: OrganisationId,
  actor: Actor,
  records: readonly FeedRecord[],
  run?: Pick<RunRecord, 'id' | 'source_id'>,
) {
  const change = await storeFeedRecords(tx, records, run?.source_id)
  await onMoves(tx, actor, await onIntelligence(tx, organisationId, change, actor, run?.id))
  if (change.advisoryIds.length > 0) await onSerialsAsked(tx, actor, run?.id)
  if (change.catalogue)
    await onTold(tx, actor, await configurationsTouched(tx, organisationId, change.catalogue), run?.id)
  return change
}

/**
 * A bill of materials or a VEX document on one came, was bound anew or taken out of force, or a person said of which model a bill
 * is that is not here: what is stated holds where the bill counts from here on.
 */
export async function onBill<T>(tx: Tx, actor: Actor, change: () => Promise<T>): Promise<T> {
  await lockInventory(tx, actor.organisationId)
  const before = await countingWords(tx, actor.organisationId)
  const result = await change()
  const after = await countingWords(tx, actor.organisationId)
  const moved = new Set([...before.keys(), ...after.keys()].filter((id) => before.get(id) !== after.get(id)))
  await onMoves(tx, actor, await onBills(tx, actor.organisationId, moved, actor))
  return result
}

/** An MDS2 form came, was bound anew or taken out of force: what it says of patients' data weighs on its devices. */
export async function onForm<T>(tx: Tx, actor: Actor, change: () => Promise<T>): Promise<T> {
  await lockInventory(tx, actor.organisationId)
  const result = await change()
  await onDisclosed(tx, actor, 'all')
  return result
}

/** A person wants a recall matched with the devices that was only kept. False where it was already. */
export async function onRecallTaken(tx: Tx, actor: Actor, eventId: string): Promise<boolean> {
  const change = await storeTakenRecall(tx, eventId, actor.name)
  if (change) {
    await onMoves(tx, actor, await onIntelligence(tx, actor.organisationId, change, actor))
    await onSerialsAsked(tx, actor)
  }
  return change !== null
}

/** The hospital says of names in its inventory who or what they are: it holds for all devices, whenever they came. */
export async function onNames<T>(tx: Tx, actor: Actor, change: () => Promise<T>): Promise<T> {
  await lockInventory(tx, actor.organisationId)
  const before = await aliasesOf(tx, actor.organisationId)
  const result = await change()
  await onMoves(tx, actor, await onAliases(tx, actor.organisationId, before, actor))
  await onDisclosed(tx, actor, 'all')
  await onSerialsAsked(tx, actor)
  return result
}

/** A vector of the hospital's own counts for a model, or no more; a change that is none has nothing to follow. */
export async function onRubricVector(tx: Tx, actor: Actor, change: () => Promise<RubricChange | null>): Promise<void> {
  const changed = await change()
  if (changed) await onMoves(tx, actor, await onRubric(tx, actor.organisationId, changed, actor))
}

/** The hospital says which places in its inventory are one: decisions that rest on a site are judged anew. */
export async function onPlaces<T>(tx: Tx, actor: Actor, change: () => Promise<T>): Promise<T> {
  const { organisationId } = actor
  await lockInventory(tx, organisationId)
  const before = await placeNamesOf(tx, organisationId)
  const result = await change()
  await onPlaceNames(tx, organisationId, before, actor)
  return result
}

/** A person said which model a product of VEX is, or took that back: what was said of it is read anew, and from then on. */
export async function onVexProduct(tx: Tx, actor: Actor, change: () => Promise<BindingChange>): Promise<string> {
  const { id, advisoryIds, vendors } = await change()
  const { organisationId } = actor
  await onMoves(
    tx,
    actor,
    await onIntelligence(tx, organisationId, { ...nothingSaid, advisoryIds, vendors, counts: noCounts }, actor),
  )
  await onSerialsAsked(tx, actor)
  return id
}

const nothingSaid = {
  cves: [],
  listedOrNot: [],
  nvdCves: [],
  packageVulnerabilityIds: [],
  catalogue: null,
  refused: [],
  isFirstReading: false,
}
const noCounts = { new: 0, changed: 0, unchanged: 0, older: 0, withdrawn: 0 }

/** A person restores an advisory that a person withdrew. */
export async function onRestore(tx: Tx, actor: Actor, advisoryId: string) {
  const change = await restoreAdvisory(tx, advisoryId)
  const { organisationId } = actor
  const counts = { ...noCounts, changed: 1 }
  await onMoves(tx, actor, await onIntelligence(tx, organisationId, { ...nothingSaid, ...change, counts }, actor))
  await onSerialsAsked(tx, actor)
}

/** A person asks for advisories, or devices, to be matched again. */
export async function onMatchAgain(tx: Tx, actor: Actor, asked: Parameters<typeof runMatching>[2]): Promise<string> {
  const { runId, moves } = await runMatching(tx, actor, asked)
  await onMoves(tx, actor, moves)
  await onSerialsAsked(tx, actor)
  return runId
}

/** A source was read to its end: who must know of what it brought? */
export async function onRunEnd(db: Db, organisationId: OrganisationId, actor: Actor, importRunId?: string) {
  await catchUp(db, organisationId, actor)
  await followDatabases(db, organisationId, actor, importRunId)
  await weighReviews(db, organisationId)
  await announceExploited(db, organisationId)
  await inTransaction(db, (tx) => announceBroken(tx, organisationId))
}

/** What the appetite asks of findings that an earlier version ranked is worked out, part by part. */
export async function onActionsUntold(db: Db, organisationId: OrganisationId) {
  const actor: Actor = { organisationId, personId: null, name: 'Homeostat' }
  for (let isUntold = true; isUntold; ) isUntold = await inTransaction(db, (tx) => answerUntold(tx, actor))
}

/** What an earlier version kept no past of gets one, and devices whose record it made are made again, part by part. */
async function catchUp(db: Db, organisationId: OrganisationId, actor: Actor) {
  for (let isUntold = true; isUntold; ) isUntold = await inTransaction(db, (tx) => tellUntoldPasts(tx, organisationId))
  for (let isBehind = true; isBehind; )
    isBehind = await inTransaction(db, async (tx) => {
      const deviceIds = await takeDevicesBehind(tx, organisationId)
      if (deviceIds.length === 0) return false
      const source = await personSource(tx, organisationId)
      await onChanges(tx, actor, await rebuildDevicesOf(tx, source, deviceIds, new Date().toISOString()))
      return true
    })
  await onActionsUntold(db, organisationId)
}

/** Nothing more comes of a run, whether it came to its end or not. */
export async function onRunOver(db: Db, organisationId: OrganisationId, runId: string) {
  await settleMatchRun(db, organisationId, runId)
}

/**
 * NVD, OSV and Microsoft come in many pages, and each is of products that many devices share: findings follow when all is read,
 * part by part. What a crash leaves behind is told by its state and taken up at the end of the next run; so is what another
 * run brings meanwhile.
 */
export async function followDatabases(db: Db, organisationId: OrganisationId, actor: Actor, importRunId?: string) {
  const state = await presentDatabases(db)
  for (let isBehind = true; isBehind; )
    isBehind = await inTransaction(db, async (tx) => {
      const moves = await onDatabases(tx, organisationId, state, actor, { importRunId })
      await onMoves(tx, actor, moves ?? [])
      if (moves === null) await onSerialsAsked(tx, actor, importRunId)
      return moves !== null
    })
}

/** Time passed: decisions whose end has come, or whose control is overdue, are no longer in force; whose end comes soon is told. */
export async function onDay(tx: Tx, organisationId: OrganisationId, now: Date) {
  await expireDecisions(tx, organisationId, now)
  await breakOverdue(tx, organisationId, now)
  await lapseProposals(tx, organisationId, now)
  await remindOfEnds(tx, organisationId, now)
  await announceBroken(tx, organisationId)
}

async function onChanges(tx: Tx, actor: Actor, changes: readonly DeviceChange[], importRunId?: string) {
  if (changes.length === 0) return
  await onMoves(tx, actor, await onDeviceChanges(tx, actor.organisationId, changes, actor, importRunId)) // match, rank
  await onDisclosed(tx, actor, changes, importRunId)
  await onSerialsAsked(tx, actor, importRunId)
}

/** Where an advisory means some serial numbers of a model only, its devices are matched each by itself. */
async function onSerialsAsked(tx: Tx, actor: Actor, importRunId?: string) {
  const { organisationId } = actor
  const asked = await configurationsAskedForSerials(tx, organisationId)
  if (asked.length === 0) return
  const source = await personSource(tx, organisationId)
  const changes = await tellApart(tx, source, asked, new Date().toISOString())
  if (changes.length > 0)
    await onMoves(tx, actor, await onDeviceChanges(tx, organisationId, changes, actor, importRunId))
  await onDisclosed(tx, actor, changes, importRunId)
}

/** What a maker's form says of patients' data, and FDA of a kind's harm, is part of where devices stand, also of those that come later. */
async function onDisclosed(tx: Tx, actor: Actor, changes: readonly DeviceChange[] | 'all', importRunId?: string) {
  if (changes === 'all') return await onTold(tx, actor, 'all', importRunId)
  const joined = changes.filter(({ before, after }) => before?.configurationId !== after.configurationId)
  await onTold(tx, actor, [...new Set(joined.map(({ after }) => after.configurationId))], importRunId)
}

async function onTold(tx: Tx, actor: Actor, configurationIds: readonly string[] | 'all', importRunId?: string) {
  const { organisationId } = actor
  const all = configurationIds === 'all'
  if (!all && configurationIds.length === 0) return
  const ids = all ? undefined : configurationIds
  const said = await dataDisclosed(tx, organisationId, ids)
  const harm = await harmTold(tx, organisationId, ids ?? 'all')
  if (!all && said.size === 0 && harm.size === 0) return
  const disclosed = await discloseData(tx, organisationId, said, { all })
  const told = await tellCriticality(tx, organisationId, harm, { all })
  const deviceIds = [...new Set([...disclosed, ...told])].sort()
  const source = await personSource(tx, organisationId)
  for (let at = 0; at < deviceIds.length; at += 5000) {
    const rebuilt = await rebuildDevicesOf(tx, source, deviceIds.slice(at, at + 5000), new Date().toISOString())
    await onMoves(tx, actor, await onDeviceChanges(tx, organisationId, rebuilt, actor, importRunId))
  }
}

async function onMoves(tx: Tx, actor: Actor, moves: readonly FindingMove[]) {
  if (moves.length > 0) await onFindingMoves(tx, actor.organisationId, moves, actor) // verify: did the world confirm what was claimed?
}
