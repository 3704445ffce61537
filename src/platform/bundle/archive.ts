import { createHash } from 'node:crypto'
import { closeSync, createWriteStream, mkdirSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '#platform/errors.ts'

// A bundle is a tar file (POSIX ustar) of three small files and the parts, in this order and with nothing else. A reader
// makes each header anew and compares: no name, size or link of a stranger's is ever followed.

export const keyName = 'bundle.pub'
export const signatureName = 'manifest.json.minisig'
export const manifestName = 'manifest.json'

const block = 512
const largestKey = 1000
const largestSignature = 2000
/** Some half a million pages. */
const largestManifest = 100_000_000

export interface Part {
  readonly file: string
  readonly bytes: number
}

export interface Opening {
  readonly publicKey: string
  readonly signature: string
  readonly manifest: Buffer
  /** Where the parts begin. */
  readonly at: number
}

/** Written under another name and moved: a bundle that stands there is whole. */
export async function writeArchive(
  target: string,
  opening: Omit<Opening, 'at'>,
  parts: readonly (Part & { readonly content: () => AsyncIterable<Uint8Array> })[],
): Promise<number> {
  const unfinished = `${target}.part`
  mkdirSync(path.dirname(path.resolve(target)), { recursive: true })
  async function* content() {
    yield* entry(keyName, Buffer.from(opening.publicKey))
    yield* entry(signatureName, Buffer.from(opening.signature))
    yield* entry(manifestName, opening.manifest)
    for (const part of parts) {
      yield header(part.file, part.bytes)
      yield* part.content()
      yield padding(part.bytes)
    }
    yield Buffer.alloc(2 * block)
  }
  try {
    await pipeline(Readable.from(content(), { objectMode: false }), createWriteStream(unfinished, { mode: 0o600 }))
    renameSync(unfinished, target)
  } catch (error) {
    rmSync(unfinished, { force: true })
    if (error instanceof AppError) throw error
    throw new AppError(
      'unavailable',
      `The bundle cannot be written to ${target} (${(error as Error).message}). Make room there, or choose another place.`,
      { cause: error },
    )
  }
  return statSync(target).size
}

function* entry(name: string, content: Buffer) {
  yield header(name, content.length)
  yield content
  yield padding(content.length)
}

const padding = (bytes: number) => Buffer.alloc((block - (bytes % block)) % block)

/** Sizes from 8 GB on are written in base 256, as GNU tar does. */
function header(name: string, bytes: number): Buffer {
  const head = Buffer.alloc(block)
  head.write(name, 0, 100)
  head.write('0000644\0', 100)
  head.write('0000000\0', 108)
  head.write('0000000\0', 116)
  if (bytes < 0o77777777777) head.write(`${bytes.toString(8).padStart(11, '0')}\0`, 124)
  else {
    head[124] = 0x80
    head.writeBigUInt64BE(BigInt(bytes), 128)
  }
  head.write('00000000000\0', 136)
  head.write('        ', 148)
  head.write('0', 156)
  head.write('ustar\u000000', 257)
  const sum = head.reduce((total, byte) => total + byte, 0)
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return head
}

/** The three small files, whose sizes are held against limits before they are read. */
export async function openArchive(file: string): Promise<Opening> {
  const handle = await open(file)
  try {
    let at = 0
    async function next(name: string, most: number): Promise<Buffer> {
      const head = Buffer.alloc(block)
      await handle.read(head, 0, block, at)
      const bytes = Number.parseInt(head.toString('latin1', 124, 135), 8)
      if (!head.equals(header(name, Number.isInteger(bytes) ? bytes : 0)) || bytes > most) throw noBundle()
      const content = Buffer.alloc(bytes)
      if ((await handle.read(content, 0, bytes, at + block)).bytesRead !== bytes) throw cutOff()
      at += block + bytes + padding(bytes).length
      return content
    }
    const publicKey = (await next(keyName, largestKey)).toString()
    const signature = (await next(signatureName, largestSignature)).toString()
    const manifest = await next(manifestName, largestManifest)
    return { publicKey, signature, manifest, at }
  } finally {
    await handle.close()
  }
}

/** Proves that behind the manifest stand the parts it names, whole and unchanged, and nothing else. Gives where each begins. */
export async function verifyParts(
  file: string,
  at: number,
  parts: readonly (Part & { readonly sha256: string })[],
): Promise<number[]> {
  const places: number[] = []
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    const end = parts.reduce((sum, { bytes }) => sum + block + bytes + padding(bytes).length, at) + 2 * block
    if (size < end) throw cutOff()
    if (size > end) throw tampered('behind its end')
    const piece = Buffer.alloc(1 << 20)
    for (const part of parts) {
      const head = Buffer.alloc(block)
      await handle.read(head, 0, block, at)
      if (!head.equals(header(part.file, part.bytes))) throw tampered(`before ${part.file}`)
      at += block
      places.push(at)
      const hash = createHash('sha256')
      for (let done = 0; done < part.bytes; ) {
        const { bytesRead } = await handle.read(piece, 0, Math.min(piece.length, part.bytes - done), at + done)
        if (bytesRead === 0) throw cutOff()
        hash.update(piece.subarray(0, bytesRead))
        done += bytesRead
      }
      if (hash.digest('hex') !== part.sha256) throw tampered(`in ${part.file}`)
      at += part.bytes + padding(part.bytes).length
    }
    return places
  } finally {
    await handle.close()
  }
}

export function openPieces(file: string): { read(at: number, bytes: number): Buffer; close(): void } {
  const descriptor = openSync(file, 'r')
  return {
    read(at, bytes) {
      const piece = Buffer.alloc(bytes)
      if (readSync(descriptor, piece, 0, bytes, at) !== bytes) throw cutOff()
      return piece
    },
    close: () => closeSync(descriptor),
  }
}

export const noBundle = () =>
  new AppError(
    'unreadable',
    "This file is no bundle of Homeostat's. Choose the file that `homeostat bundle make` wrote.",
  )
export const cutOff = () =>
  new AppError('unreadable', 'This bundle is cut off: its end is missing. Copy it again from where it was made.')
export const tampered = (where: string) =>
  new AppError(
    'hostile_file',
    `This bundle was changed after it was signed (${where}). Nothing more of it is read. Copy it again; where that does not help, tell whoever made it.`,
  )
