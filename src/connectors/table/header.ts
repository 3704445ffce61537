import { AppError } from '#platform/errors.ts'
import { isColumnName } from './column-names.ts'
import type { Merge, TableRow } from './table.ts'
import { cleanText } from './text-value.ts'

export interface Header {
  /** Counted from 1. */
  readonly row: number
  /** Unique; `column 7` where the header is empty. */
  readonly names: readonly string[]
}

/** The header stands within so many rows. */
export const headRows = 60

/** What a row must beat to be preferred over the rows above it: a lower row of a two-row header is the fuller one. */
interface Candidate {
  readonly row: TableRow
  readonly cells: readonly string[]
  readonly score: number
}

/**
 * Finds the row that names the columns: the one with most names that hospitals give to columns, or that were remembered.
 * Throws an AppError where no row can be one.
 */
export function findHeader(
  head: readonly TableRow[],
  merges: readonly Merge[],
  remembered: readonly string[] = [],
): Header {
  const rows = resolveMerges(head.slice(0, headRows), merges)
  const wanted = new Set(remembered)
  const candidates = rows.map((row, index): Candidate => {
    const cells = row.cells.map(cleanText)
    return { row, cells, score: scoreOf(cells, rows.slice(index + 1, index + 21), wanted) }
  })
  const best = candidates.reduce<Candidate | undefined>(
    (found, candidate) => (candidate.score > (found?.score ?? 0) ? candidate : found),
    undefined,
  )
  if (!best)
    throw new AppError(
      'unreadable',
      `No row within the first ${headRows} names the columns. Export the list with a header row of at least two columns.`,
    )

  const above = candidates[candidates.indexOf(best) - 1]
  const width = widthOf(best.cells, head.filter((row) => row.number > best.row.number).slice(0, 200))
  const texts = Array.from({ length: width }, (_, index) => best.cells[index] || nameAbove(above, best, index))
  return { row: best.row.number, names: uniqueNames(texts) }
}

/** How well any of the rows heads a table; 0 where none can. */
export const headScore = (head: readonly TableRow[], remembered: readonly string[]): number =>
  Math.max(
    0,
    ...head.map((row, index) =>
      scoreOf(row.cells.map(cleanText), head.slice(index + 1, index + 21), new Set(remembered)),
    ),
  )

/** How well the row heads a table; 0 where it cannot. */
function scoreOf(cells: readonly string[], below: readonly TableRow[], wanted: ReadonlySet<string>): number {
  const filled = cells.filter((cell) => cell !== '')
  const different = new Set(filled)
  if (different.size < 2) return 0

  const names = uniqueNames(cells)
  const remembered = names.filter((name) => wanted.has(name)).length
  const known = [...different].filter((cell) => cell.length <= 60 && isColumnName(cell)).length
  const plainWords = [...different].filter(
    (cell) => /\p{L}/u.test(cell) && cell.length <= 60 && !/\d{3}/.test(cell),
  ).length
  const usual = below.length === 0 ? 0 : median(below.map((row) => row.cells.filter((cell) => cell !== '').length))
  const coverage = usual === 0 ? 1 : Math.min(1, filled.length / usual)
  return (
    remembered * 10 +
    known * 3 +
    (plainWords / filled.length) * coverage * 2 +
    (different.size / filled.length) * coverage
  )
}

const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

/** Where a two-row header leaves the lower cell empty, the upper one names the column; a title does not. */
function nameAbove(above: Candidate | undefined, header: Candidate, index: number): string {
  if (!above || above.row.number !== header.row.number - 1) return ''
  return new Set(above.cells.filter((cell) => cell !== '')).size >= 2 ? (above.cells[index] ?? '') : ''
}

/** Columns to the right of the header count where most rows fill them. */
function widthOf(header: readonly string[], rows: readonly TableRow[]): number {
  const named = header.findLastIndex((cell) => cell !== '') + 1
  const widths = rows.map((row) => row.cells.findLastIndex((cell) => cell.trim() !== '') + 1)
  return Math.max(named, widths.length < 4 ? 0 : median(widths))
}

/** Gives each column a name of its own: `IP`, `IP (2)`, `column 7`. */
export function uniqueNames(texts: readonly string[]): string[] {
  const taken = new Set<string>()
  return texts.map((text, index) => {
    const base = text === '' || text === '__proto__' ? `column ${index + 1}` : text.slice(0, 200)
    let name = base
    for (let count = 2; taken.has(name); count++) name = `${base} (${count})`
    taken.add(name)
    return name
  })
}

/** Fills the cells of merges that lie in these rows with the text that they show. */
function resolveMerges(rows: readonly TableRow[], merges: readonly Merge[]): TableRow[] {
  const byNumber = new Map(rows.map((row) => [row.number, { number: row.number, cells: [...row.cells] }]))
  const last = rows.at(-1)?.number ?? 0
  for (const merge of merges) {
    const text = byNumber.get(merge.top)?.cells[merge.left]
    if (!text || merge.bottom > last) continue
    for (let number = merge.top; number <= merge.bottom; number++) {
      const row = byNumber.get(number) ?? { number, cells: [] }
      byNumber.set(number, row)
      for (let column = merge.left; column <= merge.right; column++) {
        while (row.cells.length < column) row.cells.push('')
        row.cells[column] ||= text
      }
    }
  }
  return [...byNumber.values()].sort((a, b) => a.number - b.number)
}
