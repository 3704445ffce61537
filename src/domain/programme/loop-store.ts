import { sql } from 'kysely'
import { isTakenForAffected } from '#domain/findings/findings.ts'
import type { TrendPoint } from '#model/programme.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'

// Counts over the tables of the modules to the left; only roll_up is written here.

/** Where the last change of each kind stands: the same again means that the counts still hold. */
export const changeMarker = async (db: Db, organisationId: string): Promise<string> =>
  (
    await sql<{ marker: string }>`
      select concat_ws(' ',
        (select id from audit_entry where organisation_id = ${organisationId} order by id desc limit 1),
        (select id from finding_event where organisation_id = ${organisationId} order by id desc limit 1),
        (select id from work_order_event where organisation_id = ${organisationId} order by id desc limit 1),
        (select id || state || coalesce(heartbeat_at::text, '') || done from run
          where organisation_id = ${organisationId} order by sequence desc limit 1),
        (select max(finished_at) from (select finished_at from run where organisation_id = ${organisationId}
          order by sequence desc limit 20) r)
      ) as marker`.execute(db)
  ).rows[0]!.marker

export const readRollUp = async <T>(db: Db, organisationId: string, name: string) =>
  (
    await sql<{ value: T; counted_at: string }>`
      select value, counted_at from roll_up where organisation_id = ${organisationId} and name = ${name}`.execute(db)
  ).rows[0]

export async function writeRollUp(
  db: Db,
  organisationId: string,
  name: string,
  value: object,
  countedAt: string,
): Promise<void> {
  await sql`
    insert into roll_up (organisation_id, name, value, counted_at)
    values (${organisationId}, ${name}, ${jsonRows([value])} -> 0, ${countedAt})
    on conflict (organisation_id, name) do update set value = excluded.value, counted_at = excluded.counted_at
    where roll_up.counted_at <= excluded.counted_at`.execute(db)
}

/** Today in the hospital's time zone. */
export const today = async (db: Db, organisationId: string, now: Date): Promise<string> =>
  (
    await sql<{ today: string }>`
      select (${now.toISOString()}::timestamptz at time zone time_zone)::date::text as today
      from organisation where id = ${organisationId}`.execute(db)
  ).rows[0]?.today ?? now.toISOString().slice(0, 10)

export interface SourceCounts {
  readonly sources: number
  readonly failed: number
  readonly late: number
  readonly quarantined: number
  readonly conflicts: number
  readonly reviews: number
  readonly devices: number
}

export const countSources = async (db: Db, organisationId: string) =>
  (
    await sql<SourceCounts>`
      with s as (
        select s.id, s.next_run_at, (select r.state from run r where r.organisation_id = s.organisation_id
          and r.source_id = s.id order by r.sequence desc limit 1) as last
        from source s
        where s.organisation_id = ${organisationId} and s.kind in ('connector', 'feed') and s.disabled_at is null)
      select count(*) as sources,
        count(*) filter (where last = 'failed') as failed,
        count(*) filter (where last is distinct from 'failed' and coalesce(last, '') not in ('queued', 'running')
          and next_run_at < now() - interval '1 hour') as late,
        (select count(*) from skipped k where k.organisation_id = ${organisationId} and k.state = 'open') as quarantined,
        (select count(*) from conflict c where c.organisation_id = ${organisationId} and c.settled_at is null
          and coalesce(c.later_until <= (select (now() at time zone z.time_zone)::date from organisation z where z.id = c.organisation_id), true) and c.work_order_id is null) as conflicts,
        (select count(*) from identity_review v where v.organisation_id = ${organisationId} and v.settled_at is null
          and coalesce(v.later_until <= (select (now() at time zone z.time_zone)::date from organisation z where z.id = v.organisation_id), true) and (v.work_order_id is null or v.checked is not null)) as reviews,
        (select count(*) from device d where d.organisation_id = ${organisationId} and d.gone_at is null) as devices
      from s`.execute(db)
  ).rows[0]!

export interface OpenFindingCounts {
  readonly open: number
  readonly critical: number
  readonly known_exploited: number
  readonly cannot_tell: number
}

