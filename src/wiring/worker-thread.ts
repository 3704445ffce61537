import { parentPort } from 'node:worker_threads'
import { apiConnectors } from '#connectors/api-registry.ts'
import { connectors } from '#connectors/registry.ts'
import { feeds } from '#feeds/registry.ts'
import { startWorker } from '#intake/worker.ts'
import type { Config } from '#platform/config/config.ts'
import { type Connection, openDatabase } from '#platform/db/database.ts'
import { createLog } from '#platform/log.ts'
import { startBackTestWorker } from './back-test-worker.ts'
import { everyMinute } from './every-minute.ts'
import { openApi } from './open-api.ts'
import { openFeed } from './open-feed.ts'

export interface WorkerThreadData {
  readonly config: Config
  readonly connection: Connection
  readonly dataDir: string
  readonly logLevel: string
}

/** Works until the main thread says stop. */
export async function runWorkerThread(data: WorkerThreadData) {
  const database = openDatabase(data.connection, { max: 4 })
  const log = createLog(data.logLevel)
  const worker = startWorker({
    db: database.db,
    log,
    dataDir: data.dataDir,
    connectors,
    apiConnectors,
    feeds,
    openApi: (connector, settings, signal) => openApi(connector, settings, data.config, log, signal),
    openFeed: (feed, settings, signal) => openFeed(feed, settings, data.config, log, signal),
    everyMinute: (db) => everyMinute(db, data.dataDir, log),
  })
  const backTests = startBackTestWorker(database.db, log)
  parentPort?.on('message', async (message) => {
    if (message !== 'stop') return
    await Promise.all([worker.stop(), backTests.stop()])
    await database.close()
    parentPort?.close()
  })
}
