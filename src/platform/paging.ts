import { z } from 'zod'
import { AppError } from './errors.ts'

/** One page of a list, and the cursor of the next where there is one. */
export interface PageOf<T> {
  readonly items: T[]
  readonly next: string | null
}

export type KeyValue = string | number | boolean | null

/** The last row's key, opaque to the caller. */
export const encodeCursor = (key: readonly KeyValue[]) => Buffer.from(JSON.stringify(key)).toString('base64url')

/** The key in a cursor; `shape` is the tuple that the list orders by. A cursor that was not made by this list is refused. */
export function decodeCursor<T>(cursor: string, shape: z.ZodType<T>): T {
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch {
    throw new AppError(
      'bad_request',
      'The cursor does not belong to this list. Leave it out and begin at the first page.',
      {
        details: { fields: { cursor: 'Not a cursor of this list' } },
      },
    )
  }
}

/** Makes a page of rows that were asked for with `limit + 1`: the one too many tells that there is more. */
export function pageOf<Row, T = Row>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly KeyValue[],
  toItem: (row: Row) => T = (row) => row as unknown as T,
): PageOf<T> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(toItem), next: rows.length > limit && last ? encodeCursor(keyOf(last)) : null }
}

/** Query parameters of every list. */
export const Paging = z.object({
  cursor: z.string().max(2000).optional(),
  limit: z.int().min(1).max(200).default(50),
})

/** Schema of a page of `item`. */
export const Page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable().meta({ description: 'Cursor of the next page' }) })
