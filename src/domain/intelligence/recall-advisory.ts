import type { Advisory, AdvisoryProduct, AdvisoryRemediation } from '#model/advisory.ts'
import type { RecallClass, RecallEntry, RecallTopic } from '#model/recall.ts'
import { readCodeInfo } from '#standards/recall/code-info.ts'
import { classifyVersion } from '#standards/vers/vers.ts'

// A recall event as an advisory: the firm is the vendor, each recalled product a product entry, the reason the flaw.

const security =
  /cyber|vulnerabilit|malware|ransomware|hack(?:er|ed|ing)|unauthori[sz]ed (?:\w+ )?(?:access|users?|person|part(?:y|ies)|individual|control|modif|network)|malicious|encrypt|password|credential|authenticat|\bCVE-\d|security (?:patch|update|flaw|weakness|risk|issue|bulletin)|denial[- ]of[- ]service|remote(?:ly)? (?:code|exploit|control by)/i
const software =
  /\bsoftware|firmware|\bnetwork|wireless|wi-?fi|bluetooth|\bserver\b|database|operating system|\bapp\b|upgrade/i

/** Told by what the FDA and the firm say is wrong, not by what the product is. */
export function topicOf(entries: readonly RecallEntry[]): RecallTopic {
  const said = entries.map(({ reason, rootCause }) => `${reason} ${rootCause ?? ''}`).join(' ')
  return security.test(said) ? 'security' : software.test(said) ? 'software' : 'other'
}

const grave: readonly RecallClass[] = ['I', 'II', 'III']

export const gravest = (entries: readonly RecallEntry[]): RecallClass | undefined =>
  grave.find((one) => entries.some(({ classification }) => classification === one))

/** The last day that an entry names: so new is what is known of it. */
export const lastDayOf = (entries: readonly RecallEntry[]): string =>
  entries
    .flatMap(({ initiatedOn, publishedOn, terminatedOn }) => [initiatedOn, publishedOn, terminatedOn])
    .filter((day) => day !== undefined)
    .sort()
    .at(-1) ?? '1970-01-01'

export const recallAdvisoryId = (eventId: string) => `fda:recall-${eventId}`

/** `entries` are those of one event, of both lists. */
export function recallAdvisory(eventId: string, entries: readonly RecallEntry[]): Advisory {
  const byNumber = [...Map.groupBy(entries, ({ number }) => number)].sort(([a], [b]) => (a < b ? -1 : 1))
  const products = byNumber.map(([number, own]) => productOf(number, own))
  const productIds = products.map(({ productId }) => productId)
  const reasons = wordings(entries.map(({ reason }) => reason))
  const classification = gravest(entries)
  const days = entries.flatMap(({ initiatedOn, publishedOn }) => [publishedOn ?? initiatedOn ?? []].flat()).sort()
  const head = firstOf(entries)
  const cves = [
    ...new Set(
      reasons
        .join(' ')
        .match(/\bCVE-\d{4}-\d{4,}\b/gi)
        ?.map((cve) => cve.toUpperCase()),
    ),
  ]
  const url = entries.find((one) => one.url !== undefined)?.url
  const title = `${head.firm}: ${shortened(nameOf(head.product), 120)}`
  const flaw = {
    title: shortened(reasons[0] ?? 'No reason is stated', 160),
    description: [
      ...reasons,
      ...wordings(entries.map(({ rootCause }) => rootCause ?? '')).map(
        (text) => `Root cause, as the FDA says: ${text}.`,
      ),
    ].join('\n\n'),
    scores: [],
    remediations: wordings(entries.map(({ action }) => action ?? '')).map((details) =>
      toRemediation(details, productIds),
    ),
    status: { known_affected: productIds },
    threats: classification
      ? [{ category: 'impact', details: `FDA class ${classification}: ${harms[classification]}` }]
      : [],
    flags: [],
  }
  return {
    id: recallAdvisoryId(eventId),
    publisher: 'FDA',
    publisherNamespace: 'https://www.fda.gov',
    trackingId: `RES-${eventId}`,
    title,
    summary: [
      `Recall event ${eventId} of ${head.firm}${classification ? `, class ${classification}` : ''}: ${statusWords(entries)}.`,
      ...reasons,
    ].join('\n\n'),
    revision: lastDayOf(entries),
    trackingStatus: 'final',
    publishedAt: `${days[0] ?? lastDayOf(entries)}T00:00:00.000Z`,
    revisedAt: `${lastDayOf(entries)}T00:00:00.000Z`,
    ...(url !== undefined && { url }),
    products,
    vulnerabilities:
      cves.length > 0
        ? cves.map((cve) => ({ vulnerabilityId: cve, cve, ...flaw }))
        : [{ vulnerabilityId: `RES-${eventId}`, ...flaw }],
  }
}

