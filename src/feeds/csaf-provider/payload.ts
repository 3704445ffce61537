import { z } from 'zod'
import { AppError } from '#platform/errors.ts'
import { CsvFault, CsvReader } from '#standards/csv/read-csv.ts'

// What a CSAF provider publishes besides its documents: OASIS CSAF 2.0, clause 7.1, only the fields that we read.
// https://docs.oasis-open.org/csaf/csaf/v2.0/os/csaf-v2.0-os.html#71-requirements

const Distribution = z.object({
  directory_url: z.string().optional(),
  rolie: z.object({ feeds: z.array(z.object({ url: z.string() })) }).optional(),
})

/** `provider-metadata.json`, clause 7.1.7. */
export const ProviderMetadata = z.object({ distributions: z.array(Distribution).min(1) })
export type ProviderMetadata = z.infer<typeof ProviderMetadata>

const Link = z.object({ rel: z.string(), href: z.string() })

const RolieEntry = z.object({
  updated: z.string(),
  link: z.array(Link).default([]),
  content: z.object({ src: z.string() }).optional(),
})

/** A ROLIE feed (RFC 8322), clause 7.1.15. Entries are read one by one, so that a bad one costs only itself. */
export const RolieFeed = z.object({
  feed: z.object({ link: z.array(Link).catch([]), entry: z.array(z.unknown()).default([]) }),
})
export type RolieFeed = z.infer<typeof RolieFeed>

/** What a web address can give that ends in `.json`. */
export const MetadataOrFeed = z.union([ProviderMetadata, RolieFeed], {
  error: 'is neither a provider’s metadata nor a ROLIE feed',
})

export interface RolieDocument {
  readonly url: string
  readonly updated: string
  /** Links to digests, SHA-512 first. */
  readonly digests: readonly string[]
  readonly signature: string | undefined
}

/** Absent where the entry names no document. */
export function readRolieEntry(entry: unknown): RolieDocument | undefined {
  const parsed = RolieEntry.safeParse(entry)
  if (!parsed.success) return undefined
  const { link: links, content, updated } = parsed.data
  const linked = (rel: string) => links.filter((link) => link.rel === rel).map(({ href }) => href)
  const url = linked('self')[0] ?? content?.src
  if (!url) return undefined
  const digests = linked('hash').sort((a, b) => Number(b.endsWith('.sha512')) - Number(a.endsWith('.sha512')))
  return { url, updated, digests, signature: linked('signature')[0] }
}

/** `index.txt`, clause 7.1.12: a path on each line. */
export const readIndex = (text: string): string[] =>
  withoutMark(text)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** `changes.csv`, clause 7.1.13: path and time of the last change. */
export function readChanges(text: string): Map<string, string> {
  const reader = new CsvReader({ delimiter: ',' })
  try {
    const rows = [...reader.push(withoutMark(text)), ...reader.end()]
    return new Map(rows.map(({ cells }) => [(cells[0] ?? '').trim(), (cells[1] ?? '').trim()]))
  } catch (cause) {
    if (!(cause instanceof CsvFault)) throw cause
    throw new AppError('unreadable', `The provider's changes.csv is damaged in row ${cause.row}. Fetch it again.`, {
      cause,
    })
  }
}

/** The digest in a `.sha512` or `.sha256` file, as `sha512sum` writes it; absent where there is none. */
export function readDigest(text: string): { algorithm: 'sha256' | 'sha512'; hex: string } | undefined {
  const hex = /^\s*\\?([0-9a-f]+)/i.exec(withoutMark(text))?.[1]?.toLowerCase()
  if (hex?.length !== 128 && hex?.length !== 64) return undefined
  return { algorithm: hex.length === 128 ? 'sha512' : 'sha256', hex }
}

const withoutMark = (text: string) => text.replace(/^\uFEFF/, '')
