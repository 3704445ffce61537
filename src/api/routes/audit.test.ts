import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { smtpServer } from '#bench/servers/smtp-server.ts'
import { ensureSetUpLink, invitePerson, notify } from '#domain/access/access.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { clientOf, testServer } from '#tests/support/test-server.ts'
import { accessRoutes } from './access.ts'
import { notificationRoutes } from './notifications.ts'
import { peopleRoutes } from './people.ts'
import { savedViewRoutes } from './saved-views.ts'
import { settingsRoutes } from './settings.ts'

const { db } = await testDatabase()
const { app, organisation, nobody, signedIn } = await testServer(db)
const setUp = (await ensureSetUpLink(db))!.split('#token=')[1]!
const admin = await signedIn('administrator')
const password = 'a brown fox in ward nine'

const entries = async () => {
  const { rows } = await sql<{ action: string }>`select action from audit_entry order by id`.execute(db)
  return rows.map(({ action }) => action)
}

async function invited() {
  const { person, link } = await invitePerson(db, admin.actor, {
    email: `${Math.random()}@hospital.test`,
    name: 'Somebody',
    role: 'viewer',
  })
  return { person, token: link.split('#token=')[1]! }
}

const settings = { organisationName: 'Riverside', timeZone: 'UTC', publicUrl: null, currency: 'USD', mail: null }
const smtp = await smtpServer()
const mail = { host: smtp.host, port: smtp.port, from: 'h@hospital.test', secure: false, user: null }
const view = { page: 'devices', name: 'Mine', query: '' }

/** Each change of these routes, done once, and what the trail says of it. */
const changes: Record<string, { run: () => Promise<{ statusCode: number }>; says: string[] }> = {
  'POST /access-links/redeem': {
    run: () => nobody.post('/access-links/redeem', { token: setUp, password, name: 'Ada', email: 'ada@hospital.test' }),
    says: ['organisation.set_up'],
  },
  'POST /session': {
    run: () => nobody.post('/session', { email: 'ada@hospital.test', password }),
    says: ['session.opened'],
  },
  'DELETE /session': {
    run: async () => (await signedIn('viewer')).delete('/session'),
    says: ['person.invited', 'session.ended'],
  },
  'PUT /session/password': {
    async run() {
      const answer = await nobody.post('/access-links/redeem', { token: (await invited()).token, password })
      const client = clientOf(app, { token: answer.cookies[0]!.value, csrfToken: answer.json().csrfToken })
      return await client.put('/session/password', { current: password, next: 'seven grey herons fly' })
    },
    says: ['person.invited', 'person.joined', 'person.password_changed'],
  },
  'POST /people': {
    run: () => admin.post('/people', { email: 'bo@hospital.test', name: 'Bo', role: 'viewer' }),
    says: ['person.invited'],
  },
  'PATCH /people/{person}': {
    run: async () => admin.patch(`/people/${(await invited()).person.id}`, { role: 'analyst' }),
    says: ['person.invited', 'person.role_changed'],
  },
  'POST /people/{person}/reset-link': {
    run: async () => admin.post(`/people/${(await invited()).person.id}/reset-link`),
    says: ['person.invited', 'person.reset_link_made'],
  },
  'POST /saved-views': { run: () => admin.post('/saved-views', view), says: ['saved_view.saved'] },
  'DELETE /saved-views/{view}': {
    run: async () => admin.delete(`/saved-views/${(await admin.post('/saved-views', view)).json()[0].id}`),
    says: ['saved_view.saved', 'saved_view.removed'],
  },
  'PUT /saved-views/{view}/watch': {
    run: async () => admin.put(`/saved-views/${(await admin.post('/saved-views', view)).json()[0].id}/watch`, {}),
    says: ['saved_view.saved', 'saved_view.watched'],
  },
  'DELETE /saved-views/{view}/watch': {
    run: async () => admin.delete(`/saved-views/${(await admin.post('/saved-views', view)).json()[0].id}/watch`),
    says: ['saved_view.saved', 'saved_view.unwatched'],
  },
  'PUT /settings': {
    run: () => admin.put('/settings', { ...settings, mail }),
    says: ['settings.changed'],
  },
  'POST /settings/mail/check': { run: () => admin.post('/settings/mail/check'), says: ['settings.mail_checked'] },
}

/** They change nothing that anybody would ask about. */
const silent = ['POST /access-links/inspect', 'POST /notifications/read']

test('every change of people, sessions, views and settings is named here', () => {
  const mutating = [accessRoutes, peopleRoutes, notificationRoutes, savedViewRoutes, settingsRoutes]
    .flat()
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path }) => `${method} ${path.replace('/api/v1', '')}`)

  expect([...Object.keys(changes), ...silent].sort()).toEqual(mutating.sort())
})

for (const [name, { run, says }] of Object.entries(changes))
  test(`${name} leaves its trace in the trail`, async () => {
    const before = (await entries()).length
    const answer = await run()

    expect(answer.statusCode).toBeLessThan(300)
    expect((await entries()).slice(before)).toEqual(says)
  })

test('the trail is read newest first, by what was done to and by whom, page by page', async () => {
  await notify(db, organisation.id, [admin.person.id], { kind: 'x', title: 'x', body: '', path: null, dedupeKey: 'x' })
  const { person } = await invited()
  await admin.patch(`/people/${person.id}`, { name: 'Other' })
  const of = (await admin.get(`/audit?subjectKind=person&subjectId=${person.id}`)).json()
  const by = (await admin.get(`/audit?actor=${admin.person.id}&limit=2`)).json()
  const further = (await admin.get(`/audit?actor=${admin.person.id}&limit=2&cursor=${by.next}`)).json()

  expect(of).toEqual({
    items: [
      expect.objectContaining({
        actorName: admin.person.name,
        action: 'person.renamed',
        subjectKind: 'person',
        subjectId: person.id,
        reason: null,
        detail: {
          before: { name: 'Somebody', role: 'viewer', approves: false, locked: false, disabled: false },
          after: { name: 'Other', role: 'viewer', approves: false, locked: false, disabled: false },
        },
      }),
      expect.objectContaining({ action: 'person.invited' }),
    ],
    next: null,
  })
  expect(by.items).toHaveLength(2)
  expect(further.items[0].id < by.items[1].id).toBe(true)
  await smtp.close()
})
