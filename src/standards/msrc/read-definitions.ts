import type { MsrcEntry, MsrcFix } from '#model/msrc.ts'
import { kbsIn, worstSeverity } from './words.ts'

/** Of wesng's `CVEs_yyyymmdd.csv`; the order in the file is free. */
const definitionColumns = [
  'DatePosted',
  'CVE',
  'BulletinKB',
  'Title',
  'AffectedProduct',
  'AffectedComponent',
  'Severity',
  'Impact',
  'Supersedes',
] as const

interface OpenFix extends Omit<MsrcFix, 'products'> {
  readonly products: Set<string>
}

interface OpenEntry {
  title: string
  impact: string
  first: string
  last: string
  readonly severities: Set<string>
  readonly products: Set<string>
  readonly fixes: Map<string, OpenFix>
}

/** Gathers the rows of the list by CVE: it is in the order of its months, not of its CVEs. */
export class DefinitionsReader {
  readonly #at: readonly number[]
  readonly #entries = new Map<string, OpenEntry>()
  /** One text for each name, which comes hundreds of times. */
  readonly #texts = new Map<string, string>()

  readonly #asOf: string

  private constructor(at: readonly number[], asOf: string) {
    this.#at = at
    this.#asOf = asOf
  }

  /** Undefined where the header is not that of such a list. */
  static open(header: readonly string[], asOf: string): DefinitionsReader | undefined {
    const names = header.map((name) => name.replace(/^\uFEFF/, '').trim())
    const at = definitionColumns.map((name) => names.indexOf(name))
    return at.includes(-1) ? undefined : new DefinitionsReader(at, asOf)
  }

  /** False where the row names no CVE: an advisory without a number, a service pack, an empty line. */
  add(cells: readonly string[]): boolean {
    const cell = (column: number) => cells[this.#at[column]!]?.trim() ?? ''
    const cve = cell(1).toUpperCase()
    if (!/^CVE-\d{4}-\d{4,}$/.test(cve)) return false
    const posted = cell(0).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')
    const product = this.#one(cell(4).replace(/\s+/g, ' '))
    const entry = this.#open(cve)
    if (entry.title === '') entry.title = cell(3)
    if (entry.impact === '') entry.impact = cell(7)
    if (entry.first === '' || posted < entry.first) entry.first = posted
    if (posted > entry.last) entry.last = posted
    if (cell(6) !== '') entry.severities.add(cell(6))
    entry.products.add(product)
    const kb = /^(?:KB)?(\d{6,8})$/i.exec(cell(2))?.[1]
    if (kb === undefined) return true
    const component = this.#one(cell(5))
    const supersedes = this.#one(cell(8))
    const key = `${kb}\n${component}\n${supersedes}\n${posted}`
    const fix = entry.fixes.get(key)
    if (fix) fix.products.add(product)
    else
      entry.fixes.set(key, {
        kb,
        supersedes: kbsIn(supersedes).filter((other) => other !== kb),
        fixedBuild: '',
        kind: '',
        component,
        postedOn: posted,
        products: new Set([product]),
      })
    return true
  }

  cves(): string[] {
    return [...this.#entries.keys()].sort()
  }

  *entries(): Generator<MsrcEntry> {
    for (const [cve, open] of this.#entries)
      yield {
        document: 'definitions',
        asOf: this.#asOf,
        cve,
        title: open.title,
        severity: worstSeverity([...open.severities]),
        impact: open.impact,
        publishedOn: open.first,
        revisedOn: open.last,
        isExploited: null,
        isDisclosed: null,
        scores: [],
        products: [...open.products].sort(),
        fixes: [...open.fixes.values()].map((fix) => ({ ...fix, products: [...fix.products].sort() })),
      }
  }

  #open(cve: string): OpenEntry {
    let entry = this.#entries.get(cve)
    if (!entry) {
      entry = {
        title: '',
        impact: '',
        first: '',
        last: '',
        severities: new Set(),
        products: new Set(),
        fixes: new Map(),
      }
      this.#entries.set(cve, entry)
    }
    return entry
  }

  #one(text: string): string {
    const known = this.#texts.get(text)
    if (known !== undefined) return known
    this.#texts.set(text, text)
    return text
  }
}
