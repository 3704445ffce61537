import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs'
import path from 'node:path'
import { buildCommand } from '@stricli/core'
import { sql } from 'kysely'
import { projectRoot, readConfig } from '#platform/config/config.ts'
import { isDataInUse } from '#platform/config/data-lock.ts'
import { pendingMigrations } from '#platform/db/migrate.ts'
import { openRuntime } from '#platform/runtime.ts'

interface Check {
  readonly what: string
  readonly ok: boolean
  readonly says: string
}

export const doctorCommand = () =>
  buildCommand<{ data?: string }>({
    docs: { brief: 'Say whether this machine and its data are well, and what to mend' },
    parameters: { flags: { data: { kind: 'parsed', parse: String, optional: true, brief: 'Folder of the data' } } },
    async func(flags) {
      const checks = await examine(flags)
      for (const { what, ok, says } of checks) process.stdout.write(`${ok ? '✓' : '✗'} ${what}: ${says}\n`)
      if (checks.some(({ ok }) => !ok)) process.exitCode = 1
    },
  })

async function examine(flags: { data?: string }): Promise<Check[]> {
  const config = readConfig(flags)
  const checks: Check[] = [
    { what: 'Node', ok: Number(process.versions.node.split('.')[0]) >= 22, says: process.version },
  ]
  const client = path.join(projectRoot, 'dist/web/index.html')
  checks.push({
    what: 'Web client',
    ok: existsSync(client),
    says: existsSync(client) ? `built ${statSync(client).mtime.toISOString()}` : 'not built yet; npm start builds it',
  })
  checks.push(folderCheck(config.dataDir))
  checks.push({
    what: 'Server',
    ok: true,
    says: (await isDataInUse(config.dataDir)) ? 'works on this data' : 'does not run',
  })
  checks.push(...(await databaseChecks(config)))
  return checks
}

function folderCheck(folder: string): Check {
  const what = `Data folder ${folder}`
  if (!existsSync(folder)) return { what, ok: true, says: 'not there yet; npm start makes it' }
  try {
    accessSync(folder, constants.W_OK)
  } catch {
    return { what, ok: false, says: 'cannot be written. Give it to the user who starts Homeostat.' }
  }
  const { bavail, bsize } = statfsSync(folder)
  const free = (bavail * bsize) / 1e9
  return { what, ok: free > 2, says: `${free.toFixed(1)} GB free${free > 2 ? '' : '; make room, at least 2 GB'}` }
}

async function databaseChecks(config: ReturnType<typeof readConfig>): Promise<Check[]> {
  if (!config.databaseUrl && !existsSync(path.join(config.dataDir, 'postgres/PG_VERSION'))) return []
  try {
    const runtime = await openRuntime(config, { mode: 'shared', max: 2 })
    try {
      const { rows } = await sql<{
        version: string
        bytes: number
      }>`select version(), pg_database_size(current_database()) as bytes`.execute(runtime.database.db)
      const pending = await pendingMigrations(runtime.database.db)
      return [
        {
          what: 'Database',
          ok: true,
          says: `${rows[0]!.version.split(' on ')[0]}, ${(rows[0]!.bytes / 1e6).toFixed(0)} MB`,
        },
        {
          what: 'Migrations',
          ok: true,
          says: pending.length ? `${pending.length} wait for the next start` : 'up to date',
        },
      ]
    } finally {
      await runtime.close()
    }
  } catch (error) {
    return [{ what: 'Database', ok: false, says: `cannot be reached: ${(error as Error).message}` }]
  }
}
