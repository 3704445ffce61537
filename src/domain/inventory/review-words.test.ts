import { expect, test } from 'vitest'
import { reasonsInWords, relateValues } from './review-words.ts'

test('a host name with its domain, or cut off where NetBIOS ends, is the same in another spelling', () => {
  const relate = (a: string, b: string) => relateValues('hostname', a, b)

  expect([
    relate('cic-biomed-0490', 'CIC-BIOMED-0490.rgh.example'),
    relate('radiology-viewer-12.rgh.example', 'RADIOLOGY-VIEWE'),
    relate('picix-1', 'picix-11'),
    relate('cic-0490', 'cic-0491.rgh.example'),
  ]).toEqual(['spelt', 'spelt', 'differs', 'differs'])
})

test('what speaks for one device is never said to differ', () => {
  const said = reasonsInWords(
    [
      { field: 'host', bits: 12 },
      { field: 'where', bits: 4 },
    ],
    { hostname: 'pyxis-sicu-0579' },
    { hostname: 'pyxis-sicu-0580' },
  )

  expect(said.map(({ isFor, text }) => [isFor, text])).toEqual([
    [true, 'The host name is alike in part'],
    [true, 'They stand in the same place'],
  ])
})
