import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createMessage, generateKey, type PrivateKey, readPrivateKey, sign } from 'openpgp'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type FeedServer, startFeedServer } from '#bench/servers/feed-server.ts'
import { memoryFiles } from '#bench/servers/memory-files.ts'
import { makeZip } from '#bench/servers/zip.ts'
import type { FeedFiles, FeedPage } from '#feeds/feed.ts'
import { openFeedFiles } from '#platform/files/files.ts'
import { createFeedHttp } from '#platform/http/http.ts'
import { silentLog } from '#platform/log.ts'
import { inCorpus } from '#tests/support/corpus.ts'
import { csafProvider, readDocument } from './feed.ts'
import type { LedgerState } from './ledger.ts'

type Page = FeedPage<LedgerState>
type Settings = { publicKey?: string; include?: string }

const now = () => new Date('2026-02-01T00:00:00Z')
const top = mkdtempSync(join(tmpdir(), 'homeostat-csaf-'))
const servers: FeedServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})
afterAll(() => rmSync(top, { recursive: true }))

async function gather(pages: AsyncIterable<Page>): Promise<Page[]> {
  const found: Page[] = []
  for await (const page of pages) found.push(page)
  return found
}

const fromFiles = (files: FeedFiles, since?: LedgerState, settings: Settings = {}) =>
  gather(csafProvider.pull({ config: { location: 'a folder', ...settings }, files, log: silentLog, now }, since))

function fromServer(server: FeedServer, path: string, since?: LedgerState, settings: Settings = {}) {
  const http = createFeedHttp({ origin: server.origin, log: silentLog, retries: 0, totalTimeoutMs: 500, backoffMs: 1 })
  const config = { location: `${server.origin}${path}`, ...settings }
  return gather(csafProvider.pull({ config, http, log: silentLog, now }, since))
}

const document = (id: string, title = id) =>
  JSON.stringify({
    document: {
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      publisher: { category: 'vendor', name: 'Meadow Medical', namespace: 'https://meadow.example' },
      title,
      tracking: {
        id,
        status: 'final',
        version: '1',
        initial_release_date: '2026-01-20T10:00:00Z',
        current_release_date: '2026-01-20T10:00:00Z',
      },
    },
  })

/** A directory as a provider publishes it: documents by path, with digests, index and times of change. */
function published(documents: Record<string, string>, changedAt = '2026-01-20T10:00:00Z'): Record<string, string> {
  const paths = Object.keys(documents)
  const sha512 = (text: string) => createHash('sha512').update(text).digest('hex')
  return {
    ...documents,
    ...Object.fromEntries(paths.map((path) => [`${path}.sha512`, `${sha512(documents[path] ?? '')}  ${path}\n`])),
    'index.txt': paths.map((path) => `${path}\n`).join(''),
    'changes.csv': paths.map((path) => `"${path}","${changedAt}"\n`).join(''),
  }
}

const two = { '2026/mm-1.json': document('MM-1'), '2026/mm-2.json': document('MM-2') }

let count = 0
async function serve(files: Record<string, string>, distributions?: readonly ('directory' | 'rolie')[]) {
  const csaf = join(top, `provider-${++count}`)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(csaf, path)), { recursive: true })
    writeFileSync(join(csaf, path), text)
  }
  const server = await startFeedServer({ csaf, ...(distributions ? { distributions } : {}) })
  servers.push(server)
  return server
}

const keysOf = (pages: readonly Page[]) =>
  pages
    .flatMap((page) => page.records)
    .map((record) => {
      if (record.kind === 'advisory') return record.advisory.trackingId
      return record.kind === 'advisory_withdrawn' ? `withdrawn ${record.advisoryId}: ${record.reason}` : record.kind
    })
const skippedOf = (pages: readonly Page[]) =>
  pages.flatMap((page) => page.skipped).map(({ position, code }) => `${position} ${code}`)
