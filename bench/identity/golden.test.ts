import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeKit } from './generate.ts'
import { claimsOfFiles, goldenOf } from './golden-records.ts'
import { readTruth } from './score-files.ts'
import { score, type Truth } from './scoring.ts'
import { settings } from './settings.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-golden-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const today = '2026-11-16'
const sources = ['cmms', 'mdsp', 'nac', 'merged-cmms', 'purchasing'] as const

let truth: Truth
let claims: Awaited<ReturnType<typeof claimsOfFiles>>
beforeAll(async () => {
  writeKit(folder, 'hard', { seed: 77, devices: 1500, today, rates: settings.hard, sources })
  truth = await readTruth(path.join(folder, 'truth.jsonl'))
  claims = await claimsOfFiles(
    sources.map((source) => ({ source, path: path.join(folder, `${source}.csv`) })),
    today,
  )
}, 60_000)

test('of records that are put together as they belong, each attribute is right nearly always', () => {
  const members = truth.records.flatMap(({ source, key, device }) =>
    device === null ? [] : [{ source, key, device, probability: null }],
  )
  const { attributes } = score(truth, { members, reviews: [], golden: goldenOf(members, claims) })
  expect(Object.keys(attributes!)).toContain('serial')
  for (const [name, { accuracy, right }] of Object.entries(attributes!)) {
    expect(right, name).toBeGreaterThan(100)
    expect(accuracy, name).toBeGreaterThanOrEqual(0.97)
  }
  // Of what nobody can be sure of, more than half.
  const { right, wrong } = attributes!.serial!.doubtful
  expect(right + wrong).toBeGreaterThan(20)
  expect(right).toBeGreaterThan(wrong)
})

test('a record of a part of a device is asked only what that part tells', () => {
  const apart = truth.devices.find(({ parts }) => Object.keys(parts ?? {}).length > 1)!
  const told = new Set(apart.told)
  for (const part of Object.values(apart.parts!)) for (const name of part.told) expect(told).toContain(name)
  for (const [number, part] of Object.entries(apart.parts!)) {
    const members = truth.records
      .filter((record) => record.device === apart.id && record.part === Number(number))
      .map(({ source, key }) => ({ source, key, device: 'x', probability: null }))
    const { attributes } = score(truth, { members, reviews: [], golden: [{ device: 'x', attributes: {} }] })
    const asked = Object.keys(attributes!).filter((name) => name !== 'all')
    expect(new Set(asked)).toEqual(new Set(part.told))
  }
})
