import type { ApiConnector } from '#connectors/api-connector.ts'
import type { Connector } from '#connectors/connector.ts'
import type { ReadSheets } from '#domain/composition/composition.ts'
import type { Feed } from '#feeds/feed.ts'
import type { Intake } from '#intake/intake.ts'
import type { FileOutlet } from '#outlets/outlet.ts'
import type { Log } from '#platform/log.ts'
import type { Secrets } from '#platform/secrets/secrets.ts'

/** What the routes need beside the database; main.ts hands it in. */
export interface ApiServices {
  readonly version: string
  /** Folder of this server's files: uploads, keys, certificates. */
  readonly dataDir: string
  readonly log: Log
  /** Seals the passwords of other systems. */
  readonly secrets: Secrets
  readonly connectors: readonly Connector[]
  readonly apiConnectors: readonly ApiConnector[]
  readonly feeds: readonly Feed[]
  readonly outlets: readonly FileOutlet[]
  /** Uploads, a look before the import, replays. */
  readonly intake: Intake
  /** The sheets of a workbook that is a form. */
  readonly readSheets: ReadSheets
  readonly isWorkerUp: () => Promise<boolean>
}
