import { expect, test } from 'vitest'
import type { Answer } from '#model/finding.ts'
import { type Attribution, attribute, combine } from './statements.ts'

const says = (answer: Answer, over: Partial<Attribution> = {}): Attribution => ({
  advisoryId: 'cert:A-1',
  revision: '1',
  productId: 'P1',
  answer,
  probability: answer === 'not_affected' ? 0.02 : 0.9,
  because: [],
  publisher: 'Example CERT',
  revisedAt: '2026-01-01T00:00:00Z',
  namesVersion: false,
  ...over,
})

test('affected comes before cannot tell, and that before not affected, whichever was read first', () => {
  const statements = [
    says('not_affected', { advisoryId: 'cert:A-1' }),
    says('affected', { advisoryId: 'cert:A-3' }),
    says('cannot_tell', { advisoryId: 'cert:A-2' }),
  ]

  expect(combine(statements)).toEqual(combine(statements.toReversed()))
  expect(combine(statements)).toMatchObject({
    answer: 'affected',
    advisoryId: 'cert:A-3',
    advisoryIds: ['cert:A-1', 'cert:A-2', 'cert:A-3'],
    supportedBy: ['cert:A-2', 'cert:A-3'],
    affectedBy: ['cert:A-3'],
  })
  expect(combine(statements).evidence).toHaveLength(3)
})

test('a range that ends below the version takes nothing from a statement on all versions', () => {
  expect(combine([says('not_affected', { productId: 'P1' }), says('affected', { productId: 'P2' })]).answer).toBe(
    'affected',
  )
})

const cleared = says('not_affected', { productId: 'P2', namesVersion: true })

test('the publisher that names this very version as fixed takes back what it says of all versions', () => {
  const combined = combine([says('affected'), cleared])

  expect(combined).toMatchObject({ answer: 'not_affected', supportedBy: [] })
  expect(combined.evidence.map(({ answer, isSuperseded }) => [answer, isSuperseded])).toEqual([
    ['not_affected', false],
    ['affected', true],
  ])
})

test.each([
  ['another publisher', { advisoryId: 'vendor:B-1', publisher: 'Example Medical' }],
  ['an advisory that was released before', { advisoryId: 'cert:A-0', revisedAt: '2025-01-01T00:00:00Z' }],
])('%s takes nothing back', (_, over) => {
  expect(combine([says('affected'), { ...cleared, ...over }]).answer).toBe('affected')
})

test('what is said of this very version is not taken back by another word on it', () => {
  expect(combine([says('affected', { namesVersion: true }), cleared]).answer).toBe('affected')
})

test('a statement names the version where its entry is of one version and the device has it', () => {
  const match = { ...says('not_affected'), vulnerabilityId: 'CVE-2026-0001' }
  const source = { publisher: 'Example CERT', revisedAt: '2026-01-01T00:00:00Z' }
  const agrees = { ...match, because: [{ part: 'version', outcome: 'agrees' as const, text: '' }] }
  const outside = { ...match, because: [{ part: 'version', outcome: 'contradicts' as const, text: '' }] }

  expect(attribute(agrees, source, true).namesVersion).toBe(true)
  expect(attribute(agrees, source, false).namesVersion).toBe(false)
  expect(attribute(outside, source, true).namesVersion).toBe(false)
})
