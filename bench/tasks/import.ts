import { existsSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import { writeHospital } from '#bench/hospital/main.ts'
import { benchFolder, peakMemoryMb, report } from '#bench/measure.ts'
import { openStage } from '#bench/stage.ts'
import type { Db } from '#platform/db/database.ts'

// A hospital of 50,000 rows is imported and resolved; then the same rows again, in another order, under another title, with
// another delimiter: nothing may be written. And the same into a hospital that has its advisories already.
const devices = 51_000
const first = benchFolder('cmms-50000')
const again = benchFolder('cmms-50000-again')
const common = { seed: 7, devices, today: '2026-11-16', cmms: 'csv', network: false, advisories: false } as const
if (!existsSync(path.join(first, 'cmms.csv'))) await writeHospital({ ...common, out: first } as never)
if (!existsSync(path.join(again, 'cmms.csv')))
  await writeHospital({
    ...common,
    out: again,
    delimiter: ';',
    shuffle: 11,
    title: 'The same list, printed anew',
  } as never)

const stage = await openStage()
const imported = await stage.importFile('CMMS', path.join(first, 'cmms.csv'))
report({ name: 'CMMS rows imported', value: imported.run.done, unit: 'rows' })
report({ name: 'imported and resolved', value: imported.seconds, unit: 's', atMost: 15 })
report({ name: 'indexes merged and tables counted afterwards', value: imported.tidied, unit: 's' })

const before = await writes(stage.db)
const second = await stage.importFile('CMMS', path.join(again, 'cmms.csv'))
report({ name: 'the same rows again, shuffled and retitled', value: second.seconds, unit: 's', atMost: 5 })
report({
  name: 'rows written by it (devices … findings)',
  value: (await writes(stage.db)) - before,
  unit: 'rows',
  atMost: 0,
})
await stage.close()

const informed = await openStage()
await informed.readFeed('csaf-provider', 'fixtures/riverside-general/advisories')
await informed.readFeed('kev', 'fixtures/riverside-general/kev.json')
await informed.readFeed('epss', 'fixtures/riverside-general/epss.csv')
const all = await informed.importFile('CMMS', path.join(first, 'cmms.csv'))
report({ name: 'imported, resolved, matched with 18 advisories, ranked', value: all.seconds, unit: 's' })
report({ name: 'peak memory of the worker', value: peakMemoryMb(), unit: 'MB' })
await informed.close()

/** Rows ever inserted, updated or deleted in the tables that hold what is known. */
async function writes(db: Db): Promise<number> {
  // Each connection of the pool tells what it wrote.
  await Promise.all(Array.from({ length: 4 }, () => sql`select pg_stat_force_next_flush(), pg_sleep(0.1)`.execute(db)))
  const { rows } = await sql<{ n: number }>`
    select sum(n_tup_ins + n_tup_upd + n_tup_del) as n from pg_stat_user_tables
    where relname in ('device', 'observation', 'identifier', 'configuration', 'context', 'conflict', 'match', 'score', 'finding', 'finding_event')`.execute(
    db,
  )
  return Number(rows[0]!.n)
}
