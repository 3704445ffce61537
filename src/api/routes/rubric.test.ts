import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import type { AdvisoryVulnerability } from '#model/advisory.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { RubricAnswers, RubricAssessment } from '#model/rubric.ts'
import { rubricQuestions } from '#standards/cvss-rubric/questions.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { named, nvdRecord } from '#tests/support/nvd-entries.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'
import { viewer } from '#tests/support/viewer.ts'
import { writesDuring } from '#tests/support/writes.ts'

const { db } = await testDatabase()
const { signedIn } = await testServer(db)
const analyst = await signedIn('analyst')
const who = 'analyst 1'
const reader = await signedIn('viewer')
const administrator = await signedIn('administrator')
const approver = await signedIn('manager', { approves: true })
let hospital: Hospital

const [none, one] = [0, 1].map((n) => ({ critical: n, high: n, medium: n, low: n }))
const adoptRule = async (over: object = {}) => {
  const { inForce } = (await administrator.get('/settings/approvals')).json()
  const rule = {
    kinds: ['accepted'],
    ...{ approvers: one, lifeSustaining: one, oneKey: { passes: false, reason: '' }, ...over },
    longestDays: { critical: null, high: null, medium: null, low: null },
  }
  const given = { rule, seen: inForce?.hash ?? null, reason: 'Two pairs of eyes' }
  expect((await administrator.put('/settings/approvals', given)).statusCode).toBe(200)
}

beforeEach(async () => {
  await sql`truncate basis_match, basis_score, source, device, observation, decision, identifier, configuration, context, score_reasons, advisory, vulnerability,
    known_exploited, exploit_probability, cve_record, nvd_cve, rubric_assessment, platform, followed_databases, approval_rule cascade`.execute(
    db,
  )
  await sql`update intelligence_state set version = nextval('intelligence_version')`.execute(db)
  hospital = await newHospital(db)
})

const cve = 'CVE-2026-0001'
const worst = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'
const mild = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:L/I:N/A:N'

const advisory = (vector = worst, revision = '1', over: Partial<AdvisoryVulnerability> = {}) =>
  advisoryRecord({
    trackingId: 'A-1',
    revision,
    revisedAt: `2026-01-1${revision}T10:00:00Z`,
    products: [productEntry({ productId: 'P1', version: '< 9.2', versionForm: 'comparison', isRange: true })],
    vulnerabilities: [
      statement({
        vulnerabilityId: cve,
        status: { known_affected: ['P1'] },
        scores: [{ version: '3.1', vector, score: 9.8, source: 'Example CERT', productIds: [] }],
        ...over,
      }),
    ],
  })
const drip = (tag: string, over: DeviceClaims = {}): DeviceClaims => ({
  assetTag: tag,
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  deviceType: 'Infusion pump',
  softwareVersion: '9.1',
  careArea: 'ICU',
  networkConnected: true,
  ...over,
})

/** Changed by anybody on the network (9.1); with `XAVN: no` and touch 6.1. */
const answers = (over: RubricAnswers = {}): RubricAnswers => {
  const isOfLoss = ({ metric, code }: (typeof rubricQuestions)[number]) => 'CIA'.includes(metric) && code !== 'XCPM'
  return {
    ...{ XAVN: 'yes', XAVT: 'yes', XACL: 'yes', XPRL: 'no', XUI: 'no', XS: 'no' },
    ...Object.fromEntries(rubricQuestions.filter(isOfLoss).map(({ code }) => [code, 'no' as const])),
    ...{ XIT: 'yes', XAT: 'yes' },
    ...over,
  }
}
const byTouch = (): RubricAnswers => {
  const { XAVT: _, ...rest } = answers({ XAVN: 'no', XAVP: 'yes', XAVPA: 'yes' })
  return rest
}

