import { readdirSync, readFileSync } from 'node:fs'
import calculator from 'ae-cvss-calculator'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RiskDevice, RiskFlaw } from '#domain/risk/input.ts'
import type { PublishedScore } from '#model/advisory.ts'
import { CareSetting, Criticality } from '#model/device.ts'
import type { EnvironmentProfile, EnvironmentScore } from '#model/environment.ts'
import { ssvcOf } from '#tests/support/cve-records.ts'
import { exactScoresOfTwo } from '#tests/support/exact-cvss.ts'
import { faultsOfProfile } from './check-profile.ts'
import { type EnvironmentInput, scoreInEnvironment, unreportedIn } from './environment-score.ts'
import { environmentRules } from './registry.ts'
import { shippedProfile } from './shipped.ts'

const published = (vector: string, score = 5): PublishedScore => ({
  version: (vector.startsWith('CVSS:') ? vector.slice(5, 8) : '2.0') as PublishedScore['version'],
  vector,
  score,
  source: 'Example Medical',
  productIds: [],
})
const worst3 = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'
const worst4 = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N'
const worst2 = 'AV:N/AC:L/Au:N/C:C/I:C/A:C'

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
  scores: [published(worst4, 9.3)],
  scoresFrom: null,
  exploitation: null,
  cwe: null,
  description: '',
  threats: [],
  knownExploited: null,
  exploitProbability: { probability: 0.002, percentile: 0.4, model: 'v2025.03.14', scoredOn: '2026-01-30' },
  advisory: 'CISA ICSMA-26-001-01',
  revisedAt: '2026-01-20T00:00:00Z',
}
const known = { hasAddress: false, unreported: null, catalogueDay: '2026-01-30', today: '2026-02-01' }

const input = (
  over: {
    device?: Partial<RiskDevice>
    flaw?: Partial<RiskFlaw>
    known?: Partial<EnvironmentInput['known']>
    profile?: EnvironmentProfile
  } = {},
): EnvironmentInput => ({
  device: { ...pump, ...over.device },
  flaw: { ...flaw, ...over.flaw },
  known: { ...known, ...over.known },
  profile: over.profile ?? shippedProfile,
  version: 0,
})
const scored = (over: Parameters<typeof input>[0] = {}): EnvironmentScore => scoreInEnvironment(input(over))!
const saysOf = (score: EnvironmentScore, metric: string) =>
  score.because.filter((one) => one.metric === metric).map(({ value, text }) => [value, text])

