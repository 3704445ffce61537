import { z } from 'zod'
import type { SourceRole } from '#model/source.ts'
import type { Log } from '#platform/log.ts'
import type { Collected } from './connector.ts'

/** A part of a list, as a system answers. */
export interface SystemPage<T> {
  readonly data: T
  /** What the answer's Link header names as the next page (RFC 8288). */
  readonly next?: string
  /** What X-Total-Count says. */
  readonly total?: number
}

/**
 * One origin of a hospital system, to read from. Retries (429 with its Retry-After, 5xx, time-outs, cut-off answers), time
 * limits, certificates and credentials are its matter, not the connector's. Another host is refused with
 * `upstream_untrusted`. What fails throws an AppError `upstream_…`: `details.status` is 404 where a path is not there,
 * `details.html` tells a web page in place of data.
 */
export interface SystemHttp {
  readonly origin: string
  getPage<T>(path: string, schema: z.ZodType<T>, options?: { maxBytes?: number }): Promise<SystemPage<T>>
  /** Sends a question with POST to one of the member's `queries`, exactly; anything else is refused. */
  query<T>(
    path: string,
    question: unknown,
    schema: z.ZodType<T>,
    options?: { maxBytes?: number },
  ): Promise<SystemPage<T>>
}

/** An entry of a directory: its name, and attributes by name in small letters, each with its values as octets. */
export interface SystemEntry {
  readonly dn: string
  readonly attributes: ReadonlyMap<string, readonly Buffer[]>
}

/** What a directory is asked for. */
export interface DirectoryQuestion {
  /** The entry to search at or below. */
  readonly base: string
  /** The entry itself, or all below it too. */
  readonly scope: 'base' | 'sub'
  /** As RFC 4515 writes it. */
  readonly filter: string
  readonly attributes: readonly string[]
  /** Entries that were deleted too (MS-ADTS, 3.1.1.3.4.1.14). */
  readonly showsDeleted?: boolean
  /** Entries in a page (RFC 2696); not paged unless told. */
  readonly pageSize?: number
}

/**
 * One server of a directory, to read from over LDAP. Signing in, TLS, retries, time limits and a connection that breaks in the middle
 * are its matter, not the connector's; referrals are not followed. What fails throws an AppError `upstream_…`; `details.resultCode`
 * is the server's own (RFC 4511, annex A). There is no way to change anything.
 */
export interface SystemDirectory {
  readonly origin: string
  /** The entry of the server itself (rootDSE), as it was when it was reached first. From then on no other server is read. */
  server(): Promise<SystemEntry>
  search(question: DirectoryQuestion): {
    next(): Promise<{ readonly entries: readonly SystemEntry[]; readonly isLast: boolean }>
  }
}

/** Where a token is had before anything is read: a path of the same origin that is sent a form, or JSON. */
export interface SignIn {
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly form?: Readonly<Record<string, string>>
  readonly json?: unknown
  /** What to send with each request from then on, and for how many seconds; undefined where the answer holds no token. */
  read(answer: {
    readonly json: unknown
    readonly headers: Readonly<Record<string, string>>
  }): { readonly headers: Readonly<Record<string, string>>; readonly seconds?: number | undefined } | undefined
}

/** All that a connector of this kind may touch. */
export interface ApiContext<Config> {
  readonly config: Config
  /** Refuses each request where the member speaks LDAP. */
  readonly http: SystemHttp
  /** Refuses each question where the member speaks HTTP. */
  readonly directory: SystemDirectory
  readonly log: Log
  readonly now: () => Date
  readonly signal?: AbortSignal | undefined
}

/** Some of what the system knows, stored in one transaction. */
export interface CollectedPage<Cursor> {
  readonly collected: readonly Collected[]
  /** Keys of devices that the system says it removed. */
  readonly removed?: readonly string[] | undefined
  /** Where the next run goes on from, once this page is stored; absent where it has to begin where this one did. */
  readonly cursor?: Cursor | undefined
  readonly progress?: { readonly done: number; readonly total?: number | undefined } | undefined
  /** A page that was asked for a second time on purpose. */
  readonly isAgain?: boolean | undefined
  /**
   * With the last page. `whole`: all that the system holds was in this reading, from the first page to this, and what was
   * not is no longer reported. `of`: how many records the system says there are, with those that came twice; fewer were no
   * whole reading. `isMoved`: the list moved up while it was read, so that records may have slipped from one page to one before.
   */
  readonly end?:
    | { readonly whole: boolean; readonly of?: number | undefined; readonly isMoved?: boolean | undefined }
    | undefined
}

/**
 * Reads devices from one kind of hospital system over its interface, page by page. It never writes there: `queries` names
 * each path that is sent a question, all else is GET. Settings and cursor pass through their schemas before the
 * connector sees them.
 */
