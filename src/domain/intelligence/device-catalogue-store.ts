import { sql } from 'kysely'
import type { GudidDevice, ProductClassification } from '#model/device-catalogue.ts'
import { arrayText, copyRows } from '#platform/db/copy.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'

/** Two that write at the same time would take the same code for new; who reads is not held up. */
export const lockClassification = (db: Db) => sql`lock table fda_product_code in share row exclusive mode`.execute(db)
export const lockGudid = (db: Db) => sql`lock table gudid_device in share row exclusive mode`.execute(db)

export const nextCatalogueVersion = (db: Db) =>
  sql`update intelligence_state set device_catalogue = nextval('device_catalogue_version')`.execute(db)

export const catalogueVersion = async (db: Db) =>
  (await sql<{ version: string }>`select device_catalogue::text as version from intelligence_state`.execute(db))
    .rows[0]!.version

export const classificationDigests = async (db: Db) =>
  (
    await sql<{ code: string; digest: string; delisted_at: string | null }>`
      select code, digest, delisted_at from fda_product_code`.execute(db)
  ).rows

export const upsertClassification = (
  db: Db,
  rows: readonly { readonly code: string; readonly entry: ProductClassification; readonly digest: string }[],
) =>
  sql`insert into fda_product_code (code, entry, digest)
      select * from jsonb_to_recordset(${jsonRows(rows)}) as r(code text, entry jsonb, digest text)
      on conflict (code) do update set entry = excluded.entry, digest = excluded.digest, stored_at = now(), delisted_at = null`.execute(
    db,
  )

export const delistClassification = (db: Db, codes: readonly string[]) =>
  sql`update fda_product_code set delisted_at = now() where code = any(${codes})`.execute(db)

/** Codes that FDA no longer lists stay known: devices bear them. */
export const classificationRows = async (db: Db, codes: readonly string[]) =>
  (
    await sql<{ entry: ProductClassification }>`
      select entry from fda_product_code where code = any(${codes}) order by code`.execute(db)
  ).rows.map(({ entry }) => entry)

export interface GudidDigest {
  di: string
  digest: string
  version: number | null
  version_on: string | null
  status: string
  model_key: string
  catalog_key: string
  brand_key: string
}

export const gudidDigests = async (db: Db, dis: readonly string[]) =>
  (
    await sql<GudidDigest>`
      select di, digest, version, version_on, status, model_key, catalog_key, brand_key from gudid_device where di = any(${dis})`.execute(
      db,
    )
  ).rows

export interface NewGudidDevice {
  readonly entry: GudidDevice
  readonly keys: { readonly model: string; readonly catalog: string; readonly brand: string }
  readonly digest: string
}

const columns = [
  ...['di', 'status', 'version', 'version_on', 'company', 'brand', 'model'],
  ...['model_key', 'catalog_key', 'brand_key', 'product_codes', 'more', 'digest'],
]

/** `stored`: those of the rows that are there already. */
export async function replaceGudid(db: Db, stored: readonly string[], rows: readonly NewGudidDevice[]): Promise<void> {
  if (stored.length > 0) await sql`delete from gudid_device where di = any(${stored})`.execute(db)
  await copyRows(
    db,
    'gudid_device',
    columns,
    rows.map(({ entry, keys, digest }) => {
      const { di, status, version, versionOn, company, brand, model, productCodes, otherDis: _, ...more } = entry
      const named = [di, status, version, versionOn, company, brand, model, keys.model, keys.catalog, keys.brand]
      return [...named, arrayText(productCodes), more, digest]
    }),
  )
  await copyRows(
    db,
    'gudid_identifier',
    ['device_id', 'di'],
    rows.flatMap(({ entry }) => entry.otherDis.map((id) => [id, entry.di])),
  )
}

interface GudidRow {
  asked: string
  di: string
  company: string
  brand: string
  model: string
  product_codes: string[]
  more: Pick<GudidDevice, 'catalogNumber' | 'description' | 'gmdn' | 'endedOn' | 'publishedOn'>
}

/** Of those asked for, the records that are published; a package's identifier finds what is in it. */
export const gudidByIdentifier = async (db: Db, ids: readonly string[]) =>
  (
    await sql<GudidRow>`
      with asked as (
        select di as asked, di from gudid_device where di = any(${ids})
        union select device_id, di from gudid_identifier where device_id = any(${ids})
      )
      select a.asked, g.di, g.company, g.brand, g.model, g.product_codes, g.more
      from asked a join gudid_device g on g.di = a.di and g.status = 'published' order by a.asked, g.di`.execute(db)
  ).rows

export interface NamedRow {
  key: string
  by: 'model' | 'catalog' | 'whole' | 'brand'
  company: string
  product_codes: string[]
  records: number
  /** One of them, and its GMDN terms. */
  di: string
  gmdn: GudidDevice['gmdn']
}

/** Published records that are called so, those of one company with the same product codes together. */
export const gudidByName = async (db: Db, keys: readonly string[]) =>
  (
    await sql<NamedRow>`
      with found as (
        select model_key as key, 'model' as by, company, product_codes, di from gudid_device
          where model_key = any(${keys}) and model_key <> '' and status = 'published'
        union all select catalog_key, 'catalog', company, product_codes, di from gudid_device
          where catalog_key = any(${keys}) and catalog_key <> '' and status = 'published'
        union all select brand_key || model_key, 'whole', company, product_codes, di from gudid_device
          where brand_key || model_key = any(${keys}) and brand_key <> '' and model_key <> '' and status = 'published'
        union all select brand_key, 'brand', company, product_codes, di from gudid_device
          where brand_key = any(${keys}) and brand_key <> '' and status = 'published'
      ), grouped as (
        select key, by, company, product_codes, count(*)::int as records, min(di) as di from found
        group by key, by, company, product_codes
      )
      select g.*, coalesce(d.more -> 'gmdn', '[]') as gmdn from grouped g join gudid_device d on d.di = g.di
      order by g.key, g.by, g.company, g.product_codes`.execute(db)
  ).rows
