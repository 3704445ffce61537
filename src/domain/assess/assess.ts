import type { NvdApplicability, WindowsUpdates } from '#domain/applicability/applicability.ts'
import {
  type Combined,
  combine,
  type Database,
  databaseTitles,
  isDatabase,
  isSpokenOf,
  matcherOf,
} from '#domain/findings/findings.ts'
import { classify } from '#domain/inventory/inventory.ts'
import { type Aliases, modelByAlias, readVendor } from '#domain/matching/matching.ts'
import { chooseScores, type RiskFlaw, scoreFinding, scoresOf } from '#domain/risk/risk.ts'
import type { Advisory, AdvisoryVulnerability, ExploitProbability, KnownExploited } from '#model/advisory.ts'
import type { Assessment as PublisherAssessment } from '#model/cve-record.ts'
import { type DeviceClaims, offWorklist } from '#model/device.ts'
import { deviceFunctionOf } from '#model/device-function.ts'
import type { Configuration } from '#model/matching.ts'
import type { Context, RiskScore } from '#model/risk.ts'
import type {
  Assessment,
  Gap,
  Group,
  GroupDevice,
  GroupVulnerability,
  IntelligenceSummary,
  InventorySummary,
  Totals,
} from './assessment.ts'
import { type AssessedDevice, asksForSerial, configurationOf, toldApart } from './configuration.ts'

// One inventory against the advisories that are given, at one moment, with no database: the same matcher and the same
// score as the server's, put together for a person who has to begin somewhere.

export type * from './assessment.ts'
export type { AssessedDevice } from './configuration.ts'
export { type InventoryMatch, matchInventory } from './match-inventory.ts'

export interface AssessInput {
  readonly devices: readonly AssessedDevice[]
  readonly advisories: readonly Advisory[]
  /** By CVE; null where the catalogue was not given. */
  readonly knownExploited: ReadonlyMap<string, KnownExploited> | null
  /** By CVE; null where the list was not given. */
  readonly exploitProbability: ReadonlyMap<string, ExploitProbability> | null
  /** Statements and words of NVD, and of CVE records in its place, where they are given. */
  readonly nvd?:
    | {
        readonly applicability: NvdApplicability
        readonly words: ReadonlyMap<string, NvdRead>
        readonly nvdCves: number | null
        readonly recordCves: number | null
      }
    | undefined
  /** Microsoft's updates and words, where they are given. */
  readonly microsoft?: { readonly updates: WindowsUpdates; readonly words: ReadonlyMap<string, MsrcRead> } | undefined
  readonly inventory: Omit<InventorySummary, 'devices'>
  readonly intelligence: Pick<IntelligenceSummary, 'source' | 'knownExploited' | 'exploitProbability' | 'skipped'>
  /** What the hospital itself says of names. */
  readonly aliases?: Aliases | undefined
  readonly now: Date
}

/** What NVD says of a flaw, as far as a score looks at it. */
export interface NvdRead {
  readonly description: string
  readonly cwe: string | null
  readonly assessments: readonly PublisherAssessment[]
}

/** The same of Microsoft. */
export interface MsrcRead {
  readonly title: string
  readonly assessments: readonly PublisherAssessment[]
}

/** Devices that no difference in matching or score can part. */
interface Pair {
  readonly configuration: Configuration
  readonly context: Context
  readonly devices: AssessedDevice[]
  /** What a score depends on of configuration and context. */
  readonly riskKey: string
}

/** One vulnerability on all devices of a pair. */
interface PairFinding {
  readonly vulnerabilityId: string
  readonly combined: Combined
  readonly risk: RiskScore
}

