import { z } from 'zod'
import { recordAudit, theOrganisation } from '#domain/access/access.ts'
import { type Statement, vulnerabilityFacts } from '#domain/intelligence/intelligence.ts'
import { lockInventory } from '#domain/inventory/inventory.ts'
import { aliasesOf } from '#domain/names/names.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { AdvisoryRemediation } from '#model/advisory.ts'
import type { Evidence, FindingState, FindingStatus } from '#model/finding.ts'
import {
  isCve,
  type VexAction,
  type VexContent,
  type VexIssue,
  type VexIssueRow,
  VexJustification,
  type VexProduct,
  type VexStatement,
} from '#model/vex.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { canonicalJson, idFrom, sha256 } from '#platform/id.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import type { ModelName } from './alike.ts'
import { virtualState } from './follow.ts'
import type { Paging } from './lists.ts'
import { outsideWords } from './outside-words.ts'
import { modelsHere } from './triage-store.ts'
import { modelNamer, type NamedModel, productsOf } from './vex-products.ts'
import * as store from './vex-store.ts'
import { type ToldMatch, withUpdates } from './vex-updates.ts'

// The hospital's own verdicts, for others: what is said of a vulnerability on a product, that is on devices of one
// manufacturer, model and versions wherever they stand. A verdict goes out for the product where its devices share it.
//
// A finding's status and decision make the verdict: what is fixed or verified, and what Microsoft's updates show to be cured → fixed,
// in words where it was never shown to be affected;
// not affected, and what a person took for not affected or a false positive → not affected; affected stays affected, whatever was decided of the risk; what nobody can
// tell is under investigation.

export interface VexRequest extends store.VexScope {
  /** Name devices by serial number and asset tag where devices of a product differ. */
  readonly withDevices?: boolean | undefined
}

/** More than this is no document that somebody reads, nor one that a program reads at ease. */
const mostStatements = 20_000

/**
 * Makes the document, keeps it where it says something new, and records who took it. The same state gives the same document
 * with the same version.
 */
export async function issueVex(
  db: Db,
  actor: Actor,
  request: VexRequest,
  format: string,
  now = new Date(),
): Promise<VexIssue> {
  if (request.vulnerabilityId === undefined && request.model === undefined)
    throw new AppError('bad_request', 'Name a vulnerability, or the manufacturer and model of devices.')
  return await inTransaction(db, async (tx) => {
    // Nothing changes between the reading of its parts, and no version is given out twice.
    await lockInventory(tx, actor.organisationId)
    const scope = await scopeOf(tx, actor.organisationId, request)
    const content = await contentOf(tx, actor.organisationId, scope, now)
    const { id, iri } = nameOf(actor.organisationId, content, scope)
    const digest = sha256(canonicalJson(content))
    const issues = await store.issuesOf(tx, actor.organisationId, id)
    const last = issues.at(-1)
    if (last?.digest !== digest) {
      // A clock that was set back must not turn the history of revisions round.
      const issuedAt = new Date(Math.max(now.getTime(), last ? Date.parse(last.issued_at) + 1 : 0)).toISOString()
      const issue = { version: issues.length + 1, digest, issued_at: issuedAt }
      await store.insertIssue(tx, actor.organisationId, {
        ...issue,
        document_id: id,
        iri,
        content,
        issued_by: actor.name,
      })
      issues.push(issue)
    }
    await recordAudit(tx, actor, {
      action: 'vex.issued',
      subjectKind: 'vex',
      subjectId: id,
      detail: { ...request, format, version: issues.length, products: content.products.length },
    })
    return {
      id,
      iri,
      version: issues.length,
      issuedAt: issues.map((issue) => new Date(issue.issued_at).toISOString()),
      content,
    }
  })
}

const IssueKey = z.tuple([z.string(), z.string()])

