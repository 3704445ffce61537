import type { Statement } from '#domain/intelligence/intelligence.ts'
import type { PublishedScore } from '#model/advisory.ts'
import type { Assessment, CvssStatement } from '#model/cve-record.ts'
import { publisherName } from '#model/publisher-name.ts'
import type { RubricAssessment } from '#model/rubric.ts'
import type { Disagreement, PublisherSays } from '#model/who-said-what.ts'
import { parseCvss } from '#standards/cvss/cvss.ts'
import { describeVector } from '#standards/cvss/describe.ts'
import { coordinator, decide } from '#standards/ssvc/ssvc.ts'
import { chooseScores, inOrder, scoresIn } from './publishers.ts'

/** What each publisher says of a vulnerability, in the order in which it counts, and where they disagree. */
export function whoSaidWhat(
  statements: readonly Statement[],
  assessments: readonly Assessment[],
  { isListed, rubrics = [] }: { isListed: boolean; rubrics?: readonly RubricAssessment[] },
): { publishers: PublisherSays[]; disagreements: Disagreement[] } {
  const usedFor = usersOf(statements, assessments)
  const byAdvisories = [...Map.groupBy(statements, ({ publisher }) => publisher)].map(([name, theirs]) =>
    inAdvisories(name, theirs, usedFor),
  )
  const byRecord = inOrder(assessments).map((publisher) =>
    inRecord(
      publisher,
      assessments.filter((one) => one.publisher === publisher),
      usedFor.get(publisher) ?? [],
    ),
  )
  const publishers = [...byHospital(rubrics), ...byAdvisories, ...byRecord]
  return {
    publishers,
    disagreements: [...onScores(publishers), ...onWeaknesses(publishers), ...onUse(publishers, isListed)],
  }
}

/** Advisories by whose vector ranks their products: their own, or another publisher's. */
function usersOf(statements: readonly Statement[], assessments: readonly Assessment[]) {
  const usedFor = new Map<string, string[]>()
  for (const [advisoryId, own] of Map.groupBy(statements, (one) => one.advisoryId)) {
    const scores = own.flatMap((one) => one.scores)
    const { scoresFrom } = chooseScores(scores, assessments)
    if (scoresFrom === null && !scores.some(({ vector }) => parseCvss(vector).ok)) continue
    const key = scoresFrom?.publisher ?? advisoryId
    usedFor.set(key, [...(usedFor.get(key) ?? []), advisoryId])
  }
  return usedFor
}

function inAdvisories(
  name: string,
  statements: readonly Statement[],
  usedFor: ReadonlyMap<string, readonly string[]>,
): PublisherSays {
  const advisoryIds = [...new Set(statements.map(({ advisoryId }) => advisoryId))]
  return {
    name,
    role: 'advisory',
    advisoryIds,
    saidAt: latest(statements.map(({ revisedAt }) => revisedAt)),
    scores: toScores(statements.flatMap(({ scores }) => scores)),
    weaknesses: [...new Set(statements.flatMap(({ cwe }) => cwe ?? []))],
    ssvc: [],
    exploitedSince: null,
    ratings: [],
    models: [],
    usedFor: advisoryIds.filter((id) => usedFor.has(id)),
  }
}

function inRecord(publisher: string, said: readonly Assessment[], usedFor: readonly string[]): PublisherSays {
  return {
    name: publisherName(publisher).replace(/ \((CNA|ADP|by NVD)\)$/, ''),
    role:
      publisher === 'nvd'
        ? 'nvd'
        : publisher.startsWith('nvd:')
          ? 'collected'
          : publisher === 'msrc'
            ? 'maker'
            : publisher.startsWith('cna:')
              ? 'cna'
              : 'adp',
    advisoryIds: [],
    saidAt: latest(said.map(({ saidAt }) => saidAt)),
    scores: toScores(said.flatMap(scoresIn)),
    weaknesses: said.flatMap((one) => (one.kind === 'cwe' ? one.value : [])),
    ssvc: said.flatMap((one) =>
      one.kind === 'ssvc'
        ? one.value.map(({ points, role, version }) => ({
            points: inTableOrder(points),
            role,
            version,
            saidAt: one.saidAt,
            decisions: decisionsOf(points),
          }))
        : [],
    ),
    exploitedSince: said.flatMap((one) => (one.kind === 'exploited' ? one.value : []))[0]?.addedOn ?? null,
    ratings: said.flatMap((one) => (one.kind === 'other' ? one.value : [])),
    models: [],
    usedFor: [...usedFor],
  }
}

/** One for each vector that it adopted. */
function byHospital(rubrics: readonly RubricAssessment[]): PublisherSays[] {
  const adopted = rubrics.filter(({ state }) => state === 'counts')
  return [...Map.groupBy(adopted, ({ vector }) => vector!)].map(([vector, some]) => ({
    name: 'The hospital',
    role: 'hospital',
    advisoryIds: [],
    saidAt: latest(some.map((one) => one.adopted!.at)),
    scores: toScores([{ version: '3.1', vector, score: some[0]!.score!, source: 'hospital', productIds: [] }]),
    weaknesses: [],
    ssvc: [],
    exploitedSince: null,
    ratings: [],
    models: some.map(({ manufacturer, model }) => ({ manufacturer, model })),
    usedFor: [],
  }))
}

