import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '#platform/errors.ts'
import { type Failure, failureOfThrown } from '#platform/http/failure.ts'
import { maskerOf } from '#platform/http/masking.ts'
import type { Log } from '#platform/log.ts'
import { trustedAuthorities } from '#platform/tls/authorities.ts'
import { checkedDirectory } from './address.ts'
import type { LdapEntry, LdapResult } from './answer.ts'
import { BerError } from './ber.ts'
import { LdapConnection, type LdapQuestion, StartTlsRefused } from './connection.ts'
import { failureOfResult, resultCodes } from './failure.ts'

export interface LdapOptions {
  /** `ldaps://host:port`, or `ldap://host:port` for StartTLS. Nothing else is ever reached. */
  readonly location: string
  readonly user: string
  readonly password: string
  /** PEM file of a private certificate authority, trusted besides the public ones. */
  readonly caFile?: string | undefined
  readonly log: Log
  /** How often what failed is tried again: busy, unavailable, time-outs and broken connections. */
  readonly retries?: number | undefined
  /** Longest wait for the connection and between bytes. */
  readonly timeoutMs?: number | undefined
  /** Longest wait for one page; ten times `timeoutMs` unless told. */
  readonly totalTimeoutMs?: number | undefined
  /** The first wait before a retry is 0 to this, then 0 to twice this, and so on. */
  readonly backoffMs?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly random?: () => number
}

/** Part by part: empty parts are passed over, unless it is the last. */
export interface LdapSearch {
  next(): Promise<{ readonly entries: readonly LdapEntry[]; readonly isLast: boolean }>
}

/** Reads from one directory server. Each failure is an AppError: codes `upstream_…`, `bad_request`, `cancelled`. */
export interface LdapReader {
  readonly origin: string
  /** The entry of the server itself (rootDSE), as it was when it was reached first. From then on no other server is read. */
  server(): Promise<LdapEntry>
  search(question: LdapQuestion): LdapSearch
  close(): Promise<void>
}

/** What a server says of itself (RFC 4512, 5.1; MS-ADTS, 3.1.1.3.2). */
const rootDse: LdapQuestion = {
  base: '',
  scope: 'base',
  filter: '(objectClass=*)',
  attributes: ['defaultNamingContext', 'dsServiceName', 'dnsHostName', 'highestCommittedUSN'],
}
const none = Buffer.alloc(0)
/** Pages in a row without an entry: a server that filters may give some. */
const mostEmpty = 1000

/** What a server says to a cookie of a page that it does not know any more; Active Directory keeps it with the connection. */
const cookieLost: readonly number[] = [
  resultCodes.operationsError,
  resultCodes.protocolError,
  resultCodes.unavailableCriticalExtension,
  resultCodes.unwillingToPerform,
]

