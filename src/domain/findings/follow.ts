import { revisedHere, type Withdrawal, withdrawalsOf } from '#domain/intelligence/intelligence.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { DeviceChange, FindingMove } from '#model/change.ts'
import { type Evidence, type FindingState, isOpen, statusOf } from '#model/finding.ts'
import type { Configuration } from '#model/matching.ts'
import type { Tx } from '#platform/db/database.ts'
import { newId } from '#platform/id.ts'
import { curedOn } from './cured.ts'
import { speakerOf } from './databases.ts'
import { recordPasts } from './device-past-store.ts'
import { sharedKey } from './explained.ts'
import { type EventKind, judgeMove, judgeStatements, proofOf, type Verdict } from './finding.ts'
import * as store from './finding-store.ts'
import { configurationsById } from './match-store.ts'
import type { MatchChange } from './matches.ts'
import { isOfBill } from './statements.ts'

// A finding has a row of its own only where it has a history. Here the history is written: when a device moves from one
// configuration to another, and when publishers change their minds.

type Written = Omit<store.FindingRecord, 'decision' | `decision_${string}` | `decided_${string}`>

/** Findings that the devices left, came back to, or were read with again. */
export async function followDevices(
  tx: Tx,
  organisationId: OrganisationId,
  changes: readonly DeviceChange[],
  actor: Actor,
): Promise<FindingMove[]> {
  const byDevice = new Map(changes.map((change) => [change.deviceId, change]))
  const moving = changes.map((change) => ({
    device_id: change.deviceId,
    configuration_before: change.before?.configurationId ?? null,
    configuration: change.after.configurationId,
  }))
  const involved = await store.involvedIn(tx, organisationId, moving)
  await recordPasts(tx, organisationId, changes, actor)
  const configurations = await loadConfigurations(tx, organisationId, changes, involved)
  const keyOf = (one: store.Involved) => ({
    configuration_id: byDevice.get(one.device_id)!.after.configurationId,
    vulnerability_id: one.vulnerability_id,
  })
  const cured = await curedOn(tx, organisationId, involved.filter(isUnexplained).map(keyOf))
  const written: Written[] = []
  const events: store.EventRow[] = []
  const moves: FindingMove[] = []

  for (const one of involved) {
    const change = byDevice.get(one.device_id)!
    const leftId = one.finding?.kept_configuration_id ?? change.before?.configurationId ?? null
    const left = leftId ? (configurations.get(leftId) ?? null) : null
    const here = configurations.get(change.after.configurationId)!
    const state = one.finding ? stateOf(one.finding) : virtualState(one.answer_before!)
    const deciding = one.deciding ?? cured.get(sharedKey(keyOf(one))) ?? null
    const answer = one.answer ?? deciding?.answer ?? null
    const proof = proofOf(left, here, answer === 'not_affected' ? answer : null)
    const verdict = judgeMove({
      state,
      answerBefore: one.answer_before,
      answer: one.answer,
      hasMoved:
        change.before?.configurationId !== change.after.configurationId ||
        (change.broughtVulnerabilityIds?.includes(one.vulnerability_id) ?? false),
      isReadSince:
        change.isRead && Date.parse(change.observedAt) > Date.parse(one.finding?.remediation_at ?? '1970-01-01'),
      proof,
    })
    // Nothing was done and nothing is lost: the match on the new configuration says it all.
    if (!one.finding && answer !== null && verdict?.kind === 'cleared') continue

    const row = written.length
    const after = verdict?.after ?? state
    const kept = one.answer === null ? keptBy(one, change) : { kept_configuration_id: null, kept_context_id: null }
    const isKeptOtherwise = kept.kept_configuration_id !== (one.finding?.kept_configuration_id ?? null)
    if (verdict || isKeptOtherwise) written.push({ ...toWritten(one, change, state, verdict), ...kept })
    if (!verdict || (one.finding && isSame(state, after))) continue
    const reason = reasonOf(verdict.kind, change, deciding, left, here)
    events.push(
      toEvent(one, actor, state, verdict, reason, {
        observationIds: change.observationIds,
        configurationBefore: leftId,
        configuration: change.after.configurationId,
        ...(deciding && { advisoryId: deciding.advisoryId, revision: deciding.revision }),
      }),
    )
    const kind = moveKind(verdict)
    if (kind && written.length > row)
      moves.push({
        deviceId: one.device_id,
        vulnerabilityId: one.vulnerability_id,
        kind,
        before: state,
        after,
        reason,
        observationIds: change.observationIds,
      })
  }
  await write(tx, organisationId, written, events)
  return moves
}

