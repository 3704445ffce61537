import { type RawBuilder, sql } from 'kysely'
import type { AdvisoryComment, AdvisoryDecision, MatchRun, TriageDecision } from '#model/triage.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import type { MatchedSpelling } from './matched-groups.ts'
import { hasSetAside, isSetAside, isSetAsideOn, isTakenForAffected } from './treated-store.ts'

// What the hospital does with advisories. Tables: advisory_read, advisory_decision, advisory_comment, match_run.

/**
 * Digests of what advisory `id` says here: on each configuration that it leaves open, of each vulnerability, the answer, and status
 * and remediations of the entries that match. How an entry is named, spelt and numbered is left out: only what follows from it counts.
 */
export const remediationDigests = (organisationId: string, id: ReturnType<typeof sql>) => sql`array(
  select left(md5(jsonb_build_array(said.configuration_id, said.vulnerability_id, bool_or(said.answer = 'affected'),
    jsonb_agg(distinct jsonb_build_array(
      (select jsonb_agg(word order by word) from jsonb_each(s.status) as status(word, ids) where ids ? said.product_id),
      (select jsonb_agg(distinct r - 'productIds') from jsonb_array_elements(s.remediations) r
        where jsonb_array_length(r -> 'productIds') = 0 or r -> 'productIds' ? said.product_id))))::text), 16) as digest
  from (
    select m.configuration_id, m.vulnerability_id, e ->> 'answer' as answer, e ->> 'productId' as product_id
    from match m cross join jsonb_array_elements(m.evidence) e
    where m.organisation_id = ${organisationId} and m.advisory_ids @> array[${id}] and m.withdrawn_at is null
      and e ->> 'advisoryId' = ${id} and e ->> 'answer' <> 'not_affected' and e -> 'mayClear' is null
  ) said
  join advisory_vulnerability s on s.advisory_id = ${id} and s.vulnerability_id = said.vulnerability_id
  group by said.configuration_id, said.vulnerability_id order by digest)`

export const markRead = (db: Db, organisationId: string, personId: string, advisoryIds: readonly string[]) =>
  sql`insert into advisory_read (organisation_id, person_id, advisory_id, digest, remediations)
      select ${organisationId}, ${personId}, a.id, a.digest, ${remediationDigests(organisationId, sql`a.id`)}
      from advisory a where a.id = any(${advisoryIds})
      on conflict (organisation_id, person_id, advisory_id) do update set digest = excluded.digest,
        remediations = excluded.remediations, read_at = now()`.execute(db)

export const markUnread = (db: Db, organisationId: string, personId: string, advisoryIds: readonly string[]) =>
  sql`delete from advisory_read
      where organisation_id = ${organisationId} and person_id = ${personId} and advisory_id = any(${advisoryIds})`.execute(
    db,
  )

export interface NewDecision {
  readonly id: string
  readonly advisoryId: string
  readonly decision: TriageDecision
  readonly reason: string
  readonly watchUntil: string | null
  readonly wasHere: boolean
  readonly by: string
}

export const insertDecision = (db: Db, organisationId: string, one: NewDecision) =>
  sql`insert into advisory_decision (organisation_id, id, advisory_id, decision, reason, watch_until, digest, revision, remediations,
        was_here, decided_by)
      select ${organisationId}, ${one.id}, a.id, ${one.decision}, ${one.reason}, ${one.watchUntil}::date, a.digest, a.revision,
        ${remediationDigests(organisationId, sql`a.id`)}, ${one.wasHere}, ${one.by}
      from advisory a where a.id = ${one.advisoryId}`.execute(db)

const decisionColumns = sql`id, decision, reason, watch_until as "watchUntil", revision, digest, decided_at as "decidedAt",
  decided_by as "decidedBy", undone_at as "undoneAt", undone_by as "undoneBy"`

/** Newest first. */
export const decisionRows = async (db: Db, organisationId: string, advisoryId: string) =>
  (
    await sql<AdvisoryDecision>`select ${decisionColumns} from advisory_decision
      where organisation_id = ${organisationId} and advisory_id = ${advisoryId} order by id desc limit 200`.execute(db)
  ).rows

/** Takes the decision in force back; the one before it is in force again. */
export const undoDecision = async (db: Db, organisationId: string, advisoryId: string, by: string) =>
  (
    await sql<AdvisoryDecision>`update advisory_decision set undone_at = now(), undone_by = ${by}
      where organisation_id = ${organisationId} and id = (
        select id from advisory_decision where organisation_id = ${organisationId} and advisory_id = ${advisoryId}
          and undone_at is null order by id desc limit 1 for update)
      returning ${decisionColumns}`.execute(db)
  ).rows[0]

