import { normaliseCode } from '#domain/resolving/resolving.ts'
import type { DeviceChange } from '#model/change.ts'
import { type CareSetting, type Criticality, type DeviceClaims, type Lifecycle, offWorklist } from '#model/device.ts'
import type { Observation } from '#model/observation.ts'
import type { Tx } from '#platform/db/database.ts'
import { storableJsonText } from '#platform/db/json-rows.ts'
import { canonicalJson, idFrom, sha256 } from '#platform/id.ts'
import { dataHeld } from './data-held.ts'
import { type Claimant, goldenRecord, isRead } from './golden-record.ts'
import { compareIdentities, type Identifier, type Identity, identifiersOf, identityOf } from './identity.ts'
import * as store from './inventory-store.ts'
import { dropArrivals, insertArrivals, waitingByKey } from './placing-store.ts'
import { startingTrust, type TrustByAttribute } from './starting-trust.ts'

/** Where observations come from, as the resolver needs it. */
export interface ObservingSource {
  readonly id: string
  readonly kind: string
  readonly member: string
  readonly name: string
  readonly trust: number
  /** By attribute; where left out, as a source of its trade starts. */
  readonly trusts?: TrustByAttribute
  /** Attributes on which people said how far it is believed. */
  readonly trustSet?: ReadonlySet<string>
}

export interface ResolveContext {
  readonly organisationId: string
  readonly source: ObservingSource
  /** Every source of the organisation, for survivorship. */
  readonly sources: ReadonlyMap<string, ObservingSource>
  readonly runId: string | null
  /** The run's own time: a repeat of it after a crash writes the same. */
  readonly now: string
  /** Do two names mean one maker? */
  readonly isSameVendor: (a: string, b: string) => boolean
  /** How much harm the device can do and where it stands, from what is claimed. */
  readonly classify: (
    claims: DeviceClaims,
    told: Criticality | null,
  ) => { criticality: Criticality; careSetting: CareSetting }
}

export interface Resolved {
  readonly changes: readonly DeviceChange[]
  readonly counts: {
    readonly new: number
    readonly changed: number
    readonly unchanged: number
    readonly joined: number
    readonly conflicts: number
  }
}

/** An observation with what can be made of it before it is known what else there is. */
export interface PreparedObservation {
  readonly observation: Observation
  /** SHA-256 of claims and raw, not of the time: the same row again says nothing new. */
  readonly digest: string
  /** JSON texts: what is digested is what is stored, written once. */
  readonly claimsText: string
  readonly rawText: string | null
}

/** Done while the database is at work with the batch before. */
export function prepare(observation: Observation): PreparedObservation {
  const claimsText = canonicalJson(observation.claims)
  const rawText = observation.raw ? canonicalJson(observation.raw) : null
  return {
    observation,
    digest: sha256(`{"claims":${claimsText},"raw":${rawText}}`),
    claimsText: storableJsonText(claimsText),
    rawText: rawText && storableJsonText(rawText),
  }
}

/**
 * Takes in what a source says, of devices that it told of before: devices, configurations and contexts follow. A record that no
 * device stands for yet waits until it is placed. An observation that says nothing new writes nothing.
 */
export async function resolveObservations(
  tx: Tx,
  context: ResolveContext,
  batch: readonly PreparedObservation[],
): Promise<Resolved> {
  const { organisationId, source } = context
  await store.lockInventory(tx, organisationId)
  const byKey = new Map(batch.map((prepared) => [prepared.observation.sourceKey, prepared]))
  const present = new Map(
    (await store.presentByKey(tx, organisationId, source.id, [...byKey.keys()])).map((row) => [row.source_key, row]),
  )
  const unknown = [...byKey.values()].filter(({ observation }) => !present.has(observation.sourceKey))
  const arrived = await arrive(tx, context, unknown)
  const fresh = [...byKey.values()].flatMap((prepared) => {
    const before = present.get(prepared.observation.sourceKey)
    return before && before.digest !== prepared.digest ? [{ prepared, before }] : []
  })
  const counts = {
    new: arrived.new,
    changed: fresh.length + arrived.changed,
    unchanged: batch.length - fresh.length - arrived.new - arrived.changed,
    joined: 0,
    conflicts: 0,
  }
  if (fresh.length === 0) return { changes: [], counts }

  const members = await membersOf(
    tx,
    context,
    fresh.map(({ before }) => before.device_id),
  )
  const conflicts: store.ConflictRow[] = []
  const taken = fresh.map(({ prepared, before }): TakenObservation => {
    conflicts.push(...keyConflicts(context, members.get(before.device_id) ?? [], before, prepared))
    const { observation, digest, claimsText, rawText } = prepared
    return {
      sourceId: source.id,
      runId: context.runId,
      deviceId: before.device_id,
      supersedes: before.id,
      at: context.now,
      observation,
      digest,
      claimsText,
      rawText,
    }
  })
  const changes = await takeIn(tx, context, members, taken, { conflicts })
  return { changes, counts: { ...counts, conflicts: conflicts.length } }
}

