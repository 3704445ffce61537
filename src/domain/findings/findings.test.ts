import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { getAdvisory } from '#domain/intelligence/intelligence.ts'
import type { Advisory } from '#model/advisory.ts'
import type { DeviceClaims } from '#model/device.ts'
import { FindingFilter } from '#model/finding-list.ts'
import { inTransaction } from '#platform/db/database.ts'
import { type AdvisoryRecord, advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { cveRecord, cvssOf, cweOf, nvdEntry, ssvcOf } from '#tests/support/cve-records.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'
import {
  decideFinding,
  decideGroup,
  expireDecisions,
  findingFacets,
  getFinding,
  listAdvisories,
  listFindings,
  listGroups,
  setRemediation,
  vulnerabilityAnswer,
} from './findings.ts'

const { db } = await testDatabase()
let hospital: Hospital

beforeEach(async () => {
  await sql`truncate basis_match, basis_score, source, device, observation, decision, identifier, configuration, context, score_reasons, advisory, vulnerability, known_exploited, exploit_probability, cve_record, nvd_cve cascade`.execute(
    db,
  )
  await sql`update intelligence_state set version = nextval('intelligence_version')`.execute(db)
  hospital = await newHospital(db)
})

const score = {
  version: '3.1' as const,
  vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  score: 9.8,
  source: 'Example CERT',
  productIds: ['P1'],
}

/** Says that Drip 3000 below 9.2 is affected. */
const drip = (over: Partial<Advisory> = {}, version = '< 9.2'): AdvisoryRecord =>
  advisoryRecord({
    trackingId: 'A-1',
    products: [productEntry({ productId: 'P1', version, versionForm: 'comparison', isRange: true })],
    vulnerabilities: [
      statement({ vulnerabilityId: 'CVE-2026-0001', scores: [score], status: { known_affected: ['P1'] } }),
    ],
    ...over,
  })

const pump = (over: DeviceClaims = {}): DeviceClaims => ({
  assetTag: 'T-1',
  serialNumber: 'S-1001',
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  softwareVersion: '9.1',
  site: 'North',
  careArea: 'ICU',
  lifecycle: 'in_use',
  ...over,
})

const seen = (over: DeviceClaims, at: string) => pump({ ...over, lastSeenAt: at })
const any = FindingFilter.parse({ open: 'any', active: 'any' })
const list = async (filter: Partial<FindingFilter> = {}) =>
  (await listFindings(db, hospital.organisationId, { filter: { ...FindingFilter.parse({}), ...filter }, limit: 50 }))
    .items
const stateOf = async (filter: Partial<FindingFilter> = any) =>
  (await list({ ...any, ...filter })).map(({ answer, status, decision, remediation, isOpen }) =>
    [answer, status, decision, remediation, isOpen ? 'open' : 'done'].join(' '),
  )
const deviceRisk = async () =>
  (
    await sql<object>`
      select open_findings as open, worst_score as score, known_exploited as exploited from device order by name`.execute(
      db,
    )
  ).rows
const rows = async (table: 'finding' | 'finding_event' | 'match' | 'score') =>
  (await sql`select from ${sql.table(table)}`.execute(db)).rows.length

test('an affected device has an open finding with its reasons, and no row of its own', async () => {
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, { a: pump() })

  expect(await list()).toEqual([
    expect.objectContaining({
      device: {
        id: expect.any(String),
        name: expect.any(String),
        manufacturer: 'Example Medical',
        model: 'Drip 3000',
        site: 'North',
        careArea: 'ICU',
      },
      vulnerabilityId: 'CVE-2026-0001',
      advisoryId: 'example-cert:A-1',
      title: 'Flaw CVE-2026-0001',
      answer: 'affected',
      status: 'affected',
      decision: 'none',
      remediation: 'not_remediated',
      isOpen: true,
      isActive: true,
      knownExploited: false,
      because: expect.stringContaining('9.1'),
    }),
  ])
  expect(await rows('finding')).toBe(0)
  expect(await deviceRisk()).toEqual([{ open: 1, score: expect.any(Number), exploited: false }])
})

