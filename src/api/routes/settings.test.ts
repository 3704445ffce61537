import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { smtpServer } from '#bench/servers/smtp-server.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const { signedIn } = await testServer(db)
const admin = await signedIn('administrator')

const settings = {
  organisationName: 'Riverside General',
  timeZone: 'America/Chicago',
  publicUrl: null,
  currency: 'EUR',
}
const mail = { host: 'mail.hospital.test', port: 587, from: 'h@hospital.test', secure: false, user: 'homeostat' }

test('the mail password goes in, is sealed, and never comes out', async () => {
  const saved = await admin.put('/settings', { ...settings, mail: { ...mail, password: 'mail secret' } })
  const kept = await admin.put('/settings', { ...settings, mail })

  expect(saved.json()).toEqual({ ...settings, mail: { ...mail, hasPassword: true } })
  expect(kept.json().mail.hasPassword).toBe(true)
  expect((await admin.get('/settings')).json()).toEqual(kept.json())
  const { rows } = await sql<{ text: string }>`
    select settings::text as text from organisation union all select detail::text from audit_entry`.execute(db)
  expect(rows.length).toBeGreaterThan(2)
  expect(rows.filter(({ text }) => text?.includes('mail secret'))).toEqual([])
})

test('another host does not get the password of the old one', async () => {
  await admin.put('/settings', { ...settings, mail: { ...mail, password: 'mail secret' } })
  const moved = await admin.put('/settings', { ...settings, mail: { ...mail, host: 'evil.test' } })

  expect(moved.json().mail).toEqual({ ...mail, host: 'evil.test', hasPassword: false })
})

test('what other parts keep in the settings stays', async () => {
  await sql`update organisation set settings = settings || '{"outlet": {"folder": "/out"}}'`.execute(db)
  await admin.put('/settings', { ...settings, mail: null })

  const { rows } = await sql<{ settings: object }>`select settings from organisation`.execute(db)
  expect(rows[0]?.settings).toEqual({ outlet: { folder: '/out' }, mail: null, publicUrl: null, currency: 'EUR' })
})

test('an unknown time zone and a public address that is none are named', async () => {
  const answer = await admin.put('/settings', {
    ...settings,
    timeZone: 'Mars/Base',
    publicUrl: 'javascript:1',
    mail: null,
  })

  expect(Object.keys(answer.json().details.fields).sort()).toEqual(['publicUrl', 'timeZone'])
})

test('a mail to oneself proves the settings', async () => {
  const none = await admin.post('/settings/mail/check')
  const smtp = await smtpServer()
  await admin.put('/settings', { ...settings, mail: { ...mail, host: smtp.host, port: smtp.port, user: null } })
  const sent = await admin.post('/settings/mail/check')
  await smtp.close()

  expect(none.statusCode).toBe(409)
  expect(sent.statusCode).toBe(204)
  expect(smtp.mails[0]?.to).toEqual([admin.person.email])
  expect((await admin.post('/settings/mail/check')).json()).toMatchObject({ status: 502, code: 'upstream_failed' })
})
