import { z } from 'zod'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { MatchRun } from '#model/triage.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { newId } from '#platform/id.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import type { Paging } from './lists.ts'
import * as store from './triage-store.ts'

// CSAF 2.0 clause 9.1.13: matching runs when a document or a device comes, and when a person asks; the two are never one run.

export interface Ran {
  readonly trigger: MatchRun['trigger']
  readonly advisoryIds?: readonly string[]
  readonly deviceIds?: readonly string[]
  /** What was matched. */
  readonly configurationIds: readonly string[]
  /** Batches of one import, or pages of one feed, are one run. */
  readonly importRunId?: string | undefined
  readonly changed: number
  readonly startedAt: string
}

/**
 * Keeps what a run did, from beginning to end by one clock, and how the devices that it is about stand after it; of a batch the latter is counted when its
 * import has ended.
 */
export async function recordMatchRun(tx: Tx, organisationId: OrganisationId, actor: Actor, ran: Ran): Promise<string> {
  const { advisoryIds = [], deviceIds = [], importRunId = null, ...rest } = ran
  const counts = importRunId ? notCounted : await countsOf(tx, organisationId, { ...rest, advisoryIds, deviceIds })
  return await store.insertMatchRun(tx, organisationId, {
    ...rest,
    id: newId(),
    advisoryIds: [...advisoryIds],
    deviceIds: [...deviceIds],
    importRunId,
    ...counts,
    endedAt: new Date().toISOString(),
    by: actor.name,
  })
}

/** An import has ended, well or not: how do the devices stand that its matching was about? */
export async function settleMatchRun(db: Db, organisationId: OrganisationId, importRunId: string): Promise<void> {
  for (const run of await store.matchRunsOfImport(db, organisationId, importRunId)) {
    const counts = await countsOf(db, organisationId, run)
    await store.updateMatchRunCounts(db, organisationId, run.id, { ...counts, endedAt: new Date().toISOString() })
  }
}

const notCounted = { devices: 0, notRemediated: 0, inProgress: 0, done: 0 }

/** Devices that advisories match; or those of the configurations that were matched, where no advisory was the cause. */
const countsOf = (
  db: Db,
  organisationId: OrganisationId,
  { advisoryIds, configurationIds }: Required<Pick<Ran, 'advisoryIds' | 'configurationIds' | 'deviceIds'>>,
) => store.matchCounts(db, organisationId, advisoryIds.length > 0 ? { advisoryIds } : { configurationIds })

const RunKey = z.tuple([z.uuid()])

/** Runs of the matching, newest first; those of a person or those that came of themselves. */
export async function listMatchRuns(
  db: Db,
  organisationId: OrganisationId,
  { trigger, cursor, limit }: Paging & { trigger?: MatchRun['trigger'] | undefined },
): Promise<PageOf<MatchRun>> {
  const before = cursor === undefined ? null : decodeCursor(cursor, RunKey)[0]
  const rows = await store.matchRunPage(db, organisationId, { before, trigger, limit: limit + 1 })
  return pageOf(rows, limit, (row) => [row.id])
}
