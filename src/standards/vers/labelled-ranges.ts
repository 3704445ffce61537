import { labelOf } from './stated-versions.ts'
import type { Alternative, VersionExpression } from './version-expression.ts'
import { firmwareLabel, softwareLabel } from './version-labels.ts'

// `Firmware < 2.2 and software < 3.1`: two columns of a device, each with its own range.

export interface LabelledRange {
  readonly of: 'firmware' | 'software'
  readonly expression: VersionExpression
}

const between = new RegExp(
  `\\s*(?:[/;,+&]|\\b(?:and|or|und|oder|et|ou|y|o|e)\\b)\\s*(?=(?:${firmwareLabel}|${softwareLabel})(?![\\p{L}]))`,
  'iu',
)

const saysFirmware = /firmw|\bf\/?w|micrologiciel|固件|韌體|ファーム|펌웨어/iu

/**
 * What is said of firmware and of software, each read by itself; undefined where the text is not of both. Of `firmware 2.2 / software
 * 3.1 and earlier` the last words may be said of the first as well: of its other versions nothing is known.
 */
export function readLabelled(
  plain: string,
  read: (plain: string) => VersionExpression,
): readonly LabelledRange[] | undefined {
  if (!saysFirmware.test(plain)) return undefined
  const pieces = plain.split(between)
  if (pieces.length !== 2) return undefined
  const [first, second] = pieces.map((piece) => ({ of: labelOf(piece), expression: read(piece) }))
  if (!first?.of || !second?.of || first.of === second.of) return undefined
  if (![first, second].every(({ expression }) => isPlain(expression))) return undefined
  const isBare = first.expression.alternatives.every(({ kind }) => kind === 'exact')
  const isShared = isBare && second.expression.alternatives.some(({ kind }) => kind !== 'exact')
  return [
    { of: first.of, expression: isShared ? withOthersOpen(first.expression) : first.expression },
    { of: second.of, expression: second.expression },
  ]
}

const isPlain = ({ reading, condition, component, program }: VersionExpression): boolean =>
  reading === 'alternatives' && condition === undefined && component === undefined && program === undefined

const withOthersOpen = (expression: VersionExpression): VersionExpression => ({
  ...expression,
  alternatives: [...expression.alternatives, open],
})

/** Nothing is sure, and nothing is impossible. */
export const open: Alternative = { kind: 'doubtful' }
