import { expect, test } from 'vitest'
import type { OsvAffected } from '#model/osv.ts'
import { evaluate, fixedIn, packageKeyOf, readOsv, releaseOf } from './osv.ts'

type Event = Record<string, string>
const range = (type: string, ...events: Event[]) => ({ type, events })

function affectedBy(ecosystem: string, ranges: unknown[], versions: string[] = []): OsvAffected {
  const read = readOsv({
    schema_version: '1.6.0',
    id: 'TEST-2026-1',
    modified: '2026-01-02T03:04:05Z',
    affected: [{ package: { ecosystem, name: 'pump' }, ranges, versions }],
  })
  if (!read.ok) throw new Error(read.reason)
  return read.entry.affected[0]!
}

test.each<[string, string, unknown[], string[], string[], string[]]>([
  ['everything is affected', 'npm', [range('SEMVER', { introduced: '0' })], ['0.0.0-a', '99.0.0'], [], []],
  [
    'two ranges, in whatever order their events stand',
    'npm',
    [range('SEMVER', { introduced: '3.0.0' }, { fixed: '1.0.2' }, { fixed: '3.2.5' }, { introduced: '1.0.0' })],
    ['1.0.0', '1.0.1', '3.0.0', '3.2.4', '3.2.5-rc.1'],
    ['0.9.0', '1.0.2', '2.0.0', '3.2.5'],
    ['latest'],
  ],
  [
    'the last that is affected is affected',
    'Maven',
    [range('ECOSYSTEM', { introduced: '0' }, { last_affected: '2.1.214' })],
    ['2.1.214', '1.0-alpha', '2.1.214.0'],
    ['2.1.215', '2.1.214-1'],
    [],
  ],
  [
    'a limit cuts the range; one of several is enough',
    'npm',
    [range('SEMVER', { introduced: '1.0.0' }, { limit: '2.0.0' }, { limit: '1.5.0' })],
    ['1.0.0', '1.9.0'],
    ['2.0.0', '0.9.0'],
    [],
  ],
  [
    'versions of Debian are ordered by its rules',
    'Debian:11',
    [range('ECOSYSTEM', { introduced: '0' }, { fixed: '1.2.1-2.2+wheezy3' })],
    ['1.2.1-2.2', '1.2.1~rc1'],
    ['1.2.1-2.2+wheezy3', '1:0'],
    ['not known'],
  ],
  [
    'a version in the list is affected, whatever the ranges say',
    'PyPI',
    [
      range('GIT', { introduced: '0' }, { fixed: 'c0ffee' }),
      range('ECOSYSTEM', { introduced: '2.8' }, { fixed: '2.9' }),
    ],
    ['2.8', '2.8.5', '7.7', '7.7.0'],
    ['2.9', '7.8'],
    [],
  ],
  ['commits alone tell nothing of another version', '', [range('GIT', { introduced: '0' })], ['7.7'], [], ['7.8']],
  [
    'an ecosystem without known rules has its list alone',
    'opam',
    [range('ECOSYSTEM', { introduced: '0' }, { fixed: '2' })],
    ['7.7'],
    [],
    ['1', '3'],
  ],
  ['a list alone is whole', 'npm', [], ['7.7'], ['7.8'], []],
  [
    'a range that cannot be read may hold anything',
    'npm',
    [range('CALENDAR', { introduced: '0' }, { fixed: '2' })],
    ['7.7'],
    [],
    ['1.0.0'],
  ],
])('%s', (_, ecosystem, ranges, within, outside, unknown) => {
  const affected = affectedBy(ecosystem, ranges, within.includes('7.7') ? ['7.7'] : [])
  const answers = (versions: string[]) => versions.map((version) => evaluate(affected, version).answer)
  expect(answers(within)).toEqual(within.map(() => 'yes'))
  expect(answers(outside)).toEqual(outside.map(() => 'no'))
  expect(answers(unknown)).toEqual(unknown.map(() => 'unknown'))
})

