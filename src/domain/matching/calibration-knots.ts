/** Written by `npm run generate` from 1503 labelled pairs with a match (tests/match-quality), none of them held out: score, probability. */
export const knots: Readonly<
  Record<'affected' | 'not_affected', readonly (readonly [score: number, probability: number])[]>
> = {
  affected: [
    [0.43, 0.7],
    [0.58, 0.7],
    [0.68, 0.786],
    [0.71, 0.786],
    [0.72, 0.927],
    [0.85, 0.927],
    [0.86, 0.967],
    [0.88, 0.967],
    [0.9, 0.99],
    [0.98, 0.99],
  ],
  not_affected: [[0.02, 0.011]],
}
