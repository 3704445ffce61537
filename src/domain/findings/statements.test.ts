import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Answer } from '#model/finding.ts'
import { type Attribution, attribute, combine, isSpokenOf } from './statements.ts'

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

const bill = (answer: Answer, over: Partial<Attribution> = {}) =>
  says(answer, {
    advisoryId: 'sbom:1',
    sbomId: '1',
    productId: '',
    publisher: 'Example Medical',
    isMaker: true,
    ...over,
  })

test('what the maker’s bill clears is clear, whatever a third party said of it', () => {
  const cleared = combine([says('affected', { revisedAt: '2026-09-01T00:00:00Z' }), bill('not_affected')])

  expect(cleared).toMatchObject({
    answer: 'not_affected',
    // A match stands on an advisory; the bill is evidence beside it.
    advisoryId: 'cert:A-1',
    advisoryIds: ['cert:A-1'],
    supportedBy: [],
    evidence: [{ sbomId: '1' }, { advisoryId: 'cert:A-1', isSuperseded: true }],
  })
})

test('a bill by somebody else clears nothing', () => {
  expect(combine([says('affected'), bill('not_affected', { isMaker: false, namesVersion: true })])).toMatchObject({
    answer: 'affected',
    supportedBy: ['cert:A-1'],
  })
})

test('of two statements by makers the one of exactly this version counts, of two such the later', () => {
  const exact = bill('affected', { sbomId: '2', advisoryId: 'sbom:2', namesVersion: true })
  expect(
    combine([says('not_affected'), exact, bill('not_affected', { revisedAt: '2026-09-01T00:00:00Z' })]).evidence,
  ).not.toContainEqual(expect.objectContaining({ isSuperseded: true }))
  const later = bill('not_affected', { namesVersion: true, revisedAt: '2026-09-01T00:00:00Z' })
  expect(combine([says('affected'), exact, later]).answer).toBe('not_affected')
  const earlier = bill('not_affected', { namesVersion: true, revisedAt: '2025-09-01T00:00:00Z' })
  expect(combine([says('affected'), exact, earlier]).answer).toBe('affected')
})

test('the maker’s own advisory weighs as much as its bill', () => {
  const advisory = says('affected', { publisher: 'Example Medical, Inc.', isMaker: true, namesVersion: true })

  expect(combine([advisory, bill('not_affected', { revisedAt: '2026-09-01T00:00:00Z' })]).answer).toBe('affected')
  expect(
    combine([advisory, bill('not_affected', { namesVersion: true, revisedAt: '2026-09-01T00:00:00Z' })]).answer,
  ).toBe('not_affected')
})

test('a bill that says exploitable makes sure what an advisory left open', () => {
  expect(combine([says('cannot_tell'), bill('affected')])).toMatchObject({
    answer: 'affected',
    advisoryId: 'cert:A-1',
    affectedBy: [],
    supportedBy: ['cert:A-1'],
  })
})

const maker = { publisher: 'Example Medical', isMaker: true }
const outside = { part: 'version', outcome: 'contradicts' as const, text: 'version "9.2" is outside of "< 9.1"' }

test('the manufacturer on exactly this version stands above a third party, whenever either was released', () => {
  const combined = combine([
    says('affected', { advisoryId: 'cert:A-9', revisedAt: '2026-09-01T00:00:00Z' }),
    says('not_affected', { ...maker, advisoryId: 'maker:V-1', namesVersion: true }),
  ])

  expect(combined).toMatchObject({ answer: 'not_affected', advisoryId: 'maker:V-1', supportedBy: [] })
  expect(combined.evidence[1]).toMatchObject({
    advisoryId: 'cert:A-9',
    isSuperseded: true,
    givesWay: 'Example Medical, the manufacturer, says of exactly this version that it is not affected.',
  })
})

test('of the manufacturer a word on this version stands above one on a range, and a later one above its equal', () => {
  const range = says('affected', { ...maker, advisoryId: 'maker:V-1', revisedAt: '2026-09-01T00:00:00Z' })
  const exact = says('not_affected', { ...maker, advisoryId: 'maker:V-2', namesVersion: true })
  const again = says('affected', { ...exact, answer: 'affected', revisedAt: '2026-10-01T00:00:00Z' })

  expect(combine([range, exact]).answer).toBe('not_affected')
  expect(combine([range, exact, again]).answer).toBe('affected')
  expect(combine([again, { ...exact, revisedAt: '2026-11-01T00:00:00Z' }]).answer).toBe('not_affected')
})

test('what only follows from the manufacturer’s range takes nothing from a third party, and says so', () => {
  const combined = combine([
    says('affected', { advisoryId: 'cert:A-9' }),
    says('not_affected', { ...maker, advisoryId: 'maker:V-1', because: [outside] }),
  ])

  expect(combined.answer).toBe('affected')
  expect(combined.evidence[1]!.givesWay).toMatch(/^That its range does not hold this version takes nothing/)
})

test('a manufacturer that is looking into it again is not answered by what it said before', () => {
  const looking = says('cannot_tell', { ...maker, advisoryId: 'maker:V-2', revisedAt: '2026-09-01T00:00:00Z' })
  const before = says('not_affected', { ...maker, advisoryId: 'maker:V-1' })

  expect(combine([looking, before]).answer).toBe('cannot_tell')
  expect(combine([{ ...looking, revisedAt: '2025-01-01T00:00:00Z' }, before]).answer).toBe('not_affected')
})