const cursorOf = (pages: readonly Page[]) => JSON.parse(JSON.stringify(pages.at(-1)?.cursor)) as LedgerState
const documentsAsked = (server: FeedServer) =>
  server.requests.map(({ path }) => path).filter((path) => /mm-\d+\.json$/.test(path))

test('an advisory comes with its document and digest', async () => {
  const [page] = await fromFiles(memoryFiles(published({ 'mm-1.json': document('MM-1', 'Pump') })))

  const [record] = page?.records ?? []
  if (record?.kind !== 'advisory') expect.unreachable('no advisory')
  expect({ ...record, advisory: [record.advisory.id, record.advisory.title] }).toEqual({
    kind: 'advisory',
    advisory: ['meadow-medical:MM-1', 'Pump'],
    digest: createHash('sha256').update(document('MM-1', 'Pump')).digest('hex'),
    document: document('MM-1', 'Pump'),
  })
  expect([page?.skipped, page?.progress, page?.cursor.count]).toEqual([[], { done: 1, total: 1 }, 1])
})

test.each([
  ['its domain', '/'],
  ['its metadata', '/.well-known/csaf/provider-metadata.json'],
  ['its directory', '/csaf/'],
  ['its directory without a slash', '/csaf'],
  ['its ROLIE feed', '/csaf/feed-tlp-white.json'],
])('a provider is found by %s', async (_, path) => {
  const server = await serve(published(two))

  const pages = await fromServer(server, path)

  expect([keysOf(pages), skippedOf(pages)]).toEqual([['MM-1', 'MM-2'], []])
  expect(await fromServer(server, path, cursorOf(pages))).toEqual([])
})

test('an unchanged provider is asked for its lists and for no document', async () => {
  for (const distribution of ['rolie', 'directory'] as const) {
    const server = await serve(published(two), [distribution])
    const cursor = cursorOf(await fromServer(server, '/'))
    server.requests.length = 0

    expect(await fromServer(server, '/', cursor)).toEqual([])
    expect(documentsAsked(server)).toEqual([])
  }
})

test('of a folder that did not change no document is read', async () => {
  const files = memoryFiles(published(two))
  const cursor = cursorOf(await fromFiles(files))
  files.reads.length = 0

  expect(await fromFiles(files, cursor)).toEqual([])
  expect(files.reads).toEqual(['changes.csv', 'index.txt'])
})

test('only the document that changed is read again', async () => {
  const server = await serve(published(two), ['directory'])
  const cursor = cursorOf(await fromServer(server, '/'))
  const later = published({ ...two, '2026/mm-2.json': document('MM-2', 'Again') })
  server.publish('/csaf/2026/mm-2.json', later['2026/mm-2.json'])
  server.publish('/csaf/2026/mm-2.json.sha512', later['2026/mm-2.json.sha512'])
  server.publish('/csaf/changes.csv', '2026/mm-2.json,2026-01-30T10:00:00Z\n2026/mm-1.json,2026-01-20T10:00:00Z\n')
  server.requests.length = 0

  const pages = await fromServer(server, '/', cursor)

  expect([keysOf(pages), documentsAsked(server)]).toEqual([['MM-2'], ['/csaf/2026/mm-2.json']])
})

test('a document whose digest does not fit is never stored, and is read once it does', async () => {
  const server = await serve(published(two))
  server.fail({ kind: 'wrong_digest' }, /mm-1/)

  const pages = await fromServer(server, '/')
  server.heal()
  const next = await fromServer(server, '/', cursorOf(pages))

  expect([keysOf(pages), skippedOf(pages)]).toEqual([['MM-2'], ['/csaf/2026/mm-1.json digest_mismatch']])
  expect([keysOf(next), skippedOf(next)]).toEqual([['MM-1'], []])
})

