import { gmnCheckPair, gs1CheckDigit } from './check-characters.ts'
import { dayOf, wholeYear } from './day.ts'
import type { Udi, UdiReading } from './udi.ts'

// GS1 General Specifications: element strings (clause 3), their concatenation (7.8), check digits (7.9); GS1 Digital Link URI
// syntax 1.3. Barcodes begin with the symbology identifier of ISO/IEC 15424.

const separator = '\u001d'

/** Reads a GTIN alone, an element string with brackets or as scanned, or a Digital Link. */
export function readGs1(text: string): UdiReading | undefined {
  if (/^https?:\/\//i.test(text)) return readLink(text)
  const digits = /^\(?([\d ]+)\)?$/.exec(text)?.[1]?.replaceAll(' ', '') ?? wholeNumber(text)
  if (digits !== undefined && digits.length <= 14) return readGtin(digits, digits.length)
  if (/^\d(?:[.,]\d+)?E\+?1[0-3]$/i.test(text))
    return { wrong: 'a spreadsheet has cut its digits off: format the column as text and export it again' }
  if (/^\(\d{2,4}\)/.test(text)) return fromElements(bracketed(text))
  const isScanned = /^\](?:C1|d2|Q3|e0|J1)/i.test(text)
  const bare = text.replace(/^\](?:C1|d2|Q3|e0|J1)/i, '').replace(/<GS>|\{GS\}|<FNC1>|\\x1d|\\u001d|␝/gi, separator)
  const plain = bare.replace(new RegExp(`^${separator}`), '')
  if (!isScanned && plain === text && !/^01\d{14}/.test(plain)) return undefined
  return concatenated(plain)
}

/** All digits are there: `8.12345678905E+11`. */
function wholeNumber(text: string): string | undefined {
  const plain = /^(\d+)[.,]0+$/.exec(text)?.[1]
  if (plain !== undefined) return plain
  const found = /^(\d)[.,](\d+)E\+?(\d{1,2})$/i.exec(text)
  return found && found[2]!.length === Number(found[3]) ? found[1]! + found[2]! : undefined
}

function readGtin(digits: string, length: number, others: Partial<Udi> = {}): UdiReading | undefined {
  const whole = digits.padStart(14, '0')
  const isLength = length === 8 || length >= 12
  // Zeros in front are lost where a column is read as a number: twelve digits shrink to eleven, eleven to ten.
  if (!isLength && length < 9) return undefined
  const [is, should] = [whole[13]!, gs1CheckDigit(whole.slice(0, 13))]
  if (/^0+$/.test(whole)) return { wrong: 'it is all zeros' }
  if (is !== should)
    return isLength
      ? { wrong: `check digit is ${is}, should be ${should}` }
      : { wrong: `a GTIN has 8, 12, 13 or 14 digits, and this has ${length}` }
  const remarks = [...(isLength ? [] : ['its leading zeros were lost']), ...(others.remarks ?? [])]
  return { udi: { agency: 'GS1', di: whole, ...others, ...(remarks.length > 0 && { remarks }) } }
}

type Elements = readonly (readonly [ai: string, value: string])[]
type Parsed = { readonly elements: Elements; readonly remarks?: readonly string[] } | { readonly wrong: string }

const known =
  /\((0[0-4]|1[0-35-7]|2[0-2]|30|37|9\d|23[5]|24[0-3]|25[0-5]|4[0-2]\d|3[1-69]\d{2}|43\d{2}|7\d{3}|8\d{3})\)/g

function bracketed(text: string): Parsed {
  const marks = [...text.matchAll(known)]
  if (marks[0]?.index !== 0) return { wrong: `${text.slice(0, text.indexOf(')') + 1)} is no application identifier` }
  const elements = marks.map(({ index, 0: mark, 1: ai }, at) => {
    const value = text.slice(index + mark.length, marks[at + 1]?.index ?? text.length)
    return [ai!, value.replaceAll(separator, '').trim()] as const
  })
  return { elements }
}

/** Lengths of what needs no separator behind it, by the first two digits and with them (figure 7.8.5-2). */
const fixedLengths: Readonly<Record<string, number>> = {
  ...{ '00': 20, '01': 16, '02': 16, '03': 16, '04': 18 },
  ...{ 11: 8, 12: 8, 13: 8, 14: 8, 15: 8, 16: 8, 17: 8, 18: 8, 19: 8, 20: 4 },
  ...{ 31: 10, 32: 10, 33: 10, 34: 10, 35: 10, 36: 10, 41: 16 },
}

/** How many digits an application identifier has, by its first two. */
function identifierLength(start: string): number | undefined {
  if (/^(?:0[0-4]|1\d|2[0-2]|30|37|9\d)$/.test(start)) return 2
  if (/^(?:2[3-5]|4[0-2])$/.test(start)) return 3
  if (/^(?:3[1-69]|43|7\d|8[0-2])$/.test(start)) return 4
  return undefined
}

