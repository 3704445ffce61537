import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deviceFunctionOf } from '#model/device-function.ts'
import type { RiskDevice, RiskFlaw, RiskInput } from './input.ts'
import { scoreInterval } from './interval.ts'
import { scoreFinding } from './score.ts'
import { functions } from './weights.ts'

const pump: RiskDevice = {
  criticality: 'high',
  careSetting: 'ward',
  zone: 'infusion',
  networkConnected: true,
  storesPhi: false,
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  description: 'Infusion pump',
}
const flaw: RiskFlaw = {
  scores: [
    {
      version: '3.1',
      vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
      score: 9.8,
      source: 'CISA',
      productIds: [],
    },
  ],
  scoresFrom: null,
  exploitation: null,
  cwe: null,
  description: '',
  threats: [],
  knownExploited: null,
  exploitProbability: { probability: 0.0053, percentile: 0.617, model: 'v', scoredOn: '2026-01-30' },
  advisory: 'A-1',
  revisedAt: null,
}
const finding = (device: Partial<RiskDevice> = {}, of: Partial<RiskFlaw> = {}): RiskInput => ({
  answer: 'affected',
  probability: 0.95,
  device: { ...pump, ...device },
  flaw: { ...flaw, ...of },
})

test('where nothing is missing there is none', () => {
  expect(scoreInterval(finding())).toBeNull()
})

test('of one unknown it goes from its mildest value to the score', () => {
  const one = finding({ careSetting: 'unknown' })
  const { score } = scoreFinding(one)
  const stored = scoreFinding(finding({ careSetting: 'storage' })).score

  expect(scoreInterval(one)).toEqual({
    low: stored,
    high: score,
    dependsOn: [{ what: 'care_setting', low: stored, high: score }],
  })
})

test('of several it is of all together, and what moves it most alone stands first', () => {
  const one = finding({ zone: 'VLAN 7', careSetting: 'unknown', storesPhi: null })
  const interval = scoreInterval(one)!
  const best = scoreFinding(finding({ zone: 'isolated', careSetting: 'storage', storesPhi: false }))

  expect(interval.low).toBe(best.score)
  expect(interval.high).toBe(scoreFinding(one).score)
  expect(interval.dependsOn.map(({ what }) => what)).toEqual(['zone', 'care_setting', 'patient_data'])
})

test('a catalogue that was never read may list it: the score may be more than it is', () => {
  const one = finding({}, { knownExploited: 'unknown' })
  const interval = scoreInterval(one)!

  expect(interval.low).toBe(scoreFinding(finding()).score)
  expect(interval.high).toBe(scoreFinding(finding({}, { knownExploited: { addedOn: '', ransomware: true } })).score)
  expect(interval.high).toBeGreaterThan(scoreFinding(one).score)
})

test('where the floor holds it, finding out does not bring it below “high”', () => {
  const one = finding({ criticality: 'life_sustaining', description: 'Ventilator', careSetting: 'icu', zone: '' })

  expect(scoreInterval(one)!.low).toBeGreaterThanOrEqual(45)
})

test('the kinds of device that stand for the mildest and the worst are these', () => {
  const weight = (kind: keyof typeof functions) => functions[kind].safety + functions[kind].care
  const all = Object.keys(functions) as (keyof typeof functions)[]

  expect(weight(deviceFunctionOf('Camera'))).toBe(Math.min(...all.map(weight)))
  expect(weight(deviceFunctionOf('Linear accelerator'))).toBe(Math.max(...all.map(weight)))
})

const settings = ['unknown', 'icu', 'ward', 'storage'] as const
const maybe = <Value>(...values: Value[]) => fc.constantFrom(...values)
const anyFinding = fc
  .record({
    criticality: maybe('unknown', 'life_sustaining', 'high', 'low' as const),
    careSetting: maybe(...settings),
    zone: maybe('', 'VLAN 7', 'isolated', 'flat'),
    networkConnected: maybe(null, true, false),
    storesPhi: maybe(null, true, false),
    description: maybe('', 'Infusion pump', 'Printer'),
    vector: maybe(null, 'CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:H', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'),
    knownExploited: maybe(null, 'unknown' as const),
    exploitProbability: maybe(null, flaw.exploitProbability),
  })
  .map(({ vector, knownExploited, exploitProbability, ...device }) =>
    finding(
      { ...device, ...(device.description === '' && { manufacturer: 'Y', model: 'X1' }) } as Partial<RiskDevice>,
      {
        knownExploited,
        exploitProbability,
        scores: vector === null ? [] : [{ version: '3.1', vector, score: 5, source: 'CISA', productIds: [] }],
      },
    ),
  )

test('the score lies within it, and whatever turns out of one unknown does too', () => {
  fc.assert(
    fc.property(
      anyFinding,
      maybe(...settings.slice(1)),
      maybe('isolated', 'infusion', 'flat'),
      (one, careSetting, zone) => {
        const { score } = scoreFinding(one)
        const interval = scoreInterval(one)
        const { low, high } = interval ?? { low: score, high: score }
        expect(low).toBeLessThanOrEqual(score)
        expect(high).toBeGreaterThanOrEqual(score)
        const { device } = one
        const foundOut = finding(
          {
            ...device,
            ...(device.careSetting === 'unknown' && { careSetting }),
            ...((device.zone === '' || device.zone === 'VLAN 7') && { zone }),
          } as Partial<RiskDevice>,
          one.flaw,
        )
        expect(scoreFinding(foundOut).score).toBeGreaterThanOrEqual(low)
        expect(scoreFinding(foundOut).score).toBeLessThanOrEqual(high)
        for (const part of interval?.dependsOn ?? []) {
          expect(part.low).toBeGreaterThanOrEqual(low)
          expect(part.high).toBeLessThanOrEqual(high)
        }
      },
    ),
    { numRuns: 300 },
  )
})
