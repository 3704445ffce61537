import type { FeedFiles } from '#feeds/feed.ts'
import type { Skipped } from '#model/observation.ts'
import { AppError } from '#platform/errors.ts'
import { badPath, isDocumentPath, ListedDocuments, type Provider, sidecars } from './listing.ts'
import { badEntry } from './network-provider.ts'
import { ProviderMetadata, RolieFeed, readChanges, readIndex, readRolieEntry } from './payload.ts'

const maxListBytes = 128 * 1024 * 1024
const maxDocumentBytes = 64 * 1024 * 1024

/** JSON files that a provider or an aggregator has besides documents and feeds: clauses 7.1.7, 7.1.16, 7.1.17 and 7.1.21. */
const isFurniture = (path: string) =>
  /(^|\/)(provider-metadata|aggregator|service|[^/]*category[^/]*)\.json$/i.test(path)

/** A copy of a provider: its directory as published, at any depth, or simply documents in a folder or archive. */
export function folderProvider(files: FeedFiles): Provider {
  let stamps = new Map<string, string>()

  async function json(path: string): Promise<unknown> {
    try {
      return JSON.parse(new TextDecoder().decode(await files.read(path, { maxBytes: maxListBytes })))
    } catch {
      // Whatever it is, it is neither metadata nor a feed; as a document it is read and judged again.
      return undefined
    }
  }
  const text = async (path: string) => new TextDecoder().decode(await files.read(path, { maxBytes: maxListBytes }))

  /** The file that a web address names, in a copy that lost the first parts of the address. */
  function localPath(url: string): string | undefined {
    if (!URL.canParse(url, copy)) return undefined
    const segments = new URL(url, copy).pathname.split('/').map(decoded)
    for (let first = 1; first < segments.length; first++) {
      const path = segments.slice(first).join('/')
      if (stamps.has(path)) return path
    }
    return undefined
  }

  async function findFeeds(): Promise<Map<string, RolieFeed>> {
    const candidates = new Set([...stamps.keys()].filter((path) => /(^|\/)[^/]*(feed|rolie)[^/]*\.json$/i.test(path)))
    for (const path of stamps.keys()) {
      if (!/(^|\/)provider-metadata\.json$/.test(path)) continue
      const metadata = ProviderMetadata.safeParse(await json(path))
      for (const { rolie } of metadata.data?.distributions ?? [])
        for (const { url } of rolie?.feeds ?? []) candidates.add(localPath(url) ?? '')
    }
    const feeds = new Map<string, RolieFeed>()
    for (const path of candidates) {
      const feed = stamps.has(path) ? RolieFeed.safeParse(await json(path)) : undefined
      if (feed?.success) feeds.set(path, feed.data)
    }
    return feeds
  }

  /** The document is there or its listing says where it should be. */
  const listed = (path: string) => ({ path, stamp: stamps.get(path) ?? '', ...sidecars(path) })

  async function list() {
    stamps = new Map()
    for await (const { path, stamp } of files.list()) stamps.set(path, stamp)
    const documents = new ListedDocuments()
    const skipped: Skipped[] = []

    const feeds = await findFeeds()
    for (const [feedPath, { feed }] of feeds)
      for (const [index, entry] of feed.entry.entries()) {
        const document = readRolieEntry(entry)
        const path = document && (localPath(document.url) ?? missingPath(document.url))
        if (path) documents.add(listed(path))
        else skipped.push(badEntry(`${feedPath} entry ${index + 1}`))
      }

    const indexes = [...stamps.keys()].filter((path) => /(^|\/)(index\.txt|changes\.csv)$/.test(path))
    for (const indexPath of indexes) {
      const folder = indexPath.slice(0, indexPath.lastIndexOf('/') + 1)
      const content = await text(indexPath)
      for (const line of indexPath.endsWith('.csv') ? readChanges(content).keys() : readIndex(content)) {
        if (isDocumentPath(line)) documents.add(listed(`${folder}${line}`))
        else skipped.push(badPath(line, indexPath))
      }
    }

    const hasList = feeds.size + indexes.length > 0
    for (const path of stamps.keys()) {
      if (!/\.json$/i.test(path) || isFurniture(path) || feeds.has(path) || documents.has(path)) continue
      if (hasList) skipped.push(notListed(path))
      else documents.add(listed(path))
    }
    if (!hasList) return { documents: documents.inOrder(), list: 'none', skipped } as const
    const isWhole = skipped.every(({ code }) => code === 'not_listed')
    return { documents: documents.inOrder(), list: isWhole ? 'whole' : 'partial', skipped } as const
  }

  return {
    list,
    async read(path) {
      if (!stamps.has(path))
        throw new AppError('unreadable', `"${path}" is listed but is not in ${files.label}. Copy it there.`)
      return await files.read(path, { maxBytes: maxDocumentBytes })
    },
    readIfPublished: async (path) =>
      stamps.has(path) ? await files.read(path, { maxBytes: maxDocumentBytes }) : undefined,
    readIfThere: async (path) => (stamps.has(path) ? await files.read(path, { maxBytes: 1024 * 1024 }) : undefined),
  }
}

const notListed = (path: string): Skipped => ({
  position: path,
  code: 'not_listed',
  reason:
    'The file is in the folder but on none of the provider’s lists, which can mean that it was taken back. Add it to index.txt if it is to count.',
})

/** Where a listed document would be that is not in the copy. */
const missingPath = (url: string) =>
  URL.canParse(url, copy) ? new URL(url, copy).pathname.slice(1).split('/').map(decoded).join('/') : undefined

/** Stands in for the provider's host, which a copy does not know. */
const copy = 'https://copy.invalid/'

const decoded = (segment: string) => {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
