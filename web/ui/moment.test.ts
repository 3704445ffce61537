import { expect, test } from 'vitest'
import { daysAfter, formatAgo, formatDay, formatMoment, formatSpan, isPast, withDays } from './moment.tsx'

test('a time is told in the hospital’s zone, a day in none', () => {
  expect([formatMoment('2026-03-01T03:30:00Z', 'America/Chicago'), formatDay('2026-03-01')]).toEqual([
    '28 Feb 2026, 21:30',
    '1 Mar 2026',
  ])
})

test('what cannot be read as a time is shown as it came', () => {
  expect([formatDay('SEE NOTES'), formatMoment('soon', 'UTC')]).toEqual(['SEE NOTES', 'soon'])
})

test('how long ago is said in the biggest unit that fits', () => {
  const now = new Date('2026-11-23T12:00:00Z')

  expect(
    ['2026-11-23T11:59:50Z', '2026-11-23T11:00:00Z', '2026-11-22T11:00:00Z', '2026-11-26T12:00:00Z'].map((at) =>
      formatAgo(at, now),
    ),
  ).toEqual(['just now', '1 hour ago', 'yesterday', 'in 3 days'])
})

test('from when to when is told in the hospital’s own days, with their number', () => {
  const inChicago = (from: string, to: string) => formatSpan(from, to, 'America/Chicago')

  expect([
    inChicago('2026-03-12T12:00:00Z', '2026-04-03T23:00:00Z'),
    inChicago('2025-12-30T12:00:00Z', '2026-01-01T03:00:00Z'),
    inChicago('2026-03-12T12:00:00Z', '2026-03-12T22:00:00Z'),
    inChicago('2026-03-12T12:00:00Z', '2026-03-11T12:00:00Z'),
    inChicago('2025-03-12T12:00:00Z', '2029-03-12T12:00:00Z'),
  ]).toEqual([
    '12 Mar – 3 Apr 2026, 22 days',
    '30 – 31 Dec 2025, 1 day',
    '12 Mar 2026, less than a day',
    '12 Mar 2026, less than a day',
    '12 Mar 2025 – 12 Mar 2029, 1,461 days',
  ])
})

test('days after a day go over the ends of months and years, whatever the clock does', () => {
  expect([daysAfter('2026-02-27', 2), daysAfter('2026-12-31', 1), daysAfter('2026-03-28', 7)]).toEqual([
    '2026-03-01',
    '2027-01-01',
    '2026-04-04',
  ])
})

test('work is due until its day is over', () => {
  expect([isPast('2026-11-22', '2026-11-23'), isPast('2026-11-23', '2026-11-23'), isPast(null, '2026-11-23')]).toEqual([
    true,
    false,
    false,
  ])
})

test('days in a sentence are written as all others', () => {
  expect(withDays('CMMS says retired since 2026-02-22; RG-2026-02-221 stays')).toBe(
    'CMMS says retired since 22 Feb 2026; RG-2026-02-221 stays',
  )
})
