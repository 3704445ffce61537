import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { createServer } from '#api/server.ts'
import type { ApiServices } from '#api/services.ts'
import { report } from '#bench/measure.ts'
import { findSession, invitePerson, openSession } from '#domain/access/access.ts'
import { decideGroup, listGroups } from '#domain/findings/findings.ts'
import { createCampaign } from '#domain/remediation/remediation.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { QueryEntity } from '#model/query.ts'
import { openDatabase } from '#platform/db/database.ts'
import { startEmbedded } from '#platform/db/embedded.ts'
import { ensureDatabase, migrate } from '#platform/db/migrate.ts'
import { silentLog } from '#platform/log.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { newHospital } from '#tests/support/hospital.ts'

// How fast thirty queries answer at the API: the first page and the count, which goes to 10,000, asked for together as the page
// does. `node bench/tasks/query.ts [devices]`, 1,000,000 unless said.

const count = Number(process.argv[2] ?? 1_000_000)
const atMost = 200
const turns = 20

/** What is asked for: by what devices say, by what they share, by time, by their findings and work; often and seldom true. */
const queries: readonly (readonly [QueryEntity, string])[] = [
  ['devices', 'site = "site 3"'],
  ['devices', 'site = "Site 3" and careArea = "ward 27"'],
  ['devices', 'site is empty'],
  ['devices', 'manufacturer = "maker 7" and model ~ "model 1"'],
  ['devices', 'software = 2.5 and not criticality = low'],
  ['devices', 'criticality = life_sustaining and zone = flat'],
  ['devices', 'tag = T-31415'],
  ['devices', 'serial ~ 271828'],
  ['devices', 'ip = 10.3.7.77'],
  ['devices', 'mac = 001a2b001234'],
  ['devices', 'hostname ~ icu-44'],
  ['devices', '"ward 12" pump'],
  ['devices', 'type = "Patient monitor" and lifecycle = in_use'],
  ['devices', 'seen < 300 days ago'],
  ['devices', 'seen > 2 days ago and exploited'],
  ['devices', 'maintenance < today and criticality in (high, life_sustaining)'],
  ['devices', 'warrantyEnds < 2020-03-01'],
  ['devices', 'ephi and networked and zone != medical'],
  ['devices', 'score >= 60 or exploited'],
  ['devices', 'with findings(score >= 40 and exploited)'],
  ['devices', 'without findings and active'],
  ['devices', 'with findings(cve = CVE-2026-10007) and site = "Site 2"'],
  ['devices', 'with work(late) and not with findings(decision = mitigated and not open)'],
  ['findings', 'score >= 40 and exploited'],
  ['findings', 'site = "Site 3" and answer = cannot_tell'],
  ['findings', 'model ~ "model 1" and on device(zone = flat and networked)'],
  ['findings', 'site = "Site 1" or exploited'],
  ['findings', 'without work and criticality = life_sustaining'],
  ['work', 'open and priority in (critical, high)'],
  ['work', 'late and with findings(exploited) and on device(site = "Site 1")'],
]

const dataDir = mkdtempSync(path.join(tmpdir(), 'homeostat-bench-'))
const postgres = await startEmbedded({ dataDir: path.join(dataDir, 'postgres') })
const connection = { socketDir: postgres.socketDir, port: postgres.port, database: 'homeostat' }
await ensureDatabase(connection)
const database = openDatabase(connection)
const { db } = database

