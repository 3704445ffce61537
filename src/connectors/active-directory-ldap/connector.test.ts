import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { type DirectoryServer, type DomainController, domainController } from '#bench/servers/ldap-server.ts'
import { activeDirectoryFile } from '#connectors/active-directory-file/connector.ts'
import { openSettings, sealSettings, withKeptSecrets } from '#intake/feed-secrets.ts'
import { silentLog } from '#platform/log.ts'
import { gather } from '#tests/support/gather.ts'
import { memoryFile } from '#tests/support/input-file.ts'
import {
  observationsIn,
  openSystem,
  readSystem,
  skippedIn,
  startSystem,
  systemSecretOfTests,
} from '#tests/support/simulated-system.ts'
import { activeDirectoryLdap } from './connector.ts'

const running: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()))
})

const dataDir = mkdtempSync(join(tmpdir(), 'homeostat-directory-'))
afterAll(() => rmSync(dataDir, { recursive: true }))

const now = () => new Date('2026-02-01T00:00:00Z')
const key = (n: number) => `guid:7c9e6679-7425-40de-944b-e07fc1f9000${n}`
const imaging = 'OU=Imaging,DC=hospital,DC=example'

async function open(change: Record<string, unknown> = {}) {
  const { system, server, settings } = await startSystem<DomainController>('active-directory-ldap', domainController)
  const context = await openSystem(activeDirectoryLdap, { ...settings(), ...change }, { now })
  running.push(context, server)
  const openAgain = async () => {
    const another = await openSystem(activeDirectoryLdap, { ...settings(), ...change }, { now })
    running.push(another)
    return another
  }
  return { system, server: server as DirectoryServer, context, openAgain }
}
type Opened = Awaited<ReturnType<typeof open>>

/** As a run does, over a connection of its own. */
const read = async ({ openAgain }: Opened, since?: unknown) =>
  await readSystem(activeDirectoryLdap, await openAgain(), since)
const keysIn = (pages: Awaited<ReturnType<typeof read>>) => observationsIn(pages).map((one) => one.sourceKey)
const searches = ({ server }: Opened) =>
  server.requests.filter(({ method, path }) => method === 'search' && /^(OU|DC|CN=Deleted)/.test(path))

test('a computer comes with name, system, when it was seen and whether its account is on; people and service accounts do not', async () => {
  const opened = await open()
  const pages = await read(opened)
  const [console_, cart, gateway, monitor] = observationsIn(pages)

  expect(keysIn(pages)).toEqual([1, 2, 3, 4, 6].map(key))
  expect(console_).toMatchObject({
    observedAt: '2026-01-26T00:00:00Z',
    claims: {
      hostname: 'ct-console-1.hospital.example',
      operatingSystem: 'Windows 10 Enterprise LTSC 10.0.17763',
      description: 'Console of the CT scanner',
      assetTag: 'BM-7001',
      lastSeenAt: '2026-01-26T00:00:00Z',
    },
    raw: { Enabled: 'True', location: 'Imaging, room 2', extensionAttribute1: 'BM-7001' },
  })
  expect(cart).toMatchObject({ claims: { owner: 'Clinical Engineering' }, raw: { Enabled: 'False' } })
  expect(gateway?.claims).toMatchObject({ serialNumber: 'SN-4711' })
  // A logon of never is none, and the account names a computer without a name in DNS.
  expect(gateway?.claims.lastSeenAt).toBeUndefined()
  expect(monitor?.claims).toMatchObject({ hostname: 'MONITOR-ICU' })
  expect(JSON.stringify(pages)).not.toMatch(/not to be read|somebody|svc-backup/i)
  expect(pages.at(-1)?.end).toEqual({ whole: true })
})

