/** Words that both begin with, words that both end with, and what is between. */
export function partsOf(before: string, after: string) {
  const [old, now] = [wordsOf(before), wordsOf(after)]
  const least = Math.min(old.length, now.length)
  let first = 0
  while (first < least && old[first] === now[first]) first++
  let last = 0
  while (last < least - first && old.at(-1 - last) === now.at(-1 - last)) last++
  const join = (words: readonly string[]) => words.join('')
  return {
    start: join(old.slice(0, first)),
    gone: join(old.slice(first, old.length - last)),
    come: join(now.slice(first, now.length - last)),
    end: join(old.slice(old.length - last)),
  }
}

/** And the spaces between them, so that together they are the text. */
const wordsOf = (text: string): string[] => text.match(/\s+|\S+/g) ?? []
