import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { onDay } from '#domain/loop.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Premise } from '#model/decision.ts'
import type { DeviceClaims } from '#model/device.ts'
import { FindingFilter } from '#model/finding-list.ts'
import { inTransaction } from '#platform/db/database.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'
import {
  addControl,
  decideFinding,
  decideGroup,
  findingEvents,
  getControl,
  listControls,
  listDecisions,
  listFindings,
  previewDecision,
  recordVerification,
} from './findings.ts'

// A decision that rests on a compensating control holds while the control is verified, on devices that come later as well.

const { db } = await testDatabase()
let hospital: Hospital

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-12-01T12:00:00Z') })
  await sql`truncate basis_match, basis_score, source, device, observation, decision, compensating_control, identifier, configuration, context,
    score_reasons, advisory, vulnerability, known_exploited, notification cascade`.execute(db)
  await sql`update intelligence_state set version = nextval('intelligence_version')`.execute(db)
  hospital = await newHospital(db)
  await hospital.publish(
    advisoryRecord({
      trackingId: 'A-1',
      products: [productEntry({ productId: 'P1', version: '< 9.2', versionForm: 'comparison', isRange: true })],
      vulnerabilities: [statement({ vulnerabilityId: cve, status: { known_affected: ['P1'] } })],
    }),
  )
  await hospital.says(hospital.cmms, { a: pump('T-1'), b: pump('T-2') })
})
afterEach(() => {
  vi.useRealTimers()
})

const cve = 'CVE-2026-0001'
const group = { advisoryId: 'example-cert:A-1', manufacturer: 'Example Medical', model: 'Drip 3000', site: 'North' }
const pump = (tag: string, over: DeviceClaims = {}): DeviceClaims => ({
  assetTag: tag,
  serialNumber: `S-${tag}`,
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  softwareVersion: '9.1',
  site: 'North',
  ...over,
})
const rule = {
  name: 'Firewall rule 114',
  place: 'VLAN 40, North',
  verifiedOn: '2026-11-20',
  verifiedBy: 'Nora of the network team',
  evidence: 'Port scan 114-7',
  verifyAgainBy: '2026-12-10',
}
const name = 'the control “Firewall rule 114” (VLAN 40, North)'

const mitigate = async (controlId: string) => {
  const premises: Premise[] = [
    { kind: 'site', site: 'North' },
    { kind: 'control_verified', controlId, control: 'another name', place: '' },
  ]
  return await decideGroup(db, hospital.actor, group, { decision: 'mitigated', reason: 'Port closed', premises })
}
const stateOf = async () =>
  Object.fromEntries(
    (
      await listFindings(db, hospital.organisationId, { filter: FindingFilter.parse({ open: 'any' }), limit: 100 })
    ).items.map((row) => [
      row.device.name.split(' · ')[1],
      row.undecided ? `${row.undecided.state}: ${row.undecided.text}` : row.decision,
    ]),
  )
const onDayOf = async (day: string) => {
  vi.setSystemTime(`${day}T12:00:00Z`)
  await inTransaction(db, (tx) => onDay(tx, hospital.organisationId, new Date()))
}

test('a decision rests on a control, by its name on record, and is carried to a device that comes later', async () => {
  const id = await addControl(db, hospital.actor, rule)
  expect(await mitigate(id)).toBe(2)
  await hospital.says(hospital.cmms, { c: pump('T-3') })

  expect(await stateOf()).toEqual({ 'T-1': 'mitigated', 'T-2': 'mitigated', 'T-3': 'mitigated' })
  const { items } = await listDecisions(db, hospital.organisationId, {
    filter: { state: 'expiring', control: id },
    limit: 5,
  })
  expect(items).toMatchObject([{ holding: 3, carried: 1, state: 'in_force' }])
  expect(await getControl(db, hospital.organisationId, id)).toMatchObject({
    state: 'verified',
    decisions: 1,
    last: { verifiedBy: 'Nora of the network team', recordedBy: 'Import', evidence: 'Port scan 114-7' },
  })
})

test('on the day after its last a control is overdue, the findings open and say which, and a new look brings the decision back', async () => {
  const id = await addControl(db, hospital.actor, rule)
  await mitigate(id)
  await onDayOf('2026-12-10')
  expect(await stateOf()).toEqual({ 'T-1': 'mitigated', 'T-2': 'mitigated' })

  await onDayOf('2026-12-11')

  const overdue = `broken: ${name} had to be verified again by 2026-12-10; last verified on 2026-11-20`
  expect(await stateOf()).toEqual({ 'T-1': overdue, 'T-2': overdue })
  expect(await writesDuring(db, () => onDayOf('2026-12-11'))).toEqual({})
  // What comes meanwhile is open, and comes under the decision with the rest.
  await hospital.says(hospital.cmms, { c: pump('T-3') })
  expect(await stateOf()).toMatchObject({ 'T-3': 'none' })
  await recordVerification(db, hospital.actor, id, {
    outcome: 'held',
    evidence: 'Port scan 114-8',
    verifyAgainBy: '2027-03-01',
  })
  expect(await stateOf()).toEqual({ 'T-1': 'mitigated', 'T-2': 'mitigated', 'T-3': 'mitigated' })
  const { verifications } = await getControl(db, hospital.organisationId, id)
  expect(verifications.map(({ verifiedOn, evidence }) => [verifiedOn, evidence])).toEqual([
    ['2026-12-11', 'Port scan 114-8'],
    ['2026-11-20', 'Port scan 114-7'],
  ])
})

