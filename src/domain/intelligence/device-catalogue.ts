import type { GudidDevice, ProductClassification } from '#model/device-catalogue.ts'
import type { CatalogueChange, FeedRecord } from '#model/intelligence.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { canonicalJson, sha256 } from '#platform/id.ts'
import * as store from './device-catalogue-store.ts'

const none = () => ({ new: 0, changed: 0, unchanged: 0, older: 0, withdrawn: 0 })

/** Stores product codes and what device identifiers name; the same again writes nothing. */
export async function storeDeviceCatalogue(tx: Tx, records: readonly FeedRecord[]) {
  const counts = none()
  const isClassification = await storeClassification(tx, records, counts)
  const { changed, before } = await storeGudid(tx, records, counts)
  if (!isClassification && changed.length === 0) return { counts, change: null }
  await store.nextCatalogueVersion(tx)
  const change: CatalogueChange = {
    isClassification,
    dis: changed.flatMap(({ entry: { di, otherDis } }) => [di, ...otherDis]),
    keys: [
      ...new Set([...changed.flatMap(({ keys }) => [...Object.values(keys), keys.brand + keys.model]), ...before]),
    ].filter((key) => key !== ''),
  }
  return { counts, change }
}

type Counts = ReturnType<typeof none>

/** What a whole list leaves out is delisted. */
async function storeClassification(tx: Tx, records: readonly FeedRecord[], counts: Counts): Promise<boolean> {
  const entries = new Map(
    records.flatMap((record) =>
      record.kind === 'product_classification' ? [[record.entry.code, record.entry] as const] : [],
    ),
  )
  if (entries.size === 0) return false
  await store.lockClassification(tx)
  const present = new Map((await store.classificationDigests(tx)).map((row) => [row.code, row]))
  const rows = [...entries].flatMap(([code, entry]) => {
    const digest = sha256(canonicalJson(entry))
    const stored = present.get(code)
    if (stored?.digest === digest && stored.delisted_at === null) {
      counts.unchanged++
      return []
    }
    counts[stored ? 'changed' : 'new']++
    return [{ code, entry, digest }]
  })
  if (rows.length > 0) await store.upsertClassification(tx, rows)
  if (!records.some((record) => record.kind === 'complete' && record.of === 'product_classification'))
    return rows.length > 0
  const gone = [...present.values()]
    .filter(({ code, delisted_at }) => !entries.has(code) && delisted_at === null)
    .map(({ code }) => code)
  counts.withdrawn += gone.length
  if (gone.length > 0) await store.delistClassification(tx, gone)
  return rows.length + gone.length > 0
}

async function storeGudid(
  tx: Tx,
  records: readonly FeedRecord[],
  counts: Counts,
): Promise<{
  readonly changed: readonly store.NewGudidDevice[]
  /** What those were called before that are changed. */
  readonly before: readonly string[]
}> {
  const latest = new Map<string, GudidDevice>()
  for (const record of records) {
    if (record.kind !== 'gudid_device') continue
    const other = latest.get(record.entry.di)
    if (other) counts.older++
    if (!other || !isOlder(record.entry, { version: other.version ?? null, version_on: other.versionOn ?? null }))
      latest.set(record.entry.di, record.entry)
  }
  if (latest.size === 0) return { changed: [], before: [] }
  await store.lockGudid(tx)
  const present = new Map((await store.gudidDigests(tx, [...latest.keys()])).map((row) => [row.di, row]))
  const rows: store.NewGudidDevice[] = []
  for (const entry of latest.values()) {
    const digest = sha256(JSON.stringify(entry))
    const stored = present.get(entry.di)
    if (stored?.digest === digest) counts.unchanged++
    else if (stored && isOlder(entry, stored)) counts.older++
    else {
      const isTakenBack = entry.status !== 'published' && stored?.status === 'published'
      counts[isTakenBack ? 'withdrawn' : stored ? 'changed' : 'new']++
      const { model, catalogNumber = '', brand } = entry
      rows.push({
        entry,
        digest,
        keys: { model: catalogueKey(model), catalog: catalogueKey(catalogNumber), brand: catalogueKey(brand) },
      })
    }
  }
  if (rows.length > 0)
    await store.replaceGudid(
      tx,
      rows.flatMap(({ entry }) => (present.has(entry.di) ? [entry.di] : [])),
      rows,
    )
  const replaced = rows.flatMap(({ entry }) => present.get(entry.di) ?? [])
  return {
    changed: rows,
    before: replaced.flatMap(({ model_key, catalog_key, brand_key }) => [
      ...[model_key, catalog_key, brand_key],
      brand_key + model_key,
    ]),
  }
}

/** Versions count up with what is published; a release without them is older than one with. */
function isOlder(entry: GudidDevice, stored: { version: number | null; version_on: string | null }): boolean {
  if (stored.version === null) return false
  if (entry.version === undefined) return true
  if (entry.version !== stored.version) return entry.version < stored.version
  return stored.version_on !== null && (entry.versionOn ?? '') < stored.version_on
}

/** How a name is looked for: small letters and digits alone; empty where too short to tell a model. */
export function catalogueKey(text: string): string {
  const key = text
    .replace(/[™℠®©]/g, '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
  return key.length < 3 ? '' : key
}

/** Another one with every change of product codes or device identifiers. */
export const deviceCatalogueVersion = store.catalogueVersion

export async function productClassifications(
  db: Db,
  codes: readonly string[],
): Promise<ReadonlyMap<string, ProductClassification>> {
  if (codes.length === 0) return new Map()
  return new Map((await store.classificationRows(db, codes)).map((entry) => [entry.code, entry]))
}

export type IdentifiedRecord = Omit<Awaited<ReturnType<typeof store.gudidByIdentifier>>[number], 'asked'>

/** By device identifier, in GUDID's spelling, the records that are published. */
export async function recordsByIdentifier(
  db: Db,
  dis: readonly string[],
): Promise<ReadonlyMap<string, readonly IdentifiedRecord[]>> {
  if (dis.length === 0) return new Map()
  return Map.groupBy(await store.gudidByIdentifier(db, dis), ({ asked }) => asked)
}

/** Records of one company that are called so, with the same product codes. */
export type NamedRecords = Omit<store.NamedRow, 'key'>

/** By text of an inventory, published records whose model, catalogue number, brand, or brand and model are spelt so. */
export async function recordsByName(
  db: Db,
  texts: readonly string[],
): Promise<ReadonlyMap<string, readonly NamedRecords[]>> {
  const keys = new Map(texts.map((text) => [text, catalogueKey(text)]))
  const asked = [...new Set(keys.values())].filter((key) => key !== '')
  if (asked.length === 0) return new Map()
  const rows = Map.groupBy(await store.gudidByName(db, asked), ({ key }) => key)
  return new Map(texts.map((text) => [text, rows.get(keys.get(text)!) ?? []]))
}
