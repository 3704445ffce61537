/** Where a row stands among the rows of the same key. */
export type Place = 'first' | 'same' | 'contradicts'

export interface Digests {
  /** In how many of the columns that are imported something stands. */
  readonly filled: number
  /** Digest of the columns that are imported. */
  readonly said: number
  /** Digest of all columns. */
  readonly whole: number
}

/**
 * Knows which of several rows with one key is taken: the fullest, then the one with the smallest digest. So the order of
 * the rows does not matter. It holds digests of 53 bits, about 60 bytes a row, and no text.
 */
export class KeyTable {
  #keys = new Float64Array(1024)
  #said = new Float64Array(1024)
  #whole = new Float64Array(1024)
  #filled = new Uint16Array(1024)
  /** 1: more than one row has the key. */
  #state = new Uint8Array(1024)
  #size = 0

  /** Notes a row. */
  add(key: number, { filled, said, whole }: Digests): void {
    if (this.#size * 2 > this.#keys.length) this.#grow()
    const at = this.#slot(key)
    if (this.#keys[at] === 0) {
      this.#size += 1
      this.#keys[at] = key
    } else {
      this.#state[at] = 1
      if (!this.#isBetter(at, { filled, said, whole })) return
    }
    this.#filled[at] = filled
    this.#said[at] = said
    this.#whole[at] = whole
  }

  /** After all rows were noted: asked once for each row of one reading, whether it is the one that is taken. */
  taking(): (key: number, digests: () => Digests) => Place {
    const taken = new Set<number>()
    return (key, digests) => {
      const at = this.#slot(key)
      if (this.#state[at] === 0) return 'first'
      const { said, whole } = digests()
      if (this.#said[at] !== said) return 'contradicts'
      if (this.#whole[at] !== whole || taken.has(at)) return 'same'
      taken.add(at)
      return 'first'
    }
  }

  #isBetter(at: number, { filled, said, whole }: Digests): boolean {
    if (filled !== this.#filled[at]) return filled > this.#filled[at]!
    if (said !== this.#said[at]) return said < this.#said[at]!
    return whole < this.#whole[at]!
  }

  #slot(key: number): number {
    const last = this.#keys.length - 1
    let at = key % this.#keys.length
    while (this.#keys[at] !== 0 && this.#keys[at] !== key) at = (at + 1) & last
    return at
  }

  #grow(): void {
    const old = { keys: this.#keys, said: this.#said, whole: this.#whole, filled: this.#filled, state: this.#state }
    const size = old.keys.length * 2
    this.#keys = new Float64Array(size)
    this.#said = new Float64Array(size)
    this.#whole = new Float64Array(size)
    this.#filled = new Uint16Array(size)
    this.#state = new Uint8Array(size)
    for (const [index, key] of old.keys.entries()) {
      if (key === 0) continue
      const at = this.#slot(key)
      this.#keys[at] = key
      this.#said[at] = old.said[index]!
      this.#whole[at] = old.whole[index]!
      this.#filled[at] = old.filled[index]!
      this.#state[at] = old.state[index]!
    }
  }
}

/** 53 bits of a text; never 0. Not for secrets. */
export const digestOf = (text: string): number => digestOfCells([text])

/** 53 bits of the cells, of all or of those named, without the blanks around them (two multiplicative hashes, mixed). */
export function digestOfCells(cells: readonly string[], columns?: readonly number[]): number {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  const count = columns ? columns.length : cells.length
  for (let index = 0; index < count; index++) {
    const cell = cells[columns ? columns[index]! : index] ?? ''
    let end = cell.length
    while (end > 0 && cell.charCodeAt(end - 1) <= 32) end--
    let start = 0
    while (start < end && cell.charCodeAt(start) <= 32) start++
    for (let at = start; at < end; at++) {
      const code = cell.charCodeAt(at)
      a = Math.imul(a ^ code, 2654435761)
      b = Math.imul(b ^ code, 1597334677)
    }
    // Between two cells, so that `ab, c` is not `a, bc`.
    a = Math.imul(a ^ 0x1f, 2654435761)
    b = Math.imul(b ^ 0x1f, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return 4294967296 * (2097151 & b) + (a >>> 0) || 1
}
