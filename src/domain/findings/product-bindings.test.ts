import { expect, test } from 'vitest'
import { onVexProduct } from '#domain/loop.ts'
import type { AdvisoryProduct, AdvisoryVulnerability } from '#model/advisory.ts'
import { inTransaction } from '#platform/db/database.ts'
import { readOpenVex } from '#standards/openvex/read-openvex.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import {
  bindVexProduct,
  freeVexProduct,
  getFinding,
  listFindings,
  listUnmatchedVexProducts,
  listVexBindings,
} from './findings.ts'

const { db } = await testDatabase()
const hospital = await newHospital(db)
const { organisationId, actor } = hospital

let number = 0
/** A pump that a third party's advisory calls affected. */
async function pump(softwareVersion = '9.1') {
  const key = ++number
  const model = `Syringe ${key}00`
  const cve = `CVE-2026-${6000 + key}`
  await hospital.publish(
    advisoryRecord({
      trackingId: `B-${key}`,
      products: [
        productEntry({ productId: 'P1', name: model, version: '< 9.5', versionForm: 'comparison', isRange: true }),
      ],
      vulnerabilities: [statement({ vulnerabilityId: cve, status: { known_affected: ['P1'] } })],
    }),
  )
  const { deviceIds } = await hospital.says(hospital.cmms, {
    [`b${key}`]: { assetTag: `B-${key}`, manufacturer: 'Example Medical', model, softwareVersion },
  })
  const id = { deviceId: deviceIds[0]!, vulnerabilityId: cve }
  return { model, cve, id, answer: async () => (await getFinding(db, organisationId, id)).finding.answer }
}

/** An OpenVEX document of the maker, with its own words for the product. */
async function says(cve: string, product: string, status = 'not_affected', version = 1) {
  const read = readOpenVex({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': `https://vex.example/${cve}`,
    author: 'Example Medical',
    timestamp: `2026-05-0${version}T10:00:00Z`,
    version,
    statements: [
      {
        vulnerability: { name: cve },
        products: [{ '@id': product }],
        status,
        impact_statement: 'The code is not there',
        action_statement: 'Update',
      },
    ],
  })
  if ('error' in read) throw new Error(read.error)
  await hospital.publish({ kind: 'advisory', advisory: read.advisory, digest: `${cve} ${version}`, document: '{}' })
}

const unmatched = async (q: string) => (await listUnmatchedVexProducts(db, organisationId, { q, limit: 50 })).items
const bind = (said: { product: string; model: string; vendor?: string; versions?: string; publisher?: string }) =>
  inTransaction(db, (tx) =>
    onVexProduct(tx, actor, () =>
      bindVexProduct(tx, actor, {
        publisher: 'Example Medical',
        vendor: '',
        versions: '',
        manufacturer: 'Example Medical',
        reason: 'Read on the label',
        ...said,
      }),
    ),
  )
const free = (id: string) =>
  inTransaction(db, (tx) => onVexProduct(tx, actor, () => freeVexProduct(tx, actor, id, 'Of another pump')))

test('a product that says of no device what it is holds where a person says which model it is, until that is taken back', async () => {
  const one = await pump()
  const product = 'https://maker.example/products/syringe-a'
  await says(one.cve, product)
  expect(await one.answer()).toBe('affected')
  expect(await unmatched('syringe-a')).toMatchObject([
    {
      publisher: 'Example Medical',
      vendor: '',
      product,
      documents: 1,
      vulnerabilities: 1,
      advisoryTitle: 'VEX of Example Medical',
      reason: 'It does not say which device is meant: it is named neither by a package URL nor by a CPE name.',
    },
  ])

  const id = await bind({ product, model: one.model })
  expect(await one.answer()).toBe('not_affected')
  expect(await unmatched('syringe-a')).toEqual([])
  const { evidence } = await getFinding(db, organisationId, one.id)
  expect(evidence[0]).toMatchObject({ isMaker: true, boundBy: id })
  expect(evidence[0]!.because.map(({ text }) => text)).toContain(
    `"${product}" is Example Medical ${one.model}, as ${actor.name} said`,
  )
  const list = async (inForce: boolean) => (await listVexBindings(db, organisationId, { inForce, limit: 50 })).items
  expect(await list(true)).toMatchObject([{ id, product, model: one.model, documents: 1, devices: 1, revokedAt: null }])

  await free(id)
  expect(await one.answer()).toBe('affected')
  expect(await unmatched('syringe-a')).toHaveLength(1)
  expect(await list(true)).toEqual([])
  expect(await list(false)).toMatchObject([{ id, revokedBy: actor.name, revokedReason: 'Of another pump', devices: 0 }])
})

