import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { ensureOrganisation } from '#domain/access/access.ts'
import { AppError } from '#platform/errors.ts'
import { silentLog } from '#platform/log.ts'
import { decodeCursor, encodeCursor } from '#platform/paging.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServices } from '#tests/support/test-server.ts'
import { file, route, upload } from './route.ts'
import { createServer } from './server.ts'

const { db } = await testDatabase()
await ensureOrganisation(db)

const logged: unknown[] = []

const Pump = z.object({
  name: z.string(),
  site: z.string().nullable(),
  seenAt: z.iso.datetime().nullable(),
  owner: z.object({ id: z.string() }).nullable(),
  raw: z.unknown(),
})
const common = { tag: 'test', summary: 'A route of the test', permission: 'public' } as const

const app = await createServer({
  db,
  services: testServices({ version: '1.2.3' }),
  log: { ...silentLog, error: (fields) => logged.push(fields) },
  webRoot: '/nowhere/web',
  routes: [
    route({
      ...common,
      method: 'GET',
      path: '/api/v1/pumps/{pump}',
      params: z.object({ pump: z.int() }),
      query: z.object({
        site: z.array(z.string()).default([]),
        active: z.boolean().optional(),
        limit: z.int().min(1).max(200).default(50),
      }),
      response: z.object({ pump: z.int(), site: z.array(z.string()), active: z.boolean().nullable(), limit: z.int() }),
      handle: ({ params, query }) => ({ ...params, ...query, active: query.active ?? null }),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/api/v1/pumps',
      body: z
        .object({ from: z.iso.date(), to: z.iso.date() })
        .refine(({ from, to }) => from <= to, { path: ['to'], message: 'must not be before from' }),
      response: Pump,
      status: 201,
      handle: () => ({
        name: 'B-1',
        site: null,
        seenAt: '2026-02-03T04:05:06.000Z',
        owner: null,
        raw: { row: 7 },
        secret: 'not for outside',
      }),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/api/v1/breaks',
      query: z.object({ how: z.enum(['bug', 'known']) }),
      response: z.object({}),
      handle: ({ query }) => {
        if (query.how === 'known') throw new AppError('conflict', 'Someone else changed it. Load it again.')
        throw new Error('the password is 1234')
      },
    }),
    route({
      ...common,
      method: 'DELETE',
      path: '/api/v1/pumps/{pump}',
      params: z.object({ pump: z.int() }),
      handle: () => {},
      response: { kind: 'empty' },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/api/v1/pumps.csv',
      response: file('text/csv', 'All pumps'),
      handle: () => ({ content: Readable.from(['a,b\n', '1,2\n']), fileName: 'pümps.csv' }),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/api/v1/uploads',
      body: upload({ maxBytes: 1000, fields: z.object({ source: z.string() }) }),
      response: z.object({ name: z.string(), source: z.string(), bytes: z.int() }),
      async handle({ body }) {
        let bytes = 0
        for await (const chunk of body.stream) bytes += chunk.length
        return { name: body.name, source: body.fields.source, bytes }
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/api/v1/mine',
      permission: 'self',
      response: z.object({}),
      handle: () => ({}),
    }),
  ],
})

test('numbers, switches and lists are read out of the address', async () => {
  const answer = await app.inject('/api/v1/pumps/7?site=North&active=false')

  expect(answer.json()).toEqual({ pump: 7, site: ['North'], active: false, limit: 50 })
})

test('a wrong, an unknown and a missing parameter are each named', async () => {
  const wrong = await app.inject('/api/v1/pumps/7?limit=900')
  const unknown = await app.inject('/api/v1/pumps/7?limi=9')
  const missing = await app.inject('/api/v1/breaks')

  expect(wrong.statusCode).toBe(400)
  expect(wrong.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(wrong.json()).toEqual({
    type: 'about:blank',
    title: 'The request is not right',
    status: 400,
    code: 'bad_request',
    detail: 'Mend limit (Too big: expected number to be <=200).',
    details: { fields: { limit: 'Too big: expected number to be <=200' } },
  })
  expect(unknown.json().details).toEqual({ fields: { limi: 'There is no such field' } })
  expect(Object.keys(missing.json().details.fields)).toEqual(['how'])
})

test('a rule that JSON Schema cannot say is kept as well', async () => {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/pumps',
    payload: { from: '2026-02-02', to: '2026-01-01' },
  })

  expect(answer.json().details).toEqual({ fields: { to: 'must not be before from' } })
})

