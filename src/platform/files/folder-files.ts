import * as fs from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import { AppError } from '#platform/errors.ts'
import type { FilesLimits, LeftOut, OpenedFiles } from './files.ts'
import { checkedInnerPath, isBelow, notThere, tooLarge } from './inner-path.ts'

/** `only` names the one file of the folder that may be seen. */
export async function openFolder(folder: string, limits: FilesLimits, only?: string): Promise<OpenedFiles> {
  const root = await realpath(folder)
  const label = only ?? basename(root)
  const inside = (real: string) => real === root || real.startsWith(root.endsWith(sep) ? root : root + sep)

  /** The real path, links resolved; absent where there is nothing. A link that leads out is refused. */
  async function find(path: string): Promise<string | undefined> {
    checkedInnerPath(path)
    if (only !== undefined && path !== only) return undefined
    const real = await realpath(join(root, ...path.split('/'))).catch(() => undefined)
    if (real !== undefined && !inside(real))
      throw new AppError(
        'hostile_file',
        `"${path}" in ${label} is a link that leads out of the folder. Put the file itself in its place.`,
      )
    return real
  }

  /** The real path of the folder that holds the file: links of folders are followed once, not for each file in them. */
  const folders = new Map<string, Promise<string | undefined>>()
  function folderOf(path: string): Promise<string | undefined> {
    const end = path.lastIndexOf('/')
    if (end === -1) return Promise.resolve(root)
    const folder = path.slice(0, end)
    const known = folders.get(folder) ?? find(folder)
    folders.set(folder, known)
    return known
  }

  /** Opens the file itself without a second look at its folder; where it is a link, the whole path is looked at. */
  async function openFile(path: string): Promise<number> {
    checkedInnerPath(path)
    const folder = noFollow === undefined || only !== undefined ? undefined : await folderOf(path)
    if (folder !== undefined) {
      const opened = await openFd(join(folder, basename(path)), noFollow).catch(() => undefined)
      if (opened !== undefined) return opened
    }
    const real = await find(path)
    if (real === undefined) throw notThere(path, label)
    return await openFd(real, fs.constants.O_RDONLY).catch((cause) => {
      throw new AppError('unreadable', `"${path}" in ${label} cannot be read. Check its permissions.`, { cause })
    })
  }

  const left = new Map<string, LeftOut>()
  const leave = (position: string, code: LeftOut['code']) =>
    void left.set(position, { position, code, reason: reasons[code] })

  /** As `find`; what must not be followed is left out, and the rest goes on. */
  async function follow(path: string): Promise<string | undefined> {
    try {
      const real = await find(path)
      if (real === undefined) leave(path, 'link_broken')
      return real
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      leave(path, 'link_out')
      return undefined
    }
  }

  async function walk(path: string, ancestors: readonly string[], found: Found[]): Promise<Found[]> {
    const real = path === '' ? root : await follow(path)
    if (real === undefined) return found
    if (ancestors.includes(real)) {
      leave(path, 'link_round')
      return found
    }
    const entries = await readdir(real, { withFileTypes: true }).catch((cause) => {
      if (path === '')
        throw new AppError('unreadable', `${label} cannot be read. Check the permissions of the folder.`, { cause })
      leave(path, 'unreadable')
      return []
    })
    const look = async (entry: fs.Dirent) => {
      const child = path === '' ? entry.name : `${path}/${entry.name}`
      const at = entry.isSymbolicLink() ? await follow(child) : join(real, entry.name)
      const info = at === undefined ? undefined : await stat(at).catch(() => undefined)
      if (at !== undefined && info === undefined) leave(child, 'unreadable')
      if (info && !info.isFile() && !info.isDirectory()) leave(child, 'not_a_file')
      return { child, isFolder: info?.isDirectory() === true, info: info?.isFile() ? info : undefined }
    }
    for (let start = 0; start < entries.length; start += lookedAtOnce) {
      const looks = await Promise.all(entries.slice(start, start + lookedAtOnce).map(look))
      for (const { child, isFolder, info } of looks) {
        if (isFolder) await walk(child, [...ancestors, real], found)
        if (info) found.push({ path: child, bytes: info.size, stamp: `${info.mtimeMs}-${info.size}` })
        if (found.length > limits.maxEntries)
          throw new AppError(
            'too_large',
            `${label} holds more than ${limits.maxEntries} files. Point the source at a smaller folder.`,
          )
      }
    }
    return found
  }

  return {
    label,

    async *list(prefix) {
      left.clear()
      const found = only === undefined ? await walk('', [], []) : [await one(join(root, only), only)]
      found.sort((a, b) => (a.path < b.path ? -1 : 1))
      for (const file of found) if (isBelow(file.path, prefix)) yield file
    },

    async read(path, { maxBytes = limits.maxFileBytes } = {}) {
      const file = await openFile(path)
      try {
        // Told of an open file without a wait, as is closing it.
        const info = fs.fstatSync(file)
        if (!info.isFile()) throw notThere(path, label)
        if (info.size > maxBytes) throw tooLarge(path, info.size, maxBytes)
        const bytes = await readWhole(file, info.size, maxBytes)
        if (bytes.length > maxBytes) throw tooLarge(path, bytes.length, maxBytes)
        return bytes
      } finally {
        fs.closeSync(file)
      }
    },

    async *pieces(path) {
      const file = await openFile(path)
      try {
        if (!fs.fstatSync(file).isFile()) throw notThere(path, label)
        for (let at = 0; ; ) {
          const bytes = Buffer.allocUnsafe(pieceBytes)
          const count = await readAt(file, bytes, at)
          if (count === 0) return
          at += count
          yield bytes.subarray(0, count)
        }
      } finally {
        fs.closeSync(file)
      }
    },

    async exists(path) {
      const real = await find(path).catch(() => undefined)
      return real !== undefined && (await stat(real)).isFile()
    },

    // In order of name, as the list: several were looked at at once.
    leftOut: () => [...left.values()].sort((a, b) => (a.position < b.position ? -1 : 1)),

    async close() {},
  }
}

