import { z } from 'zod'

// What the CVE List has besides its records: https://github.com/CVEProject/cvelistV5, folder `cves`.

const Change = z.object({ cveId: z.string().regex(/^CVE-\d{4}-\d{4,19}$/), dateUpdated: z.string().optional() })

/** `delta.json`: what the last fetch brought. Entries are read one by one, so that a bad one costs only itself. */
export const Delta = z.object({
  fetchTime: z.iso.datetime({ offset: true }),
  new: z.array(z.unknown()).default([]),
  updated: z.array(z.unknown()).default([]),
})
export type Delta = z.infer<typeof Delta>

/** `deltaLog.json`: the fetches of the last 30 days. */
export const DeltaLog = z.array(z.unknown()).min(1)

export interface ListedChange {
  readonly cve: string
  /** When the publisher fetched it: ISO 8601 in UTC. */
  readonly at: string
  /** Of the record, as listed; empty where the list does not say. */
  readonly updatedAt: string
}

export interface ReadLog {
  /** Each CVE once, with its latest change; in order of `at`, then of CVE. */
  readonly changes: readonly ListedChange[]
  readonly oldest: string
  readonly newest: string
  /** Entries that are not understood. */
  readonly bad: number
}

/** Undefined where no entry can be read. */
export function readLog(log: readonly unknown[]): ReadLog | undefined {
  const latest = new Map<string, ListedChange>()
  let bad = 0
  let oldest: string | undefined
  let newest: string | undefined
  for (const entry of log) {
    const delta = Delta.safeParse(entry)
    if (!delta.success) {
      bad++
      continue
    }
    const at = new Date(delta.data.fetchTime).toISOString()
    if (oldest === undefined || at < oldest) oldest = at
    if (newest === undefined || at > newest) newest = at
    for (const listed of [...delta.data.new, ...delta.data.updated]) {
      const change = Change.safeParse(listed)
      if (!change.success) {
        bad++
        continue
      }
      const { cveId: cve, dateUpdated: updatedAt = '' } = change.data
      const known = latest.get(cve)
      if (!known || known.at < at) latest.set(cve, { cve, at, updatedAt })
    }
  }
  if (oldest === undefined || newest === undefined) return undefined
  const changes = [...latest.values()].sort((a, b) => (a.at + a.cve < b.at + b.cve ? -1 : 1))
  return { changes, oldest, newest, bad }
}

/** `2024/1xxx/CVE-2024-1234.json`: a folder for each thousand. */
export function pathOf(cve: string): string {
  const [, year = '', number = ''] = cve.split('-')
  return `${year}/${number.slice(0, -3)}xxx/${cve}.json`
}

/** The CVE whose record a file is, by its name; undefined where it is none. */
export const cveOfPath = (path: string): string | undefined =>
  /(?:^|\/)(CVE-\d{4}-\d{4,19})\.json$/i.exec(path)?.[1]?.toUpperCase()
