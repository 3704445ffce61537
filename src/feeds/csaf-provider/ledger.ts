import { createHash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { z } from 'zod'

/**
 * What was read so far. A high-water mark alone would miss documents that are published late with an earlier date, and
 * could not tell which advisory a vanished path was; so each path is kept with a code of its stamp and the advisory's id.
 * `documents` is deflated text, in base64, a JSON line for each: `["code","path","advisory id"]`. About 19 bytes for each document.
 */
export const LedgerState = z.object({
  /** The reading's version: another one reads each document again. */
  reading: z.int(),
  count: z.int(),
  documents: z.string(),
})
export type LedgerState = z.infer<typeof LedgerState>

const Line = z.tuple([z.string(), z.string(), z.string()])

/** Raise it when documents are to be read again because we understand more of them. */
const reading = 1

export class Ledger {
  readonly #read = new Map<string, { code: string; id: string }>()

  constructor(state?: LedgerState) {
    if (!state) return
    const text = inflateRawSync(Buffer.from(state.documents, 'base64'), { maxOutputLength: 1024 ** 3 }).toString()
    for (const line of text.split('\n')) {
      if (line === '') continue
      const [code, path, id] = Line.parse(JSON.parse(line))
      this.#read.set(path, { code: state.reading === reading ? code : '', id })
    }
  }

  get size(): number {
    return this.#read.size
  }

  isRead(path: string, code: string): boolean {
    return code !== '' && this.#read.get(path)?.code === code
  }

  record(path: string, code: string, id: string): void {
    const before = this.#read.get(path)
    // Another advisory took the place: the one that was there is gone, unless it turns up elsewhere.
    if (before && before.id !== id) this.#read.set(replacedPath(path, before.id), { code: '', id: before.id })
    this.#read.set(path, { code, id })
  }

  forget(path: string): void {
    this.#read.delete(path)
  }

  /** Paths that are not among these, with their advisories, in order. */
  otherThan(paths: ReadonlySet<string>): { path: string; id: string }[] {
    return [...this.#read]
      .filter(([path]) => !paths.has(path))
      .map(([path, { id }]) => ({ path, id }))
      .sort((a, b) => (a.path < b.path ? -1 : 1))
  }

  /** The advisories at these paths. */
  idsOf(paths: ReadonlySet<string>): Set<string> {
    return new Set([...this.#read].filter(([path]) => paths.has(path)).map(([, { id }]) => id))
  }

  ids(): Set<string> {
    return new Set([...this.#read.values()].map(({ id }) => id))
  }

  state(): LedgerState {
    const lines = [...this.#read]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, { code, id }]) => `${JSON.stringify([code, path, id])}\n`)
    const documents = deflateRawSync(lines.join(''), { level: 3 }).toString('base64')
    return { reading, count: this.#read.size, documents }
  }
}

/** Stands for an advisory whose place another one took. */
const replacedPath = (path: string, id: string) => `${path}#${id}`
export const wasReplaced = ({ path, id }: { path: string; id: string }) => path.endsWith(replacedPath('', id))

/** 36 bits of a stamp and of the keys it was checked with: a new key has every signature looked at. Empty stays empty. */
export const codeOf = (stamp: string, keys: string) =>
  stamp === '' ? '' : createHash('sha256').update(`${stamp}\n${keys}`).digest('base64url').slice(0, 6)
