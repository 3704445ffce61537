import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PublishedScore } from '#model/advisory.ts'
import { CareSetting, Criticality } from '#model/device.ts'
import { type DeviceFunction, deviceFunctionNames } from '#model/device-function.ts'
import { cvssOf, ssvcOf } from '#tests/support/cve-records.ts'
import { chooseScores, exploitationIn } from './publishers.ts'
import { bandOf, type RiskDevice, type RiskFlaw, type RiskInput, scoreFinding, scoresOf } from './risk.ts'
import { readZone } from './rules/network-exposure.ts'
import { tellsOfExploit } from './rules/public-exploit.ts'
import { harmIn } from './rules/stated-harm.ts'
import { careSettings, criticality, exposure, functions } from './weights.ts'

const published = (vector: string, score: number, over: Partial<PublishedScore> = {}): PublishedScore => ({
  version: '3.1',
  vector,
  score,
  source: 'CISA',
  productIds: [],
  ...over,
})
const worstFlaw = published('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8)
const smallFlaw = published('CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:L/I:N/A:N', 3.3)

const pump: RiskDevice = {
  criticality: 'high',
  careSetting: 'icu',
  zone: 'infusion',
  networkConnected: true,
  storesPhi: false,
  manufacturer: 'BD',
  model: 'Alaris 8015',
  description: 'INFUSION PUMP, PC UNIT',
}
const printer: RiskDevice = {
  ...pump,
  criticality: 'low',
  careSetting: 'storage',
  zone: 'flat',
  manufacturer: 'Zebra',
  model: 'ZD420',
  description: 'Printer',
}
const flaw: RiskFlaw = {
  scores: [worstFlaw],
  scoresFrom: null,
  exploitation: null,
  cwe: null,
  description: 'An attacker can send crafted packets.',
  threats: [],
  knownExploited: null,
  exploitProbability: { probability: 0.0053, percentile: 0.617, model: 'v2025.03.14', scoredOn: '2026-01-30' },
  advisory: 'CISA ICSMA-20-254-01',
  revisedAt: '2021-11-18T00:00:00Z',
}
const finding = (over: {
  device?: Partial<RiskDevice>
  flaw?: Partial<RiskFlaw>
  answer?: RiskInput['answer']
  probability?: number
}): RiskInput => ({
  answer: over.answer ?? 'affected',
  probability: over.probability ?? 0.95,
  device: { ...pump, ...over.device },
  flaw: { ...flaw, ...over.flaw },
})
const listed = { addedOn: '2022-03-03', ransomware: false }

describe('what a score says', () => {
  test('a flaw that attackers use on a pump in intensive care is explained part by part', () => {
    const score = scoreFinding(finding({ flaw: { knownExploited: { ...listed, ransomware: true } } }))

    expect(score).toEqual({
      score: 77.4,
      band: 'critical',
      likelihood: 8.6,
      safety: 9,
      care: 9,
      privacy: 1.4,
      reasons: [
        reason('cvss-exploitability', 'likelihood', 6, 'CVSS 3.1 (9.8): over the network, by anyone', cvss),
        reason(
          'exploit-probability',
          'likelihood',
          0.54,
          'EPSS expects its use in the next 30 days with 0.53 %, more than of 61 % of all CVEs',
          { source: 'EPSS v2025.03.14', asOf: '2026-01-30' },
        ),
        reason(
          'known-exploited',
          'likelihood',
          2.46,
          'Attackers are known to use it: in CISA’s catalogue since 2022-03-03',
          kev,
        ),
        reason('known-exploited', 'likelihood', 0.5, 'Ransomware is known to use it', kev),
        reason('network-exposure', 'likelihood', -0.95, 'On the network; zone “infusion” is a segment for one purpose'),
        reason('safety-impact', 'safety', 10, 'An attacker can change what the device does', cvss),
        reason('care-impact', 'care', 9, 'Care has to do without the device while it is stopped', cvss),
        reason('care-impact', 'care', 1, 'Ransomware that uses it takes many devices at once', kev),
        reason('device-function', 'safety', 0, 'It is an infusion pump'),
        reason('device-function', 'care', -1, 'It is an infusion pump'),
        reason('device-criticality', 'safety', -1, 'Its failure can do serious harm'),
        reason('care-setting', 'safety', 0, 'It stands in intensive care'),
        reason('care-setting', 'care', 0, 'It stands in intensive care'),
        reason('privacy-impact', 'privacy', 7, 'All data can be read', cvss),
        reason('stores-ephi', 'privacy', -5.6, 'It holds no patients’ data'),
      ],
    })
  })

  test('where nothing is known, the worst counts, and each reason says that it is not known', () => {
    const { reasons, ...score } = scoreFinding({
      answer: 'cannot_tell',
      probability: 0.57,
      device: {
        criticality: 'unknown',
        careSetting: 'unknown',
        zone: '',
        networkConnected: null,
        storesPhi: null,
        manufacturer: '',
        model: '',
        description: '',
      },
      flaw: {
        scores: [],
        scoresFrom: null,
        exploitation: null,
        cwe: null,
        description: '',
        threats: [],
        knownExploited: 'unknown',
        exploitProbability: 'unknown',
        advisory: 'CISA ICSMA-20-254-01',
        revisedAt: null,
      },
    })

    expect(score).toEqual({ score: 90, band: 'critical', likelihood: 9, safety: 10, care: 9, privacy: 7 })
    expect(reasons.map(({ text }) => text)).toEqual([
      'No CVSS vector can be read: it counts as a flaw that anyone can use over the network',
      'The EPSS list was not read: it counts as probable',
      'CISA’s catalogue of known exploited vulnerabilities was not read: it may be listed',
      'Whether it is on the network is not known; its zone is not known, it counts as open',
      'Whether it has the flaw cannot be told (57 %): it counts as affected',
      'What is lost is not published: it counts as control over the device',
      'What is lost is not published: care counts as going on without the device',
      'What the device does is not known: it counts as one that lives hang on',
      'What the device does is not known: it counts as one that lives hang on',
      'How much harm its failure can do is not known: it counts as life-sustaining',
      'Where it stands is not known: it counts as intensive care',
      'Where it stands is not known: it counts as intensive care',
      'What is lost is not published: its data count as readable',
      'Whether it holds patients’ data is not known: it counts as if it does',
    ])
  })

  test('a used flaw on a pump in intensive care stands far before a small one on a stored printer', () => {
    const order = [
      scoreFinding(finding({ flaw: { knownExploited: listed } })),
      scoreFinding(finding({})),
      scoreFinding(finding({ device: { careSetting: 'ward' } })),
      scoreFinding(finding({ device: { ...printer, careSetting: 'ward' } })),
      scoreFinding(finding({ device: printer, flaw: { scores: [smallFlaw] } })),
    ]

    expect(order.map(({ score, band }) => [score, band])).toEqual([
      [72.9, 'critical'],
      [53.1, 'high'],
      [45.4, 'high'],
      [9.1, 'low'],
      [2.4, 'low'],
    ])
  })

  test('what lives hang on is never left for later, and keeps its order', () => {
    const ventilator = { criticality: 'life_sustaining', description: 'VENTILATOR', zone: 'isolated' } as const
    const lifted = scoreFinding(finding({ device: ventilator }))
    const lower = scoreFinding(finding({ device: { ...ventilator, networkConnected: false } }))
    const low = scoreFinding(finding({ device: { ...ventilator, criticality: 'high' } }))

    expect([lifted, lower, low].map(({ score, band }) => [score, band])).toEqual([
      [46.3, 'high'],
      [45.7, 'high'],
      [23.4, 'medium'],
    ])
    expect(lifted.reasons.at(-1)).toMatchObject({
      rule: 'irreversibility-floor',
      axis: 'safety',
      effect: 0,
      text: 'A life hangs on it and the harm cannot be undone: it is lifted to “high”',
    })
  })

  test('the newest version of CVSS counts, and of its vectors the one with the worst outcome', () => {
    const old = published('AV:N/AC:L/Au:N/C:C/I:C/A:C', 10, { version: '2.0', source: 'NVD' })
    const nvd = published('CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N', 6.5, { source: 'NVD' })

    expect(scoreFinding(finding({ flaw: { scores: [old, smallFlaw] } })).score).toBe(
      scoreFinding(finding({ flaw: { scores: [smallFlaw] } })).score,
    )
    expect(scoreFinding(finding({ flaw: { scores: [smallFlaw, nvd] } }))).toEqual(
      scoreFinding(finding({ flaw: { scores: [nvd] } })),
    )
    expect(scoreFinding(finding({ flaw: { scores: [published('nonsense', 1)] } }))).toEqual(
      scoreFinding(finding({ flaw: { scores: [] } })),
    )
  })

  test('a score is of the products that its publisher names', () => {
    const ofOne = { ...worstFlaw, productIds: ['P1'] }
    const ofOther = { ...smallFlaw, productIds: ['P2'] }

    expect(scoresOf([ofOne, ofOther], ['P2'])).toEqual([ofOther])
    expect(scoresOf([ofOne, smallFlaw], ['P3'])).toEqual([smallFlaw])
    expect(scoresOf([ofOne, ofOther], ['P3'])).toEqual([ofOne, ofOther])
  })
})

describe('which publisher counts', () => {
  const byNobody = {
    publisher: 'cna:brook',
    kind: 'other' as const,
    saidAt: '',
    value: [{ type: 'rating', text: 'Low' }],
  }
  const small = cvssOf('cna:meadow', smallFlaw.vector, 3.3)
  const newer = cvssOf('cna:meadow', 'CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N', 0.3)
  const worst = cvssOf('adp:CISA-ADP', worstFlaw.vector, 9.8)
  const otherAdp = cvssOf('adp:AAA', worstFlaw.vector, 9.8)
  const byNvd = cvssOf('nvd', worstFlaw.vector, 9.8)
  const unreadable = cvssOf('cna:meadow', 'CVSS:3.1/AV:N', 9.8)
  const whose = (own: readonly PublishedScore[], ...assessments: Parameters<typeof chooseScores>[1]) =>
    chooseScores(own, assessments).scoresFrom?.publisher ?? 'the advisory'

  test('the advisory, then the CNA, then CISA, then another data publisher, then NVD', () => {
    expect(whose([smallFlaw], worst, small)).toBe('the advisory')
    expect(whose([], otherAdp, worst, small)).toBe('cna:meadow')
    expect(whose([published('nonsense', 1)], otherAdp, worst, byNobody)).toBe('adp:CISA-ADP')
    expect(whose([], otherAdp, unreadable)).toBe('adp:AAA')
    expect(whose([], byNvd, unreadable)).toBe('nvd')
    expect(whose([], byNvd, otherAdp)).toBe('adp:AAA')
    expect(whose([], unreadable)).toBe('the advisory')
  })

  test('all of its vectors come along, of which the newest version counts, and none of another’s', () => {
    expect(chooseScores([], [worst, small, newer])).toEqual({
      scoresFrom: { publisher: 'cna:meadow', saidOn: '2026-01-20' },
      scores: [
        {
          version: '3.1',
          vector: smallFlaw.vector,
          score: 3.3,
          severity: 'MEDIUM',
          source: 'meadow (CNA)',
          productIds: [],
        },
        {
          version: '4.0',
          vector: newer.value[0]!.vector,
          score: 0.3,
          severity: 'MEDIUM',
          source: 'meadow (CNA)',
          productIds: [],
        },
      ],
    })
  })

  test('of use the worst counts that anybody says', () => {
    const none = ssvcOf({ exploitation: 'none' })
    const poc = ssvcOf({ exploitation: 'public poc' }, 'cna:meadow')
    const kevList = { ...none, kind: 'exploited' as const, value: [{ addedOn: '2026-01-31', reference: '' }] }

    expect(exploitationIn([none, small])).toBeNull()
    expect(exploitationIn([none, poc])).toEqual({ level: 'public poc', source: 'meadow (CNA)', asOf: '2026-01-29' })
    expect(exploitationIn([poc, kevList])).toEqual({ level: 'active', source: 'CISA-ADP (ADP)', asOf: '2026-01-29' })
    expect(exploitationIn([ssvcOf({ automatable: 'yes' })])).toBeNull()
  })
})

const cvss = { source: 'CVSS 3.1, CISA', asOf: '2021-11-18' }
const kev = { source: 'CISA KEV', asOf: '2022-03-03' }
function reason(
  rule: string,
  axis: string,
  effect: number,
  text: string,
  { source, asOf }: { source: string; asOf: string | null } = { source: 'inventory', asOf: null },
) {
  return { rule, axis, text, effect, source, asOf }
}

describe('what publishers write', () => {
  test.each([
    ['An attacker could change the dose that the pump delivers.', true],
    ['This allows attackers with physical access to change insulin therapy settings.', true],
    ['An attacker can silence alarms.', true],
    ['The UPS can be made to overheat and catch fire. An attacker can cause it to burn.', true],
    ['This vulnerability would not impact delivery of therapy to the patient.', false],
    ['It leads to unauthorized access to patient data.', false],
    ['The patient monitor does not check certificates.', false],
    ['', false],
  ])('“%s”: people can be hurt: %s', (text, hurts) => {
    expect(harmIn(text) !== null).toBe(hurts)
  })

  test('words of harm count whatever the vector says, and are quoted', () => {
    const threats = [{ category: 'impact', details: 'An attacker could change the dose that the pump delivers.' }]
    const score = scoreFinding(finding({ flaw: { scores: [smallFlaw], threats } }))

    expect(score.safety).toBe(8.1)
    expect(score.reasons.find(({ rule }) => rule === 'stated-harm')?.text).toBe(
      'The publisher says: “An attacker could change the dose that the pump delivers.”',
    )
  })

  test.each([
    ['No known public exploits specifically target this vulnerability.', false],
    ['Public exploits are available.', true],
    ['Exploits that target these vulnerabilities are publicly available.', true],
    ['A proof of concept has been published', true],
    ['Not known to be exploited', false],
  ])('“%s”: an exploit is public: %s', (text, isPublic) => {
    expect(tellsOfExploit(text)).toBe(isPublic)
  })

  test.each([
    ['flat', 'open'],
    ['Clinical Guest', 'open'],
    ['DMZ', 'open'],
    ['infusion', 'segmented'],
    ['Medizintechnik', 'segmented'],
    ['clinical-wireless', 'segmented'],
    ['Isolated legacy imaging', 'isolated'],
    ['VLAN 320', 'unknown'],
    ['', 'unknown'],
  ])('zone “%s” is %s', (zone, kind) => {
    expect(readZone(zone)).toBe(kind)
  })
})

// properties --------------------------------------------------------------------------------------------------------

const of = <Value extends string>(...values: readonly Value[]) => fc.constantFrom(...values)
const metric = (name: string, values: readonly string[]) =>
  fc.constantFrom(...values).map((value) => `${name}:${value}`)
const vector3 = fc
  .tuple(
    metric('AV', ['N', 'A', 'L', 'P']),
    metric('AC', ['L', 'H']),
    metric('PR', ['N', 'L', 'H']),
    metric('UI', ['N', 'R']),
    metric('S', ['U', 'C']),
    metric('C', ['H', 'L', 'N']),
    metric('I', ['H', 'L', 'N']),
    metric('A', ['H', 'L', 'N']),
  )
  .map((parts) => `CVSS:3.1/${parts.join('/')}`)
const vector2 = fc
  .tuple(
    metric('AV', ['N', 'A', 'L']),
    metric('AC', ['L', 'M', 'H']),
    metric('Au', ['N', 'S', 'M']),
    metric('C', ['C', 'P', 'N']),
    metric('I', ['C', 'P', 'N']),
    metric('A', ['C', 'P', 'N']),
  )
  .map((parts) => parts.join('/'))
const vector4 = fc
  .tuple(
    metric('AV', ['N', 'A', 'L', 'P']),
    metric('AC', ['L', 'H']),
    metric('AT', ['N', 'P']),
    metric('PR', ['N', 'L', 'H']),
    metric('UI', ['N', 'P', 'A']),
    ...['VC', 'VI', 'VA', 'SC', 'SI', 'SA'].map((name) => metric(name, ['H', 'L', 'N'])),
    metric('S', ['X', 'N', 'P']),
  )
  .map((parts) => `CVSS:4.0/${parts.join('/')}`)
const scores = fc.array(
  fc.oneof(vector3, vector2, vector4).map((vector) => published(vector, 5)),
  { maxLength: 3 },
)
const zone = of('', 'flat', 'infusion', 'isolated', 'VLAN 7')
const epss = fc.record({
  probability: fc.double({ min: 0, max: 1, noNaN: true }),
  percentile: fc.double({ min: 0, max: 1, noNaN: true }),
  model: fc.constant('v2025.03.14'),
  scoredOn: fc.constant('2026-01-30'),
})
const byCisa = { source: 'CISA-ADP (ADP)', asOf: '2026-01-29' }
const anyFlaw: fc.Arbitrary<RiskFlaw> = fc.record({
  scores,
  scoresFrom: fc.constantFrom(null, { publisher: 'cna:meadow', saidOn: '2026-01-20' }),
  exploitation: fc.constantFrom(
    null,
    { level: 'public poc' as const, ...byCisa },
    { level: 'active' as const, ...byCisa },
  ),
  cwe: fc.constantFrom(null, 'CWE-798', 'CWE-79'),
  description: fc.constantFrom('', 'An attacker can change the dose.'),
  threats: fc.constantFrom([], [{ category: 'exploit_status', details: 'Public exploits are available.' }]),
  knownExploited: fc.constantFrom(null, 'unknown' as const, listed, { ...listed, ransomware: true }),
  exploitProbability: fc.oneof(fc.constantFrom(null, 'unknown' as const), epss),
  advisory: fc.constant('CISA ICSMA-20-254-01'),
  revisedAt: fc.constantFrom(null, '2021-11-18T00:00:00Z'),
})
const anyDevice: fc.Arbitrary<RiskDevice> = fc.record({
  criticality: of(...Criticality.options),
  careSetting: of(...CareSetting.options),
  zone,
  networkConnected: fc.constantFrom(true, false, null),
  storesPhi: fc.constantFrom(true, false, null),
  manufacturer: fc.constantFrom('', 'BD'),
  model: fc.constantFrom('', 'Alaris 8015', 'X1'),
  description: of('', 'Ventilator', 'Infusion Pump', 'Patient Monitor', 'CT', 'PACS', 'UPS', 'Printer'),
})
const anyFinding: fc.Arbitrary<RiskInput> = fc.record({
  answer: of('affected', 'cannot_tell'),
  probability: fc.double({ min: 0, max: 1, noNaN: true }),
  device: anyDevice,
  flaw: anyFlaw,
})

/** Of any finding, with the one thing as it is and as it is otherwise: the other never scores lower. */
function neverLower<Change>(
  change: fc.Arbitrary<Change>,
  pair: (one: RiskInput, change: Change) => [RiskInput, RiskInput],
) {
  fc.assert(
    fc.property(anyFinding, change, (one, by) => {
      const [low, high] = pair(one, by).map(scoreFinding)
      expect(high!.score).toBeGreaterThanOrEqual(low!.score)
      expect(bandOf(high!.score)).toBe(high!.band)
    }),
    { numRuns: 200 },
  )
}

const onDevice = (one: RiskInput, over: Partial<RiskDevice>): RiskInput => ({
  ...one,
  device: { ...one.device, ...over },
})
const ofFlaw = (one: RiskInput, over: Partial<RiskFlaw>): RiskInput => ({ ...one, flaw: { ...one.flaw, ...over } })

describe('what is missing never lowers a priority', () => {
  const missing: readonly (readonly [string, (one: RiskInput) => RiskInput])[] = [
    ['every CVSS score', (one) => ofFlaw(one, { scores: [] })],
    ['the EPSS probability', (one) => ofFlaw(one, { exploitProbability: null })],
    ['the EPSS list', (one) => ofFlaw(one, { exploitProbability: 'unknown' })],
    ['the date of the advisory', (one) => ofFlaw(one, { revisedAt: null })],
    ['the zone', (one) => onDevice(one, { zone: '' })],
    ['whether it is connected', (one) => onDevice(one, { networkConnected: null })],
    ['both', (one) => onDevice(one, { networkConnected: null, zone: '' })],
    ['the criticality', (one) => onDevice(one, { criticality: 'unknown' })],
    ['the care setting', (one) => onDevice(one, { careSetting: 'unknown' })],
    ['whether it holds patients’ data', (one) => onDevice(one, { storesPhi: null })],
    ['what the device is', (one) => onDevice(one, { manufacturer: '', model: '', description: '' })],
    [
      'all of these',
      (one) =>
        onDevice(ofFlaw(one, { scores: [], exploitProbability: 'unknown' }), {
          zone: '',
          networkConnected: null,
          criticality: 'unknown',
          careSetting: 'unknown',
          storesPhi: null,
          manufacturer: '',
          model: '',
          description: '',
        }),
    ],
  ]

  test.each(missing)('%s', (_, without) => {
    neverLower(fc.constant(null), (one) => [one, without(one)])
  })

  test('a catalogue of used flaws that was never read, against one that does not list the flaw', () => {
    // A listing itself is evidence: to lose it may lower the score.
    neverLower(fc.constant(null), (one) => [
      ofFlaw(one, { knownExploited: null }),
      ofFlaw(one, { knownExploited: 'unknown' }),
    ])
  })

  test('a version that is not on record: what cannot be told counts as affected', () => {
    neverLower(fc.double({ min: 0.5, max: 1, noNaN: true }), (one, probability) => [
      { ...one, answer: 'affected' },
      { ...one, answer: 'cannot_tell', probability },
    ])
  })
})

describe('what is worse never scores lower', () => {
  const harms = ['N', 'L', 'H'] as const
  const steps: readonly (readonly [string, readonly string[]])[] = [
    ['AV', ['P', 'L', 'A', 'N']],
    ['AC', ['H', 'L']],
    ['PR', ['H', 'L', 'N']],
    ['UI', ['R', 'N']],
    ['C', harms],
    ['I', harms],
    ['A', harms],
  ]

  test.each(steps)('%s of the vector', (name, values) => {
    const twoSteps = fc.tuple(vector3, fc.nat(values.length - 1), fc.nat(values.length - 1))
    neverLower(twoSteps, (one, [vector, a, b]) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)].map((at) =>
        ofFlaw(one, { scores: [published(vector.replace(new RegExp(`/${name}:.`), `/${name}:${values[at]}`), 5)] }),
      )
      return [low!, high!]
    })
  })

  test('the probability that EPSS gives', () => {
    neverLower(fc.tuple(epss, epss), (one, [a, b]) => {
      const [low, high] = a.probability < b.probability ? [a, b] : [b, a]
      return [ofFlaw(one, { exploitProbability: low }), ofFlaw(one, { exploitProbability: high })]
    })
  })

  test('the certainty of the match', () => {
    const certainty = fc.double({ min: 0, max: 1, noNaN: true })
    neverLower(fc.tuple(certainty, certainty), (one, [a, b]) => [
      { ...one, probability: Math.min(a, b) },
      { ...one, probability: Math.max(a, b) },
    ])
  })

  test('use by attackers, and by ransomware', () => {
    const kinds = [null, listed, { ...listed, ransomware: true }]
    neverLower(fc.tuple(fc.nat(2), fc.nat(2)), (one, [a, b]) => [
      ofFlaw(one, { knownExploited: kinds[Math.min(a, b)]! }),
      ofFlaw(one, { knownExploited: kinds[Math.max(a, b)]! }),
    ])
  })

  test('use and public exploits, as publishers of the CVE record say, listed or not', () => {
    const levels = [null, { level: 'public poc' as const, ...byCisa }, { level: 'active' as const, ...byCisa }]
    neverLower(fc.tuple(fc.nat(2), fc.nat(2)), (one, [a, b]) => [
      ofFlaw(one, { exploitation: levels[Math.min(a, b)]! }),
      ofFlaw(one, { exploitation: levels[Math.max(a, b)]! }),
    ])
  })

  test('one more score that a publisher gives in the same version', () => {
    neverLower(fc.tuple(vector3, vector3), (one, [a, b]) => [
      ofFlaw(one, { scores: [published(a, 5)] }),
      ofFlaw(one, { scores: [published(a, 5), published(b, 5)] }),
    ])
  })

  test('words of harm, a public exploit, a built-in password', () => {
    neverLower(fc.constant(null), (one) => [
      ofFlaw(one, { description: '', threats: [], cwe: null }),
      ofFlaw(one, {
        description: 'An attacker can change the dose.',
        threats: [{ category: 'exploit_status', details: 'Public exploits are available.' }],
        cwe: 'CWE-798',
      }),
    ])
  })

  test('criticality, care setting, zone, connection and patients’ data, in the order of their weights', () => {
    const zones = { isolated: 'isolated', segmented: 'infusion', open: 'flat', unknown: '' } as const
    const byWeight = <Key extends string>(keys: readonly Key[], weight: (key: Key) => number) =>
      keys.toSorted((a, b) => weight(a) - weight(b))
    const criticalities = byWeight(Criticality.options, (key) => criticality[key])
    const settings = byWeight(CareSetting.options, (key) => careSettings[key].safety)
    const zoneNames = byWeight(Object.keys(zones) as (keyof typeof zones)[], (key) => exposure[key])
    const two = fc.tuple(fc.nat(99), fc.nat(99))
    const ordered = <Value>(values: readonly Value[], [a, b]: [number, number]) => {
      const [x, y] = [a % values.length, b % values.length]
      return [values[Math.min(x, y)]!, values[Math.max(x, y)]!] as const
    }

    neverLower(two, (one, at) => {
      const [low, high] = ordered(criticalities, at)
      return [onDevice(one, { criticality: low }), onDevice(one, { criticality: high })]
    })
    neverLower(two, (one, at) => {
      const [a, b] = ordered(settings, at)
      const isWorse = careSettings[b].care >= careSettings[a].care
      return [onDevice(one, { careSetting: a }), onDevice(one, { careSetting: isWorse ? b : a })]
    })
    neverLower(two, (one, at) => {
      const [low, high] = ordered(zoneNames, at)
      return [onDevice(one, { zone: zones[low] }), onDevice(one, { zone: zones[high] })]
    })
    neverLower(two, (one, at) => {
      const [low, high] = ordered([false, true], at)
      return [onDevice(one, { networkConnected: low }), onDevice(one, { networkConnected: high })]
    })
    neverLower(two, (one, at) => {
      const [low, high] = ordered([false, true], at)
      return [onDevice(one, { storesPhi: low }), onDevice(one, { storesPhi: high })]
    })
  })

  test('no weight of what is unknown is below that of anything known', () => {
    const known = Object.keys(deviceFunctionNames) as DeviceFunction[]

    expect(known.filter((kind) => functions[kind].safety > functions.unknown.safety)).toEqual([])
    expect(known.filter((kind) => functions[kind].care > functions.unknown.care)).toEqual([])
    expect(Object.values(criticality).filter((weight) => weight > criticality.unknown)).toEqual([])
    expect(Object.values(careSettings).filter(({ safety }) => safety > careSettings.unknown.safety)).toEqual([])
    expect(Object.values(careSettings).filter(({ care }) => care > careSettings.unknown.care)).toEqual([])
    expect(Object.values(exposure).filter((weight) => weight > exposure.unknown)).toEqual([])
  })
})

test('the parts of a score add up, and each says where it comes from', () => {
  fc.assert(
    fc.property(anyFinding, (one) => {
      const score = scoreFinding(one)
      for (const axis of ['likelihood', 'safety', 'care', 'privacy'] as const) {
        const sum = score.reasons.filter((part) => part.axis === axis).reduce((all, { effect }) => all + effect, 0)
        expect(Math.abs(sum - score[axis])).toBeLessThanOrEqual(0.1)
        expect(score[axis]).toBeGreaterThanOrEqual(0)
        expect(score[axis]).toBeLessThanOrEqual(10)
      }
      const product = score.likelihood * Math.max(score.safety, score.care, score.privacy)
      if (!score.reasons.some(({ rule }) => rule === 'irreversibility-floor'))
        expect(score.score).toBeCloseTo(product, 0)
      expect(score.reasons.filter(({ text, source }) => text === '' || source === '')).toEqual([])
      expect(scoreFinding(structuredClone(one))).toEqual(score)
    }),
    { numRuns: 200 },
  )
})
