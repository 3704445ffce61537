import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import type { ModelName } from './alike.ts'
import type { Unranked } from './score-store.ts'
import { isNameAlone } from './treated-store.ts'

// What single findings are scored by: as in score-store.ts, of a few configurations in their contexts.

export interface FindingPlace {
  readonly configuration_id: string
  readonly context_id: string
  readonly vulnerability_id: string
}

export interface PlacedInput extends Unranked {
  configuration_id: string
  /** That stand there and are on the worklist. */
  devices: number
}

const inputsOn = (organisationId: string, places: ReturnType<typeof sql>) => sql<PlacedInput>`
  with p as materialized (${places})
  select distinct on (p.configuration_id, p.context_id, p.vulnerability_id)
    p.configuration_id, p.devices, l.basis_id, l.group_id, x.id as context_id, m.vulnerability_id, m.answer, m.probability,
    m.advisory_id, array(select e->>'productId' from jsonb_array_elements(m.evidence) e
      where e->>'advisoryId' = m.advisory_id and e->>'answer' <> 'not_affected' and e->'mayClear' is null) as product_ids,
    ${isNameAlone} as is_name_alone, x.criticality, x.care_setting, x.zone, x.network_connected, x.stores_phi, x.stores_phi_by,
    c.manufacturer, c.model, c.description, null as digest
  from p
  join configuration c on c.organisation_id = ${organisationId} and c.id = p.configuration_id
  join context x on x.organisation_id = ${organisationId} and x.id = p.context_id
  join configuration_basis l on l.organisation_id = ${organisationId} and l.configuration_id = p.configuration_id
  join basis_match m on m.organisation_id = ${organisationId} and m.basis_id = l.basis_id and m.vulnerability_id = p.vulnerability_id
    and m.answer <> 'not_affected'
  order by p.configuration_id, p.context_id, p.vulnerability_id, l.basis_id`

/** Of findings where they stand; those that are open no more have none. */
export const inputsAt = async (db: Db, organisationId: string, places: readonly FindingPlace[]) =>
  (
    await inputsOn(
      organisationId,
      sql`select distinct p.*, 1 as devices from jsonb_to_recordset(${jsonRows(
        places.map(({ configuration_id, context_id, vulnerability_id }) => ({
          configuration_id,
          context_id,
          vulnerability_id,
        })),
      )}) as p(configuration_id uuid, context_id uuid, vulnerability_id text)`,
    ).execute(db)
  ).rows

/** Makers and models as configurations have them. */
export const modelNames = async (db: Db, organisationId: string) =>
  (
    await sql<ModelName>`
      select distinct manufacturer, model from configuration where organisation_id = ${organisationId}`.execute(db)
  ).rows

const isOf = (models: readonly ModelName[]) =>
  sql`(c.manufacturer, c.model) in (select n.manufacturer, n.model from jsonb_to_recordset(${jsonRows(models)}) as n(manufacturer text, model text))`

/** Of a vulnerability wherever devices of the models stand. */
export const inputsOfModels = async (
  db: Db,
  organisationId: string,
  vulnerabilityId: string,
  models: readonly ModelName[],
) =>
  (
    await inputsOn(
      organisationId,
      sql`select d.configuration_id, d.context_id, ${vulnerabilityId}::text as vulnerability_id, count(*)::int as devices
        from configuration c
        join device d on d.organisation_id = c.organisation_id and d.configuration_id = c.id and d.gone_at is null and d.is_active
        where c.organisation_id = ${organisationId} and ${isOf(models)} group by 1, 2`,
    ).execute(db)
  ).rows

export const configurationsOfModels = async (db: Db, organisationId: string, models: readonly ModelName[]) =>
  (
    await sql<{ id: string }>`
      select c.id from configuration c where c.organisation_id = ${organisationId} and ${isOf(models)}`.execute(db)
  ).rows.map(({ id }) => id)

/** By id. */
export const devicesNamed = async (db: Db, organisationId: string, deviceIds: readonly string[]) =>
  new Map(
    (
      await sql<{ id: string; name: string; hasAddress: boolean }>`
        select id, name, cardinality(ip_addresses) > 0 as "hasAddress" from device
        where organisation_id = ${organisationId} and id = any(${[...new Set(deviceIds)]}::uuid[])`.execute(db)
    ).rows.map((row) => [row.id, row]),
  )
