import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { beforeEach, expect, test, vi } from 'vitest'
import { listNotifications } from '#domain/access/access.ts'
import { onDay, onFeedRecords, onRunEnd } from '#domain/loop.ts'
import type { Premise } from '#model/decision.ts'
import type { DeviceClaims } from '#model/device.ts'
import { FindingFilter } from '#model/finding-list.ts'
import { inTransaction, type Tx } from '#platform/db/database.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { insertPerson } from '#tests/support/finding-rows.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'
import {
  announceBroken,
  type Decision,
  decideFinding,
  decideGroup,
  decisionsOnFinding,
  findingEvents,
  getDecision,
  issueVex,
  listDecisionFindings,
  listDecisions,
  listFindings,
  previewDecision,
  setRemediation,
  withdrawDecision,
} from './findings.ts'

const { db } = await testDatabase()
let hospital: Hospital

beforeEach(async () => {
  await sql`truncate basis_match, basis_score, source, device, observation, decision, identifier, configuration, context, score_reasons, advisory, vulnerability,
    known_exploited, notification cascade`.execute(db)
  await sql`update intelligence_state set version = nextval('intelligence_version')`.execute(db)
  hospital = await newHospital(db)
  await hospital.publish(drip(), exploited('CVE-1999-0001'))
})

const cve = 'CVE-2026-0001'
const drip = ({ revision = '1', fix = 'Update to 9.2', below = '9.2', others = [] as string[] } = {}) =>
  advisoryRecord({
    trackingId: 'A-1',
    revision,
    revisedAt: `2026-01-1${revision}T00:00:00Z`,
    products: [productEntry({ productId: 'P1', version: `< ${below}`, versionForm: 'comparison', isRange: true })],
    vulnerabilities: [cve, ...others].map((vulnerabilityId) =>
      statement({
        vulnerabilityId,
        status: { known_affected: ['P1'] },
        remediations: [{ category: 'vendor_fix', details: fix, productIds: ['P1'] }],
      }),
    ),
  })

const exploited = (id: string) =>
  ({
    kind: 'known_exploited',
    entry: {
      cve: id,
      vendor: 'Example Medical',
      product: 'Drip 3000',
      name: 'A flaw',
      addedOn: '2026-02-03',
      ransomware: false,
      requiredAction: 'Update',
    },
  }) as const

const pump = (tag: string, over: DeviceClaims = {}): DeviceClaims => ({
  assetTag: tag,
  serialNumber: `S-${tag}`,
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  softwareVersion: '9.1',
  zone: 'clinical',
  site: 'North',
  ...over,
})
const group = {
  advisoryId: 'example-cert:A-1',
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  site: 'North',
}
const accepted: Decision = { decision: 'accepted', reason: 'Behind the firewall', expiresOn: '2099-12-31' }

const stateOf = async () =>
  Object.fromEntries(
    (
      await listFindings(db, hospital.organisationId, { filter: FindingFilter.parse({ open: 'any' }), limit: 100 })
    ).items.map((row) => [
      `${row.device.name.split(' · ')[1]}${row.vulnerabilityId === cve ? '' : ` ${row.vulnerabilityId}`}`,
      row.undecided ? `${row.undecided.state}: ${row.undecided.text}` : row.decision,
    ]),
  )
const decisions = async () =>
  (await listDecisions(db, hospital.organisationId, { filter: { state: 'any' }, limit: 50 })).items
const deviceOf = async (tag: string) =>
  (await sql<{ id: string }>`select id from device where asset_tag = ${tag}`.execute(db)).rows[0]!.id
const historyOf = async (tag: string) =>
  (await findingEvents(db, hospital.organisationId, { deviceId: await deviceOf(tag) })).map(({ kind, reason }) => ({
    kind,
    reason,
  }))

