import { describe, expect, it } from 'vitest'
import type { DeviceClaims } from '#model/device.ts'
import { resolveRecords, type SourceRecord } from './resolving.ts'

const at = '2026-11-16T08:00:00Z'
const record = (source: string, key: string, claims: DeviceClaims, over: Partial<SourceRecord> = {}): SourceRecord => ({
  source,
  key,
  claims,
  ...over,
})

/** A hospital of ordinary pumps and monitors around what a test is about, told of alike by CMMS and platform. */
function others(count = 60): SourceRecord[] {
  return Array.from({ length: count }, (_, n) => {
    const serialNumber = `QX${(n * 7919 + 104_729) % 900_000}`.padEnd(8, '7')
    const macAddresses = [`00:09:fb:${hex(n * 37)}:${hex(n * 91 + 5)}:${hex(n * 13 + 1)}`]
    const manufacturer = n % 2 ? 'Philips' : 'B. Braun'
    const model = n % 2 ? 'IntelliVue MX450' : 'Infusomat Space'
    return [
      record('cmms', `c${n}`, {
        assetTag: `T${20_000 + n * 3}`,
        serialNumber,
        manufacturer,
        model,
        room: `${100 + (n % 9)}`,
        careArea: `Ward ${n % 5}`,
      }),
      record('mdsp', `m${n}`, {
        serialNumber,
        macAddresses,
        ipAddresses: [`10.3.${n % 5}.${n + 10}`],
        manufacturer,
        model,
        zone: `zone ${n % 5}`,
        lastSeenAt: at,
      }),
    ]
  }).flat()
}
const hex = (n: number) => (n & 255).toString(16).padStart(2, '0')

const resolved = (...records: SourceRecord[]) => resolvedAmong(60, ...records)

function resolvedAmong(count: number, ...records: SourceRecord[]) {
  const all = [...others(count), ...records]
  const { deviceOf, probability, reviews } = resolveRecords(all)
  const place = (key: string) => all.findIndex((one) => one.key === key)
  return {
    isOne: (a: string, b: string) => deviceOf[place(a)] === deviceOf[place(b)],
    isAsked: (a: string, b: string) =>
      reviews.some((pair) => [pair.a, pair.b].includes(place(a)) && [pair.a, pair.b].includes(place(b))),
    probability: (key: string) => probability[place(key)]!,
  }
}

const pump = { manufacturer: 'B. Braun', model: 'Infusomat Space' }
const monitor = { manufacturer: 'Philips', model: 'IntelliVue MX450' }

