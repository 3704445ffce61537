import { type RawBuilder, sql } from 'kysely'
import type { Skipped } from '#model/observation.ts'
import type { RunState, RunTrigger, SkippedState, SourceKind, SourceRole } from '#model/source.ts'
import type { Db } from '#platform/db/database.ts'

interface Tables {
  source: {
    organisation_id: string
    id: string
    kind: SourceKind
    member: string
    name: string
    settings: Record<string, unknown>
    trust: number
    every_hours: number | null
    watch_folder: string | null
    /** Of files: what a file does not hold is no longer reported. */
    files_are_whole: boolean
    /** Null: told by its records. */
    role: SourceRole | null
    cursor: unknown
    next_run_at: string | null
    disabled_at: string | null
    created_at: string
  }
  run: {
    organisation_id: string
    id: string
    /** In which order runs were asked for; ids and times follow the clock, which can be put back. */
    sequence: number
    source_id: string
    state: RunState
    trigger: RunTrigger
    file_id: string | null
    actor_id: string | null
    actor_name: string
    queued_at: string
    started_at: string | null
    finished_at: string | null
    cancel_requested_at: string | null
    worker: string | null
    heartbeat_at: string | null
    attempts: number
    settings: Record<string, unknown>
    phase: string
    done: number
    total: number | null
    counts: Record<string, number>
    checkpoint: unknown
    error: { code: string; detail: string } | null
  }
  skipped: {
    organisation_id: string
    id: string
    source_id: string
    run_id: string
    position: string
    code: string
    reason: string
    raw: Record<string, string> | null
    digest: string
    state: SkippedState
    created_at: string
    /** When and by which run it was told last. */
    last_seen_at: string
    seen_run_id: string | null
    settled_at: string | null
    /** The run that took it after all, or told of it otherwise. */
    settled_run_id: string | null
  }
  stored_file: {
    organisation_id: string
    id: string
    name: string
    media_type: string
    bytes: number
    sha256: string
    content: Buffer | null
    path: string | null
    created_at: string
  }
}
export type SourceRecord = Tables['source']
export type RunRecord = Tables['run'] & { file_name: string | null; file_path: string | null }
export type FileRecord = Tables['stored_file']

// A JSON column takes text; pg reads it back as a value.
const json = (value: unknown) => sql<never>`${JSON.stringify(value)}::jsonb`

export const insertSource = (
  db: Db,
  row: Omit<SourceRecord, 'created_at' | 'cursor' | 'disabled_at' | 'files_are_whole'>,
) =>
  sql`insert into source (organisation_id, id, kind, member, name, settings, trust, every_hours, watch_folder, role, next_run_at)
      values (${row.organisation_id}, ${row.id}, ${row.kind}, ${row.member}, ${row.name}, ${json(row.settings)}, ${row.trust},
              ${row.every_hours}, ${row.watch_folder}, ${row.role}, ${row.next_run_at})`.execute(db)

export async function updateSource(db: Db, organisationId: string, id: string, change: Partial<SourceRecord>) {
  const sets = Object.entries(change).map(([column, value]) =>
    column === 'settings' || column === 'cursor'
      ? sql`${sql.ref(column)} = ${value === null ? null : json(value)}`
      : sql`${sql.ref(column)} = ${value}`,
  )
  if (sets.length === 0) return
  await sql`update source set ${sql.join(sets)} where organisation_id = ${organisationId} and id = ${id}`.execute(db)
}

export const findSource = async (db: Db, organisationId: string, id: string) =>
  (await sql<SourceRecord>`select * from source where organisation_id = ${organisationId} and id = ${id}`.execute(db))
    .rows[0]

export const findSourceByName = async (db: Db, organisationId: string, name: string) =>
  (
    await sql<SourceRecord>`select * from source where organisation_id = ${organisationId} and name = ${name}`.execute(
      db,
    )
  ).rows[0]

export const allSources = async (db: Db, organisationId: string) =>
  (
    await sql<SourceRecord>`select * from source where organisation_id = ${organisationId} order by kind, name`.execute(
      db,
    )
  ).rows

