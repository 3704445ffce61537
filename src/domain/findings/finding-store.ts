import { type RawBuilder, sql } from 'kysely'
import { isAtSites, isOfModels } from '#domain/inventory/inventory.ts'
import type { Answer, DecisionKind, Evidence, FindingState, FindingStatus, RemediationState } from '#model/finding.ts'
import type { RiskBand } from '#model/risk.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import type { ModelName } from './alike.ts'
import { openedOn } from './device-past-store.ts'
import { isSaidBy } from './said-by-store.ts'
import type { Pair } from './score-store.ts'
import { isSetAside, isSetAsideOn } from './treated-store.ts'

// The finding's own row, its history, and what it means for its device. `f` is a row of finding (or none), `m` the match
// on the device's own configuration.

/** A decision whose last day has passed is no longer in force, swept or not. */
export const inForce = (today: RawBuilder<unknown>) =>
  sql`(f.decision <> 'none' and (f.decision_expires_on is null or f.decision_expires_on >= ${today}))`

/** The organisation's own day. */
export const todayOf = (organisationId: string, now: Date) =>
  sql`(select (${now.toISOString()}::timestamptz at time zone o.time_zone)::date from organisation o where o.id = ${organisationId})`

/** Of a row of finding that is there. */
export const isOpenRow = (today: RawBuilder<unknown>) =>
  sql`(f.status in ('affected', 'under_investigation') and f.remediation <> 'verified' and not ${inForce(today)})`

export interface FindingRecord {
  device_id: string
  vulnerability_id: string
  answer: Answer
  status: FindingStatus
  decision: DecisionKind
  decision_id: string | null
  decision_reason: string | null
  decision_expires_on: string | null
  decided_at: string | null
  decided_by: string | null
  remediation: RemediationState
  remediation_at: string | null
  opened_at: string
  closed_at: string | null
  reopened: number
  kept_configuration_id: string | null
  kept_context_id: string | null
}

const findingColumns = sql`f.device_id, f.vulnerability_id, f.answer, f.status, f.decision, f.decision_id, f.decision_reason, f.decision_expires_on,
  f.decided_at, f.decided_by, f.remediation, f.remediation_at, f.opened_at, f.closed_at, f.reopened, f.kept_configuration_id,
  f.kept_context_id`

/** What a device's move may mean: a finding that was open on the configuration it left, or that has a history. */
export interface Involved {
  device_id: string
  vulnerability_id: string
  answer_before: Answer | null
  matched_before: string | null
  /** When it was opened, where that was on a configuration before the one that the device left. */
  carried_since: string | null
  first_seen_at: string
  /** The deciding statement on the present configuration. */
  deciding: Evidence | null
  answer: Answer | null
  finding: FindingRecord | null
}

export interface Moving {
  device_id: string
  configuration_before: string | null
  configuration: string
}

export const involvedIn = async (db: Db, organisationId: string, moving: readonly Moving[]) =>
  (
    await sql<Involved>`
      with moving as (
        select * from jsonb_to_recordset(${jsonRows(moving)}) as r(device_id uuid, configuration_before uuid, configuration uuid)
      ),
      involved as (
        select moving.device_id, m.vulnerability_id from moving
        join match m on m.organisation_id = ${organisationId} and m.configuration_id = moving.configuration_before
          and m.answer <> 'not_affected'
        where moving.configuration_before <> moving.configuration
        union
        select f.device_id, f.vulnerability_id from moving
        join finding f on f.organisation_id = ${organisationId} and f.device_id = moving.device_id
      )
      select i.device_id, i.vulnerability_id, b.answer as answer_before, b.matched_at as matched_before, d.first_seen_at,
        case when f.device_id is null then carried_since(${organisationId}, i.device_id, i.vulnerability_id, b.matched_at) end as carried_since,
        m.evidence -> 0 as deciding, m.answer, case when f.device_id is not null then row_to_json(f) end as finding
      from involved i
      join moving on moving.device_id = i.device_id
      join device d on d.organisation_id = ${organisationId} and d.id = i.device_id
      left join (select ${findingColumns} from finding f where f.organisation_id = ${organisationId}) f
        on f.device_id = i.device_id and f.vulnerability_id = i.vulnerability_id
      left join match b on b.organisation_id = ${organisationId} and b.vulnerability_id = i.vulnerability_id
        and b.configuration_id = coalesce(f.kept_configuration_id, moving.configuration_before)
      left join match m on m.organisation_id = ${organisationId} and m.configuration_id = moving.configuration
        and m.vulnerability_id = i.vulnerability_id
      where f.device_id is not null or m.answer is null or m.answer = 'not_affected'
      order by i.device_id, i.vulnerability_id`.execute(db)
  ).rows

