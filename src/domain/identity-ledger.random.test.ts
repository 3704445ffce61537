import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import {
  commentOnFinding,
  decideFinding,
  decideGroup,
  listFindings,
  withdrawDecision,
} from '#domain/findings/findings.ts'
import { prepare } from '#domain/inventory/inventory.ts'
import { onIdentityUndo, onMerge, onObservations, onSplit } from '#domain/loop.ts'
import { createCampaign, moveWorkOrder, type Worker } from '#domain/remediation/remediation.ts'
import type { SourceRecord } from '#domain/sources/sources.ts'
import { permissionsOf } from '#model/access.ts'
import type { DeviceClaims } from '#model/device.ts'
import { FindingFilter } from '#model/finding-list.ts'
import { WorkOrderState } from '#model/work-order.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { deviceTables } from '#tests/support/device-tables.ts'
import { insertPerson } from '#tests/support/finding-rows.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'

const { db } = await testDatabase()
const hospital = await newHospital(db)
const { organisationId } = hospital
const manager: Worker = {
  actor: await insertPerson(db, organisationId, 'manager', 'Mara'),
  permissions: permissionsOf.manager,
}
const observe = async () => {}
const group = { advisoryId: 'example-cert:A-1', manufacturer: 'Example Medical', model: 'Drip 3000', site: 'North' }

await hospital.publish(
  advisoryRecord({
    trackingId: 'A-1',
    products: [
      productEntry({ productId: 'P0', name: 'Drip 3000', version: '< 9.2', versionForm: 'comparison', isRange: true }),
      productEntry({ productId: 'P1', name: 'Vital 500', version: '< 10.0', versionForm: 'comparison', isRange: true }),
    ],
    vulnerabilities: ['CVE-2026-0001', 'CVE-2026-0002'].map((vulnerabilityId, position) =>
      statement({ vulnerabilityId, status: { known_affected: position === 0 ? ['P0', 'P1'] : ['P0'] } }),
    ),
  }),
)

// Two systems that know nothing of each other's records: what is one device is said by a person.
type Act =
  | {
      kind: 'says'
      source: 'cmms' | 'monitor'
      device: number
      model: string
      version: string | null
      isStored: boolean
    }
  | { kind: 'decide'; at: number; isGroup: boolean; decision: 'accepted' | 'mitigated' | 'none' }
  | { kind: 'withdraw'; at: number }
  | { kind: 'comment'; at: number }
  | { kind: 'campaign' }
  | { kind: 'work'; at: number; to: WorkOrderState }

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('says' as const),
      source: fc.constantFrom('cmms' as const, 'monitor' as const),
      device: fc.integer({ min: 1, max: 3 }),
      model: fc.constantFrom('Drip 3000', 'Drip 3000', 'Vital 500', 'Unheard Of'),
      version: fc.constantFrom('9.0', '9.1', '9.2', null),
      isStored: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('decide' as const),
      at: fc.nat(9),
      isGroup: fc.boolean(),
      decision: fc.constantFrom('accepted' as const, 'mitigated' as const, 'none' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), at: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('comment' as const), at: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('campaign' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('work' as const),
      at: fc.nat(9),
      to: fc.constantFrom(...WorkOrderState.options),
    }),
  },
)

let day = 0
async function says(source: SourceRecord, sourceKey: string, claims: DeviceClaims) {
  const at = new Date(Date.UTC(2026, 0, 1 + day++)).toISOString()
  const seen = source.id === hospital.monitor.id ? { lastSeenAt: at } : {}
  await inTransaction(db, (tx) =>
    onObservations(tx, source, { id: null as never, now: at, actor: hospital.actor }, [
      prepare({ sourceKey, observedAt: at, claims: { ...claims, ...seen } }),
    ]),
  )
}

const findingsThere = async () =>
  (
    await listFindings(db, organisationId, {
      filter: FindingFilter.parse({ open: 'any', active: 'any' }),
      sort: 'opened',
      limit: 200,
    })
  ).items

const chosen = <T>(all: readonly T[], at: number): T | undefined => all[at % Math.max(1, all.length)]

