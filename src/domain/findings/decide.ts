import { hospitalDay } from '#domain/access/access.ts'
import { lockInventory } from '#domain/inventory/inventory.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { DecisionOn } from '#model/approval.ts'
import type { DecisionPreview, Premise } from '#model/decision.ts'
import { type DecisionKind, type FindingState, type RemediationState, statusOf } from '#model/finding.ts'
import type { Configuration } from '#model/matching.ts'
import type { VexJustification } from '#model/vex.ts'
import { type Db, inTransaction, type Tx } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { canonicalJson, newId } from '#platform/id.ts'
import { isVendorScheme, readVersionExpression, readVersRange } from '#standards/vers/vers.ts'
import type { ModelName } from './alike.ts'
import { asOnRecord } from './controls.ts'
import { rowsById, standingsOf } from './decision-register-store.ts'
import * as decisions from './decision-store.ts'
import * as store from './finding-store.ts'
import { stateOf, toEvent, withVerdict } from './follow.ts'
import { joinedNames } from './joined-names.ts'
import {
  type AlikeKey,
  alikeIn,
  alikeOfFindings,
  configurationsOfProducts,
  type DecisionScope,
  everyProduct,
  everywhereOf,
  type ReadFacts,
} from './premise-facts-store.ts'
import { judgeAll, premiseInWords, productKey, proposePremises } from './premises.ts'
import { rollUp } from './roll-up.ts'
import { allPremises, factsReader, settleDecisions } from './settle.ts'
import * as standings from './standing-store.ts'

export interface FindingId {
  readonly deviceId: string
  readonly vulnerabilityId: string
}

export interface Decision {
  /** `none` takes a decision back. */
  readonly decision: DecisionKind
  readonly reason: string
  /** Why not affected, in VEX's words. */
  readonly justification?: VexJustification | undefined
  /** On what it rests; left out, on what is proposed from the facts at hand. */
  readonly premises?: readonly Premise[] | undefined
  /** The last day on which it is in force; without one it is as long as its premises hold. */
  readonly expiresOn?: string | null | undefined
  /** For what risk it was approved; comes from the rule, never from who asks. */
  readonly ceiling?: Premise | undefined
  readonly proposalId?: string | undefined
  /** The decision of which it is the renewal. */
  readonly renews?: string | undefined
}

export type DecidedGroup = store.GroupKey & { readonly vulnerabilityId?: string | undefined }

/** A person's verdict on one finding. The same verdict again is no new one, and gives false. */
export async function decideFinding(
  db: Db,
  actor: Actor,
  finding: FindingId,
  decision: Decision,
  now = new Date(),
): Promise<boolean> {
  return await inTransaction(db, async (tx) => {
    const { organisationId } = actor
    await lockInventory(tx, organisationId)
    const [row] = await load(tx, organisationId, [toKey(finding)])
    if (!row) throw notFound('finding', `${finding.deviceId}/${finding.vulnerabilityId}`)
    if (!isToDecide(row, decision))
      throw new AppError(
        'conflict',
        row.status === 'fixed'
          ? 'This finding is fixed; there is nothing left to decide.'
          : 'This device is not affected; there is nothing left to decide.',
      )
    assertSensible(decision, await hospitalDay(tx, organisationId, now))
    const scope = { deviceIds: [finding.deviceId], vulnerabilityIds: [finding.vulnerabilityId], evenInactive: true }
    const proposal = await proposalFor(tx, organisationId, scope, decision.decision, null, now)
    const wanted = wantedOf(await asOnRecord(tx, organisationId, decision), proposal)
    if (decision.decision === 'none' ? row.decision === 'none' : await isSameAgain(tx, organisationId, [row], wanted))
      return false
    const { manufacturer = '', model = '' } = proposal.groups[0]?.configuration ?? {}
    const id = await insert(tx, actor, wanted, {
      advisory_id: null,
      manufacturer,
      model,
      vulnerability_ids: [finding.vulnerabilityId],
      product_key: null,
      ...keptOf({ kind: 'finding', deviceId: finding.deviceId, vulnerabilityId: finding.vulnerabilityId }, decision),
    })
    await standings.insertTaken(tx, organisationId, id, [toKey(finding)])
    if (row.status !== 'affected' && row.status !== 'under_investigation') {
      await takeBackClosed(tx, actor, row, wanted.reason, id)
      return true
    }
    const devices = await settleDecisions(tx, organisationId, scope, { actor, now, taking: id })
    const [standing] = await standingsOf(tx, organisationId, { decisionId: id, limit: 1 })
    if (standing?.state !== 'holds')
      throw new AppError(
        'conflict',
        `The decision would not be in force: ${standing?.failing.map(({ text }) => text).join('; ') ?? 'nothing is left to decide'}. Strike the premise, or change it.`,
      )
    if (devices.length > 0) await rollUp(tx, organisationId, { deviceIds: devices }, { now })
    return true
  })
}

