import fc from 'fast-check'
import { expect, test } from 'vitest'
import { apiConnectors } from '#connectors/api-registry.ts'
import { type DeviceAttribute, deviceAttributeNames } from '#model/device.ts'
import { natureOf } from './attribute-nature.ts'
import {
  type Claimant,
  claimantsOf,
  confidence,
  flawsIn,
  goldenRecord,
  saysTheSame,
  whyBefore,
} from './golden-record.ts'
import { startingTrust, type TrustByAttribute, tradeOfMember } from './starting-trust.ts'

const day = 86_400_000
const now = Date.parse('2026-11-01T00:00:00Z')
const daysAgo = (days: number) => new Date(now - days * day).toISOString()

const believed = (trust: number): TrustByAttribute => startingTrust({ member: 'csv-file', trust })

let made = 0
const claim = (
  claims: Claimant['claims'],
  { trust = 50, age = 1, kind = 'connector', source = `source ${++made}` } = {},
): Claimant => ({
  observationId: `o${++made}`,
  sourceId: source,
  sourceKind: kind,
  trust: believed(trust),
  observedAt: daysAgo(age),
  claims,
})

const anyClaimant: fc.Arbitrary<Claimant> = fc.record({
  observationId: fc.uuid(),
  sourceId: fc.constantFrom('a', 'b', 'c'),
  sourceKind: fc.constantFrom('connector', 'connector', 'connector', 'person'),
  trust: fc.integer({ min: 0, max: 100 }).map(believed),
  trustSet: fc.constantFrom(new Set<string>(), new Set<string>(), new Set(['serialNumber', 'room'])),
  observedAt: fc.integer({ min: 0, max: 4000 }).map((hours) => new Date(now - hours * 3_600_000).toISOString()),
  claims: fc.record(
    {
      room: fc.constantFrom('1', '2', '3'),
      softwareVersion: fc.constantFrom('1.0', '2.0', '3.0'),
      ipAddresses: fc.constantFrom(['10.0.0.1'], ['10.0.0.2'], []),
      serialNumber: fc.constantFrom('DE10045', 'DE1OO45', '10045', '0010045', 'DE10054', 'N/A', 'BM-1', 'US73401'),
      hostname: fc.constantFrom('pump-10045', 'pump-10045.ward.example', 'pump-73401', 'localhost'),
      assetTag: fc.constantFrom('BM-1', 'BM-2'),
      lastSeenAt: fc.constant(daysAgo(1)),
    },
    { requiredKeys: [] },
  ),
})
const several = fc.uniqueArray(anyClaimant, {
  selector: ({ observationId }) => observationId,
  minLength: 1,
  maxLength: 6,
})
const looked: DeviceAttribute[] = ['room', 'softwareVersion', 'ipAddresses', 'serialNumber', 'hostname', 'assetTag']

test('the order in which claims are told says nothing', () => {
  fc.assert(
    fc.property(
      several.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        expect(goldenRecord(shuffled)).toEqual(goldenRecord(all))
        // What is shown as standing first is what stands.
        for (const attribute of looked)
          if (attribute !== 'ipAddresses')
            expect(goldenRecord(all)[attribute]).toEqual(claimantsOf(attribute, all)[0]?.claims[attribute])
        for (const attribute of looked)
          expect(claimantsOf(attribute, shuffled).map(({ observationId }) => observationId)).toEqual(
            claimantsOf(attribute, all).map(({ observationId }) => observationId),
          )
      },
    ),
  )
})

test('more trust in a claim that stands never makes its value lose, and less in one that says otherwise neither', () => {
  fc.assert(
    fc.property(several, fc.constantFrom(...looked), fc.integer({ min: 0, max: 100 }), (all, attribute, trust) => {
      const [first, ...others] = claimantsOf(attribute, all)
      if (!first) return
      const more = { ...first, trust: { ...first.trust, [attribute]: Math.max(first.trust[attribute], trust) } }
      expect(claimantsOf(attribute, [more, ...all.filter((one) => one !== first)])[0]).toBe(more)
      const other = others.find((one) => !saysTheSame(attribute, first, one))
      // What is left of a serial number bears out the whole one.
      if (!other || attribute === 'serialNumber') return
      const less = { ...other, trust: { ...other.trust, [attribute]: Math.min(other.trust[attribute], trust) } }
      expect(claimantsOf(attribute, [less, ...all.filter((one) => one !== other)])[0]).toBe(first)
    }),
  )
})

