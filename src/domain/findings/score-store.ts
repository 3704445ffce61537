import { sql } from 'kysely'
import type { CareSetting, Criticality } from '#model/device.ts'
import type { Answer } from '#model/finding.ts'
import type { Reason, RiskBand } from '#model/risk.ts'
import { copyRows } from '#platform/db/copy.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import { isNameAlone, isSetAside } from './treated-store.ts'

/** A configuration in a context: the devices that are alike in all that a score depends on. */
export interface Pair {
  readonly configuration_id: string
  readonly context_id: string
}

export interface ContextFacts {
  criticality: Criticality
  care_setting: CareSetting
  zone: string
  network_connected: boolean | null
  stores_phi: boolean | null
  stores_phi_by: '' | 'mds2'
}

/** What a configuration's matches hang on, in a context: the configuration, or a platform that its group shares. */
export interface BasisPair {
  readonly basis_id: string
  /** The configurations that are ranked together on this basis. */
  readonly group_id: string
  readonly context_id: string
}

/** What a score reads of a device. */
export interface RankedDevice extends ContextFacts {
  manufacturer: string
  model: string
  description: string
}

/** What is to be ranked, with all that hangs on the device. */
export interface Unranked extends BasisPair, RankedDevice {
  vulnerability_id: string
  answer: Answer
  probability: number
  advisory_id: string
  product_ids: readonly string[]
  /** Only whether the product is the one is in doubt; nothing is missing on record. */
  is_name_alone: boolean
  /** Of the score that is stored; null where there is none. */
  digest: string | null
  /** What is stored of its answers to decision points; null where nothing is. */
  points: number | null
  /** Devices of the worklist in the pair, where it is asked for. */
  standing?: number
  /** Devices that have it open, where it was ranked before. */
  open_devices?: number | null
}

/** All that a score reads of a match on a device. */
export type Scorable = Omit<Unranked, keyof BasisPair | 'digest' | 'points' | 'standing' | 'open_devices'>

/** Each match's evidence is read once, in however many contexts its basis stands. */
export const openMatches = sql`select m.basis_id, m.vulnerability_id, m.answer, m.probability, m.advisory_id,
  array(select e->>'productId' from jsonb_array_elements(m.evidence) e
        where e->>'advisoryId' = m.advisory_id and e->>'answer' <> 'not_affected' and e->'mayClear' is null) as product_ids,
  ${isNameAlone} as is_name_alone
  from basis_match m`

/** Of configurations of a group any will do: they do the same, and a score reads no more of their names. */
const namesOfBasis = sql`select c.manufacturer, c.model, c.description from configuration_basis l
  join configuration c on c.organisation_id = l.organisation_id and c.id = l.configuration_id`

/** What the configurations' matches hang on. */
export async function basisPairs(db: Db, organisationId: string, pairs: readonly Pair[]): Promise<BasisPair[]> {
  const { rows } = await sql<{ configuration_id: string; basis_id: string; group_id: string }>`
    select configuration_id, basis_id, group_id from configuration_basis
    where organisation_id = ${organisationId} and configuration_id = any(${[...new Set(pairs.map((pair) => pair.configuration_id))]}::uuid[])`.execute(
    db,
  )
  const basesOf = Map.groupBy(rows, (row) => row.configuration_id)
  const found = pairs.flatMap(({ configuration_id, context_id }) =>
    (basesOf.get(configuration_id) ?? []).map(({ basis_id, group_id }) => ({ basis_id, group_id, context_id })),
  )
  return [...new Map(found.map((pair) => [nameOf(pair), pair])).values()]
}

/** Where devices of the configurations stand, and where those stood whose open findings are kept by them. */
export const pairsOfConfigurations = async (db: Db, organisationId: string, configurationIds: readonly string[]) =>
  (
    await sql<Pair>`
      select configuration_id, context_id from device
      where organisation_id = ${organisationId} and configuration_id = any(${configurationIds}::uuid[])
      union
      select kept_configuration_id, kept_context_id from finding
      where organisation_id = ${organisationId} and kept_configuration_id = any(${configurationIds}::uuid[]) and status <> 'fixed'`.execute(
      db,
    )
  ).rows

