import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { QueryEntity, QueryField } from '#model/query.ts'
import { AppError } from '#platform/errors.ts'
import { catalogue, relationsOf } from './catalogue.ts'
import { type Expression, entityOf, type QueryValue, units } from './expression.ts'
import { literalsOf, type Plain, plainOf } from './narrow.ts'
import { operatorsOf } from './parser.ts'
import { printQuery } from './print.ts'
import { checkQuery, completeQuery, dayOf, momentBounds, readQuery } from './query.ts'

const printed = (text: string, entity: QueryEntity = 'devices') => checkQuery(entity, text).printed
const fault = (text: string, entity: QueryEntity = 'devices') => checkQuery(entity, text).fault

describe('reading a query', () => {
  it('reads conditions, joins them, and lets brackets bind', () => {
    expect(printed('site = North and (model ~ "Infusomat" or score >= 80)')).toBe(
      'site = North and (model ~ Infusomat or score >= 80)',
    )
    expect(printed('site=North or site=South and exploited')).toBe('site = North or site = South and exploited = yes')
  })

  it('takes words beside conditions for text, and terms without a word between them for and', () => {
    expect(printed('pump 10.1.2.3 site = "North Wing"')).toBe('"pump" and "10.1.2.3" and site = "North Wing"')
  })

  it('knows fields by their other names, words by hyphens, in any capitals', () => {
    expect(printed('OperatingSystem ~ Windows AND CRITICALITY = life-sustaining')).toBe(
      'system ~ Windows and criticality = life_sustaining',
    )
    expect(printed('Lifecycle in ("in use", STORED)')).toBe('lifecycle in (in_use, stored)')
  })

  it('reads what is not so as the opposite of what is', () => {
    expect(readQuery('devices', 'site != North')).toEqual(readQuery('devices', 'not site = North'))
    expect(readQuery('devices', 'site is not empty')).toEqual(readQuery('devices', 'not (site is empty)'))
    expect(readQuery('devices', 'without work(state = draft)')).toEqual(
      readQuery('devices', 'not with work(state=draft)'),
    )
    expect(printed('not (site not in (A, B))')).toBe('not site not in (A, B)')
  })

  it('goes from devices to findings and work, and back', () => {
    expect(printed('with findings(score >= 80 and exploited) without work')).toBe(
      'with findings(score >= 80 and exploited = yes) and without work',
    )
    expect(printed('on device(seen > 30 days ago) and cve = CVE-2026-1', 'findings')).toBe(
      'with device(seen > now-30d) and vulnerability = CVE-2026-1',
    )
    expect(printed('with findings()')).toBe('with findings')
  })

  it('reads days and times', () => {
    for (const [written, read] of [
      ['seen < 30 days ago', 'seen < now-30d'],
      ['seen > today', 'seen > today'],
      ['seen > yesterday', 'seen > today-1d'],
      ['maintenance < in 2 weeks', 'maintenance < today+2w'],
      ['maintenance < now-30d', 'maintenance < today-30d'],
      ['seen >= 2026-03-01', 'seen >= 2026-03-01'],
      ['seen >= 2026-03-01T10:00:00+02:00', 'seen >= 2026-03-01T08:00:00.000Z'],
    ])
      expect(printed(written!)).toBe(read)
  })

  it('takes a blank text for no question', () => {
    expect(readQuery('devices', '  ')).toBeNull()
  })

  it('reads the quotation marks of word processors', () => {
    expect(printed('site = “North Wing”')).toBe('site = "North Wing"')
  })
})

describe('what is wrong', () => {
  it.each([
    ['site = North and model', 'After `model` I expect', 23],
    ['site =', 'After `=` I expect a text', 7],
    ['modl = x', 'Did you mean `model`?', 1],
    ['score = high', '`high` cannot be read: `score` is compared with a number', 9],
    ['score ~ 8', '`score` is a number: it is compared by', 7],
    ['criticality = deadly', 'It is `life_sustaining`, `high`', 15],
    ['(site = A', 'I expect the bracket that closes the one at column 1', 10],
    ['site = A)', 'There is no bracket that this one closes', 9],
    ['with devices(x)', 'I expect `findings` or `work`', 6],
    ['site = "North', 'The closing quotation mark is missing', 8],
    ['seen > 2026-02-30', '`2026-02-30` cannot be read', 8],
    ['maintenance < 3 hours ago', 'cannot be read', 15],
    ['seen > now-9999999y', 'cannot be read', 8],
    ['and site = A', 'I expect a field or a text, not `and`', 1],
    ['site is', 'After `site` I expect', 6],
    ['exploited is empty', 'never empty', 14],
    ['site = ""', 'Write `site is empty`', 8],
    ['""', 'There is no text between', 1],
  ])('says so: %s', (text, sentence, column) => {
    expect(fault(text)).toMatchObject({ sentence: expect.stringContaining(sentence), column, at: column - 1 })
  })

  it('refuses what has no end', () => {
    expect(fault('('.repeat(200))?.sentence).toContain('at most 12 deep')
    expect(fault('not '.repeat(200))?.sentence).toContain('at most 12 deep')
    expect(fault('a '.repeat(300))?.sentence).toContain('at most 100 conditions')
    expect(fault('a'.repeat(2001))?.sentence).toContain('at most 2000 characters')
  })

  it('is an error of the one who asks, with its place', () => {
    expect(() => readQuery('devices', 'site =')).toThrow(AppError)
  })

  it('is never anything else, whatever stands there', () => {
    const pieces = [
      'site',
      'seen',
      'with',
      'findings',
      '(',
      ')',
      ',',
      '=',
      '!=',
      '~',
      'in',
      'not',
      'is',
      'empty',
      '"',
      'and',
      'or',
      '30',
      'days',
      'ago',
      '!',
      '“',
    ]
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string())),
        fc.constantFrom(...entities),
        (parts, entity) => {
          const text = parts.join(' ')
          const { fault, printed: once } = checkQuery(entity, text)
          if (fault) expect(fault.at).toBeLessThanOrEqual(text.length)
          else expect(checkQuery(entity, once).printed).toBe(once)
          const { at, end } = completeQuery(entity, text, Math.floor(text.length / 2))
          expect(at).toBeLessThanOrEqual(end)
        },
      ),
    )
  })
})