test('who stands today stands tomorrow, and a claim that is further behind changes nothing', () => {
  fc.assert(
    fc.property(several, fc.constantFrom(...looked), (all, attribute) => {
      const order = claimantsOf(attribute, all)
      const later = all.map((one) => ({
        ...one,
        observedAt: new Date(Date.parse(one.observedAt) - 90 * day).toISOString(),
      }))
      expect(claimantsOf(attribute, later).map(({ observationId }) => observationId)).toEqual(
        order.map(({ observationId }) => observationId),
      )
      const last = order.at(-1)
      if (order.length > 1 && last?.sourceKind !== 'person' && attribute !== 'serialNumber')
        expect(
          claimantsOf(
            attribute,
            all.filter((one) => one !== last),
          )[0],
        ).toBe(order[0])
    }),
  )
})

test('confidence is a share, falls as time goes by, and rises when another source says the same', () => {
  fc.assert(
    fc.property(several, fc.constantFrom(...looked), (all, attribute) => {
      const today = confidence(attribute, all, now)
      expect(today).toBeGreaterThanOrEqual(0)
      expect(today).toBeLessThanOrEqual(1)
      expect(confidence(attribute, all, now + 30 * day)).toBeLessThanOrEqual(today)
      const [first] = claimantsOf(attribute, all)
      if (!first || first.sourceKind === 'person') return
      const echo = { ...first, observationId: 'ffffffff-echo', sourceId: 'another', trust: believed(1) }
      expect(confidence(attribute, [...all, echo], now)).toBeGreaterThanOrEqual(today)
    }),
  )
})

test('of two registers the one stands that is believed more on the attribute, until the other is newer by enough', () => {
  const trusted = (age: number) => claim({ room: '4' }, { trust: 80, age })
  const other = claim({ room: '7' }, { trust: 40, age: 0 })

  // Twice the trust outweighs one half-life of a room.
  const { halfLifeDays } = natureOf('room')
  expect(goldenRecord([other, trusted(halfLifeDays - 1)]).room).toBe('4')
  expect(goldenRecord([other, trusted(halfLifeDays + 1)]).room).toBe('7')
  expect(
    goldenRecord([
      claim({ serialNumber: 'B' }, { trust: 40, age: 0 }),
      claim({ serialNumber: 'A' }, { trust: 80, age: 2000 }),
    ]),
  ).toEqual({
    serialNumber: 'A',
  })
})

test('what read the device is believed on versions before a register, however new its row', () => {
  const read = claim({ softwareVersion: '2', lastSeenAt: daysAgo(200) }, { trust: 30, age: 200 })
  const register = claim({ softwareVersion: '1' }, { trust: 90, age: 0 })

  expect(goldenRecord([register, read]).softwareVersion).toBe('2')
  expect(whyBefore('softwareVersion', [register, read])).toBe('It was read off the device; the others keep a register')
})

test('a person answers all that was said before, until something reads the device', () => {
  const before = claim({ softwareVersion: '1', room: '1', lastSeenAt: daysAgo(5) }, { trust: 100, age: 5 })
  const person = claim({ softwareVersion: '2', room: '2' }, { trust: 60, age: 3, kind: 'person' })
  const register = claim({ softwareVersion: '1' }, { trust: 100, age: 2 })
  const after = claim({ softwareVersion: '3', room: '3', lastSeenAt: daysAgo(1) }, { trust: 20, age: 1 })

  expect(goldenRecord([before, person, register])).toMatchObject({ softwareVersion: '2', room: '2' })
  expect(whyBefore('room', [before, person])).toBe('A person said so after the others')
  // A room is no reading: by its weight the person still stands.
  expect(goldenRecord([before, person, register, after])).toMatchObject({ softwareVersion: '3', room: '2' })
})

