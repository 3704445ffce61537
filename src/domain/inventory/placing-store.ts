import { sql } from 'kysely'
import type { DeviceClaims } from '#model/device.ts'
import { copyRows } from '#platform/db/copy.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'

/** As it is written: claims and raw are JSON texts already. */
export interface NewArrival {
  readonly source_id: string
  readonly source_key: string
  readonly run_id: string | null
  readonly at: string
  readonly observed_at: string
  readonly digest: string
  readonly claims: string
  readonly raw: string | null
}

/** A waiting record of which it is known what device it is of; its claims are JSON text. */
export interface DecidedRow extends Omit<NewArrival, 'raw'> {
  readonly device_id: string
}

/** Digests of the records of a source that wait for their place, by key. */
export const waitingByKey = async (db: Db, organisationId: string, sourceId: string, keys: readonly string[]) =>
  new Map(
    (
      await sql<{ source_key: string; digest: string }>`
        select source_key, digest from arrival
        where organisation_id = ${organisationId} and source_id = ${sourceId} and source_key = any(${keys})`.execute(db)
    ).rows.map((row) => [row.source_key, row.digest] as const),
  )

const columns = ['source_id', 'source_key', 'run_id', 'at', 'observed_at', 'digest', 'claims', 'raw'] as const

export const insertArrivals = (db: Db, organisationId: string, rows: readonly NewArrival[]) =>
  copyRows(
    db,
    'arrival',
    ['organisation_id', ...columns],
    Iterator.from(rows).map((row) => [organisationId, ...columns.map((column) => row[column])]),
  )

export async function dropArrivals(db: Db, organisationId: string, sourceId: string, keys: readonly string[]) {
  for (const table of [sql`arrival_place`, sql`arrival`])
    await sql`delete from ${table} where organisation_id = ${organisationId} and source_id = ${sourceId} and source_key = any(${keys})`.execute(
      db,
    )
}

export async function dropArrivalsOfRun(db: Db, organisationId: string, runId: string) {
  await sql`delete from arrival_place p using arrival a where ${isPlaceOf} and a.organisation_id = ${organisationId} and a.run_id = ${runId}`.execute(
    db,
  )
  await sql`delete from arrival where organisation_id = ${organisationId} and run_id = ${runId}`.execute(db)
}

/** Of `arrival a` and `arrival_place p`. */
const isPlaceOf = sql`(p.organisation_id = a.organisation_id and p.source_id = a.source_id and p.source_key = a.source_key and p.digest = a.digest)`

/** Which of the waiting records are meant: those of a run and those that runs before it left, or these of a source. */
export type Scope = { readonly runId: string } | { readonly sourceId: string; readonly keys: readonly string[] }

const isMeant = (scope: Scope) =>
  'runId' in scope
    ? sql`(a.run_id is null or a.run_id not in (
        select r.id from run r where r.state in ('queued', 'running') and r.id <> ${scope.runId}))`
    : sql`(a.source_id = ${scope.sourceId} and a.source_key = any(${scope.keys}))`

/** A record, by the source that says it and what that calls it, with what the resolver compares, as JSON text. */
export interface ComparedRow {
  readonly source_id: string
  readonly source_key: string
  readonly claims: string
}

/** A record that waits for its place, as it is told now. */
export interface WaitingRow {
  readonly source_id: string
  readonly source_key: string
  readonly digest: string
}

const isWaiting = (organisationId: string, scope: Scope) =>
  sql`a.organisation_id = ${organisationId} and ${isMeant(scope)} and not exists (select from arrival_place p where ${isPlaceOf})`

export const waiting = async (db: Db, organisationId: string, scope: Scope) =>
  (
    await sql<ComparedRow & WaitingRow>`
      select a.source_id, a.source_key, a.digest, a.claims::text as claims from arrival a
      where ${isWaiting(organisationId, scope)} order by a.source_id, a.source_key`.execute(db)
  ).rows

/** The same without what they say. */
export const stillWaiting = async (db: Db, organisationId: string, scope: Scope) =>
  (
    await sql<WaitingRow>`
      select a.source_id, a.source_key, a.digest from arrival a where ${isWaiting(organisationId, scope)}`.execute(db)
  ).rows

const isPresent = sql`superseded_at is null and retracted_at is null`

/** A record whose device is known: one that was observed, or one that waits and is decided. */
export interface StandingRow {
  /** What is said by it: another id is another record, or says something else. */
  readonly id: string
  readonly device_id: string
}

