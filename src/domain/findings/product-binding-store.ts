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

/** Documents of VEX in force that name one of these products, by their publisher. */
export const documentsNaming = async (db: Db, products: readonly VexProductName[]) =>
  (
    await sql<{ id: string }>`
      select distinct a.id from jsonb_to_recordset(${jsonRows(products)}) as n(publisher text, vendor text, product text)
      join advisory_product p on p.vex_publisher = n.publisher and p.vendor = n.vendor and p.name = n.product
      join advisory a on a.id = p.advisory_id and a.withdrawn_at is null
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
      where a.withdrawn_at is null and p.vex_publisher = b.publisher and p.vendor = b.vendor and p.name = b.product) named on true
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
  const [isOther, publisher, vendor, product] = query.after ?? []
  const conditions = words.map(
    (word) =>
      sql`lower(o.publisher || ' ' || o.vendor || ' ' || n.product) like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`,
  )
  if (query.after)
    conditions.push(
      sql`((o.is_other, o.publisher, o.vendor) <> (${isOther}::boolean, ${publisher}::text, ${vendor}::text) or n.product > ${product}::text)`,
    )
  // Makers by one look-up each, then names down the index until the page is full: what the lateral joins give comes in the
  // order of the makers, and is not sorted before the page is cut.
  const { rows } = await sql<UnmatchedRow>`
    with recursive pair as (
      (select vex_publisher as publisher, vendor from advisory_product where vex_publisher is not null order by 1, 2 limit 1)
      union all
      select n.* from pair cross join lateral (
        select p.vex_publisher, p.vendor from advisory_product p
        where p.vex_publisher is not null and (p.vex_publisher, p.vendor) > (pair.publisher, pair.vendor) order by 1, 2 limit 1) n
    ),
    here as materialized (
      select distinct lower(manufacturer) as name from device
      where organisation_id = ${organisationId} and gone_at is null and manufacturer <> ''
    ),
    maker as materialized (
      select publisher, vendor, coalesce(nullif(lower(vendor), ''), lower(publisher)) not in (select name from here) as is_other
      from pair
    ),
    page as materialized (
      select o.publisher, o.vendor, o.is_other, n.product, named.ids, named.keys
      from (select * from maker
        where ${query.after ? sql`(is_other, publisher, vendor) >= (${isOther}::boolean, ${publisher}::text, ${vendor}::text)` : sql`true`}
        order by is_other, publisher, vendor) o
      cross join lateral (
        select distinct p.name as product from advisory_product p where p.vex_publisher = o.publisher and p.vendor = o.vendor
        order by 1) n
      cross join lateral (
        select array_agg(distinct p.advisory_id) as ids, array_agg(p.advisory_id || E'\n' || p.product_id) as keys
        from advisory_product p join advisory a on a.id = p.advisory_id and a.withdrawn_at is null
        where p.vex_publisher = o.publisher and p.vendor = o.vendor and p.name = n.product) named
      where ${sql.join([sql`named.ids is not null`, ...conditions], sql` and `)}
        and not exists (select from vex_product_binding b where b.organisation_id = ${organisationId} and b.revoked_at is null
          and b.publisher = o.publisher and b.vendor = o.vendor and b.product = n.product)
        and exists (select from advisory_vulnerability v cross join jsonb_each(v.status) s cross join jsonb_array_elements_text(s.value) id
          where v.advisory_id = any(named.ids) and v.advisory_id || E'\n' || id = any(named.keys))
        and not exists (select from match m cross join jsonb_array_elements(m.evidence) e
          where m.organisation_id = ${organisationId} and m.withdrawn_at is null and m.advisory_ids && named.ids
            and (e ->> 'advisoryId') || E'\n' || (e ->> 'productId') = any(named.keys))
      limit ${query.limit}
    )
    select page.publisher, page.vendor, page.product, not page.is_other as "isMakerHere", said.documents, said.vulnerabilities,
      said.unplaced, said.versions, said."advisoryId", said."advisoryTitle"
    from page
    cross join lateral (
      select count(distinct a.id)::int as documents, count(distinct v.vulnerability_id)::int as vulnerabilities,
        min(p.identifiers ->> 'unplaced') as unplaced, (array_agg(distinct p.version))[1:5] as versions,
        (array_agg(a.id order by a.revised_at desc, a.id))[1] as "advisoryId",
        (array_agg(a.title order by a.revised_at desc, a.id))[1] as "advisoryTitle"
      from advisory_vulnerability v cross join jsonb_each(v.status) s cross join jsonb_array_elements_text(s.value) id
      join advisory_product p on p.advisory_id = v.advisory_id and p.product_id = id
      join advisory a on a.id = v.advisory_id
      where v.advisory_id = any(page.ids) and p.vex_publisher = page.publisher and p.vendor = page.vendor and p.name = page.product
    ) said
    order by page.is_other, page.publisher, page.vendor, page.product`.execute(db)
  return rows
}
