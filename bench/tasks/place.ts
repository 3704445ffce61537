import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import { writeKit } from '#bench/identity/generate.ts'
import { attributesOf, keyColumns, settledColumns } from '#bench/identity/golden-records.ts'
import { readTruth } from '#bench/identity/score-files.ts'
import { type Result, score } from '#bench/identity/scoring.ts'
import { settings } from '#bench/identity/settings.ts'
import { benchFolder, peakMemoryMb, report } from '#bench/measure.ts'
import { openStage } from '#bench/stage.ts'
import type { DeviceClaims } from '#model/device.ts'

// Five lists of one hospital are imported one after another, and each record is placed among those that stand: how long it takes, and how
// right it is. Then a thousand records that are new, or say something else; and the same lists again.
// `node bench/tasks/place.ts [devices]`, 20,000 unless said.
const devices = Number(process.argv[2] ?? 20_000)
const sources = ['cmms', 'mdsp', 'nac', 'merged-cmms', 'purchasing'] as const
const folder = benchFolder(`identity-${devices}`)
if (!existsSync(path.join(folder, 'truth.jsonl')))
  writeKit(folder, 'hard', { seed: 4, devices, today: '2026-11-16', rates: settings.hard, sources })

/** Half of them new and half changed, from the end of the platform's list. */
const delta = 1000
const [header = '', ...rows] = readFileSync(path.join(folder, 'mdsp.csv'), 'utf8').trimEnd().split(/\r?\n/)
const lines = (some: readonly string[]) => `${[header, ...some].join('\r\n')}\r\n`
const held = path.join(folder, 'mdsp-held.csv')
writeFileSync(held, lines(rows.slice(0, -delta / 2)))
const later = path.join(folder, 'mdsp-later.csv')
const changed = [
  ...rows.slice(-delta, -delta / 2).map((row) => row.replace(/\d{4}-\d\d-\d\dT[\d:]+Z$/, '2026-11-16T23:00:00Z')),
  ...rows.slice(-delta / 2),
]
writeFileSync(later, lines(changed))
const now = path.join(folder, 'mdsp-now.csv')
writeFileSync(now, lines([...rows.slice(0, -delta), ...changed]))
const fileOf = (source: string, ofPlatform: string) =>
  source === 'mdsp' ? ofPlatform : path.join(folder, `${source}.csv`)

const importList = (source: string, file: string) => stage.importFile(source, file, settledColumns[source] ?? {})

const stage = await openStage({ keyColumns })
let seconds = 0
let records = 0
for (const source of sources) {
  const imported = await importList(source, fileOf(source, held))
  seconds += imported.seconds
  records += imported.run.done
}
report({ name: `records of ${devices} devices, five lists`, value: records, unit: 'rows' })
report({ name: 'imported and placed', value: seconds, unit: 's' })
report({ name: 'for 10,000 records', value: (seconds / records) * 10_000, unit: 's' })
report({ name: 'peak memory', value: peakMemoryMb(), unit: 'MB' })

const change = await stage.importFile('mdsp', later)
report({ name: `${delta} records, half of them new`, value: change.seconds, unit: 's', atMost: 2 })

const before = await writes()
let again = 0
for (const source of sources) again += (await importList(source, fileOf(source, now))).seconds
report({ name: 'the same lists again', value: again, unit: 's' })
report({ name: 'rows written by it', value: (await writes()) - before, unit: 'rows', atMost: 0 })

const truth = await readTruth(path.join(folder, 'truth.jsonl'))
const { pairwise, bcubed, wrongMergeShare, attributes } = score(truth, await result())
report({ name: 'pairwise F1 of what the data can tell', value: pairwise.f1, unit: 'ratio' })
report({ name: 'B³ F1', value: bcubed.f1, unit: 'ratio' })
report({ name: 'wrong merges of merged pairs', value: wrongMergeShare, unit: 'ratio' })
for (const [name, { accuracy, right, wrong, missing, doubtful }] of Object.entries(attributes ?? {}))
  report({
    name: name === 'all' ? 'attribute accuracy, all values' : `attribute accuracy, ${name}`,
    value: accuracy,
    unit: 'ratio',
    note: `${right} right, ${wrong} wrong, ${missing} missing; doubtful: ${doubtful.right} right, ${doubtful.wrong} wrong`,
  })
await stage.close()

/** What the inventory says: of each record its device, and the golden records. */
async function result(): Promise<Result> {
  const { rows: members } = await sql<{ source: string; key: string; device: string; probability: null }>`
    select s.name as source, o.source_key as key, o.device_id as device, null as probability
    from observation o join source s on s.organisation_id = o.organisation_id and s.id = o.source_id
    where o.superseded_at is null and o.retracted_at is null`.execute(stage.db)
  const { rows: golden } = await sql<{ device: string; golden: DeviceClaims }>`
    select id as device, golden from device where gone_at is null`.execute(stage.db)
  return {
    members,
    reviews: [],
    golden: golden.map((one) => ({ device: one.device, attributes: attributesOf(one.golden) })),
  }
}

/** Rows ever inserted, updated or deleted in the tables that hold the inventory. */
async function writes(): Promise<number> {
  await Promise.all(
    Array.from({ length: 4 }, () => sql`select pg_stat_force_next_flush(), pg_sleep(0.1)`.execute(stage.db)),
  )
  const { rows: counted } = await sql<{ n: number }>`
    select sum(n_tup_ins + n_tup_upd + n_tup_del) as n from pg_stat_user_tables
    where relname in ('arrival', 'device', 'observation', 'identifier', 'configuration', 'context', 'conflict')`.execute(
    stage.db,
  )
  return Number(counted[0]!.n)
}