/** What is fixed or not affected still has the decision from before: taken back, it has none when it opens again. */
async function takeBackClosed(tx: Tx, actor: Actor, row: store.FindingRecord, reason: string, id: string) {
  const { organisationId } = actor
  await standings.endTaken(tx, organisationId, id)
  await standings.countStandings(tx, organisationId, [id])
  await standings.recordEffective(tx, organisationId, [{ ...keyOf(row), decision_id: null }])
  await store.insertEvents(tx, organisationId, [
    toEvent(row, actor, stateOf(row), { kind: 'decided', after: { ...stateOf(row), decision: 'none' } }, reason, {
      decisionId: id,
    }),
  ])
  await rollUp(tx, organisationId, { deviceIds: [row.device_id] })
}

/**
 * One decision on all that an advisory leaves open on one model, where its premises hold: at the site of the group, unless
 * that premise is struck. It is carried to what comes later. Gives how many findings it is in force on, or was taken from.
 */
export async function decideGroup(
  db: Db,
  actor: Actor,
  group: DecidedGroup,
  decision: Decision,
  now = new Date(),
): Promise<number> {
  return await inTransaction(db, async (tx) => {
    const { organisationId } = actor
    await lockInventory(tx, organisationId)
    assertSensible(decision, await hospitalDay(tx, organisationId, now))
    const { products, sites } = await speltGroup(tx, organisationId, group)
    const made: DecidedProduct[] = []
    for (const product of products) {
      const one = await decideProduct(tx, actor, group, { ...product, sites }, decision, now)
      if (one) made.push(one)
    }
    if (made.length > 0 && made.every(({ holding }) => holding === 0))
      throw new AppError('conflict', 'On no device do all of these premises hold. Strike one, or change it.')
    const devices = made.flatMap(({ deviceIds }) => deviceIds)
    if (devices.length > 0) await rollUp(tx, organisationId, { deviceIds: devices }, { now })
    return made.reduce((sum, { decided }) => sum + decided, 0)
  })
}

/** What devices write for one product; decisions are carried by that, so that a group of several has as many. */
interface SpeltProduct extends ModelName {
  readonly models: readonly ModelName[]
}

/** What devices write for the model and the site of a group. */
async function speltGroup(db: Db, organisationId: OrganisationId, { manufacturer, model, site }: DecidedGroup) {
  const { modelsOf, sitesOf } = await joinedNames(db, organisationId)
  const own = { manufacturer, model }
  const models = [own, ...modelsOf(own)]
  const products = [...Map.groupBy(models, productKey).values()].map(
    (spelt): SpeltProduct => ({ ...spelt[0]!, models: spelt }),
  )
  return { models, products, sites: sitesOf(site) }
}

interface DecidedProduct {
  readonly deviceIds: readonly string[]
  readonly holding: number
  /** On how many findings it is in force, or from how many it was taken. */
  readonly decided: number
}

const groupOf = ({ advisoryId, manufacturer, model, site, vulnerabilityId }: DecidedGroup) => ({
  kind: 'group' as const,
  advisoryId,
  manufacturer,
  model,
  site,
  ...(vulnerabilityId !== undefined && { vulnerabilityId }),
})

