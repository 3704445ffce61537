import type {
  Advisory,
  AdvisoryProduct,
  AdvisoryVulnerability,
  ExploitProbability,
  KnownExploited,
} from '#model/advisory.ts'
import type { Assessment, CveRecord } from '#model/cve-record.ts'
import type { FeedRecord, IntelligenceChange, IntelligenceCounts } from '#model/intelligence.ts'
import { lastPlausibleDay } from '#model/shared-list.ts'
import type { AdvisoryRevision } from '#model/triage.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { notFound } from '#platform/errors.ts'
import { assessmentsOf, findCveRecord, storeCveRecords } from './cve-records.ts'
import { storeDeviceCatalogue } from './device-catalogue.ts'
import * as store from './intelligence-store.ts'
import { storeListDays } from './list-days.ts'
import { msrcEntriesOf, storeMsrc } from './msrc.ts'
import { type NvdWords, nvdFlaws, recordFlaws, storeNvd } from './nvd.ts'
import { storeOsv } from './osv.ts'
import { advisoriesOfRecalls, storeRecalls, takeRecall } from './recalls.ts'
import { replaces } from './revision.ts'
import { storeSupport } from './support.ts'
import { takeableLists } from './takeable-lists.ts'

export type { CatalogueChange } from '#model/intelligence.ts'
export {
  catalogueKey,
  deviceCatalogueVersion,
  type IdentifiedRecord,
  type NamedRecords,
  productClassifications,
  recordsByIdentifier,
  recordsByName,
} from './device-catalogue.ts'
export { differences, versioning } from './difference.ts'
export { type ListDays, listDays, listInForce } from './list-days.ts'
export { msrcEntries, msrcEntriesOf, msrcVersion, msrcWordsOf } from './msrc.ts'
export {
  isNvdRead,
  type NvdFacts,
  type NvdStatement,
  type NvdWords,
  nvdFacts,
  nvdStatements,
  nvdStatementsOf,
  nvdVersion,
  nvdWordsOf,
  recordWordsOf,
} from './nvd.ts'
export { componentVulnerabilities, packageVulnerabilities, packageVulnerabilityVersion } from './osv.ts'
export { getRecall, listRecalls } from './recalls.ts'
export { recordApplicability } from './record-applicability.ts'
export { supportedProducts, supportVersion } from './support.ts'

// What publishers say: advisories with every revision of their documents, which vulnerabilities are exploited, how
// probable that is, what NVD and Microsoft say of each, and what OSV databases say of packages. It belongs to no organisation.
// Tables: advisory, advisory_document, advisory_product, advisory_vulnerability, vulnerability, known_exploited,
// exploit_probability, list_day, nvd_cve, msrc_cve, msrc_document, package_vulnerability, package_vulnerability_package,
// intelligence_state; those of cve-records.ts and recalls.ts; product_support, fda_product_code, gudid_device,
// gudid_identifier.

/**
 * Stores a page of records and says what it changed. The same page again writes nothing. An older revision of an
 * advisory is kept as a document and never takes a newer one's place. `readBy`: the source that they were read from.
 */
