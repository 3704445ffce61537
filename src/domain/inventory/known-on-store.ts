import { type RawBuilder, sql } from 'kysely'
import type { DeviceClaims } from '#model/device.ts'
import type { KnownFilter, KnownSort } from '#model/known-device.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import type { DeviceCursor } from './device-list-store.ts'
import type { ObservationRow } from './inventory-store.ts'

// The inventory as it was recorded at a past moment. Lists read what devices were known as: `device_version`, which the database itself
// writes when a record changes, and `device`. Whence each value came is read from the observations, each with the device in which it
// stood then, by `observation_past`, which the database writes when one is moved. Tables: device_version, device_untold, observation_past.

/** The end of a day in the organisation's time zone, or a moment as it is; nothing later than now. Null where it is still to come. */
export const momentKnown = async (db: Db, organisationId: string, on: string): Promise<string | null> =>
  (
    await sql<{ at: string | null }>`
      select case when t.begins > now() then null else least(t.ends, now()) end as at
      from organisation o, lateral (
        select case when ${on.length === 10} then ${on.slice(0, 10)}::date::timestamp at time zone o.time_zone else ${on}::timestamptz end as begins,
          case when ${on.length === 10} then ((${on.slice(0, 10)}::date + 1)::timestamp at time zone o.time_zone) - interval '1 millisecond'
            else ${on}::timestamptz end as ends
      ) t where o.id = ${organisationId}`.execute(db)
  ).rows[0]?.at ?? null

export interface KnownRow {
  id: string
  name: string
  golden: DeviceClaims
  lifecycle: string
  criticality: string
  care_setting: string
  is_active: boolean
  known_since: string
  /** As it is today; null where it is gone. */
  golden_now: DeviceClaims | null
}

const sortKey: Record<KnownSort, RawBuilder<unknown>> = {
  name: sql`d.name`,
  site: sql`coalesce(d.site, '') || ' ' || coalesce(d.care_area, '') || ' ' || d.name`,
}

