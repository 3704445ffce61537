import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { manyCves, nvdFile } from '#tests/support/nvd-files.ts'
import { testDatabases } from '#tests/support/test-database.ts'
import { expectSameEndAfterKills } from './killing.ts'
import { hospitalFolder, openStage, publishAdvisories, queueFeed, queueFile, settle } from './stage.ts'

const folder = await hospitalFolder(60)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const databases = await testDatabases(async (db) => {
  const stage = await openStage(db, folder)
  await queueFile(stage, 'CMMS', 'cmms.csv')
  await queueFile(stage, 'MDSP', 'mdsp.csv')
  await settle(stage)
  await queueFeed(stage, 'csaf-provider', publishAdvisories(folder, 6))
  await queueFeed(stage, 'kev', `${folder}/kev.json`)
  await queueFeed(stage, 'epss', `${folder}/epss.csv`)
  mkdirSync(`${folder}/nvd`)
  for (const [year, count] of [
    [2025, 5],
    [2026, 4100],
  ] as const)
    writeFileSync(`${folder}/nvd/nvdcve-2.0-${year}.json`, nvdFile(manyCves(count, year), '2026-01-31T00:00:00.000'))
  await queueFeed(stage, 'nvd', `${folder}/nvd`)
})

test('a feed that is killed at any moment ends as one that nobody disturbed', { timeout: 900_000 }, async () => {
  const { killed, done } = await expectSameEndAfterKills({
    databases,
    dataDir: folder,
    batchSize: 4000,
    seed: 2,
    moments: 15,
  })
  expect(killed).toBeGreaterThanOrEqual(20)
  expect(done.statements.filter(({ text }) => text === 'commit').length).toBeGreaterThanOrEqual(4)
})
