import { type Code, shortestPart } from './codes.ts'
import type { Features, Reading } from './features.ts'
import { readName } from './name-words.ts'

// Which records may speak of one device at all: those that share something few others have. Each kind of block has the
// number of records above which its value tells nothing.

/** Characters that a code may have lost at one end. */
const mostCut = 3

interface Kind {
  readonly largest: number
  readonly keysOf: (features: Features, at: number) => readonly number[]
}

/** 31 bits of a text and a kind. Two texts of one key give a pair more to compare, nothing else. */
function hash(text: string, seed: number): number {
  let h = seed ^ 0x9e3779b9
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h ^= h >>> 15
  h = Math.imul(h, 0x2c1b3c6d)
  h ^= h >>> 12
  return h & 0x7fffffff
}
const mixed = (a: number, b: number) => {
  let h = Math.imul(a + 0x7feb352d, 0x846ca68b) ^ Math.imul(b + 0x165667b1, 0x9e3779b1)
  h ^= h >>> 16
  h = Math.imul(h, 0x21f0aaad)
  return (h ^ (h >>> 15)) & 0x7fffffff
}

export interface Blocks {
  /** Each other record behind `at`, once, with which it shares a block. */
  candidatesOf(at: number, into: number[]): number
}

const none: readonly number[] = []

export function blocksOf({ features, whatTexts }: Reading): Blocks {
  const tokens = whatTokens(whatTexts)
  const one = (id: number, salt: number) => (id < 0 ? none : [mixed(id, salt)])
  const kinds: readonly Kind[] = [
    { largest: 60, keysOf: ({ serial }) => (serial === undefined ? none : [hash(serial.folded, 1)]) },
    { largest: 60, keysOf: ({ tagId }) => one(tagId, 2) },
    { largest: 60, keysOf: ({ macs }) => macs.map((id) => mixed(id, 3)) },
    { largest: 60, keysOf: ({ host }) => one(host, 4) },
    { largest: 60, keysOf: ({ ips }) => ips.map((id) => mixed(id, 5)) },
    { largest: 40, keysOf: ({ ae }) => one(ae, 6) },
    { largest: 40, keysOf: ({ codes }) => codes.map((id) => mixed(id, 7)) },
    { largest: 30, keysOf: ({ serial, tag }) => endsOf(serial, 8, 6).concat(endsOf(tag, 9, 6)) },
    { largest: 30, keysOf: ({ serial, tag }) => beginningsOf(serial, 10).concat(beginningsOf(tag, 11)) },
    { largest: 12, keysOf: ({ serial }) => slipsOf(serial) },
    { largest: 16, keysOf: ({ serial }) => cutsOf(serial) },
    { largest: 60, keysOf: damagedKeys },
    { largest: 40, keysOf: (record) => kindAtPlace(record, tokens) },
  ]
  return gather(features, kinds)
}

/** The end of a code: what is left where a prefix was dropped. */
function endsOf(code: Code | undefined, salt: number, length: number): number[] {
  const text = code?.text ?? ''
  if (text.length < shortestPart) return []
  const keys = [hash(text.slice(-length), salt)]
  if (text.length >= length) keys.push(hash(text.slice(1 - length), salt))
  return keys
}

const beginningsOf = (code: Code | undefined, salt: number): number[] =>
  code === undefined || code.text.length < 8 ? [] : [hash(code.text.slice(0, 8), salt)]

/** The code without each of its characters in turn: two codes one slip apart have such a form in common. */
function slipsOf(code: Code | undefined): readonly number[] {
  const serial = code?.text
  if (serial === undefined || serial.length < 6 || serial.length > 20) return none
  const keys = [hash(serial, 12)]
  for (let i = 0; i < serial.length; i++) keys.push(hash(serial.slice(0, i) + serial.slice(i + 1), 12))
  return keys
}

/** The code without its first or last characters: what is left of a code that was cut. */
function cutsOf(code: Code | undefined): readonly number[] {
  const serial = code?.text
  if (serial === undefined) return none
  const keys = [hash(serial, 15)]
  for (let cut = 1; cut <= mostCut && serial.length - cut >= shortestPart; cut++)
    keys.push(hash(serial.slice(cut), 15), hash(serial.slice(0, -cut), 15))
  return keys
}

function damagedKeys({ serial, damaged }: Features): readonly number[] {
  if (damaged) {
    const sure = damaged.digits.slice(0, -1)
    return sure.length < 4 ? none : [hash(`${damaged.length} ${sure.slice(0, 4)}`, 13)]
  }
  return serial !== undefined && /^\d{6,}$/.test(serial.text)
    ? [hash(`${serial.text.length} ${serial.text.slice(0, 4)}`, 13)]
    : none
}

