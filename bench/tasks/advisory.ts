import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { makers } from '#bench/hospital/makers.ts'
import { peakMemoryMb, report } from '#bench/measure.ts'
import { corpusFile } from '#bench/servers/corpus.ts'
import { listFindings } from '#domain/findings/findings.ts'
import { matchNew } from '#domain/findings/matches.ts'
import { rankNew } from '#domain/findings/ranking.ts'
import { pairsOfConfigurations } from '#domain/findings/score-store.ts'
import { onFeedRecords } from '#domain/loop.ts'
import { CareSetting } from '#model/device.ts'
import { copyRows } from '#platform/db/copy.ts'
import { inTransaction, openDatabase } from '#platform/db/database.ts'
import { startEmbedded } from '#platform/db/embedded.ts'
import { ensureDatabase, migrate } from '#platform/db/migrate.ts'
import { newId } from '#platform/id.ts'
import { advisoryRecord, corpusAdvisories, productEntry, statement } from '#tests/support/advisory-records.ts'
import { newHospital } from '#tests/support/hospital.ts'

// From one new advisory to its findings on the list: `node bench/tasks/advisory.ts [devices]`, 1,000,000 unless said, of 4,000
// configurations; the advisories that were there before are the corpus', where it is there. The devices are put into
// their tables as they are, since an import of so many takes minutes; their configurations are matched and ranked as always.

const count = Number(process.argv[2] ?? 1_000_000)
const models = 1000
/** The last is a version that nobody wrote down. */
const versions = ['1.4', '2.0', '3.1', '']
const known = Object.values(makers).map(({ name }) => name)
const zones = ['medical', 'flat', 'infusion']
const advisories = 5

const dataDir = mkdtempSync(path.join(tmpdir(), 'homeostat-bench-'))
const postgres = await startEmbedded({ dataDir: path.join(dataDir, 'postgres') })
const connection = { socketDir: postgres.socketDir, port: postgres.port, database: 'homeostat' }
await ensureDatabase(connection)
const database = openDatabase(connection)
const { db } = database

try {
  await migrate(db)
  const { organisationId, actor, publish } = await newHospital(db)
  const before = existsSync(corpusFile('csaf')) ? corpusAdvisories() : []
  for (let at = 0; at < before.length; at += 200) await publish(...before.slice(at, at + 200))

  await putDevices(organisationId)
  const ids = (await sql<{ id: string }>`select id from configuration order by id`.execute(db)).rows.map(({ id }) => id)
  await inTransaction(db, async (tx) => {
    await matchNew(tx, organisationId, ids)
    await rankNew(tx, organisationId, await pairsOfConfigurations(tx, organisationId, ids))
  })
  await sql`vacuum analyze`.execute(db)
  report({ name: 'devices', value: count, unit: 'rows' })
  report({ name: 'their configurations', value: ids.length, unit: 'rows' })
  report({ name: 'advisories before', value: before.length, unit: 'rows' })

  // The first makes the matcher's index, as the first after a start does.
  await publish(advisoryRecord({ trackingId: 'BENCH-0' }))
  const seconds: number[] = []
  const listed: number[] = []
  let found = 0
  for (let at = 0; at < advisories; at++) {
    const model = 100 + at * 7
    const record = advisoryOn(model, at)
    const began = performance.now()
    await inTransaction(db, (tx) => onFeedRecords(tx, organisationId, actor, [record]))
    const stored = performance.now()
    const page = await listFindings(db, organisationId, {
      filter: { advisory: record.advisory.id, open: 'true' },
      sort: 'risk',
      limit: 50,
    })
    listed.push((performance.now() - stored) / 1000)
    seconds.push((performance.now() - began) / 1000)
    found += await check(organisationId, model, at, page.items.length)
  }
  report({
    name: 'one new advisory to the first page of its findings',
    value: middle(seconds),
    unit: 's',
    atMost: 0.5,
    note: `${advisories} advisories, ${found} devices, ${Math.min(...seconds).toFixed(2)}–${Math.max(...seconds).toFixed(2)} s`,
  })
  report({ name: 'of it to read that page', value: middle(listed), unit: 's' })
  report({ name: 'peak memory', value: peakMemoryMb(), unit: 'MB' })
} finally {
  await database.close()
  await postgres.stop()
  rmSync(dataDir, { recursive: true, force: true })
}

