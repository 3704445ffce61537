import type { OrganisationId } from '#model/access.ts'
import {
  CareSetting,
  Criticality,
  type DeviceAttribute,
  type DeviceClaims,
  deviceAttributeNames,
  Lifecycle,
} from '#model/device.ts'
import type { KnownDevice, KnownFilter, KnownSort } from '#model/known-device.ts'
import type { Db } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { canonicalJson } from '#platform/id.ts'
import { believedSources, toClaimant } from './attribute-trust.ts'
import type { DeviceCursor } from './device-list-store.ts'
import { isRead } from './golden-record.ts'
import * as store from './known-on-store.ts'
import { provenanceOf } from './provenance.ts'

/** The moment that a day or a moment means: the end of the day, no later than now. */
export async function momentKnown(db: Db, organisationId: OrganisationId, on: string): Promise<string> {
  const at = await store.momentKnown(db, organisationId, on)
  if (at === null) throw new AppError('bad_request', 'That day is still to come: choose today or a day before it.')
  return at
}

/** A page of the inventory as it was known at a moment, which `momentKnown` gave. */
export async function listKnown(
  db: Db,
  organisationId: OrganisationId,
  at: string,
  filter: KnownFilter,
  page: { readonly sort: KnownSort; readonly after: DeviceCursor | null; readonly limit: number },
): Promise<{ items: KnownDevice[]; next: DeviceCursor | null }> {
  const { items, next } = await store.knownPage(db, organisationId, at, filter, page)
  const told = await toldThen(
    db,
    organisationId,
    at,
    items.map(({ id }) => id),
  )
  return { items: items.map((row) => toKnown(row, told.get(row.id) ?? [])), next }
}

export const countKnown = store.countKnown

type Told = ReturnType<typeof toClaimant<store.ObservationThen>>

/** By device what stood of it; with `observedOn` what held on that moment, as far as it was known. */
export async function toldThen(
  db: Db,
  organisationId: OrganisationId,
  at: string,
  deviceIds: readonly string[],
  observedOn?: string,
): Promise<ReadonlyMap<string, Told[]>> {
  const [rows, sources] = await Promise.all([
    store.observationsThen(db, organisationId, at, deviceIds, observedOn !== undefined),
    believedSources(db, organisationId, at),
  ])
  const until = observedOn === undefined ? undefined : Date.parse(observedOn)
  const present = new Map<string, store.ObservationThen>()
  for (const row of rows) {
    if (until !== undefined && Date.parse(row.observed_at) > until) continue
    const key = `${row.source_id}\n${row.source_key}`
    const other = present.get(key)
    // The newest recorded comes first; of what held on a day, the newest observed counts.
    if (!other || (until !== undefined && Date.parse(row.observed_at) > Date.parse(other.observed_at)))
      present.set(key, row)
  }
  return Map.groupBy(
    [...present.values()].map((row) => toClaimant(sources, row)),
    ({ row }) => row.device_then,
  )
}

/** One device as it was known at a moment, each value with its origin; null where it was not known then. */
export async function getKnown(db: Db, organisationId: OrganisationId, at: string, id: string, observedOn?: string) {
  const [row, told] = await Promise.all([
    store.knownDevice(db, organisationId, at, id),
    toldThen(db, organisationId, at, [id], observedOn),
  ])
  if (!row) return null
  const own = told.get(id) ?? []
  const now = row.golden_now ?? {}
  return {
    knownAt: at,
    device: toKnown(row, own),
    attributes: provenanceOf(own, new Date(observedOn ?? at)).map((attribute) => ({
      ...attribute,
      valueNow: now[attribute.attribute] ?? null,
      isChanged: !isSame(attribute.value, now[attribute.attribute]),
    })),
    sources: own.map(({ row, source }) => ({
      source,
      sourceKey: row.source_key,
      observedAt: row.observed_at,
      recordedAt: row.recorded_at,
      raw: row.raw,
    })),
  }
}

const isSame = (a: unknown, b: unknown) => canonicalJson(a ?? null) === canonicalJson(b ?? null)

function toKnown(row: store.KnownRow, told: readonly Told[]): KnownDevice {
  const { golden, golden_now: now } = row
  const seen = told
    .filter(isRead)
    .map(({ claims, observedAt }) => new Date(claims.lastSeenAt ?? observedAt).toISOString())
  return {
    id: row.id,
    name: row.name,
    assetTag: golden.assetTag ?? null,
    serialNumber: golden.serialNumber ?? null,
    manufacturer: golden.manufacturer ?? null,
    model: golden.model ?? null,
    deviceType: golden.deviceType ?? golden.description ?? null,
    softwareVersion: golden.softwareVersion ?? golden.firmwareVersion ?? null,
    operatingSystem: golden.operatingSystem ?? null,
    hostname: golden.hostname ?? null,
    site: golden.site ?? null,
    careArea: golden.careArea ?? golden.department ?? null,
    room: golden.room ?? null,
    zone: golden.zone ?? golden.vlan ?? null,
    ipAddresses: golden.ipAddresses ?? [],
    macAddresses: golden.macAddresses ?? [],
    lifecycle: Lifecycle.parse(row.lifecycle),
    criticality: Criticality.parse(row.criticality),
    careSetting: CareSetting.parse(row.care_setting),
    isActive: row.is_active,
    lastSeenAt: seen.sort().at(-1) ?? null,
    knownSince: row.known_since,
    isGoneNow: now === null,
    changed: now === null ? [] : changedAttributes(golden, now),
  }
}

/** `lastSeenAt` changes with every reading, and says nothing by that. */
const changedAttributes = (then: DeviceClaims, now: DeviceClaims): DeviceAttribute[] =>
  deviceAttributeNames.filter((attribute) => attribute !== 'lastSeenAt' && !isSame(then[attribute], now[attribute]))
