import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findScheme } from './schemes.ts'

// Each row goes up; a group in brackets is one version written in several ways.
const rising: Readonly<Record<string, readonly (string | readonly string[])[]>> = {
  // SemVer 2.0.0, clauses 10 and 11.
  semver: [
    '0.9.9',
    '1.0.0-1',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    ['1.0.0', '1.0', '1', 'v1.0.0', '1.0.0+build.5'],
    '1.0.1',
    '1.2.0',
    '1.10.0',
    '2.0.0',
    '99999999999999999999.0.0',
    '99999999999999999999.0.1',
  ],
  npm: ['1.2.3-alpha.9', '1.2.3-alpha.10', ['1.2.3-beta', '1.2.3beta'], ['1.2.3', '=v1.2.3', '1.02.3'], '1.2.4'],
  golang: [
    ['v0.0.0-20191109021931-daa7c04131f5', '0.0.0-20191109021931-daa7c04131f5'],
    'v0.0.0-20200101000000-000000000000',
    'v0.1.0',
    ['v2.0.0', 'v2.0.0+incompatible'],
  ],
  cargo: ['0.1.20-alpha', '0.1.20', '0.2.0'],
  // PEP 440, "Summary of permitted suffixes and relative ordering", and its normalisations.
  pypi: [
    '1.0.dev456',
    '1.0a1.dev1',
    ['1.0a1', '1.0-alpha.1', '1.0.ALPHA1', '01.0a1'],
    '1.0a2.dev456',
    '1.0a12.dev456',
    '1.0a12',
    '1.0b1.dev456',
    '1.0b2',
    '1.0b2.post345.dev456',
    '1.0b2.post345',
    '1.0rc1.dev456',
    ['1.0rc1', '1.0c1', '1.0pre1', '1.0-preview_1'],
    ['1.0', '1', '1.0.0', 'v1.0', ' 1.0 ', '0!1.0'],
    '1.0+abc.5',
    '1.0+abc.7',
    '1.0+5',
    ['1.0.post456.dev34'],
    ['1.0.post456', '1.0-456', '1.0.rev456', '1.0r456'],
    '1.0.15',
    '1.1.dev1',
    '2013.10',
    ['1!1.0', '1!1'],
  ],
  // ComparableVersion's own order of qualifiers and numbers.
  maven: [
    '1-alpha2snapshot',
    ['1-alpha2', '1-alpha-2', '1a2', '1.0-ALPHA-2'],
    '1-alpha-123',
    '1-beta-2',
    '1-beta123',
    '1-m2',
    '1-m11',
    '1-rc',
    ['1-cr2', '1-rc2'],
    '1-rc123',
    '1-SNAPSHOT',
    ['1', '1.0', '1.0.0', '1-ga', '1.0-final', '1.0.RELEASE', '01'],
    '1-sp',
    '1-sp2',
    '1-sp123',
    '1-abc',
    '1-def',
    '1-pom-1',
    '1-1-snapshot',
    '1-1',
    '1-2',
    '1-123',
    '1.0.1',
    '1.1',
    '20190126.230843',
    '12345678901234567890.1',
  ],
  nuget: [
    '1.0.0-alpha.2',
    '1.0.0-alpha.10',
    ['1.0.0-beta', '1.0.0-BETA', '1.0.0-Beta+sha'],
    ['1.0.0', '1.0', '1', '1.0.0.0', '1.0.0+x', '1.00.0'],
    '1.0.0.1-rc',
    '1.0.0.1',
    '1.0.1',
  ],
  gem: [
    '1.0.0.a',
    '1.0.0.a.2',
    ['1.0.0-1', '1.0.0.pre.1'],
    '1.0.0.rc1',
    ['1', '1.0', '1.0.0'],
    '1.0.0.1',
    '1.8.2.a9',
    '1.8.2.a10',
    '1.8.2.b',
    '1.8.2',
    '1.10',
  ],
  // Debian Policy 5.6.12.
  deb: [
    '1.0~~',
    '1.0~~a',
    '1.0~',
    '1.0~beta1~svn1245',
    '1.0~beta1',
    ['1.0', '1.0-0', '0:1.0', '01.0', '1.00'],
    '1.0-1~bpo11+1',
    '1.0-1',
    '1.0-1ubuntu1',
    '1.0-1+deb11u1',
    '1.0a-1',
    '1.0+dfsg-1',
    '1.0.1-1',
    '1.2.3-2',
    '1.2.3-10',
    '1.10',
    '1:0.1',
    '2:0',
  ],
  // rpm-version(7) and rpm's own test table.
  rpm: [
    '1.0~rc1~git123',
    '1.0~rc1',
    '1.0~rc2',
    ['1.0', '1_0', '1.00', '0:1.0', '1..0'],
    '1.0-1.el8',
    '1.0-1.el8_2',
    '1.0-10.el8',
    '1.0^20160101~rc1',
    '1.0^20160101',
    '1.0^20160102',
    '1.0a',
    '1.0aa',
    '1.0.rc1',
    '1.0.1',
    '5.5p1',
    '5.5p10',
    '10xyz',
    '10.1xyz',
    '1:0.5',
  ],
  // apk-tools' version.c.
  alpine: [
    '1.0_alpha',
    '1.0_alpha2',
    '1.0_beta',
    '1.0_pre1',
    '1.0_rc1',
    '1.0',
    '1.0-r1',
    '1.0-r10',
    '1.0_git20200101',
    '1.0_p1',
    '1.0_p1-r2',
    '1.0a',
    '1.0b-r3',
    '1.0.1',
    '1.05',
    '1.1',
    '1.2',
    '1.10',
    '8.2.0015',
    '8.2.002',
  ],
  composer: [
    '1.0.0-dev',
    ['1.0.0-alpha1', '1.0a1', '1.0.0.0-alpha.1'],
    '1.0.0-beta2',
    ['1.0.0-RC1', '1.0-rc1'],
    ['1.0.0', '1', 'v1.0', '1.0.0.0', '1.0.0-stable', '1.0+build'],
    ['1.0.0-p1', '1.0.0-patch1', '1.0.0-pl1'],
    '1.0.1',
    '1.10',
    '2.0.x-dev',
    '2010.01.02',
  ],
  conan: [
    ['1.0-pre1', '1-pre1', '1.0.0-pre1.0'],
    '1.0-pre2',
    ['1', '1.0', '1.0.0.0'],
    '1.0+b1',
    '1.0+b2',
    '1.1-alpha.3',
    '1.1-alpha.22',
    '1.1',
    '1.1.1.22',
    '1.1.a',
    '1.1a',
    '1.3',
    '1.22',
    '1.a',
    'a.b.c',
    'b.c',
  ],
  openssl: [
    '0.9.8',
    '0.9.8z',
    '0.9.8za',
    '0.9.8zh',
    '1.0.1h',
    '1.0.2-beta1',
    '1.0.2',
    '1.0.2a',
    '1.0.2u',
    '1.1.1-pre9',
    '1.1.1',
    '1.1.1w',
    '3.0.0-alpha1',
    '3.0.0-beta2',
    ['3.0.0', '3.0'],
    '3.0.10',
    '3.1.0',
  ],
  intdot: ['0.9', ['1.2', '1.2.0', '01.002', '1.2beta', '1.2rc1'], '1.2.1', '1.10', '1.10.5'],
  lexicographic: ['A', 'a', 'aa', 'é', '€', '😀'],
  datetime: [
    '2023-12-31T23:30:00Z',
    ['2024-01-01T00:00:00Z', '2024-01-01T02:00:00+02:00', '2024-01-01T00:00:00.000Z'],
    '2024-01-01T00:00:00.5Z',
  ],
  // Package Manager Specification, chapter 3, and vers-spec's rows for Gentoo.
  ebuild: [
    '1_p1',
    '1b',
    '1b_p1',
    '1.0_alpha1',
    '1.0_alpha2',
    '1.0_beta1',
    '1.0_pre2',
    '1.0_rc3',
    '1.0_rc3_p1',
    ['1.0', '1.0-r0'],
    '1.0-r1',
    '1.0_p',
    '1.0_p2',
    '1.0b',
    '1.0.0',
    '1.00100000000',
    '1.001000000000000000002',
    '1.0010000000000000001',
    '1.01',
    '1.1',
    '1.1b',
    '5',
    '5.0',
    '12.2b',
    '12.2.5',
    '999999999999999999999999999998',
    '999999999999999999999999999999',
  ],
  // As perl 5.36 compares them.
  cpan: [
    '0.9',
    ['1', '1.0', 'v1', '1.000'],
    ['1.002003', 'v1.2.3', '1.2.3'],
    'v1.10',
    ['1.02_03', '1.0203'],
    '1.10',
    ['1.2', '1.20', 'v1.200'],
    ['1.23', '1.230'],
    '1.2301',
    ['2.00', '2'],
  ],
  hackage: ['0.9', '1', '1.0', '1.0.0', '1.2', '1.10'],
  cran: ['0.9', '1.0', ['1.0.0', '1.0-0'], ['1.0-2', '1.0.2'], '1.0-10', '1.2'],
  nginx: ['0.7.52', '0.8.39', '1.4.1', '1.5.0', '1.15.12'],
  mattermost: ['9.5.0-rc1', ['9.5.0', 'v9.5.0'], '9.5.13', '10.0.0'],
  // The rows of pub_semver's own documentation for build metadata.
  pub: [
    '1.0.0-alpha',
    '1.0.0-rc.1',
    '1.0.0-rc.1+build.1',
    '1.0.0',
    '1.0.0+0.3.7',
    '1.3.7+build',
    '1.3.7+build.2.b8f12d7',
    '1.3.7+build.11',
  ],
  bitnami: ['1.2.2', ['1.2.3', '1.2.3-0', '1.2.3+foo'], ['1.2.3-1', '1.2.3-1+meta'], '1.2.3-10', '1.2.4'],
  mozilla: [
    '1.0pre1',
    '1.0pre2',
    ['1.0', '1', '1.0.0'],
    ['1.1pre', '1.1pre0', '1.0+'],
    '1.1pre1a',
    '1.1pre1',
    '1.1pre10',
    '1.1',
    '115.0b3',
    '115.0',
    '115.0.1',
  ],
  alpm: ['1.0alpha', '1.0b', '1.0rc', ['1.0', '1.0-1'], '1.0.a', '1.0.1', '1:0.1'],
}

