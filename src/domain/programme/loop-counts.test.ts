import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { listFindings } from '#domain/findings/findings.ts'
import {
  acceptEvidence,
  completeWorkOrder,
  createCampaign,
  getWorkOrder,
  listWorkOrders,
  moveWorkOrder,
} from '#domain/remediation/remediation.ts'
import { permissionsOf } from '#model/access.ts'
import { FindingFilter } from '#model/finding-list.ts'
import { newId } from '#platform/id.ts'
import { insertDevices, insertFindings, insertOrganisation, insertPerson } from '#tests/support/finding-rows.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { loopCounts, recordTrend } from './programme.ts'

const { db } = await testDatabase()
const observe = async () => {}

async function hospital() {
  const organisationId = await insertOrganisation(db, 'America/Chicago')
  await insertDevices(db, organisationId, [{}, {}, {}, {}, { isActive: false, lifecycle: 'stored' }])
  const advisoryId = await insertFindings(db, organisationId, {
    vulnerabilities: [
      { id: 'CVE-2026-0001', band: 'critical' },
      { id: 'CVE-2026-0002', band: 'high', answer: 'cannot_tell' },
    ],
  })
  await sql`insert into known_exploited (cve, vendor, product, name, added_on, ransomware, required_action, catalogue)
    values ('CVE-2026-0001', '', '', '', '2026-01-01', false, '', '') on conflict do nothing`.execute(db)
  const worker = async (role: 'manager' | 'technician', name: string) => ({
    actor: await insertPerson(db, organisationId, role, name),
    permissions: permissionsOf[role],
  })
  return {
    organisationId,
    manager: await worker('manager', 'Mara'),
    technician: await worker('technician', 'Theo'),
    group: { advisoryId, manufacturer: 'Meridian', model: 'Flow 3', site: 'Main campus' },
    // Later than what was counted last: counts of a moment ago would do for a person.
    counts: (laterMs = 60_000) => loopCounts(db, organisationId, new Date(Date.now() + laterMs)),
  }
}

/** How many findings the list has that a path opens. */
async function findingsAt(organisationId: string, path: string) {
  const text = [...new URLSearchParams(path.split('?')[1] ?? '')]
  const query = Object.fromEntries(
    text.map(([name, value]) => [name, name === 'knownExploited' ? value === 'true' : value]),
  )
  const { items } = await listFindings(db, organisationId, { filter: FindingFilter.parse(query), limit: 200 })
  return items.length
}

test('each number of findings is that of the list that it opens', async () => {
  const { organisationId, manager, technician, group, counts } = await hospital()
  await createCampaign(db, manager.actor, { ...group, assignedTo: technician.actor.personId! })
  const { items } = await listWorkOrders(db, organisationId, { filter: {}, sort: 'number', limit: 10 })
  await completeWorkOrder(db, technician, items[0]!.id, { clientKey: 'a', note: 'Done' }, observe)
  const [left] = (await getWorkOrder(db, manager, items[0]!.id)).evidence
  await acceptEvidence(db, manager.actor, items[0]!.id, left!.id, observe)
  await completeWorkOrder(db, technician, items[1]!.id, { clientKey: 'b' }, observe)

  const { steps, totals, today } = await counts()

  const step = Object.fromEntries(steps.map((one) => [one.id, one]))
  for (const { count, path } of [step.match!, step.match!.stuck!, step.rank!])
    expect([path, count]).toEqual([path, await findingsAt(organisationId, path)])
  expect(totals).toEqual({
    devices: 5,
    openFindings: 6,
    critical: 3,
    knownExploited: 3,
    workOrdersOpen: 3,
    claimed: 2,
    verified: 2,
    reopened: 0,
  })
  expect(await findingsAt(organisationId, '/findings?remediation=claimed')).toBe(2)
  expect(await findingsAt(organisationId, '/findings?remediation=verified&open=false')).toBe(2)
  // All that is critical is in hand.
  expect([step.rank!.stuck, step.plan!.stuck]).toEqual([null, null])
  expect(today).toEqual([])
})

test('what nobody decided or works on is where the loop is stuck, and what needs a decision today', async () => {
  const { organisationId, counts } = await hospital()

  const { steps, today } = await counts()

  const stuck = steps.flatMap(({ id, stuck: at }) => (at ? [[id, at.text]] : []))
  expect(stuck).toEqual([
    ['match', '4 of which nobody can tell'],
    ['rank', '4 known to be exploited, nothing decided or under way'],
    ['plan', '4 critical without work under way'],
  ])
  expect(today.map(({ kind, count, severity }) => [kind, count, severity])).toEqual([
    ['known_exploited', 4, 'critical'],
    ['critical_unplanned', 4, 'critical'],
  ])
  for (const { path, count } of today) expect(count).toBe(await findingsAt(organisationId, path))
})

