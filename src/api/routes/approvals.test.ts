import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { onDay } from '#domain/loop.ts'
import type { Role } from '#model/access.ts'
import type { ApprovalRule } from '#model/approval.ts'
import { inTransaction } from '#platform/db/database.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const { signedIn, organisation } = await testServer(db)
const hospital: Hospital = await newHospital(db)

const password = 'a few words in a row'
/** A person with a password, so that they can sign. */
async function person(role: Role, approves = false) {
  const one = await signedIn(role, { approves, signs: true })
  return { ...one, name: one.person.name, id: one.person.id }
}

const admin = await person('administrator')
const analyst = await person('analyst')
const approver = await person('manager', true)
const second = await person('viewer', true)

const each = (n: number) => ({ critical: n, high: n, medium: n, low: n })
const rule: ApprovalRule = {
  kinds: ['accepted', 'deferred', 'mitigated', 'not_affected', 'false_positive'],
  approvers: each(1),
  lifeSustaining: each(2),
  longestDays: each(90),
  oneKey: { passes: false, reason: '' },
}
const adopt = async (over: Partial<ApprovalRule> = {}) => {
  const { inForce } = (await admin.get('/settings/approvals')).json()
  return await admin.put('/settings/approvals', {
    rule: { ...rule, ...over },
    seen: inForce?.hash ?? null,
    reason: 'As the committee wants',
  })
}

const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const accepted = { decision: 'accepted', reason: 'On an isolated network', expiresOn: dayIn(60) }

let cve = ''
let number = 0
let group: { advisoryId: string; manufacturer: string; model: string; site: string }
const tag = (one: string) => `${one}-${number}`
const pump = (name: string, over: object = {}) => ({
  assetTag: tag(name),
  serialNumber: `S-${tag(name)}`,
  manufacturer: 'Example Medical',
  model: `Drip ${3000 + number}`,
  softwareVersion: '9.1',
  site: 'North',
  criticality: 'low' as const,
  ...over,
})
const claims = (over: object = {}) => ({ [tag('a')]: pump('a', over), [tag('b')]: pump('b', over) })
let deviceIds: string[]

beforeEach(async () => {
  // What was recorded stays as it is, but for a test.
  await sql`alter table decision_approval disable trigger all`.execute(db)
  await sql`alter table decision_proposal disable trigger all`.execute(db)
  await sql`delete from decision_approval`.execute(db)
  await sql`delete from decision_proposal`.execute(db)
  await sql`delete from approval_rule`.execute(db)
  await sql`delete from notification`.execute(db)
  await sql`alter table decision_approval enable trigger all`.execute(db)
  await sql`alter table decision_proposal enable trigger all`.execute(db)
  number++
  cve = `CVE-2026-${String(number).padStart(4, '0')}`
  await hospital.publish(
    advisoryRecord({
      trackingId: `A-${number}`,
      products: [
        productEntry({
          productId: 'P1',
          name: `Drip ${3000 + number}`,
          version: '< 9.2',
          versionForm: 'comparison',
          isRange: true,
        }),
      ],
      vulnerabilities: [statement({ vulnerabilityId: cve, status: { known_affected: ['P1'] } })],
    }),
  )
  deviceIds = (await hospital.says(hospital.cmms, claims())).deviceIds
  group = {
    advisoryId: `example-cert:A-${number}`,
    manufacturer: 'Example Medical',
    model: `Drip ${3000 + number}`,
    site: 'North',
  }
})

const finding = async (at = 0) => (await analyst.get(`/findings/${deviceIds[at]}/${cve}`)).json()
const decide = async (over: object = {}) => await analyst.post('/findings/decide', { ...group, ...accepted, ...over })
const propose = async (over: object = {}): Promise<string> => {
  const answer = await decide(over)
  expect(answer.statusCode, answer.body).toBe(200)
  expect(answer.json().waiting).not.toBeNull()
  return answer.json().waiting
}
const shown = async (id: string, by = approver) => (await by.get(`/decision-proposals/${id}`)).json()
const approve = async (id: string, by = approver, over: object = {}) =>
  await by.post(`/decision-proposals/${id}/approve`, { seen: (await shown(id, by)).seen, password, ...over })
const notices = async (by: typeof admin) =>
  (await by.get('/notifications'))
    .json()
    .items.map(({ title }: { title: string }) => title)
    .filter(
      (title: string) =>
        !title.startsWith('A decision no longer holds') && (!title.includes('CVE-') || title.includes(cve)),
    )

