import type { NvdApplicability, WindowsUpdates } from '#domain/applicability/applicability.ts'
import { type Combined, type Database, databaseTitles, isDatabase } from '#domain/findings/findings.ts'
import type { Aliases } from '#domain/matching/matching.ts'
import { chooseScores, type RiskFlaw, scoreFinding, scoresOf } from '#domain/risk/risk.ts'
import type { Advisory, AdvisoryVulnerability, ExploitProbability, KnownExploited } from '#model/advisory.ts'
import type { Assessment as PublisherAssessment } from '#model/cve-record.ts'
import type { Configuration } from '#model/matching.ts'
import type { Context, RiskScore } from '#model/risk.ts'
import type { IntelligenceSummary, InventorySummary } from './assessment.ts'
import type { AssessedDevice } from './configuration.ts'

// What an assessment is made of, and the score of one vulnerability on devices alike.

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
export interface Pair {
  readonly configuration: Configuration
  readonly context: Context
  readonly devices: AssessedDevice[]
  /** What a score depends on of configuration and context. */
  readonly riskKey: string
}

/** One vulnerability on all devices of a pair. */
export interface PairFinding {
  readonly vulnerabilityId: string
  readonly combined: Combined
  readonly risk: RiskScore
}

/** What no advisory speaks of, as if the database had published one on it: a group of devices has one document. */
export function databaseAsAdvisory(database: Database, cves: ReadonlySet<string>, input: AssessInput): Advisory {
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

/** An advisory with its flaws by id. */
export class ReadAdvisory {
  readonly advisory: Advisory
  readonly flaws: ReadonlyMap<string, AdvisoryVulnerability>

  constructor(advisory: Advisory) {
    this.advisory = advisory
    this.flaws = new Map(advisory.vulnerabilities.map((flaw) => [flaw.vulnerabilityId, flaw]))
  }
}

/** Scores each difference once: most devices differ in nothing that a score depends on. */
export class Scorer {
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
      advisory: isDatabase(advisoryId) ? advisoryId : `${advisory.publisher} ${advisory.trackingId}`,
      revisedAt: advisory.revisedAt || null,
    }
    this.#flaws.set(key, made)
    return made
  }
}
