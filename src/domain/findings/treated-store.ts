import { type RawBuilder, sql } from 'kysely'
import { type CountsAs, mostLookFrom } from '#model/threshold.ts'
import type { Db } from '#platform/db/database.ts'

// What the hospital's thresholds make of matches: it stands with the reasons of a score, once for all that are alike. `m` is a
// match, `s` its score in a context.

/** Which scores the thresholds treat otherwise than by the answer. Looked up as a set, once for each query. */
const treatedAs = (organisationId: string, countsAs: CountsAs) =>
  sql`coalesce(s.digest in (select r.digest from score_reasons r
    where r.organisation_id = ${organisationId} and r.counts_as = ${countsAs}), false)`

/** Of score `s`, or of none. */
export const isSetAside = (organisationId: string) => treatedAs(organisationId, 'set_aside')

/** Of score `s`: nobody can tell, and it counts as affected. */
export const isTakenForAffected = (organisationId: string) => treatedAs(organisationId, 'affected')

/** How `m` with score `s` counts, where `answer` is what is said of it; null where it is not affected. */
export const countsAsOf = (organisationId: string, answer: RawBuilder<unknown>) => sql`case
  when ${answer} = 'affected' then 'affected' when ${answer} = 'not_affected' then null
  when ${isTakenForAffected(organisationId)} then 'affected' when ${isSetAside(organisationId)} then 'set_aside' else 'to_look_at' end`

export const hasSetAside = async (db: Db, organisationId: string) =>
  (
    await sql<{ has: boolean }>`select exists (select from score_reasons
      where organisation_id = ${organisationId} and counts_as = 'set_aside') as has`.execute(db)
  ).rows[0]!.has

/** What names NVD and OSV know parts by are sure ones from here on, also where the version is missing (ADR 0026). */
const sureNameFrom = 0.25

/** True of match `m` where only its name is in doubt: what thresholds may set aside. */
export const isNameAlone = sql<boolean>`case when m.answer <> 'cannot_tell' or m.probability >= ${mostLookFrom}::real then false
  when jsonb_array_length(m.evidence) = 0 then m.probability < ${sureNameFrom}::real
  else name_alone_is_doubted(m.evidence -> 0 -> 'because') end`