function concatenated(text: string): UdiReading | undefined {
  const elements: [string, string][] = []
  const remarks: string[] = []
  let rest = text
  while (rest !== '') {
    const length = identifierLength(rest.slice(0, 2))
    if (length === undefined || rest.length <= length)
      return elements.length === 0 ? undefined : { wrong: `"${rest.slice(0, 4)}" is no application identifier` }
    const ai = rest.slice(0, length)
    const fixed = fixedLengths[ai.slice(0, 2)]
    const end = fixed ?? (rest.includes(separator) ? rest.indexOf(separator) : rest.length)
    const value = rest.slice(length, end)
    rest = rest.slice(end).replace(new RegExp(`^${separator}`), '')
    // A lot has no end of its own: where the separators are gone, `21` in it may be the serial number's beginning.
    if (ai === '10' && !text.includes(separator) && value.lastIndexOf('21') > 0)
      remarks.push('lot and serial number cannot be told apart: the separator between them is lost')
    else elements.push([ai, value])
  }
  return fromElements({ elements, remarks })
}

const shapes: readonly (readonly [ais: RegExp, shape: RegExp, is: string])[] = [
  [/^0[1-3]$/, /^\d{14}$/, 'is not of 14 digits'],
  [/^1[1-9]$/, /^\d{6}$/, 'is no date of six digits'],
  [/^(?:30|37)$/, /^\d{1,8}$/, 'is no number of at most eight digits'],
  [/^(?:10|21)$/, /^[!"%-?A-Z_a-z]{1,20}$/, 'is not of 1 to 20 characters that GS1 knows'],
  [/^8020$/, /^[!"%-?A-Z_a-z]{1,25}$/, 'is not of 1 to 25 characters that GS1 knows'],
  [/^/, /^[!"#%-?A-Z_a-z]{1,90}$/, 'is not of 1 to 90 characters that GS1 knows'],
]

function fromElements(parsed: Parsed): UdiReading {
  if ('wrong' in parsed) return parsed
  const said: Record<string, string> = {}
  for (const [ai, value] of parsed.elements) {
    const [, shape, is] = shapes.find(([ais]) => ais.test(ai))!
    if (!shape.test(value)) return { wrong: `(${ai})${value.slice(0, 30)} ${is}` }
    if (said[ai] !== undefined && said[ai] !== value) return { wrong: `(${ai}) comes twice, with two values` }
    said[ai] = value
  }
  return fromSaid(said, parsed.remarks ?? [])
}

function fromSaid(said: Readonly<Record<string, string>>, remarks: readonly string[]): UdiReading {
  const { '01': gtin, 10: lot, 21: serial, 17: expires, 11: made, 30: variable, 37: count, 8013: gmn, ...rest } = said
  if (gtin === undefined)
    return gmn === undefined
      ? { wrong: 'it holds no device identifier (01): it is the second of two barcodes' }
      : { wrong: wrongOfGmn(gmn) }
  const [expiresOn, manufacturedOn] = [expires, made].map((date) => date && dateOf(date))
  if (expires !== undefined && expiresOn === undefined) return { wrong: `(17)${expires} is no day` }
  if (made !== undefined && manufacturedOn === undefined) return { wrong: `(11)${made} is no day` }
  const quantity = variable ?? count
  const others = gmn === undefined ? rest : { ...rest, 8013: gmn }
  const read = readGtin(gtin, 14, {
    ...(serial !== undefined && { serial }),
    ...(lot !== undefined && { lot }),
    ...(expiresOn && { expiresOn }),
    ...(manufacturedOn && { manufacturedOn }),
    ...(quantity !== undefined && { quantity: Number(quantity) }),
    ...(Object.keys(others).length > 0 && { others }),
    ...(remarks.length > 0 && { remarks }),
  })
  return read ?? { wrong: 'its device identifier is no GTIN' }
}

/** A Basic UDI-DI (EU 2017/745, annex VI part C) names a family of models in registers, and is on no device. */
function wrongOfGmn(gmn: string): string {
  const [is, should] = [gmn.slice(-2), gmnCheckPair(gmn.slice(0, -2))]
  return is === should
    ? 'it is a Basic UDI-DI: it names a family of models, and no device'
    : `check pair of the Basic UDI-DI is ${is}, should be ${should ?? 'another'}`
}

const dateOf = (text: string) => dayOf(wholeYear(text.slice(0, 2)), Number(text.slice(2, 4)), Number(text.slice(4)))

/** Names that Digital Links had for application identifiers before 1.2. */
const linkNames: Readonly<Record<string, string>> = { gtin: '01', lot: '10', ser: '21', exp: '17', cpv: '22' }

function readLink(text: string): UdiReading | undefined {
  if (!URL.canParse(text)) return undefined
  const { pathname, searchParams } = new URL(text)
  const parts = pathname.split('/').slice(1)
  const start = parts.findIndex((part, at) => /^(?:01|gtin)$/.test(part) && /^\d{8,14}$/.test(parts[at + 1] ?? ''))
  if (start === -1) return undefined
  const pairs: [string, string][] = []
  for (let at = start; at + 1 < parts.length; at += 2) pairs.push([parts[at]!, parts[at + 1]!])
  try {
    const elements = [...pairs.map(([ai, value]) => [ai, decodeURIComponent(value)] as const), ...searchParams]
      .map(([ai, value]) => [linkNames[ai] ?? ai, value] as const)
      .filter(([ai]) => /^\d{2,4}$/.test(ai))
      .map(([ai, value]) => [ai, ai === '01' ? value.padStart(14, '0') : value] as const)
    return fromElements({ elements })
  } catch {
    return { wrong: 'the address is not encoded as addresses are' }
  }
}
