import { slashed } from './cmms.ts'
import type { Cell } from './telling.ts'

/** One line of a CSV file (RFC 4180), with its line end. */
export const csvLine = (cells: readonly Cell[], delimiter = ',') =>
  `${cells.map((cell) => quoted(cellText(cell), delimiter)).join(delimiter)}\r\n`

/** A cell as Excel writes it to CSV. */
function cellText(cell: Cell): string {
  if (cell === null) return ''
  return typeof cell === 'object' ? slashed(cell.date) : String(cell)
}

function quoted(text: string, delimiter: string): string {
  const plain = !text.includes(delimiter) && !text.includes('"') && !text.includes('\n')
  return plain ? text : `"${text.replaceAll('"', '""')}"`
}