export async function storeFeedRecords(
  tx: Tx,
  arrived: readonly FeedRecord[],
  readBy: string | null = null,
  now = new Date(),
): Promise<IntelligenceChange> {
  const { records, refused, older } = await takeableLists(tx, arrived, now)
  const recalls = await storeRecalls(
    tx,
    ofKind(records, 'recall').map(({ entry }) => entry),
  )
  const support = await storeSupport(tx, records)
  const catalogue = await storeDeviceCatalogue(tx, records)
  const areRecallsComplete = ofKind(records, 'complete').some((record) => record.of === 'recall')
  const ofRecalls = areRecallsComplete ? await advisoriesOfRecalls(tx) : []
  const advisories = await storeAdvisories(tx, [...records, ...ofRecalls], readBy)
  const exploited = await storeKnownExploited(tx, records)
  const probable = await storeProbabilities(tx, records, lastPlausibleDay(now))
  const nvd = await storeNvd(
    tx,
    ofKind(records, 'nvd_cve').map(({ entry }) => entry),
  )
  const packages = await storeOsv(
    tx,
    ofKind(records, 'package_vulnerability').map(({ entry }) => entry),
  )
  const microsoft = await storeMsrc(tx, [...ofKind(records, 'msrc_cve'), ...ofKind(records, 'msrc_document')])
  const assessed = await storeCveRecords(tx, records)
  await storeListDays(tx, records, now)
  const said = [...assessed.cves, ...nvd.changed, ...microsoft.cves]
  const reassessed = said.length > 0 ? await store.namedByAdvisories(tx, said) : []
  if (advisories.ids.length > 0) await store.nextVersion(tx)
  const parts = [
    ...[support, recalls, areRecallsComplete ? none : advisories.counts, exploited.counts, probable.counts],
    ...[nvd.counts, assessed.counts, packages.counts, microsoft.counts, catalogue.counts],
  ]
  const sum = (key: keyof IntelligenceCounts) => parts.reduce((total, counts) => total + counts[key], 0)
  return {
    advisoryIds: advisories.ids,
    vendors: advisories.vendors,
    cves: [...new Set([...exploited.cves, ...probable.cves, ...reassessed])].sort(),
    listedOrNot: exploited.listedOrNot,
    isFirstReading: exploited.isFirstReading || probable.isFirstReading,
    nvdCves: [...new Set([...nvd.cves, ...assessed.applies])].sort(),
    packageVulnerabilityIds: packages.ids,
    catalogue: catalogue.change,
    refused,
    counts: {
      new: sum('new'),
      changed: sum('changed'),
      unchanged: sum('unchanged'),
      older: sum('older') + older,
      withdrawn: sum('withdrawn'),
    },
  }
}

type RecordOf<Kind extends FeedRecord['kind']> = Extract<FeedRecord, { kind: Kind }>
const ofKind = <Kind extends FeedRecord['kind']>(records: readonly FeedRecord[], kind: Kind) =>
  records.filter((record): record is RecordOf<Kind> => record.kind === kind)

/** Withdrawn by its publisher: what a person withdrew here stays so until a revision comes or a person restores it. */
const isTakenBack = (row: { withdrawn_at: string | null; withdrawn_by: string | null } | undefined) =>
  row !== undefined && row.withdrawn_at !== null && row.withdrawn_by === null

const none = { new: 0, changed: 0, unchanged: 0, older: 0, withdrawn: 0 }

