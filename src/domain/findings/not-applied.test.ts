import { expect, test } from 'vitest'
import { matchInventory } from '#domain/assess/assess.ts'
import type { DeviceClaims } from '#model/device.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { getFinding } from './findings.ts'

const { db } = await testDatabase()
const hospital = await newHospital(db)
const cve = 'CVE-2026-7001'

const range = { name: 'Zeta 900', versionForm: 'comparison', isRange: true } as const
const byCert = advisoryRecord({
  trackingId: 'C-1',
  products: [productEntry({ ...range, productId: 'P1', version: '< 3.0' })],
  vulnerabilities: [statement({ vulnerabilityId: cve, status: { known_affected: ['P1'] } })],
})
const byMaker = advisoryRecord({
  id: 'example-medical:V-1',
  trackingId: 'V-1',
  publisher: 'Example Medical',
  revisedAt: '2026-03-01T10:00:00Z',
  products: [productEntry({ ...range, productId: 'P1', version: '<= 2.5' })],
  vulnerabilities: [statement({ vulnerabilityId: cve, status: { known_not_affected: ['P1'] } })],
})
await hospital.publish(byCert)
await hospital.publish(byMaker)

const ask = async (over: DeviceClaims) => {
  const claims = { manufacturer: 'Example Medical', model: 'Zeta 900', ...over }
  const key = `${claims.model} ${claims.softwareVersion}`
  const { deviceIds } = await hospital.says(hospital.cmms, { [key]: { assetTag: key, ...claims } })
  return await getFinding(db, hospital.organisationId, { deviceId: deviceIds[0]!, vulnerabilityId: cve })
}

test.each([
  [{}, /Example Medical, the manufacturer, says that it is not affected, which is not applied, .*version/],
  [
    { model: 'Zeta 900 Plus', softwareVersion: '2.4' },
    /says that it is not affected, which is not applied, .*900 Plus/,
  ],
])(
  'the manufacturer’s word that cannot be applied stands beside the finding with its reason: %j',
  async (over, why) => {
    const { finding, evidence } = await ask(over)

    expect(finding.answer).not.toBe('not_affected')
    expect(evidence).toMatchObject([
      { advisoryId: byCert.advisory.id },
      { advisoryId: byMaker.advisory.id, answer: 'cannot_tell', mayClear: true, givesWay: expect.stringMatching(why) },
    ])
  },
)

test('where it can be it decides, and where it does not hold it says nothing', async () => {
  expect((await ask({ softwareVersion: '2.4' })).finding.answer).toBe('not_affected')
  const outside = await ask({ softwareVersion: '2.8' })
  expect(outside.finding.answer).toBe('affected')
  expect(outside.evidence).toHaveLength(1)
})

test('an advisory that names what is affected and what is not says one of them of a device without a version', async () => {
  const both = advisoryRecord({
    ...byCert.advisory,
    products: [
      productEntry({ ...range, productId: 'P1', version: '< 3.0' }),
      productEntry({ ...range, productId: 'P2', version: '>= 3.0' }),
    ],
    vulnerabilities: [statement({ vulnerabilityId: cve, status: { known_affected: ['P1'], fixed: ['P2'] } })],
    revision: '2',
  })
  await hospital.publish(both)

  expect((await ask({ softwareVersion: 'unknown' })).evidence.map(({ productId }) => productId)).toEqual(['P1', 'P1'])
})

test('match prints with all what may clear the device', () => {
  const devices = [{ key: '1', position: 'row 2', claims: { manufacturer: 'Example Medical', model: 'Zeta 900' } }]
  const lines = (all: boolean) => [
    ...matchInventory(devices, [byCert.advisory, byMaker.advisory], { all, nameOf: ({ key }) => key }),
  ]

  expect(lines(true).map(({ advisory, answer, mayClear }) => [advisory, answer, mayClear])).toEqual([
    ['C-1', 'cannot_tell', undefined],
    ['V-1', 'cannot_tell', true],
  ])
  expect(lines(false)).toHaveLength(1)
})
