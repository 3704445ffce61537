import {
  allSources,
  type DevicesOfSource,
  dropSkippedOfRun,
  finishRun,
  getRunRecord,
  type SourceRecord,
} from '#domain/sources/sources.ts'
import type { OrganisationId } from '#model/access.ts'
import type { DeviceChange } from '#model/change.ts'
import { type DeviceAttribute, DeviceClaims, deviceAttributeNames, deviceAttributes } from '#model/device.ts'
import type { DeviceFacet, DeviceRow, DeviceSort } from '#model/device-list.ts'
import { deviceFacets } from '#model/device-list.ts'
import type { Observation } from '#model/observation.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import { natureOf } from './attribute-nature.ts'
import { believedSources, toClaimant } from './attribute-trust.ts'
import type { Attending } from './comparing.ts'
import * as lists from './device-list-store.ts'
import { claimantsOf, claimConfidence, flawsIn, goldenRecord } from './golden-record.ts'
import { identifiersOf } from './identity.ts'
import { mergedWith } from './identity-entries.ts'
import * as store from './inventory-store.ts'
import { toldThen } from './known-on.ts'
import * as placing from './placing.ts'
import { dropArrivalsOfRun } from './placing-store.ts'
import { columnsOf, isInRecord, provenanceOf, type Told } from './provenance.ts'
import { type PreparedObservation, prepare, type Resolved, rebuildDevices, resolveObservations } from './resolve.ts'
import { resolveContext } from './resolve-context.ts'
import { keepReviews, verdictsOf } from './reviews.ts'
import { reportedAgain, takeBackUnreported, unreportedPerSource } from './unreported.ts'

// The hospital's devices: what each source says of them, which record speaks of which device, and the golden record.
// Tables: configuration, context, device, device_behind, device_version, device_untold, arrival, arrival_place, observation, observation_past, identifier, conflict,
// identity_entry, identity_move, identity_review, identity_verdict, reading_question, reading_missing, attribute_trust, trust_past,
// device_health.

export { previewAttributeTrust, setAttributeTrust, trustTable } from './attribute-trust.ts'
export { type CarriedRows, carriedRows, isSameRow, type Row, rowsBy } from './carried.ts'
export { classify } from './classing.ts'
export {
  askedByOrder,
  type Choice,
  type ConflictCursor,
  type ConflictFilter,
  type ConflictOf,
  countConflictsIn,
  forgetOrder,
  getConflict,
  listConflicts,
  settleByOrder,
  settleConflict,
  waitForInspections,
  waitForOrder,
} from './conflicts.ts'
export { dataHeld } from './data-held.ts'
export { recordDeviceHealth } from './device-health-store.ts'
export { countDevices, deviceNames } from './device-list-store.ts'
export { isAtPlaces, isAtSites, isOfModels } from './device-names-store.ts'
export { type Asking, deviceLeaf, devicesAsked, deviceValues } from './device-query-store.ts'
export { type DeviceRisk, recordDeviceRisk, recordMatched } from './device-risk-store.ts'
export { textConditions } from './device-search-store.ts'
export { type Claimant, goldenRecord } from './golden-record.ts'
export { getIdentityEntry, listIdentityEntries, mergedWith } from './identity-entries.ts'
export { lockInventory } from './inventory-store.ts'
export {
  entryToUndo,
  type Joining,
  joinRecords,
  type Merge,
  mergeOfRecords,
  partRecords,
  recordEntries,
  recordUndone,
  roundsOf,
  type Split,
  takeRecordsBack,
} from './joining.ts'
export {
  checkReferences,
  type DeviceState,
  deferReferences,
  type EntryRow,
  mergedInto,
  type RecordKey,
} from './joining-store.ts'
export { countKnown, getKnown, listKnown, momentKnown } from './known-on.ts'
export type { Placed, Scope } from './placing.ts'
export { type PreparedObservation, prepare, type Resolved } from './resolve.ts'
export {
  countReviews,
  type FoundPair,
  firstSeenOf,
  getReview,
  isSaidByPerson,
  keepReviews,
  listReviews,
  type NewVerdict,
  type Pair,
  pairsAcross,
  putOff,
  type ReviewCursor,
  type ReviewOf,
  recordsOfDevice,
  recordVerdicts,
  reviewToAnswer,
  settleGone,
  settleJoined,
  settleParted,
  verdictsOf,
  weighReviews,
  withdrawVerdict,
  withdrawVerdictsOfEntry,
} from './reviews.ts'
export { startingTrust } from './starting-trust.ts'
export { answerReading, settleWholeReading, tellRemoved, toldByRun, usualAttributes } from './unreported.ts'
export { tellUntoldPasts } from './untold-pasts.ts'

