import { describe, expect, test } from 'vitest'
import type { AffectedProduct, AffectedVersion } from '#model/cve-record.ts'
import { affectedRanges } from './record-versions.ts'

type Version = Partial<AffectedVersion>
const ranges = (versions: readonly Version[], defaultStatus: AffectedProduct['defaultStatus'] = 'unknown') =>
  affectedRanges({
    publisher: 'cna:meadow',
    defaultStatus,
    versions: versions.map((one) => ({ version: '0', status: 'affected', ...one })),
  })

describe('what is listed as affected', () => {
  test.each<[string, Version, object]>([
    ['one version', { version: '4.2' }, { exact: '4.2' }],
    ['from the beginning', { lessThan: '4.2.1', versionType: 'semver' }, { before: '4.2.1' }],
    ['between two', { version: '4.0', lessThanOrEqual: '4.2', versionType: 'custom' }, { from: '4.0', upTo: '4.2' }],
    ['without an end', { version: '4.0', lessThan: '*' }, { from: '4.0' }],
    ['every one', { lessThanOrEqual: '*' }, {}],
    ['every one, in a word', { version: 'All versions' }, {}],
    ['a beginning that is not told', { version: 'unspecified', lessThan: '3' }, { before: '3' }],
    ['a line', { version: '5.15.*' }, { from: '5.15', before: '5.16' }],
    ['to the end of a line', { version: '5.15.3', lessThanOrEqual: '5.15.*' }, { from: '5.15.3', before: '5.16' }],
    ['a comparison in the place of the version', { version: '< 3.0' }, { before: '3.0' }],
    ['two of them', { version: '>= 2.0, < 2.5' }, { from: '2.0', before: '2.5' }],
    ['words in the place of the version', { version: '5.0 and earlier' }, { upTo: '5.0' }],
    ['a patch level', { version: '3.4.0', lessThanOrEqual: '3.4.2 PL5' }, { from: '3.4.0', upTo: '3.4.2 PL5' }],
  ])('%s', (_, version, range) => {
    expect(ranges([version])).toEqual([range])
  })

  test.each<[string, Version]>([
    ['n/a', { version: 'n/a' }],
    ['a bare 0', { version: '0' }],
    ['a sentence that says more', { version: '5.0 and earlier with the option' }],
    ['several in one', { version: '21.0.1, 21.0.2' }],
    ['a commit', { version: 'c492904c', versionType: 'git' }],
    ['an end that is a commit', { lessThan: '29bc615', versionType: 'git' }],
    ['an end that begins with a name', { lessThan: 'comboam5_1.0.8.0' }],
    ['an end with an operator', { version: '9.1.0', lessThan: '9.1 < 9.1.14-h4' }],
  ])('%s is not read: it may be any', (_, version) => {
    const [range, ...more] = ranges([version])
    expect(more).toEqual([])
    expect(range).toMatchObject({ open: expect.stringContaining('of which it writes') })
  })

  test('an unreadable beginning keeps its end', () => {
    expect(ranges([{ version: 'Gen 2', lessThan: '8.1' }])).toEqual([
      { before: '8.1', open: 'of which it writes "Gen 2"' },
    ])
  })
})

test('a version that the record does not know of may have it', () => {
  expect(ranges([{ status: 'unknown', lessThan: '29.0.4' }])).toEqual([
    { before: '29.0.4', open: 'of which it says that it does not know' },
  ])
})

test('what is only listed as unaffected says nothing of the others', () => {
  expect(ranges([{ status: 'unaffected', version: '5.2', lessThan: '*' }])).toEqual([])
  expect(ranges([{ status: 'unaffected', version: '5.2' }], 'unaffected')).toEqual([])
})

describe('where all are affected that are not listed', () => {
  test('what is listed as unaffected is cut out', () => {
    expect(
      ranges(
        [
          { status: 'unaffected', version: '5.10.100', lessThanOrEqual: '5.10.*' },
          { status: 'unaffected', version: '6.1', lessThanOrEqual: '*' },
          { status: 'unaffected', version: '0', lessThan: '4.19' },
        ],
        'affected',
      ),
    ).toEqual([
      { from: '4.19', before: '5.10.100' },
      { from: '5.11', before: '6.1' },
    ])
  })

  test('one version that is not leaves those before and after it', () => {
    expect(ranges([{ status: 'unaffected', version: '2.1' }], 'affected')).toEqual([
      { before: '2.1' },
      { after: '2.1' },
    ])
  })

  test('none listed is every version', () => {
    expect(ranges([], 'affected')).toEqual([{}])
  })

  test('one that cannot be read makes the rest uncertain, and clears nothing', () => {
    expect(ranges([{ status: 'unaffected', lessThan: 'combo_1.0' }], 'affected')).toEqual([
      { open: 'of which it writes "combo_1.0"' },
    ])
  })

  test('versions without an order leave it open', () => {
    const odd = [
      { status: 'unaffected', version: '2019', lessThan: '*' },
      { version: '4.1', lessThan: '4.3' },
    ] as const
    expect(ranges(odd, 'affected')).toEqual([{ open: 'whose versions cannot be put in order' }])
  })
})

test('where a record says both of a version, nobody can tell of it', () => {
  expect(ranges([{ lessThan: '5' }, { status: 'unaffected', version: '4.9.8' }])).toEqual([
    { before: '4.9.8' },
    { exact: '4.9.8', open: 'of which it says both' },
    { after: '4.9.8', before: '5' },
  ])
})

test('changes within a range are followed', () => {
  const changes = [
    { at: '4.1.9', status: 'unaffected' },
    { at: '4.2', status: 'affected' },
  ]
  expect(ranges([{ version: '4.0', lessThan: '4.2.1', changes }])).toEqual([
    { from: '4.0', before: '4.1.9' },
    { from: '4.2', before: '4.2.1' },
  ])
  expect(ranges([{ version: '4.0', lessThan: '5', changes: [{ at: 'hotfix A', status: 'unaffected' }] }])).toEqual([
    { from: '4.0', before: '5', open: 'of which it writes "hotfix A"' },
  ])
})

test('a product without versions is any, where the record calls it affected, and may be where it does not say', () => {
  expect(ranges([], 'unknown')).toEqual([{ open: 'of which it says that it does not know' }])
  expect(ranges([], 'unaffected')).toEqual([])
})
