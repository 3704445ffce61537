import { isOnePerson, listHolders, recordAudit } from '#domain/access/access.ts'
import { lockInventory } from '#domain/inventory/inventory.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { ApprovalRule, ApprovalSetting, DecisionLevel, ProposedKind } from '#model/approval.ts'
import type { Premise } from '#model/decision.ts'
import { RiskBand } from '#model/risk.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { storableJsonText } from '#platform/db/json-rows.ts'
import { AppError } from '#platform/errors.ts'
import { canonicalJson, sha256 } from '#platform/id.ts'
import * as store from './approval-rule-store.ts'
import { type Coverage, countDevices } from './decide.ts'
import { sustainsLife } from './premises.ts'
import { countWaiting } from './proposal-store.ts'

// Which decisions need the word of how many people beside the one who proposes them. The organisation adopts a rule, or none:
// then every decision is in force at once (ADR 0042).

/** Whatever takes a finding of much risk off the list without a fix asks for a second person; on what may sustain life for a third. */
export const startingRule: ApprovalRule = {
  kinds: ['accepted', 'deferred', 'not_affected', 'mitigated', 'false_positive'],
  approvers: { critical: 1, high: 1, medium: 0, low: 0 },
  lifeSustaining: { critical: 2, high: 2, medium: 0, low: 0 },
  longestDays: { critical: 90, high: 180, medium: 365, low: 365 },
  oneKey: { passes: false, reason: '' },
}

export async function approvalSetting(db: Db, organisationId: OrganisationId): Promise<ApprovalSetting> {
  return {
    inForce: await store.ruleInForce(db, organisationId),
    starting: startingRule,
    approvers: (await listHolders(db, organisationId, 'finding:approve')).map(({ id, name }) => ({ id, name })),
    isOnePerson: await isOnePerson(db, organisationId),
    waiting: await countWaiting(db, organisationId),
  }
}

/**
 * Puts a rule in force for what is proposed from now on, and for what waits. `seen` is the hash of the rule that the person had
 * before them, null where there was none.
 */
export async function adoptApprovalRule(
  db: Db,
  actor: Actor,
  { rule, seen, reason }: { rule: ApprovalRule; seen: string | null; reason: string },
): Promise<ApprovalSetting> {
  return await inTransaction(db, async (tx) => {
    const { organisationId } = actor
    await lockInventory(tx, organisationId)
    const present = await store.ruleInForce(tx, organisationId)
    const content = storableJsonText(canonicalJson(rule))
    const hash = sha256(content)
    if (present?.hash === hash) return await approvalSetting(tx, organisationId)
    if ((present?.hash ?? null) !== seen)
      throw new AppError(
        'conflict',
        `${present?.adoptedBy ?? 'Somebody'} has changed the rule since you opened it. Load the page again, and make your changes in what stands there now.`,
      )
    assertSensible(rule)
    const version = (present?.version ?? 0) + 1
    await store.insertRule(tx, organisationId, { version, content, hash, by: actor.name, reason })
    await recordAudit(tx, actor, {
      action: 'approval_rule.adopted',
      subjectKind: 'organisation',
      subjectId: organisationId,
      reason,
      detail: { version, hash, before: present?.rule ?? null, after: rule },
    })
    return await approvalSetting(tx, organisationId)
  })
}

function assertSensible({ approvers, lifeSustaining, longestDays, oneKey }: ApprovalRule) {
  const bands = RiskBand.options
  for (const [at, band] of bands.entries()) {
    const lower = bands[at + 1]
    for (const row of [approvers, lifeSustaining])
      if (lower && row[band] < row[lower])
        throw new AppError('bad_request', `More risk cannot need fewer approvers: ${band} has fewer than ${lower}.`)
    if (lifeSustaining[band] < approvers[band])
      throw new AppError(
        'bad_request',
        `A life-sustaining device cannot need fewer approvers than others: see ${band}.`,
      )
  }
  for (const [at, band] of bands.entries()) {
    const lower = bands[at + 1]
    if (lower && (longestDays[band] ?? Infinity) > (longestDays[lower] ?? Infinity))
      throw new AppError('bad_request', `More risk cannot be borne for longer: ${band} may last longer than ${lower}.`)
  }
  if (oneKey.passes && !oneKey.reason.trim())
    throw new AppError('bad_request', 'Say why one key may pass: the reason stands in the record of each decision.', {
      details: { fields: { 'rule.oneKey.reason': 'Needed' } },
    })
}

/** How many have to approve a decision of this kind on findings of this risk. What is not known counts as the worst. */
export const approversFor = (
  rule: ApprovalRule | null,
  kind: ProposedKind,
  { worstBand, isLifeSustaining }: Pick<DecisionLevel, 'worstBand' | 'isLifeSustaining'>,
): number =>
  rule?.kinds.includes(kind) ? (isLifeSustaining ? rule.lifeSustaining : rule.approvers)[worstBand ?? 'critical'] : 0

