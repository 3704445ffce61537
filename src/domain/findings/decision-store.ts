import { type RawBuilder, sql } from 'kysely'
import {
  type CheckedPremise,
  DecisionFilter,
  type DecisionFinding,
  type DecisionOnFinding,
  type DecisionRow,
  type FailingPremise,
  type Premise,
  type StandingState,
} from '#model/decision.ts'
import type { Answer, AskedAttribute, DecisionKind } from '#model/finding.ts'
import type { Configuration } from '#model/matching.ts'
import type { VexJustification } from '#model/vex.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import { type FindingKey, type FindingRecord, todayOf } from './finding-store.ts'
import type { SaidEntry } from './premises.ts'
import { isSetAside, isSetAsideOn } from './treated-store.ts'

// Decisions and how they stand with findings. Tables: decision, decision_standing; of finding the columns of its decision.
// Premises are read and judged for groups of devices that are alike in all that a premise can ask; devices one by one only
// where something changes.

export interface DecisionRecord {
  readonly id: string
  readonly decision: DecisionKind
  readonly reason: string
  readonly justification: VexJustification | null
  readonly advisory_id: string | null
  readonly manufacturer: string
  readonly model: string
  readonly vulnerability_ids: readonly string[]
  readonly product_key: string | null
  readonly premises: readonly Premise[]
  readonly expires_on: string | null
  readonly decided_by: string
  readonly decided_at: string
  readonly withdrawn_by: string | null
  readonly withdrawn_reason: string | null
}

/** Which findings: of devices, or of configurations. */
export interface DecisionScope {
  readonly deviceIds?: readonly string[]
  readonly configurationIds?: readonly string[]
  readonly vulnerabilityIds?: readonly string[]
  /** Devices that count although they left the worklist: somebody decides on them by name. */
  readonly evenInactive?: boolean
}

export const hasDecisions = async (db: Db, organisationId: string): Promise<boolean> =>
  (
    await sql<{ has: boolean }>`
      select exists (select from decision where organisation_id = ${organisationId}) as has`.execute(db)
  ).rows[0]!.has

export const today = async (db: Db, organisationId: string, now: Date): Promise<string> =>
  (await sql<{ today: string }>`select ${todayOf(organisationId, now)} as today`.execute(db)).rows[0]!.today

export const insertDecision = (
  db: Db,
  organisationId: string,
  row: Omit<DecisionRecord, 'decided_at' | `withdrawn_${string}`>,
) =>
  sql`insert into decision (organisation_id, id, decision, reason, justification, advisory_id, manufacturer, model, vulnerability_ids,
        product_key, premises, expires_on, decided_by)
      values (${organisationId}, ${row.id}, ${row.decision}, ${row.reason}, ${row.justification}, ${row.advisory_id}, ${row.manufacturer},
        ${row.model}, ${row.vulnerability_ids}, ${row.product_key}, ${jsonRows(row.premises)}, ${row.expires_on}, ${row.decided_by})`.execute(
    db,
  )

/** The findings themselves on which a decision is taken; judged at once afterwards. */
export const insertTaken = (db: Db, organisationId: string, decisionId: string, keys: readonly FindingKey[]) =>
  sql`insert into decision_standing (organisation_id, decision_id, device_id, vulnerability_id, state, is_carried)
      select ${organisationId}::uuid, ${decisionId}::uuid, k.device_id, k.vulnerability_id, 'taken', false
      from jsonb_to_recordset(${jsonRows(keys)}) as k(device_id uuid, vulnerability_id text)`.execute(db)

const decisionColumns = sql`n.id, n.decision, n.reason, n.justification, n.advisory_id, n.manufacturer, n.model, n.vulnerability_ids,
  n.product_key, n.premises, n.expires_on, n.decided_by, n.decided_at, n.withdrawn_by, n.withdrawn_reason`

export const decisionsById = async (db: Db, organisationId: string, ids: readonly string[]) =>
  (
    await sql<DecisionRecord>`
      select ${decisionColumns} from decision n where n.organisation_id = ${organisationId} and n.id = any(${ids}::uuid[])`.execute(
      db,
    )
  ).rows

export const devicesOfDecision = async (db: Db, organisationId: string, id: string) =>
  (
    await sql<{ id: string }>`
      select distinct device_id as id from decision_standing where organisation_id = ${organisationId} and decision_id = ${id}`.execute(
      db,
    )
  ).rows.map((row) => row.id)

