import { z } from 'zod'
import { NameRule } from '#model/name-rule.ts'
import { AppError } from '#platform/errors.ts'
import { CsvReader } from '#standards/csv/read-csv.ts'
import { csvRow, plainText } from '#standards/csv/write-csv.ts'
import type { Stated } from './alias-rules.ts'

// Aliases as a file: JSON, or a table of the columns kind, name, maker, model, note. What is written can be read back.

type StatedRule = Stated<NameRule>

const Noted = z.intersection(NameRule, z.object({ note: z.string().max(2000).default('') }))
const AliasFile = z.object({
  format: z.literal('homeostat-aliases'),
  formatVersion: z.literal(1),
  rules: z.array(z.unknown()),
})

const columns = ['kind', 'name', 'maker', 'model', 'note'] as const

/** Throws a sentence that says which rule cannot be read, and why: half a file of aliases is another set of aliases. */
export function readAliasFile(content: string): StatedRule[] {
  const text = content.replace(/^\ufeff/, '')
  const rows = text.trimStart().startsWith('{') ? jsonRules(text) : csvRules(text)
  return rows.map(({ value, where }) => {
    const read = Noted.safeParse(value)
    if (!read.success) {
      const [issue] = read.error.issues
      throw refused(`${where}: ${issue!.path.join('.') || 'the rule'}: ${issue!.message}.`)
    }
    const { note, ...rule } = read.data
    return { rule, note }
  })
}

const refused = (sentence: string) => new AppError('bad_request', `The aliases cannot be read. ${sentence}`)

function jsonRules(text: string) {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (cause) {
    throw refused(`It is no JSON: ${(cause as Error).message}`)
  }
  const read = AliasFile.safeParse(content)
  if (!read.success) throw refused('It needs "format": "homeostat-aliases", "formatVersion": 1 and a list of "rules".')
  return read.data.rules.map((value, at) => ({ value, where: `Rule ${at + 1}` }))
}

function csvRules(text: string) {
  const delimiter = /^[^\r\n]*;/.test(text) && !/^[^\r\n]*,/.test(text) ? ';' : ','
  const reader = new CsvReader({ delimiter })
  const [head, ...rows] = [...reader.push(text), ...reader.end()]
  const places = head?.cells.map((cell) => cell.trim().toLowerCase()) ?? []
  for (const needed of ['kind', 'name', 'maker'])
    if (!places.includes(needed)) throw refused(`It needs the columns ${columns.join(', ')}; there is no "${needed}".`)
  return rows.map(({ cells, number }) => {
    const value = Object.fromEntries(
      columns.flatMap((column) => {
        const cell = plainText(cells[places.indexOf(column)] ?? '').trim()
        return cell === '' ? [] : [[column, cell]]
      }),
    )
    return { value, where: `Row ${number}` }
  })
}

export const writeAliasJson = (rules: readonly StatedRule[]): string =>
  `${JSON.stringify(
    {
      format: 'homeostat-aliases',
      formatVersion: 1,
      rules: rules.map(({ rule, note }) => ({ ...rule, ...(note !== '' && { note }) })),
    },
    null,
    2,
  )}\n`

export const writeAliasCsv = (rules: readonly StatedRule[]): string =>
  [
    csvRow(columns),
    ...rules.map(({ rule, note }) =>
      csvRow([rule.kind, rule.name, rule.maker, rule.kind === 'model' ? rule.model : '', note]),
    ),
  ].join('')
