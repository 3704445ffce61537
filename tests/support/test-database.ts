import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll } from 'vitest'
import { type Connection, clientConfig, type Database, openDatabase } from '#platform/db/database.ts'
import { startEmbedded } from '#platform/db/embedded.ts'
import { ensureDatabase, migrate, migrations } from '#platform/db/migrate.ts'
import { sha256 } from '#platform/id.ts'

// One real PostgreSQL for all tests, left running between them; each test file gets its own database, copied from a
// migrated template in a few dozen milliseconds.
const root = process.env.HOMEOSTAT_TEST_DATA ?? path.join(process.cwd(), '.cache', 'test-postgres')
const settings = {
  shared_buffers: '256MB',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  wal_level: 'minimal',
  wal_keep_size: '0',
}

let server: Promise<Connection> | undefined

async function testServer(): Promise<Connection> {
  mkdirSync(root, { recursive: true })
  return await exclusively(path.join(root, 'starting.lock'), async () => {
    const postgres = await startEmbedded({ dataDir: path.join(root, 'data'), settings })
    const connection = { socketDir: postgres.socketDir, port: postgres.port }
    await makeTemplate(connection)
    return connection
  })
}

const templateName = () => {
  const folder = path.join(process.cwd(), 'src/platform/db/migrations')
  const text = readdirSync(folder)
    .sort()
    .map((file) => readFileSync(path.join(folder, file), 'utf8'))
    .join('\n')
  return `template_${sha256(text + Object.keys(migrations()).join()).slice(0, 12)}`
}

async function makeTemplate(connection: Connection) {
  const database = templateName()
  await ensureDatabase({ ...connection, database })
  const { db, close } = openDatabase({ ...connection, database }, { max: 1 })
  await migrate(db)
  await close()
}

/** An empty, migrated database of this test file's own; dropped after its tests. */
export async function testDatabase(): Promise<Database & { connection: Connection }> {
  server ??= testServer()
  const connection = { ...(await server), database: `test_${randomBytes(6).toString('hex')}` }
  await admin(connection, `create database ${connection.database} template ${templateName()} strategy wal_log`)
  const database = openDatabase(connection, { max: 6 })
  afterAll(async () => {
    await database.close()
    await admin(connection, `drop database if exists ${connection.database} with (force)`)
  })
  return { ...database, connection }
}

export type TestConnection = Connection & { readonly database: string }

/**
 * Databases that all begin with what `fill` put into the first: copied in a few dozen milliseconds, equal to the last id.
 * All are dropped after this file's tests.
 */
export async function testDatabases(fill: (db: Database['db']) => Promise<void>) {
  server ??= testServer()
  const there = await server
  const made: TestConnection[] = []
  async function copyOf(template: string): Promise<TestConnection> {
    const connection = { ...there, database: `test_${randomBytes(6).toString('hex')}` }
    await admin(connection, `create database ${connection.database} template ${template} strategy wal_log`)
    made.push(connection)
    return connection
  }
  const drop = (connection: TestConnection) =>
    admin(connection, `drop database if exists ${connection.database} with (force)`)
  afterAll(async () => {
    for (const connection of made) await drop(connection)
  })

  const filled = await copyOf(templateName())
  const { db, close } = openDatabase(filled, { max: 2 })
  await fill(db)
  await close()
  return { copy: () => copyOf(filled.database), drop }
}

async function admin(connection: Connection, statement: string) {
  const client = new pg.Client({ ...clientConfig(connection), database: 'postgres' })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Two test runs may start at once: one starts PostgreSQL, the other waits. A lock older than a minute is a dead run's. */
async function exclusively<T>(lock: string, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      closeSync(openSync(lock, 'wx'))
      break
    } catch {
      if (existsSync(lock) && Date.now() - statSync(lock).mtimeMs > 60_000) rmSync(lock, { force: true })
      await sleep(50)
    }
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { force: true })
  }
}
