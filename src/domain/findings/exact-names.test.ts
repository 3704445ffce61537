import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { addBill, removeBill } from '#domain/composition/composition.ts'
import { onBill } from '#domain/loop.ts'
import type { AdvisoryProduct } from '#model/advisory.ts'
import { inTransaction } from '#platform/db/database.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { getFinding } from './findings.ts'

const { db } = await testDatabase()
const hospital = await newHospital(db)
const { organisationId, actor } = hospital

const bill = JSON.stringify({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  metadata: { component: { name: 'Drip 3000', version: '9.1', supplier: { name: 'Example Medical' } } },
  components: [
    { name: 'left-pad', version: '1.0.0', purl: 'pkg:npm/left-pad@1.0.0' },
    { name: 'openssl', version: '1.1.1k', cpe: 'cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*' },
    { name: 'libssl1.1', version: '1.1.1k-1', purl: 'pkg:deb/debian/libssl1.1@1.1.1k-1?upstream=openssl' },
  ],
})

const add = () =>
  inTransaction(db, (tx) =>
    onBill(tx, actor, () => addBill(tx, actor, { name: 'b.json', content: Buffer.from(bill) }, {}, new Date())),
  )

const publish = (trackingId: string, identifiers: AdvisoryProduct['identifiers'], version = 'vers:all/*') =>
  hospital.publish(
    advisoryRecord({
      trackingId,
      publisher: 'Somebody else',
      products: [
        productEntry({
          ...{ productId: 'P', vendor: 'Somebody else', name: 'Something else altogether', version, identifiers },
          versionForm: version.startsWith('<') ? 'comparison' : 'all',
        }),
      ],
      vulnerabilities: [statement({ vulnerabilityId: `CVE-2026-${trackingId}`, status: { known_affected: ['P'] } })],
    }),
  )

const device = (tag: string, softwareVersion: string, operatingSystem = '') => ({
  ...{ assetTag: tag, manufacturer: 'Example Medical', model: 'Drip 3000', softwareVersion, operatingSystem },
})

/** Open findings of the devices in order of their tags. */
const open = async () =>
  (
    await sql<{ n: number }>`select open_findings as n from device where gone_at is null order by asset_tag`.execute(db)
  ).rows.map(({ n }) => n)

test('what advisories say of components reaches the devices that a bill is bound to, whichever came first', async () => {
  const { deviceIds } = await hospital.says(hospital.cmms, {
    a: device('T-1', '9.1'),
    b: device('T-2', '9.1', 'Ubuntu 18.04'),
    c: device('T-3', '9.0'),
  })
  await publish('0001', { purl: 'pkg:npm/left-pad' }, '< 1.1.0')
  expect(await open()).toEqual([0, 0, 0])
  const { id } = await add()
  expect(await open()).toEqual([1, 1, 0])

  await publish('0002', { cpe: 'cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*' }, '< 1.1.1m')
  await publish('0003', { purl: 'pkg:deb/debian/openssl' }, '< 1.1.1n-0')
  await publish('0004', { purl: 'pkg:npm/right-pad' })
  await publish('0005', { cpe: 'cpe:2.3:o:canonical:ubuntu_linux:18.04:*:*:*:*:*:*:*' })
  await publish('0006', { cpe: 'cpe:2.3:h:example_medical:drip_3000:-:*:*:*:*:*:*:*' })
  expect(await open()).toEqual([4, 5, 1])
  const found = await getFinding(db, organisationId, { deviceId: deviceIds[0]!, vulnerabilityId: 'CVE-2026-0002' })
  expect(found.evidence).toMatchObject([
    {
      answer: 'affected',
      because: [
        {
          part: 'component',
          text: 'component "openssl 1.1.1k" is cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*',
        },
        { part: 'version', outcome: 'agrees' },
      ],
    },
  ])

  await publish('0001', { purl: 'pkg:npm/left-pad' }, '< 1.0.0')
  expect(await open()).toEqual([3, 4, 1])
  await inTransaction(db, (tx) => onBill(tx, actor, () => removeBill(tx, actor, id, 'Of another pump')))
  expect(await open()).toEqual([1, 2, 1])
})