/** Null where there is nothing to decide, or the same is decided already. */
async function decideProduct(
  tx: Tx,
  actor: Actor,
  group: DecidedGroup,
  { sites, ...product }: SpeltProduct & { readonly sites: readonly string[] },
  decision: Decision,
  now: Date,
): Promise<DecidedProduct | null> {
  const { organisationId } = actor
  const { advisoryId, vulnerabilityId } = group
  const { models, manufacturer, model } = product
  const keys = await store.findingsOfGroup(tx, organisationId, { advisoryId, vulnerabilityId, models, sites })
  if (keys.length === 0) return null
  const vulnerabilityIds = vulnerabilitiesOf(keys)
  const scope = { ...(await scopeOfProducts(tx, organisationId, [product])), vulnerabilityIds }
  const own = { deviceIds: devicesOf(keys), vulnerabilityIds }
  const wanted = wantedOf(
    await asOnRecord(tx, organisationId, decision),
    await proposalFor(tx, organisationId, own, decision.decision, group.site, now),
    { ...group, manufacturer, model },
  )
  const rows = await store.findingsByKey(tx, organisationId, keys)
  if (decision.decision === 'none' && !rows.some((row) => row.decision !== 'none')) return null
  if (await isSameOnGroup(tx, organisationId, rows, wanted, scope, now)) return null
  const id = await insert(tx, actor, wanted, {
    advisory_id: advisoryId,
    manufacturer,
    model,
    vulnerability_ids: vulnerabilityIds,
    product_key: productKey(product),
    ...keptOf({ ...groupOf(group), manufacturer, model }, decision),
  })
  const deviceIds = await settleDecisions(tx, organisationId, scope, { actor, now, taking: id })
  const [made] = await rowsById(tx, organisationId, [id])
  const { holding } = made!
  const taken = rows.filter((row) => row.decision !== 'none').length
  return { deviceIds, holding, decided: decision.decision === 'none' ? taken : holding }
}

/** What a decision would come to, with the premises that are offered for it. Nothing is written. */
export async function previewDecision(
  db: Db,
  organisationId: OrganisationId,
  on: DecisionOn,
  decision: Pick<Decision, 'decision' | 'premises' | 'expiresOn'>,
  now = new Date(),
): Promise<Omit<DecisionPreview, 'approval' | 'standing' | 'seen'>> {
  return previewOf(await coverageOf(db, organisationId, on, decision, now))
}

export const previewOf = ({
  offered,
  covered,
  not,
}: Coverage): Omit<DecisionPreview, 'approval' | 'standing' | 'seen'> => ({
  premises: offered.map((one) => ({ ...one, words: premiseInWords(one.premise) })),
  devices: countDevices(covered),
  findings: covered.reduce((sum, one) => sum + one.devices, 0),
  not: [...not].slice(0, 20),
})

type Covered = ReadFacts & { readonly devices: number; readonly device_id?: string }

/** Where a decision would be in force, and where not. */
export interface Coverage {
  readonly offered: ReturnType<typeof proposePremises>
  /** Those that were asked for; left out, those that are offered as sensible. */
  readonly premises: readonly Premise[]
  readonly covered: readonly Covered[]
  /** The most devices first. */
  readonly not: readonly { readonly text: string; readonly outcome: 'broken' | 'unknown'; readonly devices: number }[]
  readonly vulnerabilityIds: readonly string[]
  /** Of these products; null: of any, or of one device. */
  readonly productKeys: readonly string[] | null
  /** As devices write it; null: at any. */
  readonly sites: readonly string[] | null
}

