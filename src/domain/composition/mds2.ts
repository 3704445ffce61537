import { z } from 'zod'
import { recordAudit } from '#domain/access/access.ts'
import { lockInventory } from '#domain/inventory/inventory.ts'
import { getFile } from '#domain/sources/sources.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { Mds2Form, Mds2Row } from '#model/mds2.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { notFound } from '#platform/errors.ts'
import { newId, sha256 } from '#platform/id.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import { compareForms } from '#standards/mds2/compare.ts'
import { sectionsOf } from '#standards/mds2/editions.ts'
import { holdsPatientData, topicsOf } from '#standards/mds2/topics.ts'
import { keepFile, keptFile } from './bill-file.ts'
import { bindDocument, type DocumentKind, removeDocument, rivalsOf, targetOf } from './bound-document.ts'
import { type BoundRow, configurationOfDevice, devicesPerConfiguration } from './composition-store.ts'
import * as store from './mds2-store.ts'
import { bindingsBy, counting, type Reach, type Supposed } from './reach.ts'
import { type Bindable, isSameModel, remarksOnVersions, type Target } from './target.ts'

// What a maker discloses of a model's security, in an MDS2 form. It is bound as a bill of materials is, and so speaks of every
// device of the configurations that agree. Table: mds2_form.

/**
 * Takes in a form. What a person gives of manufacturer, model and versions stands before what the form says of itself. The same
 * file for the same model again writes nothing. A form of the same subject is replaced, and kept.
 */
export async function addForm(
  tx: Tx,
  actor: Actor,
  file: { readonly name: string; readonly mediaType: string; readonly content: Uint8Array },
  form: Mds2Form,
  given: Target,
  now: Date,
): Promise<{ id: string; isNew: boolean }> {
  const { organisationId } = actor
  const target = targetOf(kind, { ...form, versions: form.softwareVersion }, given)
  await lockInventory(tx, organisationId)
  const digest = sha256(file.content)
  const same = await store.findSameForm(tx, organisationId, { digest, ...target })
  if (same) return { id: same, isNew: false }

  const id = newId()
  const fileId = await keepFile(tx, organisationId, file, digest, 'mds2')
  const { edition, answers, remarks, releasedOn, ...subject } = form
  const rivals = await rivalsOf(kind, tx, organisationId, target)
  const newer = releasedOn ? rivals.find(({ stated_at }) => stated_at !== null && stated_at > releasedOn) : undefined
  await store.insertForm(tx, organisationId, {
    id,
    file_id: fileId,
    digest,
    edition,
    subject,
    ...target,
    released_on: releasedOn || null,
    answers,
    holds_data: holdsPatientData(form),
    remarks: [
      ...remarksOnVersions(target, given).map((reason) => ({ part: 'form' as const, name: '', reason })),
      ...remarks,
    ],
    uploaded_at: now.toISOString(),
    uploaded_by: actor.name,
    replaced_by: newer?.id ?? null,
  })
  const replaced = newer ? [] : rivals.map((rival) => rival.id)
  await store.markReplaced(tx, organisationId, replaced, id)
  await recordAudit(tx, actor, {
    action: 'mds2.added',
    subjectKind: 'mds2',
    subjectId: id,
    detail: { file: file.name, sha256: digest, edition, ...target, answers: answers.length, replaced },
  })
  return { id, isNew: true }
}

const kind: DocumentKind<BoundRow> = {
  noun: 'form',
  product: 'device',
  subjectKind: 'mds2',
  row: getFormRow,
  bound: store.boundForms,
  findSame: store.findSameForm,
  setBinding: store.setBinding,
  markReplaced: store.markReplaced,
  markRemoved: store.markRemoved,
  handOnReplaced: store.handOnReplaced,
}

export const bindForm = (tx: Tx, actor: Actor, id: string, to: Bindable, reason: string) =>
  bindDocument(kind, tx, actor, id, to, reason)

export const removeForm = (tx: Tx, actor: Actor, id: string, reason: string) =>
  removeDocument(kind, tx, actor, id, reason)

// binding -----------------------------------------------------------------------------------------------------------

const { bindingsOf, reachOf, configurationsReached } = bindingsBy({
  rows: store.boundForms,
  digest: store.boundFormsDigest,
})

export const bindingsOfForms = bindingsOf

/** Configurations that the form tells of, or those that it may be of. */
export async function configurationsOfForm(
  db: Db,
  organisationId: OrganisationId,
  id: string,
  isSure = true,
): Promise<readonly string[]> {
  return await configurationsReached(db, organisationId, id, isSure)
}

/**
 * Whether devices of the configurations hold patients' data, by the form that counts for each; of all that have devices where
 * none are named. Nothing where there is no form.
 */
