import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'
import type { FindingId } from './decide.ts'
import { todayOf } from './finding-store.ts'

/** What renews a decision: another in force, or one that waits. */
export const renewalOf = async (db: Db, organisationId: string, id: string) =>
  (
    await sql<{ by: string; isWaiting: boolean }>`
      select decided_by as by, false as "isWaiting" from decision
      where organisation_id = ${organisationId} and renews = ${id} and withdrawn_at is null
      union all
      select proposed_by, true from decision_proposal where organisation_id = ${organisationId} and renews = ${id} and state = 'waiting'
      limit 1`.execute(db)
  ).rows[0]

export const evidenceOf = async (db: Db, organisationId: string, proposalId: string | null): Promise<string> =>
  (
    await sql<{ evidence: string }>`
      select evidence from decision_proposal where organisation_id = ${organisationId} and id = ${proposalId}`.execute(
      db,
    )
  ).rows[0]?.evidence ?? ''

/** The findings that it was taken on, and is in force on or was until its last day. */
export const findingsTakenOn = async (db: Db, organisationId: string, decisionId: string) =>
  (
    await sql<FindingId>`
      select device_id as "deviceId", vulnerability_id as "vulnerabilityId" from decision_standing
      where organisation_id = ${organisationId} and decision_id = ${decisionId} and state in ('holds', 'broken') and not is_carried
      order by 1, 2 limit 20000`.execute(db)
  ).rows

export interface EndingRow {
  readonly id: string
  readonly decision: string
  readonly manufacturer: string
  readonly model: string
  readonly vulnerability_ids: readonly string[]
  readonly decided_by: string
  readonly decided_by_id: string | null
  readonly expires_on: string
  readonly holding: number
  /** Until its last day. */
  readonly days: number
  readonly approver_ids: readonly string[]
}

/** In force, not renewed, and taken earlier than the reminder that is due. */
export const endingSoon = async (db: Db, organisationId: string, now: Date) => {
  const today = todayOf(organisationId, now)
  return (
    await sql<EndingRow>`
      select n.id, n.decision, n.manufacturer, n.model, n.vulnerability_ids, n.decided_by, n.decided_by_id, n.expires_on, n.holding,
        n.expires_on - ${today} as days,
        array(select distinct a.person_id from decision_approval a
          where a.organisation_id = n.organisation_id and a.proposal_id = n.proposal_id) as approver_ids
      from decision n
      join organisation o on o.id = n.organisation_id
      where n.organisation_id = ${organisationId} and n.holding > 0 and n.withdrawn_at is null and n.decision <> 'none'
        and n.expires_on between ${today} and ${today} + 30
        and (n.decided_at at time zone o.time_zone)::date <= n.expires_on - case when n.expires_on <= ${today} + 7 then 7 else 30 end
        and not exists (select from decision r where r.organisation_id = n.organisation_id and r.renews = n.id and r.withdrawn_at is null)
        and not exists (select from decision_proposal p where p.organisation_id = n.organisation_id and p.renews = n.id and p.state = 'waiting')
      order by n.expires_on, n.id`.execute(db)
  ).rows
}
