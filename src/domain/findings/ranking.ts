import { listsRead, type VulnerabilityFacts, vulnerabilityFacts } from '#domain/intelligence/intelligence.ts'
import { codeOf } from '#domain/judgement/judgement.ts'
import {
  chooseScores,
  type DecisionInputs,
  decisionInputs,
  exploitationIn,
  type HospitalVector,
  type RiskDevice,
  type RiskFlaw,
  type RiskInput,
  scoreFinding,
  scoresOf,
  traitsOf,
  withHospitalVector,
} from '#domain/risk/risk.ts'
import type { OrganisationId } from '#model/access.ts'
import { deviceFunctionOf } from '#model/device-function.ts'
import type { IntelligenceChange } from '#model/intelligence.ts'
import type { RiskScore } from '#model/risk.ts'
import type { Thresholds } from '#model/threshold.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { canonicalJson, sha256 } from '#platform/id.ts'
import { spellingKey } from './alike.ts'
import type { MatchChange } from './matches.ts'
import { type OwnVectors, ownVectors } from './own-vectors.ts'
import * as store from './score-store.ts'
import { thresholdsOf } from './thresholds-of.ts'

// A score is kept per basis × context × vulnerability: what devices share is ranked once.

/** Ranks what is open on the pairs and was not ranked before. */
export async function rankNew(tx: Tx, organisationId: OrganisationId, pairs: readonly store.Pair[]) {
  await rank(tx, organisationId, await store.unrankedOfPairs(tx, organisationId, pairs))
}

/**
 * Ranks again wherever something weighs differently: what the changed matches are of, what the changed advisories state,
 * and vulnerabilities whose exploitation, probability or assessment changed; all, where a list was read for the first time. Gives the
 * configurations whose scores changed.
 */
export async function rankAgain(
  tx: Tx,
  organisationId: OrganisationId,
  matches: readonly MatchChange[],
  { advisoryIds, cves, isFirstReading }: Pick<IntelligenceChange, 'advisoryIds' | 'cves' | 'isFirstReading'>,
): Promise<string[]> {
  const stated = advisoryIds.length > 0 ? await store.vulnerabilitiesOf(tx, organisationId, advisoryIds) : []
  const vulnerabilityIds = isFirstReading
    ? await store.openVulnerabilities(tx, organisationId)
    : [...new Set([...matches.map((match) => match.vulnerability_id), ...stated, ...cves])].sort()
  return await rankVulnerabilities(tx, organisationId, vulnerabilityIds)
}

/** Ranks these again wherever they are open. Gives the configurations whose scores changed. */
export async function rankVulnerabilities(
  tx: Tx,
  organisationId: OrganisationId,
  vulnerabilityIds: readonly string[],
): Promise<string[]> {
  const changed = new Set<string>()
  for (let at = 0; at < vulnerabilityIds.length; at += 200) {
    const some = vulnerabilityIds.slice(at, at + 200)
    const open = await store.rankedOfVulnerabilities(tx, organisationId, some)
    for (const id of await rank(tx, organisationId, open)) changed.add(id)
  }
  return await store.configurationsOfBases(tx, organisationId, [...changed])
}