/**
 * What is open on the pairs and was never ranked. Joined here: of thousands of pairs the planner expects a hundred, and
 * what it chooses for these is quadratic.
 */
export async function unrankedOfPairs(db: Db, organisationId: string, among: readonly Pair[]): Promise<Unranked[]> {
  const pairs = await basisPairs(db, organisationId, among)
  const { rows: matches } = await sql<OpenMatch>`
    ${openMatches}
    where m.organisation_id = ${organisationId} and m.basis_id = any(${idsOf(pairs, 'basis_id')}::uuid[]) and m.answer <> 'not_affected'
    order by m.vulnerability_id, m.basis_id`.execute(db)
  if (matches.length === 0) return []
  const isOpen = new Set(matches.map((match) => match.basis_id))
  const open = pairs.filter((pair) => isOpen.has(pair.basis_id))
  const groupsOfBases = [...new Map(open.map((pair) => [`${pair.basis_id} ${pair.group_id}`, pair])).values()]
  const { rows: groups } = await sql<NamesOfGroup>`
    select o.basis_id, o.group_id, c.* from jsonb_to_recordset(${jsonRows(groupsOfBases)}) as o(basis_id uuid, group_id uuid)
    cross join lateral (
      ${namesOfBasis} where l.organisation_id = ${organisationId} and l.basis_id = o.basis_id and l.group_id = o.group_id limit 1
    ) c`.execute(db)
  const names = new Map(groups.map(({ basis_id, group_id, ...rest }) => [`${basis_id} ${group_id}`, rest]))

  const { rows: ranked } = await sql<BasisPair & { vulnerability_id: string }>`
    select s.basis_id, s.group_id, s.context_id, s.vulnerability_id
    from jsonb_to_recordset(${jsonRows(open)}) as p(basis_id uuid, group_id uuid, context_id uuid)
    join basis_score s on s.organisation_id = ${organisationId} and s.basis_id = p.basis_id and s.group_id = p.group_id
      and s.context_id = p.context_id`.execute(db)
  const isRanked = new Set(ranked.map((one) => `${nameOf(one)} ${one.vulnerability_id}`))
  const { rows: counted } = await sql<BasisPair & { n: number }>`
    select l.basis_id, l.group_id, d.context_id, count(*) as n
    from jsonb_to_recordset(${jsonRows(groupsOfBases)}) as o(basis_id uuid, group_id uuid)
    join configuration_basis l on l.organisation_id = ${organisationId} and l.basis_id = o.basis_id and l.group_id = o.group_id
    join device d on d.organisation_id = l.organisation_id and d.configuration_id = l.configuration_id
      and d.gone_at is null and d.is_active
    group by 1, 2, 3`.execute(db)
  const standing = new Map(counted.map((one) => [nameOf(one), one.n]))
  const { rows: contexts } = await sql<ContextFacts & { id: string }>`
    select id, criticality, care_setting, zone, network_connected, stores_phi, stores_phi_by from context
    where organisation_id = ${organisationId} and id = any(${idsOf(open, 'context_id')}::uuid[])`.execute(db)
  const factsOf = new Map(contexts.map(({ id, ...facts }) => [id, facts]))
  const inOrder = open.toSorted((a, b) => (a.context_id < b.context_id ? -1 : 1))
  const pairsOf = Map.groupBy(inOrder, (pair) => pair.basis_id)
  return matches.flatMap((match) =>
    pairsOf
      .get(match.basis_id)!
      .filter((pair) => !isRanked.has(`${nameOf(pair)} ${match.vulnerability_id}`))
      .map((pair) => ({
        ...match,
        ...factsOf.get(pair.context_id)!,
        ...names.get(`${pair.basis_id} ${pair.group_id}`)!,
        group_id: pair.group_id,
        context_id: pair.context_id,
        digest: null,
        points: null,
        standing: standing.get(nameOf(pair)) ?? 0,
      })),
  )
}

