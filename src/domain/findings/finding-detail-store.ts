import { sql } from 'kysely'
import type { Evidence, FindingEvent } from '#model/finding.ts'
import type { Reason } from '#model/risk.ts'
import type { Db } from '#platform/db/database.ts'
import { stateJoins } from './finding-filter-store.ts'
import type { FindingListRow } from './finding-list-store.ts'

// One finding: what it stands on, and what came about with it.

export interface FindingExtra {
  decision_reason: string | null
  decided_by: string | null
  decided_at: string | null
  decision_expires_on: string | null
  reopened: number | null
  closed_at: string | null
  evidence: Evidence[] | null
  reasons: Reason[] | null
}

/** What a finding stands on, beside its row in the list. */
export const findingExtra = async (
  db: Db,
  organisationId: string,
  row: Pick<FindingListRow, 'device_id' | 'vulnerability_id' | 'configuration_id' | 'context_id'>,
) =>
  (
    await sql<FindingExtra>`
      select f.decision_reason, f.decided_by, f.decided_at, f.decision_expires_on, f.reopened, f.closed_at, m.evidence, why.reasons
      from (select ${row.device_id}::uuid as device_id, ${row.vulnerability_id}::text as vulnerability_id,
        ${row.configuration_id}::uuid as configuration_id, ${row.context_id}::uuid as context_id) one
      ${stateJoins(organisationId, 'one')}
      left join score_reasons why on why.organisation_id = ${organisationId} and why.digest = s.digest`.execute(db)
  ).rows[0]!

export const eventRows = async (
  db: Db,
  organisationId: string,
  by: { deviceId: string; vulnerabilityId?: string | undefined; limit: number },
) =>
  (
    await sql<FindingEvent & { vulnerabilityId: string }>`
      select at, actor_name as "actorName", kind, before, after, reason, evidence, vulnerability_id as "vulnerabilityId" from finding_event
      where organisation_id = ${organisationId} and device_id = ${by.deviceId}
        and ${by.vulnerabilityId === undefined ? sql`true` : sql`vulnerability_id = ${by.vulnerabilityId}`}
      order by id desc limit ${by.limit}`.execute(db)
  ).rows