/** 21 CFR 7.3(m). */
const harms: Readonly<Record<RecallClass, string>> = {
  I: 'serious adverse health consequences or death are reasonably probable.',
  II: 'temporary or reversible adverse health consequences are possible, or serious ones remote.',
  III: 'adverse health consequences are not likely.',
}

/** CDRH's list says more of a product; the enforcement report has the class. */
const firstOf = (entries: readonly RecallEntry[]): RecallEntry =>
  entries.find(({ list }) => list === 'recall') ?? entries[0]!

export function statusWords(entries: readonly RecallEntry[]): string {
  const words = new Set(entries.map(({ status }) => status.toLowerCase()).filter((status) => status !== ''))
  return [...words].join(', ') || 'status not stated'
}

export const isOngoing = (entries: readonly RecallEntry[]): boolean =>
  entries.some(({ terminatedOn, status }) => terminatedOn === undefined && !/terminated|completed/i.test(status))

function productOf(number: string, entries: readonly RecallEntry[]): AdvisoryProduct {
  const { firm, product, codeInfo } = firstOf(entries)
  const described = readCodeInfo(product)
  const codes = readCodeInfo(codeInfo)
  const modelNumbers = [...new Set([...described.modelNumbers, ...codes.modelNumbers])]
  const udiDis = [...new Set([...described.udiDis, ...codes.udiDis])]
  const serialNumbers = [...described.serialNumbers, ...codes.serialNumbers]
  const serialRanges = [...described.serialRanges, ...codes.serialRanges]
  const hasSerials = serialNumbers.length + serialRanges.length > 0
  const hasUnreadVersions = codes.hasUnreadVersions || described.hasUnreadVersions
  const software = hasUnreadVersions ? '' : codes.softwareVersion || described.softwareVersion
  const isUnread = (codes.isPartlyRead || hasUnreadVersions) && !hasSerials && software === ''
  // Words, so that no number among them is taken for the version that is meant.
  const version = software || (isUnread ? `only some units: ${shortened(codeInfo || product, 300)}` : 'vers:all/*')
  return {
    productId: number,
    vendor: firm,
    name: nameOf(product),
    version,
    versionForm: classifyVersion(version),
    fullName: shortened(product, 1000),
    isRange: false,
    identifiers: {
      ...(modelNumbers.length > 0 && { modelNumbers }),
      ...(udiDis.length > 0 && { udiDis }),
      ...(serialNumbers.length > 0 && { serialNumbers }),
      ...(serialRanges.length > 0 && { serialRanges }),
      ...(hasSerials && codes.isPartlyRead && { areSerialsPartial: true }),
    },
  }
}

const ends =
  /[;:(]|,\s|\.\s|\s(?:-|–)\s|\s(?=(?:models?|ref|catalog(?:ue)?|part|product|item|software|version|udi|list|lot|serial|intended|used|indicated|labeled)\b)/i

/** The product's name, before numbers, versions and what it is for. */
export function nameOf(description: string): string {
  const brand = /\bbrand name\s*:\s*([^;]+)/i.exec(description)?.[1]?.trim() ?? ''
  const named = /\bproduct name\s*:\s*([^;]+)/i.exec(description)?.[1]?.trim() ?? ''
  const labelled = named.toLowerCase().startsWith(brand.toLowerCase()) ? named : `${brand} ${named}`.trim()
  const text = (labelled || description).replace(/^\W+/, '')
  const end = text.slice(3).search(ends)
  const name = end === -1 ? text : text.slice(0, end + 3)
  return shortened(
    name
      .replace(/[®™©]|\((?:r|tm)\)/gi, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
    150,
  )
}

function toRemediation(details: string, productIds: string[]): AdvisoryRemediation {
  const isFix =
    /\b(?:updat|upgrad|patch|replac|new software|software (?:fix|correction|version)|repair|exchange)/i.test(details)
  return { category: isFix ? 'vendor_fix' : 'mitigation', details, productIds }
}

/** Each wording once, in order. */
const wordings = (texts: readonly string[]): string[] => [...new Set(texts.filter((text) => text !== ''))]

const shortened = (text: string, most: number) => (text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`)
