import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { addBill } from '#domain/composition/composition.ts'
import { nvdVersion } from '#domain/intelligence/intelligence.ts'
import { followDatabases, onBill, onRunOver } from '#domain/loop.ts'
import { createCampaign, workOfGroups } from '#domain/remediation/remediation.ts'
import type { FeedRecord } from '#model/intelligence.ts'
import { inTransaction } from '#platform/db/database.ts'
import { newId } from '#platform/id.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { named, nvdRecord } from '#tests/support/nvd-entries.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { viewer } from '#tests/support/viewer.ts'
import { writesDuring } from '#tests/support/writes.ts'
import { nvdFor } from './databases.ts'
import {
  decideFinding,
  decideGroup,
  findingEvents,
  findingFacets,
  getFinding,
  listFindings,
  listGroups,
  listMatchRuns,
  onDatabases,
  presentDatabases,
  vulnerabilityAnswer,
} from './findings.ts'

const { db } = await testDatabase()
const hospital = await newHospital(db)
const { organisationId, actor } = hospital

beforeEach(async () => {
  await sql`truncate basis_match, basis_score, device, observation, decision, identifier, configuration, context, score_reasons, advisory, vulnerability, nvd_cve, platform, package_vulnerability, sbom,
    followed_databases, basis_match, basis_score cascade`.execute(db)
  await sql`update intelligence_state set version = nextval('intelligence_version')`.execute(db)
})

const seven = named('o:microsoft:windows_7:-:sp1')

const findings = async (filter = {}) =>
  (await listFindings(db, organisationId, { filter: { open: 'true', ...filter }, limit: 100 })).items.map((row) => [
    row.device.name,
    row.vulnerabilityId,
    row.answer,
    row.advisoryId,
  ])
const openOn = async () =>
  (
    await sql<{
      n: number
    }>`select open_findings as n from device where gone_at is null order by asset_tag`.execute(db)
  ).rows.map(({ n }) => n)

test('NVD is held in memory once, whoever asks while it is read', async () => {
  await hospital.publish(nvdRecord('CVE-2026-1001', [seven]))
  const version = await nvdVersion(db)
  const [one, other] = await Promise.all([nvdFor(db, version), nvdFor(db, version)])
  expect(one!.cves).toBe(1)
  expect(other).toBe(one)
})

test('what NVD says of an operating system is on every device that runs it, with why', async () => {
  const { deviceIds } = await hospital.says(hospital.cmms, {
    a: viewer('V-1'),
    b: viewer('V-2', { softwareVersion: '3.0' }),
  })
  await hospital.publish(
    nvdRecord('CVE-2026-1001', [seven]),
    nvdRecord('CVE-2026-1002', [named('o:microsoft:windows_10:1607')]),
  )
  expect(await openOn()).toEqual([0, 0])
  await hospital.follow()

  expect(await openOn()).toEqual([1, 1])
  expect(await findings()).toEqual([
    [expect.any(String), 'CVE-2026-1001', 'affected', 'NVD'],
    [expect.any(String), 'CVE-2026-1001', 'affected', 'NVD'],
  ])
  // Two versions of the viewer, one platform.
  expect((await sql`select from platform`.execute(db)).rows).toHaveLength(1)
  expect((await sql`select from basis_match`.execute(db)).rows).toHaveLength(1)

  const found = await getFinding(db, organisationId, { deviceId: deviceIds[0]!, vulnerabilityId: 'CVE-2026-1001' })
  expect(found).toMatchObject({
    finding: {
      isOpen: true,
      score: expect.any(Number),
      because: expect.stringContaining('operating system "Windows 7 Professional SP1"'),
    },
    evidence: [
      {
        database: 'NVD',
        advisoryTitle: 'National Vulnerability Database',
        because: [
          { part: 'operating_system', outcome: 'agrees' },
          { part: 'version', outcome: 'agrees' },
        ],
      },
    ],
  })
  expect(found.finding.title).toContain('Invented')
  expect(found.reasons.some(({ text }) => text.includes('9.8'))).toBe(true)
  expect(await listGroups(db, organisationId, { limit: 10 })).toMatchObject({
    items: [{ advisoryId: 'NVD', manufacturer: 'Meadow Imaging', model: 'Viewer', devices: 2, affected: 2, open: 2 }],
  })
  expect(await vulnerabilityAnswer(db, organisationId, 'CVE-2026-1001')).toMatchObject({ affected: 2, devices: 2 })
  expect((await findingFacets(db, organisationId, { open: 'true' })).total).toBe(2)
})

