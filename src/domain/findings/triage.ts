import { hospitalDay } from '#domain/access/access.ts'
import { getAdvisory } from '#domain/intelligence/intelligence.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import {
  type AdvisoryComment,
  type AdvisoryDecision,
  atLeast,
  type Certainty,
  type MatchedDevices,
  type TriageDecision,
} from '#model/triage.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import { joinedNames } from './joined-names.ts'
import { advisoryRows } from './lists.ts'
import { groupsOf } from './matched-groups.ts'
import { setAsidePairs } from './treated-store.ts'
import * as store from './triage-store.ts'

// What the hospital does with an advisory as a whole: read, decided, commented on. Decisions are kept one after the other;
// one that is taken back leaves the one before it in force.

/** Marks the present revision as read, or not, for one person. */
export async function markAdvisories(
  db: Db,
  organisationId: OrganisationId,
  personId: string,
  advisoryIds: readonly string[],
  isRead: boolean,
) {
  await (isRead ? store.markRead : store.markUnread)(db, organisationId, personId, advisoryIds)
}

export interface DecideAdvisory {
  readonly advisoryIds: readonly string[]
  readonly decision: TriageDecision
  readonly reason: string
  readonly watchUntil?: string | undefined
}

/** Decides about advisories as they stand now; also marks them as read for the person. */
export async function decideAdvisories(
  tx: Tx,
  actor: Actor,
  { advisoryIds, decision, reason, watchUntil }: DecideAdvisory,
  now = new Date(),
): Promise<void> {
  if ((decision === 'watch') !== (watchUntil !== undefined))
    throw new AppError('bad_request', 'To watch an advisory say until when; any other decision has no end.', {
      details: { fields: { watchUntil: 'Needed to watch, and only then' } },
    })
  if (watchUntil !== undefined && watchUntil <= (await hospitalDay(tx, actor.organisationId, now)))
    throw new AppError('bad_request', 'The day to look again has to be in the future.', {
      details: { fields: { watchUntil: 'Choose a day after today' } },
    })
  const { organisationId } = actor
  const rows = new Map((await advisoryRows(tx, organisationId, advisoryIds)).map((row) => [row.id, row]))
  for (const id of advisoryIds) {
    const row = rows.get(id)
    if (!row) throw notFound('advisory', id)
    const wasHere = row.affected + row.cannotTell > 0
    await store.insertDecision(tx, organisationId, {
      id: newId(),
      advisoryId: id,
      decision,
      reason,
      watchUntil: watchUntil ?? null,
      wasHere,
      by: actor.name,
    })
  }
  if (actor.personId !== null) await store.markRead(tx, organisationId, actor.personId, advisoryIds)
}

/** Takes back the decision that is in force. */
export async function undoAdvisoryDecision(tx: Tx, actor: Actor, advisoryId: string): Promise<AdvisoryDecision> {
  const undone = await store.undoDecision(tx, actor.organisationId, advisoryId, actor.name)
  if (!undone) throw new AppError('conflict', 'No decision about this advisory is in force.')
  return undone
}

export async function commentOnAdvisory(tx: Tx, actor: Actor, advisoryId: string, text: string): Promise<string> {
  await getAdvisory(tx, advisoryId)
  const id = newId()
  await store.insertComment(tx, actor.organisationId, { id, advisoryId, text, by: actor.name })
  return id
}

export interface AdvisoryHistory {
  readonly decisions: AdvisoryDecision[]
  readonly comments: AdvisoryComment[]
}

/** Decisions, newest first, and comments, oldest first. */
export async function advisoryHistory(
  db: Db,
  organisationId: OrganisationId,
  advisoryId: string,
): Promise<AdvisoryHistory> {
  return {
    decisions: await store.decisionRows(db, organisationId, advisoryId),
    comments: await store.commentRows(db, organisationId, advisoryId),
  }
}

/** The devices that an advisory matches, by model and place, and what is done about them. */
export async function matchedDevices(
  db: Db,
  organisationId: OrganisationId,
  advisoryId: string,
  certainty: Certainty,
): Promise<MatchedDevices> {
  const spellings = await store.matchedSpellings(db, organisationId, advisoryId, atLeast[certainty])
  const groups = groupsOf(spellings, await joinedNames(db, organisationId))
  const sum = (key: 'devices' | 'notRemediated' | 'inProgress' | 'done') =>
    groups.reduce((total, group) => total + group[key], 0)
  return {
    counts: {
      devices: sum('devices'),
      notRemediated: sum('notRemediated'),
      inProgress: sum('inProgress'),
      done: sum('done'),
    },
    groups,
    setAside: await store.devicesOfPairs(db, organisationId, await setAsidePairs(db, organisationId, { advisoryId })),
  }
}
