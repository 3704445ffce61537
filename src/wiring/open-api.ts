import { type ApiConnector, type ApiContext, pathBelow } from '#connectors/api-connector.ts'
import { secretsIn } from '#intake/feed-secrets.ts'
import { configOf } from '#intake/intake.ts'
import type { Config } from '#platform/config/config.ts'
import { createFeedHttp, type FeedHttpOptions } from '#platform/http/http.ts'
import type { Log } from '#platform/log.ts'

export interface OpenedApi {
  readonly context: ApiContext<unknown>
  close(): Promise<void>
}

/** Gives a connector the one origin that its settings (with open secrets) point at, and no way to write there. */
export async function openApi(
  connector: ApiConnector,
  settings: Record<string, unknown>,
  config: Config,
  log: Log,
  signal?: AbortSignal,
  waits: Pick<FeedHttpOptions, 'retries' | 'backoffMs' | 'totalTimeoutMs' | 'maxWaitMs'> = {},
): Promise<OpenedApi> {
  const read = configOf(connector, settings)
  const { location = '', viaProxy = false } = read as { location?: string; viaProxy?: boolean }
  const http = createFeedHttp({
    origin: location,
    proxy: viaProxy ? config.egressProxy : undefined,
    caFile: config.caFile,
    headers: connector.headers?.(read),
    signIn: connector.signIn?.(read),
    queryPaths: connector.queries?.map((path) => pathBelow(location, path)),
    secrets: secretsIn(connector, read as Record<string, unknown>),
    log,
    signal,
    // A reading of an hour is not given up for a pause that the system asks for.
    maxWaitMs: 300_000,
    retries: 4,
    ...(connector.timeoutMs !== undefined && { timeoutMs: connector.timeoutMs }),
    ...waits,
  })
  return { context: { config: read, http, log, now: () => new Date(), signal }, close: () => http.close() }
}
