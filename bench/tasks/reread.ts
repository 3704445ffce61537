import { existsSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import { writeKit } from '#bench/identity/generate.ts'
import { keyColumns, settledColumns } from '#bench/identity/golden-records.ts'
import { readTruth } from '#bench/identity/score-files.ts'
import { settings } from '#bench/identity/settings.ts'
import { benchFolder, peakMemoryMb, report } from '#bench/measure.ts'
import { openStage } from '#bench/stage.ts'
import { copyRows } from '#platform/db/copy.ts'

// Five lists of one hospital, half a million records together, are imported; then each of them again, as a hospital does every night.
// Nothing may be written by it but what the runs keep of themselves. Of which device a record is, is told when it comes first: what the
// resolver does, and how long it takes, is measured by `place`. `node bench/tasks/reread.ts [devices]`, 173,000 unless said.
const devices = Number(process.argv[2] ?? 173_000)
const sources = ['cmms', 'mdsp', 'nac', 'merged-cmms', 'purchasing'] as const
const folder = benchFolder(`identity-${devices}`)
if (!existsSync(path.join(folder, 'truth.jsonl')))
  writeKit(folder, 'hard', { seed: 4, devices, today: '2026-11-16', rates: settings.hard, sources })

/** What a run keeps of itself. */
const ofRuns = ['run', 'skipped', 'source', 'stored_file']

const stage = await openStage({ keyColumns })
const importList = (source: string) =>
  stage.importFile(source, path.join(folder, `${source}.csv`), settledColumns[source] ?? {})
try {
  await placeByTruth()
  const began = performance.now()
  let records = 0
  for (const source of sources) {
    const { run, seconds } = await importList(source)
    records += run.counts.new ?? 0
    console.log(`${source}: ${run.counts.new} records in ${seconds.toFixed(0)} s`)
  }
  console.log(`built in ${((performance.now() - began) / 1000).toFixed(0)} s`)
  await sql`drop trigger place_by_truth on arrival`.execute(stage.db)
  await sql`vacuum analyze`.execute(stage.db)
  report({ name: `records of ${devices} devices, five lists`, value: records, unit: 'rows' })

  const before = await writes()
  const cpu = process.cpuUsage()
  let seconds = 0
  let unchanged = 0
  for (const source of sources) {
    const again = await importList(source)
    console.log(`${source}: ${again.run.counts.unchanged} records again in ${again.seconds.toFixed(1)} s`)
    seconds += again.seconds
    unchanged += again.run.counts.unchanged ?? 0
  }
  const { user, system } = process.cpuUsage(cpu)
  if (unchanged < records) throw new Error(`Only ${unchanged} of ${records} records said nothing new`)
  report({ name: 'the same lists again', value: seconds, unit: 's', atMost: 30 })
  report({ name: 'processor time of the worker', value: (user + system) / 1e6, unit: 's' })
  const written = [...(await writes())].flatMap(([table, n]) => {
    const more = n - (before.get(table) ?? 0)
    return more > 0 ? [{ table, more }] : []
  })
  const beside = written.filter(({ table }) => !ofRuns.includes(table))
  report({
    name: 'rows written by it, in any table but those of runs',
    value: beside.reduce((sum, { more }) => sum + more, 0),
    unit: 'rows',
    atMost: 0,
    note: beside.map(({ table, more }) => `${table}: ${more}`).join(', '),
  })
  report({ name: 'peak memory', value: peakMemoryMb(), unit: 'MB' })
} finally {
  await stage.close()
}

/** From here on each record that arrives is of the device that it is of in truth. */
async function placeByTruth() {
  await sql`create table truth (source text, key text, device text, primary key (source, key))`.execute(stage.db)
  const { records } = await readTruth(path.join(folder, 'truth.jsonl'))
  await copyRows(
    stage.db,
    'truth',
    ['source', 'key', 'device'],
    Iterator.from(new Map(records.map((one) => [`${one.source}\n${one.key}`, one])).values()).map((one) => [
      one.source,
      one.key,
      one.device ?? `${one.source}\n${one.key}`,
    ]),
  )
  await sql`analyze truth`.execute(stage.db)
  await sql`create function place_by_truth() returns trigger language plpgsql as $$
    begin
      insert into arrival_place (organisation_id, source_id, source_key, digest, device_id)
      select a.organisation_id, a.source_id, a.source_key, a.digest, md5(coalesce(t.device, s.name || a.source_key))::uuid
      from arrived a join source s on s.organisation_id = a.organisation_id and s.id = a.source_id
      left join truth t on t.source = s.name and t.key = a.source_key;
      return null;
    end $$`.execute(stage.db)
  await sql`create trigger place_by_truth after insert on arrival referencing new table as arrived
    for each statement execute function place_by_truth()`.execute(stage.db)
}

/** Rows ever inserted, updated or deleted, by table. */
async function writes(): Promise<Map<string, number>> {
  // Each connection of the pool tells what it wrote.
  await Promise.all(
    Array.from({ length: 4 }, () => sql`select pg_stat_force_next_flush(), pg_sleep(0.1)`.execute(stage.db)),
  )
  const { rows } = await sql<{ name: string; n: number }>`
    select relname as name, n_tup_ins + n_tup_upd + n_tup_del as n from pg_stat_user_tables`.execute(stage.db)
  return new Map(rows.map(({ name, n }) => [name, n]))
}
