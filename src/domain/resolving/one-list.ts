import { inOneSource } from './counted-once.ts'
import { anotherInterface, type Evidence } from './evidence.ts'
import { Interner, paperAttributes } from './features.ts'
import {
  aeDifferent,
  fieldAt,
  fields,
  hostDifferent,
  macDifferent,
  paperFields,
  paperLevels,
  serialLevel,
  tagLevel,
} from './fields.ts'
import { formOf } from './sorted-codes.ts'
import { mostOf } from './translations.ts'

// Two rows of one list are mostly two devices, and half of what shares a block are such. That nothing can make them one shows
// from a few numbers that stand side by side, before all is compared.

/** Places of a record's numbers; its papers stand behind. */
const [serialAt, formAt, tagAt, hostAt, aeAt, macsAt, ipsAt, signsAt, papersAt] = [0, 1, 2, 3, 4, 5, 6, 7, 8]
const width = papersAt + paperAttributes.length
/** Signs: it shows the address of another; its MACs are its own. */
const attached = 1
const ownMacs = 2
/** Instead of a serial number, where what is left of one may stand for many. */
const damagedSerial = -2
/** Sums of the same numbers in another order differ by less. */
const rounding = 1e-6
const mostOfWords = mostOf('what') + mostOf('software')

export class OneList {
  readonly #evidence: Evidence
  readonly #facts: Int32Array
  /** Most that a field says for one device. */
  readonly #most = new Float64Array(fields.length).fill(Number.POSITIVE_INFINITY)
  /** By source, what each level says that is no likelier of two devices. */
  readonly #said: readonly Float64Array[]

  constructor(evidence: Evidence) {
    this.#evidence = evidence
    for (const [field, most] of inOneSource) this.#most[field] = most
    this.#said = evidence.sizes.map((_, source) => evidence.pairOf(source, source).shares.map(Math.log2))
    const texts = new Interner()
    const facts = new Int32Array(evidence.features.length * width)
    for (const [at, record] of evidence.features.entries()) {
      const { serial, damaged, tag, host, ae, macs, ips, papers } = record
      const place = at * width
      facts[place + serialAt] = damaged ? damagedSerial : serial ? texts.id(serial.folded) : -1
      facts[place + formAt] = serial ? texts.id(formOf(serial.text)) : -1
      facts[place + tagAt] = tag ? texts.id(tag.folded) : -1
      facts[place + hostAt] = host
      facts[place + aeAt] = ae
      facts[place + macsAt] = bitsOf(macs)
      facts[place + ipsAt] = bitsOf(ips)
      facts[place + signsAt] =
        (evidence.isAttached(record) ? attached : 0) | (macs.length > 0 && evidence.isItsOwn(record) ? ownMacs : 0)
      facts.set(papers, place + papersAt)
    }
    this.#facts = facts
  }

  /** Whether two records of one source may come to so many bits; never false of two that do. */
  mayReach(i: number, j: number, bits: number): boolean {
    const facts = this.#facts
    const most = this.#most
    const a = i * width
    const b = j * width
    const [serial, tag, ae] = [facts[a + serialAt]!, facts[a + tagAt]!, facts[a + aeAt]!]
    const [otherSerial, otherTag, otherAe] = [facts[b + serialAt]!, facts[b + tagAt]!, facts[b + aeAt]!]
    // What is the same there may be one device told of twice, or its second interface: they have rules of their own.
    if (serial === damagedSerial || otherSerial === damagedSerial || (serial >= 0 && serial === otherSerial))
      return true
    if (tag >= 0 && tag === otherTag) return true
    const [host, otherHost] = [facts[a + hostAt]!, facts[b + hostAt]!]
    if (host >= 0 && host === otherHost) return true

    const one = this.#evidence.features[i]!
    const said = this.#said[one.source]!
    let sum = most[fieldAt.where]! + rounding
    if (serial >= 0 && otherSerial >= 0) {
      const areTwo = said[serialLevel.other]!
      sum += facts[a + formAt] === facts[b + formAt] ? areTwo : Math.max(areTwo, said[serialLevel.different]!)
    }
    if (tag >= 0 && otherTag >= 0) sum += Math.max(said[tagLevel.other]!, said[tagLevel.different]!)
    if (ae >= 0 && otherAe >= 0) sum += ae === otherAe ? most[fieldAt.ae]! : said[aeDifferent]!
    const [macs, ips, signs] = [facts[a + macsAt]!, facts[a + ipsAt]!, facts[a + signsAt]!]
    const [otherMacs, otherIps, otherSigns] = [facts[b + macsAt]!, facts[b + ipsAt]!, facts[b + signsAt]!]
    const isAttached = ((signs | otherSigns) & attached) !== 0
    if ((macs & otherMacs) !== 0) sum += most[fieldAt.mac]!
    else if ((signs & otherSigns & ownMacs) !== 0 && !isAttached) sum += Math.max(said[macDifferent]!, anotherInterface)
    if ((ips & otherIps) !== 0) sum += most[fieldAt.ip]!
    if (host >= 0 && otherHost >= 0 && !isAttached) sum += said[hostDifferent]!
    for (let which = 0; which < paperFields.length; which++) {
      const paper = facts[a + papersAt + which]!
      const otherPaper = facts[b + papersAt + which]!
      if (paper < 0 || otherPaper < 0) continue
      sum += paper === otherPaper ? most[paperFields[which]!]! : said[paperLevels[which]!.different]!
    }
    const ofCode = most[fieldAt.code]!
    if (sum + mostOfWords + ofCode < bits) return false
    const other = this.#evidence.features[j]!
    const { translations } = this.#evidence
    sum += translations.bits('what', one, other) + translations.bits('software', one, other)
    if (sum + ofCode < bits) return false
    sum += Math.min(translations.bits('where', one, other), most[fieldAt.where]!) - most[fieldAt.where]!
    return sum >= bits || (sum + ofCode >= bits && one.codes.some((code) => other.codes.includes(code)))
  }
}

/** Numbers that have none of these in common are of no list that has any. */
const bitsOf = (numbers: readonly number[]) => numbers.reduce((bits, number) => bits | (1 << (number % 32)), 0)