describe('the tree', () => {
  it('is the same again when it was printed and read', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...entities).chain((entity) => fc.tuple(fc.constant(entity), expressionOf(entity, 3))),
        ([entity, expression]) => {
          expect(readQuery(entity, printQuery(expression))).toEqual(flat(expression))
        },
      ),
    )
  })

  it('means the same with not at its leaves alone', () => {
    fc.assert(
      fc.property(expressionOf('devices', 3), fc.func(fc.boolean()), (expression, truth) => {
        const leaf = (one: Expression) => truth(JSON.stringify(one))
        const isTrue = (one: Expression): boolean =>
          one.kind === 'and'
            ? one.parts.every(isTrue)
            : one.kind === 'or'
              ? one.parts.some(isTrue)
              : one.kind === 'not'
                ? !isTrue(one.part)
                : leaf(one)
        const isPlain = (one: Plain): boolean =>
          one.kind === 'literal'
            ? leaf(one.leaf) !== one.isNegated
            : one.kind === 'and'
              ? one.parts.every(isPlain)
              : one.parts.some(isPlain)
        expect(isPlain(plainOf(expression))).toBe(isTrue(expression))
        expect(literalsOf(plainOf(expression)).length).toBeGreaterThan(0)
      }),
    )
  })
})

describe('days and times', () => {
  const clock = { now: new Date('2026-03-31T22:30:00Z'), timeZone: 'Europe/Berlin' }
  const value = (text: string, field = 'seen') => {
    const read = readQuery('devices', `${field} = ${text}`)
    return read?.kind === 'is' ? read.value : undefined!
  }

  it('count by the day of the hospital', () => {
    expect(dayOf(value('today', 'maintenance'), clock)).toBe('2026-04-01')
    expect(dayOf(value('1 month ago', 'maintenance'), clock)).toBe('2026-03-01')
    expect(dayOf(value('today-1d', 'maintenance'), clock)).toBe('2026-03-31')
    expect(dayOf(value('today-1mo', 'maintenance'), { ...clock, now: new Date('2026-03-31T12:00:00Z') })).toBe(
      '2026-02-28',
    )
  })

  it('make a whole day of a day, and a point of a time', () => {
    expect(momentBounds('=', value('2026-03-01'), clock)).toEqual([
      { sign: '>=', when: { on: '2026-03-01' } },
      { sign: '<', when: { on: '2026-03-02' } },
    ])
    expect(momentBounds('>', value('2026-02-28'), clock)).toEqual([{ sign: '>=', when: { on: '2026-03-01' } }])
    expect(momentBounds('<', value('now-12h'), clock)).toEqual([
      { sign: '<', when: { at: '2026-03-31T10:30:00.000Z' } },
    ])
    expect(momentBounds('=', value('2 days ago'), clock)[0]).toEqual({ sign: '>=', when: { on: '2026-03-30' } })
  })
})

