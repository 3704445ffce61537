import { type RawBuilder, sql } from 'kysely'
import type { AwaitedBillBinding } from '#model/sbom.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import type { NamedBill } from './vex-document-store.ts'

// Bills that VEX documents name and that are not here, and which models a person said they are of.

export interface AwaitedRow extends NamedBill {
  readonly id: string
  readonly manufacturer: string
  readonly model: string
  readonly versions: string
  readonly bound_at: string
  readonly bound_by: string
}

/** The bills that are here of serial number and revision of `name`. */
const billsNamed = (organisationId: string, name: string): RawBuilder<unknown> => sql`
  sbom s where s.organisation_id = ${organisationId} and s.format = 'cyclonedx' and s.removed_at is null
    and lower(s.serial_number) in (${sql.ref(name)}.serial_number, 'urn:uuid:' || ${sql.ref(name)}.serial_number)
    and (case when s.revision = '' then '1' else s.revision end) = ${sql.ref(name)}.revision::text`

const isAwaited = (organisationId: string, name: string) =>
  sql`not exists (select from ${billsNamed(organisationId, name)})`

const isOfDocumentInForce = sql`d.removed_at is null and d.replaced_by is null`

const columns = sql`b.id, b.serial_number as serial, b.revision, b.manufacturer, b.model, b.versions, b.bound_at, b.bound_by`

/** Bindings that count: nobody took them back, and the bill has not come. */
export const bindingsThatCount = async (db: Db, organisationId: string) =>
  (
    await sql<AwaitedRow>`
      select ${columns} from awaited_bill_binding b
      where b.organisation_id = ${organisationId} and b.revoked_at is null and ${isAwaited(organisationId, 'b')}
      order by b.id`.execute(db)
  ).rows

/** Another where these are others. */
export const bindingsDigest = async (db: Db, organisationId: string) =>
  (
    await sql<{ digest: string }>`
      select coalesce(string_agg(b.id::text, ' ' order by b.id), '') as digest from awaited_bill_binding b
      where b.organisation_id = ${organisationId} and b.revoked_at is null and ${isAwaited(organisationId, 'b')}`.execute(
      db,
    )
  ).rows[0]!.digest

export const findBinding = async (
  db: Db,
  organisationId: string,
  one: Pick<AwaitedRow, 'serial' | 'revision' | 'manufacturer' | 'model'>,
) =>
  (
    await sql<{ id: string }>`
      select id from awaited_bill_binding where organisation_id = ${organisationId} and revoked_at is null
        and serial_number = ${one.serial} and revision = ${one.revision} and manufacturer = ${one.manufacturer}
        and model = ${one.model}`.execute(db)
  ).rows[0]?.id

export const insertBinding = (
  db: Db,
  organisationId: string,
  row: Omit<AwaitedRow, 'bound_at'> & { readonly reason: string },
) =>
  sql`
  insert into awaited_bill_binding (organisation_id, id, serial_number, revision, manufacturer, model, versions, reason, bound_by)
  values (${organisationId}, ${row.id}, ${row.serial}, ${row.revision}, ${row.manufacturer}, ${row.model}, ${row.versions},
    ${row.reason}, ${row.bound_by})`.execute(db)

/** Undefined where it is not in force. */
export const revokeBinding = async (db: Db, organisationId: string, id: string, by: string, reason: string) =>
  (
    await sql<AwaitedRow>`
      update awaited_bill_binding b set revoked_at = now(), revoked_by = ${by}, revoked_reason = ${reason}
      where b.organisation_id = ${organisationId} and b.id = ${id} and b.revoked_at is null returning ${columns}`.execute(
      db,
    )
  ).rows[0]

/** Documents in force that name these bills. */
export const documentsNaming = async (db: Db, organisationId: string, names: readonly NamedBill[]) =>
  (
    await sql<NamedBill & { vexId: string }>`
      select distinct n.serial, n.revision, d.id as "vexId"
      from jsonb_to_recordset(${jsonRows(names.map(({ serial, revision }) => ({ serial, revision })))}) as n(serial text, revision int)
      join vex_named_bill b on b.organisation_id = ${organisationId} and b.serial_number = n.serial and b.revision = n.revision
      join vex_document d on d.organisation_id = b.organisation_id and d.id = b.vex_id and ${isOfDocumentInForce}
      order by 1, 2, 3`.execute(db)
  ).rows

/** Bills in force that a document links to. */
export const linkedBills = async (db: Db, organisationId: string) =>
  (
    await sql<{ id: string }>`
      select distinct s.id from vex_link l
      join vex_document d on d.organisation_id = l.organisation_id and d.id = l.vex_id and ${isOfDocumentInForce}
      join sbom s on s.organisation_id = l.organisation_id and s.id = l.sbom_id and s.removed_at is null and s.replaced_by is null
      where l.organisation_id = ${organisationId}`.execute(db)
  ).rows.map(({ id }) => id)

