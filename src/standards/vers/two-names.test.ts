import { expect, test } from 'vitest'
import { contains } from './vers.ts'

test.each([
  ['19.5.3', 'v19.5 MR3 (19.5.3) and older', 'yes'],
  ['19.5.4', 'v19.5 MR3 (19.5.3) and older', 'no'],
  ['22.24.1500.0', 'R19.3 SP3 (22.24.5800.0) and earlier', 'yes'],
  ['22.25.1500.0', 'R19.3 SP3 (22.24.5800.0) and earlier', 'no'],
])('%s, of a version under two names, %s: %s', (version, range, expected) => {
  expect(contains(range, version).answer).toBe(expected)
})

test.each([
  ['8.0.37', 'no'],
  ['8.0.36', 'yes'],
  ['8.1.0', 'yes'],
  ['8.3.1', 'no'],
  ['5.6.51', 'yes'],
])('%s beside ends of several branches: %s', (version, expected) => {
  expect(contains('5.7.44 and prior, 8.0.36 and prior, 8.3.0 and prior', version).answer).toBe(expected)
})

test.each([
  ['10.00', 'yes'],
  ['11 SP01', 'yes'],
  ['11 SP02', 'no'],
  ['9', 'no'],
])('%s of two releases, the later up to a service pack: %s', (version, expected) => {
  expect(contains('Software version 10 and software version 11 prior to 11 SP02', version).answer).toBe(expected)
})

test.each([
  ['23.9.7.8804', '23.9.7 and prior', 'yes'],
  ['5.01.62_20220316', '5.01.62 and prior', 'yes'],
  ['6.9.572.0', '6.8 | 6.9', 'yes'],
  ['23.9.8.8804', '23.9.7 and prior', 'no'],
  ['1.6.1', '1.6', 'no'],
  ['10.2.100', '<= 10.2', 'no'],
  ['2.5', '2.0 and prior, 4.0 and prior', 'yes'],
  ['23.9.7.8804', '< 23.9.7', 'no'],
])('the build %s of a release, %s: %s', (version, range, expected) => {
  expect(contains(range, version).answer).toBe(expected)
})

test.each([
  ['C.02.01', 'Software revisions C.01.00 through C.02.03', 'yes'],
  ['C.02.04', 'Software revisions C.01.00 through C.02.03', 'no'],
  ['F', 'Software Rev. A to Rev. F, except Rev. D', 'yes'],
  ['Rev. D', 'Software Rev. A to Rev. F, except Rev. D', 'no'],
  ['4.3.0', '4.x, versions up to and including 4.6.2', 'yes'],
  ['3.3.0', '4.x, versions up to and including 4.6.2', 'no'],
  ['LFX 1.8', 'LFX Software before version 1.9', 'yes'],
  ['LFX 1.9', 'LFX Software vor Version 1.9', 'no'],
  ['HiOS-2S-08.5.00', 'HiOS 08.7.01 and lower', 'yes'],
  ['HiOS-2S-08.8.00', 'HiOS 08.7.01 and lower', 'no'],
])('%s and %s: %s', (version, range, expected) => {
  expect(contains(range, version).answer).toBe(expected)
})

test.each([
  [
    'v2.2 SR8/SP8 (4.12.006)',
    ['v2.2 SR8/SP8 (4.12.006)', '2.2 SP8', '2.2 SR8', '4.12.006', 'V2.2 SP8 (4.12.006)'],
    'yes',
  ],
  ['v2.2 SR8/SP8 (4.12.006)', ['4.12.005', '4.12.007', '2.1'], 'no'],
  ['v2.2 SR8/SP8 (4.12.006)', ['2.2'], 'unknown'],
  ['< AINLX_v3.47', ['AINLX v3.43', '3.43'], 'yes'],
  ['< AINLX_v3.47', ['AINLX v3.47'], 'no'],
  ['< AINLX_v3.47', ['APCLX v1.04.0.5', 'APCLX_v3.60'], 'unknown'],
  ['9 releases prior to 2402 (9.5.1079)', ['9.3.2102', '2311 (9.4.4126)', '9.5.1078'], 'yes'],
  ['9 releases prior to 2402 (9.5.1079)', ['9.5.1079', '2405 (9.5.2109)', '8.6_807', '10.0.1'], 'no'],
  ['< 2402', ['2311 (9.4.4126)', '2311'], 'yes'],
  ['< 2402', ['2405 (9.5.2109)', '2402 (9.5.1079)'], 'no'],
  ['* | 1.5.0 plus205', ['1.4.0', '1.5.0plus205', '2.0'], 'yes'],
  ['< 14.2.1', ['sip88xx.14-1-1', 'sip78xx.12-8-1-0001-455', 'sip88xx.14-1-1SR1'], 'yes'],
  ['< 14.2.1', ['sip88xx.14-2-1', 'sip78xx.14-3-1-0001-135'], 'no'],
])('%s for %j is %s', (range, versions, answer) => {
  expect(versions.map((version) => contains(range, version).answer)).toEqual(versions.map(() => answer))
})
