import type { Mds2Answer, Mds2Edition, Mds2Form, Mds2Remark } from '#model/mds2.ts'
import { plain, readAnswer } from './answer.ts'
import { questionsOf, sectionsOf } from './editions.ts'
import { asksForWords, factsOf, readDay } from './facts.ts'
import type { Line, Lines, Mds2Sheet } from './lines.ts'
import { editionOf, linesOfSheets } from './lines-of-sheets.ts'
import { linesOfText, tableOf } from './lines-of-text.ts'
import { collectNotes, type Notes, referredTo } from './notes.ts'

// Manufacturer Disclosure Statement for Medical Device Security (MDS2): ANSI/NEMA HN 1-2019 and its forerunner HN 1-2013.

export type ReadMds2 = { readonly form: Mds2Form } | { readonly error: string }

const none =
  'This is no MDS2 form: questions such as MPII-2 (HN 1-2019), or 1-1 under the heading MDS2 (HN 1-2013), were not found. Ask the manufacturer for the form as a workbook (.xlsx), or export it as CSV.'

/** Reads a form from the sheets of a workbook. */
export function readMds2Sheets(sheets: readonly Mds2Sheet[]): ReadMds2 {
  const edition = editionOf(sheets)
  if (!edition) return { error: isOfOldEdition(sheets) ? old : none }
  return read(linesOfSheets(sheets, edition))
}

/** Reads a form from text: CSV, or lines that begin with the question's id. */
export function readMds2Text(text: string): ReadMds2 {
  const bare = text.replace(/^\uFEFF/, '')
  if (bare.startsWith('%PDF'))
    return {
      error: 'A PDF cannot be read. Ask the manufacturer for the form as a workbook (.xlsx), or export it as CSV.',
    }
  const table = tableOf(bare)
  if (table) return readMds2Sheets([table])
  const lines = linesOfText(bare)
  if (new Set(lines.questions.map(({ id }) => id)).size < 5) return { error: none }
  return read(lines)
}

const old =
  'This form is of the edition of 2004; HN 1-2013 and HN 1-2019 are read. Ask the manufacturer for a form of these.'
const isOfOldEdition = (sheets: readonly Mds2Sheet[]) =>
  sheets.some(({ rows }) =>
    rows.some(({ cells }) => cells.some((cell) => /MDS ?2.*\b2004\b|\bHIMSS.*2004/is.test(cell))),
  )

function read(lines: Lines): ReadMds2 {
  const { edition } = lines
  const remarks: Mds2Remark[] = []
  const say = (name: string, reason: string) => {
    if (remarks.length < mostRemarks) remarks.push({ part: name ? 'question' : 'form', name, reason })
  }
  const { released, ...facts } = factsOf(lines)
  const releasedOn = readDay(released) ?? ''
  if (released && !releasedOn) say('', `Its date "${released}" is no day, or may be two of them.`)

  const notes = collectNotes(lines)
  const answers = new Map<string, Mds2Answer>()
  sayWrongIds(lines, say)
  for (const line of lines.questions) {
    const answer = toAnswer(line, edition, notes, say)
    const before = answers.get(line.id)
    if (!before || before.word === 'blank') answers.set(line.id, answer)
    else if (answer.word !== 'blank' && (before.word !== answer.word || before.note !== answer.note))
      say(line.id, 'The form answers it twice, not alike: the first answer was taken.')
  }
  sayMissing(lines, answers, say)
  return { form: { edition, ...facts, releasedOn, answers: inOrder([...answers.values()], lines), remarks } }
}

/** Who writes a form wrongly throughout is told so often enough. */
const mostRemarks = 500

type Say = (name: string, reason: string) => void

/** Sections stand in the edition's order, whatever order the form has; within one, the form's. */
function inOrder(answers: Mds2Answer[], { edition }: Lines): Mds2Answer[] {
  const place = new Map(sectionsOf(edition).map(({ code }, at) => [code, at]))
  const number = (id: string) =>
    id
      .replace(/^[A-Z]+-/, '')
      .split(/[.-]/)
      .map((part) => part.padStart(3, '0'))
      .join('.')
  return answers.sort((a, b) => place.get(a.section)! - place.get(b.section)! || (number(a.id) < number(b.id) ? -1 : 1))
}

/** An id that the edition does not have is kept, and said. */
function sayWrongIds({ edition, questions }: Lines, say: Say) {
  const known = questionsOf(edition)
  for (const { id, section, mistyped } of questions) {
    if (mistyped) say(id, `The form calls it ${mistyped}.`)
    if (known && !known.has(id) && section !== 'OTHR')
      say(id, `HN 1-${edition} has no such question; the answer is kept as it is.`)
  }
}

function toAnswer(line: Line, edition: Mds2Edition, notes: Notes, say: Say): Mds2Answer {
  const { id, section, question } = line
  if (asksForWords.has(id)) {
    const text = [plain(line.answer), line.note].filter(Boolean).join('; ')
    return { id, section, question, word: text ? 'text' : 'blank', note: text }
  }
  const said = readAnswer(line.answer)
  // In 2013 the note's column holds its number and nothing else; in 2019 a bare number may be the answer's own.
  const isReference = (text: string) => edition === '2013' || /note|#/i.test(text + line.answer)
  const [own, beside] = [said.note, line.note].map((text) => {
    const numbers = referredTo(text)
    const found = numbers.map((number) => notes.find(number, section))
    for (const [at, number] of numbers.entries())
      if (found[at] === undefined && isReference(text))
        say(id, `It refers to note ${number}, which is not in the form.`)
    return numbers.length > 0 && found.every((note) => note !== undefined) ? found.join(' ') : text
  })
  const note = [...new Set([own, beside].filter(Boolean))].join('; ')
  if (said.word === 'other') say(id, `"${shortened(said.note)}" is none of yes, no, N/A and see note.`)
  if (said.word === 'see_note' && !note) say(id, 'It says to see a note, and there is none with it.')
  return { id, section, question, word: said.word, note }
}

const shortened = (text: string) => (text.length > 80 ? `${text.slice(0, 79)}…` : text)

function sayMissing({ edition }: Lines, answers: ReadonlyMap<string, Mds2Answer>, say: Say) {
  const found = new Set([...answers.values()].map(({ section }) => section))
  for (const { code, title, ids } of sectionsOf(edition)) {
    if (code === 'OTHR' && edition === '2019') continue
    const missing = ids.filter((id) => !answers.has(id))
    const blank = ids.filter((id) => answers.get(id)?.word === 'blank')
    if (!found.has(code))
      say('', `Section ${code} (${title}) is not in the form. It may be cut off: ask for the whole of it.`)
    else if (missing.length > 0) say('', `Not in the form: ${missing.join(', ')}.`)
    if (blank.length > 0) say('', `Left empty: ${blank.join(', ')}.`)
  }
}
