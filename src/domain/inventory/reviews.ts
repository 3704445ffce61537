import { allSources } from '#domain/sources/sources.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { IdentityAnswer, IdentityReason, IdentityReview, IdentityVerdict, RecordKey } from '#model/review.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { idFrom, newId, sha256 } from '#platform/id.ts'
import { believedSources } from './attribute-trust.ts'
import { countConflicts, lockInventory } from './inventory-store.ts'
import * as store from './review-store.ts'
import { reasonsInWords, reasonsOfRecords } from './review-words.ts'
import { type Compared, compareSides, keyOf, recordText } from './sides.ts'

// Pairs of records of which a person must say whether they are of one device, and what people said: it binds whoever joins records.

/** A pair of records of which the resolver cannot tell whether they are of one device. */
export interface FoundPair {
  readonly a: RecordKey
  readonly b: RecordKey
  /** That they are of one device, 0 to 1. */
  readonly probability: number
  /** What each field says for one device, or against it, in bits; without them the sides alone tell. */
  readonly reasons?: readonly { readonly field: string; readonly bits: number }[]
}

export interface Pair {
  readonly a: RecordKey
  readonly b: RecordKey
}

const isBefore = (a: RecordKey, b: RecordKey) =>
  a.sourceId === b.sourceId ? a.sourceKey < b.sourceKey : a.sourceId < b.sourceId

/** The two in order, so that a pair has one name. */
function pairRow({ a, b }: Pair): store.PairRow {
  const [first, second] = isBefore(a, b) ? [a, b] : [b, a]
  return {
    source_a: first.sourceId,
    key_a: first.sourceKey,
    source_b: second.sourceId,
    key_b: second.sourceKey,
  }
}

const pairText = ({ source_a, key_a, source_b, key_b }: store.PairRow) => [source_a, key_a, source_b, key_b].join('\n')

/**
 * Keeps the queue as the resolver leaves it: opens what is new, renews what is known of the others, and closes what it no longer
 * asks. What a verdict in force answers is not opened, nor is a pair of which a record is not there. `scope` says which records
 * were asked of: all, or these and what they were compared with. A second time the same writes nothing.
 *
 * A review is worth what an answer is expected to put right: the probability that the two are one, times the records that would
 * come to the other device (those of the smaller one), times the risk of the riskier device: its criticality from 1 (low or not
 * known) to 4 (life-sustaining), × (1 + ln(1 + open findings)), × 2 where attackers use one of them. Where both records stand in
 * one device already, it is the probability that they are two, times the one record that would leave.
 */
export async function keepReviews(
  tx: Tx,
  organisationId: OrganisationId,
  found: readonly FoundPair[],
  scope: 'all' | { readonly records: readonly RecordKey[] },
): Promise<{ readonly opened: number; readonly closed: number }> {
  await lockInventory(tx, organisationId)
  const rows = new Map(
    found.map((pair) => {
      const row = pairRow(pair)
      const id = idFrom(sha256(['identity-review', organisationId, pairText(row)].join('\n')))
      return [id, { id, ...row, probability: pair.probability, reasons: pair.reasons ?? [] }] as const
    }),
  )
  const kept = await ofTheSameDevices(tx, organisationId, [...rows.values()])
  const closed = await store.closeOthers(
    tx,
    organisationId,
    kept,
    scope === 'all' ? null : scope.records,
    'No longer in question: what the records say decides it.',
  )
  const opened = kept.length > 0 ? await store.openReviews(tx, organisationId, kept) : 0
  if (scope === 'all') {
    const devices = await store.closeIdentityConflicts(tx, organisationId, 'Asked as a review where it is still open.')
    if (devices.length > 0) await countConflicts(tx, organisationId, [...new Set(devices)])
  }
  return { opened, closed }
}

/**
 * The resolver may name other records of the same two devices than the last time: it is the same question, with all that was done
 * about it.
 */
async function ofTheSameDevices(
  tx: Tx,
  organisationId: OrganisationId,
  found: readonly store.FoundRow[],
): Promise<store.FoundRow[]> {
  const ids = found.map(({ id }) => id)
  const open = await store.openPairs(tx, organisationId, ids)
  if (open.length === 0) return [...found]
  const name = (a: string, b: string) => (a < b ? `${a} ${b}` : `${b} ${a}`)
  const askedOf = new Map(
    open.filter((row) => row.device_a !== row.device_b).map((row) => [name(row.device_a, row.device_b), row]),
  )
  const keys = found.flatMap((row) => {
    const { a, b } = toPair(row)
    return [a, b]
  })
  const devices = new Map(
    (await store.devicesOfRecords(tx, organisationId, keys)).map((row) => [recordText(row), row.deviceId]),
  )
  const kept = new Map<string, store.FoundRow>()
  for (const row of found) {
    const { a, b } = toPair(row)
    const [one, other] = [devices.get(recordText(a)), devices.get(recordText(b))]
    const before = one && other ? askedOf.get(name(one, other)) : undefined
    const { device_a: _, device_b: __, ...pair } = before ?? { device_a: '', device_b: '', ...row }
    const same = { ...row, ...pair }
    if (!kept.has(same.id) || kept.get(same.id)!.probability < same.probability) kept.set(same.id, same)
  }
  return [...kept.values()]
}

