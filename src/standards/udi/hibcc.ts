import { hibcCheckCharacter } from './check-characters.ts'
import { dayOf, dayOfYear, wholeYear } from './day.ts'
import type { Udi, UdiReading } from './udi.ts'

// ANSI/HIBC 2.6, Health Industry Supplier Labeling Standard. A primary symbol names the product (clause 2.1), a secondary one
// lot, serial number and dates (2.2); both may stand in one symbol with `/` between (2.2.1.1), or one after the other.

type Produced = Omit<Udi, 'agency' | 'di'>
type Part = { readonly said: Produced } | { readonly wrong: string }

/** Reads `+`, the product and its check character, with or without the secondary data; undefined where it is no HIBC. */
export function readHibcc(text: string): UdiReading | undefined {
  const plain = text
    .replace(/^\][A-Za-z]\d/, '')
    .replace(/^\*(.*)\*$/, '$1')
    .toUpperCase()
  if (!plain.startsWith('+')) return undefined
  if (/^\+\$/.test(plain) || (/^\+\d{5}/.test(plain) && 'text' in withoutCheck(plain)))
    return { wrong: 'it holds no device identifier: it is the second of two barcodes' }
  if (!/^\+[A-Z][A-Z0-9]{3}/.test(plain)) return undefined
  const [first, second, ...more] = plain.split(/\s+(?=\+)/)
  if (more.length > 0) return { wrong: 'more than two barcodes stand in one field' }
  const checked = withoutCheck(first!)
  if ('wrong' in checked) return checked
  const [primary, ...parts] = checked.text.slice(1).split('/')
  const found = /^([A-Z][A-Z0-9]{3})([A-Z0-9]{1,18})(\d)$/.exec(primary!)
  if (!found) return { wrong: `"${primary}" is no labeler code, product number and digit of the unit of measure` }
  const produced = parts.map((part, at) => (at === 0 ? readSecondary(part) : readSupplement(part)))
  if (second !== undefined) produced.push(...linked(second, first!.at(-1)!))
  let said: Produced = {}
  for (const part of produced) {
    if ('wrong' in part) return part
    said = { ...said, ...part.said }
  }
  return { udi: { agency: 'HIBCC', di: primary!, ...said } }
}

function withoutCheck(symbol: string): { readonly text: string } | { readonly wrong: string } {
  const [text, is] = [symbol.slice(0, -1), symbol.endsWith('_') ? ' ' : symbol.at(-1)!]
  const should = hibcCheckCharacter(text)
  if (should === undefined) return { wrong: 'it holds a character that HIBC does not know' }
  if (is === should) return { text }
  // A blank as check character is printed as `_` (appendix B), or lost at the end of a field.
  if (hibcCheckCharacter(symbol) === ' ') return { text: symbol }
  return { wrong: `check character is ${is}, should be ${should}` }
}

/** The second symbol ends with the first one's check character and its own. */
function linked(symbol: string, link: string): Part[] {
  const checked = withoutCheck(symbol)
  if ('wrong' in checked) return [checked]
  if (!checked.text.endsWith(link)) return [{ wrong: 'the second barcode is of another product than the first' }]
  const [first, ...others] = checked.text.slice(1, -1).split('/')
  return [readSecondary(first!), ...others.map(readSupplement)]
}

const dateForms: Readonly<Record<string, readonly [length: number, read: (date: string) => string | undefined]>> = {
  2: [6, (date) => dayOf(wholeYear(date.slice(4)), Number(date.slice(0, 2)), Number(date.slice(2, 4)))],
  3: [6, yearMonthDay],
  4: [8, (date) => yearMonthDay(date)],
  5: [5, julian],
  6: [7, (date) => julian(date)],
}

function yearMonthDay(date: string): string | undefined {
  return dayOf(wholeYear(date.slice(0, 2)), Number(date.slice(2, 4)), Number(date.slice(4, 6)))
}

function julian(date: string): string | undefined {
  return dayOfYear(wholeYear(date.slice(0, 2)), Number(date.slice(2, 5)))
}

/** `$LOT`, `$+SERIAL`, `$$` with quantity and date, or a date of five digits and the lot (clause 2.2, table 2). */
function readSecondary(part: string): Part {
  if (/^\d{5}/.test(part)) {
    const on = julian(part)
    return on ? { said: { expiresOn: on, ...named('lot', part.slice(5)) } } : { wrong: `"${part}" begins with no day` }
  }
  if (!part.startsWith('$$')) return part.startsWith('$') ? { said: lotOrSerial(part.slice(1)) } : readSupplement(part)
  const isSerial = part.startsWith('$$+')
  let rest = part.slice(isSerial ? 3 : 2)
  let quantity: number | undefined
  const counted = /^(?:8(\d{2})|9(\d{5}))/.exec(rest)
  if (counted) {
    quantity = Number(counted[1] ?? counted[2])
    rest = rest.slice(counted[0].length)
  }
  const dated = readDated(rest)
  if ('wrong' in dated) return dated
  return {
    said: {
      ...(quantity !== undefined && { quantity }),
      ...(dated.on && { expiresOn: dated.on }),
      ...named(isSerial ? 'serial' : 'lot', dated.rest),
    },
  }
}

function readDated(text: string): { readonly on?: string; readonly rest: string } | { readonly wrong: string } {
  const form = text[0] ?? ''
  if (form === '7') return { rest: text.slice(1) }
  // Month and year, or only a lot behind a quantity.
  if (form === '0' || form === '1') {
    const on = /^\d{4}/.test(text) && dayOf(wholeYear(text.slice(2, 4)), Number(text.slice(0, 2)), 0)
    return on ? { on, rest: text.slice(4) } : { wrong: `"${text.slice(0, 4)}" is no month and year` }
  }
  const known = dateForms[form]
  if (!known) return { rest: text }
  const [length, read] = known
  const date = text.slice(1, 1 + length)
  const on = /^\d+$/.test(date) && date.length === length ? read(date) : undefined
  return on ? { on, rest: text.slice(1 + length) } : { wrong: `"${date}" is no date` }
}

const lotOrSerial = (text: string): Produced =>
  text.startsWith('+') ? named('serial', text.slice(1)) : named('lot', text)

const named = (name: 'serial' | 'lot', value: string): Produced => (value === '' ? {} : { [name]: value })

/** What stands behind a further `/`: serial number, dates and quantity with data identifiers of ANSI MH10.8.2 (clause 2.3). */
function readSupplement(part: string): Part {
  const dated = /^(1[46]D)(\d{4})(\d{2})(\d{2})$/.exec(part)
  if (dated) {
    const on = dayOf(Number(dated[2]), Number(dated[3]), Number(dated[4]))
    if (!on) return { wrong: `"${part}" is no day` }
    return { said: dated[1] === '14D' ? { expiresOn: on } : { manufacturedOn: on } }
  }
  if (/^S./.test(part)) return { said: named('serial', part.slice(1)) }
  if (/^Q\d{1,5}$/.test(part)) return { said: { quantity: Number(part.slice(1)) } }
  return { said: {} }
}