const reasons: Readonly<Record<LeftOut['code'], string>> = {
  link_out: 'It leads out of the folder and is not followed. Put the file itself in its place.',
  link_broken: 'It is a link that leads nowhere.',
  link_round: 'It is a link to a folder that it lies in; what is there is read once.',
  unreadable: 'It cannot be read. Check its permissions.',
  not_a_file: 'It is neither a file nor a folder.',
}

/** Files whose size and time are asked for together: one by one, each costs a switch of threads. */
const lookedAtOnce = 64

/** Absent where the system cannot refuse links (Windows). */
const noFollow = fs.constants.O_NOFOLLOW === undefined ? undefined : fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW

// Descriptors, not file handles: thousands of small files are read, and a handle costs more than the reading.
const openFd = (path: string, flags: number | undefined) =>
  new Promise<number>((resolve, reject) => {
    fs.open(path, flags, (error, file) => (error ? reject(error) : resolve(file)))
  })
const pieceBytes = 256 * 1024
const readAt = (file: number, bytes: Buffer, position: number) =>
  new Promise<number>((resolve, reject) => {
    fs.read(file, bytes, 0, bytes.length, position, (error, count) => (error ? reject(error) : resolve(count)))
  })
const readInto = (file: number, bytes: Buffer, at: number) =>
  new Promise<number>((resolve, reject) => {
    fs.read(file, bytes, at, bytes.length - at, at, (error, count) => (error ? reject(error) : resolve(count)))
  })

/** `expected` bytes, and what was added since; at most one more than `maxBytes`. */
async function readWhole(file: number, expected: number, maxBytes: number): Promise<Uint8Array> {
  let bytes = Buffer.allocUnsafe(expected + 1)
  for (let at = 0; ; ) {
    const count = await readInto(file, bytes, at)
    at += count
    // One byte more was asked for than there should be: the end was reached, in one go.
    if (count === 0 || at === expected || at > maxBytes) return bytes.subarray(0, at)
    if (at < bytes.length) continue
    bytes = Buffer.concat([bytes], Math.min(maxBytes + 1, bytes.length * 2 + 4096))
  }
}

interface Found {
  readonly path: string
  readonly bytes: number
  readonly stamp: string
}

async function one(full: string, path: string): Promise<Found> {
  const info = await stat(full)
  return { path, bytes: info.size, stamp: `${info.mtimeMs}-${info.size}` }
}