/** Open findings of the worklist: each score knows how many devices have it open. */
export const countOpenFindings = async (db: Db, organisationId: string) =>
  (
    await sql<OpenFindingCounts>`
      select coalesce(sum(s.open_devices), 0)::bigint as open,
        coalesce(sum(s.open_devices) filter (where s.band = 'critical'), 0)::bigint as critical,
        coalesce(sum(s.open_devices) filter (where k.cve is not null), 0)::bigint as known_exploited,
        coalesce(sum(s.open_devices) filter (where m.basis_id is not null and not ${isTakenForAffected(organisationId)}), 0)::bigint as cannot_tell
      from basis_score s
      left join basis_match m on m.organisation_id = s.organisation_id and m.basis_id = s.basis_id
        and m.vulnerability_id = s.vulnerability_id and m.answer = 'cannot_tell'
      left join known_exploited k on k.cve = s.vulnerability_id and k.delisted_at is null
      where s.organisation_id = ${organisationId} and s.open_devices > 0`.execute(db)
  ).rows[0]!

export interface HistoryCounts {
  readonly claimed: number
  readonly verified: number
  readonly reopened: number
  /** Open and in hand (work under way, or claimed): of the critical, and of the known exploited. */
  readonly critical_in_hand: number
  readonly exploited_in_hand: number
}

export const countHistory = async (db: Db, organisationId: string) =>
  (
    await sql<HistoryCounts>`
      select count(*) filter (where f.remediation = 'claimed') as claimed,
        count(*) filter (where f.remediation = 'verified') as verified,
        count(*) filter (where f.reopened > 0 and open.is) as reopened,
        count(*) filter (where f.remediation in ('in_progress', 'claimed') and open.is and s.band = 'critical') as critical_in_hand,
        count(*) filter (where f.remediation in ('in_progress', 'claimed') and open.is and k.cve is not null) as exploited_in_hand
      from finding f
      join device d on d.organisation_id = f.organisation_id and d.id = f.device_id and d.gone_at is null and d.is_active
      left join score s on f.remediation in ('in_progress', 'claimed') and s.organisation_id = f.organisation_id
        and s.configuration_id = d.configuration_id and s.context_id = d.context_id and s.vulnerability_id = f.vulnerability_id
      left join known_exploited k on k.cve = f.vulnerability_id and k.delisted_at is null
      cross join lateral (select f.status not in ('fixed', 'not_affected') and f.remediation <> 'verified'
        and f.decision = 'none' as is) open
      where f.organisation_id = ${organisationId}
        and (f.remediation <> 'not_remediated' or f.reopened > 0)`.execute(db)
  ).rows[0]!

export interface WorkCounts {
  readonly open: number
  readonly to_plan: number
  readonly in_hand: number
  readonly on_hold: number
  readonly lost: number
  readonly late: number
  readonly stuck_act: number
  readonly nobody: number
  readonly claimed: number
  readonly claimed_long: number
  readonly failed: number
  readonly to_accept: number
}

/** Orders that are not over, by what they wait for. "Stuck" counts as the filter `stuck` of the list of orders does. */
export const countWork = async (db: Db, organisationId: string, today: string) =>
  (
    await sql<WorkCounts>`
      select count(*) as open,
        count(*) filter (where state in ('draft', 'approved', 'scheduled')) as to_plan,
        count(*) filter (where state in ('dispatched', 'in_progress', 'on_hold', 'unable_to_locate', 'unable_to_complete')) as in_hand,
        count(*) filter (where state = 'on_hold') as on_hold,
        count(*) filter (where state in ('unable_to_locate', 'unable_to_complete')) as lost,
        count(*) filter (where state in ('draft', 'approved', 'scheduled', 'dispatched', 'in_progress') and due_on < ${today}::date) as late,
        count(*) filter (where state in ('on_hold', 'unable_to_locate', 'unable_to_complete')
          or (state in ('draft', 'approved', 'scheduled', 'dispatched', 'in_progress') and due_on < ${today}::date)) as stuck_act,
        count(*) filter (where state in ('draft', 'approved', 'scheduled') and assigned_to is null) as nobody,
        count(*) filter (where state = 'verification_pending') as claimed,
        count(*) filter (where state = 'verification_pending' and completed_at < now() - interval '7 days') as claimed_long,
        count(*) filter (where state = 'verification_failed') as failed,
        count(*) filter (where state = 'verification_pending' and exists (select 1 from evidence e
          where e.organisation_id = o.organisation_id and e.work_order_id = o.id and e.accepted_at is null)) as to_accept
      from work_order o
      where organisation_id = ${organisationId} and state not in ('verified', 'administratively_closed', 'cancelled')`.execute(
      db,
    )
  ).rows[0]!

export const readTrend = async (db: Db, organisationId: string): Promise<readonly TrendPoint[]> =>
  (await readRollUp<{ points: TrendPoint[] }>(db, organisationId, 'trend'))?.value.points ?? []
