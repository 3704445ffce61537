import type { Because } from '#model/finding.ts'
import type { UnitAnswer } from './identifiers.ts'

export interface VersionEvidence {
  readonly answer: 'yes' | 'no' | 'unknown'
  readonly because: Because
  /** Nothing was known of the device’s version, or what was known did not compare. */
  readonly isMissing: boolean
}

/** The version and the unit must both be what the statement means. */
export function ofUnit(version: VersionEvidence, unit: UnitAnswer): VersionEvidence {
  if (version.answer === 'no' || unit.answer === 'yes') return version
  return { ...version, answer: unit.answer, isMissing: true }
}

export const allVersions: VersionEvidence = {
  answer: 'yes',
  isMissing: false,
  because: { part: 'version', outcome: 'agrees', text: 'all versions of the model are named' },
}

export const toBecause = (answer: 'yes' | 'no' | 'unknown', text: string): Because => ({
  part: 'version',
  outcome: answer === 'yes' ? 'agrees' : answer === 'no' ? 'contradicts' : 'unknown',
  text,
})

/** The inventory says that it is so, or that it is not. */
export const settled = (answer: 'yes' | 'no', text: string): VersionEvidence => ({
  answer,
  isMissing: false,
  because: toBecause(answer, text),
})
