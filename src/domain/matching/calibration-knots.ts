/** Written by `npm run generate` from 7505 labelled pairs with a match (tests/match-quality), none of them held out: score, probability. */
export const knots: Readonly<
  Record<'affected' | 'not_affected', readonly (readonly [score: number, probability: number])[]>
> = {
  affected: [
    [0.57, 0.75],
    [0.58, 0.75],
    [0.68, 0.968],
    [0.83, 0.968],
    [0.85, 0.988],
    [0.88, 0.988],
    [0.9, 0.994],
    [0.97, 0.994],
    [0.98, 0.999],
  ],
  not_affected: [[0.02, 0.002]],
}

/** Another name where the matcher answers otherwise: what was matched by other rules is matched again. */
export const matchingRules = '87ce8881'
