import type { Mds2Form } from '#model/mds2.ts'
import { AppError } from '#platform/errors.ts'
import type { Mds2Sheet } from '#standards/mds2/lines.ts'
import { readMds2Sheets, readMds2Text } from '#standards/mds2/read-mds2.ts'

/** Megabytes of one form; a filled one has some 50 kB, and pictures in a workbook more. */
const largest = { workbook: 10, text: 2 }

/** What a file that somebody adds turns out to be, by its content. */
export type Recognised =
  | { readonly kind: 'sbom' }
  | { readonly kind: 'mds2'; readonly form: Mds2Form; readonly mediaType: string }

export type ReadSheets = (file: {
  readonly name: string
  readonly content: Uint8Array
}) => Promise<readonly Mds2Sheet[]>

/** Throws an AppError where it is neither a bill of materials nor an MDS2 form, and says what to do. */
export async function recogniseDocument(
  file: { readonly name: string; readonly content: Uint8Array },
  readSheets: ReadSheets,
): Promise<Recognised> {
  const { content } = file
  const start = Buffer.from(content.buffer, content.byteOffset, Math.min(content.byteLength, 4096))
  if (start.length === 0) throw refused('The file is empty. Choose the document again.')
  if (start.subarray(0, 5).toString('latin1') === '%PDF-')
    throw refused(
      'A PDF cannot be read. Ask the manufacturer for the MDS2 form as a workbook (.xlsx), or for the bill of materials as CycloneDX or SPDX.',
    )
  if (start.length > 8 && start.readUInt32BE(0) === 0xd0cf11e0)
    throw refused('This is an old or a protected Office document. Save it as .xlsx without a password.')
  if (start.subarray(0, 2).toString('latin1') === 'PK') {
    assertSize(content, largest.workbook)
    if (Buffer.from(content.buffer, content.byteOffset, content.byteLength).includes('word/document.xml'))
      throw refused(
        'A Word document cannot be read. Ask the manufacturer for the MDS2 form as a workbook (.xlsx), or copy its table into one.',
      )
    const read = readMds2Sheets(await readSheets(file))
    if ('error' in read) throw refused(read.error)
    return {
      kind: 'mds2',
      form: read.form,
      mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    }
  }
  const text = start
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
  if (/^[{<]/.test(text) || /^(?:#.*\n\s*)*SPDXVersion\s*:/.test(text)) return { kind: 'sbom' }
  assertSize(content, largest.text)
  const read = readMds2Text(textOf(content))
  if ('error' in read)
    throw refused(
      'This is neither an MDS2 form (HN 1-2013 or HN 1-2019, as .xlsx, CSV or text) nor a bill of materials (CycloneDX as JSON or XML, SPDX as JSON or tag-value). Choose another file, or ask the manufacturer for one of these.',
    )
  return { kind: 'mds2', form: read.form, mediaType: 'text/plain' }
}

const refused = (sentence: string) => new AppError('unreadable', sentence)

function assertSize(content: Uint8Array, megabytes: number) {
  if (content.byteLength > megabytes * 1024 * 1024)
    throw new AppError(
      'too_large',
      `The file is larger than ${megabytes} MB, which no MDS2 form is. Send the form alone, without pictures.`,
    )
}

/** CSV that Excel saves is often in the Windows code page. */
function textOf(content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    const isWide = (content[0] === 0xff && content[1] === 0xfe) || (content[0] === 0xfe && content[1] === 0xff)
    return new TextDecoder(isWide ? (content[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'windows-1252').decode(content)
  }
}
