import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { DirectoryAddress } from './address.ts'
import { type LdapAnswer, type LdapEntry, type LdapResult, readAnswer } from './answer.ts'
import { BerError, BerMessages } from './ber.ts'
import { resultCodes } from './failure.ts'

/** What is searched for. */
export interface LdapQuestion {
  /** The entry to search at or below; '' is the server's own (rootDSE; RFC 4512, 5.1). */
  readonly base: string
  /** The entry itself, or all below it too. */
  readonly scope: 'base' | 'sub'
  /** As RFC 4515 writes it. */
  readonly filter: string
  readonly attributes: readonly string[]
  /** Entries that were deleted too (LDAP_SERVER_SHOW_DELETED_OID; MS-ADTS, 3.1.1.3.4.1.14). */
  readonly showsDeleted?: boolean | undefined
  /** Entries in a page; not paged unless told. */
  readonly pageSize?: number | undefined
}

export interface LdapConnectionOptions {
  readonly address: DirectoryAddress
  readonly ca?: string[] | undefined
  /** Longest wait for the connection and between bytes. */
  readonly timeoutMs: number
  /** Longest wait for all that one operation answers. */
  readonly totalTimeoutMs: number
  readonly signal?: AbortSignal | undefined
}

interface Answered {
  readonly result: LdapResult
  readonly entries: readonly LdapEntry[]
}

const startTls = '1.3.6.1.4.1.1466.20037'
const showDeleted = '1.2.840.113556.1.4.417'
const goodByeMs = 1_000
/** Of one message, which holds one entry, and of all that answer one operation. */
const mostBytes = { message: 8 * 1024 * 1024, answer: 128 * 1024 * 1024 }

/**
 * One connection to one server, over which one operation goes at a time. It can bind, search, start TLS and say good-bye: there is
 * no way to change anything in a directory.
 */
export class LdapConnection {
  readonly #options: LdapConnectionOptions
  #socket: Socket
  #messages = new BerMessages(mostBytes.message)
  #lastId = 0
  #waiting: Waiting | undefined
  #broken: Error | undefined
  #leave: () => void = () => {}

  private constructor(socket: Socket, options: LdapConnectionOptions) {
    this.#socket = socket
    this.#options = options
    this.#listen(socket)
  }

