import { z } from 'zod'
import { recordAudit } from '#domain/access/access.ts'
import { lockInventory } from '#domain/inventory/inventory.ts'
import { type Aliases, isSameVendor } from '#domain/matching/matching.ts'
import { aliasesOf } from '#domain/names/names.ts'
import { getFile } from '#domain/sources/sources.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { Component } from '#model/component.ts'
import type { Answer, Because } from '#model/finding.ts'
import type { Sbom, SbomRemark, SbomRow, VexState, VexStatement } from '#model/sbom.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId, sha256 } from '#platform/id.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import { readSbom } from '#standards/sbom/sbom.ts'
import { readVersionExpression } from '#standards/vers/vers.ts'
import { type GivenFile, keepFile, keptFile, momentOf } from './bill-file.ts'
import { type Binder, type Binding, type Bound, binderOf } from './binding.ts'
import * as store from './composition-store.ts'
import { isByMaker, partialReason, type Voice, voicesOn } from './spoken.ts'
import { judgeStatement } from './vex.ts'
import { linksOfBills } from './vex-document-store.ts'
import { addVexDocument, isVexOnly, linkBill } from './vex-documents.ts'

// What is inside a model. A bill of materials is bound to a manufacturer, a model and its versions, and so tells the
// components of every device of the configurations that agree: a bill is read once, however many devices it reaches.
// Which bill counts is worked out from what the bills say of themselves, never stored, so that a bill and a configuration
// may come in either order. Tables: sbom, sbom_component, sbom_statement, and vex_* for what is said from elsewhere.

export type { Binding } from './binding.ts'
export {
  getVexDocument,
  getVexDocumentFile,
  listVexDocuments,
  listVexStatements,
  removeVexDocument,
} from './vex-documents.ts'

/** Bytes of one bill. The largest that were seen, of whole images of servers, have some 20 MB. */
export const largestBill = 50 * 1024 * 1024

export interface Target {
  readonly manufacturer?: string | undefined
  readonly model?: string | undefined
  /** A version, a list, or an expression; `*` is every version. */
  readonly versions?: string | undefined
}

export interface Added {
  readonly kind: 'bill' | 'vex'
  readonly id: string
  readonly isNew: boolean
}

/**
 * Takes in a bill, or a VEX document on bills elsewhere. What a person gives of manufacturer, model and versions stands
 * before what the bill says of itself. The same file for the same model again writes nothing. A bill of the same subject
 * is replaced, and kept.
 */
export async function addBill(tx: Tx, actor: Actor, file: GivenFile, given: Target, now: Date): Promise<Added> {
  const { organisationId } = actor
  const { sbom, places } = read(file.content)
  await lockInventory(tx, organisationId)
  const digest = sha256(file.content)
  if (isVexOnly(sbom)) return { kind: 'vex', ...(await addVexDocument(tx, actor, file, sbom, digest, now)) }
  const target = targetOf(sbom, given)
  const same = await store.findSameBill(tx, organisationId, { digest, ...target })
  if (same) return { kind: 'bill', id: same, isNew: false }

  const id = newId()
  const fileId = await keepFile(tx, organisationId, file, digest)
  const statedAt = momentOf(sbom.createdAt)
  const rivals = await rivalsOf(tx, organisationId, target)
  const newer = statedAt ? rivals.find((rival) => rival.stated_at !== null && rival.stated_at > statedAt) : undefined
  await store.insertBill(tx, organisationId, {
    id,
    file_id: fileId,
    digest,
    format: sbom.format,
    format_version: sbom.formatVersion,
    serial_number: sbom.serialNumber,
    revision: sbom.revision,
    author: sbom.author,
    tool: sbom.tool,
    stated_at: statedAt,
    subject: sbom.subject,
    ...target,
    components: sbom.components.length,
    dependencies: sbom.dependencies,
    statements: sbom.statements.length,
    remarks: [...remarksOn(sbom, given, target), ...sbom.remarks],
    uploaded_at: now.toISOString(),
    uploaded_by: actor.name,
    replaced_by: newer?.id ?? null,
  })
  await store.insertComponents(tx, organisationId, id, sbom.components)
  await store.insertStatements(tx, organisationId, id, sbom.statements)
  await linkBill(tx, organisationId, { id, ...sbom }, places)
  const replaced = newer ? [] : rivals.map((rival) => rival.id)
  await store.markReplaced(tx, organisationId, replaced, id)
  await recordAudit(tx, actor, {
    action: 'sbom.added',
    subjectKind: 'sbom',
    subjectId: id,
    detail: { file: file.name, sha256: digest, ...target, components: sbom.components.length, replaced },
  })
  return { kind: 'bill', id, isNew: true }
}