/** Versions of documents that were handed out, newest first. */
export async function listVexIssues(
  db: Db,
  organisationId: OrganisationId,
  { cursor, limit }: Paging,
): Promise<PageOf<VexIssueRow>> {
  const after = cursor === undefined ? null : decodeCursor(cursor, IssueKey)
  const rows = await store.issuePage(db, organisationId, after, limit + 1)
  return pageOf(
    rows,
    limit,
    (row) => [row.key, row.id],
    ({ key: _, ...row }) => row,
  )
}

/** One version as it was handed out. */
export async function getVexIssue(
  db: Db,
  organisationId: OrganisationId,
  id: string,
  version: number,
): Promise<VexIssue & { readonly hasIri: boolean }> {
  const issue = await store.issueContent(db, organisationId, id, version)
  if (!issue) throw notFound('VEX document', `${id}, version ${version}`)
  const earlier = (await store.issuesOf(db, organisationId, id)).filter((one) => one.version <= version)
  return {
    id,
    iri: issue.iri ?? '',
    hasIri: issue.iri !== null,
    version,
    issuedAt: earlier.map((one) => new Date(one.issued_at).toISOString()),
    content: issue.content,
  }
}

/** Ids follow from what was asked for, so that a later version is one of the same document. */
function nameOf(organisationId: string, { publisher }: VexContent, request: VexRequest) {
  const { manufacturer, model, vulnerabilityId, withDevices = false } = request
  const digest = sha256(canonicalJson({ organisationId, manufacturer, model, vulnerabilityId, withDevices }))
  const id = `VEX-${digest.slice(0, 12).toUpperCase()}`
  const iri = /^https?:/.test(publisher.namespace)
    ? `${publisher.namespace.replace(/\/$/, '')}/vex/${id}`
    : `urn:uuid:${idFrom(digest)}`
  return { id, iri }
}

async function contentOf(db: Db, organisationId: OrganisationId, scope: NamedScope, now: Date): Promise<VexContent> {
  const devices = await store.devicesOfScope(db, organisationId, scope)
  const byConfiguration = Map.groupBy(devices, (device) => device.configuration_id)
  const configurations = await store.configurationsOf(db, organisationId, [...byConfiguration.keys()])
  const matches = await withUpdates(
    db,
    organisationId,
    await store.matchesOfScope(db, organisationId, scope, [...byConfiguration.keys()]),
  )
  const history = await store.historyOfScope(db, organisationId, scope, now)
  const vulnerabilityIds = [...new Set([...matches, ...history].map((row) => row.vulnerability_id))].sort()
  const facts = await vulnerabilityFacts(db, vulnerabilityIds)
  const titles = new Map((await store.titlesOf(db, vulnerabilityIds)).map(({ id, title }) => [id, title]))
  const hasReasons = history.some((row) => row.decision !== 'none')
  const clean = outsideWords(hasReasons ? await store.placeNames(db, organisationId) : [])

  const products = productsOf(configurations, scope.nameOf)
  const matchOf = new Map(matches.map((match) => [`${match.configuration_id} ${match.vulnerability_id}`, match]))
  const historyOf = Map.groupBy(history, (row) => `${row.configuration_id} ${row.vulnerability_id}`)

  const used = new Map<string, VexProduct>()
  let leftOut = 0
  let count = 0
  const vulnerabilities = vulnerabilityIds.flatMap((vulnerabilityId) => {
    const said = facts.get(vulnerabilityId)?.statements ?? []
    const statements: VexStatement[] = []
    for (const { product, configurationIds } of products) {
      const verdicts = configurationIds.flatMap((id) => {
        const key = `${id} ${vulnerabilityId}`
        return verdictsOf(byConfiguration.get(id) ?? [], matchOf.get(key), historyOf.get(key) ?? [], said, clean)
      })
      if (verdicts.length === 0) continue
      const shared = sharedStatus(verdicts)
      if (shared) {
        used.set(product.id, product)
        statements.push(toStatement(product.id, shared, verdicts))
      } else if (scope.withDevices) {
        for (const verdict of verdicts)
          for (const device of verdict.devices) {
            const one = ofDevice(product, device)
            used.set(one.id, one)
            statements.push(toStatement(one.id, verdict.status, [{ ...verdict, devices: [device] }]))
          }
      } else leftOut++
    }
    count += statements.length
    if (count > mostStatements)
      throw new AppError(
        'too_large',
        `These are more than ${mostStatements.toLocaleString('en')} verdicts. Ask for one vulnerability, or one model.`,
      )
    if (statements.length === 0) return []
    const title = titles.get(vulnerabilityId) ?? ''
    const numberedBy = isCve(vulnerabilityId) ? '' : (said[0]?.publisher ?? 'Homeostat')
    return [{ id: vulnerabilityId, title, numberedBy, statements: statements.sort(byProduct) }]
  })
  if (vulnerabilities.length === 0)
    throw new AppError(
      'not_found',
      leftOut > 0
        ? 'Devices of the same product and version differ, so there is no verdict on any product. Ask for devices to be named.'
        : 'There is no verdict to hand out: no device of the worklist was compared with it.',
    )
  return {
    title: await titleOf(db, scope),
    publisher: await publisherOf(db),
    products: [...used.values()].sort((a, b) => compare(sortText(a), sortText(b))),
    vulnerabilities,
    leftOut,
  }
}