describe('what is added to the published vector', () => {
  test('a pump on a ward has the requirements of the ward and of a device that can harm, and safety', () => {
    const score = scored()

    expect(score).toMatchObject({
      version: '4.0',
      vector: `${worst4}/CR:L/IR:H/AR:M/MSI:S/MSA:S`,
      severity: 'critical',
      published: { vector: worst4, score: 9.3, source: 'Example Medical', asOf: '2026-01-20' },
      profile: 0,
    })
    expect(score.score).toBeGreaterThanOrEqual(9.3)
    expect(saysOf(score, 'CR')).toEqual([['L', 'It holds no patients’ data: confidentiality counts little']])
    expect(saysOf(score, 'IR')).toEqual([['H', 'In a ward integrity counts much']])
    expect(saysOf(score, 'MSI')).toEqual([
      ['S', 'Who changes it can hurt people: a device whose failure can do serious harm in a ward'],
    ])
  })

  test('each says what the score would be without it', () => {
    const score = scored({ flaw: { knownExploited: null, exploitation: poc } })

    expect(saysOf(score, 'E')).toEqual([
      ['P', 'CISA (ADP) says that an exploit is public; nobody says that it is used'],
    ])
    expect(score.because.find(({ metric }) => metric === 'E')!.effect).toBeLessThan(0)
    expect(score.because.find(({ metric }) => metric === 'MSI')!.effect).toBeGreaterThanOrEqual(0)
  })

  test('the same device in storage: nobody is treated with it', () => {
    const score = scored({ device: { careSetting: 'storage' } })

    expect(score.vector).not.toContain('MSI')
    expect(saysOf(score, 'MSI')).toEqual([
      [null, 'Safety is not set: nobody is treated with it in storage, a pool or the workshop'],
    ])
    expect(score.score).toBeLessThan(scored().score)
  })

  test('a flaw that only reads data hurts nobody', () => {
    const onlyRead = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N'

    expect(scored({ flaw: { scores: [published(onlyRead)] } }).vector).toBe(`${onlyRead}/CR:L/IR:H/AR:M`)
  })

  test('what the publisher says of safety counts on a printer too', () => {
    const printer = { criticality: 'low', description: 'Printer', model: 'P' } as const

    expect(scored({ device: printer }).vector).not.toContain('MSI')
    expect(scored({ device: { ...printer, criticality: 'unknown' } }).vector).not.toContain('MSI')
    expect(scored({ device: printer, flaw: { scores: [published(`${worst4}/S:P`)] } }).vector).toContain(
      '/MSI:S/MSA:S/S:P',
    )
  })

  test('3.1 has no safety; 2.0 has collateral damage instead', () => {
    expect(scored({ flaw: { scores: [published(worst3)] } }).vector).toBe(`${worst3}/CR:L/IR:H/AR:M`)
    expect(scored({ flaw: { scores: [published(worst2)] } }).vector).toBe(`${worst2}/CDP:MH/CR:L/IR:H/AR:M`)
    expect(scored({ flaw: { scores: [published('AV:N/AC:L/Au:N/C:C/I:N/A:N')] } }).vector).not.toContain('CDP')
  })

  test('threat and environment of the publisher are of another day and place', () => {
    const other = `${worst3}/E:U/RL:O/RC:C/CR:L/IR:L/AR:L/MAV:P`

    expect(scored({ flaw: { scores: [published(other)], revisedAt: null } }).vector).toBe(`${worst3}/CR:L/IR:H/AR:M`)
  })

  test('of several vectors the one with the worst outcome; of none, none', () => {
    const mild = 'CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N'

    expect(scored({ flaw: { scores: [published(mild), published(worst4)] } }).published.vector).toBe(worst4)
    expect(scoreInEnvironment(input({ flaw: { scores: [] } }))).toBeNull()
    expect(scoreInEnvironment(input({ flaw: { scores: [published('CVSS:9/AV:N')] } }))).toBeNull()
  })
})

const poc = { level: 'public poc' as const, source: 'CISA (ADP)', asOf: '2026-01-29' }
const unreported = { source: 'CISA (ADP)', asOf: '2026-01-10' }

describe('the attack vector is changed by evidence alone', () => {
  const reach = (device: Partial<RiskDevice>, more: Partial<EnvironmentInput['known']> = {}) => {
    const score = scored({ device, known: more })
    return [/MAV:./.exec(score.vector)?.[0] ?? null, saysOf(score, 'MAV')[0]![1]]
  }

  test.each([
    [
      { networkConnected: false },
      {},
      'MAV:A',
      'It is not on the network and has no address: who uses the flaw has to be near',
    ],
    [
      { networkConnected: false },
      { hasAddress: true },
      null,
      'The attack vector stays: it is said to be off the network, and has an address on record',
    ],
    [
      { networkConnected: true, zone: 'isolated' },
      {},
      null,
      'The attack vector stays: it is on the network, and the name of zone “isolated” proves nothing',
    ],
    [
      { networkConnected: null, zone: 'isolated' },
      {},
      null,
      'The attack vector stays: whether it is on the network is not known',
    ],
  ] as const)('%j %j', (device, more, value, text) => expect(reach(device, more)).toEqual([value, text]))

  test('a flaw that needs the device in hand is not brought nearer or farther', () => {
    const local = worst4.replace('AV:N', 'AV:P')

    expect(scored({ device: { networkConnected: false }, flaw: { scores: [published(local)] } }).vector).not.toContain(
      'MAV',
    )
  })
})