describe('records of one device', () => {
  it('are joined by a serial number of one maker, however it is written', () => {
    const { isOne } = resolved(
      record('cmms', 'a', { ...pump, assetTag: 'T90001', serialNumber: 'S/N 00-4711-8823' }),
      record('mdsp', 'b', {
        ...pump,
        manufacturer: 'BBraun',
        serialNumber: '47118823',
        macAddresses: ['00:06:8e:01:02:03'],
      }),
    )
    expect(isOne('a', 'b')).toBe(true)
  })

  it('are joined by a serial number whose maker is misspelt', () => {
    const { isOne } = resolved(
      record('cmms', 'a', { ...pump, manufacturer: 'Zoll Medical', model: 'R Series', serialNumber: 'AF12J109798' }),
      record('mdsp', 'b', { ...pump, manufacturer: 'Zol', model: 'R Series', serialNumber: 'AF12J109798' }),
    )
    expect(isOne('a', 'b')).toBe(true)
  })

  it('are joined by the end of a serial number in a host name, which no label gave it', () => {
    const { isOne } = resolved(
      record('cmms', 'a', { ...monitor, serialNumber: '3S8425211711' }),
      record('mdsp', 'b', { ...monitor, hostname: 'MON-IDF-11711', macAddresses: ['00:09:fb:01:02:03'] }),
      record('cmms', 'c', { ...monitor, serialNumber: '3S8425219611', assetTag: 'T95011' }),
    )
    expect(isOne('a', 'b')).toBe(true)
  })

  it('are joined by the very same tag where a serial number was cut so that siblings have it too', () => {
    const sibling = (key: string, serialNumber: string, assetTag: string) =>
      record('mdsp', key, { ...monitor, serialNumber, assetTag })
    const { isOne } = resolved(
      record('cmms', 'a', { ...monitor, serialNumber: 'DE37028L', assetTag: 'T95001' }),
      sibling('b', 'DE37028L09', 'T95001'),
      sibling('c', 'DE37028L12', 'T95044'),
    )
    expect([isOne('a', 'b'), isOne('a', 'c')]).toEqual([true, false])
  })

  it('are joined where O is read for 0 and I for 1', () => {
    const { isOne } = resolved(
      record('cmms', 'a', { ...pump, serialNumber: 'DE1O9I52' }),
      record('mdsp', 'b', { ...pump, serialNumber: 'DE109152' }),
    )
    expect(isOne('a', 'b')).toBe(true)
  })

  it('are joined where a prefix was dropped', () => {
    const { isOne } = resolved(
      record('cmms', 'a', { ...monitor, serialNumber: 'DE83947261' }),
      record('mdsp', 'b', { ...monitor, serialNumber: '83947261' }),
    )
    expect(isOne('a', 'b')).toBe(true)
  })

  it('are joined by what a spreadsheet left of a long number, with the model', () => {
    const { isOne } = resolved(
      record('cmms', 'a', { ...monitor, assetTag: 'T90002' }, { damagedSerial: '3.21654E+14' }),
      record('mdsp', 'b', { ...monitor, serialNumber: '321654398712345' }),
    )
    expect(isOne('a', 'b')).toBe(true)
  })

  it('are joined by the tag in a host name', () => {
    const { isOne } = resolved(
      record('cmms', 'a', { ...monitor, assetTag: 'BM0084713' }),
      record('mdsp', 'b', { ...monitor, hostname: 'mx450-bm0084713', macAddresses: ['00:09:fb:aa:bb:cc'] }),
    )
    expect(isOne('a', 'b')).toBe(true)
  })

  it('are joined by a MAC address although the platform only knows that', () => {
    const { isOne } = resolved(
      record('cmms', 'a', { ...monitor, assetTag: 'T90003', macAddresses: ['00:09:fb:11:22:33'] }),
      record('mdsp', 'b', { macAddresses: ['00:09:fb:11:22:33'], ipAddresses: ['10.9.9.9'], lastSeenAt: at }),
    )
    expect(isOne('a', 'b')).toBe(true)
  })

  it('are joined through a third source that knows what both say', () => {
    const { isOne } = resolved(
      record('cmms', 'a', { ...monitor, assetTag: 'T90004', serialNumber: 'DE55512399' }),
      record('mdsp', 'b', {
        ...monitor,
        serialNumber: 'DE55512399',
        macAddresses: ['00:09:fb:11:22:44'],
        ipAddresses: ['10.8.0.4'],
        lastSeenAt: at,
      }),
      record('scan', 'c', { macAddresses: ['00:09:fb:11:22:44'], ipAddresses: ['10.8.0.4'], lastSeenAt: at }),
    )
    expect(isOne('a', 'c')).toBe(true)
  })
})

