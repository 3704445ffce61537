import { expect, test } from 'vitest'
import type { Assessment } from '#model/cve-record.ts'
import { statement } from '#tests/support/advisory-records.ts'
import { cvssOf, cweOf, ssvcOf } from '#tests/support/cve-records.ts'
import { whoSaidWhat } from './risk.ts'

const worst = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'
const milder = 'CVSS:3.1/AV:L/AC:L/PR:L/UI:R/S:U/C:L/I:N/A:N'
/** In the order in which the database gives them. */
const points = { automatable: 'no', exploitation: 'active', 'technical impact': 'total' }

const stated = (advisoryId: string, over: Partial<Parameters<typeof statement>[0]> = {}) => ({
  ...statement({ vulnerabilityId: 'CVE-2026-0001', ...over }),
  advisoryId,
  advisoryTitle: advisoryId,
  publisher: 'Example CERT',
  revision: '1',
  revisedAt: '2026-01-10T10:00:00Z',
})
const byAdvisory = { version: '3.1' as const, vector: worst, score: 9.8, source: 'Example CERT', productIds: [] }
const ask = (statements: Parameters<typeof whoSaidWhat>[0], assessments: readonly Assessment[], isListed = false) =>
  whoSaidWhat(statements, assessments, { isListed })

test('each publisher stands by itself, and the one in use is named for each advisory', () => {
  const { publishers } = ask(
    [stated('cert:A-1', { scores: [byAdvisory], cwe: 'CWE-78' }), stated('cert:A-2')],
    [
      cvssOf('adp:CISA-ADP', worst, 9.8),
      ssvcOf(points),
      cvssOf('cna:meadow', milder, 2.8),
      cweOf('cna:meadow', 'CWE-77'),
    ],
  )

  expect(publishers).toEqual([
    {
      name: 'Example CERT',
      role: 'advisory',
      advisoryIds: ['cert:A-1', 'cert:A-2'],
      saidAt: '2026-01-10T10:00:00Z',
      scores: [
        {
          version: '3.1',
          vector: worst,
          score: 9.8,
          inWords: 'Over the network, by anyone: all data can be read, everything can be changed, it can be stopped.',
        },
      ],
      weaknesses: ['CWE-78'],
      ssvc: [],
      exploitedSince: null,
      ratings: [],
      models: [],
      usedFor: ['cert:A-1'],
    },
    {
      name: 'meadow',
      role: 'cna',
      advisoryIds: [],
      saidAt: '2026-01-20T10:00:00.000Z',
      scores: [
        {
          version: '3.1',
          vector: milder,
          score: 2.8,
          severity: 'MEDIUM',
          inWords: 'From the device itself, with a user’s rights, a user must help: some data can be read.',
        },
      ],
      weaknesses: ['CWE-77'],
      ssvc: [],
      exploitedSince: null,
      ratings: [],
      models: [],
      usedFor: ['cert:A-2'],
    },
    {
      name: 'CISA-ADP',
      role: 'adp',
      advisoryIds: [],
      saidAt: '2026-01-29T09:30:00.123Z',
      scores: [expect.objectContaining({ score: 9.8 })],
      weaknesses: [],
      ssvc: [
        {
          points: [
            { name: 'exploitation', value: 'active' },
            { name: 'automatable', value: 'no' },
            { name: 'technical impact', value: 'total' },
          ],
          role: 'CISA Coordinator',
          version: '2.0.3',
          saidAt: '2026-01-29T09:30:00.123Z',
          decisions: [
            { given: 'low', outcome: 'track' },
            { given: 'medium', outcome: 'attend' },
            { given: 'high', outcome: 'act' },
          ],
        },
      ],
      exploitedSince: null,
      ratings: [],
      models: [],
      usedFor: [],
    },
  ])
})

test('publishers that say the same do not disagree', () => {
  const same = [
    cvssOf('cna:meadow', worst, 9.8),
    cweOf('cna:meadow', 'CWE-78', 'CWE-77'),
    cweOf('adp:CISA-ADP', 'CWE-77'),
  ]

  expect(ask([stated('cert:A-1', { scores: [byAdvisory], cwe: 'CWE-78' })], []).disagreements).toEqual([])
  expect(ask([stated('cert:A-1', { scores: [byAdvisory] })], [...same, ssvcOf(points)], true).disagreements).toEqual([])
})

test('where they disagree, it is said who says what', () => {
  const { disagreements } = ask(
    [stated('cert:A-1', { scores: [byAdvisory], cwe: 'CWE-798' })],
    [
      cvssOf('cna:meadow', milder, 2.8),
      cvssOf('adp:CISA-ADP', 'AV:N/AC:L/Au:N/C:C/I:C/A:C', 10),
      cvssOf('cna:brook', 'AV:N/AC:L/Au:N/C:C/I:C/A:C', 10),
      cweOf('cna:meadow', 'CWE-78'),
      ssvcOf({ exploitation: 'none' }),
    ],
    true,
  )

  expect(disagreements).toEqual([
    { about: 'score', sentence: 'CVSS 3.1: from 2.8 (meadow) to 9.8 (Example CERT).' },
    { about: 'weakness', sentence: 'Weakness: CWE-798 (Example CERT); CWE-78 (meadow).' },
    { about: 'use', sentence: 'Exploitation: active (CISA’s list); none (CISA-ADP).' },
  ])
})

test('one score by two vectors is a disagreement too', () => {
  const other = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N'
  const { disagreements } = ask(
    [],
    [cvssOf('cna:meadow', other, 9.1), cvssOf('adp:CISA-ADP', other.replace('I:H/A:N', 'I:N/A:H'), 9.1)],
  )

  expect(disagreements).toEqual([{ about: 'score', sentence: 'CVSS 3.1: 9.1 for different reasons.' }])
})

test('points that do not fit the coordinator’s table lead to no decision', () => {
  const decisionsOf = (given: Record<string, string>) => ask([], [ssvcOf(given)]).publishers[0]!.ssvc[0]!.decisions

  expect(decisionsOf({ exploitation: 'active' })).toEqual([])
  expect(decisionsOf({ ...points, 'mission and well-being impact': 'high' })).toEqual([
    { given: 'high', outcome: 'act' },
  ])
  expect(decisionsOf({ ...points, 'human impact': 'high' })).toHaveLength(3)
})
