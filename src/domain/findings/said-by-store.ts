import { sql } from 'kysely'
import { VulnerabilityDatabase } from '#model/finding.ts'

/** True of match `m` where the advisory, or the database, says something of it. A database that speaks alone stands as who decided. */
export const isSaidBy = (id: string) =>
  VulnerabilityDatabase.safeParse(id).success
    ? sql<boolean>`(m.advisory_ids @> array[${id}] or m.advisory_ids is null and m.advisory_id = ${id})`
    : sql<boolean>`m.advisory_ids @> array[${id}]`
