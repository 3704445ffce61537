import type { Because } from '#model/finding.ts'
import type { NvdMatcher } from './apply.ts'
import type { DeviceFact } from './device-fact.ts'
import { namedOutside, type Ruled } from './explain.ts'
import { no, numberOf } from './name-hits.ts'
import { isOfRecord, isVulnerable, productKey } from './nvd-index.ts'

/** A CVE that names a product which the device surely is, and does not apply to it. */
export interface NvdRuledOut {
  readonly cve: string
  readonly answer: 'not_affected'
  readonly probability: number
  readonly isOfRecord?: true
  readonly because: readonly Because[]
}

/** Of what products the device surely bears, in a version that is told: CVEs that name others of their versions, or other platforms. */
export function ruledOut({ index, judge, apply }: NvdMatcher, facts: readonly DeviceFact[]): NvdRuledOut[] {
  const answered = new Set(apply(facts).cves)
  const found = new Map<number, Ruled>()
  for (const fact of facts) {
    if (fact.asProduct !== 'yes' || typeof fact.name.version !== 'string') continue
    const product = index.products.get(productKey(fact.name))
    if (product === undefined) continue
    for (let place = index.firstOfProduct[product]!; place < index.firstOfProduct[product + 1]!; place++) {
      if (!isVulnerable(index.criteria.bits[place]!)) continue
      const cve = index.configurations.cve[index.nodes.configuration[index.criteria.node[place]!]!]!
      if (answered.has(cve)) continue
      // Where the version is named, what it runs on is what rules it out: of the system nothing is asked here.
      const isNamed = Math.min(numberOf(fact.asProduct), judge.judge(place, fact.name, undefined)) !== no
      const known = found.get(cve)
      if (!known || (isNamed && !known.isNamed)) found.set(cve, { fact, place, isNamed })
    }
  }
  return [...found].map(([cve, ruled]) => ({
    cve: index.cves[cve]!,
    answer: 'not_affected',
    probability: Math.round((1 - ruled.fact.probability * 0.95) * 100) / 100,
    ...(isOfRecord(index, cve) && { isOfRecord: true }),
    because: namedOutside(index, ruled),
  }))
}
