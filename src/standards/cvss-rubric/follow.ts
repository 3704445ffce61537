import { parseCvss, scoresOf } from '#standards/cvss/cvss.ts'
import { type RubricAnswer, type RubricMetric, type RubricQuestion, rubricQuestions } from './questions.ts'

/** By code; a code that is absent is not answered. */
export type RubricAnswers = Readonly<Record<string, RubricAnswer>>

/** What follows from the answers given so far. */
export interface RubricResult {
  /** Codes that are to be answered, in order: what is asked depends on what was answered. */
  readonly asked: readonly string[]
  readonly unanswered: readonly string[]
  /** Answers that cannot stand beside the others, each with a sentence; they count for nothing. */
  readonly contradictions: readonly { readonly code: string; readonly sentence: string }[]
  /** What is settled of the vector: `AV` → `N`. */
  readonly metrics: Readonly<Partial<Record<RubricMetric, string>>>
  /** The answers as the rubric's own vector elements: `XAVN:Y/XAVT:Y`. */
  readonly extended: string
  /** CVSS 3.1; null while something is unanswered or contradicts. */
  readonly vector: string | null
  readonly score: number | null
  readonly severity: string | null
}

export function followRubric(answers: RubricAnswers): RubricResult {
  const asked = rubricQuestions.filter((question) => isAsked(question, answers))
  const codes = new Set(asked.map(({ code }) => code))
  const unanswered = asked.flatMap(({ code }) => (answers[code] === undefined ? [code] : []))
  const given = (code: string) => (codes.has(code) ? answers[code] : undefined)
  const metrics = metricsOf(given)
  const isLossless = metrics.C === 'N' && metrics.I === 'N' && metrics.A === 'N'
  const contradictions = [
    ...Object.keys(answers).flatMap((code) => misfit(code, answers, codes)),
    ...(isLossless && unanswered.length === 0
      ? [
          {
            code: 'XCO',
            sentence:
              'By these answers nothing can be read, changed or kept from anybody: then it is no vulnerability.',
          },
        ]
      : []),
  ]
  const isWhole = unanswered.length === 0 && contradictions.length === 0
  const read = isWhole ? parseCvss(vectorOf(metrics)) : undefined
  if (read && !read.ok) throw new Error(read.reason)
  return {
    asked: asked.map(({ code }) => code),
    unanswered,
    contradictions,
    metrics,
    extended: asked.flatMap(({ code }) => (answers[code] ? [`${code}:${letters[answers[code]]}`] : [])).join('/'),
    vector: read?.cvss.vector ?? null,
    score: read?.cvss.baseScore ?? null,
    severity: read ? scoresOf(read.cvss).severity : null,
  }
}

const isAsked = ({ askedIf }: RubricQuestion, answers: RubricAnswers): boolean =>
  Object.entries(askedIf ?? {}).every(([code, values]) => values.includes(answers[code]!))

const byCode = new Map(rubricQuestions.map((question) => [question.code, question]))

function misfit(code: string, answers: RubricAnswers, asked: ReadonlySet<string>) {
  const question = byCode.get(code)
  if (!question) return [{ code, sentence: `${code} is no question of the rubric.` }]
  if (!question.answers.some(({ answer }) => answer === answers[code]))
    return [{ code, sentence: `${code} cannot be answered with “${answers[code]}”.` }]
  if (asked.has(code)) return []
  const [before] = Object.entries(question.askedIf ?? {}).find(([other, values]) => !values.includes(answers[other]!))!
  return [
    {
      code,
      sentence: `${code} is not asked, as ${before} is ${words[answers[before] ?? 'none']}: take the answer out.`,
    },
  ]
}

const words = {
  yes: 'answered with yes',
  no: 'answered with no',
  limited: 'answered with a little',
  unknown: 'not known',
  none: 'not answered',
} as const
const letters: Readonly<Record<RubricAnswer, string>> = { yes: 'Y', limited: 'L', no: 'N', unknown: 'U' }

// the branches -------------------------------------------------------------------------------------------------------

type Given = (code: string) => RubricAnswer | undefined

function metricsOf(given: Given): Partial<Record<RubricMetric, string>> {
  const metrics: Partial<Record<RubricMetric, string>> = {}
  const set = (metric: RubricMetric, value: string | undefined) => {
    if (value !== undefined) metrics[metric] = value
  }
  set('AV', attackVector(given))
  set('AC', byAnswer(given('XACL'), { yes: 'L', no: 'H', unknown: 'L' }))
  set('PR', privileges(given))
  set('UI', byAnswer(given('XUI'), { yes: 'R', no: 'N', unknown: 'N' }))
  set('S', byAnswer(given('XS'), { yes: 'C', no: 'U', unknown: 'C' }))
  for (const metric of ['C', 'I', 'A'] as const) set(metric, worstLoss(metric, given))
  return metrics
}

const byAnswer = (answer: RubricAnswer | undefined, values: Partial<Record<RubricAnswer, string>>) =>
  answer && values[answer]

function attackVector(given: Given): string | undefined {
  switch (given('XAVN')) {
    case 'unknown':
      return 'N'
    case 'no':
      return byAnswer(given('XAVP'), { yes: 'P', no: 'L', unknown: 'L' })
    case 'yes':
      if (given('XAVT') !== 'no') return byAnswer(given('XAVT'), { yes: 'N', unknown: 'N' })
      if (given('XAVW') !== 'yes') return byAnswer(given('XAVW'), { no: 'A', unknown: 'A' })
      return byAnswer(given('XAVR'), { yes: 'L', no: 'A', unknown: 'A' })
    default:
      return undefined
  }
}

function privileges(given: Given): string | undefined {
  if (given('XPRL') !== 'yes') return byAnswer(given('XPRL'), { no: 'N', unknown: 'N' })
  if (given('XPRZ') !== 'yes') return byAnswer(given('XPRZ'), { no: 'N', unknown: 'N' })
  return byAnswer(given('XPRS'), { yes: 'H', no: 'L', unknown: 'L' })
}

/** The worst of the six; a high one settles it before all are answered. */
function worstLoss(metric: 'C' | 'I' | 'A', given: Given): string | undefined {
  const codes = rubricQuestions.flatMap((question) =>
    question.metric === metric && question.code !== 'XCPM' ? [question.code] : [],
  )
  const values = codes.map((code) =>
    code === 'XCP' && given(code) === 'yes'
      ? byAnswer(given('XCPM'), { yes: 'H', no: 'L', unknown: 'H' })
      : byAnswer(given(code), { yes: 'H', limited: 'L', no: 'N', unknown: 'H' }),
  )
  if (values.includes('H')) return 'H'
  if (values.includes(undefined)) return undefined
  return values.includes('L') ? 'L' : 'N'
}

const order: readonly RubricMetric[] = ['AV', 'AC', 'PR', 'UI', 'S', 'C', 'I', 'A']
const vectorOf = (metrics: Partial<Record<RubricMetric, string>>) =>
  ['CVSS:3.1', ...order.map((name) => `${name}:${metrics[name]}`)].join('/')
