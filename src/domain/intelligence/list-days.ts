import type { FeedRecord } from '#model/intelligence.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import * as store from './list-day-store.ts'

// Of which day the lists are that scores look at. Table: list_day.

const completed = { known_exploited: 'kev', exploit_probability: 'epss' } as const

/** Microsoft's is of its documents' day. A catalogue tells its day; of NVD and the CVE List it is the newest that an entry speaks of. */
export async function storeListDays(tx: Tx, records: readonly FeedRecord[]): Promise<void> {
  const days = new Map<string, string>()
  for (const record of records) {
    const said = dayIn(record)
    if (said && said.day > (days.get(said.list) ?? '')) days.set(said.list, said.day)
  }
  if (days.size > 0)
    await store.upsertListDays(
      tx,
      [...days].map(([list, day]) => ({ list, day })),
    )
}

function dayIn(record: FeedRecord): store.ListDay | undefined {
  if (record.kind === 'nvd_cve') return { list: 'nvd', day: record.entry.modifiedAt.slice(0, 10) }
  if (record.kind === 'package_vulnerability') return { list: 'osv', day: record.entry.modifiedAt.slice(0, 10) }
  if (record.kind === 'cve_record') return { list: 'cve', day: record.record.updatedAt.slice(0, 10) }
  if (record.kind === 'complete' && (record.of === 'known_exploited' || record.of === 'exploit_probability'))
    return { list: completed[record.of], day: record.asOf }
  return undefined
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