describe.each(Object.keys(rising))('%s', (name) => {
  const scheme = findScheme(name)!
  const groups = rising[name]!.map((one) => (typeof one === 'string' ? [one] : one))

  test('its versions follow each other as the ecosystem says', () => {
    const wrong: string[] = []
    groups.forEach((group, at) => {
      for (const version of group) {
        for (const [there, others] of groups.entries())
          for (const other of others)
            if (Math.sign(scheme.compare(version, other) ?? Number.NaN) !== Math.sign(at - there))
              wrong.push(`${version} to ${other}: ${scheme.compare(version, other)}, not ${Math.sign(at - there)}`)
      }
    })
    expect(wrong).toEqual([])
  })

  test('an order turned round is the other way, whatever the texts', () => {
    const text = fc.oneof(
      fc.constantFrom(...groups.flat()),
      fc
        .array(fc.constantFrom('1', '0', '10', '.', '-', '~', 'a', 'rc', '+', '_', 'beta', '^', ':'), { maxLength: 8 })
        .map((pieces) => pieces.join('')),
    )
    fc.assert(
      fc.property(text, text, (a, b) => {
        const order = scheme.compare(a, b)
        const turned = scheme.compare(b, a)
        if (order === undefined) return turned === undefined
        return Math.sign(order) === -Math.sign(turned ?? Number.NaN) && scheme.compare(a, a) === 0
      }),
      { numRuns: 500 },
    )
  })
})

