import type { AdvisoryProduct } from '#model/advisory.ts'
import type { Because } from '#model/finding.ts'
import type { Configuration } from '#model/matching.ts'
import { isGtin, readUdi } from '#standards/udi/udi.ts'
import { fitsPattern, hasWildcard, literalEnds } from './number-pattern.ts'

// What identifies a product or a unit exactly (CSAF 2.0 clause 3.1.3.3): UDI-DI, model number, SKU, serial number. Where the
// device has them they decide; where it has not, names and versions do.

type Identifiers = NonNullable<AdvisoryProduct['identifiers']>

/** Keys under which a product is found by what identifies it alone; for numbers with wildcards see `patternKeys`. */
export function identifierKeys(identifiers: Identifiers | undefined): string[] {
  if (!identifiers) return []
  return [
    ...udisOf(identifiers).map((udi) => `udi ${itemOf(udi)}`),
    ...numbersOf(identifiers)
      .filter((number) => !hasWildcard(number) && isTelling(number))
      .map((number) => `number ${bare(number)}`),
  ]
}

const numbersOf = ({ modelNumbers = [], skus = [] }: Identifiers): string[] => [...modelNumbers, ...skus]

/** No number of one maker is told by more characters of its beginning or end than these. */
const longestEnd = 12

/** Where the maker's shelf keeps a product that has numbers with wildcards: by how they begin, else by how they end. */
export const patternKeys = (identifiers: Identifiers | undefined): string[] =>
  (identifiers ? numbersOf(identifiers) : []).filter(isTellingPattern).map((pattern) => {
    const { beginning, end } = literalEnds(pattern)
    const [first, last] = [bare(beginning).slice(0, longestEnd), bare(end).slice(-longestEnd)]
    return first === '' ? `end ${last}` : `beginning ${first}`
  })

/** Every beginning and end of the numbers that the device bears. */
export const patternKeysOf = ({ modelNumber, model }: Configuration): string[] => [
  ...new Set(
    [modelNumber, model].filter(isNumber).flatMap((number) => {
      const plain = bare(number)
      return Array.from({ length: Math.min(plain.length, longestEnd) + 1 }, (_, length) => [
        `beginning ${plain.slice(0, length)}`,
        `end ${plain.slice(plain.length - length)}`,
      ]).flat()
    }),
  ),
]

export const deviceKeys = ({ udiDi, modelNumber, model }: Configuration): string[] => [
  ...(udiDi ? [`udi ${itemOf(udiOf(udiDi))}`] : []),
  ...[modelNumber, model].filter(isTelling).map((number) => `number ${bare(number)}`),
]

/** Short numbers without a letter stand for many things. */
const isTelling = (number: string) =>
  /\d/.test(number) &&
  (bare(number).length >= 5 || (/[a-z].*\d|\d.*[a-z]/.test(bare(number)) && bare(number).length >= 4))

/** At least two characters that are no wildcards: `FP-2??`. */
const isTellingPattern = (pattern: string) => hasWildcard(pattern) && bare(pattern).length >= 2

/** `FP-201`, `FP 201`, `6ES7 511-1AK02`, and no name with a number in it: wildcards would reach what they do not mean. */
function isNumber(text: string): boolean {
  const [first = '', ...others] = text.trim().split(/\s+/)
  return isTelling(text) && (/\d/.test(first) || first.length <= 4) && others.every((word) => /\d/.test(word))
}

const isNumberOf = (number: string, said: string): boolean =>
  hasWildcard(number)
    ? isTellingPattern(number) && isNumber(said) && fitsPattern(number, said)
    : isTelling(number) && bare(number) === bare(said)

