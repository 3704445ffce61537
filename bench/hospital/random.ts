/** A source of random numbers that gives the same sequence for the same seed and label, everywhere and always. */
export interface Random {
  /** A number in [0, 1). */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number
  /** True in that share of cases. */
  chance(share: number): boolean
  pick<T>(items: readonly T[]): T
  /** One of the items, each as often as its weight says. */
  weighted<T>(items: readonly (readonly [T, number])[]): T
  /** Replaces each `#` by a digit, `@` by a capital letter and `%` by a hexadecimal digit. */
  fill(pattern: string): string
}

/** Independent sequences: what one label draws never shifts what another draws. */
export function random(seed: number, label: string): Random {
  const next = sfc32(...state(`${seed}/${label}`))
  for (let warmUp = 0; warmUp < 12; warmUp++) next()

  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  const letters = 'ABCDEFGHJKLMNPRSTUVWXYZ'
  return {
    next,
    whole,
    chance: (share) => next() < share,
    pick: (items) => items[whole(0, items.length - 1)]!,
    weighted(items) {
      let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [item, weight] of items) {
        left -= weight
        if (left < 0) return item
      }
      return items.at(-1)![0]
    },
    fill: (pattern) =>
      pattern.replaceAll(/[#@%]/g, (sign) => {
        if (sign === '#') return String(whole(0, 9))
        return sign === '@' ? letters[whole(0, letters.length - 1)]! : whole(0, 15).toString(16).toUpperCase()
      }),
  }
}

/** Chris Doty-Humphrey's sfc32 (PractRand): 128 bits of state, whole-number operations only. */
function sfc32(a: number, b: number, c: number, counter: number): () => number {
  return () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return (sum >>> 0) / 4294967296
  }
}

/** Four FNV-1a hashes of the text with different bases. */
function state(text: string): [number, number, number, number] {
  const hashes: [number, number, number, number] = [0x811c9dc5, 0x1b873593, 0x9e3779b9, 0x85ebca6b]
  for (let at = 0; at < text.length; at++)
    for (let which = 0; which < 4; which++)
      hashes[which] = Math.imul(hashes[which]! ^ (text.charCodeAt(at) + which), 0x01000193)
  return hashes
}