export const withdrawDecision = async (db: Db, organisationId: string, id: string, by: string, reason: string) =>
  (
    await sql<{ id: string }>`
      update decision set withdrawn_at = now(), withdrawn_by = ${by}, withdrawn_reason = ${reason}
      where organisation_id = ${organisationId} and id = ${id} and withdrawn_at is null returning id`.execute(db)
  ).rows.length > 0

// judging -----------------------------------------------------------------------------------------------------------

/** Devices alike in all that a premise asks, with one vulnerability. */
export interface AlikeKey {
  readonly configuration_id: string
  readonly context_id: string
  readonly site: string
  readonly vulnerability_id: string
  /** What the finding is read through; another configuration than the device's where nothing more is said of that one. */
  readonly said_configuration_id: string
  readonly said_context_id: string
}

interface ReadFacts extends AlikeKey {
  readonly configuration: Configuration
  readonly zone: string
  readonly networkConnected: boolean | null
  readonly answer: Answer | null
  readonly score: number | null
  readonly isListed: boolean
}

export interface Candidate extends ReadFacts {
  readonly decision_id: string
}

const inScope = (organisationId: string, scope: DecisionScope): RawBuilder<unknown> => {
  const conditions: RawBuilder<unknown>[] = [
    sql`d.organisation_id = ${organisationId}`,
    sql`d.gone_at is null`,
    ...(scope.evenInactive ? [] : [sql`d.is_active`]),
  ]
  if (scope.deviceIds) conditions.push(sql`d.id = any(${scope.deviceIds}::uuid[])`)
  if (scope.configurationIds)
    conditions.push(sql`d.id in (
      select id from device where organisation_id = ${organisationId} and configuration_id = any(${scope.configurationIds}::uuid[])
      union all
      select device_id from finding
      where organisation_id = ${organisationId} and kept_configuration_id = any(${scope.configurationIds}::uuid[]))`)
  return sql.join(conditions, sql` and `)
}

const ofVulnerabilities = ({ vulnerabilityIds }: DecisionScope, column: RawBuilder<unknown>) =>
  vulnerabilityIds ? sql`${column} = any(${vulnerabilityIds}::text[])` : sql`true`

/** Something is left to decide; `f` is there. */
const isToDecide = sql`f.status in ('affected', 'under_investigation') and f.remediation <> 'verified'`

const productKey = sql`lower(btrim(c.manufacturer)) || E'\n' || lower(btrim(c.model))`

/** Joins to `k`, an AlikeKey. */
const factJoins = (organisationId: string) => sql`
  join configuration c on c.organisation_id = ${organisationId} and c.id = k.configuration_id
  join context x on x.organisation_id = ${organisationId} and x.id = k.context_id
  left join match m on m.organisation_id = ${organisationId} and m.configuration_id = k.said_configuration_id
    and m.vulnerability_id = k.vulnerability_id
  left join score s on s.organisation_id = ${organisationId} and s.configuration_id = k.said_configuration_id
    and s.context_id = k.said_context_id and s.vulnerability_id = k.vulnerability_id`

const factColumns = sql`k.configuration_id, k.context_id, k.site, k.vulnerability_id, k.said_configuration_id, k.said_context_id,
  jsonb_build_object('manufacturer', c.manufacturer, 'model', c.model, 'modelNumber', c.model_number, 'description', c.description,
    'softwareVersion', c.software_version, 'firmwareVersion', c.firmware_version, 'operatingSystem', c.operating_system) as configuration,
  x.zone, x.network_connected as "networkConnected", m.answer, s.score,
  exists (select from known_exploited e where e.cve = k.vulnerability_id and e.delisted_at is null) as "isListed"`

