import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { decideFinding, decideGroup, listFindings } from '#domain/findings/findings.ts'
import { onPersonObservation, onPlaces } from '#domain/loop.ts'
import { placeRules } from '#domain/names/names.ts'
import { type Actor, permissionsOf, type Role } from '#model/access.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { AskedAttribute } from '#model/finding.ts'
import { FindingFilter } from '#model/finding-list.ts'
import type { PlaceRule } from '#model/place-rule.ts'
import { inTransaction } from '#platform/db/database.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { insertPerson } from '#tests/support/finding-rows.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import {
  acceptEvidence,
  completeWorkOrder,
  createFieldChecks,
  getWorkOrder,
  listQuestions,
  type NewFieldChecks,
  type Worker,
} from './remediation.ts'

const { db } = await testDatabase()
let hospital: Hospital
let manager: Worker
let technician: Worker

beforeEach(async () => {
  await sql`truncate basis_match, basis_score, place_rule, source, device, observation, decision, identifier, configuration, context, score_reasons, advisory, vulnerability, known_exploited, exploit_probability, work_order, notification, person cascade`.execute(
    db,
  )
  await sql`update intelligence_state set version = nextval('intelligence_version')`.execute(db)
  hospital = await newHospital(db)
  const worker = async (role: Role, name: string) => ({
    actor: await insertPerson(db, hospital.organisationId, role, name),
    permissions: permissionsOf[role],
  })
  manager = await worker('manager', 'Mara')
  technician = await worker('technician', 'Theo')
})

const says = (trackingId: string, name: string, version: string, vulnerabilities: readonly string[]) =>
  advisoryRecord({
    trackingId,
    products: [productEntry({ productId: 'P1', name, version, versionForm: version ? 'comparison' : 'none' })],
    vulnerabilities: vulnerabilities.map((vulnerabilityId) =>
      statement({ vulnerabilityId, status: { known_affected: ['P1'] } }),
    ),
  })

const pumps = (count: number, over: DeviceClaims = {}, from = 1): Record<string, DeviceClaims> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      const number = from + index
      const claims: DeviceClaims = {
        assetTag: `T-${number}`,
        serialNumber: `S-100${number}`,
        manufacturer: 'Example Medical',
        model: 'Drip 3000',
        deviceType: 'Infusion pump',
        site: 'North',
        careArea: 'ICU',
        room: `R${9 - number}`,
        lifecycle: 'in_use',
        ...over,
      }
      return [`K-${number}`, claims]
    }),
  )

const say = (rule: PlaceRule) =>
  inTransaction(db, (tx) =>
    onPlaces(tx, manager.actor, () => placeRules.set(tx, manager.actor, [{ rule, note: 'The head nurse says so' }])),
  )
const questions = async () => (await listQuestions(db, hospital.organisationId, { limit: 50 })).items
const asked = async () =>
  (await questions()).map(({ attribute, model, careArea, devices, findings }) => ({
    attribute,
    model,
    careArea,
    devices,
    findings,
  }))
const key = {
  option: '',
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  site: 'North',
  careArea: 'ICU',
} as const
const make = (attribute: AskedAttribute, over: Partial<NewFieldChecks> = {}) =>
  createFieldChecks(db, manager.actor, { ...key, attribute, ...over })
const observe = (
  tx: Parameters<typeof onPersonObservation>[0],
  actor: Actor,
  id: string,
  claims: DeviceClaims,
  now: string,
) => onPersonObservation(tx, actor, id, claims, now)
const answers = async () =>
  (
    await sql<{ answer: string }>`
      select f.status as answer from finding f
      union all
      select m.answer from device d join match m on m.configuration_id = d.configuration_id and m.withdrawn_at is null
      where not exists (select from finding f where f.device_id = d.id and f.vulnerability_id = m.vulnerability_id)
      order by 1`.execute(db)
  ).rows.map(({ answer }) => answer)

