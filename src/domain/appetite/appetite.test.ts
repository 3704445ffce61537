import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { combinations, dueOf, isTimeZone, judge, rowKey } from '#domain/judgement/judgement.ts'
import { decisionInputs, type RiskDevice, type RiskFlaw, type RiskInput } from '#domain/risk/risk.ts'
import type { Appetite, AppetiteAction, Deadline } from '#model/appetite.ts'
import { CareSetting, Criticality } from '#model/device.ts'
import { findTable } from '#standards/ssvc/ssvc.ts'
import { faultsOf, rankOf } from './check.ts'
import { changesBetween } from './diff.ts'
import { startingAppetite } from './starting-table.ts'

const today = '2026-03-02'
const start = startingAppetite('Europe/Berlin')
const points = findTable('ssvc:DT_DP:1.0.0')!.points
const all = combinations(points)
const withActions = (actionOf: (when: readonly string[], at: number) => string | null): Appetite => ({
  ...start,
  rows: all.map((when, at) => ({ when: [...when], action: actionOf(when, at) })),
})
const keys = start.actions.map(({ key }) => key)
const place = (when: readonly string[], at: number) => points[at]!.values.findIndex(({ key }) => key === when[at])

/** A random table in which what is worse is never laxer: a weighted sum, cut at thresholds. */
const orderly = fc
  .record({
    weights: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: points.length, maxLength: points.length }),
    cuts: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 3, maxLength: 3 }),
  })
  .map(({ weights, cuts }) =>
    withActions((when) => {
      const sum = weights.reduce((total, weight, at) => total + weight * place(when, at), 0)
      return keys[cuts.filter((cut) => sum >= cut).length]!
    }),
  )

