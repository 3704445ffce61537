import { type RawBuilder, sql } from 'kysely'
import {
  DecisionFilter,
  type DecisionFinding,
  type DecisionOnFinding,
  type DecisionRow,
  type Premise,
  type StandingState,
} from '#model/decision.ts'
import type { DecisionKind } from '#model/finding.ts'
import type { VexJustification } from '#model/vex.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import { type FindingKey, todayOf } from './finding-store.ts'
import { everyProduct } from './premise-facts-store.ts'

// The register of decisions: what is shown and told of them and their standings.

/** In force somewhere; else broken somewhere; a day that has passed counts as it will be swept. */
const state = (day: RawBuilder<unknown>) => sql`case when n.withdrawn_at is not null then 'withdrawn'
  when n.expires_on < ${day} then 'over' when n.decision <> 'none' and n.holding > 0 then 'in_force'
  when n.broken > 0 or n.asking > 0 then 'broken' else 'over' end`

const rowColumns = (
  day: RawBuilder<unknown>,
) => sql`n.id, n.decision, ${state(day)} as state, n.reason, n.advisory_id as "advisoryId",
  n.manufacturer, n.model, n.vulnerability_ids as "vulnerabilityIds", n.product_key is not null as carries,
  n.expires_on as "expiresOn", n.decided_at as "decidedAt", n.decided_by as "decidedBy", n.withdrawn_at as "withdrawnAt",
  n.withdrawn_by as "withdrawnBy", n.withdrawn_reason as "withdrawnReason", n.proposal_id as "proposalId",
  coalesce(n.product_key = ${everyProduct}, false) as "isEverywhere", n.renews, (select r.id from decision r where r.organisation_id = n.organisation_id
    and r.renews = n.id and r.withdrawn_at is null order by r.decided_at desc limit 1) as "renewedBy", n.holding, n.carried, n.broken, n.asking`

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
    ending_week: sql`${own} = 'in_force' and (n.expires_on <= ${day} + 7 or ${controlEndsBy(sql`${day} + 7`)})`,
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
