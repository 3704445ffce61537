import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { countFindings, decideFinding, findingFacets, listFindings, listGroups } from '#domain/findings/findings.ts'
import { countDevices, listDevices } from '#domain/inventory/inventory.ts'
import { checkQuery } from '#domain/query/query.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { DeviceRow } from '#model/device-list.ts'
import type { FindingRow } from '#model/finding.ts'
import { inTransaction } from '#platform/db/database.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { insertPerson } from '#tests/support/finding-rows.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import {
  type Asker,
  askDevices,
  askFindings,
  askWork,
  countWorkOrders,
  createCampaign,
  listWorkOrders,
} from './remediation.ts'

const { db } = await testDatabase()
const now = new Date()
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString()
let hospital: Hospital
let asker: Asker
let devices: DeviceRow[]
let findings: FindingRow[]

/** Two makers, three models, versions that are affected, not affected or unknown; places in several spellings. */
const claimsOf = (index: number): DeviceClaims => ({
  assetTag: `T-${100 + index}`,
  serialNumber: `SN-${7000 + index * 13}`,
  manufacturer: index % 3 === 2 ? 'B. Braun' : 'Example Medical',
  model: ['Drip 3000', 'Drip 4000', 'Space'][index % 3]!,
  deviceType: index % 4 === 3 ? 'Monitor' : 'Infusion pump',
  softwareVersion: [null, '1.0', '2.5', '9.9'][index % 4]!,
  site: [null, 'North', 'north', 'South Wing'][index % 4]!,
  careArea: ['ICU', 'Ward 1', null][index % 3]!,
  room: `R${index}`,
  zone: index % 2 ? 'medical' : 'Flat',
  hostname: index % 5 ? null : `host${index}.example`,
  ipAddresses: index % 2 ? [`10.0.0.${index}`] : [],
  macAddresses: index % 3 ? [] : [`00:1A:2B:00:00:${String(10 + index)}`],
  criticality: (['life_sustaining', 'high', 'medium', 'low'] as const)[Math.floor(index / 2) % 4]!,
  lifecycle: index % 8 === 7 ? 'retired' : 'in_use',
  storesPhi: index % 3 === 0,
  warrantyEndsOn: index % 2 ? '2026-12-31' : '2020-01-31',
  nextMaintenanceOn: index % 4 ? `2027-0${1 + (index % 9)}-15` : null,
  lastSeenAt: daysAgo(index * 3),
})

beforeAll(async () => {
  hospital = await newHospital(db)
  const { organisationId } = hospital
  const person = await insertPerson(db, organisationId, 'manager', 'Mara')
  asker = { organisationId, personId: person.personId }
  const claims = Object.fromEntries(Array.from({ length: 24 }, (_, index) => [`K${index}`, claimsOf(index)]))
  await hospital.says(hospital.monitor, claims, daysAgo(1))
  const about = (trackingId: string, name: string, cves: string[]) =>
    advisoryRecord({
      trackingId,
      products: [productEntry({ productId: 'P1', name, version: '< 3.0', versionForm: 'comparison', isRange: true })],
      vulnerabilities: cves.map((vulnerabilityId) =>
        statement({ vulnerabilityId, status: { known_affected: ['P1'] } }),
      ),
    })
  await hospital.publish(
    about('ICSMA-26-001', 'Drip 3000', ['CVE-2026-0001', 'CVE-2026-0002']),
    about('ICSMA-26-002', 'Drip 4000', ['CVE-2026-0002', 'CVE-2026-0003']),
    {
      kind: 'known_exploited',
      entry: {
        cve: 'CVE-2026-0002',
        vendor: 'V',
        product: 'P',
        name: 'N',
        addedOn: '2026-01-01',
        ransomware: false,
        requiredAction: 'Apply updates.',
      },
    },
    { kind: 'complete', of: 'known_exploited', asOf: '2026-01-02', version: '1' },
  )
  const { items } = await listGroups(db, organisationId, { limit: 10 })
  const group = items.find(({ model, site }) => model === 'Drip 3000' && site !== '')!
  const { advisoryId, manufacturer, model, site } = group
  await createCampaign(db, person, {
    advisoryId,
    manufacturer,
    model,
    site,
    assignedTo: person.personId,
    dueOn: '2020-01-01',
  })
  const open = await listFindings(db, organisationId, { filter: { open: 'true' }, limit: 200 })
  const decided = open.items.filter(({ device: { model } }) => model === 'Drip 4000').slice(0, 3)
  await inTransaction(db, async (tx) => {
    for (const { device, vulnerabilityId } of decided)
      await decideFinding(
        tx,
        person,
        { deviceId: device.id, vulnerabilityId },
        { decision: 'mitigated', reason: 'Behind a wall', expiresOn: '2099-01-31' },
      )
  })
  devices = (await listDevices(db, organisationId, {}, { sort: 'name', after: null, limit: 100 })).items
  findings = (await listFindings(db, organisationId, { filter: { open: 'any', active: 'any' }, limit: 500 })).items
})

