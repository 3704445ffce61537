import { apiConnectors } from '#connectors/api-registry.ts'
import { connectors } from '#connectors/registry.ts'
import { claimRun } from '#domain/sources/sources.ts'
import { feeds } from '#feeds/registry.ts'
import { perform } from '#intake/worker.ts'
import { readConfig } from '#platform/config/config.ts'
import type { Db } from '#platform/db/database.ts'
import { silentLog } from '#platform/log.ts'
import { openApi } from '#wiring/open-api.ts'
import { openFeed } from '#wiring/open-feed.ts'

/** Does what waits in the queue, as the worker would, until nothing waits. */
export async function drainRuns(
  db: Db,
  dataDir = '/nowhere',
  waits: Parameters<typeof openApi>[5] = {},
): Promise<number> {
  for (let done = 0; ; done++) {
    const run = await claimRun(db, 'test', 3600)
    if (!run) return done
    const parts = {
      db,
      log: silentLog,
      dataDir,
      connectors,
      apiConnectors,
      feeds,
      openApi: (connector: never, settings: never, signal: AbortSignal) =>
        openApi(connector, settings, readConfig({}, {}), silentLog, signal, waits),
      openFeed: (feed: never, settings: never) => openFeed(feed, settings, readConfig({}, {}), silentLog),
    }
    await perform(parts as never, 'test', run)
  }
}
