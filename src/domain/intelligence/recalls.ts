import { z } from 'zod'
import { type Aliases, readVendor } from '#domain/matching/matching.ts'
import type { FeedRecord } from '#model/intelligence.ts'
import type { RecallEntry, RecallFilter, RecallRow } from '#model/recall.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { notFound } from '#platform/errors.ts'
import { canonicalJson, sha256 } from '#platform/id.ts'
import { decodeCursor, pageOf } from '#platform/paging.ts'
import {
  gravest,
  isOngoing,
  lastDayOf,
  recallAdvisory,
  recallAdvisoryId,
  statusWords,
  topicOf,
} from './recall-advisory.ts'
import * as store from './recall-store.ts'

// Recalls: each list's entries as it says them, and the events they belong to. Tables: recall, recall_event. An event
// that concerns security, or that a person took, is an advisory as well, and stays one: matching, triage and work follow
// from that.

const eventsPerQuery = 500

/** Stores entries; the same again writes nothing. */
export async function storeRecalls(tx: Tx, entries: readonly RecallEntry[]) {
  const counts = { new: 0, changed: 0, unchanged: 0, older: 0, withdrawn: 0 }
  if (entries.length === 0) return counts
  const latest = new Map(entries.map((entry) => [`${entry.list} ${entry.key}`, entry]))
  counts.unchanged += entries.length - latest.size
  await store.lockRecalls(tx)
  const present = new Map(
    (await store.recallDigests(tx, [...latest.values()])).map((row) => [`${row.list} ${row.key}`, row]),
  )
  const changed: store.NewRecall[] = []
  const events = new Set<string>()
  const moved: { from: string; to: string }[] = []
  for (const [name, entry] of latest) {
    const digest = sha256(canonicalJson(entry))
    const stored = present.get(name)
    if (stored?.digest === digest) {
      counts.unchanged++
      continue
    }
    counts[stored ? 'changed' : 'new']++
    changed.push({ list: entry.list, key: entry.key, event_id: entry.eventId, entry, digest })
    events.add(entry.eventId)
    if (!stored || stored.event_id === entry.eventId) continue
    events.add(stored.event_id)
    moved.push({ from: stored.event_id, to: entry.eventId })
  }
  if (changed.length === 0) return counts
  await store.upsertRecalls(tx, changed)
  const ofEvents = await entriesOf(tx, [...events])
  await store.upsertEvents(
    tx,
    [...ofEvents].map(([eventId, own]) => toEvent(eventId, own)),
  )
  if (moved.length > 0) {
    await store.carryTaken(tx, moved)
    // Whether an event has lost all its entries is known when the reading is complete.
    await store.markStale(tx, [...new Set(moved.map(({ from }) => from))])
  }
  return counts
}

const entriesOf = async (db: Db, eventIds: readonly string[]) =>
  Map.groupBy(await store.entriesOfEvents(db, eventIds), ({ eventId }) => eventId)

function toEvent(eventId: string, entries: readonly RecallEntry[]): store.NewEvent {
  const first = entries.find(({ list }) => list === 'recall') ?? entries[0]!
  const words = entries.flatMap(({ number, firm, product, reason }) => [number, firm, product, reason])
  return {
    event_id: eventId,
    firm: first.firm,
    vendor_ids: [...new Set(entries.flatMap(({ firm }) => readVendor(firm).ids))],
    topic: topicOf(entries),
    classification: gravest(entries) ?? null,
    status: statusWords(entries),
    is_ongoing: isOngoing(entries),
    reason: first.reason,
    product: first.product,
    products: new Set(entries.map(({ number }) => number)).size,
    initiated_on: entries.flatMap(({ initiatedOn }) => initiatedOn ?? []).sort()[0] ?? null,
    published_on: entries.flatMap(({ publishedOn }) => publishedOn ?? []).sort()[0] ?? null,
    listed_on: lastDayOf(entries),
    search: [eventId, ...new Set(words)].join(' ').toLowerCase().slice(0, 20_000),
  }
}

