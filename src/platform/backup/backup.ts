import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { type Connection, clientConfig, openDatabase } from '#platform/db/database.ts'
import { migrate, migrations } from '#platform/db/migrate.ts'
import { AppError } from '#platform/errors.ts'

// A backup is one gzip file: a line of JSON that says what it is, then for each table a line of JSON and its rows as
// COPY writes them, in chunks with their length before them. It is read from one snapshot while the server works, needs
// no tool of PostgreSQL's, and goes into any later PostgreSQL: it is also the way to an external server.

interface Header {
  readonly homeostat: 'backup'
  readonly format: 1
  readonly takenAt: string
  readonly migrations: readonly string[]
  /** The key that encrypts stored credentials, without which they could not be read again. */
  readonly secrets: Readonly<Record<string, string>>
  /** Sequences that were used, and their last values. */
  readonly sequences: Readonly<Record<string, number>>
}

export type BackupProgress = (table: string, bytes: number) => void

const secretFiles = ['secret.key']

/** Writes a consistent backup of a database that goes on working. */
export async function backup(
  connection: Connection,
  dataDir: string,
  target: string,
  progress: BackupProgress = () => {},
): Promise<void> {
  const unfinished = `${target}.part`
  mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 })
  const client = new pg.Client(clientConfig(connection))
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    const done = await client.query<{ name: string }>('select name from kysely_migration order by name')
    const sequences = await client.query<{ name: string; value: number }>(
      `select sequencename as name, last_value as value from pg_sequences where schemaname = 'public' and last_value is not null`,
    )
    const header: Header = {
      sequences: Object.fromEntries(sequences.rows.map(({ name, value }) => [name, value])),
      homeostat: 'backup',
      format: 1,
      takenAt: new Date().toISOString(),
      migrations: done.rows.map(({ name }) => name),
      secrets: Object.fromEntries(
        secretFiles
          .filter((name) => existsSync(path.join(dataDir, name)))
          .map((name) => [name, readFileSync(path.join(dataDir, name)).toString('base64')]),
      ),
    }
    await pipeline(
      Readable.from(content(client, header, progress)),
      createGzip({ level: 4 }),
      createWriteStream(unfinished, { mode: 0o600 }),
    )
    await client.query('commit')
    renameSync(unfinished, target)
  } finally {
    rmSync(unfinished, { force: true })
    await client.end()
  }
}

async function* content(client: pg.Client, header: Header, progress: BackupProgress): AsyncGenerator<Buffer> {
  yield frame(Buffer.from(JSON.stringify(header)))
  for (const table of await tablesInOrder(client)) {
    const columns = await columnsOf(client, table)
    yield frame(Buffer.from(JSON.stringify({ table, columns })))
    let bytes = 0
    const list = columns.map((column) => pg.escapeIdentifier(column)).join(', ')
    for await (const chunk of client.query(copyTo(`copy ${pg.escapeIdentifier(table)} (${list}) to stdout`))) {
      bytes += chunk.length
      yield frame(chunk as Buffer)
    }
    yield frame(Buffer.alloc(0))
    progress(table, bytes)
  }
}

function frame(chunk: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(chunk.length)
  return Buffer.concat([length, chunk])
}

/** Puts a backup in the place of what is in the database; the present content is kept under another name until it worked. */
export async function restore(
  connection: Connection & { database: string },
  dataDir: string,
  source: string,
  progress: BackupProgress = () => {},
): Promise<Header> {
  const fresh = `${connection.database}_restoring`
  const admin = new pg.Client({ ...clientConfig(connection), database: 'postgres' })
  await admin.connect()
  try {
    await admin.query(`drop database if exists ${pg.escapeIdentifier(fresh)} with (force)`)
    await admin.query(`create database ${pg.escapeIdentifier(fresh)}`)
    const header = await load({ ...connection, database: fresh }, source, progress)
    const before = `${connection.database}_before_restore`
    await admin.query(`drop database if exists ${pg.escapeIdentifier(before)} with (force)`)
    await admin.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
      [connection.database],
    )
    const exists = await admin.query('select 1 from pg_database where datname = $1', [connection.database])
    if (exists.rowCount)
      await admin.query(
        `alter database ${pg.escapeIdentifier(connection.database)} rename to ${pg.escapeIdentifier(before)}`,
      )
    await admin.query(
      `alter database ${pg.escapeIdentifier(fresh)} rename to ${pg.escapeIdentifier(connection.database)}`,
    )
    await admin.query(`drop database if exists ${pg.escapeIdentifier(before)} with (force)`)
    for (const [name, value] of Object.entries(header.secrets))
      writeFileSync(path.join(dataDir, path.basename(name)), Buffer.from(value, 'base64'), { mode: 0o600 })
    return header
  } finally {
    await admin.end()
  }
}

