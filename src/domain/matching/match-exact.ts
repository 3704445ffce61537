import type { Advisory } from '#model/advisory.ts'
import type { Component } from '#model/component.ts'
import type { Because } from '#model/finding.ts'
import type { Configuration, Match } from '#model/matching.ts'
import { ANY, attributes, type CpeName, readCpe, relateValues } from '#standards/cpe/cpe.ts'
import { relateVersions, unquoted } from '#standards/nvd/nvd.ts'
import { packageKey } from '#standards/osv/osv.ts'
import { type PackageUrl, readPurl } from '#standards/purl/purl.ts'
import { compareByScheme, contains, containsByScheme, readVersionExpression } from '#standards/vers/vers.ts'
import { cpeNameOf } from './cpe-names.ts'
import { type CpeStatement, cpeKey, type ExactNames, modelKeys, type PurlStatement } from './exact-names.ts'
import { sameUnit } from './identifiers.ts'
import { judge } from './judge.ts'
import { compileAdvisories, type IndexedProduct, type MatchIndex } from './match-index.ts'
import { type Aliases, modelByAlias } from './own-aliases.ts'
import { askedOf, wholeVersion } from './package-release.ts'
import type { Statement } from './statement.ts'
import { readSystemNames, type SystemNames } from './system-names.ts'
import { ofUnit, toBecause, type VersionEvidence } from './version-answer.ts'

// What runs on a device or is inside it, by exact names. Each of them only opens: that one component is not affected clears no
// device that may have another.

interface Hit {
  readonly product: IndexedProduct
  readonly statement: Statement
  readonly because: Because
  readonly version: VersionEvidence
  readonly isSure: boolean
  readonly probability: number
}

/** How a fact says which component it is of. */
export const componentText = (component: Component) =>
  `component "${[component.name, component.version].filter(Boolean).join(' ') || component.purl || component.cpe}"`

/** Matches of the operating system by its CPE names, and of components by theirs and their package URLs. */
export function matchExactNames(
  matches: Match[],
  index: MatchIndex,
  configuration: Configuration,
  components: readonly Component[],
): void {
  const hits = [...systemHits(index, configuration.operatingSystem), ...componentHits(index, components)]
  if (hits.length === 0) return
  const keyOf = (one: Match) => `${one.advisoryId}\n${one.productId}\n${one.vulnerabilityId}`
  const affected = new Set(matches.filter(({ answer }) => answer === 'affected').map(keyOf))
  const found: Match[] = []
  for (const hit of hits) {
    const unit = sameUnit(hit.statement.product.identifiers, configuration)
    if (unit?.answer === 'no') continue
    const version = unit ? ofUnit(hit.version, unit) : hit.version
    judge(found, hit.statement, { ...hit, version, because: unit ? [hit.because, unit.because] : [hit.because] })
  }
  for (const match of found) if (match.answer !== 'not_affected' && !affected.has(keyOf(match))) matches.push(match)
}

/** Of each statement what says most: yes before nobody knows, and nothing where it is outside. */
class Hits {
  readonly #best = new Map<Statement, Hit>()

  add(hit: Hit): void {
    const rank = ({ version, isSure }: Hit) => (version.answer === 'yes' ? (isSure ? 3 : 2) : 1)
    const other = this.#best.get(hit.statement)
    if (hit.version.answer !== 'no' && (!other || rank(hit) > rank(other))) this.#best.set(hit.statement, hit)
  }

