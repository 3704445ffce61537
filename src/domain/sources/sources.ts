import type { Actor, OrganisationId } from '#model/access.ts'
import type { Skipped } from '#model/observation.ts'
import {
  type Run,
  type RunState,
  type RunTrigger,
  SealedSecret,
  type SkippedRow,
  type SkippedState,
  type SourceKind,
  type SourceRole,
  type SourceRow,
  secretIsSet,
} from '#model/source.ts'
import { type Db, inTransaction, type Tx } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { canonicalJson, idFrom, newId, sha256 } from '#platform/id.ts'
import { bundleMember } from './bundles.ts'
import * as store from './source-store.ts'

export {
  type BundleKey,
  beginJournal,
  bundleMember,
  bundlePageContents,
  bundlePageHeads,
  distrustIssuer,
  feedsToCarry,
  findBundleKey,
  findMadeBundle,
  findMadeBundleBy,
  getMadeBundle,
  goesOnFrom,
  journalState,
  keepLoad,
  keepMade,
  keepPage,
  loadedBundles,
  type MadeBundle,
  madeBundles,
  makeBundleKey,
  nextBundleSequence,
  openBundleKey,
  type TrustedIssuer,
  trustedIssuers,
  trustIssuer,
} from './bundles.ts'

// What tells us about devices and vulnerabilities, each reading of it, and what could not be taken from it.
// The run table is also the queue: a run waits, is taken by a worker, gives signs of life, and ends. Tables: source,
// run, skipped, stored_file; those of bundles.ts.

export type SourceRecord = store.SourceRecord
export type RunRecord = store.RunRecord
export type FileRecord = store.FileRecord

export interface NewSource {
  readonly kind: SourceKind
  readonly member: string
  readonly name: string
  readonly settings: Record<string, unknown>
  readonly trust?: number | undefined
  readonly everyHours?: number | null | undefined
  readonly watchFolder?: string | null | undefined
  /** As its connector says; without one, told by its records. */
  readonly role?: SourceRole | undefined
}

export async function createSource(db: Db, organisationId: OrganisationId, source: NewSource): Promise<SourceRecord> {
  const name = source.name.trim()
  if (!name) throw new AppError('bad_request', 'Give the source a name, such as "CMMS export".')
  if (await store.findSourceByName(db, organisationId, name))
    throw new AppError('conflict', `There is a source "${name}" already. Choose it, or give the new one another name.`)
  const id = newId()
  await store.insertSource(db, {
    organisation_id: organisationId,
    id,
    kind: source.kind,
    member: source.member,
    name,
    settings: source.settings,
    trust: source.trust ?? 50,
    every_hours: source.everyHours ?? null,
    watch_folder: source.watchFolder ?? null,
    role: source.role ?? null,
    next_run_at: source.everyHours ? new Date(Date.now() + source.everyHours * 3_600_000).toISOString() : null,
  })
  return await getSource(db, organisationId, id)
}

export async function getSource(db: Db, organisationId: OrganisationId, id: string): Promise<SourceRecord> {
  const source = await store.findSource(db, organisationId, id)
  if (!source) throw notFound('source', id)
  return source
}

export const findSourceByName = store.findSourceByName

/**
 * By feed: when its publisher was last read to the end, and how often it is to be read; of all organisations, for what is
 * read belongs to none. What bundles brought is as old as their maker's reading, and has no rhythm here.
 */
export const feedReadings = async (db: Db): Promise<ReadonlyMap<string, store.FeedReading>> =>
  new Map((await store.feedReadings(db, bundleMember)).map((row) => [row.feed, row]))

/** The same of single sources, by id. */
export const sourceReadings = async (db: Db, ids: readonly string[]) =>
  new Map((await store.sourceReadings(db, ids, bundleMember)).map((row) => [row.id, row]))

export const allSources = store.allSources

/** The source under which people's own statements stand. */
export async function personSource(db: Db, organisationId: OrganisationId): Promise<SourceRecord> {
  return (
    (await store.findSourceByName(db, organisationId, 'People')) ??
    (await createSource(db, organisationId, {
      kind: 'person',
      member: 'person',
      name: 'People',
      settings: {},
      trust: 90,
    }))
  )
}

