import { longestQuery, type QueryEntity, type QueryFault, type QueryField, type QueryFieldKind } from '#model/query.ts'
import { catalogue, fieldOf, plainName, relationsOf } from './catalogue.ts'
import { type Comparison, type Expression, entityOf, type QueryValue } from './expression.ts'
import { type Token, tokensOf } from './lexer.ts'
import { readDay, relative, unitOf } from './relative-date.ts'

// query   := and ("or" and)*
// and     := term ("and"? term)*
// term    := "not" term | "(" query ")" | relation | condition | field of kind flag | text
// relation := ("with" | "without" | "on") name ("(" query ")")?
// condition := field (sign value | "in" "(" value, … ")" | "not" "in" … | "is" "not"? "empty")

/** What could have stood where the text ends. */
export type Expected =
  | { readonly kind: 'term'; readonly entity: QueryEntity }
  /** A further term, or what joins it; `closes` inside brackets. */
  | { readonly kind: 'more'; readonly entity: QueryEntity; readonly closes: boolean }
  | { readonly kind: 'operator'; readonly entity: QueryEntity; readonly field: QueryField }
  | { readonly kind: 'value'; readonly entity: QueryEntity; readonly field: QueryField; readonly operator: string }
  | { readonly kind: 'relation'; readonly entity: QueryEntity }
  | { readonly kind: 'words'; readonly words: readonly string[] }

export class QueryFailure extends Error {
  readonly fault: QueryFault
  readonly expected: Expected | undefined

  constructor(sentence: string, at: number, end: number, expected?: Expected) {
    super(sentence)
    this.fault = { sentence: `${sentence.replace(/\.$/, '')} (column ${at + 1}).`, at, end, column: at + 1 }
    this.expected = expected
  }
}

export const operatorsOf: Readonly<Record<QueryFieldKind, readonly string[]>> = {
  text: ['=', '!=', '~', '!~', 'in', 'not in', 'is empty', 'is not empty'],
  list: ['=', '!=', '~', '!~', 'in', 'not in', 'is empty', 'is not empty'],
  word: ['=', '!=', 'in', 'not in', 'is empty', 'is not empty'],
  number: ['=', '!=', '<', '<=', '>', '>=', 'in', 'not in', 'is empty', 'is not empty'],
  date: ['=', '!=', '<', '<=', '>', '>=', 'is empty', 'is not empty'],
  moment: ['=', '!=', '<', '<=', '>', '>=', 'is empty', 'is not empty'],
  flag: ['=', '!='],
}

const mostTerms = 100
const mostLevels = 12

/** The query as a tree; null where it is blank. Throws `QueryFailure`. */
export function parseQuery(entity: QueryEntity, text: string): Expression | null {
  if (text.length > longestQuery)
    throw new QueryFailure(`A query has at most ${longestQuery} characters`, longestQuery, text.length)
  return new Parser(text).query(entity)
}

class Parser {
  readonly text: string
  private readonly tokens: readonly Token[]
  private next = 0
  private terms = 0
  private level = 0

  constructor(text: string) {
    this.text = text
    this.tokens = tokensOf(text)
  }

  query(entity: QueryEntity): Expression | null {
    if (this.isAtEnd) return null
    const expression = this.or(entity)
    if (!this.isAtEnd) this.fail('There is no bracket that this one closes', this.token)
    return expression
  }

  private get token(): Token {
    return this.tokens[this.next]!
  }

  private get isAtEnd(): boolean {
    return this.token.kind === 'end'
  }

  private take(): Token {
    return this.tokens[this.next++]!
  }

  private isSign(sign: string) {
    return this.token.kind === 'sign' && this.token.text === sign
  }

  private isWord(word: string, ahead = 0) {
    const token = this.tokens[this.next + ahead]
    return token?.kind === 'word' && token.text.toLowerCase() === word
  }

  private fail(sentence: string, token: Token, expected?: Expected): never {
    const atEnd = token.kind === 'end'
    throw new QueryFailure(sentence, token.at, Math.max(token.end, token.at + 1), atEnd ? expected : undefined)
  }

  private get before(): string {
    const last = this.tokens[this.next - 1]
    return last ? `After ${this.shown(last)}` : 'Here'
  }

  private shown(token: Token) {
    return `\`${this.text.slice(token.at, token.end)}\``
  }

  private or(entity: QueryEntity): Expression {
    const parts = [this.and(entity)]
    while (this.isWord('or')) {
      this.next++
      parts.push(this.and(entity))
    }
    return joined('or', parts)
  }

  private and(entity: QueryEntity): Expression {
    const parts = [this.term(entity)]
    for (;;) {
      if (this.isWord('and')) this.next++
      else if (this.token.kind === 'end' || this.isWord('or') || this.isSign(')')) break
      parts.push(this.term(entity))
    }
    return joined('and', parts)
  }

