import { sql } from 'kysely'
import type { VexProductBinding, VexProductName } from '#model/vex-product.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'

export interface BindingRow extends VexProductName {
  readonly id: string
  readonly manufacturer: string
  readonly model: string
  readonly versions: string
  readonly boundBy: string
}

/** In the order in which they were made. */
export const bindingsInForce = async (db: Db, organisationId: string) =>
  (
    await sql<BindingRow>`
      select id, publisher, vendor, product, manufacturer, model, versions, bound_by as "boundBy" from vex_product_binding
      where organisation_id = ${organisationId} and revoked_at is null order by id`.execute(db)
  ).rows

export const insertBinding = (db: Db, organisationId: string, row: BindingRow & { readonly reason: string }) =>
  sql`
  insert into vex_product_binding (organisation_id, id, publisher, vendor, product, manufacturer, model, versions, reason,
    bound_by)
  values (${organisationId}, ${row.id}, ${row.publisher}, ${row.vendor}, ${row.product}, ${row.manufacturer}, ${row.model},
    ${row.versions}, ${row.reason}, ${row.boundBy})`.execute(db)

/** Null where it is not in force. */
export const revokeBinding = async (db: Db, organisationId: string, id: string, by: string, reason: string) =>
  (
    await sql<BindingRow>`
      update vex_product_binding set revoked_at = now(), revoked_by = ${by}, revoked_reason = ${reason}
      where organisation_id = ${organisationId} and id = ${id} and revoked_at is null
      returning id, publisher, vendor, product, manufacturer, model, versions, bound_by as "boundBy"`.execute(db)
  ).rows[0]

const isVex = sql`a.withdrawn_at is null and a.category in ('csaf_vex', 'openvex')`

/** Documents of VEX in force that name one of these products, by their publisher. */
export const documentsNaming = async (db: Db, products: readonly VexProductName[]) =>
  (
    await sql<{ id: string }>`
      select distinct a.id from jsonb_to_recordset(${jsonRows(products)}) as n(publisher text, vendor text, product text)
      join advisory a on a.publisher = n.publisher and ${isVex}
      join advisory_product p on p.advisory_id = a.id and p.vendor = n.vendor and p.name = n.product
      order by a.id`.execute(db)
  ).rows.map(({ id }) => id)

/** Newest first, with the devices that each speaks of. */
export async function bindingPage(
  db: Db,
  organisationId: string,
  query: { isInForce: boolean; before: string | null; limit: number },
) {
  const { rows } = await sql<VexProductBinding>`
    select b.id, b.publisher, b.vendor, b.product, b.manufacturer, b.model, b.versions, b.reason, b.bound_at as "boundAt",
      b.bound_by as "boundBy", b.revoked_at as "revokedAt", b.revoked_by as "revokedBy", b.revoked_reason as "revokedReason",
      coalesce(cardinality(named.ids), 0) as documents, case when b.revoked_at is null then coalesce((
        select count(*) from device d
        where d.organisation_id = b.organisation_id and d.gone_at is null and d.is_active and d.configuration_id in (
          select m.configuration_id from match m cross join jsonb_array_elements(m.evidence) e
          where m.organisation_id = b.organisation_id and m.withdrawn_at is null and m.advisory_ids && named.ids
            and e ->> 'boundBy' = b.id::text)), 0)::int else 0 end as devices
    from vex_product_binding b
    left join lateral (
      select array_agg(distinct a.id) as ids from advisory a join advisory_product p on p.advisory_id = a.id
      where a.publisher = b.publisher and ${isVex} and p.vendor = b.vendor and p.name = b.product) named on true
    where b.organisation_id = ${organisationId} and ${query.isInForce ? sql`b.revoked_at is null` : sql`true`}
      and ${query.before === null ? sql`true` : sql`b.id < ${query.before}::uuid`}
    order by b.id desc limit ${query.limit}`.execute(db)
  return rows
}

export interface UnmatchedRow extends VexProductName {
  readonly versions: string[]
  readonly documents: number
  readonly vulnerabilities: number
  readonly advisoryId: string
  readonly advisoryTitle: string
  readonly unplaced: string | null
  readonly isMakerHere: boolean
}

/** Products with a status that no match speaks of and nobody bound; those of makers that are here first. */
export async function unmatchedPage(
  db: Db,
  organisationId: string,
  query: {
    q?: string | undefined
    after: readonly [boolean, string, string, string] | null
    limit: number
  },
) {
  const words = (query.q ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const conditions = [
    sql`not exists (select from vex_product_binding b where b.organisation_id = ${organisationId} and b.revoked_at is null
      and b.publisher = g.publisher and b.vendor = g.vendor and b.product = g.product)`,
    ...words.map(
      (word) =>
        sql`lower(g.publisher || ' ' || g.vendor || ' ' || g.product) like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`,
    ),
  ]
  if (query.after) {
    const [isOther, publisher, vendor, product] = query.after
    conditions.push(
      sql`(not g."isMakerHere", g.publisher, g.vendor, g.product) > (${isOther}::boolean, ${publisher}::text, ${vendor}::text, ${product}::text)`,
    )
  }
  const { rows } = await sql<UnmatchedRow>`
    with vex as materialized (select a.id, a.publisher, a.title, a.revised_at from advisory a where ${isVex}),
    reached as materialized (
      select distinct e ->> 'advisoryId' as advisory_id, e ->> 'productId' as product_id
      from match m cross join jsonb_array_elements(m.evidence) e
      where m.organisation_id = ${organisationId} and m.withdrawn_at is null
        and m.advisory_ids && (select coalesce(array_agg(id), '{}') from vex)),
    said as (
      select vex.id, vex.publisher, vex.title, vex.revised_at, p.vendor, p.name as product, p.version,
        p.identifiers ->> 'unplaced' as unplaced, v.vulnerability_id, reached.product_id is not null as is_reached
      from vex join advisory_vulnerability v on v.advisory_id = vex.id
      cross join jsonb_each(v.status) s cross join jsonb_array_elements_text(s.value) named
      join advisory_product p on p.advisory_id = vex.id and p.product_id = named
      left join reached on reached.advisory_id = vex.id and reached.product_id = p.product_id),
    g as (
      select publisher, vendor, product, count(distinct id)::int as documents,
        count(distinct vulnerability_id)::int as vulnerabilities, min(unplaced) as unplaced,
        (array_agg(distinct version))[1:5] as versions,
        (array_agg(id order by revised_at desc, id))[1] as "advisoryId",
        (array_agg(title order by revised_at desc, id))[1] as "advisoryTitle",
        exists (select from configuration c where c.organisation_id = ${organisationId}
          and lower(c.manufacturer) in (lower(said.vendor), lower(said.publisher)) and c.manufacturer <> '') as "isMakerHere"
      from said group by publisher, vendor, product having not bool_or(is_reached))
    select * from g where ${sql.join(conditions, sql` and `)}
    order by not "isMakerHere", publisher, vendor, product limit ${query.limit}`.execute(db)
  return rows
}