/** Judges the premises on every finding that a decision would be taken on. */
export async function coverageOf(
  db: Db,
  organisationId: OrganisationId,
  on: DecisionOn,
  { decision, premises, expiresOn, ceiling }: Pick<Decision, 'decision' | 'premises' | 'expiresOn' | 'ceiling'>,
  now = new Date(),
): Promise<Coverage> {
  const { own, alike, products, site, sites, vulnerabilityIds } = await askedFindings(db, organisationId, on)
  const offered = proposePremises(decision, await knownOf(db, organisationId, own, now), site).map((one) =>
    // True of all models together, and of none in particular.
    on.kind === 'everywhere' && one.premise.kind === 'versions' ? { ...one, isProposed: false } : one,
  )
  const { premises: asked } = await asOnRecord(db, organisationId, { premises })
  const chosen = (asked ?? offered.filter(({ isProposed }) => isProposed).map(({ premise }) => premise)).filter(
    // Else whoever asks could make it come to less here than it is in force on.
    ({ kind }) => !isOurs.has(kind),
  )
  const premisesFor = (configuration: Configuration) => {
    const product = products?.find((one) => productKey(one) === productKey(configuration)) ?? products?.[0]
    const own: Premise[] = product ? [{ kind: 'product', ...productOf(product) }] : []
    return allPremises({
      premises: [...own, ...chosen, ...(ceiling ? [ceiling] : [])],
      expires_on: expiresOn ?? null,
    })
  }
  const factsOf = await factsReader(db, organisationId, alike, now, () => true)
  const covered: Covered[] = []
  const not = new Map<string, { text: string; outcome: 'broken' | 'unknown'; groups: Covered[] }>()
  for (const one of alike) {
    const { outcome, failing } = judgeAll(premisesFor(one.configuration), factsOf(one))
    if (outcome === 'holds') covered.push(one)
    const [first] = failing
    if (!first) continue
    const present = not.get(first.text) ?? { text: first.text, outcome: first.outcome, groups: [] }
    present.groups.push(one)
    not.set(first.text, present)
  }
  return {
    offered,
    premises: chosen,
    covered,
    not: [...not.values()]
      .map(({ text, outcome, groups }) => ({ text, outcome, devices: countDevices(groups) }))
      .sort((a, b) => b.devices - a.devices || (a.text < b.text ? -1 : 1)),
    vulnerabilityIds,
    productKeys: products?.map(productKey) ?? null,
    sites,
  }
}

interface AskedFindings {
  /** What was pointed at: premises are proposed from its facts. */
  readonly own: readonly Covered[]
  /** On what it could be in force. */
  readonly alike: readonly Covered[]
  readonly products: readonly SpeltProduct[] | null
  readonly site: string | null
  readonly sites: readonly string[] | null
  readonly vulnerabilityIds: readonly string[]
}

async function askedFindings(db: Db, organisationId: OrganisationId, on: DecisionOn): Promise<AskedFindings> {
  const none = { products: null, site: null, sites: null }
  switch (on.kind) {
    case 'finding': {
      const vulnerabilityIds = [on.vulnerabilityId]
      const own = await alikeIn(db, organisationId, { deviceIds: [on.deviceId], vulnerabilityIds, evenInactive: true })
      return { ...none, own, alike: own, vulnerabilityIds }
    }
    case 'group': {
      const { advisoryId, vulnerabilityId } = on
      const { models, sites, products } = await speltGroup(db, organisationId, on)
      const keys = await store.findingsOfGroup(db, organisationId, { advisoryId, vulnerabilityId, models, sites })
      const vulnerabilityIds = vulnerabilitiesOf(keys)
      const scope = { ...(await scopeOfProducts(db, organisationId, products)), vulnerabilityIds }
      return {
        own: await alikeIn(db, organisationId, { deviceIds: devicesOf(keys), vulnerabilityIds }),
        alike: await alikeIn(db, organisationId, scope),
        products,
        site: on.site,
        sites,
        vulnerabilityIds,
      }
    }
    case 'everywhere': {
      const { scope, sites } = await everywhereScope(db, organisationId, on)
      const alike = await alikeIn(db, organisationId, scope)
      const { vulnerabilityIds } = scope
      const own = sites ? alike.filter((one) => sites.includes(one.site)) : alike
      return { ...none, own, alike, site: on.site ?? null, sites, vulnerabilityIds }
    }
    case 'findings': {
      const own = await alikeOfFindings(db, organisationId, on.findings.map(toKey))
      return { ...none, own, alike: own, vulnerabilityIds: [...new Set(own.map((one) => one.vulnerability_id))].sort() }
    }
  }
}

