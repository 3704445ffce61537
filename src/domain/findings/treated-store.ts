import { type RawBuilder, sql } from 'kysely'
import { type CountsAs, mostLookFrom } from '#model/threshold.ts'
import type { Db } from '#platform/db/database.ts'
import { isSaidBy } from './said-by-store.ts'

// What the hospital's thresholds make of matches: it stands with the reasons of a score, once for all that are alike. `m` is a
// match, `s` its score in a context.

/** Which scores the thresholds treat otherwise than by the answer. Looked up as a set, once for each query. */
const treatedAs = (organisationId: string, countsAs: CountsAs) =>
  sql`coalesce(s.digest in (select r.digest from score_reasons r
    where r.organisation_id = ${organisationId} and r.counts_as = ${countsAs}), false)`

/** Of score `s`, or of none. */
export const isSetAside = (organisationId: string) => treatedAs(organisationId, 'set_aside')

const isAny = (organisationId: string, what: RawBuilder<unknown>) =>
  sql`(select exists (select from score_reasons r where r.organisation_id = ${organisationId} and ${what}))`

/** The same where no score is at hand: not looked up where nothing is set aside. */
export const isSetAsideOn = (
  organisationId: string,
  at: Readonly<Record<'configuration' | 'context' | 'vulnerability', RawBuilder<unknown>>>,
) =>
  sql`(${isAny(organisationId, sql`r.counts_as = 'set_aside'`)} and exists (select from score s
    where s.organisation_id = ${organisationId} and s.configuration_id = ${at.configuration} and s.context_id = ${at.context}
      and s.vulnerability_id = ${at.vulnerability} and ${isSetAside(organisationId)}))`

/** Of score `s`: nobody can tell, and it counts as affected. */
export const isTakenForAffected = (organisationId: string) => treatedAs(organisationId, 'affected')

/** How `m` with score `s` counts, where `answer` is what is said of it; null where it is not affected. */
export const countsAsOf = (organisationId: string, answer: RawBuilder<unknown>) => sql`case
  when ${answer} = 'affected' then 'affected' when ${answer} = 'not_affected' then null
  when ${isTakenForAffected(organisationId)} then 'affected' when ${isSetAside(organisationId)} then 'set_aside' else 'to_look_at' end`

export const hasSetAside = async (db: Db, organisationId: string) =>
  await has(db, isAny(organisationId, sql`r.counts_as = 'set_aside'`))

/** Whether thresholds treat any score otherwise than by the answer. */
export const hasTreated = async (db: Db, organisationId: string) =>
  await has(db, isAny(organisationId, sql`r.counts_as is not null`))

const has = async (db: Db, it: RawBuilder<unknown>) =>
  (await sql<{ has: boolean }>`select ${it} as has`.execute(db)).rows[0]!.has

/** Statements that leave it open and count. */
const leavesOpen = '@.answer != "not_affected" && !(@.isSuperseded == true) && !exists(@.mayClear)'
/** Something is unknown, and nothing but whether the product is the one: what is missing on record is another doubt. */
const doubtsNameAlone =
  'exists(@.because[*] ? (@.outcome == "unknown")) && !exists(@.because[*] ? (@.outcome == "unknown" && !(@.part == "model" && @.asks == "model")))'

/**
 * True of match `m` where only its name is known to be in doubt, by each statement that leaves it open: what thresholds may set
 * aside. One that is sure of the name, or lacks something else, is reason to look. Of what databases alone say no evidence is
 * stored, and a low probability does not tell a doubted name from a missing version or a package that is patched.
 */
export const isNameAlone = sql<boolean>`case when m.answer <> 'cannot_tell' or m.probability >= ${mostLookFrom}::real then false
  else coalesce(jsonb_path_exists(m.evidence, ${sql.lit(`$[*] ? (${leavesOpen})`)})
    and not jsonb_path_exists(m.evidence, ${sql.lit(`$[*] ? (${leavesOpen} && !(${doubtsNameAlone}))`)}), false) end`

/**
 * Configurations in contexts in which an advisory, or a vulnerability, counts as affected, is to be looked at, or either of
 * both: as groups are counted; or in which all of it is set aside.
 */
export const treatedPairs = async (
  db: Db,
  organisationId: string,
  by: {
    advisoryId?: string | undefined
    vulnerabilityId?: string | undefined
    countsAs: 'affected' | 'to_look_at' | 'open' | 'set_aside'
  },
) => {
  const said = by.advisoryId === undefined ? sql`m.answer = 'affected'` : sql`${by.advisoryId} = any(m.affected_by)`
  const { rows } = await sql<{ configuration_id: string; context_id: string }>`
    select s.configuration_id, s.context_id from match m
    join score s on s.organisation_id = m.organisation_id and s.configuration_id = m.configuration_id
      and s.vulnerability_id = m.vulnerability_id
    where m.organisation_id = ${organisationId} and m.answer <> 'not_affected'
      and ${by.countsAs === 'set_aside' ? sql`true` : sql`not ${isSetAside(organisationId)}`}
      and ${by.advisoryId === undefined ? sql`true` : sql`${isSaidBy(by.advisoryId)} and ${by.advisoryId} = any(m.supported_by)`}
      and ${by.vulnerabilityId === undefined ? sql`true` : sql`m.vulnerability_id = ${by.vulnerabilityId}`}
    group by 1, 2
    having ${
      by.countsAs === 'open'
        ? sql`true`
        : by.countsAs === 'set_aside'
          ? sql`bool_and(${isSetAside(organisationId)})`
          : sql`bool_or(${said} or ${isTakenForAffected(organisationId)}) = ${by.countsAs === 'affected'}`
    }`.execute(db)
  return rows
}

/** Where all that is said of it is set aside; nothing is looked up where no threshold sets anything aside. */
export const setAsidePairs = async (
  db: Db,
  organisationId: string,
  by: { advisoryId?: string | undefined; vulnerabilityId?: string | undefined },
) =>
  (await hasSetAside(db, organisationId))
    ? await treatedPairs(db, organisationId, { ...by, countsAs: 'set_aside' })
    : []