test('it makes no difference whether the devices or NVD came first, and a second time nothing is written', async () => {
  const say = () =>
    hospital.says(hospital.cmms, { a: viewer('V-1'), b: viewer('V-2', { operatingSystem: 'Windows 7' }) })
  const tell = async () => {
    await hospital.publish(nvdRecord('CVE-2026-1001', [seven]))
    await hospital.follow()
  }
  await tell()
  await say()
  const first = await findings()
  expect(first.map(([, , answer]) => answer)).toEqual(['affected', 'cannot_tell'])

  const writes = await writesDuring(db, async () => {
    await tell()
    await say()
  })
  expect(writes).toEqual({})
})

test('a CVE that changes touches the platforms that it names, and its findings go when NVD takes it back', async () => {
  const { deviceIds } = await hospital.says(hospital.cmms, {
    a: viewer('V-1'),
    b: viewer('V-2', { operatingSystem: 'Windows 10 Enterprise LTSB 2016' }),
  })
  await hospital.publish(nvdRecord('CVE-2026-1001', [seven]), nvdRecord('CVE-2026-1002', [seven]))
  await hospital.follow()
  const key = { deviceId: deviceIds[0]!, vulnerabilityId: 'CVE-2026-1001' }
  await inTransaction(db, (tx) =>
    decideFinding(tx, actor, key, { decision: 'deferred', reason: 'Next visit', expiresOn: '2099-01-01' }),
  )
  expect(await openOn()).toEqual([1, 0])

  await hospital.publish(
    nvdRecord('CVE-2026-1001', [named('o:microsoft:windows_10:1607')], { modifiedAt: '2026-02-01T00:00:00.000Z' }),
  )
  await hospital.follow()
  expect(await openOn()).toEqual([1, 1])
  expect(await findings()).toEqual(
    expect.arrayContaining([
      [expect.any(String), 'CVE-2026-1002', 'affected', 'NVD'],
      [expect.any(String), 'CVE-2026-1001', expect.any(String), 'NVD'],
    ]),
  )
  const { finding, events } = await getFinding(db, organisationId, key)
  expect(finding).toMatchObject({ status: 'not_affected', answer: 'not_affected', isOpen: false })
  expect(events[0]).toMatchObject({ kind: 'cleared', reason: expect.stringMatching(/^NVD says no longer/) })
})

test('an advisory and NVD on the same CVE make one finding with both as evidence', async () => {
  const { deviceIds } = await hospital.says(hospital.cmms, {
    a: viewer('V-1'),
    b: viewer('V-2', { softwareVersion: '3.0' }),
  })
  await hospital.publish(nvdRecord('CVE-2026-1001', [seven]), nvdRecord('CVE-2026-1002', [seven]))
  await hospital.follow()
  expect(await openOn()).toEqual([2, 2])
  const opened = (await getFinding(db, organisationId, { deviceId: deviceIds[0]!, vulnerabilityId: 'CVE-2026-1001' }))
    .finding.openedAt

  const advisory = advisoryRecord({
    trackingId: 'A-1',
    products: [
      productEntry({
        productId: 'P1',
        vendor: 'Meadow Imaging',
        name: 'Viewer',
        version: '2.0',
        versionForm: 'exact',
        isRange: false,
      }),
    ],
    vulnerabilities: [statement({ vulnerabilityId: 'CVE-2026-1001', status: { known_affected: ['P1'] } })],
  })
  await hospital.publish(advisory)

  expect(await openOn()).toEqual([2, 2])
  const found = await getFinding(db, organisationId, { deviceId: deviceIds[0]!, vulnerabilityId: 'CVE-2026-1001' })
  expect(found.finding).toMatchObject({ advisoryId: 'example-cert:A-1', openedAt: opened })
  expect(found.evidence.map(({ advisoryId, answer }) => [advisoryId, answer])).toEqual([
    ['example-cert:A-1', 'affected'],
    ['NVD', 'affected'],
  ])

  await hospital.publish({ kind: 'advisory_withdrawn', advisoryId: 'example-cert:A-1', reason: 'No longer listed' })
  expect(await openOn()).toEqual([2, 2])
  expect((await findings({ device: deviceIds[0]! })).map(([, id, , by]) => [id, by]).sort()).toEqual([
    ['CVE-2026-1001', 'NVD'],
    ['CVE-2026-1002', 'NVD'],
  ])
  expect((await sql`select from platform`.execute(db)).rows).toHaveLength(1)
})

