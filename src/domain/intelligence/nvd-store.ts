import { sql } from 'kysely'
import type { NvdScore, NvdWeakness } from '#model/nvd.ts'
import { copyRows } from '#platform/db/copy.ts'
import type { Db } from '#platform/db/database.ts'

export interface NvdRecord {
  cve: string
  status: string
  published_at: string
  modified_at: string
  description: string
  scores: NvdScore[]
  weaknesses: NvdWeakness[]
  applicability: unknown
  applies_digest: string
  digest: string
  version: number
}

/** As it is written: the lists are JSON already. */
export type NewNvdRecord = Omit<NvdRecord, 'scores' | 'weaknesses' | 'applicability'> &
  Record<'scores' | 'weaknesses' | 'applicability', string>

/** Two that write at the same time would take the same CVE for new; who reads is not held up. */
export const lockNvd = (db: Db) => sql`lock table nvd_cve in share row exclusive mode`.execute(db)

export const nvdDigests = async (db: Db, cves: readonly string[]) =>
  (
    await sql<Pick<NvdRecord, 'cve' | 'modified_at' | 'applies_digest' | 'digest' | 'version'>>`
      select cve, modified_at, applies_digest, digest, version from nvd_cve where cve = any(${cves})`.execute(db)
  ).rows

export const nextNvdVersion = async (db: Db) =>
  (await sql<{ version: number }>`select nextval('nvd_version') as version`.execute(db)).rows[0]!.version

const columns = [
  'cve',
  'status',
  'published_at',
  'modified_at',
  'description',
  'scores',
  'weaknesses',
  'applicability',
  'applies_digest',
  'digest',
  'version',
] as const satisfies readonly (keyof NvdRecord)[]

export async function replaceNvd(db: Db, stored: readonly string[], rows: readonly NewNvdRecord[]): Promise<void> {
  if (stored.length > 0) await sql`delete from nvd_cve where cve = any(${stored})`.execute(db)
  await copyRows(
    db,
    'nvd_cve',
    columns,
    rows.map((row) => columns.map((column) => row[column])),
  )
}

export const findNvd = async (db: Db, cve: string) =>
  (
    await sql<
      Omit<NvdRecord, 'digest' | 'applies_digest' | 'version'>
    >`select cve, status, published_at, modified_at, description, scores, weaknesses, applicability from nvd_cve where cve = ${cve}`.execute(
      db,
    )
  ).rows[0]

/** Of NVD's statements and of those that CVE records make in its place. */
export const latestNvdVersion = async (db: Db) =>
  (
    await sql<{ version: number }>`
      select greatest((select max(version) from nvd_cve), (select max(version) from cve_applicability), 0) as version`.execute(
      db,
    )
  ).rows[0]!.version

export const isNvdRead = async (db: Db) =>
  (await sql<{ read: boolean }>`select exists (select from nvd_cve) as read`.execute(db)).rows[0]!.read

/** NVD says what it applies to, or that it is no vulnerability: its record is not asked. */
const decidedByNvd = sql`(n.applicability::text <> '[]' or n.status = 'Rejected')`

/** In order of CVE; with `since` 0 only those that name products. Where NVD took its statement back, the record's own. */
export const nvdStatementRows = async (db: Db, since: number, after: string, limit: number) =>
  (
    await sql<Pick<NvdRecord, 'cve' | 'applicability'>>`
      select n.cve, ${
        since === 0
          ? sql`n.applicability`
          : sql`case when ${decidedByNvd} then n.applicability
        else coalesce((select a.applicability from cve_applicability a where a.cve = n.cve), n.applicability) end as applicability`
      }
      from nvd_cve n
      where n.cve > ${after} and ${since === 0 ? sql`n.applicability::text <> '[]'` : sql`n.version > ${since}`}
      order by n.cve limit ${limit}`.execute(db)
  ).rows

/** In order of CVE: what records say of which NVD says nothing; with `since` 0 only those that name products. */
export const recordStatementRows = async (db: Db, since: number, after: string, limit: number) =>
  (
    await sql<Pick<NvdRecord, 'cve' | 'applicability'>>`
      select a.cve, a.applicability from cve_applicability a
      where a.cve > ${after} and ${since === 0 ? sql`a.applicability::text <> '[]'` : sql`a.version > ${since}`}
        and not exists (select from nvd_cve n where n.cve = a.cve and ${decidedByNvd})
      order by a.cve limit ${limit}`.execute(db)
  ).rows

export const nvdStatementRowsOf = async (db: Db, cves: readonly string[]) =>
  (
    await sql<Pick<NvdRecord, 'cve' | 'applicability'>>`
      select n.cve, n.applicability from nvd_cve n where n.cve = any(${cves}) and ${decidedByNvd}
      union all
      select a.cve, a.applicability from cve_applicability a where a.cve = any(${cves})
        and not exists (select from nvd_cve n where n.cve = a.cve and ${decidedByNvd})
      order by cve`.execute(db)
  ).rows

export const nvdFlawRows = async (db: Db, cves: readonly string[]) =>
  (
    await sql<
      Pick<NvdRecord, 'cve' | 'description' | 'weaknesses'>
    >`select cve, description, weaknesses from nvd_cve where cve = any(${cves})`.execute(db)
  ).rows
