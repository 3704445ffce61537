import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'

// Records of decisions, as they are checked: against themselves, against each other, against the audit trail.

const isInTrail = sql`exists (select from audit_entry e where e.organisation_id = p.organisation_id
  and e.detail ? 'record' and e.detail ->> 'record' = p.record_hash)`

export interface KnownRecord {
  readonly id: string
  readonly number: number
  readonly hash: string
  readonly record: string
  readonly isInTrail: boolean
}

export const recordBy = async (db: Db, organisationId: string, by: { id: string } | { hash: string }) =>
  (
    await sql<KnownRecord>`
      select p.id, p.record_number as number, p.record_hash as hash, p.record, ${isInTrail} as "isInTrail" from decision_proposal p
      where p.organisation_id = ${organisationId} and p.record is not null
        and ${'id' in by ? sql`p.id = ${by.id}` : sql`p.record_hash = ${by.hash}`}`.execute(db)
  ).rows[0]

export interface RecordChain {
  readonly length: number
  /** Number of the first record that is not what it was, does not follow on the one before, or is not in the trail. */
  readonly brokenAt: number | null
}

export const chainOfRecords = async (db: Db, organisationId: string): Promise<RecordChain> =>
  (
    await sql<RecordChain>`
      with chain as (
        select p.record_number as number, p.record_hash as hash, encode(sha256(convert_to(p.record, 'UTF8')), 'hex') as own,
          p.record::jsonb ->> 'previous' as previous, lag(p.record_hash) over numbered as before, row_number() over numbered as place,
          ${isInTrail} as is_in_trail
        from decision_proposal p
        where p.organisation_id = ${organisationId} and p.record_number is not null
        window numbered as (order by p.record_number)
      )
      select count(*)::int as length, min(number) filter (where own <> hash or previous is distinct from before or number <> place
        or not is_in_trail) as "brokenAt"
      from chain`.execute(db)
  ).rows[0]!