test('the manufacturer who says of this version that it is not affected stands before NVD', async () => {
  await hospital.says(hospital.cmms, { a: viewer('V-1') })
  await hospital.publish(nvdRecord('CVE-2026-1001', [seven]))
  await hospital.follow()
  await hospital.publish(
    advisoryRecord({
      trackingId: 'M-1',
      publisher: 'Meadow Imaging',
      products: [
        productEntry({
          productId: 'P1',
          vendor: 'Meadow Imaging',
          name: 'Viewer',
          version: '< 1.5',
          versionForm: 'comparison',
          isRange: true,
        }),
      ],
      vulnerabilities: [statement({ vulnerabilityId: 'CVE-2026-1001', status: { known_affected: ['P1'] } })],
    }),
  )
  expect(await openOn()).toEqual([0])
})

test('an update that takes the device out of what NVD names proves the fix', async () => {
  const { deviceIds } = await hospital.says(hospital.monitor, { a: viewer('V-1') }, '2026-03-01T00:00:00Z')
  await hospital.publish(nvdRecord('CVE-2026-1001', [seven]))
  await hospital.follow()
  const { moves } = await hospital.says(
    hospital.monitor,
    { a: viewer('V-1', { operatingSystem: 'Windows 10 Enterprise LTSB 2016' }) },
    new Date(Date.now() + 1000).toISOString(),
  )
  expect(moves).toMatchObject([{ vulnerabilityId: 'CVE-2026-1001', kind: 'fixed' }])
  expect(await openOn()).toEqual([0])
  const { finding } = await getFinding(db, organisationId, {
    deviceId: deviceIds[0]!,
    vulnerabilityId: 'CVE-2026-1001',
  })
  expect(finding).toMatchObject({ status: 'fixed', remediation: 'verified' })
})

test('one decision serves all that NVD says of a model', async () => {
  await hospital.says(hospital.cmms, { a: viewer('V-1'), b: viewer('V-2', { softwareVersion: '3.0' }) })
  await hospital.publish(nvdRecord('CVE-2026-1001', [seven]), nvdRecord('CVE-2026-1002', [seven]))
  await hospital.follow()
  const group = { advisoryId: 'NVD', manufacturer: 'Meadow Imaging', model: 'Viewer', site: '' }
  expect(
    await decideGroup(db, actor, group, { decision: 'deferred', reason: 'Next visit', expiresOn: '2099-01-01' }),
  ).toBe(4)
  expect(await openOn()).toEqual([0, 0])
})

