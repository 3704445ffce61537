import type { Readable } from 'node:stream'
import { AppError } from './errors.ts'

// Which of several readers a file is for. Many kinds share `.xml`, `.json` and `.csv`, so content comes before the name.

/** What can read files of one kind. */
export interface KindOfFile {
  /** For people: `CSV file`. */
  readonly title: string
  /** `.csv` */
  readonly extensions: readonly string[]
  /** Whether a file that begins so, and is called so, is of this kind. */
  recognises?(head: Buffer, name: string): boolean
}

/** So much of a file is looked at to tell its kind. In bytes. */
export const headBytes = 64 * 1024

/**
 * The kind of a file of this name that begins so. Those that recognise files by their content are asked first, in order; then
 * the extension decides, where it is one that needs no further look or that one kind has alone. Undefined where nobody reads it.
 */
export function kindOfFile<Kind extends KindOfFile>(
  kinds: readonly Kind[],
  head: Buffer,
  name: string,
): Kind | undefined {
  const recognised = kinds.find((kind) => kind.recognises?.(head, name))
  if (recognised) return recognised
  const byName = kinds.filter((kind) => isNamed(kind, name))
  return byName.find((kind) => !kind.recognises) ?? (byName.length === 1 ? byName[0] : undefined)
}

const isNamed = ({ extensions }: KindOfFile, name: string) =>
  extensions.some((extension) => name.toLowerCase().endsWith(extension))

/** The first bytes of a file, `headBytes` at most. */
export async function readHead(file: {
  readonly bytes: number
  stream(range: { start: number; end: number }): Readable
}): Promise<Buffer> {
  if (file.bytes === 0) return Buffer.alloc(0)
  const pieces: Buffer[] = []
  for await (const piece of file.stream({ start: 0, end: Math.min(file.bytes, headBytes) - 1 }))
    pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

/** What a person is told whose file nobody reads. */
export function unknownKind(kinds: readonly KindOfFile[], name: string): AppError {
  const known = [...new Set(kinds.flatMap(({ extensions }) => extensions))]
  const titles = kinds.filter((kind) => isNamed(kind, name)).map(({ title }) => title)
  return new AppError(
    'unreadable',
    titles.length > 0
      ? `"${name}" has the name, but not the content, of what is read here: ${titles.join(', ')}. Check that it is the whole export and no web page, and export it again.`
      : `"${name}" is of no kind that is read here. Export it as ${known.join(' or ')}.`,
  )
}
