import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { invitePerson, listNotifications } from '#domain/access/access.ts'
import { adoptAppetite, saveDraft } from '#domain/appetite/appetite.ts'
import { startingAppetite } from '#domain/appetite/starting-table.ts'
import { dueOf, judgeBy } from '#domain/judgement/judgement.ts'
import { askFindings, createCampaign, listWorkOrders } from '#domain/remediation/remediation.ts'
import type { Appetite } from '#model/appetite.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { FindingRow } from '#model/finding.ts'
import type { FindingFilter, FindingSort } from '#model/finding-list.ts'
import { inTransaction } from '#platform/db/database.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'
import { actionsOfLists } from './actions.ts'
import { type EscalatingRow, escalatingRows } from './due-store.ts'
import {
  announceDue,
  answerUntold,
  countUntoldActions,
  decideFinding,
  findingFacets,
  getFinding,
  listFindings,
  setThresholds,
} from './findings.ts'

const { db } = await testDatabase()
let hospital: Hospital

beforeEach(async () => {
  await sql`truncate basis_match, basis_score, source, device, observation, decision, identifier, configuration, context, score_reasons, advisory, vulnerability,
    known_exploited, exploit_probability, cve_record, nvd_cve, threshold, work_order, campaign, platform, followed_databases, sbom,
    appetite_version, appetite_followed, escalation_told, notification, person cascade`.execute(db)
  await sql`update intelligence_state set version = nextval('intelligence_version')`.execute(db)
  hospital = await newHospital(db)
})

const listed = (cve: string, dueOn?: string): Parameters<Hospital['publish']>[0] => ({
  kind: 'known_exploited',
  entry: {
    ...{ cve, vendor: 'Example Medical', product: 'Drip 3000', name: 'A flaw', requiredAction: 'Update' },
    ...{ addedOn: '2026-02-03', ransomware: false, ...(dueOn !== undefined && { dueOn }) },
  },
})
const vectors = {
  network: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  near: 'CVSS:3.1/AV:A/AC:H/PR:L/UI:N/S:U/C:L/I:L/A:L',
  touch: 'CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N',
}
const advisory = (cve: string, vector: string) =>
  advisoryRecord({
    trackingId: `A-${cve}`,
    products: [productEntry({ productId: 'P1', version: '< 9.2', versionForm: 'comparison', isRange: true })],
    vulnerabilities: [
      statement({
        vulnerabilityId: cve,
        status: { known_affected: ['P1'] },
        scores: [{ version: '3.1', vector, score: 5, source: 'Example', productIds: [] }],
      }),
    ],
  })
const device = (tag: string, over: DeviceClaims = {}): DeviceClaims => ({
  ...{ assetTag: tag, manufacturer: 'Example Medical', model: 'Drip 3000', deviceType: 'Infusion pump' },
  ...{ softwareVersion: '9.1', site: 'North', criticality: 'high', zone: 'infusion' },
  ...over,
})

/** Three sites, three zones of the network, three flaws of which one is used by attackers. */
async function fill() {
  await hospital.publish(listed('CVE-2026-0001', '2026-02-24'))
  await hospital.says(hospital.cmms, {
    a: device('T-1'),
    b: device('T-2', { site: 'South', criticality: 'low', zone: 'guest' }),
    c: device('T-3', { site: 'West', criticality: 'life_sustaining', zone: 'isolated' }),
  })
  await hospital.publish(
    advisory('CVE-2026-0001', vectors.near),
    advisory('CVE-2026-0002', vectors.network),
    advisory('CVE-2026-0003', vectors.touch),
  )
}

