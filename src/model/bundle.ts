import { z } from 'zod'

/** Where a feed's pages end: its last page's number, and the digest of all that came until then. */
export const BundleEnd = z.object({ number: z.int().min(0), chain: z.string() })
export type BundleEnd = z.infer<typeof BundleEnd>

const moment = z.iso.datetime({ offset: true })

const BundlePart = z.object({
  file: z.string().regex(/^parts\/\d{4}\.ndjson\.zst$/),
  /** The feed's source at the making site: its pages are counted by it. */
  source: z.uuid(),
  feed: z.string(),
  name: z.string(),
  /** When the publisher was last read to its end there: the age of this part. */
  readAt: moment.nullable(),
  /** What must be loaded before; null in a full bundle. */
  after: BundleEnd.nullable(),
  until: BundleEnd,
  records: z.record(z.string(), z.int()),
  bytes: z.int().min(0),
  sha256: z.string(),
})

const BundleBase = z.object({ id: z.uuid(), sequence: z.int(), createdAt: moment })

export const BundleManifest = z.object({
  homeostat: z.literal('bundle'),
  format: z.literal(1),
  id: z.uuid(),
  issuer: z.string(),
  sequence: z.int().min(1),
  createdAt: moment,
  /** The database of the making site: who reads it must know as much. */
  schema: z.string(),
  /** Null where the bundle is full. */
  base: BundleBase.nullable(),
  parts: z.array(BundlePart).max(1000),
  /** Feeds of the making site that are not in it, and why. */
  leftOut: z.array(z.object({ feed: z.string(), name: z.string(), reason: z.string() })),
})
export type BundleManifest = z.infer<typeof BundleManifest>

/** In the file each part also lists its pages: number, bytes, bytes when unpacked, SHA-256, chain. */
const BundlePage = z.tuple([z.int(), z.int().min(0), z.int().min(0), z.string(), z.string()])
export type BundlePage = z.infer<typeof BundlePage>
const BundleFilePart = BundlePart.extend({ pages: z.array(BundlePage) })
export type BundleFilePart = z.infer<typeof BundleFilePart>
export const BundleFileManifest = BundleManifest.extend({ parts: z.array(BundleFilePart).max(1000) })
export type BundleFileManifest = z.infer<typeof BundleFileManifest>
