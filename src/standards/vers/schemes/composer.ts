import { compareDigits, defineScheme } from './scheme.ts'

// What Composer's VersionParser makes of a version, compared as PHP's version_compare does.

type ComposerVersion = { readonly branch: string } | { readonly parts: readonly string[] }

const modifier = '[._-]?(?:(stable|beta|b|rc|alpha|a|patch|pl|p)((?:[.-]?\\d+)*)?)?([.-]?dev)?'
const classical = new RegExp(`^v?(\\d{1,5})(\\.\\d+)?(\\.\\d+)?(\\.\\d+)?${modifier}$`)
const dated = new RegExp(`^v?(\\d{4}(?:[.:-]?\\d{2}){1,6}(?:[.:-]?\\d{1,3})?)${modifier}$`)
const numericBranch = /^v?(\d+)(\.(?:\d+|[x*]))?(\.(?:\d+|[x*]))?(\.(?:\d+|[x*]))?[.-]?dev$/

function read(text: string): ComposerVersion | undefined {
  const flagless = text.replace(/@(?:stable|rc|beta|alpha|dev)$/i, '')
  if (/^(?:master|trunk|default)$/.test(flagless)) return { branch: flagless }
  if (/^dev-\S+$/i.test(flagless)) return { branch: flagless.slice(4) }
  const plain = flagless.replace(/^([^,\s+]+)\+\S+$/, '$1').toLowerCase()

  let found = classical.exec(plain)
  if (found) {
    const numbers = [found[1]!, ...[2, 3, 4].map((place) => found![place]?.slice(1) ?? '0')]
    return { parts: [...numbers, ...endingOf(found.slice(5))] }
  }
  found = dated.exec(plain)
  if (found) return { parts: [...found[1]!.split(/\D/), ...endingOf(found.slice(2))] }
  found = numericBranch.exec(plain)
  if (!found) return undefined
  // `2.1.x-dev` is later than every 2.1 there is.
  const numbers = [found[1]!, ...[2, 3, 4].map((place) => found![place]?.slice(1) ?? 'x')]
  return { parts: [...numbers.map((number) => (/\d/.test(number) ? number : '9999999')), 'dev'] }
}

function endingOf([stability, number, dev]: readonly (string | undefined)[]): string[] {
  if (stability === 'stable') return []
  const numbers = number?.match(/\d+/g) ?? []
  return [...(stability ? [stability, ...numbers] : []), ...(dev ? ['dev'] : [])]
}

/** Branches are in no order: one is itself and nothing more can be told. */
function compare(a: ComposerVersion, b: ComposerVersion): number | undefined {
  if ('branch' in a || 'branch' in b) return 'branch' in a && 'branch' in b && a.branch === b.branch ? 0 : undefined
  for (let i = 0; i < a.parts.length || i < b.parts.length; i++) {
    const [left, right] = [a.parts[i], b.parts[i]]
    const isNumber = [left, right].map((part) => part !== undefined && /^\d/.test(part))
    const order =
      isNumber[0] && isNumber[1]
        ? compareDigits(left!, right!)
        : // A number that is left over is later; anything else counts by its place around the release.
          left === undefined && isNumber[1]
          ? -1
          : right === undefined && isNumber[0]
            ? 1
            : rankOf(left) - rankOf(right)
    if (order !== 0) return order
    if (left === undefined || right === undefined) return 0
  }
  return 0
}

const ranks: Readonly<Record<string, number>> = { dev: 0, a: 1, alpha: 1, b: 2, beta: 2, rc: 3, p: 5, pl: 5, patch: 5 }
/** The release itself, and a number, stand between release candidates and patches. */
const rankOf = (part: string | undefined): number => (part === undefined ? 4 : (ranks[part] ?? 4))

export const composer = defineScheme('composer', read, compare)