/** The technician types it, the manager accepts it. */
async function answer(orderId: string, value: string) {
  await completeWorkOrder(db, technician, orderId, { clientKey: orderId, softwareVersion: value }, observe)
  const { evidence } = await getWorkOrder(db, manager, orderId)
  await acceptEvidence(db, manager.actor, orderId, evidence[0]!.id, observe)
}
const toTechnician = () => ({ assignedTo: technician.actor.personId! })

test('pumps of one ward whose version nobody wrote down make one question that settles all their findings', async () => {
  await hospital.publish(says('A-1', 'Drip 3000', '< 9.2', ['CVE-2026-0001', 'CVE-2026-0002']))
  await hospital.says(hospital.cmms, {
    ...pumps(3),
    ...pumps(1, { careArea: 'Ward 4' }, 4),
    ...pumps(1, { softwareVersion: '9.1' }, 5),
    ...pumps(1, { lifecycle: 'retired' }, 6),
  })

  const [first, second, ...rest] = await questions()

  expect(first).toMatchObject({
    attribute: 'softwareVersion',
    option: '',
    manufacturer: 'Example Medical',
    model: 'Drip 3000',
    site: 'North',
    careArea: 'ICU',
    devices: 3,
    rooms: 3,
    findings: 6,
    // 10 to the ward, 2 to each room, 10 to read each.
    minutes: 10 + 3 * 2 + 3 * 10,
  })
  expect(first!.sampleDevices.map(({ room }) => room)).toEqual(['R6', 'R7', 'R8'])
  expect(first!.riskPerMinute).toBeCloseTo(first!.openRisk / first!.minutes, 6)
  expect(second).toMatchObject({ careArea: 'Ward 4', devices: 1, minutes: 22 })
  expect(rest).toEqual([])
  const pages = await listQuestions(db, hospital.organisationId, { limit: 1 })
  const next = await listQuestions(db, hospital.organisationId, { limit: 1, cursor: pages.next! })
  expect([...pages.items, ...next.items]).toEqual([first, second])
})

test('what is asked of one ward is one round, and its way is gone once', async () => {
  await hospital.publish(says('A-1', 'Drip 3000', '< 9.2', ['CVE-2026-0001', 'CVE-2026-0002']))
  await hospital.publish(says('A-2', 'Drip 4000', '< 9.2', ['CVE-2026-0003']))
  await hospital.says(hospital.cmms, {
    ...pumps(3),
    ...pumps(1, { model: 'Drip 4000' }, 4),
    ...pumps(2, { careArea: 'Ward 4' }, 5),
  })

  const found = await questions()

  expect(found.map(({ model, careArea, sharesWay, minutes }) => ({ model, careArea, sharesWay, minutes }))).toEqual([
    { model: 'Drip 3000', careArea: 'ICU', sharesWay: false, minutes: 10 + 3 * 2 + 3 * 10 },
    { model: 'Drip 3000', careArea: 'Ward 4', sharesWay: false, minutes: 10 + 2 * 2 + 2 * 10 },
    { model: 'Drip 4000', careArea: 'ICU', sharesWay: true, minutes: 2 + 10 },
  ])
  const rates = found.map(({ riskPerMinute }) => riskPerMinute)
  expect(rates).toEqual(rates.toSorted((a, b) => b - a))
})

test('a look that is nearly settled is worth less than one that is open', async () => {
  // Of A the version is missing; B is hardly likely to be the product.
  await hospital.publish(says('A-1', 'Drip 3000', '< 9.2', ['CVE-2026-0001']))
  await hospital.says(hospital.cmms, pumps(1))
  const [before] = await questions()
  const { rows } = await sql<{ probability: number; score: number }>`
    select m.probability, s.score from match m join score s on s.configuration_id = m.configuration_id`.execute(db)
  const { probability, score } = rows[0]!

  const entropy = -(probability * Math.log2(probability) + (1 - probability) * Math.log2(1 - probability))
  expect(before!.openRisk).toBeCloseTo(score * entropy, 3)
  await sql`update basis_match set probability = 0.02`.execute(db)
  const [after] = await questions()
  expect(after!.openRisk).toBeLessThan(before!.openRisk / 3)
})

