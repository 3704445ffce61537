import { expect, test } from 'vitest'
import { compileAdvisories, matchConfiguration, strongestMatches } from '#domain/matching/matching.ts'
import type { Advisory } from '#model/advisory.ts'
import type { Configuration } from '#model/matching.ts'
import { classifyVersion } from '#standards/vers/vers.ts'
import { type Pair, pairs } from './pairs.ts'

const advisoryOf = ([vendor, name, version]: Pair['product']): Advisory => ({
  id: 'test:1',
  publisher: 'test',
  publisherNamespace: 'https://test.example',
  trackingId: '1',
  title: name,
  summary: '',
  revision: '1',
  trackingStatus: 'final',
  publishedAt: '2024-01-01T00:00:00Z',
  revisedAt: '2024-01-01T00:00:00Z',
  products: [
    {
      productId: 'P',
      vendor,
      name,
      version,
      versionForm: classifyVersion(version),
      fullName: `${name}: ${version}`,
      isRange: false,
    },
  ],
  vulnerabilities: [
    {
      vulnerabilityId: 'CVE-2024-0001',
      title: '',
      description: '',
      scores: [],
      remediations: [],
      status: { known_affected: ['P'] },
      threats: [],
      flags: [],
    },
  ],
})

const configurationOf = ({ device }: Pair): Configuration => ({
  manufacturer: device.maker ?? '',
  model: device.model ?? '',
  modelNumber: device.number ?? '',
  description: device.text ?? '',
  softwareVersion: device.software ?? '',
  firmwareVersion: device.firmware ?? '',
  operatingSystem: device.os ?? '',
})

/** No match says that the product is not the device: as `not_affected` for the hospital. */
function answer(pair: Pair): 'yes' | 'no' | 'open' {
  const [match] = strongestMatches(
    matchConfiguration(compileAdvisories([advisoryOf(pair.product)]), configurationOf(pair)),
  )
  return match?.answer === 'affected' ? 'yes' : match?.answer === 'cannot_tell' ? 'open' : 'no'
}

const judged = pairs.map((pair) => ({ ...pair, answer: answer(pair) }))
const show = (wrong: typeof judged) =>
  wrong.map(
    ({ product, device, label, answer, why }) =>
      `${label} answered ${answer}: ${JSON.stringify(device)} — ${product.join(' | ')} (${why})`,
  )

test('the labelled pairs are of the kinds that hospitals meet', () => {
  const count = (label: Pair['label']) => pairs.filter((pair) => pair.label === label).length

  expect(pairs.length).toBeGreaterThanOrEqual(150)
  expect(count('no') / pairs.length).toBeGreaterThanOrEqual(0.3)
  expect(count('open') / pairs.length).toBeGreaterThanOrEqual(0.1)
})

test('affected devices are found, and hardly any other', () => {
  const affected = judged.filter((pair) => pair.label === 'yes')
  const claimed = judged.filter((pair) => pair.answer === 'yes')
  const right = affected.filter((pair) => pair.answer === 'yes')
  const decidable = judged.filter((pair) => pair.label !== 'open')
  const abstained = decidable.filter((pair) => pair.answer === 'open')
  const figures = {
    precision: right.length / claimed.length,
    recall: right.length / affected.length,
    abstention: abstained.length / decidable.length,
  }
  console.info(`match quality over ${pairs.length} pairs:`, figures)
  const wrong = show(judged.filter((pair) => pair.answer !== pair.label))

  expect(figures.precision, wrong.join('\n')).toBeGreaterThanOrEqual(0.97)
  expect(figures.recall, wrong.join('\n')).toBeGreaterThanOrEqual(0.97)
  expect(figures.abstention, wrong.join('\n')).toBeLessThanOrEqual(0.05)
})

test('what nobody can tell is hardly ever answered', () => {
  const open = judged.filter((pair) => pair.label === 'open')
  const guessed = open.filter((pair) => pair.answer !== 'open')

  expect(guessed.length / open.length, show(guessed).join('\n')).toBeLessThanOrEqual(0.1)
})
