import type { FeedRecord } from '#feeds/feed.ts'
import type { Skipped } from '#model/observation.ts'
import { readCve } from '#standards/cve/read-cve.ts'

/** The largest record that is published has some hundred kilobytes. */
export const maxRecordBytes = 32 * 1024 * 1024

export interface Outcome {
  readonly records: readonly Extract<FeedRecord, { kind: 'cve_record' }>[]
  readonly skipped: readonly Skipped[]
}

/** A record, with what could not be taken of it; or why it is none. `cve` is what the file's name promises. */
export function readRecord(cve: string, path: string, bytes: Uint8Array): Outcome {
  const notTaken = (code: string, reason: string): Outcome => ({
    records: [],
    skipped: [{ position: path, code, reason }],
  })
  let text: string
  let json: unknown
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    json = JSON.parse(text)
  } catch {
    return notTaken('unreadable', 'The file is not JSON in UTF-8: damaged, cut off, or something else. Fetch it again.')
  }
  // PostgreSQL's text holds no NUL, and no honest record does.
  if (text.includes('\\u0000')) return notTaken('bad_value', 'The record holds NUL characters. Tell the publisher.')
  const read = readCve(json)
  if ('error' in read) return notTaken('not_cve', read.error)
  const { record, remarks } = read
  if (record.cve !== cve)
    return notTaken('not_cve', `The file is named after ${cve} and holds the record of ${record.cve}. Fetch it again.`)
  // Everything is taken that can be; what cannot is said, once.
  const skipped =
    remarks.length > 0
      ? [{ position: path, code: 'partly_read', reason: `Taken, but for: ${remarks.slice(0, 20).join('; ')}` }]
      : []
  return { records: [{ kind: 'cve_record', record }], skipped }
}
