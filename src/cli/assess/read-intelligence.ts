import type { AssessInput } from '#domain/assess/assess.ts'
import type { Feed, FeedFiles } from '#feeds/feed.ts'
import type { Advisory, ExploitProbability, KnownExploited } from '#model/advisory.ts'
import type { FeedRecord } from '#model/intelligence.ts'
import type { Skipped } from '#model/observation.ts'
import { AppError } from '#platform/errors.ts'
import { type OpenedFiles, openFeedFiles } from '#platform/files/files.ts'
import { silentLog } from '#platform/log.ts'
import { summarise } from './summarise.ts'

export type ReadIntelligence = Pick<
  AssessInput,
  'advisories' | 'knownExploited' | 'exploitProbability' | 'intelligence'
>

/**
 * Reads a folder or zip archive: CSAF documents or a provider's directory, and CISA's KEV catalogue and an EPSS file
 * wherever they lie in it. Each is read by its feed; what a feed skips is told. Without an advisory there is nothing to
 * say, unless databases are asked too, which speak of what no advisory names (`besideDatabases`).
 */
export async function readIntelligence(
  feeds: readonly Feed[],
  location: string,
  options: { now: () => Date; besideDatabases?: boolean; progress?: (done: number, total: number | undefined) => void },
): Promise<ReadIntelligence> {
  const files = await openFeedFiles(location)
  try {
    const skipped: Skipped[] = []
    const found = await sort(files, skipped)
    skipped.push(...files.leftOut())
    const advisories: Advisory[] = []
    const knownExploited = found.kev === undefined ? null : new Map<string, KnownExploited>()
    const exploitProbability = found.epss === undefined ? null : new Map<string, ExploitProbability>()
    let asOf: string | null = null

    const pull = async (id: string, only: FeedFiles, take: (record: FeedRecord) => void) => {
      const feed = feeds.find((one) => one.id === id)
      if (!feed) throw new AppError('unavailable', `There is no feed "${id}" to read ${only.label} with.`)
      const config = feed.config.parse({ location })
      const pages = feed.pull({ config, files: only, log: silentLog, now: options.now }, undefined)
      for await (const page of pages) {
        for (const record of page.records) take(record)
        skipped.push(...page.skipped)
        if (page.progress) options.progress?.(page.progress.done, page.progress.total)
      }
    }

    await pull('csaf-provider', view(files, found.csaf), (record) => {
      if (record.kind === 'advisory') advisories.push(record.advisory)
    })
    if (advisories.length === 0 && !options.besideDatabases) {
      const first = skipped[0] ? ` The first file that was skipped: ${skipped[0].position}, ${skipped[0].reason}` : ''
      throw new AppError('unreadable', `${files.label} holds no CSAF advisory that can be read.${first}`)
    }
    const cves = new Set(advisories.flatMap((one) => one.vulnerabilities.map((flaw) => flaw.vulnerabilityId)))

    let entries = 0
    if (found.kev !== undefined) {
      await pull('kev', view(files, new Set([found.kev])), (record) => {
        if (record.kind === 'known_exploited') {
          entries++
          knownExploited?.set(record.entry.cve, record.entry)
        }
        if (record.kind === 'complete') asOf = record.asOf
      })
    }
    let probabilities = 0
    let model = ''
    let scoredOn = ''
    if (found.epss !== undefined) {
      await pull('epss', view(files, new Set([found.epss])), (record) => {
        if (record.kind !== 'exploit_probability') return
        probabilities++
        ;({ model, scoredOn } = record.entry)
        // Of three hundred thousand, those that nobody names are of no use here.
        if (options.besideDatabases || cves.has(record.entry.cve))
          exploitProbability?.set(record.entry.cve, record.entry)
      })
    }
    return {
      advisories,
      knownExploited,
      exploitProbability,
      intelligence: {
        source: files.label,
        knownExploited: knownExploited && { entries, asOf },
        exploitProbability: exploitProbability && { entries: probabilities, model, scoredOn },
        skipped: summarise(skipped),
      },
    }
  } finally {
    await files.close()
  }
}

interface Sorted {
  readonly csaf: ReadonlySet<string>
  readonly kev: string | undefined
  readonly epss: string | undefined
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)
const startOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes.subarray(0, 4_096))

/** Which file is what: by its name, and where that does not tell, by how it begins. */
async function sort(files: OpenedFiles, skipped: Skipped[]): Promise<Sorted> {
  const csaf = new Set<string>()
  const kev: string[] = []
  const epss: string[] = []
  /** How it begins; what cannot be read is told, and is neither. */
  const beginning = async (path: string) => {
    try {
      return startOf(await files.read(path))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      skipped.push({ position: path, code: error.code, reason: error.message })
      return ''
    }
  }
  for await (const { path, bytes } of files.list()) {
    const name = nameOf(path)
    if (/\.json$/i.test(name)) {
      if (/kev|known[-_ ]?exploited/i.test(name) && /"catalogVersion"/.test(await beginning(path))) kev.push(path)
      else csaf.add(path)
    } else if (/\.csv(?:\.gz)?$/i.test(name) && !/^changes\.csv$/i.test(name)) {
      if (/epss/i.test(name) || (bytes < sniffedBytes && /^#model_version|^cve,epss/i.test(await beginning(path)))) {
        epss.push(path)
      }
    } else csaf.add(path)
    if (/^changes\.csv$/i.test(name)) csaf.add(path)
  }
  // Of several days the last: EPSS files bear their date in the name.
  const latest = epss.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)).at(-1)
  return { csaf, kev: kev.at(-1), epss: latest }
}

/** Larger files without a telling name are somebody’s data, not ours to look into. */
const sniffedBytes = 32 * 1024 * 1024

/** The same folder or archive, with nothing in it but these files. */
function view(files: OpenedFiles, only: ReadonlySet<string>): FeedFiles {
  return {
    label: files.label,
    async *list(prefix) {
      for await (const file of files.list(prefix)) if (only.has(file.path)) yield file
    },
    read: (path, options) => files.read(path, options),
    pieces: (path) => files.pieces(path),
    exists: async (path) => only.has(path) && (await files.exists(path)),
  }
}
