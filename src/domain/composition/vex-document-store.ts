import { sql } from 'kysely'
import type { SbomRemark, VexStatement } from '#model/sbom.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows, storableJson } from '#platform/db/json-rows.ts'

export interface VexDocumentRow {
  id: string
  file_id: string
  digest: string
  format_version: string
  serial_number: string
  revision: number
  author: string
  tool: string
  stated_at: string | null
  statements: number
  remarks: SbomRemark[]
  uploaded_at: string
  uploaded_by: string
  replaced_by: string | null
}

export interface NamedBill {
  serial: string
  revision: number
}

export const insertDocument = (db: Db, organisationId: string, row: VexDocumentRow) =>
  sql`
  insert into vex_document (organisation_id, id, file_id, digest, format_version, serial_number, revision, author, tool,
    stated_at, statements, remarks, uploaded_at, uploaded_by, replaced_by)
  values (${organisationId}, ${row.id}, ${row.file_id}, ${row.digest}, ${row.format_version}, ${row.serial_number},
    ${row.revision}, ${row.author}, ${row.tool}, ${row.stated_at}, ${row.statements}, ${storableJson(row.remarks)}::jsonb,
    ${row.uploaded_at}, ${row.uploaded_by}, ${row.replaced_by})`.execute(db)

export async function insertStatements(db: Db, organisationId: string, vexId: string, rows: readonly VexStatement[]) {
  const placed = rows.map((row, position) => ({ ...row, position }))
  for (let at = 0; at < placed.length; at += 2000)
    await sql`
      insert into vex_statement (organisation_id, vex_id, position, vulnerability_id, state, justification, response,
        detail, affects)
      select ${organisationId}::uuid, ${vexId}::uuid, s.* from jsonb_to_recordset(${jsonRows(placed.slice(at, at + 2000))})
        as s(position int, "vulnerabilityId" text, state text, justification text, response jsonb, detail text,
          affects jsonb)`.execute(db)
}

export const insertNamedBills = (db: Db, organisationId: string, vexId: string, bills: readonly NamedBill[]) =>
  sql`
  insert into vex_named_bill (organisation_id, vex_id, serial_number, revision)
  select ${organisationId}::uuid, ${vexId}::uuid, b.* from jsonb_to_recordset(${jsonRows(bills)})
    as b(serial text, revision int)`.execute(db)

export const insertLinks = (
  db: Db,
  organisationId: string,
  rows: readonly { sbomId: string; vexId: string; places: Readonly<Record<string, number>> }[],
) =>
  sql`
  insert into vex_link (organisation_id, sbom_id, vex_id, places)
  select ${organisationId}::uuid, l.* from jsonb_to_recordset(${jsonRows(rows)})
    as l("sbomId" uuid, "vexId" uuid, places jsonb)`.execute(db)

export async function findDocument(db: Db, organisationId: string, id: string) {
  const { rows } = await sql<VexDocumentRow>`
    select * from vex_document where organisation_id = ${organisationId} and id = ${id} and removed_at is null`.execute(
    db,
  )
  return rows[0]
}

export async function findSameDocument(db: Db, organisationId: string, digest: string) {
  const { rows } = await sql<{ id: string }>`
    select id from vex_document
    where organisation_id = ${organisationId} and digest = ${digest} and removed_at is null`.execute(db)
  return rows[0]?.id
}

/** Those in force that count themselves revisions of the same document. */
export const documentsOfSerial = async (db: Db, organisationId: string, serial: string) =>
  (
    await sql<Pick<VexDocumentRow, 'id' | 'revision' | 'stated_at' | 'author'>>`
      select id, revision, stated_at, author from vex_document
      where organisation_id = ${organisationId} and serial_number = ${serial} and serial_number <> ''
        and removed_at is null and replaced_by is null order by revision desc, stated_at desc nulls last, id`.execute(
      db,
    )
  ).rows

export const markReplaced = (db: Db, organisationId: string, ids: readonly string[], by: string) =>
  sql`
  update vex_document set replaced_by = ${by}
  where organisation_id = ${organisationId} and id = any(${ids}::uuid[])`.execute(db)

export const markRemoved = (db: Db, organisationId: string, id: string) =>
  sql`update vex_document set removed_at = now() where organisation_id = ${organisationId} and id = ${id}`.execute(db)

/** Of those that the document had taken the place of, the newest stands again and the others behind it; or all behind `to`. */
export const handOnReplaced = (db: Db, organisationId: string, id: string, to: string | null) =>
  sql`
  update vex_document set replaced_by = coalesce(${to}::uuid, nullif(newest.id, vex_document.id))
  from (select id from vex_document where organisation_id = ${organisationId} and replaced_by = ${id} and removed_at is null
    order by revision desc, stated_at desc nulls last, uploaded_at desc, id desc limit 1) newest
  where organisation_id = ${organisationId} and replaced_by = ${id} and removed_at is null`.execute(db)

/** Documents, in force or not, that name a bill. */
export const documentsNaming = async (db: Db, organisationId: string, { serial, revision }: NamedBill) =>
  (
    await sql<{ id: string }>`
      select d.id from vex_named_bill b join vex_document d on (d.organisation_id, d.id) = (b.organisation_id, b.vex_id)
      where b.organisation_id = ${organisationId} and b.serial_number = ${serial} and b.revision = ${revision}
        and d.removed_at is null order by d.id`.execute(db)
  ).rows.map(({ id }) => id)

