import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Known, type Resolution, Resolver } from '#domain/resolving/resolving.ts'
import { openThread } from '#platform/thread.ts'
import type { ToCompare } from './comparing-thread.ts'

/** From so many records on they are compared in a thread of their own. Fewer take about a second, and a thread nearly one to get going. */
const threadFrom = 10_000
const attendEveryMs = 1000

/** Records, column by column; claims are JSON texts, which are cheap to copy. */
export interface ComparedRecords {
  readonly sources: readonly string[]
  readonly keys: readonly string[]
  readonly claims: readonly string[]
}

export function addRecords(resolver: Resolver, { sources, keys, claims }: ComparedRecords): void {
  for (const [at, source] of sources.entries())
    resolver.add({ source, key: keys[at]!, claims: JSON.parse(claims[at]!) })
}

export interface Attending {
  /** Called about every second while records are compared in a thread, of which `share` is done, from 0 to 1. What it throws ends it. */
  readonly attend?: ((share: number) => Promise<void>) | undefined
  /** Ends it at once, with the signal's reason. */
  readonly signal?: AbortSignal | undefined
}

export interface Comparing {
  /** Takes them in parts; places among them are those at which they came. */
  add(records: ComparedRecords): void
  /** Compares all that came; to be called once. */
  resolve(known: Known): Promise<Resolution>
  close(): Promise<void>
}

/** `expected`: about how many records will come. To be closed, however it ends. */
export function openComparing(expected: number, { attend = async () => {}, signal }: Attending): Comparing {
  if (expected < threadFrom) {
    const resolver = new Resolver()
    return {
      add: (records) => addRecords(resolver, records),
      resolve: async (known) => resolver.resolve(known),
      close: async () => {},
    }
  }
  const thread = openThread<ToCompare, Resolution>(path.join(import.meta.dirname, 'comparing-thread.ts'))
  const over = new AbortController()
  thread.answer.finally(() => over.abort()).catch(() => {})
  return {
    add: (records) => thread.tell({ records }),
    async resolve(known) {
      thread.tell({ known })
      const waking = signal ? AbortSignal.any([signal, over.signal]) : over.signal
      for (;;) {
        signal?.throwIfAborted()
        await attend(thread.share())
        await sleep(attendEveryMs, undefined, { signal: waking }).catch(() => {})
        if (over.signal.aborted) return await thread.answer
      }
    },
    close: () => thread.close(),
  }
}
