import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Config } from './config/config.ts'
import { type DataLock, isDataInUse, lockDataDir } from './config/data-lock.ts'
import { type Connection, type Database, openDatabase } from './db/database.ts'
import { type EmbeddedPostgres, reachableDataDir, startEmbedded } from './db/embedded.ts'
import { ensureDatabase } from './db/migrate.ts'

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

  const inUse = await isDataInUse(dataDir)
  let lock: DataLock | undefined
  let postgres: EmbeddedPostgres | undefined
  if (mode === 'exclusive' || !inUse) lock = await lockDataDir(dataDir)
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
