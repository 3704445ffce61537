import { afterEach, expect, test } from 'vitest'
import { type XdomeApi, xdomeApi } from '#bench/servers/xdome-api.ts'
import { observationsIn, openSystem, readSystem, startSystem } from '#tests/support/simulated-system.ts'
import { clarotyXdome } from './connector.ts'

const running: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()))
})

const now = () => new Date('2026-02-01T00:00:00Z')

async function open(change: Record<string, unknown> = {}) {
  const started = await startSystem('claroty-xdome', xdomeApi)
  const context = await openSystem(clarotyXdome, { ...started.settings(), ...change }, { now })
  running.push(context, started.server)
  return { ...started, system: started.system as XdomeApi, context }
}

const keysIn = (pages: Awaited<ReturnType<typeof readSystem>>) => observationsIn(pages).map((one) => one.sourceKey)

test('devices come with their addresses and places, without people and notes', async () => {
  const { context } = await open()
  const pages = await readSystem(clarotyXdome, context)
  const [first, second, third, fourth, fifth] = observationsIn(pages)

  expect(first).toMatchObject({
    sourceKey: '00aa11bb-1',
    observedAt: '2026-01-31T22:10:00Z',
    claims: {
      assetTag: 'BM-5001',
      serialNumber: 'SN-5001',
      deviceType: 'Infusion Pump',
      softwareVersion: '4.1.2',
      operatingSystem: 'VxWorks 6.9',
      hostname: 'inf4-1',
      macAddresses: ['00:1b:44:55:00:01', '00:1b:44:55:01:01'],
      ipAddresses: ['10.20.5.11'],
      vlan: '520',
      site: 'Main Hospital',
      building: 'B',
      room: '2.11',
      department: 'ICU',
      lastSeenAt: '2026-01-31T22:10:00Z',
    },
  })
  expect(first?.claims.lifecycle).toBeUndefined()
  expect(second?.claims).toMatchObject({ assetTag: 'CI-5002', lifecycle: 'retired' })
  expect(third?.claims).toMatchObject({ operatingSystem: 'Windows 10', hostname: 'CT-7-EAST', aeTitle: 'CT7EAST' })
  expect(fourth?.claims.assetTag).toBeUndefined()
  expect(fourth?.claims.deviceType).toBe('Building Automation')
  expect(fifth).toMatchObject({ observedAt: now().toISOString() })
  expect(JSON.stringify(pages)).not.toMatch(/00451234|somebody/)
  expect(pages.at(-1)?.end).toEqual({ whole: true, of: 5 })
})

test('only what is read is asked for', async () => {
  const { context, server } = await open()
  await readSystem(clarotyXdome, context)
  const asked = server.requests.map(({ body }) => JSON.parse(body))

  expect(asked[0].fields).not.toContain('last_domain_user')
  expect(asked[0].filter_by).toBeUndefined()
  expect(asked.map(({ offset }) => offset)).toEqual([0, 2, 4])
})

test('between whole readings it asks for what was seen since, and tells nobody as missing', async () => {
  const { context } = await open()
  const cursor = (await readSystem(clarotyXdome, context)).at(-1)?.cursor
  const pages = await readSystem(clarotyXdome, context, cursor)

  expect(keysIn(pages)).toEqual(['00aa11bb-1', '00aa11bb-3'])
  expect(pages.at(-1)?.end).toEqual({ whole: false, of: 2 })
})

test('where the system cannot filter by when it saw a device, the check says what to turn off', async () => {
  const { context, system } = await open()
  system.filters = new Set(['device_category'])

  await expect(clarotyXdome.check(context)).rejects.toMatchObject({
    code: 'upstream_failed',
    message: expect.stringMatching(/Turn off "Reads only what changed"/),
  })
  const whole = await open({ readsChanges: false })
  whole.system.filters = new Set(['device_category'])
  await clarotyXdome.check(whole.context)
  const cursor = (await readSystem(clarotyXdome, whole.context)).at(-1)?.cursor

  expect((await readSystem(clarotyXdome, whole.context, cursor)).at(-1)?.end).toEqual({ whole: true, of: 5 })
})

test('only the categories that are named are read', async () => {
  const { context } = await open({ categories: ['IoT'] })

  expect(keysIn(await readSystem(clarotyXdome, context))).toEqual(['00aa11bb-4'])
})