/** Every decision that can concern findings of the scope: those of the product, and those that stand with them already. */
export const candidatesOf = async (db: Db, organisationId: string, scope: DecisionScope) =>
  (
    await sql<Candidate>`
      with d as materialized (
        select d.id, d.configuration_id, d.context_id, coalesce(d.site, '') as site from device d where ${inScope(organisationId, scope)}
      ),
      k as (
        select p.configuration_id, p.context_id, p.site, m.vulnerability_id, p.configuration_id as said_configuration_id,
          p.context_id as said_context_id, n.id as decision_id
        from (select distinct configuration_id, context_id, site from d) p
        join configuration c on c.organisation_id = ${organisationId} and c.id = p.configuration_id
        join decision n on n.organisation_id = ${organisationId} and n.product_key = ${productKey}
        join match m on m.organisation_id = ${organisationId} and m.configuration_id = p.configuration_id
          and m.vulnerability_id = any(n.vulnerability_ids) and m.answer <> 'not_affected'
        where ${ofVulnerabilities(scope, sql`m.vulnerability_id`)}
        union
        select d.configuration_id, d.context_id, d.site, f.vulnerability_id, coalesce(f.kept_configuration_id, d.configuration_id),
          coalesce(f.kept_context_id, d.context_id), st.decision_id
        from d
        join decision_standing st on st.organisation_id = ${organisationId} and st.device_id = d.id
        join finding f on f.organisation_id = ${organisationId} and f.device_id = st.device_id and f.vulnerability_id = st.vulnerability_id
        where ${isToDecide} and ${ofVulnerabilities(scope, sql`st.vulnerability_id`)}
      )
      select ${factColumns}, k.decision_id from k ${factJoins(organisationId)}`.execute(db)
  ).rows

/** What devices of the scope are alike in, where vulnerabilities are open on them: before any decision. Set aside is not open but by name. */
export const alikeIn = async (
  db: Db,
  organisationId: string,
  scope: DecisionScope & { readonly vulnerabilityIds: readonly string[] },
) =>
  (
    await sql<ReadFacts & { devices: number }>`
      with d as materialized (
        select d.id, d.configuration_id, d.context_id, coalesce(d.site, '') as site from device d where ${inScope(organisationId, scope)}
      ),
      k as (
        select d.configuration_id, d.context_id, d.site, v.id as vulnerability_id,
          coalesce(f.kept_configuration_id, d.configuration_id) as said_configuration_id,
          coalesce(f.kept_context_id, d.context_id) as said_context_id, count(*)::int as devices
        from d cross join unnest(${scope.vulnerabilityIds}::text[]) v(id)
        left join finding f on f.organisation_id = ${organisationId} and f.device_id = d.id and f.vulnerability_id = v.id
        left join match m on m.organisation_id = ${organisationId} and m.configuration_id = d.configuration_id and m.vulnerability_id = v.id
        where case when f.device_id is null then m.answer <> 'not_affected' else ${isToDecide} end
        group by 1, 2, 3, 4, 5, 6
      )
      select ${factColumns}, k.devices from k ${factJoins(organisationId)}
      where ${scope.evenInactive ? sql`true` : sql`not ${isSetAside(organisationId)}`}
      order by k.vulnerability_id, k.configuration_id, k.context_id, k.site`.execute(db)
  ).rows

export const configurationsOfProducts = async (db: Db, organisationId: string, keys: readonly string[]) =>
  (
    await sql<{ id: string }>`
      select c.id from configuration c where c.organisation_id = ${organisationId} and ${productKey} = any(${keys}::text[])`.execute(
      db,
    )
  ).rows.map(({ id }) => id)

/**
 * What advisories say of the product entries that leave a configuration open: digests of status and remediations. Ids, names
 * and versions of the entries are left out: a publisher numbers them anew, and each version may have one of its own.
 */
export const saidOn = async (
  db: Db,
  organisationId: string,
  pairs: readonly { configuration_id: string; vulnerability_id: string }[],
) =>
  (
    await sql<SaidEntry & { configuration_id: string; vulnerability_id: string }>`
      select distinct m.configuration_id, m.vulnerability_id, e ->> 'advisoryId' as "advisoryId", e ->> 'revision' as revision,
        md5(jsonb_build_array(
          (select jsonb_agg(word order by word) from jsonb_each(v.status) as status(word, ids) where ids ? (e ->> 'productId')),
          (select jsonb_agg(r - 'productIds' order by r - 'productIds') from jsonb_array_elements(v.remediations) r
            where jsonb_array_length(r -> 'productIds') = 0 or r -> 'productIds' ? (e ->> 'productId')))::text) as digest
      from jsonb_to_recordset(${jsonRows(pairs)}) as k(configuration_id uuid, vulnerability_id text)
      join match m on m.organisation_id = ${organisationId} and m.configuration_id = k.configuration_id
        and m.vulnerability_id = k.vulnerability_id and m.withdrawn_at is null
      cross join jsonb_array_elements(m.evidence) e
      join advisory_vulnerability v on v.advisory_id = e ->> 'advisoryId' and v.vulnerability_id = m.vulnerability_id
      where e ->> 'answer' <> 'not_affected' and e -> 'mayClear' is null
      order by 1, 2, 3, 5`.execute(db)
  ).rows