async function everywhereScope(
  db: Db,
  organisationId: OrganisationId,
  on: Extract<DecisionOn, { kind: 'everywhere' }>,
) {
  if ((on.vulnerabilityId === undefined) === (on.advisoryId === undefined))
    throw new AppError('bad_request', 'Say on what: one vulnerability, or one advisory.')
  const pairs = await everywhereOf(db, organisationId, on)
  const { sitesOf } = await joinedNames(db, organisationId)
  return {
    scope: {
      configurationIds: [...new Set(pairs.map((one) => one.configuration_id))],
      vulnerabilityIds: [...new Set(pairs.map((one) => one.vulnerability_id))].sort(),
    },
    sites: on.site === undefined ? null : sitesOf(on.site),
  }
}

async function knownOf(db: Db, organisationId: OrganisationId, groups: readonly Covered[], now: Date) {
  const factsOf = await factsReader(db, organisationId, groups, now, () => true)
  return groups.map((one) => ({ facts: factsOf(one), devices: one.devices }))
}

/** Takes a decision on whatever it is on, at once. Gives on how many findings it is in force, or from how many it was taken. */
export async function decideOn(
  db: Db,
  actor: Actor,
  on: DecisionOn,
  decision: Decision,
  now = new Date(),
): Promise<number> {
  switch (on.kind) {
    case 'finding':
      return Number(await decideFinding(db, actor, on, decision, now))
    case 'group':
      return await decideGroup(db, actor, on, decision, now)
    case 'everywhere':
      return await decideEverywhere(db, actor, on, decision, now)
    case 'findings':
      return await decideFindings(db, actor, on, decision, now)
  }
}

const noFinding = 'On no finding do all of these premises hold. Strike one, or change it.'

/** One decision on a vulnerability, or all of an advisory, on every model of the organisation, also on those that come later. */
async function decideEverywhere(
  db: Db,
  actor: Actor,
  on: Extract<DecisionOn, { kind: 'everywhere' }>,
  decision: Decision,
  now: Date,
): Promise<number> {
  return await inTransaction(db, async (tx) => {
    const { organisationId } = actor
    await lockInventory(tx, organisationId)
    assertSensible(decision, await hospitalDay(tx, organisationId, now))
    const { covered, premises } = await coverageOf(tx, organisationId, on, decision, now)
    if (covered.length === 0) throw new AppError('conflict', noFinding)
    const { scope } = await everywhereScope(tx, organisationId, on)
    // What is taken back at a site is in force elsewhere still.
    const { site } = on
    const atSite = site === undefined ? [] : [{ premise: { kind: 'site' as const, site }, isProposed: true }]
    const id = await insert(tx, actor, wantedOf({ ...decision, premises }, { groups: [], premises: atSite }), {
      advisory_id: on.advisoryId ?? null,
      manufacturer: '',
      model: '',
      vulnerability_ids: scope.vulnerabilityIds,
      product_key: everyProduct,
      ...keptOf(on, decision),
    })
    return await settleTaken(tx, actor, scope, id, now)
  })
}

/** One decision on findings named one by one, where its premises hold; on nothing else, and on nothing that comes later. */
async function decideFindings(
  db: Db,
  actor: Actor,
  on: Extract<DecisionOn, { kind: 'findings' }>,
  decision: Decision,
  now: Date,
): Promise<number> {
  return await inTransaction(db, async (tx) => {
    const { organisationId } = actor
    await lockInventory(tx, organisationId)
    assertSensible(decision, await hospitalDay(tx, organisationId, now))
    const { covered, premises } = await coverageOf(tx, organisationId, on, decision, now)
    if (covered.length === 0) throw new AppError('conflict', noFinding)
    const keys = covered.map((one) => ({ device_id: one.device_id!, vulnerability_id: one.vulnerability_id }))
    const wanted = wantedOf({ ...decision, premises }, nothingProposed)
    const rows = await load(tx, organisationId, keys)
    if (await isSameAgain(tx, organisationId, rows, wanted)) return 0
    const id = await insert(tx, actor, wanted, {
      advisory_id: null,
      manufacturer: '',
      model: '',
      vulnerability_ids: vulnerabilitiesOf(keys),
      product_key: null,
      ...keptOf(on, decision),
    })
    await standings.insertTaken(tx, organisationId, id, keys)
    const scope = { deviceIds: devicesOf(keys), vulnerabilityIds: vulnerabilitiesOf(keys), evenInactive: true }
    return await settleTaken(tx, actor, scope, id, now)
  })
}