test('without a rule every decision is in force at once, and has a record', async () => {
  const answer = await decide()

  expect(answer.json()).toEqual({ decided: 2, waiting: null, approvers: 0 })
  expect((await finding()).finding.decision).toBe('accepted')
  const { items } = (await analyst.get('/decision-proposals')).json()
  expect(items).toMatchObject([
    { state: 'taken', recordNumber: 1, on: `A-${number} on Example Medical Drip ${3000 + number}, North` },
  ])
  expect((await admin.get('/settings/approvals')).json()).toMatchObject({ inForce: null, isOnePerson: false })
})

test('what needs approval has no effect before somebody else gives it, and then it is the decision of who proposed it', async () => {
  await adopt()
  const id = await propose()

  expect(await finding()).toMatchObject({
    finding: { decision: 'none', isOpen: true },
    waiting: [
      { id, text: `“accepted”, proposed by ${analyst.name}, waits for approval of ${approver.name} or ${second.name}` },
    ],
  })
  const { items } = (await analyst.get(`/findings?vulnerability=${cve}`)).json()
  expect(items.map(({ undecided }: { undecided: { state: string } }) => undecided.state)).toEqual([
    'waiting',
    'waiting',
  ])
  expect(await notices(approver)).toEqual([expect.stringContaining('waits for your approval')])
  expect(await shown(id)).toMatchObject({
    state: 'waiting',
    approvals: 0,
    changes: [],
    notByYou: null,
    level: { findings: 2, approvers: 1 },
  })

  const done = await approve(id)
  expect(done.json()).toMatchObject({ state: 'taken', approvals: 1, given: [{ name: approver.name, counts: true }] })
  expect((await finding()).finding).toMatchObject({ decision: 'accepted', decidedBy: analyst.name })
  expect(await notices(analyst)).toEqual([expect.stringContaining('Your decision is in force')])
  const { items: trail } = (await admin.get(`/audit?subjectKind=decision_proposal&subjectId=${id}&limit=5`)).json()
  expect(trail.map(({ action }: { action: string }) => action)).toEqual(['decision.approved', 'decision.proposed'])
  expect(trail[0].detail).toMatchObject({ inForce: true, record: done.json().recordHash })
})

test('the same proposed twice waits once', async () => {
  await adopt()
  expect(await propose()).toBe(await propose())
})

test('nobody approves their own, whatever their role and permission', async () => {
  await adopt()
  await admin.patch(`/people/${admin.id}`, { approves: true })
  await admin.patch(`/people/${analyst.id}`, { approves: true })
  const id = await propose()

  expect((await shown(id, analyst)).notByYou).toContain('nobody approves their own')
  const refused = await approve(id, analyst)
  expect([refused.statusCode, refused.json().detail]).toEqual([
    403,
    expect.stringContaining('nobody approves their own'),
  ])
  expect((await analyst.post(`/decision-proposals/${id}/refuse`, { reason: 'No' })).statusCode).toBe(403)
  expect((await finding()).finding.decision).toBe('none')

  await admin.patch(`/people/${admin.id}`, { approves: false })
  await admin.patch(`/people/${analyst.id}`, { approves: false })
  // The administrator has every right of the roles, and not this one.
  const answer = await approve(id, admin)
  expect([answer.statusCode, answer.json().detail]).toEqual([403, expect.stringContaining('no role brings that')])
})

test('who signs is asked for their password again, and a wrong one signs nothing', async () => {
  await adopt()
  const id = await propose()
  const answer = await approve(id, approver, { password: 'something else altogether' })

  expect([answer.statusCode, answer.json().details]).toEqual([
    400,
    { fields: { password: 'The password is not right.' } },
  ])
  expect(await shown(id)).toMatchObject({ state: 'waiting', approvals: 0 })
  expect((await approve(id)).statusCode).toBe(200)
})

test('on what may sustain life two different people approve', async () => {
  await adopt()
  await hospital.says(hospital.cmms, { [tag('b')]: pump('b', { criticality: 'life_sustaining' }) })
  const id = await propose()

  expect((await approve(id)).json()).toMatchObject({ state: 'waiting', approvals: 1, waitsFor: [second.name] })
  const again = await approve(id)
  expect([again.statusCode, again.json().detail]).toEqual([409, expect.stringContaining('You have approved it')])
  expect((await finding()).finding.decision).toBe('none')
  expect((await approve(id, second)).json()).toMatchObject({ state: 'taken', approvals: 2 })
  expect((await finding(1)).finding.decision).toBe('accepted')
})

test('an approval does not count where the person may not approve any more', async () => {
  await adopt({ approvers: each(2) })
  const id = await propose()
  await approve(id, second)
  await admin.patch(`/people/${second.id}`, { approves: false })
  expect(await shown(id)).toMatchObject({ approvals: 0, given: [{ name: second.name, counts: false }] })
  expect((await approve(id)).json()).toMatchObject({ state: 'waiting', approvals: 1 })
  await admin.patch(`/people/${second.id}`, { approves: true })
  await hospital.says(hospital.cmms, { [tag('a')]: pump('a', { room: '4' }) })
  expect((await shown(id)).approvals).toBe(2)
})

