import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { ensureSetUpLink, invitePerson } from '#domain/access/access.ts'
import { permissionsOf } from '#model/access.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { clientOf, testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const { app, organisation, signedIn, nobody } = await testServer(db)

const good = 'a brown fox in ward nine'
const tokenOf = (link: string | null) => link!.split('#token=')[1]!
const system = { organisationId: organisation.id, personId: null, name: 'test' }

const cookieOf = (answer: { cookies: { name: string; value: string }[] }) =>
  answer.cookies.find(({ name }) => name === 'homeostat_session')!

/** A person who has set the password `good`. */
async function member(email: string, role: 'viewer' | 'technician' = 'viewer') {
  const { person, link } = await invitePerson(db, system, { email, name: email.split('@')[0]!, role })
  await nobody.post('/access-links/redeem', { token: tokenOf(link), password: good })
  return person
}

const trail = async (id: string) => {
  const { rows } = await sql<{ action: string }>`
    select action from audit_entry where subject_id = ${id} order by id`.execute(db)
  return rows.map(({ action }) => action)
}

describe('the first start', () => {
  test('each start voids the set-up link of the one before, until there is an administrator', async () => {
    const first = await ensureSetUpLink(db)
    const second = await ensureSetUpLink(db)

    expect(second).toMatch(/^\/set-up#token=[\w-]{43}$/)
    expect((await nobody.post('/access-links/inspect', { token: tokenOf(first) })).statusCode).toBe(404)
    expect((await nobody.post('/access-links/inspect', { token: tokenOf(second) })).json()).toEqual({
      purpose: 'set_up',
      email: null,
      name: null,
    })
    expect((await nobody.get('/session')).json()).toMatchObject({ person: null, needsSetUp: true, csrfToken: '' })
  })

  test('the link makes one administrator, names the hospital and signs in; then it is spent', async () => {
    const token = tokenOf(await ensureSetUpLink(db))
    const form = { token, name: 'Ada Quill', email: 'ada@hospital.test', password: good }
    const short = await nobody.post('/access-links/redeem', { ...form, password: 'short' })
    const answers = await Promise.all([
      nobody.post('/access-links/redeem', {
        ...form,
        organisationName: 'Riverside General',
        timeZone: 'America/Chicago',
      }),
      nobody.post('/access-links/redeem', { ...form, email: 'eve@hospital.test', password: good }),
    ])

    expect(short.json().details).toEqual({ fields: { password: expect.stringContaining('at least 12') } })
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 404])
    const made = answers.find((answer) => answer.statusCode === 200)!
    expect(made.json()).toMatchObject({ needsSetUp: false, person: { role: 'administrator', name: 'Ada Quill' } })
    expect(made.json().permissions).toEqual(permissionsOf.administrator)
    expect(cookieOf(made)).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
    expect(await ensureSetUpLink(db)).toBeNull()
    expect((await nobody.get('/session')).json().needsSetUp).toBe(false)
  })
})

