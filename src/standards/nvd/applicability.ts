import type { NvdConfiguration, NvdCriterion, NvdNode } from '#model/nvd.ts'
import { ANY, type AttributeRelation, attributes, type CpeName, NA, readCpe, relateValues } from '#standards/cpe/cpe.ts'
import { compareVersions, type Order, readVersion } from '#standards/vers/vers.ts'

export type Applicability = 'yes' | 'no' | 'unknown'

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
  names: readonly CpeName[],
): { readonly answer: Applicability; readonly hits: readonly Hit[] } {
  const hits: Hit[] = []
  let answer: Applicability = 'no'
  for (const configuration of configurations) {
    const found: Hit[] = []
    const holds = configurationHolds(configuration, names, found)
    if (holds === 'no' || found.length === 0) continue
    const sure = holds === 'yes' && found.some((hit) => hit.answer === 'yes')
    answer = sure ? 'yes' : answer === 'yes' ? 'yes' : 'unknown'
    hits.push(...found)
  }
  return { answer, hits }
}

const configurationHolds = (configuration: NvdConfiguration, names: readonly CpeName[], hits: Hit[]) =>
  negated(
    configuration.negate,
    combined(
      configuration.operator,
      configuration.nodes.map((node) => nodeHolds(node, names, configuration.negate ? [] : hits)),
    ),
  )

function nodeHolds(node: NvdNode, names: readonly CpeName[], hits: Hit[]): Applicability {
  const answers = node.criteria.map((criterion) => {
    let best: Applicability = criterion.vulnerable || saysPart(names, criterion) ? 'no' : 'unknown'
    for (const name of names) {
      const answer = criterionHolds(criterion, name)
      if (answer === 'no') continue
      if (criterion.vulnerable && !node.negate) hits.push({ cpe: criterion.cpe, name, answer })
      if (answer === 'yes' || best === 'no') best = answer
    }
    return best
  })
  return negated(node.negate, combined(node.operator, answers))
}

/** Whether the device says at all what operating system, or what hardware, it has; software not listed is not there. */
function saysPart(names: readonly CpeName[], criterion: NvdCriterion): boolean {
  const part = criterion.cpe['cpe:2.3:'.length]
  return part === 'a' || names.some((name) => name.part === part)
}

function combined(operator: 'AND' | 'OR', answers: readonly Applicability[]): Applicability {
  const decides = operator === 'AND' ? 'no' : 'yes'
  if (answers.includes(decides)) return decides
  if (answers.includes('unknown')) return 'unknown'
  return operator === 'AND' ? 'yes' : 'no'
}

const negated = (negate: boolean, answer: Applicability): Applicability =>
  !negate || answer === 'unknown' ? answer : answer === 'yes' ? 'no' : 'yes'

/** One criterion against one name: NISTIR 7696 attribute by attribute, the criterion being the source. */
function criterionHolds(criterion: NvdCriterion, name: CpeName): Applicability {
  const read = readCpe(criterion.cpe)
  if (!read.ok) return 'unknown'
  const source = read.name
  let answer: Applicability = 'yes'
  for (const attribute of attributes) {
    const relation =
      attribute === 'version'
        ? versionRelation(criterion, source, name)
        : relateValues(source[attribute], name[attribute])
    if (relation === 'disjoint') return 'no'
    if (relation === 'superset' || relation === 'equal') continue
    // A name that says neither whose product it is nor which is the name of no product.
    if (attribute === 'part' || attribute === 'vendor' || attribute === 'product') return 'no'
    answer = 'unknown'
  }
  return answer
}

function versionRelation(criterion: NvdCriterion, source: CpeName, name: CpeName): AttributeRelation {
  const { from, after, upTo, before } = criterion
  const isRange = from !== undefined || after !== undefined || upTo !== undefined || before !== undefined
  if (!isRange) {
    const relation = relateValues(source.version, name.version)
    // `1.2` and `1.2.0` are one version, whatever the letters say.
    return relation === 'disjoint' && orderOf(plain(name.version), plain(source.version)) === 'equal'
      ? 'equal'
      : relation
  }
  if (name.version === NA) return 'disjoint'
  if (name.version === ANY) return 'subset'
  const version = typeof name.update === 'string' ? `${plain(name.version)} ${plain(name.update)}` : plain(name.version)
  const tests: (readonly [string | undefined, readonly Order[]])[] = [
    [from, ['greater', 'equal']],
    [after, ['greater']],
    [upTo, ['less', 'equal']],
    [before, ['less']],
  ]
  let isOrdered = true
  for (const [bound, allowed] of tests) {
    if (bound === undefined) continue
    const order = orderOf(version, bound)
    if (order === 'incomparable') isOrdered = false
    else if (!allowed.includes(order)) return 'disjoint'
  }
  return isOrdered ? 'superset' : 'undefined'
}

function orderOf(a: string, b: string): Order {
  const [left, right] = [readVersion(a), readVersion(b)]
  return left && right ? compareVersions(left, right) : a === b && a !== '' ? 'equal' : 'incomparable'
}

/** Without the quoting of a well-formed name; empty for a logical value. */
const plain = (value: CpeName['version']) => (typeof value === 'string' ? value.replace(/\\(.)/g, '$1') : '')