/** Records that no device stands for yet: they are kept until they are placed. */
async function arrive(tx: Tx, context: ResolveContext, unknown: readonly PreparedObservation[]) {
  const { organisationId, source } = context
  if (unknown.length === 0) return { new: 0, changed: 0 }
  const keys = unknown.map(({ observation }) => observation.sourceKey)
  const waiting = await waitingByKey(tx, organisationId, source.id, keys)
  const fresh = unknown.filter(({ observation, digest }) => waiting.get(observation.sourceKey) !== digest)
  const again = fresh.filter(({ observation }) => waiting.has(observation.sourceKey))
  if (again.length > 0)
    await dropArrivals(
      tx,
      organisationId,
      source.id,
      again.map(({ observation }) => observation.sourceKey),
    )
  if (fresh.length > 0)
    await insertArrivals(
      tx,
      organisationId,
      fresh.map(({ observation, digest, claimsText, rawText }) => ({
        source_id: source.id,
        source_key: observation.sourceKey,
        run_id: context.runId,
        at: context.now,
        observed_at: observation.observedAt,
        digest,
        claims: claimsText,
        raw: rawText,
      })),
    )
  return { new: fresh.length - again.length, changed: again.length }
}

/** An observation of which it is known what device it speaks of. */
export interface TakenObservation {
  readonly sourceId: string
  readonly runId: string | null
  readonly deviceId: string
  /** The observation of the same record that it takes the place of. */
  readonly supersedes?: string
  /** When it was told to Homeostat: the time of its run. */
  readonly at: string
  readonly observation: Omit<Observation, 'raw'>
  readonly digest: string
  /** JSON texts. */
  readonly claimsText: string
  readonly rawText: string | null
}

/**
 * Stores observations, by `keep` where they need not be sent, and the devices that they speak of; `members` are what these stand on so
 * far.
 */
export async function takeIn(
  tx: Tx,
  context: ResolveContext,
  members: Map<string, Member[]>,
  taken: readonly TakenObservation[],
  {
    conflicts = [],
    keep = store.insertObservations,
  }: {
    readonly conflicts?: readonly store.ConflictRow[]
    readonly keep?: (tx: Tx, organisationId: string, rows: readonly store.NewObservationRow[]) => Promise<unknown>
  } = {},
): Promise<readonly DeviceChange[]> {
  const { organisationId } = context
  const observations = taken.map((one) => {
    const { observation, digest, supersedes } = one
    const identifiers = identifiersOf(observation.claims)
    const row = {
      id: idFrom(
        sha256(
          [organisationId, one.sourceId, observation.sourceKey, digest, supersedes ?? '', one.runId ?? one.at].join(
            '\n',
          ),
        ),
      ),
      source_id: one.sourceId,
      source_key: observation.sourceKey,
      run_id: one.runId,
      device_id: one.deviceId,
      observed_at: observation.observedAt,
      digest,
      claims: one.claimsText,
      raw: one.rawText,
      identifiers,
    }
    const others = (members.get(one.deviceId) ?? []).filter(({ observationId }) => observationId !== supersedes)
    const member = toMember(context, { ...row, claims: observation.claims }, identifiers, one.claimsText)
    members.set(one.deviceId, [...others, member])
    return row
  })
  const superseded = taken.flatMap(({ supersedes, runId }) => (supersedes ? [{ id: supersedes, runId }] : []))
  const touched = [...new Set(observations.map((row) => row.device_id))]
  const { changes } = await storeDevices(tx, context, members, touched, observations, async () => {
    for (const [runId, some] of Map.groupBy(superseded, (one) => one.runId))
      await store.supersede(
        tx,
        organisationId,
        some.map(({ id }) => id),
        runId,
      )
    await keep(tx, organisationId, observations)
  })
  await store.insertIdentifiers(
    tx,
    organisationId,
    observations.flatMap((row) =>
      row.identifiers.map((identifier) => ({
        ...identifier,
        observation_id: row.id,
        device_id: row.device_id,
      })),
    ),
  )
  await keepConflicts(tx, context, members, touched, conflicts)
  return changes
}

