/** Written by `npm run generate` from 4405 labelled pairs with a match (tests/match-quality), none of them held out: score, probability. */
export const knots: Readonly<
  Record<'affected' | 'not_affected', readonly (readonly [score: number, probability: number])[]>
> = {
  affected: [
    [0.4, 0.7],
    [0.58, 0.7],
    [0.68, 0.875],
    [0.71, 0.875],
    [0.72, 0.949],
    [0.85, 0.949],
    [0.86, 0.981],
    [0.88, 0.981],
    [0.9, 0.981],
    [0.92, 0.986],
    [0.95, 0.986],
    [0.97, 0.986],
    [0.98, 0.986],
  ],
  not_affected: [[0.02, 0.012]],
}

/** Another name where the matcher answers otherwise: what was matched by other rules is matched again. */
export const matchingRules = 'dec565f2'
