// Words that stand beside a code and tell no model: how big the thing is, and what line the code is of.

import type { DeviceName } from './device-name.ts'
import { isDescriptor, type TokenKind } from './model-token.ts'
import type { Group } from './name-groups.ts'
import { isThing } from './plain-words.ts'
import type { ProductReading } from './product-name.ts'
import type { SaidGroup } from './said-groups.ts'

interface Token {
  readonly form: string
  readonly kind: TokenKind
}

const sizes: ReadonlySet<string> = new Set('mini compact light slim small'.split(' '))

export const isSize = (form: string): boolean => sizes.has(form)

/** `VAP11G-300 MINI WIFI BRIDGE`: before what kind of thing it is, the word says how big it is, and names no variant. */
export const withoutSizes = <T extends { readonly form: string; readonly at: number }>(
  extra: readonly T[],
  tokens: readonly Token[],
): readonly T[] => extra.filter(({ form, at }) => !isSize(form) || !saysKind(tokens[at + 1]))

const saysKind = (token: Token | undefined): boolean =>
  token !== undefined &&
  (token.kind === 'kind' || token.kind === 'modality' || isDescriptor(token.form) || isThing(token.form))

/** Where in the device's model the first code of six letters and digits or more begins that the name bears in full; -1 for none. */
export function wholeCodeAt(codes: readonly string[], { forms, numbered, stems }: DeviceName): number {
  const places = codes
    .filter((code) => /^(?=.*[a-z])(?=.*\d)[a-z\d]{6,}$/.test(code) && numbered.has(code) && !stems.has(code))
    .flatMap((code) => forms.get(code) ?? [])
  return places.length > 0 ? Math.min(...places) : -1
}

/** The `GOT2000` of a `GOT2000 series GT27 model`: the word behind it says that it is no model. */
export const isSeriesBefore = ({ groups }: ProductReading, group: Group): boolean => {
  const next = groups[groups.indexOf(group) + 1]
  return group.range !== undefined && next !== undefined && /^(?:series|family)$/.test(next.forms[0]!)
}

/** The device bears the order number that ends the name (`1408-BC3A-485`, `0751-9x01`) or begins it (`011209 SIP Intercom`). */
export function saysOrderNumber(
  found: readonly SaidGroup[],
  { groups }: ProductReading,
  { numbered, stems }: DeviceName,
): boolean {
  const isSaid = ({ forms }: SaidGroup) => forms.some((form) => numbered.has(form) && !stems.has(form))
  const [first, last] = [found[0]!, found.at(-1)!]
  if (isSaid(first) && first.group.forms.every((form) => /^\d{5,}$/.test(form))) return true
  return (
    groups.length > 1 &&
    isSaid(last) &&
    last.group.kind === 'number' &&
    last.group.range === undefined &&
    last.group.forms.every((form) => form.length >= 8 && (form.match(/\d/g)?.length ?? 0) >= 5)
  )
}

/** The `R` of an `OpenBAT-R`: two letters that a hyphen joins to the name say how it was ordered. */
export const isJoinedBehind = (names: readonly string[], form: string, text: string): boolean =>
  form.length <= 2 && names.some((name) => text.toLowerCase().trim().endsWith(`${name}-${form}`))
