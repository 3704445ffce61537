import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { named, nvdRecord } from '#tests/support/nvd-entries.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { viewer } from '#tests/support/viewer.ts'
import { writesDuring } from '#tests/support/writes.ts'
import { listFindings, listMatchRuns } from './findings.ts'

const { db } = await testDatabase()
const hospital = await newHospital(db)
const { organisationId } = hospital

const answers = async () =>
  Object.fromEntries(
    (await listFindings(db, organisationId, { filter: { open: 'true' }, limit: 100 })).items.map((row) => [
      row.vulnerabilityId,
      row.answer,
    ]),
  )

test('what an earlier version matched by other rules is matched again, once, with or without databases', async () => {
  await hospital.says(hospital.cmms, { a: viewer('V-1'), b: viewer('V-2', { softwareVersion: '3.0' }) })
  await hospital.publish(
    advisoryRecord({
      trackingId: 'EX-26-01',
      products: [
        productEntry({
          ...{ productId: 'P', vendor: 'Meadow Imaging', name: 'Viewer', version: '< 2.1', versionForm: 'comparison' },
          isRange: true,
        }),
      ],
      vulnerabilities: [statement({ vulnerabilityId: 'CVE-2026-1', status: { known_affected: ['P'] } })],
    }),
  )
  await hospital.follow()
  const right = { 'CVE-2026-1': 'affected' }
  expect(await answers()).toEqual(right)
  expect(await writesDuring(db, () => hospital.follow())).toEqual({})

  // As an earlier version had it, before there was a name for its rules.
  await sql`update basis_match set answer = 'cannot_tell', digest = 'earlier' where answer = 'affected'`.execute(db)
  await sql`update configuration_basis set databases = ''`.execute(db)
  expect(await answers()).toEqual({ 'CVE-2026-1': 'cannot_tell' })
  await hospital.follow(1)

  expect(await answers()).toEqual(right)
  const runs = (await listMatchRuns(db, organisationId, { trigger: 'rules', limit: 10 })).items
  expect(runs.map(({ configurations }) => configurations)).toEqual([1, 1])
  expect(runs.map(({ changed }) => changed).sort()).toEqual([0, 1])
  expect(await writesDuring(db, () => hospital.follow())).toEqual({})

  // What is said on a shared platform is said by other rules too.
  await hospital.publish(nvdRecord('CVE-2026-2', [named('o:microsoft:windows_7:-:sp1')]))
  await hospital.follow()
  expect(await answers()).toEqual({ ...right, 'CVE-2026-2': 'affected' })
  await sql`update basis_match set answer = 'cannot_tell' where advisory_id = 'NVD'`.execute(db)
  for (const table of ['configuration_basis set databases', 'platform set followed'])
    await sql`update ${sql.raw(table)} = 'NVD 9, OSV 0, rules of-old' where true`.execute(db)
  await hospital.follow(1)

  expect(await answers()).toEqual({ ...right, 'CVE-2026-2': 'affected' })
  expect(await writesDuring(db, () => hospital.follow())).toEqual({})
})
