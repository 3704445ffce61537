import { expect, test } from 'vitest'
import { guessColumns } from './guess-columns.ts'

const guess = (columns: Record<string, string[]>) => {
  const names = Object.keys(columns)
  const guesses = guessColumns(names, Object.values(columns))
  return Object.fromEntries(names.map((name, index) => [name, guesses[index]?.meaning]))
}

test('the columns of a CMMS export are known by their names', () => {
  expect(
    guess({
      'Control Number': ['1001', '1002'],
      'Mfr Serial #': ['A1', 'B2'],
      Make: ['Baxter'],
      'Model #': ['35700BAX'],
      'Equipment Description': ['Infusion pump'],
      'UMDNS Code': ['16495'],
      Campus: ['Main'],
      Bldg: ['A'],
      'Cost Center': ['4711'],
      'Equip. Status': [],
      Status: ['In Use', 'Retired'],
      'Life Support': ['Y', 'N'],
      'PM Schedule': ['Annual'],
      'Last PM Completed': ['2025-01-02'],
      'AEM Flag': ['N'],
      'Warranty Expiration Date': ['2026-01-02'],
      'Service Vendor Phone': ['555-0100'],
      'Stores ePHI?': ['Yes'],
      'FW Rev.': ['9.12'],
    }),
  ).toEqual({
    'Control Number': 'assetTag',
    'Mfr Serial #': 'serialNumber',
    Make: 'manufacturer',
    'Model #': 'model',
    'Equipment Description': 'description',
    'UMDNS Code': 'nomenclatureCode',
    Campus: 'site',
    Bldg: 'building',
    'Cost Center': 'costCentre',
    'Equip. Status': undefined,
    Status: 'lifecycle',
    'Life Support': 'criticality',
    'PM Schedule': 'maintenanceEveryMonths',
    'Last PM Completed': 'lastMaintenanceOn',
    'AEM Flag': 'alternativeMaintenance',
    'Warranty Expiration Date': 'warrantyEndsOn',
    'Service Vendor Phone': undefined,
    'Stores ePHI?': 'storesPhi',
    'FW Rev.': 'firmwareVersion',
  })
})

test('the columns of a monitoring platform are known, several of addresses together', () => {
  expect(
    guess({
      device_uid: ['f342efb7', 'a1'],
      device_name: ['mon-icu-01', 'mon-icu-02'],
      device_mac_list: ['00:40:9d:10:15:b7'],
      'Wireless MAC': ['00:40:9d:10:15:b8'],
      device_ip_list: ['10.101.10.27'],
      'Gateway IP': ['10.101.10.1'],
      device_type: ['Patient Monitor'],
      device_risk_score: ['Very Low'],
      device_last_seen_list: ['2023-10-19T16:32:01+00:00'],
      status: ['Online', 'Offline'],
    }),
  ).toEqual({
    device_uid: 'sourceKey',
    device_name: 'hostname',
    device_mac_list: 'macAddresses',
    'Wireless MAC': 'macAddresses',
    device_ip_list: 'ipAddresses',
    'Gateway IP': undefined,
    device_type: 'deviceType',
    device_risk_score: undefined,
    device_last_seen_list: 'lastSeenAt',
    status: undefined,
  })
})

test('German, French and Spanish headers are known', () => {
  expect(
    guess({
      Inventarnummer: ['1'],
      Seriennummer: ['2'],
      Hersteller: ['Dräger'],
      Gerätebezeichnung: ['Beatmungsgerät'],
      Kostenstelle: ['4711'],
      'Numéro de série': [],
      Fabricante: [],
      'Adresse MAC': [],
      'Dernière maintenance': ['03.04.2025'],
    }),
  ).toEqual({
    Inventarnummer: 'assetTag',
    Seriennummer: 'serialNumber',
    Hersteller: 'manufacturer',
    Gerätebezeichnung: 'description',
    Kostenstelle: 'costCentre',
    'Numéro de série': undefined,
    Fabricante: undefined,
    'Adresse MAC': 'macAddresses',
    'Dernière maintenance': 'lastMaintenanceOn',
  })
})

test('addresses are known by what they are, whatever the column is called', () => {
  const guesses = guessColumns(
    ['column 1', 'Net', 'Risk class', 'Risk group'],
    [
      ['00:40:9d:10:15:b7', '0040.9d10.15b8', 'N/A'],
      ['10.1.1.1', '10.1.1.2'],
      ['I', 'II', 'III'],
      ['High', 'Low'],
    ],
  )

  expect(guesses).toEqual([
    { meaning: 'macAddresses', confidence: 0.85 },
    { meaning: 'ipAddresses', confidence: 0.75 },
    { meaning: 'riskClass', confidence: 0.95 },
    { meaning: 'criticality', confidence: 1 },
  ])
})

test('a name that its values contradict is not believed', () => {
  expect(guess({ 'Last PM': ['John', 'Mary'], Manufacturer: ['17', '18'], 'IP Address': ['ward 3'] })).toEqual({
    'Last PM': undefined,
    Manufacturer: undefined,
    'IP Address': undefined,
  })
})

test('when an endpoint of network access control was updated is when it was seen, and an order has a day', () => {
  const day = ['2026-11-15T09:07:29Z', '2026-11-14T22:39:07Z']
  expect(guess({ CreateTime: day, UpdateTime: day }).UpdateTime).toBe('lastSeenAt')
  expect(guess({ UpdateTime: day, 'Last Seen': day })).toEqual({ UpdateTime: undefined, 'Last Seen': 'lastSeenAt' })
  expect(guess({ 'Order Date': ['2024-08-30'], Received: ['2024-09-12'] })['Order Date']).toBe('purchasedOn')
  expect(guess({ 'Order Date': ['2024-08-30'], 'Purchase Date': ['2024-08-28'] })['Purchase Date']).toBe('purchasedOn')
})

test('the brand of a device in a list of UDI scans is its model, beside a model the brand is its maker', () => {
  const brands = ['LIFEPAK 20e', 'Perfusor Space', 'R Series ALS']
  const scans = {
    UDI: ['(01)00990000000882(21)N185301'],
    Labeler: ['Stryker', 'B. Braun', 'ZOLL'],
    'Brand Name': brands,
  }
  expect(guess(scans)).toEqual({ UDI: 'udiDi', Labeler: 'manufacturer', 'Brand Name': 'model' })
  expect(guess({ 'Brand Name': ['Dell', 'HP', 'Zebra'], Model: ['7090', 'T640', 'ZD421'] })).toEqual({
    'Brand Name': 'manufacturer',
    Model: 'model',
  })
})