async function rank(tx: Tx, organisationId: OrganisationId, unranked: readonly store.Unranked[]): Promise<string[]> {
  if (unranked.length === 0) return []
  const read = await listsRead(tx)
  const thresholds = await thresholdsOf(tx, organisationId)
  const changed = new Set<string>()
  const outdated = new Set<string>()
  const byVulnerability = Map.groupBy(unranked, (one) => one.vulnerability_id)
  const ids = [...byVulnerability.keys()]
  for (let at = 0; at < ids.length; at += 200) {
    const some = ids.slice(at, at + 200)
    const facts = await vulnerabilityFacts(tx, some)
    const own = await ownVectors(tx, organisationId, some)
    const changes: store.ScoreRow[] = []
    const answered: store.ScoreRow[] = []
    const fresh: (store.ScoreRow & { open_devices: number })[] = []
    for (const id of some) {
      const flawOf = flaws(facts.get(id)!, read, own.get(id))
      const scored = scorer(thresholds)
      for (const one of byVulnerability.get(id)!) {
        const { score, digest, points } = scored(one, flawOf(one))
        const { basis_id, group_id, context_id, standing } = one
        const row = { basis_id, group_id, context_id, vulnerability_id: id, ...score, digest, points }
        if (digest === one.digest) {
          if (points !== one.points) answered.push(row)
          continue
        }
        changed.add(one.basis_id)
        if (one.digest !== null) outdated.add(one.digest)
        if (one.digest === null && standing !== undefined)
          fresh.push({ ...row, open_devices: row.countsAs === 'set_aside' ? 0 : standing })
        else changes.push(row)
      }
    }
    await store.insertScores(tx, organisationId, fresh)
    for (let row = 0; row < changes.length; row += 5000)
      await store.upsertScores(tx, organisationId, changes.slice(row, row + 5000))
    for (let row = 0; row < answered.length; row += 5000)
      await store.updatePoints(tx, organisationId, answered.slice(row, row + 5000))
  }
  await store.dropReasons(tx, organisationId, [...outdated])
  return [...changed]
}

/** Open findings that are alike in all that a decision table looks at. */
export interface OpenAlike {
  readonly inputs: DecisionInputs
  /** KEV's due date, `2026-03-14`; null where it has none. */
  readonly kevDueOn: string | null
  readonly isKevUnread: boolean
  readonly findings: number
}

/** What every open finding answers to decision points, some vulnerabilities at a time. */
export async function* openDecisionInputs(db: Db, organisationId: OrganisationId): AsyncGenerator<OpenAlike> {
  const read = await listsRead(db)
  const thresholds = await thresholdsOf(db, organisationId)
  const ids = await store.openVulnerabilities(db, organisationId)
  for (let at = 0; at < ids.length; at += 200) {
    const some = ids.slice(at, at + 200)
    const facts = await vulnerabilityFacts(db, some)
    const own = await ownVectors(db, organisationId, some)
    const open = (await store.rankedOfVulnerabilities(db, organisationId, some)).filter((one) => one.open_devices)
    for (const [id, rows] of Map.groupBy(open, (one) => one.vulnerability_id)) {
      const flawOf = flaws(facts.get(id)!, read, own.get(id))
      const kevDueOn = facts.get(id)!.knownExploited?.dueOn ?? null
      const answersOf = answering(thresholds)
      for (const one of rows) {
        const inputs = answersOf(one, flawOf(one))
        yield { inputs, kevDueOn, isKevUnread: !read.known_exploited, findings: Number(one.open_devices) }
      }
    }
  }
}

/** What one finding answers to decision points, in words; null where nothing leaves it open. */
export async function inputsOfFinding(
  db: Db,
  organisationId: OrganisationId,
  key: Parameters<typeof store.rankedFinding>[2],
): Promise<DecisionInputs | null> {
  const one = await store.rankedFinding(db, organisationId, key)
  return one && decisionInputs((await scoredInputs(db, organisationId, [one]))[0]!.input)
}

/** What the score of one finding is made of; null where nothing open is matched there. */
export async function riskInputOf(
  db: Db,
  organisationId: OrganisationId,
  deviceId: string,
  vulnerabilityId: string,
): Promise<RiskInput | null> {
  const one = await store.rankedOfFinding(db, organisationId, deviceId, vulnerabilityId)
  return one ? (await scoredInputs(db, organisationId, [one]))[0]!.input : null
}

/** A score that is not stored, and what it answers to decision points. */
export interface SupposedScore {
  readonly score: RiskScore
  readonly inputs: DecisionInputs
}

