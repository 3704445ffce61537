import { setImmediate } from 'node:timers/promises'
import type { Connector, InputFile } from '#connectors/connector.ts'
import { type PreparedObservation, prepare, settleWholeReading } from '#domain/inventory/inventory.ts'
import { onObservations } from '#domain/loop.ts'
import { beat, getSource, type RunRecord, recordSkipped, saveCheckpoint } from '#domain/sources/sources.ts'
import type { Actor } from '#model/access.ts'
import type { Skipped } from '#model/observation.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { analyzeChanged } from '#platform/db/tidy.ts'
import { AppError } from '#platform/errors.ts'
import type { Log } from '#platform/log.ts'
import { ReadingKeys } from './reading-keys.ts'

/** Rows per transaction: what is stored stays, and a crash repeats at most so many. */
const usualBatch = 10_000

/** Rows that are read in one go, a few milliseconds; then whatever the database answered comes first. */
const breath = 50

export interface ImportWork {
  readonly db: Db
  readonly log: Log
  readonly worker: string
  readonly connector: Connector
  readonly file: InputFile
  /** Rows per transaction; 10,000 unless told. */
  readonly batchSize?: number | undefined
  readonly signal?: AbortSignal | undefined
}

interface Checkpoint {
  /** Records of the file that are stored already. */
  readonly records: number
}

export const actorOf = (run: RunRecord): Actor => ({
  organisationId: run.organisation_id,
  personId: run.actor_id,
  name: run.actor_name,
})

/** This worker was silent for so long that another one goes on in its place. */
export const takenOver = () => new AppError('cancelled', 'Another worker took this run.')

/**
 * Reads a file through its connector into the inventory, batch by batch. After a crash it goes on behind the last batch
 * that was stored; the end state is that of an undisturbed run, since time and ids follow from the run and the content. Gives
 * whether a person must confirm what is missing, where each file is the whole list.
 */
export async function importRun(work: ImportWork, run: RunRecord): Promise<{ isAsked: boolean }> {
  const { db, worker, connector, file, batchSize = usualBatch } = work
  const source = await getSource(db, run.organisation_id, run.source_id)
  const config = connector.config.parse(run.settings)
  const stop = new AbortController()
  work.signal?.addEventListener('abort', () => stop.abort())
  const counts: Record<string, number> = {
    new: 0,
    changed: 0,
    unchanged: 0,
    rejected: 0,
    joined: 0,
    conflicts: 0,
    ...run.counts,
  }
  const reading = source.files_are_whole ? new ReadingKeys() : undefined
  const stored = (run.checkpoint as Checkpoint | null)?.records ?? 0

  async function store({ observations, skipped, unread, end }: Batch) {
    await inTransaction(db, async (tx) => {
      const cause = { id: run.id, now: run.queued_at, actor: actorOf(run), isImport: true }
      const resolved = await onObservations(tx, source, cause, observations)
      await recordSkipped(tx, run, skipped)
      for (const key of ['new', 'changed', 'unchanged', 'joined', 'conflicts'] as const)
        counts[key] = (counts[key] ?? 0) + resolved.counts[key]
      counts.rejected = (counts.rejected ?? 0) + skipped.length
      if (unread > 0) counts.values_not_read = (counts.values_not_read ?? 0) + unread
      const checkpoint: Checkpoint = { records: end }
      if (!(await saveCheckpoint(tx, run, worker, { checkpoint, counts, done: end }))) throw takenOver()
    })
    // The first import fills empty tables, and what is planned for empty tables takes for ever on full ones. Later the
    // tables may be counted while the next batch is stored: its plans are a batch behind, which is near enough.
    await counting
    counting = analyzeChanged(db, 0.4)
    counting.catch(() => {})
    if (!isCounted) await counting
    isCounted = true
    await progress({ phase: 'Reading rows' })
  }

  /** What a file that is the whole list no longer holds. */
  async function settle(whole: ReadingKeys, end: number): Promise<boolean> {
    const whyNot = whole.whyNotWhole()
    return await inTransaction(db, async (tx) => {
      if (whyNot) await recordSkipped(tx, run, [notWhole(whyNot)])
      const readAt = new Date(run.queued_at).toISOString()
      const settled = whyNot
        ? undefined
        : await settleWholeReading(tx, source, { runId: run.id, readAt, keys: whole.keys })
      if (settled?.unreported) counts.no_longer_reported = (counts.no_longer_reported ?? 0) + settled.unreported
      if (!(await saveCheckpoint(tx, run, worker, { checkpoint: { records: end }, counts, done: end })))
        throw takenOver()
      return settled?.isAsked ?? false
    })
  }

  async function progress(said: { phase?: string; done?: number; total?: number }) {
    const answer = await beat(db, run, worker, said)
    if (!answer) throw takenOver()
    if (answer.cancel)
      throw new AppError(
        'cancelled',
        'Cancelled. What was read until then is stored; resume to go on, or undo to take it back.',
      )
  }

  // One batch is stored while the next is read. The first ones are small, so that the database has work early.
  let storing = Promise.resolve()
  let counting = Promise.resolve()
  let isCounted = false
  let size = Math.ceil(batchSize / 5)
  try {
    await progress({ phase: 'Opening the file', total: 0 })
    const now = () => new Date(run.queued_at)
    let batch = emptyBatch()
    for await (const collected of connector.collect({ config, file, log: work.log, now, signal: stop.signal })) {
      reading?.add(collected)
      if (++batch.end <= stored) continue
      if (batch.end % breath === 0) await setImmediate()
      if (collected.kind === 'skipped') batch.skipped.push(collected.skipped)
      else {
        batch.observations.push(prepare(collected.observation))
        batch.unread += collected.unread?.length ?? 0
      }
      if (batch.observations.length + batch.skipped.length < size) continue
      size = Math.min(size * 2, batchSize)
      await storing
      storing = store(batch)
      storing.catch(() => {})
      batch = emptyBatch(batch.end)
    }
    await storing
    if (batch.observations.length + batch.skipped.length > 0) await store(batch)
    await counting
    return { isAsked: reading !== undefined && (await settle(reading, batch.end)) }
  } finally {
    stop.abort()
    await storing.catch(() => {})
    await counting.catch(() => {})
  }
}

const notWhole = (why: string): Skipped => ({
  position: 'the file',
  code: 'not_whole',
  reason: `This file is no whole list: ${why}. All that can be read was taken; which devices are no longer reported is told by the next whole one.`,
})

interface Batch {
  readonly observations: PreparedObservation[]
  readonly skipped: Skipped[]
  /** Values that nobody could read; the record is taken without them, and its raw row keeps them. */
  unread: number
  /** Records of the file up to its last. */
  end: number
}

const emptyBatch = (end = 0): Batch => ({ observations: [], skipped: [], unread: 0, end })
