import { TextDecoder } from 'node:util'
import type { InputFile } from '#connectors/connector.ts'
import { stopIfCancelled } from '#connectors/table/table.ts'
import { AppError } from '#platform/errors.ts'
import { attributeOf, XmlFault, type XmlHandler, XmlScanner } from '#standards/xml/xml-scanner.ts'
import { ownText } from './own-text.ts'

/** What reads a report in XML, element by element. Names come without their prefix. */
export interface ReportHandler {
  /** The elements of which the text is wanted: what stands in them directly. */
  readonly texts: ReadonlySet<string>
  /** `parents` are the open elements around it, the root first. */
  open(name: string, attribute: (name: string) => string | undefined, parents: readonly string[]): void
  /** `text` is empty for elements of which none is wanted. */
  close(name: string, text: string, parents: readonly string[]): void
}

/** The longest output of one check, in characters. */
const maxChars = 16_000_000
/** Of a longer text no more is kept. In characters. */
const maxKept = 1_000_000
/** So much tells the encoding, and whether it is XML at all. In bytes. */
const startBytes = 1024

/** Reads the report to its end. Throws an AppError where it is none of these roots, cut off, damaged or hostile. */
export async function readXmlReport(
  { file, signal }: { file: InputFile; signal?: AbortSignal | undefined },
  title: string,
  roots: readonly string[],
  handler: ReportHandler,
): Promise<void> {
  const reader = new XmlPieces(file, title, roots, handler)
  for await (const piece of file.stream()) {
    stopIfCancelled(signal)
    reader.push(piece as Buffer)
  }
  reader.end()
}

/** Refuses a file while it comes in, as soon as it can no longer become a whole report. */
export function guardXml(
  file: Pick<InputFile, 'name'>,
  title: string,
  roots: readonly string[],
): (bytes: Buffer) => void {
  const reader = new XmlPieces(file, title, roots, { texts: new Set(), open() {}, close() {} })
  return (bytes) => reader.push(bytes)
}

class XmlPieces {
  readonly #file: Pick<InputFile, 'name'>
  readonly #title: string
  readonly #scanner: XmlScanner
  #start: Buffer | undefined = Buffer.alloc(0)
  #decoder: TextDecoder | undefined

  constructor(file: Pick<InputFile, 'name'>, title: string, roots: readonly string[], handler: ReportHandler) {
    this.#file = file
    this.#title = title
    const noReport = () => this.#noReport()
    this.#scanner = new XmlScanner(withParents(handler, roots, noReport), { maxChars, allowsDocumentType: true })
  }

  push(bytes: Buffer): void {
    if (this.#start === undefined) {
      this.#scan(bytes)
      return
    }
    this.#start = Buffer.concat([this.#start, bytes])
    if (this.#start.length >= startBytes) this.#begin()
  }

  end(): void {
    if (this.#start !== undefined) this.#begin()
    this.#reading(() => {
      this.#scanner.push(this.#decoder!.decode())
      this.#scanner.end()
      if (!this.#scanner.isBegun) throw this.#noReport()
    })
  }

  #begin(): void {
    const start = this.#start!
    this.#start = undefined
    const text = textOf(start).trimStart()
    if (text === '') throw new AppError('unreadable', `The file ${this.#file.name} is empty. Export the report again.`)
    if (!text.startsWith('<') || isWebPage(text)) throw this.#noReport(isWebPage(text))
    this.#decoder = new TextDecoder(encodingOf(start))
    this.#scan(start)
  }

  #scan(bytes: Buffer): void {
    this.#reading(() => this.#scanner.push(this.#decoder!.decode(bytes, { stream: true })))
  }

  #reading(read: () => void): void {
    try {
      read()
    } catch (error) {
      throw error instanceof XmlFault ? this.#refusal(error) : error
    }
  }

  #noReport(isPage = false): AppError {
    return new AppError(
      'unreadable',
      `The file ${this.#file.name} is ${isPage ? 'a web page' : 'no such report'}, and is read as a report of ${this.#title}. Export the report as XML again, signed in to the scanner.`,
    )
  }

  #refusal(fault: XmlFault): AppError {
    const { name } = this.#file
    switch (fault.code) {
      case 'document_type':
      case 'entity':
        return new AppError(
          'hostile_file',
          `The file ${name} declares or uses entities of its own, which no scanner does. It is refused.`,
        )
      case 'too_long':
        return new AppError(
          'hostile_file',
          `The file ${name} holds a text of more than ${maxChars.toLocaleString('en')} characters, which no scanner writes. It is refused.`,
        )
      case 'too_deep':
        return new AppError('hostile_file', `The file ${name} is nested too deeply for a report. It is refused.`)
      case 'cut_off':
        return new AppError(
          'unreadable',
          `The file ${name} ends before the report does. It was probably cut off: export it again.`,
          { cause: fault },
        )
      case 'malformed':
        return new AppError('unreadable', `The file ${name} is damaged: it is not XML throughout. Export it again.`, {
          cause: fault,
        })
    }
  }
}

function withParents(handler: ReportHandler, roots: readonly string[], noReport: () => AppError): XmlHandler {
  const parents: string[] = []
  const texts: string[] = []
  return {
    open(name, attributes) {
      if (parents.length === 0 && !roots.includes(name)) throw noReport()
      const attribute = (wanted: string) => {
        const value = attributeOf(attributes, wanted)
        return value === undefined ? undefined : ownText(value)
      }
      handler.open(name, attribute, parents)
      parents.push(name)
      texts.push('')
    },
    close(name) {
      parents.pop()
      handler.close(name, ownText(texts.pop()!), parents)
    },
    text(text) {
      const name = parents.at(-1)
      if (name === undefined || !handler.texts.has(name)) return
      const at = texts.length - 1
      if (texts[at]!.length < maxKept) texts[at] += text
    },
  }
}

const isWebPage = (text: string) => /^(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b/is.test(text)

/** Told by the mark, by zero bytes, or by what the document declares; UTF-8 where it says nothing that is known. */
function encodingOf(start: Buffer): string {
  const wide = wideEncoding(start)
  if (wide) return wide
  const declared = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.-]+)["']/.exec(
    start.toString('latin1').replace(/^ï»¿/, ''),
  )
  if (!declared || /^utf-?16/i.test(declared[1]!)) return 'utf-8'
  try {
    return new TextDecoder(declared[1]).encoding
  } catch {
    return 'utf-8'
  }
}

function wideEncoding(start: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0x3c && start[1] === 0)) return 'utf-16le'
  if ((start[0] === 0xfe && start[1] === 0xff) || (start[0] === 0 && start[1] === 0x3c)) return 'utf-16be'
  return undefined
}

/** The beginning of a file as text, to see what it is. */
export const textOf = (start: Buffer): string => new TextDecoder(encodingOf(start)).decode(start, { stream: true })

/** The name of the root element; undefined where the text is no XML. */
export function rootOf(text: string): string | undefined {
  const start =
    /^\s*(?:<\?[\s\S]*?\?>\s*|<!--[\s\S]*?-->\s*|<!DOCTYPE[^>[]*>\s*)*<([A-Za-z_][\w.-]*(?::[\w.-]+)?)[\s/>]/.exec(text)
  return start?.[1]?.replace(/^.*:/, '')
}
