import { z } from 'zod'
import { notify } from '#domain/access/access.ts'
import { lockInventory } from '#domain/inventory/inventory.ts'
import type { OrganisationId } from '#model/access.ts'
import type {
  DecisionDetail,
  DecisionFilter,
  DecisionFinding,
  DecisionOnFinding,
  DecisionRow,
  PremiseInWords,
  StandingState,
} from '#model/decision.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { notFound } from '#platform/errors.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import type { FindingId } from './decide.ts'
import * as store from './decision-register-store.ts'
import { premiseInWords } from './premises.ts'
import { allPremises } from './settle.ts'
import { advisoryTitles } from './vendor-names-store.ts'

// The register of decisions: each one with where it is in force, where it was carried to, and where it broke.

interface Paging {
  readonly cursor?: string | undefined
  readonly limit: number
}

const DecisionKey = z.tuple([z.number(), z.uuid()])

export async function listDecisions(
  db: Db,
  organisationId: OrganisationId,
  { filter, cursor, limit, now = new Date() }: Paging & { filter: DecisionFilter; now?: Date },
): Promise<PageOf<DecisionRow>> {
  const after = cursor === undefined ? null : decodeCursor(cursor, DecisionKey)
  const rows = await store.decisionPage(db, organisationId, { filter, after, limit: limit + 1, now })
  return pageOf(
    rows,
    limit,
    (row) => [row.decided, row.id],
    ({ decided: _, ...row }) => row,
  )
}

export const countDecisions = (db: Db, organisationId: OrganisationId, now = new Date()) =>
  store.decisionCounts(db, organisationId, now)

export async function getDecision(
  db: Db,
  organisationId: OrganisationId,
  id: string,
  now = new Date(),
): Promise<DecisionDetail & { failing: Awaited<ReturnType<typeof store.failingOf>> }> {
  const [row] = await store.rowsById(db, organisationId, [id], now)
  if (!row) throw notFound('decision', id)
  const titles = await advisoryTitles(db, row.advisoryId ? [row.advisoryId] : [])
  const advisory = titles.get(row.advisoryId ?? '') ?? null
  return { ...row, advisory, premises: inWords(row), failing: await store.failingOf(db, organisationId, id) }
}

const inWords = (row: Pick<DecisionRow, 'expiresOn'> & { premises: Parameters<typeof allPremises>[0]['premises'] }) =>
  allPremises({ premises: row.premises, expires_on: row.expiresOn }).map(
    (premise): PremiseInWords => ({ premise, words: premiseInWords(premise) }),
  )

const StandingKey = z.tuple([z.uuid(), z.string()])

/** The findings that a decision has, or had, to do with. */
export async function listDecisionFindings(
  db: Db,
  organisationId: OrganisationId,
  id: string,
  { state, cursor, limit }: Paging & { state?: StandingState | undefined },
): Promise<PageOf<DecisionFinding>> {
  const after = cursor === undefined ? null : decodeCursor(cursor, StandingKey)
  const rows = await store.standingsOf(db, organisationId, { decisionId: id, state, after, limit: limit + 1 })
  return pageOf(rows, limit, (row) => [row.device.id, row.vulnerabilityId])
}

/** Which decisions have to do with one finding, and on what premises; the newest first. */
export async function decisionsOnFinding(
  db: Db,
  organisationId: OrganisationId,
  { deviceId, vulnerabilityId }: FindingId,
  now = new Date(),
): Promise<(Omit<DecisionOnFinding, 'premises'> & { premises: PremiseInWords[] })[]> {
  const key = { device_id: deviceId, vulnerability_id: vulnerabilityId }
  const rows = await store.decisionsOnFinding(db, organisationId, key, now)
  return rows.map((row) => ({ ...row, premises: inWords(row) }))
}

/**
 * Tells those who decide findings where a decision no longer holds; each break once. Under the inventory's lock: what
 * somebody is about to break is told with the rest.
 */
export async function announceBroken(tx: Tx, organisationId: OrganisationId): Promise<void> {
  await lockInventory(tx, organisationId)
  const broken = await store.brokenSinceTold(tx, organisationId)
  for (const one of broken) {
    const product = [one.manufacturer, one.model].filter(Boolean).join(' ')
    const what =
      one.vulnerability_ids.length === 1 ? one.vulnerability_ids[0]! : `${one.vulnerability_ids.length} vulnerabilities`
    await notify(
      tx,
      organisationId,
      { permission: 'finding:decide' },
      {
        kind: 'decision.broke',
        title: `A decision no longer holds: ${[what, product].filter(Boolean).join(' on ')}`,
        body: `${one.devices === 1 ? 'One device is' : `${one.devices} devices are`} open again: ${one.text}. Decided by ${one.decided_by}.`,
        path: `/decisions/${one.id}?state=broken`,
        dedupeKey: `decision.broke:${one.id}:${one.newest}`,
      },
    )
  }
  if (broken.length > 0)
    await store.recordTold(
      tx,
      organisationId,
      broken.map(({ id }) => id),
    )
}
