import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import {
  adoptApprovalRule,
  approveProposal,
  getFinding,
  getProposal,
  proposeDecision,
  waitingOn,
} from '#domain/findings/findings.ts'
import { type PreparedObservation, prepare } from '#domain/inventory/inventory.ts'
import { onIdentityUndo, onMerge, onObservations, onSplit } from '#domain/loop.ts'
import type { SourceRecord } from '#domain/sources/sources.ts'
import { type DecisionOn, ProposedKind } from '#model/approval.ts'
import type { DeviceClaims } from '#model/device.ts'
import { inTransaction } from '#platform/db/database.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { insertPerson } from '#tests/support/finding-rows.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'

// Decisions that wait, and those that were approved, through all that happens to advisories and devices: none is lost, and none
// takes effect on what nobody approved.

const { db } = await testDatabase()
const hospital = await newHospital(db)
const { organisationId, cmms, monitor } = hospital
const proposer = await insertPerson(db, organisationId, 'analyst', 'Ann')
const approver = await insertPerson(db, organisationId, 'manager', 'Mara')
await sql`update person set approves = true where id = ${approver.personId}`.execute(db)
const each = { critical: 1, high: 1, medium: 1, low: 1 }
await adoptApprovalRule(db, proposer, {
  rule: {
    kinds: ProposedKind.options,
    approvers: each,
    lifeSustaining: each,
    longestDays: { critical: null, high: null, medium: null, low: null },
    oneKey: { passes: false, reason: '' },
  },
  seen: null,
  reason: 'Two pairs of eyes',
})

const cves = ['CVE-2026-0001', 'CVE-2026-0002'] as const
const publish = (revision: number, fix = 'Update to 9.2') =>
  hospital.publish(
    advisoryRecord({
      trackingId: 'A-1',
      revision: String(revision),
      revisedAt: new Date(Date.UTC(2026, 0, revision)).toISOString(),
      title: `Pumps, revision ${revision}`,
      products: [
        productEntry({ productId: `P${revision}`, version: '< 9.2', versionForm: 'comparison', isRange: true }),
      ],
      vulnerabilities: cves.map((vulnerabilityId) =>
        statement({
          vulnerabilityId,
          status: { known_affected: [`P${revision}`] },
          remediations: [{ category: 'vendor_fix', details: fix, productIds: [`P${revision}`] }],
        }),
      ),
    }),
  )

const pump = (over: DeviceClaims = {}): DeviceClaims => ({
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  softwareVersion: '9.0',
  site: 'North',
  criticality: 'low',
  ...over,
})
async function says(source: SourceRecord, records: Record<string, DeviceClaims>, at: string) {
  const batch: PreparedObservation[] = Object.entries(records).map(([sourceKey, claims]) =>
    prepare({ sourceKey, observedAt: at, claims }),
  )
  return await inTransaction(db, (tx) =>
    onObservations(tx, source, { id: null as never, now: at, actor: hospital.actor }, batch),
  )
}

let ofCmms: string
let ofMonitor: string
let revision = 0

beforeEach(async () => {
  await sql`truncate device, observation, identifier, decision, decision_approval, decision_proposal, identity_entry cascade`.execute(
    db,
  )
  await publish(++revision)
  const register = await says(cmms, { c1: pump({ assetTag: 'T-1' }) }, '2026-01-01T00:00:00.000Z')
  const network = await says(
    monitor,
    { m1: pump({ hostname: 'pump-1', lastSeenAt: '2026-02-01T00:00:00.000Z' }) },
    '2026-02-01T00:00:00.000Z',
  )
  ofCmms = register.changes[0]!.deviceId
  ofMonitor = network.changes[0]!.deviceId
})

const onCmms = (vulnerabilityId: string): DecisionOn => ({ kind: 'finding', deviceId: ofCmms, vulnerabilityId })
const propose = async (on: DecisionOn): Promise<string> =>
  (await proposeDecision(db, proposer, on, { decision: 'accepted', reason: 'Borne', expiresOn: '2099-01-31' })).waiting!
const approve = async (id: string) => {
  const { seen } = await getProposal(db, approver, id)
  return await approveProposal(db, approver, id, { seen: seen! })
}
const decided = async (deviceId: string, vulnerabilityId: string) =>
  (await getFinding(db, organisationId, { deviceId, vulnerabilityId })).finding.decision