/**
 * Takes in what a source says, one batch in one transaction. A second time the same writes nothing. What no device stands for yet
 * waits to be placed.
 */
export async function observe(
  tx: Tx,
  source: SourceRecord,
  runId: string | null,
  now: string,
  batch: readonly PreparedObservation[],
): Promise<Resolved> {
  const resolved = await resolveObservations(
    tx,
    await resolveContext(tx, source.organisation_id, source, runId, now),
    batch,
  )
  const keys = batch.map(({ observation }) => observation.sourceKey)
  await reportedAgain(tx, source, keys)
  return resolved
}

/** What else a comparison brings with it, and who attends it. */
export interface Deciding extends Attending {
  /** Makes one device of two that stand. */
  readonly merge?: (tx: Tx, merges: placing.Placed['merges']) => Promise<void>
  /** Last in the transaction in which the places are written down; what it throws takes them back. */
  readonly decided?: ((tx: Tx) => Promise<void>) | undefined
}

/**
 * Says of which devices what waits is, bound by what people said; where a person must say so, it is asked. Gives how many records wait
 * still, as something changed while they were compared.
 */
export async function decidePlaces(
  db: Db,
  organisationId: OrganisationId,
  scope: placing.Scope,
  { merge, decided, ...attending }: Deciding = {},
): Promise<placing.Placed> {
  return await placing.decidePlaces(db, organisationId, scope, {
    ...attending,
    sources: new Map((await allSources(db, organisationId)).map((one) => [one.id, one])),
    verdicts: (at) => verdictsOf(at, organisationId),
    async settle(tx, placed) {
      if (placed.merges.length > 0) await merge?.(tx, placed.merges)
      await keepReviews(tx, organisationId, placed.reviews, placed.isWhole ? 'all' : { records: placed.arrived })
    },
    decided,
  })
}

/** Makes devices of some of what was decided; undefined where none is left. */
export async function takePlaces(tx: Tx, source: SourceRecord, now: string, scope: placing.Scope, limit: number) {
  return await placing.takePlaces(tx, await resolveContext(tx, source.organisation_id, source, null, now), scope, limit)
}

/** Takes back all that a run said; what it had taken the place of stands again. */
export async function retractRun(
  tx: Tx,
  source: SourceRecord,
  runId: string,
  now: string,
): Promise<readonly DeviceChange[]> {
  const organisationId = source.organisation_id
  await store.lockInventory(tx, organisationId)
  const run = await getRunRecord(tx, organisationId, runId)
  if (run.state !== 'succeeded' && run.state !== 'to_confirm' && run.state !== 'failed' && run.state !== 'cancelled')
    throw new AppError('conflict', `Only an import that has ended can be undone; this one is ${run.state}.`)
  const own = await store.observationsOfRun(tx, organisationId, runId)
  await store.retract(
    tx,
    organisationId,
    own.map(({ id }) => id),
  )
  await dropArrivalsOfRun(tx, organisationId, runId)
  const restored = await store.restoreSuperseded(tx, organisationId, runId)
  await store.handOnSuperseded(tx, organisationId, runId)
  await store.insertIdentifiers(tx, organisationId, restored.flatMap(identifierRows))
  await takeBackUnreported(tx, organisationId, runId)
  await dropSkippedOfRun(tx, organisationId, runId)
  await finishRun(tx, organisationId, runId, 'undone', null)
  const touched = [...new Set([...own, ...restored].map((row) => row.device_id))]
  return await rebuildDevices(tx, await resolveContext(tx, organisationId, source, null, now), touched)
}

