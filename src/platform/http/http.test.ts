import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { type FeedServer, startFeedServer } from '#bench/servers/feed-server.ts'
import { startForwardProxy } from '#bench/servers/forward-proxy.ts'
import type { AppError } from '#platform/errors.ts'
import { silentLog } from '#platform/log.ts'
import { createFeedHttp, type FeedHttpOptions } from './http.ts'

const Catalogue = z.object({ version: z.string() })
const folder = mkdtempSync(join(tmpdir(), 'homeostat-http-'))
let server: FeedServer

beforeAll(async () => {
  writeFileSync(join(folder, 'kev.json'), '{"version":"2026.01.31"}')
  server = await startFeedServer({ kev: join(folder, 'kev.json') })
})
afterEach(() => {
  server.heal()
  server.requests.length = 0
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

const open = (options: Partial<FeedHttpOptions> = {}) =>
  createFeedHttp({ origin: server.origin, log: silentLog, retries: 0, timeoutMs: 500, backoffMs: 1, ...options })

const failure = async (promise: Promise<unknown>) => {
  const error = (await promise.then(
    () => expect.unreachable('it did not fail'),
    (thrown) => thrown,
  )) as AppError
  return { code: error.code, sentence: error.message, details: error.details }
}

test('a catalogue is read, unpacked and checked', async () => {
  const http = open()

  expect(await http.getJson('kev.json', Catalogue)).toEqual({ version: '2026.01.31' })
  expect(server.requests[0]?.headers['accept-encoding']).toContain('gzip')
})

test('a catalogue that did not change is not sent again', async () => {
  const http = open()

  const first = await http.getBytes('/kev.json')
  if (first === 'not_modified') expect.unreachable('nothing was known yet')
  const second = await http.getBytes('/kev.json', { ifNoneMatch: first.etag ?? '' })

  expect(second).toBe('not_modified')
})

test.each([
  [401, 'upstream_unauthorised'],
  [403, 'upstream_unauthorised'],
  [404, 'upstream_failed'],
  [429, 'upstream_busy'],
  [500, 'upstream_failed'],
  [503, 'upstream_failed'],
])('status %i is %s', async (status, code) => {
  server.fail({ kind: 'status', status })

  expect(await failure(open().getBytes('kev.json'))).toMatchObject({ code, details: { status } })
})

test('a server that is silent for too long is a time-out', async () => {
  server.fail({ kind: 'delay', ms: 2_000 })

  expect(await failure(open({ timeoutMs: 50 }).getBytes('kev.json'))).toMatchObject({ code: 'upstream_timeout' })
  expect(await failure(open({ totalTimeoutMs: 50 }).getBytes('kev.json'))).toMatchObject({ code: 'upstream_timeout' })
})

test('half an answer is never taken for a whole one', async () => {
  server.fail({ kind: 'cut_off' })

  expect(await failure(open().getBytes('kev.json'))).toMatchObject({ code: 'upstream_cut_off' })
})

test('a log-in page is not taken for data', async () => {
  server.fail({ kind: 'html' })

  const { code, sentence } = await failure(open().getJson('kev.json', Catalogue))

  expect({ code, sentence }).toEqual({
    code: 'upstream_failed',
    sentence: `${server.origin.slice('http://'.length)}/kev.json answers with a web page where data is expected: a log-in page, a block page of the proxy, or the wrong address. Open that address in a browser to see which, and check the address and the credentials.`,
  })
})

test('a web page that calls itself JSON is not taken for data', async () => {
  server.publish('/page.json', '<!doctype html>')
  server.publish('/half.json', '{"version":"2026')
  server.publish('/other.json', '{"versions":[]}')

  expect(await failure(open().getJson('page.json', Catalogue))).toMatchObject({ code: 'upstream_failed' })
  expect(await failure(open().getJson('half.json', Catalogue))).toMatchObject({ code: 'upstream_cut_off' })
  expect(await failure(open().getJson('other.json', Catalogue))).toMatchObject({ code: 'upstream_failed' })
})

test('a server that recovers is asked again, and the log says so', async () => {
  server.fail({ kind: 'status', status: 503 }, /./, 1)
  server.fail({ kind: 'cut_off' }, /./, 1)
  const said: unknown[] = []
  const log = { ...silentLog, warn: (fields: unknown) => said.push(fields) }

  const catalogue = await open({ retries: 2, log, random: () => 0.9 }).getJson('kev.json', Catalogue)

  expect(catalogue).toEqual({ version: '2026.01.31' })
  const place = `${server.origin.slice('http://'.length)}/kev.json`
  expect(said).toEqual([
    { place, code: 'upstream_failed', retry: 1, waitMs: 0 },
    { place, code: 'upstream_cut_off', retry: 2, waitMs: 1 },
  ])
})

test('a server says how long to wait, within reason', async () => {
  server.fail({ kind: 'status', status: 429, retryAfter: '1' }, /./, 1)

  const said: unknown[] = []
  const log = { ...silentLog, warn: (fields: unknown) => said.push(fields) }
  const started = performance.now()
  await open({ retries: 1, log }).getBytes('kev.json')

  expect(said).toMatchObject([{ retry: 1, waitMs: 1000 }])
  // A timer may end early by two milliseconds.
  expect(performance.now() - started).toBeGreaterThan(990)
  server.fail({ kind: 'status', status: 429, retryAfter: '86400' })
  expect(await failure(open({ retries: 3 }).getBytes('kev.json'))).toMatchObject({
    code: 'upstream_busy',
    details: { waitMs: 86_400_000 },
  })
})

test('access that was refused is not tried again', async () => {
  server.fail({ kind: 'status', status: 401 })

  await failure(open({ retries: 3 }).getBytes('kev.json'))

  expect(server.requests.length).toBe(1)
})

test('another host is never reached, by a link or by a redirect', async () => {
  const other = await startFeedServer({ kev: join(folder, 'kev.json') })
  const links = [
    `${other.origin}/kev.json`,
    '//evil.example/kev.json',
    'file:///etc/passwd',
    'ftp://127.0.0.1/kev.json',
  ]

  for (const link of links) expect(await failure(open().getBytes(link))).toMatchObject({ code: 'upstream_untrusted' })
  server.fail({ kind: 'redirect', to: `${other.origin}/kev.json` })
  expect(await failure(open().getBytes('kev.json'))).toMatchObject({ code: 'upstream_untrusted' })

  expect(other.requests).toEqual([])
  await other.close()
})

test('a redirect on the same host is followed, but not for ever', async () => {
  server.fail({ kind: 'redirect', to: '/kev.json' }, /old\.json/)
  server.fail({ kind: 'redirect', to: '/round.json' }, /round\.json/)

  expect(await open().getJson('old.json', Catalogue)).toEqual({ version: '2026.01.31' })
  expect(await failure(open().getBytes('round.json'))).toMatchObject({ code: 'upstream_failed' })
})

test('plain http is for this machine only', () => {
  expect(() => open({ origin: 'http://www.cisa.gov' })).toThrow(expect.objectContaining({ code: 'upstream_untrusted' }))
  expect(() => open({ origin: 'https://me:secret@www.cisa.gov' })).toThrow(
    expect.objectContaining({ code: 'bad_request' }),
  )
})

test('an answer that is too large is not read to its end, packed or not', async () => {
  server.publish('/large.json', 'a'.repeat(1_000_000))

  expect(await failure(open().getBytes('large.json', { maxBytes: 1_000 }))).toMatchObject({ code: 'too_large' })
})

test('whether a file is there is an answer, not a failure', async () => {
  expect(await open().exists('kev.json')).toBe(true)
  expect(await open().exists('nothing.json')).toBe(false)
  server.fail({ kind: 'status', status: 405 }, /./, 1)
  expect(await open().exists('kev.json')).toBe(true)
  server.fail({ kind: 'status', status: 500 })
  expect(await failure(open().exists('kev.json'))).toMatchObject({ code: 'upstream_failed' })
})

test('a secret reaches neither the log nor an error', async () => {
  const said: string[] = []
  const log = { ...silentLog, warn: (...all: unknown[]) => said.push(JSON.stringify(all)) }
  server.fail({ kind: 'status', status: 500 }, /./, 1)
  server.fail({ kind: 'redirect', to: 'https://elsewhere.example/?key=hunter2&token=s3cr3t-token' })
  const headers = { authorization: 'Bearer s3cr3t-token' }

  const error = await failure(
    open({ log, headers, secrets: ['hunter2'], retries: 1 }).getBytes('/hunter2/x?key=hunter2'),
  )

  expect(error.code).toBe('upstream_untrusted')
  expect(said.length).toBe(1)
  expect(JSON.stringify([said, error])).not.toMatch(/hunter2|s3cr3t/)
  expect(server.requests[0]?.headers.authorization).toBe('Bearer s3cr3t-token')
})

test('a run that is stopped stops waiting', async () => {
  server.fail({ kind: 'delay', ms: 60_000 })
  const stop = new AbortController()
  const failed = failure(open({ signal: stop.signal, retries: 3 }).getBytes('kev.json'))
  await vi.waitFor(() => expect(server.requests.length).toBe(1), { timeout: 20_000 })
  stop.abort()

  expect(await failed).toMatchObject({ code: 'cancelled' })
})

test('a question goes to the paths that are named, and nowhere else', async () => {
  const asking = await startFeedServer({
    answers: ({ path, body }) => ({ status: path === '/away' ? 307 : 200, headers: { location: '/search' }, body }),
  })
  const http = open({ origin: asking.origin, queryPaths: ['/search', '/away'] })

  expect(await http.query('/search?page=2', { type: 'pump' }, z.object({ type: z.string() }))).toEqual({
    data: { type: 'pump' },
  })
  expect(await failure(http.query('/search/delete', {}, Catalogue))).toMatchObject({ code: 'bad_request' })
  expect(await failure(http.query('/away', {}, Catalogue))).toMatchObject({ code: 'upstream_failed' })
  expect(await failure(open({ origin: asking.origin }).query('/search', {}, Catalogue))).toMatchObject({
    code: 'bad_request',
  })
  expect(asking.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /search', 'POST /away'])
  await asking.close()
})

test('a list that ends in the middle is asked for again', async () => {
  let asked = 0
  const system = await startFeedServer({
    answers: () => ({ status: 200, body: ++asked === 1 ? '{"version":"20' : '{"version":"2026"}' }),
  })

  expect(await open({ origin: system.origin, retries: 1 }).getPage('/list', Catalogue)).toEqual({
    data: { version: '2026' },
  })
  asked = 0
  expect(await failure(open({ origin: system.origin }).getPage('/list', Catalogue))).toMatchObject({
    code: 'upstream_cut_off',
  })
  await system.close()
})

test('a token is had once, had again when it is refused or old, and is in no error', async () => {
  let tokens = 0
  let clock = Date.parse('2026-02-01T00:00:00Z')
  const system = await startFeedServer({
    answers: ({ path, headers }) => {
      if (path === '/token') return { status: 200, body: JSON.stringify({ token: `t0ken-number-${++tokens}` }) }
      return headers.authorization === `Bearer t0ken-number-${tokens}`
        ? { status: 200, body: '{"version":"1"}' }
        : { status: 401, body: '' }
    },
  })
  const Token = z.object({ token: z.string() })
  const http = open({
    origin: system.origin,
    now: () => new Date(clock),
    signIn: {
      path: '/token',
      json: {},
      read: ({ json }) => ({ headers: { authorization: `Bearer ${Token.parse(json).token}` }, seconds: 100 }),
    },
  })

  await http.getJson('/list', Catalogue)
  await http.getJson('/list', Catalogue)
  expect(tokens).toBe(1)
  clock += 95_000
  await http.getJson('/list', Catalogue)
  expect(tokens).toBe(2)
  tokens++
  await http.getJson('/list', Catalogue)
  expect(tokens).toBe(4)
  system.fail({ kind: 'redirect', to: 'https://elsewhere.example/?t=t0ken-number-4' }, /list/)
  expect(JSON.stringify(await failure(http.getJson('/list', Catalogue)))).not.toContain('t0ken-number-4')
  await system.close()
})

test('a private certificate authority is trusted once it is given', async () => {
  const secure = await startFeedServer({ kev: join(folder, 'kev.json'), tls: true })
  const caFile = join(folder, 'ca.pem')
  writeFileSync(caFile, secure.certificate ?? '')

  expect(await failure(open({ origin: secure.origin }).getBytes('kev.json'))).toMatchObject({
    code: 'upstream_untrusted',
  })
  expect(await open({ origin: secure.origin, caFile }).getJson('kev.json', Catalogue)).toEqual({
    version: '2026.01.31',
  })
  await secure.close()
})

test('an egress proxy is used, with its password, over https', async () => {
  const secure = await startFeedServer({ kev: join(folder, 'kev.json'), tls: true })
  const proxy = await startForwardProxy({ user: 'clinical', password: 'p@ss:word' })
  const caFile = join(folder, 'ca.pem')
  writeFileSync(caFile, secure.certificate ?? '')
  const wrong = proxy.address.replace('p%40ss', 'guess')

  const through = open({ origin: secure.origin, caFile, proxy: proxy.address })

  expect(await through.getJson('kev.json', Catalogue)).toEqual({ version: '2026.01.31' })
  expect(proxy.tunnels).toEqual([secure.origin.slice('https://'.length)])
  expect(await failure(open({ origin: secure.origin, caFile, proxy: wrong }).getBytes('kev.json'))).toMatchObject({
    code: 'upstream_unauthorised',
  })
  await through.close()
  await proxy.close()
  await secure.close()
})

test('a host that is not there is said in words', async () => {
  const gone = await startFeedServer()
  await gone.close()

  const { code, sentence } = await failure(open({ origin: gone.origin }).getBytes('kev.json'))

  expect(code).toBe('upstream_failed')
  expect(sentence).toContain('cannot be reached (ECONNREFUSED)')
})
