import { attachedModels } from './attached.ts'
import { BoughtAlone, ofPurchase } from './bought-alone.ts'
import { type CodeAgreement, foldedCode, isLeftOf, relateCodes } from './codes.ts'
import {
  countAttached,
  countBatch,
  countBought,
  countFrame,
  countOnce,
  inOneSource,
  ofInterface,
} from './counted-once.ts'
import type { Features, Reading } from './features.ts'
import {
  aeDifferent,
  aeSame,
  chancesToBeginWith,
  codeShared,
  type Field,
  fewest,
  fieldAt,
  fields,
  groupFields,
  hostDifferent,
  hostSame,
  ipApart,
  ipDifferentApart,
  ipDifferentNear,
  ipNear,
  macDifferent,
  macShared,
  type Own,
  ownFields,
  ownValues,
  paperFields,
  paperLevels,
  serialLevel,
  sharesToBeginWith,
  tagLevel,
} from './fields.ts'
import { commonStart, neighboursOf, SortedCodes } from './sorted-codes.ts'
import { Translations } from './translations.ts'

// What each field says for or against two records being of one device, in bits: the logarithm of how much likelier it is to
// see it on one device than on two (Fellegi and Sunter 1969). Values that many devices bear say less (Winkler 1989); what
// stands for how careful each pair of sources is, is learnt.

/** Most that papers say for one device: what was bought together has the same ones. */
const mostOfPapers = 8
/** Most that they say where nothing else of its kind was bought with it, as far as two lists tell. */
const mostOfPurchase = 12
const day = 86_400_000
/** Within which an address is still the same device's. */
const nearMs = 2 * day

/** Days up to which the lease of an address is looked at apart. */
export const gapDays: readonly number[] = [1, 3, 8, 30]

/** What was learnt of two sources. */
export interface SourcePair {
  readonly shares: Float64Array
  readonly chances: Float64Array
  /** Of addresses, how often another has it by the days that lie between, by `gapOf`. */
  readonly givenOn: Float64Array
  /** Share of the first source's devices that the second knows too, and the other way. */
  covered: readonly [number, number]
}

/** Some of what one source bears twice it tells of one device twice. */
const ofTwice = 0.5
/** Characters from which serial numbers do not meet by their shortness. */
const longSerial = 8

/** Most that a model tells for one device where the serial number does, in bits. */
export const modelWithSerial = 2.5

/** Most that a serial number tells for one device where two makers are named, in bits. */
const byTwoMakers = 6

/** Most that two MACs say against one device, in bits: it may have two interfaces. */
export const anotherInterface = -3
/** Odds, in bits, that two addresses of one host name are of one machine. */
const secondInterface = 7
/** Seen within which both addresses are in use. */
const inUseMs = 7 * day

/** Seen within which a host name is still the same machine's. */
const sameNameMs = 14 * day
/** How long before a device was put in service another may have been seen for the last time in its place; what it says, in bits. */
const goneMs = 2 * day
const goneBefore = -6
/** Numbers that far apart were given out together. */
const countedOn = 30

/** A second bearer of a value is a rival that is weighed by itself; what is left of it is that both may be strangers. */
const besideOther = 0.2

/** Most that a code in another place tells. */
const codeElsewhere = 18

/** Most that the address of an adapter tells: it goes from device to device. */
const adapterBits = 6

/** Which share of copied serial numbers is a sibling's. */
const copiedFromSibling = 0.5

/** How often a source says the same device twice. */
const twiceInOneSource = 0.01

export class Evidence {
  readonly features: readonly Features[]
  readonly translations: Translations
  readonly #bought: BoughtAlone
  readonly sizes: readonly number[]
  readonly #sourceCount: number
  readonly #attached: ReadonlySet<number>
  readonly #pairs: SourcePair[]
  readonly #levelBits: Float64Array[]
  /** Records of each source that bear the word or code, by word and source. */
  readonly #wordCounts: Int32Array
  readonly #codeCounts: Int32Array
  readonly #codeTexts: readonly string[]
  readonly #serials: SortedCodes
  readonly #tags: SortedCodes
  /** The same of serial numbers by their length: there are ten thousand of four digits. */
  readonly #serialsTwice: readonly number[]
  /** Records of each source that bear a value of a field of one's own: by field, then source. */
  readonly #filled: Float64Array
  /** How many records of other devices bear at least the same as a record: what two devices bear in one source, by field. */
  readonly #twice = new Float64Array(fields.length)
  /** Of what was compared last: which share of those that may bear such a serial number by chance are siblings and copies. */
  siblings = 1
  /** Odds, in bits, that what bears one code twice in a source is one device. */
  readonly #oddsOfTwice: { readonly serial: number[]; readonly tag: number[] }
  /** What is known before anything is compared, by the two sources; NaN where it is still to be reckoned. */
  readonly #before: Float64Array

