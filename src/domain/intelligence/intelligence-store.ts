import { sql } from 'kysely'
import type { AdvisoryProduct, AdvisoryVulnerability, ExploitProbability, VersionForm } from '#model/advisory.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'

export interface AdvisoryRecord {
  id: string
  publisher: string
  publisher_namespace: string
  publisher_category: string
  tracking_id: string
  title: string
  summary: string
  revision: string
  tracking_status: 'draft' | 'interim' | 'final'
  published_at: string
  revised_at: string
  url: string | null
  digest: string
  first_stored_at: string
  stored_at: string
  withdrawn_at: string | null
  withdrawn_reason: string | null
  /** The person who withdrew it here; null where the publisher did. */
  withdrawn_by: string | null
  /** The source whose reading brought this revision; null where a person added it. */
  read_by: string | null
}

type NewAdvisory = Omit<
  AdvisoryRecord,
  'first_stored_at' | 'stored_at' | 'withdrawn_at' | 'withdrawn_reason' | 'withdrawn_by'
> & {
  search: string
  category: string
  csaf_version: string
  generator: string
  aggregate_severity: string
  revision_key: string
  revision_history: string
  cves: string
  products: string
  identifiers: string
  worst_cvss: number | null
}

export interface ProductRecord {
  advisory_id: string
  product_id: string
  ordinal: number
  vendor: string
  name: string
  version: string
  version_form: VersionForm
  full_name: string
  is_range: boolean
  identifiers: AdvisoryProduct['identifiers'] | null
  relation: AdvisoryProduct['relation'] | null
}

export interface StatementRecord {
  advisory_id: string
  ordinal: number
  vulnerability_id: string
  cve: string | null
  title: string
  description: string
  cwe: string | null
  scores: AdvisoryVulnerability['scores']
  remediations: AdvisoryVulnerability['remediations']
  status: AdvisoryVulnerability['status']
  threats: AdvisoryVulnerability['threats']
  flags: AdvisoryVulnerability['flags']
}

export const lockAdvisories = async (db: Db, ids: readonly string[]) =>
  (
    await sql<
      Pick<AdvisoryRecord, 'id' | 'digest' | 'revision' | 'revised_at' | 'withdrawn_at' | 'withdrawn_by' | 'read_by'>
    >`
      select id, digest, revision, revised_at, withdrawn_at, withdrawn_by, read_by from advisory where id = any(${ids}) order by id for update`.execute(
      db,
    )
  ).rows

export const documentDigests = async (db: Db, ids: readonly string[]) =>
  (
    await sql<{
      advisory_id: string
      digest: string
    }>`select advisory_id, digest from advisory_document where advisory_id = any(${ids})`.execute(db)
  ).rows

const properties = [
  'category',
  'csaf_version',
  'publisher_category',
  'generator',
  'aggregate_severity',
  'revision_key',
  'revision_history',
  'cves',
  'products',
  'identifiers',
  'worst_cvss',
] as const

