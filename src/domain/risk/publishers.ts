import type { PublishedScore } from '#model/advisory.ts'
import type { Assessment, CvssStatement } from '#model/cve-record.ts'
import { publisherName } from '#model/publisher-name.ts'
import { parseCvss } from '#standards/cvss/cvss.ts'
import type { RiskFlaw } from './input.ts'

// Which of several publishers counts: docs/manual/risk.md has the rule in words.

type Chosen = Pick<RiskFlaw, 'scores' | 'scoresFrom'>

/**
 * Whose vectors rank a flaw: the advisory's own, where one can be read; else the CNA's (Microsoft's own guide
 * stands with it), then CISA's, then another data
 * publisher's, then NVD's, then what NVD collected. None of them is mixed with another's.
 */
export function chooseScores(own: readonly PublishedScore[], assessments: readonly Assessment[]): Chosen {
  if (own.some(isReadable)) return { scores: own, scoresFrom: null }
  for (const publisher of inOrder(assessments)) {
    const theirs = assessments.filter((one) => one.publisher === publisher && scoresIn(one).length > 0)
    const scores = theirs.flatMap(scoresIn)
    if (!scores.some(isReadable)) continue
    return { scores, scoresFrom: { publisher, saidOn: lastDay(theirs) } }
  }
  return { scores: own, scoresFrom: null }
}

/** The publishers, who counts before others first. */
export const inOrder = (assessments: readonly Assessment[]): string[] =>
  [...new Set(assessments.map(({ publisher }) => publisher))].sort(
    (a, b) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1),
  )

const lastDay = (assessments: readonly Assessment[]) =>
  (
    assessments
      .map(({ saidAt }) => saidAt)
      .sort()
      .at(-1) ?? ''
  ).slice(0, 10)

const isReadable = ({ vector }: PublishedScore) => parseCvss(vector).ok

const placeOf = (publisher: string) =>
  publisher.startsWith('cna:') || publisher === 'msrc'
    ? 0
    : publisher === 'adp:CISA-ADP'
      ? 1
      : publisher.startsWith('adp:')
        ? 2
        : publisher === 'nvd'
          ? 3
          : 4

/** The scores in an assessment of that kind. */
export function scoresIn(assessment: Assessment): (PublishedScore & Pick<CvssStatement, 'scenario'>)[] {
  switch (assessment.kind) {
    case 'cvss_2.0':
    case 'cvss_3.0':
    case 'cvss_3.1':
    case 'cvss_4.0': {
      const version = cvssVersions[assessment.kind]
      const source = publisherName(assessment.publisher)
      return assessment.value.map(({ vector, score, severity, scenario }) => ({
        version,
        vector,
        score,
        ...(severity !== undefined && { severity }),
        ...(scenario !== undefined && { scenario }),
        source,
        productIds: [],
      }))
    }
    default:
      return []
  }
}

const cvssVersions = { 'cvss_2.0': '2.0', 'cvss_3.0': '3.0', 'cvss_3.1': '3.1', 'cvss_4.0': '4.0' } as const

/** The worst that any publisher says of its use. That one says "none" takes nothing from what another says. */
export function exploitationIn(assessments: readonly Assessment[]): RiskFlaw['exploitation'] {
  const said = assessments.flatMap((one): NonNullable<RiskFlaw['exploitation']>[] => {
    const by = { source: publisherName(one.publisher), asOf: one.saidAt.slice(0, 10) }
    if (one.kind === 'exploited') return [{ level: 'active', ...by }]
    if (one.kind !== 'ssvc') return []
    return one.value.flatMap(({ points: { exploitation: level } }) =>
      level === 'active' || level === 'public poc' ? [{ level, ...by }] : [],
    )
  })
  return said.find(({ level }) => level === 'active') ?? said[0] ?? null
}
