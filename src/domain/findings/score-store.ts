import { sql } from 'kysely'
import type { CareSetting, Criticality } from '#model/device.ts'
import type { Answer } from '#model/finding.ts'
import type { Reason, RiskBand } from '#model/risk.ts'
import { copyRows } from '#platform/db/copy.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'

/** A configuration in a context: the devices that are alike in all that a score depends on. */
export interface Pair {
  readonly configuration_id: string
  readonly context_id: string
}

/** What is to be ranked, with all that hangs on the device. */
export interface Unranked extends Pair {
  vulnerability_id: string
  answer: Answer
  probability: number
  advisory_id: string
  product_ids: readonly string[]
  criticality: Criticality
  care_setting: CareSetting
  zone: string
  network_connected: boolean | null
  stores_phi: boolean | null
  manufacturer: string
  model: string
  description: string
  /** Of the score that is stored; null where there is none. */
  digest: string | null
  /** Devices of the worklist in the pair, where it is asked for. */
  standing?: number
}

const unranked = sql`m.configuration_id, x.id as context_id, m.vulnerability_id, m.answer, m.probability, m.advisory_id,
  array(select e->>'productId' from jsonb_array_elements(m.evidence) e
        where e->>'advisoryId' = m.advisory_id and e->>'answer' <> 'not_affected') as product_ids,
  x.criticality, x.care_setting, x.zone, x.network_connected, x.stores_phi, c.manufacturer, c.model, c.description, s.digest`

/** What is open on the pairs and was never ranked. */
export const unrankedOfPairs = async (db: Db, organisationId: string, pairs: readonly Pair[]) =>
  (
    await sql<Unranked>`
      with p as (
        select p.configuration_id, p.context_id, count(d.id) as standing
        from jsonb_to_recordset(${jsonRows(pairs)}) as p(configuration_id uuid, context_id uuid)
        left join device d on d.organisation_id = ${organisationId} and d.configuration_id = p.configuration_id
          and d.context_id = p.context_id and d.gone_at is null and d.is_active
        group by 1, 2
      )
      select ${unranked}, p.standing from p
      join match m on m.organisation_id = ${organisationId} and m.configuration_id = p.configuration_id and m.answer <> 'not_affected'
      join configuration c on c.organisation_id = ${organisationId} and c.id = p.configuration_id
      join context x on x.organisation_id = ${organisationId} and x.id = p.context_id
      left join score s on s.organisation_id = ${organisationId} and s.configuration_id = p.configuration_id
        and s.context_id = p.context_id and s.vulnerability_id = m.vulnerability_id
      where s.digest is null
      order by m.vulnerability_id, m.configuration_id, x.id`.execute(db)
  ).rows

/** What is open of the vulnerabilities wherever a device stands or was ranked before: to be ranked again. */
export const rankedOfVulnerabilities = async (db: Db, organisationId: string, vulnerabilityIds: readonly string[]) =>
  (
    await sql<Unranked>`
      with p as (
        select d.configuration_id, d.context_id, m.vulnerability_id
        from match m
        join (select distinct configuration_id, context_id from device where organisation_id = ${organisationId}) d
          on d.configuration_id = m.configuration_id
        where m.organisation_id = ${organisationId} and m.vulnerability_id = any(${vulnerabilityIds}) and m.answer <> 'not_affected'
        union
        select configuration_id, context_id, vulnerability_id from score
        where organisation_id = ${organisationId} and vulnerability_id = any(${vulnerabilityIds})
      )
      select ${unranked}
      from p
      join match m on m.organisation_id = ${organisationId} and m.configuration_id = p.configuration_id
        and m.vulnerability_id = p.vulnerability_id and m.answer <> 'not_affected'
      join configuration c on c.organisation_id = ${organisationId} and c.id = p.configuration_id
      join context x on x.organisation_id = ${organisationId} and x.id = p.context_id
      left join score s on s.organisation_id = ${organisationId} and s.configuration_id = p.configuration_id
        and s.context_id = p.context_id and s.vulnerability_id = p.vulnerability_id
      order by m.vulnerability_id, m.configuration_id, x.id`.execute(db)
  ).rows

export interface ScoreRow extends Pair {
  vulnerability_id: string
  score: number
  band: RiskBand
  likelihood: number
  safety: number
  care: number
  privacy: number
  reasons: readonly Reason[]
  digest: string
}

const scoreColumns = [
  'configuration_id',
  'context_id',
  'vulnerability_id',
  'score',
  'band',
  'likelihood',
  'safety',
  'care',
  'privacy',
  'reasons',
  'digest',
] as const

