import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from './config/config.ts'
import { type DataLock, isDataInUse, lockDataDir } from './config/data-lock.ts'
import { type Connection, type Database, openDatabase } from './db/database.ts'
import { type EmbeddedPostgres, isPostgresReady, reachableDataDir, startEmbedded } from './db/embedded.ts'
import { ensureDatabase, pendingMigrations } from './db/migrate.ts'
import { AppError } from './errors.ts'

export interface Runtime {
  readonly connection: Connection & { database: string }
  readonly database: Database
  readonly dataDir: string
  /** True where this process alone works on the database. */
  readonly isAlone: boolean
  close(): Promise<void>
}

export interface RuntimeOptions {
  /** exclusive: the server's own; shared: beside a running server, or alone where there is none. */
  readonly mode: 'exclusive' | 'shared'
  readonly say?: (line: string) => void
  readonly max?: number
}

/** Opens the database that the configuration names: the embedded PostgreSQL, or the server of DATABASE_URL. */
export async function openRuntime(config: Config, { mode, say = () => {}, max }: RuntimeOptions): Promise<Runtime> {
  const { dir: dataDir, moved } = config.databaseUrl
    ? { dir: config.dataDir, moved: false }
    : reachableDataDir(config.dataDir)
  if (moved) say(`PostgreSQL cannot reach ${config.dataDir} as an ordinary user; the data goes to ${dataDir}.`)
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })

  if (config.databaseUrl) {
    const url = new URL(config.databaseUrl)
    const connection = { url: config.databaseUrl, database: decodeURIComponent(url.pathname.slice(1)) || 'postgres' }
    const database = openDatabase(connection, { max })
    return { connection, database, dataDir, isAlone: false, close: () => database.close() }
  }

  const lock = mode === 'exclusive' ? await lockDataDir(dataDir) : await lockOrJoin(dataDir, say)
  let postgres: EmbeddedPostgres | undefined
  try {
    if (lock && !existsSync(path.join(dataDir, 'postgres/PG_VERSION'))) say('Setting up PostgreSQL …')
    postgres = await startEmbedded({
      dataDir: path.join(dataDir, 'postgres'),
      isGuest: !lock,
      log: (line) => /FATAL|PANIC|died/.test(line) && say(line),
    })
    const connection = { socketDir: postgres.socketDir, port: postgres.port, database: 'homeostat' }
    await ensureDatabase(connection)
    const database = openDatabase(connection, { max })
    if (!lock) await tablesAreThere(database)
    return {
      connection,
      database,
      dataDir,
      isAlone: lock !== undefined,
      async close() {
        await database.close()
        // Beside a running server the PostgreSQL is that server's.
        if (lock) await postgres?.stop()
        await lock?.release()
      },
    }
  } catch (error) {
    if (lock) await postgres?.stop()
    await lock?.release()
    throw error
  }
}

/** How long a command waits for a server that sets the folder up. */
const patienceMs = 60_000
const tablesPatienceMs = 20_000

/**
 * Takes the folder where nobody has it; nothing where a server's PostgreSQL is there to be used. Who has just begun is
 * waited for: two that set up one folder at once would undo each other's work.
 */
async function lockOrJoin(dataDir: string, say: (line: string) => void): Promise<DataLock | undefined> {
  const end = Date.now() + patienceMs
  let hasSaid = false
  while (Date.now() < end) {
    if (!(await isDataInUse(dataDir))) {
      const lock = await lockDataDir(dataDir).catch((error) => {
        if (error instanceof AppError && error.code === 'data_in_use') return null
        throw error
      })
      if (lock) return lock
    } else if (isPostgresReady(path.join(dataDir, 'postgres'))) return undefined
    if (!hasSaid) say(`Another Homeostat is starting on ${dataDir}; waiting for it.`)
    hasSaid = true
    await sleep(100)
  }
  throw new AppError(
    'unavailable',
    `Another Homeostat has been starting on ${dataDir} for a minute. Wait until it says that it is ready, then try again.`,
  )
}

/** A server that has just begun makes them now. One of an older version never does: what needs them says so. */
async function tablesAreThere({ db }: Database) {
  const end = Date.now() + tablesPatienceMs
  while ((await pendingMigrations(db)).length > 0 && Date.now() < end) await sleep(200)
}
