import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import { type Actions, mayHaveReachedStep } from './action-store.ts'
import { openedOn } from './device-past-store.ts'
import { stateJoins } from './finding-filter-store.ts'
import { isOpenRow, todayOf } from './finding-store.ts'
import { isSetAside } from './treated-store.ts'

// When what is open is due: of findings that are named, and of all together, by group.
// Tables: appetite_followed, escalation_told.

export interface DueRow {
  device_id: string
  points: number | null
  site: string | null
  opened_at: string
  kev_due_on: string | null
}

/** Of these findings, those that are open. */
export const dueRows = async (
  db: Db,
  organisationId: string,
  keys: readonly { readonly device_id: string; readonly vulnerability_id: string }[],
  now: Date,
) => {
  const today = todayOf(organisationId, now)
  const { rows } = await sql<DueRow>`
    with one as (
      select d.id as device_id, k.vulnerability_id, coalesce(own.kept_configuration_id, d.configuration_id) as configuration_id,
        coalesce(own.kept_context_id, d.context_id) as context_id
      from jsonb_to_recordset(${jsonRows(keys)}) as k(device_id uuid, vulnerability_id text)
      join device d on d.organisation_id = ${organisationId} and d.id = k.device_id
      left join finding own on own.organisation_id = ${organisationId} and own.device_id = d.id and own.vulnerability_id = k.vulnerability_id
    )
    select d.id as device_id, s.points, d.site, coalesce(f.opened_at, ${openedOn(organisationId)}) as opened_at, x.due_on as kev_due_on
    from one
    join device d on d.organisation_id = ${organisationId} and d.id = one.device_id
    ${stateJoins(organisationId, 'one')}
    left join known_exploited x on x.cve = one.vulnerability_id and x.delisted_at is null
    where case when f.device_id is null then m.answer <> 'not_affected' else ${isOpenRow(today)} end and not ${isSetAside(organisationId)}`.execute(
    db,
  )
  return rows
}

export interface EscalatingRow {
  /** Of the advisory that decides; of a database alone its name. */
  advisory_id: string | null
  vulnerability_id: string
  manufacturer: string | null
  model: string | null
  site: string | null
  points: number
  kev_due_on: string | null
  /** Of the first of them. */
  opened_at: string
  findings: number
}

/**
 * What is open of these classes and may have reached a step of the escalation, those together that are alike, with the first
 * opening. Devices without a history are taken by
 * the group: of such a group the device that came first has it first.
 */
export const escalatingRows = async (db: Db, organisationId: string, actions: Actions, now: Date) => {
  const today = todayOf(organisationId, now)
  const { classes } = actions
  const isReached = mayHaveReachedStep(actions, now, {
    ...{ opened: sql`s.opened_at`, site: sql`s.site`, kevDueOn: sql`s.kev_due_on` },
  })
  const { rows } = await sql<EscalatingRow>`
    with g as materialized (
      select null::uuid as device_id, d.configuration_id, d.context_id, d.site, d.manufacturer, d.model,
        min(d.configuration_since) as since, count(*)::int as n
      from device d
      where d.organisation_id = ${organisationId} and d.gone_at is null and d.is_active
        and not exists (select from finding f where f.organisation_id = ${organisationId} and f.device_id = d.id)
        and not exists (select from device_past p where p.organisation_id = ${organisationId} and p.device_id = d.id)
      group by 2, 3, 4, 5, 6
      union all
      select d.id, d.configuration_id, d.context_id, d.site, d.manufacturer, d.model, d.configuration_since, 1
      from device d
      where d.organisation_id = ${organisationId} and d.gone_at is null and d.is_active
        and (exists (select from finding f where f.organisation_id = ${organisationId} and f.device_id = d.id)
          or exists (select from device_past p where p.organisation_id = ${organisationId} and p.device_id = d.id))
    ),
    open as (
      select g.*, m.advisory_id, m.vulnerability_id, s.points,
        coalesce(f.opened_at, carried_since(${organisationId}, g.device_id, m.vulnerability_id, m.matched_at),
          greatest(m.matched_at, g.since)) as opened_at
      from g
      join score s on s.organisation_id = ${organisationId} and s.configuration_id = g.configuration_id and s.context_id = g.context_id
        and s.points = any(${classes}::int[])
      join match m on m.organisation_id = ${organisationId} and m.configuration_id = g.configuration_id
        and m.vulnerability_id = s.vulnerability_id and m.answer <> 'not_affected'
      left join finding f on f.organisation_id = ${organisationId} and f.device_id = g.device_id and f.vulnerability_id = s.vulnerability_id
      where (f.device_id is null or ${isOpenRow(today)}) and not ${isSetAside(organisationId)}
      union all
      select d.id, d.configuration_id, d.context_id, d.site, d.manufacturer, d.model, d.configuration_since, 1, m.advisory_id,
        f.vulnerability_id, s.points, f.opened_at
      from finding f
      join device d on d.organisation_id = ${organisationId} and d.id = f.device_id and d.gone_at is null and d.is_active
      join score s on s.organisation_id = ${organisationId} and s.configuration_id = f.kept_configuration_id
        and s.context_id = f.kept_context_id and s.vulnerability_id = f.vulnerability_id and s.points = any(${classes}::int[])
      left join match m on m.organisation_id = ${organisationId} and m.configuration_id = f.kept_configuration_id
        and m.vulnerability_id = f.vulnerability_id
      where f.organisation_id = ${organisationId} and f.kept_configuration_id is not null and ${isOpenRow(today)}
        and not ${isSetAside(organisationId)}
    )
    select s.advisory_id, s.vulnerability_id, s.manufacturer, s.model, s.site, s.points, s.kev_due_on,
      min(s.opened_at) as opened_at, sum(s.n)::int as findings
    from (
      select o.*, k.due_on as kev_due_on from open o
      left join known_exploited k on k.cve = o.vulnerability_id and k.delisted_at is null
      -- When it was opened is worked out once, and not for each condition on it.
      offset 0
    ) s
    where ${isReached}
    group by 1, 2, 3, 4, 5, 6, 7`.execute(db)
  return rows
}

/** True for one worker in so many minutes; the others go on. */
export const takeTurn = async (db: Db, organisationId: string, everyMinutes: number, now: Date) =>
  (
    await sql`update appetite_followed set escalated_at = ${now.toISOString()}::timestamptz
      where organisation_id = ${organisationId} and (escalated_at is null
        or escalated_at <= ${now.toISOString()}::timestamptz - ${everyMinutes} * interval '1 minute' or escalated_at > ${now.toISOString()}::timestamptz)
      returning 1`.execute(db)
  ).rows.length > 0

/** Lets go of all that was told but these. */
export const forgetOthers = (db: Db, organisationId: string, keys: readonly string[]) =>
  sql`delete from escalation_told t where t.organisation_id = ${organisationId}
    and not exists (select from unnest(${keys}::text[]) k where k = t.key)`.execute(db)

/** Those of the keys that nobody was told of; from here on they are. */
export const takeUntold = async (
  db: Db,
  organisationId: string,
  keys: readonly string[],
): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ key: string }>`
    insert into escalation_told (organisation_id, key) select ${organisationId}, key from unnest(${keys}::text[]) key order by key
    on conflict do nothing returning key`.execute(db)
  return new Set(rows.map(({ key }) => key))
}
