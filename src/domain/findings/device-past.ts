import type { OrganisationId } from '#model/access.ts'
import type { Evidence, FindingEvent } from '#model/finding.ts'
import type { Configuration } from '#model/matching.ts'
import type { Db } from '#platform/db/database.ts'
import { closingsOf, type PastMatch, pastMatches } from './device-past-store.ts'
import { explainShared, sharedKey } from './explained.ts'
import type { FindingListRow } from './finding-list-store.ts'
import { reasonOf, virtualState } from './follow.ts'
import { configurationsById } from './match-store.ts'

export interface Past {
  /** When it was open at last, where a change of the device closed it and it has no row that says so. */
  readonly closed: { readonly openedAt: string; readonly closedAt: string } | null
  /** Newest first. */
  readonly events: readonly FindingEvent[]
}

/** What changes of the device meant for a finding before it had a row of its own: read from what matched its earlier configurations. */
export async function pastOf(
  db: Db,
  organisationId: OrganisationId,
  row: FindingListRow,
  deciding: Evidence | null,
): Promise<Past> {
  const past = await pastMatches(db, organisationId, { deviceId: row.device_id, vulnerabilityId: row.vulnerability_id })
  if (!past.some(isOpenThen)) return { closed: null, events: [] }
  const ids = [...new Set([...past.map((one) => one.configuration_id), row.configuration_id])]
  const configurations = new Map((await configurationsById(db, organisationId, ids)).map((one) => [one.id, one]))
  const events: FindingEvent[] = []
  let closed: Past['closed'] = null
  let openedAt: string | null = null
  for (const [position, one] of past.entries()) {
    if (!isOpenThen(one)) continue
    const next = past[position + 1]
    openedAt ??= openedIn(one)
    closed = null
    if (next ? isOpenThen(next) : row.answer !== 'not_affected') continue
    const left = configurations.get(one.configuration_id)!
    const here = configurations.get(next?.configuration_id ?? row.configuration_id)!
    events.unshift(clearedBy(one, left, here, next ? null : deciding))
    closed = { openedAt, closedAt: one.ended_at }
    openedAt = null
  }
  if (!row.has_row) return { closed: row.answer === 'not_affected' ? closed : null, events }
  // What happened since the row was written stands in its own history.
  return { closed: null, events: events.filter(({ at }) => Date.parse(at) < Date.parse(row.opened_at)) }
}

/** What changes of the device closed of all findings before they had a row of their own, newest first. */
export async function closedByChanges(
  db: Db,
  organisationId: OrganisationId,
  deviceId: string,
  limit: number,
): Promise<(FindingEvent & { vulnerabilityId: string })[]> {
  const closings = await closingsOf(db, organisationId, deviceId, limit)
  const ids = new Set(closings.flatMap((one) => [one.configuration_id, one.next_configuration_id]))
  const configurations = new Map((await configurationsById(db, organisationId, [...ids])).map((one) => [one.id, one]))
  const hereOf = (one: (typeof closings)[number]) => ({ ...one, configuration_id: one.next_configuration_id })
  const shared = await explainShared(db, organisationId, closings.filter((one) => one.is_shared).map(hereOf))
  return closings.map((one) => {
    const left = configurations.get(one.configuration_id)!
    const here = configurations.get(one.next_configuration_id)!
    const deciding = one.deciding ?? shared.get(sharedKey(hereOf(one)))?.evidence[0] ?? null
    return { ...clearedBy(one, left, here, deciding), vulnerabilityId: one.vulnerability_id }
  })
}

const isOpenThen = ({ answer }: PastMatch) => answer !== null && answer !== 'not_affected'

const openedIn = ({ since, matched_at }: PastMatch) =>
  Date.parse(matched_at!) > Date.parse(since) ? matched_at! : since

const clearedBy = (
  one: PastMatch,
  left: Configuration,
  here: Configuration,
  deciding: Evidence | null,
): FindingEvent => ({
  at: one.ended_at,
  actorName: one.actor_name,
  kind: 'cleared',
  before: virtualState(one.answer!),
  after: virtualState('not_affected'),
  reason: reasonOf(
    'cleared',
    { isRead: one.is_read, observedAt: new Date(one.observed_at).toISOString(), sourceName: one.source_name },
    deciding,
    left,
    here,
  ),
  evidence: deciding && { advisoryId: deciding.advisoryId, revision: deciding.revision },
})
