import { expect, test } from 'vitest'
import { flag, oneOf, parseSearch, readSearch, stringifySearch, text } from './search-params.ts'

const read = readSearch({ q: text, model: text, knownExploited: flag, sort: oneOf(['risk', 'opened'] as const) })

test('a model that looks like a number stays text, there and back', () => {
  const search = read(parseSearch('?model=9100&q=00123'))

  expect(search).toEqual({ model: '9100', q: '00123' })
  expect(stringifySearch(search)).toBe('?q=00123&model=9100')
})

test('what a page does not know or cannot read is left out of its address', () => {
  expect(read(parseSearch('?sort=sideways&knownExploited=perhaps&utm_source=mail'))).toEqual({})
})

test('nothing set is no question mark; an empty value asks for what has none', () => {
  expect(stringifySearch({ q: undefined })).toBe('')
  expect(stringifySearch({ q: undefined, model: '' })).toBe('?model=')
})
