import { expect, test } from 'vitest'
import { permissionsOf } from '#model/access.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { insertPerson } from '#tests/support/finding-rows.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { type Visit, visitEfforts } from './effort.ts'
import { completeWorkOrder, createCampaign, listWorkOrders, type Worker } from './remediation.ts'

const { db } = await testDatabase()
const hospital = await newHospital(db)
const { organisationId } = hospital
const worker = async (role: 'manager' | 'technician'): Promise<Worker> => ({
  actor: await insertPerson(db, organisationId, role, role),
  permissions: permissionsOf[role],
})
const manager = await worker('manager')
const technician = await worker('technician')
await hospital.publish(
  advisoryRecord({
    trackingId: 'A-1',
    products: [productEntry({ productId: 'P1', version: '< 3.0', versionForm: 'comparison', isRange: true })],
    vulnerabilities: [
      statement({
        vulnerabilityId: 'CVE-2026-0001',
        status: { known_affected: ['P1'] },
        remediations: [{ category: 'vendor_fix', details: 'Update to 3.0', productIds: ['P1'] }],
      }),
    ],
  }),
)
const made = { manufacturer: 'Example Medical', model: 'Drip 3000', softwareVersion: '2.0', site: 'North' }
await hospital.says(
  hospital.cmms,
  Object.fromEntries(
    Array.from({ length: 12 }, (_, at) => [`T-${at}`, { assetTag: `T-${at}`, serialNumber: `S-${at}`, ...made }]),
  ),
)
const visit = (over: Partial<Visit> = {}): Visit => ({
  ...{ manufacturer: 'Example Medical', model: 'Drip 3000', description: 'Infusion pump' },
  ...{ advisoryId: 'example-cert:A-1', isQuestion: false },
  ...over,
})

test('where nobody told, a visit takes what the instructions plan, as an interval', async () => {
  const effortOf = await visitEfforts(db, organisationId)

  const fix = effortOf(visit())
  // The update; at least the shortest that fits, at most with the longest mitigation and the way.
  expect(fix).toMatchObject({ likely: 45, isMeasured: false })
  expect(fix.least).toBeLessThan(45)
  expect(fix.most).toBeGreaterThan(45 + 12)
  const look = effortOf(visit({ isQuestion: true }))
  expect(look.likely).toBeLessThan(fix.likely)
  expect(look.most).toBe(look.likely + 12)
})

test('what finished orders told counts: of the advisory and model, else of the model, else of any', async () => {
  await createCampaign(db, manager.actor, {
    ...{ advisoryId: 'example-cert:A-1', manufacturer: 'Example Medical', model: 'Drip 3000', site: 'North' },
    assignedTo: technician.actor.personId!,
  })
  const { items } = await listWorkOrders(db, organisationId, { filter: {}, sort: 'due', limit: 20 })
  const complete = (at: number, minutes?: number) =>
    completeWorkOrder(
      db,
      technician,
      items[at]!.id,
      { clientKey: `k${at}`, note: 'Updated', ...(minutes !== undefined && { minutes }) },
      async () => {},
    )
  await complete(0, 20)
  // Who said nothing told nothing: the order keeps what was planned.
  await complete(1)

  const one = (await visitEfforts(db, organisationId))(visit())
  expect(one).toEqual({ least: 20, likely: 20, most: 20, isMeasured: true })
  // One order of an advisory tells little of another one.
  expect((await visitEfforts(db, organisationId))(visit({ advisoryId: 'other' })).isMeasured).toBe(false)

  await complete(2, 30)
  await complete(3, 100)
  const effortOf = await visitEfforts(db, organisationId)
  expect(effortOf(visit())).toEqual({ least: 20, likely: 30, most: 100, isMeasured: true })
  expect(effortOf(visit({ advisoryId: 'other' })).likely).toBe(30)
  expect(effortOf(visit({ advisoryId: 'other', model: 'Vent 5' })).isMeasured).toBe(false)
  expect(effortOf(visit({ isQuestion: true })).isMeasured).toBe(false)

  for (let at = 4; at < 11; at++) await complete(at, 30)
  expect((await visitEfforts(db, organisationId))(visit({ advisoryId: 'other', model: 'Vent 5' }))).toEqual({
    ...{ least: 30, likely: 30, most: 100, isMeasured: true },
  })
})
