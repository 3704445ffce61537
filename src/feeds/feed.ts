import { z } from 'zod'
import type { FeedRecord } from '#model/intelligence.ts'
import type { Skipped } from '#model/observation.ts'
import type { ListInForce } from '#model/shared-list.ts'
import type { Log } from '#platform/log.ts'

/** One origin on the network. Retries, time limits, proxy, private CA and credentials are its matter, not the feed's. */
export interface FeedHttp {
  readonly origin: string
  /**
   * Path or URL of the same origin; another host is refused with `upstream_untrusted`. An answer of 404 or 410 is
   * `upstream_failed` with `details.status`; a web page instead of data is `upstream_failed` with `details.html`. `next` is
   * what the answer's Link header names as the next page (RFC 8288).
   */
  getBytes(
    path: string,
    options?: { maxBytes?: number; ifNoneMatch?: string },
  ): Promise<{ bytes: Uint8Array; etag: string | null; next?: string } | 'not_modified'>
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
  /** A large file piece by piece, from its beginning. Throws in the end where it is damaged: what was read may be wrong. */
  pieces(path: string): AsyncIterable<Uint8Array>
  exists(path: string): Promise<boolean>
  /** What lies there and is in no list, as a link that leads out. Who runs the feed tells it, and no feed has to. */
  leftOut?(): readonly Skipped[]
}

/** Where a feed reads. The title and the description of each setting stand on the form that is drawn from it. */
export const FeedLocation = z
  .string()
  .trim()
  .min(1)
  .refine((location) => !/^https?:\/\/[^/]*@/i.test(location), 'holds a user name or password: take them out')
  .meta({
    title: 'Location',
    description:
      'An https address; or, where there is no internet, the path of a folder, a zip archive or a file on this server.',
  })

/** A password or key among the settings: kept sealed, shown to nobody again, and in no log. */
export const feedSecret = (words: { readonly title: string; readonly description: string }) =>
  z
    .string()
    .trim()
    .max(1000)
    .regex(/^[\x21-\x7e]*$/, 'holds what no key holds: copy it again')
    .optional()
    .meta({ ...words, writeOnly: true })

/** Whether the address is the publisher's own and no mirror's, which is not to have a key. A test's server is on this machine. */
export function isAtPublisher(location: string, host: string): boolean {
  if (!URL.canParse(location)) return false
  const { hostname } = new URL(location)
  return hostname === host || hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname)
}

/** All that a feed may touch: exactly one of `http` and `files` is there, by where the source's settings point. */
export interface FeedContext<Config> {
  readonly config: Config
  readonly http?: FeedHttp
  readonly files?: FeedFiles
  readonly log: Log
  readonly now: () => Date
  /** The list that this feed and others like it read together, as it is stored, whichever source brought it. */
  readonly inForce?: ListInForce | undefined
  readonly signal?: AbortSignal
}

export type { FeedRecord }

/** Records, what could not be taken, and the place to go on from once they are stored: all saved in one transaction. */
export interface FeedPage<Cursor> {
  readonly records: readonly FeedRecord[]
  readonly skipped: readonly Skipped[]
  /** Positions of what was taken: what was told of them before, and is not told again, holds no more. */
  readonly taken?: readonly string[]
  readonly cursor: Cursor
  readonly progress?: { readonly done: number; readonly total?: number }
}

/**
 * Reads one publisher's intelligence. Only what changed since the cursor is read again: a run over an unchanged
 * publisher yields no page. What cannot be taken is skipped with its reason and the run goes on; what stops the whole
 * run (access, network, another form) throws an AppError with a code `upstream_…` or `unreadable`. Settings and cursor
 * pass through their schemas before the feed sees them; a cursor is plain JSON and small, for it is stored with each page.
 */
export interface Feed<Config = unknown, Cursor = unknown> {
  /** The folder's name; also the name in settings, logs and the UI. */
  readonly id: string
  readonly title: string
  readonly summary: string
  /** Draws the settings form. `location` is an https URL, or the path of a folder or zip. */
  readonly config: z.ZodType<Config>
  readonly cursor: z.ZodType<Cursor>
  readonly everyHours: number
  /** Every reason for which it skips something is told with each run as long as it is so, but for these codes. */
  readonly toldOnce?: readonly string[]
  /** Of a list that scores look at: longest that its publisher says nothing new. Data of a day before that are out of date. */
  readonly silentDays?: number
  /** Of such a list: that it says nothing of a vulnerability tells nothing. It counts where it says something. */
  readonly isOfFew?: boolean
  /** Longest wait for the first byte and between bytes, where a publisher is slower than half a minute. */
  readonly timeoutMs?: number
  /** Sent with each request to the origin of the settings, such as a key. Their values count as secrets. */
  headers?(config: Config): Readonly<Record<string, string>>
  /** Proves that the settings work before they are saved. Throws an AppError that says what to mend. */
  check(context: FeedContext<Config>): Promise<void>
  /** Of a list that is published whole: of which day the one is that this source read last. */
  dayOf?(cursor: Cursor): string
  pull(context: FeedContext<Config>, since: Cursor | undefined): AsyncIterable<FeedPage<Cursor>>
}

/** Gives a feed its types; does nothing at run time. */
export const defineFeed = <Config, Cursor>(feed: Feed<Config, Cursor>) => feed
