import type { ApiConnector, ApiContext, CollectedPage } from '#connectors/api-connector.ts'
import type { Collected } from '#connectors/connector.ts'
import { prepare, settleWholeReading, tellRemoved, toldByRun, usualAttributes } from '#domain/inventory/inventory.ts'
import { onObservations } from '#domain/loop.ts'
import {
  beat,
  getSource,
  type RunRecord,
  recordReading,
  recordSkipped,
  saveCheckpoint,
  saveCursor,
  settleUntold,
} from '#domain/sources/sources.ts'
import type { Observation, Skipped } from '#model/observation.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { actorOf, takenOver } from './import-run.ts'
import { ReadingKeys } from './reading-keys.ts'

export interface ApiWork {
  readonly db: Db
  readonly worker: string
  readonly connector: ApiConnector
  readonly context: ApiContext<unknown>
}

/** So many pages in a row that hold nothing new: the system gives the same again and again. */
const mostRepeated = 3

/** A reading of fewer devices tells nothing of what the system does not tell any more. */
const fewestToJudge = 10

/** Clocks may differ by so much without a word. */
const toleratedSkewMs = 5 * 60_000

/**
 * Reads a system page by page; each page and its cursor are stored in one transaction. Gives whether a person must confirm
 * what is missing. What was stored stays, however the run ends; the next one goes on from the last cursor.
 */