/** What devices stand on now. */
export async function membersOf(
  tx: Tx,
  context: ResolveContext,
  deviceIds: readonly string[],
): Promise<Map<string, Member[]>> {
  const members = new Map<string, Member[]>(deviceIds.map((id) => [id, []]))
  for (const row of await store.presentOfDevices(tx, context.organisationId, [...members.keys()]))
    members.get(row.device_id)?.push(toMember(context, row, identifiersOf(row.claims)))
  return members
}

/** Rebuilds devices from what is present now: after an undone import, a retracted statement, a change of trust. */
export async function rebuildDevices(
  tx: Tx,
  context: ResolveContext,
  deviceIds: readonly string[],
): Promise<readonly DeviceChange[]> {
  const members = await membersOf(tx, context, deviceIds)
  const { changes } = await storeDevices(tx, context, members, deviceIds, [])
  await keepConflicts(tx, context, members, deviceIds, [])
  return changes
}

/** An observation that a device stands on, with its identity. */
export interface Member extends Claimant {
  readonly sourceKey: string
  readonly identity: Identity
  /** Its claims as JSON, where they were written just now. */
  readonly claimsText: string | undefined
}

type PresentRow = Pick<store.ObservationRow, 'id' | 'source_id' | 'source_key' | 'device_id' | 'observed_at' | 'claims'>

function toMember(
  context: ResolveContext,
  row: PresentRow,
  identifiers: readonly Identifier[],
  claimsText?: string,
): Member {
  const source = context.sources.get(row.source_id) ?? context.source
  return {
    observationId: row.id,
    sourceId: row.source_id,
    sourceKind: source.kind,
    sourceKey: row.source_key,
    trust: trustsOf(source),
    trustSet: source.trustSet,
    observedAt: row.observed_at,
    claims: row.claims,
    identity: identityOf(row.claims, identifiers),
    claimsText,
  }
}

const starting = new WeakMap<ObservingSource, TrustByAttribute>()

function trustsOf(source: ObservingSource): TrustByAttribute {
  if (source.trusts) return source.trusts
  const known = starting.get(source) ?? startingTrust(source)
  starting.set(source, known)
  return known
}

/** The source speaks of the same record again; when what identifies it changed, a person must look. */
function keyConflicts(
  context: ResolveContext,
  members: readonly Member[],
  before: { id: string; device_id: string },
  { observation }: PreparedObservation,
): store.ConflictRow[] {
  const identity = identityOf(observation.claims, identifiersOf(observation.claims))
  const contradicts = new Set(
    members.flatMap((member) => compareIdentities(identity, member.identity, context.isSameVendor).contradicts),
  )
  return [...contradicts].map((what) =>
    conflictRow(
      before.device_id,
      'attribute',
      what,
      `${context.source.name} now gives another ${what} for "${observation.sourceKey}"`,
      {
        attribute: what,
        sourceId: context.source.id,
        sourceKey: observation.sourceKey,
      },
    ),
  )
}

function conflictRow(
  deviceId: string,
  kind: store.ConflictRow['kind'],
  attribute: string | null,
  text: string,
  detail: Record<string, unknown>,
): store.ConflictRow {
  const dedupe_key = sha256(canonicalJson({ deviceId, kind, attribute, detail }))
  return { id: idFrom(dedupe_key), device_id: deviceId, kind, attribute, text, detail, dedupe_key }
}

const isOver = ({ claims }: Member) => claims.lifecycle === 'disposed' || claims.lifecycle === 'retired'

const overSince = ({ claims, observedAt }: Member) => claims.retiredOn ?? observedAt.slice(0, 10)

