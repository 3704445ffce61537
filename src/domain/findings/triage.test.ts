import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { getAdvisory } from '#domain/intelligence/intelligence.ts'
import { listDevices, prepare } from '#domain/inventory/inventory.ts'
import { onArrivals, onFeedRecords, onMatchAgain, onObservations, onRestore, onRunOver } from '#domain/loop.ts'
import type { TriageDecision } from '#model/triage.ts'
import { inTransaction } from '#platform/db/database.ts'
import { newId } from '#platform/id.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import {
  advisoryHistory,
  alikeNames,
  commentOnAdvisory,
  decideAdvisories,
  listAdvisories,
  listMatchRuns,
  markAdvisories,
  matchedDevices,
  setRemediation,
  undoAdvisoryDecision,
} from './findings.ts'

const { db } = await testDatabase()
let hospital: Hospital
const person = newId()
const colleague = newId()
const idOf = (trackingId: string) => `example-cert:${trackingId}`

interface Says {
  revision?: string
  fix?: string
  otherFix?: string
  affected?: string
  form?: 'comparison' | 'vers'
  name?: string
  status?: 'known_affected' | 'under_investigation'
}
/** Two products, of which only the pump is here. */
const record = (
  trackingId: string,
  {
    revision = '1',
    fix = 'Update to 2.0',
    otherFix = 'None',
    affected = '< 2.0',
    form = 'comparison',
    name = 'Drip 3000',
    status = 'known_affected',
  }: Says = {},
) =>
  advisoryRecord({
    trackingId,
    revision,
    products: [
      productEntry({
        productId: 'P1',
        version: affected,
        name,
        versionForm: form,
        isRange: true,
        fullName: `${name} ${affected}`,
      }),
      productEntry({ productId: 'P2', name: 'Ventilator 9', fullName: 'Ventilator 9' }),
    ],
    vulnerabilities: [
      statement({
        vulnerabilityId: `CVE-2026-${trackingId}`,
        status: { [status]: ['P1', 'P2'] },
        scores: [{ version: '3.1', vector: 'CVSS:3.1/x', score: 7.5, source: 'cna', productIds: ['P1'] }],
        remediations: [
          { category: 'vendor_fix', details: fix, productIds: ['P1'] },
          { category: 'none_available', details: otherFix, productIds: ['P2'] },
        ],
      }),
    ],
  })

const pump = (key: string, over: object = {}) => ({
  assetTag: `CE-7${key}`,
  serialNumber: `SER-77${key}`,
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  softwareVersion: '1.5',
  site: 'North',
  careArea: 'ICU',
  ...over,
})

beforeAll(async () => {
  hospital = await newHospital(db)
  await hospital.says(hospital.cmms, {
    a: pump('a'),
    b: pump('b', { careArea: 'Ward 4' }),
    c: pump('c', { careArea: 'Ward 4', softwareVersion: undefined }),
    d: pump('d', { model: 'Scale 1', softwareVersion: '9.9' }),
  })
})

const actor = () => ({ ...hospital.actor, personId: person, name: 'Ada' })
const feed = (...records: Parameters<typeof onFeedRecords>[3]) =>
  inTransaction(db, (tx) => onFeedRecords(tx, hospital.organisationId, hospital.actor, records))
const decide = (trackingId: string, decision: TriageDecision, watchUntil?: string) =>
  inTransaction(db, (tx) =>
    decideAdvisories(tx, actor(), { advisoryIds: [idOf(trackingId)], decision, reason: 'Seen', watchUntil }),
  )
async function rowOf(trackingId: string, by: { personId?: string; now?: Date } = {}) {
  const { items } = await listAdvisories(db, hospital.organisationId, {
    filter: { affected: 'any', q: trackingId },
    personId: person,
    limit: 10,
    ...by,
  })
  return items.find(({ id }) => id === idOf(trackingId))!
}
const stateOf = async (trackingId: string, now?: Date) => (await rowOf(trackingId, now && { now })).triage