  private term(entity: QueryEntity): Expression {
    const { token } = this
    const expected = { kind: 'term', entity } as const
    if (++this.terms > mostTerms) this.fail(`A query has at most ${mostTerms} conditions`, token)
    if (token.kind === 'end')
      this.fail(`${this.before} I expect a field, a text, \`not\`, \`with\` or a bracket`, token, expected)
    if (token.kind === 'quoted') return this.quoted(token)
    if (this.isSign('(')) return this.bracket(entity)
    if (token.kind === 'sign' || this.isWord('and') || this.isWord('or'))
      this.fail(`${this.before} I expect a field or a text, not ${this.shown(token)}`, token, expected)
    if (this.isWord('not')) {
      this.next++
      return this.deeper(() => ({ kind: 'not', part: this.term(entity) }))
    }
    if (this.isWord('with') || this.isWord('without') || this.isWord('on')) return this.relation(entity)
    return this.condition(entity)
  }

  private quoted(token: Token): Expression {
    if (token.isCut) this.fail('The closing quotation mark is missing', token)
    const said = token.text.trim()
    if (said === '') this.fail('There is no text between the quotation marks', token)
    this.next++
    return { kind: 'text', text: said }
  }

  private deeper<T>(work: () => T): T {
    if (++this.level > mostLevels) this.fail(`Brackets go at most ${mostLevels} deep`, this.token)
    const result = work()
    this.level--
    return result
  }

  private bracket(entity: QueryEntity): Expression {
    const open = this.take()
    const inner = this.deeper(() => this.or(entity))
    if (!this.isSign(')'))
      this.fail(`${this.before} I expect the bracket that closes the one at column ${open.at + 1}`, this.token, {
        kind: 'more',
        entity,
        closes: true,
      })
    this.next++
    return inner
  }

  private relation(entity: QueryEntity): Expression {
    const word = this.take()
    const names = relationsOf[entity]
    const to = names.find((name) => this.isWord(name))
    if (!to) this.fail(`${this.before} I expect ${listed(names)}`, this.token, { kind: 'relation', entity })
    this.next++
    const expression = this.isSign('(') ? this.inner(entityOf(to)) : null
    const related: Expression = { kind: 'related', to, expression }
    return word.text.toLowerCase() === 'without' ? { kind: 'not', part: related } : related
  }

  /** `findings()` asks for any. */
  private inner(entity: QueryEntity): Expression | null {
    if (this.tokens[this.next + 1]?.kind === 'sign' && this.tokens[this.next + 1]?.text === ')') {
      this.next += 2
      return null
    }
    return this.bracket(entity)
  }

  private condition(entity: QueryEntity): Expression {
    const word = this.take()
    const field = fieldOf(entity, word.text)
    const isCompared =
      (this.token.kind === 'sign' && !['(', ')', ','].includes(this.token.text)) ||
      (this.isWord('in') && this.tokens[this.next + 1]?.text === '(') ||
      (this.isWord('not') && this.isWord('in', 1)) ||
      (this.isWord('is') && (this.isWord('empty', 1) || this.isWord('not', 1)))
    if (!field) {
      if (!isCompared) return { kind: 'text', text: word.text }
      this.fail(`${entityTitles[entity]} have no field ${this.shown(word)}.${meant(entity, word.text)}`, word)
    }
    if (!isCompared) {
      // `exploited` says that it is.
      if (field.kind === 'flag')
        return { kind: 'is', field: field.name, operator: '=', value: { kind: 'flag', is: true } }
      this.fail(
        `After ${this.shown(word)} I expect ${listed(operatorsOf[field.kind])}; as a text to look for it stands in quotation marks`,
        this.token,
        { kind: 'operator', entity, field },
      )
    }
    return this.compared(entity, field, word)
  }

  private compared(entity: QueryEntity, field: QueryField, word: Token): Expression {
    const token = this.take()
    const isNot = token.text.toLowerCase() === 'not'
    const operator = token.text.toLowerCase()
    const offered = operatorsOf[field.kind]
    if (operator === 'is') {
      const isNegated = this.isWord('not')
      if (isNegated) this.next++
      if (!this.isWord('empty'))
        this.fail(`${this.before} I expect \`empty\``, this.token, { kind: 'words', words: ['empty'] })
      if (!offered.includes('is empty')) this.fail(`${this.shown(word)} is yes or no, never empty`, this.token)
      this.next++
      return negatedIf(isNegated, { kind: 'empty', field: field.name })
    }
    if (operator === 'in' || isNot) {
      if (isNot) this.next++
      if (!offered.includes('in')) this.wrongOperator(field, word, token)
      return negatedIf(isNot, { kind: 'in', field: field.name, values: this.values(entity, field) })
    }
    if (!offered.includes(operator)) this.wrongOperator(field, word, token)
    const value = this.value(entity, field, operator)
    const isNegated = operator.startsWith('!')
    const comparison = (isNegated ? operator.slice(1) : operator) as Comparison
    return negatedIf(isNegated, { kind: 'is', field: field.name, operator: comparison, value })
  }

  private wrongOperator(field: QueryField, word: Token, token: Token): never {
    this.fail(
      `${this.shown(word)} is a ${field.kind}: it is compared by ${listed(operatorsOf[field.kind])}, not by ${this.shown(token)}`,
      token,
    )
  }

