import { sql } from 'kysely'
import { textConditions } from '#domain/inventory/inventory.ts'
import type { WorkOrderState } from '#model/work-order.ts'
import type { Db } from '#platform/db/database.ts'

export interface FoundDevice {
  readonly id: string
  readonly name: string
  readonly asset_tag: string | null
  readonly serial_number: string | null
  readonly manufacturer: string | null
  readonly model: string | null
  readonly site: string | null
  readonly care_area: string | null
}

const deviceColumns = sql`d.id, d.name, d.asset_tag, d.serial_number, d.manufacturer, d.model, d.site, d.care_area`

/** Devices that one normalised identifier belongs to: serial number, asset tag or MAC address. */
export const devicesByIdentifier = async (
  db: Db,
  organisationId: string,
  identifiers: readonly { kind: string; value: string }[],
  limit: number,
) =>
  (
    await sql<FoundDevice>`
      select ${deviceColumns} from device d
      where d.organisation_id = ${organisationId} and d.gone_at is null and d.id in (
        select i.device_id from identifier i
        join unnest(${identifiers.map(({ kind }) => kind)}::text[], ${identifiers.map(({ value }) => value)}::text[])
          as wanted(kind, value) on wanted.kind = i.kind and wanted.value = i.value
        where i.organisation_id = ${organisationId})
      order by d.name, d.id limit ${limit}`.execute(db)
  ).rows

/** Devices whose text has each of the words; the first ones that are found. */
export const devicesByText = async (db: Db, organisationId: string, words: readonly string[], limit: number) =>
  (
    await sql<FoundDevice>`
      select ${deviceColumns} from device d
      where d.organisation_id = ${organisationId} and d.gone_at is null
        and ${sql.join(await textConditions(db, organisationId, words), sql` and `)}
      limit ${limit}`.execute(db)
  ).rows

export const modelsByText = async (db: Db, organisationId: string, patterns: readonly string[], limit: number) =>
  (
    await sql<{ manufacturer: string; model: string; configurations: number }>`
      select manufacturer, model, count(*) as configurations from configuration c
      where c.organisation_id = ${organisationId} and model <> ''
        and ${sql.join(
          patterns.map((pattern) => sql`lower(manufacturer || ' ' || model) like ${pattern}`),
          sql` and `,
        )}
        and exists (select 1 from device d where d.organisation_id = c.organisation_id and d.configuration_id = c.id
          and d.gone_at is null)
      group by 1, 2 order by 1, 2 limit ${limit}`.execute(db)
  ).rows

export const countDevicesOfModels = async (
  db: Db,
  organisationId: string,
  models: readonly { manufacturer: string; model: string }[],
) =>
  (
    await sql<{ manufacturer: string; model: string; devices: number }>`
      select d.manufacturer, d.model, count(*) as devices
      from unnest(${models.map(({ manufacturer }) => manufacturer)}::text[], ${models.map(({ model }) => model)}::text[])
        as m(manufacturer, model)
      join device d on d.organisation_id = ${organisationId} and d.gone_at is null and d.manufacturer = m.manufacturer
        and d.model = m.model
      group by 1, 2`.execute(db)
  ).rows

export const advisoriesByText = async (db: Db, patterns: readonly string[], limit: number) =>
  (
    await sql<{ id: string; tracking_id: string; title: string; publisher: string }>`
      select id, tracking_id, title, publisher from advisory
      where ${sql.join(
        patterns.map((pattern) => sql`search like ${pattern}`),
        sql` and `,
      )}
      order by revised_at desc, id desc limit ${limit}`.execute(db)
  ).rows

export const vulnerabilitiesById = async (db: Db, pattern: string, limit: number) =>
  (
    await sql<{ id: string; title: string }>`
      select id, title from vulnerability where id ilike ${pattern} order by id desc limit ${limit}`.execute(db)
  ).rows

export const workOrders = async (
  db: Db,
  organisationId: string,
  wanted: { number: number | null; externalId: string },
  limit: number,
) =>
  (
    await sql<{ id: string; number: number; title: string; state: WorkOrderState; device: string }>`
      select o.id, o.number, o.title, o.state, d.name as device
      from work_order o join device d on d.organisation_id = o.organisation_id and d.id = o.device_id
      where o.organisation_id = ${organisationId}
        and (o.number = ${wanted.number}::int or o.external_id = ${wanted.externalId})
      order by o.number desc limit ${limit}`.execute(db)
  ).rows
