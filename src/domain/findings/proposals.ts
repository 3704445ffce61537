import { z } from 'zod'
import { hospitalDay, listHolders, notify } from '#domain/access/access.ts'
import { lockInventory, mergedInto } from '#domain/inventory/inventory.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type {
  ApprovalRule,
  DecisionLevel,
  DecisionOn,
  DecisionRecordContent,
  ProposalDetail,
  ProposalRow,
  ProposalState,
  ProposedKind,
} from '#model/approval.ts'
import type { DecisionPreview, Premise } from '#model/decision.ts'
import { type Db, inTransaction, type Tx } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { canonicalJson, newId, sha256 } from '#platform/id.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import { assertEnds, ceilingOf, isOneKey, lastDayOf, levelOf } from './approval-rule.ts'
import { ruleInForce } from './approval-rule-store.ts'
import {
  assertSensible,
  type Coverage,
  coverageOf,
  type Decision,
  decideOn,
  type FindingId,
  previewOf,
} from './decide.ts'
import { writeRecord } from './decision-record.ts'
import { premiseInWords } from './premises.ts'
import * as store from './proposal-store.ts'
import { allPremises } from './settle.ts'

// A decision is proposed, and in force at once where the rule asks for nobody else. Otherwise it waits and has no effect: findings
// stay open and tell of it. What is approved is what the approver saw, and it is judged anew at that moment.

export interface Proposing extends Omit<Decision, 'ceiling' | 'proposalId'> {
  /** Where what it rests on can be read: a ticket, minutes, a document. */
  readonly evidence?: string | undefined
  /** What stood there when the person began; refused where it is something else by now. Left out: whatever stands there. */
  readonly seen?: string | undefined
}

export interface Proposed {
  /** Findings on which it is in force, or from which it was taken. */
  readonly decided: number
  /** Set where it waits. */
  readonly waiting: string | null
  readonly proposalId: string | null
  readonly recordHash: string | null
  /** How many have to approve it. */
  readonly approvers: number
  /** False: the same was decided, or waits, already. */
  readonly isNew: boolean
}

const nothing: Proposed = { decided: 0, waiting: null, proposalId: null, recordHash: null, approvers: 0, isNew: false }

/** Decides, or proposes what then waits for approval. The same again is no new one. */
export async function proposeDecision(
  db: Db,
  actor: Actor,
  asked: DecisionOn,
  { evidence = '', seen, ...decision }: Proposing,
  now = new Date(),
): Promise<Proposed> {
  return await inTransaction(db, async (tx) => {
    const { organisationId } = actor
    await lockInventory(tx, organisationId)
    const on = await currentOn(tx, organisationId, asked)
    if (seen !== undefined) await assertSeen(tx, organisationId, on, seen)
    const kind = decision.decision
    if (kind === 'none') {
      const decided = await decideOn(tx, actor, on, decision, now)
      return { ...nothing, decided, isNew: decided > 0 }
    }

    const today = await hospitalDay(tx, organisationId, now)
    assertSensible(decision, today)
    const inForce = await ruleInForce(tx, organisationId)
    const rule = inForce?.rule ?? null
    const coverage = await coverageOf(tx, organisationId, on, decision, now)
    const level = levelOf(coverage.covered, rule, kind)
    assertEnds(rule, { ...decision, decision: kind }, level, today)
    const oneKey = level.approvers > 0 && (await isOneKey(tx, organisationId, rule)) ? rule!.oneKey.reason : null
    const id = newId()
    const content = contentOf(on, kind, decision, evidence, coverage.premises)
    const row = {
      id,
      ...content,
      words: await wordsOf(tx, organisationId, on),
      content_hash: hashOf(content),
      level,
      ...reachOf(on, coverage, content.premises),
      rule_version: inForce?.version ?? null,
      one_key: oneKey,
      proposed_by: actor.name,
      proposed_by_id: actor.personId,
    }
    if (level.approvers > 0 && oneKey === null) {
      if (level.findings === 0) throw holdsNowhere(coverage)
      const there = await store.waitingAlike(tx, organisationId, row.content_hash, actor.personId)
      if (there) return { ...nothing, waiting: there, proposalId: there, approvers: level.approvers }
      await store.insertProposal(tx, organisationId, { ...row, state: 'waiting', closed_by: null, ...noRecord })
      await tellApprovers(tx, actor, row)
      return { ...nothing, waiting: id, proposalId: id, approvers: level.approvers, isNew: true }
    }
    const ceiling = ceilingOf(rule, kind, level.approvers, {
      covered: coverage.covered,
      expiresOn: content.expires_on,
      today,
    })
    const record = await recordOf(tx, organisationId, row, coverage, level, ceiling, [], now, now.toISOString())
    // With the premises that were judged and recorded, also where they were left to be offered.
    const taken = { ...decision, premises: content.premises, ...(ceiling && { ceiling }), proposalId: id }
    const decided = await decideOn(tx, actor, on, taken, now)
    if (decided === 0) return nothing
    if (level.findings === 0) throw holdsNowhere(coverage)
    await store.insertProposal(tx, organisationId, {
      ...row,
      state: 'taken',
      closed_by: actor.name,
      record: record.text,
      record_hash: record.hash,
      record_number: record.number,
    })
    return { decided, waiting: null, proposalId: id, recordHash: record.hash, approvers: 0, isNew: true }
  })
}