describe('whether a table can be adopted', () => {
  test('what a hospital starts from can be, and is in its own namespace', () => {
    expect(faultsOf(start, today)).toEqual([])
    expect(start.rows).toHaveLength(72)
    expect(faultsOf({ ...start, namespace: 'ssvc' }, today)).toMatchObject([{ kind: 'other' }])
  })

  test('every orderly table can be', () => {
    fc.assert(
      fc.property(orderly, (table) => {
        expect(faultsOf(table, today)).toEqual([])
      }),
    )
  })

  test('one row that is laxer than a milder one is found, whichever it is', () => {
    let tried = 0
    fc.assert(
      fc.property(orderly, fc.nat(), fc.nat(), (table, pick, to) => {
        const ranks = rankOf(table)
        const at = pick % all.length
        const was = ranks.get(table.rows[at]!.action!)!
        const action = keys[to % keys.length]!
        const changed = { ...table, rows: table.rows.map((row, n) => (n === at ? { ...row, action } : row)) }
        const isBroken = all.some((other, n) => {
          const isMilder = other.every((_, p) => place(other, p) <= place(all[at]!, p))
          const isWorse = other.every((_, p) => place(other, p) >= place(all[at]!, p))
          const [here, there] = [ranks.get(action)!, ranks.get(table.rows[n]!.action!)!]
          return n !== at && ((isMilder && there > here) || (isWorse && there < here))
        })
        const faults = faultsOf(changed, today)
        if (isBroken) tried++
        expect(faults.length > 0).toBe(isBroken)
        for (const { kind, rows } of faults) {
          expect(kind).toBe('worse_is_laxer')
          expect(rows.map(rowKey)).toContain(rowKey(all[at]!))
        }
        if (was === ranks.get(action)) expect(isBroken).toBe(false)
      }),
      { numRuns: 150 },
    )
    expect(tried).toBeGreaterThan(15)
  })

  test('a row that is missing, empty or said twice is named', () => {
    const gone = { ...start, rows: start.rows.slice(1) }
    const empty = withActions((_, at) => (at === 3 ? null : start.rows[at]!.action))
    const twice = { ...start, rows: [...start.rows, { when: ['N', 'S', 'N', 'L'], action: 'I' }] }
    const strange = { ...start, rows: [...start.rows, { when: ['N', 'S', 'N', 'XL'], action: 'D' }] }

    expect(faultsOf(gone, today)).toMatchObject([{ kind: 'row_missing', rows: [['N', 'S', 'N', 'L']] }])
    expect(faultsOf(empty, today)).toMatchObject([{ kind: 'row_missing', rows: [['N', 'S', 'N', 'VH']] }])
    expect(faultsOf(twice, today)).toEqual([
      {
        kind: 'row_contradicts',
        rows: [['N', 'S', 'N', 'L']],
        action: 'D',
        text: 'exploitation none, system exposure small, automatable no, human impact low: the table says Defer and Immediate. Keep one.',
      },
    ])
    expect(faultsOf(strange, today)).toMatchObject([{ kind: 'row_unreadable', rows: [['N', 'S', 'N', 'XL']] }])
  })

  test('an exception lets the pair be that it names, with a reason, and nothing beyond it', () => {
    const lax = withActions((when, at) => (rowKey(when) === 'A O Y VH' ? 'O' : start.rows[at]!.action))
    const pairs = faultsOf(lax, today).map(({ rows: [milder, worse] }) => ({ milder: milder!, worse: worse! }))
    expect(pairs.map(({ milder }) => rowKey(milder))).toEqual(['A C Y VH', 'A O N VH', 'A O Y H'])

    const excepted = (reason: string) => ({ ...lax, exceptions: pairs.map((pair) => ({ ...pair, reason })) })
    expect(faultsOf(excepted(' '), today)).toHaveLength(3)
    // Two steps away there are immediate rows too.
    const beyond = faultsOf(excepted('It is taken off the network first'), today)
    expect(beyond.length).toBeGreaterThan(0)
    const everything = [...pairs, ...beyond.map(({ rows: [milder, worse] }) => ({ milder: milder!, worse: worse! }))]
    const exceptions = everything.map((pair) => ({ ...pair, reason: 'It is taken off the network first' }))
    expect(faultsOf({ ...lax, exceptions }, today)).toEqual([])
    expect(faultsOf({ ...start, exceptions: exceptions.slice(0, 1) }, today)).toMatchObject([{ kind: 'exception' }])
  })

  test('what is more urgent is never due later, whatever day it starts', () => {
    const withDeadlines = (...deadlines: (Deadline | null)[]): Appetite => ({
      ...start,
      actions: start.actions.map(
        (action, at): AppetiteAction => ({
          ...action,
          deadline: deadlines[at] ?? null,
          escalation: null,
          missedTo: null,
        }),
      ),
    })
    const days = (amount: number): Deadline => ({ amount, unit: 'days' })
    const working = (amount: number): Deadline => ({ amount, unit: 'working_days' })

    expect(faultsOf(withDeadlines(null, days(30), days(14), days(2)), today)).toEqual([])
    expect(faultsOf(withDeadlines(null, days(14), days(30), days(2)), today)).toMatchObject([
      { kind: 'deadline', action: 'O' },
    ])
    expect(faultsOf(withDeadlines(null, days(14), null, days(2)), today)).toMatchObject([
      { kind: 'deadline', action: 'O' },
    ])
    // Two working days are four days from a Thursday on, and more over holidays.
    expect(faultsOf(withDeadlines(null, days(30), days(3), working(2)), today)).toMatchObject([
      { kind: 'deadline', action: 'I', text: expect.stringContaining('2026-03-05') },
    ])
    expect(faultsOf(withDeadlines(null, days(30), days(4), working(2)), today)).toEqual([])
    const easter = { ...start.calendar, holidays: ['2026-04-03', '2026-04-06'] }
    expect(faultsOf({ ...withDeadlines(null, days(30), days(4), working(2)), calendar: easter }, today)).toMatchObject([
      { kind: 'deadline', action: 'I', text: expect.stringContaining('2026-04-01') },
    ])
  })

  test('a calendar that cannot be kept is refused', () => {
    const calendar = (over: Partial<Appetite['calendar']>) => ({ ...start, calendar: { ...start.calendar, ...over } })

    expect(faultsOf(calendar({ timeZone: 'Berlin' }), today)).toMatchObject([
      { text: expect.stringContaining('Berlin') },
    ])
    expect(faultsOf(calendar({ weekend: [1, 2, 3, 4, 5, 6, 7] }), today)).toHaveLength(1)
    expect(isTimeZone('+02:00')).toBe(false)
  })
})

