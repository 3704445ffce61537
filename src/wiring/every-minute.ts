import { findMailer, sendPendingMail, theOrganisation } from '#domain/access/access.ts'
import { announceDue } from '#domain/findings/findings.ts'
import { countHealth } from '#domain/health/health.ts'
import { onActionsUntold } from '#domain/loop.ts'
import { askWatches, recordRiskDay, recordTrend } from '#domain/programme/programme.ts'
import type { Db } from '#platform/db/database.ts'
import type { Log } from '#platform/log.ts'
import { openSecrets } from '#platform/secrets/secrets.ts'

/** What time alone brings: the day's point on the trend and of the risk, news of watched views, mail that waits, and how the inventory stands. */
export async function everyMinute(db: Db, dataDir: string, log: Log): Promise<void> {
  const organisation = await theOrganisation(db)
  await recordTrend(db, organisation.id, new Date())
  await recordRiskDay(db, organisation.id, new Date())
  await askWatches(db, organisation.id, new Date(), log)
  const found = await findMailer(db, openSecrets(dataDir))
  if (found) await sendPendingMail(db, found.mailer, { publicUrl: found.publicUrl, log })
  await onActionsUntold(db, organisation.id)
  await announceDue(db, organisation.id)
  // Last: of a large inventory it takes a while.
  await countHealth(db, organisation.id)
}
