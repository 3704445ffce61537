import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { smtpServer } from '#bench/servers/smtp-server.ts'
import { notify, sendPendingMail } from '#domain/access/access.ts'
import { silentLog } from '#platform/log.ts'
import { smtpMailer } from '#platform/mail/mail.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const { organisation, signedIn } = await testServer(db)
const ada = await signedIn('technician')
const bo = await signedIn('manager')
const cy = await signedIn('viewer')

const news = (dedupeKey: string, title = 'Work order WO-000007 is yours') => ({
  kind: 'work_order.assigned',
  title,
  body: 'Alaris 8015 in ICU 2, due 2026-03-01',
  path: '/work-orders/7',
  dedupeKey,
})

test('news is told once, to those it concerns', async () => {
  expect(await notify(db, organisation.id, [ada.person.id, ada.person.id], news('a'))).toBe(1)
  expect(await notify(db, organisation.id, [ada.person.id], news('a'))).toBe(0)
  expect(await notify(db, organisation.id, { permission: 'work-order:perform' }, news('b'))).toBe(2)

  const hers = (await ada.get('/notifications')).json()
  expect(hers.unread).toBe(2)
  expect(hers.items[1]).toEqual({
    id: expect.any(String),
    at: expect.stringMatching(/^20.*Z$/),
    kind: 'work_order.assigned',
    title: 'Work order WO-000007 is yours',
    body: 'Alaris 8015 in ICU 2, due 2026-03-01',
    path: '/work-orders/7',
    readAt: null,
  })
  expect((await cy.get('/notifications')).json()).toEqual({ items: [], unread: 0, next: null })
})

test('a person reads their own notices only', async () => {
  const [first] = (await ada.get('/notifications')).json().items
  await bo.post('/notifications/read', { ids: [first.id] })
  expect((await ada.get('/notifications')).json().unread).toBe(2)

  await ada.post('/notifications/read', { ids: [first.id] })
  expect((await ada.get('/notifications')).json().unread).toBe(1)

  await ada.post('/notifications/read', { ids: 'all' })
  expect((await ada.get('/notifications')).json().unread).toBe(0)
})

test('unread news is mailed once, together; a refused address waits and holds nobody up', async () => {
  await ada.post('/notifications/read', { ids: 'all' })
  await bo.post('/notifications/read', { ids: 'all' })
  for (const key of ['c', 'd']) await notify(db, organisation.id, [ada.person.id, bo.person.id], news(key))
  const smtp = await smtpServer({ refused: [ada.person.email] })
  const mailer = smtpMailer({
    host: smtp.host,
    port: smtp.port,
    from: 'h@hospital.test',
    secure: false,
    user: null,
    password: null,
  })
  const options = { publicUrl: 'https://homeostat.test', log: silentLog }

  const [first, beside] = await Promise.all([
    sendPendingMail(db, mailer, options),
    sendPendingMail(db, mailer, options),
  ])
  const again = await sendPendingMail(db, mailer, options)

  expect({ sent: first.sent + beside.sent, failed: first.failed + beside.failed }).toEqual({ sent: 1, failed: 1 })
  expect(again).toEqual({ sent: 0, failed: 0 })
  expect(smtp.mails.map(({ to }) => to)).toEqual([[bo.person.email]])
  expect(smtp.mails[0]!.data).toMatch(/Subject: 2 notices: Work order WO-000007 is yours/)
  expect(smtp.mails[0]!.data).toContain('https://homeostat.test/work-orders/7')

  await sql`update notification set mail_after = now()`.execute(db)
  expect(await sendPendingMail(db, mailer, options)).toEqual({ sent: 0, failed: 1 })
  await sql`update notification set mail_after = now(), at = now() - interval '3 days'`.execute(db)
  expect(await sendPendingMail(db, mailer, options)).toEqual({ sent: 0, failed: 0 })
  await smtp.close()
})

test('a saved view is its person’s own, and the same name replaces it', async () => {
  const view = { page: 'devices', name: 'ICU pumps', query: '?careArea=ICU' }
  await ada.post('/saved-views', view)
  const [{ id }] = (await ada.post('/saved-views', { ...view, query: '?careArea=ICU+2' })).json()

  expect((await ada.get('/saved-views?page=devices')).json()).toEqual([
    { id, ...view, query: '?careArea=ICU+2', watch: null },
  ])
  expect((await bo.get('/saved-views')).json()).toEqual([])
  expect((await bo.delete(`/saved-views/${id}`)).statusCode).toBe(404)
  expect((await ada.delete(`/saved-views/${id}`)).statusCode).toBe(204)
  expect((await ada.get('/saved-views')).json()).toEqual([])
})

test('nothing that stands in the trail can be changed or removed', async () => {
  for (const change of [
    sql`update audit_entry set actor_name = 'nobody'`,
    sql`delete from audit_entry`,
    sql`truncate audit_entry`,
  ])
    await expect(change.execute(db)).rejects.toThrow(/only ever added to/)
})