describe('deadlines', () => {
  const due = (from: string, deadline: Deadline, timeZone = 'Europe/Berlin', holidays: string[] = []) => {
    const { dueOn, dueAt } = dueOf(new Date(from), deadline, { ...start.calendar, holidays }, timeZone)
    return `${dueOn} ${dueAt.toISOString()}`
  }

  test('days end with the day of the site, hours when they have passed, over a change of clocks', () => {
    const oneDay = { amount: 1, unit: 'days' } as const
    // Clocks go forward on 29 March 2026 in Berlin, and back on 25 October.
    expect(due('2026-03-28T11:00:00Z', oneDay)).toBe('2026-03-29 2026-03-29T22:00:00.000Z')
    expect(due('2026-10-24T11:00:00Z', oneDay)).toBe('2026-10-25 2026-10-25T23:00:00.000Z')
    expect(due('2026-03-28T11:00:00Z', { amount: 24, unit: 'hours' })).toBe('2026-03-29 2026-03-29T11:00:00.000Z')
    // The same moment is another day elsewhere.
    expect(due('2026-03-28T23:30:00Z', oneDay)).toBe('2026-03-30 2026-03-30T22:00:00.000Z')
    expect(due('2026-03-28T23:30:00Z', oneDay, 'America/Chicago')).toBe('2026-03-29 2026-03-30T05:00:00.000Z')
    expect(due('2026-03-28T23:30:00Z', oneDay, 'Pacific/Kiritimati')).toBe('2026-03-30 2026-03-30T10:00:00.000Z')
  })

  test('a day that begins or ends at a change of clocks is a whole day', () => {
    const oneDay = { amount: 1, unit: 'days' } as const
    // Beirut: 29 March begins at 01:00. 24 October ends with an hour that comes twice.
    expect(due('2026-03-27T12:00:00Z', oneDay, 'Asia/Beirut')).toBe('2026-03-28 2026-03-28T22:00:00.000Z')
    expect(due('2026-10-23T12:00:00Z', oneDay, 'Asia/Beirut')).toBe('2026-10-24 2026-10-24T22:00:00.000Z')
  })

  test('working days leave out weekends and holidays', () => {
    const three = { amount: 3, unit: 'working_days' } as const
    expect(due('2026-04-01T10:00:00Z', three)).toMatch(/^2026-04-06 /)
    expect(due('2026-04-01T10:00:00Z', three, 'Europe/Berlin', ['2026-04-03', '2026-04-06'])).toMatch(/^2026-04-08 /)
  })

  test('a later start is never due earlier, and a day is never cut short', () => {
    const zones = ['Europe/Berlin', 'America/Chicago', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Asia/Beirut', 'UTC']
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 365 * 24 * 4 }),
        fc.nat({ max: 5000 }),
        fc.integer({ min: 1, max: 30 }),
        (zone, quarter, later, amount) => {
          const from = Date.UTC(2026, 0, 1) + quarter * 900_000
          const of = (at: number) => dueOf(new Date(at), { amount, unit: 'days' }, start.calendar, zone).dueAt.getTime()
          expect(of(from + later * 60_000)).toBeGreaterThanOrEqual(of(from))
          expect(of(from) - from).toBeGreaterThan(amount * 86_400_000 - 3_600_001)
          expect(of(from) - from).toBeLessThanOrEqual((amount + 1) * 86_400_000 + 3_600_000)
        },
      ),
    )
  })
})

