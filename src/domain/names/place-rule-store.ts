import { sql } from 'kysely'
import type { KeptPlaceRule } from '#model/place-rule.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'

const columns = sql`id, kind, site, name, meant, note, set_at as "setAt", set_by as "setBy", undone_at as "undoneAt",
  undone_by as "undoneBy", undone_reason as "undoneReason"`

/** In the order in which they were set. */
export const rulesInForce = async (db: Db, organisationId: string) =>
  (
    await sql<KeptPlaceRule>`
      select ${columns} from place_rule where organisation_id = ${organisationId} and undone_at is null order by id`.execute(
      db,
    )
  ).rows

/** Newest first. */
export const rulePage = async (
  db: Db,
  organisationId: string,
  { before, isInForce, limit }: { before: string | null; isInForce: boolean; limit: number },
) =>
  (
    await sql<KeptPlaceRule>`
      select ${columns} from place_rule
      where organisation_id = ${organisationId} and ${isInForce ? sql`undone_at is null` : sql`true`}
        and ${before === null ? sql`true` : sql`id < ${before}::uuid`}
      order by id desc limit ${limit}`.execute(db)
  ).rows

export interface NewPlaceRule extends Pick<KeptPlaceRule, 'id' | 'kind' | 'site' | 'name' | 'meant' | 'note'> {
  readonly spelling: string
}

/** Rules in force on the same names as these. */
export const rulesSpelt = async (db: Db, organisationId: string, rules: readonly NewPlaceRule[]) =>
  (
    await sql<NewPlaceRule>`
      select r.id, r.kind, r.site, r.name, r.meant, r.spelling, r.note from place_rule r
      join jsonb_to_recordset(${jsonRows(rules)}) as n(kind text, spelling text) on r.kind = n.kind and r.spelling = n.spelling
      where r.organisation_id = ${organisationId} and r.undone_at is null`.execute(db)
  ).rows

/** What was said of the same name before gives way. */
export async function setRules(db: Db, organisationId: string, rules: readonly NewPlaceRule[], by: string) {
  await sql`update place_rule r set undone_at = now(), undone_by = ${by}, undone_reason = 'Replaced'
      from jsonb_to_recordset(${jsonRows(rules)}) as n(kind text, spelling text)
      where r.organisation_id = ${organisationId} and r.undone_at is null and r.kind = n.kind and r.spelling = n.spelling`.execute(
    db,
  )
  await sql`insert into place_rule (organisation_id, id, kind, site, name, meant, spelling, note, set_by)
      select ${organisationId}::uuid, n.id, n.kind, n.site, n.name, n.meant, n.spelling, n.note, ${by}
      from jsonb_to_recordset(${jsonRows(rules)}) as n(id uuid, kind text, site text, name text, meant text, spelling text, note text)`.execute(
    db,
  )
}

export const undoRule = async (db: Db, organisationId: string, id: string, by: string, reason: string) =>
  (
    await sql<KeptPlaceRule>`
      update place_rule set undone_at = now(), undone_by = ${by}, undone_reason = ${reason}
      where organisation_id = ${organisationId} and id = ${id} and undone_at is null returning ${columns}`.execute(db)
  ).rows[0]

export const refusals = async (db: Db, organisationId: string) =>
  (
    await sql<{ spelling: string; meant: string }>`
      select spelling, meant from place_refusal where organisation_id = ${organisationId}`.execute(db)
  ).rows

export const refuse = (
  db: Db,
  organisationId: string,
  { spelling, meant, reason, by }: { spelling: string; meant: string; reason: string; by: string },
) =>
  sql`insert into place_refusal (organisation_id, spelling, meant, reason, refused_by)
      values (${organisationId}, ${spelling}, ${meant}, ${reason}, ${by}) on conflict do nothing`.execute(db)
