import { splitVersions } from './stated-versions.ts'
import { compareVersions, mayBeSame, type Part, type Qualifier, readVersion, type Version } from './version.ts'
import { type VersionExpression, versionsIn } from './version-expression.ts'

// A version of the standards is exact, and 3.6 is 3.6.0. A hospital's inventory writes 3.6 of 3.6.5 too: where the bound is 3.6.7,
// what decides was left out.

const unread = /\b(sp|hf|hotfix|patch|build|upd|update|service pack)\s*[?_]+\s*$/i

/** Does the text end before what decides: `3.6` for `< 3.6.7`, `v10` for `10.1 to 10.5`, `VB30E` for `< VB30E_HF07`? */
export function isCutShort(expression: VersionExpression, text: string): boolean {
  const [only, ...others] = splitVersions(text.replace(unread, ''))
  const version = only === undefined || others.length > 0 ? undefined : readVersion(only)
  if (!version || version.parts.length === 0) return false
  const named = versionsIn(expression)
  const isNamed = expression.alternatives.some(
    (one) => one.kind === 'exact' && compareVersions(one.version, version) === 'equal',
  )
  if (isNamed) return false
  if (unread.test(text) && named.some((one) => one.qualifiers.length > 0 && hasSameParts(version, one))) return true
  return named.some((one) => endsBefore(version, one))
}

const isZero = (part: Part): boolean => part.kind === 'number' && part.digits === '0'

const hasSameParts = (a: Version, b: Version): boolean =>
  a.parts.length === b.parts.length &&
  compareVersions({ ...a, text: '', qualifiers: [] }, { ...b, text: '', qualifiers: [] }) === 'equal'

function endsBefore(version: Version, bound: Version): boolean {
  const rest = bound.parts.slice(version.parts.length)
  if (rest.length === 0) return hasSameParts(version, bound) && lacksQualifier(version, bound)
  if (version.qualifiers.length > 0 || rest[0]!.kind === 'wild' || rest.every(isZero)) return false
  if (version.parts.some(({ kind }) => kind === 'wild')) return false
  return mayBeSame(version, bound) || isRelease(version, bound)
}

/** `VB30` has the versions `VB30A`, `VB30B`. */
const isRelease = (version: Version, bound: Version): boolean =>
  /^v?[a-z]{2}\d\d$/i.test(version.text.trim()) &&
  bound.text.trim().toLowerCase().startsWith(version.text.trim().toLowerCase())

/** Who reads a label sees the service pack, but hardly the hotfix; that there is none yet is likely of the first alone. */
function lacksQualifier(version: Version, bound: Version): boolean {
  const missing = bound.qualifiers[version.qualifiers.length]
  if (!missing || !version.qualifiers.every((own, at) => isSame(own, bound.qualifiers[at]))) return false
  const [number] = missing.numbers
  if (missing.name === 'r') return bound.scheme === 'calendar'
  return /^(?:hotfix|patch)$/.test(missing.name) && number?.kind === 'number' && number.digits !== '1'
}

const isSame = (a: Qualifier, b: Qualifier | undefined): boolean =>
  a.name === b?.name &&
  a.numbers.length === b.numbers.length &&
  a.numbers.every((part, at) => part.kind === 'number' && part.digits === (b.numbers[at] as { digits?: string }).digits)