async function storeAdvisories(tx: Tx, records: readonly FeedRecord[], readBy: string | null) {
  const arrived = ofKind(records, 'advisory')
  const counts = { ...none }
  const changed = new Map<string, RecordOf<'advisory'>>()
  const vendors = new Set<string>()
  const listedAgain: string[] = []
  const unread: string[] = []
  /** Whose present revision says itself that it is withdrawn. */
  const withdrawing = new Map<string, Advisory>()
  if (arrived.length > 0) {
    const ids = [...new Set(arrived.map((record) => record.advisory.id))].sort()
    const present = new Map(
      (await store.lockAdvisories(tx, ids)).map((row) => [row.id, { ...row, revisedAt: row.revised_at }]),
    )
    const known = new Set((await store.documentDigests(tx, ids)).map((row) => `${row.advisory_id}\n${row.digest}`))
    const documents = []
    for (const record of arrived) {
      const { advisory, digest, document } = record
      const stored = changed.get(advisory.id) ?? present.get(advisory.id)
      if (stored?.digest === digest) {
        if (readBy !== null && 'read_by' in stored && stored.read_by === null) unread.push(advisory.id)
        const isWithdrawn = isTakenBack(present.get(advisory.id))
        const isBack = !changed.has(advisory.id) && isWithdrawn && !advisory.isWithdrawn
        if (!isWithdrawn && advisory.isWithdrawn) withdrawing.set(advisory.id, advisory)
        if (isBack && !listedAgain.includes(advisory.id)) listedAgain.push(advisory.id)
        counts[isBack ? 'changed' : 'unchanged']++
        continue
      }
      const key = `${advisory.id}\n${digest}`
      if (known.has(key)) {
        counts.unchanged++
        continue
      }
      known.add(key)
      documents.push({ advisory_id: advisory.id, digest, revision: advisory.revision, document })
      if (stored && !replaces(advisory, 'advisory' in stored ? stored.advisory : stored)) counts.older++
      else {
        counts[stored ? 'changed' : 'new']++
        changed.set(advisory.id, record)
      }
    }
    const fresh = [...changed.values()]
    for (const { advisory } of fresh)
      if (advisory.isWithdrawn) withdrawing.set(advisory.id, advisory)
      else withdrawing.delete(advisory.id)
    if (fresh.length > 0) {
      for (const vendor of await store.vendorsOf(tx, [...changed.keys()])) vendors.add(vendor)
      await store.upsertAdvisories(
        tx,
        fresh.map((record) => toAdvisoryRecord(record, readBy)),
      )
      await store.replaceContent(
        tx,
        [...changed.keys()],
        fresh.flatMap(({ advisory }) => toProductRecords(advisory)),
        fresh.flatMap(({ advisory }) => toStatementRecords(advisory)),
      )
    }
    if (documents.length > 0) await store.insertDocuments(tx, documents)
    if (readBy !== null && unread.length > 0) await store.setReader(tx, unread, readBy)
    if (listedAgain.length > 0) await store.clearWithdrawal(tx, listedAgain)
  }

  const bySelf = [...withdrawing.values()].map(({ id, revision, revisedAt }) => ({
    id,
    reason: `revision ${revision} of ${revisedAt.slice(0, 10)} withdraws it`,
    by: null,
  }))
  const byRecord = ofKind(records, 'advisory_withdrawn')
    .filter(({ advisoryId }) => !withdrawing.has(advisoryId))
    .map(({ advisoryId, reason, by }) => ({ id: advisoryId, reason, by: by ?? null }))
  const takenBack = [...bySelf, ...byRecord]
  const withdrawn = takenBack.length > 0 ? await store.withdraw(tx, takenBack) : []
  counts.withdrawn += withdrawn.length
  counts.unchanged += takenBack.length - withdrawn.length
  const ids = [...new Set([...changed.keys(), ...listedAgain, ...withdrawn])].sort()
  if (ids.length > 0) for (const vendor of await store.vendorsOf(tx, ids)) vendors.add(vendor)
  return { ids, vendors: [...vendors].sort(), counts }
}

function toAdvisoryRecord({ advisory, digest }: RecordOf<'advisory'>, readBy: string | null) {
  const words = [
    advisory.trackingId,
    advisory.title,
    advisory.publisher,
    ...advisory.vulnerabilities.map((vulnerability) => vulnerability.vulnerabilityId),
    ...advisory.products.flatMap((product) => [product.vendor, product.name]),
    advisory.publisherNamespace,
    advisory.trackingStatus,
    advisory.revision,
    advisory.publishedAt,
    advisory.revisedAt,
    ...(advisory.properties
      ? [
          advisory.properties.category,
          advisory.properties.csafVersion,
          advisory.properties.publisherCategory,
          advisory.properties.generator,
          advisory.properties.aggregateSeverity,
        ]
      : []),
  ]
  const scores = advisory.vulnerabilities.flatMap((one) => one.scores.map(({ score }) => score))
  return {
    id: advisory.id,
    publisher: advisory.publisher,
    publisher_namespace: advisory.publisherNamespace,
    tracking_id: advisory.trackingId,
    title: advisory.title,
    summary: advisory.summary,
    revision: advisory.revision,
    tracking_status: advisory.trackingStatus,
    published_at: advisory.publishedAt,
    revised_at: advisory.revisedAt,
    url: advisory.url ?? null,
    digest,
    search: [...new Set(words)].join(' ').toLowerCase(),
    category: advisory.properties?.category ?? '',
    csaf_version: advisory.properties?.csafVersion ?? '',
    publisher_category: advisory.properties?.publisherCategory ?? '',
    generator: advisory.properties?.generator ?? '',
    aggregate_severity: advisory.properties?.aggregateSeverity ?? '',
    // 1.10 after 1.9.
    revision_key: advisory.revision.replace(/\d+/g, (digits) => digits.padStart(9, '0')),
    revision_history: linesOf(
      (advisory.properties?.revisionHistory ?? []).map(({ number, date, summary }) => [number, date, summary]),
    ),
    cves: [...new Set(advisory.vulnerabilities.map((one) => one.vulnerabilityId))].sort().join(' '),
    products: linesOf([
      ...advisory.products.map((one) => [
        one.vendor,
        one.name,
        one.version,
        one.fullName,
        one.relation?.category ?? '',
      ]),
      ...(advisory.properties?.productGroups ?? []).map(({ id, summary }) => [id, summary]),
    ]),
    identifiers: linesOf(
      advisory.products.map(({ identifiers: { unplaced: _, ...identifiers } = {} }) => [
        ...new Set(Object.values(identifiers).flatMap(textsOf)),
      ]),
    ),
    worst_cvss: scores.length > 0 ? Math.max(...scores) : null,
    read_by: readBy,
  }
}

