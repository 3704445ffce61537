import { expect, test } from 'vitest'
import { partsOf } from './changed-parts.ts'

test('what stayed stands once, around what went and what came', () => {
  expect(partsOf('Close port 23 at once.', 'Close ports 23 and 80 at once.')).toEqual({
    start: 'Close ',
    gone: 'port 23',
    come: 'ports 23 and 80',
    end: ' at once.',
  })
  expect(partsOf('a b a', 'a b a b a')).toEqual({ start: 'a b a', gone: '', come: ' b a', end: '' })
})

test('what was added behind takes nothing away', () => {
  expect(partsOf('It restarts.', 'It restarts. More is known.')).toEqual({
    start: 'It restarts.',
    gone: '',
    come: ' More is known.',
    end: '',
  })
})

test('texts with nothing in common are told whole', () => {
  expect(partsOf('2', '3')).toEqual({ start: '', gone: '2', come: '3', end: '' })
  expect(partsOf('', 'new')).toEqual({ start: '', gone: '', come: 'new', end: '' })
})