test('it holds for what the publisher says later of the same product, and of the device that comes later', async () => {
  const one = await pump()
  const product = 'https://maker.example/products/syringe-b'
  await says('CVE-2026-6901', product)
  await bind({ product, model: one.model })

  await says(one.cve, product)
  expect(await one.answer()).toBe('not_affected')
  await says(one.cve, product, 'affected', 2)
  expect(await one.answer()).toBe('affected')

  await says('CVE-2026-6902', product, 'affected')
  const open = await listFindings(db, organisationId, {
    filter: { open: 'any', active: 'any', vulnerability: 'CVE-2026-6902' },
    sort: 'risk',
    limit: 5,
  })
  expect(open.items.map(({ device }) => device.id)).toEqual([one.id.deviceId])

  const { deviceIds } = await hospital.says(hospital.cmms, {
    later: { assetTag: 'B-later', manufacturer: 'Example Medical', model: one.model, softwareVersion: '9.2' },
  })
  const later = { deviceId: deviceIds.at(-1)!, vulnerabilityId: 'CVE-2026-6902' }
  expect((await getFinding(db, organisationId, later)).finding.answer).toBe('affected')
})

test.each(['not_affected', 'fixed'])(
  'a word of %s clears no other version than it names, whatever versions the person gives',
  async (status) => {
    const [one, other] = [await pump('8.0'), await pump('9.1')]
    const product = `pkg:npm/infusion-app-${status}`
    await says(one.cve, `${product}@8.0`, status)
    await says(other.cve, `${product}@8.0`, status)
    for (const { model } of [one, other]) await bind({ product, model, versions: '*' })
    expect(await one.answer()).toBe('not_affected')
    expect(await other.answer()).toBe('affected')
  },
)

test('versions that the person gives hold for a statement that names none', async () => {
  const [one, other] = [await pump('9.1'), await pump('8.0')]
  const product = 'https://maker.example/products/syringe-d'
  await says(one.cve, product)
  await says(other.cve, product)
  for (const { model } of [one, other]) await bind({ product, model, versions: '>= 9.0 | < 10' })
  expect(await one.answer()).toBe('not_affected')
  expect(await other.answer()).toBe('affected')
})

/** A CSAF VEX of the maker on products of a name of his own. */
const saysInCsaf = (
  trackingId: string,
  products: AdvisoryProduct[],
  vulnerabilities: AdvisoryVulnerability[],
  publisher = 'Example Medical',
) =>
  hospital.publish(
    advisoryRecord({
      trackingId,
      publisher,
      properties: {
        category: 'csaf_vex',
        csafVersion: '2.0',
        publisherCategory: 'vendor',
        generator: '',
        aggregateSeverity: '',
        revisionHistory: [],
      },
      products,
      vulnerabilities,
    }),
  )

test('a version that stands in the name of the product limits what is said of it', async () => {
  const [one, other] = [await pump('8.0'), await pump('9.1')]
  const vendor = 'Example Medical'
  const product = 'Drip Suite 8.0'
  await saysInCsaf(
    'VEX-8',
    [productEntry({ productId: 'P', vendor, name: product })],
    [one, other].map(({ cve }) => statement({ vulnerabilityId: cve, status: { known_not_affected: ['P'] } })),
  )
  for (const { model } of [one, other]) await bind({ vendor, product, model, versions: '*' })
  expect(await one.answer()).toBe('not_affected')
  expect(await other.answer()).toBe('affected')
})

test('what is said of some serial numbers holds for no other, and the devices of the model are told apart for it', async () => {
  const one = await pump()
  const known = { manufacturer: 'Example Medical', model: one.model, softwareVersion: '9.1' }
  const { deviceIds } = await hospital.says(hospital.cmms, {
    first: { ...known, assetTag: 'B-s1', serialNumber: 'SX-1001' },
    second: { ...known, assetTag: 'B-s2', serialNumber: 'SX-1002' },
  })
  const answers = async (vulnerabilityId: string) =>
    await Promise.all(
      [one.id.deviceId, ...deviceIds].map(
        async (deviceId) => (await getFinding(db, organisationId, { deviceId, vulnerabilityId })).finding.answer,
      ),
    )
  const vendor = 'Example Medical'
  const product = 'Infusion Scanner'
  const of = (productId: string, serialNumber: string) =>
    productEntry({ productId, vendor, name: product, identifiers: { serialNumbers: [serialNumber] } })
  const another = 'CVE-2026-6950'
  await saysInCsaf(
    'VEX-9',
    [of('P1', 'SX-1001'), of('P2', 'SX-1002')],
    [
      statement({ vulnerabilityId: one.cve, status: { known_not_affected: ['P1'] } }),
      statement({ vulnerabilityId: another, status: { known_affected: ['P2'] } }),
    ],
  )
  await bind({ vendor, product, model: one.model, versions: '*' })
  expect(await answers(one.cve)).toEqual(['affected', 'not_affected', 'affected'])
  expect(await answers(another)).toEqual(['cannot_tell', 'not_affected', 'affected'])
})

