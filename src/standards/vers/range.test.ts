import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contains } from './contains.ts'
import { faultOfVers, formatVersRange, isWithin, readVersRange } from './range.ts'

const canonical = (text: string): string => {
  const read = readVersRange(text)
  return read.ok ? formatVersRange(read.range) : read.reason
}

test.each([
  // Clause 5.3.3.1, and the examples of clause 5.1.
  ['vers:npm/1.2.3|>=2.0.0|<5.0.0', ['1.2.3', '2.0.0', '4.9.9', '5.0.0-rc.1'], ['1.2.2', '1.2.4', '5.0.0', '6.0.0']],
  ['vers:gem/>=2.2.0|!=2.2.1|<2.3.0', ['2.2', '2.2.0.1', '2.2.2'], ['2.1.9', '2.2.1', '2.3', '2.2.0.rc1']],
  ['vers:pypi/<=1.3.0|3.0.0', ['1.0.0', '1.3', '3.0'], ['1.3.1', '2', '3.0.0.post1']],
  ['vers:pypi/>=3.0.0|2.0.3', ['2.0.3', '3.0.0', '4'], ['2.0.4', '3.0.0rc1']],
  ['vers:pypi/0.0.2|0.0.6|>=3.0.0|0.0.1|0.0.4', ['0.0.4', '3.0.0'], ['2.0.3', '0.0.3']],
  ['vers:pypi/<=1.0.0|>=2.0.0', ['0.9', '1.0.0', '2.0.0', '9'], ['1.5']],
  ['vers:pypi/!=0.0.1', ['0.0.2', '0.0.0'], ['0.0.1', '0.0.1.0']],
  ['vers:pypi/!=0.0.1|>0.1', ['0.2'], ['0.0.1', '0.0.5', '0.1']],
  ['vers:intdot/>=1.2|<2.0', ['1.5.0', '1.2', '1.10'], ['2.0', '1.1.9', '2']],
  ['vers:deb/>=1:2.3-1|<1:2.4~', ['1:2.3-1', '1:2.3-1%2Bb1'.replace('%2B', '+')], ['2.3-2', '1:2.4~rc1', '1:2.4']],
  ['vers:rpm/<1.0-3.el8', ['1.0-2.el8', '1.0~rc1-9', '1.0'], ['1.0-3.el8', '1.0-10.el8', '1:0.1-1']],
  ['vers:maven/[1.0', [], []],
  ['vers:foo/*', ['1', 'anything'], []],
  ['vers:none/*', [], ['1', '']],
])('%s takes in %j and leaves out %j', (range, within, outside) => {
  expect(within.map((version) => contains(range, version).answer)).toEqual(within.map(() => 'yes'))
  expect(outside.map((version) => contains(range, version).answer)).toEqual(outside.map(() => 'no'))
})

test.each([
  ['vers:foo/<2.0', '1.0'],
  ['vers:example/1.2.3|>=2.0.0', '2.0.0'],
  ['vers:invalid/*', '1.0.0'],
  ['vers:npm/<2.0', 'K'],
  ['vers:npm/<2.0|R2 SP1', '1.0'],
  ['vers:npm/>=2.0.0|<1.0.0', '1.5.0'],
  ['vers:npm/>=1.0.0|<1.0', '1.0.0'],
  ['vers:npm/1.0%2G0', '1.0.0'],
  ['vers:npm/<2.0', 'N/A'],
  ['vers:composer/<2.0', 'dev-main'],
])('of %s nobody can tell for %s', (range, version) => {
  expect(contains(range, version).answer).toBe('unknown')
})

test.each([
  ['vers:npm/>=1.0.0|<2.0.0', 'vers:npm/>=1.0.0|<2.0.0'],
  ['vers:PyPI/0.0.2|0.0.6|0.0.0|0.0.1', 'vers:pypi/0.0.0|0.0.1|0.0.2|0.0.6'],
  ['vers:go/<v1.2.0', 'vers:golang/<v1.2.0'],
  ['vers:npm/ >= 1.0.0 || < 2.0.0 |', 'vers:npm/>=1.0.0|<2.0.0'],
  ['vers:npm/=1.0.0|1.0.0', 'vers:npm/1.0.0'],
  // "Simplifying constraints": what another says already goes.
  ['vers:pypi/>0.0.0|>=0.0.1|0.0.2|<0.0.3|0.0.4|<0.0.5|>=0.0.6', 'vers:pypi/>0.0.0|<0.0.5|>=0.0.6'],
  ['vers:pypi/>=1|>=2|!=3|<4|<=5|8|>12|<15', 'vers:pypi/>=1|!=3|<=5|8|>12|<15'],
  ['vers:lexicographic/1%202|a%7Cb', 'vers:lexicographic/1%202|a%7Cb'],
  ['vers:lexicographic/1.0%252F0', 'vers:lexicographic/1.0%252F0'],
  ['vers:foo/*', 'vers:foo/*'],
  ['vers:npm/', 'it has no constraint'],
  ['vers:npm/1.0.0|!=1.0.0', '1.0.0 and !=1.0.0 are about the same version'],
  ['vers:npm/<1.0%ZZ', '"1.0%ZZ" is not percent-encoded rightly'],
  ['vers:none/1', 'vers:none has only *'],
  ['npm/1.0.0', 'it does not begin with vers: and the name of a version scheme'],
  ['vers:foo/1', '"foo" is no version scheme that is known'],
])('%s is %s', (text, form) => {
  expect(canonical(text)).toBe(form)
})

