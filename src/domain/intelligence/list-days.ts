import type { FeedRecord } from '#model/intelligence.ts'
import { inForceAt, isAhead, type ListInForce, lastPlausibleDay } from '#model/shared-list.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import * as store from './list-day-store.ts'

// Of which day the lists are that scores look at. Table: list_day.

const completed = { known_exploited: 'kev', exploit_probability: 'epss' } as const

/** Microsoft's is of its documents' day. A catalogue tells its day; of NVD and the CVE List it is the newest that an entry speaks of. */
export async function storeListDays(tx: Tx, records: readonly FeedRecord[], now: Date): Promise<void> {
  const days = new Map<string, store.StoredListDay>()
  for (const record of records) {
    const said = dayIn(record)
    if (said && !isAhead(said.day, now) && said.day > (days.get(said.list)?.day ?? '')) days.set(said.list, said)
  }
  if (days.size > 0) await store.upsertListDays(tx, [...days.values()], lastPlausibleDay(now))
}

function dayIn(record: FeedRecord): store.StoredListDay | undefined {
  const of = (list: string, at: string) => ({ list, day: at.slice(0, 10), releasedAt: null })
  if (record.kind === 'nvd_cve') return of('nvd', record.entry.modifiedAt)
  if (record.kind === 'package_vulnerability') return of('osv', record.entry.modifiedAt)
  if (record.kind === 'cve_record') return of('cve', record.record.updatedAt)
  if (record.kind === 'complete' && (record.of === 'known_exploited' || record.of === 'exploit_probability'))
    return { ...of(completed[record.of], record.asOf), releasedAt: record.releasedAt ?? null }
  return undefined
}

/** The list as it is stored, by the feed that reads it. */
export const listInForce = (db: Db, feed: string): Promise<ListInForce | undefined> => store.storedListDay(db, feed)

/** Those of the shared lists that a page may not replace; the page's transaction holds them until its end. */
export async function lockedLists(tx: Tx, lists: readonly string[], now: Date) {
  const rows = await store.lockListDays(tx, lists)
  return new Map(rows.flatMap((row) => (inForceAt(row, now) ? [[row.list, row] as const] : [])))
}

/** By the feed that reads the list. */
export interface ListDays {
  readonly lists: ReadonlyMap<string, string>
  /** Of the entries of one vulnerability. */
  readonly entries: ReadonlyMap<string, string>
  /** The first day on which anybody is known to have spoken of it. */
  readonly firstSaidOn: string | null
}

export async function listDays(db: Db, vulnerabilityId: string): Promise<ListDays> {
  const byList = (rows: readonly store.ListDay[]) => new Map(rows.map(({ list, day }) => [list, day]))
  return {
    lists: byList(await store.listDayRows(db)),
    entries: byList(await store.entryDayRows(db, vulnerabilityId)),
    firstSaidOn: await store.firstSaidOn(db, vulnerabilityId),
  }
}