export interface SourceChange {
  readonly name?: string | undefined
  readonly settings?: Record<string, unknown> | undefined
  readonly trust?: number | undefined
  readonly everyHours?: number | null | undefined
  readonly watchFolder?: string | null | undefined
  readonly filesAreWhole?: boolean | undefined
  readonly role?: SourceRole | null | undefined
  readonly disabled?: boolean | undefined
}

export async function updateSource(
  db: Db,
  organisationId: OrganisationId,
  id: string,
  change: SourceChange,
): Promise<SourceRecord> {
  const before = await getSource(db, organisationId, id)
  const everyHours = change.everyHours === undefined ? before.every_hours : change.everyHours
  await store.updateSource(db, organisationId, id, {
    ...(change.name !== undefined && { name: change.name.trim() }),
    ...(change.settings !== undefined && { settings: change.settings }),
    ...(change.trust !== undefined && { trust: change.trust }),
    ...(change.everyHours !== undefined && {
      every_hours: everyHours,
      next_run_at: everyHours ? new Date(Date.now() + everyHours * 3_600_000).toISOString() : null,
    }),
    ...(change.watchFolder !== undefined && { watch_folder: change.watchFolder }),
    ...(change.filesAreWhole !== undefined && { files_are_whole: change.filesAreWhole }),
    ...(change.role !== undefined && { role: change.role }),
    ...(change.disabled !== undefined && { disabled_at: change.disabled ? new Date().toISOString() : null }),
  })
  return await getSource(db, organisationId, id)
}

/** Of a sealed secret nothing is told but that it is there. */
export const shownSettings = (settings: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      SealedSecret.safeParse(value).success ? secretIsSet : value,
    ]),
  )

/** Where a feed goes on from: saved with the page it belongs to, in the page's transaction. */
export const saveCursor = (tx: Tx, organisationId: OrganisationId, id: string, cursor: unknown) =>
  store.updateSource(tx, organisationId, id, { cursor })

export async function scheduleNext(db: Db, source: SourceRecord) {
  if (!source.every_hours) return
  const next = new Date(Date.now() + source.every_hours * 3_600_000).toISOString()
  await store.updateSource(db, source.organisation_id, source.id, { next_run_at: next })
}

/** How many devices a source speaks of, what of that its last whole reading missed, and whether a person is asked. */
export interface DevicesOfSource {
  readonly devices: number
  readonly unreported: number
  readonly question: SourceRow['question']
}

export async function listSources(
  db: Db,
  organisationId: OrganisationId,
  devices: ReadonlyMap<string, DevicesOfSource>,
): Promise<SourceRow[]> {
  const [sources, counts] = await Promise.all([
    store.allSources(db, organisationId),
    store.sourceCounts(db, organisationId),
  ])
  return sources.map((source) => {
    const last = counts.runs.get(source.id)
    return {
      id: source.id,
      kind: source.kind,
      member: source.member,
      name: source.name,
      trust: source.trust,
      everyHours: source.every_hours,
      watchFolder: source.watch_folder,
      filesAreWhole: source.files_are_whole,
      role: source.role,
      nextRunAt: dueAt(source),
      disabledAt: source.disabled_at,
      settings: shownSettings(source.settings),
      devices: devices.get(source.id)?.devices ?? 0,
      unreported: devices.get(source.id)?.unreported ?? 0,
      question: devices.get(source.id)?.question ?? null,
      openSkipped: counts.skipped.get(source.id)?.n ?? 0,
      incompleteWhy: counts.skipped.get(source.id)?.incomplete_why ?? null,
      lastRun: last ? toRun(last, source.kind) : null,
      lastReadAt: counts.readAt.get(source.id) ?? null,
    }
  })
}

/** What is due later than its rhythm allows is due now, as `sourcesDue` takes it. */
function dueAt({ next_run_at: at, every_hours: everyHours }: SourceRecord): string | null {
  const isTooFar = at !== null && everyHours !== null && Date.parse(at) > Date.now() + everyHours * 3_600_000 + 300_000
  return isTooFar ? new Date().toISOString() : at
}