/** After devices were made, and their findings known: what each open review is worth now. */
export const weighReviews = async (db: Db, organisationId: OrganisationId): Promise<void> =>
  void (await store.weighReviews(db, organisationId))

/** After records were taken back: nothing is left to ask of them. */
export const settleGone = async (tx: Tx, organisationId: OrganisationId): Promise<void> =>
  void (await store.closeGone(tx, organisationId, 'One of the two records is not there any more.'))

/** What people said of pairs of records, and no one took back. */
export async function verdictsOf(
  db: Db,
  organisationId: OrganisationId,
): Promise<(Pair & { readonly answer: IdentityAnswer })[]> {
  return (await store.verdictsInForce(db, organisationId)).map((row) => ({ ...toPair(row), answer: row.answer }))
}

const toPair = (row: store.PairRow): Pair => ({
  a: { sourceId: row.source_a, sourceKey: row.key_a },
  b: { sourceId: row.source_b, sourceKey: row.key_b },
})

// reading -----------------------------------------------------------------------------------------------------------

/** A review without what work orders know of it. */
export type ReviewOf = Omit<IdentityReview, 'order'> & { readonly orderId: string | null }

export interface ReviewFilter {
  readonly state: store.ConflictState
  /** Id of a source that one of the two records is of. */
  readonly source?: string | undefined
  readonly site?: string | undefined
  readonly careArea?: string | undefined
  /** Id of a device that one of the two records stands in. */
  readonly device?: string | undefined
}

/** Those worth most first, then the likelier; of what is settled the newest. Gives up to `limit`. */
export async function listReviews(
  db: Db,
  organisationId: OrganisationId,
  filter: ReviewFilter,
  page: { readonly after: store.ReviewCursor | null; readonly limit: number },
): Promise<ReviewOf[]> {
  const [rows, names] = await Promise.all([
    store.reviewPage(db, organisationId, filter, page.after, page.limit),
    sourceNames(db, organisationId),
  ])
  return rows.map((row) => toReview(row, names))
}

export type { ReviewCursor } from './review-store.ts'

/** How many reviews there are in that state, and by source, site and care area. */
export async function countReviews(db: Db, organisationId: OrganisationId, filter: ReviewFilter) {
  const [rows, names] = await Promise.all([
    store.reviewFacets(db, organisationId, filter),
    sourceNames(db, organisationId),
  ])
  const of = (facet: 'source' | 'site' | 'careArea') =>
    rows
      .filter((row) => row.facet === facet)
      .slice(0, 200)
      .map(({ value, count }) => ({ value: value ?? '', count }))
  return {
    total: rows.find(({ facet }) => facet === 'all')?.count ?? 0,
    source: of('source').map((one) => ({ ...one, label: names(one.value).name })),
    site: of('site'),
    careArea: of('careArea'),
  }
}

async function sourceNames(db: Db, organisationId: OrganisationId) {
  const names = new Map((await allSources(db, organisationId)).map(({ id, name }) => [id, name]))
  return (id: string) => ({ id, name: names.get(id) ?? 'a removed source' })
}

type Names = Awaited<ReturnType<typeof sourceNames>>

const toReview = (row: store.ListedRow, names: Names): ReviewOf => ({
  id: row.id,
  a: { source: names(row.source_a), sourceKey: row.key_a, device: row.device_a },
  b: { source: names(row.source_b), sourceKey: row.key_b, device: row.device_b },
  probability: row.probability,
  worth: row.worth,
  openedAt: row.opened_at,
  checked: row.checked,
  later: laterOf(row),
  orderId: row.work_order_id,
  settledAt: row.settled_at,
  settledBy: row.settled_by,
  settlement: row.settlement,
})

export const laterOf = (row: Pick<store.ListedRow, 'later_until' | 'later_by' | 'later_reason'>) =>
  row.later_until === null
    ? null
    : { until: row.later_until, by: row.later_by ?? 'somebody', reason: row.later_reason ?? '' }

