import { sql } from 'kysely'
import { isOfModels } from '#domain/inventory/inventory.ts'
import type { SupportStage } from '#model/model-catalogue.ts'
import type { Db } from '#platform/db/database.ts'

export interface NamesRow {
  manufacturer: string
  model: string
  model_number: string
  udi_di: string
}

/** What devices that are there write of their models and systems, and how many write so: a configuration bears the names of its devices. */
export const modelNames = async (db: Db, organisationId: string) =>
  (
    await sql<NamesRow & { operating_system: string; devices: number }>`
      select c.manufacturer, c.model, c.model_number, c.udi_di, c.operating_system, sum(d.devices)::int as devices
      from (
        select configuration_id, count(*) as devices from device
        where organisation_id = ${organisationId} and gone_at is null group by configuration_id
      ) d join configuration c on c.organisation_id = ${organisationId} and c.id = d.configuration_id
      where c.model <> ''
      group by c.manufacturer, c.model, c.model_number, c.udi_di, c.operating_system order by 1, 2, 3, 4, 5`.execute(db)
  ).rows

export const openFindings = async (db: Db, organisationId: string, models: readonly Spelling[]) =>
  (
    await sql<Spelling & { findings: number }>`
      select coalesce(d.manufacturer, '') as manufacturer, d.model, sum(d.open_findings)::int as findings from device d
      where d.organisation_id = ${organisationId} and d.gone_at is null and ${isOfModels(models)}
      group by d.manufacturer, d.model`.execute(db)
  ).rows

/** Of those of the configurations that are named, or of all that devices have. */
export const configurationNames = async (db: Db, organisationId: string, ids: readonly string[] | 'all') =>
  (
    await sql<NamesRow & { id: string }>`
      select c.id, c.manufacturer, c.model, c.model_number, c.udi_di from configuration c
      where c.organisation_id = ${organisationId} and ${
        ids === 'all'
          ? sql`exists (select from device d where d.organisation_id = c.organisation_id and d.configuration_id = c.id and d.gone_at is null)`
          : sql`c.id = any(${ids}::uuid[])`
      } order by c.id`.execute(db)
  ).rows

interface Spelling {
  readonly manufacturer: string
  readonly model: string
}

export interface PartRow {
  part: 'version' | 'system' | 'criticality'
  value: string
  devices: number
}

/** How many devices of the model have each version, operating system and criticality; those with most first. */
export const modelParts = async (db: Db, organisationId: string, models: readonly Spelling[]) =>
  (
    await sql<PartRow>`
      with mine as (
        select d.criticality, c.operating_system, coalesce(nullif(c.software_version, ''), c.firmware_version) as version
        from device d join configuration c on c.organisation_id = d.organisation_id and c.id = d.configuration_id
        where d.organisation_id = ${organisationId} and d.gone_at is null and ${isOfModels(models)}
      )
      select 'version' as part, version as value, count(*)::int as devices from mine where version <> '' group by 2
      union all select 'system', operating_system, count(*)::int from mine where operating_system <> '' group by 2
      union all select 'criticality', criticality, count(*)::int from mine group by 2
      order by 1, 3 desc, 2`.execute(db)
  ).rows

export const modelConfigurations = async (db: Db, organisationId: string, models: readonly Spelling[]) =>
  (
    await sql<{ id: string }>`
      select distinct d.configuration_id as id from device d
      where d.organisation_id = ${organisationId} and d.gone_at is null and ${isOfModels(models)} order by 1`.execute(
      db,
    )
  ).rows.map(({ id }) => id)

export interface StageRow {
  manufacturer: string
  model: string
  stage: SupportStage
  starts_on: string | null
  reason: string
  recorded_by: string
  recorded_at: string
}

/** The last word on each stage of each spelling. */
export const stageRows = async (db: Db, organisationId: string) =>
  (
    await sql<StageRow>`
      select distinct on (manufacturer, model, stage) manufacturer, model, stage, starts_on, reason, recorded_by, recorded_at
      from model_stage where organisation_id = ${organisationId}
      order by manufacturer, model, stage, recorded_at desc, id desc`.execute(db)
  ).rows

export const insertStage = (
  db: Db,
  organisationId: string,
  row: Omit<StageRow, 'recorded_at'> & { readonly id: string },
) =>
  sql`insert into model_stage (organisation_id, id, manufacturer, model, stage, starts_on, reason, recorded_by, recorded_at)
      values (${organisationId}, ${row.id}, ${row.manufacturer}, ${row.model}, ${row.stage}, ${row.starts_on}, ${row.reason},
        ${row.recorded_by}, clock_timestamp())`.execute(db)
