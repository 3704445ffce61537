import { type RawBuilder, sql } from 'kysely'
import { lastDay, latestStart, type Moment, type Rule, zoneOf } from '#domain/judgement/judgement.ts'
import type { Appetite } from '#model/appetite.ts'
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
  const { calendar, presets } = actions.appetite
  const alike = Map.groupBy(actions.classes, (points) =>
    JSON.stringify(actions.ruleOf(points).deadlines.map(({ deadline }) => deadline)),
  )
  const inZone = (timeZone: string): Condition => {
    const cases = [...alike.values()].flatMap((some) => {
      const starts = actions
        .ruleOf(some[0]!)
        .deadlines.map(({ deadline }) => latestStart(deadline, calendar, timeZone, by).before.getTime())
      return starts.length === 0
        ? []
        : [sql` when s.points = any(${some}::int[]) then ${new Date(Math.max(...starts)).toISOString()}::timestamptz`]
    })
    return anyOf([
      ...(cases.length === 0 ? [] : [sql<boolean>`coalesce(${opened} < case${sql.join(cases, sql``)} end, false)`]),
      ...(presets.kev ? [listedBy(vulnerability, sql`${lastDay(by, timeZone)}::date`)] : []),
    ])
  }
  const own = Map.groupBy(calendar.sites, ({ site }) => zoneOf(calendar, site))
  own.delete(calendar.timeZone)
  if (own.size === 0) return inZone(calendar.timeZone)
  const zones = [...own].map(
    ([zone, sites]) => sql` when d.site = any(${sites.map(({ site }) => site)}::text[]) then ${inZone(zone)}`,
  )
  return sql`(case${sql.join(zones, sql``)} else ${inZone(calendar.timeZone)} end)`
}