function read(content: Uint8Array) {
  if (content.byteLength > largestBill)
    throw new AppError('too_large', 'The bill is larger than 50 MB. Ask for one without files and licence texts.')
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch (cause) {
    throw new AppError(
      'unreadable',
      'The file is not UTF-8 text, which every bill of materials is. Choose another file.',
      {
        cause,
      },
    )
  }
  const result = readSbom(text)
  if ('error' in result) throw new AppError('unreadable', result.error)
  if (result.sbom.components.length === 0 && result.sbom.statements.length === 0)
    throw new AppError(
      'unreadable',
      'The bill names no component and no vulnerability: there is nothing to take from it.',
    )
  return result
}

type Bindable = Pick<store.SbomRow, 'manufacturer' | 'model' | 'versions'>

function targetOf({ subject }: Sbom, given: Target): Bindable {
  const manufacturer = given.manufacturer?.trim() || subject.supplier
  const model = given.model?.trim() || subject.name
  if (!manufacturer || !model)
    throw new AppError(
      'bad_request',
      `The bill does not say ${manufacturer ? 'which model it is of' : model ? 'who makes the product' : 'which product it is of'}. Give manufacturer and model, as the inventory has them.`,
      { details: { fields: { ...(!manufacturer && { manufacturer: 'Needed' }), ...(!model && { model: 'Needed' }) } } },
    )
  return {
    manufacturer,
    model,
    versions: checkVersions(given.versions?.trim() || subject.version, Boolean(given.versions?.trim())),
  }
}

/** Of what a person gives: '' where it is every version; refused where no version can be compared with it. */
export function checkVersions(versions: string, isGiven: boolean): string {
  if (versions === '' || versions === '*') return ''
  const { reading, alternatives, condition, component } = readVersionExpression(versions)
  const isProse = alternatives.some((one) => one.kind === 'exact' && one.loose && !/\d/.test(one.version.text))
  if (isGiven && (reading === 'unreadable' || reading === 'none' || condition || component || isProse))
    throw new AppError(
      'bad_request',
      `"${versions}" cannot be compared with a version. Write one version, several with commas, or a range such as ">= 4.0 | < 4.2"; * for every version.`,
      { details: { fields: { versions: 'Not an expression of versions' } } },
    )
  return reading === 'all' && !condition ? '' : versions
}

/** What a reader must know of how the bill was bound. */
function remarksOn({ subject }: Sbom, given: Target, target: Bindable): SbomRemark[] {
  const remarks: SbomRemark[] = []
  const say = (reason: string) => remarks.push({ part: 'bill', name: subject.name, reason })
  if (target.versions === '' && !given.versions?.trim())
    say('It states no version of the product: it counts for every version of the model.')
  const { reading } = readVersionExpression(target.versions)
  if (target.versions !== '' && (reading === 'unreadable' || reading === 'none'))
    say(`"${target.versions}" cannot be compared with a version: no device is surely meant. Give the versions by hand.`)
  return remarks
}

/** The bills in force of the same subject. */
async function rivalsOf(tx: Tx, organisationId: OrganisationId, target: Bindable, except?: string) {
  const words = (text: string) => text.toLowerCase().replace(/\s+/g, ' ').trim()
  return (await store.boundBills(tx, organisationId)).filter(
    (bill) =>
      bill.id !== except &&
      words(bill.model) === words(target.model) &&
      words(bill.versions) === words(target.versions) &&
      isSameVendor(bill.manufacturer, target.manufacturer),
  )
}