test('a decision is carried to a new device on which every premise holds, and says what was checked', async () => {
  await hospital.says(hospital.cmms, { a: pump('T-1') })
  expect(await decideGroup(db, hospital.actor, group, accepted)).toBe(1)

  await hospital.says(hospital.cmms, { b: pump('T-2') })

  expect(await stateOf()).toEqual({ 'T-1': 'accepted', 'T-2': 'accepted' })
  const [decision] = await decisions()
  expect(decision).toMatchObject({ state: 'in_force', holding: 2, carried: 1, carries: true })
  const [event] = await historyOf('T-2')
  expect(event).toMatchObject({ kind: 'carried' })
  expect(event!.reason).toContain('Carried from the decision of Import')
  const [here] = await decisionsOnFinding(db, hospital.organisationId, {
    deviceId: await deviceOf('T-2'),
    vulnerabilityId: cve,
  })
  expect(here).toMatchObject({ id: decision!.id, standing: 'holds', isCarried: true })
  expect(here!.checked).toContainEqual({ kind: 'versions', value: '9.1' })
})

test('where a premise cannot be checked nothing is carried: the finding is open and asks', async () => {
  await hospital.says(hospital.cmms, { a: pump('T-1') })
  await decideGroup(db, hospital.actor, group, accepted)

  await hospital.says(hospital.cmms, { b: pump('T-2', { softwareVersion: null }) })
  expect(await stateOf()).toEqual({
    'T-1': 'accepted',
    'T-2': 'asks: its software version is not known; it has to be 9.1',
  })
  expect(await decisions()).toMatchObject([{ asking: 1 }])

  // As soon as somebody has looked, it is carried.
  await hospital.says(hospital.cmms, { b: pump('T-2') })
  expect(await stateOf()).toEqual({ 'T-1': 'accepted', 'T-2': 'accepted' })
})

test.each<[string, DeviceClaims, string]>([
  [
    'the version leaves the range',
    { softwareVersion: '9.0' },
    'its software version is 9.0, and the decision is for 9.1',
  ],
  ['the zone changes', { zone: 'guest' }, 'it is in network zone guest, and the decision rests on clinical'],
  ['the device moves to another site', { site: 'South' }, 'it stands at South, and the decision is for North'],
])('where %s the finding opens again and says which premise broke', async (_, change, text) => {
  await hospital.says(hospital.cmms, { a: pump('T-1'), b: pump('T-2') })
  await decideGroup(db, hospital.actor, group, accepted)

  await hospital.says(hospital.cmms, { a: pump('T-1', change) })

  expect(await stateOf()).toEqual({ 'T-1': `broken: ${text}`, 'T-2': 'accepted' })
  const [event] = await historyOf('T-1')
  expect(event).toMatchObject({ kind: 'premise_broke' })
  expect(event!.reason).toContain(text)
  const worklist = await listFindings(db, hospital.organisationId, { filter: FindingFilter.parse({}), limit: 10 })
  expect(worklist.items).toHaveLength(1)
  expect(await decisions()).toMatchObject([{ holding: 1, broken: 1, state: 'in_force' }])
})

test('what was before stands beside what is now', async () => {
  await hospital.says(hospital.cmms, { a: pump('T-1') })
  await decideGroup(db, hospital.actor, group, accepted)
  await hospital.says(hospital.cmms, { a: pump('T-1', { zone: 'guest' }) })

  const { items } = await listDecisionFindings(db, hospital.organisationId, (await decisions())[0]!.id, {
    state: 'broken',
    limit: 10,
  })

  expect(items[0]!.failing).toContainEqual(
    expect.objectContaining({ kind: 'zone', outcome: 'broken', was: 'clinical', now: 'guest' }),
  )
})

test('a revision that says the same of what can be done leaves the decision in force; one that says otherwise breaks it', async () => {
  await hospital.says(hospital.cmms, { a: pump('T-1') })
  await decideGroup(db, hospital.actor, group, accepted)

  await hospital.publish(drip({ revision: '2' }))
  expect(await stateOf()).toEqual({ 'T-1': 'accepted' })

  await hospital.publish(drip({ revision: '3', fix: 'Replace the pump' }))
  expect(await stateOf()).toEqual({ 'T-1': 'broken: A-1 says something else of what can be done, in revision 3' })
})

