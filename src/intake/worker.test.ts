import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { listMatchRuns } from '#domain/findings/findings.ts'
import { claimRun, createSource, getRun, listSources, queueRun } from '#domain/sources/sources.ts'
import { drainRuns } from '#tests/support/drain-runs.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { nvdFile, publishedCve } from '#tests/support/nvd-files.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { schedule } from './worker.ts'

const { db } = await testDatabase()
const hospital = await newHospital(db)
const { organisationId, actor } = hospital
const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-worker-'))
afterAll(() => rmSync(folder, { recursive: true }))

const windows = [
  {
    nodes: [
      {
        ...{ operator: 'OR', negate: false },
        cpeMatch: [{ vulnerable: true, criteria: 'cpe:2.3:o:microsoft:windows_7:-:sp1:*:*:*:*:*:*' }],
      },
    ],
  },
]
const publish = (...ids: string[]) =>
  writeFileSync(
    path.join(folder, 'nvd', 'nvdcve-2.0-2026.json'),
    nvdFile(
      ids.map((id) => publishedCve(id, '2026-01-02T00:00:00.000', { configurations: windows })),
      `2026-02-0${ids.length}T00:00:00.000`,
    ),
  )
const source = await createSource(db, organisationId, {
  kind: 'feed',
  member: 'nvd',
  name: 'NVD',
  settings: { location: path.join(folder, 'nvd') },
})
await hospital.says(hospital.cmms, {
  a: { assetTag: 'V-1', manufacturer: 'Meadow Imaging', model: 'Viewer', operatingSystem: 'Windows 7 SP1' },
})
async function run() {
  const { id } = await queueRun(db, { sourceId: source.id, trigger: 'person', actor })
  await drainRuns(db)
  return await getRun(db, organisationId, id)
}
const matchRuns = async () => (await listMatchRuns(db, organisationId, { trigger: 'databases', limit: 10 })).items

beforeEach(async () => {
  rmSync(path.join(folder, 'nvd'), { recursive: true, force: true })
  mkdirSync(path.join(folder, 'nvd'))
})

test('what a run of NVD changes on devices is a matching run of it', async () => {
  publish('CVE-2026-10001')
  const { id } = await run()

  expect(await matchRuns()).toMatchObject([{ configurations: 1, changed: 1, devices: 1, by: 'Import' }])
  const { rows } = await sql`select import_run_id from match_run where trigger = 'databases'`.execute(db)
  expect(rows).toEqual([{ import_run_id: id }])
})

test('after the clock was put back a source is due at once, and its last run is the one begun last', async () => {
  publish('CVE-2026-10001')
  const ahead = await run()
  await sql`update source set every_hours = 24, next_run_at = now() + interval '6 days' where id = ${source.id}`.execute(
    db,
  )
  const later = 'ffffffff-ffff-7fff-bfff-ffffffffffff'
  await sql`update run set id = ${later}, queued_at = now() + interval '5 days', finished_at = now() + interval '5 days'
    where id = ${ahead.id}`.execute(db)
  const shown = async () => (await listSources(db, organisationId, new Map())).find(({ id }) => id === source.id)!
  const isPast = (at: string | null | undefined) => at != null && Date.parse(at) <= Date.now()

  const before = await shown()
  expect([before.nextRunAt, before.lastRun?.finishedAt].map(isPast)).toEqual([true, true])

  rmSync(path.join(folder, 'nvd'), { recursive: true })
  await schedule({ db, apiConnectors: [] })
  await drainRuns(db)
  expect(await shown()).toMatchObject({ lastRun: { state: 'failed', trigger: 'schedule' } })
})

test('a run whose devices cannot be counted at its end has failed, and does not run for ever', async () => {
  await sql`create function fails() returns trigger language plpgsql as $$ begin raise exception 'no room'; end $$`.execute(
    db,
  )
  await sql`create trigger fails before update on match_run for each row execute function fails()`.execute(db)
  publish('CVE-2026-10001', 'CVE-2026-10002')

  expect(await run()).toMatchObject({ state: 'failed', error: { code: 'internal' } })
  expect(await matchRuns()).toHaveLength(2)
})

test('a run whose worker is gone is taken up, though its last sign of life is of a time still to come', async () => {
  const { id } = await queueRun(db, { sourceId: source.id, trigger: 'person', actor })
  expect(await claimRun(db, 'gone', 30)).toMatchObject({ id })
  await sql`update run set heartbeat_at = now() + interval '5 days' where id = ${id}`.execute(db)

  expect(await claimRun(db, 'another', 30)).toMatchObject({ id })
})
