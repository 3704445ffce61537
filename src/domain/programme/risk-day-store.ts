import { type RawBuilder, sql } from 'kysely'
import type { RiskSum } from '#domain/findings/findings.ts'
import type { RiskPoint, RiskValues } from '#model/risk-over-time.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'

// The days that were measured, and what each group of devices came to since when. A row of risk_change holds until the next of
// its group.

/** Column and name, in one order everywhere. */
const values = [
  ['devices', 'devices'],
  ['open_findings', 'openFindings'],
  ['critical', 'critical'],
  ['high', 'high'],
  ['medium', 'medium'],
  ['low', 'low'],
  ['known_exploited', 'knownExploited'],
  ['device_risk', 'deviceRisk'],
  ['risk', 'risk'],
  ['safety', 'safety'],
  ['care', 'care'],
  ['privacy', 'privacy'],
] as const satisfies readonly (readonly [string, keyof RiskValues])[]
const eachValue = (of: (column: string, name: string) => RawBuilder<unknown>) =>
  sql.join(values.map(([column, name]) => of(column, name)))
const columns = eachValue((column) => sql.ref(column))
const typeOf = (column: string) =>
  sql.raw(['device_risk', 'risk', 'safety', 'care', 'privacy'].includes(column) ? 'float8' : 'int')

