import { expect, test } from 'vitest'
import type { VexStatement } from '#model/sbom.ts'
import { judgeStatement } from './vex.ts'

const components = [
  { name: 'openssl', version: '1.1.1k' },
  { name: 'zlib', version: '1.2.11' },
]
const subject = { name: 'Pump', version: '4.2' }
const judge = (over: Partial<VexStatement>) =>
  judgeStatement(
    { state: 'not_affected', justification: '', response: [], detail: '', affects: [], ...over },
    (place) => (place === -1 ? subject : components[place]),
  )
const about = (component: number | null, ...versions: { version?: string; range?: string; status?: string }[]) => ({
  ref: 'x',
  component,
  versions: versions.map(({ version = '', range = '', status = 'affected' }) => ({ version, range, status })),
})

test('each state of a statement comes to an answer, but for a vulnerability that is only named', () => {
  expect(judge({ state: 'exploitable', affects: [about(0)] })).toEqual({
    answer: 'affected',
    text: 'exploitable of openssl 1.1.1k',
    covers: [0],
    open: [0],
  })
  expect(judge({ state: 'in_triage' })).toMatchObject({ answer: 'cannot_tell' })
  for (const state of ['not_affected', 'false_positive', 'resolved', 'resolved_with_pedigree'] as const)
    expect(judge({ state })).toMatchObject({ answer: 'not_affected' })
  expect(judge({ state: 'unstated' })).toEqual({ reason: expect.stringContaining('does not say what it means') })
})

test('the words carry the component and the justification', () => {
  expect(judge({ justification: 'code_not_reachable', detail: 'SM2 is off', affects: [about(0)] })).toEqual({
    answer: 'not_affected',
    text: 'not affected of openssl 1.1.1k: code not reachable, SM2 is off',
    covers: [0],
    open: [],
  })
  expect(judge({ affects: [about(-1)] })).toMatchObject({ text: 'not affected of Pump 4.2' })
})

test('versions of a statement decide whether it is about the component that is there', () => {
  const exploitable = (...versions: Parameters<typeof about>[1][]) =>
    judge({ state: 'exploitable', affects: [about(0, ...versions)] })

  expect(exploitable({ range: 'vers:generic/<1.1.1l' })).toMatchObject({ answer: 'affected' })
  expect(exploitable({ version: '1.1.1k', status: 'unaffected' })).toMatchObject({ answer: 'not_affected' })
  expect(exploitable({ version: '1.1.1k', status: 'unknown' })).toMatchObject({ answer: 'cannot_tell' })
  expect(exploitable({ range: 'vers:generic/<1.1.1a' })).toEqual({ reason: expect.stringContaining('other versions') })
  expect(exploitable({ range: 'the nightly ones' })).toMatchObject({ answer: 'cannot_tell' })
  // What cannot be compared clears nothing.
  expect(judge({ affects: [about(0, { range: 'the nightly ones' })] })).toHaveProperty('reason')
})

test('one component that is left open leaves the product open', () => {
  const affects = [about(0, { version: '1.1.1k', status: 'unaffected' }), about(1)]
  expect(judge({ state: 'exploitable', affects })).toMatchObject({
    answer: 'affected',
    text: 'exploitable of zlib 1.2.11',
    covers: [0, 1],
    open: [1],
  })
})

test('a reference that leads nowhere is told', () => {
  expect(judge({ affects: [about(null)] })).toEqual({ reason: expect.stringContaining('not in this bill') })
})
