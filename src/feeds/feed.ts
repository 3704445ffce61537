import type { z } from 'zod'
import type { Advisory, ExploitProbability, KnownExploited } from '#model/advisory.ts'
import type { Skipped } from '#model/observation.ts'
import type { Log } from '#platform/log.ts'

/** One origin on the network. Retries, time limits, proxy, private CA and credentials are its matter, not the feed's. */
export interface FeedHttp {
  readonly origin: string
  /** Path or URL of the same origin; another host is refused with `upstream_untrusted`. */
  getBytes(
    path: string,
    options?: { maxBytes?: number; ifNoneMatch?: string },
  ): Promise<{ bytes: Uint8Array; etag: string | null } | 'not_modified'>
  getJson<T>(path: string, schema: z.ZodType<T>, options?: { maxBytes?: number }): Promise<T>
  /** Absent (404) is an answer here. */
  exists(path: string): Promise<boolean>
}

/** One folder or one zip archive, for sites with no internet. Paths are relative with `/`; nothing outside is reached. */
export interface FeedFiles {
  readonly label: string
  /** Every file below `prefix`, in order of name, with its size in bytes and a time or CRC that changes with the content. */
  list(prefix?: string): AsyncIterable<{ path: string; bytes: number; stamp: string }>
  read(path: string, options?: { maxBytes?: number }): Promise<Uint8Array>
  exists(path: string): Promise<boolean>
}

/** All that a feed may touch: exactly one of `http` and `files` is there, by where the source's settings point. */
export interface FeedContext<Config> {
  readonly config: Config
  readonly http?: FeedHttp
  readonly files?: FeedFiles
  readonly log: Log
  readonly now: () => Date
  readonly signal?: AbortSignal
}

export type FeedRecord =
  /** `document` is what came, as text; `digest` its SHA-256 in hex. */
  | { readonly kind: 'advisory'; readonly advisory: Advisory; readonly digest: string; readonly document: string }
  /** The publisher took it back, or no longer lists it. */
  | { readonly kind: 'advisory_withdrawn'; readonly advisoryId: string; readonly reason: string }
  | { readonly kind: 'known_exploited'; readonly entry: KnownExploited }
  | { readonly kind: 'exploit_probability'; readonly entry: ExploitProbability }
  /** The list above is complete as of this day: what is not on it is no longer listed. */
  | {
      readonly kind: 'complete'
      readonly of: 'known_exploited' | 'exploit_probability'
      readonly asOf: string
      readonly version: string
    }

/** Records, what could not be taken, and the place to go on from once they are stored: all saved in one transaction. */
export interface FeedPage<Cursor> {
  readonly records: readonly FeedRecord[]
  readonly skipped: readonly Skipped[]
  readonly cursor: Cursor
  readonly progress?: { readonly done: number; readonly total?: number }
}

/** Reads one publisher's intelligence. Only what changed since the cursor is read again. */
export interface Feed<Config = unknown, Cursor = unknown> {
  /** The folder's name; also the name in settings, logs and the UI. */
  readonly id: string
  readonly title: string
  readonly summary: string
  /** Draws the settings form. `location` is an https URL, or the path of a folder or zip. */
  readonly config: z.ZodType<Config>
  readonly cursor: z.ZodType<Cursor>
  readonly everyHours: number
  /** Proves that the settings work before they are saved. Throws an AppError that says what to mend. */
  check(context: FeedContext<Config>): Promise<void>
  pull(context: FeedContext<Config>, since: Cursor | undefined): AsyncIterable<FeedPage<Cursor>>
}

/** Gives a feed its types; does nothing at run time. */
export const defineFeed = <Config, Cursor>(feed: Feed<Config, Cursor>) => feed
