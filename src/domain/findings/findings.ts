import { vendorsOfAdvisories } from '#domain/intelligence/intelligence.ts'
import { lockInventory } from '#domain/inventory/inventory.ts'
import type { Aliases } from '#domain/matching/matching.ts'
import { aliasesOf } from '#domain/names/names.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { DeviceChange, FindingMove } from '#model/change.ts'
import type { IntelligenceChange } from '#model/intelligence.ts'
import type { Tx } from '#platform/db/database.ts'
import type { DatabaseState } from './databases.ts'
import { followDevices, followMatches } from './follow.ts'
import { recordMatchRun } from './match-runs.ts'
import {
  configurationsOfAdvisories,
  configurationsOfVulnerabilities,
  leaveBehind,
  matchedConfigurations,
} from './match-store.ts'
import {
  matchNew,
  matchTaken,
  nothingMatched,
  type Rematched,
  rematch,
  rematchBehind,
  rematchConfigurations,
} from './matches.ts'
import { readOtherwise } from './names-preview.ts'
import { rankAgain, rankNew } from './ranking.ts'
import { rollUp } from './roll-up.ts'
import type { RubricChange } from './rubric.ts'
import { type Pair, pairsOfConfigurations } from './score-store.ts'
import { settleDecisions } from './settle.ts'
import { configurationsOfDevices } from './triage-store.ts'

// A finding says: this vulnerability is on this device. It is never deleted. Most are read through what devices share: the
// match of their configuration and the score of their configuration in their context; a finding has a row of its own only
// where it carries a decision, work or history. Tables: platform, configuration_basis, basis_match, basis_score, read through
// the views match and score; score_reasons, threshold, appetite_followed, escalation_told, followed_databases, finding, finding_event,
// finding_comment; environment_profile, rubric_assessment; of people's decisions: decision, decision_standing, compensating_control, control_verification; of advisories as a whole: advisory_read, advisory_decision, advisory_comment, match_run; vex_issue,
// vex_product_binding.
//
// The module stands right of inventory and intelligence and calls matching and risk, which are functions. Whatever it
// writes, it writes under the inventory's lock: an organisation's devices and findings change one transaction at a time.