const start = startingAppetite('Europe/Berlin')
/** By what attackers use and how exposed a device is alone: another order than that of scores. */
const exposed: Appetite = {
  ...start,
  points: ['cisa:KEV:1.0.0', 'ssvc:EXP:1.0.1'],
  rows: ['N', 'Y'].flatMap((kev) =>
    ['S', 'C', 'O'].map((exposure) => ({
      when: [kev, exposure],
      action: kev === 'Y' ? 'I' : { S: 'D', C: 'S', O: 'O' }[exposure]!,
    })),
  ),
}
const zones: Appetite['calendar'] = {
  ...start.calendar,
  sites: [
    { site: 'South', timeZone: 'America/Chicago' },
    { site: 'West', timeZone: 'Pacific/Kiritimati' },
  ],
}
async function adopt(appetite: Appetite) {
  const { hash } = await saveDraft(db, hospital.actor, { appetite, seen: null })
  await adoptAppetite(db, hospital.actor, { hash, reason: 'As the board decided' })
}
async function rows(
  { query, sort, now, ...filter }: Partial<FindingFilter> & { query?: string; sort?: FindingSort; now?: Date } = {},
  limit = 50,
): Promise<FindingRow[]> {
  const found: FindingRow[] = []
  const asker = { organisationId: hospital.organisationId, personId: null }
  const asked = query === undefined ? undefined : await askFindings(db, asker, query, now)
  let cursor: string | undefined
  do {
    const page = await listFindings(db, hospital.organisationId, {
      ...{ filter: { open: 'true', ...filter }, query: asked, sort, cursor, limit, now },
    })
    found.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor)
  return found
}
const nameOf = ({ device: { name }, vulnerabilityId }: FindingRow) =>
  `${name.split(' · ').at(-1)} ${vulnerabilityId.slice(-4)}`
const names = async (...asked: Parameters<typeof rows>) => (await rows(...asked)).map(nameOf)
const openedAt = (at: string) => sql`update basis_match set matched_at = ${at}`.execute(db)
const sinceEver = () => sql`update device set configuration_since = '2020-01-01'`.execute(db)