describe('what is known of use', () => {
  const maturity = (over: Partial<RiskFlaw>, more: Partial<EnvironmentInput['known']> = {}, vector = worst4) =>
    /\/E:([A-Z]+)/.exec(scored({ flaw: { scores: [published(vector)], ...over }, known: more }).vector)?.[1] ?? null
  const listed = { addedOn: '2022-03-03', ransomware: false }

  test.each<[string, string | null, Partial<RiskFlaw>, Partial<EnvironmentInput['known']>]>([
    ['KEV lists it', 'A', { knownExploited: listed }, { unreported }],
    ['a publisher says that it is used', 'A', { exploitation: { ...poc, level: 'active' } }, { unreported }],
    ['an exploit is public', 'P', { exploitation: poc }, { unreported }],
    ['the advisory says so', 'P', { threats: [{ category: 'exploit_status', details: 'An exploit is public.' }] }, {}],
    [
      'an exploit is public, and KEV was never read',
      null,
      { exploitation: poc, knownExploited: 'unknown' },
      { unreported },
    ],
    ['nobody says anything', null, {}, {}],
    ['CISA knows of nothing, all lists are fresh', 'U', {}, { unreported }],
    ['CISA knew of nothing half a year ago', null, {}, { unreported: { ...unreported, asOf: '2025-08-01' } }],
    ['KEV is old', null, {}, { unreported, catalogueDay: '2025-11-01' }],
    ['of which day KEV is, is not known', null, {}, { unreported, catalogueDay: null }],
    ['EPSS was not read', null, { exploitProbability: 'unknown' }, { unreported }],
    ['EPSS has no probability', null, { exploitProbability: null }, { unreported }],
    [
      'EPSS expects use',
      null,
      { exploitProbability: { probability: 0.3, percentile: 0.97, model: 'v', scoredOn: '2026-01-30' } },
      { unreported },
    ],
  ])('%s: E:%s', (_, value, over, more) => expect(maturity(over, more)).toBe(value))

  test.each([
    [`${worst4}/E:A`, 'A'],
    [`${worst4}/E:P`, 'P'],
    [`${worst4}/E:U`, 'U'],
    [`${worst3}/E:F`, 'H'],
    [`${worst3}/E:P`, 'P'],
    [`${worst2}/E:POC`, 'POC'],
    [`${worst2}/E:H`, 'H'],
  ])('the published vector %s is a word of its publisher: E:%s', (vector, value) =>
    expect(maturity({}, {}, vector)).toBe(value),
  )

  test('the newest statement that nothing is known of use', () => {
    const none = ssvcOf({ exploitation: 'none', automatable: 'no' })

    expect(unreportedIn([{ ...none, saidAt: '2025-03-01T00:00:00.000Z' }, none])).toEqual({
      source: 'CISA-ADP (ADP)',
      asOf: '2026-01-29',
    })
    expect(unreportedIn([ssvcOf({ exploitation: 'active' }), ssvcOf({ automatable: 'no' })])).toBeNull()
  })
})

// properties ---------------------------------------------------------------------------------------------------------

const of = <Value>(...values: readonly Value[]) => fc.constantFrom(...values)
const vectorOf = (prefix: string, values: Readonly<Record<string, string>>) =>
  fc
    .tuple(...Object.entries(values).map(([name, list]) => of(...list.split(' ')).map((value) => `${name}:${value}`)))
    .map((parts) => [...(prefix ? [prefix] : []), ...parts].join('/'))
