import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { report } from '#bench/measure.ts'
import {
  countHealth,
  inventoryHealth,
  listDuplicates,
  listHealthDevices,
  listHealthScopes,
  listRhythms,
} from '#domain/health/health.ts'
import { createSource, updateSource } from '#domain/sources/sources.ts'
import { healthLists } from '#model/inventory-health.ts'
import { openDatabase } from '#platform/db/database.ts'
import { startEmbedded } from '#platform/db/embedded.ts'
import { ensureDatabase, migrate } from '#platform/db/migrate.ts'
import { newHospital } from '#tests/support/hospital.ts'

// How long it takes to count how an inventory stands, and to open each of its lists. `node bench/tasks/health.ts [devices]`,
// 100,000 of five sources unless said.

const count = Number(process.argv[2] ?? 100_000)
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
  const source = async (name: string, role: 'register' | 'observer') =>
    (await createSource(db, organisationId, { kind: 'connector', member: 'csv-file', name, settings: {}, role })).id
  await updateSource(db, organisationId, hospital.cmms.id, { role: 'register' })
  await updateSource(db, organisationId, hospital.monitor.id, { role: 'observer' })
  await fill(organisationId, [
    // Which share of the devices it knows, from where on, and how many sightings of each are kept.
    { id: hospital.cmms.id, isObserver: false, from: 0, to: 0.95, times: 1 },
    { id: await source('Purchasing', 'register'), isObserver: false, from: 0.4, to: 0.7, times: 1 },
    { id: hospital.monitor.id, isObserver: true, from: 0.2, to: 1, times: 4 },
    { id: await source('Scanner', 'observer'), isObserver: true, from: 0.3, to: 0.8, times: 2 },
    { id: await source('Leases', 'observer'), isObserver: true, from: 0.5, to: 0.98, times: 2 },
  ])
  await sql`vacuum analyze`.execute(db)
  const now = new Date('2026-11-20T12:00:00Z')

  await timed('first count, rhythms learnt', 60_000, () => countHealth(db, organisationId, now, true))
  await timed('count again, nothing new', 60_000, () => countHealth(db, organisationId, now, true))
  await timed('overview', 1000, () => inventoryHealth(db, organisationId))
  for (const list of healthLists) {
    const first = await timed(`${list}: first page`, 1000, () =>
      listHealthDevices(db, organisationId, list, {}, { sort: 'risk', limit: 50 }),
    )
    await timed(`${list}: one site by name`, 1000, () =>
      listHealthDevices(db, organisationId, list, { site: 'Site 3' }, { sort: 'name', limit: 50 }),
    )
    console.log(`  ${list}: ${first.items.length} rows of the first page`)
  }
  await timed('duplicates: first page', 1000, () => listDuplicates(db, organisationId, {}, { limit: 50 }))
  await timed('wards', 1000, () => listHealthScopes(db, organisationId, 'ward', { limit: 50 }))
  await timed('rhythms', 1000, () => listRhythms(db, organisationId, { limit: 50 }))
  const { counts, score, checks, estimate } = await inventoryHealth(db, organisationId)
  console.log(JSON.stringify({ counts, score, check: checks[0]?.text, hidden: estimate?.hidden }))
} finally {
  await database.close()
  await postgres.stop()
  rmSync(dataDir, { recursive: true, force: true })
}

async function timed<T>(name: string, atMost: number, work: () => Promise<T>): Promise<T> {
  const began = performance.now()
  const result = await work()
  report({ name, value: performance.now() - began, unit: 'ms', atMost })
  return result
}

interface Filled {
  readonly id: string
  readonly isObserver: boolean
  readonly from: number
  readonly to: number
  readonly times: number
}

