import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { History, HistoryGroup, HistoryProfile, Span } from '#domain/findings/findings.ts'
import { decisionInputs, type RiskDevice, type RiskFlaw } from '#domain/risk/risk.ts'
import type { Appetite, AppetiteAction } from '#model/appetite.ts'
import { type EffortOf, monthsUntil, TableReplay } from './replay.ts'
import { startingAppetite } from './starting-table.ts'

const day = 86_400_000
const to = new Date('2026-06-16T08:00:00Z')
const months = monthsUntil(to, 6, 'Europe/Berlin')
const effort: EffortOf = () => ({ least: 20, likely: 45, most: 90, isMeasured: false })

const device: RiskDevice = {
  ...{ criticality: 'high', careSetting: 'icu', zone: 'infusion', networkConnected: true, storesPhi: false },
  ...{ manufacturer: 'Example Medical', model: 'Drip 3000', description: 'Infusion pump' },
}
const flaw: RiskFlaw = {
  scores: [
    {
      version: '3.1',
      vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
      score: 9.8,
      source: 'Example CERT',
      productIds: [],
    },
  ],
  ...{ scoresFrom: null, exploitation: null, cwe: null, description: '', threats: [] },
  ...{ knownExploited: null, exploitProbability: null, advisory: 'A-1', revisedAt: null },
}
const inputs = (over: Partial<RiskFlaw>, zone = 'infusion') =>
  decisionInputs({ answer: 'affected', probability: 1, device: { ...device, zone }, flaw: { ...flaw, ...over } })
const exploited = { knownExploited: { addedOn: '2026-03-02', ransomware: true } }
const profile = (over: Partial<HistoryProfile>, zone?: string): HistoryProfile => ({
  ...{ unlisted: inputs({}, zone), listed: null, listedOn: null },
  ...{ delistedAt: null, kevDueOn: null, isQuestion: false },
  ...over,
})
const listed = { listed: inputs(exploited), listedOn: '2026-03-02', kevDueOn: '2026-03-23' }
const profiles = [
  profile({}),
  profile({}, 'isolated'),
  profile({ isQuestion: true }, ''),
  profile(listed),
  profile({ ...listed, delistedAt: Date.parse('2026-04-20T10:00:00Z') }),
]

const group = (devices = 1): HistoryGroup => ({
  ...{ manufacturer: 'Example Medical', model: 'Drip 3000', site: 'North', siteAsWritten: 'North' },
  ...{ description: 'Infusion pump', exampleId: '1', devices },
})
const history = (spans: readonly Span[], devices = 1): History => ({
  ...{ groups: [group(devices)], vulnerabilities: ['CVE-1'], advisories: ['A-1', 'A-2'] },
  ...{ profiles, unjudged: 0, isKevUnread: false, spansOf: () => spans },
})

function replay(appetite: Appetite, spans: readonly Span[], devices = 1) {
  const past = history(spans, devices)
  const table = new TableReplay(appetite, past, months, effort)
  for (const span of spans) table.take(past.groups[0]!, span)
  table.endGroup(past.groups[0]!)
  return table.result()
}

const start = startingAppetite('Europe/Berlin')
const withDeadlines = (deadlineOf: (action: AppetiteAction, at: number) => AppetiteAction['deadline']): Appetite => ({
  ...start,
  actions: start.actions.map((action, at) => ({ ...action, deadline: deadlineOf(action, at) })),
})

const span = fc
  .record({
    profile: fc.nat({ max: profiles.length - 1 }),
    advisory: fc.nat({ max: 1 }),
    opened: fc.integer({ min: -250, max: 190 }),
    hours: fc.nat({ max: 23 }),
    again: fc.nat({ max: 60 }),
    lasted: fc.option(fc.integer({ min: 1, max: 300 * 24 })),
    how: fc.constantFrom('fixed', 'decided', 'not_affected', 'left'),
  })
  .map(({ opened: days, hours, again, lasted, how, ...rest }): Span => {
    const opened = Date.parse('2026-01-01T00:00:00Z') + days * day + hours * 3_600_000
    const closed = lasted === null ? null : opened + lasted * 3_600_000
    const isOver = closed !== null && closed <= to.getTime()
    const since = opened - (again > 40 ? again * day : 0)
    return {
      vulnerability: 0,
      ...rest,
      since,
      opened,
      closed: isOver ? closed : null,
      how: isOver ? how : null,
    } as Span
  })
  .filter(({ opened, closed }) => opened <= to.getTime() && (closed === null || closed > months.starts[0]!))
const spans = fc.array(span, { minLength: 1, maxLength: 12 })
const unit = fc.constantFrom('hours', 'days', 'working_days')