test('what changed meanwhile is shown, an older look approves nothing, and an approval of less risk does not count', async () => {
  await adopt({ lifeSustaining: each(3), approvers: each(2) })
  const third = await person('viewer', true)
  const id = await propose({ premises: [{ kind: 'site', site: 'North' }] })
  const before = await shown(id)
  await approve(id, second)

  await hospital.says(hospital.cmms, { [tag('c')]: pump('c', { criticality: 'life_sustaining' }) })
  const stale = await approver.post(`/decision-proposals/${id}/approve`, { seen: before.seen, password })
  expect([stale.statusCode, stale.json().detail]).toEqual([
    409,
    expect.stringContaining('It would be in force on 3 findings; when it was proposed, on 2'),
  ])
  expect(await shown(id)).toMatchObject({
    approvals: 0,
    given: [{ name: second.name, counts: false }],
    changes: [
      'It would be in force on 3 findings; when it was proposed, on 2',
      'A device that may sustain life is in scope, and was not when it was proposed',
      '3 have to approve it; when it was proposed it was 2',
    ],
  })
  await approve(id, approver)
  await approve(id, second)
  expect((await approve(id, third)).json()).toMatchObject({ state: 'taken', approvals: 3 })
  await admin.patch(`/people/${third.id}`, { disabled: true })
})

test('a premise that broke while it waited keeps it from taking effect there', async () => {
  await adopt()
  const id = await propose()
  await hospital.says(hospital.cmms, { [tag('b')]: pump('b', { softwareVersion: '9.0' }) })

  expect(await shown(id)).toMatchObject({
    changes: ['It would be in force on one finding only; when it was proposed, on 2'],
    not: [{ text: expect.stringContaining('its software version is 9.0'), devices: 1 }],
  })
  await approve(id)
  expect([(await finding(0)).finding.decision, (await finding(1)).finding.decision]).toEqual(['accepted', 'none'])

  await sql`delete from approval_rule`.execute(db)
  await adopt({ lifeSustaining: each(1) })
  const other = await propose({ decision: 'deferred', premises: [{ kind: 'site', site: 'North' }] })
  await hospital.says(hospital.cmms, claims({ site: 'South' }))
  const none = await approve(other)
  expect([none.statusCode, none.json().detail]).toEqual([
    409,
    expect.stringContaining('not be in force on anything any more'),
  ])
})

test('a decision is in force on no more risk than was approved', async () => {
  await adopt()
  await approve(await propose({ premises: [{ kind: 'site', site: 'North' }] }))
  expect((await finding()).finding.decision).toBe('accepted')

  await hospital.says(hospital.cmms, { [tag('a')]: pump('a', { criticality: 'life_sustaining' }) })
  const { finding: one } = await finding()
  expect(one).toMatchObject({
    decision: 'none',
    undecided: { state: 'broken', text: expect.stringContaining('nobody approved it') },
  })
  expect((await finding(1)).finding.decision).toBe('accepted')
})

test('where KEV was never read approvals go by the risk of what is listed, as the appetite does', async () => {
  await adopt({ approvers: { critical: 2, high: 2, medium: 1, low: 1 } })
  await hospital.says(hospital.cmms, claims({ zone: 'infusion' }))
  await hospital.publish(
    advisoryRecord({
      trackingId: `A-${number}`,
      revision: '2',
      products: [
        productEntry({
          productId: 'P1',
          name: `Drip ${3000 + number}`,
          version: '< 9.2',
          versionForm: 'comparison',
          isRange: true,
        }),
      ],
      vulnerabilities: [
        statement({
          vulnerabilityId: cve,
          status: { known_affected: ['P1'] },
          scores: [
            {
              version: '3.1',
              vector: 'CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:L/I:L/A:L',
              score: 5,
              source: 'Example',
              productIds: [],
            },
          ],
        }),
      ],
    }),
  )
  expect((await finding()).finding.band).toBe('medium')
  const id = await propose({ premises: [] })
  expect((await shown(id)).level).toMatchObject({ worstBand: 'high', approvers: 2 })
  await approve(id, approver)
  await approve(id, second)
  expect((await finding()).finding.decision).toBe('accepted')
})