/** Takes the turn: false where another server counts just now. */
export const takeTurn = async (tx: Tx, organisationId: string): Promise<boolean> =>
  (
    await sql<{ taken: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended('risk day ' || ${organisationId}, 0)) as taken`.execute(tx)
  ).rows[0]!.taken

export interface RiskDay {
  readonly day: string
  readonly countedAt: string
  readonly marker: string
  readonly tookMs: number
}

export const lastDay = async (db: Db, organisationId: string) =>
  (
    await sql<RiskDay>`
      select day::text as day, counted_at as "countedAt", marker, took_ms as "tookMs" from risk_day
      where organisation_id = ${organisationId} order by risk_day.day desc limit 1`.execute(db)
  ).rows[0]

export const timeZone = async (db: Db, organisationId: string): Promise<string> =>
  (await sql<{ time_zone: string }>`select time_zone from organisation where id = ${organisationId}`.execute(db))
    .rows[0]!.time_zone

export const measuredDays = async (db: Db, organisationId: string): Promise<string[]> =>
  (
    await sql<{ day: string }>`
      select day::text as day from risk_day where organisation_id = ${organisationId} order by risk_day.day`.execute(db)
  ).rows.map(({ day }) => day)

/** The last that is known of a group on the day, from `g.id`. */
const standingOn = (organisationId: string, day: string, isBefore: boolean) => sql`
  select ${columns} from risk_change c where c.organisation_id = ${organisationId} and c.group_id = g.id
    and c.day ${isBefore ? sql`<` : sql`<=`} ${day}::date order by c.day desc limit 1`

/** Writes what the day came to: groups that are as they were before leave no row. Gives how many rows were written. */
export async function writeDay(tx: Tx, organisationId: string, day: RiskDay, sums: readonly RiskSum[]) {
  const id = sql`md5(jsonb_build_array(r.site, r.manufacturer, r.model)::text)::uuid`
  const rows = jsonRows(sums)
  await sql`
    insert into risk_group (organisation_id, id, site, manufacturer, model)
    select ${organisationId}::uuid, ${id}, r.site, r.manufacturer, r.model
    from jsonb_to_recordset(${rows}) as r(site text, manufacturer text, model text)
    on conflict do nothing`.execute(tx)
  await sql`
    insert into risk_day (organisation_id, day, counted_at, marker, took_ms, ${columns}, rose, fell)
    select ${organisationId}::uuid, ${day.day}::date, ${day.countedAt}::timestamptz, ${day.marker}, ${day.tookMs}::int,
      ${eachValue((column, name) => sql`coalesce(sum(r.${sql.ref(name)}), 0)::${typeOf(column)}`)}, 0, 0
    from jsonb_to_recordset(${rows}) as r(${eachValue((column, name) => sql`${sql.ref(name)} ${typeOf(column)}`)})
    on conflict (organisation_id, day) do update set counted_at = excluded.counted_at, marker = excluded.marker,
      took_ms = excluded.took_ms, ${eachValue((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`)}`.execute(
    tx,
  )
  // A group of which no device is left has come to nothing.
  const { rows: written } = await sql<{ n: number }>`
    with now as (
      select ${id} as id, ${eachValue((_, name) => sql`r.${sql.ref(name)}`)}
      from jsonb_to_recordset(${rows}) as r(site text, manufacturer text, model text,
        ${eachValue((column, name) => sql`${sql.ref(name)} ${typeOf(column)}`)})
    ),
    changed as (
      select g.id, ${eachValue((column, name) => sql`coalesce(now.${sql.ref(name)}, 0)::${typeOf(column)} as ${sql.ref(column)}`)}
      from risk_group g
      left join now on now.id = g.id
      left join lateral (${standingOn(organisationId, day.day, false)}) b on true
      where g.organisation_id = ${organisationId}
        and (${eachValue((column) => sql`coalesce(b.${sql.ref(column)}, 0)`)})
          is distinct from (${eachValue((column, name) => sql`coalesce(now.${sql.ref(name)}, 0)::${typeOf(column)}`)})
    ),
    written as (
      insert into risk_change (organisation_id, group_id, day, ${columns})
      select ${organisationId}::uuid, id, ${day.day}::date, ${columns} from changed
      on conflict (organisation_id, group_id, day) do update
        set ${eachValue((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`)}
      returning 1
    )
    select count(*)::int as n from written`.execute(tx)
  await sql`
    update risk_day r set rose = m.rose, fell = m.fell
    from (
      select coalesce(sum(d.n) filter (where d.n > 0), 0)::int as rose, coalesce(-sum(d.n) filter (where d.n < 0), 0)::int as fell
      from (
        select t.open_findings - coalesce(b.open_findings, 0) as n
        from risk_change t
        join risk_group g on g.organisation_id = t.organisation_id and g.id = t.group_id
        left join lateral (${standingOn(organisationId, day.day, true)}) b on true
        where t.organisation_id = ${organisationId} and t.day = ${day.day}::date
      ) d
    ) m
    where r.organisation_id = ${organisationId} and r.day = ${day.day}::date and (r.rose, r.fell) is distinct from (m.rose, m.fell)`.execute(
    tx,
  )
  return written[0]!.n
}

/** Lets go of days: what they say holds on the kept day that follows, unless that says otherwise. */
export async function letGo(
  tx: Tx,
  organisationId: string,
  days: readonly { readonly day: string; readonly kept: string }[],
) {
  if (days.length === 0) return
  const gone = sql`jsonb_to_recordset(${jsonRows(days)}) as gone(day date, kept date)`
  await sql`
    insert into risk_change (organisation_id, group_id, day, ${columns})
    select distinct on (c.group_id, gone.kept) c.organisation_id, c.group_id, gone.kept, ${eachValue((column) => sql`c.${sql.ref(column)}`)}
    from ${gone} join risk_change c on c.organisation_id = ${organisationId} and c.day = gone.day
    order by c.group_id, gone.kept, c.day desc
    on conflict (organisation_id, group_id, day) do nothing`.execute(tx)
  await sql`delete from risk_change c using ${gone} where c.organisation_id = ${organisationId} and c.day = gone.day`.execute(
    tx,
  )
  // What rose and fell on days that are gone did so until the kept one.
  await sql`
    update risk_day r set rose = r.rose + m.rose, fell = r.fell + m.fell
    from (select gone.kept, sum(d.rose)::int as rose, sum(d.fell)::int as fell from ${gone}
      join risk_day d on d.organisation_id = ${organisationId} and d.day = gone.day group by 1) m
    where r.organisation_id = ${organisationId} and r.day = m.kept`.execute(tx)
  await sql`delete from risk_day d using ${gone} where d.organisation_id = ${organisationId} and d.day = gone.day`.execute(
    tx,
  )
}

// reading -----------------------------------------------------------------------------------------------------------

export interface GroupName {
  readonly id: string
  readonly site: string
  readonly manufacturer: string
  readonly model: string
}

export const groupNames = async (db: Db, organisationId: string) =>
  (
    await sql<GroupName>`
      select id, site, manufacturer, model from risk_group where organisation_id = ${organisationId}`.execute(db)
  ).rows

const named = eachValue((column, name) => sql`${sql.ref(column)} as ${sql.ref(name)}`)

/** Of all groups together. */
export const pointsOfAll = async (db: Db, organisationId: string, from: string, to: string) =>
  (
    await sql<RiskPoint>`
      select day::text as day, counted_at as "countedAt", ${named}, rose, fell from risk_day
      where organisation_id = ${organisationId} and day between ${from}::date and ${to}::date order by risk_day.day`.execute(
      db,
    )
  ).rows

/** Of these groups: what stood before the first day, and from then on what changed, added up. */
export const pointsOfGroups = async (
  db: Db,
  organisationId: string,
  groupIds: readonly string[],
  from: string,
  to: string,
) =>
  (
    await sql<RiskPoint>`
      with g as (select unnest(${groupIds}::uuid[]) as id),
      r as (
        select g.id, '-infinity'::date as day, b.* from g
        cross join lateral (${standingOn(organisationId, from, true)}) b
        union all
        select c.group_id, c.day, ${columns} from g
        join risk_change c on c.organisation_id = ${organisationId} and c.group_id = g.id and c.day between ${from}::date and ${to}::date
      ),
      d as (
        select day, ${eachValue(
          (column) =>
            sql`${sql.ref(column)} - coalesce(lag(${sql.ref(column)}) over (partition by id order by day), 0) as ${sql.ref(column)}`,
        )} from r
      ),
      s as (
        select day, ${eachValue((column) => sql`sum(${sql.ref(column)}) as ${sql.ref(column)}`)},
          coalesce(sum(open_findings) filter (where open_findings > 0), 0)::int as rose,
          coalesce(-sum(open_findings) filter (where open_findings < 0), 0)::int as fell
        from d group by day
      ),
      t as (
        select coalesce(m.day, s.day) as day, m.counted_at, ${eachValue(
          (column) => sql`sum(s.${sql.ref(column)}) over (order by coalesce(m.day, s.day)) as ${sql.ref(column)}`,
        )}, coalesce(s.rose, 0) as rose, coalesce(s.fell, 0) as fell
        from s full join (
          select day, counted_at from risk_day where organisation_id = ${organisationId} and day between ${from}::date and ${to}::date
        ) m on m.day = s.day
      )
      select day::text as day, counted_at as "countedAt", ${eachValue(
        (column, name) =>
          sql`round(coalesce(${sql.ref(column)}, 0)::numeric, 1)::${typeOf(column)} as ${sql.ref(name)}`,
      )}, rose, fell
      from t where counted_at is not null order by t.day`.execute(db)
  ).rows

/** What each of the groups came to on the days, as rows with the group's id; those without a row by then came to nothing. */
export const groupsOn = async (db: Db, organisationId: string, groupIds: readonly string[], day: string) =>
  new Map(
    (
      await sql<RiskValues & { id: string }>`
        select g.id, ${eachValue((column, name) => sql`b.${sql.ref(column)} as ${sql.ref(name)}`)}
        from (select unnest(${groupIds}::uuid[]) as id) g
        cross join lateral (${standingOn(organisationId, day, false)}) b`.execute(db)
    ).rows.map(({ id, ...rest }) => [id, rest as RiskValues]),
  )
