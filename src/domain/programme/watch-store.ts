import { sql } from 'kysely'
import type { Watch } from '#model/saved-view.ts'
import type { Db } from '#platform/db/database.ts'

export const watchesOf = async (db: Db, organisationId: string, personId: string) =>
  (
    await sql<Watch & { viewId: string }>`
      select w.view_id as "viewId", w.started_at as "startedAt", w.checked_at as "checkedAt", w.fault,
        (select count(*) from query_watch_member m where m.organisation_id = w.organisation_id and m.view_id = w.view_id) as members
      from query_watch w join saved_view v on v.organisation_id = w.organisation_id and v.id = w.view_id
      where w.organisation_id = ${organisationId} and v.person_id = ${personId}`.execute(db)
  ).rows

export const start = (db: Db, organisationId: string, viewId: string) =>
  sql`insert into query_watch (organisation_id, view_id) values (${organisationId}, ${viewId}) on conflict do nothing`.execute(
    db,
  )

export const stop = (db: Db, organisationId: string, viewId: string) =>
  sql`delete from query_watch where organisation_id = ${organisationId} and view_id = ${viewId}`.execute(db)

/** Those that were not asked for this long, or not since a run ended; never more often than that. */
export const due = async (
  db: Db,
  organisationId: string,
  now: Date,
  often: { everyMinutes: number; atMostEvery: number },
) =>
  (
    await sql<{ viewId: string }>`
      select w.view_id as "viewId" from query_watch w
      where w.organisation_id = ${organisationId} and (w.checked_at is null
        or w.checked_at < ${now.toISOString()}::timestamptz - ${often.everyMinutes} * interval '1 minute'
        or (w.checked_at < ${now.toISOString()}::timestamptz - ${often.atMostEvery} * interval '1 minute'
          and exists (select from run r where r.organisation_id = w.organisation_id and r.finished_at > w.checked_at)))
      order by w.checked_at nulls first limit 200`.execute(db)
  ).rows.map(({ viewId }) => viewId)

export interface WatchedView {
  readonly personId: string
  readonly page: string
  readonly name: string
  readonly query: string
  readonly asked: string | null
  /** Up to which change it was asked; null where it was not, or asks of the time. */
  readonly marker: string | null
  readonly fault: string | null
  readonly gains: number
}

/** Held until the transaction ends; undefined where another process has it, or its owner can sign in no more. */
export const lock = async (db: Db, organisationId: string, viewId: string) =>
  (
    await sql<WatchedView>`
      select v.person_id as "personId", v.page, v.name, v.query, w.asked, w.marker, w.fault, w.gains from query_watch w
      join saved_view v on v.organisation_id = w.organisation_id and v.id = w.view_id
      join person p on p.organisation_id = v.organisation_id and p.id = v.person_id and p.disabled_at is null
      where w.organisation_id = ${organisationId} and w.view_id = ${viewId} for update of w skip locked`.execute(db)
  ).rows[0]

/** A query that takes longer is not asked again and again. */
export const limitTime = (db: Db, seconds: number) =>
  sql`select set_config('statement_timeout', ${String(seconds * 1000)}, true)`.execute(db)

/** Puts these in the place of those before; gives those that were not there. */
export async function replaceMembers(db: Db, organisationId: string, viewId: string, members: readonly string[]) {
  await sql`delete from query_watch_member where organisation_id = ${organisationId} and view_id = ${viewId}
    and member <> all(${members}::text[])`.execute(db)
  const { rows } = await sql<{ member: string }>`
    insert into query_watch_member (organisation_id, view_id, member)
    select ${organisationId}::uuid, ${viewId}::uuid, m from unnest(${members}::text[]) m
    on conflict do nothing returning member`.execute(db)
  return rows.map(({ member }) => member)
}

export const noteChecked = (
  db: Db,
  organisationId: string,
  viewId: string,
  told: { at: Date; asked: string; marker: string | null; gains: number; fault: string | null },
) =>
  sql`update query_watch set checked_at = ${told.at.toISOString()}, asked = ${told.asked}, marker = ${told.marker},
      gains = ${told.gains}, fault = ${told.fault}
    where organisation_id = ${organisationId} and view_id = ${viewId}`.execute(db)

export const noteFault = (db: Db, organisationId: string, viewId: string, at: Date, fault: string) =>
  sql`update query_watch set checked_at = ${at.toISOString()}, marker = null, fault = ${fault}
    where organisation_id = ${organisationId} and view_id = ${viewId}`.execute(db)

/** How the inventory stands is counted without a run and without a person. */
export const healthCountedAt = async (db: Db, organisationId: string): Promise<string> =>
  (
    await sql<{
      at: string | null
    }>`select counted_at::text as at from inventory_health where organisation_id = ${organisationId}`.execute(db)
  ).rows[0]?.at ?? ''
