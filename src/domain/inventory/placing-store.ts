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

export interface ArrivalRow extends Omit<NewArrival, 'claims' | 'raw'> {
  readonly claims: DeviceClaims
  readonly raw: Record<string, string> | null
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

export const dropArrivals = (db: Db, organisationId: string, sourceId: string, keys: readonly string[]) =>
  sql`delete from arrival where organisation_id = ${organisationId} and source_id = ${sourceId} and source_key = any(${keys})`.execute(
    db,
  )

export const dropArrivalsOfRun = (db: Db, organisationId: string, runId: string) =>
  sql`delete from arrival where organisation_id = ${organisationId} and run_id = ${runId}`.execute(db)

/** Which of the waiting records are meant: those of a run and those that runs before it left, or these of a source. */
export type Scope = { readonly runId: string } | { readonly sourceId: string; readonly keys: readonly string[] }

const isMeant = (scope: Scope) =>
  'runId' in scope
    ? sql`(a.run_id is null or a.run_id not in (
        select r.id from run r where r.state in ('queued', 'running') and r.id <> ${scope.runId}))`
    : sql`(a.source_id = ${scope.sourceId} and a.source_key = any(${scope.keys}))`

/** A record, by the source that says it and what that calls it, with what the resolver compares. */
export interface ComparedRow {
  readonly source_id: string
  readonly source_key: string
  readonly claims: DeviceClaims
}

export const waiting = async (db: Db, organisationId: string, scope: Scope) =>
  (
    await sql<ComparedRow & { digest: string }>`
      select a.source_id, a.source_key, a.digest, a.claims from arrival a
      where a.organisation_id = ${organisationId} and a.device_id is null and ${isMeant(scope)}
      order by a.source_id, a.source_key`.execute(db)
  ).rows

const isPresent = sql`superseded_at is null and retracted_at is null`

/** At most so many are counted. */
export const countPresent = async (db: Db, organisationId: string, atMost: number) =>
  (
    await sql<{ n: number }>`
      select count(*) as n from (
        select from observation where organisation_id = ${organisationId} and ${isPresent} limit ${atMost}
      ) o`.execute(db)
  ).rows[0]!.n

export type PresentRow = ComparedRow & { readonly id: string; readonly device_id: string }

const presentColumns = sql`o.id, o.source_id, o.source_key, o.device_id, o.claims`

/** Present observations by id, from behind `after`. */
export const presentAfter = async (db: Db, organisationId: string, after: string | null, limit: number) =>
  (
    await sql<PresentRow>`
      select ${presentColumns} from observation o
      where o.organisation_id = ${organisationId} and ${isPresent} and (${after}::uuid is null or o.id > ${after}::uuid)
      order by o.id limit ${limit}`.execute(db)
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

/** Which of the ids a device has already, there or gone. */
export const takenIds = async (db: Db, organisationId: string, ids: readonly string[]) =>
  (
    await sql<{ id: string; is_gone: boolean; is_merged: boolean }>`
      select d.id, d.gone_at is not null as is_gone, exists (
        select from identity_entry e where e.organisation_id = d.organisation_id and e.from_device_id = d.id and e.kind = 'merge'
          and e.undone_at is null) as is_merged
      from device d where d.organisation_id = ${organisationId} and d.id = any(${ids})`.execute(db)
  ).rows

/** Writes down of which devices waiting records are. */
export const decide = (
  db: Db,
  organisationId: string,
  decisions: readonly { source_id: string; source_key: string; digest: string; device_id: string }[],
) =>
  sql`
    update arrival a set device_id = r.device_id
    from jsonb_to_recordset(${jsonRows(decisions)}) as r(source_id uuid, source_key text, digest text, device_id uuid)
    where a.organisation_id = ${organisationId} and a.source_id = r.source_id and a.source_key = r.source_key
      and a.digest = r.digest and a.device_id is null`.execute(db)

/** Records of the first devices that are decided, of each device all that are meant. */
export const decided = async (db: Db, organisationId: string, scope: Scope, limit: number) =>
  (
    await sql<ArrivalRow>`
      select a.source_id, a.source_key, a.run_id, a.at, a.observed_at, a.digest, a.claims, a.raw, a.device_id from arrival a
      where a.organisation_id = ${organisationId} and ${isMeant(scope)} and a.device_id in (
        select a.device_id from arrival a where a.organisation_id = ${organisationId} and a.device_id is not null and ${isMeant(scope)}
        order by a.device_id limit ${limit})
      order by a.device_id, a.source_id, a.source_key`.execute(db)
  ).rows