export async function apiRun(
  { db, worker, connector, context }: ApiWork,
  run: RunRecord,
): Promise<{ isAsked: boolean }> {
  const source = await getSource(db, run.organisation_id, run.source_id)
  const since = source.cursor === null ? undefined : connector.cursor.parse(source.cursor)
  // Of an earlier attempt: what is read again is told again.
  const { unchanged: _u, rejected: _r, values_not_read: _v, ...before } = run.counts
  const isBegunAgain = Object.keys(run.counts).length > 0
  const counts: Record<string, number> = {
    new: 0,
    changed: 0,
    unchanged: 0,
    rejected: 0,
    joined: 0,
    conflicts: 0,
    ...before,
  }
  const add = (name: string, n: number) => {
    if (n > 0) counts[name] = (counts[name] ?? 0) + n
  }
  const reading = new ReadingKeys()
  const usual = await usualAttributes(db, source)
  const told = new Set<string>()
  let observed = 0
  const readAt = context.now().toISOString()
  let end: CollectedPage<unknown>['end']
  let aheadMs = 0
  let repeated = 0
  let taken = 0

  async function progress(said: { phase?: string; done?: number; total?: number }) {
    const answer = await beat(db, run, worker, said)
    if (!answer) throw takenOver()
    if (answer.cancel)
      throw new AppError('cancelled', 'Cancelled. What was read until then is stored; the next run goes on from there.')
  }

  /** Nothing was seen in a time to come: the system's clock is ahead. */
  function notAhead(observation: Observation): Observation {
    const now = context.now()
    const by = Date.parse(observation.observedAt) - now.getTime()
    const seen = observation.claims.lastSeenAt
    const isSeenAhead = typeof seen === 'string' && Date.parse(seen) > now.getTime()
    if (!(by > 0) && !isSeenAhead) return observation
    aheadMs = Math.max(aheadMs, by, isSeenAhead ? Date.parse(seen) - now.getTime() : 0)
    return {
      ...observation,
      observedAt: by > 0 ? now.toISOString() : observation.observedAt,
      claims: isSeenAhead ? { ...observation.claims, lastSeenAt: now.toISOString() } : observation.claims,
    }
  }

  function refuseOtherForm(collected: readonly Collected[]) {
    const [first] = collected
    if (taken > 0 || first?.kind !== 'skipped' || collected.some(({ kind }) => kind === 'observation')) return
    const unread = collected.flatMap((one) =>
      one.kind === 'skipped' && one.skipped.code === 'unreadable' ? [one.skipped] : [],
    )
    if (unread.length < collected.length) return
    throw new AppError(
      'upstream_failed',
      `${new URL(context.http.origin).host} answers in another form than expected, so that no record can be read. Nothing was changed. ${unread[0]!.reason}`,
    )
  }

  async function store(page: CollectedPage<unknown>) {
    refuseOtherForm(page.collected)
    taken += page.collected.length
    const observations: Observation[] = []
    const skipped: Skipped[] = []
    let unread = 0
    for (const one of page.collected) {
      if (one.kind === 'skipped') skipped.push(one.skipped)
      else {
        observations.push(notAhead(one.observation))
        observed++
        for (const attribute of Object.keys(one.observation.claims)) told.add(attribute)
        unread += one.unread?.length ?? 0
      }
    }
    await inTransaction(db, async (tx) => {
      const cause = { id: run.id, now: run.queued_at, actor: actorOf(run), isImport: true }
      const keys = observations.map(({ sourceKey }) => sourceKey)
      const again = isBegunAgain ? await toldByRun(tx, source, keys, run.id) : 0
      const resolved = await onObservations(tx, source, cause, observations.map(prepare))
      await recordSkipped(tx, run, skipped)
      for (const key of ['new', 'changed', 'joined', 'conflicts'] as const) add(key, resolved.counts[key])
      add('unchanged', resolved.counts.unchanged - again)
      add('rejected', skipped.length)
      add('values_not_read', unread)
      add('no_longer_reported', await tellRemoved(tx, source, page.removed ?? [], run.id, readAt))
      // The last page's is stored with what the whole reading comes to.
      if (page.cursor !== undefined && !page.end) await saveCursor(tx, run.organisation_id, source.id, page.cursor)
      const done = page.progress?.done ?? run.done
      if (!(await saveCheckpoint(tx, run, worker, { checkpoint: null, counts, done }))) throw takenOver()
    })
    const total = page.progress?.total
    await progress({ phase: 'Reading', ...(total !== undefined && { total }) })
  }

  /** What the reading as a whole tells, and from where the next one goes on. */
  async function settle(cursor: unknown): Promise<boolean> {
    const whyNot = end?.whole ? reading.whyNotWhole(end) : reading.whyShort(end)
    const gone = observed < fewestToJudge ? [] : usual.filter((attribute) => !told.has(attribute))
    const remarks = [
      ...(whyNot ? [notWhole(whyNot)] : []),
      ...(aheadMs > toleratedSkewMs ? [ahead(aheadMs)] : []),
      ...(gone.length > 0 ? [attributeGone(gone)] : []),
    ]
    return await inTransaction(db, async (tx) => {
      await recordReading(tx, run, remarks)
      let isAsked = false
      if (end?.whole && !whyNot) {
        const settled = await settleWholeReading(tx, source, { runId: run.id, readAt, keys: reading.keys })
        isAsked = settled.isAsked
        add('no_longer_reported', settled.unreported)
      }
      // What a whole reading did not tell again is no longer so.
      if (end?.whole) await settleUntold(tx, run, [])
      // What is missing in it, and what a person is asked of, is read again.
      if (cursor !== undefined && !isAsked && !reading.whyShort(end))
        await saveCursor(tx, run.organisation_id, source.id, cursor)
      if (!(await saveCheckpoint(tx, run, worker, { checkpoint: null, counts, done: taken }))) throw takenOver()
      return isAsked
    })
  }

  await progress({ phase: 'Asking the system' })
  let storing = Promise.resolve()
  let cursor: unknown
  try {
    // One page is stored while the next is fetched and read.
    for await (const page of connector.collect(context, since)) {
      await storing
      repeated = reading.addPage(page.collected, page.isAgain) ? 0 : repeated + 1
      if (repeated >= mostRepeated)
        throw new AppError(
          'upstream_failed',
          `${new URL(context.http.origin).host} gives the same page again and again. Check the settings of paging. What was read is stored.`,
        )
      if (page.end) {
        end = page.end
        cursor = page.cursor
      }
      storing = store(page)
      storing.catch(() => {})
    }
  } catch (error) {
    // What was read before the system failed is stored; that it could not be is the worse news.
    await storing
    throw error
  }
  await storing
  return { isAsked: await settle(cursor) }
}

const attributeGone = (attributes: readonly string[]): Skipped => ({
  position: 'the fields',
  code: 'attribute_gone',
  reason: `No record tells ${attributes.join(', ')} any more, which most had until now. Check whether the system was upgraded, and whether the account may still read it; what it said before stands in each device's history.`,
})

const notWhole = (why: string): Skipped => ({
  position: 'the reading',
  code: 'not_whole',
  reason: `This was no whole reading: ${why}. All that came was taken; which devices are no longer reported is told by the next whole reading.`,
})

const ahead = (ms: number): Skipped => ({
  position: 'the clock',
  code: 'clock_ahead',
  reason: `The system's clock is ahead by ${Math.round(ms / 60_000)} minutes: what it saw in time to come was taken as seen now. Set its clock, or the time zone in the settings.`,
})