describe('the inbox', () => {
  test('holds what nobody decided about, and no longer what somebody did', async () => {
    await feed(record('100'))
    const inbox = async () =>
      (
        await listAdvisories(db, hospital.organisationId, { filter: { affected: 'any', inbox: true }, limit: 50 })
      ).items.map(({ id }) => id)
    expect(await inbox()).toContain(idOf('100'))

    await decide('100', 'handled')

    expect(await inbox()).not.toContain(idOf('100'))
    expect(await rowOf('100')).toMatchObject({ triage: 'settled', decision: 'handled' })
  })

  test('a revision that changes the remediation of what is here comes back; one that does not stays away', async () => {
    await feed(record('101'))
    await decide('101', 'handled')
    await markAdvisories(db, hospital.organisationId, colleague, [idOf('101')], true)

    await feed(record('101', { revision: '2', otherFix: 'Replace it' }))
    expect(await rowOf('101')).toMatchObject({ triage: 'settled', isUnread: false, revision: '2' })
    expect((await rowOf('101', { personId: colleague })).isUnread).toBe(false)

    await feed(record('101', { revision: '3', fix: 'Update to 2.1' }))
    expect(await rowOf('101')).toMatchObject({ triage: 'revised', isUnread: true })
    expect((await rowOf('101', { personId: colleague })).isUnread).toBe(true)
  })

  test('a revision that only spells range and name otherwise stays away', async () => {
    await feed(record('107'))
    await decide('107', 'handled')

    for (const [revision, says] of [
      ['2', { affected: 'vers:intdot/<2.0', form: 'vers' }],
      ['3', { affected: '<2.0', name: 'DRIP-3000 Infusion Pump' }],
    ] as const) {
      await feed(record('107', { revision, ...says }))
      expect(await rowOf('107'), revision).toMatchObject({ triage: 'settled', isUnread: false, revision, affected: 2 })
    }
  })

  test('a revision comes back that is wider here, or no longer sure of what it says', async () => {
    for (const [trackingId, first, then] of [
      ['108', { affected: '< 1.6' }, { affected: '< 99' }],
      ['109', { status: 'under_investigation' }, { status: 'known_affected' }],
    ] as const) {
      await feed(record(trackingId, first))
      await hospital.says(hospital.cmms, { v: pump('v', { softwareVersion: '1.9', careArea: 'Ward 9' }) })
      await decide(trackingId, 'handled')
      const before = await rowOf(trackingId)
      expect(before.triage).toBe('settled')

      await feed(record(trackingId, { revision: '2', ...then }))

      const after = await rowOf(trackingId)
      expect(after, trackingId).toMatchObject({ triage: 'revised', isUnread: true })
      expect(after.affected, trackingId).toBeGreaterThan(before.affected)
    }
    await hospital.says(hospital.cmms, { v: pump('v', { model: 'Scale 1', careArea: 'Ward 9' }) })
  })

  test('what is watched comes back on its day', async () => {
    await feed(record('102'))
    await decide('102', 'watch', '2999-01-10')

    expect(await stateOf('102')).toBe('settled')
    expect(await stateOf('102', new Date('2999-01-10T12:00:00Z'))).toBe('due')
    await expect(decide('102', 'watch')).rejects.toThrow('say until when')
    await expect(decide('102', 'watch', '2020-01-01')).rejects.toThrow('in the future')
    await expect(decide('102', 'handled', '2999-01-01')).rejects.toThrow('no end')
  })

  test('what spoke of no device comes back when such a device arrives', async () => {
    const other = record('103')
    for (const product of other.advisory.products) product.name = 'Warmer 7'
    await feed(other)
    await decide('103', 'nothing_to_do')
    expect(await stateOf('103')).toBe('settled')

    await hospital.says(hospital.cmms, { w: pump('w', { model: 'Warmer 7' }) })

    expect(await stateOf('103')).toBe('now_here')
  })

  test('a decision that is taken back leaves the one before it in force, and both in the history', async () => {
    await feed(record('104'))
    await decide('104', 'open_work')
    await decide('104', 'handled')
    const undo = () => inTransaction(db, (tx) => undoAdvisoryDecision(tx, actor(), idOf('104')))

    await undo()
    expect((await rowOf('104')).decision).toBe('open_work')
    await undo()
    expect(await rowOf('104')).toMatchObject({ decision: null, triage: 'new' })
    await expect(undo()).rejects.toThrow('No decision')

    const { decisions } = await advisoryHistory(db, hospital.organisationId, idOf('104'))
    expect(decisions.map(({ decision, undoneBy }) => [decision, undoneBy])).toEqual([
      ['handled', 'Ada'],
      ['open_work', 'Ada'],
    ])
  })

  test('read marks are each person’s own', async () => {
    await feed(record('105'))
    await markAdvisories(db, hospital.organisationId, person, [idOf('105')], true)

    expect([(await rowOf('105')).isUnread, (await rowOf('105', { personId: colleague })).isUnread]).toEqual([
      false,
      true,
    ])

    await markAdvisories(db, hospital.organisationId, person, [idOf('105')], false)
    expect((await rowOf('105')).isUnread).toBe(true)
  })

  test('comments stand in order, each with its revision', async () => {
    await feed(record('106'))
    const say = (text: string) => inTransaction(db, (tx) => commentOnAdvisory(tx, actor(), idOf('106'), text))
    await say('Who knows the vendor?')
    await feed(record('106', { revision: '2' }))
    await say('I do')

    const { comments } = await advisoryHistory(db, hospital.organisationId, idOf('106'))
    expect(comments.map(({ text, revision, writtenBy }) => [text, revision, writtenBy])).toEqual([
      ['Who knows the vendor?', '1', 'Ada'],
      ['I do', '2', 'Ada'],
    ])
  })
})