describe('what a table would have asked', () => {
  test('a stricter deadline never misses fewer deadlines', () => {
    let differed = 0
    fc.assert(
      fc.property(
        spans,
        fc.array(fc.record({ unit, amount: fc.integer({ min: 1, max: 90 }), less: fc.nat({ max: 60 }) }), {
          minLength: start.actions.length,
          maxLength: start.actions.length,
        }),
        (past, deadlines) => {
          const lax = withDeadlines((_, at) => ({ unit: deadlines[at]!.unit, amount: deadlines[at]!.amount }))
          const strict = withDeadlines((_, at) => {
            const { unit: of, amount, less } = deadlines[at]!
            return { unit: of, amount: Math.max(1, amount - less) }
          })
          const [laxly, strictly] = [replay(lax, past), replay(strict, past)]
          if (strictly.missed > laxly.missed) differed++
          expect(strictly.missed).toBeGreaterThanOrEqual(laxly.missed)
          expect(strictly.stillOpen).toBeGreaterThanOrEqual(laxly.stillOpen)
        },
      ),
      { numRuns: 300 },
    )
    expect(differed).toBeGreaterThan(20)
  })

  test('to switch deadlines of others on never misses fewer either', () => {
    fc.assert(
      fc.property(spans, (past) => {
        const on = { ...start, presets: { kev: true, bod2604: true, hipaa: true } }
        expect(replay(on, past).missed).toBeGreaterThanOrEqual(replay(start, past).missed)
      }),
      { numRuns: 100 },
    )
  })

  test('what is told by month and by action adds up, and many alike count as each of them', () => {
    fc.assert(
      fc.property(spans, fc.integer({ min: 2, max: 500 }), (past, n) => {
        const result = replay(start, past)
        const sum = (of: (action: (typeof result.actions)[number]) => number) =>
          result.actions.reduce((total, action) => total + of(action), 0)
        const inMonths = (of: 'got' | 'missed') =>
          sum((action) => action.months.reduce((total, month) => total + month[of], 0))
        expect(inMonths('missed') + result.overdueAtStart).toBe(result.missed)
        expect(sum(({ missed }) => missed)).toBe(result.missed)
        expect(sum(({ openNow }) => openNow)).toBe(past.filter(({ closed }) => closed === null).length)
        expect(inMonths('got')).toBe(sum(({ got }) => got))
        // Each is with some action from its beginning on, and each change of action is one more.
        expect(sum(({ got, atStart }) => got + atStart)).toBeGreaterThanOrEqual(past.length)
        expect(result.hours.least).toBeLessThanOrEqual(result.hours.likely)
        expect(result.hours.likely).toBeLessThanOrEqual(result.hours.most)

        const many = replay(start, past, n)
        expect(many.missed).toBe(result.missed * n)
        expect(many.visits).toBe(result.visits * n)
        expect([many.medianDaysLate, many.worstDaysLate]).toEqual([result.medianDaysLate, result.worstDaysLate])
      }),
      { numRuns: 150 },
    )
  })

  test('one visit is for all that one advisory leaves open and that is due in one month', () => {
    const one = ({ opened = Date.parse('2026-02-02T10:00:00Z'), ...over }: Partial<Span>): Span => ({
      ...{ vulnerability: 0, advisory: 0, profile: 0, closed: null, how: null },
      ...{ since: opened, opened },
      ...over,
    })
    const table = withDeadlines(() => ({ unit: 'days', amount: 10 }))
    expect(replay(table, [one({}), one({ opened: Date.parse('2026-02-10T10:00:00Z') })]).visits).toBe(1)
    expect(replay(table, [one({}), one({ advisory: 1 })]).visits).toBe(2)
    expect(replay(table, [one({}), one({ opened: Date.parse('2026-03-10T10:00:00Z') })]).visits).toBe(2)
    // To look at a device is another visit than to mend it.
    expect(replay(table, [one({}), one({ profile: 2 })]).visits).toBe(2)
    const decided = one({ closed: Date.parse('2026-02-05T10:00:00Z'), how: 'decided' })
    expect(replay(table, [decided]).visits).toBe(0)
    expect(replay(table, [{ ...decided, how: 'fixed' }]).visits).toBe(1)
  })
})

describe('the months', () => {
  test('begin at midnight of the hospital, over a change of clocks too, and the last ends with the test', () => {
    expect(months.names).toEqual(['2025-12', '2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06'])
    expect(months.starts.map((at) => new Date(at).toISOString()).slice(3, 5)).toEqual([
      '2026-02-28T23:00:00.000Z',
      '2026-03-31T22:00:00.000Z',
    ])
    expect(months.end).toBe(to.getTime())
    // It is still May there.
    expect(monthsUntil(new Date('2026-06-01T03:00:00Z'), 1, 'America/Chicago').names).toEqual(['2026-04', '2026-05'])
  })
})