const waits = async (deviceId: string, vulnerabilityId: string) => [
  ...((await waitingOn(db, organisationId, [{ deviceId, vulnerabilityId }])).get(`${deviceId} ${vulnerabilityId}`) ??
    []),
]
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id)
const merge = (into: string, from: string) =>
  inTransaction(db, (tx) => onMerge(tx, approver, { into, from, reason: 'One label' }))
const undo = (entryId: string) => inTransaction(db, (tx) => onIdentityUndo(tx, approver, entryId))

test('ten revisions that say the same, and ten imports of the same, leave both as they are; one that says otherwise breaks the one and is told of the other', async () => {
  const approved = await propose(onCmms(cves[0]))
  await approve(approved)
  const waiting = await propose(onCmms(cves[1]))
  for (let at = 0; at < 10; at++) {
    await publish(++revision)
    await says(
      cmms,
      { c1: pump({ assetTag: 'T-1', room: `${at}` }) },
      new Date(Date.UTC(2026, 2, at + 1)).toISOString(),
    )
    expect([await decided(ofCmms, cves[0]), await decided(ofCmms, cves[1])]).toEqual(['accepted', 'none'])
    expect(ids(await waits(ofCmms, cves[1]))).toEqual([waiting])
    expect(await waits(ofCmms, cves[0])).toEqual([])
    expect(await getProposal(db, approver, waiting)).toMatchObject({ changes: [], now: { findings: 1 } })
  }
  await publish(++revision, 'Replace the pump')
  expect(await decided(ofCmms, cves[0])).toBe('none')
  expect(await getProposal(db, approver, waiting)).toMatchObject({
    now: { findings: 0 },
    not: [{ text: expect.stringContaining('says something else of what can be done'), devices: 1 }],
  })
  await expect(approve(waiting)).rejects.toThrow('would not be in force on anything any more')
  expect(await decided(ofCmms, cves[1])).toBe('none')
})

test('what waits for a device waits for the device that it becomes part of, and takes effect there', async () => {
  const waiting = await propose(onCmms(cves[0]))
  const { entryId } = await merge(ofMonitor, ofCmms)
  expect(ids(await waits(ofMonitor, cves[0]))).toEqual([waiting])
  await undo(entryId)
  expect(ids(await waits(ofCmms, cves[0]))).toEqual([waiting])
  expect(await waits(ofMonitor, cves[0])).toEqual([])

  await merge(ofMonitor, ofCmms)
  await approve(waiting)
  expect(await decided(ofMonitor, cves[0])).toBe('accepted')
  expect(await decided(ofMonitor, cves[1])).toBe('none')
})

test('what was approved goes with its device, and comes back with it', async () => {
  await approve(await propose(onCmms(cves[0])))
  const { entryId } = await merge(ofMonitor, ofCmms)
  expect(await decided(ofMonitor, cves[0])).toBe('accepted')
  await undo(entryId)
  expect([await decided(ofCmms, cves[0]), await decided(ofMonitor, cves[0])]).toEqual(['accepted', 'none'])
})

test('of a device that is split the other half has no decision that nobody approved for it', async () => {
  await merge(ofMonitor, ofCmms)
  const waiting = await propose({ kind: 'finding', deviceId: ofMonitor, vulnerabilityId: cves[0] })
  const { deviceId: other } = await inTransaction(db, (tx) =>
    onSplit(tx, approver, {
      deviceId: ofMonitor,
      records: [{ sourceId: cmms.id, sourceKey: 'c1' }],
      reason: 'Two labels',
    }),
  )
  expect(ids(await waits(ofMonitor, cves[0]))).toEqual([waiting])
  expect(await waits(other, cves[0])).toEqual([])
  await approve(waiting)
  expect([await decided(ofMonitor, cves[0]), await decided(other, cves[0])]).toEqual(['accepted', 'none'])
})

test('findings chosen one by one that become one device are decided once', async () => {
  const findings = [ofCmms, ofMonitor].map((deviceId) => ({ deviceId, vulnerabilityId: cves[0] }))
  const waiting = await propose({ kind: 'findings', findings })
  await merge(ofMonitor, ofCmms)
  expect(await getProposal(db, approver, waiting)).toMatchObject({
    now: { findings: 1, devices: 1 },
    changes: ['It would be in force on one finding only; when it was proposed, on 2'],
  })
  await approve(waiting)
  expect(await decided(ofMonitor, cves[0])).toBe('accepted')
})
