import { onArrivals } from '#domain/loop.ts'
import { beat, getRunRecord, getSource, type RunRecord, saveCheckpoint } from '#domain/sources/sources.ts'
import type { Db } from '#platform/db/database.ts'
import { analyzeChanged } from '#platform/db/tidy.ts'
import { AppError } from '#platform/errors.ts'
import { actorOf, takenOver } from './import-run.ts'

/**
 * Places what a run told of for the first time. What was placed stays, however it ends; what was not is taken up by the next
 * attempt, or the next run of any source. `signal` ends the comparison at once, with its reason.
 */
export async function placingRun(
  db: Db,
  worker: string,
  run: RunRecord,
  { isCancelled = false, signal }: { readonly isCancelled?: boolean; readonly signal?: AbortSignal | undefined } = {},
): Promise<void> {
  const source = await getSource(db, run.organisation_id, run.source_id)
  const { checkpoint, counts, done } = await getRunRecord(db, run.organisation_id, run.id)
  const tell = async (phase: string) => {
    const answer = await beat(db, run, worker, { phase })
    if (!answer) throw takenOver()
    if (answer.cancel && !isCancelled)
      throw new AppError('cancelled', 'Cancelled. Devices made until then stay; the rest is made by the next run.')
  }
  await tell('Comparing records')
  await onArrivals(
    db,
    source,
    { id: run.id, now: run.queued_at, actor: actorOf(run) },
    {
      signal,
      comparing: (share) => tell(`Comparing records (${Math.floor(share * 100)} %)`),
      async decided(tx) {
        if (!(await beat(tx, run, worker, {}))) throw takenOver()
      },
      async placed(tx, { joined }) {
        counts.joined = (counts.joined ?? 0) + joined
        if (!(await saveCheckpoint(tx, run, worker, { checkpoint, counts, done }))) throw takenOver()
      },
      async next() {
        // What was planned for empty tables takes for ever on full ones.
        await analyzeChanged(db, 0.4)
        await tell('Making devices')
      },
    },
  )
}
