import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { report } from '#bench/measure.ts'
import {
  countKnown,
  getKnown,
  listKnown,
  observe,
  type PreparedObservation,
  prepare,
  takePlaces,
} from '#domain/inventory/inventory.ts'
import { createSource } from '#domain/sources/sources.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { KnownFilter, KnownSort } from '#model/known-device.ts'
import { inTransaction, openDatabase } from '#platform/db/database.ts'
import { startEmbedded } from '#platform/db/embedded.ts'
import { ensureDatabase, migrate } from '#platform/db/migrate.ts'
import { analyzeChanged } from '#platform/db/tidy.ts'
import { newId } from '#platform/id.ts'
import { newHospital } from '#tests/support/hospital.ts'

// How fast the inventory "as known on" a past moment answers: `node bench/tasks/known.ts [devices]`, 100,000 of three sources unless
// said. All are told once; then come months in each of which a third of the devices is told otherwise by one source. Whose record each
// is follows from its key: the resolver is measured elsewhere.

const count = Number(process.argv[2] ?? 100_000)
const months = 4
const dataDir = mkdtempSync(path.join(tmpdir(), 'homeostat-bench-'))
const postgres = await startEmbedded({ dataDir: path.join(dataDir, 'postgres') })
const connection = { socketDir: postgres.socketDir, port: postgres.port, database: 'homeostat' }
await ensureDatabase(connection)
const database = openDatabase(connection)
const { db } = database

try {
  await migrate(db)
  const hospital = await newHospital(db)
  const { organisationId } = hospital
  const agent = await createSource(db, organisationId, {
    kind: 'connector',
    member: 'csv-file',
    name: 'Agents',
    settings: {},
    trust: 55,
  })
  const sources = [hospital.cmms, hospital.monitor, agent]

  async function told(source: (typeof sources)[number], month: number, which: (index: number) => boolean) {
    const at = new Date(Date.UTC(2026, month, 1)).toISOString()
    for (let from = 0; from < count; from += 5000) {
      const batch: PreparedObservation[] = []
      for (let index = from; index < Math.min(count, from + 5000); index++)
        if (which(index))
          batch.push(
            prepare({ sourceKey: `${index}`, observedAt: at, claims: claims(index, sources.indexOf(source), month) }),
          )
      if (batch.length > 0) await inTransaction(db, (tx) => observe(tx, source, null, at, batch))
    }
    await sql`insert into arrival_place (organisation_id, source_id, source_key, digest, device_id)
      select organisation_id, source_id, source_key, digest, md5('device ' || source_key)::uuid from arrival`.execute(
      db,
    )
    for (let isLeft = true; isLeft; ) {
      // What is planned for empty tables takes for ever on full ones.
      await analyzeChanged(db, 0.4)
      isLeft = await inTransaction(db, async (tx) => !!(await takePlaces(tx, source, at, { runId: newId() }, 5000)))
    }
  }
  const moments: string[] = []
  async function noteMoment() {
    await sleep(5)
    moments.push((await sql<{ at: string }>`select clock_timestamp() as at`.execute(db)).rows[0]!.at)
  }

  const start = performance.now()
  for (const source of sources) await told(source, 0, () => true)
  await noteMoment()
  for (let month = 1; month <= months; month++) {
    await told(sources[month % 3]!, month, (index) => index % 3 === month % 3)
    await noteMoment()
  }
  await sql`vacuum analyze`.execute(db)
  const [sizes] = (
    await sql<
      Record<string, number>
    >`select (select count(*) from device) as devices, (select count(*) from observation) as observations,
      (select count(*) from device_version) as versions, pg_total_relation_size('device_version') / 1048576 as "MB of versions",
      pg_total_relation_size('observation') / 1048576 as "MB of observations"`.execute(db)
  ).rows
  console.log(`built in ${((performance.now() - start) / 1000).toFixed(0)} s`)
  console.table(sizes)

  const pages: Record<string, { filter: KnownFilter; sort: KnownSort }> = {
    'by name': { filter: {}, sort: 'name' },
    'by place': { filter: {}, sort: 'site' },
    'of a search': { filter: { q: 'ward 3 drip' }, sort: 'name' },
    'of a search that hardly finds': { filter: { q: 'sn4711' }, sort: 'name' },
    'of a site': { filter: { site: 'Site 3' }, sort: 'name' },
  }
  for (const [name, { filter, sort }] of Object.entries(pages)) {
    const times: number[] = []
    for (const at of moments)
      for (let turn = 0, after = null as Awaited<ReturnType<typeof listKnown>>['next']; turn < 8; turn++) {
        const began = performance.now()
        const page = await listKnown(db, organisationId, at, filter, { sort, after, limit: 50 })
        times.push(performance.now() - began)
        if (page.items.length === 0) throw new Error(`Nothing is known ${name} at ${at}`)
        after = page.next
        if (!after) break
      }
    report({ name: `slowest page ${name}`, value: Math.max(...times), unit: 'ms', atMost: 2000 })
  }
  const began = performance.now()
  for (const at of moments) await countKnown(db, organisationId, at, {}, 10_001)
  report({ name: 'count, to 10,000', value: (performance.now() - began) / moments.length, unit: 'ms', atMost: 2000 })
  const [first] = (await listKnown(db, organisationId, moments[1]!, {}, { sort: 'name', after: null, limit: 1 })).items
  const one = performance.now()
  await getKnown(db, organisationId, moments[1]!, first!.id)
  report({ name: 'one device with its sources', value: performance.now() - one, unit: 'ms', atMost: 2000 })
  const whole = performance.now()
  let exported = 0
  for (let after = null as Awaited<ReturnType<typeof listKnown>>['next']; ; ) {
    const page = await listKnown(db, organisationId, moments[1]!, {}, { sort: 'name', after, limit: 2000 })
    exported += page.items.length
    if (!page.next) break
    after = page.next
  }
  const known = await countKnown(db, organisationId, moments[1]!, {}, 10_000_000)
  if (exported !== known) throw new Error(`${exported} of ${known} devices were exported`)
  report({ name: `export of all ${count}`, value: (performance.now() - whole) / 1000, unit: 's' })
} finally {
  await database.close()
  await postgres.stop()
  rmSync(dataDir, { recursive: true, force: true })
}

/** What the sources say of a device: places by the first, the network by the second, software by the third. */
function claims(index: number, source: number, month: number): DeviceClaims {
  const alike = { serialNumber: `SN${index}`, manufacturer: 'Example Medical', model: `Drip ${index % 400}` }
  if (source === 0)
    return {
      ...alike,
      assetTag: `T-${index}`,
      site: `Site ${index % 6}`,
      careArea: `Ward ${(index + month) % 60}`,
      room: `${month}-${index % 90}`,
    }
  const lastSeenAt = new Date(Date.UTC(2026, month, 1)).toISOString()
  return source === 1
    ? {
        ...alike,
        hostname: `h${index}`,
        ipAddresses: [`10.${month}.${(index >> 8) & 255}.${index & 255}`],
        vlan: `${index % 40}`,
        lastSeenAt,
      }
    : { ...alike, softwareVersion: `${month}.${index % 7}`, operatingSystem: 'Windows 10', lastSeenAt }
}
