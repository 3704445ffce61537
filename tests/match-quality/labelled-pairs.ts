import { type Pair, pairs } from './pairs.ts'
import { partA } from './part-a.ts'
import { partB } from './part-b.ts'
import { partC } from './part-c.ts'
import { partD } from './part-d.ts'

// `pairs` were written beside the matcher. The parts were written without sight of it, each from other advisories. A part is
// held out until its pairs are looked at, one by one, to learn from them; then the next one is.

const rowOf = ({ product }: Pair) => product.map((text) => text.trim()).join('\n')
const learntWhole: readonly Pair[] = [...pairs, ...partA, ...partB, ...partC]
const learntRows = new Set(learntWhole.map(rowOf))
const learntAdvisories = new Set(partD.filter((pair) => learntRows.has(rowOf(pair))).map(({ advisory }) => advisory))
const isLearnt = ({ advisory }: { advisory: string }) => learntAdvisories.has(advisory)

/** What the matcher was made and calibrated by; of part D the advisories whose rows stand elsewhere too. */
export const learntFrom: readonly Pair[] = [...learntWhole, ...partD.filter(isLearnt)]

/** Of these only totals are looked at. */
export const heldOut = partD.filter((pair) => !isLearnt(pair))

/** All that were written without sight of the matcher, with the tracking ids of their advisories. */
export const blind = [...partA, ...partB, ...partC, ...partD]