describe('the action', () => {
  test('before an appetite is adopted there is none, and the list is as it was', async () => {
    await fill()
    const found = await rows()
    expect(found).toHaveLength(9)
    expect(found.map(({ action, due }) => [action, due])).toEqual(found.map(() => [null, null]))
    expect(await names()).toEqual(await names({ sort: 'risk' }))
    expect(await names({ sort: 'action' })).toEqual(await names({ sort: 'risk' }))
    expect(await names({ action: 'Immediate' })).toEqual([])
    expect(await names({ action: '' })).toHaveLength(9)
    expect(await names({ due: 'overdue' })).toEqual([])
    expect((await findingFacets(db, hospital.organisationId, { open: 'true' })).facets.action).toEqual([])
  })

  test('an adopted appetite holds for all that is open at once, and changes no score', async () => {
    await fill()
    const before = await rows({ sort: 'risk' })
    const writes = await writesDuring(db, () => adopt(exposed))
    expect(writes.basis_score).toBeUndefined()
    const after = await rows({ sort: 'risk' })
    expect(after.map(({ action: _, due: __, ...rest }) => rest)).toEqual(
      before.map(({ action: _, due: __, ...rest }) => rest),
    )
    expect(after.every(({ action }) => action !== null)).toBe(true)
    expect(new Set(after.map(({ action }) => action!.name)).size).toBe(4)
  })

  test('the list is by action and then by score, however long its pages are', async () => {
    await fill()
    await adopt(exposed)
    const all = await rows({ sort: 'risk' })
    const wanted = all
      .map((row, at) => ({ row, at }))
      .sort((a, b) => b.row.action!.rank - a.row.action!.rank || b.row.score! - a.row.score! || a.at - b.at)
      .map(({ row }) => nameOf(row))
    expect(wanted).not.toEqual(all.map(nameOf))
    for (const limit of [1, 2, 3, 50]) expect(await names({}, limit)).toEqual(wanted)
    expect(await names({ sort: 'action', open: 'any', active: 'any' }, 2)).toEqual(wanted)
  })

  test('a cursor of another order is refused', async () => {
    await fill()
    const page = await listFindings(db, hospital.organisationId, { filter: { open: 'true' }, limit: 2 })
    await adopt(start)
    await expect(
      listFindings(db, hospital.organisationId, { filter: { open: 'true' }, limit: 2, cursor: page.next! }),
    ).rejects.toThrow('from its beginning')
  })

  test('it can be asked for by name and key, in a filter and a query, and facets count the same', async () => {
    await fill()
    await adopt(exposed)
    const all = await rows()
    const { facets, total } = await findingFacets(db, hospital.organisationId, { open: 'true' })
    expect(facets.action.reduce((sum, { count }) => sum + count, 0)).toBe(total)
    for (const { name, key } of start.actions) {
      const wanted = all.filter(({ action }) => action!.name === name).map(nameOf)
      expect(facets.action.find(({ value }) => value === name)?.count ?? 0).toBe(wanted.length)
      for (const sort of ['action', 'risk', 'opened'] as const) {
        expect((await names({ action: name, sort })).toSorted()).toEqual(wanted.toSorted())
        expect((await names({ query: `action = "${key.toLowerCase()}"`, sort })).toSorted()).toEqual(wanted.toSorted())
        expect((await names({ query: `action != "${name}" and score >= 0`, sort })).toSorted()).toEqual(
          all
            .map(nameOf)
            .filter((one) => !wanted.includes(one))
            .toSorted(),
        )
      }
    }
    expect(await names({ query: 'action is empty' })).toEqual([])
    expect(await names({ query: 'action ~ "cycle"' })).toEqual(
      all.filter(({ action }) => action!.key === 'O').map(nameOf),
    )
  })

  test('another appetite, and the old one again, holds from when it is adopted', async () => {
    await fill()
    await adopt(start)
    const first = await rows()
    await adopt({ ...start, rows: start.rows.map((row) => ({ ...row, action: 'I' })) })
    expect(new Set((await rows()).map(({ action }) => action!.name))).toEqual(new Set(['Immediate']))
    expect(await names()).toEqual(await names({ sort: 'risk' }))
    await adopt(start)
    expect((await rows()).map(({ action }) => action)).toEqual(first.map(({ action }) => action))
  })

  test('scores of an earlier version are taken as the most urgent until theirs is worked out', async () => {
    await fill()
    await adopt(start)
    const before = await rows()
    await sql`update basis_score set points = null where vulnerability_id = 'CVE-2026-0003'`.execute(db)
    expect(await countUntoldActions(db, hospital.organisationId)).toBe(3)
    const meanwhile = await rows({}, 2)
    expect(meanwhile).toHaveLength(9)
    expect(
      meanwhile.filter(({ vulnerabilityId }) => vulnerabilityId.endsWith('3')).map(({ action }) => action),
    ).toEqual([null, null, null])
    expect(await names({ action: '' })).toHaveLength(3)

    for (let isLeft = true; isLeft; ) isLeft = await inTransaction(db, (tx) => answerUntold(tx, hospital.actor))
    expect(await countUntoldActions(db, hospital.organisationId)).toBe(0)
    expect((await rows()).map(({ action }) => action)).toEqual(before.map(({ action }) => action))
    const writes = await writesDuring(db, () => inTransaction(db, (tx) => answerUntold(tx, hospital.actor)))
    expect(writes).toEqual({})
  })

  test('a catalogue that was never read makes no action laxer and nothing due later', async () => {
    await hospital.says(hospital.cmms, { a: device('T-1'), b: device('T-2', { zone: 'guest' }) })
    await hospital.publish(advisory('CVE-2026-0001', vectors.near), advisory('CVE-2026-0002', vectors.network))
    await adopt({ ...start, presets: { kev: true, bod2604: true, hipaa: true } })
    const unread = new Map((await rows()).map((row) => [nameOf(row), row]))
    expect(unread.size).toBe(4)
    await hospital.publish(listed('CVE-2026-0001', '2099-01-01'))
    const read = await rows()
    for (const row of read) {
      const before = unread.get(nameOf(row))!
      expect(before.action!.rank).toBeGreaterThanOrEqual(row.action!.rank)
      expect(Date.parse(before.due!.at)).toBeLessThanOrEqual(Date.parse(row.due!.at))
    }
    expect(read.some((row) => unread.get(nameOf(row))!.action!.rank > row.action!.rank)).toBe(true)
  })
})

