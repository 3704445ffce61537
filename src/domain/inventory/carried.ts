import { canonicalJson } from '#platform/id.ts'

// What a merge or a split changed in a table: enough to bring it back, and to tell what happened since.

/** A row as `to_jsonb` gives it, without its organisation. */
export type Row = Readonly<Record<string, unknown>>

/** Rows that are not the same on both sides of a merge or a split, as they were and as they were left. */
export interface CarriedRows {
  readonly before: readonly Row[]
  readonly after: readonly Row[]
}

export const isSameRow = (a: Row | undefined, b: Row | undefined): boolean =>
  a === undefined || b === undefined ? a === b : canonicalJson(a) === canonicalJson(b)

/** The rows of `before` and of `after` that the other side does not have just so. */
export function carriedRows(before: readonly Row[], after: readonly Row[]): CarriedRows {
  const texts = (rows: readonly Row[]) => new Set(rows.map((row) => canonicalJson(row)))
  const [was, is] = [texts(before), texts(after)]
  return {
    before: before.filter((row) => !is.has(canonicalJson(row))),
    after: after.filter((row) => !was.has(canonicalJson(row))),
  }
}

/** Rows by what they are of. */
export const rowsBy = (rows: readonly Row[], key: (row: Row) => string): ReadonlyMap<string, Row> =>
  new Map(rows.map((row) => [key(row), row]))

/**
 * Rows that have an id and a device, after a merge or a split is taken back: what is as it was left comes back as it was before;
 * what changed since goes to the device that it came from, as it is now; what came since stays.
 */
export function takenBack(
  carried: CarriedRows,
  now: readonly Row[],
): { readonly remove: readonly string[]; readonly put: readonly Row[] } {
  const id = (row: Row) => String(row.id)
  const [before, after, present] = [rowsBy(carried.before, id), rowsBy(carried.after, id), rowsBy(now, id)]
  const remove: string[] = []
  const put: Row[] = []
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const was = before.get(key)
    const is = present.get(key)
    const isAsLeft = isSameRow(is, after.get(key))
    if (!is && !isAsLeft) continue
    if (!isAsLeft && !was) continue
    if (is) remove.push(key)
    if (was) put.push(isAsLeft ? was : { ...is, device_id: was.device_id })
  }
  return { remove, put }
}
