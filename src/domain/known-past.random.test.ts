import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { getKnown, listKnown, prepare } from '#domain/inventory/inventory.ts'
import {
  onArrivals,
  onMerge,
  onObservations,
  onPersonMerge,
  onPersonSplit,
  onPersonUndo,
  onUndo,
} from '#domain/loop.ts'
import { queueRun, type SourceRecord } from '#domain/sources/sources.ts'
import type { DeviceClaims } from '#model/device.ts'
import { inTransaction } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { insertPerson } from '#tests/support/finding-rows.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { seeded } from '#tests/support/seeded.ts'
import { testDatabase } from '#tests/support/test-database.ts'

const { db } = await testDatabase()
const hospital: Hospital = await newHospital(db)
const { organisationId } = hospital
const mara = await insertPerson(db, organisationId, 'manager', 'Mara')

const truncate = () =>
  sql`truncate run, configuration, context, device, observation, identifier, arrival, arrival_place, conflict, identity_entry, identity_review,
    identity_verdict, device_version cascade`.execute(db)

/** What the inventory tells of each device that is there. */
interface Told {
  readonly id: string
  readonly golden: DeviceClaims
  readonly name: string
  readonly lifecycle: string
}

const presentNow = async () =>
  (
    await sql<Told>`
      select id, golden - 'lastSeenAt' as golden, name, lifecycle from device where gone_at is null order by id`.execute(
      db,
    )
  ).rows

/** A moment between what was done and what comes, to the millisecond, with the inventory as it stands at it. */
async function look() {
  await sleep(2)
  const { rows } = await sql<{ at: string }>`select clock_timestamp() as at`.execute(db)
  await sleep(2)
  return { at: rows[0]!.at, present: await presentNow() }
}
type Look = Awaited<ReturnType<typeof look>>

/** A run as the intake drives one: what is told of for the first time waits, is decided, and is placed by itself. */
async function importAs(
  source: SourceRecord,
  devices: Readonly<Record<string, DeviceClaims>>,
  meanwhile: () => Promise<unknown> = async () => {},
): Promise<string> {
  const { actor } = hospital
  const run = await queueRun(db, { sourceId: source.id, trigger: 'person', actor })
  await sql`update run set state = 'running' where id = ${run.id}`.execute(db)
  const now = new Date().toISOString()
  const batch = Object.entries(devices).map(([sourceKey, claims]) => prepare({ sourceKey, observedAt: now, claims }))
  const cause = { id: run.id, now, actor }
  await inTransaction(db, (tx) => onObservations(tx, source, { ...cause, isImport: true }, batch))
  let isFirst = true
  await onArrivals(db, source, cause, {
    placed: async () => {},
    async next() {
      if (isFirst) await meanwhile()
      isFirst = false
    },
  })
  await sql`update run set state = 'succeeded' where id = ${run.id}`.execute(db)
  return run.id
}

/** What was told at each moment is what is told of it now: by the versions, and by the observations where they stood then. */
async function checkLooks(looks: readonly Look[]) {
  const { rows } = await sql<{ id: string }>`select id from device`.execute(db)
  const ids = rows.map(({ id }) => id)
  for (const { at, present } of looks) {
    const page = { sort: 'name', after: null, limit: 200 } as const
    const listed = (await listKnown(db, organisationId, at, {}, page)).items
    expect([at, listed.map(({ id, name, lifecycle }) => ({ id, name, lifecycle })).sort(byId)]).toEqual([
      at,
      present.map(({ id, name, lifecycle }) => ({ id, name, lifecycle })),
    ])
    const golden = new Map(present.map((one) => [one.id, one.golden]))
    for (const id of ids) {
      const known = await getKnown(db, organisationId, at, id)
      const told = known && Object.fromEntries(known.attributes.map(({ attribute, value }) => [attribute, value]))
      delete told?.lastSeenAt
      expect([at, id, told]).toEqual([at, id, golden.get(id) ?? null])
    }
  }
}
const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)

const pump = (number: number, over: DeviceClaims): DeviceClaims => ({
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  serialNumber: `QX${470815 + 7919 * number}`,
  ...over,
})

/** A refusal in words is an answer like another. */
async function attempt(act: () => Promise<unknown>) {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
}