const device: RiskDevice = {
  ...{ criticality: 'high', careSetting: 'ward', zone: 'infusion', networkConnected: true, storesPhi: false },
  ...{ manufacturer: 'Example Medical', model: 'Drip 3000', description: 'Infusion pump' },
}
const vector = (text: string) => ({
  ...{ version: '3.1' as const, vector: text, score: 5 },
  ...{ source: 'CISA', productIds: [] },
})
const flaw: RiskFlaw = {
  scores: [vector('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H')],
  ...{ scoresFrom: null, exploitation: null, cwe: null, description: '', threats: [], knownExploited: null },
  ...{ exploitProbability: null, advisory: 'A-1', revisedAt: null },
}
const input = (over: { device?: Partial<RiskDevice>; flaw?: Partial<RiskFlaw> } = {}): RiskInput => ({
  ...{ answer: 'affected', probability: 1 },
  device: { ...device, ...over.device },
  flaw: { ...flaw, ...over.flaw },
})
const judged = (appetite: Appetite, one: RiskInput, kevDueOn: string | null = null) =>
  judge(appetite, { inputs: decisionInputs(one), openedAt: new Date('2026-03-02T10:00:00Z'), site: 'North', kevDueOn })
const listed = { addedOn: '2026-02-01', ransomware: false }

describe('what a finding comes to', () => {
  test('the table decides, in words that can be read', () => {
    const { action, answers, deadlines, escalations } = judged(start, input({ flaw: { knownExploited: listed } }))

    expect(action.name).toBe('Out-of-cycle')
    expect(answers.map(({ name, value, text, isAssumed }) => [name, value, text, isAssumed])).toEqual([
      ['exploitation', 'A', 'In CISA’s catalogue of known exploited vulnerabilities since 2026-02-01', false],
      ['system exposure', 'C', 'Zone “infusion” is a segment for one purpose', false],
      [
        'automatable',
        'Y',
        'Over the network, without rights and without anybody’s help, as its CVSS vector says',
        false,
      ],
      ['human impact', 'H', 'Safety 7.7 of 10. Care 6.5 of 10', false],
    ])
    expect(deadlines.map(({ by, dueOn }) => [by, dueOn])).toEqual([['Out-of-cycle', '2026-03-16']])
    expect(escalations.map(({ to, isMissed }) => [to, isMissed])).toEqual([
      ['manager', false],
      ['administrator', true],
    ])
  })

  test('presets are deadlines beside it, and the earliest counts', () => {
    const presets = { kev: true, bod2604: true, hipaa: true }
    const one = input({ flaw: { knownExploited: listed }, device: { zone: 'flat' } })
    const { deadlines } = judged({ ...start, presets }, one, '2026-03-23')

    expect(deadlines.map(({ by, dueOn }) => [by, dueOn])).toEqual([
      ['Immediate', '2026-03-04'],
      ['CISA BOD 26-04', '2026-03-05'],
      ['Due dates of CISA KEV', '2026-03-23'],
      ['HIPAA Security Rule, proposed 2025', '2026-04-01'],
    ])
  })

  test('what is not known counts as the worst, and says so', () => {
    const inputs = decisionInputs(
      input({
        device: { criticality: 'unknown', careSetting: 'unknown', zone: '', networkConnected: null, description: '' },
        flaw: { scores: [], knownExploited: 'unknown' },
      }),
    )
    expect(inputs.points.filter(({ isAssumed }) => !isAssumed)).toEqual([])
    expect(inputs.points.map(({ value }) => value)).toEqual(['A', 'O', 'Y', 'T', 'C', 'MF', 'VH', 'Y', 'Y'])
  })

  test('to lose an input never makes the outcome laxer', () => {
    const dropped: readonly ((one: RiskInput) => RiskInput)[] = [
      (one) => ({ ...one, device: { ...one.device, criticality: 'unknown' } }),
      (one) => ({ ...one, device: { ...one.device, careSetting: 'unknown' } }),
      (one) => ({ ...one, device: { ...one.device, zone: '', networkConnected: null } }),
      (one) => ({ ...one, device: { ...one.device, zone: '', networkConnected: one.device.networkConnected } }),
      (one) => ({ ...one, device: { ...one.device, manufacturer: '', model: '', description: '' } }),
      (one) => ({ ...one, flaw: { ...one.flaw, scores: [] } }),
      (one) => ({ ...one, flaw: { ...one.flaw, knownExploited: 'unknown' } }),
    ]
    const metric = (name: string, ...values: string[]) => fc.constantFrom(...values.map((value) => `${name}:${value}`))
    const anyInput = fc
      .record({
        criticality: fc.constantFrom(...Criticality.options),
        careSetting: fc.constantFrom(...CareSetting.options),
        zone: fc.constantFrom('', 'isolated', 'infusion', 'guest', 'VLAN 12'),
        networkConnected: fc.constantFrom(true, false, null),
        description: fc.constantFrom('Infusion pump', 'Printer', 'CT scanner', 'Bed', ''),
        metrics: fc.tuple(
          metric('AV', 'N', 'A', 'L', 'P'),
          metric('AC', 'L', 'H'),
          metric('PR', 'N', 'L', 'H'),
          metric('UI', 'N', 'R'),
          fc.constant('S:U'),
          metric('C', 'N', 'L', 'H'),
          metric('I', 'N', 'L', 'H'),
          metric('A', 'N', 'L', 'H'),
        ),
        knownExploited: fc.constantFrom(null, listed, { ...listed, ransomware: true }),
        exploitation: fc.constantFrom(null, { level: 'public poc' as const, source: 'CISA', asOf: '2026-01-01' }),
      })
      .map(({ metrics, knownExploited, exploitation, ...over }) =>
        input({
          device: { ...over, model: '', manufacturer: '' },
          flaw: { scores: [vector(`CVSS:3.1/${metrics.join('/')}`)], knownExploited, exploitation },
        }),
      )
    const presets = { kev: false, bod2604: true, hipaa: true }
    fc.assert(
      fc.property(anyInput, fc.constantFrom(...dropped), orderly, (one, drop, table) => {
        const appetite = { ...table, presets }
        const ranks = rankOf(appetite)
        const [before, after] = [judged(appetite, one), judged(appetite, drop(one))]
        expect(ranks.get(after.action.key)).toBeGreaterThanOrEqual(ranks.get(before.action.key)!)
        const first = ({ deadlines: [due] }: typeof before) => due?.dueAt.getTime() ?? Number.POSITIVE_INFINITY
        expect(first(after)).toBeLessThanOrEqual(first(before))
      }),
      { numRuns: 500 },
    )
  })
})