test('it makes no difference whether the devices or the advisories came first', async () => {
  await hospital.says(hospital.cmms, { a: pump() })
  expect(await list()).toEqual([])
  await hospital.publish(drip())

  expect(await stateOf()).toEqual(['affected affected none not_remediated open'])
  expect(await deviceRisk()).toEqual([{ open: 1, score: expect.any(Number), exploited: false }])
})

test('a UDI-DI that an advisory names reaches the device under another maker’s name, whichever came first', async () => {
  const recalled = productEntry({
    ...{ productId: 'P1', vendor: 'Meadow Medical', name: 'Infusion Pump', version: 'vers:all/*', versionForm: 'all' },
    identifiers: { udiDis: ['00812345678905'] },
  })
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, { a: pump({ model: 'PUMP,IV', udiDi: '00812345678905' }) })
  expect(await list()).toEqual([])

  await hospital.publish(drip({ id: 'fda:recall-1', trackingId: 'RES-1', products: [recalled] }))
  await hospital.says(hospital.cmms, {
    b: pump({ assetTag: 'T-2', serialNumber: 'S-1002', model: 'PUMP, IV', udiDi: '00812345678905' }),
  })
  expect((await list()).map(({ advisoryId, answer }) => `${advisoryId} ${answer}`)).toEqual([
    'fda:recall-1 affected',
    'fda:recall-1 affected',
  ])
})

test('equal devices share their match and their score', async () => {
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, {
    a: pump(),
    b: pump({ assetTag: 'T-2', serialNumber: 'S-1002' }),
    c: pump({ assetTag: 'T-3', serialNumber: 'S-1003', criticality: 'life_sustaining' }),
  })

  expect(await list()).toHaveLength(3)
  expect([await rows('match'), await rows('score')]).toEqual([1, 2])
})

test('the same import and the same advisories again write nothing', async () => {
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, { a: pump() }, '2026-03-01T10:00:00Z')

  const writes = await writesDuring(db, async () => {
    await hospital.says(hospital.cmms, { a: pump() }, '2026-03-02T10:00:00Z')
    await hospital.publish(drip())
  })

  expect(writes).toEqual({})
})

test('a finding whose product is known and whose version is not is under investigation', async () => {
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, { a: pump({ softwareVersion: null }) })

  expect(await stateOf()).toEqual(['cannot_tell under_investigation none not_remediated open'])
})

test('a version outside the range proves the fix, and the proof stands in the history', async () => {
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, { a: pump() }, '2026-03-01T10:00:00Z')

  const { moves, deviceIds } = await hospital.says(
    hospital.cmms,
    { a: pump({ softwareVersion: '9.2' }) },
    '2026-03-08T10:00:00Z',
  )

  expect(moves).toEqual([
    expect.objectContaining({
      deviceId: deviceIds[0],
      vulnerabilityId: 'CVE-2026-0001',
      kind: 'fixed',
      before: { answer: 'affected', status: 'affected', decision: 'none', remediation: 'not_remediated' },
      after: { answer: 'not_affected', status: 'fixed', decision: 'none', remediation: 'verified' },
      observationIds: [expect.any(String)],
    }),
  ])
  expect(moves[0]!.reason).toMatch(
    /^CMMS export says on 2026-03-08: software version 9\.2 \(was 9\.1\); example-cert:A-1 revision 1: /,
  )
  expect(await stateOf()).toEqual(['not_affected fixed none verified done'])
  expect(await list()).toEqual([])
  expect(await deviceRisk()).toEqual([{ open: 0, score: null, exploited: false }])
  const { events } = await getFinding(db, hospital.organisationId, {
    deviceId: deviceIds[0]!,
    vulnerabilityId: 'CVE-2026-0001',
  })
  expect(events).toEqual([
    expect.objectContaining({
      kind: 'fixed',
      actorName: 'Import',
      evidence: expect.objectContaining({ observationIds: moves[0]!.observationIds }),
    }),
  ])
})

test('a version that is gone from the record is no proof: the finding stays open', async () => {
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, { a: pump() })

  const { moves } = await hospital.says(hospital.cmms, { a: pump({ softwareVersion: null }) })

  expect(moves).toEqual([])
  expect(await stateOf()).toEqual(['cannot_tell under_investigation none not_remediated open'])
})

