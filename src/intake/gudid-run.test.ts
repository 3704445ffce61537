import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { recordsByIdentifier } from '#domain/intelligence/intelligence.ts'
import { createSource, getRun, listSkipped, queueRun } from '#domain/sources/sources.ts'
import { drainRuns } from '#tests/support/drain-runs.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'

const { db } = await testDatabase()
const { organisationId, actor } = await newHospital(db)
const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-gudid-'))
afterAll(() => rmSync(folder, { recursive: true }))
const source = await createSource(db, organisationId, {
  ...{ kind: 'feed', member: 'gudid', name: 'GUDID', settings: { location: folder } },
})

const device = (di: string, version: number | string, status = 'Published') =>
  `<device><deviceRecordStatus>${status}</deviceRecordStatus><publicVersionNumber>${version}</publicVersionNumber>
  <identifiers><identifier><deviceId>${di}</deviceId><deviceIdType>Primary</deviceIdType></identifier></identifiers>
  <brandName>Pump</brandName><versionModelNumber>Version ${version}</versionModelNumber><companyName>Meadow</companyName></device>`
const publish = (name: string, ...devices: string[]) =>
  writeFileSync(path.join(folder, name), `<gudid>${devices.join('')}</gudid>`)
async function run() {
  const { id } = await queueRun(db, { sourceId: source.id, trigger: 'person', actor })
  await drainRuns(db)
  return await getRun(db, organisationId, id)
}
const modelOf = async (di: string) => (await recordsByIdentifier(db, [di])).get(di)?.[0]?.model
const open = async () =>
  (await listSkipped(db, organisationId, source.id, { state: 'open', after: null, limit: 50 })).map(
    ({ position }) => position,
  )

test('a full release is read, and again writes nothing but that it was looked at', async () => {
  publish('full.xml', device('00812345678901', 1), device('00812345678918', 'two'), device('00812345678925', 5))
  expect(await run()).toMatchObject({ state: 'succeeded', counts: { gudid_device: 2, changed: 2, rejected: 1 } })
  expect(await open()).toEqual(['00812345678918'])

  expect(Object.keys(await writesDuring(db, run)).sort()).toEqual(['run'])
})

test('updates change what is newer alone, and a mended record is skipped no more', async () => {
  publish('update.xml', device('00812345678901', 2), device('00812345678918', 2), device('00812345678925', 4))
  expect(await run()).toMatchObject({ state: 'succeeded', counts: { gudid_device: 3, older: 1 } })
  expect([await modelOf('00812345678901'), await modelOf('00812345678925'), await open()]).toEqual([
    ...['Version 2', 'Version 5'],
    [],
  ])
})

test('a deactivated record names nothing any more', async () => {
  publish('update2.xml', device('00812345678901', 3, 'Deactivated'))
  await run()
  expect(await modelOf('00812345678901')).toBeUndefined()
})

test('of a file that is cut off what came whole is kept, the run fails, and the whole file is read later', async () => {
  const many = Array.from({ length: 3000 }, (_, at) => device(`M${at}`, 1))
  writeFileSync(path.join(folder, 'cut.xml'), `<gudid>${many.join('')}<device>`)
  expect(await run()).toMatchObject({ state: 'failed' })
  expect(await modelOf('M2999')).toBe('Version 1')

  publish('cut.xml', ...many, device('M3000', 1))
  expect(await run()).toMatchObject({ state: 'succeeded' })
  expect(await modelOf('M3000')).toBe('Version 1')
})
