import { type RawBuilder, sql } from 'kysely'
import { anyOf, type Condition } from '#platform/db/conditions.ts'
import type { Db } from '#platform/db/database.ts'

// A device's own text (tag, serial number, addresses, room) is indexed with it; what it shares with others of its make
// and model is indexed once, with their configuration. Care areas, which thousands share, are looked up among all that there are.

/** Care areas are some hundreds: each is looked up by its site, those of no site by themselves. Rows `site`, which may be null, and `care_area`. */
export function areasHere(organisationId: string): RawBuilder<unknown> {
  const next = (after: Condition) => sql`select n.site, n.care_area from device n
    where n.organisation_id = ${organisationId} and n.gone_at is null and ${after}
    order by n.site, n.care_area limit 1`
  const follow = (first: Condition, after: Condition) => sql`(${next(first)})
      union all
      select n.site, n.care_area from p cross join lateral (${next(after)}) n`
  return sql`select site, care_area from (
      with recursive p(site, care_area) as (${follow(sql`n.site is not null`, sql`n.site is not null and (n.site, n.care_area) > (p.site, p.care_area)`)})
      select p.site, p.care_area from p where p.care_area is not null
    ) with_site
    union all
    select site, care_area from (
      with recursive p(site, care_area) as (${follow(sql`n.site is null and n.care_area is not null`, sql`n.site is null and n.care_area > p.care_area`)})
      select p.site, p.care_area from p
    ) without_site
    limit ${mostAreas + 1}`
}
/** Behind so many, each device is asked for its own. */
const mostAreas = 5000

/** For each test of a text, where a device stands in a care area of which it is true. */
export async function areaConditions(
  db: Db,
  organisationId: string,
  tests: readonly ((area: RawBuilder<unknown>) => Condition)[],
): Promise<Condition[]> {
  const tested = tests.map(
    (test, at) => sql`select ${at}::int as test, h.site, h.care_area from here h where ${test(sql`h.care_area`)}`,
  )
  const { rows } = await sql<{ isWhole: boolean; found: readonly Area[] }>`
    with here as materialized (${areasHere(organisationId)})
    select (select count(*) from here) <= ${mostAreas} as "isWhole",
      (select coalesce(jsonb_agg(jsonb_build_object('test', test, 'site', site, 'careArea', care_area)), '[]')
       from (${sql.join(tested, sql` union all `)}) tested) as found`.execute(db)
  const { isWhole, found } = rows[0]!
  if (!isWhole) return tests.map((test) => test(sql`d.care_area`))
  const byTest = Map.groupBy(found, ({ test }) => test)
  return tests.map((_, at) => isInAreas(byTest.get(at) ?? []))
}

interface Area {
  readonly test: number
  readonly site: string | null
  readonly careArea: string
}

function isInAreas(rows: readonly Area[]): Condition {
  const areas = (some: readonly Area[]) => [...new Set(some.map(({ careArea }) => careArea))]
  const [without, withSite] = [rows.filter(({ site }) => site === null), rows.filter(({ site }) => site !== null)]
  const sites = [...new Set(withSite.map(({ site }) => site))]
  return anyOf([
    ...(withSite.length > 0
      ? [sql<boolean>`(d.site = any(${sites}::text[]) and d.care_area = any(${areas(withSite)}::text[]))`]
      : []),
    ...(without.length > 0 ? [sql<boolean>`(d.site is null and d.care_area = any(${areas(without)}::text[]))`] : []),
  ])
}

/** For each word a condition on device `d`: its text, its configuration's or its care area has the word in it. */
export async function textConditions(
  db: Db,
  organisationId: string,
  words: readonly string[],
): Promise<RawBuilder<boolean>[]> {
  if (words.length === 0) return []
  const patterns = words.map(patternFor)
  const own = await ownTextConditions(db, organisationId, words)
  const inAreas = await areaConditions(
    db,
    organisationId,
    patterns.map((pattern) => (area) => sql<boolean>`lower(${area}) like ${pattern}`),
  )
  return own.map((ofOwn, at) => anyOf([ofOwn, inAreas[at]!]))
}

/** The same without its care area. */
export async function ownTextConditions(
  db: Db,
  organisationId: string,
  words: readonly string[],
): Promise<RawBuilder<boolean>[]> {
  const patterns = words.map(patternFor)
  const { rows } = await sql<{ pattern: string; ids: string[] }>`
    select p.pattern, array_agg(c.id) as ids from unnest(${patterns}::text[]) as p(pattern)
    join configuration c on c.organisation_id = ${organisationId} and c.search like p.pattern
    group by 1`.execute(db)
  const idsOf = new Map(rows.map(({ pattern, ids }) => [pattern, ids]))
  return patterns.map((pattern) => {
    const ids = idsOf.get(pattern)
    // As a value the planner knows how many there are, and looks them up in the index.
    return ids
      ? sql<boolean>`(d.search like ${pattern} or d.configuration_id = any(${ids}::uuid[]))`
      : sql<boolean>`d.search like ${pattern}`
  })
}

const patternFor = (word: string) => `%${word.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