const noRecord = { record: null, record_hash: null, record_number: null }

const holdsNowhere = ({ not: [first] }: Pick<Coverage, 'not'>) =>
  new AppError(
    'conflict',
    `The decision would not be in force on anything: ${first?.text ?? 'nothing is left to decide'}. Strike the premise, or change it.`,
  )

export type Content = Pick<
  store.ProposalRecord,
  'scope' | 'decision' | 'reason' | 'evidence' | 'justification' | 'premises' | 'expires_on' | 'renews'
>

const contentOf = (
  scope: DecisionOn,
  kind: ProposedKind,
  { reason, justification, expiresOn, renews }: Decision,
  evidence: string,
  premises: readonly Premise[],
): Content => ({
  scope,
  decision: kind,
  reason,
  evidence,
  justification: kind === 'not_affected' ? (justification ?? null) : null,
  premises: premises.filter(({ kind }) => kind !== 'product' && kind !== 'until' && kind !== 'approved_for'),
  expires_on: expiresOn ?? null,
  renews: renews ?? null,
})

const hashOf = ({ scope, decision, reason, evidence, justification, premises, expires_on, renews }: Content): string =>
  sha256(canonicalJson({ scope, decision, reason, evidence, justification, premises, expires_on, renews }))

/** What an approval is given to: the content, on these vulnerabilities, on so much risk. */
export const approvedHash = (
  contentHash: string,
  vulnerabilityIds: readonly string[],
  { worstBand, isLifeSustaining, approvers }: DecisionLevel,
): string =>
  sha256(
    canonicalJson({
      content: contentHash,
      vulnerabilityIds: [...vulnerabilityIds],
      level: { worstBand, isLifeSustaining, approvers },
    }),
  )

const reachOf = (on: DecisionOn, coverage: Coverage, premises: readonly Premise[]): store.Reach => ({
  vulnerability_ids: coverage.vulnerabilityIds,
  product_keys: coverage.productKeys,
  // Where the site was struck from the premises it is at all sites.
  sites: premises.some(({ kind }) => kind === 'site') ? coverage.sites : null,
  device_ids: devicesNamed(on),
})

const devicesNamed = (on: DecisionOn): string[] | null =>
  on.kind === 'finding'
    ? [on.deviceId]
    : on.kind === 'findings'
      ? [...new Set(on.findings.map(({ deviceId }) => deviceId))].sort()
      : null

/** On the devices that those named are part of by now, each finding once. */
export async function currentOn(db: Db, organisationId: OrganisationId, on: DecisionOn): Promise<DecisionOn> {
  const named = devicesNamed(on)
  if (!named) return on
  const into = new Map((await mergedInto(db, organisationId, named)).map((way) => [way.id, way.into_id]))
  const now = <T extends FindingId>(one: T): T => ({ ...one, deviceId: into.get(one.deviceId) ?? one.deviceId })
  if (on.kind === 'finding') return now(on)
  if (on.kind !== 'findings') return on
  const findings = new Map(on.findings.map(now).map((one) => [`${one.deviceId} ${one.vulnerabilityId}`, one]))
  return { ...on, findings: [...findings.values()] }
}

/** On what, in a line. */
async function wordsOf(db: Db, organisationId: OrganisationId, on: DecisionOn): Promise<string> {
  switch (on.kind) {
    case 'finding':
      return `${on.vulnerabilityId} on ${await store.deviceName(db, organisationId, on.deviceId)}`
    case 'group': {
      const product = [on.manufacturer, on.model].filter(Boolean).join(' ') || 'devices without a model'
      return `${on.vulnerabilityId ?? on.advisoryId.slice(on.advisoryId.indexOf(':') + 1)} on ${product}, ${on.site || 'no site'}`
    }
    case 'everywhere': {
      const what = on.vulnerabilityId ?? on.advisoryId?.slice(on.advisoryId.indexOf(':') + 1)
      return `${what} on every model${on.site === undefined ? '' : `, ${on.site || 'no site'}`}`
    }
    case 'findings':
      return on.findings.length === 1 ? 'One finding' : `${on.findings.length} findings`
  }
}

