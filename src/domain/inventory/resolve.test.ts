import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { ensureOrganisation } from '#domain/access/access.ts'
import { createSource, queueRun } from '#domain/sources/sources.ts'
import type { DeviceClaims } from '#model/device.ts'
import { inTransaction } from '#platform/db/database.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { decidePlaces, type Placed, takePlaces } from './placing.ts'
import { prepare, type ResolveContext, rebuildDevices, resolveObservations } from './resolve.ts'

const { db } = await testDatabase()
const organisation = await ensureOrganisation(db)
const actor = { organisationId: organisation.id, personId: null, name: 'test' }

let cmms: Awaited<ReturnType<typeof createSource>>
let mdsp: Awaited<ReturnType<typeof createSource>>

beforeEach(async () => {
  await sql`truncate source, run, arrival, arrival_place, configuration, context, device, observation, identifier, conflict cascade`.execute(
    db,
  )
  cmms = await createSource(db, organisation.id, {
    kind: 'connector',
    member: 'csv-file',
    name: 'CMMS',
    settings: {},
    trust: 60,
  })
  mdsp = await createSource(db, organisation.id, {
    kind: 'connector',
    member: 'csv-file',
    name: 'MDSP',
    settings: {},
    trust: 50,
  })
})

const plain = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace('melsungenag', '')

async function contextOf(source: typeof cmms, now = '2026-11-01T00:00:00.000Z'): Promise<ResolveContext> {
  const run = await queueRun(db, { sourceId: source.id, trigger: 'person', actor, fileId: undefined })
  await sql`update run set state = 'succeeded' where id = ${run.id}`.execute(db)
  return {
    organisationId: organisation.id,
    source,
    sources: new Map([cmms, mdsp].map((one) => [one.id, one])),
    runId: run.id,
    now,
    isSameVendor: (a, b) => plain(a) === plain(b),
    classify: () => ({ criticality: 'high', careSetting: 'icu' }),
  }
}

async function observe(source: typeof cmms, rows: Record<string, DeviceClaims>, now?: string) {
  const context = await contextOf(source, now)
  const batch = Object.entries(rows).map(([sourceKey, claims]) => ({
    sourceKey,
    observedAt: claims.lastSeenAt ?? context.now,
    claims,
  }))
  const scope = { runId: context.runId! }
  return await inTransaction(db, async (tx) => {
    const { changes, counts } = await resolveObservations(tx, context, batch.map(prepare))
    asked = await decidePlaces(tx, organisation.id, scope, { sources: context.sources })
    const placed = await takePlaces(tx, context, scope, 1000)
    return {
      changes: [...changes, ...(placed?.changes ?? [])],
      counts: { ...counts, joined: placed?.joined ?? 0 },
    }
  })
}

/** What the last placing asks a person. */
let asked: Placed
const questions = () => asked.reviews.map(({ a, b }) => [a.sourceKey, b.sourceKey].sort().join(' = '))

const devices = async () =>
  (
    await sql<{ serial: string; tag: string; version: string; conflicts: number; n: number }>`
    select d.serial_number as serial, d.asset_tag as tag, d.software_version as version, d.conflicts,
      (select count(*) from observation o where o.device_id = d.id and o.superseded_at is null and o.retracted_at is null) as n
    from device d where gone_at is null order by d.asset_tag, d.serial_number`.execute(db)
  ).rows

const conflicts = async () =>
  (
    await sql<{
      kind: string
      text: string
    }>`select kind, text from conflict where settled_at is null order by text`.execute(db)
  ).rows

test('one device in two systems under two spellings of its maker is one record', async () => {
  await observe(cmms, {
    '100': {
      assetTag: '100',
      serialNumber: '00SN-1234',
      manufacturer: 'B. Braun Melsungen AG',
      model: 'Infusomat Space',
    },
  })
  const second = await observe(mdsp, {
    'aa:bb': {
      serialNumber: 'SN1234',
      manufacturer: 'B Braun',
      macAddresses: ['00:80:41:00:00:01'],
      softwareVersion: 'U',
      lastSeenAt: '2026-10-30T08:00:00Z',
    },
  })

  expect(await devices()).toEqual([{ serial: '00SN-1234', tag: '100', version: 'U', conflicts: 0, n: 2 }])
  expect(second.counts).toEqual({ new: 1, changed: 0, unchanged: 0, joined: 1, conflicts: 0 })
})

