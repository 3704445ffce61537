import type { Assessment } from '#model/cve-record.ts'
import type { FeedRecord } from '#model/intelligence.ts'
import type { MsrcEntry } from '#model/msrc.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { sha256 } from '#platform/id.ts'
import * as store from './msrc-store.ts'

type MsrcRecord = Extract<FeedRecord, { kind: 'msrc_cve' | 'msrc_document' }>

/**
 * Stores what Microsoft says, by document; the same again writes nothing. A document that is older than the one stored says
 * nothing. Where all of one came and could be read, what it no longer says is taken out.
 */
export async function storeMsrc(tx: Tx, records: readonly MsrcRecord[]) {
  const counts = { new: 0, changed: 0, unchanged: 0, older: 0, withdrawn: 0 }
  const cves = new Set<string>()
  if (records.length === 0) return { cves: [], counts }
  await store.lockMsrc(tx)
  const entries = new Map<string, MsrcEntry>()
  for (const record of records)
    if (record.kind === 'msrc_cve') entries.set(`${record.entry.document}\n${record.entry.cve}`, record.entry)
  const wholes = records.flatMap((record) => (record.kind === 'msrc_document' ? [record] : []))
  const documents = [...[...entries.values()].map(({ document }) => document), ...wholes.map((one) => one.document)]
  const storedAsOf = new Map((await store.msrcDocuments(tx, [...new Set(documents)])).map((row) => [row.id, row.as_of]))
  const isOlder = (document: string, asOf: string) => asOf < (storedAsOf.get(document) ?? '')

  const present = new Map(
    (await store.msrcDigests(tx, [...new Set([...entries.values()].map(({ cve }) => cve))])).map((row) => [
      `${row.document}\n${row.cve}`,
      row.digest,
    ]),
  )
  const rows: store.NewMsrcRow[] = []
  let version: number | undefined
  for (const [key, { asOf, ...entry }] of entries) {
    if (isOlder(entry.document, asOf)) {
      counts.older++
      continue
    }
    const json = JSON.stringify(entry)
    const digest = sha256(json)
    const stored = present.get(key)
    if (stored === digest) {
      counts.unchanged++
      continue
    }
    counts[stored === undefined ? 'new' : 'changed']++
    cves.add(entry.cve)
    version ??= await store.nextMsrcVersion(tx)
    rows.push({ document: entry.document, cve: entry.cve, entry: json, digest, version })
  }
  if (rows.length > 0) await store.replaceMsrc(tx, rows)
  for (const { document, asOf, cves: named, isComplete = true } of wholes) {
    if (isOlder(document, asOf)) continue
    const gone = isComplete ? await store.dropMsrcOthers(tx, document, named) : []
    counts.withdrawn += gone.length
    if (gone.length > 0) version ??= await store.nextMsrcVersion(tx)
    for (const cve of gone) cves.add(cve)
    await store.putMsrcDocument(tx, document, asOf)
  }
  return { cves: [...cves].sort(), counts }
}

/** A later one with every change of what Microsoft says; zero before the first. */
export const msrcVersion: (db: Db) => Promise<number> = store.latestMsrcVersion

/** All that Microsoft says, for an index in memory, so many at a time. */
export async function* msrcEntries(db: Db, atOnce = 2000): AsyncIterable<readonly MsrcEntry[]> {
  for (let after = { document: '', cve: '' }; ; ) {
    const rows = await store.msrcEntryRows(db, after, atOnce)
    if (rows.length > 0) yield rows.map(({ entry }) => ({ ...entry, asOf: '' }))
    if (rows.length < atOnce) return
    after = rows.at(-1)!
  }
}

/** What Microsoft says of these CVEs; its own documents before wesng's list of them. */
export const msrcEntriesOf = async (db: Db, cves: readonly string[]): Promise<readonly MsrcEntry[]> =>
  cves.length === 0
    ? []
    : (await store.msrcEntriesOf(db, cves)).map(({ entry, as_of }) => ({ ...entry, asOf: as_of ?? '' }))

/** Under its own name, apart from what it says as the authority that gave the CVE its number. */
export const msrcPublisher = 'msrc'

/** By CVE. */
export async function msrcAssessments(
  db: Db,
  cves: readonly string[],
): Promise<ReadonlyMap<string, readonly Assessment[]>> {
  const byCve = Map.groupBy(await msrcEntriesOf(db, cves), ({ cve }) => cve)
  return new Map([...byCve].map(([cve, [entry]]) => [cve, assessmentsIn(entry!)]))
}

/** The same of an entry that is not stored. */
export const msrcWordsOf = (entry: MsrcEntry) => ({ title: entry.title, assessments: assessmentsIn(entry) })

function assessmentsIn({ revisedOn, publishedOn, scores, severity, isExploited }: MsrcEntry): Assessment[] {
  const said = { publisher: msrcPublisher, saidAt: `${revisedOn || publishedOn}T00:00:00Z` }
  const ratings = [
    ...(severity === '' ? [] : [{ type: 'severity', text: severity }]),
    ...(isExploited === true ? [{ type: 'exploited', text: 'Yes' }] : []),
  ]
  const byVersion = Map.groupBy(scores, ({ vector }) => /^CVSS:(3\.[01]|4\.0)/.exec(vector)?.[1] ?? '')
  return [
    ...[...byVersion].flatMap(([version, value]): Assessment[] =>
      version === '' ? [] : [{ ...said, kind: `cvss_${version as '3.0' | '3.1' | '4.0'}`, value }],
    ),
    ...(ratings.length > 0 ? [{ ...said, kind: 'other' as const, value: ratings }] : []),
  ]
}
