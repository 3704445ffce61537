import type { Connector } from '#connectors/connector.ts'
import type { Feed } from '#feeds/feed.ts'
import type { FileOutlet } from '#outlets/outlet.ts'
import type { Log } from '#platform/log.ts'

/** What the routes need beside the database; main.ts hands it in. */
export interface ApiServices {
  readonly version: string
  /** Folder of this server's files: uploads, keys, certificates. */
  readonly dataDir: string
  readonly log: Log
  readonly connectors: readonly Connector[]
  readonly feeds: readonly Feed[]
  readonly outlets: readonly FileOutlet[]
  /** Puts a job in the worker's queue. */
  readonly startJob: (job: string, data: Record<string, unknown>) => Promise<void>
  readonly isWorkerUp: () => Promise<boolean>
}
