import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import {
  type DirectoryFault,
  type DirectoryOptions,
  type DirectoryServer,
  type DomainController,
  domainController,
} from '#bench/servers/ldap-server.ts'
import { silentLog } from '#platform/log.ts'
import { checkedDirectory, directoryAddressOf } from './address.ts'
import { createLdap, type LdapOptions, type LdapReader } from './ldap.ts'

const secret = 's3cr3t-of-the-hospital'
const base = 'DC=hospital,DC=example'
const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const computers = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    dn: `CN=PC-${n},OU=Ward,${base}`,
    objectClass: ['top', 'computer'],
    name: `PC-${n}`,
    dNSHostName: `pc-${n}.hospital.example`,
  }))

interface Started {
  readonly controller: DomainController
  readonly server: DirectoryServer
  readonly ldap: LdapReader
}

async function start(options: DirectoryOptions = {}, change: Partial<LdapOptions> = {}): Promise<Started> {
  const controller = domainController(secret)
  controller.records = computers(7)
  const server = await controller.start(options)
  closing.push(() => server.close())
  return { controller, server, ldap: open(server.origin, change) }
}

function open(location: string, change: Partial<LdapOptions> = {}): LdapReader {
  const ldap = createLdap({
    location,
    user: 'reader@hospital.example',
    password: secret,
    log: silentLog,
    retries: 2,
    backoffMs: 1,
    totalTimeoutMs: 400,
    ...change,
  })
  closing.push(() => ldap.close())
  return ldap
}

const question = { base, scope: 'sub', filter: '(objectClass=computer)', attributes: ['name'], pageSize: 1000 } as const

async function namesIn(ldap: LdapReader, asked: Parameters<LdapReader['search']>[0] = question): Promise<string[]> {
  const search = ldap.search(asked)
  const names: string[] = []
  for (;;) {
    const { entries, isLast } = await search.next()
    names.push(...entries.map(({ attributes }) => String(attributes.get('name')?.[0])))
    if (isLast) return names
  }
}
const all = computers(7).map(({ name }) => name)

function certificateFile(pem: string | undefined): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'ldap-'))
  closing.push(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'ca.pem')
  writeFileSync(file, pem ?? '')
  return file
}

const said = (code: number, diagnostic?: string): DirectoryFault => ({
  kind: 'result',
  code,
  ...(diagnostic && { diagnostic }),
})

test('addresses are read with their port, and nothing else is an address', () => {
  expect(directoryAddressOf(' LDAPS://DC1.Hospital.example ')).toMatchObject({
    origin: 'ldaps://dc1.hospital.example:636',
    isTls: true,
    isThisMachine: false,
  })
  expect(directoryAddressOf('ldap://[::1]:3389/')).toMatchObject({ host: '::1', port: 3389, isThisMachine: true })
  for (const wrong of ['https://dc1', 'ldap://user@dc1', 'ldap://dc1/DC=a??sub', 'ldap://dc1:99999', 'dc1', 'ldaps://'])
    expect(() => checkedDirectory(wrong)).toThrow(/Write it as ldaps/)
})

test.each([{}, { tls: 'ldaps' }, { tls: 'starttls' }] as DirectoryOptions[])(
  'all pages are read with %o',
  async (options) => {
    const { server } = await start(options)
    const ldap = open(server.origin, { caFile: options.tls && certificateFile(server.certificate) })

    expect(await namesIn(ldap)).toEqual(all)
    expect(String((await ldap.server()).attributes.get('highestcommittedusn')?.[0])).toBe('5000')
    expect(server.connections).toEqual({ made: 1, encrypted: options.tls ? 1 : 0 })
  },
)

test.each([{ tls: 'ldaps' }, { tls: 'starttls' }] as const)(
  'a certificate that is not trusted gets no password: %o',
  async (options) => {
    const { server, ldap } = await start(options)

    await expect(namesIn(ldap)).rejects.toMatchObject({
      code: 'upstream_untrusted',
      message: expect.stringMatching(/certificate of 127\.0\.0\.1:\d+ is not trusted.+HOMEOSTAT_CA/),
    })
    expect(server.requests.filter(({ method }) => method === 'bind')).toEqual([])
  },
)