const product = { manufacturer: 'Example Medical', model: 'Drip 3000' }
const path = `/vulnerabilities/${cve}/rubric`
const search = (of = product) => `?${new URLSearchParams(of)}`
const shown = async (of = product) => (await analyst.get(`${path}${search(of)}`)).json()
const save = (given: RubricAnswers, seen: number, more: Record<string, unknown> = {}) =>
  analyst.put(path, { ...product, answers: given, seen, ...more })
const adopt = (version: number, more: Record<string, unknown> = {}) =>
  analyst.post(`${path}/adopt`, { ...product, version, reason: 'Tried on the bench', ...more })
const scoreOf = async (tag: string) => {
  const { rows } = await sql<{ score: number }>`
    select s.score from device d join score s on s.organisation_id = d.organisation_id and s.configuration_id = d.configuration_id
      and s.context_id = d.context_id where d.asset_tag = ${tag}`.execute(db)
  return rows.map(({ score }) => score)
}

describe('answers', () => {
  beforeEach(async () => {
    await hospital.says(hospital.cmms, { a: drip('P-1') })
    await hospital.publish(advisory())
  })

  test('the questions are told with what is published, before anybody answered', async () => {
    expect(await shown()).toMatchObject({
      ...{ ...product, vulnerabilityId: cve, devices: 1, versions: [] },
      published: { vector: worst, score: 9.8, source: 'Example CERT' },
    })
    expect((await shown()).questions).toHaveLength(31)
  })

  test('each answer says what is asked next, and what is settled', async () => {
    const preview = async (given: RubricAnswers) =>
      (await analyst.post(`${path}/preview`, { ...product, answers: given })).json()

    const { result, lowersBy, effect } = await preview({ XAVN: 'yes', XIT: 'yes' })
    expect(result.unanswered.slice(0, 2)).toEqual(['XAVT', 'XACL'])
    expect(result).toMatchObject({ metrics: { I: 'H' }, vector: null, extended: 'XAVN:Y/XIT:Y' })
    expect([lowersBy, effect]).toEqual([null, null])
    expect(await preview(answers())).toMatchObject({
      result: { vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H', score: 9.1, severity: 'critical' },
      lowersBy: 0.7,
      effect: { devices: 1 },
    })
  })

  test('they are kept as versions with who gave them; the same again writes nothing', async () => {
    expect((await save({ XAVN: 'yes' }, 0, { note: 'To be gone on with' })).json().versions).toMatchObject([
      {
        version: 1,
        answers: { XAVN: 'yes' },
        vector: null,
        state: 'beside',
        note: 'To be gone on with',
        assessedBy: who,
      },
    ])
    const second = await save(answers(), 1)
    expect(second.json().versions.map(({ version, score }: RubricAssessment) => [version, score])).toEqual([
      [2, 9.1],
      [1, null],
    ])
    const again = await writesDuring(db, async () => {
      expect((await save(answers(), 2)).statusCode).toBe(200)
      expect((await save(answers(), 1)).statusCode).toBe(200)
    })
    expect(again).toEqual({})
    expect(await scoreOf('P-1')).toEqual(await scoreOf('P-1'))
    await expect(sql`update rubric_assessment set answers = '{}' where version = 1`.execute(db)).rejects.toThrow(
      'stays as it was answered',
    )
  })

  test('two at once: the second is told who was first', async () => {
    await save(answers(), 0)
    const late = await save(byTouch(), 0)

    expect(late.statusCode).toBe(409)
    expect(late.json().detail).toContain(`${who} has answered the rubric since you opened it`)
  })

  test('answers that the rubric does not know are refused; those that contradict are kept without a vector', async () => {
    expect((await save({ XQQ: 'yes' }, 0)).json().detail).toBe('XQQ is no question of the rubric.')
    expect((await save({ XUI: 'limited' }, 0)).json().detail).toBe('XUI cannot be answered with “limited”.')
    await save(answers({ XAVR: 'yes' }), 0)

    const refused = await adopt(1)
    expect(refused.statusCode).toBe(400)
    expect(refused.json().detail).toBe(
      'No vector follows from these answers yet: XAVR is not asked, as XAVT is answered with yes: take the answer out.',
    )
    await save({ XAVN: 'yes' }, 1)
    expect((await adopt(2)).json().detail).toContain('not answered: XAVT, XACL, XPRL')
  })

  test('a model that has nothing to do with it, and a vulnerability that nobody knows', async () => {
    const other = await analyst.get(`${path}${search({ ...product, model: 'Beat 5' })}`)
    expect([other.statusCode, other.json().detail]).toEqual([
      404,
      `No device Example Medical Beat 5 of the worklist may have ${cve}: there is nothing to assess.`,
    ])
    expect((await analyst.get(`/vulnerabilities/CVE-1999-1/rubric${search()}`)).statusCode).toBe(404)
  })

  test('devices without a model have no rubric: they may be anything', async () => {
    const none = { ...product, model: ' ' }
    const answer = await analyst.get(`${path}${search(none)}`)

    expect([answer.statusCode, answer.json().detail]).toEqual([
      400,
      'The rubric is answered for a model, and none is on record here. Correct the device first: say which model it is.',
    ])
    expect((await analyst.put(path, { ...none, answers: answers(), seen: 0 })).statusCode).toBe(400)
  })

  test('who may not decide reads, and neither saves nor adopts', async () => {
    expect((await reader.get(`${path}${search()}`)).statusCode).toBe(200)
    expect((await reader.put(path, { ...product, answers: answers(), seen: 0 })).statusCode).toBe(403)
    expect((await reader.post(`${path}/adopt`, { ...product, version: 1, reason: 'x' })).statusCode).toBe(403)
  })
})

describe('a vector that is adopted', () => {
  beforeEach(async () => {
    await hospital.says(hospital.cmms, {
      a: drip('P-1'),
      b: drip('P-2', { careArea: 'Ward', manufacturer: 'EXAMPLE MEDICAL', model: 'DRIP-3000' }),
      c: drip('M-1', { model: 'Drip 3000 Mini' }),
    })
  })

  test('counts for all devices of the model, is named in reasons and by who said what, and goes back', async () => {
    await hospital.publish(advisory(mild))
    const [before] = await scoreOf('P-1')
    await save(answers(), 0)
    expect(await scoreOf('P-1')).toEqual([before])

    expect((await adopt(1)).json().versions[0]).toMatchObject({
      state: 'counts',
      adopted: { by: who, reason: 'Tried on the bench', lowersBy: 0 },
    })
    const [after] = await scoreOf('P-1')
    expect(after).toBeGreaterThan(before!)
    expect((await scoreOf('P-2'))[0]).toBeGreaterThan(before! / 2)

    const { items } = (await analyst.get('/findings')).json()
    const one = items.find(({ device }: { device: { name: string } }) => device.name.includes('P-1'))
    const { reasons, environmental: environment } = (await analyst.get(`/findings/${one.device.id}/${cve}`)).json()
    expect(reasons[0]).toMatchObject({
      rule: 'cvss-exploitability',
      text: 'CVSS 3.1 (9.1): over the network, by anyone; assessed here by MITRE’s rubric, before what is published',
      source: `CVSS 3.1, the hospital (${who})`,
    })
    expect(environment.published).toMatchObject({ score: 9.1, source: `the hospital (${who})` })
    const { publishers, rubrics } = (await analyst.get(`/vulnerabilities/${cve}`)).json()
    expect(publishers[0]).toMatchObject({ name: 'The hospital', role: 'hospital', models: [product] })
    expect(rubrics).toMatchObject([{ ...product, version: 1, state: 'counts' }])

    const back = await analyst.post(`${path}/withdraw`, { ...product, reason: 'The bench was wrong' })
    expect(back.json().versions[0]).toMatchObject({ state: 'withdrawn', withdrawn: { reason: 'The bench was wrong' } })
    expect(await scoreOf('P-1')).toEqual([before])
    const nothing = await writesDuring(db, async () => {
      expect((await analyst.post(`${path}/withdraw`, { ...product, reason: 'Again' })).statusCode).toBe(200)
    })
    expect(nothing).toEqual({})
  })

  test('a lower one asks to say by how much, and the trail has it', async () => {
    await hospital.publish(advisory())
    const [before] = await scoreOf('P-1')
    await save(byTouch(), 0)

    const silent = await adopt(1)
    expect(silent.statusCode).toBe(400)
    expect(silent.json().detail).toMatch(
      /^The vector is 3\.7 lower than the 9\.8 that Example CERT publishes, and 2 of 2 findings would score up to [\d.]+ lower\. Look at it once more, and say so: send lowersBy 3\.7\.$/,
    )
    expect((await adopt(1, { lowersBy: 1 })).statusCode).toBe(400)
    expect(await scoreOf('P-1')).toEqual([before])

    expect((await adopt(1, { lowersBy: 3.7 })).json().versions[0].adopted.lowersBy).toBe(3.7)
    expect((await scoreOf('P-1'))[0]).toBeLessThan(before!)
    const { rows } = await sql<{ reason: string; detail: unknown }>`
      select reason, detail from audit_entry where action = 'rubric.adopted' order by id desc limit 1`.execute(db)
    expect(rows[0]).toMatchObject({
      reason: 'Tried on the bench',
      detail: { lowersBy: 3.7, published: { score: 9.8 }, effect: { lower: 2 } },
    })
    const again = await writesDuring(db, async () => expect((await adopt(1)).statusCode).toBe(200))
    expect(again).toEqual({})
  })

  test('something worse is published than what it was compared with: that counts again, until it is adopted anew', async () => {
    const middle = 'CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H'
    await hospital.publish(advisory(middle))
    await save(byTouch(), 0)
    await adopt(1, { lowersBy: (await preview(byTouch())).lowersBy })
    const [ours] = await scoreOf('P-1')

    await hospital.publish(advisory(worst, '2'))
    expect((await scoreOf('P-1'))[0]).toBeGreaterThan(ours!)
    expect((await shown()).versions[0].state).toBe('overtaken')
    expect((await analyst.get(`/vulnerabilities/${cve}`)).json()).toMatchObject({ rubrics: [{ state: 'overtaken' }] })

    await adopt(1, { lowersBy: 3.7 })
    expect((await shown()).versions[0].state).toBe('counts')
    expect(await scoreOf('P-1')).toEqual([ours])
    // A milder revision changes nothing.
    await hospital.publish(advisory(mild, '3'))
    expect(await scoreOf('P-1')).toEqual([ours])
  })

  test('where the approval rule asks for somebody else, an approver who did not answer lowers scores', async () => {
    await hospital.publish(advisory())
    await adoptRule()
    const before = await scoreOf('P-1')
    await save(byTouch(), 0)
    const who = 'Somebody adopts it who may approve decisions and did not give the answers: manager 4.'

    expect((await preview(byTouch())).approval).toMatchObject({
      who: ['manager 4'],
      whyNot: expect.stringContaining(who),
    })
    const alone = await adopt(1, { lowersBy: 3.7 })
    expect([alone.statusCode, alone.json().detail]).toEqual([403, expect.stringContaining(who)])
    // The permission alone is not enough for one's own answers.
    await administrator.patch(`/people/${analyst.person.id}`, { approves: true })
    expect((await adopt(1, { lowersBy: 3.7 })).statusCode).toBe(403)
    await administrator.patch(`/people/${analyst.person.id}`, { approves: false })
    expect(await scoreOf('P-1')).toEqual(before)

    const shownToApprover = await approver.post(`${path}/preview`, { ...product, answers: byTouch() })
    expect(shownToApprover.json().approval).toMatchObject({ approvers: 1, whyNot: null })
    const given = { ...product, version: 1, reason: 'Seen on the bench', lowersBy: 3.7 }
    expect((await approver.post(`${path}/adopt`, given)).statusCode).toBe(200)
    expect((await scoreOf('P-1'))[0]).toBeLessThan(before[0]!)
    const { rows } = await sql<{ detail: unknown }>`
      select detail from audit_entry where action = 'rubric.adopted' order by id desc limit 1`.execute(db)
    expect(rows[0]).toMatchObject({ detail: { answeredBy: 'analyst 1', approvers: 1 } })
  })

  test('what raises scores, or falls where the rule asks for nobody, is adopted as ever', async () => {
    await hospital.publish(advisory(mild))
    await adoptRule()
    await save(answers(), 0)
    expect((await adopt(1)).statusCode).toBe(200)

    await adoptRule({ approvers: none, lifeSustaining: none })
    await save(byTouch(), 1)
    expect((await preview(byTouch())).approval).toBeNull()
    expect((await adopt(2, { lowersBy: 0 })).statusCode).toBe(200)
  })

  test('of an older version none is adopted', async () => {
    await hospital.publish(advisory(mild))
    await save(answers(), 0)
    await save(answers({ XIT: 'unknown' }), 1)

    expect((await adopt(1)).json().detail).toContain('version 2 is the newest')
    expect((await adopt(7)).statusCode).toBe(404)
  })

  test('it counts on where the table of makers gives the names another key than on the day of the answers', async () => {
    await hospital.publish(advisory(mild))
    await save(answers(), 0)
    await sql`update rubric_assessment set product_key = 'as it was before'`.execute(db)
    await adopt(1)
    const [ours] = await scoreOf('P-1')
    expect((await shown()).versions).toMatchObject([{ version: 1, state: 'counts' }])
    await hospital.publish(advisory(mild, '2'))
    await hospital.says(hospital.cmms, { d: drip('P-4', { softwareVersion: '9.0' }) })
    expect([await scoreOf('P-1'), await scoreOf('P-4')]).toEqual([[ours], [ours]])

    // The next version goes on from it, and takes its place.
    expect((await save(answers({ XIT: 'unknown' }), 1)).json().versions).toHaveLength(2)
    await adopt(2, { lowersBy: 0 })
    expect((await shown()).versions).toMatchObject([{ state: 'counts' }, { state: 'withdrawn' }])
    await analyst.post(`${path}/withdraw`, { ...product, reason: 'Published again' })
    expect((await scoreOf('P-1'))[0]).toBeLessThan(ours!)
  })

  test('a new device of the model has it at once', async () => {
    await hospital.publish(advisory(mild))
    await save(answers(), 0)
    await adopt(1)
    await hospital.says(hospital.cmms, { d: drip('P-4', { softwareVersion: '9.0' }) })

    expect(await scoreOf('P-4')).toEqual(await scoreOf('P-1'))
  })
})

const preview = async (given: RubricAnswers) =>
  (await analyst.post(`${path}/preview`, { ...product, answers: given })).json()

test('what a database says of all models on one Windows counts otherwise on one model alone, and goes back', async () => {
  const windows = { operatingSystem: 'Windows 7 Professional SP1' }
  await hospital.says(hospital.cmms, {
    a: viewer('V-1', windows),
    b: viewer('V-2', { ...windows, model: 'Viewer Pro' }),
  })
  await hospital.publish(nvdRecord(cve, [named('o:microsoft:windows_7:-:sp1')]))
  await hospital.follow()
  const before = [await scoreOf('V-1'), await scoreOf('V-2')]
  expect(before[0]).toEqual(before[1])
  const { manufacturer, model } = viewer('V-1')
  const on = { manufacturer, model }

  await analyst.put(path, { ...on, answers: byTouch(), seen: 0 })
  const adopted = await analyst.post(`${path}/adopt`, { ...on, version: 1, reason: 'Not reachable', lowersBy: 3.7 })
  expect(adopted.statusCode).toBe(200)
  expect((await scoreOf('V-1'))[0]).toBeLessThan(before[0]![0]!)
  expect(await scoreOf('V-2')).toEqual(before[1])

  await analyst.post(`${path}/withdraw`, { ...on, reason: 'It is reachable' })
  expect([await scoreOf('V-1'), await scoreOf('V-2')]).toEqual(before)
})
