import { rmSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { testDatabases } from '#tests/support/test-database.ts'
import { expectSameEndAfterKills } from './killing.ts'
import { decideAndClaim, hospitalFolder, openStage, queueFeed, queueFile, settle } from './stage.ts'

const folder = await hospitalFolder(110)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const databases = await testDatabases(async (db) => {
  const stage = await openStage(db, folder)
  for (const [feed, location] of [
    ['csaf-provider', 'advisories'],
    ['kev', 'kev.json'],
    ['epss', 'epss.csv'],
  ] as const)
    await queueFeed(stage, feed, `${folder}/${location}`)
  await queueFile(stage, 'MDSP', 'mdsp.csv')
  await settle(stage)
  await decideAndClaim(stage)
  await queueFile(stage, 'CMMS', 'cmms.csv')
  await queueFile(stage, 'MDSP', 'mdsp-later.csv')
})

test('an import that is killed at any moment ends as one that nobody disturbed', { timeout: 900_000 }, async () => {
  const { killed, done } = await expectSameEndAfterKills({
    databases,
    dataDir: folder,
    batchSize: 40,
    seed: 1,
    moments: 15,
  })
  expect(killed).toBeGreaterThanOrEqual(20)
  expect(done.statements.filter(({ text }) => text === 'commit').length).toBeGreaterThanOrEqual(4)
})