/** Scores that are not there yet, with the devices that have them open as far as no finding says otherwise. */
export const insertScores = (
  db: Db,
  organisationId: string,
  rows: readonly (ScoreRow & { open_devices: number })[],
) => {
  const now = new Date().toISOString()
  return copyRows(
    db,
    'score',
    ['organisation_id', ...scoreColumns, 'open_devices', 'scored_at'],
    Iterator.from(rows).map((row) => [
      organisationId,
      ...scoreColumns.map((column) => row[column]),
      row.open_devices,
      now,
    ]),
  )
}

/** The digest was compared before: each of these rows is new or changed. */
export const upsertScores = (db: Db, organisationId: string, rows: readonly ScoreRow[]) =>
  sql`insert into score (organisation_id, configuration_id, context_id, vulnerability_id, score, band, likelihood, safety, care, privacy,
        reasons, digest, scored_at)
      select ${organisationId}::uuid, r.*, now() from jsonb_to_recordset(${jsonRows(rows)}) as r(configuration_id uuid, context_id uuid,
        vulnerability_id text, score real, band text, likelihood real, safety real, care real, privacy real, reasons jsonb, digest text)
      on conflict (organisation_id, configuration_id, context_id, vulnerability_id) do update set score = excluded.score,
        band = excluded.band, likelihood = excluded.likelihood, safety = excluded.safety, care = excluded.care,
        privacy = excluded.privacy, reasons = excluded.reasons, digest = excluded.digest, scored_at = excluded.scored_at`.execute(
    db,
  )

/**
 * Counts again, for each score of the pairs, the devices of the worklist that have it open: those in the pair without
 * those whose finding says that it is done. Only counts that change are written.
 */
export const countOpenDevices = (db: Db, organisationId: string, pairs: readonly Pair[]) =>
  sql`
    with p as (select * from jsonb_to_recordset(${jsonRows(pairs)}) as p(configuration_id uuid, context_id uuid)),
    standing as (
      select p.configuration_id, p.context_id, count(d.id) as n
      from p left join device d on d.organisation_id = ${organisationId} and d.configuration_id = p.configuration_id
        and d.context_id = p.context_id and d.gone_at is null and d.is_active
      group by 1, 2
    ),
    done as (
      select d.configuration_id, d.context_id, f.vulnerability_id, count(*) as n
      from finding f
      join device d on d.organisation_id = ${organisationId} and d.id = f.device_id and d.gone_at is null and d.is_active
      join p on p.configuration_id = d.configuration_id and p.context_id = d.context_id
      where f.organisation_id = ${organisationId}
        and (f.status in ('fixed', 'not_affected') or f.decision <> 'none' or f.remediation = 'verified')
      group by 1, 2, 3
    ),
    counted as (
      select s.configuration_id, s.context_id, s.vulnerability_id,
        case when m.answer = 'not_affected' then 0 else standing.n - coalesce(done.n, 0) end as open
      from standing
      join score s on s.organisation_id = ${organisationId} and s.configuration_id = standing.configuration_id
        and s.context_id = standing.context_id
      join match m on m.organisation_id = ${organisationId} and m.configuration_id = s.configuration_id
        and m.vulnerability_id = s.vulnerability_id
      left join done on done.configuration_id = s.configuration_id and done.context_id = s.context_id
        and done.vulnerability_id = s.vulnerability_id
    )
    update score s set open_devices = counted.open from counted
    where s.organisation_id = ${organisationId} and s.configuration_id = counted.configuration_id and s.context_id = counted.context_id
      and s.vulnerability_id = counted.vulnerability_id and s.open_devices <> counted.open`.execute(db)

/** Vulnerabilities that the advisories state and that are on some configuration. */
export const vulnerabilitiesOf = async (db: Db, organisationId: string, advisoryIds: readonly string[]) =>
  (
    await sql<{ id: string }>`
      select distinct vulnerability_id as id from advisory_vulnerability v
      where advisory_id = any(${advisoryIds}) and exists (
        select from match m where m.organisation_id = ${organisationId} and m.vulnerability_id = v.vulnerability_id)`.execute(
      db,
    )
  ).rows.map((row) => row.id)

export const openVulnerabilities = async (db: Db, organisationId: string) =>
  (
    await sql<{ id: string }>`
      select distinct vulnerability_id as id from match where organisation_id = ${organisationId} and answer <> 'not_affected' order by 1`.execute(
      db,
    )
  ).rows.map((row) => row.id)