/** The worst of what a decision would be in force on. Life is asked of each band apart: it is the pair that counts. */
export function levelOf(covered: Coverage['covered'], rule: ApprovalRule | null, kind: ProposedKind): DecisionLevel {
  let worst = { worstBand: 'low' as RiskBand | null, isLifeSustaining: false, approvers: 0 }
  let isFirst = true
  for (const { band, criticality } of covered) {
    const one = { worstBand: band, isLifeSustaining: sustainsLife(criticality) }
    const approvers = approversFor(rule, kind, one)
    const isWorse = isFirst || rank(band) < rank(worst.worstBand)
    worst = {
      worstBand: isWorse ? band : worst.worstBand,
      isLifeSustaining: worst.isLifeSustaining || one.isLifeSustaining,
      approvers: Math.max(worst.approvers, approvers),
    }
    isFirst = false
  }
  const scores = covered.flatMap(({ score }) => score ?? [])
  return {
    findings: covered.reduce((sum, one) => sum + one.devices, 0),
    devices: countDevices(covered),
    worstScore: scores.length > 0 ? Math.max(...scores) : null,
    ...worst,
  }
}

/** 0 is the worst; what is not known is no better. */
const rank = (band: RiskBand | null) => (band === null ? -1 : RiskBand.options.indexOf(band))

/** What a decision takes effect on, and until when. */
export interface TakenOn {
  readonly covered: Coverage['covered']
  readonly expiresOn: string | null
  readonly today: string
}

/**
 * A decision is in force on no worse band than what people approved, of devices that sustain life and of others, and on none for which
 * they were too few or that lasts longer than the rule lets it; beyond that on what asks for nobody. Null where nothing is left out.
 */
export function ceilingOf(
  rule: ApprovalRule | null,
  kind: ProposedKind,
  approvers: number,
  { covered, expiresOn, today }: TakenOn,
): Premise | null {
  if (!rule?.kinds.includes(kind)) return null
  const within = (isLifeSustaining: boolean) => {
    // Of others the worst of all: that it may hang on no life makes it no worse.
    const approved = covered.filter(({ criticality }) => !isLifeSustaining || sustainsLife(criticality))
    const worst = Math.min(...approved.map(({ band }) => rank(band)))
    return RiskBand.options.filter((worstBand) => {
      const needed = approversFor(rule, kind, { worstBand, isLifeSustaining })
      const last = lastDayOf(rule, kind, { worstBand }, today)
      const isInTime = last === null || expiresOn === null || expiresOn <= last
      return isInTime && (needed === 0 || (needed <= approvers && rank(worstBand) >= worst))
    })
  }
  const bands = within(false)
  const lifeSustaining = within(true)
  const all = RiskBand.options.length
  return bands.length === all && lifeSustaining.length === all ? null : { kind: 'approved_for', bands, lifeSustaining }
}

const ends: ReadonlySet<ProposedKind> = new Set<ProposedKind>(['accepted', 'deferred'])

/** The last day that a decision may have, and null where there is no limit. */
export function lastDayOf(
  rule: ApprovalRule | null,
  kind: ProposedKind,
  { worstBand }: Pick<DecisionLevel, 'worstBand'>,
  today: string,
): string | null {
  const days = rule && ends.has(kind) ? rule.longestDays[worstBand ?? 'critical'] : null
  return days === null
    ? null
    : new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** A risk is never accepted or put off without an end, nor for longer than the rule lets it. */
export function assertEnds(
  rule: ApprovalRule | null,
  { decision, expiresOn }: { readonly decision: ProposedKind; readonly expiresOn?: string | null | undefined },
  level: Pick<DecisionLevel, 'worstBand'>,
  today: string,
) {
  const refuse = (why: string) => new AppError('bad_request', why, { details: { fields: { expiresOn: why } } })
  if (ends.has(decision) && !expiresOn)
    throw refuse('Say until when: a risk is never accepted or put off without an end.')
  const last = lastDayOf(rule, decision, level, today)
  if (last !== null && expiresOn && expiresOn > last)
    throw refuse(
      `At ${level.worstBand ?? 'unknown'} risk that can last until ${last} at most. Choose that day or an earlier one; it can be renewed.`,
    )
}

/** The rule lets what one person decides take effect where nobody else is there. */
export const isOneKey = async (db: Db, organisationId: OrganisationId, rule: ApprovalRule | null): Promise<boolean> =>
  (rule?.oneKey.passes ?? false) && (await isOnePerson(db, organisationId))
