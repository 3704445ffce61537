import { type RawBuilder, sql } from 'kysely'
import type { HealthList, SightingRhythm } from '#model/inventory-health.ts'
import type { Condition } from '#platform/db/conditions.ts'
import type { Db } from '#platform/db/database.ts'

// What was counted, as the pages read it.

/** True of device `d` where it stands in the list. */
export const inList = (organisationId: string, list: HealthList): Condition =>
  sql`d.id in (select h.device_id from device_health h where h.organisation_id = ${organisationId} and ${sql.ref(`h.is_${list}`)})`

export interface StandingRow {
  device_id: string
  sources: string[]
  registers: number
  observers: number
  seen_at: string | null
  seen_by: string | null
  watched_until: string | null
  silent_days: number | null
  bound_days: number | null
  rhythm: 'set' | 'model' | 'type' | 'kind' | 'default' | null
  is_unknown: boolean
  is_ghost: boolean
  is_missing: boolean
  missing_by: 'said' | 'work' | 'silence' | null
  is_duplicate: boolean
  is_unmanaged: boolean
  is_ended: boolean
  ended: string | null
  ended_on: string | null
  score: number
  completeness: number
  agreement: number
  freshness: number
  uniqueness: number
  validity: number
  lacks: string[]
  wrong: string[]
}

export const standings = async (db: Db, organisationId: string, deviceIds: readonly string[]) =>
  new Map(
    (
      await sql<StandingRow>`
        select device_id, sources::text[] as sources, registers, observers, seen_at, seen_by, watched_until, silent_days, bound_days,
          rhythm, is_unknown, is_ghost, is_missing, missing_by, is_duplicate, is_unmanaged, is_ended, ended, ended_on::text as ended_on,
          score, completeness, agreement, freshness, uniqueness, validity, lacks, wrong
        from device_health where organisation_id = ${organisationId} and device_id = any(${deviceIds}::uuid[])`.execute(
        db,
      )
    ).rows.map((row) => [row.device_id, row]),
  )

export interface RecordRow {
  device_id: string
  source_id: string
  source_key: string
  lifecycle: string | null
  observed_at: string
  unreported_since: string | null
}

/** Present records of some devices, the oldest first: who has said what, and who says it no more. */
export const recordsOf = async (db: Db, organisationId: string, deviceIds: readonly string[]) =>
  Map.groupBy(
    (
      await sql<RecordRow>`
        select device_id, source_id, source_key, claims ->> 'lifecycle' as lifecycle, observed_at, unreported_since from observation
        where organisation_id = ${organisationId} and device_id = any(${deviceIds}::uuid[])
          and superseded_at is null and retracted_at is null order by observed_at, id`.execute(db)
    ).rows,
    ({ device_id }) => device_id,
  )

/** Open work that looks for a device, or could not find it, the newest of each. */
export const searches = async (db: Db, organisationId: string, deviceIds: readonly string[]) =>
  new Map(
    (
      await sql<{ device_id: string; id: string; number: number; updated_at: string; is_lost: boolean }>`
        select distinct on (device_id) device_id, id, number, updated_at, state = 'unable_to_locate' as is_lost from work_order
        where organisation_id = ${organisationId} and device_id = any(${deviceIds}::uuid[]) and (state = 'unable_to_locate'
          or (verification ->> 'attribute' = 'lifecycle' and state not in ('verified', 'administratively_closed', 'cancelled')))
        order by device_id, state = 'unable_to_locate' desc, number desc`.execute(db)
    ).rows.map((row) => [row.device_id, row]),
  )

export interface SuspectedRow {
  readonly device_id: string
  readonly review_id: string
  readonly probability: number
  readonly opened_at: string
  readonly other: string
}

/** Open reviews that ask whether one of these devices is another one as well, the likeliest first. */
export const suspected = async (db: Db, organisationId: string, deviceIds: readonly string[]) =>
  Map.groupBy(
    (
      await sql<SuspectedRow>`
        with side as (
          select a.device_id, b.device_id as other_id, r.id, r.probability, r.opened_at from identity_review r
          join observation a on a.organisation_id = r.organisation_id and a.source_id = r.source_a and a.source_key = r.key_a
            and a.superseded_at is null and a.retracted_at is null
          join observation b on b.organisation_id = r.organisation_id and b.source_id = r.source_b and b.source_key = r.key_b
            and b.superseded_at is null and b.retracted_at is null
          where r.organisation_id = ${organisationId} and r.settled_at is null and a.device_id <> b.device_id
            and (a.device_id = any(${deviceIds}::uuid[]) or b.device_id = any(${deviceIds}::uuid[])))
        select s.device_id, s.id as review_id, s.probability, s.opened_at, d.name as other
        from (select device_id, other_id, id, probability, opened_at from side
          union all select other_id, device_id, id, probability, opened_at from side) s
        join device d on d.organisation_id = ${organisationId} and d.id = s.other_id
        where s.device_id = any(${deviceIds}::uuid[])
        order by s.probability desc, s.id`.execute(db)
    ).rows,
    ({ device_id }) => device_id,
  )