/** Findings with a history whose match changed: on the device's own configuration, or on the one that they are kept by. */
export const findingsOnMatches = async (
  db: Db,
  organisationId: string,
  matches: readonly { configuration_id: string; vulnerability_id: string }[],
) =>
  (
    await sql<{ finding: FindingRecord; configuration_id: string; is_kept: boolean }>`
      select row_to_json(f) as finding, c.configuration_id, d.configuration_id <> c.configuration_id as is_kept
      from jsonb_to_recordset(${jsonRows(matches)}) as c(configuration_id uuid, vulnerability_id text)
      join (select ${findingColumns} from finding f where f.organisation_id = ${organisationId}) f
        on f.vulnerability_id = c.vulnerability_id
      join device d on d.organisation_id = ${organisationId} and d.id = f.device_id
      where d.configuration_id = c.configuration_id
        or (f.kept_configuration_id = c.configuration_id and not exists (
          select from match m where m.organisation_id = ${organisationId} and m.configuration_id = d.configuration_id
            and m.vulnerability_id = f.vulnerability_id))
      order by f.device_id, f.vulnerability_id`.execute(db)
  ).rows

/** Everything but the decision, which only a person changes. */
export const upsertFindings = (db: Db, organisationId: string, rows: readonly Omit<FindingRecord, DecisionColumn>[]) =>
  sql`insert into finding (organisation_id, device_id, vulnerability_id, answer, status, remediation, remediation_at, opened_at, closed_at,
        reopened, kept_configuration_id, kept_context_id)
      select ${organisationId}::uuid, r.* from jsonb_to_recordset(${jsonRows(rows)}) as r(device_id uuid, vulnerability_id text, answer text,
        status text, remediation text, remediation_at timestamptz, opened_at timestamptz, closed_at timestamptz, reopened int,
        kept_configuration_id uuid, kept_context_id uuid)
      on conflict (organisation_id, device_id, vulnerability_id) do update set answer = excluded.answer, status = excluded.status,
        remediation = excluded.remediation, remediation_at = excluded.remediation_at, closed_at = excluded.closed_at,
        reopened = excluded.reopened, kept_configuration_id = excluded.kept_configuration_id,
        kept_context_id = excluded.kept_context_id, updated_at = now()`.execute(db)
type DecisionColumn =
  | 'decision'
  | 'decision_id'
  | 'decision_reason'
  | 'decision_expires_on'
  | 'decided_at'
  | 'decided_by'

export interface EventRow {
  id: string
  device_id: string
  vulnerability_id: string
  actor_id: string | null
  actor_name: string
  kind: string
  before: FindingState
  after: FindingState
  reason: string
  evidence: Record<string, unknown> | null
}

export const insertEvents = (db: Db, organisationId: string, rows: readonly EventRow[]) =>
  sql`insert into finding_event (organisation_id, id, device_id, vulnerability_id, actor_id, actor_name, kind, before, after, reason, evidence)
      select ${organisationId}::uuid, r.* from jsonb_to_recordset(${jsonRows(rows)}) as r(id uuid, device_id uuid, vulnerability_id text,
        actor_id uuid, actor_name text, kind text, before jsonb, after jsonb, reason text, evidence jsonb)`.execute(db)

// roll-up -----------------------------------------------------------------------------------------------------------

/** Which devices: some by id, or all that stand in the configurations or have a finding that is kept by one of them. */
export type DeviceScope = { readonly deviceIds: readonly string[] } | { readonly configurationIds: readonly string[] }

const inScope = (organisationId: string, scope: DeviceScope) =>
  'deviceIds' in scope
    ? sql`d.id = any(${scope.deviceIds}::uuid[])`
    : sql`d.id in (
        select id from device where organisation_id = ${organisationId} and configuration_id = any(${scope.configurationIds}::uuid[])
        union all
        select device_id from finding
        where organisation_id = ${organisationId} and kept_configuration_id = any(${scope.configurationIds}::uuid[]))`

