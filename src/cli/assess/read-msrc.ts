import { compileUpdates, type WindowsUpdates } from '#domain/applicability/applicability.ts'
import type { AssessInput } from '#domain/assess/assess.ts'
import type { Feed } from '#feeds/feed.ts'
import type { Skipped } from '#model/observation.ts'
import { AppError } from '#platform/errors.ts'
import { openFeedFiles } from '#platform/files/files.ts'
import { silentLog } from '#platform/log.ts'
import { summarise } from './summarise.ts'

export interface ReadMsrc {
  readonly updates: WindowsUpdates
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
    const context = { config: feed.config.parse({ location }), files, log: silentLog, now }
    for await (const page of feed.pull(context, undefined)) {
      skipped.push(...page.skipped)
      for (const record of page.records) if (record.kind === 'msrc_cve') compiler.add(record.entry)
    }
    return { updates: compiler.finish(), skipped: summarise(skipped) }
  } finally {
    await files.close()
  }
}
