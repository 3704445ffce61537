import type { DecisionInputs } from '#domain/risk/risk.ts'
import { RiskBand } from '#model/risk.ts'
import { findPoint, knownPointIds } from './points.ts'

// All that an appetite can look at, as one number: findings that answer alike are one class, of which a hospital has some hundreds.

const points = knownPointIds.map((id) => findPoint(id)!)
const bands = RiskBand.options

/** The answers in the order of the points, then the band. */
export function codeOf({ points: answered, band }: DecisionInputs): number {
  const valueBy = new Map(answered.map(({ id, value }) => [id, value]))
  const code = points.reduce((sum, { values }, at) => {
    const place = values.findIndex(({ key }) => key === valueBy.get(knownPointIds[at]!))
    if (place < 0) throw new RangeError(`The finding answers ${knownPointIds[at]} by no value of it`)
    return sum * values.length + place
  }, 0)
  return code * bands.length + bands.indexOf(band)
}

/** The answers again. What is in words, and whether a value was assumed, the number does not keep. */
export function inputsOf(code: number): DecisionInputs {
  const band = bands[code % bands.length]!
  let rest = Math.floor(code / bands.length)
  const answered = points.map((point, at) => ({ point, id: knownPointIds[at]! })).toReversed()
  return {
    points: answered
      .map(({ point: { name, values }, id }) => {
        const value = values[rest % values.length]!
        rest = Math.floor(rest / values.length)
        return { id, name, value: value.key, text: value.name, isAssumed: false }
      })
      .toReversed(),
    band,
  }
}
