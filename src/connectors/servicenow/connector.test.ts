import { afterEach, expect, test } from 'vitest'
import { type ServiceNowApi, serviceNowApi } from '#bench/servers/servicenow-api.ts'
import {
  observationsIn,
  openSystem,
  readSystem,
  skippedIn,
  startSystem,
  systemSecretOfTests,
} from '#tests/support/simulated-system.ts'
import { servicenow } from './connector.ts'

const running: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()))
})

async function open(change: Record<string, unknown> = {}, options: Parameters<typeof serviceNowApi>[1] = {}) {
  const started = await startSystem('servicenow', (secret) => serviceNowApi(secret, options))
  const now = () => new Date('2026-02-01T00:00:00Z')
  const context = await openSystem(servicenow, { ...started.settings(), ...change }, { now })
  running.push(context, started.server)
  return { ...started, system: started.system as ServiceNowApi, context }
}

test('assets come with what people see of references, and what is stored of dates', async () => {
  const { context, server } = await open()
  const pages = await readSystem(servicenow, context)
  const [first, second, third] = observationsIn(pages)

  expect(first).toMatchObject({
    sourceKey: '000000000000000000000000000000a0',
    observedAt: '2026-01-30T08:15:00Z',
    claims: {
      assetTag: 'P1000479',
      manufacturer: 'Example Medical',
      model: 'Infusor 4',
      deviceType: 'Medical device',
      lifecycle: 'in_use',
      careArea: 'ICU 2',
      purchasedOn: '2021-04-30',
      purchaseCost: 4200,
      ipAddresses: ['10.30.1.10'],
      macAddresses: ['00:1b:44:22:00:00'],
    },
  })
  expect([second, third].map((one) => one?.claims.lifecycle)).toEqual(['stored', 'retired'])
  expect(server.requests[0]?.query.get('sysparm_query')).toBe('ORDERBYsys_id')
  expect(skippedIn(pages)).toMatchObject([{ code: 'unreadable', position: '000000000000000000000000000000b0' }])
})

test('rows that the account may not see do not end the reading', async () => {
  const { context, system } = await open()
  system.hidden = new Set(['000000000000000000000000000000a0', '000000000000000000000000000000a1'])

  expect(observationsIn(await readSystem(servicenow, context)).length).toBe(2)
})

test('fields of the house count first, and a filter goes along', async () => {
  const { context, server } = await open({
    fields: ['softwareVersion = u_software', ''],
    filter: 'model_category.name=Medical device',
  })
  const [first] = observationsIn(await readSystem(servicenow, context))

  expect(first?.claims.softwareVersion).toBe('5.0')
  expect(server.requests[0]?.query.get('sysparm_query')).toBe('model_category.name=Medical device^ORDERBYsys_id')
})

test('only what changed is read between whole readings, and what was deleted is told where it is asked', async () => {
  const { context, system, server } = await open({ readsDeleted: true })
  const whole = await readSystem(servicenow, context)
  system.deleted = [
    {
      tablename: 'alm_hardware',
      documentkey: '000000000000000000000000000000a2',
      sys_created_on: '2026-02-01 09:00:00',
    },
  ]
  const later = { ...context, now: () => new Date('2026-02-01T10:00:00Z') }
  const pages = await readSystem(servicenow, later, whole.at(-1)?.cursor)

  expect(observationsIn(pages).map(({ claims }) => claims.serialNumber)).toEqual(['EXA-00-2', 'IMG-78'])
  expect(pages.at(-1)).toMatchObject({ removed: ['000000000000000000000000000000a2'], end: { whole: false } })
  expect(server.requests.at(-1)?.query.get('sysparm_query')).toContain('tablenameSTARTSWITHalm_')
})

test('it signs in with client credentials', async () => {
  const credentials = { auth: 'oauth2', clientId: 'homeostat', clientSecret: systemSecretOfTests }
  const { context } = await open(credentials, { auth: 'oauth2' })

  await servicenow.check(context)
  expect(observationsIn(await readSystem(servicenow, context)).length).toBe(4)
})

test('a table that is not there is named, and a query that would change the whole is refused', async () => {
  const { context } = await open({ table: 'alm_assets' })

  await expect(servicenow.check(context)).rejects.toMatchObject({
    message: expect.stringMatching(/\(400\) of the table alm_assets/),
  })
  const base = { location: 'https://hospital.service-now.com', user: 'a', password: 'b' }
  expect(servicenow.config.safeParse({ ...base, filter: 'active=true^NQactive=false' }).success).toBe(false)
  expect(servicenow.config.safeParse(base).success).toBe(true)
})

test('an answer that ServiceNow stops in the middle is no list, though it says 200', async () => {
  const { context, system } = await open()
  system.isStopped = true
  const stopped = { code: 'upstream_timeout', message: expect.stringMatching(/maximum execution time.+quota rules/) }

  await expect(servicenow.check(context)).rejects.toMatchObject(stopped)
  await expect(readSystem(servicenow, context)).rejects.toMatchObject(stopped)
})
