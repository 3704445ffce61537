/** Written by `npm run generate` from 565 labelled pairs with a match (tests/match-quality), none of them held out: score, probability. */
export const knots: Readonly<
  Record<'affected' | 'not_affected', readonly (readonly [score: number, probability: number])[]>
> = {
  affected: [
    [0.58, 0.5],
    [0.8, 0.977],
    [0.9, 0.977],
    [0.92, 0.985],
    [0.95, 0.985],
    [0.97, 0.988],
    [0.98, 0.988],
  ],
  not_affected: [[0.02, 0.014]],
}