type NamesOfGroup = Pick<Unranked, 'basis_id' | 'group_id' | 'manufacturer' | 'model' | 'description'>
type OpenMatch = Omit<
  Unranked,
  keyof ContextFacts | keyof NamesOfGroup | 'context_id' | 'digest' | 'points' | 'standing'
> &
  Pick<Unranked, 'basis_id'>

const nameOf = (pair: BasisPair) => `${pair.basis_id} ${pair.group_id} ${pair.context_id}`
const idsOf = (pairs: readonly BasisPair[], column: keyof BasisPair) => [...new Set(pairs.map((pair) => pair[column]))]

/** What is open of the vulnerabilities wherever a device stands or was ranked before: to be ranked again. */
export const rankedOfVulnerabilities = async (db: Db, organisationId: string, vulnerabilityIds: readonly string[]) =>
  (
    await sql<Unranked>`
      with m as materialized (
        ${openMatches}
        where m.organisation_id = ${organisationId} and m.vulnerability_id = any(${vulnerabilityIds}) and m.answer <> 'not_affected'
      ),
      standing as materialized (
        select distinct l.basis_id, l.group_id, d.context_id
        from (select distinct basis_id from m) b
        join configuration_basis l on l.organisation_id = ${organisationId} and l.basis_id = b.basis_id
        cross join lateral (
          select distinct context_id from device where organisation_id = ${organisationId} and configuration_id = l.configuration_id
        ) d
      ),
      p as (
        select standing.basis_id, standing.group_id, standing.context_id, m.vulnerability_id from m join standing using (basis_id)
        union
        select basis_id, group_id, context_id, vulnerability_id from basis_score
        where organisation_id = ${organisationId} and vulnerability_id = any(${vulnerabilityIds})
      ),
      b as materialized (
        select distinct on (l.basis_id, l.group_id) l.basis_id, l.group_id, c.manufacturer, c.model, c.description from configuration_basis l
        join configuration c on c.organisation_id = l.organisation_id and c.id = l.configuration_id
        where l.organisation_id = ${organisationId} and l.basis_id in (select basis_id from m)
        order by l.basis_id, l.group_id, l.configuration_id
      )
      select p.basis_id, p.group_id, x.id as context_id, m.vulnerability_id, m.answer, m.probability, m.advisory_id, m.product_ids,
        m.is_name_alone, x.criticality, x.care_setting, x.zone, x.network_connected, x.stores_phi, x.stores_phi_by, b.manufacturer, b.model, b.description, s.digest, s.points, s.open_devices
      from p
      join m on m.basis_id = p.basis_id and m.vulnerability_id = p.vulnerability_id
      join b on b.basis_id = p.basis_id and b.group_id = p.group_id
      join context x on x.organisation_id = ${organisationId} and x.id = p.context_id
      left join basis_score s on s.organisation_id = ${organisationId} and s.basis_id = p.basis_id and s.group_id = p.group_id
        and s.context_id = p.context_id and s.vulnerability_id = p.vulnerability_id
      order by m.vulnerability_id, m.basis_id, p.group_id, x.id`.execute(db)
  ).rows

