import { expect, test } from 'vitest'
import { CareSetting, Criticality } from '#model/device.ts'
import type { RiskDevice, RiskFlaw, RiskInput } from './input.ts'
import { whatLowers } from './lowering.ts'
import { scoreFinding } from './score.ts'

const pump: RiskDevice = {
  criticality: 'high',
  careSetting: 'ward',
  zone: 'office',
  networkConnected: true,
  storesPhi: false,
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  description: 'INFUSION PUMP',
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
  exploitProbability: { probability: 0.2, percentile: 0.95, model: 'v1', scoredOn: '2026-01-30' },
  advisory: 'CISA ICSMA-26-001-01',
  revisedAt: null,
}
const input = (
  device: Partial<RiskDevice> = {},
  of: Partial<RiskFlaw> = {},
  over: Partial<RiskInput> = {},
): RiskInput => ({
  ...{ answer: 'affected', probability: 1, device: { ...pump, ...device }, flaw: { ...flaw, ...of } },
  ...over,
})
const nothing = { hasFix: false, missing: '' }
const kinds = (of: RiskInput, facts = nothing) => whatLowers(of, facts).lowerings.map(({ kind }) => kind)

test('each change has the score that the scorer gives where it is so', () => {
  const { now, lowerings } = whatLowers(input(), nothing)
  expect(now).toEqual(scoreFinding(input()))
  const off = scoreFinding(input({ networkConnected: false }))
  const segment = scoreFinding(input({ zone: 'infusion' }))
  expect(lowerings.find(({ kind }) => kind === 'disconnect')).toMatchObject({
    after: { score: off.score, band: off.band, likelihood: off.likelihood },
    closes: false,
    isAtBest: false,
  })
  expect(lowerings.find(({ kind }) => kind === 'segment')!.after!.score).toBe(segment.score)
})

test('what closes it stands first, then what brings most', () => {
  const { now, lowerings } = whatLowers(input({}, {}, { answer: 'cannot_tell', probability: 0.9 }), {
    hasFix: true,
    missing: 'its software version',
  })
  expect(lowerings.slice(0, 2)).toEqual([
    {
      kind: 'fix',
      text: 'Install the fix that the publisher names, and have it verified',
      ...{ isAtBest: false, closes: true, effect: -now.score, after: null },
    },
    {
      kind: 'find_out_version',
      text: 'Find out its software version: it may not be affected',
      ...{ isAtBest: true, closes: true, effect: -now.score, after: null },
    },
  ])
  const effects = lowerings.slice(2).map(({ effect }) => effect)
  expect(effects.length).toBeGreaterThan(2)
  expect(effects).toEqual(effects.toSorted((a, b) => a - b))
})

test('only what is possible: what is known is not found out, and what is apart is not moved', () => {
  expect(kinds(input())).toEqual(['disconnect', 'isolate', 'epss_falls', 'segment'].toSorted(byEffect(input())))
  expect(kinds(input({ networkConnected: false }))).toEqual(['epss_falls'])
  expect(kinds(input({ zone: 'isolated' }))).not.toContain('segment')
  expect(kinds(input({ zone: 'isolated' }))).not.toContain('isolate')
  expect(kinds(input({ zone: 'infusion' }))).toEqual(expect.not.arrayContaining(['segment', 'find_out_zone']))
  expect(kinds(input({ zone: '' }))).toEqual(expect.arrayContaining(['segment', 'find_out_zone']))
  expect(kinds(input({ networkConnected: null }))).toContain('find_out_network')
  expect(kinds(input({ careSetting: 'unknown' }))).toContain('find_out_place')
  expect(kinds(input({ criticality: 'unknown' }))).toContain('find_out_criticality')
  // Privacy does not decide here, so to know of patients' data lowers nothing.
  expect(kinds(input({ storesPhi: null }))).not.toContain('find_out_data')
  const read = { vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', score: 7.5 }
  const disclosed = { scores: [{ version: '3.1' as const, source: 'CISA', productIds: [], ...read }] }
  expect(kinds(input({ storesPhi: null }, disclosed))).toContain('find_out_data')
  expect(kinds(input({}, { exploitProbability: null }))).not.toContain('epss_falls')
  expect(
    kinds(input({}, { exploitProbability: 'unknown', knownExploited: 'unknown' })).filter(
      (kind) => kind === 'read_list',
    ),
  ).toHaveLength(2)
})

test('a physical flaw is not lowered by the network', () => {
  const near = { vector: 'CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 6.8 }
  const physical = {
    scores: [{ version: '3.1' as const, source: 'CISA', productIds: [], ...near }],
    exploitProbability: null,
  }
  const found = whatLowers(input({}, physical), nothing).lowerings
  for (const { effect, after } of found) {
    expect(effect).toBeLessThan(0)
    expect(after!.likelihood).toBeGreaterThan(0)
  }
})

test('nothing that is listed raises a score, whatever the device and what is known of the flaw', () => {
  for (const careSetting of CareSetting.options)
    for (const criticality of Criticality.options)
      for (const zone of ['', 'office', 'infusion', 'isolated', 'VLAN 7'])
        for (const networkConnected of [true, false, null])
          for (const knownExploited of [null, 'unknown', { addedOn: '2026-01-01', ransomware: true }] as const) {
            const one = input({ careSetting, criticality, zone, networkConnected }, { knownExploited })
            const { now, lowerings } = whatLowers(one, nothing)
            for (const { after, effect } of lowerings) {
              expect(after!.score).toBeLessThan(now.score)
              expect(effect).toBeCloseTo(after!.score - now.score, 5)
            }
          }
})

function byEffect(of: RiskInput) {
  const effects = new Map<string, number>(whatLowers(of, nothing).lowerings.map(({ kind, effect }) => [kind, effect]))
  return (a: string, b: string) => effects.get(a)! - effects.get(b)!
}
