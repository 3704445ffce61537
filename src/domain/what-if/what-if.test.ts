import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { adoptAppetite, appetiteSetting, saveDraft } from '#domain/appetite/appetite.ts'
import { decideFinding, listFindings, setThresholds } from '#domain/findings/findings.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { FindingRow } from '#model/finding.ts'
import type { RiskBand } from '#model/risk.ts'
import type { WhatIfMeasure, WhatIfResult, WhatIfStep } from '#model/what-if.ts'
import { inTransaction } from '#platform/db/database.ts'
import type { AppError } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import { encodeCursor } from '#platform/paging.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { named, nvdRecord } from '#tests/support/nvd-entries.ts'
import { seeded } from '#tests/support/seeded.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'
import {
  changeScenario,
  getScenario,
  listScenarios,
  removeScenario,
  saveScenario,
  scenarioMoves,
  whatIf,
  whatIfMoves,
  workOutAgain,
} from './what-if.ts'

const { db } = await testDatabase()
let hospital: Hospital

beforeEach(async () => {
  await sql`truncate basis_match, basis_score, source, device, observation, decision, identifier, configuration, context, score_reasons, advisory, vulnerability,
    known_exploited, exploit_probability, cve_record, nvd_cve, threshold, work_order, campaign, what_if_scenario, appetite_version,
    platform, followed_databases, sbom cascade`.execute(db)
  await sql`update intelligence_state set version = nextval('intelligence_version')`.execute(db)
  hospital = await newHospital(db)
})

const vector = (av: 'N' | 'A' | 'L' | 'P', cia = 'C:H/I:H/A:H') => ({
  version: '3.1' as const,
  vector: `CVSS:3.1/AV:${av}/AC:L/PR:N/UI:N/S:U/${cia}`,
  score: 7,
  source: 'Example CERT',
  productIds: [],
})
const range = (productId: string, name: string, version: string) =>
  productEntry({
    productId,
    name,
    version,
    versionForm: 'comparison',
    isRange: true,
    fullName: `Example Medical ${name}`,
  })
const exact = (productId: string, name: string, version: string) =>
  productEntry({ productId, name, version, versionForm: 'exact', fullName: `Example Medical ${name} ${version}` })

/** Of a pump: below 9.2 affected, 9.2 fixed; from 9.3 below 9.9 another one comes. Of a monitor: two flaws, one without a fix. */
const advisories = () => [
  advisoryRecord({
    trackingId: 'A-1',
    products: [range('P1', 'Drip 3000', '< 9.2'), exact('P2', 'Drip 3000', '9.2')],
    vulnerabilities: [
      statement({
        vulnerabilityId: 'CVE-2026-0001',
        scores: [vector('N')],
        status: { known_affected: ['P1'], fixed: ['P2'] },
      }),
      statement({
        vulnerabilityId: 'CVE-2026-0002',
        scores: [vector('L', 'C:H/I:N/A:N')],
        status: { known_affected: ['P1'], fixed: ['P2'] },
      }),
    ],
  }),
  advisoryRecord({
    trackingId: 'A-2',
    products: [range('P1', 'Drip 3000', '>= 9.3 < 9.9')],
    vulnerabilities: [
      statement({ vulnerabilityId: 'CVE-2026-0003', scores: [vector('A')], status: { known_affected: ['P1'] } }),
    ],
  }),
  advisoryRecord({
    trackingId: 'A-3',
    products: [
      range('P1', 'Vista 12', '< 3.0'),
      productEntry({ productId: 'P2', name: 'Vista 12', version: 'vers:all/*', versionForm: 'all' }),
    ],
    vulnerabilities: [
      statement({
        vulnerabilityId: 'CVE-2026-0004',
        scores: [vector('N', 'C:N/I:N/A:H')],
        status: { known_affected: ['P1'] },
      }),
      statement({ vulnerabilityId: 'CVE-2026-0005', status: { known_affected: ['P2'] } }),
    ],
  }),
]

const ofSystem = () => [
  nvdRecord('CVE-2026-0100', [named('o:microsoft:windows_10')]),
  nvdRecord('CVE-2026-0101', [named('o:microsoft:windows_10')]),
]

const pump = (tag: string, over: DeviceClaims = {}): DeviceClaims => ({
  assetTag: tag,
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  deviceType: 'Infusion pump',
  softwareVersion: '9.1',
  site: 'North',
  careArea: 'ICU 2',
  zone: 'flat',
  networkConnected: true,
  ...over,
})
const monitor = (tag: string, over: DeviceClaims = {}): DeviceClaims =>
  pump(tag, { model: 'Vista 12', deviceType: 'Patient monitor', softwareVersion: '2.5', ...over })

