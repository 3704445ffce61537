import type { OrganisationId } from '#model/access.ts'
import type { Db } from '#platform/db/database.ts'
import { actionOf, actionsInForce } from './actions.ts'
import { dueRows } from './due-store.ts'

/**
 * Of devices with findings that are worked on together, the earliest day, `2026-03-14`, by which one is due; a device of which
 * none is due is left out.
 */
export async function earliestDue(
  db: Db,
  organisationId: OrganisationId,
  devices: readonly { readonly deviceId: string; readonly vulnerabilityIds: readonly string[] }[],
  now = new Date(),
): Promise<ReadonlyMap<string, string>> {
  const actions = await actionsInForce(db, organisationId)
  const earliest = new Map<string, string>()
  if (!actions) return earliest
  const keys = devices.flatMap(({ deviceId, vulnerabilityIds }) =>
    vulnerabilityIds.map((id) => ({ device_id: deviceId, vulnerability_id: id })),
  )
  // Thousands of devices share a few openings.
  const days = new Map<string, string | undefined>()
  for (const row of await dueRows(db, organisationId, keys, now)) {
    const alike = [row.points, row.site, row.opened_at, row.kev_due_on].join(' ')
    if (!days.has(alike)) days.set(alike, actionOf(actions, { ...row, is_open: true }, now).due?.on)
    const day = days.get(alike)
    const before = earliest.get(row.device_id)
    if (day !== undefined && (before === undefined || day < before)) earliest.set(row.device_id, day)
  }
  return earliest
}
