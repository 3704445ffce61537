import type { ModelStage, SupportStage } from '#model/model-catalogue.ts'
import { AppError } from '#platform/errors.ts'
import type { StageRow } from './catalogue-store.ts'

const order = ['development', 'support', 'limited_support', 'end_of_support'] as const satisfies SupportStage[]
const words: Readonly<Record<SupportStage, string>> = {
  development: 'Development',
  support: 'Support',
  limited_support: 'Limited support',
  end_of_support: 'End of support',
}

/** Of all that was said of spellings of one model, what is in force, in order of time. */
export function stagesInForce(rows: readonly StageRow[]): ModelStage[] {
  return order
    .flatMap((stage) => {
      const said = rows.filter((row) => row.stage === stage).sort((a, b) => (a.recorded_at < b.recorded_at ? 1 : -1))[0]
      if (!said || said.starts_on === null) return []
      const { reason, recorded_by: recordedBy, recorded_at: recordedAt } = said
      return [{ stage, startsOn: said.starts_on, reason, recordedBy, recordedAt }]
    })
    .sort((a, b) => (a.startsOn < b.startsOn ? -1 : a.startsOn > b.startsOn ? 1 : 0))
}

export const stageOn = (stages: readonly ModelStage[], day: string): SupportStage | null =>
  stages.findLast(({ startsOn }) => startsOn <= day)?.stage ?? null

export const stageAfter = (stages: readonly ModelStage[], day: string) => {
  const next = stages.find(({ startsOn }) => startsOn > day)
  return next ? { stage: next.stage, startsOn: next.startsOn } : null
}

/** Throws where a stage would begin before one that comes before it (N70, figure 1). */
export function checkOrder(stages: readonly ModelStage[], stage: SupportStage, startsOn: string): void {
  const at = order.indexOf(stage)
  for (const other of stages) {
    const place = order.indexOf(other.stage)
    const isWrong = (place < at && other.startsOn > startsOn) || (place > at && other.startsOn < startsOn)
    if (isWrong)
      throw new AppError(
        'bad_request',
        `"${words[stage]}" cannot begin on ${startsOn}: "${words[other.stage]}" begins on ${other.startsOn}. Change that one first.`,
        { details: { fields: { startsOn: `"${words[other.stage]}" begins on ${other.startsOn}` } } },
      )
  }
}