export interface ApiConnector<Config = unknown, Cursor = unknown> {
  /** The folder's name; also the name in settings, logs and the UI. */
  readonly id: string
  readonly title: string
  /** One sentence for the person who chooses it. */
  readonly summary: string
  /** How it asks; HTTP unless told. */
  readonly speaks?: 'http' | 'ldap'
  /**
   * Draws the settings form. `location` is an https address (`systemAddress`), or that of a directory (`directoryAddress`); what
   * `systemSecret` made is kept sealed for its origin.
   */
  readonly config: z.ZodType<Config>
  /** Plain JSON and small, for it is stored with pages. */
  readonly cursor: z.ZodType<Cursor>
  readonly everyHours: number
  /** As of a connector of files: what keeps the hospital's list, or what sees devices. Absent where it can be either. */
  readonly role?: SourceRole
  /** Paths, below that of the address, which are sent questions with POST. They read only. */
  readonly queries?: readonly string[]
  /** Longest wait for the first byte and between bytes, where a system is slower than half a minute. */
  readonly timeoutMs?: number
  /** Who signs in to a directory. */
  account?(config: Config): { readonly user: string; readonly password: string }
  /** Sent with each request. Their values count as secrets. */
  headers?(config: Config): Readonly<Record<string, string>>
  signIn?(config: Config): SignIn | undefined
  /**
   * Proves the settings before they are saved: the address, the credentials, the permission, and that one record can be
   * read. Throws an AppError that says what to mend; `readFirst` words the usual ones.
   */
  check(context: ApiContext<Config>): Promise<void>
  /**
   * Yields what the system holds: all where `since` is undefined, else what changed, or all where it cannot tell. What
   * cannot be taken is yielded as skipped, with `sourceKey` where that is known, and the reading goes on.
   */
  collect(context: ApiContext<Config>, since: Cursor | undefined): AsyncIterable<CollectedPage<Cursor>>
}

/** Gives a connector its types; does nothing at run time. */
export const defineApiConnector = <Config, Cursor>(connector: ApiConnector<Config, Cursor>) => connector

/** The address of a system, as people copy it from the browser. */
export const systemAddress = (words: { readonly title?: string; readonly description: string }) =>
  z
    .string()
    .trim()
    .min(1)
    .max(2000)
    .refine(
      (text) => /^https?:\/\//i.test(text) && URL.canParse(text),
      'Write it as https://host or https://host/path.',
    )
    .refine((text) => !/^https?:\/\/[^/]*@/i.test(text), 'holds a user name or password: take them out')
    .meta({ title: words.title ?? 'Address', description: words.description })

/** The address of one server of a directory. */
export const directoryAddress = (words: { readonly title?: string; readonly description: string }) =>
  z
    .string()
    .trim()
    .min(1)
    .max(300)
    .regex(
      /^ldaps?:\/\/(\[[0-9a-f:.]+\]|[^\s/?#@:[\]]+)(:\d{1,5})?\/?$/i,
      'Write it as ldaps://host or ldap://host, without user name and path.',
    )
    .meta({ title: words.title ?? 'Address', description: words.description })

/** A password or token among the settings: kept sealed, shown to nobody again, and in no log. */
export const systemSecret = (words: { readonly title: string; readonly description: string }) =>
  z
    .string()
    .max(4000)
    .regex(/^[^\p{Cc}]*$/u, 'holds line breaks or control characters: copy it again')
    .optional()
    .meta({ ...words, writeOnly: true })

/** How all members word the same settings. */
export const sharedSettings = {
  viaProxy: z.boolean().default(false).meta({
    title: 'Reached through the proxy',
    description: 'For a system on the internet, where this server reaches it only through the proxy of its settings.',
  }),
  timeZone: z
    .string()
    .default('UTC')
    .refine(isTimeZone, 'Name a time zone as in Europe/Berlin or America/New_York.')
    .meta({ title: 'Time zone', description: 'Of times that the system writes without one: Europe/Berlin.' }),
  wholeEveryDays: z.int().min(1).max(365).default(7).meta({
    title: 'Read the whole list every (days)',
    description:
      'Between them only what changed is read. Only a whole list tells which devices are no longer reported.',
  }),
}

/** A path below that of the address: `/api/assets` where that is https://cmms.hospital.example/api/. */
export const pathBelow = (location: string, path: string) => `${new URL(location).pathname.replace(/\/+$/, '')}${path}`

/** User name and password as RFC 7617 has them. */
export const basicAuthorization = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

const TokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().optional().catch(undefined),
})

/** What a token endpoint answers (RFC 6749, clause 5.1). */
export const readToken: SignIn['read'] = ({ json }) => {
  const answer = TokenAnswer.safeParse(json)
  if (!answer.success) return undefined
  return { headers: { authorization: `Bearer ${answer.data.access_token}` }, seconds: answer.data.expires_in }
}

function isTimeZone(name: string) {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
