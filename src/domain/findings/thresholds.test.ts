import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { addBill } from '#domain/composition/composition.ts'
import { listDevices } from '#domain/inventory/inventory.ts'
import { onBill } from '#domain/loop.ts'
import { createCampaign, listQuestions } from '#domain/remediation/remediation.ts'
import type { Criticality, DeviceClaims } from '#model/device.ts'
import type { FindingFilter } from '#model/finding-list.ts'
import type { Thresholds } from '#model/threshold.ts'
import { inTransaction } from '#platform/db/database.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { named, nvdRecord } from '#tests/support/nvd-entries.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'
import {
  decideFinding,
  decideGroup,
  devicesOfProducts,
  findingFacets,
  getFinding,
  getThresholds,
  listAdvisories,
  listFindings,
  listGroups,
  matchedDevices,
  previewDecision,
  previewThresholds,
  setThresholds,
  treatedPairs,
  vulnerabilityAnswer,
} from './findings.ts'

const { db } = await testDatabase()
let hospital: Hospital

beforeEach(async () => {
  await sql`truncate basis_match, basis_score, source, device, observation, decision, identifier, configuration, context, score_reasons, advisory, vulnerability,
    known_exploited, exploit_probability, cve_record, nvd_cve, threshold, work_order, campaign,
    platform, followed_databases, sbom cascade`.execute(db)
  await sql`update intelligence_state set version = nextval('intelligence_version')`.execute(db)
  hospital = await newHospital(db)
  // The catalogue was read, and lists something else.
  await hospital.publish(listed('CVE-2020-9999'))
})

const listed = (cve: string): Parameters<Hospital['publish']>[0] => ({
  kind: 'known_exploited',
  entry: {
    ...{ cve, vendor: 'Example Medical', product: 'Drip 3000', name: 'A flaw', requiredAction: 'Update' },
    ...{ addedOn: '2026-02-03', ransomware: false },
  },
})

/** Says that Drip 3000 below 9.2 is affected. */
const drip = (cve = 'CVE-2026-0001', trackingId = 'A-1') =>
  advisoryRecord({
    trackingId,
    products: [productEntry({ productId: 'P1', version: '< 9.2', versionForm: 'comparison', isRange: true })],
    vulnerabilities: [statement({ vulnerabilityId: cve, status: { known_affected: ['P1'] } })],
  })

/** Nobody can tell: its version is not on record (59 %). */
const versionMissing = (tag: string, criticality: Criticality, over: DeviceClaims = {}): DeviceClaims => ({
  assetTag: tag,
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  deviceType: 'Infusion pump',
  site: 'North',
  criticality,
  ...over,
})
/** Nobody can tell: the model may be another (30 %). */
const nameInDoubt = (tag: string, criticality: Criticality, over: DeviceClaims = {}): DeviceClaims =>
  versionMissing(tag, criticality, { model: 'Drip series', softwareVersion: '9.1', ...over })

const none = { affectedFrom: null, lookFrom: 0 }
const noThresholds: Thresholds = { life_sustaining: none, high: none, medium: none, low: none }
const set = (thresholds: Partial<Thresholds>, reason = 'As the board decided') =>
  inTransaction(db, (tx) => setThresholds(tx, hospital.actor, { ...noThresholds, ...thresholds }, reason))
const preview = (thresholds: Partial<Thresholds>) =>
  previewThresholds(db, hospital.organisationId, { ...noThresholds, ...thresholds })

const tagOf = (name: string) => name.split(' · ').at(-1)!
const list = async (filter: Partial<FindingFilter> = {}, sort: 'risk' | 'opened' = 'risk') =>
  (await listFindings(db, hospital.organisationId, { filter: { open: 'true', ...filter }, sort, limit: 50 })).items.map(
    ({ device, countsAs, answer, isOpen }) =>
      [tagOf(device.name), answer, countsAs, isOpen ? 'open' : 'closed'].join(' '),
  )
const inAll = async (filter: Partial<FindingFilter> = {}) =>
  (await findingFacets(db, hospital.organisationId, { open: 'true', ...filter })).total
const byCount = async (filter: Partial<FindingFilter> = {}) =>
  (await findingFacets(db, hospital.organisationId, { open: 'any', ...filter })).facets.countsAs
