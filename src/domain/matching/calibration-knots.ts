/** Written by `npm run generate` from 1114 labelled pairs with a match (tests/match-quality), none of them held out: score, probability. */
export const knots: Readonly<
  Record<'affected' | 'not_affected', readonly (readonly [score: number, probability: number])[]>
> = {
  affected: [
    [0.43, 0.583],
    [0.7, 0.583],
    [0.71, 0.75],
    [0.72, 0.813],
    [0.75, 0.893],
    [0.83, 0.893],
    [0.85, 0.9],
    [0.86, 0.967],
    [0.88, 0.967],
    [0.9, 0.988],
    [0.95, 0.988],
    [0.97, 0.988],
    [0.98, 0.988],
  ],
  not_affected: [[0.02, 0.013]],
}
