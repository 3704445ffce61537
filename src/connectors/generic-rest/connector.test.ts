import { afterEach, expect, test } from 'vitest'
import { type RestApiOptions, restApi } from '#bench/servers/rest-api.ts'
import {
  observationsIn,
  openSystem,
  type RunningSystem,
  readSystem,
  skippedIn,
  startSystem,
} from '#tests/support/simulated-system.ts'
import { genericRest } from './connector.ts'

const now = () => new Date('2026-02-01T00:00:00Z')
const running: (RunningSystem['server'] | { close(): Promise<void> })[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()))
})

async function open(options: Omit<RestApiOptions, 'secret'> = {}, change: Record<string, unknown> = {}) {
  const started = await startSystem('generic-rest', (secret) => restApi({ ...options, secret }))
  const context = await openSystem(genericRest, { ...started.settings(), ...change }, { now })
  running.push(context, started.server)
  return { ...started, context }
}

const keys = ['d-1001', 'd-1002', 'd-1003', 'd-1004']

test.each([
  ['none', {}],
  ['page', { pageParameter: 'page', sizeParameter: 'limit' }],
  ['offset', {}],
  ['cursor', {}],
  ['link', {}],
] as const)('all records come by paging: %s', async (paging, settings) => {
  for (const isPlain of paging === 'cursor' ? [false] : [false, true]) {
    const plain = isPlain ? { records: '', total: '' } : {}
    const { context } = await open({ paging, isPlain }, { paging, ...settings, ...plain })
    const pages = await readSystem(genericRest, context)

    expect(observationsIn(pages).map(({ sourceKey }) => sourceKey)).toEqual(keys)
    expect(pages.at(-1)?.end).toEqual({ whole: true, ...(!isPlain && { of: 5 }) })
  }
})

test.each([
  ['none', {}],
  ['basic', { user: 'reader', password: 's3cr3t-of-the-hospital' }],
  ['bearer', {}],
  ['header', { header: 'X-API-Key' }],
  [
    'oauth2',
    { tokenPath: '/oauth/token', clientId: 'homeostat', clientSecret: 's3cr3t-of-the-hospital', scope: 'read' },
  ],
] as const)('it signs in with: %s', async (auth, settings) => {
  const { context } = await open({ auth }, { auth, ...settings })
  await genericRest.check(context)

  expect(observationsIn(await readSystem(genericRest, context)).length).toBe(4)
})

test('a token that the system takes back before its time is had anew', async () => {
  const oauth = { tokenPath: '/oauth/token', clientId: 'homeostat', clientSecret: 's3cr3t-of-the-hospital' }
  const { context, server } = await open({ auth: 'oauth2' }, { auth: 'oauth2', ...oauth })
  await genericRest.check(context)
  server.fail({ kind: 'status', status: 401 }, /devices/, 1)

  expect(observationsIn(await readSystem(genericRest, context)).length).toBe(4)
  expect(server.requests.filter(({ path }) => path === '/oauth/token').length).toBe(2)
})

test('values are read as those of tables are, and patient data is nowhere', async () => {
  const { context } = await open()
  const pages = await readSystem(genericRest, context)
  const [first, second, third] = observationsIn(pages)

  expect(first).toMatchObject({
    observedAt: '2026-01-30T08:15:00Z',
    claims: {
      macAddresses: ['00:1b:44:11:3a:b7'],
      ipAddresses: ['10.20.1.11'],
      purchasedOn: '2021-04-30',
      careArea: 'ICU 2',
    },
    raw: { 'asset.tag': 'BM-1001', 'interfaces[].mac': '00:1B:44:11:3A:B7' },
  })
  expect(second?.claims.macAddresses?.length).toBe(2)
  expect(third?.claims).toMatchObject({ serialNumber: '88200417' })
  expect(third?.claims.purchasedOn).toBeUndefined()
  expect(JSON.stringify(pages)).not.toContain('00451234')
  expect(skippedIn(pages)).toMatchObject([{ code: 'no_identity', position: 'record 4' }])
})

test('between whole readings only what changed is read, with a day to spare', async () => {
  const { context, server } = await open()
  const whole = await readSystem(genericRest, context)
  const pages = await readSystem(
    genericRest,
    { ...context, now: () => new Date('2026-02-02T00:00:00Z') },
    whole.at(-1)?.cursor,
  )

  expect(server.requests.at(-1)?.query.get('updated_since')).toBe('2026-01-30T22:00:00.000Z')
  expect(observationsIn(pages).map(({ sourceKey }) => sourceKey)).toEqual(['d-1003', 'd-1004'])
  expect(pages.at(-1)?.end?.whole).toBe(false)
  const later = { ...context, now: () => new Date('2026-02-09T00:00:00Z') }
  expect((await readSystem(genericRest, later, pages.at(-1)?.cursor)).at(-1)?.end?.whole).toBe(true)
})

test('a path that leads to no list says what is there', async () => {
  const { context } = await open({}, { records: 'data.devices' })

  await expect(genericRest.check(context)).rejects.toMatchObject({
    code: 'upstream_failed',
    message: expect.stringMatching(/no list at "data\.devices"; it holds data, meta\./),
  })
})

test('settings that cannot be are named', () => {
  const location = 'https://mdsp.hospital.example/devices'
  const wrong = (settings: object) =>
    genericRest.config.safeParse({ location, ...settings }).error?.issues.map(({ message }) => message)

  expect(wrong({ auth: 'none', fields: ['tag = asset.tag'] })?.join()).toContain('"tag" is no attribute')
  expect(wrong({ auth: 'none', fields: ['assetTag asset.tag'] })?.join()).toContain('attribute = path')
  expect(wrong({ auth: 'basic', fields: ['assetTag = tag'] })).toEqual([
    'Fill in the user name.',
    'Fill in the password.',
  ])
  expect(wrong({ auth: 'none', fields: ['assetTag = tag'], location: 'https://me:pw@host/' })?.join()).toContain(
    'take them out',
  )
  expect(wrong({ auth: 'none', fields: ['assetTag = tag'] })).toBeUndefined()
})
