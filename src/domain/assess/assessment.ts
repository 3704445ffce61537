import type { AdvisoryRemediation, ExploitProbability, KnownExploited, PublishedScore } from '#model/advisory.ts'
import type { Lifecycle } from '#model/device.ts'
import type { Answer } from '#model/finding.ts'
import type { RiskScore } from '#model/risk.ts'

/**
 * What `homeostat assess` says, and the form of its `--format json`. Names and meanings are kept; `formatVersion` grows
 * when one is taken away or changes its meaning. Lists of groups are in the order in which to act, worst first.
 */
export interface Assessment {
  readonly format: 'homeostat-assessment'
  readonly formatVersion: 1
  /** ISO 8601. */
  readonly madeAt: string
  readonly inventory: InventorySummary
  readonly intelligence: IntelligenceSummary
  readonly totals: Totals
  /** At least one device is affected. */
  readonly actions: readonly Group[]
  /** Devices may be affected, and the inventory does not tell. */
  readonly questions: readonly Group[]
  /** What the inventory would have to say, and for how many devices. */
  readonly gaps: readonly Gap[]
}

export interface InventorySummary {
  readonly file: string
  readonly devices: number
  /** Column name to what it was taken for; null where it was only kept. */
  readonly columns: readonly { readonly name: string; readonly attribute: string | null }[]
  /** Columns that were not read, with the reason: they look like patient data. */
  readonly refused: readonly { readonly name: string; readonly reason: string }[]
  readonly skipped: readonly SkippedSummary[]
  /** Values that did not become a claim, by column. */
  readonly unread: readonly { readonly column: string; readonly code: string; readonly rows: number }[]
  readonly remarks: readonly string[]
}

export interface SkippedSummary {
  readonly code: string
  readonly reason: string
  readonly count: number
  /** Of the first few: row numbers, file names. */
  readonly positions: readonly string[]
}

export interface IntelligenceSummary {
  readonly source: string
  readonly advisories: number
  readonly vulnerabilities: number
  readonly products: number
  /** Null where no list was given: then nothing is known of exploitation, and that counts as the worst plausible. */
  readonly knownExploited: { readonly entries: number; readonly asOf: string | null } | null
  readonly exploitProbability: { readonly entries: number; readonly model: string; readonly scoredOn: string } | null
  /** CVEs of which NVD says what they apply to; null where its files were not given. */
  readonly nvdCves: number | null
  /** CVEs of which their own record says it, and NVD does not; null where the CVE List was not given. */
  readonly recordCves: number | null
  readonly skipped: readonly SkippedSummary[]
}

/** Devices are counted once, by the worst that is said of them. */
export interface Totals {
  readonly devices: number
  readonly affected: number
  readonly cannotTell: number
  /** An advisory names the model, and the device’s version is cleared by each. */
  readonly notAffected: number
  /** No advisory that was read names the model. */
  readonly notNamed: number
  /** Neither maker, model nor operating system is known: no advisory can be looked for. */
  readonly unidentified: number
  /** Planned, stored, loaned, retired or disposed: assessed, but in no list of what to do. */
  readonly offWorklist: number
  readonly offWorklistAffected: number
  /** Of the affected: by their worst score. */
  readonly bands: Readonly<Record<RiskScore['band'], number>>
  /** Affected by a flaw that attackers are known to use. */
  readonly knownExploited: number
}

/** One advisory on one of its products, which the inventory may spell in several ways. */
export interface Group {
  readonly advisory: {
    readonly id: string
    readonly trackingId: string
    readonly publisher: string
    readonly title: string
    readonly url: string | null
    readonly revisedAt: string
  }
  readonly manufacturer: string
  /** As most of the devices have it. */
  readonly model: string
  /** Every spelling and variant that the advisory's product stands for. */
  readonly models: readonly { readonly model: string; readonly devices: number }[]
  readonly affected: number
  readonly cannotTell: number
  /** The worst of the devices’ scores. */
  readonly risk: RiskScore
  readonly vulnerabilities: readonly GroupVulnerability[]
  /** What the publisher says can be done, best first. */
  readonly remediations: readonly Pick<AdvisoryRemediation, 'category' | 'details' | 'url'>[]
  /** Why the devices are in the group: what was compared, of the worst finding. */
  readonly because: readonly string[]
  /** For `cannotTell`: what would settle it. Empty where all are affected. */
  readonly unknown: readonly string[]
  readonly places: readonly { readonly place: string; readonly devices: number }[]
  readonly devices: readonly GroupDevice[]
}

export interface GroupVulnerability {
  readonly id: string
  readonly title: string
  readonly score: Pick<PublishedScore, 'version' | 'vector' | 'score' | 'source'> | null
  readonly knownExploited: Pick<KnownExploited, 'addedOn' | 'ransomware'> | null
  readonly exploitProbability: Omit<ExploitProbability, 'cve'> | null
  readonly affected: number
  readonly cannotTell: number
  /** The worst over the devices of the group. */
  readonly risk: Pick<RiskScore, 'score' | 'band'>
}

export interface GroupDevice {
  /** What the inventory calls it. */
  readonly key: string
  /** Row of the file. */
  readonly position: string
  readonly assetTag: string | null
  readonly serialNumber: string | null
  readonly version: string | null
  readonly place: string
  readonly lifecycle: Lifecycle | null
  readonly answer: Exclude<Answer, 'not_affected'>
  readonly score: number
  readonly worstVulnerability: string
}

export interface Gap {
  /** `version`, `model`, `operating_system`, `vendor`, `status`. */
  readonly part: string
  readonly sentence: string
  readonly devices: number
  readonly advisories: number
}