test('an advisory that a person withdrew stays withdrawn when the feed brings it again, and a revision brings it back', async () => {
  await feed(record('110'))
  const withdrawn = async () => (await getAdvisory(db, idOf('110'))).withdrawnBy
  await feed({ kind: 'advisory_withdrawn', advisoryId: idOf('110'), reason: 'Double', by: 'Ada' })

  await feed(record('110'))
  expect(await withdrawn()).toBe('Ada')
  expect((await rowOf('110')).affected).toBe(0)

  await inTransaction(db, (tx) => onRestore(tx, actor(), idOf('110')))
  expect(await withdrawn()).toBeNull()
  expect((await rowOf('110')).affected).toBe(2)

  await feed({ kind: 'advisory_withdrawn', advisoryId: idOf('110'), reason: 'Double', by: 'Ada' })
  await feed(record('110', { revision: '2' }))
  expect((await getAdvisory(db, idOf('110'))).withdrawnAt).toBeNull()
})

describe('what an advisory matches', () => {
  const matches = (trackingId: string, certainty: 'sure' | 'likely' | 'all' = 'all') =>
    matchedDevices(db, hospital.organisationId, idOf(trackingId), certainty)

  test('is told by model and ward, and narrows by how sure it is', async () => {
    await feed(record('120'))
    const all = await matches('120')

    expect(
      all.groups.map(({ model, careArea, affected, cannotTell }) => [model, careArea, affected, cannotTell]),
    ).toEqual([
      ['Drip 3000', 'Ward 4', 1, 1],
      ['Drip 3000', 'ICU', 1, 0],
    ])
    const [ward4] = all.groups
    expect(ward4!.whyAffected).toMatchObject({ deciding: expect.stringContaining('1.5') })
    expect(ward4!.whyAffected!.compared.join()).toContain('Example Medical')
    expect(ward4!.whyLook!.deciding).toMatch(/version/)
    expect(ward4!.whyLook!.deciding).not.toContain('1.5')
    expect(all.groups[1]!.whyLook).toBeNull()
    const sure = await matches('120', 'sure')
    expect([all.counts.devices, sure.counts.devices]).toEqual([3, 2])
    expect(sure.groups.every(({ probability }) => probability >= 0.9)).toBe(true)
  })

  test('is one for each model and ward, however they are spelt, and its devices are found with one filter', async () => {
    const warmer = (key: string, over: object) => pump(key, { manufacturer: 'Draeger', ...over })
    await hospital.says(hospital.cmms, {
      s1: warmer('s1', { model: 'Babyleo 500', site: 'MAIN', careArea: 'DIALYSIS' }),
      s2: warmer('s2', { model: 'BABYLEO-500', site: 'Main Campus', careArea: 'Dialysis' }),
      s3: warmer('s3', { manufacturer: 'Dräger', model: 'Draeger Babyleo 500', site: 'Main', careArea: 'DIALYSIS' }),
      s4: warmer('s4', { model: 'Babyleo 500', site: 'West Campus', careArea: 'DIALYSIS' }),
      s5: warmer('s5', { model: 'Babyleo 700', site: 'MAIN', careArea: 'DIALYSIS' }),
      s6: warmer('s6', { manufacturer: 'Philips', model: 'Babyleo 500', site: 'MAIN', careArea: 'DIALYSIS' }),
    })
    const other = record('122')
    for (const product of other.advisory.products) Object.assign(product, { vendor: 'Draeger', name: 'Babyleo 500' })
    await feed(other)

    const { groups } = await matches('122')
    const inMain = groups.filter(({ manufacturer, site }) => /main/i.test(site) && manufacturer !== 'Philips')
    expect(inMain).toHaveLength(1)
    expect(inMain[0]).toMatchObject({ devices: 3, affected: 3 })
    expect(groups.find(({ site }) => site === 'West Campus')).toMatchObject({ affected: 1 })

    const { models, places } = await alikeNames(db, hospital.organisationId, inMain[0]!)
    expect(models!.map(({ model }) => model).sort()).toEqual(['BABYLEO-500', 'Babyleo 500', 'Draeger Babyleo 500'])
    const { items } = await listDevices(
      db,
      hospital.organisationId,
      { models, places },
      { sort: 'name', after: null, limit: 50 },
    )
    expect(items).toHaveLength(3)
  })

  test('leaves out of affected and to look at what it no longer speaks of, and still counts its work', async () => {
    await feed(record('123'))
    const inLab = async () => (await matches('123')).groups.find(({ careArea }) => careArea === 'Lab')!
    const { deviceIds } = await hospital.says(hospital.cmms, { l: pump('l', { careArea: 'Lab' }) })
    await inTransaction(db, (tx) =>
      setRemediation(
        tx,
        hospital.organisationId,
        [{ deviceId: deviceIds[0]!, vulnerabilityId: 'CVE-2026-123' }],
        'in_progress',
        actor(),
        'Work',
      ),
    )
    expect(await inLab()).toMatchObject({ affected: 1, cannotTell: 0, inProgress: 1, done: 0 })

    await hospital.says(hospital.cmms, { l: pump('l', { careArea: 'Lab', model: 'Scale 1' }) }, '2026-04-01T10:00:00Z')

    expect(await inLab()).toMatchObject({
      devices: 1,
      affected: 0,
      cannotTell: 0,
      inProgress: 1,
      whyAffected: null,
      whyLook: null,
    })
  })

  test('is counted by what is done about it, per device and vulnerability', async () => {
    await feed(record('121'))
    const { deviceIds } = await hospital.says(hospital.cmms, { x: pump('x', { careArea: 'OR' }) })
    const set = (remediation: 'in_progress' | 'verified' | 'not_remediated') =>
      inTransaction(db, (tx) =>
        setRemediation(
          tx,
          hospital.organisationId,
          [{ deviceId: deviceIds[0]!, vulnerabilityId: 'CVE-2026-121' }],
          remediation,
          actor(),
          'Work',
        ),
      )
    const inTheatre = async () => {
      const group = (await matches('121')).groups.find(({ careArea }) => careArea === 'OR')!
      return [group.notRemediated, group.inProgress, group.done]
    }

    expect(await inTheatre()).toEqual([1, 0, 0])
    await set('in_progress')
    expect(await inTheatre()).toEqual([0, 1, 0])
    await set('verified')
    expect(await inTheatre()).toEqual([0, 0, 1])
  })

  test('is found from the device and from the model too', async () => {
    const { deviceIds } = await hospital.says(hospital.cmms, { y: pump('y') })
    const ids = async (filter: object) =>
      (
        await listAdvisories(db, hospital.organisationId, { filter: { affected: 'any', ...filter }, limit: 100 })
      ).items.map(({ id }) => id)

    expect(await ids({ device: deviceIds[0] })).toContain(idOf('120'))
    expect(await ids({ model: 'Drip 3000' })).toContain(idOf('120'))
    expect(await ids({ model: 'Scale 1' })).toEqual([])
  })
})

