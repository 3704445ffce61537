import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { createServer } from '#api/server.ts'
import type { ApiServices } from '#api/services.ts'
import { report } from '#bench/measure.ts'
import { corpusFile } from '#bench/servers/corpus.ts'
import { findSession, invitePerson, openSession } from '#domain/access/access.ts'
import { adoptAppetite, appetiteSetting, saveDraft } from '#domain/appetite/appetite.ts'
import { announceDue, decideGroup, listGroups } from '#domain/findings/findings.ts'
import { onPlaces } from '#domain/loop.ts'
import { placeRules } from '#domain/names/names.ts'
import { epss } from '#feeds/epss/feed.ts'
import { kev } from '#feeds/kev/feed.ts'
import type { DeviceClaims } from '#model/device.ts'
import { inTransaction, openDatabase } from '#platform/db/database.ts'
import { startEmbedded } from '#platform/db/embedded.ts'
import { ensureDatabase, migrate } from '#platform/db/migrate.ts'
import { openFeedFiles } from '#platform/files/files.ts'
import { silentLog } from '#platform/log.ts'
import { advisoryRecord, corpusAdvisories, productEntry, statement } from '#tests/support/advisory-records.ts'
import { newHospital } from '#tests/support/hospital.ts'

// How fast the lists of findings answer at the API: `node bench/tasks/lists.ts [devices]`, 26,000 unless said; `action` behind it leaves out
// what no appetite has to do with. The advisories are those of the corpus where it is there, else invented ones; the devices are of the products that they name.

const count = Number(process.argv[2] ?? 26_000)
const dataDir = mkdtempSync(path.join(tmpdir(), 'homeostat-bench-'))
const postgres = await startEmbedded({ dataDir: path.join(dataDir, 'postgres') })
const connection = { socketDir: postgres.socketDir, port: postgres.port, database: 'homeostat' }
await ensureDatabase(connection)
const database = openDatabase(connection)
const { db } = database

