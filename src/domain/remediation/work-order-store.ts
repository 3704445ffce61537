import { type RawBuilder, sql } from 'kysely'
import { textConditions } from '#domain/inventory/inventory.ts'
import type { RiskBand } from '#model/risk.ts'
import type {
  HoldReason,
  SyncState,
  WorkOrderEvent,
  WorkOrderFilter,
  WorkOrderRow,
  WorkOrderSort,
  WorkOrderState,
  WorkOrderType,
  WorkStep,
  WorkVerification,
} from '#model/work-order.ts'
import type { Condition } from '#platform/db/conditions.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import { closedStates } from './work-order.ts'

export interface OrderRow {
  id: string
  number: number
  campaign_id: string | null
  device_id: string
  type: WorkOrderType
  state: WorkOrderState
  hold_reason: HoldReason | null
  title: string
  priority: RiskBand
  due_on: string | null
  assigned_to: string | null
  steps: readonly WorkStep[]
  verification: WorkVerification
  minutes: number | null
  external_id: string | null
  sync_state: SyncState
  result_digest: string | null
  version: number
  created_at: string
  completed_at: string | null
}

export interface FindingKey {
  readonly deviceId: string
  readonly vulnerabilityId: string
}

/** One change of an organisation's work orders at a time where numbers are given out or findings are shared out. */
export const lockWorkOrders = (db: Db, organisationId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended('work_order:' || ${organisationId}, 0))`.execute(db)

export const lastNumber = async (db: Db, organisationId: string): Promise<number> =>
  (
    await sql<{ last: number }>`
      select coalesce(max(number), 0) as last from work_order where organisation_id = ${organisationId}`.execute(db)
  ).rows[0]!.last

export async function ordersById(db: Db, organisationId: string, ids: readonly string[]) {
  if (ids.length === 0) return []
  const { rows } = await sql<{ id: string; number: number; state: WorkOrderState; dueOn: string | null }>`
    select id, number, state, due_on as "dueOn" from work_order
    where organisation_id = ${organisationId} and id = any(${ids}::uuid[])`.execute(db)
  return rows
}

/** Today in the hospital's time zone. */
export const today = async (db: Db, organisationId: string): Promise<string> =>
  (
    await sql<{ today: string }>`
      select (now() at time zone time_zone)::date::text as today from organisation where id = ${organisationId}`.execute(
      db,
    )
  ).rows[0]!.today

export type NewOrder = Pick<
  OrderRow,
  | 'id'
  | 'number'
  | 'campaign_id'
  | 'device_id'
  | 'type'
  | 'state'
  | 'title'
  | 'priority'
  | 'due_on'
  | 'assigned_to'
  | 'steps'
  | 'verification'
  | 'minutes'
>

export async function insertOrders(db: Db, organisationId: string, orders: readonly NewOrder[]): Promise<void> {
  await sql`
    insert into work_order (organisation_id, id, number, campaign_id, device_id, type, state, title, priority, due_on,
      assigned_to, steps, verification, minutes)
    select ${organisationId}::uuid, o.* from jsonb_to_recordset(${jsonRows(orders)}) as o(id uuid, number int,
      campaign_id uuid, device_id uuid, type text, state text, title text, priority text, due_on date, assigned_to uuid,
      steps jsonb, verification jsonb, minutes int)`.execute(db)
}

/**
 * After many orders at once. While the table was empty the planner saw no difference between its indexes, and looks up
 * each foreign key to an order by one that reads them all; it keeps that plan until it knows better.
 */
export const learnSizes = (db: Db) => sql`analyze work_order`.execute(db)

export async function insertOrderFindings(
  db: Db,
  organisationId: string,
  rows: readonly { work_order_id: string; device_id: string; vulnerability_id: string }[],
): Promise<void> {
  await sql`
    insert into work_order_finding (organisation_id, work_order_id, device_id, vulnerability_id)
    select ${organisationId}::uuid, f.* from jsonb_to_recordset(${jsonRows(rows)})
      as f(work_order_id uuid, device_id uuid, vulnerability_id text)`.execute(db)
}

export interface NewEvent {
  readonly id: string
  readonly work_order_id: string
  readonly actor_id: string | null
  readonly actor_name: string
  readonly from_state: WorkOrderState | null
  readonly to_state: WorkOrderState
  readonly reason: string | null
}

export async function insertEvents(db: Db, organisationId: string, events: readonly NewEvent[]): Promise<void> {
  await sql`
    insert into work_order_event (organisation_id, id, work_order_id, actor_id, actor_name, from_state, to_state, reason)
    select ${organisationId}::uuid, e.* from jsonb_to_recordset(${jsonRows(events)}) as e(id uuid,
      work_order_id uuid, actor_id uuid, actor_name text, from_state text, to_state text, reason text)`.execute(db)
}

export const listEvents = async (db: Db, organisationId: string, orderId: string) =>
  (
    await sql<WorkOrderEvent>`
      select at, actor_name as "actorName", from_state as "fromState", to_state as "toState", reason
      from work_order_event where organisation_id = ${organisationId} and work_order_id = ${orderId} order by id`.execute(
      db,
    )
  ).rows

const orderColumns = sql`id, number, campaign_id, device_id, type, state, hold_reason, title, priority, due_on, assigned_to,
  steps, verification, minutes, external_id, sync_state, result_digest, version, created_at, completed_at`

/** The order, held until the transaction ends. */
export const lockOrder = async (db: Db, organisationId: string, id: string) =>
  (
    await sql<OrderRow>`select ${orderColumns} from work_order
      where organisation_id = ${organisationId} and id = ${id}::uuid for update`.execute(db)
  ).rows[0]

export const lockOrderByNumber = async (db: Db, organisationId: string, number: number) =>
  (
    await sql<OrderRow>`select ${orderColumns} from work_order
      where organisation_id = ${organisationId} and number = ${number} for update`.execute(db)
  ).rows[0]

export const findingsOf = async (db: Db, organisationId: string, orderIds: readonly string[]) =>
  (
    await sql<FindingKey & { orderId: string }>`
      select work_order_id as "orderId", device_id as "deviceId", vulnerability_id as "vulnerabilityId"
      from work_order_finding where organisation_id = ${organisationId} and work_order_id = any(${orderIds}::uuid[])
      order by vulnerability_id`.execute(db)
  ).rows

/** A finding needs nothing more: fixed, not affected, decided or verified. */
export const isSettled = sql`(f.status in ('fixed', 'not_affected') or f.remediation = 'verified' or (f.decision <> 'none'
  and (f.decision_expires_on is null or f.decision_expires_on >= (select (now() at time zone o.time_zone)::date
    from organisation o where o.id = f.organisation_id))))`

/** The findings of the orders that still need work, or that were claimed and not yet shown. */
export const unsettledFindingsOf = async (db: Db, organisationId: string, orderIds: readonly string[]) =>
  (
    await sql<FindingKey>`
      select wf.device_id as "deviceId", wf.vulnerability_id as "vulnerabilityId"
      from work_order_finding wf
      join finding f on f.organisation_id = wf.organisation_id and f.device_id = wf.device_id
        and f.vulnerability_id = wf.vulnerability_id
      where wf.organisation_id = ${organisationId} and wf.work_order_id = any(${orderIds}::uuid[]) and not ${isSettled}
      order by 1, 2`.execute(db)
  ).rows

export interface TouchedOrder extends OrderRow {
  readonly isSettled: boolean
  readonly hasFix: boolean
}

/** Every order that has one of the findings, with how its findings stand; held until the transaction ends. */
export const lockOrdersOfFindings = async (
  db: Db,
  organisationId: string,
  keys: readonly FindingKey[],
): Promise<(TouchedOrder & { vulnerability_ids: string[] })[]> =>
  (
    await sql<TouchedOrder & { vulnerability_ids: string[] }>`
      with touched as (
        select wf.work_order_id, array_agg(wf.vulnerability_id) as vulnerability_ids
        from unnest(${keys.map(({ deviceId }) => deviceId)}::uuid[], ${keys.map(({ vulnerabilityId }) => vulnerabilityId)}::text[])
          as k(device_id, vulnerability_id)
        join work_order_finding wf on wf.organisation_id = ${organisationId} and wf.device_id = k.device_id
          and wf.vulnerability_id = k.vulnerability_id
        group by 1)
      select o.id, o.number, o.campaign_id, o.device_id, o.type, o.state, o.hold_reason, o.title, o.priority, o.due_on,
        o.assigned_to, '[]'::jsonb as steps, o.verification, o.minutes, o.external_id, o.sync_state, o.result_digest,
        o.version, o.created_at, o.completed_at, t.vulnerability_ids, s."isSettled", s."hasFix"
      from touched t
      join work_order o on o.organisation_id = ${organisationId} and o.id = t.work_order_id
      cross join lateral (
        select bool_and(${isSettled}) as "isSettled",
          bool_or(f.status = 'fixed' or f.remediation = 'verified') as "hasFix"
        from work_order_finding wf
        join finding f on f.organisation_id = wf.organisation_id and f.device_id = wf.device_id
          and f.vulnerability_id = wf.vulnerability_id
        where wf.organisation_id = ${organisationId} and wf.work_order_id = o.id) s
      order by o.id for update of o`.execute(db)
  ).rows

/** Open orders by finding, so that no two are made for one. */
export const openOrdersOfDevices = async (db: Db, organisationId: string, deviceIds: readonly string[]) =>
  (
    await sql<FindingKey & { number: number; state: WorkOrderState; campaignId: string | null }>`
      select wf.device_id as "deviceId", wf.vulnerability_id as "vulnerabilityId", o.number, o.state,
        o.campaign_id as "campaignId"
      from work_order o
      join work_order_finding wf on wf.organisation_id = o.organisation_id and wf.work_order_id = o.id
      where o.organisation_id = ${organisationId} and o.device_id = any(${deviceIds}::uuid[])
        and o.state <> all(${closedStates})
      order by o.number`.execute(db)
  ).rows

export interface OrderChange {
  readonly state?: WorkOrderState
  readonly hold_reason?: HoldReason | null
  readonly assigned_to?: string | null
  readonly due_on?: string | null
  readonly priority?: RiskBand
  readonly minutes?: number
  readonly completed_at?: string | null
}

/** A change that a person sees: the version counts it. */
export async function updateOrders(
  db: Db,
  organisationId: string,
  ids: readonly string[],
  change: OrderChange,
): Promise<void> {
  const sets = Object.entries(change)
    .filter(([, value]) => value !== undefined)
    .map(([column, value]) => sql`${sql.ref(column)} = ${value}`)
  await sql`
    update work_order set ${sql.join([...sets, sql`version = version + 1`, sql`updated_at = now()`])}
    where organisation_id = ${organisationId} and id = any(${ids}::uuid[])`.execute(db)
}

export interface SyncChange {
  readonly sync_state?: SyncState
  readonly external_id?: string
  readonly result_digest?: string
}

/** How the hospital's system stands to the order; no version of ours. */
export async function updateSync(db: Db, organisationId: string, id: string, change: SyncChange): Promise<void> {
  const sets = Object.entries(change).map(([column, value]) => sql`${sql.ref(column)} = ${value}`)
  if (sets.length === 0) return
  await sql`update work_order set ${sql.join(sets)} where organisation_id = ${organisationId} and id = ${id}`.execute(
    db,
  )
}

/** Sent again is not accepted less. */
export async function markSent(db: Db, organisationId: string, ids: readonly string[]): Promise<void> {
  await sql`
    update work_order set sent_at = now(), sync_state = case sync_state when 'accepted' then 'accepted' else 'sent' end
    where organisation_id = ${organisationId} and id = any(${ids}::uuid[])`.execute(db)
}

// reading -----------------------------------------------------------------------------------------------------------

const rank = sql`case o.priority when 'critical' then 0 when 'high' then 1 when 'medium' then 2 else 3 end`
const due = sql`coalesce(o.due_on, '9999-12-31'::date)`

export const rowColumns = sql`o.id, o.number, o.title, o.type, o.state, o.hold_reason as "holdReason", o.priority,
  o.due_on as "dueOn",
  jsonb_build_object('id', d.id, 'name', d.name, 'assetTag', d.asset_tag, 'serialNumber', d.serial_number,
    'manufacturer', d.manufacturer, 'model', d.model, 'site', d.site, 'careArea', d.care_area, 'room', d.room,
    'softwareVersion', d.software_version) as device,
  case when p.id is null then null else jsonb_build_object('id', p.id, 'name', p.name) end as assignee,
  (select count(*) from work_order_finding wf where wf.organisation_id = o.organisation_id and wf.work_order_id = o.id)
    as findings,
  o.external_id as "externalId", o.sync_state as "syncState", o.created_at as "createdAt", o.updated_at as "updatedAt",
  o.completed_at as "completedAt"`

const rowTables = sql`work_order o
  join device d on d.organisation_id = o.organisation_id and d.id = o.device_id
  left join person p on p.organisation_id = o.organisation_id and p.id = o.assigned_to`

export type ListedOrder = Omit<WorkOrderRow, 'number'> & { number: number }

/** Late, waiting or without a device: what keeps work from going on. */
export const stuckInAct = sql`(o.state in ('on_hold', 'unable_to_locate', 'unable_to_complete')
  or (o.state in ('draft', 'approved', 'scheduled', 'dispatched', 'in_progress')
    and o.due_on < (select (now() at time zone time_zone)::date from organisation where id = o.organisation_id)))`

/** Claimed for a week without proof, or contradicted. */
export const stuckInVerify = sql`(o.state = 'verification_failed'
  or (o.state = 'verification_pending' and o.completed_at < now() - interval '7 days'))`

const like = (text: string) => `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`

interface OrderNarrowing {
  readonly filter: WorkOrderFilter
  readonly number: number | undefined
  /** Of these campaigns, instead of those of the filter's own group. */
  readonly campaignIds?: readonly string[] | undefined
  /** What a query comes to on `o`, `d` and `p`. */
  readonly queried?: Condition | undefined
}

async function conditions(db: Db, organisationId: string, { filter, number, campaignIds, queried }: OrderNarrowing) {
  const all: RawBuilder<unknown>[] = [sql`o.organisation_id = ${organisationId}`]
  if (queried) all.push(queried)
  if (filter.state) all.push(sql`o.state = any(${filter.state}::text[])`)
  if (filter.open !== undefined)
    all.push(filter.open ? sql`o.state <> all(${closedStates})` : sql`o.state = any(${closedStates})`)
  if (filter.type) all.push(sql`o.type = ${filter.type}`)
  if (filter.priority) all.push(sql`o.priority = ${filter.priority}`)
  if (filter.assignedTo === 'nobody') all.push(sql`o.assigned_to is null`)
  else if (filter.assignedTo) all.push(sql`o.assigned_to::text = ${filter.assignedTo}`)
  if (filter.device) all.push(sql`o.device_id::text = ${filter.device}`)
  if (filter.campaign) all.push(sql`o.campaign_id::text = ${filter.campaign}`)
  if (filter.vulnerability)
    all.push(sql`exists (select 1 from work_order_finding wf where wf.organisation_id = o.organisation_id
      and wf.work_order_id = o.id and wf.vulnerability_id = ${filter.vulnerability})`)
  if (campaignIds) all.push(sql`o.campaign_id = any(${campaignIds}::uuid[])`)
  for (const [column, value] of campaignIds
    ? []
    : ([
        ['advisory_id', filter.advisory],
        ['manufacturer', filter.manufacturer],
        ['model', filter.model],
        ['site', filter.site],
      ] as const))
    if (value !== undefined)
      all.push(sql`exists (select 1 from campaign c where c.organisation_id = o.organisation_id and c.id = o.campaign_id
        and ${sql.ref(`c.${column}`)} = ${value})`)
  if (filter.stuck === 'act') all.push(stuckInAct)
  if (filter.stuck === 'verify') all.push(stuckInVerify)
  if (filter.q?.trim()) {
    const words = filter.q.trim().split(/\s+/)
    const ofDevice = await textConditions(db, organisationId, words)
    const text = sql.join(
      words.map((word, at) => sql`(${ofDevice[at]!} or lower(o.title) like ${like(word)})`),
      sql` and `,
    )
    all.push(
      sql`(o.external_id = ${filter.q.trim()} or ${number === undefined ? sql`false` : sql`o.number = ${number}`} or (${text}))`,
    )
  }
  return sql.join(all, sql` and `)
}

/** Sort key as a row of values that the list orders by, and the types to read a cursor back. */
const sortKeys: Record<WorkOrderSort, { key: RawBuilder<unknown>; types: readonly string[]; descending: boolean }> = {
  due: { key: sql`${due}, ${rank}, o.id`, types: ['date', 'int', 'uuid'], descending: false },
  priority: { key: sql`${rank}, ${due}, o.id`, types: ['int', 'date', 'uuid'], descending: false },
  number: { key: sql`o.number`, types: ['int'], descending: true },
}

export async function orderPage(
  db: Db,
  organisationId: string,
  query: OrderNarrowing & {
    sort: WorkOrderSort
    after: readonly string[] | null
    limit: number
  },
): Promise<(ListedOrder & { sortKey: string[] })[]> {
  const { key, types, descending } = sortKeys[query.sort]
  const resume = query.after
    ? sql`and (${key}) ${descending ? sql`<` : sql`>`} (${sql.join(query.after.map((value, at) => sql`${value}::${sql.raw(types[at]!)}`))})`
    : sql``
  const order = descending ? sql`${key} desc` : key
  const { rows } = await sql<ListedOrder & { sortKey: string[] }>`
    select ${rowColumns}, array[${sql.join(keyTexts[query.sort])}] as "sortKey" from ${rowTables}
    where ${await conditions(db, organisationId, query)} ${resume}
    order by ${order} limit ${query.limit}`.execute(db)
  return rows
}

/** How many there are, counted no further than to `most`. */
export async function countOrders(
  db: Db,
  organisationId: string,
  query: OrderNarrowing,
  most: number,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from (
    select from ${rowTables} where ${await conditions(db, organisationId, query)} limit ${most}) counted`.execute(db)
  return rows[0]!.n
}