test('a device by whose serial number nothing can be told is taken all the same', async () => {
  const { counts } = await observe(cmms, { own: { serialNumber: 'S0', manufacturer: 'Philips' } })

  expect(counts.new).toBe(1)
  expect((await devices()).map(({ serial }) => serial)).toEqual(['S0'])
})

test('one serial number by two makers is two devices', async () => {
  await observe(cmms, { '1': { assetTag: '1', serialNumber: 'X98765', manufacturer: 'Philips' } })
  await observe(mdsp, { m: { serialNumber: 'X98765', manufacturer: 'Baxter' } })

  expect((await devices()).map(({ tag, n }) => [tag, n])).toEqual([
    ['1', 1],
    [null, 1],
  ])
  expect(await conflicts()).toEqual([])
})

test('a shared asset tag with another serial number is a conflict, never a silent merge', async () => {
  await observe(cmms, { '77': { assetTag: '77', serialNumber: 'AAAA1', manufacturer: 'GE' } })
  await observe(mdsp, { m: { assetTag: '77', serialNumber: 'BBBB2', manufacturer: 'GE' } })

  expect((await devices()).map(({ serial, n }) => [serial, n])).toEqual([
    ['AAAA1', 1],
    ['BBBB2', 1],
  ])
  expect(questions()).toEqual([])
})

test('a MAC address that several devices share tells none of them', async () => {
  const dock = ['00:1b:21:aa:bb:cc']
  await observe(cmms, {
    a: { assetTag: '11', serialNumber: 'DOCKA1', manufacturer: 'Dell', macAddresses: dock },
    b: { assetTag: '12', serialNumber: 'DOCKB2', manufacturer: 'Dell', macAddresses: dock },
  })
  await observe(mdsp, { m: { macAddresses: dock, hostname: 'ws-1', lastSeenAt: '2026-10-30T08:00:00Z' } })

  expect((await devices()).map(({ tag, n }) => [tag, n])).toEqual([
    ['11', 1],
    ['12', 1],
    [null, 1],
  ])
  expect(questions()).toEqual(['a = m', 'b = m'])
})

test('two identifiers that agree outweigh a maker spelt beyond recognition', async () => {
  await observe(cmms, { '31': { assetTag: '31', serialNumber: 'SER3100', manufacturer: 'Zol' } })
  await observe(mdsp, { m: { assetTag: '31', serialNumber: 'SER3100', manufacturer: 'ZOLL Medical' } })

  expect((await devices()).map(({ tag, n }) => [tag, n])).toEqual([['31', 2]])
  expect(await conflicts()).toEqual([])
})

test('a filler is no identity', async () => {
  await observe(cmms, {
    a: { assetTag: '21', serialNumber: 'SEE NOTES', manufacturer: 'GE' },
    b: { assetTag: '22', serialNumber: 'see notes', manufacturer: 'GE' },
    c: { assetTag: '23', serialNumber: '0000', manufacturer: 'GE', macAddresses: ['02:00:00:00:00:01'] },
    d: { assetTag: '24', serialNumber: '1111', manufacturer: 'GE', macAddresses: ['02:00:00:00:00:01'] },
  })

  expect((await devices()).map(({ tag }) => tag)).toEqual(['21', '22', '23', '24'])
})

test('the same rows again write nothing', async () => {
  const rows = { '1': { assetTag: '1', serialNumber: 'SER100', manufacturer: 'GE', softwareVersion: '1.0' } }
  await observe(cmms, rows)
  const before =
    await sql`select xmin::text, ctid::text from device union all select xmin::text, ctid::text from observation`.execute(
      db,
    )

  const again = await observe(cmms, rows, '2026-11-02T00:00:00.000Z')

  const after =
    await sql`select xmin::text, ctid::text from device union all select xmin::text, ctid::text from observation`.execute(
      db,
    )
  expect(again).toEqual({ changes: [], counts: { new: 0, changed: 0, unchanged: 1, joined: 0, conflicts: 0 } })
  expect(after.rows).toEqual(before.rows)
})

