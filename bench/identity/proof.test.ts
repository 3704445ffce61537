import { expect, test } from 'vitest'
import { places } from '#bench/hospital/places.ts'
import { fleet, type TrueDevice } from './fleet.ts'
import { Court, type Ruling } from './proof.ts'
import { settings } from './settings.ts'
import { nothingTold, placeKey, type Told } from './told.ts'

const [base] = fleet({ seed: 1, devices: 1, today: '2026-11-16', rates: settings.easy, sources: ['cmms'] })
const { site, model } = base!
const ward = places[0]!

/** A device of one model that stands in one room, was bought alone and shares nothing else. */
function device(number: number, changes: Partial<TrueDevice> = {}): TrueDevice {
  return {
    ...base!,
    number,
    id: `d${number}`,
    serial: `77${number}4400${number}`,
    tag: `9000${number}`,
    standing: { place: ward, room: `room ${number}` },
    earlier: null,
    purchase: { order: `order ${number}`, on: `2020-01-0${number}`, price: 1, place: ward },
    inServiceOn: `2020-02-0${number}`,
    network: null,
    mainframes: [],
    traps: [],
    ...changes,
  }
}

const named: Told = { ...nothingTold, model: model.id, maker: model.maker, site }
const clear = (text: string): Told => ({ ...named, serial: { kind: 'clear', text } })
const cut = (text: string): Told => ({ ...named, serial: { kind: 'damaged', text, cut: true } })
const wrong = (text: string): Told => ({ ...named, serial: { kind: 'damaged', text, cut: false } })
const inWard = (told: Told): Told => ({ ...told, place: placeKey(site, ward) })

function rulings(...cases: readonly (readonly [TrueDevice, readonly Told[]])[]): readonly (readonly Ruling[])[] {
  const court = new Court()
  for (const [device, records] of cases) court.hear(device, records)
  return cases.map(([device, records]) => court.rule(device, records))
}

const together = (own: readonly Ruling[] | undefined) => new Set(own!.map(({ part }) => part)).size === 1
const decidable = (ruling: Ruling | undefined) => ruling!.misledBy.length === 0

test('the same clear serial proves two records to be of one device', () => {
  const [own] = rulings([device(1), [clear('77144001'), clear('77144001')]], [device(2), [clear('77244002')]])

  expect(together(own)).toBe(true)
})

test('look-alike letters, dress and lost zeros do not hide a serial', () => {
  const own = device(1, { serial: '0015S8B' })

  expect(together(rulings([own, [clear('0015S8B'), clear('15 58-b'), clear('OOI558B')]])[0])).toBe(true)
})

test('a common model and ward prove nothing', () => {
  const siblings = [2, 3, 4].map((number) => [device(number), [inWard(named)]] as const)
  const [own] = rulings([device(1), [inWard(named), inWard(named)]], ...siblings)

  expect(together(own)).toBe(false)
  expect(own!.every(decidable)).toBe(true)
})

test('a cloned serial proves nothing, and who says nothing else may be taken for the other', () => {
  const [own, other] = rulings(
    [device(1), [clear('77144001'), clear('77144001')]],
    [device(2), [{ ...clear('77144001'), tag: '90002' }]],
  )

  expect(together(own)).toBe(false)
  expect([...own!, ...other!].map(decidable)).toEqual([false, false, false])
  expect(own![0]!.misledBy.every((clue) => other![0]!.contested.includes(clue))).toBe(true)
})

test('the same serial by two makers is told apart by their names', () => {
  const [own, other] = rulings(
    [device(1), [clear('77144001'), clear('77144001')]],
    [device(2), [{ ...clear('77144001'), maker: 'zoll', model: 'zoll-r-series' }]],
  )

  expect(together(own)).toBe(true)
  expect([...own!, ...other!].every(decidable)).toBe(true)
})

test('a MAC proves; the one of a dock does not, and a virtual one is not even an excuse', () => {
  const mac = { ...nothingTold, mac: '00:09:FB:00:00:01' }
  const dock = { ...nothingTold, otherMac: '00:06:8E:00:00:01' }

  expect(together(rulings([device(1), [mac, { ...named, ...mac, model: model.id }]])[0])).toBe(true)
  const [own] = rulings([device(1), [dock, dock]], [device(2), [dock]])
  expect(together(own)).toBe(false)
  expect(own!.map(decidable)).toEqual([false, false])
  const container = { ...nothingTold, otherMac: '02:42:AC:11:00:02' }
  const [virtual] = rulings([device(1), [container, container]], [device(2), [container]])
  expect(together(virtual)).toBe(false)
  expect(virtual!.map(decidable)).toEqual([true, true])
})

test('a module that shows the MAC of its mainframe is told apart where both name their models', () => {
  const mac = { ...named, mac: '00:09:FB:00:00:01' }
  const [own] = rulings([device(1), [mac, mac]], [device(2), [{ ...mac, model: 'bd-alaris-8100' }]])

  expect(together(own)).toBe(true)
})