test('a server that should start TLS and does not is told nothing', async () => {
  const { server } = await start({ tls: 'starttls' })
  server.fail({ kind: 'result', code: 52 }, /^extended/)
  const ldap = open(server.origin, { caFile: certificateFile(server.certificate) })

  await expect(namesIn(ldap)).rejects.toMatchObject({ code: 'upstream_untrusted', message: /does not start TLS/ })
  expect(server.requests.filter(({ method }) => method === 'bind')).toEqual([])
})

test('a wrong password is sent once, and the server says why', async () => {
  const { server, ldap } = await start({}, { password: 'another-one' })

  await expect(namesIn(ldap)).rejects.toMatchObject({
    code: 'upstream_unauthorised',
    message: expect.stringMatching(/user name or password is wrong.+Check user name and password/),
  })
  expect(server.requests.filter(({ method }) => method === 'bind').length).toBe(1)
})

test('a server that says the password again is not repeated', async () => {
  const { server, ldap } = await start()
  server.fail(said(80, `no idea what ${secret} is`), /^bind/)

  await expect(namesIn(ldap)).rejects.toMatchObject({ message: expect.stringMatching(/no idea what ••• is/) })
})

test('no password is no bind: a directory would take it for nobody', () => {
  expect(() => open('ldap://127.0.0.1', { password: '' })).toThrow(/Fill in the password/)
})