/** Binds a bill to another model or other versions than it says. */
export async function bindBill(tx: Tx, actor: Actor, id: string, to: Bindable, reason: string): Promise<void> {
  const { organisationId } = actor
  await lockInventory(tx, organisationId)
  const before = await getBillRow(tx, organisationId, id)
  const target = {
    manufacturer: to.manufacturer.trim(),
    model: to.model.trim(),
    versions: checkVersions(to.versions.trim(), true),
  }
  if (
    before.manufacturer === target.manufacturer &&
    before.model === target.model &&
    before.versions === target.versions
  )
    return
  if (await store.findSameBill(tx, organisationId, { digest: before.digest, ...target }))
    throw new AppError('conflict', 'The same file is bound to this model and these versions already.')
  await store.handOnReplaced(tx, organisationId, id, before.replaced_by)
  await store.setBinding(tx, organisationId, id, target)
  const rivals = await rivalsOf(tx, organisationId, target, id)
  await store.markReplaced(
    tx,
    organisationId,
    rivals.map((rival) => rival.id),
    id,
  )
  await recordAudit(tx, actor, {
    action: 'sbom.bound',
    subjectKind: 'sbom',
    subjectId: id,
    reason,
    detail: {
      before: { manufacturer: before.manufacturer, model: before.model, versions: before.versions },
      after: target,
    },
  })
}

/** Takes a bill out of force; one that it had replaced comes back. What it said stays on record. */
export async function removeBill(tx: Tx, actor: Actor, id: string, reason: string): Promise<void> {
  const { organisationId } = actor
  await lockInventory(tx, organisationId)
  const bill = await getBillRow(tx, organisationId, id)
  await store.markRemoved(tx, organisationId, id)
  await store.handOnReplaced(tx, organisationId, id, bill.replaced_by)
  await recordAudit(tx, actor, {
    action: 'sbom.removed',
    subjectKind: 'sbom',
    subjectId: id,
    reason,
    detail: { manufacturer: bill.manufacturer, model: bill.model, versions: bill.versions },
  })
}

// binding -----------------------------------------------------------------------------------------------------------

interface Held {
  readonly key: string
  readonly binder: Binder
  /** Configurations never change: what was worked out for one holds as long as the bills do. */
  readonly bindings: Map<string, readonly Binding[]>
}
const held = new Map<OrganisationId, Held>()

/** Bindings of configurations, most specific first; as they would be with other aliases where these are given. */
async function bindingsOf(
  db: Db,
  organisationId: OrganisationId,
  configurationIds: readonly string[],
  supposed?: { readonly aliases: Aliases | undefined },
): Promise<ReadonlyMap<string, readonly Binding[]>> {
  const bills = await store.boundBills(db, organisationId)
  if (bills.length === 0) return new Map()
  const aliases = await aliasesOf(db, organisationId)
  const key = JSON.stringify([bills, aliases?.key])
  let mine = held.get(organisationId)
  if (mine?.key !== key) {
    mine = { key, binder: binderOf(bills.map(toBound)), bindings: new Map() }
    held.set(organisationId, mine)
  }
  const { binder } = mine
  const read = supposed ? supposed.aliases : aliases
  const bindings = supposed ? new Map<string, readonly Binding[]>() : mine.bindings
  if (bindings.size > 500_000) bindings.clear()
  const missing = configurationIds.filter((id) => !bindings.has(id))
  for (let at = 0; at < missing.length; at += 5000)
    for (const row of await store.configurationsById(db, organisationId, missing.slice(at, at + 5000)))
      bindings.set(row.id, binder.bind(row, read))
  return new Map(configurationIds.map((id) => [id, bindings.get(id) ?? []]))
}

const toBound = (row: store.BoundRow): Bound => ({
  id: row.id,
  manufacturer: row.manufacturer,
  model: row.model,
  versions: row.versions,
  statedAt: row.stated_at,
  uploadedAt: row.uploaded_at,
})

