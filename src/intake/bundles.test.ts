import {
  appendFileSync,
  copyFileSync,
  cpSync,
  createReadStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { startFeedServer } from '#bench/servers/feed-server.ts'
import { openFdaApi } from '#bench/servers/openfda-api.ts'
import { ensureOrganisation } from '#domain/access/access.ts'
import {
  cancelRun,
  claimRun,
  createSource,
  distrustIssuer,
  getRun,
  loadedBundles,
  makeBundleKey,
  queueRun,
  trustIssuer,
} from '#domain/sources/sources.ts'
import { feeds } from '#feeds/registry.ts'
import { openArchive, writeArchive } from '#platform/bundle/archive.ts'
import { fingerprintOf, isSignedBy, makeKeyPair, signMessage } from '#platform/bundle/signing.ts'
import type { Db } from '#platform/db/database.ts'
import { silentLog } from '#platform/log.ts'
import { openSecrets } from '#platform/secrets/secrets.ts'
import { domainRows } from '#tests/support/domain-digest.ts'
import { drainRuns } from '#tests/support/drain-runs.ts'
import { manyCves, nvdFile } from '#tests/support/nvd-files.ts'
import { seeded } from '#tests/support/seeded.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'
import { acceptBundle, bundleFeed } from './bundle-load.ts'
import { makeBundle } from './bundle-make.ts'
import { feedRun } from './feed-run.ts'
import { receiveUpload } from './uploads.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-bundles-'))
afterAll(() => rmSync(folder, { recursive: true }))
const feedsFolder = path.join(import.meta.dirname, '../feeds')

const intelligence =
  /^(advisory(_document|_product|_vulnerability)?|vulnerability|known_exploited|exploit_probability|nvd_cve|package_vulnerability(_package)?|cve_record|assessment)$/