export function assess(input: AssessInput): Assessment {
  const answersOn = answerer(input)
  const pairs = pairUp(input.devices, answersOn)
  const byDatabase = new Map<Database, Set<string>>()
  for (const { configuration } of pairs)
    for (const [id, { advisoryId }] of answersOn(configuration))
      if (isDatabase(advisoryId)) byDatabase.set(advisoryId, (byDatabase.get(advisoryId) ?? new Set()).add(id))
  const advisories = [
    ...input.advisories,
    ...[...byDatabase].map(([database, cves]) => databaseAsAdvisory(database, cves, input)),
  ]
  const read = new Map(advisories.map((advisory) => [advisory.id, new ReadAdvisory(advisory)]))
  const scorer = new Scorer(read, input)
  const groups = new Map<string, OpenGroup>()
  const gaps = new Map<string, OpenGap>()
  const totals = new Counter()

  for (const pair of pairs) {
    const combined = answersOn(pair.configuration)
    const findings: PairFinding[] = []
    for (const [vulnerabilityId, one] of combined) {
      if (one.answer === 'not_affected') continue
      findings.push({ vulnerabilityId, combined: one, risk: scorer.score(vulnerabilityId, one, pair) })
    }
    const onWorklist = pair.devices.filter((device) => !isOffWorklist(device))
    totals.add(pair, onWorklist.length, combined.size > 0, findings, input.knownExploited)
    if (onWorklist.length === 0) continue
    addToGroups(groups, read, pair, onWorklist, findings, input.aliases)
    addToGaps(gaps, onWorklist.length, findings)
  }

  const finished = [...groups.values()].map((group) => finish(group, read, scorer)).sort(worstFirst)
  return {
    format: 'homeostat-assessment',
    formatVersion: 1,
    madeAt: input.now.toISOString(),
    inventory: { ...input.inventory, devices: input.devices.length },
    intelligence: {
      ...input.intelligence,
      nvdCves: input.nvd?.nvdCves ?? null,
      recordCves: input.nvd?.recordCves ?? null,
      advisories: input.advisories.length,
      vulnerabilities: new Set(
        input.advisories.flatMap((one) => one.vulnerabilities.map((flaw) => flaw.vulnerabilityId)),
      ).size,
      products: input.advisories.reduce((sum, advisory) => sum + advisory.products.length, 0),
    },
    totals: totals.result(),
    actions: finished.filter((group) => group.affected > 0),
    questions: finished.filter((group) => group.affected === 0),
    gaps: [...gaps.values()]
      .map((gap) => gap.result())
      .sort((a, b) => b.devices - a.devices || (a.sentence < b.sentence ? -1 : 1)),
  }
}

type AnswersOn = (configuration: Configuration) => ReadonlyMap<string, Combined>

/** Each configuration is asked once. */
function answerer(input: AssessInput): AnswersOn {
  const matcher = matcherOf(input.advisories, input.nvd?.applicability, input.microsoft?.updates)
  const answered = new Map<string, ReadonlyMap<string, Combined>>()
  return (configuration) => {
    const key = JSON.stringify(configuration)
    let answers = answered.get(key)
    if (!answers) {
      answers = new Map(
        [...matcher.match(configuration, input.aliases)]
          .filter(([, list]) => isSpokenOf(list))
          .map(([id, list]): [string, Combined] => [id, combine(list)]),
      )
      answered.set(key, answers)
    }
    return answers
  }
}

/** What no advisory speaks of, as if the database had published one on it: a group of devices has one document. */
function databaseAsAdvisory(database: Database, cves: ReadonlySet<string>, input: AssessInput): Advisory {
  return {
    id: database,
    publisher: database,
    publisherNamespace: namespaces[database],
    trackingId: database,
    title: databaseTitles[database],
    summary: '',
    revision: '',
    trackingStatus: 'final',
    publishedAt: '',
    revisedAt: '',
    products: [],
    vulnerabilities: [...cves].sort().map((cve): AdvisoryVulnerability => {
      const words = wordsOf(cve, input)
      return {
        vulnerabilityId: cve,
        cve,
        title: words.title,
        description: words.description,
        scores: [...chooseScores([], words.assessments).scores],
        remediations: [],
        status: {},
        threats: [],
        flags: [],
      }
    }),
  }
}

const namespaces: Readonly<Record<Database, string>> = {
  NVD: 'https://nvd.nist.gov',
  CVE: 'https://www.cve.org',
  OSV: 'https://osv.dev',
  MSRC: 'https://msrc.microsoft.com',
}

/** What NVD and Microsoft say of a flaw. */
function wordsOf(cve: string, { nvd, microsoft }: AssessInput) {
  const [byNvd, byMicrosoft] = [nvd?.words.get(cve), microsoft?.words.get(cve)]
  return {
    title: byMicrosoft?.title || (byNvd?.description.slice(0, 120) ?? ''),
    description: byNvd?.description ?? '',
    cwe: byNvd?.cwe ?? null,
    assessments: [...(byNvd?.assessments ?? []), ...(byMicrosoft?.assessments ?? [])],
  }
}

const worstFirst = (a: Group, b: Group): number =>
  b.risk.score - a.risk.score ||
  b.affected - a.affected ||
  b.cannotTell - a.cannotTell ||
  (a.advisory.id + a.model < b.advisory.id + b.model ? -1 : 1)

