import type { FeedHttp } from '#feeds/feed.ts'
import type { Skipped } from '#model/observation.ts'
import { AppError } from '#platform/errors.ts'
import { badPath, isDocumentPath, ListedDocuments, type Provider, sidecars } from './listing.ts'
import { MetadataOrFeed, type ProviderMetadata, RolieFeed, readChanges, readIndex, readRolieEntry } from './payload.ts'

const wellKnown = '/.well-known/csaf/provider-metadata.json'
const maxListBytes = 128 * 1024 * 1024
const maxDocumentBytes = 64 * 1024 * 1024
const maxSidecarBytes = 1024 * 1024
const maxFeedPages = 10_000

/** A provider by its domain, its `provider-metadata.json`, a ROLIE feed or a directory that has `index.txt`. */
export function networkProvider(http: FeedHttp, location: string): Provider {
  const start = new URL(location)

  async function readText(path: string): Promise<string | undefined> {
    const bytes = await readIfThere(http, path, maxListBytes)
    return bytes && new TextDecoder().decode(bytes)
  }

  async function list() {
    const documents = new ListedDocuments()
    const skipped: Skipped[] = []
    const refusals: AppError[] = []

    async function follow(listing: () => Promise<void>, position: string) {
      try {
        await listing()
      } catch (error) {
        // A list for partners or on another host costs only itself; any other failure may heal and stops the run.
        const isOurs = error instanceof AppError && /^upstream_un(trusted|authorised)$/.test(error.code)
        if (!isOurs) throw error
        refusals.push(error)
        skipped.push({ position, code: error.code, reason: error.message })
      }
    }

    async function fromMetadata(metadata: ProviderMetadata) {
      for (const { rolie, directory_url: directory } of metadata.distributions) {
        for (const { url } of rolie?.feeds ?? []) await follow(() => fromFeed(url), url)
        if (directory) await follow(() => fromDirectory(directory), directory)
      }
    }

    async function fromFeed(url: string) {
      const seen = new Set<string>()
      for (let next: string | undefined = url; next && !seen.has(next) && seen.size < maxFeedPages; ) {
        seen.add(next)
        if (!URL.canParse(next, http.origin)) throw noList(next)
        const page: RolieFeed = await http.getJson(next, RolieFeed, { maxBytes: maxListBytes })
        const base = new URL(next, http.origin)
        addEntries(page, base)
        const link: string | undefined = page.feed.link.find(({ rel }) => rel === 'next')?.href
        if (link && !URL.canParse(link, base.href)) skipped.push(badEntry(`${base.pathname} next`))
        next = link && URL.canParse(link, base.href) ? new URL(link, base).href : undefined
      }
    }

    function addEntries({ feed }: RolieFeed, base: URL) {
      for (const [index, entry] of feed.entry.entries()) {
        const document = readRolieEntry(entry)
        if (!document || !URL.canParse(document.url, base.href)) {
          skipped.push(badEntry(`${base.pathname} entry ${index + 1}`))
          continue
        }
        const path = keyOf(new URL(document.url, base), http.origin)
        const guess = sidecars(path)
        const whole = (href: string) => (URL.canParse(href, base.href) ? [new URL(href, base).href] : [])
        const digests = document.digests.flatMap(whole)
        documents.add({
          path,
          stamp: document.updated,
          digests: digests.length > 0 ? digests : guess.digests,
          signature: whole(document.signature ?? guess.signature)[0] ?? guess.signature,
        })
      }
    }

    async function fromDirectory(url: string) {
      if (!URL.canParse(url, http.origin)) throw noList(url)
      const base = new URL(url, http.origin)
      if (!base.pathname.endsWith('/')) base.pathname += '/'
      base.search = ''
      const [changes, index] = [await readText(`${base.href}changes.csv`), await readText(`${base.href}index.txt`)]
      if (changes === undefined && index === undefined) throw noList(url)
      if ([changes, index].some((text) => text?.trimStart().startsWith('<'))) throw noList(url)
      const changed = readChanges(changes ?? '')
      for (const line of new Set([...changed.keys(), ...readIndex(index ?? '')])) {
        if (!isDocumentPath(line)) {
          skipped.push(badPath(line, `${base.host}${base.pathname}`))
          continue
        }
        const path = keyOf(new URL(line.split('/').map(encodeURIComponent).join('/'), base), http.origin)
        documents.add({ path, stamp: changed.get(line) ?? '', ...sidecars(path) })
      }
    }

    await fromLocation({ fromMetadata, fromFeed, fromDirectory })
    if (documents.size === 0 && refusals[0]) throw refusals[0]
    return { documents: documents.inOrder(), list: skipped.length > 0 ? 'partial' : 'whole', skipped } as const
  }

  async function fromLocation(from: {
    fromMetadata: (metadata: ProviderMetadata) => Promise<void>
    fromFeed: (url: string) => Promise<void>
    fromDirectory: (url: string) => Promise<void>
  }) {
    const byMetadata = async (url: string) => {
      const found = await http.getJson(url, MetadataOrFeed, { maxBytes: maxListBytes })
      if ('feed' in found) return await from.fromFeed(url)
      await from.fromMetadata(found)
    }
    if (start.pathname.endsWith('.json')) return await byMetadata(start.href)
    const metadata = start.pathname === '/' ? wellKnown : `${start.pathname.replace(/\/$/, '')}/provider-metadata.json`
    if (await http.exists(metadata)) return await byMetadata(metadata)
    await from.fromDirectory(start.href)
  }

  return {
    list,
    async read(path) {
      const answer = await http.getBytes(path, { maxBytes: maxDocumentBytes })
      if (answer === 'not_modified') throw noList(path)
      return answer.bytes
    },
    // A web page in its place is no answer to whether it is gone.
    readIfPublished: (path) => readIfThere(http, path, maxDocumentBytes),
    readIfThere: (path) => readIfThere(http, path, maxSidecarBytes, isSoftNotFound),
  }
}

/** Some sites answer each unknown address with a web page and status 200. */
const isSoftNotFound = (error: AppError) => error.details?.html === true

async function readIfThere(
  http: FeedHttp,
  path: string,
  maxBytes: number,
  isAbsent: (error: AppError) => boolean = () => false,
): Promise<Uint8Array | undefined> {
  try {
    const answer = await http.getBytes(path, { maxBytes })
    return answer === 'not_modified' ? undefined : answer.bytes
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const status = error.details?.status
    if (status === 404 || status === 410 || isAbsent(error)) return undefined
    throw error
  }
}

/** A document of this host by its path; one of another host by its whole address, so that it can be refused by name. */
const keyOf = (url: URL, origin: string) => (url.origin === origin ? `${url.pathname}${url.search}` : url.href)

const noList = (place: string) =>
  new AppError(
    'upstream_failed',
    `${place} lists no CSAF documents. Give the provider's domain, its provider-metadata.json, a ROLIE feed, or a directory with index.txt.`,
  )

export const badEntry = (position: string): Skipped => ({
  position,
  code: 'bad_entry',
  reason: 'The entry of the feed names no document or no time of change. Tell the provider.',
})
