import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { workOnBackTests } from '#domain/programme/programme.ts'
import type { Db } from '#platform/db/database.ts'
import type { Log } from '#platform/log.ts'

/** Takes back-tests beside runs: who asks for one does not wait for an import of hours. */
export function startBackTestWorker(db: Db, log: Log, { pollMs = 1000 } = {}): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const worker = `${process.pid}:${randomUUID()}`
  const onFault = (fault: unknown) =>
    log.error({ error: String((fault as Error).stack ?? fault) }, 'A back-test has failed')
  const working = (async () => {
    while (!stopping.signal.aborted) {
      try {
        if (await workOnBackTests(db, worker, { stopping: stopping.signal, onFault })) continue
      } catch (error) {
        log.error({ error: String(error) }, 'Back-tests could not go on; it is tried again')
      }
      await sleep(pollMs, undefined, { signal: stopping.signal }).catch(() => {})
    }
  })()
  return {
    async stop() {
      stopping.abort()
      await working
    },
  }
}
