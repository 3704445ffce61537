import { z } from 'zod'
import { recordAudit } from '#domain/access/access.ts'
import { lockInventory } from '#domain/inventory/inventory.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { AwaitedBillBinding, WaitingBill } from '#model/sbom.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import * as store from './awaited-bill-store.ts'
import { awaitedReachOf, reachOf } from './said.ts'
import { checkVersions } from './target.ts'

// A VEX document may name a bill of materials that never comes. A person who knows which model that bill is of says so, and
// what documents say of it holds on the devices of the model until the bill itself is here. Table: awaited_bill_binding.

export interface NewAwaitedBinding {
  readonly serialNumber: string
  readonly revision: number
  readonly manufacturer: string
  readonly model: string
  /** `*` is every version. */
  readonly versions: string
  readonly reason: string
}

export async function bindAwaitedBill(tx: Tx, actor: Actor, said: NewAwaitedBinding): Promise<string> {
  const { organisationId } = actor
  await lockInventory(tx, organisationId)
  const bill = { serial: said.serialNumber.toLowerCase().replace(/^urn:uuid:/, ''), revision: said.revision }
  const target = {
    manufacturer: said.manufacturer.trim(),
    model: said.model.trim(),
    versions: checkVersions(said.versions.trim(), true),
  }
  if ((await store.documentsNaming(tx, organisationId, [bill])).length === 0)
    throw new AppError('not_found', 'No VEX document in force names this bill of materials.')
  if (await store.findBinding(tx, organisationId, { ...bill, ...target }))
    throw new AppError('conflict', 'This bill is bound to this model already. Take that back first.')
  const id = newId()
  await store.insertBinding(tx, organisationId, { id, ...bill, ...target, reason: said.reason, bound_by: actor.name })
  if (!(await store.bindingsThatCount(tx, organisationId)).some((one) => one.id === id))
    throw new AppError('conflict', 'This bill is here. Bind the bill itself to the model.')
  await recordAudit(tx, actor, {
    action: 'awaited_bill.bound',
    subjectKind: 'awaited_bill',
    subjectId: id,
    reason: said.reason,
    detail: { serialNumber: bill.serial, revision: bill.revision, ...target },
  })
  return id
}

export async function freeAwaitedBill(tx: Tx, actor: Actor, id: string, reason: string): Promise<void> {
  const { organisationId } = actor
  await lockInventory(tx, organisationId)
  const row = await store.revokeBinding(tx, organisationId, id, actor.name, reason)
  if (!row) throw notFound('binding in force', id)
  const { serial, revision, manufacturer, model, versions } = row
  await recordAudit(tx, actor, {
    action: 'awaited_bill.freed',
    subjectKind: 'awaited_bill',
    subjectId: id,
    reason,
    detail: { serialNumber: serial, revision, manufacturer, model, versions },
  })
}

/** Bills that VEX documents in force name and that reach no device. */
export async function listWaitingBills(
  db: Db,
  organisationId: OrganisationId,
  { q, cursor, limit }: { q?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<PageOf<WaitingBill>> {
  const after = cursor ? decodeCursor(cursor, z.tuple([z.string(), z.int()])) : null
  const here = await store.linkedBills(db, organisationId)
  const reach = await reachOf(db, organisationId, here)
  const fittingNone = here.filter((id) => (reach.get(id)?.configurationIds.length ?? 0) === 0)
  const rows = await store.waitingPage(db, organisationId, { fittingNone, q, after, limit: limit + 1 })
  return pageOf(
    rows,
    limit,
    (row) => [row.serial, row.revision],
    ({ serial, revision, vexId, otherRevisions, manufacturer, model, ...row }) => ({
      serialNumber: serial,
      revision,
      documents: row.documents,
      vulnerabilities: row.vulnerabilities,
      documentId: vexId,
      author: row.author,
      sbomId: row.sbomId,
      reason: row.sbomId
        ? `The bill is here, of ${manufacturer} ${model}, and no device surely is of that.`
        : otherRevisions.length > 0
          ? `It speaks of revision ${revision} of the bill; here is revision ${otherRevisions.join(', ')}.`
          : 'The bill is not here yet.',
    }),
  )
}

export async function listAwaitedBindings(
  db: Db,
  organisationId: OrganisationId,
  { inForce, cursor, limit }: { inForce: boolean; cursor?: string | undefined; limit: number },
): Promise<PageOf<AwaitedBillBinding>> {
  const [before] = cursor ? decodeCursor(cursor, z.tuple([z.uuid()])) : [null]
  const rows = await store.bindingPage(db, organisationId, { isInForce: inForce, before, limit: limit + 1 })
  const reach = await awaitedReachOf(
    db,
    organisationId,
    rows.map(({ id }) => id),
  )
  return pageOf(
    rows,
    limit,
    (row) => [row.id],
    (row) => ({ ...row, devices: reach.get(row.id)?.devices ?? 0 }),
  )
}
