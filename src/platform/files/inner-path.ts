import { AppError } from '#platform/errors.ts'

/** A path inside a folder or archive: relative, with `/`, and never upwards. */
export function checkedInnerPath(path: string): string {
  const segments = path.split('/')
  const isBad =
    path === '' ||
    path.includes('\0') ||
    path.includes('\\') ||
    /^[a-z]:/i.test(path) ||
    segments.some((segment) => segment === '' || segment === '.' || segment === '..')
  if (isBad)
    throw new AppError('hostile_file', `The path "${path}" leads out of the folder or archive and is not followed.`)
  return path
}

export const isBelow = (path: string, prefix: string | undefined) =>
  !prefix || path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`)

export const notThere = (path: string, label: string) =>
  new AppError('unreadable', `There is no file "${path}" in ${label}.`, { details: { missing: path } })

export const tooLarge = (path: string, bytes: number, maxBytes: number) =>
  new AppError('too_large', `"${path}" has ${bytes} bytes; at most ${maxBytes} are read.`)