test('premises that the program alone writes are not taken from who asks, so that nobody makes it come to less', async () => {
  await adopt()
  const forged = [
    { kind: 'until', day: dayIn(-1) },
    { kind: 'approved_for', bands: [], lifeSustaining: [] },
    { kind: 'product', manufacturer: 'Nobody', model: 'None' },
  ]
  for (const premise of forged) {
    const premises = [{ kind: 'site', site: 'North' }, premise]
    const answer = await decide({ premises, reason: `Forged ${premise.kind}` })
    expect(answer.json()).toMatchObject({ decided: 0, approvers: 1, waiting: expect.any(String) })
    expect((await shown(answer.json().waiting)).level).toMatchObject({ findings: 2 })
  }
  expect((await finding()).finding.decision).toBe('none')
})

test('a decision does not reach what is worse than what was approved, though as many approve that', async () => {
  await adopt({ lifeSustaining: each(1) })
  await approve(await propose({ premises: [{ kind: 'site', site: 'North' }] }))
  await hospital.says(hospital.cmms, { [tag('a')]: pump('a', { criticality: 'life_sustaining' }) })

  expect((await finding()).finding).toMatchObject({
    decision: 'none',
    undecided: { state: 'broken', text: expect.stringContaining('nobody approved it') },
  })
  expect((await finding(1)).finding.decision).toBe('accepted')
})

test('an approver refuses with a reason; who proposed it withdraws it; neither takes effect', async () => {
  await adopt()
  const refused = await propose()
  await approver.post(`/decision-proposals/${refused}/refuse`, { reason: 'Segment it first' })
  expect(await shown(refused)).toMatchObject({
    state: 'refused',
    closedBy: approver.name,
    closedReason: 'Segment it first',
  })
  expect(await notices(analyst)).toEqual([expect.stringContaining('was refused')])

  const withdrawn = await propose({ reason: 'Another try' })
  expect((await admin.post(`/decision-proposals/${withdrawn}/withdraw`, { reason: 'No' })).statusCode).toBe(403)
  expect(
    (await analyst.post(`/decision-proposals/${withdrawn}/withdraw`, { reason: 'Too soon' })).json(),
  ).toMatchObject({ state: 'withdrawn' })
  const late = await approver.post(`/decision-proposals/${withdrawn}/approve`, { seen: 'x', password })
  expect([late.statusCode, late.json().detail]).toEqual([409, expect.stringContaining('does not wait any more')])
  expect(await finding()).toMatchObject({ finding: { decision: 'none' }, waiting: [] })
})

test('of two who decide at once the second sees the decision of the first', async () => {
  const preview = async () =>
    (await analyst.post('/findings/decide/preview', { group, decision: 'accepted', expiresOn: dayIn(60) })).json()
  const { seen } = await preview()
  await admin.post('/findings/decide', { ...group, ...accepted, decision: 'mitigated' })

  const answer = await decide({ seen })
  expect([answer.statusCode, answer.json().detail]).toEqual([
    409,
    `${admin.name} has decided “mitigated” here since you opened it. Look at that first.`,
  ])
  const again = await preview()
  expect(again.standing).toMatchObject([{ kind: 'decision', decision: 'mitigated', by: admin.name }])
  expect((await decide({ seen: again.seen })).statusCode).toBe(200)

  await adopt()
  const before = (await preview()).seen
  await admin.post('/findings/decide', { ...group, ...accepted, decision: 'deferred' })
  const waits = await decide({ seen: before, reason: 'Mine' })
  expect(waits.json().detail).toBe(
    `${admin.name} has proposed “deferred” here since you opened it. Look at that first.`,
  )
})

test('a risk is never accepted without an end, nor for longer than the rule lets it', async () => {
  const without = await decide({ expiresOn: undefined })
  expect([without.statusCode, without.json().detail]).toEqual([
    400,
    expect.stringContaining('never accepted or put off without an end'),
  ])
  await adopt()
  const long = await decide({ expiresOn: dayIn(100) })
  expect([long.statusCode, long.json().detail]).toEqual([
    400,
    expect.stringContaining(`can last until ${dayIn(90)} at most`),
  ])
  expect((await decide({ decision: 'mitigated', expiresOn: undefined })).statusCode).toBe(200)
})

test('in an organisation of one person decisions wait, unless the rule says why one key passes', async () => {
  await adopt()
  await sql`update person set disabled_at = now() where id <> ${analyst.id} and id <> ${admin.id}`.execute(db)
  await sql`update person set disabled_at = now() where id = ${admin.id}`.execute(db)
  try {
    await propose()
    expect((await finding()).waiting[0].text).toContain('waits for approval of somebody: nobody else may approve yet')
    await sql`update person set disabled_at = null where id = ${admin.id}`.execute(db)
    const silent = await adopt({ oneKey: { passes: true, reason: ' ' } })
    expect([silent.statusCode, silent.json().detail]).toEqual([
      400,
      expect.stringContaining('Say why one key may pass'),
    ])
    await adopt({ oneKey: { passes: true, reason: 'The clinic has one engineer' } })
    // Two people are there: it has no effect.
    await propose({ reason: 'Of two' })
    await sql`update person set disabled_at = now() where id = ${admin.id}`.execute(db)
    expect((await decide({ reason: 'Of one' })).json()).toMatchObject({ decided: 2, waiting: null })
    const { rows } = await sql<{
      one_key: string
    }>`select one_key from decision_proposal where state = 'taken'`.execute(db)
    expect(rows).toEqual([{ one_key: 'The clinic has one engineer' }])
  } finally {
    await sql`update person set disabled_at = null where id in (${admin.id}, ${analyst.id}, ${approver.id}, ${second.id})`.execute(
      db,
    )
  }
})