test('an answer holds what its schema names, and nothing more', async () => {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/pumps',
    payload: { from: '2026-01-01', to: '2026-01-02' },
  })

  expect(answer.statusCode).toBe(201)
  expect(answer.json()).toEqual({
    name: 'B-1',
    site: null,
    seenAt: '2026-02-03T04:05:06.000Z',
    owner: null,
    raw: { row: 7 },
  })
})

test('an error that nobody foresaw tells nothing of the inside, but its number leads to the log', async () => {
  const known = await app.inject('/api/v1/breaks?how=known')
  const bug = await app.inject('/api/v1/breaks?how=bug')

  expect(known.statusCode).toBe(409)
  expect(known.json().detail).toBe('Someone else changed it. Load it again.')
  expect(bug.statusCode).toBe(500)
  expect(bug.body).not.toContain('1234')
  expect(logged).toEqual([
    expect.objectContaining({ requestId: bug.headers['x-request-id'], error: 'the password is 1234' }),
  ])
})

test('broken JSON, a body too large, another media type and an unknown path are problems too', async () => {
  const post = (payload: string, type = 'application/json') =>
    app.inject({ method: 'POST', url: '/api/v1/pumps', payload, headers: { 'content-type': type } })
  const answers = [
    await post('{"from":'),
    await post(`"${'x'.repeat(1 << 20)}"`),
    await post('from=1', 'text/plain'),
    await app.inject('/api/v1/nowhere'),
    await app.inject({ method: 'PATCH', url: '/api/v1/pumps' }),
  ]

  expect(answers.map((answer) => [answer.statusCode, answer.json().code])).toEqual([
    [400, 'bad_request'],
    [413, 'too_large'],
    [415, 'bad_request'],
    [404, 'not_found'],
    [404, 'not_found'],
  ])
  for (const answer of answers) expect(answer.headers['content-type']).toMatch('application/problem+json')
})

test('a route without an answer answers 204', async () => {
  const answer = await app.inject({ method: 'DELETE', url: '/api/v1/pumps/7' })

  expect([answer.statusCode, answer.body]).toEqual([204, ''])
})

test('a file is streamed under its name', async () => {
  const answer = await app.inject('/api/v1/pumps.csv')

  expect(answer.body).toBe('a,b\n1,2\n')
  expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(answer.headers['content-disposition']).toBe("attachment; filename*=UTF-8''p%C3%BCmps.csv")
})

const multipart = (content: string, source = 'CMMS') => ({
  method: 'POST' as const,
  url: '/api/v1/uploads',
  headers: { 'content-type': 'multipart/form-data; boundary=xx' },
  payload: `--xx\r\ncontent-disposition: form-data; name="source"\r\n\r\n${source}\r\n--xx\r\ncontent-disposition: form-data; name="file"; filename="pumps.csv"\r\ncontent-type: text/csv\r\n\r\n${content}\r\n--xx--\r\n`,
})

test('an upload is a stream beside its fields, and breaks off where it is too large', async () => {
  const small = await app.inject(multipart('x'.repeat(500)))
  const large = await app.inject(multipart('x'.repeat(5000)))
  const none = await app.inject({ method: 'POST', url: '/api/v1/uploads', payload: {} })

  expect(small.json()).toEqual({ name: 'pumps.csv', source: 'CMMS', bytes: 500 })
  expect([large.statusCode, large.json().code]).toEqual([413, 'too_large'])
  expect(none.statusCode).toBe(400)
})

