import { allSources, type SourceRecord } from '#domain/sources/sources.ts'
import type { OrganisationId } from '#model/access.ts'
import {
  type AttributeTrustChange,
  attributeValueText,
  type TrustPreview,
  type TrustTable,
} from '#model/attribute-trust.ts'
import { type DeviceAttribute, type DeviceClaims, deviceAttributeNames, deviceAttributes } from '#model/device.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { canonicalJson } from '#platform/id.ts'
import { natureOf } from './attribute-nature.ts'
import * as store from './attribute-trust-store.ts'
import { deviceNames } from './device-list-store.ts'
import { type Claimant, claimantsOf, lookedAtBeside } from './golden-record.ts'
import { startingTrust, type TrustByAttribute, tradeOf } from './starting-trust.ts'

export type BelievedSource = SourceRecord & {
  readonly trusts: TrustByAttribute
  /** Attributes on which people said how far it is believed. */
  readonly trustSet: ReadonlySet<string>
}

/** Every source with how far it is believed on each attribute; as of a past moment with `at`, ISO 8601. */
export async function believedSources(
  db: Db,
  organisationId: OrganisationId,
  at?: string,
): Promise<ReadonlyMap<string, BelievedSource>> {
  const [sources, rows, then] = await Promise.all([
    allSources(db, organisationId),
    store.trustRows(db, organisationId),
    at === undefined ? [] : store.trustRowsThen(db, organisationId, at),
  ])
  const said = Map.groupBy(rows, (row) => row.source_id)
  const saidThen = Map.groupBy(then, (row) => row.source_id)
  return new Map(
    sources.map((source) => {
      const past = saidThen.get(source.id) ?? []
      const trust = past.find(({ attribute }) => attribute === '')?.trust ?? source.trust
      const own = Object.fromEntries((said.get(source.id) ?? []).map((row) => [row.attribute, row.trust]))
      for (const row of past) {
        if (row.attribute === '') continue
        if (row.trust === null) delete own[row.attribute]
        else own[row.attribute] = row.trust
      }
      return [
        source.id,
        {
          ...{ ...source, trust },
          trusts: { ...startingTrust({ ...source, trust }), ...own },
          trustSet: new Set(Object.keys(own)),
        },
      ]
    }),
  )
}

/** A source that was removed is not believed, and what it said still stands where nobody else says anything. */
const removed = {
  ...{ kind: 'connector', name: 'a removed source' },
  trusts: startingTrust({ member: '', trust: 0 }),
  trustSet: new Set<string>(),
}

/** An observation as a claim of its source. */
export function toClaimant<
  Row extends {
    readonly id: string
    readonly source_id: string
    readonly observed_at: string
    readonly claims: object
  },
>(sources: ReadonlyMap<string, Pick<BelievedSource, 'trusts' | 'trustSet' | 'kind' | 'name'>>, row: Row) {
  const source = sources.get(row.source_id) ?? removed
  return {
    observationId: row.id,
    sourceId: row.source_id,
    sourceKind: source.kind,
    source: { id: row.source_id, name: source.name },
    trust: source.trusts,
    trustSet: source.trustSet,
    observedAt: row.observed_at,
    claims: row.claims as DeviceClaims,
    row,
  } satisfies Claimant & Record<string, unknown>
}

/** Who is believed on what: attributes and sources that speak of devices. */
export async function trustTable(db: Db, organisationId: OrganisationId): Promise<TrustTable> {
  const [believed, rows] = await Promise.all([believedSources(db, organisationId), store.trustRows(db, organisationId)])
  const set = new Set(rows.map((row) => `${row.source_id} ${row.attribute}`))
  return {
    attributes: deviceAttributeNames.map((attribute) => {
      const { title: nature, halfLifeDays, why } = natureOf(attribute)
      const { title, group } = deviceAttributes[attribute]
      return { attribute, title, group, nature, halfLifeDays, why }
    }),
    sources: [...believed.values()].filter(speaksOfDevices).map((source) => {
      const starting = startingTrust(source)
      const { title, why } = tradeOf(source.member)
      return {
        id: source.id,
        name: source.name,
        trade: title,
        why,
        trust: source.trust,
        attributes: Object.fromEntries(
          deviceAttributeNames.map((attribute) => [
            attribute,
            {
              trust: source.trusts[attribute],
              starting: starting[attribute],
              isSet: set.has(`${source.id} ${attribute}`),
            },
          ]),
        ) as TrustTable['sources'][number]['attributes'],
      }
    }),
  }
}