// Clauses 5.3.2 to 5.4, whoever counts the versions.
test.each([
  ...['vers:generic/*|<2', 'vers:generic/<2|*', 'vers:all/*|<2', 'vers:unknown/*|*', 'vers:npm/*|<2', 'vers:npm/<2|*'],
  ...['vers:generic/>=*', 'vers:npm/>=*', 'vers:generic/!=*', 'vers:none/*|1'],
])('in %s the * does not stand alone', (text) => {
  expect(faultOfVers(text)).toBe('the * stands for all versions, alone and without another constraint')
  expect(contains(text, '1.0')).toEqual({
    answer: 'unknown',
    because: `"${text}" cannot be read: ${faultOfVers(text)}`,
  })
})

test.each([
  ['vers:/1.0', 'it does not begin with vers: and the name of a version scheme'],
  ['vers:1npm/1.0', 'it does not begin with vers: and the name of a version scheme'],
  ['vers:np+m/1.0', 'it does not begin with vers: and the name of a version scheme'],
  ['vers:np%6D/1.0', 'it does not begin with vers: and the name of a version scheme'],
  ['vers:generic', 'it does not begin with vers: and the name of a version scheme'],
  ['vers:invalid/1.0', '"invalid" is reserved for what is never valid'],
  ['vers:generic/', 'it has no constraint'],
  ['vers:generic/|', 'it has no constraint'],
  ['vers:generic/>=', '">=" has no version'],
  ['vers:generic/1.0|<', '"<" has no version'],
  ['vers:generic/1.0%2G0', '"1.0%2G0" is not percent-encoded rightly'],
  ['vers:all/<1.0%', '"1.0%" is not percent-encoded rightly'],
  ['vers:generic/1.0|!=1.0', '1.0 and !=1.0 are about the same version'],
  ['vers:generic/<1.0|<=1.0.0', '<1.0 and <=1.0.0 are about the same version'],
  ['vers:all/>1.0|<1.0', '>1.0 and <1.0 are about the same version'],
])('%s is wrong whatever the scheme: %s', (text, fault) => {
  expect(faultOfVers(text)).toBe(fault)
  expect(contains(text, '1.0').answer).toBe('unknown')
  expect(canonical(text)).toBe(fault)
})

test.each([
  ['vers:all/<V4.3.8', '4.3.7', 'yes'],
  ['vers:all/<V5.2 SP 3 HF 13', '5.2 SP3 HF12', 'yes'],
  ['vers:all/>=V7.80<V9.40', '7.80', 'yes'],
  ['vers:all/<V18 SR 1', '19', 'no'],
  ['vers:all/1%2E0', '1.0', 'yes'],
  ['vers:generic/>=1.0||<2.0', '1.5', 'yes'],
  ['vers:generic/1.0|1.0', '1.0', 'yes'],
  ['vers:generic/=1.0', '1.0', 'yes'],
  ['vers:unknown/*', '1.0', 'yes'],
  ['* | <2', '1.0', 'yes'],
])('%s is read as it is meant: %s', (text, version, expected) => {
  expect(faultOfVers(text)).toBeUndefined()
  expect(contains(text, version).answer).toBe(expected)
})

// The specification's own tests, as facts: what it says of texts in its file on canonical forms. Spaces around a constraint, an empty
// one at an end or between two bars and an unsorted list leave no doubt, and are let pass; `faultOfVers` says so.
test.each([
  ['vers:npm/>=1.0.0|<2.0.0', 'vers:npm/>=1.0.0|<2.0.0'],
  ['vers:npm/>=2.0.0|<1.0.0', '>=2.0.0 and <1.0.0 leave nothing between them'],
  ['vers:npm/1.0%2G0', '"1.0%2G0" is not percent-encoded rightly'],
  ['vers:lexicographic/1 2', '"1 2" has a space within; it is written %20'],
  ['vers:lexicographic/1\t2', '"1\t2" has a space within; it is written %20'],
  ['vers:lexicographic/1%202', 'vers:lexicographic/1%202'],
  ['vers:lexicographic/1%092', 'vers:lexicographic/1%092'],
  ['vers:datetime/2024-01-01T00:00:00%ZZ', '"2024-01-01T00:00:00%ZZ" is not percent-encoded rightly'],
  ['vers:datetime/2024-01-01t00:00:00z', '"2024-01-01t00:00:00z" is no version of datetime'],
  ['vers:pypi/0.0.2|0.0.6|>=0.0.0|0.0.1', 'vers:pypi/>=0.0.0'],
])('the specification’s %s is %s', (text, form) => {
  expect(canonical(text)).toBe(form)
})

test('the canonical form is canonical, and holds for the same versions', () => {
  const version = fc.tuple(fc.nat(3), fc.nat(3)).map(([major, minor]) => `${major}.${minor}`)
  const constraint = fc.tuple(fc.constantFrom('', '!=', '<', '<=', '>', '>='), version).map((pair) => pair.join(''))
  fc.assert(
    fc.property(fc.array(constraint, { minLength: 1, maxLength: 6 }), version, (constraints, asked) => {
      const read = readVersRange(`vers:pypi/${constraints.join('|')}`)
      fc.pre(read.ok)
      if (!read.ok) return
      const text = formatVersRange(read.range)
      const again = readVersRange(text)
      expect(again.ok && formatVersRange(again.range)).toBe(text)
      expect(again.ok && isWithin(again.range, asked)).toBe(isWithin(read.range, asked))
    }),
  )
})
