import { type RawBuilder, sql } from 'kysely'
import { lastDay, latestStart, type Moment, type Rule, zoneOf } from '#domain/judgement/judgement.ts'
import type { Appetite, Deadline } from '#model/appetite.ts'
import { anyOf, type Condition } from '#platform/db/conditions.ts'
import type { Db } from '#platform/db/database.ts'

// What the appetite asks of findings, in the database. What a finding answers to decision points is one number beside its score, the
// class; a hospital has some hundreds of them. What is done about each class is worked out when it is asked, so a new appetite
// takes effect at once and changes no score. `s` is a score, `d` its device.
// Table: appetite_followed.

export interface FollowedAppetite {
  readonly version: number
  readonly hash: string
  readonly since: Date
}

export const followed = async (db: Db, organisationId: string): Promise<FollowedAppetite | null> =>
  (
    await sql<FollowedAppetite>`select version, hash, since from appetite_followed where organisation_id = ${organisationId}`.execute(
      db,
    )
  ).rows[0] ?? null

export const followedContent = async (db: Db, organisationId: string, hash: string): Promise<Appetite | null> =>
  (
    await sql<{
      content: Appetite
    }>`select content from appetite_followed where organisation_id = ${organisationId} and hash = ${hash}`.execute(db)
  ).rows[0]?.content ?? null

export const follow = (
  db: Db,
  organisationId: string,
  { version, hash, content }: { version: number; hash: string; content: string },
) =>
  sql`insert into appetite_followed (organisation_id, version, hash, content, since)
      values (${organisationId}, ${version}, ${hash}, ${content}::jsonb, now())
      on conflict (organisation_id) do update set version = excluded.version, hash = excluded.hash, content = excluded.content,
        since = excluded.since, escalated_at = null`.execute(db)

/** All classes of the scores. One step along the index for each: of a million scores a few hundred differ. */
export const classes = async (db: Db, organisationId: string): Promise<number[]> =>
  (
    await sql<{ points: number }>`
      with recursive t as (
        (select points from basis_score where organisation_id = ${organisationId} and points >= 0 order by points limit 1)
        union all
        select (select s.points from basis_score s where s.organisation_id = ${organisationId} and s.points > t.points
          order by s.points limit 1)
        from t where t.points is not null
      )
      select points from t where points is not null`.execute(db)
  ).rows.map(({ points }) => points)

/** The classes that some device has open, with the worst score of each. */
export const openClasses = async (db: Db, organisationId: string) =>
  (
    await sql<{ points: number; top: number }>`
      with recursive t as (
        (select points, score::double precision as score from basis_score where organisation_id = ${organisationId} and open_devices > 0 and points >= 0
          order by points, score desc limit 1)
        union all
        select n.points, n.score from t cross join lateral (
          select points, score::double precision as score from basis_score where organisation_id = ${organisationId} and open_devices > 0 and points > t.points
          order by points, score desc limit 1
        ) n
      )
      select points, score as top from t`.execute(db)
  ).rows

/** An appetite as lists are read by it. */
export interface Actions {
  readonly appetite: Appetite
  readonly version: number
  readonly ruleOf: (points: number) => Rule
  /** Those that scores have. */
  readonly classes: readonly number[]
}

/** More than any score is: an order by action is by `rank × this + score`. */
export const rankStep = 1000

/** Of score `s`: its action's rank; what was not worked out counts as the most urgent. */
export function rankOf({ appetite, ruleOf, classes: all }: Actions): RawBuilder<number> {
  const ofRank = Map.groupBy(all, (points) => ruleOf(points).rank)
  const cases = [...ofRank].map(([rank, some]) => sql` when s.points = any(${some}::int[]) then ${sql.lit(rank)}`)
  return cases.length === 0
    ? sql`${sql.lit(appetite.actions.length)}`
    : sql`(case${sql.join(cases, sql``)} else ${sql.lit(appetite.actions.length)} end)`
}

export const isOfClasses = ({ classes: all, ruleOf }: Actions, is: (rule: Rule) => boolean): Condition =>
  sql`coalesce(s.points = any(${all.filter((points) => is(ruleOf(points)))}::int[]), false)`

const listedBy = (vulnerability: RawBuilder<unknown>, day: RawBuilder<unknown> | null) =>
  sql<boolean>`exists (select from known_exploited k where k.cve = ${vulnerability} and k.delisted_at is null
    and ${day ? sql`k.due_on <= ${day}` : sql`k.due_on is not null`})`

