import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

test('a port is a number that a port can have, wherever it was written', () => {
  expect([
    readConfig({}, {}).port,
    readConfig({ port: '0' }, { HOMEOSTAT_PORT: '9000' }).port,
    readConfig({}, { HOMEOSTAT_PORT: '65535' }).port,
    readConfig({}, { HOMEOSTAT_PORT: '' }).port,
  ]).toEqual([8484, 0, 65535, 8484])
})

test('what is no port is named, with where it stands and what can be', () => {
  for (const port of ['abc', '65536', '-1', '80.5', '0x50', '', ' 80'])
    expect(() => readConfig({ port }, {})).toThrow(
      `--port: "${port}" is no port. Give a number from 1 to 65535, or 0 for any port that is free.`,
    )
  expect(() => readConfig({}, { HOMEOSTAT_PORT: 'http' })).toThrow('HOMEOSTAT_PORT: "http" is no port.')
})
