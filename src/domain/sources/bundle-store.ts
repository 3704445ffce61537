import { sql } from 'kysely'
import type { OrganisationId } from '#model/access.ts'
import type { BundleEnd, BundleManifest } from '#model/bundle.ts'
import type { Db } from '#platform/db/database.ts'

export interface KeyRecord {
  issuer: string
  public_key: string
  private_key: string
  last_sequence: number
  made_at: string
  made_by: string
}

export const findKey = async (db: Db, organisationId: OrganisationId) =>
  (
    await sql<KeyRecord>`
      select issuer, public_key, private_key, last_sequence, made_at, made_by from bundle_key
      where organisation_id = ${organisationId}`.execute(db)
  ).rows[0]

export const upsertKey = (
  db: Db,
  organisationId: OrganisationId,
  key: Pick<KeyRecord, 'issuer' | 'public_key' | 'private_key' | 'made_by'>,
) =>
  sql`insert into bundle_key (organisation_id, issuer, public_key, private_key, made_by)
      values (${organisationId}, ${key.issuer}, ${key.public_key}, ${key.private_key}, ${key.made_by})
      on conflict (organisation_id) do update set issuer = excluded.issuer, public_key = excluded.public_key,
        private_key = excluded.private_key, made_by = excluded.made_by, made_at = now()`.execute(db)

/** Two that make a bundle at once get two numbers. */
export const nextSequence = async (db: Db, organisationId: OrganisationId) =>
  (
    await sql<{ sequence: number }>`
      update bundle_key set last_sequence = last_sequence + 1 where organisation_id = ${organisationId}
      returning last_sequence as sequence`.execute(db)
  ).rows[0]?.sequence

// the pages of feeds ------------------------------------------------------------------------------------------------

export const hasJournal = async (db: Db, organisationId: OrganisationId, sourceId: string) =>
  (
    await sql`select from feed_journal where organisation_id = ${organisationId} and source_id = ${sourceId}`.execute(
      db,
    )
  ).rows.length > 0

export const insertJournal = (db: Db, organisationId: OrganisationId, sourceId: string) =>
  sql`insert into feed_journal (organisation_id, source_id) values (${organisationId}, ${sourceId})`.execute(db)

export const lastPage = async (db: Db, organisationId: OrganisationId, sourceId: string) =>
  (
    await sql<BundleEnd>`
      select number, chain from feed_page where organisation_id = ${organisationId} and source_id = ${sourceId}
      order by number desc limit 1`.execute(db)
  ).rows[0]

export interface PageRecord {
  number: number
  records: Record<string, number>
  lists: readonly string[]
  completes: readonly string[]
  raw_bytes: number
  sha256: string
  chain: string
  content: Buffer
}

export const insertPage = (db: Db, organisationId: OrganisationId, sourceId: string, page: PageRecord) =>
  sql`insert into feed_page (organisation_id, source_id, number, records, lists, completes, raw_bytes, sha256, chain, content)
      values (${organisationId}, ${sourceId}, ${page.number}, ${JSON.stringify(page.records)}::jsonb, ${page.lists}::text[],
        ${page.completes}::text[], ${page.raw_bytes}, ${page.sha256}, ${page.chain}, ${page.content})`.execute(db)

/** What a list said until it was complete the last time but one is said again since. A page goes with the last of its lists. */
export const deleteSuperseded = (db: Db, organisationId: OrganisationId, sourceId: string) =>
  sql`with said_again as (
        select list, (array_agg(number order by number desc))[2] as until from feed_page, unnest(completes) as list
        where organisation_id = ${organisationId} and source_id = ${sourceId} group by list)
      delete from feed_page p where organisation_id = ${organisationId} and source_id = ${sourceId}
        and number <= (select max(until) from said_again)
        and not exists (select from unnest(lists) as own(list) left join said_again s on s.list = own.list
          where s.until is null or s.until < p.number)`.execute(db)

export type PageHead = Omit<PageRecord, 'content' | 'lists' | 'completes'> & { bytes: number }

export const pageHeads = async (db: Db, organisationId: OrganisationId, sourceId: string, after: number) =>
  (
    await sql<PageHead>`
      select number, records, raw_bytes, sha256, chain, length(content) as bytes from feed_page
      where organisation_id = ${organisationId} and source_id = ${sourceId} and number > ${after} order by number`.execute(
      db,
    )
  ).rows

export const pageContents = async (
  db: Db,
  organisationId: OrganisationId,
  sourceId: string,
  numbers: readonly number[],
) =>
  (
    await sql<{ content: Buffer }>`
      select content from feed_page where organisation_id = ${organisationId} and source_id = ${sourceId}
        and number = any(${numbers}::int[]) order by number`.execute(db)
  ).rows.map(({ content }) => content)