test('what is decided, or asked already, is asked no more', async () => {
  await hospital.publish(says('A-1', 'Drip 3000', '< 9.2', ['CVE-2026-0001', 'CVE-2026-0002']))
  const { deviceIds } = await hospital.says(hospital.cmms, pumps(3))
  await decideFinding(
    db,
    manager.actor,
    { deviceId: deviceIds[0]!, vulnerabilityId: 'CVE-2026-0001' },
    { decision: 'accepted', reason: 'Behind a firewall' },
  )
  expect(await asked()).toMatchObject([{ devices: 3, findings: 5 }])

  await make('softwareVersion', { deviceIds: [deviceIds[1]!] })

  expect(await asked()).toMatchObject([{ devices: 2, findings: 3 }])
})

test('one round serves the place: the checks are numbered by room, and asking again makes none', async () => {
  await hospital.publish(says('A-1', 'Drip 3000', '< 9.2', ['CVE-2026-0001']))
  await hospital.says(hospital.cmms, pumps(3))

  const made = await make('softwareVersion', { ...toTechnician(), dueOn: '2099-01-31' })
  const again = await make('softwareVersion')

  const orders = await Promise.all(made.workOrders.map(({ id }) => getWorkOrder(db, manager, id)))
  expect(orders.map(({ order }) => [order.number, order.device.room])).toEqual([
    ['WO-000001', 'R6'],
    ['WO-000002', 'R7'],
    ['WO-000003', 'R8'],
  ])
  expect(orders[0]!.order).toMatchObject({
    type: 'field_check',
    state: 'dispatched',
    title: 'Read the software version of Example Medical Drip 3000',
    dueOn: '2099-01-31',
    minutes: 10,
    findings: 1,
  })
  expect(again.workOrders).toEqual([])
  expect(again.skipped.map(({ reason }) => reason)).toEqual([
    'WO-000001 asks the same, or did.',
    'WO-000002 asks the same, or did.',
    'WO-000003 asks the same, or did.',
  ])
  const notices = (
    await sql<{
      title: string
      body: string
    }>`select title, body from notification where person_id = ${technician.actor.personId}`.execute(db)
  ).rows
  expect(notices).toEqual([
    {
      title: '3 field checks are yours: Read the software version of Example Medical Drip 3000',
      body: 'ICU, North. Due on 2099-01-31.',
    },
  ])
})

test('the version that was read and accepted settles the finding either way', async () => {
  await hospital.publish(says('A-1', 'Drip 3000', '< 9.2', ['CVE-2026-0001']))
  await hospital.says(hospital.cmms, pumps(2))
  const { workOrders } = await make('softwareVersion', toTechnician())
  expect(await answers()).toEqual(['under_investigation', 'under_investigation'])

  await answer(workOrders[0]!.id, '9.1')
  await answer(workOrders[1]!.id, '9.3')

  expect(await answers()).toEqual(['affected', 'fixed'])
  for (const { id } of workOrders) expect((await getWorkOrder(db, manager, id)).order.state).toBe('verified')
  expect(await questions()).toEqual([])
})

test.each([
  ['with wireless', 'affected'],
  ['Yes', 'affected'],
  ['without wireless', 'not_affected'],
  ['no', 'not_affected'],
])('where an advisory means only devices with an option, "%s" settles it: %s', async (said, expected) => {
  await hospital.publish(says('A-1', 'Drip 3000 with wireless option', 'all versions', ['CVE-2026-0001']))
  await hospital.says(hospital.cmms, pumps(1))
  const [question] = await questions()
  expect(question).toMatchObject({ attribute: 'option', option: 'wireless', devices: 1, findings: 1 })

  const { workOrders } = await make('option', { option: 'wireless', ...toTechnician() })
  await answer(workOrders[0]!.id, said)

  expect(await answers()).toEqual([expected])
})