describe('signing in', () => {
  test('a person signs in, is known, signs out and is known no more', async () => {
    const person = await member('bea@hospital.test')
    const answer = await nobody.post('/session', { email: 'BEA@hospital.test ', password: good })
    const { value: token } = cookieOf(answer)
    const bea = clientOf(app, { token, csrfToken: answer.json().csrfToken })

    expect((await bea.get('/session')).json().person).toMatchObject({ id: person.id, email: 'bea@hospital.test' })
    const out = await bea.delete('/session')
    expect(out.statusCode).toBe(204)
    expect(cookieOf(out).value).toBe('')
    expect((await bea.get('/session')).json().person).toBeNull()
    expect(await trail(person.id)).toEqual(['person.invited', 'person.joined', 'session.opened', 'session.ended'])
  })

  test('only the hash of a token lies in the database', async () => {
    await member('cid@hospital.test')
    const { value } = cookieOf(await nobody.post('/session', { email: 'cid@hospital.test', password: good }))

    const { rows } = await sql<{ row: string }>`select session::text as row from session`.execute(db)
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.filter(({ row }) => row.includes(value))).toEqual([])
  })

  test('signing in again ends the session of before', async () => {
    await member('dan@hospital.test')
    const first = cookieOf(await nobody.post('/session', { email: 'dan@hospital.test', password: good })).value
    const again = await app.inject({
      method: 'POST',
      url: '/api/v1/session',
      cookies: { homeostat_session: first },
      payload: { email: 'dan@hospital.test', password: good },
    })

    expect(cookieOf(again).value).not.toBe(first)
    expect((await clientOf(app, { token: first, csrfToken: '' }).get('/notifications')).statusCode).toBe(401)
  })

  test('five failures lock the account, each further one longer, and an unknown address answers the same', async () => {
    const person = await member('eli@hospital.test')
    const attempt = (email: string, password = 'wrong') => nobody.post('/session', { email, password })
    const known = []
    const unknown = []
    for (let count = 0; count < 7; count++) {
      known.push(await attempt('eli@hospital.test'))
      unknown.push(await attempt('nobody@hospital.test'))
    }

    expect(known.map((answer) => answer.statusCode)).toEqual([401, 401, 401, 401, 401, 429, 429])
    expect(unknown.map((answer) => answer.statusCode)).toEqual([401, 401, 401, 401, 401, 429, 429])
    expect(known[0]!.json()).toEqual(unknown[0]!.json())
    const words = (text: string) => text.replace(/\d\d:\d\d:\d\d/, 'TIME')
    expect(words(known[6]!.json().detail)).toBe(words(unknown[6]!.json().detail))
    expect(words(known[6]!.json().detail)).toMatch('Try again after TIME')
    expect((await attempt('eli@hospital.test', good)).statusCode).toBe(429)

    const minutes: number[] = []
    for (let count = 0; count < 8; count++) {
      await sql`update person set locked_until = now() where id = ${person.id}`.execute(db)
      await attempt('eli@hospital.test')
      const { rows } = await sql<{ minutes: number }>`
        select round(extract(epoch from locked_until - now()) / 60)::int as minutes from person where id = ${person.id}`.execute(
        db,
      )
      minutes.push(rows[0]!.minutes)
    }
    expect(minutes).toEqual([2, 4, 8, 16, 32, 60, 60, 60])

    await sql`update person set locked_until = now() where id = ${person.id}`.execute(db)
    expect((await attempt('eli@hospital.test', good)).statusCode).toBe(200)
    expect((await attempt('eli@hospital.test')).statusCode).toBe(401)
    expect(await trail(person.id)).toContain('person.locked')
  })

  test('many guesses at once do not outrun the lock', async () => {
    await member('fay@hospital.test')
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => nobody.post('/session', { email: 'fay@hospital.test', password: 'wrong' })),
    )

    expect(answers.filter((answer) => answer.statusCode === 401)).toHaveLength(5)
    expect(answers.filter((answer) => answer.statusCode === 429)).toHaveLength(7)
  })

  test('an unknown account takes as long as a known one', async () => {
    await member('gil@hospital.test')
    // Of the processor, not of the clock: others may be at work on this machine.
    const time = async (email: string) => {
      const begin = process.cpuUsage()
      await nobody.post('/session', { email, password: 'wrong' })
      const { user, system } = process.cpuUsage(begin)
      return user + system
    }
    await time('warm-up@hospital.test')
    const [known, unknown]: [number[], number[]] = [[], []]
    for (let turn = 0; turn < 3; turn++) {
      known.push(await time('gil@hospital.test'))
      unknown.push(await time('nobody-else@hospital.test'))
    }

    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 3)
  })

  test('a session ends when nobody used it for a shift, and after a week in any case', async () => {
    const idle = await signedIn('viewer')
    const old = await signedIn('viewer')
    await sql`update session set last_seen_at = now() - interval '13 hours' where person_id = ${idle.person.id}`.execute(
      db,
    )
    await sql`update session set expires_at = now() where person_id = ${old.person.id}`.execute(db)

    expect((await idle.get('/notifications')).statusCode).toBe(401)
    expect((await old.get('/notifications')).statusCode).toBe(401)
  })

  test('cookies are for TLS only where the server says so', async () => {
    const secure = await testServer(db, { secureCookies: true })
    await member('hal@hospital.test')
    const answer = await secure.nobody.post('/session', { email: 'hal@hospital.test', password: good })

    expect(cookieOf(answer)).toMatchObject({ secure: true })
  })

  test('one address cannot knock without end', async () => {
    const limited = await testServer(db, { rateLimited: true })
    const codes = []
    for (let count = 0; count < 31; count++)
      codes.push(await limited.nobody.post('/access-links/redeem', { token: 'x'.repeat(43), password: good }))

    expect(codes.slice(0, 30).map((answer) => answer.statusCode)).toEqual(Array(30).fill(404))
    expect(codes[30]!.json()).toMatchObject({ status: 429, code: 'too_many_requests' })
  })
})

