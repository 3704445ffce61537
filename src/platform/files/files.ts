import { open, stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { AppError } from '#platform/errors.ts'
import { openFolder } from './folder-files.ts'
import { openZip } from './zip-files.ts'

/** One folder or one zip archive, read only. Paths are relative with `/`; nothing outside is reached. */
export interface OpenedFiles {
  /** Base name of the folder or archive, for people. */
  readonly label: string
  /** Every file below `prefix`, in order of name. The stamp changes with the content. */
  list(prefix?: string): AsyncIterable<{ path: string; bytes: number; stamp: string }>
  read(path: string, options?: { maxBytes?: number }): Promise<Uint8Array>
  /** The file piece by piece, as large as it may be: no more than a piece is held. Throws at its end where it is damaged. */
  pieces(path: string): AsyncIterable<Uint8Array>
  exists(path: string): Promise<boolean>
  /** What was found and is not in the list, as of its last reading. */
  leftOut(): readonly LeftOut[]
  close(): Promise<void>
}

export interface LeftOut {
  readonly position: string
  readonly code: 'link_out' | 'link_broken' | 'link_round' | 'unreadable' | 'not_a_file'
  readonly reason: string
}

/** What a folder or archive may hold at most, against archives that are made to fill the machine. */
export interface FilesLimits {
  readonly maxEntries: number
  /** All files of an archive, unpacked. */
  readonly maxTotalBytes: number
  /** Unpacked : packed, for files above `ratioFromBytes`. */
  readonly maxRatio: number
  readonly ratioFromBytes: number
  /** One file, unless the reader sets its own limit. */
  readonly maxFileBytes: number
}

export const defaultLimits: FilesLimits = {
  maxEntries: 500_000,
  maxTotalBytes: 16 * 1024 ** 3,
  maxRatio: 200,
  ratioFromBytes: 1024 * 1024,
  maxFileBytes: 512 * 1024 ** 2,
}

/**
 * Opens a folder, a zip archive (told by its first bytes; where it holds another one alone, that one) or a single file, which
 * then is the only one in the list.
 */
export async function openFeedFiles(path: string, limits: Partial<FilesLimits> = {}): Promise<OpenedFiles> {
  const all = { ...defaultLimits, ...limits }
  const full = resolve(path)
  const info = await stat(full).catch((cause) => {
    throw new AppError('unreadable', `There is no folder or file ${full} that can be read. Check the path.`, { cause })
  })
  if (info.isDirectory()) return await openFolder(full, all)
  if (!info.isFile()) throw new AppError('unreadable', `${full} is neither a folder nor a file.`)
  if (await isZip(full)) return await openZip(full, all)
  return await openFolder(dirname(full), all, basename(full))
}

async function isZip(path: string): Promise<boolean> {
  const file = await open(path).catch((cause) => {
    throw new AppError('unreadable', `${path} cannot be read. Check the file's permissions.`, { cause })
  })
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
    // Local file header, or end of central directory of an empty archive.
    return bytesRead === 4 && ['504b0304', '504b0506'].includes(buffer.toString('hex'))
  } finally {
    await file.close()
  }
}
