import { type RawBuilder, sql } from 'kysely'
import type { Criticality, DeviceClaims } from '#model/device.ts'
import type { IdentityAnswer, RecordKey, ReviewState } from '#model/review.ts'
import type { RiskBand } from '#model/risk.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'

// Reviews of pairs of records, what people said of them, and what stands on either side. Tables: identity_review, identity_verdict.

/** What Homeostat settles by itself bears this name, and opens again when it comes back. */
const itself = 'Homeostat'
/** Of two records of devices that became one; opened again once they are two. */
const joinedWords = 'They are of one device now.'

export interface PairRow {
  readonly source_a: string
  readonly key_a: string
  readonly source_b: string
  readonly key_b: string
}

export interface FoundRow extends PairRow {
  readonly id: string
  readonly probability: number
  readonly reasons: readonly { readonly field: string; readonly bits: number }[]
}

/**
 * How much harm a device can do that is not what it seems to be: its criticality, 1 to 4, grown by its open findings, and twice
 * that where attackers use one of them.
 */
const riskOf = (device: string): RawBuilder<number> => {
  const d = sql.ref(device)
  return sql`(case ${d}.criticality when 'life_sustaining' then 4 when 'high' then 3 when 'medium' then 2 else 1 end
    * (1 + ln(1 + ${d}.open_findings)) * case when ${d}.known_exploited then 2 else 1 end)`
}

const present = (o: string) => sql`${sql.ref(o)}.superseded_at is null and ${sql.ref(o)}.retracted_at is null`

const recordsThere = (organisationId: string, device: string) =>
  sql`(select count(*) from observation n where n.organisation_id = ${organisationId} and n.device_id = ${sql.ref(device)}
    and ${present('n')})`

/** See `keepReviews`; a device that is still to be made counts as one record of least risk. */
const worthOf = (organisationId: string, probability: string) => {
  const p = sql.ref(probability)
  return sql`(coalesce(greatest(${riskOf('da')}, ${riskOf('db')}), 1) * case when da.id = db.id then 1 - ${p}
    else ${p} * greatest(1, least(${recordsThere(organisationId, 'da.id')}, ${recordsThere(organisationId, 'db.id')})) end)::real`
}

/** The devices that the records of `r` stand in, where they do. */
const sides = (organisationId: string) => sql`
  left join observation oa on oa.organisation_id = ${organisationId} and oa.source_id = r.source_a and oa.source_key = r.key_a and ${present('oa')}
  left join observation ob on ob.organisation_id = ${organisationId} and ob.source_id = r.source_b and ob.source_key = r.key_b and ${present('ob')}
  left join device da on da.organisation_id = ${organisationId} and da.id = oa.device_id
  left join device db on db.organisation_id = ${organisationId} and db.id = ob.device_id`

/** The record is there, or waits to be placed. */
const isThere = (organisationId: string, observation: string, source: string, key: string) =>
  sql`(${sql.ref(observation)}.id is not null or exists (select from arrival w where w.organisation_id = ${organisationId}
    and w.source_id = ${sql.ref(source)} and w.source_key = ${sql.ref(key)}))`

const pairColumns = sql`id uuid, source_a uuid, key_a text, source_b uuid, key_b text`

/**
 * Opens what is new and renews what is open; a second time the same writes nothing. What a person answered stays answered; pairs
 * of which a record is not there are left out. Gives how many were opened, and of all that are open now the ids.
 */
export async function openReviews(db: Db, organisationId: string, found: readonly FoundRow[]) {
  const { rows } = await sql<{ is_new: boolean }>`
    with found as (
      select f.* from jsonb_to_recordset(${jsonRows(found)}) as f(${pairColumns}, probability real, reasons jsonb)
      where not exists (select from identity_verdict v where v.organisation_id = ${organisationId} and v.withdrawn_at is null
        and v.source_a = f.source_a and v.key_a = f.key_a and v.source_b = f.source_b and v.key_b = f.key_b)
    ), weighed as (
      select r.*, ${worthOf(organisationId, 'r.probability')} as worth
      from found r ${sides(organisationId)}
      where ${isThere(organisationId, 'oa', 'r.source_a', 'r.key_a')} and ${isThere(organisationId, 'ob', 'r.source_b', 'r.key_b')}
    )
    insert into identity_review as r (organisation_id, id, source_a, key_a, source_b, key_b, probability, worth, reasons)
    select ${organisationId}::uuid, id, source_a, key_a, source_b, key_b, probability, worth, reasons from weighed
    on conflict (organisation_id, source_a, key_a, source_b, key_b) do update set probability = excluded.probability,
      worth = excluded.worth, reasons = excluded.reasons,
      opened_at = case when r.settled_at is null then r.opened_at else now() end,
      settled_at = null, settled_by = null, settlement = null, verdict_id = null
    where (r.settled_at is null and (r.probability, r.worth, r.reasons) is distinct from (excluded.probability, excluded.worth, excluded.reasons))
      or r.settled_by = ${itself}
    returning opened_at = now() as is_new`.execute(db)
  return rows.filter((row) => row.is_new).length
}