describe('completion', () => {
  const texts = (text: string, entity: QueryEntity = 'devices') =>
    completeQuery(entity, text, text.length).proposals.map((one) => one.text)

  it('proposes fields and ways on where something begins', () => {
    expect(texts('')).toEqual(expect.arrayContaining(['site', 'seen', 'with findings(', 'without work(', 'not']))
    expect(texts('site = A and mo')).toEqual(['model', 'modelNumber', 'name'])
    expect(texts('os')).toContain('system')
    expect(texts('with findings(sc')).toEqual(['score'])
  })

  it('proposes operators behind a field, and joins behind a condition', () => {
    expect(texts('score ')).toContain('>=')
    expect(texts('site is not empty ')).toEqual(expect.arrayContaining(['and', 'or', 'model']))
    expect(texts('with findings(exploited ')).toContain(')')
    expect(texts('with ')).toEqual(['findings(', 'work('])
  })

  it('proposes words, and asks for values that are there', () => {
    expect(texts('criticality = l')).toEqual(['life_sustaining', 'low'])
    const { values, at, end } = completeQuery('findings', 'site = "Nor', 11)
    expect(values).toMatchObject({ entity: 'findings', field: { name: 'site' }, begun: 'Nor' })
    expect([at, end]).toEqual([7, 11])
  })

  it('takes the place of the word at the cursor, wherever it stands', () => {
    expect(completeQuery('devices', 'mod = x', 2)).toMatchObject({ at: 0, end: 3 })
  })

  it('proposes nothing that cannot be read on', () => {
    for (const entity of entities)
      for (const text of ['', 'not ', '(', 'a or '])
        for (const { text: proposed } of completeQuery(entity, text, text.length).proposals) {
          const { fault } = checkQuery(entity, `${text}${proposed}`)
          expect(fault === null || fault.at >= text.length + proposed.length, `${text}${proposed}`).toBe(true)
        }
  })
})

// made up ------------------------------------------------------------------------------------------------------------

const entities = ['devices', 'findings', 'work'] as const

const anyText = fc
  .string({ minLength: 1, maxLength: 12 })
  .map((text) => text.trim())
  .filter((text) => text !== '')

function anyValueOf(field: QueryField): fc.Arbitrary<QueryValue> {
  const day = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((at): QueryValue => ({ kind: 'day', on: at.toISOString().slice(0, 10) }))
  const shifted = (from: 'now' | 'today', some: readonly (typeof units)[number][]) =>
    fc.tuple(fc.integer({ min: -90, max: 90 }), fc.constantFrom(...some)).map(
      ([amount, unit]): QueryValue => ({
        kind: 'relative',
        from,
        amount: amount === 0 ? 0 : amount,
        unit: amount === 0 ? 'day' : unit,
      }),
    )
  switch (field.kind) {
    case 'text':
    case 'list':
      return anyText.map((text) => ({ kind: 'text', text }))
    case 'word':
      return fc.constantFrom(...(field.words ?? [])).map((text) => ({ kind: 'text', text }))
    case 'number':
      return fc.integer({ min: -1000, max: 1000 }).map((number) => ({ kind: 'number', number: number / 4 + 0 }))
    case 'flag':
      return fc.boolean().map((is) => ({ kind: 'flag', is }))
    case 'date':
      return fc.oneof(day, shifted('today', ['day', 'week', 'month', 'year']))
    case 'moment':
      return fc.oneof(day, shifted('now', units), shifted('today', units))
  }
}

function expressionOf(entity: QueryEntity, depth: number): fc.Arbitrary<Expression> {
  const field = fc.constantFrom(...catalogue[entity])
  const compared = field.chain((one) =>
    fc
      .tuple(fc.constantFrom(...operatorsOf[one.kind].filter((sign) => !/[!a-z]/.test(sign))), anyValueOf(one))
      .map(([operator, value]): Expression => ({ kind: 'is', field: one.name, operator: operator as '=', value })),
  )
  const among = field
    .filter(({ kind }) => operatorsOf[kind].includes('in'))
    .chain((one) =>
      fc
        .array(anyValueOf(one), { minLength: 1, maxLength: 3 })
        .map((values): Expression => ({ kind: 'in', field: one.name, values })),
    )
  const empty = field
    .filter(({ kind }) => kind !== 'flag')
    .map((one): Expression => ({ kind: 'empty', field: one.name }))
  const leaf = fc.oneof(
    anyText.map((text): Expression => ({ kind: 'text', text })),
    compared,
    among,
    empty,
  )
  if (depth === 0) return leaf
  const inner = expressionOf(entity, depth - 1)
  const related = fc
    .constantFrom(...relationsOf[entity])
    .chain((to) =>
      fc
        .option(expressionOf(entityOf(to), Math.max(depth - 2, 0)))
        .map((expression): Expression => ({ kind: 'related', to, expression })),
    )
  return fc.oneof(
    leaf,
    related,
    inner.map((part): Expression => ({ kind: 'not', part })),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(inner, { minLength: 2, maxLength: 3 }))
      .map(([kind, parts]): Expression => ({ kind, parts })),
  )
}

/** As the parser gives it: one of its kind inside another is part of that one. */
function flat(expression: Expression): Expression {
  if (expression.kind === 'not') return { kind: 'not', part: flat(expression.part) }
  if (expression.kind === 'related')
    return { ...expression, expression: expression.expression && flat(expression.expression) }
  if (expression.kind !== 'and' && expression.kind !== 'or') return expression
  const parts = expression.parts.map(flat).flatMap((part) => (part.kind === expression.kind ? part.parts : [part]))
  return { kind: expression.kind, parts }
}