export interface VerdictRow extends AlikeKey {
  readonly decision_id: string
  readonly outcome: 'holds' | 'broken' | 'asks'
  /** Its place among the verdicts. */
  readonly at: number
}

/** A finding and a decision of which something changes. */
export interface Shift {
  readonly device_id: string
  readonly vulnerability_id: string
  readonly decision_id: string
  readonly at: number
  readonly state: StandingState | 'taken' | null
  readonly is_carried: boolean
  readonly checked: readonly CheckedPremise[]
  /** Null: it stands with the finding no more, and never held on it. */
  readonly target: StandingState | null
  /** The decision in force on the finding from here on, and the one that was. */
  readonly effective: string | null
  readonly effective_before: string | null
  readonly governing: string | null
  readonly answer: Answer
  readonly finding: FindingRecord | null
}

/**
 * Where a decision stands otherwise with a finding than it is written, or another is in force. The newest decision that was
 * taken on the very finding, or whose premises all hold on it, governs; one that was taken on it and broke leaves it open.
 */
export const shiftsOf = async (db: Db, organisationId: string, scope: DecisionScope, verdicts: readonly VerdictRow[]) =>
  (
    await sql<Shift>`
      with v as materialized (
        select * from jsonb_to_recordset(${jsonRows(verdicts)}) as r(configuration_id uuid, context_id uuid, site text, vulnerability_id text,
          said_configuration_id uuid, said_context_id uuid, decision_id uuid, outcome text, at int)
      ),
      d as materialized (
        select d.id, d.configuration_id, d.context_id, coalesce(d.site, '') as site from device d where ${inScope(organisationId, scope)}
      ),
      one as materialized (
        select d.id as device_id, v.vulnerability_id, v.decision_id, v.outcome, v.at, n.decided_at, n.withdrawn_at is not null as is_withdrawn,
          n.decision, st.state, coalesce(st.is_carried, true) as is_carried, coalesce(st.checked, '[]') as checked,
          case when f.decision <> 'none' then f.decision_id end as effective_before
        from v
        join d on d.configuration_id = v.configuration_id and d.context_id = v.context_id and d.site = v.site
        join decision n on n.organisation_id = ${organisationId} and n.id = v.decision_id
        left join finding f on f.organisation_id = ${organisationId} and f.device_id = d.id and f.vulnerability_id = v.vulnerability_id
        left join decision_standing st on st.organisation_id = ${organisationId} and st.device_id = d.id
          and st.vulnerability_id = v.vulnerability_id and st.decision_id = v.decision_id
        where coalesce(f.kept_configuration_id, d.configuration_id) = v.said_configuration_id
          and coalesce(f.kept_context_id, d.context_id) = v.said_context_id
          -- Nothing is carried to what is set aside, as nobody sees it.
          and (st.decision_id is not null or (n.product_key is not null and not ${isSetAsideOn(organisationId, {
            configuration: sql`v.said_configuration_id`,
            context: sql`v.said_context_id`,
            vulnerability: sql`v.vulnerability_id`,
          })}))
          and case when f.device_id is null then exists (select from match m where m.organisation_id = ${organisationId}
              and m.configuration_id = d.configuration_id and m.vulnerability_id = v.vulnerability_id and m.answer <> 'not_affected')
            else ${isToDecide} end
      ),
      -- By windows, not by a join with itself: of what is made here the planner knows no number of rows.
      ordered as (
        select one.*, first_value(outcome = 'holds' or not is_carried) over governing as is_governed,
          first_value(decision_id) over governing as first_id, first_value(decided_at) over governing as first_at,
          first_value(case when outcome = 'holds' and decision <> 'none' and not is_withdrawn then decision_id end) over governing as first_effective
        from one
        window governing as (partition by device_id, vulnerability_id
          order by (outcome = 'holds' or not is_carried) desc, decided_at desc, decision_id desc)
      ),
      governed as (
        select ordered.*, case when is_governed then first_id end as governing, case when is_governed then first_effective end as effective
        from ordered
      ),
      judged as (
        select governed.*,
          case
            when decision_id = governing then case when is_withdrawn then 'withdrawn' else outcome end
            when is_withdrawn then case when checked <> '[]' then 'withdrawn' end
            when effective is not null or (is_governed and (decided_at, decision_id) < (first_at, first_id))
              then case when checked <> '[]' then 'over' end
            when outcome = 'asks' and decision <> 'none' then 'asks'
            when checked <> '[]' then 'broken'
          end as target
        from governed
      )
      select j.device_id, j.vulnerability_id, j.decision_id, j.at, j.state, j.is_carried, j.checked, j.target, j.effective,
        j.effective_before, j.governing, coalesce(f.answer, m.answer) as answer,
        case when f.device_id is not null then row_to_json(f) end as finding
      from judged j
      join device d on d.organisation_id = ${organisationId} and d.id = j.device_id
      left join finding f on f.organisation_id = ${organisationId} and f.device_id = j.device_id and f.vulnerability_id = j.vulnerability_id
      left join match m on m.organisation_id = ${organisationId} and m.configuration_id = d.configuration_id
        and m.vulnerability_id = j.vulnerability_id
      where j.target is distinct from j.state or j.effective is distinct from j.effective_before
      order by j.device_id, j.vulnerability_id, j.decided_at, j.decision_id`.execute(db)
  ).rows

