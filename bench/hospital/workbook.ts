import type { Cell } from './telling.ts'
import { zip } from './zip.ts'

/** One sheet: rows of cells from row 1 on; `merges` in Excel's notation. */
export interface Sheet {
  readonly name: string
  readonly rows: Iterable<readonly Cell[]>
  readonly merges: () => readonly string[]
  /** Rows written in bold: titles and header. */
  readonly boldRows: number
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships'

/** An Excel workbook (ECMA-376): shared strings, dates as numbers with a date format, the same bytes each time. */
export async function workbook(sheets: readonly Sheet[]): Promise<Buffer> {
  const strings = new Map<string, number>()
  const parts = sheets.map((sheet, index) => ({
    path: `xl/worksheets/sheet${index + 1}.xml`,
    parts: sheetXml(sheet, strings),
  }))
  return zip([
    ...parts,
    // After the sheets: writing them fills the table of strings.
    { path: 'xl/sharedStrings.xml', parts: stringsXml(strings) },
    { path: 'xl/styles.xml', parts: [styles] },
    {
      path: 'xl/workbook.xml',
      parts: [
        `${declaration}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${sheets
          .map(({ name }, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`)
          .join('')}</sheets></workbook>`,
      ],
    },
    {
      path: 'xl/_rels/workbook.xml.rels',
      parts: [
        `${declaration}<Relationships xmlns="${packageRelations}">${[
          ...sheets.map((_, index) => relation(index + 1, 'worksheet', `worksheets/sheet${index + 1}.xml`)),
          relation(sheets.length + 1, 'styles', 'styles.xml'),
          relation(sheets.length + 2, 'sharedStrings', 'sharedStrings.xml'),
        ].join('')}</Relationships>`,
      ],
    },
    {
      path: '_rels/.rels',
      parts: [
        `${declaration}<Relationships xmlns="${packageRelations}">${relation(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
      ],
    },
    { path: '[Content_Types].xml', parts: [contentTypes(sheets.length)] },
  ])
}

function* sheetXml({ rows, merges, boldRows }: Sheet, strings: Map<string, number>): Generator<string> {
  yield `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetData>`
  let number = 0
  for (const row of rows) {
    number++
    const bold = number <= boldRows
    let xml = `<row r="${number}">`
    for (const [index, cell] of row.entries()) xml += cellXml(cell, `${columnLetters(index)}${number}`, bold, strings)
    yield `${xml}</row>`
  }
  const merged = merges()
  const mergeXml =
    merged.length > 0
      ? `<mergeCells count="${merged.length}">${merged.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`
      : ''
  yield `</sheetData>${mergeXml}</worksheet>`
}

function cellXml(cell: Cell, reference: string, bold: boolean, strings: Map<string, number>): string {
  if (cell === null || cell === '') return ''
  if (typeof cell === 'number') return `<c r="${reference}"><v>${cell}</v></c>`
  if (typeof cell === 'object') return `<c r="${reference}" s="1"><v>${excelDay(cell.date)}</v></c>`
  let index = strings.get(cell)
  if (index === undefined) {
    index = strings.size
    strings.set(cell, index)
  }
  return `<c r="${reference}" t="s"${bold ? ' s="2"' : ''}><v>${index}</v></c>`
}

function* stringsXml(strings: ReadonlyMap<string, number>): Generator<string> {
  yield `${declaration}<sst xmlns="${main}" uniqueCount="${strings.size}">`
  for (const text of strings.keys()) yield `<si><t xml:space="preserve">${escaped(text)}</t></si>`
  yield '</sst>'
}

/** Days since 1899-12-30, as Excel counts from March 1900 on. */
const excelDay = (day: string) => (Date.parse(`${day}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000

/** `A` for 0, `AA` for 26. */
export function columnLetters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const relation = (id: number, type: string, target: string) =>
  `<Relationship Id="rId${id}" Type="${relations}/${type}" Target="${target}"/>`

/** Cell formats: 0 general, 1 short date (built-in number format 14), 2 bold. */
const styles = `${declaration}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="10"/><name val="Arial"/></font><font><b/><sz val="10"/><name val="Arial"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

function contentTypes(sheets: number): string {
  const base = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const override = (part: string, type: string) =>
    `<Override PartName="/xl/${part}" ContentType="${base}.${type}+xml"/>`
  return `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override('workbook.xml', 'sheet.main')}${Array.from(
    { length: sheets },
    (_, index) => override(`worksheets/sheet${index + 1}.xml`, 'worksheet'),
  ).join('')}${override('styles.xml', 'styles')}${override('sharedStrings.xml', 'sharedStrings')}</Types>`
}
