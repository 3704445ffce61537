import { afterEach, expect, test } from 'vitest'
import { type AtlasApi, atlasApi } from '#bench/servers/atlas-api.ts'
import {
  observationsIn,
  openSystem,
  readSystem,
  startSystem,
  systemSecretOfTests,
} from '#tests/support/simulated-system.ts'
import { atlasCmms } from './connector.ts'

const running: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()))
})

async function open(change: Record<string, unknown> = {}) {
  const started = await startSystem<AtlasApi>('atlas-cmms', atlasApi)
  const context = await openSystem(atlasCmms, { ...started.settings(), ...change })
  running.push(context, started.server)
  return { ...started, context }
}

test('assets come with their states and places, without people and notes', async () => {
  const { context, server } = await open()
  const pages = await readSystem(atlasCmms, context)
  const [first, second, third] = observationsIn(pages)

  expect(first).toMatchObject({
    sourceKey: '100',
    observedAt: '2026-01-30T08:15:00Z',
    claims: {
      assetTag: 'BM-3001',
      lifecycle: 'in_use',
      careArea: 'ICU 2',
      room: 'Bay 0',
      inServiceOn: '2021-04-30',
      warrantyEndsOn: '2026-12-31',
      purchaseCost: 4200.5,
    },
  })
  expect(second?.claims).toMatchObject({ assetTag: 'A000002', lifecycle: 'in_repair' })
  expect(third?.claims.lifecycle).toBe('retired')
  expect(JSON.stringify(pages)).not.toMatch(/00451234|Body/)
  expect(server.requests.map(({ path }) => path)).toEqual(['/auth/signin', '/assets/search', '/assets/search'])
})

test('it reads with an API key', async () => {
  const { context, server } = await open({ auth: 'key', apiKey: systemSecretOfTests })
  await atlasCmms.check(context)

  expect(server.requests.map(({ path }) => path)).toEqual(['/assets/search'])
})

test('a page whose numbers stand below "page" is read the same', async () => {
  const { context, system } = await open()
  const before = observationsIn(await readSystem(atlasCmms, context))
  system.hasNestedPage = true
  const pages = await readSystem(atlasCmms, context)

  expect(observationsIn(pages)).toEqual(before)
  expect(pages.at(-1)?.end).toEqual({ whole: true, of: before.length })
})
