import { random } from '#bench/hospital/random.ts'
import { startingAppetite } from '#domain/appetite/starting-table.ts'
import { actionFor, answersTo } from '#domain/judgement/judgement.ts'
import type { Finding, Visit } from './world.ts'

/** Says of a finding how soon it is worked on, the highest first; later numbers decide where earlier ones are equal. */
type Rank = (finding: Finding) => readonly number[]

const appetite = startingAppetite('UTC')
const actionOf = ({ inputs }: Finding) => appetite.actions.indexOf(actionFor(appetite, answersTo(appetite, inputs))!)

const isListed = ({ flaw }: Finding) => (flaw.published.knownExploited === null ? 0 : 1)
/** What has no vector, or no probability, comes last, as in a sorted list; to put it first is worse for these orders. */
const cvssOf = ({ flaw }: Finding) => flaw.baseScore ?? 0
const epssOf = ({ flaw: { published } }: Finding) =>
  typeof published.exploitProbability === 'object' && published.exploitProbability !== null
    ? published.exploitProbability.probability
    : 0

/** Orders of work. All of them have the same visits to order, and a visit is as urgent as its most urgent finding. */
const ranks = {
  score: ({ score }) => [score.score],
  action: (finding) => [actionOf(finding), finding.score.score],
  CVSS: (finding) => [cvssOf(finding)],
  EPSS: (finding) => [epssOf(finding)],
  'KEV, then CVSS': (finding) => [isListed(finding), cvssOf(finding)],
} as const satisfies Record<string, Rank>

export const policies = [...(Object.keys(ranks) as (keyof typeof ranks)[]), 'random'] as const
export type Policy = (typeof policies)[number]
/** Those of the product, and those that it is held against. */
export const ours = 'score' satisfies Policy
export const rivals = ['CVSS', 'EPSS', 'KEV, then CVSS', 'random'] as const satisfies readonly Policy[]

/** The visits in the policy's order. Equal ones follow each other by lot, the same lot for every policy of a seed. */
export function inOrder(seed: number, visits: readonly Visit[], policy: Policy): Visit[] {
  const rank: Rank = policy === 'random' ? () => [] : ranks[policy]
  return visits
    .map((visit) => ({
      visit,
      key: visit.findings.map(rank).reduce((most, one) => (compare(one, most) > 0 ? one : most)),
      lot: random(seed, `lot/${visit.id}`).next(),
    }))
    .sort((a, b) => compare(b.key, a.key) || a.lot - b.lot)
    .map(({ visit }) => visit)
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, place) => value !== b[place])
  return at < 0 ? 0 : a[at]! - b[at]!
}
