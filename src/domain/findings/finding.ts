import type { Answer, FindingState } from '#model/finding.ts'
import type { Configuration } from '#model/matching.ts'

/** What happened to a finding; the word stands in its history. */
export type EventKind =
  | 'opened'
  | 'fixed'
  | 'reopened'
  | 'contradicted'
  | 'cleared'
  | 'unclear'
  | 'answered'
  | 'decided'
  | 'expired'
  | 'remediation'

export interface Verdict {
  readonly kind: EventKind
  readonly after: FindingState
}

/**
 * What a device's new configuration proves about a finding that was open on the old one. The text decides: a version that
 * is gone from the record proves nothing.
 *
 * fixed: the same product, and the matcher knows its version to be out of range, or a version or an operating system that
 * was named before is another now. cleared: another product. cannot_tell: something that was known no longer is.
 */
export type Proof = 'fixed' | 'cleared' | 'cannot_tell'

export function proofOf(before: Configuration | null, after: Configuration, answer: 'not_affected' | null): Proof {
  // The product agreed, and its version was read and compared.
  if (answer === 'not_affected') return before && isOtherUnit(before, after) ? 'cleared' : 'fixed'
  if (!before || !known(after.manufacturer) || !known(after.model)) return 'cannot_tell'
  if (differs(before, after, 'manufacturer') || differs(before, after, 'model')) return 'cleared'
  const versions = ['softwareVersion', 'firmwareVersion', 'operatingSystem'] as const
  if (versions.some((part) => known(before[part]) && !known(after[part]))) return 'cannot_tell'
  if (versions.some((part) => known(before[part]) && differs(before, after, part))) return 'fixed'
  const names = ['modelNumber', 'description'] as const
  if (names.some((part) => known(before[part]) && !known(after[part]))) return 'cannot_tell'
  return 'cleared'
}

/** Nothing of it changed but the serial number or the UDI-DI, by which an advisory leaves it out. */
const isOtherUnit = (before: Configuration, after: Configuration) =>
  (differs(before, after, 'serialNumber') || differs(before, after, 'udiDi')) &&
  (['softwareVersion', 'firmwareVersion', 'operatingSystem'] as const).every((part) => !differs(before, after, part))

const known = (text: string) => text.trim() !== ''
const differs = (a: Configuration, b: Configuration, part: keyof Omit<Configuration, 'installedUpdates'>) =>
  (a[part] ?? '').trim().toLowerCase() !== (b[part] ?? '').trim().toLowerCase()

export interface Move {
  readonly state: FindingState
  /** What the configuration that the device left had said; null where it said nothing. */
  readonly answerBefore: Answer | null
  /** What its present one says. */
  readonly answer: Answer | null
  readonly hasMoved: boolean
  /** True where the device itself was read after the finding's remediation last changed. */
  readonly isReadSince: boolean
  readonly proof: Proof
}

/** What an observation of the device means for one finding; null where it means nothing new. */
export function judgeMove({ state, answerBefore, answer, hasMoved, isReadSince, proof }: Move): Verdict | null {
  const wasFixed = state.status === 'fixed' || state.remediation === 'verified'
  if (answer === 'affected') {
    if (wasFixed) {
      const isBack = isReadSince || (hasMoved && answerBefore !== 'affected')
      return isBack ? { kind: 'reopened', after: affected(state) } : null
    }
    if (state.remediation === 'claimed' && isReadSince) return { kind: 'contradicted', after: affected(state) }
    if (state.status === 'affected') return null
    return {
      kind: state.status === 'not_affected' ? 'opened' : 'answered',
      after: { ...state, answer, status: 'affected' },
    }
  }
  if (answer === 'cannot_tell') {
    if (wasFixed || state.status === 'under_investigation') return null
    return { kind: state.status === 'not_affected' ? 'opened' : 'unclear', after: unclear(state) }
  }
  if (!hasMoved || state.status === 'fixed' || state.status === 'not_affected') return null
  if (proof === 'cannot_tell') return { kind: 'unclear', after: unclear(state) }
  const hadWork = state.remediation === 'in_progress' || state.remediation === 'claimed'
  if (proof === 'fixed' && (state.answer === 'affected' || hadWork))
    return { kind: 'fixed', after: { ...state, answer: 'not_affected', status: 'fixed', remediation: 'verified' } }
  return { kind: 'cleared', after: { ...state, answer: 'not_affected', status: 'not_affected' } }
}

/** What a change of the statements means for a finding with a history; the device stayed as it was. */
export function judgeStatements(state: FindingState, answer: Answer): Verdict | null {
  if (state.answer === answer) return null
  const wasFixed = state.status === 'fixed' || state.remediation === 'verified'
  if (answer === 'not_affected')
    return wasFixed
      ? { kind: 'answered', after: { ...state, answer } }
      : { kind: 'cleared', after: { ...state, answer, status: answer } }
  // A publisher that now speaks of the very version that was taken for the fix is heard.
  if (wasFixed) {
    const after = answer === 'affected' ? affected(state) : unclear({ ...state, remediation: 'not_remediated' })
    return { kind: 'reopened', after }
  }
  const after: FindingState = answer === 'affected' ? { ...state, answer, status: 'affected' } : unclear(state)
  return { kind: state.status === 'not_affected' ? 'opened' : 'answered', after }
}

const affected = (state: FindingState): FindingState => ({
  ...state,
  answer: 'affected',
  status: 'affected',
  remediation: 'not_remediated',
})

const unclear = (state: FindingState): FindingState => ({
  ...state,
  answer: 'cannot_tell',
  status: 'under_investigation',
})