test('a rule that is laxer for more risk is refused, and so is one that somebody else changed', async () => {
  const lax = await adopt({ approvers: { critical: 1, high: 2, medium: 1, low: 0 }, lifeSustaining: each(2) })
  expect([lax.statusCode, lax.json().detail]).toEqual([
    400,
    expect.stringContaining('More risk cannot need fewer approvers'),
  ])
  const fewer = await adopt({ approvers: each(2), lifeSustaining: each(1) })
  expect(fewer.json().detail).toContain('life-sustaining device cannot need fewer')
  const longer = await adopt({ longestDays: { ...each(90), critical: null } })
  expect([longer.statusCode, longer.json().detail]).toEqual([
    400,
    expect.stringContaining('More risk cannot be borne for longer'),
  ])
  await adopt()
  const stale = await admin.put('/settings/approvals', {
    rule: { ...rule, approvers: each(2) },
    seen: null,
    reason: 'Stale',
  })
  expect([stale.statusCode, stale.json().detail]).toEqual([409, expect.stringContaining('has changed the rule since')])
  expect((await analyst.put('/settings/approvals', { rule, seen: null, reason: 'No' })).statusCode).toBe(403)
})

test('a decision is renewed with one call, by the rule that holds then, and the chain is kept', async () => {
  await adopt()
  await approve(await propose({ expiresOn: dayIn(20) }))
  const [first] = (await analyst.get(`/decisions?state=in_force&vulnerability=${cve}`)).json().items
  const sooner = await analyst.post(`/decisions/${first.id}/renew`, { expiresOn: dayIn(10) })
  expect([sooner.statusCode, sooner.json().detail]).toEqual([400, expect.stringContaining('Choose a later day')])

  const { proposal } = (await analyst.post(`/decisions/${first.id}/renew`, { expiresOn: dayIn(80) })).json()
  expect(proposal).toMatchObject({ state: 'waiting', renews: first.id, expiresOn: dayIn(80), reason: accepted.reason })
  const twice = await analyst.post(`/decisions/${first.id}/renew`, { expiresOn: dayIn(81) })
  expect([twice.statusCode, twice.json().detail]).toEqual([409, expect.stringContaining('has proposed to renew it')])
  // What it is in force on stays so while the renewal waits.
  expect((await finding()).finding.decisionExpiresOn).toBe(dayIn(20))
  await approve(proposal.id)
  expect((await finding()).finding.decisionExpiresOn).toBe(dayIn(80))
  const [renewed] = (await analyst.get(`/decisions?state=in_force&vulnerability=${cve}`)).json().items
  expect(renewed).toMatchObject({ renews: first.id, renewedBy: null })
  expect((await analyst.get(`/decisions/${first.id}`)).json()).toMatchObject({ state: 'over', renewedBy: renewed.id })
})

test('its end is told of 30 and 7 days before, once each, to who decided and who approved', async () => {
  await adopt()
  await approve(await propose({ expiresOn: dayIn(60) }))
  await sql`delete from notification`.execute(db)
  const onDayIn = (days: number) =>
    inTransaction(db, (tx) => onDay(tx, organisation.id, new Date(Date.now() + days * 86_400_000)))
  const told = async () => [await notices(analyst), await notices(approver), await notices(second)]

  await onDayIn(20)
  expect(await told()).toEqual([[], [], []])
  await onDayIn(30)
  await onDayIn(31)
  expect(await told()).toEqual([
    [expect.stringContaining('ends in 30 days')],
    [expect.stringContaining('ends in 30 days')],
    [],
  ])
  await onDayIn(53)
  await onDayIn(54)
  expect((await told())[0]).toEqual([
    expect.stringContaining('ends in 7 days'),
    expect.stringContaining('ends in 30 days'),
  ])
  await onDayIn(61)
  expect((await finding()).finding.decision).toBe('none')
})