/** A hospital of invented devices: what is unknown of some is known of others. */
function devicesOf(seed: number, count = 24): Record<string, DeviceClaims> {
  const random = seeded(seed)
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => {
      const over: DeviceClaims = {
        site: random.of(['North', 'South', null]),
        careArea: random.of(['ICU 2', 'Ward 7', 'Ward 8', null]),
        zone: random.of(['flat', 'Infusion', null, 'VLAN 20']),
        networkConnected: random.of([true, false, null]),
        storesPhi: random.of([true, false, null]),
        criticality: random.of(['life_sustaining', 'high', 'medium', null]),
      }
      const tag = `T-${at}`
      return [
        tag,
        random.chance(0.1)
          ? pump(tag, { ...over, model: 'Drip series' })
          : random.chance(0.6)
            ? pump(tag, { ...over, softwareVersion: random.of(['9.0', '9.1', '9.1', '9.4', '9.9', null]) })
            : monitor(tag, {
                ...over,
                softwareVersion: random.of(['2.5', '3.0', null]),
                operatingSystem: random.of(['Windows 10', null]),
              }),
      ]
    }),
  )
}

async function fill(devices: Record<string, DeviceClaims>) {
  await hospital.says(hospital.monitor, devices, '2026-03-01T10:00:00Z')
  await hospital.publish(...advisories(), ...ofSystem())
  await hospital.follow()
}

// What the product says, by its own lists ----------------------------------------------------------------------------

async function openNow(): Promise<FindingRow[]> {
  const all: FindingRow[] = []
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await listFindings(db, hospital.organisationId, {
      filter: { open: 'true' },
      sort: 'risk',
      limit: 200,
      cursor,
    })
    all.push(...items)
    if (!next) return all
    cursor = next
  }
}

const devicesOnWorklist = async () =>
  (
    await sql<{ id: string; site: string; manufacturer: string; model: string }>`
      select id, coalesce(site, '') as site, coalesce(manufacturer, '') as manufacturer, coalesce(model, '') as model
      from device where gone_at is null and is_active`.execute(db)
  ).rows

type Said = Awaited<ReturnType<typeof said>>

async function said() {
  const [open, devices] = [await openNow(), await devicesOnWorklist()]
  const byDevice = Map.groupBy(open, ({ device }) => device.id)
  const measure = (some: typeof devices): WhatIfMeasure => {
    const sum = { risk: 0, safety: 0, care: 0, privacy: 0, likelihood: 0, findings: 0, devices: some.length }
    for (const { id } of some) {
      const own = byDevice.get(id) ?? []
      const worst = (of: (one: FindingRow) => number) => Math.max(0, ...own.map(of))
      sum.risk += worst((one) => one.score ?? 0)
      sum.likelihood += worst((one) => one.likelihood ?? 0)
      for (const axis of ['safety', 'care', 'privacy'] as const)
        sum[axis] += worst((one) => (one.likelihood ?? 0) * (one[axis] ?? 0))
      sum.findings += own.length
    }
    return sum
  }
  const by = (key: (one: (typeof devices)[number]) => string) =>
    new Map([...Map.groupBy(devices, key)].map(([name, some]) => [name, measure(some)]))
  return {
    total: measure(devices),
    sites: by(({ site }) => site),
    models: by(({ manufacturer, model }) => `${manufacturer} ${model}`),
    manufacturers: by(({ manufacturer }) => manufacturer),
    bands: Object.fromEntries(
      ['critical', 'high', 'medium', 'low'].map((band) => [band, open.filter((one) => one.band === band).length]),
    ),
    findings: new Map(open.map((one) => [`${one.device.id} ${one.vulnerabilityId}`, one])),
    devices: new Map(devices.map((one) => [one.id, one])),
  }
}

const nothing: WhatIfMeasure = { risk: 0, safety: 0, care: 0, privacy: 0, likelihood: 0, findings: 0, devices: 0 }

function expectMeasure(got: WhatIfMeasure, wanted: WhatIfMeasure, of: string) {
  for (const part of Object.keys(nothing) as (keyof WhatIfMeasure)[])
    expect(got[part], `${part} of ${of}`).toBeCloseTo(wanted[part], 1)
}

