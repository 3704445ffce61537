import { sql } from 'kysely'
import type { Row } from '#domain/inventory/inventory.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import type { FindingKey } from './finding-store.ts'

// Findings with all that hangs on them, as rows that go from device to device. Tables: finding, finding_event, finding_comment,
// decision_standing, device_past.

/** What findings keep of devices, by table. Of events and comments only whose they are. */
export interface FindingRows {
  readonly finding: readonly Row[]
  readonly standing: readonly Row[]
  readonly past: readonly Row[]
  readonly event: readonly Row[]
  readonly comment: readonly Row[]
}

export async function rowsOfDevices(
  db: Db,
  organisationId: string,
  deviceIds: readonly string[],
): Promise<FindingRows> {
  const { rows } = await sql<{ of: keyof FindingRows; row: Row }>`
    select 'finding' as of, to_jsonb(f) - 'organisation_id' - 'updated_at' as row from finding f
    where f.organisation_id = ${organisationId} and f.device_id = any(${deviceIds}::uuid[])
    union all
    select 'standing', to_jsonb(st) - 'organisation_id' from decision_standing st
    where st.organisation_id = ${organisationId} and st.device_id = any(${deviceIds}::uuid[])
    union all
    select 'past', to_jsonb(p) - 'organisation_id' - 'lineage' - 'is_last' from device_past p
    where p.organisation_id = ${organisationId} and p.device_id = any(${deviceIds}::uuid[])
    union all
    select 'event', jsonb_build_object('id', e.id, 'device_id', e.device_id, 'vulnerability_id', e.vulnerability_id, 'at', e.at)
    from finding_event e where e.organisation_id = ${organisationId} and e.device_id = any(${deviceIds}::uuid[])
    union all
    select 'comment', jsonb_build_object('id', n.id, 'device_id', n.device_id, 'vulnerability_id', n.vulnerability_id, 'at', n.written_at)
    from finding_comment n where n.organisation_id = ${organisationId} and n.device_id = any(${deviceIds}::uuid[])`.execute(
    db,
  )
  const of = (table: keyof FindingRows) => rows.filter((row) => row.of === table).map(({ row }) => row)
  return {
    finding: of('finding'),
    standing: of('standing'),
    past: of('past'),
    event: of('event'),
    comment: of('comment'),
  }
}

/** Which of these are matched on these configurations at all. */
export const matchedOn = async (
  db: Db,
  organisationId: string,
  keys: readonly { readonly configuration_id: string; readonly vulnerability_id: string }[],
) =>
  new Set(
    (
      await sql<{ key: string }>`
        select k.configuration_id || ' ' || k.vulnerability_id as key
        from jsonb_to_recordset(${jsonRows(keys)}) as k(configuration_id uuid, vulnerability_id text)
        where exists (select from match m where m.organisation_id = ${organisationId} and m.configuration_id = k.configuration_id
          and m.vulnerability_id = k.vulnerability_id)`.execute(db)
    ).rows.map(({ key }) => key),
  )

const withOrganisation = (organisationId: string) =>
  sql`jsonb_build_object('organisation_id', ${organisationId}::uuid, 'updated_at', now())`

export async function replaceFindings(
  db: Db,
  organisationId: string,
  remove: readonly FindingKey[],
  put: readonly Row[],
) {
  await sql`delete from finding f using jsonb_to_recordset(${jsonRows(remove)}) as k(device_id uuid, vulnerability_id text)
    where f.organisation_id = ${organisationId} and f.device_id = k.device_id and f.vulnerability_id = k.vulnerability_id`.execute(
    db,
  )
  await sql`insert into finding select r.* from jsonb_array_elements(${jsonRows(put)}) as e(row),
      jsonb_populate_record(null::finding, e.row || ${withOrganisation(organisationId)}) as r
    on conflict do nothing`.execute(db)
}

export async function replaceStandings(
  db: Db,
  organisationId: string,
  remove: readonly (FindingKey & { readonly decision_id: string })[],
  put: readonly Row[],
) {
  await sql`delete from decision_standing st
    using jsonb_to_recordset(${jsonRows(remove)}) as k(device_id uuid, vulnerability_id text, decision_id uuid)
    where st.organisation_id = ${organisationId} and st.device_id = k.device_id and st.vulnerability_id = k.vulnerability_id
      and st.decision_id = k.decision_id`.execute(db)
  await sql`insert into decision_standing select r.* from jsonb_array_elements(${jsonRows(put)}) as e(row),
      jsonb_populate_record(null::decision_standing, e.row || ${withOrganisation(organisationId)}) as r
    on conflict do nothing`.execute(db)
}

export async function replacePasts(
  db: Db,
  organisationId: string,
  deviceIds: readonly string[],
  remove: readonly Row[],
  put: readonly Row[],
) {
  await sql`delete from device_past p using jsonb_to_recordset(${jsonRows(remove)}) as k(device_id uuid, ended_at timestamptz)
    where p.organisation_id = ${organisationId} and p.device_id = k.device_id and p.ended_at = k.ended_at`.execute(db)
  await sql`insert into device_past select r.* from jsonb_array_elements(${jsonRows(put)}) as e(row),
      jsonb_populate_record(null::device_past, '{"is_last": false}'::jsonb || e.row || ${withOrganisation(organisationId)}) as r
    on conflict do nothing`.execute(db)
  await sql`select relate_pasts(${organisationId}, ${deviceIds}::uuid[])`.execute(db)
}

/** Of events and comments: whose they are from here on. */
export interface Owned {
  readonly id: string
  readonly device_id: string
}

export const giveEvents = (db: Db, organisationId: string, rows: readonly Owned[]) =>
  sql`update finding_event e set device_id = k.device_id from jsonb_to_recordset(${jsonRows(rows)}) as k(id uuid, device_id uuid)
      where e.organisation_id = ${organisationId} and e.id = k.id and e.device_id <> k.device_id`.execute(db)

export const giveComments = (db: Db, organisationId: string, rows: readonly Owned[]) =>
  sql`update finding_comment n set device_id = k.device_id from jsonb_to_recordset(${jsonRows(rows)}) as k(id uuid, device_id uuid)
      where n.organisation_id = ${organisationId} and n.id = k.id and n.device_id <> k.device_id`.execute(db)

/** Takes events out of the history, and gives them. */
export const takeEvents = async (db: Db, organisationId: string, ids: readonly string[]) =>
  (
    await sql<{ row: Row }>`
      delete from finding_event e where e.organisation_id = ${organisationId} and e.id = any(${ids}::uuid[])
      returning to_jsonb(e) - 'organisation_id' as row`.execute(db)
  ).rows.map(({ row }) => row)