try {
  await migrate(db)
  const hospital = await newHospital(db)
  const { organisationId, actor } = hospital
  await hospital.publish(...advisories())
  await hospital.publish(
    ...[7, 91, 203].map(
      (flaw) =>
        ({
          kind: 'known_exploited',
          entry: {
            cve: `CVE-2026-${10000 + flaw}`,
            vendor: 'V',
            product: 'P',
            name: 'N',
            addedOn: '2026-01-01',
            ransomware: false,
            requiredAction: 'Apply updates.',
          },
        }) as const,
    ),
  )
  // By the engine as many as differ; the others are copies of their rows under names of their own, which read the same.
  const made = Math.min(count, 10_000)
  const copies = Math.ceil(count / made) - 1
  await timed(`${made} devices observed, matched, ranked`, async () => {
    for (let at = 0; at < made; at += 2000)
      await hospital.says(
        hospital.monitor,
        Object.fromEntries(
          Array.from({ length: Math.min(2000, made - at) }, (_, index) => device(at + index)).map((claims) => [
            claims.assetTag!,
            claims,
          ]),
        ),
        '2026-03-01T10:00:00Z',
      )
  })
  if (copies > 0) await timed(`${copies} copies of each`, () => copyDevices(organisationId, made, copies))
  const { items } = await listGroups(db, organisationId, { limit: 60 })
  await timed('work on twenty groups, decisions on ten', async () => {
    for (const { advisoryId, manufacturer, model, site } of items.slice(0, 20)) {
      const { rows } = await sql<{ id: string }>`select id from device where organisation_id = ${organisationId}
        and manufacturer = ${manufacturer} and model = ${model} and site = ${site} order by id limit 100`.execute(db)
      await createCampaign(db, actor, {
        advisoryId,
        manufacturer,
        model,
        site,
        deviceIds: rows.map(({ id }) => id),
        dueOn: '2026-01-31',
      })
    }
    for (const { advisoryId, manufacturer, model, site } of items.slice(20, 30))
      await decideGroup(
        db,
        actor,
        { advisoryId, manufacturer, model, site },
        { decision: 'mitigated', reason: 'Behind a firewall', expiresOn: '2099-01-31' },
      )
  })
  await timed('vacuum', async () => {
    await sql`vacuum analyze`.execute(db)
  })
  const { rows: sizes } = await sql<Record<string, number>>`
    select (select count(*) from device) as devices, (select count(*) from configuration) as configurations,
      (select count(*) from context) as contexts, (select count(*) from basis_match) as matches,
      (select count(*) from finding) as "findingRows", (select count(*) from work_order) as "workOrders",
      (select sum(open_findings) from device) as "openFindings"`.execute(db)
  console.table(sizes)

  const app = await createServer({
    db,
    log: silentLog,
    webRoot: '/nowhere',
    rateLimited: false,
    // The lists need nothing beside the database.
    services: {
      version: 'bench',
      dataDir,
      log: silentLog,
      connectors: [],
      feeds: [],
      outlets: [],
    } as unknown as ApiServices,
  })
  const { person } = await invitePerson(db, actor, { email: 'bench@hospital.test', name: 'Bench', role: 'viewer' })
  const token = await openSession(db, organisationId, person.id, 'bench')
  if (!(await findSession(db, token))) throw new Error('The session was not opened.')
  const get = async (url: string) => {
    const answer = await app.inject({ url: `/api/v1${url}`, headers: { cookie: `homeostat_session=${token}` } })
    if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode} ${answer.body}`)
    return answer.json()
  }
  const pathOf = { devices: '/devices', findings: '/findings', work: '/work-orders' } as const
  const rows: { of: QueryEntity; query: string; count: string; page: number; p50: number; p95: number }[] = []
  for (const [of, query] of queries) {
    const text = encodeURIComponent(query)
    const both: number[] = []
    const pages: number[] = []
    let found = ''
    for (let turn = 0; turn < turns; turn++) {
      const start = performance.now()
      const [, counted] = await Promise.all([
        get(`${pathOf[of]}?limit=50&query=${text}`).then((page) => {
          pages.push(performance.now() - start)
          return page
        }),
        get(`/query/count?of=${of}&query=${text}`),
      ])
      both.push(performance.now() - start)
      found = `${counted.count}${counted.isCapped ? '+' : ''}`
    }
    rows.push({ of, query, count: found, page: at(pages, 0.5), p50: at(both, 0.5), p95: at(both, 0.95) })
  }
  console.table(rows)
  for (const { of, query, p95 } of rows) report({ name: `p95 of ${of}: ${query}`, value: p95, unit: 'ms', atMost })
  report({
    name: 'queries above the gate',
    value: rows.filter(({ p95 }) => p95 > atMost).length,
    unit: 'rows',
    note: `of ${rows.length}`,
    atMost: 0,
  })
  await app.close()
} finally {
  await database.close()
  await postgres.stop()
  rmSync(dataDir, { recursive: true, force: true })
}

function at(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.ceil(sorted.length * share) - 1]! * 10) / 10
}

async function timed(what: string, work: () => Promise<void>) {
  const start = performance.now()
  await work()
  console.log(`${what}: ${((performance.now() - start) / 1000).toFixed(1)} s`)
}

/** A hundred and fifty models, few versions, two hundred wards; what is its own follows from its number. */
function device(index: number): DeviceClaims {
  const model = (index * 7919) % 150
  const daysAgo = index % 11 === 0 ? 400 : index % 90
  return {
    assetTag: `T-${index}`,
    serialNumber: `SN${index * 31}`,
    manufacturer: `Maker ${model % 20}`,
    model: `Model ${model}`,
    deviceType: ['Infusion pump', 'Patient monitor', 'Ventilator', 'Imaging workstation', 'Dialysis'][model % 5]!,
    softwareVersion: ['1.0', '2.5', '9.0', null][index % 4]!,
    operatingSystem: model % 5 === 3 ? 'Windows 10' : null,
    site: index % 500 === 0 ? null : `Site ${index % 6}`,
    careArea: `Ward ${index % 200}`,
    room: `R${index % 3000}`,
    zone: index % 3 ? 'medical' : 'flat',
    hostname: index % 4 ? null : `icu-${index}.hospital.example`,
    ipAddresses: index % 2 ? [`10.${index % 7}.${index % 251}.${index % 253}`] : [],
    macAddresses:
      index % 3
        ? []
        : [
            `00:1A:2B:${(index & 0xffffff)
              .toString(16)
              .padStart(6, '0')
              .replace(/(..)(..)(..)/, '$1:$2:$3')}`,
          ],
    criticality: (['life_sustaining', 'high', 'medium', 'low'] as const)[index % 4]!,
    lifecycle: index % 25 ? 'in_use' : 'retired',
    networkConnected: index % 10 !== 0,
    storesPhi: index % 5 === 0,
    warrantyEndsOn: `20${20 + (index % 10)}-0${1 + (index % 9)}-15`,
    nextMaintenanceOn: index % 6 ? `2027-0${1 + (index % 9)}-15` : '2026-05-01',
    lastSeenAt: new Date(Date.now() - daysAgo * 86_400_000).toISOString(),
  }
}

async function copyDevices(organisationId: string, made: number, copies: number) {
  const { rows } = await sql<{ column_name: string }>`select column_name from information_schema.columns
    where table_name = 'device' and column_name not in ('organisation_id', 'id', 'name', 'asset_tag', 'serial_number', 'search')
    order by ordinal_position`.execute(db)
  const others = sql.join(rows.map((row) => sql.ref(`d.${row.column_name}`)))
  const names = sql.join(rows.map((row) => sql.ref(row.column_name)))
  for (let copy = 1; copy <= copies; copy++)
    await sql`
      insert into device (organisation_id, id, name, asset_tag, serial_number, search, ${names})
      select d.organisation_id, md5(d.id::text || ${copy})::uuid, split_part(d.name, ' · ', 1) || ' · T-' || n.number,
        'T-' || n.number, 'SN' || n.number * 31,
        replace(replace(d.search, lower(d.asset_tag), 't-' || n.number), lower(d.serial_number), 'sn' || n.number * 31), ${others}
      from device d cross join lateral (select substr(d.asset_tag, 3)::int + ${copy * made} as number) n
      where d.organisation_id = ${organisationId} and substr(d.asset_tag, 3)::int < ${made}`.execute(db)
  await sql`update basis_score set open_devices = open_devices * ${copies + 1}`.execute(db)
}

function advisories() {
  return Array.from({ length: 120 }, (_, index) =>
    advisoryRecord({
      trackingId: `B-${index}`,
      products: [
        productEntry({
          productId: 'P1',
          vendor: `Maker ${index % 20}`,
          name: `Model ${index}`,
          version: '< 3.0',
          versionForm: 'comparison',
          isRange: true,
        }),
      ],
      vulnerabilities: Array.from({ length: 5 }, (_, flaw) =>
        statement({ vulnerabilityId: `CVE-2026-${10000 + index * 5 + flaw}`, status: { known_affected: ['P1'] } }),
      ),
    }),
  )
}
