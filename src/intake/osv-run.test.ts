import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ensureOrganisation } from '#domain/access/access.ts'
import { packageVulnerabilities } from '#domain/intelligence/intelligence.ts'
import { createSource, getRun, queueRun } from '#domain/sources/sources.ts'
import { drainRuns } from '#tests/support/drain-runs.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'

const { db } = await testDatabase()
const { id: organisationId } = await ensureOrganisation(db)
const actor = { organisationId, personId: null, name: 'test' }
const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-osv-run-'))
afterAll(() => rmSync(folder, { recursive: true }))

const entry = (id: string, modified: string, rest: Record<string, unknown> = {}) =>
  JSON.stringify({
    ...{ schema_version: '1.7.0', id, modified, ...rest },
    affected: [{ package: { ecosystem: 'npm', name: 'pump' }, versions: ['1.0.0'] }],
  })
const publish = (id: string, text: string) => writeFileSync(path.join(folder, 'npm', `${id}.json`), text)

test('a folder of OSV entries is kept, read again for what changed, and undone by nothing older', async () => {
  mkdirSync(path.join(folder, 'npm'))
  for (let at = 0; at < 600; at++) publish(`X-${at}`, entry(`X-${at}`, '2026-01-02T00:00:00Z'))
  const settings = { location: folder }
  const source = await createSource(db, organisationId, { kind: 'feed', member: 'osv', name: 'OSV', settings })
  async function run() {
    const { id } = await queueRun(db, { sourceId: source.id, trigger: 'person', actor })
    await drainRuns(db)
    return await getRun(db, organisationId, id)
  }

  expect(await run()).toMatchObject({
    state: 'succeeded',
    counts: { package_vulnerability: 600, changed: 600, rejected: 0 },
  })
  expect(await packageVulnerabilities(db, ['npm/pump'])).toHaveLength(600)
  expect(Object.keys(await writesDuring(db, run))).toEqual(['run'])

  publish('X-1', entry('X-1', '2026-01-01T00:00:00Z', { summary: 'Older' }))
  publish('X-2', entry('X-2', '2026-01-03T00:00:00Z', { withdrawn: '2026-01-03T00:00:00Z' }))
  publish('X-3', entry('X-3', '2026-01-03T00:00:00Z').slice(0, 50))
  expect(await run()).toMatchObject({ state: 'succeeded', counts: { changed: 1, older: 1, rejected: 1 } })
  const left = await packageVulnerabilities(db, ['npm/pump'])
  expect(left).toHaveLength(599)
  expect(left.find(({ id }) => id === 'X-1')?.summary).toBe('')
  expect(left.some(({ id }) => id === 'X-3')).toBe(true)
})