function expectSame(result: WhatIfResult, before: Said, after: Said) {
  expectMeasure(result.total.before, before.total, 'all before')
  expectMeasure(result.total.after, after.total, 'all after')
  const check = <Row extends { before: WhatIfMeasure; after: WhatIfMeasure }>(
    rows: readonly Row[],
    nameOf: (row: Row) => string,
    part: 'sites' | 'models' | 'manufacturers',
  ) => {
    for (const name of new Set([...before[part].keys(), ...after[part].keys()])) {
      const row = rows.find((one) => nameOf(one) === name)
      const [was, is] = [before[part].get(name) ?? nothing, after[part].get(name) ?? nothing]
      expectMeasure(row?.before ?? was, was, `${name} before`)
      expectMeasure(row?.after ?? was, is, `${name} after`)
    }
  }
  check(result.sites, ({ site }) => site, 'sites')
  check(result.models, ({ manufacturer, model }) => `${manufacturer} ${model}`, 'models')
  check(result.manufacturers, ({ manufacturer }) => manufacturer, 'manufacturers')
  for (const { band, before: was, after: is } of result.bands)
    expect([was, is], band).toEqual([before.bands[band], after.bands[band]])
}

/** What moved really, as lines: vulnerability, model, site, from, to, with how many devices. */
function movedReally(before: Said, after: Said): string[] {
  const lines = new Map<string, number>()
  const standing = (one: FindingRow | undefined) =>
    one ? [one.score, one.band, one.likelihood, one.safety, one.care, one.privacy].join('/') : 'none'
  for (const key of new Set([...before.findings.keys(), ...after.findings.keys()])) {
    const [was, is] = [before.findings.get(key), after.findings.get(key)]
    if (standing(was) === standing(is)) continue
    const { device, vulnerabilityId } = (was ?? is)!
    const line = [vulnerabilityId, device.model, device.site ?? '', standing(was), standing(is)].join(' ')
    lines.set(line, (lines.get(line) ?? 0) + 1)
  }
  return [...lines].map(([line, devices]) => `${line} ×${devices}`).sort()
}

async function movedSupposedly(steps: readonly WhatIfStep[]): Promise<string[]> {
  const lines = new Map<string, number>()
  const standing = (
    one: { score: number; band: string; likelihood: number; safety: number; care: number; privacy: number } | null,
  ) => (one ? [one.score, one.band, one.likelihood, one.safety, one.care, one.privacy].join('/') : 'none')
  for (let cursor: string | undefined; ; ) {
    const page = await whatIfMoves(db, hospital.organisationId, steps, { limit: 7, cursor })
    for (const { vulnerabilityId, model, site, before, after, devices } of page.items) {
      const line = [vulnerabilityId, model, site, standing(before), standing(after)].join(' ')
      lines.set(line, (lines.get(line) ?? 0) + devices)
    }
    if (!page.next) break
    cursor = page.next
  }
  return [...lines].map(([line, devices]) => `${line} ×${devices}`).sort()
}

/** The what-if says before what the product says after it was really done. */
async function expectAsReally(steps: readonly WhatIfStep[], really: () => Promise<unknown>) {
  const before = await said()
  const result = await whatIf(db, hospital.organisationId, steps)
  const moves = await movedSupposedly(steps)
  await really()
  const after = await said()
  expectSame(result, before, after)
  expect(moves).toEqual(movedReally(before, after))
  return result
}

const changed = async (
  devices: Record<string, DeviceClaims>,
  which: (one: DeviceClaims) => boolean,
  over: DeviceClaims,
) =>
  await hospital.says(
    hospital.monitor,
    Object.fromEntries(Object.entries(devices).map(([tag, one]) => [tag, which(one) ? { ...one, ...over } : one])),
    '2026-03-02T10:00:00Z',
  )

const seeds = [3, 42, 1234]