const serials = (...said: [string, { trust?: number; age?: number; source?: string; seen?: boolean }?][]) =>
  said.map(([serialNumber, { seen = false, ...options } = {}]) =>
    claim({ serialNumber, ...(seen && { lastSeenAt: daysAgo(1) }) }, options),
  )

test('of what lasts, two sources stand before one that is believed alike, and a source counts once', () => {
  const said = serials(['US7340177', { age: 40 }], ['us-7340177', { age: 30 }], ['US7340771', { age: 0 }])

  expect(goldenRecord(said).serialNumber).toBe('us-7340177')
  expect(whyBefore('serialNumber', said)).toBe('2 of 3 sources say so')
  expect(whyBefore('serialNumber', said.slice(0, 2))).toBe('All 2 sources say the same')
  // Two that are guessing are no more than one who knows.
  expect(
    goldenRecord([
      claim({ manufacturer: 'Dell' }, { trust: 30 }),
      claim({ manufacturer: 'Dell' }, { trust: 25 }),
      claim({ manufacturer: 'Philips' }, { trust: 50, age: 300 }),
    ]).manufacturer,
  ).toBe('Philips')
  const twice = serials(['A7340177', { source: 'a', age: 9 }], ['A7340177', { source: 'a', age: 8 }], ['A7340771', {}])
  expect(goldenRecord(twice).serialNumber).toBe('A7340771')
  // Believed enough, the one stands: weights are added up, not heads.
  const believedMore = serials(['A7340177', { trust: 20 }], ['A7340177', { trust: 20 }], ['A7340771', { trust: 90 }])
  expect(goldenRecord(believedMore).serialNumber).toBe('A7340771')
})

test('what changes in use is not put to the vote: what many saw a month ago says nothing against today', () => {
  const month = { age: 30 }
  const seen = (softwareVersion: string, options: { age: number }) =>
    claim({ softwareVersion, lastSeenAt: daysAgo(options.age) }, options)

  expect(
    goldenRecord([seen('1.0', month), seen('1.0', month), seen('1.0', month), seen('2.0', { age: 0 })]).softwareVersion,
  ).toBe('2.0')
})

test('a register that says the same makes an older reading no newer', () => {
  const older = claim({ ipAddresses: ['10.0.0.1'], lastSeenAt: daysAgo(6) }, { age: 6, trust: 60 })
  const newer = claim({ ipAddresses: ['10.0.0.2'], lastSeenAt: daysAgo(0) }, { age: 0, trust: 60 })
  const register = claim({ ipAddresses: ['10.0.0.1'] }, { age: 0, trust: 90 })

  expect(goldenRecord([older, newer, register]).ipAddresses).toEqual(['10.0.0.2'])
})

test('a serial number that is cut, lost its zeros or has a look-alike stands behind the whole one', () => {
  const pairs: [string, string, string][] = [
    ['76197558', 'US76197558', 'The other is cut short'],
    ['US761975', 'US76197558', 'The other is cut short'],
    ['63895', '063895', 'The other lost the zeros in front of it, as in a spreadsheet'],
    [
      'N902I98',
      'N902198',
      'The other has a letter among digits, or a digit among letters, that looks like the right one',
    ],
    ['N/A', 'N902198', 'The other stands where no value is known'],
    ['123456', 'N902198', 'The other stands where no value is known'],
    ['1.23457E+12', '1234571234567', 'The other was damaged by a spreadsheet'],
  ]
  for (const [damaged, whole, why] of pairs) {
    const said = serials([whole, { age: 400 }], [damaged, { age: 0 }])
    expect(goldenRecord(said).serialNumber, damaged).toBe(whole)
    expect(whyBefore('serialNumber', said)).toBe(why)
    expect(flawsIn('serialNumber', said).get(said[1]!.observationId)).toBe(why.replace('The other ', ''))
    expect(flawsIn('serialNumber', said).has(said[0]!.observationId)).toBe(false)
  }
  // Nobody says a better one: it stands, with what is wrong with it.
  const alone = serials(['N/A'])
  expect(goldenRecord(alone).serialNumber).toBe('N/A')
  expect([...flawsIn('serialNumber', alone).values()]).toEqual(['stands where no value is known'])
})

