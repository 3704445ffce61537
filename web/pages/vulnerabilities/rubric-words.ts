import type { RubricAssessment, RubricQuestion } from '#web/api/contract.ts'

export const nameOfModel = ({ manufacturer, model }: { manufacturer: string; model: string }) =>
  [manufacturer, model].filter(Boolean).join(' ') || 'Devices without a model'

export const rubricStates: Readonly<Record<RubricAssessment['state'], string>> = {
  beside: 'kept beside what is published',
  counts: 'counts for the model',
  overtaken: 'adopted, but something worse was published since: that counts',
  withdrawn: 'counted once, and was withdrawn',
}

type Metric = RubricQuestion['metric']

/** The questions a page at a time. */
export const rubricSteps: readonly { title: string; metrics: readonly Metric[] }[] = [
  { title: 'How it is reached', metrics: ['AV'] },
  { title: 'What it takes', metrics: ['AC', 'PR', 'UI', 'S'] },
  { title: 'What can be read', metrics: ['C'] },
  { title: 'What can be changed', metrics: ['I'] },
  { title: 'What can be stopped', metrics: ['A'] },
]

export const rubricMetrics: readonly Metric[] = ['AV', 'AC', 'PR', 'UI', 'S', 'C', 'I', 'A']
