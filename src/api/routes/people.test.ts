import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { smtpServer } from '#bench/servers/smtp-server.ts'
import { rescuePerson } from '#domain/access/access.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { clientOf, testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const { app, signedIn, nobody } = await testServer(db)
const good = 'a brown fox in ward nine'
const tokenOf = (link: string) => link.split('#token=')[1]!
const redeem = (link: string, more = {}) =>
  nobody.post('/access-links/redeem', { token: tokenOf(link), password: good, ...more })

const admin = await signedIn('administrator')

test('an invited person sets a password by the link, once, and has their role', async () => {
  const invited = await admin.post('/people', { email: 'Bo@hospital.test', name: 'Bo', role: 'technician' })
  const { person, link, mailed } = invited.json()

  expect(invited.statusCode).toBe(201)
  expect(mailed).toBe(false)
  expect(link).toMatch(/^\/join#token=/)
  expect((await nobody.post('/access-links/inspect', { token: tokenOf(link) })).json()).toEqual({
    purpose: 'invite',
    email: 'Bo@hospital.test',
    name: 'Bo',
  })
  expect((await redeem(link, { name: 'Bo Finch' })).json().person).toMatchObject({
    id: person.id,
    name: 'Bo Finch',
    role: 'technician',
  })
  expect((await redeem(link)).statusCode).toBe(404)
})

test('two people cannot share an address, in whatever letters', async () => {
  await admin.post('/people', { email: 'cy@hospital.test', name: 'Cy', role: 'viewer' })
  const again = await admin.post('/people', { email: 'CY@hospital.test', name: 'Cy', role: 'viewer' })

  expect([again.statusCode, again.json().details]).toEqual([409, { fields: { email: 'Belongs to somebody already' } }])
})

test('an expired link is not good any more', async () => {
  const { person, link } = (
    await admin.post('/people', { email: 'di@hospital.test', name: 'Di', role: 'viewer' })
  ).json()
  await sql`update access_link set expires_at = now() where person_id = ${person.id}`.execute(db)

  expect((await redeem(link)).statusCode).toBe(404)
})

test('a new link voids the one before; a reset ends all sessions and unlocks', async () => {
  const { person, link } = (
    await admin.post('/people', { email: 'ed@hospital.test', name: 'Ed', role: 'viewer' })
  ).json()
  const joined = await redeem(link)
  const ed = clientOf(app, { token: joined.cookies[0]!.value, csrfToken: joined.json().csrfToken })
  const first = (await admin.post(`/people/${person.id}/reset-link`)).json().link
  const second = (await admin.post(`/people/${person.id}/reset-link`)).json().link
  await sql`update person set failed_attempts = 9, locked_until = now() + interval '1 hour' where id = ${person.id}`.execute(
    db,
  )

  expect(second).toMatch(/^\/join#token=/)
  expect((await redeem(first)).statusCode).toBe(404)
  expect((await ed.get('/notifications')).statusCode).toBe(200)
  expect((await redeem(second, { password: 'seven grey herons fly' })).statusCode).toBe(200)
  expect((await ed.get('/notifications')).statusCode).toBe(401)
  expect((await nobody.post('/session', { email: 'ed@hospital.test', password: good })).statusCode).toBe(401)
  expect(
    (await nobody.post('/session', { email: 'ed@hospital.test', password: 'seven grey herons fly' })).statusCode,
  ).toBe(200)
})

test('who is disabled is out at once and cannot come back by an old link', async () => {
  const { person, link } = (
    await admin.post('/people', { email: 'flo@hospital.test', name: 'Flo', role: 'analyst' })
  ).json()
  const joined = await redeem(link)
  const flo = clientOf(app, { token: joined.cookies[0]!.value, csrfToken: joined.json().csrfToken })
  const reset = (await admin.post(`/people/${person.id}/reset-link`)).json().link
  const disabled = await admin.patch(`/people/${person.id}`, { disabled: true })

  expect(disabled.json()).toMatchObject({ id: person.id, disabledAt: expect.any(String) })
  expect((await flo.get('/notifications')).statusCode).toBe(401)
  expect((await redeem(reset)).statusCode).toBe(404)
  expect((await nobody.post('/session', { email: 'flo@hospital.test', password: good })).statusCode).toBe(401)
  expect((await admin.post(`/people/${person.id}/reset-link`)).statusCode).toBe(409)
})

test('a changed role holds from the next request on', async () => {
  const gus = await signedIn('viewer')

  expect((await gus.get('/audit')).statusCode).toBe(403)
  await admin.patch(`/people/${gus.person.id}`, { role: 'manager' })
  expect((await gus.get('/audit')).statusCode).toBe(200)
})

test('the last administrator who can sign in can be neither demoted nor disabled', async () => {
  const { link } = (
    await admin.post('/people', { email: 'hy@hospital.test', name: 'Hy', role: 'administrator' })
  ).json()
  // Hy has set no password yet and does not count; nor does the administrator of this test, who never had one.
  const sole = (await redeem(link)).json().person

  for (const change of [{ role: 'viewer' }, { disabled: true }]) {
    const answer = await admin.patch(`/people/${sole.id}`, change)
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'conflict'])
  }
  const other = (await admin.post('/people', { email: 'jo@hospital.test', name: 'Jo', role: 'administrator' })).json()
  await redeem(other.link)
  const answers = await Promise.all([
    admin.patch(`/people/${sole.id}`, { role: 'viewer' }),
    admin.patch(`/people/${other.person.id}`, { disabled: true }),
  ])
  expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 409])
})

