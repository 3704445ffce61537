import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '#model/access.ts'
import type { DeviceChange } from '#model/change.ts'
import type { Answer } from '#model/finding.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'

// Configurations that a device had before: the age and the history of findings that have no row of their own.

/** When match `m` was opened on device `d`, which may have changed since. */
export const openedOn = (organisationId: string): RawBuilder<string> =>
  sql`coalesce(carried_since(${organisationId}, d.id, m.vulnerability_id, m.matched_at), greatest(m.matched_at, d.configuration_since))`

/** After the present configurations are matched: what matched before then was there when the device came. */
export const recordPasts = (db: Db, organisationId: string, changes: readonly DeviceChange[], actor: Actor) => {
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
  return sql`
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
}

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