/** The feeds of this site, whether their pages are kept, and when each was last read to its end. */
export const feedsToCarry = async (db: Db, organisationId: OrganisationId, bundleMember: string) =>
  (
    await sql<{ id: string; member: string; name: string; is_kept: boolean; read_at: string | null }>`
      select s.id, s.member, s.name, j.source_id is not null as is_kept,
        (select max(finished_at) from run r where r.organisation_id = s.organisation_id and r.source_id = s.id
          and r.state = 'succeeded' and r.finished_at >= j.started_at) as read_at
      from source s left join feed_journal j on j.organisation_id = s.organisation_id and j.source_id = s.id
      where s.organisation_id = ${organisationId} and s.kind = 'feed' and s.member <> ${bundleMember}
      order by s.name`.execute(db)
  ).rows

// bundles made ------------------------------------------------------------------------------------------------------

export interface MadeRecord {
  sequence: number
  id: string
  base_sequence: number | null
  ends: Readonly<Record<string, BundleEnd>>
  manifest: BundleManifest
  bytes: number
  path: string
  made_at: string
  made_by: string
}

const madeColumns = sql`sequence, id, base_sequence, ends, manifest, bytes, path, made_at, made_by`

export const insertMade = (db: Db, organisationId: OrganisationId, made: MadeRecord) =>
  sql`insert into bundle_made (organisation_id, sequence, id, base_sequence, ends, manifest, bytes, path, made_at, made_by)
      values (${organisationId}, ${made.sequence}, ${made.id}, ${made.base_sequence}, ${JSON.stringify(made.ends)}::jsonb,
        ${JSON.stringify(made.manifest)}::jsonb, ${made.bytes}, ${made.path}, ${made.made_at}, ${made.made_by})`.execute(
    db,
  )

export const madeRows = async (db: Db, organisationId: OrganisationId) =>
  (
    await sql<MadeRecord>`
      select ${madeColumns} from bundle_made where organisation_id = ${organisationId} order by sequence desc limit 100`.execute(
      db,
    )
  ).rows

export const findMade = async (db: Db, organisationId: OrganisationId, id: string) =>
  (
    await sql<MadeRecord>`
      select ${madeColumns} from bundle_made where organisation_id = ${organisationId} and id = ${id}`.execute(db)
  ).rows[0]

/** The last that was made by then. */
export const findMadeBy = async (db: Db, organisationId: OrganisationId, at: string) =>
  (
    await sql<MadeRecord>`
      select ${madeColumns} from bundle_made where organisation_id = ${organisationId} and made_at <= ${at}
      order by sequence desc limit 1`.execute(db)
  ).rows[0]

// bundles loaded ----------------------------------------------------------------------------------------------------

export interface TrustRecord {
  fingerprint: string
  name: string
  trusted_at: string
  trusted_by: string
}

export const trustRows = async (db: Db, organisationId: OrganisationId) =>
  (
    await sql<TrustRecord>`
      select fingerprint, name, trusted_at, trusted_by from bundle_trust where organisation_id = ${organisationId}
      order by name, fingerprint`.execute(db)
  ).rows

export const upsertTrust = (
  db: Db,
  organisationId: OrganisationId,
  trust: Pick<TrustRecord, 'fingerprint' | 'name' | 'trusted_by'>,
) =>
  sql`insert into bundle_trust (organisation_id, fingerprint, name, trusted_by)
      values (${organisationId}, ${trust.fingerprint}, ${trust.name}, ${trust.trusted_by})
      on conflict (organisation_id, fingerprint) do update set name = excluded.name`.execute(db)

export const deleteTrust = async (db: Db, organisationId: OrganisationId, fingerprint: string) =>
  (
    await sql<{ name: string }>`
      delete from bundle_trust where organisation_id = ${organisationId} and fingerprint = ${fingerprint} returning name`.execute(
      db,
    )
  ).rows[0]

export interface LoadRecord {
  fingerprint: string
  sequence: number
  id: string
  manifest: BundleManifest
  run_id: string
}

export const insertLoad = (db: Db, organisationId: OrganisationId, load: LoadRecord) =>
  sql`insert into bundle_load (organisation_id, fingerprint, sequence, id, manifest, run_id)
      values (${organisationId}, ${load.fingerprint}, ${load.sequence}, ${load.id}, ${JSON.stringify(load.manifest)}::jsonb,
        ${load.run_id})`.execute(db)

/** Newest bundle of each issuer first. */
export const loadRows = async (db: Db, organisationId: OrganisationId, fingerprint: string | null = null) =>
  (
    await sql<LoadRecord & { source_id: string; finished_at: string | null; state: string }>`
      select l.fingerprint, l.sequence, l.id, l.manifest, l.run_id, r.source_id, r.finished_at, r.state
      from bundle_load l join run r on r.organisation_id = l.organisation_id and r.id = l.run_id
      where l.organisation_id = ${organisationId} and (${fingerprint}::text is null or l.fingerprint = ${fingerprint})
      order by l.fingerprint, l.sequence desc limit 200`.execute(db)
  ).rows
