import { expect, test } from 'vitest'
import type { Configuration } from '#model/matching.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { compileAdvisories, matchConfiguration } from './matching.ts'

const { advisory } = advisoryRecord({
  trackingId: 'G-1',
  products: [
    productEntry({
      productId: 'P1',
      vendor: 'GE Healthcare',
      name: 'Venue, not including Venue 40 R1-3 and Venue 50 R4-5',
      version: 'vers:all/*',
      versionForm: 'vers',
    }),
  ],
  vulnerabilities: [statement({ vulnerabilityId: 'CVE-2020-6977', status: { known_affected: ['P1'] } })],
})
const index = compileAdvisories([advisory])
const on = (fields: Partial<Configuration>) => {
  const empty = { modelNumber: '', description: '', softwareVersion: '', firmwareVersion: '', operatingSystem: '' }
  return matchConfiguration(index, { manufacturer: 'GE Healthcare', model: 'Venue 40', ...empty, ...fields })
}
const asked = (fields: Partial<Configuration>) =>
  on(fields).map(({ answer, because }) => [answer, because.find(({ outcome }) => outcome === 'unknown')?.asks])

test.each([{ softwareVersion: 'R3' }, { model: 'Venue 40 R3' }, { model: 'Venue 50', softwareVersion: 'R4.1' }])(
  'a release that is left out is not meant: %j',
  (fields) => {
    expect(on(fields)).toEqual([])
  },
)

test.each([{ softwareVersion: 'R4' }, { model: 'Venue 40 R4' }, { model: 'Venue 50', softwareVersion: 'Release 3' }])(
  'every other is, as well as the names agree: %j',
  (fields) => {
    expect(asked(fields)).toEqual([['affected', undefined]])
  },
)

test('the version is asked for where it is not on record, and nothing where it tells no release', () => {
  expect(asked({})).toEqual([['cannot_tell', 'softwareVersion']])
  expect(asked({ softwareVersion: '304.1' })).toEqual([['cannot_tell', undefined]])
})
