import type { NvdConfiguration, NvdCriterion, NvdNode } from '#model/nvd.ts'
import {
  ANY,
  type AttributeRelation,
  attributes,
  type CpeName,
  type CpeValue,
  NA,
  readCpe,
  relateValues,
} from '#standards/cpe/cpe.ts'
import { compareVersions, endsOfOpen, type Order, readVersion, type Version } from '#standards/vers/vers.ts'
import { relateTargets, type System, systemOf } from './systems.ts'

export type Applicability = 'yes' | 'no' | 'unknown'

/** A name that a device bears, and how far it is to be relied on. */
export interface BorneName {
  readonly name: CpeName
  /** What a criterion can say at most where it names what is vulnerable, and where it names what that runs on. */
  readonly asProduct: Applicability
  readonly asPlatform: Applicability
  /** It names the firmware of the device itself: what system its programs run on is not said by it. */
  readonly isFirmware?: boolean
}

export const surely = (name: CpeName): BorneName => ({ name, asProduct: 'yes', asPlatform: 'yes' })

/** A vulnerable product of the statement and the name of the device that it is, or may be. */
export interface Hit {
  readonly cpe: string
  readonly name: CpeName
  readonly answer: 'yes' | 'unknown'
}

/**
 * Does one of the configurations hold for a device of these names? Logic of three values over NISTIR 7698: *unknown*
 * where a version cannot be ordered, where the device's name leaves open what the statement asks for, or where nobody
 * said what a product runs on. A platform alone (`vulnerable: false`) makes nothing affected.
 */
export function applies(
  configurations: readonly NvdConfiguration[],
  names: readonly BorneName[],
): { readonly answer: Applicability; readonly hits: readonly Hit[] } {
  const hits: Hit[] = []
  const system = systemOf(names)
  let answer: Applicability = 'no'
  for (const configuration of configurations) {
    const found: Hit[] = []
    const holds = configurationHolds(configuration, names, system, found)
    if (holds === 'no' || found.length === 0) continue
    const sure = holds === 'yes' && found.some((hit) => hit.answer === 'yes')
    answer = sure ? 'yes' : answer === 'yes' ? 'yes' : 'unknown'
    hits.push(...found)
  }
  return { answer, hits }
}

const configurationHolds = (
  configuration: NvdConfiguration,
  names: readonly BorneName[],
  system: System | undefined,
  hits: Hit[],
) =>
  negated(
    configuration.negate,
    combined(
      configuration.operator,
      configuration.nodes.map((node) => nodeHolds(node, names, system, configuration.negate ? [] : hits)),
    ),
  )

function nodeHolds(node: NvdNode, names: readonly BorneName[], system: System | undefined, hits: Hit[]): Applicability {
  const answers = node.criteria.map((criterion) => {
    const read = readCpe(criterion.cpe)
    // Nobody can tell of what product it speaks: it makes nothing affected, and rules nothing out.
    if (!read.ok) return 'unknown'
    let best: Applicability = criterion.vulnerable || saysPart(names, read.name) ? 'no' : 'unknown'
    for (const { name, asProduct, asPlatform } of names) {
      const held = criterionHolds(criterion, read.name, name, system)
      const limited = criterion.open === undefined ? held : atMost('unknown', held)
      const answer = atMost(criterion.vulnerable ? asProduct : asPlatform, limited)
      if (answer === 'no') continue
      if (criterion.vulnerable && !node.negate) hits.push({ cpe: criterion.cpe, name, answer })
      if (answer === 'yes' || best === 'no') best = answer
    }
    return best
  })
  return negated(node.negate, combined(node.operator, answers))
}

/** Whether the device says at all what operating system, or what hardware, it has; software not listed is not there. */
const saysPart = (names: readonly BorneName[], asked: CpeName): boolean =>
  asked.part === 'a' ||
  (asked.part !== ANY &&
    names.some(({ name, isFirmware }) => name.part === asked.part && (!isFirmware || !isSystem(asked))))

/** `windows_7`, and no `infusor_500_firmware`: NVD files both as operating systems. */
export const isSystem = ({ part, product }: Pick<CpeName, 'part' | 'product'>): boolean =>
  part === 'o' && !(typeof product === 'string' && product.endsWith('firmware'))

function combined(operator: 'AND' | 'OR', answers: readonly Applicability[]): Applicability {
  const decides = operator === 'AND' ? 'no' : 'yes'
  if (answers.includes(decides)) return decides
  if (answers.includes('unknown')) return 'unknown'
  return operator === 'AND' ? 'yes' : 'no'
}

const atMost = (limit: Applicability, answer: Applicability): Applicability =>
  limit === 'no' || answer === 'no' ? 'no' : limit === 'unknown' ? 'unknown' : answer

const negated = (negate: boolean, answer: Applicability): Applicability =>
  !negate || answer === 'unknown' ? answer : answer === 'yes' ? 'no' : 'yes'

/** Ends of a range of versions; none of them where the criterion names one version, or any. */
export type VersionBounds = Pick<NvdCriterion, 'from' | 'after' | 'upTo' | 'before'>

/**
 * One criterion against one name: NISTIR 7696 attribute by attribute, the criterion being the source. `system` is what the device
 * runs, where it is sure: a program whose name leaves open what it is made for is made for that.
 */
export function criterionHolds(
  bounds: VersionBounds,
  source: CpeName,
  name: CpeName,
  system: System | undefined,
): Applicability {
  let answer: Applicability = 'yes'
  for (const attribute of attributes) {
    const relation =
      attribute === 'version'
        ? relateVersions(bounds, source.version, name)
        : attribute === 'update'
          ? relateUpdates(source.update, name.update)
          : attribute === 'target_sw'
            ? relateTargets(source.target_sw, name, system)
            : relateValues(source[attribute], name[attribute])
    if (relation === 'disjoint') return 'no'
    if (relation === 'superset' || relation === 'equal') continue
    // A name that says neither whose product it is nor which is the name of no product.
    if (attribute === 'part' || attribute === 'vendor' || attribute === 'product') return 'no'
    answer = 'unknown'
  }
  return answer
}

