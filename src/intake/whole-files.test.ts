import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { ensureOrganisation } from '#domain/access/access.ts'
import { answerReading } from '#domain/inventory/inventory.ts'
import { onUndo } from '#domain/loop.ts'
import {
  createSource,
  getRun,
  getRunRecord,
  getSource,
  queueRun,
  storeFile,
  updateSource,
} from '#domain/sources/sources.ts'
import { inTransaction } from '#platform/db/database.ts'
import { drainRuns } from '#tests/support/drain-runs.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'

const { db } = await testDatabase()
const { id: organisationId } = await ensureOrganisation(db)
const actor = { organisationId, personId: null, name: 'test' }
const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-whole-files-'))
afterAll(() => rmSync(folder, { recursive: true }))

const tags = (count: number) => Array.from({ length: count }, (_, n) => `BM-${100 + n}`)
let files = 0

async function sourceOf(name: string, filesAreWhole: boolean) {
  const { id } = await createSource(db, organisationId, { kind: 'connector', member: 'csv-file', name, settings: {} })
  await updateSource(db, organisationId, id, { filesAreWhole })
  const prefix = `${name} `
  return {
    id,
    async importFile(tagsOfFile: readonly string[], ...more: string[]) {
      const file = path.join(folder, `${++files}.csv`)
      const rows = tagsOfFile.map((tag) => `${prefix}${tag},Mill,Pump`)
      const text = ['Asset Tag,Manufacturer,Model', ...rows, ...more].join('\r\n')
      writeFileSync(file, text)
      const record = {
        name: `${files}.csv`,
        mediaType: 'text/csv',
        bytes: text.length,
        sha256: String(files),
        path: file,
      }
      const fileId = await storeFile(db, organisationId, record)
      const run = await queueRun(db, { sourceId: id, trigger: 'person', actor, fileId })
      await drainRuns(db, folder)
      return await getRun(db, organisationId, run.id)
    },
    unreported: async () =>
      (
        await sql<{ tag: string }>`select claims ->> 'assetTag' as tag from observation where source_id = ${id}
          and unreported_since is not null and superseded_at is null and retracted_at is null order by 1`.execute(db)
      ).rows.map(({ tag }) => tag.slice(prefix.length)),
  }
}

test('a file is a part, unless the source says that each is the whole list', async () => {
  const part = await sourceOf('Part', false)
  await part.importFile(tags(8))
  await part.importFile(tags(6))
  expect(await part.unreported()).toEqual([])

  const whole = await sourceOf('Whole', true)
  await whole.importFile(tags(8))
  expect(await whole.importFile(tags(6))).toMatchObject({ state: 'succeeded', counts: { no_longer_reported: 2 } })
  expect(await whole.unreported()).toEqual(['BM-106', 'BM-107'])

  const writes = await writesDuring(db, () => whole.importFile(tags(6)))
  expect(Object.keys(writes).sort()).toEqual(['run', 'stored_file'])
  await whole.importFile(tags(8))
  expect(await whole.unreported()).toEqual([])
})

test('undoing an import brings back what it told of as missing', async () => {
  const whole = await sourceOf('Undone', true)
  await whole.importFile(tags(8))
  const run = await whole.importFile(tags(7))
  expect(await whole.unreported()).toEqual(['BM-107'])

  const source = await getSource(db, organisationId, whole.id)
  await inTransaction(db, (tx) => onUndo(tx, source, run.id, actor, new Date().toISOString()))
  expect(await whole.unreported()).toEqual([])
})

test('half a file asks, and a damaged row leaves all as it stood', async () => {
  const whole = await sourceOf('Half', true)
  await whole.importFile(tags(20))
  const asking = await whole.importFile(tags(4))
  expect(asking).toMatchObject({ state: 'to_confirm', canUndo: true })
  expect(await whole.unreported()).toEqual([])

  const damaged = await whole.importFile(tags(18), 'BM-118,Mill,Pump,and,values,of,another,table')
  expect(damaged).toMatchObject({ state: 'succeeded', counts: { rejected: 1 } })
  expect(await whole.unreported()).toEqual([])
  const { rows } = await sql<{
    code: string
  }>`select code from skipped where run_id = ${damaged.id} order by 1`.execute(db)
  expect(rows.map(({ code }) => code)).toEqual(['not_whole', 'unreadable'])

  // The damaged one asks nothing, and the question of the half one still stands.
  const answer = inTransaction(db, async (tx) =>
    answerReading(tx, organisationId, await getRunRecord(tx, organisationId, asking.id), 'take'),
  )
  expect(await answer).toBe(2)
})