const identifierRows = (row: store.ObservationRow) =>
  identifiersOf(row.claims).map((identifier) => ({ ...identifier, observation_id: row.id, device_id: row.device_id }))

/** After a source's trust changed: the golden record of every device that it speaks of. */
export async function rebuildDevicesOf(tx: Tx, source: SourceRecord, deviceIds: readonly string[], now: string) {
  return await rebuildDevices(tx, await resolveContext(tx, source.organisation_id, source, null, now), deviceIds)
}

/** Some of the devices whose record an earlier version made: to be made again in this transaction. */
export async function takeDevicesBehind(tx: Tx, organisationId: OrganisationId): Promise<readonly string[]> {
  await store.lockInventory(tx, organisationId)
  return (await store.takeDevicesBehind(tx, organisationId, 500)).sort()
}

/** From here on each device of these configurations stands by itself, with its serial number. */
export async function tellApart(
  tx: Tx,
  source: SourceRecord,
  configurationIds: readonly string[],
  now: string,
): Promise<readonly DeviceChange[]> {
  if (configurationIds.length === 0) return []
  const deviceIds = await store.tellApart(tx, source.organisation_id, configurationIds)
  return deviceIds.length === 0 ? [] : await rebuildDevicesOf(tx, source, deviceIds, now)
}

/**
 * What the makers' forms say of configurations: whether their devices hold patients' data. Gives the devices of which that is
 * something else than before; they are to be built anew. With `all`, of no other configuration is anything said.
 */
export const discloseData = store.discloseData

/** The same of how much harm they can do at least, as FDA says of their kind: it counts where the inventory says nothing. */
export const tellCriticality = store.tellCriticality

/** What a person says of a device, beside what the systems say. `deviceId` null makes a new one. */
export async function observeByPerson(
  tx: Tx,
  source: SourceRecord,
  deviceId: string | null,
  claims: DeviceClaims,
  now: string,
): Promise<{ deviceId: string; changes: readonly DeviceChange[] }> {
  const organisationId = source.organisation_id
  if (deviceId === null) {
    if (!claims.assetTag && !claims.serialNumber && !claims.hostname && !claims.macAddresses?.length)
      throw new AppError(
        'bad_request',
        'Say what identifies the device: an asset tag, a serial number, a host name or a MAC address.',
      )
    const observation = { sourceKey: `person:${newId()}`, observedAt: now, claims }
    await observe(tx, source, null, now, [prepare(observation)])
    const scope = { sourceId: source.id, keys: [observation.sourceKey] }
    await decidePlaces(tx, organisationId, scope)
    const { changes } = (await takePlaces(tx, source, now, scope, 1))!
    return { deviceId: changes[0]!.deviceId, changes }
  }
  if (!(await lists.deviceRow(tx, organisationId, deviceId))) throw notFound('device', deviceId)
  const into = await mergedWith(tx, organisationId, deviceId)
  if (into)
    throw new AppError('conflict', `This device was merged with ${into.name}: correct that one, or undo the merge.`)
  const context = await resolveContext(tx, organisationId, source, null, now)
  await store.lockInventory(tx, organisationId)
  const key = `person:${deviceId}`
  const [before] = await store.presentByKey(tx, organisationId, source.id, [key])
  const present = before
    ? (await store.presentOfDevices(tx, organisationId, [before.device_id])).find(({ id }) => id === before.id)
    : undefined
  // A person corrects one attribute at a time: what they said before stands beside it, as far as nothing answered it meanwhile.
  const carried = present ? await stillStanding(tx, organisationId, present, before!.device_id) : {}
  const observation = { sourceKey: key, observedAt: now, claims: { ...carried, ...claims } }
  const { digest, claimsText, rawText } = prepare(observation)
  if (before?.digest === digest) return { deviceId, changes: [] }
  const id = newId()
  await store.supersede(tx, organisationId, before ? [before.id] : [], null)
  await store.insertObservations(tx, organisationId, [
    {
      id,
      source_id: source.id,
      source_key: key,
      run_id: null,
      device_id: deviceId,
      observed_at: now,
      digest,
      claims: claimsText,
      raw: rawText,
    },
  ])
  await store.insertIdentifiers(
    tx,
    organisationId,
    identifiersOf(observation.claims).map((identifier) => ({ ...identifier, observation_id: id, device_id: deviceId })),
  )
  const changes = await rebuildDevices(tx, context, [deviceId])
  return {
    deviceId,
    changes: changes.map((change) => ({
      ...change,
      observationIds: [id],
      observedAt: now,
      isRead: readsSoftware(claims),
    })),
  }
}

