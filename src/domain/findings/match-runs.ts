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
  readonly configurationIds?: readonly string[]
  readonly configurations: number
  readonly changed: number
  readonly startedAt: string
}

/** Keeps what a run did, and how the devices that it is about stand after it. */
export async function recordMatchRun(tx: Tx, organisationId: OrganisationId, actor: Actor, ran: Ran): Promise<string> {
  const { advisoryIds = [], deviceIds = [], configurationIds } = ran
  const counts = await store.matchCounts(tx, organisationId, configurationIds ? { configurationIds } : { advisoryIds })
  const id = newId()
  await store.insertMatchRun(tx, organisationId, {
    id,
    trigger: ran.trigger,
    advisoryIds: [...advisoryIds],
    deviceIds: [...deviceIds],
    configurations: ran.configurations,
    changed: ran.changed,
    ...counts,
    startedAt: ran.startedAt,
    by: actor.name,
  })
  return id
}

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