/** Of an identifier its text, of a list each, of a pair (from and to, namespace and URI) both. */
const textsOf = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : Array.isArray(value)
      ? value.flatMap(textsOf)
      : typeof value === 'object' && value !== null
        ? Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .flatMap(([, one]) => textsOf(one))
        : []

/** For searching: a line for each that has any text, lower case. */
const linesOf = (texts: readonly (readonly string[])[]) =>
  [...new Set(texts.map((line) => line.filter(Boolean).join(' ').toLowerCase()).filter(Boolean))].join('\n')

const toProductRecords = (advisory: Advisory): store.ProductRecord[] =>
  advisory.products.map((product, ordinal) => ({
    advisory_id: advisory.id,
    product_id: product.productId,
    ordinal,
    vendor: product.vendor,
    name: product.name,
    version: product.version,
    version_form: product.versionForm,
    full_name: product.fullName,
    is_range: product.isRange,
    identifiers: product.identifiers ?? null,
    relation: product.relation ?? null,
  }))

const toStatementRecords = (advisory: Advisory): store.StatementRecord[] =>
  advisory.vulnerabilities.map((vulnerability, ordinal) => ({
    advisory_id: advisory.id,
    ordinal,
    vulnerability_id: vulnerability.vulnerabilityId,
    cve: vulnerability.cve ?? null,
    title: vulnerability.title,
    description: vulnerability.description,
    cwe: vulnerability.cwe ?? null,
    scores: vulnerability.scores,
    remediations: vulnerability.remediations,
    status: vulnerability.status,
    threats: vulnerability.threats,
    flags: vulnerability.flags,
  }))

async function storeKnownExploited(tx: Tx, records: readonly FeedRecord[]) {
  const entries = new Map(ofKind(records, 'known_exploited').map(({ entry }) => [entry.cve, entry]))
  const complete = ofKind(records, 'complete').findLast((record) => record.of === 'known_exploited')
  if (entries.size === 0) return { cves: [], listedOrNot: [], isFirstReading: false, counts: none }
  const isFirstReading = !(await store.listsRead(tx)).known_exploited

  const present = new Map(
    (await store.knownExploitedRows(tx, complete ? null : [...entries.keys()])).map((row) => [row.cve, row]),
  )
  const rows = [...entries.values()].map(toKnownExploitedRecord)
  const changed = rows.filter((row) => {
    const stored = present.get(row.cve)
    return !stored || stored.delisted_at !== null || keysOf(row).some((key) => stored[key] !== row[key])
  })
  const gone = complete
    ? [...present.values()].filter((row) => !entries.has(row.cve) && row.delisted_at === null).map((row) => row.cve)
    : []
  const catalogue = complete?.version ?? ''
  if (changed.length > 0) await store.upsertKnownExploited(tx, changed, catalogue)
  if (gone.length > 0) await store.delistKnownExploited(tx, gone, catalogue)

  const added = changed.filter((row) => !present.has(row.cve))
  const listed = changed.filter((row) => present.get(row.cve)?.delisted_at !== null).map((row) => row.cve)
  const moved = new Set([...listed, ...gone])
  const cves = await store.namedByAdvisories(tx, [...changed.map((row) => row.cve), ...gone])
  return {
    cves,
    listedOrNot: cves.filter((cve) => moved.has(cve)),
    isFirstReading,
    counts: {
      ...none,
      new: added.length,
      changed: changed.length - added.length,
      unchanged: rows.length - changed.length,
      withdrawn: gone.length,
    },
  }
}