describe('the due day', () => {
  const withWorkingDays: Appetite = {
    ...start,
    calendar: { ...zones, holidays: ['2026-04-03', '2026-04-06'] },
    presets: { kev: true, bod2604: true, hipaa: true },
    actions: start.actions.map((action) =>
      action.key === 'O' ? { ...action, deadline: { amount: 8, unit: 'working_days' } } : action,
    ),
  }

  test('a finding says when it is due, by whom, and who is told when', async () => {
    await fill()
    await openedAt('2026-03-28T23:30:00Z')
    await sinceEver()
    await adopt(withWorkingDays)
    const now = new Date('2026-04-10T10:00:00Z')
    for (const row of await rows({ now })) {
      const key = { deviceId: row.device.id, vulnerabilityId: row.vulnerabilityId }
      const { finding, judgement } = await getFinding(db, hospital.organisationId, key, now)
      expect(finding).toMatchObject({ action: row.action, due: row.due })
      const { deadlines, points, escalations } = judgement!
      expect(points.map(({ id }) => id)).toEqual(start.points)
      expect(points.every(({ text }) => text !== '')).toBe(true)
      if (row.due === null) {
        expect(deadlines).toEqual([])
        continue
      }
      expect(deadlines[0]).toEqual({ by: row.due.by, on: row.due.on, at: row.due.at })
      expect(deadlines.map(({ at }) => at)).toEqual(deadlines.map(({ at }) => at).toSorted())
      const action = start.actions.find(({ name }) => name === row.action!.name)!
      expect(escalations.map(({ to }) => to)).toEqual(
        [action.escalation?.to, action.missedTo].filter((to) => to != null),
      )
      if (row.vulnerabilityId.endsWith('1')) expect(row.due).toMatchObject({ on: '2026-02-24', isOverdue: true })
    }
    // The day that it was opened is another one at each site.
    const days = new Map((await rows({ now })).map((row) => [nameOf(row), row]))
    const start90 = { amount: 90, unit: 'days' } as const
    for (const row of days.values())
      if (row.due?.by === 'Scheduled') {
        const zone = { North: 'Europe/Berlin', South: 'America/Chicago', West: 'Pacific/Kiritimati' }[row.device.site!]!
        expect(row.due.on).toBe(dueOf(new Date('2026-03-28T23:30:00Z'), start90, zones, zone).dueOn)
      }
  })

  test('lists by due day hold what the rows themselves say, over zones, clocks, holidays and presets', async () => {
    await fill()
    await sinceEver()
    // Clocks change in Chicago on 8 March, in Berlin on 29 March; Easter is on 5 April.
    const opened = ['2026-03-07T23:30:00Z', '2026-03-28T23:59:59.999Z', '2026-03-29T00:30:00Z', '2026-03-31T12:00:00Z']
    for (const [at, moment] of opened.entries()) {
      await openedAt(moment)
      for (const appetite of [withWorkingDays, { ...start, calendar: zones }]) {
        await adopt(appetite)
        const all = await rows({ sort: 'risk' })
        const edges = [...new Set(all.flatMap(({ due }) => (due ? [due.at] : [])))]
        for (const edge of edges)
          for (const shift of [-1, 0]) {
            const now = new Date(Date.parse(edge) + shift)
            const told = await rows({ sort: 'risk', now })
            const wanted = told.filter(({ due }) => due?.isOverdue).map(nameOf)
            expect(wanted).toEqual(all.filter(({ due }) => due && Date.parse(due.at) <= now.getTime()).map(nameOf))
            const sort = (['risk', 'action', 'opened'] as const)[at % 3]!
            expect((await names({ due: 'overdue', sort, now })).toSorted()).toEqual(wanted.toSorted())
          }
        const on = [...new Set(all.flatMap(({ due }) => (due ? [due.on] : [])))]
        const is: Record<string, (a: string, b: string) => boolean> = {
          '<': (a, b) => a < b,
          '<=': (a, b) => a <= b,
          '=': (a, b) => a === b,
          '>': (a, b) => a > b,
        }
        for (const day of on)
          for (const [operator, compare] of Object.entries(is))
            expect((await names({ query: `due ${operator} ${day}` })).toSorted()).toEqual(
              all
                .filter(({ due }) => due && compare(due.on, day))
                .map(nameOf)
                .toSorted(),
            )
        const without = all.filter(({ due }) => due === null).map(nameOf)
        expect((await names({ due: 'none' })).toSorted()).toEqual(without.toSorted())
        expect((await names({ query: 'due is not empty' })).length).toBe(all.length - without.length)
      }
    }
  }, 120_000)

  test('the time zone of a site holds under every spelling of it', async () => {
    await hospital.publish(listed('CVE-2026-0099'))
    await hospital.says(hospital.cmms, {
      a: device('T-1', { site: 'West' }),
      b: device('T-2', { site: 'WEST ' }),
      c: device('T-3', { site: 'South' }),
    })
    await hospital.publish(advisory('CVE-2026-0002', vectors.network))
    await sinceEver()
    await openedAt('2026-03-02T08:00:00Z')
    await adopt({ ...start, calendar: zones, rows: start.rows.map((row) => ({ ...row, action: 'O' })) })
    const all = await rows()
    expect(new Set(all.map(({ device: { site }, due }) => `${site?.trim().toLowerCase()} ${due!.timeZone}`))).toEqual(
      new Set(['west Pacific/Kiritimati', 'south America/Chicago']),
    )
    const now = new Date(all.find(({ device: { site } }) => site !== 'South')!.due!.at)
    expect((await names({ due: 'overdue', now })).toSorted()).toEqual(['T-1 0002', 'T-2 0002'])
  })

  test('a device and a facet are found by it, and what is decided is due no more', async () => {
    await fill()
    await openedAt('2026-01-01T00:00:00Z')
    await sinceEver()
    await adopt(start)
    const overdue = await rows({ due: 'overdue' })
    expect(overdue.length).toBeGreaterThan(1)
    const { total } = await findingFacets(db, hospital.organisationId, { open: 'true', due: 'overdue' })
    expect(total).toBe(overdue.length)
    const [first] = overdue
    const key = { deviceId: first!.device.id, vulnerabilityId: first!.vulnerabilityId }
    await inTransaction(db, (tx) =>
      decideFinding(tx, hospital.actor, key, { decision: 'accepted', reason: 'It stands alone', premises: [] }),
    )
    expect(await names({ due: 'overdue' })).toEqual(overdue.slice(1).map(nameOf))
    expect((await getFinding(db, hospital.organisationId, key)).finding).toMatchObject({ action: null, due: null })
    expect(await names({ due: 'overdue', open: 'any' })).toEqual(await names({ due: 'overdue' }))
  })

  test('what a threshold sets aside has no action and is never due, in lists, queries and facets', async () => {
    await hospital.publish(listed('CVE-2026-0099'))
    await hospital.says(hospital.cmms, {
      a: device('T-1', { criticality: 'low' }),
      // The model may be another (30 %).
      b: device('T-2', { criticality: 'low', model: 'Drip series' }),
    })
    await hospital.publish(advisory('CVE-2026-0002', vectors.network))
    await sinceEver()
    await openedAt('2026-01-01T00:00:00Z')
    await adopt({ ...start, rows: start.rows.map((row) => ({ ...row, action: 'O' })) })
    expect(await names({ open: 'any', due: 'overdue' })).toHaveLength(2)
    const none = { affectedFrom: null, lookFrom: 0 }
    const thresholds = { life_sustaining: none, high: none, medium: none, low: { affectedFrom: null, lookFrom: 0.4 } }
    await inTransaction(db, (tx) => setThresholds(tx, hospital.actor, thresholds, 'As the board decided'))
    await openedAt('2026-01-01T00:00:00Z')

    const both = ['T-1 0002', 'T-2 0002']
    const all = await rows({ open: 'any' })
    expect(all.map(nameOf).toSorted()).toEqual(both)
    const kept = all.filter(({ due }) => due?.isOverdue).map(nameOf)
    expect(kept).toEqual(['T-1 0002'])
    for (const sort of ['risk', 'action', 'opened'] as const) {
      expect(await names({ open: 'any', due: 'overdue', sort })).toEqual(kept)
      expect(await names({ open: 'any', due: 'none', sort })).toEqual(['T-2 0002'])
      expect(await names({ open: 'any', action: 'Out-of-cycle', sort })).toEqual(kept)
      expect(await names({ open: 'any', query: 'action is empty', sort })).toEqual(['T-2 0002'])
      expect(await names({ open: 'any', query: 'overdue = no', sort })).toEqual(['T-2 0002'])
      expect(await names({ open: 'any', query: 'due is not empty', sort })).toEqual(kept)
      expect(await names({ open: 'any', query: 'due <= 2026-06-01', sort })).toEqual(kept)
    }
    const { total, facets } = await findingFacets(db, hospital.organisationId, { open: 'any' })
    expect(total).toBe(2)
    expect(facets.action).toEqual([
      { value: '', count: 1 },
      { value: 'Out-of-cycle', count: 1 },
    ])
  })

  test('a finding with a row of its own keeps its age', async () => {
    await fill()
    await adopt(start)
    const [first] = await rows({ sort: 'action' })
    const key = { deviceId: first!.device.id, vulnerabilityId: first!.vulnerabilityId }
    const decide = (decision: 'accepted' | 'none') =>
      inTransaction(db, (tx) => decideFinding(tx, hospital.actor, key, { decision, reason: 'A try', premises: [] }))
    await decide('accepted')
    await decide('none')
    await sql`update finding set opened_at = '2025-01-01T00:00:00Z'`.execute(db)
    const found = await rows({ due: 'overdue' })
    expect(found.map(nameOf)).toEqual([nameOf(first!)])
    expect(found[0]!.due).toMatchObject({ on: expect.stringMatching(/^2025-0[1-4]/), isOverdue: true })
  })
})