  all(): readonly Hit[] {
    return [...this.#best.values()]
  }
}

const noHits: readonly Hit[] = []

const systems = new Map<string, SystemNames>()

/** Without `windows:-` and the bare kernel, which are what a product runs on. */
function systemNames(text: string): SystemNames {
  const known = systems.get(text)
  if (known) return known
  const { names, probability } = readSystemNames(text) ?? { names: [], probability: 0 }
  const own = names.filter(({ name, asProduct }) => asProduct === 'yes' || unquoted(name.version) !== '' || isAny(name))
  const read = { names: own, probability }
  if (systems.size > 20_000) systems.clear()
  systems.set(text, read)
  return read
}

const isAny = ({ version }: CpeName) => version === ANY

/** The exact names of these advisories alone: what they may say anew. */
export const compileExactNames = (advisories: readonly Advisory[]): ExactNames =>
  compileAdvisories(advisories.filter(({ products }) => products.some(({ identifiers }) => identifiers?.cpe)))
    .exactNames

/** Whether one of them is a name of the device, or of its operating system, in whatever version. */
export function isNamedExactly(
  { byCpe, byModel }: ExactNames,
  configuration: Configuration,
  aliases: Aliases | undefined,
): boolean {
  if (byCpe.size === 0) return false
  if (systemNames(configuration.operatingSystem).names.some(({ name }) => byCpe.has(cpeKey(name)))) return true
  const model = modelByAlias(configuration, aliases) ?? configuration.model
  return modelKeys({ ...configuration, model }, aliases).some((key) => byModel.has(key))
}

function systemHits(index: MatchIndex, text: string): readonly Hit[] {
  const { byCpe } = index.exactNames
  if (byCpe.size === 0 || text.trim() === '') return noHits
  const key = `system by CPE\n${text}`
  const known = index.memory.get(key) as readonly Hit[] | undefined
  if (known) return known
  const hits = new Hits()
  const read = systemNames(text)
  for (const { name, asProduct } of read.names) {
    for (const named of byCpe.get(cpeKey(name)) ?? []) {
      // Products that are called as a system are matched as one.
      if (named.product.operatingSystem) continue
      const version = versionBy(named, name, { asks: 'operatingSystem' })
      if (!version) continue
      const isSure = asProduct === 'yes'
      hits.add({
        ...{ product: named.product, statement: named.statement, version, isSure },
        probability: read.probability * (isSure ? 1 : 0.5),
        because: {
          part: 'operating_system',
          outcome: isSure ? 'agrees' : 'unknown',
          text: `operating system "${text.trim()}" ${isSure ? 'is' : 'may be'} ${named.text}`,
          ...(!isSure && { asks: 'operatingSystem' }),
        },
      })
    }
  }
  index.memory.set(key, hits.all())
  return hits.all()
}

/** A bill of materials is one list for all its devices. */
function componentHits(index: MatchIndex, components: readonly Component[]): readonly Hit[] {
  const { byCpe, byPackage } = index.exactNames
  if (components.length === 0 || byCpe.size + byPackage.size === 0) return noHits
  const known = index.ofBills.get(components) as readonly Hit[] | undefined
  if (known) return known
  const hits = new Hits()
  for (const component of components) {
    const add = (named: CpeStatement | PurlStatement, version: VersionEvidence | undefined) => {
      if (!version) return
      const text = `${componentText(component)} is ${named.text}`
      hits.add({
        ...{ product: named.product, statement: named.statement, version, isSure: true, probability: 0.95 },
        because: { part: 'component', outcome: 'agrees', text },
      })
    }
    const name = cpeOf(component)
    if (name) for (const named of byCpe.get(cpeKey(name)) ?? []) add(named, versionBy(named, name))
    const read = component.purl === '' ? undefined : readPurl(component.purl)
    for (const { purl, version } of read?.ok ? askedOf(read.purl, component.version) : [])
      for (const named of byPackage.get(packageKey(purl)) ?? []) add(named, versionOfPackage(named, purl, version))
  }
  index.ofBills.set(components, hits.all())
  return hits.all()
}

function cpeOf({ cpe, version }: Component): CpeName | undefined {
  const read = cpe === '' ? undefined : readCpe(cpe)
  if (!read?.ok) return undefined
  const { name } = read
  return name.version === ANY && version !== '' ? { ...name, version: cpeNameOf({ version }).version } : name
}

/**
 * NISTIR 7696: the advisory's name holds where it is a superset of the device's or equal to it. Undefined where they part; what
 * the device's leaves open nobody can tell. Where the advisory's is of any version, the version that it states beside decides.
 */
function versionBy(
  { name: wanted, statement, text }: CpeStatement,
  own: CpeName,
  asked: Pick<Because, 'asks'> = {},
): VersionEvidence | undefined {
  const relations = attributes
    .filter((attribute) => !['part', 'vendor', 'product', 'version'].includes(attribute))
    .map((attribute) => relateValues(wanted[attribute], own[attribute]))
  const ofVersion = relateVersions({}, wanted.version, own)
  if (relations.includes('disjoint') || ofVersion === 'disjoint') return undefined
  const isOpen = [...relations, ofVersion].some((one) => one === 'subset' || one === 'undefined')
  if (isOpen)
    return { answer: 'unknown', isMissing: true, because: { ...toBecause('unknown', leftOpen(text)), ...asked } }
  if (wanted.version !== ANY) {
    const shown = unquoted(wanted.version)
    const because = shown === '' ? 'the name is of no version' : `version ${shown} is named`
    return { answer: 'yes', isMissing: false, because: toBecause('yes', because) }
  }
  const { version } = statement
  const said = unquoted(own.version)
  if (isOfAll(statement))
    return { answer: 'yes', isMissing: false, because: toBecause('yes', 'all versions are named') }
  // `10.0.17763.x`: which build it is nobody says.
  const { answer, because } = contains(version, /\.x$/.test(said) ? '' : said)
  return {
    answer,
    isMissing: said === '',
    because: { ...toBecause(answer, because), ...(answer === 'unknown' ? asked : {}) },
  }
}

const leftOpen = (text: string) => `${text} says more than is known of it`

const isOfAll = ({ version }: Statement) =>
  (version.reading === 'all' || version.reading === 'none') && version.condition === undefined

/** Undefined where it is another package, or another version than the package URL names. */
function versionOfPackage(
  { purl: wanted, statement, text }: PurlStatement,
  purl: PackageUrl,
  version: string,
): VersionEvidence | undefined {
  if (telling.some((key) => differ(wanted.qualifiers[key], purl.qualifiers[key]))) return undefined
  const evidence = (answer: VersionEvidence['answer'], because: string): VersionEvidence => ({
    ...{ answer, isMissing: version === '', because: toBecause(answer, because) },
  })
  const name = packageKey(purl)
  const named = wholeVersion(wanted, '')
  if (named === '' && isOfAll(statement)) return evidence('yes', 'all versions are named')
  if (version === '') return evidence('unknown', `the version of ${name} is not known`)
  if (named !== '') {
    const isSame = named === version || compareByScheme(purl.type, named, version) === 0
    return isSame ? evidence('yes', `version ${version} is that of ${text}`) : undefined
  }
  const bySchemes = containsByScheme(purl.type, statement.versionText, version)
  if (bySchemes.answer !== 'unknown') return evidence(bySchemes.answer, bySchemes.because)
  // A range that names its own scheme, or a package that no scheme is of.
  if (compareByScheme(purl.type, version, version) !== undefined) return evidence('unknown', bySchemes.because)
  const { answer, because } = contains(readVersionExpression(statement.versionText), version)
  return evidence(answer, because)
}

/** What parts two packages of one name. */
const telling = ['arch', 'distro', 'repository_url']

const differ = (a: string | undefined, b: string | undefined) =>
  a !== undefined && b !== undefined && a.toLowerCase() !== b.toLowerCase()