test.each([
  ['semver', ['1.2.3.4', '01.2.3', '1.2.3-01', '1.2.x', 'latest', '']],
  ['npm', ['1.2.3.4', 'K', '1.2.3-', '^1.2.3']],
  ['pypi', ['1.0-foo', '1.0.x', 'R2 SP1', '1.0+', '1.0+a+b']],
  ['deb', [':1.0', 'K', 'a b', 'x:1', '1.0-', '1_0']],
  ['rpm', ['', '1.0 2']],
  ['alpine', ['1.0_foo', '1.0-1', 'v1.0', '1.0ab']],
  ['gem', ['', 'a.1', '1..2', '1.2 beta']],
  ['nuget', ['1.2.3.4.5', 'v1.0', '1.0-']],
  ['composer', ['1.2.3.4.5', 'foo', '1.0-gamma']],
  ['openssl', ['1', '1.0b', '1.0.2.3', '1.0.2k-fips']],
  ['ebuild', ['1.0_foo', 'v1.0', '1.0ab', '1.0-1']],
  ['cpan', ['1.2a', 'v', '1.2_', '1..2', '1_2_3']],
  ['hackage', ['1.0-1', 'v1', '']],
  ['cran', ['1', '1.0a', '1.0-']],
  ['nginx', ['1.4', '1.4.x', '1.4.1.2']],
  ['pub', ['v1.0.0', '1.2.3.4']],
  ['bitnami', ['1.2', 'v1.2.3', '1.2.3-rc.1', '1.2.3.4']],
  ['mozilla', ['115.3.0esr', 'beta', '1.-1']],
  ['intdot', ['v1.2', '']],
  ['datetime', ['2024-01-01', '2024-13-01T00:00:00Z', '2024-01-01t00:00:00z']],
])('%s reads nothing that is no version of it', (name, texts) => {
  const scheme = findScheme(name)!
  expect(texts.filter((text) => scheme.reads(text))).toEqual([])
})

test('branches of a PHP package are in no order', () => {
  const { compare } = findScheme('composer')!
  expect([compare('dev-main', 'dev-main'), compare('dev-main', '1.0'), compare('dev-main', 'dev-next')]).toEqual([
    0,
    undefined,
    undefined,
  ])
})

test('a scheme goes by its names, and no other name is taken for one', () => {
  expect(
    ['apk', 'Debian', 'go', 'PyPI', 'crates.io', 'gentoo', 'dart', 'archlinux'].map((name) => findScheme(name)?.name),
  ).toEqual(['alpine', 'deb', 'golang', 'pypi', 'cargo', 'ebuild', 'pub', 'alpm'])
  for (const name of ['', 'all', 'generic', 'siemens', 'constructor', 'vers', 'github', 'conda', 'oci'])
    expect(findScheme(name), name).toBeUndefined()
})
