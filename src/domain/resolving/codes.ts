// Serial numbers and tags: how they are written, what people and spreadsheets do to them, and how two of them stand.

/** Words that people write where they know no value; as identity they prove nothing. */
const noValue = new Set([
  '',
  'NA',
  'NONE',
  'UNKNOWN',
  'SEENOTES',
  'TBD',
  'NULL',
  'NIL',
  'NOTAVAILABLE',
  'PENDING',
  'MISSING',
  'TOBEFILLEDBYOEM',
  'DEFAULTSTRING',
  'SYSTEMSERIALNUMBER',
  'NOTSPECIFIED',
])

/** Upper case, letters and digits only, no leading zeros (Excel loses them). Undefined where it proves nothing. */
export function normaliseCode(text: string | null | undefined, minLength: number): string | undefined {
  const upper = (text ?? '').toUpperCase()
  // Nearly all are ASCII, where the same takes a fraction of the time.
  const written = /^[\x20-\x7e]*$/.test(upper) ? upper.replace(/[^A-Z0-9]+/g, '') : upper.replace(/[^\p{L}\p{N}]/gu, '')
  const code = written.replace(/^0+/, '')
  if (code.length < minLength || noValue.has(code)) return undefined
  return code
}

export function normaliseSerial(text: string | null | undefined): string | undefined {
  const serial = normaliseCode(text, 4)
  // 1111, XXXX, 123456: the same character throughout, or a row of them, is a filler. (Asset tags are counted; 1111 is one of them.)
  return serial && (/^(.)\1*$/u.test(serial) || '1234567890'.startsWith(serial)) ? undefined : serial
}
export const normaliseTag = (text: string | null | undefined) => normaliseCode(text, 2)

/** Without what announces it: `S/N 4711` is 4711. */
export const withoutAnnouncement = (text: string): string =>
  text.replace(/^\s*(?:s\s*\/?\s*n|ser(?:ial)?(?:\s*(?:no|nr|number))?)(?:\s*[.:#]+\s*|\s+)(?=\S)/i, '')

const alike: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  D: '0',
  I: '1',
  L: '1',
  S: '5',
  B: '8',
  Z: '2',
  G: '6',
}

/** Characters that are read one for another written as one: O and 0, I and 1, S and 5, B and 8, Z and 2, G and 6. */
export const foldedCode = (code: string): string =>
  code.replace(/[OQDILSBZG]/g, (letter) => alike[letter]!).replace(/^0+(?=.)/, '')

/** What is left of a long number after a spreadsheet: its first digits, and how many it had. */
export interface DamagedNumber {
  readonly digits: string
  readonly length: number
}

/** `1.23457E+12` is a number of thirteen digits that begins with 12345, the last one rounded. Undefined where it is none. */
export function readDamagedNumber(text: string): DamagedNumber | undefined {
  const [, first, rest = '', exponent] = /^\s*(\d)(?:[.,](\d+))?E\+?(\d{1,2})\s*$/i.exec(text) ?? []
  if (!first || !exponent) return undefined
  const digits = `${first}${rest}`.replace(/0+$/, '')
  return { digits, length: Number(exponent) + 1 }
}

/** Whether the whole number, shown with as many digits, gives what is left. */
export function isLeftOf({ digits, length }: DamagedNumber, code: string): boolean {
  if (code.length !== length || !/^\d+$/.test(code)) return false
  const rounded = String(Math.round(Number(`${code.slice(0, digits.length)}.${code.slice(digits.length)}`)))
  return rounded === digits || code.startsWith(digits)
}

export type CodeAgreement = 'exact' | 'folded' | 'contained' | 'damaged' | 'edit' | 'different' | 'other'

/** Fewest characters that a part of a code must have to say anything. */
export const shortestPart = 4

/** A normalised code, and how it is written when characters that look alike are one. */
export interface Code {
  readonly text: string
  readonly folded: string
}

/**
 * How two codes stand to each other. `contained`: one is the beginning or the end of the other. `other`: both are whole codes of
 * one form, and two; of `different` codes one may have been spoilt beyond recognition.
 */
export function relateCodes(one: Code, other: Code): Exclude<CodeAgreement, 'damaged'> {
  const [a, b] = [one.text, other.text]
  if (a === b) return 'exact'
  if (one.folded === other.folded) return 'folded'
  const short = a.length < b.length ? a : b
  const long = a.length < b.length ? b : a
  if (short.length >= shortestPart && long.length > short.length && isEndOf(short, long)) return 'contained'
  if (isOneSlip(short, long)) return 'edit'
  // A zero that is read as O leaves a whole code whole.
  return a.length >= shortestPart &&
    a.length === b.length &&
    (areOfOneForm(a, b) || ((a !== one.folded || b !== other.folded) && areOfOneForm(one.folded, other.folded)))
    ? 'other'
    : 'different'
}

/** Whether the longer code begins or ends with the other; nearly all that do not differ in the first and last character. */
function isEndOf(short: string, long: string): boolean {
  return (
    (long.charCodeAt(long.length - 1) === short.charCodeAt(short.length - 1) && long.endsWith(short)) ||
    (long.charCodeAt(0) === short.charCodeAt(0) && long.startsWith(short))
  )
}

/** Whether letters and digits stand in the same places. */
function areOfOneForm(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (isDigit(a.charCodeAt(i)) !== isDigit(b.charCodeAt(i))) return false
  return true
}

const isDigit = (unit: number) => unit >= 48 && unit <= 57

/** The last characters of a code, as host names carry them on. */
export const tailsOf = (code: string): readonly string[] =>
  code.length < 5 ? [] : code.length === 5 ? [code] : [code.slice(-5), code.slice(-6)]

/** One character replaced, left out or put in, or two neighbours in the wrong order. `short` is not the longer one. */
export function isOneSlip(short: string, long: string, shortest = shortestPart): boolean {
  if (short.length < shortest || long.length - short.length > 1) return false
  let start = 0
  while (start < short.length && short.charCodeAt(start) === long.charCodeAt(start)) start++
  let end = 0
  const most = short.length - start
  while (end < most && short.charCodeAt(short.length - 1 - end) === long.charCodeAt(long.length - 1 - end)) end++
  const inShort = short.length - start - end
  const inLong = long.length - start - end
  if (inShort === 0 && inLong <= 1) return true
  if (inShort === 1 && inLong === 1) return true
  return inShort === 2 && inLong === 2 && short[start] === long[start + 1] && short[start + 1] === long[start]
}