/** What happened at a time still to come happened before the clock was put back: now at the latest. */
export const notAhead = <At extends string | null>(at: At): At | string =>
  at !== null && Date.parse(at) > Date.now() ? new Date().toISOString() : at

// runs --------------------------------------------------------------------------------------------------------------

export interface NewRun {
  readonly sourceId: string
  readonly trigger: RunTrigger
  readonly actor: Actor
  readonly fileId?: string | undefined
  readonly settings?: Record<string, unknown> | undefined
}

/** Puts a reading of the source in the queue. A feed that already waits or runs is not asked twice. */
export async function queueRun(db: Db, { sourceId, trigger, actor, fileId, settings }: NewRun): Promise<Run> {
  const organisationId = actor.organisationId
  const source = await getSource(db, organisationId, sourceId)
  if (!fileId) {
    const waiting = await store.unfinishedRunOfSource(db, organisationId, sourceId)
    if (waiting) return toRun(waiting, source.kind)
  }
  const id = await insertRun(db, { sourceId, trigger, actor, fileId, settings })
  return await getRun(db, organisationId, id)
}

async function insertRun(db: Db, { sourceId, trigger, actor, fileId, settings }: NewRun): Promise<string> {
  const id = newId()
  await store.insertRun(db, {
    organisation_id: actor.organisationId,
    id,
    source_id: sourceId,
    trigger,
    file_id: fileId ?? null,
    actor_id: actor.personId,
    actor_name: actor.name,
    settings: settings ?? {},
    queued_at: new Date().toISOString(),
  })
  return id
}

/** A reading that could not even begin, kept with its reason. */
export async function failRun(db: Db, run: NewRun, error: { code: string; detail: string }): Promise<void> {
  await inTransaction(db, async (tx) => {
    await store.finishRun(tx, run.actor.organisationId, await insertRun(tx, run), 'failed', error)
  })
}

/** Whether the source has read a file with this content, or is to read it. */
export const hasRunOf = store.hasRunOf

export async function getRunRecord(db: Db, organisationId: OrganisationId, id: string): Promise<RunRecord> {
  const run = await store.findRun(db, organisationId, id)
  if (!run) throw notFound('run', id)
  return run
}

export async function getRun(db: Db, organisationId: OrganisationId, id: string): Promise<Run> {
  const run = await getRunRecord(db, organisationId, id)
  return toRun(run, (await getSource(db, organisationId, run.source_id)).kind)
}

export async function listRuns(db: Db, source: SourceRecord, before: string | null, limit: number): Promise<Run[]> {
  const runs = await store.runsOfSource(db, source.organisation_id, source.id, before, limit)
  return runs.map((run) => toRun(run, source.kind))
}

const hasEnded: readonly RunState[] = ['succeeded', 'to_confirm', 'failed', 'cancelled']

function toRun(run: RunRecord, kind: SourceKind): Run {
  return {
    id: run.id,
    sourceId: run.source_id,
    state: run.state,
    trigger: run.trigger,
    actorName: run.actor_name,
    queuedAt: notAhead(run.queued_at),
    startedAt: notAhead(run.started_at),
    finishedAt: notAhead(run.finished_at),
    phase: run.phase,
    done: run.done,
    total: run.total,
    counts: run.counts,
    error: run.error,
    fileName: run.file_name ?? null,
    canUndo: kind === 'connector' && run.file_id !== null && hasEnded.includes(run.state),
    canResume: run.state === 'failed' || run.state === 'cancelled',
  }
}

export const claimRun = store.claimRun
export const letGoOfRun = store.letGoOfRun
export const releaseRuns = store.releaseRuns
export const beat = store.beat
export const saveCheckpoint = store.saveCheckpoint
export const finishRun = store.finishRun
export const endRun = store.endRun
export const endConfirmations = store.endConfirmations
export const sourcesDue = store.sourcesDue
export const watchedSources = store.watchedSources

