import { type RawBuilder, sql } from 'kysely'
import { type Actions, rankOf, rankStep } from './action-store.ts'
import type { FindingListKey, FindingListQuery, NarrowedQuery } from './finding-filter-store.ts'

// The order of lists of findings: down by score, by action and score, or by time of opening, up by configuration, context, vulnerability and device.

export interface PageKey {
  device_id: string
  vulnerability_id: string
  configuration_id: string
  context_id: string
  sort_value: number
}

export const byKey = (a: PageKey, b: PageKey) =>
  b.sort_value - a.sort_value ||
  compare(a.configuration_id, b.configuration_id) ||
  compare(a.context_id, b.context_id) ||
  compare(a.vulnerability_id, b.vulnerability_id) ||
  compare(a.device_id, b.device_id)
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Before and behind every other. */
export const noDevice = '00000000-0000-0000-0000-000000000000'
export const lastDevice = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** By the score, alone or behind the action. */
export const isByRisk = ({ sort }: FindingListQuery) => sort !== 'opened'

/** Null where the list is by something else, or no appetite was adopted. */
export const actionsOf = ({ sort, actions }: NarrowedQuery): Actions | null =>
  sort === 'action' ? (actions ?? null) : null

const score = sql`coalesce(s.score, -1)::real`

/** An open finding's action, then its score; each score, which has 24 bits, is kept as it is. */
export const actionValue = (actions: Actions) =>
  sql`(${rankOf(actions)} * ${sql.lit(rankStep)} + ${score}::double precision)`

/** What the list is ordered by, as the key has it. */
export function sortValueOf(query: NarrowedQuery, time: RawBuilder<unknown>, isOpen: RawBuilder<unknown>) {
  if (!isByRisk(query)) return time
  const actions = actionsOf(query)
  return actions ? sql`case when ${isOpen} then ${actionValue(actions)} else ${score}::double precision end` : score
}

export const keyColumn = (query: FindingListQuery) =>
  isByRisk(query) ? sql`sort_value` : sql`(extract(epoch from sort_value) * 1000000)::bigint as sort_value`

/** All microseconds that PostgreSQL keeps fit a double until the year 2255. */
export const lastOf = (query: NarrowedQuery, value: number) =>
  !isByRisk(query)
    ? sql`('epoch'::timestamptz + ${value}::bigint * interval '1 microsecond')`
    : actionsOf(query)
      ? sql`${value}::double precision`
      : sql`${value}::real`

export const isScored = (query: NarrowedQuery) =>
  isByRisk(query) ||
  query.filter.band !== undefined ||
  query.filter.countsAs !== undefined ||
  query.queried?.needs.has('score') ||
  query.queried?.asksWhenOpened ||
  query.queried?.isMixed ||
  (query.hasSetAside && query.filter.open !== 'any')

/** Further down a list that descends by its value and ascends by the rest of its key. */
export function isAfter(
  [value, configuration, context, vulnerability, device]: FindingListKey,
  sortValue: RawBuilder<unknown>,
  rest: readonly RawBuilder<unknown>[],
  last: RawBuilder<unknown> = sql`${value}`,
) {
  return sql`(${sortValue} < ${last} or (${sortValue} = ${last}
    and (${sql.join(rest)}) > (${configuration}::uuid, ${context}::uuid, ${vulnerability}, ${device}::uuid)))`
}
