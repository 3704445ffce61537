export type CsvValue = string | number | boolean | null | undefined

/** A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection); the wide forms count in East Asian locales. */
const formulaStart = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/
const escapedStart = /^'['=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/

/** Makes text harmless in a spreadsheet; `plainText` is the way back. */
export const neutralise = (text: string): string =>
  formulaStart.test(text) || escapedStart.test(text) ? `'${text}` : text

/** The text before it was neutralised. */
export const plainText = (text: string): string => (escapedStart.test(text) ? text.slice(1) : text)

/**
 * One record of a CSV file with its line break (RFC 4180): quotes where they are needed, no text that a spreadsheet
 * would run. Null and undefined are empty cells; numbers and booleans are written as they are.
 */
export function csvRow(values: readonly CsvValue[], delimiter = ','): string {
  return `${values.map((value) => csvCell(value, delimiter)).join(delimiter)}\r\n`
}

function csvCell(value: CsvValue, delimiter: string): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'string') return String(value)

  const text = neutralise(value)
  const bare = !/["\r\n]|^\s|\s$/.test(text) && !text.includes(delimiter)
  return bare ? text : `"${text.replaceAll('"', '""')}"`
}