test('more who say the look-alike make it right: letters do stand among digits', () => {
  expect(goldenRecord(serials(['35B5325652'], ['35B5325652'], ['3585325652'])).serialNumber).toBe('35B5325652')
})

test('what is left of a serial number bears out the whole one', () => {
  const said = serials(['9870008', { trust: 60 }], ['2319870008'], ['9870008'], ['2319870080', { trust: 60 }])
  expect(goldenRecord(said).serialNumber).toBe('2319870008')
})

test('a serial number is not the model, and not the tag, that stands in the wrong column', () => {
  const right = claim({ serialNumber: '16269768', assetTag: 'BM-4711' }, { age: 300 })
  const model = claim({ serialNumber: '8015', model: 'Alaris PC Unit 8015' }, { age: 0 })
  const tag = claim({ serialNumber: 'BM4711' }, { age: 0 })

  expect(goldenRecord([right, model, tag]).serialNumber).toBe('16269768')
  expect(whyBefore('serialNumber', [right, tag])).toBe('The other is another value of the device in the wrong place')
})

test('of two serial numbers a slip apart, what the device told stands before what was typed', () => {
  const told = serials(['V583AN5955', { age: 45, seen: true }], ['V538AN5955', { age: 0 }])
  expect(goldenRecord(told).serialNumber).toBe('V583AN5955')
  expect(whyBefore('serialNumber', told)).toBe('The device said it over the network; the other was typed')
})

test('a host name that ends like a serial number bears it out', () => {
  const said = [
    ...serials(['V583AN5955', { age: 45 }], ['V538AN9555', { age: 0 }]),
    claim({ hostname: 'MON-ED-N5955' }),
  ]
  expect(goldenRecord(said).serialNumber).toBe('V583AN5955')
  expect(whyBefore('serialNumber', said)).toBe('Its end stands in the host name')
})

test('whom the hospital said to believe is not outvoted, and may say what looks damaged', () => {
  const [one, ...others] = serials(
    ['76197558', { trust: 80 }],
    ['US76197558', { trust: 70 }],
    ['US76197558', { trust: 70 }],
  )
  expect(goldenRecord([one!, ...others]).serialNumber).toBe('US76197558')

  const bound = { ...one!, trustSet: new Set(['serialNumber']) }
  expect(goldenRecord([bound, ...others]).serialNumber).toBe('76197558')
  expect(whyBefore('serialNumber', [bound, ...others])).toMatch(/^You set whom to believe on it/)
  // Set low, it is believed less; it does not bind.
  const low = { ...bound, trust: believed(10) }
  expect(goldenRecord([low, ...others]).serialNumber).toBe('US76197558')
})

test('a general host name, the kind of a device and an address of no network give way to what says something', () => {
  const seen = { lastSeenAt: daysAgo(0) }
  const vague = claim(
    { hostname: 'localhost', model: 'INFUSION PUMP, MODULE', ipAddresses: ['169.254.3.4'], ...seen },
    { age: 0, trust: 90 },
  )
  const named = claim(
    { hostname: 'PUMP-4711', model: '8100', deviceType: 'Module Infusion Pump', ipAddresses: ['10.1.2.3'] },
    { age: 90, trust: 20 },
  )
  expect(goldenRecord([vague, named])).toMatchObject({
    hostname: 'PUMP-4711',
    model: '8100',
    ipAddresses: ['10.1.2.3'],
  })
  const served = claim({ hostname: 'dhcp-10-21-0-28.rgh.example', ...seen }, { age: 0, trust: 90 })
  expect(goldenRecord([served, named]).hostname).toBe('PUMP-4711')
})

