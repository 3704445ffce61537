import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type DirectoryServer, type DomainController, domainController } from '#bench/servers/ldap-server.ts'
import { apiConnectors } from '#connectors/api-registry.ts'
import { ensureOrganisation } from '#domain/access/access.ts'
import { createSource, getRun, getSource, listSkipped, queueRun } from '#domain/sources/sources.ts'
import { drainRuns } from '#tests/support/drain-runs.ts'
import { startSystem } from '#tests/support/simulated-system.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'

// An Active Directory is read over LDAP into the inventory.
const member = 'active-directory-ldap'
const { db } = await testDatabase()
const { id: organisationId } = await ensureOrganisation(db)
const actor = { organisationId, personId: null, name: 'test' }
let system: DomainController
let server: DirectoryServer
let settings: () => Record<string, unknown>
let source: Awaited<ReturnType<typeof createSource>>

const computers = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    dn: `CN=PC-${n},OU=Ward,DC=hospital,DC=example`,
    objectClass: ['top', 'person', 'user', 'computer'],
    objectCategory: 'CN=Computer,CN=Schema,CN=Configuration,DC=hospital,DC=example',
    objectGUID: `7c9e6679-7425-40de-944b-e07fc1f9${String(n).padStart(4, '0')}`,
    sAMAccountName: `PC-${n}$`,
    dNSHostName: `pc-${n}.hospital.example`,
    operatingSystem: 'Windows 10 Enterprise',
    uSNChanged: String(1000 + n),
  }))
const key = (n: number) => `guid:7c9e6679-7425-40de-944b-e07fc1f9${String(n).padStart(4, '0')}`

beforeAll(async () => {
  const started = await startSystem<DomainController>(member, domainController)
  system = started.system
  server = started.server as DirectoryServer
  settings = started.settings
})
afterAll(async () => await server.close())
afterEach(() => server.heal())
beforeEach(async () => {
  await sql`truncate source, run, skipped, arrival, arrival_place, observation, device, identifier, conflict cascade`.execute(
    db,
  )
  Object.assign(system, domainController(''), { start: system.start, records: computers(7) })
  const given = { ...settings(), readsDeleted: true }
  source = await createSource(db, organisationId, { kind: 'connector', member, name: 'Directory', settings: given })
})

async function run() {
  const { id } = await queueRun(db, { sourceId: source.id, trigger: 'person', actor })
  await drainRuns(db)
  return await getRun(db, organisationId, id)
}
const unreported = async () =>
  (
    await sql<{ key: string }>`select source_key as key from observation
      where unreported_since is not null and superseded_at is null order by 1`.execute(db)
  ).rows.map((row) => row.key)
const devices = async () =>
  (await sql<{ n: number }>`select count(*)::int as n from device where gone_at is null`.execute(db)).rows[0]!.n
const cursor = async () => (await getSource(db, organisationId, source.id)).cursor

test('computers become devices, and a reading of no changes writes nothing but where it stands', async () => {
  expect(apiConnectors.some(({ id }) => id === member)).toBe(true)
  expect(await run()).toMatchObject({ state: 'succeeded', done: 7, counts: { new: 7 } })
  expect(await cursor()).toMatchObject({ database: system.invocationId, usn: '5000' })
  const writes = await writesDuring(db, run)

  expect(Object.keys(writes).sort()).toEqual(['run', 'source'])
  expect(await devices()).toBe(7)
})

test('what the directory deleted is no longer reported, and what came back is', async () => {
  await run()
  const [first, ...others] = computers(7)
  const deleted = { ...first, dn: 'CN=PC-0\\0ADEL:x,CN=Deleted Objects,DC=hospital,DC=example', isDeleted: 'TRUE' }
  system.records = [...others, { ...deleted, objectCategory: undefined, uSNChanged: '5001' }]
  system.highestCommittedUsn = '5001'

  expect(await run()).toMatchObject({ state: 'succeeded', counts: { no_longer_reported: 1 } })
  expect(await unreported()).toEqual([key(0)])
  expect(await devices()).toBe(7)
  system.records = [...others, { ...first, uSNChanged: '5002' }]
  system.highestCommittedUsn = '5002'
  await run()
  expect(await unreported()).toEqual([])
})

test('from another controller all is read, and what it does not hold is told', async () => {
  await run()
  system.records = computers(6)
  expect(await run()).toMatchObject({ done: 0 })
  expect(await unreported()).toEqual([])
  system.invocationId = '11111111-2222-3333-4444-555555555555'
  system.highestCommittedUsn = '90'

  expect(await run()).toMatchObject({ state: 'succeeded', done: 6, counts: { no_longer_reported: 1, unchanged: 6 } })
  expect(await unreported()).toEqual([key(6)])
  expect(await cursor()).toMatchObject({ database: system.invocationId, usn: '90' })
})

test('a controller that shows suddenly few is asked about, and the number of changes stays where it was', async () => {
  await run()
  const before = await cursor()
  system.records = computers(1)
  system.invocationId = '11111111-2222-3333-4444-555555555555'

  expect(await run()).toMatchObject({ state: 'to_confirm' })
  expect(await unreported()).toEqual([])
  expect(await cursor()).toEqual(before)
})

test('a controller that goes down in the middle ends the run with what came, and the next one reads all', async () => {
  let pages = 0
  server.fail({ kind: 'cut_off' }, { test: (asked) => /^search DC/.test(asked) && ++pages > 2 })
  const failed = await run()

  expect(failed).toMatchObject({ state: 'failed', error: { code: 'upstream_cut_off' }, counts: { new: 4 } })
  expect(await cursor()).toBeNull()
  server.heal()
  expect(await run()).toMatchObject({ state: 'succeeded', counts: { new: 3, unchanged: 4 } })
  expect(await devices()).toBe(7)
})

test('a damaged entry is kept with its reason, and the rest goes on', async () => {
  await run()
  system.records = computers(7).map((record, n) => (n === 3 ? { ...record, objectGUID: undefined } : record))
  system.invocationId = '11111111-2222-3333-4444-555555555555'

  expect(await run()).toMatchObject({ state: 'succeeded', counts: { rejected: 1, unchanged: 6 } })
  const open = await listSkipped(db, organisationId, source.id, { state: 'open', after: null, limit: 50 })
  expect(open.map(({ code }) => code).sort()).toEqual(['not_whole', 'unreadable'])
  expect(await unreported()).toEqual([])
})
