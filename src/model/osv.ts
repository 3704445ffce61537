/** A vulnerability of packages as an OSV database publishes it, without what only people read. */
export interface OsvEntry {
  /** `GHSA-…`, `PYSEC-…`, `DSA-…`, `CVE-…`: as written. */
  readonly id: string
  readonly modifiedAt: string
  readonly publishedAt: string | null
  /** It is then no vulnerability, or not this one. */
  readonly withdrawnAt: string | null
  /** The same vulnerability in other databases. */
  readonly aliases: readonly string[]
  /** Those that a distributor's entry passes on. */
  readonly upstream: readonly string[]
  readonly related: readonly string[]
  readonly summary: string
  readonly severities: readonly OsvSeverity[]
  readonly affected: readonly OsvAffected[]
}

export interface OsvSeverity {
  /** `CVSS_V2`, `CVSS_V3`, `CVSS_V4`, `Ubuntu`: as written. */
  readonly type: string
  readonly score: string
}

/** One package, and which versions of it are affected. */
export interface OsvAffected {
  /** `npm`, `Debian:12`; empty where only commits are named. */
  readonly ecosystem: string
  readonly name: string
  /** As written, without a version; empty where there is none. */
  readonly purl: string
  readonly severities: readonly OsvSeverity[]
  readonly ranges: readonly OsvRange[]
  readonly versions: readonly string[]
}

export interface OsvRange {
  readonly type: 'SEMVER' | 'ECOSYSTEM' | 'GIT'
  readonly events: readonly OsvEvent[]
}

export interface OsvEvent {
  readonly kind: 'introduced' | 'fixed' | 'last_affected' | 'limit'
  readonly version: string
}
