import type { Intake } from '#intake/intake.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Run } from '#model/source.ts'
import type { Config } from '#platform/config/config.ts'
import type { Runtime } from '#platform/runtime.ts'
import type { AssessParts } from './commands/assess.ts'

/** What main.ts hands to the commands: the server as a whole, which knows the catalogues; the commands do not. */
export interface CliParts extends AssessParts {
  serve(options: { config: Config; empty: boolean; logLevel: string; say: (line: string) => void }): Promise<{
    url: string
    alsoAt: readonly string[]
    notes: readonly string[]
    fingerprint: string | null
    setUpPath: string | null
    stop(): Promise<void>
  }>
  work(options: { config: Config }): Promise<{ stop(): Promise<void> }>
  /** Uploads and bundles, for a command that works beside the server or without one. */
  openIntake(runtime: Runtime, config: Config): Intake
  /** Follows a run to its end, and does it where no server does. */
  finishRun(
    runtime: Runtime,
    config: Config,
    organisationId: OrganisationId,
    runId: string,
    tell: (line: string) => void,
  ): Promise<Run>
}