const openOn = async () =>
  (
    await sql<{ line: string }>`
      select split_part(name, ' · ', 2) || ' ' || open_findings || ' ' || coalesce(worst_band, 'none') as line from device order by asset_tag`.execute(
      db,
    )
  ).rows.map(({ line }) => line)
const textOn = async (tag: string) => {
  const { items } = await listFindings(db, hospital.organisationId, { filter: { open: 'any' }, limit: 50 })
  const row = items.find((one) => tagOf(one.device.name) === tag)!
  const key = { deviceId: row.device.id, vulnerabilityId: row.vulnerabilityId }
  return await getFinding(db, hospital.organisationId, key)
}
const keyOf = async (tag: string) => {
  const { finding } = await textOn(tag)
  return { deviceId: finding.device.id, vulnerabilityId: finding.vulnerabilityId }
}

test('without thresholds the answer alone says how a finding counts', async () => {
  await hospital.says(hospital.cmms, {
    a: versionMissing('T-1', 'life_sustaining', { softwareVersion: '9.1' }),
    b: versionMissing('T-2', 'life_sustaining'),
    c: nameInDoubt('T-3', 'low'),
  })
  await hospital.publish(drip())

  expect((await list()).toSorted()).toEqual([
    'T-1 affected affected open',
    'T-2 cannot_tell to_look_at open',
    'T-3 cannot_tell to_look_at open',
  ])
  expect((await textOn('T-2')).finding.countsAsText).toBeNull()
  expect(await getThresholds(db, hospital.organisationId)).toEqual({ thresholds: noThresholds, isCatalogueRead: true })
})

test('what is sure enough for a life-sustaining device counts as affected there, and is a question elsewhere', async () => {
  await hospital.says(hospital.cmms, { a: versionMissing('T-1', 'life_sustaining'), b: versionMissing('T-2', 'low') })
  await hospital.publish(drip())
  await set({ life_sustaining: { affectedFrom: 0.5, lookFrom: 0 } })

  expect((await list()).toSorted()).toEqual(['T-1 cannot_tell affected open', 'T-2 cannot_tell to_look_at open'])
  expect(await list({ countsAs: 'affected' })).toEqual(['T-1 cannot_tell affected open'])
  expect(await list({ countsAs: 'to_look_at' }, 'opened')).toEqual(['T-2 cannot_tell to_look_at open'])
  const { finding, reasons } = await textOn('T-1')
  const text = 'Counts as affected: 59 % ≥ 50 %, the threshold for life-sustaining devices'
  expect(finding).toMatchObject({ countsAsText: text, status: 'under_investigation' })
  expect(reasons).toContainEqual(expect.objectContaining({ rule: 'match-certainty', text, source: 'threshold' }))
  expect((await textOn('T-2')).finding.countsAsText).toBeNull()
})

test('a device whose criticality is not known is treated as life-sustaining', async () => {
  await hospital.says(hospital.cmms, {
    a: versionMissing('T-1', 'unknown', { deviceType: 'Thing', model: 'Drip 3000' }),
  })
  await sql`update context set criticality = 'unknown'`.execute(db)
  await hospital.publish(drip())
  await set({ life_sustaining: { affectedFrom: 0.5, lookFrom: 0 } })

  expect(await list()).toEqual(['T-1 cannot_tell affected open'])
  expect((await textOn('T-1')).finding.countsAsText).toBe(
    'Counts as affected: 59 % ≥ 50 %, the threshold for life-sustaining devices, as its criticality is not known',
  )
})

test('a name that hardly agrees is set aside on a device of low criticality: out of every list, count and question', async () => {
  await hospital.says(hospital.cmms, { a: nameInDoubt('T-1', 'low'), b: nameInDoubt('T-2', 'high') })
  await hospital.publish(drip())
  const before = await openOn()
  await set({ low: { affectedFrom: null, lookFrom: 0.4 } })

  expect(await list()).toEqual(['T-2 cannot_tell to_look_at open'])
  expect(await list({}, 'opened')).toEqual(['T-2 cannot_tell to_look_at open'])
  expect(await list({ open: 'false' })).toEqual(['T-1 cannot_tell set_aside closed'])
  expect(await list({ open: 'any', countsAs: 'set_aside' })).toEqual(['T-1 cannot_tell set_aside closed'])
  expect(await inAll()).toBe(1)
  expect(await byCount()).toEqual([
    { value: 'set_aside', count: 1 },
    { value: 'to_look_at', count: 1 },
  ])
  expect(await openOn()).toEqual(['T-1 0 none', before[1]])
  const groups = await listGroups(db, hospital.organisationId, { limit: 10 })
  expect(groups.items.map(({ devices, cannotTell, open }) => [devices, cannotTell, open])).toEqual([[1, 1, 1]])
  expect((await listQuestions(db, hospital.organisationId, { limit: 10 })).items.map(({ devices }) => devices)).toEqual(
    [1],
  )
  expect((await textOn('T-1')).finding.countsAsText).toBe(
    'Set aside: 30 % < 40 %, the threshold for devices of low criticality',
  )
})

