import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CountsAs, mostLookFrom, type Thresholds, tiers } from '#model/threshold.ts'
import { treat } from './counts-as.ts'
import { type RiskInput, scoreFinding } from './risk.ts'

const rank: Record<CountsAs, number> = { set_aside: 0, to_look_at: 1, affected: 2 }

/** In percent, as people set them: never less for a lower criticality. */
const ordered = fc
  .tuple(
    fc.array(fc.integer({ min: 0, max: mostLookFrom * 100 }), { minLength: 4, maxLength: 4 }),
    fc.array(fc.integer({ min: 50, max: 105 }), { minLength: 4, maxLength: 4 }),
  )
  .map(([looks, affects]): Thresholds => {
    const [lookFrom, affectedFrom] = [looks, affects].map((some) => some.toSorted((a, b) => a - b))
    const of = (at: number) => ({
      affectedFrom: affectedFrom![at]! > 100 ? null : affectedFrom![at]! / 100,
      lookFrom: lookFrom![at]! / 100,
    })
    return { life_sustaining: of(0), high: of(1), medium: of(2), low: of(3) }
  })
const probability = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100)
const flags = fc.record({ isNameAlone: fc.boolean(), isExploited: fc.boolean() })
const unclear = { answer: 'cannot_tell' as const, criticality: 'low' as const }

test('more harm, or more certainty, never makes a match count for less', () => {
  fc.assert(
    fc.property(ordered, probability, probability, flags, (thresholds, one, other, said) => {
      const [less, more] = [Math.min(one, other), Math.max(one, other)]
      const ranks = (sure: number) =>
        tiers.map(
          (criticality) => rank[treat({ ...unclear, ...said, criticality, probability: sure }, thresholds).countsAs],
        )
      expect(ranks(less)).toEqual(ranks(less).toSorted((a, b) => b - a))
      expect(ranks(more).every((value, at) => value >= ranks(less)[at]!)).toBe(true)
    }),
  )
})

test('what is not known never makes a match count for less', () => {
  fc.assert(
    fc.property(ordered, probability, flags, (thresholds, sure, said) => {
      const of = (over: object) => rank[treat({ ...unclear, ...said, probability: sure, ...over }, thresholds).countsAs]
      expect(of({ criticality: 'unknown' })).toBe(of({ criticality: 'life_sustaining' }))
      expect(of({ isNameAlone: false })).toBeGreaterThanOrEqual(of({ isNameAlone: true }))
      expect(of({ isNameAlone: false })).toBeGreaterThan(rank.set_aside)
      expect(of({ isExploited: true })).toBeGreaterThan(rank.set_aside)
    }),
  )
})

test('an answer is never made less, and no score is lower by a threshold', () => {
  const flaw: RiskInput['flaw'] = {
    ...{ scores: [], scoresFrom: null, cwe: null, description: '', threats: [], exploitation: null },
    ...{ knownExploited: null, exploitProbability: null, advisory: 'CISA A-1', revisedAt: null },
  }
  const device: RiskInput['device'] = {
    ...{ criticality: 'medium', careSetting: 'icu', zone: '', networkConnected: true, storesPhi: null },
    ...{ manufacturer: 'Example Medical', model: 'Drip 3000', description: 'Infusion pump' },
  }
  fc.assert(
    fc.property(ordered, probability, fc.constantFrom('affected', 'cannot_tell'), (thresholds, sure, answer) => {
      const input = { answer, probability: sure, device, flaw, isNameAlone: true } as const
      const without = scoreFinding(input)
      const score = scoreFinding({ ...input, thresholds })
      expect(score.score).toBeGreaterThanOrEqual(without.score)
      expect(without.countsAs).toBeUndefined()
      if (answer === 'affected') expect(score).toEqual(without)
    }),
  )
})
