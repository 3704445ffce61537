import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ensureOrganisation } from '#domain/access/access.ts'
import { createSource, listSkipped, listSources, queueRun } from '#domain/sources/sources.ts'
import { drainRuns } from '#tests/support/drain-runs.ts'
import { nvdFile, publishedCve } from '#tests/support/nvd-files.ts'
import { testDatabase } from '#tests/support/test-database.ts'

const { db } = await testDatabase()
const { id: organisationId } = await ensureOrganisation(db)
const actor = { organisationId, personId: null, name: 'test' }

const published = (member: string, file: string) =>
  readFileSync(`src/feeds/${member}/fixtures/published/${file}`, 'utf8')
const support = JSON.parse(published('endoflife', 'products/full'))
const recalls = JSON.parse(published('openfda', 'enforcement.json'))
const entry = published('osv', 'npm/OSVX-2026-0001.json')
const known = published('kev', 'known_exploited_vulnerabilities.json')
const cve = (lastModified: string) => nvdFile([publishedCve('CVE-2026-10001', lastModified)], '2026-01-31T00:00:00.000')

test.each([
  ['kev', 'known_exploited_vulnerabilities.json', known.replace('"dateAdded"', '"added"'), known, 'CVE-2026-10001'],
  ['nvd', 'nvdcve-2.0-2026.json', cve('one day'), cve('2026-01-30T00:00:00.000'), 'CVE-2026-10001'],
  ['osv', 'OSVX-2026-0001.json', entry.slice(0, 40), entry, 'OSVX-2026-0001.json'],
  ['msrc', '2026-Jan.json', '{}', published('msrc', 'cvrf/2026-Jan'), '2026-Jan.json'],
  [
    'openfda',
    'enforcement.json',
    JSON.stringify({ ...recalls, results: [{ ...recalls.results[0], recalling_firm: 7 }] }),
    JSON.stringify(recalls),
    'enforcement Z-0101-2026',
  ],
  [
    'endoflife',
    'full.json',
    JSON.stringify({ ...support, result: [{ ...support.result[0], releases: 7 }, support.result[1]] }),
    JSON.stringify(support),
    'meadow-os',
  ],
])('what %s could not take is told until it is taken', async (member, file, bad, good, position) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-taken-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const source = await createSource(db, organisationId, {
    kind: 'feed',
    member,
    name: member,
    settings: { location: folder },
  })
  const toldOf = async (text: string) => {
    writeFileSync(path.join(folder, file), text)
    await queueRun(db, { sourceId: source.id, trigger: 'person', actor })
    await drainRuns(db)
    const open = await listSkipped(db, organisationId, source.id, { state: 'open', after: null, limit: 50 })
    return open.map((skipped) => skipped.position)
  }

  expect(await toldOf(bad)).toEqual([position])
  expect(await toldOf(good)).toEqual([])
})

test('of half a list the source says so until a whole one comes, though each run goes to its end', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-half-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const source = await createSource(db, organisationId, {
    kind: 'feed',
    member: 'kev',
    name: 'Half',
    settings: { location: folder },
  })
  const shownOf = async (text: string) => {
    writeFileSync(path.join(folder, 'known_exploited_vulnerabilities.json'), text)
    await queueRun(db, { sourceId: source.id, trigger: 'person', actor })
    await drainRuns(db)
    const { lastRun, incompleteWhy } = (await listSources(db, organisationId, new Map())).find(
      ({ id }) => id === source.id,
    )!
    return [lastRun?.state, incompleteWhy]
  }

  expect(await shownOf(known.replace('"count": 2', '"count": 200'))).toEqual([
    'succeeded',
    expect.stringContaining('says that it has 200 entries and holds 2'),
  ])
  expect(await shownOf(known)).toEqual(['succeeded', null])
})