/** Codes of a model's name where it has some, else its spelling. */
function whatTokens(whatTexts: Reading['whatTexts']): ReadonlyMap<number, readonly number[]> {
  const tokens = new Map<number, readonly number[]>()
  for (const [id, { maker, text, attribute }] of whatTexts) {
    if (attribute > 2) continue
    const { codes, spelling, words } = readName(text, maker)
    const some = codes.size > 0 ? [...codes] : [spelling, ...words]
    tokens.set(
      id,
      some.slice(0, 3).map((token) => hash(token, 14)),
    )
  }
  return tokens
}

function kindAtPlace({ values, papers }: Features, tokens: ReadonlyMap<number, readonly number[]>): readonly number[] {
  const keys: number[] = []
  // Some lists name the model where others name the kind: with a place that tells nothing, on an order it may.
  for (let attribute = 0; attribute < 2; attribute++) {
    const id = values.what[attribute]!
    if (id < 0) continue
    for (const token of tokens.get(id) ?? none) {
      if (attribute < 2) for (const place of values.where) if (place >= 0) keys.push(mixed(token, place))
      for (const paper of papers) if (paper >= 0) keys.push(mixed(token, paper))
    }
  }
  return keys
}

/** Most records: the number of one takes as many bits as are needed, and its key up to 31 of the others of 53. */
const most = 2 ** 24

function gather(features: readonly Features[], kinds: readonly Kind[]): Blocks {
  if (features.length > most) throw new RangeError(`More than ${most} records cannot be resolved at once.`)
  const members: Int32Array[] = []
  const starts: Int32Array[] = []
  const entriesOf = new Int32Array(features.length + 1)
  for (const { largest, keysOf } of kinds) {
    const blocks = blocksOfKind(features, keysOf, largest)
    members.push(blocks.members)
    starts.push(blocks.starts)
    for (const member of blocks.members) entriesOf[member + 1]!++
  }
  for (let at = 0; at < features.length; at++) entriesOf[at + 1]! += entriesOf[at]!
  // Of each record, the blocks in which it stands: kind and number of the block.
  const kindOf = new Uint8Array(entriesOf[features.length]!)
  const blockOf = new Int32Array(entriesOf[features.length]!)
  const next = entriesOf.slice(0, -1)
  for (const [kind, kindStarts] of starts.entries()) {
    const own = members[kind]!
    for (let block = 0; block + 1 < kindStarts.length; block++)
      for (let i = kindStarts[block]!; i < kindStarts[block + 1]!; i++) {
        const slot = next[own[i]!]!++
        kindOf[slot] = kind
        blockOf[slot] = block
      }
  }
  const seen = new Int32Array(features.length)
  let asked = 0
  return {
    candidatesOf(at, into) {
      let count = 0
      asked++
      for (let slot = entriesOf[at]!; slot < entriesOf[at + 1]!; slot++) {
        const kind = kindOf[slot]!
        const block = blockOf[slot]!
        const own = members[kind]!
        const end = starts[kind]![block + 1]!
        for (let i = starts[kind]![block]!; i < end; i++) {
          const other = own[i]!
          if (other <= at || seen[other] === asked) continue
          seen[other] = asked
          into[count++] = other
        }
      }
      return count
    },
  }
}

/** Sorted by key, records of one key stand together: a block. */
function blocksOfKind(features: readonly Features[], keysOf: Kind['keysOf'], largest: number) {
  const records = 2 ** Math.max(Math.ceil(Math.log2(Math.max(features.length, 1))), 22)
  const shift = Math.log2(records) - 22
  let entries = new Float64Array(features.length + 16)
  let size = 0
  for (let at = 0; at < features.length; at++) {
    const keys = keysOf(features[at]!, at)
    if (size + keys.length > entries.length) {
      const more = new Float64Array(entries.length * 2 + keys.length)
      more.set(entries)
      entries = more
    }
    for (let i = 0; i < keys.length; i++) entries[size++] = (keys[i]! >>> shift) * records + at
  }
  const sorted = entries.subarray(0, size).sort()
  const members = new Int32Array(size)
  const starts = [0]
  let count = 0
  for (let from = 0; from < size; ) {
    const key = Math.floor(sorted[from]! / records)
    let to = from
    const begin = count
    let last = -1
    for (; to < size && Math.floor(sorted[to]! / records) === key; to++) {
      const at = sorted[to]! - key * records
      if (at === last) continue
      last = at
      members[count++] = at
    }
    if (count - begin < 2 || count - begin > largest) count = begin
    else starts.push(count)
    from = to
  }
  return { members: members.slice(0, count), starts: Int32Array.from(starts) }
}
