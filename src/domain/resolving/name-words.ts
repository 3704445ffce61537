import { modelSpelling } from '#domain/matching/matching.ts'
import { isOneSlip } from './codes.ts'

// Names of makers, models and kinds of devices, for one question only: may two systems mean the same thing by them? How
// sure each pair of names is, is learnt from what the inventory itself shows (`translations.ts`); this is where it begins.

export interface ReadName {
  /** Spelling alone: names of one spelling are one. */
  readonly spelling: string
  /** Parts with a digit: `MX450`, `4000`. Two models of one maker differ in them. */
  readonly codes: ReadonlySet<string>
  readonly words: ReadonlySet<string>
}

export type NameRelation = 'same' | 'compatible' | 'unrelated' | 'different'

/** Words that tell a kind of device and no model, or nothing at all. */
const general = new Set(
  (
    'the of for and with system systems device devices unit series model type version rev portable mobile module mainframe base medical ' +
    'monitor monitors patient pump pumps infusion syringe ventilator ultrasound scanner analyzer analyser workstation server console bedside ' +
    'central station display defibrillator electrocardiograph imaging x ray xray ct mr mri pro plus'
  ).split(' '),
)

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Reads a name; the words of its maker are left out. */
export function readName(text: string, maker = ''): ReadName {
  const makerWords = new Set(plain(maker).split(/[^\p{L}\p{N}]+/u))
  const codes = new Set<string>()
  const words = new Set<string>()
  // `MX 450`, `MX-450` and `MX450` are one code.
  const joined = plain(text).replace(/(?<![\p{L}\p{N}])(\p{L}{1,4})[\s-](?=\d)/gu, '$1')
  for (const word of joined.split(/[^\p{L}\p{N}]+/u)) {
    if (word === '' || makerWords.has(word)) continue
    if (/\d/.test(word)) codes.add(word.replace(/^0+(?=\d)/, ''))
    else if (word.length > 1 && !general.has(word)) words.add(word)
  }
  return {
    spelling: modelSpelling([...joined.split(/\s+/)].filter((word) => !makerWords.has(word)).join('')),
    codes,
    words,
  }
}

/** `Zoll Medical` and `Zol`: first words that differ in one slip, and begin alike. */
export function isMisspelt(one: string, other: string): boolean {
  const [a, b] = [one, other].map((name) => /\p{L}+/u.exec(plain(name))?.[0] ?? '') as [string, string]
  if (a[0] !== b[0]) return false
  return a.length <= b.length ? isOneSlip(a, b, shortestMisspelt) : isOneSlip(b, a, shortestMisspelt)
}
/** Letters below which names meet by chance. */
const shortestMisspelt = 3

export function relateNames(a: ReadName, b: ReadName): NameRelation {
  if (a.spelling === b.spelling && a.spelling !== '') return 'same'
  if (a.codes.size > 0 && b.codes.size > 0) {
    const shared = [...a.codes].filter((code) => b.codes.has(code)).length
    if (shared === a.codes.size && shared === b.codes.size)
      return sharesWords(a, b) || isBare(a) || isBare(b) ? 'same' : 'compatible'
    if (shared > 0 || isPartOfCode(a, b)) return 'compatible'
    // An order number and a name may be two words for one thing.
    return isOrderNumber(a) === isOrderNumber(b) ? 'different' : 'unrelated'
  }
  if (sharesWords(a, b)) return a.codes.size === b.codes.size ? 'same' : 'compatible'
  return 'unrelated'
}

/** `867030`: a maker's number of a product, and no name. */
const isOrderNumber = ({ codes, words }: ReadName) =>
  words.size === 0 && [...codes].every((code) => /^\d{5,}$/.test(code))

const isBare = ({ words }: ReadName) => words.size === 0

function sharesWords(a: ReadName, b: ReadName): boolean {
  for (const word of a.words) {
    if (b.words.has(word)) return true
    // `Intellivue` and `IntelliVu` cut short; `Space` and `SpaceStation` are two.
    for (const other of b.words) if (isCutShort(word, other) || isCutShort(other, word)) return true
  }
  return false
}

const isCutShort = (short: string, long: string) =>
  short.length >= 5 && long.length - short.length <= 3 && long.startsWith(short)

/** `450` and `MX450`, `ip5` and `ip5c`; `45` and `450` are two. */
function isPartOfCode(a: ReadName, b: ReadName): boolean {
  for (const one of a.codes) for (const other of b.codes) if (isPart(one, other) || isPart(other, one)) return true
  return false
}

function isPart(short: string, long: string): boolean {
  if (isOneNumber(short, long)) return true
  if (short.length < 2 || short.length >= long.length) return false
  if (long.startsWith(short)) return !/\d$/.test(short) || !/^\d/.test(long.slice(short.length))
  return long.endsWith(short) && !/\d/.test(long.slice(0, -short.length))
}

/** `pcu8015` and `8015ls`: one number, and letters that the other has not. */
function isOneNumber(one: string, other: string): boolean {
  const [a, b] = [numberWithLetters.exec(one), numberWithLetters.exec(other)]
  if (!a || !b || a[2] !== b[2]) return false
  return (a[1] === '' || b[1] === '' || a[1] === b[1]) && (a[3] === '' || b[3] === '' || a[3] === b[3])
}
const numberWithLetters = /^(\p{L}*)(\d{3,})(\p{L}*)$/u
