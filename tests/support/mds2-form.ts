import { workbook } from '#bench/hospital/workbook.ts'
import { sectionsOf } from '#standards/mds2/editions.ts'

type Cell = string | null

export interface FormSaid {
  readonly manufacturer?: string
  readonly model?: string
  readonly releasedOn?: string
  readonly documentId?: string
  /** By question; a pair is answer and note. All others are answered with `rest`. */
  readonly answers?: Readonly<Record<string, string | readonly [string, string]>>
  readonly rest?: string
  /** Questions that the form lacks. */
  readonly without?: (id: string) => boolean
  /** Rows below the form. */
  readonly notes?: readonly (readonly Cell[])[]
}

/** Rows of a filled HN 1-2019 form with questions of our own wording: title and header, not in the first row, then all. */
export function formRows({
  manufacturer = 'Asgard Medical',
  model = 'Valve 100',
  releasedOn = '2026-03-20',
  documentId = 'MDS2-1',
  answers = {},
  rest = 'No',
  without = () => false,
  notes = [],
}: FormSaid = {}): Cell[][] {
  const facts: Record<string, string> = {
    'DOC-1': manufacturer,
    'DOC-2': 'A valve',
    'DOC-3': model,
    'DOC-4': documentId,
    'DOC-5': 'security@example.org',
    'DOC-6': 'On the network of the ward',
    'DOC-7': releasedOn,
  }
  const rows: Cell[][] = [
    ['Manufacturer Disclosure Statement for Medical Device Security – MDS2'],
    [null],
    ['Question ID', 'Question', null, 'See note', 'IEC TR 80001-2-2:2012', 'NIST SP 800-53 Rev. 4'],
  ]
  for (const { code, title, ids } of sectionsOf('2019')) {
    rows.push([null, title.toUpperCase()])
    for (const id of ids.filter((one) => !without(one))) {
      const said = answers[id] ?? facts[id] ?? rest
      const [answer, note] = typeof said === 'string' ? [said, ''] : said
      rows.push([id, `About ${title}, number ${id.replace(/^.*-/, '')}?`, answer, note || '__', code, 'AC-12'])
    }
  }
  return [...rows, ...notes.map((row) => [...row])]
}

/** A workbook of sheets; merges in Excel's notation are those of the first. */
export const formWorkbook = (rows: readonly (readonly Cell[])[], merges: readonly string[] = ['A1:F1']) =>
  workbook([
    { name: 'Cover', rows: [['How to use this form']], merges: () => [], boldRows: 1 },
    { name: 'MDS2', rows, merges: () => merges, boldRows: 3 },
  ])

const quoted = (cell: Cell) => (/[",;\n]/.test(cell ?? '') ? `"${cell!.replaceAll('"', '""')}"` : (cell ?? ''))

export const formCsv = (rows: readonly (readonly Cell[])[], delimiter = ',') =>
  rows.map((row) => row.map(quoted).join(delimiter)).join('\r\n')