test('an advisory that says otherwise what can be done, without a new revision, breaks the decision', async () => {
  await hospital.says(hospital.cmms, { a: pump('T-1'), b: pump('T-2', { softwareVersion: '9.0' }) })
  await decideGroup(db, hospital.actor, group, accepted)

  await hospital.publish(drip({ fix: 'Replace the pump' }))
  expect(await stateOf()).toEqual({
    'T-1': 'broken: A-1 says something else of what can be done, in revision 1',
    'T-2': 'broken: A-1 says something else of what can be done, in revision 1',
  })
})

test('a vulnerability that a revision adds is no matter of an older decision', async () => {
  await hospital.says(hospital.cmms, { a: pump('T-1') })
  await decideGroup(db, hospital.actor, group, accepted)

  await hospital.publish(drip({ revision: '2', others: ['CVE-2026-0002'] }))

  expect(await stateOf()).toEqual({ 'T-1': 'accepted', 'T-1 CVE-2026-0002': 'none' })
})

test('a vulnerability that attackers are known to use opens again, and those who decide hear of it once', async () => {
  const { personId } = await insertPerson(db, hospital.organisationId, 'analyst', 'Ana')
  await hospital.says(hospital.cmms, { a: pump('T-1'), b: pump('T-2') })
  await decideGroup(db, hospital.actor, group, accepted)
  await hospital.publish(exploited(cve))

  expect(await stateOf()).toEqual({
    'T-1': 'broken: attackers are known to use it (CISA KEV)',
    'T-2': 'broken: attackers are known to use it (CISA KEV)',
  })
  const tell = () => inTransaction(db, (tx) => onDay(tx, hospital.organisationId, new Date()))
  await tell()
  await tell()
  const { items } = await listNotifications(db, hospital.organisationId, personId, { limit: 10 })
  expect(items.filter(({ kind }) => kind === 'decision.broke')).toMatchObject([
    {
      title: `A decision no longer holds: ${cve} on Example Medical Drip 3000`,
      body: '2 devices are open again: attackers are known to use it (CISA KEV). Decided by Import.',
    },
  ])
})

test('those whose decision broke are found without reading every break for each', async () => {
  const tags = Array.from({ length: 600 }, (_, at) => `T-${at}`)
  await hospital.says(hospital.cmms, Object.fromEntries(tags.map((tag) => [tag, pump(tag)])))
  await decideGroup(db, hospital.actor, group, accepted)
  await hospital.publish(exploited(cve))

  await sql`analyze`.execute(db)

  const readSoFar = async (tx: Tx) =>
    (
      await sql<{ n: number }>`
        select (seq_tup_read + idx_tup_fetch)::int as n from pg_stat_xact_user_tables where relname = 'decision_standing'`.execute(
        tx,
      )
    ).rows[0]!.n
  for (const decisionBroke of [true, false]) {
    const { found, read } = await inTransaction(db, async (tx) => {
      // What the connection read before is in the figure until it is told to the server.
      const before = await readSoFar(tx)
      const filter = FindingFilter.parse({ open: 'any', decisionBroke })
      const { items } = await listFindings(tx, hospital.organisationId, { filter, limit: 100 })
      return { found: items.length, read: (await readSoFar(tx)) - before }
    })
    expect(found).toBe(decisionBroke ? 100 : 0)
    expect(read).toBeLessThan(5 * tags.length)
  }
})

const toldOfBroken = async (personId: string) =>
  (await listNotifications(db, hospital.organisationId, personId, { limit: 10 })).items
    .filter(({ kind }) => kind === 'decision.broke')
    .map(({ body }) => body.slice(0, body.indexOf(':')))

test('what breaks in a transaction that began before the decision was taken is told as well', async () => {
  const { personId } = await insertPerson(db, hospital.organisationId, 'analyst', 'Ana')
  await hospital.says(hospital.cmms, { a: pump('T-1') })
  await inTransaction(db, async (tx) => {
    await sql`select now()`.execute(tx)
    await decideGroup(db, hospital.actor, group, accepted)
    await onFeedRecords(tx, hospital.organisationId, hospital.actor, [exploited(cve)])
  })
  await onRunEnd(db, hospital.organisationId, hospital.actor)

  expect(await toldOfBroken(personId)).toEqual(['One device is open again'])
})

