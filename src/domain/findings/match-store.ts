import { sql } from 'kysely'
import type { Answer, Because, Evidence } from '#model/finding.ts'
import type { Configuration } from '#model/matching.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import { isSaidBy } from './said-by-store.ts'

export interface ConfigurationRow extends Configuration {
  readonly id: string
}

const configurationColumns = sql`id, manufacturer, model, model_number as "modelNumber", description,
  software_version as "softwareVersion", firmware_version as "firmwareVersion", operating_system as "operatingSystem",
  udi_di as "udiDi", serial_number as "serialNumber", installed_updates as "installedUpdates"`

/** Those of `ids` that were never matched. */
export const unmatchedConfigurations = async (db: Db, organisationId: string, ids: readonly string[]) =>
  (
    await sql<ConfigurationRow>`
      select ${configurationColumns} from configuration
      where organisation_id = ${organisationId} and id = any(${ids}) and matched_at is null order by id`.execute(db)
  ).rows

export const configurationsById = async (db: Db, organisationId: string, ids: readonly string[]) =>
  (
    await sql<ConfigurationRow>`
      select ${configurationColumns} from configuration where organisation_id = ${organisationId} and id = any(${ids})`.execute(
      db,
    )
  ).rows

// Not in their thousands by way of all devices, as the planner would have it: one look-up each.
const hasDevice = sql`(select d.id from device d
  where d.organisation_id = c.organisation_id and d.configuration_id = c.id and d.gone_at is null limit 1) is not null`

/** A finding that is not done is kept by it, or a device that is gone has it and a history. */
const hasHistory = (organisationId: string) => sql`c.id in (
  select f.kept_configuration_id from finding f
  where f.organisation_id = ${organisationId} and f.kept_configuration_id is not null and f.status <> 'fixed'
  union all
  select d.configuration_id from device d
  where d.organisation_id = ${organisationId} and d.gone_at is not null
    and exists (select from finding f where f.organisation_id = d.organisation_id and f.device_id = d.id))`

/** What nobody has any more is not matched again, until a device takes it. */
export const leaveBehind = (db: Db, organisationId: string) =>
  sql`update configuration c set is_behind = true
      where organisation_id = ${organisationId} and matched_at is not null and not is_behind
        and not ${hasDevice} and not ${hasHistory(organisationId)}`.execute(db)

/** Condition on a configuration `c` that was matched before: it was not left behind, or has a history by now. */
export const isFollowed = (organisationId: string) => sql<boolean>`(not c.is_behind or ${hasHistory(organisationId)})`

/** Every configuration that was matched before and is not left behind: what is new waits for its device. */
export const matchedConfigurations = async (db: Db, organisationId: string) =>
  (
    await sql<ConfigurationRow & { isBehind: boolean }>`
      select ${configurationColumns}, is_behind as "isBehind" from configuration c
      where organisation_id = ${organisationId} and matched_at is not null and ${isFollowed(organisationId)} order by id`.execute(
      db,
    )
  ).rows

/** Those left behind that are among `ids`, or that keep a finding of the devices. */
export const configurationsLeftBehind = async (
  db: Db,
  organisationId: string,
  ids: readonly string[],
  deviceIds: readonly string[],
) =>
  (
    await sql<ConfigurationRow>`
      select ${configurationColumns} from configuration
      where organisation_id = ${organisationId} and is_behind and (id = any(${ids}::uuid[]) or id in (
        select kept_configuration_id from finding
        where organisation_id = ${organisationId} and device_id = any(${deviceIds}::uuid[]) and kept_configuration_id is not null))
      order by id`.execute(db)
  ).rows

export const recordCaughtUp = (db: Db, organisationId: string, ids: readonly string[]) =>
  sql`update configuration set is_behind = false
      where organisation_id = ${organisationId} and id = any(${ids}::uuid[]) and is_behind`.execute(db)

/** Configurations whose matches ask for the serial number, and whose devices are not told apart by it yet. */
export const configurationsAskedForSerials = async (db: Db, organisationId: string) =>
  (
    await sql<{ id: string }>`
      select distinct m.configuration_id as id from match m
      join configuration c on c.organisation_id = m.organisation_id and c.id = m.configuration_id
      where m.organisation_id = ${organisationId} and m.withdrawn_at is null and not c.is_told_apart and c.serial_number = ''
        and jsonb_path_exists(m.evidence, '$[*].because[*] ? (@.asks == "serialNumber")')`.execute(db)
  ).rows.map(({ id }) => id)

/** `basis_id` is the configuration's: platforms' matches are written by platform-store.ts. */
export interface MatchRow {
  basis_id: string
  vulnerability_id: string
  answer: Answer
  probability: number
  advisory_id: string
  evidence: readonly Evidence[]
  advisory_ids: readonly string[]
  supported_by: readonly string[]
  affected_by: readonly string[]
  digest: string
  /** Null for now. */
  matched_at: string | null
}

/** What is stored of a match, as far as it decides whether to write it again. */
export interface StoredMatch {
  basis_id: string
  vulnerability_id: string
  answer: Answer
  digest: string
  matched_at: string
  withdrawn_at: string | null
}

export const configurationsOfAdvisories = async (db: Db, organisationId: string, advisoryIds: readonly string[]) =>
  (
    await sql<{ id: string }>`
      select distinct configuration_id as id from match
      where organisation_id = ${organisationId} and advisory_ids && ${advisoryIds}::text[]`.execute(db)
  ).rows.map((row) => row.id)

