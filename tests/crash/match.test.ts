import { rmSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { testDatabases } from '#tests/support/test-database.ts'
import { expectSameEndAfterKills } from './killing.ts'
import { decideAndClaim, hospitalFolder, openStage, publishAdvisories, queueFeed, queueFile, settle } from './stage.ts'

const folder = await hospitalFolder(110)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let matchesBefore = 0
const databases = await testDatabases(async (db) => {
  const stage = await openStage(db, folder)
  await queueFeed(stage, 'csaf-provider', publishAdvisories(folder, 6))
  await queueFeed(stage, 'kev', `${folder}/kev.json`)
  await queueFeed(stage, 'epss', `${folder}/epss.csv`)
  await queueFile(stage, 'CMMS', 'cmms.csv')
  await queueFile(stage, 'MDSP', 'mdsp.csv')
  await settle(stage)
  await decideAndClaim(stage)
  matchesBefore = (await sql<{ n: number }>`select count(*) as n from basis_match`.execute(db)).rows[0]!.n
  await queueFeed(stage, 'csaf-provider', publishAdvisories(folder, 6, { revised: true }))
})

test('a match of every configuration again, killed at any moment, ends as one that nobody disturbed', {
  timeout: 900_000,
}, async () => {
  const { killed } = await expectSameEndAfterKills({
    databases,
    dataDir: folder,
    batchSize: 4000,
    seed: 3,
    moments: 15,
  })
  expect(killed).toBeGreaterThanOrEqual(20)
  expect(matchesBefore).toBeGreaterThan(200)
})