/** What asked, or was open again, on findings that have nothing left to decide. */
export const retireStandings = async (db: Db, organisationId: string, scope: DecisionScope) =>
  (
    await sql<{ decision_id: string }>`
      with gone as (
        select st.* from decision_standing st
        join device d on d.id = st.device_id and ${inScope(organisationId, { ...scope, evenInactive: true })}
        left join finding f on f.organisation_id = ${organisationId} and f.device_id = st.device_id and f.vulnerability_id = st.vulnerability_id
        where st.organisation_id = ${organisationId} and st.state in ('broken', 'asks')
          and ${ofVulnerabilities(scope, sql`st.vulnerability_id`)}
          and case when f.device_id is null then not exists (select from match m where m.organisation_id = ${organisationId}
              and m.configuration_id = d.configuration_id and m.vulnerability_id = st.vulnerability_id and m.answer <> 'not_affected')
            else not (${isToDecide}) end
      ),
      ended as (
        update decision_standing st set state = 'over', failing = '[]', asks = null, asks_option = '', since = clock_timestamp() from gone
        where st.organisation_id = ${organisationId} and st.device_id = gone.device_id and st.vulnerability_id = gone.vulnerability_id
          and st.decision_id = gone.decision_id and (gone.checked <> '[]' or not gone.is_carried)
        returning st.decision_id
      ),
      removed as (
        delete from decision_standing st using gone
        where st.organisation_id = ${organisationId} and st.device_id = gone.device_id and st.vulnerability_id = gone.vulnerability_id
          and st.decision_id = gone.decision_id and gone.checked = '[]' and gone.is_carried
        returning st.decision_id
      )
      select distinct decision_id from (select * from ended union all select * from removed) done`.execute(db)
  ).rows.map((row) => row.decision_id)

export interface StandingRow extends FindingKey {
  readonly decision_id: string
  readonly state: StandingState
  readonly is_carried: boolean
  readonly checked: readonly CheckedPremise[]
  readonly failing: readonly FailingPremise[]
  readonly asks: AskedAttribute | null
  readonly asks_option: string
}

export const upsertStandings = (db: Db, organisationId: string, rows: readonly StandingRow[]) =>
  sql`insert into decision_standing (organisation_id, device_id, vulnerability_id, decision_id, state, is_carried, checked, failing, asks,
        asks_option)
      select ${organisationId}::uuid, r.* from jsonb_to_recordset(${jsonRows(rows)}) as r(device_id uuid, vulnerability_id text,
        decision_id uuid, state text, is_carried boolean, checked jsonb, failing jsonb, asks text, asks_option text)
      on conflict (organisation_id, device_id, vulnerability_id, decision_id) do update set state = excluded.state,
        is_carried = excluded.is_carried, checked = excluded.checked, failing = excluded.failing, asks = excluded.asks,
        asks_option = excluded.asks_option, since = clock_timestamp()`.execute(db)

export const removeStandings = (
  db: Db,
  organisationId: string,
  keys: readonly (FindingKey & { decision_id: string })[],
) =>
  sql`delete from decision_standing st
      using jsonb_to_recordset(${jsonRows(keys)}) as k(device_id uuid, vulnerability_id text, decision_id uuid)
      where st.organisation_id = ${organisationId} and st.device_id = k.device_id and st.vulnerability_id = k.vulnerability_id
        and st.decision_id = k.decision_id`.execute(db)