/** Findings whose statements changed while their devices stayed as they were. */
export async function followMatches(
  tx: Tx,
  organisationId: OrganisationId,
  changes: readonly MatchChange[],
  actor: Actor,
): Promise<FindingMove[]> {
  if (changes.length === 0) return []
  const byMatch = new Map(changes.map((change) => [`${change.configuration_id} ${change.vulnerability_id}`, change]))
  const written: Written[] = []
  const events: store.EventRow[] = []
  const moves: FindingMove[] = []
  const found = await store.findingsOnMatches(tx, organisationId, changes)
  const changeOf = ({ configuration_id, finding: { vulnerability_id } }: (typeof found)[number]) =>
    byMatch.get(`${configuration_id} ${vulnerability_id}`)!
  const cured = await curedOn(
    tx,
    organisationId,
    found
      .map(changeOf)
      .filter(({ deciding, after, source }) => !deciding && after === 'not_affected' && source === 'MSRC'),
  )
  const unsupported = changes.flatMap(({ isWithdrawn, deciding }) =>
    isWithdrawn && deciding ? deciding.advisoryId : [],
  )
  const withdrawn = await withdrawalsOf(tx, [...new Set(unsupported)])
  const revised = await revisedHere(tx, [...new Set(unsupported)])
  for (const one of found) {
    const { finding } = one
    const said = changeOf(one)
    const cure = cured.get(sharedKey(said))
    const change = cure ? { ...said, deciding: cure, isWithdrawn: false } : said
    const state = stateOf(finding)
    // A finding that its device has left behind can only lose its support: nothing is said of the device as it is now.
    if (one.is_kept && (change.after !== 'not_affected' || state.status === 'fixed')) continue
    const verdict = judgeStatements(state, change.after)
    const isHere = !one.is_kept && finding.kept_configuration_id !== null
    if (!verdict && !isHere) continue
    const kept = one.is_kept ? {} : { kept_configuration_id: null, kept_context_id: null }
    written.push({ ...withVerdict(finding, verdict), ...kept })
    if (!verdict) continue
    const reason = statementReason(change, withdrawn, revised)
    const evidence = change.deciding
      ? { advisoryId: change.deciding.advisoryId, revision: change.deciding.revision }
      : { advisoryId: change.source }
    events.push(toEvent(finding, actor, state, verdict, reason, evidence))
    const kind = moveKind(verdict)
    if (kind)
      moves.push({
        deviceId: finding.device_id,
        vulnerabilityId: finding.vulnerability_id,
        kind,
        before: state,
        after: verdict.after,
        reason,
        observationIds: [],
      })
  }
  await write(tx, organisationId, written, events)
  return moves
}

async function write(
  tx: Tx,
  organisationId: OrganisationId,
  written: readonly Written[],
  events: readonly store.EventRow[],
) {
  if (written.length > 0) await store.upsertFindings(tx, organisationId, written)
  if (events.length > 0) await store.insertEvents(tx, organisationId, events)
}

async function loadConfigurations(
  tx: Tx,
  organisationId: OrganisationId,
  changes: readonly DeviceChange[],
  involved: readonly store.Involved[],
): Promise<ReadonlyMap<string, Configuration>> {
  if (involved.length === 0) return new Map()
  const devices = new Set(involved.map((one) => one.device_id))
  const ids = [
    ...changes
      .filter(({ deviceId }) => devices.has(deviceId))
      .flatMap(({ before, after }) => [before?.configurationId, after.configurationId]),
    ...involved.map((one) => one.finding?.kept_configuration_id),
  ]
  const wanted = [...new Set(ids.filter((id) => typeof id === 'string'))]
  return new Map((await configurationsById(tx, organisationId, wanted)).map((row) => [row.id, row]))
}