test('runs of a person and runs that came of themselves are kept apart, with their statistics', async () => {
  const runs = async (trigger: 'person' | 'advisories' | 'devices') =>
    (await listMatchRuns(db, hospital.organisationId, { trigger, limit: 50 })).items
  await feed(record('130'))
  expect((await runs('advisories'))[0]).toMatchObject({ advisoryIds: [idOf('130')], by: 'Import' })

  await hospital.says(hospital.cmms, { z: pump('z', { softwareVersion: '1.77' }) })
  expect((await runs('devices'))[0]).toMatchObject({ configurations: 1, devices: 1, notRemediated: 1 })

  const before = await runs('advisories')
  await inTransaction(db, (tx) => onMatchAgain(tx, actor(), { advisoryIds: [idOf('130')] }))
  const [manual] = await runs('person')
  expect(manual).toMatchObject({ advisoryIds: [idOf('130')], by: 'Ada', changed: 0 })
  expect(manual!.configurations).toBeGreaterThan(0)
  expect(manual!.devices).toBe((await matchedDevices(db, hospital.organisationId, idOf('130'), 'all')).counts.devices)
  expect(await runs('advisories')).toEqual(before)

  const { deviceIds } = await hospital.says(hospital.cmms, { q: pump('q') })
  await inTransaction(db, (tx) => onMatchAgain(tx, actor(), { deviceIds }))
  expect((await runs('person'))[0]).toMatchObject({ deviceIds, configurations: 1 })
})

