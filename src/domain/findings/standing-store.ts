import { sql } from 'kysely'
import type { CheckedPremise, FailingPremise, StandingState } from '#model/decision.ts'
import type { Answer, AskedAttribute } from '#model/finding.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import type { FindingKey, FindingRecord } from './finding-store.ts'
import { type AlikeKey, type DecisionScope, inScope, isToDecide, ofVulnerabilities } from './premise-facts-store.ts'
import { isSetAsideOn } from './treated-store.ts'

// How decisions stand with findings, device by device where something changes. Tables: decision_standing; of finding the columns
// of its decision, of decision its counts.

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

/** The findings themselves on which a decision is taken; judged at once afterwards. */
export const insertTaken = (db: Db, organisationId: string, decisionId: string, keys: readonly FindingKey[]) =>
  sql`insert into decision_standing (organisation_id, decision_id, device_id, vulnerability_id, state, is_carried)
      select ${organisationId}::uuid, ${decisionId}::uuid, k.device_id, k.vulnerability_id, 'taken', false
      from jsonb_to_recordset(${jsonRows(keys)}) as k(device_id uuid, vulnerability_id text)`.execute(db)

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
