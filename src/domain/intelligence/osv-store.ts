import { sql } from 'kysely'
import type { OsvEntry } from '#model/osv.ts'
import { copyRows } from '#platform/db/copy.ts'
import type { Db } from '#platform/db/database.ts'

export interface NewOsvRecord {
  id: string
  modified_at: string
  withdrawn_at: string | null
  /** JSON. */
  entry: string
  digest: string
  version: number
}

/** Two that write at the same time would take the same entry for new; who reads is not held up. */
export const lockOsv = (db: Db) => sql`lock table package_vulnerability in share row exclusive mode`.execute(db)

export const osvDigests = async (db: Db, ids: readonly string[]) =>
  (
    await sql<Pick<NewOsvRecord, 'id' | 'modified_at' | 'withdrawn_at' | 'digest'>>`
      select id, modified_at, withdrawn_at, digest from package_vulnerability where id = any(${ids})`.execute(db)
  ).rows

export const nextOsvVersion = async (db: Db) =>
  (await sql<{ version: number }>`select nextval('package_vulnerability_version') as version`.execute(db)).rows[0]!
    .version

const columns = [
  'id',
  'modified_at',
  'withdrawn_at',
  'entry',
  'digest',
  'version',
] as const satisfies readonly (keyof NewOsvRecord)[]

export async function replaceOsv(
  db: Db,
  stored: readonly string[],
  rows: readonly NewOsvRecord[],
  packages: readonly { readonly package: string; readonly id: string }[],
): Promise<void> {
  if (stored.length > 0) await sql`delete from package_vulnerability where id = any(${stored})`.execute(db)
  await copyRows(
    db,
    'package_vulnerability',
    columns,
    rows.map((row) => columns.map((column) => row[column])),
  )
  await copyRows(
    db,
    'package_vulnerability_package',
    ['package', 'vulnerability_id'],
    packages.map((one) => [one.package, one.id]),
  )
}

export const latestOsvVersion = async (db: Db) =>
  (await sql<{ version: number }>`select coalesce(max(version), 0) as version from package_vulnerability`.execute(db))
    .rows[0]!.version

export const osvEntriesOf = async (db: Db, packages: readonly string[]) =>
  (
    await sql<{ entry: OsvEntry }>`
      select entry from package_vulnerability
      where id in (select vulnerability_id from package_vulnerability_package where package = any(${packages}))
      order by id`.execute(db)
  ).rows.map(({ entry }) => entry)
