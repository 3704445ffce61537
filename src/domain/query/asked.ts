import type { Leaf, QueryValue } from './expression.ts'

// What a leaf on a field comes to, by kind: the stores put it in the words of the database.

export type FieldLeaf = Extract<Leaf, { kind: 'is' | 'in' | 'empty' }>

const textOf = (value: QueryValue): string => (value.kind === 'text' ? value.text : '')
const numberOf = (value: QueryValue): number => (value.kind === 'number' ? value.number : Number.NaN)

/** Of a text, a list or a word; null where it asks for none. */
export function textsAsked(
  leaf: FieldLeaf,
): { readonly how: 'is' | 'contains'; readonly texts: readonly string[] } | null {
  if (leaf.kind === 'empty') return null
  if (leaf.kind === 'in') return { how: 'is', texts: leaf.values.map(textOf) }
  return { how: leaf.operator === '~' ? 'contains' : 'is', texts: [textOf(leaf.value)] }
}

/** Of a number; null where it asks for none. */
export function numbersAsked(leaf: FieldLeaf): { readonly sign: string; readonly numbers: readonly number[] } | null {
  if (leaf.kind === 'empty') return null
  return leaf.kind === 'in'
    ? { sign: 'in', numbers: leaf.values.map(numberOf) }
    : { sign: leaf.operator, numbers: [numberOf(leaf.value)] }
}

/** Of a flag. */
export const isAskedFor = (leaf: FieldLeaf): boolean =>
  leaf.kind === 'is' && leaf.value.kind === 'flag' && leaf.value.is
