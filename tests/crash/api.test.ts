import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { restApi } from '#bench/servers/rest-api.ts'
import { createSource, queueRun } from '#domain/sources/sources.ts'
import { startSystem } from '#tests/support/simulated-system.ts'
import { testDatabases } from '#tests/support/test-database.ts'
import { expectSameEndAfterKills } from './killing.ts'
import { openStage, settle } from './stage.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-crash-api-'))
const { server, system, settings } = await startSystem('generic-rest', (secret) => restApi({ secret }))
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const devices = (from: number, to: number, version: string) =>
  Array.from({ length: to - from }, (_, n) => ({
    id: `d-${from + n}`,
    asset: { tag: `BM-${1000 + from + n}`, serial: `SN-ZX-${1000 + from + n}` },
    vendor: 'Example Medical',
    model: 'Infusor 4',
    software: { version },
    last_seen: '2026-01-30T08:15:00Z',
  }))

const databases = await testDatabases(async (db) => {
  const stage = await openStage(db, folder)
  const { changedSinceParameter: _, ...rest } = settings()
  const source = await createSource(db, stage.actor.organisationId, {
    kind: 'connector',
    member: 'generic-rest',
    name: 'MDSP',
    settings: { ...rest, pageSize: 8 },
  })
  system.records = devices(0, 60, '4.1')
  await queueRun(db, { sourceId: source.id, trigger: 'person', actor: stage.actor })
  await settle(stage)
  // Ten are no longer reported, twenty changed, twelve are new, one nobody can tell.
  system.records = [
    ...devices(10, 30, '4.2'),
    ...devices(30, 60, '4.1'),
    { vendor: 'Nobody' },
    ...devices(60, 72, '4.2'),
  ]
  await queueRun(db, { sourceId: source.id, trigger: 'person', actor: stage.actor })
})

test('a reading that is killed at any moment ends as one that nobody disturbed', { timeout: 900_000 }, async () => {
  const { killed, done } = await expectSameEndAfterKills({
    databases,
    dataDir: folder,
    batchSize: 4000,
    seed: 5,
    moments: 15,
  })
  expect(killed).toBeGreaterThanOrEqual(20)
  expect(done.statements.filter(({ text }) => text === 'commit').length).toBeGreaterThanOrEqual(8)
})