test('groups count by how they are treated, and the list of devices behind each number is as long', async () => {
  await hospital.says(hospital.cmms, {
    a: versionMissing('T-1', 'life_sustaining'),
    b: versionMissing('T-2', 'low'),
    c: versionMissing('T-3', 'low', { softwareVersion: '9.1' }),
    d: nameInDoubt('T-4', 'low'),
    e: nameInDoubt('T-5', 'high'),
  })
  await hospital.publish(drip())
  await set({ life_sustaining: { affectedFrom: 0.55, lookFrom: 0 }, low: { affectedFrom: null, lookFrom: 0.5 } })
  const groups = (await listGroups(db, hospital.organisationId, { limit: 10 })).items
  const pairs = async (countsAs: 'affected' | 'to_look_at' | 'open') => {
    const by = { advisoryId: 'example-cert:A-1', countsAs }
    const found = await treatedPairs(db, hospital.organisationId, by)
    return (
      await listDevices(db, hospital.organisationId, { pairs: found }, { sort: 'name', after: null, limit: 50 })
    ).items
      .map(({ assetTag }) => assetTag)
      .toSorted()
  }

  expect(
    groups.map(({ model, devices, affected, cannotTell }) => [model, devices, affected, cannotTell]).toSorted(),
  ).toEqual([
    ['Drip 3000', 3, 2, 1],
    ['Drip series', 1, 0, 1],
  ])
  expect(await pairs('affected')).toEqual(['T-1', 'T-3'])
  expect(await pairs('to_look_at')).toEqual(['T-2', 'T-5'])
  expect(await pairs('open')).toEqual(['T-1', 'T-2', 'T-3', 'T-5'])
})

test('a decision on a group is not one on what is set aside; that comes under it when it is looked at again', async () => {
  await hospital.says(hospital.cmms, {
    a: nameInDoubt('T-1', 'low'),
    b: nameInDoubt('T-2', 'high'),
    c: nameInDoubt('T-3', 'low', { site: 'South' }),
  })
  await hospital.publish(drip())
  await set({ low: { affectedFrom: null, lookFrom: 0.4 } })
  const group = { advisoryId: 'example-cert:A-1', manufacturer: 'Example Medical', model: 'Drip series', site: 'North' }
  const accepted = { decision: 'accepted', reason: 'It stands alone', premises: [] } as const
  const decided = () => list({ open: 'any', decision: 'accepted' })
  const counts = async (on: typeof group) => {
    const { devices, findings } = await previewDecision(db, hospital.organisationId, { kind: 'group', ...on }, accepted)
    return { devices, findings }
  }

  expect(await counts({ ...group, site: 'South' })).toEqual({ devices: 0, findings: 0 })
  expect(await decideGroup(db, hospital.actor, { ...group, site: 'South' }, accepted)).toBe(0)
  expect(await decided()).toEqual([])
  expect(await counts(group)).toEqual({ devices: 1, findings: 1 })
  expect(await decideGroup(db, hospital.actor, group, accepted)).toBe(1)
  expect(await decideGroup(db, hospital.actor, group, accepted)).toBe(0)
  expect(await decided()).toEqual(['T-2 cannot_tell to_look_at closed'])
  // By its name one can be decided on all the same.
  await decideFinding(db, hospital.actor, await keyOf('T-3'), accepted)
  expect(await decided()).toHaveLength(2)

  await set({})
  expect((await decided()).toSorted()).toEqual(
    ['T-1', 'T-2', 'T-3'].map((tag) => `${tag} cannot_tell to_look_at closed`),
  )
  expect(await openOn()).toEqual(['T-1 0 none', 'T-2 0 none', 'T-3 0 none'])
})

