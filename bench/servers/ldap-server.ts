import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'
import { createSecureContext, createServer as createTlsServer, TLSSocket } from 'node:tls'
import { Attribute, BerReader, BerWriter, type Control, PagedResultsControl } from 'ldapts'
import { type BerElement, integerOf, readBer } from '#platform/ldap/ber.ts'
import { type CertificateFault, makeCertificate } from './certificate.ts'
import type { Asked, Fault, FeedServer } from './feed-server.ts'

/** What may befall a directory besides what befalls any server. */
export type DirectoryFault =
  | Fault
  /** A result code of RFC 4511, annex A, with what the server says to it. */
  | { readonly kind: 'result'; readonly code: number; readonly diagnostic?: string }
  /** Answers the operation, but its message is no BER. */
  | { readonly kind: 'broken_message' }
  /** Says that it hangs up (RFC 4511, 4.4.1), and does. */
  | { readonly kind: 'disconnect' }

export interface DirectoryServer extends Pick<FeedServer, 'origin' | 'certificate' | 'requests' | 'heal' | 'close'> {
  /** From now on operations like `where` fail (`search DC=…`); with `times`, only so often. */
  fail(fault: DirectoryFault, where?: Pick<RegExp, 'test'>, times?: number): void
  /** How many connections were made, and how many of them are encrypted. */
  readonly connections: { made: number; encrypted: number }
}

export interface DirectoryOptions {
  /** `ldaps`, or `starttls` on the plain port; none unless told. */
  readonly tls?: 'ldaps' | 'starttls'
  readonly certificate?: CertificateFault | undefined
}

/** A domain controller on this machine: what it holds may be changed between requests. */
export interface DomainController {
  /** Entries with `dn`; `objectGUID` as text, every value or list of values as text. */
  records: readonly Record<string, unknown>[]
  /** Its name in the directory. */
  dsa: string
  invocationId: string
  highestCommittedUsn: string
  /** Entries in an answer, whatever is asked (MaxPageSize). */
  maxPageSize: number
  /** Empty pages with a cookie before the first entries. */
  emptyPages: number
  /** Whether the account sees CN=Deleted Objects. */
  seesDeleted: boolean
  /** Cookies of pages are not known any more, so often. */
  lostCookies: number
  start(options?: DirectoryOptions): Promise<DirectoryServer>
}

const naming = 'DC=hospital,DC=example'
const codes = {
  success: 0,
  operationsError: 1,
  protocolError: 2,
  sizeLimit: 4,
  criticalExtension: 12,
  noSuchObject: 32,
}
/** What statuses of HTTP are in a directory. */
const codeOfStatus: Readonly<Record<number, number>> = { 401: 49, 403: 50, 404: 32, 429: 51, 500: 52 }
const pagedResults = '1.2.840.113556.1.4.319'
const showDeleted = '1.2.840.113556.1.4.417'
const startTls = '1.3.6.1.4.1.1466.20037'

/** Computers of an Active Directory, over LDAP as a domain controller speaks it. */
export function domainController(secret: string): DomainController {
  const controller: DomainController = {
    records: [],
    dsa: `CN=NTDS Settings,CN=DC1,CN=Servers,CN=Main,CN=Sites,CN=Configuration,${naming}`,
    invocationId: '3f0c6a55-6f3a-4a83-9c5c-0d8c1f7e0a01',
    highestCommittedUsn: '5000',
    // Small pages, so that there are several.
    maxPageSize: 2,
    emptyPages: 0,
    seesDeleted: true,
    lostCookies: 0,
    start: (options = {}) => startDirectory(controller, secret, options),
  }
  return controller
}

