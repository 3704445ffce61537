import { describe, expect, test } from 'vitest'
import type { Component } from '#model/component.ts'
import type { OsvEntry } from '#model/osv.ts'
import { readOsv } from '#standards/osv/osv.ts'
import { compilePackages, matchComponents, packagesOf } from './package-index.ts'

type Affected = readonly [ecosystem: string, name: string, events: readonly Record<string, string>[]]
const until = (fixed: string): Record<string, string>[] => [{ introduced: '0' }, { fixed }]

function entry(id: string, affected: readonly Affected[], rest: Record<string, unknown> = {}): OsvEntry {
  const read = readOsv({
    ...{ schema_version: '1.7.0', id, modified: '2026-01-01T00:00:00Z', ...rest },
    affected: affected.map(([ecosystem, name, events]) => ({
      package: { ecosystem, name },
      ranges: [{ type: ecosystem === 'npm' ? 'SEMVER' : 'ECOSYSTEM', events }],
    })),
  })
  if (!read.ok) throw new Error(read.reason)
  return read.entry
}

const component = (purl: string, version = ''): Component => ({ name: '', version, supplier: '', purl, cpe: '' })

const answers = (entries: readonly OsvEntry[], ...purls: readonly string[]) =>
  matchComponents(
    compilePackages(entries),
    purls.map((purl) => component(purl)),
  ).map(({ component: at, vulnerabilityId, answer }) => `${at} ${vulnerabilityId} ${answer}`)

test('a package is found by type, namespace and name, however they are written', () => {
  const entries = [
    entry('X-1', [['npm', '@ward/pump', until('1.4.2')]], { aliases: ['CVE-2026-1'] }),
    entry('X-2', [['PyPI', 'ward_pictures', until('2.0')]]),
    entry('X-3', [['Maven', 'org.ward:pump', until('2.0')]]),
    entry('X-4', [['npm', 'pump', until('9.0.0')]]),
  ]
  expect(
    answers(
      entries,
      'pkg:npm/%40ward/pump@1.4.1',
      'pkg:npm/@Ward/Pump@1.4.2',
      'pkg:pypi/Ward.Pictures@2.0rc1',
      'pkg:maven/org.ward/pump@2.0-SNAPSHOT?type=jar',
      'pkg:maven/pump@1.0',
      '',
      'pkg:npm/%40ward/pump@K',
    ),
  ).toEqual(['0 X-1 affected', '1 X-1 not_affected', '2 X-2 affected', '3 X-3 affected', '6 X-1 cannot_tell'])

  const [match] = matchComponents(compilePackages(entries), [component('pkg:npm/%40ward/pump', '1.4.1')])
  expect(match).toEqual({
    component: 0,
    vulnerabilityId: 'X-1',
    aliases: ['CVE-2026-1'],
    summary: '',
    answer: 'affected',
    because: ['npm/@ward/pump (npm): 1.4.1 lies in "from 0, fixed in 1.4.2"'],
    fixedIn: ['1.4.2'],
  })
})

test('without a version nobody can tell, and a withdrawn entry says nothing', () => {
  expect(answers([entry('X-1', [['npm', 'pump', until('1.0.0')]])], 'pkg:npm/pump')).toEqual(['0 X-1 cannot_tell'])
  const withdrawn = entry('X-1', [['npm', 'pump', until('1.0.0')]], { withdrawn: '2026-01-02T00:00:00Z' })
  expect(answers([withdrawn], 'pkg:npm/pump@0.1.0')).toEqual([])
})

test('of several ranges for one package one is enough', () => {
  const both = entry('X-1', [
    ['npm', 'pump', until('1.0.0')],
    ['npm', 'pump', [{ introduced: '2.0.0' }, { fixed: '2.1.0' }]],
  ])
  expect(answers([both], 'pkg:npm/pump@2.0.5', 'pkg:npm/pump@1.5.0')).toEqual(['0 X-1 affected', '1 X-1 not_affected'])
})

describe('a package of a distribution', () => {
  const entries = [
    entry('DSA-1', [
      ['Debian:11', 'openssl', until('1.1.1n-0+deb11u4')],
      ['Debian:12', 'openssl', until('3.0.8-1')],
    ]),
  ]
  test.each([
    ['is held against its own release', 'openssl@1.1.1n-0+deb11u3?distro=debian-11', 'affected'],
    ['is fixed in its own release', 'openssl@1.1.1n-0+deb11u4?distro=debian-11.7', 'not_affected'],
    ['may say the release by its name', 'openssl@3.0.7-2?distro=bookworm', 'affected'],
    ['of a release that is not spoken of is not spoken of', 'openssl@3.5.0-1?distro=debian-13', undefined],
    ['without a release is told where all agree', 'openssl@1.0.2-1', 'affected'],
    ['without a release is not told where they differ', 'openssl@1.1.1n-0+deb11u4', 'cannot_tell'],
    ['is looked for by its source', 'libssl1.1@1.1.1n-0+deb11u3?distro=debian-11&upstream=openssl', 'affected'],
    [
      'has the version of its source',
      'libssl1.1@9.9-1?distro=debian-11&upstream=openssl%401.1.1n-0%2Bdeb11u3',
      'affected',
    ],
    ['is not found by a name that is not its source', 'openssl@1.0-1?distro=debian-11&upstream=other', undefined],
  ])('%s', (_, purl, answer) => {
    expect(answers(entries, `pkg:deb/debian/${purl}`)).toEqual(answer ? [`0 DSA-1 ${answer}`] : [])
  })

  test('in RPM has its epoch and its source apart', () => {
    const rhsa = entry('RHSA-1', [['Red Hat:enterprise_linux:8::baseos', 'openssl', until('1:1.1.1k-9.el8')]])
    expect(
      answers(
        [rhsa],
        'pkg:rpm/redhat/openssl@1.1.1k-8.el8?epoch=1&distro=rhel-8.6',
        'pkg:rpm/redhat/openssl-libs@1.1.1k-9.el8?epoch=1&upstream=openssl-1.1.1k-9.el8.src.rpm',
        'pkg:rpm/redhat/openssl@3.0-1.el9?epoch=1&distro=rhel-9.2',
      ),
    ).toEqual(['0 RHSA-1 affected', '1 RHSA-1 not_affected'])
  })

  test('with extended maintenance is held against that alone', () => {
    const ubuntu = entry('UBUNTU-1', [
      ['Ubuntu:18.04:LTS', 'openssl', [{ introduced: '0' }]],
      ['Ubuntu:Pro:18.04:LTS', 'openssl', until('1.1.1-1ubuntu2.1~18.04.23+esm3')],
    ])
    const at = (version: string) => `pkg:deb/ubuntu/openssl@${version}?distro=ubuntu-18.04`
    expect(answers([ubuntu], at('1.1.1-1ubuntu2.1~18.04.23%2Besm3'), at('1.1.1-1ubuntu2.1~18.04.23'))).toEqual([
      '0 UBUNTU-1 not_affected',
      '1 UBUNTU-1 affected',
    ])
  })
})

test('a bill asks only for its own packages', () => {
  expect(
    packagesOf([
      component('pkg:npm/%40ward/pump@1'),
      component('pkg:npm/%40ward/pump@2'),
      component('pkg:deb/debian/libssl1.1@1?upstream=openssl'),
      component(''),
      component('nothing'),
    ]),
  ).toEqual(['npm/@ward/pump', 'deb/debian/openssl'])
})
