import { type RawBuilder, sql } from 'kysely'
import type { Db } from './database.ts'

// Conditions of a query that people write: texts are compared without regard to capitals, and where there is none no
// comparison is true.

export type Condition = RawBuilder<boolean>

export const allOf = (parts: readonly Condition[]): Condition =>
  parts.length === 1 ? parts[0]! : parts.length === 0 ? sql`true` : sql`(${sql.join(parts, sql` and `)})`

export const anyOf = (parts: readonly Condition[]): Condition =>
  parts.length === 1 ? parts[0]! : parts.length === 0 ? sql`false` : sql`(${sql.join(parts, sql` or `)})`

/** What is not known is not so. */
export const isNot = (condition: Condition): Condition => sql`(${condition}) is not true`

export const isNotIf = (isNegated: boolean, condition: Condition): Condition =>
  isNegated ? isNot(condition) : condition

/** Of a text that is held against another with `like`: its own signs stand for themselves. */
export const patternOf = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/** How a text is compared: whole, or by a part. */
export interface TextTest {
  readonly how: 'is' | 'contains'
  readonly texts: readonly string[]
}

export const textTest = (text: RawBuilder<unknown>, { how, texts }: TextTest): Condition =>
  how === 'contains'
    ? anyOf(texts.map((one) => sql`lower(${text}) like lower(${patternOf(one)})`))
    : texts.length === 1
      ? sql`lower(${text}) = lower(${texts[0]})`
      : sql`lower(${text}) = any(select lower(t) from unnest(${texts}::text[]) t)`

export const listTest = (list: RawBuilder<unknown>, test: TextTest): Condition =>
  sql`exists (select from unnest(${list}) listed where ${textTest(sql`listed`, test)})`

export const isEmptyText = (text: RawBuilder<unknown>): Condition => sql`coalesce(${text}, '') = ''`

/** `of`: what the column is. Numbers that such a column cannot have are compared all the same: `findings > 2.5`, `score < 1e50`. */
export function numberTest(
  number: RawBuilder<unknown>,
  sign: string,
  values: readonly number[],
  of: 'real' | 'int',
): Condition {
  const isInt = values.every((value) => Number.isInteger(value) && Math.abs(value) < 2 ** 31)
  const type = sql.raw(of === 'real' ? 'real' : isInt ? 'int' : 'numeric')
  const asked = of === 'real' ? values.map(Math.fround) : values
  return sign === 'in'
    ? sql`${number} = any(${asked}::${type}[])`
    : sql`${number} ${sql.raw(signs.has(sign) ? sign : '=')} ${asked[0]}::${type}`
}

export const dayTest = (day: RawBuilder<unknown>, sign: string, on: string): Condition =>
  sql`${day} ${sql.raw(signs.has(sign) ? sign : '=')} ${on}::date`

/** `on` begins at midnight in the time zone. */
export const momentTest = (
  moment: RawBuilder<unknown>,
  bounds: readonly { readonly sign: string; readonly when: { readonly on: string } | { readonly at: string } }[],
  timeZone: string,
): Condition =>
  allOf(
    bounds.map(({ sign, when }) => {
      const at = 'at' in when ? sql`${when.at}::timestamptz` : sql`(${when.on}::timestamp at time zone ${timeZone})`
      return sql`${moment} ${sql.raw(signs.has(sign) ? sign : '=')} ${at}`
    }),
  )

const signs = new Set(['=', '<', '<=', '>', '>='])

/** More are left to the database, as a query within the query. */
const mostValues = 5000
/** Rows looked through for them; one device has many findings. */
const mostRows = 20_000

/** The ids that `found` gives as `id`; null where they are too many to be handed on. */
export async function idsAmong(db: Db, found: RawBuilder<unknown>): Promise<string[] | null> {
  const { rows } = await sql<{ seen: number; ids: string[] }>`
    with part as materialized (select id from (${found}) found limit ${mostRows + 1})
    select (select count(*) from part)::int as seen, array(select distinct id from part limit ${mostValues + 1}) as ids`.execute(
    db,
  )
  const { seen, ids } = rows[0]!
  return seen > mostRows || ids.length > mostValues ? null : ids
}

/** `id` is one of those that `found` gives as `id`: looked up beforehand, the planner knows how many, and an index serves. */
export async function isAmong(db: Db, id: RawBuilder<unknown>, found: RawBuilder<unknown>): Promise<Condition> {
  const ids = await idsAmong(db, found)
  return ids ? sql`${id} = any(${ids}::uuid[])` : sql`${id} in (${found})`
}