/** Which of these devices a register has twice. */
export const inRegisterTwice = async (db: Db, organisationId: string, deviceIds: readonly string[]) =>
  new Set(
    (
      await sql<{ id: string }>`
        select device_a as id from register_duplicate where organisation_id = ${organisationId} and device_a = any(${deviceIds}::uuid[])
        union select device_b from register_duplicate where organisation_id = ${organisationId} and device_b = any(${deviceIds}::uuid[])`.execute(
        db,
      )
    ).rows.map(({ id }) => id),
  )

export interface LikelyRow {
  of: string
  id: string
  name: string
  by_code: boolean
  by_ward: boolean
  by_site: boolean
}

/**
 * Devices that registers have and nothing sees, which may be one of these that nothing but observers knows: a code that stands in
 * the other's host name, or the same model, at the same place before others.
 */
export const likelyRows = async (
  db: Db,
  organisationId: string,
  unknown: readonly { readonly id: string; readonly codes: readonly string[] }[],
) =>
  (
    await sql<LikelyRow>`
      with asked as (
        select d.id, d.manufacturer, d.model, d.site, d.care_area from device d
        where d.organisation_id = ${organisationId} and d.id = any(${unknown.map(({ id }) => id)}::uuid[])),
      code as (select u.id::uuid as of, i.device_id from unnest(${unknown.flatMap(({ id, codes }) => codes.map(() => id))}::uuid[],
          ${unknown.flatMap(({ codes }) => codes)}::text[]) u(id, value)
        join identifier i on i.organisation_id = ${organisationId} and i.kind in ('serial', 'asset_tag') and i.value = u.value),
      alike as (
        select of, device_id, true as by_code from code
        union all
        select a.id, m.id, false from asked a cross join lateral (
          select c.id from device c join device_health h on h.organisation_id = c.organisation_id and h.device_id = c.id
          where c.organisation_id = ${organisationId} and c.gone_at is null and c.manufacturer = a.manufacturer and c.model = a.model
            and h.observers = 0 and h.registers > 0 and c.is_active
          order by (c.care_area is not distinct from a.care_area and c.site is not distinct from a.site) desc,
            (c.site is not distinct from a.site) desc, c.id limit 3) m
        where a.model is not null),
      best as (
        select l.of, c.id, c.name, bool_or(l.by_code) as by_code,
          bool_or(c.site is not distinct from a.site and c.care_area is not distinct from a.care_area and c.care_area is not null) as by_ward,
          bool_or(c.site is not distinct from a.site and c.site is not null) as by_site
        from alike l join asked a on a.id = l.of
        join device c on c.organisation_id = ${organisationId} and c.id = l.device_id and c.gone_at is null and c.id <> l.of
        join device_health h on h.organisation_id = c.organisation_id and h.device_id = c.id and h.registers > 0
        group by l.of, c.id, c.name)
      select of, id, name, by_code, by_ward, by_site from (
        select *, row_number() over (partition by of order by by_code desc, by_ward desc, by_site desc, id) as nth from best) b
      where nth <= 3 order by of, nth`.execute(db)
  ).rows

export interface PairListRow {
  observation_a: string
  observation_b: string
  source_id: string
  device_a: string
  device_b: string
  name_a: string
  name_b: string
  key_a: string
  key_b: string
  at_a: string
  at_b: string
  claims_a: Record<string, unknown>
  claims_b: Record<string, unknown>
  shared: string[]
  differs: string[]
}

export const pairPage = async (
  db: Db,
  organisationId: string,
  filter: {
    readonly source?: string | undefined
    readonly device?: string | undefined
    readonly places: Condition
    readonly after: readonly [string, string] | null
    readonly limit: number
  },
) =>
  (
    await sql<PairListRow>`
      select r.observation_a, r.observation_b, r.source_id, r.device_a, r.device_b, d.name as name_a, b.name as name_b,
        x.source_key as key_a, y.source_key as key_b, x.observed_at as at_a, y.observed_at as at_b, x.claims as claims_a,
        y.claims as claims_b, r.shared, r.differs
      from register_duplicate r
      join device d on d.organisation_id = r.organisation_id and d.id = r.device_a
      join device b on b.organisation_id = r.organisation_id and b.id = r.device_b
      join observation x on x.organisation_id = r.organisation_id and x.id = r.observation_a
      join observation y on y.organisation_id = r.organisation_id and y.id = r.observation_b
      where r.organisation_id = ${organisationId} and ${filter.places}
        ${filter.source ? sql`and r.source_id = ${filter.source}::uuid` : sql``}
        ${filter.device ? sql`and ${filter.device}::uuid in (r.device_a, r.device_b)` : sql``}
        ${filter.after ? sql`and (r.observation_a, r.observation_b) > (${filter.after[0]}::uuid, ${filter.after[1]}::uuid)` : sql``}
      order by r.observation_a, r.observation_b limit ${filter.limit}`.execute(db)
  ).rows