const counting = (bindings: readonly Binding[] | undefined) => bindings?.find(({ isSure }) => isSure)

/** What is inside devices of these configurations, by configuration; none where no bill surely speaks of it. */
export async function componentsOf(
  db: Db,
  organisationId: OrganisationId,
  configurationIds: readonly string[],
  supposed?: { readonly aliases: Aliases | undefined },
): Promise<ReadonlyMap<string, readonly Component[]>> {
  const billOf = new Map<string, string>()
  for (const [id, bindings] of await bindingsOf(db, organisationId, configurationIds, supposed)) {
    const binding = counting(bindings)
    if (binding) billOf.set(id, binding.billId)
  }
  const components = new Map<string, Component[]>()
  const billIds = [...new Set(billOf.values())]
  for (const { sbom_id, position: _, ...component } of await store.componentsOfBills(db, organisationId, billIds)) {
    const list = components.get(sbom_id)
    if (list) list.push(component)
    else components.set(sbom_id, [component])
  }
  return new Map([...billOf].map(([id, billId]) => [id, components.get(billId) ?? []]))
}

/** What a bill, or a VEX document on it, says of a vulnerability on a configuration, as a finding can take it. */
export interface BillStatement extends Omit<Voice, 'words' | 'partial'> {
  readonly vulnerabilityId: string
  readonly answer: Answer
  /** `not affected of openssl 1.1.1k: code not reachable`. */
  readonly text: string
  readonly because: readonly Because[]
}

/** Statements (VEX) on the bills that count, by configuration; those that come to nothing are left out. */
export async function statementsOf(
  db: Db,
  organisationId: OrganisationId,
  configurationIds: readonly string[],
  supposed?: { readonly aliases: Aliases | undefined },
): Promise<ReadonlyMap<string, readonly BillStatement[]>> {
  const bound = [...(await bindingsOf(db, organisationId, configurationIds, supposed))].flatMap(([id, bindings]) => {
    const binding = counting(bindings)
    return binding ? [{ id, binding }] : []
  })
  const voices = await voicesOn(db, organisationId, [...new Set(bound.map(({ binding }) => binding.billId))])
  return new Map(
    bound
      .filter(({ binding }) => voices.has(binding.billId))
      .map(({ id, binding: { billId, because } }) => [
        id,
        voices
          .get(billId)!
          .flatMap(({ words, partial, ...voice }) =>
            words
              .filter(({ vulnerabilityId }) => !partial.has(vulnerabilityId))
              .map(({ vulnerabilityId, answer, text }) => ({ ...voice, vulnerabilityId, answer, text, because })),
          ),
      ]),
  )
}

/** What counts for each configuration that a device has: a bill, and the VEX documents that speak of it. */
export async function countingWords(db: Db, organisationId: OrganisationId): Promise<ReadonlyMap<string, string>> {
  const ids = (await store.devicesPerConfiguration(db, organisationId)).map(({ id }) => id)
  const documents = Map.groupBy(await linksOfBills(db, organisationId, null), ({ sbomId }) => sbomId)
  const counts = new Map<string, string>()
  for (const [id, bindings] of await bindingsOf(db, organisationId, ids)) {
    const billId = counting(bindings)?.billId
    if (billId) counts.set(id, [billId, ...(documents.get(billId) ?? []).map(({ vexId }) => vexId)].join(' '))
  }
  return counts
}

/** Configurations whose components the bill tells, or those that it may be of. */
export async function configurationsOfBill(
  db: Db,
  organisationId: OrganisationId,
  id: string,
  isSure = true,
): Promise<readonly string[]> {
  const reach = (await reachOf(db, organisationId)).get(id)
  return (isSure ? reach?.configurationIds : reach?.unsureIds) ?? []
}

interface Reach {
  readonly configurationIds: string[]
  readonly unsureIds: string[]
  devices: number
  findings: number
  unsureDevices: number
}

