import { type RawBuilder, sql } from 'kysely'
import type { DecisionLevel, DecisionOn, ProposalRow, ProposalState, ProposedKind } from '#model/approval.ts'
import type { Premise } from '#model/decision.ts'
import type { VexJustification } from '#model/vex.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows, storableJson } from '#platform/db/json-rows.ts'
import { todayOf } from './finding-store.ts'

// Decisions as they were proposed, and who approved them. Tables: decision_proposal, decision_approval.

export interface ProposalRecord {
  readonly id: string
  readonly scope: DecisionOn
  readonly words: string
  readonly decision: ProposedKind
  readonly reason: string
  readonly evidence: string
  readonly justification: VexJustification | null
  readonly premises: readonly Premise[]
  readonly expires_on: string | null
  readonly content_hash: string
  readonly level: DecisionLevel
  readonly vulnerability_ids: readonly string[]
  readonly product_keys: readonly string[] | null
  readonly sites: readonly string[] | null
  readonly device_ids: readonly string[] | null
  readonly renews: string | null
  readonly rule_version: number | null
  readonly one_key: string | null
  readonly state: ProposalState
  readonly proposed_at: string
  readonly proposed_by: string
  readonly proposed_by_id: string | null
  readonly closed_at: string | null
  readonly closed_by: string | null
  readonly closed_reason: string | null
  readonly record: string | null
  readonly record_hash: string | null
  readonly record_number: number | null
}

/** Where a decision is taken, to be compared with where others are. */
export type Reach = Pick<ProposalRecord, 'vulnerability_ids' | 'product_keys' | 'sites' | 'device_ids'>

const columns = sql`p.id, p.scope, p.words, p.decision, p.reason, p.evidence, p.justification, p.premises, p.expires_on, p.content_hash, p.level,
  p.vulnerability_ids, p.product_keys, p.sites, p.device_ids, p.renews, p.rule_version, p.one_key, p.state, p.proposed_at, p.proposed_by,
  p.proposed_by_id, p.closed_at, p.closed_by, p.closed_reason, p.record, p.record_hash, p.record_number`

export const proposalById = async (db: Db, organisationId: string, id: string) =>
  (
    await sql<ProposalRecord>`
      select ${columns} from decision_proposal p where p.organisation_id = ${organisationId} and p.id = ${id}`.execute(
      db,
    )
  ).rows[0]

/** The same that waits already. */
export const waitingAlike = async (db: Db, organisationId: string, contentHash: string, by: string | null) =>
  (
    await sql<{ id: string }>`
      select id from decision_proposal where organisation_id = ${organisationId} and state = 'waiting'
        and content_hash = ${contentHash} and proposed_by_id is not distinct from ${by}`.execute(db)
  ).rows[0]?.id

export const insertProposal = (
  db: Db,
  organisationId: string,
  row: Omit<ProposalRecord, 'proposed_at' | 'closed_at' | 'closed_reason'>,
) =>
  sql`insert into decision_proposal (organisation_id, id, scope, words, decision, reason, evidence, justification, premises, expires_on,
        content_hash, level, vulnerability_ids, product_keys, sites, device_ids, renews, rule_version, one_key, state, proposed_by,
        proposed_by_id, closed_at, closed_by, record, record_hash, record_number)
      values (${organisationId}, ${row.id}, ${storableJson(row.scope)}::jsonb, ${row.words}, ${row.decision}, ${row.reason}, ${row.evidence},
        ${row.justification}, ${jsonRows(row.premises)}, ${row.expires_on}, ${row.content_hash}, ${storableJson(row.level)}::jsonb,
        ${row.vulnerability_ids}, ${row.product_keys}, ${row.sites}, ${row.device_ids}::uuid[], ${row.renews}, ${row.rule_version},
        ${row.one_key}, ${row.state}, ${row.proposed_by}, ${row.proposed_by_id},
        ${row.state === 'waiting' ? null : sql`clock_timestamp()`}, ${row.closed_by}, ${row.record}, ${row.record_hash},
        ${row.record_number})`.execute(db)

