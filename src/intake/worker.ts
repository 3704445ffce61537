import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ApiConnector, ApiContext } from '#connectors/api-connector.ts'
import type { Connector } from '#connectors/connector.ts'
import { theOrganisation } from '#domain/access/access.ts'
import { onDay, onRunEnd, onRunOver } from '#domain/loop.ts'
import {
  beat,
  bundleMember,
  claimRun,
  endRun,
  getFile,
  getSource,
  letGoOfRun,
  queueRun,
  type RunRecord,
  type SourceRecord,
  scheduleNext,
  sourcesDue,
} from '#domain/sources/sources.ts'
import type { Feed, FeedContext } from '#feeds/feed.ts'
import type { Actor } from '#model/access.ts'
import { type Db, inTransaction, isTransient } from '#platform/db/database.ts'
import { tidy } from '#platform/db/tidy.ts'
import { AppError } from '#platform/errors.ts'
import { kindOfFile, readHead } from '#platform/file-kind.ts'
import type { Log } from '#platform/log.ts'
import { apiRun } from './api-run.ts'
import { bundleFeed } from './bundle-load.ts'
import { feedRun } from './feed-run.ts'
import { hidingSecrets, openSettings } from './feed-secrets.ts'
import { actorOf, importRun } from './import-run.ts'
import { placingRun } from './placing-run.ts'
import { rebuildRun } from './rebuild-run.ts'
import { inputFile } from './uploads.ts'
import { watchFolders } from './watched-folders.ts'

export interface WorkerParts {
  readonly db: Db
  readonly log: Log
  readonly dataDir: string
  readonly connectors: readonly Connector[]
  readonly feeds: readonly Feed[]
  readonly apiConnectors: readonly ApiConnector[]
  /** Opens the one origin that the connector's settings point at. */
  readonly openApi: (
    connector: ApiConnector,
    settings: Record<string, unknown>,
    signal?: AbortSignal,
  ) => Promise<{ context: ApiContext<unknown>; close(): Promise<void> }>
  /** Opens what the feed's settings point at: one origin, one folder or one zip. */
  readonly openFeed: (
    feed: Feed,
    settings: Record<string, unknown>,
    signal?: AbortSignal,
  ) => Promise<{ context: FeedContext<unknown>; close(): Promise<void> }>
  /** Rows of a file per transaction; see `importRun`. */
  readonly batchSize?: number
  /** Once in a while: mail, trends. */
  readonly everyMinute?: (db: Db) => Promise<void>
}

export interface WorkerHandle {
  stop(): Promise<void>
}

const staleSeconds = 30
/** So often a run may bring its worker down without getting any further. */
const mostAttempts = 5

/** Takes runs from the queue, one at a time; asks for those that are due; looks into watched folders. */
export function startWorker(parts: WorkerParts, { pollMs = 300 }: { pollMs?: number } = {}): WorkerHandle {
  const stopping = new AbortController()
  const worker = `${process.pid}:${randomUUID()}`
  const folders = watchFolders(parts)
  // By a clock that nobody can put back.
  let lastMinute = Number.NEGATIVE_INFINITY

  async function turn(): Promise<boolean> {
    if (performance.now() - lastMinute > 60_000) {
      lastMinute = performance.now()
      await schedule(parts)
      await folders.look(new Date())
      const { id } = await theOrganisation(parts.db)
      await inTransaction(parts.db, (tx) => onDay(tx, id, new Date()))
      await parts.everyMinute?.(parts.db)
    }
    const run = await claimRun(parts.db, worker, staleSeconds)
    if (!run) return false
    await perform(parts, worker, run, stopping.signal)
    await tidy(parts.db)
    return true
  }

  const working = (async () => {
    while (!stopping.signal.aborted) {
      try {
        if (await turn()) continue
      } catch (error) {
        parts.log.error({ error: String(error) }, 'The worker could not go on; it tries again')
        await sleep(2000, undefined, { signal: stopping.signal }).catch(() => {})
      }
      await sleep(pollMs, undefined, { signal: stopping.signal }).catch(() => {})
    }
  })()
  return {
    async stop() {
      stopping.abort()
      await working
    },
  }
}

/**
 * Does one run from end to end and writes down how it ended. Where the database went away in the middle it throws: the run
 * is still this worker's, and goes on behind its last batch as soon as it is claimed again. Where the worker is stopped while
 * records are compared, it lets go of the run.
 */
