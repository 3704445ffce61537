import { type RawBuilder, sql } from 'kysely'
import type { RecallEntry, RecallFilter, RecallRow, RecallTopic } from '#model/recall.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import { recallAdvisoryId } from './recall-advisory.ts'

export interface NewRecall {
  readonly list: string
  readonly key: string
  readonly event_id: string
  readonly entry: RecallEntry
  readonly digest: string
}

export interface NewEvent {
  readonly event_id: string
  readonly firm: string
  readonly vendor_ids: readonly string[]
  readonly topic: RecallTopic
  readonly classification: string | null
  readonly status: string
  readonly is_ongoing: boolean
  readonly reason: string
  readonly product: string
  readonly products: number
  readonly initiated_on: string | null
  readonly published_on: string | null
  readonly listed_on: string
  readonly search: string
}

/** Two that write at the same time would take the same entry for new; who reads is not held up. */
export const lockRecalls = (db: Db) => sql`lock table recall in share row exclusive mode`.execute(db)

export const recallDigests = async (db: Db, entries: readonly Pick<RecallEntry, 'list' | 'key'>[]) =>
  (
    await sql<Pick<NewRecall, 'list' | 'key' | 'event_id' | 'digest'>>`
      select r.list, r.key, r.event_id, r.digest
      from jsonb_to_recordset(${jsonRows(entries.map(({ list, key }) => ({ list, key })))}) as k(list text, key text)
      join recall r on r.list = k.list and r.key = k.key`.execute(db)
  ).rows

export const upsertRecalls = (db: Db, rows: readonly NewRecall[]) =>
  sql`insert into recall (list, key, event_id, entry, digest)
      select * from jsonb_to_recordset(${jsonRows(rows)}) as r(list text, key text, event_id text, entry jsonb, digest text)
      on conflict (list, key) do update set event_id = excluded.event_id, entry = excluded.entry, digest = excluded.digest`.execute(
    db,
  )

export const entriesOfEvents = async (db: Db, eventIds: readonly string[]) =>
  eventIds.length === 0
    ? []
    : (
        await sql<{ entry: RecallEntry }>`
          select entry from recall where event_id = any(${eventIds}) order by event_id, entry ->> 'number', list, key`.execute(
          db,
        )
      ).rows.map(({ entry }) => entry)

export const upsertEvents = (db: Db, rows: readonly NewEvent[]) =>
  sql`insert into recall_event (event_id, firm, vendor_ids, topic, classification, status, is_ongoing, reason, product, products,
        initiated_on, published_on, listed_on, search)
      select * from jsonb_to_recordset(${jsonRows(rows)}) as r(event_id text, firm text, vendor_ids text[], topic text,
        classification text, status text, is_ongoing boolean, reason text, product text, products int, initiated_on date,
        published_on date, listed_on date, search text)
      on conflict (event_id) do update set firm = excluded.firm, vendor_ids = excluded.vendor_ids, topic = excluded.topic,
        classification = excluded.classification, status = excluded.status, is_ongoing = excluded.is_ongoing,
        reason = excluded.reason, product = excluded.product, products = excluded.products, initiated_on = excluded.initiated_on,
        published_on = excluded.published_on, listed_on = excluded.listed_on, search = excluded.search, is_stale = true`.execute(
    db,
  )

const isMatched = sql`(topic = 'security' or taken_at is not null
  or exists (select from advisory a where a.id = ${recallAdvisoryId('')} || recall_event.event_id))`

/** In order of id; they are no longer stale. */
export const takeStaleEvents = async (db: Db, limit: number) =>
  (
    await sql<{ event_id: string; is_matched: boolean; has_entries: boolean; advised_on: string | null }>`
      update recall_event set is_stale = false
      where event_id in (select event_id from recall_event where is_stale order by event_id limit ${limit})
      returning event_id, ${isMatched} as is_matched,
        exists (select from recall r where r.event_id = recall_event.event_id) as has_entries,
        (select (a.revised_at at time zone 'UTC')::date::text from advisory a
          where a.id = ${recallAdvisoryId('')} || recall_event.event_id) as advised_on`.execute(db)
  ).rows

export const markStale = (db: Db, eventIds: readonly string[]) =>
  sql`update recall_event set is_stale = true where event_id = any(${eventIds})`.execute(db)

export const deleteEvents = (db: Db, eventIds: readonly string[]) =>
  sql`delete from recall_event where event_id = any(${eventIds})`.execute(db)

export const findEvent = async (db: Db, eventId: string) =>
  (
    await sql<{ is_matched: boolean }>`
      select ${isMatched} as is_matched from recall_event where event_id = ${eventId}`.execute(db)
  ).rows[0]

/** What a person wanted matched stays so under its new event. */
export const carryTaken = (db: Db, moved: readonly { readonly from: string; readonly to: string }[]) =>
  sql`update recall_event n set taken_at = o.taken_at, taken_by = o.taken_by
      from jsonb_to_recordset(${jsonRows(moved)}) as m("from" text, "to" text) join recall_event o on o.event_id = m."from"
      where n.event_id = m."to" and o.taken_at is not null and n.taken_at is null`.execute(db)

export const markTaken = (db: Db, eventId: string, by: string) =>
  sql`update recall_event set taken_at = now(), taken_by = ${by} where event_id = ${eventId}`.execute(db)

export type EventRow = Omit<RecallRow, 'advisoryId'> & { readonly listedOn: string; readonly isMatched: boolean }

const columns = sql`event_id as "eventId", firm, topic, classification, status, reason, product, products,
  initiated_on::text as "initiatedOn", published_on::text as "publishedOn", taken_by as "takenBy",
  listed_on::text as "listedOn", ${isMatched} as "isMatched"`

export async function eventPage(
  db: Db,
  query: {
    readonly filter: RecallFilter
    readonly vendorIds: readonly string[] | undefined
    readonly after: readonly [string, string] | undefined
    readonly limit: number
  },
): Promise<EventRow[]> {
  const { q, topic, classification, ongoing } = query.filter
  const all: RawBuilder<unknown>[] = [sql`true`]
  for (const word of q?.toLowerCase().split(/\s+/).filter(Boolean) ?? [])
    all.push(sql`search like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`)
  if (topic) all.push(sql`topic = ${topic}`)
  if (classification) all.push(sql`classification = ${classification}`)
  if (ongoing) all.push(sql`is_ongoing = ${ongoing === 'true'}`)
  if (query.vendorIds) all.push(sql`vendor_ids && ${query.vendorIds}::text[]`)
  if (query.after) all.push(sql`(listed_on, event_id) < (${query.after[0]}::date, ${query.after[1]})`)
  const rows = await sql<EventRow>`
    select ${columns} from recall_event where ${sql.join(all, sql` and `)}
    order by listed_on desc, event_id desc limit ${query.limit}`.execute(db)
  return rows.rows
}

export const findEventRow = async (db: Db, eventId: string) =>
  (await sql<EventRow>`select ${columns} from recall_event where event_id = ${eventId}`.execute(db)).rows[0]
