import { type RawBuilder, sql } from 'kysely'
import { isAtPlaces, isAtSites, isOfModels } from '#domain/inventory/inventory.ts'
import type { Answer, FindingState } from '#model/finding.ts'
import type { Configuration } from '#model/matching.ts'
import type { RiskBand } from '#model/risk.ts'
import type { WhatIfDevices } from '#model/what-if.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import { deviceFilters } from './finding-filter-store.ts'
import { inForce, isOpenRow } from './finding-store.ts'
import type { AlikeNames } from './joined-names.ts'
import { isFollowed } from './match-store.ts'
import { isSaidBy } from './said-by-store.ts'
import { type ContextFacts, openMatches, type Scorable } from './score-store.ts'
import { isSetAside } from './treated-store.ts'

// What is read to work out a supposition: groups of devices that are alike, and what is kept of what they share. All reading.

/** On device `d`. */
export type Condition = RawBuilder<unknown>

export const everyDevice: Condition = sql`true`

/** Devices of which all of it is true; names as all that devices write for them, where that is told. */
export const devicesWith = (
  alike: AlikeNames,
  { site, careArea, manufacturer, model, zone, devices }: WhatIfDevices,
): Condition => {
  const filter = {
    ...(alike.models ? {} : { manufacturer, model }),
    ...(alike.places || alike.sites ? {} : { site }),
    ...(alike.places ? {} : { careArea }),
  }
  const conditions = [
    ...deviceFilters({ filter: { open: 'any', ...filter }, text: [] }),
    ...(alike.models ? [isOfModels(alike.models)] : []),
    ...(alike.places ? [isAtPlaces(alike.places)] : []),
    ...(alike.sites ? [isAtSites(alike.sites)] : []),
    ...(zone === undefined ? [] : [sql`coalesce(d.zone, '') = ${zone}`]),
    ...(devices === undefined ? [] : [sql`d.id = any(${devices}::uuid[])`]),
  ]
  return sql`(${sql.join(conditions, sql` and `)})`
}

/** A finding whose own row says otherwise than the match: `[vulnerability, answer, status, remediation, decision, decision id, kept by …]`. */
export type HistoryRow = readonly [
  string,
  FindingState['answer'],
  FindingState['status'],
  FindingState['remediation'],
  FindingState['decision'],
  string | null,
  string | null,
  string | null,
]

/** Devices of the worklist that are alike in all that a supposition asks. */
export interface AlikeRow {
  readonly configuration_id: string
  readonly context_id: string
  readonly site: string
  /** Which conditions hold, as bits. */
  readonly mask: number
  /** What the inventory itself says of patients' data; null where it says nothing, or nobody asks. */
  readonly holds_data: boolean | null
  readonly history: string
  readonly devices: number
}

export const alikeDevices = async (
  db: Db,
  organisationId: string,
  {
    conditions,
    asksData,
    today,
  }: {
    readonly conditions: readonly RawBuilder<unknown>[]
    readonly asksData: boolean
    readonly today: RawBuilder<unknown>
  },
) => {
  const bits = conditions.map((condition, at) => sql`case when ${condition} then ${sql.lit(2 ** at)} else 0 end`)
  return (
    await sql<AlikeRow>`
      with d as materialized (
        select d.id, d.configuration_id, d.context_id, coalesce(d.site, '') as site,
          (${bits.length > 0 ? sql.join(bits, sql` + `) : sql`0`})::int as mask,
          ${asksData ? sql`(d.golden ->> 'storesPhi')::boolean` : sql`null::boolean`} as holds_data
        from device d where d.organisation_id = ${organisationId} and d.gone_at is null and d.is_active
      ),
      h as (
        select f.device_id, jsonb_agg(jsonb_build_array(f.vulnerability_id, f.answer, f.status, f.remediation,
            case when ${inForce(today)} then f.decision else 'none' end, case when ${inForce(today)} then f.decision_id end,
            f.kept_configuration_id, f.kept_context_id)
          order by f.vulnerability_id)::text as history
        from finding f join d on d.id = f.device_id
        where f.organisation_id = ${organisationId} and (not ${isOpenRow(today)} or f.kept_configuration_id is not null)
        group by 1
      )
      select d.configuration_id, d.context_id, d.site, d.mask, d.holds_data, coalesce(h.history, '') as history, count(*)::int as devices
      from d left join h on h.device_id = d.id group by 1, 2, 3, 4, 5, 6`.execute(db)
  ).rows
}

export interface GroupLink {
  readonly configuration_id: string
  readonly basis_id: string
  readonly group_id: string
}

export const groupsOf = async (db: Db, organisationId: string, configurationIds: readonly string[]) =>
  (
    await sql<GroupLink>`
      select configuration_id, basis_id, group_id from configuration_basis
      where organisation_id = ${organisationId} and configuration_id = any(${configurationIds}::uuid[])`.execute(db)
  ).rows

/** What is open of a group in a context; scores in tenths, harms (likelihood × harm) in hundredths. */
export interface GroupStanding {
  readonly group_id: string
  readonly context_id: string
  readonly findings: number
  readonly score: number
  readonly likelihood: number
  readonly safety: number
  readonly care: number
  readonly privacy: number
  readonly critical: number
  readonly high: number
  readonly medium: number
  readonly low: number
}

