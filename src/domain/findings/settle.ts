import { listsRead } from '#domain/intelligence/intelligence.ts'
import { placeNamesOf } from '#domain/names/names.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { CheckedPremise, FailingPremise, Premise } from '#model/decision.ts'
import type { FindingState } from '#model/finding.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { allControls } from './control-store.ts'
import { type DecisionRecord, decisionsById, hasDecisions, today } from './decision-store.ts'
import { type EventRow, insertEvents, materialise } from './finding-store.ts'
import { stateOf, toEvent, virtualState } from './follow.ts'
import { type Candidate, candidatesOf, type DecisionScope, saidOn } from './premise-facts-store.ts'
import { judgeAll, type PremiseFacts, type Standing } from './premises.ts'
import * as standings from './standing-store.ts'

// Decisions are brought to where their premises hold, and taken from where they do not, whenever facts change: of devices,
// of what publishers say, of time, or of decisions. What is in force follows from the present facts and the decisions alone,
// and not from the way there; what happened on the way is in the history.

export interface Settling {
  readonly actor: Actor
  readonly now?: Date
  /** The decision that is being taken: what it holds on now is its own, and no older one comes back where it breaks. */
  readonly taking?: string
}

/** Gives the devices whose open findings may have changed; roll these up afterwards. */
export async function settleDecisions(
  tx: Tx,
  organisationId: OrganisationId,
  scope: DecisionScope,
  settling: Settling,
): Promise<string[]> {
  if (scope.deviceIds?.length === 0 || scope.configurationIds?.length === 0) return []
  if (!(await hasDecisions(tx, organisationId))) return []
  const touched = new Set(await standings.retireStandings(tx, organisationId, scope))
  const candidates = await candidatesOf(tx, organisationId, scope)
  const ids = [...new Set(candidates.map(({ decision_id }) => decision_id))]
  const decisions = new Map((await decisionsById(tx, organisationId, ids)).map((row) => [row.id, row]))
  const factsOf = await factsReader(tx, organisationId, candidates, settling.now ?? new Date(), (candidate) =>
    decisions.get(candidate.decision_id)!.premises.some(({ kind }) => kind === 'advisory_unchanged'),
  )
  const judged = candidates.map((candidate) => {
    const standing = judgeAll(allPremises(decisions.get(candidate.decision_id)!), factsOf(candidate))
    return { candidate, standing }
  })
  const verdicts = judged.map(({ candidate, standing }, at): standings.VerdictRow => {
    const {
      configuration: _,
      zone: __,
      networkConnected: ___,
      answer: ____,
      score: _____,
      isListed: ______,
      band: _______,
      criticality: ________,
      ...key
    } = candidate
    return { ...key, outcome: standing.outcome, at }
  })
  const shifts = verdicts.length > 0 ? await standings.shiftsOf(tx, organisationId, scope, verdicts) : []
  await writeStandings(tx, organisationId, shifts, (at) => judged[at]!.standing, settling.taking)
  const devices = await writeEffects(tx, organisationId, shifts, decisions, (at) => judged[at]!.standing, settling)
  for (const { decision_id } of shifts) touched.add(decision_id)
  if (touched.size > 0) await standings.countStandings(tx, organisationId, [...touched])
  return devices
}

export const allPremises = ({ premises, expires_on }: Pick<DecisionRecord, 'premises' | 'expires_on'>): Premise[] =>
  expires_on ? [...premises, { kind: 'until', day: expires_on }] : [...premises]

/** Reads what the premises of `candidates` are compared with. */
export async function factsReader<T extends Omit<Candidate, 'decision_id'>>(
  db: Db,
  organisationId: OrganisationId,
  candidates: readonly T[],
  now: Date,
  needsSaid: (candidate: T) => boolean,
): Promise<(candidate: T) => PremiseFacts> {
  const { known_exploited: isRead } = await listsRead(db)
  const day = await today(db, organisationId, now)
  const { siteKey } = await placeNamesOf(db, organisationId)
  const controls = new Map((await allControls(db, organisationId)).map(({ id, last }) => [id, last]))
  const pairs = new Map(
    candidates
      .filter(needsSaid)
      .map((one) => [
        `${one.said_configuration_id} ${one.vulnerability_id}`,
        { configuration_id: one.said_configuration_id, vulnerability_id: one.vulnerability_id },
      ]),
  )
  const entries = pairs.size > 0 ? await saidOn(db, organisationId, [...pairs.values()]) : []
  const said = Map.groupBy(entries, (entry) => `${entry.configuration_id} ${entry.vulnerability_id}`)
  return (one) => ({
    configuration: one.configuration,
    site: one.site,
    siteKey,
    zone: one.zone,
    networkConnected: one.networkConnected,
    answer: one.said_configuration_id === one.configuration_id ? (one.answer ?? 'cannot_tell') : 'cannot_tell',
    score: one.score,
    band: one.band,
    criticality: one.criticality,
    knownExploited: one.isListed ? true : isRead ? false : null,
    said: said.get(`${one.said_configuration_id} ${one.vulnerability_id}`) ?? [],
    controls,
    today: day,
  })
}

