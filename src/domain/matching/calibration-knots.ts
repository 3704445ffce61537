/** Written by `npm run generate` from 939 labelled pairs with a match (tests/match-quality), none of them held out: score, probability. */
export const knots: Readonly<
  Record<'affected' | 'not_affected', readonly (readonly [score: number, probability: number])[]>
> = {
  affected: [
    [0.43, 0.75],
    [0.72, 0.75],
    [0.75, 0.895],
    [0.85, 0.895],
    [0.86, 0.958],
    [0.88, 0.958],
    [0.9, 0.986],
    [0.95, 0.986],
    [0.97, 0.988],
    [0.98, 0.988],
  ],
  not_affected: [[0.02, 0.016]],
}