test('worst first is what is worst here, known exploited before the rest, not what there is most of', async () => {
  const kinds = { model: 'Lamp 5', criticality: 'low', networkConnected: false } as const
  await hospital.says(hospital.cmms, {
    k1: pump('k1', kinds),
    k2: pump('k2', kinds),
    k3: pump('k3', { model: 'Heart 1', criticality: 'life_sustaining' }),
    k4: pump('k4', { model: 'Lung 1', criticality: 'life_sustaining' }),
  })
  const about = (trackingId: string, name: string, score: number) => {
    const one = record(trackingId)
    one.advisory.products.pop()
    for (const product of one.advisory.products) product.name = name
    for (const rated of one.advisory.vulnerabilities[0]!.scores) Object.assign(rated, { score })
    return one
  }
  await feed(
    about('150', 'Lamp 5', 3.1),
    about('151', 'Heart 1', 9.8),
    about('152', 'Lung 1', 9.8),
    about('153', 'Nothing 1', 10),
  )
  const entry = { vendor: 'Example', product: 'Lung 1', name: 'Flaw', ransomware: false, requiredAction: 'Update' }
  await feed({ kind: 'known_exploited', entry: { ...entry, cve: 'CVE-2026-152', addedOn: '2026-01-02' } })

  const { items } = await listAdvisories(db, hospital.organisationId, {
    filter: { affected: 'any', trackingId: '15' },
    sort: 'worst',
    limit: 10,
  })

  expect(items.map(({ trackingId, affected, knownExploited }) => [trackingId, affected, knownExploited])).toEqual([
    ['152', 1, true],
    ['151', 1, false],
    ['150', 2, false],
    ['153', 0, false],
  ])
  expect(items.map(({ worstScore }) => worstScore !== null)).toEqual([true, true, true, false])
})

test('the list is sorted by score and by document fields, and pages by key', async () => {
  const collect = async (sort: 'worst' | 'cvss' | 'title' | 'publisher' | 'id' | 'newest' | 'affected') => {
    const ids: string[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await listAdvisories(db, hospital.organisationId, {
        filter: { affected: 'any' },
        sort,
        cursor,
        limit: 3,
      })
      ids.push(...page.items.map(({ id }) => id))
      if (page.next === null) return ids
      cursor = page.next
    }
  }
  const all = await collect('newest')
  for (const sort of ['worst', 'cvss', 'title', 'publisher', 'id', 'affected'] as const)
    expect((await collect(sort)).sort(), sort).toEqual([...all].sort())
  expect(await collect('id')).toEqual([...all].sort())
})

