import { createHash } from 'node:crypto'
import { z } from 'zod'

/**
 * What was read of a folder or archive: each CVE with a code of 24 bits of its file's stamp, as binary in base64. The
 * whole list has 300,000 records, and takes about 1.6 MB: a number is told by its distance to the one before in its year,
 * a year by a distance of nothing and the years since the one before.
 */
export const LedgerState = z.object({
  from: z.literal('files'),
  /** The reading's version: another one reads each record again. */
  reading: z.int(),
  count: z.int(),
  records: z.base64(),
})
export type LedgerState = z.infer<typeof LedgerState>

/** Raise it when records are to be read again because we understand more of them. */
const reading = 1

export class Ledger {
  readonly #codes = new Map<string, number>()

  constructor(state?: LedgerState) {
    if (state?.reading !== reading) return
    const bytes = Buffer.from(state.records, 'base64')
    let at = 0
    const next = () => {
      let value = 0
      for (let factor = 1; ; factor *= 128) {
        const byte = bytes[at++] ?? 0
        value += (byte & 127) * factor
        if (byte < 128) return value
      }
    }
    let year = 0
    let number = 0
    while (at < bytes.length) {
      const distance = next()
      if (distance === 0) {
        year += next()
        number = 0
        continue
      }
      number += distance
      this.#codes.set(`${year}-${number}`, bytes.readUIntBE(at, 3))
      at += 3
    }
  }

  isRead(cve: string, code: number): boolean {
    return this.#codes.get(keyOf(cve)) === code
  }

  record(cve: string, code: number): void {
    this.#codes.set(keyOf(cve), code)
  }

  state(): LedgerState {
    const entries = [...this.#codes]
      .map(([key, code]) => {
        const [year = 0, number = 0] = key.split('-').map(Number)
        return { year, number, code }
      })
      .sort((a, b) => a.year - b.year || a.number - b.number)
    // At most a year, a number of 19 digits and the code.
    const bytes = Buffer.alloc(entries.length * 16)
    let at = 0
    const put = (distance: number) => {
      let rest = distance
      for (; rest > 127; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) | 128
      bytes[at++] = rest
    }
    let before = { year: 0, number: 0 }
    for (const { year, number, code } of entries) {
      if (year !== before.year) {
        put(0)
        put(year - before.year)
      }
      put(year === before.year ? number - before.number : number)
      at = bytes.writeUIntBE(code, at, 3)
      before = { year, number }
    }
    return { from: 'files', reading, count: entries.length, records: bytes.toString('base64', 0, at) }
  }
}

const keyOf = (cve: string) => {
  const [, year, number] = cve.split('-').map(Number)
  return `${year}-${number}`
}

/** 24 bits of the stamp of a record's file, and of those before. */
export const codeOf = (stamp: string, before = 0): number =>
  createHash('sha256').update(`${before}\n${stamp}`).digest().readUIntBE(0, 3)