test('an advisory counts devices in its list as in its groups', async () => {
  await hospital.says(hospital.cmms, {
    a: versionMissing('T-1', 'life_sustaining'),
    b: versionMissing('T-2', 'low'),
    c: versionMissing('T-3', 'low', { softwareVersion: '9.1' }),
    d: nameInDoubt('T-4', 'low'),
    e: nameInDoubt('T-5', 'high'),
  })
  await hospital.publish(drip())
  const counts = async () => {
    const { items } = await listAdvisories(db, hospital.organisationId, { filter: { affected: 'any' }, limit: 10 })
    return items.map(({ affected, cannotTell }) => ({ affected, cannotTell }))
  }
  const inGroups = async () => {
    const { items } = await listGroups(db, hospital.organisationId, { advisoryId: 'example-cert:A-1', limit: 10 })
    const sum = (of: (one: (typeof items)[number]) => number) => items.reduce((all, one) => all + of(one), 0)
    return [{ affected: sum(({ affected }) => affected), cannotTell: sum(({ cannotTell }) => cannotTell) }]
  }
  expect(await counts()).toEqual([{ affected: 1, cannotTell: 4 }])
  expect(await counts()).toEqual(await inGroups())

  await set({ life_sustaining: { affectedFrom: 0.55, lookFrom: 0 }, low: { affectedFrom: null, lookFrom: 0.5 } })
  expect(await counts()).toEqual([{ affected: 2, cannotTell: 2 }])
  expect(await counts()).toEqual(await inGroups())
})

test('an advisory of which all is set aside is not one that is here', async () => {
  await hospital.says(hospital.cmms, { a: nameInDoubt('T-1', 'low') })
  await hospital.publish(drip())
  const here = async () =>
    (await listAdvisories(db, hospital.organisationId, { filter: { affected: 'yes' }, limit: 10 })).items.length
  expect(await here()).toBe(1)
  await set({ low: { affectedFrom: null, lookFrom: 0.4 } })
  expect(await here()).toBe(0)
})

const bill = JSON.stringify({
  ...{ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1 },
  metadata: {
    component: { type: 'firmware', name: 'Drip 3000', version: '9.1', manufacturer: { name: 'Example Medical' } },
  },
  components: [
    { type: 'library', name: 'gizmolib', version: '1.0' },
    { type: 'library', name: 'openssl' },
    // A distribution's package: surely named, in doubt as its maintainers patch.
    { type: 'library', name: 'zlib', version: '1.0', purl: 'pkg:deb/debian/zlib@1.0' },
  ],
})

test('what NVD alone says is never set aside: nothing is stored of whether its name or something else is in doubt', async () => {
  const withBill = (tag: string, criticality: Criticality) =>
    versionMissing(tag, criticality, { softwareVersion: '9.1' })
  await hospital.publish(
    nvdRecord('CVE-2026-0500', [named('a:acme:gizmolib', { before: '2.0' })]),
    nvdRecord('CVE-2026-0501', [named('a:openssl:openssl', { before: '1.1.1l' })]),
    nvdRecord('CVE-2026-0502', [named('a:zlib:zlib', { before: '1.2' })]),
  )
  await hospital.says(hospital.cmms, { a: withBill('T-1', 'low'), b: withBill('T-2', 'high') })
  await inTransaction(db, (tx) =>
    onBill(tx, hospital.actor, () =>
      addBill(tx, hospital.actor, { name: 'b.json', content: Buffer.from(bill) }, {}, new Date()),
    ),
  )
  await hospital.follow()
  const open = async () =>
    (
      await sql<{ line: string }>`
      select split_part(name, ' · ', 2) || ' ' || open_findings as line from device order by asset_tag`.execute(db)
    ).rows.map(({ line }) => line)
  expect(await open()).toEqual(['T-1 3', 'T-2 3'])

  await set({ low: { affectedFrom: null, lookFrom: 0.5 } })
  expect(await list({ countsAs: 'set_aside', open: 'any' })).toEqual([])
  expect(await list({ vulnerability: 'CVE-2026-0502' })).toHaveLength(2)
  // A device like the first comes later, to the platform that is there.
  await hospital.says(hospital.cmms, { c: withBill('T-3', 'low') })
  await hospital.follow()
  expect(await open()).toEqual(['T-1 3', 'T-2 3', 'T-3 3'])
  expect((await textOn('T-1')).finding.countsAsText).toContain('or may be, sets nothing aside')
  expect((await preview({})).moves).toEqual([])
})

