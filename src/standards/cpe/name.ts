/** The logical values of NISTIR 7695 clause 5.3.1: no matter which, and none at all. */
export const ANY = Symbol('ANY')
export const NA = Symbol('NA')

/** Attributes in the order of the formatted string (NISTIR 7695 clause 5.2). */
export const attributes = [
  'part',
  'vendor',
  'product',
  'version',
  'update',
  'edition',
  'language',
  'sw_edition',
  'target_sw',
  'target_hw',
  'other',
] as const
export type CpeAttribute = (typeof attributes)[number]

/**
 * A logical value, or a string as in a well-formed name: lower case, all but letters, digits and `_` quoted by `\`; an
 * unquoted `*` or `?` at its beginning or end is a wildcard.
 */
export type CpeValue = typeof ANY | typeof NA | string

/** A well-formed name; every attribute has a value. */
export type CpeName = Readonly<Record<CpeAttribute, CpeValue>>

export type CpeResult =
  | { readonly ok: true; readonly name: CpeName }
  /** A sentence that says what is wrong with the text. */
  | { readonly ok: false; readonly reason: string }

/** What is thrown while a text is taken apart, and caught where its reading began. */
export class NotACpe extends Error {}

/** Figures 6-2 and 6-3: a language of RFC 5646, and where it is spoken. */
const languageTag = /^[a-z]{2,3}(?:\\-(?:[a-z]{2}|\d{3}))?$/

/** Of strings that are quoted already: NISTIR 7695 clauses 5.3.2 and 5.3.3. */
export function checkValue(attribute: CpeAttribute, value: CpeValue): CpeValue {
  if (typeof value !== 'string') return value
  if (/^(?!\?+$)[*?]+$/.test(value))
    throw new NotACpe(`${attribute} is "${value}"; it needs a character that is no wildcard`)
  if (value === '\\-') throw new NotACpe(`"${value}" alone is no value of ${attribute}`)
  if (attribute === 'part' && !/^[aoh]$/.test(value))
    throw new NotACpe(`the part is "${value}"; it must be a (application), o (operating system) or h (hardware)`)
  if (/[^\x21-\x7e]/.test(value)) throw new NotACpe(`${attribute} has a character that is not printable ASCII`)
  if (attribute === 'language' && !languageTag.test(value))
    throw new NotACpe(`the language is "${value.replaceAll('\\', '')}"; it must be a tag such as en or en-us`)
  return value
}
