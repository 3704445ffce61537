import { afterEach, expect, test } from 'vitest'
import { type ArmisApi, armisApi } from '#bench/servers/armis-api.ts'
import { observationsIn, openSystem, readSystem, startSystem } from '#tests/support/simulated-system.ts'
import { armis } from './connector.ts'

const running: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()))
})

const now = () => new Date('2026-02-01T00:00:00Z')

async function open(change: Record<string, unknown> = {}) {
  const started = await startSystem('armis', armisApi)
  const context = await openSystem(armis, { ...started.settings(), ...change }, { now })
  running.push(context, started.server)
  return { ...started, system: started.system as ArmisApi, context }
}

const keysIn = (pages: Awaited<ReturnType<typeof readSystem>>) => observationsIn(pages).map((one) => one.sourceKey)

test('devices come with their addresses and custom properties, without people and tags', async () => {
  const { context } = await open()
  const pages = await readSystem(armis, context)
  const [first, second, third, fourth] = observationsIn(pages)

  expect(first).toMatchObject({
    sourceKey: '9001',
    observedAt: '2026-01-31T21:00:00Z',
    claims: {
      assetTag: 'BM-6001',
      serialNumber: 'SN-6001',
      hostname: 'inf4-1',
      deviceType: 'Infusion Pumps',
      operatingSystem: 'VxWorks 6.9',
      macAddresses: ['00:1b:44:66:00:01', '00:1b:44:66:01:01'],
      ipAddresses: ['10.20.5.11', '10.20.5.111', 'fe80::1:1'],
      site: 'Main Hospital',
      zone: 'Medical',
    },
  })
  expect(second?.claims).toMatchObject({ description: 'Example Medical Infusor 4' })
  expect(second?.claims.hostname).toBeUndefined()
  expect(third?.claims).toMatchObject({ hostname: 'ct-7-east', zone: 'Medical, Imaging' })
  expect(fourth?.claims.operatingSystem).toBeUndefined()
  expect(JSON.stringify(pages)).not.toMatch(/somebody|Corporate|Example Street/)
})

test('a whole reading holds what was seen within the days that are set', async () => {
  const { context } = await open()
  const pages = await readSystem(armis, context)

  expect(keysIn(pages)).toEqual(['9001', '9002', '9003', '9004'])
  expect(pages.at(-1)?.end).toEqual({ whole: true, of: 4 })
  expect(keysIn(await readSystem(armis, (await open({ seenWithinDays: 365 })).context))).toContain('9005')
})

test('between whole readings it asks for what was seen since', async () => {
  const { context } = await open()
  const cursor = (await readSystem(armis, context)).at(-1)?.cursor
  const pages = await readSystem(armis, context, cursor)

  expect(keysIn(pages)).toEqual(['9001', '9003'])
  expect(pages.at(-1)?.end).toEqual({ whole: false, of: 2 })
})

test('a token that another client ended is had anew in the middle of a reading', async () => {
  const { context, system } = await open()
  const pages = []
  for await (const page of armis.collect(context, undefined)) {
    pages.push(page)
    if (pages.length === 1) system.tokens++
  }

  expect(keysIn(pages)).toEqual(['9001', '9002', '9003', '9004'])
  expect(system.tokens).toBe(3)
})

test('only what the query names is read, and it may not set the time itself', async () => {
  const { context, settings } = await open({ query: 'in:devices category:"Network Equipment"' })

  expect(keysIn(await readSystem(armis, context))).toEqual(['9004'])
  const refused = armis.config.safeParse({ ...settings(), query: 'in:devices timeFrame:"1 Days"' })
  expect(refused.error?.issues[0]?.message).toMatch(/Leave out timeFrame/)
})