describe('records of two devices', () => {
  it('stay apart where two makers use one serial number', () => {
    const { isOne } = resolved(
      record('cmms', 'a', { ...pump, serialNumber: '10045512' }),
      record('mdsp', 'b', { ...monitor, serialNumber: '10045512' }),
    )
    expect(isOne('a', 'b')).toBe(false)
  })

  it('stay apart where two sites use one tag', () => {
    const { isOne } = resolved(
      record('cmms', 'a', { ...pump, assetTag: 'T90005', serialNumber: 'QX99887766' }),
      record('mdsp', 'b', { ...monitor, assetTag: 'T90005', serialNumber: 'DE11223344' }),
    )
    expect(isOne('a', 'b')).toBe(false)
  })

  it('stay apart where serial numbers were counted on', () => {
    const bought = Array.from({ length: 20 }, (_, n) =>
      record('cmms', `n${n}`, { ...monitor, assetTag: `T91${100 + n}`, serialNumber: `US7340${100 + n}` }),
    )
    const { isOne } = resolved(...bought, record('mdsp', 'b', { ...monitor, serialNumber: 'US7340120' }))
    for (const { key } of bought) expect(isOne(key, 'b')).toBe(false)
  })

  it('stay apart where each of two numbers that are nearly one is written by several sources', () => {
    const { isOne } = resolved(
      record('cmms', 'a', { ...pump, assetTag: 'T90001', serialNumber: '61884213' }),
      record('mdsp', 'b', { ...pump, serialNumber: '61884213', macAddresses: ['00:06:8e:01:02:03'] }),
      record('cmms', 'c', { ...pump, assetTag: 'T97301', serialNumber: '61484213' }),
      record('mdsp', 'd', { ...pump, serialNumber: '61484213', macAddresses: ['00:06:8e:77:08:31'] }),
    )
    expect([isOne('a', 'b'), isOne('c', 'd')]).toEqual([true, true])
    expect(isOne('a', 'c') || isOne('a', 'd') || isOne('b', 'c')).toBe(false)
  })

  it("stay apart where the model's name stands for the serial number", () => {
    const rack = { manufacturer: 'Schneider', model: 'SMT1500RM2U' }
    const { isOne, isAsked } = resolved(
      record('mdsp', 'x', { ...rack, serialNumber: 'AS2128811290' }),
      record('mdsp', 'y', { ...rack, serialNumber: 'AS2030442817' }),
      record('cmms', 'a', { manufacturer: 'APC', model: 'Smart-UPS', assetTag: 'T90001', serialNumber: 'SMT1500RM2U' }),
      record('finance', 'b', { manufacturer: 'APC', description: 'UPS', serialNumber: 'SMT-1500-RM2U' }),
      record('cmms', 'c', { ...pump, model: 'Giraffe Omnibed', serialNumber: 'OMNIBED' }),
      record('finance', 'd', { ...pump, description: 'Giraffe Omnibed', serialNumber: 'Omnibed' }),
    )
    expect([isOne('a', 'b'), isAsked('a', 'b')]).toEqual([false, false])
    expect([isOne('c', 'd'), isAsked('c', 'd')]).toEqual([false, false])
  })

  it('stay apart although both show the address that routers share', () => {
    const { isOne, isAsked } = resolved(
      record('cmms', 'a', { ...pump, assetTag: 'T90001', macAddresses: ['00:00:0c:07:ac:0a'] }),
      record('mdsp', 'b', { ...pump, macAddresses: ['00:00:0c:07:ac:0a'] }),
    )
    expect([isOne('a', 'b'), isAsked('a', 'b')]).toEqual([false, false])
  })

  it('stay apart although one docking station lent both its address', () => {
    const dock = '00:e0:4c:68:00:01'
    const { isOne } = resolved(
      record('cmms', 'a', { ...monitor, assetTag: 'T90006', serialNumber: 'DE70000001', macAddresses: [dock] }),
      record('cmms', 'b', { ...monitor, assetTag: 'T90007', serialNumber: 'DE80000002', macAddresses: [dock] }),
      record('mdsp', 'c', { macAddresses: [dock], ipAddresses: ['10.8.0.9'], lastSeenAt: at }),
    )
    expect(isOne('a', 'b')).toBe(false)
    expect(isOne('a', 'c')).toBe(false)
    expect(isOne('b', 'c')).toBe(false)
  })

  it('stay apart where one serial number was copied, and each finds its own by what else is said', () => {
    const { isOne } = resolved(
      record('cmms', 'a', {
        ...monitor,
        assetTag: 'T90008',
        serialNumber: 'DE66600011',
        macAddresses: ['00:09:fb:66:00:01'],
      }),
      record('cmms', 'b', {
        ...monitor,
        assetTag: 'T90009',
        serialNumber: 'DE66600011',
        macAddresses: ['00:09:fb:66:00:02'],
      }),
      record('mdsp', 'c', { ...monitor, serialNumber: 'DE66600011', macAddresses: ['00:09:fb:66:00:01'] }),
    )
    expect(isOne('a', 'c')).toBe(true)
    expect(isOne('a', 'b')).toBe(false)
    expect(isOne('b', 'c')).toBe(false)
  })

  it('stay apart where modules stand under one tag', () => {
    const { isOne } = resolved(
      record('cmms', 'a', { ...monitor, assetTag: 'T90010', serialNumber: 'DE31000001' }),
      record('udi', 'b', { manufacturer: 'Philips', model: 'M3001A', assetTag: 'T90010', serialNumber: 'DK98100077' }),
    )
    expect(isOne('a', 'b')).toBe(false)
  })

  it('stay apart although one got the address that the other had', () => {
    const { isOne } = resolved(
      record('cmms', 'a', {
        ...monitor,
        ipAddresses: ['10.4.4.4'],
        serialNumber: 'DE41000001',
        lastSeenAt: '2026-01-01T00:00:00Z',
      }),
      record('mdsp', 'b', { ...pump, ipAddresses: ['10.4.4.4'], macAddresses: ['00:06:8e:01:02:09'], lastSeenAt: at }),
    )
    expect(isOne('a', 'b')).toBe(false)
  })
})