test('SHA-256 counts where there is no SHA-512, and a digest file must hold a digest', async () => {
  const sha256 = createHash('sha256').update(document('MM-2')).digest('hex').toUpperCase()
  const files = memoryFiles({
    'mm-1.json': document('MM-1'),
    'mm-1.json.sha256': '0'.repeat(64),
    'mm-2.json': document('MM-2'),
    'mm-2.json.sha256': `${sha256} *mm-2.json`,
    'mm-3.json': document('MM-3'),
    'mm-3.json.sha512': '<html>',
    'mm-4.json': document('MM-4'),
  })

  const pages = await fromFiles(files)

  expect([keysOf(pages), skippedOf(pages)]).toEqual([
    ['MM-2', 'MM-4'],
    ['mm-1.json digest_mismatch', 'mm-3.json digest_mismatch'],
  ])
})

test('a document that is none costs only itself', async () => {
  const files = memoryFiles({
    'a-cut-off.json': document('MM-0').slice(0, 50),
    'b-other.json': '{"hello":"world"}',
    'c-latin.json': Buffer.from('{"document":"é"}', 'latin1'),
    'd-nul.json': document('MM-0', 'a\0b'),
    'e-mm-1.json': document('MM-1'),
    'notes.txt': 'not looked at',
  })

  const pages = await fromFiles(files)

  expect([keysOf(pages), skippedOf(pages)]).toEqual([
    ['MM-1'],
    ['a-cut-off.json unreadable', 'b-other.json not_csaf', 'c-latin.json unreadable', 'd-nul.json bad_value'],
  ])
})

test('what is not understood of an advisory is said, and the rest is taken', async () => {
  const odd = JSON.stringify({ ...JSON.parse(document('MM-1')), vulnerabilities: [7, { cve: 'CVE-2026-10001' }] })

  const pages = await fromFiles(memoryFiles({ 'mm-1.json': odd }))

  expect([keysOf(pages), skippedOf(pages)]).toEqual([['MM-1'], ['mm-1.json partly_read']])
  expect(await fromFiles(memoryFiles({ 'mm-1.json': odd }), cursorOf(pages))).toEqual([])
})

test('a document that cannot be fetched is skipped and asked for again', async () => {
  const server = await serve(published(two))
  server.fail({ kind: 'status', status: 500 }, /mm-1\.json$/)

  const pages = await fromServer(server, '/')
  const again = await fromServer(server, '/', cursorOf(pages))
  server.heal()
  const healed = await fromServer(server, '/', cursorOf(again))

  expect([keysOf(pages), skippedOf(pages)]).toEqual([['MM-2'], ['/csaf/2026/mm-1.json upstream_failed']])
  expect([keysOf(again), skippedOf(again)]).toEqual([[], ['/csaf/2026/mm-1.json upstream_failed']])
  expect([keysOf(healed), skippedOf(healed)]).toEqual([['MM-1'], []])
})

const many = Object.fromEntries(
  Array.from({ length: 120 }, (_, i) => [`mm-${1000 + i}.json`, document(`MM-${1000 + i}`)]),
)

test('a provider that fails midway stops the run; what was read stays read', async () => {
  const server = await serve(published(many), ['directory'])
  server.fail({ kind: 'status', status: 500 }, /mm-1(0[6-9]|1)\d\.json$/)
  const http = createFeedHttp({ origin: server.origin, log: silentLog, retries: 0, backoffMs: 1 })
  const context = { config: { location: `${server.origin}/` }, http, log: silentLog, now }

  const before: Page[] = []
  const run = (async () => {
    for await (const page of csafProvider.pull(context, undefined)) before.push(page)
  })()
  await expect(run).rejects.toMatchObject({ code: 'upstream_failed' })
  server.heal()
  const after = await fromServer(server, '/', cursorOf(before))

  expect(before.map((page) => page.records.length)).toEqual([50])
  expect(keysOf([...before, ...after]).sort()).toEqual(Object.keys(many).map((path) => path.slice(0, -5).toUpperCase()))
})

