import { sql } from 'kysely'
import type { Mds2Answer, Mds2Edition, Mds2Remark, Mds2Subject } from '#model/mds2.ts'
import type { Db } from '#platform/db/database.ts'
import { storableJson } from '#platform/db/json-rows.ts'
import type { BoundRow } from './composition-store.ts'
import type { Bindable } from './target.ts'

export interface FormRow {
  id: string
  file_id: string
  digest: string
  edition: Mds2Edition
  subject: Mds2Subject
  manufacturer: string
  model: string
  versions: string
  /** `YYYY-MM-DD`. */
  released_on: string | null
  answers: Mds2Answer[]
  holds_data: boolean | null
  remarks: Mds2Remark[]
  uploaded_at: string
  uploaded_by: string
  replaced_by: string | null
}

export type ListedRow = Omit<FormRow, 'answers' | 'remarks'> & { answered: number; asked: number; remarks: number }

const columns = sql`id, file_id, digest, edition, subject, manufacturer, model, versions, released_on::text as released_on, holds_data,
  uploaded_at, uploaded_by, replaced_by`

/** What decides which configurations a form reaches. */
export const boundForms = async (db: Db, organisationId: string) =>
  (
    await sql<BoundRow>`
      select id, manufacturer, model, versions, released_on::text as stated_at, uploaded_at from mds2_form
      where organisation_id = ${organisationId} and removed_at is null and replaced_by is null order by id`.execute(db)
  ).rows

export const boundFormsDigest = async (db: Db, organisationId: string) =>
  (
    await sql<{ digest: string }>`
      select md5(coalesce(string_agg(row(id, manufacturer, model, versions, released_on, uploaded_at)::text, E'\n' order by id), '')) as digest
      from mds2_form where organisation_id = ${organisationId} and removed_at is null and replaced_by is null`.execute(
      db,
    )
  ).rows[0]!.digest

/** All that are on record, those that were replaced too. */
export const formsOnRecord = async (db: Db, organisationId: string) =>
  (
    await sql<Bindable & { id: string; released_on: string | null; uploaded_at: string }>`
      select id, manufacturer, model, versions, released_on::text as released_on, uploaded_at from mds2_form
      where organisation_id = ${organisationId} and removed_at is null`.execute(db)
  ).rows

export async function findForm(db: Db, organisationId: string, id: string): Promise<FormRow | undefined> {
  const { rows } = await sql<FormRow>`
    select ${columns}, answers, remarks from mds2_form
    where organisation_id = ${organisationId} and id = ${id} and removed_at is null`.execute(db)
  return rows[0]
}

export async function findSameForm(
  db: Db,
  organisationId: string,
  { digest, manufacturer, model, versions }: Bindable & { digest: string },
) {
  const { rows } = await sql<{ id: string }>`
    select id from mds2_form where organisation_id = ${organisationId} and digest = ${digest} and manufacturer = ${manufacturer}
      and model = ${model} and versions = ${versions} and removed_at is null`.execute(db)
  return rows[0]?.id
}

/** By manufacturer, model, versions and time. */
export async function formPage(
  db: Db,
  organisationId: string,
  query: {
    q?: string | undefined
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
        sql`lower(manufacturer || ' ' || model || ' ' || versions || ' ' || (subject ->> 'documentId')) like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`,
    ),
  ]
  if (query.inForce !== undefined) conditions.push(sql`(replaced_by is null) = ${query.inForce}`)
  if (query.after) {
    const [manufacturer, model, versions, id] = query.after
    conditions.push(
      sql`(manufacturer, model, versions, id) > (${manufacturer}::text, ${model}::text, ${versions}::text, ${id}::uuid)`,
    )
  }
  const { rows } = await sql<ListedRow>`
    select ${columns}, jsonb_array_length(remarks) as remarks, jsonb_array_length(answers) as asked,
      (select count(*)::int from jsonb_array_elements(answers) a where a ->> 'word' <> 'blank') as answered
    from mds2_form where ${sql.join(conditions, sql` and `)}
    order by manufacturer, model, versions, id limit ${query.limit}`.execute(db)
  return rows
}

export const insertForm = (db: Db, organisationId: string, row: FormRow) =>
  sql`
  insert into mds2_form (organisation_id, id, file_id, digest, edition, subject, manufacturer, model, versions, released_on,
    answers, holds_data, remarks, uploaded_at, uploaded_by, replaced_by)
  values (${organisationId}, ${row.id}, ${row.file_id}, ${row.digest}, ${row.edition}, ${storableJson(row.subject)}::jsonb,
    ${row.manufacturer}, ${row.model}, ${row.versions}, ${row.released_on}::date, ${storableJson(row.answers)}::jsonb,
    ${row.holds_data}, ${storableJson(row.remarks)}::jsonb, ${row.uploaded_at}, ${row.uploaded_by}, ${row.replaced_by})`.execute(
    db,
  )

export const markReplaced = (db: Db, organisationId: string, ids: readonly string[], by: string) =>
  sql`update mds2_form set replaced_by = ${by} where organisation_id = ${organisationId} and id = any(${ids}::uuid[])`.execute(
    db,
  )

export const markRemoved = (db: Db, organisationId: string, id: string) =>
  sql`update mds2_form set removed_at = now() where organisation_id = ${organisationId} and id = ${id}`.execute(db)

/** Of those that the form had taken the place of, the newest stands again and the others behind it; or all behind `to`. */
export const handOnReplaced = (db: Db, organisationId: string, id: string, to: string | null) =>
  sql`
  update mds2_form set replaced_by = coalesce(${to}::uuid, nullif(newest.id, mds2_form.id))
  from (select id from mds2_form where organisation_id = ${organisationId} and replaced_by = ${id} and removed_at is null
    order by released_on desc nulls last, uploaded_at desc, id desc limit 1) newest
  where organisation_id = ${organisationId} and replaced_by = ${id} and removed_at is null`.execute(db)

export const setBinding = (db: Db, organisationId: string, id: string, to: Bindable) =>
  sql`
  update mds2_form set manufacturer = ${to.manufacturer}, model = ${to.model}, versions = ${to.versions}, replaced_by = null
  where organisation_id = ${organisationId} and id = ${id}`.execute(db)

/** Whether devices hold patients' data, by each form. */
export const dataHeldByForms = async (db: Db, organisationId: string) =>
  (
    await sql<{ id: string; holds_data: boolean | null }>`
      select id, holds_data from mds2_form where organisation_id = ${organisationId} and removed_at is null`.execute(db)
  ).rows