/** What open reviews are worth follows what is known of their devices. */
export const weighReviews = (db: Db, organisationId: string) =>
  sql`update identity_review r set worth = w.worth
      from (select r.id, ${worthOf(organisationId, 'r.probability')} as worth from identity_review r ${sides(organisationId)}
        where r.organisation_id = ${organisationId} and r.settled_at is null) w
      where r.organisation_id = ${organisationId} and r.id = w.id and r.worth <> w.worth`.execute(db)

export interface OpenPair extends PairRow {
  readonly id: string
  readonly device_a: string
  readonly device_b: string
}

/** Open reviews whose records both stand in a device, but for those of `ids`. */
export const openPairs = async (db: Db, organisationId: string, ids: readonly string[]) =>
  (
    await sql<OpenPair>`
      select r.id, r.source_a, r.key_a, r.source_b, r.key_b, oa.device_id as device_a, ob.device_id as device_b
      from identity_review r
      join observation oa on oa.organisation_id = ${organisationId} and oa.source_id = r.source_a and oa.source_key = r.key_a and ${present('oa')}
      join observation ob on ob.organisation_id = ${organisationId} and ob.source_id = r.source_b and ob.source_key = r.key_b and ${present('ob')}
      where r.organisation_id = ${organisationId} and r.settled_at is null and r.id <> all(${ids}::uuid[])`.execute(db)
  ).rows

/** Closes open reviews that are not among these, all or those that one of `records` stands in. */
export async function closeOthers(
  db: Db,
  organisationId: string,
  kept: readonly PairRow[],
  records: readonly RecordKey[] | null,
  settlement: string,
): Promise<number> {
  const scope = records
    ? sql`((r.source_a, r.key_a) in (select "sourceId", "sourceKey" from k) or (r.source_b, r.key_b) in (select "sourceId", "sourceKey" from k))`
    : sql`true`
  const { rows } = await sql<{ id: string }>`
    with k as (select * from jsonb_to_recordset(${jsonRows(records ?? [])}) as k("sourceId" uuid, "sourceKey" text))
    update identity_review r set settled_at = now(), settled_by = ${itself}, settlement = ${settlement}, later_until = null,
      later_by = null, later_reason = null
    where r.organisation_id = ${organisationId} and r.settled_at is null and ${scope}
      and (r.source_a, r.key_a, r.source_b, r.key_b) not in (
        select source_a, key_a, source_b, key_b from jsonb_to_recordset(${jsonRows(kept)}) as f(${pairColumns}))
    returning r.id`.execute(db)
  return rows.length
}

/** Closes open reviews of which a record is neither there nor waits to be placed. */
export const closeGone = (db: Db, organisationId: string, settlement: string) =>
  sql`update identity_review set settled_at = now(), settled_by = ${itself}, settlement = ${settlement}
      where organisation_id = ${organisationId} and settled_at is null and id in (
        select r.id from identity_review r ${sides(organisationId)}
        where r.organisation_id = ${organisationId} and r.settled_at is null and not (
          ${isThere(organisationId, 'oa', 'r.source_a', 'r.key_a')} and ${isThere(organisationId, 'ob', 'r.source_b', 'r.key_b')}))`.execute(
    db,
  )