async function startDirectory(
  controller: DomainController,
  secret: string,
  { tls, certificate: fault }: DirectoryOptions,
): Promise<DirectoryServer> {
  const requests: Asked[] = []
  const connections = { made: 0, encrypted: 0 }
  let faults: { fault: DirectoryFault; where: Pick<RegExp, 'test'>; left: number }[] = []
  const certificate = tls ? await makeCertificate(fault) : undefined
  const keys = certificate && { key: certificate.key, cert: certificate.certificate }
  const open = new Set<Socket>()
  const faultFor = (asked: string) => {
    const found = faults.find(({ where, left }) => left > 0 && where.test(asked))
    if (found) found.left--
    return found?.fault
  }
  const serve = (socket: Socket) => {
    connections.made++
    if (tls === 'ldaps') connections.encrypted++
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    speak({ controller, secret, requests, connections, faultFor, keys: tls === 'starttls' ? keys : undefined }, socket)
  }
  const server = tls === 'ldaps' && keys ? createTlsServer(keys, serve) : createServer(serve)
  // Whoever does not trust the certificate hangs up.
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `${tls === 'ldaps' ? 'ldaps' : 'ldap'}://127.0.0.1:${port}`,
    certificate: certificate?.certificate,
    requests,
    connections,
    fail: (fault, where = /./, times = Number.POSITIVE_INFINITY) => {
      faults = [...faults, { fault, where, left: times }]
    },
    heal: () => {
      faults = []
    },
    close: async () => {
      for (const socket of open) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

interface Served {
  readonly controller: DomainController
  readonly secret: string
  readonly requests: Asked[]
  readonly connections: { made: number; encrypted: number }
  readonly faultFor: (asked: string) => DirectoryFault | undefined
  /** To start TLS with. */
  readonly keys: { readonly key: string; readonly cert: string } | undefined
}

/** One connection: messages are answered in the order in which they come. */
function speak(served: Served, plain: Socket) {
  const { controller, secret, requests, connections, faultFor, keys } = served
  let socket = plain
  let held = Buffer.alloc(0)
  let isBound = false
  /** Cookies that this connection gave, with what was found and where the next page begins: entries keep their places. */
  const cookies = new Map<string, { readonly next: number; readonly found: readonly Record<string, unknown>[] }>()
  let queue = Promise.resolve()

  const listen = (to: Socket) => {
    to.on('error', () => {})
    to.on('data', take)
  }
  function take(piece: Buffer) {
    held = Buffer.concat([held, piece])
    for (let message = firstMessage(); message; message = firstMessage()) {
      const one = message
      queue = queue.then(async () => await hear(one))
    }
  }
  function firstMessage(): Buffer | undefined {
    const reader = new BerReader(held)
    if (reader.readSequence() === null || reader.remain < reader.length) return undefined
    const end = reader.offset + reader.length
    const message = held.subarray(0, end)
    held = held.subarray(end)
    return message
  }

  async function hear(message: Buffer) {
    const [envelope] = readBer(message)
    const [number, operation, controls] = envelope!.children
    const id = integerOf(number!)
    const told = readRequest(operation!, controls)
    requests.push({ method: told.method, path: told.path, body: told.body, query: new URLSearchParams(), headers: {} })
    if (told.method === 'unbind') return void socket.end()
    const fault = faultFor(`${told.method} ${told.path}`)
    const done = told.method === 'bind' ? 0x61 : told.method === 'extended' ? 0x78 : 0x65
    if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.ms).unref())
    if (socket.destroyed) return
    if (fault?.kind === 'status') return send(result(id, done, codeOfStatus[fault.status] ?? 80))
    if (fault?.kind === 'result') return send(result(id, done, fault.code, fault.diagnostic))
    if (fault?.kind === 'hang_up') return void plain.destroy()
    // A length without an end.
    if (fault?.kind === 'trickle') return void socket.write(Buffer.from([0x30, 0x84, 0x00, 0x10]))
    if (fault?.kind === 'redirect')
      return send(result(id, done, 10, '', { referral: 'ldap://dc9.elsewhere.example/DC=elsewhere' }))
    if (fault?.kind === 'html') return send(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n<!doctype html>'))
    if (fault?.kind === 'disconnect') {
      send(result(0, 0x78, 52, 'The server is shutting down.'))
      return void socket.end()
    }
    if (fault?.kind === 'broken_message') {
      const whole = result(id, done, codes.success, 'something to say')
      // The text claims to be longer than the message.
      whole[whole.length - 17] = 0x7f
      return send(whole)
    }
    if (told.bind) {
      isBound = told.bind.user === 'reader@hospital.example' && told.bind.password === secret
      const why = '80090308: LdapErr: DSID-0C090439, comment: AcceptSecurityContext error, data 52e, v4f7c'
      return send(isBound ? result(id, done, codes.success) : result(id, done, 49, why))
    }
    if (told.extended) {
      if (told.extended !== startTls || !keys || socket !== plain) return send(result(id, done, codes.protocolError))
      send(result(id, done, codes.success))
      plain.removeListener('data', take)
      socket = new TLSSocket(plain, { isServer: true, secureContext: createSecureContext(keys) })
      connections.encrypted++
      return listen(socket)
    }
    if (!told.search) return send(result(id, done, 53, 'This server is read only.'))
    const answer = search(told.search, fault?.kind === 'other_form' || fault?.kind === 'other_types')
    const octets = Buffer.concat([
      ...answer.entries.map((entry) => entryMessage(id, entry)),
      result(id, done, answer.code, answer.diagnostic, answer),
    ])
    if (fault?.kind !== 'cut_off') return send(octets)
    socket.write(octets.subarray(0, Math.floor(octets.length / 2)), () => plain.destroy())
  }

  const send = (octets: Buffer) => void socket.write(octets)

  function search(asked: Search, isOtherForm: boolean): Found {
    const names = asked.attributes
    if (asked.base === '') return { code: codes.success, entries: [{ dn: '', attributes: only(rootDse(), names) }] }
    if (!isBound)
      return {
        code: codes.operationsError,
        diagnostic:
          '000004DC: LdapErr: DSID-0C090A5C, comment: In order to perform this operation a successful bind must be completed on the connection., data 0, v4f7c',
        entries: [],
      }
    const held = [...controller.records, directorySettings(), ...(controller.seesDeleted ? [deletedContainer] : [])]
    const visible = held.filter(
      (record) =>
        (asked.showsDeleted || record.isDeleted !== 'TRUE') &&
        (controller.seesDeleted || !/CN=Deleted Objects,/i.test(String(record.dn))),
    )
    const isThere = (dn: string) => same(dn, asked.base)
    const isBelow = (dn: string) => isThere(dn) || dn.toLowerCase().endsWith(`,${asked.base.toLowerCase()}`)
    if (!visible.some(({ dn }) => isBelow(String(dn))) && !same(asked.base, naming))
      return {
        code: codes.noSuchObject,
        diagnostic: `0000208D: NameErr: DSID-0310028B, problem 2001 (NO_OBJECT), data 0, best match of: '${naming}'`,
        matchedDn: naming,
        entries: [],
      }
    const found = visible
      .filter(({ dn }) => (asked.isBase ? isThere(String(dn)) : isBelow(String(dn))))
      .filter((record) => isMatch(asked.filter, record))
    const told = (records: readonly Record<string, unknown>[]): readonly Entry[] =>
      records.map((record) => ({
        dn: String(record.dn),
        attributes: only(isOtherForm ? renamed(record) : record, names),
      }))
    const { paged } = asked
    if (!paged) {
      if (found.length <= controller.maxPageSize) return { code: codes.success, entries: told(found) }
      return { code: codes.sizeLimit, entries: told(found.slice(0, controller.maxPageSize)) }
    }
    const sent = paged.cookie
    if (sent !== '' && controller.lostCookies > 0) {
      controller.lostCookies--
      cookies.clear()
    }
    const kept = sent === '' ? { next: -controller.emptyPages, found } : cookies.get(sent)
    if (kept === undefined)
      return {
        code: codes.criticalExtension,
        diagnostic: '00000057: LdapErr: DSID-0C090836, comment: Error processing control, data 0, v4f7c',
        entries: [],
      }
    const size = Math.min(paged.size, controller.maxPageSize)
    const from = kept.next
    const next = from < 0 ? from + 1 : from + size
    const entries = from < 0 ? [] : told(kept.found.slice(from, next).filter((record) => found.includes(record)))
    const cookie = next < kept.found.length ? randomUUID() : ''
    if (cookie) cookies.set(cookie, { next, found: kept.found })
    return { code: codes.success, entries, cookie }
  }

  const rootDse = () => ({
    defaultNamingContext: naming,
    namingContexts: [naming, `CN=Configuration,${naming}`],
    dsServiceName: controller.dsa,
    dnsHostName: 'dc1.hospital.example',
    highestCommittedUSN: controller.highestCommittedUsn,
    supportedControl: [pagedResults, showDeleted],
    supportedExtension: keys ? [startTls] : [],
  })
  const directorySettings = (): Record<string, unknown> => ({
    dn: controller.dsa,
    objectClass: ['top', 'nTDSDSA'],
    invocationId: controller.invocationId,
  })

  listen(plain)
}

const deletedContainer: Record<string, unknown> = {
  dn: `CN=Deleted Objects,${naming}`,
  objectClass: ['top', 'container'],
  name: 'Deleted Objects',
  isDeleted: 'TRUE',
}

interface Entry {
  readonly dn: string
  readonly attributes: Readonly<Record<string, unknown>>
}

interface Found {
  readonly code: number
  readonly diagnostic?: string
  readonly matchedDn?: string
  readonly entries: readonly Entry[]
  readonly cookie?: string
}

interface Search {
  readonly base: string
  readonly isBase: boolean
  readonly filter: BerElement
  readonly attributes: readonly string[]
  readonly showsDeleted: boolean
  readonly paged: { readonly size: number; readonly cookie: string } | undefined
}

/** Requests as RFC 4511 has them, read without the library that wrote them. */
function readRequest({ tag, children }: BerElement, controls: BerElement | undefined) {
  const none = { path: '', body: '', bind: undefined, search: undefined, extended: undefined }
  const texts = children.map(text)
  if (tag === 0x42) return { ...none, method: 'unbind' }
  if (tag === 0x60) return { ...none, method: 'bind', path: texts[1]!, bind: { user: texts[1], password: texts[2] } }
  if (tag === 0x77) return { ...none, method: 'extended', path: texts[0]!, extended: texts[0] }
  if (tag !== 0x63) return { ...none, method: `operation 0x${tag.toString(16)}` }
  const [base = ''] = texts
  const filter = children[6]!
  const sent = controls?.children ?? []
  const paging = sent.find(({ children: [type] }) => text(type!) === pagedResults)?.children.at(-1)
  const [pair] = paging ? readBer(paging.content) : []
  const search: Search = {
    base,
    isBase: integerOf(children[1]!) === 0,
    filter,
    attributes: children[7]!.children.map(text),
    showsDeleted: sent.some(({ children: [type] }) => text(type!) === showDeleted),
    paged: pair && { size: integerOf(pair.children[0]!), cookie: text(pair.children[1]!) },
  }
  return { ...none, method: 'search', path: base, body: filterText(filter), search }
}

const text = ({ content }: BerElement) => content.toString('utf8')

function entryMessage(id: number, { dn, attributes }: Entry): Buffer {
  return message(id, 0x64, (writer) => {
    writer.writeString(dn)
    writer.startSequence()
    for (const [type, values] of Object.entries(attributes).filter(([, value]) => value !== undefined))
      new Attribute({ type, values: octetsOf(type, values) }).write(writer)
    writer.endSequence()
  })
}

function result(
  id: number,
  operation: number,
  code: number,
  diagnostic = '',
  { matchedDn = '', cookie, referral }: { matchedDn?: string; cookie?: string; referral?: string } = {},
): Buffer {
  return message(
    id,
    operation,
    (writer) => {
      writer.writeEnumeration(code)
      writer.writeString(matchedDn)
      writer.writeString(diagnostic)
      if (!referral) return
      writer.startSequence(0xa3)
      writer.writeString(referral)
      writer.endSequence()
    },
    cookie === undefined ? undefined : new PagedResultsControl({ value: { size: 0, cookie: Buffer.from(cookie) } }),
  )
}

function message(id: number, operation: number, write: (writer: BerWriter) => void, control?: Control): Buffer {
  const writer = new BerWriter()
  writer.startSequence()
  writer.writeInt(id)
  writer.startSequence(operation)
  write(writer)
  writer.endSequence()
  if (control) {
    writer.startSequence(0xa0)
    control.write(writer)
    writer.endSequence()
  }
  writer.endSequence()
  return writer.buffer
}

const octetsOf = (type: string, values: unknown): Buffer[] =>
  (Array.isArray(values) ? values : [values]).map((value: unknown) =>
    /^(objectGUID|invocationId)$/.test(type) ? guidOctets(String(value)) : Buffer.from(String(value)),
  )

/** MS-DTYP, 2.3.4.2: the first three groups with the lowest octet first. */
function guidOctets(text: string): Buffer {
  const octets = Buffer.from(text.replaceAll('-', ''), 'hex')
  for (const [from, to] of [
    [0, 4],
    [4, 6],
    [6, 8],
  ] as const)
    octets.subarray(from, to).reverse()
  return octets
}

/** Attributes that are asked for, in whatever letters. */
const only = (record: Readonly<Record<string, unknown>>, names: readonly string[]) =>
  Object.fromEntries(
    Object.entries(record).filter(
      ([name]) => name !== 'dn' && (names.length === 0 || names.some((one) => same(one, name.replace(/V2$/, '')))),
    ),
  )

const renamed = (record: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name === 'dn' ? name : `${name}V2`, value]))

