import { z } from 'zod'
import { allSources } from '#domain/sources/sources.ts'
import type { OrganisationId } from '#model/access.ts'
import type { IdentityEntry, IdentityEntryDetail, IdentityKind } from '#model/identity.ts'
import type { Db } from '#platform/db/database.ts'
import { notFound } from '#platform/errors.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import * as lists from './device-list-store.ts'
import * as ledger from './joining-store.ts'

// The identity ledger as people read it.

const Cursor = z.tuple([z.string(), z.uuid()])

/** Newest first. */
export async function listIdentityEntries(
  db: Db,
  organisationId: OrganisationId,
  query: {
    readonly device?: string | undefined
    readonly kind?: IdentityKind | undefined
    readonly undone?: boolean | undefined
    readonly cursor?: string | undefined
    readonly limit: number
  },
): Promise<PageOf<IdentityEntry>> {
  const [at, id] = query.cursor ? decodeCursor(query.cursor, Cursor) : []
  const rows = await ledger.entryPage(db, organisationId, {
    deviceId: query.device,
    kind: query.kind,
    undone: query.undone,
    after: at && id ? { at, id } : null,
    limit: query.limit + 1,
  })
  return pageOf(rows, query.limit, (row) => [row.at, row.id], toEntry)
}

export async function getIdentityEntry(
  db: Db,
  organisationId: OrganisationId,
  id: string,
): Promise<IdentityEntryDetail> {
  const [row] = await ledger.entryPage(db, organisationId, { id, after: null, limit: 1 })
  const entry = await ledger.entryById(db, organisationId, id)
  if (!row || !entry) throw notFound('identity entry', id)
  const sources = new Map((await allSources(db, organisationId)).map((source) => [source.id, source.name]))
  const later = entry.undone_at
    ? []
    : await ledger.laterEntries(db, organisationId, entry, [entry.from_device_id, entry.to_device_id])
  const went = (rows: readonly Readonly<Record<string, unknown>>[] = []) =>
    rows.filter((one) => one.device_id === entry.to_device_id)
  const cameFrom = (rows: readonly Readonly<Record<string, unknown>>[] = []) =>
    new Set(rows.filter((one) => one.device_id === entry.from_device_id).map((one) => one.id ?? one.vulnerability_id))
  const { order } = entry.carried.work ?? {}
  const { finding } = entry.carried.findings ?? {}
  const ordersBefore = cameFrom(order?.before)
  const findingsBefore = cameFrom(finding?.before)
  return {
    ...toEntry(row),
    moved: (await ledger.recordsMoved(db, organisationId, id)).map(({ sourceId, sourceKey }) => ({
      source: { id: sourceId, name: sources.get(sourceId) ?? 'a removed source' },
      sourceKey,
    })),
    findings: went(finding?.after).filter((one) => findingsBefore.has(one.vulnerability_id)).length,
    workOrders: went(order?.after)
      .filter((one) => ordersBefore.has(one.id))
      .map((one) => ({ id: String(one.id), number: Number(one.number) })),
    later: later.map(({ id: laterId, kind, reason }) => ({ id: laterId, kind, reason })),
  }
}

/** The device that this one was merged with, by however many merges; null where it stands for itself. */
export async function mergedWith(
  db: Db,
  organisationId: OrganisationId,
  deviceId: string,
): Promise<{ id: string; name: string } | null> {
  const [way] = await ledger.mergedInto(db, organisationId, [deviceId])
  if (!way) return null
  const device = await lists.deviceRow(db, organisationId, way.into_id)
  return device ? { id: device.id, name: device.name } : null
}

const toEntry = (row: ledger.ListedEntryRow): IdentityEntry => ({
  id: row.id,
  at: new Date(row.at).toISOString(),
  kind: row.kind,
  from: { id: row.from_device_id, name: row.from_name, isGone: row.is_from_gone },
  into: { id: row.to_device_id, name: row.to_name, isGone: row.is_to_gone },
  actorName: row.actor_name,
  isByPerson: row.actor_id !== null,
  reason: row.reason,
  probability: row.probability,
  records: row.records,
  undoneAt: row.undone_at,
  undoneBy: row.undone_by,
})
