import { buildApplication, buildRouteMap, run } from '@stricli/core'
import { readConfig } from '#platform/config/config.ts'
import { AppError } from '#platform/errors.ts'
import { openRuntime } from '#platform/runtime.ts'
import { assessCommand } from './commands/assess.ts'
import { backupCommand, restoreCommand } from './commands/backup.ts'
import { bundleCommands } from './commands/bundle.ts'
import { doctorCommand } from './commands/doctor.ts'
import { filterCommands } from './commands/filters.ts'
import { matchCommand } from './commands/match.ts'
import { osvCommand } from './commands/osv.ts'
import { queryCommand } from './commands/query.ts'
import { resolveCommand } from './commands/resolve.ts'
import { startCommand } from './commands/start.ts'
import { userApproveCommand } from './commands/user-approve.ts'
import { userResetCommand } from './commands/user-reset.ts'
import { workerCommand } from './commands/worker.ts'
import type { CliParts } from './parts.ts'

export async function runCli(argv: readonly string[], parts: CliParts): Promise<void> {
  const root = buildRouteMap({
    routes: {
      assess: assessCommand(parts),
      ...filterCommands(),
      match: matchCommand(parts),
      osv: osvCommand(parts),
      resolve: resolveCommand(parts),
      start: startCommand(parts),
      worker: workerCommand(parts),
      bundle: bundleCommands(parts),
      query: queryCommand({ openDb }),
      backup: backupCommand(),
      restore: restoreCommand(),
      doctor: doctorCommand(),
      user: buildRouteMap({
        routes: { reset: userResetCommand({ openDb }), approve: userApproveCommand({ openDb }) },
        docs: { brief: 'Let a person in again, or approve' },
      }),
    },
    docs: { brief: 'Closes the loop on the cybersecurity of medical devices' },
  })
  const application = buildApplication(root, {
    name: 'homeostat',
    scanner: { caseStyle: 'allow-kebab-for-camel' },
    documentation: { useAliasInUsageLine: true },
    localization: {
      text: {
        ...(await import('@stricli/core')).text_en,
        exceptionWhileRunningCommand: (error) =>
          error instanceof AppError ? error.message : String((error as Error).stack ?? error),
      },
    },
  })
  const args = argv.length === 0 || argv[0] === 'help' ? ['--help', ...argv.slice(1)] : [...argv]
  await run(application, args, { process })
  // What still holds the process open belongs to a command that has ended.
  process.exit(process.exitCode ?? 0)
}

async function openDb(flags: { data?: string }) {
  const config = readConfig(flags)
  const runtime = await openRuntime(config, {
    mode: 'shared',
    max: 2,
    say: (line) => process.stderr.write(`${line}\n`),
  })
  return { db: runtime.database.db, publicUrl: config.publicUrl, close: () => runtime.close() }
}
