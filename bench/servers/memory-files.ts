import { createHash } from 'node:crypto'
import { AppError } from '#platform/errors.ts'

/** A folder in memory; `reads` tells what was read of it. */
export function memoryFiles(content: Readonly<Record<string, string | Uint8Array>>, label = 'a folder') {
  const reads: string[] = []
  return {
    label,
    reads,
    async *list(prefix = '') {
      for (const path of Object.keys(content).sort()) {
        if (!path.startsWith(prefix)) continue
        const bytes = Buffer.from(content[path] ?? '')
        yield { path, bytes: bytes.length, stamp: createHash('sha256').update(bytes).digest('hex').slice(0, 16) }
      }
    },
    async read(path: string): Promise<Uint8Array> {
      const found = content[path]
      if (found === undefined) throw new AppError('unreadable', `There is no file "${path}" in ${label}.`)
      reads.push(path)
      return Buffer.from(found)
    },
    async *pieces(path: string): AsyncIterable<Uint8Array> {
      const bytes = await this.read(path)
      for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000)
    },
    exists: async (path: string) => content[path] !== undefined,
  }
}