describe('where nobody can tell', () => {
  it('asks a person which of two with one serial number the third is', () => {
    const { isOne, isAsked } = resolved(
      record('cmms', 'a', { ...monitor, assetTag: 'T90011', serialNumber: 'DE77700011', room: '1' }),
      record('cmms', 'b', { ...monitor, assetTag: 'T90012', serialNumber: 'DE77700011', room: '2' }),
      record('mdsp', 'c', { ...monitor, serialNumber: 'DE77700011', macAddresses: ['00:09:fb:77:00:01'] }),
    )
    expect(isOne('a', 'c')).toBe(false)
    expect(isOne('b', 'c')).toBe(false)
    expect(isAsked('a', 'c') && isAsked('b', 'c')).toBe(true)
  })

  it('does not join what is only alike', () => {
    const { isOne } = resolved(
      record('cmms', 'a', { ...monitor, assetTag: 'T90013', careArea: 'Ward 3' }),
      record('mdsp', 'b', { ...monitor, macAddresses: ['00:09:fb:88:00:01'], zone: 'zone 3' }),
    )
    expect(isOne('a', 'b')).toBe(false)
  })
})

describe('the answer', () => {
  it('does not depend on the order of the records', () => {
    const all = others()
    const first = resolveRecords(all)
    const turned = resolveRecords(all.toReversed())
    const groups = (records: readonly SourceRecord[], deviceOf: Int32Array) =>
      [
        ...Map.groupBy(
          records.map((one, place) => [one, deviceOf[place]!] as const),
          ([, device]) => device,
        ).values(),
      ]
        .map((some) =>
          some
            .map(([{ source, key }]) => `${source} ${key}`)
            .sort()
            .join(),
        )
        .sort()
    expect(groups(all.toReversed(), turned.deviceOf)).toEqual(groups(all, first.deviceOf))
  })

  it('joins what two sources tell alike', () => {
    const all = others()
    const { deviceOf } = resolveRecords(all)
    expect(new Set(deviceOf).size).toBe(all.length / 2)
  })

  it('is empty for nothing', () => {
    expect(resolveRecords([]).reviews).toEqual([])
  })
})