const namesOf = async (query: string) => {
  const queried = await askDevices(db, asker, query, now)
  const page = await listDevices(db, asker.organisationId, { queried }, { sort: 'name', after: null, limit: 100 })
  expect(await countDevices(db, asker.organisationId, { queried }, 10_000)).toBe(page.items.length)
  return page.items.map(({ id }) => id).sort()
}
const devicesWhere = (is: (row: DeviceRow) => boolean) =>
  devices
    .filter(is)
    .map(({ id }) => id)
    .sort()

const keyOf = ({ device, vulnerabilityId }: FindingRow) => `${device.id} ${vulnerabilityId}`
const findingsOf = async (query: string, sort: 'risk' | 'opened' = 'risk', open: 'true' | 'any' = 'true') => {
  const asked = await askFindings(db, asker, query, now)
  const keys: string[] = []
  let cursor: string | undefined
  do {
    const page = await listFindings(db, asker.organisationId, {
      filter: { open },
      query: asked,
      sort,
      cursor,
      limit: 7,
      now,
    })
    keys.push(...page.items.map(keyOf))
    cursor = page.next ?? undefined
  } while (cursor)
  expect(new Set(keys).size).toBe(keys.length)
  const { total } = await findingFacets(db, asker.organisationId, { open }, now, asked)
  expect(total, `the total of ${query}`).toBe(keys.length)
  if (asked) expect(await countFindings(db, asker.organisationId, { open }, asked, 10_000)).toBe(keys.length)
  return keys.sort()
}
const findingsWhere = (is: (row: FindingRow) => boolean) => findings.filter(is).map(keyOf).sort()

describe('devices by query', () => {
  it.each<[string, (row: DeviceRow) => boolean]>([
    ['site = NORTH', (row) => row.site?.toLowerCase() === 'north'],
    ['site != North', (row) => row.site?.toLowerCase() !== 'north'],
    ['site in ("south wing", North)', (row) => row.site !== null],
    ['site is empty', (row) => row.site === null],
    ['site ~ wing', (row) => row.site === 'South Wing'],
    ['careArea = icu', (row) => row.careArea === 'ICU'],
    ['careArea is empty', (row) => row.careArea === null],
    ['careArea ~ "ward"', (row) => row.careArea === 'Ward 1'],
    ['maker = "b. braun"', (row) => row.manufacturer === 'B. Braun'],
    ['model ~ drip and not model = "Drip 3000"', (row) => row.model === 'Drip 4000'],
    ['software = 2.5', (row) => row.softwareVersion === '2.5'],
    ['software is empty', (row) => row.softwareVersion === null],
    ['type = monitor', (row) => row.deviceType === 'Monitor'],
    ['tag = t-103', (row) => row.assetTag === 'T-103'],
    ['tag in (t-103, T-104)', (row) => ['T-103', 'T-104'].includes(row.assetTag!)],
    ['serial ~ 70', (row) => row.serialNumber!.includes('70')],
    ['room = r7', (row) => row.room === 'R7'],
    ['zone = flat', (row) => row.zone === 'Flat'],
    ['ip = 10.0.0.7', (row) => row.ipAddresses.includes('10.0.0.7')],
    ['ip is empty', (row) => row.ipAddresses.length === 0],
    ['mac = 001a.2b00.0013', (row) => row.macAddresses.some((mac) => mac.endsWith(':13'))],
    ['mac ~ 00-1a-2b', (row) => row.macAddresses.length > 0],
    ['hostname ~ example', (row) => row.hostname !== null],
    ['criticality in (high, low)', (row) => ['high', 'low'].includes(row.criticality)],
    ['lifecycle != in-use', (row) => row.lifecycle !== 'in_use'],
    ['not active', (row) => !row.isActive],
    ['exploited and openFindings > 0', (row) => row.knownExploited],
    ['score >= 30', (row) => (row.worstScore ?? -1) >= 30],
    ['score < 30', (row) => row.worstScore !== null && row.worstScore < 30],
    ['score is empty', (row) => row.worstScore === null],
    ['seen < 30 days ago', (row) => row.lastSeenAt! < daysAgo(30)],
    ['seen >= now-10d', (row) => row.lastSeenAt! >= daysAgo(10)],
    ['maintenance > 2027-05-15', (row) => (row.nextMaintenanceOn ?? '') > '2027-05-15'],
    ['maintenance is empty', (row) => row.nextMaintenanceOn === null],
    ['warrantyEnds < today', (row) => Number(row.assetTag!.slice(2)) % 2 === 0],
    ['ephi', (row) => (Number(row.assetTag!.slice(2)) - 100) % 3 === 0],
    ['source = "network monitor"', () => true],
    ['source = nobody', () => false],
    ['Braun', (row) => row.manufacturer === 'B. Braun'],
    ['"t-10" or room = R20', (row) => row.assetTag!.startsWith('T-10') || row.room === 'R20'],
  ])('answers %s', async (query, is) => {
    expect(await namesOf(query)).toEqual(devicesWhere(is))
  })

  it('by their findings', async () => {
    const having = (is: (row: FindingRow) => boolean) => {
      const ids = new Set(findings.filter(is).map(({ device }) => device.id))
      return (row: DeviceRow) => ids.has(row.id)
    }
    const cases: [string, (row: DeviceRow) => boolean][] = [
      ['with findings', having(({ isOpen }) => isOpen)],
      ['with findings(exploited)', having((one) => one.isOpen && one.knownExploited)],
      [
        'with findings(score >= 30 and exploited)',
        having((one) => one.isOpen && one.knownExploited && one.score! >= 30),
      ],
      ['with findings(answer = cannot_tell)', having((one) => one.isOpen && one.answer === 'cannot_tell')],
      ['with findings(decision = mitigated and not open)', having((one) => one.decision === 'mitigated')],
      ['with findings(not open)', having((one) => !one.isOpen)],
      ['with findings(cve = CVE-2026-0001)', having((one) => one.isOpen && one.vulnerabilityId === 'CVE-2026-0001')],
      ['with findings(advisory = icsma-26-001)', having((one) => one.isOpen && one.device.model === 'Drip 3000')],
      [
        'with findings(site = South or cve = CVE-2026-0003)',
        having((one) => one.isOpen && one.vulnerabilityId === 'CVE-2026-0003'),
      ],
      ['with findings((open or not open) and score is empty)', having((one) => one.score === null)],
      ['with findings(with work)', having((one) => one.isOpen && one.remediation === 'in_progress')],
      ['with work(late)', having((one) => one.remediation === 'in_progress')],
    ]
    for (const [query, is] of cases) {
      expect(await namesOf(query), query).toEqual(devicesWhere(is))
      expect(await namesOf(query.replace('with', 'without')), `without ${query}`).toEqual(
        devicesWhere((row) => !is(row)),
      )
    }
    expect(await namesOf('with work(state = draft)')).toEqual([])
    expect((await namesOf('with work')).length).toBeGreaterThan(0)
  })
})

