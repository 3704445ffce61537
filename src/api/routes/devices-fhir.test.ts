import { expect, test } from 'vitest'
import { fhirDevice } from '#connectors/fhir-device/connector.ts'
import { silentLog } from '#platform/log.ts'
import { gather } from '#tests/support/gather.ts'
import { memoryFile } from '#tests/support/input-file.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const { signedIn, nobody } = await testServer(db)
const admin = await signedIn('administrator')

async function device(claims: Record<string, unknown>): Promise<string> {
  const answer = await admin.post('/devices', { claims, reason: 'Found on the ward.' })
  if (answer.statusCode >= 300) throw new Error(answer.body)
  return answer.json().id
}

const pump = await device({
  ...{ assetTag: 'A-17', serialNumber: 'EXP0017', manufacturer: 'Example Infusion', model: 'Infusor 3000' },
  ...{ softwareVersion: '5.2', ipAddresses: ['192.0.2.17'], macAddresses: ['00:00:5e:00:53:17'], lifecycle: 'in_use' },
  ...{ site: 'Main Campus', careArea: 'ICU 2', room: 'Room 4' },
})
const scanner = await device({ serialNumber: 'CT-77', manufacturer: 'Example Imaging', site: 'North Clinic' })

async function readBack(name: string, content: string) {
  const all = await gather(
    fhirDevice.collect({ file: memoryFile(name, content), config: {}, log: silentLog, now: () => new Date() }),
  )
  return all.flatMap((one) => (one.kind === 'observation' ? [one.observation] : []))
}

test('a device is a Device resource of R4, of R5 where it is asked for', async () => {
  const four = await admin.get(`/devices/${pump}/fhir`)
  const five = await admin.get(`/devices/${pump}/fhir?release=R5`)

  expect(four.headers['content-type']).toMatch(/^application\/fhir\+json; fhirversion="?4\.0\b/i)
  expect(four.json()).toMatchObject({
    resourceType: 'Device',
    id: pump,
    status: 'active',
    serialNumber: 'EXP0017',
    deviceName: [{ type: 'user-friendly-name' }, { name: 'Infusor 3000', type: 'model-name' }],
    location: { reference: '#room', display: 'Room 4' },
  })
  expect(five.headers['content-type']).toMatch(/^application\/fhir\+json; fhirversion="?5\.0\b/i)
  expect(five.json()).toMatchObject({ name: [{ value: 'Infusor 3000', type: 'registered-name' }] })
  expect(five.json().deviceName).toBeUndefined()
})

test('a list is a Bundle that is read back, narrowed as the list is', async () => {
  const all = await admin.get('/devices.fhir')
  const observations = await readBack('devices.json', all.body)

  expect(all.json()).toMatchObject({ resourceType: 'Bundle', type: 'collection' })
  expect(all.headers['content-disposition']).toContain('devices.fhir.json')
  expect(observations.map(({ sourceKey }) => sourceKey).sort()).toEqual([`Device/${pump}`, `Device/${scanner}`].sort())
  expect(observations.find(({ sourceKey }) => sourceKey === `Device/${pump}`)!.claims).toMatchObject({
    assetTag: 'A-17',
    ipAddresses: ['192.0.2.17'],
    macAddresses: ['00:00:5e:00:53:17'],
    careArea: 'ICU 2',
  })
  const north = (await admin.get('/devices.fhir?site=North+Clinic')).json()
  expect(north.entry.map(({ fullUrl }: { fullUrl: string }) => fullUrl)).toEqual([`urn:uuid:${scanner}`])
  expect((await admin.get('/devices.fhir?site=Nowhere')).json().entry).toEqual([])
})

test('NDJSON has a resource in each line', async () => {
  const lines = await admin.get('/devices.fhir?form=ndjson&release=R5')

  expect(lines.headers['content-type']).toMatch(/^application\/fhir\+ndjson; fhirversion="?5\.0\b/i)
  expect(
    lines.body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).resourceType),
  ).toEqual(['Device', 'Device'])
  expect(await readBack('devices.ndjson', lines.body)).toHaveLength(2)
})

test('who may not read devices gets none, and a release that is not known is refused', async () => {
  expect((await nobody.get('/devices.fhir')).statusCode).toBe(401)
  expect((await admin.get('/devices.fhir?release=R3')).statusCode).toBe(400)
  expect((await admin.get('/devices/0198f3a2-0000-7000-8000-000000000001/fhir')).statusCode).toBe(404)
})
