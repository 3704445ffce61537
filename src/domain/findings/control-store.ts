import { sql } from 'kysely'
import type { ControlVerification, VerificationOutcome } from '#model/control.ts'
import type { Db } from '#platform/db/database.ts'
import { todayOf } from './finding-store.ts'

// Tables: compensating_control, control_verification.

export interface ControlRecord {
  readonly id: string
  readonly name: string
  readonly place: string
  readonly last: ControlVerification
}

const verification = sql`jsonb_build_object('outcome', v.outcome, 'verifiedOn', v.verified_on, 'verifiedBy', v.verified_by,
  'evidence', v.evidence, 'verifyAgainBy', v.verify_again_by, 'recordedAt', v.recorded_at, 'recordedBy', v.recorded_by)`

/** What was recorded last of each control. */
const withLast = (organisationId: string) => sql`
  (select k.organisation_id, k.id, k.name, k.place, l.last from compensating_control k
    cross join lateral (
      select ${verification} as last from control_verification v
      where v.organisation_id = k.organisation_id and v.control_id = k.id
      order by v.recorded_at desc, v.id desc limit 1
    ) l
    where k.organisation_id = ${organisationId}) k`

const restsOn = (control: ReturnType<typeof sql>) =>
  sql`n.premises @> jsonb_build_array(jsonb_build_object('kind', 'control_verified', 'controlId', ${control}))`

export const allControls = async (db: Db, organisationId: string) =>
  (
    await sql<ControlRecord>`
      select k.id, k.name, k.place, k.last from ${withLast(organisationId)}`.execute(db)
  ).rows

export interface ControlQuery {
  readonly id?: string
  /** Name in lower case, id. */
  readonly after?: readonly [string, string] | null
  readonly limit: number
}

export const controlRows = async (db: Db, organisationId: string, { id, after, limit }: ControlQuery) =>
  (
    await sql<ControlRecord & { decisions: number; key: string }>`
      select k.id, k.name, k.place, k.last, lower(k.name) as key,
        (select count(*)::int from decision n where n.organisation_id = ${organisationId} and n.withdrawn_at is null
          and ${restsOn(sql`k.id`)}) as decisions
      from ${withLast(organisationId)}
      where ${id === undefined ? sql`true` : sql`k.id = ${id}`}
        and ${after ? sql`(lower(k.name), k.id) > (${after[0]}, ${after[1]}::uuid)` : sql`true`}
      order by lower(k.name), k.id limit ${limit}`.execute(db)
  ).rows

export const verificationsOf = async (db: Db, organisationId: string, id: string, limit: number) =>
  (
    await sql<{ one: ControlVerification }>`
      select ${verification} as one from control_verification v
      where v.organisation_id = ${organisationId} and v.control_id = ${id}
      order by v.recorded_at desc, v.id desc limit ${limit}`.execute(db)
  ).rows.map(({ one }) => one)

/** False where one of this name holds there already. */
export const insertControl = async (
  db: Db,
  organisationId: string,
  row: { readonly id: string; readonly name: string; readonly place: string; readonly added_by: string },
): Promise<boolean> =>
  (
    await sql`
      insert into compensating_control (organisation_id, id, name, place, added_by)
      values (${organisationId}, ${row.id}, ${row.name}, ${row.place}, ${row.added_by})
      on conflict (organisation_id, lower(name), lower(place)) do nothing returning id`.execute(db)
  ).rows.length > 0

export interface VerificationRecord {
  readonly id: string
  readonly control_id: string
  readonly outcome: VerificationOutcome
  readonly verified_on: string
  readonly verified_by: string
  readonly evidence: string
  readonly verify_again_by: string | null
  readonly recorded_by: string
}

export const insertVerification = (db: Db, organisationId: string, row: VerificationRecord) =>
  sql`insert into control_verification (organisation_id, id, control_id, outcome, verified_on, verified_by, evidence, verify_again_by,
        recorded_by)
      values (${organisationId}, ${row.id}, ${row.control_id}, ${row.outcome}, ${row.verified_on}, ${row.verified_by}, ${row.evidence},
        ${row.verify_again_by}, ${row.recorded_by})`.execute(db)

export const decisionsRestingOn = async (db: Db, organisationId: string, controlId: string) =>
  (
    await sql<{ id: string; product_key: string | null; vulnerability_ids: string[] }>`
      select n.id, n.product_key, n.vulnerability_ids from decision n
      where n.organisation_id = ${organisationId} and n.withdrawn_at is null and ${restsOn(sql`${controlId}::uuid`)}
      order by n.decided_at, n.id`.execute(db)
  ).rows

/** Devices on whose open findings a decision is written as in force although the last day of its control has passed. */
export const devicesOfOverdue = async (db: Db, organisationId: string, now: Date) =>
  (
    await sql<{ id: string }>`
      select distinct d.id
      from ${withLast(organisationId)}
      join decision n on n.organisation_id = ${organisationId} and n.withdrawn_at is null and n.holding > 0 and ${restsOn(sql`k.id`)}
      join decision_standing st on st.organisation_id = ${organisationId} and st.decision_id = n.id and st.state = 'holds'
      join finding f on f.organisation_id = ${organisationId} and f.device_id = st.device_id and f.vulnerability_id = st.vulnerability_id
        and f.status in ('affected', 'under_investigation') and f.remediation <> 'verified'
      join device d on d.organisation_id = ${organisationId} and d.id = st.device_id and d.gone_at is null and d.is_active
      where (k.last ->> 'verifyAgainBy')::date < ${todayOf(organisationId, now)}
      order by d.id`.execute(db)
  ).rows.map(({ id }) => id)