/** Does what somebody might; a refusal in words is an answer like another. */
async function perform(one: Act) {
  try {
    await attempt(one)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
}

async function attempt(one: Act) {
  if (one.kind === 'says') {
    const { source, device, model, version, isStored } = one
    await says(hospital[source], `${source}-${device}`, {
      assetTag: source === 'cmms' ? `T-${device}` : null,
      hostname: source === 'monitor' ? `host-${device}` : null,
      manufacturer: 'Example Medical',
      model,
      softwareVersion: version,
      site: 'North',
      lifecycle: isStored && source === 'cmms' ? 'stored' : 'in_use',
    })
    return
  }
  const finding = chosen(await findingsThere(), 'at' in one ? one.at : 0)
  const key = finding && { deviceId: finding.device.id, vulnerabilityId: finding.vulnerabilityId }
  if (one.kind === 'decide' && one.isGroup)
    await decideGroup(db, manager.actor, group, { decision: one.decision, reason: 'So decided for all' })
  else if (one.kind === 'decide' && key)
    await decideFinding(db, manager.actor, key, { decision: one.decision, reason: 'So decided' })
  else if (one.kind === 'comment' && key)
    await inTransaction(db, (tx) => commentOnFinding(tx, manager.actor, key, 'Seen by the ward'))
  else if (one.kind === 'withdraw') {
    const { rows } = await sql<{ id: string }>`select id from decision where withdrawn_at is null order by id`.execute(
      db,
    )
    const decision = chosen(rows, one.at)
    if (decision) await withdrawDecision(db, manager.actor, decision.id, 'Not so')
  } else if (one.kind === 'campaign')
    await createCampaign(db, manager.actor, { ...group, assignedTo: manager.actor.personId ?? undefined })
  else if (one.kind === 'work') {
    const { rows } = await sql<{ id: string; version: number }>`select id, version from work_order order by id`.execute(
      db,
    )
    const order = chosen(rows, one.at)
    if (order)
      await moveWorkOrder(
        db,
        manager,
        order.id,
        { to: one.to, reason: 'So it was', holdReason: 'parts', version: order.version },
        observe,
      )
  }
}

const devicesThere = async () =>
  (await sql<{ id: string }>`select id from device where gone_at is null order by name, id`.execute(db)).rows.map(
    ({ id }) => id,
  )

async function freshHospital(h: Hospital, acts: readonly Act[]) {
  await sql`truncate basis_match, basis_score, device, observation, identifier, decision, configuration, context, score_reasons,
    finding_comment, platform, followed_databases, work_order, campaign, identity_entry cascade`.execute(db)
  for (const source of ['cmms', 'monitor'] as const)
    for (const device of [1, 2])
      await says(h[source], `${source}-${device}`, {
        assetTag: source === 'cmms' ? `T-${device}` : null,
        hostname: source === 'monitor' ? `host-${device}` : null,
        manufacturer: 'Example Medical',
        model: device === 1 ? 'Drip 3000' : 'Vital 500',
        softwareVersion: source === 'cmms' ? '9.0' : device === 1 ? '9.1' : '9.2',
        site: 'North',
      })
  for (const one of acts) await perform(one)
}

const merge = (into: string, from: string) =>
  inTransaction(db, (tx) => onMerge(tx, manager.actor, { into, from, reason: 'One device' }))
const undo = (entryId: string) => inTransaction(db, (tx) => onIdentityUndo(tx, manager.actor, entryId))

const picks = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { minLength: 1, maxLength: 3 })

/** Merges pairs of what is there, as long as there are two. */
async function mergeSome(pairs: readonly (readonly [number, number])[]) {
  const entries: string[] = []
  for (const [a, b] of pairs) {
    const there = await devicesThere()
    const into = chosen(there, a)!
    const from = chosen(
      there.filter((id) => id !== into),
      b,
    )
    if (from) entries.push((await merge(into, from)).entryId)
  }
  return entries
}

/** What is kept beside findings and work is what these come to, and nothing refers to what is not there. */
async function checkBooks(there: Db) {
  const open = (await findingsThere()).filter((row) => row.isOpen)
  const { rows: devices } = await sql<{ id: string; open: number }>`
    select id, open_findings as open from device where gone_at is null`.execute(there)
  for (const { id, open: count } of devices) expect(count).toBe(open.filter((row) => row.device.id === id).length)
  const { rows: wrong } = await sql<{ what: string }>`
    select 'order of a device that is gone' as what from work_order o join device d on d.id = o.device_id where d.gone_at is not null
    union all select 'finding of a device that is gone' from finding f join device d on d.id = f.device_id where d.gone_at is not null
    union all select 'work of another device' from work_order_finding wf join work_order o on o.id = wf.work_order_id
      where o.device_id <> wf.device_id
    union all select 'decision that does not stand' from finding f where f.decision <> 'none' and not exists (
      select from decision_standing st where st.device_id = f.device_id and st.vulnerability_id = f.vulnerability_id
        and st.decision_id = f.decision_id)
    union all select 'record of a device that is gone' from observation o join device d on d.id = o.device_id
      where d.gone_at is not null and o.superseded_at is null and o.retracted_at is null
    union all select 'identifier of another device' from identifier i join observation o on o.id = i.observation_id
      where i.device_id <> o.device_id
    union all select 'decision that is counted wrongly' from decision n where n.holding <> (
      select count(*) from decision_standing st where st.decision_id = n.id and st.state = 'holds')
    union all select 'device without a record' from device d where d.gone_at is null and not exists (
      select from observation o where o.device_id = d.id and o.superseded_at is null and o.retracted_at is null)`.execute(
    there,
  )
  expect(wrong).toEqual([])
}