describe('a machine with two interfaces', () => {
  const first = { macAddresses: ['00:09:fb:a1:b2:c3'], ipAddresses: ['10.9.9.9'], lastSeenAt: at }
  const second = { macAddresses: ['a0:36:9f:00:11:22'], ipAddresses: ['192.168.9.9'], lastSeenAt: at }
  const of = (host: string, claims: DeviceClaims) => ({ ...claims, hostname: host })

  it('is one where one system sees its name at both in the same days', () => {
    const { isOne } = resolved(
      record('mdsp', 'a', of('riv-mp50-0094', { ...monitor, ...first })),
      record('mdsp', 'b', of('RIV-MP50-0094.hosp.example', second)),
    )
    expect(isOne('a', 'b')).toBe(true)
  })

  it('is two where nothing but the numbers of two makers is alike', () => {
    const { isOne } = resolved(
      record('mdsp', 'a', { ...monitor, ...first }),
      record('mdsp', 'b', { ...second, macAddresses: ['a0:36:9f:a1:b2:c3'] }),
    )
    expect(isOne('a', 'b')).toBe(false)
  })

  it('is two where the name went from one that is not seen any more, or the serial numbers differ', () => {
    const gone = resolved(
      record('mdsp', 'a', of('riv-mp50-0094', { ...monitor, ...first, lastSeenAt: '2026-03-01T08:00:00Z' })),
      record('mdsp', 'b', of('riv-mp50-0094', second)),
    )
    expect(gone.isOne('a', 'b')).toBe(false)
    const two = resolved(
      record('mdsp', 'a', of('riv-mp50-0094', { ...monitor, ...first, serialNumber: 'DE10000001' })),
      record('mdsp', 'b', of('riv-mp50-0094', { ...monitor, ...second, serialNumber: 'DE77700002' })),
    )
    expect(two.isOne('a', 'b')).toBe(false)
  })
})

describe('makers', () => {
  it('count their own devices: one serial number by two makers is of two', () => {
    const { isOne } = resolved(
      record('cmms', 'a', { manufacturer: 'Philips', assetTag: 'T90001', serialNumber: 'X98765' }),
      record('mdsp', 'b', { manufacturer: 'Baxter', serialNumber: 'X98765' }),
    )
    expect(isOne('a', 'b')).toBe(false)
  })
})

describe('what is known beforehand', () => {
  const twins = [
    record('cmms', 'a', { ...pump, assetTag: 'T90001', serialNumber: '4711-8823' }),
    record('mdsp', 'b', { ...pump, serialNumber: '47118823', macAddresses: ['00:06:8e:01:02:03'] }),
  ]
  const unlike = [
    record('cmms', 'a', { ...pump, assetTag: 'T90001', serialNumber: '4711-8823' }),
    record('mdsp', 'b', { ...monitor, serialNumber: 'US90233411', macAddresses: ['00:09:fb:01:02:03'] }),
  ]
  const withOthers = (records: readonly SourceRecord[]) => [...records, ...others()]
  const isOne = (
    records: readonly SourceRecord[],
    known: Parameters<typeof resolveRecords>[1],
    [one, other] = [0, 1],
  ) => {
    const { deviceOf, reviews } = resolveRecords(withOthers(records), known)
    return {
      isOne: deviceOf[one!] === deviceOf[other!],
      isAsked: reviews.some(({ a, b }) => [a, b].includes(one!) && [a, b].includes(other!)),
    }
  }

  it('a verdict that two records are of two devices binds, and is not asked again', () => {
    expect(isOne(twins, {}).isOne).toBe(true)
    expect(isOne(twins, { verdicts: [{ a: 1, b: 0, answer: 'different' }] })).toEqual({ isOne: false, isAsked: false })
  })

  it('a verdict that two records are of one device binds', () => {
    expect(isOne(unlike, {}).isOne).toBe(false)
    expect(isOne(unlike, { verdicts: [{ a: 0, b: 1, answer: 'same' }] }).isOne).toBe(true)
  })

  it('verdicts hold for all that is of the two devices', () => {
    const third = record('scanner', 'c', { serialNumber: '47118823', ...pump, hostname: 'pump-8823' })
    const known = { devices: ['x', undefined, 'x'], verdicts: [{ a: 0, b: 1, answer: 'different' as const }] }
    expect(isOne([...twins, third], known, [0, 2]).isOne).toBe(true)
    expect(isOne([...twins, third], known, [1, 2]).isOne).toBe(false)
    const lease = record('dhcp', 'd', { macAddresses: ['00:09:fb:01:02:03'], hostname: 'mon-1' })
    expect(isOne([...unlike, lease], { verdicts: [{ a: 0, b: 1, answer: 'same' }] }, [0, 2]).isOne).toBe(true)
  })

  it('records of one device stay together, and what comes finds it', () => {
    const known = { devices: ['x', 'x', undefined] }
    const third = record('scanner', 'c', { macAddresses: ['00:09:fb:01:02:03'], hostname: 'mon-1' })
    expect(isOne([...unlike, third], known).isOne).toBe(true)
    expect(isOne([...unlike, third], known, [0, 2]).isOne).toBe(true)
  })
})