test('a tag that two hospitals gave out proves only with the hospital', () => {
  const tagged = { ...nothingTold, tag: '100200' }
  const here = { ...tagged, site }
  const there = { ...tagged, site: { ...site, scheme: site.scheme === 'first' ? 'merged' : 'first' } as const }

  expect(together(rulings([device(1), [here, here]], [device(2), [there]])[0])).toBe(true)
  expect(together(rulings([device(1), [tagged, here]], [device(2), [there]])[0])).toBe(false)
})

test('an address proves within a week in which nobody else had it', () => {
  const seen = (week: number) => ({ ...nothingTold, ip: '10.1.2.3', week })

  expect(together(rulings([device(1), [seen(0), seen(0)]], [device(2), [seen(4)]])[0])).toBe(true)
  expect(together(rulings([device(1), [seen(0), seen(0)]], [device(2), [seen(0)]])[0])).toBe(false)
  expect(together(rulings([device(1), [seen(0), seen(4)]])[0])).toBe(false)
})

test('what is left of a cut serial proves if it can be left of no other of the model', () => {
  const records = [clear('77144001'), cut('144001')]

  expect(together(rulings([device(1), records], [device(2), []])[0])).toBe(true)
  expect(together(rulings([device(1), records], [device(2, { serial: '88144001' }), []])[0])).toBe(false)
})

test('a mistyped serial proves only with a place, an order or a day, and if no neighbour there is as close', () => {
  const records = [clear('77144001'), wrong('77154001')]
  const neighbour = (serial: string) => [device(2, { serial }), []] as const

  expect(together(rulings([device(1), records])[0])).toBe(false)
  expect(together(rulings([device(1), records.map(inWard)], neighbour('90000000'))[0])).toBe(true)
  expect(together(rulings([device(1), records.map(inWard)], neighbour('77154002'))[0])).toBe(false)
  expect(together(rulings([device(1), records.map(inWard)], neighbour('77145001'))[0])).toBe(false)
  expect(together(rulings([device(1), records.map(inWard)], neighbour('77199001'))[0])).toBe(true)
  expect(
    together(rulings([device(1), [clear('77144001'), wrong('77414001')].map(inWard)], neighbour('77144100'))[0]),
  ).toBe(true)
})

test('two serials that contradict need two proofs of different kinds', () => {
  const [mac, host] = [{ mac: '00:09:FB:00:00:01' }, { host: 'b450-icu-0001' }]
  const one = { ...clear('77144001'), ...mac }
  const other = { ...clear('99999999'), ...mac }

  expect(together(rulings([device(1), [one, other]])[0])).toBe(false)
  expect(
    together(
      rulings([
        device(1),
        [
          { ...one, ...host },
          { ...other, ...host },
        ],
      ])[0],
    ),
  ).toBe(true)
})

test('proof goes on from record to record', () => {
  const bridge = { ...clear('77144001'), mac: '00:09:FB:00:00:01' }
  const [own] = rulings([device(1), [clear('77144001'), { ...nothingTold, mac: '00:09:FB:00:00:01' }, bridge]])

  expect(together(own)).toBe(true)
})

test('an order proves where it brought one device of the model', () => {
  const ordered = { ...named, order: 'order 1' }

  expect(together(rulings([device(1), [ordered, ordered]])[0])).toBe(true)
  const twin = device(2, { purchase: device(1).purchase })
  expect(together(rulings([device(1), [ordered, ordered]], [twin, []])[0])).toBe(false)
})

test('what is left of a serial may be a sibling’s, unless a record that goes with it says its own', () => {
  const sibling = [device(2, { serial: '77144009' }), [inWard(clear('77144009'))]] as const
  const tagged = { ...inWard(cut('7714400')), tag: '90001' }

  const [own] = rulings([device(1), [tagged]], sibling)
  expect(own![0]).toMatchObject({ alone: true, mayBe: ['d2'] })
  const [proven] = rulings([device(1), [tagged, { ...clear('77144001'), tag: '90001' }]], sibling)
  expect(together(proven)).toBe(true)
  expect(proven!.map(({ mayBe }) => mayBe)).toEqual([[], []])
})

test('a host name that was handed on misleads records that only the network tells of', () => {
  const seen = (mac: string) => ({ mac, host: 'b450-icu-0001' })
  const [own, other] = rulings(
    [
      device(1),
      [
        { ...nothingTold, ...seen('00:09:FB:00:00:01') },
        { ...named, ...seen('00:09:FB:00:00:01') },
      ],
    ],
    [
      device(2),
      [
        { ...nothingTold, ...seen('00:09:FB:00:00:02') },
        { ...clear('77244002'), ...seen('00:09:FB:00:00:02') },
      ],
    ],
  )

  expect([together(own), together(other)]).toEqual([true, true])
  expect(own!.map(({ misledBy }) => misledBy.length > 0)).toEqual([true, true])
  expect(other!.map(({ misledBy }) => misledBy)).toEqual([[], []])
  expect(own![0]!.misledBy.every((clue) => other![0]!.contested.includes(clue))).toBe(true)
})