/** Closes open reviews of two records that stand in one device of these now. */
export const closeJoined = (db: Db, organisationId: string, deviceIds: readonly string[]) =>
  sql`update identity_review r set settled_at = now(), settled_by = ${itself}, settlement = ${joinedWords}
      from observation oa, observation ob
      where r.organisation_id = ${organisationId} and r.settled_at is null
        and oa.organisation_id = ${organisationId} and oa.device_id = any(${deviceIds}::uuid[]) and ${present('oa')}
        and oa.source_id = r.source_a and oa.source_key = r.key_a
        and ob.organisation_id = ${organisationId} and ob.device_id = oa.device_id and ${present('ob')}
        and ob.source_id = r.source_b and ob.source_key = r.key_b`.execute(db)

/** Opens again what was closed for two records of these devices, where they stand in two now. */
export const reopenParted = (db: Db, organisationId: string, deviceIds: readonly string[]) =>
  sql`update identity_review r set settled_at = null, settled_by = null, settlement = null
      from observation oa, observation ob
      where r.organisation_id = ${organisationId} and r.settled_by = ${itself} and r.settlement = ${joinedWords}
        and oa.organisation_id = ${organisationId} and oa.source_id = r.source_a and oa.source_key = r.key_a and ${present('oa')}
        and ob.organisation_id = ${organisationId} and ob.source_id = r.source_b and ob.source_key = r.key_b and ${present('ob')}
        and ob.device_id <> oa.device_id
        and (oa.device_id = any(${deviceIds}::uuid[]) or ob.device_id = any(${deviceIds}::uuid[]))`.execute(db)

/** Open conflicts over whose record it is, which the reviews take the place of; gives their devices. */
export const closeIdentityConflicts = async (db: Db, organisationId: string, settlement: string) =>
  (
    await sql<{ device_id: string }>`
      update conflict set settled_at = now(), settled_by = ${itself}, settlement = ${settlement}
      where organisation_id = ${organisationId} and kind = 'identity' and settled_at is null returning device_id`.execute(
      db,
    )
  ).rows.map(({ device_id }) => device_id)

// reading -----------------------------------------------------------------------------------------------------------

export interface ReviewQuery {
  readonly state: ConflictState
  readonly source?: string | undefined
  readonly site?: string | undefined
  readonly careArea?: string | undefined
  /** One of the two records stands in this device. */
  readonly device?: string | undefined
}

export interface ListedRow extends PairRow {
  id: string
  probability: number
  worth: number
  opened_at: string
  checked: string | null
  later_until: string | null
  later_by: string | null
  later_reason: string | null
  work_order_id: string | null
  settled_at: string | null
  settled_by: string | null
  settlement: string | null
  device_a: ListedDevice | null
  device_b: ListedDevice | null
}

export interface ListedDevice {
  readonly id: string
  readonly name: string
  readonly site: string | null
  readonly careArea: string | null
  readonly openFindings: number
  readonly worstBand: RiskBand | null
  readonly knownExploited: boolean
}

const deviceJson = (d: string) => {
  const ref = sql.ref(d)
  return sql`case when ${ref}.id is not null then jsonb_build_object('id', ${ref}.id, 'name', ${ref}.name, 'site', ${ref}.site,
    'careArea', ${ref}.care_area, 'openFindings', ${ref}.open_findings, 'worstBand', ${ref}.worst_band,
    'knownExploited', ${ref}.known_exploited) end`
}

/** Put off until a day that has not come, or waiting for a look at the device. */
const isWaiting = (r: string, checked: RawBuilder<boolean>) => {
  const ref = sql.ref(r)
  return sql<boolean>`(coalesce(${ref}.later_until > (select (now() at time zone z.time_zone)::date from organisation z
    where z.id = ${ref}.organisation_id), false) or (${ref}.work_order_id is not null and ${checked}))`
}
const reviewWaits = isWaiting('r', sql`r.checked is null`)

const stateIs = (state: ConflictState) =>
  state === 'settled'
    ? sql`r.settled_at is not null`
    : state === 'unsettled'
      ? sql`r.settled_at is null`
      : state === 'waiting'
        ? sql`r.settled_at is null and ${reviewWaits}`
        : sql`r.settled_at is null and not ${reviewWaits}`

const narrowed = ({ state, source, site, careArea, device }: ReviewQuery) => {
  const all = [stateIs(state)]
  if (source !== undefined) all.push(sql`(r.source_a = ${source}::uuid or r.source_b = ${source}::uuid)`)
  if (device !== undefined) all.push(sql`${device}::uuid in (da.id, db.id)`)
  if (site !== undefined) all.push(sql`(coalesce(da.site, '') = ${site} or coalesce(db.site, '') = ${site})`)
  if (careArea !== undefined)
    all.push(sql`(coalesce(da.care_area, '') = ${careArea} or coalesce(db.care_area, '') = ${careArea})`)
  return sql.join(all, sql` and `)
}

