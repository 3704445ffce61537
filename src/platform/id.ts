import { hash, randomBytes } from 'node:crypto'

let lastMs = 0
let sequence = 0

/** UUID version 7 (RFC 9562 clause 5.7): grows with time, in one process strictly. PostgreSQL 15 cannot make one. */
export function newId(): string {
  const now = Date.now()
  if (now > lastMs) {
    lastMs = now
    sequence = randomBytes(2).readUInt16BE() & 0x3ff
  } else if (++sequence > 0xfff) {
    lastMs++
    sequence = 0
  }
  const bytes = randomBytes(16)
  bytes.writeUIntBE(lastMs, 0, 6)
  bytes.writeUInt16BE(0x7000 | sequence, 6)
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** SHA-256 in hex. */
export const sha256 = (content: string | Uint8Array) => hash('sha256', content)

/** JSON with keys in order, so that equal values have equal digests. What JSON.stringify leaves out is left out. */
export const canonicalJson = (value: unknown): string => write(value) ?? 'null'

function write(value: unknown): string | undefined {
  if (typeof value === 'string') return quoted(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((item) => write(item) ?? 'null').join()}]`
  if ('toJSON' in value) return write(JSON.parse(JSON.stringify(value)))
  let members = ''
  for (const key of sortedKeys(value)) {
    const text = write((value as Record<string, unknown>)[key])
    if (text !== undefined) members += `${members ? ',' : ''}${quoted(key)}:${text}`
  }
  return `{${members}}`
}

/** The rows of one table have few sets of keys among them: each is sorted once. */
function sortedKeys(value: object): readonly string[] {
  const keys = Object.keys(value)
  if (keys.length < 4) return keys.sort()
  const set = keys.join('\n')
  const known = sorted.get(set)
  if (known) return known
  if (sorted.size >= 1000) sorted.clear()
  keys.sort()
  sorted.set(set, keys)
  return keys
}
const sorted = new Map<string, readonly string[]>()

/** An import digests some sixty short texts for each row; nearly all are plain. */
const quoted = (text: string) => (plain.test(text) ? `"${text}"` : JSON.stringify(text))
const plain = /^[\x20\x21\x23-\x5b\x5d-\ud7ff\ue000-\uffff]*$/

/** A UUID (version 8, RFC 9562 clause 5.8) that follows from a digest: the same content has the same id. */
export function idFrom(digest: string): string {
  const hex = `${digest.slice(0, 12)}8${digest.slice(13, 16)}8${digest.slice(17, 32)}`
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
