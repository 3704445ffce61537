import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

import { gzipSync } from 'node:zlib'
import { type CertificateFault, makeCertificate } from './certificate.ts'
import { publishCsaf, reordered } from './published.ts'

/** What a publisher's server may do to us. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  /** Answers properly, but only after this time. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Says the full length, sends half and hangs up. */
  | { readonly kind: 'cut_off' }
  /** A web page with status 200, as log-in pages and blocking proxies give. */
  | { readonly kind: 'html' }
  /** `.sha512` and `.sha256` files hold another document's digest. */
  | { readonly kind: 'wrong_digest' }
  | { readonly kind: 'redirect'; readonly to: string }
  /** Lists come in the opposite order. */
  | { readonly kind: 'reordered' }
  /** The first answer that was ever given for a path comes again, whatever was published since, or asked for. */
  | { readonly kind: 'replayed' }
  /** The next version of the system: each field of the answer bears another name. */
  | { readonly kind: 'other_form' }
  /** The next version of the system: the fields at the top of the answer bear another name, what they hold is the same. */
  | { readonly kind: 'other_envelope' }
  /** The next version of the system: each text, number and flag of a record stands in an object. */
  | { readonly kind: 'other_types' }
  /** Takes the connection, and hangs up without a word. */
  | { readonly kind: 'hang_up' }
  /** Answers one octet at a time and never comes to an end. */
  | { readonly kind: 'trickle' }
  /** Ends in the middle, and says that this is the whole: what a proxy makes of an answer that broke off. */
  | { readonly kind: 'half' }
  /** What was answered last comes once more, whatever is asked now. */
  | { readonly kind: 'repeated' }

export interface Asked {
  readonly method: string
  readonly path: string
  /** What was sent along; empty for GET. */
  readonly body: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
}

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

export interface FeedServerOptions {
  /** Served as it is, below `/`. */
  readonly folder?: string
  /** A folder of CSAF documents; `index.txt` and `changes.csv` are made where it has none. Served below `/csaf/`. */
  readonly csaf?: string
  /** What the provider's metadata offers; both unless told. */
  readonly distributions?: readonly ('directory' | 'rolie')[]
  /** Served as `/kev.json`. */
  readonly kev?: string
  /** Served as `/epss.csv.gz`, as it is. */
  readonly epss?: string
  /** Answers of an interface; what it leaves out is looked for among the files. */
  readonly answers?: (asked: Asked) => Answer | undefined
  readonly tls?: boolean | CertificateFault
  /** 401 without this `authorization` header. */
  readonly authorization?: string
}

export interface FeedServer {
  readonly origin: string
  /** PEM of the certificate, with `tls`. */
  readonly certificate: string | undefined
  /** Each request that came, oldest first. */
  readonly requests: Asked[]
  /** From now on answers for paths like `where` fail; with `times`, only so often. */
  fail(fault: Fault, where?: Pick<RegExp, 'test'>, times?: number): void
  /** No fault any more. */
  heal(): void
  /** Publishes a file, or takes it back with `undefined`. Lists are not made again. */
  publish(path: string, body: string | Uint8Array | undefined): void
  /** Reads the folders again and makes the lists anew. */
  refresh(): void
  close(): Promise<void>
}

