import { cutOff, type Line, type ReportKind, unreadable } from '#connectors/report-text.ts'
import type { Lease, LeaseBook } from './lease-book.ts'

// The lease file of ISC's dhcpd, man page dhcpd.leases(5): declarations that the server appends, so a later one of an
// address takes the place of an earlier one. Times are UTC, whatever the server's zone is.

/** Whether the text looks like a file of dhcpd. */
export const isIsc = (head: string) =>
  /^\s*(?:lease\s+[\d.]+|ia-(?:na|ta|pd)\s+"|server-duid\s+")/m.test(head) ||
  /The format of this file is documented in the dhcpd\.leases/.test(head)

interface Statement {
  readonly words: readonly string[]
  readonly line: number
  /** The statements in braces, where it has any. */
  readonly block?: readonly Statement[] | undefined
}

/** Notes every lease of the file. Throws an AppError where the file ends within a declaration. */
export async function readIsc(
  lines: AsyncIterable<Line>,
  file: { readonly name: string },
  kind: ReportKind,
  book: LeaseBook,
): Promise<{ format: string; remarks: string[] }> {
  const remarks: string[] = []
  const found = { four: false, six: false }
  for await (const statement of statements(lines, file, kind)) {
    const [word, name] = statement.words
    if (word === 'lease' && statement.block && name) {
      found.four = true
      takeFour(statement, name, book)
    } else if ((word === 'ia-na' || word === 'ia-ta') && statement.block && name !== undefined) {
      found.six = true
      takeSix(statement, name, book)
    }
  }
  const format = found.six ? (found.four ? 'ISC dhcpd, IPv4 and IPv6' : 'ISC dhcpd, IPv6') : 'ISC dhcpd, IPv4'
  return { format, remarks }
}

function takeFour({ block = [], line }: Statement, address: string, book: LeaseBook): void {
  const position = `line ${line}`
  const raw = rawOf(address, block)
  const starts = wordsOf(block, 'cltt') ?? wordsOf(block, 'starts')
  const hardware = block
    .find(({ words }) => words[0] === 'hardware')
    ?.words.slice(2)
    .join(' ')
  const uid = wordsOf(block, 'uid')?.[0]
  // A lease without a word on its state is an old server's, where only leases in force stand.
  const state = block.find(({ words }) => words[0] === 'binding' && words[1] === 'state')?.words[2] ?? 'active'
  // Found in use by somebody who did not ask for it.
  if (state === 'abandoned') {
    book.note(address, undefined)
    return
  }
  // An address that was never given out, or that the peer keeps to give out.
  if (state !== 'active' && hardware === undefined && uid === undefined) {
    book.note(address, undefined)
    return
  }
  const startedAt = starts && momentOf(starts)
  if (starts && !startedAt) {
    book.skip(
      position,
      'bad_value',
      'The time of the lease cannot be read, so nothing tells when the client was seen. Copy the file again.',
      raw,
    )
    return
  }
  book.note(address, {
    position,
    address,
    hardware,
    client: uid === undefined ? undefined : hexOf(uid),
    hostname: wordsOf(block, 'client-hostname')?.[0] ?? setValue(block, 'ddns-fwd-name'),
    startedAt,
    state: state === 'active' ? 'active' : 'ended',
    raw,
  })
}

/** A name of an association is the IAID, four octets, and the DUID. */
function takeSix({ block = [], line }: Statement, name: string, book: LeaseBook): void {
  const client = hexOf(name).slice(8)
  const starts = wordsOf(block, 'cltt')
  for (const { words, block: inner } of block) {
    const [word, address] = words
    if (word !== 'iaaddr' || !inner || address === undefined) continue
    const state = inner.find(({ words: [first] }) => first === 'binding')?.words[2] ?? 'active'
    if (state === 'abandoned') {
      book.note(address, undefined)
      continue
    }
    const lease: Lease = {
      position: `line ${line}`,
      address,
      client,
      startedAt: starts && momentOf(starts),
      state: state === 'active' ? 'active' : 'ended',
      raw: { ...rawOf(address, inner), duid: client },
    }
    book.note(address, lease)
  }
}

const wordsOf = (block: readonly Statement[], word: string) =>
  block.find(({ words }) => words[0] === word)?.words.slice(1)

/** `set ddns-fwd-name = "pump-17.hosp.example";` */
const setValue = (block: readonly Statement[], name: string) =>
  block.find(({ words }) => words[0] === 'set' && words[1] === name && words[2] === '=')?.words[3]

const kept = ['starts', 'ends', 'cltt', 'binding', 'hardware', 'client-hostname', 'set', 'preferred-life', 'max-life']

