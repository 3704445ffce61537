import { expect, test } from 'vitest'
import { Evidence } from './evidence.ts'
import { RecordReader } from './features.ts'
import { fields } from './fields.ts'
import { OneList } from './one-list.ts'

/** Values of few kinds, so that two records have some in common, in a row that is the same each time. */
function pickerFrom(seed: number) {
  let state = seed
  return <T>(values: readonly T[]): T => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return values[Math.floor((state / 0x80000000) * values.length)]!
  }
}
const numbered = (count: number, text: (n: number) => string) => [
  undefined,
  ...Array.from({ length: count }, (_, n) => text(n)),
]

test('what is told beforehand is never less than what two rows of one list come to', () => {
  const pick = pickerFrom(7)
  const reader = new RecordReader()
  for (let n = 0; n < 240; n++) {
    const mac = pick(numbered(40, (at) => `00:1b:21:00:00:${(at + 16).toString(16)}`))
    const ip = pick(numbered(40, (at) => `10.3.1.${at + 1}`))
    const model = pick(['Infusomat Space', 'IntelliVue MX450', 'Alaris PCU 8015', undefined])
    reader.add({
      source: n % 3 === 0 ? 'mdsp' : 'cmms',
      key: `${n}`,
      damagedSerial: pick([undefined, undefined, undefined, '1.23457E+12']),
      claims: {
        serialNumber: pick(
          numbered(60, (at) => pick([`SN${4711 + at}`, `5N${4711 + at}`, `${4711 + at}B`, `XY-${at}-K7`])),
        ),
        assetTag: pick(numbered(60, (at) => pick([`T${20_000 + at}`, `T0${20_000 + at}`, `O${100 + at}`]))),
        hostname: pick(numbered(50, (at) => `icu-${20_000 + at}`)),
        aeTitle: pick(numbered(5, (at) => `CT${at}`)),
        ...(mac && { macAddresses: [mac] }),
        ...(ip && { ipAddresses: [ip] }),
        lastSeenAt: pick(['2026-11-16T08:00:00Z', '2026-11-01T08:00:00Z', undefined]),
        manufacturer: pick(['B. Braun', 'Philips', 'BD', undefined]),
        model,
        room: pick(['101', '102', undefined]),
        careArea: pick(['Ward 1', 'Ward 2', undefined]),
        operatingSystem: pick(['Windows 10', 'VxWorks', undefined]),
        purchasedOn: pick(['2019-03-04', '2021-05-06', undefined]),
        inServiceOn: pick(['2019-04-04', '2026-11-10', undefined]),
        purchaseOrder: pick(['PO-1', 'PO-2', undefined]),
        warrantyEndsOn: pick(['2029-03-04', undefined]),
      },
    })
  }
  const { reading } = reader.read()
  const evidence = new Evidence(reading)
  const oneList = new OneList(evidence)
  const into = new Float64Array(fields.length)
  let [compared, passedOver] = [0, 0]
  const wrong: (readonly number[])[] = []
  for (let i = 0; i < reading.features.length; i++)
    for (let j = i + 1; j < reading.features.length; j++) {
      if (reading.features[i]!.source !== reading.features[j]!.source) continue
      const bits = evidence.compare(i, j, into)
      if (!oneList.mayReach(i, j, bits)) wrong.push([i, j])
      compared++
      if (!oneList.mayReach(i, j, 8)) passedOver++
    }
  expect(wrong).toEqual([])
  expect(passedOver / compared).toBeGreaterThan(0.5)
})