test('what the provider no longer lists is withdrawn, once', async () => {
  const cursor = cursorOf(await fromFiles(memoryFiles(published(two))))
  const fewer = memoryFiles(published({ '2026/mm-1.json': two['2026/mm-1.json'] }))

  const pages = await fromFiles(fewer, cursor)

  expect(keysOf(pages)).toEqual(['withdrawn meadow-medical:MM-2: no longer listed or published by the provider'])
  expect(await fromFiles(fewer, cursorOf(pages))).toEqual([])
})

test('a document that moved is not withdrawn, one that was replaced is', async () => {
  const cursor = cursorOf(await fromFiles(memoryFiles(published(two))))
  const moved = published({ '2025/mm-2.json': document('MM-2'), '2026/mm-1.json': document('MM-3') })

  expect(keysOf(await fromFiles(memoryFiles(moved), cursor))).toEqual([
    'MM-2',
    'MM-3',
    'withdrawn meadow-medical:MM-1: no longer listed or published by the provider',
  ])
})

const unlisted = (files: Record<string, string>, listed: number) => {
  const paths = Object.keys(files).slice(0, listed)
  return {
    'index.txt': paths.map((path) => `${path}\n`).join(''),
    'changes.csv': paths.map((path) => `${path},2026-01-20T10:00:00Z\n`).join(''),
  }
}
const some = Object.fromEntries(Array.from({ length: 22 }, (_, i) => [`mm-${10 + i}.json`, document(`MM-${10 + i}`)]))

test.each([11, 1])('a list cut to %i of 22 withdraws nothing whose document is still published', async (left) => {
  const server = await serve(published(some), ['directory'])
  const cursor = cursorOf(await fromServer(server, '/'))
  for (const [path, text] of Object.entries(unlisted(some, left))) server.publish(`/csaf/${path}`, text)

  const pages = await fromServer(server, '/', cursor)
  const again = await fromServer(server, '/', cursorOf(pages))

  const told = Object.keys(some)
    .slice(left)
    .map((path) => `/csaf/${path} no_longer_listed`)
    .concat('list incomplete_list')
  expect([keysOf(pages), skippedOf(pages), cursorOf(pages).count]).toEqual([[], told, 22])
  expect([keysOf(again), skippedOf(again)]).toEqual([[], told])
})

test('what is on no list any more is withdrawn where its document is gone, and stays where that cannot be asked', async () => {
  const server = await serve(published(some), ['directory'])
  const cursor = cursorOf(await fromServer(server, '/'))
  for (const [path, text] of Object.entries(unlisted(some, 18))) server.publish(`/csaf/${path}`, text)
  server.fail({ kind: 'status', status: 410 }, /mm-28\.json$/)
  server.fail({ kind: 'status', status: 503 }, /mm-29\.json$/)
  server.fail({ kind: 'html' }, /mm-30\.json$/)
  server.publish('/csaf/mm-31.json', document('MM-99'))
  server.publish('/csaf/mm-31.json.sha512', createHash('sha512').update(document('MM-99')).digest('hex'))

  const pages = await fromServer(server, '/', cursor)

  expect([keysOf(pages), skippedOf(pages)]).toEqual([
    ['MM-28', 'MM-31'].map((id) => `withdrawn meadow-medical:${id}: no longer listed or published by the provider`),
    ['/csaf/mm-29.json upstream_failed', '/csaf/mm-30.json upstream_failed'],
  ])
  expect(cursorOf(pages).count).toBe(20)
})

async function untilFailure(pages: AsyncIterable<Page>): Promise<{ before: Page[]; error: unknown }> {
  const before: Page[] = []
  try {
    for await (const page of pages) before.push(page)
    return { before, error: undefined }
  } catch (error) {
    return { before, error }
  }
}

