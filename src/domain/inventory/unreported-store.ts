import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'

const isPresent = sql`superseded_at is null and retracted_at is null`

/** Present observations of a source by key, from behind `after`. */
export const presentKeys = async (
  db: Db,
  organisationId: string,
  sourceId: string,
  after: string | null,
  limit: number,
) =>
  (
    await sql<{ id: string; source_key: string; unreported: boolean }>`
      select id, source_key, unreported_since is not null as unreported from observation
      where organisation_id = ${organisationId} and source_id = ${sourceId} and ${isPresent}
        and (${after}::text is null or source_key > ${after}::text) order by source_key limit ${limit}`.execute(db)
  ).rows

/** These are no longer reported; gives how many. */
export const markUnreported = async (
  db: Db,
  organisationId: string,
  ids: readonly string[],
  runId: string,
  at: string,
): Promise<number> =>
  Number(
    (
      await sql`update observation set unreported_since = ${at}, unreported_by_run = ${runId}
        where organisation_id = ${organisationId} and id = any(${ids}::uuid[]) and unreported_since is null and ${isPresent}`.execute(
        db,
      )
    ).numAffectedRows ?? 0n,
  )

export const markUnreportedKeys = async (
  db: Db,
  source: { organisation_id: string; id: string },
  keys: readonly string[],
  runId: string,
  at: string,
): Promise<number> =>
  Number(
    (
      await sql`update observation set unreported_since = ${at}, unreported_by_run = ${runId}
        where organisation_id = ${source.organisation_id} and source_id = ${source.id} and source_key = any(${keys})
          and unreported_since is null and ${isPresent}`.execute(db)
    ).numAffectedRows ?? 0n,
  )

/** Those among these keys that were no longer reported, and are again. */
export const markReported = (db: Db, organisationId: string, sourceId: string, keys: readonly string[]) =>
  sql`update observation set unreported_since = null, unreported_by_run = null
    where organisation_id = ${organisationId} and source_id = ${sourceId} and source_key = any(${keys})
      and unreported_since is not null and ${isPresent}`.execute(db)

/** A question that nobody has answered concerns them no more. */
export const dropMissing = (db: Db, organisationId: string, sourceId: string, keys: readonly string[]) =>
  sql`delete from reading_missing m using observation o
    where m.organisation_id = ${organisationId} and m.source_id = ${sourceId} and o.organisation_id = m.organisation_id
      and o.id = m.observation_id and o.source_key = any(${keys})`.execute(db)

/** What a run told of as no longer reported stands as before. */
export const unmarkByRun = async (db: Db, organisationId: string, runId: string) => {
  await sql`update observation set unreported_since = null, unreported_by_run = null
    where organisation_id = ${organisationId} and unreported_by_run = ${runId}`.execute(db)
  await sql`delete from reading_question where organisation_id = ${organisationId} and run_id = ${runId}`.execute(db)
}

interface QuestionRow {
  source_id: string
  run_id: string
  read_at: string
  stood: number
  missing: number
}

export const questionsOf = async (db: Db, organisationId: string, sourceId: string | null) =>
  (
    await sql<QuestionRow>`
      select source_id, run_id, read_at, stood, missing from reading_question
      where organisation_id = ${organisationId} and (${sourceId}::uuid is null or source_id = ${sourceId}::uuid)`.execute(
      db,
    )
  ).rows

export const dropQuestion = (db: Db, organisationId: string, sourceId: string) =>
  sql`delete from reading_question where organisation_id = ${organisationId} and source_id = ${sourceId}`.execute(db)

export async function insertQuestion(
  db: Db,
  organisationId: string,
  row: QuestionRow,
  observationIds: readonly string[],
) {
  await sql`insert into reading_question (organisation_id, source_id, run_id, read_at, stood, missing)
    values (${organisationId}, ${row.source_id}, ${row.run_id}, ${row.read_at}, ${row.stood}, ${row.missing})`.execute(
    db,
  )
  await sql`insert into reading_missing (organisation_id, source_id, observation_id)
    select ${organisationId}::uuid, ${row.source_id}::uuid, r.id
    from jsonb_to_recordset(${jsonRows(observationIds.map((id) => ({ id })))}) as r(id uuid)`.execute(db)
}

/** What a question is of, as a person takes it. */
export const markMissing = async (db: Db, organisationId: string, { source_id, run_id, read_at }: QuestionRow) =>
  Number(
    (
      await sql`update observation o set unreported_since = ${read_at}, unreported_by_run = ${run_id}
        from reading_missing m
        where m.organisation_id = ${organisationId} and m.source_id = ${source_id} and o.organisation_id = m.organisation_id
          and o.id = m.observation_id and o.unreported_since is null and o.superseded_at is null and o.retracted_at is null`.execute(
        db,
      )
    ).numAffectedRows ?? 0n,
  )

/** Attributes that most devices of a source have, by what it said of some of them; none where it said little so far. */
export const usualAttributes = async (
  db: Db,
  source: { organisation_id: string; id: string },
  { fewest, most, share }: { fewest: number; most: number; share: number },
): Promise<string[]> =>
  (
    await sql<{ attribute: string }>`
      with said as materialized (
        select claims from observation
        where organisation_id = ${source.organisation_id} and source_id = ${source.id} and ${isPresent} limit ${most}
      )
      select key as attribute from said, jsonb_object_keys(said.claims) as key
      group by 1
      having (select count(*) from said) >= ${fewest} and count(*) >= ${share}::float8 * (select count(*) from said)
      order by 1`.execute(db)
  ).rows.map(({ attribute }) => attribute)

/** How many of these keys stand as this run told them. */
export const toldByRun = async (
  db: Db,
  source: { organisation_id: string; id: string },
  keys: readonly string[],
  runId: string,
): Promise<number> =>
  (
    await sql<{ n: number }>`
      select (
        select count(*) from observation where organisation_id = ${source.organisation_id} and source_id = ${source.id}
          and source_key = any(${keys}) and run_id = ${runId} and ${isPresent}
      ) + (
        select count(*) from arrival where organisation_id = ${source.organisation_id} and source_id = ${source.id}
          and source_key = any(${keys}) and run_id = ${runId}
      ) as n`.execute(db)
  ).rows[0]!.n

export const unreportedPerSource = async (db: Db, organisationId: string) =>
  (
    await sql<{ source_id: string; n: number }>`
      select source_id, count(*) as n from observation
      where organisation_id = ${organisationId} and unreported_since is not null and ${isPresent} group by 1`.execute(
      db,
    )
  ).rows
