import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCvss } from '#standards/cvss/cvss.ts'
import { followRubric, type RubricAnswers } from './follow.ts'
import { type RubricAnswer, rubricQuestions } from './questions.ts'

const codesOf = (metric: string) => rubricQuestions.flatMap((one) => (one.metric === metric ? [one.code] : []))
const all = (codes: readonly string[], answer: RubricAnswer) => Object.fromEntries(codes.map((code) => [code, answer]))
/** A pump that anyone on the network can set, and that loses nothing else. */
const pump: RubricAnswers = {
  ...{ XAVN: 'yes', XAVT: 'yes', XACL: 'yes', XPRL: 'no', XUI: 'no', XS: 'no' },
  ...all([...codesOf('C').filter((code) => code !== 'XCPM'), ...codesOf('I'), ...codesOf('A')], 'no'),
  XIT: 'yes',
  XAT: 'yes',
}

test('a pump that anyone on the network can set', () => {
  expect(followRubric(pump)).toEqual({
    asked: [
      ...['XAVN', 'XAVT', 'XACL', 'XPRL', 'XUI', 'XS'],
      ...['XCP', 'XCD', 'XCT', 'XCW', 'XCS', 'XCO', 'XIP', 'XID', 'XIT', 'XIW', 'XIS', 'XIO'],
      ...['XAP', 'XAD', 'XAT', 'XAW', 'XAS', 'XAO'],
    ],
    unanswered: [],
    contradictions: [],
    metrics: { AV: 'N', AC: 'L', PR: 'N', UI: 'N', S: 'U', C: 'N', I: 'H', A: 'H' },
    extended:
      'XAVN:Y/XAVT:Y/XACL:Y/XPRL:N/XUI:N/XS:N/XCP:N/XCD:N/XCT:N/XCW:N/XCS:N/XCO:N/XIP:N/XID:N/XIT:Y/XIW:N/XIS:N/XIO:N/XAP:N/XAD:N/XAT:Y/XAW:N/XAS:N/XAO:N',
    vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H',
    score: 9.1,
    severity: 'critical',
  })
})

test('nothing answered: the questions that do not hang on others are asked', () => {
  const { asked, unanswered, vector, metrics } = followRubric({})

  expect(asked).toHaveLength(23)
  expect(unanswered).toEqual(asked)
  expect([vector, metrics]).toEqual([null, {}])
})

const without = (...codes: string[]) =>
  Object.fromEntries(Object.entries(pump).filter(([code]) => !codes.includes(code)))

test.each<[string, Record<string, RubricAnswer>, string]>([
  ['not known whether over a network', { XAVN: 'unknown' }, 'AV:N'],
  ['routed', { XAVN: 'yes', XAVT: 'yes' }, 'AV:N'],
  ['not known whether routed', { XAVN: 'yes', XAVT: 'unknown' }, 'AV:N'],
  ['a serial cable', { XAVN: 'yes', XAVT: 'no', XAVW: 'no' }, 'AV:A'],
  ['not known whether radio', { XAVN: 'yes', XAVT: 'no', XAVW: 'unknown' }, 'AV:A'],
  ['near radio', { XAVN: 'yes', XAVT: 'no', XAVW: 'yes', XAVR: 'yes' }, 'AV:L'],
  ['far radio', { XAVN: 'yes', XAVT: 'no', XAVW: 'yes', XAVR: 'no' }, 'AV:A'],
  ['radio of unknown range', { XAVN: 'yes', XAVT: 'no', XAVW: 'yes', XAVR: 'unknown' }, 'AV:A'],
  ['at the device, by touch', { XAVN: 'no', XAVP: 'yes', XAVPA: 'no' }, 'AV:P'],
  ['at the device, untouched', { XAVN: 'no', XAVP: 'no' }, 'AV:L'],
  ['at the device, not known how', { XAVN: 'no', XAVP: 'unknown' }, 'AV:L'],
])('attack vector: %s', (_, answers, value) =>
  expect(followRubric({ ...without('XAVN', 'XAVT'), ...answers }).vector).toContain(`/${value}/`),
)

