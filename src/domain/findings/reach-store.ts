import { type RawBuilder, sql } from 'kysely'
import type { AdvisoryFacet, AdvisoryFilter, AdvisoryRow, AdvisorySort } from '#model/advisory-list.ts'
import type { Because, FindingGroup } from '#model/finding.ts'
import type { CountsAs } from '#model/threshold.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import { isOpenRow, todayOf } from './finding-store.ts'
import { joinedModel, joinedSite, joinModels, joinSites, type Otherwise } from './joined-names-store.ts'
import { isSaidBy } from './said-by-store.ts'
import { countsAsOf, hasTreated, isSetAside, isSetAsideOn, isTakenForAffected } from './treated-store.ts'
import { remediationDigests } from './triage-store.ts'

// How far an advisory or a vulnerability reaches: devices counted by configuration, never one by one. Only devices of the
// worklist count.

const onWorklist = (organisationId: string) =>
  sql`d.organisation_id = ${organisationId} and d.gone_at is null and d.is_active`

/** What each advisory itself leaves open, by configuration; on platforms there are only databases' words. */
const reach = (organisationId: string) => sql`
  select said.advisory_id, coalesce(sum(standing.n) filter (where said.is_affected), 0)::int as affected,
    coalesce(sum(standing.n) filter (where not said.is_affected), 0)::int as cannot_tell
  from (
    select m.configuration_id, a.advisory_id, bool_or(a.advisory_id = any(m.affected_by)) as is_affected
    from match m cross join unnest(m.supported_by) a(advisory_id)
    where m.organisation_id = ${organisationId} and m.answer <> 'not_affected' and m.basis_id = m.configuration_id
    group by 1, 2
  ) said
  join (select d.configuration_id, count(*) as n from device d where ${onWorklist(organisationId)} group by 1) standing
    on standing.configuration_id = said.configuration_id
  group by 1`

/** The same where a threshold says of some how they count: then devices alike in configuration differ by context, as in groups. */
const treatedReach = (organisationId: string) => sql`
  select said.advisory_id, coalesce(sum(standing.n) filter (where said.is_affected), 0)::int as affected,
    coalesce(sum(standing.n) filter (where not said.is_affected), 0)::int as cannot_tell
  from (
    select s.configuration_id, s.context_id, a.advisory_id,
      bool_or(a.advisory_id = any(m.affected_by) or ${isTakenForAffected(organisationId)}) as is_affected
    from match m
    join score s on s.organisation_id = ${organisationId} and s.configuration_id = m.configuration_id
      and s.vulnerability_id = m.vulnerability_id and s.basis_id = m.basis_id
    cross join unnest(m.supported_by) a(advisory_id)
    where m.organisation_id = ${organisationId} and m.answer <> 'not_affected' and m.basis_id = m.configuration_id
      and not ${isSetAside(organisationId)}
    group by 1, 2, 3
  ) said
  join (select d.configuration_id, d.context_id, count(*) as n from device d where ${onWorklist(organisationId)} group by 1, 2) standing
    on standing.configuration_id = said.configuration_id and standing.context_id = said.context_id
  group by 1`

/** The highest score that is open here of what an advisory leaves open. */
const worstHere = (organisationId: string) => sql`
  select a.advisory_id, max(s.score) as score, (array_agg(s.band order by s.score desc))[1] as band
  from basis_match m
  join basis_score s on s.organisation_id = m.organisation_id and s.basis_id = m.basis_id
    and s.vulnerability_id = m.vulnerability_id and s.open_devices > 0
  cross join unnest(m.supported_by) a(advisory_id)
  where m.organisation_id = ${organisationId} and m.supported_by is not null and m.answer <> 'not_affected'
  group by 1`

export interface AdvisoryListQuery {
  readonly filter: AdvisoryFilter
  readonly sort: AdvisorySort
  /** What the list is sorted by, as number and as text; time of revision in µs, id. */
  readonly after: readonly [number, string, number, string] | null
  readonly limit: number
  /** Only these. */
  readonly ids?: readonly string[]
  /** Whose read marks count. */
  readonly personId: string | null
  readonly now: Date
}