export { actionsInForce, followAppetite, withEverySpelling } from './actions.ts'
export { alikeModels, type ModelName } from './alike.ts'
export { announceExploited } from './announce.ts'
export { answersOn, type VulnerabilityAnswer, vulnerabilityAnswer } from './answers-on.ts'
export { adoptApprovalRule, approvalSetting } from './approval-rule.ts'
export { approveProposal, lapseProposals, refuseProposal, withdrawProposal } from './approve.ts'
export { listBillVulnerabilities } from './bill-findings.ts'
export { decisionBoard } from './board.ts'
export {
  carriedFindings,
  carryFindings,
  carryFindingsBack,
  countCarried,
  findingRows,
  takeFindingsBack,
} from './carry.ts'
export { checkRecord, getRecord } from './check-records.ts'
export { commentOnFinding, findingComments } from './comments.ts'
export { addControl, breakOverdue, getControl, listControls, recordVerification } from './controls.ts'
export { type UpdateToInstall, updatesToInstall } from './cured.ts'
export {
  type Database,
  type DatabaseState,
  databaseTitles,
  isDatabase,
  isSource,
  presentDatabases,
  type Source,
  sourceNames,
  sourceTitles,
} from './databases.ts'
export {
  type Decision,
  decideFinding,
  decideGroup,
  expireDecisions,
  type FindingId,
  previewDecision,
  type RemediatedFinding,
  setRemediation,
  withdrawDecision,
} from './decide.ts'
export { recordPage } from './decision-record-html.ts'
export {
  announceBroken,
  countDecisions,
  decisionsOnFinding,
  getDecision,
  listDecisionFindings,
  listDecisions,
} from './decisions.ts'
export { earliestDue } from './earliest-due.ts'
export {
  environmentSetting,
  environmentVersions,
  previewEnvironment,
  saveEnvironment,
} from './environment.ts'
export { announceDue } from './escalate.ts'
export { explainShared, sharedKey } from './explained.ts'
export { advisoryNames, findingsOfDevice, findingsOfWork, vulnerabilityNames } from './finding-query-store.ts'
export {
  findingHistory,
  type History,
  type HistoryGroup,
  type HistoryProfile,
  type HowClosed,
  type Span,
} from './history.ts'
export { alikeNames, type JoinedNames, joinedNames } from './joined-names.ts'
export {
  joinedModel,
  joinedPlace,
  joinModels,
  joinPlaces,
  type Otherwise,
} from './joined-names-store.ts'
export { ageOfOwnList, agesByFeed, listAges } from './list-ages.ts'
export {
  advisoryFacets,
  advisoryRows,
  countFindings,
  devicesOfProducts,
  type FindingQuery,
  findingEvents,
  findingFacets,
  findingKeys,
  type GroupFilter,
  getFinding,
  listAdvisories,
  listFindings,
  listGroups,
} from './lists.ts'
export { loweringsOf } from './lowering.ts'
export { listMatchRuns, settleMatchRun } from './match-runs.ts'
export { configurationsAskedForSerials, openConfigurations } from './match-store.ts'
export { type Matcher, matcherOf } from './matcher.ts'
export { previewNames } from './names-preview.ts'
export { onPlaceNames } from './place-effects.ts'
export { listPlaces, previewPlaces } from './place-names.ts'
export { proposePlaces } from './place-proposals.ts'
export {
  type BindingChange,
  bindVexProduct,
  freeVexProduct,
  listUnmatchedVexProducts,
  listVexBindings,
} from './product-bindings.ts'
export {
  getProposal,
  listProposals,
  type Proposing,
  previewProposal,
  proposeDecision,
} from './proposals.ts'
export { openDecisionInputs } from './ranking.ts'
export { remindOfEnds, renewDecision } from './renew.ts'
export { type RiskSum, riskSums } from './risk-sums-store.ts'
export {
  adoptRubric,
  getRubric,
  previewRubric,
  type RubricChange,
  type RubricSubject,
  rubricsOn,
  saveRubric,
  withdrawRubric,
} from './rubric.ts'
export { type Attribution, type Combined, combine, isOfBill, isSpokenOf } from './statements.ts'
export { componentSupport, systemSupport, systemsOfState } from './support.ts'
export {
  type AlikeDevices,
  type ModelLabel,
  type Scored,
  type Standing,
  type Supposed,
  type SupposedMove,
  suppose,
} from './supposed.ts'
export { supposedChoices } from './supposed-choices.ts'
export {
  getThresholds,
  previewThresholds,
  setThresholds,
  type ThresholdsInForce,
} from './thresholds.ts'
export { isSetAside, isTakenForAffected, setAsidePairs, treatedPairs } from './treated-store.ts'
export {
  advisoryHistory,
  commentOnAdvisory,
  decideAdvisories,
  markAdvisories,
  matchedDevices,
  undoAdvisoryDecision,
} from './triage.ts'
export { answerUntold, countUntoldActions } from './untold-actions.ts'
export { listVendorNames, proposeNames } from './vendor-names.ts'
export { getVexIssue, issueVex, listVexIssues } from './vex.ts'
export { waitingOn } from './waiting.ts'
export { windowsUpdatesOf } from './windows-updates.ts'

/**
 * Devices are new, changed, moved or were read again: matches and ranks what is new, and follows each finding that the
 * device left, came back to, or was claimed to be rid of. A second time the same writes nothing.
 */
export async function onDeviceChanges(
  tx: Tx,
  organisationId: OrganisationId,
  changes: readonly DeviceChange[],
  actor: Actor,
  importRunId?: string,
): Promise<FindingMove[]> {
  if (changes.length === 0) return []
  await lockInventory(tx, organisationId)
  const folded = foldChanges(changes)
  const startedAt = new Date().toISOString()
  const deviceIds = folded.map(({ deviceId }) => deviceId)
  const configurationIds = [...new Set(folded.map(({ after }) => after.configurationId))]
  const taken = await matchTaken(tx, organisationId, configurationIds, deviceIds)
  const ofOthers = await followAgain(tx, organisationId, taken, nothingElse, actor, taken.takenIds)
  const fresh = await matchNew(tx, organisationId, configurationIds)
  await rankNew(tx, organisationId, pairsOf(folded.map(({ after }) => after)))
  const moves = [...ofOthers, ...(await followDevices(tx, organisationId, folded, actor))]
  await settleDecisions(tx, organisationId, { deviceIds }, { actor })
  await rollUp(
    tx,
    organisationId,
    { deviceIds },
    { left: pairsOf(folded.flatMap(({ before }) => (before ? [before] : []))) },
  )
  // One device that matches nothing leaves nothing to count.
  const matchedIds = [...fresh.configurationIds, ...taken.configurationIds]
  const changed = fresh.matches + taken.changed
  if (changed > 0 || (importRunId !== undefined && matchedIds.length > 0))
    await recordMatchRun(tx, organisationId, actor, {
      trigger: 'devices',
      configurationIds: matchedIds,
      importRunId,
      changed,
      startedAt,
    })
  return moves
}