test('many advisories gone at once are refused with the reason; what is new is read all the same', async () => {
  const cursor = cursorOf(await fromFiles(memoryFiles(published(some))))
  const half = Object.fromEntries(Object.entries(some).slice(0, 11))
  const files = memoryFiles(published({ ...half, 'mm-50.json': document('MM-50') }))
  const context = { config: { location: 'a folder' }, files, log: silentLog, now }

  const { before, error } = await untilFailure(csafProvider.pull(context, cursor))

  expect([keysOf(before), cursorOf(before).count]).toEqual([['MM-50'], 23])
  expect(error).toMatchObject({
    code: 'upstream_failed',
    message: expect.stringMatching(/^Partly done: .* of 23 advisories a folder neither lists nor holds 11 any more/),
  })
})

test('of what is in a folder and on its list no more it is told that it stays in force', async () => {
  const cursor = cursorOf(await fromFiles(memoryFiles(published(two))))
  const files = memoryFiles({ ...published(two), 'index.txt': '2026/mm-1.json\n', 'changes.csv': '' })

  const pages = await fromFiles(files, cursor)

  expect([keysOf(pages), skippedOf(pages)]).toEqual([[], ['2026/mm-2.json no_longer_listed']])
})

test('a stale list that a cache replays takes back nothing whose document is there', async () => {
  const server = await serve(published(two), ['directory'])
  const first = cursorOf(await fromServer(server, '/'))
  server.publish('/csaf/2026/mm-3.json', document('MM-3'))
  server.publish(
    '/csaf/changes.csv',
    Object.keys({ ...two, '2026/mm-3.json': '' })
      .map((path) => `${path},2026-01-20T10:00:00Z\n`)
      .join(''),
  )
  const second = await fromServer(server, '/', first)
  server.fail({ kind: 'replayed' })
  const stale = await fromServer(server, '/', cursorOf(second))
  server.heal()
  const third = await fromServer(server, '/', cursorOf(stale))

  expect([keysOf(second), keysOf(stale), keysOf(third)]).toEqual([['MM-3'], [], []])
  expect([skippedOf(stale), skippedOf(third)]).toEqual([['/csaf/2026/mm-3.json no_longer_listed'], []])
})

test('a document on no list any more that says that it is withdrawn is taken, once', async () => {
  const server = await serve(published(two), ['directory'])
  const cursor = cursorOf(await fromServer(server, '/'))
  const text = document('MM-2').replace('csaf_security_advisory', 'csaf_withdrawn')
  server.publish('/csaf/2026/mm-2.json', text)
  server.publish('/csaf/2026/mm-2.json.sha512', createHash('sha512').update(text).digest('hex'))
  for (const [path, list] of Object.entries(unlisted(two, 1))) server.publish(`/csaf/${path}`, list)

  const pages = await fromServer(server, '/', cursor)

  expect(pages.flatMap((page) => page.records)).toMatchObject([{ kind: 'advisory', advisory: { isWithdrawn: true } }])
  expect(skippedOf(pages)).toEqual([])
  expect(await fromServer(server, '/', cursorOf(pages))).toEqual([])
})

test('a folder without a list takes nothing back', async () => {
  const cursor = cursorOf(await fromFiles(memoryFiles(two)))
  const fewer = memoryFiles({ '2026/mm-1.json': two['2026/mm-1.json'] })

  const pages = await fromFiles(fewer, cursor)

  expect([keysOf(pages), cursorOf(pages).count]).toEqual([[], 1])
})

test('a list that is suddenly empty stops the run', async () => {
  const cursor = cursorOf(await fromFiles(memoryFiles(published(two))))

  await expect(fromFiles(memoryFiles({ 'index.txt': '', ...two }), cursor)).rejects.toMatchObject({
    code: 'upstream_failed',
  })
})

