import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { peakMemoryMb, report } from '#bench/measure.ts'
import { corpusFile } from '#bench/servers/corpus.ts'
import { openStage } from '#bench/stage.ts'
import { nvdStatements } from '#domain/intelligence/intelligence.ts'
import type { Db } from '#platform/db/database.ts'

// All years of NVD are imported, then again; and EPSS. The floor is what only unpacking and parsing the same files costs,
// in a process of its own, so that its memory is not counted.
const folder = corpusFile('nvd')

if (process.argv[2] === '--floor') {
  const started = performance.now()
  let entries = 0
  for (const name of readdirSync(folder).filter((name) => name.endsWith('.gz')))
    entries += JSON.parse(gunzipSync(readFileSync(path.join(folder, name))).toString()).vulnerabilities.length
  console.log(JSON.stringify({ entries, seconds: (performance.now() - started) / 1000 }))
  process.exit(0)
}

const stage = await openStage()
const before = floor()
const first = await stage.readFeed('nvd', folder)
const after = floor()
const seconds = Math.min(before.seconds, after.seconds)
const criteria = await countCriteria(stage.db)
report({ name: 'CVEs of NVD imported', value: await countRows(stage.db), unit: 'rows' })
report({ name: 'their criteria, as read back', value: criteria.criteria, unit: 'rows' })
report({ name: 'unpacked and parsed only', value: seconds, unit: 's', note: 'the floor' })
report({ name: 'imported', value: first.seconds, unit: 's' })
report({ name: 'imported, against the floor', value: first.seconds / seconds, unit: 'ratio', atMost: 3 })
report({ name: 'tables counted afterwards', value: first.tidied, unit: 's' })
report({ name: 'peak memory of the worker', value: peakMemoryMb(), unit: 'MB', atMost: 1500 })

const written = await writes(stage.db)
const second = await stage.readAgain('nvd')
report({ name: 'the same again', value: second.seconds, unit: 's', atMost: 2 })
const third = await stage.readFeed('nvd', folder, 'a second source')
report({ name: 'the same for a source that knows nothing of it', value: third.seconds, unit: 's' })
report({ name: 'rows written by both', value: (await writes(stage.db)) - written, unit: 'rows', atMost: 0 })
report({ name: 'read back for an index in memory', value: criteria.seconds, unit: 's' })
report({ name: 'size in the database', value: await megabytes(stage.db), unit: 'MB' })

const epss = await stage.readFeed('epss', corpusFile('epss'))
report({ name: 'EPSS rows imported', value: epss.run.counts.exploit_probability ?? 0, unit: 'rows' })
report({ name: 'EPSS imported', value: epss.seconds, unit: 's', atMost: 5 })
await stage.close()

function floor(): { entries: number; seconds: number } {
  const { stdout, stderr } = spawnSync(process.execPath, [import.meta.filename, '--floor'], { encoding: 'utf8' })
  if (!stdout) throw new Error(stderr)
  return JSON.parse(stdout)
}

async function countRows(db: Db): Promise<number> {
  return (await sql<{ n: number }>`select count(*) as n from nvd_cve`.execute(db)).rows[0]!.n
}

async function megabytes(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`select pg_total_relation_size('nvd_cve') as n`.execute(db)
  return rows[0]!.n / 1e6
}

async function countCriteria(db: Db) {
  const started = performance.now()
  let criteria = 0
  for await (const statements of nvdStatements(db))
    for (const { configurations } of statements)
      for (const { nodes } of configurations) for (const node of nodes) criteria += node.criteria.length
  return { criteria, seconds: (performance.now() - started) / 1000 }
}

async function writes(db: Db): Promise<number> {
  // Each connection of the pool tells what it wrote.
  await Promise.all(Array.from({ length: 4 }, () => sql`select pg_stat_force_next_flush(), pg_sleep(0.1)`.execute(db)))
  const { rows } = await sql<{ n: number }>`
    select n_tup_ins + n_tup_upd + n_tup_del as n from pg_stat_user_tables where relname = 'nvd_cve'`.execute(db)
  return rows[0]!.n
}
