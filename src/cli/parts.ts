import type { Config } from '#platform/config/config.ts'
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
}