test('a list on another host or for partners costs only itself, and withdraws nothing', async () => {
  const server = await serve(published(two))
  const cursor = cursorOf(await fromServer(server, '/'))
  const distributions = [
    { directory_url: 'https://partner.example/csaf/' },
    { rolie: { feeds: [{ url: `${server.origin}/csaf/amber.json` }] } },
    { directory_url: `${server.origin}/csaf/` },
  ]
  server.publish('/.well-known/csaf/provider-metadata.json', JSON.stringify({ distributions }))
  server.publish('/csaf/index.txt', '2026/mm-1.json\n')
  server.publish('/csaf/changes.csv', '2026/mm-1.json,2026-01-20T10:00:00Z\n')
  server.fail({ kind: 'status', status: 401 }, /amber/)

  const pages = await fromServer(server, '/', cursor)

  expect([keysOf(pages), skippedOf(pages)]).toEqual([
    [],
    ['https://partner.example/csaf/ upstream_untrusted', `${server.origin}/csaf/amber.json upstream_unauthorised`],
  ])
})

test('a provider whose documents are all on another host says so', async () => {
  const server = await serve(published(two))
  const distributions = [{ directory_url: 'https://partner.example/csaf/' }]
  server.publish('/.well-known/csaf/provider-metadata.json', JSON.stringify({ distributions }))

  await expect(fromServer(server, '/')).rejects.toMatchObject({ code: 'upstream_untrusted' })
})

test('a list cannot lead out of its directory', async () => {
  const files = memoryFiles({
    ...published(two),
    'index.txt': '../../etc/passwd.json\n/x.json\nhttps://a.example/b.json\n',
  })

  const pages = await fromFiles(files)

  expect([keysOf(pages), skippedOf(pages)]).toEqual([
    ['MM-1', 'MM-2'],
    ['../../etc/passwd.json bad_path', '/x.json bad_path', 'https://a.example/b.json bad_path'],
  ])
})

test('a damaged list stops the run and takes nothing back', async () => {
  const files = memoryFiles({ ...published(two), 'changes.csv': '"2026/mm-1.json' })

  await expect(fromFiles(files)).rejects.toMatchObject({ code: 'unreadable' })
})

test('an odd link in a feed costs no other document', async () => {
  const server = await serve(published(two))
  const entry = (href: string, hash: string) => ({
    updated: '2026-01-20T10:00:00Z',
    link: [
      { rel: 'self', href },
      { rel: 'hash', href: hash },
      { rel: 'signature', href: 'http://[' },
    ],
  })
  const link = [{ rel: 'next', href: 'http://[' }]
  const feed = {
    link,
    entry: [entry('2026/mm-1.json', 'http://['), entry('http://[', ''), entry('2026/mm-2.json', 'x.sha512')],
  }
  server.publish('/csaf/feed-1.json', JSON.stringify({ feed }))

  const pages = await fromServer(server, '/csaf/feed-1.json')

  expect([keysOf(pages), skippedOf(pages)]).toEqual([
    ['MM-1', 'MM-2'],
    ['/csaf/feed-1.json entry 2 bad_entry', '/csaf/feed-1.json next bad_entry'],
  ])
})

test('a file beside the list is not taken silently, nor left out silently', async () => {
  const pages = await fromFiles(memoryFiles({ ...published(two), '2026/mm-3.json': document('MM-3') }))

  expect([keysOf(pages), skippedOf(pages)]).toEqual([['MM-1', 'MM-2'], ['2026/mm-3.json not_listed']])
})

test('a listed document that is not in the copy is named', async () => {
  const { '2026/mm-2.json': _, ...rest } = published(two)

  const pages = await fromFiles(memoryFiles(rest))

  expect([keysOf(pages), skippedOf(pages)]).toEqual([['MM-1'], ['2026/mm-2.json unreadable']])
})

test('a copy with a ROLIE feed is read by its feed, without the host', async () => {
  const entry = (id: string) => ({
    updated: '2026-01-20T10:00:00Z',
    link: [{ rel: 'self', href: `https://meadow.example/csaf/white/${id}.json` }],
  })
  const copy = {
    'white/feed-tlp-white.json': JSON.stringify({ feed: { entry: [entry('mm-1'), entry('mm-2'), { title: 'odd' }] } }),
    'white/mm-1.json': document('MM-1'),
    'white/mm-2.json': document('MM-2'),
    'provider-metadata.json': '{}',
  }

  const pages = await fromFiles(memoryFiles(copy))

  expect([keysOf(pages), skippedOf(pages)]).toEqual([['MM-1', 'MM-2'], ['white/feed-tlp-white.json entry 3 bad_entry']])
})