const frame = { manufacturer: 'BD', model: 'Alaris PCU 8015' }
const module = { manufacturer: 'BD', model: 'Alaris Pump Module 8100' }

/** Frames with two modules each: the platform sees all three at the frame's address, CMMS lists them by their serial numbers. */
function racks(count = 6): SourceRecord[] {
  return Array.from({ length: count }, (_, n) => {
    const address = {
      macAddresses: [`00:17:23:${hex(n * 31 + 7)}:${hex(n * 17)}:${hex(n * 5)}`],
      ipAddresses: [`10.7.0.${n + 9}`],
    }
    const serialOf = (part: number) => `1${(n * 3 + part) * 7_919_013 + 1_204_567}`.slice(0, 8)
    return [frame, module, module].flatMap((kind, part) => [
      record('cmms', `rc${n}-${part}`, { ...kind, serialNumber: serialOf(part) }),
      record('mdsp', `rm${n}-${part}`, { ...kind, ...address, serialNumber: serialOf(part), lastSeenAt: at }),
    ])
  }).flat()
}

describe('what contradicts', () => {
  it('keeps two models under one label apart, though one maker made them', () => {
    const label = { assetTag: 'T90101', room: '4A11', careArea: 'Ward 1', inServiceOn: '2023-04-11' }
    const { isOne } = resolved(
      ...racks(),
      record('cmms', 'a', { ...frame, ...label }),
      record('finance', 'b', { ...module, ...label }),
    )
    expect(isOne('a', 'b')).toBe(false)
  })

  it('keeps what was seen last before the other was put in service apart from it', () => {
    const listed = (inServiceOn: string) =>
      resolved(
        record('cmms', 'a', { ...monitor, assetTag: 'T90102', serialNumber: 'DE55512345', inServiceOn }),
        record('mdsp', 'b', { ...monitor, assetTag: 'T90102', lastSeenAt: '2026-06-09T22:20:19Z' }),
      ).isOne('a', 'b')
    expect(listed('2021-03-01')).toBe(true)
    expect(listed('2026-09-23')).toBe(false)
  })

  it('takes two whole serial numbers for two, though one is read with a letter', () => {
    const place = { ...monitor, assetTag: 'T90103', room: '3B2', purchaseOrder: 'P70011', purchasedOn: '2022-11-23' }
    const { isOne } = resolved(
      record('cmms', 'a', { ...place, serialNumber: 'N306I61' }),
      record('finance', 'b', { ...place, serialNumber: 'N072537' }),
    )
    expect(isOne('a', 'b')).toBe(false)
  })

  it('takes tags that follow each other for two', () => {
    const bought = { ...pump, inServiceOn: '2016-04-18', careArea: 'Ward 2' }
    const { isOne } = resolved(
      record('cmms', 'a', { ...bought, assetTag: '904991' }),
      record('finance', 'b', { ...bought, assetTag: '904993', serialNumber: '925843' }),
    )
    expect(isOne('a', 'b')).toBe(false)
  })

  it('does not believe a copied serial number against tag and address', () => {
    const { isOne } = resolved(
      record('cmms', 'a', {
        ...monitor,
        assetTag: '903062',
        serialNumber: 'US30555573',
        macAddresses: ['00:09:fb:98:c4:82'],
      }),
      record('mdsp', 'a2', {
        ...monitor,
        assetTag: '903062',
        serialNumber: 'US30555573',
        macAddresses: ['00:09:fb:98:c4:82'],
        lastSeenAt: at,
      }),
      record('finance', 'b', {
        ...monitor,
        assetTag: '914060',
        serialNumber: 'US30555573',
        macAddresses: ['00:09:fb:61:4a:d1'],
      }),
    )
    expect(isOne('a', 'a2')).toBe(true)
    expect(isOne('a', 'b')).toBe(false)
  })
})