/** Who says that the life of the device is over. A person who said how it stands is believed before what was said until then. */
function lifeOver(members: readonly Member[]): Member | undefined {
  const said = members.find((member) => member.sourceKind === 'person' && member.claims.lifecycle)
  if (!said) return members.find(isOver)
  if (isOver(said)) return said
  const saidOn = said.observedAt.slice(0, 10)
  return members.find((member) => isOver(member) && (member.claims.retiredOn ?? '') > saidOn)
}

/** A disposed device that was seen afterwards: one of the two is wrong. */
function lifecycleConflict(
  deviceId: string,
  members: readonly Member[],
  sources: ReadonlyMap<string, ObservingSource>,
): store.ConflictRow | undefined {
  const retired = lifeOver(members)
  if (!retired) return undefined
  const since = overSince(retired)
  const seen = members.find(
    (member) =>
      member !== retired &&
      member.claims.lastSeenAt &&
      member.claims.lastSeenAt.slice(0, 10) > since &&
      member.claims.lifecycle !== retired.claims.lifecycle,
  )
  if (!seen) return undefined
  const text = `${sources.get(retired.sourceId)?.name ?? 'One source'} says ${retired.claims.lifecycle} since ${since}; ${sources.get(seen.sourceId)?.name ?? 'another'} saw it on ${seen.claims.lastSeenAt!.slice(0, 10)}`
  return conflictRow(deviceId, 'lifecycle', 'lifecycle', text, { retiredBy: retired.sourceId, seenBy: seen.sourceId })
}

async function keepConflicts(
  tx: Tx,
  context: ResolveContext,
  members: ReadonlyMap<string, readonly Member[]>,
  touched: readonly string[],
  found: readonly store.ConflictRow[],
) {
  const lifecycle = touched
    .map((deviceId) => lifecycleConflict(deviceId, members.get(deviceId) ?? [], context.sources))
    .filter((conflict) => conflict !== undefined)
  const standing = new Set(lifecycle.map((conflict) => conflict.dedupe_key))
  const open = await store.openConflictsOf(tx, context.organisationId, touched)
  const over = open.filter(
    (conflict) =>
      (conflict.kind === 'lifecycle' && !standing.has(conflict.dedupe_key)) ||
      (members.get(conflict.device_id) ?? []).length === 0,
  )
  if (over.length > 0)
    await store.settleConflicts(
      tx,
      context.organisationId,
      over.map(({ id }) => id),
      'Homeostat',
      'The sources no longer contradict each other.',
    )
  await store.openConflicts(tx, context.organisationId, [...found, ...lifecycle])
  const concerned = new Set([...over, ...found, ...lifecycle].map((conflict) => conflict.device_id))
  if (concerned.size > 0) await store.countConflicts(tx, context.organisationId, [...concerned])
}

async function storeDevices(
  tx: Tx,
  context: ResolveContext,
  members: ReadonlyMap<string, readonly Member[]>,
  touched: readonly string[],
  observations: readonly { id: string; device_id: string; observed_at: string }[],
  alongside: () => Promise<unknown> = async () => {},
): Promise<{ changes: DeviceChange[] }> {
  const existing = new Map((await store.devicesById(tx, context.organisationId, touched)).map((row) => [row.id, row]))
  const configurations = new Map<string, store.ConfigurationRow>()
  const contexts = new Map<string, store.ContextRow>()
  const rows: store.DeviceRow[] = []
  const changes: DeviceChange[] = []
  const byDevice = Map.groupBy(observations, (observation) => observation.device_id)
  const marked = await store.markedConfigurations(tx, context.organisationId)
  // The database is at work with it while the devices are reckoned.
  const beside = alongside()
  beside.catch(() => {})

  for (const deviceId of touched) {
    const before = existing.get(deviceId)
    const claimants = members.get(deviceId) ?? []
    const row = toDeviceRow(context, deviceId, claimants, before, { configurations, contexts, marked })
    if (!before || !sameDevice(before, row)) rows.push(row)

    const own = byDevice.get(deviceId) ?? []
    const tellers = claimants.filter((member) => own.some(({ id }) => id === member.observationId))
    const teller = tellers.find(isRead) ?? tellers[0]
    changes.push({
      deviceId,
      before: before && !before.gone_at ? standing(before) : null,
      after: standing(row),
      observationIds: own.map(({ id }) => id),
      observedAt:
        own
          .map(({ observed_at }) => observed_at)
          .sort()
          .at(-1) ?? context.now,
      isRead: teller !== undefined && isRead(teller),
      sourceName: (teller && context.sources.get(teller.sourceId)?.name) ?? context.source.name,
    })
  }
  await beside
  const { organisationId } = context
  if (configurations.size > 0) await store.insertConfigurations(tx, organisationId, [...configurations.values()])
  if (contexts.size > 0) await store.insertContexts(tx, organisationId, [...contexts.values()])
  const changed = rows.filter((row) => existing.has(row.id))
  if (changed.length > 0) await store.upsertDevices(tx, organisationId, changed)
  await store.insertDevices(
    tx,
    organisationId,
    rows.filter((row) => !existing.has(row.id)),
  )
  return { changes }
}

