import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { FeedFiles, FeedHttp } from '#feeds/feed.ts'
import { AppError } from '#platform/errors.ts'
import { byAge, feedKeyOf, sha256InMeta } from './payload.ts'

/** What was read of a file before. */
export interface FileState {
  /** Time and size, or ETag: the same stamp is the same content. */
  readonly stamp: string
  /** SHA-256 of the unpacked file. */
  readonly sha256: string
}

export interface OpenedFile {
  readonly place: string
  readonly stamp: string
  /** Unpacked. */
  readonly bytes: Buffer
  /** As the .meta beside it says. */
  readonly expected: string | undefined
}

/** NVD's files, or a copy of them. */
export interface NvdMirror {
  /** Those that there may be, in the order in which they are read. */
  keys(): Promise<readonly string[]>
  open(key: string, known: FileState | undefined): Promise<OpenedFile | 'unchanged' | 'absent'>
}

const maxPackedBytes = 256 * 1024 * 1024
const maxBytes = 512 * 1024 * 1024

export function folderMirror(files: FeedFiles): NvdMirror {
  let listed: Promise<Map<string, { path: string; stamp: string }>> | undefined

  async function list() {
    const found = new Map<string, { path: string; stamp: string }>()
    for await (const { path, stamp } of files.list()) {
      const key = feedKeyOf(path)
      // Where there is a file packed and unpacked, the packed one is that of the .meta.
      if (key && !found.get(key)?.path.endsWith('.gz')) found.set(key, { path, stamp })
    }
    return found
  }

  return {
    async keys() {
      listed = list()
      return [...(await listed).keys()].sort(byAge)
    },

    async open(key, known) {
      listed ??= list()
      const file = (await listed).get(key)
      if (!file) return 'absent'
      const { path, stamp } = file
      if (stamp === known?.stamp) return 'unchanged'
      const place = `"${path}" in ${files.label}`
      const meta = path.replace(/\.json(\.gz)?$/i, '.meta')
      const expected = (await files.exists(meta))
        ? sha256InMeta(new TextDecoder().decode(await files.read(meta, { maxBytes: 65_536 })))
        : undefined
      return { place, stamp, expected, bytes: await unpacked(await files.read(path, { maxBytes }), place) }
    },
  }
}

const firstYear = 2002

export function networkMirror(http: FeedHttp, location: string, now: Date, isYearDue: boolean): NvdMirror {
  const url = new URL(location)
  const only = feedKeyOf(url.pathname)
  const base = only ? location.slice(0, location.lastIndexOf('/') + 1) : location.replace(/\/?$/, '/')
  const at = (name: string) => new URL(name, base).href

  async function get(name: string, options: { maxBytes: number; ifNoneMatch?: string }) {
    try {
      return await http.getBytes(at(name), options)
    } catch (error) {
      const status = error instanceof AppError ? error.details?.status : undefined
      if (status === 404 || status === 410) return undefined
      throw error
    }
  }

  async function expectedOf(name: string): Promise<string | undefined> {
    const answer = await get(`${name}.meta`, { maxBytes: 65_536 })
    if (!answer || answer === 'not_modified') return undefined
    const sha256 = sha256InMeta(new TextDecoder().decode(answer.bytes))
    if (sha256) return sha256
    throw new AppError('upstream_failed', `${at(`${name}.meta`)} names no sha256. Check the address.`)
  }

  return {
    async keys() {
      if (only) return [only]
      const years = Array.from({ length: now.getUTCFullYear() - firstYear + 1 }, (_, i) => String(firstYear + i))
      return isYearDue ? [...years, 'modified'] : ['modified']
    },

    async open(key, known) {
      const name = `nvdcve-2.0-${key}`
      const expected = await expectedOf(name)
      if (expected !== undefined && expected === known?.sha256) return 'unchanged'
      const wants = { maxBytes: maxPackedBytes, ...(known?.stamp && { ifNoneMatch: known.stamp }) }
      const answer = (await get(`${name}.json.gz`, wants)) ?? (await get(`${name}.json`, wants))
      if (!answer) return 'absent'
      if (answer === 'not_modified') return 'unchanged'
      const place = at(name)
      return { place, stamp: answer.etag ?? '', expected, bytes: await unpacked(answer.bytes, place) }
    },
  }
}

const gunzipped = promisify(gunzip)

async function unpacked(bytes: Uint8Array, place: string): Promise<Buffer> {
  const packed = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (packed.length < 18 || packed[0] !== 0x1f || packed[1] !== 0x8b) return packed
  // RFC 1952, 2.3.1: the last four bytes are the size. In one piece it is unpacked beside the reading of another file.
  const size = packed.readUInt32LE(packed.length - 4)
  const chunkSize = Math.min(Math.max(size + 64, 65_536), 256 * 1024 * 1024, packed.length * 40)
  try {
    return await gunzipped(packed, { maxOutputLength: maxBytes, chunkSize })
  } catch (cause) {
    const { code } = cause as { code?: string }
    if (code === 'ERR_BUFFER_TOO_LARGE')
      throw new AppError('too_large', `${place} unpacks to more than ${maxBytes} bytes and was not read.`)
    throw new AppError(
      'unreadable',
      `${place} cannot be unpacked (${code}): it is damaged or cut off. Fetch it again.`,
      {
        cause,
      },
    )
  }
}