describe.each(seeds)('at hospital %i', (seed) => {
  let devices: Record<string, DeviceClaims>
  beforeEach(async () => {
    devices = devicesOf(seed)
    await fill(devices)
  })

  test('a zone that moves scores as it does when its devices have moved', async () => {
    const result = await expectAsReally([{ kind: 'segment', where: { zone: 'flat' }, zone: 'Infusion' }], () =>
      changed(devices, (one) => one.zone === 'flat', { zone: 'Infusion' }),
    )
    expect(result.total.after.risk).toBeLessThanOrEqual(result.total.before.risk)
  })

  test('devices taken off the network', async () => {
    await expectAsReally([{ kind: 'disconnect', where: { site: 'North' } }], () =>
      changed(devices, (one) => one.site === 'North', { networkConnected: false }),
    )
  })

  test('a version: the matcher says what goes and what comes', async () => {
    for (const version of ['9.2', '9.5']) {
      const where = { manufacturer: 'Example Medical', model: 'Drip 3000' }
      const isEarlier = (one: DeviceClaims) =>
        one.model === 'Drip 3000' && (!one.softwareVersion || Number(one.softwareVersion) < Number(version))
      await expectAsReally([{ kind: 'upgrade', where, version }], () =>
        changed(devices, isEarlier, { softwareVersion: version }),
      )
    }
  })

  test('a vulnerability that is gone', async () => {
    const id = 'CVE-2026-0001'
    await expectAsReally([{ kind: 'remove', vulnerabilities: [id] }], async () => {
      for (const { device, vulnerabilityId } of await openNow())
        if (vulnerabilityId === id)
          await decideFinding(
            db,
            hospital.actor,
            { deviceId: device.id, vulnerabilityId },
            {
              ...{ decision: 'not_affected', reason: 'Gone', premises: [] },
            },
          )
    })
  })

  test('a model that is retired', async () => {
    await expectAsReally([{ kind: 'retire', where: { manufacturer: 'Example Medical', model: 'Vista 12' } }], () =>
      changed(devices, (one) => one.model === 'Vista 12', { lifecycle: 'retired' }),
    )
  })

  test('a control keeps off what is used from afar, where that is known', async () => {
    const step: WhatIfStep = {
      kind: 'control',
      name: 'Firewall',
      where: { site: 'South' },
      reach: ['network', 'adjacent'],
    }
    // Of CVE-2026-0005 no vector is published: it may be used from anywhere.
    const kept = new Set(['CVE-2026-0001', 'CVE-2026-0003', 'CVE-2026-0004', 'CVE-2026-0100', 'CVE-2026-0101'])
    await expectAsReally([step], async () => {
      for (const { device, vulnerabilityId } of await openNow())
        if (device.site === 'South' && kept.has(vulnerabilityId))
          await decideFinding(
            db,
            hospital.actor,
            { deviceId: device.id, vulnerabilityId },
            {
              ...{ decision: 'mitigated', reason: 'Behind a firewall', premises: [] },
            },
          )
    })
  })

  test('what was approved for a risk, where KEV was never read and it counts as listed', async () => {
    const approved: RiskBand[] = ['critical', 'high']
    const severe = (await openNow()).filter(({ band }) => band !== null && approved.includes(band))
    expect(severe.length).toBeGreaterThan(5)
    for (const { device, vulnerabilityId } of severe)
      await decideFinding(
        db,
        hospital.actor,
        { deviceId: device.id, vulnerabilityId },
        {
          ...{ decision: 'deferred', reason: 'Later', premises: [] },
          ceiling: { kind: 'approved_for', bands: approved, lifeSustaining: approved },
        },
      )
    await expectAsReally([{ kind: 'segment', where: { zone: 'flat' }, zone: 'Infusion' }], () =>
      changed(devices, (one) => one.zone === 'flat', { zone: 'Infusion' }),
    )
  })

  test('with decisions, thresholds and a history before', async () => {
    const [early, late] = [
      { affectedFrom: 0.5, lookFrom: 0 },
      { affectedFrom: 0.6, lookFrom: 0.4 },
    ]
    const thresholds = { life_sustaining: early, high: early, medium: late, low: late }
    await inTransaction(db, (tx) => setThresholds(tx, hospital.actor, thresholds, 'As the board decided'))
    const random = seeded(seed)
    for (const { device, vulnerabilityId } of await openNow())
      if (random.chance(0.3)) {
        const zone = devices[device.name.split(' · ').at(-1)!]!.zone
        await decideFinding(
          db,
          hospital.actor,
          { deviceId: device.id, vulnerabilityId },
          {
            decision: 'deferred',
            reason: 'Later',
            premises: zone ? [{ kind: 'zone', zone }] : [],
          },
        )
      }
    // Some were fixed before; of others nobody can tell any more.
    const apply = async (which: (one: DeviceClaims) => boolean, over: DeviceClaims, day: number) => {
      devices = Object.fromEntries(
        Object.entries(devices).map(([tag, one]) => [tag, which(one) ? { ...one, ...over } : one]),
      )
      await hospital.says(hospital.monitor, devices, `2026-03-0${day}T10:00:00Z`)
    }
    await apply((one) => one.model === 'Drip 3000' && one.site === 'North', { softwareVersion: '9.2' }, 2)
    await apply((one) => one.model === 'Vista 12' && one.site === 'South', { softwareVersion: null, model: null }, 3)
    const result = await expectAsReally([{ kind: 'segment', where: { zone: 'flat' }, zone: 'Infusion' }], () =>
      apply((one) => one.zone === 'flat', { zone: 'Infusion' }, 4),
    )
    expect(result.moves.findings).toBeGreaterThan(0)
    const where = { manufacturer: 'Example Medical', model: 'Drip 3000' }
    const isEarlier = (one: DeviceClaims) =>
      one.model === 'Drip 3000' && (!one.softwareVersion || Number(one.softwareVersion) < 9.5)
    await expectAsReally([{ kind: 'upgrade', where, version: '9.5' }], () =>
      apply(isEarlier, { softwareVersion: '9.5' }, 5),
    )
    await expectAsReally([{ kind: 'retire', where: { zone: 'Infusion' } }], () =>
      apply((one) => one.zone === 'Infusion', { lifecycle: 'retired' }, 6),
    )
  })

  test('all at once, in whatever order', async () => {
    const where = { manufacturer: 'Example Medical', model: 'Drip 3000' }
    const steps: WhatIfStep[] = [
      { kind: 'segment', where: { zone: 'flat' }, zone: 'Infusion' },
      { kind: 'upgrade', where, version: '9.2' },
      { kind: 'disconnect', where: { site: 'South' } },
      { kind: 'retire', where: { manufacturer: 'Example Medical', model: 'Vista 12' } },
    ]
    const turned = await whatIf(db, hospital.organisationId, steps.toReversed())
    const isEarlier = (one: DeviceClaims) =>
      one.model === 'Drip 3000' && (!one.softwareVersion || Number(one.softwareVersion) < 9.2)
    const result = await expectAsReally(steps, () =>
      hospital.says(
        hospital.monitor,
        Object.fromEntries(
          Object.entries(devices).map(([tag, one]) => [
            tag,
            {
              ...one,
              ...(one.zone === 'flat' && { zone: 'Infusion' }),
              ...(isEarlier(one) && { softwareVersion: '9.2' }),
              ...(one.site === 'South' && { networkConnected: false }),
              ...(one.model === 'Vista 12' && { lifecycle: 'retired' as const }),
            },
          ]),
        ),
        '2026-03-02T10:00:00Z',
      ),
    )
    const { computedAt: _, steps: __, ...same } = result
    expect(turned).toMatchObject(same)
  })
})