describe('findings by query', () => {
  const isListed = (row: FindingRow) => row.isOpen && row.isActive
  it.each<[string, (row: FindingRow) => boolean]>([
    ['score >= 30', (row) => isListed(row) && row.score! >= 30],
    ['open and exploited', (row) => isListed(row) && row.knownExploited],
    [
      'site = north and cve ~ 0002',
      (row) => isListed(row) && row.device.site?.toLowerCase() === 'north' && row.vulnerabilityId.endsWith('2'),
    ],
    [
      'site = "South Wing" or exploited',
      (row) => isListed(row) && (row.device.site === 'South Wing' || row.knownExploited),
    ],
    ['not open', (row) => row.isActive && !row.isOpen],
    ['(open or not open) and decision = mitigated', (row) => row.isActive && row.decision === 'mitigated'],
    ['answer = cannot_tell or answer = not_affected', (row) => isListed(row) && row.answer !== 'affected'],
    ['answer != cannot_tell', (row) => isListed(row) && row.answer !== 'cannot_tell'],
    ['status = under_investigation', (row) => isListed(row) && row.status === 'under_investigation'],
    ['remediation = in_progress', (row) => isListed(row) && row.remediation === 'in_progress'],
    ['with work(assignee = me)', (row) => isListed(row) && row.remediation === 'in_progress'],
    ['without work', (row) => isListed(row) && row.remediation !== 'in_progress'],
    ['band = low', (row) => isListed(row) && row.band === 'low'],
    ['countsAs = to_look_at', (row) => isListed(row) && row.countsAs === 'to_look_at'],
    [
      'on device(ip is not empty)',
      (row) => isListed(row) && devices.find(({ id }) => id === row.device.id)!.ipAddresses.length > 0,
    ],
    ['on device(not active)', (row) => row.isOpen && !row.isActive],
    ['active or not active', (row) => row.isOpen],
    ['CVE-2026-0003', (row) => isListed(row) && row.vulnerabilityId === 'CVE-2026-0003'],
    ['advisory ~ 26-002', (row) => isListed(row) && row.device.model === 'Drip 4000'],
    ['opened > 1 day ago', isListed],
    ['opened < 2020-01-01', () => false],
    ['not (opened > 1 day ago)', () => false],
    ['opened > 1 day ago and site = North', (row) => isListed(row) && row.device.site?.toLowerCase() === 'north'],
    ['epss > 0.5', () => false],
    ['reopened or decisionBroke', () => false],
  ])('answers %s', async (query, is) => {
    expect(await findingsOf(query)).toEqual(findingsWhere(is))
    expect(await findingsOf(query, 'opened')).toEqual(findingsWhere(is))
  })

  it('answers whatever is put together', async () => {
    const atoms: [string, (row: FindingRow) => boolean][] = [
      ['site = North', (row) => row.device.site?.toLowerCase() === 'north'],
      ['site is empty', (row) => row.device.site === null],
      ['model = "Drip 3000"', (row) => row.device.model === 'Drip 3000'],
      ['score >= 25', (row) => (row.score ?? -1) >= 25],
      ['exploited', (row) => row.knownExploited],
      ['answer = affected', (row) => row.answer === 'affected'],
      ['decision = mitigated', (row) => row.decision === 'mitigated'],
      ['remediation = in_progress', (row) => row.remediation === 'in_progress'],
      ['with work(late)', (row) => row.remediation === 'in_progress'],
      ['open', (row) => row.isOpen],
      ['cve = CVE-2026-0002', (row) => row.vulnerabilityId === 'CVE-2026-0002'],
      ['opened > 1 day ago', () => true],
    ]
    type Made = { readonly text: string; is(row: FindingRow): boolean }
    const atom = fc.constantFrom(...atoms).map(([text, is]): Made => ({ text, is }))
    const { made } = fc.letrec<{ made: Made }>((tie) => ({
      made: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        atom,
        tie('made').map((one): Made => ({ text: `not (${one.text})`, is: (row) => !one.is(row) })),
        fc
          .tuple(tie('made'), tie('made'))
          .map(([a, b]): Made => ({ text: `(${a.text}) and (${b.text})`, is: (row) => a.is(row) && b.is(row) })),
        fc
          .tuple(tie('made'), tie('made'))
          .map(([a, b]): Made => ({ text: `(${a.text}) or (${b.text})`, is: (row) => a.is(row) || b.is(row) })),
      ),
    }))
    await fc.assert(
      fc.asyncProperty(made, fc.constantFrom('risk' as const, 'opened' as const), async ({ text, is }, sort) => {
        fc.pre(checkQuery('findings', text).fault === null)
        const isOpenNamed = /\bopen\b/.test(text)
        expect(await findingsOf(text, sort)).toEqual(
          findingsWhere((row) => row.isActive && (isOpenNamed || row.isOpen) && is(row)),
        )
      }),
      { numRuns: 60 },
    )
  }, 60_000)
})

