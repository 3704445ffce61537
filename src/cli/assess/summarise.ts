import type { SkippedSummary } from '#domain/assess/assess.ts'
import type { Skipped } from '#model/observation.ts'

const positionsShown = 5

/** Thousands of skipped rows, as a person wants to hear of them: how many for which reason, and where the first are. */
export function summarise(skipped: readonly Skipped[]): SkippedSummary[] {
  return [...Map.groupBy(skipped, (one) => one.code)]
    .map(([code, some]) => ({
      code,
      reason: some[0]!.reason,
      count: some.length,
      positions: some.slice(0, positionsShown).map((one) => one.position),
    }))
    .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1))
}
