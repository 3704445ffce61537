import { isSameVendor } from '#domain/matching/matching.ts'
import { type Features, type Group, groupNames, groups, type Reading, whatAttributes } from './features.ts'
import { type NameRelation, type ReadName, readName, relateNames } from './name-words.ts'

// Two systems call one model, one ward, one network each by their own words. Which words of one go with which of another is
// learnt from records that are surely of one device: what stands beside what more often than chance says. It begins with
// what the spelling lets one expect, and counts weigh more the more of them there are.

/** How many pairs the spelling's expectation is worth. */
const strength = 3
const least = -9
const most = 13

/** How often more than by chance what is written so stands beside the other, before anything is learnt. */
const expected: Readonly<Record<NameRelation, number>> = {
  same: Number.POSITIVE_INFINITY,
  compatible: 4,
  unrelated: 0.5,
  different: 0.02,
}

interface Table {
  /** Pairs of values: `first * size + second`. */
  readonly pairs: Map<number, number>
  readonly firsts: Map<number, number>
  readonly seconds: Map<number, number>
  total: number
}

interface Chosen {
  readonly first: number
  readonly second: number
}

/** Place of the maker among what tells of which kind a device is. */
const maker = whatAttributes.indexOf('manufacturer')

/** How much weaker a group tells than it seems, as what it tells goes with what others tell. */
const damping: Readonly<Record<Group, number>> = { what: 1, where: 0.85, software: 0.4 }

export class Translations {
  readonly #reading: Reading
  readonly #sources: number
  /** Records of the source that bear the value, by source and value. */
  readonly #counts: readonly Map<number, number>[]
  /** Records of the source that bear any value of the attribute. */
  readonly #filled: Readonly<Record<Group, Float64Array>>
  #tables = new Map<string, Table>()
  #chosen = new Map<number, readonly Chosen[]>()
  readonly #names = new Map<number, ReadName>()
  readonly #relations = new Map<number, NameRelation>()
  /** By first value; keys are small integers of the second and of the two sources. */
  #bits: (Map<number, number> | undefined)[] = []

