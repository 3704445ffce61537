/** Written by `npm run generate` from 2370 labelled pairs with a match (tests/match-quality), none of them held out: score, probability. */
export const knots: Readonly<
  Record<'affected' | 'not_affected', readonly (readonly [score: number, probability: number])[]>
> = {
  affected: [
    [0.4, 0.75],
    [0.58, 0.75],
    [0.68, 0.813],
    [0.71, 0.813],
    [0.72, 0.954],
    [0.85, 0.954],
    [0.86, 0.976],
    [0.88, 0.976],
    [0.9, 0.991],
    [0.98, 0.991],
  ],
  not_affected: [[0.02, 0.007]],
}

/** Another name where the matcher answers otherwise: what was matched by other rules is matched again. */
export const matchingRules = '4e07507b'
