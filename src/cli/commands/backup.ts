import path from 'node:path'
import { buildCommand } from '@stricli/core'
import { backup, restore } from '#platform/backup/backup.ts'
import { readConfig } from '#platform/config/config.ts'
import { isDataInUse } from '#platform/config/data-lock.ts'
import { AppError } from '#platform/errors.ts'
import { openRuntime } from '#platform/runtime.ts'

const dataFlag = {
  data: { kind: 'parsed', parse: String, optional: true, brief: 'Folder of the data; ./.homeostat unless told' },
} as const

export const backupCommand = () =>
  buildCommand<{ data?: string }, [string?]>({
    docs: { brief: 'Write a consistent backup while the server works' },
    parameters: {
      flags: dataFlag,
      positional: {
        kind: 'tuple',
        parameters: [
          {
            parse: String,
            optional: true,
            placeholder: 'file',
            brief: 'Where it goes; below the data folder unless told',
          },
        ],
      },
    },
    async func(flags, file) {
      const runtime = await openRuntime(readConfig(flags), { mode: 'shared', max: 2 })
      try {
        const name = `homeostat-${new Date().toISOString().replace(/[:.]/g, '-')}.backup.gz`
        const target = path.resolve(file ?? path.join(runtime.dataDir, 'backups', name))
        await backup(runtime.connection, runtime.dataDir, target, (table, bytes) =>
          process.stderr.write(`  ${table}: ${bytes} bytes\n`),
        )
        process.stdout.write(`${target}\n`)
      } finally {
        await runtime.close()
      }
    },
  })

export const restoreCommand = () =>
  buildCommand<{ data?: string }, [string]>({
    docs: { brief: 'Put a backup in the place of what is there; stop the server first' },
    parameters: {
      flags: dataFlag,
      positional: { kind: 'tuple', parameters: [{ parse: String, placeholder: 'file', brief: 'The backup' }] },
    },
    async func(flags, file) {
      const config = readConfig(flags)
      if (!config.databaseUrl && (await isDataInUse(config.dataDir)))
        throw new AppError('data_in_use', `A server works on ${config.dataDir}. Stop it, then restore.`)
      const runtime = await openRuntime(config, { mode: 'exclusive', max: 1 })
      try {
        await runtime.database.close()
        const header = await restore(runtime.connection, runtime.dataDir, path.resolve(file), (table) =>
          process.stderr.write(`  ${table}\n`),
        )
        process.stdout.write(`Restored the backup of ${header.takenAt}.\n`)
      } finally {
        await runtime.close()
      }
    },
  })
