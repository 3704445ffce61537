import { learnKnots } from '#domain/matching/calibration.ts'
import { canonicalJson, sha256 } from '#platform/id.ts'
import { scored } from '#tests/match-quality/judge.ts'
import { blind, learntFrom } from '#tests/match-quality/labelled-pairs.ts'
import { pairs } from '#tests/match-quality/pairs.ts'

/**
 * The file that makes probabilities of the matcher's scores, learnt anew from the labelled pairs, but for those held out; and the
 * name of the matcher's rules: what they make of all pairs.
 */
export function calibrationFile(): string {
  const labelled = learntFrom.map(scored).filter((one) => one !== undefined)
  const knotsOf = (answer: 'affected' | 'not_affected') =>
    JSON.stringify(learnKnots(labelled.filter((one) => one.answer === answer)))
  const knots = { affected: knotsOf('affected'), not_affected: knotsOf('not_affected') }
  const rules = sha256(canonicalJson([knots, [...pairs, ...blind].map((pair) => scored(pair) ?? null)])).slice(0, 8)
  return `/** Written by \`npm run generate\` from ${labelled.length} labelled pairs with a match (tests/match-quality), none of them held out: score, probability. */
export const knots: Readonly<Record<'affected' | 'not_affected', readonly (readonly [score: number, probability: number])[]>> = {
  affected: ${knots.affected},
  not_affected: ${knots.not_affected},
}

/** Another name where the matcher answers otherwise: what was matched by other rules is matched again. */
export const matchingRules = '${rules}'
`
}
