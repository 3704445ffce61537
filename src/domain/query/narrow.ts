import { type Expression, isJoined, type Leaf } from './expression.ts'

// A query with `not` at its leaves alone: then a leaf that cannot be told somewhere may be left out there, and what is left
// asks for no less.

export type Plain =
  | { readonly kind: 'literal'; readonly leaf: Leaf; readonly isNegated: boolean }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Plain[] }

export function plainOf(expression: Expression, isNegated = false): Plain {
  if (expression.kind === 'not') return plainOf(expression.part, !isNegated)
  if (!isJoined(expression)) return { kind: 'literal', leaf: expression, isNegated }
  const kind = isNegated === (expression.kind === 'and') ? 'or' : 'and'
  const parts = expression.parts.map((part) => plainOf(part, isNegated))
  return { kind, parts: parts.flatMap((part) => (part.kind === kind ? part.parts : [part])) }
}

/** All of which hold where the whole does. */
export const conjunctsOf = (plain: Plain): readonly Plain[] => (plain.kind === 'and' ? plain.parts : [plain])

export const literalsOf = (plain: Plain): readonly Extract<Plain, { kind: 'literal' }>[] =>
  plain.kind === 'literal' ? [plain] : plain.parts.flatMap(literalsOf)

export interface Folding<T> {
  /** Null where it cannot be told: it is taken for true. */
  literal(leaf: Leaf, isNegated: boolean): Promise<T | null> | T | null
  and(parts: readonly T[]): T
  or(parts: readonly T[]): T
}

/** Null where nothing of it can be told. */
export async function foldPlain<T>(plain: Plain, folding: Folding<T>): Promise<T | null> {
  if (plain.kind === 'literal') return await folding.literal(plain.leaf, plain.isNegated)
  const parts: T[] = []
  for (const part of plain.parts) {
    const folded = await foldPlain(part, folding)
    if (folded !== null) parts.push(folded)
    else if (plain.kind === 'or') return null
  }
  return parts.length === 0 ? null : folding[plain.kind](parts)
}

/** Whether a query asks anything of these fields, in its own words and not in those of a relation. */
export const namesField = (plain: Plain, field: string) =>
  literalsOf(plain).some(({ leaf }) => 'field' in leaf && leaf.field === field)

const fieldsOfNow: readonly string[] = ['overdue', 'late']

/** Whether what it finds changes with time alone: `30 days ago` is another moment each minute. */
export function asksOfNow(expression: Expression): boolean {
  if (expression.kind === 'not') return asksOfNow(expression.part)
  if (isJoined(expression)) return expression.parts.some(asksOfNow)
  if (expression.kind === 'related') return expression.expression !== null && asksOfNow(expression.expression)
  return expression.kind === 'is' && (expression.value.kind === 'relative' || fieldsOfNow.includes(expression.field))
}
