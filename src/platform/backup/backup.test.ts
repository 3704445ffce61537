import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { openDatabase } from '#platform/db/database.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { backup, restore } from './backup.ts'

const { db, connection } = await testDatabase()
const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-backup-'))
const target = path.join(folder, 'one.backup.gz')
const restored = { ...connection, database: `${connection.database}_r` }

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await sql`drop database if exists ${sql.ref(restored.database)} with (force)`.execute(db)
})

const organisation = '01900000-0000-7000-8000-000000000001'
const text = 'tab\there, backslash \\ and\nline, 雪 and \\N'

await sql`insert into organisation (id, name, settings) values (${organisation}, ${text}, '{"a": [1, null]}')`.execute(
  db,
)
await sql`insert into person (organisation_id, id, email, name, role)
  select ${organisation}::uuid, gen_random_uuid(), 'p' || n || '@hospital.test', ${text}, 'viewer' from generate_series(1, 5000) n`.execute(
  db,
)
await sql`insert into stored_file (organisation_id, id, name, media_type, bytes, sha256, content)
  values (${organisation}, gen_random_uuid(), 'photo', 'image/png', 4, 'x', ${Buffer.from([0, 92, 10, 255])})`.execute(
  db,
)
writeFileSync(path.join(folder, 'secret.key'), 'the key')

const contentOf = async (of: typeof db) =>
  (
    await sql`select (select jsonb_agg(o order by id) from organisation o) as organisations,
      (select md5(string_agg(p::text, '|' order by id)) from person p) as people,
      (select string_agg(content::text, '|') from stored_file) as files`.execute(of)
  ).rows

test('a restored backup is what was backed up, while others went on writing', async () => {
  const before = await contentOf(db)
  const writing = (async () => {
    for (let n = 0; n < 200; n++)
      await sql`insert into access_link (organisation_id, token_hash, purpose, expires_at)
      values (${organisation}, ${Buffer.from(`token ${n}`)}, 'invite', now())`.execute(db)
  })()

  await backup(connection, folder, target)
  await writing
  rmSync(path.join(folder, 'secret.key'))
  await restore(restored, folder, target)

  const other = openDatabase(restored, { max: 1 })
  expect(await contentOf(other.db)).toEqual(before)
  expect(readFileSync(path.join(folder, 'secret.key'), 'utf8')).toBe('the key')
  await other.close()
})

test('a backup that is cut off is refused, and what was there stays', async () => {
  const bytes = gunzipSync(readFileSync(target))
  const cut = path.join(folder, 'cut.backup.gz')
  writeFileSync(cut, gzipSync(bytes.subarray(0, bytes.length - 20)))

  await expect(restore(restored, folder, cut)).rejects.toMatchObject({ code: 'unreadable' })

  const other = openDatabase(restored, { max: 1 })
  const { rows } = await sql<{ n: number }>`select count(*) as n from person`.execute(other.db)
  expect(rows).toEqual([{ n: 5000 }])
  await other.close()
})

test('what is no backup, and what a newer Homeostat made, is refused in words', async () => {
  const other = path.join(folder, 'other.gz')
  writeFileSync(other, gzipSync('something else'))
  await expect(restore(restored, folder, other)).rejects.toMatchObject({ code: 'unreadable' })

  const header = Buffer.from(
    JSON.stringify({ homeostat: 'backup', format: 1, takenAt: '', migrations: ['9999-future'], secrets: {} }),
  )
  const length = Buffer.alloc(4)
  length.writeUInt32BE(header.length)
  writeFileSync(other, gzipSync(Buffer.concat([length, header])))
  await expect(restore(restored, folder, other)).rejects.toThrow('9999-future')
})