export interface ReviewView extends Compared {
  readonly review: ReviewOf
  readonly reasons: readonly IdentityReason[]
  /** What people said before of any two of the records, the newest first. */
  readonly verdicts: readonly IdentityVerdict[]
  readonly isOneDevice: boolean
}

/**
 * Both sides of a review: the devices that the two records stand in now. Where that is one device, the second side is the second
 * record alone.
 */
export async function getReview(db: Db, organisationId: OrganisationId, id: string): Promise<ReviewView> {
  const row = await store.reviewById(db, organisationId, id)
  if (!row) throw notFound('review', id)
  const deviceIds = [...new Set([row.device_a, row.device_b].flatMap((device) => device?.id ?? []))]
  const [sources, records, devices] = await Promise.all([
    believedSources(db, organisationId),
    store.recordsOf(db, organisationId, deviceIds),
    store.sideDevices(db, organisationId, deviceIds),
  ])
  const { a, b } = toPair(row)
  const isOneDevice = row.device_a !== null && row.device_a.id === row.device_b?.id
  const onSide = (device: store.ListedDevice | null, isSecond: boolean) =>
    records.filter(
      (record) =>
        record.device_id === device?.id && (!isOneDevice || isSecond === (recordText(keyOf(record)) === recordText(b))),
    )
  const [past, said] = await Promise.all([
    store.pastOf(db, organisationId, records.map(keyOf)),
    store.saidOfRecords(db, organisationId, [a, b, ...records.map(keyOf)], row),
  ])
  const names = await sourceNames(db, organisationId)
  const compared = compareSides(
    [
      { title: 'First', device: devices.get(row.device_a?.id ?? ''), records: onSide(row.device_a, false) },
      { title: 'Second', device: devices.get(row.device_b?.id ?? ''), records: onSide(row.device_b, true) },
    ],
    { sources, past, asked: [a, b] },
  )
  const claimsOf = (key: RecordKey) =>
    records.find((record) => recordText(keyOf(record)) === recordText(key))?.claims ?? {}
  return {
    ...compared,
    review: toReview(row, names),
    reasons:
      row.reasons.length > 0
        ? reasonsInWords(row.reasons, claimsOf(a), claimsOf(b))
        : reasonsOfRecords(claimsOf(a), claimsOf(b)),
    verdicts: said.map(toVerdict),
    isOneDevice,
  }
}

const toVerdict = (row: store.SaidRow): IdentityVerdict => ({
  id: row.id,
  answer: row.answer,
  personName: row.person_name,
  at: row.at,
  reason: row.reason,
  isOfPair: row.is_of_pair,
  pairs: row.pairs,
  withdrawnAt: row.withdrawn_at,
  withdrawnBy: row.withdrawn_by,
})

// answering ---------------------------------------------------------------------------------------------------------

/** A review as it is to be answered, with the records of both sides. Holds the inventory until the transaction ends. */
export async function reviewToAnswer(tx: Tx, organisationId: OrganisationId, id: string) {
  await lockInventory(tx, organisationId)
  const row = await store.reviewById(tx, organisationId, id)
  if (!row) throw notFound('review', id)
  if (row.settled_at)
    throw new AppError(
      'conflict',
      `This was answered by ${row.settled_by ?? 'somebody'} before: ${row.settlement ?? ''}`,
    )
  if (!row.device_a || !row.device_b)
    throw new AppError('conflict', 'One of the two records is not there any more: there is nothing left to answer.')
  const records = await store.recordsOf(tx, organisationId, [row.device_a.id, row.device_b.id])
  const of = (deviceId: string) => records.filter((record) => record.device_id === deviceId).map(keyOf)
  const { a, b } = toPair(row)
  return {
    a,
    b,
    deviceA: row.device_a.id,
    deviceB: row.device_b.id,
    recordsA: of(row.device_a.id),
    recordsB: of(row.device_b.id),
    orderId: row.work_order_id,
  }
}

/** Most pairs that one verdict speaks of; the one that was asked stands first. */
const mostPairs = 400

/** Every record of one side with every one of the other, so that what was said of two devices is not asked again of their other records. */
export function pairsAcross(
  one: readonly RecordKey[],
  other: readonly RecordKey[],
  asked: readonly Pair[] = [],
): readonly Pair[] {
  const all = [...asked, ...one.flatMap((a) => other.map((b) => ({ a, b })))]
  const byName = new Map(
    all.filter(({ a, b }) => recordText(a) !== recordText(b)).map((pair) => [pairText(pairRow(pair)), pair]),
  )
  return [...byName.values()].slice(0, mostPairs)
}