/** Nothing is stored of why the present configuration is not affected. */
const isUnexplained = ({ answer, deciding }: store.Involved) =>
  deciding === null && (answer === null || answer === 'not_affected')

export const stateOf = ({ answer, status, decision, remediation }: FindingState): FindingState => ({
  answer,
  status,
  decision,
  remediation,
})

export const virtualState = (answer: FindingState['answer']): FindingState => ({
  answer,
  status: statusOf(answer),
  decision: 'none',
  remediation: 'not_remediated',
})

const isSame = (a: FindingState, b: FindingState) =>
  a.answer === b.answer && a.status === b.status && a.remediation === b.remediation

/** The configuration that a finding without a match of its own is kept by. */
function keptBy(one: store.Involved, change: DeviceChange) {
  if (one.finding?.kept_configuration_id)
    return {
      kept_configuration_id: one.finding.kept_configuration_id,
      kept_context_id: one.finding.kept_context_id,
    }
  return {
    kept_configuration_id: change.before?.configurationId ?? null,
    kept_context_id: change.before?.contextId ?? null,
  }
}

function toWritten(one: store.Involved, change: DeviceChange, state: FindingState, verdict: Verdict | null): Written {
  if (one.finding) return withVerdict(one.finding, verdict)
  const since = change.before?.configurationSince ?? one.first_seen_at
  const matched = one.matched_before ?? since
  return withVerdict(
    {
      device_id: one.device_id,
      vulnerability_id: one.vulnerability_id,
      answer: state.answer,
      status: state.status,
      remediation: state.remediation,
      remediation_at: null,
      opened_at: one.carried_since ?? (Date.parse(since) > Date.parse(matched) ? since : matched),
      closed_at: null,
      reopened: 0,
      kept_configuration_id: null,
      kept_context_id: null,
    },
    verdict,
  )
}

/** The row as the verdict leaves it. */
export function withVerdict(row: Written, verdict: Verdict | null): Written {
  if (!verdict) return row
  const { answer, status, remediation } = verdict.after
  const now = new Date().toISOString()
  const stands = isOpen({ answer, status, remediation, decision: 'none' })
  return {
    device_id: row.device_id,
    vulnerability_id: row.vulnerability_id,
    answer,
    status,
    remediation,
    remediation_at: remediation === row.remediation ? row.remediation_at : now,
    opened_at: row.opened_at,
    closed_at: stands ? null : (row.closed_at ?? now),
    reopened: row.reopened + (verdict.kind === 'reopened' ? 1 : 0),
    kept_configuration_id: row.kept_configuration_id,
    kept_context_id: row.kept_context_id,
  }
}

export const toEvent = (
  key: { readonly device_id: string; readonly vulnerability_id: string },
  actor: Actor,
  before: FindingState,
  { kind, after }: { readonly kind: string; readonly after: FindingState },
  reason: string,
  evidence: Record<string, unknown> | null,
): store.EventRow => ({
  id: newId(),
  device_id: key.device_id,
  vulnerability_id: key.vulnerability_id,
  actor_id: actor.personId,
  actor_name: actor.name,
  kind,
  before,
  after,
  reason,
  evidence,
})

function moveKind({ kind }: Verdict): FindingMove['kind'] | null {
  return kind === 'fixed' || kind === 'reopened' || kind === 'contradicted' || kind === 'cleared' ? kind : null
}

// words -------------------------------------------------------------------------------------------------------------

const parts = [
  ['manufacturer', 'manufacturer'],
  ['model', 'model'],
  ['modelNumber', 'model number'],
  ['softwareVersion', 'software version'],
  ['firmwareVersion', 'firmware version'],
  ['operatingSystem', 'operating system'],
  ['udiDi', 'UDI-DI'],
  ['serialNumber', 'serial number'],
] as const