/** The product is the device's by an exact identifier; undefined where none says so. `isAlone`: needs no manufacturer. */
export function sameProduct(
  identifiers: Identifiers | undefined,
  configuration: Configuration,
): { readonly because: Because; readonly isAlone: boolean } | undefined {
  if (!identifiers) return undefined
  const own = configuration.udiDi ? itemOf(udiOf(configuration.udiDi)) : undefined
  if (own !== undefined && udisOf(identifiers).some((udi) => itemOf(udi) === own))
    return { because: agrees(`UDI-DI ${configuration.udiDi} is named`), isAlone: true }
  const numbers = numbersOf(identifiers)
  for (const said of [configuration.modelNumber, configuration.model]) {
    if (!isTelling(said)) continue
    const number = numbers.find((one) => isNumberOf(one, said))
    if (number === undefined) continue
    const how = hasWildcard(number) ? 'fits' : 'is'
    return { because: agrees(`model number "${said.trim()}" ${how} "${number}"`), isAlone: false }
  }
  return undefined
}

const agrees = (text: string): Because => ({ part: 'identifier', outcome: 'agrees', text })

export interface UnitAnswer {
  readonly answer: 'yes' | 'no' | 'unknown'
  readonly because: Because
  /** Told by the serial number, not by the UDI-DI. */
  readonly isSerial: boolean
}

/** Whether the device is one of the units that are meant; undefined where every unit is. */
export function sameUnit(
  identifiers: Identifiers | undefined,
  { serialNumber, udiDi }: Configuration,
): UnitAnswer | undefined {
  const { serialNumbers = [], serialRanges = [], areSerialsPartial } = identifiers ?? {}
  if (serialNumbers.length + serialRanges.length > 0) {
    const list = listed(serialNumbers, serialRanges)
    const said = (...words: Parameters<typeof unitAnswer>) => ({ ...unitAnswer(...words), isSerial: true })
    if (!serialNumber?.trim())
      return said('unknown', `only serial numbers ${list} are meant, and the device's is not known`, 'serialNumber')
    const name = `serial number ${serialNumber.trim()}`
    const answers = [
      ...serialNumbers.map((number) => fitsSerial(number, serialNumber)),
      ...serialRanges.map((range) => withinRange(range, serialNumber)),
    ]
    if (answers.includes('yes')) return said('yes', `${name} is among ${list}`)
    if (answers.includes('unknown'))
      return said('unknown', `${name} is written otherwise than ${list}: whether it is among them cannot be told`)
    if (areSerialsPartial) return said('unknown', `${name} is not among ${list}, but other units are meant as well`)
    return said('no', `${name} is not among ${list}`)
  }
  const udis = identifiers ? udisOf(identifiers) : []
  const own = udiDi ? udiOf(udiDi) : ''
  if (udis.length === 0 || own === '' || udis.some((udi) => itemOf(udi) === itemOf(own))) return undefined
  // A mistyped identifier may be any of those that are named: it clears no device.
  const areAlike = isGtin(own) && udis.every(isGtin) && udis.some((udi) => udi[0] === '0')
  return areAlike
    ? unitAnswer('no', `UDI-DI ${udiDi} is none of those that are named`)
    : unitAnswer('unknown', `UDI-DI ${udiDi} is not named, but those that are do not compare with it`)
}

const unitAnswer = (answer: UnitAnswer['answer'], text: string, asks?: 'serialNumber'): UnitAnswer => ({
  answer,
  because: {
    part: 'identifier',
    outcome: answer === 'yes' ? 'agrees' : answer === 'no' ? 'contradicts' : 'unknown',
    text,
    ...(asks && { asks }),
  },
  isSerial: false,
})

function listed(numbers: readonly string[], ranges: readonly { readonly from: string; readonly to: string }[]): string {
  const all = [...ranges.map(({ from, to }) => `${from} to ${to}`), ...numbers]
  return all.length > 3 ? `${all.slice(0, 3).join(', ')} and ${all.length - 3} more` : all.join(', ')
}

const bare = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '')

