import { z } from 'zod'
import { recordAudit, theOrganisation } from '#domain/access/access.ts'
import { appetiteSetting } from '#domain/appetite/appetite.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { BackTest, BackTestAsked, BackTestWithResult } from '#model/back-test.ts'
import { type Db, inTransaction, isTransient } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import { backTest } from './back-test.ts'
import * as store from './back-test-store.ts'

// Back-tests as jobs: asked for, taken by a worker, cancelled, taken up again. What came of one is kept with the tables that it is of.

/** Beside those of versions that were adopted. */
const mostKept = 20

/** Asks for one; where the same waits already or is being done, that is it. Refused where the table is no longer what was looked at. */
export async function askBackTest(
  db: Db,
  actor: Actor,
  { hash, months, hoursPerWeek }: BackTestAsked,
  now = new Date(),
): Promise<BackTest> {
  const { organisationId } = actor
  return await inTransaction(db, async (tx) => {
    await store.lock(tx, organisationId)
    const { draft, inForce } = await appetiteSetting(tx, organisationId)
    const tested = [draft, inForce].find((one) => one?.hash === hash)
    if (!tested)
      throw new AppError(
        'conflict',
        draft
          ? `${draft.editedBy} has changed the draft since you looked at it. Load the page again.`
          : 'There is no such draft. Keep the table as a draft first; a back-test is of what is kept.',
      )
    const compared = inForce && inForce.hash !== hash ? inForce : null
    const asked = {
      hash,
      months,
      hoursPerWeek,
      inForce: compared && { content: compared.appetite, hash: compared.hash, version: compared.version! },
    }
    const same = await store.findUnfinished(tx, organisationId, asked)
    if (same) return same
    const id = newId()
    await store.insert(tx, organisationId, {
      ...asked,
      id,
      content: tested.appetite,
      asOf: now.toISOString(),
      askedBy: actor.name,
    })
    await store.dropOld(tx, organisationId, mostKept)
    await recordAudit(tx, actor, {
      action: 'appetite.back_test_asked',
      subjectKind: 'organisation',
      subjectId: organisationId,
      detail: { id, hash, inForce: compared?.hash ?? null, months, hoursPerWeek },
    })
    return withoutResult(await known(tx, organisationId, id))
  })
}

export async function getBackTest(db: Db, organisationId: OrganisationId, id: string): Promise<BackTestWithResult> {
  return await known(db, organisationId, id)
}

/** The newest first; of one table, where a hash is named. */
export async function listBackTests(
  db: Db,
  organisationId: OrganisationId,
  { hash, cursor, limit }: { hash?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<PageOf<BackTest>> {
  const [before] = cursor === undefined ? [null] : decodeCursor(cursor, z.tuple([z.uuid()]))
  const rows = await store.page(db, organisationId, { hash, before, limit: limit + 1 })
  return pageOf(rows, limit, (row) => [row.id])
}

/** Ends it; one that has ended stays as it is. */
export async function cancelBackTest(db: Db, actor: Actor, id: string): Promise<BackTest> {
  return await inTransaction(db, async (tx) => {
    await known(tx, actor.organisationId, id)
    if (await store.cancel(tx, actor.organisationId, id)) await audit(tx, actor, 'appetite.back_test_cancelled', id)
    return withoutResult(await known(tx, actor.organisationId, id))
  })
}

/** Takes one up again that was cancelled or failed: on the same tables, up to the same moment. */
export async function resumeBackTest(db: Db, actor: Actor, id: string): Promise<BackTest> {
  return await inTransaction(db, async (tx) => {
    const { state } = await known(tx, actor.organisationId, id)
    if (state === 'done')
      throw new AppError('conflict', 'It is done. Ask for a new back-test to look at what came since.')
    if (await store.requeue(tx, actor.organisationId, id)) await audit(tx, actor, 'appetite.back_test_resumed', id)
    return withoutResult(await known(tx, actor.organisationId, id))
  })
}

const audit = (tx: Parameters<typeof recordAudit>[0], actor: Actor, action: string, id: string) =>
  recordAudit(tx, actor, {
    action,
    subjectKind: 'organisation',
    subjectId: actor.organisationId,
    detail: { id },
  })

async function known(db: Db, organisationId: OrganisationId, id: string): Promise<BackTestWithResult> {
  const found = z.uuid().safeParse(id).success && (await store.find(db, organisationId, id))
  if (!found) throw notFound('back-test', id)
  return found
}

const withoutResult = ({ result: _, ...one }: BackTestWithResult): BackTest => one

// the worker's part --------------------------------------------------------------------------------------------------

const staleSeconds = 30
const mostAttempts = 3

/** Does the next one that waits. False where none does. `stopping` hands it to the next worker. */
export async function workOnBackTests(
  db: Db,
  worker: string,
  { stopping, onFault }: { stopping?: AbortSignal; onFault?: (fault: unknown) => void } = {},
): Promise<boolean> {
  const job = await store.claim(db, worker, staleSeconds)
  if (!job) return false
  const began = performance.now()
  let heard = began
  const tell = async (phase: string, done: number, total: number) => {
    if (stopping?.aborted) throw stopping.reason
    const answer = await store.beat(db, job, worker, { phase, done, total })
    if (!answer) throw takenOver
    if (answer.cancel) throw cancelled
    heard = performance.now()
  }
  // A long query tells nothing by itself.
  const heart = setInterval(() => {
    if (performance.now() - heard > 5000) void store.beat(db, job, worker).catch(() => {})
  }, 5000)
  try {
    if (job.attempts > mostAttempts)
      throw new AppError(
        'unreadable',
        `Homeostat went down ${mostAttempts} times while it worked on this. See the log for the cause, mend it, and take it up again.`,
      )
    const { timeZone } = await theOrganisation(db)
    await tell('Reading', 0, 0)
    const result = await backTest(
      db,
      job.organisation_id,
      {
        draft: job.content,
        inForce: job.in_force_content,
        months: job.months,
        asOf: new Date(job.as_of),
        timeZone,
        hoursPerWeek: job.hours_per_week,
      },
      tell,
    )
    await store.end(db, job, worker, { state: 'done', result, tookMs: Math.round(performance.now() - began) })
  } catch (error) {
    if (error === takenOver) return true
    if (error === cancelled) await store.end(db, job, worker, { state: 'cancelled' })
    else if (stopping?.aborted) await store.letGo(db, job, worker)
    else {
      if (isTransient(error)) throw error
      onFault?.(error)
      const fault =
        error instanceof AppError
          ? error.message
          : 'Something went wrong inside Homeostat. Take it up again, and see the log for the cause.'
      await store.end(db, job, worker, { state: 'failed', fault })
    }
  } finally {
    clearInterval(heart)
  }
  return true
}

const cancelled = new Error('cancelled')
const takenOver = new Error('taken over')