// seen --------------------------------------------------------------------------------------------------------------

async function standingOn(db: Db, organisationId: OrganisationId, on: DecisionOn, coverage: Coverage) {
  const standing = await store.standingThere(db, organisationId, reachOf(on, coverage, [{ kind: 'site', site: '' }]))
  return { standing, seen: sha256(canonicalJson(standing.map(({ id }) => id).sort())) }
}

async function assertSeen(db: Db, organisationId: OrganisationId, on: DecisionOn, seen: string) {
  const coverage = await coverageOf(db, organisationId, on, { decision: 'none' })
  const now = await standingOn(db, organisationId, on, coverage)
  if (now.seen === seen) return
  const last = now.standing.at(-1)
  throw new AppError(
    'conflict',
    last
      ? `${last.by} ${last.kind === 'proposal' ? 'has proposed' : 'has decided'} “${last.decision.replaceAll('_', ' ')}” here since you opened it. Look at that first.`
      : 'A decision here was taken back since you opened it. Look again before you decide.',
  )
}

/** What a decision would come to now, whose word it takes, and what stands there already. Nothing is written. */
export async function previewProposal(
  db: Db,
  organisationId: OrganisationId,
  asked: DecisionOn,
  decision: Pick<Decision, 'decision' | 'premises' | 'expiresOn'>,
  now = new Date(),
): Promise<DecisionPreview> {
  const on = await currentOn(db, organisationId, asked)
  const coverage = await coverageOf(db, organisationId, on, decision, now)
  const { standing, seen } = await standingOn(db, organisationId, on, coverage)
  const inForce = await ruleInForce(db, organisationId)
  const rule = inForce?.rule ?? null
  const kind = decision.decision
  const level = kind === 'none' ? null : levelOf(coverage.covered, rule, kind)
  const today = await hospitalDay(db, organisationId, now)
  return {
    ...previewOf(coverage),
    seen,
    standing: standing.map(({ id, kind, decision, by, at }) => ({ id, kind, decision, by, at })),
    approval:
      level && kind !== 'none'
        ? {
            ...level,
            lastDay: lastDayOf(rule, kind, level, today),
            who: (await listHolders(db, organisationId, 'finding:approve')).map(({ name }) => name),
            oneKey: level.approvers > 0 && (await isOneKey(db, organisationId, rule)),
          }
        : null,
  }
}

// the record --------------------------------------------------------------------------------------------------------

export type Recorded = Pick<
  store.ProposalRecord,
  | 'id'
  | 'scope'
  | 'words'
  | 'decision'
  | 'reason'
  | 'evidence'
  | 'justification'
  | 'premises'
  | 'expires_on'
  | 'renews'
  | 'rule_version'
  | 'one_key'
  | 'proposed_by'
  | 'proposed_by_id'
>

export const recordOf = (
  db: Db,
  organisationId: OrganisationId,
  row: Recorded,
  { covered, vulnerabilityIds }: Pick<Coverage, 'covered' | 'vulnerabilityIds'>,
  level: DecisionLevel,
  ceiling: Premise | null,
  approvals: readonly Pick<store.ApprovalRecord, 'person_id' | 'person_name' | 'at' | 'hash' | 'note'>[],
  now: Date,
  proposedAt: string,
) =>
  writeRecord(
    db,
    organisationId,
    {
      id: row.id,
      decision: row.decision,
      on: row.words,
      scope: row.scope,
      vulnerabilityIds: [...vulnerabilityIds],
      level,
      reason: row.reason,
      evidence: row.evidence,
      justification: row.justification,
      premises: allPremises({
        premises: [...row.premises, ...(ceiling ? [ceiling] : [])],
        expires_on: row.expires_on,
      }),
      expiresOn: row.expires_on,
      renews: row.renews,
      proposed: { by: row.proposed_by, byId: row.proposed_by_id, at: proposedAt },
      approvals: approvals.map((one) => ({
        by: one.person_name,
        byId: one.person_id,
        at: new Date(one.at).toISOString(),
        authenticated: 'password' as const,
        approved: one.hash,
        note: one.note,
      })),
      rule: { version: row.rule_version, approvers: level.approvers, oneKey: row.one_key },
      covered,
    },
    now,
  )

