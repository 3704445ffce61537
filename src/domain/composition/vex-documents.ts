import { z } from 'zod'
import { recordAudit } from '#domain/access/access.ts'
import { lockInventory } from '#domain/inventory/inventory.ts'
import { isSameVendor } from '#domain/matching/matching.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { Sbom, SbomRemark, VexDocumentRow, VexDocumentStatement } from '#model/sbom.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { notFound } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import { type BomLink, linkName, placeOfRef, readBomLink } from '#standards/cyclonedx/bom-link.ts'
import { readSbom } from '#standards/sbom/sbom.ts'
import { bindingsThatCount } from './awaited-bill-store.ts'
import { type Said, type Standing, standingOnAwaited } from './awaited-standing.ts'
import { type GivenFile, keepFile, keptFile, momentOf } from './bill-file.ts'
import * as bills from './composition-store.ts'
import { isByMaker, notByMaker, partialReason, targetsIn, voicesOn } from './spoken.ts'
import { judgeStatement, wholeProduct } from './vex.ts'
import * as store from './vex-document-store.ts'

// A CycloneDX document that lists nothing and speaks of components of bills elsewhere, by BOM-Link. Its statements hold
// where those bills count. Either may come first: what a document names stays on record, and is linked when the bill comes.
// Tables: vex_document, vex_statement, vex_named_bill, vex_link.

type Places = ReadonlyMap<string, number>

const linksOf = (sbom: Pick<Sbom, 'statements'>): BomLink[] =>
  sbom.statements.flatMap(({ affects }) => affects.flatMap(({ ref, component }) => readLinkOut(ref, component)))

/** A link that leads to something in its own document leads nowhere else. */
function readLinkOut(ref: string, component: number | null): BomLink[] {
  const link = component === null ? readBomLink(ref) : null
  return link ? [link] : []
}

/** Of a product of its own, a document without components is a bill that only speaks of vulnerabilities. */
export const isVexOnly = (sbom: Pick<Sbom, 'format' | 'components' | 'statements'>) =>
  sbom.format === 'cyclonedx' && sbom.components.length === 0 && linksOf(sbom).length > 0

const nameOf = ({ serial, revision }: Pick<BomLink, 'serial' | 'revision'>) => `${serial}/${revision}`

/** The same file again writes nothing. A later revision of the same document, by the same author, takes its place. */
export async function addVexDocument(
  tx: Tx,
  actor: Actor,
  file: GivenFile,
  sbom: Sbom,
  digest: string,
  now: Date,
): Promise<{ id: string; isNew: boolean }> {
  const { organisationId } = actor
  const same = await store.findSameDocument(tx, organisationId, digest)
  if (same) return { id: same, isNew: false }
  const id = newId()
  const name = linkName(sbom)
  const { serial, revision } = name ?? { serial: '', revision: 1 }
  const statedAt = momentOf(sbom.createdAt)
  const rivals = (await store.documentsOfSerial(tx, organisationId, serial)).filter(
    ({ author }) => author === sbom.author || isSameVendor(author, sbom.author),
  )
  const newer = rivals.find(
    (rival) =>
      rival.revision > revision ||
      (rival.revision === revision &&
        statedAt !== null &&
        rival.stated_at !== null &&
        Date.parse(rival.stated_at) > Date.parse(statedAt)),
  )
  await store.insertDocument(tx, organisationId, {
    id,
    file_id: await keepFile(tx, organisationId, file, digest, 'vex'),
    digest,
    format_version: sbom.formatVersion,
    serial_number: serial,
    revision,
    author: sbom.author,
    tool: sbom.tool,
    stated_at: statedAt,
    statements: sbom.statements.length,
    remarks: name || sbom.serialNumber === '' ? sbom.remarks : [notCounted(sbom), ...sbom.remarks],
    uploaded_at: now.toISOString(),
    uploaded_by: actor.name,
    replaced_by: newer?.id ?? null,
  })
  await store.insertStatements(tx, organisationId, id, sbom.statements)
  const links = linksOf(sbom)
  const named = [...new Map(links.map((link) => [nameOf(link), link])).values()]
  await store.insertNamedBills(tx, organisationId, id, named)
  await linkDocument(tx, organisationId, id, links)
  const replaced = newer ? [] : rivals.map((rival) => rival.id)
  await store.markReplaced(tx, organisationId, replaced, id)
  await recordAudit(tx, actor, {
    action: 'vex_document.added',
    subjectKind: 'vex_document',
    subjectId: id,
    detail: { file: file.name, sha256: digest, bills: named.map(nameOf), statements: sbom.statements.length, replaced },
  })
  return { id, isNew: true }
}

