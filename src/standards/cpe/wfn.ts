import { ANY, attributes, type CpeAttribute, type CpeName, type CpeValue, checkValue, NA, NotACpe } from './name.ts'

// The notation of NISTIR 7695 clause 5 for well-formed names: wfn:[part="a",vendor="microsoft",update=NA]

/** An attribute, its value in quotation marks or a logical one, and what stands behind it. */
const pair = /\s*(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|(\w+))\s*([,\]])/y

/** Takes the notation apart; what is not named is ANY (clause 5.2). */
export function takeWfn(text: string): CpeName {
  const name = Object.fromEntries(attributes.map((attribute) => [attribute, ANY])) as Record<CpeAttribute, CpeValue>
  const body = text.slice('wfn:['.length)
  if (/^\s*\]$/.test(body)) return name
  const named = new Set<string>()
  pair.lastIndex = 0
  for (let end = ','; end === ','; ) {
    const from = pair.lastIndex
    const found = pair.exec(body)
    if (!found) throw new NotACpe(`at "${body.slice(from, from + 20)}" stands no attribute="value"`)
    const [, given = '', quoted, logical] = found
    const attribute = attributes.find((one) => one === given.toLowerCase())
    if (!attribute) throw new NotACpe(`there is no attribute "${given}"`)
    if (named.has(attribute)) throw new NotACpe(`${attribute} stands twice`)
    named.add(attribute)
    name[attribute] = quoted === undefined ? logicalOf(attribute, logical!) : stringOf(attribute, quoted)
    end = found[4]!
  }
  if (pair.lastIndex !== body.length) throw new NotACpe('something stands behind the last ]')
  return name
}

function logicalOf(attribute: CpeAttribute, word: string): CpeValue {
  if (word === 'ANY') return ANY
  if (word === 'NA') return NA
  throw new NotACpe(`${attribute} is ${word}; a value stands in quotation marks, or is ANY or NA`)
}

/** Figure 5-1: special characters at the ends, letters, digits and `_`, all else behind a `\`. */
const figure = /^(?:\*|\?+(?!\?))?(?:\w|\\[!-/:-@[-^`{-~])*(?:\*|\?*)$/

function stringOf(attribute: CpeAttribute, text: string): CpeValue {
  if (text === '') throw new NotACpe(`${attribute} is empty; ANY stands for any value, NA for none`)
  if (!figure.test(text))
    throw new NotACpe(`"${text}" is no value: marks stand behind a \\, and * and ? without one only at its ends`)
  return checkValue(attribute, text.toLowerCase())
}

/** All eleven attributes, as in clause 6.2.3.3. */
export const writeWfn = (name: CpeName): string =>
  `wfn:[${attributes.map((attribute) => `${attribute}=${written(name[attribute])}`).join(',')}]`

const written = (value: CpeValue) => (value === ANY ? 'ANY' : value === NA ? 'NA' : `"${String(value)}"`)