const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()

/** As RFC 4515 writes it. */
function filterText({ tag, content, children }: BerElement): string {
  const [one = '', two = ''] = children.map(text)
  const inner = () => children.map(filterText).join('')
  switch (tag) {
    case 0xa0:
      return `(&${inner()})`
    case 0xa1:
      return `(|${inner()})`
    case 0xa2:
      return `(!${inner()})`
    case 0x87:
      return `(${content}=*)`
    case 0xa4:
      return `(${one}=${partsOf(children[1]!).join('*')})`
    case 0xa9:
      return `(${two}:${one}:=${text(children[2]!)})`
    default:
      return `(${one}${{ 165: '>', 166: '<', 168: '~' }[tag] ?? ''}=${two})`
  }
}

/** Beginning, what comes between, end; empty where there is none. */
function partsOf({ children }: BerElement): readonly string[] {
  const of = (tag: number) => children.filter((one) => one.tag === tag).map(text)
  return [of(0x80)[0] ?? '', ...of(0x81), of(0x82)[0] ?? '']
}

function isMatch(filter: BerElement, record: Readonly<Record<string, unknown>>): boolean {
  const { tag, content, children } = filter
  const [one = '', two = ''] = children.map(text)
  const values = (name: string) => valuesOf(record, name)
  switch (tag) {
    case 0xa0:
      return children.every((inner) => isMatch(inner, record))
    case 0xa1:
      return children.some((inner) => isMatch(inner, record))
    case 0xa2:
      return !isMatch(children[0]!, record)
    case 0x87:
      return values(content.toString()).length > 0
    case 0xa3:
      return values(one).some((value) => same(value, two))
    case 0xa4: {
      const parts = partsOf(children[1]!).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      return values(one).some((value) => new RegExp(`^${parts.join('.*')}$`, 'i').test(value))
    }
    case 0xa5:
      return values(one).some((value) => BigInt(value) >= BigInt(two))
    case 0xa6:
      return values(one).some((value) => BigInt(value) <= BigInt(two))
    case 0xa9: {
      // LDAP_MATCHING_RULE_BIT_AND (MS-ADTS, 3.1.1.3.4.4.1): rule, attribute, value.
      const bits = Number(text(children[2]!))
      return one === '1.2.840.113556.1.4.803' && values(two).some((value) => (Number(value) & bits) === bits)
    }
    default:
      return false
  }
}

/** A controller takes `objectCategory=computer` for the category's whole name. */
function valuesOf(record: Readonly<Record<string, unknown>>, attribute: string): readonly string[] {
  const found = Object.entries(record).find(([name]) => same(name, attribute))?.[1]
  const values = found === undefined ? [] : (Array.isArray(found) ? found : [found]).map(String)
  if (!same(attribute, 'objectCategory')) return values
  return values.flatMap((value) => [value, /^CN=([^,]+),/i.exec(value)?.[1] ?? value])
}