const isOffWorklist = ({ claims }: AssessedDevice): boolean =>
  claims.lifecycle !== null && claims.lifecycle !== undefined && offWorklist.includes(claims.lifecycle)

function contextOf(claims: DeviceClaims): Context {
  const hasAddress = (claims.ipAddresses?.length ?? 0) > 0 || (claims.macAddresses?.length ?? 0) > 0
  return {
    ...classify(claims),
    zone: claims.zone ?? claims.vlan ?? '',
    networkConnected: claims.networkConnected ?? (hasAddress ? true : null),
    storesPhi: claims.storesPhi ?? null,
  }
}

function pairUp(devices: readonly AssessedDevice[], answersOn: AnswersOn): Pair[] {
  const pairs = new Map<string, Pair>()
  const asking = new Map<ReadonlyMap<string, Combined>, boolean>()
  const isAsking = (answers: ReadonlyMap<string, Combined>) => {
    let isAsked = asking.get(answers)
    if (isAsked === undefined) {
      isAsked = asksForSerial(Iterator.from(answers.values()).flatMap(({ evidence }) => evidence))
      asking.set(answers, isAsked)
    }
    return isAsked
  }
  for (const device of devices) {
    const alike = configurationOf(device.claims)
    const configuration = isAsking(answersOn(alike)) ? toldApart(alike, device.claims) : alike
    const context = contextOf(device.claims)
    const contextKey = JSON.stringify(context)
    const key = `${JSON.stringify(configuration)}${contextKey}`
    const pair = pairs.get(key)
    if (pair) {
      pair.devices.push(device)
      continue
    }
    const { manufacturer, model, description } = configuration
    // As the score reads them: of its names only what the device does.
    const riskKey = `${deviceFunctionOf(description, model, `${manufacturer} ${model}`)} ${contextKey}`
    pairs.set(key, { configuration, context, devices: [device], riskKey })
  }
  return [...pairs.values()]
}

/** An advisory with its flaws by id. */
class ReadAdvisory {
  readonly advisory: Advisory
  readonly flaws: ReadonlyMap<string, AdvisoryVulnerability>

  constructor(advisory: Advisory) {
    this.advisory = advisory
    this.flaws = new Map(advisory.vulnerabilities.map((flaw) => [flaw.vulnerabilityId, flaw]))
  }
}

/** Scores each difference once: most devices differ in nothing that a score depends on. */
class Scorer {
  readonly #read: ReadonlyMap<string, ReadAdvisory>
  readonly #input: AssessInput
  readonly #flaws = new Map<string, RiskFlaw>()
  readonly #flawsOfCombined = new Map<Combined, RiskFlaw>()
  readonly #scores = new Map<RiskFlaw, Map<string, RiskScore>>()

  constructor(read: ReadonlyMap<string, ReadAdvisory>, input: AssessInput) {
    this.#read = read
    this.#input = input
  }

  knownExploited(id: string): KnownExploited | null {
    return this.#input.knownExploited?.get(id) ?? null
  }

  exploitProbability(id: string): ExploitProbability | null {
    return this.#input.exploitProbability?.get(id) ?? null
  }

  score(vulnerabilityId: string, combined: Combined, { configuration, context, riskKey }: Pair): RiskScore {
    const flaw = this.#flawOf(vulnerabilityId, combined)
    const scores = this.#scores.get(flaw) ?? new Map<string, RiskScore>()
    this.#scores.set(flaw, scores)
    const key = `${combined.answer} ${combined.probability} ${riskKey}`
    const known = scores.get(key)
    if (known) return known
    const { manufacturer, model, description } = configuration
    const risk = scoreFinding({
      answer: combined.answer,
      probability: combined.probability,
      device: { ...context, manufacturer, model, description },
      flaw,
    })
    scores.set(key, risk)
    return risk
  }