test('what is missing on record sets nothing aside', async () => {
  await hospital.says(hospital.cmms, {
    a: nameInDoubt('T-1', 'low', { softwareVersion: null }),
    b: nameInDoubt('T-2', 'low', { model: null, description: 'Drip infusion' }),
  })
  await hospital.publish(drip())
  await set({ low: { affectedFrom: null, lookFrom: 0.5 } })

  expect((await list()).every((line) => line.endsWith('to_look_at open'))).toBe(true)
  expect((await textOn('T-1')).finding.countsAsText).toContain(
    'what is missing on record, or may be, sets nothing aside',
  )
})

test('a name that one statement is sure of is not in doubt, though a likelier statement doubts it', async () => {
  const says = (trackingId: string, name: string, version: string, status: Parameters<typeof statement>[0]['status']) =>
    hospital.publish(
      advisoryRecord({
        trackingId,
        revision: version,
        products: [productEntry({ productId: 'P1', name, version, versionForm: 'comparison', isRange: true })],
        vulnerabilities: [statement({ vulnerabilityId: 'CVE-2026-0001', status })],
      }),
    )
  await hospital.says(hospital.cmms, { a: versionMissing('T-1', 'low', { softwareVersion: '9.1' }) })
  await says('A-1', 'Drip 3000 Pro', '< 9.2', { known_affected: ['P1'] })
  await set({ low: { affectedFrom: null, lookFrom: 0.5 } })
  expect(await list()).toEqual([])

  // It is sure of the name, and says that the device is not affected: no reason to look at it.
  await says('A-2', 'Drip 3000', '< 3.1', { known_affected: ['P1'] })
  expect((await textOn('T-1')).evidence.map(({ answer }) => answer)).toEqual(['cannot_tell', 'not_affected'])
  expect(await list()).toEqual([])

  await says('A-3', 'Nova Drip', '< 9.2', { under_investigation: ['P1'] })
  const { evidence, finding } = await textOn('T-1')
  expect(evidence.map(({ advisoryId, answer, probability }) => [advisoryId, answer, probability])).toEqual([
    ['example-cert:A-1', 'cannot_tell', 0.4],
    ['example-cert:A-3', 'cannot_tell', 0.35],
    ['example-cert:A-2', 'not_affected', expect.any(Number)],
  ])
  expect(evidence[1]!.because).toContainEqual(expect.objectContaining({ part: 'model', outcome: 'agrees' }))
  expect(finding.countsAsText).toContain('what is missing on record, or may be, sets nothing aside')
  expect(await list()).toEqual(['T-1 cannot_tell to_look_at open'])
  expect((await preview({})).moves).toEqual([])
})

test('what attackers use is not set aside, and comes back when it is listed', async () => {
  await hospital.says(hospital.cmms, { a: nameInDoubt('T-1', 'low') })
  await hospital.publish(drip())
  await set({ low: { affectedFrom: null, lookFrom: 0.4 } })
  expect(await list()).toEqual([])

  await hospital.publish(listed('CVE-2026-0001'))
  expect(await list()).toEqual(['T-1 cannot_tell to_look_at open'])
  expect(await openOn()).toEqual([expect.stringMatching(/^T-1 1 /)])
})

test('nothing is set aside before the catalogue of what attackers use was read', async () => {
  await sql`truncate known_exploited`.execute(db)
  await hospital.says(hospital.cmms, { a: nameInDoubt('T-1', 'low') })
  await hospital.publish(drip())
  await set({ low: { affectedFrom: null, lookFrom: 0.4 } })

  expect(await list()).toEqual(['T-1 cannot_tell to_look_at open'])
  expect((await preview({})).moves).toEqual([])
  expect((await getThresholds(db, hospital.organisationId)).isCatalogueRead).toBe(false)
})