export const insertComment = (
  db: Db,
  organisationId: string,
  one: { id: string; advisoryId: string; text: string; by: string },
) =>
  sql`insert into advisory_comment (organisation_id, id, advisory_id, revision, text, written_by)
      select ${organisationId}, ${one.id}, a.id, a.revision, ${one.text}, ${one.by} from advisory a
      where a.id = ${one.advisoryId}`.execute(db)

export const commentRows = async (db: Db, organisationId: string, advisoryId: string) =>
  (
    await sql<AdvisoryComment>`select id, text, revision, written_at as "writtenAt", written_by as "writtenBy" from advisory_comment
      where organisation_id = ${organisationId} and advisory_id = ${advisoryId} order by id limit 500`.execute(db)
  ).rows

/**
 * Devices of the worklist that an advisory matches with at least this probability, by model and place as they are spelt. A device is done where
 * every matched vulnerability is, and in progress where work on one has begun. It counts as the thresholds say.
 */
export const matchedSpellings = async (db: Db, organisationId: string, advisoryId: string, probability: number) => {
  const countsAsAffected = sql`(found.answer = 'affected' or ${isTakenForAffected(organisationId)})`
  return (
    await sql<MatchedSpelling>`
      with said as (
        select m.configuration_id, m.vulnerability_id, best.probability, best.answer, best.because
        from match m cross join lateral (
          select (e ->> 'probability')::real as probability, e ->> 'answer' as answer, e -> 'because' as because
          from jsonb_array_elements(m.evidence) e
          where e ->> 'advisoryId' = ${advisoryId} and e ->> 'answer' <> 'not_affected' and e -> 'mayClear' is null
          order by e ->> 'answer' = 'affected' desc, 1 desc limit 1) best
        where m.organisation_id = ${organisationId} and m.advisory_ids @> array[${advisoryId}] and m.withdrawn_at is null
          and ${advisoryId} = any(m.supported_by) and m.answer <> 'not_affected'
      ),
      standing as (
        select d.id, d.configuration_id, d.context_id, d.manufacturer, d.model, d.site, d.care_area from device d
        where d.organisation_id = ${organisationId} and d.gone_at is null and d.is_active
      ),
      -- What a device was rid of no longer matches its configuration, and is kept with the one that it was found in.
      found as (
        select standing.*, said.vulnerability_id, said.probability, said.answer, said.because, true as stands
        from standing join said using (configuration_id)
        union
        select standing.*, said.vulnerability_id, said.probability, said.answer, said.because, false as stands
        from finding f join said on said.configuration_id = f.kept_configuration_id and said.vulnerability_id = f.vulnerability_id
        join standing on standing.id = f.device_id
        where f.organisation_id = ${organisationId} and f.kept_configuration_id is not null
      ),
      device_state as (
        select found.id, coalesce(manufacturer, '') as manufacturer, coalesce(model, '') as model, coalesce(site, '') as site,
          coalesce(care_area, '') as care_area,
          bool_or(${countsAsAffected}) as is_affected, bool_or(stands) as stands, max(probability) as probability,
          (array_agg(because order by ${countsAsAffected} desc, probability desc))[1] as because,
          (array_agg(probability order by ${countsAsAffected} desc, probability desc))[1] as reason_probability,
          bool_and(coalesce(f.remediation = 'verified' or f.status = 'fixed', false)) as is_done,
          bool_or(coalesce(f.remediation in ('in_progress', 'claimed', 'verified'), false)) as is_begun
        from found left join finding f on f.organisation_id = ${organisationId} and f.device_id = found.id
          and f.vulnerability_id = found.vulnerability_id
        left join score s on s.organisation_id = ${organisationId} and s.configuration_id = found.configuration_id
          and s.context_id = found.context_id and s.vulnerability_id = found.vulnerability_id
        where not ${isSetAside(organisationId)}
        group by 1, 2, 3, 4, 5 having max(probability) >= ${probability}::real
      )
      select manufacturer, model, site, care_area as "careArea", count(*)::int as devices,
        (count(*) filter (where stands and is_affected))::int as affected, (count(*) filter (where stands and not is_affected))::int as "cannotTell",
        max(probability) as probability, max(reason_probability) filter (where stands and is_affected) as "affectedProbability",
        (array_agg(because order by reason_probability desc) filter (where stands and is_affected))[1] as "affectedBecause",
        max(reason_probability) filter (where stands and not is_affected) as "lookProbability",
        (array_agg(because order by reason_probability desc) filter (where stands and not is_affected))[1] as "lookBecause",
        (count(*) filter (where is_done))::int as done, (count(*) filter (where not is_done and is_begun))::int as "inProgress",
        (count(*) filter (where not is_done and not is_begun))::int as "notRemediated"
      from device_state group by 1, 2, 3, 4 order by 1, 2, 3, 4`.execute(db)
  ).rows
}