test('a device whose manufacturer is no longer known keeps its finding open, with the score that it had', async () => {
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, { a: pump() })
  const [before] = await list()

  await hospital.says(hospital.cmms, { a: pump({ manufacturer: null, model: null }) })

  expect(await list()).toEqual([
    expect.objectContaining({
      answer: 'cannot_tell',
      status: 'under_investigation',
      isOpen: true,
      score: before!.score,
    }),
  ])
  expect(await deviceRisk()).toEqual([{ open: 1, score: before!.score, exploited: false }])
  expect((await findingFacets(db, hospital.organisationId, FindingFilter.parse({}))).total).toBe(1)
})

test('a device that turns out to be another product was never affected, which is not called a fix', async () => {
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, { a: pump() })

  const { moves } = await hospital.says(hospital.cmms, { a: pump({ model: 'Vital 500' }) })

  expect(moves).toEqual([expect.objectContaining({ kind: 'cleared' })])
  expect(await stateOf()).toEqual(['not_affected not_affected none not_remediated done'])
})

test('a fixed device that comes back with the old version is reopened', async () => {
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, { a: pump() }, '2026-03-01T10:00:00Z')
  await hospital.says(hospital.cmms, { a: pump({ softwareVersion: '9.2' }) }, '2026-03-08T10:00:00Z')

  const { moves } = await hospital.says(hospital.cmms, { a: pump() }, '2026-03-15T10:00:00Z')

  expect(moves).toEqual([
    expect.objectContaining({
      kind: 'reopened',
      after: { answer: 'affected', status: 'affected', decision: 'none', remediation: 'not_remediated' },
    }),
  ])
  expect(await stateOf()).toEqual(['affected affected none not_remediated open'])
  expect(await list({ reopened: true })).toHaveLength(1)
  expect(await rows('finding_event')).toBe(2)
})

const only = async () => {
  const [row] = await list(any)
  return { deviceId: row!.device.id, vulnerabilityId: row!.vulnerabilityId }
}
const remediate = async (state: 'in_progress' | 'claimed' | 'verified') => {
  const key = await only()
  return await inTransaction(db, (tx) =>
    setRemediation(tx, hospital.organisationId, [key], state, hospital.actor, `Work order is ${state}`),
  )
}

test('a claim is contradicted by what is read from the device afterwards, not by a register', async () => {
  await hospital.publish(drip())
  await hospital.says(hospital.monitor, { a: seen({}, '2026-03-01T10:00:00Z') }, '2026-03-01T10:00:00Z')
  await remediate('claimed')
  const later = new Date(Date.now() + 60_000).toISOString()

  const register = await hospital.says(hospital.cmms, { a: pump({ softwareVersion: '9.0', room: '12' }) }, later)
  const earlier = await hospital.says(
    hospital.monitor,
    { a: seen({ hostname: 'drip-1' }, '2026-03-01T11:00:00Z') },
    '2026-03-01T11:00:00Z',
  )
  const read = await hospital.says(hospital.monitor, { a: seen({ hostname: 'drip-2' }, later) }, later)

  expect([register.moves, earlier.moves]).toEqual([[], []])
  expect(read.moves).toEqual([
    expect.objectContaining({
      kind: 'contradicted',
      after: expect.objectContaining({ remediation: 'not_remediated' }),
    }),
  ])
  expect(await stateOf()).toEqual(['affected affected none not_remediated open'])
})

test('a claim is proven by the next import', async () => {
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, { a: pump() })
  await remediate('claimed')
  expect(await stateOf()).toEqual(['affected affected none claimed open'])

  const { moves } = await hospital.says(hospital.cmms, { a: pump({ softwareVersion: '9.2' }) })

  expect(moves).toEqual([expect.objectContaining({ kind: 'fixed' })])
  expect(await stateOf()).toEqual(['not_affected fixed none verified done'])
})

