import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Collected, InputFile } from '#connectors/connector.ts'
import { type DeviceClaims, Lifecycle } from '#model/device.ts'
import { silentLog } from '#platform/log.ts'
import { fhirReleases, writeFhirDevice } from '#standards/fhir/write-device.ts'
import { gather } from '#tests/support/gather.ts'
import { diskFile, memoryFile } from '#tests/support/input-file.ts'
import { fhirDevice } from './connector.ts'

const fixture = (name: string) => diskFile(`${import.meta.dirname}/fixtures/${name}`)
const text = readFileSync(`${import.meta.dirname}/fixtures/export.json`, 'utf8')
const now = () => new Date('2026-02-10T08:00:00Z')

const collect = (file: InputFile) => gather<Collected>(fhirDevice.collect({ file, config: {}, log: silentLog, now }))

async function read(file: InputFile) {
  const all = await collect(file)
  return {
    observations: all.flatMap((one) => (one.kind === 'observation' ? [one.observation] : [])),
    skipped: all.flatMap((one) => (one.kind === 'skipped' ? [one.skipped] : [])),
  }
}

test('R4: names, numbers, versions and status are read, and the place follows its references', async () => {
  const { observations } = await read(fixture('export.json'))

  expect(observations.map(({ sourceKey, observedAt, claims }) => [sourceKey, observedAt, claims])).toEqual([
    [
      'Device/pump-17',
      '2026-01-20T09:30:00Z',
      {
        assetTag: 'A-1017',
        serialNumber: 'EXP0017',
        udiDi: '04012345678901',
        macAddresses: ['00:00:5e:00:53:17'],
        manufacturer: 'Example Infusion Ltd.',
        model: 'Infusor 3000',
        modelNumber: 'INF-3000',
        description: 'Infusion pump of bed 4',
        deviceType: 'Infusion pump',
        nomenclatureCode: '182722004',
        softwareVersion: '5.2.1',
        firmwareVersion: '1.9',
        site: 'Main Campus',
        careArea: 'ICU 2',
        room: 'Room 4',
        owner: 'Clinical Engineering',
        lifecycle: 'in_use',
      },
    ],
    [
      'Device/scanner-1',
      '2026-02-05T08:00:00.000Z',
      {
        serialNumber: 'CT-77-001',
        manufacturer: 'Example Imaging',
        model: 'Tomo X',
        room: 'Radiology store',
        lifecycle: 'retired',
      },
    ],
  ])
})

test('nothing of a patient leaves the file', async () => {
  const all = JSON.stringify(await read(fixture('export.json')))

  expect(all).not.toMatch(/Jane|Patient\/|blue pump|\+00/)
})

test('R5 as NDJSON: what is damaged, contradicts or cannot be told is kept with the reason, and the rest goes on', async () => {
  const { observations, skipped } = await read(fixture('bulk.ndjson'))

  expect(observations.map(({ sourceKey, claims }) => [sourceKey, claims])).toEqual([
    [
      'Device/vent-1',
      {
        serialNumber: 'AIR-0001',
        udiDi: '04012345670004',
        manufacturer: 'Example Air',
        model: 'Breeze 9',
        modelNumber: 'BR9',
        description: 'Ventilator of ICU 2',
        deviceType: 'Ventilator',
        nomenclatureCode: '706172005',
        building: 'North House',
        lifecycle: 'missing',
      },
    ],
    [
      'Device/vent-2',
      {
        serialNumber: 'AIR-0002',
        manufacturer: 'Example Air',
        model: 'Breeze 9',
        description: 'Breeze 9',
        softwareVersion: '3.1',
        lifecycle: 'in_use',
      },
    ],
  ])
  expect(skipped.map(({ position, code }) => [position, code])).toEqual([
    ['line 3', 'unreadable'],
    ['line 4', 'no_identity'],
    ['line 5', 'duplicate_key'],
  ])
  expect(skipped.every(({ reason }) => /\.$/.test(reason))).toBe(true)
})

test('a record that was entered in error is no device', async () => {
  const { skipped } = await read(fixture('export.json'))

  expect(skipped.map(({ position, code }) => [position, code])).toEqual([['entry 3', 'not_a_device']])
})

test('of a history the newest version counts', async () => {
  const device = (serialNumber: string) => ({ resource: { resourceType: 'Device', id: 'a', serialNumber } })
  const bundle = { resourceType: 'Bundle', type: 'history', entry: [device('NEWER-1'), device('OLDER-1')] }
  const { observations, skipped } = await read(memoryFile('a.json', JSON.stringify(bundle)))

  expect(observations.map(({ claims }) => claims.serialNumber)).toEqual(['NEWER-1'])
  expect(skipped).toEqual([])
})

