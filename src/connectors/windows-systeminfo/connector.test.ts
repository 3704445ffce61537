import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Collected, InputFile } from '#connectors/connector.ts'
import { silentLog } from '#platform/log.ts'
import { gather } from '#tests/support/gather.ts'
import { diskFile, memoryFile } from '#tests/support/input-file.ts'
import { windowsSysteminfo } from './connector.ts'

const path = `${import.meta.dirname}/fixtures/export.txt`
const text = readFileSync(path, 'utf8')
const now = () => new Date('2026-02-01T08:00:00Z')

async function read(file: InputFile, settings: Record<string, unknown> = {}) {
  const config = windowsSysteminfo.config.parse(settings)
  const [one] = await gather<Collected>(windowsSysteminfo.collect({ file, config, log: silentLog, now }))
  if (one?.kind !== 'observation') throw new Error('no observation')
  return one.observation
}

test('edition, build, architecture and updates are read, and nothing of the owner', async () => {
  const { sourceKey, claims, raw } = await read(diskFile(path))

  expect(sourceKey).toBe('host:cathlab-07')
  expect(claims).toEqual({
    hostname: 'CATHLAB-07',
    operatingSystem: 'Microsoft Windows 10 Enterprise LTSC 10.0.17763 x64',
    installedUpdates: ['KB4512577', 'KB5990001', 'KB5990077'],
    ipAddresses: ['192.0.2.15'],
  })
  expect(JSON.stringify(raw)).not.toMatch(/Example Owner|Riverside|00000-/)
})

test('the language of the machine and the encoding of the console make no difference', async () => {
  const french = text
    .replace('OS Name:', "Nom du système d'exploitation:")
    .replace(
      'OS Version:                10.0.17763 N/A Build 17763',
      'Version du système: 10.0.17763 N/D version 17763',
    )
    .replace('System Type:', 'Type du système\u00a0:')
    .replace('Hotfix(s):', 'Correctif(s)\u00a0:')
    .replace('Host Name:', "Nom de l'hôte:")
  const expected = (await read(diskFile(path))).claims
  const wide = Buffer.from(`\ufeff${french}`, 'utf16le')

  expect((await read(memoryFile('a.txt', wide))).claims).toEqual(expected)
  expect((await read(memoryFile('a.txt', Buffer.from(french, 'utf8')))).claims).toEqual(expected)
  expect((await read(memoryFile('a.txt', Buffer.from(french, 'latin1')))).claims).toEqual(expected)
})

test('a list that systeminfo broke off says so, and its last half number is not taken', async () => {
  const short = text.replace('3 Hotfix(s)', '273 Hotfix(s)').replace('[03]: KB4512577', '[03]: KB451257')
  const { claims } = await read(memoryFile('a.txt', Buffer.from(short)))

  expect(claims.installedUpdates).toEqual(['KB5990001', 'KB5990077', '…'])
})

test('a service pack is read from the version', async () => {
  const seven = text
    .replace('Microsoft Windows 10 Enterprise LTSC', 'Microsoft Windows 7 Enterprise')
    .replace('10.0.17763 N/A Build 17763', '6.1.7601 Service Pack 1 Build 7601')
    .replace('x64-based PC', 'X86-based PC')

  expect((await read(memoryFile('a.txt', Buffer.from(seven)))).claims.operatingSystem).toBe(
    'Microsoft Windows 7 Enterprise Service Pack 1 6.1.7601 x86',
  )
})

test('a file that is named by the asset tag joins the device of that tag', async () => {
  const { sourceKey, claims } = await read(memoryFile('A-1234.txt', Buffer.from(text)), { fileNameIs: 'assetTag' })

  expect(sourceKey).toBe('file:a-1234')
  expect(claims).toMatchObject({ assetTag: 'A-1234', hostname: 'CATHLAB-07' })
})

test('wmic qfe names the updates of a machine', async () => {
  const head = 'Caption                       CSName      Description  FixComments  HotFixID   InstallDate'
  const row = (caption: string, id: string) => `${caption.padEnd(30)}CATHLAB-07  Update                    ${id}  `
  const list = [head, row('http://support.example', 'KB5990001'), row('', 'KB893803v2'), row('', '{7A068575-C5DB}')]
  const { claims } = await read(memoryFile('qfe.txt', Buffer.from(list.join('\r\r\n'))))

  expect(claims).toEqual({ hostname: 'CATHLAB-07', installedUpdates: ['KB5990001', 'KB893803'] })
})

test('the inspection shows what would be taken', async () => {
  const { columns, format, rows } = await windowsSysteminfo.inspect({ file: diskFile(path), log: silentLog, now })

  expect(columns.map(({ attribute, samples }) => [attribute, samples[0]])).toEqual([
    ['hostname', 'CATHLAB-07'],
    ['operatingSystem', 'Microsoft Windows 10 Enterprise LTSC'],
    ['installedUpdates', 'KB5990001 KB5990077 KB4512577'],
  ])
  expect([format, rows]).toEqual([{ report: 'systeminfo' }, 1])
})
