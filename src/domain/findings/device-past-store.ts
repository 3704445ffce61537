import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '#model/access.ts'
import type { DeviceChange } from '#model/change.ts'
import type { Answer, Evidence } from '#model/finding.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'

// Configurations that a device had before: the age and the history of findings that have no row of their own.

/** When match `m` was opened on device `d`, which may have changed since: most have not, and the function is not called for them. */
export const openedOn = (organisationId: string): RawBuilder<string> =>
  sql`coalesce(case when exists (select from device_past p where p.organisation_id = ${organisationId} and p.device_id = d.id)
    then carried_since(${organisationId}, d.id, m.vulnerability_id, m.matched_at) end, greatest(m.matched_at, d.configuration_since))`

/** After the present configurations are matched: what matched before then was there when the device came. */
export async function recordPasts(
  db: Db,
  organisationId: string,
  changes: readonly DeviceChange[],
  actor: Actor,
): Promise<void> {
  const rows = changes.flatMap(({ deviceId, before, after, sourceName, isRead, observedAt }) =>
    before && before.configurationId !== after.configurationId
      ? [
          {
            device_id: deviceId,
            configuration_id: before.configurationId,
            since: before.configurationSince ?? null,
            actor_id: actor.personId,
            actor_name: actor.name,
            source_name: sourceName,
            is_read: isRead,
            observed_at: observedAt,
          },
        ]
      : [],
  )
  if (rows.length === 0) return
  await sql`
    insert into device_past (organisation_id, device_id, configuration_id, since, ended_at, actor_id, actor_name, source_name, is_read,
      observed_at)
    select ${organisationId}::uuid, r.device_id, r.configuration_id, coalesce(r.since, d.first_seen_at), ${new Date().toISOString()},
      r.actor_id, r.actor_name, r.source_name, r.is_read, r.observed_at
    from jsonb_to_recordset(${jsonRows(rows)}) as r(device_id uuid, configuration_id uuid, since timestamptz, actor_id uuid, actor_name text,
      source_name text, is_read boolean, observed_at timestamptz)
    join device d on d.organisation_id = ${organisationId} and d.id = r.device_id
    order by r.device_id
    -- Of two changes in one moment the first is kept: what was between them nobody saw.
    on conflict do nothing`.execute(db)
  await sql`select relate_pasts(${organisationId}, ${rows.map(({ device_id }) => device_id)}::uuid[])`.execute(db)
}

/** By which way device `d` came to its present configuration: null where it had no other. */
export const lineageOf = (organisationId: string): RawBuilder<unknown> =>
  sql`(select p.lineage from device_past p where p.organisation_id = ${organisationId} and p.device_id = d.id and p.is_last)`

/** The same of many devices, as `past.lineage`. */
export const joinLineages = (organisationId: string): RawBuilder<unknown> =>
  sql`left join device_past past on past.organisation_id = ${organisationId} and past.device_id = d.id and past.is_last`

/**
 * As `carried_since`, of all devices alike at once: what was open on earlier configurations without a break. `alike` has
 * `configuration_id`, `lineage` and `device_id`, any device of these.
 */
export const carriedOf = (
  organisationId: string,
  alike: RawBuilder<unknown>,
  conditions: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`
  select distinct on (configuration_id, lineage, vulnerability_id) configuration_id, lineage, vulnerability_id, opened_at from (
    select configuration_id, lineage, vulnerability_id, ended_at, opened_at, bool_and(is_carried) over back as is_unbroken
    from (
      select l.configuration_id, l.lineage, m.vulnerability_id, p.ended_at, greatest(was.matched_at, p.since) as opened_at,
        was.matched_at is not null and coalesce(lag(was.matched_at) over earlier, m.matched_at) <= p.ended_at as is_carried
      from ${alike} l
      join match m on m.organisation_id = ${organisationId} and m.configuration_id = l.configuration_id
      join device_past p on p.organisation_id = ${organisationId} and p.device_id = l.device_id
      left join match was on was.organisation_id = ${organisationId} and was.configuration_id = p.configuration_id
        and was.vulnerability_id = m.vulnerability_id and was.answer <> 'not_affected' and was.matched_at <= p.ended_at
      where ${conditions}
      window earlier as (partition by l.configuration_id, l.lineage, m.vulnerability_id order by p.ended_at desc)
    ) step
    window back as (partition by configuration_id, lineage, vulnerability_id order by ended_at desc)
  ) chain where is_unbroken order by configuration_id, lineage, vulnerability_id, ended_at`

export interface PastMatch {
  configuration_id: string
  since: string
  ended_at: string
  actor_name: string
  source_name: string
  is_read: boolean
  observed_at: string
  /** What was said of the vulnerability; null where nothing was, or only afterwards. */
  answer: Answer | null
  matched_at: string | null
}

/** Oldest first. */
export const pastMatches = async (
  db: Db,
  organisationId: string,
  { deviceId, vulnerabilityId }: { deviceId: string; vulnerabilityId: string },
) =>
  (
    await sql<PastMatch>`
      select p.configuration_id, p.since, p.ended_at, p.actor_name, p.source_name, p.is_read, p.observed_at, m.answer, m.matched_at
      from device_past p
      left join match m on m.organisation_id = p.organisation_id and m.configuration_id = p.configuration_id
        and m.vulnerability_id = ${vulnerabilityId} and m.matched_at <= p.ended_at
      where p.organisation_id = ${organisationId} and p.device_id = ${deviceId}
      order by p.ended_at`.execute(db)
  ).rows

export interface Closing extends PastMatch {
  vulnerability_id: string
  next_configuration_id: string
  /** Why it is not on the device's next configuration: where that is the present one, and something is said of it. */
  deciding: Evidence | null
  is_shared: boolean
}

/** What changes of the device closed before a row of the finding could tell; the last first. */
export const closingsOf = async (db: Db, organisationId: string, deviceId: string, limit: number) =>
  (
    await sql<Closing>`
      with step as materialized (
        select p.*, coalesce(lead(p.configuration_id) over later, d.configuration_id) as next_id, lead(p.ended_at) over later as next_ended_at
        from device_past p join device d on d.organisation_id = p.organisation_id and d.id = p.device_id
        where p.organisation_id = ${organisationId} and p.device_id = ${deviceId}
        window later as (order by p.ended_at)
      )
      select s.configuration_id, s.since, s.ended_at, s.actor_name, s.source_name, s.is_read, s.observed_at, m.answer, m.matched_at,
        m.vulnerability_id, s.next_id as next_configuration_id,
        case when s.next_ended_at is null then n.evidence -> 0 end as deciding,
        s.next_ended_at is null and n.because is null and n.advisory_id is not null as is_shared
      from step s
      join match m on m.organisation_id = ${organisationId} and m.configuration_id = s.configuration_id and m.answer <> 'not_affected'
        and m.matched_at <= s.ended_at
      left join match n on n.organisation_id = ${organisationId} and n.configuration_id = s.next_id and n.vulnerability_id = m.vulnerability_id
      left join finding f on f.organisation_id = ${organisationId} and f.device_id = ${deviceId} and f.vulnerability_id = m.vulnerability_id
      where (n.answer is null or n.answer = 'not_affected' or n.matched_at > s.next_ended_at)
        and (f.device_id is null or s.ended_at < f.opened_at)
      order by s.ended_at desc, m.vulnerability_id limit ${limit}`.execute(db)
  ).rows
