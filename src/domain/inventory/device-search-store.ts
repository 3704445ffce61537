import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'

// A device's own text (tag, serial number, addresses, place) is indexed with it; what it shares with others of its make
// and model is indexed once, with their configuration.

/** For each word a condition on device `d`: its text, or its configuration's, has the word in it. */
export async function textConditions(
  db: Db,
  organisationId: string,
  words: readonly string[],
): Promise<RawBuilder<boolean>[]> {
  if (words.length === 0) return []
  const patterns = words.map((word) => `%${word.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`)
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
