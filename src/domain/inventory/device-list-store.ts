import { type RawBuilder, sql } from 'kysely'
import type { DeviceClaims } from '#model/device.ts'
import { type DeviceAttribute, deviceAttributeNames } from '#model/device.ts'
import type { DeviceFacet, DeviceFilter, DeviceRow, DeviceSort } from '#model/device-list.ts'
import type { Condition } from '#platform/db/conditions.ts'
import type { Db } from '#platform/db/database.ts'
import { isAtPlaces, isAtSites, isOfModels } from './device-names-store.ts'
import { textConditions } from './device-search-store.ts'

// One list over the whole inventory: narrowed, sorted and read on by key, never by offset.

export interface DeviceListQuery extends DeviceFilter {
  /** Configurations that an advisory or a vulnerability fits, where the list is narrowed to it. */
  readonly configurationIds?: readonly string[] | undefined
  /** Configurations in contexts, where the list is narrowed to how an advisory or a vulnerability counts there. */
  /** Not of these configurations in these contexts. */
  readonly exceptPairs?: readonly { readonly configuration_id: string; readonly context_id: string }[] | undefined
  readonly pairs?: readonly { readonly configuration_id: string; readonly context_id: string }[] | undefined
  /** Makers with models, and sites with care areas, where the list is narrowed to several spellings. */
  readonly models?: readonly { readonly manufacturer: string; readonly model: string }[] | undefined
  readonly places?: readonly { readonly site: string; readonly careArea: string }[] | undefined
  /** Sites, where no care area is asked for. */
  readonly sites?: readonly string[] | undefined
  /** What a query comes to on device `d`. */
  readonly queried?: Condition | undefined
  /** Texts of operating systems, where the list is narrowed to them. */
  readonly systems?: readonly string[] | undefined
}

const columns = sql`d.id, d.name, d.asset_tag as "assetTag", d.serial_number as "serialNumber", d.manufacturer, d.model,
  d.device_type as "deviceType", d.software_version as "softwareVersion",
  nullif(d.golden ->> 'operatingSystem', '') as "operatingSystem", d.hostname, d.site, d.care_area as "careArea", d.room, d.zone,
  d.ip_addresses as "ipAddresses", d.mac_addresses as "macAddresses", d.lifecycle, d.criticality, d.care_setting as "careSetting",
  d.is_active as "isActive", d.conflicts, d.open_findings as "openFindings", d.worst_score as "worstScore", d.worst_band as "worstBand",
  d.known_exploited as "knownExploited", d.last_seen_at as "lastSeenAt", d.next_maintenance_on as "nextMaintenanceOn"`

const facetColumn: Record<DeviceFacet, string> = {
  site: 'site',
  careArea: 'care_area',
  manufacturer: 'manufacturer',
  model: 'model',
  deviceType: 'device_type',
  lifecycle: 'lifecycle',
  criticality: 'criticality',
}

/** Sort keys as the list orders by them; the id makes each unique. */
const sortKey: Record<DeviceSort, { key: RawBuilder<unknown>; descending: boolean; type: string }> = {
  name: { key: sql`d.name`, descending: false, type: 'text' },
  risk: { key: sql`coalesce(d.worst_score, -1)`, descending: true, type: 'real' },
  lastSeen: { key: sql`coalesce(d.last_seen_at, '-infinity')`, descending: true, type: 'timestamptz' },
  site: {
    key: sql`coalesce(d.site, '') || ' ' || coalesce(d.care_area, '') || ' ' || d.name`,
    descending: false,
    type: 'text',
  },
}

