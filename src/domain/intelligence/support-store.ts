import { sql } from 'kysely'
import type { ProductSupport } from '#model/support.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'

/** Two that write at the same time would take the same product for new; who reads is not held up. */
export const lockSupport = (db: Db) => sql`lock table product_support in share row exclusive mode`.execute(db)

export const supportDigests = async (db: Db) =>
  (
    await sql<{ product: string; digest: string; delisted_at: string | null }>`
      select product, digest, delisted_at from product_support`.execute(db)
  ).rows

export const upsertSupport = (
  db: Db,
  rows: readonly { readonly product: string; readonly entry: ProductSupport; readonly digest: string }[],
) =>
  sql`insert into product_support (product, entry, digest)
      select * from jsonb_to_recordset(${jsonRows(rows)}) as r(product text, entry jsonb, digest text)
      on conflict (product) do update set entry = excluded.entry, digest = excluded.digest, stored_at = now(), delisted_at = null`.execute(
    db,
  )

export const delistSupport = (db: Db, products: readonly string[]) =>
  sql`update product_support set delisted_at = now() where product = any(${products})`.execute(db)

/** Another one with every change. */
export const supportVersion = async (db: Db) =>
  (
    await sql<{ version: string }>`
      select concat_ws(' ', count(*), max(stored_at), max(delisted_at)) as version from product_support`.execute(db)
  ).rows[0]!.version

/** In order of name; those that are no longer listed are left out. */
export const supportedProducts = async (db: Db) =>
  (
    await sql<{ entry: ProductSupport }>`
      select entry from product_support where delisted_at is null order by product`.execute(db)
  ).rows.map(({ entry }) => entry)