const standing = (row: store.DeviceRow) => ({
  configurationId: row.configuration_id,
  contextId: row.context_id,
  isActive: row.is_active && !row.gone_at,
  configurationSince: row.configuration_since,
})

const sameDevice = (a: store.DeviceRow, b: store.DeviceRow) =>
  a.configuration_id === b.configuration_id &&
  a.context_id === b.context_id &&
  a.gone_at === b.gone_at &&
  a.last_seen_at === b.last_seen_at &&
  canonicalJson(a.golden) === canonicalJson(b.golden)

function toDeviceRow(
  context: ResolveContext,
  deviceId: string,
  claimants: readonly Member[],
  before: store.DeviceRow | undefined,
  shares: {
    readonly configurations: Map<string, store.ConfigurationRow>
    readonly contexts: Map<string, store.ContextRow>
    readonly marked: Awaited<ReturnType<typeof store.markedConfigurations>>
  },
): store.DeviceRow {
  const { configurations, contexts, marked } = shares
  // Nothing stands for it any more: the record stays as it was, marked as gone.
  if (claimants.length === 0 && before) return { ...before, is_active: false, gone_at: before.gone_at ?? context.now }

  const golden = goldenRecord(claimants)
  const alike = shared(configurations, context.organisationId, configurationOf(golden))
  const apartBy = marked.get(alike.id)?.is_told_apart ? golden.serialNumber : null
  const configuration = apartBy
    ? shared(configurations, context.organisationId, configurationOf(golden, apartBy))
    : alike
  const disclosed = marked.get(configuration.id)?.discloses_data ?? null
  const told = marked.get(configuration.id)?.told_criticality ?? null
  const { criticality, careSetting } = context.classify(golden, told)
  const place = shared(contexts, context.organisationId, contextOf(golden, disclosed, criticality, careSetting))
  const moments = toldAt(claimants)
  return {
    ...deviceFields(golden, claimants[0]?.sourceKey ?? deviceId),
    id: deviceId,
    criticality,
    care_setting: careSetting,
    golden,
    goldenText: writtenAlready(golden, claimants),
    configuration_id: configuration.id,
    configuration_since:
      before && before.configuration_id === configuration.id ? before.configuration_since : context.now,
    context_id: place.id,
    conflicts: before?.conflicts ?? 0,
    first_seen_at: before?.first_seen_at ?? moments[0]!,
    last_seen_at: toldAt(claimants.filter(isRead)).at(-1) ?? null,
    gone_at: null,
  }
}

/** What is said of a device beside its golden record, from that alone; `sourceKey` names what nothing else does. */
export function deviceFields(golden: DeviceClaims, sourceKey: string) {
  const lifecycle: Lifecycle = golden.lifecycle ?? 'in_use'
  return {
    name: deviceName(golden, sourceKey),
    asset_tag: golden.assetTag ?? null,
    serial_number: golden.serialNumber ?? null,
    manufacturer: golden.manufacturer ?? null,
    model: golden.model ?? null,
    device_type: golden.deviceType ?? golden.description ?? null,
    software_version: golden.softwareVersion ?? golden.firmwareVersion ?? null,
    hostname: golden.hostname ?? null,
    ip_addresses: golden.ipAddresses ?? [],
    mac_addresses: golden.macAddresses ?? [],
    zone: golden.zone ?? golden.vlan ?? null,
    site: golden.site ?? null,
    building: golden.building ?? null,
    room: golden.room ?? null,
    care_area: golden.careArea ?? golden.department ?? null,
    department: golden.department ?? null,
    lifecycle,
    technician: golden.technician ?? null,
    next_maintenance_on: golden.nextMaintenanceOn ?? null,
    search: searchText(golden),
    is_active: !offWorklist.includes(lifecycle),
  }
}