/** What is open of a vulnerability on a configuration in a context. */
export const rankedFinding = async (
  db: Db,
  organisationId: string,
  at: { readonly configuration_id: string; readonly context_id: string; readonly vulnerability_id: string },
) =>
  (
    await sql<Unranked>`
      select s.basis_id, m.vulnerability_id, m.answer, m.probability, m.advisory_id, m.product_ids, m.is_name_alone, x.id as context_id,
        x.criticality, x.care_setting, x.zone, x.network_connected, x.stores_phi, x.stores_phi_by, c.manufacturer, c.model,
        c.description, s.digest, s.points, s.open_devices
      from score s
      join lateral (
        ${openMatches}
        where m.organisation_id = ${organisationId} and m.basis_id = s.basis_id and m.vulnerability_id = s.vulnerability_id
          and m.answer <> 'not_affected'
      ) m on true
      join configuration c on c.organisation_id = ${organisationId} and c.id = s.configuration_id
      join context x on x.organisation_id = ${organisationId} and x.id = s.context_id
      where s.organisation_id = ${organisationId} and s.configuration_id = ${at.configuration_id} and s.context_id = ${at.context_id}
        and s.vulnerability_id = ${at.vulnerability_id} limit 1`.execute(db)
  ).rows[0] ?? null

/** The same of one finding, by the basis that its score is of. */
export const rankedOfFinding = async (db: Db, organisationId: string, deviceId: string, vulnerabilityId: string) =>
  (
    await sql<Unranked>`
      with m as materialized (
        ${openMatches}
        where m.organisation_id = ${organisationId} and m.vulnerability_id = ${vulnerabilityId} and m.answer <> 'not_affected'
          and m.basis_id in (select l.basis_id from device d join configuration_basis l on l.organisation_id = d.organisation_id
            and l.configuration_id = d.configuration_id where d.organisation_id = ${organisationId} and d.id = ${deviceId})
      )
      select m.basis_id, l.group_id, x.id as context_id, m.vulnerability_id, m.answer, m.probability, m.advisory_id, m.product_ids,
        m.is_name_alone, x.criticality, x.care_setting, x.zone, x.network_connected, x.stores_phi, x.stores_phi_by, c.manufacturer,
        c.model, c.description, s.digest, s.points, s.open_devices
      from device d
      join configuration c on c.organisation_id = d.organisation_id and c.id = d.configuration_id
      join context x on x.organisation_id = d.organisation_id and x.id = d.context_id
      join configuration_basis l on l.organisation_id = d.organisation_id and l.configuration_id = d.configuration_id
      join m on m.basis_id = l.basis_id
      left join basis_score s on s.organisation_id = d.organisation_id and s.basis_id = l.basis_id and s.group_id = l.group_id
        and s.context_id = d.context_id and s.vulnerability_id = m.vulnerability_id
      where d.organisation_id = ${organisationId} and d.id = ${deviceId}
      order by s.digest is null limit 1`.execute(db)
  ).rows[0]

/** The configurations of the bases. */
export const configurationsOfBases = async (db: Db, organisationId: string, basisIds: readonly string[]) =>
  (
    await sql<{ id: string }>`
      select distinct configuration_id as id from configuration_basis
      where organisation_id = ${organisationId} and basis_id = any(${basisIds}::uuid[])`.execute(db)
  ).rows.map((row) => row.id)

export interface ScoreRow extends BasisPair {
  vulnerability_id: string
  score: number
  band: RiskBand
  likelihood: number
  safety: number
  care: number
  privacy: number
  reasons: readonly Reason[]
  /** Set where a threshold says otherwise than the answer. */
  countsAs?: 'affected' | 'set_aside' | undefined
  digest: string
  /** What it answers to decision points, as `codeOf` has it. */
  points: number
}

const scoreColumns = [
  'basis_id',
  'group_id',
  'context_id',
  'vulnerability_id',
  'score',
  'band',
  'likelihood',
  'safety',
  'care',
  'privacy',
  'digest',
  'points',
] as const

