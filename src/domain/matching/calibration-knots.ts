/** Written by `npm run generate` from 4902 labelled pairs with a match (tests/match-quality), none of them held out: score, probability. */
export const knots: Readonly<
  Record<'affected' | 'not_affected', readonly (readonly [score: number, probability: number])[]>
> = {
  affected: [
    [0.4, 0.7],
    [0.58, 0.7],
    [0.68, 0.875],
    [0.7, 0.875],
    [0.71, 0.9],
    [0.72, 0.931],
    [0.85, 0.931],
    [0.86, 0.983],
    [0.88, 0.983],
    [0.9, 0.988],
    [0.95, 0.988],
    [0.97, 0.989],
    [0.98, 0.998],
  ],
  not_affected: [[0.02, 0.002]],
}

/** Another name where the matcher answers otherwise: what was matched by other rules is matched again. */
export const matchingRules = '2bbe6f75'