test('a work order takes the earliest due day of its findings, unless the person gives one', async () => {
  await fill()
  await sinceEver()
  await openedAt('2026-03-02T08:00:00Z')
  const group = { manufacturer: 'Example Medical', model: 'Drip 3000' }
  const made = async (advisoryId: string, site: string, dueOn?: string) => {
    await createCampaign(db, hospital.actor, { ...group, advisoryId, site, ...(dueOn !== undefined && { dueOn }) })
    const { items } = await listWorkOrders(db, hospital.organisationId, { filter: {}, sort: 'number', limit: 50 })
    return items.map((one) => one.dueOn).at(items[0]!.number > items.at(-1)!.number ? 0 : -1)
  }
  const advisoryId = (cve: string) => `example-cert:A-${cve}`
  const before = await made(advisoryId('CVE-2026-0003'), 'North')
  await adopt(start)
  const days = new Map((await rows()).map((row) => [`${row.vulnerabilityId} ${row.device.site}`, row.due?.on]))
  const wanted = days.get('CVE-2026-0002 South')
  expect(wanted).toMatch(/^2026-0/)
  expect(before).not.toBe(wanted)
  expect(await made(advisoryId('CVE-2026-0002'), 'South')).toBe(wanted)
  expect(await made(advisoryId('CVE-2026-0002'), 'West', '2027-01-31')).toBe('2027-01-31')
})

