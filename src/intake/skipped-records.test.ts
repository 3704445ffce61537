import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ensureOrganisation } from '#domain/access/access.ts'
import { createSource, listSkipped, queueRun } from '#domain/sources/sources.ts'
import type { SkippedState } from '#model/source.ts'
import { drainRuns } from '#tests/support/drain-runs.ts'
import { testDatabase } from '#tests/support/test-database.ts'

const { db } = await testDatabase()
const { id: organisationId } = await ensureOrganisation(db)
const actor = { organisationId, personId: null, name: 'test' }
const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-skipped-'))
afterAll(() => rmSync(folder, { recursive: true }))

const document = (odd: object = {}) =>
  JSON.stringify({
    document: {
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      publisher: { category: 'vendor', name: 'Meadow Medical', namespace: 'https://meadow.example' },
      title: 'Pump',
      tracking: {
        ...{ id: 'MM-1', status: 'final', version: '1' },
        ...{ initial_release_date: '2026-01-20T10:00:00Z', current_release_date: '2026-01-20T10:00:00Z' },
      },
    },
    ...odd,
  })
const publish = (name: string, text: string) => writeFileSync(path.join(folder, name), text)
const source = await createSource(db, organisationId, {
  kind: 'feed',
  member: 'csaf-provider',
  name: 'Meadow',
  settings: { location: folder },
})

async function run() {
  const { id } = await queueRun(db, { sourceId: source.id, trigger: 'person', actor })
  await drainRuns(db)
  return id
}
const skipped = async (state: SkippedState) =>
  (await listSkipped(db, organisationId, source.id, { state, after: null, limit: 50 })).filter(
    ({ position }) => position === 'mm-1.json',
  )

test('a record skipped again bears the reason of the last run, and none once it was taken', async () => {
  publish('mm-2.json', document().replace('MM-1', 'MM-2'))
  publish('mm-1.json', document())
  publish('mm-1.json.sha512', '0'.repeat(128))
  await run()
  const [first] = await skipped('open')
  expect(first).toMatchObject({ code: 'digest_mismatch', reason: expect.stringContaining('does not have the SHA-512') })

  publish('mm-1.json.sha512', '<html>')
  await run()
  expect(await skipped('open')).toMatchObject([
    { id: first!.id, reason: expect.stringContaining('holds no SHA-512'), createdAt: first!.createdAt },
  ])

  publish('mm-1.json', '<!doctype html>')
  rmSync(path.join(folder, 'mm-1.json.sha512'))
  await run()
  const open = await skipped('open')
  expect(open).toMatchObject([{ code: 'unreadable', createdAt: first!.createdAt }])
  expect(Date.parse(open[0]!.lastSeenAt)).toBeGreaterThan(Date.parse(first!.createdAt))

  publish('mm-1.json', document())
  publish('mm-1.json.sha512', createHash('sha512').update(document()).digest('hex'))
  const taken = await run()
  expect(await skipped('open')).toEqual([])
  expect(await skipped('gone')).toMatchObject([{}, {}].map(() => ({ settledRunId: expect.any(String) })))
  expect((await skipped('gone')).map(({ settledRunId }) => settledRunId)).toContain(taken)
})

test('what was told once stays until the document is read without it', async () => {
  rmSync(path.join(folder, 'mm-1.json.sha512'))
  publish('mm-1.json', document({ vulnerabilities: [7] }))
  await run()
  await run()
  expect(await skipped('open')).toMatchObject([{ code: 'partly_read' }])

  publish('mm-1.json', document({ vulnerabilities: [] }))
  await run()
  expect(await skipped('open')).toEqual([])
})