const keysOf = <T extends object>(value: T) => Object.keys(value) as (keyof T)[]

const toKnownExploitedRecord = (entry: KnownExploited) => ({
  cve: entry.cve,
  vendor: entry.vendor,
  product: entry.product,
  name: entry.name,
  added_on: entry.addedOn,
  due_on: entry.dueOn ?? null,
  ransomware: entry.ransomware,
  required_action: entry.requiredAction,
})

async function storeProbabilities(tx: Tx, records: readonly FeedRecord[], lastDay: string) {
  const entries = new Map(ofKind(records, 'exploit_probability').map(({ entry }) => [entry.cve, entry]))
  const complete = ofKind(records, 'complete').findLast((record) => record.of === 'exploit_probability')
  const isFirstReading = entries.size > 0 && !(await store.listsRead(tx)).exploit_probability
  const merged =
    entries.size > 0
      ? await store.upsertProbabilities(tx, [...entries.values()], lastDay)
      : { added: 0, changed: 0, named: [] }
  const retired = complete ? await store.retireProbabilities(tx, complete.asOf, lastDay) : { retired: 0, named: [] }
  return {
    cves: [...merged.named, ...retired.named],
    isFirstReading,
    counts: {
      ...none,
      new: merged.added,
      changed: merged.changed,
      unchanged: entries.size - merged.added - merged.changed,
      withdrawn: retired.retired,
    },
  }
}

// reading -----------------------------------------------------------------------------------------------------------

/** Another one with every change of an advisory, so that what is made from them knows when it is out of date. */
export const intelligenceVersion = (db: Db): Promise<string> => store.readVersion(db)

/** Digest of the present revision by advisory; withdrawn ones are left out. */
export const advisoryDigests = store.digestsInForce

/** Advisories with their products and statements, for the matcher; without ids all. Withdrawn ones are left out. */
export async function loadAdvisories(db: Db, ids: readonly string[] | null = null): Promise<Advisory[]> {
  const advisories = (await store.advisoryRows(db, ids)).filter((row) => row.withdrawn_at === null)
  const products = Map.groupBy(await store.productRows(db, ids), (row) => row.advisory_id)
  const statements = Map.groupBy(await store.statementRows(db, ids), (row) => row.advisory_id)
  return advisories.map((row) => toAdvisory(row, products.get(row.id) ?? [], statements.get(row.id) ?? []))
}

/** An advisory as it is stored: beside what the publisher says, where it stands with us. */
export interface StoredAdvisory extends Advisory {
  readonly digest: string
  readonly storedAt: string
  readonly withdrawnAt: string | null
  readonly withdrawnReason: string | null
  /** The person who withdrew it here; null where its publisher did. */
  readonly withdrawnBy: string | null
}

export async function getAdvisory(db: Db, id: string): Promise<StoredAdvisory> {
  const [row] = await store.advisoryRows(db, [id])
  if (!row) throw notFound('advisory', id)
  return {
    ...toAdvisory(row, await store.productRows(db, [id]), await store.statementRows(db, [id])),
    digest: row.digest,
    storedAt: row.stored_at,
    withdrawnAt: row.withdrawn_at,
    withdrawnReason: row.withdrawn_reason,
    withdrawnBy: row.withdrawn_by,
  }
}

export interface Withdrawal {
  readonly at: string
  /** The person who withdrew it here; else its publisher. */
  readonly by: string
  readonly reason: string
}

