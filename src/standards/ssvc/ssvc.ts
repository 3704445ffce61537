import { type DecisionPoint, publishedPoints } from './decision-points.ts'
import { type DecisionTable, tables } from './tables.ts'

// Stakeholder-Specific Vulnerability Categorization (CERT/CC, CISA): decision tables as data, and how they are read.
// https://certcc.github.io/SSVC/

export { coordinator, type DecisionTable } from './tables.ts'

export type Decision =
  | {
      readonly ok: true
      /** What the points leave open, the least urgent first; one where all are given. */
      readonly outcomes: readonly string[]
      /** Points of the table that are not given. */
      readonly missing: readonly string[]
    }
  | { readonly ok: false; readonly reason: string }

/** A table by its id, `cisa:DT_CO:2.0.3`. */
export const findTable = (id: string): DecisionTable | undefined => tables.find((table) => table.id === id)

/** For a person who has to choose one. */
export const tableIds: readonly string[] = tables.map(({ id }) => id)

/**
 * Reads the table. What is not given stays open, and every outcome that it can lead to is told; a point that the table
 * does not have, or a value that the point does not have, is refused: older tables ask other questions.
 */
export function decide(table: DecisionTable, given: Readonly<Record<string, string>>): Decision {
  const chosen = new Map<DecisionPoint, number>()
  for (const [name, value] of Object.entries(given)) {
    const point = findPoint(table.points, name)
    if (!point) return { ok: false, reason: `${table.title} does not ask for "${name}"` }
    const index = indexOf(point, value)
    if (index < 0) return { ok: false, reason: `"${value}" is no value of ${point.name}: ${valuesOf(point)}` }
    if (chosen.has(point)) return { ok: false, reason: `${point.name} is given twice` }
    chosen.set(point, index)
  }
  const reached = new Set<string>()
  for (const [row, outcome] of table.rows.entries()) if (fits(table.points, chosen, row)) reached.add(outcome)
  return {
    ok: true,
    outcomes: table.outcome.values.filter(({ key }) => reached.has(key)).map(({ name }) => name),
    missing: table.points.filter((point) => !chosen.has(point)).map(({ name }) => name),
  }
}

function fits(points: readonly DecisionPoint[], chosen: ReadonlyMap<DecisionPoint, number>, row: number): boolean {
  let rest = row
  for (const point of points.toReversed()) {
    const index = rest % point.values.length
    rest = Math.floor(rest / point.values.length)
    const wanted = chosen.get(point)
    if (wanted !== undefined && wanted !== index) return false
  }
  return true
}

/** A point that a publisher gives, in our words; absent where it is none that we know. */
export function readPoint(
  name: string,
  value: string,
): { name: string; value: string } | { wrong: string } | undefined {
  const point = findPoint(publishedPoints, name)
  if (!point) return undefined
  const found = point.values[indexOf(point, value)]
  if (found) return { name: point.name, value: found.name }
  return { wrong: `"${value.slice(0, 40)}" is no value of ${point.name}: ${valuesOf(point)}` }
}

const plain = (text: string) => text.trim().toLowerCase().replaceAll('_', ' ')

const findPoint = (points: readonly DecisionPoint[], name: string) => {
  const asked = plain(name)
  return points.find((point) => point.name === asked || point.key.toLowerCase() === asked)
}

/** Values are told by name, or by key in capitals; CISA writes `poc`. */
function indexOf(point: DecisionPoint, value: string): number {
  const asked = plain(value)
  const name = asked === 'poc' ? 'public poc' : asked
  return point.values.findIndex((one) => one.name === name || one.key === value.trim())
}

const valuesOf = (point: DecisionPoint) => point.values.map(({ name }) => name).join(', ')