async function newSite(name: string) {
  const { db } = await testDatabase()
  const { id: organisationId } = await ensureOrganisation(db)
  const actor = { organisationId, personId: null, name: 'test' }
  const dataDir = path.join(folder, name)
  mkdirSync(dataDir)
  return {
    db,
    dataDir,
    actor,
    known: async () =>
      Object.fromEntries(
        Object.entries(await domainRows(db))
          .filter(([table]) => intelligence.test(table))
          // Which of several catalogues that came at once took an entry off is not told on.
          .map(([table, rows]) => [
            table,
            rows.map((row) => (row.includes('"delisted_at": true') ? row.replace(/"catalogue": "[^"]*"/, '') : row)),
          ]),
      ),
    async accept(file: string) {
      const upload = { name: path.basename(file), mediaType: 'application/x-tar', stream: createReadStream(file) }
      return await acceptBundle(db, actor, await receiveUpload(dataDir, upload))
    },
    async load(file: string) {
      const { run, state } = await this.accept(file)
      await drainRuns(db, dataDir)
      return { state, run: await getRun(db, organisationId, run.id) }
    },
    trust: async (fingerprint: string) => await trustIssuer(db, actor, { fingerprint, name: 'Maker' }),
  }
}
type Site = Awaited<ReturnType<typeof newSite>>

/** A site with every feed there is, each reading a folder of its own. */
async function newMaker(name: string) {
  const site = await newSite(name)
  const { db, actor, dataDir } = site
  const sources: string[] = []
  for (const feed of feeds) {
    const location = path.join(dataDir, 'published', feed.id)
    cpSync(path.join(feedsFolder, feed.id, 'fixtures/published'), location, { recursive: true })
    const source = { kind: 'feed', member: feed.id, name: `The feed ${feed.id}`, settings: { location } } as const
    sources.push((await createSource(db, actor.organisationId, source)).id)
  }
  async function read() {
    const runs = []
    for (const sourceId of sources) runs.push(await queueRun(db, { sourceId, trigger: 'person', actor }))
    await drainRuns(db, dataDir)
    for (const { id } of runs) expect((await getRun(db, actor.organisationId, id)).error).toBe(null)
  }
  const key = () => makeBundleKey(db, openSecrets(dataDir), actor, { issuer: 'Riverside' })
  let made = 0
  const make = async (since?: string) =>
    (await makeBundle(db, dataDir, actor, { since, target: path.join(dataDir, `${++made}.bundle`) })).path
  return { ...site, sources, read, key, make, published: (feed: string) => path.join(dataDir, 'published', feed) }
}
type Maker = Awaited<ReturnType<typeof newMaker>>

/** What publishers do: a new CVE, one that is no longer exploited, an advisory that is no longer listed and gone. */
function publishMore(maker: Maker, step: number, random: { chance(share: number): boolean }) {
  const nvd = nvdFile(manyCves(3 + step * 2), `2026-03-${10 + step}T00:00:00.000`)
  writeFileSync(path.join(maker.published('nvd'), 'nvdcve-2.0-2026.json'), nvd)
  if (random.chance(0.7)) {
    const kev = path.join(maker.published('kev'), 'known_exploited_vulnerabilities.json')
    const catalogue = JSON.parse(readFileSync(kev, 'utf8'))
    if (catalogue.vulnerabilities.length > 1) catalogue.vulnerabilities.shift()
    catalogue.vulnerabilities[0].dueDate = `2026-04-${10 + step}`
    catalogue.count = catalogue.vulnerabilities.length
    catalogue.catalogVersion = `2026.03.${10 + step}`
    catalogue.dateReleased = `2026-03-${10 + step}T00:00:00.000Z`
    writeFileSync(kev, JSON.stringify(catalogue))
  }
  if (step === 2) {
    rmSync(path.join(maker.published('csaf-provider'), goneAdvisory))
    for (const list of ['index.txt', 'changes.csv']) {
      const file = path.join(maker.published('csaf-provider'), list)
      writeFileSync(
        file,
        readFileSync(file, 'utf8')
          .split('\n')
          .filter((line) => !line.includes('2025-0007'))
          .join('\n'),
      )
    }
  }
}

const goneAdvisory = '2025/mm-2025-0007.json'
const maker = await newMaker('maker')
await maker.read()
const key = await maker.key()
await maker.read()
const first = await maker.make()

const trusting = async (name: string) => {
  const site = await newSite(name)
  await site.trust(key.fingerprint)
  return site
}

test('an air-gapped site knows after a full bundle what the feeds of the making site brought, every feed of it', async () => {
  const site = await trusting('full')

  const { run, state } = await site.load(first)

  expect({ state, error: run.error }).toEqual({ state: 'queued', error: null })
  expect(await site.known()).toEqual(await maker.known())
  const [loaded] = await loadedBundles(site.db, site.actor.organisationId)
  expect(loaded!.manifest.parts.map(({ feed }) => feed).sort()).toEqual(feeds.map(({ id }) => id).sort())
  const { rows } = await sql<{ rows: number }>`select count(*)::int as rows from skipped`.execute(site.db)
  const there = await sql<{ rows: number }>`select count(*)::int as rows from skipped`.execute(maker.db)
  expect(rows).toEqual(there.rows)
})

test('the age of what is loaded is that of the making site', async () => {
  const site = await trusting('age')
  await site.load(first)

  const [loaded] = await loadedBundles(site.db, site.actor.organisationId)
  const { rows } = await sql<{ source_id: string; at: string }>`
    select source_id, max(finished_at) as at from run group by 1`.execute(maker.db)
  const ages = Object.fromEntries(rows.map(({ source_id, at }) => [source_id, new Date(at).toISOString()]))
  for (const part of loaded!.manifest.parts) expect(part.readAt! <= ages[part.source]!).toBe(true)
})

test('a second load of the same bundle writes nothing', async () => {
  const site = await trusting('twice')
  await site.load(first)

  let state = ''
  const writes = await writesDuring(site.db, async () => {
    state = (await site.load(first)).state
  })

  expect({ state, writes }).toEqual({ state: 'already', writes: {} })
})

test.each([1, 2, 3])('full and deltas come to the same as the feeds themselves (seed %i)', async (seed) => {
  const random = seeded(seed)
  const own = await newMaker(`maker-${seed}`)
  const { fingerprint } = await own.key()
  const site = await newSite(`site-${seed}`)
  await site.trust(fingerprint)
  await own.read()
  let last = await own.make()
  await site.load(last)
  for (let step = 1; step <= 4; step++) {
    publishMore(own, step, random)
    await own.read()
    if (step < 4 && random.chance(0.3)) continue
    const isFull = random.chance(0.25)
    last = await own.make(isFull ? undefined : last)
    expect((await site.load(last)).run.error).toBe(null)
    expect(await site.known()).toEqual(await own.known())
  }
  const late = await newSite(`late-${seed}`)
  await late.trust(fingerprint)
  await late.load(await own.make())
  expect((await late.known()).known_exploited!.filter((row) => row.includes('"delisted_at": false'))).toEqual(
    (await own.known()).known_exploited!.filter((row) => row.includes('"delisted_at": false')),
  )
  const { advisory } = await site.known()
  expect(advisory!.filter((row) => row.includes('"withdrawn_at": true')).length).toBe(1)
})

test('a bundle of an unknown key is refused, and the fingerprint is told', async () => {
  const site = await newSite('untrusting')

  await expect(site.load(first)).rejects.toMatchObject({
    code: 'forbidden',
    message: expect.stringContaining(key.fingerprint),
  })
  await site.trust(key.fingerprint.toUpperCase().replaceAll('-', ' '))
  expect((await site.load(first)).run.state).toBe('succeeded')
  await distrustIssuer(site.db, site.actor, key.fingerprint, 'the key was lost')
  await expect(site.load(first)).rejects.toMatchObject({ code: 'forbidden' })
})

test.each<[string, RegExp, (file: string) => void]>([
  ['cut off', /cut off: its end is missing/, (file) => truncateSync(file, readFileSync(file).length - 3000)],
  ['longer than it was', /behind its end/, (file) => appendFileSync(file, Buffer.alloc(512))],
  ['changed in a part', /changed after it was signed \(in parts\//, (file) => flip(file, -2000)],
  ['changed in its manifest', /its signature is not right/, (file) => flip(file, 2600)],
  ['no bundle', /is no bundle of Homeostat's/, (file) => writeFileSync(file, 'PK\u0003\u0004')],
  ['one with another name in it', /is no bundle|changed after/, (file) => rename(file)],
])('a bundle that is %s is refused, and nothing is kept', async (name, reason, spoil) => {
  const site = await trusting(`spoilt-${name.replaceAll(' ', '-')}`)
  const file = path.join(site.dataDir, 'spoilt.bundle')
  copyFileSync(first, file)
  spoil(file)

  await expect(site.load(file)).rejects.toThrow(reason)
  expect(await countRows(site.db, 'run')).toBe(0)
  expect(await countRows(site.db, 'stored_file')).toBe(0)
})

test('an older bundle is refused, and so is another one of the same number', async () => {
  const site = await trusting('rollback')
  const second = await maker.make()
  await site.load(second)
  await expect(site.load(first)).rejects.toThrow(/is refused: number \d+ of .* is newer/)

  const twin = await resigned(second, (manifest) => ({ ...manifest, id: '01890000-0000-7000-8000-000000000000' }))
  await site.trust(fingerprintOf((await openArchive(twin)).publicKey))
  await site.load(twin)
  const other = await resigned(second, (manifest) => ({ ...manifest, id: '01890000-0000-7000-8000-000000000001' }))
  await expect(site.load(other)).rejects.toThrow(/is another one/)
})

test('a delta without its base says which one is missing', async () => {
  const site = await trusting('gap')
  const base = await maker.make()
  const { id } = await manifestOf(base)
  const delta = await maker.make(base)

  await expect(site.load(delta)).rejects.toThrow(
    new RegExp(`goes on from bundle \\d+ of .* \\(${id}\\), which is not loaded`),
  )
  await site.load(base)
  expect((await site.load(delta)).run.state).toBe('succeeded')
})

test('a bundle of a newer Homeostat is refused with what to do', async () => {
  const site = await newSite('newer')
  for (const change of [{ format: 2 }, { schema: '9999-later' }]) {
    const newer = await resigned(first, (manifest) => ({ ...manifest, ...change }))
    await site.trust(fingerprintOf((await openArchive(newer)).publicKey))
    await expect(site.load(newer)).rejects.toThrow(/newer Homeostat .* Update this one first/)
  }
})

test('a page that unpacks to more than it says is refused as it is read', async () => {
  const site = await newSite('bomb')
  const bomb = await resigned(first, (manifest) => ({
    ...manifest,
    parts: manifest.parts.map((part) => ({
      ...part,
      pages: part.pages.map(([number, bytes, , digest, chain]) => [number, bytes, 10, digest, chain]),
    })),
  }))
  await site.trust(fingerprintOf((await openArchive(bomb)).publicKey))

  const { run } = await site.load(bomb)

  expect(run.error).toMatchObject({
    code: 'hostile_file',
    detail: expect.stringMatching(/unpacks to more than it says/),
  })
})

test('a bundle that was loaded in part goes on where it stopped', async () => {
  const site = await trusting('half')
  const { run } = await site.accept(first)
  const claimed = (await claimRun(site.db, 'test', 3600))!
  const feed = bundleFeed(site.db, site.actor.organisationId, run.id)
  let pages = 0
  const halting = {
    ...feed,
    async *pull(...given: Parameters<typeof feed.pull>) {
      for await (const page of feed.pull(...given)) {
        yield page
        if (++pages === 2) await cancelRun(site.db, site.actor.organisationId, run.id)
      }
    },
  }
  const context = { config: {}, log: silentLog, now: () => new Date() }
  await expect(
    feedRun({ db: site.db, worker: 'test', feed: halting as never, context }, claimed),
  ).rejects.toMatchObject({ code: 'cancelled' })
  await sql`update run set state = 'cancelled'`.execute(site.db)
  const before = await readPages(site)
  expect(before).toBeGreaterThan(0)

  const { state, run: ended } = await site.load(first)

  expect({ state, error: ended.error }).toEqual({ state: 'resumed', error: null })
  expect(await site.known()).toEqual(await maker.known())
})

test('a bundle whose file is gone is loaded by uploading it again', async () => {
  const site = await trusting('file-gone')
  await site.accept(first)
  const uploads = path.join(site.dataDir, 'uploads')
  for (const file of readdirSync(uploads)) rmSync(path.join(uploads, file))
  await drainRuns(site.db, site.dataDir)

  const { state, run } = await site.load(first)

  expect({ state, error: run.error, ended: run.state }).toEqual({ state: 'resumed', error: null, ended: 'succeeded' })
  expect(await site.known()).toEqual(await maker.known())
  expect(readdirSync(uploads).length).toBe(1)
})

test('keys and signatures have the form of minisign', () => {
  const pair = makeKeyPair()
  const message = Buffer.from('{"homeostat":"bundle"}')
  const signature = signMessage(pair, message, 'a comment\nin one line')

  expect(pair.publicKey).toMatch(/^untrusted comment: minisign public key [0-9A-F]{16}\nRW[\w+/=]{54}\n$/)
  expect(isSignedBy(pair.publicKey, message, signature)).toBe(true)
  expect(isSignedBy(makeKeyPair().publicKey, message, signature)).toBe(false)
  expect(isSignedBy(pair.publicKey, Buffer.from('{}'), signature)).toBe(false)
  expect(isSignedBy(pair.publicKey, message, signature.replace('a comment', 'b comment'))).toBe(false)
})

test('a feed that is not in a delta goes on with the next one from where the one before left it', async () => {
  const [source] = maker.sources
  const partOf = async (file: string) =>
    (await manifestOf(file)).parts.find((part: { source: string }) => part.source === source)
  const full = await maker.make()
  const { until } = await partOf(full)

  // As though no reading of it had come to its end.
  await sql`update run set state = 'failed' where source_id = ${source}`.execute(maker.db)
  const without = await maker.make(full)
  await sql`update run set state = 'succeeded' where source_id = ${source}`.execute(maker.db)

  expect(await partOf(without)).toBeUndefined()
  expect(await partOf(await maker.make(without))).toMatchObject({ after: until, until, pages: [] })
})

test('a feed whose pages are not kept yet is named as left out', async () => {
  const own = await newMaker('partial')
  await own.read()
  await own.key()
  await expect(own.make()).rejects.toThrow(/No feed was read to its end since this site has a key/)
  await queueRun(own.db, { sourceId: own.sources[0]!, trigger: 'person', actor: own.actor })
  await drainRuns(own.db, own.dataDir)

  const { leftOut, parts } = await manifestOf(await own.make())

  expect(parts.length).toBe(1)
  expect(leftOut.length).toBe(feeds.length - 1)
})

test('of a list that is complete again what it said before is not kept for ever', async () => {
  const own = await newMaker('lists')
  await own.key()
  await own.read()
  for (let step = 1; step <= 3; step++) {
    publishMore(own, step, { chance: () => true })
    await own.read()
  }

  const { rows } = await sql<{ pages: number }>`
    select count(*)::int as pages from feed_page where completes = '{known_exploited}'`.execute(own.db)
  expect(rows).toEqual([{ pages: 1 }])
})

test("of FDA's two lists the one that does not move stays in a full bundle", async () => {
  const api = openFdaApi()
  api.lists = { recall: fdaRecalls(3), enforcement: fdaReports(2) }
  const server = await startFeedServer({ answers: (asked) => api.answers(asked) })
  try {
    const own = await newSite('fda')
    const { db, actor, dataDir } = own
    const settings = { location: `${server.origin}/device/` }
    const source = await createSource(db, actor.organisationId, {
      kind: 'feed',
      member: 'openfda',
      name: 'FDA',
      settings,
    })
    const { fingerprint } = await makeBundleKey(db, openSecrets(dataDir), actor, { issuer: 'Riverside' })
    for (let round = 0; round < 4; round++) {
      api.asOfList.recall = `2026-02-0${round + 1}`
      const run = await queueRun(db, { sourceId: source.id, trigger: 'person', actor })
      await drainRuns(db, dataDir)
      expect((await getRun(db, actor.organisationId, run.id)).error).toBe(null)
    }
    const { path: file } = await makeBundle(db, dataDir, actor, { target: path.join(dataDir, 'full.bundle') })

    const late = await newSite('fda-late')
    await late.trust(fingerprint)
    await late.load(file)

    expect(await fdaEntries(late.db)).toEqual({ enforcement: 2, recall: 3 })
    // What moved four times is not kept four times.
    const { rows } = await sql<{ entries: number }>`
      select sum((records ->> 'recall')::int)::int as entries from feed_page where lists = '{"recall recall"}'`.execute(
      db,
    )
    expect(rows).toEqual([{ entries: 3 }])
  } finally {
    await server.close()
  }
})

test("of FDA's two lists the one whose file is cut off stays in a full bundle", async () => {
  const own = await newMaker('fda-cut-off')
  const { fingerprint } = await own.key()
  await own.read()
  const report = path.join(own.published('openfda'), 'enforcement.json')
  const cutOff = readFileSync(report, 'utf8').slice(0, -40)
  for (let round = 0; round < 3; round++) {
    writeFileSync(report, cutOff + ' '.repeat(round))
    await own.read()
  }
  const late = await newSite('fda-cut-off-late')
  await late.trust(fingerprint)
  await late.load(await own.make())

  expect(await fdaEntries(late.db)).toEqual(await fdaEntries(own.db))
  expect(Object.keys(await fdaEntries(late.db))).toEqual(['enforcement', 'recall'])
})

const fdaRecalls = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    ...{ cfres_id: `9${n}`, product_res_number: `Z-000${n}-2026`, res_event_number: `9${n}` },
    ...{ product_description: 'Pump', recalling_firm: 'Meadow', reason_for_recall: 'Software.' },
  }))
const fdaReports = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    ...{ recall_number: `Z-000${n}-2026`, event_id: `9${n}`, product_type: 'Devices' },
    ...{ product_description: 'Pump', recalling_firm: 'Meadow', reason_for_recall: 'Software.' },
  }))