// one by one ---------------------------------------------------------------------------------------------------------

const drip = { manufacturer: 'Example Medical', model: 'Drip 3000' }
const ask = (...steps: WhatIfStep[]) => whatIf(db, hospital.organisationId, steps)
const known = () => fill(devicesOf(42))

test('without a step nothing changes, and nothing is written', async () => {
  await known()
  const before = await said()
  let result: WhatIfResult | undefined
  const steps: WhatIfStep[] = [
    { kind: 'upgrade', where: drip, version: '9.2' },
    { kind: 'segment', where: { zone: 'flat' }, zone: 'Infusion' },
  ]
  const writes = await writesDuring(db, async () => {
    result = await ask()
    await ask(...steps)
    await movedSupposedly(steps)
  })

  expectSame(result!, before, before)
  expect(result).toMatchObject({ sites: [], models: [], manufacturers: [], actions: [], steps: [], minutes: null })
  expect(result!.moves).toEqual({ findings: 0, leave: 0, come: 0, better: 0, worse: 0, rows: 0 })
  expect(writes).toEqual({})
})

test('who names what is not on record is told which word it is', async () => {
  await known()
  const wrong: readonly [WhatIfStep, string, RegExp][] = [
    [
      { kind: 'segment', where: { zone: 'Nowhere' }, zone: 'Isolated' },
      'steps.0.where.zone',
      /No device .* zone “Nowhere”/,
    ],
    [{ kind: 'disconnect', where: { site: 'Nowhere' } }, 'steps.0.where.site', /No device .* site “Nowhere”/],
    [{ kind: 'disconnect', where: {} }, 'steps.0.where', /Say which devices/],
    [{ kind: 'upgrade', where: { ...drip, model: 'Drop' }, version: '2' }, 'steps.0.where.model', /model “Drop”/],
    [{ kind: 'upgrade', where: { site: 'North' }, version: '2' }, 'steps.0.where.model', /Name the model/],
    [{ kind: 'upgrade', where: drip }, 'steps.0.version', /Name the version/],
    [{ kind: 'upgrade', where: drip, advisory: 'none:1' }, 'steps.0.advisory', /no advisory “none:1”/],
    [{ kind: 'remove', vulnerabilities: ['CVE-1999-0001'] }, 'steps.0.vulnerabilities', /on record of “CVE-1999-0001”/],
    [{ kind: 'remove' }, 'steps.0.vulnerabilities', /Name a vulnerability/],
  ]
  for (const [step, field, sentence] of wrong) {
    const error = await ask(step).then(
      () => null,
      (thrown: AppError) => thrown,
    )
    expect(error, field).toMatchObject({ code: 'bad_request', message: expect.stringMatching(sentence) })
    expect(Object.keys((error!.details as { fields: object }).fields)).toEqual([field])
  }
  const all = { ...drip, site: 'North', careArea: 'ICU 2', zone: 'flat' }
  await expect(ask({ kind: 'disconnect', where: { ...all, devices: [newId()] } })).rejects.toThrow(
    'Leave a part of it out',
  )
})

