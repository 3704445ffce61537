import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'

// What people say of whom to believe on which attribute. Tables: attribute_trust, trust_past; into the
// latter the database writes itself what was believed of a source in general.

interface TrustRow {
  source_id: string
  attribute: string
  trust: number
}

export const trustRows = async (db: Db, organisationId: string) =>
  (
    await sql<TrustRow>`
      select source_id, attribute, trust from attribute_trust where organisation_id = ${organisationId}`.execute(db)
  ).rows

/** What was in force at that moment and is not any more. An empty attribute stands for the source in general. */
export const trustRowsThen = async (db: Db, organisationId: string, at: string) =>
  (
    await sql<{ source_id: string; attribute: string; trust: number | null }>`
      select distinct on (source_id, attribute) source_id, attribute, trust from trust_past
      where organisation_id = ${organisationId} and until > ${at} order by source_id, attribute, until`.execute(db)
  ).rows

/** Null: as a source of its trade starts. What was in force before goes to the past. */
export async function writeTrust(
  db: Db,
  organisationId: string,
  rows: readonly { readonly source_id: string; readonly attribute: string; readonly trust: number | null }[],
) {
  if (rows.length === 0) return
  const wanted = sql`jsonb_to_recordset(${jsonRows(rows)}) as r(source_id uuid, attribute text, trust int)`
  await sql`insert into trust_past (organisation_id, source_id, attribute, trust, until)
      select ${organisationId}::uuid, r.source_id, r.attribute, t.trust, now() from ${wanted}
      left join attribute_trust t on t.organisation_id = ${organisationId} and t.source_id = r.source_id and t.attribute = r.attribute
      where t.trust is distinct from r.trust
      on conflict do nothing`.execute(db)
  await sql`delete from attribute_trust t using ${wanted}
      where t.organisation_id = ${organisationId} and t.source_id = r.source_id and t.attribute = r.attribute and r.trust is null`.execute(
    db,
  )
  await sql`insert into attribute_trust (organisation_id, source_id, attribute, trust)
      select ${organisationId}::uuid, r.source_id, r.attribute, r.trust from ${wanted} where r.trust is not null
      on conflict (organisation_id, source_id, attribute) do update set trust = excluded.trust`.execute(db)
}

export interface WeighedRow {
  id: string
  source_id: string
  device_id: string
  observed_at: string
  claims: Record<string, unknown>
}

/**
 * Present claims on some attributes, of devices on which one of these sources and another one speak; by device, from behind `after`.
 * All claims of a device are in one page.
 */
export const weighedClaims = async (
  db: Db,
  organisationId: string,
  asked: {
    readonly sourceIds: readonly string[]
    readonly attributes: readonly string[]
    /** What else of the claims is told, where it is there. */
    readonly beside: readonly string[]
    readonly after: string | null
    readonly limit: number
  },
) =>
  (
    await sql<WeighedRow>`
      with concerned as materialized (
        select distinct device_id from observation
        where organisation_id = ${organisationId} and source_id = any(${asked.sourceIds}::uuid[]) and superseded_at is null and retracted_at is null
          and (${asked.after}::uuid is null or device_id > ${asked.after}::uuid)
        order by device_id limit ${asked.limit}
      )
      select o.id, o.source_id, o.device_id, o.observed_at,
        (select coalesce(jsonb_object_agg(e.key, e.value), '{}') from jsonb_each(o.claims) e
          where e.key = any(${[...asked.attributes, ...asked.beside]})) as claims
      from concerned s
      join observation o on o.organisation_id = ${organisationId} and o.device_id = s.device_id
        and o.superseded_at is null and o.retracted_at is null
      order by o.device_id, o.id`.execute(db)
  ).rows
