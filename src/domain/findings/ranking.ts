import { vulnerabilityFacts } from '#domain/intelligence/intelligence.ts'
import { scoreFinding, scoreInput } from '#domain/risk/risk.ts'
import type { OrganisationId } from '#model/access.ts'
import type { IntelligenceChange } from '#model/intelligence.ts'
import type { Tx } from '#platform/db/database.ts'
import { canonicalJson, sha256 } from '#platform/id.ts'
import type { MatchChange } from './matches.ts'
import * as store from './score-store.ts'

// A score is kept per configuration × context × vulnerability: what devices share is ranked once.

/** Ranks what is open on the pairs and was not ranked before. */
export async function rankNew(tx: Tx, organisationId: OrganisationId, pairs: readonly store.Pair[]) {
  await rank(tx, organisationId, await store.unrankedOfPairs(tx, organisationId, pairs))
}

/**
 * Ranks again wherever something weighs differently: what the changed matches are of, what the changed advisories state,
 * and vulnerabilities whose exploitation or probability changed. Gives the configurations whose scores changed.
 */
export async function rankAgain(
  tx: Tx,
  organisationId: OrganisationId,
  matches: readonly MatchChange[],
  { advisoryIds, cves }: Pick<IntelligenceChange, 'advisoryIds' | 'cves'>,
): Promise<string[]> {
  const stated = advisoryIds.length > 0 ? await store.vulnerabilitiesOf(tx, organisationId, advisoryIds) : []
  const vulnerabilityIds = [...new Set([...matches.map((match) => match.vulnerability_id), ...stated, ...cves])].sort()
  const changed = new Set<string>()
  for (let at = 0; at < vulnerabilityIds.length; at += 200) {
    const some = vulnerabilityIds.slice(at, at + 200)
    const open = await store.rankedOfVulnerabilities(tx, organisationId, some)
    for (const id of await rank(tx, organisationId, open)) changed.add(id)
  }
  return [...changed]
}

async function rank(tx: Tx, organisationId: OrganisationId, unranked: readonly store.Unranked[]): Promise<string[]> {
  const changed = new Set<string>()
  const byVulnerability = Map.groupBy(unranked, (one) => one.vulnerability_id)
  const ids = [...byVulnerability.keys()]
  for (let at = 0; at < ids.length; at += 200) {
    const some = ids.slice(at, at + 200)
    const facts = await vulnerabilityFacts(tx, some)
    const rows: store.ScoreRow[] = []
    for (const id of some)
      for (const one of byVulnerability.get(id)!) {
        const { score, band, likelihood, safety, care, privacy, reasons } = scoreFinding(
          scoreInput(facts.get(id)!, one),
        )
        const digest = sha256(canonicalJson({ score, band, likelihood, safety, care, privacy, reasons }))
        if (digest === one.digest) continue
        changed.add(one.configuration_id)
        rows.push({
          configuration_id: one.configuration_id,
          context_id: one.context_id,
          vulnerability_id: id,
          score,
          band,
          likelihood,
          safety,
          care,
          privacy,
          reasons,
          digest,
        })
      }
    for (let row = 0; row < rows.length; row += 5000)
      await store.upsertScores(tx, organisationId, rows.slice(row, row + 5000))
  }
  return [...changed]
}