const nothingProposed: Proposal = { groups: [], premises: [] }

async function settleTaken(tx: Tx, actor: Actor, scope: DecisionScope, id: string, now: Date): Promise<number> {
  const { organisationId } = actor
  const devices = await settleDecisions(tx, organisationId, scope, { actor, now, taking: id })
  if (devices.length > 0) await rollUp(tx, organisationId, { deviceIds: devices }, { now })
  const [made] = await rowsById(tx, organisationId, [id])
  return made!.holding
}

const keptOf = (scope: DecisionOn, { proposalId, renews }: Decision) => ({
  scope,
  proposal_id: proposalId ?? null,
  renews: renews ?? null,
})

/** Groups alike count their devices for each vulnerability; the most that one has is how many devices there are at least. */
export function countDevices(groups: readonly (AlikeKey & { devices: number; device_id?: string })[]): number {
  if (groups[0]?.device_id !== undefined) return new Set(groups.map((one) => one.device_id)).size
  const most = new Map<string, number>()
  for (const { configuration_id, context_id, site, devices } of groups) {
    const key = `${configuration_id} ${context_id} ${site}`
    most.set(key, Math.max(most.get(key) ?? 0, devices))
  }
  return [...most.values()].reduce((sum, devices) => sum + devices, 0)
}

/** Takes a decision back, wherever it is in force; what it had taken the place of stays over. */
export async function withdrawDecision(
  db: Db,
  actor: Actor,
  id: string,
  reason: string,
  now = new Date(),
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const { organisationId } = actor
    await lockInventory(tx, organisationId)
    const [decision] = await decisions.decisionsById(tx, organisationId, [id])
    if (!decision) throw notFound('decision', id)
    if (!reason.trim()) throw new AppError('bad_request', 'Say why: the reason stands in the history of the findings.')
    if (!(await decisions.withdrawDecision(tx, organisationId, id, actor.name, reason)))
      throw new AppError('conflict', 'This decision was taken back before.')
    const deviceIds = await decisions.devicesOfDecision(tx, organisationId, id)
    const scope = { deviceIds, vulnerabilityIds: decision.vulnerability_ids, evenInactive: true }
    const devices = await settleDecisions(tx, organisationId, scope, { actor, now })
    if (devices.length > 0) await rollUp(tx, organisationId, { deviceIds: devices }, { now })
  })
}

const toKey = ({ deviceId, vulnerabilityId }: FindingId) => ({ device_id: deviceId, vulnerability_id: vulnerabilityId })

async function load(tx: Tx, organisationId: OrganisationId, keys: readonly store.FindingKey[]) {
  if (keys.length === 0) return []
  await store.materialise(tx, organisationId, keys)
  return await store.findingsByKey(tx, organisationId, keys)
}

const isToDecide = (row: store.FindingRecord, { decision }: Decision) =>
  decision === 'none' || row.status === 'affected' || row.status === 'under_investigation'

export function assertSensible({ reason, premises = [], expiresOn }: Decision, today: string) {
  if (!reason.trim()) throw new AppError('bad_request', 'Say why: the reason stands in the history of the finding.')
  if (expiresOn && expiresOn < today)
    throw new AppError('bad_request', 'The last day of the decision has passed. Choose today or a later day.')
  for (const premise of premises)
    if (premise.kind === 'version_range' && !isRange(premise.range))
      throw new AppError(
        'bad_request',
        `"${premise.range}" is no range of versions. Write it like < 9.2, or as vers:….`,
      )
}

function isRange(text: string): boolean {
  const { reading, form } = readVersionExpression(text)
  const scheme = /^\s*vers:\s*([^/]*)\//i.exec(text)?.[1]
  if (scheme !== undefined && !isVendorScheme(scheme)) return readVersRange(text).ok
  return (reading === 'alternatives' || reading === 'all') && form !== 'free_text'
}

/** Written by the program alone. */
const isOurs: ReadonlySet<Premise['kind']> = new Set(['product', 'until', 'approved_for'])

interface Wanted {
  readonly decision: DecisionKind
  readonly reason: string
  readonly justification: VexJustification | null
  readonly premises: readonly Premise[]
  readonly expires_on: string | null
}

