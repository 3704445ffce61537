import type { Actor } from '#model/access.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { notFound } from '#platform/errors.ts'
import { recordAudit } from './audit.ts'
import * as store from './saved-view-store.ts'

export type SavedView = store.SavedView

type Owner = Actor & { readonly personId: string }

export const listSavedViews = (db: Db, owner: Owner, page?: string): Promise<SavedView[]> =>
  store.list(db, owner.organisationId, owner.personId, page)

export async function getSavedView(db: Db, owner: Owner, id: string): Promise<SavedView> {
  const view = (await store.list(db, owner.organisationId, owner.personId)).find((one) => one.id === id)
  if (!view) throw notFound('saved view', id)
  return view
}

/** Keeps a page's filters under a name, for the person alone; the same name again replaces them. */
export async function saveView(
  db: Db,
  owner: Owner,
  view: { page: string; name: string; query: string },
): Promise<SavedView> {
  return await inTransaction(db, async (tx) => {
    const saved = await store.save(tx, owner.organisationId, owner.personId, view)
    await recordAudit(tx, owner, {
      action: 'saved_view.saved',
      subjectKind: 'saved_view',
      subjectId: saved.id,
      detail: view,
    })
    return saved
  })
}

export async function removeView(db: Db, owner: Owner, id: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    const removed = await store.remove(tx, owner.organisationId, owner.personId, id)
    if (!removed) throw notFound('saved view', id)
    await recordAudit(tx, owner, {
      action: 'saved_view.removed',
      subjectKind: 'saved_view',
      subjectId: id,
      detail: { page: removed.page, name: removed.name },
    })
  })
}