test('what waits past its last day lapses, and says so', async () => {
  await adopt()
  const id = await propose({ expiresOn: dayIn(3) })
  await inTransaction(db, (tx) => onDay(tx, organisation.id, new Date(Date.now() + 5 * 86_400_000)))

  expect(await shown(id)).toMatchObject({ state: 'lapsed', closedBy: 'Homeostat' })
  expect(await notices(analyst)).toEqual([expect.stringContaining('never took effect')])
})

test('what was proposed, approved and recorded stays as it is in the database', async () => {
  await adopt()
  const id = await propose()
  await expect(sql`update decision_proposal set reason = 'x' where id = ${id}`.execute(db)).rejects.toThrow(
    'stays as it is',
  )
  await approve(id)
  await expect(sql`update decision_proposal set record = 'x' where id = ${id}`.execute(db)).rejects.toThrow(
    'stays as it is',
  )
  await expect(sql`delete from decision_approval where proposal_id = ${id}`.execute(db)).rejects.toThrow(
    'stays as it is',
  )
})

test('the record can be checked anywhere: its text has its hash, which is in the trail, and each follows on the one before', async () => {
  await adopt()
  const ids = [await propose(), await propose({ reason: 'Another', decision: 'deferred' })]
  for (const id of ids) await approve(id)
  const [first, next] = await Promise.all(
    ids.map(async (id) => (await analyst.get(`/decision-proposals/${id}/record`)).json()),
  )
  expect(first.content).toMatchObject({
    number: 1,
    previous: null,
    decision: 'accepted',
    reason: accepted.reason,
    proposed: { by: analyst.name },
    approvals: [{ by: approver.name, authenticated: 'password' }],
    rule: { version: 1, approvers: 1, oneKey: null },
    products: [{ model: `Drip ${3000 + number}`, site: 'North', findings: 2 }],
    worst: { vulnerabilityId: cve, score: expect.any(Number), parts: expect.arrayContaining([expect.anything()]) },
  })
  expect([next.content.number, next.content.previous, next.isInTrail]).toEqual([2, first.hash, true])

  const file = await analyst.get(`/decision-proposals/${ids[0]}/record.json`)
  expect(createHash('sha256').update(file.rawPayload).digest('hex')).toBe(first.hash)
  const page = await analyst.get(`/decision-proposals/${ids[0]}/record.html`)
  expect(page.body).toContain(`Approved by ${approver.name}`)
  expect(page.body).toContain(first.hash)

  const check = async (text: string) => (await analyst.post('/decision-records/check', { text })).json()
  const whole = { length: 2, brokenAt: null }
  expect(await check(file.body)).toEqual({
    hash: first.hash,
    isCanonical: true,
    record: { proposalId: ids[0], number: 1, isInTrail: true },
    chain: whole,
  })
  const indented = JSON.stringify(JSON.parse(file.body), null, 2)
  expect(await check(indented)).toMatchObject({ hash: first.hash, isCanonical: false, record: { number: 1 } })
  expect(await check(file.body.replace('isolated', 'Isolated'))).toMatchObject({ record: null, chain: whole })

  await sql`alter table decision_proposal disable trigger all`.execute(db)
  await sql`update decision_proposal set record = replace(record, 'isolated', 'open'), record_hash = encode(sha256(convert_to(replace(record, 'isolated', 'open'), 'UTF8')), 'hex')
    where id = ${ids[0]}`.execute(db)
  await sql`alter table decision_proposal enable trigger all`.execute(db)
  expect((await check(file.body)).chain).toEqual({ length: 2, brokenAt: 1 })
})

test('the board tells what waits for whom, what broke and what ends', async () => {
  await adopt()
  const columns = async (by: typeof admin) => (await by.get('/decisions/board')).json()
  const id = await propose()
  expect(await columns(approver)).toMatchObject({
    waitsForMe: { count: 1, items: [{ id }] },
    waitsForOthers: { count: 0 },
  })
  for (const who of [analyst, admin])
    expect(await columns(who)).toMatchObject({
      waitsForMe: { count: 0 },
      waitsForOthers: { count: 1, items: [{ id }] },
    })
  await approve(id)
  expect((await columns(approver)).waitsForMe.count).toBe(0)
  const before = await columns(approver)
  await approve(await propose({ reason: 'Soon', expiresOn: dayIn(5) }))
  expect((await columns(approver)).endsInWeek.count).toBe(before.endsInWeek.count + 1)
})

