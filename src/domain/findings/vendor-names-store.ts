import { sql } from 'kysely'
import type { Answer } from '#model/finding.ts'
import type { Db } from '#platform/db/database.ts'

const standing = (organisationId: string) => sql`
  select configuration_id, count(*)::int as n from device
  where organisation_id = ${organisationId} and gone_at is null and is_active group by 1`

/** Devices of the worklist by configuration. */
export async function devicesOfConfigurations(db: Db, organisationId: string, ids: readonly string[]) {
  const { rows } = await sql<{ id: string; n: number }>`
    select configuration_id as id, count(*)::int as n from device
    where organisation_id = ${organisationId} and configuration_id = any(${ids}::uuid[]) and gone_at is null and is_active
    group by 1`.execute(db)
  return new Map(rows.map(({ id, n }) => [id, n]))
}

export interface StoredAnswer {
  readonly basis_id: string
  readonly vulnerability_id: string
  readonly answer: Answer
  readonly advisory_id: string
}

/** What is said of configurations now, of each by what it stands on; what was withdrawn is said no more. */
export async function storedAnswers(db: Db, organisationId: string, ids: readonly string[]) {
  const { rows: links } = await sql<{ configuration_id: string; basis_id: string }>`
    select configuration_id, basis_id from configuration_basis
    where organisation_id = ${organisationId} and configuration_id = any(${ids}::uuid[])`.execute(db)
  const basisIds = [...new Set(links.map(({ basis_id }) => basis_id))]
  const { rows } = await sql<StoredAnswer>`
    select basis_id, vulnerability_id, answer, advisory_id from basis_match
    where organisation_id = ${organisationId} and basis_id = any(${basisIds}::uuid[]) and withdrawn_at is null`.execute(
    db,
  )
  return { links, rows }
}

export async function advisoryTitles(db: Db, ids: readonly string[]) {
  const { rows } = await sql<{ id: string; trackingId: string; title: string }>`
    select id, tracking_id as "trackingId", title from advisory where id = any(${[...new Set(ids)]})`.execute(db)
  return new Map(rows.map(({ id, ...said }) => [id, said]))
}

export interface CountedVendor {
  readonly name: string
  readonly devices: number
  readonly configurations: number
  readonly models: number
}

/** Makers' names as the inventory writes them, with what stands under each on the worklist. */
export const vendorCounts = async (db: Db, organisationId: string) =>
  (
    await sql<CountedVendor>`
      select c.manufacturer as name, sum(d.n)::int as devices, count(*)::int as configurations, count(distinct c.model)::int as models
      from configuration c join (${standing(organisationId)}) d on d.configuration_id = c.id
      where c.organisation_id = ${organisationId} group by 1 order by 1`.execute(db)
  ).rows

/** Models and software below each maker's name. */
export const modelsOfVendors = async (db: Db, organisationId: string) =>
  (
    await sql<{ name: string; model: string; version: string; devices: number }>`
      select c.manufacturer as name, c.model, c.software_version as version, sum(d.n)::int as devices
      from configuration c join (${standing(organisationId)}) d on d.configuration_id = c.id
      where c.organisation_id = ${organisationId} and c.model <> '' and c.manufacturer <> '' group by 1, 2, 3`.execute(
      db,
    )
  ).rows
