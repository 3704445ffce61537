import { expect, test } from 'vitest'
import { readCsaf } from '#standards/csaf/read-csaf.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { getFinding } from './findings.ts'

const { db } = await testDatabase()
const hospital = await newHospital(db)
const vulnerabilityId = 'CVE-2026-0001'

/** A CSAF document of profile VEX on one version of the pump. */
const vex = (publisher: string) => ({
  document: {
    category: 'csaf_vex',
    csaf_version: '2.0',
    title: 'Pumps and the flaw',
    publisher: { category: 'vendor', name: publisher, namespace: 'https://maker.example' },
    tracking: {
      id: 'VEX-1',
      status: 'final',
      version: '1',
      initial_release_date: '2025-01-01T00:00:00Z',
      current_release_date: '2025-01-01T00:00:00Z',
    },
  },
  product_tree: {
    branches: [
      {
        category: 'vendor',
        name: 'Example Medical',
        branches: [
          {
            category: 'product_name',
            name: 'Drip 3000',
            branches: [
              { category: 'product_version', name: '9.1', product: { product_id: 'V1', name: 'Drip 3000 9.1' } },
            ],
          },
        ],
      },
    ],
  },
  vulnerabilities: [
    {
      cve: vulnerabilityId,
      product_status: { known_not_affected: ['V1'] },
      flags: [{ label: 'vulnerable_code_not_in_execute_path', product_ids: ['V1'] }],
      threats: [{ category: 'impact', details: 'The service is never started.', product_ids: ['V1'] }],
    },
  ],
})

async function publishVex(publisher: string) {
  const read = readCsaf(vex(publisher))
  if ('error' in read) throw new Error(read.error)
  await hospital.publish(advisoryRecord({ ...read.advisory, id: `${publisher}:VEX-1` }))
}

test('a CERT says affected, the manufacturer’s VEX does not: its word counts, and both are shown with the reason', async () => {
  await hospital.publish(
    advisoryRecord({
      trackingId: 'A-1',
      products: [productEntry({ productId: 'P1', version: '< 9.2', versionForm: 'comparison', isRange: true })],
      vulnerabilities: [statement({ vulnerabilityId, status: { known_affected: ['P1'] } })],
    }),
  )
  const { deviceIds } = await hospital.says(hospital.cmms, {
    a: { assetTag: 'T-1', manufacturer: 'Example Medical', model: 'Drip 3000', softwareVersion: '9.1' },
  })
  const finding = () => getFinding(db, hospital.organisationId, { deviceId: deviceIds[0]!, vulnerabilityId })

  await publishVex('Careful Consultants')
  expect((await finding()).finding.answer).toBe('affected')
  expect((await finding()).evidence[1]).toMatchObject({
    publisher: 'Careful Consultants',
    isSuperseded: false,
    givesWay: 'Example CERT says that it is affected; the worst of equal words decides.',
  })

  await publishVex('Example Medical')
  const { finding: row, evidence } = await finding()
  expect(row).toMatchObject({ answer: 'not_affected', status: 'not_affected' })
  expect(evidence).toMatchObject([
    {
      publisher: 'Example Medical',
      isMaker: true,
      namesVersion: true,
      justification: 'vulnerable_code_not_in_execute_path',
      impact: 'The service is never started.',
    },
    { publisher: 'Careful Consultants', answer: 'not_affected' },
    {
      publisher: 'Example CERT',
      answer: 'affected',
      isSuperseded: true,
      givesWay: 'Example Medical, the manufacturer, says of exactly this version that it is not affected.',
    },
  ])
})
