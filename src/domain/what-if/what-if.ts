import { z } from 'zod'
import { recordAudit } from '#domain/access/access.ts'
import { actionsInForce } from '#domain/appetite/appetite.ts'
import { suppose } from '#domain/findings/findings.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { WhatIfMove, WhatIfResult, WhatIfScenario, WhatIfStep } from '#model/what-if.ts'
import { type Db, inSnapshot, inTransaction } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { canonicalJson, newId, sha256 } from '#platform/id.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import { type WorkedOut, workOut } from './totals.ts'
import * as store from './what-if-store.ts'

// "If we do X": what a scenario would come to, worked out by the functions that match, rank and judge, on the data of one moment.
// Nothing is done by it. A scenario with a name is the organisation's, with what it came to when it was worked out last.
// Tables: what_if_scenario, what_if_move.

async function workOutNow(
  db: Db,
  organisationId: OrganisationId,
  steps: readonly WhatIfStep[],
  now: Date,
): Promise<WorkedOut> {
  const work = async (tx: Db) => {
    const appetite = await actionsInForce(tx, organisationId)
    return workOut(await suppose(tx, organisationId, steps, now), steps, appetite, now.toISOString())
  }
  if (db.isTransaction) return await work(db)
  const key = keyOf(organisationId, steps)
  const present = running.get(key)
  if (present) return await present
  const made = last.then(() => inSnapshot(db, work))
  running.set(key, made)
  last = made.then(ignore, ignore)
  try {
    return await made
  } finally {
    running.delete(key)
  }
}

// Seconds of work at a million devices: one at a time in a process, and who asks the same meanwhile is answered with it.
const running = new Map<string, Promise<WorkedOut>>()
let last: Promise<void> = Promise.resolve()
const ignore = () => {}

/** What the steps would change; nothing is written. */
export async function whatIf(
  db: Db,
  organisationId: OrganisationId,
  steps: readonly WhatIfStep[],
  now = new Date(),
): Promise<WhatIfResult> {
  const worked = await workOutNow(db, organisationId, steps, now)
  hold(organisationId, steps, worked)
  return worked.result
}

const MoveKey = z.tuple([z.string(), z.int()])

export type MovePage = PageOf<WhatIfMove> & { readonly computedAt: string }

/**
 * The findings that move, of the result of that moment where it is still at hand, else of now: another process may have worked it
 * out, and on the same data it comes to the same.
 */
export async function whatIfMoves(
  db: Db,
  organisationId: OrganisationId,
  steps: readonly WhatIfStep[],
  paging: { cursor?: string | undefined; limit: number; computedAt?: string | undefined },
  now = new Date(),
): Promise<MovePage> {
  const { cursor, limit } = paging
  const [wanted, after] = cursor === undefined ? [paging.computedAt, -1] : decodeCursor(cursor, MoveKey)
  let worked = held.get(keyOf(organisationId, steps))
  if (!worked || worked.result.computedAt !== wanted) {
    worked = await workOutNow(db, organisationId, steps, now)
    hold(organisationId, steps, worked)
  }
  const { result, moves } = worked
  const rows = moves.slice(after + 1, after + 2 + limit).map((content, at) => ({ rank: after + 1 + at, content }))
  return { ...toPage(rows, limit, result.computedAt), computedAt: result.computedAt }
}

const toPage = (rows: readonly { rank: number; content: WhatIfMove }[], limit: number, computedAt: string) =>
  pageOf(
    rows,
    limit,
    ({ rank }) => [computedAt, rank],
    ({ content }) => content,
  )

// What was worked out last is kept in memory, so that its pages are of one moment.
const mostHeld = 8
const held = new Map<string, WorkedOut>()

const keyOf = (organisationId: OrganisationId, steps: readonly WhatIfStep[]) =>
  `${organisationId} ${sha256(canonicalJson(steps))}`

function hold(organisationId: OrganisationId, steps: readonly WhatIfStep[], worked: WorkedOut) {
  const key = keyOf(organisationId, steps)
  held.delete(key)
  held.set(key, worked)
  for (const [oldest] of held) {
    if (held.size <= mostHeld) break
    held.delete(oldest)
  }
}