const tenths = (column: RawBuilder<unknown>) => sql`round(${column} * 10)::int`
const likelihood = tenths(sql`s.likelihood`)
const counted = (band: RiskBand) => sql`count(*) filter (where s.band = ${sql.lit(band)})::int`

export const groupStandings = async (db: Db, organisationId: string, contextIds: readonly string[]) =>
  (
    await sql<GroupStanding>`
      select s.group_id, s.context_id, count(*)::int as findings, max(${tenths(sql`s.score`)}) as score, max(${likelihood}) as likelihood,
        max(${likelihood} * ${tenths(sql`s.safety`)}) as safety, max(${likelihood} * ${tenths(sql`s.care`)}) as care,
        max(${likelihood} * ${tenths(sql`s.privacy`)}) as privacy, ${counted('critical')} as critical, ${counted('high')} as high,
        ${counted('medium')} as medium, ${counted('low')} as low
      from basis_score s
      join basis_match m on m.organisation_id = s.organisation_id and m.basis_id = s.basis_id and m.vulnerability_id = s.vulnerability_id
      where s.organisation_id = ${organisationId} and s.context_id = any(${contextIds}::uuid[]) and m.answer <> 'not_affected'
        and not ${isSetAside(organisationId)}
      group by 1, 2`.execute(db)
  ).rows

export interface ScoredRow {
  readonly basis_id: string
  readonly group_id: string
  readonly context_id: string
  readonly vulnerability_id: string
  readonly answer: Answer
  readonly score: number
  readonly band: RiskBand
  readonly likelihood: number
  readonly safety: number
  readonly care: number
  readonly privacy: number
}

/** Every score that is open, and not set aside, of groups in contexts. */
export const scoresOfGroups = async (
  db: Db,
  organisationId: string,
  pairs: readonly { readonly group_id: string; readonly context_id: string }[],
) =>
  (
    await sql<ScoredRow>`
      select s.basis_id, s.group_id, s.context_id, s.vulnerability_id, m.answer, s.score, s.band, s.likelihood, s.safety, s.care, s.privacy
      from jsonb_to_recordset(${jsonRows(pairs)}) as p(group_id uuid, context_id uuid)
      join basis_score s on s.organisation_id = ${organisationId} and s.group_id = p.group_id and s.context_id = p.context_id
      join basis_match m on m.organisation_id = ${organisationId} and m.basis_id = s.basis_id and m.vulnerability_id = s.vulnerability_id
      where m.answer <> 'not_affected' and not ${isSetAside(organisationId)}`.execute(db)
  ).rows

export type MatchOn = Pick<
  Scorable,
  'vulnerability_id' | 'answer' | 'probability' | 'advisory_id' | 'product_ids' | 'is_name_alone'
> & {
  readonly basis_id: string
}

/** All that scores read of the matches of bases; of some vulnerabilities, where they are named. */
export const matchesOn = async (
  db: Db,
  organisationId: string,
  basisIds: readonly string[],
  vulnerabilityIds: readonly string[] | null,
) =>
  (
    await sql<MatchOn>`
      ${openMatches} where m.organisation_id = ${organisationId} and m.basis_id = any(${basisIds}::uuid[])
        and ${vulnerabilityIds === null ? sql`true` : sql`m.vulnerability_id = any(${vulnerabilityIds})`}`.execute(db)
  ).rows

export const contextsById = async (db: Db, organisationId: string, ids: readonly string[]) =>
  new Map(
    (
      await sql<ContextFacts & { id: string }>`
        select id, criticality, care_setting, zone, network_connected, stores_phi, stores_phi_by from context
        where organisation_id = ${organisationId} and id = any(${ids}::uuid[])`.execute(db)
    ).rows.map(({ id, ...facts }) => [id, facts]),
  )

/** Where vulnerabilities, or what an advisory supports, are open. */
export const openOn = async (
  db: Db,
  organisationId: string,
  by: { readonly vulnerabilityIds: readonly string[] } | { readonly advisoryId: string },
) =>
  (
    await sql<{ basis_id: string; vulnerability_id: string }>`
      select m.basis_id, m.vulnerability_id from basis_match m
      where m.organisation_id = ${organisationId} and m.answer <> 'not_affected' and ${
        'vulnerabilityIds' in by
          ? sql`m.vulnerability_id = any(${by.vulnerabilityIds})`
          : sql`${isSaidBy(by.advisoryId)} and (m.supported_by is null or ${by.advisoryId} = any(m.supported_by))`
      }`.execute(db)
  ).rows