async function reachOf(db: Db, organisationId: OrganisationId): Promise<ReadonlyMap<string, Reach>> {
  const standing = await store.devicesPerConfiguration(db, organisationId)
  const bindings = await bindingsOf(
    db,
    organisationId,
    standing.map(({ id }) => id),
  )
  const reach = new Map<string, Reach>()
  const of = (billId: string) => {
    const known = reach.get(billId) ?? {
      configurationIds: [],
      unsureIds: [],
      devices: 0,
      findings: 0,
      unsureDevices: 0,
    }
    reach.set(billId, known)
    return known
  }
  for (const { id, devices, findings } of standing) {
    const sure = counting(bindings.get(id))
    if (sure) {
      of(sure.billId).configurationIds.push(id)
      of(sure.billId).devices += devices
      of(sure.billId).findings += findings
    }
    for (const { billId } of bindings.get(id)?.filter(({ isSure }) => !isSure) ?? []) {
      of(billId).unsureIds.push(id)
      of(billId).unsureDevices += devices
    }
  }
  return reach
}

/** Bills that speak of a device, the one that counts first, and why. */
export async function billsOfDevice(db: Db, organisationId: OrganisationId, deviceId: string) {
  const configurationId = await store.configurationOfDevice(db, organisationId, deviceId)
  if (!configurationId) throw notFound('device', deviceId)
  const bindings = (await bindingsOf(db, organisationId, [configurationId])).get(configurationId) ?? []
  const reach = await reachOf(db, organisationId)
  const counts = counting(bindings)
  return await Promise.all(
    bindings.map(async (binding) => ({
      bill: toRow(await getBillRow(db, organisationId, binding.billId), reach),
      counts: binding === counts,
      isSure: binding.isSure,
      because: [...binding.because],
    })),
  )
}

// reading -----------------------------------------------------------------------------------------------------------

const toRow = (row: store.SbomRow, reach: ReadonlyMap<string, Reach>): SbomRow => ({
  id: row.id,
  manufacturer: row.manufacturer,
  model: row.model,
  versions: row.versions,
  format: row.format,
  formatVersion: row.format_version,
  author: row.author,
  statedAt: row.stated_at,
  uploadedAt: row.uploaded_at,
  uploadedBy: row.uploaded_by,
  components: row.components,
  statements: row.statements,
  remarks: row.remarks.length,
  devices: reach.get(row.id)?.devices ?? 0,
  openFindings: reach.get(row.id)?.findings ?? 0,
  unsureDevices: reach.get(row.id)?.unsureDevices ?? 0,
  replacedBy: row.replaced_by,
})

async function getBillRow(db: Db, organisationId: OrganisationId, id: string): Promise<store.SbomRow> {
  const row = await store.findBill(db, organisationId, id)
  if (!row) throw notFound('bill of materials', id)
  return row
}

export async function listBills(
  db: Db,
  organisationId: OrganisationId,
  query: {
    q?: string | undefined
    component?: string | undefined
    inForce?: boolean | undefined
    cursor?: string | undefined
    limit: number
  },
): Promise<PageOf<SbomRow>> {
  const after = query.cursor
    ? decodeCursor(query.cursor, z.tuple([z.string(), z.string(), z.string(), z.uuid()]))
    : null
  const rows = await store.billPage(db, organisationId, { ...query, after, limit: query.limit + 1 })
  const reach = await reachOf(db, organisationId)
  return pageOf(
    rows,
    query.limit,
    (row) => [row.manufacturer, row.model, row.versions, row.id],
    (row) => toRow(row, reach),
  )
}

export async function getBill(db: Db, organisationId: OrganisationId, id: string) {
  const row = await getBillRow(db, organisationId, id)
  const reach = await reachOf(db, organisationId)
  return {
    bill: toRow(row, reach),
    subject: row.subject,
    serialNumber: row.serial_number,
    revision: row.revision,
    tool: row.tool,
    dependencies: row.dependencies,
    digest: row.digest,
    fileName: (await getFile(db, organisationId, row.file_id)).name,
    remarks: row.remarks,
  }
}

