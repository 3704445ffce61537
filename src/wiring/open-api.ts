import {
  type ApiConnector,
  type ApiContext,
  pathBelow,
  type SystemDirectory,
  type SystemHttp,
} from '#connectors/api-connector.ts'
import { secretsIn } from '#intake/feed-secrets.ts'
import { configOf } from '#intake/intake.ts'
import type { Config } from '#platform/config/config.ts'
import { AppError } from '#platform/errors.ts'
import { createFeedHttp, type FeedHttpOptions } from '#platform/http/http.ts'
import { createLdap } from '#platform/ldap/ldap.ts'
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
  const base = { config: read, log, now: () => new Date(), signal }
  if (connector.speaks === 'ldap') {
    const directory = createLdap({
      location,
      ...(connector.account?.(read) ?? { user: '', password: '' }),
      caFile: config.caFile,
      log,
      signal,
      retries: waits.retries ?? 4,
      timeoutMs: connector.timeoutMs,
      totalTimeoutMs: waits.totalTimeoutMs,
      backoffMs: waits.backoffMs,
    })
    return { context: { ...base, directory, http: noHttp(directory.origin) }, close: () => directory.close() }
  }
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
  return { context: { ...base, http, directory: noDirectory(http.origin) }, close: () => http.close() }
}

const noHttp = (origin: string): SystemHttp => {
  const refuse = async (): Promise<never> => {
    throw new AppError('bad_request', `${origin} is asked over LDAP alone: nothing is sent there over HTTP.`)
  }
  return { origin, getPage: refuse, query: refuse }
}

const noDirectory = (origin: string): SystemDirectory => {
  const refuse = async (): Promise<never> => {
    throw new AppError('bad_request', `${origin} is asked over HTTP alone: it is no directory.`)
  }
  return { origin, server: refuse, search: () => ({ next: refuse }) }
}