test.each([
  [
    'a locked account',
    said(49, '80090308: LdapErr, data 775, v4f7c'),
    /^bind/,
    'upstream_unauthorised',
    /the account is locked/,
  ],
  ['signing is required', said(8), /^bind/, 'upstream_unauthorised', /ldaps:\/\//],
  ['no right to read', said(50), /DC=hospital/, 'upstream_unauthorised', /may not read "DC=hospital,DC=example"/],
  ['more entries than the limit', said(4), /^search DC/, 'upstream_failed', /Narrow the base DN/],
  ['too slow for its own limit', said(3), /^search DC/, 'upstream_timeout', /its own time limit/],
  [
    'another domain',
    { kind: 'redirect', to: '' },
    /^search DC/,
    'upstream_untrusted',
    /dc9\.elsewhere\.example, which is not followed/,
  ],
  ['a bad name', said(34), /^search DC/, 'upstream_failed', /Write the base DN as/],
  ['an unknown extension', said(12), /^search DC/, 'upstream_failed', /unavailableCriticalExtension/],
  ['a strange code', said(71), /^search DC/, 'upstream_failed', /result code 71/],
] as [string, DirectoryFault, RegExp, string, RegExp][])(
  '%s is told in words, and not asked again',
  async (_, fault, where, code, words) => {
    const { server, ldap } = await start()
    server.fail(fault, where)

    await expect(namesIn(ldap)).rejects.toMatchObject({ code, message: expect.stringMatching(words) })
    expect(server.requests.filter(({ method, path: of }) => where.test(`${method} ${of}`)).length).toBe(1)
  },
)

test.each([
  ['busy', said(51)],
  ['going down', said(52)],
  ['hanging up with a notice', { kind: 'disconnect' }],
  ['cut off', { kind: 'cut_off' }],
  ['too slow', { kind: 'delay', ms: 900 }],
] as [string, DirectoryFault][])('a server that is %s is asked again, and nothing comes twice', async (_, fault) => {
  const { controller, server, ldap } = await start()
  const search = ldap.search(question)
  const first = await search.next()
  server.fail(fault, /^search DC/, 1)
  const names = first.entries.map(({ attributes }) => String(attributes.get('name')?.[0]))
  for (let page = first; !page.isLast; ) {
    page = await search.next()
    names.push(...page.entries.map(({ attributes }) => String(attributes.get('name')?.[0])))
  }

  expect(names).toEqual(all)
  expect(controller.lostCookies).toBe(0)
})

test('a cookie that the server has forgotten begins the search again', async () => {
  const { controller, ldap } = await start()
  const search = ldap.search(question)
  await search.next()
  controller.lostCookies = 1

  expect((await search.next()).entries.map(({ dn }) => dn)).toEqual([
    `CN=PC-2,OU=Ward,${base}`,
    `CN=PC-3,OU=Ward,${base}`,
  ])
  controller.lostCookies = 99
  await expect(search.next().then(() => search.next())).rejects.toMatchObject({ code: 'upstream_failed' })
})

test('a page without entries is not the last', async () => {
  const { controller, ldap } = await start()
  controller.emptyPages = 3

  expect(await namesIn(ldap)).toEqual(all)
})

test.each([
  ['a web server', { kind: 'html' }],
  ['a message whose lengths lie', { kind: 'broken_message' }],
] as [string, DirectoryFault][])('%s is no directory', async (_, fault) => {
  const { server, ldap } = await start()
  server.fail(fault, /^bind/)

  await expect(namesIn(ldap)).rejects.toMatchObject({
    code: 'upstream_failed',
    message: /is no LDAP.+Check the address/,
  })
})

test('after a break another controller is not read for the first one', async () => {
  const { controller, server, ldap } = await start()
  const search = ldap.search(question)
  await search.next()
  controller.dsa = controller.dsa.replace('DC1', 'DC2')
  server.fail({ kind: 'cut_off' }, /^search DC/, 1)

  await expect(search.next()).rejects.toMatchObject({
    code: 'upstream_failed',
    message: /address of one domain controller/,
  })
})

test('what is not there is told with what is, and a filter that cannot be read by its fault', async () => {
  const { ldap } = await start()

  await expect(namesIn(ldap, { ...question, base: 'DC=clinic,DC=example' })).rejects.toMatchObject({
    message: expect.stringMatching(
      /no entry "DC=clinic,DC=example".+There is DC=hospital,DC=example\. Check the base DN/,
    ),
  })
  for (const filter of ['(&(objectClass=computer)', 'objectClass', '(a=b)(c=d)'])
    await expect(namesIn(ldap, { ...question, filter })).rejects.toMatchObject({ code: 'bad_request' })
})

test('without pages a server that has more than its limit says so', async () => {
  const { ldap } = await start()
  const { pageSize: _, ...unpaged } = question

  await expect(namesIn(ldap, unpaged)).rejects.toMatchObject({
    code: 'upstream_failed',
    message: /no more entries than its limit/,
  })
})

test('a port that takes the connection and says nothing, and one where nobody listens', async () => {
  const silent = createServer((socket) => socket.resume())
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as AddressInfo
  await expect(namesIn(open(`ldaps://127.0.0.1:${port}`, { retries: 0, timeoutMs: 100 }))).rejects.toMatchObject({
    code: 'upstream_timeout',
  })
  await expect(namesIn(open(`ldap://127.0.0.1:${port}`, { retries: 0, timeoutMs: 100 }))).rejects.toMatchObject({
    code: 'upstream_timeout',
  })
  await new Promise((resolve) => silent.close(resolve))
  await expect(namesIn(open(`ldap://127.0.0.1:${port}`))).rejects.toMatchObject({
    code: 'upstream_failed',
    message: /cannot be reached \(ECONNREFUSED\)/,
  })
})

test('a run that is cancelled ends at once', async () => {
  const stop = new AbortController()
  const { server, ldap } = await start({}, { signal: stop.signal, totalTimeoutMs: 60_000 })
  server.fail({ kind: 'delay', ms: 30_000 }, /^search DC/)
  const reading = namesIn(ldap)
  setTimeout(() => stop.abort(), 50)

  await expect(reading).rejects.toMatchObject({ code: 'cancelled' })
})
