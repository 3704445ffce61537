import { compileUpdates, type WindowsUpdates } from '#domain/applicability/applicability.ts'
import type { AssessInput, MsrcRead } from '#domain/assess/assess.ts'
import { msrcWordsOf } from '#domain/intelligence/intelligence.ts'
import type { Feed } from '#feeds/feed.ts'
import type { Skipped } from '#model/observation.ts'
import { AppError } from '#platform/errors.ts'
import { openFeedFiles } from '#platform/files/files.ts'
import { silentLog } from '#platform/log.ts'
import { summarise } from './summarise.ts'

export interface ReadMsrc {
  readonly updates: WindowsUpdates
  readonly words: ReadonlyMap<string, MsrcRead>
  readonly skipped: AssessInput['intelligence']['skipped']
}

/** Reads Microsoft's documents, or wesng's definitions.zip, with their feed. */
export async function readMsrc(feeds: readonly Feed[], location: string, now: () => Date): Promise<ReadMsrc> {
  const feed = feeds.find(({ id }) => id === 'msrc')
  if (!feed) throw new AppError('unavailable', `There is no feed "msrc" to read ${location} with.`)
  const files = await openFeedFiles(location)
  try {
    const compiler = compileUpdates()
    const skipped: Skipped[] = []
    const words = new Map<string, MsrcRead & { readonly document: string }>()
    const context = { config: feed.config.parse({ location }), files, log: silentLog, now }
    for await (const page of feed.pull(context, undefined)) {
      skipped.push(...page.skipped)
      for (const record of page.records) {
        if (record.kind !== 'msrc_cve') continue
        const { entry } = record
        compiler.add(entry)
        const { document } = entry
        const other = words.get(entry.cve)
        if (!other || isBefore(document, other.document)) words.set(entry.cve, { document, ...msrcWordsOf(entry) })
      }
    }
    skipped.push(...files.leftOut())
    return { updates: compiler.finish(), words, skipped: summarise(skipped) }
  } finally {
    await files.close()
  }
}

/** Microsoft's own documents before wesng's list of them, as the server reads them. */
const isBefore = (a: string, b: string) => (b === 'definitions' ? a !== b : a !== 'definitions' && a < b)
