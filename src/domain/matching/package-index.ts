import type { Component } from '#model/component.ts'
import type { Answer } from '#model/finding.ts'
import type { OsvAffected, OsvEntry } from '#model/osv.ts'
import { type Evaluated, evaluate, fixedIn, packageKey, packageKeyOf, releaseOf } from '#standards/osv/osv.ts'
import { type PackageUrl, readPurl } from '#standards/purl/purl.ts'
import { type Asked, askedOf, isOfRelease } from './package-release.ts'

/** What is said of packages, by type, namespace and name: `npm/@ward/pump`. */
export interface PackageIndex {
  readonly byPackage: ReadonlyMap<string, readonly PackageStatement[]>
}

/** All that one entry says of one package: several times where releases of a distribution differ. */
interface PackageStatement {
  readonly entry: OsvEntry
  readonly affected: readonly OsvAffected[]
}

/** A vulnerability that names the package of a component; what names it not is no match. */
export interface PackageMatch {
  /** Its place in the list. */
  readonly component: number
  readonly vulnerabilityId: string
  readonly aliases: readonly string[]
  readonly summary: string
  readonly answer: Answer
  readonly because: readonly string[]
  /** Versions in which it is fixed, of the statements that were asked. */
  readonly fixedIn: readonly string[]
}

/** Withdrawn entries say nothing. */
export function compilePackages(entries: Iterable<OsvEntry>): PackageIndex {
  const byPackage = new Map<string, PackageStatement[]>()
  for (const entry of entries) {
    if (entry.withdrawnAt) continue
    const named = Map.groupBy(entry.affected, packageKeyOf)
    for (const [key, affected] of named) {
      if (key === undefined) continue
      const known = byPackage.get(key)
      if (known) known.push({ entry, affected })
      else byPackage.set(key, [{ entry, affected }])
    }
  }
  return { byPackage }
}

/** The packages that an index must hold to answer for the components. */
export const packagesOf = (components: readonly Component[]): readonly string[] => [
  ...new Set(components.flatMap((component) => questionsOf(component).map(({ purl }) => packageKey(purl)))),
]

/** A component without a readable package URL has none. */
function questionsOf({ purl, version }: Component): readonly Asked[] {
  const read = purl === '' ? undefined : readPurl(purl)
  return read?.ok ? askedOf(read.purl, version) : []
}

/** In order of component and vulnerability; each vulnerability once for a component, under the worst of its answers. */
export function matchComponents(index: PackageIndex, components: readonly Component[]): readonly PackageMatch[] {
  const matches: PackageMatch[] = []
  components.forEach((component, at) => {
    const found = new Map<string, PackageMatch>()
    for (const { purl, version } of questionsOf(component)) {
      for (const { entry, affected } of index.byPackage.get(packageKey(purl)) ?? []) {
        const said = answerOf(affected, purl, version)
        if (!said) continue
        const { id: vulnerabilityId, aliases, summary } = entry
        const match = { component: at, vulnerabilityId, aliases, summary, ...said }
        const other = found.get(vulnerabilityId)
        if (!other || badness[match.answer] > badness[other.answer]) found.set(vulnerabilityId, match)
      }
    }
    matches.push(...[...found.values()].sort((a, b) => (a.vulnerabilityId < b.vulnerabilityId ? -1 : 1)))
  })
  return matches
}

const badness: Readonly<Record<Answer, number>> = { not_affected: 0, cannot_tell: 1, affected: 2 }

/** Undefined where only other releases of the distribution are spoken of. */
function answerOf(affected: readonly OsvAffected[], purl: PackageUrl, version: string) {
  const of = affected.map((one) => {
    const release = releaseOf(one.ecosystem)
    return { one, isOwn: release === undefined ? true : isOfRelease({ ...purl, version }, release) }
  })
  const own = of.filter(({ isOwn }) => isOwn === true)
  const asked = (own.length > 0 ? own : of.filter(({ isOwn }) => isOwn === undefined)).map(({ one }) => one)
  if (asked.length === 0) return undefined
  const said = { fixedIn: [...new Set(asked.flatMap(fixedIn))] }
  const name = packageKey(purl)
  if (version === '')
    return { ...said, answer: 'cannot_tell' as const, because: [`the version of ${name} is not known`] }

  const evaluated = asked.map((one) => ({ ...evaluate(one, version), one }))
  const answers = new Set(evaluated.map(({ answer }) => answer))
  if (own.length === 0 && answers.size > 1) {
    const because = [`the release that ${name} is from is not known, and they differ`, ...reasons(name, evaluated)]
    return { ...said, answer: 'cannot_tell' as const, because }
  }
  const answer = (['yes', 'unknown', 'no'] as const).find((one) => answers.has(one))!
  return {
    ...said,
    answer: words[answer],
    because: reasons(
      name,
      evaluated.filter((one) => one.answer === answer),
    ),
  }
}

const words = { yes: 'affected', unknown: 'cannot_tell', no: 'not_affected' } as const

const reasons = (name: string, evaluated: readonly (Evaluated & { readonly one: OsvAffected })[]): string[] => [
  ...new Set(evaluated.map(({ because, one }) => `${name} (${one.ecosystem || 'no ecosystem'}): ${because}`)),
]
