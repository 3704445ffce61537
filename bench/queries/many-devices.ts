import { type Kysely, sql } from 'kysely'
import { decideGroup, listGroups } from '#domain/findings/findings.ts'
import { countHealth } from '#domain/health/health.ts'
import { createCampaign } from '#domain/remediation/remediation.ts'
import { updateSource } from '#domain/sources/sources.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { Db } from '#platform/db/database.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { newHospital } from '#tests/support/hospital.ts'

/** Makes a hospital of so many devices, with findings, work, two sources and how its inventory stands; minutes for a million. */
export async function fillHospital(db: Db, count: number) {
  const hospital = await newHospital(db)
  const { organisationId, actor } = hospital
  await updateSource(db, organisationId, hospital.cmms.id, { role: 'register' })
  await updateSource(db, organisationId, hospital.monitor.id, { role: 'observer' })
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
  // By the engine as many as differ; the others are copies of their rows under names and addresses of their own.
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
  if (copies > 0) await timed(`${copies} copies of each`, () => copyDevices(db, organisationId, made, copies))
  await timed('two sources tell of them', () => tellOfCopies(db, organisationId, hospital.cmms.id, hospital.monitor.id))
  await timed('vacuum', () => vacuum(db))
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
  await timed('how it stands counted', async () => {
    await countHealth(db, organisationId, new Date(), true)
  })
  await timed('vacuum', () => vacuum(db))
}

async function vacuum(db: Kysely<unknown> | Db) {
  await sql`vacuum analyze`.execute(db)
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
    department: index % 7 ? null : `Department ${index % 70}`,
    building: index % 3 ? `House ${index % 12}` : null,
    technician: index % 2 ? `K. Novak ${index % 60}` : null,
    owner: index % 9 ? null : `Owner ${index % 45}`,
    warrantyEndsOn: `20${20 + (index % 10)}-0${1 + (index % 9)}-15`,
    contractEndsOn: index % 8 ? null : `20${30 + (index % 5)}-12-31`,
    nextMaintenanceOn: index % 6 ? `2027-0${1 + (index % 9)}-15` : '2026-05-01',
    lastSeenAt: new Date(Date.now() - daysAgo * 86_400_000).toISOString(),
  }
}

async function copyDevices(db: Db, organisationId: string, made: number, copies: number) {
  const own = [
    'organisation_id',
    'id',
    'name',
    'asset_tag',
    'serial_number',
    'hostname',
    'ip_addresses',
    'mac_addresses',
    'golden',
    'search',
  ]
  const { rows } = await sql<{ column_name: string }>`select column_name from information_schema.columns
    where table_name = 'device' and is_generated = 'NEVER' and column_name <> all(${own}::text[]) order by ordinal_position`.execute(
    db,
  )
  const others = sql.join(rows.map((row) => sql.ref(`d.${row.column_name}`)))
  const names = sql.join(rows.map((row) => sql.ref(row.column_name)))
  // Made once at the end: row by row it takes many times as long.
  const { rows: indexes } = await sql<{ name: string; made: string }>`
    select indexname as name, indexdef as made from pg_indexes where tablename = 'device' and indexdef like '% USING gin %'`.execute(
    db,
  )
  for (const { name } of indexes) await sql`drop index ${sql.ref(name)}`.execute(db)
  for (let copy = 1; copy <= copies; copy++)
    await sql`
      insert into device (${sql.join(own.map((name) => sql.ref(name)))}, ${names})
      select d.organisation_id, md5(d.id::text || ${copy})::uuid, split_part(d.name, ' · ', 1) || ' · ' || n.tag, n.tag, n.serial,
        h.hostname, a.ips, a.macs,
        d.golden || jsonb_strip_nulls(jsonb_build_object('assetTag', n.tag, 'serialNumber', n.serial, 'hostname', h.hostname,
          'ipAddresses', to_jsonb(a.ips), 'macAddresses', to_jsonb(a.macs))),
        lower(concat_ws(' ', n.tag, 'T' || n.number, n.serial, h.hostname, d.care_area, d.room, a.ips[1], a.macs[1],
          replace(a.macs[1], ':', ''))),
        ${others}
      from device d
      cross join lateral (select m.number, 'T-' || m.number as tag, 'SN' || m.number * 31 as serial
        from (select substr(d.asset_tag, 3)::int + ${copy * made} as number) m) n
      cross join lateral (select case when d.hostname is not null then 'icu-' || n.number || '.hospital.example' end as hostname) h
      cross join lateral (select
        case when cardinality(d.ip_addresses) = 0 then d.ip_addresses
          else array[concat_ws('.', '10', n.number % 7, n.number % 251, n.number % 253)] end as ips,
        case when cardinality(d.mac_addresses) = 0 then d.mac_addresses
          else array[regexp_replace('001A2B' || upper(lpad(to_hex(n.number), 6, '0')), '(..)(?=.)', '\\1:', 'g')] end as macs) a
      where d.organisation_id = ${organisationId} and substr(d.asset_tag, 3)::int < ${made}`.execute(db)
  for (const { made: definition } of indexes) await sql.raw(definition).execute(db)
  await sql`update basis_score set open_devices = open_devices * ${copies + 1}`.execute(db)
}

/** The monitor tells of all devices, the register of nine in ten. */
async function tellOfCopies(db: Db, organisationId: string, cmms: string, monitor: string) {
  for (const [source, tenths] of [
    [monitor, 10],
    [cmms, 9],
  ] as const)
    await sql`
      insert into observation (organisation_id, id, source_id, source_key, device_id, observed_at, digest, claims)
      select d.organisation_id, md5(d.id::text || ${source})::uuid, ${source}::uuid, d.asset_tag, d.id, '2026-03-01T10:00:00Z',
        md5(d.asset_tag), case when ${source === monitor} then d.golden else d.golden - 'lastSeenAt' end
      from device d where d.organisation_id = ${organisationId} and substr(d.asset_tag, 3)::int % 10 < ${tenths}
        and not exists (select from observation o where o.organisation_id = d.organisation_id and o.device_id = d.id
          and o.source_id = ${source}::uuid)`.execute(db)
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
