import { sql } from 'kysely'
import type { Appetite } from '#model/appetite.ts'
import type { BackTest, BackTestResult } from '#model/back-test.ts'
import type { Db } from '#platform/db/database.ts'
import { storableJson } from '#platform/db/json-rows.ts'

// Table: back_test.

const columns = sql`id, state, hash, in_force_hash as "inForceHash", in_force_version as "inForceVersion", months,
  hours_per_week as "hoursPerWeek", as_of as "asOf", asked_at as "askedAt", asked_by as "askedBy", started_at as "startedAt",
  finished_at as "finishedAt", phase, done, total, took_ms as "tookMs", fault`

type Row = { [Part in keyof BackTest]: BackTest[Part] | Date }

const iso = (at: unknown) => (at === null ? null : new Date(at as string).toISOString())

const toBackTest = (row: Row) =>
  ({
    ...row,
    asOf: iso(row.asOf),
    askedAt: iso(row.askedAt),
    startedAt: iso(row.startedAt),
    finishedAt: iso(row.finishedAt),
  }) as BackTest

/** Holds back whoever asks at the same time until the transaction ends. */
export const lock = (db: Db, organisationId: string) =>
  sql`select from organisation where id = ${organisationId} for no key update`.execute(db)

export interface NewBackTest {
  readonly id: string
  readonly content: Appetite
  readonly hash: string
  readonly inForce: { readonly content: Appetite; readonly hash: string; readonly version: number } | null
  readonly months: number
  readonly hoursPerWeek: number | null
  readonly asOf: string
  readonly askedBy: string
}

export const insert = (db: Db, organisationId: string, one: NewBackTest) =>
  sql`insert into back_test (organisation_id, id, content, hash, in_force_content, in_force_hash, in_force_version, months, hours_per_week,
        as_of, asked_by)
      values (${organisationId}, ${one.id}, ${storableJson(one.content)}::jsonb, ${one.hash},
        ${one.inForce && storableJson(one.inForce.content)}::jsonb, ${one.inForce?.hash ?? null}, ${one.inForce?.version ?? null},
        ${one.months}, ${one.hoursPerWeek}, ${one.asOf}, ${one.askedBy})`.execute(db)

/** The same that is still to be done. */
export const findUnfinished = async (
  db: Db,
  organisationId: string,
  { hash, inForce, months, hoursPerWeek }: Pick<NewBackTest, 'hash' | 'inForce' | 'months' | 'hoursPerWeek'>,
) =>
  (
    await sql<Row>`
      select ${columns} from back_test
      where organisation_id = ${organisationId} and state in ('queued', 'running') and cancel_requested_at is null and hash = ${hash}
        and in_force_hash is not distinct from ${inForce?.hash ?? null}::text and months = ${months}
        and hours_per_week is not distinct from ${hoursPerWeek}::double precision`.execute(db)
  ).rows.map(toBackTest)[0]

/** Those that nobody needs any more: all but the newest and those of versions that were adopted. */
export const dropOld = (db: Db, organisationId: string, kept: number) =>
  sql`delete from back_test b where b.organisation_id = ${organisationId} and b.state not in ('queued', 'running')
      and not exists (select from appetite_version v where v.organisation_id = b.organisation_id and v.hash = b.hash and v.version is not null)
      and b.id not in (select id from back_test where organisation_id = ${organisationId} order by id desc limit ${kept})`.execute(
    db,
  )

export const find = async (db: Db, organisationId: string, id: string) =>
  (
    await sql<Row & { result: BackTestResult | null }>`
      select ${columns}, result from back_test where organisation_id = ${organisationId} and id = ${id}`.execute(db)
  ).rows.map((row) => ({ ...toBackTest(row), result: row.result }))[0]

/** The newest first. */
export const page = async (
  db: Db,
  organisationId: string,
  { hash, before, limit }: { hash: string | undefined; before: string | null; limit: number },
) =>
  (
    await sql<Row>`
      select ${columns} from back_test where organisation_id = ${organisationId}
        and ${hash === undefined ? sql`true` : sql`hash = ${hash}`} and ${before === null ? sql`true` : sql`id < ${before}::uuid`}
      order by id desc limit ${limit}`.execute(db)
  ).rows.map(toBackTest)