/** Of those of the advisories that are withdrawn. */
export async function withdrawalsOf(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, Withdrawal>> {
  if (ids.length === 0) return new Map()
  const rows = await store.advisoryRows(db, ids)
  return new Map(
    rows
      .filter((row) => row.withdrawn_at !== null)
      .map((row) => [
        row.id,
        { at: row.withdrawn_at!, by: row.withdrawn_by ?? row.publisher, reason: row.withdrawn_reason ?? '' },
      ]),
  )
}

/** Of those of the advisories that were revised in this transaction. */
export const revisedHere = async (tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> =>
  new Set(ids.length === 0 ? [] : await store.revisedHere(tx, ids))

/** Of each advisory who published it and of when it is, and the source that brought it. */
export async function readersOf(db: Db, ids: readonly string[]) {
  return (await store.advisoryRows(db, ids)).map((row) => ({
    publisher: row.publisher,
    revisedAt: row.revised_at,
    storedAt: row.stored_at,
    readBy: row.read_by,
  }))
}

/** The document of the present revision, as it came. */
export async function getAdvisoryDocument(db: Db, id: string) {
  const document = await store.findDocument(db, id)
  if (!document) throw notFound('advisory', id)
  return document
}

/** The vendors of the products that they name, as written. */
export const vendorsOfAdvisories = store.vendorsOf

/** A person wants a recall matched that is only kept; its advisory is as new as one that a publisher sends. */
export async function storeTakenRecall(tx: Tx, eventId: string, by: string): Promise<IntelligenceChange | null> {
  const record = await takeRecall(tx, eventId, by)
  return record && (await storeFeedRecords(tx, [record]))
}

/** A person takes back what a person withdrew here. */
export async function restoreAdvisory(
  tx: Tx,
  id: string,
): Promise<Pick<IntelligenceChange, 'advisoryIds' | 'vendors'>> {
  await store.clearWithdrawal(tx, [id])
  await store.nextVersion(tx)
  return { advisoryIds: [id], vendors: await store.vendorsOf(tx, [id]) }
}

/** Every revision that came, the present one first. */
export const advisoryRevisions = (db: Db, id: string): Promise<AdvisoryRevision[]> => store.revisionRows(db, id)

/** One of an advisory's revisions, as it came. */
export async function getRevision(db: Db, id: string, digest: string) {
  const found = await store.findRevision(db, id, digest)
  if (!found) throw notFound('revision', `${id}/${digest}`)
  return found
}

/** What one advisory says of a vulnerability. */
export interface Statement extends AdvisoryVulnerability {
  readonly advisoryId: string
  readonly advisoryTitle: string
  readonly publisher: string
  readonly revision: string
  readonly revisedAt: string
}

export interface Exploitation {
  readonly knownExploited: KnownExploited | null
  readonly probability: ExploitProbability | null
}

/** What is known of a vulnerability, whoever says it; newest statement first. Withdrawn advisories say nothing. */
export interface VulnerabilityFacts extends Exploitation {
  readonly statements: readonly Statement[]
  /** What NVD and the publishers of its CVE record say, in order of publisher. */
  readonly assessments: readonly Assessment[]
  /** NVD's words; where it has none and no advisory speaks either, those of the CVE record. Null where nobody has any. */
  readonly byNvd: NvdWords | null
}

/** Facts by vulnerability id; an id that no advisory names has no statements. */
export async function vulnerabilityFacts(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, VulnerabilityFacts>> {
  const statements = Map.groupBy(await store.statementsOf(db, ids), (row) => row.vulnerability_id)
  const exploitation = await exploitationOf(db, ids)
  const assessments = await assessmentsOf(db, ids)
  const byNvd = await nvdFlaws(db, ids)
  const byRecord = await recordFlaws(
    db,
    ids.filter((id) => !statements.has(id) && !byNvd.get(id)?.description),
  )
  return new Map(
    ids.map((id) => [
      id,
      {
        statements: (statements.get(id) ?? []).map(toStatement),
        assessments: assessments.get(id) ?? [],
        byNvd: byRecord.get(id) ?? byNvd.get(id) ?? null,
        ...(exploitation.get(id) ?? unexploited),
      },
    ]),
  )
}

/** Which lists were ever read: what is not on a list that nobody read may be on it. */
export const listsRead = store.listsRead

const unexploited: Exploitation = { knownExploited: null, probability: null }

export async function exploitationOf(db: Db, cves: readonly string[]): Promise<ReadonlyMap<string, Exploitation>> {
  const listed = new Map(
    (await store.knownExploitedRows(db, cves))
      .filter((row) => row.delisted_at === null)
      .map((row) => [row.cve, toKnownExploited(row)]),
  )
  const probabilities = new Map((await store.probabilityRows(db, cves)).map((row) => [row.cve, row]))
  return new Map(
    cves.map((cve) => [cve, { knownExploited: listed.get(cve) ?? null, probability: probabilities.get(cve) ?? null }]),
  )
}

/** Gives those a title here that no advisory named yet. */
export const nameVulnerabilities = store.nameVulnerabilities

/** Those of which anything is stored here. */
export const knownVulnerabilities = async (db: Db, ids: readonly string[]): Promise<ReadonlySet<string>> =>
  new Set(await store.knownVulnerabilities(db, ids))

export interface Vulnerability extends VulnerabilityFacts {
  readonly id: string
  readonly title: string
  /** Null where the CVE List was not read, or has none. */
  readonly record: Omit<CveRecord, 'assessments'> | null
}

/** One that an advisory names, or that the CVE List or Microsoft has. */

export async function getVulnerability(db: Db, id: string): Promise<Vulnerability> {
  const row = await store.findVulnerability(db, id)
  const record = (await findCveRecord(db, id)) ?? null
  const [byMicrosoft] = await msrcEntriesOf(db, [id])
  if (!row && !record && !byMicrosoft) throw notFound('vulnerability', id)
  return {
    id,
    title: row?.title || record?.title || byMicrosoft?.title || '',
    record,
    ...(await vulnerabilityFacts(db, [id])).get(id)!,
  }
}

function toAdvisory(
  row: store.AdvisoryRecord,
  products: readonly store.ProductRecord[],
  statements: readonly store.StatementRecord[],
): Advisory {
  return {
    id: row.id,
    publisher: row.publisher,
    publisherNamespace: row.publisher_namespace,
    ...(row.publisher_category === 'vendor' && { isByVendor: true }),
    trackingId: row.tracking_id,
    title: row.title,
    summary: row.summary,
    revision: row.revision,
    trackingStatus: row.tracking_status,
    publishedAt: row.published_at,
    revisedAt: row.revised_at,
    ...(row.url !== null && { url: row.url }),
    products: products.map(toProduct),
    vulnerabilities: statements.map(toVulnerability),
  }
}

const toProduct = (row: store.ProductRecord): AdvisoryProduct => ({
  productId: row.product_id,
  vendor: row.vendor,
  name: row.name,
  version: row.version,
  versionForm: row.version_form,
  fullName: row.full_name,
  isRange: row.is_range,
  ...(row.identifiers && { identifiers: row.identifiers }),
  ...(row.relation && { relation: row.relation }),
})

const toVulnerability = (row: store.StatementRecord): AdvisoryVulnerability => ({
  vulnerabilityId: row.vulnerability_id,
  ...(row.cve !== null && { cve: row.cve }),
  title: row.title,
  description: row.description,
  ...(row.cwe !== null && { cwe: row.cwe }),
  scores: row.scores,
  remediations: row.remediations,
  status: row.status,
  threats: row.threats,
  flags: row.flags,
})

const toStatement = (row: Awaited<ReturnType<typeof store.statementsOf>>[number]): Statement => ({
  ...toVulnerability(row),
  advisoryId: row.advisory_id,
  advisoryTitle: row.advisory_title,
  publisher: row.publisher,
  revision: row.revision,
  revisedAt: row.revised_at,
})

const toKnownExploited = (row: store.KnownExploitedRecord): KnownExploited => ({
  cve: row.cve,
  vendor: row.vendor,
  product: row.product,
  name: row.name,
  addedOn: row.added_on,
  ...(row.due_on !== null && { dueOn: row.due_on }),
  ransomware: row.ransomware,
  requiredAction: row.required_action,
})
