import type { Mds2Edition } from '#model/mds2.ts'
import { isAnswer, plain } from './answer.ts'
import { readId } from './editions.ts'
import type { Line, Lines, Mds2Sheet } from './lines.ts'

/** Fewer questions than these are no form: a list of devices may have a column with some such code. */
const fewest = 5

/** Which edition's questions stand in the sheets; undefined where too few of either do. */
export function editionOf(sheets: readonly Mds2Sheet[]): Mds2Edition | undefined {
  const count = (edition: Mds2Edition) => {
    const ids = sheets.flatMap(({ rows }) => rows.flatMap(({ cells }) => idIn(cells, edition)?.id ?? []))
    return new Set(ids).size
  }
  if (count('2019') >= fewest) return '2019'
  return count('2013') >= fewest && looksLikeMds2(sheets) ? '2013' : undefined
}

/** `1-1` and `A` stand in many a sheet; the codes of the sections do not. */
const looksLikeMds2 = (sheets: readonly Mds2Sheet[]) =>
  sheets.some(({ rows }) =>
    rows.some(({ cells }) => cells.some((cell) => /\bMDS ?2\b|manufacturer disclosure statement|\bHN 1\b/i.test(cell))),
  )

export function linesOfSheets(sheets: readonly Mds2Sheet[], edition: Mds2Edition): Lines {
  const questions: Line[] = []
  const others: { cells: readonly string[]; section: string }[] = []
  let section = ''
  for (const sheet of sheets) {
    const rows = unmerged(sheet, edition)
    const columns = columnsOf(rows, edition)
    for (const cells of rows) {
      const found = idIn(cells, edition)
      if (!found) {
        if (cells.some((cell) => plain(cell) !== '')) others.push({ cells, section })
        continue
      }
      section = found.section
      questions.push(toLine(cells, found, columns))
    }
  }
  return { edition, questions, others }
}

interface Found extends Pick<Line, 'id' | 'section' | 'mistyped'> {
  readonly column: number
}

/** The id stands first in its row, or behind a mark or an empty cell. */
function idIn(cells: readonly string[], edition: Mds2Edition): Found | undefined {
  for (const [column, cell] of cells.slice(0, 3).entries()) {
    const read = readId(cell, edition)
    if (read) return { ...read, column }
    if (plain(cell).length > 12) return undefined
  }
  return undefined
}

/** No form has as many. */
const mostMerges = 5000

/** What is merged over several rows holds for each of them; a question's id never is. */
function unmerged({ rows, merges }: Mds2Sheet, edition: Mds2Edition): string[][] {
  const byNumber = new Map(rows.map(({ number, cells }) => [number, [...cells]]))
  for (const { top, bottom, left } of merges.slice(0, mostMerges)) {
    const text = byNumber.get(top)?.[left]
    if (bottom === top || !text || left > 200 || readId(text, edition)) continue
    for (let number = top + 1; number <= Math.min(bottom, top + 500); number++) {
      const cells = byNumber.get(number)
      if (!cells) continue
      while (cells.length <= left) cells.push('')
      cells[left] = text
    }
  }
  return [...byNumber.values()]
}

interface Columns {
  readonly answer: number | undefined
  readonly note: number | undefined
  /** Columns that are ticked, by their word, where there is one for each. */
  readonly ticks: ReadonlyMap<number, string>
  /** Columns that name clauses of other standards. */
  readonly clauses: ReadonlySet<number>
}

function columnsOf(rows: readonly (readonly string[])[], edition: Mds2Edition): Columns {
  const clauses = new Set<number>()
  const ticks = new Map<number, string>()
  const votes = new Map<number, number>()
  let answer: number | undefined
  let note: number | undefined
  for (const cells of rows) {
    if (idIn(cells, edition)) {
      for (const [column, cell] of cells.entries())
        if (isAnswer(cell) && plain(cell).length <= 20) votes.set(column, (votes.get(column) ?? 0) + 1)
      continue
    }
    for (const [column, cell] of cells.entries()) {
      const text = plain(cell)
      if (text === '' || text.length > 60) continue
      if (/\b(?:IEC|NIST|ISO)\b|80001-2|800-53|27002/.test(text)) clauses.add(column)
      else if (/^(?:yes|no|n\/a)$/i.test(text) && cells.filter((one) => isAnswer(one)).length >= 2)
        ticks.set(column, text)
      else if (/^(?:answer|response|yes\s*[,/].*no)/i.test(text)) answer ??= column
      else if (column > 0 && /^(?:see )?(?:note|comment|remark|explanation|details?)s?\b ?#?$/i.test(text))
        note ??= column
    }
  }
  const [elected] = [...votes].filter(([column]) => !clauses.has(column)).sort((a, b) => b[1] - a[1] || a[0] - b[0])
  return { answer: elected?.[0] ?? answer, note, ticks: elected ? new Map() : ticks, clauses }
}

/** `AC-12`, `A.11.2.8, A.11.2.9`, `Section 5.1, ALOF`: clauses of other standards, where no heading says so. */
const clause = /^(?:section|[A-Z]{4}|[A-Z]{2}-\d+(?:\(\d+\))?|(?:A|\d+)(?:\.\d+)+)?$/i
const isClauses = (text: string) => text.length <= 200 && text.split(/[\s,;]+/).every((one) => clause.test(one))

function toLine(
  cells: readonly string[],
  { column, ...found }: Found,
  { answer, note, ticks, clauses }: Columns,
): Line {
  const isText = (at: number) => !clauses.has(at) && plain(cells[at] ?? '') !== ''
  const right = Array.from(cells.keys()).filter((at) => at > column && isText(at))
  const isClause = (at: number) => isClauses(plain(cells[at]!))
  const asked = right.find((at) => at !== answer && at !== note && !ticks.has(at) && !isClause(at))
  const question = asked === undefined ? '' : plain(cells[asked]!)
  const ticked = [...ticks].find(([at]) => isText(at) && !/^no$/i.test(plain(cells[at]!)))
  const rest = right.filter((at) => at !== asked && !ticks.has(at) && (at === note || at === answer || !isClause(at)))
  const said = answer !== undefined && isText(answer) ? answer : (rest.find((at) => isAnswer(cells[at]!)) ?? rest[0])
  const beside = rest.filter((at) => at !== said || ticked)
  return {
    ...found,
    question,
    answer: ticked ? ticked[1] : said === undefined ? '' : cells[said]!,
    note: [...new Set(beside.map((at) => plain(cells[at]!)))].join('; '),
  }
}