/** A run that waits ends at once; one that works ends at its next batch, and what was stored stays. */
export async function cancelRun(db: Db, organisationId: OrganisationId, id: string): Promise<Run> {
  const run = await getRunRecord(db, organisationId, id)
  if (run.state === 'queued') await store.finishRun(db, organisationId, id, 'cancelled', null)
  else if (run.state === 'running') await store.requestCancel(db, organisationId, id)
  else throw new AppError('conflict', `This run has already ended (${run.state}); there is nothing to cancel.`)
  return await getRun(db, organisationId, id)
}

export async function resumeRun(db: Db, organisationId: OrganisationId, id: string): Promise<Run> {
  const run = await getRunRecord(db, organisationId, id)
  if (run.state !== 'failed' && run.state !== 'cancelled')
    throw new AppError('conflict', `Only a run that failed or was cancelled can go on; this one is ${run.state}.`)
  await store.requeueRun(db, organisationId, id)
  return await getRun(db, organisationId, id)
}

/** Another file of the same content takes the place of one that is no longer kept. */
export const replaceRunFile = store.setRunFile

// quarantine --------------------------------------------------------------------------------------------------------

type StoredRun = Pick<RunRecord, 'organisation_id' | 'id' | 'source_id'>

/** What a page of a feed could not take, and the positions of what it did take: of these nothing told before holds. */
export async function recordReading(
  tx: Tx,
  run: StoredRun,
  skipped: readonly Skipped[],
  taken: readonly string[] = [],
) {
  await recordSkipped(tx, run, skipped, true)
  await store.settleTaken(tx, run, taken)
}

export const settleUntold = store.settleUntold

/** Keeps what could not be taken. The same record skipped again is one row; ids follow the content. */
export async function recordSkipped(tx: Tx, run: StoredRun, skipped: readonly Skipped[], takesOver = false) {
  const rows = skipped.map((entry) => {
    const digest = sha256(canonicalJson({ source: run.source_id, code: entry.code, raw: entry.raw ?? entry.position }))
    return { ...entry, digest, id: idFrom(digest) }
  })
  await store.upsertSkipped(tx, run, rows, takesOver)
}

export async function listSkipped(
  db: Db,
  organisationId: OrganisationId,
  sourceId: string,
  filter: { state: SkippedState | null; after: string | null; limit: number },
): Promise<SkippedRow[]> {
  return (await store.skippedPage(db, organisationId, sourceId, filter)).map(toSkipped)
}

export async function getSkipped(db: Db, organisationId: OrganisationId, id: string): Promise<SkippedRow> {
  const row = await store.findSkipped(db, organisationId, id)
  if (!row) throw notFound('skipped record', id)
  return toSkipped(row)
}

const toSkipped = (row: NonNullable<Awaited<ReturnType<typeof store.findSkipped>>>): SkippedRow => ({
  id: row.id,
  sourceId: row.source_id,
  runId: row.run_id,
  position: row.position,
  code: row.code,
  reason: row.reason,
  raw: row.raw,
  state: row.state,
  createdAt: row.created_at,
  lastSeenAt: row.last_seen_at,
  settledRunId: row.settled_run_id,
})

export const settleSkipped = store.settleSkipped
export const dropSkippedOfRun = store.dropSkippedOfRun

// files -------------------------------------------------------------------------------------------------------------

export async function storeFile(
  db: Db,
  organisationId: OrganisationId,
  file: { name: string; mediaType: string; bytes: number; sha256: string; content?: Buffer; path?: string },
): Promise<string> {
  return await inTransaction(db, async (tx) => {
    const id = newId()
    await store.insertFile(tx, {
      organisation_id: organisationId,
      id,
      name: file.name,
      media_type: file.mediaType,
      bytes: file.bytes,
      sha256: file.sha256,
      content: file.content ?? null,
      path: file.path ?? null,
    })
    return id
  })
}

export async function getFile(db: Db, organisationId: OrganisationId, id: string): Promise<FileRecord> {
  const file = await store.findFile(db, organisationId, id)
  if (!file) throw notFound('file', id)
  return file
}