/** They are no longer said of their bases; what was said stays as evidence. */
export const withdrawMatches = async (
  db: Db,
  organisationId: string,
  keys: readonly { basis_id: string; vulnerability_id: string }[],
) =>
  (
    await sql<{ basis_id: string; vulnerability_id: string; deciding: Evidence | null; advisory_id: string }>`
      update basis_match m set answer = 'not_affected', supported_by = '{}', affected_by = '{}', digest = '', withdrawn_at = now(),
        asks = null, asks_option = null
      from jsonb_to_recordset(${jsonRows(keys)}) as k(basis_id uuid, vulnerability_id text)
      where m.organisation_id = ${organisationId} and m.basis_id = k.basis_id and m.vulnerability_id = k.vulnerability_id
      returning m.basis_id, m.vulnerability_id, m.evidence -> 0 as deciding, m.advisory_id`.execute(db)
  ).rows

/**
 * With what is read out of the evidence: the reasons of the deciding statement, and where nobody can tell the one attribute that
 * settles it; else what settles whether a statement clears the device.
 */
function withReasons(row: MatchRow) {
  const because = row.evidence[0]?.because ?? []
  const asked =
    (row.answer === 'cannot_tell' ? questionIn(because) : undefined) ??
    row.evidence.flatMap((one) => (one.mayClear ? (questionIn(one.because) ?? []) : []))[0]
  return { ...row, because, asks: asked?.asks ?? null, asks_option: asked ? (asked.option ?? '') : null }
}

/** One part alone is unknown then, and says what answers it. */
function questionIn(because: readonly Because[]): Because | undefined {
  const [unknown, ...others] = because.filter(({ outcome }) => outcome === 'unknown')
  return unknown?.asks && others.length === 0 ? unknown : undefined
}

/** The digest was compared before: each of these rows is new or changed. */
export const upsertMatches = (db: Db, organisationId: string, rows: readonly MatchRow[], isWithdrawn = false) =>
  sql`insert into basis_match (organisation_id, basis_id, vulnerability_id, answer, probability, advisory_id, evidence, advisory_ids,
        supported_by, affected_by, digest, matched_at, withdrawn_at, because, asks, asks_option)
      select ${organisationId}::uuid, r.basis_id, r.vulnerability_id, r.answer, r.probability, r.advisory_id, r.evidence,
        array(select jsonb_array_elements_text(r.advisory_ids)), array(select jsonb_array_elements_text(r.supported_by)),
        array(select jsonb_array_elements_text(r.affected_by)), r.digest, coalesce(r.matched_at, now()),
        ${isWithdrawn ? sql`now()` : sql`null::timestamptz`}, r.because, r.asks,
        r.asks_option
      from jsonb_to_recordset(${jsonRows(rows.map(withReasons))}) as r(basis_id uuid, vulnerability_id text, answer text, probability real,
        advisory_id text, evidence jsonb, advisory_ids jsonb, supported_by jsonb, affected_by jsonb, digest text,
        matched_at timestamptz, because jsonb, asks text, asks_option text)
      order by r.basis_id, r.vulnerability_id
      on conflict (organisation_id, basis_id, vulnerability_id) do update set answer = excluded.answer,
        probability = excluded.probability, advisory_id = excluded.advisory_id, evidence = excluded.evidence,
        advisory_ids = excluded.advisory_ids, supported_by = excluded.supported_by, affected_by = excluded.affected_by,
        digest = excluded.digest, matched_at = excluded.matched_at, withdrawn_at = excluded.withdrawn_at,
        because = excluded.because, asks = excluded.asks, asks_option = excluded.asks_option`.execute(db)

/**
 * Configurations that an advisory, or a vulnerability, leaves open: to narrow a list of devices. One vulnerability of an
 * advisory that affects makes the answer *affected*, as where groups are counted.
 */
export const openConfigurations = async (
  db: Db,
  organisationId: string,
  by: {
    advisoryId?: string | undefined
    vulnerabilityId?: string | undefined
    answer?: 'affected' | 'cannot_tell' | undefined
  },
) =>
  (
    await sql<{ id: string }>`
      select configuration_id as id from match m
      where organisation_id = ${organisationId} and answer <> 'not_affected'
        and ${by.advisoryId === undefined ? sql`true` : sql`${isSaidBy(by.advisoryId)} and ${by.advisoryId} = any(supported_by)`}
        and ${by.vulnerabilityId === undefined ? sql`true` : sql`vulnerability_id = ${by.vulnerabilityId}`}
      group by 1
      having ${
        by.answer === undefined
          ? sql`true`
          : sql`bool_or(${by.advisoryId === undefined ? sql`answer = 'affected'` : sql`${by.advisoryId} = any(affected_by)`})
              = ${by.answer === 'affected'}`
      }`.execute(db)
  ).rows.map((row) => row.id)

/** Where one of the vulnerabilities is open. */
export const configurationsOfVulnerabilities = async (
  db: Db,
  organisationId: string,
  vulnerabilityIds: readonly string[],
) =>
  (
    await sql<{ id: string }>`
      select distinct configuration_id as id from match
      where organisation_id = ${organisationId} and vulnerability_id = any(${vulnerabilityIds}) and answer <> 'not_affected'`.execute(
      db,
    )
  ).rows.map((row) => row.id)
