import { plainName } from './catalogue.ts'
import type { Expression, QueryValue } from './expression.ts'
import { isOneWord, quote } from './lexer.ts'
import { shortOf } from './relative-date.ts'

/** The query as text, in one way of writing: read again it is the same. */
export const printQuery = (expression: Expression): string => print(expression, 'or')

/** Words that mean something where a text stands alone. */
const reserved = new Set(['and', 'or', 'not', 'with', 'without', 'on', 'in', 'is', 'empty', 'ago'])

/** Around it stands an `or`, an `and`, or nothing that binds closer. */
function print(expression: Expression, around: 'or' | 'and' | 'not'): string {
  switch (expression.kind) {
    case 'or': {
      const text = expression.parts.map((part) => print(part, 'and')).join(' or ')
      return around === 'or' ? text : `(${text})`
    }
    case 'and': {
      const text = expression.parts.map((part) => print(part, 'not')).join(' and ')
      return around === 'not' ? `(${text})` : text
    }
    case 'not':
      return negated(expression.part)
    case 'text':
      // Quoted: a word may be the name of a field.
      return quote(expression.text)
    case 'is':
      return `${expression.field} ${expression.operator} ${value(expression.value)}`
    case 'in':
      return `${expression.field} in (${expression.values.map(value).join(', ')})`
    case 'empty':
      return `${expression.field} is empty`
    case 'related':
      return related('with', expression)
  }
}

function negated(part: Expression): string {
  if (part.kind === 'is' && (part.operator === '=' || part.operator === '~'))
    return `${part.field} !${part.operator} ${value(part.value)}`
  if (part.kind === 'in') return `${part.field} not in (${part.values.map(value).join(', ')})`
  if (part.kind === 'empty') return `${part.field} is not empty`
  if (part.kind === 'related') return related('without', part)
  return `not ${print(part, 'not')}`
}

const related = (word: string, { to, expression }: Extract<Expression, { kind: 'related' }>) =>
  expression === null ? `${word} ${to}` : `${word} ${to}(${print(expression, 'or')})`

function value(one: QueryValue): string {
  switch (one.kind) {
    case 'text':
      return isOneWord(one.text) && !reserved.has(plainName(one.text)) ? one.text : quote(one.text)
    case 'number':
      return String(one.number)
    case 'flag':
      return one.is ? 'yes' : 'no'
    case 'day':
      return one.on
    case 'moment':
      return one.at
    case 'relative':
      return one.amount === 0
        ? one.from
        : `${one.from}${one.amount < 0 ? '-' : '+'}${Math.abs(one.amount)}${shortOf[one.unit]}`
  }
}
