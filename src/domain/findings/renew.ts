import { listHolders, notify } from '#domain/access/access.ts'
import { lockInventory } from '#domain/inventory/inventory.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { DecisionOn } from '#model/approval.ts'
import { type Db, inTransaction, type Tx } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { type DecisionRecord, decisionsById } from './decision-store.ts'
import { type Proposed, proposeDecision } from './proposals.ts'
import * as store from './renewal-store.ts'

// A decision that ends is told of in time, and renewed by being proposed again: on the same, from the same premises, which are judged
// anew, and by the rule that holds now.

export interface Renewal {
  readonly expiresOn: string
  /** Left out: the reason of the decision itself. */
  readonly reason?: string | undefined
}

/** Proposes the same decision again with another last day. The chain of renewals is kept. */
export async function renewDecision(
  db: Db,
  actor: Actor,
  id: string,
  { expiresOn, reason }: Renewal,
  now = new Date(),
): Promise<Proposed> {
  return await inTransaction(db, async (tx) => {
    const { organisationId } = actor
    await lockInventory(tx, organisationId)
    const [decision] = await decisionsById(tx, organisationId, [id])
    if (!decision) throw notFound('decision', id)
    if (decision.decision === 'none' || decision.withdrawn_by !== null)
      throw new AppError('conflict', 'This decision was taken back. Decide anew.')
    if (decision.expires_on === null)
      throw new AppError('conflict', 'This decision has no end: it is in force as long as its premises hold.')
    if (expiresOn <= decision.expires_on)
      throw new AppError('bad_request', `It is in force until ${decision.expires_on}. Choose a later day.`, {
        details: { fields: { expiresOn: 'Choose a later day' } },
      })
    const renewal = await store.renewalOf(tx, organisationId, id)
    if (renewal)
      throw new AppError(
        'conflict',
        renewal.isWaiting
          ? `${renewal.by} has proposed to renew it. That waits for approval.`
          : `${renewal.by} has renewed it already. Renew that decision.`,
      )
    return await proposeDecision(
      tx,
      actor,
      await scopeOf(tx, organisationId, decision),
      {
        decision: decision.decision,
        reason: reason ?? decision.reason,
        evidence: await store.evidenceOf(tx, organisationId, decision.proposal_id),
        justification: decision.justification ?? undefined,
        premises: decision.premises.filter(({ kind }) => kind !== 'product' && kind !== 'approved_for'),
        expiresOn,
        renews: id,
      },
      now,
    )
  })
}

/** Of a decision from before that was kept, it follows from where it is in force. */
async function scopeOf(tx: Tx, organisationId: OrganisationId, decision: DecisionRecord): Promise<DecisionOn> {
  if (decision.scope) return decision.scope
  if (decision.product_key === null) {
    const findings = await store.findingsTakenOn(tx, organisationId, decision.id)
    if (findings.length > 0) return { kind: 'findings', findings }
  }
  const site = decision.premises.find((premise) => premise.kind === 'site')
  if (decision.advisory_id === null || !site)
    throw new AppError('conflict', 'What it was taken on is not kept of a decision so old. Decide anew.')
  const { manufacturer, model, advisory_id: advisoryId, vulnerability_ids } = decision
  const group = { kind: 'group', advisoryId, manufacturer, model, site: site.site } as const
  // What was decided of one of its vulnerabilities is renewed for that one.
  const [vulnerabilityId, ...others] = vulnerability_ids
  return others.length === 0 && vulnerabilityId !== undefined ? { ...group, vulnerabilityId } : group
}

/** Tells who decided and who approved, 30 and 7 days before the last day; each once. What was decided for less is not told of so early. */
export async function remindOfEnds(tx: Tx, organisationId: OrganisationId, now: Date): Promise<void> {
  const ending = await store.endingSoon(tx, organisationId, now)
  if (ending.length === 0) return
  const deciders = await listHolders(tx, organisationId, 'finding:decide')
  for (const one of ending) {
    const isThere = deciders.some(({ id }) => id === one.decided_by_id)
    const to = [...(isThere ? [one.decided_by_id!] : deciders.map(({ id }) => id)), ...one.approver_ids]
    const product = [one.manufacturer, one.model].filter(Boolean).join(' ')
    const what =
      one.vulnerability_ids.length === 1 ? one.vulnerability_ids[0]! : `${one.vulnerability_ids.length} vulnerabilities`
    const days = one.days === 0 ? 'today' : one.days === 1 ? 'tomorrow' : `in ${one.days} days`
    await notify(tx, organisationId, to, {
      kind: 'decision.ends',
      title: `A decision ends ${days}: ${[what, product].filter(Boolean).join(' on ')}`,
      body: `“${one.decision.replaceAll('_', ' ')}” by ${one.decided_by} is in force until ${one.expires_on}, on ${one.holding === 1 ? 'one finding' : `${one.holding} findings`}. Renew it, or they are open again.`,
      path: `/decisions/${one.id}`,
      dedupeKey: `decision.ends:${one.id}:${one.days <= 7 ? 7 : 30}`,
    })
  }
}
