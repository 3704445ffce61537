import { sql } from 'kysely'
import type { Answer } from '#model/finding.ts'
import { binary, copyBinary, copyRows } from '#platform/db/copy.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import { idFrom, sha256 } from '#platform/id.ts'
import { isFollowed, type StoredMatch } from './match-store.ts'
import { dropReasons } from './score-store.ts'

// What configurations share of databases' answers. Tables: platform, configuration_basis, followed_databases.

/** The states of the databases that findings follow; zero before the first. */
export const followedDatabases = async (db: Db, organisationId: string) =>
  (
    await sql<{
      nvd: number
      osv: number
      msrc: number
    }>`select nvd, osv, msrc from followed_databases where organisation_id = ${organisationId}`.execute(db)
  ).rows[0] ?? { nvd: 0, osv: 0, msrc: 0 }

/** One process may serve several, and their versions are counted apart. */
export const databaseName = async (db: Db) =>
  (await sql<{ name: string }>`select current_database() as name`.execute(db)).rows[0]!.name

export const followDatabases = (
  db: Db,
  organisationId: string,
  { nvd, osv, msrc }: { nvd: number; osv: number; msrc: number },
) =>
  sql`insert into followed_databases (organisation_id, nvd, osv, msrc) values (${organisationId}, ${nvd}, ${osv}, ${msrc})
      on conflict (organisation_id) do update set nvd = excluded.nvd, osv = excluded.osv, msrc = excluded.msrc`.execute(
    db,
  )

/** Each configuration is the basis of what is said of it alone. */
export const linkThemselves = (
  db: Db,
  organisationId: string,
  rows: readonly { readonly id: string; readonly names_digest: string }[],
  databases: string,
) =>
  sql`insert into configuration_basis (organisation_id, configuration_id, basis_id, group_id, databases, names_digest)
      select ${organisationId}::uuid, r.id, r.id, r.id, ${databases}, r.names_digest
      from jsonb_to_recordset(${jsonRows(rows)}) as r(id uuid, names_digest text) order by r.id
      on conflict (organisation_id, configuration_id, basis_id)
      do update set databases = excluded.databases, names_digest = excluded.names_digest
      where (configuration_basis.databases, configuration_basis.names_digest) <> (excluded.databases, excluded.names_digest)`.execute(
    db,
  )

/** Configurations that were not left behind whose platform was worked out from other states of NVD and OSV; a part of them. */
export const configurationsBehind = async (db: Db, organisationId: string, databases: string, limit: number) =>
  (
    await sql<{ id: string; databases: string; names_digest: string }>`
      select c.id, l.databases, l.names_digest from configuration_basis l
      join configuration c on c.organisation_id = l.organisation_id and c.id = l.configuration_id
      where l.organisation_id = ${organisationId} and l.basis_id = l.configuration_id and l.databases <> ${databases}
        and ${isFollowed(organisationId)}
      order by l.configuration_id limit ${limit}`.execute(db)
  ).rows

export interface PlatformLink {
  readonly configuration_id: string
  readonly platform_id: string
  readonly digest: string
  readonly group_id: string
}

export const platformsOf = async (db: Db, organisationId: string, configurationIds: readonly string[]) =>
  (
    await sql<PlatformLink>`
      select l.configuration_id, l.group_id, p.id as platform_id, p.digest from configuration_basis l
      join platform p on p.organisation_id = l.organisation_id and p.id = l.basis_id
      where l.organisation_id = ${organisationId} and l.configuration_id = any(${configurationIds}::uuid[])`.execute(db)
  ).rows

export const platformsByDigest = async (db: Db, organisationId: string, digests: readonly string[]) =>
  (
    await sql<{ id: string; digest: string; followed: string }>`
      select id, digest, followed from platform where organisation_id = ${organisationId} and digest = any(${digests})`.execute(
      db,
    )
  ).rows

export const configurationsOfPlatforms = async (db: Db, organisationId: string, platformIds: readonly string[]) =>
  (
    await sql<{ configuration_id: string; platform_id: string }>`
      select configuration_id, basis_id as platform_id from configuration_basis
      where organisation_id = ${organisationId} and basis_id = any(${platformIds}::uuid[]) and configuration_id <> basis_id`.execute(
      db,
    )
  ).rows

/** Of those that have one of the platforms, the ones of which something else says what is said on it: a match of their own too. */
export const configurationsSaidElsewhere = async (
  db: Db,
  organisationId: string,
  said: readonly { readonly platform_id: string; readonly vulnerability_id: string }[],
) =>
  (
    await sql<{ id: string }>`
      select distinct l.configuration_id as id
      from jsonb_to_recordset(${jsonRows(said)}) as k(platform_id uuid, vulnerability_id text)
      join configuration_basis l on l.organisation_id = ${organisationId} and l.basis_id = k.platform_id
        and l.configuration_id <> l.basis_id
      join configuration_basis other on other.organisation_id = ${organisationId} and other.configuration_id = l.configuration_id
        and other.basis_id <> k.platform_id
      join basis_match m on m.organisation_id = ${organisationId} and m.basis_id = other.basis_id
        and m.vulnerability_id = k.vulnerability_id and m.withdrawn_at is null`.execute(db)
  ).rows.map(({ id }) => id)

