import { expect, test } from 'vitest'
import { classifyVersion, contains, labelledVersions } from './vers.ts'

const answers = (text: string, versions: readonly string[]) =>
  versions.map((version) => contains(text, version).answer).join(' ')

test.each([
  '低于3.1的版本',
  '低于 V3.1',
  '固件版本低于3.1',
  '早于3.1版本',
  '小于3.1的所有版本',
  '低於3.1',
  '3.1之前的版本',
  '3.1版本之前',
  '3.1（不含）以前',
  '3.1より前のバージョン',
  'バージョン3.1より前',
  '3.1未満',
  '3.1 버전 미만',
  '3.1보다 낮은 버전',
])('"%s" ends before 3.1', (text) => {
  expect(answers(text, ['3.0', '3.1', '3.2'])).toBe('yes no no')
})

test.each([
  '3.1及以前',
  '3.1及以前版本',
  '3.1及之前版本',
  '3.1或更早版本',
  '3.1 版本及更低版本',
  '3.1（含）以前',
  '小于等于3.1',
  '不高于3.1',
  '截至3.1',
  '3.1以下',
  '3.1以前のバージョン',
  'ファームウェア Ver 3.1 以前',
  '3.1 およびそれより前のバージョン',
  '3.1まで',
  '3.1 이하',
  '3.1 및 그 이전 버전',
])('"%s" ends with 3.1', (text) => {
  expect(answers(text, ['3.0', '3.1', '3.2'])).toBe('yes yes no')
})

test.each(['3.1以前的版本', '3.1 이전 버전'])('whether "%s" takes 3.1 in is open', (text) => {
  expect(answers(text, ['3.0', '3.1', '3.2'])).toBe('yes unknown no')
})

test.each([
  ['从2.0到3.1', 'no yes yes no'],
  ['2.0 至 3.1 版本', 'no yes yes no'],
  ['2.0から3.1まで', 'no yes yes no'],
  ['2.0〜3.1', 'no yes yes no'],
  ['2.0부터 3.1까지', 'no yes yes no'],
  ['大于等于2.0 小于3.1', 'no yes no no'],
  ['2.0及以上且低于3.1', 'no yes no no'],
  ['2.0以降、3.1より前', 'no yes no no'],
  ['2.0 이상 3.1 미만', 'no yes no no'],
  ['2.0、3.1', 'no yes yes no'],
])('"%s" has two ends', (text, said) => {
  expect(answers(text, ['1.9', '2.0', '3.1', '3.2'])).toBe(said)
})

test.each([
  ['高于3.1', 'no no yes'],
  ['3.1及以上', 'no yes yes'],
  ['3.1 以降', 'no yes yes'],
  ['3.1 이상', 'no yes yes'],
  ['除3.2外的所有版本', 'yes yes no'],
])('"%s" has no upper end', (text, said) => {
  expect(answers(text, ['3.0', '3.1', '3.2'])).toBe(said)
})

test.each(['所有版本', '全部版本', 'すべてのバージョン', '全バージョン', '모든 버전'])('"%s" is all', (text) => {
  expect(classifyVersion(text)).toBe('all')
})

test('words that are not known stay unread', () => {
  expect(contains('3.1附近的版本', '3.0').answer).toBe('unknown')
})

test('labels in these languages tell software from firmware', () => {
  expect(labelledVersions('软件版本:3.1 固件版本:2.2').map(({ of }) => of)).toEqual(['software', 'firmware'])
  expect(labelledVersions('ソフトウェア 3.1 / ファームウェア 2.2').map(({ of }) => of)).toEqual([
    'software',
    'firmware',
  ])
})
