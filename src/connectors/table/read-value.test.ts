import { describe, expect, test } from 'vitest'
import type { ColumnMeaning } from './column-names.ts'
import { readValue } from './read-value.ts'

const read = (meaning: ColumnMeaning, text: string, header = '') => {
  const reading = readValue(meaning, text, { header, dateOrder: null, timeZone: 'Europe/Berlin' })
  return reading && ('value' in reading ? reading.value : reading.unread)
}

describe('identity', () => {
  test.each([
    'SEE NOTES',
    'N/A',
    'n.a.',
    'UNKNOWN',
    '-',
    '--',
    'TBD',
    '0000',
    'none',
    'No Tag',
    'XXXX',
    '#N/A',
    'keine Angabe',
  ])('no device is told by %s', (text) => {
    expect([read('assetTag', text), read('serialNumber', text)]).toEqual([undefined, undefined])
  })

  test.each([
    ['="00123"', '00123'],
    ["'00123", '00123'],
    ["'=ABC", '=ABC'],
    ['\u00a0SN  12\u00a034 ', 'SN 12 34'],
    ['123456.0', '123456'],
    ['12E45', '12E45'],
  ])('the serial number %s is %s', (text, expected) => {
    expect(read('serialNumber', text)).toBe(expected)
  })

  test.each(['1.00E+15', '1,00E+15', '1.23457e+18', '1-Mar', 'Mar-01', '2001-03-01'])(
    'a serial number that Excel turned into %s is none',
    (text) => {
      expect(read('serialNumber', text)).toBe('mangled_value')
    },
  )

  test.each([
    ['(01)00812345678901(21)A1', '00812345678901'],
    ['https://id.gs1.org/01/812345678901/21/A1', '00812345678901'],
    ['+A123BJC5D6E71G', 'A123BJC5D6E71'],
    ['812345678901', '00812345678901'],
    ['812345678901.0', '00812345678901'],
    ['8.12345678901E+11', '00812345678901'],
    ['9506000134352', '09506000134352'],
    ['M4400192Z1', 'M4400192Z1'],
    ['(01)00812345678905(21)A1', 'bad_value'],
    ['8.12346E+11', 'mangled_value'],
    ['0000000000000', undefined],
  ])('the UDI %s names %s', (text, di) => {
    expect(read('udiDi', text)).toBe(di)
  })
})

describe('network', () => {
  test.each([
    ['00-1A-2B-3C-4D-5E', ['00:1a:2b:3c:4d:5e']],
    ['001a.2b3c.4d5e', ['00:1a:2b:3c:4d:5e']],
    ['001A2B3C4D5E', ['00:1a:2b:3c:4d:5e']],
    ['Mac: 00:1a:2b:3c:4d:5e', ['00:1a:2b:3c:4d:5e']],
    ['eth0 00:1a:2b:3c:4d:5e; wlan0 00:1a:2b:3c:4d:5f', ['00:1a:2b:3c:4d:5e', '00:1a:2b:3c:4d:5f']],
    ['00:1a:2b:3c:4d:5e, 00-1A-2B-3C-4D-5E', ['00:1a:2b:3c:4d:5e']],
    ['00:00:00:00:00:00', undefined],
    ['ff:ff:ff:ff:ff:ff', undefined],
    ['00:1a:2b:3c:4d:5e (dock of ward 3)', 'bad_value'],
    ['00:1a:2b:3c:4d', 'bad_value'],
    ['00:1a:2b:ff:fe:3c:4d:5e', 'bad_value'],
    ['1.23457E+11', 'bad_value'],
    ['SEE NOTES', undefined],
    ['00097B-A1B2C3, 00097B:A1B2C4', ['00:09:7b:a1:b2:c3', '00:09:7b:a1:b2:c4']],
  ])('the MAC addresses of %s are %j', (text, expected) => {
    expect(read('macAddresses', text)).toEqual(expected)
  })

  test.each([
    ['10.1.2.3', ['10.1.2.3']],
    ['010.001.002.003/24', ['10.1.2.3']],
    ['10.1.2.3; fe80:0::1', ['10.1.2.3', 'fe80::1']],
    ['10.1.2.3 / 24', ['10.1.2.3']],
    ['10.1.2.3/10.1.2.4', ['10.1.2.3', '10.1.2.4']],
    ['10.1.2.300', 'bad_value'],
    ['0.0.0.0', undefined],
    ['DHCP', undefined],
  ])('the IP addresses of %s are %j', (text, expected) => {
    expect(read('ipAddresses', text)).toEqual(expected)
  })
})

