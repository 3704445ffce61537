import {
  ANY,
  attributes,
  type CpeAttribute,
  type CpeName,
  type CpeResult,
  type CpeValue,
  checkValue,
  NA,
  NotACpe,
} from './name.ts'
import { takeWfn } from './wfn.ts'

/** Reads either binding, `cpe:2.3:…` or the URI `cpe:/…` of 2.2 and 2.3, and the notation `wfn:[…]`. */
export function readCpe(text: string): CpeResult {
  const trimmed = text.trim()
  if (/^cpe:\//i.test(trimmed)) return readUri(trimmed)
  return trimmed.startsWith('wfn:[') ? reading(() => takeWfn(trimmed)) : readFormattedString(trimmed)
}

// formatted string --------------------------------------------------------------------------------------------------

/** NISTIR 7695 clause 6.2.3. */
const readFormattedString = (text: string): CpeResult =>
  reading(() => {
    const components = splitAtColons(text)
    if (components[0]?.toLowerCase() !== 'cpe' || components[1] !== '2.3')
      throw new NotACpe('a CPE name begins with cpe:2.3:, cpe:/ or wfn:[')
    if (components.length !== 13)
      throw new NotACpe(`a formatted string has 13 parts between its colons; this one has ${components.length}`)
    return nameOf((_, place) => fromFormatted(components[place + 2]!))
  })

/** At colons that are not quoted. */
function splitAtColons(text: string): string[] {
  if (!text.includes('\\')) return text.split(':')
  const parts: string[] = []
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '\\') at++
    else if (character === ':') {
      parts.push(text.slice(from, at))
      from = at + 1
    }
  }
  parts.push(text.slice(from))
  return parts
}

function fromFormatted(component: string): CpeValue {
  if (component === '*') return ANY
  if (component === '-') return NA
  if (component === '') throw new NotACpe('a part between two colons is empty; * stands for any, - for none')
  const text = component.toLowerCase()
  if (/^\w+$/.test(text)) return text
  let value = ''
  const isMarkAt = atEnds(text, '?')
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (character === '\\') {
      const quoted = text[++at]
      if (quoted === undefined) throw new NotACpe('it ends with a \\ that quotes nothing')
      value += isPlain(quoted) ? quoted : `\\${quoted}`
    } else if (character === '*') {
      if (at !== 0 && at !== text.length - 1)
        throw new NotACpe(`in "${component}" stands an * that is neither first nor last; write \\*`)
      value += character
    } else if (character === '?') {
      if (!isMarkAt(at)) throw new NotACpe(`in "${component}" stands a ? that is neither first nor last; write \\?`)
      value += character
    } else value += isPlain(character) ? character : `\\${character}`
  }
  // Figure 6-3 wants another character in it, though a well-formed name needs none (clause 5.3.2).
  if (/^\?+$/.test(value)) throw new NotACpe(`"${component}" needs a character that is no wildcard`)
  return value
}

/** Clause 5.3.2: question marks stand in a row at the beginning or the end, or are all that there is. */
function atEnds(tokens: string | readonly string[], mark: string): (at: number) => boolean {
  let first = 0
  while (tokens[first] === mark) first++
  let last = tokens.length
  while (tokens[last - 1] === mark) last--
  return (at) => at < first || at >= last
}

const isPlain = (character: string) => /^\w$/.test(character)

/** NISTIR 7695 clause 6.2.2. */
export const bindToFormattedString = (name: CpeName): string =>
  ['cpe', '2.3', ...attributes.map((attribute) => toFormatted(name[attribute]))].join(':')

/** `.`, `-` and `_` need no quoting there. */
const toFormatted = (value: CpeValue) =>
  value === ANY
    ? '*'
    : value === NA
      ? '-'
      : String(value).replace(/\\(.)/g, (pair, quoted: string) => (/[._-]/.test(quoted) ? quoted : pair))

// URI ---------------------------------------------------------------------------------------------------------------