test('what accepted evidence verified is fixed, until the device itself says otherwise', async () => {
  await hospital.publish(drip())
  await hospital.says(hospital.monitor, { a: seen({}, '2026-03-01T10:00:00Z') }, '2026-03-01T10:00:00Z')
  await remediate('verified')
  expect(await stateOf()).toEqual(['affected fixed none verified done'])
  expect(await list()).toEqual([])

  const later = new Date(Date.now() + 60_000).toISOString()
  const { moves } = await hospital.says(hospital.monitor, { a: seen({ hostname: 'drip-2' }, later) }, later)

  expect(moves).toEqual([expect.objectContaining({ kind: 'reopened' })])
  expect(await stateOf()).toEqual(['affected affected none not_remediated open'])
})

test('the same state of work again is no event', async () => {
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, { a: pump() })
  await remediate('in_progress')

  const writes = await writesDuring(db, () => remediate('in_progress'))

  expect(writes).toEqual({})
})

test('a device that leaves the worklist keeps its findings', async () => {
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, { a: pump() })

  await hospital.says(hospital.cmms, { a: pump({ lifecycle: 'retired' }) })

  expect(await list()).toEqual([])
  expect(await list({ active: 'false' })).toEqual([expect.objectContaining({ isOpen: true, isActive: false })])
  expect(await deviceRisk()).toEqual([{ open: 1, score: expect.any(Number), exploited: false }])
})

test('a withdrawn advisory takes its findings along, and they come back with it', async () => {
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, { a: pump() })
  const withdrawal = {
    kind: 'advisory_withdrawn',
    advisoryId: 'example-cert:A-1',
    reason: 'No longer listed',
  } as const

  await hospital.publish(withdrawal)
  expect(await stateOf()).toEqual(['not_affected not_affected none not_remediated done'])
  expect(await deviceRisk()).toEqual([{ open: 0, score: null, exploited: false }])
  expect(await writesDuring(db, () => hospital.publish(withdrawal))).toEqual({})

  await hospital.publish(drip())
  expect(await stateOf()).toEqual(['affected affected none not_remediated open'])
})

test.each([
  { by: 'Ada', said: 'Ada' },
  { by: undefined, said: 'Example CERT' },
])('a finding whose advisory was withdrawn says so, by whom, when and why ($said)', async ({ by, said }) => {
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, { a: pump(), b: pump({ assetTag: 'T-2', serialNumber: 'S-1002' }) })
  const [worked] = await list()
  const id = { deviceId: worked!.device.id, vulnerabilityId: worked!.vulnerabilityId }
  await inTransaction(db, (tx) =>
    setRemediation(tx, hospital.organisationId, [id], 'in_progress', hospital.actor, 'Work'),
  )
  expect(worked!.unsupported).toBeNull()

  await hospital.publish({
    kind: 'advisory_withdrawn',
    advisoryId: 'example-cert:A-1',
    reason: 'Was a test',
    ...(by && { by }),
  })

  const text = expect.stringMatching(`^A-1 was withdrawn by ${said} on \\d{4}-\\d\\d-\\d\\d: Was a test$`)
  for (const row of await list(any)) {
    const { finding, events } = await getFinding(db, hospital.organisationId, {
      deviceId: row.device.id,
      vulnerabilityId: row.vulnerabilityId,
    })
    expect([row.status, row.because, finding.because]).toEqual(['not_affected', text, text])
    expect(finding.unsupported).toMatchObject({
      advisoryId: 'example-cert:A-1',
      withdrawn: { by: said, reason: 'Was a test' },
    })
    expect(events[0]).toMatchObject({
      kind: 'cleared',
      reason: text,
      before: { status: 'affected' },
      after: { status: 'not_affected' },
    })
  }
})

test('a finding whose advisory names the product no longer says that', async () => {
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, { a: pump() })
  await hospital.publish(drip({ revision: '2', revisedAt: '2026-02-01T10:00:00Z', vulnerabilities: [] }))

  expect((await list(any))[0]).toMatchObject({
    because: 'No statement supports it any more: A-1 no longer names it',
    unsupported: { advisoryId: 'example-cert:A-1', withdrawn: null, isUnchanged: false },
  })
})

