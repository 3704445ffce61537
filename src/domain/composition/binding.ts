import { type Aliases, compileAdvisories, matchConfiguration } from '#domain/matching/matching.ts'
import type { Advisory } from '#model/advisory.ts'
import type { Because } from '#model/finding.ts'
import type { Configuration } from '#model/matching.ts'
import { classifyVersion, readVersionExpression } from '#standards/vers/vers.ts'

// Which bill speaks of a configuration. The matcher decides that, as it does for a product of an advisory: it knows makers
// by their aliases, models by their words, and versions by their expressions. So a bill and an advisory never disagree on
// what a device is.

/** What a bill is bound to. */
export interface Bound {
  readonly id: string
  readonly manufacturer: string
  readonly model: string
  /** An expression of versions; '' is every version. */
  readonly versions: string
  readonly statedAt: string | null
  readonly uploadedAt: string
}

export interface Binding {
  readonly billId: string
  /** False where the model may be another, or the version cannot be compared: the bill is shown, and not used. */
  readonly isSure: boolean
  readonly because: readonly Because[]
}

export interface Binder {
  /** The most specific first; the first that is sure is the one that counts. */
  bind(configuration: Configuration, aliases?: Aliases): readonly Binding[]
}

export function binderOf(bills: readonly Bound[]): Binder {
  const index = compileAdvisories(bills.map(toAdvisory))
  const order = new Map([...bills].sort(bySpecificity).map(({ id }, place) => [id, place]))
  return {
    bind(configuration, aliases) {
      const best = new Map<string, Binding>()
      for (const { advisoryId, answer, because } of matchConfiguration(index, configuration, aliases)) {
        if (answer === 'not_affected') continue
        const isSure = answer === 'affected'
        if (isSure || !best.has(advisoryId)) best.set(advisoryId, { billId: advisoryId, isSure, because })
      }
      return [...best.values()].sort(
        (a, b) => Number(b.isSure) - Number(a.isSure) || order.get(a.billId)! - order.get(b.billId)!,
      )
    },
  }
}

/** 3 exactly one version, 2 a list, 1 a range, 0 every version. */
export function specificity(versions: string): number {
  const { reading, alternatives } = readVersionExpression(versions)
  if (reading !== 'alternatives') return 0
  if (alternatives.some(({ kind }) => kind !== 'exact')) return 1
  return alternatives.length === 1 ? 3 : 2
}

/** Of two as specific, the one that was made later, then the one that came later. */
const bySpecificity = (a: Bound, b: Bound) =>
  specificity(b.versions) - specificity(a.versions) ||
  compare(b.statedAt ?? '', a.statedAt ?? '') ||
  compare(b.uploadedAt, a.uploadedAt) ||
  compare(a.id, b.id)

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function toAdvisory({ id, manufacturer, model, versions }: Bound): Advisory {
  const version = versions === '' ? 'vers:all/*' : versions
  return {
    id,
    publisher: '',
    publisherNamespace: '',
    trackingId: id,
    title: '',
    summary: '',
    revision: '',
    trackingStatus: 'final',
    publishedAt: '',
    revisedAt: '',
    products: [
      {
        productId: 'bill',
        vendor: manufacturer,
        name: model,
        version,
        versionForm: classifyVersion(version),
        fullName: `${manufacturer} ${model} ${version}`,
        isRange: false,
      },
    ],
    vulnerabilities: [
      {
        vulnerabilityId: 'bill',
        title: '',
        description: '',
        scores: [],
        remediations: [],
        status: { known_affected: ['bill'] },
        threats: [],
        flags: [],
      },
    ],
  }
}