/** A few models are most of the devices, as in a hospital; each stands in all places. */
async function putDevices(organisationId: string) {
  const configurations = Array.from({ length: models * versions.length }, (_, at) => ({
    id: newId(),
    model: Math.floor(at / versions.length),
    version: versions[at % versions.length]!,
  }))
  await copyRows(
    db,
    'configuration',
    [
      ...['organisation_id', 'id', 'digest', 'manufacturer', 'model', 'model_number', 'description'],
      ...['software_version', 'firmware_version', 'operating_system'],
    ],
    configurations.map(({ id, model, version }, at) => [
      ...[organisationId, id, `configuration ${at}`, makerOf(model), nameOf(model), '', 'INFUSION PUMP'],
      ...[version, '', model % 5 < 2 ? `Windows 10 Enterprise LTSC 2019 build 17763.${1 + (at % 50)}` : ''],
    ]),
  )
  const contexts = zones.flatMap((zone) =>
    CareSetting.options.map((careSetting) => ({ id: newId(), zone, careSetting })),
  )
  await copyRows(
    db,
    'context',
    ['organisation_id', 'id', 'digest', 'criticality', 'care_setting', 'zone', 'network_connected', 'stores_phi'],
    contexts.map(({ id, zone, careSetting }) => [
      ...[organisationId, id, `${zone} ${careSetting}`, 'high', careSetting, zone, true, false],
    ]),
  )
  const placed = configurations.map(({ id, model, version }, number) => ({
    ...{ id, number, version, maker: makerOf(model), model: nameOf(model) },
  }))
  await sql`create temporary table kind as select * from jsonb_to_recordset(${JSON.stringify(placed)}::jsonb)
      as r(id uuid, number int, version text, maker text, model text)`.execute(db)
  await sql`insert into device (organisation_id, id, name, asset_tag, serial_number, manufacturer, model, software_version, site, care_area,
        golden, search, is_active, configuration_id, configuration_since, context_id, first_seen_at)
      select ${organisationId}::uuid, gen_random_uuid(), 'T-' || n, 'T-' || n, 'SN' || n * 31, kind.maker, kind.model, kind.version,
        'Site ' || n % 6, 'Ward ' || n % 60, '{}', 't-' || n, true, kind.id, now(), (${contexts.map(({ id }) => id)}::uuid[])[1 + n % ${contexts.length}::int], now()
      from generate_series(1, ${count}::int) n
      join kind on kind.number = least((n::bigint * 7919) % ${placed.length}::int, (n::bigint * 104729 / 7) % ${placed.length}::int)`.execute(
    db,
  )
}

/** A fifth of the makers are none that an advisory names. */
function makerOf(model: number): string {
  return model % 5 === 0
    ? `Bench Medical ${String.fromCharCode(65 + (model % 26))}`
    : known[(model * 7) % known.length]!
}

function nameOf(model: number): string {
  return `Drip ${1000 + model}`
}

function advisoryOn(model: number, at: number) {
  return advisoryRecord({
    trackingId: `BENCH-${1 + at}`,
    products: [
      productEntry({
        productId: 'P1',
        vendor: makerOf(model),
        name: nameOf(model),
        version: '< 3.0',
        versionForm: 'comparison',
        isRange: true,
      }),
    ],
    vulnerabilities: [
      statement({ vulnerabilityId: `CVE-2026-${70_000 + at}`, status: { known_affected: ['P1'] } }),
      statement({ vulnerabilityId: `CVE-2026-${80_000 + at}`, status: { known_affected: ['P1'] } }),
    ],
  })
}

/** Devices of the model that the advisory says something of; throws where the findings are not those. */
async function check(organisationId: string, model: number, at: number, onPage: number): Promise<number> {
  const { rows } = await sql<{ answer: string; devices: number; expected: number }>`
    select m.answer, count(*)::int as devices,
      (select count(*)::int from device where model = ${nameOf(model)}
        and software_version = any(case m.answer when 'affected' then array['1.4', '2.0'] when 'cannot_tell' then array[''] else array['3.1'] end)) as expected
    from match m join device d on d.organisation_id = m.organisation_id and d.configuration_id = m.configuration_id
    where m.organisation_id = ${organisationId} and m.vulnerability_id = ${`CVE-2026-${70_000 + at}`}
    group by 1`.execute(db)
  const wrong = rows.filter(({ devices, expected }) => devices !== expected)
  const open = rows.filter(({ answer }) => answer !== 'not_affected').reduce((sum, { devices }) => sum + devices, 0)
  if (wrong.length > 0 || open === 0 || onPage !== Math.min(50, 2 * open))
    throw new Error(
      `The findings on ${nameOf(model)} are not those of its devices: ${JSON.stringify(rows)}, ${onPage} on the page`,
    )
  return open
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}