const anyStatement = fc
  .record({
    answer: fc.constantFrom<Answer>('affected', 'not_affected', 'cannot_tell'),
    number: fc.integer({ min: 1, max: 4 }),
    productId: fc.constantFrom('P1', 'P2'),
    publisher: fc.constantFrom('Example CERT', 'Other CERT', 'Example Medical'),
    month: fc.integer({ min: 1, max: 9 }),
    namesVersion: fc.boolean(),
    isInferred: fc.boolean(),
  })
  .map(({ answer, number, productId, publisher, month, namesVersion, isInferred }) =>
    says(answer, {
      advisoryId: `${publisher}:${number}`,
      productId,
      publisher,
      revisedAt: `2026-0${month}-01T00:00:00Z`,
      namesVersion: namesVersion && !isInferred,
      ...(publisher === 'Example Medical' && { isMaker: true }),
      ...(answer === 'not_affected' && isInferred && { because: [outside] }),
    }),
  )
const someStatements = fc.uniqueArray(anyStatement, {
  minLength: 1,
  maxLength: 7,
  selector: ({ advisoryId, productId }) => `${advisoryId} ${productId}`,
})
const spoken = (one: Attribution) => one.because.length === 0

test('in whatever order statements arrive, the same comes of them', () => {
  fc.assert(
    fc.property(
      someStatements.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        expect(combine(shuffled)).toEqual(combine(all))
      },
    ),
  )
})

test('no statement is dropped, and each that says something else than the answer says why it gives way', () => {
  fc.assert(
    fc.property(someStatements, (all) => {
      const { answer, evidence, advisoryIds } = combine(all)
      const bare = evidence.map(({ isSuperseded: _, givesWay: __, ...one }) => one)
      expect(bare).toHaveLength(all.length)
      expect(bare).toEqual(expect.arrayContaining(all))
      expect(advisoryIds).toEqual([...new Set(all.map(({ advisoryId }) => advisoryId))].sort())
      for (const one of evidence) {
        if (one.answer !== answer) expect(one.givesWay).toBeTruthy()
        else if (!one.isSuperseded) expect(one.givesWay).toBeUndefined()
      }
    }),
  )
})

test('what the manufacturer says of exactly this version decides against everybody else', () => {
  const exact = says('affected', { ...maker, advisoryId: 'maker:V', namesVersion: true })
  fc.assert(
    fc.property(someStatements, fc.constantFrom<Answer>('affected', 'not_affected'), (all, answer) => {
      const others = all.filter(({ isMaker }) => !isMaker)
      expect(combine([...others, { ...exact, answer }]).answer).toBe(answer)
    }),
  )
})

test('what only follows, and what a third party clears, never turns affected into anything milder', () => {
  fc.assert(
    fc.property(someStatements, someStatements, (all, more) => {
      const before = combine(all)
      fc.pre(before.answer === 'affected')
      const publishers = new Set(all.map(({ publisher }) => publisher))
      const mild = more.filter((one) => !spoken(one) || (!one.isMaker && !publishers.has(one.publisher)))
      expect(combine([...all, ...mild]).answer).toBe('affected')
    }),
  )
})

test('a word that clears some serial numbers decides nothing where the device’s is not known, and says whether it would', () => {
  const perhaps = (over: Partial<Attribution> = {}) =>
    says('cannot_tell', { advisoryId: 'maker:V-1', publisher: 'Example Medical', mayClear: true, ...over })
  const byMaker = perhaps({ isMaker: true, namesVersion: true })

  expect(combine([byMaker, says('affected')])).toMatchObject({
    ...{ answer: 'affected', advisoryId: 'cert:A-1', supportedBy: ['cert:A-1'], affectedBy: ['cert:A-1'] },
    advisoryIds: ['cert:A-1', 'maker:V-1'],
    evidence: [{ answer: 'affected' }, { mayClear: true, isSuperseded: false }],
  })
  expect(combine([perhaps(), says('affected')]).evidence[1]).toMatchObject({ mayClear: false })
  expect(combine([byMaker, says('not_affected')])).toEqual(combine([says('not_affected')]))
  expect([isSpokenOf([byMaker]), isSpokenOf([byMaker, says('affected')])]).toEqual([false, true])
})

test('where only a bill leaves it open it stands in the name of VEX, and in a database’s that names it too', () => {
  const ofBill = says('affected', { advisoryId: 'sbom:1', sbomId: '1', publisher: 'Example Medical', isMaker: true })
  const nvd = says('affected', { advisoryId: 'NVD', database: 'NVD', publisher: 'NVD' })

  expect(combine([ofBill])).toMatchObject({
    ...{ answer: 'affected', advisoryId: 'VEX' },
    ...{ advisoryIds: ['VEX'], supportedBy: ['VEX'], affectedBy: ['VEX'] },
  })
  // The maker's word stands before the database's: it is open, and has its group of work.
  expect(combine([nvd, ofBill])).toMatchObject({
    ...{ answer: 'affected', advisoryId: 'NVD' },
    ...{ advisoryIds: ['NVD'], supportedBy: ['NVD'], affectedBy: ['NVD'] },
  })
})
