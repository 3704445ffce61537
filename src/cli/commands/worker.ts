import { buildCommand } from '@stricli/core'
import { readConfig } from '#platform/config/config.ts'
import type { CliParts } from '../parts.ts'
import { untilStopped } from './start.ts'

export const workerCommand = ({ work }: Pick<CliParts, 'work'>) =>
  buildCommand({
    docs: { brief: 'Run a worker beside servers that share DATABASE_URL' },
    parameters: {},
    async func() {
      const worker = await work({ config: readConfig() })
      process.stdout.write('A worker takes runs from the shared database. Stop with Ctrl-C.\n')
      await untilStopped()
      await worker.stop()
    },
  })