/** Advisories of the events that changed, once both lists are read; one of ten products is made once, not ten times. */
export async function advisoriesOfRecalls(tx: Tx): Promise<FeedRecord[]> {
  const records: FeedRecord[] = []
  for (;;) {
    const stale = await store.takeStaleEvents(tx, eventsPerQuery)
    const gone = stale.filter(({ has_entries }) => !has_entries)
    if (gone.length > 0)
      await store.deleteEvents(
        tx,
        gone.map(({ event_id }) => event_id),
      )
    const matched = stale.filter(({ is_matched }) => is_matched)
    const ofEvents = await entriesOf(
      tx,
      matched.map(({ event_id }) => event_id),
    )
    for (const { event_id: eventId, advised_on } of matched) {
      const entries = ofEvents.get(eventId)
      records.push(entries ? toAdvisoryRecord(eventId, entries, advised_on ?? '') : toWithdrawal(eventId))
    }
    if (stale.length < eventsPerQuery) return records
  }
}

/** `advisedOn` is the day of its last revision: where the entry with the last day has left the event, it is no older for that. */
function toAdvisoryRecord(eventId: string, entries: readonly RecallEntry[], advisedOn = ''): FeedRecord {
  const document = JSON.stringify({ eventId, entries }, null, 2)
  const said = recallAdvisory(eventId, entries)
  const advisory =
    said.revision < advisedOn ? { ...said, revision: advisedOn, revisedAt: `${advisedOn}T00:00:00.000Z` } : said
  return { kind: 'advisory', advisory, digest: sha256(document), document }
}

const toWithdrawal = (eventId: string): FeedRecord => ({
  kind: 'advisory_withdrawn',
  advisoryId: recallAdvisoryId(eventId),
  reason: 'The FDA has no entry under this recall event any more: its products stand under another one.',
})

/** A person wants this recall matched with the devices, whatever it is about. Gives its advisory; null where it is one already. */
export async function takeRecall(tx: Tx, eventId: string, by: string): Promise<FeedRecord | null> {
  await store.lockRecalls(tx)
  const row = await store.findEvent(tx, eventId)
  if (!row) throw notFound('recall', eventId)
  if (row.is_matched) return null
  await store.markTaken(tx, eventId, by)
  return toAdvisoryRecord(eventId, (await entriesOf(tx, [eventId])).get(eventId) ?? [])
}

// reading -----------------------------------------------------------------------------------------------------------

/** Newest first. `manufacturers` are those of the inventory, for `filter.here`, read with the organisation's own aliases. */
export async function listRecalls(
  db: Db,
  query: {
    readonly filter: RecallFilter
    readonly manufacturers: readonly string[] | undefined
    readonly aliases?: Aliases | undefined
    readonly cursor?: string | undefined
    readonly limit: number
  },
) {
  const { filter, manufacturers, aliases, limit, cursor } = query
  const after = cursor === undefined ? undefined : decodeCursor(cursor, z.tuple([z.string(), z.string()]))
  const vendorIds = manufacturers && [...new Set(manufacturers.flatMap((name) => readVendor(name, aliases).ids))]
  const rows = await store.eventPage(db, { filter, vendorIds, after, limit: limit + 1 })
  return pageOf(rows, limit, (row) => [row.listedOn, row.eventId], toRow)
}

const toRow = ({ listedOn: _, isMatched, ...row }: store.EventRow): RecallRow => ({
  ...row,
  advisoryId: isMatched ? recallAdvisoryId(row.eventId) : null,
})

/** An event, with what each list says of each of its products. */
export async function getRecall(db: Db, eventId: string): Promise<RecallRow & { entries: RecallEntry[] }> {
  const row = await store.findEventRow(db, eventId)
  if (!row) throw notFound('recall', eventId)
  return { ...toRow(row), entries: await store.entriesOfEvents(db, [eventId]) }
}
