import { z } from 'zod'

export const RubricAnswer = z.enum(['yes', 'limited', 'no', 'unknown'])
export type RubricAnswer = z.infer<typeof RubricAnswer>

export const RubricAnswers = z
  .record(z.string().regex(/^X[A-Z]{1,5}$/, 'A code of the rubric, such as XAVN'), RubricAnswer)
  .meta({ id: 'RubricAnswers', description: 'By the rubric’s code: `XAVN` → `yes`' })
export type RubricAnswers = z.infer<typeof RubricAnswers>

/** A question of the rubric, in our words. */
export const RubricQuestion = z
  .object({
    code: z.string(),
    metric: z.enum(['AV', 'AC', 'PR', 'UI', 'S', 'C', 'I', 'A']),
    title: z.string(),
    help: z.string(),
    answers: z.array(z.object({ answer: RubricAnswer, text: z.string() })),
  })
  .meta({ id: 'RubricQuestion' })
export type RubricQuestion = z.infer<typeof RubricQuestion>

/** What follows from answers. */
const RubricResult = z.object({
  asked: z.array(z.string()).meta({ description: 'Codes that are to be answered, in order' }),
  unanswered: z.array(z.string()),
  contradictions: z.array(z.object({ code: z.string(), sentence: z.string() })),
  metrics: z.record(z.string(), z.string()).meta({ description: 'What is settled of the vector so far' }),
  extended: z.string().meta({ description: 'The answers as the rubric’s elements: `XAVN:Y/XAVT:N`' }),
  vector: z.string().nullable().meta({ description: 'Null while something is unanswered or contradicts' }),
  score: z.number().nullable(),
  severity: z.string().nullable(),
})

const Published = z.object({ vector: z.string(), score: z.number(), source: z.string() })

/** What adopting a vector does to the open findings of the model. */
const RubricEffect = z.object({
  devices: z.number(),
  lower: z.number().meta({ description: 'Devices whose finding scores lower than now' }),
  higher: z.number(),
  worstBefore: z.number(),
  worstAfter: z.number(),
  mostDown: z.number().meta({ description: 'By how much a score falls at most' }),
})

export const RubricPreview = z
  .object({
    result: RubricResult,
    lowersBy: z.number().nullable().meta({
      description:
        'By how much its base score is lower than the published one; 0 where it is not, null without a vector',
    }),
    effect: RubricEffect.nullable(),
    approval: z
      .object({
        approvers: z.number().meta({ description: 'Whom the rule asks for beside who answered; one of them adopts' }),
        who: z.array(z.string()).meta({ description: 'Who may adopt it' }),
        whyNot: z.string().nullable().meta({ description: 'Why whoever asks may not; null where they may' }),
      })
      .nullable()
      .meta({ description: 'Null where the approval rule asks for nobody else' }),
  })
  .meta({ id: 'RubricPreview' })
export type RubricPreview = z.infer<typeof RubricPreview>

/** One vulnerability of one model, as a person assessed it. */
export const RubricAssessment = z
  .object({
    manufacturer: z.string(),
    model: z.string(),
    version: z.number(),
    answers: RubricAnswers,
    extended: z.string(),
    vector: z.string().nullable(),
    score: z.number().nullable(),
    note: z.string(),
    assessedAt: z.string(),
    assessedBy: z.string(),
    state: z.enum(['beside', 'counts', 'overtaken', 'withdrawn']).meta({
      description:
        '`beside`: kept only; `counts`: ranks the model; `overtaken`: adopted, and something worse was published since; `withdrawn`: counted once',
    }),
    adopted: z.object({ at: z.string(), by: z.string(), reason: z.string(), lowersBy: z.number() }).nullable(),
    withdrawn: z.object({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
  })
  .meta({ id: 'RubricAssessment' })
export type RubricAssessment = z.infer<typeof RubricAssessment>

export const RubricOnModel = z
  .object({
    vulnerabilityId: z.string(),
    manufacturer: z.string(),
    model: z.string(),
    devices: z.number().meta({ description: 'Of the worklist, of which something is said' }),
    published: Published.nullable().meta({
      description: 'The worst that counts without the hospital’s; null where none can be read',
    }),
    questions: z.array(RubricQuestion),
    /** The newest first. */
    versions: z.array(RubricAssessment),
  })
  .meta({ id: 'RubricOnModel' })
export type RubricOnModel = z.infer<typeof RubricOnModel>