test('an upload that breaks off in the middle is never taken for a whole one', async () => {
  const taken: unknown[] = []
  let begun = false
  const other = await createServer({
    db,
    services: testServices(),
    log: silentLog,
    webRoot: '/nowhere/web',
    routes: [
      route({
        ...common,
        method: 'POST',
        path: '/api/v1/uploads',
        body: upload({ maxBytes: 1 << 30 }),
        response: { kind: 'empty' },
        async handle({ body }) {
          const chunks: Buffer[] = []
          begun = true
          const whole = await (async () => {
            for await (const chunk of body.stream) chunks.push(chunk)
          })().then(
            () => 'whole',
            () => 'broken off',
          )
          taken.push(whole)
        },
      }),
    ],
  })
  await other.listen({ host: '127.0.0.1', port: 0 })
  const { port } = other.server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  socket.write(
    'POST /api/v1/uploads HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=xx\r\ncontent-length: 90000\r\n\r\n--xx\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nbeginning',
  )
  await vi.waitFor(() => expect(begun).toBe(true), { timeout: 20_000 })
  socket.destroy()
  await vi.waitFor(() => expect(taken).toEqual(['broken off']), { timeout: 20_000 })
  await other.close()
})

test('an upload that is refused in the middle is read away, so that its connection ends', async () => {
  const other = await createServer({
    db,
    services: testServices(),
    log: silentLog,
    webRoot: '/nowhere/web',
    routes: [
      route({
        ...common,
        method: 'POST',
        path: '/api/v1/uploads',
        body: upload({ maxBytes: 1 << 30 }),
        response: { kind: 'empty' },
        async handle({ body }) {
          for await (const _ of body.stream) throw new AppError('hostile_file', 'Enough of it.')
        },
      }),
    ],
  })
  await other.listen({ host: '127.0.0.1', port: 0 })
  const { port } = other.server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.on('data', (bytes) => {
    answer += bytes
  })
  socket.write(
    'POST /api/v1/uploads HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=xx\r\ncontent-length: 900000000\r\n\r\n--xx\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n',
  )
  // Who sends goes on sending for a while after the answer.
  for (let sent = 0; sent < 20; sent++) {
    const isTaken = socket.write(Buffer.alloc(1 << 20, 'x')) || once(socket, 'drain').then(() => true)
    expect(await Promise.race([isTaken, sleep(20_000, 'stuck')])).toBe(true)
  }
  socket.destroy()
  await other.close()

  expect(answer).toMatch(/^HTTP\/1\.1 422 .*"detail":"Enough of it\."/s)
})

test('an address that is not even one is a problem as well', async () => {
  const answer = await app.inject('/api/v1/pumps/%zz')

  expect([answer.statusCode, answer.json().code]).toEqual([400, 'bad_request'])
  expect(answer.headers['content-type']).toMatch('application/problem+json')
})

test('who is not signed in is told so', async () => {
  const answer = await app.inject('/api/v1/mine')

  expect([answer.statusCode, answer.json().code]).toEqual([401, 'unauthenticated'])
})

test('every answer forbids scripts from elsewhere, frames and guessing at types', async () => {
  const { headers } = await app.inject('/api/v1/pumps/7')

  expect(headers['content-security-policy']).toMatch(/script-src 'self';.*frame-ancestors 'none'/)
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['referrer-policy']).toBe('same-origin')
  expect(headers['cache-control']).toBe('no-store')
})

test('without a built web client the server says what to do', async () => {
  const answer = await app.inject('/devices')

  expect(answer.statusCode).toBe(503)
  expect(answer.body).toContain('npm start')
})

test('a cursor comes back as the key it was made of; a forged one is refused', () => {
  const shape = z.tuple([z.number(), z.uuid()])
  const key = [4.5, '0198c0de-0000-7000-8000-000000000001'] as const

  expect(decodeCursor(encodeCursor(key), shape)).toEqual(key)
  for (const forged of ['', 'x', encodeCursor([1]), encodeCursor(['a', 'b']), '%00'])
    expect(() => decodeCursor(forged, shape)).toThrow(/begin at the first page/)
})

test('a route must declare the parameters of its path', () => {
  expect(() =>
    route({
      ...common,
      method: 'GET',
      path: '/api/v1/pumps/{pump}',
      response: { kind: 'empty' },
      handle: () => {},
    }),
  ).toThrow('declares the parameters none')
})