/** It waits no more. */
export const closeProposal = (
  db: Db,
  organisationId: string,
  id: string,
  closed: {
    readonly state: Exclude<ProposalState, 'waiting'>
    readonly by: string
    readonly reason?: string
    readonly record?: { readonly text: string; readonly hash: string; readonly number: number }
  },
) =>
  sql`update decision_proposal set state = ${closed.state}, closed_at = clock_timestamp(), closed_by = ${closed.by},
        closed_reason = ${closed.reason ?? null}, record = ${closed.record?.text ?? null}, record_hash = ${closed.record?.hash ?? null},
        record_number = ${closed.record?.number ?? null}
      where organisation_id = ${organisationId} and id = ${id}`.execute(db)

export interface ApprovalRecord {
  readonly proposal_id: string
  readonly person_id: string
  readonly person_name: string
  readonly at: string
  readonly hash: string
  readonly note: string
  /** That person may still approve. */
  readonly may_approve: boolean
}

/** The oldest first. */
export const approvalsOf = async (db: Db, organisationId: string, proposalIds: readonly string[]) =>
  (
    await sql<ApprovalRecord>`
      select a.proposal_id, a.person_id, a.person_name, a.at, a.hash, a.note, coalesce(p.approves and p.disabled_at is null, false) as may_approve
      from decision_approval a
      left join person p on p.organisation_id = a.organisation_id and p.id = a.person_id
      where a.organisation_id = ${organisationId} and a.proposal_id = any(${proposalIds}::uuid[])
      order by a.at, a.id`.execute(db)
  ).rows

export const insertApproval = (
  db: Db,
  organisationId: string,
  row: { id: string; proposalId: string; personId: string; name: string; hash: string; note: string },
) =>
  sql`insert into decision_approval (organisation_id, proposal_id, id, person_id, person_name, hash, note)
      values (${organisationId}, ${row.proposalId}, ${row.id}, ${row.personId}, ${row.name}, ${row.hash}, ${row.note})`.execute(
    db,
  )

export interface ProposalListQuery {
  readonly state?: ProposalState | undefined
  /** Time of proposing in µs, id. */
  readonly after: readonly [number, string] | null
  readonly limit: number
}

const proposedAt = sql`(extract(epoch from p.proposed_at) * 1000000)::bigint`

/** What waits: the oldest first; else the newest first. */
export async function proposalPage(db: Db, organisationId: string, { state, after, limit }: ProposalListQuery) {
  const isOldestFirst = state === 'waiting'
  const beyond = isOldestFirst ? sql`>` : sql`<`
  const order = isOldestFirst ? sql`asc` : sql`desc`
  return (
    await sql<ProposalRecord & { key: number }>`
      select ${columns}, ${proposedAt} as key from decision_proposal p
      where p.organisation_id = ${organisationId} and ${state === undefined ? sql`true` : sql`p.state = ${state}`}
        and ${after ? sql`(${proposedAt}, p.id) ${beyond} (${after[0]}::bigint, ${after[1]}::uuid)` : sql`true`}
      order by ${proposedAt} ${order}, p.id ${order} limit ${limit}`.execute(db)
  ).rows
}

export const countWaiting = async (db: Db, organisationId: string): Promise<number> =>
  (
    await sql<{ n: number }>`
      select count(*)::int as n from decision_proposal where organisation_id = ${organisationId} and state = 'waiting'`.execute(
      db,
    )
  ).rows[0]!.n

const productOfDevice = sql`lower(btrim(coalesce(d.manufacturer, ''))) || E'\n' || lower(btrim(coalesce(d.model, '')))`

/** Devices of waiting decisions that are part of another by now. */
export const goneDevicesOfWaiting = async (db: Db, organisationId: string) =>
  (
    await sql<{ id: string }>`
      select distinct g.id from decision_proposal p
      cross join unnest(p.device_ids) as own(id)
      join device g on g.organisation_id = p.organisation_id and g.id = own.id and g.gone_at is not null
      where p.organisation_id = ${organisationId} and p.state = 'waiting'`.execute(db)
  ).rows.map(({ id }) => id)

