import type { QueryEntity, QueryField, QueryProposal } from '#model/query.ts'
import { catalogue, plainName, relationsOf } from './catalogue.ts'
import { isOneWord, quote, type Token, tokensOf } from './lexer.ts'
import { type Expected, operatorsOf, parseQuery, QueryFailure } from './parser.ts'

// What may stand at the cursor. The text before the word there is read as a query that ends too early: what the parser would
// have gone on with is proposed, narrowed to what is begun.

export interface Completion {
  /** What a proposal takes the place of. */
  readonly at: number
  readonly end: number
  readonly proposals: readonly QueryProposal[]
  /** Values of this field that are there could follow, beginning so. */
  readonly values: { readonly entity: QueryEntity; readonly field: QueryField; readonly begun: string } | null
}

export function completeQuery(entity: QueryEntity, text: string, cursor: number): Completion {
  const token = tokensOf(text).find(({ kind, at, end }) => kind !== 'end' && at < cursor && cursor <= end)
  // Behind a bracket or a closed quotation something new begins; of a sign there may be a longer one.
  const isBegun =
    token !== undefined &&
    (token.kind === 'word' || (token.kind === 'quoted' && (token.isCut === true || cursor < token.end)))
  const at = isBegun ? token.at : cursor
  const end = isBegun ? token.end : cursor
  const begun = isBegun ? begunIn(token, text, cursor) : ''
  const expected = expectedAfter(entity, text.slice(0, at))
  if (!expected) return { at, end, proposals: [], values: null }
  const isQuoted = isBegun && token.kind === 'quoted'
  const offered = isQuoted ? [] : proposalsOf(expected)
  const asked = plainName(begun)
  const isOwn = (one: QueryProposal) => plainName(one.text).startsWith(asked)
  const fits = [...offered.filter(isOwn), ...offered.filter((one) => !isOwn(one) && isAlso(expected, one, asked))]
  const field = expected.kind === 'value' && ['text', 'list'].includes(expected.field.kind) ? expected.field : null
  return {
    at,
    end,
    proposals: fits.filter(({ text: proposed }) => proposed !== begun || fits.length > 1),
    values: field && expected.kind === 'value' ? { entity: expected.entity, field, begun } : null,
  }
}

const begunIn = (token: Token, text: string, cursor: number) =>
  text.slice(token.kind === 'quoted' ? token.at + 1 : token.at, cursor)

function isAlso(expected: Expected, { kind, text }: QueryProposal, asked: string): boolean {
  if (kind !== 'field' || !('entity' in expected) || asked === '') return false
  const field = catalogue[expected.entity].find(({ name }) => name === text)
  const words = `${field?.description ?? ''}`.toLowerCase().split(/\W+/)
  return [...(field?.also ?? []).map(plainName), ...words].some((word) => word.startsWith(asked))
}

function expectedAfter(entity: QueryEntity, text: string): Expected | undefined {
  try {
    return parseQuery(entity, text) === null ? { kind: 'term', entity } : { kind: 'more', entity, closes: false }
  } catch (failure) {
    if (failure instanceof QueryFailure) return failure.expected
    throw failure
  }
}

const keyword = (text: string, description: string | null = null): QueryProposal => ({
  kind: 'keyword',
  text,
  description,
})

function proposalsOf(expected: Expected): readonly QueryProposal[] {
  switch (expected.kind) {
    case 'term':
      return termsOf(expected.entity)
    case 'more':
      return [keyword('and'), keyword('or'), ...(expected.closes ? [keyword(')')] : []), ...termsOf(expected.entity)]
    case 'operator':
      return operatorsOf[expected.field.kind].map((text) => ({
        kind: 'operator',
        text: text.endsWith('in') ? `${text} (` : text,
        description: operatorWords[text] ?? null,
      }))
    case 'relation':
      return relationsOf[expected.entity].map((text) => keyword(`${text}(`))
    case 'words':
      return expected.words.map((text) => keyword(text))
    case 'value':
      return valuesOf(expected.field)
  }
}

const termsOf = (entity: QueryEntity): readonly QueryProposal[] => [
  ...catalogue[entity].map(({ name, description }): QueryProposal => ({ kind: 'field', text: name, description })),
  ...relationsOf[entity].flatMap((relation) =>
    relation === 'device'
      ? [keyword('on device(', 'whose device is')]
      : [keyword(`with ${relation}(`, 'of which one is'), keyword(`without ${relation}(`, 'of which none is')],
  ),
  keyword('not'),
]

const operatorWords: Readonly<Record<string, string>> = {
  '=': 'is',
  '!=': 'is not',
  '~': 'contains',
  '!~': 'does not contain',
  in: 'is one of',
  'not in': 'is none of',
}

function valuesOf({ kind, words = [] }: QueryField): readonly QueryProposal[] {
  const value = (text: string): QueryProposal => ({ kind: 'word', text, description: null })
  switch (kind) {
    case 'word':
      return words.map(value)
    case 'flag':
      return ['yes', 'no'].map(value)
    case 'date':
      return ['today', 'yesterday', 'today-30d', 'today+30d', '7 days ago', 'in 2 weeks'].map(value)
    case 'moment':
      return ['today', 'yesterday', 'now-24h', '7 days ago', '30 days ago', '1 year ago'].map(value)
    default:
      return []
  }
}

/** A value that is there, as it must be written. */
export const valueProposal = (text: string): QueryProposal => ({
  kind: 'value',
  text: isOneWord(text) ? text : quote(text),
  description: null,
})
