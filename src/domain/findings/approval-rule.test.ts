import { expect, test } from 'vitest'
import type { ApprovalRule } from '#model/approval.ts'
import type { Criticality } from '#model/device.ts'
import type { RiskBand } from '#model/risk.ts'
import { ceilingOf, type TakenOn } from './approval-rule.ts'

const each = (n: number) => ({ critical: n, high: n, medium: n, low: n })
const rule: ApprovalRule = {
  kinds: ['accepted', 'mitigated'],
  approvers: { ...each(0), critical: 1, high: 1 },
  lifeSustaining: each(1),
  longestDays: { critical: 30, high: 90, medium: 365, low: null },
  oneKey: { passes: false, reason: '' },
}
const one = (band: RiskBand | null, criticality: Criticality = 'low') =>
  ({ band, criticality }) as TakenOn['covered'][0]
const ceiling = (
  approvers: number,
  covered: TakenOn['covered'],
  { kind = 'accepted', expiresOn = '2026-01-21' }: { kind?: 'accepted' | 'mitigated'; expiresOn?: string | null } = {},
) => ceilingOf(rule, kind, approvers, { covered, expiresOn, today: '2026-01-01' })

test('what was approved at high is not in force at critical, though as many people would do', () => {
  expect(ceiling(1, [one('high'), one('low')])).toEqual({
    kind: 'approved_for',
    bands: ['high', 'medium', 'low'],
    lifeSustaining: [],
  })
})

test('of what sustains life the worst of its own counts, of others the worst of all', () => {
  expect(ceiling(1, [one('low'), one('high'), one('medium', 'life_sustaining')])).toMatchObject({
    bands: ['high', 'medium', 'low'],
    lifeSustaining: ['medium', 'low'],
  })
  expect(ceiling(1, [one('critical', 'unknown')])).toBeNull()
})

test('what nobody knows was approved as the worst', () => {
  expect(ceiling(1, [one(null, 'life_sustaining')])).toBeNull()
})

test('it goes no further than what needs nobody where nobody approved', () => {
  expect(ceiling(0, [one('low')])).toMatchObject({ bands: ['medium', 'low'], lifeSustaining: [] })
})

test('a band in which it could not last so long is left out, of kinds that have to end', () => {
  const covered = [one('medium'), one('medium', 'life_sustaining')]
  const critical = [one('critical', 'life_sustaining')]
  expect(ceiling(1, critical, { expiresOn: '2026-03-01' })).toMatchObject({
    bands: ['high', 'medium', 'low'],
    lifeSustaining: ['high', 'medium', 'low'],
  })
  expect(ceiling(1, covered, { expiresOn: '2027-06-01' })).toMatchObject({ bands: ['low'], lifeSustaining: ['low'] })
  expect(ceiling(1, critical, { kind: 'mitigated', expiresOn: '2027-06-01' })).toBeNull()
})
