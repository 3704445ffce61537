import {
  compileAdvisories,
  matchConfiguration,
  scoreConfiguration,
  strongestMatches,
} from '#domain/matching/matching.ts'
import type { Advisory } from '#model/advisory.ts'
import type { Answer } from '#model/finding.ts'
import type { Configuration } from '#model/matching.ts'
import { classifyVersion } from '#standards/vers/vers.ts'
import type { Pair } from './pairs.ts'

/** An advisory that says of one product that it is affected. */
export const advisoryOf = ([vendor, name, version]: Pair['product']): Advisory => ({
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

export const configurationOf = ({ device }: Pick<Pair, 'device'>): Configuration => ({
  manufacturer: device.maker ?? '',
  model: device.model ?? '',
  modelNumber: device.number ?? '',
  description: device.text ?? '',
  softwareVersion: device.software ?? '',
  firmwareVersion: device.firmware ?? '',
  operatingSystem: device.os ?? '',
})

/** What an advisory with this product row says of a device, whose maker is the row's where it is not told. */
export const answerTo = (row: Pair['product'], device: Pair['device']): Answer | undefined =>
  strongestMatches(
    matchConfiguration(compileAdvisories([advisoryOf(row)]), configurationOf({ device: { maker: row[0], ...device } })),
  )[0]?.answer

/** No match says that the product is not the device: as `not_affected` for the hospital. */
function answer(pair: Pair): Pick<Judged, 'answer' | 'probability'> {
  const [match] = strongestMatches(
    matchConfiguration(compileAdvisories([advisoryOf(pair.product)]), configurationOf(pair)),
  )
  const probability = match?.probability ?? 0
  if (match?.answer === 'affected') return { answer: 'yes', probability }
  return { answer: match?.answer === 'cannot_tell' ? 'open' : 'no', probability }
}

/** What the calibration is learnt from: the rules’ answer and score, and whether people called it affected. */
export function scored(pair: Pair): { answer: Answer; score: number; affected: number } | undefined {
  const index = compileAdvisories([advisoryOf(pair.product)])
  const [match] = strongestMatches(scoreConfiguration(index, configurationOf(pair)))
  if (!match) return undefined
  const affected = pair.label === 'yes' ? 1 : pair.label === 'no' ? 0 : 0.5
  return { answer: match.answer, score: match.probability, affected }
}

/** `probability`: that the device is affected, as `homeostat match` prints it; 0 where there is no match. */
export type Judged<P extends Pair = Pair> = P & { readonly answer: Pair['label']; readonly probability: number }

export const judge = <P extends Pair>(pairs: readonly P[]): Judged<P>[] =>
  pairs.map((pair) => ({ ...pair, ...answer(pair) }))

/** Shares of *affected* over the pairs that people could decide; *cannot tell* there is an abstention, and a miss. */
export function measure(judged: readonly Judged[]) {
  const affected = judged.filter((pair) => pair.label === 'yes')
  const claimed = judged.filter((pair) => pair.answer === 'yes' && pair.label !== 'open')
  const right = affected.filter((pair) => pair.answer === 'yes')
  const decidable = judged.filter((pair) => pair.label !== 'open')
  const open = judged.filter((pair) => pair.label === 'open')
  const precision = right.length / claimed.length
  const recall = right.length / affected.length
  return {
    precision,
    recall,
    f1: (2 * precision * recall) / (precision + recall),
    abstention: decidable.filter((pair) => pair.answer === 'open').length / decidable.length,
    /** Of what nobody can tell, how much was answered all the same. */
    guessed: open.filter((pair) => pair.answer !== 'open').length / open.length,
  }
}

/** Expected calibration error over the decidable pairs, in ten bins of equal mass. */
export function calibrationError(judged: readonly Judged[]): number {
  const sorted = judged.filter((pair) => pair.label !== 'open').toSorted((a, b) => a.probability - b.probability)
  let error = 0
  for (let bin = 0; bin < 10; bin++) {
    const some = sorted.slice(Math.floor((bin * sorted.length) / 10), Math.floor(((bin + 1) * sorted.length) / 10))
    const said = some.reduce((sum, { probability }) => sum + probability, 0)
    const came = some.filter(({ label }) => label === 'yes').length
    error += Math.abs(said - came) / sorted.length
  }
  return error
}

/** Figures by how the advisory wrote its version. */
export function measureByForm(judged: readonly Judged[]) {
  const byForm = Object.groupBy(judged, (pair) => classifyVersion(pair.product[2]))
  return Object.fromEntries(
    Object.entries(byForm).map(([form, some]) => [form, { pairs: some!.length, ...measure(some!) }]),
  )
}

export const show = (wrong: readonly Judged[]) =>
  wrong.map(
    ({ product, device, label, answer, why }) =>
      `${label} answered ${answer}: ${JSON.stringify(device)} — ${product.join(' | ')} (${why})`,
  )