test('the version that an advisory calls fixed, and no other', async () => {
  const devices = devicesOf(3)
  await fill(devices)
  const isEarlier = (one: DeviceClaims) =>
    one.model === 'Drip 3000' && one.softwareVersion !== undefined && ['9.0', '9.1'].includes(one.softwareVersion ?? '')
  const step: WhatIfStep = { kind: 'upgrade', where: drip, advisory: 'example-cert:A-1' }
  const result = await expectAsReally([step], () =>
    changed(devices, (one) => isEarlier(one) || (one.model === 'Drip 3000' && one.softwareVersion === null), {
      softwareVersion: '9.2',
    }),
  )
  expect(result.moves.leave).toBeGreaterThan(0)
  expect(result.steps[0]!.notes.join()).toMatch(/leaves nothing open there/)
})

test('an advisory that names no fix removes nothing, and it says so', async () => {
  await hospital.says(hospital.monitor, { a: monitor('T-1') }, '2026-03-01T10:00:00Z')
  await hospital.publish(...advisories())
  const result = await ask({ kind: 'upgrade', where: { ...drip, model: 'Vista 12' }, advisory: 'example-cert:A-3' })

  expect(result.moves.findings).toBe(0)
  expect(result.steps[0]).toMatchObject({ devices: 0, minutes: null })
  expect(result.steps[0]!.notes[0]).toMatch(/1 device: .* nothing is removed/)
})

test('a version that cannot be compared removes nothing', async () => {
  await hospital.says(hospital.monitor, { a: pump('T-1') }, '2026-03-01T10:00:00Z')
  await hospital.publish(...advisories())
  const result = await ask({ kind: 'upgrade', where: drip, version: 'Blue Edition' })

  // Of the third flaw nobody can tell any more either.
  expect(result.moves).toMatchObject({ leave: 0, come: 1 })
  expect(result.total.after.findings).toBe(result.total.before.findings + 1)
})

test('a version is not taken away from who has a later one', async () => {
  await hospital.says(hospital.monitor, { a: pump('T-1', { softwareVersion: '9.4' }) }, '2026-03-01T10:00:00Z')
  await hospital.publish(...advisories())
  const result = await ask({ kind: 'upgrade', where: drip, version: '9.2' })

  expect(result.moves.findings).toBe(0)
  expect(result.steps[0]!.notes).toEqual(['1 device: that version, or a later one, is on record already.'])
})

test('a zone whose name tells nothing protects from nothing', async () => {
  await hospital.says(hospital.monitor, { a: pump('T-1') }, '2026-03-01T10:00:00Z')
  await hospital.publish(...advisories())
  for (const [zone, note] of [
    ['VLAN 77', /counts as open/],
    ['Guest', /open to many/],
  ] as const) {
    const result = await ask({ kind: 'segment', where: { zone: 'flat' }, zone })
    expect(result.total.after).toEqual(result.total.before)
    expect(result.steps[0]!.notes[0]).toMatch(note)
  }
  const apart = await ask({ kind: 'segment', where: { zone: 'flat' }, zone: 'Isolated' })
  expect(apart.total.after.safety).toBeLessThan(apart.total.before.safety)
  expect(apart.steps[0]!.notes).toEqual([])
})

test('all that an advisory leaves open is removed, and what others say of the same vulnerability stays', async () => {
  const shared = { vulnerabilityId: 'CVE-2026-0001', scores: [vector('N')], status: { known_affected: ['P1'] } }
  await hospital.says(hospital.monitor, { a: pump('T-1'), b: monitor('T-2') }, '2026-03-01T10:00:00Z')
  await hospital.publish(
    advisoryRecord({
      trackingId: 'B-1',
      products: [range('P1', 'Drip 3000', '< 9.2')],
      vulnerabilities: [statement(shared)],
    }),
    advisoryRecord({
      trackingId: 'B-2',
      products: [range('P1', 'Vista 12', '< 3.0')],
      vulnerabilities: [statement(shared)],
    }),
  )
  const result = await ask({ kind: 'remove', advisory: 'example-cert:B-1' })

  expect(result.models.map(({ model, before, after }) => [model, before.findings, after.findings])).toEqual([
    ['Drip 3000', 1, 0],
  ])
  const everywhere = await ask({ kind: 'remove', vulnerabilities: ['CVE-2026-0001'] })
  expect(everywhere.models.map(({ model }) => model).sort()).toEqual(['Drip 3000', 'Vista 12'])
})