test('a revision that withdraws the advisory says so on its findings, and stays withdrawn when it is read again', async () => {
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, { a: pump() })
  await remediate('in_progress')
  const revision = drip({ revision: '2', revisedAt: '2026-02-01T10:00:00Z', isWithdrawn: true, vulnerabilities: [] })
  await hospital.publish(revision)
  await hospital.publish(revision)

  const text = expect.stringMatching(
    /^A-1 was withdrawn by Example CERT on \d{4}-\d\d-\d\d: revision 2 of 2026-02-01 withdraws it$/,
  )
  expect(await list(any)).toMatchObject([{ because: text, isOpen: false }])
  expect((await getFinding(db, hospital.organisationId, await only())).events[0]).toMatchObject({ reason: text })
  expect((await getAdvisory(db, 'example-cert:A-1')).withdrawnAt).not.toBeNull()

  await hospital.publish(drip({ revision: '3', revisedAt: '2026-02-03T10:00:00Z' }))
  expect(await list()).toMatchObject([{ isOpen: true }])
})

test('a finding stays while one advisory still supports it', async () => {
  await hospital.publish(drip(), drip({ id: 'example-cert:A-2', trackingId: 'A-2' }))
  await hospital.says(hospital.cmms, { a: pump() })

  await hospital.publish({ kind: 'advisory_withdrawn', advisoryId: 'example-cert:A-1', reason: 'No longer listed' })

  expect(await list()).toEqual([expect.objectContaining({ advisoryId: 'example-cert:A-2', isOpen: true })])
  const { evidence } = await getFinding(db, hospital.organisationId, await only())
  expect(evidence.map(({ advisoryId }) => advisoryId)).toEqual(['example-cert:A-2'])
})

test('a revised advisory that no longer names the version clears the finding, with the revision in its history', async () => {
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, { a: pump() })
  await remediate('in_progress')

  const moves = await hospital.publish(drip({ revision: '2', revisedAt: '2026-02-01T10:00:00Z' }, '< 9.1'))

  expect(moves).toEqual([
    expect.objectContaining({
      kind: 'cleared',
      reason: expect.stringContaining('example-cert:A-1 revision 2: '),
      after: { answer: 'not_affected', status: 'not_affected', decision: 'none', remediation: 'in_progress' },
    }),
  ])
})

test('a revised advisory that names the very version of the fix reopens what was fixed', async () => {
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, { a: pump() })
  await hospital.says(hospital.cmms, { a: pump({ softwareVersion: '9.2' }) })

  const moves = await hospital.publish(drip({ revision: '2', revisedAt: '2026-02-01T10:00:00Z' }, '< 9.3'))

  expect(moves).toEqual([expect.objectContaining({ kind: 'reopened' })])
  expect(await stateOf()).toEqual(['affected affected none not_remediated open'])
})

test('a new revision that says the same of a device changes the evidence, not the finding', async () => {
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, { a: pump() })
  const [before] = await list()

  const moves = await hospital.publish(drip({ revision: '2', revisedAt: '2026-02-01T10:00:00Z' }))

  expect(moves).toEqual([])
  expect(await list()).toEqual([before])
  const { evidence } = await getFinding(db, hospital.organisationId, await only())
  expect(evidence).toMatchObject([{ revision: '2' }])
})

const exploited = {
  kind: 'known_exploited',
  entry: {
    cve: 'CVE-2026-0001',
    vendor: 'Example Medical',
    product: 'Drip 3000',
    name: 'Drip 3000 code execution',
    addedOn: '2026-02-03',
    ransomware: false,
    requiredAction: 'Update',
  },
} as const

test('exploitation that becomes known raises the score of what is open', async () => {
  await hospital.publish(drip(), { ...exploited, entry: { ...exploited.entry, cve: 'CVE-1999-0001' } })
  await hospital.says(hospital.cmms, { a: pump() })
  const [before] = await list()

  await hospital.publish(exploited)

  const [after] = await list()
  expect(after!.score!).toBeGreaterThan(before!.score!)
  expect(after!.knownExploited).toBe(true)
  expect(await deviceRisk()).toEqual([{ open: 1, score: after!.score, exploited: true }])
})