  constructor(reading: Reading) {
    this.features = reading.features
    this.translations = new Translations(reading)
    this.#bought = new BoughtAlone(reading, this.translations)
    this.#attached = attachedModels(reading.features)
    const sources = reading.sources.length
    this.#sourceCount = sources
    this.#codeTexts = reading.codes
    this.#oddsOfTwice = { serial: reading.sources.map(() => 0), tag: reading.sources.map(() => 0) }
    this.sizes = reading.sources.map((_, source) =>
      reading.features.reduce((sum, one) => sum + Number(one.source === source), 0),
    )
    this.#wordCounts = new Int32Array(reading.words * sources)
    this.#codeCounts = new Int32Array(reading.codes.length * sources)
    const serials = new Set<string>()
    const tags = new Set<string>()
    for (const { source, serialId, serial, tagId, tag, macs, host, ips, ae, codes, papers } of reading.features) {
      for (const word of [serialId, tagId, host, ae, ...macs, ...ips, ...papers])
        if (word >= 0) this.#wordCounts[word * sources + source]!++
      for (const code of codes) this.#codeCounts[code * sources + source]!++
      if (serial !== undefined) serials.add(serial.text)
      if (tag !== undefined) tags.add(tag.text)
    }
    this.#filled = Float64Array.from(
      ownFields.flatMap((field) =>
        reading.sources.map((_, source) =>
          reading.features.reduce(
            (sum, record) =>
              sum + Number(record.source === source && ownValues[field](record).some((value) => value >= 0)),
            0,
          ),
        ),
      ),
    )
    const interfaces = this.#secondInterfaces(reading)
    for (const field of ownFields) {
      const isMeant = field === 'host' ? (record: Features) => !interfaces.has(record) : undefined
      this.#twice[fieldAt[field]] = ofTwice * this.#twiceOf(reading, field, isMeant)
    }
    this.#before = new Float64Array(sources * sources).fill(Number.NaN)
    this.#serialsTwice = Array.from({ length: longSerial + 1 }, (_, length) =>
      this.#twiceOf(
        reading,
        'serial',
        ({ serial }) => serial !== undefined && Math.min(serial.text.length, longSerial) === length,
      ),
    )
    this.#serials = new SortedCodes(
      serials,
      neighboursOf(reading, ({ serial }) => serial?.text),
    )
    this.#tags = new SortedCodes(
      tags,
      neighboursOf(reading, ({ tag }) => tag?.text),
    )
    this.#pairs = Array.from({ length: sources * sources }, (_, pair) => {
      const [a, b] = [this.sizes[Math.floor(pair / sources)]!, this.sizes[pair % sources]!]
      const both = 0.6 * Math.min(a, b)
      return {
        shares: sharesToBeginWith.slice(),
        chances: chancesToBeginWith.slice(),
        givenOn: new Float64Array(gapDays.length + 1).fill(chancesToBeginWith[fieldAt.ip]!),
        covered: [both / Math.max(a, 1), both / Math.max(b, 1)],
      }
    })
    this.#levelBits = this.#pairs.map(({ shares }) => shares.map(Math.log2))
  }

  /** Records of which another is of a second interface of the same machine. */
  #secondInterfaces({ features, sources }: Reading): ReadonlySet<Features> {
    const firstOf = new Map<number, number>()
    const found = new Set<Features>()
    for (const [at, record] of features.entries()) {
      if (record.host < 0) continue
      const key = record.host * sources.length + record.source
      const first = firstOf.get(key)
      if (first === undefined) firstOf.set(key, at)
      else if (this.isSecondInterface(first, at)) found.add(record).add(features[first]!)
    }
    return found
  }

  /** The share of records that bear a value which exactly one other record of their source bears, of the source where it is largest. */
  #twiceOf({ features, sources }: Reading, field: Own, isMeant: (features: Features) => boolean = () => true): number {
    const once = sources.map(() => 0)
    const twice = sources.map(() => 0)
    for (const record of features)
      for (const value of ownValues[field](record)) {
        if (value < 0 || !isMeant(record)) continue
        const count = this.#wordCounts[value * this.#sourceCount + record.source]!
        if (count === 1) once[record.source]!++
        if (count === 2) twice[record.source]!++
      }
    const rates = sources.map((_, source) => twice[source]! / (once[source]! + twice[source]! + 200))
    return Math.max(...rates, 0)
  }

  /** Of two sources, the bits of each level that is sure of two devices. */
  #bitsOf(a: number, b: number): Float64Array {
    return this.#levelBits[a <= b ? a * this.#sourceCount + b : b * this.#sourceCount + a]!
  }

  /** What is known of two sources, in the order of their numbers. */
  pairOf(a: number, b: number): SourcePair {
    return this.#pairs[a <= b ? a * this.#sourceCount + b : b * this.#sourceCount + a]!
  }

  /** Odds, in bits, that a record of source `a` is of the device of one certain record of `b`, before anything is compared. */
  before(a: number, b: number): number {
    const place = a * this.#sourceCount + b
    let before = this.#before[place]!
    if (Number.isNaN(before)) {
      before = this.#reckonBefore(a, b)
      this.#before[place] = before
    }
    return before
  }

  #reckonBefore(a: number, b: number): number {
    const size = Math.max(this.sizes[b]!, 1)
    if (a === b) return Math.log2(twiceInOneSource / size)
    const covered = Math.min(Math.max(a < b ? this.pairOf(a, b).covered[0] : this.pairOf(a, b).covered[1], 0.01), 0.97)
    return Math.log2(covered / (1 - covered) / size)
  }

  /** Bits of each field into `into`; gives their sum. `shown`, where given, takes the level of each field, -1 where it has none. */
  compare(i: number, j: number, into: Float64Array, shown?: Int8Array): number {
    const one = this.features[i]!
    const other = this.features[j]!
    const isInOrder = one.source <= other.source
    const a = isInOrder ? one : other
    const b = isInOrder ? other : one
    const pair = this.pairOf(a.source, b.source)
    into.fill(0)
    shown?.fill(-1)
    const { shares } = pair
    const { chances } = pair
    const twice = this.#twice
    const chanceOf = (field: number) => Math.max(chances[field]!, twice[field]!)
    const chanceOfSerial = (length: number) =>
      Math.max(chanceOf(fieldAt.serial), ofTwice * this.#serialsTwice[Math.min(length, longSerial)]!)
    const bitsOf = this.#bitsOf(a.source, b.source)
    const put = (field: number, level: number, chance: number) => {
      into[field] = chance === 1 ? bitsOf[level]! : Math.log2(shares[level]! / chance)
      if (shown) shown[field] = level
    }

    // Serial number.
    this.siblings = 1
    let isOfOneBatch = false
    let isOneMachine = false
    let isTagExact = false
    if (a.serial !== undefined && b.serial !== undefined) {
      const relation = this.#relate(a, b, 'serial')
      isOfOneBatch = ['exact', 'folded', 'edit', 'contained'].includes(relation)
      put(
        fieldAt.serial,
        serialLevel[relation],
        this.#codeChance(this.#serials, relation, a, b, 'serial', {
          chance: chanceOfSerial(Math.min(a.serial.text.length, b.serial.text.length)),
          share: shares[serialLevel[relation]]!,
        }),
      )
      // What one list tells twice is weighed by how often it does.
      if (a.source === b.source) this.siblings = 0
    } else if (a.damaged || b.damaged) {
      const [damaged, whole] = a.damaged ? [a.damaged, b] : [b.damaged!, a]
      if (whole.serial !== undefined && /^\d+$/.test(whole.serial.text)) {
        const isLeft = isLeftOf(damaged, whole.serial.text)
        const chance = isLeft
          ? Math.max(
              this.#serials.beginning(damaged.digits.slice(0, -1)) - 1,
              this.#serials.neighbours(whole.serial.text).tail,
              0.05,
            ) / this.#serials.size
          : 1
        put(fieldAt.serial, serialLevel[isLeft ? 'damaged' : 'different'], Math.max(chance, 1e-6))
        if (isLeft) {
          into[fieldAt.serial] = Math.min(Math.log2(0.9 / Math.max(chance, 1e-6)), 14)
          isOfOneBatch = true
          this.siblings = 1
        }
      }
    }
    // Tag.
    if (a.tag !== undefined && b.tag !== undefined) {
      const relation = this.#relate(a, b, 'tag')
      isTagExact = relation === 'exact'
      // Tags that follow each other are two.
      if (relation === 'edit' && areCountedOn(a.tag.text, b.tag.text)) put(fieldAt.tag, tagLevel.different, 1)
      else
        put(
          fieldAt.tag,
          tagLevel[relation],
          this.#codeChance(this.#tags, relation, a, b, 'tag', {
            chance: chanceOf(fieldAt.tag),
            share: shares[tagLevel[relation]]!,
          }),
        )
    }
    // Network addresses.
    if (a.macs.length > 0 && b.macs.length > 0) {
      const shared = firstShared(a.macs, b.macs)
      if (shared === undefined) {
        if (this.isItsOwn(a) && this.isItsOwn(b)) {
          put(fieldAt.mac, macDifferent, 1)
          into[fieldAt.mac] = Math.max(into[fieldAt.mac]!, anotherInterface)
        }
      } else {
        put(fieldAt.mac, macShared, this.#wordChance(shared, a.source, b.source, chanceOf(fieldAt.mac)))
        if (a.hasAdapter || b.hasAdapter) into[fieldAt.mac] = Math.min(into[fieldAt.mac]!, adapterBits)
      }
    }
    if (a.host >= 0 && b.host >= 0) {
      if (a.host === b.host) {
        put(fieldAt.host, hostSame, this.#wordChance(a.host, a.source, b.source, chanceOf(fieldAt.host)))
        // A network gives a name to one machine at a time: what differs is another of its interfaces.
        isOneMachine =
          Math.abs(a.seenAt - b.seenAt) <= sameNameMs &&
          this.#bearers(a.host, a.source) <= 2 &&
          this.#bearers(a.host, b.source) <= 2
        if (isOneMachine) into[fieldAt.mac] = Math.max(into[fieldAt.mac]!, 0)
      } else put(fieldAt.host, hostDifferent, 1)
    }
    if (a.ips.length > 0 && b.ips.length > 0) {
      const shared = firstShared(a.ips, b.ips)
      const isNear = Math.abs(a.seenAt - b.seenAt) <= nearMs
      // An address is one machine's at a time: with another MAC it was given on.
      const isGivenOn = into[fieldAt.mac]! < 0
      if (shared === undefined && isOneMachine) into[fieldAt.ip] = 0
      else if (shared === undefined) put(fieldAt.ip, isNear ? ipDifferentNear : ipDifferentApart, isNear ? 0.6 : 0.4)
      else if (!isGivenOn)
        put(
          fieldAt.ip,
          isNear ? ipNear : ipApart,
          this.#wordChance(shared, a.source, b.source, Math.max(pair.givenOn[this.gapOf(i, j)]!, twice[fieldAt.ip]!)),
        )
    }
    if (a.ae >= 0 && b.ae >= 0) {
      if (a.ae === b.ae) put(fieldAt.ae, aeSame, this.#wordChance(a.ae, a.source, b.source, chanceOf(fieldAt.ae)))
      else put(fieldAt.ae, aeDifferent, 1)
    }
    // A code in another place: the tag in the host name, the serial number as a tag.
    if (into[fieldAt.serial]! <= 0 && into[fieldAt.tag]! <= 0 && into[fieldAt.host]! <= 0 && into[fieldAt.mac]! <= 0) {
      const shared = this.#longestShared(a, b)
      if (shared !== undefined) {
        const counts = Math.max(
          this.#codeCounts[shared * this.#sourceCount + a.source]!,
          this.#codeCounts[shared * this.#sourceCount + b.source]!,
        )
        put(
          fieldAt.code,
          codeShared,
          (counts - 1 + Math.max(chanceOf(fieldAt.code), chanceOf(fieldAt.serial), chanceOf(fieldAt.tag))) /
            this.#larger(a.source, b.source) +
            this.#byShape(this.#codeTexts[shared]!.replace('…', '')),
        )
        into[fieldAt.code] = Math.min(into[fieldAt.code]! - 1, codeElsewhere)
      }
    }
    for (let at = 0; at < groupFields.length; at++) {
      const group = groupFields[at]!
      into[group[1]] = this.translations.bits(group[0], a, b)
    }
    // Each maker counts its own devices.
    if (into[fieldAt.serial]! > byTwoMakers && this.translations.areOfTwoMakers(a, b))
      into[fieldAt.serial] = byTwoMakers
    // Numbers of one form are mostly of one model: that it agrees as well tells little of which of them it is.
    if (into[fieldAt.serial]! > 0) into[fieldAt.what] = Math.min(into[fieldAt.what]!, modelWithSerial)
    // That an address stands in its network says nothing new.
    if (into[fieldAt.ip]! > 0) into[fieldAt.where] = Math.min(into[fieldAt.where]!, 0)

    this.#comparePapers(a, b, put, into, chances)
    countBought(into)
    // What was seen last before the other was put in service is what stood there before.
    if (a.seenAt < b.installedAt - goneMs || b.seenAt < a.installedAt - goneMs) into[fieldAt.inServiceOn] = goneBefore
    if (isOfOneBatch) {
      const tag = into[fieldAt.tag]!
      countBatch(into, this.siblings)
      // Tags that follow each other go with a batch; none has the same.
      if (isTagExact) into[fieldAt.tag] = tag
    }
    const isAttached = this.isAttached(a) || this.isAttached(b)
    if (isAttached) countAttached(into)
    if (into[fieldAt.tag]! > 0 && (isAttached || this.isOfFrame(a.tagId))) countFrame(into, isAttached)
    countOnce(into)

    if (a.source === b.source) {
      for (const [field, most] of inOneSource) into[field] = Math.min(into[field]!, most)
      if (this.isTwice(a, b, 'serial'))
        into[fieldAt.serial] = this.#oddsOfTwice.serial[a.source]! - this.before(a.source, a.source)
      else if (this.isTwice(a, b, 'tag'))
        into[fieldAt.tag] = this.#oddsOfTwice.tag[a.source]! - this.before(a.source, a.source)
      if (this.isSecondInterface(i, j)) {
        for (const field of ofInterface) into[field] = Math.max(into[field]!, 0)
        into[fieldAt.mac] = secondInterface - this.before(a.source, b.source)
      }
    }
    let sum = 0
    for (let field = 0; field < into.length; field++) sum += into[field]!
    return sum
  }

  /**
   * A host name in use is one machine's: where one system sees it at two addresses in the same days, and nothing contradicts, the machine
   * has two interfaces. What was exchanged gave its name to another, and is not seen any more.
   */
  isSecondInterface(i: number, j: number): boolean {
    const [a, b] = [this.features[i]!, this.features[j]!]
    if (a.source !== b.source) return false
    if ((a.macs.length === 0 && b.macs.length === 0) || firstShared(a.macs, b.macs) !== undefined) return false
    if (a.host < 0 || a.host !== b.host) return false
    if (this.#wordCounts[a.host * this.#sourceCount + a.source]! > 2) return false
    if (a.hasAdapter || b.hasAdapter) return false
    if (a.serialId >= 0 && b.serialId >= 0 && a.serialId !== b.serialId) return false
    if (a.tagId >= 0 && b.tagId >= 0 && a.tagId !== b.tagId) return false
    return Math.abs(a.seenAt - b.seenAt) <= inUseMs && !this.translations.areOfTwoMakers(a, b)
  }

  #comparePapers(
    a: Features,
    b: Features,
    put: (field: number, level: number, chance: number) => void,
    into: Float64Array,
    chances: Float64Array,
  ) {
    let most = 0
    let alone = -1
    for (let which = 0; which < paperFields.length; which++) {
      const field = paperFields[which]!
      const one = a.papers[which]!
      const other = b.papers[which]!
      if (one < 0 || other < 0) continue
      if (one !== other) put(field, paperLevels[which]!.different, 1)
      else {
        put(field, paperLevels[which]!.same, this.#wordChance(one, a.source, b.source, 1) + 0.002)
        if (
          into[fieldAt.what]! > 0 &&
          a.source !== b.source &&
          ofPurchase.includes(which) &&
          this.#bought.isAlone(one, a, b)
        ) {
          into[field] = Math.log2(this.#larger(a.source, b.source) / chances[field]!)
          if (alone < 0 || into[field]! > into[alone]!) alone = field
        }
      }
      most += Math.max(into[field]!, 0)
    }
    if (alone >= 0) {
      const told = Math.min(into[alone]!, mostOfPurchase)
      for (const field of paperFields) if (into[field]! > 0) into[field] = Math.min(into[field]!, 1)
      into[alone] = told
      into[fieldAt.what] = Math.min(into[fieldAt.what]!, modelWithSerial)
      return
    }
    if (most <= mostOfPapers) return
    for (const field of paperFields) if (into[field]! > 0) into[field]! *= mostOfPapers / most
  }

  /** Whether two records bear the same paper, and no other record of either source may be of the other's kind. */
  isBoughtAlone(field: Field, i: number, j: number): boolean {
    const which = paperFields.indexOf(fieldAt[field])
    const [a, b] = [this.features[i]!, this.features[j]!]
    return ofPurchase.includes(which) && this.#bought.isAlone(a.papers[which]!, a, b)
  }

  /** Of two records with one address, whether its MAC is the same too; undefined where nobody knows. */
  isStillThere(i: number, j: number): boolean | undefined {
    const [a, b] = [this.features[i]!, this.features[j]!]
    if (a.macs.length === 0 || b.macs.length === 0 || firstShared(a.ips, b.ips) === undefined) return undefined
    if (firstShared(a.macs, b.macs) !== undefined) return true
    // Addresses of docks and adapters tell nothing, nor does another interface.
    return this.isItsOwn(a) && this.isItsOwn(b) && !(a.host >= 0 && a.host === b.host) ? false : undefined
  }

  /** How long lies between what two records were seen last: a place in `gapDays`, the longest where nobody knows. */
  gapOf(i: number, j: number): number {
    const gap = Math.abs(this.features[i]!.seenAt - this.features[j]!.seenAt)
    let at = 0
    while (at < gapDays.length && !(gap <= gapDays[at]! * day)) at++
    return at
  }

  /** Whether it shows the address of what it is attached to. */
  isAttached({ values }: Features): boolean {
    return this.#attached.has(values.what[0]!)
  }

  /** Whether a source bears the tag twice: the label of a frame stands on its modules too. */
  isOfFrame(tag: number): boolean {
    for (let source = 0; source < this.#sourceCount; source++) if (this.#bearers(tag, source) > 1) return true
    return false
  }

  /** Records of the source that bear a value. */
  filled(field: Own, source: number): number {
    return this.#filled[ownFields.indexOf(field) * this.#sourceCount + source]!
  }

  /** Whether two records bear the same, and no other record of either source does. */
  agreesAlone(field: Own, i: number, j: number): boolean {
    const [a, b] = [this.features[i]!, this.features[j]!]
    return sharesOwn(field, a, b) && this.isOnly(field, i, j)
  }

  /** Whether two records have a sign of one device in common that no others of their sources have, or a paper of one purchase. */
  hasCommonSign(i: number, j: number): boolean {
    const [a, b] = [this.features[i]!, this.features[j]!]
    return (
      ownFields.some((field) => this.agreesAlone(field, i, j)) ||
      (a.ae >= 0 && a.ae === b.ae && this.isOnly('ae', i, j)) ||
      (firstShared(a.ips, b.ips) !== undefined && this.isOnly('ip', i, j)) ||
      (firstShared(a.codes, b.codes) !== undefined && this.isOnly('code', i, j)) ||
      ofPurchase.some((which) => a.papers[which]! >= 0 && a.papers[which] === b.papers[which])
    )
  }

  /** Whether what two records have in common there is borne by no other record of either source. */
  isOnly(field: Field, i: number, j: number): boolean {
    const [a, b] = [this.features[i]!, this.features[j]!]
    switch (field) {
      case 'serial':
        return this.#isOnly(this.#wordCounts, a.serialId, a, b)
      case 'tag':
        return this.#isOnly(this.#wordCounts, a.tagId, a, b)
      case 'host':
        return this.#isOnly(this.#wordCounts, a.host, a, b)
      case 'ae':
        return this.#isOnly(this.#wordCounts, a.ae, a, b)
      case 'mac':
        return this.#isOnly(this.#wordCounts, firstShared(a.macs, b.macs), a, b)
      case 'ip':
        return this.#isOnly(this.#wordCounts, firstShared(a.ips, b.ips), a, b)
      case 'code':
        return this.#isOnly(this.#codeCounts, firstShared(a.codes, b.codes), a, b)
      default:
        return true
    }
  }

  #isOnly(counts: Int32Array, word: number | undefined, a: Features, b: Features): boolean {
    if (word === undefined || word < 0) return true
    const place = word * this.#sourceCount
    return counts[place + a.source]! <= 1 && counts[place + b.source]! <= 1
  }

  /**
   * One source writes a code once and mostly right: what is nearly the same there is another's. So are two codes nearly the same of
   * which each is written by several sources: they do not slip alike.
   */
  #relate(a: Features, b: Features, field: 'serial' | 'tag'): CodeAgreement {
    const relation = relateCodes(a[field]!, b[field]!)
    if (relation !== 'edit' && relation !== 'contained') return relation
    const [one, other] = field === 'serial' ? [a.serialId, b.serialId] : [a.tagId, b.tagId]
    return a.source === b.source || (this.#isAttested(one) && this.#isAttested(other)) ? 'other' : relation
  }

  /** Whether the code of one record is that of the other, written another way or with a slip. */
  isVariant(i: number, j: number, field: 'serial' | 'tag'): boolean {
    const [a, b] = [this.features[i]!, this.features[j]!]
    if (a[field] === undefined || b[field] === undefined) {
      const damaged = a.damaged ?? b.damaged
      const whole = a[field] ?? b[field]
      return damaged !== undefined && whole !== undefined && isLeftOf(damaged, whole.text)
    }
    const relation = relateCodes(a[field], b[field])
    if (relation === 'edit') return !areCountedOn(a[field].text, b[field].text)
    return relation !== 'other' && relation !== 'different'
  }

  /** Whether two records of one source, and no third one there, bear the same code. */
  isTwice(a: Features, b: Features, field: 'serial' | 'tag'): boolean {
    const [one, other] = field === 'serial' ? [a.serialId, b.serialId] : [a.tagId, b.tagId]
    return a.source === b.source && one >= 0 && one === other && this.#bearers(one, a.source) === 2
  }

  /** Odds, in bits, that what bears one code twice in a source is one device. */
  learntOfTwice(field: 'serial' | 'tag', source: number, odds: number): void {
    this.#oddsOfTwice[field][source] = odds
  }

  #bearers(word: number, source: number): number {
    return this.#wordCounts[word * this.#sourceCount + source]!
  }

  /** Whether several sources bear the word. */
  #isAttested(word: number): boolean {
    let bearers = 0
    for (let source = 0; source < this.#sourceCount; source++)
      if (this.#wordCounts[word * this.#sourceCount + source]! > 0) bearers++
    return bearers > 1
  }

  /** An end of a code is carried on by a host name; two codes with one end are two. */
  #longestShared(one: Features, other: Features): number | undefined {
    let longest: number | undefined
    for (const code of one.codes) {
      if (!other.codes.includes(code)) continue
      const text = this.#codeTexts[code]!
      if (text.startsWith('…') && !one.hostCodes.includes(code) && !other.hostCodes.includes(code)) continue
      if (longest === undefined || text.length > this.#codeTexts[longest]!.length) longest = code
    }
    return longest
  }

  /** Whether a code in another place is an end of a serial number or of a MAC, and not of a label, which passes on. */
  isCodeOfDevice(i: number, j: number): boolean {
    const [a, b] = [this.features[i]!, this.features[j]!]
    const shared = this.#longestShared(a, b)
    if (shared === undefined) return false
    const code = this.#codeTexts[shared]!.replace('…', '')
    const isOfLabel = ({ tag }: Features) => tag !== undefined && foldedCode(tag.text).endsWith(code)
    return [a, b].some(({ hostCodes }) => !hostCodes.includes(shared)) && !isOfLabel(a) && !isOfLabel(b)
  }

  /** Whether the addresses of a record are its device's and no adapter's. */
  isItsOwn({ macs, hasAdapter, source }: Features): boolean {
    if (hasAdapter) return false
    for (let at = 0; at < macs.length; at++)
      if (this.#wordCounts[macs[at]! * this.#sourceCount + source]! > 1) return false
    return true
  }

  #larger(a: number, b: number): number {
    return Math.max(this.sizes[a]!, this.sizes[b]!, fewest)
  }

  /** How likely a record of another device bears the same word. */
  #wordChance(word: number, a: number, b: number, chance: number): number {
    const counts = this.#wordCounts
    const twice = a === b ? 1 : Math.max(counts[word * this.#sourceCount + a]!, counts[word * this.#sourceCount + b]!)
    return ((twice === 2 ? besideOther : twice - 1) + chance) / this.#larger(a, b)
  }

  /**
   * How likely a record of another device bears such a code. A copied code is written in as many ways as a code of one's own;
   * besides, short ones meet by chance, and numbers that were counted on have neighbours.
   */
  #codeChance(
    sorted: SortedCodes,
    relation: CodeAgreement,
    a: Features,
    b: Features,
    field: 'serial' | 'tag',
    { chance, share }: { readonly chance: number; readonly share: number },
  ): number {
    const [one, other] = [a[field]!.text, b[field]!.text]
    const copied = (share * chance) / this.#larger(a.source, b.source)
    switch (relation) {
      case 'exact':
        return this.#copiedOrMet(
          share * this.#wordChance(field === 'serial' ? a.serialId : a.tagId, a.source, b.source, chance),
          one,
          field,
        )
      case 'folded':
        return this.#copiedOrMet(copied, one, field)
      case 'contained': {
        const [short, long] = one.length < other.length ? [one, other] : [other, one]
        const like = long.startsWith(short) ? sorted.beginning(short) : sorted.ending(short)
        // Siblings have their beginning in common.
        const dropped = long.length - short.length
        const neighbours = sorted.neighbours(long)
        const hidden = !long.startsWith(short)
          ? 0
          : dropped === 1
            ? neighbours.at[0]!
            : dropped === 2
              ? neighbours.tail
              : 2 * neighbours.tail
        const others = Math.max(like - 2, hidden, 0) / sorted.size
        const chance = copied + others + this.#byShape(short)
        if (field === 'serial') this.siblings = (copied + (long.startsWith(short) ? others : 0)) / chance
        return chance
      }
      case 'edit': {
        // The neighbours of a device that was bought with others.
        const fromEnd = Math.max(one.length, other.length) - commonStart(one, other)
        const isReplaced =
          one.length === other.length && one.slice(one.length - fromEnd + 1) === other.slice(one.length - fromEnd + 1)
        // Those of its own batch, where that is at hand.
        const own = fromEnd <= 4 ? Math.max(sorted.beginning(one.slice(0, one.length - fromEnd)) - 2, 0) : 0
        const neighbours = isReplaced
          ? Math.max(sorted.neighbours(one).at[fromEnd - 1] ?? 0.002, Math.min(own, 9))
          : Math.max(0.002, own / 10 ** Math.max(countDigits(one, one.length - fromEnd), 2))
        // A slip is made in one of the places, neighbours differ in theirs.
        const siblings = copied + (one.length * neighbours) / sorted.size
        const chance = siblings + 20 * this.#byShape(one)
        if (field === 'serial') this.siblings = siblings / chance
        return chance
      }
      default:
        return 1
    }
  }

  /** Another device's row, mostly that of one bought with it, was copied; or short codes met. */
  #copiedOrMet(copied: number, code: string, field: 'serial' | 'tag'): number {
    const chance = copied + this.#byShape(code)
    if (field === 'serial') this.siblings = (copiedFromSibling * copied) / chance
    return chance
  }

  /** Short numbers meet by chance: one of four digits in ten thousand. */
  #byShape(code: string): number {
    let space = 1
    for (let at = 0; at < code.length; at++) {
      const unit = code.charCodeAt(at)
      // The second half of a character outside the basic plane is none of its own.
      if (unit < 0xdc00 || unit > 0xdfff) space *= unit >= 48 && unit <= 57 ? 10 : 4
    }
    return 1 / space
  }

  /** From here on with what was learnt of two sources. */
  learnt(a: number, b: number, pair: SourcePair): void {
    const place = a <= b ? a * this.#sourceCount + b : b * this.#sourceCount + a
    this.#pairs[place] = pair
    this.#levelBits[place] = pair.shares.map(Math.log2)
    this.#before.fill(Number.NaN)
    this.#bought.forget()
  }
}

/** The first number of the one list that stands in the other too. */
function firstShared(one: readonly number[], other: readonly number[]): number | undefined {
  for (let at = 0; at < one.length; at++) if (other.includes(one[at]!)) return one[at]
  return undefined
}

function countDigits(text: string, from: number): number {
  let count = 0
  for (let at = Math.max(from, 0); at < text.length; at++)
    if (text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57) count++
  return count
}

/** Whether two codes end in numbers that follow each other closely, behind the same beginning. */
function areCountedOn(one: string, other: string): boolean {
  const [a, b] = [endingNumber.exec(one), endingNumber.exec(other)]
  return a !== null && b !== null && a[1] === b[1] && Math.abs(Number(a[2]) - Number(b[2])) <= countedOn
}
const endingNumber = /^(.*?)(\d{1,9})$/

/** Whether two records bear the same there. */
function sharesOwn(field: Own, a: Features, b: Features): boolean {
  switch (field) {
    case 'serial':
      return a.serialId >= 0 && a.serialId === b.serialId
    case 'tag':
      return a.tagId >= 0 && a.tagId === b.tagId
    case 'mac':
      return firstShared(a.macs, b.macs) !== undefined
    case 'host':
      return a.host >= 0 && a.host === b.host
  }
}
