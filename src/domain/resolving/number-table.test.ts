import { describe, expect, test } from 'vitest'
import { NumberTable, RecentNumbers } from './number-table.ts'

/** Keys as they are made of two numbers of words, far above 32 bits; many of them again. */
const keys = Array.from({ length: 5000 }, (_, at) => (at % 1700) * 3_000_000 + ((at * 7919) % 2_999_999))

describe('NumberTable', () => {
  test('counts as a Map does, in the order in which keys came', () => {
    const table = new NumberTable()
    const map = new Map<number, number>()
    for (const key of keys) {
      table.add(key, 1)
      map.set(key, (map.get(key) ?? 0) + 1)
    }
    const entries = Array.from({ length: table.size }, (_, place) => [table.keyAt(place), table.valueAt(place)])
    expect(entries).toEqual([...map])
    for (const [key, count] of map) expect(table.get(key)).toBe(count)
  })

  test('knows what is not in it', () => {
    const table = new NumberTable()
    table.add(2 ** 40, 3)
    expect(table.find(2 ** 40)).toBe(0)
    for (const key of [0, 2 ** 8, 2 ** 32, 2 ** 41]) {
      expect(table.find(key)).toBe(-1)
      expect(table.get(key)).toBe(0)
    }
  })
})

describe('RecentNumbers', () => {
  test('gives what was put last for a key, or nothing, and never what is of another key', () => {
    const recent = new RecentNumbers(64)
    for (const key of keys) {
      recent.set(key, key / 2)
      expect(recent.get(key)).toBe(key / 2)
    }
    let held = 0
    for (const key of new Set(keys)) {
      const value = recent.get(key)
      if (Number.isNaN(value)) continue
      held++
      expect(value).toBe(key / 2)
    }
    expect(held).toBeGreaterThan(0)
    expect(held).toBeLessThanOrEqual(64)
    recent.clear()
    for (const key of keys) expect(recent.get(key)).toBeNaN()
  })
})
