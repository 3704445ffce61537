import { ANY, attributes, type CpeName, NA } from '#standards/cpe/cpe.ts'
import type { Applicability, BorneName } from '#standards/nvd/nvd.ts'

/** A name that a device bears, and how it came by it. */
export interface DeviceFact extends BorneName {
  readonly by: 'operating_system' | 'component' | 'model'
  /** What says so: `operating system "Windows 7 SP1"`. */
  readonly text: string
  /** How likely it is that the device is what the name says, 0–1. */
  readonly probability: number
}

/** Texts as people write them; absent is any, `-` none. */
type Wanted = Partial<Record<keyof CpeName, string>>

/** A well-formed name of plain texts. */
export const cpeNameOf = (wanted: Wanted): CpeName =>
  Object.fromEntries(
    attributes.map((attribute) => {
      const text = wanted[attribute]
      return [attribute, text === undefined || text === '' ? ANY : text === '-' ? NA : literal(text)]
    }),
  ) as unknown as CpeName

/** NVD writes `_` for a space; printable characters alone can stand in a name. */
const literal = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/\s+/g, '_')
    .replace(/[^\x21-\x7e]/g, '')
    .replace(/\W/g, '\\$&')

export const borne = (
  wanted: Wanted,
  { asProduct = 'yes', asPlatform = 'yes' }: { asProduct?: Applicability; asPlatform?: Applicability } = {},
): BorneName => ({ name: cpeNameOf(wanted), asProduct, asPlatform })
