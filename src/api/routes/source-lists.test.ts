import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { connectors } from '#connectors/registry.ts'
import { feeds } from '#feeds/registry.ts'
import { drainRuns } from '#tests/support/drain-runs.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const dataDir = mkdtempSync(path.join(tmpdir(), 'homeostat-source-lists-'))
const { signedIn } = await testServer(db, { services: { connectors, feeds, dataDir } })
const manager = await signedIn('manager')
afterAll(() => rmSync(dataDir, { recursive: true }))

beforeEach(async () => {
  await sql`truncate source, run, skipped, list_day, known_exploited, exploit_probability cascade`.execute(db)
})

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)

async function read(member: 'kev' | 'epss', name: string, text: string) {
  const location = path.join(dataDir, `${member}-${name}`)
  mkdirSync(location, { recursive: true })
  writeFileSync(path.join(location, member === 'kev' ? 'kev.json' : 'epss.csv'), text)
  const { id } = (await manager.post('/sources', { kind: 'feed', member, name, settings: { location } })).json()
  await manager.post(`/sources/${id}/run`)
  await drainRuns(db, dataDir)
  return id as string
}
const listOf = async (id: string) => (await manager.get(`/sources/${id}`)).json().source.list

const catalogue = (day: string) =>
  JSON.stringify({
    ...{ catalogVersion: day, dateReleased: `${day}T12:00:00Z`, count: 1 },
    vulnerabilities: [
      {
        ...{ cveID: 'CVE-2026-10001', vendorProject: 'V', product: 'P', vulnerabilityName: 'N' },
        ...{ dateAdded: '2020-01-01', requiredAction: 'Update' },
      },
    ],
  })
const scores = (day: string) =>
  `#model_version:v1,score_date:${day}T12:00:00Z\ncve,epss,percentile\nCVE-2026-10001,0.5,0.5\n`

test.each([
  ['kev', catalogue],
  ['epss', scores],
] as const)(
  'a source of %s tells the day of its own list, and that another one is in force',
  async (member, listOfDay) => {
    const newer = await read(member, 'newer', listOfDay(daysAgo(1)))
    const older = await read(member, 'older', listOfDay('2024-01-01'))

    expect(await listOf(newer)).toEqual({ day: daysAgo(1), state: 'fresh', why: null, inForce: null })
    expect(await listOf(older)).toEqual({
      day: '2024-01-01',
      state: 'old',
      why: expect.stringMatching(/days old/),
      inForce: daysAgo(1),
    })
  },
)

test('a good source is not out of date because the list in force was older, or of a day that has not come', async () => {
  const good = await read('kev', 'good', catalogue(daysAgo(1)))

  await sql`update list_day set day = '2024-01-01'`.execute(db)
  expect(await listOf(good)).toEqual({ day: daysAgo(1), state: 'fresh', why: null, inForce: null })
  await sql`update list_day set day = ${daysAgo(-900)}`.execute(db)
  expect(await listOf(good)).toMatchObject({ day: daysAgo(1), state: 'fresh', inForce: daysAgo(-900) })
})

test('a source that has read nothing yet says what is in force', async () => {
  await read('kev', 'good', catalogue(daysAgo(1)))
  const settings = { location: path.join(dataDir, 'kev-good') }
  const { id } = (await manager.post('/sources', { kind: 'feed', member: 'kev', name: 'New', settings })).json()

  expect(await listOf(id)).toMatchObject({ day: null, inForce: daysAgo(1) })
})
