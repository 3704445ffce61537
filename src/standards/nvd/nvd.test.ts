import { expect, test } from 'vitest'
import type { NvdConfiguration, NvdCriterion } from '#model/nvd.ts'
import { type CpeName, readCpe } from '#standards/cpe/cpe.ts'
import { applies, readNvdVulnerability, surely } from './nvd.ts'

function named(text: string): CpeName {
  const read = readCpe(text)
  if (!read.ok) throw new Error(read.reason)
  return read.name
}

const criterion = (cpe: string, more: Partial<NvdCriterion> = {}): NvdCriterion => ({
  cpe: `cpe:2.3:${cpe}${':*'.repeat(11 - cpe.split(':').length)}`,
  vulnerable: true,
  ...more,
})
const one = (...criteria: NvdCriterion[]): NvdConfiguration => ({
  operator: 'OR',
  negate: false,
  nodes: [{ operator: 'OR', negate: false, criteria }],
})
const together = (...nodes: NvdCriterion[][]): NvdConfiguration => ({
  operator: 'AND',
  negate: false,
  nodes: nodes.map((criteria) => ({ operator: 'OR', negate: false, criteria })),
})
const device = (...names: string[]) => names.map((name) => surely(named(criterion(name).cpe)))
const answer = (configuration: NvdConfiguration, ...names: string[]) =>
  applies([configuration], device(...names)).answer

test.each([
  ['a version that is named', one(criterion('a:meadow:pump:2.1')), 'a:meadow:pump:2.1', 'yes'],
  ['another version', one(criterion('a:meadow:pump:2.1')), 'a:meadow:pump:2.2', 'no'],
  ['the same version with a trailing zero', one(criterion('a:meadow:pump:2.1')), 'a:meadow:pump:2.1.0', 'yes'],
  ['below the end of a range', one(criterion('a:meadow:pump:*', { before: '2.1' })), 'a:meadow:pump:2.0.9', 'yes'],
  ['at the excluded end', one(criterion('a:meadow:pump:*', { before: '2.1' })), 'a:meadow:pump:2.1', 'no'],
  ['at the included end', one(criterion('a:meadow:pump:*', { upTo: '2.1' })), 'a:meadow:pump:2.1', 'yes'],
  ['at the excluded start', one(criterion('a:meadow:pump:*', { after: '2.1' })), 'a:meadow:pump:2.1', 'no'],
  [
    'a candidate of the excluded end',
    one(criterion('a:meadow:pump:*', { before: '2.1' })),
    'a:meadow:pump:2.1:rc1',
    'yes',
  ],
  ['a version of another scheme', one(criterion('a:meadow:pump:*', { before: '2.1' })), 'a:meadow:pump:k', 'unknown'],
  ['no version said, a range asked', one(criterion('a:meadow:pump:*', { before: '2.1' })), 'a:meadow:pump', 'unknown'],
  ['no version said, every version asked', one(criterion('a:meadow:pump')), 'a:meadow:pump', 'yes'],
  ['an open version, wholly below', one(criterion('a:meadow:pump:*', { before: '2.1' })), 'a:meadow:pump:2.0.x', 'yes'],
  ['an open version, wholly above', one(criterion('a:meadow:pump:*', { before: '2.1' })), 'a:meadow:pump:2.1.x', 'no'],
  [
    'an open version that the end cuts',
    one(criterion('a:meadow:pump:*', { from: '2.0', before: '2.1.7' })),
    'a:meadow:pump:2.1.x',
    'unknown',
  ],
  ['an open version that may be the one', one(criterion('a:meadow:pump:2.1.7')), 'a:meadow:pump:2.1.x', 'unknown'],
  ['an open version that is another', one(criterion('a:meadow:pump:2.2.7')), 'a:meadow:pump:2.1.x', 'no'],
  ['has no version, a range asked', one(criterion('a:meadow:pump:*', { before: '2.1' })), 'a:meadow:pump:-', 'no'],
  [
    'an edition that the device leaves open',
    one(criterion('a:meadow:pump:2.1:*:*:*:home')),
    'a:meadow:pump:2.1',
    'unknown',
  ],
] as const)('%s', (_, configuration, name, expected) => {
  expect(answer(configuration, name)).toBe(expected)
})

