const special: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}

/** What windows-1252 has at 0x80 to 0x9f; NUL where it has nothing. */
const windows1252 = '€\u0000‚ƒ„…†‡ˆ‰Š‹Œ\u0000Ž\u0000\u0000‘’“”•–—˜™š›œ\u0000žŸ'

/** `YhtymÃ¤` is `Yhtymä`: UTF-8 that was once read as windows-1252. Text that is not so is given back as it is. */
export function repairMojibake(text: string): string {
  if (!/[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u2122]/.test(text)) return text
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const special = windows1252.indexOf(text[i]!)
    const code = special < 0 ? text.charCodeAt(i) : 0x80 + special
    if (code > 0xff) return text
    bytes[i] = code
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return text
  }
}

/** Lower case without accents, trade mark signs and doubled spaces: what two spellings of one name have in common. */
export function plainText(text: string): string {
  // Most names are of such letters alone, and then only their case is to be changed.
  if (/^(?! )(?:[!-_a-~]| (?! |$))*$/.test(text)) return text.toLowerCase()
  return repairMojibake(text)
    .replace(/[®™©]/g, ' ')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[ßøæœłđðþı]/g, (letter) => special[letter]!)
    .replace(/[’‘´`]/g, "'")
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Typing errors between two words (swapped neighbours count once); stops at `limit`, and says one more. */
export function typingErrors(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let twoAgo: number[] = []
  let before = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(before[j]! + 1, row[j - 1]! + 1, before[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, twoAgo[j - 2]! + 1)
      row.push(cost)
      least = Math.min(least, cost)
    }
    if (least > limit) return limit + 1
    twoAgo = before
    before = row
  }
  return Math.min(before[b.length]!, limit + 1)
}

/** How many typing errors a word may have and still be that word. */
export const allowedErrors = (word: string): number => (word.length >= 9 ? 2 : word.length >= 5 ? 1 : 0)