test('one page of several is told before the import', async () => {
  const page = text.replace('"relation": "self"', '"relation": "next"')
  const inspect = (content: string) => fhirDevice.inspect({ file: memoryFile('a.json', content), log: silentLog, now })

  expect((await inspect(page)).remarks[0]).toMatch(/one page of several/)
  expect((await inspect(text)).remarks).toEqual(['1 resources are left out; the import says why.'])
})

test('a location that is part of itself, and references to nothing, end', async () => {
  const round = text
    .replace('"reference": "Location/main"', '"reference": "Location/icu-2"')
    .replace('Organization/biomed', 'Organization/nobody')
  const { observations } = await read(memoryFile('a.json', round))

  expect(observations[0]!.claims).toMatchObject({ careArea: 'ICU 2', room: 'Room 4' })
  expect(observations[0]!.claims.owner).toBeUndefined()
})

test('NDJSON that ends within a line is refused, and so is an export without devices', async () => {
  const lines = readFileSync(`${import.meta.dirname}/fixtures/bulk.ndjson`, 'utf8')

  await expect(collect(memoryFile('a.ndjson', lines.slice(0, -30)))).rejects.toThrow(/cut off/)
  await expect(collect(memoryFile('a.json', '{"resourceType":"Bundle","entry":[]}'))).rejects.toThrow(/no Device/)
})

const golden: DeviceClaims = {
  assetTag: 'A-1',
  serialNumber: 'S-100',
  manufacturer: 'Example Infusion Ltd.',
  model: 'Infusor 3000',
  modelNumber: 'INF-3000',
  deviceType: 'Infusion pump',
  udiDi: '04012345678901',
  softwareVersion: '5.2.1',
  firmwareVersion: '1.9',
  operatingSystem: 'Windows 10 Enterprise LTSC 10.0.17763 x64',
  hostname: 'pump-1.hosp.example',
  ipAddresses: ['192.0.2.1', '2001:db8::1'],
  macAddresses: ['00:00:5e:00:53:01', '00:00:5e:00:53:02'],
  site: 'Main Campus',
  building: 'North House',
  floor: '2',
  careArea: 'ICU 2',
  room: 'Room 4',
  owner: 'Clinical Engineering',
  lifecycle: 'in_repair',
}
const id = '0198f3a2-0000-7000-8000-000000000001'
const updatedAt = '2026-02-05T08:00:00Z'

test('what is written as R5 is read back as it was', async () => {
  const resource = writeFhirDevice({ id, name: 'Pump 1', golden, updatedAt }, 'R5')
  const { observations } = await read(memoryFile('a.json', JSON.stringify(resource)))

  expect(observations).toMatchObject([{ sourceKey: `Device/${id}`, observedAt: updatedAt }])
  expect(observations[0]!.claims).toEqual({ ...golden, description: 'Pump 1' })
})

test('what is written as R4 is read back but for what R4 cannot say of its life', async () => {
  const resource = writeFhirDevice({ id, name: 'Pump 1', golden, updatedAt }, 'R4')
  const { observations } = await read(memoryFile('a.json', JSON.stringify(resource)))

  expect(observations[0]!.claims).toEqual({ ...golden, description: 'Pump 1', lifecycle: 'in_use' })
})

test.each(fhirReleases)('a device of which little is known is a Device of %s all the same', async (release) => {
  const resource = writeFhirDevice({ id, name: 'Something', golden: {}, updatedAt }, release)

  expect(Object.values(resource).every((value) => value !== undefined && value !== null)).toBe(true)
  expect((await read(memoryFile('a.json', JSON.stringify(resource)))).observations).toHaveLength(1)
})

const string = z.string().regex(/^\S(?:[\s\S]*\S)?$/)
const CodeableConcept = z.strictObject({
  coding: z
    .array(
      z.strictObject({
        system: z.url().optional(),
        code: z.string().regex(/^\S+( \S+)*$/),
        display: string.optional(),
      }),
    )
    .min(1)
    .optional(),
  text: string.optional(),
})
const Reference = z.strictObject({ reference: z.string().startsWith('#').optional(), display: string.optional() })
const Location = (physical: 'physicalType' | 'form') =>
  z.strictObject({
    resourceType: z.literal('Location'),
    id: z.string().regex(/^[A-Za-z0-9.-]{1,64}$/),
    name: string,
    [physical]: CodeableConcept,
    partOf: Reference.optional(),
  })
