import { ANY, attributes, type CpeName, type CpeValue, NA } from './name.ts'

/** What the source is to the target. */
export type AttributeRelation = 'equal' | 'superset' | 'subset' | 'disjoint' | 'undefined'
export type NameRelation = AttributeRelation

/** NISTIR 7696 clause 6.2, table 6-4: the source is *superset* where each attribute is superset or equal, and so on. */
export function relateNames(source: CpeName, target: CpeName): NameRelation {
  const relations = new Set(attributes.map((attribute) => relateValues(source[attribute], target[attribute])))
  if (relations.has('disjoint')) return 'disjoint'
  if (relations.has('undefined')) return 'undefined'
  if (relations.has('superset')) return relations.has('subset') ? 'undefined' : 'superset'
  return relations.has('subset') ? 'subset' : 'equal'
}

/** NISTIR 7696 clause 6.1, table 6-2. A wildcard in the target has no defined relation to anything. */
export function relateValues(source: CpeValue, target: CpeValue): AttributeRelation {
  if (typeof target === 'string' && hasWildcard(target)) return 'undefined'
  if (source === target) return 'equal'
  if (source === ANY) return 'superset'
  if (target === ANY) return 'subset'
  if (source === NA || target === NA) return 'disjoint'
  const [wanted, present] = [String(source).toLowerCase(), String(target).toLowerCase()]
  if (wanted === present) return 'equal'
  if (!hasWildcard(wanted)) return 'disjoint'
  return patternOf(wanted).test(present) ? 'superset' : 'disjoint'
}

const hasWildcard = (value: string) => /(?<!\\)(?:\\\\)*[*?]/.test(value)

const patterns = new Map<string, RegExp>()

/** `*` is any run of characters, each `?` at most one (NISTIR 7696 clause 6.3); a quoted character is one. */
function patternOf(value: string): RegExp {
  const known = patterns.get(value)
  if (known) return known
  const source = value.replace(/\\.|[*?]|./gs, (token) =>
    token === '*'
      ? '(?:\\\\.|[^\\\\])*'
      : token === '?'
        ? '(?:\\\\.|[^\\\\])?'
        : token.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'),
  )
  const pattern = new RegExp(`^${source}$`, 's')
  if (patterns.size > 10_000) patterns.clear()
  patterns.set(value, pattern)
  return pattern
}