test('work that is late, waits or has no device is stuck; so is a claim without proof for a week', async () => {
  const { organisationId, manager, technician, group, counts } = await hospital()
  await createCampaign(db, manager.actor, { ...group, assignedTo: technician.actor.personId! })
  const { items } = await listWorkOrders(db, organisationId, { filter: {}, sort: 'number', limit: 10 })
  const [late, held, lost, claimed] = items
  await sql`update work_order set due_on = '2026-01-01' where id = ${late!.id}`.execute(db)
  const version = 1
  await moveWorkOrder(db, technician, held!.id, { to: 'on_hold', holdReason: 'parts', version }, observe)
  await moveWorkOrder(db, technician, lost!.id, { to: 'unable_to_locate', reason: 'Not there', version }, observe)
  await completeWorkOrder(db, technician, claimed!.id, { clientKey: 'a', note: 'Done' }, observe)
  await sql`update work_order set completed_at = now() - interval '8 days' where id = ${claimed!.id}`.execute(db)

  const { steps, today } = await counts()

  const step = Object.fromEntries(steps.map((one) => [one.id, one]))
  expect(step.act).toMatchObject({
    count: 3,
    stuck: { count: 3, text: '1 late, 1 on hold and 1 not found or not possible', path: '/work-orders?stuck=act' },
  })
  expect(step.verify).toMatchObject({
    count: 1,
    stuck: { count: 1, text: '1 claimed for a week', path: '/work-orders?stuck=verify' },
  })
  expect(today.map(({ kind }) => kind)).toEqual(['known_exploited', 'critical_unplanned', 'not_found', 'evidence'])
})

test('sources that fail, conflicts and quarantine show where observing and resolving are stuck', async () => {
  const { organisationId, counts } = await hospital()
  const [source, run, device] = [newId(), newId(), newId()]
  await sql`insert into source (organisation_id, id, kind, member, name) values (${organisationId}, ${source}, 'connector', 'csv-file', 'CMMS')`.execute(
    db,
  )
  await sql`insert into run (organisation_id, id, source_id, state, trigger, actor_name, finished_at)
    values (${organisationId}, ${run}, ${source}, 'failed', 'person', 'Mara', now())`.execute(db)
  await sql`insert into skipped (organisation_id, id, source_id, run_id, position, code, reason, digest)
    values (${organisationId}, ${newId()}, ${source}, ${run}, 'row 3', 'no_identity', '', '')`.execute(db)
  const before = await counts()
  await sql`insert into conflict (organisation_id, id, device_id, kind, text, dedupe_key)
    select organisation_id, ${device}, id, 'attribute', '', 'x' from device where organisation_id = ${organisationId} limit 1`.execute(
    db,
  )
  const after = await counts(6 * 60_000)

  expect(before.steps.slice(0, 2).map(({ count, stuck }) => [count, stuck])).toEqual([
    [1, { count: 1, text: '1 failed', path: '/sources' }],
    [5, { count: 1, text: '1 record in quarantine', path: '/sources' }],
  ])
  expect(after.steps[1]!.stuck).toEqual({
    count: 1,
    text: '1 conflict between sources',
    path: '/reviews?tab=conflicts',
  })
})

test('nothing is counted again while nothing changes', async () => {
  const { manager, group, counts } = await hospital()
  const first = await counts(0)
  const again = await counts(60_000)
  await createCampaign(db, manager.actor, group)
  const changed = await counts(61_000)

  expect(again.countedAt).toBe(first.countedAt)
  expect(changed.countedAt > first.countedAt).toBe(true)
  expect(changed.totals.workOrdersOpen).toBe(4)
})

test('the trend keeps one point a day, of the hospital’s own day, with today as it is now', async () => {
  const { organisationId, counts } = await hospital()
  const at = (moment: string) => recordTrend(db, organisationId, new Date(moment))
  await at('2026-11-20T12:00:00Z')
  await at('2026-11-21T03:00:00Z')
  await at('2026-11-21T20:00:00Z')

  const { trend } = await counts()
  const kept = async () =>
    (
      await sql`select value, counted_at from roll_up where organisation_id = ${organisationId} and name = 'trend'`.execute(
        db,
      )
    ).rows
  const before = await kept()
  await at('2026-11-21T20:01:00Z')

  expect(await kept()).toEqual(before)
  // 03:00 in Greenwich is still the evening before in Chicago.
  expect(trend.slice(0, 2)).toEqual([
    { on: '2026-11-20', open: 8, verified: 0 },
    { on: '2026-11-21', open: 8, verified: 0 },
  ])
  expect(trend).toHaveLength(3)
})