describe('numbers', () => {
  test.each([
    ['$1,234.50', 1234.5],
    ['1.234,50 €', 1234.5],
    ['1 234,50', 1234.5],
    ["CHF 1'234.50", 1234.5],
    ['US$12,000', 12000],
    ['1.234', 1234],
    ['12,5', 12.5],
    ['1.234.567', 1234567],
    ['(120.00)', -120],
    ['1200.-', 1200],
    ['0', 0],
    ['on request', 'bad_value'],
    ['N/A', undefined],
    ['2020-21', 'bad_value'],
  ])('the cost %s is %s', (text, expected) => {
    expect(read('purchaseCost', text)).toBe(expected)
  })

  test.each([
    ['Annual', '', 12],
    ['Semi-Annual', '', 6],
    ['6M', '', 6],
    ['365', 'PM Interval (days)', 12],
    ['180 days', '', 6],
    ['2 years', '', 24],
    ['52', 'PM weeks', 12],
    ['12', 'PM Frequency', 12],
    ['halbjährlich', '', 6],
    ['as needed', '', 'bad_value'],
    ['constructor', '', 'bad_value'],
  ])('maintenance "%s" under "%s" is every %s months', (text, header, expected) => {
    expect(read('maintenanceEveryMonths', text, header)).toBe(expected)
  })

  test.each([
    ['Y', true],
    ['No', false],
    ['1', true],
    ['0', false],
    ['X', true],
    ['TRUE', true],
    ['nein', false],
    ['Wireless', true],
    ['Standalone', false],
    ['unknown', undefined],
    ['maybe', 'bad_value'],
  ])('connected "%s" is %s', (text, expected) => {
    expect(read('networkConnected', text)).toBe(expected)
  })
})

describe('words', () => {
  test.each([
    ['In Use', 'in_use'],
    ['Active', 'in_use'],
    ['Inactive', 'retired'],
    ['Retired', 'retired'],
    ['NOT IN USE', 'retired'],
    ['Disposed', 'disposed'],
    ['Storage', 'stored'],
    ['Loaner', 'loaned'],
    ['Missing', 'missing'],
    ['Unable to Locate', 'missing'],
    ['In repair', 'in_repair'],
    ['Out of Service', 'in_repair'],
    ['On order', 'planned'],
    ['Incoming inspection', 'received'],
    ['außer Betrieb', 'retired'],
    ['blue', 'bad_value'],
    ['constructor', 'bad_value'],
  ])('the status %s is %s', (text, expected) => {
    expect(read('lifecycle', text)).toBe(expected)
  })

  test.each([
    ['Life Support', 'Risk', 'life_sustaining'],
    ['High Risk', '', 'high'],
    ['Non-critical', '', 'low'],
    ['M', '', 'medium'],
    ['Y', 'Life Support', 'life_sustaining'],
    ['N', 'Life Support', undefined],
    ['Y', 'High Risk Flag', 'high'],
    ['18', 'EM Score', 'high'],
    ['13', 'EM Score', 'medium'],
    ['18', 'Risk', 'bad_value'],
    ['Class III', '', 'high'],
    ['II', 'Risk Class', 'medium'],
  ])('criticality "%s" under "%s" is %s', (text, header, expected) => {
    expect(read('criticality', text, header)).toBe(expected)
  })
})

test('when a device was last seen is a moment in the time zone of the hospital', () => {
  expect(read('lastSeenAt', '2025-07-01 14:00')).toBe('2025-07-01T12:00:00Z')
  expect(read('lastSeenAt', '2025-07-01T14:00:00+00:00')).toBe('2025-07-01T14:00:00Z')
})