  /** One for all devices of a configuration, and for all configurations that the same products speak of. */
  #flawOf(vulnerabilityId: string, combined: Combined): RiskFlaw {
    const known = this.#flawsOfCombined.get(combined)
    if (known) return known
    const productIds = combined.evidence
      .filter((one) => one.advisoryId === combined.advisoryId && one.answer !== 'not_affected')
      .map((one) => one.productId)
    const key = `${vulnerabilityId}\n${combined.advisoryId}\n${productIds.join('\n')}`
    const flaw = this.#flaw(key, vulnerabilityId, combined.advisoryId, productIds)
    this.#flawsOfCombined.set(combined, flaw)
    return flaw
  }

  #flaw(key: string, vulnerabilityId: string, advisoryId: string, productIds: readonly string[]): RiskFlaw {
    const known = this.#flaws.get(key)
    if (known) return known
    const { advisory, flaws } = this.#read.get(advisoryId)!
    const flaw = flaws.get(vulnerabilityId)!
    const words = wordsOf(vulnerabilityId, this.#input)
    const own = isDatabase(advisoryId) ? [] : scoresOf(flaw.scores, productIds)
    const made: RiskFlaw = {
      ...chooseScores(own, words.assessments),
      exploitation: null,
      cwe: flaw.cwe ?? words.cwe,
      description: flaw.description,
      threats: flaw.threats,
      knownExploited: this.#input.knownExploited ? this.knownExploited(vulnerabilityId) : 'unknown',
      exploitProbability: this.#input.exploitProbability ? this.exploitProbability(vulnerabilityId) : 'unknown',
      advisory: `${advisory.publisher} ${advisory.trackingId}`,
      revisedAt: advisory.revisedAt || null,
    }
    this.#flaws.set(key, made)
    return made
  }
}

/** Each device is counted once, by the worst that is said of it. */
class Counter {
  #totals = {
    devices: 0,
    affected: 0,
    cannotTell: 0,
    notAffected: 0,
    notNamed: 0,
    unidentified: 0,
    offWorklist: 0,
    offWorklistAffected: 0,
    knownExploited: 0,
    bands: { critical: 0, high: 0, medium: 0, low: 0 },
  }

  /** `count`: how many of the devices are on the worklist. */
  add(
    pair: Pair,
    count: number,
    isNamed: boolean,
    findings: readonly PairFinding[],
    exploited: AssessInput['knownExploited'],
  ): void {
    const totals = this.#totals
    const off = pair.devices.length - count
    const affected = findings.filter((finding) => finding.combined.answer === 'affected')
    totals.devices += pair.devices.length
    totals.offWorklist += off
    if (affected.length > 0) {
      totals.affected += count
      totals.offWorklistAffected += off
      const worst = affected.reduce((a, b) => (b.risk.score > a.risk.score ? b : a))
      totals.bands[worst.risk.band] += count
      if (affected.some((finding) => exploited?.has(finding.vulnerabilityId))) totals.knownExploited += count
      return
    }
    const { manufacturer, model, modelNumber, operatingSystem } = pair.configuration
    if (findings.length > 0) totals.cannotTell += count
    else if (isNamed) totals.notAffected += count
    else if (`${manufacturer}${model}${modelNumber}${operatingSystem}`.trim() === '') totals.unidentified += count
    else totals.notNamed += count
  }

  result(): Totals {
    return this.#totals
  }
}

interface OpenGroup {
  readonly advisoryId: string
  readonly manufacturers: Map<string, number>
  readonly models: Map<string, number>
  readonly members: {
    readonly pair: Pair
    readonly devices: readonly AssessedDevice[]
    readonly findings: PairFinding[]
  }[]
}

/** Spellings of one model are one group: `IntelliVue MX-800` and `Intellivue MX800`, and what aliases take for one. */
function modelKey(configuration: Configuration, aliases: Aliases | undefined): string {
  const { manufacturer, model, modelNumber, description } = configuration
  const name = modelByAlias(configuration, aliases) ?? (model || modelNumber || description)
  return `${readVendor(manufacturer, aliases).own[0] ?? manufacturer.toLowerCase()}\n${name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9+]/g, '')}`
}

/**
 * What the advisory calls the device is the same for all spellings of it (`8015`, `Alaris PCU 8015`). An operating system
 * is in many models, and those are dealt with apart.
 */
function groupKey(
  configuration: Configuration,
  { combined }: PairFinding,
  { products }: Advisory,
  aliases: Aliases | undefined,
): string {
  const [deciding] = combined.evidence
  const product = products.find((one) => one.productId === deciding!.productId)
  const isSystem = deciding!.because.some((one) => one.part === 'operating_system')
  return isSystem || !product ? modelKey(configuration, aliases) : `${product.vendor}\n${product.name.toLowerCase()}`
}

