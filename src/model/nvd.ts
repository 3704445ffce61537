/** A vulnerability as NVD publishes it: NVD's own words and those that it collected, beside what any advisory says. */
export interface NvdEntry {
  readonly cve: string
  /** `Analyzed`, `Rejected`, `Deferred`, `Awaiting Analysis` …: as written. */
  readonly status: string
  readonly publishedAt: string
  readonly modifiedAt: string
  /** In English; empty where there is none. */
  readonly description: string
  readonly scores: readonly NvdScore[]
  readonly weaknesses: readonly NvdWeakness[]
  /** One of them is enough. */
  readonly configurations: readonly NvdConfiguration[]
}

export interface NvdScore {
  readonly version: '2.0' | '3.0' | '3.1' | '4.0'
  readonly vector: string
  readonly score: number
  readonly severity?: string
  /** Who gave it: `nvd@nist.gov`, or the CNA's or ADP's address or id. */
  readonly source: string
  readonly type: 'primary' | 'secondary'
}

export interface NvdWeakness {
  /** `CWE-79`; also `NVD-CWE-noinfo`, as written. */
  readonly id: string
  readonly source: string
  readonly type: 'primary' | 'secondary'
}

/** NISTIR 7698: a logical test over nodes; `AND` states a product together with what it runs on. */
export interface NvdConfiguration {
  readonly operator: 'AND' | 'OR'
  readonly negate: boolean
  readonly nodes: readonly NvdNode[]
  /** Whose word it is where it is not NVD's, as a CVE record names publishers: `cna:meadow`. */
  readonly by?: string
}

export interface NvdNode {
  readonly operator: 'AND' | 'OR'
  readonly negate: boolean
  readonly criteria: readonly NvdCriterion[]
}

export interface NvdCriterion {
  /** A CPE 2.3 formatted string. */
  readonly cpe: string
  /** False: what the product runs on or with. */
  readonly vulnerable: boolean
  readonly from?: string
  readonly after?: string
  readonly upTo?: string
  readonly before?: string
  /** Why nobody can tell of the versions that it names, for people: the device may have it, and no more. NVD has none. */
  readonly open?: string
}
