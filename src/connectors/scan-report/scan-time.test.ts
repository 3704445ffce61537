import { expect, test } from 'vitest'
import { later, readScanTime } from './scan-time.ts'

test.each([
  ['1648044472', 'UTC', '2022-03-23T14:07:52Z'],
  ['1648044472', 'Europe/Berlin', '2022-03-23T14:07:52Z'],
  ['Wed Mar 23 15:07:52 2022', 'Europe/Berlin', '2022-03-23T14:07:52Z'],
  ['Sat Mar  5 05:07:52 2022', 'UTC', '2022-03-05T05:07:52Z'],
  ['2025-08-22T17:09:57+02:00', 'UTC', '2025-08-22T15:09:57Z'],
  ['2021-05-26T20:50:18Z', 'America/New_York', '2021-05-26T20:50:18Z'],
  ['2023-06-08T02:01:27.233Z', 'UTC', '2023-06-08T02:01:27Z'],
  ['20210228T225429678', 'America/New_York', '2021-03-01T03:54:29Z'],
  ['Jan 5, 2021 10:24:08 MST', 'UTC', '2021-01-05T17:24:08Z'],
  ['Oct 17, 2024 17:24:54 UTC', 'Europe/Berlin', '2024-10-17T17:24:54Z'],
  ['Jan 5, 2021 10:24:08 XYZ', 'UTC', '2021-01-05T10:24:08Z'],
  ['Feb 03, 2026 07:00 AM', 'UTC', '2026-02-03T07:00:00Z'],
  ['Feb 03, 2026 12:30 AM', 'UTC', '2026-02-03T00:30:00Z'],
])('%s in %s is %s', (text, zone, moment) => {
  expect(readScanTime(text, zone)).toBe(moment)
})

test('a day that can be two is settled by the order alone', () => {
  expect(readScanTime('05/06/2021 07:36:58', 'UTC')).toBeUndefined()
  expect(readScanTime('05/06/2021 07:36:58', 'UTC', 'mdy')).toBe('2021-05-06T07:36:58Z')
  expect(readScanTime('05/06/2021 07:36', 'UTC', 'dmy')).toBe('2021-06-05T07:36:00Z')
})

test.each(['', '0', 'never', '2021-13-40T00:00:00Z', '99999999999999', '20211399T000000', '1970-01-01T00:00:00Z'])(
  '"%s" is no moment',
  (text) => {
    expect(readScanTime(text, 'UTC')).toBeUndefined()
  },
)

test('the later moment counts, however its offset is written', () => {
  expect(later('2025-08-22T15:09:57Z', '2025-08-22T17:09:56+02:00')).toBe('2025-08-22T15:09:57Z')
  expect(later(undefined, '2025-08-22T15:09:57Z')).toBe('2025-08-22T15:09:57Z')
})
