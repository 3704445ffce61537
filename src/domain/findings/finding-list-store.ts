import { type RawBuilder, sql } from 'kysely'
import type { Because, FindingRow, FindingState } from '#model/finding.ts'
import type { RiskBand } from '#model/risk.ts'
import type { CountsAs } from '#model/threshold.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import { anyKeys } from './any-findings-store.ts'
import { openedOn } from './device-past-store.ts'
import {
  answer,
  decision,
  type FindingListQuery,
  isOpen,
  narrowing,
  remediation,
  stateJoins,
  status,
} from './finding-filter-store.ts'
import type { PageKey } from './finding-order-store.ts'
import { todayOf } from './finding-store.ts'
import { countsAsOf, isSetAside } from './treated-store.ts'
import { isWorklist, worklistKeys } from './worklist-store.ts'

// A page of the list: which findings stand on it is found first, and what is shown of these is read afterwards.

export interface FindingListRow extends FindingState {
  device_id: string
  device_name: string
  manufacturer: string | null
  model: string | null
  site: string | null
  care_area: string | null
  is_active: boolean
  vulnerability_id: string
  title: string
  advisory_id: string | null
  is_open: boolean
  counts_as: CountsAs | null
  score: number | null
  band: RiskBand | null
  likelihood: number | null
  safety: number | null
  care: number | null
  privacy: number | null
  known_exploited: boolean
  /** What it answers to decision points; null where that was not worked out. */
  points: number | null
  kev_due_on: string | null
  opened_at: string
  has_row: boolean
  because: Because[] | null
  unsupported: FindingRow['unsupported']
  undecided: FindingRow['undecided']
  sort_value: number
  configuration_id: string
  context_id: string
}

async function keysOf(db: Db, organisationId: string, query: FindingListQuery, today: RawBuilder<unknown>) {
  const narrowed = { ...query, ...(await narrowing(db, organisationId, query)) }
  const walked = isWorklist(narrowed) ? await worklistKeys(db, organisationId, narrowed, today) : null
  return walked ?? (await anyKeys(db, organisationId, narrowed, today))
}

/** Which stand on the list, and no more of them. */
export const listedKeys = async (db: Db, organisationId: string, query: FindingListQuery): Promise<PageKey[]> =>
  await keysOf(db, organisationId, query, todayOf(organisationId, query.now))

export async function findingPage(db: Db, organisationId: string, query: FindingListQuery): Promise<FindingListRow[]> {
  const today = todayOf(organisationId, query.now)
  const keys = await keysOf(db, organisationId, query, today)
  if (keys.length === 0) return []
  const { rows } = await sql<FindingListRow>`
    select d.id as device_id, d.name as device_name, d.manufacturer, d.model, d.site, d.care_area, d.is_active,
      page.vulnerability_id, v.title, m.advisory_id,
      ${answer} as answer, ${status} as status, ${decision(today)} as decision, ${remediation} as remediation,
      (${isOpen(today)} and not ${isSetAside(organisationId)}) as is_open, ${countsAsOf(organisationId, answer)} as counts_as,
      s.score, s.band, s.likelihood, s.safety, s.care, s.privacy, k.cve is not null as known_exploited,
      s.points, k.due_on as kev_due_on,
      coalesce(f.opened_at, ${openedOn(organisationId)}) as opened_at, f.device_id is not null as has_row, m.because,
      case when m.withdrawn_at is not null and m.because is not null then ${unsupported} end as unsupported,
      case when ${isOpen(today)} then (${undecided(organisationId)}) end as undecided,
      page.sort_value, page.configuration_id, page.context_id
    from jsonb_to_recordset(${jsonRows(keys)}) as page(device_id uuid, vulnerability_id text, configuration_id uuid, context_id uuid,
      sort_value double precision)
    join device d on d.organisation_id = ${organisationId} and d.id = page.device_id
    join vulnerability v on v.id = page.vulnerability_id
    ${stateJoins(organisationId, 'page')}
    left join advisory w on w.id = m.advisory_id and m.withdrawn_at is not null
    left join known_exploited k on k.cve = page.vulnerability_id and k.delisted_at is null`.execute(db)
  const order = new Map(keys.map((key, position) => [`${key.device_id} ${key.vulnerability_id}`, position]))
  const place = (row: FindingListRow) => order.get(`${row.device_id} ${row.vulnerability_id}`)!
  return rows.sort((a, b) => place(a) - place(b))
}

/** Of match `m` that no statement supports any more, the last of which was of advisory `w`. */
const unsupported = sql`jsonb_build_object('since', m.withdrawn_at, 'advisoryId', w.id,
  'withdrawn', case when w.withdrawn_at is not null then jsonb_build_object('at', w.withdrawn_at,
    'by', coalesce(w.withdrawn_by, w.publisher), 'reason', coalesce(w.withdrawn_reason, '')) end,
  'isUnchanged', coalesce(w.stored_at < m.withdrawn_at, false))`

/** Of the newest decision that is in force no more, or not yet. */
const undecided = (organisationId: string) => sql`
  select jsonb_build_object('state', st.state, 'text', st.failing -> 0 ->> 'text') from decision_standing st
  where st.organisation_id = ${organisationId} and st.device_id = page.device_id and st.vulnerability_id = page.vulnerability_id
    and st.state in ('broken', 'asks') order by st.state = 'broken' desc, st.since desc limit 1`
