import { expect, test } from 'vitest'
import { processorMs } from '#tests/support/processor-time.ts'
import { isCutShort } from './cut-short.ts'
import { splitVersions } from './stated-versions.ts'
import { classifyVersion, contains, labelledVersions, readVersionExpression } from './vers.ts'

// Columns of versions come from outside. What is not read in time must at least not hold up the others.

/** No measure of speed: texts take up to five milliseconds, or for ever where a pattern goes back over all it read. */
const asGoodAsForEverMs = 100

const pieces = [
  ...[
    '1',
    '1.',
    '1,',
    '.',
    ',',
    ' ',
    '(',
    ')(',
    '1(',
    '[1,',
    '<',
    '<1 ',
    '< 1 ',
    '|1',
    ';1',
    '-1',
    ' - 1',
    '/1',
    '1?',
    '*',
  ],
  ...[
    'and ',
    'and 1 ',
    'or ',
    '1 to ',
    'version ',
    'software version ',
    'firmware 1.2 / ',
    'sp 1 ',
    'build 1 ',
    'rev a ',
  ],
  ...[
    'earlier ',
    'before 1 ',
    'except 1 ',
    'with ',
    'released ',
    'all versions ',
    '2020-01-01 ',
    'Jan 2020 ',
    'Ab ',
    'a_',
  ],
  ...['低', '低于3.1', '版本', '3.1之前', '2至', '3.1以前', '이전 ', 'v1 ', 'VA10 ', 'x', '1.x ', '() ', '1.1 -> '],
]
const read: Readonly<Record<string, (text: string) => unknown>> = {
  classifyVersion,
  contains: (text) => contains('< 3.2.1 SP2', text),
  isCutShort: (text) => isCutShort(readVersionExpression('< 3.2.1 SP2'), text),
  labelledVersions,
  splitVersions,
}

test.each(Object.entries(read))('%s is done with any text of 500 characters at once', (_, run) => {
  const stuck: string[] = []
  // Patterns are compiled at their first texts.
  for (let i = 0; i < 30; i++) run(`v3.2.${i} build 4 and earlier; 2.${i}`.repeat(12))
  for (const piece of pieces)
    for (const [head, tail] of [
      ['', ''],
      ['', '!'],
      ['v', ' 1'],
      ['(', ' earlier'],
    ] as const) {
      const text = (head + piece.repeat(500)).slice(0, 500 - tail.length) + tail
      // A pause of the machine, or of its compiler, is none of the reader: it would have to come each time.
      const isStuck = [text, `${text.slice(0, -1)}~`, `${text.slice(0, -1)}_`, `${text.slice(0, -2)}~`].every((one) => {
        return processorMs(() => run(one)) > asGoodAsForEverMs
      })
      if (isStuck) stuck.push(`${text.slice(0, 20)} … ${tail}`)
    }
  expect(stuck).toEqual([])
})