/** Of those that have one of the platforms, the ones that have another one too. */
export const configurationsOnTwo = async (db: Db, organisationId: string, platformIds: readonly string[]) =>
  (
    await sql<{ id: string }>`
      select distinct l.configuration_id as id from configuration_basis l
      join configuration_basis other on other.organisation_id = l.organisation_id and other.configuration_id = l.configuration_id
        and other.basis_id not in (l.basis_id, l.configuration_id)
      where l.organisation_id = ${organisationId} and l.basis_id = any(${platformIds}::uuid[])`.execute(db)
  ).rows.map(({ id }) => id)

/** Gives the ids in the same order. */
export async function insertPlatforms(
  db: Db,
  organisationId: string,
  rows: readonly { readonly digest: string; readonly names: string; readonly isSystem: boolean }[],
  followed: string,
): Promise<string[]> {
  const ids = rows.map(({ digest }) => idFrom(sha256(`${organisationId} platform ${digest}`)))
  await copyRows(
    db,
    'platform',
    ['organisation_id', 'id', 'digest', 'names', 'is_system', 'followed'],
    rows.map(({ digest, names, isSystem }, at) => [organisationId, ids[at], digest, names, isSystem, followed]),
  )
  return ids
}

/** What stands on them is as of this state of the databases. */
export const setFollowed = async (db: Db, organisationId: string, platformIds: readonly string[], followed: string) => {
  if (platformIds.length === 0) return
  await sql`update platform set followed = ${followed}
      where organisation_id = ${organisationId} and id = any(${platformIds}::uuid[])`.execute(db)
}

/** Each of the configurations has these platforms, and no other. */
export async function setPlatforms(
  db: Db,
  organisationId: string,
  links: readonly Omit<PlatformLink, 'digest'>[],
  configurationIds: readonly string[],
) {
  if (configurationIds.length === 0) return
  await sql`delete from configuration_basis where organisation_id = ${organisationId} and basis_id <> configuration_id
      and configuration_id = any(${configurationIds}::uuid[])`.execute(db)
  await sql`insert into configuration_basis (organisation_id, configuration_id, basis_id, group_id)
      select ${organisationId}::uuid, r.* from jsonb_to_recordset(${jsonRows(links)})
        as r(configuration_id uuid, platform_id uuid, group_id uuid) order by 2`.execute(db)
}

/** Of groups on platforms, what no configuration has any more goes with all that hangs on it. */
export async function dropUnused(
  db: Db,
  organisationId: string,
  groups: readonly { readonly basis_id: string; readonly group_id: string }[],
) {
  const { rows: scores } = await sql<{ digest: string }>`
    with gone as (
      delete from basis_score s using jsonb_to_recordset(${jsonRows(groups)}) as g(basis_id uuid, group_id uuid)
      where s.organisation_id = ${organisationId} and s.basis_id = g.basis_id and s.group_id = g.group_id
        and not exists (select from configuration_basis l where l.organisation_id = ${organisationId} and l.basis_id = g.basis_id
          and l.group_id = g.group_id)
      returning s.digest
    )
    select distinct digest from gone`.execute(db)
  const { rows } = await sql<{ id: string }>`
    select id from platform p
    where organisation_id = ${organisationId} and id = any(${groups.map(({ basis_id }) => basis_id)}::uuid[])
      and not exists (select from configuration_basis l where l.organisation_id = p.organisation_id and l.basis_id = p.id)`.execute(
    db,
  )
  const ids = rows.map(({ id }) => id)
  await sql`delete from basis_match where organisation_id = ${organisationId} and basis_id = any(${ids}::uuid[])`.execute(
    db,
  )
  await sql`delete from platform where organisation_id = ${organisationId} and id = any(${ids}::uuid[])`.execute(db)
  await dropReasons(
    db,
    organisationId,
    scores.map(({ digest }) => digest),
  )
}

export interface SharedMatch {
  readonly basis_id: string
  readonly vulnerability_id: string
  readonly answer: Answer
  readonly probability: number
  /** `NVD`, `CVE`, `OSV` or `MSRC`. */
  readonly source: string
  readonly matched_at: string
}

/** All that is compared of a shared match; its evidence is made when it is asked for. */
export const sharedDigest = ({ answer, probability, source }: Pick<SharedMatch, 'answer' | 'probability' | 'source'>) =>
  `${source} ${answer} ${probability}`