const listed = sql`r.id, r.source_a, r.key_a, r.source_b, r.key_b, r.probability, r.worth, r.opened_at, r.checked, r.later_until, r.later_by,
  r.later_reason, r.work_order_id, r.settled_at, r.settled_by, r.settlement, ${deviceJson('da')} as device_a, ${deviceJson('db')} as device_b`

export type ReviewCursor =
  | readonly [worth: number, probability: number, id: string]
  | readonly [settledAt: string, id: string]

/** What is worth most stands first; of what is settled, the newest. */
export const reviewPage = async (
  db: Db,
  organisationId: string,
  query: ReviewQuery,
  after: ReviewCursor | null,
  limit: number,
) => {
  const behind =
    after === null
      ? sql`true`
      : after.length === 2
        ? sql`(date_trunc('milliseconds', r.settled_at), r.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
        : sql`(r.worth, r.probability) <= (${after[0]}::real, ${after[1]}::real)
            and ((r.worth, r.probability) < (${after[0]}::real, ${after[1]}::real) or r.id > ${after[2]}::uuid)`
  const order =
    query.state === 'settled'
      ? sql`date_trunc('milliseconds', r.settled_at) desc, r.id desc`
      : sql`r.worth desc, r.probability desc, r.id`
  return (
    await sql<ListedRow>`
      select ${listed} from identity_review r ${sides(organisationId)}
      where r.organisation_id = ${organisationId} and ${narrowed(query)} and ${behind}
      order by ${order} limit ${limit}`.execute(db)
  ).rows
}

/** How many there are, and how many of each source, site and care area; a review counts for both of its sides. */
export const reviewFacets = async (db: Db, organisationId: string, query: ReviewQuery) =>
  (
    await sql<{ facet: 'all' | 'source' | 'site' | 'careArea'; value: string | null; count: number }>`
      with r as materialized (
        select r.id, r.source_a, r.source_b, coalesce(da.site, '') as site_a, coalesce(db.site, '') as site_b,
          coalesce(da.care_area, '') as area_a, coalesce(db.care_area, '') as area_b
        from identity_review r ${sides(organisationId)}
        where r.organisation_id = ${organisationId} and ${narrowed(query)}
      )
      select 'all' as facet, null::text as value, count(*)::int as count from r
      union all
      select v.facet, v.value, count(distinct r.id)::int from r cross join lateral (values
        ('source', r.source_a::text), ('source', r.source_b::text), ('site', r.site_a), ('site', r.site_b),
        ('careArea', r.area_a), ('careArea', r.area_b)) as v(facet, value)
      group by 1, 2 order by 3 desc, 2`.execute(db)
  ).rows

export type ReviewRow = ListedRow & { readonly reasons: FoundRow['reasons']; readonly verdict_id: string | null }

export async function reviewById(db: Db, organisationId: string, id: string): Promise<ReviewRow | undefined> {
  const { rows } = await sql<ReviewRow>`
    select ${listed}, r.reasons, r.verdict_id from identity_review r ${sides(organisationId)}
    where r.organisation_id = ${organisationId} and r.id = ${id}`.execute(db)
  return rows[0]
}

// what stands on a side ---------------------------------------------------------------------------------------------

export interface SideRow {
  id: string
  source_id: string
  source_key: string
  device_id: string
  observed_at: string
  recorded_at: string
  unreported_since: string | null
  claims: DeviceClaims
  raw: Record<string, string> | null
}

/** All present records of the devices, in the order of their sources' first words. */
export const recordsOf = async (db: Db, organisationId: string, deviceIds: readonly string[]) =>
  (
    await sql<SideRow>`
      select id, source_id, source_key, device_id, observed_at, recorded_at, unreported_since, claims, raw from observation
      where organisation_id = ${organisationId} and device_id = any(${deviceIds}::uuid[]) and superseded_at is null and retracted_at is null
      order by source_id, source_key limit 1000`.execute(db)
  ).rows

export interface PastRow {
  readonly source_id: string
  readonly source_key: string
  readonly recorded_at: string
  readonly claims: DeviceClaims
}

/** What these records said over time, the newest first. */
export const pastOf = async (db: Db, organisationId: string, records: readonly RecordKey[]) =>
  (
    await sql<PastRow>`
      select o.source_id, o.source_key, o.recorded_at, o.claims
      from jsonb_to_recordset(${jsonRows(records)}) as k("sourceId" uuid, "sourceKey" text)
      cross join lateral (select * from observation p where p.organisation_id = ${organisationId} and p.source_id = k."sourceId"
        and p.source_key = k."sourceKey" and p.retracted_at is null order by p.recorded_at desc, p.id desc limit 100) o
      order by o.recorded_at desc, o.id desc`.execute(db)
  ).rows

export interface SideDevice {
  id: string
  name: string
  criticality: Criticality
  site: string | null
  care_area: string | null
  open_findings: number
  worst_band: RiskBand | null
  first_seen_at: string
}

export const sideDevices = async (db: Db, organisationId: string, ids: readonly string[]) =>
  new Map(
    (
      await sql<SideDevice>`
        select id, name, criticality, site, care_area, open_findings, worst_band, first_seen_at from device
        where organisation_id = ${organisationId} and id = any(${ids}::uuid[])`.execute(db)
    ).rows.map((row) => [row.id, row] as const),
  )

// verdicts ----------------------------------------------------------------------------------------------------------

/** The present devices of records; a record that is not there is left out. */
export const devicesOfRecords = async (db: Db, organisationId: string, records: readonly RecordKey[]) =>
  (
    await sql<{ sourceId: string; sourceKey: string; deviceId: string }>`
      select o.source_id as "sourceId", o.source_key as "sourceKey", o.device_id as "deviceId"
      from jsonb_to_recordset(${jsonRows(records)}) as k("sourceId" uuid, "sourceKey" text)
      join observation o on o.organisation_id = ${organisationId} and o.source_id = k."sourceId" and o.source_key = k."sourceKey"
        and ${present('o')}`.execute(db)
  ).rows

export interface VerdictRow {
  readonly id: string
  readonly answer: IdentityAnswer
  readonly person_id: string | null
  readonly person_name: string
  readonly reason: string
  readonly entry_id: string | null
}

/**
 * Writes one verdict on these pairs. Another answer that stood on one of them no longer does; the same answer stays as it is. Gives on how
 * many it is new.
 */
export async function writeVerdict(db: Db, organisationId: string, verdict: VerdictRow, pairs: readonly PairRow[]) {
  const rows = jsonRows(pairs)
  await sql`update identity_verdict v set withdrawn_at = now(), withdrawn_by = ${verdict.person_name}, displaced_by = ${verdict.id}::uuid
    from jsonb_to_recordset(${rows}) as p(${pairColumns})
    where v.organisation_id = ${organisationId} and v.withdrawn_at is null and v.answer <> ${verdict.answer}
      and v.source_a = p.source_a and v.key_a = p.key_a and v.source_b = p.source_b and v.key_b = p.key_b`.execute(db)
  const { rows: written } =
    await sql`insert into identity_verdict (organisation_id, id, source_a, key_a, source_b, key_b, answer, person_id, person_name, reason, entry_id)
    select ${organisationId}::uuid, ${verdict.id}::uuid, p.source_a, p.key_a, p.source_b, p.key_b, ${verdict.answer},
      ${verdict.person_id}::uuid, ${verdict.person_name}, ${verdict.reason}, ${verdict.entry_id}::uuid
    from jsonb_to_recordset(${rows}) as p(${pairColumns})
    on conflict do nothing returning id`.execute(db)
  return written.length
}

/** Settles the reviews of these pairs by what was said of them, open ones and those that somebody answered before. */
export const settleReviews = (db: Db, organisationId: string, pairs: readonly PairRow[], verdictId: string) =>
  sql`update identity_review r set settled_at = v.at, settled_by = v.person_name, settlement = ${verdictWords('v')}, verdict_id = v.id,
        later_until = null, later_by = null, later_reason = null
      from jsonb_to_recordset(${jsonRows(pairs)}) as p(${pairColumns})
      join identity_verdict v on v.organisation_id = ${organisationId} and v.id = ${verdictId}::uuid and v.withdrawn_at is null
        and v.source_a = p.source_a and v.key_a = p.key_a and v.source_b = p.source_b and v.key_b = p.key_b
      where r.organisation_id = ${organisationId} and (r.settled_at is null or r.verdict_id is not null)
        and r.source_a = p.source_a and r.key_a = p.key_a and r.source_b = p.source_b and r.key_b = p.key_b`.execute(db)

const verdictWords = (v: string) => {
  const ref = sql.ref(v)
  return sql`case ${ref}.answer when 'same' then 'One device: ' else 'Two devices: ' end || ${ref}.reason`
}

export const verdictsInForce = async (db: Db, organisationId: string) =>
  (
    await sql<PairRow & { answer: IdentityAnswer }>`
      select source_a, key_a, source_b, key_b, answer from identity_verdict
      where organisation_id = ${organisationId} and withdrawn_at is null order by source_a, key_a, source_b, key_b`.execute(
      db,
    )
  ).rows

export interface SaidRow extends VerdictRow {
  readonly at: string
  readonly is_of_pair: boolean
  readonly pairs: number
  readonly withdrawn_at: string | null
  readonly withdrawn_by: string | null
}

/** What people said of any two of these records, the newest first; `pair` is the one that is asked of. */
export const saidOfRecords = async (
  db: Db,
  organisationId: string,
  records: readonly RecordKey[],
  pair: PairRow | null,
) =>
  (
    await sql<SaidRow>`
      with k as (select * from jsonb_to_recordset(${jsonRows(records)}) as k("sourceId" uuid, "sourceKey" text))
      select v.id, v.answer, v.person_id, v.person_name, v.reason, v.entry_id, min(v.at) as at,
        bool_or(${pair ? sql`(v.source_a, v.key_a, v.source_b, v.key_b) = (${pair.source_a}::uuid, ${pair.key_a}, ${pair.source_b}::uuid, ${pair.key_b})` : sql`false`}) as is_of_pair,
        count(*)::int as pairs,
        case when bool_and(v.withdrawn_at is not null) then max(v.withdrawn_at) end as withdrawn_at,
        case when bool_and(v.withdrawn_at is not null) then max(v.withdrawn_by) end as withdrawn_by
      from identity_verdict v
      where v.organisation_id = ${organisationId}
        and (v.source_a, v.key_a) in (select "sourceId", "sourceKey" from k)
        and (v.source_b, v.key_b) in (select "sourceId", "sourceKey" from k)
      group by v.id, v.answer, v.person_id, v.person_name, v.reason, v.entry_id
      order by 7 desc, 1 limit 50`.execute(db)
  ).rows

/**
 * Takes a verdict out of force; gives one row of it for each pair that it still stood on, or that `displaced` it stood on until somebody
 * said otherwise.
 */
export const withdraw = async (db: Db, organisationId: string, id: string, by: string, displaced: boolean) =>
  (
    await sql<PairRow & { entry_id: string | null; answer: IdentityAnswer; reason: string }>`
      with own as (
        select * from identity_verdict where organisation_id = ${organisationId} and id = ${id}
          and (withdrawn_at is null or (${displaced} and displaced_by is not null))
      ), gone as (
        update identity_verdict v set withdrawn_at = now(), withdrawn_by = ${by}, displaced_by = null from own
        where v.organisation_id = ${organisationId} and v.id = ${id}
          and (v.source_a, v.key_a, v.source_b, v.key_b) = (own.source_a, own.key_a, own.source_b, own.key_b)
      ), handed as (
        -- What it had displaced is displaced by what displaced it.
        update identity_verdict v set displaced_by = own.displaced_by from own
        where v.organisation_id = ${organisationId} and v.displaced_by = ${id} and own.displaced_by is not null
          and (v.source_a, v.key_a, v.source_b, v.key_b) = (own.source_a, own.key_a, own.source_b, own.key_b)
      )
      select source_a, key_a, source_b, key_b, entry_id, answer, reason from own`.execute(db)
  ).rows

/** What a verdict had displaced that is out of force stands again. */
export const standAgain = (db: Db, organisationId: string, id: string) =>
  sql`update identity_verdict set withdrawn_at = null, withdrawn_by = null, displaced_by = null
      where organisation_id = ${organisationId} and displaced_by = ${id}`.execute(db)

export const verdictExists = async (db: Db, organisationId: string, id: string) =>
  (await sql`select from identity_verdict where organisation_id = ${organisationId} and id = ${id} limit 1`.execute(db))
    .rows.length > 0

/** Verdicts of which the merge or split was made, in force or displaced by what somebody said since. */
export const verdictsOfEntry = async (db: Db, organisationId: string, entryId: string) =>
  (
    await sql<{ id: string }>`select distinct id from identity_verdict
      where organisation_id = ${organisationId} and entry_id = ${entryId} and (withdrawn_at is null or displaced_by is not null)`.execute(
      db,
    )
  ).rows.map(({ id }) => id)

/** Reviews that a verdict had settled are settled by what stands in its place, or to be answered again. */
export async function reopenReviews(db: Db, organisationId: string, verdictId: string) {
  await sql`update identity_review r set settled_at = v.at, settled_by = v.person_name, settlement = ${verdictWords('v')}, verdict_id = v.id
    from identity_verdict v
    where r.organisation_id = ${organisationId} and r.verdict_id = ${verdictId} and v.organisation_id = ${organisationId}
      and v.withdrawn_at is null
      and (v.source_a, v.key_a, v.source_b, v.key_b) = (r.source_a, r.key_a, r.source_b, r.key_b)`.execute(db)
  await sql`update identity_review set settled_at = null, settled_by = null, settlement = null, verdict_id = null
    where organisation_id = ${organisationId} and verdict_id = ${verdictId}`.execute(db)
}

export interface Entry {
  readonly id: string
  readonly kind: 'merge' | 'split'
  readonly from: string
  readonly into: string
  readonly isUndone: boolean
}

export const entryById = async (db: Db, organisationId: string, id: string) =>
  (
    await sql<Entry>`select id, kind, from_device_id as "from", to_device_id as "into", undone_at is not null as "isUndone"
      from identity_entry where organisation_id = ${organisationId} and id = ${id}`.execute(db)
  ).rows[0]

// put off, and looked at --------------------------------------------------------------------------------------------

const tables = { review: sql`identity_review`, conflict: sql`conflict` }
export type Asked = keyof typeof tables

/** Gives whether it was open. */
export const putOff = async (
  db: Db,
  organisationId: string,
  asked: Asked,
  id: string,
  later: { readonly until: string; readonly by: string; readonly reason: string },
) =>
  (
    await sql`update ${tables[asked]} set later_until = ${later.until}::date, later_by = ${later.by}, later_reason = ${later.reason}
      where organisation_id = ${organisationId} and id = ${id} and settled_at is null returning id`.execute(db)
  ).rows.length > 0

/** From now on it waits for this order. */
export const giveOrder = async (db: Db, organisationId: string, asked: Asked, id: string, orderId: string) =>
  (
    await sql`update ${tables[asked]} set work_order_id = ${orderId}::uuid ${asked === 'review' ? sql`, checked = null` : sql``}
      where organisation_id = ${organisationId} and id = ${id} and settled_at is null returning id`.execute(db)
  ).rows.length > 0

/** From now on the open conflicts over whether these devices are still there wait for these orders. */
export const giveInspections = (
  db: Db,
  organisationId: string,
  orders: readonly { readonly deviceId: string; readonly orderId: string }[],
) =>
  sql`update conflict c set work_order_id = k."orderId"
      from jsonb_to_recordset(${jsonRows(orders)}) as k("deviceId" uuid, "orderId" uuid)
      where c.organisation_id = ${organisationId} and c.device_id = k."deviceId" and c.kind = 'lifecycle' and c.settled_at is null`.execute(
    db,
  )

/** What the look brought stands with the reviews that asked for it: a person still answers them. */
export const tellChecked = (db: Db, organisationId: string, orderId: string, checked: string) =>
  sql`update identity_review set checked = ${checked} where organisation_id = ${organisationId} and work_order_id = ${orderId}
      and settled_at is null`.execute(db)

/** The look will not be: what waited for it no longer does. */
export const forgetOrder = async (db: Db, organisationId: string, orderId: string) => {
  for (const table of Object.values(tables))
    await sql`update ${table} set work_order_id = null where organisation_id = ${organisationId} and work_order_id = ${orderId}
      and settled_at is null`.execute(db)
}

/** What asked for the order, settled or not. */
export const askedByOrder = async (db: Db, organisationId: string, orderId: string) =>
  (
    await sql<{ kind: Asked; id: string }>`
      select 'review' as kind, id from identity_review where organisation_id = ${organisationId} and work_order_id = ${orderId}
      union all
      select 'conflict', id from conflict where organisation_id = ${organisationId} and work_order_id = ${orderId}`.execute(
      db,
    )
  ).rows

export const conflictsOfOrder = async (db: Db, organisationId: string, orderId: string) =>
  (
    await sql<{ id: string; device_id: string }>`select id, device_id from conflict
      where organisation_id = ${organisationId} and work_order_id = ${orderId} and settled_at is null`.execute(db)
  ).rows

// conflicts ---------------------------------------------------------------------------------------------------------

export interface ListedConflictRow {
  id: string
  device_id: string
  device_name: string
  site: string | null
  care_area: string | null
  kind: 'identity' | 'attribute' | 'lifecycle'
  attribute: string | null
  text: string
  detail: Record<string, unknown>
  worth: number
  opened_at: string
  later_until: string | null
  later_by: string | null
  later_reason: string | null
  work_order_id: string | null
  settled_at: string | null
  settled_by: string | null
  settlement: string | null
}

const conflictWaits = isWaiting('c', sql`true`)

function conflictState(state: ConflictState | null) {
  if (state === null) return sql`true`
  if (state === 'settled') return sql`c.settled_at is not null`
  if (state === 'unsettled') return sql`c.settled_at is null`
  return state === 'waiting'
    ? sql`c.settled_at is null and ${conflictWaits}`
    : sql`c.settled_at is null and not ${conflictWaits}`
}

/** `unsettled`: to be answered, or waiting. */
export type ConflictState = ReviewState | 'unsettled'

export interface ConflictQuery {
  readonly state: ConflictState | null
  readonly deviceId?: string | undefined
  readonly id?: string | undefined
  readonly site?: string | undefined
  readonly careArea?: string | undefined
}

/** The riskiest devices' first, of what is settled the newest; null as state asks for one whatever its state. */
export const conflictPage = async (
  db: Db,
  organisationId: string,
  { state, deviceId, id, site, careArea }: ConflictQuery,
  after: readonly [worth: number, id: string] | readonly [settledAt: string, id: string] | null,
  limit: number,
) => {
  const all = [conflictState(state)]
  if (deviceId !== undefined) all.push(sql`c.device_id = ${deviceId}::uuid`)
  if (id !== undefined) all.push(sql`c.id = ${id}::uuid`)
  if (site !== undefined) all.push(sql`coalesce(d.site, '') = ${site}`)
  if (careArea !== undefined) all.push(sql`coalesce(d.care_area, '') = ${careArea}`)
  const worth = sql`${riskOf('d')}::real`
  if (after)
    all.push(
      state === 'settled'
        ? sql`(date_trunc('milliseconds', c.settled_at), c.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
        : sql`(${worth} < ${after[0]}::real or (${worth} = ${after[0]}::real and c.id > ${after[1]}::uuid))`,
    )
  const order =
    state === 'settled' ? sql`date_trunc('milliseconds', c.settled_at) desc, c.id desc` : sql`worth desc, c.id`
  return (
    await sql<ListedConflictRow>`
      select c.id, c.device_id, c.kind, c.attribute, c.text, c.detail, c.opened_at, c.later_until, c.later_by, c.later_reason, c.work_order_id,
        c.settled_at, c.settled_by, c.settlement, d.name as device_name, d.site, d.care_area, ${worth} as worth
      from conflict c join device d on d.organisation_id = c.organisation_id and d.id = c.device_id
      where c.organisation_id = ${organisationId} and ${sql.join(all, sql` and `)}
      order by ${order} limit ${limit}`.execute(db)
  ).rows
}

export const countConflictsBy = async (db: Db, organisationId: string, state: ReviewState) =>
  (
    await sql<{ facet: 'all' | 'site' | 'careArea'; value: string | null; count: number }>`
      with c as (
        select coalesce(d.site, '') as site, coalesce(d.care_area, '') as care_area from conflict c
        join device d on d.organisation_id = c.organisation_id and d.id = c.device_id
        where c.organisation_id = ${organisationId} and ${conflictState(state)})
      select 'all' as facet, null as value, count(*)::int as count from c
      union all select 'site', site, count(*)::int from c group by site
      union all select 'careArea', care_area, count(*)::int from c group by care_area order by 3 desc, 2`.execute(db)
  ).rows