export interface WaitingRow {
  readonly device_id: string
  readonly vulnerability_id: string
  readonly id: string
  readonly decision: ProposedKind
  readonly reason: string
  readonly proposed_by: string
  readonly proposed_by_id: string | null
  readonly proposed_at: string
}

/** Which waiting decisions are meant for which findings; `as_id` is the device as a decision may name it. */
export const waitingFor = async (
  db: Db,
  organisationId: string,
  keys: readonly { readonly device_id: string; readonly as_id: string; readonly vulnerability_id: string }[],
) =>
  (
    await sql<WaitingRow>`
      select distinct k.device_id, k.vulnerability_id, p.id, p.decision, p.reason, p.proposed_by, p.proposed_by_id, p.proposed_at
      from jsonb_to_recordset(${jsonRows(keys)}) as k(device_id uuid, as_id uuid, vulnerability_id text)
      join device d on d.organisation_id = ${organisationId} and d.id = k.device_id
      join decision_proposal p on p.organisation_id = ${organisationId} and p.state = 'waiting'
        and k.vulnerability_id = any(p.vulnerability_ids)
        and (p.device_ids is null or k.as_id = any(p.device_ids))
        and (p.product_keys is null or ${productOfDevice} = any(p.product_keys))
        and (p.sites is null or coalesce(d.site, '') = any(p.sites))
        and (p.scope ->> 'kind' <> 'findings' or p.scope -> 'findings' @> jsonb_build_array(jsonb_build_object(
          'deviceId', k.as_id, 'vulnerabilityId', k.vulnerability_id)))
      order by p.proposed_at, p.id`.execute(db)
  ).rows

export interface StandingDecision {
  readonly id: string
  readonly kind: 'decision' | 'proposal'
  readonly decision: string
  readonly by: string
  readonly at: string
}

const overlaps = (own: readonly string[] | null, column: RawBuilder<unknown>, type: RawBuilder<unknown>) =>
  own === null ? sql`true` : sql`(${column} is null or ${column} && ${own}::${type})`

/** Decisions in force where one is to be taken, and those that wait for approval there. The oldest first. */
export const standingThere = async (db: Db, organisationId: string, reach: Reach) =>
  (
    await sql<StandingDecision>`
      select n.id, 'decision' as kind, n.decision, n.decided_by as by, n.decided_at as at from decision n
      where n.organisation_id = ${organisationId} and n.id in (
        select f.decision_id from finding f
        join device d on d.organisation_id = ${organisationId} and d.id = f.device_id and d.gone_at is null
        where f.organisation_id = ${organisationId} and f.vulnerability_id = any(${reach.vulnerability_ids}::text[]) and f.decision <> 'none'
          and ${reach.device_ids === null ? sql`true` : sql`d.id = any(${reach.device_ids}::uuid[])`}
          and ${reach.product_keys === null ? sql`true` : sql`${productOfDevice} = any(${reach.product_keys}::text[])`}
          and ${reach.sites === null ? sql`true` : sql`coalesce(d.site, '') = any(${reach.sites}::text[])`})
      union all
      select p.id, 'proposal', p.decision, p.proposed_by, p.proposed_at from decision_proposal p
      where p.organisation_id = ${organisationId} and p.state = 'waiting' and p.vulnerability_ids && ${reach.vulnerability_ids}::text[]
        and ${overlaps(reach.device_ids, sql`p.device_ids`, sql`uuid[]`)}
        and ${overlaps(reach.product_keys, sql`p.product_keys`, sql`text[]`)}
        and ${overlaps(reach.sites, sql`p.sites`, sql`text[]`)}
      order by at, id`.execute(db)
  ).rows