test('the type plate settles which model it is', async () => {
  await hospital.publish(says('A-1', 'Drip 3000', 'all versions', ['CVE-2026-0001']))
  await hospital.says(hospital.cmms, pumps(1, { model: 'Drip' }))
  expect(await asked()).toMatchObject([{ attribute: 'model', model: 'Drip', devices: 1 }])

  const { workOrders } = await make('model', { model: 'Drip', ...toTechnician() })
  await answer(workOrders[0]!.id, 'Drip 3000')

  expect(await answers()).toEqual(['affected'])
})

test('a model that is not sure with an option that is not known asks nothing either', async () => {
  await hospital.publish(says('A-1', 'Drip 3000 with wireless option', 'all versions', ['CVE-2026-0001']))
  await hospital.says(hospital.cmms, pumps(1, { model: 'Drip' }))

  expect(await answers()).toEqual(['cannot_tell'])
  expect(await questions()).toEqual([])
})

test('a statement of which two things are unknown asks nothing: no single look settles it', async () => {
  await hospital.publish(says('A-1', 'Drip 3000', '< 9.2', ['CVE-2026-0001']))
  await hospital.says(hospital.cmms, pumps(1, { model: 'Drip' }))

  expect(await answers()).toEqual(['cannot_tell'])
  expect(await questions()).toEqual([])
})

test('a decision that waits for a version asks for it, and is carried as soon as it is read', async () => {
  await hospital.publish(says('A-1', 'Drip 3000', 'All versions', ['CVE-2026-0001']))
  await hospital.says(hospital.cmms, { ...pumps(1, { softwareVersion: '9.1' }), ...pumps(1, {}, 2) })
  expect(await asked()).toEqual([])
  await decideGroup(
    db,
    manager.actor,
    { advisoryId: 'example-cert:A-1', manufacturer: 'Example Medical', model: 'Drip 3000', site: 'North' },
    { decision: 'accepted', reason: 'This version is behind a firewall', expiresOn: '2099-12-31' },
  )

  expect(await asked()).toEqual([
    { attribute: 'softwareVersion', model: 'Drip 3000', careArea: 'ICU', devices: 1, findings: 1 },
  ])
  const { workOrders } = await make('softwareVersion')
  expect(workOrders).toHaveLength(1)
  expect(await asked()).toEqual([])
  await answer(workOrders[0]!.id, '9.1')

  const { items } = await listFindings(db, hospital.organisationId, {
    filter: FindingFilter.parse({ open: 'any' }),
    limit: 10,
  })
  expect(items.map(({ decision }) => decision)).toEqual(['accepted', 'accepted'])
})

test('one thing is asked once of what is one, however it is spelt, and what was asked stays asked', async () => {
  await hospital.publish(says('A-1', 'Drip 3000', '< 9.2', ['CVE-2026-0001']))
  await hospital.says(hospital.cmms, {
    ...pumps(2),
    ...pumps(1, { model: 'DRIP-3000', site: 'NORTH', careArea: 'icu' }, 3),
    ...pumps(1, { careArea: 'Intensivstation' }, 4),
    ...pumps(1, { site: 'South' }, 5),
  })
  const places = async () =>
    (await questions()).map(({ site, careArea, devices }) => `${site}, ${careArea}: ${devices}`).sort()
  expect(await places()).toEqual(['North, ICU: 3', 'North, Intensivstation: 1', 'South, ICU: 1'])

  await say({ kind: 'care_area', site: 'North', name: 'Intensivstation', meant: 'ICU' })
  expect(await places()).toEqual(['North, ICU: 4', 'South, ICU: 1'])

  const { workOrders } = await make('softwareVersion', { model: 'drip 3000', careArea: 'Intensivstation' })
  expect(workOrders).toHaveLength(4)
  await hospital.says(
    hospital.cmms,
    { ...pumps(2, { site: 'NORTH', careArea: 'I C U' }), ...pumps(1, { model: 'DRIP 3000' }, 4) },
    '2026-03-02T10:00:00Z',
  )
  expect(await places()).toEqual(['South, ICU: 1'])
})
