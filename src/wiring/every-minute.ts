import type { Db } from '#platform/db/database.ts'
import type { Log } from '#platform/log.ts'

/** What time alone brings: mail that waits. */
export async function everyMinute(_db: Db, _dataDir: string, _log: Log): Promise<void> {}