function fitsSerial(number: string, own: string): UnitAnswer['answer'] {
  if (hasWildcard(number)) return fitsPattern(number, own) ? 'yes' : 'no'
  if (bare(number) === bare(own)) return 'yes'
  return isCutShort(chunksOf(number), chunksOf(own)) ? 'unknown' : 'no'
}

/** Serial numbers compare where letters and the places of their digits are alike. */
function withinRange({ from, to }: { readonly from: string; readonly to: string }, own: string): UnitAnswer['answer'] {
  const asWritten = within(chunksOf(from), chunksOf(to), chunksOf(own))
  // `MP200-10000` and `MP20010000` are one.
  return asWritten === 'unknown' ? within(chunksOf(bare(from)), chunksOf(bare(to)), chunksOf(bare(own))) : asWritten
}

function within(low: readonly string[], high: readonly string[], middle: readonly string[]): UnitAnswer['answer'] {
  // `MP200-10000 through 10999`: the end leaves the beginning out.
  const end = high.length < low.length ? [...low.slice(0, low.length - high.length), ...high] : high
  if (!isAlike(low, end)) return 'unknown'
  if (isAlike(low, middle)) return compare(low, middle) <= 0 && compare(middle, end) <= 0 ? 'yes' : 'no'
  if (isCutShort(low, middle) || isCutShort(end, middle)) return 'unknown'
  // Other letters make another series.
  const letters = (chunks: readonly string[]) => chunks.filter((chunk) => !/\d/.test(chunk)).join()
  return letters(low) !== '' && letters(middle) !== '' && letters(low) !== letters(middle) ? 'no' : 'unknown'
}

const chunksOf = (text: string): string[] => text.toLowerCase().match(/\d+|[a-z]+/g) ?? []

const isAlike = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length &&
  one.every((chunk, at) => (/\d/.test(chunk) ? /\d/.test(other[at]!) : chunk === other[at]))

/** An inventory leaves the letters in front out, or the maker's list does. */
const isCutShort = (one: readonly string[], other: readonly string[]) => {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  return (
    short.length < long.length &&
    /\d/.test(short.at(-1) ?? '') &&
    isAlike(long.slice(long.length - short.length), short)
  )
}

function compare(one: readonly string[], other: readonly string[]): number {
  for (const [at, chunk] of one.entries()) {
    if (!/\d/.test(chunk)) continue
    const difference = BigInt(chunk) - BigInt(other[at]!)
    if (difference !== 0n) return difference < 0n ? -1 : 1
  }
  return 0
}

/** UDI-DIs, also those that stand in a GS1 Digital Link: `https://id.gs1.org/01/00812345678905`. */
function udisOf({ udiDis = [], genericUris = [] }: Identifiers): string[] {
  const linked = genericUris.flatMap(({ uri, namespace }) => {
    const link = /\/01\/(\d{8,14})(?!\d)/.exec(uri)?.[1]
    return link ?? (/\budi\b|udi-?di/i.test(namespace) ? [uri.replace(/^.*[:/]/, '')] : [])
  })
  return [...udiDis, ...linked].map(udiOf)
}

/** A package has the item's GTIN with another first digit, and so another check digit (GS1 General Specifications, 2.1). */
const itemOf = (udi: string): string => (/^\d{14}$/.test(udi) ? udi.slice(1, 13) : udi)

/** Of a whole UDI only the device identifier counts, in one spelling. */
export function udiOf(text: string): string {
  const plain = text.replace(/[\s-]/g, '').toUpperCase()
  const reading = readUdi(text)
  if (reading && 'udi' in reading) return reading.udi.di
  // What has a wrong check digit still compares with what is written alike.
  const gs1 = /^(?:\]C1|\]D2)?\(?01\)?(\d{14})/.exec(plain)?.[1] ?? /^\(?(\d{8}|\d{12,14})\)?$/.exec(plain)?.[1]
  return gs1 ? gs1.padStart(14, '0') : plain.replace(/^[+*]|\*$/g, '')
}