test('before a merge there are two devices, also after it is undone; while it stood there is one', async () => {
  await truncate()
  await importAs(hospital.cmms, { a: { assetTag: 'T-1', manufacturer: 'Example Medical' } })
  await importAs(hospital.monitor, { m: { hostname: 'pump-9', ipAddresses: ['10.1.1.9'] } })
  const before = await look()
  expect(before.present).toHaveLength(2)
  const [into, from] = before.present.map(({ id }) => id)
  const { entryId } = await inTransaction(db, (tx) =>
    onMerge(tx, mara, { into: into!, from: from!, reason: 'One label' }),
  )
  const merged = await look()
  expect(merged.present).toHaveLength(1)
  await inTransaction(db, (tx) => onPersonUndo(tx, mara, entryId, 'Two labels'))
  const undone = await look()
  expect(undone.present).toEqual(before.present)
  await checkLooks([before, merged, undone])

  // As a server of before the pasts of observations were kept gets them, from the ledger.
  const migration = readFileSync('src/platform/db/migrations/0063-pasts-of-observations.sql', 'utf8')
  await sql`truncate observation_past`.execute(db)
  await sql.raw(migration.slice(migration.lastIndexOf('insert into observation_past'))).execute(db)
  await checkLooks([before, merged, undone])
})

test('of two merges that rest on each other the older is undone first: each day shows what was known on it', async () => {
  await truncate()
  await importAs(hospital.cmms, { a: { assetTag: 'T-1' }, b: { assetTag: 'T-2' }, c: { assetTag: 'T-3' } })
  const looks = [await look()]
  const [a, b, c] = looks[0]!.present.map(({ id }) => id)
  const merge = (into: string, from: string) =>
    inTransaction(db, (tx) => onMerge(tx, mara, { into, from, reason: 'One label' }))
  const older = await merge(b!, a!)
  looks.push(await look())
  const younger = await merge(c!, b!)
  looks.push(await look())
  await inTransaction(db, (tx) => onPersonUndo(tx, mara, older.entryId, 'Two labels'))
  looks.push(await look())
  await inTransaction(db, (tx) => onPersonUndo(tx, mara, younger.entryId, 'Two labels'))
  looks.push(await look())
  expect(looks.map(({ present }) => present.length)).toEqual([3, 2, 1, 2, 3])
  await checkLooks(looks)
})

test.each([1, 2, 3, 4, 5, 6])(
  'what was known at any moment stays known, whatever is imported, placed, merged, split and undone since (seed %i)',
  { timeout: 120_000 },
  async (seed) => {
    await truncate()
    const { of, chance } = seeded(seed)
    const looks: Look[] = []
    const runs: { id: string; source: SourceRecord }[] = []
    const joined = async () => {
      const ids = (await presentNow()).map(({ id }) => id)
      if (ids.length < 2) return
      const into = of(ids)
      const from = of(ids.filter((id) => id !== into))
      await attempt(() => inTransaction(db, (tx) => onPersonMerge(tx, mara, { into, from, reason: 'One label' })))
    }
    const parted = async () => {
      const { rows } = await sql<{ deviceId: string; sourceId: string; sourceKey: string }>`
        select device_id as "deviceId", source_id as "sourceId", source_key as "sourceKey" from observation
        where superseded_at is null and retracted_at is null order by source_key, source_id`.execute(db)
      if (rows.length === 0) return
      const { deviceId, ...record } = of(rows)
      await attempt(() =>
        inTransaction(db, (tx) => onPersonSplit(tx, mara, { deviceId, records: [record], reason: 'Two labels' })),
      )
    }
    const undone = async () => {
      const { rows } = await sql<{
        id: string
      }>`select id from identity_entry where undone_at is null order by at, id`.execute(db)
      if (rows.length > 0) await attempt(() => inTransaction(db, (tx) => onPersonUndo(tx, mara, of(rows).id, 'Not so')))
    }
    for (let step = 0; step < 26; step++) {
      const what = of(['import', 'import', 'import', 'retract', 'merge', 'merge', 'split', 'undo', 'undo'])
      if (what === 'import') {
        const source = of([hospital.cmms, hospital.monitor])
        const numbers = [0, 1, 2, 3].filter(() => chance(0.6))
        const told = numbers.map((number) => [
          `k${number}`,
          pump(number, {
            ...(chance(0.3) && { serialNumber: null }),
            ...(source === hospital.cmms ? { assetTag: `T-${77100 + 13 * number}` } : { hostname: `pump-${number}` }),
            ...(source === hospital.monitor && chance(0.6) && { lastSeenAt: new Date().toISOString() }),
            room: of(['1', '2', '3']),
            softwareVersion: of(['1.0', '2.0', null]),
            lifecycle: of(['in_use', 'stored']),
          }),
        ])
        const between = chance(0.4) ? of([joined, undone]) : undefined
        runs.push({ id: await importAs(source, Object.fromEntries(told), between), source })
      } else if (what === 'retract') {
        const last = runs.pop()
        if (last)
          await inTransaction(db, (tx) => onUndo(tx, last.source, last.id, hospital.actor, new Date().toISOString()))
      } else if (what === 'merge') await joined()
      else if (what === 'split') await parted()
      else await undone()
      looks.push(await look())
    }
    expect(new Set(looks.map(({ present }) => present.length)).size).toBeGreaterThan(2)
    await checkLooks(looks)
  },
)