/** One that waits ends at once; one that is being done, as soon as its worker hears of it. */
export const cancel = async (db: Db, organisationId: string, id: string) =>
  (
    await sql`
      update back_test set cancel_requested_at = now(),
        state = case when state = 'queued' then 'cancelled' else state end,
        finished_at = case when state = 'queued' then now() else finished_at end
      where organisation_id = ${organisationId} and id = ${id} and state in ('queued', 'running')`.execute(db)
  ).numAffectedRows === 1n

export const requeue = async (db: Db, organisationId: string, id: string) =>
  (
    await sql`
      update back_test set state = 'queued', cancel_requested_at = null, finished_at = null, worker = null, heartbeat_at = null,
        attempts = 0, phase = '', done = 0, total = null, fault = null
      where organisation_id = ${organisationId} and id = ${id} and state in ('cancelled', 'failed')`.execute(db)
  ).numAffectedRows === 1n

export interface Claimed {
  organisation_id: string
  id: string
  content: Appetite
  in_force_content: Appetite | null
  months: number
  hours_per_week: number | null
  as_of: string
  attempts: number
}

/** The next one that waits, or that a worker left behind. One at a time: two would only take each other's processor. */
export const claim = async (db: Db, worker: string, staleSeconds: number) =>
  (
    await sql<Claimed>`
      with next as (
        select organisation_id, id from back_test b
        where (state = 'queued' or (state = 'running' and not coalesce(heartbeat_at > now() - make_interval(secs => ${staleSeconds}), false)))
          and not exists (select from back_test o where o.organisation_id = b.organisation_id and o.state = 'running' and o.id <> b.id
            and o.heartbeat_at > now() - make_interval(secs => ${staleSeconds}))
        order by id limit 1 for update skip locked)
      update back_test b set state = 'running', worker = ${worker}, heartbeat_at = now(), started_at = coalesce(b.started_at, now()),
        attempts = b.attempts + 1
      from next where b.organisation_id = next.organisation_id and b.id = next.id
      returning b.organisation_id, b.id, b.content, b.in_force_content, b.months, b.hours_per_week, b.as_of, b.attempts`.execute(
      db,
    )
  ).rows[0]

type Key = Pick<Claimed, 'organisation_id' | 'id'>

/** Whether a person asked to stop; undefined where another worker has it. */
export const beat = async (
  db: Db,
  { organisation_id, id }: Key,
  worker: string,
  { phase, done, total }: { phase?: string; done?: number; total?: number } = {},
) =>
  (
    await sql<{ cancel: boolean }>`
      update back_test set heartbeat_at = now(), phase = coalesce(${phase ?? null}, phase), done = coalesce(${done ?? null}::int, done),
        total = coalesce(${total ?? null}::int, total)
      where organisation_id = ${organisation_id} and id = ${id} and worker = ${worker} and state = 'running'
      returning cancel_requested_at is not null as cancel`.execute(db)
  ).rows[0]

export const end = (
  db: Db,
  { organisation_id, id }: Key,
  worker: string,
  ended:
    | { state: 'done'; result: BackTestResult; tookMs: number }
    | { state: 'cancelled' }
    | { state: 'failed'; fault: string },
) =>
  sql`update back_test set state = ${ended.state}, finished_at = now(), worker = null, phase = '',
        result = ${ended.state === 'done' ? storableJson(ended.result) : null}::jsonb,
        took_ms = ${ended.state === 'done' ? ended.tookMs : null}, fault = ${ended.state === 'failed' ? ended.fault : null}
      where organisation_id = ${organisation_id} and id = ${id} and worker = ${worker} and state = 'running'`.execute(
    db,
  )

/** The worker goes: any other takes it up at once. It has not gone down. */
export const letGo = (db: Db, { organisation_id, id }: Key, worker: string) =>
  sql`update back_test set heartbeat_at = null, attempts = greatest(attempts - 1, 0)
      where organisation_id = ${organisation_id} and id = ${id} and worker = ${worker} and state = 'running'`.execute(
    db,
  )
