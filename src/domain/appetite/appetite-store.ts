import { sql } from 'kysely'
import type { AppetiteVersion, AppetiteWithContent } from '#model/appetite.ts'
import type { Db } from '#platform/db/database.ts'

// Table: appetite_version.

/** Holds back every other change of the appetite until the transaction ends. */
export const lockAppetite = (db: Db, organisationId: string) =>
  sql`select from organisation where id = ${organisationId} for no key update`.execute(db)

const columns = sql`id, state, version, hash, edited_at as "editedAt", edited_by as "editedBy", adopted_at as "adoptedAt",
  adopted_by as "adoptedBy", reason, superseded_at as "supersededAt"`

interface VersionRow extends Omit<AppetiteVersion, 'editedAt' | 'adoptedAt' | 'supersededAt'> {
  editedAt: Date | string
  adoptedAt: Date | string | null
  supersededAt: Date | string | null
}

const iso = (at: Date | string) => new Date(at).toISOString()

const toVersion = <Row extends VersionRow>(row: Row) => ({
  ...row,
  editedAt: iso(row.editedAt),
  adoptedAt: row.adoptedAt && iso(row.adoptedAt),
  supersededAt: row.supersededAt && iso(row.supersededAt),
})

export async function versionIn(
  db: Db,
  organisationId: string,
  by: { state: 'draft' | 'adopted' } | { version: number },
): Promise<AppetiteWithContent | null> {
  const { rows } = await sql<VersionRow & Pick<AppetiteWithContent, 'appetite'>>`
    select ${columns}, content as appetite from appetite_version
    where organisation_id = ${organisationId}
      and ${'state' in by ? sql`state = ${by.state}` : sql`version = ${by.version}`}`.execute(db)
  return rows[0] ? toVersion(rows[0]) : null
}

/** Those that were adopted, the newest first. */
export const adoptedVersions = async (db: Db, organisationId: string, before: number | null, limit: number) =>
  (
    await sql<VersionRow>`
      select ${columns} from appetite_version
      where organisation_id = ${organisationId} and version is not null
        and ${before === null ? sql`true` : sql`version < ${before}`}
      order by version desc limit ${limit}`.execute(db)
  ).rows.map(toVersion)

export const upsertDraft = (
  db: Db,
  organisationId: string,
  row: { id: string; content: string; hash: string; editedBy: string },
) =>
  sql`insert into appetite_version (organisation_id, id, state, content, hash, edited_by)
      values (${organisationId}, ${row.id}, 'draft', ${row.content}::jsonb, ${row.hash}, ${row.editedBy})
      on conflict (organisation_id) where state = 'draft' do update set content = excluded.content, hash = excluded.hash,
        edited_at = excluded.edited_at, edited_by = excluded.edited_by`.execute(db)

export const deleteDraft = (db: Db, organisationId: string) =>
  sql`delete from appetite_version where organisation_id = ${organisationId} and state = 'draft'`.execute(db)

/** The draft takes the place of what is in force. */
export async function adoptDraft(db: Db, organisationId: string, by: { name: string; reason: string }): Promise<void> {
  await sql`update appetite_version set state = 'superseded', superseded_at = now()
    where organisation_id = ${organisationId} and state = 'adopted'`.execute(db)
  await sql`update appetite_version set state = 'adopted', adopted_at = now(), adopted_by = ${by.name}, reason = ${by.reason},
      version = 1 + coalesce((select max(version) from appetite_version where organisation_id = ${organisationId}), 0)
    where organisation_id = ${organisationId} and state = 'draft'`.execute(db)
}
