import type { Feed, FeedContext } from '#feeds/feed.ts'
import { secretsIn } from '#intake/feed-secrets.ts'
import type { Config } from '#platform/config/config.ts'
import { AppError } from '#platform/errors.ts'
import { openFeedFiles } from '#platform/files/files.ts'
import { createFeedHttp } from '#platform/http/http.ts'
import type { Log } from '#platform/log.ts'

export interface OpenedFeed {
  readonly context: FeedContext<unknown>
  close(): Promise<void>
}

/** Gives a feed the one thing that its settings (with open secrets) point at: an origin, a folder or a zip archive. */
export async function openFeed(
  feed: Feed,
  settings: Record<string, unknown>,
  config: Config,
  log: Log,
  signal?: AbortSignal,
): Promise<OpenedFeed> {
  const parsed = feed.config.safeParse(settings)
  if (!parsed.success)
    throw new AppError(
      'bad_request',
      `The settings of this source do not fit "${feed.id}": ${parsed.error.issues.map((issue) => issue.message).join('; ')}`,
    )
  const location = String((parsed.data as { location?: unknown }).location ?? '')
  const base = { config: parsed.data, log, now: () => new Date(), signal }
  if (/^https?:\/\//i.test(location)) {
    const http = createFeedHttp({
      origin: new URL(location).origin,
      proxy: config.egressProxy,
      caFile: config.caFile,
      headers: feed.headers?.(parsed.data),
      secrets: secretsIn(feed, parsed.data as Record<string, unknown>),
      log,
      signal,
      ...(feed.timeoutMs !== undefined && { timeoutMs: feed.timeoutMs }),
    })
    return { context: { ...base, http }, close: () => http.close() }
  }
  const files = await openFeedFiles(location)
  return { context: { ...base, files }, close: () => files.close() }
}