export interface NewVerdict {
  readonly answer: IdentityAnswer
  readonly pairs: readonly Pair[]
  readonly reason: string
  /** The merge or split that was made of it. */
  readonly entryId?: string | undefined
}

/**
 * Keeps what a person said of pairs of records, in a review or beside it; open reviews of them are settled by it. The newest
 * verdict on a pair counts, and it binds the resolver until it is withdrawn. Gives its id; null where all of it was said before.
 */
export async function recordVerdicts(tx: Tx, actor: Actor, verdict: NewVerdict): Promise<string | null> {
  const { organisationId } = actor
  const id = newId()
  const { answer, reason, entryId } = verdict
  const pairs = [...new Map(verdict.pairs.map(pairRow).map((row) => [pairText(row), row])).values()]
  const isNew = await store.writeVerdict(
    tx,
    organisationId,
    { id, answer, person_id: actor.personId, person_name: actor.name, reason, entry_id: entryId ?? null },
    pairs,
  )
  if (isNew === 0) return null
  await store.settleReviews(tx, organisationId, pairs, id)
  return id
}

/** After devices became one: nothing is left to ask of two of its records. */
export const settleJoined = (tx: Tx, organisationId: OrganisationId, deviceIds: readonly string[]): Promise<unknown> =>
  store.closeJoined(tx, organisationId, deviceIds)

/** After devices became two: what was closed for their being one is to be asked again. */
export const settleParted = (tx: Tx, organisationId: OrganisationId, deviceIds: readonly string[]): Promise<unknown> =>
  store.reopenParted(tx, organisationId, deviceIds)

export interface Withdrawn {
  readonly answer: IdentityAnswer
  readonly reason: string
  /** How many pairs of records it still stood on. */
  readonly pairs: number
  /** The merge or split that was made, or undone, of it. */
  readonly entry: store.Entry | null
}

/**
 * Takes a verdict back; what it displaced stands again, and its other reviews are open again. What was made of it is for the caller to
 * undo.
 */
export async function withdrawVerdict(tx: Tx, actor: Actor, id: string): Promise<Withdrawn> {
  return await takeVerdictBack(tx, actor, id, false)
}

async function takeVerdictBack(tx: Tx, actor: Actor, id: string, displaced: boolean): Promise<Withdrawn> {
  const { organisationId } = actor
  await lockInventory(tx, organisationId)
  const rows = await store.withdraw(tx, organisationId, id, actor.name, displaced)
  const [first] = rows
  if (!first) {
    if (await store.verdictExists(tx, organisationId, id))
      throw new AppError('conflict', 'This was taken back before, or somebody said otherwise since.')
    throw notFound('verdict', id)
  }
  await store.standAgain(tx, organisationId, id)
  await store.reopenReviews(tx, organisationId, id)
  const { answer, reason, entry_id } = first
  const entry = entry_id ? await store.entryById(tx, organisationId, entry_id) : undefined
  return { answer, reason, pairs: rows.length, entry: entry ?? null }
}

/** A verdict goes with the merge or split, in force or displaced by what somebody said since. */
export const isSaidByPerson = async (db: Db, organisationId: OrganisationId, entryId: string): Promise<boolean> =>
  (await store.verdictsOfEntry(db, organisationId, entryId)).length > 0

/** The merge or split was taken back: what a person said with it no longer binds. */
export async function withdrawVerdictsOfEntry(tx: Tx, actor: Actor, entryId: string): Promise<void> {
  for (const id of await store.verdictsOfEntry(tx, actor.organisationId, entryId))
    await takeVerdictBack(tx, actor, id, true)
}

/** The answer is put off until a day; until then it does not stand in the queue. */
export async function putOff(
  tx: Tx,
  actor: Actor,
  asked: store.Asked,
  id: string,
  { until, reason }: { readonly until: string; readonly reason: string },
): Promise<void> {
  if (!(await store.putOff(tx, actor.organisationId, asked, id, { until, reason, by: actor.name })))
    throw notFound(`open ${asked}`, id)
}

/** Present records of a device. */
export const recordsOfDevice = async (db: Db, organisationId: OrganisationId, deviceId: string) =>
  (await store.recordsOf(db, organisationId, [deviceId])).map(keyOf)

/** When something first spoke of the device; ISO 8601. */
export async function firstSeenOf(db: Db, organisationId: OrganisationId, deviceId: string): Promise<string> {
  const device = (await store.sideDevices(db, organisationId, [deviceId])).get(deviceId)
  if (!device) throw notFound('device', deviceId)
  return device.first_seen_at
}