test('a merge that is undone leaves no trace, in whatever order merges are undone', { timeout: 300_000 }, async () => {
  let merged = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 4, maxLength: 14 }),
      picks,
      fc.array(fc.nat(9), { minLength: 3, maxLength: 3 }),
      async (acts, pairs, order) => {
        await freshHospital(hospital, acts)
        await checkBooks(db)
        const before = await deviceTables(db)
        const entries = await mergeSome(pairs)
        merged += entries.length
        await checkBooks(db)
        for (const at of order) {
          const entry = chosen(entries, at)
          if (entry) await undo(entry)
          entries.splice(entries.indexOf(entry!), 1)
          await checkBooks(db)
        }
        expect(await deviceTables(db)).toEqual(before)
      },
    ),
    { numRuns: 8, endOnFailure: true },
  )
  expect(merged).toBeGreaterThan(5)
})

/** Every record and work order there is, with the device that it is of. */
const ownersThere = async () =>
  (
    await sql<{ what: string; of: string }>`
      select source_id || ' ' || source_key as what, device_id as of from observation where superseded_at is null and retracted_at is null
      union all select id::text, device_id from work_order order by 1`.execute(db)
  ).rows

const commentsThere = async () =>
  (await sql<{ id: string }>`select id from finding_comment order by 1`.execute(db)).rows.map(({ id }) => id)

test('what happens between a merge and its undoing comes to the half that it is of', { timeout: 300_000 }, async () => {
  let happened = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 4, maxLength: 10 }),
      picks,
      fc.array(act, { minLength: 1, maxLength: 8 }),
      fc.array(fc.nat(9), { minLength: 3, maxLength: 3 }),
      async (acts, pairs, meanwhile, order) => {
        await freshHospital(hospital, acts)
        const before = await ownersThere()
        const entries = await mergeSome(pairs)
        for (const one of meanwhile) await perform(one)
        await checkBooks(db)
        happened += meanwhile.length
        const said = await commentsThere()
        for (const at of order) {
          const entry = chosen(entries, at)
          if (entry) await undo(entry)
          entries.splice(entries.indexOf(entry!), 1)
          await checkBooks(db)
        }
        expect(await commentsThere()).toEqual(said)
        const after = new Map((await ownersThere()).map(({ what, of }) => [what, of]))
        for (const { what, of } of before) expect([what, after.get(what)]).toEqual([what, of])
      },
    ),
    { numRuns: 8, endOnFailure: true },
  )
  expect(happened).toBeGreaterThan(5)
})

test('a split that is undone leaves no trace, with whatever goes along', { timeout: 300_000 }, async () => {
  let parted = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 4, maxLength: 12 }),
      picks,
      fc.nat(9),
      fc.boolean(),
      fc.array(act, { maxLength: 4 }),
      async (acts, pairs, at, hasCompany, meanwhile) => {
        await freshHospital(hospital, acts)
        await mergeSome(pairs)
        for (const one of meanwhile) await perform(one)
        const before = await deviceTables(db)
        const { rows: records } = await sql<{ sourceId: string; sourceKey: string; deviceId: string }>`
          select source_id as "sourceId", source_key as "sourceKey", device_id as "deviceId" from observation
          where superseded_at is null and retracted_at is null and device_id in (
            select device_id from observation where superseded_at is null and retracted_at is null group by 1 having count(*) > 2)
          order by 2`.execute(db)
        const record = chosen(records, at)
        if (!record) return
        // Two of three did not come by one merge, so that this is no undoing of one.
        const own = records.filter(({ deviceId }) => deviceId === record.deviceId).slice(0, 2)
        const { rows: orders } = await sql<{
          id: string
        }>`select id from work_order where device_id = ${record.deviceId}`.execute(db)
        const { rows: findings } = await sql<{ id: string }>`
          select vulnerability_id as id from finding where device_id = ${record.deviceId}`.execute(db)
        const split = await inTransaction(db, (tx) =>
          onSplit(tx, manager.actor, {
            deviceId: record.deviceId,
            records: own.map(({ sourceId, sourceKey }) => ({ sourceId, sourceKey })),
            reason: 'Two devices',
            workOrderIds: hasCompany ? orders.slice(0, 1).map(({ id }) => id) : [],
            vulnerabilityIds: hasCompany ? findings.slice(0, 1).map(({ id }) => id) : [],
          }),
        )
        if (split.isUndo) return
        parted++
        await checkBooks(db)
        await undo(split.entryId)
        await checkBooks(db)
        const after = await deviceTables(db)
        after.device = after.device!.filter((row) => !row.includes(split.deviceId))
        before.device = before.device!.filter((row) => !row.includes(split.deviceId))
        expect(after).toEqual(before)
      },
    ),
    { numRuns: 8, endOnFailure: true },
  )
  expect(parted).toBeGreaterThan(0)
})
