import { expect, test } from 'vitest'
import { compileAliases } from '#domain/matching/matching.ts'
import { compareVersions, readVersion } from '#standards/vers/vers.ts'
import type { ConfigurationRow } from './match-store.ts'
import { modelNamer, productsOf, versionKey } from './vex-products.ts'

const named = (manufacturer: string, model: string) => ({ manufacturer, model })
const configuration = (over: Partial<ConfigurationRow>, at: number): ConfigurationRow => ({
  ...{ id: `${at}`, manufacturer: 'Hospira', model: 'Plum 360', modelNumber: '', description: '' },
  ...{ softwareVersion: '', firmwareVersion: '', operatingSystem: '' },
  ...over,
})
const products = (...rows: Partial<ConfigurationRow>[]) => {
  const configurations = rows.map(configuration)
  return productsOf(configurations, modelNamer(configurations, undefined)).map(({ product }) => product)
}

const plums = [named('Hospria', 'PLUM 360'), named('HOSPIRA INC', 'Plum 360'), named('Abbott/Hospira', 'Plum360')]

test('spellings of a maker and a model are one product, by the name that the matcher has of the maker', () => {
  const nameOf = modelNamer(plums, undefined)
  for (const one of plums) expect(nameOf(one)).toMatchObject({ manufacturer: 'Hospira', model: 'Plum 360' })
  expect(new Set(plums.map((one) => nameOf(one).key)).size).toBe(1)
  expect(nameOf(plums[0]!).spellings).toHaveLength(3)
})

test('a spelling more or less leaves the id as it is', () => {
  const [all] = products(...plums)
  expect(products(...plums)).toHaveLength(1)
  for (const one of plums.slice(0, 2)) expect(products(one)[0]!.id).toBe(all!.id)
})

test('a maker that nobody knows goes by its best spelling', () => {
  const rows = [named('ZORBLAX DEVICES', 'FLOW 9'), named('Zorblax Devices Ltd', 'Flow 9')]
  expect(modelNamer(rows, undefined)(rows[0]!)).toMatchObject({ manufacturer: 'Zorblax Devices Ltd', model: 'Flow 9' })
})

test('the organisation’s own aliases name maker and model', () => {
  const aliases = compileAliases([
    { kind: 'vendor', name: 'Zblx', maker: 'Zorblax Devices' },
    { kind: 'model', maker: 'Zorblax Devices', name: 'F-NINE', model: 'Flow 9' },
  ])
  const rows = [named('Zblx', 'F-NINE'), named('Zorblax Devices', 'Flow 9')]
  const nameOf = modelNamer(rows, aliases)
  expect(nameOf(rows[0]!)).toBe(nameOf(rows[1]!))
  expect(nameOf(rows[0]!)).toMatchObject({ manufacturer: 'Zorblax Devices', model: 'Flow 9' })
})

test('other models, other makers and devices without a model stay apart', () => {
  const rows = [
    named('Hospira', 'Plum A+'),
    named('Hospira', 'Plum 360'),
    named('Hospira', ''),
    named('ICU Medical', ''),
  ]
  const nameOf = modelNamer(rows, undefined)
  expect(new Set(rows.map((one) => nameOf(one).key)).size).toBe(4)
  expect(nameOf(rows[3]!)).toMatchObject({ manufacturer: 'ICU Medical', model: '' })
})

test('equal versions are one, other versions and what else tells devices apart are not', () => {
  const one = products(
    { softwareVersion: '15.10' },
    { softwareVersion: 'V15.10' },
    { softwareVersion: '15.10.0', modelNumber: 'PLUM-360' },
  )
  expect(one).toMatchObject([{ softwareVersion: '15.10', modelNumber: '' }])
  expect(
    products(
      { softwareVersion: '15.10' },
      { softwareVersion: '15.1' },
      { softwareVersion: '' },
      { softwareVersion: '15.10', modelNumber: '30010' },
      { softwareVersion: '15.10', firmwareVersion: '2' },
    ),
  ).toHaveLength(5)
})

test('what has one key is equal to the matcher', () => {
  const texts = [
    '15.10',
    'v15.10',
    '15.10.0',
    '15.1',
    '15.01',
    '15.10 SP1',
    '15.10b',
    '15.10-rc1',
    '2019',
    '2019.0',
    'A.01',
    '1.x',
  ]
  for (const a of texts)
    for (const b of texts)
      if (versionKey(a) === versionKey(b))
        expect(compareVersions(readVersion(a)!, readVersion(b)!), `${a} ${b}`).toBe('equal')
})
