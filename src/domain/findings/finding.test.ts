import { expect, test } from 'vitest'
import type { FindingState } from '#model/finding.ts'
import type { Configuration } from '#model/matching.ts'
import { judgeMove, judgeStatements, proofOf } from './finding.ts'

const pump: Configuration = {
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  modelNumber: '',
  description: '',
  softwareVersion: '9.1',
  firmwareVersion: '',
  operatingSystem: 'Windows 7',
}

test.each([
  ['another version of the same product', { softwareVersion: '9.2' }, 'fixed'],
  ['another operating system', { operatingSystem: 'Windows 10' }, 'fixed'],
  ['only the spelling of the model', { model: 'DRIP 3000 ', softwareVersion: '9.2' }, 'fixed'],
  ['another model', { model: 'Vital 500' }, 'cleared'],
  ['another model number', { modelNumber: 'D-9' }, 'cleared'],
  ['a version that is gone', { softwareVersion: '' }, 'cannot_tell'],
  [
    'another version, and an operating system that is gone',
    { softwareVersion: '9.2', operatingSystem: ' ' },
    'cannot_tell',
  ],
  ['a model that is gone', { model: '' }, 'cannot_tell'],
])('where nothing is said of the new configuration, %s makes it %s', (_, over, proof) => {
  expect(proofOf(pump, { ...pump, ...over }, null)).toBe(proof)
})

test('where the old configuration is not known, nothing is proven', () => {
  expect(proofOf(null, pump, null)).toBe('cannot_tell')
})

test('a version that the matcher compared and found outside proves the fix', () => {
  expect(proofOf(null, pump, 'not_affected')).toBe('fixed')
})

const open: FindingState = { answer: 'affected', status: 'affected', decision: 'none', remediation: 'not_remediated' }
const unclear: FindingState = { ...open, answer: 'cannot_tell', status: 'under_investigation' }
const fixed: FindingState = { ...open, answer: 'not_affected', status: 'fixed', remediation: 'verified' }
const moved = { hasMoved: true, isReadSince: false, proof: 'fixed' } as const

test('a device whose version was not known and is outside now was never affected', () => {
  expect(judgeMove({ ...moved, state: unclear, answerBefore: 'cannot_tell', answer: 'not_affected' })).toEqual({
    kind: 'cleared',
    after: { ...unclear, answer: 'not_affected', status: 'not_affected' },
  })
})

test('where work was claimed on it, the same is the proof of the work', () => {
  const claimed: FindingState = { ...unclear, remediation: 'claimed' }
  expect(judgeMove({ ...moved, state: claimed, answerBefore: 'cannot_tell', answer: 'not_affected' })).toEqual({
    kind: 'fixed',
    after: fixed,
  })
})

test('a fixed finding is not reopened by a configuration that cannot tell', () => {
  expect(judgeMove({ ...moved, state: fixed, answerBefore: 'not_affected', answer: 'cannot_tell' })).toBeNull()
})

test('a decision stays in force when the device moves between affected versions', () => {
  const accepted: FindingState = { ...open, decision: 'accepted' }
  expect(judgeMove({ ...moved, state: accepted, answerBefore: 'affected', answer: 'affected' })).toBeNull()
})

test('what was verified by evidence is not reopened by a register that still says affected', () => {
  const verified: FindingState = { ...open, status: 'fixed', remediation: 'verified' }
  const again = { state: verified, answerBefore: 'affected', answer: 'affected', proof: 'fixed' } as const
  expect(judgeMove({ ...again, hasMoved: true, isReadSince: false })).toBeNull()
  expect(judgeMove({ ...again, hasMoved: false, isReadSince: true })).toEqual({ kind: 'reopened', after: open })
})

test('a publisher that can no longer tell about the fixed version reopens the question', () => {
  expect(judgeStatements(fixed, 'cannot_tell')).toEqual({ kind: 'reopened', after: unclear })
})

test('a publisher that clears a version which was fixed anyway changes no state of the work', () => {
  const verified: FindingState = { ...open, status: 'fixed', remediation: 'verified' }
  expect(judgeStatements(verified, 'not_affected')).toEqual({
    kind: 'answered',
    after: { ...verified, answer: 'not_affected' },
  })
})
