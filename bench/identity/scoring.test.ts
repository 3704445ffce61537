import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readResult } from './score-files.ts'
import { type Result, score, truthOf } from './scoring.ts'
import type { RecordLine, TruthLine } from './truth.ts'

const head: TruthLine = {
  kind: 'truth',
  version: 1,
  seed: 1,
  setting: 'hard',
  devices: 3,
  today: '2026-11-16',
  sources: ['cmms', 'mdsp'],
}
const device = (id: string, changes: object = {}): TruthLine => ({
  kind: 'device',
  id,
  state: 'in_use',
  model: 'm',
  place: 'p',
  attributes: { serial: { value: '123' }, mac: { value: ['AA:BB:CC:00:00:01', 'AA:BB:CC:00:00:02'] } },
  told: ['serial', 'mac', 'manufacturer'],
  ...changes,
})
const record = (key: string, device: string | null, part = 0, changes: Partial<RecordLine> = {}): RecordLine => ({
  kind: 'record',
  source: 'cmms',
  key,
  row: Number(key.slice(1)),
  device,
  part,
  decidable: true,
  ...changes,
})

/** Three records of x, two of y, one of z, one of no device. */
const lines: readonly TruthLine[] = [
  head,
  { kind: 'model', id: 'm', manufacturer: ['GE HealthCare', 'GE'], model: ['B450'] },
  ...['x', 'y', 'z'].map((id) => device(id)),
  record('r1', 'x'),
  record('r2', 'x', 0, { traps: ['serial_cut'] }),
  record('r3', 'x', 0, { traps: ['mac_shared'] }),
  record('r4', 'y'),
  record('r5', 'y'),
  record('r6', 'z'),
  record('r7', null, 0, { traps: ['nobody'] }),
]

function answer(clusters: Readonly<Record<string, string>>, more: Partial<Result> = {}): Result {
  const members = Object.entries(clusters).flatMap(([device, keys]) =>
    keys.split(' ').map((key) => ({ source: 'cmms', key, device, probability: null })),
  )
  return { members, reviews: [], ...more }
}

test('the truth itself is right in everything', () => {
  const report = score(truthOf(lines), answer({ a: 'r1 r2 r3', b: 'r4 r5', c: 'r6', d: 'r7' }))

  expect(report.pairwise).toEqual({ precision: 1, recall: 1, f1: 1, right: 4, wrong: 0, lost: 0 })
  expect(report.bcubed).toEqual({ precision: 1, recall: 1, f1: 1 })
  expect(report.wrongMergeShare).toBe(0)
  expect(report.clusters).toMatchObject({ resolved: 4, true: 4, sizes: { 1: { resolved: 2, true: 2 } } })
})

test('pairwise and B³ are as computed by hand', () => {
  const report = score(truthOf(lines), answer({ a: 'r1 r2', b: 'r3 r4 r5', c: 'r6 r7' }))

  // Merged: 12 | 34 35 45 | 67; true: 12 13 23 45.
  expect(report.pairwise).toMatchObject({ right: 2, wrong: 3, lost: 2, precision: 2 / 5, recall: 2 / 4 })
  expect(report.pairwise.f1).toBeCloseTo((2 * 0.4 * 0.5) / 0.9)
  expect(report.wrongMergeShare).toBeCloseTo(3 / 5)
  // Precision: 1 1 1/3 2/3 2/3 1/2 1/2; recall: 2/3 2/3 1/3 1 1 1 1.
  expect(report.bcubed.precision).toBeCloseTo((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3 + 1 / 2 + 1 / 2) / 7)
  expect(report.bcubed.recall).toBeCloseTo((2 / 3 + 2 / 3 + 1 / 3 + 4) / 7)
})

test('each trap tells what it cost', () => {
  const { traps } = score(truthOf(lines), answer({ a: 'r1 r2', b: 'r3 r4 r5', c: 'r6 r7' }))

  expect(traps).toEqual({
    mac_shared: { records: 1, pairs: 2, lost: 2, wrong: 2 },
    nobody: { records: 1, pairs: 0, lost: 0, wrong: 1 },
    serial_cut: { records: 1, pairs: 2, lost: 1, wrong: 0 },
  })
})