export async function sourceCounts(db: Db, organisationId: string) {
  const skipped = await sql<{ source_id: string; n: number; incomplete_why: string | null }>`
    select source_id, count(*) as n, (array_agg(reason order by last_seen_at desc) filter (where code = 'incomplete_list'))[1] as incomplete_why
    from skipped where organisation_id = ${organisationId} and state = 'open' group by 1`.execute(db)
  const runs = await sql<RunRecord>`
    select distinct on (r.source_id) r.*, f.name as file_name, f.path as file_path
    from run r left join stored_file f on f.organisation_id = r.organisation_id and f.id = r.file_id
    where r.organisation_id = ${organisationId} order by r.source_id, r.sequence desc`.execute(db)
  const read = await sql<{ source_id: string; finished_at: string }>`
    select distinct on (source_id) source_id, finished_at from run
    where organisation_id = ${organisationId} and state = 'succeeded' order by source_id, sequence desc`.execute(db)
  return {
    skipped: new Map(skipped.rows.map((row) => [row.source_id, row])),
    runs: new Map(runs.rows.map((row) => [row.source_id, row])),
    readAt: new Map(read.rows.map((row) => [row.source_id, row.finished_at])),
  }
}

export interface FeedReading {
  feed: string
  readAt: string | null
  everyHours: number | null
}

/** A bundle's parts say when the site that made it read each feed. */
export const feedReadings = async (db: Db, bundleMember: string) =>
  (
    await sql<FeedReading>`
      select feed, max(read_at) as "readAt", min(every_hours) as "everyHours" from (
        select s.member as feed, case when s.disabled_at is null then s.every_hours end as every_hours,
          (select r.finished_at from run r where r.organisation_id = s.organisation_id and r.source_id = s.id
             and r.state = 'succeeded' order by r.sequence desc limit 1) as read_at
        from source s where s.kind = 'feed' and s.member <> ${bundleMember}
        union all
        select p ->> 'feed', null, (p ->> 'readAt')::timestamptz
        from bundle_load l join run r on r.organisation_id = l.organisation_id and r.id = l.run_id and r.state = 'succeeded',
          jsonb_array_elements(l.manifest -> 'parts') as p
      ) as reading group by feed`.execute(db)
  ).rows

export interface SourceReading {
  id: string
  readAt: string | null
  everyHours: number | null
}

/** When each of these sources was last read to its end. A bundle is as old as the oldest reading in it. */
export const sourceReadings = async (db: Db, ids: readonly string[], bundleMember: string) =>
  (
    await sql<SourceReading>`
      select s.id, case when s.disabled_at is null then s.every_hours end as "everyHours",
        case when s.member = ${bundleMember} then (
          select min((p ->> 'readAt')::timestamptz) from (
            select l.manifest from bundle_load l join run r on r.organisation_id = l.organisation_id and r.id = l.run_id
            where r.organisation_id = s.organisation_id and r.source_id = s.id and r.state = 'succeeded'
            order by r.sequence desc limit 1) as load, jsonb_array_elements(load.manifest -> 'parts') as p)
        else (
          select r.finished_at from run r where r.organisation_id = s.organisation_id and r.source_id = s.id
            and r.state = 'succeeded' order by r.sequence desc limit 1) end as "readAt"
      from source s where s.id = any(${ids}::uuid[])`.execute(db)
  ).rows

export const insertRun = (
  db: Db,
  row: Pick<
    RunRecord,
    | 'organisation_id'
    | 'id'
    | 'source_id'
    | 'trigger'
    | 'file_id'
    | 'actor_id'
    | 'actor_name'
    | 'settings'
    | 'queued_at'
  >,
) =>
  sql`insert into run (organisation_id, id, source_id, state, trigger, file_id, actor_id, actor_name, settings, queued_at)
      values (${row.organisation_id}, ${row.id}, ${row.source_id}, 'queued', ${row.trigger}, ${row.file_id}, ${row.actor_id},
              ${row.actor_name}, ${json(row.settings)}, ${row.queued_at})`.execute(db)

const runSelect = sql`select r.*, f.name as file_name, f.path as file_path
  from run r left join stored_file f on f.organisation_id = r.organisation_id and f.id = r.file_id`