const speaksOfDevices = ({ kind }: SourceRecord) => kind === 'connector' || kind === 'person'

function checked(sources: ReadonlyMap<string, BelievedSource>, changes: readonly AttributeTrustChange[]) {
  for (const { sourceId } of changes) {
    const source = sources.get(sourceId)
    if (!source) throw notFound('source', sourceId)
    if (!speaksOfDevices(source))
      throw new AppError('bad_request', `${source.name} says nothing of devices: choose a source that does.`)
  }
}

/** Gives the sources of which anything is otherwise now; their devices are to be decided anew. */
export async function setAttributeTrust(
  tx: Tx,
  organisationId: OrganisationId,
  changes: readonly AttributeTrustChange[],
): Promise<readonly string[]> {
  const before = await believedSources(tx, organisationId)
  checked(before, changes)
  await store.writeTrust(
    tx,
    organisationId,
    // The last word on a pair counts; what is as it starts is not kept.
    [...new Map(changes.map((change) => [`${change.sourceId} ${change.attribute}`, change])).values()].map(
      ({ sourceId, attribute, trust }) => ({
        source_id: sourceId,
        attribute,
        trust: trust === startingTrust(before.get(sourceId)!)[attribute] ? null : trust,
      }),
    ),
  )
  const after = await believedSources(tx, organisationId)
  return [...after.values()]
    .filter(({ id, trusts }) => canonicalJson(trusts) !== canonicalJson(before.get(id)?.trusts ?? {}))
    .map(({ id }) => id)
}

/** A preview looks at so many devices at most. */
const mostPreviewed = 20_000
const previewedAtOnce = 2000

/** What other trust would make of the devices' records. Nothing is written. */
export async function previewAttributeTrust(
  db: Db,
  organisationId: OrganisationId,
  changes: readonly AttributeTrustChange[],
): Promise<TrustPreview> {
  const now = await believedSources(db, organisationId)
  checked(now, changes)
  const wanted = new Map(now)
  for (const { sourceId, attribute, trust } of changes) {
    const source = wanted.get(sourceId)!
    const starting = startingTrust(source)[attribute]
    const value = trust ?? starting
    const trustSet = new Set(source.trustSet)
    if (value === starting) trustSet.delete(attribute)
    else trustSet.add(attribute)
    wanted.set(sourceId, { ...source, trusts: { ...source.trusts, [attribute]: value }, trustSet })
  }
  const attributes = [...new Set(changes.map(({ attribute }) => attribute))]
  const sourceIds = [...new Set(changes.map(({ sourceId }) => sourceId))]
  const byAttribute = new Map<DeviceAttribute, number>()
  const examples: { deviceId: string; attribute: DeviceAttribute; before: string; after: string }[] = []
  let devices = 0
  let looked = 0
  let isCapped = false
  for (let after: string | null = null; ; ) {
    const rows = await store.weighedClaims(db, organisationId, {
      ...{ sourceIds, attributes, beside: lookedAtBeside, after },
      limit: previewedAtOnce,
    })
    const byDevice = Map.groupBy(rows, (row) => row.device_id)
    for (const [deviceId, own] of byDevice) {
      if (own.length < 2) continue
      let isChanged = false
      for (const attribute of attributes) {
        const [before, then] = [now, wanted].map((sources) => {
          const first = claimantsOf(
            attribute,
            own.map((row) => toClaimant(sources, row)),
          )[0]
          return attributeValueText(first?.claims[attribute])
        }) as [string, string]
        if (before === then || attribute === 'macAddresses') continue
        isChanged = true
        byAttribute.set(attribute, (byAttribute.get(attribute) ?? 0) + 1)
        if (examples.length < 20) examples.push({ deviceId, attribute, before, after: then })
      }
      if (isChanged) devices++
    }
    looked += byDevice.size
    if (byDevice.size < previewedAtOnce) break
    isCapped = looked >= mostPreviewed
    if (isCapped) break
    after = rows.at(-1)!.device_id
  }
  const names = await deviceNames(
    db,
    organisationId,
    examples.map(({ deviceId }) => deviceId),
  )
  return {
    devices,
    looked,
    isCapped,
    byAttribute: [...byAttribute].map(([attribute, count]) => ({
      attribute,
      title: deviceAttributes[attribute].title,
      devices: count,
    })),
    examples: examples.map(({ deviceId, attribute, before, after }) => ({
      device: { id: deviceId, name: names.get(deviceId) ?? deviceId },
      attribute,
      before,
      after,
    })),
  }
}