test('what was broken off in the middle goes on where it stood', async () => {
  await hospital.says(
    hospital.cmms,
    Object.fromEntries([1, 2, 3, 4].map((n) => [`d${n}`, viewer(`V-${n}`, { softwareVersion: `${n}.0` })])),
  )
  await hospital.publish(nvdRecord('CVE-2026-1001', [seven]))
  const state = await presentDatabases(db)
  await inTransaction(db, (tx) => onDatabases(tx, organisationId, state, actor, { atOnce: 2 }))
  expect((await openOn()).filter((n) => n === 1)).toHaveLength(2)
  // A device that comes now is matched against the new state at once.
  await hospital.says(hospital.cmms, { d5: viewer('V-5', { softwareVersion: '5.0' }) })
  expect((await openOn()).filter((n) => n === 1)).toHaveLength(3)
  await hospital.follow(1)
  expect(await openOn()).toEqual([1, 1, 1, 1, 1])
})

test('what NVD takes back and says again, part by part, is on every device once, and its decision is asked again', async () => {
  const { deviceIds } = await hospital.says(hospital.cmms, {
    a: viewer('V-1'),
    b: viewer('V-2', { softwareVersion: '3.0' }),
  })
  const low = {
    version: '3.1',
    vector: 'CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N',
    score: 1.8,
    source: 'nvd@nist.gov',
    type: 'primary',
  } as const
  // The second holds their platform together while the first is taken back.
  await hospital.publish(nvdRecord('CVE-2026-1001', [seven], { scores: [low] }), nvdRecord('CVE-2026-1002', [seven]))
  await hospital.follow(1)
  for (const deviceId of deviceIds) {
    const key = { deviceId, vulnerabilityId: 'CVE-2026-1001' }
    const { finding } = await getFinding(db, organisationId, key)
    await inTransaction(db, (tx) =>
      decideFinding(tx, actor, key, {
        decision: 'accepted',
        reason: 'As low as this',
        premises: [{ kind: 'score_at_most', score: finding.score! }],
      }),
    )
  }
  expect(await openOn()).toEqual([1, 1])

  await hospital.publish(nvdRecord('CVE-2026-1001', [], { modifiedAt: '2026-02-01T00:00:00.000Z' }))
  await hospital.follow(1)
  await hospital.publish(nvdRecord('CVE-2026-1001', [seven], { modifiedAt: '2026-03-01T00:00:00.000Z' }))
  await hospital.follow(1)

  expect((await sql`select from match where vulnerability_id = 'CVE-2026-1001'`.execute(db)).rows).toHaveLength(2)
  expect(await openOn()).toEqual([2, 2])
  for (const deviceId of deviceIds)
    expect(
      (await findingEvents(db, organisationId, { deviceId, vulnerabilityId: 'CVE-2026-1001' }))
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['cleared', 'decided', 'opened', 'premise_broke'])
})

test('findings follow one state of NVD to its end while more of it comes', async () => {
  await hospital.says(hospital.cmms, { a: viewer('V-1'), b: viewer('V-2', { softwareVersion: '3.0' }) })
  await hospital.publish(nvdRecord('CVE-2026-1001', [seven]))
  const { nvd } = await presentDatabases(db)
  const followed = async () => (await sql<{ nvd: number }>`select nvd from followed_databases`.execute(db)).rows[0]!.nvd
  // Whatever is matched again, a page has come meanwhile.
  await sql`create function comes() returns trigger language plpgsql as $$ begin
    update nvd_cve set version = version + 1 where version < ${sql.lit(nvd + 3)}; return null; end $$`.execute(db)
  await sql`create trigger comes after update on configuration_basis execute function comes()`.execute(db)
  try {
    await followDatabases(db, organisationId, actor)
    expect(await followed()).toBe(nvd)
    expect(await openOn()).toEqual([1, 1])
    expect((await presentDatabases(db)).nvd).toBeGreaterThan(nvd)
  } finally {
    await sql`drop function comes cascade`.execute(db)
  }
  const present = await presentDatabases(db)
  await followDatabases(db, organisationId, actor)
  expect(await followed()).toBe(present.nvd)

  // Who took an older state up goes on with the one that another has reached.
  await inTransaction(db, (tx) => onDatabases(tx, organisationId, { ...present, nvd }, actor))
  expect(await followed()).toBe(present.nvd)
})

