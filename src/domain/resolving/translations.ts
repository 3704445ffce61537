import { isSameVendor } from '#domain/matching/matching.ts'
import { type Features, type Group, groupNames, groups, type Reading, whatAttributes } from './features.ts'
import { isMisspelt, type NameRelation, type ReadName, readName, relateNames } from './name-words.ts'
import { NumberTable, RecentNumbers } from './number-table.ts'

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

/** What stands beside what in pairs of records that are surely of one device, of one group and two sources. */
class Beside {
  /** Pairs of values: `first * size + second`. */
  readonly pairs = new NumberTable()
  /** Pairs of a value of the first source and an attribute of the second: `value * width + attribute`; and the other way. */
  readonly firsts = new NumberTable()
  readonly seconds = new NumberTable()
  /** By attribute of the first source, then of the second. */
  readonly totals: Float64Array

  constructor(width: number) {
    this.totals = new Float64Array(width * width)
  }
}

interface Chosen {
  readonly first: number
  readonly second: number
}

/** Place of the maker among what tells of which kind a device is. */
const maker = whatAttributes.indexOf('manufacturer')

/** How much weaker a group tells than it seems, as what it tells goes with what others tell. */
const damping: Readonly<Record<Group, number>> = { what: 1, where: 0.85, software: 0.4 }

/** Most bits that a group tells for one device. */
export const mostOf = (group: Group): number => damping[group] * most

/** Pairs of words, and of combinations of words, that are held at a time. */
const held = 2 ** 18

const relations: readonly NameRelation[] = ['same', 'compatible', 'unrelated', 'different']

export class Translations {
  readonly #reading: Reading
  readonly #sources: number
  readonly #words: number
  /** Records of the source that bear the value: `value * sources + source`. */
  readonly #counts: Int32Array
  /** Place of each value's attribute in its group. */
  readonly #attributeOf: Uint8Array
  /** Records of the source that bear any value of the attribute. */
  readonly #filled: Readonly<Record<Group, Float64Array>>
  /** By group, then the two sources. */
  #tables: (Beside | undefined)[] = []
  #chosen: (readonly Chosen[] | undefined)[] = []
  readonly #names = new Map<number, ReadName>()
  /** Places in `relations`. */
  readonly #relations = new NumberTable()
  readonly #bits = new RecentNumbers(held)
  readonly #combined = new RecentNumbers(held)