test('who tells of what broke waits for those who are breaking more', async () => {
  const { personId } = await insertPerson(db, hospital.organisationId, 'analyst', 'Ana')
  await hospital.says(hospital.cmms, { a: pump('T-1'), b: pump('T-2') })
  await decideGroup(db, hospital.actor, group, accepted)
  await hospital.says(hospital.cmms, { a: pump('T-1', { zone: 'guest' }) })
  const tell = () => inTransaction(db, (tx) => announceBroken(tx, hospital.organisationId))
  const { telling } = await inTransaction(db, async (tx) => {
    await onFeedRecords(tx, hospital.organisationId, hospital.actor, [exploited(cve)])
    const telling = tell()
    await Promise.race([telling, sleep(500)])
    return { telling }
  })
  await telling
  await tell()

  expect(await toldOfBroken(personId)).toEqual(['2 devices are open again'])
})

test('after its last day a decision is in force nowhere, and is carried to nothing', async () => {
  await hospital.says(hospital.cmms, { a: pump('T-1') })
  await decideGroup(db, hospital.actor, group, { ...accepted, expiresOn: '2030-01-31' })
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2030-02-01T12:00:00Z') })
  try {
    await inTransaction(db, (tx) => onDay(tx, hospital.organisationId, new Date()))
    await hospital.says(hospital.cmms, { b: pump('T-2') })

    expect(await stateOf()).toEqual({ 'T-1': 'broken: it was in force until 2030-01-31', 'T-2': 'none' })
    expect((await historyOf('T-1'))[0]).toMatchObject({ kind: 'expired' })
    expect(await decisions()).toMatchObject([{ state: 'over' }])
  } finally {
    vi.useRealTimers()
  }
})

test('what is taken back opens everywhere, and an older decision does not come in its place', async () => {
  await hospital.says(hospital.cmms, { a: pump('T-1') })
  await decideGroup(db, hospital.actor, group, accepted)
  await decideGroup(db, hospital.actor, group, { decision: 'mitigated', reason: 'Port closed' })
  expect(await stateOf()).toEqual({ 'T-1': 'mitigated' })
  const [newer, older] = await decisions()
  expect(older).toMatchObject({ decision: 'accepted', holding: 0, state: 'over' })

  await withdrawDecision(db, hospital.actor, newer!.id, 'The port is open')

  expect(await stateOf()).toEqual({ 'T-1': 'none' })
  expect(await decisions()).toMatchObject([{ state: 'withdrawn', withdrawnReason: 'The port is open' }, {}])
  expect((await historyOf('T-1'))[0]).toEqual({ kind: 'decided', reason: 'The port is open' })
})

test('a decision on one device stays on it, and is not taken where a premise does not hold', async () => {
  await hospital.says(hospital.cmms, { a: pump('T-1'), b: pump('T-2') })
  const finding = { deviceId: await deviceOf('T-1'), vulnerabilityId: cve }
  const premises: Premise[] = [{ kind: 'zone', zone: 'laboratory' }]

  await expect(decideFinding(db, hospital.actor, finding, { ...accepted, premises })).rejects.toThrow(
    'it is in network zone clinical, and the decision rests on laboratory',
  )
  expect(await decisions()).toEqual([])
  await decideFinding(db, hospital.actor, finding, accepted)

  expect(await stateOf()).toEqual({ 'T-1': 'accepted', 'T-2': 'none' })
})

test('what was fixed and comes back is asked again whether its decision still holds', async () => {
  await hospital.says(hospital.cmms, { a: pump('T-1') })
  await decideGroup(db, hospital.actor, group, accepted)
  const finding = { deviceId: await deviceOf('T-1'), vulnerabilityId: cve }
  const work = (to: 'verified' | 'not_remediated') =>
    inTransaction(db, (tx) => setRemediation(tx, hospital.organisationId, [finding], to, hospital.actor, 'Work'))
  await work('verified')
  await hospital.says(hospital.cmms, { a: pump('T-1', { zone: 'guest' }) })

  await work('not_remediated')

  expect(await stateOf()).toEqual({ 'T-1': 'broken: it is in network zone guest, and the decision rests on clinical' })
})