function rawOf(address: string, block: readonly Statement[]): Record<string, string> {
  const raw: Record<string, string> = { lease: address }
  for (const { words } of block) {
    const [word = ''] = words
    if (!kept.includes(word)) continue
    const name = word === 'set' || word === 'binding' || word === 'hardware' ? words.slice(0, 2).join(' ') : word
    raw[name] ??= words
      .slice(word === name ? 1 : 2)
      .filter((one) => one !== '=')
      .join(' ')
  }
  return raw
}

/** `4 2026/02/05 08:00:00` (with the day of the week), or `epoch 1770278400`; `never` is no time. */
function momentOf(words: readonly string[]): string | undefined {
  if (words[0] === 'epoch' && /^\d{1,11}$/.test(words[1] ?? '')) return iso(Number(words[1]) * 1000)
  const day = /^(\d{4})\/(\d{2})\/(\d{2})$/.exec(words[1] ?? '')
  if (!day || !/^\d{2}:\d{2}:\d{2}$/.test(words[2] ?? '')) return undefined
  return iso(Date.parse(`${day[1]}-${day[2]}-${day[3]}T${words[2]}Z`))
}

const iso = (milliseconds: number) =>
  Number.isFinite(milliseconds) ? new Date(milliseconds).toISOString().replace('.000', '') : undefined

/** The octets of a string, which dhcpd writes as they are or as three octal digits, as hexadecimal digits. */
function hexOf(text: string): string {
  let hex = ''
  for (let at = 0; at < text.length; at++) hex += (text.charCodeAt(at) & 0xff).toString(16).padStart(2, '0')
  return hex
}

/** Deeper than any lease; a declaration of more statements is none either. */
const maxDepth = 8
const maxWords = 10_000

/** The declarations at the top of the file, one after the other. */
async function* statements(
  lines: AsyncIterable<Line>,
  file: { readonly name: string },
  kind: ReportKind,
): AsyncGenerator<Statement> {
  const open: { words: readonly string[]; line: number; block: Statement[] }[] = []
  let words: string[] = []
  let started = 0
  let held = 0
  for await (const { text, number } of lines) {
    for (const token of tokens(text, () => cutOff(file, kind))) {
      held += 1
      if (held > maxWords) throw unreadable(file, kind, `holds a declaration that is too long, above line ${number}`)
      if (words.length === 0) started = number
      if (token.kind === 'word') {
        words.push(token.text)
        continue
      }
      if (token.text === '{') {
        if (open.length >= maxDepth) throw unreadable(file, kind, `is nested too deep in line ${number}`)
        open.push({ words, line: started, block: [] })
        words = []
        continue
      }
      let done: Statement | undefined
      if (token.text === ';') done = words.length > 0 ? { words, line: started } : undefined
      else {
        const closed = open.pop()
        if (!closed || words.length > 0) throw unreadable(file, kind, `has a brace too many in line ${number}`)
        done = closed
      }
      words = []
      if (!done) continue
      const outer = open.at(-1)
      if (outer) outer.block.push(done)
      else {
        held = 0
        yield done
      }
    }
  }
  if (open.length > 0 || words.length > 0) throw cutOff(file, kind)
}

interface Token {
  readonly kind: 'word' | 'mark'
  readonly text: string
}

function* tokens(line: string, torn: () => Error): Generator<Token> {
  let at = 0
  while (at < line.length) {
    const character = line[at]!
    if (character === '#') return
    if (/\s/.test(character)) at += 1
    else if (character === '"') {
      const [text, next] = quoted(line, at + 1)
      if (next < 0) throw torn()
      yield { kind: 'word', text }
      at = next
    } else if ('{};'.includes(character)) {
      yield { kind: 'mark', text: character }
      at += 1
    } else {
      const end = at + (/[\s{};"]/.exec(line.slice(at))?.index ?? line.length - at)
      yield { kind: 'word', text: line.slice(at, end) }
      at = end
    }
  }
}

/** The text to the closing quote and where it goes on; -1 where the quote stays open. */
function quoted(line: string, from: number): [string, number] {
  let text = ''
  for (let at = from; at < line.length; at++) {
    const character = line[at]!
    if (character === '"') return [text, at + 1]
    if (character !== '\\') {
      text += character
      continue
    }
    const octal = /^[0-7]{3}/.exec(line.slice(at + 1, at + 4))?.[0]
    if (octal) text += String.fromCharCode(Number.parseInt(octal, 8))
    else text += line[at + 1] ?? ''
    at += octal ? 3 : 1
  }
  return [text, -1]
}