function conditions(filter: KnownFilter): RawBuilder<unknown> {
  const equal: [string | undefined, string][] = [
    [filter.site, 'site'],
    [filter.careArea, 'care_area'],
    [filter.manufacturer, 'manufacturer'],
    [filter.model, 'model'],
    [filter.deviceType, 'device_type'],
    [filter.lifecycle, 'lifecycle'],
    [filter.criticality, 'criticality'],
  ]
  const all = equal.flatMap(([value, column]) =>
    value === undefined
      ? []
      : [value === '' ? sql`${sql.ref(`d.${column}`)} is null` : sql`${sql.ref(`d.${column}`)} = ${value}`],
  )
  if (filter.active !== undefined) all.push(sql`d.is_active = ${filter.active}`)
  for (const word of (filter.q ?? '').split(/\s+/).filter(Boolean)) {
    const pattern = `%${word.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
    all.push(
      sql`(d.search like ${pattern} or lower(concat_ws(' ', d.name, d.manufacturer, d.model, d.device_type, d.care_area)) like ${pattern})`,
    )
  }
  return all.length === 0 ? sql`true` : sql.join(all, sql` and `)
}

const presentThen = (organisationId: string, at: string) =>
  sql`d.organisation_id = ${organisationId} and d.known_since <= ${at}::timestamptz and d.gone_at is null`
const pastThen = (organisationId: string, at: string) =>
  sql`d.organisation_id = ${organisationId} and d.known_since <= ${at}::timestamptz and d.known_until > ${at}::timestamptz`

export async function knownPage(
  db: Db,
  organisationId: string,
  at: string,
  filter: KnownFilter,
  page: { readonly sort: KnownSort; readonly after: DeviceCursor | null; readonly limit: number },
): Promise<{ items: KnownRow[]; next: DeviceCursor | null }> {
  const key = sortKey[page.sort]
  const where = conditions(filter)
  const resume = (id: RawBuilder<unknown>) =>
    page.after ? sql`and (${key}, ${id}) > (${page.after.key}::text, ${page.after.id}::uuid)` : sql``
  const columns = sql`d.name, d.golden, d.lifecycle, d.criticality, d.care_setting, d.is_active, d.known_since, ${key} as sort_key`
  const { rows } = await sql<KnownRow & { sort_key: string }>`
    with known as (
      (select d.id, ${columns} from device d where ${presentThen(organisationId, at)} and ${where} ${resume(sql`d.id`)}
        order by ${key}, d.id limit ${page.limit + 1})
      union all
      (select d.device_id, ${columns} from device_version d where ${pastThen(organisationId, at)} and ${where} ${resume(sql`d.device_id`)}
        order by ${key}, d.device_id limit ${page.limit + 1})
    )
    select k.id, k.name, k.golden, k.lifecycle, k.criticality, k.care_setting, k.is_active, k.known_since, k.sort_key,
      case when n.gone_at is null then n.golden end as golden_now
    from (select * from known order by sort_key, id limit ${page.limit + 1}) k
    join device n on n.organisation_id = ${organisationId} and n.id = k.id
    order by k.sort_key, k.id`.execute(db)
  const items = rows.slice(0, page.limit)
  const last = items.at(-1)
  return { items, next: rows.length > page.limit && last ? { key: last.sort_key, id: last.id } : null }
}

/** How many, counted no further than to `most`. */
export const countKnown = async (db: Db, organisationId: string, at: string, filter: KnownFilter, most: number) =>
  (
    await sql<{ n: number }>`
      select count(*) as n from (
        (select from device d where ${presentThen(organisationId, at)} and ${conditions(filter)} limit ${most})
        union all
        (select from device_version d where ${pastThen(organisationId, at)} and ${conditions(filter)} limit ${most})
        limit ${most}
      ) counted`.execute(db)
  ).rows[0]!.n

/** What stood of one device; undefined where it was not known, or gone. */
export const knownDevice = async (db: Db, organisationId: string, at: string, id: string) =>
  (
    await sql<KnownRow>`
      select k.*, case when n.gone_at is null then n.golden end as golden_now
      from (
        select d.id, d.name, d.golden, d.lifecycle, d.criticality, d.care_setting, d.is_active, d.known_since from device d
        where ${presentThen(organisationId, at)} and d.id = ${id}::uuid
        union all
        select d.device_id, d.name, d.golden, d.lifecycle, d.criticality, d.care_setting, d.is_active, d.known_since from device_version d
        where ${pastThen(organisationId, at)} and d.device_id = ${id}::uuid
      ) k join device n on n.organisation_id = ${organisationId} and n.id = k.id`.execute(db)
  ).rows[0]

export type ObservationThen = ObservationRow & { device_then: string }

/** Observations that were recorded and not taken back at a moment, each with the device in which it stood then. */
export const observationsThen = async (
  db: Db,
  organisationId: string,
  at: string,
  deviceIds: readonly string[],
  isPast: boolean,
) =>
  (
    await sql<ObservationThen>`
      with concerned as materialized (
        select observation_id as id from observation_past
        where organisation_id = ${organisationId} and device_id = any(${deviceIds}::uuid[]) and until > ${at}::timestamptz
        union
        select id from observation where organisation_id = ${organisationId} and device_id = any(${deviceIds}::uuid[])
          and recorded_at <= ${at}::timestamptz
      )
      select o.id, o.source_id, o.source_key, o.run_id, o.device_id, o.observed_at, o.recorded_at, o.digest, o.claims, o.raw,
        coalesce(p.device_id, o.device_id) as device_then
      from concerned c
      join observation o on o.organisation_id = ${organisationId} and o.id = c.id
      left join lateral (select p.device_id from observation_past p where p.organisation_id = ${organisationId}
        and p.observation_id = c.id and p.until > ${at}::timestamptz order by p.until limit 1) p on true
      where coalesce(p.device_id, o.device_id) = any(${deviceIds}::uuid[]) and o.recorded_at <= ${at}::timestamptz
        and (o.retracted_at is null or o.retracted_at > ${at}::timestamptz)
        and (${isPast} or o.superseded_at is null or o.superseded_at > ${at}::timestamptz)
      order by o.recorded_at desc, o.id desc`.execute(db)
  ).rows

/** Some of the devices whose past was recorded before versions of it were kept: to be told in this transaction. */
export const takeUntold = async (db: Db, organisationId: string, limit: number) =>
  (
    await sql<{ id: string }>`
      delete from device_untold u using (
        select device_id from device_untold where organisation_id = ${organisationId} order by device_id limit ${limit}
      ) t
      where u.organisation_id = ${organisationId} and u.device_id = t.device_id
      returning u.device_id as id`.execute(db)
  ).rows.map(({ id }) => id)

/** Of these devices those that the identity ledger names: their observations stood elsewhere once. */
export const inLedger = async (db: Db, organisationId: string, deviceIds: readonly string[]) =>
  new Set(
    (
      await sql<{ id: string }>`
        select from_device_id as id from identity_entry where organisation_id = ${organisationId} and from_device_id = any(${deviceIds}::uuid[])
        union
        select to_device_id from identity_entry where organisation_id = ${organisationId} and to_device_id = any(${deviceIds}::uuid[])`.execute(
        db,
      )
    ).rows.map(({ id }) => id),
  )

export interface TellingRow {
  id: string
  device_id: string
  source_id: string
  source_key: string
  observed_at: string
  recorded_at: string
  retracted_at: string | null
  claims: DeviceClaims
}

/** To the microsecond, and of one length: it is compared as text. */
const wholeText = (moment: RawBuilder<unknown>) =>
  sql`to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** All that was ever recorded of some devices, the oldest first. */
export const everRecorded = async (db: Db, organisationId: string, deviceIds: readonly string[]) =>
  (
    await sql<TellingRow>`
      select id, device_id, source_id, source_key, observed_at, ${wholeText(sql`recorded_at`)} as recorded_at,
        ${wholeText(sql`retracted_at`)} as retracted_at, claims
      from observation where organisation_id = ${organisationId} and device_id = any(${deviceIds}::uuid[])
      order by recorded_at, id`.execute(db)
  ).rows

export interface VersionRow {
  device_id: string
  known_since: string
  known_until: string
  name: string
  search: string
  manufacturer: string | null
  model: string | null
  device_type: string | null
  site: string | null
  care_area: string | null
  lifecycle: string
  criticality: string
  care_setting: string
  is_active: boolean
  golden: DeviceClaims
}

/** What devices were known as, in the place of what the database kept so far, and since when they are what they are. */
export async function insertVersions(
  db: Db,
  organisationId: string,
  versions: readonly VersionRow[],
  present: readonly { readonly device_id: string; readonly known_since: string }[],
) {
  await sql`delete from device_version where organisation_id = ${organisationId}
      and device_id = any(${present.map(({ device_id }) => device_id)}::uuid[])`.execute(db)
  await sql`insert into device_version (organisation_id, device_id, known_since, known_until, name, search, manufacturer, model,
        device_type, site, care_area, lifecycle, criticality, care_setting, is_active, golden)
      select ${organisationId}::uuid, r.* from jsonb_to_recordset(${jsonRows(versions)}) as r(device_id uuid, known_since timestamptz,
        known_until timestamptz, name text, search text, manufacturer text, model text, device_type text, site text, care_area text,
        lifecycle text, criticality text, care_setting text, is_active boolean, golden jsonb)
      on conflict do nothing`.execute(db)
  await sql`update device d set known_since = r.known_since
      from jsonb_to_recordset(${jsonRows(present)}) as r(device_id uuid, known_since timestamptz)
      where d.organisation_id = ${organisationId} and d.id = r.device_id`.execute(db)
}
