import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { attributeAccuracy, type GoldenRecord } from '#bench/hospital/attributes.ts'
import { type GroundTruth, readGroundTruth, trueAttributes } from '#bench/hospital/ground-truth.ts'
import { connectors } from '#connectors/registry.ts'
import { ensureOrganisation } from '#domain/access/access.ts'
import { devicesOfSource, getDevice, goldenRecord, startingTrust } from '#domain/inventory/inventory.ts'
import { allSources } from '#domain/sources/sources.ts'
import { createIntake } from '#intake/intake.ts'
import type { DeviceClaims } from '#model/device.ts'
import { silentLog } from '#platform/log.ts'
import { drainRuns } from '#tests/support/drain-runs.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { loadDemo } from '#wiring/demo.ts'

const { db } = await testDatabase()
const dataDir = mkdtempSync(path.join(tmpdir(), 'homeostat-demo-'))
afterAll(() => rmSync(dataDir, { recursive: true }))
const truth = readGroundTruth('fixtures/riverside-general/ground-truth.jsonl')

type Device = Awaited<ReturnType<typeof getDevice>>
const devices: Device[] = []
const said: string[] = []

beforeAll(async () => {
  const organisation = await ensureOrganisation(db)
  const actor = { organisationId: organisation.id, personId: null, name: 'demo' }
  const intake = createIntake({ db, log: silentLog, dataDir, connectors } as never)
  let isLoaded = false
  const loading = loadDemo(db, intake, actor, 'America/New_York', (line) => said.push(line)).finally(() => {
    isLoaded = true
  })
  while (!isLoaded) {
    await drainRuns(db, dataDir)
    await sleep(50)
  }
  await loading
  const connected = (await allSources(db, organisation.id)).filter(({ kind }) => kind === 'connector')
  const ids = new Set<string>()
  for (const { id } of connected)
    for (const device of await devicesOfSource(db, organisation.id, id, null, 10_000)) ids.add(device)
  for (const id of ids) devices.push(await getDevice(db, organisation.id, id))
}, 300_000)

/** The device, by the truth, that a record of one of the demo's sources is of. */
function trueDevice(
  truth: GroundTruth,
  source: string,
  key: string,
  raw: Device['sources'][number]['raw'],
): string | null {
  const told = (name: string, id: string) => truth.networkRecords.get(`${name} ${id}`)?.device ?? null
  switch (source) {
    case 'CMMS workbook':
      return byTag.get(raw?.['Control No.'] ?? '') ?? null
    case 'Network monitoring export':
      return truth.deviceOfMdspId.get(raw?.['Device ID'] ?? '') ?? null
    case 'DHCP leases':
      return told('dhcp', key)
    case 'Network scan':
      return told('scan', raw?.ipv4 ?? '')
    default:
      return told('directory', key)
  }
}
const byTag = new Map([...truth.devices.values()].flatMap(({ tag, id }) => (tag ? [[tag, id] as const] : [])))

test('the five sources of the demo hospital become one inventory', () => {
  for (const name of ['CMMS workbook', 'Network monitoring export', 'DHCP leases', 'Network scan', 'Active Directory'])
    expect(said.filter((line) => line.startsWith(`  ${name}: `)).at(-1)).toMatch(/\d+ new/)
  const bySources = new Map<number, number>()
  for (const { sources } of devices) {
    const count = new Set(sources.map(({ source }) => source.id)).size
    bySources.set(count, (bySources.get(count) ?? 0) + 1)
  }
  console.info('devices by the number of their sources:', Object.fromEntries([...bySources].sort()))

  const there = truth.devices.size + truth.bystanders.size
  expect(devices.length).toBeGreaterThan(there * 0.95)
  expect(devices.length).toBeLessThan(there * 1.2)
  for (const count of [1, 2, 3, 4, 5]) expect(bySources.get(count) ?? 0).toBeGreaterThan(0)
})

test('the cabinet that the README names is one device of all five, though DHCP calls it by an old name', () => {
  const cabinet = devices.filter(({ device }) => device.assetTag === 'RG111480')
  expect(cabinet).toHaveLength(1)
  expect(cabinet[0]!.sources.map(({ source }) => source.name).sort()).toEqual([
    'Active Directory',
    'CMMS workbook',
    'DHCP leases',
    'Network monitoring export',
    'Network scan',
  ])
  const names = cabinet[0]!.attributes.find(({ attribute }) => attribute === 'hostname')!
  expect([names, ...names.others].map(({ value }) => String(value).toLowerCase())).toContain('pyxan-5east-1640')
})

test('every value of it is traced to the row that it came from', () => {
  for (const { attributes, sources } of devices) {
    expect(attributes.length).toBeGreaterThan(0)
    for (const { source, observedAt } of attributes) {
      const rows = sources.filter((row) => row.source.id === source.id && row.observedAt === observedAt)
      expect(rows.length).toBeGreaterThan(0)
      for (const { raw } of rows) expect(Object.keys(raw ?? {}).length).toBeGreaterThan(0)
    }
  }
})

test('put together as they truly belong, nearly all that the records say is true', async () => {
  const { rows } = await sql<{
    id: string
    source_id: string
    source: string
    member: string
    trust: number
    source_key: string
    observed_at: string
    claims: DeviceClaims
    raw: Record<string, string> | null
  }>`
    select o.id, o.source_id, s.name as source, s.member, s.trust, o.source_key, o.observed_at, o.claims, o.raw
    from observation o join source s on s.organisation_id = o.organisation_id and s.id = o.source_id
    where o.superseded_at is null and o.retracted_at is null`.execute(db)
  const byDevice = Map.groupBy(rows, (row) => trueDevice(truth, row.source, row.source_key, row.raw))
  byDevice.delete(null)
  const golden = [...byDevice].map(
    ([device, own]): GoldenRecord => ({
      of: [device],
      attributes: goldenRecord(
        own.map((row) => ({
          observationId: row.id,
          sourceId: row.source_id,
          sourceKind: 'connector',
          trust: startingTrust(row),
          observedAt: row.observed_at,
          claims: row.claims,
        })),
      ),
    }),
  )
  const scores = attributeAccuracy(golden, (id) => trueAttributes(truth, id))
  for (const [name, { right, wrong, missing, accuracy }] of Object.entries(scores)) {
    console.info(
      `${name} of true devices: ${accuracy.toFixed(4)} right (${right} right, ${wrong} wrong, ${missing} missing)`,
    )
    expect(accuracy, name).toBeGreaterThanOrEqual(0.98)
  }
})

test('what its record says is what is true', () => {
  const golden = devices.map(
    ({ device, sources }): GoldenRecord => ({
      of: sources.map(({ source, sourceKey, raw }) => trueDevice(truth, source.name, sourceKey, raw)),
      attributes: device.golden,
    }),
  )
  const scores = attributeAccuracy(golden, (id) => trueAttributes(truth, id))
  for (const [name, { right, wrong, missing, accuracy }] of Object.entries(scores))
    console.info(`${name}: ${accuracy.toFixed(4)} right (${right} right, ${wrong} wrong, ${missing} missing)`)

  expect(scores.all.accuracy).toBeGreaterThanOrEqual(0.97)
  for (const [name, { accuracy }] of Object.entries(scores)) expect(accuracy, name).toBeGreaterThanOrEqual(0.95)
})
