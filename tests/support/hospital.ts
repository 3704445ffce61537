import { ensureOrganisation } from '#domain/access/access.ts'
import { onDatabases, onDeviceChanges, onIntelligence, presentDatabases } from '#domain/findings/findings.ts'
import { storeFeedRecords } from '#domain/intelligence/intelligence.ts'
import { decidePlaces, deviceOf, observe, prepare, takePlaces } from '#domain/inventory/inventory.ts'
import { createSource, type SourceRecord } from '#domain/sources/sources.ts'
import type { Actor } from '#model/access.ts'
import type { FindingMove } from '#model/change.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { FeedRecord } from '#model/intelligence.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'

/** The first half of the loop for tests: observe, resolve, match, rank; no work orders. */
export interface Hospital {
  readonly organisationId: string
  readonly actor: Actor
  /** A register; what it says is not read from the device. */
  readonly cmms: SourceRecord
  /** A monitor of the network: with `lastSeenAt` it read the device itself. */
  readonly monitor: SourceRecord
  says(
    source: SourceRecord,
    devices: Readonly<Record<string, DeviceClaims>>,
    at?: string,
  ): Promise<{ moves: FindingMove[]; deviceIds: string[] }>
  publish(...records: FeedRecord[]): Promise<FindingMove[]>
  /** As at the end of a run: findings follow NVD and OSV, so many configurations at once. */
  follow(atOnce?: number): Promise<FindingMove[]>
}

export async function newHospital(db: Db): Promise<Hospital> {
  const organisation = await ensureOrganisation(db, { name: 'St. Example' })
  const organisationId = organisation.id
  const actor: Actor = { organisationId, personId: null, name: 'Import' }
  const source = (name: string, trust: number) =>
    createSource(db, organisationId, { kind: 'connector', member: 'csv-file', name, settings: {}, trust })
  return {
    organisationId,
    actor,
    cmms: await source('CMMS export', 40),
    monitor: await source('Network monitor', 60),
    says: (from, devices, at = new Date().toISOString()) =>
      inTransaction(db, async (tx) => {
        const batch = Object.entries(devices).map(([sourceKey, claims]) => ({ sourceKey, observedAt: at, claims }))
        const observed = await observe(tx, from, null, at, batch.map(prepare))
        const scope = { sourceId: from.id, keys: Object.keys(devices) }
        await decidePlaces(tx, organisationId, scope)
        const placed = await takePlaces(tx, from, at, scope, batch.length)
        const changes = [...observed.changes, ...(placed?.changes ?? [])]
        const moves = await onDeviceChanges(tx, organisationId, changes, actor)
        const told = await Promise.all(Object.keys(devices).map((key) => deviceOf(tx, organisationId, from.id, key)))
        const changed = new Set(changes.map(({ deviceId }) => deviceId))
        return { moves, deviceIds: [...new Set(told)].filter((id) => changed.has(id)) }
      }),
    publish: (...records) =>
      inTransaction(db, async (tx) => onIntelligence(tx, organisationId, await storeFeedRecords(tx, records), actor)),
    async follow(atOnce = 250) {
      const all: FindingMove[] = []
      const state = await presentDatabases(db)
      for (;;) {
        const moves = await inTransaction(db, (tx) => onDatabases(tx, organisationId, state, actor, { atOnce }))
        if (!moves) return all
        all.push(...moves)
      }
    },
  }
}
