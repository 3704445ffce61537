import { expect, test } from 'vitest'
import { contains } from './vers.ts'

/** As advisories write it; versions inside, versions outside, versions that cannot be told. */
const ranges: readonly [string, string[], string[], string[]][] = [
  ['>= 24.1', ['2024 R1', '2024R2', '2025 R3'], ['2022 R3', '2023 R1', '2023 R3 (23.3a)'], []],
  ['< 24.2', ['2024 R1', '2023 R3'], ['2024 R3', '2025 R1'], ['2024 R2']],
  ['< 24.1.3', ['2023 R3'], ['2024 R3'], ['2024 R1', '2024 R2']],
  ['< 2024 R1', ['23.3', '23.3.1a', '2023 R3'], ['24.1', '24.2'], ['12.11.2023']],
  ['<= 2020 R2', ['20.1', '2019 R2'], ['20.3', '21.1'], ['20.2']],
  ['< 2024', [], [], ['24.1']],
  ['< 9.4', [], [], ['2024 R1']],
  ['< 13.2', [], [], ['2018 R3']],
]

test.each(ranges)('releases of a year and their numbers in %s', (range, inside, outside, open) => {
  const answers = (versions: string[]) => versions.map((version) => `${version} ${contains(range, version).answer}`)

  expect(answers(inside)).toEqual(inside.map((version) => `${version} yes`))
  expect(answers(outside)).toEqual(outside.map((version) => `${version} no`))
  expect(answers(open)).toEqual(open.map((version) => `${version} unknown`))
})
