import { compileNvd, type NvdApplicability } from '#domain/applicability/applicability.ts'
import type { AssessInput, NvdRead } from '#domain/assess/assess.ts'
import { nvdWordsOf } from '#domain/intelligence/intelligence.ts'
import type { Feed } from '#feeds/feed.ts'
import type { Skipped } from '#model/observation.ts'
import { AppError } from '#platform/errors.ts'
import { openFeedFiles } from '#platform/files/files.ts'
import { silentLog } from '#platform/log.ts'
import { summarise } from './summarise.ts'

export interface ReadNvd {
  readonly nvd: NvdApplicability
  /** What a score looks at, by CVE; empty unless asked for. */
  readonly words: ReadonlyMap<string, NvdRead>
  readonly skipped: AssessInput['intelligence']['skipped']
}

/** Reads NVD's files from a folder or zip archive with its feed; of each entry only what it applies to is kept, unless asked. */
export async function readNvd(
  feeds: readonly Feed[],
  location: string,
  now: () => Date,
  { withWords = false } = {},
): Promise<ReadNvd> {
  const feed = feeds.find(({ id }) => id === 'nvd')
  if (!feed) throw new AppError('unavailable', 'There is no feed "nvd" to read NVD’s files with.')
  const files = await openFeedFiles(location)
  try {
    const compiler = compileNvd()
    const skipped: Skipped[] = []
    const words = new Map<string, NvdRead>()
    const context = { config: feed.config.parse({ location }), files, log: silentLog, now }
    // Years first, then what was modified since: the later holds.
    for await (const page of feed.pull(context, undefined)) {
      skipped.push(...page.skipped)
      for (const record of page.records) {
        if (record.kind !== 'nvd_cve') continue
        const { cve, status, configurations } = record.entry
        if (withWords) words.set(cve, nvdWordsOf(record.entry))
        compiler.add({ cve, configurations: status === 'Rejected' ? [] : configurations })
      }
    }
    return { nvd: compiler.finish(), words, skipped: summarise(skipped) }
  } finally {
    await files.close()
  }
}
