import { sql } from 'kysely'
import type { KeptNameRule } from '#model/name-rule.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'

const columns = sql`id, kind, name, maker, model, note, set_at as "setAt", set_by as "setBy", undone_at as "undoneAt",
  undone_by as "undoneBy", undone_reason as "undoneReason"`

/** In the order in which they were set. */
export const rulesInForce = async (db: Db, organisationId: string) =>
  (
    await sql<KeptNameRule>`
      select ${columns} from name_rule where organisation_id = ${organisationId} and undone_at is null order by id`.execute(
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
    await sql<KeptNameRule>`
      select ${columns} from name_rule
      where organisation_id = ${organisationId} and ${isInForce ? sql`undone_at is null` : sql`true`}
        and ${before === null ? sql`true` : sql`id < ${before}::uuid`}
      order by id desc limit ${limit}`.execute(db)
  ).rows

export interface NewRule {
  readonly id: string
  readonly kind: KeptNameRule['kind']
  readonly name: string
  readonly maker: string
  readonly model: string | null
  readonly spelling: string
  readonly note: string
}

/** Rules in force on the same names as these. */
export const rulesSpelt = async (db: Db, organisationId: string, rules: readonly NewRule[]) =>
  (
    await sql<NewRule>`
      select r.id, r.kind, r.name, r.maker, r.model, r.spelling, r.note from name_rule r
      join jsonb_to_recordset(${jsonRows(rules)}) as n(kind text, spelling text) on r.kind = n.kind and r.spelling = n.spelling
      where r.organisation_id = ${organisationId} and r.undone_at is null`.execute(db)
  ).rows

/** What was said of the same name before gives way. */
export async function setRules(db: Db, organisationId: string, rules: readonly NewRule[], by: string): Promise<void> {
  await sql`update name_rule r set undone_at = now(), undone_by = ${by}, undone_reason = 'Replaced'
      from jsonb_to_recordset(${jsonRows(rules)}) as n(kind text, spelling text)
      where r.organisation_id = ${organisationId} and r.undone_at is null and r.kind = n.kind and r.spelling = n.spelling`.execute(
    db,
  )
  await sql`insert into name_rule (organisation_id, id, kind, name, maker, model, spelling, note, set_by)
      select ${organisationId}::uuid, n.id, n.kind, n.name, n.maker, n.model, n.spelling, n.note, ${by}
      from jsonb_to_recordset(${jsonRows(rules)}) as n(id uuid, kind text, name text, maker text, model text, spelling text, note text)`.execute(
    db,
  )
}

export const undoRule = async (db: Db, organisationId: string, id: string, by: string, reason: string) =>
  (
    await sql<KeptNameRule>`
      update name_rule set undone_at = now(), undone_by = ${by}, undone_reason = ${reason}
      where organisation_id = ${organisationId} and id = ${id} and undone_at is null returning ${columns}`.execute(db)
  ).rows[0]

export const refusals = async (db: Db, organisationId: string) =>
  (
    await sql<{ spelling: string; maker: string }>`
      select spelling, maker from name_refusal where organisation_id = ${organisationId}`.execute(db)
  ).rows

export const refuse = (
  db: Db,
  organisationId: string,
  { spelling, maker, reason, by }: { spelling: string; maker: string; reason: string; by: string },
) =>
  sql`insert into name_refusal (organisation_id, spelling, maker, reason, refused_by)
      values (${organisationId}, ${spelling}, ${maker}, ${reason}, ${by}) on conflict do nothing`.execute(db)