/** A record that stands on one observation says what that says: mostly to the letter. */
function writtenAlready(golden: DeviceClaims, claimants: readonly Member[]): string | undefined {
  const [only, another] = claimants
  if (!only?.claimsText || another) return undefined
  const isWhole = Object.keys(golden).length === Object.keys(only.claims).length
  return isWhole && golden.macAddresses?.join() === only.claims.macAddresses?.join() ? only.claimsText : undefined
}

const toldAt = (claimants: readonly Member[]) =>
  claimants.map(({ claims, observedAt }) => new Date(claims.lastSeenAt ?? observedAt).toISOString()).sort()

/** What thousands of devices have in common is made once; its id follows from its content. */
function shared<Content extends object>(
  known: Map<string, Content & { id: string; digest: string }>,
  organisationId: string,
  content: Content,
): Content & { id: string; digest: string } {
  const key = Object.entries(content).join('\n')
  const there = known.get(key)
  if (there) return there
  const digest = sha256(canonicalJson(content))
  const made = { id: idFrom(sha256(organisationId + digest)), digest, ...content }
  known.set(key, made)
  return made
}

const configurationOf = (
  golden: DeviceClaims,
  serialNumber?: string,
): Omit<store.ConfigurationRow, 'id' | 'digest'> => ({
  manufacturer: golden.manufacturer ?? '',
  model: golden.model ?? '',
  model_number: golden.modelNumber ?? '',
  description: golden.description ?? golden.deviceType ?? '',
  software_version: golden.softwareVersion ?? '',
  firmware_version: golden.firmwareVersion ?? '',
  operating_system: golden.operatingSystem ?? '',
  ...(golden.udiDi && { udi_di: golden.udiDi }),
  ...(serialNumber && { serial_number: serialNumber }),
  ...(golden.installedUpdates?.length && { installed_updates: golden.installedUpdates.toSorted() }),
})

const contextOf = (
  golden: DeviceClaims,
  disclosed: boolean | null,
  criticality: Criticality,
  careSetting: CareSetting,
): Omit<store.ContextRow, 'id' | 'digest'> => ({
  criticality,
  care_setting: careSetting,
  zone: golden.zone ?? golden.vlan ?? '',
  network_connected:
    golden.networkConnected ??
    ((golden.ipAddresses?.length ?? 0) > 0 || (golden.macAddresses?.length ?? 0) > 0 ? true : null),
  ...dataHeld(golden.storesPhi ?? null, disclosed),
})

function deviceName(golden: DeviceClaims, sourceKey: string): string {
  const what = golden.model ?? golden.description ?? golden.deviceType ?? golden.manufacturer ?? 'Unknown device'
  const which = golden.assetTag ?? golden.serialNumber ?? golden.hostname ?? golden.macAddresses?.[0] ?? sourceKey
  return `${what} · ${which}`
}

/** A device is found by what is its own; what its configuration says is searched there, and its care area among all that there are. */
function searchText(golden: DeviceClaims): string {
  const parts = [
    ...code(golden.assetTag),
    ...code(golden.serialNumber),
    golden.hostname,
    golden.aeTitle,
    golden.udiDi,
    golden.description && golden.deviceType,
    golden.room,
    ...(golden.ipAddresses ?? []),
    ...(golden.macAddresses ?? []).flatMap((mac) => [mac, mac.replaceAll(':', '')]),
  ]
  return parts.filter(Boolean).join(' ').toLowerCase()
}

/** As it is written and, where that differs, without what people leave out. */
function code(text: string | null | undefined): string[] {
  if (!text) return []
  const written = text.toLowerCase()
  const normalised = normaliseCode(text, 1)?.toLowerCase()
  return normalised && normalised !== written ? [written, normalised] : [written]
}
