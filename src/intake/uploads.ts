import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { InputFile } from '#connectors/connector.ts'
import type { FileRecord } from '#domain/sources/sources.ts'
import { AppError } from '#platform/errors.ts'
import { headBytes } from '#platform/file-kind.ts'
import { newId } from '#platform/id.ts'

/** Uploads lie below the data folder until they are read; they stay, so that a run can be resumed and explained. */
export const uploadsDir = (dataDir: string) => path.join(dataDir, 'uploads')

/** The largest file taken: 2 GB. */
export const maxUploadBytes = 2_000_000_000

export interface Upload {
  readonly name: string
  readonly mediaType: string
  readonly stream: Readable
}

/** A file of ours that no record names yet. */
export interface ReceivedFile {
  readonly name: string
  readonly mediaType: string
  readonly bytes: number
  readonly sha256: string
  readonly path: string
}

/** Chooses by the first bytes of a file, `headBytes` at most, what is to look at all of them. */
export type GuardChoice = (head: Buffer) => (bytes: Buffer) => void

/** Writes a stream down; too large, cut off or refused by the guard leaves nothing behind. */
export async function receiveUpload(
  dataDir: string,
  upload: Upload,
  guardFor: GuardChoice = () => () => {},
): Promise<ReceivedFile> {
  mkdirSync(uploadsDir(dataDir), { recursive: true, mode: 0o700 })
  const target = path.join(uploadsDir(dataDir), newId())
  const hash = createHash('sha256')
  const guard = onceBegun(guardFor)
  let bytes = 0
  try {
    await pipeline(
      upload.stream,
      async function* (chunks) {
        for await (const chunk of chunks) {
          bytes += chunk.length
          if (bytes > maxUploadBytes)
            throw new AppError(
              'too_large',
              'This file is larger than 2 GB. Split the export, or send it as CSV without unneeded columns.',
            )
          guard.push(chunk)
          hash.update(chunk)
          yield chunk
        }
        guard.end()
      },
      createWriteStream(target, { mode: 0o600 }),
    )
  } catch (error) {
    rmSync(target, { force: true })
    throw error
  }
  const name = path.basename(upload.name)
  return { name, mediaType: upload.mediaType, bytes, sha256: hash.digest('hex'), path: target }
}

/** Holds the first bytes until there are enough to choose a guard, or no more come. */
function onceBegun(guardFor: GuardChoice) {
  let guard: ((bytes: Buffer) => void) | undefined
  let head: Buffer[] = []
  let held = 0
  function choose() {
    const bytes = Buffer.concat(head)
    guard = guardFor(bytes.subarray(0, headBytes))
    head = []
    if (bytes.length > 0) guard(bytes)
  }
  return {
    push(bytes: Buffer) {
      if (guard) return guard(bytes)
      head.push(bytes)
      held += bytes.length
      if (held >= headBytes) choose()
    },
    end() {
      if (!guard) choose()
    },
  }
}

export const isKept = ({ path: location }: Pick<FileRecord, 'path'>) => location !== null && existsSync(location)

export function inputFile(file: Pick<FileRecord, 'name' | 'bytes' | 'path' | 'content'>): InputFile {
  if (!isKept(file)) throw new AppError('not_found', `The file "${file.name}" is no longer kept. Upload it again.`)
  return diskFile(file.path!, file.name)
}

export const diskFile = (location: string, name = path.basename(location)): InputFile => ({
  name,
  bytes: statSync(location).size,
  stream: (range) => createReadStream(location, range),
})
