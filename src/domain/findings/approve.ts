import { hospitalDay, listHolders, notify, recordAudit } from '#domain/access/access.ts'
import { lockInventory } from '#domain/inventory/inventory.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { Premise } from '#model/decision.ts'
import { type Db, inTransaction, type Tx } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import { assertEnds, ceilingOf } from './approval-rule.ts'
import { assertSensible, decideOn } from './decide.ts'
import * as store from './proposal-store.ts'
import { counting, currentOn, decisionOf, judgeProposal, recordOf, whyNot } from './proposals.ts'

// What becomes of a decision that waits: enough people approve it, somebody refuses it, who proposed it withdraws it, or its last
// day comes first.

export interface Approved {
  /** False: it waits for somebody else still. */
  readonly isTaken: boolean
  readonly hash: string
  readonly recordHash: string | null
  readonly decided: number
}

/**
 * One person's word for a decision of somebody else. The caller has asked the person for their password again. `seen` names what they
 * had before them; refused where that is something else by now.
 */
export async function approveProposal(
  db: Db,
  actor: Actor & { readonly personId: string },
  id: string,
  { seen, note = '' }: { readonly seen: string; readonly note?: string | undefined },
  now = new Date(),
): Promise<Approved> {
  return await inTransaction(db, async (tx) => {
    const { organisationId } = actor
    await lockInventory(tx, organisationId)
    const row = await waiting(tx, organisationId, id)
    const holders = await listHolders(tx, organisationId, 'finding:approve')
    const { coverage, level, rule, ruleVersion, hash, ...judged } = await judgeProposal(tx, organisationId, row, now)
    const counted = counting(await store.approvalsOf(tx, organisationId, [id]), hash)
    const why = whyNot(row, actor, holders, counted)
    if (why) throw new AppError(row.proposed_by_id === actor.personId ? 'forbidden' : 'conflict', why)
    await assertStillThere(tx, organisationId, row)
    if (judged.seen !== seen)
      throw new AppError(
        'conflict',
        `What this decision comes to has changed since you opened it${judged.changes.length > 0 ? `: ${judged.changes.join('; ')}` : ''}. Look at it again before you approve it.`,
      )
    const today = await hospitalDay(tx, organisationId, now)
    assertSensible(decisionOf(row), today)
    assertEnds(rule, { decision: row.decision, expiresOn: row.expires_on }, level, today)
    if (level.findings === 0)
      throw new AppError(
        'conflict',
        `It would not be in force on anything any more: ${coverage.not[0]?.text ?? 'nothing is left to decide'}. Refuse it, and let it be decided anew.`,
      )
    await store.insertApproval(tx, organisationId, {
      id: newId(),
      proposalId: id,
      personId: actor.personId,
      name: actor.name,
      hash,
      note,
    })
    const given = counting(await store.approvalsOf(tx, organisationId, [id]), hash)
    if (given.length < level.approvers) return { isTaken: false, hash, recordHash: null, decided: 0 }

    const { covered } = coverage
    const ceiling = ceilingOf(rule, row.decision, given.length, { covered, expiresOn: row.expires_on, today })
    const record = await recordOf(
      tx,
      organisationId,
      { ...row, rule_version: ruleVersion },
      coverage,
      level,
      ceiling,
      given,
      now,
      new Date(row.proposed_at).toISOString(),
    )
    const decided = await take(tx, organisationId, row, { ceiling, now })
    await store.closeProposal(tx, organisationId, id, { state: 'taken', by: actor.name, record })
    await tellProposer(tx, organisationId, row, {
      kind: 'decision.approved',
      title: `Your decision is in force: ${row.words}`,
      body: `Approved by ${given.map((one) => one.person_name).join(' and ')}.`,
    })
    return { isTaken: true, hash, recordHash: record.hash, decided }
  })
}

/** Its proposer may still decide, whose decision it becomes; and what it renews was not taken back. */
async function assertStillThere(
  tx: Tx,
  organisationId: OrganisationId,
  { proposed_by, proposed_by_id, proposed_at, renews }: store.ProposalRecord,
) {
  const deciders = await listHolders(tx, organisationId, 'finding:decide')
  if (proposed_by_id !== null && !deciders.some(({ id }) => id === proposed_by_id))
    throw new AppError('conflict', `${proposed_by} may no longer decide. Refuse it, and let somebody else propose it.`)
  const renewed = renews === null ? undefined : await store.withdrawalSince(tx, organisationId, renews, proposed_at)
  if (renewed)
    throw new AppError(
      'conflict',
      `${renewed.by} has taken back the decision that it renews: ${renewed.reason}. Refuse it, and let it be decided anew.`,
    )
}