async function conditions(db: Db, organisationId: string, query: DeviceListQuery): Promise<RawBuilder<unknown>> {
  const all: RawBuilder<unknown>[] = [sql`d.organisation_id = ${organisationId}`, sql`d.gone_at is null`]
  const equal: [string | undefined, string][] = [
    [query.site, 'site'],
    [query.careArea, 'care_area'],
    [query.manufacturer, 'manufacturer'],
    [query.model, 'model'],
    [query.deviceType, 'device_type'],
    [query.lifecycle, 'lifecycle'],
    [query.criticality, 'criticality'],
    [query.careSetting, 'care_setting'],
    [query.zone, 'zone'],
    [query.band, 'worst_band'],
  ]
  for (const [value, column] of equal)
    if (value !== undefined)
      all.push(value === '' ? sql`${sql.ref(`d.${column}`)} is null` : sql`${sql.ref(`d.${column}`)} = ${value}`)
  all.push(...(await textConditions(db, organisationId, (query.q ?? '').split(/\s+/).filter(Boolean))))
  if (query.active !== undefined) all.push(sql`d.is_active = ${query.active}`)
  if (query.hasConflict !== undefined) all.push(query.hasConflict ? sql`d.conflicts > 0` : sql`d.conflicts = 0`)
  if (query.knownExploited !== undefined) all.push(sql`d.known_exploited = ${query.knownExploited}`)
  if (query.missing && deviceAttributeNames.includes(query.missing as DeviceAttribute))
    all.push(sql`not d.golden ? ${query.missing}`)
  if (query.source || query.unreported !== undefined) {
    const ofSource = query.source ? sql`and o.source_id::text = ${query.source}` : sql``
    const reported =
      query.unreported === undefined ? sql`` : sql`and (o.unreported_since is not null) = ${query.unreported}`
    all.push(sql`exists (select 1 from observation o where o.organisation_id = d.organisation_id and o.device_id = d.id
      ${ofSource} ${reported} and o.superseded_at is null and o.retracted_at is null)`)
  }
  if (query.configurationIds) all.push(sql`d.configuration_id = any(${query.configurationIds}::uuid[])`)
  if (query.pairs) all.push(isOf(query.pairs))
  if (query.exceptPairs?.length) all.push(sql`(${isOf(query.exceptPairs)}) is not true`)
  if (query.queried) all.push(query.queried)
  if (query.models) all.push(isOfModels(query.models))
  if (query.places) all.push(isAtPlaces(query.places))
  if (query.sites) all.push(isAtSites(query.sites))
  if (query.systems)
    all.push(sql`d.configuration_id in (select c.id from configuration c
      where c.organisation_id = d.organisation_id and c.operating_system = any(${query.systems}))`)
  return sql.join(all, sql` and `)
}

const isOf = (
  pairs: NonNullable<DeviceListQuery['pairs']>,
) => sql`(d.configuration_id, d.context_id) in (select * from unnest(
  ${pairs.map((pair) => pair.configuration_id)}::uuid[], ${pairs.map((pair) => pair.context_id)}::uuid[]))`

/** The place to read on from: the last row's sort key, as PostgreSQL writes it, and its id. */
export interface DeviceCursor {
  readonly key: string
  readonly id: string
}

export async function devicePage(
  db: Db,
  organisationId: string,
  query: DeviceListQuery,
  sort: DeviceSort,
  after: DeviceCursor | null,
  limit: number,
): Promise<{ items: DeviceRow[]; next: DeviceCursor | null }> {
  const { key, descending, type } = sortKey[sort]
  const typed = sql.raw(type)
  // The id runs forward beside a descending key, as in the index.
  const resume = after
    ? descending
      ? sql`and (${key} < ${after.key}::${typed} or (${key} = ${after.key}::${typed} and d.id > ${after.id}::uuid))`
      : sql`and (${key}, d.id) > (${after.key}::${typed}, ${after.id}::uuid)`
    : sql``
  const where = await conditions(db, organisationId, query)
  const order = sql`order by ${key} ${descending ? sql`desc` : sql`asc`}, d.id`
  const rows = await shown(
    db,
    organisationId,
    await firstOnes(db, { organisationId, where, resume, order, limit: limit + 1 }, query.queried !== undefined),
    { key, order },
  )
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return {
    items: items.map(({ sortKey: _, ...row }) => row),
    next: rows.length > limit && last ? { key: last.sortKey, id: last.id } : null,
  }
}

interface Page {
  readonly organisationId: string
  readonly where: RawBuilder<unknown>
  /** Behind the page before. */
  readonly resume: RawBuilder<unknown>
  readonly order: RawBuilder<unknown>
  readonly limit: number
}

/** What the list is ordered by. */
const ofOrders = sql`d.id, d.name, d.site, d.care_area, d.worst_score, d.last_seen_at`

/** Of what is asked for often, these have a page's full. */
const mostWalked = 5000
/** Of what is asked for seldom, there are no more. */
const mostFound = 10_000

/**
 * Which devices stand first. How many a query has, and where in the order of the list, the planner often cannot tell: a walk in that
 * order for what stands at its end, or nowhere, takes seconds. So the beginning is walked; then as many are found as a person could
 * look through, in whatever order, and sorted; and only of what is more than that the way goes on.
 */
