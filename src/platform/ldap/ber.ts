// The part of the Basic Encoding Rules that LDAP uses (RFC 4511, 5.1): definite lengths, tags of one octet. Written here since
// the readers of libraries trust inner lengths, and go round for ever where one is wrong.

/** One value; `children` of what is constructed. */
export interface BerElement {
  readonly tag: number
  readonly content: Buffer
  readonly children: readonly BerElement[]
}

const mostNested = 16

export class BerError extends Error {}

/** All of the octets as one value after the other; what does not fit exactly is no BER. */
export function readBer(octets: Buffer, depth = 0): readonly BerElement[] {
  if (depth > mostNested) throw new BerError('values are nested too deeply')
  const elements: BerElement[] = []
  for (let at = 0; at < octets.length; ) {
    const head = headAt(octets, at)
    if (!head || head.end > octets.length) throw new BerError('a value is longer than what holds it')
    const content = octets.subarray(head.start, head.end)
    const tag = octets[at] ?? 0
    elements.push({ tag, content, children: (tag & 0x20) === 0 ? [] : readBer(content, depth + 1) })
    at = head.end
  }
  return elements
}

/** A number of up to six octets, as INTEGER and ENUMERATED hold it. */
export function integerOf({ content }: BerElement): number {
  if (content.length === 0 || content.length > 6) throw new BerError('a number has a strange length')
  return content.readIntBE(0, content.length)
}

/** Cuts what comes over a connection into messages, each of at most `maxBytes`. */
export class BerMessages {
  readonly #maxBytes: number
  #chunks: Buffer[] = []
  #bytes = 0
  #needed = 2

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** The messages that are whole with this piece. */
  *push(piece: Buffer): Generator<Buffer> {
    this.#chunks.push(piece)
    this.#bytes += piece.length
    while (this.#bytes >= this.#needed) {
      const held = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks)
      this.#chunks = [held]
      // SEQUENCE: each message of LDAP begins so.
      if (held[0] !== 0x30) throw new BerError('this is not the language of directories')
      const head = headAt(held, 0)
      const end = head?.end ?? held.length + 1
      if (end > this.#maxBytes) throw new BerError(`a message is larger than ${this.#maxBytes} bytes`)
      this.#needed = end
      if (held.length < end) return
      yield held.subarray(0, end)
      this.#chunks = [held.subarray(end)]
      this.#bytes = held.length - end
      this.#needed = 2
    }
  }
}

/** Where the content of the value at `at` begins and ends; undefined where its length is not there yet. */
function headAt(octets: Buffer, at: number): { readonly start: number; readonly end: number } | undefined {
  if (((octets[at] ?? 0) & 0x1f) === 0x1f) throw new BerError('a tag has more than one octet')
  const first = octets[at + 1]
  if (first === undefined) return undefined
  if (first < 0x80) return { start: at + 2, end: at + 2 + first }
  const count = first & 0x7f
  if (count === 0 || count > 4) throw new BerError('a length is indefinite or too long')
  const start = at + 2 + count
  if (octets.length < start) return undefined
  return { start, end: start + octets.readUIntBE(at + 2, count) }
}
