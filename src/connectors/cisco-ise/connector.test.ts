import { afterEach, expect, test } from 'vitest'
import { type IseApi, iseApi } from '#bench/servers/ise-api.ts'
import { observationsIn, openSystem, readSystem, startSystem } from '#tests/support/simulated-system.ts'
import { ciscoIse } from './connector.ts'

const running: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()))
})

async function open(change: Record<string, unknown> = {}) {
  const started = await startSystem('cisco-ise', iseApi)
  const context = await openSystem(ciscoIse, { ...started.settings(), ...change })
  running.push(context, started.server)
  return { ...started, system: started.system as IseApi, context }
}

const keysIn = (pages: Awaited<ReturnType<typeof readSystem>>) => observationsIn(pages).map((one) => one.sourceKey)
const all = [1, 2, 3, 4, 5].map((at) => `00:1B:44:88:00:0${at}`)

test('endpoints come with profiles and custom attributes, without people', async () => {
  const { context } = await open()
  const pages = await readSystem(ciscoIse, context)
  const [first, second, third, fourth] = observationsIn(pages)

  expect(first).toMatchObject({
    sourceKey: '00:1B:44:88:00:01',
    claims: {
      macAddresses: ['00:1b:44:88:00:01'],
      ipAddresses: ['10.20.5.11'],
      manufacturer: 'Example Medical',
      modelNumber: 'INF-4',
      serialNumber: 'SN-8001',
      deviceType: 'Infusion pump',
      softwareVersion: '4.1.2',
      room: '2.11',
      assetTag: 'BM-8001',
    },
  })
  expect(second?.claims).toEqual({ macAddresses: ['00:1b:44:88:00:02'], deviceType: 'Example-Infusor' })
  expect(third?.claims).toMatchObject({ description: 'CT control room', deviceType: 'Windows10-Workstation' })
  expect(fourth?.claims).toEqual({ macAddresses: ['00:1b:44:88:00:04'] })
  expect(JSON.stringify(pages)).not.toMatch(/somebody/)
  expect(pages.at(-1)?.end).toEqual({ whole: true })
})

test('over ERS each endpoint is asked for', async () => {
  const { context, server } = await open({ api: 'ers' })
  await ciscoIse.check(context)
  const pages = await readSystem(ciscoIse, context)
  const [first, , third] = observationsIn(pages)

  expect(keysIn(pages)).toEqual(all)
  expect(first?.claims).toMatchObject({ room: '2.11', assetTag: 'BM-8001', deviceType: 'Example-Infusor' })
  expect(third?.claims).toMatchObject({
    deviceType: 'Workstation',
    manufacturer: 'Example Imaging',
    model: 'Scan 7',
    operatingSystem: 'Windows 10',
  })
  expect(pages.at(-1)?.end).toEqual({ whole: true, of: 5 })
  expect(server.requests.every(({ path }) => path.startsWith('/ers/config/'))).toBe(true)
})

test('an endpoint that is purged while the list is read was there when it was made', async () => {
  const { context, system } = await open({ api: 'ers' })
  system.purged = new Set([String(system.records[1]?.id)])
  const pages = await readSystem(ciscoIse, context)

  expect(keysIn(pages)).toEqual(all)
  expect(observationsIn(pages)[1]?.claims).toEqual({ macAddresses: ['00:1b:44:88:00:02'] })
})

test.each(['empty', 'missing'] as const)('a list of full pages ends where the next one is %s', async (beyondLast) => {
  const { context, system } = await open()
  system.records = system.records.slice(0, 4)
  system.beyondLast = beyondLast
  const pages = await readSystem(ciscoIse, context)

  expect(keysIn(pages)).toEqual(all.slice(0, 4))
  expect(pages.at(-1)?.end).toEqual({ whole: true })
})

test('a list that is no longer to be had in the middle has not ended', async () => {
  const { context, server, system } = await open({ readsProfiles: false })
  const pages = []
  const reading = async () => {
    for await (const page of ciscoIse.collect(context, undefined)) {
      pages.push(page)
      server.fail({ kind: 'status', status: 404 })
    }
  }

  await expect(reading()).rejects.toMatchObject({ code: 'upstream_failed' })
  expect(pages.length).toBe(1)
  server.heal()
  system.beyondLast = 'missing'
  expect(keysIn(await readSystem(ciscoIse, context))).toEqual(all)
})

test('where ERS is off, the check says so, and endpoints can be read without profiles', async () => {
  const { context, system } = await open()
  system.hasErs = false

  await expect(ciscoIse.check(context)).rejects.toMatchObject({
    code: 'upstream_unauthorised',
    message: expect.stringMatching(/names of profiles \(403\).+turn off "Reads the names of profiles"/),
  })
  const without = await open({ readsProfiles: false })
  without.system.hasErs = false
  await ciscoIse.check(without.context)

  expect(keysIn(await readSystem(ciscoIse, without.context))).toEqual(all)
})

test('a wrong password is sent once in a reading', async () => {
  const { context, server } = await open({ password: 'another' })

  await expect(readSystem(ciscoIse, context)).rejects.toMatchObject({ code: 'upstream_unauthorised' })
  expect(server.requests.length).toBe(1)
})