test('a feed of several pages is read to its end', async () => {
  const server = await serve(published(two))
  const entry = (id: string) => ({ updated: '2026-01-20T10:00:00Z', link: [{ rel: 'self', href: `2026/${id}.json` }] })
  const link = [{ rel: 'next', href: 'feed-2.json' }]
  server.publish('/csaf/feed-1.json', JSON.stringify({ feed: { link, entry: [entry('mm-1')] } }))
  server.publish('/csaf/feed-2.json', JSON.stringify({ feed: { link, entry: [entry('mm-2')] } }))

  expect(keysOf(await fromServer(server, '/csaf/feed-1.json'))).toEqual(['MM-1', 'MM-2'])
})

test('only the documents that are wanted are read, and the others are not withdrawn', async () => {
  const all = cursorOf(await fromFiles(memoryFiles(published(two))))
  const files = memoryFiles(published(two))

  expect(keysOf(await fromFiles(files, undefined, { include: 'mm-2*' }))).toEqual(['MM-2'])
  expect(keysOf(await fromFiles(files, undefined, { include: '2025/**' }))).toEqual([])
  expect(keysOf(await fromFiles(files, undefined, { include: '**/mm-?.json' }))).toEqual(['MM-1', 'MM-2'])
  expect(await fromFiles(files, all, { include: 'mm-2*' })).toEqual([])
})

test('an empty folder is refused when the source is set up', async () => {
  const context = { config: { location: 'a folder' }, files: memoryFiles({}), log: silentLog, now }

  await expect(csafProvider.check(context)).rejects.toMatchObject({ code: 'unreadable' })
  await expect(
    csafProvider.check({ ...context, config: { location: 'a folder', publicKey: 'my key' } }),
  ).rejects.toMatchObject({ code: 'bad_request' })
})

let ours: { privateKey: PrivateKey; publicKey: string }
let theirs: { privateKey: PrivateKey; publicKey: string }
beforeAll(async () => {
  const make = async (name: string) => {
    const made = await generateKey({ userIDs: [{ name, email: 'psirt@meadow.example' }] })
    return { privateKey: await readPrivateKey({ armoredKey: made.privateKey }), publicKey: made.publicKey }
  }
  ours = await make('Meadow PSIRT')
  theirs = await make('Somebody else')
})

const signatureOf = async (text: string, signingKeys: PrivateKey) =>
  await sign({ message: await createMessage({ binary: Buffer.from(text) }), signingKeys, detached: true })

test('with a key configured only what the provider signed is taken', async () => {
  const good = document('MM-1')
  const files = memoryFiles({
    'a-good.json': good,
    'a-good.json.asc': await signatureOf(good, ours.privateKey),
    'b-altered.json': document('MM-2', 'Altered'),
    'b-altered.json.asc': await signatureOf(document('MM-2'), ours.privateKey),
    'c-other-key.json': document('MM-3'),
    'c-other-key.json.asc': await signatureOf(document('MM-3'), theirs.privateKey),
    'd-missing.json': document('MM-4'),
    'e-garbage.json': document('MM-5'),
    'e-garbage.json.asc': 'signed: me',
  })

  const pages = await fromFiles(files, undefined, { publicKey: ours.publicKey })
  const either = await fromFiles(files, undefined, { publicKey: `${ours.publicKey}\n${theirs.publicKey}` })

  expect([keysOf(pages), skippedOf(pages)]).toEqual([
    ['MM-1'],
    ['b-altered.json', 'c-other-key.json', 'd-missing.json', 'e-garbage.json'].map((path) => `${path} bad_signature`),
  ])
  expect(keysOf(either)).toEqual(['MM-1', 'MM-3'])
})