/** Of an observation the claims that stand in the device's record: of the others somebody else knows better by now. */
async function stillStanding(db: Db, organisationId: OrganisationId, { id }: { id: string }, deviceId: string) {
  const told = await presentTold(db, organisationId, deviceId)
  const own = told.find(({ observationId }) => observationId === id)
  return Object.fromEntries(
    Object.entries(own?.claims ?? {}).filter(
      ([attribute]) => claimantsOf(attribute as DeviceAttribute, told)[0]?.observationId === id,
    ),
  ) as DeviceClaims
}

/** Who moves a device to another room, or misses it, has not read its version: that contradicts nobody's claim of a fix. */
const readsSoftware = ({ softwareVersion, firmwareVersion, operatingSystem }: DeviceClaims) =>
  Boolean(softwareVersion || firmwareVersion || operatingSystem)

/** What an import would do, without doing it. */
export async function previewObservations(
  db: Db,
  source: Pick<SourceRecord, 'organisation_id' | 'id'> | null,
  batch: readonly Observation[],
) {
  const present = source
    ? await store.presentByKey(
        db,
        source.organisation_id,
        source.id,
        batch.map(({ sourceKey }) => sourceKey),
      )
    : []
  const byKey = new Map(present.map((row) => [row.source_key, row]))
  const changedIds: string[] = []
  const counts = {
    new: [] as Observation[],
    changed: [] as { observation: Observation; observationId: string; deviceId: string }[],
    unchanged: 0,
  }
  for (const observation of batch) {
    const before = byKey.get(observation.sourceKey)
    if (!before) counts.new.push(observation)
    else if (before.digest === prepare(observation).digest) counts.unchanged++
    else {
      counts.changed.push({ observation, observationId: before.id, deviceId: before.device_id })
      changedIds.push(before.device_id)
    }
  }
  return counts
}

