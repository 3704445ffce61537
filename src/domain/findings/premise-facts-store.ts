import { type RawBuilder, sql } from 'kysely'
import { inputsOf } from '#domain/judgement/judgement.ts'
import type { Criticality } from '#model/device.ts'
import type { Answer } from '#model/finding.ts'
import type { Configuration } from '#model/matching.ts'
import type { RiskBand } from '#model/risk.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import type { SaidEntry } from './premises.ts'
import { isSetAside } from './treated-store.ts'

// What the premises of decisions are judged on, read for groups of devices that are alike in all that a premise can ask.

/** Which findings: of devices, or of configurations. */
export interface DecisionScope {
  readonly deviceIds?: readonly string[]
  readonly configurationIds?: readonly string[]
  readonly vulnerabilityIds?: readonly string[]
  /** Devices that count although they left the worklist: somebody decides on them by name. */
  readonly evenInactive?: boolean
}

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

export interface ReadFacts extends AlikeKey {
  readonly configuration: Configuration
  readonly zone: string
  readonly networkConnected: boolean | null
  readonly answer: Answer | null
  readonly score: number | null
  /** As the appetite judges it: where KEV was never read it counts as listed. */
  readonly band: RiskBand | null
  readonly criticality: Criticality
  readonly isListed: boolean
}

export interface Candidate extends ReadFacts {
  readonly decision_id: string
}

export const inScope = (organisationId: string, scope: DecisionScope): RawBuilder<unknown> => {
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

export const ofVulnerabilities = ({ vulnerabilityIds }: DecisionScope, column: RawBuilder<unknown>) =>
  vulnerabilityIds ? sql`${column} = any(${vulnerabilityIds}::text[])` : sql`true`

/** Something is left to decide; `f` is there. */
export const isToDecide = sql`f.status in ('affected', 'under_investigation') and f.remediation <> 'verified'`

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
  x.zone, x.network_connected as "networkConnected", m.answer, s.score, s.band, s.points, x.criticality,
  exists (select from known_exploited e where e.cve = k.vulnerability_id and e.delisted_at is null) as "isListed"`

/** What is not worked out keeps the band of its score. */
function judgedBands<Facts extends ReadFacts>(rows: readonly (Facts & { readonly points: number | null })[]): Facts[] {
  const bands = new Map<number, RiskBand>()
  const bandOf = (points: number) => {
    const band = bands.get(points) ?? inputsOf(points).band
    bands.set(points, band)
    return band
  }
  return rows.map(({ points, ...row }) => ({
    ...(row as unknown as Facts),
    band: points !== null && points >= 0 ? bandOf(points) : row.band,
  }))
}

/** `product_key` of a decision on devices of whatever product. */
export const everyProduct = '*'

/** Every decision that can concern findings of the scope: those of the product, and those that stand with them already. */
export const candidatesOf = async (db: Db, organisationId: string, scope: DecisionScope) =>
  judgedBands<Candidate>(
    (
      await sql<Candidate & { points: number | null }>`
      with d as materialized (
        select d.id, d.configuration_id, d.context_id, coalesce(d.site, '') as site from device d where ${inScope(organisationId, scope)}
      ),
      k as (
        select p.configuration_id, p.context_id, p.site, m.vulnerability_id, p.configuration_id as said_configuration_id,
          p.context_id as said_context_id, n.id as decision_id
        from (select distinct configuration_id, context_id, site from d) p
        join configuration c on c.organisation_id = ${organisationId} and c.id = p.configuration_id
        cross join lateral (values (${productKey}), (${everyProduct})) as own(product_key)
        join decision n on n.organisation_id = ${organisationId} and n.product_key = own.product_key
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
    ).rows,
  )

/** What devices of the scope are alike in, where vulnerabilities are open on them: before any decision. Set aside is not open but by name. */
export const alikeIn = async (
  db: Db,
  organisationId: string,
  scope: DecisionScope & { readonly vulnerabilityIds: readonly string[] },
) =>
  judgedBands<ReadFacts & { devices: number }>(
    (
      await sql<ReadFacts & { devices: number } & { points: number | null }>`
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
    ).rows,
  )

/** The same of findings named one by one, a row for each. */
export const alikeOfFindings = async (
  db: Db,
  organisationId: string,
  keys: readonly { readonly device_id: string; readonly vulnerability_id: string }[],
) =>
  judgedBands<ReadFacts & { devices: number; device_id: string }>(
    (
      await sql<ReadFacts & { devices: number; device_id: string } & { points: number | null }>`
      with k as (
        select d.id as device_id, d.configuration_id, d.context_id, coalesce(d.site, '') as site, v.vulnerability_id,
          coalesce(f.kept_configuration_id, d.configuration_id) as said_configuration_id,
          coalesce(f.kept_context_id, d.context_id) as said_context_id
        from jsonb_to_recordset(${jsonRows(keys)}) as v(device_id uuid, vulnerability_id text)
        join device d on d.organisation_id = ${organisationId} and d.id = v.device_id and d.gone_at is null
        left join finding f on f.organisation_id = ${organisationId} and f.device_id = d.id and f.vulnerability_id = v.vulnerability_id
        left join match m on m.organisation_id = ${organisationId} and m.configuration_id = d.configuration_id
          and m.vulnerability_id = v.vulnerability_id
        where case when f.device_id is null then m.answer <> 'not_affected' else ${isToDecide} end
      )
      select ${factColumns}, 1 as devices, k.device_id from k ${factJoins(organisationId)} order by k.device_id, k.vulnerability_id`.execute(
        db,
      )
    ).rows,
  )

/** Which vulnerabilities, on which configurations, a decision is on that is taken for the whole organisation. */
export const everywhereOf = async (
  db: Db,
  organisationId: string,
  on: { readonly vulnerabilityId?: string | undefined; readonly advisoryId?: string | undefined },
) =>
  (
    await sql<{ configuration_id: string; vulnerability_id: string }>`
      select distinct m.configuration_id, m.vulnerability_id from match m
      where m.organisation_id = ${organisationId} and m.answer <> 'not_affected'
        and ${on.vulnerabilityId === undefined ? sql`true` : sql`m.vulnerability_id = ${on.vulnerabilityId}`}
        and ${on.advisoryId === undefined ? sql`true` : sql`${on.advisoryId} = any(m.supported_by)`}
      order by 1, 2`.execute(db)
  ).rows

export const configurationsOfProducts = async (db: Db, organisationId: string, keys: readonly string[]) =>
  (
    await sql<{ id: string }>`
      select c.id from configuration c where c.organisation_id = ${organisationId}
        and (${productKey} = any(${keys}::text[]) or ${everyProduct} = any(${keys}::text[]))`.execute(db)
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