const common = {
  resourceType: z.literal('Device'),
  id: z.string().regex(/^[A-Za-z0-9.-]{1,64}$/),
  meta: z.strictObject({ lastUpdated: z.iso.datetime({ offset: true }) }),
  identifier: z.array(
    z.strictObject({ type: CodeableConcept.optional(), system: z.string().optional(), value: string }),
  ),
  manufacturer: string.optional(),
  serialNumber: string.optional(),
  modelNumber: string.optional(),
  version: z
    .array(z.strictObject({ type: CodeableConcept.optional(), value: string }))
    .min(1)
    .optional(),
  owner: Reference.optional(),
  location: Reference.optional(),
}
/** What the definitions of the resource allow of what we write, element by element: https://hl7.org/fhir/R4/device.html, R5. */
const definitions = {
  R4: z.strictObject({
    ...common,
    contained: z.array(Location('physicalType')).min(1).optional(),
    udiCarrier: z.array(z.strictObject({ deviceIdentifier: string, issuer: z.url().optional() })).optional(),
    status: z.enum(['active', 'inactive', 'entered-in-error', 'unknown']).optional(),
    deviceName: z.array(
      z.strictObject({
        name: string,
        type: z.enum([
          'udi-label-name',
          'user-friendly-name',
          'patient-reported-name',
          'manufacturer-name',
          'model-name',
          'other',
        ]),
      }),
    ),
    type: CodeableConcept.optional(),
    property: z.array(z.strictObject({ type: CodeableConcept, valueCode: z.array(CodeableConcept) })).optional(),
  }),
  R5: z.strictObject({
    ...common,
    contained: z.array(Location('form')).min(1).optional(),
    displayName: string,
    udiCarrier: z.array(z.strictObject({ deviceIdentifier: string, issuer: z.url() })).optional(),
    status: z.enum(['active', 'inactive', 'entered-in-error']).optional(),
    availabilityStatus: CodeableConcept.optional(),
    name: z
      .array(
        z.strictObject({
          value: string,
          type: z.enum(['registered-name', 'user-friendly-name', 'patient-reported-name']),
        }),
      )
      .optional(),
    type: z.array(CodeableConcept).optional(),
    property: z.array(z.strictObject({ type: CodeableConcept, valueString: string })).optional(),
  }),
}

test.each(fhirReleases)(
  'whatever is known of a device, it is written as %s defines it, and read back',
  async (release) => {
    const udiDi = fc.constantFrom('04012345678901', 'B123PUMP3000', 'A9999XYZ100T0944')
    const lifecycle = fc.constantFrom(...Lifecycle.options)
    const some = fc
      .tuple(fc.subarray(Object.keys(golden) as (keyof DeviceClaims)[]), udiDi, lifecycle)
      .map(([names, di, state]) => {
        const all: DeviceClaims = { ...golden, udiDi: di, lifecycle: state }
        return Object.fromEntries(names.map((name) => [name, all[name]])) as DeviceClaims
      })
    await fc.assert(
      fc.asyncProperty(some, async (claims) => {
        const resource = writeFhirDevice({ id, name: 'Pump 1', golden: claims, updatedAt }, release)
        expect(definitions[release].parse(resource)).toEqual(resource)
        // Each contained resource is pointed at (FHIR's rule dom-3).
        for (const { id: place } of (resource.contained ?? []) as { id: string }[])
          expect(JSON.stringify(resource)).toContain(`"#${place}"`)

        const { observations, skipped } = await read(memoryFile('a.json', JSON.stringify(resource)))
        expect(skipped).toEqual([])
        // R4 has no word for the life of a device but active; neither has a carrier for an identifier of unknown issuer in R5.
        const { lifecycle: _, udiDi: di, ...rest } = claims
        expect(observations[0]!.claims).toMatchObject({ ...rest, ...(di && !di.startsWith('A') && { udiDi: di }) })
      }),
      { numRuns: 200 },
    )
  },
)

test('exports are known by their content', () => {
  for (const name of ['export.json', 'bulk.ndjson'])
    expect(fhirDevice.recognises!(readFileSync(`${import.meta.dirname}/fixtures/${name}`), 'a.json')).toBe(true)
  expect(fhirDevice.recognises!(Buffer.from('{"bomFormat":"CycloneDX"}'), 'a.json')).toBe(false)
})
