import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { CertificateFault } from '#bench/servers/certificate.ts'
import { type FeedServer, startFeedServer } from '#bench/servers/feed-server.ts'
import type { DomainController } from '#bench/servers/ldap-server.ts'
import type { SimulatedSystem } from '#bench/servers/rest-api.ts'
import { simulatedSystems } from '#bench/servers/systems.ts'
import type { ApiConnector, ApiContext, CollectedPage } from '#connectors/api-connector.ts'
import { readConfig } from '#platform/config/config.ts'
import { type Log, silentLog } from '#platform/log.ts'
import { root } from '#tools/steps.ts'
import { openApi } from '#wiring/open-api.ts'

export const systemSecretOfTests = 's3cr3t-of-the-hospital'

export interface RunningSystem<System = SimulatedSystem> {
  readonly server: Pick<FeedServer, 'origin' | 'certificate' | 'requests' | 'fail' | 'heal' | 'close'>
  readonly system: System
  settings(secret?: string): Record<string, unknown>
}

/** The simulated system of a connector, with the records of its fixtures. */
export async function startSystem<System extends SimulatedSystem | DomainController = SimulatedSystem>(
  member: string,
  make = simulatedSystems[member] as (secret: string) => System,
  /** With a certificate that nobody signed, or of which more is wrong. */
  tls?: true | CertificateFault,
): Promise<RunningSystem<System>> {
  const fixtures = path.join(root, 'src/connectors', member, 'fixtures')
  const system = make(systemSecretOfTests)
  system.records = JSON.parse(readFileSync(path.join(fixtures, 'records.json'), 'utf8'))
  const certificate = tls === true ? undefined : tls
  const server =
    'start' in system
      ? await system.start(tls ? { tls: 'ldaps', certificate } : {})
      : await startFeedServer({ answers: system.answers, ...(tls && { tls }) })
  const settings = (secret = systemSecretOfTests) =>
    JSON.parse(
      readFileSync(path.join(fixtures, 'config.json'), 'utf8')
        .replaceAll('{origin}', server.origin)
        .replaceAll('{secret}', secret),
    )
  return { server, system, settings }
}

/** As the worker opens it, but for the waits. */
export async function openSystem<Config, Cursor>(
  connector: ApiConnector<Config, Cursor>,
  settings: Record<string, unknown>,
  { log = silentLog, now = () => new Date(), caFile }: { log?: Log; now?: () => Date; caFile?: string } = {},
): Promise<ApiContext<Config> & { close(): Promise<void> }> {
  const { context, close } = await openApi(
    connector as ApiConnector,
    settings,
    readConfig({}, caFile ? { HOMEOSTAT_CA: caFile } : {}),
    log,
    undefined,
    {
      retries: 1,
      backoffMs: 1,
      totalTimeoutMs: 300,
    },
  )
  return { ...(context as ApiContext<Config>), now, close }
}

/** All pages of a reading. A cursor goes through JSON, as in the database. */
export async function readSystem<Config, Cursor>(
  connector: ApiConnector<Config, Cursor>,
  context: ApiContext<Config>,
  since?: unknown,
): Promise<CollectedPage<Cursor>[]> {
  const cursor = since === undefined ? undefined : connector.cursor.parse(JSON.parse(JSON.stringify(since)))
  const pages: CollectedPage<Cursor>[] = []
  for await (const page of connector.collect(context, cursor)) pages.push(page)
  return pages
}

export const observationsIn = (pages: readonly CollectedPage<unknown>[]) =>
  pages.flatMap(({ collected }) => collected.flatMap((one) => (one.kind === 'observation' ? [one.observation] : [])))

export const skippedIn = (pages: readonly CollectedPage<unknown>[]) =>
  pages.flatMap(({ collected }) => collected.flatMap((one) => (one.kind === 'skipped' ? [one.skipped] : [])))
