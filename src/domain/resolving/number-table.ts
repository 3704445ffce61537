/** Numbers by number, in the order in which they came: in typed arrays, as millions of them are held. Keys are whole and not below 0. */
export class NumberTable {
  #size = 0
  #keys: Float64Array
  #values: Float64Array
  /** Place of an entry, and one more; 0 where there is none. */
  #slots: Int32Array

  constructor(expected = 16) {
    const capacity = 2 ** Math.ceil(Math.log2(Math.max(expected, 16)))
    this.#keys = new Float64Array(capacity)
    this.#values = new Float64Array(capacity)
    this.#slots = new Int32Array(capacity * 2)
  }

  get size(): number {
    return this.#size
  }

  /** Place of the key's entry, -1 where there is none. */
  find(key: number): number {
    const slots = this.#slots
    const mask = slots.length - 1
    for (let slot = hashOf(key) & mask; ; slot = (slot + 1) & mask) {
      const at = slots[slot]! - 1
      if (at < 0 || this.#keys[at] === key) return at
    }
  }

  /** Place of the key's entry; where there is none, of a new one with the value 0. */
  place(key: number): number {
    const slots = this.#slots
    const mask = slots.length - 1
    for (let slot = hashOf(key) & mask; ; slot = (slot + 1) & mask) {
      const at = slots[slot]! - 1
      if (at < 0) {
        if (this.#size === this.#keys.length) {
          this.#grow()
          return this.place(key)
        }
        this.#keys[this.#size] = key
        slots[slot] = ++this.#size
        return this.#size - 1
      }
      if (this.#keys[at] === key) return at
    }
  }

  keyAt(place: number): number {
    return this.#keys[place]!
  }

  valueAt(place: number): number {
    return this.#values[place]!
  }

  /** The key's value, 0 where there is none. */
  get(key: number): number {
    const at = this.find(key)
    return at < 0 ? 0 : this.#values[at]!
  }

  add(key: number, value: number): void {
    const at = this.place(key)
    this.#values[at]! += value
  }

  #grow(): void {
    const capacity = this.#keys.length * 2
    this.#keys = copied(this.#keys, capacity)
    this.#values = copied(this.#values, capacity)
    const slots = new Int32Array(capacity * 2)
    const mask = slots.length - 1
    for (let at = 0; at < this.#size; at++) {
      let slot = hashOf(this.#keys[at]!) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = at + 1
    }
    this.#slots = slots
  }
}

function copied(from: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const to = new Float64Array(length)
  to.set(from)
  return to
}

/**
 * What was reckoned lately, by key: of two keys that go to one place the later one stays. It takes the same memory however
 * many keys there are.
 */
export class RecentNumbers {
  /** Key and value side by side. */
  readonly #entries: Float64Array
  readonly #mask: number

  /** `size` is a power of two. */
  constructor(size: number) {
    this.#entries = new Float64Array(size * 2).fill(-1)
    this.#mask = size - 1
  }

  /** The key's value; NaN where it is not there. */
  get(key: number): number {
    const at = (hashOf(key) & this.#mask) * 2
    return this.#entries[at] === key ? this.#entries[at + 1]! : Number.NaN
  }

  set(key: number, value: number): void {
    const at = (hashOf(key) & this.#mask) * 2
    this.#entries[at] = key
    this.#entries[at + 1] = value
  }

  clear(): void {
    this.#entries.fill(-1)
  }
}

/** 32 bits of a whole number of up to 53. */
function hashOf(key: number): number {
  const high = Math.floor(key / 0x1_0000_0000)
  let h = Math.imul(key ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1)
  h ^= h >>> 15
  h = Math.imul(h, 0x2c1b3c6d)
  return h ^ (h >>> 13)
}
