import { recordAudit } from '#domain/access/access.ts'
import { lockInventory } from '#domain/inventory/inventory.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { type Bindable, checkVersions, isSameSubject, isSameTarget, type Target } from './target.ts'

// Bills of materials and MDS2 forms are bound to a model and its versions, bound anew and taken out of force in one way.

/** What differs between the kinds of documents: their tables and their words. */
export interface DocumentKind<Bound extends Bindable & { readonly id: string }> {
  readonly noun: 'bill' | 'form'
  readonly product: 'product' | 'device'
  readonly subjectKind: 'sbom' | 'mds2'
  row(
    db: Db,
    organisationId: OrganisationId,
    id: string,
  ): Promise<Bindable & { readonly digest: string; readonly replaced_by: string | null }>
  /** Those in force. */
  bound(db: Db, organisationId: string): Promise<readonly Bound[]>
  findSame(db: Db, organisationId: string, one: Bindable & { readonly digest: string }): Promise<string | undefined>
  setBinding(db: Db, organisationId: string, id: string, to: Bindable): Promise<unknown>
  markReplaced(db: Db, organisationId: string, ids: readonly string[], by: string): Promise<unknown>
  markRemoved(db: Db, organisationId: string, id: string): Promise<unknown>
  handOnReplaced(db: Db, organisationId: string, id: string, to: string | null): Promise<unknown>
}

type AnyKind = DocumentKind<Bindable & { readonly id: string }>

/** What a person gives of manufacturer, model and versions stands before what the document says of itself. */
export function targetOf(
  { noun, product }: Pick<AnyKind, 'noun' | 'product'>,
  said: Bindable,
  given: Target,
): Bindable {
  const manufacturer = given.manufacturer?.trim() || said.manufacturer
  const model = given.model?.trim() || said.model
  if (!manufacturer || !model)
    throw new AppError(
      'bad_request',
      `The ${noun} does not say ${manufacturer ? 'which model it is of' : model ? `who makes the ${product}` : `which ${product} it is of`}. Give manufacturer and model, as the inventory has them.`,
      { details: { fields: { ...(!manufacturer && { manufacturer: 'Needed' }), ...(!model && { model: 'Needed' }) } } },
    )
  return {
    manufacturer,
    model,
    versions: checkVersions(given.versions?.trim() || said.versions, Boolean(given.versions?.trim())),
  }
}

/** The documents in force of the same subject. */
export const rivalsOf = async <Bound extends Bindable & { readonly id: string }>(
  kind: DocumentKind<Bound>,
  tx: Tx,
  organisationId: OrganisationId,
  target: Bindable,
  except?: string,
): Promise<Bound[]> =>
  (await kind.bound(tx, organisationId)).filter((one) => one.id !== except && isSameSubject(one, target))

/** Binds a document to another model or other versions than it says. */
export async function bindDocument(kind: AnyKind, tx: Tx, actor: Actor, id: string, to: Bindable, reason: string) {
  const { organisationId } = actor
  await lockInventory(tx, organisationId)
  const before = await kind.row(tx, organisationId, id)
  const target = {
    manufacturer: to.manufacturer.trim(),
    model: to.model.trim(),
    versions: checkVersions(to.versions.trim(), true),
  }
  if (isSameTarget(before, target)) return
  if (await kind.findSame(tx, organisationId, { digest: before.digest, ...target }))
    throw new AppError('conflict', 'The same file is bound to this model and these versions already.')
  await kind.handOnReplaced(tx, organisationId, id, before.replaced_by)
  await kind.setBinding(tx, organisationId, id, target)
  const rivals = await rivalsOf(kind, tx, organisationId, target, id)
  await kind.markReplaced(
    tx,
    organisationId,
    rivals.map((rival) => rival.id),
    id,
  )
  const { manufacturer, model, versions } = before
  await recordAudit(tx, actor, {
    action: `${kind.subjectKind}.bound`,
    subjectKind: kind.subjectKind,
    subjectId: id,
    reason,
    detail: { before: { manufacturer, model, versions }, after: target },
  })
}

/** Takes a document out of force; one that it had replaced comes back. What it said stays on record. */
export async function removeDocument(kind: AnyKind, tx: Tx, actor: Actor, id: string, reason: string) {
  const { organisationId } = actor
  await lockInventory(tx, organisationId)
  const { replaced_by, manufacturer, model, versions } = await kind.row(tx, organisationId, id)
  await kind.markRemoved(tx, organisationId, id)
  await kind.handOnReplaced(tx, organisationId, id, replaced_by)
  await recordAudit(tx, actor, {
    action: `${kind.subjectKind}.removed`,
    subjectKind: kind.subjectKind,
    subjectId: id,
    reason,
    detail: { manufacturer, model, versions },
  })
}