describe('whose page asks', () => {
  test('a change without the CSRF token, or with another’s, is refused', async () => {
    const ada = await signedIn('viewer')
    const other = await signedIn('viewer')
    const view = { page: 'devices', name: 'Mine', query: '?site=North' }

    for (const csrfToken of ['', other.csrfToken]) {
      const answer = await clientOf(app, { token: ada.token, csrfToken }).post('/saved-views', view)
      expect([answer.statusCode, answer.json().code]).toEqual([403, 'forbidden'])
    }
    expect((await ada.post('/saved-views', view)).statusCode).toBe(201)
  })

  test('another site’s page cannot change anything, nor sign anybody in', async () => {
    const ada = await signedIn('viewer')
    const knock = (headers: Record<string, string>) =>
      app.inject({
        method: 'POST',
        url: '/api/v1/notifications/read',
        headers: {
          cookie: `homeostat_session=${ada.token}`,
          'x-csrf-token': ada.csrfToken,
          host: 'homeostat.test',
          ...headers,
        },
        payload: { ids: 'all' },
      })
    const signIn = await app.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { origin: 'https://evil.test', host: 'homeostat.test' },
      payload: { email: 'a@b.test', password: good },
    })

    expect((await knock({ origin: 'https://evil.test' })).statusCode).toBe(403)
    expect((await knock({ origin: 'null' })).statusCode).toBe(403)
    expect((await knock({ 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403)
    expect(signIn.statusCode).toBe(403)
    expect((await knock({ origin: 'https://homeostat.test', 'sec-fetch-site': 'same-origin' })).statusCode).toBe(204)
    expect((await knock({})).statusCode).toBe(204)
  })
})

describe('the own password', () => {
  test('a new password ends every session but the one it was set in', async () => {
    await member('ida@hospital.test')
    const enter = async (password: string) => {
      const answer = await nobody.post('/session', { email: 'ida@hospital.test', password })
      return answer.statusCode === 200
        ? clientOf(app, { token: cookieOf(answer).value, csrfToken: answer.json().csrfToken })
        : null
    }
    const here = (await enter(good))!
    const elsewhere = (await enter(good))!
    const wrong = await here.put('/session/password', { current: 'not it', next: 'seven grey herons fly' })
    const weak = await here.put('/session/password', { current: good, next: 'password1234' })
    const changed = await here.put('/session/password', { current: good, next: 'seven grey herons fly' })

    expect(wrong.json().details).toEqual({ fields: { current: 'The present password is not right.' } })
    expect(Object.keys(weak.json().details.fields)).toEqual(['next'])
    expect(changed.statusCode).toBe(200)
    expect((await elsewhere.get('/notifications')).statusCode).toBe(401)
    expect((await here.get('/notifications')).statusCode).toBe(401)
    const fresh = clientOf(app, { token: cookieOf(changed).value, csrfToken: changed.json().csrfToken })
    expect((await fresh.post('/notifications/read', { ids: 'all' })).statusCode).toBe(204)
    expect(await enter(good)).toBeNull()
    expect(await enter('seven grey herons fly')).not.toBeNull()
  })
})
