import { type RawBuilder, sql } from 'kysely'

/**
 * Rows as one parameter, for `from jsonb_to_recordset(${jsonRows(rows)}) as r(id uuid, …)`: a batch is one query however
 * many rows it has. What PostgreSQL cannot keep in text (NUL, half of a surrogate pair) is left out.
 */
export function jsonRows(rows: readonly object[]): RawBuilder<unknown> {
  const json = JSON.stringify(rows)
  const isStorable = !/\\u(?:0000|d[89a-f])/.test(json)
  return sql`${isStorable ? json : JSON.stringify(rows, storable)}::jsonb`
}

const storable = (_key: string, value: unknown) =>
  typeof value === 'string' ? value.replaceAll('\u0000', '').toWellFormed() : value
