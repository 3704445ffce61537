import { listHolders } from '#domain/access/access.ts'
import { mergedInto } from '#domain/inventory/inventory.ts'
import type { OrganisationId } from '#model/access.ts'
import type { WaitingOnFinding } from '#model/approval.ts'
import type { Db } from '#platform/db/database.ts'
import type { FindingId } from './decide.ts'
import * as store from './proposal-store.ts'

/** Which waiting decisions are meant for findings, by `device vulnerability`. */
export async function waitingOn(
  db: Db,
  organisationId: OrganisationId,
  findings: readonly FindingId[],
): Promise<ReadonlyMap<string, readonly WaitingOnFinding[]>> {
  if (findings.length === 0 || (await store.countWaiting(db, organisationId)) === 0) return new Map()
  const gone = await store.goneDevicesOfWaiting(db, organisationId)
  const parts = Map.groupBy(gone.length > 0 ? await mergedInto(db, organisationId, gone) : [], (way) => way.into_id)
  const keys = findings.flatMap(({ deviceId, vulnerabilityId }) =>
    [deviceId, ...(parts.get(deviceId) ?? []).map(({ id }) => id)].map((as_id) => ({
      device_id: deviceId,
      as_id,
      vulnerability_id: vulnerabilityId,
    })),
  )
  const rows = await store.waitingFor(db, organisationId, keys)
  if (rows.length === 0) return new Map()
  const holders = await listHolders(db, organisationId, 'finding:approve')
  const grouped = Map.groupBy(rows, (row) => `${row.device_id} ${row.vulnerability_id}`)
  return new Map(
    [...grouped].map(([key, own]) => [
      key,
      own.map((row) => ({
        id: row.id,
        decision: row.decision,
        reason: row.reason,
        proposedBy: row.proposed_by,
        proposedAt: row.proposed_at,
        text: `“${row.decision.replaceAll('_', ' ')}”, proposed by ${row.proposed_by}, waits for approval of ${namesOf(
          holders.filter(({ id }) => id !== row.proposed_by_id),
        )}`,
      })),
    ]),
  )
}

const namesOf = (people: readonly { readonly name: string }[]): string =>
  people.length === 0
    ? 'somebody: nobody else may approve yet'
    : people.length > 3
      ? `${people
          .slice(0, 3)
          .map(({ name }) => name)
          .join(', ')} or ${people.length - 3} more`
      : people.map(({ name }) => name).join(' or ')