async function load(connection: Connection, source: string, progress: BackupProgress): Promise<Header> {
  const frames = readFrames(source)
  const header = readHeader((await frames.next()).value, source)
  const known = Object.keys(migrations())
  const unknown = header.migrations.filter((name) => !known.includes(name))
  if (unknown.length > 0)
    throw new AppError(
      'unreadable',
      `This backup was made by a newer Homeostat (it has ${unknown.join(', ')}). Update this one first, then restore.`,
    )

  const { db, close } = openDatabase(connection, { max: 1 })
  await migrate(db, header.migrations.at(-1))
  const client = new pg.Client(clientConfig(connection))
  await client.connect()
  try {
    // A migration may have put rows of its own.
    for (const table of (await tablesInOrder(client)).reverse()) {
      const { rowCount } = await client.query(`select 1 from ${pg.escapeIdentifier(table)} limit 1`)
      if (rowCount) await client.query(`delete from ${pg.escapeIdentifier(table)}`)
    }
    for (let next = await frames.next(); !next.done; next = await frames.next()) {
      const { table, columns } = JSON.parse(next.value.toString()) as { table: string; columns: string[] }
      const list = columns.map((column) => pg.escapeIdentifier(column)).join(', ')
      let bytes = 0
      async function* rows() {
        for (;;) {
          const part = await frames.next()
          if (part.done)
            throw new AppError('unreadable', `${source} ends in the middle of table ${table}. Use another backup.`)
          if (part.value.length === 0) return
          bytes += part.value.length
          yield part.value
        }
      }
      await pipeline(
        Readable.from(rows()),
        client.query(copyFrom(`copy ${pg.escapeIdentifier(table)} (${list}) from stdin`)),
      )
      progress(table, bytes)
    }
    for (const [name, value] of Object.entries(header.sequences))
      await client.query('select setval($1::regclass, $2)', [`public.${pg.escapeIdentifier(name)}`, value])
  } finally {
    await client.end()
  }
  // An older backup takes the way that an older server takes.
  await migrate(db)
  await close()
  return header
}

function readHeader(first: Buffer | undefined, source: string): Header {
  try {
    const header = JSON.parse(String(first)) as Header
    if (header.homeostat === 'backup' && header.format === 1) return { ...header, sequences: header.sequences ?? {} }
  } catch {}
  throw new AppError('unreadable', `${source} is no backup of Homeostat's.`)
}

async function* readFrames(source: string): AsyncGenerator<Buffer, undefined> {
  let held: Buffer = Buffer.alloc(0)
  try {
    for await (const chunk of createReadStream(source).pipe(createGunzip())) {
      held = held.length ? Buffer.concat([held, chunk as Buffer]) : (chunk as Buffer)
      let at = 0
      while (held.length - at >= 4) {
        const length = held.readUInt32BE(at)
        if (held.length - at - 4 < length) break
        yield held.subarray(at + 4, at + 4 + length)
        at += 4 + length
      }
      held = held.subarray(at)
    }
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('unreadable', `${source} cannot be read as a backup: ${(error as Error).message}`)
  }
  if (held.length > 0) throw new AppError('unreadable', `${source} is cut off. Use another backup.`)
  return undefined
}

/** Tables so that what is referred to comes first. */
async function tablesInOrder(client: pg.Client): Promise<string[]> {
  const tables = await client.query<{ name: string }>(
    `select relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind = 'r' and relname not like 'kysely%' order by 1`,
  )
  const references = await client.query<{ child: string; parent: string }>(
    `select distinct a.relname as child, b.relname as parent from pg_constraint k
     join pg_class a on a.oid = k.conrelid join pg_class b on b.oid = k.confrelid where k.contype = 'f' and a.oid <> b.oid`,
  )
  const parents = Map.groupBy(references.rows, ({ child }) => child)
  const ordered: string[] = []
  const visit = (name: string) => {
    if (ordered.includes(name)) return
    for (const { parent } of parents.get(name) ?? []) visit(parent)
    ordered.push(name)
  }
  for (const { name } of tables.rows) visit(name)
  return ordered
}

async function columnsOf(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [`public.${pg.escapeIdentifier(table)}`],
  )
  return rows.map(({ name }) => name)
}

/** Keeps the newest backups that were made by themselves. */
export function pruneBackups(folder: string, keep: number) {
  const old = readdirSync(folder)
    .filter((name) => name.startsWith('before-') && name.endsWith('.backup.gz'))
    .sort()
    .reverse()
    .slice(keep)
  for (const name of old) rmSync(path.join(folder, name), { force: true })
}