function addToGroups(
  groups: Map<string, OpenGroup>,
  read: ReadonlyMap<string, ReadAdvisory>,
  pair: Pair,
  devices: readonly AssessedDevice[],
  findings: readonly PairFinding[],
  aliases: Aliases | undefined,
): void {
  const byAdvisory = Map.groupBy(findings, (finding) => finding.combined.advisoryId)
  for (const [advisoryId, some] of byAdvisory) {
    const worst = some.toSorted(byWeight)[0]!
    const key = `${advisoryId}\n${groupKey(pair.configuration, worst, read.get(advisoryId)!.advisory, aliases)}`
    const group: OpenGroup = groups.get(key) ?? { advisoryId, manufacturers: new Map(), models: new Map(), members: [] }
    groups.set(key, group)
    const { manufacturer, model, modelNumber, description } = pair.configuration
    count(group.manufacturers, manufacturer.trim(), devices.length)
    count(group.models, (model || modelNumber || description).trim(), devices.length)
    group.members.push({ pair, devices, findings: some })
  }
}

const count = (counts: Map<string, number>, key: string, by: number) => counts.set(key, (counts.get(key) ?? 0) + by)

const mostOften = (counts: ReadonlyMap<string, number>): string =>
  [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0] ?? ''

function finish(group: OpenGroup, read: ReadonlyMap<string, ReadAdvisory>, scorer: Scorer): Group {
  const { advisory, flaws } = read.get(group.advisoryId)!
  const places = new Map<string, number>()
  const vulnerabilities = new Map<string, { affected: number; cannotTell: number; worst: PairFinding }>()
  const devices: GroupDevice[] = []
  let worst: PairFinding | undefined

  for (const member of group.members) {
    const ranked = member.findings.toSorted(byWeight)
    const first = ranked[0]!
    if (!worst || byWeight(first, worst) < 0) worst = first
    for (const finding of member.findings) {
      const one = vulnerabilities.get(finding.vulnerabilityId) ?? { affected: 0, cannotTell: 0, worst: finding }
      one[finding.combined.answer === 'affected' ? 'affected' : 'cannotTell'] += member.devices.length
      if (byWeight(finding, one.worst) < 0) one.worst = finding
      vulnerabilities.set(finding.vulnerabilityId, one)
    }
    for (const device of member.devices) {
      const area = areaOf(device.claims)
      devices.push(toGroupDevice(device, area, first))
      count(places, area, 1)
    }
  }
  const affected = devices.filter((device) => device.answer === 'affected').length
  const open = group.members.flatMap((member) =>
    member.findings.some((finding) => finding.combined.answer === 'affected') ? [] : member.findings,
  )
  return {
    advisory: {
      id: advisory.id,
      trackingId: advisory.trackingId,
      publisher: advisory.publisher,
      title: advisory.title,
      url: advisory.url ?? null,
      revisedAt: advisory.revisedAt,
    },
    manufacturer: mostOften(group.manufacturers),
    model: mostOften(group.models),
    models: [...group.models]
      .map(([model, number]) => ({ model, devices: number }))
      .sort((a, b) => b.devices - a.devices || (a.model < b.model ? -1 : 1)),
    affected,
    cannotTell: devices.length - affected,
    risk: worst!.risk,
    vulnerabilities: [...vulnerabilities]
      .map(([id, one]) => toGroupVulnerability(id, one, flaws.get(id)!, scorer))
      .sort((a, b) => b.risk.score - a.risk.score || (a.id < b.id ? -1 : 1)),
    remediations: remediationsOf(advisory, [...vulnerabilities.keys()]),
    because: worst!.combined.evidence[0]!.because.map((one) => one.text),
    unknown: [...new Set(open.flatMap((finding) => unknownOf(finding)))],
    places: [...places]
      .map(([place, number]) => ({ place, devices: number }))
      .sort((a, b) => b.devices - a.devices || (a.place < b.place ? -1 : 1)),
    devices: devices.sort(
      (a, b) => Number(a.answer === 'cannot_tell') - Number(b.answer === 'cannot_tell') || b.score - a.score,
    ),
  }
}

/** Affected before cannot tell, then by score. */
const byWeight = (a: PairFinding, b: PairFinding): number =>
  Number(a.combined.answer !== 'affected') - Number(b.combined.answer !== 'affected') || b.risk.score - a.risk.score

const nowhere = 'place not known'
const areaOf = ({ site, careArea, department }: DeviceClaims): string =>
  [site, careArea ?? department].filter(Boolean).join(' · ') || nowhere