/**
 * Publishers said something new: matches again only the configurations that it can concern, ranks again what it weighs,
 * and follows the findings that have a history.
 */
export async function onIntelligence(
  tx: Tx,
  organisationId: OrganisationId,
  change: IntelligenceChange,
  actor: Actor,
  importRunId?: string,
): Promise<FindingMove[]> {
  if (change.advisoryIds.length === 0 && change.cves.length === 0 && !change.isFirstReading) return []
  await lockInventory(tx, organisationId)
  const startedAt = new Date().toISOString()
  const { advisoryIds } = change
  const matched = advisoryIds.length > 0 ? await rematch(tx, organisationId, change) : nothingMatched
  const moves = await followAgain(tx, organisationId, matched, change, actor)
  if (advisoryIds.length > 0)
    await recordMatchRun(tx, organisationId, actor, {
      trigger: 'advisories',
      advisoryIds,
      configurationIds: matched.configurationIds,
      importRunId,
      changed: matched.changed,
      startedAt,
    })
  return moves
}

/**
 * NVD, OSV or Microsoft say something new, or this version matches by other rules than the one before: matches again a part of what
 * is behind. What is done stays done where it is broken off; null where all is.
 */
export async function onDatabases(
  tx: Tx,
  organisationId: OrganisationId,
  state: DatabaseState,
  actor: Actor,
  { importRunId, atOnce = 250 }: { readonly importRunId?: string | undefined; readonly atOnce?: number } = {},
): Promise<FindingMove[] | null> {
  await lockInventory(tx, organisationId)
  const startedAt = new Date().toISOString()
  const matched = await rematchBehind(tx, organisationId, state, atOnce)
  if (!matched) return null
  const moves = await followAgain(tx, organisationId, matched, nothingElse, actor)
  const { configurationIds, changed } = matched
  // Most of what changes in NVD is of nothing that is here.
  if (configurationIds.length > 0)
    await recordMatchRun(tx, organisationId, actor, {
      trigger: matched.isByOtherRules ? 'rules' : 'databases',
      configurationIds,
      importRunId,
      changed,
      startedAt,
    })
  return moves
}

const nothingElse = { advisoryIds: [], cves: [], listedOrNot: [], isFirstReading: false }

/** A person asks for the matching of these advisories, or of these devices, to be run again. */
export async function runMatching(
  tx: Tx,
  actor: Actor,
  asked: { readonly advisoryIds: readonly string[] } | { readonly deviceIds: readonly string[] },
): Promise<{ runId: string; moves: FindingMove[] }> {
  const { organisationId } = actor
  await lockInventory(tx, organisationId)
  const startedAt = new Date().toISOString()
  const advisoryIds = 'advisoryIds' in asked ? asked.advisoryIds : []
  const configurationIds =
    'deviceIds' in asked ? await configurationsOfDevices(tx, organisationId, asked.deviceIds) : undefined
  const matched = configurationIds
    ? await rematchConfigurations(tx, organisationId, new Set(configurationIds))
    : await rematch(tx, organisationId, { advisoryIds, vendors: await vendorsOfAdvisories(tx, advisoryIds) })
  const moves = await followAgain(
    tx,
    organisationId,
    matched,
    { advisoryIds, cves: [], listedOrNot: [], isFirstReading: false },
    actor,
  )
  const runId = await recordMatchRun(tx, organisationId, actor, {
    trigger: 'person',
    ...asked,
    configurationIds: matched.configurationIds,
    changed: matched.changed,
    startedAt,
  })
  return { runId, moves }
}