  constructor(reading: Reading) {
    this.#reading = reading
    this.#sources = reading.sources.length
    this.#counts = reading.sources.map(() => new Map())
    this.#filled = Object.fromEntries(
      groupNames.map((group) => [group, new Float64Array(this.#sources * groups[group].length)]),
    ) as Record<Group, Float64Array>
    for (const { source, values } of reading.features) {
      const counts = this.#counts[source]!
      for (const group of groupNames)
        values[group].forEach((value, attribute) => {
          if (value < 0) return
          counts.set(value, (counts.get(value) ?? 0) + 1)
          this.#filled[group][source * groups[group].length + attribute]!++
        })
    }
  }

  /** Bits for or against one device, of the pair of attributes that tells most between these two sources. */
  bits(group: Group, a: Features, b: Features): number {
    const [first, second] = a.source <= b.source ? [a, b] : [b, a]
    const ofFirst = first.values[group]
    const ofSecond = second.values[group]
    let best: number | undefined
    for (const { first: x, second: y } of this.#choices(group, first.source, second.source)) {
      const va = ofFirst[x]!
      const vb = ofSecond[y]!
      if (va < 0 || vb < 0) continue
      if (best !== undefined && (x > 2 || y > 2)) continue
      const bits = this.#between(group, first.source, second.source, x, y, va, vb)
      if (best === undefined) best = bits
      else if (va === vb || this.#relation(va, vb) === 'same') best = Math.max(best, bits)
      // One name in two columns outweighs what was seen of a kind and a name.
      if (best > 0 || group !== 'what') break
    }
    return damping[group] * (best ?? 0)
  }

  /** Whether two makers are named, and nothing says that they are one. */
  areOfTwoMakers(a: Features, b: Features): boolean {
    const [first, second] = a.source <= b.source ? [a, b] : [b, a]
    const [va, vb] = [first.values.what[maker]!, second.values.what[maker]!]
    if (va < 0 || vb < 0 || this.#relation(va, vb) === 'same') return false
    const table = this.#tables.get(this.#nameOf('what', first.source, second.source, maker, maker))
    return !table?.pairs.has(va * this.#reading.words.size + vb)
  }

  #between(group: Group, sa: number, sb: number, x: number, y: number, va: number, vb: number): number {
    let ofFirst = this.#bits[va]
    if (!ofFirst) {
      ofFirst = new Map()
      this.#bits[va] = ofFirst
    }
    const key = (vb * this.#sources + sa) * this.#sources + sb
    const known = ofFirst.get(key)
    if (known !== undefined) return known
    const width = groups[group].length
    const share = Math.max(this.#counts[sb]!.get(vb) ?? 1, 1) / Math.max(this.#filled[group][sb * width + y]!, 1)
    const ratio = this.#expectedRatio(group, x, y, va, vb, share)
    const table = this.#tables.get(this.#nameOf(group, sa, sb, x, y))
    const together = table?.pairs.get(va * this.#reading.words.size + vb) ?? 0
    const alone = table?.firsts.get(va) ?? 0
    // What is seldom sure (short serial numbers) is not among the pairs: that it is not beside the other there tells little.
    const among = table ? ((table.seconds.get(vb) ?? 0) + strength * share) / (table.total + strength) / share : 1
    const lift = (together / share + strength * ratio) / (alone * Math.min(among, 1) + strength)
    const bits = Math.min(Math.max(Math.log2(lift), least), most)
    ofFirst.set(key, bits)
    return bits
  }

  #expectedRatio(group: Group, x: number, y: number, va: number, vb: number, share: number): number {
    const same = 0.8 / share
    if (va === vb) return same
    if (group === 'what') {
      const relation = this.#relation(va, vb)
      if (relation === 'same') return same
      // A model and a catalogue number, or a type, are no two spellings of one name.
      if (x !== y) return relation === 'compatible' ? expected.compatible : 0.6
      return x === 3 || x === 4 ? (x === 4 ? 0.1 : 0.02) : Math.min(expected[relation], same)
    }
    if (x !== y) return 0.7
    return group === 'where' ? (x === 2 ? 0.3 : 0.25) : 0.4
  }

  #relation(va: number, vb: number): NameRelation {
    const key = va * this.#reading.words.size + vb
    const known = this.#relations.get(key)
    if (known) return known
    const [a, b] = [this.#reading.whatTexts.get(va)!, this.#reading.whatTexts.get(vb)!]
    const relation =
      a.attribute === 3 || b.attribute === 3
        ? isSameVendor(a.attribute === 3 ? a.text : a.maker, b.attribute === 3 ? b.text : b.maker)
          ? 'same'
          : 'different'
        : relateNamed(a, b, this.#nameRead(va), this.#nameRead(vb))
    this.#relations.set(key, relation)
    return relation
  }

  #nameRead(value: number): ReadName {
    const known = this.#names.get(value)
    if (known) return known
    const { text, maker } = this.#reading.whatTexts.get(value)!
    const name = readName(text, maker)
    this.#names.set(value, name)
    return name
  }

  #nameOf = (group: Group, sa: number, sb: number, x: number, y: number) => `${group} ${sa} ${sb} ${x} ${y}`

  #choices(group: Group, sa: number, sb: number): readonly Chosen[] {
    const key = (groupNames.indexOf(group) * this.#sources + sa) * this.#sources + sb
    const known = this.#chosen.get(key)
    if (known) return known
    const choices = this.#order(group, sa, sb)
    this.#chosen.set(key, choices)
    return choices
  }

  /** Pairs of attributes by what they tell, the most telling first; without pairs to learn from, like with like. */
  #order(group: Group, sa: number, sb: number): readonly Chosen[] {
    const width = groups[group].length
    const choices: (Chosen & { gain: number })[] = []
    for (let x = 0; x < width; x++)
      for (let y = 0; y < width; y++) {
        if (this.#filled[group][sa * width + x] === 0 || this.#filled[group][sb * width + y] === 0) continue
        const table = this.#tables.get(this.#nameOf(group, sa, sb, x, y))
        const gain = table && table.total >= 30 ? this.#gain(table, group, sb, y) : x === y ? 3 - x / 10 : 0.01
        if (gain > 0) choices.push({ first: x, second: y, gain })
      }
    return choices.sort((one, other) => other.gain - one.gain)
  }

  /** Bits that the table tells of a pair that it was not counted with, on average. */
  #gain({ pairs, firsts, total }: Table, group: Group, sb: number, y: number): number {
    const width = groups[group].length
    const size = this.#reading.words.size
    let gain = 0
    for (const [pair, together] of pairs) {
      const va = Math.floor(pair / size)
      const vb = pair - va * size
      const share = Math.max(this.#counts[sb]!.get(vb) ?? 1, 1) / Math.max(this.#filled[group][sb * width + y]!, 1)
      const ratio = va === vb ? 0.8 / share : 0.5
      const lift = ((together - 1) / share + strength * ratio) / (firsts.get(va)! - 1 + strength)
      gain += together * Math.min(Math.max(Math.log2(lift), least), most)
    }
    return gain / total
  }

  /** Learns anew from pairs of records that are surely of one device. */
  learn(pairs: Iterable<{ readonly a: Features; readonly b: Features; readonly groups: readonly Group[] }>): void {
    this.#tables = new Map()
    const size = this.#reading.words.size
    for (const pair of pairs) {
      const [a, b] = pair.a.source <= pair.b.source ? [pair.a, pair.b] : [pair.b, pair.a]
      for (const group of pair.groups) {
        const width = groups[group].length
        for (let x = 0; x < width; x++) {
          const va = a.values[group][x]!
          if (va < 0) continue
          for (let y = 0; y < width; y++) {
            const vb = b.values[group][y]!
            if (vb < 0) continue
            const name = this.#nameOf(group, a.source, b.source, x, y)
            let table = this.#tables.get(name)
            if (!table) {
              table = { pairs: new Map(), firsts: new Map(), seconds: new Map(), total: 0 }
              this.#tables.set(name, table)
            }
            const key = va * size + vb
            table.pairs.set(key, (table.pairs.get(key) ?? 0) + 1)
            table.firsts.set(va, (table.firsts.get(va) ?? 0) + 1)
            table.seconds.set(vb, (table.seconds.get(vb) ?? 0) + 1)
            table.total++
          }
        }
      }
    }
    this.#bits = []
    this.#chosen.clear()
  }
}

interface Named {
  readonly maker: string
  readonly text: string
  readonly attribute: number
}

function relateNamed(a: Named, b: Named, nameA: ReadName, nameB: ReadName): NameRelation {
  const relation = relateNames(nameA, nameB)
  if (a.maker === '' || b.maker === '' || isSameVendor(a.maker, b.maker)) return relation
  return relation === 'same' && nameA.codes.size > 0 ? 'compatible' : 'different'
}
