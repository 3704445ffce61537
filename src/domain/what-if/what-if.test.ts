import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { adoptAppetite, appetiteSetting, saveDraft } from '#domain/appetite/appetite.ts'
import { decideFinding, listFindings, setThresholds } from '#domain/findings/findings.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { FindingRow } from '#model/finding.ts'
import type { WhatIfMeasure, WhatIfResult, WhatIfStep } from '#model/what-if.ts'
import { inTransaction } from '#platform/db/database.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { named, nvdRecord } from '#tests/support/nvd-entries.ts'
import { seeded } from '#tests/support/seeded.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'
import { whatIf, whatIfMoves } from './what-if.ts'

const { db } = await testDatabase()
let hospital: Hospital

beforeEach(async () => {
  await sql`truncate basis_match, basis_score, source, device, observation, decision, identifier, configuration, context, score_reasons, advisory, vulnerability,
    known_exploited, exploit_probability, cve_record, nvd_cve, threshold, work_order, campaign, what_if_scenario,
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