async function writeStandings(
  tx: Tx,
  organisationId: OrganisationId,
  shifts: readonly standings.Shift[],
  standingAt: (at: number) => Standing,
  taking: string | undefined,
) {
  const moved = shifts.filter(({ state, target }) => state !== target)
  const gone = moved.filter(({ target }) => target === null)
  const kept = moved.filter(({ target }) => target !== null)
  if (gone.length > 0) await standings.removeStandings(tx, organisationId, gone)
  for (let at = 0; at < kept.length; at += 5000)
    await standings.upsertStandings(
      tx,
      organisationId,
      kept.slice(at, at + 5000).map((shift): standings.StandingRow => {
        const { outcome, checked, failing, asks, option } = standingAt(shift.at)
        const isOpen = shift.target === 'broken' || shift.target === 'asks'
        return {
          device_id: shift.device_id,
          vulnerability_id: shift.vulnerability_id,
          decision_id: shift.decision_id,
          state: shift.target!,
          is_carried: shift.is_carried && !(shift.decision_id === taking && outcome === 'holds'),
          checked: shift.target === 'holds' ? checked : shift.checked,
          failing: isOpen ? withBefore(failing, shift.checked) : [],
          asks: shift.target === 'asks' ? asks : null,
          asks_option: shift.target === 'asks' ? option : '',
        }
      }),
    )
}

/** What fails, with what it was when the decision began to hold here. */
const withBefore = (failing: readonly FailingPremise[], checked: readonly CheckedPremise[]): FailingPremise[] =>
  failing.map((one) => ({ ...one, was: checked.find(({ kind }) => kind === one.kind)?.value ?? null }))

async function writeEffects(
  tx: Tx,
  organisationId: OrganisationId,
  shifts: readonly standings.Shift[],
  decisions: ReadonlyMap<string, DecisionRecord>,
  standingAt: (at: number) => Standing,
  { actor, taking }: Settling,
): Promise<string[]> {
  const changes = [
    ...Map.groupBy(
      shifts.filter((shift) => shift.effective !== shift.effective_before),
      ({ device_id, vulnerability_id }) => `${device_id} ${vulnerability_id}`,
    ).values(),
  ]
  if (changes.length === 0) return []
  const keys = changes.map(([{ device_id, vulnerability_id } = changes[0]![0]!]) => ({ device_id, vulnerability_id }))
  await materialise(
    tx,
    organisationId,
    keys.filter((_, position) => changes[position]![0]!.finding === null),
  )
  await standings.recordEffective(
    tx,
    organisationId,
    keys.map((key, position) => ({ ...key, decision_id: changes[position]![0]!.effective })),
  )
  const events = changes.map((own): EventRow => {
    const [first] = own
    const before: FindingState = first!.finding ? stateOf(first!.finding) : virtualState(first!.answer)
    const { effective, effective_before } = first!
    const decision = effective ? decisions.get(effective)! : null
    const after: FindingState = { ...before, decision: decision?.decision ?? 'none' }
    if (decision) {
      const of = own.find(({ decision_id }) => decision_id === effective)
      const standing = of ? standingAt(of.at) : null
      const isTaken = effective === taking
      return toEvent(
        first!,
        isTaken ? actor : homeostat(organisationId),
        before,
        { kind: isTaken ? 'decided' : 'carried', after },
        isTaken ? decision.reason : carriedReason(decision, standing),
        {
          decisionId: decision.id,
          checked: standing?.checked ?? [],
          ...(decision.expires_on && { expiresOn: decision.expires_on }),
        },
      )
    }
    const left = own.find(({ decision_id }) => decision_id === effective_before)
    const governing = own.find(({ decision_id, governing }) => decision_id === governing)
    const old = decisions.get(effective_before!)
    const newer =
      governing && governing.decision_id !== effective_before ? decisions.get(governing.decision_id) : undefined
    if (old && left?.target === 'withdrawn')
      return toEvent(first!, actor, before, { kind: 'decided', after }, old.withdrawn_reason ?? '', {
        decisionId: old.id,
      })
    if (newer && governing?.target === 'holds')
      return toEvent(first!, actor, before, { kind: 'decided', after }, newer.reason, { decisionId: newer.id })
    // A newer decision took the place of the one that held, and does not hold here itself: it is the newer one that fails.
    const failed = newer && governing ? governing : left
    const decisionOf = newer ?? old
    const failing = failed ? withBefore(standingAt(failed.at).failing, failed.checked) : []
    return toEvent(
      first!,
      homeostat(organisationId),
      before,
      { kind: isExpired(failing) ? 'expired' : 'premise_broke', after },
      decisionOf ? brokenReason(decisionOf, failing) : 'The decision is no longer in force.',
      { decisionId: decisionOf?.id ?? effective_before, failing },
    )
  })
  for (let at = 0; at < events.length; at += 5000) await insertEvents(tx, organisationId, events.slice(at, at + 5000))
  return [...new Set(keys.map(({ device_id }) => device_id))]
}

const homeostat = (organisationId: OrganisationId): Actor => ({ organisationId, personId: null, name: 'Homeostat' })

const isExpired = (failing: readonly FailingPremise[]) => failing.length === 1 && failing[0]!.kind === 'until'

// words -------------------------------------------------------------------------------------------------------------

const carriedReason = ({ decided_by, decided_at, reason }: DecisionRecord, standing: Standing | null): string =>
  `Carried from the decision of ${decided_by} on ${decided_at.slice(0, 10)} (${reason}); checked here: ${
    standing?.checked.map(({ kind, value }) => `${kind.replaceAll('_', ' ')} ${value}`).join(', ') || 'no premise'
  }`

export function brokenReason(
  { decided_by, decided_at, expires_on, reason }: DecisionRecord,
  failing: readonly FailingPremise[],
): string {
  if (isExpired(failing)) return `The decision of ${decided_by} was in force until ${expires_on}: ${reason}`
  const what = failing.map(({ text, was }) => (was ? `${text} (was ${was})` : text)).join('; ')
  const isUnknown = failing.every(({ outcome }) => outcome === 'unknown')
  return `The decision of ${decided_by} on ${decided_at.slice(0, 10)} ${isUnknown ? 'cannot be carried on' : 'no longer holds here'}: ${what}`
}
