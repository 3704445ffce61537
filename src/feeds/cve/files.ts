import type { FeedFiles, FeedPage } from '#feeds/feed.ts'
import { inParallel } from '#feeds/in-parallel.ts'
import { AppError } from '#platform/errors.ts'
import { codeOf, Ledger, type LedgerState } from './ledger.ts'
import { cveOfPath } from './payload.ts'
import { maxRecordBytes, type Outcome, readRecord } from './record.ts'

const recordsPerPage = 2000
const readAtOnce = 16
/** So many files that cannot be read one after the other are no longer a matter of the files. */
const failuresInARow = 50

interface Listed {
  readonly cve: string
  readonly paths: readonly string[]
  readonly code: number
}

export async function lookAtFiles(files: FeedFiles): Promise<void> {
  let archive: string | undefined
  for await (const { path } of files.list()) {
    if (cveOfPath(path)) return
    if (/\.zip$/i.test(path)) archive ??= path
  }
  throw new AppError(
    'unreadable',
    archive
      ? `${files.label} holds no CVE records but another archive, "${archive}". Unpack it, and give the path of that one.`
      : `${files.label} holds no CVE records: files such as cves/2024/1xxx/CVE-2024-1234.json. Check the path.`,
  )
}

/** Reads what is not in the ledger as it is now. A record that is not there any more says nothing: none is ever deleted. */
export async function* fromFiles(
  files: FeedFiles,
  since: LedgerState | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<FeedPage<LedgerState>> {
  const ledger = new Ledger(since)
  const found = await list(files)
  if (found.length === 0) await lookAtFiles(files)
  const due = found.filter(({ cve, code }) => !ledger.isRead(cve, code))
  const read = readerOf(files, signal)
  for (let start = 0; start < due.length; start += recordsPerPage) {
    const page = due.slice(start, start + recordsPerPage)
    const outcomes = await inParallel(page, readAtOnce, read)
    for (const [index, { cve, code }] of page.entries())
      if (outcomes[index]!.records.length > 0) ledger.record(cve, code)
    yield {
      records: outcomes.flatMap(({ records }) => records),
      skipped: outcomes.flatMap(({ skipped }) => skipped),
      taken: page.flatMap(({ paths }, index) => (outcomes[index]!.records.length > 0 ? paths : [])),
      cursor: ledger.state(),
      progress: { done: start + page.length, total: due.length },
    }
  }
}

/** Each CVE once, in order of the first path: a folder may hold the list and what changed since. */
async function list(files: FeedFiles): Promise<Listed[]> {
  const found = new Map<string, Listed>()
  for await (const { path, stamp } of files.list()) {
    const cve = cveOfPath(path)
    if (cve === undefined) continue
    const known = found.get(cve)
    found.set(cve, { cve, paths: known ? [...known.paths, path] : [path], code: codeOf(stamp, known?.code) })
  }
  return [...found.values()]
}

function readerOf(files: FeedFiles, signal: AbortSignal | undefined) {
  let failures = 0

  return async ({ cve, paths }: Listed): Promise<Outcome> => {
    if (signal?.aborted) throw new AppError('cancelled', 'The run was stopped.')
    const outcomes: Outcome[] = []
    for (const path of paths) {
      try {
        outcomes.push(readRecord(cve, path, await files.read(path, { maxBytes: maxRecordBytes })))
        failures = 0
      } catch (error) {
        if (!(error instanceof AppError) || ++failures >= failuresInARow) throw error
        outcomes.push({ records: [], skipped: [{ position: path, code: error.code, reason: error.message }] })
      }
    }
    const records = outcomes.flatMap((outcome) => outcome.records)
    const newest = records.reduce(
      (best, one) => (best === undefined || best.record.updatedAt < one.record.updatedAt ? one : best),
      records[0],
    )
    return { records: newest ? [newest] : [], skipped: outcomes.flatMap((outcome) => outcome.skipped) }
  }
}