describe('what two versions say otherwise', () => {
  test('nothing, where they are the same in another order', () => {
    expect(changesBetween(start, { ...start, rows: start.rows.toReversed() })).toEqual([])
  })

  test('rows with their direction, deadlines, presets and calendar', () => {
    const after: Appetite = {
      ...start,
      rows: start.rows.map((row) => (rowKey(row.when) === 'A O N VH' ? { ...row, action: 'O' } : row)),
      actions: start.actions.map((one) => (one.key === 'O' ? { ...one, deadline: { amount: 7, unit: 'days' } } : one)),
      presets: { ...start.presets, kev: true },
      calendar: { ...start.calendar, holidays: ['2026-12-25'] },
    }
    expect(
      changesBetween(start, after).map(({ part, what, before, after: now, direction }) => [
        part,
        what,
        before,
        now,
        direction,
      ]),
    ).toEqual([
      [
        'row',
        'exploitation active, system exposure open, automatable no, human impact very high',
        'Immediate',
        'Out-of-cycle',
        'laxer',
      ],
      [
        'action',
        'Out-of-cycle',
        'Out-of-cycle, within 14 days, after 50 % to manager, when missed to administrator',
        'Out-of-cycle, within 7 days, after 50 % to manager, when missed to administrator',
        null,
      ],
      ['calendar', 'Holidays', 'none', '2026-12-25', null],
      ['presets', 'Due dates of CISA KEV', 'off', 'on', null],
    ])
  })
})
