import { pipeline, type Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { Dispatcher, ProxyAgent } from 'undici'
import { z } from 'zod'
import { AppError } from '#platform/errors.ts'
import type { Log } from '#platform/log.ts'
import { trustedAuthorities } from '#platform/tls/authorities.ts'
import { type Failure, failureOfStatus, failureOfThrown, retryAfterMs } from './failure.ts'
import { maskerOf, secretsInHeaders, secretsInUrl } from './masking.ts'
import { checkedOrigin, urlWithin } from './origin.ts'

export interface FeedHttpOptions {
  /** `https://host` or `https://host:port`; plain http only on this machine. Nothing else is ever reached. */
  readonly origin: string
  /** `http://user:password@host:port` of an egress proxy. */
  readonly proxy?: string | undefined
  /** PEM file of a private certificate authority, trusted besides the public ones. */
  readonly caFile?: string | undefined
  /** Sent with each request, such as `authorization`. Their values count as secrets. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** More texts that may appear neither in the log nor in an error. */
  readonly secrets?: readonly string[] | undefined
  /** Paths that questions may be sent to with POST, exactly; none unless told. Nothing else is ever sent. */
  readonly queryPaths?: readonly string[] | undefined
  /** Asked for a token before the first request, and again once it is refused or out of date. */
  readonly signIn?: SignIn | undefined
  readonly log: Log
  /** How often a failed request is tried again: 429, 5xx, time-outs and broken connections. */
  readonly retries?: number
  /** Longest wait for the connection, for the first byte and between bytes. */
  readonly timeoutMs?: number
  /** Longest wait for a whole answer; ten times `timeoutMs` unless told. */
  readonly totalTimeoutMs?: number
  /** The first wait before a retry is 0 to this, then 0 to twice this, and so on. */
  readonly backoffMs?: number
  /** Longest wait before a retry; a server that asks for more is left for the next run. */
  readonly maxWaitMs?: number
  readonly signal?: AbortSignal | undefined
  readonly now?: () => Date
  readonly random?: () => number
}

/** Where a token is had: a path of the same origin that is sent a form or JSON. */
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

/** A part of a list: `next` is what the Link header names (RFC 8288), `total` what X-Total-Count says. */
export interface JsonPage<T> {
  readonly data: T
  readonly next?: string
  readonly total?: number
}

/** Reads from one origin. Each failure is an AppError: codes `upstream_…`, `too_large`, `cancelled`. */
export interface FeedHttpClient {
  readonly origin: string
  /** 404 and 410 are `upstream_failed` with `details.status`; a web page instead of data has `details.html`. */
  getBytes(
    path: string,
    options?: { maxBytes?: number; ifNoneMatch?: string },
  ): Promise<{ bytes: Uint8Array; etag: string | null; next?: string } | 'not_modified'>
  getJson<T>(path: string, schema: z.ZodType<T>, options?: { maxBytes?: number }): Promise<T>
  getPage<T>(path: string, schema: z.ZodType<T>, options?: { maxBytes?: number }): Promise<JsonPage<T>>
  /** Sends a question as JSON to one of `queryPaths`; any other path is refused before anything is sent. */
  query<T>(path: string, question: unknown, schema: z.ZodType<T>, options?: { maxBytes?: number }): Promise<JsonPage<T>>
  exists(path: string): Promise<boolean>
  close(): Promise<void>
}

const defaultMaxBytes = 256 * 1024 * 1024
const redirectsFollowed = 5

export function createFeedHttp(options: FeedHttpOptions): FeedHttpClient {
  const origin = checkedOrigin(options.origin)
  const { log, retries = 3, timeoutMs = 30_000, backoffMs = 500, maxWaitMs = 60_000, signal } = options
  const { now = () => new Date(), random = Math.random, totalTimeoutMs = timeoutMs * 10 } = options
  const hidden = [
    ...(options.secrets ?? []),
    ...secretsInHeaders(options.headers ?? {}),
    ...secretsInUrl(options.proxy),
  ]
  /** Tokens that were had since. */
  const more: string[] = []
  let mask = maskerOf(hidden)
  const connection = connectionOf(options, timeoutMs)
  let opened: Promise<Opened> | undefined
  let token: Token | undefined

  async function send(method: Method, path: string, wants: Wants): Promise<Answer> {
    const url = urlWithin(origin, path)
    let isTokenFresh = false
    for (let retry = 0; ; retry++) {
      if (options.signIn && !(token && token.until > now().getTime())) {
        token = await signIn(options.signIn)
        isTokenFresh = true
      }
      const outcome = await attempt(method, url, wants, token?.headers)
      if (!('error' in outcome)) return outcome
      if (signal?.aborted) throw cancelled()
      if (token && !isTokenFresh && outcome.error.details?.status === 401) {
        // It was taken back before its time.
        token = undefined
        continue
      }

      const waitMs = outcome.waitMs ?? Math.floor(random() * backoffMs * 2 ** retry)
      if (!outcome.worthRetrying || retry >= retries || waitMs > maxWaitMs) throw masked(outcome.error)
      log.warn(
        { place: mask(placeOf(url)), code: outcome.error.code, retry: retry + 1, waitMs },
        'The request failed and is tried again',
      )
      await pause(waitMs)
    }
  }

  async function signIn({ path, headers, form, json, read }: SignIn): Promise<Token> {
    const url = urlWithin(origin, path)
    const body = form ? new URLSearchParams(form).toString() : JSON.stringify(json ?? {})
    const type = form ? 'application/x-www-form-urlencoded' : 'application/json'
    const wants = { maxBytes: 1024 * 1024, body, type }
    for (let retry = 0; ; retry++) {
      const outcome = await attempt('POST', url, wants, headers)
      if (!('error' in outcome)) {
        const text = new TextDecoder().decode(outcome.bytes).trim()
        const answer = text === '' ? null : parseJson(outcome.bytes, anything, placeOf(url), masked)
        const told = read({ json: answer, headers: outcome.headers })
        if (!told)
          throw new AppError(
            'upstream_unauthorised',
            `${placeOf(url)} answers without a token. Check the path where tokens are had, and the credentials.`,
          )
        more.push(...secretsInHeaders(told.headers))
        mask = maskerOf([...hidden, ...more])
        // A little before its time.
        const until = told.seconds === undefined ? Number.POSITIVE_INFINITY : now().getTime() + told.seconds * 900
        return { headers: told.headers, until }
      }
      if (signal?.aborted) throw cancelled()
      const status = outcome.error.details?.status
      // RFC 6749, 5.2: credentials that are wrong are a bad request to some.
      if (status === 400 || status === 401 || status === 403 || status === 422)
        throw new AppError(
          'upstream_unauthorised',
          `${placeOf(url)} gives no token for these credentials (${status}). Check them in the source's settings, and that the account is not locked.`,
          { details: { status, isSignIn: true } },
        )
      const waitMs = outcome.waitMs ?? Math.floor(random() * backoffMs * 2 ** retry)
      if (!outcome.worthRetrying || retry >= retries || waitMs > maxWaitMs) throw masked(outcome.error)
      await pause(waitMs)
    }
  }

  async function attempt(
    method: Method,
    start: URL,
    wants: Wants,
    tokenHeaders: Readonly<Record<string, string>> = {},
  ): Promise<Answer | Failure> {
    opened ??= openConnection(connection)
    const { dispatcher, request } = await opened
    const total = AbortSignal.timeout(totalTimeoutMs)
    const aborting = signal ? AbortSignal.any([total, signal]) : total
    let url = start
    let place = placeOf(url)
    try {
      for (let redirects = 0; ; redirects++) {
        const response = await request(url, {
          method,
          ...(wants.body !== undefined && { body: wants.body }),
          dispatcher,
          signal: aborting,
          headersTimeout: timeoutMs,
          bodyTimeout: timeoutMs,
          headers: {
            'user-agent': 'homeostat',
            'accept-encoding': 'gzip, deflate, br',
            ...options.headers,
            ...tokenHeaders,
            ...(wants.type ? { 'content-type': wants.type, accept: 'application/json' } : {}),
            ...(wants.ifNoneMatch ? { 'if-none-match': wants.ifNoneMatch } : {}),
          },
        })
        const { statusCode: status, headers } = response
        if ((status === 200 && method === 'GET') || (method === 'POST' && (status === 200 || status === 201))) {
          const isHtml = /^\s*(text\/html|application\/xhtml)/i.test(one(headers['content-type']) ?? '')
          if (isHtml) {
            await response.body.dump()
            return { error: webPage(place), worthRetrying: false }
          }
          const bytes = await readBody(response, wants.maxBytes, place)
          const next = nextOf(headers.link)
          return {
            status,
            bytes,
            etag: one(headers.etag) ?? null,
            headers: plainHeaders(headers),
            ...(next !== undefined && { next }),
          }
        }

        await response.body.dump()
        if (status === 304 || (status >= 200 && status < 300))
          return { status, bytes: new Uint8Array(), etag: null, headers: plainHeaders(headers) }
        const location = one(headers.location)
        if (status < 300 || status >= 400 || !location)
          return failureOfStatus(status, place, retryAfterMs(headers['retry-after'], now()))
        const target = urlWithin(origin, location, url.href)
        if (method === 'POST')
          return {
            error: new AppError(
              'upstream_failed',
              `${place} redirects (${status}) what is sent to it. Write the address as it is at the end of the redirect.`,
            ),
            worthRetrying: false,
          }
        if (redirects === redirectsFollowed)
          return {
            error: new AppError('upstream_failed', `${placeOf(start)} redirects in a circle. Check the address.`),
            worthRetrying: false,
          }
        url = target
        place = placeOf(url)
      }
    } catch (thrown) {
      if (thrown instanceof AppError) return { error: thrown, worthRetrying: false }
      return failureOfThrown(total.aborted ? total.reason : thrown, place, mask)
    }
  }

  const masked = (error: AppError) =>
    new AppError(error.code, mask(error.message), {
      cause: error.cause,
      ...(error.details ? { details: error.details } : {}),
    })

  async function getBytes(path: string, wants: { maxBytes?: number; ifNoneMatch?: string } = {}) {
    const answer = await send('GET', path, { maxBytes: defaultMaxBytes, ...wants })
    if (answer.status === 304) return 'not_modified' as const
    const { bytes, etag, next } = answer
    return { bytes, etag, ...(next !== undefined && { next }) }
  }

  /** A list that ends in the middle of its JSON is asked for again, as one that the connection cut off. */
  async function askPage<T>(method: Method, path: string, schema: z.ZodType<T>, wants: Wants): Promise<JsonPage<T>> {
    for (let retry = 0; ; retry++) {
      const answer = await send(method, path, wants)
      try {
        return page(answer, schema, path)
      } catch (error) {
        const isCutOff = error instanceof AppError && error.code === 'upstream_cut_off'
        if (!isCutOff || retry >= retries) throw error
        await pause(Math.floor(random() * backoffMs * 2 ** retry))
      }
    }
  }

  const pause = async (ms: number) =>
    await sleep(ms, undefined, { signal }).catch(() => {
      throw cancelled()
    })

  function page<T>(answer: Answer, schema: z.ZodType<T>, path: string): JsonPage<T> {
    const data = parseJson(answer.bytes, schema, placeOf(urlWithin(origin, path)), masked)
    const total = Number(answer.headers['x-total-count'] ?? Number.NaN)
    return {
      data,
      ...(answer.next !== undefined && { next: answer.next }),
      ...(Number.isInteger(total) && total >= 0 && { total }),
    }
  }

  return {
    origin,
    getBytes,

    getPage: async (path, schema, wants = {}) =>
      await askPage('GET', path, schema, { maxBytes: defaultMaxBytes, ...wants }),

    async query(path, question, schema, wants = {}) {
      const { pathname } = urlWithin(origin, path)
      if (!options.queryPaths?.includes(pathname))
        throw new AppError(
          'bad_request',
          `Nothing is sent to ${placeOf(urlWithin(origin, path))}: questions go only where the connector says so.`,
        )
      const body = JSON.stringify(question)
      const sent = { maxBytes: defaultMaxBytes, ...wants, body, type: 'application/json' }
      return await askPage('POST', path, schema, sent)
    },

    async getJson(path, schema, wants = {}) {
      const answer = await getBytes(path, wants)
      const place = placeOf(urlWithin(origin, path))
      if (answer === 'not_modified') throw masked(failureOfStatus(304, place, undefined).error)
      return parseJson(answer.bytes, schema, place, masked)
    },

    async exists(path) {
      try {
        const wants = { maxBytes: defaultMaxBytes }
        const answer = await send('HEAD', path, wants)
        return answer.status < 300
      } catch (error) {
        const status = error instanceof AppError ? error.details?.status : undefined
        if (status === 404 || status === 410) return false
        // Some file servers know no HEAD.
        if (status !== 405 && status !== 501) throw error
      }
      return await getBytes(path).then(
        () => true,
        (error) => {
          if (error instanceof AppError && (error.details?.status === 404 || error.details?.status === 410))
            return false
          throw error
        },
      )
    },

    close: async () => await (await opened)?.dispatcher.destroy(),
  }
}

/** Nothing that changes what is there: POST is for questions and tokens. */
type Method = 'GET' | 'HEAD' | 'POST'

interface Token {
  readonly headers: Readonly<Record<string, string>>
  /** Milliseconds since 1970. */
  readonly until: number
}

interface Wants {
  readonly maxBytes: number
  readonly ifNoneMatch?: string
  readonly body?: string
  /** Media type of the body. */
  readonly type?: string
}

interface Answer {
  readonly status: number
  readonly bytes: Uint8Array
  readonly etag: string | null
  readonly headers: Readonly<Record<string, string>>
  readonly next?: string
}

/** What is to be reached through a proxy, or directly, and with which certificates. */
type Connection =
  | { readonly proxy: ProxyAgent.Options }
  | { readonly tls: { readonly timeout: number; readonly ca?: string[] } }

function connectionOf({ proxy, caFile }: FeedHttpOptions, timeoutMs: number): Connection {
  const ca = trustedAuthorities(caFile)
  const tls = { timeout: timeoutMs, ...(ca && { ca }) }
  if (!proxy) return { tls }
  if (!/^https?:\/\//i.test(proxy) || !URL.canParse(proxy))
    throw new AppError('bad_request', 'The proxy is no web address. Write it as http://host:port.')
  const { username, password } = new URL(proxy)
  const uri = new URL(proxy)
  uri.username = ''
  uri.password = ''
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  const token = username ? { token: `Basic ${Buffer.from(user).toString('base64')}` } : {}
  return { proxy: { uri: uri.href, ...token, requestTls: tls, proxyTls: tls, connect: tls } }
}

interface Opened {
  readonly dispatcher: Dispatcher
  readonly request: typeof import('undici').request
}

/** Loaded with the first request: most commands make none. */
async function openConnection(connection: Connection): Promise<Opened> {
  const { Agent, ProxyAgent, request } = await import('undici')
  const dispatcher =
    'proxy' in connection
      ? new ProxyAgent(connection.proxy)
      : new Agent({ connect: connection.tls, maxHeaderSize: 64 * 1024 })
  return { dispatcher, request }
}

async function readBody(response: Dispatcher.ResponseData, maxBytes: number, place: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of decoded(response)) {
    bytes += chunk.length
    if (bytes > maxBytes) {
      response.body.destroy()
      throw new AppError('too_large', `The answer of ${place} is larger than ${maxBytes} bytes and was not read.`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, bytes)
}

function decoded({ body, headers }: Dispatcher.ResponseData): Readable {
  const encoding = one(headers['content-encoding'])?.trim().toLowerCase() ?? 'identity'
  const decoder =
    encoding === 'gzip' || encoding === 'x-gzip'
      ? createGunzip()
      : encoding === 'deflate'
        ? createInflate()
        : encoding === 'br'
          ? createBrotliDecompress()
          : undefined
  // The error of the body arrives at whoever reads the decoder.
  return decoder ? pipeline(body, decoder, () => {}) : body
}

function parseJson<T>(
  bytes: Uint8Array,
  schema: z.ZodType<T>,
  place: string,
  masked: (error: AppError) => AppError,
): T {
  const text = new TextDecoder().decode(bytes)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    if (text.trimStart().startsWith('<')) throw masked(webPage(place))
    const brokenOff = text.trim() === '' || (cause instanceof Error && isAtEnd(cause.message, text.length))
    throw masked(
      brokenOff
        ? new AppError('upstream_cut_off', `The answer of ${place} breaks off. The next run tries again.`)
        : new AppError('upstream_failed', `${place} does not answer with JSON. Check the address.`),
    )
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw masked(
    new AppError(
      'upstream_failed',
      `${place} answers in another form than expected (${issue?.path.join('.') || 'the whole'}: ${issue?.message}). Check the address.`,
    ),
  )
}

/** Whether V8 says of a text that it lacks its end: what was expected next would stand behind it. */
const isAtEnd = (said: string, length: number) =>
  /end of JSON|Unterminated/.test(said) || Number(/at position (\d+)/.exec(said)?.[1] ?? -1) >= length

const webPage = (place: string) =>
  new AppError(
    'upstream_failed',
    `${place} answers with a web page where data is expected: a log-in page, a block page of the proxy, or the wrong address. Open that address in a browser to see which, and check the address and the credentials.`,
    { details: { html: true } },
  )

const anything = z.unknown()

const plainHeaders = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value ? [[name, [value].flat().join(', ')]] : [])),
  )

const cancelled = () => new AppError('cancelled', 'The run was stopped.')

/** Host and path without the query, which may hold a key. */
const placeOf = (url: URL) => `${url.host}${url.pathname}`

/** `<https://…>; rel="next"`, RFC 8288 clause 3. */
const nextOf = (header: string | string[] | undefined): string | undefined =>
  /<([^>]*)>\s*(?:;[^,<]*)?;\s*rel="?next"?/i.exec([header ?? []].flat().join(', '))?.[1]

const one = (header: string | string[] | undefined) => (Array.isArray(header) ? header[0] : header)
