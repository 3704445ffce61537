import { z } from 'zod'
import { NameRule } from '#model/name-rule.ts'
import { PlaceRule } from '#model/place-rule.ts'
import { AppError } from '#platform/errors.ts'
import { CsvFault, CsvReader } from '#standards/csv/read-csv.ts'
import { csvRow, plainText } from '#standards/csv/write-csv.ts'
import type { Stated } from './alias-rules.ts'

// Aliases as a file: JSON, or a table with a column for each word of a rule and the note. What is written can be read back.

export interface AliasFile<Rule> {
  /** What the JSON calls itself. */
  readonly format: string
  readonly Rule: z.ZodType<Rule>
  readonly kinds: readonly string[]
  readonly columns: readonly string[]
  /** Columns that no table may lack. */
  readonly needed: readonly string[]
  /** What a word is where the row leaves it empty. */
  readonly blank?: Readonly<Record<string, string>>
}

export const namesFile: AliasFile<NameRule> = {
  format: 'homeostat-aliases',
  Rule: NameRule,
  kinds: NameRule.options.map(({ shape }) => shape.kind.value),
  columns: ['kind', 'name', 'maker', 'model', 'note'],
  needed: ['kind', 'name', 'maker'],
}

export const placesFile: AliasFile<PlaceRule> = {
  format: 'homeostat-place-aliases',
  Rule: PlaceRule,
  kinds: PlaceRule.options.map(({ shape }) => shape.kind.value),
  columns: ['kind', 'site', 'name', 'meant', 'note'],
  needed: ['kind', 'name', 'meant'],
  blank: { site: '' },
}

interface Row {
  /** `Row 3`. */
  readonly position: string
  /** Its words in the order of the columns, as CSV: to be mended and added again. */
  readonly text: string
}
type RawRow = Pick<Row, 'position'> & { readonly value: unknown }

/** A rule of a file, or why the row holds none. */
export type AliasRow<Rule> = Row & (Stated<Rule> | { readonly reason: string })

const Noted = z.object({ note: z.string().max(2000).default('') })

/** Row by row; throws where the whole cannot be read. */
export function readAliasRows<Rule>(file: AliasFile<Rule>, content: string): AliasRow<Rule>[] {
  const text = content.replace(/^\ufeff/, '')
  const rows = text.trimStart().startsWith('{') ? jsonRows(file, text) : csvRows(file, text)
  return rows.map(({ position, value }) => ({ position, text: textOf(file, value), ...readRule(file, value) }))
}

/** Throws a sentence that says which rule cannot be read, and why: half a file of aliases is another set of aliases. */
export function readAliasFile<Rule>(file: AliasFile<Rule>, content: string): Stated<Rule>[] {
  return readAliasRows(file, content).map((row) => {
    if ('reason' in row) throw refused(`${row.position}: ${row.reason}`)
    return { rule: row.rule, note: row.note }
  })
}

function readRule<Rule>(file: AliasFile<Rule>, value: unknown): Stated<Rule> | { reason: string } {
  const kind = (value as { kind?: unknown } | null)?.kind
  if (typeof kind !== 'string') return { reason: `kind: Needed, one of ${file.kinds.join(', ')}.` }
  if (!file.kinds.includes(kind)) return { reason: `kind: "${kind}" is none of ${file.kinds.join(', ')}.` }
  const filled = { ...file.blank, ...(value as object) }
  const [rule, noted] = [file.Rule.safeParse(filled), Noted.safeParse(filled)]
  if (rule.success && noted.success) return { rule: rule.data, note: noted.data.note.trim() }
  const [issue] = [...(rule.error?.issues ?? []), ...(noted.error?.issues ?? [])]
  return { reason: `${issue!.path.join('.') || 'the rule'}: ${issue!.message}.` }
}

function textOf({ columns }: AliasFile<unknown>, value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const words = value as Readonly<Record<string, unknown>>
  return csvRow(columns.map((column) => String(words[column] ?? ''))).trimEnd()
}

const refused = (sentence: string) => new AppError('bad_request', `The aliases cannot be read. ${sentence}`)

function jsonRows({ format }: AliasFile<unknown>, text: string): RawRow[] {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (cause) {
    throw refused(`It is no JSON: ${(cause as Error).message}`)
  }
  const Head = z.object({ format: z.literal(format), formatVersion: z.literal(1), rules: z.array(z.unknown()) })
  const read = Head.safeParse(content)
  if (!read.success) throw refused(`It needs "format": "${format}", "formatVersion": 1 and a list of "rules".`)
  return read.data.rules.map((value, at) => ({ value, position: `Rule ${at + 1}` }))
}

function csvRows({ columns, needed }: AliasFile<unknown>, text: string): RawRow[] {
  const delimiter = /^[^\r\n]*;/.test(text) && !/^[^\r\n]*,/.test(text) ? ';' : ','
  const [head, ...rows] = cellsOf(text, delimiter)
  const places = head?.cells.map((cell) => cell.trim().toLowerCase()) ?? []
  for (const one of needed)
    if (!places.includes(one)) throw refused(`It needs the columns ${columns.join(', ')}; there is no "${one}".`)
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  return filled.map(({ cells, number }) => {
    const value = Object.fromEntries(
      columns.flatMap((column) => {
        const cell = plainText(cells[places.indexOf(column)] ?? '').trim()
        return cell === '' ? [] : [[column, cell]]
      }),
    )
    return { value, position: `Row ${number}` }
  })
}

function cellsOf(text: string, delimiter: string) {
  const reader = new CsvReader({ delimiter })
  try {
    return [...reader.push(text), ...reader.end()]
  } catch (fault) {
    if (!(fault instanceof CsvFault)) throw fault
    throw refused(
      `Row ${fault.row}: ${fault.code === 'open_quote' ? 'a quote is opened and never closed' : 'it is too long for a row of aliases'}.`,
    )
  }
}

export const writeAliasJson = <Rule extends object>(
  { format }: AliasFile<Rule>,
  rules: readonly Stated<Rule>[],
): string =>
  `${JSON.stringify(
    {
      format,
      formatVersion: 1,
      rules: rules.map(({ rule, note }) => ({ ...rule, ...(note !== '' && { note }) })),
    },
    null,
    2,
  )}\n`

export const writeAliasCsv = <Rule extends object>(
  { columns }: AliasFile<Rule>,
  rules: readonly Stated<Rule>[],
): string =>
  [
    csvRow(columns),
    ...rules.map(({ rule, note }) => {
      const words: Readonly<Record<string, string>> = { ...rule, note }
      return csvRow(columns.map((column) => words[column] ?? ''))
    }),
  ].join('')