// Where the scope changes, 3.x gives some worse impacts a lower score (its clause 7.1, the power of 15 or 13): left out.
const vector3 = vectorOf('CVSS:3.1', {
  AV: 'N A L P',
  AC: 'L H',
  PR: 'N L H',
  UI: 'N R',
  S: 'U',
  C: 'N L H',
  I: 'N L H',
  A: 'N L H',
})
const vector2 = vectorOf('', { AV: 'L A N', AC: 'H M L', Au: 'M S N', C: 'N P C', I: 'N P C', A: 'N P C' })
const vector4 = vectorOf('CVSS:4.0', {
  ...{ AV: 'N A L P', AC: 'L H', AT: 'N P', PR: 'N L H', UI: 'N P A' },
  ...{ VC: 'N L H', VI: 'N L H', VA: 'N L H', SC: 'N L H', SI: 'N L H', SA: 'N L H' },
})
const days = of('2025-06-01', '2026-01-10', '2026-01-30')
const anyInput: fc.Arbitrary<EnvironmentInput> = fc.record({
  device: fc.record({
    criticality: of(...Criticality.options),
    careSetting: of(...CareSetting.options),
    zone: of('', 'isolated', 'infusion'),
    networkConnected: of(true, false, null),
    storesPhi: of(true, false, null),
    manufacturer: of('Example Medical'),
    model: of('Drip 3000'),
    description: of('', 'Infusion pump', 'Printer', 'CT'),
  }),
  flaw: fc.record({
    scores: fc.oneof(vector2, vector3, vector4).map((vector) => [published(vector)]),
    scoresFrom: of(null),
    exploitation: of<RiskFlaw['exploitation']>(null, poc, { ...poc, level: 'active' }),
    cwe: of(null),
    description: of(''),
    threats: of([], [{ category: 'exploit_status', details: 'Public exploits are available.' }]),
    knownExploited: of<RiskFlaw['knownExploited']>(null, 'unknown', { addedOn: '2022-03-03', ransomware: false }),
    exploitProbability: of<RiskFlaw['exploitProbability']>(null, 'unknown', flaw.exploitProbability, {
      ...{ probability: 0.4, percentile: 0.98, model: 'v', scoredOn: '2026-01-30' },
    }),
    advisory: of('CISA ICSMA-26-001-01'),
    revisedAt: of(null, '2026-01-20T00:00:00Z'),
  }),
  known: fc.record({
    hasAddress: fc.boolean(),
    unreported: fc.oneof(
      of(null),
      days.map((asOf) => ({ source: 'CISA (ADP)', asOf })),
    ),
    catalogueDay: fc.oneof(of(null), days),
    today: of('2026-02-01'),
  }),
  profile: of(shippedProfile),
  version: of(0),
})
const neverLower = (change: (one: EnvironmentInput) => [EnvironmentInput, EnvironmentInput]) =>
  fc.assert(
    fc.property(anyInput, (one) => {
      const [low, high] = change(one).map((input) => scoreInEnvironment(input)!)
      expect(high!.score, `${low!.vector} ${low!.score} → ${high!.vector} ${high!.score}`).toBeGreaterThanOrEqual(
        low!.score,
      )
    }),
    { numRuns: 300 },
  )
const ofFlaw = (one: EnvironmentInput, over: Partial<RiskFlaw>) => ({ ...one, flaw: { ...one.flaw, ...over } })
const onDevice = (one: EnvironmentInput, over: Partial<RiskDevice>) => ({ ...one, device: { ...one.device, ...over } })
const knowing = (one: EnvironmentInput, over: Partial<EnvironmentInput['known']>) => ({
  ...one,
  known: { ...one.known, ...over },
})

describe('what is missing never lowers it', () => {
  const missing: readonly (readonly [string, (one: EnvironmentInput) => EnvironmentInput])[] = [
    ['the care setting', (one) => onDevice(one, { careSetting: 'unknown' })],
    ['the criticality', (one) => onDevice(one, { criticality: 'unknown' })],
    ['whether it is connected', (one) => onDevice(one, { networkConnected: null })],
    ['whether it holds patients’ data', (one) => onDevice(one, { storesPhi: null })],
    ['what the device is', (one) => onDevice(one, { description: '', model: '', manufacturer: '' })],
    ['the EPSS list', (one) => ofFlaw(one, { exploitProbability: 'unknown' })],
    ['a statement that nothing is known of use', (one) => knowing(one, { unreported: null })],
    ['the day of KEV', (one) => knowing(one, { catalogueDay: null })],
    ['KEV', (one) => ofFlaw(one, { knownExploited: 'unknown' })],
    ['the zone', (one) => onDevice(one, { zone: '' })],
  ]

  test.each(missing)('%s', (_, without) => neverLower((one) => [one, without(one)]))
})

describe('what is worse never scores lower', () => {
  const dated = (one: EnvironmentInput) =>
    ofFlaw(knowing(one, { unreported, catalogueDay: '2026-01-30' }), {
      knownExploited: null,
      exploitProbability: flaw.exploitProbability,
      threats: [],
      exploitation: null,
    })

  test('unreported, proof of concept, attacked', () => {
    neverLower((one) => [dated(one), ofFlaw(dated(one), { exploitation: poc })])
    neverLower((one) => [
      ofFlaw(dated(one), { exploitation: poc }),
      ofFlaw(dated(one), { exploitation: { ...poc, level: 'active' } }),
    ])
  })

  test('criticality, in order', () => {
    const order = ['low', 'medium', 'high', 'life_sustaining'] as const
    for (const [at, criticality] of order.slice(1).entries())
      neverLower((one) => [onDevice(one, { criticality: order[at]! }), onDevice(one, { criticality })])
  })

  test('an address on record', () =>
    neverLower((one) => [knowing(one, { hasAddress: false }), knowing(one, { hasAddress: true })]))
})