test.each<[string, Record<string, RubricAnswer>, string]>([
  ['one user', { XPRL: 'no' }, 'PR:N'],
  ['not known', { XPRL: 'unknown' }, 'PR:N'],
  ['users, none needed', { XPRL: 'yes', XPRZ: 'no' }, 'PR:N'],
  ['users, not known', { XPRL: 'yes', XPRZ: 'unknown' }, 'PR:N'],
  ['a user', { XPRL: 'yes', XPRZ: 'yes', XPRS: 'no' }, 'PR:L'],
  ['not known which', { XPRL: 'yes', XPRZ: 'yes', XPRS: 'unknown' }, 'PR:L'],
  ['an administrator', { XPRL: 'yes', XPRZ: 'yes', XPRS: 'yes' }, 'PR:H'],
  ['at will', { XACL: 'yes' }, 'AC:L'],
  ['circumstances', { XACL: 'no' }, 'AC:H'],
  ['not known whether at will', { XACL: 'unknown' }, 'AC:L'],
  ['another person', { XUI: 'yes' }, 'UI:R'],
  ['not known whether another', { XUI: 'unknown' }, 'UI:N'],
  ['beyond', { XS: 'yes' }, 'S:C'],
  ['not known whether beyond', { XS: 'unknown' }, 'S:C'],
  ['a few patients’ data', { XCP: 'yes', XCPM: 'no' }, 'C:L'],
  ['many patients’ data', { XCP: 'yes', XCPM: 'yes' }, 'C:H'],
  ['data of how many is not known', { XCP: 'yes', XCPM: 'unknown' }, 'C:H'],
  ['a few patients’ data, and keys', { XCP: 'yes', XCPM: 'no', XCS: 'yes' }, 'C:H'],
  ['a little of the therapy', { XIT: 'limited' }, 'I:L'],
  ['therapy not known', { XIT: 'unknown' }, 'I:H'],
])('%s: %s', (_, answers, value) => expect(`${followRubric({ ...pump, ...answers }).vector}/`).toContain(`/${value}/`))

test('a metric is settled as soon as nothing can change it', () => {
  expect(followRubric({ XIT: 'yes' }).metrics).toEqual({ I: 'H' })
  expect(followRubric({ XIT: 'no' }).metrics).toEqual({})
  expect(followRubric({ XAVN: 'yes' }).metrics).toEqual({})
})

test('an answer to a question that is not asked contradicts, and says which', () => {
  expect(followRubric({ ...pump, XAVR: 'yes' })).toMatchObject({
    vector: null,
    contradictions: [
      { code: 'XAVR', sentence: 'XAVR is not asked, as XAVT is answered with yes: take the answer out.' },
    ],
  })
  expect(followRubric({ ...pump, XQQ: 'yes' }).contradictions).toEqual([
    { code: 'XQQ', sentence: 'XQQ is no question of the rubric.' },
  ])
  expect(followRubric({ ...pump, XUI: 'limited' }).contradictions).toEqual([
    { code: 'XUI', sentence: 'XUI cannot be answered with “limited”.' },
  ])
})

test('answers by which nothing is lost contradict', () => {
  const result = followRubric({ ...pump, XIT: 'no', XAT: 'no' })

  expect(result.vector).toBeNull()
  expect(result.contradictions[0]!.sentence).toContain('nothing can be read, changed or kept')
})

test('each question is answered in words, and asked after what it hangs on', () => {
  const place = new Map(rubricQuestions.map(({ code }, at) => [code, at]))

  expect(rubricQuestions).toHaveLength(31)
  expect(place.size).toBe(31)
  for (const { code, title, help, answers, askedIf } of rubricQuestions) {
    expect([title, help, ...answers.map(({ text }) => text)].filter((text) => text.trim() === '')).toEqual([])
    expect(answers.at(-1)!.answer).toBe('unknown')
    for (const other of Object.keys(askedIf ?? {})) expect(place.get(other)!).toBeLessThan(place.get(code)!)
  }
})

// properties ---------------------------------------------------------------------------------------------------------

/** Answers as a person gives them: only what is asked, until nothing is. */
const anyWay = fc.infiniteStream(fc.nat(3)).map((choices) => {
  const answers: Record<string, RubricAnswer> = {}
  for (let open = followRubric(answers).unanswered; open.length > 0; open = followRubric(answers).unanswered) {
    const question = rubricQuestions.find(({ code }) => code === open[0])!
    answers[open[0]!] = question.answers[choices.next().value! % question.answers.length]!.answer
  }
  return answers
})

test('whoever answers all that is asked gets a vector that the specification knows, or is told that nothing is lost', () => {
  fc.assert(
    fc.property(anyWay, (answers) => {
      const { vector, contradictions, asked, extended } = followRubric(answers)
      if (vector === null) expect(contradictions.map(({ code }) => code)).toEqual(['XCO'])
      else expect(parseCvss(vector).ok).toBe(true)
      expect(extended.split('/')).toHaveLength(asked.length)
    }),
  )
})

test('not to know an answer never makes a metric milder', () => {
  const worst: Readonly<Record<string, string>> = {
    AV: 'PLAN',
    AC: 'HL',
    PR: 'HLN',
    UI: 'RN',
    S: 'UC',
    C: 'NLH',
    I: 'NLH',
    A: 'NLH',
  }
  fc.assert(
    fc.property(anyWay, fc.nat(), (answers, at) => {
      const codes = Object.keys(answers)
      const code = codes[at % codes.length]!
      const before = followRubric(answers).metrics
      const after = followRubric({ ...answers, [code]: 'unknown' }).metrics
      for (const [metric, order] of Object.entries(worst)) {
        const [one, other] = [before, after].map((all) => all[metric as keyof typeof all]!)
        expect(order.indexOf(other!), `${code} → ${metric}`).toBeGreaterThanOrEqual(order.indexOf(one!))
      }
    }),
  )
})
