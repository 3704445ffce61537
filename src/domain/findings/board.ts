import { listHolders } from '#domain/access/access.ts'
import type { Actor } from '#model/access.ts'
import type { DecisionBoard, ProposalRow } from '#model/approval.ts'
import type { DecisionFilter } from '#model/decision.ts'
import type { Db } from '#platform/db/database.ts'
import { decisionCounts, decisionPage } from './decision-register-store.ts'
import { listProposals } from './proposals.ts'

// What of the decisions asks for somebody: what waits for whom, what broke, what asks, what ends.

const most = 25
/** So many that wait are told apart by whom they wait for; no hospital has more. */
const mostWaiting = 1000

/** What waits for whoever asks comes first. */
export async function decisionBoard(db: Db, actor: Actor, now = new Date()): Promise<DecisionBoard> {
  const { organisationId } = actor
  const waiting = (await listProposals(db, organisationId, { state: 'waiting', limit: mostWaiting })).items
  const holders = await listHolders(db, organisationId, 'finding:approve')
  const mayApprove = holders.some(({ id }) => id === actor.personId)
  const isMine = (row: ProposalRow) =>
    mayApprove && row.proposedById !== actor.personId && !row.approvedByIds.includes(actor.personId ?? '')
  const counts = await decisionCounts(db, organisationId, now)
  const column = async (state: DecisionFilter['state'], limit = most) =>
    (await decisionPage(db, organisationId, { filter: { state }, after: null, limit, now })).map(
      ({ decided: _, ...row }) => row,
    )
  const week = await column('ending_week')
  const month = (await column('expiring', most + week.length)).filter((row) => !week.some(({ id }) => id === row.id))
  const mine = waiting.filter(isMine)
  const others = waiting.filter((row) => !isMine(row))
  return {
    waitsForMe: { count: mine.length, items: mine.slice(0, most) },
    waitsForOthers: { count: others.length, items: others.slice(0, most) },
    broken: { count: counts.broken, items: await column('broken') },
    asks: { count: counts.asking, items: await column('asking') },
    endsInWeek: { count: counts.ending_week, items: week },
    endsInMonth: { count: counts.expiring - counts.ending_week, items: month.slice(0, most) },
  }
}