test('the same computers by file are the same observations', async () => {
  const opened = await open({ fields: [] })
  const ldif = opened.system.records
    .filter(({ isDeleted }) => isDeleted === undefined)
    .map((record) =>
      Object.entries(record)
        .flatMap(([name, value]) => [value].flat().map((one) => `${name}${written(name, String(one))}`))
        .join('\n'),
    )
    .join('\n\n')
  const context = {
    file: memoryFile('computers.ldf', `${ldif}\n\n`),
    config: activeDirectoryFile.config.parse({}),
    log: silentLog,
    now,
  }
  const byFile = (await gather(activeDirectoryFile.collect(context))).flatMap((one) =>
    one.kind === 'observation' ? [one.observation] : [],
  )

  expect(byFile.length).toBe(5)
  expect(observationsIn(await read(opened))).toEqual(byFile)
})

/** As ldifde writes octets. */
function written(name: string, text: string): string {
  if (name !== 'objectGUID') return `: ${text}`
  const hex = text.replaceAll('-', '')
  const turned = [6, 4, 2, 0, 10, 8, 14, 12].map((at) => hex.slice(at, at + 2)).join('') + hex.slice(16)
  return `:: ${Buffer.from(turned, 'hex').toString('base64')}`
}

test('only what the controller changed since is read, from the next number on', async () => {
  const opened = await open()
  const whole = await read(opened)
  const cursor = whole.at(-1)?.cursor
  opened.system.records = opened.system.records.map((record) =>
    record.name === 'PUMP-GW' ? { ...record, uSNChanged: '5001', description: 'moved' } : record,
  )
  opened.system.highestCommittedUsn = '5003'
  opened.server.requests.length = 0
  const changes = await read(opened, cursor)

  expect(cursor).toEqual({ database: opened.system.invocationId, usn: '5000', wholeAt: now().toISOString() })
  expect(keysIn(changes)).toEqual([key(3)])
  expect(changes.at(-1)).toMatchObject({ end: { whole: false }, cursor: { usn: '5003', wholeAt: now().toISOString() } })
  expect(searches(opened).map(({ body }) => body)).toEqual(['(&(objectCategory=computer)(uSNChanged>=5001))'])
})

test.each([
  [
    'another controller answers',
    (system: DomainController) => {
      system.invocationId = '11111111-2222-3333-4444-555555555555'
    },
  ],
  [
    'the controller counts from an older number',
    (system: DomainController) => {
      system.highestCommittedUsn = '4500'
    },
  ],
])('all is read again where %s', async (_, change) => {
  const opened = await open()
  const cursor = (await read(opened)).at(-1)?.cursor
  change(opened.system)
  const again = await read(opened, cursor)

  expect(again.at(-1)?.end).toEqual({ whole: true })
  expect(keysIn(again).length).toBe(5)
})

test('all is read again after the days of the settings', async () => {
  const opened = await open({ wholeEveryDays: 3 })
  const cursor = (await read(opened)).at(-1)?.cursor as object
  const at = async (wholeAt: string) => (await read(opened, { ...cursor, wholeAt })).at(-1)?.end?.whole

  expect(await at('2026-01-30T00:00:00.000Z')).toBe(false)
  expect(await at('2026-01-29T00:00:00.000Z')).toBe(true)
})

test('the settings of a controller that the account may not see are known by their name', async () => {
  const opened = await open()
  opened.server.fail({ kind: 'result', code: 50 }, /^search CN=NTDS/)

  expect((await read(opened)).at(-1)?.cursor).toMatchObject({ database: opened.system.dsa })
})

test('what was deleted since is told where the account sees it', async () => {
  const opened = await open({ readsDeleted: true })
  await activeDirectoryLdap.check(opened.context)
  const cursor = (await read(opened)).at(-1)?.cursor as object
  const changes = await read(opened, { ...cursor, usn: '4007' })
  const later = await read(opened, { ...cursor, usn: '4008' })

  expect(changes.flatMap(({ removed }) => removed ?? [])).toEqual([key(8)])
  expect(later.flatMap(({ removed }) => removed ?? [])).toEqual([])
})

test('an account that does not see what was deleted does not pass with that setting', async () => {
  const opened = await open({ readsDeleted: true })
  opened.system.seesDeleted = false

  await expect(activeDirectoryLdap.check(opened.context)).rejects.toMatchObject({
    code: 'upstream_unauthorised',
    message: expect.stringMatching(/"CN=Deleted Objects,DC=hospital,DC=example".+turn off "Asks what was deleted"/),
  })
})

