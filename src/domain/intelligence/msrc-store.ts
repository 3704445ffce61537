import { sql } from 'kysely'
import type { MsrcEntry } from '#model/msrc.ts'
import { copyRows } from '#platform/db/copy.ts'
import type { Db } from '#platform/db/database.ts'

export type StoredEntry = Omit<MsrcEntry, 'asOf'>

export interface NewMsrcRow {
  document: string
  cve: string
  /** JSON. */
  entry: string
  digest: string
  version: number
}

/** Two that write at the same time would take the same entry for new; who reads is not held up. */
export const lockMsrc = (db: Db) => sql`lock table msrc_cve in share row exclusive mode`.execute(db)

export const msrcDocuments = async (db: Db, ids: readonly string[]) =>
  (await sql<{ id: string; as_of: string }>`select id, as_of from msrc_document where id = any(${ids})`.execute(db))
    .rows

export const putMsrcDocument = (db: Db, id: string, asOf: string) =>
  sql`insert into msrc_document (id, as_of) values (${id}, ${asOf})
      on conflict (id) do update set as_of = excluded.as_of where msrc_document.as_of <> excluded.as_of`.execute(db)

export const msrcDigests = async (db: Db, cves: readonly string[]) =>
  (
    await sql<Pick<NewMsrcRow, 'document' | 'cve' | 'digest'>>`
      select document, cve, digest from msrc_cve where cve = any(${cves})`.execute(db)
  ).rows

/** From here on another version is the last. */
export const nextMsrcVersion = async (db: Db) =>
  (
    await sql<{ version: number }>`
      update intelligence_state set msrc = nextval('msrc_version') returning msrc as version`.execute(db)
  ).rows[0]!.version

const columns = ['document', 'cve', 'entry', 'digest', 'version'] as const satisfies readonly (keyof NewMsrcRow)[]

export async function replaceMsrc(db: Db, rows: readonly NewMsrcRow[]): Promise<void> {
  for (const [document, own] of Map.groupBy(rows, (row) => row.document))
    await sql`delete from msrc_cve where document = ${document} and cve = any(${own.map(({ cve }) => cve)})`.execute(db)
  await copyRows(
    db,
    'msrc_cve',
    columns,
    rows.map((row) => columns.map((column) => row[column])),
  )
}

/** Takes out what a document no longer says; gives the CVEs. */
export const dropMsrcOthers = async (db: Db, document: string, cves: readonly string[]) =>
  (
    await sql<{ cve: string }>`
      delete from msrc_cve where document = ${document} and cve <> all(${cves}) returning cve`.execute(db)
  ).rows.map(({ cve }) => cve)

/** A later one with every change. */
export const latestMsrcVersion = async (db: Db) =>
  (await sql<{ version: number }>`select msrc as version from intelligence_state`.execute(db)).rows[0]!.version

/** In order of document and CVE, so many at a time. */
export const msrcEntryRows = async (db: Db, after: { document: string; cve: string }, limit: number) =>
  (
    await sql<{ document: string; cve: string; entry: StoredEntry }>`
      select document, cve, entry from msrc_cve where (document, cve) > (${after.document}, ${after.cve})
      order by document, cve limit ${limit}`.execute(db)
  ).rows

export const msrcEntriesOf = async (db: Db, cves: readonly string[]) =>
  (
    await sql<{ entry: StoredEntry; as_of: string | null }>`
      select c.entry, d.as_of from msrc_cve c left join msrc_document d on d.id = c.document
      where c.cve = any(${cves}) order by c.cve, c.document = 'definitions', c.document`.execute(db)
  ).rows