test('a statement on "no version" is not about each version (Dependency-Track 3268, 1832, PR 1929)', () => {
  const old = one(criterion('a:apache:http_server:-'))

  expect(answer(old, 'a:apache:http_server:2.4.57')).toBe('no')
  expect(answer(old, 'a:apache:http_server:-')).toBe('yes')
  expect(answer(old, 'a:apache:http_server')).toBe('unknown')
})

test('an equal product word of another vendor is no match (Dependency-Track 3500)', () => {
  const mail = one(criterion('a:nextcloud:mail:*', { before: '1.11.8' }))

  expect(answer(mail, 'a:javax.mail:mail:1.4.7')).toBe('no')
})

test('a name without vendor or product is the name of no product (Dependency-Track PR 1929)', () => {
  expect(answer(one(criterion('h:amd')), '*:*:xrandr:1.5.1')).toBe('no')
})

test('a patch level beside the version is compared as a number too (Grype PR 2844)', () => {
  const listed = one(...['p1', 'p2', 'p8'].map((update) => criterion(`a:ntp:ntp:4.2.8:${update}`)))
  const range = one(criterion('a:ntp:ntp:*', { from: '4.2.8', before: '4.2.8p9' }))

  for (const statement of [listed, range]) {
    expect(answer(statement, 'a:ntp:ntp:4.2.8:p18')).toBe('no')
    expect(answer(statement, 'a:ntp:ntp:4.2.8:p8')).toBe('yes')
  }
})

test('capital letters are no other name (Dependency-Track 2894, 4663)', () => {
  const archiver = one(criterion('a:7-zip:7-zip:18.03'))

  expect(answer(archiver, 'a:7-Zip:7-Zip:18.03')).toBe('yes')
  expect(answer(one(criterion('o:linux:linux_kernel:5.15.37')), 'o:LiNuX:LiNuX_kErNeL:5.15.37')).toBe('yes')
})

test('what is made for other software is another product (Grype 248, 390)', () => {
  const plugin = one(criterion('a:strategy11:formidable:*:*:*:*:*:wordpress', { before: '4.02.01' }))

  expect(answer(plugin, 'a:strategy11:formidable:1.2.2:*:*:*:*:node.js')).toBe('no')
  expect(answer(plugin, 'a:strategy11:formidable:1.2.2')).toBe('unknown')
})

test('what leaves an attribute open is neither missed nor taken for sure (Dependency-Track 2988)', () => {
  expect(answer(one(criterion('o:linux:linux_kernel:5.15.37:*:*:*:*:*:x86')), 'o:linux:linux_kernel:5.15.37')).toBe(
    'unknown',
  )
  expect(
    answer(one(criterion('o:linux:linux_kernel:5.15.37:*:*:*:*:*:x86')), 'o:linux:linux_kernel:5.15.37:*:*:*:*:*:arm'),
  ).toBe('no')
})

test('what a product runs on is not what is vulnerable (Grype 2770)', () => {
  const browser = together(
    [criterion('a:google:chrome:*', { before: '114.0.5735.106' })],
    [criterion('o:linux:linux_kernel:-', { vulnerable: false }), criterion('o:apple:macos:-', { vulnerable: false })],
  )

  expect(answer(browser, 'o:linux:linux_kernel:-')).toBe('no')
  expect(answer(browser, 'a:google:chrome:113.0', 'o:linux:linux_kernel:-')).toBe('yes')
  expect(answer(browser, 'a:google:chrome:113.0', 'o:microsoft:windows_10:-')).toBe('no')
  expect(answer(browser, 'a:google:chrome:115.0', 'o:linux:linux_kernel:-')).toBe('no')
})