const notCounted = ({ serialNumber, revision }: Sbom): SbomRemark => ({
  part: 'bill',
  name: serialNumber,
  reason: `It is not compared with its other revisions: a UUID and a version from 1 to 999999999 are needed, and its version is ${revision || 'not given'}.`,
})

/** Links a document that came to the bills that are here. Where these components stand, their kept files say. */
async function linkDocument(tx: Tx, organisationId: OrganisationId, vexId: string, links: readonly BomLink[]) {
  const byName = Map.groupBy(links, nameOf)
  const known = await store.billsOfSerials(tx, organisationId, [...new Set(links.map(({ serial }) => serial))])
  const placesOf = new Map<string, Places>()
  const rows = []
  for (const bill of known) {
    const name = linkName({ serialNumber: bill.serial_number, revision: bill.revision })
    const meant = name && byName.get(nameOf(name))
    if (!meant) continue
    const places = placesOf.get(bill.digest) ?? (await readPlaces(tx, organisationId, bill.file_id))
    placesOf.set(bill.digest, places)
    rows.push({ sbomId: bill.id, vexId, places: placesFor(meant, places) })
  }
  await store.insertLinks(tx, organisationId, rows)
}

/** Links a bill that came to the documents that wait for it. */
export async function linkBill(
  tx: Tx,
  organisationId: OrganisationId,
  bill: { readonly id: string; readonly serialNumber: string; readonly revision: string },
  places: Places | undefined,
) {
  const name = places && linkName(bill)
  if (!name) return
  const vexIds = await store.documentsNaming(tx, organisationId, name)
  if (vexIds.length === 0) return
  const said = Map.groupBy(await store.statementsOfDocuments(tx, organisationId, vexIds), ({ vexId }) => vexId)
  await store.insertLinks(
    tx,
    organisationId,
    vexIds.map((vexId) => {
      const links = linksOf({ statements: said.get(vexId) ?? [] })
      const meant = links.filter((link) => nameOf(link) === nameOf(name))
      return { sbomId: bill.id, vexId, places: placesFor(meant, places) }
    }),
  )
}

function placesFor(links: readonly BomLink[], places: Places): Record<string, number> {
  return Object.fromEntries(
    links.flatMap(({ ref }) => {
      const place = ref === '' ? undefined : placeOfRef(places, ref)
      return place === undefined ? [] : [[ref, place]]
    }),
  )
}

async function readPlaces(db: Db, organisationId: OrganisationId, fileId: string): Promise<Places> {
  const { content } = await keptFile(db, organisationId, fileId)
  const read = readSbom(content.toString('utf8'))
  return 'error' in read ? new Map() : (read.places ?? new Map())
}

/** Takes a document out of force; one that it had replaced comes back. What it said stays on record. */
export async function removeVexDocument(tx: Tx, actor: Actor, id: string, reason: string): Promise<void> {
  const { organisationId } = actor
  await lockInventory(tx, organisationId)
  const document = await getDocumentRow(tx, organisationId, id)
  await store.markRemoved(tx, organisationId, id)
  await store.handOnReplaced(tx, organisationId, id, document.replaced_by)
  await recordAudit(tx, actor, {
    action: 'vex_document.removed',
    subjectKind: 'vex_document',
    subjectId: id,
    reason,
    detail: { author: document.author, serialNumber: document.serial_number, revision: document.revision },
  })
}