// reading -----------------------------------------------------------------------------------------------------------

export interface Judged {
  readonly coverage: Coverage
  readonly level: DecisionLevel
  readonly rule: ApprovalRule | null
  readonly ruleVersion: number | null
  /** What an approval has to be given to, to count. */
  readonly hash: string
  readonly changes: readonly string[]
  readonly seen: string
}

/** What a waiting decision comes to now. */
export async function judgeProposal(
  db: Db,
  organisationId: OrganisationId,
  row: store.ProposalRecord,
  now: Date,
): Promise<Judged> {
  const inForce = await ruleInForce(db, organisationId)
  const rule = inForce?.rule ?? null
  const on = await currentOn(db, organisationId, row.scope)
  const coverage = await coverageOf(db, organisationId, on, decisionOf(row), now)
  const level = levelOf(coverage.covered, rule, row.decision)
  const { standing } = await standingOn(db, organisationId, on, coverage)
  const later = standing.filter((one) => one.kind === 'decision' && one.at > row.proposed_at)
  const reach = reachOf(on, coverage, [{ kind: 'site', site: '' }])
  const back = await store.takenBackSince(db, organisationId, reach, row.proposed_at)
  const hash = approvedHash(row.content_hash, coverage.vulnerabilityIds, level)
  const { findings, devices } = level
  return {
    coverage,
    level,
    rule,
    ruleVersion: inForce?.version ?? null,
    hash,
    changes: [
      ...changesBetween(row.level, level),
      ...changedVulnerabilities(row.vulnerability_ids, coverage.vulnerabilityIds),
      ...later.map((one) => `${one.by} has decided “${one.decision.replaceAll('_', ' ')}” here meanwhile`),
      ...back.map(
        (one) =>
          `${one.by} has taken ${one.decision === 'none' ? 'a decision' : `“${one.decision.replaceAll('_', ' ')}”`} back here meanwhile: ${one.reason}`,
      ),
    ],
    seen: sha256(
      canonicalJson({
        hash,
        findings,
        devices,
        not: coverage.not,
        later: later.map(({ id }) => id),
        back: back.map(({ id }) => id),
      }),
    ),
  }
}

export const decisionOf = (row: Content) => ({
  decision: row.decision,
  reason: row.reason,
  justification: row.justification ?? undefined,
  premises: row.premises,
  expiresOn: row.expires_on,
  renews: row.renews ?? undefined,
})

function changesBetween(then: DecisionLevel, now: DecisionLevel): string[] {
  const changes: string[] = []
  const count = ({ findings }: DecisionLevel) => (findings === 1 ? 'one finding' : `${findings} findings`)
  if (now.findings > then.findings)
    changes.push(`It would be in force on ${count(now)}; when it was proposed, on ${then.findings}`)
  if (now.findings < then.findings)
    changes.push(`It would be in force on ${count(now)} only; when it was proposed, on ${then.findings}`)
  const band = (level: DecisionLevel) => level.worstBand ?? 'not known'
  if (band(now) !== band(then))
    changes.push(`The worst risk in scope is ${band(now)}; when it was proposed it was ${band(then)}`)
  if (now.isLifeSustaining && !then.isLifeSustaining)
    changes.push('A device that may sustain life is in scope, and was not when it was proposed')
  if (now.approvers !== then.approvers)
    changes.push(`${now.approvers} have to approve it; when it was proposed it was ${then.approvers}`)
  return changes
}

function changedVulnerabilities(then: readonly string[], now: readonly string[]): string[] {
  const added = now.filter((id) => !then.includes(id))
  const gone = then.filter((id) => !now.includes(id))
  const listed = (ids: readonly string[]) =>
    ids.length > 10 ? `${ids.slice(0, 10).join(', ')} and ${ids.length - 10} more` : ids.join(', ')
  return [
    ...(added.length > 0 ? [`It would be on ${listed(added)} too, and was not when it was proposed`] : []),
    ...(gone.length > 0 ? [`It would no longer be on ${listed(gone)}`] : []),
  ]
}

/** Each person once; those alone that were given to what it is now, by who may still approve. */
export const counting = (approvals: readonly store.ApprovalRecord[], hash: string) =>
  approvals.filter((one) => one.hash === hash && one.may_approve)

/** Those with which it took effect: they are to what the last of them was given to. */
const tookEffectBy = ({ state }: store.ProposalRecord, approvals: readonly store.ApprovalRecord[]) =>
  state === 'taken' ? approvals.filter(({ hash }) => hash === approvals.at(-1)!.hash) : []

