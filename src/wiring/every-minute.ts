import { findMailer, sendPendingMail, theOrganisation } from '#domain/access/access.ts'
import { countHealth } from '#domain/health/health.ts'
import { askWatches, recordTrend } from '#domain/programme/programme.ts'
import type { Db } from '#platform/db/database.ts'
import type { Log } from '#platform/log.ts'
import { openSecrets } from '#platform/secrets/secrets.ts'

/** What time alone brings: how the inventory stands, the day's point on the trend, news of watched views, and mail that waits. */
export async function everyMinute(db: Db, dataDir: string, log: Log): Promise<void> {
  const organisation = await theOrganisation(db)
  await recordTrend(db, organisation.id, new Date())
  await countHealth(db, organisation.id)
  await askWatches(db, organisation.id, new Date(), log)
  const found = await findMailer(db, openSecrets(dataDir))
  if (found) await sendPendingMail(db, found.mailer, { publicUrl: found.publicUrl, log })
}
