import path from 'node:path'
import { AppError } from '#platform/errors.ts'

/** Settings of the process, from its environment and its command line; the manual lists them. */
export interface Config {
  /** Absolute path of this server's folder: database, uploads, keys, backups. */
  readonly dataDir: string
  /** A PostgreSQL server instead of the embedded one. */
  readonly databaseUrl: string | undefined
  readonly host: string
  readonly port: number
  readonly certFile: string | undefined
  readonly keyFile: string | undefined
  readonly trustedProxy: string | undefined
  /** For what goes out: feeds. */
  readonly egressProxy: string | undefined
  readonly caFile: string | undefined
  readonly publicUrl: string | undefined
}

export interface ConfigFlags {
  readonly data?: string | undefined
  readonly host?: string | undefined
  readonly port?: string | undefined
  readonly cert?: string | undefined
  readonly key?: string | undefined
  readonly trustedProxy?: string | undefined
}

/** The project's own folder, where the bundled client and the demo hospital lie. */
export const projectRoot = path.resolve(import.meta.dirname, '../../..')

export function readConfig(flags: ConfigFlags = {}, env: NodeJS.ProcessEnv = process.env): Config {
  return {
    dataDir: path.resolve(flags.data || env.HOMEOSTAT_DATA || path.join(projectRoot, '.homeostat')),
    databaseUrl: env.DATABASE_URL || undefined,
    host: flags.host || env.HOMEOSTAT_HOST || '127.0.0.1',
    port:
      flags.port !== undefined
        ? readPort(flags.port, '--port')
        : env.HOMEOSTAT_PORT
          ? readPort(env.HOMEOSTAT_PORT, 'HOMEOSTAT_PORT')
          : 8484,
    certFile: flags.cert || env.HOMEOSTAT_CERT || undefined,
    keyFile: flags.key || env.HOMEOSTAT_KEY || undefined,
    trustedProxy: flags.trustedProxy || env.HOMEOSTAT_TRUSTED_PROXY || undefined,
    egressProxy: env.HOMEOSTAT_PROXY || env.HTTPS_PROXY || env.https_proxy || undefined,
    caFile: env.HOMEOSTAT_CA || env.NODE_EXTRA_CA_CERTS || undefined,
    publicUrl: env.HOMEOSTAT_PUBLIC_URL || undefined,
  }
}

function readPort(text: string, setting: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port <= 65535) return port
  throw new AppError(
    'bad_request',
    `${setting}: "${text}" is no port. Give a number from 1 to 65535, or 0 for any port that is free.`,
  )
}
