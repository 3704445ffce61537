import { type RawBuilder, sql } from 'kysely'
import type { FindingListKey, FindingListQuery, NarrowedQuery } from './finding-filter-store.ts'

// The order of lists of findings: down by score or time of opening, up by configuration, context, vulnerability and device.

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

export const isByRisk = ({ sort }: FindingListQuery) => sort === 'risk'

/** What the list is ordered by, as the key has it. */
export const sortValueOf = (query: FindingListQuery, time: RawBuilder<unknown>) =>
  isByRisk(query) ? sql`coalesce(s.score, -1)::real` : time

export const keyColumn = (query: FindingListQuery) =>
  isByRisk(query) ? sql`sort_value` : sql`(extract(epoch from sort_value) * 1000000)::bigint as sort_value`

/** All microseconds that PostgreSQL keeps fit a double until the year 2255. */
export const lastOf = (query: FindingListQuery, value: number) =>
  isByRisk(query) ? sql`${value}::real` : sql`('epoch'::timestamptz + ${value}::bigint * interval '1 microsecond')`

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
