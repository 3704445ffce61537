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

  // What there is, and what changed.
  expect(server.requests.map(({ path }) => path)).toEqual(['/assets/search', '/assets/search'])
})

test('a page whose numbers stand below "page" is read the same', async () => {
  const { context, system } = await open()
  const before = observationsIn(await readSystem(atlasCmms, context))
  system.hasNestedPage = true
  const pages = await readSystem(atlasCmms, context)

  expect(observationsIn(pages)).toEqual(before)
  expect(pages.at(-1)?.end).toEqual({ whole: true, of: before.length })
})

test('between whole readings what changed last is read until it is older', async () => {
  const { context, system, server } = await open()
  const at = (moment: string) => ({ ...context, now: () => new Date(moment) })
  const whole = await readSystem(atlasCmms, at('2026-02-01T00:00:00Z'))
  const third = system.records[2] as { readonly id: number }
  system.records = system.records.map((record) =>
    record === third ? { ...third, serialNumber: 'SN-NEW', updatedAt: '2026-02-01T09:00:00.000+00:00' } : record,
  )
  const asked = server.requests.length
  const pages = await readSystem(atlasCmms, at('2026-02-01T10:00:00Z'), whole.at(-1)?.cursor)

  expect(observationsIn(pages).find(({ sourceKey }) => sourceKey === String(third.id))?.claims.serialNumber).toBe(
    'SN-NEW',
  )
  expect(pages.at(-1)?.end).toEqual({ whole: false })
  // Half of what a whole reading asks for.
  expect(server.requests.length - asked).toBe(1)
})