test('where nobody says what the product runs on, nobody can tell', () => {
  const onDevice = together(
    [criterion('o:meadow:pump_firmware:2.1')],
    [criterion('h:meadow:pump:-', { vulnerable: false })],
  )

  expect(answer(onDevice, 'o:meadow:pump_firmware:2.1')).toBe('unknown')
  expect(answer(onDevice, 'o:meadow:pump_firmware:2.1', 'h:meadow:pump:-')).toBe('yes')
  expect(answer(onDevice, 'o:meadow:pump_firmware:2.1', 'h:brook:monitor:-')).toBe('no')
})

test('a platform in the same node as the product makes nothing affected', () => {
  const mixed = one(criterion('a:meadow:pump:2.1'), criterion('o:brook:os:1', { vulnerable: false }))

  expect(answer(mixed, 'o:brook:os:1')).toBe('no')
})

test('a negated node holds where its criteria do not, and leaves the unknown unknown', () => {
  const unless: NvdConfiguration = {
    operator: 'AND',
    negate: false,
    nodes: [
      { operator: 'OR', negate: false, criteria: [criterion('a:meadow:pump:2.1')] },
      { operator: 'OR', negate: true, criteria: [criterion('a:meadow:guard:*', { vulnerable: false, from: '1' })] },
    ],
  }

  expect(answer(unless, 'a:meadow:pump:2.1')).toBe('yes')
  expect(answer(unless, 'a:meadow:pump:2.1', 'a:meadow:guard:1.1')).toBe('no')
  expect(answer(unless, 'a:meadow:pump:2.1', 'a:meadow:guard')).toBe('unknown')
})

const item = {
  cve: {
    id: 'CVE-2026-0001',
    vulnStatus: 'Deferred',
    published: '2026-01-02T03:04:05.000',
    lastModified: '2026-01-03T00:00:00.000',
    descriptions: [
      { lang: 'es', value: 'Una bomba.' },
      { lang: 'en', value: 'A pump.' },
    ],
    metrics: {
      cvssMetricV31: [
        {
          source: 'cna@meadow.example',
          type: 'Secondary',
          cvssData: {
            version: '3.1',
            vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
            baseScore: 9.8,
            baseSeverity: 'CRITICAL',
          },
        },
        { source: 'nvd@nist.gov', type: 'Primary', cvssData: { version: '3.1' } },
      ],
    },
    weaknesses: [{ source: 'nvd@nist.gov', type: 'Primary', description: [{ lang: 'en', value: 'CWE-78' }] }],
    configurations: [
      {
        nodes: [
          {
            operator: 'OR',
            negate: false,
            cpeMatch: [
              {
                vulnerable: true,
                criteria: criterion('a:meadow:pump').cpe,
                versionEndExcluding: '2.1',
                matchCriteriaId: 'A1',
              },
            ],
          },
        ],
      },
      { nodes: [{ operator: 'OR', cpeMatch: [{ vulnerable: true, criteria: 7 }] }] },
    ],
  },
}

test('an entry is read with who said what, and what is odd is told', () => {
  const read = readNvdVulnerability(item)

  expect(read).toMatchObject({
    ok: true,
    entry: {
      cve: 'CVE-2026-0001',
      status: 'Deferred',
      publishedAt: '2026-01-02T03:04:05.000Z',
      description: 'A pump.',
      scores: [{ version: '3.1', score: 9.8, severity: 'CRITICAL', source: 'cna@meadow.example', type: 'secondary' }],
      weaknesses: [{ id: 'CWE-78', source: 'nvd@nist.gov', type: 'primary' }],
      configurations: [one(criterion('a:meadow:pump', { before: '2.1' }))],
    },
    odd: [
      'cvssMetricV31 holds a score without version, vector or number',
      'configuration 2 has a node whose criteria cannot be read',
    ],
  })
})

test('what is no entry is a result with a reason', () => {
  expect(readNvdVulnerability(7)).toEqual({ ok: false, id: '', reason: 'it has no object "cve"' })
  expect(readNvdVulnerability({ cve: { id: 'pump' } })).toMatchObject({ ok: false, reason: '"pump" is no CVE number' })
  expect(readNvdVulnerability({ cve: { id: 'CVE-2026-0001', lastModified: 'soon' } })).toMatchObject({ ok: false })
})