test('thresholds hold for devices and advisories that come later, and are undone by setting them back', async () => {
  await set({ life_sustaining: { affectedFrom: 0.5, lookFrom: 0 }, low: { affectedFrom: null, lookFrom: 0.4 } })
  await hospital.publish(drip())
  await hospital.says(hospital.cmms, { a: versionMissing('T-1', 'life_sustaining'), b: nameInDoubt('T-2', 'low') })
  expect(await list()).toEqual(['T-1 cannot_tell affected open'])
  expect(await openOn()).toEqual([expect.stringMatching(/^T-1 1 /), 'T-2 0 none'])

  await set({})
  expect((await list()).toSorted()).toEqual(['T-1 cannot_tell to_look_at open', 'T-2 cannot_tell to_look_at open'])
  expect(await openOn()).toEqual([expect.stringMatching(/^T-1 1 /), expect.stringMatching(/^T-2 1 /)])
  expect((await textOn('T-1')).reasons.map(({ source }) => source)).not.toContain('threshold')
})

test('the preview says what would move, and that is what moves', async () => {
  await hospital.says(hospital.cmms, {
    a: versionMissing('T-1', 'life_sustaining'),
    b: versionMissing('T-2', 'life_sustaining'),
    c: versionMissing('T-3', 'life_sustaining', { lifecycle: 'retired' }),
    d: nameInDoubt('T-4', 'low'),
    e: nameInDoubt('T-5', 'low'),
    f: nameInDoubt('T-6', 'high'),
  })
  await hospital.publish(drip())
  await decideFinding(db, hospital.actor, await keyOf('T-5'), {
    decision: 'accepted',
    reason: 'It is off',
    premises: [],
  })
  const wanted = { life_sustaining: { affectedFrom: 0.5, lookFrom: 0 }, low: { affectedFrom: null, lookFrom: 0.4 } }

  const writes = await writesDuring(db, async () => {
    expect(await preview(wanted)).toEqual({
      moves: [
        { criticality: 'life_sustaining', before: 'to_look_at', after: 'affected', findings: 2 },
        { criticality: 'low', before: 'to_look_at', after: 'set_aside', findings: 1 },
      ],
      groups: [
        expect.objectContaining({ criticality: 'life_sustaining', model: 'Drip 3000', findings: 2 }),
        expect.objectContaining({ criticality: 'low', model: 'Drip series', findings: 1 }),
      ],
    })
  })
  expect(writes).toEqual({})

  const before = { affected: await inAll({ countsAs: 'affected' }), open: await inAll() }
  await set(wanted)
  expect(await inAll({ countsAs: 'affected' })).toBe(before.affected + 2)
  expect(await inAll()).toBe(before.open - 1)
  expect(await preview(wanted)).toEqual({ moves: [], groups: [] })
  expect((await preview({})).moves).toContainEqual({
    ...{ criticality: 'low', before: 'set_aside', after: 'to_look_at', findings: 1 },
  })
})

test('the same thresholds again write nothing, and a change writes only what it treats otherwise', async () => {
  await hospital.says(hospital.cmms, { a: versionMissing('T-1', 'life_sustaining'), b: versionMissing('T-2', 'low') })
  await hospital.publish(drip())
  const thresholds = { life_sustaining: { affectedFrom: 0.5, lookFrom: 0 } }
  const writes = await writesDuring(db, () => set(thresholds))
  expect(writes).toEqual({ threshold: 4, audit_entry: 1, basis_score: 1, score_reasons: 2 })
  expect(await writesDuring(db, () => set(thresholds))).toEqual({})
})

test('who changes thresholds says why, and the trail keeps what they were', async () => {
  await set(
    { high: { affectedFrom: 0.9, lookFrom: 0 }, life_sustaining: { affectedFrom: 0.5, lookFrom: 0 } },
    'Board, 3 May',
  )
  const { rows } = await sql<{ reason: string; detail: { before: Thresholds; after: Thresholds } }>`
    select reason, detail from audit_entry where action = 'thresholds.set' order by id desc limit 1`.execute(db)
  expect(rows[0]!.reason).toBe('Board, 3 May')
  expect(rows[0]!.detail.before).toEqual(noThresholds)
  expect(rows[0]!.detail.after.high).toEqual({ affectedFrom: 0.9, lookFrom: 0 })
})