function wantedOf(
  { decision, reason, justification, premises, expiresOn, ceiling }: Decision,
  proposal: Proposal,
  group?: DecidedGroup,
): Wanted {
  const isBack = decision === 'none'
  const product: Premise[] = group ? [{ kind: 'product', ...productOf(group) }] : []
  const proposed = proposal.premises.filter(({ isProposed }) => isProposed).map(({ premise }) => premise)
  // A decision is taken back whatever else is the case.
  const chosen = isBack
    ? proposed.filter(({ kind }) => kind === 'site')
    : (premises ?? proposed).filter(({ kind }) => !isOurs.has(kind))
  return {
    decision,
    reason,
    justification: decision === 'not_affected' ? (justification ?? null) : null,
    premises: [...product, ...chosen, ...(ceiling && !isBack ? [ceiling] : [])],
    expires_on: isBack ? null : (expiresOn ?? null),
  }
}

/** True where each of the findings has exactly this decision already. */
async function isSameAgain(
  tx: Tx,
  organisationId: OrganisationId,
  rows: readonly store.FindingRecord[],
  wanted: Wanted,
): Promise<boolean> {
  const ids = [...new Set(rows.map((row) => row.decision_id))]
  const [id] = ids
  if (ids.length !== 1 || !id || rows.some((row) => row.decision === 'none')) return false
  const [present] = await decisions.decisionsById(tx, organisationId, [id])
  if (!present) return false
  const { decision, reason, justification, premises, expires_on } = present
  return canonicalJson({ decision, reason, justification, premises, expires_on }) === canonicalJson(wanted)
}

/** The same where the decision in force is the same, and would not come to more than it is in force on. */
async function isSameOnGroup(
  tx: Tx,
  organisationId: OrganisationId,
  rows: readonly store.FindingRecord[],
  wanted: Wanted,
  scope: DecisionScope & { readonly vulnerabilityIds: readonly string[] },
  now: Date,
): Promise<boolean> {
  const decided = rows.filter((row) => row.decision !== 'none')
  if (!(await isSameAgain(tx, organisationId, decided, wanted))) return false
  const alike = await alikeIn(tx, organisationId, scope)
  const factsOf = await factsReader(tx, organisationId, alike, now, () => true)
  const all = allPremises(wanted)
  const wouldHold = alike.reduce(
    (sum, one) => sum + (judgeAll(all, factsOf(one)).outcome === 'holds' ? one.devices : 0),
    0,
  )
  return wouldHold <= (await standings.countInForce(tx, organisationId, decided[0]!.decision_id!))
}

async function insert(
  tx: Tx,
  actor: Actor,
  wanted: Wanted,
  on: Pick<
    decisions.DecisionRecord,
    'advisory_id' | 'manufacturer' | 'model' | 'vulnerability_ids' | 'product_key' | 'scope' | 'proposal_id' | 'renews'
  >,
): Promise<string> {
  const id = newId()
  await decisions.insertDecision(tx, actor.organisationId, {
    id,
    ...wanted,
    ...on,
    decided_by: actor.name,
    decided_by_id: actor.personId,
  })
  return id
}

interface Proposal {
  readonly groups: Awaited<ReturnType<typeof alikeIn>>
  readonly premises: ReturnType<typeof proposePremises>
}

async function proposalFor(
  db: Db,
  organisationId: OrganisationId,
  scope: DecisionScope & { readonly vulnerabilityIds: readonly string[] },
  decision: DecisionKind,
  site: string | null,
  now: Date,
): Promise<Proposal> {
  const groups = await alikeIn(db, organisationId, scope)
  return { groups, premises: proposePremises(decision, await knownOf(db, organisationId, groups, now), site) }
}

const productOf = ({ manufacturer, model }: ModelName) => ({ manufacturer, model })

const scopeOfProducts = async (db: Db, organisationId: OrganisationId, products: readonly ModelName[]) => ({
  configurationIds: await configurationsOfProducts(db, organisationId, products.map(productKey)),
})

