import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { createServer } from '#api/server.ts'
import type { ApiServices } from '#api/services.ts'
import { report } from '#bench/measure.ts'
import { type Listed, listed, neighbours } from '#bench/queries/listed.ts'
import { fillHospital } from '#bench/queries/many-devices.ts'
import { findSession, invitePerson, openSession, theOrganisation } from '#domain/access/access.ts'
import { openDatabase } from '#platform/db/database.ts'
import { startEmbedded } from '#platform/db/embedded.ts'
import { ensureDatabase, migrate } from '#platform/db/migrate.ts'
import { silentLog } from '#platform/log.ts'

// How fast thirty queries, and neighbours of theirs, answer at the API: the first page and the count, which goes to 10,000, asked
// for together as the page does. `node bench/tasks/query.ts [devices] [--keep FOLDER] [--turns N]`, 1,000,000 unless said. A kept database is
// asked again as it is.

const { values: options, positionals } = parseArgs({
  options: { keep: { type: 'string' }, turns: { type: 'string', default: '20' } },
  allowPositionals: true,
})
const count = Number(positionals[0] ?? 1_000_000)
const atMost = 200
const turns = Number(options.turns)

const dataDir = options.keep ? path.resolve(options.keep) : mkdtempSync(path.join(tmpdir(), 'homeostat-bench-'))
const isFilled = existsSync(path.join(dataDir, 'filled'))
if (options.keep && !isFilled) rmSync(dataDir, { recursive: true, force: true })
mkdirSync(dataDir, { recursive: true })
const postgres = await startEmbedded({ dataDir: path.join(dataDir, 'postgres') })
const connection = { socketDir: postgres.socketDir, port: postgres.port, database: 'homeostat' }
await ensureDatabase(connection)
const database = openDatabase(connection)
const { db } = database

try {
  await migrate(db)
  if (!isFilled) {
    await fillHospital(db, count)
    mkdirSync(path.join(dataDir, 'filled'))
  }
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
  const organisationId = (await theOrganisation(db)).id
  const actor = { organisationId, personId: null, name: 'Bench' }
  const email = `bench-${Date.now()}@hospital.test`
  const { person } = await invitePerson(db, actor, { email, name: 'Bench', role: 'viewer' })
  const token = await openSession(db, organisationId, person.id, 'bench')
  if (!(await findSession(db, token))) throw new Error('The session was not opened.')
  const get = async (url: string) => {
    const answer = await app.inject({ url: `/api/v1${url}`, headers: { cookie: `homeostat_session=${token}` } })
    if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode} ${answer.body}`)
    return answer.json()
  }
  const pathOf = { devices: '/devices', findings: '/findings', work: '/work-orders' } as const

  async function measure(queries: readonly Listed[]) {
    const rows = []
    for (const [of, query] of queries) {
      const text = encodeURIComponent(query)
      const cpuBefore = cpuSeconds()
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
      const cpu = Math.round(((cpuSeconds() - cpuBefore) / turns) * 1000)
      rows.push({ of, query, count: found, page: at(pages, 0.5), p50: at(both, 0.5), p95: at(both, 0.95), cpu })
    }
    console.table(rows)
    return rows
  }

  for (const [name, queries] of [
    ['queries', listed],
    ['neighbouring queries', neighbours],
  ] as const) {
    const rows = await measure(queries)
    for (const { of, query, p95, cpu } of rows)
      report({ name: `p95 of ${of}: ${query}`, value: p95, unit: 'ms', atMost, note: `${cpu} ms of processor time` })
    report({
      name: `${name} above the gate`,
      value: rows.filter(({ p95 }) => p95 > atMost).length,
      unit: 'rows',
      note: `of ${rows.length}`,
      atMost: 0,
    })
  }
  await app.close()
} finally {
  await database.close()
  await postgres.stop()
  if (!options.keep) rmSync(dataDir, { recursive: true, force: true })
}

/** Of this process and PostgreSQL with all its children, ended ones too: on a machine that does other work the clock tells little. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  const postmaster = readFileSync(path.join(postgres.dataDir, 'postmaster.pid'), 'utf8').split('\n')[0]!
  let ticks = 0
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    try {
      const [, parent, ...rest] = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')
      // utime, stime, cutime, cstime (proc_pid_stat(5)), in hundredths of a second.
      if (pid === postmaster || parent === postmaster)
        for (const time of rest.slice(9, pid === postmaster ? 13 : 11)) ticks += Number(time)
    } catch {
      // It ended meanwhile.
    }
  return (user + system) / 1e6 + ticks / 100
}

function at(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.ceil(sorted.length * share) - 1]! * 10) / 10
}