test('the list of people goes on by key and shows each once', async () => {
  const seen: string[] = []
  let cursor = ''
  do {
    const page = (await admin.get(`/people?limit=3${cursor && `&cursor=${cursor}`}`)).json()
    expect(page.items.length).toBeLessThanOrEqual(3)
    seen.push(...page.items.map((person: { name: string }) => person.name))
    cursor = page.next
  } while (cursor)
  const whole = (await admin.get('/people?limit=200')).json().items.map((person: { name: string }) => person.name)

  expect(seen).toEqual(whole)
  expect(new Set(seen).size).toBe(seen.length)
  expect((await admin.get('/people?cursor=AAAA')).json().details).toEqual({
    fields: { cursor: 'Not a cursor of this list' },
  })
})

test('work can be given to those who may perform it', async () => {
  const viewer = await signedIn('viewer')
  const technician = await signedIn('technician')
  const analyst = await signedIn('analyst')
  const ids = (await viewer.get('/assignees')).json().map((person: { id: string }) => person.id)

  expect(ids).toContain(technician.person.id)
  expect(ids).toContain(admin.person.id)
  expect(ids).not.toContain(analyst.person.id)
  expect(ids).not.toContain(viewer.person.id)
})

test('the console unlocks, enables and gives a link, and the trail says so', async () => {
  const kit = await signedIn('viewer')
  await admin.patch(`/people/${kit.person.id}`, { disabled: true })
  const { link } = await rescuePerson(db, kit.person.email.toUpperCase())

  expect((await redeem(link)).statusCode).toBe(200)
  await expect(rescuePerson(db, 'nobody@hospital.test')).rejects.toMatchObject({ code: 'not_found' })
  const entries = (await admin.get(`/audit?subjectKind=person&subjectId=${kit.person.id}`)).json().items
  expect(entries.map((entry: { action: string; actorName: string }) => [entry.actorName, entry.action])).toEqual([
    [kit.person.name, 'person.joined'],
    ['console', 'person.reset_link_made'],
    ['console', 'person.enabled'],
    [admin.person.name, 'person.disabled'],
    ['test', 'person.invited'],
  ])
})

test('an invitation is mailed where mail and the public address are set up', async () => {
  const smtp = await smtpServer({ password: 'mail secret', refused: ['away@hospital.test'] })
  const mail = {
    host: smtp.host,
    port: smtp.port,
    from: 'Homeostat <h@hospital.test>',
    secure: false,
    user: 'homeostat',
  }
  const settings = {
    organisationName: 'Riverside',
    timeZone: 'UTC',
    currency: 'USD',
    publicUrl: 'https://homeostat.test/',
  }
  await admin.put('/settings', { ...settings, mail: { ...mail, password: 'mail secret' } })

  const mailed = (await admin.post('/people', { email: 'lu@hospital.test', name: 'Lu', role: 'viewer' })).json()
  const refused = (await admin.post('/people', { email: 'away@hospital.test', name: 'Away', role: 'viewer' })).json()
  await smtp.close()

  expect(mailed.mailed).toBe(true)
  expect(smtp.mails.map(({ to }) => to)).toEqual([['lu@hospital.test']])
  expect(smtp.mails[0]!.data.replace(/=\r\n/g, '').replace(/=3D/g, '=')).toContain(
    `https://homeostat.test${mailed.link}`,
  )
  expect([refused.mailed, refused.link]).toEqual([false, expect.stringMatching(/^\/join#token=/)])
})