test('a system that says less than another bears it out, and one that nobody could tell says nothing', () => {
  const seen = (operatingSystem: string, age: number) =>
    claim({ operatingSystem, lastSeenAt: daysAgo(age) }, { age, trust: 60 })
  const exact = seen('Microsoft Windows 10 Enterprise', 20)

  expect(goldenRecord([exact, seen('Windows', 0)]).operatingSystem).toBe('Microsoft Windows 10 Enterprise')
  expect(whyBefore('operatingSystem', [exact, seen('Windows', 0)])).toBe(
    'The other says less than another, which it agrees with',
  )
  expect(goldenRecord([exact, seen('Embedded Device', 0)]).operatingSystem).toBe('Microsoft Windows 10 Enterprise')
  // Another system that was seen later is no vaguer word for it.
  expect(goldenRecord([exact, seen('Embedded Linux', 0)]).operatingSystem).toBe('Embedded Linux')
})

test('a maker that is called as the model is, stands behind one that is not', () => {
  const register = claim({ manufacturer: 'Stryker', model: 'LIFEPAK 20e' }, { age: 300, trust: 20 })
  expect(goldenRecord([register, claim({ manufacturer: 'Lifepak 20e' }, { trust: 90 })]).manufacturer).toBe('Stryker')
})

test('interfaces that are seen in the same week keep their addresses beside each other; one seen long ago does not', () => {
  const seen = (ip: string, mac: string, age: number) =>
    claim({ ipAddresses: [ip], macAddresses: [mac], lastSeenAt: daysAgo(age) }, { age })
  const wired = seen('10.2.0.161', '00:09:fb:00:00:01', 2)
  const wireless = seen('192.168.0.161', '00:09:fb:00:00:02', 1)
  const former = seen('10.9.9.9', '00:09:fb:00:00:03', 30)
  const lease = seen('10.2.0.7', '00:09:fb:00:00:01', 3)

  expect(goldenRecord([wired, wireless, former, lease]).ipAddresses).toEqual(['192.168.0.161', '10.2.0.161'])
})

test('confidence halves with each half-life, and a second source leaves half of the doubt', () => {
  const { halfLifeDays } = natureOf('room')
  const one = claim({ room: '4 ' }, { trust: 80, age: halfLifeDays })

  expect(confidence('room', [one], now)).toBeCloseTo(0.4)
  expect(confidence('room', [one, claim({ room: '4' }, { trust: 50, age: 0 })], now)).toBeCloseTo(1 - 0.6 * 0.5)
  expect(confidence('room', [one, claim({ room: '5' }, { trust: 50, age: 300 })], now)).toBeCloseTo(0.4)
  // The same source twice found it out once.
  const twice = [one, { ...one, observationId: 'again' }]
  expect(confidence('room', twice, now)).toBeCloseTo(0.4)
})

test('a source that nobody believes on an attribute still fills what nobody else says', () => {
  const nobody = claim({ room: '9', site: 'North' }, { trust: 0 })

  expect(goldenRecord([nobody, claim({ room: '1' }, { trust: 1, age: 3000 })])).toEqual({ room: '1', site: 'North' })
})

test('every attribute has a nature, and every connector a trade', async () => {
  const { connectors } = await import('#connectors/registry.ts')
  const members = [...connectors, ...apiConnectors].map(({ id }) => id)

  expect(members.filter((id) => !Object.hasOwn(tradeOfMember, id))).toEqual([])
  for (const attribute of deviceAttributeNames) expect(natureOf(attribute).halfLifeDays).toBeGreaterThan(0)
  const scanner = startingTrust({ member: 'nessus', trust: 50 })
  expect([scanner.softwareVersion, scanner.room, scanner.model]).toEqual([70, 20, 30])
  expect(new Set(Object.values(startingTrust({ member: 'nessus', trust: 0 })))).toEqual(new Set([0]))
})
