import { sql } from 'kysely'
import type { ApprovalSetting } from '#model/approval.ts'
import type { Db } from '#platform/db/database.ts'

// Table: approval_rule.

type InForce = NonNullable<ApprovalSetting['inForce']>

export async function ruleInForce(db: Db, organisationId: string): Promise<InForce | null> {
  const { rows } = await sql<Omit<InForce, 'adoptedAt'> & { adoptedAt: string | Date }>`
    select content as rule, version, hash, adopted_at as "adoptedAt", adopted_by as "adoptedBy", reason from approval_rule
    where organisation_id = ${organisationId} order by version desc limit 1`.execute(db)
  return rows[0] ? { ...rows[0], adoptedAt: new Date(rows[0].adoptedAt).toISOString() } : null
}

export const insertRule = (
  db: Db,
  organisationId: string,
  row: { version: number; content: string; hash: string; by: string; reason: string },
) =>
  sql`insert into approval_rule (organisation_id, version, content, hash, adopted_by, reason)
      values (${organisationId}, ${row.version}, ${row.content}::jsonb, ${row.hash}, ${row.by}, ${row.reason})`.execute(
    db,
  )
