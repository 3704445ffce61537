import { expect, test } from 'vitest'
import { readUpdates } from './update-value.ts'

test('updates are told however a list writes them, each once and in order', () => {
  expect(readUpdates('KB5034127; kb5031539,KB5034127')).toEqual(['KB5031539', 'KB5034127'])
  expect(readUpdates('[01]: Q147222 [02]: KB893803v2')).toEqual(['KB147222', 'KB893803'])
  expect(readUpdates('5034127 5031539')).toEqual(['KB5031539', 'KB5034127'])
})

test('what names no update is not read as one', () => {
  expect(readUpdates('up to date')).toBeUndefined()
  expect(readUpdates('10.0.17763.5329')).toBeUndefined()
  expect(readUpdates('2024-01-09')).toBeUndefined()
})
