import { sql } from 'kysely'
import type { Component } from '#model/component.ts'
import type { Configuration } from '#model/matching.ts'
import type { SbomFormat, SbomRemark, VexStatement } from '#model/sbom.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows, storableJson } from '#platform/db/json-rows.ts'

export interface SbomRow {
  id: string
  file_id: string
  digest: string
  format: SbomFormat
  format_version: string
  serial_number: string
  revision: string
  author: string
  tool: string
  stated_at: string | null
  subject: Component
  manufacturer: string
  model: string
  versions: string
  components: number
  dependencies: number
  statements: number
  remarks: SbomRemark[]
  uploaded_at: string
  uploaded_by: string
  replaced_by: string | null
}

/** What decides which configurations a bill reaches. */
export type BoundRow = Pick<SbomRow, 'id' | 'manufacturer' | 'model' | 'versions' | 'stated_at' | 'uploaded_at'>

export const boundBills = async (db: Db, organisationId: string) =>
  (
    await sql<BoundRow>`
      select id, manufacturer, model, versions, stated_at, uploaded_at from sbom
      where organisation_id = ${organisationId} and removed_at is null and replaced_by is null order by id`.execute(db)
  ).rows

export const boundBillsDigest = async (db: Db, organisationId: string) =>
  (
    await sql<{ digest: string }>`
      select md5(coalesce(string_agg(row(id, manufacturer, model, versions, stated_at, uploaded_at)::text, E'\n' order by id), '')) as digest
      from sbom where organisation_id = ${organisationId} and removed_at is null and replaced_by is null`.execute(db)
  ).rows[0]!.digest

export async function findBill(db: Db, organisationId: string, id: string): Promise<SbomRow | undefined> {
  const { rows } = await sql<SbomRow>`
    select * from sbom where organisation_id = ${organisationId} and id = ${id} and removed_at is null`.execute(db)
  return rows[0]
}

export async function findSameBill(
  db: Db,
  organisationId: string,
  { digest, manufacturer, model, versions }: Pick<SbomRow, 'digest' | 'manufacturer' | 'model' | 'versions'>,
) {
  const { rows } = await sql<{ id: string }>`
    select id from sbom where organisation_id = ${organisationId} and digest = ${digest} and manufacturer = ${manufacturer}
      and model = ${model} and versions = ${versions} and removed_at is null`.execute(db)
  return rows[0]?.id
}

