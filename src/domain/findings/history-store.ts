import { type RawBuilder, sql } from 'kysely'
import type { CareSetting, Criticality } from '#model/device.ts'
import type { Answer, DecisionKind, FindingStatus } from '#model/finding.ts'
import type { Db } from '#platform/db/database.ts'
import { joinLineages } from './device-past-store.ts'
import { isNameAlone } from './treated-store.ts'

// What was open when, as far as it is kept: devices in groups that are alike in all that tells it, and rows of findings where
// there are any. Moments are milliseconds since 1970.

const ms = (moment: RawBuilder<unknown>) => sql<number>`floor(extract(epoch from ${moment}) * 1000)::float8`

export interface DevicesAlike {
  configuration_id: string
  context_id: string
  site: string
  manufacturer: string
  model: string
  /** When they joined their present configuration. */
  since: number
  /** By which way they came to it; null where they had no other. */
  lineage: string | null
  /** When they had left the worklist: `from until` with commas between; without an end where they are away. */
  absences: string | null
  /** Of a device that has findings with rows of their own: it stands alone. */
  own_id: string | null
  /** One of them. */
  example_id: string
  devices: number
}

/** Those of the inventory now, with the times in which they had left the worklist. What was merged into another is that one. */
export const devicesAlike = async (db: Db, organisationId: string, from: Date) =>
  (
    await sql<DevicesAlike>`
      with absent as materialized (
        select id, string_agg(a::bigint || ' ' || coalesce(b::bigint::text, ''), ',' order by a) as absences from (
          select v.device_id as id, ${ms(sql`v.known_since`)} as a, ${ms(sql`v.known_until`)} as b from device_version v
          where v.organisation_id = ${organisationId} and not v.is_active and v.known_until > ${from.toISOString()}
          union all
          select d.id, ${ms(sql`d.known_since`)}, null from device d
          where d.organisation_id = ${organisationId} and not d.is_active and d.gone_at is null
        ) away group by id
      ),
      own as materialized (select distinct device_id from finding where organisation_id = ${organisationId})
      select d.configuration_id, d.context_id, coalesce(d.site, '') as site, coalesce(d.manufacturer, '') as manufacturer,
        coalesce(d.model, '') as model, ${ms(sql`d.configuration_since`)} as since, past.lineage, absent.absences,
        own.device_id as own_id, min(d.id::text) as example_id, count(*) as devices
      from device d
      ${joinLineages(organisationId)}
      left join absent on absent.id = d.id
      left join own on own.device_id = d.id
      where d.organisation_id = ${organisationId} and d.gone_at is null
      group by 1, 2, 3, 4, 5, 6, 7, 8, 9
      order by manufacturer, model, site, d.configuration_id, d.context_id, since, example_id`.execute(db)
  ).rows

/** Earlier configurations of devices, oldest first. */
export const pastsOf = async (db: Db, organisationId: string, deviceIds: readonly string[]) =>
  (
    await sql<{ device_id: string; configuration_id: string; since: number; ended: number }>`
      select device_id, configuration_id, ${ms(sql`since`)} as since, ${ms(sql`ended_at`)} as ended from device_past
      where organisation_id = ${organisationId} and device_id = any(${deviceIds}::uuid[]) order by device_id, ended_at`.execute(
      db,
    )
  ).rows

export interface ConfigurationBasis {
  configuration_id: string
  basis_id: string
  group_id: string
  manufacturer: string
  model: string
  description: string
}

export const basesOf = async (db: Db, organisationId: string, configurationIds: readonly string[]) =>
  (
    await sql<ConfigurationBasis>`
      select l.configuration_id, l.basis_id, l.group_id, c.manufacturer, c.model, c.description from configuration_basis l
      join configuration c on c.organisation_id = l.organisation_id and c.id = l.configuration_id
      where l.organisation_id = ${organisationId} and l.configuration_id = any(${configurationIds}::uuid[])
      order by l.configuration_id, l.basis_id`.execute(db)
  ).rows

export interface ContextRow {
  id: string
  criticality: Criticality
  care_setting: CareSetting
  zone: string
  network_connected: boolean | null
  stores_phi: boolean | null
  stores_phi_by: '' | 'mds2'
}

export const contextRows = async (db: Db, organisationId: string, ids: readonly string[]) =>
  (
    await sql<ContextRow>`
      select id, criticality, care_setting, zone, network_connected, stores_phi, stores_phi_by from context
      where organisation_id = ${organisationId} and id = any(${ids}::uuid[])`.execute(db)
  ).rows

/** A finding that has a row of its own, as it stands now. */
export interface OwnRow {
  device_id: string
  vulnerability_id: string
  status: FindingStatus
  decision: DecisionKind
  is_verified: boolean
  opened: number
  closed: number | null
  decided: number | null
  remediated: number | null
  kept_configuration_id: string | null
  kept_context_id: string | null
}