export interface WaitingRow extends NamedBill {
  readonly documents: number
  readonly vulnerabilities: number
  /** The last that came. */
  readonly vexId: string
  readonly author: string
  /** Revisions of the bill that are here instead. */
  readonly otherRevisions: string[]
  /** Set where the bill is here, and of a model that no device is. */
  readonly sbomId: string | null
  readonly manufacturer: string | null
  readonly model: string | null
}

/** Bills that documents in force name and nobody bound: those that are not here, and of those that are, these. */
export const waitingPage = async (
  db: Db,
  organisationId: string,
  query: {
    readonly fittingNone: readonly string[]
    readonly q?: string | undefined
    readonly after: readonly [string, number] | null
    readonly limit: number
  },
) => {
  const words = (query.q ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const conditions = words.map(
    (word) => sql`lower(n.serial_number || ' ' || said.author) like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`,
  )
  if (query.after)
    conditions.push(sql`(n.serial_number, n.revision) > (${query.after[0]}::text, ${query.after[1]}::int)`)
  const { rows } = await sql<WaitingRow>`
    select n.serial_number as serial, n.revision, cardinality(said.ids) as documents, said.ids[1] as "vexId", said.author,
      (select count(distinct t.vulnerability_id)::int from vex_statement t
        where t.organisation_id = ${organisationId} and t.vex_id = any(said.ids)
          and exists (select from jsonb_array_elements(t.affects) a where split_part(lower(trim(a ->> 'ref')), '#', 1)
            = 'urn:cdx:' || n.serial_number || '/' || n.revision)) as vulnerabilities,
      array(select distinct case when s.revision = '' then '1' else s.revision end from sbom s
        where s.organisation_id = ${organisationId} and s.format = 'cyclonedx' and s.removed_at is null
          and lower(s.serial_number) in (n.serial_number, 'urn:uuid:' || n.serial_number) order by 1) as "otherRevisions",
      here.id as "sbomId", here.manufacturer, here.model
    from (select distinct b.serial_number, b.revision from vex_named_bill b
      join vex_document d on d.organisation_id = b.organisation_id and d.id = b.vex_id and ${isOfDocumentInForce}
      where b.organisation_id = ${organisationId}) n
    left join lateral (select s.id, s.manufacturer, s.model from ${billsNamed(organisationId, 'n')}
      and s.replaced_by is null and s.id = any(${query.fittingNone}::uuid[]) order by s.id limit 1) here on true
    cross join lateral (
      select array_agg(d.id order by d.uploaded_at desc, d.id) as ids, (array_agg(d.author order by d.uploaded_at desc, d.id))[1] as author
      from vex_named_bill b
      join vex_document d on d.organisation_id = b.organisation_id and d.id = b.vex_id and ${isOfDocumentInForce}
      where b.organisation_id = ${organisationId} and b.serial_number = n.serial_number and b.revision = n.revision
    ) said
    where ${sql.join(
      [
        sql`(here.id is not null or (${isAwaited(organisationId, 'n')} and not exists (select from awaited_bill_binding b
          where b.organisation_id = ${organisationId} and b.revoked_at is null and b.serial_number = n.serial_number
            and b.revision = n.revision)))`,
        ...conditions,
      ],
      sql` and `,
    )}
    order by n.serial_number, n.revision limit ${query.limit}`.execute(db)
  return rows
}

export type BindingRow = Omit<AwaitedBillBinding, 'devices'>

/** Newest first. */
export const bindingPage = async (
  db: Db,
  organisationId: string,
  query: { readonly isInForce: boolean; readonly before: string | null; readonly limit: number },
) =>
  (
    await sql<BindingRow>`
      select b.id, b.serial_number as "serialNumber", b.revision, b.manufacturer, b.model, b.versions, b.reason,
        b.bound_at as "boundAt", b.bound_by as "boundBy", b.revoked_at as "revokedAt", b.revoked_by as "revokedBy",
        b.revoked_reason as "revokedReason",
        (select count(*)::int from vex_named_bill n
          join vex_document d on d.organisation_id = n.organisation_id and d.id = n.vex_id and ${isOfDocumentInForce}
          where n.organisation_id = b.organisation_id and n.serial_number = b.serial_number and n.revision = b.revision) as documents,
        exists (select from ${billsNamed(organisationId, 'b')}) as "hasCome"
      from awaited_bill_binding b
      where b.organisation_id = ${organisationId} and ${query.isInForce ? sql`b.revoked_at is null` : sql`true`}
        and ${query.before === null ? sql`true` : sql`b.id < ${query.before}::uuid`}
      order by b.id desc limit ${query.limit}`.execute(db)
  ).rows