/** Configurations that were matched and are followed, and say the same as these; by place. */
export const storedConfigurations = async (db: Db, organisationId: string, wanted: readonly Configuration[]) =>
  new Map(
    (
      await sql<{ place: number; id: string }>`
        select w.place, c.id
        from jsonb_to_recordset(${jsonRows(
          wanted.map((one, place) => ({
            ...one,
            place,
            installedUpdates: one.installedUpdates ?? [],
            udiDi: one.udiDi ?? '',
            serialNumber: one.serialNumber ?? '',
          })),
        )}) as w(place int, manufacturer text, model text, "modelNumber" text, description text, "softwareVersion" text,
          "firmwareVersion" text, "operatingSystem" text, "udiDi" text, "serialNumber" text, "installedUpdates" jsonb)
        join configuration c on c.organisation_id = ${organisationId} and c.manufacturer = w.manufacturer and c.model = w.model
          and c.model_number = w."modelNumber" and c.description = w.description and c.software_version = w."softwareVersion"
          and c.firmware_version = w."firmwareVersion" and c.operating_system = w."operatingSystem" and c.udi_di = w."udiDi"
          and c.serial_number = w."serialNumber"
          and c.installed_updates = array(select jsonb_array_elements_text(w."installedUpdates"))
        where c.matched_at is not null and ${isFollowed(organisationId)}`.execute(db)
    ).rows.map(({ place, id }) => [place, id]),
  )

/** What stored configurations say, cleared or open, with all that scores read of it. */
export const allMatchesOn = async (db: Db, organisationId: string, configurationIds: readonly string[]) =>
  (
    await sql<MatchOn & { configuration_id: string }>`
      select l.configuration_id, m.* from configuration_basis l
      join (${openMatches} where m.organisation_id = ${organisationId}) m on m.basis_id = l.basis_id
      where l.organisation_id = ${organisationId} and l.configuration_id = any(${configurationIds}::uuid[])`.execute(db)
  ).rows

/** The configuration that most devices of the models have; null where none has one. */
export const usualConfiguration = async (
  db: Db,
  organisationId: string,
  models: AlikeNames['models'] & object,
  version: string | null,
) =>
  (
    await sql<{ id: string }>`
      select d.configuration_id as id from device d
      where d.organisation_id = ${organisationId} and d.gone_at is null and ${isOfModels(models)}
      group by 1
      order by bool_or(${version === null ? sql`false` : sql`d.software_version = ${version}`}) desc, count(*) desc, 1 limit 1`.execute(
      db,
    )
  ).rows[0]?.id ?? null

/** Whether it is true of a device of the worklist. */
export const isAnyDevice = async (db: Db, organisationId: string, condition: RawBuilder<unknown>) =>
  (
    await sql<{
      has: boolean
    }>`select exists (select from device d where d.organisation_id = ${organisationId} and d.gone_at is null
      and d.is_active and ${condition}) as has`.execute(db)
  ).rows[0]!.has

/** Whether an advisory of that id is on record. */
export const hasAdvisory = async (db: Db, id: string) =>
  (await sql<{ has: boolean }>`select exists (select from advisory where id = ${id}) as has`.execute(db)).rows[0]!.has

export type ChoiceOf = 'zone' | 'site' | 'careArea' | 'model' | 'vulnerability' | 'advisory'

export interface ChoiceRow {
  /** Of a model its manufacturer. */
  readonly under: string
  readonly value: string
  readonly label: string
  readonly devices: number
}

const columnOf = { zone: sql`d.zone`, site: sql`d.site`, careArea: sql`d.care_area`, model: sql`d.model` } as const

/** What devices of the worklist have of it, the most frequent first. */
export const valuesOnDevices = async (db: Db, organisationId: string, of: keyof typeof columnOf) =>
  (
    await sql<ChoiceRow>`
      select ${of === 'model' ? sql`coalesce(d.manufacturer, '')` : sql`''`} as under, ${columnOf[of]} as value, '' as label,
        count(*)::int as devices
      from device d where d.organisation_id = ${organisationId} and d.gone_at is null and d.is_active and ${columnOf[of]} is not null
      group by 1, 2 order by 4 desc, 1, 2`.execute(db)
  ).rows

const like = (text: string) => `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`

/** Vulnerabilities that are open somewhere, or advisories that leave something open, with words in their number or title. */
export const openChoices = async (
  db: Db,
  organisationId: string,
  of: 'vulnerability' | 'advisory',
  words: readonly string[],
  limit: number,
) => {
  const has = (text: RawBuilder<unknown>) =>
    words.length > 0
      ? sql.join(
          words.map((word) => sql`${text} like ${like(word)}`),
          sql` and `,
        )
      : sql`true`
  const { rows } =
    of === 'vulnerability'
      ? await sql<ChoiceRow>`
          select '' as under, v.id as value, v.title as label, 0 as devices from vulnerability v
          where ${has(sql`lower(v.id || ' ' || v.title)`)} and exists (select from basis_match m
            where m.organisation_id = ${organisationId} and m.vulnerability_id = v.id and m.answer <> 'not_affected')
          order by v.id desc limit ${limit}`.execute(db)
      : await sql<ChoiceRow>`
          select '' as under, a.id as value, a.tracking_id || ' · ' || a.title as label, 0 as devices from advisory a
          where ${has(sql`lower(a.tracking_id || ' ' || a.title)`)} and exists (select from basis_match m
            where m.organisation_id = ${organisationId} and m.advisory_ids @> array[a.id] and m.answer <> 'not_affected')
          order by a.revised_at desc, a.id limit ${limit}`.execute(db)
  return rows
}
