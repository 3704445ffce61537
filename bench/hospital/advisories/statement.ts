/**
 * One public advisory, restated for the demonstration: its facts (identifiers, products, version ranges, scores as
 * published, weaknesses) in our own words, and beside them what is true of the models of `catalogue.ts`. `csaf.ts` makes
 * the document from the first part; `truth.ts` reads only the second, so that no matcher marks its own work.
 */
export interface Statement {
  /** Tracking id of the restatement; it echoes the id of the original. */
  readonly id: string
  readonly title: string
  readonly summary: string
  /** Days of the original's first and last revision. */
  readonly publishedOn: string
  readonly revisedOn: string
  /** The original: its id and where it is published. */
  readonly restates: readonly { readonly id: string; readonly url: string }[]
  readonly products: readonly Product[]
  readonly flaws: readonly Flaw[]
  readonly remedies: readonly Remedy[]
  readonly truth: readonly Truth[]
}

export interface Product {
  /** Name inside this statement. */
  readonly key: string
  readonly vendor: string
  readonly family?: string
  readonly name: string
  /** The version text as a publisher writes it. */
  readonly version: string
  /** The text stands in a `product_version_range` branch. */
  readonly range?: boolean
  /** Further products by the relationship `installed_on`: this product on that one. */
  readonly installed?: readonly { readonly key: string; readonly on: string }[]
}

export interface Flaw {
  readonly cve: string
  readonly cwe: number
  readonly title: string
  readonly description: string
  /** Vector and base score as published; a CVSS 2.0 vector has no prefix. */
  readonly vector: string
  readonly score: number
  readonly affected: readonly string[]
  readonly notAffected?: readonly string[]
  readonly fixed?: readonly string[]
  readonly exploited?: string
}

export interface Remedy {
  readonly category: 'mitigation' | 'no_fix_planned' | 'none_available' | 'vendor_fix' | 'workaround'
  readonly details: string
  /** Product keys; all affected products where absent. */
  readonly products?: readonly string[]
  readonly url?: string
}

/** What is true of one model of the catalogue, by version as it stands there. */
export interface Truth {
  readonly model: string
  /** The flaws this line is about; all of the statement where absent. */
  readonly cves?: readonly string[]
  /** Versions that are affected, or every one; versions in neither list are not affected. */
  readonly affected: readonly string[] | 'every'
  /** Versions (or every one) of which no inventory can tell, and why. */
  readonly undecidable?: { readonly versions: readonly string[] | 'every'; readonly reason: string }
}