export async function dataDisclosed(
  db: Db,
  organisationId: OrganisationId,
  configurationIds?: readonly string[],
  supposed?: Supposed,
): Promise<ReadonlyMap<string, boolean | null>> {
  const ids = configurationIds ?? (await devicesPerConfiguration(db, organisationId)).map(({ id }) => id)
  const bindings = await bindingsOf(db, organisationId, ids, supposed)
  if (bindings.size === 0) return new Map()
  const held = new Map((await store.dataHeldByForms(db, organisationId)).map(({ id, holds_data }) => [id, holds_data]))
  return new Map(ids.map((id) => [id, held.get(counting(bindings.get(id))?.billId ?? '') ?? null]))
}

/** Forms that speak of a device, the one that counts first, with what matters most and why it is of the device. */
export async function formsOfDevice(db: Db, organisationId: OrganisationId, deviceId: string) {
  const configurationId = await configurationOfDevice(db, organisationId, deviceId)
  if (!configurationId) throw notFound('device', deviceId)
  const bindings = (await bindingsOf(db, organisationId, [configurationId])).get(configurationId) ?? []
  const reach = await reachOf(
    db,
    organisationId,
    bindings.map(({ billId }) => billId),
  )
  const counts = counting(bindings)
  return await Promise.all(
    bindings.map(async (binding) => {
      const form = await getFormRow(db, organisationId, binding.billId)
      return {
        form: toRow(listed(form), reach),
        counts: binding === counts,
        isSure: binding.isSure,
        because: [...binding.because],
        topics: topicsOf(form),
      }
    }),
  )
}

// reading -----------------------------------------------------------------------------------------------------------

const listed = ({ answers, remarks, ...row }: store.FormRow): store.ListedRow => ({
  ...row,
  asked: answers.length,
  answered: answers.filter(({ word }) => word !== 'blank').length,
  remarks: remarks.length,
})

const toRow = (row: store.ListedRow, reach: ReadonlyMap<string, Reach>): Mds2Row => ({
  id: row.id,
  manufacturer: row.manufacturer,
  model: row.model,
  versions: row.versions,
  edition: row.edition,
  documentId: row.subject.documentId,
  releasedOn: row.released_on,
  holdsData: row.holds_data,
  uploadedAt: row.uploaded_at,
  uploadedBy: row.uploaded_by,
  asked: row.asked,
  answered: row.answered,
  remarks: row.remarks,
  devices: reach.get(row.id)?.devices ?? 0,
  unsureDevices: reach.get(row.id)?.unsureDevices ?? 0,
  replacedBy: row.replaced_by,
})

async function getFormRow(db: Db, organisationId: OrganisationId, id: string): Promise<store.FormRow> {
  const row = await store.findForm(db, organisationId, id)
  if (!row) throw notFound('MDS2 form', id)
  return row
}

export async function listForms(
  db: Db,
  organisationId: OrganisationId,
  query: { q?: string | undefined; inForce?: boolean | undefined; cursor?: string | undefined; limit: number },
): Promise<PageOf<Mds2Row>> {
  const after = query.cursor
    ? decodeCursor(query.cursor, z.tuple([z.string(), z.string(), z.string(), z.uuid()]))
    : null
  const rows = await store.formPage(db, organisationId, { ...query, after, limit: query.limit + 1 })
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

/** The whole form, and what it says otherwise than the one before it of the same model. */
export async function getForm(db: Db, organisationId: OrganisationId, id: string) {
  const row = await getFormRow(db, organisationId, id)
  const before = await formBefore(db, organisationId, row)
  const answers = Map.groupBy(row.answers, ({ section }) => section)
  return {
    form: toRow(listed(row), await reachOf(db, organisationId, [id])),
    subject: row.subject,
    digest: row.digest,
    fileName: (await getFile(db, organisationId, row.file_id)).name,
    topics: topicsOf(row),
    sections: sectionsOf(row.edition)
      .map(({ code, title }) => ({ code, title, answers: answers.get(code) ?? [] }))
      .filter(({ answers: { length } }) => length > 0),
    remarks: row.remarks,
    before: before && {
      id: before.id,
      edition: before.edition,
      versions: before.versions,
      releasedOn: before.released_on,
      differences: compareForms(before, row),
    },
  }
}

/** The newest of the same model that is older: by the day that each states, else by when it came. */
async function formBefore(db: Db, organisationId: OrganisationId, row: store.FormRow) {
  const age = (one: Pick<store.FormRow, 'released_on' | 'uploaded_at'>) =>
    `${one.released_on ?? one.uploaded_at.slice(0, 10)} ${one.uploaded_at}`
  const [newest] = (await store.formsOnRecord(db, organisationId))
    .filter((other) => other.id !== row.id && isSameModel(other, row) && age(other) < age(row))
    .sort((a, b) => (age(a) < age(b) ? 1 : -1))
  return newest ? await getFormRow(db, organisationId, newest.id) : null
}

/** The file as it came. */
export async function getFormFile(db: Db, organisationId: OrganisationId, id: string) {
  const { name, content } = await keptFile(db, organisationId, (await getFormRow(db, organisationId, id)).file_id)
  return { name, content, isText: !content.subarray(0, 2).equals(Buffer.from('PK')) }
}