/** Scores of what is supposed, by the same functions; nothing is written. Vulnerabilities are read before they are asked for. */
export async function supposedScorer(db: Db, organisationId: OrganisationId) {
  const read = await listsRead(db)
  const thresholds = await thresholdsOf(db, organisationId)
  const known = new Map<string, { flawOf: ReturnType<typeof flaws>; scored: ReturnType<typeof scorer> }>()
  return {
    async read(vulnerabilityIds: Iterable<string>) {
      const missing = [...new Set(vulnerabilityIds)].filter((id) => !known.has(id))
      for (let at = 0; at < missing.length; at += 500) {
        const some = missing.slice(at, at + 500)
        const own = await ownVectors(db, organisationId, some)
        for (const [id, facts] of await vulnerabilityFacts(db, some))
          known.set(id, { flawOf: flaws(facts, read, own.get(id)), scored: scorer(thresholds) })
      }
    },

    score(one: store.Scorable): SupposedScore {
      const { flawOf, scored } = known.get(one.vulnerability_id)!
      return scored(one, flawOf(one))
    },

    /** From where it is used, by each vector that counts; empty where none can be read. */
    reaches(one: store.Scorable): readonly string[] {
      return traitsOf(known.get(one.vulnerability_id)!.flawOf(one)).map(({ reach }) => reach)
    },
  }
}

/** What a finding is scored by, with what is known of the vulnerability. */
export interface ScoredInput<Row> {
  readonly row: Row
  readonly input: RiskInput
  /** As `input`, without any vector of the hospital. */
  readonly published: RiskInput
  readonly facts: VulnerabilityFacts
}

/** What rows are scored by now. */
export async function scoredInputs<Row extends store.Unranked>(
  db: Db,
  organisationId: OrganisationId,
  rows: readonly Row[],
): Promise<ScoredInput<Row>[]> {
  if (rows.length === 0) return []
  const ids = [...new Set(rows.map((row) => row.vulnerability_id))]
  const read = await listsRead(db)
  const thresholds = await thresholdsOf(db, organisationId)
  const facts = await vulnerabilityFacts(db, ids)
  const own = await ownVectors(db, organisationId, ids)
  return [...Map.groupBy(rows, (row) => row.vulnerability_id)].flatMap(([id, some]) => {
    const [flawOf, publishedOf] = [own.get(id), undefined].map((vectors) => flaws(facts.get(id)!, read, vectors))
    return some.map((row) => ({
      row,
      input: toInput(row, flawOf!(row), thresholds),
      published: toInput(row, publishedOf!(row), thresholds),
      facts: facts.get(id)!,
    }))
  })
}

/** The flaw as it would be with that vector of the hospital; one object for each flaw that is given. */
export function withVector(own: HospitalVector): (flaw: RiskFlaw) => RiskFlaw {
  const known = new WeakMap<RiskFlaw, RiskFlaw>()
  return (flaw) => {
    const made = known.get(flaw) ?? { ...flaw, ...withHospitalVector(flaw, own) }
    known.set(flaw, made)
    return made
  }
}

const toInput = (one: store.Unranked, flaw: RiskFlaw, thresholds: Thresholds | undefined): RiskInput => ({
  answer: one.answer,
  probability: one.probability,
  device: toDevice(one),
  flaw,
  thresholds,
  isNameAlone: one.is_name_alone && one.model.trim() !== '',
})

/** A score with what follows from it, made where it is asked for. */
class Scored implements SupposedScore {
  readonly score: RiskScore
  readonly #input: RiskInput
  #digest: string | undefined
  #inputs: DecisionInputs | undefined
  #points: number | undefined

  constructor(score: RiskScore, input: RiskInput) {
    this.score = score
    this.#input = input
  }

  get digest(): string {
    this.#digest ??= sha256(canonicalJson(this.score))
    return this.#digest
  }

  get inputs(): DecisionInputs {
    this.#inputs ??= decisionInputs(this.#input, this.score)
    return this.#inputs
  }

  get points(): number {
    this.#points ??= codeOf(this.inputs)
    return this.#points
  }
}

