import { expect, test } from 'vitest'
import { withoutNotes } from './inventory-notes.ts'

test.each([
  ['Zymos 400 #2', 'Zymos 400'],
  ['Zymos 400, Nr. 3', 'Zymos 400'],
  ['Zymos 400 Bj. 2017', 'Zymos 400'],
  ['Zymos 400 (YOM 2017)', 'Zymos 400'],
  ['Zymos 400 Inv.-Nr. 40231', 'Zymos 400'],
  ['Zymos 400 / OP 3', 'Zymos 400'],
  ['Zymos 400 Zimmer 12', 'Zymos 400'],
  ['Zymos 400 (gebraucht)', 'Zymos 400'],
  ['Zymos 400 Station 4B', 'Zymos 400'],
])('%s is a %s', (written, model) => {
  expect(withoutNotes(written)).toBe(model)
})

test.each([
  'Central Station 4',
  'Zeno 200',
  'Continuum 500',
  'Zymos 2017',
  'Bed 3002',
  'Zymos 400 S2',
  'OP 3',
  'OR1',
  'Zymos New York',
  'Zymos 12.04',
  'Zymos SR650',
])('%s keeps all that it says', (model) => {
  expect(withoutNotes(model)).toBe(model)
})
