import type { MsrcEntry } from '#model/msrc.ts'
import { AppError } from '#platform/errors.ts'
import { CsvFault, CsvReader, type CsvRow } from '#standards/csv/read-csv.ts'
import { DefinitionsReader, readUpdateList, type UpdateListEntry } from '#standards/msrc/msrc.ts'

// Microsoft's Security Update Guide API, https://api.msrc.microsoft.com/cvrf/v3.0/: `updates` lists the months, and
// `cvrf/<month>` is the document of one. Both are XML unless JSON is asked for.

/** A month has some 10 MB. */
export const maxDocumentBytes = 128 * 1024 * 1024
/** wesng's list of everything has 135 MB. */
export const maxDefinitionsBytes = 512 * 1024 * 1024
const pieceBytes = 1024 * 1024

export function parseJson(bytes: Uint8Array, place: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes).replace(/^\uFEFF/, ''))
  } catch (cause) {
    throw new AppError('unreadable', `${place} is no JSON: it may be cut off, or XML. Fetch it again.`, { cause })
  }
}

export function readList(json: unknown, place: string): UpdateListEntry[] {
  const list = readUpdateList(json)
  if (list && list.length > 0) return list
  throw new AppError('upstream_failed', `${place} is no list of Microsoft's security updates. Check the address.`)
}

export interface Definitions {
  readonly entries: Iterable<MsrcEntry>
  readonly cves: readonly string[]
  /** Rows that name no CVE. */
  readonly unnumbered: number
}

/** `CVEs_yyyymmdd.csv` of wesng's definitions, as of that day. */
export function readDefinitions(bytes: Uint8Array, asOf: string, place: string): Definitions {
  const decoder = new TextDecoder()
  const csv = new CsvReader({ delimiter: ',' })
  let reader: DefinitionsReader | undefined
  let unnumbered = 0
  const take = (rows: readonly CsvRow[]) => {
    for (const { cells } of rows) {
      if (reader) unnumbered += reader.add(cells) ? 0 : 1
      else {
        reader = DefinitionsReader.open(cells, asOf)
        if (!reader) throw unreadable(place)
      }
    }
  }
  try {
    for (let at = 0; at < bytes.length; at += pieceBytes)
      take(csv.push(decoder.decode(bytes.subarray(at, at + pieceBytes), { stream: true })))
    take(csv.push(decoder.decode()))
    take(csv.end())
  } catch (error) {
    if (error instanceof CsvFault)
      throw new AppError(
        'unreadable',
        `${place} cannot be read on from its row ${error.row}: it may be cut off. Fetch it again.`,
        {
          cause: error,
        },
      )
    throw error
  }
  if (!reader) throw unreadable(place)
  return { entries: reader.entries(), cves: reader.cves(), unnumbered }
}

const unreadable = (place: string) =>
  new AppError(
    'unreadable',
    `${place} is no list of definitions: it should have columns such as CVE, BulletinKB and Supersedes.`,
  )