export const pairsOf = async (db: Db, organisationId: string, scope: DeviceScope) =>
  (
    await sql<Pair>`
      select distinct d.configuration_id, d.context_id from device d where d.organisation_id = ${organisationId} and ${inScope(organisationId, scope)}`.execute(
      db,
    )
  ).rows

/**
 * What the open findings of each device come to, where that differs from what the device has. Devices without a history
 * take what their pair comes to; only the others are counted one by one.
 */
export const deviceRisks = async (db: Db, organisationId: string, scope: DeviceScope, now: Date) => {
  const today = todayOf(organisationId, now)
  return (
    await sql<{
      deviceId: string
      openFindings: number
      worstScore: number | null
      worstBand: RiskBand | null
      knownExploited: boolean
    }>`
      with d as (
        select d.id, d.configuration_id, d.context_id, d.open_findings, d.worst_score, d.worst_band, d.known_exploited
        from device d where d.organisation_id = ${organisationId} and ${inScope(organisationId, scope)}
      ),
      pairs as materialized (select distinct configuration_id, context_id from d),
      basis_pair as materialized (
        select p.basis_id, p.group_id, p.context_id, count(*) as n, max(s.score) as score,
          (array_agg(s.band order by s.score desc nulls last))[1] as band, bool_or(k.cve is not null) as exploited
        from (
          select distinct l.basis_id, l.group_id, pairs.context_id from pairs
          join configuration_basis l on l.organisation_id = ${organisationId} and l.configuration_id = pairs.configuration_id
        ) p
        join basis_match m on m.organisation_id = ${organisationId} and m.basis_id = p.basis_id and m.answer <> 'not_affected'
        left join basis_score s on s.organisation_id = ${organisationId} and s.basis_id = p.basis_id and s.group_id = p.group_id
          and s.context_id = p.context_id and s.vulnerability_id = m.vulnerability_id
        left join known_exploited k on k.cve = m.vulnerability_id and k.delisted_at is null
        where not ${isSetAside(organisationId)}
        group by 1, 2, 3
      ),
      pair as (
        select pairs.configuration_id, pairs.context_id, sum(b.n) as n, max(b.score) as score,
          (array_agg(b.band order by b.score desc nulls last))[1] as band, bool_or(b.exploited) as exploited
        from pairs
        join configuration_basis l on l.organisation_id = ${organisationId} and l.configuration_id = pairs.configuration_id
        join basis_pair b on b.basis_id = l.basis_id and b.group_id = l.group_id and b.context_id = pairs.context_id
        group by 1, 2
      ),
      historic as (
        select distinct d.id, d.configuration_id, d.context_id from d
        join finding f on f.organisation_id = ${organisationId} and f.device_id = d.id
      ),
      single as (
        select h.id, m.vulnerability_id, h.configuration_id, h.context_id from historic h
        join match m on m.organisation_id = ${organisationId} and m.configuration_id = h.configuration_id and m.answer <> 'not_affected'
        left join finding f on f.organisation_id = ${organisationId} and f.device_id = h.id and f.vulnerability_id = m.vulnerability_id
        where f.device_id is null or ${isOpenRow(today)}
        union all
        select h.id, f.vulnerability_id, f.kept_configuration_id, f.kept_context_id from historic h
        join finding f on f.organisation_id = ${organisationId} and f.device_id = h.id and f.kept_configuration_id is not null
        where ${isOpenRow(today)}
      ),
      counted as (
        select single.id, count(*) as n, max(s.score) as score, (array_agg(s.band order by s.score desc nulls last))[1] as band,
          bool_or(k.cve is not null) as exploited
        from single
        left join score s on s.organisation_id = ${organisationId} and s.configuration_id = single.configuration_id
          and s.context_id = single.context_id and s.vulnerability_id = single.vulnerability_id
        left join known_exploited k on k.cve = single.vulnerability_id and k.delisted_at is null
        where not ${isSetAside(organisationId)}
        group by 1
      ),
      risk as (
        select d.*, case when h.id is null then coalesce(pair.n, 0) else coalesce(c.n, 0) end::int as n,
          case when h.id is null then pair.score else c.score end as score,
          case when h.id is null then pair.band else c.band end as band,
          coalesce(case when h.id is null then pair.exploited else c.exploited end, false) as exploited
        from d
        left join historic h on h.id = d.id
        left join pair on pair.configuration_id = d.configuration_id and pair.context_id = d.context_id
        left join counted c on c.id = d.id
      )
      select id as "deviceId", n as "openFindings", score as "worstScore", band as "worstBand", exploited as "knownExploited"
      from risk
      where (open_findings, worst_score, worst_band, known_exploited) is distinct from (n, score, band, exploited)
      order by id`.execute(db)
  ).rows
}