export interface KnownBill {
  id: string
  file_id: string
  digest: string
  serial_number: string
  revision: string
  manufacturer: string
  model: string
  versions: string
  replaced_by: string | null
}

/** Bills of these serial numbers, whatever their revision. */
export const billsOfSerials = async (db: Db, organisationId: string, serials: readonly string[]) =>
  (
    await sql<KnownBill>`
      select id, file_id, digest, serial_number, revision, manufacturer, model, versions, replaced_by from sbom
      where organisation_id = ${organisationId} and format = 'cyclonedx' and removed_at is null
        and lower(serial_number) = any(${serials.flatMap((one) => [one, `urn:uuid:${one}`])}::text[])
      order by manufacturer, model, versions, id`.execute(db)
  ).rows

export interface LinkRow {
  sbomId: string
  vexId: string
  places: Record<string, number>
}

/** What documents in force refer to in these bills. */
export const linksOfBills = async (db: Db, organisationId: string, billIds: readonly string[] | null) =>
  (
    await sql<LinkRow>`
      select l.sbom_id as "sbomId", l.vex_id as "vexId", l.places
      from vex_link l join vex_document d on (d.organisation_id, d.id) = (l.organisation_id, l.vex_id)
      where l.organisation_id = ${organisationId} and (${billIds}::uuid[] is null or l.sbom_id = any(${billIds}::uuid[]))
        and d.removed_at is null and d.replaced_by is null order by l.sbom_id, l.vex_id`.execute(db)
  ).rows

export const linksOfDocument = async (db: Db, organisationId: string, vexId: string) =>
  (
    await sql<LinkRow>`
      select sbom_id as "sbomId", vex_id as "vexId", places from vex_link
      where organisation_id = ${organisationId} and vex_id = ${vexId} order by sbom_id`.execute(db)
  ).rows

export const documentsById = async (db: Db, organisationId: string, ids: readonly string[]) =>
  (
    await sql<VexDocumentRow>`
      select * from vex_document where organisation_id = ${organisationId} and id = any(${ids}::uuid[])`.execute(db)
  ).rows

export type VexStatementRow = VexStatement & { position: number; vexId: string }

const statementColumns = sql`position, vex_id as "vexId", vulnerability_id as "vulnerabilityId", state, justification,
  response, detail, affects`

export const statementsOfDocuments = async (db: Db, organisationId: string, ids: readonly string[]) =>
  (
    await sql<VexStatementRow>`
      select ${statementColumns} from vex_statement
      where organisation_id = ${organisationId} and vex_id = any(${ids}::uuid[]) order by vex_id, position`.execute(db)
  ).rows

export const statementPage = async (
  db: Db,
  organisationId: string,
  vexId: string,
  query: { after: number; limit: number },
) =>
  (
    await sql<VexStatementRow>`
      select ${statementColumns} from vex_statement
      where organisation_id = ${organisationId} and vex_id = ${vexId} and position > ${query.after}
      order by position limit ${query.limit}`.execute(db)
  ).rows

/** Each bill that a document names, with the bills here of that serial number and revision. */
export const namedBills = async (db: Db, organisationId: string, vexIds: readonly string[]) =>
  (
    await sql<NamedBill & { vexId: string; isHere: boolean; isBound: boolean }>`
      select b.vex_id as "vexId", b.serial_number as serial, b.revision, exists (
          select from vex_link l join sbom s on (s.organisation_id, s.id) = (l.organisation_id, l.sbom_id)
          where l.organisation_id = b.organisation_id and l.vex_id = b.vex_id and s.removed_at is null
            and lower(s.serial_number) in (b.serial_number, 'urn:uuid:' || b.serial_number)
            and (case when s.revision = '' then '1' else s.revision end) = b.revision::text) as "isHere",
        exists (select from awaited_bill_binding a where a.organisation_id = b.organisation_id and a.revoked_at is null
          and a.serial_number = b.serial_number and a.revision = b.revision) as "isBound"
      from vex_named_bill b
      where b.organisation_id = ${organisationId} and b.vex_id = any(${vexIds}::uuid[])
      order by b.vex_id, b.serial_number, b.revision`.execute(db)
  ).rows

export async function documentPage(
  db: Db,
  organisationId: string,
  query: { sbom?: string | undefined; after: readonly [string, string] | null; limit: number },
) {
  const conditions = [sql`organisation_id = ${organisationId} and removed_at is null`]
  if (query.sbom)
    conditions.push(sql`exists (select from vex_link l where l.organisation_id = vex_document.organisation_id
      and l.vex_id = vex_document.id and l.sbom_id = ${query.sbom})`)
  if (query.after) conditions.push(sql`(uploaded_at, id) < (${query.after[0]}::timestamptz, ${query.after[1]}::uuid)`)
  const { rows } = await sql<VexDocumentRow & { key: string }>`
    select *, uploaded_at::text as key from vex_document where ${sql.join(conditions, sql` and `)}
    order by uploaded_at desc, id desc limit ${query.limit}`.execute(db)
  return rows
}
