import { expect, test } from 'vitest'
import { remembering } from './remember.ts'

test('what was made of a text is made once, nothing too, and forgotten when it is too much', () => {
  const asked: string[] = []
  const lengthOf = remembering((text) => {
    asked.push(text)
    return text === '' ? undefined : text.length
  }, 2)

  expect(['', 'ab', '', 'ab'].map(lengthOf)).toEqual([undefined, 2, undefined, 2])
  expect(asked).toEqual(['', 'ab'])
  expect(['abc', 'ab', 'abc'].map(lengthOf)).toEqual([3, 2, 3])
  expect(asked).toEqual(['', 'ab', 'abc', 'ab'])
})
