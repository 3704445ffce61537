import { afterEach, expect, test } from 'vitest'
import { type NozomiApi, nozomiApi } from '#bench/servers/nozomi-api.ts'
import type { SimulatedSystem } from '#bench/servers/rest-api.ts'
import { observationsIn, openSystem, readSystem, startSystem } from '#tests/support/simulated-system.ts'
import { nozomi } from './connector.ts'

const running: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()))
})

const now = () => new Date('2026-02-01T00:00:00Z')

async function open(change: Record<string, unknown> = {}, make: (secret: string) => SimulatedSystem = nozomiApi) {
  const started = await startSystem('nozomi', make)
  const context = await openSystem(nozomi, { ...started.settings(), ...change }, { now })
  running.push(context, started.server)
  return { ...started, system: started.system as NozomiApi, context }
}

const endsIn = (pages: Awaited<ReturnType<typeof readSystem>>) =>
  observationsIn(pages).map((one) => one.sourceKey.slice(-1))

test('assets come with versions, zones and custom fields', async () => {
  const { context } = await open()
  const pages = await readSystem(nozomi, context)
  const [first, , third, fourth, fifth] = observationsIn(pages)

  expect(first).toMatchObject({
    sourceKey: '5c0a8f3e-0000-4000-8000-000000000001',
    observedAt: '2026-01-31T20:00:00Z',
    claims: {
      assetTag: 'BM-7001',
      serialNumber: 'SN-7001',
      manufacturer: 'Example Medical',
      model: 'Infusor 4',
      deviceType: 'medical_device',
      firmwareVersion: '4.1.2',
      hostname: 'inf4-1',
      macAddresses: ['00:1b:44:77:00:01'],
      ipAddresses: ['10.20.5.11'],
      vlan: '520',
      zone: 'Medical',
    },
  })
  expect(third).toMatchObject({
    observedAt: '2026-01-31T18:00:00Z',
    claims: { description: 'CT East', operatingSystem: 'Windows 10' },
  })
  for (const attribute of ['deviceType', 'firmwareVersion', 'serialNumber', 'vlan', 'hostname'] as const)
    expect(third?.claims[attribute]).toBeUndefined()
  expect(fourth?.claims.manufacturer).toBeUndefined()
  expect(fifth?.claims.lastSeenAt).toBeUndefined()
  expect(pages.at(-1)?.end).toEqual({ whole: true, of: 5 })
})

test('a MAC address that may be a router’s is no claim, and an address is no name', async () => {
  const { context } = await open()
  const second = observationsIn(await readSystem(nozomi, context))[1]

  expect(second?.claims).toMatchObject({ macAddresses: ['00:1b:44:77:00:02'] })
  expect(second?.raw?.unconfirmed_mac_address).toBe('00:1b:44:77:ff:01')
  for (const attribute of ['hostname', 'description', 'zone'] as const)
    expect(second?.claims[attribute]).toBeUndefined()
})

test('between whole readings it asks for what was active since', async () => {
  const { context, server, system } = await open()
  system.records = system.records.filter((record) => typeof record.last_activity_time === 'number')
  const cursor = (await readSystem(nozomi, context)).at(-1)?.cursor
  const pages = await readSystem(nozomi, context, cursor)

  expect(endsIn(pages)).toEqual(['1'])
  expect(pages.at(-1)?.end).toEqual({ whole: false, of: 1 })
  expect(server.requests.at(-1)?.query.get('query')).toBe(
    `assets | where last_activity_time > ${Date.parse('2026-01-30T22:00:00Z')} | sort id asc`,
  )
})

test('where the version knows no last activity, the check says what to turn off', async () => {
  const { context, system } = await open()
  system.columns = new Set(['id'])

  await expect(nozomi.check(context)).rejects.toMatchObject({
    code: 'upstream_failed',
    message: expect.stringMatching(/Unknown column last_activity_time.+Turn off "Reads only what changed"/),
  })
  const whole = await open({ readsChanges: false })
  whole.system.columns = new Set(['id'])
  await nozomi.check(whole.context)
})

test('a query that it refuses in a good answer is no empty list', async () => {
  const { context } = await open({ filter: 'where colour == "red"' })

  await expect(readSystem(nozomi, context)).rejects.toMatchObject({ message: expect.stringMatching(/Unknown column/) })
})

test('only what the filter lets through is read, and it can be nothing but that', async () => {
  const { context, settings } = await open({ filter: 'where type == "computer"' })

  expect(endsIn(await readSystem(nozomi, context))).toEqual(['4'])
  for (const filter of ['head 5', 'where type == "computer" | head 5', '| where'])
    expect(nozomi.config.safeParse({ ...settings(), filter }).success).toBe(false)
})

test('a Guardian is signed in to at its own path', async () => {
  const { context, server } = await open({ product: 'guardian' }, (secret) =>
    nozomiApi(secret, { product: 'guardian' }),
  )
  await nozomi.check(context)

  expect(server.requests[0]?.path).toBe('/api/open/sign_in')
})