export const findRun = async (db: Db, organisationId: string, id: string) =>
  (await sql<RunRecord>`${runSelect} where r.organisation_id = ${organisationId} and r.id = ${id}`.execute(db)).rows[0]

export const runsOfSource = async (
  db: Db,
  organisationId: string,
  sourceId: string,
  before: string | null,
  limit: number,
) =>
  (
    await sql<RunRecord>`${runSelect} where r.organisation_id = ${organisationId} and r.source_id = ${sourceId}
      and (${before}::uuid is null or r.sequence < (select b.sequence from run b
        where b.organisation_id = r.organisation_id and b.id = ${before}::uuid))
      order by r.sequence desc limit ${limit}`.execute(db)
  ).rows

export const unfinishedRunOfSource = async (db: Db, organisationId: string, sourceId: string) =>
  (
    await sql<RunRecord>`${runSelect} where r.organisation_id = ${organisationId} and r.source_id = ${sourceId}
      and r.state in ('queued', 'running') limit 1`.execute(db)
  ).rows[0]

/** A sign of life of a time still to come is of before the clock was put back, and none. */
const isAlive = (heartbeat: RawBuilder<unknown>, staleSeconds: number) =>
  sql`(${heartbeat} is not null and ${heartbeat} between now() - make_interval(secs => ${staleSeconds})
        and now() + make_interval(secs => ${staleSeconds}))`

/**
 * Takes the oldest run that waits, one whose worker gave no sign of life, or one that this worker took and let go of; one
 * run of an organisation at a time.
 */
export const claimRun = async (db: Db, worker: string, staleSeconds: number) =>
  (
    await sql<RunRecord>`
      with next as (
        select organisation_id, id from run r
        where (state = 'queued' or (state = 'running' and (heartbeat_at is null or worker = ${worker}
            or not ${isAlive(sql`heartbeat_at`, staleSeconds)})))
          and not exists (select 1 from run o where o.organisation_id = r.organisation_id and o.state = 'running' and o.id <> r.id
                          and ${isAlive(sql`o.heartbeat_at`, staleSeconds)})
        order by sequence limit 1 for update skip locked)
      update run set state = 'running', worker = ${worker}, heartbeat_at = now(), started_at = coalesce(started_at, now()),
        attempts = attempts + 1
      from next where run.organisation_id = next.organisation_id and run.id = next.id returning run.*`.execute(db)
  ).rows[0]

/** Signs of life and progress; answers whether a person asked to stop, or another worker took it. */
export const beat = async (
  db: Db,
  run: { organisation_id: string; id: string },
  worker: string,
  progress: { phase?: string; done?: number; total?: number },
) =>
  (
    await sql<{ cancel: boolean }>`
      update run set heartbeat_at = now(), phase = coalesce(${progress.phase ?? null}, phase),
        done = coalesce(${progress.done ?? null}::bigint, done), total = coalesce(${progress.total ?? null}::bigint, total)
      where organisation_id = ${run.organisation_id} and id = ${run.id} and worker = ${worker} and state = 'running'
      returning cancel_requested_at is not null as cancel`.execute(db)
  ).rows[0]

/** False where another worker took the run meanwhile: then nothing of this transaction may stand. */
export const saveCheckpoint = async (
  db: Db,
  run: { organisation_id: string; id: string },
  worker: string,
  { checkpoint, counts, done }: { checkpoint: unknown; counts: Record<string, number>; done: number },
): Promise<boolean> =>
  (
    await sql`
      update run set checkpoint = ${json(checkpoint)}, counts = ${json(counts)}, done = ${done}::bigint, heartbeat_at = now(), attempts = 0
      where organisation_id = ${run.organisation_id} and id = ${run.id} and worker = ${worker} and state = 'running'`.execute(
      db,
    )
  ).numAffectedRows === 1n

export const finishRun = (
  db: Db,
  organisationId: string,
  id: string,
  state: RunState,
  error: { code: string; detail: string } | null,
) =>
  sql`update run set state = ${state}, finished_at = now(), phase = '', error = ${error ? json(error) : null}, worker = null
      where organisation_id = ${organisationId} and id = ${id}`.execute(db)