/** Which decision is in force on each finding; null for none. */
export const recordEffective = (
  db: Db,
  organisationId: string,
  rows: readonly (FindingKey & { decision_id: string | null })[],
) =>
  sql`update finding f set decision = coalesce(n.decision, 'none'), decision_id = n.id, decision_reason = n.reason,
        decision_expires_on = n.expires_on, decided_by = n.decided_by, decided_at = n.decided_at, updated_at = now()
      from jsonb_to_recordset(${jsonRows(rows)}) as k(device_id uuid, vulnerability_id text, decision_id uuid)
      left join decision n on n.organisation_id = ${organisationId} and n.id = k.decision_id
      where f.organisation_id = ${organisationId} and f.device_id = k.device_id and f.vulnerability_id = k.vulnerability_id`.execute(
    db,
  )

export const countStandings = (db: Db, organisationId: string, ids: readonly string[]) =>
  sql`update decision n set holding = c.holding, carried = c.carried, broken = c.broken, asking = c.asking
      from (
        select id, count(*) filter (where st.state = 'holds') as holding,
          count(*) filter (where st.state = 'holds' and st.is_carried) as carried,
          count(*) filter (where st.state = 'broken') as broken, count(*) filter (where st.state = 'asks') as asking
        from unnest(${ids}::uuid[]) as own(id)
        left join decision_standing st on st.organisation_id = ${organisationId} and st.decision_id = own.id
        group by 1
      ) c
      where n.organisation_id = ${organisationId} and n.id = c.id
        and (n.holding, n.carried, n.broken, n.asking) is distinct from (c.holding::int, c.carried::int, c.broken::int, c.asking::int)`.execute(
    db,
  )

/** Of what was taken and is judged no further. */
export const endTaken = (db: Db, organisationId: string, decisionId: string) =>
  sql`update decision_standing set state = 'holds'
      where organisation_id = ${organisationId} and decision_id = ${decisionId} and state = 'taken'`.execute(db)

/** The last day of these findings' decisions has passed. */
export const expireStandings = (db: Db, organisationId: string, rows: readonly FindingRecord[]) =>
  sql`update decision_standing st set state = 'broken', since = clock_timestamp(), failing = jsonb_build_array(jsonb_build_object('kind', 'until',
        'outcome', 'broken', 'was', null, 'now', k.day, 'text', 'it was in force until ' || k.day))
      from jsonb_to_recordset(${jsonRows(
        rows.map(({ device_id, vulnerability_id, decision_id, decision_expires_on }) => ({
          device_id,
          vulnerability_id,
          decision_id,
          day: decision_expires_on,
        })),
      )}) as k(device_id uuid, vulnerability_id text, decision_id uuid, day text)
      where st.organisation_id = ${organisationId} and st.device_id = k.device_id and st.vulnerability_id = k.vulnerability_id
        and st.decision_id = k.decision_id and st.state = 'holds'`.execute(db)

/** Findings of the worklist that it is in force on, and that would be open without it. */
export const countInForce = async (db: Db, organisationId: string, decisionId: string): Promise<number> =>
  (
    await sql<{ n: number }>`
      select count(*)::int as n from decision_standing st
      join finding f on f.organisation_id = ${organisationId} and f.device_id = st.device_id and f.vulnerability_id = st.vulnerability_id
        and f.decision_id = st.decision_id and f.decision <> 'none'
      join device d on d.organisation_id = ${organisationId} and d.id = f.device_id and d.gone_at is null and d.is_active
      where st.organisation_id = ${organisationId} and st.decision_id = ${decisionId} and st.state = 'holds' and ${isToDecide}
        and not ${isSetAsideOn(organisationId, {
          configuration: sql`coalesce(f.kept_configuration_id, d.configuration_id)`,
          context: sql`coalesce(f.kept_context_id, d.context_id)`,
          vulnerability: sql`st.vulnerability_id`,
        })}`.execute(db)
  ).rows[0]!.n

// the register ------------------------------------------------------------------------------------------------------

/** In force somewhere; else broken somewhere; a day that has passed counts as it will be swept. */
const state = (day: RawBuilder<unknown>) => sql`case when n.withdrawn_at is not null then 'withdrawn'
  when n.expires_on < ${day} then 'over' when n.decision <> 'none' and n.holding > 0 then 'in_force'
  when n.broken > 0 or n.asking > 0 then 'broken' else 'over' end`

