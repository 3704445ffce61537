import type { SourceRecord } from '#domain/sources/sources.ts'
import { endConfirmations } from '#domain/sources/sources.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { lockInventory } from './inventory-store.ts'
import * as store from './unreported-store.ts'

/** All that a source reported, read in one go from its first record to its last. */
export interface WholeReading {
  readonly runId: string
  /** ISO 8601. */
  readonly readAt: string
  readonly keys: ReadonlySet<string>
}

/** Fewer missing devices than this ask nobody: a small source may lose most of what it had. */
const fewestAsked = 5

/** More than half of what stood is missing, or nothing at all was reported. */
const isDoubtful = (stood: number, missing: number, reported: number) =>
  (reported === 0 && stood > 0) || (missing >= fewestAsked && missing * 2 > stood)

const chunk = 20_000

/**
 * Tells what a whole reading no longer holds. Where that is too much to be likely, nothing is told and a person is asked;
 * the question takes the place of an earlier one. A reading that misses nothing writes nothing.
 */
export async function settleWholeReading(
  tx: Tx,
  source: SourceRecord,
  { runId, readAt, keys }: WholeReading,
): Promise<{ readonly unreported: number; readonly isAsked: boolean }> {
  const { organisation_id: organisationId, id: sourceId } = source
  await lockInventory(tx, organisationId)
  const missing: string[] = []
  let stood = 0
  for (let after: string | null = null; ; ) {
    const rows = await store.presentKeys(tx, organisationId, sourceId, after, chunk)
    for (const row of rows) {
      if (row.unreported) continue
      stood++
      if (!keys.has(row.source_key)) missing.push(row.id)
    }
    if (rows.length < chunk) break
    after = rows.at(-1)!.source_key
  }
  await store.dropQuestion(tx, organisationId, sourceId)
  await endConfirmations(tx, organisationId, sourceId)
  if (isDoubtful(stood, missing.length, keys.size)) {
    await store.insertQuestion(
      tx,
      organisationId,
      { source_id: sourceId, run_id: runId, read_at: readAt, stood, missing: missing.length },
      missing,
    )
    return { unreported: 0, isAsked: true }
  }
  if (missing.length === 0) return { unreported: 0, isAsked: false }
  return { unreported: await store.markUnreported(tx, organisationId, missing, runId, readAt), isAsked: false }
}

/** What the system itself says it removed. */
export async function tellRemoved(tx: Tx, source: SourceRecord, keys: readonly string[], runId: string, at: string) {
  if (keys.length === 0) return 0
  await lockInventory(tx, source.organisation_id)
  return await store.markUnreportedKeys(tx, source, keys, runId, at)
}

/** A person takes the reading as it is, or keeps what stood until the next one. */
export async function answerReading(
  tx: Tx,
  organisationId: OrganisationId,
  run: { readonly id: string; readonly source_id: string },
  answer: 'take' | 'keep',
): Promise<number> {
  await lockInventory(tx, organisationId)
  const [question] = await store.questionsOf(tx, organisationId, run.source_id)
  if (question?.run_id !== run.id)
    throw new AppError(
      'conflict',
      'This reading asks nothing any more: it was answered, or a later one took its place.',
    )
  const unreported = answer === 'take' ? await store.markMissing(tx, organisationId, question) : 0
  await store.dropQuestion(tx, organisationId, run.source_id)
  await endConfirmations(tx, organisationId, run.source_id)
  return unreported
}

/** The source told of these: what was no longer reported is again. */
export async function reportedAgain(
  tx: Tx,
  { organisation_id: organisationId, id }: Pick<SourceRecord, 'organisation_id' | 'id'>,
  keys: readonly string[],
): Promise<void> {
  await store.markReported(tx, organisationId, id, keys)
  const questions = await store.questionsOf(tx, organisationId, id)
  if (questions.length > 0) await store.dropMissing(tx, organisationId, id, keys)
}

/** By source: how many of its devices it no longer reports, and what it asks. */
export async function unreportedPerSource(db: Db, organisationId: OrganisationId) {
  const [rows, questions] = await Promise.all([
    store.unreportedPerSource(db, organisationId),
    store.questionsOf(db, organisationId, null),
  ])
  return {
    counts: new Map(rows.map((row) => [row.source_id, row.n])),
    questions: new Map(
      questions.map(({ source_id, run_id, read_at, stood, missing }) => [
        source_id,
        { runId: run_id, readAt: read_at, stood, missing },
      ]),
    ),
  }
}

/** Of what a run that begins again reads: how many devices it told before it was broken off. */
export const toldByRun = store.toldByRun

/** A sample of what a source said, large enough to tell what it tells of most devices. */
const sample = { fewest: 10, most: 500, share: 0.5 }

/** Attributes that a source told of most of its devices until now: where it tells them of none, its form has changed. */
export const usualAttributes = async (db: Db, source: SourceRecord): Promise<readonly string[]> =>
  await store.usualAttributes(db, source, sample)
export const takeBackUnreported = store.unmarkByRun