/** It is the decision of who proposed it, as of now. */
async function take(
  tx: Tx,
  organisationId: OrganisationId,
  row: store.ProposalRecord,
  { ceiling, now }: { readonly ceiling: Premise | null; readonly now: Date },
): Promise<number> {
  const proposer = { organisationId, personId: row.proposed_by_id, name: row.proposed_by }
  const decision = { ...decisionOf(row), ...(ceiling && { ceiling }), proposalId: row.id }
  const decided = await decideOn(tx, proposer, await currentOn(tx, organisationId, row.scope), decision, now)
  if (decided === 0)
    throw new AppError(
      'conflict',
      'The same is in force already wherever it would be. Refuse it: it would change nothing.',
    )
  return decided
}

/** An approver says no, and why: the decision never takes effect. */
export async function refuseProposal(
  db: Db,
  actor: Actor & { readonly personId: string },
  id: string,
  reason: string,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const { organisationId } = actor
    await lockInventory(tx, organisationId)
    const row = await waiting(tx, organisationId, id)
    if (row.proposed_by_id === actor.personId)
      throw new AppError('forbidden', 'You proposed it. Withdraw it, if it is no longer what you want.')
    await store.closeProposal(tx, organisationId, id, { state: 'refused', by: actor.name, reason })
    await tellProposer(tx, organisationId, row, {
      kind: 'decision.refused',
      title: `Your decision was refused: ${row.words}`,
      body: `${actor.name}: ${reason}`,
    })
  })
}

/** Who proposed it takes it back before it took effect. */
export async function withdrawProposal(db: Db, actor: Actor, id: string, reason: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    const { organisationId } = actor
    await lockInventory(tx, organisationId)
    const row = await waiting(tx, organisationId, id)
    if (row.proposed_by_id !== actor.personId)
      throw new AppError(
        'forbidden',
        `${row.proposed_by} proposed it, and alone can withdraw it. Who may approve it can refuse it.`,
      )
    await store.closeProposal(tx, organisationId, id, { state: 'withdrawn', by: actor.name, reason })
  })
}

async function waiting(tx: Tx, organisationId: OrganisationId, id: string): Promise<store.ProposalRecord> {
  const row = await store.proposalById(tx, organisationId, id)
  if (!row) throw notFound('proposed decision', id)
  if (row.state !== 'waiting')
    throw new AppError(
      'conflict',
      `It does not wait any more: ${row.closed_by ?? 'Homeostat'} ${outcomes[row.state]}${row.closed_reason ? `: ${row.closed_reason}` : ''}.`,
    )
  return row
}

const outcomes = {
  taken: 'approved it, and it took effect',
  refused: 'refused it',
  withdrawn: 'withdrew it',
  lapsed: 'ended it, as its last day has passed',
} as const

/** What waits and whose last day has passed takes effect no more. */
export async function lapseProposals(tx: Tx, organisationId: OrganisationId, now: Date): Promise<void> {
  const rows = await store.lapsedProposals(tx, organisationId, now)
  for (const row of rows) {
    const reason = 'Its last day passed before enough people had approved it'
    await store.closeProposal(tx, organisationId, row.id, { state: 'lapsed', by: 'Homeostat', reason })
    await recordAudit(
      tx,
      { organisationId, personId: null, name: 'Homeostat' },
      { action: 'decision.lapsed', subjectKind: 'decision_proposal', subjectId: row.id, reason },
    )
    await tellProposer(tx, organisationId, row, {
      kind: 'decision.lapsed',
      title: `Your decision never took effect: ${row.words}`,
      body: `${reason}. Propose it again with a later day.`,
    })
  }
}

const tellProposer = (
  tx: Tx,
  organisationId: OrganisationId,
  row: Pick<store.ProposalRecord, 'id' | 'proposed_by_id'>,
  news: { readonly kind: string; readonly title: string; readonly body: string },
) =>
  notify(tx, organisationId, row.proposed_by_id === null ? [] : [row.proposed_by_id], {
    ...news,
    path: `/decisions/waiting/${row.id}`,
    dedupeKey: `${news.kind}:${row.id}`,
  })