/** What was taken back where one is to be taken, since then; `none`: of whatever was in force there. The oldest first. */
export const takenBackSince = async (db: Db, organisationId: string, reach: Reach, since: string) =>
  (
    await sql<{ id: string; decision: string; by: string; reason: string }>`
      select n.id, n.decision, coalesce(n.withdrawn_by, n.decided_by) as by, coalesce(n.withdrawn_reason, n.reason) as reason
      from decision n
      where n.organisation_id = ${organisationId} and n.vulnerability_ids && ${reach.vulnerability_ids}::text[]
        and (n.withdrawn_at > ${since}::timestamptz or (n.decision = 'none' and n.decided_at > ${since}::timestamptz))
        and exists (
          select from decision_standing st
          join device d on d.organisation_id = ${organisationId} and d.id = st.device_id and d.gone_at is null
          where st.organisation_id = ${organisationId} and st.decision_id = n.id
            and st.vulnerability_id = any(${reach.vulnerability_ids}::text[])
            and ${reach.device_ids === null ? sql`true` : sql`d.id = any(${reach.device_ids}::uuid[])`}
            and ${reach.product_keys === null ? sql`true` : sql`${productOfDevice} = any(${reach.product_keys}::text[])`}
            and ${reach.sites === null ? sql`true` : sql`coalesce(d.site, '') = any(${reach.sites}::text[])`})
      order by coalesce(n.withdrawn_at, n.decided_at), n.id`.execute(db)
  ).rows

export const withdrawalSince = async (db: Db, organisationId: string, decisionId: string, since: string) =>
  (
    await sql<{ by: string; reason: string }>`
      select withdrawn_by as by, withdrawn_reason as reason from decision
      where organisation_id = ${organisationId} and id = ${decisionId} and withdrawn_at > ${since}::timestamptz`.execute(
      db,
    )
  ).rows[0]

/** The last record of the organisation: the next one names its hash. */
export const lastRecord = async (db: Db, organisationId: string) =>
  (
    await sql<{ number: number; hash: string }>`
      select record_number as number, record_hash as hash from decision_proposal
      where organisation_id = ${organisationId} and record_number is not null order by record_number desc limit 1`.execute(
      db,
    )
  ).rows[0] ?? null

/** What waits and whose last day has passed. */
export const lapsedProposals = async (db: Db, organisationId: string, now: Date) =>
  (
    await sql<{ id: string; words: string; proposed_by_id: string | null }>`
      select id, words, proposed_by_id from decision_proposal
      where organisation_id = ${organisationId} and state = 'waiting' and expires_on < ${todayOf(organisationId, now)}
      order by id`.execute(db)
  ).rows

export const decisionsOfProposal = async (db: Db, organisationId: string, id: string) =>
  (
    await sql<{ id: string }>`
      select id from decision where organisation_id = ${organisationId} and proposal_id = ${id} order by decided_at, id`.execute(
      db,
    )
  ).rows.map((row) => row.id)

export const deviceName = async (db: Db, organisationId: string, id: string): Promise<string> =>
  (
    await sql<{ name: string }>`
      select name from device where organisation_id = ${organisationId} and id = ${id}`.execute(db)
  ).rows[0]?.name ?? 'a device'

/** One device of those alike. */
export const deviceAlike = async (
  db: Db,
  organisationId: string,
  { configuration_id, context_id, site }: { configuration_id: string; context_id: string; site: string },
) =>
  (
    await sql<{ id: string }>`
      select id from device
      where organisation_id = ${organisationId} and configuration_id = ${configuration_id} and context_id = ${context_id}
        and coalesce(site, '') = ${site} and gone_at is null
      order by id limit 1`.execute(db)
  ).rows[0]?.id

/** Of the register: a proposal as a list shows it. */
export const toRow = (row: ProposalRecord, approvals: readonly ApprovalRecord[]): ProposalRow => ({
  id: row.id,
  state: row.state,
  decision: row.decision,
  on: row.words,
  reason: row.reason,
  expiresOn: row.expires_on,
  level: row.level,
  approvals: approvals.length,
  approvedByIds: approvals.map((one) => one.person_id),
  proposedAt: row.proposed_at,
  proposedBy: row.proposed_by,
  proposedById: row.proposed_by_id,
  renews: row.renews,
  closedAt: row.closed_at,
  closedBy: row.closed_by,
  closedReason: row.closed_reason,
  recordHash: row.record_hash,
  recordNumber: row.record_number,
})