/** Those that CISA’s table asks for first, in its order. */
function inTableOrder(points: Readonly<Record<string, string>>) {
  const asked = coordinator.points.map(({ name }) => name).filter((name) => points[name] !== undefined)
  const others = Object.keys(points).filter((name) => !asked.includes(name))
  return [...asked, ...others.sort()].map((name) => ({ name, value: points[name]! }))
}

const latest = (times: readonly string[]) => times.toSorted().at(-1) ?? ''

/** The newest version first, the worst first; each vector once. */
function toScores(scores: readonly (PublishedScore & Pick<CvssStatement, 'scenario'>)[]): PublisherSays['scores'] {
  const distinct = new Map(
    scores.map((score) => [`${score.version} ${score.vector} ${score.score} ${score.scenario}`, score]),
  )
  return [...distinct.values()]
    .sort((a, b) => (a.version === b.version ? b.score - a.score : a.version < b.version ? 1 : -1))
    .map(({ version, vector, score, severity, scenario }) => ({
      version,
      vector,
      score,
      ...(severity !== undefined && { severity }),
      ...(scenario !== undefined && { scenario }),
      inWords: describeVector(vector),
    }))
}

/** What CISA's table says for each value of the one point that it leaves to others. */
function decisionsOf(points: Readonly<Record<string, string>>) {
  const known = Object.fromEntries(
    Object.entries(points).filter(([name]) => coordinator.points.some((point) => point.name === name)),
  )
  const open = coordinator.points.filter(({ name }) => known[name] === undefined)
  const last = open[0] ?? coordinator.points.at(-1)!
  if (open.length > 1) return []
  return last.values.flatMap(({ name: value }) => {
    if (open.length === 0 && known[last.name] !== value) return []
    const decision = decide(coordinator, { ...known, [last.name]: value })
    return decision.ok && decision.outcomes[0] ? [{ given: value, outcome: decision.outcomes[0] }] : []
  })
}

// disagreement ------------------------------------------------------------------------------------------------------

function onScores(publishers: readonly PublisherSays[]): Disagreement[] {
  return (['4.0', '3.1', '3.0', '2.0'] as const).flatMap((version) => {
    const worst = publishers.flatMap(({ name, scores }) => {
      const theirs = scores.find((score) => score.version === version && score.inWords !== null)
      return theirs ? [{ name, score: theirs.score, vector: parsed(theirs.vector) }] : []
    })
    const byScore = worst.toSorted((a, b) => a.score - b.score)
    const [low, high] = [byScore[0], byScore.at(-1)]
    if (!low || !high || low === high) return []
    if (low.score !== high.score)
      return [
        {
          about: 'score' as const,
          sentence: `CVSS ${version}: from ${low.score.toFixed(1)} (${low.name}) to ${high.score.toFixed(1)} (${high.name}).`,
        },
      ]
    if (new Set(worst.map(({ vector }) => vector)).size === 1) return []
    return [{ about: 'score' as const, sentence: `CVSS ${version}: ${low.score.toFixed(1)} for different reasons.` }]
  })
}

function parsed(vector: string): string {
  const result = parseCvss(vector)
  return result.ok ? result.cvss.vector : vector
}

/** Only where two have no weakness in common: one may name more than the other. */
function onWeaknesses(publishers: readonly PublisherSays[]): Disagreement[] {
  const naming = publishers.filter(({ weaknesses }) => weaknesses.length > 0)
  const disagree = naming.some((one) =>
    naming.some((other) => !one.weaknesses.some((weakness) => other.weaknesses.includes(weakness))),
  )
  if (!disagree) return []
  const said = naming.map(({ name, weaknesses }) => `${weaknesses.join(', ')} (${name})`)
  return [{ about: 'weakness', sentence: `Weakness: ${said.join('; ')}.` }]
}

function onUse(publishers: readonly PublisherSays[], isListed: boolean): Disagreement[] {
  const said = publishers.flatMap(({ name, ssvc, exploitedSince }) => [
    ...(exploitedSince === null ? [] : [{ name, level: 'active' }]),
    ...ssvc.flatMap(({ points }) =>
      points.filter((point) => point.name === 'exploitation').map(({ value: level }) => ({ name, level })),
    ),
  ])
  const all = isListed ? [{ name: 'CISA’s list', level: 'active' }, ...said] : said
  if (new Set(all.map(({ level }) => level)).size < 2) return []
  const texts = [...new Set(all.map(({ name, level }) => `${level} (${name})`))]
  return [{ about: 'use', sentence: `Exploitation: ${texts.join('; ')}.` }]
}