/** A publisher on this machine: serves real folders over HTTP or HTTPS, and fails on command. */
export async function startFeedServer(options: FeedServerOptions = {}): Promise<FeedServer> {
  const requests: FeedServer['requests'] = []
  const firstAnswers = new Map<string, Uint8Array>()
  let lastAnswer: Uint8Array | undefined
  let faults: { fault: Fault; where: Pick<RegExp, 'test'>; left: number }[] = []
  let published = new Map<string, () => Uint8Array>()

  const certificate = options.tls ? await makeCertificate(options.tls === true ? undefined : options.tls) : undefined
  const server = certificate
    ? createTlsServer({ key: certificate.key, cert: certificate.certificate }, answer)
    : createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const origin = `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`
  refresh()

  function refresh() {
    published = new Map()
    const { folder } = options
    if (folder) for (const path of filesBelow(folder)) publish(`/${path}`, join(folder, path))
    if (options.kev) publish('/kev.json', options.kev)
    if (options.epss) publish('/epss.csv.gz', options.epss)
    if (!options.csaf) return
    for (const path of filesBelow(options.csaf)) publish(`/csaf/${path}`, join(options.csaf, path))
    const made = publishCsaf(options.csaf, filesBelow(options.csaf), origin, options.distributions)
    for (const [path, text] of made) published.set(path, () => Buffer.from(text))
  }

  function publish(path: string, file: string) {
    published.set(path, () => readFileSync(file))
  }

  function faultFor(path: string): Fault | undefined {
    const found = faults.find(({ where, left }) => left > 0 && where.test(path))
    if (found) found.left--
    return found?.fault
  }

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const { pathname, searchParams: query } = new URL(request.url ?? '/', origin)
    const path = decodeURIComponent(pathname)
    const sent = request.method === 'POST' ? await text(request) : ''
    const asked = { method: request.method ?? '', path, query, headers: request.headers, body: sent }
    requests.push(asked)
    const fault = faultFor(path)
    if (fault?.kind === 'status') {
      response.writeHead(fault.status, fault.retryAfter ? { 'retry-after': fault.retryAfter } : {})
      return response.end('no')
    }
    if (fault?.kind === 'hang_up') return void response.destroy()
    if (fault?.kind === 'redirect') return response.writeHead(302, { location: fault.to }).end()
    if (fault?.kind === 'html')
      return response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>')
    if (options.authorization && request.headers.authorization !== options.authorization)
      return response.writeHead(401).end('who are you?')
    if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.ms).unref())
    // Whoever asked has given up, or the server was closed.
    if (response.destroyed) return

    const made = options.answers?.(asked)
    if (made && made.status >= 300) return response.writeHead(made.status, made.headers).end(made.body)
    const current = made ? Buffer.from(made.body) : published.get(path)?.()
    if (!current) return response.writeHead(404, { 'content-type': 'text/plain' }).end('not here')
    if (!firstAnswers.has(path)) firstAnswers.set(path, current)
    // An interface answers in JSON, whatever its path is.
    const name = made ? `${path}.json` : path
    const body =
      fault?.kind === 'repeated' && lastAnswer ? lastAnswer : altered(fault, path, name, current, firstAnswers)
    if (!fault) lastAnswer = current
    if (fault?.kind === 'trickle') return trickle(response)
    send(request, response, name, body, fault?.kind === 'cut_off', made?.headers)
  }

  return {
    origin,
    certificate: certificate?.certificate,
    requests,
    fail: (fault, where = /./, times = Number.POSITIVE_INFINITY) => {
      faults = [...faults, { fault, where, left: times }]
    },
    heal: () => {
      faults = []
    },
    publish(path, body) {
      if (body === undefined) published.delete(path)
      else published.set(path, () => Buffer.from(body))
    },
    refresh,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function altered(
  fault: Fault | undefined,
  path: string,
  name: string,
  body: Uint8Array,
  first: Map<string, Uint8Array>,
): Uint8Array {
  if (fault?.kind === 'replayed') return first.get(path) ?? body
  if (fault?.kind === 'other_form') return renamed(body)
  if (fault?.kind === 'other_envelope') return renamedTop(body)
  if (fault?.kind === 'other_types') return inObjects(body)
  if (fault?.kind === 'half') return body.subarray(0, Math.floor(body.length / 2))
  if (fault?.kind === 'reordered') return reordered(name, body)
  if (fault?.kind === 'wrong_digest' && /\.sha(256|512)$/.test(path)) {
    const algorithm = path.endsWith('512') ? 'sha512' : 'sha256'
    return Buffer.from(createHash(algorithm).update('another document').digest('hex'))
  }
  return body
}

/** Each name of an object below the top gets another one. */
function renamed(body: Uint8Array): Uint8Array {
  const rename = (value: unknown, depth: number): unknown => {
    if (Array.isArray(value)) return value.map((one) => rename(one, depth + 1))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [depth === 0 ? name : `${name}V2`, rename(inner, depth + 1)]),
    )
  }
  return Buffer.from(JSON.stringify(rename(JSON.parse(Buffer.from(body).toString()), 0)))
}

const parsed = (body: Uint8Array): unknown => JSON.parse(Buffer.from(body).toString())
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A list at the top, which has no names, becomes an object that holds it. */
function renamedTop(body: Uint8Array): Uint8Array {
  const value = parsed(body)
  const other = isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [`${name}V2`, inner]))
    : { valueV2: value }
  return Buffer.from(JSON.stringify(other))
}

/** What stands in lists: the envelope stays as it was. */
function inObjects(body: Uint8Array): Uint8Array {
  const wrap = (value: unknown, isRecord: boolean): unknown => {
    if (Array.isArray(value)) return value.map((one) => wrap(one, true))
    if (isObject(value))
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, wrap(inner, isRecord)]))
    return isRecord && value !== null ? { is: value } : value
  }
  return Buffer.from(JSON.stringify(wrap(parsed(body), false)))
}

function trickle(response: ServerResponse) {
  response.writeHead(200, { 'content-type': 'application/json' })
  const timer = setInterval(() => response.write(' '), 20)
  response.on('close', () => clearInterval(timer))
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  body: Uint8Array,
  cutOff: boolean,
  headers: Readonly<Record<string, string>> = {},
) {
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`
  if (request.headers['if-none-match'] === etag) return response.writeHead(304, { etag }).end()
  const gzip = /\bgzip\b/.test(String(request.headers['accept-encoding'])) && !path.endsWith('.gz')
  const sent = gzip ? gzipSync(body, { level: 1 }) : body
  response.writeHead(200, {
    ...headers,
    etag,
    'content-type': path.endsWith('.json') ? 'application/json' : 'text/plain',
    'content-length': sent.length,
    ...(gzip ? { 'content-encoding': 'gzip' } : {}),
  })
  if (request.method === 'HEAD') return response.end()
  if (!cutOff) return response.end(sent)
  response.write(sent.subarray(0, Math.floor(sent.length / 2)), () => response.destroy())
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort()