/** Devices of the worklist that are of these configurations in these contexts. */
export const devicesOfPairs = async (
  db: Db,
  organisationId: string,
  pairs: readonly { readonly configuration_id: string; readonly context_id: string }[],
): Promise<number> =>
  pairs.length === 0
    ? 0
    : (
        await sql<{ n: number }>`
          select count(*)::int as n from device d
          join jsonb_to_recordset(${jsonRows(pairs)}) as p(configuration_id uuid, context_id uuid)
            on p.configuration_id = d.configuration_id and p.context_id = d.context_id
          where d.organisation_id = ${organisationId} and d.gone_at is null and d.is_active`.execute(db)
      ).rows[0]!.n

export type NewMatchRun = Omit<MatchRun, 'configurations'> & {
  configurationIds: readonly string[]
  importRunId: string | null
}

/** What comes of the same import joins the run that is there already; what was matched twice counts once. */
export const insertMatchRun = async (db: Db, organisationId: string, run: NewMatchRun) =>
  (
    await sql<{ id: string }>`
      insert into match_run (organisation_id, id, trigger, advisory_ids, device_ids, configuration_ids, configurations, changed,
        devices, not_remediated, in_progress, done, started_at, ended_at, by_name, import_run_id)
      values (${organisationId}, ${run.id}, ${run.trigger}, ${run.advisoryIds}, ${run.deviceIds}, ${run.configurationIds}::uuid[],
        cardinality(${run.configurationIds}::uuid[]), ${run.changed}, ${run.devices}, ${run.notRemediated}, ${run.inProgress},
        ${run.done}, ${run.startedAt}, greatest(${run.startedAt}::timestamptz, ${run.endedAt}),
        ${run.by}, ${run.importRunId})
      on conflict (organisation_id, import_run_id, trigger) where import_run_id is not null do update set
        advisory_ids = array(select distinct unnest(match_run.advisory_ids || excluded.advisory_ids) order by 1),
        configuration_ids = array(select distinct unnest(match_run.configuration_ids || excluded.configuration_ids) order by 1),
        configurations = (select count(distinct c) from unnest(match_run.configuration_ids || excluded.configuration_ids) c),
        changed = match_run.changed + excluded.changed, ended_at = greatest(match_run.ended_at, excluded.ended_at)
      returning id`.execute(db)
  ).rows[0]!.id

export const matchRunsOfImport = async (db: Db, organisationId: string, importRunId: string) =>
  (
    await sql<{ id: string; advisoryIds: string[]; deviceIds: string[]; configurationIds: string[] }>`
      select id, advisory_ids as "advisoryIds", device_ids as "deviceIds", configuration_ids as "configurationIds" from match_run
      where organisation_id = ${organisationId} and import_run_id = ${importRunId}`.execute(db)
  ).rows

export const updateMatchRunCounts = (
  db: Db,
  organisationId: string,
  id: string,
  counts: Pick<MatchRun, 'devices' | 'notRemediated' | 'inProgress' | 'done' | 'endedAt'>,
) =>
  sql`update match_run set devices = ${counts.devices}, not_remediated = ${counts.notRemediated},
        in_progress = ${counts.inProgress}, done = ${counts.done}, ended_at = greatest(started_at, ${counts.endedAt})
      where organisation_id = ${organisationId} and id = ${id}`.execute(db)

/** Newest first. */
export const matchRunPage = async (
  db: Db,
  organisationId: string,
  query: { before: string | null; trigger: MatchRun['trigger'] | undefined; limit: number },
) =>
  (
    await sql<MatchRun>`select id, trigger, advisory_ids as "advisoryIds", device_ids as "deviceIds", configurations, changed, devices,
        not_remediated as "notRemediated", in_progress as "inProgress", done, started_at as "startedAt", ended_at as "endedAt",
        by_name as by
      from match_run where organisation_id = ${organisationId}
        and ${query.before === null ? sql`true` : sql`id < ${query.before}::uuid`}
        and ${query.trigger === undefined ? sql`true` : sql`trigger = ${query.trigger}`}
      order by id desc limit ${query.limit}`.execute(db)
  ).rows

