import { expect, test } from 'vitest'
import type { RiskDevice, RiskFlaw } from '#domain/risk/input.ts'
import { CareSetting, Criticality } from '#model/device.ts'
import { parseCvss, scoresOf } from '#standards/cvss/cvss.ts'
import { cisaAdvisories, inCorpus } from '#tests/support/corpus.ts'
import { exactScoresOfThree } from '#tests/support/exact-cvss.ts'
import { scoreInEnvironment } from './environment-score.ts'
import { shippedProfile } from './shipped.ts'

// Every vector of CISA's advisories, in every kind of place and on every kind of device: what is made of it can be read, and
// another implementation scores it alike. They are of 3.0 and 3.1; environment-score.test.ts has the other versions.

const isThere = inCorpus('csaf/cisa') !== undefined
const vectors = () => [
  ...new Set(
    cisaAdvisories().flatMap(({ advisory }) =>
      advisory.vulnerabilities.flatMap(({ scores }) => scores.map(({ vector }) => vector)),
    ),
  ),
]
const device: RiskDevice = {
  criticality: 'high',
  careSetting: 'icu',
  zone: '',
  networkConnected: true,
  storesPhi: true,
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  description: 'Infusion pump',
}
const flawOf = (vector: string): RiskFlaw => ({
  scores: [{ version: '3.1', vector, score: 5, source: 'CISA', productIds: [] }],
  scoresFrom: null,
  exploitation: { level: 'public poc', source: 'CISA', asOf: '2026-01-29' },
  cwe: null,
  description: '',
  threats: [],
  knownExploited: null,
  exploitProbability: null,
  advisory: 'A-1',
  revisedAt: null,
})
const known = { hasAddress: false, unreported: null, catalogueDay: '2026-01-30', today: '2026-02-01' }

/** As somebody else scores it. */
function elsewhere(vector: string): number {
  const read = parseCvss(vector)
  if (!read.ok) throw new Error(`${vector}: ${read.reason}`)
  const { version, metrics } = read.cvss
  if (version !== '3.0' && version !== '3.1') throw new Error(`${vector} is of ${version}`)
  return exactScoresOfThree(Object.fromEntries(metrics), version).environmental
}

test.skipIf(!isThere)('every vector of CISA’s advisories is scored as elsewhere', { timeout: 120_000 }, () => {
  const seen = new Map<string, number>()
  const wrong: string[] = []
  for (const vector of vectors()) {
    const published = parseCvss(vector)
    const flaw = flawOf(vector)
    for (const careSetting of CareSetting.options)
      for (const criticality of Criticality.options) {
        const made = scoreInEnvironment({
          device: { ...device, careSetting, criticality },
          flaw,
          known,
          profile: shippedProfile,
          version: 0,
        })
        if (made === null) {
          if (published.ok) wrong.push(`${vector}: none is made`)
          continue
        }
        if (!seen.has(made.vector)) seen.set(made.vector, elsewhere(made.vector))
        if (seen.get(made.vector) !== made.score)
          wrong.push(`${made.vector}: ${made.score}, not ${seen.get(made.vector)}`)
        const read = parseCvss(made.vector)
        if (!read.ok || scoresOf(read.cvss).score !== made.score) wrong.push(`${made.vector}: read otherwise`)
      }
  }
  expect(seen.size).toBeGreaterThan(1000)
  expect(wrong).toEqual([])
})