/** Of one vulnerability: platforms in their hundreds differ in nothing that a score looks at. */
function scorer(thresholds: Thresholds | undefined) {
  const known = new Map<RiskFlaw, Map<string, Scored>>()
  return (one: store.Scorable, flaw: RiskFlaw) => {
    const device = toDevice(one)
    const { manufacturer, model, description, ...context } = device
    const { answer, probability } = one
    const isNameAlone = one.is_name_alone && one.model.trim() !== ''
    const key = [
      answer,
      probability,
      isNameAlone,
      deviceFunctionOf(description, model, `${manufacturer} ${model}`),
      ...Object.values(context),
    ].join('\n')
    const ofFlaw = known.get(flaw) ?? new Map()
    known.set(flaw, ofFlaw)
    let found = ofFlaw.get(key)
    if (!found) {
      const input = { answer, probability, device, flaw, thresholds, isNameAlone }
      const score = scoreFinding(input)
      found = new Scored(score, input)
      ofFlaw.set(key, found)
    }
    return found
  }
}

/** As `scorer`, of what decision points are answered. */
function answering(thresholds: Thresholds | undefined) {
  const known = new Map<RiskFlaw, Map<string, DecisionInputs>>()
  return (one: store.Unranked, flaw: RiskFlaw): DecisionInputs => {
    const device = toDevice(one)
    const { manufacturer, model, description, ...context } = device
    const { answer, probability } = one
    const isNameAlone = one.is_name_alone && model.trim() !== ''
    const does = deviceFunctionOf(description, model, `${manufacturer} ${model}`)
    const key = JSON.stringify([answer, probability, isNameAlone, does, context])
    const ofFlaw = known.get(flaw) ?? new Map<string, DecisionInputs>()
    known.set(flaw, ofFlaw)
    const inputs = ofFlaw.get(key) ?? decisionInputs({ answer, probability, device, flaw, thresholds, isNameAlone })
    ofFlaw.set(key, inputs)
    return inputs
  }
}

/** The device as a score looks at it. */
export const toDevice = (one: store.RankedDevice): RiskDevice => ({
  criticality: one.criticality,
  careSetting: one.care_setting,
  zone: one.zone,
  networkConnected: one.network_connected,
  storesPhi: one.stores_phi,
  ...(one.stores_phi_by && { storesPhiBy: one.stores_phi_by }),
  manufacturer: one.manufacturer,
  model: one.model,
  description: one.description,
})

/**
 * The flaw as the deciding advisory states it of the products, or as NVD does where none speaks of it: one object for all
 * devices of which it is the same.
 */
export function flaws(
  facts: VulnerabilityFacts,
  read: Awaited<ReturnType<typeof listsRead>>,
  vectors: OwnVectors | undefined,
) {
  const known = new Map<string, RiskFlaw>()
  return ({
    advisory_id,
    product_ids,
    manufacturer,
    model,
  }: Pick<store.Unranked, 'advisory_id' | 'product_ids' | 'manufacturer' | 'model'>): RiskFlaw => {
    const product = vectors && spellingKey({ manufacturer, model })
    const own = product === undefined ? undefined : vectors!.get(product)
    const key = [advisory_id, ...product_ids, ...(own ? [`of ${product}`] : [])].join(' ')
    const present = known.get(key)
    if (present) return present
    const statements = facts.statements.filter(({ advisoryId }) => advisoryId === advisory_id)
    const all = statements.length > 0 ? statements : facts.statements
    const scores = scoresOf(
      all.flatMap((one) => one.scores),
      product_ids,
    )
    const flaw: RiskFlaw = {
      ...withHospitalVector(chooseScores(scores, facts.assessments), own),
      exploitation: exploitationIn(facts.assessments),
      cwe: all.find(({ cwe }) => cwe)?.cwe ?? facts.byNvd?.cwe ?? null,
      description:
        all.length > 0
          ? all.map(({ title, description }) => `${title}\n${description}`).join('\n')
          : (facts.byNvd?.description ?? ''),
      threats: all.flatMap(({ threats }) => threats),
      knownExploited: facts.knownExploited ?? (read.known_exploited ? null : 'unknown'),
      exploitProbability: facts.probability ?? (read.exploit_probability ? null : 'unknown'),
      advisory: advisory_id,
      revisedAt: all[0]?.revisedAt ?? null,
    }
    known.set(key, flaw)
    return flaw
  }
}
