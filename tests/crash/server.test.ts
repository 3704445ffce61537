import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { connectors } from '#connectors/registry.ts'
import { ensureOrganisation } from '#domain/access/access.ts'
import { feeds } from '#feeds/registry.ts'
import { createIntake } from '#intake/intake.ts'
import { type Db, openDatabase } from '#platform/db/database.ts'
import { silentLog } from '#platform/log.ts'
import { drainRuns } from '#tests/support/drain-runs.ts'
import { type LaunchedHomeostat, launchHomeostat } from '#tests/support/running-homeostat.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { loadDemo } from '#wiring/demo.ts'

const data = mkdtempSync(path.join(tmpdir(), 'homeostat-kill-'))
let running: LaunchedHomeostat | undefined
afterAll(async () => {
  await running?.stop()
  rmSync(data, { recursive: true, force: true, maxRetries: 5 })
})

/** How much there is of all that the demo hospital becomes. */
async function extent(db: Db): Promise<Record<string, number>> {
  const { rows } = await sql<Record<string, number>>`select
    (select count(*) from device where gone_at is null) as devices, (select count(*) from observation) as observations,
    (select count(*) from conflict) as conflicts, (select count(*) from skipped) as skipped,
    (select count(*) from advisory) as advisories, (select count(*) from basis_match) as matches,
    (select count(*) from basis_score) as scores, (select sum(open_devices) from basis_score) as "openFindings",
    (select sum(open_findings) from device) as "openOnDevices", (select count(*) from notification) as notifications,
    (select count(*) from run where state = 'succeeded') as runs, (select count(*) from run where state <> 'succeeded') as others`.execute(
    db,
  )
  return rows[0]!
}

/** The demo hospital, loaded here and undisturbed. */
async function undisturbed(): Promise<Record<string, number>> {
  const { db } = await testDatabase()
  const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-calm-'))
  try {
    const { id, timeZone } = await ensureOrganisation(db)
    const parts = {
      ...{ log: silentLog, dataDir: folder, connectors, feeds, apiConnectors: [] },
      openFeed: () => Promise.reject(new Error()),
      openApi: () => Promise.reject(new Error()),
    }
    const actor = { organisationId: id, personId: null, name: 'Set-up' }
    const loading = loadDemo(db, createIntake(parts), actor, timeZone, () => {})
    while ((await sql`select 1 from run`.execute(db)).rows.length === 0) await sleep(50)
    await drainRuns(db, folder)
    await loading
    return await extent(db)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const { socketDir, postmaster } = {
  socketDir: path.join(data, 'postgres'),
  postmaster: () => Number(readFileSync(path.join(data, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]),
}

const isHealthy = async (url: string) =>
  await fetch(`${url}/api/v1/health`).then(
    (answer) => answer.ok,
    () => false,
  )

async function until(what: string, isSo: () => Promise<boolean>) {
  const end = Date.now() + 120_000
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`It took more than two minutes until ${what}:\n${running?.said()}`)
    await sleep(50)
  }
}

test('a server that is killed while it loads, and whose PostgreSQL is killed as well, ends with the whole hospital', {
  timeout: 900_000,
}, async () => {
  const expected = undisturbed()

  running = launchHomeostat(data)
  await running.says(/CMMS workbook: /)
  await running.kill()

  running = launchHomeostat(data)
  const { url } = await running.ready()
  expect(await isHealthy(url)).toBe(true)
  process.kill(postmaster(), 'SIGKILL')
  await until('PostgreSQL is away', async () => !(await isHealthy(url)))
  await until('PostgreSQL is back', () => isHealthy(url))

  const { db, close } = openDatabase({ socketDir, port: 5432, database: 'homeostat' }, { max: 1 })
  try {
    await until('all runs have ended', async () => {
      const { rows } = await sql`select 1 from run where state in ('queued', 'running')`.execute(db)
      return rows.length === 0
    })
    expect(await extent(db)).toEqual(await expected)
  } finally {
    await close()
  }
})

test('a second server on the same data refuses and says who has it', { timeout: 60_000 }, async () => {
  const second = launchHomeostat(data)
  expect(await second.ended).not.toBe(0)
  expect(second.said()).toMatch(/Another Homeostat \(process \d+\) works on .*Stop it first, or give this one its own/)
  expect(second.said()).not.toMatch(/\n\s+at /)
})

test('what was loaded is there after the next start, which loads nothing again', { timeout: 60_000 }, async () => {
  await running?.stop()
  running = launchHomeostat(data)
  await running.ready()
  expect(running.said()).not.toContain('demo hospital')
})