test('a key that is configured later has what was read before looked at again', async () => {
  const server = await serve({
    ...published(two),
    '2026/mm-1.json.asc': String(await signatureOf(two['2026/mm-1.json'], ours.privateKey)),
  })
  const cursor = cursorOf(await fromServer(server, '/'))

  const pages = await fromServer(server, '/', cursor, { publicKey: ours.publicKey })

  expect([keysOf(pages), skippedOf(pages)]).toEqual([['MM-1'], ['/csaf/2026/mm-2.json bad_signature']])
})

const corpus = inCorpus('csaf/cisa/white') ?? ''
const corpusTest = test.skipIf(!corpus)

test('an OpenVEX document in the folder is its author’s advisory, and says what of it does not apply', () => {
  const document = {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://maker.example/vex/1',
    author: 'Example Medical',
    timestamp: '2026-01-01T00:00:00Z',
    version: 1,
    statements: [
      {
        vulnerability: { name: 'CVE-2026-0001' },
        products: [{ '@id': 'pkg:generic/Example%20Medical/Drip%203000@9.1' }, { '@id': 'pkg:npm/left-pad@1' }],
        status: 'not_affected',
        justification: 'component_not_present',
      },
    ],
  }
  const read = (json: object) => readDocument('pump.openvex.json', Buffer.from(JSON.stringify(json)))

  expect(read(document)).toMatchObject({
    records: [
      {
        kind: 'advisory',
        advisory: {
          publisher: 'Example Medical',
          products: [
            { name: 'Drip 3000' },
            { name: 'pkg:npm/left-pad', identifiers: { unplaced: expect.any(String) } },
          ],
        },
      },
    ],
    skipped: [{ code: 'partly_read', reason: expect.stringContaining('pkg:npm/left-pad@1') }],
  })
  expect(read({ ...document, author: '' })).toMatchObject({ records: [], skipped: [{ code: 'not_openvex' }] })
})

corpusTest("all of CISA's advisories are taken from a folder, none dropped", async () => {
  const files = await openFeedFiles(corpus)
  const started = performance.now()
  const pages = await fromFiles(files)
  const read = performance.now()
  const again = await fromFiles(files, cursorOf(pages))
  console.info(`CSAF: ${Math.round(read - started)} ms; again: ${Math.round(performance.now() - read)} ms`)

  const keys = keysOf(pages)
  const documents = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.json'))
  expect([keys.length, new Set(keys).size, documents.length]).toEqual([1_655, 1_655, 1_655])
  expect(skippedOf(pages)).toEqual([])
  expect(Math.max(...pages.map((page) => page.records.length))).toBe(50)
  expect(cursorOf(pages).documents.length).toBeLessThan(40_000)
  expect(again).toEqual([])
})

corpusTest("CISA's medical advisories come alike over the network and from an archive", async () => {
  const settings = { include: 'icsma-*' }
  const server = await startFeedServer({ csaf: corpus })
  servers.push(server)
  const paths = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter(
    (path) => statSync(join(corpus, path)).isFile() && /icsma|txt$|csv$/.test(path),
  )
  const archive = join(top, 'cisa.zip')
  writeFileSync(
    archive,
    makeZip(Object.fromEntries(paths.map((path) => [`white/${path}`, readFileSync(join(corpus, path))]))),
  )

  const folder = keysOf(await fromFiles(await openFeedFiles(corpus), undefined, settings))
  const network = await fromServer(server, '/', undefined, settings)
  const zip = await fromFiles(await openFeedFiles(archive), undefined, settings)

  expect(folder.length).toBe(124)
  expect([keysOf(network), skippedOf(network)]).toEqual([folder, []])
  expect([keysOf(zip), skippedOf(zip)]).toEqual([folder, []])
})