function toGroupDevice({ key, position, claims }: AssessedDevice, area: string, worst: PairFinding): GroupDevice {
  return {
    key,
    position,
    assetTag: claims.assetTag ?? null,
    serialNumber: claims.serialNumber ?? null,
    version: claims.softwareVersion ?? claims.firmwareVersion ?? claims.operatingSystem ?? null,
    place: claims.room ? `${area === nowhere ? '' : `${area} · `}${claims.room}` : area,
    lifecycle: claims.lifecycle ?? null,
    answer: worst.combined.answer === 'affected' ? 'affected' : 'cannot_tell',
    score: worst.risk.score,
    worstVulnerability: worst.vulnerabilityId,
  }
}

function toGroupVulnerability(
  id: string,
  { affected, cannotTell, worst }: { affected: number; cannotTell: number; worst: PairFinding },
  flaw: AdvisoryVulnerability,
  scorer: Scorer,
): GroupVulnerability {
  const published = flaw.scores.toSorted((a, b) => b.version.localeCompare(a.version) || b.score - a.score)[0]
  const listed = scorer.knownExploited(id)
  const probability = scorer.exploitProbability(id)
  return {
    id,
    title: flaw.title,
    score: published
      ? { version: published.version, vector: published.vector, score: published.score, source: published.source }
      : null,
    knownExploited: listed && { addedOn: listed.addedOn, ransomware: listed.ransomware },
    exploitProbability: probability && {
      probability: probability.probability,
      percentile: probability.percentile,
      model: probability.model,
      scoredOn: probability.scoredOn,
    },
    affected,
    cannotTell,
    risk: { score: worst.risk.score, band: worst.risk.band },
  }
}

const order = [
  'vendor_fix',
  'fix_planned',
  'optional_patch',
  'workaround',
  'mitigation',
  'no_fix_planned',
  'none_available',
]

function remediationsOf(advisory: Advisory, ids: readonly string[]): Group['remediations'] {
  const wanted = new Set(ids)
  const distinct = new Map<string, Group['remediations'][number]>()
  for (const flaw of advisory.vulnerabilities) {
    if (!wanted.has(flaw.vulnerabilityId)) continue
    for (const { category, details, url } of flaw.remediations) {
      if (!distinct.has(details)) distinct.set(details, { category, details, url })
    }
  }
  return [...distinct.values()].sort((a, b) => order.indexOf(a.category) - order.indexOf(b.category))
}

const unknownOf = (finding: PairFinding): string[] =>
  finding.combined.evidence[0]!.because.filter((one) => one.outcome === 'unknown').map((one) => one.text)

class OpenGap {
  readonly #part: string
  readonly #advisories = new Set<string>()
  #devices = 0

  constructor(part: string) {
    this.#part = part
  }

  add(devices: number, advisoryIds: Iterable<string>): void {
    this.#devices += devices
    for (const id of advisoryIds) this.#advisories.add(id)
  }

  result(): Gap {
    const part = this.#part
    return {
      part,
      sentence: gapSentences[part] ?? gapSentences.other!,
      devices: this.#devices,
      advisories: this.#advisories.size,
    }
  }
}

const gapSentences: Readonly<Record<string, string>> = {
  version_missing: 'The software version is not in the inventory.',
  version: 'The software version is there, but does not compare with what the advisory says, or an option decides.',
  model: 'The model says less than the advisory, or adds something that may make it another model.',
  operating_system: 'The operating system is not known well enough.',
  vendor: 'The manufacturer is not in the inventory.',
  status: 'The publisher is still looking into it.',
  other: 'Something else is not known.',
}

/** A device counts once for each thing that its inventory row would have to say. */
function addToGaps(gaps: Map<string, OpenGap>, devices: number, findings: readonly PairFinding[]): void {
  const open = findings.filter((finding) => finding.combined.answer === 'cannot_tell')
  const parts = new Map<string, Set<string>>()
  for (const { combined } of open) {
    for (const { part, outcome, text } of combined.evidence[0]!.because) {
      if (outcome !== 'unknown') continue
      const name =
        part === 'version' && text.includes('the version of the device is not known') ? 'version_missing' : part
      parts.set(name, (parts.get(name) ?? new Set()).add(combined.advisoryId))
    }
  }
  for (const [part, advisories] of parts) {
    const gap = gaps.get(part) ?? new OpenGap(part)
    gap.add(devices, advisories)
    gaps.set(part, gap)
  }
}
