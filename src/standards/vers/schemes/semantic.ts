import { compareTexts } from '#model/text-order.ts'
import { compareDigits, compareLists, defineScheme, type Scheme } from './scheme.ts'

// SemVer 2.0.0, and what npm and NuGet make of it. Build metadata orders nothing (clause 10).

interface Semantic {
  readonly numbers: readonly string[]
  readonly prerelease: readonly string[]
}

const identifiers = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*'
const build = `(?:\\+${identifiers})?`

/** `1.2` stands for `1.2.0`, as in the ranges of npm, Cargo and Go; a leading `v` is no part of the version. */
const strict = new RegExp(
  `^v?((?:0|[1-9]\\d*)(?:\\.(?:0|[1-9]\\d*)){0,2})(?:-((?!0\\d+(?:[.+]|$)|[0-9A-Za-z.-]*\\.0\\d+(?:[.+]|$))${identifiers}))?${build}$`,
)
/** npm reads what is published loosely: `=v1.02.3beta` is 1.2.3-beta. */
const loose = new RegExp(`^[v=\\s]*(\\d+(?:\\.\\d+){0,2})(?:-(${identifiers})|(?![-\\d])(${identifiers}))?${build}$`)
/** NuGet has a fourth number, and no case. */
const four = new RegExp(`^(\\d+(?:\\.\\d+){0,3})(?:-(${identifiers}))?${build}$`)

const readBy =
  (pattern: RegExp) =>
  (text: string): Semantic | undefined => {
    const found = pattern.exec(text)
    if (!found) return undefined
    return { numbers: found[1]!.split('.'), prerelease: (found[2] ?? found[3])?.split('.') ?? [] }
  }

function compareSemantic(a: Semantic, b: Semantic): number {
  const numbers = compareLists(a.numbers, b.numbers, (left = '0', right = '0') => compareDigits(left, right))
  if (numbers !== 0) return numbers
  // Clause 11.3: a pre-release comes before its release.
  if (a.prerelease.length === 0 || b.prerelease.length === 0) return b.prerelease.length - a.prerelease.length
  return compareLists(a.prerelease, b.prerelease, compareIdentifiers)
}

/** Clause 11.4: numbers by value and before words; of two lists of which one begins the other the shorter comes first. */
function compareIdentifiers(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1
  const [isNumber, isOtherNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)]
  if (isNumber && isOtherNumber) return compareDigits(a, b)
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1
  return compareTexts(a, b)
}

const readStrict = readBy(strict)
const readNuget = readBy(four)

/** Dart orders by build metadata as well: without any comes first. */
const readPub = (text: string) => {
  const semantic = text.startsWith('v') ? undefined : readStrict(text)
  return semantic && { ...semantic, build: text.split('+')[1]?.split('.') ?? [] }
}

/** What Bitnami packs has its upstream's numbers; behind the hyphen it counts how often it was packed. */
function readBitnami(text: string): readonly string[] | undefined {
  const [, numbers, revision = '0'] = /^(\d+\.\d+\.\d+)(?:-(\d+))?(?:\+[0-9A-Za-z.-]+)?$/.exec(text) ?? []
  return numbers === undefined ? undefined : [...numbers.split('.'), revision]
}

export const semanticSchemes: readonly Scheme[] = [
  ...['semver', 'cargo', 'golang', 'hex', 'swift', 'mattermost'].map((name) =>
    defineScheme(name, readStrict, compareSemantic),
  ),
  defineScheme('pub', readPub, (a, b) => compareSemantic(a, b) || compareLists(a.build, b.build, compareIdentifiers)),
  defineScheme('bitnami', readBitnami, (a, b) =>
    compareLists(a, b, (left = '0', right = '0') => compareDigits(left, right)),
  ),
  defineScheme('npm', readBy(loose), compareSemantic),
  defineScheme('nuget', (text) => readNuget(text.toLowerCase()), compareSemantic),
]
