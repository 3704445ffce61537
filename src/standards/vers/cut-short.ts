import { splitVersions } from './stated-versions.ts'
import {
  compareVersions,
  mayBeSame,
  nameGlued,
  type Part,
  type Qualifier,
  readVersion,
  type Version,
} from './version.ts'
import { type VersionExpression, versionsIn } from './version-expression.ts'

// A version of the standards is exact, and 3.6 is 3.6.0. A hospital's inventory writes 3.6 of 3.6.5 too: where the bound is 3.6.7,
// what decides was left out.

const unread =
  /\b(sp|hf|hotfix|patch|build|upd|update|service pack)\s*[?_]+\s*$|[\s,;(]+(?:sp|hf|hotfix|patch|build|upd|update|service pack)(?: ?(?:level|status|stand|state))?:? (?:is )?(?:unknown|unk\.?|not (?:known|read|recorded|stated)|unbekannt|unclear|inconnue?|desconocid[oa]|sconosciut[oa]|onbekend|n\/?a|\?)\)?\s*$/i

/** Does the text end before what decides: `3.6` for `< 3.6.7`, `v10` for `10.1 to 10.5`, `VB30E` for `< VB30E_HF07`? */
export function isCutShort(expression: VersionExpression, text: string): boolean {
  // `RUT2_R_00.07.03` is the name of a file, which is written to its end.
  if (text.length > 300 || text.search(nameGlued) >= 0) return false
  const [only, ...others] = splitVersions(text.replace(unread, ''))
  const version = only === undefined || others.length > 0 ? undefined : readVersion(only)
  if (!version || version.parts.length === 0) return false
  const named = versionsIn(expression)
  if (isFirstOfSeveral(version, named)) return true
  const isNamed = expression.alternatives.some(
    (one) => one.kind === 'exact' && compareVersions(one.version, version) === 'equal',
  )
  if (isNamed || isLowerEnd(version, expression) || isBeforeFirstFix(version, expression)) return false
  if (unread.test(text) && named.some((one) => one.qualifiers.length > 0 && hasSameParts(version, one))) return true
  if (lacksFirst(version, expression)) return true
  return named.some((one) => endsBefore(version, one) || lacksLetter(version, one) || lacksDigits(version, one))
}

/** `2.0` for `2.0 through 2.0.9`: the maker writes it so himself. In `2.0 before 2.0.9` it is a branch. */
const isLowerEnd = ({ text, parts }: Version, { text: whole, alternatives }: VersionExpression): boolean =>
  parts.length > 1 &&
  alternatives.some(
    (one) =>
      one.kind === 'range' &&
      one.upper?.inclusive === true &&
      one.upper.version.qualifiers.length === 0 &&
      one.lower?.inclusive === true &&
      asWritten(one.lower.version.text) === asWritten(text),
  ) &&
  !/\b(?:before|prior|earlier|below|older)\b|\d\.x/i.test(whole)

/** `16.2` for `16.0 up to 16.2.1`: releases have two numbers there, and the third is that of the first fix. */
const isBeforeFirstFix = (version: Version, { alternatives }: VersionExpression): boolean =>
  version.qualifiers.length === 0 &&
  version.parts.length > 1 &&
  alternatives.some((one) => {
    if (one.kind !== 'range' || !one.lower || !one.upper) return false
    const [lower, upper] = [one.lower.version, one.upper.version]
    const added = upper.parts.slice(version.parts.length)
    return (
      lower.parts.length === version.parts.length &&
      lower.qualifiers.length + upper.qualifiers.length === 0 &&
      compareVersions(lower, version) === 'less' &&
      mayBeSame(version, upper) &&
      added.length === 1 &&
      added[0]!.kind === 'number' &&
      added[0]!.digits === '1'
    )
  })

const asWritten = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/^v(?:ersion)?\s*(?=\d)/, '')

/** `2.7` for `2.7 MR1 to 2.7 MR4`, `2.5` for `2.5 SP1` or `2.5a`: where the first is named, who writes none may have left it out. */
const lacksFirst = (version: Version, { alternatives }: VersionExpression): boolean =>
  version.qualifiers.length === 0 &&
  alternatives.some((one) => {
    const first = one.kind === 'range' ? one.lower?.version : one.kind === 'exact' ? one.version : undefined
    if (first === undefined) return false
    return (
      (first.qualifiers.some(({ name }) => /^(?:hotfix|patch|mr|mp|sp|update|cu|ru|fp)$/.test(name)) &&
        hasSameParts(version, first)) ||
      lacksLetter(version, first, /^[a-z]$/)
    )
  })

/** `9.1` for `9.1B`, `7.0 U3` for `7.0 U3q`: of the letters before it nothing is said. The first may be the first there is. */
function lacksLetter(version: Version, bound: Version, missing = /^[b-z][a-z]?$/): boolean {
  if (version.qualifiers.length !== bound.qualifiers.length) return false
  const [own, other] = [version, bound].map(({ parts, qualifiers }) => qualifiers.at(-1)?.numbers ?? parts)
  const letter = other!.at(-1)
  if (letter?.kind !== 'letters' || letter.glued !== 'before' || !missing.test(letter.letters)) return false
  if (own!.length !== other!.length - 1) return false
  const bare = bound.text.trim().slice(0, -letter.letters.length)
  const read = readVersion(bare)
  return read !== undefined && compareVersions(version, read) === 'equal'
}

/** `F12` for `F120003`. */
function lacksDigits(version: Version, bound: Version): boolean {
  const [own, other] = [version, bound].map(({ text }) => /^\s*([a-z]{1,3}\d+)\s*$/i.exec(text)?.[1]?.toLowerCase())
  return own !== undefined && other !== undefined && other.length - own.length >= 3 && other.startsWith(own)
}

/** `V3` where 3.0, 3.1 and 3.1a are named: a version is meant, and nobody knows which. */
function isFirstOfSeveral(version: Version, named: readonly Version[]): boolean {
  if (version.parts.length !== 1 || version.qualifiers.length > 0 || version.scheme !== 'plain') return false
  const ofIt = named.filter((one) => one.parts.length > 1 && !one.open && mayBeSame(version, one))
  return ofIt.length > 1 && ofIt.length === named.length
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
  // `1.28` of `1.28r05`; the `R1` of a version may be its first.
  if (missing.name === 'r') return bound.scheme === 'calendar' || (number?.kind === 'number' && number.digits !== '1')
  return /^(?:hotfix|patch|mr|sp|update)$/.test(missing.name) && number?.kind === 'number' && number.digits !== '1'
}

const isSame = (a: Qualifier, b: Qualifier | undefined): boolean =>
  a.name === b?.name &&
  a.numbers.length === b.numbers.length &&
  a.numbers.every((part, at) => part.kind === 'number' && part.digits === (b.numbers[at] as { digits?: string }).digits)
