import { type Features, paperAttributes, type Reading } from './features.ts'
import { NumberTable } from './number-table.ts'
import type { Translations } from './translations.ts'

// An order, and a day, bring devices of several kinds. Where two lists tell of one device of a kind each, it is mostly the same one.

/** Papers that tell when and with what a device came. */
export const ofPurchase: readonly number[] = (
  ['purchaseOrder', 'purchasedOn', 'inServiceOn', 'warrantyEndsOn'] as const
).map((attribute) => paperAttributes.indexOf(attribute))
/** Records with one paper, above which it tells nothing of one device. */
const mostBought = 30
/** Bits of kind below which two records are of two. */
const otherKind = -1

export class BoughtAlone {
  readonly #reading: Reading
  readonly #translations: Translations
  readonly #sources: number
  /** Of each word and source, where its records begin. */
  readonly #starts: Int32Array
  readonly #records: Int32Array
  #counts = new NumberTable()

  constructor(reading: Reading, translations: Translations) {
    this.#reading = reading
    this.#translations = translations
    this.#sources = reading.sources.length
    const { features, words } = reading
    const starts = new Int32Array(words * this.#sources + 1)
    const each = (take: (place: number, at: number) => void) => {
      for (const [at, { papers, source }] of features.entries())
        for (const which of ofPurchase) {
          const word = papers[which]!
          if (word >= 0) take(word * this.#sources + source, at)
        }
    }
    each((place) => starts[place + 1]!++)
    for (let place = 0; place + 1 < starts.length; place++) starts[place + 1]! += starts[place]!
    const next = starts.slice()
    this.#records = new Int32Array(starts.at(-1)!)
    each((place, at) => {
      this.#records[next[place]!++] = at
    })
    this.#starts = starts
  }

  /** To be told when words were learnt anew. */
  forget(): void {
    this.#counts = new NumberTable()
  }

  /** Whether of all that bear the paper each is the only one of its source that may be of the other's kind. */
  isAlone(paper: number, a: Features, b: Features): boolean {
    return this.#count(paper, b.source, a) === 1 && this.#count(paper, a.source, b) === 1
  }

  /** How many records of a source bear the paper and may be of the kind; stops at two. */
  #count(paper: number, source: number, like: Features): number {
    const place = paper * this.#sources + source
    const [from, to] = [this.#starts[place]!, this.#starts[place + 1]!]
    if (to - from <= 1) return to - from
    if (to - from > mostBought) return 2
    const key = place * this.#reading.combinations + like.combined.what
    const known = this.#counts.find(key)
    if (known >= 0) return this.#counts.valueAt(known)
    let count = 0
    for (let i = from; i < to && count < 2; i++)
      if (this.#translations.bits('what', like, this.#reading.features[this.#records[i]!]!) > otherKind) count++
    this.#counts.add(key, count)
    return count
  }
}