// scenarios with a name -----------------------------------------------------------------------------------------------

const ScenarioKey = z.tuple([z.string(), z.uuid()])

export async function listScenarios(
  db: Db,
  organisationId: OrganisationId,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<PageOf<WhatIfScenario>> {
  const after = cursor === undefined ? null : decodeCursor(cursor, ScenarioKey)
  const rows = await store.scenarios(db, organisationId, after, limit + 1)
  return pageOf(rows, limit, ({ name, id }) => [name.toLowerCase(), id])
}

export async function getScenario(db: Db, organisationId: OrganisationId, id: string): Promise<WhatIfScenario> {
  const scenario = await store.scenarioById(db, organisationId, id)
  if (!scenario) throw notFound('scenario', id)
  return scenario
}

const workedOutSince = () =>
  new AppError('conflict', 'The scenario was worked out again meanwhile. Begin at the first page.')

/** The findings that moved when it was worked out last. */
export async function scenarioMoves(
  db: Db,
  organisationId: OrganisationId,
  id: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<MovePage> {
  const { result } = await getScenario(db, organisationId, id)
  const [computedAt, after] = cursor === undefined ? [result.computedAt, -1] : decodeCursor(cursor, MoveKey)
  if (computedAt !== result.computedAt) throw workedOutSince()
  const rows = await store.movesOf(db, organisationId, id, after, limit + 1)
  return { ...toPage(rows, limit, result.computedAt), computedAt: result.computedAt }
}

interface NewScenario {
  readonly name: string
  readonly steps: readonly WhatIfStep[]
}

/** Works the steps out, and keeps them with what they come to under a name, for the whole organisation. */
export const saveScenario = (db: Db, actor: Actor, scenario: NewScenario, now = new Date()): Promise<WhatIfScenario> =>
  keep(db, actor, { id: newId(), ...scenario }, 'what_if.saved', now)

/** Other steps, or another name; `seen` is when it was saved that the person had before them. */
export async function changeScenario(
  db: Db,
  actor: Actor,
  id: string,
  { seen, ...scenario }: NewScenario & { readonly seen: string },
  now = new Date(),
): Promise<WhatIfScenario> {
  return await keep(db, actor, { id, ...scenario }, 'what_if.changed', now, seen)
}

/** On the data of now. */
export async function workOutAgain(db: Db, actor: Actor, id: string, now = new Date()): Promise<WhatIfScenario> {
  const { name, steps, savedAt } = await getScenario(db, actor.organisationId, id)
  return await keep(db, actor, { id, name, steps }, 'what_if.computed', now, savedAt)
}

async function keep(
  db: Db,
  actor: Actor,
  { id, name, steps }: NewScenario & { readonly id: string },
  action: string,
  now: Date,
  seen?: string,
): Promise<WhatIfScenario> {
  const { organisationId } = actor
  const { result, moves } = await workOutNow(db, organisationId, steps, now)
  return await inTransaction(db, async (tx) => {
    await store.lockScenarios(tx, organisationId)
    if (seen !== undefined) {
      const present = await getScenario(tx, organisationId, id)
      if (present.savedAt !== seen)
        throw new AppError('conflict', `${present.savedBy} changed the scenario meanwhile. Look at it again.`)
    }
    const row = { id, name, steps: [...steps], result, savedBy: actor.name }
    if (!(await store.upsertScenario(tx, organisationId, row)))
      throw new AppError('conflict', `There is a scenario “${name}” already. Give this one another name.`, {
        details: { fields: { name: 'Another scenario bears it' } },
      })
    await store.replaceMoves(tx, organisationId, id, moves)
    await recordAudit(tx, actor, { action, subjectKind: 'what_if', subjectId: id, detail: { name, steps } })
    return await getScenario(tx, organisationId, id)
  })
}

export async function removeScenario(db: Db, actor: Actor, id: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    const removed = await store.removeScenario(tx, actor.organisationId, id)
    if (!removed) throw notFound('scenario', id)
    await recordAudit(tx, actor, {
      action: 'what_if.removed',
      subjectKind: 'what_if',
      subjectId: id,
      detail: { name: removed.name },
    })
  })
}
