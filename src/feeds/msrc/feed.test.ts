import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type FeedServer, startFeedServer } from '#bench/servers/feed-server.ts'
import { makeZip } from '#bench/servers/zip.ts'
import type { FeedContext, FeedPage } from '#feeds/feed.ts'
import { openFeedFiles } from '#platform/files/files.ts'
import { createFeedHttp } from '#platform/http/http.ts'
import { silentLog } from '#platform/log.ts'
import { msrc } from './feed.ts'

const published = join(import.meta.dirname, 'fixtures/published')
const top = mkdtempSync(join(tmpdir(), 'homeostat-msrc-'))
let server: FeedServer

beforeAll(async () => {
  server = await startFeedServer({ folder: published })
})
afterEach(() => {
  server.heal()
  server.refresh()
})
afterAll(async () => {
  await server.close()
  rmSync(top, { recursive: true, force: true })
})

type Cursor = FeedPage<{ documents?: Record<string, string>; folder?: string }>['cursor']

async function pull(location: string, since?: unknown) {
  const config = msrc.config.parse({ location })
  const isAddress = /^http/.test(location)
  const context: FeedContext<typeof config> = {
    config,
    ...(isAddress
      ? {
          http: createFeedHttp({
            ...{ origin: server.origin, log: silentLog, retries: 0, headers: msrc.headers!(config) },
          }),
        }
      : { files: await openFeedFiles(location) }),
    log: silentLog,
    now: () => new Date('2026-02-01T00:00:00Z'),
  }
  const pages: FeedPage<Cursor>[] = []
  for await (const page of msrc.pull(context, since as never)) pages.push(page)
  return {
    cves: pages.flatMap((page) => page.records.flatMap((one) => (one.kind === 'msrc_cve' ? [one.entry] : []))),
    documents: pages.flatMap((page) => page.records.flatMap((one) => (one.kind === 'msrc_document' ? [one] : []))),
    skipped: pages.flatMap((page) => page.skipped),
    cursor: pages.at(-1)?.cursor,
  }
}