const reasonsOf = async (rule: string) => {
  const [{ device, vulnerabilityId } = { device: { id: '' }, vulnerabilityId: '' }] = await list()
  const { reasons } = await getFinding(db, hospital.organisationId, { deviceId: device.id, vulnerabilityId })
  return reasons.filter((one) => one.rule === rule).map(({ text, source, asOf }) => [text, source, asOf])
}
const milder = 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:L/I:L/A:N'

test('the advisory’s own vector counts, whatever other publishers say', async () => {
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, { a: pump() })
  const [before] = await list()

  await hospital.publish(
    cveRecord({ assessments: [cvssOf('cna:meadow', milder, 4.4), ssvcOf({ exploitation: 'none' })] }),
  )

  expect((await list())[0]!.score).toBe(before!.score)
})

test('where the advisory has no vector, the CNA’s is evidence: it takes the place of the worst, and goes with its record', async () => {
  const statements = [statement({ vulnerabilityId: 'CVE-2026-0001', status: { known_affected: ['P1'] } })]
  await hospital.publish(drip({ vulnerabilities: statements }))
  await hospital.says(hospital.cmms, { a: pump() })
  const [worst] = await list()

  await hospital.publish(
    cveRecord({ assessments: [cvssOf('adp:CISA-ADP', score.vector, 9.8), cvssOf('cna:meadow', milder, 4.4)] }),
  )
  const [known] = await list()
  const why = await reasonsOf('cvss-exploitability')
  await hospital.publish(cveRecord({ updatedAt: '2026-02-02T00:00:00.000Z' }))

  expect(known!.score!).toBeLessThan(worst!.score!)
  expect(why).toEqual([
    [
      'CVSS 3.1 (4.4): from the device itself, with a user’s rights; the advisory gives no vector, that of meadow (CNA) counts',
      'CVSS 3.1, meadow (CNA)',
      '2026-01-20',
    ],
  ])
  expect((await list())[0]!.score).toBe(worst!.score)
})

test('NVD’s vector counts where nobody else gives one, and no more once the CNA does', async () => {
  const statements = [statement({ vulnerabilityId: 'CVE-2026-0001', status: { known_affected: ['P1'] } })]
  await hospital.publish(drip({ vulnerabilities: statements }))
  await hospital.says(hospital.cmms, { a: pump() })
  const sourceOf = async () => (await reasonsOf('cvss-exploitability'))[0]![1]
  const sources = [await sourceOf()]

  await hospital.publish(nvdEntry(milder, 4.4))
  sources.push(await sourceOf())
  await hospital.publish(cveRecord({ assessments: [cvssOf('cna:meadow', milder, 4.4)] }))
  sources.push(await sourceOf())

  expect(sources).toEqual(['example-cert:A-1', 'CVSS 3.1, NVD', 'CVSS 3.1, meadow (CNA)'])
})

test('use that CISA reports raises the score, and that it reports none lowers nothing', async () => {
  await hospital.publish(drip(), { ...exploited, entry: { ...exploited.entry, cve: 'CVE-1999-0001' } })
  await hospital.says(hospital.cmms, { a: pump() })
  const scores = [(await list())[0]!.score!]
  for (const [day, exploitation] of [
    [1, 'none'],
    [2, 'public poc'],
    [3, 'active'],
  ] as const) {
    await hospital.publish(
      cveRecord({ updatedAt: `2026-02-0${day}T00:00:00.000Z`, assessments: [ssvcOf({ exploitation })] }),
    )
    scores.push((await list())[0]!.score!)
  }

  expect(scores[1]).toBe(scores[0])
  expect(scores[2]!).toBeGreaterThan(scores[1]!)
  expect(scores[3]!).toBeGreaterThanOrEqual(scores[2]!)
  expect(await reasonsOf('known-exploited')).toEqual([
    ['Attackers use it, as CISA-ADP (ADP) says in its CVE record', 'CISA-ADP (ADP)', '2026-01-29'],
  ])
})

test('a record that says nothing else of a score, or of a CVE that no advisory names, ranks nothing again', async () => {
  await hospital.publish(drip(), cveRecord({ assessments: [ssvcOf({ exploitation: 'none' })] }))
  await hospital.says(hospital.cmms, { a: pump() })

  const writes = await writesDuring(db, async () => {
    await hospital.publish(
      cveRecord({
        updatedAt: '2026-02-01T00:00:00.000Z',
        assessments: [ssvcOf({ exploitation: 'none' }), cweOf('cna:meadow', 'CWE-78')],
      }),
      cveRecord({ cve: 'CVE-2026-9999', assessments: [ssvcOf({ exploitation: 'active' })] }),
    )
  })

  expect(writes).toEqual({ cve_record: 2, assessment: 2 })
})