describe('escalation', () => {
  const person = async (role: 'manager' | 'administrator') =>
    (await invitePerson(db, hospital.actor, { email: `${role}@example.org`, name: role, role })).person.id
  const told = async (personId: string) =>
    (await listNotifications(db, hospital.organisationId, personId, { limit: 50 })).items
      .map(({ title, body, kind, path }) => ({ title, body, kind, path }))
      .toSorted((a, b) => (a.title < b.title ? -1 : 1))
  const announce = (at: string) => announceDue(db, hospital.organisationId, new Date(at))

  test('the roles of the table are told once of all that is alike: when part of the time has passed, and when it is over', async () => {
    const [manager, administrator] = [await person('manager'), await person('administrator')]
    await hospital.publish(listed('CVE-2026-0099'))
    const three = ['T-1', 'T-2', 'T-3'].map((tag) => [tag, device(tag, { zone: 'guest' })])
    await hospital.says(hospital.cmms, Object.fromEntries(three))
    await hospital.publish(advisory('CVE-2026-0002', vectors.network))
    await sinceEver()
    await openedAt('2026-03-02T08:00:00Z')
    // Out-of-cycle: 14 days, after half of it to the manager, missed to the administrator.
    await adopt({ ...start, rows: start.rows.map((row) => ({ ...row, action: 'O' })) })

    expect(await announce('2026-03-08T00:00:00Z')).toBe(0)
    expect(await announce('2026-03-10T00:00:00Z')).toBe(1)
    expect(await told(manager)).toEqual([
      {
        kind: 'finding.due_soon',
        title: 'Time runs out: A-CVE-2026-0002 on Example Medical Drip 3000, North',
        body: 'A-CVE-2026-0002 on Example Medical Drip 3000, North: 3 findings, Out-of-cycle, due by 2026-03-16. The hospital’s appetite names you to be told.',
        path: expect.stringContaining('/findings?advisory='),
      },
    ])
    expect(await told(administrator)).toEqual([])
    // The day is over in Berlin at 23:00 UTC.
    expect(await announce('2026-03-16T22:59:00Z')).toBe(0)
    expect(await announce('2026-03-16T23:15:00Z')).toBe(1)
    expect((await told(administrator)).map(({ kind, title }) => [kind, title])).toEqual([
      ['finding.overdue', 'Overdue: A-CVE-2026-0002 on Example Medical Drip 3000, North'],
    ])
    expect(await told(manager)).toHaveLength(1)
    // Two workers, and one that was started again.
    await sql`update appetite_followed set escalated_at = null`.execute(db)
    expect(await announce('2026-03-17T12:00:00Z')).toBe(0)
    await sql`update appetite_followed set escalated_at = null`.execute(db)
    await sql`truncate escalation_told`.execute(db)
    await sql`truncate notification`.execute(db)
    await Promise.all([announce('2026-03-17T12:00:00Z'), announce('2026-03-17T12:00:00Z')])
    expect(await told(administrator)).toHaveLength(1)
  })

  test('nobody is told of what a decision closes', async () => {
    const people = [await person('manager'), await person('administrator')]
    await fill()
    await sinceEver()
    await openedAt('2026-01-01T00:00:00Z')
    await adopt(start)
    const [first] = await rows({ due: 'overdue' })
    for (const row of await rows({ due: 'overdue' }))
      if (nameOf(row) !== nameOf(first!))
        await inTransaction(db, (tx) =>
          decideFinding(
            tx,
            hospital.actor,
            { deviceId: row.device.id, vulnerabilityId: row.vulnerabilityId },
            { decision: 'accepted', reason: 'It stands alone', premises: [] },
          ),
        )
    expect(await announce('2026-06-01T00:00:00Z')).toBeGreaterThan(0)
    const titles = (await Promise.all(people.map(told))).flat().map(({ title }) => title)
    expect(titles).toHaveLength(1)
    expect(titles[0]).toContain(first!.vulnerabilityId)
  })

  test('where nobody has the role administrators are told, and where nobody is there it is told later', async () => {
    await hospital.publish(listed('CVE-2026-0099'))
    await hospital.says(hospital.cmms, { a: device('T-1', { zone: 'guest' }) })
    await hospital.publish(advisory('CVE-2026-0002', vectors.network))
    await sinceEver()
    await openedAt('2026-03-02T08:00:00Z')
    await adopt({ ...start, rows: start.rows.map((row) => ({ ...row, action: 'O' })) })
    expect(await announce('2026-03-10T00:00:00Z')).toBe(0)
    const administrator = await person('administrator')
    expect(await announce('2026-03-10T01:00:00Z')).toBe(1)
    expect((await told(administrator)).map(({ kind, body }) => [kind, body])).toEqual([
      ['finding.due_soon', expect.stringContaining('names the role manager to be told, which nobody has')],
    ])
    // It was told.
    const manager = await person('manager')
    expect(await announce('2026-03-10T02:00:00Z')).toBe(0)
    expect(await told(manager)).toEqual([])
  })

  test('what is open again after a decision, and overdue again, is told again', async () => {
    const administrator = await person('administrator')
    await hospital.publish(listed('CVE-2026-0099'))
    await hospital.says(hospital.cmms, { a: device('T-1', { zone: 'guest' }) })
    await hospital.publish(advisory('CVE-2026-0002', vectors.network))
    await sinceEver()
    await openedAt('2026-03-02T08:00:00Z')
    await adopt({ ...start, rows: start.rows.map((row) => ({ ...row, action: 'O' })) })
    const [row] = await rows()
    const key = { deviceId: row!.device.id, vulnerabilityId: row!.vulnerabilityId }
    const decide = (decision: 'accepted' | 'none') =>
      inTransaction(db, (tx) => decideFinding(tx, hospital.actor, key, { decision, reason: 'A try', premises: [] }))
    const keys = async () => (await sql`select key from escalation_told`.execute(db)).rows.length
    expect(await announce('2026-03-20T00:00:00Z')).toBe(1)
    expect(await announce('2026-03-20T01:00:00Z')).toBe(0)
    expect(await keys()).toBe(1)
    await decide('accepted')
    expect(await announce('2026-03-21T00:00:00Z')).toBe(0)
    expect(await keys()).toBe(0)
    await decide('none')
    expect(await announce('2026-03-22T00:00:00Z')).toBe(1)
    expect(await told(administrator)).toHaveLength(2)
  })

  test('the database keeps to what may have reached a step: all of it, and nothing that is far from one', async () => {
    await fill()
    await sinceEver()
    const opened = new Date('2026-03-27T22:30:00Z')
    await openedAt(opened.toISOString())
    const slow = start.actions.map((one) => ({
      ...one,
      deadline: one.deadline && {
        ...one.deadline,
        unit: one.key === 'I' ? ('hours' as const) : ('working_days' as const),
      },
    }))
    const presets = { ...start.presets, kev: true, hipaa: true }
    for (const appetite of [
      { ...start, calendar: zones },
      { ...start, calendar: zones, actions: slow },
      { ...exposed, calendar: zones, presets },
    ]) {
      await adopt(appetite)
      const actions = (await actionsOfLists(db, hospital.organisationId))!
      const read = (at: Date) => escalatingRows(db, hospital.organisationId, actions, at)
      const stepsOf = (row: EscalatingRow) =>
        judgeBy(appetite, actions.ruleOf(row.points), {
          ...{ openedAt: new Date(row.opened_at), site: row.site ?? '', kevDueOn: row.kev_due_on },
        }).escalations.map(({ at }) => at.getTime())
      const rowName = (row: EscalatingRow) => `${row.vulnerability_id} ${row.site}`
      const every = await read(new Date('2036-01-01'))
      const steps = every.flatMap(stepsOf)
      expect(steps.length).toBeGreaterThan(5)
      for (const at of new Set(steps.flatMap((step) => [step - 1, step]))) {
        const found = (await read(new Date(at))).map(rowName)
        for (const row of every.filter((one) => stepsOf(one).some((step) => step <= at)))
          expect(found).toContain(rowName(row))
        for (const row of every.filter((one) => stepsOf(one).every((step) => step > at + 20 * 86_400_000)))
          expect(found).not.toContain(rowName(row))
      }
      const first = (await read(opened)).map(rowName)
      expect(first.length).toBeLessThan(every.length)
    }
  })

  test('many groups at a time are one notice', async () => {
    const administrator = await person('administrator')
    await hospital.publish(listed('CVE-2026-0099'))
    await hospital.says(
      hospital.cmms,
      Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`d${at}`, device(`T-${at}`, { site: `Site ${at}` })])),
    )
    await hospital.publish(advisory('CVE-2026-0002', vectors.network))
    await sinceEver()
    await openedAt('2026-01-01T00:00:00Z')
    await adopt({ ...start, rows: start.rows.map((row) => ({ ...row, action: 'I' })) })
    expect(await announce('2026-03-01T00:00:00Z')).toBe(8)
    expect((await told(administrator)).map(({ title, path }) => [title, path])).toEqual([
      ['Overdue: 8 groups of findings', '/findings?due=overdue'],
    ])
  })
})