/** Devices that match, by what is done about them; counted by configuration, and only those with a history one by one. */
export const matchCounts = async (
  db: Db,
  organisationId: string,
  by: { advisoryIds: readonly string[] } | { configurationIds: readonly string[] },
) => {
  const ofRun =
    'advisoryIds' in by
      ? sql`m.supported_by && ${by.advisoryIds}::text[]`
      : sql`m.configuration_id = any(${by.configurationIds})`
  const isAside = await hasSetAside(db, organisationId)
  const said = sql`
    select m.configuration_id, null::uuid as context_id, m.vulnerability_id from match m
    where m.organisation_id = ${organisationId} and m.withdrawn_at is null and m.answer <> 'not_affected' and ${ofRun}`
  // Devices alike in configuration differ by context only where a threshold sets some aside.
  const counting = sql`
    with said as materialized (${said}), there as (
      select configuration_id, context_id from device where organisation_id = ${organisationId} and gone_at is null and is_active
      union
      select kept_configuration_id, kept_context_id from finding
      where organisation_id = ${organisationId} and kept_configuration_id is not null
    )
    select said.configuration_id, there.context_id, said.vulnerability_id from said join there using (configuration_id)
    where not ${isSetAsideOn(organisationId, {
      configuration: sql`said.configuration_id`,
      context: sql`there.context_id`,
      vulnerability: sql`said.vulnerability_id`,
    })}`
  const isOf = (one: RawBuilder<unknown>, configuration: RawBuilder<unknown>, context: RawBuilder<unknown>) =>
    sql`${one}.configuration_id = ${configuration} ${isAside ? sql`and ${one}.context_id = ${context}` : sql``}`
  const { rows } = await sql<{ devices: number; done: number; inProgress: number; notRemediated: number }>`
    with open as materialized (${isAside ? counting : said}),
    said as (select configuration_id, context_id, count(*) as n from open group by 1, 2),
    standing as (
      select count(*) as n from device d join said on ${isOf(sql`said`, sql`d.configuration_id`, sql`d.context_id`)}
      where d.organisation_id = ${organisationId} and d.gone_at is null and d.is_active
    ),
    touched as (
      select d.id, bool_or(said.n is not null) as stands,
        count(*) filter (where f.remediation = 'verified' or f.status = 'fixed') as done,
        bool_or(f.remediation in ('in_progress', 'claimed', 'verified')) as is_begun, max(said.n) as n
      from finding f
      join device d on d.organisation_id = f.organisation_id and d.id = f.device_id and d.gone_at is null and d.is_active
      join open on open.vulnerability_id = f.vulnerability_id
        and ${isOf(sql`open`, sql`coalesce(f.kept_configuration_id, d.configuration_id)`, sql`coalesce(f.kept_context_id, d.context_id)`)}
      left join said on ${isOf(sql`said`, sql`d.configuration_id`, sql`d.context_id`)}
      where f.organisation_id = ${organisationId} group by 1
    ),
    counted as (
      select (select n from standing)::int + (count(*) filter (where not stands))::int as devices,
        (count(*) filter (where done >= coalesce(n, 1)))::int as done,
        (count(*) filter (where done < coalesce(n, 1) and is_begun))::int as begun from touched
    )
    select devices, done, begun as "inProgress", devices - done - begun as "notRemediated" from counted`.execute(db)
  return rows[0]!
}

export const configurationsOfDevices = async (db: Db, organisationId: string, deviceIds: readonly string[]) =>
  (
    await sql<{ id: string }>`select distinct configuration_id as id from device
      where organisation_id = ${organisationId} and id = any(${deviceIds}) and gone_at is null`.execute(db)
  ).rows.map((row) => row.id)

/** Each maker and model that devices bear, as they are spelt. */
export const modelsHere = async (db: Db, organisationId: string) =>
  (
    await sql<{ manufacturer: string; model: string }>`
      select distinct coalesce(manufacturer, '') as manufacturer, coalesce(model, '') as model from device
      where organisation_id = ${organisationId} and gone_at is null`.execute(db)
  ).rows