test('a CSAF VEX whose maker calls the model otherwise is found by its product, not by each version', async () => {
  const one = await pump()
  const versions = ['9.0', '9.1']
  await saysInCsaf(
    'VEX-7',
    versions.map((version) =>
      productEntry({ productId: `X${version}`, vendor: 'Example Medical', name: 'Infusion Platform', version }),
    ),
    [
      statement({
        vulnerabilityId: one.cve,
        status: { known_not_affected: versions.map((version) => `X${version}`) },
      }),
    ],
  )
  expect(await unmatched('infusion platform')).toMatchObject([
    {
      vendor: 'Example Medical',
      versions,
      reason: 'Devices of this maker are here, and none of this model.',
    },
  ])
  await bind({ vendor: 'Example Medical', product: 'Infusion Platform', model: one.model })
  expect(await one.answer()).toBe('not_affected')
})

test('what nobody says, what is bound already and what is no version is refused with a sentence', async () => {
  const one = await pump()
  const product = 'https://maker.example/products/syringe-c'
  await expect(bind({ product, model: one.model })).rejects.toThrow('No VEX document')
  await says(one.cve, product)
  await expect(bind({ product, model: one.model, versions: 'the nightly ones' })).rejects.toThrow(
    'cannot be compared with a version',
  )
  await bind({ product, model: one.model })
  await expect(bind({ product, model: one.model })).rejects.toThrow('bound to this model already')
  await expect(free('00000000-0000-4000-8000-000000000000')).rejects.toThrow('binding')
})

test('page by page it is the whole list: makers that are here first, then others, each by name', async () => {
  await hospital.says(hospital.cmms, {
    listed: { assetTag: 'L-1', manufacturer: 'Meadow Devices', model: 'Listed 1', softwareVersion: '1.0' },
  })
  const products = [
    ['Zither Works', 'Listed Zither'],
    ['Meadow Devices', 'Listed Probe'],
    ['Meadow Devices', 'Listed Cart'],
    ['Another Maker', 'Listed Lamp'],
    ['Meadow Devices', 'Listed 1'],
  ].map(([vendor, name], at) => productEntry({ productId: `P${at}`, vendor: vendor!, name: name! }))
  const vulnerabilities = [
    statement({ vulnerabilityId: 'CVE-2026-0900', status: { known_affected: products.map((one) => one.productId) } }),
  ]
  await saysInCsaf('L-1', products, vulnerabilities, 'Example Collector')

  const all = await unmatched('listed')
  const paged = []
  for (let cursor: string | undefined; ; ) {
    const page = await listUnmatchedVexProducts(db, organisationId, { q: 'listed', limit: 1, cursor })
    paged.push(...page.items)
    if (!page.next) break
    cursor = page.next
  }

  expect(all.map(({ vendor, product, reason }) => [vendor, product, reason.includes('are here')])).toEqual([
    ['Meadow Devices', 'Listed Cart', true],
    ['Meadow Devices', 'Listed Probe', true],
    ['Another Maker', 'Listed Lamp', false],
    ['Zither Works', 'Listed Zither', false],
  ])
  expect(paged).toEqual(all)
})

test('makers are here whose devices are: not who only publishes it, nor whose devices are gone', async () => {
  await hospital.says(hospital.cmms, {
    lender: { assetTag: 'H-1', manufacturer: 'Lending Maker', model: 'Cart 1', softwareVersion: '1.0' },
    gone: { assetTag: 'H-2', manufacturer: 'Gone Maker', model: 'Cart 2', softwareVersion: '1.0' },
  })
  await hospital.says(hospital.cmms, {
    gone: { assetTag: 'H-2', manufacturer: 'Other Maker', model: 'Cart 3', softwareVersion: '1.0' },
  })
  const products = [
    ['Acme', 'Herewith A'],
    ['Gone Maker', 'Herewith G'],
    ['', 'Herewith L'],
    ['LENDING MAKER', 'Herewith M'],
  ].map(([vendor, name], at) => productEntry({ productId: `P${at}`, vendor: vendor!, name: name! }))
  const vulnerabilities = [
    statement({ vulnerabilityId: 'CVE-2026-0901', status: { known_affected: products.map((one) => one.productId) } }),
  ]
  await saysInCsaf('H-1', products, vulnerabilities, 'Lending Maker')

  expect((await unmatched('herewith')).map(({ vendor, reason }) => [vendor, reason.includes('are here')])).toEqual([
    ['', true],
    ['LENDING MAKER', true],
    ['Acme', false],
    ['Gone Maker', false],
  ])
})