test('what hangs more on a device never makes a match count for less', async () => {
  await expect(set({ low: { affectedFrom: 0.5, lookFrom: 0 } })).rejects.toThrow('medium-criticality')
  await expect(set({ life_sustaining: { affectedFrom: null, lookFrom: 0.2 } })).rejects.toThrow('life-sustaining')
  const crossed = { affectedFrom: 0.3, lookFrom: 0.4 }
  await expect(set({ life_sustaining: crossed, high: crossed, medium: crossed, low: crossed })).rejects.toThrow(
    'cannot be set aside',
  )
})

test('work is made of what counts as affected, a look of what does not, and nothing of what is set aside', async () => {
  await hospital.says(hospital.cmms, {
    a: versionMissing('T-1', 'life_sustaining'),
    b: versionMissing('T-2', 'high'),
  })
  await hospital.says(hospital.cmms, { c: nameInDoubt('T-3', 'low') })
  await hospital.publish(drip())
  await set({ life_sustaining: { affectedFrom: 0.5, lookFrom: 0 }, low: { affectedFrom: null, lookFrom: 0.4 } })
  const group = { advisoryId: 'example-cert:A-1', manufacturer: 'Example Medical', site: 'North' }
  await createCampaign(db, hospital.actor, { ...group, model: 'Drip 3000' })
  const { rows } = await sql<{ name: string; type: string }>`
    select split_part(d.name, ' · ', 2) as name, o.type from work_order o join device d on d.id = o.device_id order by 1`.execute(
    db,
  )

  expect(rows.map(({ name, type }) => `${name} ${type}`)).toEqual(['T-1 security_mitigation', 'T-2 field_check'])
  await expect(createCampaign(db, hospital.actor, { ...group, model: 'Drip series' })).rejects.toThrow(
    'no work to make',
  )
})

test('the list of advisories, the page of one, of its vulnerability and their filters count alike', async () => {
  await hospital.says(hospital.cmms, {
    a: versionMissing('T-1', 'low', { softwareVersion: '9.0' }),
    b: versionMissing('T-2', 'high'),
    c: versionMissing('T-3', 'low'),
    d: nameInDoubt('T-4', 'low'),
    e: nameInDoubt('T-5', 'high'),
  })
  await hospital.publish(drip())
  const surely = { affectedFrom: 0.5, lookFrom: 0 }
  await set({ life_sustaining: surely, high: surely, low: { affectedFrom: null, lookFrom: 0.4 } })
  const { organisationId } = hospital
  const inList = async (filter: { model?: string; device?: string } = {}) =>
    (await listAdvisories(db, organisationId, { filter: { affected: 'any', ...filter }, limit: 10 })).items.map(
      ({ affected, cannotTell }) => ({ affected, cannotTell }),
    )
  const of = async (filter: Partial<FindingFilter>) =>
    (await list({ open: 'any', vulnerability: 'CVE-2026-0001', ...filter })).length

  const counts = await vulnerabilityAnswer(db, organisationId, 'CVE-2026-0001')
  expect(counts).toMatchObject({ affected: 2, cannotTell: 2, setAside: 1, notAffected: 0, devices: 5 })
  expect(counts.sentence).toBe(
    'Yes: 2 devices are affected, and of 2 devices nobody can tell. 1 device is set aside by the thresholds.',
  )
  expect([
    await of({ countsAs: 'affected' }),
    await of({ countsAs: 'to_look_at' }),
    await of({ countsAs: 'set_aside' }),
  ]).toEqual([2, 2, 1])
  expect(await inList()).toEqual([{ affected: 2, cannotTell: 2 }])
  const matched = await matchedDevices(db, organisationId, 'example-cert:A-1', 'all')
  expect(matched.counts.devices).toBe(4)
  expect(matched.groups.map(({ model, affected, cannotTell }) => [model, affected, cannotTell])).toEqual([
    ['Drip 3000', 2, 1],
    ['Drip series', 0, 1],
  ])
  expect(await devicesOfProducts(db, organisationId, 'example-cert:A-1')).toEqual(new Map([['P1', 4]]))
  expect(await inList({ device: (await keyOf('T-5')).deviceId })).toHaveLength(1)
  expect(await inList({ device: (await keyOf('T-4')).deviceId })).toEqual([])

  await hospital.says(hospital.cmms, { e: nameInDoubt('T-5', 'low') })
  expect(await inList({ model: 'Drip series' })).toEqual([])
  expect(await inList({ model: 'Drip 3000' })).toHaveLength(1)
})
