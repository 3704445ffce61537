import { expect, test } from 'vitest'
import { Role } from '#model/access.ts'
import { AppError } from '#platform/errors.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'
import { routes } from './routes.ts'

const { db } = await testDatabase()

// Every route as it is, but for what it does: whoever is let in is told so.
const admitted = () => {
  throw new AppError('cancelled', 'let in')
}
const { app, nobody, signedIn } = await testServer(db, {
  routes: routes.map((route) => ({ ...route, params: undefined, query: undefined, body: undefined, handle: admitted })),
})

const as: Record<string, { headers: Record<string, string> }> = {
  nobody: { headers: {} },
  ...Object.fromEntries(
    await Promise.all(
      Role.options.map(async (role) => {
        const { token, csrfToken } = await signedIn(role)
        return [role, { headers: { cookie: `homeostat_session=${token}`, 'x-csrf-token': csrfToken } }]
      }),
    ),
  ),
}

/** Who is let in where, found out by asking. */
const matrix: Record<string, string[]> = {}
for (const { method, path } of routes) {
  const key = `${method} ${path.replace('/api/v1', '')}`
  matrix[key] = []
  for (const [who, { headers }] of Object.entries(as)) {
    const answer = await app.inject({
      method,
      url: path.replace(/\{\w+\}/g, 'x'),
      headers,
      payload: method === 'GET' ? undefined : {},
    })
    const { detail, code } = answer.json()
    if (detail === 'let in') matrix[key].push(who)
    else if (code !== (who === 'nobody' ? 'unauthenticated' : 'forbidden')) matrix[key].push(`${who}: ${code}`)
  }
}

const everyone = ['nobody', ...Role.options]
const allowed = (...roles: string[]) => roles

test('each endpoint lets in whom its permission names, and nobody else', () => {
  const expected: Record<string, string[]> = {
    public: everyone,
    self: [...Role.options],
    'device:read': [...Role.options],
    'device:write': allowed('analyst', 'manager', 'administrator'),
    'advisory:read': [...Role.options],
    'finding:read': [...Role.options],
    'finding:decide': allowed('analyst', 'manager', 'administrator'),
    // A person is given it by name; no role has it, the administrator's neither.
    'finding:approve': [],
    'finding:publish': allowed('manager', 'administrator'),
    'work-order:read': [...Role.options],
    'work-order:write': allowed('analyst', 'manager', 'administrator'),
    'work-order:perform': allowed('technician', 'manager', 'administrator'),
    'work-order:accept': allowed('manager', 'administrator'),
    'source:read': [...Role.options],
    'source:run': allowed('analyst', 'manager', 'administrator'),
    'source:write': allowed('manager', 'administrator'),
    'person:read': allowed('manager', 'administrator'),
    'person:write': allowed('administrator'),
    'audit:read': allowed('manager', 'administrator'),
    'settings:write': allowed('administrator'),
  }

  expect(Object.keys(matrix).length).toBe(routes.length)
  expect(matrix).toEqual(
    Object.fromEntries(
      routes.map(({ method, path, permission }) => [
        `${method} ${path.replace('/api/v1', '')}`,
        everyone.filter((who) => permission.some((one) => expected[one]?.includes(who))),
      ]),
    ),
  )
})

test('a viewer changes nothing but what is their own', () => {
  const changes = Object.entries(matrix).filter(([key, who]) => !key.startsWith('GET') && who.includes('viewer'))

  expect(
    changes
      .map(([key]) => key)
      .filter(
        (key) =>
          !/ \/(session|access-links|notifications|saved-views|advisories\/mark$|decision-records\/check$|what-if$|what-if\/moves$)/.test(
            key,
          ),
      ),
  ).toEqual([])
})

test('only the doors of the sign-in, health and the document are open to nobody', async () => {
  expect(Object.keys(matrix).filter((key) => matrix[key]!.includes('nobody'))).toEqual([
    'GET /session',
    'POST /session',
    'POST /access-links/inspect',
    'POST /access-links/redeem',
    'GET /health',
  ])
  expect((await nobody.get('/openapi.json')).statusCode).toBe(200)
})