/** Rows as an import would leave them: 400 configurations, 40 sites of 25 wards, and a history of sightings. */
async function fill(organisationId: string, sources: readonly Filled[]) {
  const id = (of: string) => sql`md5(${sql.lit(of)} || n)::uuid`
  await sql`insert into configuration (organisation_id, id, digest, manufacturer, model, model_number, description, software_version,
      firmware_version, operating_system, udi_di)
    select ${organisationId}::uuid, ${id('c')}, n::text, 'Maker ' || n % 40, 'Model ' || n, '', 'Infusion pump ' || n % 30,
      case when n % 3 = 0 then '' else n % 7 || '.' || n % 10 end, '', case when n % 4 = 0 then 'Windows 10' else '' end, ''
    from generate_series(0, 399) n`.execute(db)
  await sql`insert into context (organisation_id, id, digest, criticality, care_setting, zone, network_connected, stores_phi)
    select ${organisationId}::uuid, ${id('t')}, n::text, (array['life_sustaining', 'high', 'medium', 'low', 'unknown'])[1 + n % 5],
      'ward', 'medical', true, null from generate_series(0, 19) n`.execute(db)
  await sql`insert into device (organisation_id, id, name, asset_tag, serial_number, manufacturer, model, site, care_area, lifecycle,
      criticality, golden, search, is_active, configuration_id, configuration_since, context_id, first_seen_at, last_seen_at)
    select ${organisationId}::uuid, md5('d' || n)::uuid, 'Model ' || n % 400 || ' · T-' || n, 'T-' || n, 'SN-' || n, 'Maker ' || n % 40,
      'Model ' || n % 400, 'Site ' || n % 40, 'Ward ' || (n / 40) % 25, case when n % 50 = 0 then 'stored' else 'in_use' end,
      (array['life_sustaining', 'high', 'medium', 'low', 'unknown'])[1 + n % 5],
      jsonb_build_object('manufacturer', 'Maker ' || n % 40, 'model', 'Model ' || n % 400, 'serialNumber', 'SN-' || n,
        'assetTag', 'T-' || n, 'macAddresses', jsonb_build_array('00:80:41:' || n), 'site', 'Site ' || n % 40,
        'careArea', 'Ward ' || (n / 40) % 25)
        || case when n % 3 = 0 then '{}'::jsonb else jsonb_build_object('softwareVersion', '1.' || n % 9) end
        || case when n % 2 = 0 then '{"technician": "K. Novak"}'::jsonb else '{}'::jsonb end,
      't-' || n || ' sn-' || n, n % 50 <> 0, md5('c' || n % 400)::uuid, now(), md5('t' || n % 20)::uuid, '2026-01-01', '2026-11-19'
    from generate_series(0, ${sql.lit(count - 1)}) n`.execute(db)
  for (const { id: sourceId, isObserver, from, to, times } of sources)
    for (let time = 0; time < times; time++) {
      const isPresent = time === times - 1
      // The last sighting of one device in a hundred is months ago.
      const seen = sql`('2026-11-20T10:00:00Z'::timestamptz - interval '3 days' * ${sql.lit(times - 1 - time)}
        - case when n % 100 = 7 then interval '80 days' else interval '0' end - interval '1 minute' * (n % 600))`
      await sql`insert into observation (organisation_id, id, source_id, source_key, device_id, observed_at, recorded_at, digest, claims,
          superseded_at)
        select ${organisationId}::uuid, md5(${sourceId} || ${sql.lit(time)} || 'o' || n)::uuid, ${sourceId}::uuid, 'k' || n,
          md5('d' || n)::uuid, ${seen}, ${seen}, md5(n::text),
          jsonb_build_object('assetTag', 'T-' || n, 'serialNumber', 'SN-' || n, 'manufacturer', 'Maker ' || n % 40,
            'model', 'Model ' || n % 400)
          || case when ${sql.lit(isObserver)} then jsonb_build_object('lastSeenAt', to_char(${seen} at time zone 'UTC',
            'YYYY-MM-DD"T"HH24:MI:SS"Z"')) else '{}'::jsonb end,
          ${isPresent ? sql`null` : sql`now()`}
        from generate_series(${sql.lit(Math.floor(from * count))}, ${sql.lit(Math.floor(to * count) - 1)}) n`.execute(
        db,
      )
      if (isPresent)
        await sql`insert into identifier (organisation_id, kind, value, observation_id, device_id)
          select ${organisationId}::uuid, k.kind, k.value, md5(${sourceId} || ${sql.lit(time)} || 'o' || n)::uuid, md5('d' || n)::uuid
          from generate_series(${sql.lit(Math.floor(from * count))}, ${sql.lit(Math.floor(to * count) - 1)}) n
          cross join lateral (values ('serial', case when n % 500 = 3 then 'SN' || n - 1 else 'SN' || n end), ('asset_tag', 'T' || n),
            ('mac', '008041' || n)) k(kind, value)`.execute(db)
    }
}