const rowColumns = (
  day: RawBuilder<unknown>,
) => sql`n.id, n.decision, ${state(day)} as state, n.reason, n.advisory_id as "advisoryId",
  n.manufacturer, n.model, n.vulnerability_ids as "vulnerabilityIds", n.product_key is not null as carries,
  n.expires_on as "expiresOn", n.decided_at as "decidedAt", n.decided_by as "decidedBy", n.withdrawn_at as "withdrawnAt",
  n.withdrawn_by as "withdrawnBy", n.withdrawn_reason as "withdrawnReason", n.holding, n.carried, n.broken, n.asking`

export const rowsById = async (db: Db, organisationId: string, ids: readonly string[], now = new Date()) =>
  (
    await sql<DecisionRow & { justification: VexJustification | null; premises: Premise[] }>`
      select ${rowColumns(todayOf(organisationId, now))}, n.justification, n.premises from decision n
      where n.organisation_id = ${organisationId} and n.id = any(${ids}::uuid[])`.execute(db)
  ).rows

export interface DecisionListQuery {
  readonly filter: DecisionFilter
  /** Time of deciding in µs, id. */
  readonly after: readonly [number, string] | null
  readonly limit: number
  readonly now: Date
}

const decidedAt = sql`(extract(epoch from n.decided_at) * 1000000)::bigint`

/** Newest first. */
export async function decisionPage(db: Db, organisationId: string, query: DecisionListQuery) {
  const { filter, after, limit } = query
  const day = todayOf(organisationId, query.now)
  const conditions: RawBuilder<unknown>[] = [
    sql`n.organisation_id = ${organisationId}`,
    ...filterConditions(filter, day),
  ]
  if (after) conditions.push(sql`(${decidedAt}, n.id) < (${after[0]}::bigint, ${after[1]}::uuid)`)
  const { rows } = await sql<DecisionRow & { decided: number }>`
    select ${rowColumns(day)}, ${decidedAt} as decided from decision n where ${sql.join(conditions, sql` and `)}
    order by ${decidedAt} desc, n.id desc limit ${limit}`.execute(db)
  return rows
}

/** One of its controls counts as verified until then at most. */
const controlEndsBy = (day: RawBuilder<unknown>) => sql`exists (
  select from jsonb_array_elements(n.premises) p
  cross join lateral (
    select v.verify_again_by from control_verification v
    where v.organisation_id = n.organisation_id and v.control_id = (p ->> 'controlId')::uuid
    order by v.recorded_at desc, v.id desc limit 1
  ) last
  where p ->> 'kind' = 'control_verified' and last.verify_again_by <= ${day})`

function filterConditions(filter: DecisionFilter, day: RawBuilder<unknown>): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = []
  const own = state(day)
  const states: Partial<Record<DecisionFilter['state'], RawBuilder<unknown>>> = {
    in_force: sql`${own} = 'in_force'`,
    carried: sql`${own} = 'in_force' and n.carried > 0`,
    broken: sql`n.withdrawn_at is null and n.broken > 0`,
    asking: sql`n.withdrawn_at is null and n.asking > 0`,
    expiring: sql`${own} = 'in_force' and (n.expires_on <= ${day} + 30 or ${controlEndsBy(sql`${day} + 30`)})`,
    over: sql`${own} = 'over'`,
    withdrawn: sql`n.withdrawn_at is not null`,
  }
  const wanted = states[filter.state]
  if (wanted) conditions.push(wanted)
  if (filter.decision !== undefined) conditions.push(sql`n.decision = ${filter.decision}`)
  if (filter.vulnerability !== undefined) conditions.push(sql`n.vulnerability_ids @> array[${filter.vulnerability}]`)
  if (filter.advisory !== undefined) conditions.push(sql`n.advisory_id = ${filter.advisory}`)
  if (filter.control !== undefined)
    conditions.push(sql`n.premises @> ${jsonRows([{ kind: 'control_verified', controlId: filter.control }])}`)
  for (const word of (filter.q ?? '').split(/\s+/).filter(Boolean))
    conditions.push(sql`lower(n.reason || ' ' || n.manufacturer || ' ' || n.model || ' ' || n.decided_by || ' ' || coalesce(n.advisory_id, '')
      || ' ' || array_to_string(n.vulnerability_ids, ' ')) like ${`%${word.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`}`)
  return conditions
}

