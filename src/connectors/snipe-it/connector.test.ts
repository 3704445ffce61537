import { afterEach, expect, test } from 'vitest'
import { type SnipeItApi, snipeItApi } from '#bench/servers/snipe-it-api.ts'
import { observationsIn, openSystem, readSystem, skippedIn, startSystem } from '#tests/support/simulated-system.ts'
import { snipeIt } from './connector.ts'

const running: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()))
})

async function open() {
  const started = await startSystem('snipe-it', snipeItApi)
  const context = await openSystem(snipeIt, started.settings())
  running.push(context, started.server)
  return { ...started, system: started.system as SnipeItApi, context }
}

test('hardware comes with its custom fields, without the entities of pages', async () => {
  const { context } = await open()
  const pages = await readSystem(snipeIt, context)
  const [first, second, third, fourth] = observationsIn(pages)

  expect(first).toMatchObject({
    sourceKey: '1',
    observedAt: '2026-01-19T06:42:33Z',
    claims: {
      assetTag: 'BM-2001',
      deviceType: 'Infusion & Syringe Pumps',
      site: "St. Mary's",
      careArea: 'ICU 2',
      lifecycle: 'in_use',
      purchasedOn: '2022-07-04',
      purchaseCost: 2216.49,
      macAddresses: ['00:1b:44:33:00:00'],
      softwareVersion: '2.0',
    },
  })
  expect([second, third].map((one) => one?.claims.lifecycle)).toEqual(['stored', 'in_repair'])
  expect(fourth?.claims).toEqual({ assetTag: 'BM-2004', description: 'Spare' })
  expect(JSON.stringify(pages)).not.toMatch(/00451234|Somebody/)
  expect(pages.at(-1)?.end).toEqual({ whole: true, of: 4 })
})

test('a refusal that comes as a good answer is none', async () => {
  const { context, system } = await open()
  system.isPermitted = false

  await expect(snipeIt.check(context)).rejects.toMatchObject({
    message: expect.stringMatching(/Permission denied.+view assets\.$/),
  })
})

test('the state is read by its newer name too, and a field that is kept secret from the account says nothing', async () => {
  const { context, system } = await open()
  const secret = { value: 'ENCRYPTED' }
  system.records = system.records.slice(0, 1).map(({ status_label, ...record }) => ({
    ...record,
    status: status_label,
    custom_fields: { Firmware: secret, 'MAC Address': secret },
  }))
  const pages = await readSystem(snipeIt, context)
  const [first] = observationsIn(pages)

  expect(first?.claims).toMatchObject({ lifecycle: 'in_use' })
  expect(Object.keys(first?.claims ?? {})).not.toContain('softwareVersion')
  expect(skippedIn(pages)).toEqual([])
})

test('between whole readings what changed last is read until it is older, and what was deleted is told', async () => {
  const { context, system, server } = await open()
  const at = (moment: string) => ({ ...context, now: () => new Date(moment) })
  const whole = await readSystem(snipeIt, at('2026-02-01T00:00:00Z'))
  const [, second, third] = system.records as { readonly id: number }[]
  system.records = system.records.map((record) =>
    record === third ? { ...third, serial: 'SN-NEW', updated_at: { datetime: '2026-02-01 09:00:00' } } : record,
  )
  system.deleted = [{ ...second, updated_at: { datetime: '2026-02-01 08:00:00' } }]
  const asked = server.requests.length
  const pages = await readSystem(snipeIt, at('2026-02-01T10:00:00Z'), whole.at(-1)?.cursor)

  expect(observationsIn(pages).find(({ sourceKey }) => sourceKey === String(third!.id))?.claims.serialNumber).toBe(
    'SN-NEW',
  )
  expect(pages.at(-1)).toMatchObject({ removed: [String(second!.id)], end: { whole: false } })
  // One page of what changed and one of what was deleted; all is two pages.
  expect(server.requests.length - asked).toBe(2)
})

test('all is read each time where that is set', async () => {
  const { context } = await open()
  const settings = { ...context, config: { ...context.config, readsChanges: false } }
  const whole = await readSystem(snipeIt, settings)
  const pages = await readSystem(snipeIt, settings, whole.at(-1)?.cursor)

  expect(pages.at(-1)?.end).toEqual({ whole: true, of: 4 })
})
