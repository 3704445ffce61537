import { open, readdir, realpath, stat } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import { AppError } from '#platform/errors.ts'
import type { FilesLimits, OpenedFiles } from './files.ts'
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

  async function walk(path: string, ancestors: readonly string[], found: Found[]): Promise<Found[]> {
    const real = path === '' ? root : await find(path)
    // A link to a folder above itself would go round for ever.
    if (real === undefined || ancestors.includes(real)) return found
    const entries = await readdir(real, { withFileTypes: true })
    for (const entry of entries) {
      const child = path === '' ? entry.name : `${path}/${entry.name}`
      const target = entry.isSymbolicLink() ? await stat((await find(child)) ?? '').catch(() => undefined) : entry
      if (target?.isDirectory()) await walk(child, [...ancestors, real], found)
      if (!target?.isFile()) continue
      const info = await stat(join(real, entry.name)).catch(() => undefined)
      if (info) found.push({ path: child, bytes: info.size, stamp: `${info.mtimeMs}-${info.size}` })
      if (found.length > limits.maxEntries)
        throw new AppError(
          'too_large',
          `${label} holds more than ${limits.maxEntries} files. Point the source at a smaller folder.`,
        )
    }
    return found
  }

  return {
    label,

    async *list(prefix) {
      const found = only === undefined ? await walk('', [], []) : [await one(join(root, only), only)]
      found.sort((a, b) => (a.path < b.path ? -1 : 1))
      for (const file of found) if (isBelow(file.path, prefix)) yield file
    },

    async read(path, { maxBytes = limits.maxFileBytes } = {}) {
      const real = await find(path)
      if (real === undefined) throw notThere(path, label)
      const file = await open(real).catch((cause) => {
        throw new AppError('unreadable', `"${path}" in ${label} cannot be read. Check its permissions.`, { cause })
      })
      try {
        const info = await file.stat()
        if (!info.isFile()) throw notThere(path, label)
        if (info.size > maxBytes) throw tooLarge(path, info.size, maxBytes)
        const bytes = await file.readFile()
        if (bytes.length > maxBytes) throw tooLarge(path, bytes.length, maxBytes)
        return bytes
      } finally {
        await file.close()
      }
    },

    async exists(path) {
      const real = await find(path)
      return real !== undefined && (await stat(real)).isFile()
    },

    async close() {},
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