/** The end as its worker sees it; a run that another worker took is not its to end. */
export const endRun = (
  db: Db,
  run: { organisation_id: string; id: string },
  worker: string,
  state: RunState,
  error: { code: string; detail: string } | null,
) =>
  sql`update run set state = ${state}, finished_at = now(), phase = '', error = ${error ? json(error) : null}, worker = null
      where organisation_id = ${run.organisation_id} and id = ${run.id} and worker = ${worker} and state = 'running'`.execute(
    db,
  )

/** Runs of a source whose question is answered, or overtaken. */
export const endConfirmations = (db: Db, organisationId: string, sourceId: string) =>
  sql`update run set state = 'succeeded' where organisation_id = ${organisationId} and source_id = ${sourceId} and state = 'to_confirm'`.execute(
    db,
  )

export const requeueRun = (db: Db, organisationId: string, id: string) =>
  sql`update run set state = 'queued', cancel_requested_at = null, finished_at = null, error = null, worker = null, attempts = 0
      where organisation_id = ${organisationId} and id = ${id}`.execute(db)

export const setRunFile = (db: Db, organisationId: string, id: string, fileId: string) =>
  sql`update run set file_id = ${fileId} where organisation_id = ${organisationId} and id = ${id}`.execute(db)

export const requestCancel = (db: Db, organisationId: string, id: string) =>
  sql`update run set cancel_requested_at = now() where organisation_id = ${organisationId} and id = ${id}`.execute(db)

/** The worker goes in the middle of a run: any other takes it up at once. It has not gone down. */
export const letGoOfRun = (db: Db, run: { organisation_id: string; id: string }, worker: string) =>
  sql`update run set heartbeat_at = null, attempts = greatest(attempts - 1, 0)
      where organisation_id = ${run.organisation_id} and id = ${run.id} and worker = ${worker} and state = 'running'`.execute(
    db,
  )

/** After a crash, where this process alone owns the database. */
export const releaseRuns = (db: Db) => sql`update run set heartbeat_at = null where state = 'running'`.execute(db)

/** Due is also what is due later than its rhythm allows: it was scheduled before the clock was put back. */
export const sourcesDue = async (db: Db) =>
  (
    await sql<SourceRecord>`
      select * from source where disabled_at is null and kind in ('feed', 'connector')
        and (next_run_at <= now() or next_run_at > now() + make_interval(hours => every_hours) + interval '5 minutes')`.execute(
      db,
    )
  ).rows

export const watchedSources = async (db: Db) =>
  (await sql<SourceRecord>`select * from source where disabled_at is null and watch_folder is not null`.execute(db))
    .rows

/**
 * The same record skipped again stays one row, with what is said of it now; one that had gone comes back. `takesOver`: a
 * position is one record, of which a later run's reason takes the place of an earlier run's.
 */
export async function upsertSkipped(
  db: Db,
  { organisation_id: organisationId, source_id: sourceId, id: runId }: StoredRun,
  rows: readonly (Skipped & { id: string; digest: string })[],
  takesOver: boolean,
) {
  if (rows.length === 0) return
  const unique = [...new Map(rows.map((row) => [row.digest, row])).values()]
  await sql`
    with told as (
      select * from jsonb_to_recordset(${JSON.stringify(unique)}::jsonb)
        as t(id text, position text, code text, reason text, raw jsonb, digest text)
    ), before as (
      update skipped s set state = 'gone', settled_at = now(), settled_run_id = ${runId}::uuid
      where ${takesOver} and s.organisation_id = ${organisationId} and s.source_id = ${sourceId} and s.state = 'open'
        and s.seen_run_id is distinct from ${runId}::uuid and s.position in (select position from told)
        and s.digest not in (select digest from told)
      returning s.position, s.created_at
    )
    insert into skipped (organisation_id, id, source_id, run_id, seen_run_id, position, code, reason, raw, digest, created_at)
    select ${organisationId}::uuid, t.id::uuid, ${sourceId}::uuid, ${runId}::uuid, ${runId}::uuid, t.position, t.code, t.reason,
      t.raw, t.digest, coalesce((select min(b.created_at) from before b where b.position = t.position), now())
    from told t
    on conflict (organisation_id, source_id, digest) do update
      set reason = excluded.reason, last_seen_at = now(), seen_run_id = excluded.seen_run_id,
        created_at = least(skipped.created_at, excluded.created_at),
        run_id = case skipped.state when 'gone' then excluded.run_id else skipped.run_id end,
        state = case skipped.state when 'gone' then 'open' else skipped.state end,
        settled_at = case skipped.state when 'gone' then null else skipped.settled_at end,
        settled_run_id = case skipped.state when 'gone' then null else skipped.settled_run_id end`.execute(db)
}