const keyTexts: Record<WorkOrderSort, readonly RawBuilder<unknown>[]> = {
  due: [sql`(${due})::text`, sql`(${rank})::text`, sql`o.id::text`],
  priority: [sql`(${rank})::text`, sql`(${due})::text`, sql`o.id::text`],
  number: [sql`o.number::text`],
}

export const orderDetail = async (db: Db, organisationId: string, id: string) =>
  (
    await sql<
      ListedOrder & { steps: WorkStep[]; verification: WorkVerification; minutes: number | null; version: number }
    >`
      select ${rowColumns}, o.steps, o.verification, o.minutes, o.version from ${rowTables}
      where o.organisation_id = ${organisationId} and o.id::text = ${id}`.execute(db)
  ).rows[0]

export const ordersOfFinding = async (db: Db, organisationId: string, key: FindingKey) =>
  (
    await sql<ListedOrder>`select ${rowColumns} from ${rowTables}
      where o.organisation_id = ${organisationId} and exists (select 1 from work_order_finding wf
        where wf.organisation_id = o.organisation_id and wf.work_order_id = o.id
          and wf.device_id = ${key.deviceId} and wf.vulnerability_id = ${key.vulnerabilityId})
      order by o.number desc limit 200`.execute(db)
  ).rows

export interface OutgoingRow {
  readonly id: string
  readonly number: number
  readonly title: string
  readonly type: WorkOrderType
  readonly state: WorkOrderState
  readonly priority: RiskBand
  readonly due_on: string | null
  readonly asset_tag: string | null
  readonly serial_number: string | null
  readonly manufacturer: string | null
  readonly model: string | null
  readonly site: string | null
  readonly care_area: string | null
  readonly room: string | null
  readonly assignee: string | null
  readonly external_id: string | null
  readonly steps: readonly WorkStep[]
  readonly vulnerabilities: string[] | null
}

/** Orders for a file to the hospital's system, by number. A draft is nobody's business yet. */
export const outgoingOrders = async (
  db: Db,
  organisationId: string,
  query: { states: readonly WorkOrderState[] | null; afterNumber: number; limit: number },
) =>
  (
    await sql<OutgoingRow>`
      select o.id, o.number, o.title, o.type, o.state, o.priority, o.due_on, d.asset_tag, d.serial_number, d.manufacturer,
        d.model, d.site, d.care_area, d.room, p.name as assignee, o.external_id, o.steps,
        (select array_agg(wf.vulnerability_id order by wf.vulnerability_id) from work_order_finding wf
          where wf.organisation_id = o.organisation_id and wf.work_order_id = o.id) as vulnerabilities
      from ${rowTables}
      where o.organisation_id = ${organisationId} and o.number > ${query.afterNumber} and o.state <> 'draft'
        and (${query.states}::text[] is null or o.state = any(${query.states}::text[]))
      order by o.number limit ${query.limit}`.execute(db)
  ).rows
