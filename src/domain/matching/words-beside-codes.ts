// Words that stand beside a code and tell no model: how big the thing is, and what line the code is of.

import type { DeviceName } from './device-name.ts'
import { isDescriptor, type TokenKind } from './model-token.ts'
import { isThing } from './plain-words.ts'

interface Token {
  readonly form: string
  readonly kind: TokenKind
}

const sizes: ReadonlySet<string> = new Set('mini compact light slim small'.split(' '))

/** `VAP11G-300 MINI WIFI BRIDGE`: before what kind of thing it is, the word says how big it is, and names no variant. */
export const withoutSizes = <T extends { readonly form: string; readonly at: number }>(
  extra: readonly T[],
  tokens: readonly Token[],
): readonly T[] => extra.filter(({ form, at }) => !sizes.has(form) || !saysKind(tokens[at + 1]))

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
