import { expect, test } from 'vitest'
import { isSameVendor } from '#domain/matching/matching.ts'
import { calibrationError, judge, measure, measureByForm, show } from './judge.ts'
import { blind, heldOut, heldOutParts, learntFrom } from './labelled-pairs.ts'
import { type Pair, pairs } from './pairs.ts'
import { partAa } from './part-aa.ts'
import { partAb } from './part-ab.ts'
import { partAc } from './part-ac.ts'
import { partH } from './part-h.ts'
import { partJ } from './part-j.ts'
import { partM } from './part-m.ts'
import { partO } from './part-o.ts'
import { partP } from './part-p.ts'
import { partQ } from './part-q.ts'
import { partR } from './part-r.ts'
import { partS } from './part-s.ts'
import { partT } from './part-t.ts'
import { partU } from './part-u.ts'
import { partV } from './part-v.ts'
import { partW } from './part-w.ts'
import { partX } from './part-x.ts'
import { partY } from './part-y.ts'
import { partZ } from './part-z.ts'

const tuned = judge(pairs)
/** These are not learnt to their end: each has limits of its own. */
const learntInPart = {
  J: { part: partJ, precision: 0.99, recall: 0.86, abstention: 0.05 },
  M: { part: partM, precision: 0.99, recall: 0.93, abstention: 0.02 },
  O: { part: partO, precision: 0.99, recall: 0.945, abstention: 0.03 },
  P: { part: partP, precision: 0.98, recall: 0.985, abstention: 0.035 },
  Q: { part: partQ, precision: 0.99, recall: 0.94, abstention: 0.04 },
  R: { part: partR, precision: 0.99, recall: 0.965, abstention: 0.045 },
  S: { part: partS, precision: 0.99, recall: 0.93, abstention: 0.04 },
  T: { part: partT, precision: 0.99, recall: 0.98, abstention: 0.01 },
  U: { part: partU, precision: 0.99, recall: 0.98, abstention: 0.03 },
  V: { part: partV, precision: 0.99, recall: 0.98, abstention: 0.02 },
  W: { part: partW, precision: 0.99, recall: 0.985, abstention: 0.01 },
  X: { part: partX, precision: 0.99, recall: 0.99, abstention: 0.01 },
  Y: { part: partY, precision: 0.99, recall: 0.985, abstention: 0.015 },
  Z: { part: partZ, precision: 0.99, recall: 0.975, abstention: 0.01 },
  AA: { part: partAa, precision: 0.995, recall: 0.95, abstention: 0.01 },
  AB: { part: partAb, precision: 0.99, recall: 0.975, abstention: 0.015 },
  AC: { part: partAc, precision: 0.99, recall: 0.97, abstention: 0.02 },
}
const isLearntInPart = new Set<Pair>(Object.values(learntInPart).flatMap(({ part }) => [...part]))
const learnt = judge(learntFrom.filter((pair) => !pairs.includes(pair) && !isLearntInPart.has(pair)))
const nameOf = ({ product: [vendor, name] }: Pair) => `${vendor}\n${name}`.toLowerCase()
const shareOf = (some: readonly Pair[], isMeant: (pair: Pair) => boolean) => some.filter(isMeant).length / some.length

test('the labelled pairs are of the kinds that hospitals meet', () => {
  const medical = blind.filter(({ advisory }) => advisory.startsWith('ICSMA-'))

  expect(medical.length).toBeGreaterThanOrEqual(3200)
  for (const some of [[...pairs, ...blind], medical]) {
    expect(shareOf(some, ({ label }) => label === 'yes')).toBeLessThanOrEqual(0.4)
    expect(
      shareOf(
        some,
        ({ label, device, product }) => label === 'no' && isSameVendor(device.maker ?? device.model ?? '', product[0]),
      ),
    ).toBeGreaterThanOrEqual(0.3)
    expect(shareOf(some, ({ label }) => label === 'open')).toBeGreaterThanOrEqual(0.1)
  }
})

test('no advisory that was learnt from is measured by', () => {
  const isLearnt = new Set<Pair>(learntFrom)
  const learntAdvisories = new Set(blind.filter((pair) => isLearnt.has(pair)).map(({ advisory }) => advisory))
  const learntNames = new Set(learntFrom.map(nameOf))

  expect(heldOut.length).toBeGreaterThanOrEqual(930)
  // Only the count: the single pairs are not to be seen.
  expect(heldOut.filter(({ advisory }) => learntAdvisories.has(advisory)).length).toBe(0)
  expect(heldOut.filter((pair) => learntNames.has(nameOf(pair))).length).toBe(0)
})