const fdaEntries = async (db: Db) =>
  Object.fromEntries(
    (
      await sql<{ list: string; n: number }>`
        select list, count(*)::int as n from recall group by list order by list`.execute(db)
    ).rows.map(({ list, n }) => [list, n]),
  )

const countRows = async (db: Db, table: string) =>
  (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(db)).rows[0]!.n

const readPages = async (site: Site) =>
  Object.keys((await sql<{ cursor: object | null }>`select cursor from source`.execute(site.db)).rows[0]!.cursor ?? {})
    .length

const manifestOf = async (file: string) => JSON.parse((await openArchive(file)).manifest.toString())

function flip(file: string, at: number) {
  const bytes = readFileSync(file)
  const place = at < 0 ? bytes.length + at : at
  bytes[place] = bytes[place]! ^ 1
  writeFileSync(file, bytes)
}

/** The first part gets a name that leads elsewhere, in a header that is right otherwise. */
function rename(file: string) {
  const bytes = readFileSync(file)
  const at = bytes.indexOf('parts/0001.ndjson.zst\0')
  bytes.write('../../../etc/passwd\0\0', at)
  writeFileSync(file, bytes)
}

interface Loose {
  readonly [name: string]: unknown
  readonly parts: readonly { readonly pages: readonly unknown[][] }[]
}

/** The same parts under another manifest, signed with one stranger's key. */
const stranger = makeKeyPair()
async function resigned(file: string, change: (manifest: Loose) => unknown): Promise<string> {
  const opening = await openArchive(file)
  const manifest = JSON.parse(opening.manifest.toString())
  const content = readFileSync(file)
  let at = opening.at
  const parts = manifest.parts.map((part: { file: string; bytes: number }) => {
    const from = at + 512
    at = from + Math.ceil(part.bytes / 512) * 512
    return {
      ...part,
      async *content() {
        yield content.subarray(from, from + part.bytes)
      },
    }
  })
  const text = Buffer.from(JSON.stringify(change(manifest)))
  const target = path.join(folder, `resigned-${Math.random()}.bundle`)
  const signature = signMessage(stranger, text, 'resigned')
  await writeArchive(target, { publicKey: stranger.publicKey, signature, manifest: text }, parts)
  return target
}
