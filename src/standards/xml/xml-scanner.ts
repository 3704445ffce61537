/** What a scanner finds, in the order of the document. Names come without their prefix. */
export interface XmlHandler {
  /** `attributes` is the text between the name and the end of the tag, to be read with `attributeOf`. */
  open(name: string, attributes: string): void
  close(name: string): void
  /** A piece of text, its entities resolved; one text may come in several pieces. */
  text(text: string): void
}

export type XmlFaultCode = 'document_type' | 'entity' | 'too_long' | 'too_deep' | 'malformed' | 'cut_off'

/** The document is not XML, or XML that nobody needs for a table. */
export class XmlFault extends Error {
  readonly code: XmlFaultCode

  constructor(code: XmlFaultCode) {
    super(`XML: ${code}`)
    this.name = 'XmlFault'
    this.code = code
  }
}

export interface XmlOptions {
  /** The longest text or tag, in characters; 1,000,000 unless told. A cell of Excel holds 32,767. */
  readonly maxChars?: number
  /**
   * A document type that only names the root, or a file that describes it, is passed over; nothing is fetched. One that
   * declares anything itself is refused all the same.
   */
  readonly allowsDocumentType?: boolean
}

const maxDepth = 64

const greater = 62
const slash = 47
const exclamation = 33
const question = 63

/**
 * Reads XML piece by piece, as much of it as Office Open XML uses: tags, attributes, texts, CDATA. No document type may
 * declare anything, so no entity can be declared, expanded or fetched.
 */
export class XmlScanner {
  readonly #handler: XmlHandler
  readonly #maxChars: number
  readonly #allowsDocumentType: boolean
  readonly #open: string[] = []
  #rest = ''
  #isBegun = false

  constructor(handler: XmlHandler, { maxChars = 1_000_000, allowsDocumentType = false }: XmlOptions = {}) {
    this.#handler = handler
    this.#maxChars = maxChars
    this.#allowsDocumentType = allowsDocumentType
  }

  /** Whether the root has begun. */
  get isBegun(): boolean {
    return this.#isBegun
  }

  /** Takes the next piece. Throws an XmlFault. */
  push(more: string): void {
    const text = this.#rest === '' ? more : this.#rest + more
    let at = 0
    for (;;) {
      const tag = text.indexOf('<', at)
      if (tag === -1) break
      if (tag > at) this.#text(text.slice(at, tag))
      const next = this.#markup(text, tag)
      if (next === -1) {
        at = tag
        break
      }
      at = next
    }
    this.#rest = text.slice(at)
    if (this.#rest.length > this.#maxChars) throw new XmlFault('too_long')
  }

  /** Throws an XmlFault where the document is not complete. */
  end(): void {
    if (this.#rest.trim() !== '' || this.#open.length > 0) throw new XmlFault('cut_off')
  }

  #text(text: string): void {
    if (text.length > this.#maxChars) throw new XmlFault('too_long')
    if (this.#open.length > 0) this.#handler.text(text.includes('&') ? decodeEntities(text) : text)
  }

  /** Where the markup at `at` ends, or -1 where its end has not come. */
  #markup(text: string, at: number): number {
    const code = text.charCodeAt(at + 1)
    if (code === exclamation) return this.#declaration(text, at)
    if (code === question) return after(text, '?>', at)

    const end = endOfTag(text, at + 1)
    if (end === -1) return -1
    if (code === slash) {
      const name = localName(text, at + 2, end)
      if (this.#open.pop() !== name) throw new XmlFault('malformed')
      this.#handler.close(name)
      return end + 1
    }
    const isEmpty = text.charCodeAt(end - 1) === slash
    const last = isEmpty ? end - 1 : end
    const nameEnd = endOfName(text, at + 1, last)
    const name = localName(text, at + 1, nameEnd)
    if (name === '') throw new XmlFault('malformed')
    this.#isBegun = true
    this.#handler.open(name, text.slice(nameEnd, last))
    if (isEmpty) this.#handler.close(name)
    else if (this.#open.push(name) > maxDepth) throw new XmlFault('too_deep')
    return end + 1
  }

  #declaration(text: string, at: number): number {
    if (text.startsWith('<!--', at)) return after(text, '-->', at + 4)
    if (text.startsWith('<![CDATA[', at)) {
      const next = after(text, ']]>', at + 9)
      if (next !== -1 && this.#open.length > 0) this.#handler.text(text.slice(at + 9, next - 3))
      return next
    }
    const isPart = ['<!--', '<![CDATA[', '<!DOCTYPE'].some((start) =>
      start.startsWith(text.slice(at, at + start.length)),
    )
    if (isPart && text.length - at < 9) return -1
    if (!this.#allowsDocumentType || this.#isBegun || !text.startsWith('<!DOCTYPE', at))
      throw new XmlFault('document_type')
    const end = endOfTag(text, at)
    const written = text.slice(at, end === -1 ? undefined : end)
    if (written.replace(/"[^"]*"?|'[^']*'?/g, '').includes('[')) throw new XmlFault('document_type')
    return end === -1 ? -1 : end + 1
  }
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from)
  return found === -1 ? -1 : found + mark.length
}

/** The `>` that ends the tag; one within quotes does not. */
function endOfTag(text: string, from: number): number {
  let quote = 0
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (quote !== 0) {
      if (code === quote) quote = 0
    } else if (code === greater) return at
    else if (code === 34 || code === 39) quote = code
  }
  return -1
}

function endOfName(text: string, from: number, last: number): number {
  let at = from
  while (at < last && text.charCodeAt(at) > 32) at++
  return at
}

function localName(text: string, from: number, to: number): string {
  const name = text.slice(from, to).trimEnd()
  const colon = name.indexOf(':')
  return colon === -1 ? name : name.slice(colon + 1)
}

/** The value of an attribute, its entities resolved; of a prefixed one by its whole name. */
export function attributeOf(attributes: string, name: string): string | undefined {
  const mark = ` ${name}="`
  const at = attributes.indexOf(mark)
  if (at !== -1) {
    const from = at + mark.length
    const end = attributes.indexOf('"', from)
    if (end === -1) throw new XmlFault('malformed')
    const value = attributes.slice(from, end)
    return value.includes('&') ? decodeEntities(value) : value
  }
  if (!attributes.includes(name)) return undefined
  // Written otherwise: single quotes, blanks around the sign of equality, line breaks between attributes.
  const match = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes)
  const value = match?.[1] ?? match?.[2]
  return value?.includes('&') ? decodeEntities(value) : value
}

const named = new Map(Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }))

function decodeEntities(text: string): string {
  return text.replace(/&([^;&]{0,12};?)/g, (_, reference: string) => {
    if (!reference.endsWith(';')) throw new XmlFault('malformed')
    const name = reference.slice(0, -1)
    const number = /^#(?:x([0-9a-f]+)|(\d+))$/i.exec(name)
    if (!number) {
      const character = named.get(name)
      if (character === undefined) throw new XmlFault('entity')
      return character
    }
    const code = number[1] ? Number.parseInt(number[1], 16) : Number(number[2])
    if (code === 0 || code > 0x10ffff) throw new XmlFault('malformed')
    return String.fromCodePoint(code)
  })
}
