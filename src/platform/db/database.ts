import { setTimeout as sleep } from 'node:timers/promises'
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import pg from 'pg'
import { CopyingClient } from './copy.ts'

/** A store narrows it with `withTables` to the tables that its module owns. */
// biome-ignore lint/complexity/noBannedTypes: no table is known here; each store names its own.
export type Db = Kysely<{}>
// biome-ignore lint/complexity/noBannedTypes: as above.
export type Tx = Transaction<{}>

export interface Database {
  readonly db: Db
  readonly pool: pg.Pool
  close(): Promise<void>
}

export interface Connection {
  readonly url?: string
  readonly socketDir?: string
  readonly port?: number
  readonly database?: string
}

// Dates stay `YYYY-MM-DD`; counts fit a double.
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value)
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (value) => new Date(value).toISOString())

export const clientConfig = (connection: Connection): pg.ClientConfig =>
  connection.url
    ? { connectionString: connection.url }
    : {
        host: connection.socketDir!,
        port: connection.port ?? 5432,
        user: 'homeostat',
        database: connection.database ?? 'homeostat',
      }

export function openDatabase(connection: Connection, { max = 12 }: { max?: number | undefined } = {}): Database {
  const pool = new pg.Pool({ ...clientConfig(connection), max, application_name: 'homeostat', Client: CopyingClient })
  // A connection that breaks (PostgreSQL restarts) is replaced at the next use; who uses it now is told by their query.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<object>({ dialect: new PostgresDialect({ pool }) }) as Db
  return { db, pool, close: () => db.destroy() }
}

/** Runs `work` in one transaction, or in the caller's where `db` already is one. */
export async function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.isTransaction ? await work(db as Tx) : await db.transaction().execute(work)
}

/** Runs `work` within the transaction; where it throws, what it wrote is taken back, and the transaction goes on. */
export async function inSavepoint<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await sql`savepoint part`.execute(tx)
  try {
    const result = await work()
    await sql`release savepoint part`.execute(tx)
    return result
  } catch (error) {
    await sql`rollback to savepoint part`.execute(tx)
    throw error
  }
}

/** Reads as everything was at one moment, while others go on writing. */
export const inSnapshot = async <T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> =>
  await db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work)

/**
 * Whether the same again may succeed: PostgreSQL went away or is starting, or two transactions were in each other's way.
 * SQLSTATE classes 08, 40, 53300 and 57P: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error) || error.name === 'AppError') return false
  const { code, syscall } = error as { code?: unknown; syscall?: unknown }
  if (syscall !== undefined) return syscall === 'connect' || code === 'ECONNRESET' || code === 'EPIPE'
  if (typeof code === 'string') return /^(08...|40...|53300|57P0[1-3])$/.test(code)
  return /connection (terminated|ended|error)|timeout exceeded when trying to connect|not queryable/i.test(
    error.message,
  )
}

/** Whether PostgreSQL answers within three seconds. */
export async function isUp(db: Db): Promise<boolean> {
  const asked = sql`select 1`.execute(db).then(
    () => true,
    () => false,
  )
  return await Promise.race([asked, sleep(3000, false, { ref: false })])
}
