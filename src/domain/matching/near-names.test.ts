import { expect, test } from 'vitest'
import { knownSpellings } from './makers/vendor-register.ts'
import { nearNames } from './near-names.ts'
import { typingErrors } from './plain-text.ts'

test('the names near a misspelt one are those that comparing it with every name finds, in their order', () => {
  const names = [...knownSpellings.keys()].filter((name) => name.length >= 5)
  const near = nearNames(names)

  for (const text of ['medtronik', 'spacelab', 'gambor', 'b brawn', 'nihon kohdan', 'acme widget', '3n medical']) {
    for (const allowed of [1, 2]) {
      const all = names.flatMap((name, at) => {
        const errors = name[0] === text[0] ? typingErrors(text, name, allowed) : allowed + 1
        return errors <= allowed ? [{ text: name, at, errors }] : []
      })
      expect(near(text, allowed)).toEqual(all)
    }
  }
  expect(near('medtronik', 1).map(({ text }) => text)).toContain('medtronic')
})