// reading -----------------------------------------------------------------------------------------------------------

async function getDocumentRow(db: Db, organisationId: OrganisationId, id: string) {
  const row = await store.findDocument(db, organisationId, id)
  if (!row) throw notFound('VEX document', id)
  return row
}

const toRow = (row: store.VexDocumentRow, named: readonly { isHere: boolean; isBound: boolean }[]): VexDocumentRow => ({
  id: row.id,
  formatVersion: row.format_version,
  serialNumber: row.serial_number,
  revision: row.revision,
  author: row.author,
  tool: row.tool,
  statedAt: row.stated_at,
  uploadedAt: row.uploaded_at,
  uploadedBy: row.uploaded_by,
  statements: row.statements,
  bills: named.length,
  billsHere: named.filter(({ isHere }) => isHere).length,
  billsBound: named.filter(({ isHere, isBound }) => isBound && !isHere).length,
  remarks: row.remarks.length,
  replacedBy: row.replaced_by,
})

/** The last to come first; with a bill, those that speak of it. */
export async function listVexDocuments(
  db: Db,
  organisationId: OrganisationId,
  query: { sbom?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<PageOf<VexDocumentRow>> {
  const after = query.cursor ? decodeCursor(query.cursor, z.tuple([z.string(), z.uuid()])) : null
  const rows = await store.documentPage(db, organisationId, { sbom: query.sbom, after, limit: query.limit + 1 })
  const ids = rows.map(({ id }) => id)
  const named = Map.groupBy(await store.namedBills(db, organisationId, ids), ({ vexId }) => vexId)
  return pageOf(
    rows,
    query.limit,
    (row) => [row.key, row.id],
    (row) => toRow(row, named.get(row.id) ?? []),
  )
}

export async function getVexDocument(db: Db, organisationId: OrganisationId, id: string) {
  const row = await getDocumentRow(db, organisationId, id)
  const named = await store.namedBills(db, organisationId, [id])
  const known = await store.billsOfSerials(db, organisationId, [...new Set(named.map(({ serial }) => serial))])
  const bindings = await bindingsThatCount(db, organisationId)
  return {
    document: toRow(row, named),
    fileName: (await keptFile(db, organisationId, row.file_id)).name,
    digest: row.digest,
    remarks: row.remarks,
    bills: named.map(({ serial, revision }) => ({
      serialNumber: serial,
      revision,
      bound: bindings
        .filter((one) => nameOf(one) === nameOf({ serial, revision }))
        .map(({ id, manufacturer, model, versions, bound_by }) => ({
          id,
          manufacturer,
          model,
          versions,
          boundBy: bound_by,
        })),
      here: known
        .filter((bill) => isNamed(bill, { serial, revision }))
        .map(({ id, manufacturer, model, versions, replaced_by }) => ({
          id,
          manufacturer,
          model,
          versions,
          isReplaced: replaced_by !== null,
        })),
    })),
  }
}

const isNamed = (bill: store.KnownBill, wanted: Pick<BomLink, 'serial' | 'revision'>) => {
  const name = linkName({ serialNumber: bill.serial_number, revision: bill.revision })
  return name !== null && nameOf(name) === nameOf(wanted)
}

/** The file as it came. */
export async function getVexDocumentFile(db: Db, organisationId: OrganisationId, id: string) {
  return await keptFile(db, organisationId, (await getDocumentRow(db, organisationId, id)).file_id)
}

/** What a document says, in its own order; of each statement where it holds, or why it holds nowhere. */
export async function listVexStatements(
  db: Db,
  organisationId: OrganisationId,
  id: string,
  query: { cursor?: string | undefined; limit: number },
): Promise<PageOf<VexDocumentStatement>> {
  const document = await getDocumentRow(db, organisationId, id)
  const [after] = query.cursor ? decodeCursor(query.cursor, z.tuple([z.int()])) : [-1]
  const rows = await store.statementPage(db, organisationId, id, { after, limit: query.limit + 1 })
  const reasonOf = await reasonsFor(db, organisationId, document)
  return pageOf(
    rows,
    query.limit,
    (row) => [row.position],
    ({ vexId: _, affects, ...row }) => {
      const targets = affects.map((target) => ({ ...target, ...reasonOf({ ...row, affects }, target) }))
      const reasons = targets.map(({ reason }) => reason)
      return {
        ...row,
        affects: targets.map(({ ref, versions, name, sbomId, reason }) => ({ ref, versions, name, sbomId, reason })),
        notApplied: reasons.includes(null) ? null : [...new Set(reasons)].join(' ') || 'It names no product.',
      }
    },
  )
}

async function reasonsFor(db: Db, organisationId: OrganisationId, document: store.VexDocumentRow) {
  const links = await store.linksOfDocument(db, organisationId, document.id)
  const ids = links.map(({ sbomId }) => sbomId)
  const standing = (await bills.billsById(db, organisationId, ids)).filter((bill) => bill.removed_at === null)
  const components = Map.groupBy(await bills.componentsOfBills(db, organisationId, ids), ({ sbom_id }) => sbom_id)
  const named = await store.namedBills(db, organisationId, [document.id])
  const others = await store.billsOfSerials(db, organisationId, [...new Set(named.map(({ serial }) => serial))])
  const voices = document.replaced_by ? new Map() : await voicesOn(db, organisationId, ids)
  const isPartial = (sbomId: string, vulnerabilityId: string) =>
    voices
      .get(sbomId)
      ?.find((voice: { vexId?: string }) => voice.vexId === document.id)
      ?.partial.has(vulnerabilityId) ?? false

  const onBound = await standingOnAwaited(db, organisationId, document, named)

  return (said: Said, target: Said['affects'][number]): Standing => {
    const link = readBomLink(target.ref)
    const no = (reason: string, more: Partial<Standing> = {}) => ({ name: null, sbomId: null, ...more, reason })
    if (!link) return no('It refers to nothing in this document and to no bill elsewhere: a BOM-Link is missing.')
    const found = standing.flatMap((bill) =>
      targetsIn(bill, [target], links.find(({ sbomId }) => sbomId === bill.id)!.places).map((one) => ({ bill, one })),
    )
    if (found.length === 0) {
      const bound = onBound(said, target)
      if (bound) return bound
      const revisions = others.filter((bill) => linkName(toNamed(bill))?.serial === link.serial)
      const here = [...new Set(revisions.map(({ revision }) => revision || '1'))].join(', ')
      return no(
        here
          ? `It speaks of revision ${link.revision} of the bill; here is revision ${here}. It is applied when that revision comes.`
          : 'The bill that it speaks of is not here yet. It is applied when the bill comes.',
      )
    }
    const judged = found.map(({ bill, one }): Standing => {
      const componentAt = (place: number) => (place === wholeProduct ? bill.subject : components.get(bill.id)?.[place])
      const component = one.component === null ? undefined : componentAt(one.component)
      const name = component ? [component.name, component.version].filter(Boolean).join(' ') : null
      const at = { name, sbomId: bill.id }
      if (document.replaced_by) return { ...at, reason: 'A later revision of this document took its place.' }
      if (bill.replaced_by) return { ...at, reason: 'A newer bill took the place of the one that it speaks of.' }
      const verdict = judgeStatement({ ...said, affects: [one] }, componentAt)
      if ('reason' in verdict) return { ...at, reason: verdict.reason }
      if (verdict.answer === 'not_affected' && !isByMaker(document.author, bill))
        return { ...at, reason: notByMaker(document.author) }
      return { ...at, reason: isPartial(bill.id, said.vulnerabilityId) ? partialReason : null }
    })
    return judged.find(({ reason }) => reason === null) ?? judged[0]!
  }
}

const toNamed = ({ serial_number, revision }: store.KnownBill) => ({ serialNumber: serial_number, revision })
