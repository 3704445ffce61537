import { learnKnots } from '#domain/matching/calibration.ts'
import { scored } from '#tests/match-quality/judge.ts'
import { learntFrom } from '#tests/match-quality/labelled-pairs.ts'

/** The file that makes probabilities of the matcher's scores: learnt anew from the labelled pairs, but for those held out. */
export function calibrationFile(): string {
  const labelled = learntFrom.map(scored).filter((one) => one !== undefined)
  const knotsOf = (answer: 'affected' | 'not_affected') =>
    JSON.stringify(learnKnots(labelled.filter((one) => one.answer === answer)))
  return `/** Written by \`npm run generate\` from ${labelled.length} labelled pairs with a match (tests/match-quality), none of them held out: score, probability. */
export const knots: Readonly<Record<'affected' | 'not_affected', readonly (readonly [score: number, probability: number])[]>> = {
  affected: ${knotsOf('affected')},
  not_affected: ${knotsOf('not_affected')},
}
`
}