export async function perform(
  parts: WorkerParts,
  worker: string,
  run: RunRecord,
  stopping?: AbortSignal,
): Promise<void> {
  const { db, log } = parts
  const stop = new AbortController()
  let isReading = false
  let beating: Promise<void> = Promise.resolve()
  const heart = setInterval(() => {
    beating = beat(db, run, worker, {}).then(
      // A request on its way ends at once; what is between two batches ends there.
      (answer) => void (answer?.cancel && stop.abort()),
      () => {},
    )
  }, 2000)
  try {
    const source = await getSource(db, run.organisation_id, run.source_id)
    if (run.attempts > mostAttempts)
      throw new AppError(
        'unreadable',
        `Homeostat went down ${mostAttempts} times while it worked on this run, each time at the same place. What was stored stays. See the log for the cause, mend the source, and resume.`,
      )
    let isAsked = false
    if (run.settings.rebuild) await rebuildRun(db, worker, run)
    else if (source.member === bundleMember) await loadBundle(parts, worker, run, stop.signal)
    else if (source.kind === 'connector') {
      isReading = true
      isAsked = await readDevices(parts, worker, run, source, stop.signal)
      isReading = false
      await placingRun(db, worker, run, { signal: stopping })
    } else await pullFeed(parts, worker, run, source, stop.signal)
    await onRunEnd(db, run.organisation_id, actorOf(run), run.id)
    await onRunOver(db, run.organisation_id, run.id)
    await endRun(db, run, worker, isAsked ? 'to_confirm' : 'succeeded', null)
    log.info({ run: run.id, source: source.name }, 'A run has ended')
  } catch (error) {
    if (isTransient(error)) throw error
    if (stopping?.aborted && error === stopping.reason) {
      clearInterval(heart)
      await beating
      await letGoOfRun(db, run, worker)
      log.info({ run: run.id }, 'A run waits for the next worker')
      return
    }
    const known = error instanceof AppError
    log.error(
      { run: run.id, error: known ? error.message : String((error as Error).stack ?? error) },
      'A run has failed',
    )
    const detail = known
      ? error.message
      : 'Something went wrong inside Homeostat. What was stored stays; resume the run, and see the log for the cause.'
    // What was read until then is stored, however the reading ended.
    if (isReading)
      await placingRun(db, worker, run, {
        isCancelled: known && error.code === 'cancelled',
        signal: stopping,
      }).catch((left) => {
        if (isTransient(left)) throw left
        log.error({ run: run.id, error: String(left) }, 'What a run told of for the first time waits for the next one')
      })
    // Whatever becomes of its counts, the run has ended.
    await onRunOver(db, run.organisation_id, run.id).catch((over) => {
      if (isTransient(over)) throw over
      log.error({ run: run.id, error: String(over) }, 'What a run matched could not be counted')
    })
    await endRun(db, run, worker, known && error.code === 'cancelled' ? 'cancelled' : 'failed', {
      code: known ? error.code : 'internal',
      detail,
    })
  } finally {
    clearInterval(heart)
  }
  await scheduleNext(db, await getSource(db, run.organisation_id, run.source_id))
}

/** From a file, or over the system's interface. Gives whether a person must confirm what is missing. */
async function readDevices(
  parts: WorkerParts,
  worker: string,
  run: RunRecord,
  source: SourceRecord,
  signal: AbortSignal,
): Promise<boolean> {
  const api = parts.apiConnectors.find(({ id }) => id === source.member)
  if (!api || run.file_id) return (await readFile(parts, worker, run, source, signal)).isAsked
  const open = openSettings(api, source.settings, parts.dataDir)
  const { context, close } = await parts.openApi(api, open, signal)
  try {
    const read = async () => await apiRun({ db: parts.db, worker, connector: api, context }, run)
    return (await hidingSecrets(api, open, read)).isAsked
  } finally {
    await close()
  }
}

async function readFile(parts: WorkerParts, worker: string, run: RunRecord, source: SourceRecord, signal: AbortSignal) {
  if (!run.file_id) throw new AppError('bad_request', 'This source reads files: upload one, or set a watched folder.')
  const file = inputFile(await getFile(parts.db, run.organisation_id, run.file_id))
  // One source may send a workbook today and a CSV tomorrow.
  const connector =
    kindOfFile(parts.connectors, await readHead(file), file.name) ??
    parts.connectors.find(({ id }) => id === source.member)
  if (!connector)
    throw new AppError('unavailable', `There is no connector "${source.member}" in this version of Homeostat.`)
  const { db, log, batchSize } = parts
  return await importRun({ db, log, worker, connector, file, batchSize, signal }, run)
}

async function pullFeed(parts: WorkerParts, worker: string, run: RunRecord, source: SourceRecord, signal: AbortSignal) {
  const feed = parts.feeds.find(({ id }) => id === source.member)
  if (!feed) throw new AppError('unavailable', `There is no feed "${source.member}" in this version of Homeostat.`)
  const open = openSettings(feed, source.settings, parts.dataDir)
  const { context, close } = await parts.openFeed(feed, open, signal)
  try {
    await hidingSecrets(feed, open, async () => await feedRun({ db: parts.db, worker, feed, context }, run))
  } finally {
    await close()
  }
}

async function loadBundle({ db, log }: WorkerParts, worker: string, run: RunRecord, signal: AbortSignal) {
  const feed = bundleFeed(db, run.organisation_id, run.id) as Feed
  await feedRun({ db, worker, feed, context: { config: {}, log, now: () => new Date(), signal } }, run)
}

const scheduler = (organisationId: string): Actor => ({ organisationId, personId: null, name: 'Schedule' })

/** Asks for the feeds and systems that are due. */
export async function schedule({ db, apiConnectors }: Pick<WorkerParts, 'db' | 'apiConnectors'>): Promise<void> {
  for (const source of await sourcesDue(db))
    if (source.kind === 'feed' || apiConnectors.some(({ id }) => id === source.member))
      await queueRun(db, { sourceId: source.id, trigger: 'schedule', actor: scheduler(source.organisation_id) })
}
