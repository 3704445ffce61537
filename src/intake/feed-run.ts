import { listInForce } from '#domain/intelligence/intelligence.ts'
import { onFeedRecords } from '#domain/loop.ts'
import {
  beat,
  beginJournal,
  getSource,
  journalState,
  keepPage,
  type RunRecord,
  recordReading,
  saveCheckpoint,
  saveCursor,
  settleUntold,
} from '#domain/sources/sources.ts'
import type { Feed, FeedContext, FeedPage } from '#feeds/feed.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { actorOf, takenOver } from './import-run.ts'

export interface FeedWork {
  readonly db: Db
  readonly worker: string
  readonly feed: Feed
  readonly context: FeedContext<unknown>
}

/** Pulls a feed page by page; each page, what it changed and its cursor are stored in one transaction. */
export async function feedRun({ db, worker, feed, context }: FeedWork, run: RunRecord): Promise<void> {
  const source = await getSource(db, run.organisation_id, run.source_id)
  const since = source.cursor === null ? undefined : feed.cursor.parse(source.cursor)
  let journal = await journalState(db, source)
  const counts: Record<string, number> = { ...run.counts }
  const add = (name: string, n: number) => {
    counts[name] = (counts[name] ?? 0) + n
  }

  async function progress(said: { phase?: string; done?: number; total?: number }) {
    const answer = await beat(db, run, worker, said)
    if (!answer) throw takenOver()
    if (answer.cancel)
      throw new AppError('cancelled', 'Cancelled. What was read until then is stored; the next run goes on from there.')
  }

  async function store(page: FeedPage<unknown>) {
    await inTransaction(db, async (tx) => {
      const change = await onFeedRecords(tx, run.organisation_id, actorOf(run), page.records, run)
      const skipped = [...page.skipped, ...change.refused]
      await recordReading(tx, run, skipped, page.taken)
      await saveCursor(tx, run.organisation_id, source.id, page.cursor)
      if (journal === 'kept') await keepPage(tx, source, page)
      for (const record of page.records) if (record.kind !== 'complete') add(record.kind, 1)
      add(
        'changed',
        change.advisoryIds.length +
          change.cves.length +
          change.nvdCves.length +
          change.packageVulnerabilityIds.length +
          // Pages of product codes and device identifiers hold nothing else.
          (change.catalogue ? change.counts.new + change.counts.changed + change.counts.withdrawn : 0),
      )
      add('rejected', skipped.length)
      if (change.counts.older > 0) add('older', change.counts.older)
      // Where it goes on from stands with the source: the cursor.
      const done = page.progress?.done ?? run.done
      if (!(await saveCheckpoint(tx, run, worker, { checkpoint: null, counts, done }))) throw takenOver()
    })
    const total = page.progress?.total
    await progress({ phase: 'Reading', ...(total !== undefined && { total }) })
  }

  async function read(from: unknown) {
    // One page is stored while the next is fetched and read.
    let storing = Promise.resolve()
    await progress({ phase: 'Asking the publisher' })
    try {
      const inForce = await listInForce(db, feed.id)
      for await (const page of feed.pull({ ...context, inForce }, from)) {
        await storing
        storing = store(page)
        storing.catch(() => {})
      }
    } catch (error) {
      // What was read before the publisher failed is stored; that it could not be is the worse news.
      await storing
      throw error
    }
    await storing
  }

  /** What lies where it reads and is in no list; and what is no longer so, where each run tells all. */
  async function tellRest() {
    const left = context.files?.leftOut?.() ?? []
    if (left.length === 0 && !feed.toldOnce) return
    await inTransaction(db, async (tx) => {
      await recordReading(tx, run, left)
      if (feed.toldOnce) await settleUntold(tx, run, feed.toldOnce)
      if (left.length === 0) return
      add('rejected', left.length)
      if (!(await saveCheckpoint(tx, run, worker, { checkpoint: null, counts, done: run.done }))) throw takenOver()
    })
  }

  // What was withdrawn since the last run is told by the cursor; only then the pages are kept, from the publisher's first.
  if (journal !== 'missing' || since !== undefined) await read(since)
  if (journal !== 'missing') return await tellRest()
  await inTransaction(db, async (tx) => {
    await beginJournal(tx, source)
    await saveCursor(tx, run.organisation_id, source.id, null)
  })
  journal = 'kept'
  await read(undefined)
  await tellRest()
}
