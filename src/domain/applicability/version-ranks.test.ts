import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareVersions, readVersion } from '#standards/vers/vers.ts'
import { rankOf, rankVersions } from './version-ranks.ts'

test('ranks order what is numbers alone as versions are ordered, and nothing else', () => {
  const number = fc.constantFrom('0', '00', '1', '01', '2', '9', '10', '99', '100', '1999', '2019', '2050', '20190301')
  const numbers = fc.array(number, { minLength: 1, maxLength: 4 }).map((all) => all.join('.'))
  const text = fc.oneof(
    numbers,
    numbers,
    fc.constantFrom('1.2a', '1.2 sp1', '1.x', '2019-03-01', '2019-03', 'K', '1:2', '3.0t'),
  )
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), text, text, (known, a, b) => {
      const ranks = rankVersions([...known, a])
      const [left, right] = [rankOf(ranks, a), rankOf(ranks, b)]
      const [one, other] = [readVersion(a), readVersion(b)]
      if (!left || !right || !one || !other) return
      const order = compareVersions(one, other)
      if (left.span !== right.span) expect(order).toBe('incomparable')
      else
        expect([a, b, left.rank < right.rank ? 'less' : left.rank > right.rank ? 'greater' : 'equal']).toEqual([
          a,
          b,
          order,
        ])
    }),
    { numRuns: 5000 },
  )
  const ranks = rankVersions(['1.0', '1.2'])
  expect([rankOf(ranks, '1.2a'), rankOf(ranks, '1.2 sp1'), rankOf(ranks, '1.x'), rankOf(ranks, 'K')]).toEqual(
    Array.from({ length: 4 }, () => undefined),
  )
})
