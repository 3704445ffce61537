import { buildCommand } from '@stricli/core'
import { readConfig } from '#platform/config/config.ts'
import type { CliParts } from '../parts.ts'

interface Flags {
  readonly empty?: boolean
  readonly host?: string
  readonly port?: string
  readonly data?: string
  readonly cert?: string
  readonly key?: string
  readonly trustedProxy?: string
  readonly logLevel: string
}

export const startCommand = ({ serve }: Pick<CliParts, 'serve'>) =>
  buildCommand<Flags>({
    docs: { brief: 'Start the server, with its database and its worker' },
    parameters: {
      flags: {
        empty: { kind: 'boolean', optional: true, withNegated: false, brief: 'Start without the demo hospital' },
        host: { kind: 'parsed', parse: String, optional: true, brief: 'Address to listen on; 127.0.0.1 unless told' },
        port: {
          kind: 'parsed',
          parse: String,
          optional: true,
          brief: 'Port; 8484 unless told, 0 for any that is free',
        },
        data: { kind: 'parsed', parse: String, optional: true, brief: 'Folder for the data; ./.homeostat unless told' },
        cert: { kind: 'parsed', parse: String, optional: true, brief: 'PEM file of the certificate' },
        key: { kind: 'parsed', parse: String, optional: true, brief: "PEM file of the certificate's key" },
        trustedProxy: { kind: 'parsed', parse: String, optional: true, brief: 'Address of a TLS proxy in front' },
        logLevel: { kind: 'parsed', parse: String, default: 'warn', brief: 'debug, info, warn or error' },
      },
    },
    async func(flags) {
      const say = (line: string) => void process.stdout.write(`${line}\n`)
      const serving = await serve({
        config: readConfig(flags),
        empty: flags.empty ?? false,
        logLevel: flags.logLevel,
        say,
      })
      say(`\nHomeostat is ready: ${serving.url}`)
      if (serving.alsoAt.length > 0)
        say(`Phones and other computers open it there, or at ${serving.alsoAt.join(' or ')}`)
      for (const note of serving.notes) say(note)
      if (serving.fingerprint) say(`Its certificate's fingerprint: ${serving.fingerprint}`)
      if (serving.setUpPath)
        say(`\nMake the first administrator, once, with this link:\n  ${serving.url}${serving.setUpPath}\n`)
      say('Stop with Ctrl-C.')
      await untilStopped()
      say('Stopping …')
      await serving.stop()
    },
  })

/** A signal, or the end of the process that started us. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
    process.once('disconnect', () => resolve())
  })
}