describe('two lists that number on their own', () => {
  it('are joined by serial numbers although no tag ever agrees', () => {
    const count = 300
    const lists = Array.from({ length: count }, (_, n) => {
      const told = { serialNumber: `AB${((n * 7919 + 104_729) % 900_000) + 100_000}` }
      return [
        record('cmms', `n${n}`, { ...told, assetTag: `${300_000 + n * 37}` }),
        record('finance', `f${n}`, { ...told, assetTag: `FA${60_000 + n * 53}` }),
      ]
    }).flat()
    const { deviceOf } = resolveRecords(lists)
    const joined = lists.filter((_, at) => at % 2 === 0 && deviceOf[at] === deviceOf[at + 1]).length
    expect(joined).toBeGreaterThan(0.95 * count)
  })
})

describe('modules', () => {
  it('are not what shows at the address of their frame', () => {
    const address = { macAddresses: ['00:17:23:aa:bb:01'], ipAddresses: ['10.7.9.9'] }
    const { isOne } = resolved(
      ...racks(),
      record('mdsp', 'module', { ...module, ...address, serialNumber: '19876543', lastSeenAt: at }),
      record('nac', 'seen', { ...address, lastSeenAt: at }),
    )
    expect(isOne('module', 'seen')).toBe(false)
  })
})

describe('names', () => {
  it('let an order number stand for a model that is never named so', () => {
    const { isOne } = resolved(
      record('cmms', 'a', { manufacturer: 'Philips', model: '867030', serialNumber: 'DE53814E26' }),
      record('mdsp', 'b', { manufacturer: 'Philips', model: 'IntelliVue X3', serialNumber: 'DE53814E26' }),
    )
    expect(isOne('a', 'b')).toBe(true)
  })

  it('do not make one code of two that end alike', () => {
    const { isOne, isAsked } = resolved(
      record('cmms', 'a', { assetTag: '905997', room: '1' }),
      record('mdsp', 'b', { serialNumber: 'WDX05997', zone: 'zone 9' }),
    )
    expect(isOne('a', 'b')).toBe(false)
    expect(isAsked('a', 'b')).toBe(false)
  })
})

describe('a device that a source tells of twice', () => {
  it('is one with what another source tells of it', () => {
    const listed = {
      ...monitor,
      serialNumber: '8139377807',
      purchasedOn: '2021-06-19',
      room: 'R24',
      careArea: 'Ward 3',
    }
    const { isOne } = resolved(
      record('cmms', 'a', { ...listed, assetTag: 'T90110', inServiceOn: '2021-08-22' }),
      record('cmms', 'a2', { ...listed, assetTag: 'T90110', inServiceOn: '2021-08-22' }),
      record('finance', 'b', { ...monitor, serialNumber: '8139377807', purchasedOn: '2021-06-19' }),
    )
    expect(isOne('a', 'a2')).toBe(true)
    expect(isOne('a', 'b')).toBe(true)
  })
})

