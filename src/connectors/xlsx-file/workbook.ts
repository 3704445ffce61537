import { AppError } from '#platform/errors.ts'
import { attributeOf, type XmlHandler } from '#standards/xml/xml-scanner.ts'
import type { Archive } from './archive.ts'
import { kindOfFormat, type NumberKind } from './number-format.ts'

// Office Open XML (ECMA-376 part 1, SpreadsheetML), as much of it as a list of devices uses.

export interface Sheet {
  readonly name: string
  /** The part of the archive. */
  readonly part: string
  readonly isHidden: boolean
}

/** What the cells of all sheets refer to. */
export interface Workbook {
  readonly sheets: readonly Sheet[]
  readonly is1904: boolean
  /** By the number of a cell's style. */
  readonly kinds: readonly NumberKind[]
  readonly strings: readonly string[]
}

/** More shared texts than this would not fit into memory with the rest. In characters, what each takes beside them included. */
const maxStringChars = 200_000_000
const charsBeside = 32

export async function readWorkbook(archive: Archive, fileName: string): Promise<Workbook> {
  const main = await mainPart(archive)
  if (/\.bin$/i.test(main))
    throw new AppError('unreadable', `The workbook ${fileName} is a binary one (.xlsb). Save it as .xlsx.`)
  const parts = await relationsOf(archive, main)
  const { declared, is1904 } = await declaredSheets(archive, main)
  const sheets = declared.flatMap(({ id, ...sheet }) => {
    const relation = parts.find((part) => part.id === id)
    return relation && /\/worksheet$/.test(relation.type) ? [{ ...sheet, part: relation.target }] : []
  })
  if (sheets.length === 0)
    throw new AppError('unreadable', `The workbook ${fileName} has no sheet with cells. Export the list again.`)

  const one = (type: string) => parts.find((part) => part.type.endsWith(`/${type}`))?.target
  return {
    sheets,
    is1904,
    kinds: await readStyles(archive, one('styles')),
    strings: await readStrings(archive, one('sharedStrings'), fileName),
  }
}

interface Relation {
  readonly id: string
  readonly type: string
  readonly target: string
}

async function mainPart(archive: Archive): Promise<string> {
  const root = await relationsOf(archive, '')
  return root.find(({ type }) => type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml'
}

/** What a part refers to. A target is only ever looked up in the archive, so no path leads out of it. */
async function relationsOf(archive: Archive, part: string): Promise<Relation[]> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1)
  const name = `${folder}_rels/${part.slice(folder.length)}.rels`
  if (!archive.has(name)) return []
  const relations: Relation[] = []
  await archive.read(name, {
    ...ignore,
    open(tag, attributes) {
      if (tag !== 'Relationship' || attributeOf(attributes, 'TargetMode') === 'External') return
      const target = attributeOf(attributes, 'Target') ?? ''
      const path = new URL(target, `file:///${folder}`).pathname.slice(1)
      relations.push({
        id: attributeOf(attributes, 'Id') ?? '',
        type: attributeOf(attributes, 'Type') ?? '',
        target: decodeURIComponent(path),
      })
    },
  })
  return relations
}

interface DeclaredSheet {
  readonly id: string
  readonly name: string
  readonly isHidden: boolean
}

async function declaredSheets(archive: Archive, part: string): Promise<{ declared: DeclaredSheet[]; is1904: boolean }> {
  const declared: DeclaredSheet[] = []
  let is1904 = false
  await archive.read(part, {
    ...ignore,
    open(tag, attributes) {
      if (tag === 'workbookPr') is1904 = /^(?:1|true|on)$/.test(attributeOf(attributes, 'date1904') ?? '')
      if (tag !== 'sheet') return
      const id = /(?:^|\s)\w+:id\s*=\s*["']([^"']*)/.exec(attributes)?.[1] ?? ''
      const isHidden = /hidden/i.test(attributeOf(attributes, 'state') ?? '')
      declared.push({ id, name: attributeOf(attributes, 'name') ?? '', isHidden })
    },
  })
  return { declared, is1904 }
}

async function readStyles(archive: Archive, part: string | undefined): Promise<NumberKind[]> {
  const formats = new Map<number, string>()
  const ids: number[] = []
  let isCells = false
  if (part && archive.has(part))
    await archive.read(part, {
      ...ignore,
      open(tag, attributes) {
        if (tag === 'numFmt')
          formats.set(Number(attributeOf(attributes, 'numFmtId')), attributeOf(attributes, 'formatCode') ?? '')
        else if (tag === 'cellXfs') isCells = true
        else if (tag === 'xf' && isCells) ids.push(Number(attributeOf(attributes, 'numFmtId') ?? 0))
      },
      close(tag) {
        if (tag === 'cellXfs') isCells = false
      },
    })
  return ids.map((id) => kindOfFormat(id, formats))
}

async function readStrings(archive: Archive, part: string | undefined, fileName: string): Promise<string[]> {
  const strings: string[] = []
  if (!part || !archive.has(part)) return strings
  const collector = new TextCollector()
  let chars = 0
  function count(more: number) {
    chars += more
    if (chars > maxStringChars)
      throw new AppError(
        'hostile_file',
        `The workbook ${fileName} holds more text than fits into memory. Split the list, or export it as CSV.`,
      )
  }
  const handler: XmlHandler = {
    open(tag) {
      if (tag === 'si') collector.clear()
      else collector.open(tag)
    },
    close(tag) {
      collector.close(tag)
      if (tag !== 'si') return
      count(charsBeside)
      strings.push(collector.take())
    },
    text(text) {
      count(text.length)
      collector.text(text)
    },
  }
  await archive.read(part, handler, { isBounded: true })
  return strings
}

/** Puts a text together from its runs (18.4.8 `si`, 18.3.1.53 `is`); readings in kana are no part of it (18.4.6 `rPh`). */
export class TextCollector {
  #text = ''
  #isText = false
  #isReading = false

  clear(): void {
    this.#text = ''
  }

  open(tag: string): void {
    if (tag === 't') this.#isText = !this.#isReading
    else if (tag === 'rPh') this.#isReading = true
  }

  close(tag: string): void {
    if (tag === 't') this.#isText = false
    else if (tag === 'rPh') this.#isReading = false
  }

  text(text: string): void {
    if (this.#isText) this.#text += text
  }

  take(): string {
    const text = this.#text
    this.#text = ''
    // Characters that XML cannot hold are written so (22.9.2.19 ST_Xstring).
    return text.includes('_x')
      ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      : text
  }
}

const ignore: XmlHandler = { open() {}, close() {}, text() {} }