test('a month says which update cures which CVE, on which Windows and from which build on', async () => {
  const { cves, documents } = await pull(`${server.origin}/`)

  expect(documents.map(({ document, cves }) => [document, cves.length])).toEqual([
    ['2025-Dec', 2],
    ['2026-Jan', 2],
  ])
  expect(cves[0]).toMatchObject({
    document: '2025-Dec',
    cve: 'CVE-2025-90001',
    severity: 'Important',
    isExploited: true,
    isDisclosed: false,
    publishedOn: '2025-12-09',
    scores: [{ score: 7.8, vector: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H' }],
    fixes: [{ kb: '5990001', supersedes: ['5980001'], fixedBuild: '10.0.17763.8100' }],
  })
  expect(cves[0]?.products).toContain('Windows Server 2019 (Server Core installation)')
})

test('the interface is asked for JSON', async () => {
  server.requests.length = 0
  await pull(`${server.origin}/`)

  expect(server.requests.map(({ headers }) => headers.accept)).toEqual(Array(3).fill('application/json'))
})

test('only documents that were revised are read again, and one that fails costs those after it alone', async () => {
  server.fail({ kind: 'status', status: 500 }, /2026-Jan/)
  const pages: FeedPage<Cursor>[] = []
  const config = msrc.config.parse({ location: `${server.origin}/` })
  const http = createFeedHttp({ origin: server.origin, log: silentLog, retries: 0 })
  await expect(async () => {
    for await (const page of msrc.pull({ config, http, log: silentLog, now: () => new Date() }, undefined))
      pages.push(page)
  }).rejects.toMatchObject({ code: 'upstream_failed' })
  server.heal()
  server.requests.length = 0
  const { documents } = await pull(`${server.origin}/`, pages.at(-1)?.cursor)

  expect(documents.map(({ document }) => document)).toEqual(['2026-Jan'])
  expect(server.requests.map(({ path }) => path)).toEqual(['/updates', '/cvrf/2026-Jan'])
})

test.each<[string, string, () => void]>([
  ['missing', 'upstream_failed', () => server.fail({ kind: 'status', status: 404 }, /2025-Dec/)],
  ['cut off', 'unreadable', () => server.publish('/cvrf/2025-Dec', '{ "DocumentTracking": ')],
  ['no document', 'bad_value', () => server.publish('/cvrf/2025-Dec', '{ "message": "try later" }')],
  ['a list', 'bad_value', () => server.publish('/cvrf/2025-Dec', readFileSync(join(published, 'updates'), 'utf8'))],
])('a month that is %s costs only itself, and is asked for again', async (_, code, spoil) => {
  spoil()
  const { documents, skipped, cursor } = await pull(`${server.origin}/`)

  expect(documents.map(({ document }) => document)).toEqual(['2026-Jan'])
  expect(skipped).toMatchObject([{ position: '2025-Dec', code }])

  server.heal()
  server.refresh()
  const again = await pull(`${server.origin}/`, cursor)
  expect(again.documents.map(({ document }) => document)).toEqual(['2025-Dec'])
})

test('an answer from before is not taken', async () => {
  const { cursor } = await pull(`${server.origin}/`)
  const list = JSON.parse(readFileSync(join(published, 'updates'), 'utf8'))
  list.value[0].CurrentReleaseDate = '2026-01-01T08:00:00'
  server.publish('/updates', JSON.stringify(list))
  const { cves, skipped } = await pull(`${server.origin}/`, cursor)

  expect(cves).toEqual([])
  expect(skipped).toMatchObject([{ position: '2026-Jan', code: 'older_than_stored' }])
})

const header =
  '"DatePosted","CVE","BulletinKB","Title","AffectedProduct","AffectedComponent","Severity","Impact","Supersedes","Exploits"'

test("wesng's list is read out of its archive, and rows without a CVE are told", async () => {
  const rows = [
    header,
    '"20190514","CVE-2019-90708","4499175","Invented","Windows 7 for x64-based Systems Service Pack 1","Windows Kernel","Critical","Remote Code Execution","",""',
    '"20190514","CVE-2019-90708","4499164","Invented","Windows 7 for x64-based Systems Service Pack 1","Windows Kernel","Critical","Remote Code Execution","4493472;4499165",""',
    '"20190514","ADV190005","4499164","Guidance","Windows 7 for x64-based Systems Service Pack 1","","","","",""',
  ]
  const archive = join(top, 'definitions.zip')
  writeFileSync(
    archive,
    makeZip({ 'CVEs_20260628.csv': rows.join('\r\n'), 'Custom_20190321.csv': header, 'Version_0.94.txt': 'x' }),
  )
  const { cves, documents, skipped, cursor } = await pull(archive)

  expect(documents).toMatchObject([{ document: 'definitions', asOf: '2026-06-28', cves: ['CVE-2019-90708'] }])
  expect(cves).toMatchObject([
    {
      severity: 'Critical',
      publishedOn: '2019-05-14',
      fixes: [
        { kb: '4499175', supersedes: [] },
        { kb: '4499164', supersedes: ['4493472', '4499165'] },
      ],
    },
  ])
  expect(skipped).toMatchObject([{ code: 'part_left_out', reason: expect.stringMatching(/^1 rows that name no CVE/) }])
  expect((await pull(archive, cursor)).documents).toEqual([])
})

test('a damaged file beside good ones costs only itself', async () => {
  const folder = join(top, 'damaged')
  mkdirSync(folder)
  cpSync(join(published, 'cvrf/2026-Jan'), join(folder, '2026-Jan.json'))
  writeFileSync(join(folder, '2025-Dec.json'), '{ "DocumentTracking": ')
  writeFileSync(join(folder, 'other.json'), '{ "name": "something else" }')
  const { documents, skipped } = await pull(folder)

  expect(documents.map(({ document }) => document)).toEqual(['2026-Jan'])
  expect(skipped.map(({ position, code }) => [position, code])).toEqual([
    ['2025-Dec.json', 'unreadable'],
    ['other.json', 'bad_value'],
  ])
})

test('a score without a number is left out, and the vulnerability is taken', async () => {
  const { cves, documents, skipped } = await pullChanged('scoreless', ({ Vulnerability: [first] }) => {
    first!.CVSSScoreSets = [{ BaseScore: null, Vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }]
  })

  expect(cves.map(({ scores }) => scores.length)).toEqual([0, 1])
  expect(documents).toMatchObject([{ isComplete: true }])
  expect(skipped).toEqual([])
})

test.each<[string, number, (document: Cvrf) => void]>([
  ['a vulnerability that cannot be read', 1, ({ Vulnerability: [first] }) => (first!.Remediations = 'none')],
  ['no list of vulnerabilities', 0, (document) => delete (document as Partial<Cvrf>).Vulnerability],
])('a document with %s says that it is not complete', async (name, taken, change) => {
  const { cves, documents, skipped } = await pullChanged(name.replaceAll(' ', '-'), change)

  expect(cves.length).toBe(taken)
  expect(documents).toMatchObject([{ document: '2026-Jan', isComplete: false }])
  expect(skipped).toMatchObject([{ code: 'part_left_out' }])
})

interface Cvrf {
  Vulnerability: Record<string, unknown>[]
}

async function pullChanged(name: string, change: (document: Cvrf) => void) {
  const folder = join(top, name)
  mkdirSync(folder)
  const document = JSON.parse(readFileSync(join(published, 'cvrf/2026-Jan'), 'utf8')) as Cvrf
  change(document)
  writeFileSync(join(folder, '2026-Jan.json'), JSON.stringify(document))
  return await pull(folder)
}

test('a folder with nothing of Microsoft’s is refused with a sentence', async () => {
  const folder = join(top, 'empty')
  mkdirSync(folder)
  writeFileSync(join(folder, 'CVEs_20260101.csv'), 'a,b\n1,2\n')

  await expect(pull(folder)).rejects.toMatchObject({
    code: 'unreadable',
    message: expect.stringMatching(/definitions\.zip/),
  })
})
