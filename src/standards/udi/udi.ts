import { readGs1 } from './gs1.ts'
import { readHibcc } from './hibcc.ts'
import { readIccbba } from './iccbba.ts'

/** What a UDI carrier says: its device identifier, and of its production identifiers what is there. Dates are `YYYY-MM-DD`. */
export interface Udi {
  /** Who issues the identifier, as accredited by FDA (21 CFR 830.100). */
  readonly agency: 'GS1' | 'HIBCC' | 'ICCBBA'
  /** In one spelling, that of GUDID: a GTIN of 14 digits, a HIBC without `+` and check character, a product code of ISBT 128. */
  readonly di: string
  readonly serial?: string
  readonly lot?: string
  readonly expiresOn?: string
  readonly manufacturedOn?: string
  readonly quantity?: number
  /** ISBT 128 donation identification number, without flag characters. */
  readonly donation?: string
  /** Other application identifiers of GS1, as written: `240` additional product identification, `8020` and so on. */
  readonly others?: Readonly<Record<string, string>>
  /** What was mended while reading, or cannot be told, for people: `its leading zeros were lost`. */
  readonly remarks?: readonly string[]
}

/** A UDI, or what is wrong with what was meant to be one: `check digit is 4, should be 7`. */
export type UdiReading = { readonly udi: Udi } | { readonly wrong: string }

/**
 * Reads a UDI carrier in any spelling of the three agencies, as scanned or as printed, or a device identifier alone; undefined
 * where the text looks like none of them.
 */
export function readUdi(text: string): UdiReading | undefined {
  const plain = text.trim()
  if (plain === '' || plain.length > 500) return undefined
  return readHibcc(plain) ?? readIccbba(plain) ?? readGs1(plain)
}

/** Whether the text is a GTIN of 14 digits whose check digit is right. */
export function isGtin(text: string): boolean {
  if (!/^\d{14}$/.test(text)) return false
  const reading = readGs1(text)
  return reading !== undefined && 'udi' in reading
}