test('a range carries over the versions that it holds', async () => {
  await hospital.says(hospital.cmms, { a: pump('T-1') })
  const premises: Premise[] = [{ kind: 'version_range', attribute: 'softwareVersion', range: 'vers:semver/>=9.0|<9.2' }]
  await decideGroup(db, hospital.actor, group, { ...accepted, premises })

  await hospital.says(hospital.cmms, {
    b: pump('T-2', { softwareVersion: '9.0', site: 'South' }),
    c: pump('T-3', { softwareVersion: '8.9' }),
  })

  expect(await stateOf()).toEqual({ 'T-1': 'accepted', 'T-2': 'accepted', 'T-3': 'none' })
  await expect(
    decideGroup(db, hospital.actor, group, {
      ...accepted,
      premises: [{ kind: 'version_range', attribute: 'softwareVersion', range: 'as the vendor says' }],
    }),
  ).rejects.toThrow('is no range of versions')
})

test('a preview counts what a decision covers and why it does not cover the rest, and writes nothing', async () => {
  await hospital.says(hospital.cmms, {
    a: pump('T-1'),
    b: pump('T-2'),
    c: pump('T-3', { softwareVersion: null }),
    d: pump('T-4', { site: 'South' }),
  })

  const writes = await writesDuring(db, async () => {
    const preview = await previewDecision(
      db,
      hospital.organisationId,
      { kind: 'group', ...group },
      { decision: 'accepted' },
    )

    expect(preview).toMatchObject({
      devices: 2,
      findings: 2,
      not: [
        { devices: 1, outcome: 'broken', text: 'it stands at South, and the decision is for North' },
        { devices: 1, outcome: 'unknown', text: 'its software version is not known; it has to be 9.1' },
      ],
    })
    expect(preview.premises.map(({ words, isProposed }) => [words, isProposed])).toEqual([
      ['It stands at North', true],
      ['Its software version is 9.1', true],
      ['It is in network zone clinical', true],
      ['A-1 says the same of what can be done as in revision 1', true],
      ['No attacker is known to use the vulnerability (CISA KEV)', true],
      [expect.stringMatching(/^Its score is not above \d+$/), true],
    ])
  })
  expect(writes).toEqual({})
})

test('the same decision again is no new one', async () => {
  await hospital.says(hospital.cmms, { a: pump('T-1'), b: pump('T-2', { softwareVersion: null }) })
  await decideGroup(db, hospital.actor, group, accepted)

  expect(await decideGroup(db, hospital.actor, group, accepted)).toBe(0)
  expect(await decisions()).toHaveLength(1)
})

test('a verdict of VEX goes out with its justification, and no more once its premise broke', async () => {
  await hospital.says(hospital.cmms, { a: pump('T-1', { description: 'Infusion pump; without wireless' }) })
  await decideGroup(db, hospital.actor, group, {
    decision: 'not_affected',
    reason: 'It has no radio',
    justification: 'component_not_present',
  })
  const verdict = async () =>
    (await issueVex(db, hospital.actor, { vulnerabilityId: cve }, 'csaf')).content.vulnerabilities[0]!.statements[0]
  expect(await verdict()).toMatchObject({
    status: 'not_affected',
    justification: 'component_not_present',
    impact: 'It has no radio',
  })

  await hospital.says(hospital.cmms, { a: pump('T-1', { description: 'Infusion pump; with wireless' }) })

  expect(await verdict()).toMatchObject({ status: 'affected' })
  const { failing } = await getDecision(db, hospital.organisationId, (await decisions())[0]!.id)
  expect(failing).toEqual([{ text: 'it has wireless', state: 'broken', findings: 1, devices: 1 }])
})
