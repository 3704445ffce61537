import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'

// Table: rubric_assessment.

export interface RubricRow {
  readonly vulnerability_id: string
  readonly product_key: string
  readonly version: number
  readonly manufacturer: string
  readonly model: string
  readonly answers: Readonly<Record<string, string>>
  readonly extended: string
  readonly vector: string | null
  readonly score: number | null
  readonly note: string
  readonly assessed_at: string
  readonly assessed_by: string
  readonly adopted_at: string | null
  readonly adopted_by: string | null
  readonly adoption_reason: string | null
  readonly against: readonly string[] | null
  readonly lowers_by: number | null
  readonly withdrawn_at: string | null
  readonly withdrawn_by: string | null
  readonly withdrawn_reason: string | null
}

const columns = sql`vulnerability_id, product_key, version, manufacturer, model, answers, extended, vector, score, note, assessed_at, assessed_by,
  adopted_at, adopted_by, adoption_reason, against, lowers_by, withdrawn_at, withdrawn_by, withdrawn_reason`
const inForce = sql`adopted_at is not null and withdrawn_at is null`

export interface RubricKey {
  readonly vulnerabilityId: string
  /** As it was on the day of the first answers: `spellingKey` of the same names may give another since. */
  readonly productKey: string
}

/** Of all products, the newest first. */
export const rubricVersions = async (db: Db, organisationId: string, vulnerabilityId: string) =>
  (
    await sql<RubricRow>`
      select ${columns} from rubric_assessment
      where organisation_id = ${organisationId} and vulnerability_id = ${vulnerabilityId}
      order by version desc, assessed_at desc`.execute(db)
  ).rows

/** The newest of each product, and the one in force where that is another. */
export const rubricsOfVulnerability = async (db: Db, organisationId: string, vulnerabilityId: string) =>
  (
    await sql<RubricRow>`
      select ${columns} from rubric_assessment r
      where organisation_id = ${organisationId} and vulnerability_id = ${vulnerabilityId}
        and (${inForce} or version = (select max(version) from rubric_assessment o where o.organisation_id = r.organisation_id
          and o.vulnerability_id = r.vulnerability_id and o.product_key = r.product_key))
      order by manufacturer, model, version desc`.execute(db)
  ).rows

/** That count for their products, the last adopted at the end. */
export const adoptedVectors = async (db: Db, organisationId: string, vulnerabilityIds: readonly string[]) =>
  (
    await sql<RubricRow>`
      select ${columns} from rubric_assessment
      where organisation_id = ${organisationId} and vulnerability_id = any(${vulnerabilityIds}) and ${inForce}
      order by adopted_at`.execute(db)
  ).rows

/** Of which any vulnerability has a vector of the hospital. */
export const modelsWithVectors = async (db: Db, organisationId: string) =>
  (
    await sql<Pick<RubricRow, 'manufacturer' | 'model'>>`
      select distinct manufacturer, model from rubric_assessment where organisation_id = ${organisationId} and ${inForce}`.execute(
      db,
    )
  ).rows

export const insertRubric = (
  db: Db,
  organisationId: string,
  row: Pick<
    RubricRow,
    | 'vulnerability_id'
    | 'product_key'
    | 'version'
    | 'manufacturer'
    | 'model'
    | 'extended'
    | 'vector'
    | 'score'
    | 'note'
    | 'assessed_by'
  > & { readonly answers: string },
) =>
  sql`insert into rubric_assessment (organisation_id, vulnerability_id, product_key, version, manufacturer, model, answers, extended, vector,
        score, note, assessed_by)
      values (${organisationId}, ${row.vulnerability_id}, ${row.product_key}, ${row.version}, ${row.manufacturer}, ${row.model},
        ${row.answers}::jsonb, ${row.extended}, ${row.vector}, ${row.score}, ${row.note}, ${row.assessed_by})`.execute(
    db,
  )

export const adoptRubric = (
  db: Db,
  organisationId: string,
  { vulnerabilityId, productKey }: RubricKey,
  row: { version: number; by: string; reason: string; against: readonly string[]; lowersBy: number },
) =>
  sql`update rubric_assessment set adopted_at = now(), adopted_by = ${row.by}, adoption_reason = ${row.reason}, against = ${row.against}::text[],
        lowers_by = ${row.lowersBy}, withdrawn_at = null, withdrawn_by = null, withdrawn_reason = null
      where organisation_id = ${organisationId} and vulnerability_id = ${vulnerabilityId} and product_key = ${productKey}
        and version = ${row.version}`.execute(db)

/** The one in force counts no more. */
export const withdrawRubric = (
  db: Db,
  organisationId: string,
  { vulnerabilityId, productKey }: RubricKey,
  row: { by: string; reason: string },
) =>
  sql`update rubric_assessment set withdrawn_at = now(), withdrawn_by = ${row.by}, withdrawn_reason = ${row.reason}
      where organisation_id = ${organisationId} and vulnerability_id = ${vulnerabilityId} and product_key = ${productKey}
        and ${inForce}`.execute(db)
