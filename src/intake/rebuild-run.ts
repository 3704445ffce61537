import { devicesOfSource } from '#domain/inventory/inventory.ts'
import { onTrust } from '#domain/loop.ts'
import { beat, getSource, type RunRecord, saveCheckpoint } from '#domain/sources/sources.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { actorOf, takenOver } from './import-run.ts'

const devicesPerBatch = 2000

/** After a source's trust changed: which claim stands is decided anew for every device that it speaks of. */
export async function rebuildRun(db: Db, worker: string, run: RunRecord): Promise<void> {
  const source = await getSource(db, run.organisation_id, run.source_id)
  let checkpoint = run.checkpoint as { after: string; devices: number } | null
  for (;;) {
    const answer = await beat(db, run, worker, { phase: 'Deciding anew which claim stands' })
    if (!answer) throw takenOver()
    if (answer.cancel)
      throw new AppError('cancelled', 'Cancelled. Devices decided until then stay so; resume to go on.')
    const ids = await devicesOfSource(db, run.organisation_id, source.id, checkpoint?.after ?? null, devicesPerBatch)
    const last = ids.at(-1)
    if (!last) return
    const devices = (checkpoint?.devices ?? 0) + ids.length
    const next = { after: last, devices }
    await inTransaction(db, async (tx) => {
      await onTrust(tx, source, ids, actorOf(run), run.queued_at)
      const saved = { checkpoint: next, counts: { devices }, done: devices }
      if (!(await saveCheckpoint(tx, run, worker, saved))) throw takenOver()
    })
    checkpoint = next
  }
}