export function createLdap(options: LdapOptions): LdapReader {
  const { log, retries = 3, timeoutMs = 30_000, backoffMs = 500, signal, random = Math.random } = options
  const address = checkedDirectory(options.location)
  const { origin, place } = address
  // A bind without password succeeds as nobody (RFC 4513, 5.1.2).
  if (options.password === '') throw new AppError('bad_request', `Fill in the password for ${place}.`)
  const mask = maskerOf([options.password])
  const ca = trustedAuthorities(options.caFile)
  const resultFailure = (result: LdapResult, base?: string) =>
    failureOfResult({ ...result, diagnostic: mask(result.diagnostic) }, place, base)
  let connection: LdapConnection | undefined
  let server: LdapEntry | undefined

  async function opened(): Promise<LdapConnection> {
    if (connection?.isOpen) return connection
    const made = await LdapConnection.open({
      address,
      ca,
      timeoutMs,
      totalTimeoutMs: options.totalTimeoutMs ?? timeoutMs * 10,
      signal,
    })
    try {
      const bound = await made.bind(options.user, options.password)
      if (bound.code !== resultCodes.success) throw new Failed(resultFailure(bound))
      const { result, entries } = await made.search(rootDse, none)
      if (result.code !== resultCodes.success) throw new Failed(resultFailure(result, ''))
      const [self = { dn: '', attributes: new Map() }] = entries
      if (server && nameOf(server) !== nameOf(self)) throw new Failed(anotherServer(nameOf(server), nameOf(self)))
      server ??= self
      connection = made
      return made
    } catch (error) {
      await made.close()
      throw error
    }
  }

  /** Another may lack what the first one held, or count its changes otherwise. */
  const anotherServer = (before: string, now: string): Failure => ({
    error: new AppError(
      'upstream_failed',
      `Another server answers at ${place} than before (${now} for ${before}): what one was asked is not asked of the other. Write the address of one domain controller, not that of the domain.`,
    ),
    worthRetrying: true,
  })

  function failureOf(thrown: unknown): Failure {
    if (thrown instanceof Failed) return thrown.failure
    if (thrown instanceof AppError) return { error: thrown, worthRetrying: false }
    if (thrown instanceof StartTlsRefused)
      return {
        error: new AppError(
          'upstream_untrusted',
          `${place} does not start TLS, and nothing is read in the clear. Give the server a certificate, or write the address as ldaps://. ${mask(thrown.result.diagnostic)}`.trim(),
        ),
        worthRetrying: false,
      }
    if (thrown instanceof BerError)
      return {
        error: new AppError(
          'upstream_failed',
          `What ${place} answers is no LDAP: ${thrown.message}. Check the address and the port.`,
        ),
        worthRetrying: false,
      }
    return failureOfThrown(thrown, place, mask)
  }

  /** Tries until it works or is not worth it. `count` counts failures beyond one call. */
  async function trying<T>(count: { failures: number }, work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work()
      } catch (thrown) {
        if (signal?.aborted) throw cancelled()
        const { error, worthRetrying } = failureOf(thrown)
        if (!worthRetrying || count.failures >= retries) throw error
        const waitMs = Math.floor(random() * backoffMs * 2 ** count.failures++)
        log.warn({ place, code: error.code, retry: count.failures, waitMs }, 'The directory failed and is asked again')
        await sleep(waitMs, undefined, { signal }).catch(() => {
          throw cancelled()
        })
      }
    }
  }

  async function checkFilter(filter: string) {
    const { FilterParser } = await import('ldapts')
    try {
      if (!isOneInBrackets(filter)) throw new Error('its brackets do not match')
      FilterParser.parseString(filter)
    } catch (cause) {
      throw new AppError(
        'bad_request',
        `The filter ${filter} cannot be read: ${(cause as Error).message}. Write it as (objectCategory=computer) or (&(objectCategory=computer)(operatingSystem=Windows*)).`,
      )
    }
  }

  function search(question: LdapQuestion): LdapSearch {
    const given = new Set<string>()
    const count = { failures: 0 }
    let cookie: Buffer = none
    let read: LdapConnection | undefined
    let isAgain = false
    let pages = 0
    let stale = 0

    async function page() {
      const used = await opened()
      // A cookie is worth nothing on another connection: the search begins again, and what was given is left out.
      if (read && used !== read) beginAgain()
      read = used
      const sent = cookie
      const { result, entries } = await used.search(question, sent)
      if (result.code === resultCodes.success) return { entries, cookie: result.cookie }
      const failure = resultFailure(result, question.base)
      const isLost = sent.length > 0 && cookieLost.includes(result.code)
      if (isLost) beginAgain()
      throw new Failed({ ...failure, worthRetrying: failure.worthRetrying || isLost })
    }

    function beginAgain() {
      cookie = none
      isAgain ||= given.size > 0
    }

    return {
      async next() {
        if (given.size === 0) await checkFilter(question.filter)
        for (;;) {
          const answered = await trying(count, page)
          cookie = answered.cookie
          pages++
          // One that comes twice without that is for the reading to judge.
          const entries = isAgain ? answered.entries.filter(({ dn }) => !given.has(dn)) : answered.entries
          for (const { dn } of entries) given.add(dn)
          const isLast = cookie.length === 0
          stale = entries.length > 0 ? 0 : stale + 1
          if (entries.length > 0) count.failures = 0
          if (isLast || entries.length > 0) return { entries, isLast }
          if (stale > pages - stale + mostEmpty)
            throw new AppError(
              'upstream_failed',
              `${place} gives pages without end that hold nothing new. Restart it, or narrow the filter.`,
            )
        }
      },
    }
  }

  return {
    origin,
    async server() {
      await trying({ failures: 0 }, opened)
      return server!
    },
    search,
    close: async () => await connection?.close(),
  }
}

/** Brackets in values are escaped (RFC 4515, clause 3), so that all can be counted. The library forgives one that is missing. */
function isOneInBrackets(filter: string): boolean {
  let depth = 0
  const letters = [...filter]
  for (const [at, letter] of letters.entries()) {
    if (letter === '(') depth++
    if (letter === ')') depth--
    if (depth <= 0 && at < letters.length - 1) return false
  }
  return depth === 0 && filter.startsWith('(')
}

const nameOf = ({ attributes }: LdapEntry) =>
  (attributes.get('dsservicename') ?? attributes.get('dnshostname'))?.[0]?.toString() ?? ''

class Failed extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.error.message)
    this.failure = failure
  }
}

const cancelled = () => new AppError('cancelled', 'Cancelled. Nothing that was read until then is lost.')