interface NamedScope extends VexRequest {
  readonly nameOf: (name: ModelName) => NamedModel
}

/** One model however it is spelt, by the name that it goes out under. */
async function scopeOf(db: Db, organisationId: OrganisationId, request: VexRequest): Promise<NamedScope> {
  const { manufacturer, model } = request
  const nameOf = modelNamer(await modelsHere(db, organisationId), await aliasesOf(db, organisationId))
  if (manufacturer === undefined || model === undefined) return { ...request, nameOf }
  const named = nameOf({ manufacturer, model })
  return { ...request, manufacturer: named.manufacturer, model: named.model, models: named.spellings, nameOf }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const byProduct = (a: VexStatement, b: VexStatement) => compare(a.productId, b.productId)
const sortText = ({ manufacturer, model, softwareVersion, id }: VexProduct) =>
  [manufacturer, model, softwareVersion, id].join('\n')

async function titleOf(db: Db, { manufacturer, model, vulnerabilityId }: VexRequest) {
  const { name } = await theOrganisation(db)
  const product = model === undefined ? undefined : [manufacturer, model].filter(Boolean).join(' ')
  return `Verdicts of ${name} on ${[vulnerabilityId, product].filter(Boolean).join(' and ')}`
}

async function publisherOf(db: Db): Promise<VexContent['publisher']> {
  const { id, name, settings } = await theOrganisation(db)
  const { publicUrl } = settings
  return { name, namespace: typeof publicUrl === 'string' && publicUrl ? publicUrl : `urn:uuid:${id}` }
}

const ofDevice = (product: VexProduct, device: store.VexDevice): VexProduct => ({
  ...product,
  id: `${product.id}-${sha256(device.id).slice(0, 12)}`,
  device: { id: device.id, serialNumber: device.serial_number, assetTag: device.asset_tag },
})

interface Verdict {
  readonly status: FindingStatus
  /** True where only the statements say it: no person, no work. */
  readonly isByStatement: boolean
  readonly justification?: VexJustification | undefined
  readonly impact?: string | undefined
  readonly actions: readonly VexAction[]
}

interface VerdictOnDevices extends Verdict {
  readonly devices: readonly store.VexDevice[]
}

/** Devices of one configuration with one verdict; those without a history share what the statements say. */
function verdictsOf(
  devices: readonly store.VexDevice[],
  match: ToldMatch | undefined,
  history: readonly store.VexHistory[],
  said: readonly Statement[],
  clean: (text: string) => string,
): VerdictOnDevices[] {
  const byDevice = new Map(history.map((row) => [row.device_id, row]))
  const verdicts = devices
    .filter(({ id }) => byDevice.has(id))
    // What once was, and of which nothing is said of the device as it is now, is no verdict.
    .filter(({ id }) => match || byDevice.get(id)!.status !== 'not_affected' || byDevice.get(id)!.decision !== 'none')
    .map((device) => {
      const row = byDevice.get(device.id)!
      const reason = row.decision === 'none' || !row.decision_reason ? null : clean(row.decision_reason)
      return { ...verdictOf(row, reason, match, said, row), devices: [device] }
    })
  const others = devices.filter(({ id }) => !byDevice.has(id))
  if (!match || others.length === 0) return verdicts
  return [...verdicts, { ...verdictOf(virtualState(match.answer), null, match, said), devices: others }]
}

function verdictOf(
  state: FindingState,
  reason: string | null,
  match: ToldMatch | undefined,
  said: readonly Statement[],
  { justification = null, was_affected = false }: Partial<store.VexHistory> = {},
): Verdict {
  const { decision } = state
  const isFixed = state.status === 'fixed' || state.remediation === 'verified'
  if (isFixed && was_affected) return { status: 'fixed', isByStatement: false, actions: [] }
  if (isFixed)
    return { ...(cureOf(match) ?? { status: 'fixed', impact: neverAffected, actions: [] }), isByStatement: false }
  if (state.status === 'not_affected') return { ...(cureOf(match) ?? innocence(match, said)), isByStatement: true }
  if (decision === 'not_affected' || decision === 'false_positive')
    return {
      status: 'not_affected',
      isByStatement: false,
      ...(justification && { justification }),
      impact:
        decision === 'false_positive'
          ? `The product is not the one that the advisories mean: ${reason ?? ''}`
          : (reason ?? ''),
      actions: [],
    }
  if (state.status === 'under_investigation')
    return { status: 'under_investigation', isByStatement: false, actions: [] }
  return { status: 'affected', isByStatement: false, actions: actionsOf(decision, reason, match, said) }
}

const neverAffected = 'Checked on the device; it was never shown to be affected.'

/** An update that is installed is a fix that the product contains. */
function cureOf(match: ToldMatch | undefined) {
  const deciding = match?.evidence[0]
  if (deciding?.database !== 'MSRC' || deciding.answer !== 'not_affected') return undefined
  const because = deciding.because.filter(({ part }) => part === 'version').map(({ text }) => text)
  return { status: 'fixed' as const, impact: `Cured by Microsoft’s updates: ${because.join('; ')}.`, actions: [] }
}

/** Why the statements leave the product alone: by the publisher's own justification where it gives one, else in words alone. */
function innocence(match: ToldMatch | undefined, said: readonly Statement[]) {
  const deciding = match?.evidence[0]
  const own = deciding && said.find(({ advisoryId }) => advisoryId === deciding.advisoryId)
  const flag = own?.flags.find(({ productIds }) => productIds.includes(deciding!.productId))?.label
  const label = VexJustification.safeParse(flag)
  const because = deciding?.because.filter(({ outcome }) => outcome === 'contradicts') ?? []
  const impact = [own && `${own.publisher}, ${own.advisoryTitle}`, because.map(({ text }) => text).join('; ')]
    .filter(Boolean)
    .join(': ')
  return {
    status: 'not_affected' as const,
    ...(label.success && { justification: label.data }),
    impact: impact || 'No statement in force says that it is affected.',
    actions: [],
  }
}

/** What the publishers say can be done, Microsoft’s updates among it, then what the hospital decided. */
function actionsOf(
  decision: FindingState['decision'],
  reason: string | null,
  match: ToldMatch | undefined,
  said: readonly Statement[],
): VexAction[] {
  const concerned = (match?.evidence ?? []).filter(({ answer, isSuperseded }) => answer === 'affected' && !isSuperseded)
  const actions = said.flatMap((statement) =>
    statement.remediations.filter((one) => isFor(one, statement.advisoryId, concerned)).map(toAction),
  )
  actions.push(...(match?.updates ?? []).map(toAction))
  if (decision === 'mitigated') actions.push({ category: 'mitigation', details: reason ?? '' })
  else if (decision === 'accepted')
    actions.push({ category: 'no_fix_planned', details: `The hospital accepts the risk for now: ${reason ?? ''}` })
  else if (decision === 'deferred')
    actions.push({ category: 'none_available', details: `The hospital put it off: ${reason ?? ''}` })
  return actions
}

const isFor = ({ productIds }: AdvisoryRemediation, advisoryId: string, concerned: readonly Evidence[]) =>
  concerned.some(
    (one) => one.advisoryId === advisoryId && (productIds.length === 0 || productIds.includes(one.productId)),
  )

/** CSAF 2.1 has two categories that 2.0 has not. */
function toAction({ category, details, url }: AdvisoryRemediation): VexAction {
  const action = { details: details || 'See the advisory.', ...(url && /^https?:\/\//.test(url) && { url }) }
  if (category === 'fix_planned') return { ...action, category: 'none_available' }
  if (category === 'optional_patch') return { ...action, category: 'vendor_fix' }
  return { ...action, category }
}

/**
 * The status that all have. Verified on one device, a fix that the versions contain is in all of the product, of which the
 * statements say nothing worse than not affected.
 */
function sharedStatus(verdicts: readonly Verdict[]): FindingStatus | undefined {
  const counted = verdicts.filter(({ status, isByStatement }) => !(isByStatement && status === 'not_affected'))
  const statuses = new Set(counted.map(({ status }) => status))
  if (statuses.size === 0) return 'not_affected'
  if (statuses.size > 1) return undefined
  const [status] = [...statuses]
  return counted.length === verdicts.length || status === 'fixed' || status === 'not_affected' ? status : undefined
}

/** Of a product only what holds for all its devices is said of it; what holds for a part goes into words that tell of which. */
function toStatement(productId: string, status: FindingStatus, all: readonly VerdictOnDevices[]): VexStatement {
  const verdicts = all.filter((one) => one.status === status)
  const count = (some: readonly VerdictOnDevices[]) => some.reduce((sum, { devices }) => sum + devices.length, 0)
  const onPart = (some: readonly VerdictOnDevices[], text: string) =>
    `On ${count(some)} of ${count(all)} devices: ${text}`

  const justifications = new Set(verdicts.map(({ justification }) => justification))
  const [justification] = [...justifications]
  const impacts = [...Map.groupBy(verdicts, ({ impact }) => impact ?? '')]
    .filter(([text]) => text !== '')
    .sort(([a], [b]) => compare(a, b))
    .map(([text, some]) => (some.length === all.length ? text : onPart(some, text)))
  const said = new Map(verdicts.flatMap((one) => one.actions).map((action) => [canonicalJson(action), action]))
  const sorted = [...said].sort(([a], [b]) => compare(a, b))
  const actions: VexAction[] = []
  const notes: string[] = []
  for (const [key, action] of sorted) {
    const some = verdicts.filter((one) => one.actions.some((other) => canonicalJson(other) === key))
    if (some.length === all.length) actions.push(action)
    else notes.push(onPart(some, action.url ? `${action.details} (${action.url})` : action.details))
  }
  if (status === 'affected' && actions.length === 0)
    actions.push({ category: 'none_available', details: notes.length > 0 ? nothingForAll : nothingYet })
  return {
    productId,
    status,
    ...(justifications.size === 1 && justification && { justification }),
    ...(status === 'not_affected' && { impact: impacts.join('\n') || 'Not affected as it stands here.' }),
    ...(status === 'fixed' && impacts.length > 0 && { impact: impacts.join('\n') }),
    actions,
    ...(notes.length > 0 && { notes }),
  }
}

const nothingYet = 'No publisher names a remediation, and none was decided yet.'
const nothingForAll = 'No publisher names a remediation, and none was decided for all devices of the product.'