/** What would change in the claims of records that are known already: the attributes, before and after. */
export async function claimChanges(
  db: Db,
  organisationId: OrganisationId,
  changed: readonly { observation: Observation; observationId: string; deviceId: string }[],
) {
  const rows = await store.presentOfDevices(
    db,
    organisationId,
    changed.map(({ deviceId }) => deviceId),
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return changed.map(({ observation, observationId, deviceId }) => ({
    sourceKey: observation.sourceKey,
    deviceId,
    changes: deviceAttributeNames
      .map((attribute) => ({
        attribute,
        before: text(byId.get(observationId)?.claims[attribute]),
        after: text(observation.claims[attribute]),
      }))
      .filter(({ before, after }) => before !== after),
  }))
}

const text = (value: unknown): string | null =>
  value === undefined || value === null ? null : Array.isArray(value) ? value.join(', ') : String(value)

// reading -----------------------------------------------------------------------------------------------------------

export interface DevicePage {
  readonly items: DeviceRow[]
  readonly next: lists.DeviceCursor | null
}

export async function listDevices(
  db: Db,
  organisationId: OrganisationId,
  query: lists.DeviceListQuery,
  page: { sort: DeviceSort; after: lists.DeviceCursor | null; limit: number },
): Promise<DevicePage> {
  return await lists.devicePage(db, organisationId, query, page.sort, page.after, page.limit)
}

/** All that is known of these devices, in their order; what is gone is left out. */
export async function wholeRecords(
  db: Db,
  organisationId: OrganisationId,
  ids: readonly string[],
): Promise<lists.WholeRecord[]> {
  const records = new Map((await lists.wholeRecords(db, organisationId, ids)).map((record) => [record.id, record]))
  return ids.flatMap((id) => records.get(id) ?? [])
}

export async function countDeviceFacets(db: Db, organisationId: OrganisationId, query: lists.DeviceListQuery) {
  const { total, rows } = await lists.deviceFacetCounts(db, organisationId, query, deviceFacets)
  const facets = Object.fromEntries(
    deviceFacets.map((facet) => [facet, [] as { value: string; count: number }[]]),
  ) as Record<DeviceFacet, { value: string; count: number }[]>
  for (const { facet, value, count } of rows)
    if (facets[facet].length < 200) facets[facet].push({ value: value ?? '', count })
  return { total, facets }
}

/** Manufacturers of whom a device is there, as written. */
export const manufacturersHere = lists.manufacturersHere

export async function getDeviceRow(db: Db, organisationId: OrganisationId, id: string): Promise<DeviceRow> {
  const row = await lists.deviceRow(db, organisationId, id)
  if (!row) throw notFound('device', id)
  return row
}

export async function getDevice(db: Db, organisationId: OrganisationId, id: string, now = new Date()) {
  const device = await getDeviceRow(db, organisationId, id)
  const told = await presentTold(db, organisationId, id)
  return {
    device: { ...device, golden: goldenRecord(told) },
    mergedInto: await mergedWith(db, organisationId, id),
    attributes: provenanceOf(told, now),
    sources: told.map(({ row, source }) => ({
      source,
      sourceKey: row.source_key,
      observedAt: row.observed_at,
      recordedAt: row.recorded_at,
      unreportedSince: row.unreported_since,
      raw: row.raw,
    })),
  }
}

/**
 * Whence the value of an attribute came: for each source that says anything, the most credible first, its record as it gave it, the
 * columns in which the value stood, and the run that brought it. As known at a past moment with `at`.
 */
export async function attributeOrigin(
  db: Db,
  organisationId: OrganisationId,
  id: string,
  attribute: DeviceAttribute,
  { at, now = new Date() }: { readonly at?: string | undefined; readonly now?: Date } = {},
) {
  await getDeviceRow(db, organisationId, id)
  const told: readonly Told[] =
    at === undefined
      ? await presentTold(db, organisationId, id)
      : ((await toldThen(db, organisationId, at, [id])).get(id) ?? [])
  const [provenance] = provenanceOf(told, at === undefined ? now : new Date(at)).filter(
    (one) => one.attribute === attribute,
  )
  const claimants = claimantsOf(attribute, told)
  const flaws = flawsIn(attribute, told)
  const golden = goldenRecord(told)
  const runs = await Promise.all(
    claimants.map(async ({ row }) =>
      row.run_id === null ? null : await getRunRecord(db, organisationId, row.run_id).catch(nothingFound),
    ),
  )
  return {
    attribute,
    title: deviceAttributes[attribute].title,
    value: provenance?.value ?? null,
    confidence: provenance?.confidence ?? 0,
    halfLifeDays: natureOf(attribute).halfLifeDays,
    why: provenance?.why ?? null,
    records: claimants.map((claimant, position) => {
      const run = runs[position]
      const { row } = claimant
      return {
        source: claimant.source,
        sourceKey: row.source_key,
        value: claimant.claims[attribute],
        trust: claimant.trust[attribute],
        confidence: Math.round(claimConfidence(attribute, claimant, (at ? new Date(at) : now).getTime()) * 1000) / 1000,
        agrees: isInRecord(attribute, golden, claimants[0]!, claimant),
        flaw: flaws.get(claimant.observationId) ?? null,
        observedAt: row.observed_at,
        recordedAt: row.recorded_at,
        run: run ? { id: run.id, fileName: run.file_name, finishedAt: run.finished_at } : null,
        raw: row.raw,
        columns: columnsOf(attribute, claimant, row.raw, run?.settings),
      }
    }),
  }
}

const nothingFound = (error: unknown) => {
  if (error instanceof AppError && error.code === 'not_found') return null
  throw error
}

async function presentTold(db: Db, organisationId: OrganisationId, id: string) {
  const sources = await believedSources(db, organisationId)
  return (await store.observationsOfDevice(db, organisationId, id, false)).map((row) => toClaimant(sources, row))
}

/** What was said of the device over time, newest first. */
export async function deviceHistory(db: Db, organisationId: OrganisationId, id: string) {
  const [rows, sources] = await Promise.all([
    store.observationsOfDevice(db, organisationId, id, true),
    allSources(db, organisationId),
  ])
  const name = new Map(sources.map((one) => [one.id, one.name]))
  const present = new Map<string, DeviceClaims>()
  const told = [...rows].reverse().map((row) => {
    const key = `${row.source_id}:${row.source_key}`
    const before = present.get(key)
    present.set(key, row.claims)
    const changed = deviceAttributeNames
      .filter((attribute) => before && text(before[attribute]) !== text(row.claims[attribute]))
      .map(
        (attribute) =>
          `${deviceAttributes[attribute].title}: ${text(before?.[attribute]) ?? '—'} → ${text(row.claims[attribute]) ?? '—'}`,
      )
    const what = !before
      ? `First told of it ("${row.source_key}")`
      : changed.length > 0
        ? changed.join('; ')
        : 'Told of it again'
    return {
      at: row.recorded_at,
      kind: 'observation',
      actorName: name.get(row.source_id) ?? 'a removed source',
      text: row.retracted_at ? `${what} — taken back` : what,
    }
  })
  return told.reverse()
}

/** Ids of the devices that a source speaks of, by id, from behind `after`. */
export const devicesOfSource = store.devicesOfSource

export async function devicesPerSource(db: Db, organisationId: OrganisationId): Promise<Map<string, DevicesOfSource>> {
  const [rows, { counts, questions }] = await Promise.all([
    store.devicesPerSource(db, organisationId),
    unreportedPerSource(db, organisationId),
  ])
  const devices = new Map(rows.map((row) => [row.source_id, row.n]))
  return new Map(
    [...new Set([...devices.keys(), ...questions.keys()])].map((id) => [
      id,
      { devices: devices.get(id) ?? 0, unreported: counts.get(id) ?? 0, question: questions.get(id) ?? null },
    ]),
  )
}

/** The device that a source's record speaks of. */
export async function deviceOf(
  db: Db,
  organisationId: OrganisationId,
  sourceId: string,
  sourceKey: string,
): Promise<string> {
  const [row] = await store.presentByKey(db, organisationId, sourceId, [sourceKey])
  if (!row) throw notFound('record', sourceKey)
  return row.device_id
}

/** Checks what a person typed against the words of the model. */
export function readClaims(value: unknown): DeviceClaims {
  const parsed = DeviceClaims.safeParse(value)
  if (!parsed.success)
    throw new AppError(
      'bad_request',
      `These values cannot be taken: ${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`,
    )
  return parsed.data
}
