import type { Statement } from './advisories/statement.ts'
import { statements } from './advisories/statements.ts'

/** The true answer for a device; `undecidable` where nobody could know it from what the sources say. */
export type TrueAnswer = 'affected' | 'not_affected' | 'undecidable'

/** Flaws by answer, for one advisory. */
export interface Verdict {
  readonly affected: readonly string[]
  readonly not_affected: readonly string[]
  readonly undecidable: readonly string[]
  /** Why it cannot be told. */
  readonly reason?: string
}

/**
 * What each advisory means for a model at a version, by the statements' own tables of what is true. It compares no names and
 * no version texts, and shares no code with the product's matcher, which it judges. A flaw of which the advisory says
 * nothing for the model is in no list. The version is null where no source says it.
 */
export function verdicts(modelId: string, version: string | null): Record<string, Verdict> {
  const result: Record<string, Verdict> = {}
  for (const statement of statements) {
    const verdict = verdictOf(statement, modelId, version)
    if (verdict) result[statement.id] = verdict
  }
  return result
}

function verdictOf(statement: Statement, modelId: string, version: string | null): Verdict | undefined {
  const byAnswer: Record<TrueAnswer, string[]> = { affected: [], not_affected: [], undecidable: [] }
  let reason: string | undefined
  for (const line of statement.truth) {
    if (line.model !== modelId) continue
    const [answer, why] = answerOf(line, version)
    byAnswer[answer].push(...(line.cves ?? statement.flaws.map(({ cve }) => cve)))
    reason ??= why
  }
  if (Object.values(byAnswer).every((cves) => cves.length === 0)) return undefined
  return { ...byAnswer, ...(reason && { reason }) }
}

function answerOf(line: Statement['truth'][number], version: string | null): readonly [TrueAnswer, string?] {
  const { affected, undecidable } = line
  if (affected === 'every') return ['affected']
  if (undecidable && (undecidable.versions === 'every' || (version !== null && undecidable.versions.includes(version))))
    return ['undecidable', undecidable.reason]
  if (version !== null) return [affected.includes(version) ? 'affected' : 'not_affected']
  return affected.length === 0 ? ['not_affected'] : ['undecidable', noVersion]
}

const noVersion = 'no source says the version'
