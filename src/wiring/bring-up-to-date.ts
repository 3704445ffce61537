import path from 'node:path'
import { backup, pruneBackups } from '#platform/backup/backup.ts'
import { migrate, pendingMigrations } from '#platform/db/migrate.ts'
import { AppError } from '#platform/errors.ts'
import type { Runtime } from '#platform/runtime.ts'

/** Migrates; what is there is backed up first. */
export async function bringUpToDate(
  runtime: Pick<Runtime, 'database' | 'connection' | 'dataDir'>,
  say: (line: string) => void,
): Promise<void> {
  const { db } = runtime.database
  const pending = await pendingMigrations(db)
  if (pending.length === 0) return
  const isNew = pending[0] === '0001-foundation'
  if (!isNew) {
    const folder = path.join(runtime.dataDir, 'backups')
    const target = path.join(
      folder,
      `before-${pending.at(-1)}-${new Date().toISOString().replace(/[:.]/g, '-')}.backup.gz`,
    )
    say(`Backing up before ${pending.length} ${pending.length === 1 ? 'migration' : 'migrations'}: ${target}`)
    await backup(runtime.connection, runtime.dataDir, target).catch((cause) => {
      throw new AppError(
        'unavailable',
        `The backup that comes before a migration cannot be written (${(cause as Error).message}). Nothing was changed. Make room, or see who may write to ${folder}, and start again.`,
        { cause },
      )
    })
    pruneBackups(folder, 5)
  }
  say(isNew ? 'Making the tables …' : `Migrating: ${pending.join(', ')}`)
  await migrate(db)
}
