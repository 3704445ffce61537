import { apiConnectors } from '#connectors/api-registry.ts'
import { connectors } from '#connectors/registry.ts'
import { feeds } from '#feeds/registry.ts'
import { createIntake, type Intake } from '#intake/intake.ts'
import { startWorker } from '#intake/worker.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Run } from '#model/source.ts'
import type { Config } from '#platform/config/config.ts'
import { silentLog } from '#platform/log.ts'
import type { Runtime } from '#platform/runtime.ts'
import { followRun } from './demo.ts'
import { openApi } from './open-api.ts'
import { openFeed } from './open-feed.ts'

export const openIntake = (runtime: Runtime, config: Config): Intake =>
  createIntake({
    log: silentLog,
    dataDir: runtime.dataDir,
    connectors,
    apiConnectors,
    feeds,
    openApi: (connector, settings) => openApi(connector, settings, config, silentLog),
    openFeed: (feed, settings) => openFeed(feed, settings, config, silentLog),
  })

/** Beside a server either of them may take the run; where there is none, this process is the worker until it has ended. */
export async function finishRun(
  runtime: Runtime,
  config: Config,
  organisationId: OrganisationId,
  runId: string,
  tell: (line: string) => void,
): Promise<Run> {
  const { db } = runtime.database
  const worker = startWorker({
    db,
    log: silentLog,
    dataDir: runtime.dataDir,
    connectors,
    apiConnectors,
    feeds,
    openApi: (connector, settings, signal) => openApi(connector, settings, config, silentLog, signal),
    openFeed: (feed, settings, signal) => openFeed(feed, settings, config, silentLog, signal),
  })
  try {
    return await followRun(db, organisationId, runId, ({ phase, done, total }) =>
      tell(`  ${phase || 'Waiting'} ${done || ''}${total ? ` of ${total}` : ''}`.trimEnd()),
    )
  } finally {
    await worker.stop()
  }
}