const analyst = () => ({ ...hospital.actor, name: 'Ana Lyst' })

test('a decision takes the finding from the worklist until its last day has passed', async () => {
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, { a: pump() })
  const key = await only()
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000)
  const expiresOn = day(7).toISOString().slice(0, 10)

  await decideFinding(db, analyst(), key, { decision: 'accepted', reason: 'Isolated until spring', expiresOn })

  expect(await stateOf()).toEqual(['affected affected accepted not_remediated done'])
  expect(await list()).toEqual([])
  expect(await deviceRisk()).toEqual([{ open: 0, score: null, exploited: false }])
  const later = { filter: FindingFilter.parse({}), limit: 50, now: day(9) }
  const unswept = await listFindings(db, hospital.organisationId, later)
  expect(unswept.items).toEqual([expect.objectContaining({ decision: 'none', isOpen: true })])

  expect(await inTransaction(db, (tx) => expireDecisions(tx, hospital.organisationId, day(9)))).toBe(1)
  expect(await inTransaction(db, (tx) => expireDecisions(tx, hospital.organisationId, day(9)))).toBe(0)
  expect(await stateOf()).toEqual(['affected affected none not_remediated open'])
  const { events } = await getFinding(db, hospital.organisationId, key)
  expect(events.map(({ kind, actorName }) => [kind, actorName])).toEqual([
    ['expired', 'Homeostat'],
    ['decided', 'Ana Lyst'],
  ])
})

test('a decision can be taken back, and needs a reason', async () => {
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, { a: pump() })
  const key = await only()
  await decideFinding(db, analyst(), key, { decision: 'false_positive', reason: 'Another board inside' })

  await expect(decideFinding(db, analyst(), key, { decision: 'none', reason: ' ' })).rejects.toMatchObject({
    code: 'bad_request',
  })
  await decideFinding(db, analyst(), key, { decision: 'none', reason: 'It is the same board' })

  expect(await stateOf()).toEqual(['affected affected none not_remediated open'])
})

test('a device that is not affected leaves nothing to decide', async () => {
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, { a: pump({ softwareVersion: '9.2' }) })

  await expect(
    decideFinding(db, analyst(), await only(), { decision: 'accepted', reason: 'Whatever' }),
  ).rejects.toMatchObject({ code: 'conflict' })
})

test('a decision on a group reaches its devices and no others', async () => {
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, {
    a: pump(),
    b: pump({ assetTag: 'T-2', serialNumber: 'S-1002' }),
    c: pump({ assetTag: 'T-3', serialNumber: 'S-1003', site: 'South' }),
  })
  const group = { advisoryId: 'example-cert:A-1', manufacturer: 'Example Medical', model: 'Drip 3000', site: 'North' }
  const decision = { decision: 'mitigated', reason: 'Behind a firewall' } as const

  const decided = await decideGroup(db, analyst(), group, decision)
  const again = await decideGroup(db, analyst(), group, decision)

  expect([decided, again]).toEqual([2, 0])
  expect((await list()).map(({ device }) => device.site)).toEqual(['South'])
  const groups = await listGroups(db, hospital.organisationId, { limit: 10 })
  expect(groups.items).toMatchObject([{ site: 'South', devices: 1, affected: 1, open: 1 }])
  const all = await listGroups(db, hospital.organisationId, { limit: 10, isDoneToo: true })
  expect(all.items).toMatchObject([
    { site: 'North', devices: 2, affected: 2, cannotTell: 0, open: 0, sampleDevices: [{}, {}] },
    { site: 'South', devices: 1, affected: 1, cannotTell: 0, open: 1, sampleDevices: [{}] },
  ])
})

