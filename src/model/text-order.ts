/** Texts by their code units: the same order on every machine, in no language. */
export const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
