import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { apiConnectors } from '#connectors/api-registry.ts'
import { connectors } from '#connectors/registry.ts'
import { claimRun, releaseRuns } from '#domain/sources/sources.ts'
import { feeds } from '#feeds/registry.ts'
import { perform } from '#intake/worker.ts'
import { readConfig } from '#platform/config/config.ts'
import { type Connection, type Db, openDatabase } from '#platform/db/database.ts'
import { silentLog } from '#platform/log.ts'
import { openApi } from '#wiring/open-api.ts'
import { openFeed } from '#wiring/open-feed.ts'

// A worker alone in its process, to be killed: it does what waits or was left behind in one database after the other.

export interface Task {
  readonly connection: Connection
  readonly dataDir: string
  readonly batchSize: number
  readonly dieAt?: Moment
}

/** kill -9 so long after a statement (counted from 1) was begun; `null` before it is sent. */
export interface Moment {
  readonly statement: number
  readonly afterMs: number | null
}

export interface Done {
  /** What was sent to PostgreSQL, and when, in milliseconds from the start. */
  readonly statements: readonly { readonly text: string; readonly at: number }[]
  readonly ms: number
}

let statements: { text: string; at: number }[] = []
let started = 0
let dieAt: Moment | undefined
const die = () => process.kill(process.pid, 'SIGKILL')

const send = pg.Client.prototype.query as (...args: unknown[]) => unknown
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  const [first] = args
  const text = String((first as { text?: string }).text ?? first)
  statements.push({ text: text.trim().slice(0, 60), at: performance.now() - started })
  if (dieAt?.statement !== statements.length) return send.apply(this, args)
  if (dieAt.afterMs === null) die()
  const sent = send.apply(this, args)
  setTimeout(die, dieAt.afterMs ?? 0)
  return sent
} as typeof pg.Client.prototype.query

process.on('message', async (task: Task) => {
  statements = []
  dieAt = task.dieAt
  started = performance.now()
  await workOff(task)
  process.send!({ statements, ms: performance.now() - started } satisfies Done)
})
process.send!('ready')

async function workOff({ connection, dataDir, batchSize }: Task) {
  const { db, close } = openDatabase(connection, { max: 4 })
  const config = readConfig({ data: dataDir }, {})
  const worker = `crash-test:${process.pid}`
  const parts = {
    db,
    log: silentLog,
    dataDir,
    connectors,
    apiConnectors,
    feeds,
    batchSize,
    // A cursor tells when the reading began: the same moment for each worker.
    openApi: async (connector: Parameters<typeof openApi>[0], settings: Record<string, unknown>) => {
      const { context, close } = await openApi(connector, settings, config, silentLog)
      return { context: { ...context, now: () => new Date('2026-11-16T12:00:00Z') }, close }
    },
    openFeed: (feed: Parameters<typeof openFeed>[0], settings: Record<string, unknown>) =>
      openFeed(feed, settings, config, silentLog),
  }
  await releaseRuns(db)
  while (await isUnfinished(db)) {
    const run = await claimRun(db, worker, 30)
    if (run) await perform(parts, worker, run)
    // The dead worker's session still holds the row; PostgreSQL notices in a moment.
    else await sleep(5)
  }
  await close()
}

const isUnfinished = async (db: Db) =>
  (await sql`select 1 from run where state in ('queued', 'running') limit 1`.execute(db)).rows.length > 0
