import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import pg from 'pg'
import { AppError } from '#platform/errors.ts'
import { type Connection, clientConfig, type Db } from './database.ts'

const folder = path.join(import.meta.dirname, 'migrations')

/** Every migration by its name, `0001-foundation`; forward only. */
export function migrations(): Record<string, Migration> {
  const files = readdirSync(folder)
    .filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name))
    .sort()
  return Object.fromEntries(files.map((file) => [file.replace(/\.sql$/, ''), { up: (db: Db) => run(db, file) }]))
}

/** Names of the migrations that the database has not had yet. */
export async function pendingMigrations(db: Db): Promise<string[]> {
  const all = await migrator(db).getMigrations()
  return all.filter((migration) => !migration.executedAt).map((migration) => migration.name)
}

/** Brings the schema up to date, or to the named migration; two servers that start together do it once. */
export async function migrate(db: Db, upTo?: string): Promise<string[]> {
  const { error, results } = upTo ? await migrator(db).migrateTo(upTo) : await migrator(db).migrateToLatest()
  if (error)
    throw new AppError('unavailable', `The database could not be brought up to date: ${String(error)}`, {
      cause: error,
    })
  return (results ?? []).map((result) => result.migrationName)
}

const migrator = (db: Db) => new Migrator({ db, provider: { getMigrations: async () => migrations() } })

/** Makes the database where the server does not have it yet. */
export async function ensureDatabase(connection: Connection & { database: string }): Promise<boolean> {
  const client = new pg.Client({ ...clientConfig(connection), database: 'postgres' })
  await client.connect()
  try {
    for (let attempt = 0; ; attempt++) {
      const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [connection.database])
      if (rowCount) return false
      try {
        await client.query(`create database ${pg.escapeIdentifier(connection.database)}`)
        return true
      } catch (error) {
        // Another process makes it at this moment: 42P04 it is there, 23505 it has just come, 55006 its template is in use.
        const isAtOnce = ['42P04', '23505', '55006'].includes((error as { code?: string }).code ?? '')
        if (!isAtOnce || attempt > 50) throw error
        await sleep(100)
      }
    }
  } finally {
    await client.end()
  }
}

async function run(db: Db, file: string) {
  await sql.raw(readFileSync(path.join(folder, file), 'utf8')).execute(db)
}