describe('what is weighed against its like', () => {
  const network = (mac: string, host: string, over: DeviceClaims = {}) => ({
    macAddresses: [mac],
    hostname: host,
    lastSeenAt: at,
    ...over,
  })

  it('takes two addresses of one host name for two interfaces where one of them shows no MAC', () => {
    const { isOne } = resolved(
      record('mdsp', 'a', { ...monitor, hostname: 'mx450-icu-7713', ipAddresses: ['10.3.1.77'], lastSeenAt: at }),
      record('mdsp', 'b', network('a0:36:9f:77:13:01', 'mx450-icu-7713', { ipAddresses: ['192.168.1.77'] })),
    )
    expect(isOne('a', 'b')).toBe(true)
  })

  it('holds no slip of one list against what two others write alike', () => {
    const { isOne } = resolved(
      record('cmms', 'a', { ...monitor, assetTag: 'T90771', serialNumber: 'DE70314862' }),
      record('mdsp', 'b', {
        ...monitor,
        serialNumber: 'DE70314682',
        macAddresses: ['00:09:fb:70:31:46'],
        lastSeenAt: at,
      }),
      record('nac', 'c', network('00:09:fb:70:31:46', 'mx450-9771', { assetTag: 'T90771' })),
    )
    expect(isOne('a', 'c')).toBe(true)
    expect(isOne('b', 'c')).toBe(true)
  })

  it('takes what stands on five records of a list for no serial number', () => {
    const fillers = ['a', 'b', 'c', 'd', 'e'].map((key, n) =>
      record('cmms', key, { ...pump, assetTag: `T9060${n * 2}`, serialNumber: 'ASKBIOMED' }),
    )
    const { isOne, isAsked } = resolved(...fillers, record('mdsp', 'm', { ...pump, serialNumber: 'ASKBIOMED' }))
    for (const { key } of fillers) {
      expect(isOne(key, 'm')).toBe(false)
      expect(isAsked(key, 'm')).toBe(false)
    }
  })

  it('takes digits in a row for no serial number, and no reason against one device', () => {
    const { isOne } = resolved(
      record('cmms', 'a', { ...monitor, serialNumber: '123456', macAddresses: ['00:09:fb:12:34:56'] }),
      record('mdsp', 'b', { ...monitor, serialNumber: 'DE71826354', macAddresses: ['00:09:fb:12:34:56'] }),
    )
    expect(isOne('a', 'b')).toBe(true)
  })

  it('joins an order of one device of its kind to the only such device with its papers', () => {
    const bought = { purchaseOrder: '4500771234', purchasedOn: '2023-03-14' }
    const bed = { manufacturer: 'Hill-Rom', model: 'Progressa' }
    const { isOne } = resolvedAmong(
      600,
      record('cmms', 'a', { ...bed, ...bought, assetTag: 'T90811', careArea: 'Ward 2' }),
      record('finance', 'b', { ...bed, ...bought }),
      ...others(600).flatMap(({ source, key, claims: { serialNumber, manufacturer, model } }) =>
        source === 'cmms' ? [record('finance', `f${key}`, { serialNumber, manufacturer, model })] : [],
      ),
    )
    expect(isOne('a', 'b')).toBe(true)
  })

  it('leaves two devices of one kind and order alone that nothing else tells apart', () => {
    const bought = { purchaseOrder: '4500771234', purchasedOn: '2023-03-14' }
    const bed = { manufacturer: 'Hill-Rom', model: 'Progressa', ...bought }
    const { isOne } = resolvedAmong(
      600,
      record('cmms', 'a', { ...bed, assetTag: 'T90811' }),
      record('cmms', 'b', { ...bed, assetTag: 'T90815' }),
      record('finance', 'c', bed),
      record('finance', 'd', bed),
    )
    for (const one of ['a', 'b']) for (const other of ['c', 'd']) expect(isOne(one, other)).toBe(false)
  })

  it('learns that rows of one list with one serial number are one device where all else agrees', () => {
    const twice = Array.from({ length: 12 }, (_, n) => {
      const claims = {
        ...monitor,
        serialNumber: `DE${6_110_037 + n * 71_993}`,
        room: `${310 + n}`,
        careArea: 'Ward 3',
        inServiceOn: `2021-03-${10 + n}`,
      }
      return [record('cmms', `a${n}`, { ...claims, assetTag: `T${91_000 + n * 7}` }), record('cmms', `b${n}`, claims)]
    }).flat()
    const { isOne } = resolved(...twice)
    expect(Array.from({ length: 12 }, (_, n) => isOne(`a${n}`, `b${n}`))).toEqual(Array(12).fill(true))
  })
})