test('records without an answer stand alone, strange and second answers are left out', () => {
  const report = score(truthOf(lines), answer({ a: 'r1 r2', b: 'r9', c: 'r2' }))

  expect(report.records).toMatchObject({ told: 7, answered: 2, strange: 1, repeated: 1 })
  expect(report.pairwise).toMatchObject({ right: 1, wrong: 0, lost: 3 })
  expect(report.clusters.resolved).toBe(6)
})

test('parts of a device may be merged or not, without praise or blame', () => {
  const truth = truthOf([head, device('x'), record('r1', 'x', 0), record('r2', 'x', 0), record('r3', 'x', 1)])
  const merged = score(truth, answer({ a: 'r1 r2 r3' }))
  const apart = score(truth, answer({ a: 'r1 r2', b: 'r3' }))

  expect(merged.pairwise).toEqual(apart.pairwise)
  expect(merged.bcubed).toEqual({ precision: 1, recall: 1, f1: 1 })
  expect([merged.undecidable.merged, apart.undecidable.merged, merged.undecidable.pairs]).toEqual([2, 0, 2])
})

test('a record that may be another device’s is not judged against that one, and is against the rest', () => {
  const misled = record('r1', 'x', 0, { decidable: false, misledBy: ['serial:1'], contested: ['serial:1'] })
  const bearer = record('r2', 'y', 0, { contested: ['serial:1'] })
  const truth = truthOf([head, device('x'), device('y'), device('z'), misled, bearer, record('r3', 'z')])

  expect(score(truth, answer({ a: 'r1 r2' }))).toMatchObject({
    pairwise: { wrong: 0 },
    undecidable: { mergedApart: 1 },
  })
  expect(score(truth, answer({ a: 'r1 r3' })).pairwise.wrong).toBe(1)
  expect(score(truth, answer({ a: 'r1 r2' })).bcubed.precision).toBe(1)
  expect(score(truth, answer({ a: 'r2 r3' })).bcubed.precision).toBe(0.5)
})

test('two clear serials that differ are no excuse for a shared MAC', () => {
  const misled = { decidable: false, misledBy: ['mac:1'], contested: ['mac:1'], serial: 'a' }
  const truth = (serial: string) =>
    truthOf([
      head,
      device('x'),
      device('y'),
      record('r1', 'x', 0, misled),
      record('r2', 'y', 0, { contested: ['mac:1'], serial }),
    ])

  expect(score(truth('b'), answer({ a: 'r1 r2' })).pairwise.wrong).toBe(1)
  expect(score(truth('a'), answer({ a: 'r1 r2' })).pairwise.wrong).toBe(0)
})

test('what is left of a serial excuses a merge with the sibling, and a tag that differs does not', () => {
  const truth = (tag: string) =>
    truthOf([
      head,
      device('x'),
      device('y'),
      record('r1', 'x', 0, { decidable: false, mayBe: ['y'], tag: '1' }),
      record('r2', 'y', 0, { tag }),
      record('r3', 'y'),
    ])
  const { pairwise, undecidable } = score(truth('2'), answer({ a: 'r1 r2 r3' }))

  expect([pairwise.wrong, undecidable.mergedApart]).toEqual([1, 1])
  expect(score(truth('1'), answer({ a: 'r1 r2 r3' })).pairwise.wrong).toBe(0)
})

test('the review queue is counted, judged and answered', () => {
  const name = (key: string) => ({ source: 'cmms', key })
  const reviews: Result['reviews'] = [
    { pair: [name('r2'), name('r3')], probability: 0.6 },
    { pair: [name('r3'), name('r4')], probability: 0.4 },
  ]
  const { review, calibration, pairwise } = score(
    truthOf(lines),
    answer({ a: 'r1 r2', b: 'r3', c: 'r4 r5' }, { reviews }),
  )

  expect(pairwise.lost).toBe(2)
  expect(review).toMatchObject({ pairs: 2, shareOfDevices: 2 / 3, shareOfResolved: 3 / 5, same: 1, different: 1 })
  expect(review.after.pairwise).toEqual({ precision: 1, recall: 1, f1: 1 })
  expect(calibration.reviews!.error).toBeCloseTo((0.4 + 0.4) / 2)
})

