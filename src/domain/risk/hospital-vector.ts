import type { PublishedScore } from '#model/advisory.ts'
import { type CvssVersion, parseCvss } from '#standards/cvss/cvss.ts'
import type { RiskFlaw } from './input.ts'

// A vector that the hospital adopted for a model stands before what is published, as long as what is published is no worse than
// what it was compared with.

export interface HospitalVector {
  readonly vector: string
  /** Of its base metrics. */
  readonly score: number
  readonly adoptedBy: string
  /** `YYYY-MM-DD`. */
  readonly adoptedOn: string
  /** The vectors that were published then, normalised. */
  readonly against: readonly string[]
}

type Chosen = Pick<RiskFlaw, 'scores' | 'scoresFrom'>

/** In place of a publisher in `scoresFrom`. */
export const byHospital = 'hospital'

export function withHospitalVector(published: Chosen, own: HospitalVector | undefined): Chosen {
  if (!own || isOvertaken(own, published.scores)) return published
  const { vector, score, adoptedBy, adoptedOn } = own
  return {
    scores: [{ version: '3.1', vector, score, source: `the hospital (${adoptedBy})`, productIds: [] }],
    scoresFrom: { publisher: byHospital, saidOn: adoptedOn },
  }
}

/** Something is published that it was not compared with, and that is worse. */
export function isOvertaken({ against, score }: HospitalVector, scores: readonly PublishedScore[]): boolean {
  const { vectors, worst } = publishedVectors(scores)
  return worst !== null && worst.score > score && vectors.some((vector) => !against.includes(vector))
}

export interface PublishedVectors {
  /** Of the newest version that can be read, normalised, in order. */
  readonly vectors: readonly string[]
  /** By base score. */
  readonly worst: { readonly vector: string; readonly score: number; readonly source: string } | null
}

const age: Readonly<Record<CvssVersion, number>> = { '2.0': 0, '3.0': 1, '3.1': 2, '4.0': 3 }

export function publishedVectors(scores: readonly PublishedScore[]): PublishedVectors {
  const read = scores.flatMap(({ vector, source }) => {
    const parsed = parseCvss(vector)
    return parsed.ok ? [{ ...parsed.cvss, source }] : []
  })
  const newest = Math.max(...read.map(({ version }) => age[version]))
  const counting = read.filter(({ version }) => age[version] === newest)
  const [worst] = counting.toSorted((a, b) => b.baseScore - a.baseScore || (a.vector < b.vector ? -1 : 1))
  return {
    vectors: [...new Set(counting.map(({ vector }) => vector))].sort(),
    worst: worst ? { vector: worst.vector, score: worst.baseScore, source: worst.source } : null,
  }
}