/** Scores that are not there yet, with the devices that have them open as far as no finding says otherwise. */
export async function insertScores(
  db: Db,
  organisationId: string,
  rows: readonly (ScoreRow & { open_devices: number })[],
) {
  if (rows.length === 0) return
  await keepReasons(db, organisationId, rows)
  const now = new Date().toISOString()
  await copyRows(
    db,
    'basis_score',
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
export async function upsertScores(db: Db, organisationId: string, rows: readonly ScoreRow[]) {
  await keepReasons(db, organisationId, rows)
  const narrow = rows.map(({ reasons: _, countsAs: __, ...row }) => row)
  await sql`insert into basis_score (organisation_id, basis_id, group_id, context_id, vulnerability_id, score, band, likelihood, safety, care,
        privacy, digest, points, scored_at)
      select ${organisationId}::uuid, r.*, now() from jsonb_to_recordset(${jsonRows(narrow)}) as r(basis_id uuid, group_id uuid,
        context_id uuid, vulnerability_id text, score real, band text, likelihood real, safety real, care real, privacy real, digest text, points int)
      on conflict (organisation_id, group_id, context_id, vulnerability_id) do update set score = excluded.score,
        band = excluded.band, likelihood = excluded.likelihood, safety = excluded.safety, care = excluded.care,
        privacy = excluded.privacy, digest = excluded.digest, points = excluded.points, scored_at = excluded.scored_at`.execute(
    db,
  )
}

/** Only the answers to decision points are new. */
export const updatePoints = async (
  db: Db,
  organisationId: string,
  rows: readonly Pick<ScoreRow, keyof BasisPair | 'vulnerability_id' | 'points'>[],
) => {
  if (rows.length === 0) return
  await sql`update basis_score s set points = r.points
      from jsonb_to_recordset(${jsonRows(rows)}) as r(group_id uuid, context_id uuid, vulnerability_id text, points int)
      where s.organisation_id = ${organisationId} and s.group_id = r.group_id and s.context_id = r.context_id
        and s.vulnerability_id = r.vulnerability_id`.execute(db)
}

/** Some vulnerabilities with scores whose answers to decision points were not worked out yet, in order. */
export const vulnerabilitiesUntold = async (db: Db, organisationId: string, limit: number) =>
  (
    await sql<{ id: string }>`
      select distinct vulnerability_id as id from basis_score where organisation_id = ${organisationId} and points is null
      order by 1 limit ${limit}`.execute(db)
  ).rows.map((row) => row.id)

/** What is left of these is open nowhere: nothing is asked of it. */
export const closeUntold = (db: Db, organisationId: string, vulnerabilityIds: readonly string[]) =>
  sql`update basis_score set points = -1
      where organisation_id = ${organisationId} and points is null and vulnerability_id = any(${vulnerabilityIds})`.execute(
    db,
  )

export const countUntold = async (db: Db, organisationId: string) =>
  (
    await sql<{ n: number }>`select count(*)::int as n from basis_score
      where organisation_id = ${organisationId} and points is null and open_devices > 0`.execute(db)
  ).rows[0]!.n

/** What many scores have in common is kept once. */
async function keepReasons(db: Db, organisationId: string, rows: readonly ScoreRow[]) {
  const distinct = [
    ...new Map(
      rows.map(({ digest, reasons, countsAs }) => [digest, { digest, reasons, counts_as: countsAs ?? null }]),
    ).values(),
  ]
  await sql`insert into score_reasons (organisation_id, digest, reasons, counts_as)
      select ${organisationId}::uuid, r.* from jsonb_to_recordset(${jsonRows(distinct)}) as r(digest text, reasons jsonb, counts_as text)
      order by r.digest on conflict do nothing`.execute(db)
}

/** Reasons of scores that are no more. */
export const dropReasons = async (db: Db, organisationId: string, digests: readonly string[]) => {
  if (digests.length === 0) return
  await sql`delete from score_reasons r where r.organisation_id = ${organisationId} and r.digest = any(${digests})
      and not exists (select from basis_score s where s.organisation_id = ${organisationId} and s.digest = r.digest)`.execute(
    db,
  )
}

/**
 * Counts again, for each score of the bases in the contexts, the devices of the worklist that have it open: those that
 * stand there without those whose finding says that it is done; none where it is set aside. Only counts that change are written.
 */
export const countOpenDevices = (db: Db, organisationId: string, bases: readonly BasisPair[]) =>
  sql`
    with p as (select * from jsonb_to_recordset(${jsonRows(bases)}) as p(basis_id uuid, group_id uuid, context_id uuid)),
    standing as (
      select p.basis_id, p.group_id, p.context_id, count(d.id) as n
      from p join configuration_basis l on l.organisation_id = ${organisationId} and l.basis_id = p.basis_id and l.group_id = p.group_id
      left join device d on d.organisation_id = ${organisationId} and d.configuration_id = l.configuration_id
        and d.context_id = p.context_id and d.gone_at is null and d.is_active
      group by 1, 2, 3
    ),
    done as (
      select p.basis_id, p.group_id, p.context_id, f.vulnerability_id, count(*) as n
      from finding f
      join device d on d.organisation_id = ${organisationId} and d.id = f.device_id and d.gone_at is null and d.is_active
      join configuration_basis l on l.organisation_id = ${organisationId} and l.configuration_id = d.configuration_id
      join p on p.basis_id = l.basis_id and p.group_id = l.group_id and p.context_id = d.context_id
      where f.organisation_id = ${organisationId}
        and (f.status in ('fixed', 'not_affected') or f.decision <> 'none' or f.remediation = 'verified')
      group by 1, 2, 3, 4
    ),
    counted as (
      select s.basis_id, s.group_id, s.context_id, s.vulnerability_id,
        case when m.answer = 'not_affected' or ${isSetAside(organisationId)} then 0 else standing.n - coalesce(done.n, 0) end as open
      from standing
      join basis_score s on s.organisation_id = ${organisationId} and s.basis_id = standing.basis_id
        and s.group_id = standing.group_id and s.context_id = standing.context_id
      join basis_match m on m.organisation_id = ${organisationId} and m.basis_id = s.basis_id
        and m.vulnerability_id = s.vulnerability_id
      left join done on done.basis_id = s.basis_id and done.group_id = s.group_id and done.context_id = s.context_id
        and done.vulnerability_id = s.vulnerability_id
    )
    update basis_score s set open_devices = counted.open from counted
    where s.organisation_id = ${organisationId} and s.basis_id = counted.basis_id and s.group_id = counted.group_id
      and s.context_id = counted.context_id and s.vulnerability_id = counted.vulnerability_id
      and s.open_devices <> counted.open`.execute(db)

/** Wherever the groups were ranked on the bases. */
export const rankedPairsOf = async (db: Db, organisationId: string, groups: readonly Omit<BasisPair, 'context_id'>[]) =>
  (
    await sql<BasisPair>`
      select distinct s.basis_id, s.group_id, s.context_id
      from jsonb_to_recordset(${jsonRows(groups)}) as g(basis_id uuid, group_id uuid)
      join basis_score s on s.organisation_id = ${organisationId} and s.basis_id = g.basis_id and s.group_id = g.group_id`.execute(
      db,
    )
  ).rows

/** Vulnerabilities that the advisories state and that are on some configuration. */
export const vulnerabilitiesOf = async (db: Db, organisationId: string, advisoryIds: readonly string[]) =>
  (
    await sql<{ id: string }>`
      select distinct vulnerability_id as id from advisory_vulnerability v
      where advisory_id = any(${advisoryIds}) and exists (
        select from basis_match m where m.organisation_id = ${organisationId} and m.vulnerability_id = v.vulnerability_id)`.execute(
      db,
    )
  ).rows.map((row) => row.id)

export const openVulnerabilities = async (db: Db, organisationId: string) =>
  (
    await sql<{ id: string }>`
      select distinct vulnerability_id as id from basis_match where organisation_id = ${organisationId} and answer <> 'not_affected' order by 1`.execute(
      db,
    )
  ).rows.map((row) => row.id)