test('calibration compares what was said with how often it was right', () => {
  const members = [
    ['r1', 'a', 0.9],
    ['r2', 'a', 0.9],
    ['r3', 'b', 0.7],
    ['r4', 'b', 0.7],
    ['r5', 'b', 0.7],
  ] as const
  const { calibration } = score(truthOf(lines), {
    members: members.map(([key, device, probability]) => ({ source: 'cmms', key, device, probability })),
    reviews: [],
  })

  // r1, r2 are right at .9; of r3, r4, r5 the first is wrong and the others have half of their company: not most of it.
  expect(calibration.records!.judged).toBe(5)
  expect(calibration.records!.error).toBeCloseTo((2 * 0.1 + 3 * 0.7) / 5)
})

test('golden records are judged by the device of most of their records, however values are written', () => {
  const golden = [
    {
      device: 'a',
      attributes: { serialNumber: '1-2-3', macAddresses: ['aabb.cc00.0002'], manufacturer: 'ge healthcare' },
    },
    { device: 'b', attributes: { serial: '124', maker: 'Philips' } },
  ]
  const { attributes } = score(truthOf(lines), answer({ a: 'r1 r2 r4', b: 'r5' }, { golden }))

  expect(attributes).toMatchObject({
    serial: { right: 1, wrong: 1, missing: 0, accuracy: 0.5 },
    mac: { right: 1, wrong: 0, missing: 1, accuracy: 1, completeness: 0.5 },
    manufacturer: { right: 1, wrong: 1 },
    all: { right: 3, wrong: 2, missing: 1, accuracy: 3 / 5, completeness: 1 / 2 },
  })
})

test('of golden records a value counts by what it means', () => {
  const attributes = {
    version: { value: '9.33' },
    hostname: { value: 'pcu-12' },
    operatingSystem: { value: 'Windows 10 IoT' },
    ip: { value: '10.1.2.3' },
  }
  const told = Object.keys(attributes)
  const truth = truthOf([...lines.slice(0, 2), device('x', { attributes, told }), record('r1', 'x')])
  const scoreOf = (attributes: Record<string, string>) =>
    score(truth, answer({ a: 'r1' }, { golden: [{ device: 'a', attributes }] })).attributes!.all

  expect(
    scoreOf({
      softwareVersion: 'v9.33',
      hostname: 'PCU-12.hospital.example',
      os: 'Microsoft Windows 10',
      ip: '10.1.2.3',
    }),
  ).toMatchObject({ right: 4, wrong: 0 })
  expect(scoreOf({ version: '93.3', hostname: 'PCU-21', os: 'Windows 11', ip: '10.12.3.3' })).toMatchObject({
    right: 0,
    wrong: 4,
  })
})

test('answers are read from JSON lines and from CSV alike, by key or by row', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'score-'))
  const put = (name: string, ...text: string[]) => {
    writeFileSync(join(folder, name), text.join('\n'))
    return join(folder, name)
  }
  const jsonl = put(
    'result.jsonl',
    '{"source":"cmms","key":"r1","device":"a","probability":0.9}',
    '{"review":[{"source":"cmms","key":"r1"},{"source":"cmms","key":"r2"}],"probability":0.5}',
  )
  const csv = put('result.csv', 'source,key,device,probability', 'cmms,r1,a,0.9')
  const review = put('review.csv', 'source_a,key_a,source_b,key_b,probability', 'cmms,r1,cmms,r2,0.5')

  const read = await readResult(jsonl)
  expect(read).toEqual({
    members: [{ source: 'cmms', key: 'r1', device: 'a', probability: 0.9 }],
    reviews: [
      {
        pair: [
          { source: 'cmms', key: 'r1' },
          { source: 'cmms', key: 'r2' },
        ],
        probability: 0.5,
      },
    ],
  })
  expect(await readResult(csv, review)).toEqual(read)
  const byRow = {
    members: [1, 2].map((key) => ({ source: 'exports/cmms.csv', key: String(key), device: 'a', probability: null })),
    reviews: [],
  }
  expect(score(truthOf(lines), byRow, { byRow: true }).pairwise.right).toBe(1)
  await expect(readResult(put('bad.jsonl', '{"device":1}'))).rejects.toThrow('bad.jsonl:1: expected')
  await expect(readResult(put('bad.csv', 'a,b', '1,2'))).rejects.toThrow('no column source, key, device')
  await expect(readResult(put('odd.csv', 'source,key,device,probability', 'cmms,r1,a,7'))).rejects.toThrow(
    'from 0 to 1',
  )
  rmSync(folder, { recursive: true })
})