test('what stands in the place of a model brings its own findings', async () => {
  const devices = { a: pump('T-1'), b: pump('T-2', { site: 'South' }), c: monitor('T-3', { softwareVersion: '3.0' }) }
  await hospital.says(hospital.monitor, devices, '2026-03-01T10:00:00Z')
  await hospital.publish(...advisories())
  const replacement = { ...drip, model: 'Vista 12', version: '2.5' }
  const unknown = await ask({ kind: 'retire', where: drip, replacement: { manufacturer: 'Nobody', model: 'Thing' } })
  expect(unknown.steps[0]!.notes[0]).toMatch(/No Nobody Thing is on record/)
  const before = await said()
  const result = await ask({ kind: 'retire', where: drip, replacement })
  await hospital.says(
    hospital.monitor,
    {
      a: { ...devices.a, lifecycle: 'retired' },
      b: { ...devices.b, lifecycle: 'retired' },
      d: monitor('T-4'),
      e: monitor('T-5', { site: 'South' }),
    },
    '2026-03-02T10:00:00Z',
  )

  expectSame(result, before, await said())
  expect(result.moves).toMatchObject({ leave: 4, come: 4 })
})

test('findings that move say what is done about them, and hours are of the library', async () => {
  await hospital.says(hospital.monitor, { a: pump('T-1'), b: pump('T-2') }, '2026-03-01T10:00:00Z')
  await hospital.publish(...advisories())
  const { starting } = await appetiteSetting(db, hospital.organisationId)
  const { hash } = await saveDraft(db, hospital.actor, { appetite: starting, seen: null })
  await adoptAppetite(db, hospital.actor, { hash, reason: 'As the board decided' })
  const where = { zone: 'flat' }
  const result = await ask(
    { kind: 'segment', where, zone: 'Infusion' },
    { kind: 'upgrade', where: drip, version: '9.2' },
    { kind: 'remove', vulnerabilities: ['CVE-2026-0001'] },
  )

  expect(result.appetiteVersion).toBe(1)
  expect(result.actions.reduce((sum, { before }) => sum + before, 0)).toBe(4)
  expect(result.actions.every(({ action }) => action !== null)).toBe(true)
  // An update of 45 minutes does what two steps ask for; the rule of the segment takes 40.
  expect(result.steps.map(({ minutes }) => minutes)).toEqual([80, 90, 90])
  expect(result.minutes).toBe(170)
  const { items } = await whatIfMoves(db, hospital.organisationId, [{ kind: 'segment', where, zone: 'Isolated' }], {
    limit: 5,
  })
  expect(items[0]!.before!.action).not.toBeNull()
  expect(items[0]!.reasons).toEqual([
    {
      rule: 'network-exposure',
      axis: 'likelihood',
      before: 'On the network; zone “flat” is open to many devices',
      after: 'On the network; zone “Isolated” is cut off',
    },
  ])
  expect(items[0]!.devices).toBe(2)
})

test('thousands of findings that move are paged, each once', async () => {
  const vulnerabilities = Array.from({ length: 400 }, (_, at) =>
    statement({ vulnerabilityId: `CVE-2026-${2000 + at}`, scores: [vector('N')], status: { known_affected: ['P1'] } }),
  )
  const devices = Object.fromEntries(
    Array.from({ length: 6 }, (_, at) => [`T-${at}`, pump(`T-${at}`, { site: `Site ${at}` })]),
  )
  await hospital.says(hospital.monitor, devices, '2026-03-01T10:00:00Z')
  await hospital.publish(
    advisoryRecord({ trackingId: 'M-1', products: [range('P1', 'Drip 3000', '< 9.2')], vulnerabilities }),
  )
  const steps: WhatIfStep[] = [{ kind: 'upgrade', where: drip, version: '9.2' }]
  const { moves } = await ask(...steps)
  const seen = new Set<string>()
  let pages = 0
  for (let cursor: string | undefined; ; pages++) {
    const page = await whatIfMoves(db, hospital.organisationId, steps, { limit: 200, cursor })
    for (const { vulnerabilityId, site } of page.items) seen.add(`${vulnerabilityId} ${site}`)
    if (!page.next) break
    cursor = page.next
  }

  expect(moves).toMatchObject({ findings: 2400, leave: 2400, rows: 2400 })
  expect(seen.size).toBe(2400)
  expect(pages).toBe(11)
  // Who began elsewhere goes on here.
  const cursor = encodeCursor(['2020-01-01', 2398])
  expect((await whatIfMoves(db, hospital.organisationId, steps, { limit: 200, cursor })).items).toHaveLength(1)
})