test('what NVD and OSV change is one matching run of what brought it, whatever the number of parts', async () => {
  await hospital.says(
    hospital.cmms,
    Object.fromEntries([1, 2, 3].map((n) => [`d${n}`, viewer(`V-${n}`, { softwareVersion: `${n}.0` })])),
  )
  const runs = async () => (await listMatchRuns(db, organisationId, { trigger: 'databases', limit: 10 })).items
  const follow = async (importRunId: string) => {
    const state = await presentDatabases(db)
    const part = () =>
      inTransaction(db, (tx) => onDatabases(tx, organisationId, state, actor, { importRunId, atOnce: 1 }))
    while (await part());
    await onRunOver(db, organisationId, importRunId)
  }
  await hospital.publish(nvdRecord('CVE-2026-1001', [seven]), nvdRecord('CVE-2026-1002', [seven]))
  await follow(newId())
  const [run, ...others] = await runs()
  expect(run).toMatchObject({ configurations: 3, changed: 6, devices: 3, notRemediated: 3, by: actor.name })

  // Of nothing that is here.
  await hospital.publish(nvdRecord('CVE-2026-1003', [named('o:microsoft:windows_10:1607')]))
  await follow(newId())
  expect(await runs()).toEqual([run, ...others])

  const importRunId = newId()
  await hospital.publish(nvdRecord('CVE-2026-1001', [], { modifiedAt: '2026-02-01T00:00:00.000Z' }))
  await followDatabases(db, organisationId, actor, importRunId)
  await onRunOver(db, organisationId, importRunId)
  expect((await runs())[0]).toMatchObject({ configurations: 3, changed: 3, devices: 3 })
})

test('a maker’s word on one model stands while NVD speaks of its platform, part by part', async () => {
  const versions = ['1.0', '2.0', '3.0']
  await hospital.says(
    hospital.cmms,
    Object.fromEntries(versions.map((softwareVersion, at) => [`d${at}`, viewer(`V-${at}`, { softwareVersion })])),
  )
  // Of the last one to be matched again.
  const { rows } = await sql<{ version: string }>`
    select software_version as version from configuration order by id desc limit 1`.execute(db)
  const { version } = rows[0]!
  const product = { productId: 'P1', vendor: 'Meadow Imaging', name: 'Viewer', version, isRange: false }
  await hospital.publish(
    nvdRecord('CVE-2026-1002', [seven]),
    advisoryRecord({
      trackingId: 'M-1',
      publisher: 'Meadow Imaging',
      products: [productEntry({ ...product, versionForm: 'exact' })],
      vulnerabilities: [statement({ vulnerabilityId: 'CVE-2026-1001', status: { known_not_affected: ['P1'] } })],
    }),
  )
  await hospital.follow()
  expect((await sql`select from platform`.execute(db)).rows).toHaveLength(1)

  await hospital.publish(nvdRecord('CVE-2026-1001', [seven]))
  const state = await presentDatabases(db)
  while (await inTransaction(db, (tx) => onDatabases(tx, organisationId, state, actor, { atOnce: 1 }))) {
    const twice = sql`select from match group by configuration_id, vulnerability_id having count(*) > 1`
    expect((await twice.execute(db)).rows).toEqual([])
    expect((await openOn())[versions.indexOf(version)]).toBe(1)
  }
  expect(await openOn()).toEqual(versions.map((one) => (one === version ? 1 : 2)))
  expect((await sql`select from platform`.execute(db)).rows).toHaveLength(2)
})

const bill = (state: string | null) =>
  JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: {
      timestamp: '2026-02-01T00:00:00Z',
      manufacturer: { name: 'Meadow Imaging' },
      component: { name: 'Viewer', version: '2.0', supplier: { name: 'Meadow Imaging' } },
    },
    components: [
      { 'bom-ref': 'left', name: 'left-pad', version: '1.0', purl: 'pkg:npm/left-pad@1.0' },
      { 'bom-ref': 'ssl', name: 'openssl', version: '1.1.1k', cpe: 'cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*' },
    ],
    ...(state && {
      vulnerabilities: [
        { id: 'CVE-2026-2001', analysis: { state, justification: 'code_not_reachable' }, affects: [{ ref: 'ssl' }] },
      ],
    }),
  })