async function followAgain(
  tx: Tx,
  organisationId: OrganisationId,
  { changes: matches, movedIds }: Pick<Rematched, 'changes' | 'movedIds'>,
  change: Pick<IntelligenceChange, 'advisoryIds' | 'cves' | 'listedOrNot' | 'isFirstReading'>,
  actor: Actor,
  /** Their devices are being moved onto them, and followed after this. */
  takenIds: ReadonlySet<string> = new Set(),
): Promise<FindingMove[]> {
  if (movedIds.length > 0) await rankNew(tx, organisationId, await pairsOfConfigurations(tx, organisationId, movedIds))
  const ranked = await rankAgain(tx, organisationId, matches, change)
  const followed = matches.filter((match) => !takenIds.has(match.configuration_id))
  const moves = await followMatches(tx, organisationId, followed, actor)
  const listed = await configurationsOfVulnerabilities(tx, organisationId, change.listedOrNot)
  // An advisory may change in what can be done alone, which no match shows and decisions rest on.
  const spokenOf =
    change.advisoryIds.length > 0 ? await configurationsOfAdvisories(tx, organisationId, change.advisoryIds) : []
  const configurationIds = [
    ...new Set([...matches.map((match) => match.configuration_id), ...movedIds, ...ranked, ...listed, ...spokenOf]),
  ].filter((id) => !takenIds.has(id))
  if (configurationIds.length > 0) {
    await settleDecisions(tx, organisationId, { configurationIds }, { actor })
    await rollUp(tx, organisationId, { configurationIds })
  }
  return moves
}

/** Another bill of materials counts for these configurations: what it says of vulnerabilities holds from here on. */
export async function onBills(
  tx: Tx,
  organisationId: OrganisationId,
  configurationIds: ReadonlySet<string>,
  actor: Actor,
): Promise<FindingMove[]> {
  if (configurationIds.size === 0) return []
  await lockInventory(tx, organisationId)
  const startedAt = new Date().toISOString()
  const matched = await rematchConfigurations(tx, organisationId, configurationIds)
  const moves = await followAgain(tx, organisationId, matched, nothingElse, actor)
  if (matched.configurationIds.length > 0)
    await recordMatchRun(tx, organisationId, actor, {
      trigger: 'bills',
      configurationIds: matched.configurationIds,
      changed: matched.changed,
      startedAt,
    })
  return moves
}

/** The hospital's own vector counts for a model from here on, or no more: its findings are ranked again. */
export async function onRubric(
  tx: Tx,
  organisationId: OrganisationId,
  { vulnerabilityId, configurationIds, isRegrouped }: RubricChange,
  actor: Actor,
): Promise<FindingMove[]> {
  await lockInventory(tx, organisationId)
  // What databases say is ranked once for all models that do the same.
  const matched = isRegrouped
    ? await rematchConfigurations(tx, organisationId, new Set(configurationIds))
    : nothingMatched
  return await followAgain(tx, organisationId, matched, { ...nothingElse, cves: [vulnerabilityId] }, actor)
}

/** The organisation's aliases were others before: matches again what is read otherwise with those of now, and nothing else. */
export async function onAliases(
  tx: Tx,
  organisationId: OrganisationId,
  before: Aliases | undefined,
  actor: Actor,
): Promise<FindingMove[]> {
  await lockInventory(tx, organisationId)
  const startedAt = new Date().toISOString()
  const after = await aliasesOf(tx, organisationId)
  await leaveBehind(tx, organisationId)
  const concerned = readOtherwise(await matchedConfigurations(tx, organisationId), before, after)
  if (concerned.length === 0) return []
  const configurationIds = concerned.map(({ id }) => id)
  const matched = await rematchConfigurations(tx, organisationId, new Set(configurationIds))
  const moves = await followAgain(tx, organisationId, matched, nothingElse, actor)
  await recordMatchRun(tx, organisationId, actor, {
    trigger: 'aliases',
    configurationIds,
    changed: matched.changed,
    startedAt,
  })
  return moves
}

/** One change per device: from where it first stood to where it stands now. */
function foldChanges(changes: readonly DeviceChange[]): DeviceChange[] {
  const folded = new Map<string, DeviceChange>()
  for (const change of changes) {
    const first = folded.get(change.deviceId)
    folded.set(
      change.deviceId,
      first
        ? {
            ...change,
            before: first.before,
            observationIds: [...first.observationIds, ...change.observationIds],
            isRead: first.isRead || change.isRead,
          }
        : change,
    )
  }
  return [...folded.values()]
}

const pairsOf = (standings: readonly { configurationId: string; contextId: string }[]): Pair[] => [
  ...new Map(
    standings.map(({ configurationId, contextId }) => [
      `${configurationId} ${contextId}`,
      { configuration_id: configurationId, context_id: contextId },
    ]),
  ).values(),
]
