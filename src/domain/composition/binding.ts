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

/**
 * Forms name several models at once: `MVR435, MVR450`, `Valve 100, 200 and 300`. The matcher reads a comma as one within a
 * name; here each part stands for itself where all of them carry a number.
 */
export function modelsIn(model: string): string[] {
  const parts = model
    .split(/\s*[,;|\n]\s*(?:and |& )?|\s+(?:and|&)\s+/)
    .map((part) => part.trim())
    .filter(Boolean)
  const [first = ''] = parts
  if (parts.length < 2 || parts.length > 200 || !parts.every((part) => /\d/.test(part))) return [model]
  const words = first.slice(0, first.search(/\S*\d/))
  return parts.map((part) => (/^\d+\w{0,2}$/.test(part) ? words + part : part))
}

function toAdvisory({ id, manufacturer, model, versions }: Bound): Advisory {
  const version = versions === '' ? 'vers:all/*' : versions
  const products = modelsIn(model).map((name, at) => ({
    productId: `model ${at}`,
    vendor: manufacturer,
    name,
    version,
    versionForm: classifyVersion(version),
    fullName: `${manufacturer} ${name} ${version}`,
    isRange: false,
  }))
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
    products,
    vulnerabilities: [
      {
        vulnerabilityId: 'bill',
        title: '',
        description: '',
        scores: [],
        remediations: [],
        status: { known_affected: products.map(({ productId }) => productId) },
        threats: [],
        flags: [],
      },
    ],
  }
}