/** Some deadline holds. */
export const hasDue = (actions: Actions, vulnerability: RawBuilder<unknown>): Condition =>
  anyOf([
    isOfClasses(actions, ({ deadlines }) => deadlines.length > 0),
    ...(actions.appetite.presets.kev ? [listedBy(vulnerability, null)] : []),
  ])

/**
 * The earliest deadline ends by then, of a finding that was opened on device `d` at that time: started before a moment that is
 * worked out for each time zone and each set of deadlines (judgement/invert.ts).
 */
export function isDueBy(
  actions: Actions,
  by: Moment,
  { opened, vulnerability }: { readonly opened: RawBuilder<unknown>; readonly vulnerability: RawBuilder<unknown> },
): Condition {
  const { presets } = actions.appetite
  const startOf = ({ deadlines }: Rule, timeZone: string) =>
    deadlines.map(({ deadline }) => latestStart(deadline, actions.appetite.calendar, timeZone, by).before.getTime())
  return eachZone(actions, sql`d.site`, (timeZone) =>
    anyOf([
      ...startedBefore(actions, opened, (rule) => startOf(rule, timeZone)),
      ...(presets.kev ? [listedBy(vulnerability, sql`${lastDay(by, timeZone)}::date`)] : []),
    ]),
  )
}

/**
 * A step of the escalation of class `s` may be reached: true of all of which one is, and of little else. How long a deadline is
 * depends on the start; the shortest that it can be tells when part of it has passed at the earliest.
 */
export function mayHaveReachedStep(
  actions: Actions,
  now: Date,
  on: Readonly<Record<'opened' | 'site' | 'kevDueOn', RawBuilder<unknown>>>,
): Condition {
  const { calendar, presets } = actions.appetite
  const startOf = ({ action: { escalation, missedTo }, deadlines }: Rule, timeZone: string) =>
    deadlines.flatMap(({ deadline }) => [
      ...(missedTo ? [latestStart(deadline, calendar, timeZone, { at: now }).before.getTime()] : []),
      ...(escalation ? [now.getTime() - (shortestOf(deadline) * escalation.afterPercent) / 100 + 2] : []),
    ])
  const percents = actions.classes.map((points) => actions.ruleOf(points).action.escalation?.afterPercent ?? 100)
  const part = Math.min(100, ...percents) / 100
  // The day ends within 24 hours of that of UTC.
  const end = sql`((${on.kevDueOn} + 1)::timestamp at time zone 'UTC')`
  const kev = sql<boolean>`${on.kevDueOn} is not null and least(${end}, ${on.opened} + (${end} - ${on.opened}) * ${part}::float8)
    <= ${now.toISOString()}::timestamptz + interval '1 day'`
  return eachZone(actions, on.site, (timeZone) =>
    anyOf([...startedBefore(actions, on.opened, (rule) => startOf(rule, timeZone)), ...(presets.kev ? [kev] : [])]),
  )
}

const hour = 3_600_000

/** A working day is a day at least; where clocks or the date line change, one is up to a day shorter. */
const shortestOf = ({ amount, unit }: Deadline) =>
  Math.max(0, unit === 'hours' ? amount * hour : (amount * 24 - 25) * hour)

/** Of class `s`: opened before the latest of these moments. Empty where there is none for any class. */
function startedBefore(
  { classes: all, ruleOf }: Actions,
  opened: RawBuilder<unknown>,
  startsOf: (rule: Rule) => readonly number[],
): Condition[] {
  const alike = Map.groupBy(all, (points) => {
    const { action, deadlines } = ruleOf(points)
    return JSON.stringify([action.key, deadlines.map(({ deadline }) => deadline)])
  })
  const cases = [...alike.values()].flatMap((some) => {
    const starts = startsOf(ruleOf(some[0]!))
    return starts.length === 0
      ? []
      : [sql` when s.points = any(${some}::int[]) then ${new Date(Math.max(...starts)).toISOString()}::timestamptz`]
  })
  return cases.length === 0 ? [] : [sql<boolean>`coalesce(${opened} < case${sql.join(cases, sql``)} end, false)`]
}

/** As it is in the time zone of the site. */
function eachZone(
  { appetite: { calendar } }: Actions,
  site: RawBuilder<unknown>,
  inZone: (timeZone: string) => Condition,
): Condition {
  const own = Map.groupBy(calendar.sites, (one) => zoneOf(calendar, one.site))
  own.delete(calendar.timeZone)
  if (own.size === 0) return inZone(calendar.timeZone)
  const zones = [...own].map(
    ([zone, sites]) => sql` when ${site} = any(${sites.map((one) => one.site)}::text[]) then ${inZone(zone)}`,
  )
  return sql`(case${sql.join(zones, sql``)} else ${inZone(calendar.timeZone)} end)`
}
