import fc from 'fast-check'
import { expect, test } from 'vitest'
import { apiConnectors } from '#connectors/api-registry.ts'
import { type DeviceAttribute, deviceAttributeNames } from '#model/device.ts'
import { natureOf } from './attribute-nature.ts'
import { type Claimant, claimantsOf, confidence, goldenRecord, whyBefore } from './golden-record.ts'
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
  observedAt: fc.integer({ min: 0, max: 4000 }).map((hours) => new Date(now - hours * 3_600_000).toISOString()),
  claims: fc.record(
    {
      room: fc.constantFrom('1', '2', '3'),
      softwareVersion: fc.constantFrom('1.0', '2.0', '3.0'),
      ipAddresses: fc.constantFrom(['10.0.0.1'], ['10.0.0.2'], []),
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
const looked: DeviceAttribute[] = ['room', 'softwareVersion', 'ipAddresses']

test('the order in which claims are told says nothing', () => {
  fc.assert(
    fc.property(
      several.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        expect(goldenRecord(shuffled)).toEqual(goldenRecord(all))
        for (const attribute of looked)
          expect(claimantsOf(attribute, shuffled).map(({ observationId }) => observationId)).toEqual(
            claimantsOf(attribute, all).map(({ observationId }) => observationId),
          )
      },
    ),
  )
})

test('more trust in a claim that stands never makes it lose, and less in another neither', () => {
  fc.assert(
    fc.property(several, fc.constantFrom(...looked), fc.integer({ min: 0, max: 100 }), (all, attribute, trust) => {
      const [first, second] = claimantsOf(attribute, all)
      if (!first) return
      const more = { ...first, trust: { ...first.trust, [attribute]: Math.max(first.trust[attribute], trust) } }
      expect(claimantsOf(attribute, [more, ...all.filter((one) => one !== first)])[0]).toBe(more)
      if (!second) return
      const less = { ...second, trust: { ...second.trust, [attribute]: Math.min(second.trust[attribute], trust) } }
      expect(claimantsOf(attribute, [less, ...all.filter((one) => one !== second)])[0]).toBe(first)
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
      if (order.length > 1 && last?.sourceKind !== 'person')
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