/** By what it was when it was proposed: what a list tells without judging it anew. */
const countedOf = (row: store.ProposalRecord, approvals: readonly store.ApprovalRecord[]) =>
  row.state === 'waiting'
    ? counting(approvals, approvedHash(row.content_hash, row.vulnerability_ids, row.level))
    : tookEffectBy(row, approvals)

const ProposalKey = z.tuple([z.number(), z.uuid()])

export async function listProposals(
  db: Db,
  organisationId: OrganisationId,
  { state, cursor, limit }: { state?: ProposalState | undefined; cursor?: string | undefined; limit: number },
): Promise<PageOf<ProposalRow>> {
  const after = cursor === undefined ? null : decodeCursor(cursor, ProposalKey)
  const rows = await store.proposalPage(db, organisationId, { state, after, limit: limit + 1 })
  const approvals = Map.groupBy(
    await store.approvalsOf(
      db,
      organisationId,
      rows.map(({ id }) => id),
    ),
    (one) => one.proposal_id,
  )
  return pageOf(
    rows,
    limit,
    (row) => [row.key, row.id],
    (row) => store.toRow(row, countedOf(row, approvals.get(row.id) ?? [])),
  )
}

export async function getProposal(db: Db, actor: Actor, id: string, now = new Date()): Promise<ProposalDetail> {
  const { organisationId } = actor
  const row = await store.proposalById(db, organisationId, id)
  if (!row) throw notFound('proposed decision', id)
  const approvals = await store.approvalsOf(db, organisationId, [id])
  const judged = row.state === 'waiting' ? await judgeProposal(db, organisationId, row, now) : null
  const counted = judged ? counting(approvals, judged.hash) : tookEffectBy(row, approvals)
  const holders = await listHolders(db, organisationId, 'finding:approve')
  const could = holders.filter(
    (one) => one.id !== row.proposed_by_id && !counted.some((own) => own.person_id === one.id),
  )
  return {
    ...store.toRow(row, counted),
    scope: row.scope,
    vulnerabilityIds: [...(judged?.coverage.vulnerabilityIds ?? recordedIds(row))],
    evidence: row.evidence,
    justification: row.justification,
    premises: allPremises(row).map((premise) => ({ premise, words: premiseInWords(premise) })),
    given: approvals.map((one) => ({
      name: one.person_name,
      at: one.at,
      note: one.note,
      counts: counted.includes(one),
    })),
    now: judged?.level ?? null,
    changes: [...(judged?.changes ?? [])],
    not: [...(judged?.coverage.not ?? [])].slice(0, 20),
    waitsFor: judged ? could.map(({ name }) => name) : [],
    seen: judged?.seen ?? null,
    notByYou: whyNot(row, actor, holders, counted),
    decisionIds: await store.decisionsOfProposal(db, organisationId, id),
  }
}

/** As it took effect, or was proposed where it never did. */
const recordedIds = ({ record, vulnerability_ids }: store.ProposalRecord): readonly string[] =>
  record === null
    ? vulnerability_ids
    : (JSON.parse(record) as Pick<DecisionRecordContent, 'vulnerabilityIds'>).vulnerabilityIds

/** Why a person cannot approve it; null: they can. */
export function whyNot(
  row: Pick<store.ProposalRecord, 'state' | 'proposed_by_id'>,
  { personId }: Pick<Actor, 'personId'>,
  holders: readonly { readonly id: string }[],
  counted: readonly Pick<store.ApprovalRecord, 'person_id'>[],
): string | null {
  if (row.state !== 'waiting') return 'It does not wait any more.'
  if (personId !== null && row.proposed_by_id === personId)
    return 'You proposed it: nobody approves their own decision.'
  if (!holders.some(({ id }) => id === personId)) return 'You may not approve decisions; an administrator can let you.'
  if (counted.some((one) => one.person_id === personId)) return 'You have approved it. It waits for somebody else.'
  return null
}

/** Whoever may approve it hears of it once. */
async function tellApprovers(
  tx: Tx,
  actor: Actor,
  row: { id: string; words: string; decision: string; reason: string },
) {
  const holders = await listHolders(tx, actor.organisationId, 'finding:approve')
  await notify(
    tx,
    actor.organisationId,
    holders.filter(({ id }) => id !== actor.personId).map(({ id }) => id),
    {
      kind: 'decision.waits',
      title: `A decision waits for your approval: ${row.words}`,
      body: `${actor.name} proposes “${row.decision.replaceAll('_', ' ')}”: ${row.reason}`,
      path: `/decisions/waiting/${row.id}`,
      dedupeKey: `decision.waits:${row.id}`,
    },
  )
}