test('one decision for the whole organisation, on every model, also those that come later; what breaks a premise stays open', async () => {
  const other = { ...pump('x'), model: `Vital ${number}`, site: 'South' }
  await hospital.publish(
    advisoryRecord({
      trackingId: `B-${number}`,
      products: [productEntry({ productId: 'P1', name: `Vital ${number}` })],
      vulnerabilities: [statement({ vulnerabilityId: cve, status: { known_affected: ['P1'] } })],
    }),
  )
  await hospital.says(hospital.cmms, { [tag('x')]: other })
  const on = { kind: 'everywhere', vulnerabilityId: cve }
  const premises = [{ kind: 'not_known_exploited' }]
  await hospital.publish({ kind: 'known_exploited', entries: [] } as never).catch(() => undefined)
  const preview = (
    await analyst.post('/findings/decide/preview', { on, decision: 'accepted', expiresOn: dayIn(60), premises: [] })
  ).json()
  expect(preview).toMatchObject({ findings: 3, devices: 3, approval: { approvers: 0 } })
  expect(premises).toHaveLength(1)
  const { decided } = (await analyst.post('/findings/decide/many', { on, ...accepted, premises: [] })).json()
  expect(decided).toBe(3)
  const open = async () => (await analyst.get(`/findings?vulnerability=${cve}`)).json().items.length
  expect(await open()).toBe(0)
  await hospital.says(hospital.cmms, { [tag('y')]: { ...pump('y'), model: `Vital ${number}` } })
  expect(await open()).toBe(0)
  const [row] = (await analyst.get(`/decisions?vulnerability=${cve}`)).json().items
  expect(row).toMatchObject({ isEverywhere: true, holding: 4, carried: 1 })
  await analyst.post(`/decisions/${row.id}/withdraw`, { reason: 'Undo' })
  expect(await open()).toBe(4)

  const atSouth = { ...on, site: 'South' }
  await analyst.post('/findings/decide/many', { on: atSouth, ...accepted })
  expect(await open()).toBe(3)
  await analyst.post('/findings/decide/many', { on: { ...on, site: 'North' }, ...accepted })
  expect(await open()).toBe(0)
  await analyst.post('/findings/decide/many', { on: atSouth, decision: 'none', reason: 'Moved to an open zone' })
  expect(await open()).toBe(1)
})

test('findings one by one are decided in one decision, with what not and why, and undone in one step', async () => {
  await hospital.says(hospital.cmms, {
    [tag('b')]: pump('b', { zone: 'guest' }),
    [tag('c')]: pump('c', { zone: 'clinical' }),
  })
  await hospital.says(hospital.cmms, { [tag('a')]: pump('a', { zone: 'clinical' }) })
  const { items } = (await analyst.get(`/findings?vulnerability=${cve}`)).json()
  const findings = items.map((row: { device: { id: string } }) => ({ deviceId: row.device.id, vulnerabilityId: cve }))
  const on = { kind: 'findings', findings }
  const premises = [{ kind: 'zone', zone: 'clinical' }]
  const preview = (await analyst.post('/findings/decide/preview', { on, decision: 'accepted', premises })).json()
  expect(preview).toMatchObject({
    findings: 2,
    not: [{ devices: 1, text: 'it is in network zone guest, and the decision rests on clinical', outcome: 'broken' }],
  })
  expect((await analyst.post('/findings/decide/many', { on, ...accepted, premises })).json().decided).toBe(2)
  expect(
    (
      await analyst.post('/findings/decide/many', {
        on: { ...on, findings: findings.filter((_: unknown, at: number) => at < 3) },
        ...accepted,
        premises,
      })
    ).statusCode,
  ).toBe(200)
  const [row] = (await analyst.get(`/decisions?vulnerability=${cve}`)).json().items
  expect(row).toMatchObject({ holding: 2, carried: 0, carries: false })
  // What comes later is not meant.
  await hospital.says(hospital.cmms, { [tag('d')]: pump('d', { zone: 'clinical' }) })
  const open = async () => (await analyst.get(`/findings?vulnerability=${cve}`)).json().items.length
  expect(await open()).toBe(2)
  await analyst.post(`/decisions/${row.id}/withdraw`, { reason: 'Undo' })
  expect(await open()).toBe(4)
})