  private values(entity: QueryEntity, field: QueryField): readonly QueryValue[] {
    if (!this.isSign('(')) this.fail(`${this.before} I expect \`(\``, this.token, { kind: 'words', words: ['('] })
    this.next++
    const values = [this.value(entity, field, 'in')]
    while (this.isSign(',')) {
      this.next++
      values.push(this.value(entity, field, 'in'))
    }
    if (!this.isSign(')'))
      this.fail(`${this.before} I expect \`,\` or \`)\``, this.token, { kind: 'words', words: [',', ')'] })
    this.next++
    return values
  }

  private value(entity: QueryEntity, field: QueryField, operator: string): QueryValue {
    const { token } = this
    const expected = { kind: 'value', entity, field, operator } as const
    if (token.kind === 'end' || token.kind === 'sign')
      this.fail(`${this.before} I expect ${valueTitles[field.kind]}`, token, expected)
    if (token.isCut) this.fail('The closing quotation mark is missing', token, expected)
    const value = this.read(field, token)
    if (!value) this.fail(wrongValue(field, this.shown(token)), token)
    return value
  }

  private read(field: QueryField, token: Token): QueryValue | undefined {
    switch (field.kind) {
      case 'text':
      case 'list': {
        this.next++
        const said = token.text.trim()
        return said === '' ? undefined : { kind: 'text', text: said }
      }
      case 'word': {
        this.next++
        const found = field.words?.find((one) => plainName(one) === plainName(token.text))
        return found === undefined ? undefined : { kind: 'text', text: found }
      }
      case 'number':
        this.next++
        return /^-?\d{1,12}(\.\d{1,6})?$/.test(token.text)
          ? { kind: 'number', number: Number(token.text) + 0 }
          : undefined
      case 'flag': {
        this.next++
        const is = { yes: true, true: true, no: false, false: false }[token.text.toLowerCase()]
        return is === undefined ? undefined : { kind: 'flag', is }
      }
      case 'date':
      case 'moment':
        return this.day(field.kind === 'moment')
    }
  }

  /** `30 days ago`, `in 2 weeks`, or one word. */
  private day(isMoment: boolean): QueryValue | undefined {
    const isAhead = this.isWord('in')
    const at = this.next + (isAhead ? 1 : 0)
    const amount = this.tokens[at]
    const unit = unitOf(this.tokens[at + 1]?.text ?? '')
    const isBack = !isAhead && this.tokens[at + 2]?.text.toLowerCase() === 'ago'
    if (amount?.kind === 'word' && /^\d{1,7}$/.test(amount.text) && unit && (isAhead || isBack)) {
      if (!isMoment && (unit === 'hour' || unit === 'minute')) return undefined
      this.next = at + (isBack ? 3 : 2)
      return relative(isMoment ? 'now' : 'today', Number(amount.text) * (isBack ? -1 : 1), unit)
    }
    return readDay(this.take().text, isMoment)
  }
}

const entityTitles = { devices: 'Devices', findings: 'Findings', work: 'Work orders' } as const

const valueTitles: Readonly<Record<QueryFieldKind, string>> = {
  text: 'a text, in quotation marks where it has several words',
  list: 'a text, in quotation marks where it has several words',
  word: 'one of its words',
  number: 'a number',
  date: 'a day: 2026-03-31, today, 30 days ago, in 2 weeks',
  moment: 'a day or a time: 2026-03-31, today, now-12h, 30 days ago',
  flag: 'yes or no',
}

function wrongValue(field: QueryField, shown: string): string {
  if (field.kind === 'word') return `\`${field.name}\` is never ${shown}. It is ${listed(field.words ?? [])}`
  if (field.kind === 'text' || field.kind === 'list') return `Write \`${field.name} is empty\` to ask for none`
  return `${shown} cannot be read: \`${field.name}\` is compared with ${valueTitles[field.kind]}`
}

const negatedIf = (isNegated: boolean, part: Expression): Expression => (isNegated ? { kind: 'not', part } : part)

/** One of its kind inside another is part of that one. */
function joined(kind: 'and' | 'or', parts: readonly Expression[]): Expression {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]))
  return flat.length === 1 ? flat[0]! : { kind, parts: flat }
}

export function listed(words: readonly string[]): string {
  const shown = words.map((word) => `\`${word}\``)
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`
}

/** The field that was probably meant. */
function meant(entity: QueryEntity, word: string): string {
  const asked = plainName(word)
  const [nearest] = catalogue[entity]
    .flatMap(({ name, also }) => [name, ...also].map((one) => ({ name, apart: apart(asked, plainName(one)) })))
    .sort((a, b) => a.apart - b.apart)
  return nearest && nearest.apart <= Math.max(1, Math.floor(asked.length / 3))
    ? ` Did you mean \`${nearest.name}\`?`
    : ''
}

/** Edits from one word to the other. */
function apart(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const above = row
    row = [i]
    for (let j = 1; j <= b.length; j++)
      row.push(Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
  }
  return row[b.length]!
}