/** NISTIR 7695 clause 6.1.3; the edition may hold the four attributes that 2.2 did not know, packed by `~`. */
const readUri = (uri: string): CpeResult =>
  reading(() => {
    const components = uri.slice('cpe:/'.length).split(':')
    if (components.length > 7)
      throw new NotACpe(`a CPE URI has at most 7 parts between its colons; this one has ${components.length}`)
    const edition = components[5] ?? ''
    const packed = edition.startsWith('~') ? edition.slice(1).split('~') : [edition]
    if (packed.length > 1 && packed.length !== 5)
      throw new NotACpe(`"${edition}" packs ${packed.length} attributes; it must be five`)
    const extended: Partial<Record<CpeAttribute, string>> = {
      edition: packed[0],
      sw_edition: packed[1],
      target_sw: packed[2],
      target_hw: packed[3],
      other: packed[4],
      language: components[6],
    }
    return nameOf((attribute, place) => fromUri((place < 5 ? components[place] : extended[attribute]) ?? ''))
  })

const wildcards: Readonly<Record<string, string>> = { '?': '%01', '*': '%02' }

function fromUri(component: string): CpeValue {
  if (component === '') return ANY
  if (component === '-') return NA
  const text = component.toLowerCase()
  // A bare mark is no character of a URI; `decode` of clause 6.1.3.2 lets it stand, where it is a wildcard.
  const tokens = text.match(/%[0-9a-f]{2}|[^%]|%/g)!.map((token) => wildcards[token] ?? token)
  let value = ''
  const isMarkAt = atEnds(tokens, '%01')
  for (const [at, token] of tokens.entries()) {
    if (token === '%01') {
      if (!isMarkAt(at))
        throw new NotACpe(`in "${component}" stands a %01 (one character) that is neither first nor last`)
      value += '?'
    } else if (token === '%02') {
      if (at !== 0 && at !== tokens.length - 1)
        throw new NotACpe(`in "${component}" stands a %02 (any characters) that is neither first nor last`)
      value += '*'
    } else if (token.length === 3) {
      const character = String.fromCharCode(Number.parseInt(token.slice(1), 16))
      if (isPlain(character) || !/^[\x21-\x7e]$/.test(character))
        throw new NotACpe(`"${token}" is no encoding of a CPE URI`)
      value += `\\${character}`
    } else if (token === '%') throw new NotACpe(`in "${component}" stands a % that encodes nothing`)
    else value += isPlain(token) ? token : `\\${token}`
  }
  return value
}

/** NISTIR 7695 clause 6.1.2. */
export function bindToUri(name: CpeName): string {
  const of = (attribute: CpeAttribute) => toUri(name[attribute])
  const extended = [of('sw_edition'), of('target_sw'), of('target_hw'), of('other')]
  const edition = extended.every((part) => part === '') ? of('edition') : `~${[of('edition'), ...extended].join('~')}`
  const components = [of('part'), of('vendor'), of('product'), of('version'), of('update'), edition, of('language')]
  return `cpe:/${components.join(':').replace(/:+$/, '')}`
}

const toUri = (value: CpeValue) =>
  value === ANY
    ? ''
    : value === NA
      ? '-'
      : String(value).replace(/\\(.)|[*?]/g, (text, quoted: string | undefined) =>
          text === '*' ? '%02' : text === '?' ? '%01' : /[.-]/.test(quoted!) ? quoted! : percent(quoted!),
        )
const percent = (character: string) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`

// both --------------------------------------------------------------------------------------------------------------

function reading(read: () => CpeName): CpeResult {
  try {
    return { ok: true, name: read() }
  } catch (error) {
    if (error instanceof NotACpe) return { ok: false, reason: error.message }
    throw error
  }
}

function nameOf(valueAt: (attribute: CpeAttribute, place: number) => CpeValue): CpeName {
  const name = {} as { -readonly [attribute in CpeAttribute]: CpeValue }
  for (let place = 0; place < attributes.length; place++) {
    const attribute = attributes[place]!
    name[attribute] = checkValue(attribute, valueAt(attribute, place))
  }
  return name
}
