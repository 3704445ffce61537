import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { ensureOrganisation, theOrganisation } from '#domain/access/access.ts'
import { restore } from '#platform/backup/backup.ts'
import { type Db, openDatabase } from '#platform/db/database.ts'
import { ensureDatabase, migrate, migrations, pendingMigrations } from '#platform/db/migrate.ts'
import { openSecrets } from '#platform/secrets/secrets.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { bringUpToDate } from './bring-up-to-date.ts'

const { db: admin, connection: own } = await testDatabase()
const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-update-'))
const made: string[] = []
afterAll(async () => {
  for (const name of made) await sql`drop database if exists ${sql.ref(name)} with (force)`.execute(admin)
  rmSync(folder, { recursive: true })
})
const names = Object.keys(migrations())
const [before, last] = names.slice(-2)

/** A database of its own, up to the named migration. */
async function database(what: string, upTo?: string) {
  const connection = { ...own, database: `${own.database}_${what}` }
  made.push(connection.database)
  await ensureDatabase(connection)
  const opened = openDatabase(connection, { max: 2 })
  if (upTo) await migrate(opened.db, upTo)
  return { database: opened, connection, dataDir: mkdtempSync(path.join(folder, what)) }
}
const done = async (db: Db) =>
  (await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)).rows.map(
    ({ name }) => name,
  )

test('a hospital is backed up before its tables change, and that backup brings it back', async () => {
  const old = await database('old', before)
  await ensureOrganisation(old.database.db, { name: 'St. Example' })
  const secret = openSecrets(old.dataDir).seal('a password', 'mail')
  const said: string[] = []

  await bringUpToDate(old, (line) => said.push(line))

  const backups = path.join(old.dataDir, 'backups')
  const [file = '', ...others] = readdirSync(backups)
  expect(others).toEqual([])
  expect(file).toMatch(new RegExp(`^before-${last}-.*\\.backup\\.gz$`))
  expect(said).toEqual([`Backing up before 1 migration: ${path.join(backups, file)}`, `Migrating: ${last}`])
  expect(await pendingMigrations(old.database.db)).toEqual([])
  await old.database.close()

  const other = await database('other')
  await other.database.close()
  const { migrations: held } = await restore(other.connection, other.dataDir, path.join(backups, file))
  const { db, close } = openDatabase(other.connection, { max: 1 })
  expect(held).toEqual(names.slice(0, -1))
  expect([await done(db), (await theOrganisation(db)).name]).toEqual([names, 'St. Example'])
  expect(openSecrets(other.dataDir).open(secret, 'mail')).toBe('a password')
  await close()
})

test('where the backup cannot be written the tables stay as they are', async () => {
  const old = await database('full', before)
  writeFileSync(path.join(old.dataDir, 'backups'), 'in the way')

  await expect(bringUpToDate(old, () => {})).rejects.toThrow(
    /^The backup .* cannot be written \(EEXIST.*Nothing was changed\. Make room/,
  )
  expect(await pendingMigrations(old.database.db)).toEqual([last])
  await old.database.close()
})

test('of backups that were made by themselves the newest five stay', async () => {
  const old = await database('many', before)
  const backups = path.join(old.dataDir, 'backups')
  mkdirSync(backups)
  const earlier = Array.from({ length: 7 }, (_, day) => `before-0001-first-2020-01-0${day + 1}T00-00-00-000Z.backup.gz`)
  for (const name of [...earlier, 'mine.backup.gz']) writeFileSync(path.join(backups, name), '')

  await bringUpToDate(old, () => {})
  await old.database.close()

  expect(readdirSync(backups).sort()).toEqual([
    ...earlier.slice(3),
    expect.stringMatching(new RegExp(`^before-${last}-`)),
    'mine.backup.gz',
  ])
})

test('a new database needs no backup', async () => {
  const fresh = await database('fresh')
  const said: string[] = []

  await bringUpToDate(fresh, (line) => said.push(line))
  await bringUpToDate(fresh, (line) => said.push(line))
  await fresh.database.close()

  expect(said).toEqual(['Making the tables …'])
  expect(existsSync(path.join(fresh.dataDir, 'backups'))).toBe(false)
})
