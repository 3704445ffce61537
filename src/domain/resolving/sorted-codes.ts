import type { Features, Reading } from './features.ts'
import { fewest } from './fields.ts'

// Which codes stand near each other: what was bought together was numbered together.

/** How many others of its source a code has that differ from it in one place, by the place from the end; and in the last two. */
export interface Neighbours {
  readonly at: readonly number[]
  readonly tail: number
}

/** Places from the end in which numbers are counted on; letters may stand behind them. */
const countedPlaces = 8

/** How likely a sibling is told of nowhere, against that it is told of. */
const hiddenSiblings = 1

/** Codes of one form, letters and digits in the same places, from which what they have in common is reckoned by themselves. */
const enoughOfForm = 100
/** Codes of a source from which it shows how much was bought together. */
const enoughCodes = 50

/** Of codes by their form; what is usual where few have it. */
export interface NeighboursByForm {
  of(code: string): Neighbours
}

/** Of the source in which codes have most neighbours: how much was bought together shows where a list is long. */
export function neighboursOf(
  { features, sources }: Reading,
  codeOf: (features: Features) => string | undefined,
): NeighboursByForm {
  const usual = fewestNeighbours()
  const byForm = new Map<string, Counted>()
  for (const source of sources.keys()) {
    const codes = new Set<string>()
    for (const record of features) {
      const code = record.source === source ? codeOf(record) : undefined
      if (code !== undefined && code.length >= 4) codes.add(code)
    }
    if (codes.size < enoughCodes) continue
    countNeighbours([...codes], usual)
    const forms = new Map<string, string[]>()
    for (const code of codes) {
      const form = formOf(code)
      const alike = forms.get(form)
      if (alike) alike.push(code)
      else forms.set(form, [code])
    }
    for (const [form, alike] of forms) {
      if (alike.length < enoughOfForm) continue
      const most = byForm.get(form) ?? fewestNeighbours()
      countNeighbours(alike, most)
      byForm.set(form, most)
    }
  }
  return { of: (code) => byForm.get(formOf(code)) ?? usual }
}

interface Counted {
  readonly at: number[]
  tail: number
}

const fewestNeighbours = (): Counted => ({ at: Array.from({ length: countedPlaces }, () => 0.001), tail: 0.02 })
/** Where it has digits, and where letters. */
export const formOf = (code: string) => code.replace(/\d/g, '0').replace(/[^0]/g, 'A')

function countNeighbours(codes: readonly string[], most: Counted): void {
  const perCode = (restOf: (code: string) => string) => {
    const counts = new Map<string, number>()
    for (const code of codes) {
      const rest = restOf(code)
      counts.set(rest, (counts.get(rest) ?? 0) + 1)
    }
    // Of those that seem alone, as many have a sibling that no list tells of as others have one.
    let [alone, paired] = [0, 0]
    for (const count of counts.values()) {
      if (count === 1) alone++
      else if (count === 2) paired += 2
    }
    return (hiddenSiblings * paired) / (alone + paired)
  }
  for (let place = 1; place <= countedPlaces; place++)
    most.at[place - 1] = Math.max(
      most.at[place - 1]!,
      perCode((code) =>
        code.length < place ? `${place} ${code}` : `${code.slice(0, -place)} ${code.slice(code.length - place + 1)}`,
      ),
    )
  most.tail = Math.max(
    most.tail,
    perCode((code) => `${code.length} ${code.slice(0, -2)}`),
  )
}

export function commonStart(a: string, b: string): number {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  return at
}

/** Codes in order, and in the order of their ends: how many begin or end so. */
export class SortedCodes {
  readonly #forward: readonly string[]
  readonly #backward: readonly string[]
  readonly #known = new Map<string, number>()
  readonly size: number
  readonly #neighbours: NeighboursByForm

  constructor(codes: ReadonlySet<string>, neighbours: NeighboursByForm) {
    this.#neighbours = neighbours
    this.#forward = [...codes].sort()
    this.#backward = [...codes].map(reversed).sort()
    this.size = Math.max(codes.size, fewest)
  }

  /** How many siblings a code of such a form has by the place in which they differ. */
  neighbours(code: string): Neighbours {
    return this.#neighbours.of(code)
  }

  beginning(part: string): number {
    return this.#count(this.#forward, part, 'b')
  }

  ending(part: string): number {
    return this.#count(this.#backward, reversed(part), 'e')
  }

  #count(sorted: readonly string[], part: string, kind: string): number {
    const key = kind + part
    let count = this.#known.get(key)
    if (count === undefined) {
      count = firstFrom(sorted, `${part}\uffff`) - firstFrom(sorted, part)
      this.#known.set(key, count)
    }
    return count
  }
}

const reversed = (code: string) => [...code].reverse().join('')

function firstFrom(sorted: readonly string[], text: string): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < text) low = middle + 1
    else high = middle
  }
  return low
}