type StoredRun = Pick<RunRecord, 'organisation_id' | 'id' | 'source_id'>

/** What earlier runs told of these records holds no more: this one took them. */
export async function settleTaken(db: Db, run: StoredRun, positions: readonly string[]) {
  if (positions.length === 0) return
  await sql`
    update skipped set state = 'gone', settled_at = now(), settled_run_id = ${run.id}
    where organisation_id = ${run.organisation_id} and source_id = ${run.source_id} and state = 'open'
      and position = any(${positions}) and seen_run_id is distinct from ${run.id}::uuid`.execute(db)
}

/** What a run to its end would have told again, were it still so; these codes alone are told once. */
export const settleUntold = (db: Db, run: StoredRun, toldOnce: readonly string[]) =>
  sql`
    update skipped set state = 'gone', settled_at = now(), settled_run_id = ${run.id}
    where organisation_id = ${run.organisation_id} and source_id = ${run.source_id} and state = 'open'
      and code <> all(${toldOnce}) and seen_run_id is distinct from ${run.id}::uuid`.execute(db)

export const skippedPage = async (
  db: Db,
  organisationId: string,
  sourceId: string,
  filter: { state: SkippedState | null; after: string | null; limit: number },
) =>
  (
    await sql<Tables['skipped']>`
      select * from skipped where organisation_id = ${organisationId} and source_id = ${sourceId}
        and (${filter.state}::text is null or state = ${filter.state}) and (${filter.after}::uuid is null or id > ${filter.after}::uuid)
      order by id limit ${filter.limit}`.execute(db)
  ).rows

export const findSkipped = async (db: Db, organisationId: string, id: string) =>
  (
    await sql<
      Tables['skipped']
    >`select * from skipped where organisation_id = ${organisationId} and id = ${id}`.execute(db)
  ).rows[0]

export const settleSkipped = (db: Db, organisationId: string, id: string, state: SkippedState) =>
  sql`update skipped set state = ${state}, settled_at = now() where organisation_id = ${organisationId} and id = ${id}`.execute(
    db,
  )

export const dropSkippedOfRun = (db: Db, organisationId: string, runId: string) =>
  sql`update skipped set state = 'gone', settled_at = now() where organisation_id = ${organisationId} and run_id = ${runId} and state = 'open'`.execute(
    db,
  )

export const insertFile = (db: Db, row: Omit<FileRecord, 'created_at'>) =>
  sql`insert into stored_file (organisation_id, id, name, media_type, bytes, sha256, content, path)
      values (${row.organisation_id}, ${row.id}, ${row.name}, ${row.media_type}, ${row.bytes}, ${row.sha256}, ${row.content}, ${row.path})`.execute(
    db,
  )

export const findFile = async (db: Db, organisationId: string, id: string) =>
  (
    await sql<FileRecord>`select * from stored_file where organisation_id = ${organisationId} and id = ${id}`.execute(
      db,
    )
  ).rows[0]

export const hasRunOf = async (db: Db, source: { organisation_id: string; id: string }, digest: string) =>
  (
    await sql`select 1 from run r join stored_file f on f.organisation_id = r.organisation_id and f.id = r.file_id
              where r.organisation_id = ${source.organisation_id} and r.source_id = ${source.id} and f.sha256 = ${digest} limit 1`.execute(
      db,
    )
  ).rows.length > 0