/** How many decisions there are in each state. */
export const decisionCounts = async (db: Db, organisationId: string, now: Date) => {
  const day = todayOf(organisationId, now)
  const count = (one: DecisionFilter['state']) =>
    sql`(count(*) filter (where ${sql.join([sql`true`, ...filterConditions({ state: one }, day)], sql` and `)}))::int`
  return (
    await sql<Record<DecisionFilter['state'], number>>`
      select ${sql.join(DecisionFilter.shape.state.unwrap().options.map((one) => sql`${count(one)} as ${sql.ref(one)}`))} from decision n
      where n.organisation_id = ${organisationId}`.execute(db)
  ).rows[0]!
}

export interface StandingQuery {
  readonly decisionId: string
  readonly state?: StandingState | undefined
  /** Device, vulnerability. */
  readonly after?: readonly [string, string] | null
  readonly limit: number
}

export const standingsOf = async (db: Db, organisationId: string, { decisionId, state, after, limit }: StandingQuery) =>
  (
    await sql<DecisionFinding>`
      select jsonb_build_object('id', d.id, 'name', d.name, 'site', d.site, 'careArea', d.care_area) as device,
        st.vulnerability_id as "vulnerabilityId", st.state, st.is_carried as "isCarried", st.checked, st.failing, st.asks, st.since
      from decision_standing st
      join device d on d.organisation_id = ${organisationId} and d.id = st.device_id
      where st.organisation_id = ${organisationId} and st.decision_id = ${decisionId}
        and ${state === undefined ? sql`true` : sql`st.state = ${state}`}
        and ${after ? sql`(st.device_id, st.vulnerability_id) > (${after[0]}::uuid, ${after[1]})` : sql`true`}
      order by st.device_id, st.vulnerability_id limit ${limit}`.execute(db)
  ).rows

/** Why a decision does not hold, with the number of findings: the most first. */
export const failingOf = async (db: Db, organisationId: string, decisionId: string) =>
  (
    await sql<{ text: string; state: 'broken' | 'asks'; findings: number; devices: number }>`
      select st.failing -> 0 ->> 'text' as text, st.state, count(*)::int as findings, count(distinct st.device_id)::int as devices
      from decision_standing st
      where st.organisation_id = ${organisationId} and st.decision_id = ${decisionId} and st.state in ('broken', 'asks')
      group by 1, 2 order by 3 desc, 1 limit 50`.execute(db)
  ).rows

/** What decisions have to do with one finding: the newest first. */
export const decisionsOnFinding = async (db: Db, organisationId: string, key: FindingKey, now: Date) =>
  (
    await sql<DecisionOnFinding & { premises: Premise[] }>`
      select ${rowColumns(todayOf(organisationId, now))}, n.premises, st.state as standing, st.is_carried as "isCarried", st.checked, st.failing,
        st.asks, st.since
      from decision_standing st
      join decision n on n.organisation_id = ${organisationId} and n.id = st.decision_id
      where st.organisation_id = ${organisationId} and st.device_id = ${key.device_id} and st.vulnerability_id = ${key.vulnerability_id}
      order by n.decided_at desc, n.id desc limit 50`.execute(db)
  ).rows

/** Where decisions broke since people were last told of it. */
export const brokenSinceTold = async (db: Db, organisationId: string) =>
  (
    await sql<{
      id: string
      decision: DecisionKind
      manufacturer: string
      model: string
      vulnerability_ids: string[]
      decided_by: string
      findings: number
      devices: number
      text: string
      newest: string
    }>`
      select n.id, n.decision, n.manufacturer, n.model, n.vulnerability_ids, n.decided_by, b.findings, b.devices, b.text, b.newest
      from decision n
      cross join lateral (
        select count(*)::int as findings, count(distinct st.device_id)::int as devices,
          (array_agg(st.failing -> 0 ->> 'text' order by st.since desc, st.device_id))[1] as text, max(st.since) as newest
        from decision_standing st
        where st.organisation_id = ${organisationId} and st.decision_id = n.id and st.state = 'broken'
          and st.since > coalesce(n.announced_at, n.decided_at)
      ) b
      where n.organisation_id = ${organisationId} and n.broken > 0 and n.withdrawn_at is null and b.findings > 0
      order by n.id`.execute(db)
  ).rows

export const recordTold = (db: Db, organisationId: string, ids: readonly string[]) =>
  sql`update decision set announced_at = clock_timestamp() where organisation_id = ${organisationId} and id = any(${ids}::uuid[])`.execute(
    db,
  )
