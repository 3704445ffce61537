import type { FeedRecord } from '#model/intelligence.ts'
import type { Tx } from '#platform/db/database.ts'
import { canonicalJson, sha256 } from '#platform/id.ts'
import * as store from './support-store.ts'

export { supportedProducts, supportVersion } from './support-store.ts'

/** Stores until when products are supported; the same again writes nothing. What a whole list leaves out is delisted. */
export async function storeSupport(tx: Tx, records: readonly FeedRecord[]) {
  const counts = { new: 0, changed: 0, unchanged: 0, older: 0, withdrawn: 0 }
  const entries = new Map(
    records.flatMap((record) => (record.kind === 'product_support' ? [[record.entry.product, record.entry]] : [])),
  )
  if (entries.size === 0) return counts
  await store.lockSupport(tx)
  const present = new Map((await store.supportDigests(tx)).map((row) => [row.product, row]))
  const rows = [...entries].flatMap(([product, entry]) => {
    const digest = sha256(canonicalJson(entry))
    const stored = present.get(product)
    if (stored?.digest === digest && stored.delisted_at === null) {
      counts.unchanged++
      return []
    }
    counts[stored ? 'changed' : 'new']++
    return [{ product, entry, digest }]
  })
  if (rows.length > 0) await store.upsertSupport(tx, rows)
  if (!records.some((record) => record.kind === 'complete' && record.of === 'product_support')) return counts
  const gone = [...present.values()].filter(({ product, delisted_at }) => !entries.has(product) && delisted_at === null)
  counts.withdrawn = gone.length
  if (gone.length > 0)
    await store.delistSupport(
      tx,
      gone.map(({ product }) => product),
    )
  return counts
}