  static async open(options: LdapConnectionOptions): Promise<LdapConnection> {
    const { address, timeoutMs, signal } = options
    const { host, port } = address
    const socket = address.isTls
      ? connectTls({ port, ...tlsOptions(options) })
      : connectPlain({ host, port, noDelay: true })
    await ready(socket, address.isTls ? 'secureConnect' : 'connect', timeoutMs, signal)
    const connection = new LdapConnection(socket, options)
    // Where a server on this machine knows no TLS nothing is lost: it is heard by this machine alone.
    if (!address.isTls && (!address.isThisMachine || (await connection.#offersStartTls()))) await connection.#startTls()
    return connection
  }

  get isOpen(): boolean {
    return this.#broken === undefined
  }

  async bind(user: string, password: string): Promise<LdapResult> {
    const { BindRequest } = await import('ldapts')
    return (await this.#ask((messageId) => new BindRequest({ messageId, dn: user, password }))).result
  }

  /** One page of a search. */
  async search(question: LdapQuestion, cookie: Buffer): Promise<Answered> {
    const { Control, FilterParser, PagedResultsControl, SearchRequest } = await import('ldapts')
    const { base, scope, filter, attributes, showsDeleted, pageSize } = question
    // Critical: a server that cannot do it says so, and does not give the first thousand as all.
    const controls = [
      ...(pageSize ? [new PagedResultsControl({ critical: true, value: { size: pageSize, cookie } })] : []),
      ...(showsDeleted ? [new Control(showDeleted, { critical: true })] : []),
    ]
    return await this.#ask(
      (messageId) =>
        new SearchRequest({
          messageId,
          baseDN: base,
          scope,
          filter: FilterParser.parseString(filter),
          attributes: [...attributes],
          timeLimit: Math.ceil(this.#options.totalTimeoutMs / 1000),
          controls,
        }),
    )
  }

  /** Says good-bye, where that is still heard. */
  async close(): Promise<void> {
    if (!this.isOpen) return
    const { UnbindRequest } = await import('ldapts')
    this.#broken = coded('ECONNRESET', 'the connection was closed')
    this.#socket.end(new UnbindRequest({ messageId: ++this.#lastId }).write())
    // A server that does not hang up is not waited for.
    this.#socket.setTimeout(goodByeMs, () => this.#socket.destroy())
    this.#socket.unref()
  }

  async #offersStartTls(): Promise<boolean> {
    const asked = {
      base: '',
      scope: 'base',
      filter: '(objectClass=*)',
      attributes: ['supportedExtension'],
    } as const
    const { entries } = await this.search(asked, Buffer.alloc(0))
    const offered = entries[0]?.attributes.get('supportedextension') ?? []
    return offered.some((octets) => octets.toString() === startTls)
  }

  async #startTls(): Promise<void> {
    const { ExtendedRequest } = await import('ldapts')
    const { result } = await this.#ask((messageId) => new ExtendedRequest({ messageId, oid: startTls }))
    if (result.code !== resultCodes.success) throw new StartTlsRefused(result)
    const plain = this.#socket
    this.#leave()
    // Its errors are those of the encrypted one.
    plain.on('error', () => {})
    plain.setTimeout(0)
    const secure = connectTls({ socket: plain, ...tlsOptions(this.#options) })
    await ready(secure, 'secureConnect', this.#options.timeoutMs, this.#options.signal)
    this.#socket = secure
    // What came before the encryption does not count (RFC 4511, 4.14.1).
    this.#messages = new BerMessages(mostBytes.message)
    this.#listen(secure)
  }

  async #ask(request: (messageId: number) => { write(): Buffer }): Promise<Answered> {
    if (this.#broken) throw this.#broken
    const { signal, totalTimeoutMs } = this.#options
    if (signal?.aborted) throw signal.reason
    const id = ++this.#lastId
    const octets = request(id).write()
    const total = AbortSignal.timeout(totalTimeoutMs)
    const ends = signal ? AbortSignal.any([total, signal]) : total
    const stop = () => this.#break(ends.reason)
    ends.addEventListener('abort', stop)
    try {
      return await new Promise<Answered>((resolve, reject) => {
        this.#waiting = { id, entries: [], bytes: 0, resolve, reject }
        this.#socket.write(octets)
      })
    } finally {
      ends.removeEventListener('abort', stop)
      this.#waiting = undefined
    }
  }

  #listen(socket: Socket) {
    const timeout = () => this.#waiting && this.#break(coded('ETIMEDOUT', 'no byte came in time'))
    const error = (why: Error) => this.#break(why)
    const close = () => this.#break(coded('ECONNRESET', 'the connection was closed'))
    const data = (piece: Buffer) => this.#take(piece)
    socket.setTimeout(this.#options.timeoutMs)
    socket.on('timeout', timeout).on('error', error).on('close', close).on('data', data)
    this.#leave = () => void socket.off('timeout', timeout).off('error', error).off('close', close).off('data', data)
  }

  #take(piece: Buffer) {
    try {
      for (const message of this.#messages.push(piece)) this.#hear(readAnswer(message), message.length)
    } catch (error) {
      this.#break(error instanceof Error ? error : new BerError(String(error)))
    }
  }

  #hear(answer: LdapAnswer, bytes: number) {
    const waiting = this.#waiting
    if (!waiting) return
    // A message without a number is the notice that the server hangs up (RFC 4511, 4.4.1).
    const isNotice = answer.id === 0 && answer.kind === 'result'
    if (answer.id !== waiting.id && !isNotice) throw new BerError('an answer belongs to no question')
    waiting.bytes += bytes
    if (waiting.bytes > mostBytes.answer) throw new BerError(`an answer is larger than ${mostBytes.answer} bytes`)
    if (answer.kind === 'entry') waiting.entries.push(answer.entry)
    if (answer.kind === 'result') waiting.resolve({ result: answer.result, entries: waiting.entries })
  }

  #break(why: Error) {
    this.#broken ??= why
    this.#socket.destroy()
    this.#waiting?.reject(why)
  }
}

/** A server that does not start TLS is told nothing more. */
export class StartTlsRefused extends Error {
  readonly result: LdapResult

  constructor(result: LdapResult) {
    super('StartTLS was refused')
    this.result = result
  }
}

interface Waiting {
  readonly id: number
  readonly entries: LdapEntry[]
  bytes: number
  resolve(answered: Answered): void
  reject(why: Error): void
}

const tlsOptions = ({ address: { host }, ca }: LdapConnectionOptions) => ({
  ...(ca && { ca }),
  // RFC 6066, clause 3: an address is no server name; the certificate is checked against it all the same.
  ...(isIP(host) ? { host } : { host, servername: host }),
})

async function ready(socket: Socket, event: string, timeoutMs: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const stop = (why: Error) => {
      clearTimeout(timer)
      socket.destroy()
      reject(why)
    }
    const aborted = () => stop(signal?.reason)
    const timer = setTimeout(() => stop(coded('ETIMEDOUT', 'the connection was not made in time')), timeoutMs)
    signal?.addEventListener('abort', aborted)
    const closed = () => stop(coded('ECONNRESET', 'the connection was closed'))
    socket.once('error', stop)
    socket.once('close', closed)
    socket.once(event, () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', aborted)
      socket.off('error', stop)
      socket.off('close', closed)
      resolve()
    })
  })
}

const coded = (code: string, message: string) => Object.assign(new Error(message), { code })