export const ownRows = async (db: Db, organisationId: string) =>
  (
    await sql<OwnRow>`
      select f.device_id, f.vulnerability_id, f.status, f.decision, f.remediation = 'verified' as is_verified,
        ${ms(sql`f.opened_at`)} as opened, ${ms(sql`f.closed_at`)} as closed, ${ms(sql`f.decided_at`)} as decided,
        ${ms(sql`f.remediation_at`)} as remediated, f.kept_configuration_id, f.kept_context_id
      from finding f join device d on d.organisation_id = f.organisation_id and d.id = f.device_id and d.gone_at is null
      where f.organisation_id = ${organisationId} order by f.device_id, f.vulnerability_id`.execute(db)
  ).rows

/** How a finding stood: open, or why it was not. */
export type Stood = 'open' | 'fixed' | 'decided' | 'not_affected'

const stood = (state: RawBuilder<unknown>) => sql<Stood>`case
  when ${state} ->> 'status' = 'fixed' or ${state} ->> 'remediation' = 'verified' then 'fixed'
  when ${state} ->> 'status' = 'not_affected' then 'not_affected'
  when ${state} ->> 'decision' <> 'none' then 'decided' else 'open' end`

export interface OwnEvent {
  device_id: string
  vulnerability_id: string
  at: number
  before: Stood
  after: Stood
}

/** Events that opened or closed a finding, in order. */
export const ownEvents = async (db: Db, organisationId: string) =>
  (
    await sql<OwnEvent>`
      select * from (
        select e.device_id, e.vulnerability_id, ${ms(sql`e.at`)} as at, e.id, ${stood(sql`e.before`)} as before, ${stood(sql`e.after`)} as after
        from finding_event e where e.organisation_id = ${organisationId}
      ) told where before <> after order by device_id, vulnerability_id, at, id`.execute(db)
  ).rows

/** What was open on some configuration since then, or has rows of its own. */
export const vulnerabilitiesThen = async (db: Db, organisationId: string, from: Date) =>
  (
    await sql<{ id: string; has_rows: boolean }>`
      select id, bool_or(has_rows) as has_rows from (
        select distinct vulnerability_id as id, false as has_rows from basis_match
        where organisation_id = ${organisationId} and withdrawn_at is null and answer <> 'not_affected'
        union all
        select distinct vulnerability_id, false from basis_match
        where organisation_id = ${organisationId} and withdrawn_at >= ${from.toISOString()}
        union all
        select distinct vulnerability_id, true from finding where organisation_id = ${organisationId}
      ) known group by id order by id`.execute(db)
  ).rows

export interface MatchThen {
  basis_id: string
  vulnerability_id: string
  answer: Answer
  probability: number
  advisory_id: string
  product_ids: readonly string[]
  is_name_alone: boolean
  /** It leaves, or until it was withdrawn left, the configuration open. */
  is_open: boolean
  matched: number
  withdrawn: number | null
}

/** Matches of the vulnerabilities; those that say not affected only where a finding's own row may need them. */
export const matchesThen = async (
  db: Db,
  organisationId: string,
  vulnerabilityIds: readonly string[],
  withRows: readonly string[],
  from: Date,
) => {
  const columns = sql`m.basis_id, m.vulnerability_id, m.probability, m.advisory_id,
    array(select e->>'productId' from jsonb_array_elements(m.evidence) e
      where e->>'advisoryId' = m.advisory_id and e->>'answer' <> 'not_affected' and e->'mayClear' is null) as product_ids,
    ${isNameAlone} as is_name_alone, ${ms(sql`m.matched_at`)} as matched, ${ms(sql`m.withdrawn_at`)} as withdrawn`
  const { rows } = await sql<MatchThen>`
    select * from (
      select m.answer, m.answer <> 'not_affected' as is_open, ${columns} from basis_match m
      where m.organisation_id = ${organisationId} and m.vulnerability_id = any(${vulnerabilityIds}) and m.withdrawn_at is null
        and (m.answer <> 'not_affected' or m.vulnerability_id = any(${withRows}))
      union all
      -- What was said before it was withdrawn stands in its evidence.
      select coalesce(m.evidence -> 0 ->> 'answer', 'not_affected'), coalesce(m.evidence -> 0 ->> 'answer', 'not_affected') <> 'not_affected', ${columns}
      from basis_match m
      where m.organisation_id = ${organisationId} and m.vulnerability_id = any(${vulnerabilityIds}) and m.withdrawn_at is not null
        and (m.withdrawn_at >= ${from.toISOString()} or m.vulnerability_id = any(${withRows}))
    ) told order by vulnerability_id, basis_id`.execute(db)
  return rows
}

export interface Listed {
  cve: string
  added_on: string
  due_on: string | null
  ransomware: boolean
  delisted: number | null
}

/** In CISA's catalogue, now or once. */
export const listedThen = async (db: Db, vulnerabilityIds: readonly string[]) =>
  (
    await sql<Listed>`
      select cve, added_on::text as added_on, due_on::text as due_on, ransomware, ${ms(sql`delisted_at`)} as delisted from known_exploited
      where cve = any(${vulnerabilityIds})`.execute(db)
  ).rows
