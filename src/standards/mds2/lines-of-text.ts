import { CsvFault, CsvReader } from '#standards/csv/read-csv.ts'
import { isAnswer, plain } from './answer.ts'
import { readId } from './editions.ts'
import type { Line, Lines, Mds2Sheet } from './lines.ts'

// Text that people copied out of a form, or exported as CSV. Only HN 1-2019 is read loosely: the ids of 2013 are too short
// to be found in running text.

const leadingId = /^[\s"]*([A-Za-z]{3,4}\s*[-\u2010-\u2015]\s*\d{1,2}(?:\.\d{1,2}){0,2})(?![\d.-])[\s"]*[:,;|\t]?\s*/

/** The text as a table, where most of its questions have their answer in a cell of its own. */
export function tableOf(text: string): Mds2Sheet | undefined {
  for (const delimiter of [',', ';', '\t', '|']) {
    const rows = rowsOf(text, delimiter)
    const asked = rows?.filter(({ cells }) => cells.length >= 3 && isId(cells[0]!)) ?? []
    const answered = asked.filter(({ cells }) =>
      cells.slice(2).some((cell) => isAnswer(cell) && plain(cell).length <= 20),
    )
    const all = rows?.filter(({ cells }) => isId(cells[0]!)).length ?? 0
    if (rows && answered.length >= 5 && answered.length >= all * 0.6) return { name: '', rows, merges: [] }
  }
  return undefined
}

const isId = (cell: string) => readId(cell, '2019') !== undefined || readId(cell, '2013') !== undefined

function rowsOf(text: string, delimiter: string) {
  const reader = new CsvReader({ delimiter, maxColumns: 200 })
  try {
    return [...reader.push(text), ...reader.end()]
  } catch (fault) {
    if (fault instanceof CsvFault) return undefined
    throw fault
  }
}

export function linesOfText(text: string): Lines {
  const questions: Line[] = []
  const others: { cells: readonly string[]; section: string }[] = []
  let section = ''
  for (const line of joined(text)) {
    const [start, written] = leadingId.exec(line) ?? []
    const found = written && readId(written, '2019')
    if (!start || !found) {
      if (plain(line) !== '') others.push({ cells: [line], section })
      continue
    }
    section = found.section
    questions.push({ ...found, ...splitQuestion(line.slice(start.length)), note: '' })
  }
  return { edition: '2019', questions, others }
}

/** In characters: no question with its answer is as long. */
const longest = 4000

/** A question that was broken over lines, within quotes or before its answer, is one line again. */
function joined(text: string): string[] {
  const lines: string[] = []
  let isOpen = false
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const last = lines.at(-1)
    const goesOn = last !== undefined && isOpen && last.length < longest && raw.trim() !== '' && !leadingId.test(raw)
    if (goesOn) lines[lines.length - 1] = `${last} ${raw.trim()}`
    else lines.push(raw)
    const whole = lines.at(-1)!
    const [start] = leadingId.exec(whole) ?? []
    isOpen =
      start !== undefined && raw.trim() !== '' && !/^DOC/i.test(whole.trim()) && isUnanswered(whole.slice(start.length))
  }
  return lines
}

const isUnanswered = (rest: string) => !/_{2,}/.test(rest) && !isAnswer(splitQuestion(rest).answer)

const answerWords = 'yes|no|n\\s*/\\s*a|not applicable|see notes?'
const answerAfter = new RegExp(`[?:.)]["”\\s]*[:,;|\\t ]\\s*(?=(?:${answerWords})(?![\\p{L}\\p{N}]))`, 'iu')

/** `"Does it, then?": Yes,optional` and `Does it: Yes` alike; a fact's label ends at its colon. */
function splitQuestion(rest: string): { question: string; answer: string } {
  const quoted = /^"((?:[^"]|"")*)"\s*[:,;|\t]?\s*(.*)$/s.exec(rest)
  // Text may go on behind the quote: `"… (e.g., a server)?  ": Yes` but also `"A" and "B"?: Yes`.
  if (quoted && !/^[a-z]/i.test(rest.slice(quoted[1]!.length + 2)))
    return { question: plain(quoted[1]!.replace(/[\s:,]+$/, '')), answer: quoted[2]! }
  const answered = answerAfter.exec(rest)
  if (answered) {
    const end = answered.index + answered[0].length
    return { question: plain(rest.slice(0, answered.index + 1)), answer: rest.slice(end) }
  }
  const blank = /_{2,}/.exec(rest)
  if (blank) return { question: plain(rest.slice(0, blank.index)), answer: rest.slice(blank.index) }
  const ends = [rest.indexOf('?') + 1 || Number.POSITIVE_INFINITY, rest.search(/[:,|\t]/)].filter((at) => at >= 0)
  const end = Math.min(...ends, rest.length)
  return { question: plain(rest.slice(0, end)), answer: rest.slice(end).replace(/^[\s:,;|]+/, '') }
}