/** The file as it came. */
export async function getBillFile(db: Db, organisationId: OrganisationId, id: string) {
  return await keptFile(db, organisationId, (await getBillRow(db, organisationId, id)).file_id)
}

/** By name. */
export async function listComponents(
  db: Db,
  organisationId: OrganisationId,
  id: string,
  query: { q?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<PageOf<Component & { position: number }>> {
  await getBillRow(db, organisationId, id)
  const after = query.cursor ? decodeCursor(query.cursor, z.tuple([z.string(), z.int()])) : null
  const rows = await store.componentPage(db, organisationId, id, { q: query.q, after, limit: query.limit + 1 })
  return pageOf(
    rows,
    query.limit,
    (row) => [row.key, row.position],
    ({ key: _, ...row }) => row,
  )
}

/** All of them, in the bill's own order. */
export async function componentsOfBill(
  db: Db,
  organisationId: OrganisationId,
  id: string,
): Promise<readonly (Component & { readonly position: number })[]> {
  await getBillRow(db, organisationId, id)
  return await store.componentsOfBills(db, organisationId, [id])
}

/** What the bill itself says of a vulnerability in one of its components, or in the product. */
export async function billStates(db: Db, organisationId: OrganisationId, id: string) {
  const statements = Map.groupBy(await store.statementsOfBills(db, organisationId, [id]), (one) => one.vulnerabilityId)
  return (vulnerabilityId: string, position: number): VexState | null => {
    const said = statements.get(vulnerabilityId) ?? []
    const own = said.find(({ affects }) => affects.some(({ component }) => component === position))
    const whole = said.find(({ affects }) => affects.length === 0 || affects.some(({ component }) => component === -1))
    return (own ?? whole)?.state ?? null
  }
}

/** What the bill says of vulnerabilities, in its own order, each with the components that it names. */
export async function listStatements(
  db: Db,
  organisationId: OrganisationId,
  id: string,
  query: { cursor?: string | undefined; limit: number },
) {
  const bill = await getBillRow(db, organisationId, id)
  const { subject } = bill
  const [after] = query.cursor ? decodeCursor(query.cursor, z.tuple([z.int()])) : [-1]
  const rows = await store.statementPage(db, organisationId, id, { after, limit: query.limit + 1 })
  const positions = rows.flatMap(({ affects }) => affects.map(({ component }) => component)).filter((at) => at !== null)
  const isSpokenOf = (await linksOfBills(db, organisationId, [id])).length > 0
  const voices = isSpokenOf ? (await voicesOn(db, organisationId, [id])).get(id) : undefined
  const own = voices?.find(({ vexId }) => vexId === undefined)
  const names = new Map(
    (await store.namesOfComponents(db, organisationId, id, [...new Set(positions)])).map((one) => [one.position, one]),
  )
  const nameOf = (component: number | null) => {
    if (component === null) return null
    const { name, version } = component === -1 ? subject : (names.get(component) ?? { name: '', version: '' })
    return [name, version].filter(Boolean).join(' ')
  }
  return pageOf(
    rows,
    query.limit,
    (row) => [row.position],
    ({ sbomId: _, affects, ...row }) => ({
      ...row,
      notApplied:
        whyNotApplied(bill, { ...row, affects }, (place) => (place === -1 ? subject : names.get(place))) ??
        (own?.partial.has(row.vulnerabilityId) ? partialReason : null),
      affects: affects.map((target) => ({ ...target, name: nameOf(target.component) })),
    }),
  )
}

/** Why a statement changes no finding, as far as the bill itself can tell; null where nothing stands against it. */
function whyNotApplied(
  bill: store.SbomRow,
  statement: VexStatement,
  componentAt: Parameters<typeof judgeStatement>[1],
): string | null {
  if (bill.replaced_by) return 'A newer bill took the place of this one.'
  const verdict = judgeStatement(statement, componentAt)
  if ('reason' in verdict) return verdict.reason
  if (verdict.answer === 'not_affected' && !isByMaker(bill.author, bill))
    return 'The bill is not by the maker of the product: it stands beside the advisories and clears nothing.'
  return null
}
