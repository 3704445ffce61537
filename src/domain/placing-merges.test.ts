import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { prepare } from '#domain/inventory/inventory.ts'
import { onIdentityUndo, onObservations } from '#domain/loop.ts'
import { createSource, queueRun, type SourceRecord } from '#domain/sources/sources.ts'
import type { DeviceClaims } from '#model/device.ts'
import { inTransaction } from '#platform/db/database.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'

const { db } = await testDatabase()
const hospital = await newHospital(db)
const { organisationId, actor } = hospital
const access = await createSource(db, organisationId, {
  kind: 'connector',
  member: 'csv-file',
  name: 'Network access',
  settings: {},
})
const at = '2026-11-01T08:00:00.000Z'

async function tell(source: SourceRecord, key: string, claims: DeviceClaims) {
  const run = await queueRun(db, { sourceId: source.id, trigger: 'person', actor, fileId: undefined })
  await sql`update run set state = 'succeeded' where id = ${run.id}`.execute(db)
  const observation = prepare({ sourceKey: key, observedAt: at, claims })
  await inTransaction(db, (tx) => onObservations(tx, source, { id: run.id, now: at, actor }, [observation]))
}

const devices = async () =>
  (
    await sql<{ keys: string[] }>`
      select array_agg(o.source_key order by o.source_key) as keys from device d join observation o on o.device_id = d.id
      where d.organisation_id = ${organisationId} and d.gone_at is null and o.superseded_at is null group by d.id order by 1`.execute(
      db,
    )
  ).rows.map(({ keys }) => keys)

test('a record that goes with two devices joins them, and it can be taken back', async () => {
  const pump = { manufacturer: 'B. Braun', model: 'Infusomat Space' }
  await tell(hospital.cmms, 'register', { ...pump, assetTag: 'T-4711', serialNumber: 'QX470815' })
  await tell(access, 'seen', {
    macAddresses: ['00:06:8e:aa:bb:01'],
    hostname: 'pump-4b-17',
    ipAddresses: ['10.3.4.17'],
    lastSeenAt: at,
  })
  expect(await devices()).toEqual([['register'], ['seen']])

  await tell(hospital.monitor, 'both', {
    ...pump,
    serialNumber: 'QX470815',
    macAddresses: ['00:06:8e:aa:bb:01'],
    hostname: 'pump-4b-17',
    lastSeenAt: at,
  })

  expect(await devices()).toEqual([['both', 'register', 'seen']])
  const { rows: entries } = await sql<{ id: string; actor_name: string; reason: string }>`
    select id, actor_name, reason from identity_entry`.execute(db)
  expect(entries).toEqual([expect.objectContaining({ actor_name: 'Homeostat', reason: expect.stringMatching(/both/) })])

  await inTransaction(db, (tx) => onIdentityUndo(tx, actor, entries[0]!.id))
  expect(await devices()).toHaveLength(2)
})
