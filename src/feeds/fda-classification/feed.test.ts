import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { memoryFiles } from '#bench/servers/memory-files.ts'
import { makeZip } from '#bench/servers/zip.ts'
import { openFeedFiles } from '#platform/files/files.ts'
import { silentLog } from '#platform/log.ts'
import { readZip } from '#standards/archive/read-zip.ts'
import { inCorpus } from '#tests/support/corpus.ts'
import { gather } from '#tests/support/gather.ts'
import { fdaClassification } from './feed.ts'

const archive = readFileSync(join(import.meta.dirname, 'fixtures/published/foiclass.zip'))
const [member] = await gather(readZip(archive, /txt$/, { maxEntryBytes: 10_000, maxTotalBytes: 10_000 }))
const whole = Buffer.from(member!.bytes)
const now = () => new Date('2026-02-01T00:00:00Z')
type Cursor = NonNullable<Parameters<typeof fdaClassification.pull>[1]>
const config = fdaClassification.config.parse({ location: '/somewhere' })

const pull = (bytes: Uint8Array, since?: Cursor, name = 'foiclass.txt') =>
  gather(fdaClassification.pull({ files: memoryFiles({ [name]: bytes }), config, log: silentLog, now }, since))

test('each code is taken with its class, regulation and flags, in letters of the west', async () => {
  const [page, ...more] = await pull(whole)

  expect(more).toEqual([])
  expect(page?.records.slice(0, 2)).toEqual([
    {
      kind: 'product_classification',
      entry: {
        ...{ code: 'ZZA', name: 'Pump, Meadow Infusion', deviceClass: '2', regulation: '880.9901' },
        ...{ definition: 'Moves water to a meadowé.', specialty: 'HO', isImplant: false, isLifeSustaining: false },
      },
    },
    {
      kind: 'product_classification',
      entry: {
        ...{ code: 'ZZB', name: 'Ventilator, Meadow', deviceClass: '2', regulation: '868.9902' },
        ...{ specialty: 'AN', isImplant: false, isLifeSustaining: true },
      },
    },
  ])
  expect(page?.records.at(-1)).toMatchObject({ kind: 'complete', of: 'product_classification' })
})

test('the archive is read like its text, and the same again yields nothing', async () => {
  const [page] = await pull(archive, undefined, 'foiclass.zip')
  expect(page?.records.length).toBe(4)
  expect(await pull(whole, page!.cursor)).toEqual([])
})

test('a line that cannot be read is told, and takes nothing off', async () => {
  const text = whole.toString('latin1').replace('|N|Y|Ineligible', '|N|maybe|Ineligible').replace('|ZZC|', '|Z|')
  const [page] = await pull(Buffer.from(text, 'latin1'))

  expect(page?.records.map(({ kind }) => kind)).toEqual(['product_classification'])
  expect(page?.skipped.map(({ position, code }) => [position, code])).toEqual([
    ['ZZB', 'bad_value'],
    ['Z', 'bad_value'],
  ])
  expect((await pull(Buffer.from(text, 'latin1'), page!.cursor)).length).toBe(1)
})

test('half a file takes no code off', async () => {
  const [first] = await pull(whole)
  const half = Buffer.from(whole.toString('latin1').split('\r\n').slice(0, 3).join('\r\n'), 'latin1')
  const [page] = await pull(half, first!.cursor)

  expect([page?.records.map(({ kind }) => kind), page?.skipped.map(({ code }) => code)]).toEqual([
    ['product_classification', 'product_classification'],
    ['incomplete_list'],
  ])
  expect(page?.cursor.codes).toBe(3)
})

test('another file says what to do', async () => {
  await expect(pull(Buffer.from('a,b\n1,2'))).rejects.toMatchObject({ code: 'unreadable' })
  await expect(pull(makeZip({ 'a.bin': 'x' }), undefined, 'foiclass.zip')).rejects.toMatchObject({ code: 'unreadable' })
})

test("FDA's own file is read without a gap", async () => {
  const path = inCorpus('fda/foiclass.txt')
  if (!path) return
  const files = await openFeedFiles(path)
  const [page] = await gather(fdaClassification.pull({ files, config, log: silentLog, now }, undefined))
  const entries = page!.records.flatMap((one) => (one.kind === 'product_classification' ? [one.entry] : []))

  expect([page!.skipped, entries.length]).toEqual([[], 6617])
  // A ventilator for continuous use sustains life, a tongue depressor does not.
  expect(entries.find(({ code }) => code === 'CBK')).toMatchObject({ isLifeSustaining: true, deviceClass: '2' })
  expect(entries.filter(({ isLifeSustaining }) => isLifeSustaining).length).toBeGreaterThan(100)
})