test('sorted by CVSS the highest score that an advisory publishes stands first, and what has none last', async () => {
  const scored = (trackingId: string, ...scores: number[]) => {
    const one = record(trackingId)
    one.advisory.publisher = 'Order of Scores'
    const [flaw] = one.advisory.vulnerabilities
    const [score] = flaw!.scores
    Object.assign(flaw!, { scores: scores.map((value) => ({ ...score, score: value })) })
    return one
  }
  await feed(scored('160', 5.4), scored('161'), scored('162', 2.1, 9.9), scored('163', 10), scored('164', 7.5, 9.1))

  const ids: string[] = []
  for (let cursor: string | undefined; ; ) {
    const filter = { affected: 'any', publisher: 'Order of Scores' } as const
    const page = await listAdvisories(db, hospital.organisationId, { filter, sort: 'cvss', cursor, limit: 2 })
    ids.push(...page.items.map(({ id }) => id))
    if (page.next === null) break
    cursor = page.next
  }
  expect(ids).toEqual(['163', '162', '164', '160', '161'].map(idOf))
})

test('a new major version is matched of itself, in a run of its own', async () => {
  await hospital.says(hospital.cmms, { major: pump('major', { softwareVersion: '2.4' }) })
  const runs = async () =>
    (await listMatchRuns(db, hospital.organisationId, { trigger: 'advisories', limit: 200 })).items
  const affected = async () => (await matchedDevices(db, hospital.organisationId, idOf('170'), 'all')).counts.devices
  await feed(record('170', { revision: '1.4.0' }))
  const before = { runs: (await runs()).length, devices: await affected() }

  await feed(record('170', { revision: '2.0.0', affected: '< 3.0' }))

  const [run] = await runs()
  expect(await runs()).toHaveLength(before.runs + 1)
  expect(run).toMatchObject({ advisoryIds: [idOf('170')], by: 'Import' })
  expect(run!.changed).toBeGreaterThan(0)
  expect(await affected()).toBeGreaterThan(before.devices)
})

test('a run ends after it began, whoever caused it and however long its transaction had waited', async () => {
  await feed(record('131'))
  await inTransaction(db, async (tx) => {
    await sql`select now(), pg_sleep(0.02)`.execute(tx)
    await onMatchAgain(tx, actor(), { advisoryIds: [idOf('131')] })
  })
  const { items } = await listMatchRuns(db, hospital.organisationId, { trigger: undefined, limit: 200 })
  expect(new Set(items.map((run) => run.trigger))).toEqual(new Set(['person', 'advisories', 'devices']))
  expect(items.filter((run) => Date.parse(run.endedAt) < Date.parse(run.startedAt))).toEqual([])
})

test('the batches of one import are one run of the matching, counted when the import has ended', async () => {
  const importRunId = newId()
  const cause = { id: importRunId, now: '2026-02-01T00:00:00Z', actor: hospital.actor }
  const bring = (key: string, softwareVersion: string) =>
    inTransaction(db, async (tx) => {
      const observation = { sourceKey: key, observedAt: '2026-02-01T00:00:00Z', claims: pump(key, { softwareVersion }) }
      await onObservations(tx, hospital.monitor, { ...cause, isImport: true }, [prepare(observation)])
      await onArrivals(tx, hospital.monitor, cause, { placed: async () => {}, next: async () => {} })
    })
  const runs = async () => (await listMatchRuns(db, hospital.organisationId, { trigger: 'devices', limit: 200 })).items
  const before = (await runs()).length
  await feed(record('140'))

  await bring('m1', '1.31')
  await bring('m2', '1.32')
  await onRunOver(db, hospital.organisationId, importRunId)

  const [run] = await runs()
  expect(await runs()).toHaveLength(before + 1)
  expect(run).toMatchObject({ configurations: 2, devices: 2, notRemediated: 2 })
  const advisories = async () =>
    (await listMatchRuns(db, hospital.organisationId, { trigger: 'advisories', limit: 200 })).items
  const feedRun = newId()
  for (const trackingId of ['141', '142', '141'])
    await inTransaction(db, (tx) =>
      onFeedRecords(tx, hospital.organisationId, hospital.actor, [record(trackingId)], {
        id: feedRun,
        source_id: newId(),
      }),
    )
  await onRunOver(db, hospital.organisationId, feedRun)
  expect((await advisories())[0]).toMatchObject({ advisoryIds: [idOf('141'), idOf('142')] })
  expect((await advisories())[0]!.devices).toBeGreaterThan(2)
})
