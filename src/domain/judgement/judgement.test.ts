import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RiskBand } from '#model/risk.ts'
import { codeOf, dueOf, findPoint, inputsOf, knownPointIds, latestStart } from './judgement.ts'

test('what a finding answers is one number, and the number says it again', () => {
  const points = knownPointIds.map((id) => findPoint(id)!)
  const answers = fc.tuple(
    fc.constantFrom(...RiskBand.options),
    ...points.map(({ values }) => fc.constantFrom(...values)),
  )
  fc.assert(
    fc.property(answers, ([band, ...values]) => {
      const given = values.map((value, at) => ({
        ...{ id: knownPointIds[at]!, name: points[at]!.name, value: value.key, text: value.name, isAssumed: false },
      }))
      expect(inputsOf(codeOf({ points: given, band }))).toEqual({ points: given, band })
    }),
  )
})

test('what started before the latest start is due by the day, and what starts at it is not', () => {
  const calendar = { timeZone: 'UTC', sites: [], weekend: [6, 7], holidays: ['2026-12-25', '2027-01-01'] }
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Auckland')
  const deadline = fc.record({
    amount: fc.integer({ min: 1, max: 60 }),
    unit: fc.constantFrom('hours', 'days', 'working_days'),
  })
  fc.assert(
    fc.property(zone, deadline, fc.integer({ min: 0, max: 730 }), (timeZone, given, daysOn) => {
      const on = new Date(Date.UTC(2026, 0, 1 + daysOn)).toISOString().slice(0, 10)
      const { before } = latestStart(given, calendar, timeZone, { on })
      expect(dueOf(new Date(before.getTime() - 1), given, calendar, timeZone).dueOn <= on).toBe(true)
      expect(dueOf(before, given, calendar, timeZone).dueOn > on).toBe(true)
    }),
  )
})