test('an entry is read whole, and what is odd in it is told', () => {
  const read = readOsv({
    schema_version: '1.7.0',
    id: 'GHSA-aaaa-bbbb-cccc',
    modified: '2026-02-03T04:05:06.789012Z',
    published: '2026-01-01T00:00:00Z',
    withdrawn: '2026-02-03T00:00:00Z',
    aliases: ['CVE-2026-10001'],
    upstream: ['CVE-2026-10002'],
    related: ['CVE-2025-1'],
    summary: 'A pump that listens to everyone',
    details: 'Long.',
    severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
    affected: [
      {
        package: { ecosystem: 'npm', name: '@ward/pump', purl: 'pkg:npm/%40ward/pump' },
        ranges: [range('SEMVER', { introduced: '0' }, { fixed: '1.2.0' })],
        database_specific: { anything: true },
      },
      { package: { ecosystem: 'npm' } },
      { package: { ecosystem: 'npm', name: 'x' }, ranges: [range('SEMVER', { introduced: '0', fixed: '1' })] },
    ],
    database_specific: { severity: 'HIGH' },
  })
  expect(read).toMatchObject({
    ok: true,
    entry: {
      id: 'GHSA-aaaa-bbbb-cccc',
      modifiedAt: '2026-02-03T04:05:06.789Z',
      withdrawnAt: '2026-02-03T00:00:00.000Z',
      aliases: ['CVE-2026-10001'],
      upstream: ['CVE-2026-10002'],
      severities: [{ type: 'CVSS_V3' }],
      affected: [{ name: '@ward/pump', ranges: [{ type: 'SEMVER' }] }, { name: 'x' }],
    },
    odd: [
      expect.stringContaining('affected 2, package.name'),
      'affected 3, a range: an event is not exactly one of introduced, fixed, last_affected, limit',
    ],
  })
  if (read.ok) expect(fixedIn(read.entry.affected[0]!)).toEqual(['1.2.0'])
})

test.each([
  [undefined, ''],
  [{ id: 'X-1' }, 'X-1'],
  [{ id: 'X-1', modified: 'yesterday' }, 'X-1'],
  [{ modified: '2026-01-01T00:00:00Z' }, ''],
])('%j is no entry', (document, id) => {
  expect(readOsv(document)).toMatchObject({ ok: false, id })
})

test.each([
  ['npm', '@Ward/Pump', 'npm/@ward/pump'],
  ['PyPI', 'Django_REST', 'pypi/django-rest'],
  ['Maven:https://maven.google.com', 'org.ward:pump', 'maven/org.ward/pump'],
  ['Go', 'github.com/Ward/pump', 'golang/github.com/ward/pump'],
  ['Packagist', 'ward/pump', 'composer/ward/pump'],
  ['SwiftURL', 'https://github.com/ward/pump.git', 'swift/github.com/ward/pump'],
  ['Debian:12', 'openssl', 'deb/debian/openssl'],
  ['Alpine:v3.16', 'openssl', 'apk/alpine/openssl'],
  ['Red Hat:rhel_aus:8.4::appstream', 'openssl', 'rpm/redhat/openssl'],
])('of %s the package %s is %s', (ecosystem, name, key) => {
  expect(packageKeyOf({ ...affectedBy(ecosystem, []), name })).toBe(key)
})

test('what an unknown ecosystem calls its package its package URL tells', () => {
  const unknown = affectedBy('Android', [])
  expect(packageKeyOf(unknown)).toBeUndefined()
  expect(packageKeyOf({ ...unknown, purl: 'pkg:generic/pump' })).toBe('generic/pump')
  expect(['Debian:12', 'Debian', 'npm', 'Alpine:v3.16', 'Maven:https://x'].map(releaseOf)).toEqual([
    '12',
    undefined,
    undefined,
    'v3.16',
    undefined,
  ])
})
