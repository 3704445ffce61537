import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

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
  const pool = new pg.Pool({ ...clientConfig(connection), max, application_name: 'homeostat' })
  // An idle connection that breaks (PostgreSQL restarts) is replaced at the next use.
  pool.on('error', () => {})
  const db = new Kysely<object>({ dialect: new PostgresDialect({ pool }) }) as Db
  return { db, pool, close: () => db.destroy() }
}

/** Runs `work` in one transaction, or in the caller's where `db` already is one. */
export async function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.isTransaction ? await work(db as Tx) : await db.transaction().execute(work)
}

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

/** Copies rows into a table by `COPY … FROM STDIN`; a value is text, null, or written by `copyValue`. */
export async function copyRows(
  client: pg.ClientBase,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly unknown[]>,
) {
  const list = columns.map((column) => `"${column}"`).join(', ')
  const stream = client.query(copyFrom(`copy ${table} (${list}) from stdin`))
  await pipeline(Readable.from(lines(rows)), stream)
}

function* lines(rows: Iterable<readonly unknown[]>) {
  let chunk = ''
  for (const row of rows) {
    chunk += `${row.map(copyValue).join('\t')}\n`
    if (chunk.length > 60_000) {
      yield chunk
      chunk = ''
    }
  }
  if (chunk) yield chunk
}

/** One value in COPY's text format. NUL cannot be stored in PostgreSQL and is left out. */
export function copyValue(value: unknown): string {
  if (value === null || value === undefined) return '\\N'
  const text =
    typeof value === 'string'
      ? value
      : value instanceof Date
        ? value.toISOString()
        : typeof value === 'object'
          ? JSON.stringify(value)
          : String(value)
  return text.replaceAll('\u0000', '').replace(/[\\\t\n\r]/g, (character) => escapes[character]!)
}
const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** Whether PostgreSQL answers within three seconds. */
export async function isUp(db: Db): Promise<boolean> {
  const asked = sql`select 1`.execute(db).then(
    () => true,
    () => false,
  )
  return await Promise.race([asked, sleep(3000, false, { ref: false })])
}
