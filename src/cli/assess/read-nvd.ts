import { compileNvd, type NvdApplicability } from '#domain/applicability/applicability.ts'
import type { AssessInput, NvdRead } from '#domain/assess/assess.ts'
import { nvdWordsOf, recordApplicability, recordWordsOf } from '#domain/intelligence/intelligence.ts'
import type { Feed } from '#feeds/feed.ts'
import type { FeedRecord } from '#model/intelligence.ts'
import type { Skipped } from '#model/observation.ts'
import { AppError } from '#platform/errors.ts'
import { openFeedFiles } from '#platform/files/files.ts'
import { silentLog } from '#platform/log.ts'
import { summarise } from './summarise.ts'

export interface ReadNvd {
  readonly nvd: NvdApplicability
  /** What a score looks at, by CVE; empty unless asked for. */
  readonly words: ReadonlyMap<string, NvdRead>
  /** CVEs that name products, by NVD's word and by their records'; null where these were not given. */
  readonly nvdCves: number | null
  readonly recordCves: number | null
  readonly skipped: AssessInput['intelligence']['skipped']
}

/** Folders or zip archives: NVD's files, and records of the CVE List. */
export interface NvdPlaces {
  readonly nvd?: string | undefined
  readonly cve?: string | undefined
}

/**
 * Reads NVD's files and the CVE List with their feeds; of each entry only what it applies to is kept, unless asked. A record's word
 * holds where NVD says nothing of that, as on the server. Undefined where neither is given.
 */
export async function readNvd(
  feeds: readonly Feed[],
  { nvd, cve }: NvdPlaces,
  now: () => Date,
  { withWords = false } = {},
): Promise<ReadNvd | undefined> {
  if (nvd === undefined && cve === undefined) return undefined
  const compiler = compileNvd()
  const words = new Map<string, NvdRead>()
  const skipped: Skipped[] = []
  /** CVEs of which NVD says what they apply to, or that they are none. */
  const decided = new Set<string>()
  if (nvd !== undefined)
    // Years first, then what was modified since: the later holds.
    for await (const page of pagesOf(feeds, 'nvd', nvd, now, skipped)) for (const record of page) addNvd(record)
  const records = cve === undefined ? null : await addRecords(pagesOf(feeds, 'cve', cve, now, skipped))
  const applicability = compiler.finish()
  return {
    nvd: applicability,
    words,
    nvdCves: nvd === undefined ? null : applicability.cves - (records ?? 0),
    recordCves: records,
    skipped: summarise(skipped),
  }

  function addNvd(record: FeedRecord) {
    if (record.kind !== 'nvd_cve') return
    const { cve, status, configurations } = record.entry
    if (withWords) words.set(cve, nvdWordsOf(record.entry))
    compiler.add({ cve, configurations: status === 'Rejected' ? [] : configurations })
    if (status === 'Rejected' || configurations.length > 0) decided.add(cve)
    else decided.delete(cve)
  }

  async function addRecords(pages: AsyncIterable<readonly FeedRecord[]>): Promise<number> {
    const added = new Set<string>()
    for await (const page of pages)
      for (const one of page) {
        if (one.kind !== 'cve_record' || decided.has(one.record.cve)) continue
        const { record } = one
        const configurations = recordApplicability(record)
        if (configurations.length === 0) {
          if (added.delete(record.cve)) compiler.add({ cve: record.cve, configurations })
          continue
        }
        added.add(record.cve)
        compiler.add({ cve: record.cve, configurations })
        if (withWords) words.set(record.cve, wordsOf(record, words.get(record.cve)))
      }
    return added.size
  }
}

/** With a record, what NVD collected of its publishers counts no more. */
function wordsOf(record: Parameters<typeof recordWordsOf>[0], byNvd: NvdRead | undefined): NvdRead {
  const own = recordWordsOf(record)
  const isNvds = ({ publisher }: NvdRead['assessments'][number]) => publisher === 'nvd'
  return {
    description: byNvd?.description || own.description,
    cwe: byNvd?.cwe ?? own.cwe,
    assessments: [...record.assessments, ...(byNvd?.assessments ?? []).filter(isNvds)],
  }
}

async function* pagesOf(
  feeds: readonly Feed[],
  id: string,
  location: string,
  now: () => Date,
  skipped: Skipped[],
): AsyncGenerator<readonly FeedRecord[]> {
  const feed = feeds.find((one) => one.id === id)
  if (!feed) throw new AppError('unavailable', `There is no feed "${id}" to read ${location} with.`)
  const files = await openFeedFiles(location)
  try {
    const context = { config: feed.config.parse({ location }), files, log: silentLog, now }
    for await (const page of feed.pull(context, undefined)) {
      skipped.push(...page.skipped)
      yield page.records
    }
    skipped.push(...files.leftOut())
  } catch (error) {
    // A folder of links that are not followed costs what it would have told; a place that holds nothing is a wrong place.
    const left = files.leftOut()
    if (!(error instanceof AppError) || error.code !== 'unreadable' || left.length === 0) throw error
    skipped.push({ position: files.label, code: 'unreadable', reason: error.message }, ...left)
  } finally {
    await files.close()
  }
}