export function reasonOf(
  kind: EventKind,
  change: Pick<DeviceChange, 'isRead' | 'observedAt' | 'sourceName'>,
  deciding: Evidence | null,
  left: Configuration | null,
  here: Configuration,
): string {
  const read = change.isRead ? 'read' : 'says'
  const on = change.observedAt.slice(0, 10)
  const differences = parts
    .filter(([part]) => left && (left[part] ?? '').trim() !== (here[part] ?? '').trim())
    .map(([part, name]) => `${name} ${here[part] || 'unknown'} (was ${left![part] || 'unknown'})`)
  const added = (here.installedUpdates ?? []).filter((one) => !left?.installedUpdates?.includes(one))
  if (left && added.length > 0) differences.push(`installed since: ${added.slice(0, 10).join(', ')}`)
  const seen = differences.length > 0 ? differences.join(', ') : 'the same as before'
  const said = deciding
    ? `; ${documentOf(deciding)}: ${versionLine(deciding)}`
    : kind === 'unclear'
      ? '; that is no proof that it is not affected'
      : '; nothing speaks of it any more'
  return `${change.sourceName} ${read} on ${on}: ${seen}${said}`
}

/** Which document says it. */
const documentOf = ({ sbomId, vexId, advisoryId, revision, publisher, database }: Evidence): string =>
  (sbomId ?? vexId)
    ? `the ${vexId ? 'VEX document' : 'bill of materials'} by ${publisher}`
    : database === 'CVE'
      ? `the CVE record by ${publisher}`
      : (database ?? `${advisoryId} revision ${revision}`)

const versionLine = (evidence: Evidence): string =>
  evidence.because.findLast(({ part }) => part === 'version' || part === 'statement')?.text ??
  evidence.because.map(({ text }) => text).join(', ')

/** Why nothing supports a finding any more. */
export function unsupportedReason({
  advisoryId,
  withdrawn,
  isUnchanged,
  deciding,
}: {
  advisoryId: string | null
  withdrawn: Withdrawal | null
  isUnchanged: boolean
  deciding?: Evidence | undefined
}): string {
  if (deciding && isOfBill(deciding))
    return `No statement supports it any more: ${documentOf(deciding)} is no longer in force or no longer names it`
  if (!advisoryId) return 'No statement supports it any more'
  const name = advisoryId.slice(advisoryId.indexOf(':') + 1)
  if (!withdrawn && isUnchanged)
    return `No statement supports it any more: ${name} did not change, but by the names that hold now it does not name this device`
  if (!withdrawn) return `No statement supports it any more: ${name} no longer names it`
  const why = withdrawn.reason ? `: ${withdrawn.reason}` : ''
  return `${name} was withdrawn by ${withdrawn.by} on ${withdrawn.at.slice(0, 10)}${why}`
}

function statementReason(
  { deciding, isWithdrawn, after, source }: MatchChange,
  withdrawn: ReadonlyMap<string, Withdrawal>,
  revised: ReadonlySet<string>,
): string {
  if (!deciding && source === 'MSRC')
    return isWithdrawn
      ? 'Microsoft’s updates no longer leave it open on this Windows'
      : `Microsoft’s updates ${after === 'affected' ? 'leave it open' : 'do not tell whether it is open'} on this Windows`
  if (!deciding)
    return isWithdrawn
      ? `${speakerOf(source)} says no longer that it applies to what the device is made of`
      : `${speakerOf(source)} says that it ${after === 'affected' ? 'applies' : 'may apply'} to what the device is made of`
  return isWithdrawn
    ? unsupportedReason({
        advisoryId: deciding.advisoryId,
        withdrawn: withdrawn.get(deciding.advisoryId) ?? null,
        isUnchanged: !revised.has(deciding.advisoryId),
        deciding,
      })
    : `${documentOf(deciding)}: ${versionLine(deciding)}`
}
