import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { connectors } from '#connectors/registry.ts'
import { ensureOrganisation } from '#domain/access/access.ts'
import { createSource, listRuns } from '#domain/sources/sources.ts'
import { silentLog } from '#platform/log.ts'
import { drainRuns } from '#tests/support/drain-runs.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { watchFolders } from './watched-folders.ts'

const { db } = await testDatabase()
const { id: organisationId } = await ensureOrganisation(db)
const data = mkdtempSync(path.join(tmpdir(), 'homeostat-watched-'))
afterAll(() => rmSync(data, { recursive: true }))

/** A source that watches a folder of its own. */
async function watched(name: string, member = 'csv-file') {
  const folder = path.join(data, name)
  mkdirSync(folder)
  const source = await createSource(db, organisationId, {
    kind: 'connector',
    member,
    name,
    settings: {},
    watchFolder: folder,
  })
  const parts = { db, log: silentLog, dataDir: data, connectors }
  let folders = watchFolders(parts)
  return {
    folder,
    drop: (file: string, text: string) => writeFileSync(path.join(folder, file), text),
    restart: () => {
      folders = watchFolders(parts)
    },
    /** Looks as the worker does every minute, so many seconds from now; then what waits is done. */
    async look(seconds: number) {
      await folders.look(new Date(Date.now() + seconds * 1000))
      await drainRuns(db, data)
      const runs = await listRuns(db, source, null, 100)
      return runs
        .map(({ state, trigger, fileName, error }) => ({ state, trigger, fileName, error: error?.detail ?? null }))
        .reverse()
    },
  }
}
const csv = (...tags: string[]) =>
  ['Asset Tag,Manufacturer,Model', ...tags.map((tag) => `${tag},Mill,Pump`)].join('\r\n')
const done = (fileName: string) => ({ state: 'succeeded', trigger: 'folder', fileName, error: null })
const tags = async () => {
  const { rows } = await sql<{
    tag: string
  }>`select asset_tag as tag from device where asset_tag is not null order by 1`.execute(db)
  return rows.map(({ tag }) => tag)
}

test('a file that is dropped in the folder is imported once, whatever it is called and however often it is looked at', async () => {
  const place = await watched('dropped')
  place.drop('monday.csv', csv('D-1', 'D-2'))
  place.drop('notes.md', 'not for us')

  expect(await place.look(11)).toEqual([done('monday.csv')])
  expect(await tags()).toEqual(['D-1', 'D-2'])
  place.drop('copy of monday.csv', csv('D-1', 'D-2'))
  expect(await place.look(60)).toEqual([done('monday.csv')])
  place.restart()
  expect(await place.look(120)).toEqual([done('monday.csv')])

  place.drop('monday.csv', csv('D-1', 'D-2', 'D-3'))
  expect(await place.look(180)).toEqual([done('monday.csv'), done('monday.csv')])
  expect(await tags()).toEqual(['D-1', 'D-2', 'D-3'])
})

test('a file that is still being written is left until it stands still, whatever time it brings along', async () => {
  const place = await watched('growing')
  place.drop('export.csv', csv('G-1'))
  // A copy that keeps the time of the original.
  utimesSync(path.join(place.folder, 'export.csv'), 0, 0)
  expect(await place.look(5)).toEqual([])

  appendFileSync(path.join(place.folder, 'export.csv'), '\r\nG-2,Mill,Pump')
  expect(await place.look(9)).toEqual([])
  expect(await place.look(11)).toEqual([done('export.csv')])
  expect((await tags()).filter((tag) => tag.startsWith('G'))).toEqual(['G-1', 'G-2'])
})

test('a file that cannot be read is a failed run that says why, once, and holds up no other', async () => {
  const place = await watched('broken')
  place.drop('a-empty.csv', '')
  place.drop('b-cut-off.csv', 'Asset Tag,Model\r\n1,"Pum')
  place.drop('c-workbook.csv', 'PK\u0003\u0004')
  place.drop('d-good.csv', csv('B-1'))

  const expected = [
    ['a-empty.csv', 'failed', 'The file a-empty.csv is empty. Export the list again, and check that it has rows.'],
    ['b-cut-off.csv', 'failed', expect.stringMatching(/ends within a quoted cell that begins in row 2.*cut off/)],
    ['c-workbook.csv', 'failed', expect.stringMatching(/is a zip file, perhaps an Excel workbook/)],
    ['d-good.csv', 'succeeded', null],
  ].map(([fileName, state, error]) => ({ state, trigger: 'folder', fileName, error }))
  expect(await place.look(11)).toEqual(expected)
  expect(await place.look(71)).toEqual(expected)
})

test('in the folder of a scanner each file is read as what it is', async () => {
  const place = await watched('scans', 'nmap')
  const report = readFileSync('src/connectors/nmap/fixtures/export.xml', 'utf8')
  place.drop('a-monday.xml', report.replaceAll('192.0.2.', '192.0.3.'))
  place.drop('b-openvas.xml', readFileSync('src/connectors/openvas/fixtures/export.xml', 'utf8'))
  place.drop('c-other.xml', '<sales/>')
  place.drop('d-cut-off.xml', report.slice(0, 4000))

  expect(await place.look(11)).toEqual([
    done('a-monday.xml'),
    done('b-openvas.xml'),
    { ...done('c-other.xml'), state: 'failed', error: expect.stringMatching(/is no such report/) },
    { ...done('d-cut-off.xml'), state: 'failed', error: expect.stringMatching(/cut off/) },
  ])
})

test('two sources may read the same file, each once', async () => {
  const text = csv('S-1')
  const [one, other] = [await watched('first'), await watched('second')]
  one.drop('list.csv', text)
  other.drop('list.csv', text)

  expect([await one.look(11), await other.look(11)]).toEqual([[done('list.csv')], [done('list.csv')]])
})

test('a folder that is gone is told once among the runs, and read again when it is back', async () => {
  const place = await watched('gone')
  renameSync(place.folder, `${place.folder}-away`)
  const trouble = {
    state: 'failed',
    trigger: 'folder',
    fileName: null,
    error: expect.stringMatching(/^The watched folder .*gone cannot be read \(ENOENT.*Check that it is there/),
  }

  expect(await place.look(0)).toEqual([trouble])
  expect(await place.look(60)).toEqual([trouble])
  renameSync(`${place.folder}-away`, place.folder)
  place.drop('back.csv', csv('O-1'))
  expect(await place.look(120)).toEqual([trouble, done('back.csv')])
})

test('what was taken lies in the data folder as often as there are runs that read it', () => {
  expect(readdirSync(path.join(data, 'uploads'))).toHaveLength(14)
})