export type PresentRow = ComparedRow & StandingRow

const presentColumns = sql`o.id, o.source_id, o.source_key, o.device_id, o.claims::text as claims`
const decidedId = sql`(a.source_id || ' ' || a.digest || ' ' || a.source_key)`
const isDecided = (organisationId: string) =>
  sql`arrival a join arrival_place p on ${isPlaceOf} where a.organisation_id = ${organisationId}`

/** Records whose device is known; at most so many are counted. */
export const countPresent = async (db: Db, organisationId: string, atMost: number) =>
  (
    await sql<{ n: number }>`
      select count(*) as n from (
        select from observation where organisation_id = ${organisationId} and ${isPresent}
        union all select from ${isDecided(organisationId)}
        limit ${atMost}
      ) o`.execute(db)
  ).rows[0]!.n

/** Present observations by id, from behind `after`. */
export const presentAfter = async (db: Db, organisationId: string, after: string | null, limit: number) =>
  (
    await sql<PresentRow>`
      select ${presentColumns} from observation o
      where o.organisation_id = ${organisationId} and ${isPresent} and (${after}::uuid is null or o.id > ${after}::uuid)
      order by o.id limit ${limit}`.execute(db)
  ).rows

/** Waiting records that are decided, by source and key, from behind `after`. */
export const decidedAfter = async (
  db: Db,
  organisationId: string,
  after: Pick<ComparedRow, 'source_id' | 'source_key'> | null,
  limit: number,
) =>
  (
    await sql<PresentRow>`
      select ${decidedId} as id, a.source_id, a.source_key, p.device_id, a.claims::text as claims from ${isDecided(organisationId)}
        and (${after?.source_id ?? null}::uuid is null
          or (a.source_id, a.source_key) > (${after?.source_id ?? null}::uuid, ${after?.source_key ?? ''}))
      order by a.source_id, a.source_key limit ${limit}`.execute(db)
  ).rows

/** Present observations of the devices, and of the first `sample` of all devices: ids are drawn by lot, so is the sample. */
export const presentAround = async (db: Db, organisationId: string, deviceIds: readonly string[], sample: number) =>
  (
    await sql<PresentRow>`
      select ${presentColumns} from observation o
      where o.organisation_id = ${organisationId} and ${isPresent} and o.device_id in (
        select unnest(${deviceIds}::uuid[])
        union select id from (
          select id from device where organisation_id = ${organisationId} and gone_at is null order by id limit ${sample}
        ) d)
      order by o.id`.execute(db)
  ).rows

/** Which records stand where, without what they say: all, or those that stand in one of the devices. */
export const standing = async (db: Db, organisationId: string, deviceIds: readonly string[] | 'all') => {
  const inDevices = (column: ReturnType<typeof sql>) =>
    deviceIds === 'all' ? sql`true` : sql`${column} = any(${deviceIds}::uuid[])`
  return (
    await sql<StandingRow>`
      select o.id::text, o.device_id from observation o
      where o.organisation_id = ${organisationId} and ${isPresent} and ${inDevices(sql`o.device_id`)}
      union all select ${decidedId}, p.device_id from ${isDecided(organisationId)} and ${inDevices(sql`p.device_id`)}`.execute(
      db,
    )
  ).rows
}

/** What records say whose device is known. */
export const claimsOf = async (db: Db, organisationId: string, ids: readonly string[]) =>
  (
    await sql<{ claims: DeviceClaims }>`
      select o.claims from observation o
      where o.organisation_id = ${organisationId} and o.id = any(${ids.filter((id) => !id.includes(' '))}::uuid[])
      union all select a.claims from ${isDecided(organisationId)} and ${decidedId} = any(${ids.filter((id) => id.includes(' '))}::text[])`.execute(
      db,
    )
  ).rows.map(({ claims }) => claims)

/** Devices with something in common with the sought; what more than `most` bear tells nothing. */
export const devicesBearing = async (
  db: Db,
  organisationId: string,
  sought: readonly { readonly kind: string; readonly value: string }[],
  most: number,
): Promise<string[]> =>
  (
    await sql<{ id: string }>`
      select distinct d.id from jsonb_to_recordset(${jsonRows(sought)}) as s(kind text, value text)
      cross join lateral (
        select array_agg(distinct i.device_id) as ids from (
          select device_id from identifier i
          where i.organisation_id = ${organisationId} and i.kind = s.kind and i.value = s.value limit ${most + 1}
        ) i
        having count(*) <= ${most}
      ) b
      cross join lateral unnest(b.ids) as d(id)
      order by 1`.execute(db)
  ).rows.map(({ id }) => id)