test('what read the device beats what a register says, and the newest of them', async () => {
  await observe(cmms, { '5': { assetTag: '5', serialNumber: 'SER500', manufacturer: 'GE', softwareVersion: '1.0' } })
  await observe(mdsp, {
    m: { serialNumber: 'SER500', manufacturer: 'GE', softwareVersion: '2.0', lastSeenAt: '2026-10-01T00:00:00Z' },
  })
  expect((await devices())[0]!.version).toBe('2.0')

  const changed = await observe(mdsp, {
    m: { serialNumber: 'SER500', manufacturer: 'GE', softwareVersion: '1.5', lastSeenAt: '2026-10-09T00:00:00Z' },
  })

  expect((await devices())[0]!.version).toBe('1.5')
  expect(changed.changes.map(({ isRead, sourceName, before }) => [isRead, sourceName, before !== null])).toEqual([
    [true, 'MDSP', true],
  ])
})

test('a device that is disposed and seen afterwards is a conflict that ends with its cause', async () => {
  const row: DeviceClaims = {
    assetTag: '6',
    serialNumber: 'SER600',
    manufacturer: 'GE',
    lifecycle: 'disposed',
    retiredOn: '2026-01-01',
  }
  await observe(cmms, { '6': row })
  await observe(mdsp, { m: { serialNumber: 'SER600', manufacturer: 'GE', lastSeenAt: '2026-10-01T00:00:00Z' } })
  expect(await conflicts()).toEqual([
    { kind: 'lifecycle', text: 'CMMS says disposed since 2026-01-01; MDSP saw it on 2026-10-01' },
  ])
  expect((await devices())[0]!.conflicts).toBe(1)

  await observe(cmms, { '6': { ...row, lifecycle: 'in_use', retiredOn: null } })

  expect(await conflicts()).toEqual([])
  expect((await devices())[0]!.conflicts).toBe(0)
})

test('a source that gives another serial number for the same record opens a conflict', async () => {
  await observe(cmms, { '7': { assetTag: '7', serialNumber: 'SER700', manufacturer: 'GE' } })
  await observe(mdsp, { m: { serialNumber: 'SER700', manufacturer: 'GE', lastSeenAt: '2026-10-01T00:00:00Z' } })
  await observe(cmms, { '7': { assetTag: '7', serialNumber: 'SER799', manufacturer: 'GE' } })

  expect((await conflicts()).map(({ text }) => text)).toEqual(['CMMS now gives another serial number for "7"'])
})

test('a rebuilt device that nobody speaks of any more is gone, and comes back with its source', async () => {
  await observe(cmms, { '8': { assetTag: '8', serialNumber: 'SER800', manufacturer: 'GE' } })
  const { rows } = await sql<{
    id: string
  }>`update observation set retracted_at = now() returning device_id as id`.execute(db)
  await sql`delete from identifier`.execute(db)
  const context = await contextOf(cmms)

  await inTransaction(db, (tx) => rebuildDevices(tx, context, [rows[0]!.id]))
  expect(await devices()).toEqual([])
  await observe(cmms, { '8': { assetTag: '8', serialNumber: 'SER800', manufacturer: 'GE' } })

  expect((await devices()).map(({ tag, n }) => [tag, n])).toEqual([['8', 1]])
})

test('a record that changes between its comparison and its placing is compared again', async () => {
  const context = await contextOf(cmms)
  const scope = { runId: context.runId! }
  const tell = (claims: DeviceClaims) =>
    inTransaction(db, (tx) =>
      resolveObservations(tx, context, [prepare({ sourceKey: '1', observedAt: context.now, claims })]),
    )
  const decide = () => inTransaction(db, (tx) => decidePlaces(tx, organisation.id, scope, { sources: context.sources }))
  const take = () => inTransaction(db, (tx) => takePlaces(tx, context, scope, 1000))

  await tell({ assetTag: '1', serialNumber: 'SN1001', manufacturer: 'Philips' })
  await decide()
  await tell({ assetTag: '1', serialNumber: 'SN2002', manufacturer: 'Philips' })
  expect(await take()).toBeUndefined()
  expect(await devices()).toEqual([])

  await decide()
  expect((await take())?.changes).toHaveLength(1)
  expect((await devices()).map(({ serial, n }) => [serial, n])).toEqual([['SN2002', 1]])
})