test('pages follow one another by key: each finding once, worst first', async () => {
  await hospital.publish(
    drip({
      vulnerabilities: ['CVE-2026-0001', 'CVE-2026-0002', 'CVE-2026-0003'].map((vulnerabilityId, index) =>
        statement({
          vulnerabilityId,
          scores: [{ ...score, score: 9.8 - index }],
          status: { known_affected: ['P1'] },
        }),
      ),
    }),
  )
  await hospital.says(
    hospital.cmms,
    Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [
        `d${index}`,
        pump({ assetTag: `T-${index}`, serialNumber: `S-${1000 + index}`, criticality: index % 2 ? 'high' : 'low' }),
      ]),
    ),
  )
  for (const sort of ['risk', 'opened'] as const)
    for (const open of ['true', 'any'] as const) {
      const pages = []
      let cursor: string | undefined
      do {
        const page = await listFindings(db, hospital.organisationId, {
          filter: FindingFilter.parse({ open }),
          sort,
          limit: 5,
          cursor,
        })
        pages.push(...page.items)
        cursor = page.next ?? undefined
      } while (cursor)

      expect(pages).toHaveLength(36)
      expect(new Set(pages.map(({ device, vulnerabilityId }) => `${device.id} ${vulnerabilityId}`)).size).toBe(36)
      const scores = pages.map((row) => row.score!)
      if (sort === 'risk') expect(scores).toEqual(scores.toSorted((a, b) => b - a))
    }
})

test('lists narrow to what is asked, and facets count the same', async () => {
  await hospital.publish(drip(), exploited)
  await hospital.says(hospital.cmms, {
    a: pump(),
    b: pump({ assetTag: 'T-2', serialNumber: 'S-1002', site: 'South', softwareVersion: null }),
    c: pump({ assetTag: 'T-3', serialNumber: 'S-1003', site: null, softwareVersion: '9.2' }),
  })

  const found = async (filter: Partial<FindingFilter>) =>
    (await list(filter)).map(({ device }) => device.site ?? '-').sort()
  expect(await found({})).toEqual(['North', 'South'])
  expect(await found({ site: 'South' })).toEqual(['South'])
  expect(await found({ answer: 'affected' })).toEqual(['North'])
  expect(await found({ open: 'false' })).toEqual(['-'])
  expect(await found({ open: 'any', site: '' })).toEqual(['-'])
  expect(await found({ knownExploited: false })).toEqual([])
  expect(await found({ vulnerability: 'CVE-2026-0001' })).toEqual(['North', 'South'])
  expect(await found({ advisory: 'example-cert:A-1' })).toEqual(['North', 'South'])
  expect(await found({ advisory: 'example-cert:A-9' })).toEqual([])
  expect(await found({ q: 'drip cve-2026-0001' })).toEqual(['North', 'South'])
  expect(await found({ q: 't-2' })).toEqual(['South'])

  const { total, facets } = await findingFacets(db, hospital.organisationId, FindingFilter.parse({}))
  expect(total).toBe(2)
  expect(facets.site).toEqual([
    { value: 'North', count: 1 },
    { value: 'South', count: 1 },
  ])
  expect(facets.answer).toEqual([
    { value: 'affected', count: 1 },
    { value: 'cannot_tell', count: 1 },
  ])
  expect(facets.knownExploited).toEqual([{ value: 'true', count: 2 }])
})

test('are we affected? is answered in a sentence with its counts', async () => {
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, {
    a: pump(),
    b: pump({ assetTag: 'T-2', serialNumber: 'S-1002', softwareVersion: null }),
    c: pump({ assetTag: 'T-3', serialNumber: 'S-1003', softwareVersion: '9.2' }),
  })

  expect(await vulnerabilityAnswer(db, hospital.organisationId, 'CVE-2026-0001')).toEqual({
    sentence: 'Yes: 1 device is affected, and of 1 device nobody can tell.',
    affected: 1,
    cannotTell: 1,
    notAffected: 1,
    setAside: 0,
    devices: 3,
  })
  const advisories = await listAdvisories(db, hospital.organisationId, { filter: { affected: 'any' }, limit: 10 })
  expect(advisories.items).toMatchObject([{ trackingId: 'A-1', affected: 1, cannotTell: 1, worstCvss: 9.8 }])
})
