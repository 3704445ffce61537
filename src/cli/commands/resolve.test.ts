import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readGroundTruth } from '#bench/hospital/ground-truth.ts'
import { connectors } from '#connectors/registry.ts'
import { resolveFiles } from './resolve.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-resolve-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, ...rows: string[]): string {
  const full = path.join(folder, name)
  writeFileSync(full, rows.join('\n'))
  return full
}

async function resolved(
  files: readonly string[],
  flags: { source?: string[]; key?: string[]; format?: 'csv' | 'json'; review?: string } = {},
) {
  const told: string[] = []
  const { lines, reviewFile } = await resolveFiles([...connectors], { format: 'json', ...flags }, files, (line) =>
    told.push(line),
  )
  return { lines: [...lines], told, reviewFile }
}

interface Line {
  source: string
  key: string
  device: string
  probability: number
}
const parsed = (lines: readonly string[]) => lines.map((line) => JSON.parse(line) as Line)

const cmms = file(
  'cmms.csv',
  'Row ID,Control No.,Serial #,Manufacturer,Model,Room',
  'r1,BM-1001,DE10045512,Philips,IntelliVue MX450,4A12',
  'r2,BM-1002,US7340177,Philips,IntelliVue MX450,4A14',
  'r3,BM-1002,47118823,B. Braun,Infusomat Space,ED-2',
  'r4,,,,,',
)
const mdsp = file(
  'mdsp.csv',
  'Record ID,Vendor,Model,Serial Number,MAC Address,IP Address,Last Seen',
  'x1,Philips Healthcare,MX450,10045512,00:09:fb:01:02:03,10.1.2.3,2026-11-16T08:00:00Z',
  'x2,BBraun,Infusomat Space,47118823,00:06:8e:01:02:03,10.1.2.4,2026-11-16T08:00:00Z',
)

test('each record has a line, in the order of the files, and records of one device the same device', async () => {
  const { lines } = await resolved([cmms, mdsp])
  const records = parsed(lines).filter(({ source }) => source !== undefined)

  expect(records.map(({ source, key }) => [source, key])).toEqual([
    ['cmms', 'r1'],
    ['cmms', 'r2'],
    ['cmms', 'r3'],
    ['cmms', 'r4'],
    ['mdsp', 'x1'],
    ['mdsp', 'x2'],
  ])
  const device = new Map(records.map((record) => [`${record.source} ${record.key}`, record.device]))
  const [x1, x2] = records.slice(4)
  expect(x1!.device).toBe(device.get('cmms r1'))
  expect(x2!.device).toBe(device.get('cmms r3'))
  expect(new Set(device.values()).size).toBe(4)
  for (const { probability } of records) expect(probability).toBeGreaterThan(0)
})

test('a column names the records where it is told, and a source the name that it is given', async () => {
  const { lines } = await resolved([], { source: [`platform=${mdsp}`], key: ['Record ID'] })
  expect(parsed(lines).map(({ source, key }) => [source, key])).toEqual([
    ['platform', 'x1'],
    ['platform', 'x2'],
  ])
})

test('files that name their records by columns of their own are told each one', async () => {
  const { lines } = await resolved([cmms, mdsp], { key: ['Row ID', 'Record ID'] })
  const records = parsed(lines).filter(({ source }) => source !== undefined)
  expect(records.map(({ key }) => key)).toEqual(['r1', 'r2', 'r3', 'r4', 'x1', 'x2'])
})

test('a second run gives the same devices, whatever the order of the files', async () => {
  const one = parsed((await resolved([cmms, mdsp])).lines)
  const other = parsed((await resolved([mdsp, cmms])).lines)
  const byKey = (lines: readonly Line[]) => new Map(lines.map((line) => [`${line.source} ${line.key}`, line.device]))
  expect(byKey(other)).toEqual(byKey(one))
})

const clones = file(
  'clones.csv',
  'Row ID,Asset Tag,Serial #,Manufacturer,Model,Room',
  'a,BM-1,DE77700011,Philips,IntelliVue MX450,1',
  'b,BM-2,DE77700011,Philips,IntelliVue MX450,2',
)
const seen = file('seen.csv', 'Row ID,Serial Number,Vendor,Model', 'c,DE77700011,Philips,IntelliVue MX450')

test('pairs that a person must look at follow the records, or stand in the file that is named', async () => {
  const { lines } = await resolved([clones, seen])
  const reviews = lines.map((line) => JSON.parse(line)).filter((line) => line.review)
  const withC = reviews.filter(({ review }) => review.some(({ source }: Line) => source === 'seen'))
  expect(withC.map(({ review }) => review.map(({ key }: Line) => key).sort())).toEqual([
    ['a', 'c'],
    ['b', 'c'],
  ])
  for (const { probability } of reviews) expect(probability).toBeGreaterThan(0)

  const csv = await resolved([clones, seen], { format: 'csv', review: 'pairs.csv' })
  expect(csv.lines[0]).toBe('source,key,device,probability\r\n')
  expect(csv.lines).toHaveLength(4)
  expect(csv.reviewFile!.split('\r\n')[0]).toBe('source,key,other_source,other_key,probability')
  expect(csv.reviewFile!.trim().split('\r\n')).toHaveLength(1 + reviews.length)
  expect((await resolved([clones, seen], { format: 'csv' })).told.join()).toContain('--review FILE')
})

test('what cannot be used is refused with what to do', async () => {
  await expect(resolved([])).rejects.toThrow('Name a file')
  await expect(resolved([cmms], { source: [`cmms=${mdsp}`] })).rejects.toThrow('Two files are called "cmms"')
  await expect(resolved([], { source: ['nothing'] })).rejects.toThrow('--source NAME=FILE')
  await expect(resolved([cmms], { key: ['No such'] })).rejects.toThrow('has no column "No such"')
  await expect(resolved([path.join(folder, 'absent.csv')])).rejects.toThrow('There is no file')
})

test('of the demo hospital, no two devices are taken for one', async () => {
  const truth = readGroundTruth('fixtures/riverside-general/ground-truth.jsonl')
  const { lines } = await resolved(['fixtures/riverside-general/mdsp.csv', 'fixtures/riverside-general/cmms.xlsx'])
  const told = parsed(lines).filter(({ source }) => source === 'mdsp')
  const raw = readFileSync('fixtures/riverside-general/mdsp.csv', 'utf8').trim().split('\n').slice(1)
  expect(told).toHaveLength(raw.length)
  const devices = new Map<string, Set<string | undefined>>()
  for (const [at, { device }] of told.entries()) {
    const known = devices.get(device) ?? new Set()
    devices.set(device, known.add(truth.deviceOfMdspId.get(raw[at]!.split(',')[0]!)))
  }
  for (const some of devices.values()) expect(some.size).toBe(1)
})
