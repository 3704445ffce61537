import { ANY, attributes, type CpeName, type CpeValue, NA } from '#standards/cpe/cpe.ts'
import type { Applicability, BorneName } from '#standards/nvd/nvd.ts'

// Names as NVD writes them, of texts as people do.

/** Texts as people write them; absent is any, `-` none. */
type Wanted = Partial<Record<keyof CpeName, string>>

/** A well-formed name of plain texts. */
export const cpeNameOf = (wanted: Wanted): CpeName => withTexts(anyName, wanted)

const anyName = Object.fromEntries(attributes.map((attribute) => [attribute, ANY])) as unknown as CpeName

function withTexts(base: CpeName, wanted: Wanted): CpeName {
  const name: { -readonly [attribute in keyof CpeName]: CpeValue } = { ...base }
  for (const attribute of Object.keys(wanted) as (keyof CpeName)[]) name[attribute] = cpeValueOf(wanted[attribute])
  return name
}

/** The same name in this version. */
export const inVersion = (name: CpeName, version: string): CpeName => ({ ...name, version: cpeValueOf(version) })

const cpeValueOf = (text: string | undefined): CpeValue =>
  text === undefined || text === '' ? ANY : text === '-' ? NA : literal(text)

/** NVD writes `_` for a space; printable characters alone can stand in a name. */
const literal = (text: string): string =>
  /^[a-z0-9_]+(?:\.[a-z0-9_]+)*$/.test(text)
    ? text.replaceAll('.', '\\.')
    : text
        .trim()
        .toLowerCase()
        .replace(/\s+/g, '_')
        .replace(/[^\x21-\x7e]/g, '')
        .replace(/\W/g, '\\$&')

export const borne = (
  wanted: Wanted,
  { asProduct = 'yes', asPlatform = 'yes' }: { asProduct?: Applicability; asPlatform?: Applicability } = {},
): BorneName => ({ name: cpeNameOf(wanted), asProduct, asPlatform })