const sharedColumns = [
  'organisation_id',
  'basis_id',
  'vulnerability_id',
  'answer',
  'probability',
  'advisory_id',
  'matched_at',
] as const

/** Matches that are not there yet: by the million, so that what many have in common is written once. */
export const insertShared = (db: Db, organisationId: string, rows: Iterable<SharedMatch>) =>
  copyBinary(db, 'basis_match', sharedColumns, inPieces(organisationId, rows))

function* inPieces(organisationId: string, rows: Iterable<SharedMatch>) {
  const organisation = binary.uuid(organisationId)
  const said = new Map<string, Uint8Array>()
  let last = ''
  let basis = organisation
  for (const { basis_id, vulnerability_id, answer, probability, source, matched_at } of rows) {
    if (basis_id !== last) {
      last = basis_id
      basis = Buffer.concat([organisation, binary.uuid(basis_id)])
    }
    const key = `${answer} ${probability} ${source} ${matched_at}`
    let rest = said.get(key)
    if (!rest) {
      rest = Buffer.concat([
        ...[binary.text(answer), binary.real(probability), binary.text(source), binary.moment(matched_at)],
      ])
      said.set(key, rest)
    }
    yield [basis, binary.text(vulnerability_id), rest]
  }
}

export const updateShared = (db: Db, organisationId: string, rows: readonly SharedMatch[]) =>
  sql`update basis_match m set answer = r.answer, probability = r.probability, advisory_id = r.source, matched_at = r.matched_at,
        advisory_ids = null, supported_by = null, affected_by = null, digest = null, evidence = null, because = null,
        asks = null, asks_option = null
      from jsonb_to_recordset(${jsonRows(rows)}) as r(basis_id uuid, vulnerability_id text, answer text, probability real, source text,
        matched_at timestamptz)
      where m.organisation_id = ${organisationId} and m.basis_id = r.basis_id and m.vulnerability_id = r.vulnerability_id`.execute(
    db,
  )

export const matchesOfBases = async (db: Db, organisationId: string, basisIds: readonly string[]) =>
  (
    await sql<StoredMatch>`
      select basis_id, vulnerability_id, answer, coalesce(digest, advisory_id || ' ' || answer || ' ' || probability) as digest,
        matched_at, withdrawn_at
      from basis_match
      where organisation_id = ${organisationId} and basis_id = any(${basisIds}::uuid[])`.execute(db)
  ).rows

/** What a platform says from now on in their place. */
export async function dropMatches(
  db: Db,
  organisationId: string,
  keys: readonly { readonly basis_id: string; readonly vulnerability_id: string }[],
) {
  if (keys.length === 0) return
  const these = sql`jsonb_to_recordset(${jsonRows(keys)}) as k(basis_id uuid, vulnerability_id text)
    where t.organisation_id = ${organisationId} and t.basis_id = k.basis_id and t.vulnerability_id = k.vulnerability_id`
  const { rows: scores } = await sql<{ digest: string }>`
    with gone as (delete from basis_score t using ${these} returning t.digest)
    select distinct digest from gone`.execute(db)
  await sql`delete from basis_match t using ${these}`.execute(db)
  await dropReasons(
    db,
    organisationId,
    scores.map(({ digest }) => digest),
  )
}

/**
 * The names that evidence is made from: of each configuration those of the platform that has the most. Where there is only
 * that of its operating system, the rest says nothing.
 */
export const namesOfPlatforms = async (db: Db, organisationId: string, configurationIds: readonly string[]) =>
  (
    await sql<{ configuration_id: string; names: unknown }>`
      select distinct on (l.configuration_id) l.configuration_id, p.names from configuration_basis l
      join platform p on p.organisation_id = l.organisation_id and p.id = l.basis_id
      where l.organisation_id = ${organisationId} and l.configuration_id = any(${configurationIds}::uuid[])
      order by l.configuration_id, p.is_system`.execute(db)
  ).rows

/** Of which some device has a finding with a history. */
export const vulnerabilitiesWithHistory = async (db: Db, organisationId: string): Promise<ReadonlySet<string>> =>
  new Set(
    (
      await sql<{
        id: string
      }>`select distinct vulnerability_id as id from finding where organisation_id = ${organisationId}`.execute(db)
    ).rows.map(({ id }) => id),
  )

/** Of the configurations, those that have a match of one of the vulnerabilities, of their own or by their platform. */
export const configurationsWith = async (
  db: Db,
  organisationId: string,
  configurationIds: readonly string[],
  vulnerabilityIds: readonly string[],
): Promise<ReadonlySet<string>> =>
  new Set(
    (
      await sql<{ id: string }>`
        select distinct configuration_id as id from match
        where organisation_id = ${organisationId} and configuration_id = any(${configurationIds}::uuid[])
          and vulnerability_id = any(${vulnerabilityIds})`.execute(db)
    ).rows.map(({ id }) => id),
  )
