import { type RawBuilder, sql } from 'kysely'

/**
 * Rows as one parameter, for `from jsonb_to_recordset(${jsonRows(rows)}) as r(id uuid, …)`: a batch is one query however
 * many rows it has. What PostgreSQL cannot keep in text (NUL, half of a surrogate pair) is left out.
 */
export const jsonRows = (rows: readonly object[]): RawBuilder<unknown> => sql`${storableJson(rows)}::jsonb`

/** JSON as PostgreSQL takes it. */
export function storableJson(value: object): string {
  const json = JSON.stringify(value)
  return isStorable(json) ? json : JSON.stringify(value, storable)
}

/** The same of JSON that is written already, by `canonicalJson` or `JSON.stringify`. */
export const storableJsonText = (json: string): string =>
  isStorable(json) ? json : JSON.stringify(JSON.parse(json), storable)

const isStorable = (json: string) => !/\\u(?:0000|d[89a-f])/.test(json)

const storable = (_key: string, value: unknown) =>
  typeof value === 'string' ? value.replaceAll('\u0000', '').toWellFormed() : value