test('affected devices are found, and hardly any other', () => {
  const figures = measure(tuned)
  console.info(`match quality over ${tuned.length} pairs:`, figures, 'by form of version:', measureByForm(tuned))
  const wrong = show(tuned.filter((pair) => pair.answer !== pair.label)).join('\n')

  expect(figures.precision, wrong).toBeGreaterThanOrEqual(0.97)
  expect(figures.recall, wrong).toBeGreaterThanOrEqual(0.97)
  expect(figures.abstention, wrong).toBeLessThanOrEqual(0.05)
  expect(figures.guessed, wrong).toBeLessThanOrEqual(0.1)
})

test('of the pairs that were learnt from, none is lost again', () => {
  const figures = measure(learnt)
  console.info(`match quality over ${learnt.length} pairs that were learnt from:`, figures, measureByForm(learnt))
  const wrong = show(learnt.filter((pair) => pair.answer !== pair.label)).join('\n')

  expect(figures.precision, wrong).toBeGreaterThanOrEqual(0.995)
  expect(figures.recall, wrong).toBeGreaterThanOrEqual(0.97)
  expect(figures.abstention, wrong).toBeLessThanOrEqual(0.02)
  expect(figures.guessed, wrong).toBeLessThanOrEqual(0.17)
})

test.each(Object.entries(learntInPart))('what was learnt of part %s is kept', (_, { part, ...limits }) => {
  const judged = judge(part)
  const figures = measure(judged)
  const wrong = show(judged.filter((pair) => pair.answer !== pair.label)).join('\n')

  expect(figures.precision, wrong).toBeGreaterThanOrEqual(limits.precision)
  expect(figures.recall, wrong).toBeGreaterThanOrEqual(limits.recall)
  expect(figures.abstention, wrong).toBeLessThanOrEqual(limits.abstention)
})

test('medical advisories keep what they reached while they were held out, and more', () => {
  const figures = measure(judge(partH))

  expect(figures.precision).toBeGreaterThanOrEqual(0.98)
  expect(figures.recall).toBeGreaterThanOrEqual(0.95)
  expect(figures.abstention).toBeLessThanOrEqual(0.05)
})

// What is asked of these: precision ≥ 0.95, recall ≥ 0.95, abstention ≤ 0.10, calibration error ≤ 0.05. What each part reached,
// rounded: no change may make it worse.
const heldOutLimits = [
  { name: 'AD', about: 'medical', precision: 0.985, recall: 0.955, abstention: 0.025, error: 0.015 },
  { name: 'AE', about: 'beside medical devices', precision: 0.975, recall: 0.855, abstention: 0.04, error: 0.055 },
]
test.each(heldOutLimits)(
  'of the held-out part $name, what is claimed is right, and no fewer are found than before',
  (limits) => {
    const judged = judge(heldOutParts[limits.name]!)
    const figures = { ...measure(judged), calibrationError: calibrationError(judged) }
    console.info(
      `match quality over the ${judged.length} held-out pairs of part ${limits.name} (${limits.about}):`,
      figures,
      measureByForm(judged),
    )

    expect(figures.precision).toBeGreaterThanOrEqual(limits.precision)
    expect(figures.recall).toBeGreaterThanOrEqual(limits.recall)
    expect(figures.abstention).toBeLessThanOrEqual(limits.abstention)
    expect(figures.calibrationError).toBeLessThanOrEqual(limits.error)
  },
)

/** The harmonic mean of precision and recall, as it was. Who raises one writes it here. */
const reached = { tuned: 1, learnt: 0.984, AD: 0.974, AE: 0.914 }

test('no change lowers F1, and what was gained is written down', () => {
  const f1 = (some: readonly Pair[]) => measure(judge(some)).f1
  const now = { tuned: f1(pairs), learnt: f1(learntFrom), AD: f1(heldOutParts.AD!), AE: f1(heldOutParts.AE!) }

  for (const [name, before] of Object.entries(reached)) {
    expect(now[name as keyof typeof now], name).toBeGreaterThanOrEqual(before)
    expect(now[name as keyof typeof now], name).toBeLessThan(before + 0.005)
  }
})

test('every held-out part has its limits', () => {
  expect(Object.keys(heldOutParts)).toEqual(heldOutLimits.map(({ name }) => name))
})