/** Which of the ids a device has already, there or gone, or shall have. */
export const takenIds = async (db: Db, organisationId: string, ids: readonly string[]) =>
  (
    await sql<{ id: string; is_gone: boolean; is_merged: boolean }>`
      select d.id, d.gone_at is not null as is_gone, exists (
        select from identity_entry e where e.organisation_id = d.organisation_id and e.from_device_id = d.id and e.kind = 'merge'
          and e.undone_at is null) as is_merged
      from device d where d.organisation_id = ${organisationId} and d.id = any(${ids})
      union all select distinct p.device_id, false, false from ${isDecided(organisationId)} and p.device_id = any(${ids})`.execute(
      db,
    )
  ).rows

/** Which of the ids are those of devices that are there. */
export const devicesThere = async (db: Db, organisationId: string, ids: readonly string[]) =>
  (
    await sql<{ id: string }>`
      select id from device where organisation_id = ${organisationId} and id = any(${ids}) and gone_at is null`.execute(
      db,
    )
  ).rows.map(({ id }) => id)

/** Writes down of which devices waiting records are; what is written already stays. To be called with the inventory locked. */
export const decide = (
  db: Db,
  organisationId: string,
  decisions: readonly { source_id: string; source_key: string; digest: string; device_id: string }[],
) =>
  sql`
    insert into arrival_place as before (organisation_id, source_id, source_key, digest, device_id)
    select a.organisation_id, a.source_id, a.source_key, a.digest, r.device_id
    from jsonb_to_recordset(${jsonRows(decisions)}) as r(source_id uuid, source_key text, digest text, device_id uuid)
    join arrival a on a.organisation_id = ${organisationId} and a.source_id = r.source_id and a.source_key = r.source_key
      and a.digest = r.digest
    on conflict (organisation_id, source_id, source_key) do update set digest = excluded.digest, device_id = excluded.device_id
    where before.digest <> excluded.digest`.execute(db)

/**
 * Records of the first devices that are decided, of each device all that are meant. Places are walked by device, and each looks its
 * record up: both tables fill and empty within minutes, and what the planner knows of them is of another hour.
 */
export async function decided(db: Db, organisationId: string, scope: Scope, limit: number): Promise<DecidedRow[]> {
  const isNamed =
    'runId' in scope ? sql`true` : sql`(p.source_id = ${scope.sourceId} and p.source_key = any(${scope.keys}))`
  const record = sql`(select a.* from arrival a where ${isPlaceOf} and ${isMeant(scope)} limit 1)`
  const { rows: first } = await sql<{ device_id: string }>`
    select p.device_id from arrival_place p cross join lateral ${record} a
    where p.organisation_id = ${organisationId} and ${isNamed} order by p.device_id limit ${limit}`.execute(db)
  const ids = [...new Set(first.map(({ device_id }) => device_id))]
  const { rows } = await sql<DecidedRow>`
    select a.source_id, a.source_key, a.run_id, a.at, a.observed_at, a.digest, a.claims::text as claims, p.device_id
    from arrival_place p cross join lateral ${record} a
    where p.organisation_id = ${organisationId} and ${isNamed} and p.device_id = any(${ids}::uuid[])
    order by p.device_id, a.source_id, a.source_key`.execute(db)
  return rows
}

/** Makes observations of waiting records: what they say need not be sent to and fro. */
export const observeArrivals = (
  db: Db,
  organisationId: string,
  rows: readonly {
    readonly id: string
    readonly source_id: string
    readonly source_key: string
    readonly device_id: string
  }[],
) =>
  sql`
    insert into observation (organisation_id, id, source_id, source_key, run_id, device_id, observed_at, digest, claims, raw)
    select a.organisation_id, r.id, a.source_id, a.source_key, a.run_id, r.device_id, a.observed_at, a.digest, a.claims, a.raw
    from jsonb_to_recordset(${jsonRows(
      rows.map(({ id, source_id, source_key, device_id }) => ({ id, source_id, source_key, device_id })),
    )}) as r(id uuid, source_id uuid, source_key text, device_id uuid)
    join arrival a on a.organisation_id = ${organisationId} and a.source_id = r.source_id and a.source_key = r.source_key`.execute(
    db,
  )