/** What the version that a criterion asks for is to that of a name; `1.2` and `1.2.0` are one, whatever the letters say. */
export function relateVersions(
  bounds: VersionBounds,
  source: CpeValue,
  name: Pick<CpeName, 'version' | 'update'>,
): AttributeRelation {
  const { from, after, upTo, before } = bounds
  const isRange = from !== undefined || after !== undefined || upTo !== undefined || before !== undefined
  if (!isRange) {
    const relation = relateValues(source, name.version)
    if (relation !== 'disjoint' || typeof source !== 'string' || typeof name.version !== 'string') return relation
    const ends = endsOf(unquoted(name.version))
    const asked = ends && readVersion(unquoted(source))
    if (ends && asked) return isBetween(asked, ends) ? 'undefined' : 'disjoint'
    const isSame = [unquoted(name.version), versionOf(name)].some((text) => orderOf(text, unquoted(source)) === 'equal')
    return isSame ? 'equal' : relation
  }
  if (name.version === NA) return 'disjoint'
  if (name.version === ANY) return 'subset'
  const tests: (readonly [string | undefined, readonly Order[]])[] = [
    [from, ['greater', 'equal']],
    [after, ['greater']],
    [upTo, ['less', 'equal']],
    [before, ['less']],
  ]
  const ends = endsOf(unquoted(name.version))
  const version = versionOf(name)
  let isOrdered = true
  for (const [bound, allowed] of tests) {
    if (bound === undefined) continue
    const orders = ends ? ends.map((end) => orderWith(end, bound)) : [orderOf(version, bound)]
    if (orders.every((order) => allowed.includes(order))) continue
    // An open version lies outside where both its ends do, on the same side.
    if (orders.some((order) => order === 'incomparable' || allowed.includes(order))) isOrdered = false
    else return 'disjoint'
  }
  return isOrdered ? 'superset' : 'undefined'
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/^(?:sp|service_?pack)$/, 'sp'],
  [/^(?:hf|hot_?fix)$/, 'hotfix'],
  [/^(?:u|up|upd|update)$/, 'update'],
  [/^(?:p|patch|patchlevel|patch_?level)$/, 'patch'],
  [/^(?:b|build|bld)$/, 'build'],
  [/^(?:cu|cumulative_?update)$/, 'cu'],
  [/^(?:r|rev|release)$/, 'release'],
  [/^(?:mr|maintenance_?release)$/, 'mr'],
  [/^(?:alpha|a)$/, 'alpha'],
  [/^beta$/, 'beta'],
  [/^(?:rc|release_?candidate)$/, 'rc'],
]
const isBeforeRelease = (kind: string) => /^(?:alpha|beta|rc)$/.test(kind)

/** `sp_3`, `service_pack3`: of which kind, and which; undefined where it is none of these. */
function readUpdate(value: CpeValue): { readonly kind: string; readonly number: string } | undefined {
  const found = /^([a-z_]+?)[\s_-]*(\d[\w.]*)?$/i.exec(unquoted(value))
  const kind = found && kinds.find(([pattern]) => pattern.test(found[1]!.toLowerCase()))?.[1]
  return kind ? { kind, number: found![2] ?? '' } : undefined
}

/**
 * What the update that a criterion asks for is to that of a name: `sp3` and `service_pack_3` are one, `sp2` is another, and of a
 * service pack nobody can tell which patch it has.
 */
export function relateUpdates(source: CpeValue, own: CpeValue): AttributeRelation {
  const relation = relateValues(source, own)
  if (relation !== 'disjoint' || typeof source !== 'string' || typeof own !== 'string') return relation
  const [asked, said] = [readUpdate(source), readUpdate(own)]
  if (!asked || !said) return relation
  if (asked.kind !== said.kind)
    return isBeforeRelease(asked.kind) === isBeforeRelease(said.kind) ? 'undefined' : 'disjoint'
  return asked.number === said.number || orderOf(asked.number, said.number) === 'equal' ? 'equal' : 'disjoint'
}

/** What is compared with the ends of a range: an update follows the version. */
export const versionOf = ({ version, update }: Pick<CpeName, 'version' | 'update'>): string =>
  typeof update === 'string' ? `${unquoted(version)} ${unquoted(update)}` : unquoted(version)

/** The first and the last version that `10.0.14393.x` can be; absent where the text names one version. */
function endsOf(text: string): readonly [Version, Version] | undefined {
  const version = /[x*]$/i.test(text) ? readVersion(text) : undefined
  return version && endsOfOpen(version)
}

function isBetween(version: Version, [first, last]: readonly [Version, Version]): boolean {
  const [low, high] = [compareVersions(version, first), compareVersions(version, last)]
  return (low === 'equal' || low === 'greater') && (high === 'equal' || high === 'less')
}

function orderWith(version: Version, text: string): Order {
  const other = readVersion(text)
  return other ? compareVersions(version, other) : 'incomparable'
}

function orderOf(a: string, b: string): Order {
  const [left, right] = [readVersion(a), readVersion(b)]
  return left && right ? compareVersions(left, right) : a === b && a !== '' ? 'equal' : 'incomparable'
}

/** Without the quoting of a well-formed name; empty for a logical value. */
export const unquoted = (value: CpeValue): string => (typeof value === 'string' ? value.replace(/\\(.)/g, '$1') : '')