export const upsertAdvisories = (db: Db, rows: readonly NewAdvisory[]) =>
  sql`insert into advisory (id, publisher, publisher_namespace, tracking_id, title, summary, revision, tracking_status,
        published_at, revised_at, url, digest, search, ${sql.join(properties.map((name) => sql.ref(name)))}, read_by)
      select * from jsonb_to_recordset(${jsonRows(rows)}) as r(id text, publisher text, publisher_namespace text, tracking_id text,
        title text, summary text, revision text, tracking_status text, published_at timestamptz, revised_at timestamptz, url text,
        digest text, search text, ${sql.join(properties.map((name) => sql`${sql.ref(name)} ${name === 'worst_cvss' ? sql`double precision` : sql`text`}`))}, read_by uuid)
      order by id
      on conflict (id) do update set publisher = excluded.publisher, publisher_namespace = excluded.publisher_namespace,
        tracking_id = excluded.tracking_id, title = excluded.title, summary = excluded.summary, revision = excluded.revision,
        tracking_status = excluded.tracking_status, published_at = excluded.published_at, revised_at = excluded.revised_at,
        url = excluded.url, digest = excluded.digest, search = excluded.search,
        ${sql.join(properties.map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`))},
        read_by = excluded.read_by, stored_at = now(), withdrawn_at = null, withdrawn_reason = null, withdrawn_by = null`.execute(
    db,
  )

/** Of those of which no source is known. */
export const setReader = (db: Db, ids: readonly string[], readBy: string) =>
  sql`update advisory set read_by = ${readBy} where id = any(${ids}) and read_by is null`.execute(db)

export const insertDocuments = (
  db: Db,
  rows: readonly { advisory_id: string; digest: string; revision: string; document: string }[],
) =>
  sql`insert into advisory_document (advisory_id, digest, revision, document)
      select * from jsonb_to_recordset(${jsonRows(rows)}) as r(advisory_id text, digest text, revision text, document text)`.execute(
    db,
  )

/** An advisory's products and statements are those of its present revision. */
export async function replaceContent(
  db: Db,
  ids: readonly string[],
  products: readonly ProductRecord[],
  statements: readonly StatementRecord[],
) {
  await sql`delete from advisory_product where advisory_id = any(${ids})`.execute(db)
  await sql`delete from advisory_vulnerability where advisory_id = any(${ids})`.execute(db)
  await sql`insert into advisory_product (advisory_id, product_id, ordinal, vendor, name, version, version_form, full_name, is_range,
        identifiers, relation, vex_publisher)
      select r.*, case when a.category in ('csaf_vex', 'openvex') then a.publisher end
      from jsonb_to_recordset(${jsonRows(products)}) as r(advisory_id text, product_id text, ordinal int, vendor text, name text,
        version text, version_form text, full_name text, is_range boolean, identifiers jsonb, relation jsonb)
      join advisory a on a.id = r.advisory_id`.execute(db)
  const named = statements.map(({ vulnerability_id, title }) => ({ id: vulnerability_id, title }))
  await sql`insert into vulnerability (id, title)
      select distinct on (id) id, title from jsonb_to_recordset(${jsonRows(named)}) as r(id text, title text) order by id, title
      on conflict (id) do nothing`.execute(db)
  await sql`insert into advisory_vulnerability (advisory_id, ordinal, vulnerability_id, cve, title, description, cwe, scores,
        remediations, status, threats, flags)
      select * from jsonb_to_recordset(${jsonRows(statements)}) as r(advisory_id text, ordinal int, vulnerability_id text, cve text,
        title text, description text, cwe text, scores jsonb, remediations jsonb, status jsonb, threats jsonb, flags jsonb)`.execute(
    db,
  )
}

/** By the CVE List's title, else that of an OSV database or of Microsoft, else by the first words of NVD. */
export const nameVulnerabilities = (db: Db, ids: readonly string[]) =>
  // Nearly all are named already, and of these nothing more is read.
  sql`with missing as materialized (
        select o.id from unnest(${ids}::text[]) o(id) where not exists (select from vulnerability v where v.id = o.id)
      )
      insert into vulnerability (id, title)
      select o.id, coalesce(nullif(r.title, ''), nullif(p.entry ->> 'summary', ''), nullif(m.title, ''), left(n.description, 120), '')
      from missing o
      left join cve_record r on r.cve = o.id
      left join nvd_cve n on n.cve = o.id
      left join package_vulnerability p on p.id = o.id
      left join lateral (
        select entry ->> 'title' as title from msrc_cve where cve = o.id order by document = 'definitions', document limit 1
      ) m on true
      order by o.id on conflict (id) do nothing`.execute(db)

/** A publisher that lists it again has not withdrawn it. */
export const clearWithdrawal = (db: Db, ids: readonly string[]) =>
  sql`update advisory set withdrawn_at = null, withdrawn_reason = null, withdrawn_by = null where id = any(${ids})`.execute(
    db,
  )

export const withdraw = async (db: Db, rows: readonly { id: string; reason: string; by: string | null }[]) =>
  (
    await sql<{ id: string }>`
      update advisory a set withdrawn_at = now(), withdrawn_reason = r.reason, withdrawn_by = r.by
      from jsonb_to_recordset(${jsonRows(rows)}) as r(id text, reason text, by text)
      where a.id = r.id and a.withdrawn_at is null returning a.id`.execute(db)
  ).rows.map((row) => row.id)

/** Of these the ones of which this transaction stored a revision: both moments are its beginning. */
export const revisedHere = async (db: Db, ids: readonly string[]) =>
  (
    await sql<{ id: string }>`select id from advisory where id = any(${ids}) and stored_at >= now()`.execute(db)
  ).rows.map(({ id }) => id)

export const vendorsOf = async (db: Db, ids: readonly string[]) =>
  (
    await sql<{ vendor: string }>`select distinct vendor from advisory_product where advisory_id = any(${ids})`.execute(
      db,
    )
  ).rows.map((row) => row.vendor)

export const digestsInForce = async (db: Db): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (
      await sql<{
        id: string
        digest: string
      }>`select id, digest from advisory where withdrawn_at is null order by id`.execute(db)
    ).rows.map((row) => [row.id, row.digest]),
  )

export const readVersion = async (db: Db) =>
  (
    await sql<{
      version: string
    }>`select current_database() || '/' || version as version from intelligence_state`.execute(db)
  ).rows[0]!.version

export const nextVersion = (db: Db) =>
  sql`update intelligence_state set version = nextval('intelligence_version')`.execute(db)

// exploitation ------------------------------------------------------------------------------------------------------

export interface KnownExploitedRecord {
  cve: string
  vendor: string
  product: string
  name: string
  added_on: string
  due_on: string | null
  ransomware: boolean
  required_action: string
  delisted_at: string | null
}

export const knownExploitedRows = async (db: Db, cves: readonly string[] | null) =>
  (
    await sql<KnownExploitedRecord>`
      select cve, vendor, product, name, added_on, due_on, ransomware, required_action, delisted_at from known_exploited
      where ${cves}::text[] is null or cve = any(${cves})`.execute(db)
  ).rows

export const upsertKnownExploited = (
  db: Db,
  rows: readonly Omit<KnownExploitedRecord, 'delisted_at'>[],
  catalogue: string,
) =>
  sql`insert into known_exploited (cve, vendor, product, name, added_on, due_on, ransomware, required_action, catalogue)
      select r.*, ${catalogue} from jsonb_to_recordset(${jsonRows(rows)}) as r(cve text, vendor text, product text, name text, added_on date,
        due_on date, ransomware boolean, required_action text) order by cve
      on conflict (cve) do update set vendor = excluded.vendor, product = excluded.product, name = excluded.name,
        added_on = excluded.added_on, due_on = excluded.due_on, ransomware = excluded.ransomware,
        required_action = excluded.required_action, catalogue = excluded.catalogue, delisted_at = null`.execute(db)

export const delistKnownExploited = (db: Db, cves: readonly string[], catalogue: string) =>
  sql`update known_exploited set delisted_at = now(), catalogue = ${catalogue} where cve = any(${cves})`.execute(db)

/** Those of `cves` that some advisory names. */
export const namedByAdvisories = async (db: Db, cves: readonly string[]) =>
  (await sql<{ id: string }>`select id from vulnerability where id = any(${cves}) order by id`.execute(db)).rows.map(
    (row) => row.id,
  )

/** An older day's probability never takes the place of a newer one, but for one of a day after `lastDay`: that cannot be. */
export const upsertProbabilities = async (db: Db, entries: readonly ExploitProbability[], lastDay: string) =>
  (
    await sql<{ added: number; changed: number; named: string[] }>`
      with merged as (
        insert into exploit_probability as p (cve, probability, percentile, model, scored_on)
        select cve, probability, percentile, model, scored_on
        from unnest(${entries.map((entry) => entry.cve)}::text[], ${entries.map((entry) => entry.probability)}::real[],
          ${entries.map((entry) => entry.percentile)}::real[], ${entries.map((entry) => entry.model)}::text[],
          ${entries.map((entry) => entry.scoredOn)}::date[]) as r(cve, probability, percentile, model, scored_on)
        order by cve
        on conflict (cve) do update set probability = excluded.probability, percentile = excluded.percentile, model = excluded.model,
          scored_on = excluded.scored_on
        where (excluded.scored_on >= p.scored_on or p.scored_on > ${lastDay})
          and (p.probability, p.percentile, p.model, p.scored_on)
            is distinct from (excluded.probability, excluded.percentile, excluded.model, excluded.scored_on)
        returning cve, xmax = 0 as is_new
      )
      select count(*) filter (where is_new) as added, count(*) filter (where not is_new) as changed,
        coalesce(array_agg(cve order by cve) filter (where exists (select from vulnerability v where v.id = merged.cve)), '{}') as named
      from merged`.execute(db)
  ).rows[0]!

export const retireProbabilities = async (db: Db, asOf: string, lastDay: string) =>
  (
    await sql<{ retired: number; named: string[] }>`
      with retired as (delete from exploit_probability where scored_on < ${asOf} or scored_on > ${lastDay} returning cve)
      select count(*) as retired,
        coalesce(array_agg(cve order by cve) filter (where exists (select from vulnerability v where v.id = retired.cve)), '{}') as named
      from retired`.execute(db)
  ).rows[0]!

export const probabilityRows = async (db: Db, cves: readonly string[]) =>
  (
    await sql<ExploitProbability>`
      select cve, probability, percentile, model, scored_on as "scoredOn" from exploit_probability where cve = any(${cves})`.execute(
      db,
    )
  ).rows

export const listsRead = async (db: Db) =>
  (
    await sql<{ known_exploited: boolean; exploit_probability: boolean }>`
      select exists (select from known_exploited) as known_exploited, exists (select from exploit_probability) as exploit_probability`.execute(
      db,
    )
  ).rows[0]!

// reading -----------------------------------------------------------------------------------------------------------

const advisoryColumns = sql`id, publisher, publisher_namespace, publisher_category, tracking_id, title, summary, revision, tracking_status, published_at,
  revised_at, url, digest, first_stored_at, stored_at, withdrawn_at, withdrawn_reason, withdrawn_by, read_by`

/** In order of id; without ids all that are not withdrawn. */
export const advisoryRows = async (db: Db, ids: readonly string[] | null) =>
  (
    await sql<AdvisoryRecord>`
      select ${advisoryColumns} from advisory
      where ${ids === null ? sql`withdrawn_at is null` : sql`id = any(${ids})`} order by id`.execute(db)
  ).rows

export const productRows = async (db: Db, ids: readonly string[] | null) =>
  (
    await sql<ProductRecord>`
      select advisory_id, product_id, ordinal, vendor, name, version, version_form, full_name, is_range, identifiers, relation
      from advisory_product where ${ids === null ? sql`true` : sql`advisory_id = any(${ids})`} order by advisory_id, ordinal`.execute(
      db,
    )
  ).rows

export const statementRows = async (db: Db, ids: readonly string[] | null) =>
  (
    await sql<StatementRecord>`
      select advisory_id, ordinal, vulnerability_id, cve, title, description, cwe, scores, remediations, status, threats, flags
      from advisory_vulnerability where ${ids === null ? sql`true` : sql`advisory_id = any(${ids})`} order by advisory_id, ordinal`.execute(
      db,
    )
  ).rows

export const statementsOf = async (db: Db, vulnerabilityIds: readonly string[]) =>
  (
    await sql<
      StatementRecord & Pick<AdvisoryRecord, 'publisher' | 'revision' | 'revised_at'> & { advisory_title: string }
    >`
      select s.advisory_id, s.ordinal, s.vulnerability_id, s.cve, s.title, s.description, s.cwe, s.scores, s.remediations, s.status,
        s.threats, s.flags, a.publisher, a.revision, a.revised_at, a.title as advisory_title
      from advisory_vulnerability s join advisory a on a.id = s.advisory_id
      where s.vulnerability_id = any(${vulnerabilityIds}) and a.withdrawn_at is null
      order by s.vulnerability_id, a.revised_at desc, s.advisory_id, s.ordinal`.execute(db)
  ).rows

export const knownVulnerabilities = async (db: Db, ids: readonly string[]) =>
  (await sql<{ id: string }>`select id from vulnerability where id = any(${ids}::text[])`.execute(db)).rows.map(
    (row) => row.id,
  )

export const findVulnerability = async (db: Db, id: string) =>
  (await sql<{ id: string; title: string }>`select id, title from vulnerability where id = ${id}`.execute(db)).rows[0]

export const findDocument = async (db: Db, advisoryId: string) =>
  (
    await sql<{ document: string; digest: string; revision: string }>`
      select d.document, d.digest, d.revision from advisory a
      join advisory_document d on d.advisory_id = a.id and d.digest = a.digest where a.id = ${advisoryId}`.execute(db)
  ).rows[0]

/** Every revision that came, the present one first, then the last to come. */
export const revisionRows = async (db: Db, advisoryId: string) =>
  (
    await sql<{ digest: string; revision: string; storedAt: string; isPresent: boolean }>`
      select d.digest, d.revision, d.stored_at as "storedAt", d.digest = a.digest as "isPresent"
      from advisory a join advisory_document d on d.advisory_id = a.id where a.id = ${advisoryId}
      order by 4 desc, d.stored_at desc, d.digest limit 200`.execute(db)
  ).rows

export const findRevision = async (db: Db, advisoryId: string, digest: string) =>
  (
    await sql<{ document: string; digest: string; revision: string }>`
      select document, digest, revision from advisory_document where advisory_id = ${advisoryId} and digest = ${digest}`.execute(
      db,
    )
  ).rows[0]
