import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { FindingFilter } from '#model/finding-list.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { insertPerson } from '#tests/support/finding-rows.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { decideFinding, listFindings, loweringsOf } from './findings.ts'

const { db } = await testDatabase()
let hospital: Hospital

beforeEach(async () => {
  await sql`truncate basis_match, basis_score, source, device, observation, decision, identifier, configuration, context, score_reasons, advisory, vulnerability,
    known_exploited, notification cascade`.execute(db)
  await sql`update intelligence_state set version = nextval('intelligence_version')`.execute(db)
  hospital = await newHospital(db)
  await hospital.publish(
    advisoryRecord({
      trackingId: 'A-1',
      products: [productEntry({ productId: 'P1', version: '< 9.2', versionForm: 'comparison', isRange: true })],
      vulnerabilities: [
        statement({
          vulnerabilityId: 'CVE-2026-0001',
          status: { known_affected: ['P1'] },
          remediations: [{ category: 'vendor_fix', details: 'Update to 9.2', productIds: ['P1'] }],
        }),
        statement({ vulnerabilityId: 'CVE-2026-0002', status: { known_affected: ['P1'] } }),
      ],
    }),
  )
})

const pump = {
  assetTag: 'T-1',
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  softwareVersion: '9.1',
  zone: 'office',
}
const id = (deviceId: string, vulnerabilityId = 'CVE-2026-0001') => ({ deviceId, vulnerabilityId })

test('what is scored now is the score that the list has, and the fix closes it', async () => {
  const { deviceIds } = await hospital.says(hospital.cmms, { a: pump })
  const { items } = await listFindings(db, hospital.organisationId, { filter: FindingFilter.parse({}), limit: 10 })
  const listed = items.find(({ vulnerabilityId }) => vulnerabilityId === 'CVE-2026-0001')!

  const { now, lowerings } = await loweringsOf(db, hospital.organisationId, id(deviceIds[0]!))
  expect(now).toMatchObject({
    ...{ score: listed.score, band: listed.band, likelihood: listed.likelihood },
    ...{ safety: listed.safety, care: listed.care, privacy: listed.privacy },
  })
  expect(lowerings[0]).toMatchObject({ kind: 'fix', closes: true })
  expect(lowerings.map(({ kind }) => kind)).toContain('segment')
  const other = await loweringsOf(db, hospital.organisationId, id(deviceIds[0]!, 'CVE-2026-0002'))
  expect(other.lowerings.map(({ kind }) => kind)).not.toContain('fix')
})

test('a device that is moved as proposed has the score that was told', async () => {
  const { deviceIds } = await hospital.says(hospital.cmms, { a: pump })
  const { lowerings } = await loweringsOf(db, hospital.organisationId, id(deviceIds[0]!))
  const told = lowerings.find(({ kind }) => kind === 'isolate')!.after!
  await hospital.says(hospital.cmms, { a: { ...pump, zone: 'isolated' } }, new Date(Date.now() + 1000).toISOString())
  const { now } = await loweringsOf(db, hospital.organisationId, id(deviceIds[0]!))
  expect(now).toEqual(told)
})

test('what is missing on record is named, and may close it', async () => {
  const { softwareVersion: _, ...unknown } = pump
  const { deviceIds } = await hospital.says(hospital.cmms, { a: unknown })
  const { lowerings } = await loweringsOf(db, hospital.organisationId, id(deviceIds[0]!))
  expect(lowerings.find(({ kind }) => kind === 'find_out_version')).toMatchObject({
    text: 'Find out its software version: it may not be affected',
    ...{ isAtBest: true, closes: true },
  })
})

test('of what is decided nothing is to be brought down, and a finding that is not there is none', async () => {
  const { deviceIds } = await hospital.says(hospital.cmms, { a: pump })
  const mara = await insertPerson(db, hospital.organisationId, 'administrator', 'Mara')
  const accepted = { decision: 'accepted', reason: 'Behind the firewall', expiresOn: '2099-12-31' } as const
  await decideFinding(db, mara, id(deviceIds[0]!), accepted)
  expect(await loweringsOf(db, hospital.organisationId, id(deviceIds[0]!))).toEqual({ now: null, lowerings: [] })
  await expect(loweringsOf(db, hospital.organisationId, id(deviceIds[0]!, 'CVE-1999-0001'))).rejects.toThrow()
})