export interface DayRow {
  day: string
  key: string
  devices: number
  score: number
  parts: Record<string, number>
  counts: Record<string, number>
}

const dayColumns = sql`day::text as day, key, devices, score, parts, counts`

/** The whole, day by day, the oldest first. */
export const daysOfWhole = async (db: Db, organisationId: string, most: number) =>
  (
    await sql<DayRow>`select * from (
        select ${dayColumns} from health_day where organisation_id = ${organisationId} and scope = 'whole'
        order by health_day.day desc limit ${most}) newest order by day`.execute(db)
  ).rows

/** Each ward or source on the last day that was counted. */
export const lastDay = async (db: Db, organisationId: string, scope: 'ward' | 'source') =>
  (
    await sql<DayRow & { before: number | null }>`
      select h.day::text as day, h.key, h.devices, h.score, h.parts, h.counts, o.score as before from health_day h
      left join lateral (select b.score from health_day b where b.organisation_id = h.organisation_id and b.scope = h.scope
        and b.key = h.key and b.day between h.day - 37 and h.day - 23 order by abs(b.day - (h.day - 30)) limit 1) o on true
      where h.organisation_id = ${organisationId} and h.scope = ${scope}
        and h.day = (select max(day) from health_day where organisation_id = ${organisationId} and scope = ${scope})`.execute(
      db,
    )
  ).rows

export interface RhythmRow {
  scope: SightingRhythm['scope']
  key: string
  title: string
  devices: number
  gaps: number
  median_days: number | null
  usual_days: number | null
  learnt_at: string | null
  set_days: number | null
  set_reason: string | null
  set_by: string | null
  set_at: string | null
}

const order = sql`case scope when 'kind' then 0 when 'type' then 1 else 2 end`

export const rhythmPage = async (
  db: Db,
  organisationId: string,
  { q, after, limit }: { q?: string | undefined; after: readonly [number, string, string] | null; limit: number },
) =>
  (
    await sql<RhythmRow & { place: number }>`
      select scope, key, title, devices, gaps, median_days, usual_days, learnt_at, set_days, set_reason, set_by, set_at,
        ${order} as place
      from sighting_rhythm where organisation_id = ${organisationId}
        ${q ? sql`and title ilike ${`%${q.replace(/[\\%_]/g, '\\$&')}%`}` : sql``}
        ${after ? sql`and (${order}, title, key) > (${after[0]}::int, ${after[1]}::text, ${after[2]}::text)` : sql``}
      order by ${order}, title, key limit ${limit}`.execute(db)
  ).rows

export const findRhythm = async (db: Db, organisationId: string, scope: string, key: string) =>
  (
    await sql<RhythmRow>`
      select scope, key, title, devices, gaps, median_days, usual_days, learnt_at, set_days, set_reason, set_by, set_at
      from sighting_rhythm where organisation_id = ${organisationId} and scope = ${scope} and key = ${key}`.execute(db)
  ).rows[0]

export const setRhythm = (
  db: Db,
  organisationId: string,
  row: { scope: string; key: string; title: string; days: number | null; reason: string; by: string; at: string },
) => {
  const said: RawBuilder<unknown>[] =
    row.days === null
      ? [sql`null`, sql`null`, sql`null`, sql`null`]
      : [sql`${row.days}::real`, sql`${row.reason}`, sql`${row.by}`, sql`${row.at}::timestamptz`]
  return sql`insert into sighting_rhythm (organisation_id, scope, key, title, set_days, set_reason, set_by, set_at)
      values (${organisationId}, ${row.scope}, ${row.key}, ${row.title}, ${sql.join(said)})
      on conflict (organisation_id, scope, key) do update set set_days = excluded.set_days, set_reason = excluded.set_reason,
        set_by = excluded.set_by, set_at = excluded.set_at`.execute(db)
}

/** How a model is written by most of its devices. */
export const modelTitle = async (db: Db, organisationId: string, key: string) =>
  (
    await sql<{ title: string }>`
      select trim(c.manufacturer || ' ' || c.model) as title from configuration c
      where c.organisation_id = ${organisationId} and lower(c.manufacturer) || chr(10) || lower(c.model) = ${key} and c.model <> ''
      order by 1 limit 1`.execute(db)
  ).rows[0]?.title