try {
  await migrate(db)
  const hospital = await newHospital(db)
  const { organisationId } = hospital

  const hasCorpus = existsSync(corpusFile('csaf'))
  const advisories = hasCorpus ? corpusAdvisories() : invented()
  await timed(`${advisories.length} advisories stored`, async () => {
    for (let at = 0; at < advisories.length; at += 100) await hospital.publish(...advisories.slice(at, at + 100))
  })

  const medical = advisories.filter(({ advisory }) => !hasCorpus || advisory.trackingId.startsWith('ICSMA'))
  const products = medical.flatMap(({ advisory }) => advisory.products)
  const devices = Array.from({ length: count }, (_, index) => device(index, products))
  await timed(`${count} devices observed, matched, ranked`, async () => {
    for (let at = 0; at < devices.length; at += 2000)
      await hospital.says(
        hospital.cmms,
        Object.fromEntries(devices.slice(at, at + 2000).map((claims) => [claims.assetTag!, claims])),
        '2026-03-01T10:00:00Z',
      )
  })
  if (hasCorpus)
    await timed('EPSS and KEV stored, all ranked again', async () => {
      for (const [feed, place] of [
        [kev, 'kev'],
        [epss, 'epss'],
      ] as const) {
        const files = await openFeedFiles(corpusFile(place))
        const context = { config: { location: '' }, files, log: silentLog, now: () => new Date() }
        for await (const { records } of feed.pull(context, undefined)) await hospital.publish(...records)
        await files.close()
      }
    })
  await timed('the last 100 advisories revised', async () => {
    const revised = advisories.slice(-100).map(({ advisory }) => advisoryRecord({ ...advisory, revision: '99' }))
    await hospital.publish(...revised)
  })
  // A hospital that works: a tenth of the devices have other software than before, and the worst hundred groups are decided.
  await timed('a tenth of the devices changed', async () => {
    const changed = devices.filter((_, index) => index % 10 === 3)
    for (let at = 0; at < changed.length; at += 200)
      await hospital.says(
        hospital.cmms,
        Object.fromEntries(
          changed.slice(at, at + 200).map((claims) => [claims.assetTag!, { ...claims, softwareVersion: '0.9' }]),
        ),
        '2026-04-01T10:00:00Z',
      )
  })
  const { items } = await listGroups(db, organisationId, { limit: 100 })
  await timed(`${items.length} worst groups decided`, async () => {
    for (const group of items)
      await decideGroup(db, hospital.actor, group, {
        decision: 'mitigated',
        reason: 'Behind a firewall',
        expiresOn: '2099-01-31',
      })
  })
  await inTransaction(db, (tx) =>
    onPlaces(tx, hospital.actor, () =>
      placeRules.set(
        tx,
        hospital.actor,
        Array.from({ length: 40 }, (_, index) => ({
          rule: {
            kind: 'care_area',
            site: `Site ${index % 6}`,
            name: `Ward ${index}`,
            meant: `Ward ${(index + 6) % 60}`,
          },
          note: 'They moved together',
        })),
      ),
    ),
  )
  await sql`vacuum analyze`.execute(db)
  const [sizes] = (
    await sql<
      Record<string, number>
    >`select (select count(*) from device) as devices, (select count(*) from configuration) as configurations,
      (select count(*) from basis_match) as matches, (select count(*) from basis_score) as scores, (select count(*) from finding) as "findingRows",
      (select sum(open_devices) from basis_score) as "openFindings"`.execute(db)
  ).rows
  console.table(sizes)

  const app = await createServer({
    db,
    log: silentLog,
    webRoot: '/nowhere',
    rateLimited: false,
    // The lists need nothing beside the database.
    services: {
      version: 'bench',
      dataDir,
      log: silentLog,
      connectors: [],
      feeds: [],
      outlets: [],
    } as unknown as ApiServices,
  })
  const { person } = await invitePerson(db, hospital.actor, {
    email: 'bench@hospital.test',
    name: 'Bench',
    role: 'viewer',
  })
  const token = await openSession(db, organisationId, person.id, 'bench')
  if (!(await findSession(db, token))) throw new Error('The session was not opened.')
  const get = async (url: string) => {
    const answer = await app.inject({ url: `/api/v1${url}`, headers: { cookie: `homeostat_session=${token}` } })
    if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode} ${answer.body}`)
    return answer.json()
  }

  const some = devices[7]!
  const model = `manufacturer=${encodeURIComponent(some.manufacturer!)}&model=${encodeURIComponent(some.model!)}`
  const worst = (await get('/findings?limit=1')).items[0]
  const advisory = encodeURIComponent(worst.advisoryId)
  const lists: Record<string, (cursor: string) => string> = {
    'findings, page after page': (cursor) => `/findings?limit=50${cursor}`,
    'of a site': (cursor) => `/findings?site=Site%203${cursor}`,
    'of a model': (cursor) => `/findings?${model}${cursor}`,
    'of a model at a place, in any spelling': (cursor) =>
      `/findings?${model}&site=SITE-3&careArea=ward-7&alike=true${cursor}`,
    'of a site, in any spelling': (cursor) => `/findings?site=SITE-3&alike=true${cursor}`,
    'of a band': (cursor) => `/findings?band=medium${cursor}`,
    'nobody can tell': (cursor) => `/findings?answer=cannot_tell${cursor}`,
    'known exploited': (cursor) => `/findings?knownExploited=true${cursor}`,
    'of an advisory': (cursor) => `/findings?advisory=${advisory}${cursor}`,
    'of a vulnerability': (cursor) => `/vulnerabilities/${worst.vulnerabilityId}/devices?limit=50${cursor}`,
    'of a search': (cursor) => `/findings?q=t-1234${cursor}`,
    'of a device': () => `/findings?device=${worst.device.id}&open=any`,
    'that are done': (cursor) => `/findings?open=false${cursor}`,
    'newest first': (cursor) => `/findings?sort=opened${cursor}`,
    'one finding': () => `/findings/${worst.device.id}/${worst.vulnerabilityId}`,
    facets: () => '/findings/facets',
    groups: (cursor) => `/groups?limit=50${cursor}`,
    questions: (cursor) => `/questions?limit=50${cursor}`,
    advisories: (cursor) => `/advisories?limit=50${cursor}`,
    'advisories, worst first': (cursor) => `/advisories?sort=worst${cursor}`,
    'the inbox, worst first': (cursor) => `/advisories?inbox=true&affected=yes&sort=worst&limit=50${cursor}`,
    'advisories, most affected first': (cursor) => `/advisories?sort=affected${cursor}`,
    'an advisory': () => `/advisories/${advisory}`,
    'devices, page after page': (cursor) => `/devices?limit=50${cursor}`,
    'devices by risk': (cursor) => `/devices?sort=risk${cursor}`,
    'devices of a search': (cursor) => `/devices?q=t-12${cursor}`,
    'devices of a place, in any spelling': (cursor) => `/devices?site=site%203&careArea=ward%2027&alike=true${cursor}`,
    places: (cursor) => `/places?limit=50${cursor}`,
    'proposals of places': () => '/places/proposals',
    'devices of a site': (cursor) => `/devices?site=Site%203${cursor}`,
  }
  const byAction: typeof lists = {
    'findings by action, page after page': (cursor) => `/findings?limit=50${cursor}`,
    'by action, of a site': (cursor) => `/findings?site=Site%203${cursor}`,
    'by action, of a model': (cursor) => `/findings?${model}${cursor}`,
    'by action, known exploited': (cursor) => `/findings?knownExploited=true${cursor}`,
    'by action, of one action': (cursor) => `/findings?action=Scheduled${cursor}`,
    'by action, due within 30 days': (cursor) => `/findings?due=30${cursor}`,
    'by action, overdue': (cursor) => `/findings?due=overdue${cursor}`,
    'by risk, with actions': (cursor) => `/findings?sort=risk&limit=50${cursor}`,
    'one finding with its action': () => `/findings/${worst.device.id}/${worst.vulnerabilityId}`,
    'facets with actions': () => '/findings/facets',
  }
  const rows: Record<string, { p50: number; p95: number; most: number }> = {}
  const isOnlyByAction = process.argv[3] === 'action'
  if (!isOnlyByAction) await measure(lists)
  const { starting } = await appetiteSetting(db, organisationId)
  const { hash } = await saveDraft(db, hospital.actor, { appetite: starting, seen: null })
  const adopting = performance.now()
  await adoptAppetite(db, hospital.actor, { hash, reason: 'As the board decided' })
  const first = (await get('/findings?limit=50')).items[0]
  if (!first.action) throw new Error('The worklist does not follow the appetite.')
  report({
    name: `${count} devices, from an adoption to the worklist in its order`,
    value: (performance.now() - adopting) / 1000,
    unit: 's',
    atMost: 10,
  })
  const [{ classes } = { classes: 0 }] = (
    await sql<{ classes: number }>`select count(distinct points)::int as classes from basis_score`.execute(db)
  ).rows
  console.log(`${classes} classes of findings`)
  await measure(byAction)
  await timed('looked whom to tell', async () => {
    console.log(`${await announceDue(db, organisationId, new Date('2099-01-01'))} groups are overdue`)
  })
  console.table(rows)
  for (const [name, { p95 }] of Object.entries(rows))
    report({ name: `p95 of ${name}`, value: p95, unit: 'ms', ...(isPage(name) && { atMost: 50 }) })
  await app.close()

  async function measure(asked: typeof lists) {
    for (const [name, url] of Object.entries(asked)) {
      const times: number[] = []
      let cursor = ''
      for (let turn = 0; turn < 40; turn++) {
        const start = performance.now()
        const page = await get(url(cursor))
        times.push(performance.now() - start)
        cursor = page.next ? `&cursor=${page.next}` : ''
      }
      times.sort((a, b) => a - b)
      const at = (share: number) => Math.round(times[Math.ceil(times.length * share) - 1]! * 10) / 10
      rows[name] = { p50: at(0.5), p95: at(0.95), most: at(1) }
    }
  }
} finally {
  await database.close()
  await postgres.stop()
  rmSync(dataDir, { recursive: true, force: true })
}

/** Pages of devices and of findings; counts and single things have no target of their own. */
function isPage(name: string): boolean {
  return (
    ![
      'facets',
      'facets with actions',
      'one finding with its action',
      'groups',
      'questions',
      'one finding',
      'an advisory',
      'proposals of places',
    ].includes(name) &&
    !name.startsWith('advisories') &&
    // Where few are due, each finding is asked when it was opened.
    !['by action, due within 30 days', 'by action, overdue'].includes(name)
  )
}

async function timed(what: string, work: () => Promise<void>) {
  const start = performance.now()
  await work()
  console.log(`${what}: ${((performance.now() - start) / 1000).toFixed(1)} s`)
}

/** Ten thousand pumps share a few dozen configurations: a hundred models, few versions, some in places of their own. */
function device(index: number, products: readonly { vendor: string; name: string; version: string }[]): DeviceClaims {
  const product = products[(index * 7919) % Math.min(products.length, 300)]!
  const version = /\d[\w.]*/.exec(product.version)?.[0] ?? '2.1'
  return {
    assetTag: `T-${index}`,
    serialNumber: `SN${index * 31}`,
    manufacturer: product.vendor.trim(),
    model: product.name.slice(0, 80),
    softwareVersion: [version, '99.0', null, version][index % 4]!,
    site: `Site ${index % 6}`,
    careArea: index % 7 ? `Ward ${index % 60}` : `WARD-${index % 60}`,
    zone: index % 3 ? 'medical' : 'flat',
    criticality: (['life_sustaining', 'high', 'medium', 'low'] as const)[index % 4]!,
    lifecycle: index % 25 ? 'in_use' : 'retired',
    networkConnected: index % 10 !== 0,
  }
}

function invented() {
  return Array.from({ length: 120 }, (_, index) =>
    advisoryRecord({
      trackingId: `B-${index}`,
      products: [
        productEntry({
          productId: 'P1',
          name: `Model ${index}`,
          version: '< 3.0',
          versionForm: 'comparison',
          isRange: true,
        }),
      ],
      vulnerabilities: Array.from({ length: 5 }, (_, flaw) =>
        statement({ vulnerabilityId: `CVE-2026-${10000 + index * 5 + flaw}`, status: { known_affected: ['P1'] } }),
      ),
    }),
  )
}