describe('what is made of any vector', () => {
  const seen = new Map<string, number>()
  const each = (vectors: fc.Arbitrary<string>, check: (score: EnvironmentScore) => void) =>
    fc.assert(
      fc.property(anyInput, vectors, (one, vector) => {
        const score = scoreInEnvironment(ofFlaw(one, { scores: [published(vector)] }))!
        seen.set(score.version, (seen.get(score.version) ?? 0) + 1)
        check(score)
      }),
      { numRuns: 400 },
    )

  test('of 4.0 is scored as by the library, and safety never lowers it', () => {
    let isSafety = 0
    each(vector4, ({ vector, score, because }) => {
      expect(new calculator.Cvss4P0(vector).calculateScores().overall, vector).toBe(score)
      for (const { value, effect } of because.filter((one) => one.value === 'S')) {
        isSafety++
        expect(effect, `${vector} ${value}`).toBeGreaterThanOrEqual(0)
      }
    })
    expect(seen.get('4.0')).toBe(400)
    expect(isSafety).toBeGreaterThan(100)
  })

  test('of 2.0 is scored as by decimals of any length', () => {
    each(vector2, ({ vector, score }) => {
      const metrics = Object.fromEntries(vector.split('/').map((part) => part.split(':') as [string, string]))
      expect(exactScoresOfTwo(metrics).environmental, vector).toBe(score)
    })
    expect(seen.get('2.0')).toBe(400)
  })
})

// the profile --------------------------------------------------------------------------------------------------------

test('the profile that ships contradicts itself nowhere', () => {
  expect([...faultsOfProfile(shippedProfile)]).toEqual([])
})

test('a profile in which the unknown or the worse counts for less says where', () => {
  const { settings, criticalities } = shippedProfile
  const wrong: EnvironmentProfile = {
    ...shippedProfile,
    settings: { ...settings, unknown: { CR: 'H', IR: 'H', AR: 'M', safety: false } },
    criticalities: {
      ...criticalities,
      high: { IR: null, AR: null, safety: true, CDP: 'N' },
      medium: { IR: 'H', AR: null, safety: true, CDP: 'LM' },
    },
  }

  expect([...faultsOfProfile(wrong).keys()].sort()).toEqual([
    'criticalities.medium.CDP',
    'criticalities.medium.IR',
    'settings.unknown.AR',
    'settings.unknown.safety',
  ])
})

test('the registry lists every rule of the folder, by its own name', () => {
  const beside = ['rule', 'registry', 'shipped', 'words', 'requirement-of', 'environment-score', 'check-profile']
  const files = readdirSync(import.meta.dirname)
    .filter((name) => !name.endsWith('.test.ts'))
    .map((name) => name.replace(/\.ts$/, ''))
    .filter((name) => !beside.includes(name))

  expect(environmentRules.map(({ id }) => id).sort()).toEqual(files.sort())
})

test('the manual has each rule, and the profile that ships', () => {
  const manual = `${readFileSync('docs/manual/cvss.md', 'utf8')}\n`
  const lines = [
    ...environmentRules.map(
      ({ id, title, metrics, sentence, source, url }) =>
        `| \`${id}\` | ${title} | ${metrics} | ${sentence} | [${source}](${url}) |`,
    ),
    ...Object.entries(shippedProfile.settings).map(
      ([setting, { CR, IR, AR, safety }]) => `| ${setting} | ${CR} | ${IR} | ${AR} | ${safety ? 'yes' : 'no'} |`,
    ),
    ...Object.entries(shippedProfile.criticalities).map(
      ([criticality, { IR, AR, safety, CDP }]) =>
        `| ${criticality.replace('_', ' ')} | ${IR ?? 'as the place'} | ${AR ?? 'as the place'} | ${safety ? 'yes' : 'no'} | ${CDP} |`,
    ),
    `A device that is known to hold no patients’ data has CR:${shippedProfile.noEphi}.`,
  ]

  expect(lines.filter((line) => !manual.includes(`${line}\n`))).toEqual([])
})
