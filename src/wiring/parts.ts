import { connectors } from '#connectors/registry.ts'
import { feeds } from '#feeds/registry.ts'
import { outlets } from '#outlets/registry.ts'
import { finishRun, openIntake } from './command-intake.ts'
import { openFeed } from './open-feed.ts'

/** What the commands are handed: the catalogues, and the server as a whole. */
export const parts = {
  connectors,
  feeds,
  outlets,
  openFeed,
  serve: async (options: import('./serve.ts').ServeOptions) => (await import('./serve.ts')).serve(options),
  work: async (options: { config: import('#platform/config/config.ts').Config }) =>
    (await import('./serve.ts')).work(options),
  openIntake,
  finishRun,
}
export type Parts = typeof parts