export type AdvisoryListRow = AdvisoryRow & { revised: number }

const wordsOf = (text: string) => text.toLowerCase().split(/\s+/).filter(Boolean)
const part = (text: string) => `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
/** Behind all that has a text. */
const lastIfEmpty = (text: RawBuilder<unknown>) => sql`coalesce(nullif(lower(left(${text}, 200)), ''), ${'\u{10ffff}'})`

/** Words that publishers use for the aggregate severity, which is free text (CSAF 2.0 clause 3.2.1.2); worst first. */
const severityRank = sql`case lower(a.aggregate_severity) when 'critical' then 4 when 'important' then 3 when 'high' then 3
  when 'moderate' then 2 when 'medium' then 2 when 'low' then 1 else 0 end`

const exactFields = {
  publisher: 'a.publisher',
  category: 'a.category',
  csafVersion: 'a.csaf_version',
  publisherCategory: 'a.publisher_category',
  status: 'a.tracking_status',
  severity: 'a.aggregate_severity',
  revision: 'a.revision',
} as const
const partFields = {
  namespace: 'a.publisher_namespace',
  title: 'a.title',
  trackingId: 'a.tracking_id',
  generator: 'a.generator',
} as const
const wordFields = {
  product: 'a.products',
  identifier: 'a.identifiers',
  revisionHistory: 'a.revision_history',
} as const

/** CSAF 2.0 clause 9.1.12: whatever can be searched narrows the list too. */
function propertyConditions(filter: AdvisoryFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = []
  for (const [key, column] of Object.entries(exactFields)) {
    const value = filter[key as keyof typeof exactFields]
    if (value !== undefined) conditions.push(sql`${sql.ref(column)} = ${value}`)
  }
  for (const [key, column] of Object.entries(partFields)) {
    const value = filter[key as keyof typeof partFields]
    if (value !== undefined) conditions.push(sql`lower(${sql.ref(column)}) like ${part(value)}`)
  }
  for (const [key, column] of Object.entries(wordFields)) {
    const words = wordsOf(filter[key as keyof typeof wordFields] ?? '')
    for (const word of words) conditions.push(sql`${sql.ref(column)} like ${part(word)}`)
    // Its words stand in one line, that is in one product or revision.
    if (words.length > 1)
      conditions.push(
        sql`exists (select from string_to_table(${sql.ref(column)}, E'\n') line where ${sql.join(
          words.map((word) => sql`line like ${part(word)}`),
          sql` and `,
        )})`,
      )
  }
  if (filter.currentFrom !== undefined) conditions.push(sql`a.revised_at >= ${filter.currentFrom}::date`)
  if (filter.currentTo !== undefined) conditions.push(sql`a.revised_at < ${filter.currentTo}::date + 1`)
  if (filter.initialFrom !== undefined) conditions.push(sql`a.published_at >= ${filter.initialFrom}::date`)
  if (filter.initialTo !== undefined) conditions.push(sql`a.published_at < ${filter.initialTo}::date + 1`)
  if (filter.cvssFrom !== undefined) conditions.push(sql`a.worst_cvss >= ${filter.cvssFrom}`)
  if (filter.cvssTo !== undefined) conditions.push(sql`a.worst_cvss <= ${filter.cvssTo}`)
  if (filter.cve !== undefined)
    conditions.push(
      sql`a.id in (select v.advisory_id from advisory_vulnerability v where v.vulnerability_id in (${filter.cve}, ${filter.cve.toUpperCase()}))`,
    )
  for (const word of wordsOf(filter.q ?? ''))
    conditions.push(
      sql`(a.search like ${part(word)} or a.products like ${part(word)} or a.identifiers like ${part(word)}
        or a.revision_history like ${part(word)})`,
    )
  return conditions
}

const sortTexts: Partial<Record<AdvisorySort, RawBuilder<unknown>>> = {
  title: sql`lower(a.title)`,
  publisher: sql`lower(a.publisher)`,
  publisherCategory: lastIfEmpty(sql`a.publisher_category`),
  namespace: lastIfEmpty(sql`a.publisher_namespace`),
  id: sql`lower(a.tracking_id)`,
  category: lastIfEmpty(sql`a.category`),
  csafVersion: lastIfEmpty(sql`a.csaf_version`),
  status: sql`a.tracking_status`,
  revision: lastIfEmpty(sql`a.revision_key`),
  revisionHistory: lastIfEmpty(sql`a.revision_history`),
  generator: lastIfEmpty(sql`a.generator`),
  cve: lastIfEmpty(sql`a.cves`),
  product: lastIfEmpty(sql`a.products`),
  identifier: lastIfEmpty(sql`a.identifiers`),
  severity: sql`case when ${severityRank} > 0 then '' else ${lastIfEmpty(sql`a.aggregate_severity`)} end`,
}

/** How many advisories there are by each value of a field that has few. */
export const advisoryFacetRows = async (db: Db) =>
  (
    await sql<{ facet: AdvisoryFacet; value: string; count: number }>`
      select facet, value, count(*)::int as count from advisory a
      cross join lateral (values ('category', a.category), ('csafVersion', a.csaf_version), ('publisher', a.publisher),
        ('publisherCategory', a.publisher_category), ('status', a.tracking_status), ('severity', a.aggregate_severity)) f(facet, value)
      where value <> '' group by 1, 2 order by 3 desc, 2 limit 2000`.execute(db)
  ).rows

export async function advisoryPage(db: Db, organisationId: string, query: AdvisoryListQuery) {
  const { filter, sort, after, limit, ids } = query
  const today = todayOf(organisationId, query.now)
  const isHere = sql`coalesce(r.affected, 0) + coalesce(r.cannot_tell, 0) > 0`
  // Looked up only where a newer document came than the one that was decided on, or read.
  const saysAnew = (known: RawBuilder<unknown>) =>
    sql`${known}.digest <> a.digest and not (${remediationDigests(organisationId, sql`a.id`)} <@ ${known}.remediations)`
  const triage = sql`case when t.id is null then 'new' when t.watch_until <= ${today} then 'due'
    when not t.was_here and ${isHere} then 'now_here' when ${saysAnew(sql`t`)} then 'revised' else 'settled' end`
  const isUnread = sql`(seen.advisory_id is null or (${saysAnew(sql`seen`)}))`
  const isExploited = sql`exists (select from advisory_vulnerability v join known_exploited k on k.cve = v.cve and k.delisted_at is null
    where v.advisory_id = a.id)`
  const revised = sql`(extract(epoch from a.revised_at) * 1000000)::bigint`
  const conditions: RawBuilder<unknown>[] = [sql`true`]
  if (ids) conditions.push(sql`a.id = any(${ids})`)
  conditions.push(...propertyConditions(filter))
  if (filter.medical !== undefined)
    conditions.push(sql`${filter.medical ? sql`` : sql`not `}a.tracking_id ilike 'icsma-%'`)
  if (filter.knownExploited !== undefined)
    conditions.push(sql`${filter.knownExploited ? sql`` : sql`not `}${isExploited}`)
  if (filter.affected !== 'any')
    conditions.push(
      sql`coalesce(r.affected, 0) + coalesce(r.cannot_tell, 0) ${filter.affected === 'yes' ? sql`> 0` : sql`= 0`}`,
    )
  if (filter.inbox !== undefined)
    conditions.push(
      filter.inbox
        ? sql`a.withdrawn_at is null and ${triage} <> 'settled'`
        : sql`(a.withdrawn_at is not null or ${triage} = 'settled')`,
    )
  if (filter.unread !== undefined) conditions.push(sql`${filter.unread ? sql`` : sql`not `}${isUnread}`)
  if (filter.decision !== undefined) conditions.push(sql`t.decision = ${filter.decision}`)
  for (const [column, value] of [
    ['d.id', filter.device],
    ['d.model', filter.model],
  ] as const)
    if (value !== undefined)
      conditions.push(sql`a.id in (select unnest(m.supported_by) from match m
        join device d on d.organisation_id = m.organisation_id and d.configuration_id = m.configuration_id and d.gone_at is null
        where m.organisation_id = ${organisationId} and m.answer <> 'not_affected' and ${sql.ref(column)} = ${value}
          and not ${isSetAsideOn(organisationId, {
            configuration: sql`d.configuration_id`,
            context: sql`d.context_id`,
            vulnerability: sql`m.vulnerability_id`,
          })})`)
  // The same as a set, made once, where every row is asked.
  const isAmongExploited = sql`(a.id in (select v.advisory_id from advisory_vulnerability v
    where v.cve in (select k.cve from known_exploited k where k.delisted_at is null)))`
  // One number of the key holds what is looked at in turn. Worst: band, known exploited, score, highest CVSS score, devices.
  const worst = sql`(((coalesce(array_position(array['low', 'medium', 'high', 'critical'], w.band), 0) * 2 + ${isAmongExploited}::int)
    ::double precision * 1001 + round(coalesce(w.score, 0) * 10)) * 101 + round(coalesce(a.worst_cvss, 0) * 10)) * 10000000
    + least(coalesce(r.affected, 0) + coalesce(r.cannot_tell, 0), 9999999)`
  const weight =
    sort === 'worst'
      ? worst
      : sort === 'affected'
        ? sql`coalesce(r.affected, 0)::double precision * 10000000 + coalesce(r.cannot_tell, 0)`
        : sort === 'cvss'
          ? sql`coalesce(a.worst_cvss, -1)`
          : sort === 'released'
            ? sql`extract(epoch from a.published_at)::double precision`
            : sort === 'severity'
              ? sql`(${severityRank})::double precision`
              : sql`0::double precision`
  const name = sortTexts[sort] ?? sql`''`
  if (after)
    conditions.push(sql`(${name} collate "C" > ${after[1]} or (${name} collate "C" = ${after[1]}
      and (${weight}, ${revised}, a.id) < (${after[0]}::double precision, ${after[2]}::bigint, ${after[3]}::text)))`)
  const { rows } = await sql<AdvisoryListRow & { weight: number; name: string }>`
    with reach as materialized (${(await hasTreated(db, organisationId)) ? treatedReach(organisationId) : reach(organisationId)}),
    worst as materialized (${worstHere(organisationId)}),
    page as (
      select a.id, w.score as worst_score, w.band as worst_band, a.tracking_id, a.publisher, a.title, a.revised_at, a.published_at, a.revision, a.withdrawn_at,
        coalesce(r.affected, 0) as affected, coalesce(r.cannot_tell, 0) as cannot_tell, ${revised} as revised,
        ${weight} as weight, ${name} collate "C" as name, ${triage} as triage, t.decision, ${isUnread} as is_unread, a.worst_cvss,
        a.category, a.aggregate_severity
      from advisory a left join reach r on r.advisory_id = a.id left join worst w on w.advisory_id = a.id
      left join lateral (select * from advisory_decision t where t.organisation_id = ${organisationId} and t.advisory_id = a.id
        and t.undone_at is null order by t.id desc limit 1) t on true
      left join advisory_read seen on seen.organisation_id = ${organisationId} and seen.person_id = ${query.personId}::uuid
        and seen.advisory_id = a.id
      where ${sql.join(conditions, sql` and `)}
      order by name, weight desc, revised desc, a.id desc limit ${limit}
    )
    select a.id, a.tracking_id as "trackingId", a.publisher, a.title, a.revised_at as "revisedAt", a.published_at as "publishedAt",
      a.revision, a.withdrawn_at as "withdrawnAt", a.affected, a.cannot_tell as "cannotTell", a.revised, a.weight,
      (select count(*) from advisory_vulnerability v where v.advisory_id = a.id) as vulnerabilities,
      a.worst_cvss as "worstCvss", a.worst_score as "worstScore", a.worst_band as "worstBand", a.category, a.aggregate_severity as "aggregateSeverity", a.name, a.triage, a.decision, a.is_unread as "isUnread",
      ${isExploited} as "knownExploited"
    from page a order by a.name, a.weight desc, a.revised desc, a.id desc`.execute(db)
  return rows
}

export type Counted = CountsAs | 'not_affected'

/** Devices of the worklist by how vulnerabilities count on them; on these configurations only, where they are given. */
export async function countsOn(
  db: Db,
  organisationId: string,
  vulnerabilityIds: readonly string[],
  configurationIds?: readonly string[],
) {
  const isTreated = await hasTreated(db, organisationId)
  const counted = isTreated
    ? sql`coalesce(${countsAsOf(organisationId, sql`m.answer`)}, 'not_affected')`
    : sql`case m.answer when 'cannot_tell' then 'to_look_at' else m.answer end`
  // Devices alike in configuration differ by context only where a threshold says of some how they count.
  const alike = sql.join([sql`d.configuration_id`, ...(isTreated ? [sql`d.context_id`] : [])])
  const { rows } = await sql<{ vulnerabilityId: string; counted: Counted; devices: number }>`
    with m as materialized (
      select configuration_id, vulnerability_id, answer from match
      where organisation_id = ${organisationId} and vulnerability_id = any(${vulnerabilityIds}::text[])
        and ${configurationIds ? sql`configuration_id = any(${configurationIds}::uuid[])` : sql`true`}
    ),
    standing as materialized (
      select ${alike}, count(*) as n from device d
      where ${onWorklist(organisationId)} and d.configuration_id = any(array(select configuration_id from m)) group by ${alike}
    )
    select m.vulnerability_id as "vulnerabilityId", ${counted} as counted, sum(d.n)::int as devices
    from m join standing d on d.configuration_id = m.configuration_id
    ${
      isTreated
        ? sql`left join score s on s.organisation_id = ${organisationId} and s.configuration_id = m.configuration_id
      and s.context_id = d.context_id and s.vulnerability_id = m.vulnerability_id`
        : sql``
    }
    group by 1, 2`.execute(db)
  return rows
}

/** Devices by product entry of an advisory, where it leaves them open and no threshold sets them aside. */
export async function devicesOfProducts(db: Db, organisationId: string, advisoryId: string) {
  const isNotSetAside = (await hasTreated(db, organisationId))
    ? sql`exists (select from score s where s.organisation_id = ${organisationId} and s.configuration_id = standing.configuration_id
        and s.context_id = standing.context_id and s.vulnerability_id = any(said.vulnerability_ids) and not ${isSetAside(organisationId)})`
    : sql`true`
  const { rows } = await sql<{ productId: string; devices: number }>`
    select said.product_id as "productId", sum(standing.n)::int as devices
    from (
      select m.configuration_id, e ->> 'productId' as product_id, array_agg(distinct m.vulnerability_id) as vulnerability_ids
      from match m cross join jsonb_array_elements(m.evidence) e
      where m.organisation_id = ${organisationId} and m.advisory_ids @> array[${advisoryId}] and m.withdrawn_at is null
        and e ->> 'advisoryId' = ${advisoryId} and e ->> 'answer' <> 'not_affected' and e -> 'mayClear' is null and not (e ->> 'isSuperseded')::boolean
      group by 1, 2
    ) said
    join (select d.configuration_id, d.context_id, count(*) as n from device d where ${onWorklist(organisationId)} group by 1, 2) standing
      on standing.configuration_id = said.configuration_id
    where ${isNotSetAside}
    group by 1`.execute(db)
  return rows
}

export interface GroupListQuery {
  readonly advisoryId?: string | undefined
  /** With it each device is counted for the advisory that decided, not for each that speaks of it. */
  readonly vulnerabilityId?: string | undefined
  /** Score, advisory, manufacturer, model, site. */
  readonly after?: readonly [number, string, string, string, string] | null | undefined
  readonly limit: number
  /** Leaves out groups in which nothing is open any more. */
  readonly isOpen: boolean
  /** What stands under another name. */
  readonly otherwise: Otherwise
  readonly now: Date
}

/** Null where a database says it: its evidence is made when it is asked for, of this configuration. */
export type GroupListRow = FindingGroup & { because: Because[] | null; configurationId?: string }

/** Groups of advisory × model × site, as these are joined; worst first. */
export async function groupPage(db: Db, organisationId: string, query: GroupListQuery) {
  const { advisoryId, vulnerabilityId, after, limit } = query
  const today = todayOf(organisationId, query.now)
  const speaking = vulnerabilityId === undefined ? sql`m.supported_by` : sql`array[m.advisory_id]`
  const narrowed = sql.join(
    [
      sql`m.organisation_id = ${organisationId}`,
      sql`m.answer <> 'not_affected'`,
      ...(advisoryId === undefined ? [] : [sql`${isSaidBy(advisoryId)} and a.advisory_id = ${advisoryId}`]),
      ...(vulnerabilityId === undefined ? [] : [sql`m.vulnerability_id = ${vulnerabilityId}`]),
    ],
    sql` and `,
  )
  const { otherwise } = query
  const spelt = sql`coalesce(d.manufacturer, '') as manufacturer, coalesce(d.model, '') as model, coalesce(d.site, '') as site`
  const named = sql`${joinedModel}, ${joinedSite}`
  const joins = sql`${joinModels(otherwise)} ${joinSites(otherwise)}`
  const { rows } = await sql<GroupListRow>`
    with spelt as materialized (
      select d.configuration_id, d.context_id, ${spelt}, count(*) as n from device d where ${onWorklist(organisationId)} group by 1, 2, 3, 4, 5
    ),
    -- Names are joined where devices are counted: that is a few hundred rows.
    standing as materialized (
      select d.configuration_id, d.context_id, ${named}, sum(d.n) as n from spelt d ${joins} group by 1, 2, 3, 4, 5
    ),
    said as materialized (
      select s.configuration_id, s.context_id, a.advisory_id, count(*) as vulnerabilities,
        bool_or(a.advisory_id = any(m.affected_by) or ${isTakenForAffected(organisationId)}) as is_affected,
        max(s.score) as score, (array_agg(s.band order by s.score desc))[1] as band,
        bool_or(exists (select from known_exploited k where k.cve = m.vulnerability_id and k.delisted_at is null)) as is_exploited
        ${vulnerabilityId === undefined ? sql`` : sql`, (array_agg(m.evidence -> 0 -> 'because' order by s.score desc))[1] as because`}
      from match m
      join score s on s.organisation_id = ${organisationId} and s.configuration_id = m.configuration_id
        and s.vulnerability_id = m.vulnerability_id
      cross join unnest(${speaking}) a(advisory_id)
      where ${narrowed} and not ${isSetAside(organisationId)}
      group by 1, 2, 3
    ),
    done_on_device as materialized (
      select d.id, d.configuration_id, d.context_id, ${spelt}, a.advisory_id, count(*) as n
      from finding f
      join device d on d.id = f.device_id and ${onWorklist(organisationId)}
      join match m on m.configuration_id = d.configuration_id and m.vulnerability_id = f.vulnerability_id
      join score s on s.organisation_id = ${organisationId} and s.configuration_id = d.configuration_id
        and s.context_id = d.context_id and s.vulnerability_id = f.vulnerability_id and not ${isSetAside(organisationId)}
      cross join unnest(${speaking}) a(advisory_id)
      where f.organisation_id = ${organisationId} and not ${isOpenRow(today)} and ${narrowed}
      group by 1, 2, 3, 4, 5, 6, 7
    ),
    done_spelt as materialized (
      select done_on_device.advisory_id, manufacturer, model, site, count(*) as n
      from done_on_device
      join said using (configuration_id, context_id, advisory_id)
      where done_on_device.n >= said.vulnerabilities
      group by 1, 2, 3, 4
    ),
    done as materialized (
      select d.advisory_id, ${named}, sum(d.n) as n from done_spelt d ${joins} group by 1, 2, 3, 4
    ),
    grouped as (
      select advisory_id, manufacturer, model, site, sum(n)::int as devices, coalesce(sum(n) filter (where is_affected), 0)::int as affected,
        coalesce(sum(n) filter (where not is_affected), 0)::int as cannot_tell, max(score) as score,
        (array_agg(band order by score desc))[1] as band, bool_or(is_exploited) as is_exploited
        ${
          vulnerabilityId === undefined
            ? sql``
            : sql`, (array_agg(because order by score desc))[1] as because,
            (array_agg(configuration_id order by score desc))[1] as configuration_id`
        }
      from standing join said using (configuration_id, context_id)
      group by 1, 2, 3, 4
    ),
    page as materialized (
      select g.*, (g.devices - coalesce(done.n, 0))::int as open
      from grouped g left join done using (advisory_id, manufacturer, model, site)
      where ${query.isOpen ? sql`g.devices > coalesce(done.n, 0)` : sql`true`}
        and ${
          after
            ? sql`(g.score < ${after[0]}::real or (g.score = ${after[0]}::real and (g.advisory_id, g.manufacturer, g.model, g.site)
                > (${after[1]}, ${after[2]}, ${after[3]}, ${after[4]})))`
            : sql`true`
        }
      order by g.score desc, g.advisory_id, g.manufacturer, g.model, g.site limit ${limit}
    )
    select g.advisory_id as "advisoryId", g.manufacturer, g.model, g.site, g.devices, g.affected, g.cannot_tell as "cannotTell", g.open,
      g.score as "worstScore", g.band as "worstBand", g.is_exploited as "knownExploited", sample.devices as "sampleDevices"
      ${vulnerabilityId === undefined ? sql`, '[]'::jsonb as because` : sql`, g.because, g.configuration_id as "configurationId"`}
    from page g
    cross join lateral (
      select coalesce(jsonb_agg(one), '[]') as devices from (
        select one.* from (
          select g.manufacturer, g.model
          union all
          select o.manufacturer, o.model
          from jsonb_to_recordset(${jsonRows(otherwise.models)}) as o(manufacturer text, model text, as_manufacturer text, as_model text)
          where o.as_manufacturer = g.manufacturer and o.as_model = g.model
        ) by_model
        cross join lateral (
          select by_model.*, g.site
          union all
          select by_model.*, o.site from jsonb_to_recordset(${jsonRows(otherwise.sites)}) as o(site text, as_site text) where o.as_site = g.site
        ) spelt
        cross join lateral (
          select d.id, d.name, d.care_area as "careArea" from device d
          where ${onWorklist(organisationId)}
            and ${sameOrNone('manufacturer')} and ${sameOrNone('model')} and ${sameOrNone('site')}
            and exists (select from match m cross join unnest(${speaking}) a(advisory_id)
              where m.configuration_id = d.configuration_id and a.advisory_id = g.advisory_id and ${narrowed})
          order by d.name, d.id limit 3
        ) one
        order by one.name, one.id limit 3
      ) one
    ) sample
    order by g.score desc, g.advisory_id, g.manufacturer, g.model, g.site`.execute(db)
  return rows
}

/** Devices without a text stand in the group of the empty one; written so that the index on model serves. */
const sameOrNone = (column: 'manufacturer' | 'model' | 'site') =>
  sql`(${sql.ref(`d.${column}`)} = ${sql.ref(`spelt.${column}`)} or (${sql.ref(`spelt.${column}`)} = '' and ${sql.ref(`d.${column}`)} is null))`
