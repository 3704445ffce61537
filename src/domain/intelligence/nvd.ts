import type { CveRecord } from '#model/cve-record.ts'
import type { NvdConfiguration, NvdEntry, NvdScore, NvdWeakness } from '#model/nvd.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { sha256 } from '#platform/id.ts'
import { readApplicability, writeApplicability } from './applicability-text.ts'
import { recordWordRows } from './cve-record-store.ts'
import { nvdAssessments } from './cve-records.ts'
import * as store from './nvd-store.ts'

/** Descriptions are read on the page of a vulnerability; the whole text is a click away. */
const longestDescription = 500

/**
 * Stores what NVD says; the same again writes nothing. An entry that was modified earlier than the stored one is left
 * out, so that a replayed answer undoes nothing. `cves` are those that now apply to something else, `changed` all of which anything is said anew.
 */
export async function storeNvd(tx: Tx, entries: readonly NvdEntry[]) {
  const counts = { new: 0, changed: 0, unchanged: 0, older: 0, withdrawn: 0 }
  const cves: string[] = []
  if (entries.length === 0) return { cves, changed: [], counts }

  const latest = new Map<string, NvdEntry>()
  for (const entry of entries) {
    const other = latest.get(entry.cve)
    if (other) counts.older++
    if (!other || entry.modifiedAt >= other.modifiedAt) latest.set(entry.cve, entry)
  }
  await store.lockNvd(tx)
  const present = new Map((await store.nvdDigests(tx, [...latest.keys()])).map((row) => [row.cve, row]))
  const changed: store.NewNvdRecord[] = []
  const replaced: string[] = []
  let version: number | undefined
  for (const entry of latest.values()) {
    const record = toRecord(entry)
    const stored = present.get(entry.cve)
    if (stored?.digest === record.digest) {
      counts.unchanged++
      continue
    }
    if (stored && entry.modifiedAt < stored.modified_at) {
      counts.older++
      continue
    }
    counts[stored ? 'changed' : 'new']++
    if (stored) replaced.push(entry.cve)
    const isSame = stored ? stored.applies_digest === record.applies_digest : record.applicability === '[]'
    if (!isSame) cves.push(entry.cve)
    version ??= await store.nextNvdVersion(tx)
    changed.push({ ...record, version: stored && isSame ? stored.version : version })
  }
  if (changed.length > 0) await store.replaceNvd(tx, replaced, changed)
  return { cves: cves.sort(), changed: changed.map(({ cve }) => cve), counts }
}

function toRecord(entry: NvdEntry): Omit<store.NewNvdRecord, 'version'> {
  // NVD leaves the products of some that it rejected.
  const applicability = entry.status === 'Rejected' ? '[]' : writeApplicability(entry.configurations)
  const row = {
    cve: entry.cve,
    status: entry.status,
    published_at: entry.publishedAt,
    modified_at: entry.modifiedAt,
    description: shortened(entry.description),
    scores: JSON.stringify(entry.scores),
    weaknesses: JSON.stringify(entry.weaknesses),
    applicability,
    applies_digest: sha256(applicability),
  }
  return { ...row, digest: sha256(Object.values(row).join('\n')) }
}

function shortened(text: string): string {
  if (text.length <= longestDescription) return text
  const cut = text.slice(0, longestDescription)
  return `${cut.slice(0, cut.lastIndexOf(' ') > 400 ? cut.lastIndexOf(' ') : longestDescription)} …`
}

/** What NVD and those whose words it collected say of a CVE, for people. */
export interface NvdFacts extends Pick<NvdEntry, 'status' | 'publishedAt' | 'modifiedAt' | 'description'> {
  /** Newest version of CVSS first. */
  readonly scores: NvdScore[]
  readonly weaknesses: NvdWeakness[]
  /** Products and versions that it names as vulnerable. */
  readonly criteria: number
}