const add = (text: string) =>
  inTransaction(db, (tx) =>
    onBill(tx, actor, () => addBill(tx, actor, { name: 'b.json', content: Buffer.from(text) }, {}, new Date())),
  )
const leftPad = (modifiedAt: string, fixed: string): FeedRecord => ({
  kind: 'package_vulnerability',
  entry: {
    id: 'GHSA-aaaa-bbbb-cccc',
    modifiedAt,
    publishedAt: null,
    withdrawnAt: null,
    aliases: ['CVE-2026-3001'],
    upstream: [],
    related: [],
    summary: 'Invented.',
    severities: [],
    affected: [
      {
        ...{ ecosystem: 'npm', name: 'left-pad', purl: '', severities: [], versions: [] },
        ranges: [
          {
            type: 'SEMVER',
            events: [
              { kind: 'introduced', version: '0' },
              { kind: 'fixed', version: fixed },
            ],
          },
        ],
      },
    ],
  },
})

test('what a bill names is asked of NVD and of OSV, and the maker’s word in it stands before both', async () => {
  const { deviceIds } = await hospital.says(hospital.cmms, {
    a: viewer('V-1', { operatingSystem: null }),
    b: viewer('V-2', { softwareVersion: '1.0', operatingSystem: null }),
  })
  await hospital.publish(
    nvdRecord('CVE-2026-2001', [named('a:openssl:openssl', { before: '1.1.1l' })]),
    leftPad('2026-01-02T00:00:00.000Z', '1.1.0'),
  )
  await hospital.follow()
  expect(await openOn()).toEqual([0, 0])
  await add(bill(null))
  expect((await findings()).map(([, id, answer, by]) => [id, answer, by]).sort()).toEqual([
    ['CVE-2026-2001', 'affected', 'NVD'],
    ['CVE-2026-3001', 'affected', 'OSV'],
  ])
  const key = { deviceId: deviceIds[0]!, vulnerabilityId: 'CVE-2026-3001' }
  expect((await getFinding(db, organisationId, key)).evidence).toMatchObject([
    { database: 'OSV', because: [{ text: expect.stringContaining('npm/left-pad') }] },
  ])

  await hospital.publish(leftPad('2026-02-02T00:00:00.000Z', '0.9.0'))
  await hospital.follow()
  expect((await findings()).map(([, id]) => id)).toEqual(['CVE-2026-2001'])

  await add(bill('not_affected'))
  expect(await findings()).toEqual([])
  expect(await getFinding(db, organisationId, { ...key, vulnerabilityId: 'CVE-2026-2001' })).toMatchObject({
    finding: { status: 'not_affected' },
    evidence: [{ isMaker: true }, { database: 'NVD', isSuperseded: true }],
  })
})

test('one work order per device settles what NVD says of it', async () => {
  await hospital.says(hospital.cmms, { a: viewer('V-1'), b: viewer('V-2', { softwareVersion: '3.0' }) })
  await hospital.publish(nvdRecord('CVE-2026-1001', [seven]), nvdRecord('CVE-2026-1002', [seven]))
  await hospital.follow()
  const group = { advisoryId: 'NVD', manufacturer: 'Meadow Imaging', model: 'Viewer', site: '' }
  const made = await createCampaign(db, actor, group)
  expect(made).toMatchObject({ workOrders: 2, skipped: [] })
  const { rows } = await sql<{ title: string; n: number }>`
    select o.title, (select count(*)::int from work_order_finding f where f.work_order_id = o.id) as n from work_order o`.execute(
    db,
  )
  expect(rows).toHaveLength(2)
  expect(rows[0]!.n).toBe(2)
  const [work] = await workOfGroups(db, organisationId, [group])
  expect(work).toMatchObject({ workOrders: 2, advisoryTitle: 'Known vulnerabilities of its software' })
})
