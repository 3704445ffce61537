import { z } from 'zod'
import type { OrganisationId, Permission } from '#model/access.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import type { Log } from '#platform/log.ts'
import type { Mailer } from '#platform/mail/mail.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import * as store from './notification-store.ts'
import { theOrganisation } from './organisation.ts'
import { listHolders } from './people.ts'

export interface News {
  /** `work_order.assigned`, `finding.known_exploited`. */
  readonly kind: string
  readonly title: string
  readonly body: string
  /** Page of the web client that it leads to. */
  readonly path: string | null
  /** The same key is told to a person once, ever. */
  readonly dedupeKey: string
}

export interface Notification {
  readonly id: string
  readonly at: string
  readonly kind: string
  readonly title: string
  readonly body: string
  readonly path: string | null
  readonly readAt: string | null
}

/** Tells people in the program and, where mail is set up, by mail. Gives how many heard something new. */
export async function notify(
  db: Db,
  organisationId: OrganisationId,
  to: readonly string[] | { readonly permission: Permission },
  news: News,
): Promise<number> {
  const people = 'permission' in to ? (await listHolders(db, organisationId, to.permission)).map(({ id }) => id) : to
  return people.length ? await store.insert(db, organisationId, [...new Set(people)], news) : 0
}

export async function listNotifications(
  db: Db,
  organisationId: OrganisationId,
  personId: string,
  { cursor, limit }: { cursor?: string; limit: number },
): Promise<PageOf<Notification> & { unread: number }> {
  const [before] = cursor ? decodeCursor(cursor, z.tuple([z.uuid()])) : [null]
  const rows = await store.list(db, organisationId, personId, before, limit + 1)
  const page = pageOf(rows, limit, (row) => [row.id], toNotification)
  return { ...page, unread: await store.countUnread(db, organisationId, personId) }
}

export const markNotificationsRead = (
  db: Db,
  organisationId: OrganisationId,
  personId: string,
  ids: readonly string[] | 'all',
) => store.markRead(db, organisationId, personId, ids)

/**
 * Mails what nobody has read yet, one mail to a person. It is marked in the transaction that sends it: a crash in
 * between sends it again rather than never. A mail that fails waits longer each time; the others go out.
 */
export async function sendPendingMail(
  db: Db,
  mailer: Mailer,
  { publicUrl, log }: { publicUrl: string | null; log: Log },
): Promise<{ sent: number; failed: number }> {
  const organisation = await theOrganisation(db)
  const count = { sent: 0, failed: 0 }
  for (const { id, email } of await store.listRecipients(db, organisation.id))
    await inTransaction(db, async (tx) => {
      const due = await store.lockDue(tx, organisation.id, id)
      if (due.length === 0) return
      const ids = due.map((row) => row.id)
      try {
        await mailer.send({ to: email, ...written(due, publicUrl, organisation.name) })
        await store.markMailed(tx, organisation.id, ids)
        count.sent++
      } catch (error) {
        await store.postponeMail(tx, organisation.id, ids)
        log.warn({ person: id, error: (error as Error).message }, 'A mail could not be sent')
        count.failed++
      }
    })
  return count
}

function written(rows: readonly store.NotificationRow[], publicUrl: string | null, organisation: string) {
  const [first] = rows
  const parts = rows.map(({ title, body, path }) =>
    [title, body, path && publicUrl ? new URL(path, publicUrl).href : ''].filter(Boolean).join('\n'),
  )
  return {
    subject: rows.length === 1 ? first!.title : `${rows.length} notices: ${first!.title}`,
    text: `${parts.join('\n\n')}\n\n-- \nHomeostat, ${organisation}\n`,
  }
}

const toNotification = (row: store.NotificationRow): Notification => ({
  id: row.id,
  at: row.at,
  kind: row.kind,
  title: row.title,
  body: row.body,
  path: row.path,
  readAt: row.read_at,
})