test('others hear nothing of a decision before it is in force, and then what its kind says in VEX', async () => {
  await adopt()
  const manager = await person('manager')
  const told = async () => {
    const query = new URLSearchParams({ format: 'openvex', manufacturer: group.manufacturer, model: group.model })
    const answer = await manager.get(`/vex?${query}`)
    expect(answer.statusCode, answer.body).toBe(200)
    return answer
      .json()
      .statements.map((one: Record<string, unknown>) =>
        [one.status, one.justification, one.impact_statement, one.action_statement].filter(Boolean).join(': '),
      )
  }
  const site = [{ kind: 'site', site: 'North' }]
  const before = await told()
  expect(before).toEqual([expect.stringMatching(/^affected/)])
  const said: Record<string, string[]> = {}
  for (const decision of ['not_affected', 'false_positive', 'mitigated', 'accepted', 'deferred']) {
    const justification =
      decision === 'not_affected' ? { justification: 'vulnerable_code_cannot_be_controlled_by_adversary' } : {}
    const id = await propose({ decision, reason: `So ${decision}`, premises: site, ...justification })
    if (decision === 'not_affected') expect(await told()).toEqual(before)
    await approve(id)
    said[decision] = await told()
  }
  expect(said).toEqual({
    not_affected: ['not_affected: vulnerable_code_cannot_be_controlled_by_adversary'],
    false_positive: [expect.stringMatching(/^not_affected: .*So false_positive/s)],
    mitigated: [expect.stringMatching(/^affected: .*So mitigated/s)],
    accepted: [expect.stringMatching(/^affected: .*accepts the risk for now: So accepted/s)],
    deferred: [expect.stringMatching(/^affected: .*put it off: So deferred/s)],
  })
})

test('what was taken back while its renewal waited does not come back', async () => {
  await adopt()
  await approve(await propose({ expiresOn: dayIn(20) }))
  const [first] = (await analyst.get(`/decisions?state=in_force&vulnerability=${cve}`)).json().items
  const { proposal } = (await analyst.post(`/decisions/${first.id}/renew`, { expiresOn: dayIn(80) })).json()
  await admin.post(`/decisions/${first.id}/withdraw`, { reason: 'The firewall rule is gone' })

  expect((await shown(proposal.id)).changes).toEqual([expect.stringContaining('The firewall rule is gone')])
  const answer = await approve(proposal.id)
  expect([answer.statusCode, answer.json().detail]).toEqual([
    409,
    expect.stringContaining('has taken back the decision'),
  ])
  expect((await finding()).finding.decision).toBe('none')
})

test('who may no longer decide has nothing approved', async () => {
  await adopt()
  const gone = await person('analyst')
  const waiting = (await gone.post('/findings/decide', { ...group, ...accepted })).json().waiting
  expect((await admin.patch(`/people/${gone.id}`, { role: 'viewer' })).statusCode).toBeLessThan(300)

  const answer = await approve(waiting)
  expect([answer.statusCode, answer.json().detail]).toEqual([409, expect.stringContaining('may no longer decide')])
  expect((await finding()).finding.decision).toBe('none')
})

test('what an advisory adds while a decision waits is shown, asks for new approvals, and stands in the record', async () => {
  await adopt({ approvers: each(2) })
  const id = await propose({ premises: [{ kind: 'site', site: 'North' }] })
  await approve(id)
  const added = cve.replace('2026', '2025')
  const products = [
    productEntry({
      productId: 'P1',
      name: `Drip ${3000 + number}`,
      version: '< 9.2',
      versionForm: 'comparison',
      isRange: true,
    }),
  ]
  const status = { known_affected: ['P1'] }
  await hospital.publish(
    advisoryRecord({
      ...{ trackingId: `A-${number}`, revision: '2', products },
      vulnerabilities: [cve, added].map((vulnerabilityId) => statement({ vulnerabilityId, status })),
    }),
  )

  const now = await shown(id, second)
  expect(now).toMatchObject({ approvals: 0, vulnerabilityIds: [added, cve] })
  expect(now.changes.join()).toContain(`on ${added} too`)
  await approve(id, second)
  expect((await finding()).finding.decision).toBe('none')
  const { recordHash } = (await approve(id)).json()
  expect(recordHash).not.toBeNull()
  expect((await finding()).finding.decision).toBe('accepted')
  expect((await shown(id)).vulnerabilityIds).toEqual([added, cve])
})

test('a decision from before its scope was kept is renewed for no more than the vulnerability that it was of', async () => {
  const other = cve.replace('2026', '2025')
  const status = { known_affected: ['P1'] }
  await hospital.publish(
    advisoryRecord({
      ...{
        trackingId: `A-${number}`,
        revision: '2',
        products: [productEntry({ productId: 'P1', name: `Drip ${3000 + number}` })],
      },
      vulnerabilities: [cve, other].map((vulnerabilityId) => statement({ vulnerabilityId, status })),
    }),
  )
  await decide({ vulnerabilityId: cve, expiresOn: dayIn(20) })
  const [first] = (await analyst.get(`/decisions?state=in_force&vulnerability=${cve}`)).json().items
  await sql`update decision set scope = null where id = ${first.id}`.execute(db)

  expect((await analyst.post(`/decisions/${first.id}/renew`, { expiresOn: dayIn(80) })).statusCode).toBe(200)
  expect((await finding()).finding.decisionExpiresOn).toBe(dayIn(80))
  expect((await analyst.get(`/findings/${deviceIds[0]}/${other}`)).json().finding.decision).toBe('none')
})
