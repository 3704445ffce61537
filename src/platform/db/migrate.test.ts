import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testDatabase } from '#tests/support/test-database.ts'
import { migrate, pendingMigrations } from './migrate.ts'

const { db } = await testDatabase()

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