describe('work by query', () => {
  const numbersOf = async (query: string) => {
    const queried = await askWork(db, asker, query, now)
    const { items } = await listWorkOrders(db, asker.organisationId, {
      filter: {},
      queried,
      sort: 'number',
      limit: 100,
    })
    expect(await countWorkOrders(db, asker.organisationId, { filter: {}, queried }, 10_000)).toBe(items.length)
    return items.map(({ number }) => number)
  }

  it('answers by its own fields, its device and its findings', async () => {
    const all = await numbersOf('')
    expect(all.length).toBeGreaterThan(0)
    for (const query of [
      'open and late',
      'assignee = me',
      'assignee ~ mar',
      'due < today and due = 2020-01-01',
      'state = dispatched',
      'model = "drip 3000"',
      'on device(manufacturer ~ example)',
      'with findings(exploited)',
      'created > 1 hour ago',
      'findings >= 1',
      'Drip',
      'without findings(cve = CVE-2026-0003)',
    ])
      expect(await numbersOf(query), query).toEqual(all)
    for (const query of [
      'not open',
      'assignee is empty',
      'due is empty',
      'with findings(cve = CVE-2026-0003)',
      'hold = parts',
    ])
      expect(await numbersOf(query), query).toEqual([])
    expect(await numbersOf(`number = ${all[0]}`)).toEqual([all[0]])
  })
})

it('keeps to the organisation that asks', async () => {
  await sql`insert into organisation (id, name, time_zone) values ('00000000-0000-0000-0000-000000000009', 'Other', 'UTC')`.execute(
    db,
  )
  const other = { organisationId: '00000000-0000-0000-0000-000000000009', personId: null }
  for (const query of ['site = North', 'with findings', 'with work', 'without findings(exploited)']) {
    const queried = await askDevices(db, other, query, now)
    expect(
      (await listDevices(db, other.organisationId, { queried }, { sort: 'name', after: null, limit: 10 })).items,
    ).toEqual([])
  }
})