  constructor(reading: Reading) {
    this.#reading = reading
    this.#sources = reading.sources.length
    this.#words = reading.words
    this.#counts = new Int32Array(this.#words * this.#sources)
    this.#attributeOf = new Uint8Array(this.#words)
    this.#filled = Object.fromEntries(
      groupNames.map((group) => [group, new Float64Array(this.#sources * groups[group].length)]),
    ) as Record<Group, Float64Array>
    for (const { source, values } of reading.features)
      for (const group of groupNames) {
        const own = values[group]
        for (let attribute = 0; attribute < own.length; attribute++) {
          const value = own[attribute]!
          if (value < 0) continue
          this.#counts[value * this.#sources + source]!++
          this.#attributeOf[value] = attribute
          this.#filled[group][source * own.length + attribute]!++
        }
      }
  }

  /** Bits for or against one device, of the pair of attributes that tells most between these two sources. */
  bits(group: Group, a: Features, b: Features): number {
    const [first, second] = a.source <= b.source ? [a, b] : [b, a]
    // Devices are many, what they are is not: places are.
    if (group === 'where') return this.#ofValues(group, first, second)
    const { combinations } = this.#reading
    const isWhat = group === 'what'
    const key =
      (isWhat ? first.combined.what : first.combined.software) * combinations +
      (isWhat ? second.combined.what : second.combined.software)
    const known = this.#combined.get(key)
    if (!Number.isNaN(known)) return known
    const bits = this.#ofValues(group, first, second)
    this.#combined.set(key, bits)
    return bits
  }

  #ofValues(group: Group, first: Features, second: Features): number {
    const ofFirst = valuesOf(first, group)
    const ofSecond = valuesOf(second, group)
    let best: number | undefined
    for (const { first: x, second: y } of this.#choices(group, first.source, second.source)) {
      const va = ofFirst[x]!
      const vb = ofSecond[y]!
      if (va < 0 || vb < 0) continue
      if (best !== undefined && (x > 2 || y > 2)) continue
      if (best === undefined && group === 'what' && this.#isUnheard(first.source, second.source, x, y, va, vb)) continue
      const bits = this.#between(group, first.source, second.source, x, y, va, vb)
      if (best === undefined) best = bits
      else if (this.#isOneName(x, y, va, vb)) best = Math.max(best, bits)
      // One name in two columns outweighs what was seen of a kind and a name.
      if (best > 0 || group !== 'what') break
    }
    return damping[group] * (best ?? 0)
  }

  /** Whether two columns bear one name that tells a model from others: a common maker does not outweigh two models. */
  #isOneName(x: number, y: number, va: number, vb: number): boolean {
    if (x === maker || y === maker || this.#nameRead(va).codes.size === 0) return false
    return va === vb || this.#relation(va, vb) === 'same'
  }

  /** Whether nothing was learnt of a name and nothing can be read from it: other columns may tell. */
  #isUnheard(sa: number, sb: number, x: number, y: number, va: number, vb: number): boolean {
    const width = groups.what.length
    const table = this.#tables[this.#placeOf('what', sa, sb)]
    if (table && table.firsts.find(va * width + y) >= 0 && table.seconds.find(vb * width + x) >= 0) return false
    return va !== vb && this.#relation(va, vb) === 'unrelated'
  }

  /** Whether two makers are named, and nothing says that they are one. */
  areOfTwoMakers(a: Features, b: Features): boolean {
    const [first, second] = a.source <= b.source ? [a, b] : [b, a]
    const [va, vb] = [first.values.what[maker]!, second.values.what[maker]!]
    if (va < 0 || vb < 0 || this.#relation(va, vb) === 'same') return false
    const table = this.#tables[this.#placeOf('what', first.source, second.source)]
    return !table || table.pairs.find(va * this.#words + vb) < 0
  }

  #between(group: Group, sa: number, sb: number, x: number, y: number, va: number, vb: number): number {
    const key = ((va * this.#sources + sa) * this.#sources + sb) * this.#words + vb
    const known = this.#bits.get(key)
    if (!Number.isNaN(known)) return known
    const width = groups[group].length
    const share =
      Math.max(this.#counts[vb * this.#sources + sb]!, 1) / Math.max(this.#filled[group][sb * width + y]!, 1)
    const ratio = this.#expectedRatio(group, x, y, va, vb, share)
    const table = this.#tables[this.#placeOf(group, sa, sb)]
    const total = table?.totals[x * width + y] ?? 0
    const together = table?.pairs.get(va * this.#words + vb) ?? 0
    const alone = table?.firsts.get(va * width + y) ?? 0
    // What is seldom sure (short serial numbers) is not among the pairs: that it is not beside the other there tells little.
    const among =
      table && total > 0 ? (table.seconds.get(vb * width + x) + strength * share) / (total + strength) / share : 1
    const lift = (together / share + strength * ratio) / (alone * Math.min(among, 1) + strength)
    const bits = Math.min(Math.max(Math.log2(lift), least), most)
    this.#bits.set(key, bits)
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
    const key = va * this.#words + vb
    const known = this.#relations.find(key)
    if (known >= 0) return relations[this.#relations.valueAt(known)]!
    const [a, b] = [this.#reading.whatTexts.get(va)!, this.#reading.whatTexts.get(vb)!]
    const relation =
      a.attribute === 3 || b.attribute === 3
        ? areOneMaker(a.attribute === 3 ? a.text : a.maker, b.attribute === 3 ? b.text : b.maker)
          ? 'same'
          : 'different'
        : relateNamed(a, b, this.#nameRead(va), this.#nameRead(vb))
    this.#relations.add(key, relations.indexOf(relation))
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

  #placeOf(group: Group, sa: number, sb: number): number {
    return (groupNames.indexOf(group) * this.#sources + sa) * this.#sources + sb
  }

  #choices(group: Group, sa: number, sb: number): readonly Chosen[] {
    const place = this.#placeOf(group, sa, sb)
    let choices = this.#chosen[place]
    if (!choices) {
      choices = this.#order(group, sa, sb)
      this.#chosen[place] = choices
    }
    return choices
  }

  /** Pairs of attributes by what they tell, the most telling first; without pairs to learn from, like with like. */
  #order(group: Group, sa: number, sb: number): readonly Chosen[] {
    const width = groups[group].length
    const table = this.#tables[this.#placeOf(group, sa, sb)]
    const gains = table && this.#gains(table, group, sb)
    const choices: (Chosen & { gain: number })[] = []
    for (let x = 0; x < width; x++)
      for (let y = 0; y < width; y++) {
        if (this.#filled[group][sa * width + x] === 0 || this.#filled[group][sb * width + y] === 0) continue
        const gain = gains && table.totals[x * width + y]! >= 30 ? gains[x * width + y]! : x === y ? 3 - x / 10 : 0.01
        if (gain > 0) choices.push({ first: x, second: y, gain })
      }
    return choices.sort((one, other) => other.gain - one.gain)
  }

  /** Bits that the table tells of a pair that it was not counted with, on average: by attribute of the one, then of the other. */
  #gains({ pairs, firsts, totals }: Beside, group: Group, sb: number): Float64Array {
    const width = groups[group].length
    const gains = new Float64Array(width * width)
    for (let place = 0; place < pairs.size; place++) {
      const pair = pairs.keyAt(place)
      const together = pairs.valueAt(place)
      const va = Math.floor(pair / this.#words)
      const vb = pair - va * this.#words
      const [x, y] = [this.#attributeOf[va]!, this.#attributeOf[vb]!]
      const share =
        Math.max(this.#counts[vb * this.#sources + sb]!, 1) / Math.max(this.#filled[group][sb * width + y]!, 1)
      const ratio = va === vb ? 0.8 / share : 0.5
      const lift = ((together - 1) / share + strength * ratio) / (firsts.get(va * width + y) - 1 + strength)
      gains[x * width + y]! += together * Math.min(Math.max(Math.log2(lift), least), most)
    }
    return gains.map((gain, at) => gain / totals[at]!)
  }

  /** Learns anew from pairs of records that are surely of one device. */
  learn(pairs: Iterable<{ readonly a: Features; readonly b: Features; readonly groups: readonly Group[] }>): void {
    this.#tables = []
    for (const pair of pairs) {
      const [a, b] = pair.a.source <= pair.b.source ? [pair.a, pair.b] : [pair.b, pair.a]
      for (const group of pair.groups) {
        const place = this.#placeOf(group, a.source, b.source)
        const [ofA, ofB] = [a.values[group], b.values[group]]
        const width = ofA.length
        let table = this.#tables[place]
        if (!table) {
          table = new Beside(width)
          this.#tables[place] = table
        }
        for (let x = 0; x < width; x++) {
          const va = ofA[x]!
          if (va < 0) continue
          for (let y = 0; y < width; y++) {
            const vb = ofB[y]!
            if (vb < 0) continue
            table.pairs.add(va * this.#words + vb, 1)
            table.firsts.add(va * width + y, 1)
            table.seconds.add(vb * width + x, 1)
            table.totals[x * width + y]!++
          }
        }
      }
    }
    this.#bits.clear()
    this.#combined.clear()
    this.#chosen = []
  }
}

/** `values[group]`, without looking a name up for each pair of records. */
const valuesOf = ({ values }: Features, group: Group) =>
  group === 'what' ? values.what : group === 'where' ? values.where : values.software

interface Named {
  readonly maker: string
  readonly text: string
  readonly attribute: number
}

function relateNamed(a: Named, b: Named, nameA: ReadName, nameB: ReadName): NameRelation {
  const relation = relateNames(nameA, nameB)
  // A code stands for all that is called so, whoever makes it.
  if (nameA.codes.size > 0 || a.maker === '' || b.maker === '' || areOneMaker(a.maker, b.maker)) return relation
  return 'different'
}

/** By their names, or one of them misspelt. */
const areOneMaker = (one: string, other: string) => isSameVendor(one, other) || isMisspelt(one, other)