/** By manufacturer, model, versions and time, those in force before those that were replaced. */
export async function billPage(
  db: Db,
  organisationId: string,
  query: {
    q?: string | undefined
    component?: string | undefined
    inForce?: boolean | undefined
    after: readonly [string, string, string, string] | null
    limit: number
  },
) {
  const words = (query.q ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const conditions = [
    sql`organisation_id = ${organisationId} and removed_at is null`,
    ...words.map(
      (word) =>
        sql`lower(manufacturer || ' ' || model || ' ' || versions || ' ' || (subject ->> 'name')) like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`,
    ),
  ]
  // Each word in one component: `log4j 2.14`.
  const inside = (query.component ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  if (inside.length > 0)
    conditions.push(sql`exists (select from sbom_component c
      where c.organisation_id = sbom.organisation_id and c.sbom_id = sbom.id and ${sql.join(
        inside.map(
          (word) =>
            sql`lower(c.name || ' ' || c.version || ' ' || c.purl) like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`,
        ),
        sql` and `,
      )})`)
  if (query.inForce !== undefined) conditions.push(sql`(replaced_by is null) = ${query.inForce}`)
  if (query.after) {
    const [manufacturer, model, versions, id] = query.after
    conditions.push(
      sql`(manufacturer, model, versions, id) > (${manufacturer}::text, ${model}::text, ${versions}::text, ${id}::uuid)`,
    )
  }
  const { rows } = await sql<SbomRow>`
    select * from sbom where ${sql.join(conditions, sql` and `)}
    order by manufacturer, model, versions, id limit ${query.limit}`.execute(db)
  return rows
}

export const insertBill = (db: Db, organisationId: string, row: SbomRow) =>
  sql`
  insert into sbom (organisation_id, id, file_id, digest, format, format_version, serial_number, revision, author, tool,
    stated_at, subject, manufacturer, model, versions, components, dependencies, statements, remarks, uploaded_at,
    uploaded_by, replaced_by)
  values (${organisationId}, ${row.id}, ${row.file_id}, ${row.digest}, ${row.format}, ${row.format_version},
    ${row.serial_number}, ${row.revision}, ${row.author}, ${row.tool}, ${row.stated_at}, ${storableJson(row.subject)}::jsonb,
    ${row.manufacturer}, ${row.model}, ${row.versions}, ${row.components}, ${row.dependencies}, ${row.statements},
    ${storableJson(row.remarks)}::jsonb, ${row.uploaded_at}, ${row.uploaded_by}, ${row.replaced_by})`.execute(db)

export async function insertComponents(db: Db, organisationId: string, billId: string, rows: readonly Component[]) {
  const placed = rows.map((row, position) => ({ ...row, position }))
  for (let at = 0; at < placed.length; at += 5000)
    await sql`
      insert into sbom_component (organisation_id, sbom_id, position, name, version, supplier, purl, cpe)
      select ${organisationId}::uuid, ${billId}::uuid, c.* from jsonb_to_recordset(${jsonRows(placed.slice(at, at + 5000))})
        as c(position int, name text, version text, supplier text, purl text, cpe text)`.execute(db)
}

export async function insertStatements(db: Db, organisationId: string, billId: string, rows: readonly VexStatement[]) {
  const placed = rows.map((row, position) => ({ ...row, position }))
  for (let at = 0; at < placed.length; at += 2000)
    await sql`
      insert into sbom_statement (organisation_id, sbom_id, position, vulnerability_id, state, justification, response,
        detail, affects)
      select ${organisationId}::uuid, ${billId}::uuid, s.* from jsonb_to_recordset(${jsonRows(placed.slice(at, at + 2000))})
        as s(position int, "vulnerabilityId" text, state text, justification text, response jsonb, detail text,
          affects jsonb)`.execute(db)
}

export const markReplaced = (db: Db, organisationId: string, ids: readonly string[], by: string) =>
  sql`update sbom set replaced_by = ${by} where organisation_id = ${organisationId} and id = any(${ids}::uuid[])`.execute(
    db,
  )

export const markRemoved = (db: Db, organisationId: string, id: string) =>
  sql`update sbom set removed_at = now() where organisation_id = ${organisationId} and id = ${id}`.execute(db)

/** Of those that the bill had taken the place of, the newest stands again and the others behind it; or all behind `to`. */
export const handOnReplaced = (db: Db, organisationId: string, id: string, to: string | null) =>
  sql`
  update sbom set replaced_by = coalesce(${to}::uuid, nullif(newest.id, sbom.id))
  from (select id from sbom where organisation_id = ${organisationId} and replaced_by = ${id} and removed_at is null
    order by stated_at desc nulls last, uploaded_at desc, id desc limit 1) newest
  where organisation_id = ${organisationId} and replaced_by = ${id} and removed_at is null`.execute(db)

export const setBinding = (
  db: Db,
  organisationId: string,
  id: string,
  to: Pick<SbomRow, 'manufacturer' | 'model' | 'versions'>,
) =>
  sql`
  update sbom set manufacturer = ${to.manufacturer}, model = ${to.model}, versions = ${to.versions}, replaced_by = null
  where organisation_id = ${organisationId} and id = ${id}`.execute(db)

// components and statements -------------------------------------------------------------------------------------------

export interface ComponentRow extends Component {
  position: number
}

export async function componentPage(
  db: Db,
  organisationId: string,
  billId: string,
  query: { q?: string | undefined; after: readonly [string, number] | null; limit: number },
) {
  const words = (query.q ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const conditions = [
    sql`organisation_id = ${organisationId} and sbom_id = ${billId}`,
    ...words.map(
      (word) =>
        sql`lower(name || ' ' || version || ' ' || supplier || ' ' || purl || ' ' || cpe) like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`,
    ),
  ]
  if (query.after) conditions.push(sql`(lower(name), position) > (${query.after[0]}::text, ${query.after[1]}::int)`)
  const { rows } = await sql<ComponentRow & { key: string }>`
    select position, name, version, supplier, purl, cpe, lower(name) as key from sbom_component
    where ${sql.join(conditions, sql` and `)} order by lower(name), position limit ${query.limit}`.execute(db)
  return rows
}

export const componentsOfBills = async (db: Db, organisationId: string, billIds: readonly string[]) =>
  (
    await sql<ComponentRow & { sbom_id: string }>`
      select sbom_id, position, name, version, supplier, purl, cpe from sbom_component
      where organisation_id = ${organisationId} and sbom_id = any(${billIds}::uuid[]) order by sbom_id, position`.execute(
      db,
    )
  ).rows

/** Bills with a component of which the CPE name or the package URL begins so; and where a package tells its source, that may. */
export const billsContaining = async (
  db: Db,
  organisationId: string,
  { cpes, purls }: { readonly cpes: readonly string[]; readonly purls: readonly string[] },
) =>
  (
    await sql<{ id: string }>`
      select distinct sbom_id as id from sbom_component where organisation_id = ${organisationId} and (
        (cpe <> '' and concat_ws(':', split_part(lower(cpe), ':', 3), split_part(lower(cpe), ':', 4),
          split_part(lower(cpe), ':', 5)) = any(${cpes}::text[]))
        or (purl <> '' and split_part(split_part(split_part(purl, '@', 1), '?', 1), '#', 1) = any(${purls}::text[]))
        or (${purls.length > 0} and purl like '%upstream=%'))`.execute(db)
  ).rows.map(({ id }) => id)

export type StatementRow = VexStatement & { position: number; sbomId: string }

const statementColumns = sql`position, sbom_id as "sbomId", vulnerability_id as "vulnerabilityId", state, justification,
  response, detail, affects`

export const statementPage = async (
  db: Db,
  organisationId: string,
  billId: string,
  query: { after: number; limit: number },
) =>
  (
    await sql<StatementRow>`
      select ${statementColumns} from sbom_statement
      where organisation_id = ${organisationId} and sbom_id = ${billId} and position > ${query.after}
      order by position limit ${query.limit}`.execute(db)
  ).rows

export const statementsOfBills = async (db: Db, organisationId: string, billIds: readonly string[]) =>
  (
    await sql<StatementRow>`
      select ${statementColumns} from sbom_statement
      where organisation_id = ${organisationId} and sbom_id = any(${billIds}::uuid[]) order by sbom_id, position`.execute(
      db,
    )
  ).rows

export const billsById = async (db: Db, organisationId: string, ids: readonly string[]) =>
  (
    await sql<SbomRow & { removed_at: string | null }>`
      select * from sbom where organisation_id = ${organisationId} and id = any(${ids}::uuid[])`.execute(db)
  ).rows

export const namesOfComponents = async (db: Db, organisationId: string, billId: string, positions: readonly number[]) =>
  (
    await sql<{ position: number; name: string; version: string }>`
      select position, name, version from sbom_component
      where organisation_id = ${organisationId} and sbom_id = ${billId} and position = any(${positions}::int[])`.execute(
      db,
    )
  ).rows

// configurations and their devices ------------------------------------------------------------------------------------

export const configurationsById = async (db: Db, organisationId: string, ids: readonly string[]) =>
  (
    await sql<Configuration & { id: string }>`
      select id, manufacturer, model, model_number as "modelNumber", description, software_version as "softwareVersion",
        firmware_version as "firmwareVersion", operating_system as "operatingSystem"
      from configuration where organisation_id = ${organisationId} and id = any(${ids}::uuid[])`.execute(db)
  ).rows

/** Those that a device may have: what was left behind has none. */
export const presentConfigurations = async (db: Db, organisationId: string) =>
  (
    await sql<{ id: string }>`
      select id from configuration where organisation_id = ${organisationId} and not is_behind order by id`.execute(db)
  ).rows.map(({ id }) => id)

export const presentConfigurationsDigest = async (db: Db, organisationId: string) =>
  (
    await sql<{ digest: string }>`
      select concat_ws(' ', count(*), bit_xor(uuid_hash_extended(id, 0))) as digest from configuration
      where organisation_id = ${organisationId} and not is_behind`.execute(db)
  ).rows[0]!.digest

/** Configurations that devices have, of all or of these, and how many of the devices are on the worklist. */
export const devicesPerConfiguration = async (db: Db, organisationId: string, among?: readonly string[]) =>
  (
    await sql<{ id: string; devices: number; findings: number }>`
      select configuration_id as id, (count(*) filter (where is_active))::int as devices,
        coalesce(sum(open_findings) filter (where is_active), 0)::int as findings
      from device
      where organisation_id = ${organisationId} and gone_at is null
        and ${among ? sql`configuration_id = any(${among}::uuid[])` : sql`true`} group by 1`.execute(db)
  ).rows

export const configurationOfDevice = async (db: Db, organisationId: string, deviceId: string) =>
  (
    await sql<{ id: string }>`
      select configuration_id as id from device
      where organisation_id = ${organisationId} and id = ${deviceId} and gone_at is null`.execute(db)
  ).rows[0]?.id
