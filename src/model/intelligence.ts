import type { Advisory, ExploitProbability, KnownExploited } from './advisory.ts'
import type { CveRecord } from './cve-record.ts'
import type { GudidDevice, ProductClassification } from './device-catalogue.ts'
import type { MsrcEntry } from './msrc.ts'
import type { NvdEntry } from './nvd.ts'
import type { Skipped } from './observation.ts'
import type { OsvEntry } from './osv.ts'
import type { RecallEntry, RecallList } from './recall.ts'
import type { ProductSupport } from './support.ts'

/** One thing that a publisher says; what a feed yields and the intelligence module stores. */
export type FeedRecord =
  /** `document` is what came, as text; `digest` its SHA-256 in hex. */
  | { readonly kind: 'advisory'; readonly advisory: Advisory; readonly digest: string; readonly document: string }
  /** The publisher took it back, or no longer lists it; `by` names the person who withdrew it here. */
  | {
      readonly kind: 'advisory_withdrawn'
      readonly advisoryId: string
      readonly reason: string
      readonly by?: string
    }
  | { readonly kind: 'known_exploited'; readonly entry: KnownExploited }
  | { readonly kind: 'exploit_probability'; readonly entry: ExploitProbability }
  | { readonly kind: 'nvd_cve'; readonly entry: NvdEntry }
  | { readonly kind: 'cve_record'; readonly record: CveRecord }
  | { readonly kind: 'package_vulnerability'; readonly entry: OsvEntry }
  | { readonly kind: 'msrc_cve'; readonly entry: MsrcEntry }
  /** A document of Microsoft's came before this: it says nothing of other CVEs any more. */
  | {
      readonly kind: 'msrc_document'
      readonly document: string
      readonly asOf: string
      readonly cves: readonly string[]
      /** False where a part of it could not be read: of other CVEs it may say something still. */
      readonly isComplete?: boolean
    }
  | { readonly kind: 'recall'; readonly entry: RecallEntry }
  | { readonly kind: 'product_support'; readonly entry: ProductSupport }
  | { readonly kind: 'product_classification'; readonly entry: ProductClassification }
  | { readonly kind: 'gudid_device'; readonly entry: GudidDevice }
  /**
   * The list is complete as of this day: what is not on it is no longer listed. It stands after the entries; those of
   * `known_exploited`, `product_support` and `product_classification` are all in the same page, those of `exploit_probability` carry the day as `scoredOn`. Of
   * `recall` it says that the reading is at its end; nothing is taken off.
   */
  | {
      readonly kind: 'complete'
      readonly of: 'known_exploited' | 'exploit_probability' | 'recall' | 'product_support' | 'product_classification'
      /** Of `recall`: the lists that were said anew from their first entry to their last. The others stand as said before. */
      readonly lists?: readonly RecallList[]
      readonly asOf: string
      /** The moment of `asOf`, where the publisher tells it: of two lists of one day it tells the older one. */
      readonly releasedAt?: string
      readonly version: string
    }

/** What became otherwise in FDA's product codes and device identifiers. */
export interface CatalogueChange {
  /** Any code: all models may be concerned. */
  readonly isClassification: boolean
  /** Identifiers, and names as `catalogueKey` gives them, of records that are new or changed. */
  readonly dis: readonly string[]
  readonly keys: readonly string[]
}

/** What a page of records changed in what we know. The loop hands it from module to module. */
export interface IntelligenceChange {
  /** New, revised, withdrawn or published again. */
  readonly advisoryIds: readonly string[]
  /** Whose products they name now, or named before: as written. */
  readonly vendors: readonly string[]
  /**
   * Vulnerabilities whose exploitation, probability or assessment changed, of those that some advisory names: the others
   * can be on no device.
   */
  readonly cves: readonly string[]
  /** Those of `cves` that came onto the list of exploited vulnerabilities, or off it. */
  readonly listedOrNot: readonly string[]
  /** A list was read for the first time: that a vulnerability is not on it now says something too. */
  readonly isFirstReading: boolean
  /** CVEs of which NVD or their own record says anew, or no longer, what they apply to. */
  readonly nvdCves: readonly string[]
  /** Entries of OSV databases that are new, changed or withdrawn. */
  readonly packageVulnerabilityIds: readonly string[]
  /** FDA says of product codes or device identifiers what it did not before; null where not. */
  readonly catalogue: CatalogueChange | null
  /** Lists that were not taken, for their date or because they are empty: the one in force stays. */
  readonly refused: readonly Skipped[]
  readonly counts: IntelligenceCounts
}

/** What became of the records; together they are as many as came, `complete` apart. */
export interface IntelligenceCounts {
  readonly new: number
  readonly changed: number
  readonly unchanged: number
  /** Older than what is stored: not used; the revision of an advisory is kept as a document. */
  readonly older: number
  /** Withdrawn by the publisher, or no longer on a complete list. */
  readonly withdrawn: number
}