async function firstOnes(db: Db, page: Page, isQueried: boolean): Promise<string[]> {
  const { organisationId, where, resume, order, limit } = page
  const walk = async (devices: RawBuilder<unknown>) =>
    (
      await sql<{ id: string }>`select d.id from ${devices} d where ${where} ${resume} ${order} limit ${limit}`.execute(
        db,
      )
    ).rows.map(({ id }) => id)
  if (!isQueried) return await walk(sql`device`)
  const near =
    await walk(sql`(select * from device d where d.organisation_id = ${organisationId} and d.gone_at is null ${resume}
    ${order} limit ${mostWalked})`)
  if (near.length === limit) return near
  const { rows } = await sql<{ seen: number; ids: string[] }>`
    with found as materialized (select ${ofOrders} from device d where ${where} ${resume} limit ${mostFound + 1})
    select (select count(*) from found)::int as seen,
      array(select d.id from found d where (select count(*) from found) <= ${mostFound} ${order} limit ${limit}) as ids`.execute(
    db,
  )
  const { seen, ids } = rows[0]!
  return seen <= mostFound ? ids : await walk(sql`device`)
}

async function shown(
  db: Db,
  organisationId: string,
  ids: readonly string[],
  { key, order }: { readonly key: RawBuilder<unknown>; readonly order: RawBuilder<unknown> },
) {
  if (ids.length === 0) return []
  const { rows } = await sql<DeviceRow & { sortKey: string }>`
    select ${columns}, (${key})::text as "sortKey" from device d
    where d.organisation_id = ${organisationId} and d.id = any(${ids}::uuid[]) ${order}`.execute(db)
  return rows
}

export async function deviceFacetCounts(
  db: Db,
  organisationId: string,
  query: DeviceListQuery,
  facets: readonly DeviceFacet[],
) {
  const where = await conditions(db, organisationId, query)
  const values = facets.map((facet) => sql`(${facet}::text, ${sql.ref(`d.${facetColumn[facet]}`)})`)
  const { rows } = await sql<{ facet: DeviceFacet; value: string | null; count: number }>`
    select f.facet, f.value, count(*) as count from device d
    cross join lateral (values ${sql.join(values)}) as f(facet, value)
    where ${where} group by 1, 2 order by 3 desc, 2`.execute(db)
  const total = await sql<{ n: number }>`select count(*) as n from device d where ${where}`.execute(db)
  return { total: total.rows[0]!.n, rows }
}

/** How many there are, counted no further than to `most`. */
export async function countDevices(
  db: Db,
  organisationId: string,
  query: DeviceListQuery,
  most: number,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from (
    select from device d where ${await conditions(db, organisationId, query)} limit ${most}) counted`.execute(db)
  return rows[0]!.n
}

export const manufacturersHere = async (db: Db, organisationId: string): Promise<string[]> =>
  (
    await sql<{ manufacturer: string }>`
      select distinct c.manufacturer from configuration c
      where c.organisation_id = ${organisationId} and c.manufacturer <> ''
        and exists (select from device d where d.organisation_id = c.organisation_id and d.configuration_id = c.id and d.gone_at is null)`.execute(
      db,
    )
  ).rows.map(({ manufacturer }) => manufacturer)

/** The golden records of some devices, with when each changed last. In no order. */
export const wholeRecords = async (db: Db, organisationId: string, ids: readonly string[]) =>
  (
    await sql<WholeRecord>`select d.id, d.name, d.golden, d.updated_at as "updatedAt" from device d
      where d.organisation_id = ${organisationId} and d.id = any(${ids}::uuid[])`.execute(db)
  ).rows

export interface WholeRecord {
  readonly id: string
  readonly name: string
  readonly golden: DeviceClaims
  readonly updatedAt: string
}

export const deviceRow = async (db: Db, organisationId: string, id: string) =>
  (
    await sql<DeviceRow>`select ${columns} from device d where d.organisation_id = ${organisationId} and d.id = ${id}::uuid`.execute(
      db,
    )
  ).rows[0]

export const deviceNames = async (
  db: Db,
  organisationId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (
      await sql<{ id: string; name: string }>`
        select d.id, d.name from device d where d.organisation_id = ${organisationId} and d.id = any(${ids}::uuid[])`.execute(
        db,
      )
    ).rows.map(({ id, name }) => [id, name]),
  )
