import { z } from 'zod'
import type { FeedHttp, FeedPage } from '#feeds/feed.ts'
import { inParallel } from '#feeds/in-parallel.ts'
import type { Skipped } from '#model/observation.ts'
import { AppError } from '#platform/errors.ts'
import { Delta, DeltaLog, type ListedChange, pathOf, readLog } from './payload.ts'
import { maxRecordBytes, type Outcome, readRecord } from './record.ts'

const maxLogBytes = 128 * 1024 * 1024
const recordsPerPage = 200
const readAtOnce = 6
const failuresInARow = 10
/** A record that its publisher lists and does not give is asked for in so many runs. */
const tries = 5
const mostWaiting = 1000

/** How far the publisher's log of changes was read. */
export const NetworkState = z.object({
  from: z.literal('network'),
  /** All changes of this time and of before were read; where `after` is there, of this time only those up to that CVE. */
  through: z.string(),
  after: z.string().optional(),
  /** Listed, and not yet given as listed: how often each was asked for. */
  waiting: z.record(z.string(), z.int()),
})
export type NetworkState = z.infer<typeof NetworkState>

export async function lookAtNetwork(http: FeedHttp, location: string): Promise<void> {
  await http.getJson(addressOf(location, 'delta.json'), Delta)
}

/**
 * Reads what changed since, by the publisher's log: it reaches 30 days back. Records are found by their number, not by
 * the links of the log.
 */
export async function* fromNetwork(
  http: FeedHttp,
  location: string,
  since: NetworkState | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<FeedPage<NetworkState>> {
  const isWaiting = since !== undefined && Object.keys(since.waiting).length > 0
  const { fetchTime } = await http.getJson(addressOf(location, 'delta.json'), Delta)
  if (since && !since.after && !isWaiting && new Date(fetchTime).toISOString() === since.through) return

  const log = readLog(await http.getJson(addressOf(location, 'deltaLog.json'), DeltaLog, { maxBytes: maxLogBytes }))
  if (!log) throw new AppError('upstream_failed', `The log of changes at ${http.origin} cannot be read. Try again.`)
  if (since && log.newest < since.through) {
    yield { records: [], skipped: [older(log.newest, since.through)], cursor: since }
    return
  }

  const listed = new Map(log.changes.map((change) => [change.cve, change]))
  const waiting = new Map(Object.entries(since?.waiting ?? {}))
  const again = [...waiting.keys()].map((cve) => listed.get(cve) ?? { cve, at: '', updatedAt: '' })
  const fresh = log.changes.filter((change) => !isRead(change, since) && !waiting.has(change.cve))
  const due = [...again, ...fresh]
  let skipped: readonly Skipped[] = [
    ...(since && log.oldest > since.through ? [gap(since.through, log.oldest)] : []),
    ...(log.bad > 0 ? [badEntries(log.bad)] : []),
  ]
  const read = readerOf(http, location, waiting, signal)
  let at: Pick<NetworkState, 'through' | 'after'> = since ?? { through: '' }
  for (let start = 0; start < due.length; start += recordsPerPage) {
    const page = due.slice(start, start + recordsPerPage)
    const outcomes = await inParallel(page, readAtOnce, read)
    const last = page.at(-1)
    if (last && last.at !== '' && !again.includes(last)) at = { through: last.at, after: last.cve }
    const isLast = start + page.length >= due.length
    yield {
      records: outcomes.flatMap((outcome) => outcome.records),
      skipped: [...skipped, ...outcomes.flatMap((outcome) => outcome.skipped)],
      taken: page.flatMap(({ cve }, index) => (outcomes[index]!.records.length > 0 ? [pathOf(cve)] : [])),
      cursor: stateOf(isLast ? { through: log.newest } : at, waiting),
      progress: { done: start + page.length, total: due.length },
    }
    skipped = []
  }
  if (due.length === 0 && (skipped.length > 0 || since?.through !== log.newest || since.after !== undefined))
    yield { records: [], skipped, cursor: stateOf({ through: log.newest }, waiting) }
}

const stateOf = (
  { through, after }: Pick<NetworkState, 'through' | 'after'>,
  waiting: ReadonlyMap<string, number>,
): NetworkState => ({
  from: 'network',
  through,
  ...(after !== undefined && { after }),
  waiting: Object.fromEntries(waiting),
})

const isRead = ({ at, cve }: ListedChange, since: NetworkState | undefined) =>
  since !== undefined &&
  (at < since.through || (at === since.through && (since.after === undefined || cve <= since.after)))

/** Reads a record; what is not there as listed waits for the next run. */
function readerOf(
  http: FeedHttp,
  location: string,
  waiting: Map<string, number>,
  signal: AbortSignal | undefined,
): (change: ListedChange) => Promise<Outcome> {
  let failures = 0

  /** Waits, unless it has waited often enough. */
  function wait(cve: string): string {
    const tried = (waiting.get(cve) ?? 0) + 1
    if (tried < tries) waiting.set(cve, tried)
    else waiting.delete(cve)
    if (waiting.size > mostWaiting)
      throw new AppError(
        'upstream_failed',
        `${http.origin} lists more than ${mostWaiting} records that it does not give. The next run goes on from there.`,
      )
    return tried < tries ? 'It is asked for again with the next run.' : 'It is not asked for again until it changes.'
  }

  return async ({ cve, updatedAt }) => {
    if (signal?.aborted) throw new AppError('cancelled', 'The run was stopped.')
    const path = pathOf(cve)
    try {
      const answer = await http.getBytes(addressOf(location, path), { maxBytes: maxRecordBytes })
      if (answer === 'not_modified') throw new AppError('upstream_failed', `${http.origin} gave no file. Try again.`)
      failures = 0
      const outcome = readRecord(cve, path, answer.bytes)
      const record = outcome.records[0]?.record
      if (!record || updatedAt === '' || Date.parse(record.updatedAt) >= Date.parse(updatedAt)) {
        waiting.delete(cve)
        return outcome
      }
      const reason = `The record is of ${record.updatedAt}, and listed as of ${updatedAt}. ${wait(cve)}`
      return { ...outcome, skipped: [...outcome.skipped, { position: path, code: 'older_than_listed', reason }] }
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const stops = ['cancelled', 'upstream_busy', 'upstream_timeout', 'upstream_unauthorised'].includes(error.code)
      if (stops || ++failures >= failuresInARow) throw error
      return { records: [], skipped: [{ position: path, code: error.code, reason: `${error.message} ${wait(cve)}` }] }
    }
  }
}

/** Below the list's folder, whatever the location's query. */
function addressOf(location: string, path: string): string {
  const base = new URL(location)
  base.pathname = `${base.pathname.replace(/\/+$/, '')}/${path}`
  return base.href
}

const gap = (through: string, oldest: string): Skipped => ({
  position: 'deltaLog.json',
  code: 'incomplete_list',
  reason: `The publisher's log begins at ${oldest} and was last read at ${through}: what changed between is not in it. Read the whole list once from its archive.`,
})

const older = (newest: string, through: string): Skipped => ({
  position: 'deltaLog.json',
  code: 'older_than_stored',
  reason: `The log of changes ends at ${newest} and was read up to ${through} before. Nothing is taken from it.`,
})

const badEntries = (count: number): Skipped => ({
  position: 'deltaLog.json',
  code: 'bad_value',
  reason: `${count} entries of the log of changes are not understood. Tell the publisher.`,
})
