import { AppError } from '#platform/errors.ts'
import { readZip, ZipRefused } from '#standards/archive/read-zip.ts'

// OSV's data dumps: https://google.github.io/osv.dev/data/. In the bucket there is for each ecosystem a folder with
// <ID>.json, all.zip (all of them) and modified_id.csv (time and id of each, newest first).

export interface ListedEntry {
  readonly modifiedAt: string
  readonly id: string
}

/** Oldest first. Undefined where the text is no such list; `bad` rows are left out. */
export function readModifiedList(text: string): { entries: ListedEntry[]; bad: number } | undefined {
  const rows = text.split(/\r?\n/).filter((row) => row.trim() !== '')
  const entries = rows.flatMap((row): ListedEntry[] => {
    const found = /^\s*(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)\s*,\s*([A-Za-z0-9][\w:.-]*)\s*$/.exec(row)
    return found ? [{ modifiedAt: found[1]!, id: found[2]! }] : []
  })
  if (rows.length > 0 && entries.length === 0) return undefined
  return { entries: entries.sort(byTime), bad: rows.length - entries.length }
}

/** Times of one second with and without a fraction are not in the order of their texts. */
export const byTime = (a: ListedEntry, b: ListedEntry): number =>
  Date.parse(a.modifiedAt) - Date.parse(b.modifiedAt) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** An entry is text; the longest that are published have a few megabytes. */
export const maxEntryBytes = 64 * 1024 * 1024
const maxTotalBytes = 8 * 1024 ** 3

/** The JSON files of an archive, one after the other. `place` names it to people. */
export async function* readArchive(bytes: Uint8Array, place: string) {
  try {
    yield* readZip(bytes, /\.json$/i, { maxEntryBytes, maxTotalBytes })
  } catch (cause) {
    if (!(cause instanceof ZipRefused)) throw cause
    throw cause.isHostile
      ? new AppError('hostile_file', `${place} unpacks to more than it should at "${cause.message}". It is refused.`)
      : new AppError('unreadable', `${place} is no zip archive that can be read (${cause.message}). Fetch it again.`, {
          cause,
        })
  }
}
