import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { newId } from '#platform/id.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { openDatabase } from './database.ts'
import { ensureDatabase, migrate, pendingMigrations } from './migrate.ts'

const { db, connection } = await testDatabase()

/** Belong to no organisation: ADR 0004. */
const reference = [
  'advisory',
  'advisory_document',
  'advisory_product',
  'advisory_vulnerability',
  'assessment',
  'cve_applicability',
  'cve_record',
  'exploit_probability',
  'fda_product_code',
  'gudid_device',
  'gudid_identifier',
  'intelligence_state',
  'known_exploited',
  'list_day',
  'msrc_cve',
  'msrc_document',
  'nvd_cve',
  'organisation',
  'package_vulnerability',
  'package_vulnerability_package',
  'product_support',
  'recall',
  'recall_event',
  'vulnerability',
]

test('a migrated database has nothing left to migrate', async () => {
  expect(await pendingMigrations(db)).toEqual([])
  expect(await migrate(db)).toEqual([])
})

test('an upgrade in the middle of an import keeps what waits, and of which device it was found to be', async () => {
  const database = `${connection.database}_before`
  await ensureDatabase({ ...connection, database })
  const before = openDatabase({ ...connection, database }, { max: 1 })
  try {
    await migrate(before.db, '0063-pasts-of-observations')
    const [organisationId, sourceId, deviceId] = [newId(), newId(), newId()]
    await sql`insert into organisation (id, name) values (${organisationId}, 'St. Example')`.execute(before.db)
    await sql`insert into source (organisation_id, id, kind, member, name)
      values (${organisationId}, ${sourceId}, 'connector', 'csv', 'CMMS export')`.execute(before.db)
    await sql`insert into arrival (organisation_id, source_id, source_key, at, observed_at, digest, claims, device_id)
      values (${organisationId}, ${sourceId}, 'c1', now(), now(), 'd1', '{}', ${deviceId}),
        (${organisationId}, ${sourceId}, 'c2', now(), now(), 'd2', '{}', null)`.execute(before.db)
    expect((await migrate(before.db)).length).toBeGreaterThan(0)
    const { rows } = await sql`
      select a.source_key as key, p.device_id as of, p.digest from arrival a
      left join arrival_place p using (organisation_id, source_id, source_key) order by 1`.execute(before.db)
    expect(rows).toEqual([
      { key: 'c1', of: deviceId, digest: 'd1' },
      { key: 'c2', of: null, digest: null },
    ])
  } finally {
    await before.close()
    await sql`drop database ${sql.id(database)} with (force)`.execute(db)
  }
})

test('every unique index of a table that grows begins with the organisation', async () => {
  const { rows } = await sql<{ table: string; first: string }>`
    select c.relname as table, a.attname as first
    from pg_index i
    join pg_class c on c.oid = i.indrelid
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
    where i.indisunique and c.relname not like 'kysely%'`.execute(db)

  const grows = rows.filter(({ table }) => !reference.includes(table))

  expect(grows.length).toBeGreaterThan(25)
  expect(grows.filter(({ first }) => first !== 'organisation_id')).toEqual([])
})