test('the base is the domain unless told, and one that is not there is named', async () => {
  const domain = await open({ baseDn: '' })
  await activeDirectoryLdap.check(domain.context)
  expect(keysIn(await read(domain)).length).toBe(5)

  expect(keysIn(await read(await open({ baseDn: imaging })))).toEqual([key(1), key(6)])
  await expect(activeDirectoryLdap.check((await open({ baseDn: 'OU=Nowhere,DC=x' })).context)).rejects.toMatchObject({
    code: 'upstream_failed',
    message: expect.stringMatching(/no entry "OU=Nowhere,DC=x".+Check the base DN/),
  })
})

test('a filter of the hospital’s own goes with each question', async () => {
  const enabled =
    '(&(objectCategory=computer)(!(userAccountControl:1.2.840.113556.1.4.803:=2))(operatingSystem=Windows*))'
  expect(keysIn(await read(await open({ filter: enabled })))).toEqual([key(1), key(3), key(4)])

  const broken = await open({ filter: '(&(objectCategory=computer)' })
  await expect(activeDirectoryLdap.check(broken.context)).rejects.toMatchObject({ code: 'bad_request' })
})

test('settings that name passwords, keys or no attribute are refused', () => {
  const settings = { location: 'ldaps://dc1.hospital.example', user: 'reader', password: 'secret' }
  const fits = (change: object) => activeDirectoryLdap.config.safeParse({ ...settings, ...change }).success

  expect(fits({})).toBe(true)
  expect(fits({ fields: ['room = physicalDeliveryOfficeName'] })).toBe(true)
  for (const change of [
    { fields: ['owner = ms-Mcs-AdmPwd'] },
    { fields: ['owner = msLAPS-Password'] },
    { fields: ['sourceKey = cn'] },
    { fields: ['room = a)(b'] },
    { location: 'https://dc1.hospital.example' },
    { location: 'ldaps://reader:secret@dc1' },
    { password: '' },
  ])
    expect([change, fits(change)]).toEqual([change, false])
})

test('an entry without GUID is damaged, so that the reading is not taken for whole', async () => {
  const opened = await open()
  opened.system.records = opened.system.records.map(({ objectGUID, ...record }) =>
    record.name === 'PUMP-GW' ? record : { ...record, objectGUID },
  )
  const pages = await read(opened)

  expect(skippedIn(pages)).toMatchObject([
    { code: 'unreadable', position: 'CN=PUMP-GW,OU=Clinical,DC=hospital,DC=example' },
  ])
  expect(keysIn(pages).length).toBe(4)
})

test('a connection that breaks in the middle costs nothing', async () => {
  const opened = await open()
  const whole = keysIn(await read(opened))
  opened.server.fail({ kind: 'cut_off' }, /^search DC/, 1)

  expect(keysIn(await read(opened))).toEqual(whole)
})

test('the password is kept for one server, and is not sent to another', () => {
  const settings = { location: 'ldaps://DC1.hospital.example', user: 'reader', password: systemSecretOfTests }
  const stored = sealSettings(activeDirectoryLdap, settings, dataDir)
  const sent = { ...settings, password: { isSet: true } }

  expect(JSON.stringify(stored)).not.toContain(systemSecretOfTests)
  expect(openSettings(activeDirectoryLdap, stored, dataDir)).toEqual(settings)
  expect(
    withKeptSecrets(activeDirectoryLdap, { ...sent, location: 'ldaps://dc1.hospital.example:636' }, stored, dataDir),
  ).toMatchObject({
    password: systemSecretOfTests,
  })
  for (const location of [
    'ldaps://dc2.hospital.example',
    'ldap://dc1.hospital.example',
    'ldaps://dc1.hospital.example:6360',
  ])
    expect(() => withKeptSecrets(activeDirectoryLdap, { ...sent, location }, stored, dataDir)).toThrow(/Enter it again/)
})