const keyOf = (row: store.FindingRecord) => ({ device_id: row.device_id, vulnerability_id: row.vulnerability_id })
const devicesOf = (rows: readonly store.FindingKey[]) => [...new Set(rows.map((row) => row.device_id))]
const vulnerabilitiesOf = (rows: readonly store.FindingKey[]) =>
  [...new Set(rows.map((row) => row.vulnerability_id))].sort()

/** Decisions whose last day has passed end here, with an event; a list knew it already. Gives how many. */
export async function expireDecisions(tx: Tx, organisationId: OrganisationId, now: Date): Promise<number> {
  await lockInventory(tx, organisationId)
  const rows = await store.expiredDecisions(tx, organisationId, now)
  if (rows.length === 0) return 0
  const actor: Actor = { organisationId, personId: null, name: 'Homeostat' }
  await standings.recordEffective(
    tx,
    organisationId,
    rows.map((row) => ({ ...keyOf(row), decision_id: null })),
  )
  const events = rows.map((row) =>
    toEvent(
      row,
      actor,
      stateOf(row),
      { kind: 'expired', after: { ...stateOf(row), decision: 'none' } },
      `The decision of ${row.decided_by} was in force until ${row.decision_expires_on}: ${row.decision_reason}`,
      { decisionId: row.decision_id },
    ),
  )
  await store.insertEvents(tx, organisationId, events)
  const deviceIds = devicesOf(rows)
  await standings.expireStandings(tx, organisationId, rows)
  await standings.countStandings(tx, organisationId, [...new Set(rows.flatMap((row) => row.decision_id ?? []))])
  await settleDecisions(tx, organisationId, { deviceIds }, { actor, now })
  await rollUp(tx, organisationId, { deviceIds }, { now })
  return rows.length
}

export interface RemediatedFinding extends FindingId {
  readonly before: FindingState
  readonly after: FindingState
}

/**
 * Where the fix stands, as the remediation module knows it. Each finding has a row of its own afterwards, so that work can
 * refer to it; one that stands there already is left alone. `verified` makes it fixed. Take `lockInventory` before any
 * row of your own in the same transaction.
 */
export async function setRemediation(
  tx: Tx,
  organisationId: OrganisationId,
  findings: readonly FindingId[],
  remediation: RemediationState,
  actor: Actor,
  reason: string,
): Promise<RemediatedFinding[]> {
  await lockInventory(tx, organisationId)
  const rows = await load(tx, organisationId, findings.map(toKey))
  const found = new Set(rows.map((row) => `${row.device_id} ${row.vulnerability_id}`))
  const lost = findings.find((one) => !found.has(`${one.deviceId} ${one.vulnerabilityId}`))
  if (lost) throw notFound('finding', `${lost.deviceId}/${lost.vulnerabilityId}`)

  const judged = rows.map((row) => ({ row, before: stateOf(row), after: remediated(stateOf(row), remediation) }))
  const changed = judged.filter(({ row }) => row.remediation !== remediation)
  if (changed.length > 0) {
    await store.upsertFindings(
      tx,
      organisationId,
      changed.map(({ row, after }) => withVerdict(row, { kind: 'remediation', after })),
    )
    await store.insertEvents(
      tx,
      organisationId,
      changed.map(({ row, before, after }) =>
        toEvent(row, actor, before, { kind: 'remediation', after }, reason, null),
      ),
    )
    const deviceIds = devicesOf(changed.map(({ row }) => row))
    // What opens again may come under a decision; whether it still holds was not asked while it was closed.
    if (changed.some(({ before, after }) => before.status === 'fixed' && after.status !== 'fixed'))
      await settleDecisions(tx, organisationId, { deviceIds }, { actor })
    await rollUp(tx, organisationId, { deviceIds })
  }
  return judged.map(({ row, before, after }) => ({
    deviceId: row.device_id,
    vulnerabilityId: row.vulnerability_id,
    before,
    after,
  }))
}

function remediated(state: FindingState, remediation: RemediationState): FindingState {
  if (remediation === state.remediation) return state
  if (remediation === 'verified') return { ...state, remediation, status: 'fixed' }
  return { ...state, remediation, status: state.status === 'fixed' ? statusOf(state.answer) : state.status }
}
