import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Collected, InputFile } from '#connectors/connector.ts'
import { silentLog } from '#platform/log.ts'
import { readWindowsSystem } from '#standards/windows/windows.ts'
import { gather } from '#tests/support/gather.ts'
import { diskFile, memoryFile } from '#tests/support/input-file.ts'
import { activeDirectoryFile } from './connector.ts'

const path = (name: string) => `${import.meta.dirname}/fixtures/${name}`
const fixture = (name: string) => diskFile(path(name))
const textOf = (name: string) => readFileSync(path(name), 'utf8')
const now = () => new Date('2026-02-10T08:00:00Z')

const collect = (file: InputFile, settings: Record<string, unknown> = {}) =>
  gather<Collected>(
    activeDirectoryFile.collect({ file, config: activeDirectoryFile.config.parse(settings), log: silentLog, now }),
  )

async function read(file: InputFile, settings?: Record<string, unknown>) {
  const all = await collect(file, settings)
  return all.flatMap((one) => (one.kind === 'observation' ? [one.observation] : []))
}

const cathLab = 'guid:04030201-0605-0807-090a-0b0c0d0e0f10'

test('LDIF: folded and encoded lines are read, Windows gets its build, and the later logon counts', async () => {
  const observations = await read(fixture('export.ldif'))

  expect(observations.map(({ sourceKey, claims }) => [sourceKey, claims])).toEqual([
    [
      cathLab,
      {
        hostname: 'cathlab-ws7.hosp.example',
        operatingSystem: 'Windows 10 Enterprise LTSC 10.0.17763',
        description: 'Workstation of the catheter laboratory, beside the second injector',
        owner: 'Clinical Engineering',
        lastSeenAt: '2026-02-05T17:10:00Z',
      },
    ],
    [
      'account:roentgen-3@hosp.example',
      {
        hostname: 'ROENTGEN-3',
        operatingSystem: 'Windows 7 Professional Service Pack 1 6.1.7601',
        description: 'Röntgen room 3',
      },
    ],
  ])
  const systems = observations.map(({ claims }) => readWindowsSystem(claims.operatingSystem!))
  expect(systems).toMatchObject([
    { family: '10', build: 17763 },
    { family: '7', servicePack: 1 },
  ])
})

test('accounts of people and services are left out, and told', async () => {
  const { remarks } = await activeDirectoryFile.inspect({ file: fixture('export.ldif'), log: silentLog, now })

  expect(remarks).toEqual([expect.stringMatching(/^2 entries are no computers.*objectClass=computer/)])
  expect(JSON.stringify(await collect(fixture('export.ldif')))).not.toMatch(/j\.example|Jane/)
})

test('csvde names the same computer by the same key, and the name of a cluster is no computer', async () => {
  const observations = await read(fixture('csvde.csv'))

  expect(observations.map(({ sourceKey }) => sourceKey)).toEqual([cathLab])
  expect(observations[0]!.claims).toMatchObject({
    description: 'Workstation, catheter laboratory',
    operatingSystem: 'Windows 10 Enterprise LTSC 10.0.17763',
  })
})

test('Get-ADComputer names it so too; its dates are local, and asked for where they can be two days', async () => {
  const inspect = (dateOrder?: 'mdy') =>
    activeDirectoryFile.inspect({
      file: fixture('get-adcomputer.csv'),
      log: silentLog,
      now,
      ...(dateOrder && { config: { dateOrder } }),
    })
  expect((await inspect()).ambiguousDates).toEqual(['2/5/2026 9:00:00 AM'])
  expect((await inspect('mdy')).ambiguousDates).toEqual([])

  const [unsettled] = await read(fixture('get-adcomputer.csv'))
  const [settled] = await read(fixture('get-adcomputer.csv'), { dateOrder: 'mdy', timeZone: 'America/New_York' })
  expect(unsettled!.claims.lastSeenAt).toBeUndefined()
  expect(settled).toMatchObject({
    sourceKey: cathLab,
    observedAt: '2026-02-05T14:00:00Z',
    claims: { ipAddresses: ['192.0.2.77'], hostname: 'cathlab-ws7.hosp.example' },
  })
})

test('UTF-16 as csvde -u writes it is the same', async () => {
  const wide = Buffer.from(`\ufeff${textOf('csvde.csv')}`, 'utf16le')

  expect(await read(memoryFile('a.csv', wide))).toEqual(await read(fixture('csvde.csv')))
})

test('one computer with two contents is kept with the reason, and a logon to come is none', async () => {
  const twice = textOf('export.ldif') + textOf('export.ldif').replace('(17763)', '(19045)')
  const all = await collect(memoryFile('a.ldif', twice))
  expect(all.flatMap((one) => (one.kind === 'skipped' ? [one.skipped.code] : []))).toEqual(['duplicate_key'])

  const [ahead] = await read(
    memoryFile('a.ldif', textOf('export.ldif').replace('134147850000000000', '136147850000000000')),
  )
  expect(ahead!.claims.lastSeenAt).toBeUndefined()
})

test('an export that ends within a line is refused, and so is one without computers', async () => {
  await expect(collect(memoryFile('a.csv', textOf('csvde.csv').slice(0, 300)))).rejects.toThrow(/cut off/)
  await expect(collect(memoryFile('a.csv', textOf('csvde.csv').split('\n')[0]!))).rejects.toThrow(/no computer/)
  await expect(collect(memoryFile('a.ldif', 'dn: DC=example\nobjectClass: domain\n\n'))).rejects.toThrow(/no export/)
})

test('exports are known by their content', () => {
  for (const name of ['export.ldif', 'csvde.csv', 'get-adcomputer.csv'])
    expect(activeDirectoryFile.recognises!(readFileSync(path(name)), 'a.csv'), name).toBe(true)
  for (const other of ['Asset Tag,Operating System\n', 'DN,Name\n', 'dn: cn=x\nobjectClass: person\n'])
    expect(activeDirectoryFile.recognises!(Buffer.from(other), 'a.csv'), other).toBe(false)
})
