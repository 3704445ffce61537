import { type RawBuilder, sql } from 'kysely'
import { type DeviceAttribute, deviceAttributeNames } from '#model/device.ts'
import type { HealthSettings } from '#model/inventory-health.ts'
import type { Condition } from '#platform/db/conditions.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import { leastDevices, portablePattern, usualDays } from './portable.ts'
import {
  criticalityWeights,
  partWeights,
  pointsPerConflict,
  registerHalfLifeDays,
  type Wanted,
  wanted,
} from './score-parts.ts'

// One pass over the inventory, step by step in temporary tables of the transaction: a hundred thousand devices of five sources
// are a few sets, never a query for each.

export interface CountedSource {
  readonly id: string
  readonly role: 'register' | 'observer' | 'person'
  /** When it was last read to its end. */
  readonly readAt: string | null
  /** Its readings hold all that it knows: what it still reports was there at the last one. */
  readonly isWhole: boolean
}

/** What is known of a configuration beside what it says itself. */
export interface CountedConfiguration {
  readonly id: string
  readonly ended: string | null
  readonly endedOn: string | null
  /** A bill of materials tells what is inside, or a list or a person until when it is supported. */
  readonly isCovered: boolean
  readonly hasWrongUdi: boolean
}

/** Takes the turn: false where another server counts just now. */
export const takeTurn = async (tx: Tx, organisationId: string): Promise<boolean> =>
  (
    await sql<{ taken: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended('health ' || ${organisationId}, 0)) as taken`.execute(tx)
  ).rows[0]!.taken

/** Share of records that say when the device itself was seen, of the newest 500 of each source. */
export const sightingShares = async (db: Db, organisationId: string, sourceIds: readonly string[]) =>
  new Map(
    (
      await sql<{ id: string; share: number | null }>`
        select s.id, avg((o.claims ? 'lastSeenAt')::int)::float8 as share from unnest(${sourceIds}::uuid[]) s(id)
        left join lateral (select claims from observation o where o.organisation_id = ${organisationId} and o.source_id = s.id
          and o.superseded_at is null and o.retracted_at is null order by o.source_key limit 500) o on true
        group by s.id`.execute(db)
    ).rows.map(({ id, share }) => [id, share ?? 0]),
  )

export interface ConfigurationText {
  id: string
  manufacturer: string
  model: string
  operating_system: string
  udi_di: string
}

/** Of those that devices have. */
export const configurationsHere = async (db: Db, organisationId: string) =>
  (
    await sql<ConfigurationText>`
      select c.id, c.manufacturer, c.model, c.operating_system, c.udi_di from configuration c
      where c.organisation_id = ${organisationId} and exists (select from device d
        where d.organisation_id = c.organisation_id and d.configuration_id = c.id and d.gone_at is null)`.execute(db)
  ).rows

/**
 * A time that a source wrote, as `new Date` reads it: a day past the end of its month is one of the next. Null where it is none.
 */
const timeOf = (text: RawBuilder<unknown>) => sql`case
  when ${text} ~ '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])(T([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d+)?)?(Z|[+-](0\\d|1[0-4]):?[0-5]\\d)?)?$'
  then (left(${text}, 7) || '-01' || case when length(${text}) = 10 then 'T00:00:00Z'
      when ${text} ~ '(Z|[+-]\\d\\d:?\\d\\d)$' then substr(${text}, 11) else substr(${text}, 11) || 'Z' end)::timestamptz
    + (substr(${text}, 9, 2)::int - 1) * interval '1 day' end`

const present = sql`o.superseded_at is null and o.retracted_at is null`

export async function prepare(
  tx: Tx,
  organisationId: string,
  now: string,
  sources: readonly CountedSource[],
  configurations: readonly CountedConfiguration[],
): Promise<void> {
  await sql`drop table if exists health_source, health_configuration, health_record, health_known, health_device, health_alive,
    health_like, health_outage, health_watch, health_pair, health_told`.execute(tx)
  await sql`create temp table health_source on commit drop as
    select * from jsonb_to_recordset(${jsonRows(sources)}) as s(id uuid, role text, "readAt" timestamptz, "isWhole" boolean)`.execute(
    tx,
  )
  await sql`create temp table health_configuration on commit drop as
    select c.id, nullif(c.manufacturer, '') is not null or c.model <> '' as is_named,
      case when c.model = '' then '' else lower(c.manufacturer) || chr(10) || lower(c.model) end as model_key,
      trim(c.manufacturer || ' ' || c.model) as title, lower(c.description) as type_key, c.description as type_title,
      case when c.description ~* ${portablePattern} or c.model ~* ${portablePattern} then 'portable' else 'stationary' end as kind,
      c.software_version <> '' or c.firmware_version <> '' or c.operating_system <> '' as has_software,
      c.software_version || c.firmware_version <> '' and c.software_version || c.firmware_version !~ '\\d'
        and c.software_version || c.firmware_version !~ '^[A-Za-z]$' as has_wrong_version,
      f.ended, f."endedOn" as ended_on, f."isCovered" as is_covered, f."hasWrongUdi" as has_wrong_udi
    from configuration c join jsonb_to_recordset(${jsonRows(configurations)})
      as f(id uuid, ended text, "endedOn" date, "isCovered" boolean, "hasWrongUdi" boolean) on f.id = c.id
    where c.organisation_id = ${organisationId}`.execute(tx)
  await sql`create unique index on health_configuration (id)`.execute(tx)

  // What an observer still reports without a time was there at its last reading.
  const lastSeen = sql`(o.claims ->> 'lastSeenAt')`
  await sql`create temp table health_record on commit drop as
    select o.id, o.device_id, o.source_id, s.role, o.unreported_since is null as is_reported,
      case s.role when 'person' then least(o.observed_at, ${now}::timestamptz)
        when 'observer' then least(${now}::timestamptz, coalesce(${timeOf(lastSeen)}, o.unreported_since,
          case when s."isWhole" then s."readAt" end, o.observed_at)) end as seen_at,
      least(${now}::timestamptz, greatest(o.observed_at,
        case when s."isWhole" and o.unreported_since is null then s."readAt" end)) as told_at
    from observation o join health_source s on s.id = o.source_id
    where o.organisation_id = ${organisationId} and ${present}`.execute(tx)
  await sql`analyze health_source, health_configuration, health_record`.execute(tx)
  await sql`create temp table health_known on commit drop as
    select device_id, array_agg(distinct source_id order by source_id) as sources,
      count(distinct source_id) filter (where role = 'register' and is_reported)::int as registers,
      count(distinct source_id) filter (where role = 'observer')::int as observers,
      bool_or(role = 'person') as has_person, max(seen_at) as seen_at, max(told_at) as told_at,
      max(seen_at) filter (where role = 'observer') as observed_at,
      (array_agg(source_id order by seen_at desc, source_id) filter (where seen_at is not null))[1] as seen_by
    from health_record group by device_id`.execute(tx)
  await sql`create temp table health_device on commit drop as
    select d.id, d.configuration_id, coalesce(d.site, '') as site, coalesce(d.care_area, '') as care_area, d.lifecycle, d.is_active,
      d.criticality, d.conflicts, d.worst_score, d.first_seen_at, d.golden,
      c.model_key, c.type_key, c.title, c.type_title, c.kind, c.has_software, c.has_wrong_version, c.ended, c.ended_on, c.is_covered,
      c.has_wrong_udi, t.network_connected, k.sources, k.registers, k.observers, k.has_person, k.seen_at, k.seen_by, k.told_at,
      k.observed_at, coalesce(t.network_connected, k.observers > 0) as is_networked
    from device d
    join health_known k on k.device_id = d.id
    join health_configuration c on c.id = d.configuration_id
    join context t on t.organisation_id = d.organisation_id and t.id = d.context_id
    where d.organisation_id = ${organisationId} and d.gone_at is null`.execute(tx)
  await sql`analyze health_known, health_device`.execute(tx)
}

/**
 * Up to when each observer is known to have looked, at each site: the time behind which all but the newest twentieth of its
 * sightings lie, so that a clock that runs ahead keeps no dead source alive. What is dead is silent of everything, and that makes no ghosts.
 */
export async function watch(tx: Tx, organisationId: string): Promise<void> {
  await sql`create temp table health_alive on commit drop as
    select r.source_id, d.site, count(*)::int as n, grouping(d.site) = 1 as is_whole,
      percentile_disc(0.95) within group (order by r.seen_at) as until, min(r.seen_at) as since
    from health_record r join health_device d on d.id = r.device_id
    where r.role = 'observer' and r.seen_at is not null group by grouping sets ((r.source_id, d.site), (r.source_id))`.execute(
    tx,
  )
  await sql`insert into observer_day (organisation_id, source_id, day)
    select ${organisationId}::uuid, source_id, (until at time zone 'UTC')::date from health_alive where is_whole
    on conflict do nothing`.execute(tx)
  // Which observers see devices of a model, here and in the whole hospital.
  await sql`create temp table health_like on commit drop as
    with all_of as (select model_key, site, count(*) as n, grouping(site) = 1 as is_whole from health_device
        where model_key <> '' and is_active group by grouping sets ((model_key, site), (model_key))),
      seen as (select d.model_key, d.site, r.source_id, count(distinct d.id) as n, grouping(d.site) = 1 as is_whole
        from health_record r join health_device d on d.id = r.device_id
        where r.role = 'observer' and d.model_key <> '' and d.is_active
        group by grouping sets ((d.model_key, d.site, r.source_id), (d.model_key, r.source_id)))
    select s.model_key, s.site, s.is_whole, s.source_id, s.n::float8 / a.n as share from seen s
    join all_of a on a.model_key = s.model_key and a.is_whole = s.is_whole and a.site is not distinct from s.site
    where a.n >= case when s.is_whole then 5 else 3 end`.execute(tx)
  await sql`analyze health_alive, health_like`.execute(tx)
}

/** Days that each observer was away for longer than it usually is between two looks; read anew where its days are more. */
async function findOutages(tx: Tx, organisationId: string): Promise<void> {
  await sql`drop table if exists health_outage`.execute(tx)
  await sql`create temp table health_outage on commit drop as
    with gap as (
      select source_id, day, day - lag(day) over (partition by source_id order by day) as days from observer_day
      where organisation_id = ${organisationId}),
    usual as (select source_id, greatest(1, percentile_disc(0.9) within group (order by days)) as days, count(days) as n
      from gap where days is not null group by source_id)
    select g.source_id, (g.day - g.days)::timestamptz as from_at, g.day::timestamptz as to_at, (g.days - u.days)::float8 as days
    from gap g join usual u on u.source_id = g.source_id where g.days > u.days + 1 and u.n >= 5`.execute(tx)
  await sql`analyze health_outage`.execute(tx)
}

/** Up to when somebody looked who would have seen each device, since when, and for how many days of that nobody could. */
export async function watchDevices(tx: Tx, organisationId: string): Promise<void> {
  await findOutages(tx, organisationId)
  await sql`update health_alive a set since = least(a.since, f.day::timestamptz)
    from (select source_id, min(day) as day from observer_day where organisation_id = ${organisationId} group by source_id) f
    where f.source_id = a.source_id`.execute(tx)
  // At a site where it sees fewer than five devices, a source is as alive as it is on the whole.
  const alive = (source: RawBuilder<unknown>, site: RawBuilder<unknown>) => sql`
    left join health_alive w on w.source_id = ${source} and w.is_whole
    left join health_alive a on a.source_id = ${source} and not a.is_whole and a.site = ${site} and a.n >= 5`
  await sql`create temp table health_watch on commit drop as
    with own as (
      select d.id, max(coalesce(a.until, w.until)) as until from health_device d
      join health_record r on r.device_id = d.id and r.role = 'observer'
      ${alive(sql`r.source_id`, sql`d.site`)} group by d.id),
    place as (select distinct model_key, site from health_device where model_key <> ''),
    by_model as (
      select p.model_key, p.site,
        max(coalesce(a.until, w.until)) filter (where l.share >= 0.8) as until_sure,
        max(coalesce(a.until, w.until)) filter (where l.share >= 0.3) as until_like,
        min(coalesce(a.since, w.since)) filter (where l.share >= 0.3) as since_like
      from place p join health_like l on l.model_key = p.model_key and (l.is_whole or l.site = p.site)
      ${alive(sql`l.source_id`, sql`p.site`)}
      where not l.is_whole or a.source_id is not null or p.site = ''
      group by p.model_key, p.site),
    by_site as (select site, max(until) as until, min(since) as since from health_alive where not is_whole and n >= 20 group by site)
    select d.id,
      case when d.seen_at is not null and d.observers > 0 then greatest(o.until, m.until_sure)
        when d.observers = 0 and m.until_like is not null then m.until_like
        when d.observers = 0 and d.golden -> 'networkConnected' = 'true'::jsonb then s.until end as until,
      -- Of what was never seen: since when somebody has looked.
      case when d.observers = 0 then coalesce(m.since_like, s.since) end as since,
      coalesce(a.days, 0) as away
    from health_device d left join own o on o.id = d.id
    left join by_model m on m.model_key = d.model_key and m.site = d.site
    left join by_site s on s.site = d.site
    -- Where one of its observers was there, somebody looked.
    left join (select id, min(days) as days from (
        select r.device_id as id, r.source_id, coalesce(sum(u.days), 0) as days from health_record r join health_known k on k.device_id = r.device_id
        left join health_outage u on u.source_id = r.source_id and u.to_at > k.seen_at
        where r.role = 'observer' group by r.device_id, r.source_id) by_source group by id) a on a.id = d.id
      and exists (select from health_outage)`.execute(tx)
  await sql`create unique index on health_watch (id)`.execute(tx)
  await sql`analyze health_watch`.execute(tx)
}

/** Learns how long devices alike are silent, from the sightings of forty of each model. What a person set stays. */
export async function learnRhythms(tx: Tx, organisationId: string, now: string): Promise<void> {
  const lastSeen = sql`(o.claims ->> 'lastSeenAt')`
  await sql`drop table if exists health_sighting`.execute(tx)
  await sql`create temp table health_sighting on commit drop as
    with sampled as (
      select id from (
        select d.id, row_number() over (partition by d.model_key, d.type_key order by d.id) as nth from health_device d where d.observers > 0
      ) numbered where nth <= 40)
    select s.id, date_trunc('hour', o.at) as at, min(o.source_id::text)::uuid as source_id from sampled s cross join lateral (
      select o.source_id, ${timeOf(lastSeen)} as at from observation o join health_source h on h.id = o.source_id and h.role = 'observer'
      where o.organisation_id = ${organisationId} and o.device_id = s.id and o.retracted_at is null
      order by o.recorded_at desc limit 200) o
    where o.at <= ${now}::timestamptz and o.at > ${now}::timestamptz - interval '400 days' group by 1, 2`.execute(tx)
  await sql`insert into observer_day (organisation_id, source_id, day)
    select distinct ${organisationId}::uuid, source_id, (at at time zone 'UTC')::date from health_sighting
    on conflict do nothing`.execute(tx)
  await sql`delete from observer_day where organisation_id = ${organisationId} and day < ${now}::timestamptz::date - 400`.execute(
    tx,
  )
  await findOutages(tx, organisationId)
  await sql`
    with spell as (select id, source_id, at, lag(at) over (partition by id order by at) as before from health_sighting),
    gap as (
      select s.id, greatest(0, extract(epoch from s.at - s.before) / 86400 - coalesce((select sum(u.days) from health_outage u
        where u.source_id = s.source_id and u.from_at >= s.before - interval '1 day' and u.to_at <= s.at), 0)) as days
      from spell s where s.before is not null),
    longest as (
      select d.id, d.model_key, d.type_key, d.title, d.type_title, d.kind, g.gaps, g.days
      from (select id, count(*) as gaps, max(days) as days from gap group by id) g join health_device d on d.id = g.id),
    key as (
      select l.id, l.gaps, l.days, k.scope, k.key, k.title from longest l cross join lateral (values
        ('model', l.model_key, l.title), ('type', l.type_key, l.type_title), ('kind', l.kind, l.kind)) k(scope, key, title)
      where k.key <> ''),
    learnt as (
      select k.scope, k.key, min(k.title) as title, count(*)::int as devices, sum(k.gaps)::int as gaps,
        percentile_cont(0.9) within group (order by k.days)::real as usual_days from key k group by k.scope, k.key),
    middle as (
      select k.scope, k.key, percentile_cont(0.5) within group (order by g.days)::real as median_days
      from key k join gap g on g.id = k.id group by k.scope, k.key),
    gone as (
      update sighting_rhythm r set devices = 0, gaps = 0, median_days = null, usual_days = null, learnt_at = ${now}::timestamptz
      where r.organisation_id = ${organisationId} and r.devices > 0
        and not exists (select from learnt l where l.scope = r.scope and l.key = r.key))
    insert into sighting_rhythm (organisation_id, scope, key, title, devices, gaps, median_days, usual_days, learnt_at)
    select ${organisationId}::uuid, l.scope, l.key, l.title, l.devices, l.gaps, m.median_days, l.usual_days, ${now}::timestamptz
    from learnt l join middle m on m.scope = l.scope and m.key = l.key
    on conflict (organisation_id, scope, key) do update set title = excluded.title, devices = excluded.devices, gaps = excluded.gaps,
      median_days = excluded.median_days, usual_days = excluded.usual_days, learnt_at = excluded.learnt_at`.execute(tx)
}

export interface PairRow {
  source_id: string
  observation_a: string
  observation_b: string
  device_a: string
  device_b: string
  shared: string[]
  claims_a: Record<string, unknown>
  claims_b: Record<string, unknown>
}

/** Present records of one register that share a serial number or a tag. What more than ten have is no code of a device. */
export const recordsAlike = async (tx: Tx, organisationId: string, limit: number) =>
  (
    await sql<PairRow>`
      with code as (
        select r.source_id, i.kind, i.value, r.id, r.device_id,
          count(*) over (partition by r.source_id, i.kind, i.value) as n
        from identifier i join health_record r on r.id = i.observation_id and r.role = 'register' and r.is_reported
        where i.organisation_id = ${organisationId} and i.kind in ('serial', 'asset_tag')),
      pair as (
        select a.source_id, least(a.id, b.id) as observation_a, greatest(a.id, b.id) as observation_b,
          array_agg(distinct a.kind order by a.kind) as shared
        from (select * from code where n between 2 and 10) a
        join (select * from code where n between 2 and 10) b
          on b.source_id = a.source_id and b.kind = a.kind and b.value = a.value and a.id < b.id
        group by 1, 2, 3 order by 1, 2, 3 limit ${limit})
      select p.*, x.device_id as device_a, y.device_id as device_b, x.claims as claims_a, y.claims as claims_b
      from pair p
      join observation x on x.organisation_id = ${organisationId} and x.id = p.observation_a
      join observation y on y.organisation_id = ${organisationId} and y.id = p.observation_b`.execute(tx)
  ).rows

export async function keepPairs(
  tx: Tx,
  organisationId: string,
  pairs: readonly (Omit<PairRow, 'claims_a' | 'claims_b'> & { differs: string[] })[],
): Promise<void> {
  await sql`create temp table health_pair on commit drop as
    select * from jsonb_to_recordset(${jsonRows(pairs)}) as p(source_id uuid, observation_a uuid, observation_b uuid, device_a uuid,
      device_b uuid, shared text[], differs text[])`.execute(tx)
  await sql`delete from register_duplicate r where r.organisation_id = ${organisationId} and not exists (select from health_pair p
    where p.observation_a = r.observation_a and p.observation_b = r.observation_b)`.execute(tx)
  await sql`
    insert into register_duplicate (organisation_id, source_id, observation_a, observation_b, device_a, device_b, shared, differs)
    select ${organisationId}::uuid, p.source_id, p.observation_a, p.observation_b, p.device_a, p.device_b, p.shared, p.differs
    from health_pair p
    on conflict (organisation_id, observation_a, observation_b) do update set device_a = excluded.device_a,
      device_b = excluded.device_b, shared = excluded.shared, differs = excluded.differs
    where (register_duplicate.device_a, register_duplicate.device_b, register_duplicate.shared, register_duplicate.differs)
      is distinct from (excluded.device_a, excluded.device_b, excluded.shared, excluded.differs)`.execute(tx)
}

const states = (attributes: readonly DeviceAttribute[]): Condition => sql`d.golden ?| ${[...attributes]}::text[]`

const applies = ({ of }: Wanted): Condition =>
  of === 'all'
    ? sql`true`
    : of === 'networked'
      ? sql`coalesce(d.is_networked, false)`
      : sql`(coalesce(d.is_networked, false) or coalesce(m.has_software, false))`

/** Among the inventory's derived values `criticality` and `lifecycle` always say something: what counts is whether somebody states it. */
const isLacking = (one: Wanted): Condition =>
  sql`(${applies(one)} and not ${states([one.attribute, ...(one.or ?? [])])})`

/** Stands as `health_told`, as `recordDeviceHealth` takes it, with what the checks need besides. */
export async function tell(
  tx: Tx,
  organisationId: string,
  now: string,
  settings: HealthSettings,
  hasRegister: boolean,
): Promise<RawBuilder<unknown>> {
  const lacks = sql.join(wanted.map((one) => sql`case when ${isLacking(one)} then ${one.attribute}::text end`))
  const total = sql.join(
    wanted.map((one) => sql`case when ${applies(one)} then ${sql.lit(one.weight)} else 0 end`),
    sql` + `,
  )
  const lacking = sql.join(
    wanted.map((one) => sql`case when ${isLacking(one)} then ${sql.lit(one.weight)} else 0 end`),
    sql` + `,
  )
  const days = (from: RawBuilder<unknown>, to: RawBuilder<unknown>) =>
    sql`(extract(epoch from ${to} - ${from}) / 86400)`
  const at = sql`${now}::timestamptz`
  const weightOf = sql`case d.criticality ${sql.join(
    Object.entries(criticalityWeights).map(([word, weight]) => sql`when ${sql.lit(word)} then ${sql.lit(weight)}`),
    sql` `,
  )} else 2 end`
  await sql`create temp table health_told on commit drop as
    with model as (select model_key, bool_or(has_software) as has_software from health_device where model_key <> '' group by model_key),
    twice as (select device_a as id from health_pair union select device_b from health_pair),
    asked as (select a.device_id as a, b.device_id as b, r.probability from identity_review r
      join observation a on a.organisation_id = r.organisation_id and a.source_id = r.source_a and a.source_key = r.key_a
        and a.superseded_at is null and a.retracted_at is null
      join observation b on b.organisation_id = r.organisation_id and b.source_id = r.source_b and b.source_key = r.key_b
        and b.superseded_at is null and b.retracted_at is null
      where r.organisation_id = ${organisationId} and r.settled_at is null and a.device_id <> b.device_id),
    suspected as (select id, max(probability)::float8 as probability from (
      select a as id, probability from asked union all select b, probability from asked) side group by id),
    lost as (select distinct device_id from work_order where organisation_id = ${organisationId} and state = 'unable_to_locate'),
    identified as (select i.device_id, bool_or(i.kind = 'serial') as serial, bool_or(i.kind = 'mac') as mac from identifier i
      where i.organisation_id = ${organisationId} and i.kind in ('serial', 'mac') group by i.device_id),
    bound as (
      select d.id,
        case when m.set_days is not null then 'set' when t.set_days is not null then 'set' when k.set_days is not null then 'set'
          when m.devices >= ${sql.lit(leastDevices.model)} then 'model' when t.devices >= ${sql.lit(leastDevices.type)} then 'type'
          when k.devices >= ${sql.lit(leastDevices.kind)} then 'kind' else 'default' end as rhythm,
        coalesce(m.set_days, t.set_days, k.set_days, case when m.devices >= ${sql.lit(leastDevices.model)} then m.usual_days end,
          case when t.devices >= ${sql.lit(leastDevices.type)} then t.usual_days end,
          case when k.devices >= ${sql.lit(leastDevices.kind)} then k.usual_days end,
          case d.kind when 'portable' then ${sql.lit(usualDays.portable)} else ${sql.lit(usualDays.stationary)} end)::float8 as usual
      from health_device d
      left join sighting_rhythm m on m.organisation_id = ${organisationId} and m.scope = 'model' and m.key = d.model_key
      left join sighting_rhythm t on t.organisation_id = ${organisationId} and t.scope = 'type' and t.key = d.type_key
      left join sighting_rhythm k on k.organisation_id = ${organisationId} and k.scope = 'kind' and k.key = d.kind),
    silent as (
      select d.id, w.until, b.rhythm,
        case when w.until is not null then greatest(${sql.lit(settings.leastDays)}, least(365, ${sql.lit(settings.silences)} * b.usual)) end as bound,
        case when w.until is not null then greatest(0, ${days(
          sql`coalesce(d.seen_at, greatest(w.since, least(d.first_seen_at, case when d.golden ->> 'inServiceOn' ~ '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])$'
            then (d.golden ->> 'inServiceOn')::timestamptz end)))`,
          sql`w.until`,
        )} - w.away) end as days
      from health_device d join health_watch w on w.id = d.id join bound b on b.id = d.id),
    standing as (
      select d.*, s.until, s.bound, s.rhythm, s.days as silent, m.has_software as model_has_software,
        -- What was said stands before what silence tells.
        case when d.lifecycle = 'missing' then 'said' when l.device_id is not null and d.is_active then 'work'
          when s.days > greatest(${sql.lit(settings.missingDays)}, ${sql.lit(settings.missingBounds)} * s.bound)
            and d.seen_at is not null and d.registers > 0 and d.is_active then 'silence' end as missing_by,
        d.registers > 0 and d.is_active and d.lifecycle not in ('missing', 'in_repair', 'received')
          and coalesce(s.days > s.bound, false) as is_silent,
        array_remove(array[${lacks}], null) as lacks, (${total})::float8 as total, (${lacking})::float8 as lacking,
        array_remove(array[
          case when d.has_wrong_udi then 'udiDi' end,
          case when d.golden ? 'serialNumber' and not coalesce(i.serial, false) then 'serialNumber' end,
          case when d.golden ? 'macAddresses' and not coalesce(i.mac, false) then 'macAddresses' end,
          case when d.has_wrong_version then 'softwareVersion' end], null) as wrong,
        ((d.golden ? 'udiDi')::int + (d.golden ? 'serialNumber')::int + (d.golden ? 'macAddresses')::int
          + (d.golden ?| array['softwareVersion', 'firmwareVersion'])::int) as checked,
        twice.id is not null or suspected.id is not null as is_duplicate,
        -- Twice in a register is certain; what a review asks of is as likely as it says.
        case when twice.id is not null then 0 else 100 * (1 - coalesce(suspected.probability, 0)) end::float8 as uniqueness
      from health_device d
      join silent s on s.id = d.id
      left join model m on m.model_key = d.model_key
      left join lost l on l.device_id = d.id
      left join identified i on i.device_id = d.id
      left join twice on twice.id = d.id
      left join suspected on suspected.id = d.id),
    part as (
      select *, 100 * (1 - lacking / total) as completeness,
        greatest(0, 100 - ${sql.lit(pointsPerConflict)} * conflicts)::float8 as agreement,
        case when checked = 0 then 100 else 100 * (1 - cardinality(wrong)::float8 / greatest(checked, cardinality(wrong))) end as validity,
        -- What is seen is as fresh as its last sighting, by its own bound; what nothing sees, by what it was last told.
        100 * power(0.5, least(60, greatest(0, case
          when observers > 0 and seen_at is not null then ${days(sql`seen_at`, at)} / greatest(bound, 1)
          when bound is not null then silent / greatest(bound, 1)
          else ${days(sql`told_at`, at)} / ${sql.lit(registerHalfLifeDays)} end)))::float8 as freshness
      from standing)
    select id as device_id, sources, registers, observers, seen_at, seen_by, date_trunc('day', until) as watched_until,
      round(silent::numeric, 0)::real as silent_days, round(bound::numeric, 0)::real as bound_days,
      case when bound is not null then rhythm end as rhythm,
      ${sql.lit(hasRegister)} and registers = 0 and not has_person and observed_at is not null and is_active
        and first_seen_at < ${at} - ${sql.lit(settings.graceDays)} * interval '1 day' and coalesce(silent <= bound, true) as is_unknown,
      is_silent and missing_by is null as is_ghost, missing_by is not null as is_missing, missing_by, is_duplicate,
      is_active and has_software and not is_covered
        and not golden ?| array['technician', 'serviceVendor', 'contractEndsOn'] as is_unmanaged,
      is_active and ended is not null as is_ended, ended, ended_on,
      round((${sql.join(
        Object.entries(partWeights).map(([part, weight]) => sql`${sql.ref(part)} * ${sql.lit(weight)}`),
        sql` + `,
      )})::numeric, 1)::real as score,
      ${sql.join(Object.keys(partWeights).map((part) => sql`round(${sql.ref(part)}::numeric, 0)::real as ${sql.ref(part)}`))},
      lacks, wrong, (${weightOf} * (1 + coalesce(worst_score, 0) / 100))::real as weight,
      total, checked, conflicts, site, care_area, coalesce(nullif(title, ''), type_title) as title, is_active
    from part d`.execute(tx)
  await sql`create unique index on health_told (device_id)`.execute(tx)
  await sql`analyze health_told`.execute(tx)
  return sql`health_told`
}

// what is made of it ----------------------------------------------------------------------------------------------------

const sums = sql`count(*)::int as devices, sum(score)::float8 as score, sum(weight)::float8 as weight,
  ${sql.join(Object.keys(partWeights).map((part) => sql`sum(${sql.ref(part)})::float8 as ${sql.ref(part)}`))},
  ${sql.join(
    (['unknown', 'ghost', 'missing', 'duplicate', 'unmanaged', 'ended'] as const).map(
      (list) => sql`count(*) filter (where ${sql.ref(`is_${list}`)})::int as ${sql.ref(list)}`,
    ),
  )}`

export interface SumRow {
  devices: number
  score: number
  weight: number
  completeness: number
  agreement: number
  freshness: number
  uniqueness: number
  validity: number
  unknown: number
  ghost: number
  missing: number
  duplicate: number
  unmanaged: number
  ended: number
}

export const sumsOfWards = async (tx: Tx) =>
  (
    await sql<SumRow & { site: string; care_area: string }>`
      select site, care_area, ${sums} from health_told group by 1, 2`.execute(tx)
  ).rows

export const sumsOfSources = async (tx: Tx) =>
  (
    await sql<SumRow & { id: string }>`
      select s.id, ${sums} from health_told t cross join lateral unnest(t.sources) s(id) group by 1`.execute(tx)
  ).rows

export const attributeCounts = async (tx: Tx) =>
  (
    await sql<{ of: 'lacks' | 'wrong'; attribute: DeviceAttribute; devices: number }>`
      select 'lacks' as of, a as attribute, count(*)::int as devices from health_told, unnest(lacks) a group by 2
      union all select 'wrong', a, count(*)::int from health_told, unnest(wrong) a group by 2
      order by 1, 3 desc`.execute(tx)
  ).rows

export const combinationCounts = async (tx: Tx) =>
  (
    await sql<{ sources: string[]; devices: number }>`
      select sources::text[] as sources, count(*)::int as devices from health_told group by 1 order by 2 desc, 1`.execute(
      tx,
    )
  ).rows

/** By the registers and observers that still report it: devices on the network, on the worklist. */
export const networkCells = async (tx: Tx) =>
  (
    await sql<{ sources: string[]; devices: number }>`
      select k.sources::text[] as sources, count(*)::int as devices from (
        select r.device_id, array_agg(distinct r.source_id order by r.source_id) as sources
        from health_record r join health_device d on d.id = r.device_id
        where r.role <> 'person' and r.is_reported and d.is_networked and d.is_active group by r.device_id) k
      group by 1`.execute(tx)
  ).rows

export const aliveSources = async (tx: Tx) =>
  new Map(
    (
      await sql<{ source_id: string; until: string }>`
        select source_id, until from health_alive where is_whole`.execute(tx)
    ).rows.map((row) => [row.source_id, row.until]),
  )

export interface GapRow {
  kind: 'lacks' | 'conflict' | 'duplicate' | 'silent' | 'wrong'
  attribute: DeviceAttribute | null
  /** Null of the whole hospital. */
  site: string | null
  care_area: string | null
  /** Those that speak of these devices, and no other. */
  sources: string[]
  /** The model, in words, where all are of one spelling. */
  title: string | null
  devices: number
  /** Points, summed over the devices; the same weighed. */
  gain: number
  weighed: number
}

/** What is missing or wrong, by attribute and by who speaks of the devices, with what it costs: of the whole, and of each ward. */
export const gaps = async (tx: Tx) => {
  const weightOf = sql`case g.attribute ${sql.join(
    wanted.map(({ attribute, weight }) => sql`when ${attribute} then ${sql.lit(weight)}`),
    sql` `,
  )} else 0 end`
  const { completeness, agreement, uniqueness, freshness, validity } = partWeights
  return (
    await sql<GapRow>`
      with gap as (
        select t.device_id, 'lacks' as kind, a as attribute, null::real as given from health_told t, unnest(t.lacks) a where t.is_active
        union all select t.device_id, 'wrong', a, ${sql.lit(100 * validity)} / greatest(t.checked, 1) from health_told t, unnest(t.wrong) a
          where t.is_active
        union all select t.device_id, 'conflict', null, ${sql.lit(agreement)} * (100 - t.agreement) from health_told t
          where t.conflicts > 0 and t.is_active
        union all select t.device_id, 'duplicate', null, ${sql.lit(uniqueness)} * (100 - t.uniqueness) from health_told t where t.is_duplicate and t.is_active
        union all select t.device_id, 'silent', null, ${sql.lit(freshness)} * (100 - t.freshness) from health_told t
          where (t.is_ghost or t.missing_by = 'silence') and t.is_active),
      cost as (
        select g.device_id, g.kind, g.attribute, coalesce(g.given, ${sql.lit(100 * completeness)} * ${weightOf} / t.total) as points
        from gap g join health_told t on t.device_id = g.device_id)
      select c.kind, c.attribute, t.site, t.care_area, t.sources::text[] as sources, count(*)::int as devices,
        case when min(t.title) = max(t.title) then min(t.title) end as title,
        sum(c.points)::float8 as gain, sum(c.points * t.weight)::float8 as weighed
      from cost c join health_told t on t.device_id = c.device_id
      group by grouping sets ((c.kind, c.attribute, t.sources), (c.kind, c.attribute, t.site, t.care_area, t.sources))`.execute(
      tx,
    )
  ).rows
}

/** How often each source states each attribute, of five hundred of its records: what it never tells it cannot be asked for. */
export const toldShares = async (db: Db, organisationId: string, sourceIds: readonly string[]) =>
  new Map(
    (
      await sql<{ id: string; attribute: DeviceAttribute; share: number }>`
        select s.id, a.attribute, avg((o.claims ->> a.attribute is not null)::int)::float8 as share
        from unnest(${sourceIds}::uuid[]) s(id)
        cross join lateral (select claims from observation o where o.organisation_id = ${organisationId} and o.source_id = s.id
          and o.superseded_at is null and o.retracted_at is null order by o.source_key limit 500) o
        cross join unnest(${[...deviceAttributeNames]}::text[]) a(attribute)
        group by 1, 2`.execute(db)
    ).rows.map(({ id, attribute, share }) => [`${id} ${attribute}`, share]),
  )

/** Points of today, of all scopes; a second time the same writes nothing. */
export const keepDay = (
  tx: Tx,
  organisationId: string,
  day: string,
  rows: readonly {
    scope: string
    key: string
    devices: number
    score: number
    parts: Readonly<Record<string, number>>
    counts: Readonly<Record<string, number>>
  }[],
) =>
  sql`with told as (select * from jsonb_to_recordset(${jsonRows(rows)}) as r(scope text, key text, devices int, score real, parts jsonb, counts jsonb)),
      gone as (delete from health_day h where h.organisation_id = ${organisationId} and h.day = ${day}::date
        and not exists (select from told r where r.scope = h.scope and r.key = h.key)),
      old as (delete from health_day h where h.organisation_id = ${organisationId} and h.day < ${day}::date - 730)
    insert into health_day (organisation_id, day, scope, key, devices, score, parts, counts)
    select ${organisationId}::uuid, ${day}::date, r.scope, r.key, r.devices, r.score, r.parts, r.counts from told r
    on conflict (organisation_id, scope, key, day) do update set devices = excluded.devices, score = excluded.score,
      parts = excluded.parts, counts = excluded.counts
    where (health_day.devices, health_day.score, health_day.parts, health_day.counts)
      is distinct from (excluded.devices, excluded.score, excluded.parts, excluded.counts)`.execute(tx)

export interface KeptHealth<Value> {
  settings: HealthSettings
  marker: string | null
  counted_at: string | null
  took_ms: number | null
  learnt_at: string | null
  value: Value
}

export const readHealth = async <Value>(db: Db, organisationId: string) =>
  (
    await sql<KeptHealth<Value>>`
      select settings, marker, counted_at, took_ms, learnt_at, value from inventory_health
      where organisation_id = ${organisationId}`.execute(db)
  ).rows[0]

export const writeHealth = (
  db: Db,
  organisationId: string,
  row: { marker: string; countedAt: string; tookMs: number; learntAt: string; value: object },
) =>
  sql`insert into inventory_health (organisation_id, marker, counted_at, took_ms, learnt_at, value)
      values (${organisationId}, ${row.marker}, ${row.countedAt}, ${row.tookMs}, ${row.learntAt}, ${jsonRows([row.value])} -> 0)
      on conflict (organisation_id) do update set marker = excluded.marker, counted_at = excluded.counted_at,
        took_ms = excluded.took_ms, learnt_at = excluded.learnt_at, value = excluded.value`.execute(db)

export const writeSettings = (db: Db, organisationId: string, settings: HealthSettings) =>
  sql`insert into inventory_health (organisation_id, settings) values (${organisationId}, ${jsonRows([settings])} -> 0)
      on conflict (organisation_id) do update set settings = excluded.settings, marker = null`.execute(db)

/** Where the last change stands that the counts follow from; the same again means that they still hold, but for time. */
export const changeMarker = async (db: Db, organisationId: string): Promise<string> =>
  (
    await sql<{ marker: string }>`
      select concat_ws(' ',
        (select id from audit_entry where organisation_id = ${organisationId} order by id desc limit 1),
        (select id || state || coalesce(finished_at::text, '') from run
          where organisation_id = ${organisationId} order by sequence desc limit 1),
        (select max(finished_at) from (select finished_at from run where organisation_id = ${organisationId}
          order by sequence desc limit 20) r)) as marker`.execute(db)
  ).rows[0]!.marker

export const todayOf = async (db: Db, organisationId: string, now: string): Promise<string> =>
  (
    await sql<{ today: string }>`
      select (${now}::timestamptz at time zone time_zone)::date::text as today from organisation where id = ${organisationId}`.execute(
      db,
    )
  ).rows[0]?.today ?? now.slice(0, 10)

/** When each source was last read to its end. */
export const lastReadings = async (db: Db, organisationId: string) =>
  new Map(
    (
      await sql<{ source_id: string; finished_at: string }>`
        select distinct on (source_id) source_id, finished_at from run
        where organisation_id = ${organisationId} and state = 'succeeded' and finished_at is not null
        order by source_id, sequence desc`.execute(db)
    ).rows.map((row) => [row.source_id, row.finished_at]),
  )