test('a control that fails, or whose verification is taken back, opens what rests on it at once', async () => {
  const id = await addControl(db, hospital.actor, rule)
  await mitigate(id)
  const other = await addControl(db, hospital.actor, { ...rule, name: 'Switch port off' })
  await recordVerification(db, hospital.actor, other, { outcome: 'failed', evidence: 'The port answers' })
  expect(await stateOf()).toEqual({ 'T-1': 'mitigated', 'T-2': 'mitigated' })

  await recordVerification(db, hospital.actor, id, { outcome: 'failed', evidence: 'Port 80 answers' })
  expect(await stateOf()).toMatchObject({
    'T-1': `broken: ${name} did not hold when Import verified it on 2026-12-01: Port 80 answers`,
  })
  await recordVerification(db, hospital.actor, id, { outcome: 'held', evidence: 'Closed', verifyAgainBy: '2027-01-01' })
  expect(await stateOf()).toMatchObject({ 'T-1': 'mitigated' })
  await recordVerification(db, hospital.actor, id, { outcome: 'taken_back', evidence: 'It was another switch' })
  expect(await stateOf()).toMatchObject({
    'T-1': `broken: Import took the verification of ${name} back: It was another switch`,
  })
  const [device] = (await sql<{ id: string }>`select id from device where asset_tag = 'T-1'`.execute(db)).rows
  const events = await findingEvents(db, hospital.organisationId, { deviceId: device!.id })
  expect(events.map(({ kind }) => kind).filter((kind) => kind === 'premise_broke')).toHaveLength(2)
})

test('a decision on one finding rests on a control as well', async () => {
  const id = await addControl(db, hospital.actor, rule)
  const [device] = (await sql<{ id: string }>`select id from device where asset_tag = 'T-2'`.execute(db)).rows
  const finding = { deviceId: device!.id, vulnerabilityId: cve }
  const premises: Premise[] = [{ kind: 'control_verified', controlId: id, control: '', place: '' }]
  await decideFinding(db, hospital.actor, finding, { decision: 'mitigated', reason: 'Port closed', premises })
  expect(await stateOf()).toEqual({ 'T-1': 'none', 'T-2': 'mitigated' })
  await onDayOf('2026-12-11')
  expect(await stateOf()).toMatchObject({ 'T-1': 'none', 'T-2': expect.stringContaining('had to be verified again') })
})

test('nothing rests on a control that is overdue, failed, or not on record', async () => {
  const id = await addControl(db, hospital.actor, rule)
  await recordVerification(db, hospital.actor, id, { outcome: 'failed', evidence: 'Port 80 answers' })
  await expect(mitigate(id)).rejects.toThrow('On no device do all of these premises hold')
  const premises: Premise[] = [{ kind: 'control_verified', controlId: id, control: '', place: '' }]
  const preview = await previewDecision(
    db,
    hospital.organisationId,
    { kind: 'group', ...group },
    { decision: 'mitigated', premises, expiresOn: null },
  )
  expect(preview.not).toEqual([
    { devices: 2, outcome: 'broken', text: expect.stringContaining(`${name} did not hold`) },
  ])
  await expect(mitigate('00000000-0000-7000-8000-000000000000')).rejects.toThrow('control')
})

test('what is recorded of a control makes sense in time, and another hospital neither sees nor changes it', async () => {
  const id = await addControl(db, hospital.actor, rule)
  const record = (over: object) =>
    recordVerification(db, hospital.actor, id, {
      outcome: 'held',
      evidence: 'Looked',
      verifyAgainBy: '2027-01-01',
      ...over,
    })
  await expect(record({ verifiedOn: '2026-12-02' })).rejects.toThrow('still to come')
  await expect(record({ verifiedOn: '2026-11-19' })).rejects.toThrow('later than that, on 2026-11-20')
  await expect(record({ verifyAgainBy: '2026-11-30' })).rejects.toThrow('by when it has to be verified again')
  await expect(record({ verifyAgainBy: undefined })).rejects.toThrow('by when it has to be verified again')
  await expect(addControl(db, hospital.actor, { ...rule, name: 'FIREWALL rule 114' })).rejects.toThrow('already')
  await record({ outcome: 'taken_back' })
  await expect(record({ outcome: 'taken_back' })).rejects.toThrow('taken back before')

  const organisationId = crypto.randomUUID() as OrganisationId
  expect((await listControls(db, organisationId, { limit: 5 })).items).toEqual([])
  await expect(
    recordVerification(db, { ...hospital.actor, organisationId }, id, { outcome: 'failed', evidence: 'x' }),
  ).rejects.toThrow('control')
})