test('a scenario with a name is kept with its moment, and worked out again when asked', async () => {
  await hospital.says(hospital.monitor, { a: pump('T-1') }, '2026-03-01T10:00:00Z')
  await hospital.publish(...advisories())
  const steps: WhatIfStep[] = [{ kind: 'upgrade', where: drip, version: '9.2' }]
  const { organisationId, actor } = hospital
  const made = await saveScenario(db, actor, { name: 'All to 9.2', steps }, new Date('2026-03-01T11:00:00Z'))
  await hospital.says(hospital.monitor, { b: pump('T-2') }, '2026-03-02T10:00:00Z')

  expect(made.result).toMatchObject({ computedAt: '2026-03-01T11:00:00.000Z', moves: { findings: 2 } })
  expect((await getScenario(db, organisationId, made.id)).result).toEqual(made.result)
  const first = await scenarioMoves(db, organisationId, made.id, { limit: 1 })
  const again = await workOutAgain(db, actor, made.id, new Date('2026-03-02T11:00:00Z'))
  expect(again.result).toMatchObject({ computedAt: '2026-03-02T11:00:00.000Z', moves: { findings: 4, rows: 2 } })
  await expect(scenarioMoves(db, organisationId, made.id, { limit: 1, cursor: first.next! })).rejects.toThrow('again')
  expect((await scenarioMoves(db, organisationId, made.id, { limit: 50 })).items.map(({ devices }) => devices)).toEqual(
    [2, 2],
  )

  await expect(saveScenario(db, actor, { name: 'all TO 9.2', steps })).rejects.toThrow('There is a scenario')
  const other = { name: 'To 9.5', steps: [{ ...steps[0]!, version: '9.5' } as WhatIfStep] }
  await expect(changeScenario(db, actor, made.id, { ...other, seen: made.savedAt })).rejects.toThrow('meanwhile')
  const changedTo = await changeScenario(db, actor, made.id, { ...other, seen: again.savedAt })
  expect(changedTo).toMatchObject({ name: 'To 9.5', result: { moves: { come: 2, leave: 4 } } })
  await saveScenario(db, actor, { name: 'Another', steps: [] })
  const page = await listScenarios(db, organisationId, { limit: 1 })
  expect(page.items.map(({ name }) => name)).toEqual(['Another'])
  expect((await listScenarios(db, organisationId, { limit: 1, cursor: page.next! })).items[0]!.name).toBe('To 9.5')
  await removeScenario(db, actor, made.id)
  await expect(getScenario(db, organisationId, made.id)).rejects.toThrow()
  expect((await sql`select from what_if_move where scenario_id = ${made.id}`.execute(db)).rows).toEqual([])
})

test('who changes a scenario at the same time as somebody else is told', async () => {
  await known()
  const { actor } = hospital
  const { id, savedAt } = await saveScenario(db, actor, { name: 'One', steps: [] })
  const both = await Promise.allSettled(
    ['Two', 'Three'].map((name) => changeScenario(db, actor, id, { name, steps: [], seen: savedAt })),
  )

  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('a hospital without anything has no risk', async () => {
  const result = await ask()
  expect(result.total).toEqual({ before: nothing, after: nothing })
})

test('who asks the same while it is worked out is answered with it, and who asks something else waits', async () => {
  await hospital.says(hospital.cmms, { pump: { manufacturer: 'Example Medical', model: 'Drip 3000', site: 'South' } })
  const where = { site: 'South' }
  const steps: WhatIfStep[] = [{ kind: 'disconnect', where }]
  const other: WhatIfStep[] = [{ kind: 'retire', where }]
  const at = (second: number) => new Date(Date.UTC(2026, 2, 2, 10, 0, second))

  const [one, same, different] = await Promise.all([
    whatIf(db, hospital.organisationId, steps, at(1)),
    whatIf(db, hospital.organisationId, steps, at(2)),
    whatIf(db, hospital.organisationId, other, at(3)),
  ])
  expect(same).toBe(one)
  expect(different.computedAt).toBe(at(3).toISOString())
  expect((await whatIf(db, hospital.organisationId, steps, at(4))).computedAt).toBe(at(4).toISOString())
})
