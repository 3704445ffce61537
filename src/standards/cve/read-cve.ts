import type {
  AffectedProduct,
  AffectedVersion,
  Assessment,
  CpeApplicability,
  CveRecord,
  CveReference,
} from '#model/cve-record.ts'
import {
  Applicability,
  Container,
  CveNumber,
  Description,
  Frame,
  ProblemType,
  Product,
  Reference,
  Version,
} from './cve-document.ts'
import { readMetrics } from './metrics.ts'
import { each, firstIssue } from './parts.ts'
import { timeOf } from './time.ts'

export type ReadCve = { record: CveRecord; remarks: string[] } | { error: string }

/**
 * Reads a record of CVE JSON 5.0 to 5.2 into our words; what each container says stays under its publisher's name. Text
 * stays plain data: it is neither rendered nor cleaned here. A record that does not say which one it is, in which state,
 * or that has no CNA container, is an `error`; anything smaller that cannot be taken is named in `remarks`.
 */
export function readCve(document: unknown): ReadCve {
  const frame = Frame.safeParse(document)
  if (!frame.success) return { error: `This is not a CVE record of version 5: ${firstIssue(frame.error)}` }
  const { cveMetadata: about, containers } = frame.data
  const remarks: string[] = []
  const cna = readContainer('cna', containers.cna, 'the CNA’s part', remarks)
  if (!cna) return { error: `This is not a whole CVE record: ${remarks[0]}` }
  const adps = containers.adp.flatMap((adp, index) => readContainer('adp', adp, `ADP part ${index + 1}`, remarks) ?? [])

  const parts = [cna, ...adps]
  const updatedAt = updatedAtOf(about, parts, remarks)
  const descriptions = each(cna.container.descriptions, Description, 'description', remarks)
  const rejections = each(cna.container.rejectedReasons, Description, 'reason of rejection', remarks)
  const record: CveRecord = {
    cve: about.cveId,
    state: about.state === 'REJECTED' ? 'rejected' : 'published',
    assigner: about.assignerShortName ?? cna.container.providerMetadata.shortName ?? about.assignerOrgId ?? '',
    publishedAt: timeOf(about.datePublished) ?? null,
    updatedAt,
    rejectedAt: timeOf(about.dateRejected) ?? null,
    title: (cna.container.title ?? '').trim(),
    description: inEnglish(descriptions),
    rejectedReason: inEnglish(rejections),
    replacedBy: each(cna.container.replacedBy, CveNumber, 'number that replaces it', remarks),
    references: referencesOf(parts, remarks),
    affected: parts.flatMap((part) => affectedOf(part, remarks)),
    applicability: parts.flatMap((part) => applicabilityOf(part, remarks)),
    assessments: merged(parts.flatMap((part) => assessmentsOf(part, updatedAt, remarks))),
  }
  return { record, remarks }
}

/**
 * All times are optional in the format. Without that of the record the latest of its parts and of its life holds; without
 * any the beginning of its number's year, so that a record with a time replaces it.
 */
function updatedAtOf(about: Frame['cveMetadata'], parts: readonly Part[], remarks: string[]): string {
  const own = timeOf(about.dateUpdated)
  if (own !== undefined) return own
  const others = [
    ...parts.map(({ container }) => container.providerMetadata.dateUpdated),
    ...[about.datePublished, about.dateRejected, about.dateReserved],
  ]
  const latest = others
    .flatMap((text) => timeOf(text) ?? [])
    .sort()
    .at(-1)
  if (latest !== undefined) return latest
  const year = about.cveId.slice('CVE-'.length, 'CVE-2026'.length)
  remarks.push(`it does not say when it was updated, and counts as of the beginning of ${year}`)
  return `${year}-01-01T00:00:00.000Z`
}

interface Part {
  readonly publisher: string
  readonly label: string
  readonly container: Container
}

function readContainer(role: 'cna' | 'adp', value: unknown, label: string, remarks: string[]): Part | undefined {
  const read = Container.safeParse(value)
  if (!read.success) {
    remarks.push(`${label} cannot be read: ${firstIssue(read.error)}`)
    return undefined
  }
  const { shortName, orgId } = read.data.providerMetadata
  const name = shortName?.trim() || orgId?.trim()
  if (!name) {
    remarks.push(`${label} does not say whose it is`)
    return undefined
  }
  return { publisher: `${role}:${name}`, label: name, container: read.data }
}

/** The text in English; another one where there is none. */
const inEnglish = (texts: readonly { lang: string; value: string }[]) =>
  (texts.find(({ lang }) => /^en\b/i.test(lang.replace('_', '-'))) ?? texts[0])?.value.trim() ?? ''

function referencesOf(parts: readonly Part[], remarks: string[]): CveReference[] {
  const byUrl = new Map<string, CveReference>()
  for (const { container } of parts)
    for (const reference of each(container.references, Reference, 'reference', remarks))
      if (!byUrl.has(reference.url)) byUrl.set(reference.url, reference)
  return [...byUrl.values()]
}

function affectedOf({ publisher, label, container }: Part, remarks: string[]): AffectedProduct[] {
  return each(container.affected, Product, `product of ${label}`, remarks).map(
    ({ collectionURL, defaultStatus, versions, ...product }) => ({
      publisher,
      ...product,
      ...(collectionURL !== undefined && { collectionUrl: collectionURL }),
      // What the format takes where nothing is said.
      defaultStatus: defaultStatus ?? 'unknown',
      versions: each<AffectedVersion>(versions, Version, `version of ${product.product ?? label}`, remarks),
    }),
  )
}

const applicabilityOf = ({ publisher, label, container }: Part, remarks: string[]): CpeApplicability[] =>
  each(container.cpeApplicability, Applicability, `CPE applicability of ${label}`, remarks).map((one) => ({
    publisher,
    ...one,
  }))

function assessmentsOf({ publisher, label, container }: Part, recordAt: string, remarks: string[]): Assessment[] {
  const saidAt = timeOf(container.providerMetadata.dateUpdated) ?? recordAt
  const weaknesses = each(container.problemTypes, ProblemType, `problem type of ${label}`, remarks)
    .flatMap(({ descriptions }) => descriptions)
    .flatMap(({ cweId, description }) => /^CWE-[1-9]\d*\b/i.exec(cweId ?? description)?.[0].toUpperCase() ?? [])
  const cwes: Assessment[] =
    weaknesses.length > 0 ? [{ publisher, saidAt, kind: 'cwe', value: [...new Set(weaknesses)] }] : []
  return [...readMetrics(container.metrics, { publisher, saidAt, label }, remarks), ...cwes]
}

/** A publisher may have several containers, and several metrics of a kind: one assessment each, the latest time counts. */
function merged(assessments: readonly Assessment[]): Assessment[] {
  const byKey = new Map<string, Assessment>()
  for (const one of assessments) {
    const key = `${one.publisher} ${one.kind}`
    const before = byKey.get(key)
    const values = before ? [...before.value, ...one.value] : [...one.value]
    const distinct = [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
    const saidAt = before && before.saidAt > one.saidAt ? before.saidAt : one.saidAt
    // The kind is the key's: the values are of one form.
    byKey.set(key, { ...one, saidAt, value: distinct } as Assessment)
  }
  return [...byKey.values()].sort((a, b) => (`${a.publisher} ${a.kind}` < `${b.publisher} ${b.kind}` ? -1 : 1))
}
