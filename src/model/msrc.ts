/**
 * What Microsoft's Security Response Center says of one CVE in one document of its Security Update Guide: which products are
 * affected, and which update cures each.
 */
export interface MsrcEntry {
  /** `2024-Jan`; `definitions` where it comes from wesng's list. */
  readonly document: string
  /** When the document was revised: ISO 8601. Of two, the later holds. */
  readonly asOf: string
  readonly cve: string
  readonly title: string
  /** The worst that is said of any product: `Critical`, `Important` …; empty where nothing is. */
  readonly severity: string
  readonly impact: string
  /** `YYYY-MM-DD`; empty where it is not said. */
  readonly publishedOn: string
  readonly revisedOn: string
  /** Null where it is not said. */
  readonly isExploited: boolean | null
  readonly isDisclosed: boolean | null
  readonly scores: readonly MsrcScore[]
  /** Full names of the products that are affected, as written: `Windows 10 Version 1809 for x64-based Systems`. */
  readonly products: readonly string[]
  readonly fixes: readonly MsrcFix[]
}

export interface MsrcScore {
  readonly vector: string
  readonly score: number
}

/** An update that cures the CVE in some of the products. */
export interface MsrcFix {
  /** Digits: `5034127`; empty where the update has no article, only a build. */
  readonly kb: string
  /** The updates that this one contains. */
  readonly supersedes: readonly string[]
  /** `10.0.17763.5329`; empty where it is not said. */
  readonly fixedBuild: string
  /** `Security Update`, `Monthly Rollup`, `Security Only` …; as written. */
  readonly kind: string
  /** The part of the product that it mends, where it is not the product itself: `Windows Internet Explorer 8`. */
  readonly component: string
  readonly postedOn: string
  readonly products: readonly string[]
}