export async function nvdFacts(db: Db, cve: string): Promise<NvdFacts | null> {
  const row = await store.findNvd(db, cve)
  if (!row) return null
  const nodes = readApplicability(row.applicability).flatMap((configuration) => configuration.nodes)
  return {
    status: row.status,
    publishedAt: row.published_at,
    modifiedAt: row.modified_at,
    description: row.description,
    scores: row.scores.toSorted((a, b) => (a.version === b.version ? 0 : a.version < b.version ? 1 : -1)),
    weaknesses: row.weaknesses,
    criteria: nodes.flatMap(({ criteria }) => criteria).filter(({ vulnerable }) => vulnerable).length,
  }
}

/** What a CVE applies to: as NVD says, or, where it says nothing of that, as the CVE's own record does. */
export interface NvdStatement {
  readonly cve: string
  /** Empty where nobody names products, or they were taken back. */
  readonly configurations: readonly NvdConfiguration[]
}

/** Grows with each change of what CVEs apply to, whether NVD or a record says so. */
export const nvdVersion = store.latestNvdVersion
export const isNvdRead = store.isNvdRead

/**
 * What CVEs apply to, for an index in memory, so many at a time: all that name products, or those that changed after a
 * version that `nvdVersion` told.
 */
export async function* nvdStatements(db: Db, since = 0, atOnce = 5000): AsyncIterable<readonly NvdStatement[]> {
  for (const rowsAfter of [store.nvdStatementRows, store.recordStatementRows])
    for (let after = '', isDone = false; !isDone; ) {
      const rows = await rowsAfter(db, since, after, atOnce)
      if (rows.length > 0)
        yield rows.map(({ cve, applicability }) => ({ cve, configurations: readApplicability(applicability) }))
      isDone = rows.length < atOnce
      after = rows.at(-1)?.cve ?? after
    }
}

/** The same of these CVEs alone. */
export const nvdStatementsOf = async (db: Db, cves: readonly string[]): Promise<readonly NvdStatement[]> =>
  cves.length === 0
    ? []
    : (await store.nvdStatementRowsOf(db, cves)).map(({ cve, applicability }) => ({
        cve,
        configurations: readApplicability(applicability),
      }))

/** What NVD says of a flaw, as far as a score looks at it. */
export interface NvdWords {
  readonly description: string
  readonly cwe: string | null
}

export async function nvdFlaws(db: Db, cves: readonly string[]): Promise<ReadonlyMap<string, NvdWords>> {
  const rows = await store.nvdFlawRows(db, cves)
  return new Map(rows.map(({ cve, description, weaknesses }) => [cve, { description, cwe: cweOf(weaknesses) }]))
}

/** The same of CVE records. */
export async function recordFlaws(db: Db, cves: readonly string[]): Promise<ReadonlyMap<string, NvdWords>> {
  if (cves.length === 0) return new Map()
  const rows = await recordWordRows(db, cves)
  return new Map(rows.map(({ cve, description, cwe }) => [cve, { description: shortened(description), cwe }]))
}

/** The same of a record that is not stored. */
export const recordWordsOf = ({
  description,
  assessments,
}: Pick<CveRecord, 'description' | 'assessments'>): NvdWords => ({
  description: shortened(description),
  cwe:
    assessments
      .filter((one) => one.kind === 'cwe')
      .sort((a, b) => Number(!a.publisher.startsWith('cna:')) - Number(!b.publisher.startsWith('cna:')))[0]?.value[0] ??
    null,
})

/** The same of an entry that is not stored, with its assessments. */
export const nvdWordsOf = ({ description, weaknesses, scores, modifiedAt }: NvdEntry) => ({
  description: shortened(description),
  cwe: cweOf(weaknesses),
  assessments: nvdAssessments({
    scores: [...scores],
    weaknesses: [...weaknesses],
    modified_at: modifiedAt,
    has_record: false,
  }),
})

const cweOf = (weaknesses: readonly NvdWeakness[]): string | null =>
  weaknesses
    .toSorted((a, b) => Number(a.type !== 'primary') - Number(b.type !== 'primary'))
    .find(({ id }) => id.startsWith('CWE-'))?.id ?? null
