import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, expect, test } from 'vitest'
import { random } from '#bench/hospital/random.ts'
import { fleet } from './fleet.ts'
import { writeKit } from './generate.ts'
import { readTruth } from './score-files.ts'
import { type Result, score, type Truth } from './scoring.ts'
import { typedSerial } from './serials.ts'
import { type Options, type SettingName, settings, sourceNames, sourcesOf, withRates } from './settings.ts'
import { allTraps, type Trap } from './told.ts'
import type { MeasuredLine } from './truth.ts'

const root = mkdtempSync(join(tmpdir(), 'identity-'))
afterAll(() => rmSync(root, { recursive: true }))

const options: Options = { seed: 1, devices: 600, today: '2026-11-16', rates: settings.hard, sources: sourceNames }

function make(name: string, setting: SettingName, changes: Partial<Options> = {}): MeasuredLine & { out: string } {
  const out = join(root, name)
  return { ...writeKit(out, setting, { ...options, rates: settings[setting], ...changes }), out }
}

const bytes = (folder: string) => readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')])

test('the same seed gives the same bytes, another seed others', () => {
  const [once, again, other] = [make('once', 'hard'), make('again', 'hard'), make('other', 'hard', { seed: 2 })]

  expect(bytes(once.out)).toEqual(bytes(again.out))
  expect(bytes(other.out)).not.toEqual(bytes(once.out))
})

test.each([11, 12, 13])('the hard setting is as hard as it promises, seed %i', (seed) => {
  const { rates } = make(`hard ${seed}`, 'hard', { seed, devices: 3_000 })

  expect(rates.serialsMissingOrMangled).toBeGreaterThanOrEqual(0.25)
  expect(rates.devicesWithoutMac).toBeGreaterThanOrEqual(0.3)
  expect(rates.tagClashes).toBeGreaterThanOrEqual(0.02)
  expect(rates.clonedSerials).toBeGreaterThanOrEqual(0.01)
})

test('harder settings are harder', () => {
  const of = (setting: SettingName) => make(`harder ${setting}`, setting, { devices: 1_500 }).rates
  const [easy, usual, hard] = [of('easy'), of('usual'), of('hard')]

  for (const rate of ['serialsMissingOrMangled', 'devicesWithoutMac', 'tagClashes', 'sharedOrInventedMacs'])
    expect([easy[rate]! < usual[rate]!, usual[rate]! < hard[rate]!], rate).toEqual([true, true])
})

test('every row of every source is in the truth under its key and row, once', async () => {
  const { out, rows } = make('complete', 'hard')
  const truth = await readTruth(join(out, 'truth.jsonl'))
  let count = 0

  for (const name of sourceNames) {
    const cells: string[][] = parse(readFileSync(join(out, `${name}.csv`)))
    expect(cells.length - 1, name).toBe(rows[name])
    for (const [row, [key]] of cells.slice(1).entries()) {
      const at = truth.byKey.get(`${name}\n${key}`)
      expect(at, `${name} ${key}`).toBeDefined()
      expect(truth.records[at!]!.row).toBe(row + 1)
      count++
    }
  }
  expect(truth.records).toHaveLength(count)
  expect(truth.byKey.size).toBe(count)
  const known = new Set(truth.devices.map(({ id }) => id))
  expect(truth.records.filter(({ device }) => device !== null && !known.has(device))).toEqual([])
})

test('who answers with the truth is right, whether by whole devices or by decidable parts', async () => {
  const truth = await readTruth(join(make('oracle', 'hard', { devices: 1_500 }).out, 'truth.jsonl'))

  for (const device of [truth.device, truth.part]) {
    const { pairwise, bcubed } = score(truth, answer(truth, device))
    expect(pairwise).toMatchObject({ precision: 1, recall: 1 })
    expect(bcubed).toMatchObject({ precision: 1, recall: 1 })
  }
  const { undecidable, pairwise } = score(truth, answer(truth, truth.part))
  expect(undecidable.pairs).toBeGreaterThan(0)
  expect(undecidable.pairs).toBeLessThan(pairwise.right)
})

test('every trap happens in the hard setting', async () => {
  const { out } = make('traps', 'hard', { devices: 4_000 })
  const truth = await readTruth(join(out, 'truth.jsonl'))
  const found = new Set(truth.records.flatMap(({ traps = [] }) => traps))

  // Only one model in five hundred has serials that Excel takes for a date.
  expect(allTraps.filter((trap) => !found.has(trap) && trap !== 'serial_date')).toEqual([])
})

test('Excel makes a date of a serial that looks like one, and a reader can undo it', () => {
  const device = { ...fleet({ ...options, devices: 1 }).next().value!, serial: '12-25' }
  const cells = Array.from({ length: 200 }, (_, at) => {
    const traps: Trap[] = []
    return {
      ...typedSerial(device, random(at, 'date'), { ...settings.hard, serialMissing: 0, serialMangled: 1 }, traps),
      traps,
    }
  })
  const dates = cells.filter(({ traps }) => traps.includes('serial_date'))

  expect(dates.length).toBeGreaterThan(20)
  expect(new Set(dates.map(({ text }) => text))).toEqual(new Set(['Dec-25']))
  expect(dates[0]!.said).toEqual({ kind: 'clear', text: '12-25', altered: 'Dec-25' })
})

test('rates are changed one by one, sources taken by number or name, and mistakes are told', () => {
  expect(withRates('easy', ['ghost=0.5'])).toEqual({ ...settings.easy, ghost: 0.5 })
  expect(() => withRates('easy', ['gost=0.5'])).toThrow('There is no rate gost')
  expect(() => withRates('easy', ['ghost=7'])).toThrow('from 0 to 1')
  expect(sourcesOf('2')).toEqual(['cmms', 'mdsp'])
  expect(sourcesOf('udi-scans,cmms')).toEqual(['cmms', 'udi-scans'])
  expect(() => sourcesOf('cmdb')).toThrow('There is no source cmdb')
})

test('a source says the same whichever others are asked for', () => {
  const alone = make('alone', 'usual', { sources: ['mdsp'] })
  const all = make('all', 'usual')

  expect(readFileSync(join(alone.out, 'mdsp.csv'), 'utf8')).toBe(readFileSync(join(all.out, 'mdsp.csv'), 'utf8'))
})

function answer(truth: Truth, device: readonly number[]): Result {
  const members = truth.records.map(({ source, key }, at) => ({
    source,
    key,
    device: String(device[at]),
    probability: 1,
  }))
  return { members, reviews: [] }
}
