import type { Because } from '#model/finding.ts'
import type { Match } from '#model/matching.ts'
import type { Statement, Verdict } from './statement.ts'
import type { VersionEvidence } from './version-answer.ts'

const affects = new Set(['known_affected', 'first_affected', 'last_affected'])

/** Statuses that say of a product that it is not affected. */
export const clears: ReadonlySet<string> = new Set(['fixed', 'first_fixed', 'known_not_affected', 'recommended'])

const saysNothing = 'the publisher lists the product and gives no status for it'

export function judge(
  matches: Match[],
  statement: Statement,
  evidence: {
    isSure: boolean
    probability: number
    version: VersionEvidence
    because: readonly Because[]
    /** The version is one that is meant, and whether the serial number is cannot be told. */
    isUnitUnknown?: boolean
    /** A model is compared with the device itself, not with a system or a component of it, nor a kind alone. */
    isOfDevice?: boolean
    /** Of a product with a component inside: whether a status that clears holds. */
    clears?: ((status: Verdict['status']) => VersionEvidence['answer']) | undefined
  },
): void {
  const { isSure, version, isUnitUnknown } = evidence
  const base = {
    advisoryId: statement.advisory.id,
    revision: statement.advisory.revision,
    productId: statement.product.productId,
  }
  const doubt = version.answer === 'unknown' ? (version.isMissing ? 0.6 : 0.5) : 1
  for (const { vulnerabilityId, status } of statement.verdicts) {
    const because = [...evidence.because, version.because]
    const add = (answer: Match['answer'], probability: number, stated?: Because, mayClear = false) =>
      matches.push({
        ...base,
        vulnerabilityId,
        answer,
        probability: Math.round(probability * 100) / 100,
        because: stated ? [...because, stated] : because,
        ...(mayClear && { mayClear }),
      })

    if (affects.has(status)) {
      if (version.answer === 'no') {
        // What may be another model is not cleared by a version that is not its own.
        if (isSure) add('not_affected', 0.02)
      } else if (version.answer === 'yes' && isSure) add('affected', evidence.probability)
      else add('cannot_tell', evidence.probability * doubt)
    } else if (clears.has(status)) {
      const text = `the advisory says: ${status.replaceAll('_', ' ')}`
      const stated: Because = { part: 'status', outcome: 'contradicts', text }
      const answer = evidence.clears?.(status) ?? version.answer
      if (answer === 'yes' && isSure) add('not_affected', 0.02, stated)
      else if ((isUnitUnknown || (evidence.clears && answer === 'unknown')) && isSure)
        add('cannot_tell', 0.5, stated, true)
      // Said of a version that is not known, or of a product that may be another: it is shown, and clears nothing.
      else if (evidence.isOfDevice && answer !== 'no') add('cannot_tell', 0.5 * evidence.probability, stated, true)
    } else if (version.answer === 'yes' || (version.answer === 'unknown' && (status !== 'none' || isSure))) {
      // With no status and neither name nor version agreeing, there is nothing to ask about.
      add('cannot_tell', evidence.probability * 0.5, {
        part: 'status',
        outcome: 'unknown',
        text: status === 'none' ? saysNothing : 'the publisher is still looking into it',
      })
    }
  }
}
