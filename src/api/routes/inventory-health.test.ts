import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { apiConnectors } from '#connectors/api-registry.ts'
import { connectors } from '#connectors/registry.ts'
import { countHealth } from '#domain/health/health.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const { signedIn } = await testServer(db, { services: { connectors, apiConnectors } })
const admin = await signedIn('administrator')
const viewer = await signedIn('viewer')

beforeEach(async () => {
  await sql`truncate source, run, configuration, context, device, device_health, register_duplicate, sighting_rhythm, inventory_health,
    health_day, observer_day, observation, identifier, conflict cascade`.execute(db)
})

test('an inventory that is empty has nothing in any list, and says that it was not counted', async () => {
  const health = (await viewer.get('/inventory-health')).json()
  expect(health).toMatchObject({ countedAt: null, devices: 0, counts: { ghost: 0 }, checks: [], estimate: null })
  expect((await viewer.get('/inventory-health/devices?list=ghost')).json()).toEqual({ items: [], next: null })
  expect((await viewer.get('/inventory-health/duplicates')).json()).toEqual({ items: [], next: null })
  expect((await viewer.get('/inventory-health/scopes?scope=ward')).json()).toEqual({ items: [], next: null })
  expect((await viewer.get('/inventory-health/rhythms')).json()).toEqual({ items: [], next: null })
})

test('a list goes on by its cursor, is narrowed by place and source, and goes out as CSV whole', async () => {
  const hospital = await newHospital(db)
  const row = (number: number) => [
    `r${number}`,
    {
      assetTag: `T-${1000 + number}`,
      manufacturer: 'Acme',
      model: 'Cart',
      operatingSystem: 'AcmeOS 3',
      site: number % 2 === 0 ? 'North' : 'South',
      careArea: number === 7 ? '=1+1' : 'Ward 1',
    },
  ]
  await hospital.says(hospital.cmms, Object.fromEntries(Array.from({ length: 250 }, (_, number) => row(number))))
  await countHealth(db, hospital.organisationId, new Date(), true)

  const seen: string[] = []
  for (let cursor = ''; ; ) {
    const page = (await viewer.get(`/inventory-health/devices?list=unmanaged&sort=name&limit=100${cursor}`)).json()
    seen.push(...page.items.map(({ device }: { device: { assetTag: string } }) => device.assetTag))
    if (!page.next) break
    cursor = `&cursor=${page.next}`
  }
  expect(new Set(seen).size).toBe(250)
  const north = await viewer.get('/inventory-health/devices?list=unmanaged&site=north&limit=200')
  expect(north.json().items).toHaveLength(125)
  const none = await viewer.get(`/inventory-health/devices?list=unmanaged&source=${hospital.monitor.id}`)
  expect(none.json().items).toHaveLength(0)
  const csv = (await viewer.get('/inventory-health/devices.csv?list=unmanaged&sort=name')).body
  expect(csv.trim().split('\r\n')).toHaveLength(251)
  expect(csv).not.toContain(',=1+1')
  expect(csv).toContain('Nobody is named who maintains it')
  expect((await viewer.get('/inventory-health/devices?list=unmanaged&cursor=nonsense')).statusCode).toBe(400)
})

test('who plans work sends somebody to look, and who does the work says what was found', async () => {
  const hospital = await newHospital(db)
  const { deviceIds } = await hospital.says(hospital.cmms, { a: { assetTag: 'T-1', manufacturer: 'Acme', room: '4' } })
  const technician = await signedIn('technician')
  const analyst = await signedIn('analyst')
  expect((await technician.post('/work-orders/inspections', { deviceIds })).statusCode).toBe(403)
  expect((await analyst.post('/work-orders/inspections', { deviceIds: [] })).statusCode).toBe(400)
  const past = await analyst.post('/work-orders/inspections', {
    deviceIds: Array.from({ length: 501 }, () => deviceIds[0]),
  })
  expect(past.statusCode).toBe(400)
  const made = await analyst.post('/work-orders/inspections', { deviceIds, assignedTo: technician.person.id })
  expect(made.statusCode).toBe(201)
  const { id } = made.json().workOrders[0]
  const answer = { clientKey: 'k1', answer: 'here', room: '7' }
  expect((await viewer.post(`/work-orders/${id}/inspected`, answer)).statusCode).toBe(403)
  expect((await technician.post(`/work-orders/${id}/inspected`, { ...answer, answer: 'stolen' })).statusCode).toBe(400)
  expect((await technician.post(`/work-orders/${id}/inspected`, answer)).json()).toMatchObject({ state: 'verified' })
  expect((await viewer.get(`/devices/${deviceIds[0]}`)).json().device).toMatchObject({ room: '7', lifecycle: 'in_use' })
})

test('only who may change settings changes them, within reason, and the count follows at once', async () => {
  const bounds = { graceDays: 14, silences: 4, leastDays: 7, missingBounds: 3, missingDays: 90, reason: 'Pool' }
  expect((await viewer.put('/inventory-health/settings', bounds)).statusCode).toBe(403)
  expect((await admin.put('/inventory-health/settings', { ...bounds, missingDays: 3 })).statusCode).toBe(400)
  const { reason: _, ...kept } = bounds
  expect((await admin.put('/inventory-health/settings', bounds)).json()).toMatchObject({ settings: kept })
  expect((await viewer.get('/inventory-health')).json().countedAt).not.toBeNull()
})

test('a rhythm is set for a model that is there, and for no other', async () => {
  const hospital = await newHospital(db)
  await hospital.says(hospital.cmms, { a: { assetTag: 'T-1', manufacturer: 'Acme', model: 'Cart' } })
  const said = { scope: 'model', days: 30, reason: 'Stands in the pool' }
  const answer = await admin.put('/inventory-health/rhythms', { ...said, key: 'acme\ncart' })
  expect(answer.json()).toMatchObject({ title: 'Acme Cart', countsDays: 30, boundDays: 90, devices: 0 })
  expect((await admin.put('/inventory-health/rhythms', { ...said, key: 'acme\nboat' })).statusCode).toBe(404)
  expect((await admin.put('/inventory-health/rhythms', { ...said, key: 'kind', scope: 'kind' })).statusCode).toBe(404)
})

test('a source bears the role of its connector until somebody says otherwise', async () => {
  const { id } = (
    await admin.post('/sources', { kind: 'connector', member: 'nmap', name: 'Scans', settings: {} })
  ).json()
  const roleNow = async () => (await admin.get(`/sources/${id}`)).json().source.role
  expect(await roleNow()).toBe('observer')
  await admin.patch(`/sources/${id}`, { role: 'register' })
  expect(await roleNow()).toBe('register')
  await admin.patch(`/sources/${id}`, { role: null })
  expect(await roleNow()).toBeNull()
  expect((await admin.patch(`/sources/${id}`, { role: 'boss' })).statusCode).toBe(400)
})
