import { z } from 'zod'
import { recordAudit } from '#domain/access/access.ts'
import { lockInventory } from '#domain/inventory/inventory.ts'
import { getFile } from '#domain/sources/sources.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { Component } from '#model/component.ts'
import type { Sbom, SbomRemark, SbomRow, VexState, VexStatement } from '#model/sbom.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId, sha256 } from '#platform/id.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import { readSbom } from '#standards/sbom/sbom.ts'
import { type GivenFile, keepFile, keptFile, momentOf } from './bill-file.ts'
import { bindDocument, type DocumentKind, removeDocument, rivalsOf, targetOf } from './bound-document.ts'
import * as store from './composition-store.ts'
import { counting, type Reach, type Supposed } from './reach.ts'
import { bindingsOf, configurationsReached, reachOf } from './said.ts'
import { isByMaker, partialReason, voicesOn } from './spoken.ts'
import { type Bindable, remarksOnVersions, type Target } from './target.ts'
import { judgeStatement } from './vex.ts'
import { linksOfBills } from './vex-document-store.ts'
import { addVexDocument, isVexOnly, linkBill } from './vex-documents.ts'

// What is inside a model. A bill of materials is bound to a manufacturer, a model and its versions, and so tells the
// components of every device of the configurations that agree: a bill is read once, however many devices it reaches.
// Which bill counts is worked out from what the bills say of themselves, never stored, so that a bill and a configuration
// may come in either order. MDS2 forms are bound in the same way. Tables: sbom, sbom_component, sbom_statement, mds2_form, and
// vex_* for what is said from elsewhere, awaited_bill_binding for bills that are not here.

export { bindAwaitedBill, freeAwaitedBill, listAwaitedBindings, listWaitingBills } from './awaited-bills.ts'
export type { Binding } from './binding.ts'
export { type DocumentOfConfigurations, documentsOfConfigurations } from './documents-of.ts'
export {
  addForm,
  bindForm,
  configurationsOfForm,
  dataDisclosed,
  formsOfDevice,
  getForm,
  getFormFile,
  listForms,
  removeForm,
} from './mds2.ts'
export { type ReadSheets, recogniseDocument } from './recognise.ts'
export { type BillStatement, countingWords, statementsOf } from './said.ts'
export { checkVersions, type Target } from './target.ts'
export { isLeftOpenBy, nothingToChange } from './vex.ts'
export {
  getVexDocument,
  getVexDocumentFile,
  listVexDocuments,
  listVexStatements,
  removeVexDocument,
} from './vex-documents.ts'

/** Bytes of one bill. The largest that were seen, of whole images of servers, have some 20 MB. */
export const largestBill = 50 * 1024 * 1024

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
  const target = targetOf(kind, subjectOf(sbom), given)
  const same = await store.findSameBill(tx, organisationId, { digest, ...target })
  if (same) return { kind: 'bill', id: same, isNew: false }

  const id = newId()
  const fileId = await keepFile(tx, organisationId, file, digest, 'sbom')
  const statedAt = momentOf(sbom.createdAt)
  const rivals = await rivalsOf(kind, tx, organisationId, target)
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

const subjectOf = ({ subject }: Sbom): Bindable => ({
  manufacturer: subject.supplier,
  model: subject.name,
  versions: subject.version,
})

const remarksOn = ({ subject }: Sbom, given: Target, target: Bindable): SbomRemark[] =>
  remarksOnVersions(target, given).map((reason) => ({ part: 'bill', name: subject.name, reason }))

const kind: DocumentKind<store.BoundRow> = {
  noun: 'bill',
  product: 'product',
  subjectKind: 'sbom',
  row: getBillRow,
  bound: store.boundBills,
  findSame: store.findSameBill,
  setBinding: store.setBinding,
  markReplaced: store.markReplaced,
  markRemoved: store.markRemoved,
  handOnReplaced: store.handOnReplaced,
}

export const bindBill = (tx: Tx, actor: Actor, id: string, to: Bindable, reason: string) =>
  bindDocument(kind, tx, actor, id, to, reason)

export const removeBill = (tx: Tx, actor: Actor, id: string, reason: string) =>
  removeDocument(kind, tx, actor, id, reason)

// binding -----------------------------------------------------------------------------------------------------------

/** What is inside devices of these configurations, by configuration; none where no bill surely speaks of it. */
export async function componentsOf(
  db: Db,
  organisationId: OrganisationId,
  configurationIds: readonly string[],
  supposed?: Supposed,
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

/** Configurations whose components the bill tells, or those that it may be of. */
export async function configurationsOfBill(
  db: Db,
  organisationId: OrganisationId,
  id: string,
  isSure = true,
): Promise<readonly string[]> {
  return await configurationsReached(db, organisationId, id, isSure)
}

/** Configurations with a component that may be one of these: as CPE names (part, vendor and product) and package URLs begin. */
export async function configurationsContaining(
  db: Db,
  organisationId: OrganisationId,
  stems: { readonly cpes: readonly string[]; readonly purls: readonly string[] },
): Promise<string[]> {
  if (stems.cpes.length + stems.purls.length === 0) return []
  const ids = new Set<string>()
  for (const billId of await store.billsContaining(db, organisationId, stems))
    for (const id of await configurationsReached(db, organisationId, billId, true)) ids.add(id)
  return [...ids]
}

/** Bills that speak of a device, the one that counts first, and why. */
export async function billsOfDevice(db: Db, organisationId: OrganisationId, deviceId: string) {
  const configurationId = await store.configurationOfDevice(db, organisationId, deviceId)
  if (!configurationId) throw notFound('device', deviceId)
  const bindings = (await bindingsOf(db, organisationId, [configurationId])).get(configurationId) ?? []
  const reach = await reachOf(
    db,
    organisationId,
    bindings.map(({ billId }) => billId),
  )
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
  const reach = await reachOf(
    db,
    organisationId,
    rows.map(({ id }) => id),
  )
  return pageOf(
    rows,
    query.limit,
    (row) => [row.manufacturer, row.model, row.versions, row.id],
    (row) => toRow(row, reach),
  )
}

export async function getBill(db: Db, organisationId: OrganisationId, id: string) {
  const row = await getBillRow(db, organisationId, id)
  const reach = await reachOf(db, organisationId, [id])
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