// decisions and work ------------------------------------------------------------------------------------------------

export interface FindingKey {
  readonly device_id: string
  readonly vulnerability_id: string
}

/** Gives each finding that is still read through its configuration a row of its own. */
export const materialise = (db: Db, organisationId: string, keys: readonly FindingKey[]) =>
  sql`insert into finding (organisation_id, device_id, vulnerability_id, answer, status, opened_at)
      select ${organisationId}::uuid, d.id, m.vulnerability_id, m.answer,
        case m.answer when 'cannot_tell' then 'under_investigation' else m.answer end,
        ${openedOn(organisationId)}
      from jsonb_to_recordset(${jsonRows(keys)}) as k(device_id uuid, vulnerability_id text)
      join device d on d.organisation_id = ${organisationId} and d.id = k.device_id
      join match m on m.organisation_id = ${organisationId} and m.configuration_id = d.configuration_id
        and m.vulnerability_id = k.vulnerability_id
      order by d.id, m.vulnerability_id
      on conflict do nothing`.execute(db)

export const findingsByKey = async (db: Db, organisationId: string, keys: readonly FindingKey[]) =>
  (
    await sql<FindingRecord>`
      select ${findingColumns} from finding f
      join jsonb_to_recordset(${jsonRows(keys)}) as k(device_id uuid, vulnerability_id text)
        on f.device_id = k.device_id and f.vulnerability_id = k.vulnerability_id
      where f.organisation_id = ${organisationId} order by f.device_id, f.vulnerability_id`.execute(db)
  ).rows

/** Decisions whose last day has passed, and that still stand in the row. */
export const expiredDecisions = async (db: Db, organisationId: string, now: Date) =>
  (
    await sql<FindingRecord>`
      select ${findingColumns} from finding f
      where f.organisation_id = ${organisationId} and f.decision <> 'none' and f.decision_expires_on < ${todayOf(organisationId, now)}
      order by f.device_id, f.vulnerability_id`.execute(db)
  ).rows

export interface GroupKey {
  readonly advisoryId: string
  readonly manufacturer: string
  readonly model: string
  readonly site: string
}

/** A group by all that devices write for its model and its site. */
export interface SpeltGroup extends Pick<GroupKey, 'advisoryId'> {
  readonly models: readonly ModelName[]
  readonly sites: readonly string[]
  readonly vulnerabilityId?: string | undefined
}

/** Devices of the worklist in a group, with what the advisory leaves open on them and is not set aside. An empty text stands for none. */
export const findingsOfGroup = async (db: Db, organisationId: string, group: SpeltGroup) =>
  (
    await sql<FindingKey>`
      select d.id as device_id, m.vulnerability_id
      from match m
      join device d on d.organisation_id = ${organisationId} and d.configuration_id = m.configuration_id and d.gone_at is null and d.is_active
      where m.organisation_id = ${organisationId} and ${isSaidBy(group.advisoryId)}
        and ${group.advisoryId} = any(m.supported_by) and m.answer <> 'not_affected'
        and ${isOfModels(group.models)} and ${isAtSites(group.sites)}
        and ${group.vulnerabilityId === undefined ? sql`true` : sql`m.vulnerability_id = ${group.vulnerabilityId}`}
        and not ${isSetAsideOn(organisationId, {
          configuration: sql`d.configuration_id`,
          context: sql`d.context_id`,
          vulnerability: sql`m.vulnerability_id`,
        })}
      order by 1, 2`.execute(db)
  ).rows
