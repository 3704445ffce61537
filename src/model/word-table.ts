/** A table to be asked for words that come from outside: `constructor` is a word as any other, and stands in none. */
export const wordTable = <T>(entries: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.assign(Object.create(null), entries)
